package eval

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"hearsay"
)

// A Construction is how a quotation is built, told from the gold annotation and
// the words alone, without any analysis that could be wrong in the same way as
// what is measured. It is for sorting errors, not a linguistic claim.
type Construction struct {
	Mode hearsay.Mode
	// Frame says where the frame stands: "before", "inside", "after" or "around"
	// the content; "none" without one.
	Frame string
	// Cue is the class of the cue: "verb", "noun", "preposition" (laut, nach,
	// zufolge, …), "so", "heißt es", "demnach" (demnach, wonach, …), "none".
	Cue string
	// Complement is the form of the content: "quotation", "dass", "ob", "wh",
	// "zu-infinitive", "subjunctive", "fragment" (three words or fewer), "clause"
	// (anything else).
	Complement string
}

// String gives the group's name in listings, e.g. "indirect, frame before, verb,
// dass".
func (c Construction) String() string {
	frame := "no frame"
	if c.Frame != "none" {
		frame = "frame " + c.Frame
	}
	cue := c.Cue
	if cue == "none" {
		cue = "no cue"
	}
	return string(c.Mode) + ", " + frame + ", " + cue + ", " + c.Complement
}

// ConstructionOf tells how a quotation of d is built.
func ConstructionOf(d *GoldDoc, q *Quote) Construction {
	return Construction{
		Mode:       ModeOf(q.Type),
		Frame:      framePlace(q.Roles[Frame], q.Roles[Content]),
		Cue:        cueClass(d, q.Roles[Cue]),
		Complement: complement(d, q),
	}
}

func framePlace(frame, content []int) string {
	if len(frame) == 0 || len(content) == 0 {
		return "none"
	}
	before := frame[0] < content[0]
	after := frame[len(frame)-1] > content[len(content)-1]
	switch {
	case before && after:
		return "around"
	case before:
		return "before"
	case after:
		return "after"
	}
	return "inside"
}

func (d *GoldDoc) words(tokens []int) []string {
	out := make([]string, len(tokens))
	for i, id := range tokens {
		out[i] = d.Article.Text[d.Tokens[id].Start:d.Tokens[id].End]
	}
	return out
}

var (
	citingPrepositions = []string{"laut", "lt", "lt.", "nach", "zufolge", "gemäß", "aus", "seitens", "infolge"}
	citingAdverbs      = []string{"demnach", "demzufolge", "wonach", "danach", "hiernach", "dementsprechend"}
	esHeisst           = []string{"heißt", "hieß", "heiße", "hiess", "heisst"}
)

func cueClass(d *GoldDoc, cue []int) string {
	if len(cue) == 0 {
		return "none"
	}
	words := d.words(cue)
	first := strings.ToLower(words[0])
	switch {
	case slices.Contains(citingPrepositions, first), strings.EqualFold(words[len(words)-1], "zufolge"):
		return "preposition"
	case slices.Contains(citingAdverbs, first):
		return "demnach"
	case first == "so" && len(words) == 1:
		return "so"
	}
	for i, w := range words {
		if slices.Contains(esHeisst, strings.ToLower(w)) {
			return "heißt es"
		}
		// German nouns are written with a capital; so is the first word of a
		// sentence.
		if r, _ := utf8.DecodeRuneInString(w); unicode.IsUpper(r) && !d.startsSentence(cue[i]) {
			return "noun"
		}
	}
	return "verb"
}

// startsSentence says whether nothing but marks stands in front of the token in
// its sentence.
func (d *GoldDoc) startsSentence(tok int) bool {
	at := d.Tokens[tok].Start
	s := sentenceAround(d.Article.Text, at)
	return strings.IndexFunc(d.Article.Text[s.Start:at], alphanumeric) < 0
}

var (
	whWords = []string{
		"wie", "wer", "wen", "wem", "wessen", "was", "wo", "woher", "wohin", "wann", "warum", "weshalb", "wieso", "inwieweit", "inwiefern",
		"welche", "welcher", "welches", "welchen", "welchem", "wodurch", "wofür", "womit", "worin", "woran", "worum", "worauf", "woraus", "wovon", "wozu",
	}
	subjunctives = []string{
		"sei", "seien", "wäre", "wären", "habe", "hätte", "hätten", "werde", "würde", "würden", "könne", "könnte", "könnten", "müsse", "müsste",
		"müssten", "solle", "wolle", "dürfe", "dürfte", "dürften", "möge", "mögen", "gebe", "gäbe", "gehe", "ginge", "komme", "käme", "stehe",
		"stünde", "bleibe", "bliebe", "lasse", "ließe", "wisse", "wüsste", "liege", "handle", "handele",
	}
	zuInside = regexp.MustCompile(`^(ab|an|auf|aus|bei|dar|durch|ein|fest|fort|frei|heraus|herunter|hervor|hin|hinaus|hinzu|mit|nach|nieder|preis|statt|teil|um|unter|vor|voran|weg|weiter|wieder|zurück|zusammen)zu\pL+e?n$`)
)

func complement(d *GoldDoc, q *Quote) string {
	words := d.words(q.Roles[Content])
	if q.Type == "Direct" {
		return "quotation"
	}
	var plain []string // without punctuation
	for _, w := range words {
		if strings.IndexFunc(w, alphanumeric) >= 0 {
			plain = append(plain, w)
		}
	}
	if len(plain) == 0 {
		return "fragment"
	}
	switch first := strings.ToLower(plain[0]); {
	case first == "dass", first == "daß":
		return "dass"
	case first == "ob":
		return "ob"
	case slices.Contains(whWords, first):
		return "wh"
	}
	for _, w := range plain {
		if slices.Contains(subjunctives, strings.ToLower(w)) {
			return "subjunctive"
		}
	}
	last := plain[len(plain)-1]
	if n := len(plain); zuInside.MatchString(last) || n > 1 && plain[n-2] == "zu" && strings.HasSuffix(last, "n") {
		return "zu-infinitive"
	}
	if len(plain) <= 3 {
		return "fragment"
	}
	return "clause"
}

// sentenceAround gives the sentence that holds a byte offset, roughly: from a
// full stop that a space and a capital follow to the next one, within its
// paragraph. It is for showing and sorting only.
func sentenceAround(text string, at int) hearsay.Span {
	start := 0
	if i := strings.LastIndexByte(text[:at], '\n'); i >= 0 {
		start = i + 1
	}
	end := len(text)
	if i := strings.IndexByte(text[at:], '\n'); i >= 0 {
		end = at + i
	}
	for i := start; i < end; i++ {
		if !strings.ContainsRune(".!?", rune(text[i])) || shortWordBefore(text[start:i]) {
			continue
		}
		j := i + 1
		for j < end { // closing marks belong to the sentence
			r, size := utf8.DecodeRuneInString(text[j:end])
			if !strings.ContainsRune("“”\"'‘’»«)", r) {
				break
			}
			j += size
		}
		if j >= end || text[j] != ' ' {
			continue
		}
		next, _ := utf8.DecodeRuneInString(text[j+1 : end])
		if unicode.IsLower(next) || unicode.IsDigit(next) {
			continue
		}
		if j > at {
			return hearsay.Span{Start: start, End: j}
		}
		start = j + 1
	}
	return hearsay.Span{Start: min(start, at), End: end}
}

// shortWordBefore says whether a full stop behind s is more likely part of an
// abbreviation or of an ordinal.
func shortWordBefore(s string) bool {
	i := strings.LastIndexAny(s, " \t(„\u00a0.")
	if i >= 0 {
		_, size := utf8.DecodeRuneInString(s[i:])
		s = s[i+size:]
	}
	n := utf8.RuneCountInString(s)
	return n == 1 || n <= 3 && strings.IndexFunc(s, func(r rune) bool { return !unicode.IsDigit(r) }) < 0 ||
		slices.Contains([]string{"Dr", "Nr", "St", "ca", "bzw", "Prof", "usw", "Mio", "Mrd", "Hl"}, s)
}
