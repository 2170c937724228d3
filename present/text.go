package present

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"hearsay"
)

// TextOptions say how [Text] writes.
type TextOptions struct {
	Lang  hearsay.Language // of the labels: "de" (also for "") or "en"
	Width int              // columns; 80 where it is 0
	Color bool             // with the terminal's colours
}

// Text writes rd for people: the article's head, then its statements in text
// order, nested ones beneath the one that holds them, then a summary.
//
//	Kim reist nach Russland
//	stern · nach AFP · 11. September 2023
//	──────────────────────────────────────
//	 1 Kreml — Bestätigung, indirekt — „erklärte“ · Abs. 1
//	   Kim werde „in den kommenden Tagen“ nach Russland reisen
//	   stern ⇐ AFP ← Kreml (Regierung)
//	   Quelle: sicher · Redaktion: sicher · gesagt am Montag (11. September 2023)
func Text(w io.Writer, rd *hearsay.Reading, o TextOptions) error {
	if o.Width <= 0 {
		o.Width = 80
	}
	l := labelsIn(o.Lang)
	p := &painter{width: max(o.Width, 20), color: o.Color}
	t := texter{painter: p, l: l, rd: rd, paras: paragraphs(rd.Article.Text)}

	t.head()
	top, all := outline(rd)
	t.numbers = len(strconv.Itoa(len(all)))
	for _, n := range top {
		t.statement(n, "", "", nil)
		p.line("", nil)
	}
	t.summary(all)
	_, err := io.WriteString(w, p.b.String())
	return err
}

// A texter writes one reading.
type texter struct {
	*painter
	l       *labels
	rd      *hearsay.Reading
	paras   []hearsay.Span
	numbers int // digits of the greatest number
}

func (t *texter) head() {
	a := t.rd.Article
	t.wrap("", "", run{defang(t.l.title(a)), strong})
	if line := t.l.outletLine(a); line != "" {
		t.wrap("", "", run{defang(line), plain})
	}
	if a.URL != "" && a.Title != "" {
		t.wrap("", "", run{defang(a.URL), faint})
	}
	t.rule()
}

func (t *texter) rule() { t.line(strings.Repeat("─", t.width), nil) }

// statement writes n and what is nested in it. The head line begins with first,
// all others with rest. Where the window is too narrow to show by indenting that
// n is within another statement, in is that one, and said.
func (t *texter) statement(n *node, first, rest string, in *node) {
	l, st, text := t.l, n.st, t.rd.Article.Text
	num := fmt.Sprintf("%*d ", t.numbers+1, n.num)
	body := rest + spaces(len(num))
	inner := rest + spaces(len(num)-2)
	flat := t.width-cells.StringWidth(inner)-2-len(num) < narrowest
	if len(n.children) > 0 && !flat {
		// The tree's trunk runs down to the first branch.
		body = inner + "│ "
	}

	name, words := l.sourceWords(st)
	head := []run{{defang(name), strong}}
	if st.Source == nil {
		head[0].style = warned
	}
	if words != "" {
		head = append(head, run{" (" + defang(words) + ")", plain})
	}
	if in != nil {
		head = append(head, run{fmt.Sprintf(" (%s\u00a0%d)", l.Nested, in.num), faint})
	}
	for _, f := range l.flags(st) {
		head = append(head, run{" [" + f + "]", warned})
	}
	if what := joined(", ", l.act(st.Act), l.mode(st.Mode)); what != "" {
		head = append(head, run{"\u00a0— " + what, plain})
	}
	if st.Cue != nil {
		head = append(head, run{"\u00a0— ", plain}, run{l.Open + defang(passageText(text, *st.Cue)) + l.Close, cued})
	}
	if st.Addressee != nil {
		head = append(head, run{" →\u00a0" + defang(passageText(text, *st.Addressee)), plain})
	}
	if para := paragraphOf(t.paras, st.Content); para > 0 {
		head = append(head, run{fmt.Sprintf("\u00a0· %s\u00a0%d", l.Paragraph, para), faint})
	}
	t.wrap(first+num, body, head...)
	t.wrap(body, body, run{defang(passageText(text, st.Content)), plain})
	for _, line := range t.details(st) {
		t.wrap(body, body, run{line, faint})
	}

	for i, c := range n.children {
		switch {
		case flat:
			t.line(rest, nil)
			t.statement(c, rest, rest, n)
		case i == len(n.children)-1:
			t.line(inner+"│", nil)
			t.statement(c, inner+"└─", inner+"  ", nil)
		default:
			t.line(inner+"│", nil)
			t.statement(c, inner+"├─", inner+"│ ", nil)
		}
	}
}

// details are what one wants to know after who said what: on whose word; who that
// is, how certain, in what form, when and where.
func (t *texter) details(st *hearsay.Statement) []string {
	l := t.l
	var lines []string
	if path := l.path(t.rd.Article, st); len(st.Chain) > 1 || path[len(path)-1].State != "" || unnamed(st) && len(st.Chain) > 0 {
		lines = append(lines, l.pathLine(path))
	}
	var fs []string
	if st.Source != nil {
		if who := description(st.Source.Entity, st.Source.Text); who != "" {
			fs = append(fs, who)
		}
	}
	if f := st.Factuality.Source; f != "" {
		fs = append(fs, l.Source+": "+l.fact(f))
	}
	if f := st.Factuality.Outlet; f != "" {
		fs = append(fs, l.Outlet+": "+l.fact(f))
	}
	if len(st.Medium) > 0 {
		fs = append(fs, l.media(st.Medium))
	}
	if st.Said != nil {
		fs = append(fs, l.Said+" "+l.when(st.Said))
	}
	if st.When != nil {
		fs = append(fs, l.When+": "+l.when(st.When))
	}
	var places []string
	for i := range st.Places {
		name := st.Places[i].Entity.Name
		if state := l.state(st.Places[i].Entity.State); state != "" && state != name {
			name += " (" + state + ")"
		}
		places = append(places, name)
	}
	switch len(places) {
	case 0:
	case 1:
		fs = append(fs, l.Place+": "+places[0])
	default:
		fs = append(fs, l.Places+": "+strings.Join(places, ", "))
	}
	if len(fs) > 0 {
		lines = append(lines, strings.Join(fs, "\u00a0· "))
	}
	for i := range lines {
		lines[i] = defang(lines[i])
	}
	return lines
}

// pathLine is a path on one line: "stern ⇐ AFP (Agentur) ← offizielle Quelle (anonym)".
func (l *labels) pathLine(path []link) string {
	var b strings.Builder
	for i, k := range path {
		switch {
		case i == 0:
		case k.Copies:
			b.WriteString(" ⇐\u00a0")
		default:
			b.WriteString(" ←\u00a0")
		}
		b.WriteString(k.Name)
		kind := k.Kind
		if k.Outlet || k.Copies {
			kind = "" // what else
		}
		if what := joined(", ", kind, k.State, k.Note); what != "" {
			b.WriteString(" (" + what + ")")
		}
	}
	return b.String()
}

// time is a time for people: the date, and the text's words; the words alone where
// the date is not known.
func (l *labels) time(t *hearsay.Time) (date, words string) {
	words = strings.Join(strings.Fields(t.Text), " ")
	if t.EDTF == "" {
		return words, ""
	}
	return l.date(t.EDTF), words
}

// when is a time on one line: "am Montag (11. September 2023)".
func (l *labels) when(t *hearsay.Time) string {
	date, words := l.time(t)
	if words == "" {
		return date
	}
	return words + " (" + date + ")"
}

// summary closes the reading: how many statements, by mode and by source, and
// how many that want a second look.
func (t *texter) summary(all []*node) {
	l := t.l
	if len(all) == 0 {
		t.wrap("", "", run{l.NoStatements, plain})
		return
	}
	t.rule()
	s := summarise(l, all)
	t.wrap("", "  ", run{s.Count, strong}, run{": " + s.Modes, plain})
	t.wrap("", "  ", run{l.Sources + ": " + defang(s.Sources), plain})
	if s.Look != "" {
		t.wrap("", "  ", run{s.Look, warned})
	}
}

// A summary is a reading at a glance.
type summary struct {
	Count   string // "9 Aussagen"
	Modes   string // "2 wörtlich, 3 indirekt"
	Sources string // "Kreml 3, KCNA 1, ohne Quelle 1"
	Look    string // "2 ohne Quelle, 1 mit Vorbehalt"; empty where nothing is to be flagged
}

func summarise(l *labels, all []*node) summary {
	s := summary{Count: l.count(len(all))}

	byMode := map[hearsay.Mode]int{}
	var bare, hidden, hedges, doubts int
	for _, n := range all {
		byMode[n.st.Mode]++
		switch {
		case sourceName(n.st) == "":
			bare++
		case unnamed(n.st):
			hidden++
		}
		if hedged(n.st) {
			hedges++
		}
		if unsure(n.st) {
			doubts++
		}
	}
	var fs []string
	for _, m := range modes {
		if byMode[m] > 0 {
			fs = append(fs, fmt.Sprintf("%d %s", byMode[m], l.mode(m)))
		}
	}
	if len(fs) == 0 {
		fs = append(fs, l.NoMode)
	}
	s.Modes = strings.Join(fs, ", ")

	fs = nil
	for _, k := range bySource(all) {
		name := k.name
		if name == "" {
			name = l.NoSource
		}
		fs = append(fs, fmt.Sprintf("%s %d", cutTo(name, 40), k.n))
	}
	s.Sources = strings.Join(fs, ", ")

	fs = nil
	for _, c := range []struct {
		n    int
		what string
	}{{bare, l.NoSource}, {hidden, l.OriginHidden}, {hedges, l.Hedged}, {doubts, l.Unsure}} {
		if c.n > 0 {
			fs = append(fs, fmt.Sprintf("%d %s", c.n, c.what))
		}
	}
	s.Look = strings.Join(fs, ", ")
	return s
}

// joined puts sep between those that are not empty.
func joined(sep string, ss ...string) string {
	var out []string
	for _, s := range ss {
		if s != "" {
			out = append(out, s)
		}
	}
	return strings.Join(out, sep)
}
