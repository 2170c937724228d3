package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"hearsay"
	"hearsay/crossdoc"
	"hearsay/pipeline"
	"hearsay/present"
)

// whyCmd explains.
type whyCmd struct {
	ID    string `arg:"" name:"id" help:"A claim, statement (ARTICLE/s2), story or article; the beginning of an id is enough."`
	Other string `arg:"" optional:"" name:"other" help:"A second claim: why the two are not one."`
	ledgerFlags
	momentFlags
	showFlags
}

// Help is shown by "hearsay why --help".
func (*whyCmd) Help() string {
	return `Explains what the ledger decided. Of a claim: how it is judged, what each piece of
evidence counts for and why, what counts as one origin, why each piece was joined,
and the conflicts with claims that are like it. Of a statement: what found it, its
chain, and the claims that it is about. Of a story or article: what put articles
together, and what reprints changed. Of two claims: why they are not one.

Examples:

    hearsay why c12ab
    hearsay why c12ab c98fe
    hearsay why a3f09c1d22b07e514/s2`
}

// An explanation is what is said of a thing, under headings.
type explanation struct {
	ID       string    `json:"id"`
	What     string    `json:"what"`
	Sections []section `json:"sections"`
}

type section struct {
	Title string   `json:"title"`
	Lines []string `json:"lines"`
}

// Run explains.
func (c *whyCmd) Run(w *world) error {
	if c.Format == "csv" {
		return &wrongCall{"why gives text or json"}
	}
	return look(w, &c.ledgerFlags, &c.momentFlags, func(l *pipeline.Ledger, k *pipeline.Look) error {
		var e *explanation
		var claim *hearsay.Claim
		var err error
		switch {
		case strings.Contains(c.ID, "/"):
			e, err = c.statement(w, l, k)
		case strings.HasPrefix(c.ID, "s"):
			e, err = c.story(w, k)
		case strings.HasPrefix(c.ID, "a"):
			e, err = c.article(w, k)
		default:
			if claim, err = findClaim(k, c.ID); err == nil {
				e, err = c.claim(w, k, claim)
			}
		}
		if err != nil {
			return err
		}
		return c.write(w, func(out io.Writer) error {
			if c.Format == "json" {
				enc := json.NewEncoder(out)
				enc.SetEscapeHTML(false)
				return enc.Encode(e)
			}
			return present.Sections(out, e.ID+"  "+e.What, sectionsOf(e), c.text(w))
		})
	})
}

func sectionsOf(e *explanation) (out []present.Section) {
	for _, s := range e.Sections {
		out = append(out, present.Section{Title: s.Title, Lines: s.Lines})
	}
	return out
}

func (c *whyCmd) claim(w *world, k *pipeline.Look, claim *hearsay.Claim) (*explanation, error) {
	e := &explanation{ID: string(claim.ID), What: claim.Gist}
	acc, err := k.Account(claim.ID)
	if err != nil {
		return nil, err
	}
	if c.Other != "" {
		other, err := findClaim(k, c.Other)
		if err != nil {
			return nil, err
		}
		s := section{Title: c.say(w, "Warum nicht eins mit ", "Why not one with ") + string(other.ID) + ": " + other.Gist}
		for _, x := range acc.Siblings {
			if x.Claim == other.ID {
				s.Lines = append(s.Lines, x.Kind+": "+x.Why)
			}
		}
		if len(s.Lines) == 0 {
			s.Lines = []string{c.say(w, "Sie wurden nie verglichen, oder sie ähneln sich nicht genug: anderes Prädikat oder andere Beteiligte.", "They were never compared, or are not alike enough: another predicate, or other participants.")}
		}
		e.Sections = append(e.Sections, s)
		return e, nil
	}
	last := claim.History[len(claim.History)-1]
	e.Sections = append(e.Sections, section{c.say(w, "Einstufung", "Status"), []string{
		fmt.Sprintf("%s (%s), %s", last.Status, last.Phase, last.Rule),
		c.say(w, "Ändern würde es: ", "What would change it: ") + crossdoc.WouldChange(last.Rule, string(w.language(c.UI)))}})
	e.Sections = append(e.Sections,
		section{c.say(w, "Belege, und wofür sie zählen", "Evidence, and what it counts for"), acc.Evidence},
		section{c.say(w, "Ursprünge: was als einer zählt", "Origins: what counts as one"), acc.Independence})
	var joins, apart []string
	for _, ev := range claim.Evidence {
		joins = append(joins, fmt.Sprintf("%s: %s", ev.ID, ev.Why))
	}
	for _, s := range acc.Siblings {
		gist := ""
		if o, err := k.Fold.Claim(s.Claim, k.At); err == nil && o != nil {
			gist = o.Gist
		}
		apart = append(apart, fmt.Sprintf("%s %s (%s: %s)", s.Claim, gist, s.Kind, s.Why))
	}
	e.Sections = append(e.Sections, section{c.say(w, "Warum die Belege hierher gehören", "Why the evidence belongs here"), joins})
	if len(apart) > 0 {
		e.Sections = append(e.Sections, section{c.say(w, "Ähnlich, aber im Widerspruch", "Alike, but in conflict"), apart})
	}
	return e, nil
}

func (c *whyCmd) statement(w *world, l *pipeline.Ledger, k *pipeline.Look) (*explanation, error) {
	version, rest, _ := strings.Cut(c.ID, "/")
	v, err := oneID("article", version, k.FindArticles)
	if err != nil {
		return nil, err
	}
	fs, err := filed(w, l, k, hearsay.EvidenceID(string(v)+"/"+rest))
	if err != nil {
		return nil, err
	}
	st := fs.Statement
	e := &explanation{ID: string(fs.ID), What: st.Content.Text}
	found := []string{"rule " + st.Rule, fmt.Sprintf("mode %s, act %s, factuality %s (source) %s (outlet), confidence %.2f", st.Mode, st.Act, st.Factuality.Source, st.Factuality.Outlet, st.Confidence)}
	if st.Source != nil {
		s := "source " + st.Source.Text
		if en := st.Source.Entity; en != nil {
			s += fmt.Sprintf(" = %s (%s, %s)", en.Name, en.ID, en.Kind)
		}
		found = append(found, s)
	}
	if st.Cue != nil {
		found = append(found, "cue "+st.Cue.Text)
	}
	e.Sections = append(e.Sections, section{c.say(w, "Gefunden", "Found"), found})
	var chain []string
	for _, x := range st.Chain {
		chain = append(chain, fmt.Sprintf("%s %s (%s, %s)", x.Via, x.Name, x.Kind, x.Visibility))
	}
	e.Sections = append(e.Sections, section{c.say(w, "Kette, von außen nach innen", "Chain, outermost first"), chain})
	var about []string
	for _, x := range fs.Claims {
		about = append(about, fmt.Sprintf("%s %s: %s (%s, %s)", x.ID, x.Stance, x.Gist, x.Status, x.Phase))
	}
	e.Sections = append(e.Sections, section{c.say(w, "Behauptungen", "Claims"), about})
	return e, nil
}

func (c *whyCmd) story(w *world, k *pipeline.Look) (*explanation, error) {
	id, err := oneID("story", c.ID, k.FindStories)
	if err != nil {
		return nil, err
	}
	s, err := k.Fold.Story(id, k.At)
	if err != nil || s == nil {
		return nil, fmt.Errorf("%s: not known yet (%v)", id, err)
	}
	e := &explanation{ID: string(id), What: s.Title}
	e.Sections = append(e.Sections, section{c.say(w, "Wovon sie handelt", "What it is about"), []string{strings.Join(s.Terms, ", ")}})
	var arts []string
	for _, v := range s.Articles {
		h, err := headOf(k, v)
		if err != nil {
			return nil, err
		}
		arts = append(arts, fmt.Sprintf("%s %s %s: %s", v, h.Known.Format("2006-01-02 15:04"), h.Outlet, h.Title))
	}
	e.Sections = append(e.Sections, section{c.say(w, "Artikel", "Articles"), arts})
	for _, g := range s.Copies {
		var ls []string
		for _, x := range g.Copies {
			ls = append(ls, fmt.Sprintf("%s %.0f %%: %s", x.Article, 100*x.Share, strings.Join(x.Evidence, ", ")))
			for _, ch := range x.Changes {
				ls = append(ls, fmt.Sprintf("    %s: %q → %q", ch.Kind, ch.Was, ch.Now))
			}
		}
		e.Sections = append(e.Sections, section{c.say(w, "Abdrucke von ", "Reprints of ") + string(g.Original) + " " + g.Agency, ls})
	}
	return e, nil
}

func (c *whyCmd) article(w *world, k *pipeline.Look) (*explanation, error) {
	v, err := oneID("article", c.ID, k.FindArticles)
	if err != nil {
		return nil, err
	}
	h, err := headOf(k, v)
	if err != nil {
		return nil, err
	}
	out, err := k.Outcome(v)
	if err != nil {
		return nil, err
	}
	e := &explanation{ID: string(v), What: h.Outlet + ": " + h.Title}
	where := []string{string(out.Story)}
	if out.NewStory {
		where[0] += c.say(w, " (begann mit ihm)", " (began with it)")
	}
	e.Sections = append(e.Sections, section{c.say(w, "Ereignis", "Story"), where})
	var shared, joins []string
	for _, o := range out.Overlaps {
		shared = append(shared, fmt.Sprintf("%s: %.0f %% in it, %.0f %% of it here, %d long sentences", o.Earlier, 100*o.Of, 100*o.In, o.Long))
	}
	for _, j := range out.Joins {
		joins = append(joins, fmt.Sprintf("%s %s %s: %s", j.Prop, j.Stance, j.Claim, j.Why))
	}
	e.Sections = append(e.Sections, section{c.say(w, "Gleicher Text", "Shared text"), shared}, section{c.say(w, "Behauptungen", "Claims"), joins})
	return e, nil
}
