package nlp

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// computedClasses are found by looking at a token instead of in a list:
//
//	NUM      a number of things: 3, 1.500, 3,5, zwei, vierundzwanzig, anderthalb
//	ORD      3., dritten, einundzwanzigste
//	YEAR     1066 to 2199     NUMYEAR  any number of up to four digits
//	YEAR2    two digits: 99, '68
//	YEARS    1914-1918, 1990/91
//	CLOCK    14:30, 14.30, 8:40:25
//	HOUR     0 to 24, in digits or words
//	DM       15.1.  28.10     DMY      15.1.2011, 21/04/2016, 3-7-07, 2015-08-12
//	YM       05/2016, 2016-05
//	DECADE   90er, 1990er; DECADEY 90er-Jahre
//	ORDMONTH 28.Oktober (no space)
var computedClasses = []string{"NUM", "ORD", "YEAR", "NUMYEAR", "YEAR2", "YEARS", "CLOCK", "HOUR", "DM", "DMY", "YM", "DECADE", "DECADEY", "ORDMONTH", "HOURS"}

// tagTests are the classes by part of speech.
var tagTests = map[string]func(f *timeFinder, i int) bool{
	"NN":   func(f *timeFinder, i int) bool { return f.doc.Toks[i].STTS == "NN" },
	"NE":   func(f *timeFinder, i int) bool { return f.doc.Toks[i].STTS == "NE" },
	"MORE": func(*timeFinder, int) bool { return true }, // the sentence goes on
	"CARD": func(f *timeFinder, i int) bool { return f.doc.Toks[i].STTS == "CARD" },
	"ADJA": func(f *timeFinder, i int) bool { return f.doc.Toks[i].STTS == "ADJA" },
	"PREP": func(f *timeFinder, i int) bool {
		t := f.doc.Toks[i].STTS
		return t == "APPR" || t == "APPRART"
	},
	"VERB": func(f *timeFinder, i int) bool { return strings.HasPrefix(f.doc.Toks[i].STTS, "V") },
}

var unitsWords = []string{"null", "ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf",
	"dreizehn", "vierzehn", "fünfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn"}
var tensWords = []string{"", "", "zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"}

// numberWord writes a number from 1 to 999 as German does.
func numberWord(n int) string {
	switch {
	case n < 20:
		return unitsWords[n]
	case n < 100 && n%10 == 0:
		return tensWords[n/10]
	case n < 100:
		return unitsWords[n%10] + "und" + tensWords[n/10]
	}
	s := unitsWords[n/100] + "hundert"
	if n%100 > 0 {
		s += numberWord(n % 100)
	}
	return s
}

// addNumbers puts the number words into the vocabulary: 2 to 199 and hundreds as
// NUM, halves ("zweieinhalb"), ordinals to the hundredth, hours, decades.
func (r *timeRules) addNumbers() {
	for n := 2; n < 1000; n++ {
		if n > 199 && n%100 != 0 {
			continue
		}
		w, val := numberWord(n), strconv.Itoa(n)
		r.addWord(w, "NUM", val)
		if n <= 24 {
			r.addWord(w, "HOUR", val)
		}
		if n <= 12 {
			r.addWord(w+"er", "NUM", val) // "binnen zweier Jahre"
		}
		half := w + "einhalb"
		r.addWord(half, "NUM", val+".5")
	}
	for n := 1; n <= 19; n++ {
		r.addWord(numberWord(n)+"tausend", "NUM", strconv.Itoa(n*1000))
	}
	r.addWord("hundert", "NUM", "100")
	r.addWord("tausend", "NUM", "1000")
	r.addWord("null", "HOUR", "0")
	r.addWord("ein", "HOUR", "1")
	r.addWord("eins", "HOUR", "1")
	for _, w := range []string{"eineinhalb", "anderthalb", "einundeinhalb"} {
		r.addWord(w, "NUM", "1.5")
	}
	for n := 1; n <= 100; n++ {
		stem := numberWord(n)
		switch {
		case n == 1:
			stem = "erst"
		case n == 3:
			stem = "dritt"
		case n == 7:
			stem = "siebt"
		case n == 8:
			stem = "acht"
		case n < 20:
			stem += "t"
		default:
			stem += "st"
		}
		for _, e := range timeEndings {
			r.addWord(stem+e, "ORD", strconv.Itoa(n))
		}
	}
	for t := 2; t <= 9; t++ {
		val := strconv.Itoa(t * 10)
		w := tensWords[t]
		title := string(unicode.ToUpper([]rune(w)[0])) + string([]rune(w)[1:])
		for _, x := range []string{w + "er", title + "er", title + "ern"} {
			r.addWord(x, "DECADE", val)
		}
		for _, x := range []string{w + "er-Jahre", w + "er-Jahren", title + "er-Jahre", title + "er-Jahren", title + "erjahre", title + "erjahren"} {
			r.addWord(x, "DECADEY", val)
		}
	}
	r.addWord("dreissiger", "DECADE", "30")
	r.addWord("zehner", "DECADE", "10")
	r.addWord("zweitausender", "DECADE", "2000")
	r.addWord("Zweitausender", "DECADE", "2000")
}

// tagTokens gives every token its classes.
func (f *timeFinder) tagTokens() {
	n := len(f.doc.Toks)
	f.at = make([]int32, n+1)
	f.tags = make([]wordTag, 0, n/2+16)
	for i := 0; i < n; i++ {
		f.at[i] = int32(len(f.tags))
		w := f.word(i)
		c := w[0]
		switch {
		case c >= '0' && c <= '9' || c == '\'' || c == 0xE2 && strings.HasPrefix(w, "’"):
			f.tagDigits(w)
			f.addTags(w)
		case c >= 'a' && c <= 'z' || c < 'A':
			f.addTags(w)
		default:
			f.addTags(w)
			r, size := utf8.DecodeRuneInString(w)
			if !unicode.IsUpper(r) {
				break
			}
			if f.opens(i) && len(w) < 40 {
				f.addTags(strings.ToLower(w[:size]) + w[size:])
			}
			if len(w) > 2 && len(w) < 40 && isCapitals(w) {
				low := strings.ToLower(w)
				f.addTags(low)
				f.addTags(w[:size] + low[len(strings.ToLower(w[:size])):])
			}
		}
	}
	f.at[n] = int32(len(f.tags))
}

func (f *timeFinder) addTags(w string) {
	if tags, ok := f.rules.vocab[w]; ok {
		f.tags = append(f.tags, tags...)
	}
}

// opens reports whether a capital at token i says nothing: at the head of a
// sentence, behind a colon, a quotation mark, a dash.
func (f *timeFinder) opens(i int) bool {
	if i == 0 || f.doc.Sents != nil && f.doc.Sents[f.sentenceOf(i)].Toks.From == i {
		return true
	}
	p := f.word(i - 1)
	r, _ := utf8.DecodeRuneInString(p)
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && p != "," && p != ")"
}

// sentenceOf works before the sentences are numbered too.
func (f *timeFinder) sentenceOf(i int) int {
	lo, hi := 0, len(f.doc.Sents)-1
	for lo < hi {
		mid := (lo + hi) / 2
		if f.doc.Sents[mid].Toks.To <= i {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

func isCapitals(w string) bool {
	for _, c := range w {
		if unicode.IsLower(c) {
			return false
		}
	}
	return true
}

func (f *timeFinder) tag(class, val string) {
	if id, ok := f.rules.ids[class]; ok {
		f.tags = append(f.tags, wordTag{id, val})
	}
}

// tagDigits classifies a token that begins with a digit, or an apostrophe in
// front of one.
func (f *timeFinder) tagDigits(w string) {
	if s, ok := strings.CutPrefix(w, "'"); ok && len(s) == 2 && digits(s) == 2 {
		f.tag("YEAR2", s)
		return
	}
	if s, ok := strings.CutPrefix(w, "’"); ok && len(s) == 2 && digits(s) == 2 {
		f.tag("YEAR2", s)
		return
	}
	if w[0] < '0' || w[0] > '9' || len(w) > 40 {
		return
	}
	k := digits(w)
	n, _ := strconv.Atoi(w[:min(k, 9)])
	rest := w[k:]
	switch {
	case rest == "":
		f.tag("NUM", strings.TrimLeft(w, "0")+zeroOf(w))
		if k <= 2 && n <= 24 {
			f.tag("HOUR", strconv.Itoa(n))
		}
		if k == 2 {
			f.tag("YEAR2", w)
		}
		if k <= 4 && n > 0 {
			f.tag("NUMYEAR", fmt.Sprintf("%04d", n))
		}
		if k == 4 && n >= 1066 && n < 2200 {
			f.tag("YEAR", w)
		}
		return
	case rest == ".":
		if k <= 2 && n > 0 {
			f.tag("ORD", strconv.Itoa(n))
		}
		return
	case rest == "h" && k <= 2:
		f.tag("HOURS", strconv.Itoa(n))
		return
	case strings.HasPrefix(rest, "er"):
		f.tagDecade(w[:k], n, rest[2:])
		return
	case rest[0] == '.' && len(rest) > 3 && unicode.IsUpper(firstRune(rest[1:])):
		for _, t := range f.rules.vocab[rest[1:]] {
			if t.id == f.rules.ids["MONTH"] && k <= 2 {
				f.tag("ORDMONTH", fmt.Sprintf("%d-%s", n, t.val))
			}
		}
		return
	}
	if x, ok := decimal(w); ok {
		f.tag("NUM", x)
	}
	f.tagNumericDate(w)
}

func zeroOf(w string) string {
	if strings.Trim(w, "0") == "" {
		return "0"
	}
	return ""
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

func digits(s string) int {
	k := 0
	for k < len(s) && s[k] >= '0' && s[k] <= '9' {
		k++
	}
	return k
}

// decimal reads "3,5" and "1.500".
func decimal(w string) (string, bool) {
	if a, b, ok := strings.Cut(w, ","); ok && digits(a) == len(a) && a != "" && digits(b) == len(b) && b != "" {
		return a + "." + b, true
	}
	if a, b, ok := strings.Cut(w, "."); ok && len(a) <= 3 && digits(a) == len(a) && len(b) == 3 && digits(b) == 3 {
		return a + b, true
	}
	return "", false
}

// tagDecade: "90er", "1990er", "90er-Jahre", "90ern".
func (f *timeFinder) tagDecade(num string, n int, rest string) {
	if n%10 != 0 || len(num) != 2 && len(num) != 4 {
		return
	}
	switch rest {
	case "", "n":
		f.tag("DECADE", strconv.Itoa(n))
	case "-Jahre", "-Jahren", "jahre", "jahren", "-Jahres":
		f.tag("DECADEY", strconv.Itoa(n))
	}
}

// tagNumericDate: two or three numbers with one kind of mark between them.
func (f *timeFinder) tagNumericDate(w string) {
	var num [4]string
	var mark [4]byte
	n := 0
	s := w
	for n < 4 && s != "" {
		k := digits(s)
		if k == 0 {
			break
		}
		num[n] = s[:k]
		s = s[k:]
		if s != "" {
			if strings.HasPrefix(s, "–") {
				mark[n] = '-'
				s = s[len("–"):]
			} else {
				mark[n] = s[0]
				s = s[1:]
			}
		}
		n++
	}
	if s != "" {
		return
	}
	at := func(i int) int { x, _ := strconv.Atoi(num[i]); return x }
	lens := [4]int{len(num[0]), len(num[1]), len(num[2])}
	dmy := func(d, m int, y string) {
		c := civil{fullYear(y, f.now.y), m, d}
		if m >= 1 && d >= 1 && c.valid() {
			f.tag("DMY", c.String())
		}
	}
	switch {
	case n == 2 && mark[0] == '.' && lens[0] <= 2 && lens[1] <= 2:
		if m := at(1); m >= 1 && m <= 12 && at(0) >= 1 && at(0) <= daysIn(2000, m) {
			f.tag("DM", fmt.Sprintf("%d-%d", at(0), m))
		}
		if at(0) <= 24 && lens[1] == 2 && at(1) < 60 && mark[1] == 0 {
			f.tag("CLOCK", fmt.Sprintf("%02d:%02d", at(0), at(1)))
		}
	case n == 2 && mark[0] == ':' && lens[0] <= 2 && lens[1] == 2 && mark[1] == 0:
		if at(0) <= 24 && at(1) < 60 {
			f.tag("CLOCK", fmt.Sprintf("%02d:%02d", at(0), at(1)))
		}
	case n == 3 && mark[0] == ':' && mark[1] == ':' && mark[2] == 0 && lens[0] <= 2 && lens[1] == 2 && lens[2] == 2:
		if at(0) <= 24 && at(1) < 60 && at(2) < 60 {
			f.tag("CLOCK", fmt.Sprintf("%02d:%02d:%02d", at(0), at(1), at(2)))
		}
	case n == 2 && mark[0] == '/' && mark[1] == 0 && lens[0] == 4 && lens[1] == 2 && at(1) <= 12 && at(1) != (at(0)+1)%100:
		f.tag("YM", fmt.Sprintf("%s-%02d", num[0], at(1)))
	case n == 2 && mark[0] == '/' && mark[1] == 0 && lens[0] <= 2 && lens[1] <= 2:
		if m := at(1); m >= 1 && m <= 12 && at(0) >= 1 && at(0) <= daysIn(2000, m) {
			f.tag("DM", fmt.Sprintf("%d-%d", at(0), m))
		}
	case n == 2 && (mark[0] == '/' || mark[0] == '-') && mark[1] == 0 && lens[0] == 4 && (lens[1] == 4 || lens[1] == 2):
		a, b := at(0), at(1)
		if lens[1] == 2 {
			if b <= 12 && mark[0] == '-' && b != (a+1)%100 {
				f.tag("YM", fmt.Sprintf("%s-%02d", num[0], b))
				return
			}
			b += a / 100 * 100
			if b < a {
				b += 100
			}
		}
		if a >= 1066 && b < 2200 && b > a && b-a < 200 {
			f.tag("YEARS", fmt.Sprintf("%d/%d/%d/%d", a, b, lens[0], lens[1]))
		}
	case n == 2 && (mark[0] == '/' || mark[0] == '-' || mark[0] == '.') && mark[1] == 0 && lens[0] == 2 && lens[1] == 4 && at(0) >= 1 && at(0) <= 12:
		f.tag("YM", fmt.Sprintf("%s-%02d", num[1], at(0)))
	case n == 2 && mark[0] == '.' && mark[1] == 0 && lens[0] == 4 && lens[1] == 2 && at(1) >= 1 && at(1) <= 12:
		f.tag("YM", fmt.Sprintf("%s-%02d", num[0], at(1)))
	case n == 3 && mark[0] == mark[1] && mark[2] == 0 && strings.IndexByte("./-", mark[0]) >= 0:
		switch {
		case lens[0] == 4 && lens[1] <= 2 && lens[2] <= 2:
			dmy(at(2), at(1), num[0])
		case lens[0] <= 2 && lens[1] <= 2 && (lens[2] == 4 || lens[2] == 2):
			dmy(at(0), at(1), num[2])
		}
	}
}

// fullYear completes a year of two digits: up to ten years ahead of the article's
// date it is of its century, else of the one before. Without a date, of the years
// 1930 to 2029.
func fullYear(y string, now int) int {
	n, _ := strconv.Atoi(y)
	if len(y) != 2 {
		return n
	}
	if now == 0 {
		now = 2019
	}
	full := now/100*100 + n
	if full > now+10 {
		full -= 100
	}
	return full
}
