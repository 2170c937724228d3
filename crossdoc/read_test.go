package crossdoc_test

import (
	"sort"
	"sync"
	"testing"

	"hearsay"
	"hearsay/attribution"
	"hearsay/nlp"
	"hearsay/text"
)

// A reader makes annotated articles with their statements for the tests here, as
// pipeline does.
type reader struct {
	lang    *nlp.Language
	extract *attribution.Extractor
}

var sharedReader = sync.OnceValues(func() (*reader, error) {
	m, err := attribution.ShippedModel()
	if err != nil {
		return nil, err
	}
	lang, err := nlp.German()
	if err != nil {
		return nil, err
	}
	x, err := attribution.New(m)
	if err != nil {
		return nil, err
	}
	return &reader{lang: lang, extract: x}, nil
})

func newReader(tb testing.TB) *reader {
	tb.Helper()
	r, err := sharedReader()
	if err != nil {
		tb.Fatal(err)
	}
	return r
}

func (r *reader) read(a *hearsay.Article) (*hearsay.Doc, []hearsay.Statement) {
	doc := text.Split(a)
	r.lang.Annotate(doc)
	sts := r.extract.Statements(doc)
	for _, t := range r.lang.Times(doc) {
		doc.Times = append(doc.Times, hearsay.Expression{Toks: t.Toks, Type: t.Type, Value: t.Value, EDTF: t.EDTF})
	}
	linked := r.lang.Link(doc)
	who := func(spans []hearsay.Span) *hearsay.Entity {
		if len(spans) == 0 {
			return nil
		}
		sp := spans[0]
		from := sort.Search(len(doc.Toks), func(i int) bool { return doc.Toks[i].End > sp.Start })
		to := sort.Search(len(doc.Toks), func(i int) bool { return doc.Toks[i].Start >= sp.End })
		e := linked.SourceEntity(hearsay.Range{From: from, To: to})
		if e != nil && e.Kind == "place" {
			if g := r.lang.GovernmentOf(e); g != nil {
				return g
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
	return doc, sts
}
