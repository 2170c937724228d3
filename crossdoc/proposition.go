package crossdoc

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"hearsay"
	"hearsay/text"
)

// Propositions takes what an annotated article says apart into propositions, in the
// order of the text: those of its statements, and what it says in its own name in
// its first sentences, or later where it names an event that is over. The document
// must have its mentions and times; version names the article in the evidence ids.
//
// A proposition is made of each clause with a predicate of its own (propositionOf),
// of the phrase that a reported act is about (reported), and of a number that counts
// people harmed where the predicate tells something else (figures).
func Propositions(doc *hearsay.Doc, sts []hearsay.Statement, version hearsay.VersionID) []Proposition {
	b := newPropositions(doc, sts, version)
	for k := range sts {
		b.statement(k)
	}
	b.narration()
	slices.SortStableFunc(b.out, func(x, y Proposition) int {
		return startOf(x.Passage.Spans) - startOf(y.Passage.Spans)
	})
	return b.out
}

func startOf(spans []hearsay.Span) int {
	if len(spans) == 0 {
		return 0
	}
	return spans[0].Start
}

// Bounds on what is made of one article, whatever it is.
const (
	maxPropositions    = 64
	narrationSentences = 6 // of these what the article says in its own name counts whatever it is
	maxWords           = 24
)

type propositions struct {
	doc     *hearsay.Doc
	sts     []hearsay.Statement
	version hearsay.VersionID
	x       *lexis
	out     []Proposition

	low       []string // words in small letters
	lemma     []string // folded lemmas
	sentOf    []int32
	clauseOf  []int32
	phraseAt  []int32
	mentionAt []int32
	timeAt    []int32
	said      []bool // in a statement, or its frame
	published Interval
	site      *Arg   // where the article's events happen: its dateline, or the first place of its text
	named     []int8 // per entity: 1 if it has a proper name
	rounds    int
	ids       map[hearsay.EvidenceID]int
}

func newPropositions(doc *hearsay.Doc, sts []hearsay.Statement, version hearsay.VersionID) *propositions {
	n := len(doc.Toks)
	b := &propositions{doc: doc, sts: sts, version: version, x: germanLexis(), ids: map[hearsay.EvidenceID]int{}}
	b.low, b.lemma = make([]string, n), make([]string, n)
	ints := make([]int32, 5*n)
	for i := range ints {
		ints[i] = -1
	}
	b.sentOf, b.clauseOf, b.phraseAt, b.mentionAt, b.timeAt = ints[:n], ints[n:2*n], ints[2*n:3*n], ints[3*n:4*n], ints[4*n:]
	b.said = make([]bool, n)
	for i := range n {
		w := text.Word(doc, i)
		b.low[i] = foldWord(w)
		if l := doc.Toks[i].Lemma; l != "" {
			b.lemma[i] = foldWord(l)
		} else {
			b.lemma[i] = b.low[i]
		}
		if s, ok := strings.CutSuffix(b.lemma[i], "fällen"); ok && s != "" {
			b.lemma[i] = s + "fallen" // "fällt aus" is of ausfallen
		}
	}
	fill := func(to []int32, r hearsay.Range, v int) {
		for i := max(0, r.From); i < min(r.To, n); i++ {
			to[i] = int32(v)
		}
	}
	for k := range doc.Sents {
		fill(b.sentOf, doc.Sents[k].Toks, k)
	}
	for k := range doc.Clauses {
		fill(b.clauseOf, doc.Clauses[k].Toks, k)
	}
	for k := range doc.Phrases {
		fill(b.phraseAt, doc.Phrases[k].Toks, k)
	}
	for k := range doc.Mentions {
		fill(b.mentionAt, doc.Mentions[k].Toks, k)
	}
	for k := range doc.Times {
		fill(b.timeAt, doc.Times[k].Toks, k)
	}
	b.named = make([]int8, len(doc.Entities))
	for _, m := range doc.Mentions {
		if m.Entity < 0 || m.Entity >= len(doc.Entities) {
			continue
		}
		for i := m.Toks.From; i < m.Toks.To && i < n; i++ {
			if doc.Toks[i].UPOS == hearsay.PROPN || doc.Toks[i].STTS == "NE" {
				b.named[m.Entity] = 1
			}
		}
	}
	b.published = IntervalOf(doc.Article.Published)
	return b
}

// statement takes one statement apart.
func (b *propositions) statement(k int) {
	st := &b.sts[k]
	in := make([]bool, len(b.doc.Toks))
	toks := b.mark(in, st.Content.Spans, true)
	b.mark(b.said, st.Content.Spans, true)
	if st.Frame != nil {
		b.mark(b.said, st.Frame.Spans, true)
	}
	for j := range b.sts {
		// What somebody quoted in turn said is a statement of its own.
		if b.sts[j].Parent == st.ID && st.ID != "" {
			b.mark(in, b.sts[j].Content.Spans, false)
			if b.sts[j].Frame != nil {
				b.mark(in, b.sts[j].Frame.Spans, false)
			}
		}
	}
	s := scope{in: in, from: toks.From, to: toks.To, st: st, id: hearsay.EvidenceID(string(b.version) + "/" + string(st.ID))}
	before := len(b.out)
	if st.Mode == hearsay.Reported && !b.plansOwn(st) {
		b.reported(&s)
	} else {
		b.clauses(&s)
	}
	if isSpeechAct(st.Act) && len(b.out) < maxPropositions {
		b.speechAct(&s, before)
	}
}

// plansOwn reports whether a reported statement is a plan told with wollen: its
// clause is what is planned.
func (b *propositions) plansOwn(st *hearsay.Statement) bool {
	return st.Rule == "told/wollen" || st.Act == hearsay.Plan && st.Cue == nil
}

// isSpeechAct reports whether an act is a fact in itself: that somebody warned is
// news, whatever becomes of what was warned of.
func isSpeechAct(a hearsay.Act) bool {
	switch a {
	case hearsay.Warn, hearsay.Threaten, hearsay.Demand, hearsay.Accuse, hearsay.Criticise, hearsay.Ask, hearsay.Doubt, hearsay.NoComment:
		return true
	}
	return false
}

// A scope is the tokens that propositions are taken from.
type scope struct {
	in       []bool
	from, to int
	st       *hearsay.Statement // nil for narration
	id       hearsay.EvidenceID
	late     bool // narration behind the first sentences: only what is over counts
}

// mark sets the tokens within some spans and returns the range that they lie in.
func (b *propositions) mark(in []bool, spans []hearsay.Span, v bool) hearsay.Range {
	r := hearsay.Range{From: -1}
	for _, sp := range spans {
		lo, hi := 0, len(b.doc.Toks)
		for lo < hi {
			if m := (lo + hi) / 2; b.doc.Toks[m].End <= sp.Start {
				lo = m + 1
			} else {
				hi = m
			}
		}
		for i := lo; i < len(b.doc.Toks) && b.doc.Toks[i].Start < sp.End; i++ {
			in[i] = v
			if r.From < 0 || i < r.From {
				r.From = i
			}
			r.To = max(r.To, i+1)
		}
	}
	r.From = max(r.From, 0)
	return r
}

// A segment is the tokens of one predication: a clause with its continuations, or
// what of it one of several coordinated verbs has.
type segment struct {
	toks    []int
	clause  int
	verb    int   // finite, or zu-infinitive
	head    int   // lexical
	shared  []int // tokens of the clause in front that a later coordinated verb shares
	matrix  *segment
	relHead int // phrase that a relative clause belongs to, -1
}

// clauses makes a proposition of each predication in scope.
func (b *propositions) clauses(s *scope) {
	doc := b.doc
	before := len(b.out)
	var last *segment
	seen := map[int]bool{}
	first := -1
	for i := s.from; i < s.to && first < 0; i++ {
		first = int(b.clauseOf[i])
	}
	if first < 0 {
		b.fragment(s)
		return
	}
	for c := first; c < len(doc.Clauses) && doc.Clauses[c].Toks.From < s.to; c++ {
		if seen[c] || len(b.out) >= maxPropositions {
			continue
		}
		cl := &doc.Clauses[c]
		var toks []int
		verb, head, intro := -1, -1, -1
		for k, guard := c, 0; k >= 0 && k < len(doc.Clauses) && !seen[k] && guard < 8; k, guard = doc.Clauses[k].Cont, guard+1 {
			seen[k] = true
			part := &doc.Clauses[k]
			for i := part.Toks.From; i < part.Toks.To; i++ {
				if s.in[i] {
					toks = append(toks, i)
				}
			}
			if part.Verb >= 0 && verb < 0 {
				verb, head = part.Verb, part.Head
			}
			if part.Intro >= 0 && intro < 0 {
				intro = part.Intro
			}
		}
		if len(toks) == 0 {
			continue
		}
		if head >= 0 && !s.in[head] {
			head = -1
		}
		if verb >= 0 && !s.in[verb] && head < 0 {
			verb = -1 // the predicate is not what was said: only a part of the clause is
		}
		if verb < 0 {
			continue
		}
		if head < 0 {
			head = verb
		}
		if b.doc.Toks[head].UPOS == hearsay.AUX || b.lemma[head] == "haben" || b.lemma[head] == "sein" {
			// "versehen zu haben", "dürfte … gewesen sein": the participle is what happens.
			for n := len(toks) - 1; n >= 0; n-- {
				if t := &doc.Toks[toks[n]]; t.Feats.VerbForm == hearsay.Part && t.UPOS == hearsay.VERB && b.phraseAt[toks[n]] < 0 && toks[n] < head+1 {
					head = toks[n]
					break
				}
			}
		}
		if cl.Kind == hearsay.SubClause && intro >= 0 && conditional[b.low[intro]] && len(b.out) > before {
			continue
		}
		if cl.Kind == hearsay.InfClause && b.low[toks[0]] == "um" {
			continue
		}
		seg := &segment{toks: toks, clause: c, verb: verb, head: head, matrix: last, relHead: -1}
		if cl.Kind == hearsay.RelClause && !b.begins(c) {
			seg.relHead = b.antecedent(c)
		}
		for _, part := range b.coordinated(seg) {
			b.propositionOf(s, part)
		}
		if cl.Kind != hearsay.RelClause {
			last = seg
		}
	}
	if len(b.out) == before {
		b.fragment(s)
	}
}

// begins reports whether a clause that looks relative begins its sentence, as one
// behind a dateline does: "MÜNCHEN - Das Konzert fällt aus".
func (b *propositions) begins(c int) bool {
	for k := c - 1; k >= 0 && b.doc.Clauses[k].Sent == b.doc.Clauses[c].Sent; k-- {
		if b.doc.Clauses[k].Verb >= 0 {
			return false
		}
	}
	i := b.doc.Clauses[c].Toks.From
	return unicode.IsUpper(firstRune(text.Word(b.doc, i)))
}

// conditional are the words that introduce what is not asserted.
var conditional = map[string]bool{"wenn": true, "falls": true, "sofern": true, "damit": true, "sobald": true, "solange": true}

// antecedent gives the phrase that a relative clause goes on, -1 if there is none.
func (b *propositions) antecedent(c int) int {
	for i := b.doc.Clauses[c].Toks.From - 1; i >= 0 && b.sentOf[i] == b.sentOf[b.doc.Clauses[c].Toks.From]; i-- {
		if p := b.phraseAt[i]; p >= 0 {
			return int(p)
		}
	}
	return -1
}

// coordinated cuts a predication with several lexical verbs under one finite verb
// into one for each: "wurden Häuser evakuiert und 500 Menschen in Sicherheit gebracht".
func (b *propositions) coordinated(seg *segment) []*segment {
	form := b.doc.Toks[seg.head].Feats.VerbForm
	if seg.head == seg.verb || form != hearsay.Inf && form != hearsay.Part {
		return []*segment{seg}
	}
	var out []*segment
	begin, prev := 0, -1
	for n, i := range seg.toks {
		t := &b.doc.Toks[i]
		if t.UPOS != hearsay.VERB || t.Feats.VerbForm != form || i == seg.verb || b.phraseAt[i] >= 0 {
			continue
		}
		if prev >= 0 {
			cut := -1
			for m := prev + 1; m < n; m++ {
				if b.doc.Toks[seg.toks[m]].UPOS == hearsay.CCONJ {
					cut = m
				}
			}
			if cut >= 0 {
				out = append(out, &segment{toks: seg.toks[begin:cut], clause: seg.clause, verb: seg.verb, head: seg.toks[prev], matrix: seg.matrix, relHead: seg.relHead})
				begin = cut + 1
			}
		}
		prev = n
	}
	if len(out) == 0 {
		return []*segment{seg}
	}
	out = append(out, &segment{toks: seg.toks[begin:], clause: seg.clause, verb: seg.verb, head: seg.head, matrix: seg.matrix, relHead: seg.relHead})
	for _, p := range out[1:] {
		p.shared = out[0].toks
	}
	return out
}

// An item is a phrase of a predication with what it is in it.
type item struct {
	phrase int
	head   int
	prep   string
	cases  hearsay.Cases
	plur   bool
	arg    Arg
	pron   bool
	place  bool
	gen    bool // attribute in the genitive of the phrase in front
	attr   bool // hangs on the noun in front, not on the verb
	used   bool // part of the predicate
}

// items lists the phrases of some tokens, without those of time.
func (b *propositions) items(s *scope, toks []int) []item {
	var out []item
	last := -1
	lead := ""
	for _, i := range toks {
		p := int(b.phraseAt[i])
		if p < 0 || p == last {
			continue
		}
		last = p
		ph := &b.doc.Phrases[p]
		if w := b.low[i]; ph.Toks.To-ph.Toks.From == 1 && ph.Prep < 0 && asidePreps[w] {
			lead = w // at the head of a sentence tagged as a noun: "Wegen des Streiks"
			continue
		}
		head := ph.Head
		if head < 0 || head >= len(b.doc.Toks) || b.isTime(head) && b.mentionAt[head] < 0 {
			continue
		}
		it := item{phrase: p, head: head, cases: ph.Cases, plur: ph.Plur}
		if ph.Prep >= 0 {
			it.prep = prepOf(b.low[ph.Prep])
		} else if lead != "" {
			it.prep = lead
		}
		lead = ""
		it.arg, it.pron = b.argOf(s, ph)
		it.place = it.arg.Kind == "place" || it.arg.Kind == "area"
		if n := len(out); n > 0 && it.prep == "" && ph.Toks.From == b.doc.Phrases[out[n-1].phrase].Toks.To && ph.Cases.Has(hearsay.Gen) && !it.pron && genitiveLead(b.low[ph.Toks.From]) && !out[n-1].pron {
			it.gen = true
		}
		out = append(out, it)
	}
	return out
}

// genitiveLead reports whether a phrase begins as one in the genitive may.
func genitiveLead(w string) bool {
	switch w {
	case "der", "des", "einer", "eines", "seiner", "ihrer", "ihres", "seines", "dieser", "dieses", "aller", "beider", "mehrerer", "zweier", "dreier", "deren", "dessen":
		return true
	}
	return strings.HasSuffix(w, "s") || strings.HasSuffix(w, "er")
}

// prepOf undoes what is drawn together: "im" → "in".
func prepOf(w string) string {
	switch w {
	case "im", "ins":
		return "in"
	case "am", "ans":
		return "an"
	case "beim":
		return "bei"
	case "vom":
		return "von"
	case "zum", "zur":
		return "zu"
	case "aufs":
		return "auf"
	case "übers", "überm":
		return "über"
	case "fürs":
		return "für"
	case "ums":
		return "um"
	case "durchs":
		return "durch"
	case "vors":
		return "vor"
	}
	return w
}

func (b *propositions) isTime(i int) bool { return b.timeAt[i] >= 0 }

// argOf makes an argument of a phrase: the entity that it names, or its noun.
func (b *propositions) argOf(s *scope, ph *hearsay.Phrase) (a Arg, pronoun bool) {
	h := ph.Head
	m := int(b.mentionAt[h])
	for i := ph.Toks.From; i < ph.Toks.To; i++ {
		// "Trainer Matthis Rohde", "Kasachstans Präsident Daulet Omarow": the name of the
		// person is who it is.
		if j := int(b.mentionAt[i]); j >= 0 && j != m && (m < 0 && i > h || m >= 0 && b.doc.Mentions[j].Kind == hearsay.PersonMention && b.doc.Mentions[m].Kind != hearsay.PersonMention) {
			m = j
		}
	}
	tok := &b.doc.Toks[h]
	if tok.UPOS == hearsay.PRON || tok.UPOS == hearsay.DET {
		switch b.low[h] {
		case "ich", "mir", "mich", "wir", "uns", "man":
			if s != nil && s.st != nil && s.st.Source != nil {
				return b.sourceArg(s.st), true
			}
			return Arg{}, true
		}
		if m < 0 {
			return Arg{}, true
		}
	}
	if m >= 0 && b.doc.Mentions[m].Entity >= 0 && b.doc.Mentions[m].Entity < len(b.doc.Entities) {
		k := b.doc.Mentions[m].Entity
		a = b.entityArg(&b.doc.Entities[k], b.named[k] > 0)
		if b.doc.Mentions[m].Kind == hearsay.PlaceMention {
			a.Kind = "place"
			if a.ID != "" && a.ID[0] == '~' && b.hasArticle(ph) {
				a.Kind = "area" // towns have no article: "an der Ruhr", "im Harz" are wider
			}
		}
		if tok.UPOS == hearsay.NOUN {
			a.Lemma = nounKey(b.lemma[h])
		}
		return a, tok.UPOS == hearsay.PRON
	}
	a.Lemma = nounKey(b.lemma[h])
	a.Name = text.Word(b.doc, h)
	a.Kind = "thing"
	if tok.UPOS == hearsay.PROPN || tok.STTS == "NE" {
		a.ID = "~" + foldWord(a.Name)
		return a, false
	}
	// "der Kabelhersteller Nordkabel": a name that nobody linked.
	for i := h + 1; i < ph.Toks.To; i++ {
		if t := &b.doc.Toks[i]; t.UPOS == hearsay.PROPN && unicode.IsUpper(firstRune(text.Word(b.doc, i))) && !b.isTime(i) {
			a.Name = text.Word(b.doc, i)
			a.ID = "~" + foldWord(a.Name)
			break
		}
	}
	return a, false
}

// hasArticle reports whether a phrase has an article, by itself or in its preposition.
func (b *propositions) hasArticle(ph *hearsay.Phrase) bool {
	for i := ph.Toks.From; i < ph.Head; i++ {
		switch b.low[i] {
		case "der", "die", "das", "dem", "den", "des", "im", "am", "zum", "zur", "vom", "beim", "ins", "ans":
			return true
		}
	}
	return false
}

func (b *propositions) entityArg(e *hearsay.Entity, named bool) Arg {
	a := Arg{ID: e.ID, Name: e.Name, Kind: e.Kind, State: e.State}
	if a.ID == "" || a.ID[0] == '#' {
		// Of the article's own: its name is all there is, and a mere noun is no name.
		if named {
			a.ID = "~" + foldWord(e.Name)
		} else {
			a.ID, a.Lemma = "", nounKey(foldWord(lastWord(e.Name)))
		}
	}
	return a
}

func (b *propositions) sourceArg(st *hearsay.Statement) Arg {
	if e := st.Source.Entity; e != nil {
		named := false
		for k := range b.doc.Entities {
			if b.doc.Entities[k].ID == e.ID {
				named = b.named[k] > 0
			}
		}
		return b.entityArg(e, named)
	}
	w := lastWord(st.Source.Text)
	return Arg{Name: st.Source.Text, Kind: "person", Lemma: nounKey(foldWord(w))}
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

func lastWord(s string) string {
	if f := strings.Fields(s); len(f) > 0 {
		return f[len(f)-1]
	}
	return ""
}

// nounKey is a noun as it is compared: adjectives that serve as nouns lose their
// ending ("Verletzten", "Verletzter" → "verletzte").
func nounKey(l string) string {
	for _, end := range []string{"ter", "ten"} {
		if s, ok := strings.CutSuffix(l, end); ok && len(s) > 4 {
			switch t := s + "te"; {
			case strings.HasSuffix(t, "verletzte"), strings.HasSuffix(t, "vermisste"), strings.HasSuffix(t, "angestellte"), strings.HasSuffix(t, "beschuldigte"), strings.HasSuffix(t, "angeklagte"), strings.HasSuffix(t, "abgeordnete"), strings.HasSuffix(t, "infizierte"), strings.HasSuffix(t, "erkrankte"), strings.HasSuffix(t, "beamte"):
				return t
			}
		}
	}
	if l == "toter" || l == "toten" {
		return "tote"
	}
	for _, end := range []string{"igter", "igten", "iger", "igen"} {
		if s, ok := strings.CutSuffix(l, end); ok && strings.HasSuffix(s+"ig", "verdächtig") {
			return s + "ige"
		}
	}
	if strings.HasSuffix(l, "innen") {
		l = l[:len(l)-3]
	}
	if s, ok := strings.CutSuffix(l, "in"); ok && len(s) > 5 && strings.HasSuffix(s, "er") {
		return s // "Sprecherin": who speaks
	}
	return l
}

// propositionOf makes the proposition of one predication, with the figures in it.
func (b *propositions) propositionOf(s *scope, seg *segment) {
	doc := b.doc
	items := b.items(s, seg.toks)
	if b.aboutReports(s, seg, items) {
		return
	}
	pred := b.predicate(s, seg, items)
	if pred.skip {
		return
	}
	p := b.begin(s, seg.toks)
	p.Pred = Predicate{Class: pred.class, Lemma: pred.lemma, Opposes: b.x.opposite(pred.class)}
	p.Kind = Fact
	p.Rule = pred.rule
	p.Negated = pred.negated != b.negates(seg.toks, pred)
	p.Time = b.timeOf(seg.toks)
	p.Phase = b.phase(seg, pred, p.Time)
	b.fillArgs(&p, s, seg, items, pred)
	p.Numbers = b.numbers(seg.toks)
	if p.Negated {
		p.Numbers = slices.DeleteFunc(p.Numbers, func(q Quantity) bool { return q.Low == 0 && q.High == 0 })
	}
	p.Words = b.words(seg.toks, pred)
	if pred.opinion {
		p.Kind = Opinion
	}
	if p.Act == hearsay.Demand && b.lemma[seg.verb] == "sollen" && !demandCue(b, s.st) {
		p.Act = hearsay.Plan // "Das Kabinett solle am 5. Mai beraten": nobody demands it
	}
	if p.Act == hearsay.NoComment && s.st != nil && s.st.Mode != hearsay.Reported && b.x.silent[b.lemma[seg.head]] {
		return
	}
	known := pred.known
	cl := doc.Clauses[seg.clause].Kind
	if cl == hearsay.RelClause && seg.relHead < 0 {
		cl = hearsay.MainClause
	}
	switch {
	case s.late && (!known || p.Phase == hearsay.Planned || cl == hearsay.RelClause):
		return
	case cl == hearsay.RelClause && !known && len(p.Numbers) == 0 && (s.st == nil || len(p.Args) < 2):
		return
	case s.st == nil && p.Kind == Opinion:
		return
	}
	if len(p.Numbers) > 0 && (b.x.hurt[p.Pred.Class] || p.Pred.Class == "cost" || pred.exists) {
		p.Kind = Figure
	}
	b.compoundPatient(&p)
	if b.isBareEvent(&p, seg, pred) {
		p.Rule += "/bare"
	}
	b.add(s, p)
	b.figures(s, seg.toks, pred.class, p)
	b.charges(s, seg, items, pred, p)
	b.mentioned(s, seg, items, pred, p)
}

// manners are front parts of compounds that say how, and not whom it happens to.
var manners = setOf("warn", "gross", "haupt", "spitze", "spitzen", "sonder", "krise", "krisen", "gipfel", "general", "neu", "rück", "mord", "doppel", "massen", "straf", "verkehr", "verkehrs", "ausser", "brand", "bombe", "terror", "messer", "feuer", "eil", "voll", "total", "selbst", "schwer", "teil")

// compoundPatient takes what an event happens to from its noun, where that is a compound:
// "Werksschließung", "Raketentest".
func (b *propositions) compoundPatient(p *Proposition) {
	if p.Pred.Class == "" || b.x.event(p.Pred.Lemma) != p.Pred.Class || b.x.hurt[p.Pred.Class] {
		return
	}
	for i := range p.Args {
		if p.Args[i].Role == "patient" {
			return
		}
	}
	if left, _, ok := compound(p.Pred.Lemma); ok && !manners[left] {
		b.addArg(p, "patient", Arg{Name: left, Kind: "thing", Lemma: left})
	}
}

// isBareEvent reports whether a proposition names an event that was told before, with the
// definite article, and nothing of it: "Die Gespräche dauern an".
func (b *propositions) isBareEvent(p *Proposition, seg *segment, pred predicate) bool {
	if p.Rule != "clause/aspect" && p.Rule != "clause/exists" || !pred.known || len(p.Places) > 0 || len(p.Numbers) > 0 || len(p.Args) > 0 {
		return false
	}
	for _, i := range seg.toks {
		if k := b.phraseAt[i]; k >= 0 && nounKey(b.lemma[i]) == pred.lemma {
			switch b.low[b.doc.Phrases[k].Toks.From] {
			case "der", "die", "das", "den", "dem":
				return true
			}
		}
	}
	return false
}

// demandCue reports whether the cue of a statement demands by itself.
func demandCue(b *propositions, st *hearsay.Statement) bool {
	if st == nil || st.Cue == nil {
		return false
	}
	c := foldWord(st.Cue.Text)
	for _, w := range []string{"forder", "verlang", "aufruf", "rief", "ruf", "appell", "mahn", "dräng", "bitte", "bat", "poch", "muss", "müss"} {
		if strings.Contains(c, w) {
			return true
		}
	}
	return false
}

// begin makes a proposition with what it has from its statement.
func (b *propositions) begin(s *scope, toks []int) Proposition {
	var p Proposition
	p.Passage = b.passage(toks)
	p.Gist = gistOf(p.Passage.Text)
	if st := s.st; st != nil {
		p.Mode, p.Act, p.Factuality = st.Mode, st.Act, st.Factuality
		if st.Source != nil {
			p.Source, p.SourceText = st.Source.Entity, st.Source.Text
		}
		p.Chain = st.Chain
		if st.Factuality.Source == hearsay.Uu && st.Frame != nil && st.Mode != hearsay.Reported && strings.Contains(st.Frame.Text, " nicht") {
			p.Act = hearsay.NoComment // "bestritt nicht, dass …" asserts nothing
		}
		if st.Said != nil {
			p.Said = IntervalOf(st.Said.EDTF)
		}
		if st.Parent != "" {
			p.Parent = hearsay.EvidenceID(string(b.version) + "/" + string(st.Parent))
		}
	}
	return p
}

// add numbers a proposition and keeps it.
func (b *propositions) add(s *scope, p Proposition) {
	if len(b.out) >= maxPropositions || len(p.Passage.Spans) == 0 {
		return
	}
	b.ids[s.id]++
	p.ID = s.id
	if n := b.ids[s.id]; n > 1 {
		p.ID += hearsay.EvidenceID("." + strconv.Itoa(n))
	}
	b.out = append(b.out, p)
}

// passage gives the text of some tokens, without punctuation at its ends.
func (b *propositions) passage(toks []int) hearsay.Passage {
	for len(toks) > 0 && b.doc.Toks[toks[0]].UPOS == hearsay.PUNCT {
		toks = toks[1:]
	}
	for len(toks) > 0 && b.doc.Toks[toks[len(toks)-1]].UPOS == hearsay.PUNCT {
		toks = toks[:len(toks)-1]
	}
	var p hearsay.Passage
	var sb strings.Builder
	for n := 0; n < len(toks); {
		m := n + 1
		for m < len(toks) && (toks[m] == toks[m-1]+1 || b.onlyPunct(toks[m-1]+1, toks[m])) {
			m++
		}
		sp := hearsay.Span{Start: b.doc.Toks[toks[n]].Start, End: b.doc.Toks[toks[m-1]].End}
		p.Spans = append(p.Spans, sp)
		if sb.Len() > 0 {
			sb.WriteByte(' ')
		}
		sb.WriteString(b.doc.Article.Text[sp.Start:sp.End])
		n = m
	}
	p.Text = sb.String()
	return p
}

func (b *propositions) onlyPunct(from, to int) bool {
	for i := from; i < to; i++ {
		if b.doc.Toks[i].UPOS != hearsay.PUNCT {
			return false
		}
	}
	return to-from <= 2
}

// gistOf makes a sentence of a passage.
func gistOf(s string) string {
	s = strings.TrimSpace(strings.Trim(s, ",;:– "))
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return ""
	}
	s = string(unicode.ToUpper(r)) + s[n:]
	if last, _ := utf8.DecodeLastRuneInString(s); unicode.IsLetter(last) || unicode.IsDigit(last) || last == '%' || last == '€' {
		s += "."
	}
	return s
}

// fillArgs gives the phrases of a predication their roles, by case and voice.
func (b *propositions) fillArgs(p *Proposition, s *scope, seg *segment, items []item, pred predicate) {
	doc := b.doc
	plural := doc.Toks[seg.verb].Feats.Number == hearsay.Plur
	singular := doc.Toks[seg.verb].Feats.Number == hearsay.Sing
	subject := -1
	infinite := doc.Clauses[seg.clause].Kind == hearsay.InfClause
	fits := func(it *item) bool {
		return it.prep == "" && !it.gen && !it.used && it.cases.Has(hearsay.Nom) && !(plural && !it.plur && it.pron) && !(singular && it.plur && !it.pron)
	}
	if !infinite {
		for n := range items {
			if !fits(&items[n]) {
				continue
			}
			// A phrase that can be nothing but nominative wins; else the first.
			if subject < 0 {
				subject = n
			}
			if only := items[n].cases; only.Has(hearsay.Nom) && !only.Has(hearsay.Acc) {
				if first := items[subject].cases; first.Has(hearsay.Acc) {
					subject = n
				}
				break
			}
		}
	}
	subjectRole, objectRole := "agent", "patient"
	if pred.passive || pred.suffers {
		subjectRole = "patient"
	}
	var subj Arg
	switch {
	case subject >= 0:
		subj = items[subject].arg
	case seg.relHead >= 0:
		intro := doc.Clauses[seg.clause].Intro
		if intro >= 0 {
			ph := &doc.Phrases[seg.relHead]
			subj, _ = b.argOf(s, ph)
		}
	case seg.shared != nil:
		for _, it := range b.items(s, seg.shared) {
			if fits(&it) {
				subj = it.arg
				break
			}
		}
	case infinite:
		if m := seg.matrix; m != nil && s.in[m.verb] {
			for _, it := range b.items(s, m.toks) {
				if fits(&it) {
					subj = it.arg
					break
				}
			}
		} else if s.st != nil && s.st.Addressee != nil && (s.st.Act == hearsay.Demand || s.st.Act == hearsay.Accuse) {
			subj = b.argOfSpans(s, s.st.Addressee.Spans)
		} else if s.st != nil && s.st.Source != nil {
			subj = b.sourceArg(s.st)
		}
	}
	b.addArg(p, subjectRole, subj)
	for n := range items {
		it := &items[n]
		if n == subject || it.used {
			continue
		}
		switch {
		case it.place || it.prep != "" && b.isLocation(it):
			if it.prep == "" && it.gen && n > 0 {
				b.addPlace(p, "at", it.arg)
				continue
			}
			if it.prep == "" {
				b.addArg(p, objectRole, it.arg)
				continue
			}
			b.addPlace(p, placeRole(it.prep, p.Pred.Class), it.arg)
		case it.gen:
			b.addArg(p, "topic", it.arg)
		case it.prep == "":
			switch {
			case it.pron && it.arg.ID == "" && it.arg.Lemma == "":
			case it.cases.Has(hearsay.Acc):
				b.addArg(p, objectRole, it.arg)
			case it.cases.Has(hearsay.Dat):
				b.addArg(p, "recipient", it.arg)
			default:
				b.addArg(p, "topic", it.arg)
			}
		case pred.passive && (it.prep == "von" || it.prep == "durch"):
			b.addArg(p, "agent", it.arg)
		case it.prep == "mit" && b.x.sym[p.Pred.Class]:
			b.addArg(p, "patient", it.arg)
		default:
			b.addArg(p, "topic", it.arg)
		}
	}
}

// argOfSpans makes an argument of the first phrase within some spans.
func (b *propositions) argOfSpans(s *scope, spans []hearsay.Span) Arg {
	in := make([]bool, len(b.doc.Toks))
	r := b.mark(in, spans, true)
	for i := r.From; i < r.To; i++ {
		if p := b.phraseAt[i]; p >= 0 {
			a, _ := b.argOf(s, &b.doc.Phrases[p])
			return a
		}
	}
	return Arg{}
}

func (b *propositions) addArg(p *Proposition, role string, a Arg) {
	if a.ID == "" && a.Lemma == "" || len(p.Args) >= 8 {
		return
	}
	for _, have := range p.Args {
		if have.ID == a.ID && have.Lemma == a.Lemma {
			return
		}
	}
	a.Role = role
	p.Args = append(p.Args, a)
}

func (b *propositions) addPlace(p *Proposition, role string, a Arg) {
	if a.ID == "" && a.Lemma == "" || len(p.Places) >= 6 {
		return
	}
	a.Role = role
	p.Places = append(p.Places, a)
}

// isLocation reports whether a phrase with a preposition says where, by its
// preposition alone; of nouns that are no names a few prepositions tell.
func (b *propositions) isLocation(it *item) bool {
	switch it.prep {
	case "in", "an", "bei", "auf", "nahe", "unweit", "entlang", "neben", "zwischen", "unter", "hinter":
	default:
		return false
	}
	if it.arg.Kind == "person" || it.arg.Kind == "government" || it.pron {
		return false
	}
	return it.arg.ID != "" || locative[it.arg.Lemma] || tailIn(it.arg.Lemma, locative)
}

// locative are nouns that name places.
var locative = setOf("bahnhof", "hauptbahnhof", "straße", "autobahn", "platz", "marktplatz", "brücke", "tunnel", "schule", "krankenhaus", "klinik", "flughafen", "hafen", "stadion", "park", "wald", "dorf", "stadt", "innenstadt", "altstadt", "zentrum", "gebäude", "haus", "hotel", "kirche", "kirchplatz", "rathaus", "werk", "fabrik", "halle", "lager", "grenze", "küste", "fluss", "see", "insel", "berg", "tal", "kreuzung", "bahnübergang", "einkaufszentrum", "supermarkt", "universität", "museum", "theater", "gericht", "kaserne", "stützpunkt", "gelände", "fabrikgelände", "keller", "wohnung", "garten", "feld", "ufer", "strand", "turm", "ort", "region", "viertel", "stadtteil", "ortsteil", "heide", "forum", "rand", "eingang", "schloss", "burg", "hof", "markt", "bucht", "förde")

func setOf(ws ...string) map[string]bool {
	m := make(map[string]bool, len(ws))
	for _, w := range ws {
		m[foldWord(w)] = true
	}
	return m
}

func tailIn(w string, set map[string]bool) bool {
	for i := 3; i+3 <= len(w); i++ {
		if utf8.RuneStart(w[i]) && set[w[i:]] && hasVowel(w[:i]) {
			return true
		}
	}
	return false
}

// placeRole tells whither, whence or where by the preposition.
func placeRole(prep, class string) string {
	switch prep {
	case "nach", "gen", "richtung", "zu", "bis":
		return "to"
	case "aus", "von", "ab":
		return "from"
	case "in", "auf", "an":
		if class == "travel" || class == "transfer" || class == "deliver" || class == "deploy" {
			return "to"
		}
	}
	return "at"
}

// speechAct adds the proposition that the act took place: who warned whom. What it
// was about is in its words.
func (b *propositions) speechAct(s *scope, before int) {
	st := s.st
	var toks []int
	for i := s.from; i < s.to; i++ {
		if s.in[i] {
			toks = append(toks, i)
		}
	}
	frame := toks
	if st.Frame != nil && st.Mode != hearsay.Reported {
		in := make([]bool, len(b.doc.Toks))
		r := b.mark(in, st.Frame.Spans, true)
		frame = nil
		for i := r.From; i < r.To; i++ {
			if in[i] {
				frame = append(frame, i)
			}
		}
	}
	if len(frame) == 0 {
		return
	}
	if st.Cue != nil {
		// The words that tell of the act, so that its passage is not that of the content.
		in := make([]bool, len(b.doc.Toks))
		r := b.mark(in, st.Cue.Spans, true)
		if st.Source != nil {
			q := b.mark(in, st.Source.Spans, true)
			r.From, r.To = min(r.From, q.From), max(r.To, q.To)
		}
		frame = nil
		for i := r.From; i < r.To; i++ {
			if in[i] {
				frame = append(frame, i)
			}
		}
	}
	p := b.begin(s, frame)
	p.Kind = SpeechAct
	p.Pred = Predicate{Class: "act:" + string(st.Act), Lemma: string(st.Act)}
	p.Phase = hearsay.Occurred
	p.Time = p.Said
	p.Rule = "act"
	if st.Source != nil {
		b.addArg(&p, "agent", b.sourceArg(st))
	}
	if st.Addressee != nil {
		b.addArg(&p, "recipient", b.argOfSpans(s, st.Addressee.Spans))
	}
	seen := map[uint64]bool{}
	for k := before; k < len(b.out); k++ {
		for _, w := range b.out[k].Words {
			if len(p.Words) < maxWords && !seen[w.Key] {
				seen[w.Key] = true
				p.Words = append(p.Words, w)
			}
		}
	}
	if len(p.Words) == 0 {
		p.Words = b.words(toks, predicate{})
	}
	b.add(s, p)
}

// narration takes what the article says in its own name.
func (b *propositions) narration() {
	seen := 0
	for k := range b.doc.Sents {
		sent := &b.doc.Sents[k]
		if sent.Credit || sent.Toks.To <= sent.Toks.From {
			continue
		}
		seen++
		if b.low[sent.Toks.To-1] == "?" {
			continue
		}
		in := make([]bool, len(b.doc.Toks))
		some := false
		for i := sent.Toks.From; i < sent.Toks.To; i++ {
			in[i] = !b.said[i]
			some = some || in[i] && b.doc.Toks[i].UPOS != hearsay.PUNCT
		}
		if !some {
			continue
		}
		// The frame of a statement is covered; what is left of its sentence counts
		// only with a verb of its own.
		s := scope{in: in, from: sent.Toks.From, to: sent.Toks.To, late: seen > narrationSentences, id: hearsay.EvidenceID(string(b.version) + "/n" + strconv.Itoa(k))}
		whole := true
		for i := sent.Toks.From; i < sent.Toks.To; i++ {
			whole = whole && in[i]
		}
		if !whole {
			n := len(b.out)
			b.clausesOnly(&s)
			_ = n
			continue
		}
		b.clauses(&s)
	}
}

// clausesOnly is clauses without fragments.
func (b *propositions) clausesOnly(s *scope) {
	for c := range b.doc.Clauses {
		cl := &b.doc.Clauses[c]
		if cl.Toks.From < s.from || cl.Toks.To > s.to || cl.Verb < 0 {
			continue
		}
		whole := true
		for i := cl.Toks.From; i < cl.Toks.To; i++ {
			whole = whole && s.in[i]
		}
		if whole {
			sub := *s
			sub.from, sub.to = cl.Toks.From, cl.Toks.To
			sub.in = make([]bool, len(s.in))
			for i := sub.from; i < sub.to; i++ {
				sub.in[i] = true
			}
			b.clauses(&sub)
		}
	}
}
