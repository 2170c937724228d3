package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"hearsay"
	"hearsay/eval"
	"hearsay/pipeline"
)

// evalCorpusCmd checks the Hearsay corpus, and measures against it.
type evalCorpusCmd struct {
	Dir string `arg:"" optional:"" default:"corpus/de" help:"The corpus: a folder with articles.jsonl and annotation files."`

	Part     string `enum:"train,test,all," default:"" placeholder:"train|test|all" help:"Which part of it; otherwise all, and with --score test."`
	Doubts   bool   `help:"List too what is allowed but mostly a slip."`
	Score    bool   `help:"Measure what Hearsay finds."`
	Rules    bool   `help:"With --score: the rules alone, without what was learned."`
	Errors   bool   `help:"With --score: list what went wrong, grouped by construction. Not of the test part, which nothing may be tuned on."`
	Examples int    `default:"5" help:"With --errors: examples a group."`
	JSON     bool   `name:"json" help:"Print JSON."`
	scoreFlags
	Width int `placeholder:"N" help:"Columns of the output."`
	Jobs  int `short:"j" placeholder:"N" help:"Articles to read at once; otherwise one a core."`
}

// Help is shown by "hearsay eval corpus --help".
func (*evalCorpusCmd) Help() string {
	return `Without --score it checks the annotation, says each fault with its file and line,
and counts what is annotated. Annotation files are named bNNN.txt; those whose
number ends in 0 are the test part, the others the train part.

With --score it measures what Hearsay finds with the measure of "eval quotes";
also, on the statements found, whether act and factuality are right.

Examples:

    hearsay eval corpus
    hearsay eval corpus --score --save scores/corpus-test.json
    hearsay eval corpus --score --rules --errors --part train | less`
}

// Validate refuses what makes no sense, before any work.
func (c *evalCorpusCmd) Validate() error {
	scored := c.Score || c.wanted()
	switch {
	case !scored && (c.Rules || c.Errors):
		return errors.New("--rules and --errors go with --score")
	case scored && c.Errors && c.Part != "train":
		return errors.New("--errors needs --part train: the test part is for measuring alone")
	}
	return nil
}

// Run checks, counts, measures.
func (c *evalCorpusCmd) Run(w *world) error {
	scored := c.Score || c.wanted()
	part := c.Part
	if part == "" && scored {
		part = "test"
	}
	batches, err := readCorpusPart(w, c.Dir, part)
	if err != nil {
		return err
	}
	if !scored {
		return c.count(w, batches)
	}
	if w.failed {
		return errors.New("faults in the annotation; not measured")
	}
	reader, err := newReader(c.Rules)
	if err != nil {
		return err
	}
	var gold []eval.GoldDoc
	for _, b := range batches {
		for i := range b.Articles {
			gold = append(gold, b.Articles[i].Gold(func(text string) []hearsay.Span { return tokenSpans(reader, text) }))
		}
	}
	found, err := findAll(w, reader, gold, c.Dir, c.Jobs)
	if err != nil {
		return err
	}
	report := eval.NewQuoteReport(gold, eval.AllQuotes(gold, found))
	var labels eval.LabelScore
	for _, b := range batches {
		for i := range b.Articles {
			labels.Add(b.Articles[i].Statements, found[b.Articles[i].Key])
		}
	}
	if err := c.print(w, report, &labels, gold, found); err != nil {
		return err
	}
	if !c.wanted() {
		return nil
	}
	figures := report.Figures()
	maps.Copy(figures, labels.Figures())
	sum, err := corpusSum(c.Dir, batches)
	if err != nil {
		return err
	}
	data := &eval.ScoreData{File: fmt.Sprintf("%s, part %s", filepath.ToSlash(filepath.Clean(c.Dir)), part), SHA256: sum}
	return c.compare(filepath.Join(c.Dir, corpusTexts), data, figures)
}

// count says what is annotated.
func (c *evalCorpusCmd) count(w *world, batches []eval.Batch) error {
	if c.Doubts {
		for _, b := range batches {
			for i := range b.Articles {
				for _, p := range b.Articles[i].Doubts(filepath.Join(c.Dir, b.Name+".txt")) {
					fmt.Fprintf(w.out, "doubt: %s\n", p)
				}
			}
		}
	}
	if !c.JSON {
		return eval.WriteStats(w.out, batches)
	}
	var all []eval.CorpusStats
	for _, b := range batches {
		all = append(all, eval.Stats(b.Name, b))
	}
	return printJSON(w, append(all, eval.Stats("total", batches...)))
}

// print writes the report in the form asked for.
func (c *evalCorpusCmd) print(w *world, report *eval.QuoteReport, labels *eval.LabelScore, gold []eval.GoldDoc, found map[string][]hearsay.Statement) error {
	var groups []eval.ErrorGroup
	if c.Errors {
		groups = eval.QuoteErrors(gold, found)
	}
	if c.JSON {
		return printJSON(w, struct {
			Report *eval.QuoteReport  `json:"report"`
			Labels map[string]float64 `json:"labels"`
			Errors []eval.ErrorGroup  `json:"errors,omitempty"`
		}{report, labels.Figures(), groups})
	}
	width := w.columns(c.Width)
	if err := report.WriteText(w.out, width); err != nil {
		return err
	}
	fmt.Fprintln(w.out)
	if err := labels.WriteText(w.out); err != nil || !c.Errors {
		return err
	}
	fmt.Fprintln(w.out)
	return eval.WriteErrors(w.out, width, c.Examples, groups)
}

// readCorpusPart reads a part of a corpus ("", "all": the whole), and says each
// fault of its annotation on standard error.
func readCorpusPart(w *world, dir, part string) ([]eval.Batch, error) {
	in := func(name string) bool { return part == "" || part == "all" || eval.Part(name) == part }
	batches, err := eval.ReadCorpus(dir)
	if faults := (eval.Problems)(nil); errors.As(err, &faults) {
		for _, p := range faults {
			if in(p.File) {
				w.fail(errors.New(p.String()))
			}
		}
	} else if errors.Is(err, fs.ErrNotExist) {
		return nil, notFound(filepath.Join(dir, corpusTexts), err)
	} else if err != nil {
		return nil, err
	}
	batches = slices.DeleteFunc(batches, func(b eval.Batch) bool { return !in(b.Name) })
	if len(batches) == 0 {
		return nil, fmt.Errorf("%s: no annotation files there", dir)
	}
	return batches, nil
}

// corpusTexts is the file of a corpus that has the texts.
const corpusTexts = "articles.jsonl"

// corpusSum gives the SHA-256 of the annotation files of batches and the texts
// that they are about, hexadecimal. It depends neither on other batches nor on
// where the corpus lies.
func corpusSum(dir string, batches []eval.Batch) (string, error) {
	h := sha256.New()
	for _, b := range batches {
		fmt.Fprintf(h, "%s\n", b.Name)
		f, err := os.Open(filepath.Join(dir, b.Name+".txt"))
		if err != nil {
			return "", err
		}
		_, err = io.Copy(h, f)
		f.Close()
		if err != nil {
			return "", err
		}
		for _, a := range b.Articles {
			fmt.Fprintf(h, "%s %s\n", a.Key, a.Article.ID)
		}
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// tokenSpans gives the tokens of a text, as the reader parts it.
func tokenSpans(reader *pipeline.Reader, text string) []hearsay.Span {
	doc := reader.Annotate(&hearsay.Article{Text: text})
	spans := make([]hearsay.Span, len(doc.Toks))
	for i := range spans {
		spans[i] = doc.Toks[i].Span
	}
	return spans
}

// printJSON prints v, indented.
func printJSON(w *world, v any) error {
	enc := json.NewEncoder(w.out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}
