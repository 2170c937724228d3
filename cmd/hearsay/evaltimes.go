package main

import (
	"errors"
	"io/fs"

	"hearsay"
	"hearsay/eval"
	"hearsay/nlp"
	"hearsay/text"
)

// evalTimesCmd measures the finding of times against TimeML.
type evalTimesCmd struct {
	Files []string `arg:"" help:"TimeML files (.tml) with gold TIMEX3, or folders of them."`

	JSON bool `name:"json" help:"Print JSON."`
	scoreFlags
}

// Help is shown by "hearsay eval times --help".
func (*evalTimesCmd) Help() string {
	return `The measures are those of TempEval-3 (UzZaman et al. 2013): strict wants the same extent,
relaxed an overlap, value the same value on top of relaxed. The document creation time
is given, not scored.

Examples:

    hearsay eval times zeit/*.tml
    hearsay eval times --json zeit
    hearsay eval times --save scores/times.json zeit`
}

// Run measures.
func (c *evalTimesCmd) Run(w *world) error {
	lang, err := nlp.German()
	if err != nil {
		return err
	}
	files, err := eval.TimeFiles(c.Files)
	if errors.Is(err, fs.ErrNotExist) {
		return notFound(c.Files[0], err)
	} else if err != nil {
		return err
	}
	score, err := eval.TimesReport(w.out, files, c.JSON, func(a *hearsay.Article) []eval.TimeMention {
		doc := text.Split(a)
		lang.Annotate(doc)
		var out []eval.TimeMention
		for _, t := range lang.Times(doc) {
			out = append(out, eval.TimeMention{Span: t.Span, Type: t.Type, Value: t.Value})
		}
		return out
	})
	if err != nil || !c.wanted() {
		return err
	}
	data, err := eval.TimeData(files)
	if err != nil {
		return err
	}
	return c.compare(files[0], data, score.ScoreFigures())
}
