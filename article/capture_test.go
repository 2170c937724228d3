package article

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/text/encoding/unicode"
)

// samples are the inputs of all formats.
func samples(t testing.TB) map[string][]byte {
	all := map[string][]byte{
		"archiv.warc.gz": sampleWARC(t, true),
		"archiv.warc":    sampleWARC(t, false),
		"a.txt.gz":       gzipped(t, []byte(prose)),
	}
	files, err := filepath.Glob("testdata/in/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		all[filepath.Base(f)] = b
		utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes([]byte(decode(b)))
		if err != nil {
			t.Fatal(err)
		}
		all["utf16-"+filepath.Base(f)] = utf16
	}
	return all
}

// checkCaptures checks that the article of every capture can be made again of it,
// and returns the captures.
func checkCaptures(t testing.TB, in []byte, o Options) []Captured {
	t.Helper()
	var all []Captured
	for c, err := range Captures(context.Background(), bytes.NewReader(in), o) {
		if err != nil {
			if c.Article != nil || c.Raw != nil {
				t.Error("both a capture and an error")
			}
			continue
		}
		all = append(all, c)
	}
	// After all were read, lest one keeps a buffer of another.
	for _, c := range all {
		again, err := FromCapture(c.Raw, c.MediaType, c.Options)
		if err != nil {
			t.Errorf("%s: %v\n%q", c.MediaType, err, head(string(c.Raw), 2000))
		} else if !reflect.DeepEqual(again, c.Article) {
			t.Errorf("%s: got %+v\nwant %+v", c.MediaType, again, c.Article)
		}
	}
	return all
}

func TestFromCapture(t *testing.T) {
	types := make(map[string]bool)
	for name, in := range samples(t) {
		for _, o := range []Options{{Name: name}, {Name: "-"}, {Name: name, Outlet: "Bote", Published: "2024-01", Retrieved: "2024-02-03", Title: "Ein Titel", Lang: "de"}} {
			for _, c := range checkCaptures(t, in, o) {
				types[strings.Split(c.MediaType, "; charset")[0]] = true
				if c.MediaType == MediaNewsItem {
					// It stands by itself: reading the raw bytes as a file gives the same.
					art := readOne(t, string(c.Raw), c.Options)
					if !reflect.DeepEqual(art, c.Article) {
						t.Errorf("%s: as a file: %+v\nwant %+v", name, art, c.Article)
					}
				}
			}
		}
	}
	for _, m := range []string{MediaText, MediaHTML, MediaJSON, MediaJSONL, MediaNinjs, MediaNewsItem} {
		if !types[m] {
			t.Errorf("no sample of %s", m)
		}
	}
}

func TestFromCaptureErrors(t *testing.T) {
	for _, tt := range []struct{ raw, mediaType, want string }{
		{"x", "image/png", `a: unknown media type "image/png"`},
		{"x", "application/json", `a: unknown media type "application/json"`},
		{"x", ";;", `a: unknown media type ";;"`},
		{"{", MediaNinjs, "a: broken JSON: the record ends in the middle"},
		{"3", MediaNinjs, "a: want an item in {…}, got a number"},
		{"", MediaNewsItem, "a: broken XML: no element"},
		{"<packageItem guid='x'/>", MediaNewsItem, "a: x: want a newsItem, got packageItem"},
		{"<newsItem>", MediaNewsItem, "a: broken XML: it ends in the middle"},
		{" ", MediaText, "a: empty: nothing but blanks"},
	} {
		art, err := FromCapture([]byte(tt.raw), tt.mediaType, Options{Name: "a"})
		if art != nil || err == nil || err.Error() != tt.want {
			t.Errorf("%s %q: %v; want %s", tt.mediaType, tt.raw, err, tt.want)
		}
	}
}
