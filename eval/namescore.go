package eval

import (
	"fmt"
	"io"

	"hearsay"
)

// A NameScore counts how often names are found with their kind and exactly their
// borders, as CoNLL 2003 does.
type NameScore struct {
	All   NameCount
	Kinds map[string]*NameCount // by kind, e.g. "person"
}

// A NameCount counts names of one kind.
type NameCount struct{ Gold, Found, Right int }

// Add counts the names of one kind in a text; each range is of its tokens.
func (s *NameScore) Add(kind string, gold, found []hearsay.Range) {
	if s.Kinds == nil {
		s.Kinds = map[string]*NameCount{}
	}
	c := s.Kinds[kind]
	if c == nil {
		c = &NameCount{}
		s.Kinds[kind] = c
	}
	right := 0
	taken := map[hearsay.Range]int{}
	for _, g := range gold {
		taken[g]++
	}
	for _, f := range found {
		if taken[f] > 0 {
			taken[f]--
			right++
		}
	}
	for _, n := range []*NameCount{c, &s.All} {
		n.Gold, n.Found, n.Right = n.Gold+len(gold), n.Found+len(found), n.Right+right
	}
}

// PRF gives precision, recall and F1.
func (c *NameCount) PRF() PRF {
	return prf(ratio(float64(c.Right), c.Found), ratio(float64(c.Right), c.Gold))
}

// Figures gives what a score file keeps, 0 to 1. Of single kinds there are too few
// in a small gold for their figures to be held.
func (s *NameScore) Figures() map[string]float64 {
	x := s.All.PRF()
	return map[string]float64{"names P": x.P, "names R": x.R, "names F1": x.F1}
}

// WriteText prints the figures in percent, a line each.
func (s *NameScore) WriteText(w io.Writer) error {
	line := func(name string, c *NameCount) error {
		x := c.PRF()
		_, err := fmt.Fprintf(w, "%-13s P %6.2f  R %6.2f  F1 %6.2f  (%d in gold)\n", name, 100*x.P, 100*x.R, 100*x.F1, c.Gold)
		return err
	}
	for _, kind := range sortedKeys(s.Kinds) {
		if err := line(kind, s.Kinds[kind]); err != nil {
			return err
		}
	}
	return line("all", &s.All)
}
