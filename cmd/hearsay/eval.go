package main

import (
	"cmp"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"hearsay"
	"hearsay/eval"
	"hearsay/pipeline"
)

// evalCmd measures Hearsay against gold annotation.
type evalCmd struct {
	List    evalListCmd    `cmd:"" default:"withargs" help:"What can be measured, and what was reached (the default)."`
	Quotes  evalQuotesCmd  `cmd:"" help:"Measure who-said-what against quotations annotated by people."`
	Corpus  evalCorpusCmd  `cmd:"" help:"Check and count the Hearsay corpus, or measure against it."`
	Tags    evalTagsCmd    `cmd:"" help:"Measure tags, lemmas and moods against a treebank."`
	Stories evalStoriesCmd `cmd:"" help:"Measure claims and their status against invented stories."`
	Times   evalTimesCmd   `cmd:"" help:"Measure the finding of times against TimeML."`
	Names   evalNamesCmd   `cmd:"" help:"Measure the finding of names against GermEval."`
}

// evalListCmd says what can be measured, and prints the committed scores.
type evalListCmd struct {
	Scores string `default:"scores" placeholder:"FOLDER" help:"Where the score files are."`
}

// Run lists.
func (c *evalListCmd) Run(w *world) error {
	fmt.Fprint(w.out, "What can be measured:\n\n"+
		"  hearsay eval quotes GOLD      who said what, against quotations annotated by people\n"+
		"  hearsay eval corpus --score   the same on the Hearsay corpus, with acts and factuality\n"+
		"  hearsay eval tags TREEBANK    parts of speech, lemmas and moods\n"+
		"  hearsay eval times FILE.tml…  expressions of time\n"+
		"  hearsay eval names GOLD       names of persons, organisations and places\n\n")
	files, err := filepath.Glob(filepath.Join(c.Scores, "*.json"))
	if err != nil {
		return err
	}
	if len(files) == 0 {
		fmt.Fprintf(w.out, "No score files in %s.\n", c.Scores)
		return nil
	}
	fmt.Fprintln(w.out, "What was reached:")
	for _, name := range files {
		s, err := eval.ReadScoreFile(name)
		if err != nil {
			w.fail(err)
			continue
		}
		fmt.Fprintf(w.out, "\n  %s, on %s (%s)\n", s.Name, s.Data.File, filepath.Base(name))
		names := slices.Sorted(maps.Keys(s.Figures))
		wide := 0
		for _, n := range names {
			wide = max(wide, len([]rune(n)))
		}
		for _, n := range names {
			fmt.Fprintf(w.out, "    %-*s %6.2f\n", wide, n, s.Figures[n])
		}
	}
	return nil
}

// scoreFlags keep figures and hold them against those that were committed.
type scoreFlags struct {
	Save      string  `placeholder:"FILE" help:"Write the figures as a score file, named after it."`
	Check     string  `placeholder:"FILE" help:"Fail where a figure fell below this score file's."`
	Tolerance float64 `default:"0.5" help:"With --check: how many percentage points it may fall."`
}

// wanted reports whether a score file is asked for.
func (c *scoreFlags) wanted() bool { return c.Save != "" || c.Check != "" }

// compare saves the figures, from 0 to 1, that were measured on the file gold, and
// holds them against those that were committed. data says what was measured on
// where that is more than the file; else it is nil.
func (c *scoreFlags) compare(gold string, data *eval.ScoreData, figures map[string]float64) error {
	if !c.wanted() {
		return nil
	}
	name := strings.TrimSuffix(filepath.Base(cmp.Or(c.Save, c.Check)), ".json")
	scores, err := eval.NewScoreFile(name, gold, figures)
	if err != nil {
		return err
	}
	if data != nil {
		scores.Data = *data
	}
	// First the old figures: both flags may name the same file.
	if c.Check != "" {
		old, err := eval.ReadScoreFile(c.Check)
		if err != nil {
			return err
		}
		if err := eval.CompareScores(old, scores, c.Tolerance); err != nil {
			return err
		}
	}
	if c.Save != "" {
		return scores.WriteFile(c.Save)
	}
	return nil
}

// newReader loads the reader to measure.
func newReader(rules bool) (*pipeline.Reader, error) {
	if rules {
		return pipeline.NewRuleReader()
	}
	return pipeline.NewReader()
}

// findAll finds the statements of all documents, by name. from names the gold, for
// errors.
func findAll(w *world, reader *pipeline.Reader, gold []eval.GoldDoc, from string, jobs int) (map[string][]hearsay.Statement, error) {
	bar := w.startProgress(int64(len(gold)), "articles", false)
	defer bar.end()
	results := make([]result, len(gold))
	next := make(chan int)
	var wg sync.WaitGroup
	for range jobsOf(jobs) {
		wg.Go(func() {
			for i := range next {
				results[i] = readOne(reader, gold[i].Article, from+": document "+gold[i].Name,
					func(*hearsay.Reading) ([]byte, error) { return nil, nil })
				bar.add(1, 1)
			}
		})
	}
	for i := range gold {
		if w.ctx.Err() != nil {
			break
		}
		next <- i
	}
	close(next)
	wg.Wait()
	if w.ctx.Err() != nil {
		return nil, fmt.Errorf("interrupted")
	}
	found := make(map[string][]hearsay.Statement, len(gold))
	for i, r := range results {
		if r.err != nil {
			w.fail(r.err)
			continue
		}
		found[gold[i].Name] = r.reading.Statements
	}
	return found, nil
}
