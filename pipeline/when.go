package pipeline

import (
	"slices"
	"sort"
	"strings"
	"time"

	"hearsay"
	"hearsay/nlp"
	"hearsay/text"
)

// findTimes notes the article's expressions of time.
func (r *Reader) findTimes(doc *hearsay.Doc) {
	for _, t := range r.lang.Times(doc) {
		doc.Times = append(doc.Times, hearsay.Expression{Toks: t.Toks, Type: t.Type, Value: t.Value, EDTF: t.EDTF})
	}
}

// placeInTime gives statements when they were made and when their content happens.
//
// A time says when something was said if it stands in the clause of the cue: in
// the frame, beside it, or, where the content is the whole clause, within it
// ("warnte gestern in Genf vor …"). Sentences that go on in somebody's words were
// said when those were. All other times in a content say when it happens; of
// several that of its main clause counts.
func placeInTime(doc *hearsay.Doc, sts []hearsay.Statement) {
	t := timer{doc: doc, sts: sts, stretches: nlp.TimeStretches(doc)}
	if len(t.stretches) == 0 {
		return
	}
	t.groupClauses()
	t.children = map[hearsay.StatementID][]int{}
	for k := range sts {
		if p := sts[k].Parent; p != "" {
			t.children[p] = append(t.children[p], k)
		}
	}
	for k := range sts {
		st := &sts[k]
		said := t.said(k)
		if said >= 0 {
			st.Said = t.time(said, true)
			st.Said.EDTF = t.printed(st.Said)
		}
		if w := t.when(k, said); w >= 0 {
			st.When = t.time(w, false)
		}
	}
	t.carry()
}

// A timer is the work on one article.
type timer struct {
	doc       *hearsay.Doc
	sts       []hearsay.Statement
	stretches []nlp.TimeStretch
	group     []int                         // of each clause: the first part of the clause that it is part of
	children  map[hearsay.StatementID][]int // the statements within another's content
}

func (t *timer) groupClauses() {
	t.group = make([]int, len(t.doc.Clauses))
	for i := range t.group {
		t.group[i] = -1
	}
	for i := range t.doc.Clauses {
		if t.group[i] < 0 {
			t.group[i] = i
		}
		if c := t.doc.Clauses[i].Cont; c > i && c < len(t.group) {
			t.group[c] = t.group[i]
		}
	}
}

// clauseAt gives the clause that a token is in, -1 for none.
func (t *timer) clauseAt(tok int) int {
	cl := t.doc.Clauses
	k := sort.Search(len(cl), func(k int) bool { return cl[k].Toks.To > tok })
	if k == len(cl) || cl[k].Toks.From > tok {
		return -1
	}
	return k
}

// groupAt gives the whole clause that a token is in, by its first part; -1.
func (t *timer) groupAt(tok int) int {
	if c := t.clauseAt(tok); c >= 0 {
		return t.group[c]
	}
	return -1
}

// groupsOf gives the clauses of a passage's words.
func (t *timer) groupsOf(p *hearsay.Passage) []int {
	var out []int
	if p == nil {
		return nil
	}
	for _, sp := range p.Spans {
		toks := tokensOf(t.doc, []hearsay.Span{sp})
		for i := toks.From; i < toks.To; i++ {
			if g := t.groupAt(i); g >= 0 && !slices.Contains(out, g) {
				out = append(out, g)
			}
		}
	}
	return out
}

// said finds the time at which statement k was made, in its own words and in the
// clause that names its source; -1.
func (t *timer) said(k int) int {
	st := &t.sts[k]
	cue := t.groupsOf(st.Cue)
	if st.Frame != nil {
		at := t.best(st, cue, nil, func(i int) bool {
			sp := t.span(i)
			return within(sp, st.Frame.Spans) && !within(sp, st.Content.Spans) && !t.endless(i) && t.adverbial(t.stretches[i].Toks.From)
		})
		if at >= 0 && t.cost(at, cue, nil) < loose {
			return at
		}
	}
	// Beside the frame, or in the clause that is the content; else in the clause that
	// names the source, which may stand in the sentence before: "… definierte am
	// 6. Juni das Ziel. Es gehe darum, …"
	told := t.told(st)
	if told {
		cue = t.tellingOf(st)
	} else if len(cue) == 0 && st.Mode != hearsay.FreeIndirect && st.Source != nil && !overlaps(st.Source.Spans, st.Content.Spans) {
		cue = t.groupsOf(&st.Source.Passage)
	}
	if len(cue) == 0 || t.modal(cue) {
		return -1
	}
	at := t.best(st, cue, nil, func(i int) bool {
		sp, from := t.span(i), t.stretches[i].Toks.From
		if !slices.Contains(cue, t.groupAt(from)) || !t.adverbial(from) || t.late(i) || t.endless(i) {
			return false
		}
		if within(sp, st.Content.Spans) {
			return told
		}
		for j := range t.sts { // nobody else's words
			if j != k && within(sp, t.sts[j].Content.Spans) && !overlaps(t.sts[j].Content.Spans, st.Content.Spans) && !t.told(&t.sts[j]) {
				return false
			}
		}
		return true
	})
	if at < 0 || t.cost(at, cue, nil) >= loose {
		return -1
	}
	return at
}

// told reports whether the content is the clause in which the act is told: "Die
// Stadt hat gestern vor Bränden gewarnt."
func (t *timer) told(st *hearsay.Statement) bool {
	return st.Mode == hearsay.Reported && st.Frame == nil && (st.Cue == nil || overlaps(st.Cue.Spans, st.Content.Spans))
}

// tellingOf gives the clause of such a content in which the act is told: that of
// the cue, else of the source, else its main clause.
func (t *timer) tellingOf(st *hearsay.Statement) []int {
	if g := t.groupsOf(st.Cue); len(g) > 0 {
		return g
	}
	if st.Source != nil && overlaps(st.Source.Spans, st.Content.Spans) {
		for _, g := range t.groupsOf(&st.Source.Passage) {
			if t.verbOf(g) >= 0 {
				return []int{g}
			}
		}
	}
	return t.homeOf(st.Content.Spans)
}

// verbOf gives the verb of a clause, whichever of its parts has it; -1.
func (t *timer) verbOf(group int) int {
	for c := group; c >= 0 && c < len(t.doc.Clauses); c = t.doc.Clauses[c].Cont {
		if v := t.doc.Clauses[c].Verb; v >= 0 {
			return v
		}
		if t.doc.Clauses[c].Cont <= c {
			break
		}
	}
	return -1
}

// when finds the time at which the content of statement k happens; -1. said is
// the time at which it was made, which is none of the content's.
func (t *timer) when(k, said int) int {
	st := &t.sts[k]
	var nested []hearsay.Span
	for _, j := range t.children[st.ID] {
		nested = append(nested, t.sts[j].Content.Spans...)
	}
	home := t.homeOf(st.Content.Spans)
	if t.told(st) {
		home = t.tellingOf(st)
	}
	return t.best(st, home, nested, func(i int) bool {
		return i != said && within(t.span(i), st.Content.Spans) && !t.endless(i)
	})
}

// homeOf gives the main clause of a content: its first that has a verb and is no
// relative clause.
func (t *timer) homeOf(spans []hearsay.Span) []int {
	for _, sp := range spans {
		toks := tokensOf(t.doc, []hearsay.Span{sp})
		for i := toks.From; i < toks.To; i++ {
			c := t.clauseAt(i)
			if c < 0 {
				continue
			}
			if cl := &t.doc.Clauses[t.group[c]]; (cl.Verb >= 0 || t.doc.Clauses[c].Verb >= 0) && cl.Kind != hearsay.RelClause {
				return []int{t.group[c]}
			}
			i = t.doc.Clauses[c].Toks.To - 1
		}
	}
	return nil
}

// best chooses among the stretches in a statement's sentences that fit: rather in the clauses of home than
// elsewhere, rather not in a relative clause or somebody else's words, rather
// exact than vague; then the first.
func (t *timer) best(st *hearsay.Statement, home []int, nested []hearsay.Span, fits func(i int) bool) int {
	best, least := -1, 0
	lo, hi := t.reach(st)
	for i := sort.Search(len(t.stretches), func(i int) bool { return t.span(i).Start >= lo }); i < len(t.stretches) && t.span(i).Start < hi; i++ {
		if !fits(i) {
			continue
		}
		if cost := t.cost(i, home, nested); best < 0 || cost < least {
			best, least = i, cost
		}
	}
	return best
}

// reach is the stretch of text that a statement's parts stand in, whole sentences.
func (t *timer) reach(st *hearsay.Statement) (lo, hi int) {
	lo = len(t.doc.Article.Text)
	for _, p := range []*hearsay.Passage{&st.Content, st.Frame, st.Cue, passageOf(st.Source)} {
		if p == nil {
			continue
		}
		for _, sp := range p.Spans {
			lo, hi = min(lo, sp.Start), max(hi, sp.End)
		}
	}
	sents := t.doc.Sents
	if i := sort.Search(len(sents), func(i int) bool { return sents[i].End > lo }); i < len(sents) {
		lo = min(lo, sents[i].Start)
	}
	if i := sort.Search(len(sents), func(i int) bool { return sents[i].End >= hi }); i < len(sents) {
		hi = max(hi, sents[i].End)
	}
	return lo, hi
}

func passageOf(s *hearsay.Source) *hearsay.Passage {
	if s == nil {
		return nil
	}
	return &s.Passage
}

// loose is the cost from which a time hangs too loosely in its sentence to be that
// of the act: in a subordinate clause, behind a noun, "jetzt".
const loose = 30

func (t *timer) cost(i int, home []int, nested []hearsay.Span) int {
	s := &t.stretches[i]
	cost := 0
	if c := t.clauseAt(s.Toks.From); c >= 0 && !slices.Contains(home, t.group[c]) && !t.publishes(t.group[c]) {
		switch t.doc.Clauses[t.group[c]].Kind {
		case hearsay.RelClause:
			cost += 80
		case hearsay.SubClause, hearsay.WhClause:
			cost += 40
		case hearsay.InfClause:
			cost += 20
		default:
			cost += 10
		}
	}
	if within(t.span(i), nested) {
		cost += 160
	}
	switch t.before(s.Toks.From) {
	case "als", "wie", "gegenüber", "zu": // "mehr als 2007"
		cost += 40
	}
	if f := s.Toks.From; f > 0 && len(s.EDTF) == len("2006") && t.doc.Toks[f-1].UPOS == hearsay.NOUN || t.lower(f) == "des" {
		cost += 30 // "die Tarifrunde 2008", "der Etat des nächsten Jahres"
	} else if f > 1 && t.before(f) != "" && (t.doc.Toks[f-2].UPOS == hearsay.NOUN || t.doc.Toks[f-2].UPOS == hearsay.PROPN) && !t.dated(s) {
		cost += 30 // "die Proteste im Sommer 2009", "das Gesetz von 1961"; days are told of the verb
	}
	if to := s.Toks.To; to < len(t.doc.Toks) && t.doc.Toks[to].STTS == "ADJA" {
		cost += 15 // "der gestern veröffentlichte Bericht"
	}
	if strings.HasSuffix(t.doc.Times[s.Exprs.From].Value, "_REF") {
		cost += 60 // "jetzt"
	}
	if len(s.EDTF) < len("2006-01-02") {
		cost += 2 // a month, a year
	}
	return cost
}

// dated reports whether a stretch begins on a day, be it one that is not known
// ("am Montag" in an article of which only the month is known).
func (t *timer) dated(s *nlp.TimeStretch) bool {
	return len(t.doc.Times[s.Exprs.From].Value) >= len("XXXX-WXX-1")
}

// publishes reports whether a clause tells that something was made public: "in
// einer Erklärung, die am Mittwoch veröffentlicht wurde". Its time is as good as
// that of the frame.
func (t *timer) publishes(group int) bool {
	for c := group; c >= 0 && c < len(t.doc.Clauses); c = t.doc.Clauses[c].Cont {
		if h := t.doc.Clauses[c].Head; h >= 0 && publishing[t.doc.Toks[h].Lemma] {
			return true
		}
		if t.doc.Clauses[c].Cont <= c {
			break
		}
	}
	return false
}

var publishing = map[string]bool{
	"veröffentlichen": true, "vorstellen": true, "erscheinen": true, "publizieren": true, "herausgeben": true, "vorlegen": true,
	"bekanntgeben": true, "verbreiten": true, "verlesen": true,
}

// carry hands on when something was said: to the sentences behind it that go on in
// the same words, and to what is quoted of them in the same sentence.
func (t *timer) carry() {
	for k := range t.sts {
		st := &t.sts[k]
		if st.Said != nil || st.Source == nil || len(st.Content.Spans) == 0 {
			continue
		}
		for j := k - 1; j >= 0; j-- {
			prev := &t.sts[j]
			if len(prev.Content.Spans) > 0 && t.paragraph(prev) < t.paragraph(st) {
				break
			}
			if prev.Source == nil || prev.Parent != st.Parent || len(prev.Content.Spans) == 0 {
				continue
			}
			same := slices.Equal(prev.Source.Spans, st.Source.Spans)
			switch {
			case st.Mode == hearsay.IndirectFreeIndirect:
				same = same || sameEntity(prev.Source.Entity, st.Source.Entity)
			case same:
				same = t.sentence(prev) == t.sentence(st)
			default:
				same = sameEntity(prev.Source.Entity, st.Source.Entity) && t.goesOn(st) && t.sentence(st)-t.sentence(prev) <= 1
			}
			if !same {
				if st.Mode == hearsay.IndirectFreeIndirect {
					break // somebody else has spoken in between
				}
				continue
			}
			if t.paragraph(prev) == t.paragraph(st) {
				st.Said = prev.Said
			}
			break
		}
	}
}

// goesOn reports whether a statement is told as the next of the same speech: "Sie
// sagte auch", "Merkel hob dabei hervor".
func (t *timer) goesOn(st *hearsay.Statement) bool {
	if toks := tokensOf(t.doc, st.Source.Spans); toks.To-toks.From == 1 && t.doc.Toks[toks.From].STTS == "PPER" {
		return true
	}
	if st.Frame == nil {
		return false
	}
	for _, sp := range st.Frame.Spans {
		toks := tokensOf(t.doc, []hearsay.Span{sp})
		for i := toks.From; i < toks.To; i++ {
			if also[t.lower(i)] {
				return true
			}
		}
	}
	return false
}

var also = map[string]bool{
	"auch": true, "außerdem": true, "zudem": true, "ferner": true, "weiter": true, "weiterhin": true, "dabei": true, "ebenfalls": true,
	"zugleich": true, "gleichzeitig": true, "darüber": true, "überdies": true, "ergänzte": true, "fügte": true,
}

func sameEntity(a, b *hearsay.Entity) bool { return a != nil && b != nil && a.ID == b.ID && a.ID != "" }

func (t *timer) sentence(st *hearsay.Statement) int {
	at := st.Content.Spans[0].Start
	return sort.Search(len(t.doc.Sents), func(i int) bool { return t.doc.Sents[i].End > at })
}

func (t *timer) paragraph(st *hearsay.Statement) int {
	at := st.Content.Spans[0].Start
	return sort.Search(len(t.doc.Paras), func(i int) bool { return t.doc.Paras[i].End > at })
}

// modal reports whether the verb of some clauses is a modal: "will" tells of a
// plan, and the time beside it is the plan's.
func (t *timer) modal(groups []int) bool {
	for _, g := range groups {
		if v := t.verbOf(g); v >= 0 && strings.HasPrefix(t.doc.Toks[v].STTS, "VM") {
			return true
		}
	}
	return false
}

// adverbial reports whether a time stands in its clause as "on Monday" does, and
// not as what the verb is about: "kündigte für Montag an", "warnte bis zuletzt".
func (t *timer) adverbial(tok int) bool {
	switch t.before(tok) {
	case "für", "bis", "ab", "zum", "zur", "über", "auf", "als", "wie", "gegenüber":
		return false
	}
	return true
}

// late reports whether a time begins after the article was printed.
func (t *timer) late(i int) bool {
	from, _, _ := strings.Cut(string(t.doc.Times[t.stretches[i].Exprs.From].EDTF), "/")
	now, _, _ := strings.Cut(string(t.doc.Article.Published), "/")
	n := min(len(from), len(now), len("2006-01-02"))
	return now != "" && from[:n] > now[:n]
}

// endless reports whether a time has no beginning: "seit Jahren".
func (t *timer) endless(i int) bool {
	d := string(t.doc.Times[t.stretches[i].Exprs.From].EDTF)
	return strings.HasPrefix(d, "/") || strings.HasPrefix(d, "..")
}

// before is the preposition in front of a time, over its article.
func (t *timer) before(tok int) string {
	if tok == 0 || t.doc.Toks[tok-1].UPOS != hearsay.ADP && !joins[t.lower(tok-1)] {
		return ""
	}
	if c := t.clauseAt(tok - 1); c >= 0 && t.doc.Clauses[c].Intro == tok-1 {
		return "" // "Wie gestern bekannt wurde"
	}
	return t.lower(tok - 1)
}

// joins are words that do a preposition's work but are tagged otherwise.
var joins = map[string]bool{"als": true, "wie": true, "bis": true, "seit": true, "ab": true}

func (t *timer) lower(tok int) string { return strings.ToLower(text.Word(t.doc, tok)) }

func (t *timer) span(i int) hearsay.Span {
	s := &t.stretches[i]
	return hearsay.Span{Start: t.doc.Toks[s.Toks.From].Start, End: t.doc.Toks[s.Toks.To-1].End}
}

// time gives a stretch with its words, the preposition included: "am Montag",
// "bis zum 3. Mai". What is said since Monday was said on Monday.
func (t *timer) time(i int, said bool) *hearsay.Time {
	s := &t.stretches[i]
	edtf := s.EDTF
	if said && s.Exprs.To-s.Exprs.From == 1 {
		edtf = t.doc.Times[s.Exprs.From].EDTF
	}
	r := s.Toks
	for n := 0; n < 2 && r.From > 0 && t.before(r.From) != "" && t.clauseAt(r.From-1) == t.clauseAt(s.Toks.From); n++ {
		r.From--
	}
	sp := hearsay.Span{Start: t.doc.Toks[r.From].Start, End: t.doc.Toks[r.To-1].End}
	return &hearsay.Time{EDTF: edtf, Passage: hearsay.Passage{Text: t.doc.Article.Text[sp.Start:sp.End], Spans: []hearsay.Span{sp}}}
}

// printed is the date of a time at which something was said, which is not after the
// article was printed: where the text names but a weekday, it is the one before.
func (t *timer) printed(said *hearsay.Time) hearsay.Date {
	day, err := time.Parse(time.DateOnly, string(said.EDTF))
	now, err2 := time.Parse(time.DateOnly, strings.SplitN(string(t.doc.Article.Published), "T", 2)[0])
	if err != nil || err2 != nil || !day.After(now) || day.Sub(now) > 7*24*time.Hour || strings.ContainsAny(said.Text, "0123456789") {
		return said.EDTF
	}
	return hearsay.Date(day.AddDate(0, 0, -7).Format(time.DateOnly))
}

func within(sp hearsay.Span, spans []hearsay.Span) bool {
	for _, s := range spans {
		if sp.Start >= s.Start && sp.End <= s.End {
			return true
		}
	}
	return false
}

func overlaps(a, b []hearsay.Span) bool {
	for _, x := range a {
		for _, y := range b {
			if x.Start < y.End && y.Start < x.End {
				return true
			}
		}
	}
	return false
}
