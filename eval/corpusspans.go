package eval

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"hearsay"
)

// How the annotation points into a text. A span is given by quoting it:
//
//	sagte                    these words
//	dass ein mit … musste    from the first words to the next occurrence of the last
//	teilte | mit             the parts of a discontinuous span, each after the one before
//	sagte #2                 the second occurrence in the text
//
// Words match whole, letter by letter; any white space matches any other. What
// occurs more than once is looked for near the content. All of this is what the
// annotators' checker does, and offsets are in characters here as there, for
// "nearest" depends on the unit.

// A textIndex is a text as a list of characters.
type textIndex struct {
	runes []rune
	bytes []int // byte offset of each character, and of the end
}

func newTextIndex(text string) *textIndex {
	x := &textIndex{runes: make([]rune, 0, len(text)), bytes: make([]int, 0, len(text)+1)}
	for i, r := range text { // an invalid byte counts as a character
		x.runes = append(x.runes, r)
		x.bytes = append(x.bytes, i)
	}
	x.bytes = append(x.bytes, len(text))
	return x
}

// spans converts ranges of characters to ranges of bytes.
func (x *textIndex) spans(rs []hearsay.Range) []hearsay.Span {
	out := make([]hearsay.Span, len(rs))
	for i, r := range rs {
		out[i] = hearsay.Span{Start: x.bytes[r.From], End: x.bytes[r.To]}
	}
	return out
}

func wordRune(r rune) bool { return r == '_' || alphanumeric(r) }

func alphanumeric(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

// A phrase is words to look for.
type phrase struct {
	words      [][]rune
	head, tail bool // whether a word must begin at its start, end at its end
}

func newPhrase(s string) phrase {
	var p phrase
	for _, w := range strings.Fields(s) {
		p.words = append(p.words, []rune(w))
	}
	if len(p.words) == 0 {
		return p
	}
	last := p.words[len(p.words)-1]
	p.head, p.tail = alphanumeric(p.words[0][0]), alphanumeric(last[len(last)-1])
	return p
}

// at gives the end of the phrase if it stands at i, else -1.
func (x *textIndex) at(p phrase, i int) int {
	if p.head && i > 0 && wordRune(x.runes[i-1]) {
		return -1
	}
	for k, w := range p.words {
		if k > 0 {
			from := i
			for i < len(x.runes) && unicode.IsSpace(x.runes[i]) {
				i++
			}
			if i == from {
				return -1
			}
		}
		if len(x.runes)-i < len(w) {
			return -1
		}
		for j, r := range w {
			if x.runes[i+j] != r {
				return -1
			}
		}
		i += len(w)
	}
	if p.tail && i < len(x.runes) && wordRune(x.runes[i]) {
		return -1
	}
	return i
}

// next gives the first occurrence of a phrase that begins at from or later.
func (x *textIndex) next(p phrase, from int) (hearsay.Range, bool) {
	if len(p.words) == 0 {
		return hearsay.Range{}, false
	}
	for i := from; i < len(x.runes); i++ {
		if x.runes[i] != p.words[0][0] {
			continue
		}
		if end := x.at(p, i); end >= 0 {
			return hearsay.Range{From: i, To: end}, true
		}
	}
	return hearsay.Range{}, false
}

// all gives the occurrences of a phrase that do not overlap, from the left.
func (x *textIndex) all(p phrase) []hearsay.Range {
	var out []hearsay.Range
	for i := 0; ; {
		r, ok := x.next(p, i)
		if !ok {
			return out
		}
		out = append(out, r)
		i = r.To
	}
}

// occurrences gives the places of one part of a span.
func (x *textIndex) occurrences(part string) []hearsay.Range {
	if out := x.all(newPhrase(part)); len(out) > 0 {
		return out // the text may have the ellipsis itself
	}
	head, tail, ok := strings.Cut(part, " … ")
	if !ok {
		return nil
	}
	var out []hearsay.Range
	end := newPhrase(tail)
	var e hearsay.Range // the end found last; still the next one while it lies behind the head
	for _, b := range x.all(newPhrase(head)) {
		if e.To == 0 || e.From < b.To {
			var ok bool
			if e, ok = x.next(end, b.To); !ok {
				break
			}
		}
		out = append(out, hearsay.Range{From: b.From, To: e.To})
	}
	return out
}

// ordinal cuts " #n" from the end of a span; n is 0 where there is none.
func ordinal(s string) (string, int) {
	i := strings.LastIndexByte(s, '#')
	if i < 1 || i == len(s)-1 {
		return s, 0
	}
	n := 0
	for _, c := range s[i+1:] {
		if c < '0' || c > '9' {
			return s, 0
		}
		n = min(10*n+int(c-'0'), 1<<30)
	}
	cut := strings.TrimRightFunc(s[:i], unicode.IsSpace)
	if len(cut) == i {
		return s, 0 // no space before it: part of a word
	}
	return cut, n
}

// inHull says whether r lies between the beginning of the first and the end of
// the last of hull.
func inHull(r hearsay.Range, hull []hearsay.Range) bool {
	return hull[0].From <= r.From && r.To <= hull[len(hull)-1].To
}

// content resolves the span of a content: it must occur once in the text, or
// once at after or later. parent is the content that it must lie in, or nil.
func (x *textIndex) content(s string, parent []hearsay.Range, after int) ([]hearsay.Range, error) {
	return x.resolve(s, parent, func(part string, o []hearsay.Range) (hearsay.Range, error) {
		if len(o) == 1 {
			return o[0], nil
		}
		var later []hearsay.Range
		for _, r := range o {
			if r.From >= after {
				later = append(later, r)
			}
		}
		if len(later) != 1 {
			return hearsay.Range{}, fmt.Errorf("ambiguous (%d times), quote more words or add #n: %q", len(o), part)
		}
		return later[0], nil
	})
}

// near resolves the span of a role: inside one of the preferred places, tried in
// order, else the last occurrence before the content, else the nearest behind.
func (x *textIndex) near(s string, content []hearsay.Range, preferred [][]hearsay.Range) ([]hearsay.Range, error) {
	return x.resolve(s, nil, func(_ string, o []hearsay.Range) (hearsay.Range, error) {
		for _, places := range preferred {
			for _, r := range o {
				for _, p := range places {
					if p.From <= r.From && r.To <= p.To {
						return r, nil
					}
				}
			}
		}
		start, end := content[0].From, content[len(content)-1].To
		best := o[0]
		for _, r := range o {
			switch {
			case r.To <= start:
				best = r // the last before the content wins over all
			case best.To > start && abs(r.From-end) < abs(best.From-end):
				best = r
			}
		}
		return best, nil
	})
}

// frame resolves the span of a frame: the occurrence nearest to the content on
// either side, if it has one part and no ordinal.
func (x *textIndex) frame(s string, content []hearsay.Range) ([]hearsay.Range, error) {
	rs, err := x.near(s, content, nil)
	if err != nil || strings.Contains(s, "#") || strings.Contains(s, " | ") {
		return rs, err
	}
	distance := func(r hearsay.Range) int {
		d := min(abs(r.To-content[0].From), abs(r.From-content[len(content)-1].To))
		for _, c := range content { // a frame in the content's gap
			d = min(d, abs(r.From-c.To), abs(c.From-r.To))
		}
		return d
	}
	o := x.occurrences(s)
	best := o[0]
	for _, r := range o[1:] {
		if distance(r) < distance(best) {
			best = r
		}
	}
	return []hearsay.Range{best}, nil
}

// resolve finds the parts of a span. choose picks the first part among its
// occurrences, of which there is at least one.
func (x *textIndex) resolve(s string, parent []hearsay.Range, choose func(part string, o []hearsay.Range) (hearsay.Range, error)) ([]hearsay.Range, error) {
	s, n := ordinal(s)
	var out []hearsay.Range
	for k, part := range strings.Split(s, " | ") {
		if strings.TrimSpace(part) == "" {
			return nil, errors.New("empty span or part of a span")
		}
		o := x.occurrences(part)
		if len(o) == 0 {
			return nil, fmt.Errorf("not found: %q", part)
		}
		if parent != nil {
			inside := o[:0:0]
			for _, r := range o {
				if inHull(r, parent) {
					inside = append(inside, r)
				}
			}
			if o = inside; len(o) == 0 {
				return nil, fmt.Errorf("not inside parent: %q", part)
			}
		}
		switch {
		case k > 0:
			at := out[k-1].To
			i := 0
			for i < len(o) && o[i].From < at {
				i++
			}
			if i == len(o) {
				return nil, fmt.Errorf("part not after the one before: %q", part)
			}
			out = append(out, o[i])
		case n > len(o):
			return nil, fmt.Errorf("only %d of %q", len(o), part)
		case n > 0:
			out = append(out, o[n-1])
		default:
			r, err := choose(part, o)
			if err != nil {
				return nil, err
			}
			out = append(out, r)
		}
	}
	return out, nil
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

// firstRune is a text's character at a byte offset.
func firstRune(text string, at int) rune {
	r, _ := utf8.DecodeRuneInString(text[at:])
	return r
}
