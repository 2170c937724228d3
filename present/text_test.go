package present

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"hearsay"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares got with a file of testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; go test -update writes it anew\n%s", path, got)
	}
}

func text(t testing.TB, rd *hearsay.Reading, o TextOptions) string {
	t.Helper()
	var b strings.Builder
	if err := Text(&b, rd, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestText(t *testing.T) {
	golden(t, "story.de.txt", text(t, sample(t), TextOptions{}))
	golden(t, "story.en.txt", text(t, sample(t), TextOptions{Lang: "en", Width: 100}))
	golden(t, "story.narrow.txt", text(t, sample(t), TextOptions{Width: 30}))
	golden(t, "story.color.txt", text(t, sample(t), TextOptions{Color: true}))
}

func TestTextWithoutStatements(t *testing.T) {
	rd := &hearsay.Reading{Article: &hearsay.Article{URL: "wetter.txt", Text: "Es regnet."}}
	if got := text(t, rd, TextOptions{}); !strings.Contains(got, "wetter.txt") || !strings.Contains(got, "Keine Aussagen gefunden.") {
		t.Errorf("got\n%s", got)
	}
	if got := text(t, rd, TextOptions{Lang: "en"}); !strings.Contains(got, "No statements found.") {
		t.Errorf("got\n%s", got)
	}
}

// TestTextFits holds every line within the window, however narrow, however long
// the words, and however wide the characters.
func TestTextFits(t *testing.T) {
	wide := sample(t)
	wide.Article.Title = "朝鮮労働党総書記がロシアを訪問する見通しになったとクレムリンが発表した"
	wide.Statements[0].Source.Entity.Name = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
	wide.Statements[3].Content.Text = "👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦 e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301 北朝鮮の国防相も同行しているという"
	for i := range wide.Statements[4:] { // a nest of nine
		wide.Statements[4+i].Parent = wide.Statements[3+i].ID
	}
	for _, rd := range []*hearsay.Reading{sample(t), wide, hostile(t)} {
		for _, width := range []int{30, 37, 50, 80, 200} {
			plain := text(t, rd, TextOptions{Width: width})
			for line := range strings.Lines(plain) {
				if w := cells.StringWidth(strings.TrimRight(line, "\n")); w > width {
					t.Errorf("%d cells in %d columns: %s", w, width, line)
				}
				if line != strings.TrimRight(line, " \n")+"\n" {
					t.Errorf("blanks at the end of %q", line)
				}
			}
			// Colour changes nothing else.
			colored := text(t, rd, TextOptions{Width: width, Color: true})
			if got := regexp.MustCompile("\x1b\\[[0-9]*m").ReplaceAllString(colored, ""); got != plain {
				t.Errorf("width %d: coloured text differs", width)
			}
		}
	}
}

// TestTextIsHarmless lets no control character of an article through to the
// terminal.
func TestTextIsHarmless(t *testing.T) {
	for _, r := range text(t, hostile(t), TextOptions{}) {
		if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)) {
			t.Errorf("%U got through", r)
		}
	}
}

// TestOutlineLosesNothing shows statements whose parent is missing or that are
// their own ancestors.
func TestOutlineLosesNothing(t *testing.T) {
	rd := &hearsay.Reading{Article: &hearsay.Article{}, Statements: []hearsay.Statement{
		{ID: "s1", Parent: "s3"}, {ID: "s2", Parent: "s1"}, {ID: "s3", Parent: "s2"}, // a ring
		{ID: "s4", Parent: "s4"}, {ID: "s5", Parent: "s99"}, {ID: "s6", Parent: "s1"}, {},
	}}
	_, all := outline(rd)
	seen := map[int]bool{}
	for _, n := range all {
		seen[n.num] = true
	}
	if len(seen) != 7 || len(all) != 7 {
		t.Errorf("%d shown, %d different; want 7", len(all), len(seen))
	}
}

func TestDate(t *testing.T) {
	for _, c := range []struct{ edtf, de, en string }{
		{"2023", "2023", "2023"},
		{"2023-09", "September 2023", "September 2023"},
		{"2023-03-01", "1. März 2023", "1 March 2023"},
		{"2023-09-13~", "um 13. September 2023", "around 13 September 2023"},
		{"2023-09-11T08:30:00Z", "11. September 2023, 08:30 UTC", "11 September 2023, 08:30 UTC"},
		{"2023-09-11T08:30:00+02:00", "11. September 2023, 08:30 +02:00", "11 September 2023, 08:30 +02:00"},
		{"2023-09-11/2023-09-14", "11.–14. September 2023", "11–14 September 2023"},
		{"2023-08-30/2023-09-03", "30. August – 3. September 2023", "30 August – 3 September 2023"},
		{"2022-12-30/2023-01-02", "30. Dezember 2022 – 2. Januar 2023", "30 December 2022 – 2 January 2023"},
		{"2005-01/2005-06", "Januar – Juni 2005", "January – June 2005"},
		{"2003/2007", "2003–2007", "2003–2007"},
		{"2023-09/2023-09-11", "September 2023 – 11. September 2023", "September 2023 – 11 September 2023"},
		{"2023-09-11/..", "ab 11. September 2023", "from 11 September 2023"},
		{"../2023", "bis 2023", "until 2023"},
		{"neulich", "neulich", "neulich"},
		{"a/b", "a/b", "a/b"},
		{"", "", ""},
	} {
		if got := strings.ReplaceAll(german.date(hearsay.Date(c.edtf)), noBreak, " "); got != c.de {
			t.Errorf("%q: %q; want %q", c.edtf, got, c.de)
		}
		if got := strings.ReplaceAll(english.date(hearsay.Date(c.edtf)), noBreak, " "); got != c.en {
			t.Errorf("%q: %q; want %q", c.edtf, got, c.en)
		}
	}
}
