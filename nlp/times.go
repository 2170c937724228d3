package nlp

import (
	_ "embed"
	"fmt"
	"sync"

	"hearsay"
	"hearsay/text"
)

// Times, a tour in the order in which the pieces build on each other:
//
//   - data/times.de.tsv and data/holidays.de.tsv hold the knowledge: classes of
//     words, and rules of a pattern, what it means, and examples that a test
//     runs, as HeidelTime keeps its rules (Strötgen and Gertz 2010).
//   - timesrules.go reads them; timeswords.go gives the classes of a token,
//     numbers included; timesmatch.go finds the longest rule at each token.
//   - timescalendar.go counts days, weeks and Easter; timeswhen.go writes a
//     stretch of the calendar as TIMEX3 and as EDTF.
//   - timesmean.go resolves, with timesdates.go, timesclock.go and timesdur.go:
//     against the article's date, against what was said before (timescontext.go)
//     and by the tense of the verb (timestense.go).
//   - timesmerge.go joins a day and a time of day that stand together.

// A TimeExpr is an expression of time in a text.
//
// Its extent is that of TIMEX3 in German (KRAUTS, Strötgen et al. 2018): with
// article and quantifier ("den vergangenen zwei Jahren", "gut drei Stunden"),
// without preposition ("Montag" of "am Montag", "nächsten Jahr" of "im nächsten
// Jahr").
type TimeExpr struct {
	Toks hearsay.Range // the tokens of Span; "1914-1918" is two expressions in one token
	Span hearsay.Span
	// Type is the TIMEX3 type: DATE, TIME, DURATION or SET.
	Type string
	// Value is the TIMEX3 value (TimeML 1.2.1, ISO-TimeML), with X for what is not
	// known: 2023-09-11, 2023-W36, 2023-09-11TEV, 2023-09-11T14:30, P3D, PXY,
	// PRESENT_REF, XXXX-WXX-1. A decade is three digits, a century two (199, 19).
	Value string
	// EDTF is where the expression lies in time, no preciser than the text and the
	// article's date allow; empty where that is not known. It differs from Value:
	// of "vor drei Jahren" the value is P3Y, as TIMEX3 asks, and the EDTF the year
	// meant; of "jetzt" it is the article's date; of "Mitte August" the days 11 to 20.
	// Of a SET it is empty.
	EDTF hearsay.Date
	// Mod is the TIMEX3 modifier: START, MID, END, APPROX, MORE_THAN, LESS_THAN,
	// EQUAL_OR_MORE, EQUAL_OR_LESS, or empty.
	Mod string
}

//go:embed data/times.de.tsv
var germanTimesTSV string

//go:embed data/holidays.de.tsv
var germanHolidaysTSV string

var germanTimes = sync.OnceValues(func() (*timeRules, error) {
	r := newTimeRules()
	if err := r.readRules("data/times.de.tsv", germanTimesTSV); err != nil {
		return nil, err
	}
	if err := r.readHolidays("data/holidays.de.tsv", germanHolidaysTSV); err != nil {
		return nil, err
	}
	return r, r.compile()
})

// Times finds the expressions of time in a document, in text order. It needs the
// tokens with their tags, and where they are there the sentences and clauses; of
// the article its text and Published, which may be as vague as it is:
//
//   - with a day, everything relative is resolved to days;
//   - with a month or a year, "am Montag" and "gestern" are resolved to that month
//     or year, and no day is invented;
//   - without a date, what depends on it has no EDTF and X in its Value.
//
// It takes time linear in the length of the text.
func (l *Language) Times(doc *hearsay.Doc) []TimeExpr {
	rules, err := germanTimes()
	if err != nil {
		panic(fmt.Sprintf("nlp: the program's own data: %v", err)) // TestTimeRules reads them
	}
	f := timeFinder{rules: rules, doc: doc, now: readNow(doc.Article.Published)}
	return f.find()
}

// timeFinder is the work on one document.
type timeFinder struct {
	rules *timeRules
	doc   *hearsay.Doc
	now   timeNow
	tags  []wordTag // the tags of all tokens, one after the other
	at    []int32   // token i has tags[at[i]:at[i+1]]
	sent  []int32   // the sentence of each token
	ctx   timeContext
	found []foundTime
	caps  captures // of the rule being tried
	daily int8     // whether the text counts in days: 0 not looked yet, 1 yes, -1 no
}

// foundTime is an expression with what later ones need of it.
type foundTime struct {
	TimeExpr
	sense
	rule *timeRule
}

func (f *timeFinder) find() []TimeExpr {
	for k := range f.caps {
		f.caps[k].tok = -1
	}
	f.tagTokens()
	f.numberSentences()
	n := len(f.doc.Toks)
	for i := 0; i < n; {
		if f.at[i] == f.at[i+1] {
			i++
			continue
		}
		m, ok := f.longest(i)
		if !ok {
			i++
			continue
		}
		if m.sense.typ != "" || m.sense.split != nil {
			f.add(m)
		}
		i = max(m.to, i+1)
	}
	f.merge()
	out := make([]TimeExpr, 0, len(f.found))
	for k := range f.found {
		out = append(out, f.found[k].expr())
	}
	return out
}

// add keeps a match, and what it says for those behind it.
func (f *timeFinder) add(m timeMatch) {
	s := m.sense
	if s.split != nil { // two in one token
		for _, part := range s.split {
			span := f.doc.Toks[m.from].Span
			span.Start, span.End = span.Start+part.from, span.Start+part.to
			f.found = append(f.found, foundTime{
				TimeExpr: TimeExpr{Toks: hearsay.Range{From: m.from, To: m.to}, Span: span},
				sense:    part.sense, rule: m.rule,
			})
			f.ctx.note(m.from, part.sense)
		}
		return
	}
	r := hearsay.Range{From: m.from, To: m.to}
	f.found = append(f.found, foundTime{TimeExpr: TimeExpr{Toks: r, Span: text.SpanOf(f.doc, r)}, sense: s, rule: m.rule})
	f.ctx.note(m.from, s)
}

func (t *foundTime) expr() TimeExpr {
	e := t.TimeExpr
	e.Type, e.Value, e.EDTF, e.Mod = t.typ, t.value, hearsay.Date(t.edtf), t.mod
	return e
}

func (f *timeFinder) numberSentences() {
	f.sent = make([]int32, len(f.doc.Toks))
	for s := range f.doc.Sents {
		for i := f.doc.Sents[s].Toks.From; i < f.doc.Sents[s].Toks.To; i++ {
			f.sent[i] = int32(s)
		}
	}
}

// word is the text of token i, empty outside the document.
func (f *timeFinder) word(i int) string {
	if i < 0 || i >= len(f.doc.Toks) {
		return ""
	}
	return text.Word(f.doc, i)
}
