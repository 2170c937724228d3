package nlp

import (
	"slices"
	"strings"

	"hearsay"
)

// Which person a role or pronoun stands for: somebody of the article who is called so
// or, by office and date, somebody of the knowledge file.

// roleOf finds whom a role without a name stands for.
func (x *Linked) roleOf(p int, n nounAt) int {
	u := n.sort("role")
	if u == nil {
		return -1
	}
	ph := x.phrases[p]
	switch strings.ToLower(x.words[ph.Toks.From]) {
	case "ein", "eine", "einer", "einem", "eines", "einen", "mehrere", "viele", "kein", "keine", "jeder", "jede":
		return -1
	}
	w := x.whereOf(p, ph.Head, n)
	offices := n.offices()
	if n.whole == "Kanzler" && w.known < 0 {
		state := "state-de"
		if x.top == "AT" && x.states["DE"] == 0 {
			state = "state-at"
		}
		if e, ok := x.k.ByID(state); ok {
			w.known = e.Index
		}
	}
	// In the article.
	for i := len(x.standing) - 1; i >= 0; i-- {
		st := &x.standing[i]
		if st.ent < 0 || !x.notes[st.ent].person {
			continue
		}
		m := &x.notes[st.ent]
		if n.sex != 0 && m.sex != 0 && n.sex != m.sex {
			continue
		}
		if w.known >= 0 && m.known >= 0 {
			if s := w.state(x); s != "" && len(s) == 2 && x.k.At(m.known).State != s {
				continue
			}
		}
		if x.called(m, n, offices, w) {
			return st.ent
		}
	}
	// In the world.
	where := w.key(x)
	if where == "" {
		return -1
	}
	if len(n.prefix) > 0 && strings.HasPrefix(n.prefix, "Vize") || strings.HasPrefix(strings.ToLower(n.whole), "ex-") || x.former(p) {
		return -1
	}
	var hit = -1
	for _, o := range offices {
		if o == "head" && !heads(n.whole, n.base, where, w, x) {
			continue
		}
		if e, ok := x.k.InOffice(o, where, x.doc.Article.Published); ok && (n.sex == 0 || n.sex == 'm' && e.Sex != 'f' || n.sex == e.Sex) {
			if hit >= 0 && hit != e.Index {
				return -1
			}
			hit = e.Index
		}
	}
	if hit < 0 {
		return -1
	}
	return x.known(hit)
}

// heads reports whether a role is that of the head of a body: a party has a
// chairman, the United Nations a secretary-general.
func heads(whole, base, where string, w whereAt, x *Linked) bool {
	class := x.k.At(w.known).Class
	switch base {
	case "Chef", "Vorsitzender", "Vorsitzende", "Parteichef", "Parteivorsitzender":
		return true
	case "Generalsekretär":
		return where == "un" || where == "nato"
	case "Präsident", "Direktor", "Generaldirektor":
		return class != "party"
	}
	return false
}

// former reports whether a phrase speaks of somebody no longer or not yet in
// office, or of a deputy.
func (x *Linked) former(p int) bool {
	ph := x.phrases[p]
	for i := ph.Toks.From; i < ph.Head; i++ {
		w := strings.ToLower(x.words[i])
		for _, s := range []string{"ehemalig", "früher", "einstig", "stellvertretend", "damalig", "künftig", "designiert", "neu", "zweit", "erst", "gewählt", "scheidend", "verstorben"} {
			if strings.HasPrefix(w, s) {
				return true
			}
		}
	}
	return false
}

// called reports whether somebody is called by a role, or one like it.
func (x *Linked) called(m *note, n nounAt, offices []string, w whereAt) bool {
	for _, s := range m.nouns {
		if s == n.whole || n.prefix == "" && (s == n.base || hasTail(s, n.base)) || hasTail(n.whole, s) && w.known < 0 {
			return true
		}
	}
	if n.base == "Mann" || n.base == "Frau" || n.base == "Herr" {
		return false
	}
	sort := ""
	for _, o := range offices {
		switch o {
		case "hog", "hos", "fm", "mayor", "interior", "finance", "economy", "justice", "defence", "labour", "health", "environment", "transport", "education", "agriculture", "family", "development":
			if slices.Contains(m.offices, o) && (w.known < 0 || m.known < 0) {
				return true
			}
			if m.known >= 0 && x.k.holds(m.known, []string{o}, w.key(x), x.doc.Article.Published) {
				return true
			}
		case "minister":
			for _, o := range m.offices {
				if isMinister(o) && o != "Minister" && o == strings.ToLower(o) && o != "politician" && o != "expert" && o != "person" && o != "deputy" && o != "jurist" {
					return slices.Contains(m.offices, "Minister")
				}
			}
			if m.known >= 0 && x.k.holds(m.known, []string{"minister"}, w.key(x), x.doc.Article.Published) {
				return true
			}
		case "politician", "expert", "jurist", "military", "police", "sport", "media", "artist", "business", "clergy":
			sort = o
		}
	}
	switch n.base {
	case "Politiker":
		return slices.Contains(m.offices, "politician") || slices.Contains(m.offices, "Politiker") || slices.Contains(m.offices, "Minister") || slices.Contains(m.offices, "hog") || slices.Contains(m.offices, "hos")
	case "Experte", "Wissenschaftler", "Forscher", "Fachmann":
		return slices.Contains(m.offices, "expert")
	case "Anwalt", "Verteidiger", "Rechtsanwalt", "Jurist":
		return sort != "" && slices.ContainsFunc(m.nouns, func(s string) bool { return hasTail(s, "anwalt") || s == "Anwalt" || s == "Verteidiger" })
	case "Musiker", "Künstler":
		return slices.Contains(m.offices, "artist")
	case "Chef", "Leiter", "Vorsitzender", "Vorsitzende":
		return slices.Contains(m.offices, "head") && w.known < 0
	case "General":
		return slices.Contains(m.offices, "military")
	}
	return false
}

// pronoun finds whom the pronoun at token i stands for: -1 where nobody fits.
func (x *Linked) pronoun(i int) (int, standing) {
	w := strings.ToLower(x.words[i])
	var sex byte = 'm'
	plural, either := false, false
	switch w {
	case "er", "ihm", "ihn", "sein", "seine", "seiner", "seinem", "seinen", "seines":
	case "sie":
		sex = 'f'
		switch x.numberAt(i) {
		case hearsay.Plur:
			plural = true
		case hearsay.NoNumber:
			either = true
		}
	default: // ihr, ihre, …
		sex, either = 'f', true
	}
	possessive := strings.HasPrefix(w, "sein") || strings.HasPrefix(w, "ihr") && w != "ihr"
	sent := int(x.sentOf[i])
	best, at := 0, -1
	for k := len(x.standing) - 1; k >= 0; k-- {
		st := &x.standing[k]
		if st.toks.From >= i {
			continue
		}
		d := sent - st.sent
		if d > 4 {
			break
		}
		if st.clause == int(x.clauseOf[i]) && st.clause >= 0 && !possessive {
			continue
		}
		v := 20 - 4*d
		switch {
		case st.plural && (plural || either):
			if !plural {
				v -= 4
			}
		case plural:
			if st.person || st.ent < 0 {
				continue
			}
			v -= 6 // a body in the singular: "die Polizei … sie teilten mit"
			if x.doc.Entities[st.ent].Kind == "place" {
				continue
			}
		case st.plural:
			continue
		case st.sex == sex && st.person:
			v += 4
		case st.sex == sex:
			if st.ent >= 0 && x.doc.Entities[st.ent].Kind == "place" {
				continue
			}
			v -= 1
			if sex == 'm' {
				v -= 3
			}
		case st.sex == 0 && st.person:
			v += 1
		case st.sex == 'n' && possessive && sex == 'm':
			v -= 1
		default:
			continue
		}
		if st.subject {
			v += 3
		}
		if st.spoke {
			v += 2
		}
		if st.quoted {
			v -= 5
		}
		if st.named && st.person {
			v++
		}
		if v > best {
			best, at = v, k
		}
	}
	if at < 0 {
		return -1, standing{}
	}
	st := &x.standing[at]
	if st.ent < 0 {
		st.ent = x.anonymous(st)
	}
	return st.ent, *st
}

// anonymous makes an entity of somebody without a name.
func (x *Linked) anonymous(st *standing) int {
	h := x.phrases[st.phrase].Head
	name := x.phraseName(st.phrase)
	if e, ok := x.byKey["role:"+name]; ok {
		return e
	}
	e := x.add(hearsay.Entity{Name: name, Kind: "person", Description: x.description(st.phrase, h, h+1)}, note{known: -1, person: st.person, plural: st.plural, sex: st.sex, nouns: []string{st.noun.whole}, offices: st.noun.offices()})
	x.byKey["role:"+name] = e
	x.pointers[h] = e
	return e
}

// phraseName is a phrase without its article and preposition, its attribute behind
// it: "Bürgermeister von New Orleans".
func (x *Linked) phraseName(p int) string {
	ph := x.phrases[p]
	from := ph.Toks.From
	if ph.Prep >= 0 {
		from = ph.Prep + 1
	}
	for from < ph.Head && (x.doc.Toks[from].UPOS == hearsay.DET || x.doc.Toks[from].UPOS == hearsay.PRON) {
		from++
	}
	to := ph.Toks.To
	if q := x.phraseStarting(to); q >= 0 && x.sentOf[to] == x.sentOf[ph.Head] {
		pq := x.phrases[q]
		if pq.Prep >= 0 && (x.words[pq.Prep] == "von" || x.words[pq.Prep] == "vom" || x.words[pq.Prep] == "in") || pq.Prep < 0 && x.genitivePhrase(q) {
			to = pq.Toks.To
		}
	}
	return x.nominative(hearsay.Range{From: from, To: to}, x.textOf(hearsay.Range{From: from, To: to}))
}

// numberAt is the number of the finite verb that pronoun i is the subject of.
func (x *Linked) numberAt(i int) hearsay.Number {
	c := x.clauseOf[i]
	if c < 0 {
		return hearsay.NoNumber
	}
	cl := x.doc.Clauses[c]
	v := cl.Verb
	if v < 0 {
		return hearsay.NoNumber
	}
	if n := x.doc.Toks[v].Feats.Number; n != hearsay.NoNumber {
		return n
	}
	var n hearsay.Number
	for _, r := range x.s.words(x.words[v], false) {
		if (r.Class == Verb || r.Class == Auxiliary || r.Class == Modal) && r.Feats.VerbForm == hearsay.Fin && r.Feats.Person == 3 {
			if n != hearsay.NoNumber && n != r.Feats.Number {
				return hearsay.NoNumber
			}
			n = r.Feats.Number
		}
	}
	return n
}
