package pipeline

import (
	"sort"

	"hearsay"
	"hearsay/text"
)

// placeInSpace gives statements the places that their content names, each once,
// where it is named first. The document is linked.
func placeInSpace(doc *hearsay.Doc, sts []hearsay.Statement) {
	known := map[int]*hearsay.Entity{} // one copy each: the document need not live as long as its statements
	for k := range sts {
		st := &sts[k]
		seen := map[int]bool{}
		if len(st.Content.Spans) == 0 {
			continue
		}
		toks := tokensOf(doc, []hearsay.Span{{Start: st.Content.Spans[0].Start, End: st.Content.Spans[len(st.Content.Spans)-1].End}})
		first := sort.Search(len(doc.Mentions), func(i int) bool { return doc.Mentions[i].Toks.From >= toks.From })
		for _, m := range doc.Mentions[first:] {
			if m.Toks.From >= toks.To {
				break
			}
			if m.Kind != hearsay.PlaceMention || m.Entity < 0 || seen[m.Entity] {
				continue
			}
			sp := text.SpanOf(doc, m.Toks)
			if !within(sp, st.Content.Spans) {
				continue
			}
			seen[m.Entity] = true
			if known[m.Entity] == nil {
				e := doc.Entities[m.Entity]
				known[m.Entity] = &e
			}
			st.Places = append(st.Places, hearsay.Place{
				Passage: hearsay.Passage{Text: doc.Article.Text[sp.Start:sp.End], Spans: []hearsay.Span{sp}},
				Entity:  known[m.Entity],
			})
		}
	}
}
