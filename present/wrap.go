package present

import (
	"strings"
	"unicode"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"github.com/mattn/go-runewidth"
)

// A style is an SGR parameter string of the terminal, e.g. "1" for bold. Only
// the sixteen colours of the user's own palette are used.
type style string

const (
	plain  style = ""
	strong style = "1"
	faint  style = "2"
	cued   style = "36"
	warned style = "33"
)

// A run is text in one style.
type run struct {
	text  string
	style style
}

// cells measures text as terminals show it. It does not look at the
// environment, so that the same reading wraps the same everywhere.
var cells = &runewidth.Condition{StrictEmojiNeutral: true}

// A unit is what no line end may part: a word, with the punctuation that another
// run may have glued to it.
type unit []run

func (u unit) width() int {
	w := 0
	for _, r := range u {
		w += cells.StringWidth(r.text)
	}
	return w
}

// breaks reports whether a line may end at r. A no-break space is none of them.
func breaks(r rune) bool { return r != '\u00a0' && r != '\u202f' && unicode.IsSpace(r) }

// units cuts runs at white space.
func units(runs []run) []unit {
	var us []unit
	glue := false // the last run ended within a word
	for _, r := range runs {
		rest := r.text
		for rest != "" {
			word := strings.TrimLeftFunc(rest, breaks)
			if len(word) < len(rest) {
				glue = false
			}
			if word == "" {
				break
			}
			end := strings.IndexFunc(word, breaks)
			if end < 0 {
				end = len(word)
			}
			part := run{word[:end], r.style}
			if glue {
				us[len(us)-1] = append(us[len(us)-1], part)
			} else {
				us = append(us, unit{part})
			}
			rest, glue = word[end:], true
		}
	}
	return us
}

// split parts a unit so that the first part has at most width cells: at a no-break
// space where there is one, since something must give, else between grapheme
// clusters. It takes at least one of them.
func (u unit) split(width int) (head, tail unit) {
	cut := func(i, end, start int) (head, tail unit) {
		head = append(head, u[:i]...)
		head = append(head, run{u[i].text[:end], u[i].style})
		tail = append(tail, run{u[i].text[start:], u[i].style})
		return head, append(tail, u[i+1:]...)
	}
	used := 0
	space, spaceAt := -1, 0 // the last no-break space: its run and place
	for i, r := range u {
		g := graphemes.FromString(r.text)
		for at := 0; g.Next(); at += len(g.Value()) {
			w := cells.StringWidth(g.Value())
			if used+w > width && used > 0 {
				if space >= 0 {
					return cut(space, spaceAt, spaceAt+len(noBreak))
				}
				return cut(i, at, at)
			}
			if g.Value() == noBreak && used > 0 {
				space, spaceAt = i, at
			}
			used += w
		}
	}
	return u, nil
}

// noBreak is a space that no line ends at.
const noBreak = "\u00a0"

// A painter writes wrapped lines.
type painter struct {
	b     strings.Builder
	width int
	color bool
}

// narrowest is the least room for text, however deep it is indented.
const narrowest = 12

// wrap writes runs as lines: the first begins with first, the others with rest.
func (p *painter) wrap(first, rest string, runs ...run) {
	room := max(p.width-cells.StringWidth(rest), narrowest)
	todo := units(runs)
	prefix := first
	for len(todo) > 0 {
		var line unit
		used := 0
		for len(todo) > 0 {
			u := todo[0]
			w := u.width()
			if used > 0 && used+1+w > room {
				break
			}
			if used == 0 && w > room { // longer than a line: cut it
				head, tail := u.split(room)
				line = append(line, head...)
				if len(tail) > 0 {
					todo[0] = tail
				} else {
					todo = todo[1:]
				}
				break
			}
			if used > 0 {
				line = append(line, run{" ", u[0].style})
				used++
			}
			line = append(line, u...)
			used += w
			todo = todo[1:]
		}
		p.line(prefix, line)
		prefix = rest
	}
}

// line writes one line, the prefix faint.
func (p *painter) line(prefix string, runs []run) {
	if len(runs) == 0 {
		prefix = strings.TrimRight(prefix, " ")
	}
	now := plain
	set := func(s style) {
		if !p.color || s == now {
			return
		}
		if now != plain {
			p.b.WriteString("\x1b[0m")
		}
		if s != plain {
			p.b.WriteString("\x1b[" + string(s) + "m")
		}
		now = s
	}
	if strings.TrimSpace(prefix) != "" {
		set(faint)
	}
	p.b.WriteString(prefix)
	for _, r := range runs {
		if r.text == "" {
			continue
		}
		set(r.style)
		// A no-break space has done its work; people search for a plain one.
		p.b.WriteString(strings.ReplaceAll(r.text, noBreak, " "))
	}
	set(plain)
	p.b.WriteByte('\n')
}

// spaces is n blank cells.
func spaces(n int) string { return strings.Repeat(" ", n) }

// cutTo shortens s to at most n cells, with an ellipsis where something is gone.
func cutTo(s string, n int) string {
	return cells.Truncate(s, n, "…")
}
