package eval

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"hearsay"
)

// CorpusStats counts what is annotated in a batch or a corpus.
type CorpusStats struct {
	Name          string               `json:"name"`
	Articles      int                  `json:"articles"`
	Bare          int                  `json:"articles without statements"`
	Statements    int                  `json:"statements"`
	Mode          map[hearsay.Mode]int `json:"mode"`
	Medium        map[string]int       `json:"medium"` // media joined by "/"
	Act           map[hearsay.Act]int  `json:"act"`
	Factuality    map[hearsay.Fact]int `json:"factuality"` // the source's
	NoCue         int                  `json:"without cue"`
	NoSource      int                  `json:"without source"`
	Discontinuous int                  `json:"discontinuous content"`
	Nested        int                  `json:"nested"`
	Addressee     int                  `json:"with addressee"`
}

// Stats counts the statements of batches taken together.
func Stats(name string, batches ...Batch) CorpusStats {
	s := CorpusStats{
		Name: name, Mode: map[hearsay.Mode]int{}, Medium: map[string]int{}, Act: map[hearsay.Act]int{}, Factuality: map[hearsay.Fact]int{},
	}
	for _, b := range batches {
		for _, a := range b.Articles {
			s.Articles++
			if len(a.Statements) == 0 {
				s.Bare++
			}
			for i := range a.Statements {
				s.add(&a.Statements[i])
			}
		}
	}
	return s
}

func (s *CorpusStats) add(st *hearsay.Statement) {
	s.Statements++
	s.Mode[st.Mode]++
	names := make([]string, len(st.Medium))
	for i, m := range st.Medium {
		names[i] = string(m)
	}
	s.Medium[strings.Join(names, "/")]++
	s.Act[st.Act]++
	s.Factuality[st.Factuality.Source]++
	for _, c := range []struct {
		n   *int
		yes bool
	}{
		{&s.NoCue, st.Cue == nil},
		{&s.NoSource, st.Source == nil},
		{&s.Discontinuous, len(st.Content.Spans) > 1},
		{&s.Nested, st.Parent != ""},
		{&s.Addressee, st.Addressee != nil},
	} {
		if c.yes {
			*c.n++
		}
	}
}

// WriteText prints the counts with their shares of the statements.
func (s *CorpusStats) WriteText(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %d articles (%d without statements), %d statements\n", s.Name, s.Articles, s.Bare, s.Statements)
	line := func(name string, n int) {
		fmt.Fprintf(&b, "  %s %6d  %5.1f %%\n", pad(name, 28), n, 100*ratio(float64(n), s.Statements))
	}
	line("without cue", s.NoCue)
	line("without source", s.NoSource)
	line("discontinuous content", s.Discontinuous)
	line("nested", s.Nested)
	line("with addressee", s.Addressee)
	countLines(line, "mode", s.Mode)
	countLines(line, "medium", s.Medium)
	countLines(line, "act", s.Act)
	countLines(line, "factuality", s.Factuality)
	_, err := io.WriteString(w, b.String())
	return err
}

// countLines prints a table, the most frequent first.
func countLines[K ~string](line func(string, int), title string, counts map[K]int) {
	keys := make([]K, 0, len(counts))
	for k := range counts {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b K) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
	for _, k := range keys {
		line(title+" "+string(k), counts[k])
	}
}

// WriteStats prints a line for each batch and the counts of all together.
func WriteStats(w io.Writer, batches []Batch) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%-8s %-5s %8s %10s  %s\n", "batch", "part", "articles", "statements", "per mode: direct indirect reported indirect-free free")
	for _, batch := range batches {
		s := Stats(batch.Name, batch)
		fmt.Fprintf(&b, "%-8s %-5s %8d %10d ", s.Name, Part(s.Name), s.Articles, s.Statements)
		for _, m := range modes {
			fmt.Fprintf(&b, " %4d", s.Mode[m])
		}
		b.WriteByte('\n')
	}
	b.WriteByte('\n')
	if _, err := io.WriteString(w, b.String()); err != nil {
		return err
	}
	for _, part := range []string{"train", "test"} {
		some := slices.DeleteFunc(slices.Clone(batches), func(b Batch) bool { return Part(b.Name) != part })
		s := Stats(part, some...)
		fmt.Fprintf(w, "%s: %d articles, %d statements\n", part, s.Articles, s.Statements)
	}
	all := Stats("total", batches...)
	return all.WriteText(w)
}
