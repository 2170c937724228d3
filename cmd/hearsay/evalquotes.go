package main

import (
	"errors"
	"fmt"
	"io/fs"

	"hearsay"
	"hearsay/eval"
)

// evalQuotesCmd measures statements against gold quotations.
type evalQuotesCmd struct {
	Gold string `arg:"" help:"Gold file: JSONL of the German quotation corpus (Petersen-Frey and Biemann 2024), a document a line."`

	Rules      bool   `help:"Measure the rules alone, without what was learned."`
	Errors     bool   `help:"List what went wrong, grouped by construction."`
	Examples   int    `default:"5" help:"With --errors: examples a group."`
	JSON       bool   `name:"json" help:"Print JSON."`
	Simplified bool   `help:"Only the simplified measure: no nested quotations, the source the only role."`
	Pred       string `placeholder:"FILE" help:"Write the predictions too, in the form of score_quotes.py."`
	scoreFlags
	Width int `placeholder:"N" help:"Columns of the output."`
	Jobs  int `short:"j" placeholder:"N" help:"Articles to read at once; otherwise one a core."`
}

// Help is shown by "hearsay eval quotes --help".
func (*evalQuotesCmd) Help() string {
	return `Examples:

    hearsay eval quotes dev.jsonl
    hearsay eval quotes --errors dev.jsonl | less
    hearsay eval quotes --rules dev.jsonl
    hearsay eval quotes --save scores/quotes.json dev.jsonl
    hearsay eval quotes --check scores/quotes.json dev.jsonl`
}

// Run measures.
func (c *evalQuotesCmd) Run(w *world) error {
	reader, err := newReader(c.Rules)
	if err != nil {
		return err
	}
	gold, err := eval.ReadQuotesFile(c.Gold)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return notFound(c.Gold, err)
		}
		return err
	}
	found, err := findAll(w, reader, gold, c.Gold, c.Jobs)
	if err != nil {
		return err
	}
	quotes := eval.AllQuotes(gold, found)
	if c.Pred != "" {
		out, err := w.openOutput(c.Pred)
		if err != nil {
			return err
		}
		if err := eval.WritePredictions(out, quotes); err != nil {
			out.discard()
			return err
		}
		if err := out.commit(); err != nil {
			return err
		}
	}
	report := eval.NewQuoteReport(gold, quotes)
	if err := c.print(w, report, gold, found); err != nil {
		return err
	}
	return c.compare(c.Gold, nil, report.Figures())
}

// print writes the report in the form asked for.
func (c *evalQuotesCmd) print(w *world, report *eval.QuoteReport, gold []eval.GoldDoc, found map[string][]hearsay.Statement) error {
	width := w.columns(c.Width)
	if !c.JSON {
		if c.Simplified {
			printSimplified(w, report)
		} else if err := report.WriteText(w.out, width); err != nil {
			return err
		}
		if !c.Errors {
			return nil
		}
		fmt.Fprintln(w.out)
		return eval.WriteErrors(w.out, width, c.Examples, eval.QuoteErrors(gold, found))
	}
	var all any = report
	if c.Simplified {
		all = report.Simplified
	}
	if c.Errors {
		all = struct {
			Report any               `json:"report"`
			Errors []eval.ErrorGroup `json:"errors"`
		}{all, eval.QuoteErrors(gold, found)}
	}
	return printJSON(w, all)
}

// printSimplified prints the simplified measure alone, in percent.
func printSimplified(w *world, report *eval.QuoteReport) {
	x := report.Simplified.Official.Macro
	fmt.Fprintf(w.out, "simplified: no nested, no role but the source\n%-20s %8s %8s %8s\n", "", "P", "R", "F1")
	for _, row := range []struct {
		name string
		prf  eval.PRF
	}{{"joint", x.Joint}, {"messages (content)", x.Messages}, {"source", x.Roles}} {
		fmt.Fprintf(w.out, "  %-18s %8.2f %8.2f %8.2f\n", row.name, 100*row.prf.P, 100*row.prf.R, 100*row.prf.F1)
	}
}
