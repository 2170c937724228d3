package crossdoc

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"hearsay"
	"hearsay/text"
)

//go:embed data/marks.de.tsv
var marksTSV string

// A Mark is a word of a sentence by which a change in a copy is noticed.
type Mark struct {
	Kind MarkKind
	Text string // in small letters: "offenbar", "15"; of a subjunctive "(konjunktiv)"
}

// MarkKind says what a mark does. Its name is the kind of the [hearsay.Change].
type MarkKind uint8

const (
	HedgeMark MarkKind = iota + 1
	AttributionMark
	NegationMark
	NumberMark
	boilerplateMark
)

var markKinds = [...]string{HedgeMark: "hedge", AttributionMark: "attribution", NegationMark: "negation", NumberMark: "number", boilerplateMark: "boilerplate"}

func (k MarkKind) String() string { return markKinds[k] }

// subjunctive is the mark of a verb in the subjunctive of reported speech, which
// says without a further word that a sentence is somebody's.
const subjunctive = "(konjunktiv)"

// markWords are the rows of data/marks.de.tsv.
type markWords struct {
	rows    []markRow
	first   map[string][]int // by first word
	lemma   map[string]int
	endings []int // rows whose only word ends in "*"
}

type markRow struct {
	kind    MarkKind
	words   []string
	lemma   bool
	ending  bool
	example string
}

// markTable reads the table, which is part of the program: a mistake in it is a
// mistake in the program, and has a test.
var markTable = sync.OnceValue(func() *markWords {
	t := &markWords{first: map[string][]int{}, lemma: map[string]int{}}
	for n, line := range strings.Split(marksTSV, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 3 {
			panic(fmt.Sprintf("data/marks.de.tsv:%d: %d columns", n+1, len(f)))
		}
		r := markRow{example: f[2]}
		for k, name := range markKinds {
			if name == f[0] && name != "" {
				r.kind = MarkKind(k)
			}
		}
		if r.kind == 0 {
			panic(fmt.Sprintf("data/marks.de.tsv:%d: no kind %q", n+1, f[0]))
		}
		words := f[1]
		words, r.lemma = strings.CutPrefix(words, "=")
		words, r.ending = strings.CutSuffix(words, "*")
		for _, w := range strings.Fields(words) {
			r.words = append(r.words, foldWord(w))
		}
		i := len(t.rows)
		t.rows = append(t.rows, r)
		switch {
		case r.lemma:
			t.lemma[r.words[0]] = i
		case r.ending:
			t.endings = append(t.endings, i)
		default:
			t.first[r.words[0]] = append(t.first[r.words[0]], i)
		}
	}
	return t
})

// at finds the row whose words begin at word i of a sentence, and how many words
// it takes; -1 for none. The longest wins.
func (t *markWords) at(words []printWord, i int) (row, n int) {
	row = -1
	for _, r := range t.first[words[i].word] {
		ws := t.rows[r].words
		if len(ws) <= n || i+len(ws) > len(words) {
			continue
		}
		same := true
		for k := range ws {
			same = same && words[i+k].word == ws[k]
		}
		if same {
			row, n = r, len(ws)
		}
	}
	if row >= 0 {
		return row, n
	}
	if r, ok := t.lemma[words[i].lemma]; ok {
		return r, 1
	}
	for _, r := range t.endings {
		if strings.HasPrefix(words[i].word, t.rows[r].words[0]) {
			return r, 1
		}
	}
	return -1, 0
}

// marks finds the marks of a sentence, in text order, and whether it is
// boilerplate.
func (t *markWords) marks(doc *hearsay.Doc, words []printWord) (marks []Mark, boilerplate bool) {
	for i := 0; i < len(words); i++ {
		w := &words[i]
		if w.number {
			marks = append(marks, Mark{NumberMark, w.word})
			continue
		}
		row, n := t.at(words, i)
		switch {
		case row < 0:
			if doc.Toks[w.tok].Feats.Mood == hearsay.Sub1 {
				marks = append(marks, Mark{AttributionMark, subjunctive})
			}
			continue
		case t.rows[row].kind == boilerplateMark:
			boilerplate = boilerplate || i == 0
			continue
		case t.rows[row].lemma:
			if p := doc.Toks[w.tok].Prefix; p >= 0 && p < w.tok {
				continue // the prefix of a verb that has been noted
			}
			marks = append(marks, Mark{t.rows[row].kind, w.lemma})
			continue
		}
		var b strings.Builder
		for k := range n {
			if k > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(foldWord(text.Word(doc, words[i+k].tok)))
		}
		marks = append(marks, Mark{t.rows[row].kind, b.String()})
		i += n - 1
	}
	return marks, boilerplate
}
