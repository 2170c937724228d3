package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"hearsay"
	"hearsay/eval"
	"hearsay/nlp"
)

// evalNamesCmd measures the finding of names.
type evalNamesCmd struct {
	Gold string `arg:"" help:"File with names marked, in the format of GermEval 2014, e.g. NER-de-dev.tsv."`

	JSON bool `name:"json" help:"Print JSON."`
	scoreFlags
}

// Help is shown by "hearsay eval names --help".
func (*evalNamesCmd) Help() string {
	return `Measured on every tenth sentence, which the shipped model has not learned from:
whole names of persons, organisations and places, with exactly their borders. Names
inside other words ("deutsche", "SPD-Chef") are not counted.

Examples:

    hearsay eval names NER-de-dev.tsv
    hearsay eval names --save scores/names.json NER-de-dev.tsv`
}

// Run measures.
func (c *evalNamesCmd) Run(w *world) error {
	lang, err := nlp.German()
	if err != nil {
		return err
	}
	f, err := os.Open(c.Gold)
	if errors.Is(err, fs.ErrNotExist) {
		return notFound(c.Gold, err)
	} else if err != nil {
		return err
	}
	defer f.Close()
	sents, err := nlp.ReadGermEval(f)
	if err != nil {
		return fmt.Errorf("%s: %w", c.Gold, err)
	}
	_, test := nlp.Apart(sents)
	if len(test) == 0 {
		return fmt.Errorf("%s: fewer than ten sentences in it", c.Gold)
	}
	var score eval.NameScore
	for _, s := range test {
		doc := formsDoc(s.Forms)
		lang.Tagger.Tag(doc)
		found := lang.Entities(doc)
		for _, k := range []struct {
			name string
			kind nlp.EntityKind
		}{{"person", nlp.PersonEntity}, {"organisation", nlp.OrgEntity}, {"place", nlp.PlaceEntity}} {
			score.Add(k.name, wholeNames(s.Mentions, k.kind), wholeNames(found, k.kind))
		}
	}
	if c.JSON {
		err = printJSON(w, score.Figures())
	} else {
		err = score.WriteText(w.out)
	}
	if err != nil {
		return err
	}
	return c.compare(c.Gold, nil, score.Figures())
}

// wholeNames gives where the names of a kind are.
func wholeNames(ms []nlp.Mention, kind nlp.EntityKind) []hearsay.Range {
	var out []hearsay.Range
	for _, m := range ms {
		if m.Kind == kind && m.Form == nlp.WholeName {
			out = append(out, m.Toks)
		}
	}
	return out
}

// formsDoc makes a document of the words of one sentence.
func formsDoc(forms []string) *hearsay.Doc {
	text := strings.Join(forms, " ")
	doc := &hearsay.Doc{Article: &hearsay.Article{Text: text, Language: "de"}}
	at := 0
	for _, f := range forms {
		doc.Toks = append(doc.Toks, hearsay.Token{Span: hearsay.Span{Start: at, End: at + len(f)}, Prefix: -1})
		at += len(f) + 1
	}
	doc.Sents = []hearsay.Sent{{Span: hearsay.Span{End: len(text)}, Toks: hearsay.Range{To: len(doc.Toks)}}}
	return doc
}
