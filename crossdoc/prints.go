package crossdoc

import (
	"math"
	"slices"
	"unicode"
	"unicode/utf8"

	"hearsay"
	"hearsay/ml"
	"hearsay/text"
)

// How sentences are printed. (tune)
const (
	gramWords    = 3  // words to a gram
	gramsKept    = 12 // of a sentence
	anchorsKept  = 20 // of an article
	anchorsMost  = 4  // of a sentence
	anchorRarity = 8  // that the words of a gram must have together to lead to candidates
	numberRarity = 5  // of a number, in print and rarity
	longWords    = 8  // of a long sentence
	longWeight   = 20
	maxWeight    = 255
)

// printWord is a word of a sentence in the form in which sentences are compared.
type printWord struct {
	word   string // small letters, numbers in figures
	lemma  string
	tok    int
	number bool
	rarity float32
}

var numberWords = map[string]string{
	"zwei": "2", "drei": "3", "vier": "4", "fünf": "5", "sechs": "6", "sieben": "7", "acht": "8", "neun": "9", "zehn": "10", "elf": "11", "zwölf": "12",
	"zwanzig": "20", "dreissig": "30", "vierzig": "40", "fünfzig": "50", "sechzig": "60", "siebzig": "70", "achtzig": "80", "neunzig": "90", "hundert": "100", "tausend": "1000",
}

// wordsOf gives the words of a range of tokens.
func wordsOf(doc *hearsay.Doc, r hearsay.Range, words []printWord) []printWord {
	table := background()
	for i := r.From; i < r.To; i++ {
		w := text.Word(doc, i)
		if w == "" {
			continue
		}
		first, _ := utf8.DecodeRuneInString(w)
		switch {
		case unicode.IsDigit(first):
			words = append(words, printWord{word: w, lemma: w, tok: i, number: true, rarity: numberRarity})
		case unicode.IsLetter(first) || hasLetter(w):
			p := printWord{word: foldWord(w), tok: i, lemma: foldLemma(doc, i)}
			if d, ok := numberWords[p.word]; ok {
				p.word, p.number, p.rarity = d, true, numberRarity
			} else {
				p.rarity = table.Of(p.lemma)
			}
			words = append(words, p)
		}
	}
	return words
}

func hasLetter(s string) bool {
	for _, r := range s {
		if unicode.IsLetter(r) {
			return true
		}
	}
	return false
}

// Prints gives the sentences of an annotated article as reprints are found by
// them. Sentences are compared by word 3-grams (shingles, Broder 1997), of which
// those with the smallest hashes are kept: a sample that is the same for the same
// words wherever they stand. A few, of words that are rare together, are the
// anchors by which candidates are found; as with SpotSigs (Theobald et al. 2008),
// boilerplate has few of them. Credits, datelines and what by its first words is
// boilerplate have weight 0.
func Prints(doc *hearsay.Doc) []Print {
	var out []Print
	var words []printWord
	marks := markTable()
	var anchors [][]uint32
	for _, s := range doc.Sents {
		if s.Credit {
			continue
		}
		words = wordsOf(doc, s.Toks, words[:0])
		if len(words) == 0 {
			continue
		}
		p := Print{Span: s.Span, Words: len(words)}
		boilerplate := false
		p.Marks, boilerplate = marks.marks(doc, words)
		var a []uint32
		p.Hash, p.Grams, a = gramsOf(words)
		if boilerplate || len(out) == 0 && placeLine(doc, s, len(words)) {
			a = nil
		} else {
			sum := float32(0)
			for _, w := range words {
				sum += w.rarity
			}
			p.Weight = float32(math.Round(float64(min(max(sum, 1), maxWeight))))
		}
		out = append(out, p)
		anchors = append(anchors, a)
	}
	keepAnchors(out, anchors)
	return out
}

// placeLine reports whether an article's first sentence is nothing but the place
// that it is from: "Hattingen."
func placeLine(doc *hearsay.Doc, s hearsay.Sent, words int) bool {
	for i := s.Toks.From; i < s.Toks.To; i++ {
		if u := doc.Toks[i].UPOS; u == hearsay.VERB || u == hearsay.AUX {
			return false
		}
	}
	return words <= 3 && len(doc.Sents) > 1
}

// gramsOf gives the hash of a sentence's words, its grams and its anchors.
func gramsOf(words []printWord) (hash uint64, grams []uint16, anchors []uint32) {
	hashes := make([]ml.Feature, len(words))
	h := ml.Feature(len(words))
	for i, w := range words {
		hashes[i] = ml.Hash('p', w.word)
		h = h.With(hashes[i])
	}
	n := min(gramWords, len(words))
	for i := 0; i+n <= len(words); i++ {
		g, rarity := ml.Feature(n), float32(0)
		for k := i; k < i+n; k++ {
			g = g.With(hashes[k])
			rarity += words[k].rarity
		}
		grams = append(grams, uint16(g>>16))
		if n == gramWords && rarity >= anchorRarity {
			anchors = append(anchors, uint32(g>>32))
		}
	}
	slices.Sort(grams)
	grams = slices.Compact(grams)
	grams = slices.Clip(grams[:min(len(grams), gramsKept)])
	slices.Sort(anchors)
	return uint64(h), grams, slices.Compact(anchors)
}

// keepAnchors chooses the anchors: the smallest of each sentence first, then the
// second ones, as far as they go. Where not all sentences can have one, those with
// the smallest do: the same in every copy.
func keepAnchors(out []Print, anchors [][]uint32) {
	left := anchorsKept
	var row []int
	for k := 0; k < anchorsMost && left > 0; k++ {
		row = row[:0]
		for i := range anchors {
			if k < len(anchors[i]) {
				row = append(row, i)
			}
		}
		slices.SortStableFunc(row, func(a, b int) int { return int(int64(anchors[a][k]) - int64(anchors[b][k])) })
		for _, i := range row[:min(left, len(row))] {
			out[i].Anchors = append(out[i].Anchors, anchors[i][k])
			left--
		}
	}
}

// long reports whether a sentence is so long that two articles hardly have it by
// chance.
func (p *Print) long() bool { return p.Words >= longWords && p.Weight >= longWeight }

// total is the weight of an article's sentences.
func total(ps []Print) float32 {
	sum := float32(0)
	for i := range ps {
		sum += ps[i].Weight
	}
	return sum
}
