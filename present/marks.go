package present

import (
	"cmp"
	"fmt"
	"html"
	"html/template"
	"slices"
	"strings"

	"hearsay"
)

// A spot is one span of one role of one statement.
type spot struct {
	hearsay.Span
	n    *node // nil for datelines and agency credits
	role string
	part int  // which of the passage's spans
	last bool // the last of them
}

// spots collects all spans of the article and its statements that the page marks.
// Spans that do not fit the text, or are empty, are left out.
func spots(rd *hearsay.Reading, all []*node) []spot {
	var out []spot
	add := func(n *node, role string, sps []hearsay.Span) {
		for i, sp := range sps {
			if within(sp, len(rd.Article.Text)) && sp.Start < sp.End {
				out = append(out, spot{sp, n, role, i, i == len(sps)-1})
			}
		}
	}
	add(nil, "dateline", []hearsay.Span{rd.Article.Dateline})
	for _, c := range rd.Article.Agencies {
		add(nil, "credit", c.Spans)
	}
	for _, n := range all {
		add(n, "content", n.st.Content.Spans)
		for _, r := range []struct {
			role string
			p    *hearsay.Passage
		}{{"frame", n.st.Frame}, {"cue", n.st.Cue}, {"addressee", n.st.Addressee}} {
			if r.p != nil {
				add(n, r.role, r.p.Spans)
			}
		}
		if n.st.Source != nil {
			add(n, "source", n.st.Source.Spans)
		}
	}
	return out
}

// markText gives each paragraph as HTML with its statements marked.
//
// Spans overlap as they like, and HTML elements must not. So the text is cut at
// every border of a span, and each piece says in its class what roles it has and
// in data-s which statements they belong to, outermost first.
func markText(l *labels, rd *hearsay.Reading, article string, all []*node, paras []hearsay.Span) []template.HTML {
	sps := spots(rd, all)
	out := make([]template.HTML, len(paras))
	for i, para := range paras {
		m := marker{l: l, article: article, text: rd.Article.Text}
		for _, sp := range sps {
			if sp.Start < para.End && para.Start < sp.End {
				m.spots = append(m.spots, sp)
			}
		}
		out[i] = template.HTML(m.paragraph(para))
	}
	return out
}

// A marker writes one paragraph.
type marker struct {
	b       strings.Builder
	l       *labels
	article string
	text    string
	spots   []spot // those that touch the paragraph
}

func (m *marker) paragraph(para hearsay.Span) string {
	borders := []int{para.Start, para.End}
	for _, sp := range m.spots {
		borders = append(borders, max(sp.Start, para.Start), min(sp.End, para.End))
	}
	slices.Sort(borders)
	borders = slices.Compact(borders)
	for i, from := range borders[:len(borders)-1] {
		m.openings(from)
		m.piece(from, borders[i+1])
		m.endings(borders[i+1])
	}
	return m.b.String()
}

// openings writes, where contents begin, the numbers that lead to their cards:
// the longest first, since it holds the others. Where a content goes on after a
// gap its number is repeated, without a link.
func (m *marker) openings(at int) {
	var here []spot
	for _, sp := range m.spots {
		if sp.role == "content" && sp.Start == at {
			here = append(here, sp)
		}
	}
	slices.SortStableFunc(here, func(a, b spot) int { return cmp.Compare(b.End, a.End) })
	for _, sp := range here {
		class := "ref"
		if unnamed(sp.n.st) {
			class += " unnamed"
		}
		if hedged(sp.n.st) {
			class += " hedged"
		}
		if sp.part > 0 {
			fmt.Fprintf(&m.b, `<span class="%s more" data-s="%s" aria-hidden="true">…%d</span>`, class, cardID(m.article, sp.n), sp.n.num)
			continue
		}
		fmt.Fprintf(&m.b, `<a class="%s" id="%s" href="#%[3]s" data-s="%[3]s" aria-label="%[4]s" aria-describedby="%[3]s-what %[3]s-path" lang="%[5]s">%[6]d</a>`,
			class, refID(m.article, sp.n), cardID(m.article, sp.n),
			html.EscapeString(announce(m.l, sp.n)), m.l.Lang, sp.n.num)
	}
}

// endings says, where contents end, so to those who hear the page.
func (m *marker) endings(at int) {
	for i := len(m.spots) - 1; i >= 0; i-- { // innermost first
		if sp := m.spots[i]; sp.role == "content" && sp.End == at && sp.last {
			fmt.Fprintf(&m.b, `<span class="vh" lang="%s"> (%s %d) </span>`, m.l.Lang, m.l.End, sp.n.num)
		}
	}
}

// piece writes a stretch of text that no border cuts.
func (m *marker) piece(from, to int) {
	var classes []string
	var owners []*node
	depth := 0
	for _, sp := range m.spots {
		if sp.Start > from || to > sp.End {
			continue
		}
		if !slices.Contains(classes, sp.role) {
			classes = append(classes, sp.role)
		}
		if sp.n == nil {
			continue
		}
		if sp.role == "content" {
			depth++
			if sp.n.st.Mode == hearsay.Direct && !slices.Contains(classes, "direct") {
				classes = append(classes, "direct")
			}
		}
		if !slices.Contains(owners, sp.n) {
			owners = append(owners, sp.n)
		}
	}
	if len(classes) == 0 {
		escape(&m.b, m.text[from:to])
		return
	}
	if depth > 1 {
		classes = append(classes, "deep")
	}
	fmt.Fprintf(&m.b, `<span class="%s"`, strings.Join(classes, " "))
	if len(owners) > 0 {
		// The one whose role this is comes last: it is what a pointer means.
		slices.SortStableFunc(owners, func(a, b *node) int { return cmp.Compare(a.depth, b.depth) })
		ids := make([]string, len(owners))
		for i, n := range owners {
			ids[i] = cardID(m.article, n)
		}
		fmt.Fprintf(&m.b, ` data-s="%s"`, strings.Join(ids, " "))
	}
	m.b.WriteByte('>')
	escape(&m.b, m.text[from:to])
	m.b.WriteString("</span>")
}

// escape writes s as HTML text. Line ends stay line ends; what could turn the
// writing around or is a control character becomes a sign that names it.
func escape(b *strings.Builder, s string) {
	for s != "" {
		i := strings.IndexFunc(s, func(r rune) bool { return r == '\n' || dangerous(r) })
		if i < 0 {
			break
		}
		b.WriteString(html.EscapeString(s[:i]))
		r := []rune(s[i:min(len(s), i+4)])[0]
		if r == '\n' {
			b.WriteString("<br>\n")
			s = s[i+1:]
			continue
		}
		fmt.Fprintf(b, `<span class="ctl" title="U+%04X">\u%04[1]X</span>`, r)
		s = s[i+len(string(r)):]
	}
	b.WriteString(html.EscapeString(s))
}
