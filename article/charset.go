package article

import (
	"bytes"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	uni "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// sniffUTF returns the encoding of bytes in UTF-16 or UTF-32, by their byte
// order mark or by where the zero bytes are; nil for all else.
func sniffUTF(b []byte) encoding.Encoding {
	switch {
	case bytes.HasPrefix(b, []byte{0xFF, 0xFE, 0, 0}):
		return utf32.UTF32(utf32.LittleEndian, utf32.UseBOM)
	case bytes.HasPrefix(b, []byte{0, 0, 0xFE, 0xFF}):
		return utf32.UTF32(utf32.BigEndian, utf32.UseBOM)
	case bytes.HasPrefix(b, []byte{0xFF, 0xFE}):
		return uni.UTF16(uni.LittleEndian, uni.UseBOM)
	case bytes.HasPrefix(b, []byte{0xFE, 0xFF}):
		return uni.UTF16(uni.BigEndian, uni.UseBOM)
	}
	// Without a mark: in the text of a European language nearly every other byte
	// is zero, always on the same side, and the other side never is. Few of the
	// others look like control characters (the low byte of a dash does).
	s := b[:min(len(b), 4<<10)&^1]
	if len(s) < 4 {
		return nil
	}
	var zero, low [2]int
	for i := 0; i < len(s); i += 2 {
		for side := range 2 {
			switch c := s[i+side]; {
			case c == 0:
				zero[side]++
			case c < 0x20 && c != '\n' && c != '\r' && c != '\t':
				low[side]++
			}
		}
	}
	half := len(s) / 2
	switch {
	case zero[1]*10 > half*7 && zero[0] == 0 && low[0]*20 <= half:
		return uni.UTF16(uni.LittleEndian, uni.IgnoreBOM)
	case zero[0]*10 > half*7 && zero[1] == 0 && low[1]*20 <= half:
		return uni.UTF16(uni.BigEndian, uni.IgnoreBOM)
	}
	return nil
}

// decode returns the bytes of a text as UTF-8. What cannot be decoded becomes
// U+FFFD; nothing fails.
func decode(b []byte) string {
	if enc := sniffUTF(b); enc != nil {
		return decodeWith(enc, b)
	}
	b = bytes.TrimPrefix(b, []byte("\ufeff"))
	if utf8.Valid(b) {
		return string(b)
	}
	if mostlyUTF8(b) {
		return strings.ToValidUTF8(string(b), "\uFFFD")
	}
	return decodeWith(guessCodePage(b), b)
}

func decodeWith(enc encoding.Encoding, b []byte) string {
	u, err := enc.NewDecoder().Bytes(b)
	if err != nil {
		return strings.ToValidUTF8(string(b), "\uFFFD")
	}
	return strings.ToValidUTF8(strings.TrimPrefix(string(u), "\ufeff"), "\uFFFD")
}

// mostlyUTF8 reports whether b is UTF-8 with some damage rather than text in a
// code page. In a code page hardly any two bytes above 0x7F are by chance a
// valid sequence.
func mostlyUTF8(b []byte) bool {
	var good, bad int
	for len(b) > 0 {
		if b[0] < utf8.RuneSelf {
			b = b[1:]
			continue
		}
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n == 1 {
			bad++
		} else {
			good++
		}
		b = b[n:]
	}
	return good > bad
}

// codePages are the 8-bit encodings German text comes in, the most likely first.
var codePages = []*charmap.Charmap{
	charmap.Windows1252, // and ISO 8859-1, which it contains but for control characters
	charmap.ISO8859_15,
	charmap.Macintosh,
	charmap.CodePage850,
}

// guessCodePage returns the code page in which b looks most like German: umlauts
// beside letters, quotation marks, dashes and the euro sign speak for it, any
// other character beyond ASCII against.
func guessCodePage(b []byte) encoding.Encoding {
	b = b[:min(len(b), 256<<10)]
	best, bestScore := codePages[0], -1<<31
	for _, cp := range codePages {
		score, prev := 0, rune(' ')
		for _, c := range b {
			r := rune(c)
			if c >= utf8.RuneSelf {
				r = cp.DecodeByte(c)
				switch {
				case strings.ContainsRune("äöüßÄÖÜ", r) && (r < 'a' || unicode.IsLetter(prev) || prev == ' '):
					score++
				case strings.ContainsRune("éèáàóçñ", r) && unicode.IsLetter(prev):
				case strings.ContainsRune("„“”‚‘’–—…€«»§", r) && r != prev:
					score++
				case r == '\u00a0' || r == '\u00ad':
				case strings.ContainsRune("äöüßÄÖÜ", r):
				default:
					score--
				}
			}
			prev = r
		}
		if score > bestScore {
			best, bestScore = cp, score
		}
	}
	return best
}

var reMetaCharset = regexp.MustCompile(`(?i)<(?:meta[^>]+charset|\?xml[^>]+encoding)\s*=\s*["']?\s*([\w.:-]+)`)

// decodePage returns the bytes of a page as UTF-8. A page that is valid UTF-8 is
// UTF-8 whatever it says: browsers save pages so and leave the old label on. Next
// come label, the encoding that HTTP named with it, and the page's own.
func decodePage(b []byte, label string) string {
	if label == "" {
		if m := reMetaCharset.FindSubmatch(b[:min(len(b), sniffLen)]); m != nil {
			label = string(m[1])
		}
	}
	return decodeAs(b, label)
}

// decodeAs returns bytes that say they are in the encoding label as UTF-8.
func decodeAs(b []byte, label string) string {
	if label == "" || sniffUTF(b) != nil || utf8.Valid(b) {
		return decode(b)
	}
	enc, name := charset.Lookup(label)
	if enc == nil || strings.HasPrefix(name, "utf-") || name == "windows-1252" {
		// The label is wrong, or is the one that everything unknown gets.
		return decode(b)
	}
	return decodeWith(enc, b)
}
