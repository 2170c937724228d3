package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"hearsay"
	"hearsay/article"
	"hearsay/pipeline"
	"hearsay/present"
)

// lintCmd checks a draft's sourcing.
type lintCmd struct {
	Files []string `arg:"" name:"file" help:"Drafts; - is standard input."`
	ledgerFlags
	Published string `placeholder:"DATE" help:"When the draft is to appear; otherwise now."`
	Outlet    string `placeholder:"NAME" help:"Who is to print it."`
	Format    string `short:"f" enum:"text,json" default:"text" help:"Form of the output: ${enum}. json is a finding a line."`
	UI        string `name:"ui" enum:"de,en," default:"" placeholder:"de|en" help:"Language of the messages; otherwise as $$LANG says, else German."`
}

// Help is shown by "hearsay lint --help".
func (*lintCmd) Help() string {
	return `Checks on whose word a draft stands, without storing it. Findings, with their rule:

  unnamed      a source is not named
  nobody       somebody's words, and nobody who said them
  hedge-lost   the ledger has it with a hedge, the draft without
  changed      a passage taken over has another number, or lost a hedge or its source
  disputed     the ledger holds the claim as disputed
  denied       … as denied
  corrected    … as corrected
  number       the ledger has another number

Without a ledger only the first two are looked for. Exit status 1 where anything
was found, 0 where nothing was.

Examples:

    hearsay lint entwurf.txt
    hearsay lint --db wahl.db --format json entwurf.txt | jq .rule`
}

// A finding is something in a draft that somebody should look at.
type finding struct {
	File    string `json:"file"`
	Line    int    `json:"line"`   // from 1, in the article's text
	Column  int    `json:"column"` // from 1, in code points
	Rule    string `json:"rule"`
	Message string `json:"message"`
	Text    string `json:"text"`
	Claim   string `json:"claim,omitempty"`
	at      int
}

// Run checks.
func (c *lintCmd) Run(w *world) error {
	reader, err := pipeline.NewReader()
	if err != nil {
		return err
	}
	var all []finding
	check := func(k *pipeline.Look) error {
		for _, name := range c.Files {
			if err := c.draft(w, reader, k, name, &all); err != nil {
				w.fail(err)
			}
		}
		return nil
	}
	path, err := c.path()
	if err != nil {
		return err
	}
	if _, serr := os.Stat(path); errors.Is(serr, os.ErrNotExist) && c.DB == "" {
		err = check(nil) // no ledger yet: the draft alone
	} else {
		err = look(w, &c.ledgerFlags, &momentFlags{}, func(_ *pipeline.Ledger, k *pipeline.Look) error { return check(k) })
	}
	if err != nil {
		return err
	}
	enc := json.NewEncoder(w.out)
	enc.SetEscapeHTML(false)
	for _, f := range all {
		if c.Format == "json" {
			if err := enc.Encode(f); err != nil {
				return err
			}
			continue
		}
		fmt.Fprintf(w.out, "%s:%d:%d: %s: %s: %s\n", present.OneLine(f.File), f.Line, f.Column, f.Rule, f.Message, present.OneLine(short(f.Text)))
	}
	if len(all) > 0 {
		w.mu.Lock()
		w.failed = true
		w.mu.Unlock()
	}
	return nil
}

// draft checks one file.
func (c *lintCmd) draft(w *world, reader *pipeline.Reader, k *pipeline.Look, name string, all *[]finding) error {
	var from io.Reader = w.in
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return notFound(name, err)
		}
		defer f.Close()
		from = f
	}
	opts := article.Options{Name: name, Published: hearsay.Date(c.Published), Outlet: c.Outlet}
	for a, err := range article.Read(w.ctx, from, opts) {
		if err == nil {
			err = article.CheckLanguage(a, name, readLanguages...)
		}
		if err != nil {
			return err
		}
		found, err := c.findings(w.ctx, w, reader, k, a)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		for _, f := range found {
			f.File = name
			f.Line = 1 + strings.Count(a.Text[:f.at], "\n")
			f.Column = 1 + utf8.RuneCountInString(a.Text[strings.LastIndexByte(a.Text[:f.at], '\n')+1:f.at])
			*all = append(*all, f)
		}
	}
	return nil
}

// findings gives what a draft should be looked at for, in text order.
func (c *lintCmd) findings(ctx context.Context, w *world, reader *pipeline.Reader, k *pipeline.Look, a *hearsay.Article) ([]finding, error) {
	say := func(de, en string) string { return (&showFlags{UI: c.UI}).say(w, de, en) }
	d, err := reader.Draft(ctx, k, a)
	if err != nil {
		return nil, err
	}
	var out []finding
	add := func(rule string, p hearsay.Passage, claim hearsay.ClaimID, msg string) {
		if len(p.Spans) > 0 {
			out = append(out, finding{Rule: rule, Message: msg, Text: p.Text, Claim: string(claim), at: p.Spans[0].Start})
		}
	}
	for i := range d.Statements {
		st := &d.Statements[i]
		if st.Source == nil {
			if st.Mode == hearsay.IndirectFreeIndirect || st.Mode == hearsay.FreeIndirect || st.Mode == hearsay.Direct {
				add("nobody", st.Content, "", say("Wer hat das gesagt?", "who said this?"))
			}
			continue
		}
		if n := len(st.Chain); n > 0 && (st.Chain[n-1].Visibility == "anonymous" || st.Chain[n-1].Visibility == "unspecified") {
			add("unnamed", st.Source.Passage, "", say("Die Quelle ist nicht genannt", "the source is not named"))
		}
	}
	for _, o := range d.Overlaps {
		for _, ch := range o.Changes {
			if ch.Kind == "sentence" {
				continue
			}
			at := strings.Index(a.Text, ch.Now)
			if ch.Now == "" || at < 0 {
				at = 0
			}
			add("changed", hearsay.Passage{Text: fmt.Sprintf("%q → %q", ch.Was, ch.Now), Spans: []hearsay.Span{{Start: at, End: at + len(ch.Now)}}}, "",
				say("gegenüber der Vorlage geändert: ", "changed from what it was taken from: ")+ch.Kind)
		}
	}
	props := map[hearsay.EvidenceID]int{}
	for i := range d.Brief.Props {
		props[d.Brief.Props[i].ID] = i
	}
	for _, j := range d.Joins {
		i, ok := props[j.Prop]
		if !ok {
			continue
		}
		p := &d.Brief.Props[i]
		for _, v := range j.Siblings {
			if v.Kind == "number" {
				add("number", p.Passage, v.Claim, say("Das Ledger hat eine andere Zahl: ", "the ledger has another number: ")+v.Why)
			}
		}
		if j.New || j.Stance != hearsay.Supports || k == nil {
			continue
		}
		before, err := k.Fold.Claim(j.Claim, k.At)
		if err != nil || before == nil {
			if err != nil {
				return nil, err
			}
			continue
		}
		last := before.History[len(before.History)-1]
		switch last.Status {
		case hearsay.Disputed:
			add("disputed", p.Passage, j.Claim, say("umstritten", "disputed"))
		case hearsay.Denied:
			add("denied", p.Passage, j.Claim, say("dementiert", "denied"))
		case hearsay.Corrected:
			add("corrected", p.Passage, j.Claim, say("berichtigt oder zurückgezogen", "corrected or withdrawn"))
		}
		if last.Rule == "speculated/hedged" && (p.Factuality.Source == hearsay.CTPlus || p.Mode == "") {
			add("hedge-lost", p.Passage, j.Claim, say("Bisher sagt das jeder nur mit Vorbehalt", "so far everybody says this with a hedge only"))
		}
	}
	slices.SortStableFunc(out, func(a, b finding) int { return a.at - b.at })
	// One source may stand behind several statements.
	return slices.CompactFunc(out, func(a, b finding) bool { return a.at == b.at && a.Rule == b.Rule && a.Text == b.Text }), nil
}

// short cuts a text that is quoted.
func short(s string) string {
	if r := []rune(s); len(r) > 80 {
		return string(r[:79]) + "…"
	}
	return s
}
