package crossdoc

import (
	"strings"

	"hearsay"
)

// reported takes the content of a reported act from the phrase that holds it: "Die
// Polizei dementierte Berichte über Festnahmen", "sprach von vier Toten".
func (b *propositions) reported(s *scope) {
	doc := b.doc
	before := len(b.out)
	// The clause of the act: that of the cue, or the first with a verb of a frame.
	act := -1
	if s.st.Cue != nil {
		in := make([]bool, len(doc.Toks))
		r := b.mark(in, s.st.Cue.Spans, true)
		if r.From < r.To {
			act = int(b.clauseOf[r.From])
		}
	}
	first := -1
	for i := s.from; i < s.to; i++ {
		c := int(b.clauseOf[i])
		if c < 0 || !s.in[i] || c == first {
			continue
		}
		first = c
		cl := &doc.Clauses[c]
		if cl.Head < 0 {
			continue
		}
		if _, ok := b.x.frames[b.lemma[cl.Head]]; ok && act < 0 {
			act = c
		}
	}
	if act < 0 {
		b.clauses(s)
		return
	}
	cl := &doc.Clauses[act]
	toks := b.clauseToks(s, act)
	verb, head := cl.Verb, cl.Head
	for k, guard := act, 0; k >= 0 && guard < 8; k, guard = doc.Clauses[k].Cont, guard+1 {
		if doc.Clauses[k].Verb >= 0 && verb < 0 {
			verb, head = doc.Clauses[k].Verb, doc.Clauses[k].Head
		}
	}
	if verb < 0 || head < 0 {
		b.clauses(s)
		return
	}
	frame, ok := b.x.frames[b.lemma[head]]
	if !ok && s.st.Cue == nil && !isSpeechAct(s.st.Act) && s.st.Act != hearsay.Deny && s.st.Act != hearsay.Confirm {
		b.clauses(s)
		return
	}
	items := b.items(s, toks)
	done := b.calls(s, verb, head, toks, items)
	if !done {
		source := s.sourceToks(b)
		for n := range items {
			it := &items[n]
			if it.gen || it.pron && it.arg.ID != "" || source[it.head] || it.prep == "" && (!it.cases.Has(hearsay.Acc) && it.cases.Has(hearsay.Nom)) {
				continue
			}
			if ok && !contains(frame.preps, it.prep) || !ok && (it.prep == "von" || it.prep == "mit" || it.prep == "bei" || it.prep == "in") {
				continue
			}
			if !ok && it.prep == "" && it.cases.Has(hearsay.Nom) && n == 0 {
				continue
			}
			if it.pron {
				if w := b.low[it.head]; w != "das" && w != "dies" && w != "es" {
					continue
				}
			}
			b.nominal(s, toks, items, n)
			done = true
			break
		}
	}
	// What other clauses of the passage say: "…, nach denen er die Wahl verloren habe".
	for c := act + 1; c < len(doc.Clauses) && doc.Clauses[c].Toks.From < s.to; c++ {
		k := &doc.Clauses[c]
		if k.Verb < 0 || k.Kind == hearsay.NoClause || !s.in[k.Verb] || k.Toks.From < s.from {
			continue
		}
		if k.Intro >= 0 && conditional[b.low[k.Intro]] || k.Intro >= 0 && (b.low[k.Intro] == "wie" || b.low[k.Intro] == "nachdem") {
			continue
		}
		sub := *s
		sub.from, sub.to = k.Toks.From, k.Toks.To
		b.clauses(&sub)
		done = true
	}
	if !done || len(b.out) == before {
		b.nominalWords(s, toks)
	}
}

// calls reads "nannte die Vorwürfe „frei erfunden“", "bezeichnete den Bericht als
// falsch": what somebody called something.
func (b *propositions) calls(s *scope, verb, head int, toks []int, items []item) bool {
	switch b.lemma[head] {
	case "nennen", "bezeichnen", "einstufen", "abtun":
	default:
		return false
	}
	negated := false
	for _, i := range toks {
		if b.x.false_[b.lemma[i]] || b.x.false_[b.low[i]] {
			negated = true
		}
	}
	for n := range items {
		it := &items[n]
		if it.prep != "" || it.gen || !it.cases.Has(hearsay.Acc) {
			continue
		}
		if b.x.metaOf(it.arg.Lemma) == "" {
			continue
		}
		k := len(b.out)
		b.nominal(s, toks, items, n)
		for ; k < len(b.out); k++ {
			if negated {
				b.out[k].Negated = true
			} else {
				b.out[k].Kind = Opinion
			}
		}
		return true
	}
	return false
}

// sourceToks marks the tokens of the source.
func (s *scope) sourceToks(b *propositions) map[int]bool {
	m := map[int]bool{}
	if s.st == nil || s.st.Source == nil {
		return m
	}
	in := make([]bool, len(b.doc.Toks))
	r := b.mark(in, s.st.Source.Spans, true)
	for i := r.From; i < r.To; i++ {
		if in[i] {
			m[i] = true
		}
	}
	return m
}

func (b *propositions) clauseToks(s *scope, c int) []int {
	var toks []int
	for k, guard := c, 0; k >= 0 && k < len(b.doc.Clauses) && guard < 8; k, guard = b.doc.Clauses[k].Cont, guard+1 {
		for i := b.doc.Clauses[k].Toks.From; i < b.doc.Clauses[k].Toks.To; i++ {
			if s.in[i] {
				toks = append(toks, i)
			}
		}
	}
	return toks
}

func contains(list []string, w string) bool {
	for _, x := range list {
		if x == w {
			return true
		}
	}
	return false
}

// nominal makes a proposition of the phrase n of some items and what hangs on it:
// of its event noun, or, where the noun stands for what somebody said ("Berichte über
// die Entlassung"), of that behind it, or of what was told before (an anaphor).
func (b *propositions) nominal(s *scope, toks []int, items []item, n int) {
	p := b.begin(s, toks)
	it := &items[n]
	noun := it.arg.Lemma
	if noun == "" {
		noun = nounKey(b.lemma[it.head])
	}
	class := b.x.event(noun)
	sort := b.x.metaOf(noun)
	at := n
	if sort != "" || class == "" {
		// Look behind the noun for the event: genitive, "über", "von", "zu".
		for m := n + 1; m < len(items) && m <= n+3; m++ {
			l := items[m].arg.Lemma
			if l == "" || !items[m].gen && items[m].prep == "" {
				continue
			}
			if c := b.x.event(l); c != "" {
				class, noun, at, sort = c, l, m, ""
				break
			}
		}
	}
	p.Rule = "nominal"
	p.Kind = Fact
	rest := items[at+1:]
	if beginnings[noun] && at+1 < len(items) && items[at+1].gen && items[at+1].arg.Lemma != "" {
		// "den Start der Linie": what starts is what it is about.
		at++
		noun = items[at].arg.Lemma
		class, sort = b.x.event(noun), ""
		rest = items[at+1:]
	}
	switch {
	case class != "" && sort == "":
		p.Pred = Predicate{Class: class, Lemma: noun, Opposes: b.x.opposite(class)}
	case sort != "" || b.low[it.head] == "das" || b.low[it.head] == "dies" || b.low[it.head] == "es":
		if sort == "" {
			sort = "that"
		}
		if c := b.compoundEvent(noun); c != "" {
			// "Korruptionsvorwurf": the compound names it.
			p.Pred = Predicate{Class: c, Lemma: noun, Opposes: b.x.opposite(c)}
		} else {
			p.Rule = "anaphor/" + sort
			p.Pred = Predicate{Lemma: noun}
		}
	default:
		p.Pred = Predicate{Class: "noun:" + noun, Lemma: noun}
		rest = items[at:]
	}
	for k := range rest {
		x := &rest[k]
		if x.pron && x.arg.ID == "" && x.arg.Lemma == "" {
			continue
		}
		switch {
		case x.place || x.prep != "" && b.isLocation(x):
			b.addPlace(&p, placeRole(x.prep, class), x.arg)
		case x.gen, x.prep == "von" && at < len(items)-1:
			b.addArg(&p, "patient", x.arg)
		case x.prep == "durch":
			b.addArg(&p, "agent", x.arg)
		default:
			b.addArg(&p, "topic", x.arg)
		}
	}
	// Whoever speaks of its own end, plan or act is who it is about.
	if s.st != nil && s.st.Source != nil && class != "" && len(p.Args) == 0 && (s.st.Act == hearsay.Confirm || s.st.Act == hearsay.Announce || s.st.Act == hearsay.Concede) {
		b.addArg(&p, "agent", b.sourceArg(s.st))
	}
	// The time behind the noun is the event's; in front stands when it was said.
	behind := toks
	for len(behind) > 0 && behind[0] <= items[at].head-4 {
		behind = behind[1:]
	}
	for k := len(behind) - 1; k >= 0; k-- {
		if behind[k] < items[at].head && b.clauseOf[behind[k]] >= 0 && b.doc.Toks[behind[k]].Feats.VerbForm == hearsay.Fin {
			behind = behind[k+1:]
			break
		}
	}
	if s.st != nil && s.st.Act != hearsay.Announce && s.st.Act != hearsay.Demand && s.st.Act != hearsay.Plan {
		for len(behind) > 0 && behind[0] < items[at].head {
			behind = behind[1:]
		}
	}
	p.Time = b.timeOf(behind)
	p.Numbers = b.numbers(toks)
	p.Phase = hearsay.Occurred
	if p.Time.Known && b.published.Known && p.Time.From > b.published.From || s.st != nil && (s.st.Act == hearsay.Announce || s.st.Act == hearsay.Plan || s.st.Act == hearsay.Warn || s.st.Act == hearsay.Threaten || s.st.Act == hearsay.Demand || s.st.Act == hearsay.Expect) {
		p.Phase = hearsay.Planned
	}
	for _, i := range toks {
		if strings.HasPrefix(b.low[i], "kein") {
			p.Negated = true
		}
	}
	p.Words = b.words(toks, predicate{class: p.Pred.Class, known: class != ""})
	if len(p.Numbers) > 0 && b.x.hurt[class] {
		p.Kind = Figure
	}
	b.compoundPatient(&p)
	if p.Rule == "nominal" && class != "" && len(p.Args)+len(p.Places)+len(p.Numbers) == 0 {
		switch b.low[b.doc.Phrases[items[at].phrase].Toks.From] {
		case "der", "die", "das", "den", "dem", "vom", "zum", "zur":
			p.Rule += "/bare"
		}
	}
	b.add(s, p)
	b.figures(s, toks, p.Pred.Class, p)
}

// compoundEvent gives the class of what stands in front in a compound of a noun for
// what is said: "Korruptionsvorwurf" → bribe.
func (b *propositions) compoundEvent(noun string) string {
	for i := 4; i+4 <= len(noun); i++ {
		if b.x.meta[noun[i:]] == "" {
			continue
		}
		front := noun[:i]
		for _, end := range []string{"", "s", "en", "n"} {
			if f, ok := strings.CutSuffix(front, end); ok {
				if c := b.x.event(f); c != "" {
					return c
				}
			}
		}
	}
	return ""
}

// nominalWords keeps what no rule takes apart, by its words alone.
func (b *propositions) nominalWords(s *scope, toks []int) {
	if len(toks) == 0 {
		return
	}
	p := b.begin(s, toks)
	p.Kind, p.Rule, p.Phase = Fact, "words", hearsay.Timeless
	for _, it := range b.items(s, toks) {
		if it.place {
			b.addPlace(&p, placeRole(it.prep, ""), it.arg)
		} else {
			b.addArg(&p, "topic", it.arg)
		}
	}
	p.Time = b.timeOf(toks)
	p.Numbers = b.numbers(toks)
	p.Words = b.words(toks, predicate{})
	b.add(s, p)
}

// fragment makes a proposition of content without a predicate of its own: quoted
// words, a phrase behind "laut".
func (b *propositions) fragment(s *scope) {
	if s.st == nil {
		return
	}
	var toks []int
	for i := s.from; i < s.to; i++ {
		if s.in[i] {
			toks = append(toks, i)
		}
	}
	if len(toks) == 0 {
		return
	}
	items := b.items(s, toks)
	for _, i := range toks {
		if !b.x.false_[b.low[i]] && !(b.doc.Toks[i].UPOS == hearsay.NOUN && b.x.false_[b.lemma[i]]) {
			continue
		}
		// "nannte die Vorwürfe „frei erfunden“": about what the frame names.
		sort := "that"
		if s.st.Frame != nil {
			in := make([]bool, len(b.doc.Toks))
			r := b.mark(in, s.st.Frame.Spans, true)
			for k := r.From; k < r.To; k++ {
				if m := b.x.metaOf(nounKey(b.lemma[k])); m != "" && in[k] {
					sort = m
				}
			}
		}
		p := b.begin(s, toks)
		p.Kind, p.Rule, p.Phase, p.Negated = Fact, "anaphor/"+sort, hearsay.Occurred, true
		p.Pred = Predicate{Lemma: b.low[i]}
		b.add(s, p)
		return
	}
	for n := range items {
		if l := items[n].arg.Lemma; l != "" && (b.x.event(l) != "" || b.x.metaOf(l) != "") {
			b.nominal(s, toks, items, n)
			return
		}
	}
	k := len(b.out)
	b.nominalWords(s, toks)
	for ; k < len(b.out); k++ {
		if len(b.out[k].Args) == 0 && len(b.out[k].Numbers) == 0 {
			b.out[k].Kind = Opinion
		}
	}
}

// beginnings are nouns that tell only how far the event has come that stands behind
// them in the genitive.
var beginnings = setOf("start", "beginn", "auftakt", "anfang", "aufnahme", "abschluss", "fortgang", "fortsetzung", "verlauf")

// charges adds what somebody is tried for: of a judgment or charge "wegen Betrugs",
// "vom Vorwurf der Bestechlichkeit". An acquittal finds that it is not so.
func (b *propositions) charges(s *scope, seg *segment, items []item, pred predicate, of Proposition) {
	switch pred.class {
	case "acquit", "convict", "charge":
	default:
		return
	}
	if of.Negated || of.Phase == hearsay.Planned {
		return
	}
	var who Arg
	for _, a := range of.Args {
		if a.Role == "patient" || a.Role == "topic" && who.ID == "" && a.ID != "" {
			if a.ID != "" && (who.ID == "" || a.Role == "patient") {
				who = a
			}
		}
	}
	for n := range items {
		it := &items[n]
		noun := it.arg.Lemma
		from := b.doc.Phrases[it.phrase].Toks.From
		switch {
		case it.prep == "wegen" || from > 0 && (b.low[from-1] == "wegen" || b.low[from] == "wegen"):
		case b.x.metaOf(noun) == "accusation" && n+1 < len(items) && items[n+1].gen:
			n++
			it = &items[n]
			noun = it.arg.Lemma
		default:
			continue
		}
		if noun == "" || b.x.event(noun) == pred.class {
			continue
		}
		var toks []int
		for i := from; i < b.doc.Phrases[it.phrase].Toks.To; i++ {
			if s.in[i] {
				toks = append(toks, i)
			}
		}
		p := of
		p.Passage = b.passage(toks)
		p.Gist = of.Gist
		class := b.x.event(noun)
		p.Pred = Predicate{Class: class, Lemma: noun, Opposes: b.x.opposite(class)}
		if class == "" {
			p.Pred.Class = "noun:" + noun
		}
		p.Args, p.Places, p.Numbers, p.Time = nil, nil, nil, Interval{}
		b.addArg(&p, "agent", who)
		p.Kind, p.Rule, p.Phase = Fact, "charge", hearsay.Occurred
		p.Negated = pred.class == "acquit"
		if pred.class == "charge" && p.Act == "" {
			p.Act = hearsay.Accuse
		}
		p.Words = b.words(toks, predicate{class: class, known: class != ""})
		b.add(s, p)
		return
	}
}

// mentioned adds the event that a predication takes for granted: "Nach der Explosion
// in der Raffinerie ermittelt die Polizei", where something more of it is named.
func (b *propositions) mentioned(s *scope, seg *segment, items []item, pred predicate, of Proposition) {
	if s.late || len(items) < 2 {
		return
	}
	it := &items[0]
	switch it.prep {
	case "nach", "vor", "bei", "wegen", "trotz", "seit", "für":
	default:
		return
	}
	class := b.x.event(it.arg.Lemma)
	if class == "" || class == pred.class || it.arg.ID != "" || b.x.metaOf(it.arg.Lemma) != "" {
		return
	}
	// The phrases that hang on it: those up to the finite verb.
	var toks []int
	for _, i := range seg.toks {
		if i >= seg.verb {
			break
		}
		toks = append(toks, i)
	}
	if len(toks) == 0 || toks[len(toks)-1] < it.head || b.doc.Clauses[seg.clause].Kind != hearsay.MainClause {
		return
	}
	p := of
	p.Args, p.Places, p.Numbers = nil, nil, nil
	for k := 1; k < len(items) && items[k].head < seg.verb; k++ {
		x := &items[k]
		switch {
		case x.place || x.prep != "" && b.isLocation(x):
			b.addPlace(&p, placeRole(x.prep, class), x.arg)
		case x.gen || x.prep == "von":
			b.addArg(&p, "patient", x.arg)
		default:
			b.addArg(&p, "topic", x.arg)
		}
	}
	if len(p.Args)+len(p.Places) == 0 {
		return
	}
	p.Passage = b.passage(toks)
	p.Pred = Predicate{Class: class, Lemma: it.arg.Lemma, Opposes: b.x.opposite(class)}
	p.Time = b.timeOf(toks)
	p.Phase = hearsay.Occurred
	if it.prep == "vor" || it.prep == "für" {
		p.Phase = hearsay.Planned
	}
	p.Kind, p.Rule, p.Negated = Fact, "mention", false
	p.Words = b.words(toks, predicate{class: class, known: true})
	b.add(s, p)
}
