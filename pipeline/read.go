// Package pipeline puts the stages in order: an article goes in, what was found
// in it comes out.
package pipeline

import (
	"hearsay"
	"hearsay/attribution"
	"hearsay/nlp"
	"hearsay/text"
)

// A Reader reads articles: it finds their statements. It is safe for use by
// several goroutines at once.
type Reader struct {
	lang    *nlp.Language
	extract *attribution.Extractor
}

// NewReader loads the language data and models that reading needs.
func NewReader() (*Reader, error) {
	m, err := attribution.ShippedModel()
	if err != nil {
		return nil, err
	}
	return newReader(m)
}

// NewRuleReader loads a reader that finds statements by rule alone, without what
// was learned from annotated articles: the baseline that learning is measured
// against.
func NewRuleReader() (*Reader, error) { return newReader(nil) }

func newReader(m *attribution.Model) (*Reader, error) {
	lang, err := nlp.German()
	if err != nil {
		return nil, err
	}
	x, err := attribution.New(m)
	if err != nil {
		return nil, err
	}
	return &Reader{lang: lang, extract: x}, nil
}

// Read finds the statements of an article.
func (r *Reader) Read(a *hearsay.Article) *hearsay.Reading {
	doc := r.Annotate(a)
	sts := r.extract.Statements(doc)
	r.resolve(doc, sts)
	return &hearsay.Reading{Article: a, Statements: sts}
}

// Annotate finds the tokens, sentences, tags, phrases and clauses of an article.
func (r *Reader) Annotate(a *hearsay.Article) *hearsay.Doc {
	doc := text.Split(a)
	r.lang.Annotate(doc)
	return doc
}
