package pipeline

import (
	"sort"

	"hearsay"
)

// resolve gives statements what needs more than their own words: who the source is,
// by the whole article and what is known of the world; when it was said and when
// its content happens, by the times that the article gives.
func (r *Reader) resolve(doc *hearsay.Doc, sts []hearsay.Statement) {
	r.findTimes(doc)
	if len(sts) == 0 {
		return // nobody to ask for
	}
	linked := r.lang.Link(doc)
	who := func(spans []hearsay.Span) *hearsay.Entity {
		toks := tokensOf(doc, spans)
		if toks.From >= toks.To {
			return nil
		}
		e := linked.SourceEntity(toks)
		if e != nil && e.Kind == "place" {
			if g := r.lang.GovernmentOf(e); g != nil {
				return g // "Moskau erklärte": the government there
			}
		}
		return e
	}
	for k := range sts {
		st := &sts[k]
		if st.Source != nil {
			st.Source.Entity = who(st.Source.Spans)
		}
		for i := range st.Chain {
			v := &st.Chain[i]
			if v.Via == "copies" || v.Visibility == "anonymous" || v.Visibility == "unspecified" {
				continue
			}
			if e := who(v.Spans); e != nil {
				v.Name = e.Name
				if e.Kind != "" && e.Kind != "place" {
					v.Kind = e.Kind
				}
			}
		}
	}
	placeInTime(doc, sts)
}

// tokensOf gives the tokens that the first of some spans covers: of a source in
// parts the first names it.
func tokensOf(doc *hearsay.Doc, spans []hearsay.Span) hearsay.Range {
	if len(spans) == 0 {
		return hearsay.Range{}
	}
	sp := spans[0]
	from := sort.Search(len(doc.Toks), func(i int) bool { return doc.Toks[i].End > sp.Start })
	to := sort.Search(len(doc.Toks), func(i int) bool { return doc.Toks[i].Start >= sp.End })
	return hearsay.Range{From: from, To: to}
}
