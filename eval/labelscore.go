package eval

import (
	"fmt"
	"io"

	"hearsay"
)

// A LabelScore counts how often the labels of statements are right: the act and
// the source's factuality. The quotation measure knows nothing of them. They are
// counted on the statements that were found at all, so that they say something
// that the other figures do not.
type LabelScore struct {
	Gold, Matched       int // gold statements; those found, see [LabelScore.Add]
	ActGold, ActRight   int // matched statements whose act was predicted; those predicted right
	FactGold, FactRight int // the same for the source's factuality
}

// Add counts the statements of an article. A gold statement is matched with the
// found one of the same mode whose content shares most with it, counted in bytes,
// if that is more than half (F1 > 0.5); each found statement serves once. Labels
// that were not predicted (empty) are not counted.
func (s *LabelScore) Add(gold, found []hearsay.Statement) {
	s.Gold += len(gold)
	for i, k := range matchStatements(gold, found) {
		if k < 0 {
			continue
		}
		s.Matched++
		g, p := &gold[i], &found[k]
		count(&s.ActGold, &s.ActRight, p.Act != "" && g.Act != "", p.Act == g.Act)
		pf, gf := p.Factuality.Source, g.Factuality.Source
		count(&s.FactGold, &s.FactRight, pf != "" && gf != "", pf == gf)
	}
}

// matchStatements gives for each gold statement the found one that it is matched
// with, -1 for none; see [LabelScore.Add].
func matchStatements(gold, found []hearsay.Statement) []int {
	out := make([]int, len(gold))
	taken := make([]bool, len(found))
	for i := range gold {
		g := &gold[i]
		best, top := -1, 0.5
		for k := range found {
			if taken[k] || found[k].Mode != g.Mode {
				continue
			}
			if f := sharedBytes(g.Content.Spans, found[k].Content.Spans); f > top {
				best, top = k, f
			}
		}
		out[i] = best
		if best >= 0 {
			taken[best] = true
		}
	}
	return out
}

// sharedBytes is the F1 of two lists of spans, each without overlaps.
func sharedBytes(a, b []hearsay.Span) float64 {
	common, total := 0, 0
	for _, x := range a {
		total += x.End - x.Start
		for _, y := range b {
			common += max(0, min(x.End, y.End)-max(x.Start, y.Start))
		}
	}
	for _, y := range b {
		total += y.End - y.Start
	}
	return ratio(2*float64(common), total)
}

// Figures gives what a score file keeps, 0 to 1; a label that is never predicted
// has none.
func (s *LabelScore) Figures() map[string]float64 {
	f := map[string]float64{"statements matched": ratio(float64(s.Matched), s.Gold)}
	if s.ActGold > 0 {
		f["act accuracy"] = ratio(float64(s.ActRight), s.ActGold)
	}
	if s.FactGold > 0 {
		f["factuality accuracy"] = ratio(float64(s.FactRight), s.FactGold)
	}
	return f
}

// WriteText prints the figures in percent, a line each.
func (s *LabelScore) WriteText(w io.Writer) error {
	_, err := fmt.Fprintf(w, "labels of %d matched statements (%.2f %% of %d)\n", s.Matched, 100*ratio(float64(s.Matched), s.Gold), s.Gold)
	for _, x := range []struct {
		name      string
		of, right int
	}{{"act", s.ActGold, s.ActRight}, {"factuality", s.FactGold, s.FactRight}} {
		if err == nil && x.of > 0 {
			_, err = fmt.Fprintf(w, "  %-12s %6.2f %% of %d\n", x.name, 100*ratio(float64(x.right), x.of), x.of)
		}
	}
	return err
}
