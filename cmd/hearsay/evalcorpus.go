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
	"strings"

	"hearsay"
	"hearsay/eval"
	"hearsay/nlp"
	"hearsay/pipeline"
	"hearsay/text"
)

// evalCorpusCmd checks the Hearsay corpus, and measures against it.
type evalCorpusCmd struct {
	Dir string `arg:"" optional:"" default:"corpus/de" help:"The corpus: a folder with articles.jsonl and annotation files."`

	Part     string `enum:"train,test,all," default:"" placeholder:"train|test|all" help:"Which part of it; otherwise all, and with --score test."`
	Doubts   bool   `help:"List too what is allowed but mostly a slip."`
	Score    bool   `help:"Measure what Hearsay finds."`
	Rules    bool   `help:"With --score: the rules alone, without what was learned."`
	Errors   bool   `help:"With --score: list what went wrong, grouped by construction; behind the quotations chains and who the sources are. Not of the test part, which nothing may be tuned on."`
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
also, on the statements found, whether act, factuality, chain, origin and who
the source is are right.

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
	m, err := c.measure(batches, found)
	if err != nil {
		return err
	}
	if err := c.print(w, report, m, gold, found); err != nil {
		return err
	}
	if !c.wanted() {
		return nil
	}
	figures := report.Figures()
	maps.Copy(figures, m.figures())
	sum, err := corpusSum(c.Dir, batches)
	if err != nil {
		return err
	}
	data := &eval.ScoreData{File: fmt.Sprintf("%s, part %s", filepath.ToSlash(filepath.Clean(c.Dir)), part), SHA256: sum}
	return c.compare(filepath.Join(c.Dir, corpusTexts), data, figures)
}

// corpusMeasures are what the quotation measure knows nothing of.
type corpusMeasures struct {
	labels eval.LabelScore
	chains eval.ChainScore
	errors *eval.ChainErrors
	times  eval.WhenScore // printed only: the test part has too few for a score file
}

func (m *corpusMeasures) figures() map[string]float64 {
	f := m.labels.Figures()
	maps.Copy(f, m.chains.Figures())
	return f
}

// measure compares labels, chains and entities with the annotation.
func (c *evalCorpusCmd) measure(batches []eval.Batch, found map[string][]hearsay.Statement) (*corpusMeasures, error) {
	lang, err := nlp.German()
	if err != nil {
		return nil, err
	}
	m := &corpusMeasures{chains: eval.ChainScore{Known: knownNames(lang)}, errors: eval.NewChainErrors()}
	for _, b := range batches {
		for i := range b.Articles {
			a := &b.Articles[i]
			m.labels.Add(a.Statements, found[a.Key])
			m.times.Add(a.Statements, found[a.Key])
			m.errors.Add(a.Key, a.Article, m.chains.Add(a.Article, a.Statements, found[a.Key]))
		}
	}
	return m, nil
}

// knownNames tells whom a name alone stands for in an article of a date, as the
// reader itself would: by the knowledge file, a place for its government.
func knownNames(lang *nlp.Language) func(string, hearsay.Date) string {
	type key struct {
		name string
		at   hearsay.Date
	}
	ids := map[key]string{}
	return func(name string, at hearsay.Date) string {
		id, ok := ids[key{name, at}]
		if !ok {
			doc := text.Split(&hearsay.Article{Text: name, Published: at})
			lang.Annotate(doc)
			if e := lang.SourceEntity(doc, hearsay.Range{From: 0, To: len(doc.Toks)}); e != nil && !strings.HasPrefix(e.ID, "#") {
				id = e.ID
				if g := lang.GovernmentOf(e); e.Kind == "place" && g != nil {
					id = g.ID
				}
			}
			ids[key{name, at}] = id
		}
		return id
	}
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
func (c *evalCorpusCmd) print(w *world, report *eval.QuoteReport, m *corpusMeasures, gold []eval.GoldDoc, found map[string][]hearsay.Statement) error {
	var groups []eval.ErrorGroup
	var chains []eval.ChainErrorGroup
	if c.Errors {
		groups, chains = eval.QuoteErrors(gold, found), m.errors.Groups()
	}
	if c.JSON {
		return printJSON(w, struct {
			Report *eval.QuoteReport      `json:"report"`
			Labels map[string]float64     `json:"labels"`
			Times  map[string]float64     `json:"times"`
			Errors []eval.ErrorGroup      `json:"errors,omitempty"`
			Chains []eval.ChainErrorGroup `json:"chains,omitempty"`
		}{report, m.figures(), m.times.Figures(), groups, chains})
	}
	width := w.columns(c.Width)
	if err := report.WriteText(w.out, width); err != nil {
		return err
	}
	fmt.Fprintln(w.out)
	if err := m.labels.WriteText(w.out); err != nil {
		return err
	}
	if err := m.times.WriteText(w.out); err != nil {
		return err
	}
	if err := m.chains.WriteText(w.out); err != nil || !c.Errors {
		return err
	}
	fmt.Fprintln(w.out)
	if err := eval.WriteErrors(w.out, width, c.Examples, groups); err != nil {
		return err
	}
	fmt.Fprintln(w.out)
	return eval.WriteChainErrors(w.out, width, c.Examples, chains)
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
