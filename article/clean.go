package article

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// cleanGiven makes text that must keep its offsets fit to be an Article.Text: it
// is valid UTF-8 in NFC with "\n" line ends. A control character becomes one
// blank, so that the count of code points stays.
func cleanGiven(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = unixLines(s)
	if strings.IndexFunc(s, isControl) >= 0 {
		s = strings.Map(func(r rune) rune {
			if isControl(r) {
				return ' '
			}
			return r
		}, s)
	}
	return norm.NFC.String(s)
}

// cleanProse makes text that was laid out for eyes plain. Soft hyphens and
// zero-width characters go: they stand inside of words, say only where a line
// may break, and would keep "Waffen\u00adlieferung" from being found as a word.
// Tabs and no-break blanks become plain blanks; control characters go.
func cleanProse(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = unixLines(s)
	clean := true
	for _, r := range s {
		if r != '\n' && (r < 0x20 || r >= 0x7F && proseRune(r) != r) {
			clean = false
			break
		}
	}
	if !clean {
		s = strings.Map(proseRune, s)
	}
	return norm.NFC.String(s)
}

// proseRune returns what r becomes in prose, -1 if it goes.
func proseRune(r rune) rune {
	switch {
	case r == '\n' || r == '\f' || r == '\v' || r == 0x85 || r == 0x2028 || r == 0x2029:
		return '\n'
	case r == '\t':
		return ' '
	case r < 0x20 || r == 0x7F || r > 0x7F && r < 0xA0:
		return -1
	case r < 0xA0:
		return r
	case r == 0xAD || r == 0x200B || r == 0x200C || r == 0x2060 || r == 0xFEFF || isBidi(r):
		// The zero-width joiner stays: emoji are made with it.
		return -1
	case r != ' ' && unicode.Is(unicode.Zs, r):
		return ' '
	}
	return r
}

// isBidi reports whether r is a direction mark. They can make text look other
// than it is, and German needs none.
func isBidi(r rune) bool {
	return r == 0x200E || r == 0x200F || r == 0x061C || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069
}

func isControl(r rune) bool {
	return r != '\n' && r != '\t' && (r < 0x20 || r >= 0x7F && r < 0xA0)
}

func unixLines(s string) string {
	if !strings.Contains(s, "\r") {
		return s
	}
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.ReplaceAll(s, "\r", "\n")
}

// cleanLine makes a one-line field of s: cleaned like prose, blanks collapsed, and
// no longer than a headline or a name can reasonably be.
func cleanLine(s string) string {
	const max = 1 << 10
	s = squeeze(cleanProse(s[:min(len(s), 8*max)]))
	s = s[:min(len(s), max)]
	return strings.TrimSpace(strings.ToValidUTF8(s, ""))
}

// squeeze makes one blank of each run of blanks and line ends, none at the ends.
func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }
