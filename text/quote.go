package text

import (
	"unicode"
	"unicode/utf8"

	"hearsay"
)

// findQuotations pairs the quotation marks of a document.
//
// The low marks „ and ‚ open, ” and ’ close; all others are judged by their
// neighbours: a mark with white space (or an opening bracket) on its left and a
// letter on its right opens, the reverse closes. An apostrophe is no mark. A
// quotation without its closing mark ends with its paragraph, or with its
// sentence where the paragraph is long; one that is closed in a later paragraph,
// with no new one opened between, spans them.
func findQuotations(doc *hearsay.Doc) []hearsay.Quotation {
	type open struct {
		tok   int
		para  int
		class rune // the shape of its closing mark
		idx   int  // index in out
	}
	var out []hearsay.Quotation
	var stack []open
	paraOf := make([]int, len(doc.Toks))
	for _, sent := range doc.Sents {
		for i := sent.Toks.From; i < sent.Toks.To; i++ {
			paraOf[i] = sent.Para
		}
	}
	paraEnd := func(p int) int { return doc.Sents[doc.Paras[p].Sents.To-1].Toks.To }
	closeAt := func(k, end int, closed bool) {
		o := stack[k]
		q := &out[o.idx]
		q.Toks.To = end
		q.Closed = closed
		q.Span = SpanOf(doc, q.Toks)
		stack = stack[:k]
	}
	giveUp := func(k int) { // no closing mark: to the end of its paragraph or sentence
		for len(stack) > k {
			o := stack[len(stack)-1]
			end := paraEnd(o.para)
			if doc.Toks[end-1].End-doc.Toks[o.tok].Start > 400 {
				end = sentEnd(doc, o.tok)
			}
			closeAt(len(stack)-1, end, false)
		}
	}
	// A mark that never finds its partner must not keep the search for one going:
	// two paragraphs on it is given up.
	for i := range doc.Toks {
		w := Word(doc, i)
		kind := markOf(doc, i, w)
		for len(stack) > 0 && paraOf[i] > stack[0].para+2 {
			giveUp(0)
		}
		if kind == noMark {
			continue
		}
		if kind == either {
			kind = opens
			for _, o := range stack {
				if closes(w, o.class) {
					kind = closing
				}
			}
		}
		if kind == closing {
			k := len(stack) - 1
			for k >= 0 && !closes(w, stack[k].class) {
				k--
			}
			if k < 0 && len(stack) > 0 && isDouble(w) == isDouble(Word(doc, stack[len(stack)-1].tok)) {
				k = len(stack) - 1 // „ … " or „ … «: any closing mark of the same weight
			}
			if k >= 0 {
				for len(stack)-1 > k {
					closeAt(len(stack)-1, i, false)
				}
				closeAt(k, i+1, true)
				continue
			}
			if w != "“" && w != "\"" && w != "»" && w != "«" {
				continue
			}
			// “Englisch” or a stray mark: only an opening position makes it open.
			if !openPosition(doc, i) {
				continue
			}
		}
		if len(stack) > 0 && paraOf[i] > stack[len(stack)-1].para && isDouble(w) {
			giveUp(0) // a new quotation begins in a later paragraph
		}
		if len(stack) >= 6 {
			continue // deeper than prose nests: a run of stray marks
		}
		out = append(out, hearsay.Quotation{Toks: hearsay.Range{From: i, To: i + 1}})
		stack = append(stack, open{tok: i, para: paraOf[i], class: closerOf(w), idx: len(out) - 1})
	}
	giveUp(0)
	nest(doc, out)
	return out
}

// nest finds the parents of quotations, which are in text order. One whose end
// was inferred may reach beyond its parent's: it is cut there.
func nest(doc *hearsay.Doc, quotes []hearsay.Quotation) {
	var stack []int
	for i := range quotes {
		q := &quotes[i]
		for len(stack) > 0 && quotes[stack[len(stack)-1]].Toks.To <= q.Toks.From {
			stack = stack[:len(stack)-1]
		}
		q.Depth, q.Parent = len(stack), -1
		if len(stack) > 0 {
			q.Parent = stack[len(stack)-1]
			if end := quotes[q.Parent].Toks.To; q.Toks.To > end {
				q.Toks.To, q.Closed = end, false
				q.Span = SpanOf(doc, q.Toks)
			}
		}
		stack = append(stack, i)
	}
}

func sentEnd(doc *hearsay.Doc, tok int) int {
	lo, hi := 0, len(doc.Sents)
	for lo < hi {
		mid := (lo + hi) / 2
		if doc.Sents[mid].Toks.To <= tok {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return doc.Sents[lo].Toks.To
}

type markKind int

const (
	noMark markKind = iota
	opens
	closing
	either
)

// markOf says whether token i is a quotation mark and which way it faces.
func markOf(doc *hearsay.Doc, i int, w string) markKind {
	switch w {
	case "„", ",,":
		return opens
	case "‚":
		if openPosition(doc, i) {
			return opens
		}
		return noMark // a low mark used as a comma
	case "”":
		if openPosition(doc, i) && !closePosition(doc, i) {
			return opens
		}
		return closing
	case "“", "\"", "»", "«", "›", "‹", "''":
		o, c := openPosition(doc, i), closePosition(doc, i)
		switch {
		case o && !c:
			return opens
		case c && !o:
			return closing
		}
		return either
	case "'", "‘", "’":
		o, c := openPosition(doc, i), closePosition(doc, i)
		switch {
		case o && !c && w != "’":
			return opens
		case c && !o:
			return closing
		}
	}
	return noMark
}

func isDouble(w string) bool {
	switch w {
	case "'", "‘", "’", "‚", "›", "‹":
		return false
	}
	return true
}

// closerOf gives the class of marks that close what w opened.
func closerOf(w string) rune {
	switch w {
	case "„", ",,", "“", "”":
		return '“'
	case "»", "«":
		if w == "»" {
			return '«'
		}
		return '»'
	case "›":
		return '‹'
	case "‹":
		return '›'
	case "\"":
		return '"'
	case "''":
		return '2'
	}
	return '\''
}

func closes(w string, class rune) bool {
	switch class {
	case '“':
		return w == "“" || w == "”" || w == "\""
	case '\'':
		return w == "‘" || w == "’" || w == "'"
	case '2':
		return w == "''"
	}
	r, _ := utf8.DecodeRuneInString(w)
	return r == class || class == '"' && (w == "“" || w == "”")
}

func openPosition(doc *hearsay.Doc, i int) bool {
	t := doc.Article.Text
	tok := doc.Toks[i]
	right, _ := utf8.DecodeRuneInString(t[tok.End:])
	if tok.End >= len(t) || unicode.IsSpace(right) {
		return false
	}
	if tok.Start == 0 {
		return true
	}
	left, _ := utf8.DecodeLastRuneInString(t[:tok.Start])
	return unicode.IsSpace(left) || left == '(' || left == '[' || left == '„' || left == '"' || left == '»' || left == '«' || left == '–' || left == '-' || left == '/' || left == ':' || left == '“'
}

func closePosition(doc *hearsay.Doc, i int) bool {
	t := doc.Article.Text
	tok := doc.Toks[i]
	if tok.Start == 0 {
		return false
	}
	left, _ := utf8.DecodeLastRuneInString(t[:tok.Start])
	if unicode.IsSpace(left) || left == '(' || left == '[' || left == '„' || left == '‚' {
		return false
	}
	if tok.End >= len(t) {
		return true
	}
	right, _ := utf8.DecodeRuneInString(t[tok.End:])
	return !unicode.IsLetter(right) && !unicode.IsDigit(right)
}
