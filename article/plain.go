package article

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"hearsay"
)

// plain makes an article of the bytes of a plain text file. label is the encoding
// that came with it, if any.
func (rd *reader) plain(raw []byte, label string) (*hearsay.Article, error) {
	art, credits := parsePlain(decodeAs(raw, label), rd.o.Title)
	if art.Text == "" {
		reason := "empty: nothing but blanks"
		if art.Title != "" || art.Published != "" {
			reason = "empty: a header, but no text"
		}
		return nil, rd.fail(KindEmpty, "%s", reason)
	}
	lang := art.Language
	if err := rd.finish(art, credits, lang, true); err != nil {
		return nil, err
	}
	return art, nil
}

// parsePlain makes an article of a plain text:
//
//   - Header lines ("Titel: …", "Datum: …") at the top, up to an empty line, and
//     a date with its label in front of the text ("date 2023-09 Die …") become
//     fields. See readHeader and leadDate.
//   - The first line becomes the title if [isTitle] says so; given is the title
//     that is known already.
//   - A line after it that is nothing but a date is the date.
//   - What follows are the paragraphs; see paragraphs.
//
// What does not fit these rules stays in the text: nothing is lost.
func parsePlain(s, given string) (*hearsay.Article, []string) {
	lines := strings.Split(cleanProse(s), "\n")
	bare := make([]string, len(lines)) // without the blanks at both ends
	for i, l := range lines {
		bare[i] = strings.TrimSpace(l)
	}
	skip := func(i int) int {
		for i < len(bare) && bare[i] == "" {
			i++
		}
		return i
	}
	i := skip(0)
	h, n := readHeader(bare[i:])
	i = skip(i + n)
	lead := func() {
		if i >= len(bare) || h.published != "" {
			return
		}
		if d, ok := loneDate(bare[i]); ok {
			h.published = d
			i = skip(i + 1)
		} else if d, rest, ok := leadDate(bare[i]); ok {
			h.published = d
			bare[i], lines[i] = rest, rest
		}
	}
	lead()
	if i < len(bare) {
		known := h.title
		if known == "" {
			known = cleanLine(given)
		}
		first := squeeze(bare[i])
		switch {
		case known != "":
			// The title was given: only its repetition goes.
			if first == known {
				h.title = known
				i = skip(i + 1)
			}
		case isTitle(bare[i:]):
			h.title = cleanLine(strings.TrimLeft(first, "# "))
			i = skip(i + 1)
		}
		lead()
	}
	art := &hearsay.Article{
		URL: h.url, Outlet: h.outlet, Title: h.title, Author: h.author,
		Published: h.published, Language: h.language,
		Text: strings.Join(paragraphs(lines[i:]), "\n\n"),
	}
	if art.Author == "" {
		art.Author = byline(art.Text)
	}
	return art, h.agencies
}

// isTitle reports whether the first of lines is a headline. It must
//
//   - stand alone, with an empty line below;
//   - be short (at most 120 letters, two words or more) and begin like a
//     sentence: with a capital, a digit or a quotation mark;
//   - not end like a sentence, in ".", ":", ";" or ",". "?" and "!" may be, and a
//     closing quotation mark if what it closes does not end in a full stop;
//   - be no credit or dateline ("dpa/lno", "BERLIN (dpa) -"), and no header line
//     that readHeader could not use ("Datum: gestern");
//   - have prose below: a paragraph longer than itself that ends a sentence.
func isTitle(lines []string) bool {
	first := lines[0]
	n := utf8.RuneCountInString(first)
	if len(lines) < 3 || lines[1] != "" || n < 5 || n > 120 || !strings.Contains(first, " ") {
		return false
	}
	t := strings.TrimLeft(first, "#*+ ")
	r, _ := utf8.DecodeRuneInString(t)
	if !unicode.IsUpper(r) && !unicode.IsDigit(r) && !strings.ContainsRune(`"„“»«‚'`, r) {
		return false
	}
	end, _ := utf8.DecodeLastRuneInString(strings.TrimRight(t, `"“”«»‘’')`))
	if strings.ContainsRune(".:;,", end) {
		return false
	}
	if m := reHeaderLine.FindStringSubmatch(t); m != nil && headerKeys[strings.ToLower(m[1])] != "" {
		return false
	}
	if d, c := findCredits(t); len(c) > 0 || d != (hearsay.Span{}) {
		return false
	}
	for _, l := range lines[2:] {
		if utf8.RuneCountInString(l) > min(n, 60) && endsSentence(l) || len(l) > 200 {
			return true
		}
	}
	// A hard-wrapped body may have no line longer than the title.
	joined := 0
	for _, l := range lines[2:] {
		if joined += len(l); joined > len(first) && endsSentence(l) {
			return true
		}
	}
	return false
}

// endsSentence reports whether s ends in ".", "!", "?" or "…", quotation marks and
// brackets put aside.
func endsSentence(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(strings.TrimRight(s, " \"“”«»‘’')]"))
	return strings.ContainsRune(".!?…", r)
}

var reByline = regexp.MustCompile(`^(?:Von|Text:|By|Ein Bericht von|Eine Analyse von) ((?:\p{Lu}[\pL.’'-]+ ){1,3}\p{Lu}[\pL.’'-]+(?: und (?:\p{Lu}[\pL.’'-]+ ?){2,4})?)(?:, \pL[\pL/ .-]{1,30})?$`)

// byline returns the author that one of the first three lines names ("Von Erika
// Mustermann"). The line stays in the text.
func byline(text string) string {
	n := 0
	for line := range strings.SplitSeq(text, "\n") {
		if line == "" {
			continue
		}
		if n++; n > 3 {
			break
		}
		if len(line) < 120 {
			if m := reByline.FindStringSubmatch(line); m != nil {
				return strings.TrimSpace(m[1])
			}
		}
	}
	return ""
}

// paragraphs returns the paragraphs of a text in lines. Three habits are told
// apart:
//
//   - Paragraphs are parted by empty lines, each on one line.
//   - Each line is a paragraph, empty lines or not. A line that goes on in lower
//     case after one that ended no sentence belongs to it all the same.
//   - The text is hard-wrapped: see wrapWidth. Lines are joined, and words that
//     were hyphenated at the line end put together. A line that is short though
//     the next word would have fitted ends a paragraph if it ends a sentence; so
//     does an indented line begin one.
func paragraphs(lines []string) []string {
	width := wrapWidth(lines)
	var paras []string
	var para []byte
	var prev string // the last line put into para
	var prevIndent int
	flush := func() {
		if len(para) > 0 {
			paras = append(paras, string(para))
		}
		para = para[:0]
		prev = ""
	}
	for _, l := range lines {
		t := squeeze(l)
		if t == "" {
			flush()
			continue
		}
		indent := len(l) - len(strings.TrimLeft(l, " "))
		if prev != "" {
			var join bool
			if width > 0 {
				full := !fits(prev, t, width)
				join = (full || !endsSentence(prev)) && !isBullet(t) && !(indent > prevIndent+1 && endsSentence(prev))
			} else {
				r, _ := utf8.DecodeRuneInString(t)
				join = unicode.IsLower(r) && !endsSentence(prev) && !strings.HasSuffix(prev, ":")
			}
			if !join {
				flush()
			}
		}
		if prev == "" {
			para = append(para, t...)
		} else {
			para = appendWrapped(para, prev, t)
		}
		prev, prevIndent = t, indent
	}
	flush()
	return paras
}

var reBullet = regexp.MustCompile(`^(?:[-*•–+]|\d{1,2}[.)])\s`)

func isBullet(s string) bool {
	// "- " may also be a dash that happens to stand at a line start; a list item
	// begins with a capital.
	m := reBullet.FindString(s)
	if m == "" {
		return false
	}
	r, _ := utf8.DecodeRuneInString(s[len(m):])
	return !unicode.IsLower(r)
}

// appendWrapped puts line t behind prev, which para ends with.
func appendWrapped(para []byte, prev, t string) []byte {
	r, _ := utf8.DecodeRuneInString(t)
	before, _ := utf8.DecodeLastRuneInString(strings.TrimSuffix(prev, "-"))
	switch {
	case !strings.HasSuffix(prev, "-") || !unicode.IsLetter(before) && !unicode.IsDigit(before) || !unicode.IsLetter(r):
		para = append(para, ' ')
	case unicode.IsUpper(r) || unicode.IsDigit(before):
		// "Nordkorea-" "Experte", "20-" "jährige": the hyphen is the word's own.
	case conjunction(t):
		// "Staats-" "und Regierungschef".
		para = append(para, ' ')
	default:
		para = para[:len(para)-1]
	}
	return append(para, t...)
}

func conjunction(t string) bool {
	w, _, _ := strings.Cut(t, " ")
	switch w {
	case "und", "oder", "bzw.", "sowie", "als", "wie", "noch", "bis", "statt", "u.":
		return true
	}
	return false
}

// fits reports whether the first word of next would have fitted on the line of
// prev in a text wrapped at width.
func fits(prev, next string, width int) bool {
	w, _, _ := strings.Cut(next, " ")
	return utf8.RuneCountInString(prev)+1+utf8.RuneCountInString(w) <= width
}

// wrapWidth returns the width at which lines are hard-wrapped, 0 if they are
// not. A wrapped text has lines of 40 to 120 letters at most; most of them break
// just where the next word would not have fitted any more, and mostly within a
// sentence.
func wrapWidth(lines []string) int {
	width := 0
	for _, l := range lines {
		if t := strings.TrimSpace(l); strings.Contains(t, " ") {
			n := utf8.RuneCountInString(squeeze(t))
			if n > 120 {
				return 0
			}
			width = max(width, n)
		}
	}
	if width < 40 {
		return 0
	}
	var breaks, full, within int
	for i := 1; i < len(lines); i++ {
		a, b := squeeze(lines[i-1]), squeeze(lines[i])
		if a == "" || b == "" {
			continue
		}
		breaks++
		if !fits(a, b, width) {
			full++
		}
		if !endsSentence(a) {
			within++
		}
	}
	if breaks == 0 || full*10 < breaks*6 || within*2 < breaks {
		return 0
	}
	return width
}
