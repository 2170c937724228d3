package crossdoc_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hearsay"
	"hearsay/crossdoc"
)

// exampleLines reads the columns of a data file.
func exampleLines(t *testing.T, name string) [][]string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("data", name))
	if err != nil {
		t.Fatal(err)
	}
	var out [][]string
	for l := range strings.Lines(string(b)) {
		if l = strings.TrimRight(l, "\n"); l != "" && l[0] != '#' {
			out = append(out, strings.Split(l, "\t"))
		}
	}
	return out
}

func propositionsOf(t testing.TB, s string) []crossdoc.Proposition {
	doc, sts := newReader(t).read(&hearsay.Article{Text: s, Published: "2026-02-02T09:00:00Z", Language: "de"})
	return crossdoc.Propositions(doc, sts, "a01")
}

// TestPredicateExamples finds each class in its example.
func TestPredicateExamples(t *testing.T) {
	lines := exampleLines(t, "predicates.de.tsv")
	missed := 0
	for _, c := range lines {
		found := false
		got := []string{}
		for _, p := range propositionsOf(t, c[3]) {
			found = found || p.Pred.Class == c[0]
			got = append(got, p.Pred.Class+"("+p.Pred.Lemma+")")
		}
		if !found {
			missed++
			t.Errorf("%s %s: not in %q: %v", c[0], c[1], c[3], got)
		}
	}
	t.Logf("%d of %d examples found", len(lines)-missed, len(lines))
}

// TestAspectExamples finds the phase that a verb of aspect gives its event.
func TestAspectExamples(t *testing.T) {
	for _, c := range exampleLines(t, "aspects.de.tsv") {
		found := false
		var got []string
		for _, p := range propositionsOf(t, c[3]) {
			found = found || strings.HasPrefix(p.Rule, "clause/aspect") && (c[2] == "-" || string(p.Phase) == c[2])
			got = append(got, p.Rule+" "+p.Pred.Class+" "+string(p.Phase))
		}
		if !found {
			t.Errorf("%q: want %s, got %v", c[3], c[2], got)
		}
	}
}
