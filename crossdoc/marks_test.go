package crossdoc_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"hearsay"
	"hearsay/crossdoc"
)

// TestMarkExamples runs the examples of data/marks.de.tsv: in each the words in
// brackets must be found, as what the row says.
func TestMarkExamples(t *testing.T) {
	data, err := os.ReadFile("data/marks.de.tsv")
	if err != nil {
		t.Fatal(err)
	}
	for n, line := range strings.Split(string(data), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 3 || !strings.Contains(f[2], "[") {
			t.Errorf("line %d: want three columns, the last with brackets", n+1)
			continue
		}
		b := brief(t, "a1", &hearsay.Article{Text: strings.NewReplacer("[", "", "]", "").Replace(f[2]), Language: "de"}, monday, false)
		if f[0] == "boilerplate" {
			for _, p := range b.Prints {
				if p.Weight != 0 {
					t.Errorf("line %d: %q weighs %v", n+1, f[2], p.Weight)
				}
			}
			continue
		}
		_, inside, _ := strings.Cut(f[2], "[")
		inside, _, _ = strings.Cut(inside, "]")
		inside = strings.ToLower(strings.ReplaceAll(inside, "ß", "ss"))
		found := false
		for _, p := range b.Prints {
			for _, m := range p.Marks {
				found = found || m.Kind.String() == f[0] && (m.Text == inside || m.Text == strings.TrimPrefix(f[1], "="))
			}
		}
		if !found {
			t.Errorf("line %d: %q has the marks %+v", n+1, f[2], b.Prints)
		}
	}
}

// TestPrints tells what is the same for prints and what is not.
func TestPrints(t *testing.T) {
	hash := func(s string) []crossdoc.Print {
		a := &hearsay.Article{Text: s, Language: "de"}
		if i := strings.Index(s, " - "); i > 0 {
			a.Dateline = hearsay.Span{Start: 0, End: i + 2}
		}
		return brief(t, "a1", a, monday, false).Prints
	}
	base := hash("Die Straße ist am Montag um 8 Uhr gesperrt worden.")
	for s, same := range map[string]bool{
		"DIE STRASSE ist, am Montag, um acht Uhr gesperrt worden!":           true,
		"„Die Straße ist am Montag um 8 Uhr gesperrt worden“":                true,
		"Die Straße ist am Montag um 9 Uhr gesperrt worden.":                 false,
		"Die Straße ist am Montag um 8 Uhr nicht gesperrt worden.":           false,
		"Rostock (dpa) - Die Straße ist am Montag um 8 Uhr gesperrt worden.": true,
	} {
		got := slices.ContainsFunc(hash(s), func(p crossdoc.Print) bool { return p.Hash == base[0].Hash })
		if got != same {
			t.Errorf("%q is the same sentence: %v; want %v", s, got, same)
		}
	}
}
