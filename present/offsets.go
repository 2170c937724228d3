package present

import (
	"unicode/utf8"
)

// stride is the distance, in bytes, of the marks of a runeIndex. A look-up
// decodes at most this many bytes.
const stride = 64

// A runeIndex turns byte offsets of one text into offsets in Unicode code
// points. It is made in one pass over the text.
type runeIndex struct {
	text  string
	ascii bool   // bytes are code points
	marks []mark // one for each stride of the text
}

// A mark is a place between two code points.
type mark struct{ byte, rune int }

func newRuneIndex(text string) *runeIndex {
	x := &runeIndex{text: text, ascii: true}
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			x.ascii = false
			break
		}
	}
	if x.ascii {
		return x
	}
	x.marks = make([]mark, 0, len(text)/stride+1)
	n := 0
	for at := range text {
		if at >= len(x.marks)*stride {
			x.marks = append(x.marks, mark{at, n})
		}
		n++
	}
	return x
}

// at gives the number of code points before byte offset b. An offset within a
// code point counts as the end of it.
func (x *runeIndex) at(b int) int {
	if x.ascii {
		return b
	}
	// A code point that crosses a stride's border puts its mark after the border.
	i := min(b/stride, len(x.marks)-1)
	for x.marks[i].byte > b {
		i--
	}
	m := x.marks[i]
	for m.byte < b {
		_, size := utf8.DecodeRuneInString(x.text[m.byte:])
		m.byte += size
		m.rune++
	}
	return m.rune
}
