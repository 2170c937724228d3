package nlp

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"hearsay"
	"hearsay/text"
)

// A Linked document knows whom its mentions stand for. It is made by
// [Language.Link] and, as its document, for one goroutine at a time.
//
// Linking goes from the article to the world. First names that belong together
// are joined within the article ("Angela Merkel", "Merkel", "Merkels"), with what
// the text says of them ("Bundeskanzlerin", "(CDU)"). Then each gets its entity of
// the knowledge file, where the name allows one only: by what it is, by the states
// that the article speaks of, by who held an office on the article's date.
// Whatever is left open becomes an entity of the article's own. Last come phrases
// and pronouns that stand for somebody named (coref*.go).
type Linked struct {
	lang *Language
	k    *Knowledge
	doc  *hearsay.Doc
	s    *session

	words    []string
	phrases  []hearsay.Phrase // those of the document, their heads put right
	sentOf   []int32
	phraseOf []int32 // phrase that covers a token, -1
	nameOf   []int32 // name that covers a token, -1
	clauseOf []int32
	quoted   []bool // within quotation marks, and more than a name

	names   []linkName
	notes   []note // beside doc.Entities
	byKnown map[int]int
	byKey   map[string]int
	alias   map[string]int // abbreviations that the article introduces
	states  map[string]int // how often the article speaks of a state
	own     int            // how many entities are the article's own
	top     string         // the state it speaks of most

	lookups  map[string]lookup
	nouns    map[string]nounAt
	standing []standing
	pointers map[int]int // pronoun or head of a phrase → entity

	titleRead bool
	titleTown whereAt // of the headline

	officesRead bool
	officesHere []officeHere // that the article speaks of
}

// officeHere is an office that the article speaks of, of a state or of none said.
type officeHere struct {
	offices []string
	where   string
}

// linkName is a name where it stands.
type linkName struct {
	hearsay.Range
	kind  EntityKind
	known []Named // what it may be
	sure  bool    // of more than one word in the knowledge file
	ent   int
}

// note is what linking knows of an entity of the article.
type note struct {
	known   int // index in the knowledge file, -1
	person  bool
	plural  bool
	sex     byte
	class   string
	nouns   []string // what it is called: "Bundeskanzlerin", "Menschenrechtsorganisation"
	offices []string
	names   []string // under which it stands in the article
	base    string   // of a body: its noun
}

type lookup struct {
	refs   []Named
	begins bool
}

// Link finds whom the names, phrases and pronouns of an annotated document stand
// for: it fills in Mentions and Entities. What it returns answers which entity a
// passage names.
func (l *Language) Link(doc *hearsay.Doc) *Linked { return l.LinkNames(doc, l.Entities(doc)) }

// LinkNames is Link where the names have been found already, by
// [Language.Entities].
func (l *Language) LinkNames(doc *hearsay.Doc, names []Mention) *Linked {
	k, err := GermanKnowledge()
	if err != nil {
		panic(err) // the program was built with damaged data; its tests say so
	}
	x := &Linked{
		lang: l, k: k, doc: doc, s: &session{lexicon: l.Lexicon, known: make(map[string][]Word, 256)},
		byKnown: map[int]int{}, byKey: map[string]int{}, alias: map[string]int{}, states: map[string]int{},
		lookups: make(map[string]lookup, 256), nouns: map[string]nounAt{}, pointers: map[int]int{},
	}
	doc.Mentions, doc.Entities = doc.Mentions[:0], doc.Entities[:0]
	x.index()
	x.context()
	x.findNames(names)
	x.linkPersons()
	x.linkBodies()
	x.resolve()
	x.mentions()
	return x
}

// SourceEntity tells which entity a source passage of an annotated document stands
// for; nil where that cannot be told. Who asks more than once should ask what
// [Language.Link] returns.
func (l *Language) SourceEntity(doc *hearsay.Doc, toks hearsay.Range) *hearsay.Entity {
	c := *doc
	c.Mentions, c.Entities = nil, nil
	return l.Link(&c).SourceEntity(toks)
}

func (x *Linked) index() {
	n := len(x.doc.Toks)
	x.words = make([]string, n)
	ints := make([]int32, 4*n)
	x.sentOf, x.phraseOf, x.nameOf, x.clauseOf = ints[:n], ints[n:2*n], ints[2*n:3*n], ints[3*n:]
	x.quoted = make([]bool, n)
	for i := range n {
		x.words[i] = text.Word(x.doc, i)
		x.phraseOf[i], x.nameOf[i], x.clauseOf[i] = -1, -1, -1
	}
	for s, sent := range x.doc.Sents {
		for i := sent.Toks.From; i < sent.Toks.To; i++ {
			x.sentOf[i] = int32(s)
		}
	}
	x.phrases = slices.Clone(x.doc.Phrases)
	for p := range x.phrases {
		ph := &x.phrases[p]
		for i := ph.Toks.From; i < ph.Toks.To; i++ {
			x.phraseOf[i] = int32(p)
		}
		// "die Münchener Polizei": the noun is the head, not where it is from.
		if h := ph.Head; h+1 < ph.Toks.To && (x.doc.Toks[h+1].UPOS == hearsay.NOUN || x.noun(h+1).uses != nil) && strings.HasSuffix(x.words[h], "er") && (len(x.adjective(x.words[h])) > 0 || x.words[h] == "Yorker") {
			ph.Head = h + 1
			ph.Plur = (&session{lexicon: x.lang.Lexicon, known: x.s.known}).plural(x.doc, ph.Toks.From, h+1) && x.doc.Toks[h+1].Lemma != x.words[h+1]
		} else if x.words[h] == "New" && h+2 < ph.Toks.To && x.words[h+1] == "Yorker" {
			ph.Head = h + 2
		}
	}
	for c, cl := range x.doc.Clauses {
		for i := cl.Toks.From; i < cl.Toks.To; i++ {
			x.clauseOf[i] = int32(c)
		}
	}
	for _, q := range x.doc.Quotes {
		if q.Closed && q.Toks.To-q.Toks.From > 8 {
			for i := q.Toks.From; i < q.Toks.To; i++ {
				x.quoted[i] = true
			}
		}
	}
}

// find looks a name up, once for a document.
func (x *Linked) find(name string) lookup {
	v, ok := x.lookups[name]
	if !ok {
		v.refs, v.begins = x.k.get(name, nil)
		x.lookups[name] = v
	}
	return v
}

// adjective looks up the places that an adjective speaks of: "russische",
// "Kölner".
func (x *Linked) adjective(w string) []Named {
	if len(w) < 5 {
		return nil
	}
	key := "\x01\x01" + w
	v, ok := x.lookups[key]
	if !ok {
		v.refs = x.k.OfAdjective(w, nil)
		if len(v.refs) == 0 && startsUpper(w) && strings.HasSuffix(w, "er") {
			for _, n := range cityOf(w) {
				for _, r := range x.find(n).refs {
					if r.How == ByName && x.k.At(r.Index).Kind == "place" {
						v.refs = append(v.refs, r)
					}
				}
				if len(v.refs) > 0 {
					break
				}
			}
		}
		x.lookups[key] = v
	}
	return v.refs
}

// cityOf undoes "Kölner", "Bremer", "Dresdner", "Münchner".
func cityOf(w string) []string {
	switch w {
	case "Schweizer":
		return []string{"Schweiz"}
	case "Zürcher":
		return []string{"Zürich"}
	case "Basler":
		return []string{"Basel"}
	case "Hannoveraner":
		return []string{"Hannover"}
	case "Londoner":
		return []string{"London"}
	}
	stem := strings.TrimSuffix(w, "er")
	out := []string{stem, stem + "en", stem + "e"}
	if s, ok := strings.CutSuffix(stem, "n"); ok {
		out = append(out, s+"en")
	}
	return out
}

// context counts the states that the article speaks of.
func (x *Linked) context() {
	seen := map[string]bool{}
	for i, w := range x.words {
		r, _ := utf8.DecodeRuneInString(w)
		upper := unicode.IsUpper(r)
		if !upper && !strings.Contains(w, "isch") && !strings.Contains(w, "sch") || len(w) < 2 {
			continue
		}
		once := 0
		if !seen[w] {
			seen[w], once = true, 1
		}
		if !upper {
			for _, ref := range x.adjective(w) {
				x.states[x.k.At(ref.Index).State] += 1 + once
			}
			continue
		}
		base := w
		if j := strings.IndexByte(w, '-'); j > 0 {
			base = w[:j]
		}
		refs := x.find(base).refs
		if len(refs) == 0 {
			refs = x.find(strings.TrimSuffix(base, "s")).refs
		}
		var best Known
		for _, ref := range refs {
			if e := x.k.At(ref.Index); e.Kind == "place" && (e.Class != "city" || e.Population > best.Population && best.Class != "state") || ref.How == ByDemonym {
				if best.Class == "state" {
					continue
				}
				best = e
			}
		}
		switch {
		case best.Name == "":
		case best.Class != "city":
			x.states[best.State] += 1 + once
		case best.Population > 100000 && (x.doc.Toks[i].UPOS == hearsay.PROPN || best.Government >= 0):
			x.states[best.State] += once
		}
	}
	most := 0
	for s, n := range x.states {
		if n > most || n == most && s < x.top {
			x.top, most = s, n
		}
	}
}

// findNames merges the names that the namer finds and those that the knowledge
// file has.
func (x *Linked) findNames(found []Mention) {
	var all []linkName
	for _, m := range found {
		if m.Form != WholeName {
			continue
		}
		r := m.Toks
		for r.From < r.To && (x.noLetter(r.From) || titleWords[x.words[r.From]]) {
			r.From++
		}
		for r.To > r.From && x.noLetter(r.To-1) && x.words[r.To-1] != "." {
			r.To--
		}
		if r.To > r.From {
			all = append(all, linkName{Range: r, kind: m.Kind, ent: -1})
		}
	}
	for n := range all {
		m := &all[n]
		if m.kind == PersonEntity || !x.composite(m.Range) {
			continue
		}
		// What stands behind its noun is the place.
		to := m.To
		for m.From < to && (x.noun(m.From).sort("body") == nil || len(x.adjective(x.words[m.From])) > 0) {
			m.From++
		}
		m.From++
		for m.From < to && !startsUpper(x.words[m.From]) {
			m.From++
		}
		m.From = min(m.From, to)
		m.kind = PlaceEntity
	}
	all = slices.DeleteFunc(all, func(m linkName) bool { return m.From >= m.To })
	for n := range all {
		m := &all[n]
		if m.kind != OrgEntity || m.To-m.From < 3 || len(x.find(x.textOf(m.Range)).refs) > 0 {
			continue
		}
		if k, refs := x.longest(m.From, m.To); k > 1 && x.joins(m.From+k, m.To) {
			m.To, m.known, m.sure = m.From+k, refs, true // "Auswärtige Amt | der Bundesrepublik Deutschland"
		}
	}
	ner := make([]int32, len(x.words)) // name of the namer that covers a token, plus 1
	for n, m := range all {
		for i := m.From; i < m.To; i++ {
			ner[i] = int32(n + 1)
		}
	}
	for _, sent := range x.doc.Sents {
		for i := sent.Toks.From; i < sent.Toks.To; {
			n, refs := x.longest(i, sent.Toks.To)
			if n == 0 || n == 1 && !x.standsAlone(i, refs, ner[i] > 0, all, ner) {
				i++
				continue
			}
			all = append(all, linkName{Range: hearsay.Range{From: i, To: i + n}, known: refs, sure: n > 1, ent: -1})
			i += n
		}
	}
	// Titles in front of an unknown word: "Minister Brüderle", "Frau Hinz".
	for _, ph := range x.phrases {
		for i := ph.Toks.From + 1; i < ph.Toks.To; i++ {
			if ner[i] > 0 || !startsUpper(x.words[i]) || x.doc.Toks[i].UPOS != hearsay.PROPN || x.noun(i-1).sort("role") == nil && x.words[i-1] != "Frau" && x.words[i-1] != "Herr" && x.words[i-1] != "Herrn" {
				continue
			}
			to := i + 1
			for to < ph.Toks.To && ner[to] == 0 && x.doc.Toks[to].UPOS == hearsay.PROPN {
				to++
			}
			if len(x.find(x.words[i]).refs) > 0 && x.words[i-1] != "Frau" && x.words[i-1] != "Herr" && to == i+1 {
				place := false
				for _, r := range x.find(x.words[i]).refs {
					place = place || r.How == ByName
				}
				if place {
					continue // "Bürgermeister Hamburg"
				}
			}
			all = append(all, linkName{Range: hearsay.Range{From: i, To: to}, kind: PersonEntity, ent: -1})
			i = to - 1
		}
	}
	// Names in quotation marks behind a class: die Zeitung „Jungle World“.
	for _, q := range x.doc.Quotes {
		from, to := q.Toks.From, q.Toks.To
		if !q.Closed || from == 0 || to-from > 7 || to-from < 3 || x.noun(from-1).sort("body") == nil {
			continue
		}
		all = append(all, linkName{Range: hearsay.Range{From: from + 1, To: to - 1}, kind: OrgEntity, ent: -1})
	}
	for i := 2; i+1 < len(x.words); i++ {
		if x.words[i-1] == "(" && x.words[i+1] == ")" {
			if from := x.spelledOut(i); from >= 0 {
				all = append(all, linkName{Range: hearsay.Range{From: from, To: i - 1}, kind: OrgEntity, ent: -1})
			}
		}
	}
	// The longer wins; of equals the namer tells the kind and knowledge who.
	slices.SortStableFunc(all, func(a, b linkName) int {
		if la, lb := a.To-a.From, b.To-b.From; la != lb {
			return lb - la
		}
		return a.From - b.From
	})
	for _, m := range all {
		free := true
		for i := m.From; i < m.To; i++ {
			if o := x.nameOf[i]; o >= 0 {
				free = false
				if have := &x.names[o]; have.Range == m.Range {
					if have.known == nil {
						have.known = m.known
					}
					if have.kind == NoEntity {
						have.kind = m.kind
					}
				}
			}
		}
		if !free {
			continue
		}
		for i := m.From; i < m.To; i++ {
			x.nameOf[i] = int32(len(x.names))
		}
		x.names = append(x.names, m)
	}
	// In text order.
	order := make([]int, len(x.names))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return x.names[a].From - x.names[b].From })
	sorted := make([]linkName, len(x.names))
	for i, o := range order {
		sorted[i] = x.names[o]
		for t := sorted[i].From; t < sorted[i].To; t++ {
			x.nameOf[t] = int32(i)
		}
	}
	x.names = sorted
	for i := range x.names {
		if n := &x.names[i]; n.known == nil {
			n.known = x.find(x.textOf(n.Range)).refs
			if len(n.known) == 0 {
				n.known = x.find(undoGenitive(x.textOf(n.Range))).refs
			}
		}
	}
}

// spelledOut finds where the name begins that the abbreviation in brackets at
// token i stands for: "Volksallianz für Demokratie (VAD)"; -1. Every letter of it
// is in the name, in this order, its first begins the first word (after Schwartz
// and Hearst 2003).
func (x *Linked) spelledOut(i int) int {
	abbr := x.words[i]
	if len(abbr) < 2 || len(abbr) > 8 || strings.ToUpper(abbr) != abbr || x.noLetter(i) {
		return -1
	}
	letters := []rune(strings.ToLower(abbr))
	for from := i - 2; from >= 0 && from > i-12 && x.sentOf[from] == x.sentOf[i]; from-- {
		w := x.words[from]
		if x.noLetter(from) && w != "-" || x.doc.Toks[from].Feats.VerbForm == hearsay.Fin {
			return -1
		}
		if r, _ := utf8.DecodeRuneInString(strings.ToLower(w)); r != letters[0] || !startsUpper(w) {
			continue
		}
		k, starts := 0, 0
		for t := from; t < i-1; t++ {
			for j, r := range []rune(strings.ToLower(x.words[t])) {
				if k < len(letters) && r == letters[k] {
					if j == 0 {
						starts++
					}
					k++
				}
			}
		}
		if k == len(letters) && (starts > 1 || from == i-2 && len(w) > 8) {
			return from
		}
	}
	return -1
}

// composite reports whether a stretch is no name of its own but a body told by its
// noun and its place: "Polizei Köln", "Kölner Polizei", "Staatsanwaltschaft".
func (x *Linked) composite(r hearsay.Range) bool {
	if x.longestIs(r) {
		return false
	}
	at := -1
	for i := r.From; i < r.To; i++ {
		if u := x.noun(i).sort("body"); u != nil && local[u.of] {
			at = i
			break
		}
	}
	if at < 0 {
		return false
	}
	if n := x.noun(at); n.prefix != "" && !strings.HasPrefix(n.prefix, "US") && n.base != "Ministerium" && n.base != "Gericht" && n.base != "Polizei" {
		if r.To-r.From == 1 {
			return n.sort("body").of != "university" && len(x.find(n.prefix).refs) > 0
		}
	}
	for i := r.From; i < at; i++ {
		if len(x.adjective(x.words[i])) == 0 && x.words[i] != "New" {
			return false
		}
	}
	for i := at + 1; i < r.To; i++ {
		switch w := x.words[i]; w {
		case "in", "von", "der", "des", "am", "an":
		default:
			place := false
			for _, f := range []string{w, undoGenitive(w), x.textOf(hearsay.Range{From: at + 1, To: r.To})} {
				for _, ref := range x.find(f).refs {
					place = place || ref.How == ByName && x.k.At(ref.Index).Kind == "place"
				}
			}
			if !place && w != "-" && i+1 == r.To {
				return false
			}
		}
	}
	return true
}

// longestIs reports whether the knowledge file has the name of a stretch.
func (x *Linked) longestIs(r hearsay.Range) bool {
	n, refs := x.longest(r.From, r.To)
	return n == r.To-r.From && len(refs) > 0
}

// joins reports whether what stands from token i on is an attribute that a name is
// complete without: a genitive, a place.
func (x *Linked) joins(i, to int) bool {
	switch strings.ToLower(x.words[i]) {
	case "der", "des", "in", "im", "von", "(", ",", "/":
		return true
	}
	return false
}

var titleWords = map[string]bool{"Dr.": true, "Dr": true, "Prof.": true, "Professor": true, "Frau": true, "Herr": true, "Herrn": true, "Sir": true, "Lord": true, "Lady": true}

func (x *Linked) noLetter(i int) bool {
	for _, r := range x.words[i] {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return false
		}
	}
	return true
}

func undoGenitive(s string) string {
	if t, ok := strings.CutSuffix(s, "s"); ok && len(t) > 2 && !strings.HasSuffix(t, "s") {
		return t
	}
	return strings.TrimRight(s, "'’")
}

// longest finds the longest name of the knowledge file that begins at token i.
func (x *Linked) longest(i, end int) (int, []Named) {
	w := x.words[i]
	if len(w) < 2 {
		return 0, nil
	}
	v := x.find(w)
	best, refs := 0, v.refs
	if len(refs) > 0 {
		best = 1
	} else if r, _ := utf8.DecodeRuneInString(w); unicode.IsUpper(r) {
		if refs = x.find(undoGenitive(w)).refs; len(refs) > 0 {
			best = 1
		} else if u, ok := strings.CutSuffix(w, "es"); ok {
			if refs = x.find(u).refs; len(refs) > 0 {
				best = 1
			}
		}
	}
	if !v.begins {
		return best, refs
	}
	key := w
	for k := i + 1; k < min(end, i+8); k++ {
		key += x.glue(k) + x.words[k]
		if r, _ := x.k.get(key, nil); len(r) > 0 {
			best, refs = k+1-i, r
		} else if u := undoGenitive(key); u != key {
			if r, _ := x.k.get(u, nil); len(r) > 0 {
				best, refs = k+1-i, r
			}
		}
	}
	return best, refs
}

// glue is what stands between token k and the one in front of it.
func (x *Linked) glue(k int) string {
	if x.doc.Toks[k-1].End == x.doc.Toks[k].Start {
		return ""
	}
	return " "
}

// standsAlone reports whether a single word that the knowledge file has is a name
// here, and no common noun ("die Zeit", "der Standard").
func (x *Linked) standsAlone(i int, refs []Named, named bool, all []linkName, ner []int32) bool {
	t, w := x.doc.Toks[i], x.words[i]
	var body, place, other bool
	for _, r := range refs {
		if r.How != ByName {
			continue
		}
		e := x.k.At(r.Index)
		switch {
		case e.Kind == "place":
			place = true
		case e.Kind == "person":
			other = true
		case e.Class == "party" && strings.HasPrefix(e.ID, "party-"):
			other = true
		case e.Kind == "government" || e.Class == "party" || e.Kind == "organisation":
			body = true
		default:
			other = true
		}
	}
	if !body && !place && !other {
		return false
	}
	if named {
		m := all[ner[i]-1]
		return m.From == i && m.To == i+1 || m.kind != PersonEntity && body && m.From == i
	}
	common, name := false, t.UPOS == hearsay.PROPN
	for _, r := range x.s.words(w, false) {
		switch r.Class {
		case ProperName:
			name = true
		case NoClass, Abbreviation:
		default:
			common = true
		}
	}
	first := i == 0 || x.sentOf[i-1] != x.sentOf[i]
	quotes := i > 0 && i+1 < len(x.words) && isOpenMark(x.words[i-1]) && !startsUpper(x.words[i+1]) && x.noLetter(i+1)
	behind := i > 0 && x.noun(i-1).sort("body") != nil
	upper := strings.ToUpper(w) == w && len(w) > 1
	switch {
	case quotes || behind:
		return true
	case body && upper:
		return true
	case body && !common:
		return true
	case body:
		// "Bundestag" always; "Grüne", "Union" only as the head of a phrase.
		if p := x.phraseOf[i]; p >= 0 && x.phrases[p].Head == i && !(first && t.UPOS != hearsay.PROPN && t.UPOS != hearsay.NOUN) {
			return startsUpper(w)
		}
		return false
	case place && x.doc.Toks[i].UPOS == hearsay.PROPN && !common:
		return true
	case other:
		// "Pacific Standard Time" is no magazine.
		if i > 0 && !first && x.doc.Toks[i-1].UPOS == hearsay.PROPN || i+1 < len(x.words) && x.doc.Toks[i+1].UPOS == hearsay.PROPN && startsUpper(x.words[i+1]) {
			return false
		}
		return t.UPOS == hearsay.PROPN && !common || upper
	}
	return name && !common && t.UPOS == hearsay.PROPN
}

func (x *Linked) textOf(r hearsay.Range) string {
	switch r.To - r.From {
	case 0:
		return ""
	case 1:
		return x.words[r.From]
	}
	sp := text.SpanOf(x.doc, r)
	return strings.Join(strings.Fields(x.doc.Article.Text[sp.Start:sp.End]), " ")
}

// add makes an entity of the article's own.
func (x *Linked) add(e hearsay.Entity, n note) int {
	i := len(x.doc.Entities)
	if e.ID == "" {
		x.own++
		e.ID = "#" + strconv.Itoa(x.own)
	}
	x.doc.Entities = append(x.doc.Entities, e)
	x.notes = append(x.notes, n)
	return i
}

// known makes or finds the article's entity for one of the knowledge file.
func (x *Linked) known(i int) int {
	if e, ok := x.byKnown[i]; ok {
		return e
	}
	k := x.k.At(i)
	n := note{known: i, person: k.Kind == "person", sex: k.Sex, class: k.Class}
	if n.person {
		n.class = ""
	}
	e := x.add(k.Entity, n)
	x.byKnown[i] = e
	return e
}

func (x *Linked) named(e int, name string) {
	if e >= 0 && name != "" && !slices.Contains(x.notes[e].names, name) {
		x.notes[e].names = append(x.notes[e].names, name)
	}
}

// titleOf finds the role noun that stands right in front of a name.
func (x *Linked) titleOf(n linkName) (nounAt, int) {
	for i := n.From - 1; i >= max(0, n.From-2); i-- {
		if titleWords[x.words[i]] && x.words[i] != "Professor" {
			continue
		}
		if x.phraseOf[i] < 0 || x.sentOf[i] != x.sentOf[n.From] {
			break
		}
		if at := x.noun(i); at.sort("role") != nil || at.sort("speaker") != nil {
			return at, i
		}
		break
	}
	return nounAt{}, -1
}

// linkPersons joins the names of persons and finds them in the knowledge file.
func (x *Linked) linkPersons() {
	type full struct {
		words []string
		ent   int
	}
	var persons []full
	isPerson := func(n *linkName) bool {
		if n.kind == PersonEntity {
			if n.To == n.From+1 && x.seat(n.known) {
				if _, at := x.titleOf(*n); at < 0 {
					return false // "Pjöngjang", whatever the namer says
				}
			}
			return !n.sure || x.only(n.known, "person") || len(n.known) == 0
		}
		return n.kind == NoEntity && n.sure && x.only(n.known, "person")
	}
	clean := func(r hearsay.Range) []string {
		var ws []string
		for i := r.From; i < r.To; i++ {
			if w := x.words[i]; !titleWords[w] && !x.noLetter(i) {
				ws = append(ws, w)
			} else if len(ws) > 0 && (w == "-" || w == ".") {
				ws[len(ws)-1] += w
			}
		}
		return ws
	}
	// Names of several words first.
	for k := range x.names {
		n := &x.names[k]
		if !isPerson(n) {
			continue
		}
		ws := clean(n.Range)
		if len(ws) < 2 {
			continue
		}
		last := ws[len(ws)-1]
		bare := undoGenitive(last)
		for _, p := range persons {
			pl := p.words[len(p.words)-1]
			if (pl == last || pl == bare || undoGenitive(pl) == last) && sameGiven(p.words, ws) {
				n.ent = p.ent
				break
			}
		}
		if n.ent < 0 {
			for _, p := range persons {
				if misspelt(p.words, ws) || misspelt(p.words, append(slices.Clone(ws[:len(ws)-1]), bare)) {
					n.ent = p.ent
					break
				}
			}
		}
		if n.ent < 0 {
			// A genitive -s, unless the name stands without it nowhere and ends so anyway.
			if bare != last && (x.has(bare) || x.genitive(n.From) || x.knownPerson(append(slices.Clone(ws[:len(ws)-1]), bare)) && !x.knownPerson(ws)) {
				ws[len(ws)-1] = bare
			}
			n.ent = x.person(*n, ws)
			persons = append(persons, full{ws, n.ent})
		}
		x.named(n.ent, strings.Join(ws, " "))
		x.characterise(n)
	}
	// Then single words.
	for k := range x.names {
		n := &x.names[k]
		if !isPerson(n) || n.ent >= 0 {
			continue
		}
		ws := clean(n.Range)
		if len(ws) != 1 {
			if len(ws) == 0 {
				continue
			}
			ws = ws[len(ws)-1:]
		}
		w := ws[0]
		bare := undoGenitive(w)
		at := -1
		for pass := range 2 {
			var hits []full
			for _, p := range persons {
				match := false
				for j, pw := range p.words {
					lastWord := j == len(p.words)-1
					if pw != w && pw != bare && !(strings.HasSuffix(pw, "-"+w) && lastWord) {
						continue
					}
					match = match || pass == 0 && lastWord || pass == 1 && !lastWord
				}
				if match && !slices.ContainsFunc(hits, func(h full) bool { return h.ent == p.ent }) {
					hits = append(hits, p)
				}
			}
			if len(hits) == 1 {
				at = hits[0].ent
			} else if len(hits) > 1 {
				at = x.nearest(n.From, hits[0].ent, func(e int) bool {
					return slices.ContainsFunc(hits, func(h full) bool { return h.ent == e })
				})
			}
			if at >= 0 {
				break
			}
		}
		if at < 0 && len(w) > 6 {
			for _, p := range persons {
				if last := p.words[len(p.words)-1]; len(last) > 6 && distance(last, w) == 1 && !strings.HasPrefix(last, w) {
					at = p.ent
					break
				}
			}
		}
		if at < 0 {
			if bare != w && (x.has(bare) || x.genitive(n.From)) {
				w = bare
			}
			at = x.person(*n, []string{w})
			persons = append(persons, full{[]string{w}, at})
		}
		n.ent = at
		x.named(at, w)
		x.characterise(n)
	}
}

// seat reports whether a name is that of a seat of government or a state alone.
func (x *Linked) seat(refs []Named) bool {
	found := false
	for _, r := range refs {
		e := x.k.At(r.Index)
		if e.Kind == "person" || r.How == ByName && e.Kind != "place" && e.Kind != "government" {
			return false
		}
		found = found || e.Kind == "place" && e.Government >= 0 && (e.Class == "state" || e.Population > 300000)
	}
	return found
}

func (x *Linked) knownPerson(ws []string) bool {
	for _, r := range x.find(strings.Join(ws, " ")).refs {
		if r.How == ByName && x.k.At(r.Index).Kind == "person" {
			return true
		}
	}
	return false
}

// nearest finds which of the entities stands nearest in front of token i by a name
// of several words; or else.
func (x *Linked) nearest(i, or int, ok func(int) bool) int {
	for k := len(x.names) - 1; k >= 0; k-- {
		if n := x.names[k]; n.From < i && n.ent >= 0 && ok(n.ent) {
			return n.ent
		}
	}
	return or
}

func (x *Linked) has(w string) bool { return slices.Contains(x.words, w) }

// genitive reports whether the name at token i stands in front of a noun that it
// may own ("Schäubles Pläne") or behind "des".
func (x *Linked) genitive(i int) bool {
	n := x.nameOf[i]
	to := i + 1
	if n >= 0 {
		to = x.names[n].To
	}
	return to < len(x.words) && (x.doc.Toks[to].UPOS == hearsay.NOUN || x.doc.Toks[to].UPOS == hearsay.ADJ && startsUpper(x.words[min(to+1, len(x.words)-1)]))
}

// misspelt reports whether two full names differ in one letter of one of the names
// alone: the text writes one person two ways.
func misspelt(a, b []string) bool {
	if len(a) != len(b) || len(a) < 2 {
		return false
	}
	diff := 0
	for i := range a {
		if a[i] == b[i] {
			continue
		}
		if len(a[i]) < 5 || distance(a[i], b[i]) > 1 {
			return false
		}
		diff++
	}
	return diff == 1
}

// distance is Levenshtein's, in letters; all above 1 are 2.
func distance(a, b string) int {
	ra, rb := []rune(a), []rune(b)
	if len(ra) > len(rb) {
		ra, rb = rb, ra
	}
	if len(rb)-len(ra) > 1 {
		return 2
	}
	i := 0
	for i < len(ra) && ra[i] == rb[i] {
		i++
	}
	if i == len(rb) {
		return 0
	}
	if len(ra) == len(rb) {
		if slices.Equal(ra[i+1:], rb[i+1:]) {
			return 1
		}
		return 2
	}
	if slices.Equal(ra[i:], rb[i+1:]) {
		return 1
	}
	return 2
}

func sameGiven(a, b []string) bool {
	x, y := a[0], b[0]
	if len(a) == 1 || len(b) == 1 || x == y {
		return true
	}
	if strings.HasSuffix(x, ".") || strings.HasSuffix(y, ".") {
		return x[0] == y[0]
	}
	return slices.Contains(a[:len(a)-1], y) || slices.Contains(b[:len(b)-1], x)
}

// only reports whether all entities that a name may stand for are of a kind.
func (x *Linked) only(refs []Named, kind string) bool {
	for _, r := range refs {
		if x.k.At(r.Index).Kind != kind {
			return false
		}
	}
	return len(refs) > 0
}

// person makes the entity of a person's name, of the knowledge file where that
// names one only.
func (x *Linked) person(n linkName, ws []string) int {
	name := strings.Join(ws, " ")
	how := ByName
	refs := x.find(name).refs
	title, at := x.titleOf(n)
	var offices []string
	where := ""
	if at >= 0 {
		offices = title.offices()
		where = x.whereOf(int(x.phraseOf[at]), at, title).state(x)
	}
	var hits []Known
	for _, r := range refs {
		e := x.k.At(r.Index)
		if e.Kind != "person" {
			continue
		}
		if r.How == BySurname && len(ws) == 1 && len(offices) == 0 && x.spokenOfOffice(e) {
			// "Köhler", where the article speaks of the Bundespräsident.
			hits = append(hits, e)
			how = BySurname
			continue
		}
		evidence := len(offices) > 0 && x.k.holds(e.Index, offices, "", x.doc.Article.Published) && (where == "" || x.k.holds(e.Index, offices, where, x.doc.Article.Published) || e.State == where)
		party := e.Class != "" && x.partyBehind(n) == e.Class
		switch {
		case r.How == ByName && !e.Evidence:
			// A full name; another office at another time does not speak against it.
		case evidence || party && !e.Evidence && !commonSurname[name]:
		case r.How == BySurname && !e.Evidence && len(ws) == 1 && !commonSurname[name] && !x.commonWord(name) && x.states[e.State] > 0:
		default:
			continue
		}
		if r.How == BySurname {
			how = BySurname
		}
		hits = append(hits, e)
	}
	if len(hits) > 1 {
		hits = slices.DeleteFunc(hits, func(e Known) bool {
			return !(len(offices) > 0 && x.k.holds(e.Index, offices, "", x.doc.Article.Published))
		})
	}
	if len(hits) == 0 && where != "" && len(ws) > 1 {
		// "Bundesaußenminister Siegmar Gabriel": who held the office, misspelt.
		for _, o := range offices {
			if e, ok := x.k.InOffice(o, where, x.doc.Article.Published); ok && misspelt(strings.Fields(e.Name), ws) {
				hits = append(hits, e)
				break
			}
		}
	}
	if len(hits) == 1 {
		e := x.known(hits[0].Index)
		if how == BySurname || x.doc.Entities[e].Name != name {
			x.named(e, name)
		}
		return e
	}
	sex := x.sexOf(ws)
	return x.add(hearsay.Entity{Name: name, Kind: "person"}, note{known: -1, person: true, sex: sex})
}

// spokenOfOffice reports whether the article speaks of an office by name that a
// person holds on its date: "der Bundespräsident", "US-Präsident".
func (x *Linked) spokenOfOffice(e Known) bool {
	if !x.officesRead {
		x.officesRead = true
		for p := range x.phrases {
			h := x.phrases[p].Head
			n := x.noun(h)
			os := n.offices()
			if len(os) == 0 || x.former(p) {
				continue
			}
			if w := x.whereOf(p, h, n).key(x); w != "" {
				x.officesHere = append(x.officesHere, officeHere{os, w})
			}
		}
	}
	for _, o := range x.officesHere {
		if x.k.holds(e.Index, o.offices, o.where, x.doc.Article.Published) {
			return true
		}
	}
	return false
}

// commonWord reports whether the lexicon knows a word otherwise than as a name, or
// as a surname of many.
func (x *Linked) commonWord(w string) bool {
	for _, r := range x.s.words(w, false) {
		if r.Class == Substantive || r.Class == Adjective {
			return true
		}
	}
	return false
}

func (x *Linked) sexOf(ws []string) byte {
	if len(ws) < 2 {
		return 0
	}
	var sex byte
	for _, r := range x.s.words(ws[0], false) {
		if r.Name != FirstName {
			continue
		}
		switch r.Feats.Gender {
		case hearsay.Masc:
			if sex == 'f' {
				return 0
			}
			sex = 'm'
		case hearsay.Fem:
			if sex == 'm' {
				return 0
			}
			sex = 'f'
		}
	}
	return sex
}

// partyBehind reads "(CDU)" behind a name, and "SPD-Politiker" in front of it: the
// id of the party.
func (x *Linked) partyBehind(n linkName) string {
	try := func(s string) string {
		for _, r := range x.find(s).refs {
			if e := x.k.At(r.Index); e.Class == "party" && r.How == ByName {
				return e.ID
			}
		}
		return ""
	}
	if i := n.To; i+2 < len(x.words) && x.words[i] == "(" && x.words[i+2] == ")" {
		return try(x.words[i+1])
	}
	if _, at := x.titleOf(n); at >= 0 {
		if p, _, ok := strings.Cut(x.words[at], "-"); ok {
			return try(p)
		}
	}
	return ""
}

// characterise notes what the text calls a person, right in front of the name.
func (x *Linked) characterise(n *linkName) {
	at := &x.notes[n.ent]
	if n.From > 0 {
		switch x.words[n.From-1] {
		case "Frau":
			at.sex = 'f'
		case "Herr", "Herrn":
			at.sex = 'm'
		}
	}
	title, i := x.titleOf(*n)
	if i < 0 {
		return
	}
	x.calls(n.ent, title, i)
	p := x.phraseOf[i]
	if e := &x.doc.Entities[n.ent]; e.Description == "" && at.known < 0 {
		e.Description = x.description(int(p), i, n.To)
	}
}

// calls notes a noun that an entity is called by.
func (x *Linked) calls(e int, noun nounAt, i int) {
	at := &x.notes[e]
	if !slices.Contains(at.nouns, noun.whole) {
		at.nouns = append(at.nouns, noun.whole)
	}
	for _, o := range noun.offices() {
		if !slices.Contains(at.offices, o) {
			at.offices = append(at.offices, o)
		}
	}
	if at.person && at.sex == 0 && noun.sex != 0 {
		at.sex = noun.sex
	}
}

// description is what the text says somebody is: from the phrase's first adjective
// to its noun, and the body behind it ("von der Kookmin-Universität").
func (x *Linked) description(p, noun, behind int) string {
	if p < 0 {
		return ""
	}
	ph := x.phrases[p]
	from := ph.Toks.From
	if ph.Prep >= 0 {
		from = ph.Prep + 1
	}
	for from < noun && x.doc.Toks[from].UPOS == hearsay.DET {
		from++
	}
	if from > noun {
		return ""
	}
	s := x.textOf(hearsay.Range{From: from, To: noun + 1})
	for i := noun + 1; i < len(x.words); i = behind {
		if q := x.phraseStarting(i); q >= 0 && (x.phrases[q].Prep == i && (x.words[i] == "von" || x.words[i] == "vom" || x.words[i] == "bei") || x.phrases[q].Prep < 0 && x.genitivePhrase(q)) {
			s += " " + x.textOf(x.phrases[q].Toks)
			break
		}
		if i == behind {
			break
		}
	}
	return s
}

func (x *Linked) phraseStarting(i int) int {
	if i >= len(x.words) || x.phraseOf[i] < 0 || x.phrases[x.phraseOf[i]].Toks.From != i {
		return -1
	}
	return int(x.phraseOf[i])
}

// genitivePhrase reports whether a phrase can be a genitive and shows it.
func (x *Linked) genitivePhrase(q int) bool {
	ph := x.phrases[q]
	if !ph.Cases.Has(hearsay.Gen) {
		return false
	}
	switch strings.ToLower(x.words[ph.Toks.From]) {
	case "der", "des", "eines", "einer", "dieser", "dieses", "seiner", "seines", "ihrer", "ihres", "deren", "dessen":
		return true
	}
	w := x.words[ph.Head]
	return strings.HasSuffix(w, "s") || strings.HasSuffix(x.words[ph.Toks.From], "er") && x.doc.Toks[ph.Toks.From].UPOS == hearsay.ADJ
}

// linkBodies finds the entities of all other names.
func (x *Linked) linkBodies() {
	for k := range x.names {
		n := &x.names[k]
		if n.ent >= 0 || n.kind == OtherEntity && len(n.known) == 0 {
			continue
		}
		name := strings.Trim(x.textOf(n.Range), "„“\"»«")
		bare := undoGenitive(name)
		if e, ok := x.alias[name]; ok {
			n.ent = e
			x.named(e, name)
			continue
		}
		if i := x.choose(n); i >= 0 {
			n.ent = x.known(i)
			x.named(n.ent, name)
		} else if e := x.compoundName(x.noun(n.From)); e >= 0 && n.To == n.From+1 {
			n.ent = e
			x.named(e, name)
		} else if n.kind == NoEntity || n.kind == OtherEntity {
			continue
		} else {
			name = x.nominative(n.Range, name)
			bare = undoGenitive(name)
			key := name
			if bare != name && (x.has(bare) || x.byKey["name:"+bare] > 0 || x.genitive(n.From) || x.behindDes(n.From)) {
				key = bare
			}
			e, ok := x.byKey["name:"+key]
			if !ok {
				kind := "organisation"
				if n.kind == PlaceEntity {
					kind = "place"
				}
				m := note{known: -1}
				if kind == "organisation" {
					for i := n.From; i < n.To; i++ {
						if at := x.noun(i); at.sort("body") != nil && (i == n.From || i+1 == n.To) {
							m.class, m.base = at.sort("body").of, at.whole
							m.nouns = append(m.nouns, at.whole)
							kind = kindOfClass(m.class)
							break
						}
					}
				}
				e = x.add(hearsay.Entity{Name: key, Kind: kind}, m)
				x.byKey["name:"+key] = e
				if first, _, more := strings.Cut(key, " "); more && kind == "organisation" && len(first) > 3 && !x.commonWord(first) {
					if _, taken := x.byKey["name:"+first]; !taken {
						x.byKey["name:"+first] = e // "Tesla Motors", then "Tesla"
					}
				}
			}
			n.ent = e
			x.named(e, key)
		}
		x.classBefore(n)
		// "Weltgesundheitsorganisation (WHO)", "WHO (Weltgesundheitsorganisation)".
		if i := n.To; i+2 < len(x.words) && x.words[i] == "(" && x.words[i+2] == ")" && x.doc.Entities[n.ent].Kind != "place" {
			a := x.words[i+1]
			if o := x.nameOf[i+1]; (strings.ToUpper(a) == a || o >= 0 && x.names[o].kind == OrgEntity) && len(a) > 1 && (x.abbreviates(a, name) || len(x.find(a).refs) == 0 && strings.ToUpper(a) == a && strings.Contains(name, " ")) {
				x.alias[a] = n.ent
			}
		}
	}
}

// nominative undoes the case of a name that begins with adjectives and a noun:
// "(des) Verbandes Deutscher Realschullehrer", "(der) Nationale Übergangsrat".
func (x *Linked) nominative(r hearsay.Range, name string) string {
	at, gender, form, plural := -1, hearsay.NoGender, "", false
	for i := r.From; i < r.To && i < r.From+4; i++ {
		w := x.words[i]
		if i > r.From && x.doc.Toks[i].UPOS == hearsay.ADP {
			break
		}
		readings := x.s.words(w, false)
		if i+1 < r.To && startsUpper(x.words[i+1]) && x.adjectival(w, readings) {
			readings = nil // "(des) Nationalen Übergangsrates"
		}
		for _, o := range readings {
			if o.Class == Substantive && o.Name == NoName {
				if at < 0 || o.Lemma == w {
					at, gender, form = i, o.Feats.Gender, w
					if gender == hearsay.NoGender {
						gender = map[byte]hearsay.Gender{'m': hearsay.Masc, 'f': hearsay.Fem, 'n': hearsay.Neut}[x.genderOfWord(w)]
					}
					if o.Lemma != w && o.Feats.Case == hearsay.Gen && o.Feats.Number != hearsay.Plur && (o.Lemma+"s" == w || o.Lemma+"es" == w) {
						form = o.Lemma
					}
				}
				plural = plural || o.Feats.Number == hearsay.Plur
			}
		}
		if at >= 0 {
			break
		}
		if x.doc.Toks[i].UPOS != hearsay.ADJ && !inflected(w) {
			if g := x.genderOfWord(strings.TrimSuffix(strings.TrimSuffix(w, "s"), "e")); g != 0 && i > r.From {
				// a compound that the lexicon lacks: "(den) Nationalen Übergangsrat"
				at, gender, form = i, map[byte]hearsay.Gender{'m': hearsay.Masc, 'f': hearsay.Fem, 'n': hearsay.Neut}[g], w
				if before := strings.ToLower(x.words[max(r.From-1, 0)]); before == "des" || before == "eines" {
					form = strings.TrimSuffix(strings.TrimSuffix(w, "s"), "e")
				}
				break
			}
			return name
		}
	}
	if at < 0 || at-r.From > 3 {
		return name
	}
	// The last word in the genitive: "(des) Malteser Hilfsdienstes".
	if last := r.To - 1; last > at && r.From > 0 && (x.words[r.From-1] == "des" || x.words[r.From-1] == "eines") && x.doc.Toks[last].UPOS != hearsay.ADP {
		simple := true
		for i := r.From; i < last; i++ {
			simple = simple && startsUpper(x.words[i])
		}
		for _, o := range x.s.words(x.words[last], false) {
			if simple && o.Class == Substantive && o.Lemma+"es" == x.words[last] {
				return x.textOf(hearsay.Range{From: r.From, To: last}) + " " + o.Lemma
			}
		}
	}
	if form != x.words[at] && at == r.From {
		if at+1 < r.To {
			return form + x.glue(at+1) + x.textOf(hearsay.Range{From: at + 1, To: r.To})
		}
		return form
	}
	before := ""
	if r.From > 0 && x.sentOf[r.From-1] == x.sentOf[r.From] {
		before = strings.ToLower(x.words[r.From-1])
		if isOpenMark(before) && r.From > 1 {
			before = strings.ToLower(x.words[r.From-2])
		}
	}
	words := make([]string, 0, 8)
	many := false
	switch before {
	case "des", "eines", "vom", "dem", "einem", "zum", "im", "beim", "der", "die", "das", "den", "diese", "dieser", "dieses", "dem ", "ein", "eine", "einer", "einen", "zur":
		if p := x.phraseOf[at]; p >= 0 {
			many = x.phrases[p].Plur
		}
	default:
		return name
	}
	for i := r.From; i < at; i++ {
		w := x.words[i]
		for _, end := range adjectiveEndings[:5] {
			if stem, ok := strings.CutSuffix(w, end); ok && len(stem) > 3 && (x.doc.Toks[i].UPOS == hearsay.ADJ || x.isAdjective(w) || x.adjectival(w, x.s.words(w, false))) {
				switch {
				case many:
					w = stem + "e"
				case gender == hearsay.Masc:
					w = stem + "er"
				case gender == hearsay.Neut:
					w = stem + "es"
				case gender == hearsay.Fem:
					w = stem + "e"
				}
				break
			}
		}
		if len(x.adjective(x.words[i])) > 0 && strings.HasSuffix(x.words[i], "er") && startsUpper(x.words[i]) {
			w = x.words[i] // "Kölner"
		}
		words = append(words, w)
	}
	if many || before != "des" && before != "eines" && before != "dem" && before != "den" && before != "vom" && before != "einem" && before != "einen" {
		form = x.words[at]
	}
	head := strings.Join(append(words, form), " ")
	if at+1 < r.To {
		head += x.glue(at+1) + x.textOf(hearsay.Range{From: at + 1, To: r.To})
	}
	return head
}

// adjectival reports whether a word written with a capital is the form of an
// adjective, by itself a noun for persons or things of any gender: "Nationalen".
func (x *Linked) adjectival(w string, readings []Word) bool {
	if !inflected(w) {
		return false
	}
	genders := [4]bool{}
	n := 0
	for _, o := range readings {
		if o.Class == Substantive && o.Lemma+"n" == w || o.Class == Substantive && o.Lemma == w {
			if g := o.Feats.Gender & 3; !genders[g] && g != 0 {
				genders[g] = true
				n++
			}
		}
	}
	return n == 3
}

// compoundName is the body whose name a compound of it and its class has:
// "RWE-Konzern", "Ataka-Partei".
func (x *Linked) compoundName(n nounAt) int {
	switch n.base {
	case "Konzern", "Partei", "Unternehmen", "Firma", "Gruppe", "Werke", "Stiftung", "Zeitung", "Magazin", "Sender":
	default:
		return -1
	}
	if n.prefix == "" {
		return -1
	}
	if e, ok := x.byKey["name:"+n.prefix]; ok {
		return e
	}
	m := linkName{kind: OrgEntity, known: x.find(n.prefix).refs}
	if i := x.choose(&m); i >= 0 && x.k.At(i).Kind != "place" {
		return x.known(i)
	}
	return -1
}

func (x *Linked) isAdjective(w string) bool {
	for _, r := range x.s.words(w, true) {
		if r.Class == Adjective {
			return true
		}
	}
	return false
}

func (x *Linked) behindDes(i int) bool {
	return i > 0 && (x.words[i-1] == "des" || x.words[i-1] == "Des")
}

// abbreviates reports whether a begins with a letter that begins a word of name.
func (x *Linked) abbreviates(a, name string) bool {
	r, _ := utf8.DecodeRuneInString(a)
	for _, w := range strings.FieldsFunc(name, func(r rune) bool { return r == ' ' || r == '-' }) {
		if f, _ := utf8.DecodeRuneInString(w); unicode.ToUpper(f) == unicode.ToUpper(r) {
			return true
		}
	}
	return false
}

// classBefore notes the noun in front of a name that says what it is: "die
// Menschenrechtsorganisation Human Rights Watch", "Magazin „Focus“".
func (x *Linked) classBefore(n *linkName) {
	i := n.From - 1
	if i >= 0 && isOpenMark(x.words[i]) {
		i--
	}
	if i < 0 || x.sentOf[i] != x.sentOf[n.From] {
		return
	}
	at := x.noun(i)
	u := at.sort("body")
	if u == nil {
		return
	}
	x.calls(n.ent, at, i)
	if m := &x.notes[n.ent]; m.class == "" && x.doc.Entities[n.ent].Kind != "place" {
		m.class = u.of
		if m.known < 0 {
			x.doc.Entities[n.ent].Kind = kindOfClass(u.of)
			x.doc.Entities[n.ent].Description = x.description(int(x.phraseOf[i]), i, i+1)
		}
	}
}

// kindOfClass is the voucher kind of a class of bodies.
func kindOfClass(class string) string {
	switch class {
	case "government", "ministry", "parliament", "court", "prosecution", "police", "rescue", "army", "intelligence", "authority", "state":
		return "government"
	case "company", "airport":
		return "company"
	case "agency":
		return "agency"
	case "newspaper", "magazine", "broadcaster", "website":
		return "outlet"
	}
	return "organisation"
}

// choose finds the one entity of the knowledge file that a name stands for here;
// -1 where it may be several, or none.
func (x *Linked) choose(n *linkName) int {
	var hits []Known
	behind := nounAt{}
	if i := n.From - 1; i >= 0 {
		if isOpenMark(x.words[i]) && i > 0 {
			i--
		}
		behind = x.noun(i)
	}
	class := ""
	if u := behind.sort("body"); u != nil {
		class = u.of
	}
	for _, r := range n.known {
		if r.How != ByName {
			continue
		}
		e := x.k.At(r.Index)
		switch {
		case e.Kind == "person":
			continue
		case n.kind == PersonEntity && (e.Kind != "place" && e.Kind != "company" || !n.sure):
			continue
		case n.kind == PlaceEntity && e.Kind != "place" && e.Class != "government":
			continue
		case strings.HasPrefix(e.ID, "party-") && x.states[e.State] < 2:
			continue
		case e.Class == "city" && !x.townHere(e, n):
			continue
		case e.State != "" && e.State == "DE" && strings.HasPrefix(e.Name, "Bundes") && (x.top == "AT" || x.top == "CH") && x.states["DE"] == 0:
			continue
		}
		hits = append(hits, e)
	}
	if n.kind == OrgEntity || n.kind == NoEntity {
		// A body before a place, unless there are places only.
		if slices.ContainsFunc(hits, func(e Known) bool { return e.Kind != "place" }) && n.kind == OrgEntity {
			hits = slices.DeleteFunc(hits, func(e Known) bool { return e.Kind == "place" })
		}
	}
	if len(hits) > 1 && class != "" {
		if slices.ContainsFunc(hits, func(e Known) bool { return e.Class == class }) {
			hits = slices.DeleteFunc(hits, func(e Known) bool { return e.Class != class })
		}
	}
	if len(hits) > 1 && slices.ContainsFunc(hits, func(e Known) bool { return !strings.HasPrefix(e.ID, "party-") }) {
		hits = slices.DeleteFunc(hits, func(e Known) bool { return strings.HasPrefix(e.ID, "party-") })
	}
	switch len(hits) {
	case 0:
		return -1
	case 1:
		return hits[0].Index
	}
	return x.likeliest(hits)
}

// townHere reports whether a town abroad is large enough, or its state and the
// namer make it likely enough, to be meant: many a common word names one somewhere.
func (x *Linked) townHere(e Known, n *linkName) bool {
	here := e.State == "DE" || e.State == "AT" || e.State == "CH" || x.states[e.State] > 0
	size := 500000
	switch {
	case e.Government >= 0:
		return true
	case here && n.kind == PlaceEntity:
		size = 0
	case here || n.kind == PlaceEntity:
		size = 100000
	}
	if n.To == n.From+1 && x.commonWord(x.words[n.From]) && n.kind != PlaceEntity {
		size = max(size, 300000)
	}
	return e.Population >= size
}

// likeliest chooses between places by what they are, how many live there, and the
// states that the article speaks of; between others by these states alone.
func (x *Linked) likeliest(hits []Known) int {
	best, second, at := -1.0, -1.0, -1
	for _, e := range hits {
		v := 1.0
		if e.Kind == "place" {
			switch e.Class {
			case "state":
				v = 1e9
			case "region":
				v = 3e6
			default:
				v = float64(e.Population + 1)
			}
			if e.Government >= 0 && e.Class == "city" {
				v *= 10
			}
		}
		switch {
		case x.states[e.State] > 0:
			v *= 5 + float64(min(x.states[e.State], 10))
		case e.State == "DE":
			v *= 3
		}
		if v > best {
			best, second, at = v, best, e.Index
		} else if v > second {
			second = v
		}
	}
	if best < 2*second {
		return -1
	}
	return at
}

// mentions writes down what was found.
func (x *Linked) mentions() {
	for _, n := range x.names {
		kind := hearsay.OtherMention
		switch {
		case n.ent >= 0 && x.notes[n.ent].person:
			kind = hearsay.PersonMention
		case n.ent >= 0 && x.doc.Entities[n.ent].Kind == "place" || n.ent < 0 && n.kind == PlaceEntity:
			kind = hearsay.PlaceMention
		case n.ent >= 0 || n.kind == OrgEntity:
			kind = hearsay.OrganisationMention
		}
		x.doc.Mentions = append(x.doc.Mentions, hearsay.Mention{Toks: n.Range, Kind: kind, Entity: n.ent})
	}
	for _, st := range x.standing {
		if st.named || st.ent < 0 {
			continue
		}
		kind := hearsay.OrganisationMention
		if x.notes[st.ent].person {
			kind = hearsay.PersonMention
		}
		x.doc.Mentions = append(x.doc.Mentions, hearsay.Mention{Toks: st.toks, Kind: kind, Entity: st.ent})
	}
	slices.SortStableFunc(x.doc.Mentions, func(a, b hearsay.Mention) int {
		if a.Toks.From != b.Toks.From {
			return a.Toks.From - b.Toks.From
		}
		return b.Toks.To - a.Toks.To
	})
}
