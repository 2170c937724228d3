package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"hearsay"
)

// tokens appends the tokens of a paragraph. A full stop stays with its
// abbreviation, ordinal or initial ("Dr.", "3.", "J."); a hyphen or slash stays
// inside its compound ("US-Präsident", "CDU/CSU"); an elided ending stays with its
// word ("Lafontaine's").
func (s *splitter) tokens(p hearsay.Span) {
	t := s.text
	for i := p.Start; i < p.End; {
		r, n := utf8.DecodeRuneInString(t[i:])
		if unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' {
			i += n
			continue
		}
		end := i + n
		switch {
		case isWordRune(r) || r == '-' && wordAt(t, end, p.End) && (!unicode.IsSpace(rune(before(t, i, p.Start))) || s.sharedPart(t[end:p.End])):
			end = s.wordEnd(i, p.End)
		case r == '.' || r == '-' || r == '*' || r == '=' || r == '_':
			for end < p.End && rune(t[end]) == r {
				end++ // "...", "--", "***": one token
			}
		case r == '\'' && end < p.End && t[end] == '\'':
			end++ // '' as a quotation mark
		case r == ',' && end < p.End && t[end] == ',':
			end++ // ,, as an opening mark
		}
		s.doc.Toks = append(s.doc.Toks, hearsay.Token{Span: hearsay.Span{Start: i, End: end}, Prefix: -1})
		i = end
	}
}

func isWordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == '§' || r == '€' || r == '$' || r == '@' || r == '#' || r == '°'
}

// sharedPart reports whether the hyphen in front of rest stands for the first part
// of a compound: "Getreidehandel und -anbau". Elsewhere it is a dash.
func (s *splitter) sharedPart(rest string) bool {
	r, _ := utf8.DecodeRuneInString(rest)
	switch s.previousWord() {
	case "und", "oder", "sowie", "bzw.":
		return unicode.IsLower(r)
	}
	return false
}

func wordAt(t string, i, end int) bool {
	if i >= end {
		return false
	}
	r, _ := utf8.DecodeRuneInString(t[i:end])
	return unicode.IsLetter(r)
}

func before(t string, i, start int) byte {
	if i <= start {
		return ' '
	}
	return t[i-1]
}

// wordEnd returns where the word that begins at i ends.
func (s *splitter) wordEnd(i, limit int) int {
	t := s.text
	if e := urlEnd(t, i, limit); e > i {
		return e
	}
	j := i
	for j < limit {
		r, n := utf8.DecodeRuneInString(t[j:limit])
		if isWordRune(r) || r == '\u00ad' || r == '\u200b' {
			j += n
			continue
		}
		next := rune(0)
		if j+n < limit {
			next, _ = utf8.DecodeRuneInString(t[j+n : limit])
		}
		switch {
		case j == i:
			j += n
			continue
		case (r == '-' || r == '‑' || r == '/' || r == '&' || r == '_') && isWordRune(next):
			j += n
			continue
		case r == '-' && !unicode.IsLetter(next) && next != '-':
			j += n // "Vor-" in "Vor- und Nachteile"
			return j
		case (r == '\'' || r == '’' || r == '‘' || r == '`') && unicode.IsLetter(next) && unicode.IsLetter(lastRune(t[i:j])):
			j += n
			continue
		case (r == '.' || r == ',' || r == ':') && unicode.IsDigit(next) && unicode.IsDigit(lastRune(t[i:j])):
			j += n
			continue
		case r == '.' && unicode.IsLower(next) && unicode.IsLetter(lastRune(t[i:j])) && !abbreviations[t[i:j]] && j-i > 1:
			j += n // "ver.di", "spiegel.de"
			continue
		case r == '.':
			if s.keepsStop(t[i:j], t[j+n:limit]) {
				j += n
			}
			return j
		case r == ':' && next == 'i' && strings.HasPrefix(t[j+n:limit], "innen"):
			j += n // Bürger:innen
			continue
		case r == '*' && (strings.HasPrefix(t[j+n:limit], "in")):
			j += n
			continue
		}
		return j
	}
	return j
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

// urlEnd recognises addresses: they hold full stops and slashes of their own.
func urlEnd(t string, i, limit int) int {
	rest := t[i:limit]
	if !strings.HasPrefix(rest, "http://") && !strings.HasPrefix(rest, "https://") && !strings.HasPrefix(rest, "www.") {
		return i
	}
	end := strings.IndexFunc(rest, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("<>\"“”„»«)]", r) })
	if end < 0 {
		end = len(rest)
	}
	return i + len(strings.TrimRight(rest[:end], ".,;:!?"))
}

// keepsStop reports whether a full stop belongs to the word in front of it.
func (s *splitter) keepsStop(word, rest string) bool {
	if strings.HasPrefix(rest, "..") {
		return false
	}
	if abbreviations[word] {
		return true
	}
	if i := strings.LastIndexAny(word, "-/"); i >= 0 && abbreviations[word[i+1:]] && len(word[i+1:]) > 1 {
		return true // "Prof.-Dr.", "US-Sen."
	}
	runes := utf8.RuneCountInString(word)
	if first := strings.TrimPrefix(word, "-"); utf8.RuneCountInString(first) == 1 && unicode.IsUpper(lastRune(first)) {
		return initialAhead(rest) // "J. Fischer", "K.-H. Fischer"
	}
	if strings.HasSuffix(word, "str") && runes > 4 && rest != "" {
		// "Hauptstr. 5"
		next, _ := utf8.DecodeRuneInString(strings.TrimLeft(rest, " \u00a0"))
		return unicode.IsDigit(next)
	}
	if runes == 1 && unicode.IsLetter(lastRune(word)) && len(rest) > 0 {
		// "u. a.", "z. B.", "d. h."
		return abbreviationLetters[word]
	}
	if allDigits(word) && len(word) <= 3 {
		return ordinalAhead(s.previousWord(), word, rest)
	}
	if romanNumeral(word) && rest != "" {
		next, _ := utf8.DecodeRuneInString(strings.TrimLeft(rest, " "))
		w := firstWord(rest)
		return s.nameBefore() && (unicode.IsLower(next) || next == ',' || next == ')') || centuryWords[w]
	}
	return false
}

// previousWord is the token before the one being read.
func (s *splitter) previousWord() string {
	if len(s.doc.Toks) == 0 {
		return ""
	}
	return Word(s.doc, len(s.doc.Toks)-1)
}

func (s *splitter) nameBefore() bool {
	r, _ := utf8.DecodeRuneInString(s.previousWord())
	return unicode.IsUpper(r)
}

func allDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

func romanNumeral(s string) bool {
	for i := 0; i < len(s); i++ {
		if !strings.ContainsRune("IVX", rune(s[i])) {
			return false
		}
	}
	return len(s) > 0 && len(s) <= 5
}

func firstWord(s string) string {
	s = strings.TrimLeft(s, " \u00a0")
	if i := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && r != '-' }); i >= 0 {
		return s[:i]
	}
	return s
}

// initialAhead: an upper-case letter with a full stop is an initial if another
// capitalised word or an initial follows on the same line ("J. Fischer").
func initialAhead(rest string) bool {
	trimmed := strings.TrimLeft(rest, " \u00a0")
	r, _ := utf8.DecodeRuneInString(trimmed)
	if r == '-' || r == ',' || r == '/' {
		return true
	}
	if !unicode.IsUpper(r) {
		return unicode.IsLower(r)
	}
	return !sentenceOpeners[firstWord(trimmed)]
}

// ordinalAhead decides whether "3." is an ordinal or a number at a sentence's
// end, from the words on both sides.
func ordinalAhead(prev, num, rest string) bool {
	if rest == "" {
		return false
	}
	trimmed := strings.TrimLeft(rest, " \u00a0")
	if trimmed == "" {
		return false
	}
	r, _ := utf8.DecodeRuneInString(trimmed)
	if strings.ContainsRune(",;:)-–/", r) && r != ')' || unicode.IsLower(r) {
		return true
	}
	if r == '\n' || strings.ContainsRune("„“\"»«‚", r) {
		return ordinalCues[strings.ToLower(prev)] && r != '\n'
	}
	w := firstWord(trimmed)
	if months[w] || centuryWords[w] {
		return true
	}
	if unicode.IsDigit(r) { // "3. 10. 1990", "vom 3. 4."
		return ordinalCues[strings.ToLower(prev)] || strings.HasSuffix(prev, ".")
	}
	if len(num) > 2 {
		return false
	}
	if ordinalCues[strings.ToLower(prev)] {
		return !sentenceOpeners[w] || w == ""
	}
	return prev == "" || prev == "–" // "1. Bundesliga" at the head of a line
}
