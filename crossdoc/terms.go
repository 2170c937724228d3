package crossdoc

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"hearsay"
	"hearsay/ml"
	"hearsay/text"
)

// How articles are weighed into terms. (tune)
const (
	termsKept   = 32
	entityBoost = 1.3 // of an entity against a word: events are told apart by who and where
	titleTimes  = 2   // a word of the headline counts as so many of the text
	leastRarity = 3   // of a word that an article may be about
	verbTimes   = 0.5 // a verb counts as so many nouns
	partTimes   = 0.5 // a part of a compound as so many words
	nameTimes   = 0.4 // a word of a name, beside the name
)

// emptyTerms are words that say when or how it was told, not what it is about.
var emptyTerms = func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(`montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag januar februar märz april mai juni juli
		august september oktober november dezember uhr morgen mittag nachmittag abend nacht vormittag woche jahr monat tag stunde minute gestern heute
		montagmorgen montagabend dienstagmorgen dienstagabend mittwochmorgen mittwochabend donnerstagmorgen donnerstagabend freitagmorgen freitagabend
		samstagmorgen samstagabend sonntagmorgen sonntagabend sprecher sprecherin angabe bericht meldung mitteilung zeitung agentur nachrichtenagentur
		sender online prozent euro dpa afp reuters sid epd kna ap wikinews`) {
		m[w] = true
	}
	return m
}()

// Terms gives what an annotated article is about, the weightiest first: its
// entities and content words, weighed by how often they stand in it and how rare
// they are in German (tf·idf, Salton and Buckley 1988, with the logarithm of the
// frequency). Entities that the knowledge file has go by their id, others by
// their name: of persons the last, so that "Erika Mustermann" and "Mustermann" are
// one across articles.
func Terms(doc *hearsay.Doc) []Term {
	table := background()
	type counted struct {
		Term
		n, rarity float64
	}
	byKey := map[uint64]int{}
	var all []counted
	add := func(t Term, n float64, rarity float32) {
		i, ok := byKey[t.Key]
		if !ok {
			i = len(all)
			byKey[t.Key] = i
			all = append(all, counted{Term: t, rarity: float64(rarity)})
		}
		all[i].n += n
		all[i].Entity = all[i].Entity || t.Entity
	}
	marks := markTable()
	reporting := func(lemma string) bool {
		i, ok := marks.lemma[lemma]
		return ok && marks.rows[i].kind == AttributionMark
	}

	word := func(lemma string, n float64, name bool) {
		for part := range strings.SplitSeq(lemma, "/") { // "Flensburg/Sønderborg"
			if len(part) < 3 || emptyTerms[part] {
				continue
			}
			rarity := table.Of(part)
			if rarity < leastRarity {
				continue
			}
			t := wordTerm(part)
			if name {
				t = nameTerm(part)
			}
			add(t, n, rarity)
			if l, r, ok := compound(part); ok {
				add(wordTerm(l), n*partTimes, table.Of(l))
				add(wordTerm(r), n*partTimes, table.Of(r))
			}
		}
	}

	named := make([]bool, len(doc.Toks)) // in a name that is counted as an entity, or in a time
	for _, x := range doc.Times {
		for i := x.Toks.From; i < x.Toks.To && i < len(doc.Toks); i++ {
			named[i] = true
		}
	}
	names := map[string]Term{} // words of names
	for _, m := range doc.Mentions {
		if m.Entity < 0 || m.Entity >= len(doc.Entities) {
			continue
		}
		e := &doc.Entities[m.Entity]
		proper := false
		for i := m.Toks.From; i < m.Toks.To; i++ {
			proper = proper || doc.Toks[i].UPOS == hearsay.PROPN
		}
		for i := m.Toks.From; proper && i < m.Toks.To; i++ {
			named[i] = true
		}
		if e.Kind == "outlet" || e.Kind == "agency" || e.Name == "" {
			continue
		}
		n := 1.0
		if !proper {
			n = 0.3 // "der Minister", "er"
		}
		t, last := entityTerm(e)
		add(t, n, table.Of(last))
		for i := m.Toks.From; proper && i < m.Toks.To; i++ {
			switch doc.Toks[i].UPOS {
			case hearsay.PROPN, hearsay.NOUN, hearsay.ADJ:
			default:
				continue
			}
			names[foldWord(text.Word(doc, i))] = t
			if e.Kind != "person" && (m.Toks.To-m.Toks.From > 1 || e.ID != "" && e.ID[0] != '#') {
				// "Wetterdienst" of the "Deutscher Wetterdienst"; "Göhren", for "die Göhrener".
				word(foldLemma(doc, i), nameTimes, true)
			}
		}
	}
	lemmas := map[string]string{} // of the words of the text
	for i := range doc.Toks {
		tok := &doc.Toks[i]
		n := 1.0
		switch tok.UPOS {
		case hearsay.NOUN, hearsay.PROPN, hearsay.XTAG, hearsay.ADJ:
		case hearsay.VERB:
			n = verbTimes
		default:
			continue
		}
		lemma := foldLemma(doc, i)
		lemmas[foldWord(text.Word(doc, i))] = lemma
		if lemma == "" || named[i] || tok.UPOS == hearsay.VERB && reporting(lemma) {
			continue
		}
		word(lemma, n, tok.UPOS == hearsay.PROPN)
	}
	// The headline is not annotated: what the text has too has its lemma there; of the
	// rest only what is written with a capital in the middle can be a noun.
	first := true
	for w := range strings.FieldsFuncSeq(doc.Article.Title, func(r rune) bool { return r != '-' && !unicode.IsLetter(r) }) {
		capital := !first && unicode.IsUpper([]rune(w)[0])
		first = false
		w = foldWord(w)
		if t, ok := names[w]; ok {
			add(t, titleTimes, table.Of(w))
		} else if lemma, ok := lemmas[w]; ok && !reporting(lemma) {
			word(lemma, titleTimes, false)
		} else if !ok && capital {
			word(w, 1, false)
		}
	}

	terms := make([]Term, 0, len(all))
	for _, c := range all {
		w := (1 + math.Log(max(c.n, 1))) * min(c.n, 1) * c.rarity
		if c.Entity {
			w *= entityBoost
		}
		c.Weight = float32(w)
		terms = append(terms, c.Term)
	}
	slices.SortFunc(terms, func(a, b Term) int {
		return cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Key, b.Key))
	})
	terms = terms[:min(len(terms), termsKept)]
	var sum float64
	for _, t := range terms {
		sum += float64(t.Weight) * float64(t.Weight)
	}
	kept := terms[:0]
	for _, t := range terms {
		// In whole 255ths, so that it can be kept in a byte.
		if t.Weight = termWeight(byte(math.Round(min(float64(t.Weight)/math.Sqrt(sum), 1) * 255))); t.Weight > 0 {
			kept = append(kept, t)
		}
	}
	return slices.Clip(kept)
}

func termWeight(b byte) float32 { return float32(b) / 255 }

// wordTerm is of a word, by its lemma.
func wordTerm(lemma string) Term { return Term{Key: termHash(foldWord(lemma)), Name: lemma} }

// nameTerm is of a name that is known by nothing but its letters. It has the key
// that it would have as a word: what one article shows to be a name, another may
// not.
func nameTerm(name string) Term {
	return Term{Key: termHash(foldWord(name)), Name: name, Entity: true}
}

// termHash makes the key of a word. Words that the background has not, most of them
// names, go without the endings of adjectives and genitives: "Hattingen",
// "Hattinger", "Hattingens".
func termHash(w string) uint64 {
	if len(w) > 5 && !background().Has(w) {
		w = strings.TrimSuffix(w, "s")
		for _, end := range []string{"er", "en", "e"} { // "Göhrener" loses two
			if t, ok := strings.CutSuffix(w, end); ok && len(t) >= 4 {
				w = t
			}
		}
	}
	return uint64(ml.Hash('t', w))
}

// compound takes a compound noun apart where both parts are words that the
// background has: "kanalbrücke" → "kanal", "brücke". A linking s or n, or a dropped
// e, makes no difference ("fährlinie" → "fähre", "linie"). Of several ways the one
// with the more frequent parts counts (Koehn and Knight 2003).
func compound(w string) (left, right string, ok bool) {
	table := background()
	best := float32(0)
	for i := 3; i+4 <= len(w); i++ {
		if !utf8.RuneStart(w[i]) {
			continue
		}
		r, l := w[i:], w[:i]
		rr, in := table.find(r)
		if !in || rr < 2 {
			continue
		}
		for _, l := range [...]string{l, l + "e", strings.TrimSuffix(l, "s"), strings.TrimSuffix(l, "n"), strings.TrimSuffix(l, "en")} {
			if len(l) < 3 {
				continue
			}
			lr, in := table.find(l)
			if !in || lr < 2 {
				continue
			}
			if score := lr + rr; !ok || score < best {
				left, right, ok, best = l, r, true, score
			}
		}
	}
	return left, right, ok && best < 2*table.Of(w)+4
}

// entityTerm is of an entity, with the word whose rarity is its own.
func entityTerm(e *hearsay.Entity) (Term, string) {
	name := foldWord(e.Name)
	last := name
	if i := strings.LastIndexByte(name, ' '); i >= 0 {
		last = name[i+1:]
	}
	if e.ID == "" || e.ID[0] == '#' {
		if e.Kind != "person" {
			last = name
		}
		t := nameTerm(last)
		t.Name = e.Name
		return t, last
	}
	return Term{Key: uint64(ml.Hash('e', e.ID)), Name: e.Name, Entity: true}, last
}
