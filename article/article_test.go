package article

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"hearsay"
)

var update = flag.Bool("update", false, "write the golden files anew")

// readAll reads everything in r.
func readAll(t testing.TB, r io.Reader, o Options) (arts []*hearsay.Article, errs []error) {
	t.Helper()
	for art, err := range Read(context.Background(), r, o) {
		if err != nil {
			var e *Error
			if !errors.As(err, &e) {
				t.Errorf("error is no *Error: %v", err)
			} else if strings.ContainsAny(e.Error(), "\n\r") {
				t.Errorf("error of more than one line: %q", e.Error())
			}
			errs = append(errs, err)
			continue
		}
		checkArticle(t, art)
		arts = append(arts, art)
	}
	return arts, errs
}

// readOne reads what must be a single good article.
func readOne(t testing.TB, s string, o Options) *hearsay.Article {
	t.Helper()
	arts, errs := readAll(t, strings.NewReader(s), o)
	if len(arts) != 1 || len(errs) > 0 {
		t.Fatalf("got %d articles, errors %v", len(arts), errs)
	}
	return arts[0]
}

// checkArticle checks what holds for every article whatever the input.
func checkArticle(t testing.TB, art *hearsay.Article) {
	t.Helper()
	for name, s := range map[string]string{"text": art.Text, "title": art.Title, "outlet": art.Outlet, "author": art.Author, "url": art.URL} {
		if !utf8.ValidString(s) {
			t.Errorf("%s is not valid UTF-8: %q", name, s)
		}
		if name != "url" && !norm.NFC.IsNormalString(s) {
			t.Errorf("%s is not NFC: %q", name, s)
		}
		if strings.Contains(s, "\r") || strings.IndexFunc(s, isControl) >= 0 {
			t.Errorf("%s has control characters: %q", name, s)
		}
	}
	if strings.TrimSpace(art.Text) == "" && (art.Wire == nil || art.Wire.Status != hearsay.WireCanceled) {
		t.Error("text is empty")
	}
	if w := art.Wire; w != nil {
		for name, s := range map[string]string{"guid": w.GUID, "corrects": w.Corrects, "replaces": w.Replaces, "note": w.Note} {
			if !utf8.ValidString(s) || strings.Contains(s, "\n") || strings.IndexFunc(s, isControl) >= 0 {
				t.Errorf("%s is no clean line: %q", name, s)
			}
		}
		if st, ok := wireStatus(string(w.Status)); w.Status == "" || !ok || st != w.Status {
			t.Errorf("status %q", w.Status)
		}
		if w.GUID == "" || w.Version < 0 {
			t.Errorf("%+v", w)
		}
	}
	if art.ID != ID(art.Text) {
		t.Error("wrong id")
	}
	inRange := func(s hearsay.Span) bool {
		return 0 <= s.Start && s.Start < s.End && s.End <= len(art.Text) && utf8.ValidString(art.Text[s.Start:s.End])
	}
	if art.Dateline != (hearsay.Span{}) && !inRange(art.Dateline) {
		t.Errorf("dateline out of range: %v", art.Dateline)
	}
	for _, c := range art.Agencies {
		last := -1
		for _, s := range c.Spans {
			if !inRange(s) || s.Start < last {
				t.Errorf("%s: bad span %v of %v", c.Name, s, c.Spans)
				continue
			}
			last = s.End
			if a, ok := LookupAgency(art.Text[s.Start:s.End]); !ok || a.Name != c.Name {
				t.Errorf("%s: span is %q", c.Name, art.Text[s.Start:s.End])
			}
		}
	}
	dates := []hearsay.Date{art.Published, art.Retrieved}
	if art.Wire != nil {
		dates = append(dates, art.Wire.Embargoed)
	}
	for _, d := range dates {
		if d != "" {
			if again, ok := parseDate(string(d)); !ok || again != d {
				t.Errorf("date %q reads as %q", d, again)
			}
		}
	}
}

// golden writes articles and errors as they stand in the golden files.
func golden(arts []*hearsay.Article, errs []error) string {
	var b strings.Builder
	for _, a := range arts {
		fmt.Fprintf(&b, "url: %s\noutlet: %s\ntitle: %s\nauthor: %s\npublished: %s\nlanguage: %s\n", a.URL, a.Outlet, a.Title, a.Author, a.Published, a.Language)
		if a.Retrieved != "" {
			fmt.Fprintf(&b, "retrieved: %s\n", a.Retrieved)
		}
		if w := a.Wire; w != nil {
			fmt.Fprintf(&b, "wire: %s version %d %s\n", w.GUID, w.Version, w.Status)
			for _, f := range []struct{ name, value string }{{"embargoed", string(w.Embargoed)}, {"corrects", w.Corrects}, {"replaces", w.Replaces}, {"note", w.Note}} {
				if f.value != "" {
					fmt.Fprintf(&b, "%s: %s\n", f.name, f.value)
				}
			}
		}
		if a.Dateline.End > 0 {
			fmt.Fprintf(&b, "dateline: %q\n", a.Text[a.Dateline.Start:a.Dateline.End])
		}
		for _, c := range a.Agencies {
			fmt.Fprintf(&b, "agency: %s %v\n", c.Name, c.Spans)
		}
		fmt.Fprintf(&b, "text:\n%s\n----\n", a.Text)
	}
	for _, err := range errs {
		fmt.Fprintf(&b, "error: %v\n", err)
	}
	s := strings.ReplaceAll(b.String(), ": \n", ":\n")
	return s
}

func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/in/*")
	if err != nil || len(files) == 0 {
		t.Fatal("no test data", err)
	}
	for _, f := range files {
		name := filepath.Base(f)
		t.Run(name, func(t *testing.T) {
			b, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			got := golden(readAll(t, bytes.NewReader(b), Options{Name: name}))
			path := filepath.Join("testdata", "golden", name+".golden")
			if *update {
				if err := os.WriteFile(path, []byte(got), 0o666); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("got:\n%s\nwant:\n%s\n(go test -update writes it anew)", got, want)
			}
		})
	}
}

const prose = "Die Ministerin hat die Vorwürfe zurückgewiesen. Es gebe „keinen Anlass“ für einen Rücktritt, sagte sie am Montag.\n\nDie Opposition will das nicht gelten lassen."

func TestErrors(t *testing.T) {
	gz := gzipped(t, []byte("\x1f\x8b\x08\x00nochmal"))
	for _, tt := range []struct {
		name, in, want string
	}{
		{"leer.txt", "", "leer.txt: empty: nothing to read"},
		{"leer.txt", " \n\t \r\n\u00a0", "leer.txt: empty: nothing but blanks"},
		{"kopf.txt", "Titel: Etwas\n\n", "kopf.txt: empty: a header, but no text"},
		{"", "", "standard input: empty: nothing to read"},
		{"-", "", "standard input: empty: nothing to read"},
		{"foto.jpg", "\xff\xd8\xff\xe0\x00\x10JFIF", "foto.jpg: not text: a JPEG image"},
		{"foto.txt", "\x89PNG\r\n\x1a\n\x00\x00", "foto.txt: not text: a PNG image"},
		{"a.pdf", "%PDF-1.7\n%\xe2\xe3", "a.pdf: not text: a PDF document"},
		{"a.docx", "PK\x03\x04\x14\x00word/document.xml", "a.docx: not text: a Word document"},
		{"a.zip", "PK\x03\x04\x14\x00a.txt", "a.zip: not text: a ZIP archive"},
		{"a", "\x7fELF\x02\x01\x01\x00", "a: not text: a program (ELF)"},
		{"a.gz", "\x1f\x8b\x08kaputt", "a.gz: not text: a damaged gzip archive"},
		{"a.gz", string(gz), "a.gz: not text: a gzip archive"},
		{"a.bin", "\x01\x02\x03\x04\x05\x06\x07abc\x00\x01\x02", "a.bin: not text: binary data"},
		{"feed.xml", "<?xml version=\"1.0\"?>\n<rss><channel></channel></rss>", "feed.xml: not text: a feed (RSS), which only lists articles"},
		{"karte.xml", "<?xml version=\"1.0\"?>\n<kml><Document/></kml>", "karte.xml: not text: an XML file that is neither a page nor NewsML-G2"},
		{"alt.xml", "<NewsML><NewsItem/></NewsML>", "alt.xml: not text: a NewsML 1 document; NewsML-G2 is read"},
		{"a.xml", "<newsMessage xmlns='http://iptc.org/std/nar/2006-10-01/'><itemSet/></newsMessage>", "a.xml: empty: no items in the newsMessage"},
		{"a.warc", "WARC/1.0\r\n", "a.warc: record 1: damaged record: it ends in the middle"},
		{"a.jsonl", "\n\n", "a.jsonl: empty: no records"},
		{"a.json", "[]", "a.json: empty: no records"},
		{"a.json", "hallo welt", "a.json:1: not JSON: a record begins with {"},
		{"a.json", `{"url":"x","text":"y"`, "a.json:1: broken JSON: the record ends in the middle"},
		{"a.html", "<html><body><p>Menü</p></body></html>", "a.html: no article text found on the page"},
		{"böse\nDatei\x1b[31m", "", "böse Datei [31m: empty: nothing to read"},
	} {
		arts, errs := readAll(t, strings.NewReader(tt.in), Options{Name: tt.name})
		if len(arts) > 0 || len(errs) != 1 || errs[0].Error() != tt.want {
			t.Errorf("%q: got %d articles, %v\nwant %s", tt.in, len(arts), errs, tt.want)
		}
	}
}

func TestOptions(t *testing.T) {
	art := readOne(t, "Datum: 2020-01-01\n\n"+prose, Options{Name: "a.txt", Published: "11.09.2023", Outlet: "Bote", Title: "Ein Titel", Lang: "de-AT", Retrieved: "2023-09-12"})
	if art.Published != "2023-09-11" || art.Outlet != "Bote" || art.Title != "Ein Titel" || art.Language != "de" || art.Retrieved != "2023-09-12" || art.Text != prose {
		t.Errorf("%+v", art)
	}
	for _, o := range []Options{{Published: "neulich"}, {Format: "docx"}} {
		if _, errs := readAll(t, strings.NewReader(prose), o); len(errs) != 1 || errs[0].(*Error).Kind != KindOption {
			t.Errorf("%+v: %v", o, errs)
		}
	}
	// A given format holds against what the content looks like.
	if art := readOne(t, "<p>"+prose+"</p>", Options{Format: Text}); !strings.HasPrefix(art.Text, "<p>") {
		t.Errorf("%q", art.Text)
	}
}

// A title that was given must not cost the text its first line.
func TestGivenTitleLosesNothing(t *testing.T) {
	in := "Ministerin unter Druck\n\n" + prose
	if art := readOne(t, in, Options{Title: "Anderer Titel"}); art.Text != in || art.Title != "Anderer Titel" {
		t.Errorf("%+v", art)
	}
	if art := readOne(t, in, Options{Title: "Ministerin unter Druck"}); art.Text != prose {
		t.Errorf("%+v", art)
	}
}

func TestLimits(t *testing.T) {
	long := strings.Repeat("Das ist ein Satz. ", 300)
	_, errs := readAll(t, strings.NewReader(long), Options{Name: "lang.txt", MaxText: 4096})
	if len(errs) != 1 || errs[0].Error() != "lang.txt: too large: more than 4 kB of text in one article" {
		t.Errorf("%v", errs)
	}
	b, _ := json.Marshal(map[string]string{"url": "u", "text": long})
	arts, errs := readAll(t, strings.NewReader(string(b)+"\n"+`{"url":"v","text":"Kurz."}`), Options{Name: "a.jsonl", MaxText: 4096})
	if len(arts) != 1 || len(errs) != 1 || errs[0].Error() != "a.jsonl:1: too large: more than 4 kB of text in one article" {
		t.Errorf("%d %v", len(arts), errs)
	}
	for _, name := range []string{"a.jsonl", "a.json"} {
		arts, errs = readAll(t, strings.NewReader(string(b)+"\n"+`{"url":"v","text":"Kurz."}`), Options{Name: name, MaxPage: 4096})
		if len(arts) != 1 || len(errs) != 1 || errs[0].Error() != name+":1: too large: a record of more than 4 kB" {
			t.Errorf("%d %v", len(arts), errs)
		}
	}
	_, errs = readAll(t, strings.NewReader("<html><p>"+long), Options{Name: "a.html", MaxPage: 4096})
	if len(errs) != 1 || errs[0].Error() != "a.html: too large: a page of more than 4 kB" {
		t.Errorf("%v", errs)
	}
}

// endless gives n bytes of a pattern without storing them, and counts what is read.
type endless struct {
	pattern string
	n, read int
}

func (e *endless) Read(p []byte) (int, error) {
	if e.read >= e.n {
		return 0, io.EOF
	}
	p = p[:min(len(p), e.n-e.read)]
	for i := 0; i < len(p); {
		i += copy(p[i:], e.pattern)
	}
	e.read += len(p)
	return len(p), nil
}

// A hundred megabytes on one line must be refused quickly and without being held.
func TestHugeLine(t *testing.T) {
	for _, tt := range []struct {
		name, start, pattern, want string
		maxRead                    int
	}{
		{"riesig.txt", "", "Das ist ein Satz. ", "riesig.txt: too large: more than 4 MB of text in one article", 10 << 20},
		{"riesig.html", "<html><body><p>", "Das ist ein Satz. ", "riesig.html: too large: a page of more than 16 MB", 18 << 20},
		{"riesig.jsonl", `{"url":"u","text":"`, "Das ist ein Satz. ", "riesig.jsonl:1: too large: a record of more than 16 MB", 110 << 20},
		{"riesig.json", `[{"url":"u","text":"`, "Das ist ein Satz. ", "riesig.json:1: too large: a record of more than 16 MB", 110 << 20},
		{"tief.json", `{"url":"u","text":`, "[", "tief.json:1: too large: a record of more than 16 MB", 110 << 20},
	} {
		t.Run(tt.name, func(t *testing.T) {
			start := time.Now()
			e := &endless{pattern: tt.pattern, n: 100 << 20}
			arts, errs := readAll(t, io.MultiReader(strings.NewReader(tt.start), e), Options{Name: tt.name})
			if len(arts) != 0 || len(errs) != 1 || errs[0].Error() != tt.want {
				t.Errorf("got %v, want %s", errs, tt.want)
			}
			if e.read > tt.maxRead {
				t.Errorf("read %d bytes", e.read)
			}
			if d := time.Since(start); d > 8*time.Second {
				t.Errorf("took %v", d)
			}
		})
	}
}

// The good records around an overlong one are still read.
func TestHugeRecordAmongOthers(t *testing.T) {
	good := `{"url":"u","text":"Der Sprecher sagte nichts."}` + "\n"
	in := io.MultiReader(strings.NewReader(good+`{"url":"v","text":"`), &endless{pattern: "abc ", n: 20 << 20}, strings.NewReader("\"}\n"+good))
	arts, errs := readAll(t, in, Options{Name: "a.jsonl"})
	if len(arts) != 2 || len(errs) != 1 || errs[0].Error() != "a.jsonl:2: too large: a record of more than 16 MB" {
		t.Errorf("%d %v", len(arts), errs)
	}
}

func TestContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	rec := strings.Repeat(`{"url":"u","text":"Der Sprecher sagte nichts."}`+"\n", 10_000)
	n := 0
	var last error
	for _, err := range Read(ctx, strings.NewReader(rec), Options{Name: "a.jsonl"}) {
		if n++; n == 3 {
			cancel()
		}
		last = err
	}
	if !errors.Is(last, context.Canceled) || n > 5000 {
		t.Errorf("after %d: %v", n, last)
	}
	// Stopping early is not an error and calls nothing any more.
	for range Read(context.Background(), strings.NewReader(rec), Options{}) {
		break
	}
}

type brokenReader struct{ n int }

func (b *brokenReader) Read(p []byte) (int, error) {
	if b.n--; b.n < 0 {
		return 0, errors.New("disk on fire")
	}
	return copy(p, "Text. "), nil
}

func TestReadError(t *testing.T) {
	_, errs := readAll(t, &brokenReader{3}, Options{Name: "a.txt"})
	if len(errs) != 1 || errs[0].Error() != "a.txt: cannot be read: disk on fire" || errs[0].(*Error).Kind != KindRead {
		t.Errorf("%v", errs)
	}
}

func TestTextStaysAsGivenInJSON(t *testing.T) {
	in := "  Ein\u00a0Satz.\tSoft\u00adtrenner.\r\nZweite Zeile.\rDritte: a\u0308\x01. \n"
	b, _ := json.Marshal(map[string]string{"url": "u", "text": in})
	art := readOne(t, string(b), Options{})
	if want := "  Ein\u00a0Satz.\tSoft\u00adtrenner.\nZweite Zeile.\nDritte: \u00e4 . \n"; art.Text != want {
		t.Errorf("got  %q\nwant %q", art.Text, want)
	}
}

func TestDeterministic(t *testing.T) {
	b, err := os.ReadFile("testdata/in/seite.html")
	if err != nil {
		t.Fatal(err)
	}
	want := golden(readAll(t, bytes.NewReader(b), Options{}))
	for range 5 {
		if got := golden(readAll(t, bytes.NewReader(b), Options{})); got != want {
			t.Fatalf("got\n%s\nwant\n%s", got, want)
		}
	}
}

func names(credits []hearsay.Credit) []string {
	var n []string
	for _, c := range credits {
		n = append(n, c.Name)
	}
	slices.Sort(n)
	return n
}
