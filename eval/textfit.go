package eval

import (
	"strings"
	"unicode/utf8"
)

// shorten fits text into n characters on one line, leaving out the middle: both
// ends of a span tell where its borders are.
func shorten(s string, n int) string {
	s = strings.Join(strings.Fields(s), " ")
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	r := []rune(s)
	if n < 5 {
		return string(r[:max(n, 0)])
	}
	tail := (n - 3) / 2
	return string(r[:n-3-tail]) + " … " + string(r[len(r)-tail:])
}

// pad fills s with spaces up to n characters.
func pad(s string, n int) string {
	return s + strings.Repeat(" ", max(0, n-utf8.RuneCountInString(s)))
}
