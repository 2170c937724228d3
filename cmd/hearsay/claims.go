package main

import (
	"fmt"
	"io"

	"hearsay"
	"hearsay/ledger"
	"hearsay/pipeline"
	"hearsay/present"
)

// claimsCmd lists claims.
type claimsCmd struct {
	ledgerFlags
	momentFlags
	filterFlags
	showFlags
	Status string `enum:"speculated,reported,corroborated,confirmed,denied,disputed,corrected," default:"" placeholder:"STATUS" help:"Of this status: speculated, reported, corroborated, confirmed, denied, disputed, corrected."`
	Phase  string `enum:"planned,ongoing,occurred,failed,lapsed,timeless," default:"" placeholder:"PHASE" help:"Of this phase: planned, ongoing, occurred, failed, lapsed, timeless."`
	Story  string `placeholder:"ID" help:"Of this story."`
	All    bool   `help:"Also what one article says in its own name, and nobody else."`
}

// Help is shown by "hearsay claims --help".
func (*claimsCmd) Help() string {
	return `Lists the claims that the ledger holds, those known last first: what is claimed, its
status, on how many origins it stands, and how many outlets printed it. What each
status means is in docs/CLAIMS.md. What a single article tells without naming
anybody is left out, unless --all asks for it.

json is a claim a line in the format hearsay/claim/1, with all evidence and the
history of its status.

Examples:

    hearsay claims --status disputed
    hearsay claims --as-of 2026-03-02T12:00:00+01:00
    hearsay claims --from 2026-03-01 --format csv -o claims.csv
    hearsay claims --format json | jq -r 'select(.status == "confirmed") | .gist'`
}

// Run lists.
func (c *claimsCmd) Run(w *world) error {
	f, err := c.filter(c.Format)
	if err != nil {
		return err
	}
	f.Status, f.Phase = hearsay.Status(c.Status), hearsay.Phase(c.Phase)
	return look(w, &c.ledgerFlags, &c.momentFlags, func(l *pipeline.Ledger, k *pipeline.Look) error {
		if c.Story != "" {
			if f.Story, err = oneID("story", c.Story, k.FindStories); err != nil {
				return err
			}
		}
		in := claimList(k, f, c.All)
		err := c.write(w, func(out io.Writer) error {
			switch c.Format {
			case "json":
				more := lookupOf(w, l, k)
				return lines(out, in.seq(), func(b []byte, cl *hearsay.Claim) ([]byte, error) { return present.AppendClaimJSON(b, cl, more) })
			case "csv":
				return present.ClaimsCSV(out, in.seq())
			}
			return present.ClaimsText(out, in.seq(), c.text(w))
		})
		more(w, in.next)
		return err
	})
}

// claimList gives the claims that a filter lets through; without all, those that
// somebody stands for or that several outlets tell.
func claimList(k *pipeline.Look, f ledger.Filter, all bool) *listing[hearsay.Claim] {
	most := f.Limit
	return &listing[hearsay.Claim]{each: func(yield func(hearsay.Claim) (bool, error)) (ledger.Cursor, error) {
		f := f
		if !all {
			f.Limit = 0 // what is left out does not count
		}
		n, full := 0, false
		next, err := k.EachClaim(f, func(c *hearsay.Claim) (bool, error) {
			last := &c.History[len(c.History)-1]
			// The row may have been judged before time itself moved the claim.
			if f.Status != "" && last.Status != f.Status || f.Phase != "" && last.Phase != f.Phase {
				return true, nil
			}
			if !all && last.Rule == "speculated/unattributed" && last.Reach < 2 && len(c.Evidence) < 2 {
				return true, nil
			}
			if most > 0 && n == most {
				full = true
				return false, nil
			}
			n++
			return yield(*c)
		})
		if full && next == "" {
			next = ledger.Cursor(fmt.Sprint(most))
		}
		return next, err
	}}
}

// claimCmd shows one claim.
type claimCmd struct {
	ID string `arg:"" name:"id" help:"The claim; the beginning of its id is enough."`
	ledgerFlags
	momentFlags
	showFlags
}

// Help is shown by "hearsay claim --help".
func (*claimCmd) Help() string {
	return `Shows the life of a claim: its status and the rule that gives it, what would change
it, every move with its evidence, on whose word it stands, who says what, and the
claims that are like it but cannot be the same.

Examples:

    hearsay claim c12ab
    hearsay claim c12ab --as-of 2026-03-02
    hearsay claim c12ab --format json | jq .history`
}

// Run shows.
func (c *claimCmd) Run(w *world) error {
	return look(w, &c.ledgerFlags, &c.momentFlags, func(l *pipeline.Ledger, k *pipeline.Look) error {
		claim, err := findClaim(k, c.ID)
		if err != nil {
			return err
		}
		more := lookupOf(w, l, k)
		return c.write(w, func(out io.Writer) error {
			switch c.Format {
			case "json":
				b, err := present.AppendClaimJSON(nil, claim, more)
				if err == nil {
					_, err = out.Write(b)
				}
				return err
			case "csv":
				return present.Export(out, "csv", func(yield func(hearsay.Claim, error) bool) { yield(*claim, nil) }, more)
			}
			return present.ClaimText(out, claim, more, c.text(w))
		})
	})
}

// findClaim finds a claim by the beginning of its id.
func findClaim(k *pipeline.Look, prefix string) (*hearsay.Claim, error) {
	id, err := oneID("claim", prefix, k.FindClaims)
	if err != nil {
		return nil, err
	}
	claim, err := k.Fold.Claim(id, k.At)
	if err == nil && claim == nil {
		err = fmt.Errorf("%s: not known yet at %s", id, k.At.Format("2006-01-02 15:04"))
	}
	return claim, err
}

// exportCmd hands the ledger on.
type exportCmd struct {
	As string `required:"" enum:"csv,jsonl,parquet,webannotation,claimreview,stix,prov" placeholder:"FORM" help:"csv, jsonl, parquet, webannotation, claimreview, stix, prov."`
	ledgerFlags
	momentFlags
	From   string `placeholder:"TIME" help:"Claims known at or after."`
	To     string `placeholder:"TIME" help:"Claims known before; a day is included."`
	Status string `enum:"speculated,reported,corroborated,confirmed,denied,disputed,corrected," default:"" placeholder:"STATUS" help:"Of this status."`
	All    bool   `help:"Also what one article says in its own name, and nobody else."`
	Output string `short:"o" placeholder:"FILE" help:"Write to this file, all at once when done."`
}

// Help is shown by "hearsay export --help".
func (*exportCmd) Help() string {
	return `Hands claims, their evidence and their status on: csv and parquet for tables (a row
for each piece of evidence), jsonl as "claims --format json", webannotation (W3C),
claimreview (schema.org; without a truth rating, which Hearsay does not give), stix
(STIX 2.1), prov (W3C PROV-JSON). The forms are described in docs/EXPORT.md. The same
ledger gives the same bytes.

Examples:

    hearsay export --as parquet -o claims.parquet
    hearsay export --as webannotation --as-of 2026-03-02 > notes.jsonld`
}

// Run exports.
func (c *exportCmd) Run(w *world) error {
	ff := filterFlags{From: c.From, To: c.To}
	f, err := ff.filter("json")
	if err != nil {
		return err
	}
	f.Status = hearsay.Status(c.Status)
	show := showFlags{Output: c.Output}
	return look(w, &c.ledgerFlags, &c.momentFlags, func(l *pipeline.Ledger, k *pipeline.Look) error {
		bar := w.startProgress(0, "claims", w.outTerm && c.Output == "")
		defer bar.end()
		in := claimList(k, f, c.All)
		counted := func(yield func(hearsay.Claim, error) bool) {
			for cl, err := range in.seq() {
				bar.add(0, 1)
				if err == nil {
					err = w.ctx.Err()
				}
				if !yield(cl, err) {
					return
				}
			}
		}
		return show.write(w, func(out io.Writer) error { return present.Export(out, c.As, counted, lookupOf(w, l, k)) })
	})
}
