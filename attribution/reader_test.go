package attribution_test

import (
	"fmt"
	"testing"

	"hearsay"
	"hearsay/attribution"
	"hearsay/nlp"
	"hearsay/text"
)

// A reader does with a text what the pipeline does: these tests are about what
// comes out of it, so they go through the real language data. The rules
// are tested alone, without a model that corrects them.
type reader struct {
	lang    *nlp.Language
	extract *attribution.Extractor
}

func newReader(t testing.TB) *reader {
	t.Helper()
	lang, err := nlp.German()
	if err != nil {
		t.Fatal(err)
	}
	x, err := attribution.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &reader{lang, x}
}

func (r *reader) annotate(s string) *hearsay.Doc {
	doc := text.Split(&hearsay.Article{Text: s, Language: "de"})
	r.lang.Annotate(doc)
	return doc
}

// read gives a text's statements. A panic is an error like others: one bad case
// should not hide what the rest would have shown.
func (r *reader) read(s string) (doc *hearsay.Doc, sts []hearsay.Statement, err error) {
	defer func() {
		if x := recover(); x != nil {
			err = fmt.Errorf("panic: %v", x)
		}
	}()
	doc = r.annotate(s)
	return doc, r.extract.Statements(doc), nil
}
