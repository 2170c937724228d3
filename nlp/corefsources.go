package nlp

import (
	"strings"

	"hearsay"
)

// Which entity the passage of a source stands for: who speaks, whom a spokesman
// speaks for, whose words or document it names.

// SourceEntity tells which entity a source passage stands for: of "Angaben der
// Polizei Köln" the police, of a spokesman without a name the body, of a document
// or report who issued it. Nil where that cannot be told. It may add entities of
// the article's own to the document; the returned one is a copy.
func (x *Linked) SourceEntity(toks hearsay.Range) *hearsay.Entity {
	toks.From, toks.To = max(toks.From, 0), min(toks.To, len(x.words))
	if toks.From >= toks.To {
		return nil
	}
	e := x.source(toks, 0)
	if e < 0 {
		return nil
	}
	c := x.doc.Entities[e]
	return &c
}

// Names are those under which an entity is known, in the world and in the article.
func (x *Linked) Names(e *hearsay.Entity) []string {
	names := x.lang.NamesOf(e)
	for i := range x.doc.Entities {
		if e != nil && x.doc.Entities[i].ID == e.ID {
			names = append(names, x.notes[i].names...)
		}
	}
	return names
}

func (x *Linked) source(r hearsay.Range, depth int) int {
	if depth > 4 {
		return -1
	}
	// Persons by name, also two.
	if n := x.personIn(r); n >= 0 {
		m := x.names[n]
		if i := m.To; i+1 < r.To {
			for i < r.To-1 && i < m.To+3 && x.words[i] != "und" && x.words[i] != "sowie" {
				i++
			}
			if x.words[i] != "und" && x.words[i] != "sowie" {
				return m.ent
			}
			if o := x.personIn(hearsay.Range{From: i + 1, To: r.To}); o >= 0 && x.names[o].ent != m.ent && x.names[o].From-i < 6 {
				name := x.doc.Entities[m.ent].Name + " und " + x.doc.Entities[x.names[o].ent].Name
				e, ok := x.byKey["pair:"+name]
				if !ok {
					e = x.add(hearsay.Entity{Name: name, Kind: "person"}, note{known: -1, plural: true})
					x.byKey["pair:"+name] = e
				}
				return e
			}
		}
		// "Jelpkes Mitarbeiter Nick Brauns", "der als Gegner Thaksins auftretende Sondhi Limthongkul".
		if strings.HasSuffix(x.words[m.To-1], "s") && m.To < r.To && x.words[m.To] != "," && !strings.HasSuffix(x.doc.Entities[m.ent].Name, "s") {
			if o := x.personIn(hearsay.Range{From: m.To, To: r.To}); o >= 0 {
				return x.names[o].ent
			}
		}
		return m.ent
	}
	first := strings.ToLower(x.words[r.From])
	switch first {
	case "demnach", "danach", "wonach":
		if r.To-r.From == 1 {
			return x.reportBefore(r.From, depth)
		}
	case "dies", "das", "dem", "letzterer", "letztere", "dieser", "diese":
		if r.To-r.From == 1 {
			return x.lastSource(r.From)
		}
	case "eigenen", "eigener":
		return x.ownOf(r.From)
	}
	if strings.HasPrefix(first, "sein") && len(first) <= 6 || strings.HasPrefix(first, "ihr") && len(first) <= 5 && first != "ihr" {
		// "seiner Meinung", "ihr Sprecher": whose it is, or a role of its own.
		h := r.From + 1
		for h < r.To && !startsUpper(x.words[h]) {
			h++
		}
		if n := x.noun(h); h >= r.To || n.sort("role") == nil || n.sort("word") != nil {
			e, _ := x.pronoun(r.From)
			return e
		}
	}
	if i := r.From; r.To-i == 1 && (first == "der" || first == "die" || first == "das") && i > 1 && x.words[i-1] == "," {
		if e := x.relativeTo(i, depth); e >= 0 {
			return e // "Kluncker, der wusste, dass …"
		}
	}
	if first == "man" && r.To-r.From == 1 {
		return x.lastBody(r.From)
	}
	p := -1
	for i := r.From; i < r.To && p < 0; i++ {
		p = int(x.phraseOf[i])
	}
	if p < 0 {
		for i := r.From; i < r.To; i++ {
			if n := x.nameOf[i]; n >= 0 && x.names[n].ent >= 0 {
				return x.names[n].ent
			}
		}
		if w := x.words[r.From]; r.To-r.From == 1 && startsUpper(w) && !x.noLetter(r.From) && x.doc.Toks[r.From].UPOS != hearsay.PRON && x.doc.Toks[r.From].UPOS != hearsay.ADV && x.doc.Toks[r.From].UPOS != hearsay.ADP {
			e, ok := x.byKey["role:"+w]
			if !ok {
				e = x.add(hearsay.Entity{Name: w, Kind: "person"}, note{known: -1, person: true})
				x.byKey["role:"+w] = e
			}
			return e
		}
		return -1
	}
	ph := x.phrases[p]
	h := ph.Head
	if h < r.From || h >= r.To {
		h = r.From
	}
	if x.doc.Toks[h].UPOS == hearsay.PRON || first == "er" || first == "sie" {
		if e, ok := x.pointers[h]; ok {
			return e
		}
		switch first {
		case "er", "sie", "ihm", "ihr", "ihn", "sein", "ihre", "seine":
			e, _ := x.pronoun(h)
			return e
		case "dieser", "diese", "letzterer", "letztere", "jener", "der", "die":
			return x.lastSource(r.From)
		case "man", "es":
			return -1
		}
	}
	n := x.noun(h)
	// Appositions: "Der Betreiber des Kraftwerks, der Energieversorger TEPCO".
	if e := x.apposedBody(r, p); e >= 0 {
		return e
	}
	if n.sort("word") != nil && (x.nameOf[h] < 0 || x.names[x.nameOf[h]].ent < 0) {
		if e := x.issuer(r, p, h, n, depth); e >= 0 {
			return e
		}
		if n.sort("body") == nil {
			return x.ownSource(r, p, n)
		}
	}
	if n.sort("speaker") != nil && n.sort("body") == nil {
		if e := x.spokenFor(p, n); e >= 0 {
			return e
		}
		if e, ok := x.pointers[h]; ok {
			return e
		}
		// "Mitarbeiter des Instituts", "Vertreter der Kirchen".
		return x.ownSource(r, p, n)
	}
	if n.sort("role") != nil && (x.nameOf[h] < 0 || x.names[x.nameOf[h]].ent < 0) {
		if e, ok := x.pointers[h]; ok {
			return e
		}
		if e := x.roleOf(p, n); e >= 0 {
			return e
		}
		if ph.Plur || x.doc.Toks[ph.Toks.From].UPOS != hearsay.DET {
			if e := x.behind(ph.Toks.To, true); e >= 0 && ph.Toks.To < r.To {
				return e // "Wissenschaftler der Universität"
			}
		}
		if ph.Plur && x.definite(p) {
			if e := x.colleagues(p, n); e >= 0 {
				return e
			}
		}
		if n.whole == "Richter" && x.definite(p) && strings.ToLower(x.words[ph.Toks.From]) == "die" {
			if e := x.sameBody(p, nounAt{whole: "Gericht", base: "Gericht"}, "court"); e >= 0 {
				return e
			}
		}
		return x.ownSource(r, p, n)
	}
	if e, ok := x.pointers[h]; ok {
		return e
	}
	if e := x.bodyOf(p, true); e >= 0 {
		return e
	}
	// A name somewhere in it.
	for i := r.From; i < r.To; i++ {
		if m := x.nameOf[i]; m >= 0 && x.names[m].ent >= 0 && x.phraseOf[i] == int32(p) {
			return x.names[m].ent
		}
	}
	// "das Ergebnis einer Studie der Stiftung Warentest": whose it is.
	if x.doc.Toks[h].UPOS == hearsay.NOUN && len(n.uses) == 0 && ph.Toks.To < r.To {
		if q := x.phraseStarting(ph.Toks.To); q >= 0 && (x.phrases[q].Prep < 0 && x.genitivePhrase(q) || x.phrases[q].Prep >= 0 && (x.words[x.phrases[q].Prep] == "aus" || x.words[x.phrases[q].Prep] == "von" || x.words[x.phrases[q].Prep] == "vom")) {
			m := x.noun(x.phrases[q].Head)
			if m.sort("word") != nil || m.sort("document") != nil || m.sort("body") != nil || x.nameOf[x.phrases[q].Head] >= 0 && x.names[x.nameOf[x.phrases[q].Head]].ent >= 0 && x.doc.Entities[x.names[x.nameOf[x.phrases[q].Head]].ent].Kind != "place" {
				from := x.phrases[q].Toks.From
				if x.phrases[q].Prep >= 0 {
					from++
				}
				if e := x.source(hearsay.Range{From: min(from, r.To-1), To: r.To}, depth+1); e >= 0 {
					return e
				}
			}
		}
	}
	return x.ownSource(r, p, n)
}

// colleagues finds the body that people are of who were named with it before: "die
// Forscher", earlier "Forscher der Universität Tübingen".
func (x *Linked) colleagues(p int, n nounAt) int {
	of := n.sort("role").of
	for q := p - 1; q >= 0; q-- {
		ph := x.phrases[q]
		m := x.noun(ph.Head)
		u := m.sort("role")
		if u == nil || m.whole != n.whole && (of != "expert" || u.of != of) || !ph.Plur {
			continue
		}
		if e := x.behind(ph.Toks.To, false); e >= 0 && !x.notes[e].person && x.doc.Entities[e].Kind != "place" {
			return e
		}
	}
	return -1
}

// apposedBody finds the name behind a comma in a source passage.
func (x *Linked) apposedBody(r hearsay.Range, p int) int {
	if x.nameOf[x.phrases[p].Head] >= 0 && x.names[x.nameOf[x.phrases[p].Head]].ent >= 0 {
		return -1
	}
	for i := r.From; i+1 < r.To; i++ {
		if x.words[i] != "," {
			continue
		}
		q := x.phraseStarting(i + 1)
		if q < 0 || x.phrases[q].Prep >= 0 {
			continue
		}
		for k := i + 1; k < min(r.To, x.phrases[q].Toks.To); k++ {
			if m := x.nameOf[k]; m >= 0 && x.names[m].ent >= 0 && !isOpenBracketed(x, k, i) && x.doc.Entities[x.names[m].ent].Kind != "place" {
				return x.names[m].ent
			}
		}
	}
	return -1
}

// issuer finds whose words or document a phrase names: "Angaben der Polizei",
// "OSZE-Bericht", "Polizeiangaben", "chinesischen Angaben"; of one without a
// mark, whose such a document was last, or the last body that issues such.
func (x *Linked) issuer(r hearsay.Range, p, h int, n nounAt, depth int) int {
	ph := x.phrases[p]
	to := ph.Toks.To
	// The attribute behind, as far as the passage goes.
	if to < r.To {
		q := x.phraseStarting(to)
		if q >= 0 {
			pq := x.phrases[q]
			from := pq.Toks.From
			if pq.Prep >= 0 {
				from = pq.Prep + 1
			}
			switch prep := strings.ToLower(x.words[max(pq.Prep, 0)]); {
			case pq.Prep < 0 || prep == "von" || prep == "vom" || prep == "aus" || prep == "der" || prep == "durch" || prep == "bei" || prep == "in" || prep == "im" || prep == "seitens" || prep == "auf":
				if e := x.source(hearsay.Range{From: from, To: r.To}, depth+1); e >= 0 {
					return e
				}
			}
		} else if w := x.words[to]; strings.EqualFold(w, "von") || strings.EqualFold(w, "der") || strings.EqualFold(w, "des") {
			if e := x.source(hearsay.Range{From: to + 1, To: r.To}, depth+1); e >= 0 {
				return e
			}
		}
	}
	// A name right behind the noun: "Angaben Israels", "Bericht „Spiegel“".
	for i := h + 1; i < ph.Toks.To; i++ {
		if m := x.nameOf[i]; m >= 0 && x.names[m].ent >= 0 {
			return x.names[m].ent
		}
	}
	// In front: "Grupps Meinung", "Polizeiangaben", "amerikanische Angaben".
	for i := min(r.From, h); i < h; i++ {
		if m := x.nameOf[i]; m >= 0 && x.names[m].ent >= 0 {
			return x.names[m].ent
		}
		if refs := x.adjective(x.words[i]); len(refs) > 0 {
			if k := x.bestPlace(refs); k >= 0 {
				return x.known(k)
			}
		}
	}
	if n.prefix != "" {
		if e := x.bodyNamed(n.prefix, nowhere); e >= 0 {
			return e
		}
		if refs := x.find(n.prefix).refs; len(refs) > 0 {
			if k := x.bestPlace(refs); k >= 0 {
				return x.known(k)
			}
		}
		return -1
	}
	if !x.definite(p) && ph.Prep < 0 && depth == 0 && n.sort("document") == nil {
		return -1
	}
	// "das Urteil": the last court; "der Bericht": whose report was named last.
	if u := n.sort("document"); u != nil && x.definite(p) {
		if u.of != "" {
			for i := len(x.standing) - 1; i >= 0; i-- {
				if st := &x.standing[i]; st.ent >= 0 && st.toks.From < h && x.notes[st.ent].class == u.of {
					return st.ent
				}
			}
		}
		for q := p - 1; q >= 0; q-- {
			hq := x.phrases[q].Head
			m := x.noun(hq)
			if m.sort("document") != nil && (m.base == n.base || m.whole == n.whole || hasTail(m.whole, n.base)) && x.nameOf[hq] < 0 {
				if m.prefix == "" && x.phraseStarting(x.phrases[q].Toks.To) < 0 && !x.hasName(q) {
					continue
				}
				end := x.phrases[q].Toks.To
				if b := x.phraseStarting(end); b >= 0 {
					end = x.phrases[b].Toks.To
				}
				rr := hearsay.Range{From: x.phrases[q].Toks.From, To: end}
				if pp := x.phrases[q].Prep; pp >= 0 {
					rr.From = pp + 1
				}
				if e := x.issuer(rr, q, hq, m, depth+2); e >= 0 {
					return e
				}
			}
		}
		return x.lastBody(h)
	}
	return -1
}

func (x *Linked) hasName(p int) bool {
	for i := x.phrases[p].Toks.From; i < x.phrases[p].Toks.To; i++ {
		if x.nameOf[i] >= 0 {
			return true
		}
	}
	return false
}

// relativeTo finds whom the relative pronoun at token i, behind a comma, stands for:
// the name or the phrase with its attributes in front.
func (x *Linked) relativeTo(i, depth int) int {
	end := i - 1
	for end > 0 && x.noLetter(end-1) {
		end--
	}
	if end == 0 || x.sentOf[end-1] != x.sentOf[i] {
		return -1
	}
	p := int(x.phraseOf[end-1])
	if p < 0 {
		return -1
	}
	for x.phrases[p].Toks.From > 0 && x.nameOf[x.phrases[p].Head] < 0 && x.attribute(p) {
		p = int(x.phraseOf[x.phrases[p].Toks.From-1])
	}
	r := x.phrases[p].Toks
	if x.phrases[p].Prep == r.From {
		r.From++
	}
	if r.From >= r.To || depth > 2 || x.doc.Toks[x.phrases[p].Head].UPOS == hearsay.PRON {
		return -1
	}
	return x.source(hearsay.Range{From: r.From, To: end}, depth+1)
}

// lastBody is the last body or person that spoke in front of token i.
func (x *Linked) lastBody(i int) int {
	for k := len(x.standing) - 1; k >= 0; k-- {
		st := &x.standing[k]
		if st.toks.From < i && st.ent >= 0 && !x.notes[st.ent].person && x.doc.Entities[st.ent].Kind != "place" && (st.subject || st.spoke) && int(x.sentOf[i])-st.sent <= 4 {
			return st.ent
		}
	}
	return -1
}

// reportBefore finds whose report "wonach", "demnach" or "danach" at token i points
// back to. "Wonach" behind a comma goes with the noun in front of it, whoever that
// names: "einen Bericht der Zeitung X, wonach …"; "Gerüchte, wonach …" are nobody's.
// The others go with a document named in the sentence in front, else with who spoke
// there; a mere subject is nobody that the words could be of.
func (x *Linked) reportBefore(i, depth int) int {
	if i > 0 && x.words[i-1] == "," {
		p := x.reportAt(i-1, x.doc.Sents[x.sentOf[i]].Toks.From)
		if p < 0 {
			return -1
		}
		return x.issuedBy(p, i-1, depth)
	}
	for sent := x.sentOf[i]; sent >= 0 && sent >= x.sentOf[i]-1; sent-- {
		toks := x.doc.Sents[sent].Toks
		for k := min(toks.To, i) - 1; k >= toks.From; k-- {
			p := int(x.phraseOf[k])
			if p < 0 {
				continue
			}
			ph := x.phrases[p]
			if n := x.noun(ph.Head); n.sort("document") != nil && x.nameOf[ph.Head] < 0 {
				to := ph.Toks.To
				for q := x.phraseStarting(to); q >= 0 && (x.phrases[q].Prep < 0 && x.genitivePhrase(q) || x.phrases[q].Prep >= 0 && (x.words[x.phrases[q].Prep] == "von" || x.words[x.phrases[q].Prep] == "vom")); q = x.phraseStarting(to) {
					to = x.phrases[q].Toks.To
				}
				if e := x.issuedBy(p, to, depth); e >= 0 {
					return e
				}
			}
			k = min(k, ph.Toks.From)
		}
	}
	return x.lastSpoke(i, false)
}

// reportAt goes back from a comma over attributes to the noun that they hang on: the
// report, document or rumour; -1 where there is none.
func (x *Linked) reportAt(comma, from int) int {
	for k := comma - 1; k >= from; {
		p := int(x.phraseOf[k])
		if p < 0 {
			if w := x.words[k]; isOpenMark(w) || x.noLetter(k) && w != "," {
				k--
				continue
			}
			return -1
		}
		ph := x.phrases[p]
		if n := x.noun(ph.Head); (n.sort("word") != nil || n.sort("document") != nil) && x.nameOf[ph.Head] < 0 {
			return p
		}
		if ph.Prep < 0 && !x.genitivePhrase(p) && x.nameOf[ph.Head] < 0 {
			return -1
		}
		k = ph.Toks.From - 1
	}
	return -1
}

// issuedBy finds whose words or document phrase p with its attributes up to token to
// names: -1 where it does not say.
func (x *Linked) issuedBy(p, to, depth int) int {
	ph := x.phrases[p]
	r := hearsay.Range{From: ph.Toks.From, To: to}
	if ph.Prep >= 0 && ph.Prep == r.From {
		r.From++
	}
	if n := x.personIn(r); n >= 0 {
		return x.names[n].ent
	}
	n := x.noun(ph.Head)
	if n.sort("word") == nil && n.sort("document") == nil || n.prefix == "" && to <= ph.Toks.To && ph.Toks.To-ph.Toks.From == 1 {
		return -1
	}
	return x.issuer(r, p, ph.Head, n, max(depth, 1)+1)
}

// lastSource is the last that spoke in front of token i.
func (x *Linked) lastSource(i int) int { return x.lastSpoke(i, true) }

// lastSpoke is the last that spoke in front of token i; with any, who was the last
// subject where nobody spoke.
func (x *Linked) lastSpoke(i int, any bool) int {
	sent := int(x.sentOf[i])
	for _, spoke := range []bool{true, false} {
		if !spoke && !any {
			break
		}
		for k := len(x.standing) - 1; k >= 0; k-- {
			st := &x.standing[k]
			if st.toks.From >= i || sent-st.sent > 3 {
				continue
			}
			if st.ent >= 0 && x.doc.Entities[st.ent].Kind == "place" && !st.spoke {
				continue
			}
			if spoke && st.spoke || !spoke && st.subject {
				if st.ent < 0 {
					st.ent = x.anonymous(st)
				}
				return st.ent
			}
		}
	}
	// "Polizeiangaben", "ein Bericht des Magazins": words that somebody's are.
	for p := len(x.phrases) - 1; p >= 0; p-- {
		ph := &x.phrases[p]
		d := sent - int(x.sentOf[ph.Head])
		if d < 0 || ph.Head >= i {
			continue
		}
		if d > 2 {
			break
		}
		if n := x.noun(ph.Head); n.sort("word") != nil && x.nameOf[ph.Head] < 0 {
			r := ph.Toks
			if ph.Prep >= 0 && ph.Prep == r.From {
				r.From++
			}
			if q := x.phraseStarting(r.To); q >= 0 {
				r.To = x.phrases[q].Toks.To
			}
			if e := x.issuer(r, p, ph.Head, n, 3); e >= 0 {
				return e
			}
		}
	}
	for k := len(x.standing) - 1; k >= 0; k-- {
		if st := &x.standing[k]; st.toks.From < i && sent-st.sent == 1 && st.ent >= 0 && !x.notes[st.ent].person && x.doc.Entities[st.ent].Kind != "place" {
			return st.ent
		}
	}
	return -1
}

// ownOf finds who "nach eigenen Angaben" is about: the subject of the sentence.
func (x *Linked) ownOf(i int) int {
	sent := x.sentOf[i]
	best := -1
	for k := range x.standing {
		st := &x.standing[k]
		if int32(st.sent) == sent && st.ent >= 0 && st.subject {
			best = st.ent
			if st.toks.From > i {
				return best
			}
		}
	}
	if best >= 0 {
		return best
	}
	return x.lastSource(i)
}

// ownSource makes an entity of a source that has no name.
func (x *Linked) ownSource(r hearsay.Range, p int, n nounAt) int {
	ph := x.phrases[p]
	h := ph.Head
	if n.sort("word") != nil && n.sort("document") == nil && n.sort("body") == nil && n.prefix == "" && r.To <= ph.Toks.To {
		return -1 // "Angaben", nobody's
	}
	from := r.From
	for from < r.To-1 && (x.doc.Toks[from].UPOS == hearsay.DET || x.doc.Toks[from].UPOS == hearsay.ADP) {
		from++
	}
	name := x.nominative(hearsay.Range{From: from, To: r.To}, x.textOf(hearsay.Range{From: from, To: r.To}))
	if i := strings.IndexAny(name, ","); i > 0 {
		name = name[:i]
	}
	if x.definite(p) && n.prefix == "" {
		// "Die Rebellen", earlier "Huthi-Rebellen".
		base := x.doc.Toks[h].Lemma
		for q := p - 1; q >= 0 && len(base) > 3; q-- {
			hq := x.phrases[q].Head
			if w := x.doc.Toks[hq].Lemma; hasTail(w, base) && strings.ContainsRune(w, '-') {
				name = x.words[hq]
				break
			}
		}
	}
	if e, ok := x.byKey["role:"+name]; ok {
		return e
	}
	kind := "person"
	if u := n.sort("body"); u != nil {
		kind = kindOfClass(u.of)
	}
	e := x.add(hearsay.Entity{Name: name, Kind: kind}, note{known: -1, person: kind == "person" && !ph.Plur, plural: ph.Plur, sex: n.sex})
	x.byKey["role:"+name] = e
	return e
}
