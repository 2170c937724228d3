package present

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"hearsay"
)

// shown is what fn writes.
func shown(t testing.TB, fn func(w io.Writer) error) string {
	t.Helper()
	var b strings.Builder
	if err := fn(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// terminalTexts are all that is written of a shelf for people, by name.
func terminalTexts(t testing.TB, s *shelf, o TextOptions) map[string]string {
	t.Helper()
	more := s.lookup()
	texts := map[string]string{
		"claims":     shown(t, func(w io.Writer) error { return ClaimsText(w, all(s.claims), o) }),
		"stories":    shown(t, func(w io.Writer) error { return StoriesText(w, all([]hearsay.Story{s.story}), o) }),
		"story":      shown(t, func(w io.Writer) error { return StoryText(w, &s.story, more, o) }),
		"statements": shown(t, func(w io.Writer) error { return StatementsText(w, all(s.filed()), more, o) }),
	}
	for i := range s.claims {
		texts[fmt.Sprintf("claim%d", i+1)] = shown(t, func(w io.Writer) error { return ClaimText(w, &s.claims[i], more, o) })
	}
	texts["hits"] = shown(t, func(w io.Writer) error { return HitsText(w, all(s.hits(t)), more, o) })
	return texts
}

func TestLedgerText(t *testing.T) {
	for _, c := range []struct {
		suffix string
		o      TextOptions
	}{{"de", TextOptions{}}, {"en", TextOptions{Lang: "en", Width: 100}}, {"narrow", TextOptions{Width: 30}}, {"color", TextOptions{Color: true}}} {
		var b strings.Builder
		texts := terminalTexts(t, newShelf(t), c.o)
		for _, name := range []string{"claims", "claim1", "claim2", "claim3", "stories", "story", "statements", "hits"} {
			b.WriteString("### " + name + "\n" + texts[name] + "\n")
		}
		golden(t, "ledger."+c.suffix+".txt", b.String())
	}
}

func TestLedgerTextOfNothing(t *testing.T) {
	if got := shown(t, func(w io.Writer) error { return ClaimsText(w, all[hearsay.Claim](nil), TextOptions{}) }); got != "Nichts gefunden.\n" {
		t.Errorf("got %q", got)
	}
	// A claim of which nothing is known, and nobody to ask.
	for _, c := range []hearsay.Claim{{}, newShelf(t).claims[0]} {
		shown(t, func(w io.Writer) error { return ClaimText(w, &c, Lookup{}, TextOptions{}) })
		shown(t, func(w io.Writer) error { return ClaimsText(w, all([]hearsay.Claim{c}), TextOptions{}) })
		if _, err := AppendClaimJSON(nil, &c, Lookup{}); err != nil {
			t.Error(err)
		}
		for _, format := range ExportFormats {
			shown(t, func(w io.Writer) error { return Export(w, format, all([]hearsay.Claim{c}), Lookup{}) })
		}
	}
	shown(t, func(w io.Writer) error { return StoryText(w, &hearsay.Story{}, Lookup{}, TextOptions{}) })
}

// TestLedgerTextFits holds every line within the window.
func TestLedgerTextFits(t *testing.T) {
	wide := newShelf(t)
	wide.claims[0].Gist = "朝鮮労働党総書記がロシアを訪問する見通しになったとクレムリンが発表した"
	wide.heads["a2000000000000002"].Outlet = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftszeitung"
	wide.story.Title = "👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦 e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301"
	for name, s := range map[string]*shelf{"shelf": newShelf(t), "wide": wide, "hostile": hostileShelf(t, hostileWords)} {
		for _, width := range []int{30, 37, 50, 80, 200} {
			plain := terminalTexts(t, s, TextOptions{Width: width})
			colored := terminalTexts(t, s, TextOptions{Width: width, Color: true})
			for what, text := range plain {
				for line := range strings.Lines(text) {
					if w := cells.StringWidth(strings.TrimRight(line, "\n")); w > width {
						t.Errorf("%s, %s: %d cells in %d columns: %s", name, what, w, width, line)
					}
					if line != strings.TrimRight(line, " \n")+"\n" {
						t.Errorf("%s, %s: blanks at the end of %q", name, what, line)
					}
				}
				// Colour changes nothing else.
				if got := regexp.MustCompile("\x1b\\[[0-9]*m").ReplaceAllString(colored[what], ""); got != text {
					t.Errorf("%s, %s, width %d: coloured text differs", name, what, width)
				}
			}
		}
	}
}

// hostileWords try to get out of a terminal and of a spreadsheet.
const hostileWords = "=HYPERLINK(\"x\") \x1b[2J\x1b]0;pwned\x07\u202egnp\u202c \u2066x\u2069 \u009b31m \x00 <script> \r\n\"; --"

func harmless(t *testing.T, what, text string) {
	t.Helper()
	for _, r := range text {
		if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) && r != '\u200e' && r != '\u200f' && r != '\u061c') {
			t.Errorf("%s: %U got through", what, r)
			return
		}
	}
}

// TestLedgerTextIsHarmless lets no control character through to the terminal.
func TestLedgerTextIsHarmless(t *testing.T) {
	s := hostileShelf(t, hostileWords)
	for what, text := range terminalTexts(t, s, TextOptions{}) {
		harmless(t, what, text)
	}
	for what, text := range tables(t, s) {
		harmless(t, what, text)
	}
}

// FuzzLedgerText writes what strangers wrote; run it with -fuzz.
func FuzzLedgerText(f *testing.F) {
	f.Add(hostileWords, 80)
	f.Add("\u202e\t\v\f", 20)
	f.Add("朝鮮\xff\xfe", 1)
	f.Add("", 0)
	f.Fuzz(func(t *testing.T, evil string, width int) {
		if width < 0 || width > 500 || len(evil) > 200 {
			t.Skip()
		}
		s := hostileShelf(t, evil)
		for what, text := range terminalTexts(t, s, TextOptions{Width: width}) {
			harmless(t, what, text)
		}
		for what, text := range tables(t, s) {
			harmless(t, what, text)
		}
		for _, format := range ExportFormats {
			shown(t, func(w io.Writer) error { return Export(w, format, all(s.claims), s.lookup()) })
		}
	})
}

// tables are all that is written of a shelf as CSV.
func tables(t testing.TB, s *shelf) map[string]string {
	t.Helper()
	return map[string]string{
		"claims":     shown(t, func(w io.Writer) error { return ClaimsCSV(w, all(s.claims)) }),
		"stories":    shown(t, func(w io.Writer) error { return StoriesCSV(w, all([]hearsay.Story{s.story})) }),
		"statements": shown(t, func(w io.Writer) error { return StatementsCSV(w, all(s.filed())) }),
		"hits":       shown(t, func(w io.Writer) error { return HitsCSV(w, all(s.hits(t))) }),
		"export":     shown(t, func(w io.Writer) error { return Export(w, "csv", all(s.claims), s.lookup()) }),
	}
}

func TestLedgerCSV(t *testing.T) {
	var b strings.Builder
	ts := tables(t, newShelf(t))
	for _, name := range []string{"claims", "stories", "statements", "hits"} {
		b.WriteString("### " + name + "\n" + ts[name])
	}
	golden(t, "ledger.csv.txt", b.String())
	for what, text := range tables(t, hostileShelf(t, hostileWords)) {
		rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		for _, row := range rows {
			if len(row) != len(rows[0]) {
				t.Errorf("%s: %d columns; want %d", what, len(row), len(rows[0]))
			}
			for _, c := range row {
				if c != "" && strings.ContainsRune("=+-@", rune(c[0])) {
					t.Errorf("%s: a spreadsheet would compute %q", what, c)
				}
			}
		}
	}
}

func TestLedgerJSON(t *testing.T) {
	s := newShelf(t)
	more := s.lookup()
	var b []byte
	for i := range s.claims {
		b = must(AppendClaimJSON(b, &s.claims[i], more))
	}
	b = must(AppendStoryJSON(b, &s.story, more))
	for _, f := range s.filed() {
		b = must(AppendStatementJSON(b, &f, more))
	}
	for _, h := range s.hits(t) {
		b = must(AppendHitJSON(b, &h, more))
	}
	golden(t, "ledger.jsonl", string(b))

	// Offsets are code points of the article's text.
	for line := range strings.Lines(string(b)) {
		var v struct {
			Statements []struct {
				Version, Text string
				Spans         []spanJSON
			}
			Article   struct{ ID string }
			Statement json.RawMessage
			Snippet   *struct {
				Text       string
				Start, End int
				Found      []spanJSON
			}
		}
		if err := json.Unmarshal([]byte(line), &v); err != nil {
			t.Fatal(err)
		}
		for _, e := range v.Statements {
			text := []rune(s.texts[hearsay.VersionID(e.Version)])
			if got := string(text[e.Spans[0].Start:e.Spans[0].End]); got != e.Text {
				t.Errorf("span is %q; want %q", got, e.Text)
			}
		}
		if sn := v.Snippet; sn != nil {
			text := []rune(s.texts[hearsay.VersionID(v.Article.ID)])
			if got := string(text[sn.Start:sn.End]); got != sn.Text {
				t.Errorf("snippet is %q; want %q", got, sn.Text)
			}
			if got := string(text[sn.Found[0].Start:sn.Found[0].End]); got != "Stellen" {
				t.Errorf("word found is %q", got)
			}
		}
	}
}

func must(b []byte, err error) []byte {
	if err != nil {
		panic(err)
	}
	return b
}

// TestClaimJSONContract holds the fields that others rely on.
func TestClaimJSONContract(t *testing.T) {
	s := newShelf(t)
	var v map[string]any
	if err := json.Unmarshal(must(AppendClaimJSON(nil, &s.claims[1], s.lookup())), &v); err != nil {
		t.Fatal(err)
	}
	for _, k := range strings.Fields("schema id gist phase status origins_min origins_max reach admiralty when places participants statements history siblings would_change") {
		if _, ok := v[k]; !ok {
			t.Errorf("%s is missing", k)
		}
	}
	if v["when"] != nil {
		t.Errorf("when is %v; what is unknown is null", v["when"])
	}
	if got := v["admiralty"]; !reflect.DeepEqual(got, map[string]any{"reliability": "F", "credibility": 6.0}) {
		t.Errorf("admiralty is %v", got)
	}
	if got := len(v["history"].([]any)); got != 3 {
		t.Errorf("%d moves; want 3", got)
	}
	// What only counted anew is no move.
	if got := len(moves(&s.claims[0])); got != 2 {
		t.Errorf("%d moves; want 2", got)
	}
}

// TestWrongSpans fail: a wrong offset must not reach a program that trusts it.
func TestWrongSpans(t *testing.T) {
	s := newShelf(t)
	s.claims[0].Evidence[0].Spans[0].End = 10_000
	if _, err := AppendClaimJSON(nil, &s.claims[0], s.lookup()); err == nil {
		t.Error("a span outside of the text went through")
	}
	for _, format := range []string{"csv", "jsonl", "parquet", "webannotation"} {
		if err := Export(io.Discard, format, all(s.claims), s.lookup()); err == nil {
			t.Errorf("%s: a span outside of the text went through", format)
		}
	}
	h := s.hits(t)[0]
	h.Snippet.Found[0].End = 10_000
	if _, err := AppendHitJSON(nil, &h, s.lookup()); err == nil {
		t.Error("a word outside of its snippet went through")
	}
}

// TestErrorsEndLists hands on what the ledger says.
func TestErrorsEndLists(t *testing.T) {
	broken := errors.New("disk on fire")
	failing := func(yield func(hearsay.Claim, error) bool) {
		_ = yield(newShelf(t).claims[0], nil) && yield(hearsay.Claim{}, broken)
	}
	more := newShelf(t).lookup()
	if err := ClaimsText(io.Discard, failing, TextOptions{}); !errors.Is(err, broken) {
		t.Errorf("text: %v", err)
	}
	if err := ClaimsCSV(io.Discard, failing); !errors.Is(err, broken) {
		t.Errorf("csv: %v", err)
	}
	for _, format := range ExportFormats {
		if err := Export(io.Discard, format, failing, more); !errors.Is(err, broken) {
			t.Errorf("%s: %v", format, err)
		}
	}
	more.Text = func(hearsay.VersionID) (string, error) { return "", broken }
	if err := ClaimText(io.Discard, &newShelf(t).claims[0], more, TextOptions{}); !errors.Is(err, broken) {
		t.Errorf("text: %v", err)
	}
	if err := Export(io.Discard, "doc", all[hearsay.Claim](nil), more); err == nil || !strings.Contains(err.Error(), "parquet") {
		t.Errorf("unknown format: %v", err)
	}
}

// TestOriginsByName are told where the ledger does not count them.
func TestOriginsByName(t *testing.T) {
	s := newShelf(t)
	more := s.lookup()
	more.Origins = nil
	os, err := more.origins(&s.claims[0])
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, o := range os {
		names = append(names, fmt.Sprint(o.Name, " ", o.ID, " ", len(o.Evidence)))
	}
	if want := []string{"Unternehmenskreise  1", "Nordkabel nordkabel 2"}; !slices.Equal(names, want) {
		t.Errorf("%q; want %q", names, want)
	}
}

// TestClaimLabelsAreWhole holds that each language has a word for everything, and a
// sentence for every rule that docs/CLAIMS.md lists.
func TestClaimLabelsAreWhole(t *testing.T) {
	for _, l := range []*claimLabels{&germanClaims, &englishClaims} {
		v := reflect.ValueOf(*l)
		for i := range v.NumField() {
			if v.Field(i).IsZero() {
				t.Errorf("%s: %s is missing", l.Lang, v.Type().Field(i).Name)
			}
		}
	}
	de, en := reflect.ValueOf(germanClaims), reflect.ValueOf(englishClaims)
	for i := range de.NumField() {
		if de.Field(i).Kind() != reflect.Map {
			continue
		}
		for _, k := range slices.Concat(de.Field(i).MapKeys(), en.Field(i).MapKeys()) {
			for _, m := range []reflect.Value{de.Field(i), en.Field(i)} {
				if e := m.MapIndex(k); !e.IsValid() || e.IsZero() {
					t.Errorf("%s: only one language has %v", de.Type().Field(i).Name, k)
				}
			}
		}
	}
	doc, err := os.ReadFile("../docs/CLAIMS.md")
	if err != nil {
		t.Fatal(err)
	}
	rules := regexp.MustCompile("(?m)^\\| \\w+ \\| `([^`]+)` \\|").FindAllSubmatch(doc, -1)
	if len(rules) < 15 {
		t.Fatalf("docs/CLAIMS.md has a table of %d rules", len(rules))
	}
	for _, m := range rules {
		id := string(m[1])
		for _, l := range []*claimLabels{&germanClaims, &englishClaims} {
			if r := l.Rules[id]; r.Means == "" || r.Change == "" {
				t.Errorf("%s: no words for rule %s", l.Lang, id)
			}
		}
	}
	if got := germanClaims.rule("new/rule"); got != "new/rule" {
		t.Errorf("an unknown rule is %q", got)
	}
}
