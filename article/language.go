package article

import (
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/RadhiFadlillah/whatlanggo"

	"hearsay"
)

// sure is the confidence from which a detected language is believed against what
// a page says of itself, and from which another than German is believed at all.
const sure = 0.6

// detectLen bounds how much of a text is looked at.
const detectLen = 8 << 10

//go:embed functionwords.tsv
var functionWordsTSV string

// functionWords maps a word to the languages it is a function word of.
var functionWords = sync.OnceValue(func() map[string][]hearsay.Language {
	m := make(map[string][]hearsay.Language)
	for line := range strings.Lines(functionWordsTSV) {
		code, words, ok := strings.Cut(line, "\t")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		for w := range strings.FieldsSeq(words) {
			m[w] = append(m[w], hearsay.Language(code))
		}
	}
	return m
})

// DetectLanguage returns the language of text and how sure it is of it, from 0 to
// 1. It looks at the first 8 kB. Where it cannot tell, as of a short text, it says
// German, with a confidence below one half: that is what Hearsay is given.
//
// Function words decide where there are enough of them, for they stand firm in
// short texts full of foreign names; else the statistics of whatlanggo.
func DetectLanguage(text string) (lang hearsay.Language, confidence float64) {
	text = head(text, detectLen)
	count := make(map[hearsay.Language]int)
	var words, letters int
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' }) {
		words++
		letters += utf8.RuneCountInString(w)
		for _, l := range functionWords()[strings.ToLower(w)] {
			count[l]++
		}
	}
	var langs []hearsay.Language
	for l := range count {
		langs = append(langs, l)
	}
	slices.SortFunc(langs, func(a, b hearsay.Language) int {
		if d := count[b] - count[a]; d != 0 {
			return d
		}
		return strings.Compare(string(a), string(b))
	})
	if len(langs) > 0 {
		first, second := count[langs[0]], 0
		if len(langs) > 1 {
			second = count[langs[1]]
		}
		// In prose every third to fifth word is a function word.
		if first >= 4 && first*6 >= words && first*3 >= second*4 {
			c := float64(first-second) / float64(first)
			return langs[0], min(1, 0.6+c*0.4+float64(min(first, 40))/200)
		}
	}
	script := whatlanggo.DetectScript(text)
	if letters < 20 || script == nil {
		return "de", 0.1
	}
	if script == unicode.Latin && letters < 120 {
		return "de", 0.3 // too little for statistics
	}
	info := whatlanggo.Detect(text)
	code := primary(info.Lang.Iso6391())
	switch {
	case info.Lang < 0 || code == "":
		return "de", 0.1
	case code == "de":
		return "de", max(0.4, info.Confidence*0.9)
	case info.Script != unicode.Latin && info.Confidence >= sure:
		return code, info.Confidence
	case info.Confidence >= 0.9:
		return code, 0.8
	}
	return "de", 0.3
}

// head returns at most the first n bytes of s, cut between letters.
func head(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// primary returns the primary subtag of a language tag in lower case ("de-AT" →
// "de"), empty if it is none.
func primary(tag string) hearsay.Language {
	tag = strings.ToLower(strings.TrimSpace(tag))
	if i := strings.IndexAny(tag, "-_"); i >= 0 {
		tag = tag[:i]
	}
	if len(tag) < 2 || len(tag) > 3 || strings.IndexFunc(tag, func(r rune) bool { return r < 'a' || r > 'z' }) >= 0 {
		return ""
	}
	switch tag { // ISO 639-2, as some pages write it
	case "deu", "ger":
		return "de"
	case "eng":
		return "en"
	}
	return hearsay.Language(tag)
}

// LanguageName returns the English name of a language ("fr" → "French"), or the
// code itself if it is not known.
func LanguageName(l hearsay.Language) string {
	if l == "" {
		return "an unknown language"
	}
	if l == "zh" {
		return "Chinese" // whatlanggo says Mandarin, which it cannot tell from the script
	}
	for _, x := range slices.Sorted(maps.Keys(whatlanggo.Langs)) {
		if x.Iso6391() == string(l) || x.Iso6393() == string(l) {
			return whatlanggo.Langs[x]
		}
	}
	return string(l)
}

// CheckLanguage returns an [*Error] of [KindLanguage] naming the article's
// language if it is none of those in reads, nil otherwise or where the language is
// not known. name is the file it came from.
func CheckLanguage(art *hearsay.Article, name string, reads ...hearsay.Language) error {
	if art.Language == "" || slices.Contains(reads, art.Language) {
		return nil
	}
	var names []string
	for _, l := range reads {
		names = append(names, LanguageName(l))
	}
	reason := fmt.Sprintf("%s: Hearsay reads %s", LanguageName(art.Language), strings.Join(names, " and "))
	if !slices.Contains(reads, "en") {
		reason += " (English is next)"
	}
	return &Error{Name: name, Kind: KindLanguage, Reason: reason}
}
