package attribution

import (
	"hearsay"
)

// quotations finds direct speech: quotations that hold more than a name, with the
// frame in front, behind or inside, or carried on from the quotation before.
func (f *finder) quotations() {
	doc := f.doc
	prev := -1 // the last direct find
	for q := range doc.Quotes {
		qu := &doc.Quotes[q]
		if qu.Depth > 0 || qu.Toks.To-qu.Toks.From < 2 {
			continue
		}
		si := f.sentOf[qu.Toks.From]
		fd := find{mode: hearsay.Direct, act: hearsay.Say, medium: []hearsay.Medium{hearsay.Speech}, content: []rng{qu.Toks}, sent: si, conf: 0.9}
		ok := false
		switch {
		case f.frameBefore(q, &fd):
			ok = true
		case f.frameBehind(q, &fd):
			ok = true
		case f.isUtterance(q):
			if prev >= 0 && f.goesOn(prev, q) {
				p := f.finds[prev]
				fd.source, fd.cue, fd.frame, fd.addr, fd.medium, fd.act = p.source, p.cue, p.frame, p.addr, p.medium, p.act
				fd.rule, fd.conf = "direct/goes-on", 0.8
				ok = true
			} else if f.wholeSentences(q) {
				fd.rule, fd.conf = "direct/bare", 0.6
				fd.source = f.nearSource(q)
				fd.pending = len(fd.source) == 0
				ok = true
			}
		}
		if !ok {
			continue
		}
		// Quotations with nothing between them are one.
		if prev >= 0 && fd.rule == "direct/goes-on" {
			last := &f.finds[prev]
			if last.content[len(last.content)-1].To == qu.Toks.From {
				last.content[len(last.content)-1].To = qu.Toks.To
				f.direct[q] = prev + 1
				continue
			}
		}
		if k := f.add(fd); k >= 0 {
			f.direct[q] = k + 1
			prev = k
		}
	}
}

// isUtterance reports whether a quotation holds a clause or closes a sentence.
func (f *finder) isUtterance(q int) bool {
	r := f.doc.Quotes[q].Toks
	fin, words := false, 0
	for i := r.From; i < r.To; i++ {
		if f.doc.Toks[i].Feats.VerbForm == hearsay.Fin {
			fin = true
		}
		if f.doc.Toks[i].UPOS != hearsay.PUNCT {
			words++
		}
	}
	return fin && words >= 3 || words >= 2 && r.To-2 > r.From && isStop(f.low[r.To-2])
}

func isStop(w string) bool { return w == "." || w == "!" || w == "?" || w == "…" || w == "..." }

// wholeSentences reports whether a quotation begins and ends where sentences do.
func (f *finder) wholeSentences(q int) bool {
	r := f.doc.Quotes[q].Toks
	a, b := f.doc.Sents[f.sentOf[r.From]].Toks, f.doc.Sents[f.sentOf[r.To-1]].Toks
	return a.From == r.From && (b.To == r.To || b.To == r.To+1 && isStop(f.low[r.To])) && r.To-r.From > 5
}

// goesOn reports whether quotation q can go on what the find before it began: at
// most one sentence between, in the same paragraph.
func (f *finder) goesOn(prev, q int) bool {
	r := f.doc.Quotes[q].Toks
	p := f.finds[prev]
	lastTok := p.content[len(p.content)-1].To - 1
	for _, fr := range p.frame {
		lastTok = max(lastTok, fr.To-1)
	}
	a, b := f.sentOf[lastTok], f.sentOf[r.From]
	return b-a <= 1 && f.doc.Sents[a].Para == f.doc.Sents[b].Para && f.wholeSentences(q)
}

// frameBefore: "X sagte: „…“", "X sagte, „…“", "X: „…“".
func (f *finder) frameBefore(q int, fd *find) bool {
	r := f.doc.Quotes[q].Toks
	si := f.sentOf[r.From]
	sent := f.doc.Sents[si].Toks
	i := r.From - 1
	if i < 0 {
		return false
	}
	colon := f.low[i] == ":"
	if i < sent.From {
		if !colon {
			return false
		}
		sent = f.doc.Sents[f.sentOf[i]].Toks // the colon closed a sentence of its own
	}
	if !colon && f.low[i] != "," || !colon && !f.isUtterance(q) {
		return false
	}
	// The clause in front.
	c := -1
	for k := i - 1; k >= sent.From; k-- {
		if f.clauseOf[k] >= 0 {
			c = f.clauseOf[k]
			break
		}
	}
	if c < 0 {
		return false
	}
	from := sent.From
	for k := sent.From; k < r.From; k++ {
		if f.insideDirect(k) {
			from = k + 1
		}
	}
	for from < i && f.doc.Toks[from].UPOS == hearsay.PUNCT && !isOpen(f.low[from]) {
		from++
	}
	if from >= i {
		return false
	}
	// The verb may stand in this clause or, behind a relative clause or an
	// apposition, further in front.
	var u *verbUse
	for k := c; k >= 0 && f.doc.Clauses[k].Sent == f.doc.Clauses[c].Sent && f.doc.Clauses[k].Toks.From >= from; k-- {
		if f.doc.Clauses[k].Verb < 0 {
			continue
		}
		if w := f.use(k); w != nil && (w.cue.Direct || colon) {
			u = w
			break
		}
		if kind := f.doc.Clauses[k].Kind; kind != hearsay.RelClause && !colon {
			break
		}
	}
	if u != nil {
		// "Er sagte, A sei B, und fügte hinzu: „…“": the frame begins behind what
		// another verb introduces.
		for k := u.clause - 1; k >= 0 && f.doc.Clauses[k].Sent == f.doc.Clauses[u.clause].Sent && f.doc.Clauses[k].Toks.From >= from; k-- {
			if w := f.use(k); w != nil && !w.generic && f.complement(w, k, u.clause) >= 0 {
				from = f.doc.Clauses[u.clause].Toks.From
				if f.doc.Toks[from-1].UPOS == hearsay.CCONJ {
					from--
				}
				break
			}
		}
	}
	fd.frame = []rng{{From: from, To: i + 1}}
	if u != nil {
		if !colon && !u.cue.Direct {
			return false
		}
		fd.cue, fd.use = u.words, u
		fd.source, fd.addr = f.roles(u)
		fd.act, fd.medium, fd.rule = u.cue.Act, u.cue.Medium, "direct/before"
		if w := f.low[i-1]; colon && (w == "worten" || w == "wörtlich") {
			fd.rule = "direct/before"
		}
		return true
	}
	if !colon {
		return false
	}
	// "Minister X: „…“", or a verb that is no cue: the subject is the source.
	if v := f.doc.Clauses[c].Verb; v >= 0 {
		if !f.isUtterance(q) {
			return false
		}
		fd.source = single(f.subject(c, v))
		if w := f.wordsNoun(from, i); w.To > w.From {
			fd.cue = []rng{w}
		}
		fd.rule, fd.conf = "direct/colon", 0.7
		return true
	}
	if p := f.phraseAt[from]; p >= 0 && f.isUtterance(q) {
		fd.source = single(f.extend(p, i))
		fd.rule, fd.conf = "direct/name-colon", 0.7
		return true
	}
	fd.rule, fd.conf = "direct/colon", 0.5
	return f.isUtterance(q)
}

// wordsNoun finds a noun of saying that serves for a cue in front of a colon.
func (f *finder) wordsNoun(from, to int) rng {
	for i := to - 1; i >= from; i-- {
		if f.doc.Toks[i].UPOS == hearsay.NOUN && f.x.cues.nouns[f.doc.Toks[i].Lemma] != nil {
			return rng{From: i, To: i + 1}
		}
	}
	return rng{}
}

func isOpen(w string) bool {
	return w == "„" || w == "“" || w == "\"" || w == "»" || w == "«" || w == "‚" || w == "''" || w == "'"
}

// frameBehind: "„…“, sagte X", "„…“, so X", "„…“ (X)", and inside: "„…“, sagte X, „…“".
func (f *finder) frameBehind(q int, fd *find) bool {
	r := f.doc.Quotes[q].Toks
	n := len(f.doc.Toks)
	i := r.To
	if i >= n || f.sentOf[i] != f.sentOf[r.To-1] {
		return false
	}
	comma := f.low[i] == "," || f.low[i] == "–" || f.low[i] == "-"
	k := i
	if comma {
		k++
	}
	if k >= n {
		return false
	}
	sent := f.doc.Sents[f.sentOf[r.To-1]].Toks
	body := f.sentenceBody(f.sentOf[r.To-1])
	if !comma && !isStop(f.low[r.To-2]) || !f.isUtterance(q) && r.From > f.doc.Sents[f.sentOf[r.From]].Toks.From {
		return false // a fragment or a name in its clause
	}
	if f.low[k] == "so" && comma {
		p := -1
		if k+1 < n {
			p = f.phraseAt[k+1]
		}
		if p < 0 || f.doc.Phrases[p].Prep >= 0 {
			return false
		}
		src := f.extend(p, sent.To)
		end := src.To
		if c := f.clauseOf[k]; c >= 0 {
			if f.doc.Clauses[c].Verb >= 0 {
				return false
			}
			end = max(end, f.doc.Clauses[c].Toks.To)
		}
		fd.cue, fd.source = []rng{{From: k, To: k + 1}}, []rng{src}
		fd.frame = []rng{{From: i, To: min(end, body.To)}}
		fd.rule = "direct/so"
		fd.medium = citeMedium
		return true
	}
	c := f.clauseOf[k]
	if c < 0 {
		return false
	}
	cl := &f.doc.Clauses[c]
	if cl.Verb < 0 {
		return false
	}
	wie := cl.Intro >= 0 && f.low[cl.Intro] == "wie" && cl.Toks.From == k
	if cl.Kind != hearsay.FirstClause && !wie && !(cl.Verb <= k+1 && cl.Kind == hearsay.MainClause) {
		return false
	}
	if !wie && cl.Verb != k && !(cl.Verb == k+1) {
		return false
	}
	u := f.use(c)
	if u == nil {
		return false
	}
	fd.cue, fd.use = u.words, u
	fd.source, fd.addr = f.roles(u)
	end := cl.Toks.To
	// Appositions and relative clauses behind the source.
	for m := c + 1; m < len(f.doc.Clauses) && f.doc.Clauses[m].Sent == cl.Sent; m++ {
		km := &f.doc.Clauses[m]
		if km.Kind != hearsay.RelClause && !(km.Kind == hearsay.NoClause && km.Verb < 0) || f.quoteOf[km.Toks.From] >= 0 {
			break
		}
		end = km.Toks.To
	}
	fd.frame = []rng{{From: i, To: min(end, body.To)}}
	fd.act, fd.medium, fd.rule = u.cue.Act, u.cue.Medium, "direct/behind"
	if u.cue == cueHeissen && len(fd.source) == 0 {
		fd.pending = true
	}
	// A quotation, dass-clause or sentence may go on behind the frame.
	return true
}

// nearSource gives a bare quotation the source of the sentence in front.
func (f *finder) nearSource(q int) []rng {
	r := f.doc.Quotes[q].Toks
	si := f.sentOf[r.From]
	if si == 0 || f.doc.Sents[si-1].Para != f.doc.Sents[si].Para {
		return nil
	}
	first, last := f.clauses(si - 1)
	for c := first; c < last; c++ {
		if k := &f.doc.Clauses[c]; k.Kind == hearsay.MainClause && k.Verb >= 0 {
			if s := f.subject(c, k.Verb); s.To > s.From && !f.muteAt(s) {
				return []rng{s}
			}
		}
	}
	return nil
}

// fragments finds words in marks inside a clause: with a cue of their own ("sprach
// von einer „Katastrophe“"), or inside the content of another statement, whose
// source they share.
func (f *finder) fragments() {
	for q := range f.doc.Quotes {
		qu := &f.doc.Quotes[q]
		if qu.Depth > 0 || f.direct[q] > 0 || qu.Toks.To-qu.Toks.From < 3 || !qu.Closed {
			continue
		}
		r := qu.Toks
		si := f.sentOf[r.From]
		if f.doc.Sents[si].Credit {
			continue
		}
		if k := f.content[r.From]; k > 0 {
			outer := f.finds[k-1]
			if f.isTitle(q) && !f.liberal() {
				continue
			}
			fd := find{mode: hearsay.Direct, act: outer.act, medium: outer.medium, content: []rng{r}, source: outer.source, cue: outer.cue, frame: outer.frame, addr: outer.addr, sent: si, rule: "direct/nested", conf: 0.6, strict: !f.isTitle(q)}
			f.addKeeping(fd)
			continue
		}
		c := f.clauseOf[r.From+1]
		if c < 0 {
			continue
		}
		u := f.mainUse(c)
		if u != nil && u.verb >= r.From && u.verb < r.To {
			continue // the verb is part of what is quoted
		}
		if u == nil || f.framed[u.verb] || !f.liberal() && (!u.cue.Fragment || f.isTitle(q)) {
			continue
		}
		source, addr := f.roles(u)
		if len(source) == 0 {
			continue
		}
		frame := []rng{{From: f.frameStart(si, min(f.doc.Clauses[u.clause].Toks.From, r.From), u), To: r.From}}
		if i := r.From - 1; i > f.doc.Clauses[u.clause].Toks.From {
			// "bezeichnete ihn als „…“", "warnte vor einem „…“"
			if f.doc.Toks[i].UPOS == hearsay.DET || f.doc.Toks[i].UPOS == hearsay.ADJ {
				i--
			}
			switch f.low[i] {
			case "als", "von", "vom", "vor":
				u.words = append(u.words, rng{From: i, To: i + 1})
			}
		}
		for _, w := range u.words {
			if w.From >= r.To {
				frame = append(frame, w)
			}
		}
		f.add(find{mode: hearsay.Direct, act: u.cue.Act, medium: u.cue.Medium, content: []rng{r}, source: source, cue: u.words, frame: frame, addr: addr, sent: si, rule: "direct/fragment", conf: 0.6, use: u, strict: !u.generic && u.cue.Fragment && !f.isTitle(q)})
	}
}

// addKeeping records a nested find without taking the tokens from the outer one.
func (f *finder) addKeeping(fd find) {
	if f.accepted(&fd) {
		f.finds = append(f.finds, fd)
	}
}

// mainUse gives the cue verb of clause c or of the clause it goes on.
func (f *finder) mainUse(c int) *verbUse {
	for _, k := range f.parts(c) {
		if f.doc.Clauses[k].Verb >= 0 {
			return f.use(k)
		}
	}
	return nil
}

// isTitle reports whether words in marks are a name or title rather than words
// somebody said: capitalised, behind a noun that takes a name or an article, and
// without a verb.
func (f *finder) isTitle(q int) bool {
	r := f.doc.Quotes[q].Toks
	inner := rng{From: r.From + 1, To: r.To - 1}
	if inner.From >= inner.To {
		return true
	}
	words, upper, verbs := 0, 0, 0
	for i := inner.From; i < inner.To; i++ {
		t := f.doc.Toks[i]
		if t.UPOS == hearsay.PUNCT {
			continue
		}
		words++
		if w := f.word(i); w[0] >= 'A' && w[0] <= 'Z' || w[0] >= 0xc3 && w[0] < 0xc4 {
			upper++
		}
		if t.Feats.VerbForm == hearsay.Fin {
			verbs++
		}
	}
	if verbs > 0 && words >= 4 {
		return false
	}
	first := f.word(inner.From)
	lowerStart := first[0] >= 'a' && first[0] <= 'z'
	if lowerStart {
		return false
	}
	// "Magazin „Der Spiegel“", "die „Al-Qaida“"
	if r.From > 0 {
		p := f.doc.Toks[r.From-1]
		if p.UPOS == hearsay.NOUN {
			return true
		}
	}
	if words == upper && words <= 4 {
		// One capitalised noun: somebody's word ("„Katastrophe“") or a name? Names are
		// unknown to the lexicon as nouns.
		for i := inner.From; i < inner.To; i++ {
			if f.doc.Toks[i].UPOS == hearsay.PROPN || f.doc.Toks[i].UPOS == hearsay.XTAG {
				return true
			}
		}
		return false
	}
	return false
}
