package article

import (
	"bytes"
	"compress/gzip"
	"io"
	"strings"
	"testing"
)

func gzipped(t testing.TB, b []byte) []byte {
	t.Helper()
	var buf bytes.Buffer
	w := gzip.NewWriter(&buf)
	if _, err := w.Write(b); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func TestSniff(t *testing.T) {
	for _, tt := range []struct {
		name, in string
		want     Format
	}{
		{"a.txt", "BMW hat am Montag Zahlen vorgelegt.", Text},
		{"a.txt", "MZ-Interview: Der Minister spricht.", Text},
		{"a.txt", "[Update] Der Minister tritt zurück.", Text},
		{"a.txt", "{Klammern} am Anfang.", Text},
		{"a.txt", "<3 – so unterschrieb er. a < b", Text},
		{"a.txt", "<b>fett</b> beginnt der Text", HTML},
		{"", "<!DOCTYPE html><html><body>", HTML},
		{"", "\ufeff\n <!-- x --><HTML>\n<body>", HTML},
		{"a.html", "Text ohne Rahmen<p>Absatz</p>", HTML},
		{"a.html", "Nur Text, keine Tags.", Text},
		{"", "<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC \"x\">\n<html>", HTML},
		{"", `{"url":"a","text":"b"}` + "\n" + `{"url":"c"}`, JSONL},
		{"", "{\n \"url\": \"a\"\n}", JSON},
		{"", `[{"url":"a"}]`, JSON},
		{"", "[\n]", JSON},
		{"", "{\"url\":\"kaputt\n{\"url\":\"a\"}\n", JSONL},
		{"a.jsonl", "kaputt\n{\"url\":\"a\"}\n", JSONL},
		{"a.jsonl.gz", "{\"url\":\"a\"\n", JSONL},
		{"https://a.example/x.html?y=.json", "Nur Text.", Text},
		{"a.txt", `<?xml version="1.0"?><!-- x --><newsItem guid="a"><contentSet><inlineXML><html><body><p>x</p>`, NewsML},
		{"a.html", "\ufeff<!DOCTYPE newsMessage [<!ENTITY a 'b'>]>\n<nar:newsMessage xmlns:nar='x'>", NewsML},
		{"", "<newsItemListe><p>kein NewsML</p>", Text},
		{"a.xml", `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body><p>x</p>`, HTML},
		{"a.html", "WARC/1.0\r\nWARC-Type: warcinfo\r\n", WARC},
		{"a.warc", "WARC/1.0 ist ein Format für Archive.", Text},
	} {
		if got, bin := sniff([]byte(tt.in), tt.name); got != tt.want || bin != "" {
			t.Errorf("%s %q: got %q %q, want %q", tt.name, tt.in, got, bin, tt.want)
		}
	}
}

func TestGzip(t *testing.T) {
	for _, name := range []string{"a.txt.gz", "a.txt", "-"} {
		if art := readOne(t, string(gzipped(t, []byte(prose))), Options{Name: name}); art.Text != prose {
			t.Errorf("%q", art.Text)
		}
	}
	line := `{"url":"u","text":"Der Sprecher sagte nichts."}` + "\n"
	arts, errs := readAll(t, bytes.NewReader(gzipped(t, []byte(strings.Repeat(line, 50)))), Options{Name: "a.jsonl.gz"})
	if len(arts) != 50 || len(errs) > 0 {
		t.Errorf("%d %v", len(arts), errs)
	}
	// Cut off in the middle: what came is read, then the error is named.
	b := gzipped(t, []byte(strings.Repeat(line, 5_000)))
	_, errs = readAll(t, bytes.NewReader(b[:len(b)/2]), Options{Name: "a.jsonl.gz"})
	if n := len(errs); n == 0 || !strings.Contains(errs[n-1].Error(), "cannot be read") {
		t.Errorf("%v", errs)
	}
}

func TestGzipBomb(t *testing.T) {
	var buf bytes.Buffer
	w := gzip.NewWriter(&buf)
	if _, err := io.Copy(w, &endless{pattern: "\n", n: 200 << 20}); err != nil {
		t.Fatal(err)
	}
	w.Close()
	_, errs := readAll(t, &buf, Options{Name: "bombe.jsonl.gz"})
	if len(errs) != 1 || !strings.Contains(errs[0].Error(), "two hundred times its size") {
		t.Errorf("%v", errs)
	}
}
