package eval

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"hearsay"
)

// A ChainError is a statement whose chain is wrong, or who its source is.
type ChainError struct {
	Doc      string `json:"doc"`
	Sentence string `json:"sentence"` // in which the content begins
	Gold     string `json:"gold"`     // the chain, or whom the source names
	Found    string `json:"found"`
	Source   string `json:"source"` // the source's words, in gold and as found
	Rule     string `json:"rule"`
}

// A ChainErrorGroup holds the errors of one kind ("chain: link missed", "entity
// wrong", …) in one construction.
type ChainErrorGroup struct {
	Kind   string       `json:"kind"`
	Group  string       `json:"group"`
	Count  int          `json:"count"`
	Of     int          `json:"of"` // matched statements of the construction
	Errors []ChainError `json:"errors"`
}

// ChainErrors collects what [ChainScore.Add] tells.
type ChainErrors struct {
	groups map[[2]string]*ChainErrorGroup
	of     map[string]int
}

// NewChainErrors makes an empty collection.
func NewChainErrors() *ChainErrors {
	return &ChainErrors{groups: map[[2]string]*ChainErrorGroup{}, of: map[string]int{}}
}

// Add collects the results of an article.
func (c *ChainErrors) Add(doc string, art *hearsay.Article, results []ChainResult) {
	for i := range results {
		r := &results[i]
		group := sourceForm(r.Gold) + ", " + string(r.Gold.Mode)
		c.of[group]++
		e := ChainError{Doc: doc, Rule: r.Found.Rule}
		s := sentenceAround(art.Text, r.Gold.Content.Spans[0].Start)
		e.Sentence = art.Text[s.Start:s.End]
		gold, found := "–", "–"
		if r.Gold.Source != nil {
			gold = r.Gold.Source.Text
		}
		if r.Found.Source != nil {
			found = r.Found.Source.Text
		}
		e.Source = gold
		if found != gold {
			e.Source += " | " + found
		}
		add := func(kind, gold, found string) {
			k := [2]string{kind, group}
			if c.groups[k] == nil {
				c.groups[k] = &ChainErrorGroup{Kind: kind, Group: group}
			}
			g := c.groups[k]
			g.Count++
			e.Gold, e.Found = gold, found
			g.Errors = append(g.Errors, e)
		}
		if !r.Chain {
			add("chain: "+r.Problem, r.Links[0], r.Links[1])
		}
		if !r.Entity {
			switch {
			case gold != found && (r.Found.Source == nil || sharedBytes(r.Gold.Source.Spans, r.Found.Source.Spans) == 0):
				add("entity wrong, source too", r.Gold.Source.Entity.Name, entityName(r.Found))
			case r.Found.Source.Entity == nil:
				add("entity missed", r.Gold.Source.Entity.Name, "–")
			default:
				add("entity wrong", r.Gold.Source.Entity.Name, entityName(r.Found))
			}
		}
	}
}

func entityName(st *hearsay.Statement) string {
	if st.Source == nil || st.Source.Entity == nil {
		return "–"
	}
	return st.Source.Entity.Name + " [" + st.Source.Entity.ID + "]"
}

// sourceForm tells roughly how a source is worded, by its words alone.
func sourceForm(st *hearsay.Statement) string {
	if st.Source == nil {
		return "no source"
	}
	words := strings.Fields(st.Source.Text)
	first := strings.ToLower(strings.Trim(words[0], "„“\"»«"))
	switch {
	case len(words) == 1 && slices.Contains(citingAdverbs, first):
		return "demnach"
	case slices.Contains([]string{"er", "sie", "ihm", "ihr", "ihn", "ihnen", "dieser", "diese", "ich", "wir", "es", "man", "der", "die", "das"}, first) && len(words) == 1:
		return "pronoun"
	case strings.HasPrefix(first, "sein") || strings.HasPrefix(first, "ihr") || strings.HasPrefix(first, "eigene"):
		return "possessive"
	}
	for _, w := range words {
		low := strings.ToLower(strings.Trim(w, "„“\"»«,"))
		for _, tail := range []string{"angaben", "angabe", "bericht", "berichte", "berichten", "meldung", "meldungen", "meinung", "ansicht", "einschätzung", "aussage", "aussagen", "auskunft", "studie", "mitteilung", "erklärung", "pressemitteilung", "informationen", "urteil"} {
			if strings.HasSuffix(low, tail) {
				return "words or document"
			}
		}
		if strings.HasSuffix(low, "sprecher") || strings.HasSuffix(low, "sprecherin") || strings.HasSuffix(low, "vertreter") || strings.HasSuffix(low, "sprechers") {
			return "spokesman"
		}
	}
	if st.Source.Entity == nil {
		return "unnamed"
	}
	return "named or role"
}

// Groups gives the groups by kind, the largest first.
func (c *ChainErrors) Groups() []ChainErrorGroup {
	out := make([]ChainErrorGroup, 0, len(c.groups))
	kinds := map[string]int{}
	for k, g := range c.groups {
		g.Of = c.of[k[1]]
		kinds[g.Kind] += g.Count
		out = append(out, *g)
	}
	slices.SortFunc(out, func(a, b ChainErrorGroup) int {
		return cmp.Or(cmp.Compare(kinds[b.Kind], kinds[a.Kind]), cmp.Compare(a.Kind, b.Kind), cmp.Compare(b.Count, a.Count), cmp.Compare(a.Group, b.Group))
	})
	return out
}

// WriteChainErrors lists groups of errors, with at most so many examples each, in
// lines of at most width characters.
func WriteChainErrors(w io.Writer, width, examples int, groups []ChainErrorGroup) error {
	width = max(width, 40)
	var b strings.Builder
	kind := ""
	for i := range groups {
		g := &groups[i]
		if g.Kind != kind {
			kind = g.Kind
			n := 0
			for _, h := range groups {
				if h.Kind == kind {
					n += h.Count
				}
			}
			fmt.Fprintf(&b, "\n== %s: %d ==\n", kind, n)
		}
		fmt.Fprintf(&b, "\n%4d of %d  %s\n", g.Count, g.Of, shorten(g.Group, width-14))
		for _, e := range g.Errors[:min(max(examples, 0), len(g.Errors))] {
			fmt.Fprintf(&b, "  %s: %s\n", e.Doc, shorten(e.Sentence, width-4-len([]rune(e.Doc))))
			fmt.Fprintf(&b, "    gold   %s\n", shorten(e.Gold, width-11))
			fmt.Fprintf(&b, "    found  %s (%s)\n", shorten(e.Found, width-14-len(e.Rule)), e.Rule)
			fmt.Fprintf(&b, "    source %s\n", shorten(e.Source, width-11))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}
