package nlp

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"hearsay"
	"hearsay/text"
)

// findPhrases chunks the noun phrases of a document: determiner, adjectives with
// what hangs on them ("die am Montag zurückgetretene Ministerin"), nouns and names,
// a name in quotation marks and a short addition in brackets behind them.
func (l *session) findPhrases(doc *hearsay.Doc) {
	doc.Phrases = doc.Phrases[:0]
	for _, sent := range doc.Sents {
		for i := sent.Toks.From; i < sent.Toks.To; {
			p, ok := l.phraseAt(doc, i, sent.Toks.To)
			if !ok {
				i++
				continue
			}
			doc.Phrases = append(doc.Phrases, p)
			i = p.Toks.To
		}
	}
}

func (l *session) phraseAt(doc *hearsay.Doc, i, end int) (hearsay.Phrase, bool) {
	toks := doc.Toks
	p := hearsay.Phrase{Toks: hearsay.Range{From: i}, Prep: -1, Head: -1}
	k := i
	if toks[k].UPOS == hearsay.ADP && toks[k].STTS != "KOKOM" && toks[k].Prefix < 0 && k+1 < end {
		p.Prep = k
		k++
		if toks[k].UPOS == hearsay.ADP && k+1 < end {
			k++ // "bis zum Montag"
		}
	}
	first := k
	switch t := toks[k]; {
	case t.UPOS == hearsay.PRON && t.STTS != "PRELS" && t.STTS != "PRF":
		p.Head, k = k, k+1
		p.Toks.To = k
		p.Cases = l.casesOf(doc, first, k, p.Prep)
		return p, true
	case t.UPOS == hearsay.DET || isNominal(t) || t.UPOS == hearsay.ADJ && attributive(doc, k, end) || t.UPOS == hearsay.NUM || t.UPOS == hearsay.ADV && k+2 < end && (quantifying[text.Word(doc, k)] || p.Prep >= 0) && (toks[k+1].UPOS == hearsay.NUM || toks[k+1].UPOS == hearsay.ADJ):
	default:
		return p, false
	}
	if toks[k].UPOS == hearsay.DET {
		k++
		if k < end && toks[k].UPOS == hearsay.DET {
			k++ // "alle diese", "die beiden"
		}
	}
	k = l.premodifiers(doc, k, end)
	// The head, and what stands behind it without a border: "Minister Müller",
	// "Magazin „Der Spiegel“", "Brüderle (FDP)".
	for k < end {
		t := toks[k]
		w := text.Word(doc, k)
		switch {
		case isNominal(t):
			if p.Head < 0 {
				p.Head = k
			} else if toks[k-1].UPOS == hearsay.PROPN && t.UPOS == hearsay.NOUN && t.Lemma != w {
				goto done // "laut Airbus | Bestellungen"
			} else if (toks[k-1].UPOS == hearsay.NOUN || toks[k-1].STTS == "NN") && !l.juxtaposed(doc, first, k-1, k) {
				goto done
			}
			k++
			continue
		case t.UPOS == hearsay.NUM && p.Head >= 0 && (toks[k-1].UPOS == hearsay.NOUN || toks[k-1].UPOS == hearsay.PROPN) && !followedByNoun(doc, k, end):
			k++ // "Artikel 5", "Fukushima 1"
			continue
		case t.UPOS == hearsay.ADJ && p.Head >= 0 && startsUpper(w) && k+1 < end && toks[k-1].UPOS == hearsay.PROPN:
			k++
			continue
		case p.Head >= 0 && (w == "von" || w == "de" || w == "zu" || w == "van" || w == "al" || w == "bin" || w == "der" && text.Word(doc, k-1) == "van") && k+1 < end && toks[k-1].UPOS == hearsay.PROPN && toks[k+1].UPOS == hearsay.PROPN && nameParticle(doc, k):
			k++
			continue
		case isOpenMark(w):
			if c := closingWithin(doc, k, end, 9); c > 0 && shortQuotation(doc, k, c) {
				if p.Head < 0 {
					p.Head = k + 1
				}
				k = c + 1
				continue
			}
		case w == "(" && p.Head >= 0:
			if c := bracketWithin(doc, k, end, 7); c > 0 {
				k = c + 1
				continue
			}
		}
		break
	}
done:
	if p.Head < 0 {
		// No noun: a bare determiner or number ("die", "drei", "die 37-Jährige" as ADJ).
		if k == first {
			return p, false
		}
		p.Head = k - 1
	}
	p.Toks.To = k
	p.Cases = l.casesOf(doc, first, k, p.Prep)
	p.Plur = l.plural(doc, first, p.Head)
	return p, true
}

func isNominal(t hearsay.Token) bool {
	return t.UPOS == hearsay.NOUN || t.UPOS == hearsay.PROPN || t.UPOS == hearsay.XTAG
}

func startsUpper(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	return unicode.IsUpper(r)
}

var quantifying = map[string]bool{"rund": true, "etwa": true, "mehr": true, "knapp": true, "fast": true, "mindestens": true, "ungefähr": true, "bis": true, "über": true, "nur": true, "sehr": true, "so": true}

// premodifiers skips what stands between determiner and noun.
func (l *session) premodifiers(doc *hearsay.Doc, k, end int) int {
	toks := doc.Toks
	start := k
	for k < end {
		t := toks[k]
		w := text.Word(doc, k)
		switch {
		case t.UPOS == hearsay.ADJ || t.UPOS == hearsay.NUM || w == "beiden" || w == "anderen" || w == "anderer" || w == "andere" || t.STTS == "TRUNC":
			k++
			continue
		case t.UPOS == hearsay.VERB && t.Feats.VerbForm == hearsay.Part && k+1 < end && (isNominal(toks[k+1]) || toks[k+1].UPOS == hearsay.ADJ) && strings.HasSuffix(w, "n") && !startsUpper(w) && k > start:
			k++
			continue
		case (w == "," || w == "und" || w == "oder" || w == "sowie" || w == "bzw." || w == "/") && k > start && k+1 < end && toks[k-1].UPOS == hearsay.ADJ && toks[k+1].UPOS == hearsay.ADJ && inflected(text.Word(doc, k-1)) && inflected(text.Word(doc, k+1)):
			k++
			continue
		case (w == "und" || w == "oder") && k > start && (toks[k-1].STTS == "TRUNC" || strings.HasSuffix(text.Word(doc, k-1), "-")):
			k++
			continue
		case t.UPOS == hearsay.ADV && k+1 < end && (toks[k+1].UPOS == hearsay.ADJ || toks[k+1].UPOS == hearsay.NUM || toks[k+1].UPOS == hearsay.ADV) && !isNominal(t):
			if n := k + 1; toks[n].UPOS != hearsay.ADV || n+1 < end && toks[n+1].UPOS == hearsay.ADJ {
				k++
				continue
			}
		case k == start && start > 0 && toks[start-1].UPOS == hearsay.DET && (t.UPOS == hearsay.ADP || t.UPOS == hearsay.ADV || t.UPOS == hearsay.PRON):
			// "die am Montag zurückgetretene Ministerin": on to an inflected
			// participle or adjective with its noun, with no verb or comma between.
			for n := k + 1; n < min(end, k+8); n++ {
				tn := toks[n]
				if tn.UPOS == hearsay.PUNCT || tn.Feats.VerbForm == hearsay.Fin {
					break
				}
				wn := text.Word(doc, n)
				if (tn.UPOS == hearsay.ADJ || tn.Feats.VerbForm == hearsay.Part) && inflected(wn) && !startsUpper(wn) && n+1 < end && isNominal(toks[n+1]) {
					return n + 1
				}
			}
		}
		break
	}
	return k
}

func inflected(w string) bool {
	return strings.HasSuffix(w, "e") || strings.HasSuffix(w, "en") || strings.HasSuffix(w, "er") || strings.HasSuffix(w, "es") || strings.HasSuffix(w, "em")
}

func attributive(doc *hearsay.Doc, k, end int) bool {
	if startsUpper(text.Word(doc, k)) && k > 0 && k+1 < end && !isNominal(doc.Toks[k+1]) && doc.Toks[k].STTS == "ADJA" && inflected(text.Word(doc, k)) {
		return true // "Angehörige", "Deutsche" used as nouns
	}
	for n := k + 1; n < min(end, k+4); n++ {
		if isNominal(doc.Toks[n]) {
			return inflected(text.Word(doc, k))
		}
		if doc.Toks[n].UPOS != hearsay.ADJ && doc.Toks[n].UPOS != hearsay.NUM {
			return false
		}
	}
	return false
}

func followedByNoun(doc *hearsay.Doc, k, end int) bool {
	return k+1 < end && (doc.Toks[k+1].UPOS == hearsay.NOUN || doc.Toks[k+1].UPOS == hearsay.ADJ)
}

// juxtaposed reports whether noun a and the noun or name b behind it make one
// phrase: a title or class and its name ("Magazin Spiegel", "Minister Müller"), a
// measure ("drei Tonnen Stahl"). A genitive closes its phrase ("des Landes |
// Waffenverkäufe"), and the name of a place behind a noun that is no class of
// places is a phrase of its own ("das Weiße Haus | Nordkorea").
func (l *session) juxtaposed(doc *hearsay.Doc, first, a, b int) bool {
	switch strings.ToLower(text.Word(doc, first)) {
	case "des", "eines", "dieses", "seines", "ihres", "jedes":
		if doc.Toks[b].UPOS == hearsay.NOUN {
			return false
		}
	}
	if doc.Toks[b].UPOS == hearsay.NOUN {
		// A second noun in the plural is another phrase ("der Konzern | Synergieeffekte"),
		// unless it is what a measure measures.
		return doc.Toks[b].Lemma == text.Word(doc, b) || doc.Toks[a].Lemma != text.Word(doc, a) || a > first && doc.Toks[a-1].UPOS == hearsay.NUM
	}
	if b+1 < len(doc.Toks) && doc.Toks[b+1].UPOS == hearsay.PROPN {
		return true // "Zeitung China Daily"
	}
	place := false
	for _, w := range l.words(text.Word(doc, b), false) {
		if w.Name == FirstName || w.Name == Surname {
			return true
		}
		place = place || w.Class == ProperName && w.Feats.Gender == hearsay.Neut
	}
	if !place || placeClass[doc.Toks[a].Lemma] || a == first {
		return true
	}
	w := strings.ToLower(text.Word(doc, a))
	for _, s := range []string{"direktion", "präsidium", "amt", "anwaltschaft", "gericht", "büro", "universität", "schule", "klinik", "werk", "verband", "kammer", "institut", "zentrum", "stelle", "polizei", "feuerwehr", "rundfunk", "fernsehen", "uni", "warte", "dienst", "kreis", "stadt"} {
		if strings.HasSuffix(w, s) {
			return true // "Bundespolizeidirektion Wien"
		}
	}
	return false
}

// placeClass are nouns that take the name of a place.
var placeClass = map[string]bool{}

func init() {
	for _, w := range strings.Fields("Stadt Staat Land Bundesland Republik Provinz Insel Region Bezirk Gemeinde Kreis Landkreis Dorf Ort Hauptstadt Landeshauptstadt Hafenstadt Großstadt Kleinstadt Millionenstadt Metropole Bundesstaat US-Bundesstaat Inselstaat Kanton Département Gouvernement Universität Uni Flughafen Polizei Polizeipräsidium Staatsanwaltschaft Landgericht Amtsgericht Oberlandesgericht Verwaltungsgericht Feuerwehr Bistum Erzbistum Stadtteil Ortsteil Gebiet Raum Messe FC SV Team Hotel Zoo Kernkraftwerk Atomkraftwerk AKW Bundespolizei Greenpeace Radio Sender") {
		placeClass[w] = true
	}
}

func nameParticle(doc *hearsay.Doc, k int) bool {
	w := text.Word(doc, k)
	if w == "von" {
		// "Ursula von der Leyen", "Otto von Bismarck" but not "Meyer von Siemens":
		// only where no comma or verb makes it likely; a name of one word in front.
		return k+1 < len(doc.Toks) && doc.Toks[k-1].UPOS == hearsay.PROPN && !organisation(text.Word(doc, k+1))
	}
	return true
}

func organisation(w string) bool { return w == strings.ToUpper(w) && len(w) > 1 }

func isOpenMark(w string) bool {
	return w == "„" || w == "\"" || w == "“" || w == "»" || w == "''" || w == "‚"
}

// closingWithin finds the end of the quotation that opens at token k.
func closingWithin(doc *hearsay.Doc, k, end, most int) int {
	i := sort.Search(len(doc.Quotes), func(i int) bool { return doc.Quotes[i].Toks.From >= k })
	if i == len(doc.Quotes) || doc.Quotes[i].Toks.From != k {
		return -1
	}
	if c := doc.Quotes[i].Toks.To - 1; doc.Quotes[i].Closed && c < end && c-k <= most {
		return c
	}
	return -1
}

// shortQuotation reports whether the words in marks are a name rather than
// something said: short, without a finite verb in running position.
func shortQuotation(doc *hearsay.Doc, from, to int) bool {
	if to-from > 8 {
		return false
	}
	for i := from + 1; i < to; i++ {
		if doc.Toks[i].Feats.VerbForm == hearsay.Fin && i > from+1 {
			return false
		}
	}
	return startsUpper(text.Word(doc, from+1))
}

func bracketWithin(doc *hearsay.Doc, k, end, most int) int {
	for i := k + 1; i < min(end, k+most); i++ {
		switch w := text.Word(doc, i); {
		case w == ")":
			return i
		case doc.Toks[i].Feats.VerbForm == hearsay.Fin:
			return -1
		}
	}
	return -1
}

const allCases = hearsay.Cases(1<<hearsay.Nom | 1<<hearsay.Gen | 1<<hearsay.Dat | 1<<hearsay.Acc)

// casesOf gives the cases that determiner, adjective and noun allow together.
// Names and unknown words allow all; a preposition excludes the nominative.
func (l *session) casesOf(doc *hearsay.Doc, from, to, prep int) hearsay.Cases {
	// A set of (case, number, gender) triples is a mask of 4 × 2 × 3 bits.
	possible := uint32(1<<24 - 1)
	sawNoun := false
	for i := from; i < to && !sawNoun; i++ {
		t := doc.Toks[i]
		var cls WordClass
		switch t.UPOS {
		case hearsay.DET:
			cls = Article
		case hearsay.PRON:
			cls = Pronoun
		case hearsay.NOUN:
			cls, sawNoun = Substantive, true
		case hearsay.PROPN:
			sawNoun = true
			continue
		default:
			continue
		}
		var mask uint32
		for _, w := range l.words(text.Word(doc, i), true) {
			if w.Class == cls || cls == Article && w.Class == Pronoun {
				mask |= agreementMask(w.Feats)
			}
		}
		if mask != 0 {
			possible &= mask
		}
	}
	var out hearsay.Cases
	for c := hearsay.Nom; c <= hearsay.Acc; c++ {
		if possible>>(6*(c-hearsay.Nom))&63 != 0 {
			out |= 1 << c
		}
	}
	if out == 0 {
		out = allCases
	}
	if prep >= 0 {
		out &^= 1 << hearsay.Nom
	}
	return out
}

// agreementMask sets the bits of the triples that features allow: 6 bits a case, of
// these 3 a number, of these 1 a gender. What the features leave open they allow.
func agreementMask(f hearsay.Feats) uint32 {
	genders := uint32(7)
	if f.Gender != hearsay.NoGender {
		genders = 1 << (f.Gender - hearsay.Masc)
	}
	var numbers uint32
	if f.Number != hearsay.Plur {
		numbers |= genders
	}
	if f.Number != hearsay.Sing {
		numbers |= genders << 3
	}
	var mask uint32
	for c := hearsay.Nom; c <= hearsay.Acc; c++ {
		if f.Case == hearsay.NoCase || f.Case == c {
			mask |= numbers << (6 * (c - hearsay.Nom))
		}
	}
	return mask
}

// plural reports whether determiner or noun is plural by form.
func (l *session) plural(doc *hearsay.Doc, from, head int) bool {
	if head < 0 {
		return false
	}
	sing, plur := false, false
	for _, w := range l.words(text.Word(doc, head), true) {
		if w.Class == Substantive {
			sing = sing || w.Feats.Number == hearsay.Sing
			plur = plur || w.Feats.Number == hearsay.Plur
		}
	}
	if plur && sing && from < head {
		switch strings.ToLower(text.Word(doc, from)) {
		case "der", "das", "ein", "eine", "einer", "dem", "des", "dieser", "dieses", "sein", "ihr":
			return false
		}
		return true
	}
	return plur && !sing
}
