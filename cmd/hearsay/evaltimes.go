package main

import (
	"hearsay"
	"hearsay/eval"
	"hearsay/nlp"
	"hearsay/text"
)

// evalTimesCmd measures the finding of times against TimeML.
type evalTimesCmd struct {
	Files []string `arg:"" help:"TimeML files (.tml) with gold TIMEX3."`

	JSON bool `name:"json" help:"Print JSON."`
}

// Help is shown by "hearsay eval times --help".
func (*evalTimesCmd) Help() string {
	return `The measures are those of TempEval-3 (UzZaman et al. 2013): strict wants the same extent,
relaxed an overlap, value the same value on top of relaxed. The document creation time
is given, not scored.

Examples:

    hearsay eval times zeit/*.tml
    hearsay eval times --json zeit/*.tml`
}

// Run measures.
func (c *evalTimesCmd) Run(w *world) error {
	lang, err := nlp.German()
	if err != nil {
		return err
	}
	_, err = eval.TimesReport(w.out, c.Files, c.JSON, func(a *hearsay.Article) []eval.TimeMention {
		doc := text.Split(a)
		lang.Annotate(doc)
		var out []eval.TimeMention
		for _, t := range lang.Times(doc) {
			out = append(out, eval.TimeMention{Span: t.Span, Type: t.Type, Value: t.Value})
		}
		return out
	})
	return err
}
