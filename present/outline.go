package present

import (
	"sort"
	"strings"

	"hearsay"
)

// A node is a statement in the outline of its reading.
type node struct {
	st       *hearsay.Statement
	num      int // its number for people: 1 for the first statement of the reading
	depth    int // 0 at the top
	children []*node
}

// outline gives the statements of rd as a tree, in text order: the ones at the
// top, and all of them with children after their parents. A parent that does not
// exist, or a ring of parents, makes a statement a top one: it is shown, never
// lost.
func outline(rd *hearsay.Reading) (top, all []*node) {
	nodes := make([]*node, len(rd.Statements))
	byID := make(map[hearsay.StatementID]*node, len(nodes))
	for i := range rd.Statements {
		nodes[i] = &node{st: &rd.Statements[i], num: i + 1}
		byID[rd.Statements[i].ID] = nodes[i]
	}
	for _, n := range nodes {
		parent := byID[n.st.Parent]
		if n.st.Parent == "" || parent == nil || inRing(n, byID) {
			top = append(top, n)
			continue
		}
		parent.children = append(parent.children, n)
	}
	var walk func(ns []*node, depth int)
	walk = func(ns []*node, depth int) {
		for _, n := range ns {
			n.depth = depth
			all = append(all, n)
			walk(n.children, depth+1)
		}
	}
	walk(top, 0)
	return top, all
}

// inRing reports whether following parents from n leads back to n.
func inRing(n *node, byID map[hearsay.StatementID]*node) bool {
	at := n
	for range len(byID) + 1 {
		if at.st.Parent == "" {
			return false
		}
		at = byID[at.st.Parent]
		if at == nil {
			return false
		}
		if at == n {
			return true
		}
	}
	return false
}

// sourceName names who expressed the statement: the entity where it is known,
// else the words of the text; empty where the text names nobody.
func sourceName(st *hearsay.Statement) string {
	switch {
	case st.Source == nil:
		return ""
	case st.Source.Entity != nil && st.Source.Entity.Name != "":
		return st.Source.Entity.Name
	}
	return strings.TrimSpace(st.Source.Text)
}

// sourceKey is the same for two statements of the same source: by entity where
// it is known, else by the words.
func sourceKey(st *hearsay.Statement) string {
	if st.Source != nil && st.Source.Entity != nil && st.Source.Entity.ID != "" {
		return "id:" + st.Source.Entity.ID
	}
	return "name:" + strings.ToLower(withoutArticle(sourceName(st)))
}

// withoutArticle takes a definite article off the front of a name: "der Kreml"
// is no other source than "Kreml".
func withoutArticle(name string) string {
	for _, article := range []string{"der ", "die ", "das ", "den ", "dem ", "des ", "the "} {
		if len(name) > len(article) && strings.EqualFold(name[:len(article)], article) {
			return name[len(article):]
		}
	}
	return name
}

// visibility says how much the text tells of the statement's origin: the
// visibility of the last link of its chain; without a chain "named" or, where
// there is no source either, "unspecified".
func visibility(st *hearsay.Statement) string {
	if n := len(st.Chain); n > 0 && st.Chain[n-1].Visibility != "" {
		return st.Chain[n-1].Visibility
	}
	if st.Source == nil {
		return "unspecified"
	}
	return "named"
}

// unnamed reports whether nobody can be held to the statement: no source, or an
// origin that the text hides or folds into a crowd.
func unnamed(st *hearsay.Statement) bool {
	switch visibility(st) {
	case "anonymous", "collective", "unspecified":
		return true
	}
	return false
}

// hedges are the values of those who hold a content for no more than probable or
// possible.
var hedges = map[hearsay.Fact]bool{hearsay.PRPlus: true, hearsay.PSPlus: true, hearsay.PRMinus: true, hearsay.PSMinus: true}

// hedged reports whether the source or the outlet holds the content for no more
// than probable or possible.
func hedged(st *hearsay.Statement) bool {
	return hedges[st.Factuality.Source] || hedges[st.Factuality.Outlet]
}

// doubtful is the confidence below which people are told that the reader is not
// sure.
const doubtful = 0.6

// unsure reports whether the reader itself is not sure of the statement. A
// confidence of zero says that none was given.
func unsure(st *hearsay.Statement) bool {
	return st.Confidence > 0 && st.Confidence < doubtful
}

// paragraphs cuts text at its empty lines.
func paragraphs(text string) []hearsay.Span {
	var ps []hearsay.Span
	at := 0
	for at < len(text) {
		for at < len(text) && text[at] == '\n' {
			at++
		}
		if at == len(text) {
			break
		}
		end := len(text)
		if i := strings.Index(text[at:], "\n\n"); i >= 0 {
			end = at + i
		}
		ps = append(ps, hearsay.Span{Start: at, End: end})
		at = end
	}
	return ps
}

// paragraphOf gives the number for people, from 1, of the paragraph that a
// passage begins in; 0 where it has no place in the text.
func paragraphOf(ps []hearsay.Span, p hearsay.Passage) int {
	if len(p.Spans) == 0 {
		return 0
	}
	start := p.Spans[0].Start
	return sort.Search(len(ps), func(i int) bool { return ps[i].Start > start })
}

// parts cuts a passage into the texts of its spans, so that gaps can be shown.
// Where the spans do not fit the text, the passage's own text is all there is.
func parts(text string, p hearsay.Passage) []string {
	if len(p.Spans) < 2 {
		return []string{p.Text}
	}
	out := make([]string, 0, len(p.Spans))
	for _, sp := range p.Spans {
		if !within(sp, len(text)) {
			return []string{p.Text}
		}
		out = append(out, text[sp.Start:sp.End])
	}
	return out
}

// passageText is a passage on one line, its gaps shown as "[…]".
func passageText(text string, p hearsay.Passage) string {
	return strings.Join(strings.Fields(strings.Join(parts(text, p), " […] ")), " ")
}

// within reports whether sp is a proper span of a text of n bytes.
func within(sp hearsay.Span, n int) bool {
	return 0 <= sp.Start && sp.Start <= sp.End && sp.End <= n
}

// A tally is one source and how many statements it made.
type tally struct {
	key   string
	name  string // empty where the statements name no source
	first *node
	n     int
}

// bySource counts statements by source: most first, then in text order.
func bySource(all []*node) []*tally {
	var ts []*tally
	byKey := map[string]*tally{}
	for _, n := range all {
		key := sourceKey(n.st)
		t := byKey[key]
		if t == nil {
			t = &tally{key: key, name: withoutArticle(sourceName(n.st)), first: n}
			byKey[key] = t
			ts = append(ts, t)
		}
		t.n++
	}
	sort.SliceStable(ts, func(i, j int) bool { return ts[i].n > ts[j].n })
	return ts
}

// modes in the order in which people are shown them.
var modes = []hearsay.Mode{
	hearsay.Direct, hearsay.Indirect, hearsay.Reported,
	hearsay.IndirectFreeIndirect, hearsay.FreeIndirect,
}

// defang makes characters visible that could act on the one who shows them:
// terminal control sequences and bidirectional overrides. Line ends stay.
func defang(s string) string {
	if strings.IndexFunc(s, dangerous) < 0 {
		return s
	}
	return strings.Map(func(r rune) rune {
		if dangerous(r) {
			return '\uFFFD'
		}
		return r
	}, s)
}

// dangerous reports whether r is a control character or turns the direction of
// the writing around.
func dangerous(r rune) bool {
	switch {
	case r == '\n' || r == '\t':
		return false
	case r < 0x20, 0x7f <= r && r < 0xa0: // C0, DEL and C1 controls
		return true
	case 0x202a <= r && r <= 0x202e, 0x2066 <= r && r <= 0x2069: // embeddings, overrides, isolates
		return true
	case r == 0x2028, r == 0x2029: // line and paragraph separators
		return true
	}
	return false
}
