package article

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
)

// warcRecord writes a record as crawlers do.
func warcRecord(kind, uri, contentType, block string, fields ...string) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "WARC/1.1\r\nWARC-Type: %s\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-%012d>\r\nWARC-Date: 2024-03-05T10:12:09.123456Z\r\n", kind, len(block))
	if uri != "" {
		fmt.Fprintf(&b, "WARC-Target-URI: %s\r\n", uri)
	}
	for _, f := range fields {
		b.WriteString(f + "\r\n")
	}
	fmt.Fprintf(&b, "Content-Type: %s\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", contentType, len(block), block)
	return []byte(b.String())
}

func response(uri, status, header, body string, fields ...string) []byte {
	return warcRecord("response", uri, "application/http; msgtype=response", "HTTP/1.1 "+status+"\r\nServer: muster\r\n"+header+"\r\n"+body, fields...)
}

func htmlPage(title string) string {
	return "<!doctype html><html lang=\"de\"><head><title>" + title + " | Bote</title><meta property=\"og:site_name\" content=\"Bote\"></head><body><nav><a href=\"/\">Start</a></nav><article><h1>" + title + "</h1>" + pageProse + "</article></body></html>"
}

const (
	typeHTML  = "Content-Type: text/html; charset=utf-8\r\n"
	typeImage = "Content-Type: image/jpeg\r\n"
)

// sampleRecords are an archive with what crawls bring home; the one numbered 8 is
// cut off in sampleWARC.
func sampleRecords() [][]byte {
	return [][]byte{
		warcRecord("warcinfo", "", "application/warc-fields", "software: musterkrabbler\r\nformat: WARC File Format 1.1\r\n"),
		warcRecord("request", "https://bote.example/hafen", "application/http; msgtype=request", "GET /hafen HTTP/1.1\r\nHost: bote.example\r\n\r\n"),
		response("https://bote.example/alt", "301 Moved Permanently", typeHTML+"Location: /hafen\r\n", "<html><body>Umgezogen</body></html>"),
		response("https://bote.example/hafen", "200 OK", typeHTML, htmlPage("Hafen wird ausgebaut")),
		response("https://bote.example/kran.jpg", "200 OK", typeImage, "\xff\xd8\xff\xe0\x00\x10JFIF"+strings.Repeat("\x00\x01", 500)),
		response("https://bote.example/robots.txt", "200 OK", "Content-Type: text/plain\r\n", "User-agent: *\nDisallow: /intern\n"),
		warcRecord("revisit", "https://bote.example/hafen", "application/http; msgtype=response", "HTTP/1.1 200 OK\r\n"+typeHTML+"\r\n", "WARC-Profile: http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"),
		response("https://bote.example/abgeschnitten", "200 OK", typeHTML, htmlPage("Diese Seite ist nicht ganz da")),
		warcRecord("resource", "https://bote.example/meldung.txt", "text/plain", "Die Werft meldet Insolvenz an\n\nDie Werft in Seehausen ist zahlungsunfähig. Das teilte das Gericht am Dienstag mit. (dpa)\n"),
		response("https://bote.example/api", "200 OK", "Content-Type: application/json\r\n", `{"menu": [1, 2, 3]}`),
		response("https://bote.example/api/artikel", "200 OK", "Content-Type: application/json; charset=utf-8\r\n", `[{"uri": "urn:ninjs:bote.example:5", "body_text": "Der Kran steht still, sagte der Betreiber."}, {"uri": "urn:ninjs:bote.example:6"}]`),
		response("https://bote.example/zeit", "200 OK", typeHTML, htmlPage("Zeit abgelaufen"), "WARC-Truncated: time"),
	}
}

// sampleWARC is the sample as a file, gzipped record by record or not.
func sampleWARC(t testing.TB, gz bool) []byte {
	var b bytes.Buffer
	for i, r := range sampleRecords() {
		if gz {
			r = gzipped(t, r)
		}
		if i == 7 {
			r = r[:len(r)*2/3]
		}
		b.Write(r)
	}
	return b.Bytes()
}

func TestWARCGolden(t *testing.T) {
	path := filepath.Join("testdata", "golden", "archiv.warc.golden")
	for _, gz := range []bool{true, false} {
		for _, name := range []string{"archiv.warc", "-", "umbenannt.txt"} {
			got := golden(readAll(t, bytes.NewReader(sampleWARC(t, gz)), Options{Name: name}))
			shown := name
			if name == "-" {
				shown = "standard input"
			}
			got = strings.ReplaceAll(got, "error: "+shown+":", "error: archiv.warc:")
			if *update && gz && name == "archiv.warc" {
				if err := os.WriteFile(path, []byte(got), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			// What a cut record looks like differs: a gzip member ends too early, a bare
			// record runs into the next.
			norm := func(s string) string {
				for _, why := range []string{"unexpected gzip data", "flate: corrupt input before offset ", "gzip: invalid checksum", "it ends in the middle", "its block does not end where its Content-Length says"} {
					if at := strings.Index(s, "damaged record: "+why); at >= 0 {
						end := at + strings.IndexByte(s[at:], '\n')
						s = s[:at] + "damaged record" + s[end:]
					}
				}
				return s
			}
			if norm(got) != norm(string(want)) {
				t.Errorf("gz %v, %s: got:\n%s\nwant:\n%s", gz, name, got, want)
			}
		}
	}
}

func TestWARCCodings(t *testing.T) {
	page := htmlPage("Hafen wird ausgebaut")
	squash := func(f func(*bytes.Buffer)) string {
		var b bytes.Buffer
		f(&b)
		return b.String()
	}
	br := squash(func(b *bytes.Buffer) { w := brotli.NewWriter(b); w.Write([]byte(page)); w.Close() })
	zl := squash(func(b *bytes.Buffer) { w := zlib.NewWriter(b); w.Write([]byte(page)); w.Close() })
	gz := string(gzipped(t, []byte(page)))
	chunked := func(s string) string {
		half := len(s) / 2
		return fmt.Sprintf("%x\r\n%s\r\n%x;ext=1\r\n%s\r\n0\r\n\r\n", half, s[:half], len(s)-half, s[half:])
	}
	latin1 := strings.NewReplacer("ü", "\xfc", "ä", "\xe4", "„", "\"", "“", "\"").Replace(page)
	for _, tt := range []struct{ header, body, want string }{
		{"", page, ""},
		{"Content-Encoding: gzip\r\n", gz, ""},
		{"Content-Encoding: gzip\r\n", page, ""}, // unpacked by the crawler
		{"Content-Encoding: br\r\n", br, ""},
		{"Content-Encoding: br\r\n", page, ""},
		{"Content-Encoding: deflate\r\n", zl, ""},
		{"Content-Encoding: deflate\r\n", zl[2 : len(zl)-4], ""},
		{"Transfer-Encoding: chunked\r\n", chunked(page), ""},
		{"Transfer-Encoding: chunked\r\n", page, ""},
		{"Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n", chunked(gz), ""},
		{"Content-Encoding: gzip\r\n", gz[:len(gz)/2], "broken content: gzip coding ends in the middle"},
		{"Transfer-Encoding: chunked\r\n", chunked(page)[:300], "broken content: chunked coding ends in the middle"},
		{"Content-Encoding: zstd\r\n", "\x28\xb5\x2f\xfd", `content encoding "zstd", which is not read`},
		{"", latin1, ""},
	} {
		typ := typeHTML
		if tt.body == latin1 {
			typ = "Content-Type: text/html; charset=\"ISO-8859-1\"\r\n"
		}
		arts, errs := readAll(t, bytes.NewReader(response("https://bote.example/a", "200 OK", typ+tt.header, tt.body)), Options{Name: "a.warc"})
		switch {
		case tt.want != "":
			if len(errs) != 1 || errs[0].Error() != "a.warc: record 1 (https://bote.example/a): "+tt.want {
				t.Errorf("%q: %v", tt.header, errs)
			}
		case len(arts) != 1 || len(errs) > 0:
			t.Errorf("%q: %d articles, %v", tt.header, len(arts), errs)
		case !strings.Contains(arts[0].Text, "zurückgewiesen") || arts[0].URL != "https://bote.example/a" || arts[0].Retrieved != "2024-03-05T10:12:09Z" || arts[0].Title != "Hafen wird ausgebaut":
			t.Errorf("%q: %+v", tt.header, arts[0])
		}
	}
}

// Whatever one record suffers, the others are read.
func TestWARCDamage(t *testing.T) {
	good := func(i int) []byte {
		return warcRecord("resource", fmt.Sprintf("https://bote.example/%d", i), "text/plain", fmt.Sprintf("Meldung Nummer %d. Der Sprecher der Werft sagte am Montag nichts dazu.", i))
	}
	long := warcRecord("resource", "https://bote.example/x", "text/plain", strings.Repeat("Das steht in keinem Artikel. ", 4000))
	for name, damage := range map[string]func([]byte) []byte{
		"cut":           func(b []byte) []byte { return b[:len(b)/2] },
		"cut short":     func(b []byte) []byte { return b[:len(b)-6] },
		"cut in header": func(b []byte) []byte { return b[:60] },
		"flipped":       func(b []byte) []byte { b = bytes.Clone(b); b[len(b)/2] ^= 0x55; return b },
		"flipped early": func(b []byte) []byte { b = bytes.Clone(b); b[2] ^= 0x55; return b },
		"garbage":       func(b []byte) []byte { return append([]byte("xyz \x1f\x8b\x08 xyz\n"), b[1:]...) },
		"longer":        func(b []byte) []byte { return bytes.Replace(b, []byte("Length: "), []byte("Length: 1"), 1) },
		"shorter":       func(b []byte) []byte { return bytes.Replace(b, []byte("Length: 116"), []byte("Length: 11"), 1) },
		"no length":     func(b []byte) []byte { return bytes.Replace(b, []byte("Content-Length"), []byte("Content-Laenge"), 1) },
		"silly length":  func(b []byte) []byte { return bytes.Replace(b, []byte("Length: "), []byte("Length: -"), 1) },
	} {
		for _, bad := range [][]byte{good(9), long} {
			for _, gz := range []bool{false, true} {
				var in []byte
				pack := func(b []byte) []byte { return b }
				if gz {
					pack = func(b []byte) []byte { return gzipped(t, b) }
				}
				for _, i := range []int{1, 2} {
					in = append(in, pack(good(i))...)
				}
				in = append(in, damage(pack(bad))...)
				if !gz {
					in = append(in, "\r\n\r\n"...)
				}
				for _, i := range []int{3, 4, 5} {
					in = append(in, pack(good(i))...)
				}
				arts, errs := readAll(t, bytes.NewReader(in), Options{Name: "a.warc"})
				var got []string
				for _, a := range arts {
					if last := a.URL[len(a.URL)-1:]; strings.Contains("12345", last) {
						got = append(got, last)
					}
				}
				if strings.Join(got, "") != "12345" {
					t.Errorf("%s, gz %v, %d bytes: got %v, errors %v", name, gz, len(bad), got, errs)
				}
				if len(errs) > 3 {
					t.Errorf("%s, gz %v: %v", name, gz, errs)
				}
			}
		}
	}
}

// A whole archive in one gzip member is read too.
func TestWARCInOneMember(t *testing.T) {
	var all []byte
	for _, r := range sampleRecords() {
		all = append(all, r...)
	}
	arts, errs := readAll(t, bytes.NewReader(gzipped(t, all)), Options{Name: "a.warc.gz"})
	if len(arts) != 4 || len(errs) != 2 {
		t.Errorf("%d %v", len(arts), errs)
	}
}

// An archive that claims much, and one made to be read over and over, end soon.
func TestWARCBounded(t *testing.T) {
	var b bytes.Buffer
	for range 20_000 {
		b.WriteString("WARC/1.1\r\nWARC-Type: resource\r\nContent-Length: 900000\r\n\r\n")
	}
	n := 0
	for range Read(t.Context(), bytes.NewReader(b.Bytes()), Options{Name: "a.warc", MaxPage: 1 << 20}) {
		n++
	}
	if n == 0 {
		t.Error("no error")
	}
	big := append(response("https://bote.example/gross", "200 OK", typeHTML, strings.Repeat("<p>Text.", 1<<18)), response("https://bote.example/film", "200 OK", "Content-Type: video/mp4\r\n", strings.Repeat("x", 5<<20))...)
	big = append(big, response("https://bote.example/hafen", "200 OK", typeHTML, htmlPage("Hafen wird ausgebaut"))...)
	arts, errs := readAll(t, bytes.NewReader(big), Options{Name: "a.warc", MaxPage: 1 << 20})
	if len(arts) != 1 || len(errs) != 1 || errs[0].Error() != "a.warc: record 1 (https://bote.example/gross): too large: a page of more than 1 MB" {
		t.Errorf("%d %v", len(arts), errs)
	}
	var bomb bytes.Buffer
	zw := gzip.NewWriter(&bomb)
	zw.Write(bytes.Repeat([]byte("<p>Text."), 4<<20))
	zw.Close()
	_, errs = readAll(t, bytes.NewReader(response("https://bote.example/bombe", "200 OK", typeHTML+"Content-Encoding: gzip\r\n", bomb.String())), Options{Name: "a.warc"})
	if len(errs) != 1 || errs[0].(*Error).Kind != KindTooLarge {
		t.Errorf("%v", errs)
	}
}
