package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// sentenceEnds reports whether a sentence ends behind token i. A closing
// quotation mark or bracket behind the full stop still belongs to the sentence,
// so the answer is given at the last of them.
func (s *splitter) sentenceEnds(i int) bool {
	doc := s.doc
	// Find the terminator: at i, or in front of the closers that end at i. Prose
	// has few of them: a run of stray marks must not be gone over for each.
	k := i
	for k > 0 && i-k < 6 && isCloser(Word(doc, k)) && doc.Toks[k-1].End == doc.Toks[k].Start {
		k--
	}
	w := Word(doc, k)
	abbrev := false
	switch {
	case w == "." || w == "!" || w == "?" || w == "…" || w == "?!" || strings.HasPrefix(w, "..") || w == "...":
	case len(w) > 1 && strings.HasSuffix(w, ".") && k == i:
		abbrev = true
	case len(w) > 1 && strings.HasSuffix(w, ".") && allDigits(w[:len(w)-1]) == false && k < i:
		abbrev = true
	default:
		return false
	}
	if i+1 >= len(doc.Toks) {
		return true
	}
	next := Word(doc, i+1)
	glued := doc.Toks[i+1].Start == doc.Toks[i].End
	if (isCloser(next) || next == "!" || next == "?") && glued {
		return false // decided at the closer, or at the last of "?!"
	}
	nextWord := next
	j := i + 1
	for isOpener(nextWord) && j+1 < len(doc.Toks) && j-i < 6 {
		j++
		nextWord = Word(doc, j)
	}
	r, _ := utf8.DecodeRuneInString(nextWord)
	if strings.ContainsRune(",;:)", r) || (r == '-' || r == '–') && k < i {
		return false
	}
	if unicode.IsLower(r) {
		// "…?“ fragte sie", "… usw. gegen"; but "… . iPhones" is rare enough to lose.
		return false
	}
	if abbrev {
		stem := strings.TrimSuffix(w, ".")
		if initial := strings.TrimPrefix(stem, "-"); allDigits(stem) || utf8.RuneCountInString(initial) == 1 && unicode.IsUpper(lastRune(initial)) {
			return false // keepsStop has looked at what follows
		}
		if !finalAbbreviations[stem] {
			return false
		}
		return sentenceOpeners[nextWord] || next != nextWord
	}
	if (w == "..." || w == "…" || w == "..") && glued {
		return false
	}
	if w == "." && glued && k == i && unicode.IsLetter(r) && k > 0 && doc.Toks[k-1].End == doc.Toks[k].Start {
		// "spiegel.de": a full stop without a space in front of a capital letter is
		// a slip for a sentence's end; in front of a lower-case one an address.
		return unicode.IsUpper(r)
	}
	return true
}

func isCloser(w string) bool {
	switch w {
	case "“", "”", "\"", "»", "«", "‘", "’", "'", "''", ")", "]", "›", "‹":
		return true
	}
	return false
}

func isOpener(w string) bool {
	switch w {
	case "„", "“", "\"", "»", "«", "‚", "'", "(", "[", "›", "‹", ",,", "''", "–", "-":
		return true
	}
	return false
}
