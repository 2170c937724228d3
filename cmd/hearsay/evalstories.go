package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"hearsay"
	"hearsay/eval"
	"hearsay/pipeline"
)

// evalStoriesCmd measures claims and their status against invented stories.
type evalStoriesCmd struct {
	Dir string `arg:"" optional:"" default:"corpus/stories" help:"Folder with storylines."`

	Part     string `enum:"dev,held,all" default:"dev" placeholder:"dev|held|all" help:"Which of them: those for development (s*), those held out (h*), all."`
	Together bool   `help:"All storylines in one ledger, in order of time, rather than one each."`
	Misses   bool   `help:"List what is wrong. Not of what is held out, which nothing may be tuned on."`
	JSON     bool   `name:"json" help:"Print JSON."`
	scoreFlags
}

// Help is shown by "hearsay eval stories --help".
func (*evalStoriesCmd) Help() string {
	return `Puts the articles of invented stories into a ledger and compares, at given moments,
the status of their claims with what a person says it is (corpus/stories/README.md):
status, phase and origins right, false confirmations, siblings kept apart, reprints
found. Beside it stand the baselines: counting articles, counting outlets, and
saying "reported" always.

Examples:

    hearsay eval stories
    hearsay eval stories --misses | less
    hearsay eval stories --part held --save scores/stories-held.json`
}

// Validate refuses what makes no sense, before any work.
func (c *evalStoriesCmd) Validate() error {
	if c.Misses && c.Part != "dev" {
		return fmt.Errorf("--misses is for --part dev: what is held out is for measuring alone")
	}
	return nil
}

// Run measures.
func (c *evalStoriesCmd) Run(w *world) error {
	prefix := map[string]string{"dev": "s", "held": "h", "all": ""}[c.Part]
	lines, err := eval.ReadStorylines(c.Dir, prefix)
	if err != nil {
		return err
	}
	if len(lines) == 0 {
		return fmt.Errorf("%s: no storylines there", c.Dir)
	}
	reader, err := pipeline.NewReader()
	if err != nil {
		return err
	}
	var score eval.StoryScore
	var all []*hearsay.Article
	for i := range lines {
		all = append(all, storyArticles(&lines[i])...)
	}
	var one *pipeline.Scratch
	if c.Together {
		if one, err = reader.NewScratch(all); err != nil {
			return err
		}
	}
	for i := range lines {
		ledger := one
		if ledger == nil {
			if ledger, err = reader.NewScratch(storyArticles(&lines[i])); err != nil {
				return fmt.Errorf("%s: %w", lines[i].ID, err)
			}
		}
		if err := score.Add(&lines[i], scratchLedger{ledger}); err != nil {
			return fmt.Errorf("%s: %w", lines[i].ID, err)
		}
	}
	if c.JSON {
		if err := printJSON(w, score.Figures()); err != nil {
			return err
		}
	} else {
		if c.Misses {
			if err := score.WriteMisses(w.out); err != nil {
				return err
			}
			fmt.Fprintln(w.out)
		}
		if err := score.WriteText(w.out); err != nil {
			return err
		}
	}
	if !c.wanted() {
		return nil
	}
	sum, err := storiesSum(c.Dir, prefix)
	if err != nil {
		return err
	}
	data := &eval.ScoreData{File: fmt.Sprintf("%s, part %s", filepath.ToSlash(filepath.Clean(c.Dir)), c.Part), SHA256: sum}
	return c.compare(filepath.Join(c.Dir, "README.md"), data, score.Figures())
}

// storyArticles gives the articles of a storyline as they would be added.
func storyArticles(s *eval.Storyline) []*hearsay.Article {
	var out []*hearsay.Article
	for i := range s.Articles {
		a := &s.Articles[i]
		art := *a.Article
		if a.GUID != "" || a.Canceled || !a.Embargo.IsZero() || a.Corrects != "" {
			art.Wire = &hearsay.Wire{GUID: a.GUID, Status: hearsay.WireUsable, Corrects: a.Corrects}
			if a.Canceled {
				art.Wire.Status = hearsay.WireCanceled
			}
			if !a.Embargo.IsZero() {
				art.Wire.Embargoed = hearsay.Date(a.Embargo.Format(time.RFC3339))
			}
		}
		out = append(out, &art)
	}
	return out
}

// storiesSum gives the SHA-256 of the storylines that were measured, hexadecimal.
func storiesSum(dir, prefix string) (string, error) {
	names, err := filepath.Glob(filepath.Join(dir, prefix+"*.txt"))
	if err != nil {
		return "", err
	}
	slices.Sort(names)
	h := sha256.New()
	for _, n := range names {
		b, err := os.ReadFile(n)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(h, "%s %d\n", strings.TrimSuffix(filepath.Base(n), ".txt"), len(b))
		h.Write(b)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// scratchLedger lets the scorer look into a ledger that nobody keeps.
type scratchLedger struct{ *pipeline.Scratch }

// Address tells which article a version is of.
func (l scratchLedger) Address(v hearsay.VersionID) (url string, known time.Time, ok bool) {
	b, err := l.Brief(v)
	if err != nil {
		return "", time.Time{}, false
	}
	return b.URL, b.Known, true
}

func (l scratchLedger) Claims(at time.Time) ([]hearsay.Claim, error)     { return l.Scratch.Claims(at) }
func (l scratchLedger) Copies(at time.Time) ([]hearsay.CopyGroup, error) { return l.Scratch.Copies(at) }
