package nlp

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"hearsay"
)

// Phrases and pronouns that stand for somebody named elsewhere in the article.
// Phrases are gone through in text order; each that may be referred to again is
// kept with what shows of it (standing), and what refers back goes to the last
// one that fits: a role to the person called so or in such an office, "das
// Gericht" to the last court, "er" to the last man, subjects and those who spoke
// first. Nothing that fits: nothing is linked.

// nounAt is what the noun of a token says.
type nounAt struct {
	uses   []nounUse
	whole  string // lemma, of a man: "Bundeskanzler" for "Bundeskanzlerin"
	base   string // the part that the table has: "Kanzler"
	prefix string // what stands in front of it: "Bundes"
	sex    byte
}

// sort returns what the noun says if it is of a sort.
func (n nounAt) sort(s string) *nounUse {
	for i := range n.uses {
		if n.uses[i].sort == s {
			return &n.uses[i]
		}
	}
	return nil
}

// offices are those that a role may be.
func (n nounAt) offices() []string {
	if u := n.sort("role"); u != nil && u.of != "" {
		return strings.Split(u.of, ",")
	}
	return nil
}

// noun looks the noun of a token up: its lemma, without the -in of a woman, by its
// last part.
func (x *Linked) noun(i int) nounAt {
	if i < 0 || i >= len(x.words) {
		return nounAt{}
	}
	w := x.words[i]
	if r, _ := utf8.DecodeRuneInString(w); !unicode.IsUpper(r) && !strings.ContainsRune(w, '-') {
		return nounAt{}
	}
	if n, ok := x.nouns[w]; ok {
		return n
	}
	var n nounAt
	lemma := x.doc.Toks[i].Lemma
	forms := make([]string, 0, 8)
	try := func(f string) {
		if len(f) > 1 && !slices.Contains(forms, f) {
			forms = append(forms, f)
		}
	}
	try(lemma)
	try(w)
	for _, r := range x.s.words(w, false) {
		if r.Class == Substantive {
			try(r.Lemma)
		}
	}
	for _, end := range []string{"innen", "in"} {
		for _, f := range forms {
			if s, ok := strings.CutSuffix(f, end); ok && len(s) > 3 {
				try(s)
				try(s + "e")
			}
		}
	}
	for _, f := range []string{strings.TrimSuffix(w, "s"), strings.TrimSuffix(w, "es"), strings.TrimSuffix(w, "en"), strings.TrimSuffix(w, "n")} {
		try(f)
	}
	if s, ok := strings.CutSuffix(w, "en"); ok && (strings.HasSuffix(s, "t") || strings.HasSuffix(s, "nd")) {
		try(s + "er") // "Beamten", "Vorsitzenden"
	}
	for _, f := range forms {
		if u := x.k.nouns[f]; u != nil {
			n = nounAt{uses: u, whole: f, base: f}
			break
		}
	}
	if n.uses == nil {
	search:
		for _, f := range forms {
			for j := range f {
				if j < 2 || len(f)-j < 3 {
					continue
				}
				tail := f[j:]
				r, size := utf8.DecodeRuneInString(tail)
				if f[j-1] != '-' {
					if !unicode.IsLower(r) || len(tail) < 4 {
						continue
					}
					tail = string(unicode.ToUpper(r)) + tail[size:]
				}
				if f[j-1] != '-' && notTail[tail] {
					continue
				}
				if u := x.k.nouns[tail]; u != nil && (len(tail) > 4 || f[j-1] == '-' || tail == "Chef" || tail == "Bank" || tail == "Partei") {
					n = nounAt{uses: u, whole: f, base: tail, prefix: strings.TrimSuffix(f[:j], "-")}
					break search
				}
			}
		}
	}
	if n.uses != nil && (n.sort("role") != nil || n.sort("speaker") != nil) {
		n.sex = 'm'
		if strings.HasSuffix(w, "in") && !strings.HasSuffix(n.base, "in") || strings.HasSuffix(w, "innen") {
			n.sex = 'f'
		}
		if strings.HasSuffix(n.base, "e") || n.base == "Opfer" || n.base == "Mitglied" {
			n.sex = 0 // "Vorsitzende", "Abgeordnete": the article tells
			if i > 0 {
				switch strings.ToLower(x.words[i-1]) {
				case "der":
					n.sex = 'm'
				case "die":
					n.sex = 'f'
				}
			}
		}
		switch n.base {
		case "Frau", "Tochter", "Mutter", "Schwester", "Ehefrau", "Witwe", "Tante", "Königin", "Queen", "Prinzessin", "Lady", "Freundin", "Gattin", "Nonne":
			n.sex = 'f'
		}
	}
	x.nouns[w] = n
	return n
}

// notTail are nouns whose compounds mean something else: "Staatsbürgerschaft",
// "Millionenstadt", "Unternehmensführung".
var notTail = map[string]bool{}

func init() {
	for _, w := range strings.Fields("Orden Bürgerschaft Land Bund Stadt Kette Seite Reihe Plan Programm Liste Team Kammer Zentrum Museum Schule Führung Verwaltung Staat Haft Justiz Rat Werk Garde Wort Sicht Daten Zahlen Karte Junge Graf Lord Herr Mann Frau Nonne Kurier Model Post Team Orden Kapitän Gemeinde Anlage Zoll Marine Spieler Bauer Wirt Rede Notiz") {
		notTail[w] = true
	}
}

// standing is a phrase that may be referred back to.
type standing struct {
	ent     int // -1: of somebody without a name, made when needed
	phrase  int
	toks    hearsay.Range
	sent    int
	clause  int
	sex     byte // 'm', 'f', 'n'
	plural  bool
	subject bool
	spoke   bool
	named   bool
	person  bool
	quoted  bool
	noun    nounAt
}

// speechVerbs are verbs whose subject speaks: those that show who is spoken of
// next.
var speechVerbs = map[string]bool{}

func init() {
	for _, w := range strings.Fields("sagen erklären mitteilen berichten melden ankündigen bestätigen betonen meinen fordern warnen kritisieren behaupten bezeichnen nennen äußern hinzufügen hinweisen bekanntgeben vermuten zitieren schreiben verlangen appellieren versichern angeben erläutern begründen dementieren bestreiten einräumen vorwerfen feststellen verkünden glauben hoffen befürchten erwarten verteidigen rechtfertigen sprechen beschreiben loben begrüßen ablehnen zurückweisen plädieren aufrufen drohen anführen ausführen unterstreichen bedauern urteilen schätzen rechnen ausgehen vorschlagen beklagen entgegnen antworten fragen wissen finden") {
		speechVerbs[w] = true
	}
}

// resolve goes through the phrases in text order.
func (x *Linked) resolve() {
	subjects := map[int]bool{} // clauses that have theirs
	for p := range x.phrases {
		ph := &x.phrases[p]
		st := standing{phrase: p, toks: ph.Toks, sent: int(x.sentOf[ph.Head]), clause: int(x.clauseOf[ph.Head]), plural: ph.Plur, ent: -1, quoted: x.quoted[ph.Head]}
		if ph.Prep >= 0 && ph.Prep == ph.Toks.From {
			st.toks.From++
		}
		if st.toks.From >= st.toks.To {
			continue
		}
		if ph.Prep < 0 && ph.Cases.Has(hearsay.Nom) && st.clause >= 0 && !subjects[st.clause] && !x.attribute(p) {
			cl := x.doc.Clauses[st.clause]
			st.subject = true
			subjects[st.clause] = true
			if cl.Head >= 0 && speechVerbs[x.doc.Toks[cl.Head].Lemma] {
				st.spoke = true
			}
		}
		if ph.Prep >= 0 {
			switch strings.ToLower(x.words[ph.Prep]) {
			case "laut", "nach", "so":
				st.spoke = ph.Toks.To < len(x.words)
			}
		}
		if i := ph.Toks.From - 1; i >= 0 && x.words[i] == "so" || ph.Toks.To < len(x.words) && x.words[ph.Toks.To] == "zufolge" {
			st.spoke = true
		}
		st.noun = x.noun(ph.Head)
		x.stand(&st)
		if st.ent >= 0 && ph.Prep >= 0 && x.words[ph.Prep] == "nach" && x.doc.Entities[st.ent].Kind == "place" {
			st.spoke = false // "fuhr nach Köln"
		}
		if st.ent >= 0 || st.person {
			x.standing = append(x.standing, st)
		}
	}
}

// attribute reports whether phrase p is a genitive right behind another phrase.
func (x *Linked) attribute(p int) bool {
	ph := x.phrases[p]
	i := ph.Toks.From
	return i > 0 && x.phraseOf[i-1] >= 0 && x.phraseOf[i-1] != int32(p) && x.genitivePhrase(p) && x.sentOf[i-1] == x.sentOf[i] && x.doc.Toks[x.phrases[x.phraseOf[i-1]].Head].UPOS != hearsay.PRON
}

// stand finds whom a phrase stands for.
func (x *Linked) stand(st *standing) {
	ph := &x.phrases[st.phrase]
	h := ph.Head
	if x.doc.Toks[h].UPOS == hearsay.PRON {
		switch strings.ToLower(x.words[h]) {
		case "er", "sie", "ihm", "ihn", "ihr":
		default:
			return
		}
		if st.quoted {
			return
		}
		e, from := x.pronoun(h)
		if e < 0 {
			return
		}
		st.ent, st.person = e, from.person
		st.sex, st.plural, st.noun = from.sex, from.plural, from.noun
		x.pointers[h] = e
		return
	}
	if n := x.personIn(st.toks); n >= 0 {
		m := &x.names[n]
		st.ent, st.named, st.person, st.plural = m.ent, true, true, false
		st.sex = x.notes[m.ent].sex
		if st.noun.sort("role") != nil && m.From > h {
			x.calls(m.ent, st.noun, h)
			st.sex = x.notes[m.ent].sex
		}
		return
	}
	if st.noun.sort("role") != nil || st.noun.sort("speaker") != nil {
		if x.nameOf[h] < 0 || x.names[x.nameOf[h]].ent < 0 {
			x.standRole(st)
			return
		}
	}
	e := x.bodyOf(st.phrase, false)
	if e < 0 {
		return
	}
	st.ent = e
	st.named = x.nameOf[h] >= 0
	if !st.named {
		x.pointers[h] = e
	}
	st.sex = x.genderOf(h)
	if x.nameOf[h] >= 0 && st.sex == 0 {
		switch strings.ToLower(x.words[ph.Toks.From]) {
		case "die":
			st.sex = 'f'
		case "der", "den":
			st.sex = 'm'
		case "das":
			st.sex = 'n'
		}
	}
}

var genderTails = []struct {
	tail   string
	gender byte
}{{"ministerium", 'n'}, {"gericht", 'n'}, {"amt", 'n'}, {"präsidium", 'n'}, {"institut", 'n'}, {"tribunal", 'n'}, {"kommission", 'f'}, {"behörde", 'f'}, {"anwaltschaft", 'f'}, {"polizei", 'f'}, {"dienst", 'm'}, {"rat", 'm'}, {"verband", 'm'}, {"gerichtshof", 'm'}}

// genderOf is the grammatical gender of a noun.
func (x *Linked) genderOf(i int) byte { return x.genderOfWord(x.words[i]) }

func (x *Linked) genderOfWord(w string) byte {
	for _, t := range genderTails {
		if strings.HasSuffix(w, t.tail) || hasTail(w, t.tail) {
			return t.gender
		}
	}
	var g hearsay.Gender
	for _, r := range x.s.words(w, false) {
		if r.Class == Substantive && r.Feats.Gender != hearsay.NoGender {
			if g != hearsay.NoGender && g != r.Feats.Gender {
				return 0
			}
			g = r.Feats.Gender
		}
	}
	return [...]byte{0, 'm', 'f', 'n'}[g&3]
}

// personIn finds the first person's name in a stretch that is not part of a body's
// ("Medienhaus Lensing"); -1.
func (x *Linked) personIn(r hearsay.Range) int {
	for i := r.From; i < r.To; i++ {
		n := x.nameOf[i]
		if n < 0 {
			continue
		}
		m := &x.names[n]
		if m.ent >= 0 && x.notes[m.ent].person && m.From >= r.From {
			if b := x.noun(m.From - 1); m.From > r.From && m.To == m.From+1 && b.sort("body") != nil && b.sort("role") == nil && b.sort("speaker") == nil {
				i = m.To - 1
				continue
			}
			return int(n)
		}
		i = m.To - 1
	}
	return -1
}

// standRole finds whom a role without a name stands for: by apposition, by what
// the article or the knowledge file says of somebody; of a spokesman the body.
func (x *Linked) standRole(st *standing) {
	ph := &x.phrases[st.phrase]
	h := ph.Head
	for i := ph.Toks.From; i < h; i++ {
		switch strings.ToLower(x.words[i]) {
		case "beide", "beiden", "beider", "alle", "aller", "allen", "mehrere", "mehrerer", "viele", "vieler", "einige", "einiger":
			ph.Plur = true
		}
		ph.Plur = ph.Plur || x.doc.Toks[i].UPOS == hearsay.NUM
	}
	st.sex, st.person = st.noun.sex, !ph.Plur
	if n := x.apposed(st.phrase); n >= 0 {
		m := &x.names[n]
		st.ent = m.ent
		x.calls(m.ent, st.noun, h)
		st.sex = x.notes[m.ent].sex
		if e := &x.doc.Entities[m.ent]; x.notes[m.ent].known < 0 && e.Description == "" {
			e.Description = x.description(st.phrase, h, h+1)
		}
		return
	}
	if ph.Plur && st.noun.sort("body") == nil {
		st.person = false
		st.plural = true
		return
	}
	if st.noun.sort("speaker") != nil {
		if e := x.spokenFor(st.phrase, st.noun); e >= 0 {
			st.ent = e
			x.pointers[h] = e
			return
		}
	}
	if e := x.roleOf(st.phrase, st.noun); e >= 0 {
		st.ent = e
		x.pointers[h] = e
		st.sex = x.notes[e].sex
		if st.sex == 0 {
			st.sex = st.noun.sex
		}
		return
	}
}

// apposed finds the person's name that a role stands in apposition to: "der
// Direktor der IAEO, Mohammed el-Baradei", "Hubert Primus, Sprecher der Stiftung".
func (x *Linked) apposed(p int) int {
	ph := x.phrases[p]
	// In front: name, comma, role without preposition.
	if i := ph.Toks.From - 1; ph.Prep < 0 && i > 0 && (x.words[i] == "," || x.words[i] == "–" || x.words[i] == "(") {
		j := i - 1
		if x.words[j] == ")" {
			for j > 0 && x.words[j] != "(" {
				j--
			}
			j--
		}
		if j >= 0 {
			if n := x.nameOf[j]; n >= 0 && x.names[n].ent >= 0 && x.notes[x.names[n].ent].person && x.sentOf[j] == x.sentOf[i] && x.closes(p) {
				return int(n)
			}
		}
	}
	// Behind: attributes, a comma perhaps, the name.
	for i := ph.Toks.To; i < min(len(x.words), ph.Toks.To+14) && x.sentOf[i] == x.sentOf[ph.Head]; i++ {
		n := x.nameOf[i]
		if n >= 0 && x.names[n].ent >= 0 && x.notes[x.names[n].ent].person && x.names[n].From == i {
			prev := x.words[i-1]
			if i == ph.Toks.To || prev == "," || x.noun(i-1).sort("role") != nil && i > 1 && x.words[i-2] == "und" || prev == "–" || x.phraseOf[i] >= 0 && x.words[x.phrases[x.phraseOf[i]].Toks.From-1] == "," && x.phrases[x.phraseOf[i]].Prep < 0 && i-x.phrases[x.phraseOf[i]].Toks.From < 4 {
				if q := x.phraseOf[i]; q >= 0 && x.phrases[q].Prep >= 0 {
					return -1
				}
				return int(n)
			}
			if q := x.phraseOf[i]; q >= 0 && x.phrases[q].Toks.From == i && x.phrases[q].Prep < 0 && !x.genitivePhrase(int(q)) {
				return int(n) // "Der Präsident der Region Elsass Adrien Zeller"
			}
			return -1
		}
		t := x.doc.Toks[i]
		if x.words[i] == "und" && i == ph.Toks.To {
			// "Der Vizekanzler und Arbeitsminister Franz Müntefering"
			if q := x.phraseStarting(i + 1); q >= 0 && x.phrases[q].Prep < 0 && x.doc.Toks[i+1].UPOS != hearsay.DET && x.noun(x.phrases[q].Head).sort("role") != nil {
				return x.personIn(x.phrases[q].Toks)
			}
		}
		if t.Feats.VerbForm == hearsay.Fin || t.UPOS == hearsay.CCONJ || t.UPOS == hearsay.SCONJ || x.words[i] == ":" || t.UPOS == hearsay.PRON {
			return -1
		}
		if x.words[i] == "," {
			// Only the name, or a title and the name, may follow.
			j := i + 1
			for j < len(x.words) && j < i+4 && x.nameOf[j] < 0 && (x.doc.Toks[j].UPOS == hearsay.NOUN || x.doc.Toks[j].UPOS == hearsay.DET || x.doc.Toks[j].UPOS == hearsay.ADJ || titleWords[x.words[j]]) {
				j++
			}
			if j >= len(x.words) || x.nameOf[j] < 0 {
				return -1
			}
		}
	}
	return -1
}

// closes reports whether a phrase with its attributes goes up to a comma or the
// end of its sentence, as an apposition does.
func (x *Linked) closes(p int) bool {
	for i := x.phrases[p].Toks.To; i < len(x.words) && i < x.phrases[p].Toks.To+12; i++ {
		if x.sentOf[i] != x.sentOf[i-1] {
			return true
		}
		switch x.words[i] {
		case ",", ".", ":", "–", ")", ";":
			return true
		}
		if x.doc.Toks[i].Feats.VerbForm == hearsay.Fin {
			return true // ", Sprecher der Stiftung sagte"
		}
	}
	return true
}

// spokenFor finds the body that somebody without a name speaks for.
func (x *Linked) spokenFor(p int, n nounAt) int {
	ph := x.phrases[p]
	// "IWF-Sprecher", "Polizeisprecher", "Regierungssprecher".
	pre := n.prefix
	if pre == "" && n.whole != "" {
		for _, s := range []string{"sprecher", "vertreter", "beamter", "beamte"} {
			if b, ok := strings.CutSuffix(strings.ToLower(n.whole), s); ok && b != "" {
				pre = n.whole[:len(b)]
			}
		}
	}
	if strings.HasSuffix(pre, "Presse") || pre == "Spitzen" || pre == "Haupt" || pre == "Chef" {
		pre = ""
	}
	where := x.whereOf(p, ph.Head, nounAt{})
	// The body behind: "des Ministeriums", "von Tesla", "der US-Armee".
	if e := x.behind(ph.Toks.To, true); e >= 0 && (pre == "" || x.doc.Entities[e].Kind != "place") {
		return e
	}
	for i := ph.Head + 1; i < ph.Toks.To; i++ {
		if m := x.nameOf[i]; m >= 0 && x.names[m].ent >= 0 {
			return x.names[m].ent
		}
	}
	if pre != "" {
		return x.bodyNamed(pre, where)
	}
	// "Ein italienischer Sprecher", "Der Sprecher": the last body that spoke.
	if where.known >= 0 && where.adjective {
		return -1
	}
	if x.definite(p) {
		return x.lastSpeakerFor(n)
	}
	return -1
}

// lastSpeakerFor finds whom "der Sprecher" speaks or is: the last so called.
func (x *Linked) lastSpeakerFor(n nounAt) int {
	for i := len(x.standing) - 1; i >= 0; i-- {
		st := &x.standing[i]
		if st.ent < 0 {
			continue
		}
		if st.noun.sort("speaker") != nil && (n.sex == 0 || st.noun.sex == n.sex) {
			return st.ent
		}
		if x.notes[st.ent].person && slices.ContainsFunc(x.notes[st.ent].nouns, func(s string) bool { return strings.HasSuffix(strings.ToLower(s), "sprecher") }) && (n.sex == 0 || x.notes[st.ent].sex == 0 || x.notes[st.ent].sex == n.sex) {
			return st.ent
		}
	}
	return -1
}

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
