package present

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// A Section is lines under a heading.
type Section struct {
	Title string
	Lines []string
}

// Sections writes a heading and sections for people. Texts come from strangers:
// control characters are made visible.
func Sections(w io.Writer, title string, in []Section, o TextOptions) error {
	width := o.Width
	if width <= 0 {
		width = 80
	}
	b := bufio.NewWriter(w)
	bold := func(s string) string {
		if o.Color {
			return "\x1b[1m" + s + "\x1b[0m"
		}
		return s
	}
	for i, line := range fold(defang(title), width) {
		if i > 0 {
			line = "  " + line
		}
		fmt.Fprintln(b, bold(line))
	}
	for _, s := range in {
		fmt.Fprintf(b, "\n%s\n", bold(defang(s.Title)))
		if len(s.Lines) == 0 {
			fmt.Fprintln(b, "  –")
		}
		for _, l := range s.Lines {
			for i, part := range fold(defang(l), max(width-4, 16)) {
				lead := "  · "
				if i > 0 {
					lead = "    "
				}
				fmt.Fprintln(b, lead+part)
			}
		}
	}
	return b.Flush()
}

// fold breaks a text into lines at blanks.
func fold(s string, width int) []string {
	var out []string
	line, n := "", 0
	for _, w := range strings.Fields(s) {
		k := len([]rune(w))
		if n > 0 && n+1+k > width {
			out = append(out, line)
			line, n = "", 0
		}
		if n > 0 {
			line += " "
			n++
		}
		line += w
		n += k
	}
	return append(out, line)
}

// OneLine keeps a text on its line, and harmless to a terminal.
func OneLine(s string) string { return strings.Join(strings.Fields(defang(s)), " ") }
