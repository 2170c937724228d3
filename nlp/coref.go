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
