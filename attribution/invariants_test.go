package attribution_test

import (
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"hearsay"
	"hearsay/eval"
)

// checkStatements checks what holds for the statements of any text. It counts
// the frames that overlap their content: there should be none.
func checkStatements(t testing.TB, text string, sts []hearsay.Statement) (overlaps int) {
	t.Helper()
	byID := map[hearsay.StatementID]hearsay.Statement{}
	passage := func(st hearsay.Statement, role string, p *hearsay.Passage) {
		if p == nil {
			return
		}
		if len(p.Spans) == 0 {
			t.Fatalf("%s: %s without a place: %q", st.ID, role, p.Text)
		}
		at := 0
		joined := ""
		for i, sp := range p.Spans {
			if sp.Start < at || sp.End <= sp.Start || sp.End > len(text) {
				t.Fatalf("%s: %s is at %v of %d", st.ID, role, p.Spans, len(text))
			}
			if i > 0 {
				joined += " "
			}
			joined += text[sp.Start:sp.End]
			at = sp.End
		}
		if joined != p.Text {
			t.Fatalf("%s: %s says %q, its place %q", st.ID, role, p.Text, joined)
		}
	}
	for i, st := range sts {
		if st.ID == "" || byID[st.ID].ID != "" {
			t.Fatalf("statement %d has the id %q", i, st.ID)
		}
		byID[st.ID] = st
		if st.Mode == "" || st.Act == "" || len(st.Medium) == 0 || st.Confidence < 0 || st.Confidence > 1 || st.Rule == "" {
			t.Fatalf("%s: %+v", st.ID, st)
		}
		passage(st, "content", &st.Content)
		if len(st.Content.Spans) == 0 {
			t.Fatalf("%s has no content", st.ID)
		}
		if st.Source != nil {
			passage(st, "source", &st.Source.Passage)
		}
		passage(st, "cue", st.Cue)
		passage(st, "frame", st.Frame)
		passage(st, "addressee", st.Addressee)
		if st.Frame != nil {
			for _, f := range st.Frame.Spans {
				for _, c := range st.Content.Spans {
					if f.Start < c.End && c.Start < f.End {
						overlaps++
					}
				}
			}
		}
		if i > 0 && st.Content.Spans[0].Start < sts[i-1].Content.Spans[0].Start {
			t.Errorf("%s stands in front of %s", st.ID, sts[i-1].ID)
		}
		if st.Parent != "" {
			p, ok := byID[st.Parent]
			if !ok {
				t.Fatalf("%s lies in %s, which is not before it", st.ID, st.Parent)
			}
			out := p.Content.Spans
			if in := st.Content.Spans; in[0].Start < out[0].Start || in[len(in)-1].End > out[len(out)-1].End {
				t.Errorf("%s is not inside its parent %s", st.ID, st.Parent)
			}
		}
	}
	return overlaps
}

// knownOverlaps is how many frames of the corpus's articles overlap their content
// as yet: those of a nested quotation whose frame stands inside it. The number
// may only go down.
const knownOverlaps = 4

// TestCorpusArticles reads the corpus's articles: nothing may panic, and reading
// one twice gives the same.
func TestCorpusArticles(t *testing.T) {
	file := filepath.Join("..", "corpus", "de", "articles.jsonl")
	f, err := os.Open(file)
	if err != nil {
		t.Skip(err)
	}
	defer f.Close()
	arts, err := eval.ReadArticles(f, file)
	if err != nil {
		t.Fatal(err)
	}
	r := newReader(t)
	overlaps := 0
	for i, key := range slices.Sorted(maps.Keys(arts)) {
		a := arts[key]
		_, sts, err := r.read(a.Text)
		if err != nil {
			t.Errorf("article %s: %v", key, err)
			continue
		}
		overlaps += checkStatements(t, a.Text, sts)
		if i%10 > 0 {
			continue
		}
		if _, again, _ := r.read(a.Text); !reflect.DeepEqual(sts, again) {
			t.Errorf("article %s: reading it twice gives two results", key)
		}
	}
	if overlaps > knownOverlaps {
		t.Errorf("%d frames overlap their content, %d are known", overlaps, knownOverlaps)
	}
}

func FuzzStatements(f *testing.F) {
	for _, file := range goldenFiles(f) {
		if filepath.Base(file) == wantedFile {
			continue // what is wanted may panic
		}
		for _, c := range readGolden(f, file) {
			f.Add(c.text)
		}
	}
	r := newReader(f)
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 4000 {
			t.Skip()
		}
		_, sts, err := r.read(text)
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		checkStatements(t, text, sts)
	})
}
