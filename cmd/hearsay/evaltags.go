package main

import (
	"errors"
	"fmt"
	"io/fs"

	"hearsay"
	"hearsay/eval"
	"hearsay/nlp"
	"hearsay/text"
)

// evalTagsCmd measures the tagger against a treebank.
type evalTagsCmd struct {
	Treebank string `arg:"" help:"CoNLL-U file, e.g. de_gsd-ud-dev.conllu (also gzipped), or a file with UniMorph features, *-morph.conllu."`

	Raw  bool `help:"Split the sentences into tokens too, instead of taking the treebank's."`
	JSON bool `name:"json" help:"Print JSON."`
	scoreFlags
}

// Help is shown by "hearsay eval tags --help".
func (*evalTagsCmd) Help() string {
	return `Lemmas of verbs count with their separated prefix ("mitteilen" for "teilte … mit");
mood is counted on finite verbs. Contractions ("im") are one token.

Examples:

    hearsay eval tags de_gsd-ud-dev.conllu
    hearsay eval tags --raw de_gsd-ud-dev.conllu
    hearsay eval tags --save scores/tags.json de_gsd-ud-dev.conllu`
}

// Run measures.
func (c *evalTagsCmd) Run(w *world) error {
	lang, err := nlp.German()
	if err != nil {
		return err
	}
	sents, err := eval.ReadTreebankFile(c.Treebank)
	if errors.Is(err, fs.ErrNotExist) {
		return notFound(c.Treebank, err)
	} else if err != nil {
		return err
	}
	if len(sents) == 0 {
		return fmt.Errorf("%s: no sentences in it", c.Treebank)
	}
	bar := w.startProgress(int64(len(sents)), "sentences", false)
	var score eval.TagScore
	for i := range sents {
		if w.ctx.Err() != nil {
			bar.end()
			return errors.New("interrupted")
		}
		gold := sents[i].Tokens()
		doc := goldDoc(sents[i].Text, gold)
		if c.Raw {
			doc = text.Split(doc.Article)
		}
		lang.Tagger.Tag(doc)
		score.Add(gold, doc.Toks)
		bar.add(1, 1)
	}
	bar.end()
	if c.JSON {
		err = printJSON(w, score.Figures())
	} else {
		err = score.WriteText(w.out)
	}
	if err != nil {
		return err
	}
	return c.compare(c.Treebank, nil, score.Figures())
}

// goldDoc makes a document of one sentence with the spans of the gold tokens, and
// nothing else of them.
func goldDoc(s string, gold []hearsay.Token) *hearsay.Doc {
	doc := &hearsay.Doc{Article: &hearsay.Article{Text: s, Language: "de"}}
	for _, t := range gold {
		doc.Toks = append(doc.Toks, hearsay.Token{Span: t.Span, Prefix: -1})
	}
	span := hearsay.Span{End: len(s)}
	doc.Sents = []hearsay.Sent{{Span: span, Toks: hearsay.Range{To: len(doc.Toks)}}}
	doc.Paras = []hearsay.Para{{Span: span, Sents: hearsay.Range{To: 1}}}
	return doc
}
