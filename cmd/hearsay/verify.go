package main

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"hearsay/ledger"
	"hearsay/pipeline"
)

// verifyCmd checks that nothing stored was changed.
type verifyCmd struct {
	ledgerFlags
	Head   string `placeholder:"HASH" help:"The hash that an earlier verify ended with: the ledger must still have it."`
	Format string `short:"f" enum:"text,json" default:"text" help:"Form of the output: ${enum}."`
}

// Help is shown by "hearsay verify --help".
func (*verifyCmd) Help() string {
	return `Walks through everything that is stored: each record's hash, the chain of hashes,
each capture's bytes, each article's text. Any changed byte, missing row or gap is
named. Ends with the hash of the last record: note it elsewhere, and a later

    hearsay verify --head HASH

tells whether what was there then is still there, even if a whole older copy was
put back. Exit status 1 where anything is wrong. What was derived is checked by
"hearsay replay".`
}

// Run checks.
func (c *verifyCmd) Run(w *world) error {
	var o ledger.VerifyOptions
	if c.Head != "" {
		b, err := hex.DecodeString(c.Head)
		if err != nil || len(b) != len(o.HeadHash) {
			return &wrongCall{fmt.Sprintf("--head %s is no hash; it has 64 hexadecimal digits", c.Head)}
		}
		copy(o.HeadHash[:], b)
	}
	l, err := c.open(w, false)
	if err != nil {
		return err
	}
	defer l.Close()
	bar := w.startProgress(0, "records", false)
	defer bar.end()
	var last uint64
	o.Progress = func(done, of uint64) {
		bar.add(0, int64(done-last))
		last = done
	}
	o.Text = pipeline.TextOf
	rep, err := l.Store.Verify(w.ctx, o)
	bar.end()
	if err != nil {
		return err
	}
	for _, f := range rep.Faults {
		w.fail(errors.New(f.String()))
	}
	if rep.More > 0 {
		w.fail(fmt.Errorf("and %d faults more", rep.More))
	}
	if c.Format == "json" {
		faults := []string{}
		for _, f := range rep.Faults {
			faults = append(faults, f.String())
		}
		return json.NewEncoder(w.out).Encode(struct {
			Clean   bool     `json:"clean"`
			Records uint64   `json:"records"`
			Head    string   `json:"head"`
			Faults  []string `json:"faults"`
		}{rep.Clean(), rep.Records, rep.Head.Hash.String(), faults})
	}
	if rep.Clean() {
		fmt.Fprintf(w.out, "%d records, nothing was changed\nhead %s\n", rep.Records, rep.Head.Hash)
	}
	return nil
}

// replayCmd computes everything again and compares.
type replayCmd struct {
	ledgerFlags
	Derived bool   `help:"Only what follows from the readings: reprints, stories, claims, status; not the readings themselves."`
	Repair  bool   `help:"Put what comes out in the place of what was derived."`
	Jobs    int    `short:"j" placeholder:"N" help:"Articles to read at once; otherwise one a core."`
	Format  string `short:"f" enum:"text,json" default:"text" help:"Form of the output: ${enum}."`
}

// Help is shown by "hearsay replay --help".
func (*replayCmd) Help() string {
	return `Makes each article again from its bytes, reads it again, works out reprints,
stories, claims and status again, and compares all of it with what the ledger holds.
The same bytes and the same version of Hearsay give the same; exit status 1 where
they do not.

Readings by an earlier version of the reader are counted, not compared. --repair
throws what was derived away and keeps what came out.`
}

// Run replays.
func (c *replayCmd) Run(w *world) error {
	l, err := c.open(w, false)
	if err != nil {
		return err
	}
	defer l.Close()
	bar := w.startProgress(0, "articles", false)
	defer bar.end()
	rep, err := l.Replay(w.ctx, pipeline.ReplayOptions{Jobs: jobsOf(c.Jobs), SkipReading: c.Derived, Repair: c.Repair, Progress: func(n int64) { bar.add(0, n) }})
	bar.end()
	if err != nil {
		return err
	}
	for _, d := range rep.Differences {
		w.fail(errors.New(d))
	}
	if c.Format == "json" {
		return json.NewEncoder(w.out).Encode(rep)
	}
	fmt.Fprintf(w.out, "%d articles, %d readings compared, %d by another version of the reader; %d derived values\n", rep.Articles, rep.Readings, rep.Older, rep.Derived)
	if len(rep.Differences) == 0 {
		fmt.Fprintln(w.out, "everything comes out the same")
	} else if c.Repair {
		fmt.Fprintln(w.out, "what was derived is made anew")
	}
	return nil
}
