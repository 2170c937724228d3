package crossdoc

import (
	"slices"
	"time"

	"hearsay"
)

// An Account is how a claim is judged at a moment, taken apart for programs; lines
// for people are [Explain] and [Case.Independence].
type Account struct {
	Evidence []Weighed // in the order in which it became known; what is said of the event behind
	For      []Voice   // on whose word it stands; each counts once
	Against  []Voice
}

// Weighed is a piece of evidence with what it counts for.
type Weighed struct {
	Item
	Event     bool     // it is about the event that the claim is a detail of
	Origin    *Name    // on whose word; nil where nobody can be identified
	Standing  []string // what that is to the claim: principal, record, charge, access, first-hand
	Because   string   // why it is a principal or keeps the record
	Hedged    bool     // it does not assert what it says
	Withdrawn *Withdrawal
	Counts    bool // the judge heard it for or against the claim
}

// A Name is an origin as its chain has it.
type Name struct {
	Name, ID, Kind, Visibility, State string
}

// A Voice is evidence that rests on one origin.
type Voice struct {
	Name
	Parties  int                  // for how many origins it counts: two who speak jointly count as two
	Evidence []hearsay.EvidenceID // earliest first
	Why      []string             // why each rests on this origin; empty for the first
}

// AccountOf tells how a claim is judged at a moment.
func AccountOf(c *Case, at time.Time) *Account {
	h := c.hear(at)
	heard := map[*testimony]bool{}
	for _, ts := range [][]*testimony{h.support, h.against} {
		for _, t := range ts {
			heard[t] = true
		}
	}
	a := &Account{}
	for _, t := range c.weigh(c.heard, at) {
		a.Evidence = append(a.Evidence, c.weighed(t, at, false, heard[t]))
	}
	for _, t := range c.weigh(c.heardEvents, at) {
		a.Evidence = append(a.Evidence, c.weighed(t, at, true, heard[t]))
	}
	for _, g := range h.groups {
		a.For = append(a.For, g.voice())
	}
	against, _ := c.countOrigins(h.against)
	for _, g := range against {
		a.Against = append(a.Against, g.voice())
	}
	return a
}

func (c *Case) weighed(t *testimony, at time.Time, event, heard bool) Weighed {
	w := Weighed{Item: t.Item, Event: event, Hedged: hedged(&t.Item), Counts: heard}
	if o := t.origin; o != nil {
		n := o.call()
		w.Origin = &n
	}
	for _, s := range []struct {
		is   bool
		what string
	}{{t.principal, "principal"}, {t.record, "record"}, {t.charge, "charge"}, {t.access, "access"}, {t.first, "first-hand"}} {
		if s.is {
			w.Standing = append(w.Standing, s.what)
		}
	}
	if t.principal || t.record {
		w.Because = t.why
	}
	w.Withdrawn, _ = c.withdrawn(t, at)
	return w
}

func (o *origin) call() Name {
	return Name{Name: o.name, ID: o.id, Kind: o.kind, Visibility: o.seen, State: o.state}
}

func (g *group) voice() Voice {
	v := Voice{Name: g.of[0].call(), Parties: g.parties(), Why: append([]string{""}, g.whys...)}
	// Who is named best names all.
	if i := slices.IndexFunc(g.of, func(o *origin) bool { return o.id != "" }); i > 0 && g.of[0].id == "" && g.of[0].same(g.of[i]) {
		v.Name.ID = g.of[i].id
	}
	for _, t := range g.items {
		v.Evidence = append(v.Evidence, t.Prop.ID)
	}
	return v
}
