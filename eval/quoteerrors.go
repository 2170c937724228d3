package eval

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"hearsay"
)

// An ErrorKind says what is wrong with a quotation. The kinds for the roles are
// made of the role and what happened to it: "source missed" (gold has one,
// nothing was found), "source wrong" (no common token), "source inexact" (some
// common tokens), "source extra" (gold has none).
type ErrorKind string

const (
	Missed    ErrorKind = "missed"
	FalseFind ErrorKind = "false find"
	TooShort  ErrorKind = "content too short"
	TooLong   ErrorKind = "content too long"
	Shifted   ErrorKind = "content shifted" // too short and too long
	WrongMode ErrorKind = "mode wrong"
)

// errorKinds in the order of listings.
var errorKinds = func() []ErrorKind {
	kinds := []ErrorKind{Missed, FalseFind, TooShort, TooLong, Shifted, WrongMode}
	for _, role := range []Role{Source, Cue, Frame, Addressee} {
		for _, what := range []string{"missed", "wrong", "inexact", "extra"} {
			kinds = append(kinds, roleError(role, what))
		}
	}
	return kinds
}()

func roleError(r Role, what string) ErrorKind {
	name := r.String()
	if r == Source {
		name = "source" // our word for the measure's "speaker"
	}
	return ErrorKind(name + " " + what)
}

// A QuoteError is one wrong quotation.
type QuoteError struct {
	Doc      string `json:"doc"`
	Sentence string `json:"sentence"` // in which the content begins
	Gold     *Shown `json:"gold"`     // nil for a false find
	Found    *Shown `json:"found"`    // nil for a missed one
}

// Shown is a quotation as listings show it: the text of each part.
type Shown struct {
	Mode      hearsay.Mode `json:"mode"`
	Rule      string       `json:"rule,omitempty"` // empty for gold
	Content   string       `json:"content"`
	Source    string       `json:"source,omitempty"`
	Cue       string       `json:"cue,omitempty"`
	Frame     string       `json:"frame,omitempty"`
	Addressee string       `json:"addressee,omitempty"`
}

// An ErrorGroup holds the errors of one kind in one construction. For false
// finds the group is the statement's mode and rule.
type ErrorGroup struct {
	Kind  ErrorKind `json:"kind"`
	Group string    `json:"group"`
	Count int       `json:"count"`
	// Of is what Count is a share of: gold quotations of the construction
	// (missed), statements found with that mode and rule (false find), pairs of the
	// construction whose contents overlap (all others).
	Of     int          `json:"of"`
	Errors []QuoteError `json:"errors"` // in the order of the documents
}

// Share is Count's share of Of, 0 to 1.
func (g *ErrorGroup) Share() float64 { return ratio(float64(g.Count), g.Of) }

// QuoteErrors compares statements, by document name, with gold: quotations are
// matched as in the strict measure. Groups come by kind, the largest first.
func QuoteErrors(gold []GoldDoc, found map[string][]hearsay.Statement) []ErrorGroup {
	type key struct {
		kind  ErrorKind
		group string
	}
	groups := map[key]*ErrorGroup{}
	inGold, ofRule, paired := map[string]int{}, map[string]int{}, map[string]int{}
	for i := range gold {
		d := &gold[i]
		sts := found[d.Name]
		sys := ToQuotes(sts, d.Tokens)
		rule := func(q *Quote) string {
			st := &sts[q.Index]
			return strings.TrimRight(string(st.Mode)+", "+st.Rule, ", ")
		}
		for j := range sys {
			ofRule[rule(&sys[j])]++
		}
		for _, p := range MatchQuotes(d.Quotes, sys, true) {
			var e QuoteError
			e.Doc = d.Name
			add := func(kind ErrorKind, group string, at int) {
				k := key{kind, group}
				if groups[k] == nil {
					groups[k] = &ErrorGroup{Kind: kind, Group: group}
				}
				s := sentenceAround(d.Article.Text, d.Tokens[at].Start)
				e.Sentence = d.Article.Text[s.Start:s.End]
				groups[k].Count++
				groups[k].Errors = append(groups[k].Errors, e)
			}
			var g, f *Quote
			construction := ""
			if p.Gold >= 0 {
				g = &d.Quotes[p.Gold]
				e.Gold = d.shown(g, "")
				construction = ConstructionOf(d, g).String()
				inGold[construction]++
			}
			if p.Found >= 0 {
				f = &sys[p.Found]
				e.Found = d.shown(f, sts[f.Index].Rule)
			}
			switch {
			case f == nil:
				add(Missed, construction, g.Roles[Content][0])
			case g == nil:
				add(FalseFind, rule(f), f.Roles[Content][0])
			default:
				paired[construction]++
				for _, kind := range partialErrors(g, f) {
					add(kind, construction, g.Roles[Content][0])
				}
			}
		}
	}
	out := make([]ErrorGroup, 0, len(groups))
	for k, g := range groups {
		switch k.kind {
		case Missed:
			g.Of = inGold[k.group]
		case FalseFind:
			g.Of = ofRule[k.group]
		default:
			g.Of = paired[k.group]
		}
		out = append(out, *g)
	}
	slices.SortFunc(out, func(a, b ErrorGroup) int {
		return cmp.Or(
			cmp.Compare(slices.Index(errorKinds, a.Kind), slices.Index(errorKinds, b.Kind)),
			cmp.Compare(b.Count, a.Count),
			cmp.Compare(a.Group, b.Group))
	})
	return out
}

// partialErrors tells what is wrong with a quotation that was found.
func partialErrors(g, f *Quote) []ErrorKind {
	var kinds []ErrorKind
	c := common(g.Roles[Content], f.Roles[Content])
	short, long := c < len(g.Roles[Content]), c < len(f.Roles[Content])
	switch {
	case short && long:
		kinds = append(kinds, Shifted)
	case short:
		kinds = append(kinds, TooShort)
	case long:
		kinds = append(kinds, TooLong)
	}
	if g.Type != f.Type {
		kinds = append(kinds, WrongMode)
	}
	for _, r := range []Role{Source, Cue, Frame, Addressee} {
		a, b := g.Roles[r], f.Roles[r]
		switch {
		case slices.Equal(a, b):
		case len(b) == 0:
			kinds = append(kinds, roleError(r, "missed"))
		case len(a) == 0:
			kinds = append(kinds, roleError(r, "extra"))
		case common(a, b) == 0:
			kinds = append(kinds, roleError(r, "wrong"))
		default:
			kinds = append(kinds, roleError(r, "inexact"))
		}
	}
	return kinds
}

func (d *GoldDoc) shown(q *Quote, rule string) *Shown {
	part := func(r Role) string {
		p := d.Passage(q.Roles[r])
		texts := make([]string, len(p.Spans))
		for i, s := range p.Spans {
			texts[i] = d.Article.Text[s.Start:s.End]
		}
		return strings.Join(texts, " | ")
	}
	return &Shown{
		Mode: ModeOf(q.Type), Rule: rule,
		Content: part(Content), Source: part(Source), Cue: part(Cue), Frame: part(Frame), Addressee: part(Addressee),
	}
}

// WriteErrors lists groups of errors, with at most so many examples each, in
// lines of at most width characters. All kinds first get a line with their sums.
func WriteErrors(w io.Writer, width, examples int, groups []ErrorGroup) error {
	width = max(width, 40)
	var b strings.Builder
	for _, kind := range errorKinds {
		n := 0
		for _, g := range groups {
			if g.Kind == kind {
				n += g.Count
			}
		}
		if n > 0 {
			fmt.Fprintf(&b, "%s %6d\n", pad(string(kind), 20), n)
		}
	}
	kind := ErrorKind("")
	for i := range groups {
		g := &groups[i]
		if g.Kind != kind {
			kind = g.Kind
			fmt.Fprintf(&b, "\n== %s ==\n", kind)
		}
		fmt.Fprintf(&b, "\n%4d of %d (%.0f %%)  %s\n", g.Count, g.Of, 100*g.Share(), shorten(g.Group, width-20))
		for _, e := range g.Errors[:min(max(examples, 0), len(g.Errors))] {
			fmt.Fprintf(&b, "  %s: %s\n", e.Doc, shorten(e.Sentence, width-4-len([]rune(e.Doc))))
			writeShown(&b, "gold ", e.Gold, kind, width)
			writeShown(&b, "found", e.Found, kind, width)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// writeShown prints the parts of a quotation: all of a missed or false one, else
// the part that is wrong.
func writeShown(b *strings.Builder, who string, s *Shown, kind ErrorKind, width int) {
	if s == nil {
		fmt.Fprintf(b, "    %s  –\n", who)
		return
	}
	head := string(s.Mode)
	if s.Rule != "" {
		head += " (" + s.Rule + ")"
	}
	fmt.Fprintf(b, "    %s  %s\n", who, shorten(head, width-11))
	whole := kind == Missed || kind == FalseFind
	for _, part := range []struct{ name, text string }{
		{"content", s.Content}, {"source", s.Source}, {"cue", s.Cue}, {"frame", s.Frame}, {"addressee", s.Addressee},
	} {
		about, _, _ := strings.Cut(string(kind), " ")
		if about == "mode" {
			about = "content"
		}
		if part.text != "" && (whole || about == part.name) {
			fmt.Fprintf(b, "           %s %s\n", pad(part.name, 9), shorten(part.text, width-21))
		}
	}
}
