package nlp

import (
	"slices"
	"strings"
	"unicode"

	"hearsay"
)

// Which body or place a phrase stands for: by a name in it, by its noun and its place
// ("Polizei Köln", "russisches Außenministerium"), or because it points back to one.

// bodyNamed finds a body by the first part of a compound: "Polizei", "IWF",
// "Regierungs", "US".
func (x *Linked) bodyNamed(pre string, where whereAt) int {
	pre = strings.TrimSuffix(pre, "-")
	if first, rest, ok := strings.Cut(pre, "-"); ok && len(x.find(pre).refs) == 0 {
		// "US-Regierungs": where and body.
		if refs := x.find(first).refs; len(refs) > 0 {
			where = whereAt{known: x.bestPlace(refs), ent: -1}
			pre = rest
		}
	}
	for _, form := range []string{pre, strings.TrimSuffix(pre, "s"), strings.TrimSuffix(pre, "n"), strings.TrimSuffix(pre, "es"), strings.TrimSuffix(pre, "en"), pre + "e"} {
		if len(form) < 2 {
			continue
		}
		if e, ok := x.alias[form]; ok {
			return e
		}
		if u := x.k.nouns[form]; u != nil {
			for _, use := range u {
				if use.sort == "body" {
					if e := x.compose(form, use.of, where, true); e >= 0 {
						return e
					}
					if where.known < 0 {
						if e := x.sameBody(-1, nounAt{uses: u, whole: form, base: form}, use.of); e >= 0 {
							return e
						}
						if e := x.compose(form, use.of, x.usualPlace(nounAt{whole: form}, use.of), true); e >= 0 {
							return e
						}
					}
					return x.plain(form, use.of)
				}
			}
		}
		n := linkName{Range: hearsay.Range{}, kind: OrgEntity, known: x.find(form).refs, ent: -1}
		if len(n.known) > 0 {
			if i := x.choose(&n); i >= 0 {
				return x.known(i)
			}
			n.kind = NoEntity
			if i := x.choose(&n); i >= 0 {
				return x.known(i)
			}
		}
		if e, ok := x.byKey["name:"+form]; ok {
			return e
		}
		for k := range x.names {
			if m := &x.names[k]; m.ent >= 0 && m.To == m.From+1 && x.words[m.From] == form {
				return m.ent
			}
		}
	}
	// A compound of a body noun: "Außenministeriums".
	base := strings.TrimSuffix(pre, "s")
	class := ""
	switch low := strings.ToLower(base); {
	case strings.HasSuffix(low, "ministerium"):
		class = "ministry"
	case strings.HasSuffix(low, "präsidium"), strings.HasSuffix(low, "direktion"):
		class = "police"
	}
	if class == "" {
		return -1
	}
	if e := x.compose(base, class, where, true); e >= 0 {
		return e
	}
	return x.plain(base, class)
}

func (x *Linked) bestPlace(refs []Named) int {
	var hits []Known
	for _, r := range refs {
		if e := x.k.At(r.Index); r.How != BySurname && (e.Kind == "place" || e.Class == "igo" && e.State == "EU") {
			hits = append(hits, e)
		}
	}
	switch len(hits) {
	case 0:
		return -1
	case 1:
		return hits[0].Index
	}
	return x.likeliest(hits)
}

// whereAt is the place or body that a role or body belongs to.
type whereAt struct {
	known     int // in the knowledge file, -1
	ent       int // of the article, -1
	adjective bool
	from      int // where it stands behind the noun: its first token; 0
	to        int
}

var nowhere = whereAt{known: -1, ent: -1}

// key is what people.tsv calls the place.
func (w whereAt) key(x *Linked) string {
	if w.known < 0 {
		return ""
	}
	if e := x.k.At(w.known); e.Class != "state" && e.Class != "region" {
		return e.ID
	}
	return w.state(x)
}

// state is the state or part of one that a place is.
func (w whereAt) state(x *Linked) string {
	if w.known < 0 {
		return ""
	}
	e := x.k.At(w.known)
	switch e.Class {
	case "state":
		return e.State
	case "region":
		return strings.TrimPrefix(e.ID, "region-")
	}
	return ""
}

// whereOf finds what the noun at token h belongs to: "russischer", "Kölner",
// "US-", "Bundes-", "Australiens", "in Seoul", "von New York", "der IAEO".
func (x *Linked) whereOf(p, h int, n nounAt) whereAt {
	w := x.whereStated(p, h, n)
	if w.known < 0 && w.ent < 0 && (strings.HasPrefix(n.prefix, "Bundes") || strings.HasPrefix(n.prefix, "bundes") || strings.HasPrefix(n.whole, "Bundes")) {
		state := "state-de"
		if (x.top == "AT" || x.top == "CH") && x.states["DE"] == 0 {
			state = "state-" + strings.ToLower(x.top)
		}
		if e, ok := x.k.ByID(state); ok {
			return whereAt{known: e.Index, ent: -1}
		}
	}
	return w
}

func (x *Linked) whereStated(p, h int, n nounAt) whereAt {
	if p < 0 {
		return nowhere
	}
	ph := x.phrases[p]
	if pre := n.prefix; pre != "" {
		for _, form := range []string{pre, strings.TrimSuffix(pre, "s")} {
			if form == "Bunde" {
				continue // a town, but not of the "Bundespolizei"
			}
			if first, _, ok := strings.Cut(form, "-"); ok && len(x.find(form).refs) == 0 {
				form = first
			}
			if refs := x.find(form).refs; len(refs) > 0 {
				if i := x.bestPlace(refs); i >= 0 {
					return whereAt{known: i, ent: -1}
				}
				m := linkName{kind: OrgEntity, known: refs}
				if i := x.choose(&m); i >= 0 {
					return whereAt{known: i, ent: -1}
				}
			}
			if e, ok := x.alias[form]; ok {
				return whereAt{known: x.notes[e].known, ent: e}
			}
		}
	}
	for i := ph.Toks.From; i < h; i++ {
		if m := x.nameOf[i]; m >= 0 && x.names[m].ent >= 0 && x.doc.Entities[x.names[m].ent].Kind == "place" && x.names[m].To <= h {
			return whereAt{known: x.notes[x.names[m].ent].known, ent: x.names[m].ent} // "Australiens Ministerpräsidentin"
		}
		refs := x.adjective(x.words[i])
		if x.words[i] == "Yorker" && i > 0 && x.words[i-1] == "New" {
			refs = x.find("New York").refs
		}
		if len(refs) > 0 {
			if k := x.bestPlace(refs); k >= 0 {
				return whereAt{known: k, ent: -1, adjective: true}
			}
		}
	}
	if i := ph.Toks.From - 1; i >= 0 && x.phraseOf[i] >= 0 && x.phrases[x.phraseOf[i]].Toks.From == i {
		if m := x.nameOf[i]; m >= 0 && x.names[m].ent >= 0 && strings.HasSuffix(x.words[i], "s") && x.doc.Entities[x.names[m].ent].Kind == "place" {
			return whereAt{known: x.notes[x.names[m].ent].known, ent: x.names[m].ent}
		}
	}
	for i := h + 1; i < ph.Toks.To; i++ {
		if m := x.nameOf[i]; m >= 0 && x.names[m].ent >= 0 && !x.notes[x.names[m].ent].person {
			return whereAt{known: x.notes[x.names[m].ent].known, ent: x.names[m].ent, from: i, to: x.names[m].To}
		}
	}
	if ph.Toks.To <= h {
		return nowhere
	}
	to := ph.Toks.To
	for range 2 {
		if to >= len(x.words) || x.sentOf[to] != x.sentOf[h] {
			break
		}
		q := x.phraseStarting(to)
		if q < 0 {
			break
		}
		ph2 := x.phrases[q]
		if ph2.Prep >= 0 {
			switch strings.ToLower(x.words[ph2.Prep]) {
			case "in", "im", "von", "vom", "aus", "zu", "für", "bei", "beim", "an":
			default:
				return nowhere
			}
		} else if x.nameOf[ph2.Head] < 0 && !x.genitivePhrase(q) {
			break
		}
		for i := ph2.Toks.From; i < ph2.Toks.To; i++ {
			if m := x.nameOf[i]; m >= 0 && x.names[m].ent >= 0 && !x.notes[x.names[m].ent].person {
				return whereAt{known: x.notes[x.names[m].ent].known, ent: x.names[m].ent, from: ph2.Toks.From, to: ph2.Toks.To}
			}
		}
		if ph2.Prep >= 0 {
			break
		}
		// "der Bundesrepublik", "der Region Elsass": one further.
		if e := x.bodyOf(q, false); e >= 0 {
			return whereAt{known: x.notes[e].known, ent: e, from: ph2.Toks.From, to: ph2.Toks.To}
		}
		to = ph2.Toks.To
	}
	return nowhere
}

// behind finds the body of the attribute that begins at token i.
func (x *Linked) behind(i int, create bool) int {
	q := x.phraseStarting(i)
	if q < 0 {
		return -1
	}
	ph := x.phrases[q]
	if ph.Prep >= 0 {
		switch strings.ToLower(x.words[ph.Prep]) {
		case "von", "vom", "der", "aus", "bei", "beim", "in", "im":
		default:
			return -1
		}
	} else if !ph.Cases.Has(hearsay.Gen) {
		return -1
	}
	r := ph.Toks
	if n := x.personIn(r); n >= 0 {
		return x.names[n].ent
	}
	return x.bodyOf(q, create)
}

func (x *Linked) definite(p int) bool {
	ph := x.phrases[p]
	i := ph.Toks.From
	if ph.Prep >= 0 {
		switch strings.ToLower(x.words[ph.Prep]) {
		case "vom", "zum", "zur", "beim", "im", "am":
			return true
		}
		i = ph.Prep + 1
	}
	switch strings.ToLower(x.words[min(i, len(x.words)-1)]) {
	case "der", "die", "das", "dem", "den", "des", "dieser", "diese", "dieses", "diesem", "diesen", "beide", "beiden":
		return true
	}
	return false
}

// bodyOf finds the body or place that a phrase stands for; create makes one of the
// article's own where there is none.
func (x *Linked) bodyOf(p int, create bool) int {
	ph := x.phrases[p]
	h := ph.Head
	n := x.noun(h)
	u := n.sort("body")
	if m := x.nameOf[h]; m >= 0 && x.names[m].ent >= 0 {
		nm := x.names[m]
		if x.notes[nm.ent].person {
			return -1
		}
		// "die CDU Dresden", "die SPD im Saarland": a part of a party.
		if x.notes[nm.ent].class == "party" && x.doc.Entities[nm.ent].Kind == "organisation" {
			if w := x.whereOf(p, nm.To-1, nounAt{}); (w.to > nm.To || w.adjective) && w.known >= 0 && x.k.At(w.known).Class != "state" && x.k.At(w.known).Kind == "place" {
				return x.partOf(nm.ent, w)
			}
		}
		return nm.ent
	}
	if e := x.compoundName(n); e >= 0 {
		return e
	}
	if u == nil {
		// A name behind a noun that says nothing: "Sportwagenschmiede Tesla".
		for i := h + 1; i < ph.Toks.To; i++ {
			if m := x.nameOf[i]; m >= 0 && x.names[m].ent >= 0 && !x.notes[x.names[m].ent].person && !isOpenBracketed(x, i, ph.Toks.From) {
				if x.doc.Entities[x.names[m].ent].Kind == "place" {
					continue
				}
				return x.names[m].ent
			}
		}
		return -1
	}
	for _, tail := range []string{"leitung", "führung", "spitze"} {
		if pre, ok := strings.CutSuffix(n.whole, tail); ok && len(pre) > 2 && !governing[n.whole] && x.nameOf[h] < 0 {
			// "Armeeleitung", "Vereinsführung": the army, the club
			have := len(x.doc.Entities)
			if e := x.bodyNamed(pre, x.whereOf(p, h, nounAt{})); e >= 0 && e < have && !x.notes[e].person {
				return e
			}
		}
	}
	if leading[n.whole] && !governing[n.whole] || leading[n.whole] && ph.Toks.To < len(x.words) && x.sentOf[ph.Toks.To] == x.sentOf[h] {
		// "die Führung der britischen Armee", "die Geschäftsführung des Unternehmens"
		if q := x.phraseStarting(ph.Toks.To); q >= 0 && x.phrases[q].Prep < 0 && x.genitivePhrase(q) {
			if e := x.bodyOf(q, false); e >= 0 && x.doc.Entities[e].Kind != "place" {
				return e
			}
		}
	}
	if governing[n.whole] && h+1 < ph.Toks.To { // "die Regierung Bush"
		if m := x.nameOf[h+1]; m >= 0 && x.names[m].ent >= 0 && x.notes[x.names[m].ent].person {
			if k := x.notes[x.names[m].ent].known; k >= 0 && x.k.holds(k, []string{"hos", "hog"}, "", "") {
				if g, ok := x.k.ByID("gov-" + strings.ToLower(x.k.At(k).State)); ok {
					return x.known(g.Index)
				}
			}
			return -1
		}
	}
	// "die Nachrichtenagentur Yonhap", "das Magazin „Focus“", "das Landgericht Köln".
	for i := h + 1; i < ph.Toks.To; i++ {
		m := x.nameOf[i]
		if m < 0 || x.names[m].ent < 0 {
			continue
		}
		e := x.names[m].ent
		if x.doc.Entities[e].Kind == "place" || x.notes[e].person || isOpenBracketed(x, i, ph.Toks.From) {
			break
		}
		return e
	}
	if n.base == "Stadt" || n.base == "Land" || n.base == "Staat" || n.base == "Gemeinde" || u.of == "state" {
		if n.whole == n.base {
			if w := x.whereOf(p, h, nounAt{}); w.ent >= 0 && !w.adjective && x.doc.Entities[w.ent].Kind == "place" {
				return w.ent
			}
			return -1
		}
	}
	if ph.Plur {
		switch u.of {
		case "army", "authority", "police", "group":
		default:
			return -1 // "die Parteien", "300 Unternehmen"
		}
	}
	w := x.whereOf(p, h, n)
	if n.prefix != "" && strings.ContainsRune(n.whole, '-') && len(x.find(n.prefix).refs) == 0 {
		// "Kookmin-Universität": a name, whatever place stands behind it.
		if e, ok := x.byKey["plain:"+n.whole]; ok || !create {
			if ok {
				return e
			}
			return -1
		}
		return x.plain(n.whole, u.of)
	}
	if n.base == "Botschaft" || n.base == "Konsulat" || n.base == "Generalkonsulat" {
		if e := x.embassy(p, n, w); e >= 0 {
			return e
		}
	}
	if e := x.compose(n.whole, u.of, w, true); e >= 0 {
		return e
	}
	if ph.Plur && u.of != "group" {
		return -1
	}
	if x.definite(p) || ph.Toks.From == h || ph.Prep >= 0 {
		if e := x.sameBody(p, n, u.of); e >= 0 {
			return e
		}
	}
	if !ph.Plur && x.definite(p) || ph.Toks.From == h {
		if e := x.compose(n.whole, u.of, x.usualPlace(n, u.of), true); e >= 0 {
			return e
		}
	}
	if create || u.of == "police" || u.of == "prosecution" || u.of == "rescue" || u.of == "ministry" {
		if !ph.Plur {
			if x.words[ph.Toks.From] != "ein" && x.words[ph.Toks.From] != "eine" && x.words[ph.Toks.From] != "Ein" && x.words[ph.Toks.From] != "Eine" {
				return x.plain(n.whole, u.of)
			}
		}
	}
	return -1
}

// usualPlace is where a body without a place belongs: of what every state has, the
// foreign state that the article is about. Of what every town has the only town that
// the article names proved wrong as often as right.
func (x *Linked) usualPlace(n nounAt, class string) whereAt {
	if n.prefix != "" {
		return nowhere
	}
	switch class {
	case "police", "rescue":
		if w := x.townOfTitle(); w.known >= 0 {
			return w
		}
		if class == "rescue" {
			return nowhere
		}
	case "ministry", "army", "government", "parliament":
	default:
		return nowhere
	}
	if class == "government" && !governing[n.whole] {
		return nowhere
	}
	all := 0
	for _, v := range x.states {
		all += v
	}
	if x.top == "" || x.top == "DE" && n.whole != "Regierung" || x.states[x.top] < 3 || 2*x.states[x.top] < all {
		return nowhere
	}
	if s, ok := x.k.ByID("state-" + strings.ToLower(x.top)); ok {
		return whereAt{known: s.Index, ent: -1}
	}
	return nowhere
}

// townOfTitle is the only large town that the headline names: that is whose police
// and fire brigade a local story speaks of.
func (x *Linked) townOfTitle() whereAt {
	if !x.titleRead {
		x.titleRead, x.titleTown = true, nowhere
		var towns []int
		for _, w := range strings.FieldsFunc(x.doc.Article.Title, func(r rune) bool { return !unicode.IsLetter(r) && r != '-' }) {
			if len(w) < 4 || !startsUpper(w) || x.commonWord(w) {
				continue
			}
			for _, form := range []string{w, undoGenitive(w)} {
				best, size := -1, 100000
				for _, r := range x.find(form).refs {
					if e := x.k.At(r.Index); r.How == ByName && e.Class == "city" && e.Population > size {
						best, size = r.Index, e.Population
					}
				}
				if best >= 0 && !slices.Contains(towns, best) {
					towns = append(towns, best)
				}
			}
		}
		if len(towns) == 1 && x.has(x.k.At(towns[0]).Name) {
			x.titleTown = whereAt{known: towns[0], ent: -1}
		}
	}
	return x.titleTown
}

// embassy is that of a state in a town: "US-Botschaft Nairobi".
func (x *Linked) embassy(p int, n nounAt, w whereAt) int {
	at := x.whereStated(p, x.phrases[p].Head, nounAt{base: n.base})
	if w.known < 0 || x.k.At(w.known).Class != "state" {
		return -1
	}
	if at.known == w.known || at.known < 0 || at.to == 0 {
		i := x.phrases[p].Toks.To
		q := x.phraseStarting(i)
		if q < 0 || x.phrases[q].Prep != i || x.words[i] != "in" {
			return -1
		}
		m := x.nameOf[x.phrases[q].Head]
		if m < 0 || x.names[m].ent < 0 || x.notes[x.names[m].ent].known < 0 {
			return -1
		}
		at.known = x.notes[x.names[m].ent].known
	}
	of, town := x.k.At(w.known), x.k.At(at.known)
	key := slug(n.base) + "@" + strings.ToLower(of.State) + "-in-" + strings.TrimPrefix(town.ID, "place-")
	if e, ok := x.byKey[key]; ok {
		return e
	}
	name := x.forms(n.base, of)[0] + " " + town.Name
	e := x.add(hearsay.Entity{ID: key, Name: name, Kind: "government", State: of.State}, note{known: -1, class: "authority", base: n.whole, nouns: []string{n.whole, n.base}})
	x.byKey[key] = e
	return e
}

// isOpenBracketed reports whether token i stands in brackets or behind a person.
func isOpenBracketed(x *Linked, i, from int) bool {
	for k := i - 1; k >= from; k-- {
		switch x.words[k] {
		case "(":
			return true
		case ")":
			return false
		}
	}
	return false
}

// plain is a body of the article that nothing is known of but its noun.
func (x *Linked) plain(noun, class string) int {
	key := "plain:" + noun
	e, ok := x.byKey[key]
	if !ok {
		e = x.add(hearsay.Entity{Name: noun, Kind: kindOfClass(class)}, note{known: -1, class: class, base: noun, nouns: []string{noun}})
		x.byKey[key] = e
	}
	return e
}

// partOf is the branch of a body at a place: "CDU Dresden".
func (x *Linked) partOf(e int, w whereAt) int {
	place := x.k.At(w.known)
	id := x.doc.Entities[e].ID + "@" + strings.TrimPrefix(strings.TrimPrefix(place.ID, "place-"), "region-")
	if id[0] == '#' {
		return e
	}
	if at, ok := x.byKey[id]; ok {
		return at
	}
	at := x.add(hearsay.Entity{ID: id, Name: x.doc.Entities[e].Name + " " + place.Name, Kind: x.doc.Entities[e].Kind, State: place.State}, note{known: -1, class: x.notes[e].class, base: x.doc.Entities[e].Name})
	x.byKey[id] = at
	return at
}

// governing are the nouns of a state's government itself.
var governing = map[string]bool{"Regierung": true, "Führung": true, "Staatsführung": true, "Administration": true, "Zentralregierung": true, "Staatsregierung": true, "Landesregierung": true, "Regionalregierung": true, "Kabinett": true, "Bundesregierung": true, "Militärregierung": true, "Übergangsregierung": true, "Regime": true, "Junta": true, "Militärjunta": true, "Militärführung": true}

// leading are nouns of those who lead a body, and speak as it.
var leading = map[string]bool{"Führung": true, "Leitung": true, "Spitze": true, "Führungsspitze": true, "Geschäftsführung": true, "Geschäftsleitung": true, "Konzernführung": true, "Konzernleitung": true, "Unternehmensleitung": true, "Parteiführung": true, "Parteispitze": true, "Management": true, "Vorstand": true, "Pressestelle": true, "Redaktion": true}

// local are the classes of which every place has its own; a state has one of the
// others too.
var local = map[string]bool{"police": true, "airport": true, "court": true, "prosecution": true, "rescue": true, "university": true, "authority": true, "church": true, "army": true, "ministry": true, "parliament": true, "government": true, "intelligence": true, "party": true}

// compose finds or makes the body that a noun and a place name together: "Polizei
// Köln", "russisches Außenministerium". Its id is made of both and stays.
func (x *Linked) compose(noun, class string, w whereAt, create bool) int {
	if !local[class] || w.known < 0 && w.ent < 0 || class == "airport" && noun != "Flughafen" {
		return -1
	}
	var place Known
	if w.known >= 0 {
		place = x.k.At(w.known)
	} else {
		place = Known{Index: -1, Government: -1}
		place.Entity = x.doc.Entities[w.ent]
		place.Class = "own"
	}
	if place.Kind != "place" && place.Class != "own" {
		if place.ID == "eu" {
			place.State = "EU"
		} else {
			return -1
		}
	}
	if i := strings.LastIndexByte(noun, '-'); i > 0 {
		noun = noun[i+1:]
	}
	switch noun {
	case "Polizeidirektion", "Polizeipräsidium", "Polizeiinspektion", "Polizeibehörde", "Kriminalpolizei", "Bundespolizeidirektion", "Landespolizeidirektion", "Stadtpolizei", "Polizeirevier", "Verkehrspolizei":
		noun = "Polizei"
	case "Streitkraft", "Streitkräfte", "Militär":
		noun = "Armee"
	case "Aussenministerium", "Außenamt":
		noun = "Außenministerium"
	}
	base := noun
	seat := place.Class == "city" && place.Government >= 0
	if land, ok := x.k.SeatOf(place.ID); ok && (base == "Landesregierung" || base == "Staatsregierung" || base == "Landtag" || base == "Staatskanzlei" || base == "Senat" || strings.HasPrefix(base, "Landes") && class != "police" && class != "court" || class == "ministry" && place.Government < 0) {
		place = land
		if base == "Senat" {
			base = "Regierung"
		}
	}
	if governing[base] && place.Government >= 0 {
		return x.known(place.Government)
	}
	if base == "Regierung" && place.Class == "region" {
		return -1
	}
	if seat && (class == "ministry" || base == "Parlament") {
		if s, ok := x.k.ByID("state-" + strings.ToLower(place.State)); ok {
			place = s
		}
	}
	if place.Class == "state" || place.Class == "region" {
		// One of the knowledge file: "US-Justizministerium", "britisches Verteidigungsministerium".
		for _, v := range x.forms(noun, place) {
			for _, r := range x.find(v).refs {
				if e := x.k.At(r.Index); r.How == ByName && e.Kind != "person" && e.Kind != "place" {
					return x.known(r.Index)
				}
			}
		}
	}
	if !create {
		return -1
	}
	id := ""
	if place.Index >= 0 {
		id = slug(noun) + "@" + strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(place.ID, "place-"), "region-"), "state-")
	}
	key := id
	if key == "" {
		key = slug(noun) + "@" + place.Name
	}
	if e, ok := x.byKey[key]; ok {
		return e
	}
	name := noun + " " + place.Name
	if place.Class == "state" || place.Class == "region" {
		name = x.forms(noun, place)[0]
	}
	e := x.add(hearsay.Entity{ID: id, Name: name, Kind: kindOfClass(class), State: place.State}, note{known: -1, class: class, base: noun, nouns: []string{noun}})
	x.byKey[key] = e
	return e
}

// forms are the ways to name a body of a state, the usual one first.
func (x *Linked) forms(noun string, place Known) []string {
	var out []string
	end := "e"
	switch x.genderOfWord(noun) {
	case 'm':
		end = "er"
	case 'n':
		end = "es"
	}
	if place.ID == "state-us" {
		out = append(out, "US-"+noun)
	}
	if g := place.Government; g >= 0 {
		gov := x.k.At(g)
		for _, n := range append([]string{gov.Name}, gov.Variants...) {
			if a, rest, ok := strings.Cut(n, " "); ok && strings.HasSuffix(rest, "egierung") && strings.HasSuffix(a, "e") && strings.ToLower(a) == a {
				out = append(out, strings.TrimSuffix(a, "e")+end+" "+noun)
			}
		}
	}
	return append(out, noun+" "+place.Name, noun+" von "+place.Name)
}

// sameBody finds the body that a noun with an article points back to: the last one
// called so, else the last of its class.
func (x *Linked) sameBody(p int, n nounAt, class string) int {
	for i := len(x.standing) - 1; i >= 0; i-- {
		st := &x.standing[i]
		if st.ent < 0 || x.notes[st.ent].person {
			continue
		}
		m := &x.notes[st.ent]
		if m.base == n.whole || slices.ContainsFunc(m.nouns, func(s string) bool { return s == n.whole || n.prefix == "" && hasTail(s, n.base) }) {
			return st.ent
		}
	}
	if n.prefix != "" && n.whole != n.base {
		return -1
	}
	switch n.base {
	case "Opposition", "Koalition", "Regierungskoalition", "Justiz", "Anklage", "Ausschuss", "Kongress", "Senat", "Regierungspartei", "Oppositionspartei", "Stadtrat", "Kammer":
		return -1
	}
	for i := len(x.standing) - 1; i >= 0; i-- {
		st := &x.standing[i]
		if st.ent < 0 || x.notes[st.ent].person || x.doc.Entities[st.ent].Kind == "place" {
			continue
		}
		if hasTail(x.doc.Entities[st.ent].Name, n.base) || sameClass(n.base, class, x.notes[st.ent].class, x.doc.Entities[st.ent].Kind) {
			return st.ent
		}
	}
	// "das Unternehmen": the body of unknown class that was named last.
	switch n.base {
	case "Unternehmen", "Konzern", "Firma", "Hersteller", "Betreiber", "Verein", "Verband", "Organisation":
		for i := len(x.standing) - 1; i >= 0; i-- {
			st := &x.standing[i]
			if st.ent < 0 || !st.named || x.notes[st.ent].person || x.notes[st.ent].known >= 0 || x.notes[st.ent].class != "" || x.doc.Entities[st.ent].Kind != "organisation" {
				continue
			}
			return st.ent
		}
	}
	return -1
}

func hasTail(s, tail string) bool {
	return len(s) > len(tail) && strings.HasSuffix(strings.ToLower(s), strings.ToLower(tail))
}

// sameClass reports whether a noun of a class may point to a body of another.
func sameClass(noun, class, of, kind string) bool {
	switch noun {
	case "Organisation", "Verband", "Vereinigung":
		return of == "organisation" || of == "association" || of == "ngo" || of == "igo" || of == "sport" || of == "group" || of == "foundation"
	case "Behörde", "Amt":
		return of == "authority" || of == "ministry" || of == "institute" || of == "intelligence"
	case "Weltraumbehörde", "Raumfahrtbehörde", "Luftfahrtbehörde", "Weltraumagentur", "Raumfahrtagentur", "Aufsichtsbehörde", "Gesundheitsbehörde":
		return of == "authority"
	case "Unternehmen", "Konzern", "Firma", "Hersteller", "Gesellschaft", "Betreiber", "Fluggesellschaft", "Bank", "Versorger", "Energieversorger", "Energiekonzern", "Anbieter", "Verlag":
		return of == "company" || kind == "company"
	case "Institut":
		return of == "institute"
	}
	switch class {
	case "court", "party", "union", "police", "newspaper", "magazine", "broadcaster", "agency", "ministry", "university", "army", "prosecution", "parliament", "church":
		return of == class
	}
	return false
}
