package ledger

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"hearsay"
)

// fold is a text as it is searched: lower case, without accents, "ß" as "ss",
// everything that is no letter or digit a space. A word of it is a term of the
// index. What databases do to texts by themselves changes nothing any more.
func fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	eachWord(s, func(word string, _ hearsay.Span) bool {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(word)
		return true
	})
	return b.String()
}

// eachWord calls f with each word of a text, folded, and where it stands.
func eachWord(s string, f func(word string, at hearsay.Span) (more bool)) {
	var word []byte
	start := -1
	for i := 0; i < len(s); {
		r, n := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(s[i:])
		}
		was := len(word)
		word = appendFolded(word, r, start >= 0)
		switch {
		case len(word) > was:
			if start < 0 {
				start = i
			}
		case start >= 0 && !(r >= utf8.RuneSelf && unicode.Is(unicode.Mn, r)):
			if !f(string(word), hearsay.Span{Start: start, End: i}) {
				return
			}
			word, start = word[:0], -1
		}
		i += n
	}
	if start >= 0 {
		f(string(word), hearsay.Span{Start: start, End: len(s)})
	}
}

// appendFolded adds what a letter or digit is folded to; of anything else, nothing.
func appendFolded(b []byte, r rune, _ bool) []byte {
	switch {
	case 'a' <= r && r <= 'z', '0' <= r && r <= '9':
		return append(b, byte(r))
	case 'A' <= r && r <= 'Z':
		return append(b, byte(r)+'a'-'A')
	case r < utf8.RuneSelf:
		return b
	case r == 'ä' || r == 'Ä':
		return append(b, 'a')
	case r == 'ö' || r == 'Ö':
		return append(b, 'o')
	case r == 'ü' || r == 'Ü':
		return append(b, 'u')
	case r == 'ß' || r == 'ẞ':
		return append(b, "ss"...)
	case !unicode.IsLetter(r) && !unicode.IsDigit(r):
		return b
	}
	for _, c := range norm.NFKD.String(string(unicode.ToLower(r))) {
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			b = utf8.AppendRune(b, c)
		}
	}
	return b
}

// extraLemmas are the lemmas that do not stand in the folded texts anyhow.
func extraLemmas(lemmas []string, texts ...string) string {
	if len(lemmas) == 0 {
		return ""
	}
	there := map[string]bool{}
	for _, t := range texts {
		for w := range strings.SplitSeq(t, " ") {
			there[w] = true
		}
	}
	var out []string
	for _, l := range lemmas {
		for w := range strings.SplitSeq(fold(l), " ") {
			if w != "" && !there[w] {
				there[w] = true
				out = append(out, w)
			}
		}
	}
	return strings.Join(out, " ")
}

// tag is a filter as a word: a letter for what it filters by, and a hash.
func tag(of byte, value string) string {
	sum := sha256.Sum256([]byte(value))
	return string(of) + hex.EncodeToString(sum[:4])
}

// Letters of tags.
const (
	tagOutlet  = 'o'
	tagAct     = 'a'
	tagMode    = 'm'
	tagSpeaker = 'e' // id of the entity
)

// A term is a word, phrase or beginning that must, may or must not be found.
type term struct {
	words  []string // folded; a phrase where more than one
	lemmas []string // folded: of the one word
	prefix bool     // the last word may go on
}

// A clause is terms of which one must be found; or none, where it is negative.
type clause struct {
	any []term
	not bool
}

// minPrefix is the shortest beginning that is searched as one: shorter ones fit
// too many words.
const minPrefix = 3

// parseQuery reads what people type. Nothing of it is wrong: signs that make no
// sense are left out. Only negative clauses find nothing.
func parseQuery(s string, lemmas func(string) []string) []clause {
	var out []clause
	or := false
	add := func(t term, not bool) {
		if len(t.words) == 0 {
			return
		}
		if or && len(out) > 0 && !not && !out[len(out)-1].not {
			last := &out[len(out)-1]
			last.any = append(last.any, t)
		} else {
			out = append(out, clause{any: []term{t}, not: not})
		}
		or = false
	}
	s = strings.NewReplacer("„", `"`, "“", `"`, "”", `"`, "«", `"`, "»", `"`).Replace(s)
	for {
		s = strings.TrimLeftFunc(s, unicode.IsSpace)
		if s == "" {
			break
		}
		not := false
		if s[0] == '-' {
			not = true
			s = s[1:]
		} else if s[0] == '+' {
			s = s[1:]
		}
		if s == "" {
			break
		}
		if s[0] == '"' {
			phrase, rest, closed := strings.Cut(s[1:], `"`)
			if !closed {
				rest = ""
			}
			t := term{words: strings.Fields(fold(phrase))}
			if strings.HasPrefix(rest, "*") {
				rest = rest[1:]
				t.prefix = canPrefix(t.words)
			}
			s = rest
			add(t, not)
			continue
		}
		end := strings.IndexFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == '"' })
		if end < 0 {
			end = len(s)
		}
		word := s[:end]
		s = s[end:]
		if !not && (word == "OR" || word == "ODER") {
			or = len(out) > 0
			continue
		}
		if !not && (word == "AND" || word == "UND") {
			continue
		}
		bare := strings.TrimSuffix(word, "*")
		t := term{words: strings.Fields(fold(bare))}
		t.prefix = bare != word && canPrefix(t.words)
		if lemmas != nil && len(t.words) == 1 && !t.prefix {
			for _, l := range lemmas(strings.TrimFunc(bare, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })) {
				for _, w := range strings.Fields(fold(l)) {
					if w != t.words[0] && !slices.Contains(t.lemmas, w) {
						t.lemmas = append(t.lemmas, w)
					}
				}
			}
		}
		add(t, not)
	}
	return out
}

func canPrefix(words []string) bool {
	return len(words) > 0 && utf8.RuneCountInString(words[len(words)-1]) >= minPrefix
}

// positive says whether a query asks for something.
func positive(query []clause) bool {
	return slices.ContainsFunc(query, func(c clause) bool { return !c.not })
}
