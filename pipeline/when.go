package pipeline

import (
	"hearsay"
	"hearsay/text"
)

// findTimes notes the article's expressions of time.
func (r *Reader) findTimes(doc *hearsay.Doc) {
	for _, t := range r.lang.Times(doc) {
		doc.Times = append(doc.Times, hearsay.Expression{Toks: t.Toks, Type: t.Type, Value: t.Value, EDTF: t.EDTF})
	}
}

// placeInTime gives statements when they were made and when their content happens.
func placeInTime(doc *hearsay.Doc, sts []hearsay.Statement) {
	for k := range sts {
		st := &sts[k]
		if st.Frame != nil {
			st.Said = timeIn(doc, st.Frame.Spans, st.Content.Spans)
		}
		st.When = timeIn(doc, st.Content.Spans, nil)
	}
}

// timeIn finds the first time with a date within some spans and outside others; nil
// if there is none.
func timeIn(doc *hearsay.Doc, in, out []hearsay.Span) *hearsay.Time {
	for i := range doc.Times {
		x := &doc.Times[i]
		if x.EDTF == "" || x.Type == "SET" {
			continue
		}
		sp := text.SpanOf(doc, x.Toks)
		if within(sp, in) && !within(sp, out) {
			return &hearsay.Time{EDTF: x.EDTF, Passage: hearsay.Passage{Text: doc.Article.Text[sp.Start:sp.End], Spans: []hearsay.Span{sp}}}
		}
	}
	return nil
}

func within(sp hearsay.Span, spans []hearsay.Span) bool {
	for _, s := range spans {
		if sp.Start >= s.Start && sp.End <= s.End {
			return true
		}
	}
	return false
}
