package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"hearsay"
	"hearsay/article"
	"hearsay/ledger"
	"hearsay/pipeline"
)

// ledgerFlags name the ledger that a command works on.
type ledgerFlags struct {
	DB string `name:"db" env:"HEARSAY_DB" placeholder:"PATH" help:"The ledger: a file. Otherwise hearsay.db in the user's data folder. ($$HEARSAY_DB)"`
}

// path gives where the ledger is.
func (f *ledgerFlags) path() (string, error) {
	if f.DB != "" {
		return f.DB, nil
	}
	return ledger.DefaultPath()
}

// open opens the ledger; what is not there yet is made only where asked for.
func (f *ledgerFlags) open(w *world, make bool) (*pipeline.Ledger, error) {
	path, err := f.path()
	if err != nil {
		return nil, err
	}
	if !strings.Contains(path, "://") {
		if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
			if !make {
				return nil, fmt.Errorf("%s: no ledger there; put articles into one with: hearsay add --db %s FILE…", path, path)
			}
			if dir := filepath.Dir(path); f.DB == "" {
				if err := os.MkdirAll(dir, 0o700); err != nil {
					return nil, fmt.Errorf("%s: cannot be made: %w", dir, cause(err))
				}
			}
		}
	}
	return pipeline.OpenLedger(w.ctx, path)
}

// momentFlags say as of when the ledger is looked at.
type momentFlags struct {
	AsOf string `placeholder:"TIME" help:"The ledger as it was known then: 2026-03-02, 2026-03-02T12:00:00+01:00. A day means its end. Otherwise as it is."`
}

// moment gives the moment; zero for as it is.
func (f *momentFlags) moment() (time.Time, error) {
	return parseMoment("--as-of", f.AsOf, true)
}

// parseMoment reads a time of the command line; a day, month or year means its
// first moment, or its last.
func parseMoment(flag, s string, last bool) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04Z07:00"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, nil
		}
	}
	for _, l := range []struct {
		layout  string
		y, m, d int
	}{{"2006-01-02T15:04:05", 0, 0, 0}, {"2006-01-02T15:04", 0, 0, 0}, {"2006-01-02", 0, 0, 1}, {"2006-01", 0, 1, 0}, {"2006", 1, 0, 0}} {
		t, err := time.ParseInLocation(l.layout, s, time.Local)
		if err != nil {
			continue
		}
		if last && l.y+l.m+l.d > 0 {
			t = t.AddDate(l.y, l.m, l.d).Add(-time.Microsecond)
		}
		return t, nil
	}
	return time.Time{}, &wrongCall{fmt.Sprintf("%s %s is no time; write 2026-03-02 or 2026-03-02T12:00:00+01:00", flag, s)}
}

// look opens the ledger and lets f look into it.
func look(w *world, db *ledgerFlags, at *momentFlags, f func(*pipeline.Ledger, *pipeline.Look) error) error {
	when, err := at.moment()
	if err != nil {
		return err
	}
	l, err := db.open(w, false)
	if err != nil {
		return err
	}
	defer l.Close()
	if err := l.Update(w.ctx, nil); err != nil && !errors.Is(err, ledger.ErrReadOnly) {
		return err
	}
	return l.Look(w.ctx, when, func(k *pipeline.Look) error { return f(l, k) })
}

// showFlags say how to show what was found.
type showFlags struct {
	Format string `short:"f" enum:"text,json,csv" default:"text" help:"Form of the output: ${enum}."`
	Output string `short:"o" placeholder:"FILE" help:"Write to this file, all at once when done."`
	UI     string `name:"ui" enum:"de,en," default:"" placeholder:"de|en" help:"Language of the labels; otherwise as $$LANG says, else German."`
	Width  int    `placeholder:"N" help:"Columns of text output; otherwise the terminal's."`
	Color  string `enum:"auto,always,never" default:"auto" help:"Colours in text output: ${enum}. NO_COLOR is heeded."`
}

// filterFlags narrow a list.
type filterFlags struct {
	Outlet string `placeholder:"NAME" help:"Printed by this outlet."`
	From   string `placeholder:"TIME" help:"Known at or after."`
	To     string `placeholder:"TIME" help:"Known before; a day is included."`
	Limit  int    `short:"n" placeholder:"N" help:"How many at most; otherwise 20 as text, all as JSON and CSV."`
	After  string `placeholder:"PLACE" help:"Go on at the place that the last list ended with."`
}

// filter makes the filter; text lists are short unless asked for more.
func (f *filterFlags) filter(format string) (ledger.Filter, error) {
	out := ledger.Filter{Outlet: f.Outlet, Limit: f.Limit, After: ledger.Cursor(f.After)}
	if f.Limit < 0 {
		return out, &wrongCall{"--limit must not be negative"}
	}
	if out.Limit == 0 && format == "text" {
		out.Limit = 20
	}
	var err error
	if out.From, err = parseMoment("--from", f.From, false); err != nil {
		return out, err
	}
	out.To, err = parseMoment("--to", f.To, true)
	return out, err
}

// more says how a list goes on.
func more(w *world, next ledger.Cursor) {
	if next != "" {
		fmt.Fprintf(w.err, "There is more: --after %s\n", next)
	}
}

// statuses are what --status takes.
const statuses = "speculated,reported,corroborated,confirmed,denied,disputed,corrected,"

// eachInput reads the inputs one after the other.
func eachInput(w *world, ins []input, opts article.Options, bar *progress) func(yield func(pipeline.Input) bool) {
	return func(yield func(pipeline.Input) bool) {
		for _, in := range ins {
			if !readInput(w, in, opts, bar, yield) || w.ctx.Err() != nil {
				return
			}
		}
	}
}

func readInput(w *world, in input, opts article.Options, bar *progress, yield func(pipeline.Input) bool) bool {
	if in.err != nil {
		return yield(pipeline.Input{Name: in.name, Err: in.err})
	}
	from := w.in
	if in.name != "-" {
		f, err := os.Open(in.name)
		if err != nil {
			return yield(pipeline.Input{Name: in.name, Err: notFound(in.name, err)})
		}
		defer f.Close()
		from = f
	}
	opts.Name = in.name
	for c, err := range article.Captures(w.ctx, &counted{from, bar}, opts) {
		name := in.name
		if err == nil {
			if c.Article.URL != "" && c.Article.URL != name {
				name += ": " + c.Article.URL
			}
			if killed := c.Article.Wire != nil && c.Article.Wire.Status == hearsay.WireCanceled; !killed {
				err = article.CheckLanguage(c.Article, name, readLanguages...)
			}
		}
		if !yield(pipeline.Input{Name: name, Captured: c, Err: err}) {
			return false
		}
	}
	return true
}

var _ = context.Background
