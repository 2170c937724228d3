package eval

import (
	"slices"

	"hearsay"
)

// PRF is precision, recall and their harmonic mean, from 0 to 1.
type PRF struct {
	P  float64 `json:"P"`
	R  float64 `json:"R"`
	F1 float64 `json:"F1"`
}

func prf(p, r float64) PRF {
	if p+r == 0 {
		return PRF{P: p, R: r}
	}
	return PRF{P: p, R: r, F1: 2 * p * r / (p + r)}
}

// A Trio is one way of averaging over the content alone (messages), the roles
// alone, and all of them pooled (joint).
type Trio struct {
	Messages PRF `json:"messages"`
	Roles    PRF `json:"roles"`
	Joint    PRF `json:"joint"`
}

// Figures are the figures of one way of matching.
type Figures struct {
	Macro        Trio           `json:"macro"` // means over quotations
	Micro        Trio           `json:"micro"` // from summed tokens
	Type         PRF            `json:"type"`
	Medium       PRF            `json:"medium"`
	MacroPerRole map[string]PRF `json:"macro per role"` // by Role.String
	MicroPerRole map[string]PRF `json:"micro per role"`
}

// A TypeScore tells how the quotations of one type fare, whatever type the
// system gave them (any label), or counting a pair only where the types agree
// (labelled).
type TypeScore struct {
	AnyLabel TypeFigures `json:"any label"`
	Labelled TypeFigures `json:"labelled"`
	Gold     int         `json:"gold"`
	System   int         `json:"system"`
}

// TypeFigures are macro figures of the quotations of one type.
type TypeFigures struct {
	Messages PRF `json:"messages"`
	Speaker  PRF `json:"speaker"`
	Joint    PRF `json:"joint"`
}

// A Count is a number of pairs, with its share of the system's quotations (P)
// and of gold's (R).
type Count struct {
	PRF
	N int `json:"n"`
}

// WholeQuotes counts pairs that have a token of content in common.
type WholeQuotes struct {
	Gold             int   `json:"gold"`
	System           int   `json:"system"`
	Overlapping      Count `json:"overlapping"`
	Exact            Count `json:"exact quote"`
	Near             Count `json:"quote F1 >= 0.8"`
	NearWithSpeaker  Count `json:"quote F1 >= 0.8 and speaker overlaps (or both none)"`
	ExactWithSpeaker Count `json:"exact quote and exact speaker"`
}

// SpeakerFigures say of the pairs with a gold speaker in which share the
// system's speaker overlaps with it or equals it.
type SpeakerFigures struct {
	Pairs    int     `json:"pairs with a gold speaker"`
	Overlaps float64 `json:"overlaps"`
	Exact    float64 `json:"exact"`
}

// A QuoteScore is all that the measure says. Its JSON has the names and shape
// of score_quotes.py --json.
type QuoteScore struct {
	Official Figures              `json:"official"` // the published measure
	Strict   Figures              `json:"strict"`   // pairs without a common token broken up
	PerType  map[string]TypeScore `json:"per type (strict)"`
	Whole    WholeQuotes          `json:"whole quotes"`
	Speaker  SpeakerFigures       `json:"speaker of overlapping quotes"`
	Unshared int                  `json:"pairs without a common token (official)"`
}

// quoteTypes in the order in which tables show them.
var quoteTypes = []string{"Direct", "Indirect", "IndirectFreeIndirect", "FreeIndirect", "Reported"}

// A Pair is a gold quotation and the system's that it was matched with: indices
// into their lists, -1 where the other has no partner.
type Pair struct{ Gold, Found int }

// MatchQuotes pairs gold and system quotations one to one, so that the sum of
// their contents' token F1 is highest; agreeing types and media break ties.
// Pairs come first, then system quotations and gold quotations without a partner.
// Unless strict, quotations without a common token are paired as well when
// nothing better is left: that is how the published figures were computed.
func MatchQuotes(gold, found []Quote, strict bool) []Pair {
	w := make([][]float64, len(gold))
	for i := range gold {
		w[i] = make([]float64, len(found))
		for j := range found {
			g, f := &gold[i], &found[j]
			s := tokenF1(g.Roles[Content], f.Roles[Content])
			if s > 0 {
				if g.Type == f.Type {
					s += 0.01
				}
				if g.Medium == f.Medium {
					s += 0.001
				}
			}
			w[i][j] = s
		}
	}
	pairs := []Pair{}
	goldDone, foundDone := make([]bool, len(gold)), make([]bool, len(found))
	for _, p := range assign(w) {
		if strict && common(gold[p[0]].Roles[Content], found[p[1]].Roles[Content]) == 0 {
			continue
		}
		pairs = append(pairs, Pair{p[0], p[1]})
		goldDone[p[0]], foundDone[p[1]] = true, true
	}
	for j, done := range foundDone {
		if !done {
			pairs = append(pairs, Pair{-1, j})
		}
	}
	for i, done := range goldDone {
		if !done {
			pairs = append(pairs, Pair{i, -1})
		}
	}
	return pairs
}

// common counts the elements that two ascending lists share.
func common(a, b []int) int {
	n := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			n++
			i++
			j++
		}
	}
	return n
}

func tokenF1(gold, found []int) float64 {
	c := common(gold, found)
	if c == 0 {
		return 0
	}
	p, r := float64(c)/float64(len(found)), float64(c)/float64(len(gold))
	return 2 * p * r / (p + r)
}

// A group is a pair of quotations, or one without partner (the other nil).
type group struct{ gold, found *Quote }

var noQuote Quote

func orNone(q *Quote) *Quote {
	if q == nil {
		return &noQuote
	}
	return q
}

// tally gathers precision and recall of roles over groups.
type tally struct {
	p, r [NumRoles][]float64
	n    [NumRoles]struct{ common, found, gold int }
}

func (t *tally) add(g group, roles []Role) {
	for _, k := range roles {
		a, b := orNone(g.gold).Roles[k], orNone(g.found).Roles[k]
		c := common(a, b)
		if len(b) > 0 {
			t.p[k] = append(t.p[k], float64(c)/float64(len(b)))
		}
		if len(a) > 0 {
			t.r[k] = append(t.r[k], float64(c)/float64(len(a)))
		}
		t.n[k].common += c
		t.n[k].found += len(b)
		t.n[k].gold += len(a)
	}
}

func (t *tally) macro(roles ...Role) PRF {
	mean := func(lists *[NumRoles][]float64) float64 {
		sum, n := 0.0, 0
		for _, k := range roles {
			for _, x := range lists[k] {
				sum += x
			}
			n += len(lists[k])
		}
		return ratio(sum, n)
	}
	return prf(mean(&t.p), mean(&t.r))
}

func (t *tally) micro(roles ...Role) PRF {
	var c, f, g int
	for _, k := range roles {
		c += t.n[k].common
		f += t.n[k].found
		g += t.n[k].gold
	}
	return prf(ratio(float64(c), f), ratio(float64(c), g))
}

// ratio is a/b, and 0 where b is 0.
func ratio(a float64, b int) float64 {
	if b == 0 {
		return 0
	}
	return a / float64(b)
}

// labels scores one label a group: equal ones are right, unmatched quotations
// wrong. The empty label is no label.
func labels(gs []group, label func(*Quote) string) PRF {
	var tp, fp, fn int
	for _, g := range gs {
		a, b := label(orNone(g.gold)), label(orNone(g.found))
		switch {
		case a == b:
			tp++
		default:
			if b != "" {
				fp++
			}
			if a != "" {
				fn++
			}
		}
	}
	return prf(ratio(float64(tp), tp+fp), ratio(float64(tp), tp+fn))
}

func figures(gs []group, roles []Role) Figures {
	var t tally
	for _, g := range gs {
		t.add(g, roles)
	}
	f := Figures{
		Macro:        Trio{t.macro(Content), t.macro(roles[1:]...), t.macro(roles...)},
		Micro:        Trio{t.micro(Content), t.micro(roles[1:]...), t.micro(roles...)},
		Type:         labels(gs, func(q *Quote) string { return q.Type }),
		Medium:       labels(gs, func(q *Quote) string { return q.Medium }),
		MacroPerRole: map[string]PRF{},
		MicroPerRole: map[string]PRF{},
	}
	for _, k := range roles[1:] {
		f.MacroPerRole[k.String()] = t.macro(k)
		f.MicroPerRole[k.String()] = t.micro(k)
	}
	return f
}

// ScoreQuotes measures quotations by document name against gold. Documents that
// gold lacks are ignored; those that found lacks count as empty. Simplified is
// subtask 2 of the shared task: nested quotations are left out, and the source is
// the only role.
//
// The method is that of GermEval 2023 SpkAtt task 2, as in score_quotes.py, to
// which its figures are equal.
func ScoreQuotes(gold []GoldDoc, found map[string][]Quote, simplified bool) QuoteScore {
	roles := []Role{Content, Addressee, Cue, Frame, Source}
	keep := func(qs []Quote) []Quote { return qs }
	if simplified {
		roles = []Role{Content, Source}
		keep = func(qs []Quote) []Quote {
			return slices.DeleteFunc(slices.Clone(qs), func(q Quote) bool { return q.Nested })
		}
	}
	// By name, so that sums run in the order of the other scorer.
	docs := slices.Clone(gold)
	slices.SortStableFunc(docs, func(a, b GoldDoc) int {
		switch {
		case a.Name < b.Name:
			return -1
		case a.Name > b.Name:
			return 1
		}
		return 0
	})
	var official, strict []group
	for _, d := range docs {
		g, f := keep(d.Quotes), keep(found[d.Name])
		official = append(official, groups(g, f, false)...)
		strict = append(strict, groups(g, f, true)...)
	}
	s := QuoteScore{
		Official: figures(official, roles),
		Strict:   figures(strict, roles),
		PerType:  map[string]TypeScore{},
	}
	for _, t := range quoteTypes {
		s.PerType[t] = typeScore(strict, t, roles)
	}
	s.Whole, s.Speaker = wholeQuotes(strict)
	s.Unshared = countPairs(official) - countPairs(strict)
	return s
}

func groups(gold, found []Quote, strict bool) []group {
	var gs []group
	for _, p := range MatchQuotes(gold, found, strict) {
		var g group
		if p.Gold >= 0 {
			g.gold = &gold[p.Gold]
		}
		if p.Found >= 0 {
			g.found = &found[p.Found]
		}
		gs = append(gs, g)
	}
	return gs
}

func countPairs(gs []group) int {
	n := 0
	for _, g := range gs {
		if g.gold != nil && g.found != nil {
			n++
		}
	}
	return n
}

func typeScore(gs []group, typ string, roles []Role) TypeScore {
	var ts TypeScore
	for _, labelled := range []bool{false, true} {
		var t tally
		for _, g := range gs {
			ok := g.gold != nil && g.found != nil && (!labelled || g.gold.Type == g.found.Type)
			share := func(k Role, of []int) float64 {
				if !ok {
					return 0
				}
				return float64(common(g.gold.Roles[k], g.found.Roles[k])) / float64(len(of))
			}
			if g.gold != nil && g.gold.Type == typ {
				for _, k := range roles {
					if of := g.gold.Roles[k]; len(of) > 0 {
						t.r[k] = append(t.r[k], share(k, of))
					}
				}
			}
			if g.found != nil && g.found.Type == typ {
				for _, k := range roles {
					if of := g.found.Roles[k]; len(of) > 0 {
						t.p[k] = append(t.p[k], share(k, of))
					}
				}
			}
		}
		f := TypeFigures{t.macro(Content), t.macro(Source), t.macro(roles...)}
		if labelled {
			ts.Labelled = f
		} else {
			ts.AnyLabel = f
		}
		ts.Gold, ts.System = len(t.r[Content]), len(t.p[Content])
	}
	return ts
}

func wholeQuotes(gs []group) (WholeQuotes, SpeakerFigures) {
	var w WholeQuotes
	var sp SpeakerFigures
	var overlaps, exact int
	for _, g := range gs {
		if g.gold != nil {
			w.Gold++
		}
		if g.found != nil {
			w.System++
		}
		if g.gold == nil || g.found == nil {
			continue
		}
		same := slices.Equal(g.gold.Roles[Content], g.found.Roles[Content])
		near := tokenF1(g.gold.Roles[Content], g.found.Roles[Content]) >= 0.8
		sameSpeaker := slices.Equal(g.gold.Roles[Source], g.found.Roles[Source])
		speakerOverlaps := common(g.gold.Roles[Source], g.found.Roles[Source]) > 0
		count := func(c *Count, yes bool) {
			if yes {
				c.N++
			}
		}
		count(&w.Overlapping, true)
		count(&w.Exact, same)
		count(&w.Near, near)
		count(&w.NearWithSpeaker, near && (speakerOverlaps || sameSpeaker))
		count(&w.ExactWithSpeaker, same && sameSpeaker)
		if len(g.gold.Roles[Source]) > 0 {
			sp.Pairs++
			if speakerOverlaps {
				overlaps++
			}
			if sameSpeaker {
				exact++
			}
		}
	}
	for _, c := range []*Count{&w.Overlapping, &w.Exact, &w.Near, &w.NearWithSpeaker, &w.ExactWithSpeaker} {
		c.PRF = prf(ratio(float64(c.N), w.System), ratio(float64(c.N), w.Gold))
	}
	sp.Overlaps = ratio(float64(overlaps), sp.Pairs)
	sp.Exact = ratio(float64(exact), sp.Pairs)
	return w, sp
}

// AllQuotes converts the statements found in each document of gold, by name.
func AllQuotes(gold []GoldDoc, found map[string][]hearsay.Statement) map[string][]Quote {
	pred := make(map[string][]Quote, len(gold))
	for i := range gold {
		pred[gold[i].Name] = ToQuotes(found[gold[i].Name], gold[i].Tokens)
	}
	return pred
}
