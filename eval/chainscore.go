package eval

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"hearsay"
)

// A ChainScore counts how often the chain of a statement is right, its origin, and
// who the source is. Like [LabelScore] it counts on the statements that were found
// at all, matched the same way.
//
// The gold chain is made of the annotation's lines, outermost link first and
// without the printing outlet: the agencies that the article credits; of a nested
// statement the chain of the one around it; the "via:" links; the source, by its
// "who:" name where it has one; the "via: <" links. A link that is in the chain
// already is not taken twice: a fragment in quotation marks within a statement of
// the same source has that statement's chain. A statement without source and via
// has a chain without links that anybody is known of.
//
// A found chain is right if it has the same links in the same order. In it a body
// that somebody "speaks for" is one link with the speaker, and naming either is
// right, as claims.md has it; links of which nobody is known ("unspecified") count
// only where there is no other. Two links are the same
//
//   - by name (see sameName), where the annotation names somebody;
//   - else, where it has only the words of the source, if the found passage lies
//     within them or shares more than half with them (F1, in bytes), or by name.
//
// Visibility must fit as far as the annotation tells: whom it names may not be
// anonymous or unspecified, and where it has nobody, nobody may be found.
//
// The origin is right if the last links are the same. Who the source is is
// counted on the statements whose source has a "who:" name.
type ChainScore struct {
	Matched                 int // statements that were found
	ChainRight, OriginRight int
	EntityGold, EntityRight int

	// Known gives the id of whom a name alone stands for in an article of a date, the
	// same for "FAZ" and "Frankfurter Allgemeine Zeitung", for "Polizei Köln" and
	// "Kölner Polizei"; empty where it stands for nobody known. Nil: nobody is.
	Known func(name string, at hearsay.Date) string
}

// A ChainResult says what is right of one matched statement.
type ChainResult struct {
	Gold, Found           *hearsay.Statement
	Links                 [2]string // both chains, to show: "CNN ← Barack Obama"
	Chain, Origin, Entity bool
	Problem               string // of a chain: "link too much", "link missed", "link wrong", "visibility wrong", "order wrong"; empty if right
}

// Add counts the statements of an article, and says of each matched one what is
// right.
func (s *ChainScore) Add(art *hearsay.Article, gold, found []hearsay.Statement) []ChainResult {
	n := namer{art: art, known: s.Known}
	chains := goldChains(&n, gold)
	var out []ChainResult
	for i, k := range matchStatements(gold, found) {
		if k < 0 {
			continue
		}
		g, p := &gold[i], &found[k]
		r := ChainResult{Gold: g, Found: p}
		links := foundLinks(p)
		r.Problem = n.compare(chains[i], links)
		r.Chain = r.Problem == ""
		r.Origin = n.sameOrigin(chains[i], links)
		r.Links = [2]string{showLinks(chains[i]), showLinks(links)}
		s.Matched++
		if r.Chain {
			s.ChainRight++
		}
		if r.Origin {
			s.OriginRight++
		}
		r.Entity = true
		if g.Source != nil && g.Source.Entity != nil {
			r.Entity = p.Source != nil && p.Source.Entity != nil && n.sameEntity(g.Source.Entity.Name, p.Source.Entity)
			s.EntityGold++
			if r.Entity {
				s.EntityRight++
			}
		}
		out = append(out, r)
	}
	return out
}

// Figures gives what a score file keeps, 0 to 1.
func (s *ChainScore) Figures() map[string]float64 {
	f := map[string]float64{}
	if s.Matched > 0 {
		f["chain accuracy"] = ratio(float64(s.ChainRight), s.Matched)
		f["origin accuracy"] = ratio(float64(s.OriginRight), s.Matched)
	}
	if s.EntityGold > 0 {
		f["source entity accuracy"] = ratio(float64(s.EntityRight), s.EntityGold)
	}
	return f
}

// WriteText prints the figures in percent, a line each.
func (s *ChainScore) WriteText(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "chains of the same statements\n")
	for _, x := range []struct {
		name      string
		of, right int
	}{{"chain", s.Matched, s.ChainRight}, {"origin", s.Matched, s.OriginRight}, {"source is", s.EntityGold, s.EntityRight}} {
		if x.of > 0 {
			fmt.Fprintf(&b, "  %-12s %6.2f %% of %d\n", x.name, 100*ratio(float64(x.right), x.of), x.of)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// A link of a chain, gold or found.
type link struct {
	names   []string // any of them names it
	id      string   // of the knowledge file, where known
	spans   []hearsay.Span
	named   bool // gold: the annotation names it; found: neither anonymous nor unspecified
	nobody  bool // nobody is known of it
	without bool // gold: only the words of the source are annotated
	person  bool // found: a person
}

func showLinks(ls []link) string {
	if len(ls) == 0 {
		return "–"
	}
	out := make([]string, len(ls))
	for i, l := range ls {
		out[i] = strings.Join(l.names, " / ")
		switch {
		case l.nobody:
			out[i] = "[nobody]"
		case !l.named:
			out[i] = "[" + out[i] + "]"
		}
	}
	return strings.Join(out, " ← ")
}

// goldChains makes the chains of all statements of an article.
func goldChains(n *namer, gold []hearsay.Statement) [][]link {
	out := make([][]link, len(gold))
	byID := map[hearsay.StatementID]int{}
	for i := range gold {
		st := &gold[i]
		byID[st.ID] = i
		var chain []link
		add := func(l link) {
			if !slices.ContainsFunc(chain, func(m link) bool { return n.sameLink(m, l) }) {
				chain = append(chain, l)
			}
		}
		if p, nested := byID[st.Parent]; nested && st.Parent != "" {
			chain = append(chain, out[p]...)
		} else {
			for _, c := range n.art.Agencies {
				add(link{names: []string{c.Name}, named: true})
			}
		}
		for _, v := range st.Chain {
			l := link{names: []string{v.Name}, named: true}
			if len(v.Spans) > 0 { // the source
				l.spans = v.Spans
				l.without = st.Source == nil || st.Source.Entity == nil
				l.named = !l.without
			}
			add(l)
		}
		out[i] = chain
	}
	return out
}

// foundLinks makes links of a found chain.
func foundLinks(st *hearsay.Statement) []link {
	var out []link
	for _, v := range st.Chain {
		l := link{person: personKind(v.Kind), spans: v.Spans, named: v.Visibility != "anonymous" && v.Visibility != "unspecified", nobody: v.Visibility == "unspecified"}
		if v.Name != "" {
			l.names = []string{v.Name}
		}
		if st.Source != nil && st.Source.Entity != nil && v.Name == st.Source.Entity.Name && !strings.HasPrefix(st.Source.Entity.ID, "#") {
			l.id = st.Source.Entity.ID
		}
		if v.Via == "speaks for" && len(out) > 0 {
			last := &out[len(out)-1]
			last.names = append(last.names, l.names...)
			last.named = last.named || l.named
			if last.id == "" {
				last.id = l.id
			}
			continue
		}
		out = append(out, l)
	}
	if slices.ContainsFunc(out, func(l link) bool { return !l.nobody }) {
		out = slices.DeleteFunc(out, func(l link) bool { return l.nobody && len(l.names) == 0 })
	}
	return out
}

// compare says what is wrong with a found chain; empty if nothing is.
func (n *namer) compare(gold, found []link) string {
	if len(gold) == 0 {
		if slices.ContainsFunc(found, func(l link) bool { return !l.nobody }) {
			return "link too much"
		}
		return ""
	}
	if len(found) == 1 && found[0].nobody && len(found[0].names) == 0 {
		return "link missed"
	}
	if len(gold) == len(found) {
		right, visible := true, true
		for i := range gold {
			right = right && n.sameLink(gold[i], found[i])
			visible = visible && (!gold[i].named || found[i].named)
		}
		switch {
		case right && visible:
			return ""
		case right:
			return "visibility wrong"
		}
		sameSet := true
		for i := range gold {
			sameSet = sameSet && slices.ContainsFunc(found, func(l link) bool { return n.sameLink(gold[i], l) })
		}
		if sameSet {
			return "order wrong"
		}
		return "link wrong"
	}
	if len(found) > len(gold) {
		return "link too much"
	}
	return "link missed"
}

// sameOrigin reports whether the last links are the same.
func (n *namer) sameOrigin(gold, found []link) bool {
	if len(gold) == 0 || len(found) == 0 {
		return len(gold) == 0 && !slices.ContainsFunc(found, func(l link) bool { return !l.nobody })
	}
	return n.sameLink(gold[len(gold)-1], found[len(found)-1])
}

// sameLink reports whether a gold link and another are the same.
func (n *namer) sameLink(g, l link) bool {
	if g.without && len(l.spans) > 0 && (covers(g.spans, l.spans) || sharedBytes(g.spans, l.spans) > 0.5) {
		return true
	}
	for _, a := range g.names {
		if l.id != "" && l.id == n.id(a) {
			return true
		}
		for _, b := range l.names {
			if n.sameName(a, b, l.person) {
				return true
			}
		}
	}
	return false
}

// sameEntity reports whether an entity that was found is the one with a gold name.
func (n *namer) sameEntity(who string, e *hearsay.Entity) bool {
	if n.sameName(who, e.Name, personKind(e.Kind)) {
		return true
	}
	return e.ID != "" && e.ID == n.id(who)
}

// A namer compares names within an article.
type namer struct {
	art   *hearsay.Article
	known func(string, hearsay.Date) string
	folds string // the article's text, folded, with its brackets; made when needed
}

func (n *namer) id(name string) string {
	if n.known == nil {
		return ""
	}
	return n.known(name, n.art.Published)
}

// sameName reports whether two names name the same. They do
//
//   - if they are equal but for case, an article in front, spaces, hyphens, full
//     stops and quotation marks, and ß written ss;
//   - if a person is meant and one is a single word and the other's last: the
//     surname ("Wulff", "Christian Wulff");
//   - if the article itself introduces one as short for the other, in brackets right
//     behind: "Volksallianz für Demokratie (VAD)";
//   - if both stand for the same body, person or place of the knowledge file, where a
//     place stands for its government too ("China", "chinesische Regierung").
//
// Nothing else: "Polizei" is not "Polizei Berlin", and a misspelt name is another.
func (n *namer) sameName(a, b string, person bool) bool {
	fa, fb := foldName(a), foldName(b)
	if fa == "" || fb == "" {
		return false
	}
	if fa == fb {
		return true
	}
	if wa, wb := strings.Fields(a), strings.Fields(b); person && (len(wa) == 1) != (len(wb) == 1) && fold(wa[len(wa)-1]) == fold(wb[len(wb)-1]) {
		return true
	}
	if n.folds == "" {
		n.folds = fold(n.art.Text)
	}
	for _, x := range [][2]string{{fa, fb}, {fb, fa}} {
		if short := x[1]; utf8.RuneCountInString(short) < 9 && strings.Contains(n.folds, x[0]+"("+short+")") || strings.Contains(n.folds, short+"("+x[0]+")") {
			return true
		}
	}
	id := n.id(a)
	return id != "" && id == n.id(b)
}

func personKind(kind string) bool {
	return kind == "person" || kind == "expert" || kind == "eyewitness"
}

// foldName takes off a name what does not tell it from others.
func foldName(s string) string {
	s = strings.TrimSpace(s)
	for _, a := range []string{"der ", "die ", "das ", "den ", "dem ", "des "} {
		if len(s) > len(a) && strings.EqualFold(s[:len(a)], a) {
			s = s[len(a):]
			break
		}
	}
	return fold(s)
}

func fold(s string) string {
	s = strings.ReplaceAll(strings.ToLower(s), "ß", "ss")
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '(' || r == ')' || r == '/' || r == '&' || r == '+' {
			return r
		}
		return -1
	}, s)
}
