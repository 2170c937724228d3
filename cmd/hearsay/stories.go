package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"hearsay"
	"hearsay/ledger"
	"hearsay/pipeline"
	"hearsay/present"
)

// storiesCmd lists stories, or shows one.
type storiesCmd struct {
	ID string `arg:"" optional:"" name:"id" help:"Show this story; the beginning of its id is enough."`
	ledgerFlags
	momentFlags
	filterFlags
	showFlags
}

// Help is shown by "hearsay stories --help".
func (*storiesCmd) Help() string {
	return `Lists the stories, those that went on last first: the articles on one event, which
of them are reprints, and what each reprint dropped or changed.

Examples:

    hearsay stories
    hearsay stories s7f3 --as-of 2026-03-02
    hearsay stories --format json | jq '.copies'`
}

// Run lists.
func (c *storiesCmd) Run(w *world) error {
	f, err := c.filter(c.Format)
	if err != nil {
		return err
	}
	return look(w, &c.ledgerFlags, &c.momentFlags, func(l *pipeline.Ledger, k *pipeline.Look) error {
		more2 := lookupOf(w, l, k)
		in := &listing[hearsay.Story]{each: func(yield func(hearsay.Story) (bool, error)) (ledger.Cursor, error) {
			return k.EachStory(f, func(s *hearsay.Story) (bool, error) { return yield(*s) })
		}}
		if c.ID != "" {
			id, err := oneID("story", c.ID, k.FindStories)
			if err != nil {
				return err
			}
			s, err := k.Fold.Story(id, k.At)
			if err != nil {
				return err
			}
			if s == nil {
				return fmt.Errorf("%s: not known yet at %s", id, k.At.Format("2006-01-02 15:04"))
			}
			if c.Format == "text" {
				return c.write(w, func(out io.Writer) error { return present.StoryText(out, s, more2, c.text(w)) })
			}
			in.each = func(yield func(hearsay.Story) (bool, error)) (ledger.Cursor, error) {
				_, err := yield(*s)
				return "", err
			}
		}
		err := c.write(w, func(out io.Writer) error {
			switch c.Format {
			case "json":
				return lines(out, in.seq(), func(b []byte, s *hearsay.Story) ([]byte, error) { return present.AppendStoryJSON(b, s, more2) })
			case "csv":
				return present.StoriesCSV(out, in.seq())
			}
			return present.StoriesText(out, in.seq(), c.text(w))
		})
		more(w, in.next)
		return err
	})
}

// statementFlags narrow lists of statements.
type statementFlags struct {
	Speaker string `placeholder:"NAME" help:"Said by: an id, or words of a name."`
	Act     string `placeholder:"ACT" help:"What the source does: say, report, announce, confirm, deny, warn, …"`
	Mode    string `placeholder:"MODE" help:"direct, indirect, reported, indirect_free_indirect, free_indirect."`
	Status  string `enum:"speculated,reported,corroborated,confirmed,denied,disputed,corrected," default:"" placeholder:"STATUS" help:"About a claim of this status."`
}

// acts and modes are what --act and --mode take.
var (
	acts = strings.Fields("say report announce confirm deny concede claim suspect speculate expect plan warn threaten demand accuse criticise doubt ask no_comment correct retract")
	mods = strings.Fields("direct indirect reported indirect_free_indirect free_indirect")
)

func (s *statementFlags) into(f *ledger.Filter) error {
	if s.Act != "" && !slices.Contains(acts, s.Act) {
		return &wrongCall{fmt.Sprintf("--act %s is none; there are: %s", s.Act, strings.Join(acts, ", "))}
	}
	if s.Mode != "" && !slices.Contains(mods, s.Mode) {
		return &wrongCall{fmt.Sprintf("--mode %s is none; there are: %s", s.Mode, strings.Join(mods, ", "))}
	}
	f.Speaker, f.Act, f.Mode, f.Status = s.Speaker, hearsay.Act(s.Act), hearsay.Mode(s.Mode), hearsay.Status(s.Status)
	return nil
}

// statementsCmd lists statements.
type statementsCmd struct {
	ledgerFlags
	momentFlags
	filterFlags
	statementFlags
	showFlags
}

// Help is shown by "hearsay statements --help".
func (*statementsCmd) Help() string {
	return `Lists who said what, the latest first, with the claims that each statement is about
and how these stand.

Examples:

    hearsay statements --speaker "Polizei" --from 2026-03-01
    hearsay statements --act deny --format csv -o dementis.csv
    hearsay statements --outlet Bote --status disputed`
}

// Run lists.
func (c *statementsCmd) Run(w *world) error {
	f, err := c.filter(c.Format)
	if err != nil {
		return err
	}
	if err := c.into(&f); err != nil {
		return err
	}
	return look(w, &c.ledgerFlags, &c.momentFlags, func(l *pipeline.Ledger, k *pipeline.Look) error {
		more2 := lookupOf(w, l, k)
		in := &listing[present.FiledStatement]{each: func(yield func(present.FiledStatement) (bool, error)) (ledger.Cursor, error) {
			return k.EachStatement(f, func(r ledger.StatementRow) (bool, error) {
				fs, err := filed(w, l, k, r.ID)
				if err != nil {
					return false, err
				}
				return yield(*fs)
			})
		}}
		err := c.write(w, func(out io.Writer) error {
			switch c.Format {
			case "json":
				return lines(out, in.seq(), func(b []byte, s *present.FiledStatement) ([]byte, error) {
					return present.AppendStatementJSON(b, s, more2)
				})
			case "csv":
				return present.StatementsCSV(out, in.seq())
			}
			return present.StatementsText(out, in.seq(), more2, c.text(w))
		})
		more(w, in.next)
		return err
	})
}

// filed gives a statement with its article and the claims that it is about.
func filed(w *world, l *pipeline.Ledger, k *pipeline.Look, id hearsay.EvidenceID) (*present.FiledStatement, error) {
	version, _, _ := strings.Cut(string(id), "/")
	head, err := headOf(k, hearsay.VersionID(version))
	if err != nil {
		return nil, err
	}
	fs := &present.FiledStatement{ID: id, Article: *head}
	if fs.Statement, err = l.Statement(w.ctx, k, id); err != nil {
		return nil, err
	}
	claims, err := k.ClaimsOf(id)
	if err != nil {
		return nil, err
	}
	for _, cid := range slices.Sorted(func(yield func(hearsay.ClaimID) bool) {
		for cid := range claims {
			if !yield(cid) {
				return
			}
		}
	}) {
		row, err := k.View.Claim(cid, k.At)
		if err != nil {
			return nil, err
		}
		fs.Claims = append(fs.Claims, present.ClaimState{ID: cid, Gist: row.Gist, Status: row.Status, Phase: row.Phase, Stance: claims[cid]})
	}
	return fs, nil
}

// searchCmd searches the texts.
type searchCmd struct {
	Query []string `arg:"" name:"query" help:"Words; \"in a row\"; -without; this OR that; begin*."`
	ledgerFlags
	momentFlags
	filterFlags
	statementFlags
	showFlags
	Rank   bool `help:"The best of the newest hits first, rather than the newest."`
	Window int  `default:"500" placeholder:"N" help:"With --rank: how many of the newest hits are ranked."`
}

// Help is shown by "hearsay search --help".
func (*searchCmd) Help() string {
	return `Searches the texts in the ledger, the newest hits first. Words are found in all
their forms ("traf" finds "treffen"). With --speaker, --act, --mode or --status it
searches statements, otherwise articles.

Examples:

    hearsay search Tarifvertrag
    hearsay search '"offener Brief" -Bahn'
    hearsay search --speaker Kreml --act deny Drohne
    hearsay search --rank Hochwasser Sachsen --from 2026-01-01`
}

// Run searches.
func (c *searchCmd) Run(w *world) error {
	words := strings.TrimSpace(strings.Join(c.Query, " "))
	if words == "" {
		return &wrongCall{"nothing to search for"}
	}
	f, err := c.filter(c.Format)
	if err != nil {
		return err
	}
	if err := c.into(&f); err != nil {
		return err
	}
	return look(w, &c.ledgerFlags, &c.momentFlags, func(l *pipeline.Ledger, k *pipeline.Look) error {
		more2 := lookupOf(w, l, k)
		if f.Limit == 0 {
			f.Limit = 1000
		}
		hits, next, err := k.View.Search(ledger.Query{Words: words, Filter: k.Filter(f), Rank: c.Rank, Window: c.Window, Lemmas: pipeline.Lemmas})
		if err != nil {
			return err
		}
		seq := func(yield func(present.Hit, error) bool) {
			for _, h := range hits {
				head, err := headOf(k, h.Article.ID)
				out := present.Hit{Score: h.Score, Snippet: present.Snippet{Span: h.Snippet.Span, Text: h.Snippet.Text, Found: h.Snippet.Found}}
				if err == nil {
					out.Article = *head
					if h.Statement != nil {
						out.Statement, err = filed(w, l, k, h.Statement.ID)
					}
				}
				if !yield(out, err) {
					return
				}
			}
		}
		if len(hits) == 0 && c.Format == "text" {
			fmt.Fprintln(w.err, c.say(w, "Nichts gefunden.", "Nothing found."))
			return nil
		}
		err = c.write(w, func(out io.Writer) error {
			switch c.Format {
			case "json":
				return lines(out, seq, func(b []byte, h *present.Hit) ([]byte, error) { return present.AppendHitJSON(b, h, more2) })
			case "csv":
				return present.HitsCSV(out, seq)
			}
			return present.HitsText(out, seq, more2, c.text(w))
		})
		more(w, next)
		return err
	})
}
