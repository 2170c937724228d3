package crossdoc

import (
	"strings"

	"hearsay"
)

// predicate is what a predication says to happen, with what belongs to its verb.
type predicate struct {
	class   string
	lemma   string
	known   bool // class is one of predicates.de.tsv
	passive bool
	suffers bool // the subject is who it happens to
	exists  bool // "es gibt", "zu beklagen": only that there is such a thing
	negated bool // the predicate itself says that it is not so: "ist falsch"
	opinion bool
	skip    bool
	phase   hearsay.Phase // where the verb itself tells it
	rule    string
}

// predicate finds what a predication says to happen: by its verb with a noun, a noun
// that a mere verb of aspect carries, an adjective behind a copula, or the verb.
func (b *propositions) predicate(s *scope, seg *segment, items []item) predicate {
	doc := b.doc
	head := &doc.Toks[seg.head]
	verb := b.lemma[seg.head]
	fin := b.lemma[seg.verb]
	p := predicate{lemma: verb, rule: "clause"}
	p.passive = head.Feats.VerbForm == hearsay.Part && (fin == "werden" || b.hasWord(seg, "worden") || b.hasWord(seg, "werden") && seg.head != seg.verb || fin == "sein" && b.transitive(verb))
	copula := seg.head == seg.verb || head.UPOS == hearsay.AUX
	if ids := b.x.idioms[verb]; copula && len(ids) > 0 {
		for n := range items {
			for _, id := range ids {
				if items[n].arg.Lemma == id.noun && items[n].prep != "" {
					items[n].used = true
					return predicate{class: id.class, lemma: verb + " " + id.noun, known: true, suffers: id.suffers, rule: "clause/idiom"}
				}
			}
		}
	}
	if copula && (verb == "sein" || verb == "werden" || verb == "bleiben") || verb == "bleiben" || verb == "gelten" && !copula {
		if q, ok := b.predicative(seg, items, verb); ok {
			return q
		}
	}
	if verb == "stehen" && b.hasWord(seg, "bevor") {
		verb = "bevorstehen"
	}
	// "kam ums Leben", "nahm in Haft"
	for _, id := range b.x.idioms[verb] {
		if id.class == "introduce" && b.hasWord(seg, "ausser") {
			id.class = "abolish" // "außer Kraft"
		}
		for n := range items {
			l := items[n].arg.Lemma
			if l == "" {
				l = nounKey(b.lemma[items[n].head])
			}
			if b.x.exactIdiom(verb, l) && l != id.noun {
				continue
			}
			if l == id.noun || len(id.noun) >= 4 && strings.HasSuffix(l, id.noun) && hasVowel(l[:len(l)-len(id.noun)]) {
				items[n].used = true
				return predicate{class: id.class, lemma: verb + " " + id.noun, known: true, passive: p.passive, suffers: id.suffers, rule: "clause/idiom"}
			}
		}
	}
	if ids := b.x.idioms[verb]; len(ids) > 0 {
		for _, i := range seg.toks {
			if t := &doc.Toks[i]; t.UPOS != hearsay.NOUN && t.UPOS != hearsay.SYM && b.lemma[i] != "euro" || b.isTime(i) {
				continue
			}
			l := nounKey(b.lemma[i])
			for _, id := range ids {
				if l == id.noun || len(id.noun) >= 4 && strings.HasSuffix(l, id.noun) && hasVowel(l[:len(l)-len(id.noun)]) {
					return predicate{class: id.class, lemma: verb + " " + id.noun, known: true, passive: p.passive, suffers: id.suffers, rule: "clause/idiom"}
				}
			}
		}
	}
	if q, ok := b.aspectOf(seg, items, verb, p.passive); ok {
		return q
	}
	switch verb {
	case "stimmen", "zutreffen", "bewahrheiten":
		if q, ok := b.aboutSomethingSaid(seg, items); ok {
			return q
		}
	case "geben", "existieren", "beklagen", "zählen", "verzeichnen", "melden", "fordern", "kommen", "herrschen":
		// "Es gab vier Tote", "es kam zu einer Explosion", "forderte drei Todesopfer"
		for n := range items {
			it := &items[n]
			if it.gen || it.pron || it.place {
				continue
			}
			if c := b.x.event(it.arg.Lemma); c != "" && (verb != "kommen" || it.prep == "zu") && (verb != "fordern" && verb != "melden" || c == "die" || c == "injure") {
				it.used = verb == "kommen"
				return predicate{class: c, lemma: it.arg.Lemma, known: true, exists: true, suffers: true, rule: "clause/exists"}
			}
		}
	}
	if u, ok := b.x.verbs[verb]; ok {
		p.class, p.known = u.class, true
		if verb == "treffen" && !b.meets(seg, items) {
			p.class = "affect" // "Das Hochwasser traf drei Dörfer"
			return p
		}
		p.suffers = u.suffers || reflexive[u.class] && b.hasWord(seg, "sich")
		return p
	}
	p.class = verb
	switch verb {
	case "sein", "haben", "werden":
		p.opinion = verb == "sein"
	case "finden", "meinen", "halten":
	}
	return p
}

// meets reports whether it is people or bodies that meet: an event or thing that meets
// somebody harms him.
func (b *propositions) meets(seg *segment, items []item) bool {
	for n := range items {
		it := &items[n]
		if it.prep != "" || it.gen || !it.cases.Has(hearsay.Nom) {
			continue
		}
		l := it.arg.Lemma
		return !(it.arg.ID == "" && !it.pron && (b.x.event(l) != "" || it.arg.Kind == "thing" && (strings.HasSuffix(l, "ung") && b.x.groupOf(l) == "" && l != "regierung" || b.x.groupOf(l) == "storm" || b.x.groupOf(l) == "rain")))
	}
	return true
}

// reflexive are classes whose subject suffers where the verb has "sich".
var reflexive = map[string]bool{"injure": true, "infect": true, "raise": true, "lower": true, "open": true, "close": true, "postpone": true}

func (b *propositions) hasWord(seg *segment, w string) bool {
	for _, i := range seg.toks {
		if b.low[i] == w {
			return true
		}
	}
	return false
}

// transitive reports whether "sein" with the participle of a verb tells a state that
// somebody brought about ("ist gesperrt") rather than what the subject did ("ist
// gereist").
func (b *propositions) transitive(verb string) bool {
	u, ok := b.x.verbs[verb]
	if !ok {
		return false
	}
	switch u.class {
	case "travel", "arrive", "depart", "flee", "resign", "leave", "transfer", "participate", "protest", "strike", "meet":
		return false
	}
	return !u.suffers
}

// predicative reads a copula with what stands behind it: "ist tot", "ist falsch",
// "ist Trainer", "ist vom Tisch".
func (b *propositions) predicative(seg *segment, items []item, verb string) (predicate, bool) {
	doc := b.doc
	var adj string
	for _, i := range seg.toks {
		t := &doc.Toks[i]
		if b.phraseAt[i] >= 0 && !(t.UPOS == hearsay.NOUN && b.x.false_[nounKey(b.lemma[i])]) || b.isTime(i) {
			continue
		}
		l := b.lemma[i]
		if t.UPOS == hearsay.ADJ || t.STTS == "ADJD" || t.STTS == "VVPP" && i != seg.head || t.STTS == "PTKVZ" && l != "" || b.x.false_[l] || b.x.true_[l] {
			switch {
			case b.x.false_[l] || b.x.true_[l]:
				if q, ok := b.aboutSomethingSaid(seg, items); ok {
					q.negated = b.x.false_[l] || b.x.false_[b.low[i]]
					return q, true
				}
				adj = l
			case b.x.states[l] != "":
				return predicate{class: b.x.states[l], lemma: l, known: true, suffers: true, rule: "clause/state"}, true
			case b.x.aspects["subject "+l] != aspect{}:
				if q, ok := b.aspectOf(seg, items, l, false); ok {
					return q, true
				}
			default:
				if adj == "" || t.STTS == "ADJD" {
					adj = l
				}
			}
		}
	}
	// Two nominatives: what the second says of the first.
	first := -1
	for n := range items {
		it := &items[n]
		if it.prep != "" || it.gen || !it.cases.Has(hearsay.Nom) {
			continue
		}
		if first < 0 {
			first = n
			continue
		}
		l := it.arg.Lemma
		if l == "" || it.pron {
			continue
		}
		if b.x.false_[l] {
			if q, ok := b.aboutSomethingSaid(seg, items); ok {
				q.negated = true
				it.used = true
				return q, true
			}
		}
		if verb == "werden" && officeGroups[b.x.groupOf(l)] || verb == "werden" && officeGroups[b.x.groupOf(items[first].arg.Lemma)] {
			return predicate{class: "appoint", lemma: l, known: true, suffers: true, rule: "clause/office"}, true
		}
		if c := b.x.event(l); c != "" && (items[first].pron || items[first].arg.ID == "") {
			it.used = true
			return predicate{class: c, lemma: l, known: true, suffers: true, rule: "clause/noun"}, true
		}
		return predicate{class: "be", lemma: l, rule: "clause/noun"}, true
	}
	if verb == "gelten" {
		return predicate{}, false
	}
	if first >= 0 && adj == "" {
		// "Im Mai könne Schluss sein": the noun is what happens.
		if l := items[first].arg.Lemma; b.x.event(l) != "" && items[first].arg.ID == "" {
			items[first].used = true
			return predicate{class: b.x.event(l), lemma: l, known: true, suffers: true, exists: true, rule: "clause/exists"}, true
		}
	}
	if adj != "" {
		_, scaled := b.x.states[adj]
		return predicate{class: "be " + adj, lemma: adj, opinion: !scaled && !b.anyNumber(seg), rule: "clause/adjective"}, true
	}
	if len(items) > 0 {
		return predicate{class: "be", lemma: verb, rule: "clause/be"}, true
	}
	return predicate{}, false
}

// officeGroups are the groups of nouns that name an office.
var officeGroups = map[string]bool{"chief": true, "mayor": true, "minister": true, "coach": true}

// aboutReports reads clauses that only say something of what is told elsewhere: "hat
// Berichten über ein Unglück widersprochen", "Die Berichte entbehren jeder Grundlage",
// "wollte eine Schließung weder bestätigen noch dementieren", "Die Angaben ließen sich
// nicht überprüfen". What it is about is what they deny, or do not tell.
func (b *propositions) aboutReports(s *scope, seg *segment, items []item) bool {
	verb := b.lemma[seg.head]
	deny, silent := b.x.deny[verb], b.x.silent[verb]
	if !deny && !silent {
		return false
	}
	negated := b.negates(seg.toks, predicate{})
	if silent && !negated {
		return false
	}
	for n := range items {
		it := &items[n]
		if it.gen || it.prep != "" && it.prep != "zu" && it.prep != "über" {
			continue
		}
		l := it.arg.Lemma
		demonstrative := it.pron && (b.low[it.head] == "das" || b.low[it.head] == "dies" || b.low[it.head] == "dazu")
		meta := l != "" && b.x.metaOf(l) != ""
		event := l != "" && b.x.event(l) != "" && silent && it.cases.Has(hearsay.Acc)
		if !meta && !event && !demonstrative {
			continue
		}
		k := len(b.out)
		b.nominal(s, seg.toks, items, n)
		for ; k < len(b.out); k++ {
			p := &b.out[k]
			if s.late && p.Pred.Class == "" {
				b.out = b.out[:k]
				break
			}
			switch {
			case silent:
				p.Act, p.Negated = hearsay.NoComment, false
			case p.Act != hearsay.Deny && p.Act != hearsay.Retract:
				p.Act, p.Negated = hearsay.Deny, false
			}
			p.Factuality.Source = ""
		}
		return true
	}
	return false
}

func (b *propositions) anyNumber(seg *segment) bool {
	for _, i := range seg.toks {
		if b.doc.Toks[i].UPOS == hearsay.NUM && !b.isTime(i) {
			return true
		}
	}
	return false
}

// aboutSomethingSaid reads "Das stimmt nicht", "Die Berichte über eine Festnahme sind
// falsch": what it is about is what somebody said before, or the event that the noun
// has behind it.
func (b *propositions) aboutSomethingSaid(seg *segment, items []item) (predicate, bool) {
	for n := range items {
		it := &items[n]
		if it.prep != "" || it.gen || !it.cases.Has(hearsay.Nom) {
			continue
		}
		switch b.low[it.head] {
		case "das", "dies", "dem", "es", "nichts":
			it.used = true
			return predicate{class: "", lemma: "das", rule: "anaphor/that"}, true
		}
		if sort := b.x.metaOf(it.arg.Lemma); sort != "" {
			it.used = true
			for m := n + 1; m < len(items); m++ {
				if c := b.x.event(items[m].arg.Lemma); c != "" && (items[m].gen || items[m].prep == "über" || items[m].prep == "zu" || items[m].prep == "von") {
					items[m].used = true
					return predicate{class: c, lemma: items[m].arg.Lemma, known: true, suffers: true, rule: "clause/report"}, true
				}
			}
			return predicate{class: "", lemma: it.arg.Lemma, rule: "anaphor/" + sort}, true
		}
		break
	}
	return predicate{}, false
}

// aspectOf reads verbs that tell only how far an event has come: "Das Treffen findet
// am Montag statt", "plant die Schließung", "ist abgesagt".
func (b *propositions) aspectOf(seg *segment, items []item, verb string, passive bool) (predicate, bool) {
	subj, onSubject := b.x.aspects["subject "+verb]
	obj, onObject := b.x.aspects["object "+verb]
	state := b.doc.Toks[seg.head].Feats.VerbForm == hearsay.Part && b.lemma[seg.verb] == "sein"
	if state || passive {
		// "ist abgesagt", "wurde abgesagt": the participle's adjective, or the object as subject.
		if a, ok := b.x.aspects["subject "+b.low[seg.head]]; ok {
			subj, onSubject = a, true
		}
	}
	if !onSubject && !onObject {
		return predicate{}, false
	}
	for n := range items {
		it := &items[n]
		if it.pron || it.gen || it.prep != "" && !(verb == "stehen" && it.prep == "vor") {
			continue
		}
		l := it.arg.Lemma
		if l == "" || it.arg.ID != "" && b.x.event(l) == "" {
			continue
		}
		class := b.x.event(l)
		isSubject := it.cases.Has(hearsay.Nom) && (passive || state || !onObject || !b.laterNominative(items, n))
		a := obj
		switch {
		case verb == "stehen":
			if it.prep != "vor" {
				continue
			}
			a = aspect{"planned"}
		case onSubject && isSubject && (!onObject || passive || state || n == 0):
			a = subj
			if !onObject && class == "" && !occasion[verb] {
				continue
			}
		case onObject && (passive || state) && it.cases.Has(hearsay.Nom):
		case onObject && it.cases.Has(hearsay.Acc) && n > 0:
		case onObject && it.cases.Has(hearsay.Acc) && !it.cases.Has(hearsay.Nom):
		default:
			continue
		}
		if class == "" && (!onSubject || onObject && !passive && !state && !occasion[verb]) {
			continue
		}
		if class == "" && b.x.metaOf(l) != "" {
			continue
		}
		q := predicate{class: class, lemma: l, known: class != "", suffers: true, rule: "clause/aspect"}
		if class == "" {
			q.class = l
		}
		if a.phase != "-" {
			q.phase = hearsay.Phase(a.phase)
		}
		it.used = true
		if onObject && !passive && !state && verb != "stehen" {
			q.suffers = false
		}
		if verb == "stehen" {
			q.suffers = true
		}
		return q, true
	}
	return predicate{}, false
}

// occasion are the verbs whose subject is an event whatever noun it is: "Das Konzert
// findet statt".
var occasion = map[string]bool{"stattfinden": true, "ausfallen": true, "abgesagt": true, "absagen": true, "platzen": true, "geplatzt": true, "entfallen": true, "geplant": true, "angesetzt": true, "bevorstehen": true, "abgeblasen": true, "vorgesehen": true}

func (b *propositions) laterNominative(items []item, n int) bool {
	for m := range items {
		if m != n && items[m].prep == "" && !items[m].gen && items[m].cases.Has(hearsay.Nom) {
			return true
		}
	}
	return false
}

// negates reports whether a predication denies its content.
func (b *propositions) negates(toks []int, pred predicate) bool {
	neg := false
	for n, i := range toks {
		next := func(k int) string {
			if n+k < len(toks) && n+k >= 0 {
				return b.low[toks[n+k]]
			}
			return ""
		}
		switch w := b.low[i]; {
		case w == "nicht":
			switch next(1) {
			case "nur", "zuletzt", "allein", "bloß", "mehr", "weniger", "einmal", "unbedingt", "unerheblich", "selten", "ganz":
				if next(1) == "mehr" && (next(2) != "als") {
					neg = true // "nicht mehr am Leben"
				}
				continue
			}
			if next(1) == "ausgeschlossen" || next(1) == "auszuschließen" {
				continue
			}
			neg = true
		case w == "nie", w == "niemals", w == "keinesfalls", w == "keineswegs", w == "niemand", w == "niemanden", w == "nichts", w == "weder", w == "mitnichten", w == "nirgends":
			neg = true
		case w == "kein" || strings.HasPrefix(w, "kein") && len(w) <= 6:
			if next(1) == "geringerer" || next(1) == "zweifel" {
				continue
			}
			neg = true
		}
	}
	return neg
}

// phase tells where the event stands by tense, mood, modal verb and date.
func (b *propositions) phase(seg *segment, pred predicate, when Interval) hearsay.Phase {
	if pred.phase != "" {
		return pred.phase
	}
	doc := b.doc
	fin, head := &doc.Toks[seg.verb], &doc.Toks[seg.head]
	l := b.lemma[seg.verb]
	perfect := false
	for _, i := range seg.toks {
		if i != seg.verb && (b.low[i] == "haben" || b.low[i] == "sein" || b.low[i] == "worden" || b.low[i] == "gewesen") && doc.Toks[i].UPOS == hearsay.AUX {
			perfect = true
		}
	}
	ahead := when.Known && b.published.Known && when.From > b.published.From
	if pred.rule == "clause/aspect" && b.failedByNegation(seg, pred) {
		return hearsay.Failed
	}
	switch {
	case doc.Clauses[seg.clause].Kind == hearsay.InfClause && fin.Feats.VerbForm != hearsay.Fin:
		if perfect || head.Feats.VerbForm == hearsay.Part {
			return hearsay.Occurred
		}
		return hearsay.Planned
	case modal[l] && seg.head != seg.verb:
		if perfect && (head.Feats.VerbForm == hearsay.Part || b.hasParticiple(seg)) || fin.Feats.Tense == hearsay.Past && l != "sollen" && l != "wollen" && fin.Feats.Mood == hearsay.Ind {
			return hearsay.Occurred
		}
		if (l == "dürfen" || l == "sollen" || l == "können") && !ahead && (b.lemma[seg.head] == "sein" || b.lemma[seg.head] == "haben") {
			return hearsay.Ongoing // "soll schwer krank sein"
		}
		return hearsay.Planned
	case l == "werden" && head.Feats.VerbForm == hearsay.Inf && seg.head != seg.verb:
		if b.hasParticiple(seg) && perfect {
			return hearsay.Occurred
		}
		return hearsay.Planned
	case l == "werden" && head.Feats.VerbForm == hearsay.Part && b.hasWord(seg, "werden") && b.low[seg.verb] != "werden":
		return hearsay.Planned // "wird geschlossen werden"
	case ahead && fin.Feats.Tense != hearsay.Past:
		return hearsay.Planned
	case head.Feats.VerbForm == hearsay.Part && (l == "haben" || l == "sein"):
		if l == "sein" && b.transitive(b.lemma[seg.head]) && !b.hasWord(seg, "worden") && fin.Feats.Tense == hearsay.Pres {
			return hearsay.Ongoing // "ist gesperrt"
		}
		return hearsay.Occurred
	case l == "werden" && head.Feats.VerbForm == hearsay.Part && fin.Feats.Tense == hearsay.Pres:
		if soon(b, seg) || pred.known {
			return hearsay.Planned // "werde geschlossen": present passive of what is told as news
		}
		return hearsay.Ongoing
	case fin.Feats.Tense == hearsay.Past && fin.Feats.Mood != hearsay.Sub2:
		return hearsay.Occurred
	case soon(b, seg):
		return hearsay.Planned
	}
	return hearsay.Ongoing
}

var modal = map[string]bool{"sollen": true, "wollen": true, "müssen": true, "dürfen": true, "können": true, "mögen": true}

func soon(b *propositions, seg *segment) bool {
	return b.hasWord(seg, "künftig") || b.hasWord(seg, "bald") || b.hasWord(seg, "demnächst") || b.hasWord(seg, "voraussichtlich")
}

func (b *propositions) hasParticiple(seg *segment) bool {
	for _, i := range seg.toks {
		if b.doc.Toks[i].Feats.VerbForm == hearsay.Part {
			return true
		}
	}
	return false
}

// failedByNegation: "findet nicht statt", "Es wird kein Treffen geben".
func (b *propositions) failedByNegation(seg *segment, pred predicate) bool {
	switch b.lemma[seg.head] {
	case "stattfinden", "erfolgen":
		return b.negates(seg.toks, pred) && b.doc.Toks[seg.verb].Feats.Tense == hearsay.Pres
	}
	return false
}
