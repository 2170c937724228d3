package attribution

import (
	"strings"

	"hearsay"
)

// sentence finds the statements that a frame in sentence si introduces.
func (f *finder) sentence(si int) {
	f.citing(si)
	first, last := f.clauses(si)
	for c := first; c < last; c++ {
		cl := &f.doc.Clauses[c]
		if cl.Verb < 0 || f.insideDirect(cl.Verb) {
			continue
		}
		if cl.Kind == hearsay.NoClause || cl.Kind == hearsay.InfClause {
			continue
		}
		u := f.use(c)
		if u == nil || f.framed[u.verb] && !f.extraComplement(c) {
			continue
		}
		f.verbFrame(si, u, last)
	}
	f.nounFrames(si, first, last)
}

// insideDirect reports whether token i lies in a quotation that is a statement.
func (f *finder) insideDirect(i int) bool {
	q := f.quoteOf[i]
	return q >= 0 && f.direct[q] > 0
}

// extraComplement reports whether clause c, already a quotation's frame, has a
// dass-clause of its own behind it.
func (f *finder) extraComplement(c int) bool {
	n := c + 1
	cs := f.doc.Clauses
	return n < len(cs) && cs[n].Sent == cs[c].Sent && cs[n].Kind == hearsay.SubClause && cs[n].Intro >= 0 && (f.low[cs[n].Intro] == "dass" || f.low[cs[n].Intro] == "ob") && !f.framed[cs[n].Toks.From]
}

// clauses gives the range of clauses of a sentence.
func (f *finder) clauses(si int) (int, int) {
	cs := f.doc.Clauses
	lo, hi := 0, len(cs)
	for lo < hi {
		mid := (lo + hi) / 2
		if cs[mid].Sent < si {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	end := lo
	for end < len(cs) && cs[end].Sent == si {
		end++
	}
	return lo, end
}

// isSubjunctive reports whether clause c's verb passes words on by its mood:
// Konjunktiv I, or II where I would look like the indicative.
func (f *finder) isSubjunctive(c int) bool {
	v := f.doc.Clauses[c].Verb
	if v < 0 {
		return false
	}
	return f.subjunctiveVerb(v)
}

func (f *finder) subjunctiveVerb(v int) bool {
	m := f.doc.Toks[v].Feats.Mood
	return m == hearsay.Sub1 || m == hearsay.Sub2
}

// verbFrame finds the content of a cue verb: behind it, around it or in front.
func (f *finder) verbFrame(si int, u *verbUse, last int) {
	cs := f.doc.Clauses
	body := f.sentenceBody(si)
	parts := f.parts(u.clause)
	cl := &cs[u.clause]
	start := cs[parts[0]].Toks.From
	lastPart := parts[len(parts)-1]
	end := cs[lastPart].Toks.To
	lowIntro := ""
	if cl.Intro >= 0 {
		lowIntro = f.low[cl.Intro]
	}

	// "wie X mitteilte": the rest of the sentence is the content.
	if (cl.Kind == hearsay.WhClause || cl.Kind == hearsay.SubClause) && lowIntro == "wie" && !f.hasComplement(lastPart, u, last) && u.cue.Clause {
		f.wieFrame(si, u, start, end, body)
		return
	}

	// A complement behind the frame.
	if n := f.complement(u, lastPart, last); n >= 0 {
		from := cs[n].Toks.From
		if n > lastPart+1 && (cs[n].Kind == hearsay.InfClause || cs[n].Kind == hearsay.MainClause) && cs[lastPart+1].Kind == hearsay.NoClause && f.endsWithVerb(lastPart) {
			from = cs[lastPart+1].Toks.From // "…, da sie angekündigt hatte, mit allen Parteien, auch der X, zu verhandeln"
		}
		content := f.contentFrom(from, n, body, last, u)
		source, addr := f.roles(u)
		frame := rng{From: f.frameStart(si, start, u), To: content[0].From}
		rule := "frame/" + f.complementName(n)
		// Something of the content may stand in front: "Für den Startort sei …, sagte er, dass".
		f.add(find{mode: hearsay.Indirect, act: u.cue.Act, medium: u.cue.Medium, content: content, source: source, cue: u.words, frame: f.withTail([]rng{frame}, u, content, body), addr: addr, sent: si, rule: rule, conf: 0.9, use: u, pending: u.cue == cueHeissen})
		return
	}

	// A frame behind or inside its content: verb first behind a comma.
	if cl.Kind == hearsay.FirstClause && u.cue.Clause && start > body.From {
		f.postposed(si, u, start, end, body, last)
	}
}

// hasComplement reports whether a dass-clause or the like follows clause c.
func (f *finder) hasComplement(c int, u *verbUse, last int) bool {
	return f.complement(u, c, last) >= 0
}

// complement finds the clause behind c that is the verb's content; -1 if none.
func (f *finder) complement(u *verbUse, c, last int) int {
	cs := f.doc.Clauses
	border := cs[c].Toks.To
	if border < len(f.low) && f.low[border] == ":" {
		if n := c + 1; n < last && cs[n].Toks.From < len(f.low) && !f.insideDirect(cs[n].Toks.From) && u.cue.Clause {
			return n
		}
	}
	for n := c + 1; n < last; n++ {
		k := &cs[n]
		if f.insideDirect(k.Toks.From) {
			return -1
		}
		intro := ""
		if k.Intro >= 0 {
			intro = f.low[k.Intro]
		}
		firstWord := f.low[k.Toks.From]
		switch k.Kind {
		case hearsay.SubClause:
			switch intro {
			case "dass", "daß", "ob":
				if u.cue.Clause || u.cue.Zu {
					return n
				}
				return -1
			case "wie":
				if u.cue.Clause && n == c+1 && f.doc.Toks[k.Verb].Lemma != "sein" && k.Verb >= 0 && f.use(n) == nil {
					return n
				}
			case "wonach", "wenn", "falls", "als":
				if intro == "wonach" {
					return -1
				}
			}
			if n > c+1 {
				return -1
			}
			continue // "da …", "weil …" between frame and content
		case hearsay.WhClause:
			if u.cue.Clause && n <= c+2 {
				return n
			}
			return -1
		case hearsay.InfClause:
			if firstWord == "um" || firstWord == "ohne" || firstWord == "statt" || firstWord == "anstatt" {
				continue
			}
			if u.cue.Zu {
				return n
			}
			return -1
		case hearsay.RelClause, hearsay.NoClause:
			if n-c > 4 {
				return -1
			}
			continue
		case hearsay.MainClause:
			if k.Verb < 0 {
				continue
			}
			conj := f.doc.Toks[k.Toks.From].UPOS == hearsay.CCONJ || k.Toks.From > 0 && f.doc.Toks[k.Toks.From-1].UPOS == hearsay.CCONJ
			if f.isSubjunctive(n) && u.cue.Clause && (!conj || n > c+1) {
				return n
			}
			if !conj && n == c+1 && u.cue.Clause && u.cue.Direct && f.doc.Clauses[c].Kind == hearsay.MainClause && f.low[k.Toks.From-1] == "," {
				return n
			}
			return -1
		case hearsay.FirstClause:
			// "Er sagte, sollte es regnen, falle das Fest aus."
			if f.isSubjunctive(n) && u.cue.Clause && n == c+1 && f.use(n) == nil {
				return n
			}
			return -1
		}
	}
	return -1
}

func (f *finder) complementName(n int) string {
	k := &f.doc.Clauses[n]
	switch k.Kind {
	case hearsay.SubClause, hearsay.WhClause:
		if k.Intro >= 0 {
			return f.low[k.Intro]
		}
	case hearsay.InfClause:
		return "zu"
	}
	if k.Toks.From > 0 && f.low[k.Toks.From-1] == ":" {
		return "colon"
	}
	return "verb-second"
}

// contentFrom runs the content from token from to where it ends: the sentence's
// end, or a clause that is the reporter's own again.
func (f *finder) contentFrom(from, n int, body rng, last int, u *verbUse) []rng {
	cs := f.doc.Clauses
	colon := from > 0 && f.low[from-1] == ":"
	// Adverbs and marks between the border and the clause belong to it.
	for from > body.From && f.low[from-1] != "," && f.low[from-1] != ":" && f.low[from-1] != ";" && f.doc.Toks[from-1].UPOS != hearsay.CCONJ && f.doc.Toks[from-1].UPOS == hearsay.PUNCT && f.low[from-1] != "–" && f.low[from-1] != "-" && f.low[from-1] != "(" {
		from--
	}
	to := body.To
	dependent := cs[n].Kind == hearsay.SubClause || cs[n].Kind == hearsay.InfClause || cs[n].Kind == hearsay.WhClause
	for k := n + 1; k < last; k++ {
		cl := &cs[k]
		if cl.Verb < 0 || cl.Toks.From <= from {
			continue
		}
		before := cl.Toks.From - 1
		conj := before >= 0 && f.doc.Toks[before].UPOS == hearsay.CCONJ || f.doc.Toks[cl.Toks.From].UPOS == hearsay.CCONJ
		var stop bool
		if cl.Intro >= 0 && f.low[cl.Intro] == "was" && cl.Toks.From == cl.Intro && f.low[before] == "," && k > n+1 && !f.isSubjunctive(k) && !f.isSubjunctive(k-1) {
			stop = true // "…, was nicht bestätigt wurde": the reporter's own remark
		}
		switch cl.Kind {
		case hearsay.FirstClause:
			if w := f.use(k); w != nil && f.low[before] == "," && !f.isSubjunctive(k) {
				stop = true // "…, dass A, berichtet B": B's frame
			} else if (conj && dependent || f.low[before] == "," && !colon) && !f.isSubjunctive(k) {
				stop = true // "Er sagte, dass A, und ging.", "Er sagte, er sei A, ging dann"
			}
		case hearsay.MainClause:
			if !f.isSubjunctive(k) && dependent && !colon && (conj || f.low[before] == ";" || f.low[before] == "–" || f.low[before] == "-") && !f.subordinateOrder(k) {
				stop = true
			}
			if !f.isSubjunctive(k) && dependent && f.low[before] == "," && !colon {
				stop = true // "Dass A, sagte B, C ist so": rare, but the reporter's own
			}
		}
		if stop {
			to = cl.Toks.From
			for to > from && (f.doc.Toks[to-1].UPOS == hearsay.PUNCT && f.quoteOf[to-1] < 0 || f.doc.Toks[to-1].UPOS == hearsay.CCONJ) {
				to--
			}
			break
		}
	}
	// A citing frame inside stays out of the content.
	return f.without(rng{From: from, To: to}, u)
}

// subordinateOrder reports whether a clause joined by "und" goes on a
// subordinate one: its verb comes last.
func (f *finder) subordinateOrder(k int) bool {
	cl := &f.doc.Clauses[k]
	return cl.Verb >= cl.Toks.To-1 || cl.Verb == cl.Toks.To-2 && f.doc.Toks[cl.Toks.To-1].UPOS == hearsay.PUNCT
}

// without cuts the verb's own words (a particle or an auxiliary behind the
// content) out of a range.
func (f *finder) without(r rng, u *verbUse) []rng {
	out := []rng{r}
	if u == nil {
		return out
	}
	for _, w := range u.words {
		last := &out[len(out)-1]
		if w.From >= last.From && w.To <= last.To {
			tail := rng{From: w.To, To: last.To}
			last.To = w.From
			out = append(out, tail)
		}
	}
	return trimAll(out)
}

// endsWithVerb reports whether the last word of a clause part is a verb or a
// verb's prefix: then nothing behind its comma belongs to a noun in it.
func (f *finder) endsWithVerb(c int) bool {
	i := f.doc.Clauses[c].Toks.To - 1
	t := f.doc.Toks[i]
	return t.UPOS == hearsay.VERB || t.UPOS == hearsay.AUX || t.STTS == "PTKVZ" || t.STTS == "PAV"
}

// frameStart gives where the frame of a clause that begins at start begins: at
// the sentence's start, unless something else that is complete stands in front.
func (f *finder) frameStart(si, start int, u *verbUse) int {
	sent := f.doc.Sents[si].Toks
	from := sent.From
	for i := sent.From; i < start; i++ {
		if f.content[i] > 0 || f.insideDirect(i) {
			from = i + 1
		}
	}
	for from < start && (f.doc.Toks[from].UPOS == hearsay.PUNCT) {
		from++
	}
	// A main clause in front, joined by a conjunction, is the reporter's own.
	cs := f.doc.Clauses
	first, _ := f.clauses(si)
	for c := u.clause - 1; c >= first; c-- {
		k := &cs[c]
		if k.Toks.From < from || k.Verb < 0 || k.Cont >= 0 {
			continue
		}
		conj := start > 0 && f.doc.Toks[start-1].UPOS == hearsay.CCONJ || f.doc.Toks[start].UPOS == hearsay.CCONJ
		if conj && cs[u.clause].Kind == hearsay.FirstClause && c == u.clause-1 && k.Toks.To >= start-1 && f.use(c) == nil {
			break // "Er verständigte die Polizei und teilte mit, …": one frame
		}
		if k.Kind == hearsay.MainClause && cs[u.clause].Kind != hearsay.SubClause && cs[u.clause].Kind != hearsay.RelClause {
			border := k.Toks.To
			for border < start && f.low[border] != "," && f.low[border] != ";" && f.low[border] != ":" && f.doc.Toks[border].UPOS != hearsay.CCONJ && f.low[border] != "–" && f.low[border] != "-" {
				border++
			}
			if border < start {
				if f.low[border] == "," || f.low[border] == ";" || f.low[border] == ":" || f.low[border] == "–" || f.low[border] == "-" {
					border++
				}
				from = max(from, border)
			}
			break
		}
	}
	return min(from, start)
}

// withTail adds to a frame what of it stands behind the content.
func (f *finder) withTail(frame []rng, u *verbUse, content []rng, body rng) []rng {
	end := content[len(content)-1].To
	for _, w := range u.words {
		if w.From >= end {
			frame = append(frame, rng{From: w.From, To: w.To})
		} else if w.From >= frame[0].To {
			frame = append(frame, w)
		}
	}
	return frame
}

// roles finds source and addressee of a verb.
func (f *finder) roles(u *verbUse) (source, addr []rng) {
	var s rng
	switch {
	case u.cue == cueHeissen || u.cue == cueStehen:
		s = f.document(u.clause, "in", "im", "aus", "von", "vom", "bei", "beim", "auf")
	case u.cue.Lemma == "hervorgehen" || u.cue.Lemma == "verlauten":
		s = f.document(u.clause, "aus", "von", "vom")
		if s.To == 0 {
			s = f.subject(u.clause, u.verb)
		}
	case u.cue == cueZitieren && u.passive || u.cue.Lemma == "zitieren" && u.passive:
		s = f.subject(u.clause, u.verb)
		return single(s), nil
	case u.cue.Lemma == "zitieren":
		// "Die Zeitung zitiert einen Augenzeugen": he is the source.
		s = f.subject(u.clause, u.verb)
		if o := f.object(u, s); o.To > o.From {
			s = o
		}
		return single(s), nil
	case u.passive:
		s = f.agent(u.clause)
		if s.To == 0 {
			s = f.antecedent(u.clause)
		}
		if s.To == 0 {
			// "In einem Bericht der Zeitung wurde vermutet, dass …"
			if d := f.document(u.clause, "in", "im"); d.To > d.From {
				if p := f.phraseOf[f.headOf(d)]; p >= 0 && f.isCited(p) {
					s = d
				}
			}
		}
		if s.To == 0 {
			if subj := f.subject(u.clause, u.verb); subj.To > subj.From {
				switch u.cue.Lemma {
				case "bitten", "auffordern", "aufrufen", "beschuldigen", "verdächtigen", "warnen", "bezichtigen", "ermahnen", "anweisen", "informieren":
					return nil, single(subj)
				}
			}
		}
		return single(s), f.addressee(u, s)
	default:
		s = f.earlierSubject(u)
		if s.To == 0 {
			s = f.subject(u.clause, u.verb)
		}
	}
	return single(s), f.addressee(u, s)
}

// object finds the first phrase behind the verb that can be an accusative and is
// not the subject.
func (f *finder) object(u *verbUse, subject rng) rng {
	to := f.doc.Clauses[u.clause].Toks.To
	for i := u.verb + 1; i < to; i++ {
		p := f.phraseAt[i]
		if p < 0 {
			continue
		}
		ph := &f.doc.Phrases[p]
		if ph.Prep < 0 && ph.Cases.Has(hearsay.Acc) && ph.Toks.From >= subject.To && f.canBeSource(p) {
			return f.extend(p, to)
		}
		i = ph.Toks.To - 1
	}
	return rng{}
}

// antecedent finds the noun in front of a relative clause in which something is
// said: "eine Erklärung, in der gefordert wird".
func (f *finder) antecedent(c int) rng {
	cl := &f.doc.Clauses[c]
	if cl.Kind != hearsay.RelClause || cl.Intro <= cl.Toks.From || cl.Toks.From < 2 {
		return rng{}
	}
	p := f.phraseOf[cl.Toks.From-2]
	if p < 0 {
		return rng{}
	}
	// Back to the head of the chain of attributes.
	for f.doc.Phrases[p].Prep < 0 && f.doc.Phrases[p].Toks.From > 0 && genitiveArticles[f.low[f.doc.Phrases[p].Toks.From]] {
		q := f.phraseOf[f.doc.Phrases[p].Toks.From-1]
		if q < 0 || q == p {
			break
		}
		p = q
	}
	return f.extend(p, cl.Toks.From-1)
}

// earlierSubject gives a clause that "und" joins to another its subject: "X hat A
// gesagt und angekündigt, …".
func (f *finder) earlierSubject(u *verbUse) rng {
	cs := f.doc.Clauses
	start := cs[u.clause].Toks.From
	if cs[u.clause].Kind != hearsay.FirstClause || start == 0 || f.doc.Toks[start-1].UPOS != hearsay.CCONJ && f.doc.Toks[start].UPOS != hearsay.CCONJ {
		return rng{}
	}
	for c := u.clause - 1; c >= 0 && cs[c].Sent == cs[u.clause].Sent; c-- {
		if cs[c].Verb >= 0 && (cs[c].Kind == hearsay.MainClause || cs[c].Kind == hearsay.FirstClause) {
			return f.subject(c, cs[c].Verb)
		}
	}
	return rng{}
}

func single(r rng) []rng {
	if r.From >= r.To {
		return nil
	}
	return []rng{r}
}

// wieFrame: "Wie X mitteilte, A" and "A, wie X mitteilte, B".
func (f *finder) wieFrame(si int, u *verbUse, start, end int, body rng) {
	frame := rng{From: start, To: end}
	left, right := start, end
	if start > body.From && f.low[start-1] == "," {
		frame.From = start - 1
		left = start - 1
	}
	if end < body.To && f.low[end] == "," {
		frame.To = end + 1
		right = end + 1
	}
	content := trimAll([]rng{{From: body.From, To: left}, {From: right, To: body.To}})
	if len(content) == 0 {
		return
	}
	// Verbs like "sehen": "wie er es sah" is no report.
	source, addr := f.roles(u)
	if len(source) == 0 && !u.passive {
		return
	}
	f.add(find{mode: hearsay.Indirect, act: u.cue.Act, medium: u.cue.Medium, content: content, source: source, cue: u.words, frame: []rng{frame}, addr: addr, sent: si, rule: "frame/wie", conf: 0.85, use: u})
}

// postposed: ", sagte X" behind the content or inside it.
func (f *finder) postposed(si int, u *verbUse, start, end int, body rng, last int) {
	cs := f.doc.Clauses
	comma := start - 1
	for comma > body.From && f.low[comma] != "," && f.low[comma] != "–" && f.low[comma] != "-" && f.low[comma] != "?" && f.low[comma] != "!" {
		comma--
	}
	if comma <= body.From || start-comma > 2 {
		return
	}
	if f.doc.Toks[start].UPOS == hearsay.CCONJ || f.doc.Toks[start-1].UPOS == hearsay.CCONJ {
		return
	}
	if f.insideDirect(comma-1) || f.framed[u.verb] {
		return
	}
	// What stands in front must be able to stand alone, or be a dass-clause.
	from := body.From
	for i := body.From; i < comma; i++ {
		if f.content[i] > 0 && f.finds[f.content[i]-1].mode == hearsay.Direct && f.finds[f.content[i]-1].sent != si {
			from = i + 1
		}
	}
	ok := false
	first, _ := f.clauses(si)
	for c := first; c < u.clause; c++ {
		k := &cs[c]
		if k.Verb < 0 || k.Toks.To <= from {
			continue
		}
		switch k.Kind {
		case hearsay.MainClause, hearsay.FirstClause:
			ok = true
		case hearsay.SubClause, hearsay.WhClause:
			if k.Intro >= 0 && (f.low[k.Intro] == "dass" || f.low[k.Intro] == "daß" || f.low[k.Intro] == "ob") {
				ok = true
			}
		case hearsay.InfClause:
			if u.cue.Zu && f.low[k.Toks.From] != "um" {
				ok = true
			}
		}
	}
	if !ok {
		return
	}
	source, addr := f.roles(u)
	frame := rng{From: comma, To: end}
	// Apposition and relative clause behind the source still belong to the frame.
	n := u.clause + 1
	for n < last && (cs[n].Kind == hearsay.RelClause || cs[n].Kind == hearsay.NoClause && cs[n].Verb < 0 || cs[n].Kind == hearsay.SubClause && cs[n].Intro >= 0 && f.low[cs[n].Intro] != "dass" && f.low[cs[n].Intro] != "ob" && !f.isSubjunctive(n)) {
		if f.isSubjunctive(n) {
			break
		}
		frame.To = max(frame.To, cs[n].Toks.To)
		n++
	}
	content := []rng{{From: from, To: comma}}
	if frame.To < body.To {
		if f.low[frame.To] == "," || f.low[frame.To] == "–" || f.low[frame.To] == "-" {
			frame.To++
		}
		tail := rng{From: frame.To, To: body.To}
		if tail.From < tail.To && n < last && (f.isSubjunctive(n) || cs[n].Kind == hearsay.SubClause || cs[n].Kind == hearsay.InfClause || cs[n].Kind == hearsay.MainClause) {
			content = append(content, tail)
		} else {
			frame.To = max(end, frame.To-1)
		}
	}
	f.add(find{mode: hearsay.Indirect, act: u.cue.Act, medium: u.cue.Medium, content: content, source: source, cue: u.words, frame: []rng{frame}, addr: addr, sent: si, rule: "frame/behind", conf: 0.9, use: u, pending: u.cue == cueHeissen})
}

// anaphoric finds what a sentence like "Das teilte die Polizei mit." frames: the
// sentence in front of it, if nobody is credited for that yet.
func (f *finder) anaphoric() {
	for si := 1; si < len(f.doc.Sents); si++ {
		sent, prev := &f.doc.Sents[si], &f.doc.Sents[si-1]
		if sent.Credit || prev.Credit || sent.Para != prev.Para || f.content1(si) || f.content1(si-1) {
			continue
		}
		switch f.low[sent.Toks.From] {
		case "das", "dies", "diese", "dieses", "davon", "darüber":
		default:
			continue
		}
		first, last := f.clauses(si)
		if first >= last {
			continue
		}
		c := first
		for c+1 < last && f.doc.Clauses[c].Verb < 0 {
			c++
		}
		u := f.use(c)
		if u == nil || u.generic || !u.cue.Clause || f.complement(u, c, last) >= 0 || f.doc.Clauses[c].Kind != hearsay.MainClause {
			continue
		}
		if i := sent.Toks.From; f.doc.Toks[i].UPOS == hearsay.DET && i+1 < u.verb && !anaphors[f.doc.Toks[i+1].Lemma] {
			continue // "Diese Frau sagte …"
		}
		body, frame := f.sentenceBody(si-1), f.sentenceBody(si)
		fd := find{mode: hearsay.Indirect, act: u.cue.Act, medium: u.cue.Medium, content: []rng{body}, cue: u.words, frame: []rng{frame}, sent: si - 1, rule: "frame/das", conf: 0.6, use: u}
		if u.cue.Lemma == "hervorgehen" {
			fd.source = single(f.document(c, "aus"))
		} else if u.passive {
			fd.source = single(f.agent(c))
		} else {
			fd.source = single(f.subjectBehind(c, u.verb))
		}
		if len(fd.source) == 0 && !u.passive {
			continue
		}
		f.add(fd)
	}
}

// anaphors are nouns that take up what was said before.
var anaphors = map[string]bool{"Zahl": true, "Angabe": true, "Entscheidung": true, "Nachricht": true, "Information": true, "Ergebnis": true, "Meldung": true, "Schritt": true, "Entdeckung": true, "Vorwurf": true, "Darstellung": true}

// subjectBehind finds the subject behind the verb: "Das erklärte | ein Sprecher".
func (f *finder) subjectBehind(c, verb int) rng {
	parts := f.parts(c)
	last := f.doc.Clauses[parts[len(parts)-1]].Toks.To
	for i := verb + 1; i < last; i++ {
		p := f.phraseAt[i]
		if p < 0 {
			continue
		}
		ph := &f.doc.Phrases[p]
		if ph.Prep < 0 && ph.Cases.Has(hearsay.Nom) && f.canBeSource(p) && f.agrees(p, verb) {
			return f.extend(p, last)
		}
		i = ph.Toks.To - 1
	}
	return rng{}
}

// nounFrames: "die Forderung, A zu tun", "Spekulationen, wonach A", "der Vorwurf,
// er habe A".
func (f *finder) nounFrames(si, first, last int) {
	cs := f.doc.Clauses
	body := f.sentenceBody(si)
	for c := first; c+1 < last; c++ {
		border := cs[c].Toks.To
		n := c + 1
		if border >= len(f.low) || f.low[border] != "," && f.low[border] != ":" || f.insideDirect(border-1) {
			continue
		}
		k := &cs[n]
		wonach := k.Intro >= 0 && f.low[k.Intro] == "wonach" || f.low[k.Toks.From] == "wonach"
		ok := wonach
		switch {
		case k.Kind == hearsay.SubClause && k.Intro >= 0 && (f.low[k.Intro] == "dass" || f.low[k.Intro] == "ob"), k.Kind == hearsay.InfClause && f.low[k.Toks.From] != "um" && f.low[k.Toks.From] != "ohne":
			ok = true
		case k.Kind == hearsay.MainClause && f.isSubjunctive(n):
			ok = true
		}
		if !ok || f.content[k.Toks.From] > 0 && f.finds[f.content[k.Toks.From]-1].content[0].From == k.Toks.From {
			continue
		}
		noun := f.cueNoun(c, border)
		if noun < 0 && !wonach {
			continue
		}
		var cue *Cue
		if noun >= 0 {
			cue = f.x.cues.nouns[f.doc.Toks[noun].Lemma]
		}
		content := f.contentFrom(k.Toks.From, n, body, last, nil)
		fd := find{mode: hearsay.Indirect, content: content, sent: si, conf: 0.6}
		start := f.sentStartAfterContent(si, k.Toks.From)
		fd.frame = []rng{{From: start, To: k.Toks.From}}
		if wonach {
			fd.cue = []rng{{From: k.Toks.From, To: k.Toks.From + 1}}
			fd.source = fd.cue
			fd.content = trimAll([]rng{{From: k.Toks.From + 1, To: content[0].To}})
			fd.frame[0].To++
			fd.rule, fd.act, fd.medium = "noun/wonach", hearsay.Speculate, []hearsay.Medium{hearsay.Speech, hearsay.Writing}
			if cue != nil {
				fd.act, fd.medium = cue.Act, cue.Medium
			}
			f.add(fd)
			continue
		}
		fd.act, fd.medium, fd.rule = cue.Act, cue.Medium, "noun/"+f.complementName(n)
		p := f.phraseOf[noun]
		from := noun
		if p >= 0 {
			from = f.doc.Phrases[p].Toks.From
			if f.doc.Phrases[p].Prep >= 0 {
				from = f.doc.Phrases[p].Prep + 1
			}
			if r := f.attribute(p, border); r.To > r.From {
				fd.source = []rng{r}
			}
		}
		if len(fd.source) == 0 {
			fd.source = single(f.voicing(c, noun))
		}
		fd.cue = []rng{{From: from, To: noun + 1}}
		f.add(fd)
	}
}

// voicing finds the subject of the verb by which a noun of saying is voiced: "Gysi
// hatte die These vertreten", "Das Gericht sprach eine Mahnung aus". The empty range
// if the verb of clause c is no such, or passive.
func (f *finder) voicing(c, noun int) rng {
	for k := c; k >= 0 && f.doc.Clauses[k].Sent == f.doc.Clauses[c].Sent; k-- {
		cl := &f.doc.Clauses[k]
		if cl.Verb < 0 || cl.Head < 0 {
			continue
		}
		lemma := f.doc.Toks[cl.Head].Lemma
		if !lightVerbs[lemma] && !voicingVerbs[lemma] || lemma == "sein" || lemma == "kommen" || f.doc.Toks[cl.Verb].Lemma == "werden" {
			return rng{}
		}
		s := f.subject(k, cl.Verb)
		if s.To <= s.From || noun >= s.From && noun < s.To || f.muteAt(s) {
			return rng{}
		}
		h := f.headOf(s)
		if p := f.phraseOf[h]; p >= 0 && (f.named(p) || f.knownNoun(p) || f.doc.Toks[h].UPOS == hearsay.PRON) {
			return s
		}
		return rng{}
	}
	return rng{}
}

// voicingVerbs voice a noun of saying besides lightVerbs.
var voicingVerbs = map[string]bool{"vorlegen": true, "aufstellen": true, "wagen": true, "folgen": true, "verbreiten": true, "veröffentlichen": true, "formulieren": true, "wiederholen": true, "übermitteln": true, "ausgeben": true, "vorbringen": true, "unterstreichen": true, "präsentieren": true}

// sentStartAfterContent is where a frame in front of token i begins.
func (f *finder) sentStartAfterContent(si, i int) int {
	from := f.doc.Sents[si].Toks.From
	for k := from; k < i; k++ {
		if f.insideDirect(k) {
			from = k + 1
		}
	}
	return from
}

// cueNoun finds a cue noun in clause c whose phrase stands right in front of
// the border, but for attributes.
func (f *finder) cueNoun(c, border int) int {
	cl := &f.doc.Clauses[c]
	for i := border - 1; i >= cl.Toks.From && i > border-8; i-- {
		if f.doc.Toks[i].UPOS == hearsay.NOUN && f.x.cues.nouns[f.doc.Toks[i].Lemma] != nil {
			return i
		}
		if f.doc.Toks[i].Feats.VerbForm == hearsay.Fin && i < border-4 {
			return -1
		}
	}
	return -1
}

// attribute finds the genitive or von-phrase behind phrase p: who demanded it.
func (f *finder) attribute(p, limit int) rng {
	i := f.doc.Phrases[p].Toks.To
	if i >= limit {
		return rng{}
	}
	q := f.phraseAt[i]
	if q < 0 {
		return rng{}
	}
	ph := &f.doc.Phrases[q]
	if ph.Prep >= 0 && (f.low[ph.Prep] == "von" || f.low[ph.Prep] == "vom") || ph.Prep < 0 && ph.Cases.Has(hearsay.Gen) && (genitiveArticles[f.low[i]] || strings.HasSuffix(f.low[ph.Toks.To-1], "s")) {
		return f.extend(q, limit)
	}
	return rng{}
}
