package attribution

import (
	"hearsay"
)

// told finds reported statements: a verb of speech with its source and a phrase
// for its content ("Die Polizei warnte vor Taschendieben."), and announced plans ("Die
// SPD will die Steuer erhöhen.").
func (f *finder) told() {
	order := f.bySentence()
	for si := range f.doc.Sents {
		if f.doc.Sents[si].Credit || f.allDirect(si) {
			continue
		}
		busy := false
		for _, k := range order[si] {
			if m := f.finds[k].mode; m != hearsay.Direct || f.finds[k].rule != "direct/nested" {
				busy = true
			}
		}
		first, last := f.clauses(si)
		if busy {
			f.toldParts(si, first, last)
			continue
		}
		for c := first; c < last; c++ {
			k := &f.doc.Clauses[c]
			if k.Verb < 0 || k.Kind != hearsay.MainClause && k.Kind != hearsay.FirstClause {
				continue
			}
			if f.toldClause(si, c) {
				break
			}
		}
	}
}

func (f *finder) toldClause(si, c int) bool {
	k := &f.doc.Clauses[c]
	v := f.doc.Toks[k.Verb]
	if f.neitherBehind(c) {
		// "Das Ministerium wollte den Bericht weder bestätigen noch dementieren."
		if s := f.subject(c, k.Verb); s.To > s.From {
			return 0 <= f.add(find{strict: true, mode: hearsay.Reported, act: hearsay.NoComment, medium: citeMedium, content: []rng{f.toldRange(si, c)}, source: []rng{s}, sent: si, rule: "told/weder", conf: 0.8})
		}
	}
	if v.Lemma == "wollen" && v.Feats.Mood == hearsay.Ind && k.Head != k.Verb && f.doc.Toks[k.Head].Feats.VerbForm == hearsay.Inf && v.Feats.Tense == hearsay.Pres {
		s := f.subject(c, k.Verb)
		if s.To > s.From && (f.doc.Toks[s.From].UPOS != hearsay.PRON || f.liberal()) {
			return 0 <= f.add(find{strict: f.doc.Toks[s.From].UPOS != hearsay.PRON, mode: hearsay.Reported, act: hearsay.Plan, medium: citeMedium, content: []rng{f.toldRange(si, c)}, source: []rng{s}, sent: si, rule: "told/wollen", conf: 0.5})
		}
		return false
	}
	if v.Lemma == "wollen" && v.Feats.Mood == hearsay.Ind && v.Feats.Tense == hearsay.Pres && f.perfect(c) {
		// "Der Minister will nichts gewusst haben": his claim, at a distance.
		if s := f.subject(c, k.Verb); s.To > s.From && f.doc.Toks[s.From].UPOS != hearsay.PRON {
			return 0 <= f.add(find{strict: true, mode: hearsay.Reported, act: hearsay.ClaimAct, medium: citeMedium, content: []rng{f.toldRange(si, c)}, source: []rng{s}, sent: si, rule: "told/wollen-perfect", conf: 0.5})
		}
		return false
	}
	u := f.use(c)
	if u == nil || !u.cue.Told {
		return false
	}
	source, addr := f.roles(u)
	if len(source) == 0 && !f.liberal() {
		return false
	}
	if !f.liberal() && !f.hasObject(u, source[0]) {
		return false
	}
	strict := !u.generic && u.cue.Told && len(source) > 0 && f.hasObject(u, source[0])
	return 0 <= f.add(find{strict: strict, mode: hearsay.Reported, act: u.cue.Act, medium: u.cue.Medium, content: []rng{f.toldRange(si, c)}, source: source, addr: addr, sent: si, rule: "told/verb", conf: 0.5, use: u})
}

// neitherBehind reports whether clause c goes on with "weder bestätigen noch
// dementieren": the two verbs are parted from it as a clause of their own.
func (f *finder) neitherBehind(c int) bool {
	cs := f.doc.Clauses
	if c+1 >= len(cs) || cs[c+1].Sent != cs[c].Sent || f.low[cs[c+1].Toks.From-1] != "weder" && f.low[cs[c+1].Toks.From] != "weder" {
		return false
	}
	for i := cs[c+1].Toks.From; i < cs[c+1].Toks.To; i++ {
		if l := f.doc.Toks[i].Lemma; l == "bestätigen" || denying[l] {
			return true
		}
	}
	return false
}

// toldRange gives what of a sentence tells the act of clause c: all of it, but for
// other main clauses and a remark behind it.
func (f *finder) toldRange(si, c int) rng {
	r := f.doc.Sents[si].Toks
	cs := f.doc.Clauses
	first, last := f.clauses(si)
	for k := first; k < last; k++ {
		cl := &cs[k]
		if k == c || cl.Verb < 0 {
			continue
		}
		main := cl.Kind == hearsay.MainClause && !f.subordinateAt(k)
		before := cl.Toks.From - 1
		switch {
		case k < c && main && cl.Cont < 0 && cs[c].Kind == hearsay.MainClause:
			// "Die Nein-Stimmen kamen von ihr; | sie befürchtet …"
			begin := f.clauseBegin(c)
			for begin > r.From && f.doc.Toks[begin-1].UPOS == hearsay.PUNCT && isOpen(f.low[begin-1]) {
				begin--
			}
			r.From = max(r.From, begin)
		case k < c && cl.Kind == hearsay.SubClause && cl.Intro >= 0 && f.low[cl.Intro] == "während" && k == first:
			r.From = max(r.From, f.clauseBegin(c))
		case k > c && main && f.subjectOf(k) && (f.doc.Toks[before].UPOS == hearsay.CCONJ || f.low[before] == ";" || f.low[before] == "–"):
			end := cl.Toks.From
			for end > r.From && (f.doc.Toks[end-1].UPOS == hearsay.PUNCT || f.doc.Toks[end-1].UPOS == hearsay.CCONJ) {
				end--
			}
			r.To = min(r.To, end)
		case k > c && cl.Intro >= 0 && f.low[cl.Intro] == "was" && cl.Intro == cl.Toks.From && f.low[before] == ",":
			r.To = min(r.To, before)
		}
	}
	return r
}

// subjectOf reports whether a clause has a subject of its own.
func (f *finder) subjectOf(c int) bool {
	s := f.subject(c, f.doc.Clauses[c].Verb)
	return s.To > s.From
}

// toldParts finds reported statements in the clauses that another statement's
// sentence has left: "… hatte Nordkorea gewarnt | und erklärt, dass …".
func (f *finder) toldParts(si, first, last int) {
	for c := first; c < last; c++ {
		k := &f.doc.Clauses[c]
		if k.Verb < 0 || k.Kind != hearsay.MainClause && k.Kind != hearsay.FirstClause || f.taken(c) {
			continue
		}
		u := f.use(c)
		if u == nil || u.generic || !u.cue.Told {
			continue
		}
		source, addr := f.roles(u)
		if len(source) == 0 || !f.hasObject(u, source[0]) {
			continue
		}
		parts := f.parts(c)
		r := rng{From: f.doc.Clauses[parts[0]].Toks.From, To: f.doc.Clauses[parts[len(parts)-1]].Toks.To}
		f.add(find{strict: true, mode: hearsay.Reported, act: u.cue.Act, medium: u.cue.Medium, content: []rng{r}, source: source, addr: addr, sent: si, rule: "told/part", conf: 0.5, use: u})
	}
}

// taken reports whether a clause is part of a statement already.
func (f *finder) taken(c int) bool {
	for _, k := range f.parts(c) {
		r := f.doc.Clauses[k].Toks
		for i := r.From; i < r.To; i++ {
			if f.content[i] > 0 || f.framed[i] {
				return true
			}
		}
	}
	return false
}

// hasObject reports whether a clause says what its verb is about: a phrase besides
// the source that is none of time.
func (f *finder) hasObject(u *verbUse, source rng) bool {
	for _, k := range f.parts(u.clause) {
		cl := &f.doc.Clauses[k]
		for i := cl.Toks.From; i < cl.Toks.To; i++ {
			p := f.phraseAt[i]
			if p < 0 {
				continue
			}
			ph := &f.doc.Phrases[p]
			if ph.Toks.From >= source.From && ph.Toks.To <= source.To || timeNouns[f.doc.Toks[ph.Head].Lemma] {
				continue
			}
			if f.doc.Toks[ph.Head].UPOS != hearsay.PRON && (ph.Prep < 0 || toldPreps[f.low[ph.Prep]]) {
				return true
			}
		}
	}
	return false
}

// toldPreps lead from a verb of speech to its point.
var toldPreps = map[string]bool{"vor": true, "von": true, "vom": true, "mit": true, "für": true, "auf": true, "um": true, "gegen": true, "über": true}
