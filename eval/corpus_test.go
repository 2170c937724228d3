package eval

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"hearsay"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// golden compares got with a file in testdata.
func golden(t *testing.T, file, got string) {
	t.Helper()
	path := filepath.Join("testdata", file)
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
		t.Errorf("%s (run with -update if the change is meant):\n%s", path, diff(string(want), got))
	}
}

// diff shows the first lines that differ.
func diff(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range max(len(w), len(g)) {
		var a, b string
		if i < len(w) {
			a = w[i]
		}
		if i < len(g) {
			b = g[i]
		}
		if a != b {
			return fmt.Sprintf("line %d:\n- %s\n+ %s", i+1, a, b)
		}
	}
	return ""
}

func readArticles(t testing.TB) map[string]*hearsay.Article {
	t.Helper()
	f, err := os.Open("testdata/corpus/articles.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	arts, err := ReadArticles(f, "articles.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	return arts
}

// parts gives a passage's parts as the text has them, with what precedes, so
// that a golden file shows which occurrence was meant.
func parts(text string, p hearsay.Passage) string {
	var out []string
	for _, s := range p.Spans {
		out = append(out, fmt.Sprintf("%q after %q", text[s.Start:s.End], lastRunes(text[:s.Start], 8)))
	}
	return strings.Join(out, ", ")
}

func lastRunes(s string, n int) string {
	r := []rune(s)
	return string(r[max(0, len(r)-n):])
}

func TestReadBatch(t *testing.T) {
	batches, err := ReadCorpus("testdata/corpus")
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, batch := range batches {
		fmt.Fprintf(&b, "%s (%s)\n", batch.Name, Part(batch.Name))
		for _, a := range batch.Articles {
			text := a.Article.Text
			fmt.Fprintf(&b, "# %s %s, line %d\n", a.Key, a.Article.Title, a.Line)
			for i, st := range a.Statements {
				fmt.Fprintf(&b, "%s %s %v %s %s parent %q, line %d\n", st.ID, st.Mode, st.Medium, st.Act, st.Factuality.Source, st.Parent, a.Lines[i])
				fmt.Fprintf(&b, "  content %s\n", parts(text, st.Content))
				if st.Source != nil {
					fmt.Fprintf(&b, "  source %s", parts(text, st.Source.Passage))
					if st.Source.Entity != nil {
						fmt.Fprintf(&b, " = %s", st.Source.Entity.Name)
					}
					b.WriteByte('\n')
				}
				for _, r := range []struct {
					name string
					p    *hearsay.Passage
				}{{"cue", st.Cue}, {"frame", st.Frame}, {"addressee", st.Addressee}} {
					if r.p != nil {
						fmt.Fprintf(&b, "  %s %s\n", r.name, parts(text, *r.p))
					}
				}
				for _, v := range st.Chain {
					fmt.Fprintf(&b, "  chain %s %s\n", v.Via, v.Name)
				}
				if st.Said != nil {
					fmt.Fprintf(&b, "  said %s\n", st.Said.EDTF)
				}
				if st.When != nil {
					fmt.Fprintf(&b, "  when %s\n", st.When.EDTF)
				}
			}
			for _, p := range a.Doubts(batch.Name + ".txt") {
				fmt.Fprintf(&b, "doubt: %s\n", p)
			}
		}
	}
	if err := WriteStats(&b, batches); err != nil {
		t.Fatal(err)
	}
	golden(t, "corpus/b010.golden", b.String())
}

// All problems of a file are reported, each with its line.
func TestReadBatchProblems(t *testing.T) {
	_, err := ReadBatchFile("testdata/corpus/bad.txt", readArticles(t))
	var ps Problems
	if !errors.As(err, &ps) {
		t.Fatalf("error %v, want Problems", err)
	}
	golden(t, "corpus/bad.golden", strings.ReplaceAll(ps.Error(), "testdata/corpus/", "")+"\n")
}

func TestReadArticlesErrors(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"{", "x:1: not an article"},
		{`{"text": "a"}`, "x:1: article has no id"},
		{`{"id": "1"}`, "x:1: article 1 has no text"},
		{`{"id": "1", "text": "a"}` + "\n\n" + `{"id": "1", "text": "b"}`, "x:3: two articles with the id 1"},
	} {
		_, err := ReadArticles(strings.NewReader(c.in), "x")
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %s", c.in, err, c.want)
		}
	}
}

func TestOccurrences(t *testing.T) {
	const text = "Er sagte: „Sagte er es?“ Er sagte\nnichts … Überall sagten sie: überall. Er  sagte ja."
	for _, c := range []struct {
		quote string
		want  []string
	}{
		{"sagte", []string{"sagte", "sagte", "sagte"}},              // not in "sagten"
		{"Er sagte", []string{"Er sagte", "Er sagte", "Er  sagte"}}, // any white space
		{"überall", []string{"überall"}},                            // case matters, umlauts are letters
		{"„Sagte … es?“", []string{"„Sagte er es?“"}},               //
		{"nichts … Überall", []string{"nichts … Überall"}},          // the text's own ellipsis
		{"Er … ja", []string{"Er sagte: „Sagte er es?“ Er sagte\nnichts … Überall sagten sie: überall. Er  sagte ja", "Er sagte\nnichts … Überall sagten sie: überall. Er  sagte ja", "Er  sagte ja"}},
		{"ja … Er", nil},
		{"agte", nil},
	} {
		x := newTextIndex(text)
		var got []string
		for _, s := range x.spans(x.occurrences(c.quote)) {
			got = append(got, text[s.Start:s.End])
		}
		if fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%s: got %q, want %q", c.quote, got, c.want)
		}
	}
	for s, want := range map[string]int{"er #2": 2, "er": 0, "er#2": 0, "#2": 0, "er #": 0, "Nr. #1a": 0} {
		if _, n := ordinal(s); n != want {
			t.Errorf("ordinal(%q) = %d, want %d", s, n, want)
		}
	}
}

func TestPart(t *testing.T) {
	for name, want := range map[string]string{"b010": "test", "corpus/de/b100.txt": "test", "b001": "train", "b011.txt": "train"} {
		if got := Part(name); got != want {
			t.Errorf("Part(%q) = %s, want %s", name, got, want)
		}
	}
}

// words is a tokenizer good enough for tests: runs of letters and digits, and
// single marks.
func words(text string) []hearsay.Span {
	var out []hearsay.Span
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		start := i
		i += size
		if unicode.IsSpace(r) {
			continue
		}
		for alphanumeric(r) && i < len(text) {
			next, size := utf8.DecodeRuneInString(text[i:])
			if !alphanumeric(next) {
				break
			}
			i += size
		}
		out = append(out, hearsay.Span{Start: start, End: i})
	}
	return out
}

func corpusGold(t testing.TB) ([]GoldDoc, map[string][]hearsay.Statement) {
	t.Helper()
	batches, err := ReadCorpus("testdata/corpus")
	if err != nil {
		t.Fatal(err)
	}
	var docs []GoldDoc
	sts := map[string][]hearsay.Statement{}
	for _, b := range batches {
		for _, a := range b.Articles {
			docs = append(docs, a.Gold(words))
			sts[a.Key] = a.Statements
		}
	}
	return docs, sts
}

// The corpus measured against itself is perfect: nothing is lost on the way to
// tokens.
func TestCorpusGold(t *testing.T) {
	docs, sts := corpusGold(t)
	r := NewQuoteReport(docs, AllQuotes(docs, sts))
	if r.Gold != 8 || r.Found != 8 {
		t.Errorf("%d gold, %d found, want 8", r.Gold, r.Found)
	}
	for name, x := range r.Figures() {
		if x != 1 && !strings.HasSuffix(name, ", free_indirect") { // there is none
			t.Errorf("%s = %v", name, x)
		}
	}
	if groups := QuoteErrors(docs, sts); len(groups) > 0 {
		t.Errorf("errors: %+v", groups)
	}
}

// The corpus itself must hold no fault. This is the gate for annotators.
func TestCorpusIsValid(t *testing.T) {
	const dir = "../corpus/de"
	if _, err := os.Stat(filepath.Join(dir, "articles.jsonl")); err != nil {
		t.Skip(err)
	}
	batches, err := ReadCorpus(dir)
	if err != nil {
		t.Error(err)
	}
	s := Stats("corpus", batches...)
	t.Logf("%d batches, %d articles, %d statements", len(batches), s.Articles, s.Statements)
}

func FuzzReadBatch(f *testing.F) {
	for _, name := range []string{"b010.txt", "bad.txt"} {
		b, err := os.ReadFile("testdata/corpus/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add("Die Brücke – „in“ Neustadt bleibt: sagte er … gesperrt.\n\nDas sagte er.", b)
	}
	f.Add("a b a b", []byte("# 1 x\n1 direct speech say CT+\n  content: a … b #2\n  cue: b | b\n  frame: a #9\n2 direct speech say CT+ in 1\n  content: b"))
	f.Fuzz(func(t *testing.T, text string, in []byte) {
		arts := map[string]*hearsay.Article{"1": {Text: text}}
		b, err := ReadBatch(bytes.NewReader(in), "b000.txt", arts)
		if ps := (Problems)(nil); err != nil && !errors.As(err, &ps) {
			return
		}
		for _, a := range b.Articles {
			ids := map[hearsay.StatementID]bool{"": true}
			for _, st := range a.Statements {
				if !ids[st.Parent] {
					t.Fatalf("%s: parent %s is not before it", st.ID, st.Parent)
				}
				ids[st.ID] = true
				passages := []*hearsay.Passage{&st.Content, st.Cue, st.Frame, st.Addressee}
				if st.Source != nil {
					passages = append(passages, &st.Source.Passage)
				}
				for _, p := range passages {
					if p == nil {
						continue
					}
					if len(p.Spans) == 0 {
						t.Fatalf("%s: a passage without spans", st.ID)
					}
					if utf8.ValidString(text) {
						checkSpans(t, text, p.Spans)
					}
				}
			}
			d := a.Gold(words)
			QuoteErrors([]GoldDoc{d}, map[string][]hearsay.Statement{d.Name: a.Statements})
		}
	})
}
