package article

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	uni "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

func encode(t testing.TB, e encoding.Encoding, s string) []byte {
	t.Helper()
	b, err := e.NewEncoder().Bytes([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

const umlauts = "Müller sagte über die Größe: „Das wäre schön“ – für 10 € nämlich.\n\nÄrger gäbe es in Österreich und der Übersee."

func TestEncodings(t *testing.T) {
	flat := strings.NewReplacer("„", `"`, "“", `"`, "–", "-", "€", "Euro").Replace(umlauts)
	for _, tt := range []struct {
		name     string
		in       []byte
		wantText string
	}{
		{"UTF-8", []byte(umlauts), umlauts},
		{"UTF-8 with mark", []byte("\ufeff" + umlauts), umlauts},
		{"UTF-16 LE with mark", encode(t, uni.UTF16(uni.LittleEndian, uni.UseBOM), umlauts), umlauts},
		{"UTF-16 BE with mark", encode(t, uni.UTF16(uni.BigEndian, uni.UseBOM), umlauts), umlauts},
		{"UTF-16 LE", encode(t, uni.UTF16(uni.LittleEndian, uni.IgnoreBOM), umlauts), umlauts},
		{"UTF-16 BE", encode(t, uni.UTF16(uni.BigEndian, uni.IgnoreBOM), umlauts), umlauts},
		{"UTF-32 LE with mark", encode(t, utf32.UTF32(utf32.LittleEndian, utf32.UseBOM), umlauts), umlauts},
		{"Windows-1252", encode(t, charmap.Windows1252, umlauts), umlauts},
		{"ISO 8859-1", encode(t, charmap.ISO8859_1, flat), flat},
		{"ISO 8859-15", encode(t, charmap.ISO8859_15, strings.ReplaceAll(flat, "Euro", "€")), strings.ReplaceAll(flat, "Euro", "€")},
		{"Mac", encode(t, charmap.Macintosh, umlauts), umlauts},
		{"DOS", encode(t, charmap.CodePage850, flat), flat},
		{"decomposed", []byte("Mu\u0308ller sagte nichts über A\u0308rzte."), "Müller sagte nichts über Ärzte."},
		{"broken UTF-8", []byte("Müller s\xffagte: „Schön“ – und ging\xe2\x80."), "Müller s\ufffdagte: „Schön“ – und ging\ufffd."},
		{"DOS and Mac line ends", []byte("Eins sagte er.\r\n\r\nZwei sagte sie.\r\rDrei."), "Eins sagte er.\n\nZwei sagte sie.\n\nDrei."},
		{"controls", []byte("Ein\x00s\x07 sagte\x0b er. Zwei\x7f."), "Eins sagte\n\ner. Zwei."},
		{"blanks and soft hyphens", []byte("Ein\u00a0Satz mit Waffen\u00adliefe\u200brung\u2009und  Loch.\u200e"), "Ein Satz mit Waffenlieferung und Loch."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			art := readOne(t, string(tt.in), Options{Name: "a.txt"})
			// The one with a vertical tab: it is a line end, then joined or not by
			// the rules of paragraphs.
			want := tt.wantText
			if tt.name == "controls" {
				want = "Eins sagte er. Zwei."
			}
			if art.Text != want {
				t.Errorf("got  %q\nwant %q", art.Text, want)
			}
		})
	}
}

func TestPageEncodings(t *testing.T) {
	page := func(charset string) string {
		return `<html><head><meta http-equiv="Content-Type" content="text/html; charset=` + charset + `"><title>Größe</title></head><body><p>Der Bürgermeister sprach über die Größe des Gebäudes.</p><p>Das sei „schön“, sagte er.</p></body></html>`
	}
	want := "Der Bürgermeister sprach über die Größe des Gebäudes.\n\nDas sei „schön“, sagte er."
	for name, in := range map[string][]byte{
		"UTF-8":                     []byte(page("utf-8")),
		"Windows-1252":              encode(t, charmap.Windows1252, page("iso-8859-1")),
		"Windows-1250":              encode(t, charmap.Windows1250, page("windows-1250")),
		"UTF-8, old label":          []byte(page("iso-8859-1")),
		"Windows-1252, wrong label": encode(t, charmap.Windows1252, page("utf-8")),
		"UTF-16":                    encode(t, uni.UTF16(uni.LittleEndian, uni.UseBOM), page("utf-16")),
	} {
		if art := readOne(t, string(in), Options{Name: "a.html"}); art.Text != want || art.Title != "Größe" {
			t.Errorf("%s: got %q, %q", name, art.Title, art.Text)
		}
	}
}

func TestJSONEncodings(t *testing.T) {
	in := `{"url":"u","text":"Größe, sagte Müller."}` + "\n" + `{"url":"v","text":"Zweite Größe."}` + "\n"
	for name, b := range map[string][]byte{
		"mark":         []byte("\ufeff" + in),
		"UTF-16":       encode(t, uni.UTF16(uni.LittleEndian, uni.UseBOM), in),
		"Windows-1252": encode(t, charmap.Windows1252, in),
	} {
		for _, file := range []string{"a.jsonl", "a.json", ""} {
			arts, errs := readAll(t, bytes.NewReader(b), Options{Name: file})
			if len(arts) != 2 || len(errs) > 0 || arts[0].Text != "Größe, sagte Müller." {
				t.Errorf("%s %s: %d, %v", name, file, len(arts), errs)
			}
		}
	}
}

// The same file gives the same article in every encoding.
func TestGoldenFileInEveryEncoding(t *testing.T) {
	b, err := os.ReadFile("testdata/in/agentur.txt")
	if err != nil {
		t.Fatal(err)
	}
	want := readOne(t, string(b), Options{Name: "a.txt"})
	for _, e := range []encoding.Encoding{charmap.Windows1252, charmap.Macintosh, uni.UTF16(uni.BigEndian, uni.IgnoreBOM)} {
		got := readOne(t, string(encode(t, e, strings.ReplaceAll(string(b), "\n", "\r\n"))), Options{Name: "a.txt"})
		if got.ID != want.ID || got.Title != want.Title {
			t.Errorf("%v: %q", e, got.Text)
		}
	}
}
