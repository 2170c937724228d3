package crossdoc

import (
	"cmp"
	"slices"
	"time"

	"hearsay"
)

// A Case is a claim as the judge sees it: what was said for and against it, by
// whom, in which articles, and what of that was withdrawn. It need not be cut to a
// moment: [Judge] looks only at what was known by the moment that it is asked for.
type Case struct {
	Claim hearsay.ClaimID
	Core  *Proposition // the proposition that the claim was first known by
	Items []Item
	// Events are what was said of the event that this claim is a detail of: to deny
	// the event is to deny its details.
	Events      []Item
	Withdrawals []Withdrawal // those that concern this claim
	// Overlap tells how much of one article stands in another, in either order; nil
	// where nothing is known of reprints.
	Overlap func(a, b hearsay.VersionID) (Overlap, bool)
	// Record tells how many of an origin's claims were settled, and how many of
	// these held; nil where nobody keeps it.
	Record func(origin string) (settled, held int)

	heard, heardEvents []*testimony // of Items and Events, in order; see prepare
	parts              []part       // who takes part, in the order in which that became known
}

// A part is a participant, and from when on the ledger knows that it is one.
type part struct {
	Arg
	since time.Time
}

// A testimony is an item with what does not depend on the moment: on whose word it
// stands, and what that is to the claim.
type testimony struct {
	Item
	origin *origin // nil where nobody can be identified
	standing
	weighed int // how many participants were known when standing was weighed
}

// prepare makes the testimonies, once. A case is for one goroutine at a time.
func (c *Case) prepare() {
	if len(c.heard) == len(c.Items) && len(c.heardEvents) == len(c.Events) {
		return
	}
	c.heard, c.heardEvents = testimonies(c.Items), testimonies(c.Events)
	c.parts = nil
	for _, t := range c.heard {
		if t.Stance == hearsay.Neutral || isTold(t.Prop.Pred) {
			continue
		}
		for _, a := range t.Prop.Args {
			if a.Role != "topic" && !slices.ContainsFunc(c.parts, func(p part) bool { return p.Role == a.Role && p.ID == a.ID && p.Name == a.Name }) {
				c.parts = append(c.parts, part{a, t.Article.Known})
			}
		}
	}
}

// weigh gives the testimonies known by a moment, each weighed by what was known
// then of who takes part: one text names the firm, another only its works.
func (c *Case) weigh(ts []*testimony, at time.Time) []*testimony {
	n := 0
	for n < len(c.parts) && !c.parts[n].since.After(at) {
		n++
	}
	ts = knownBy(ts, at)
	for _, t := range ts {
		if t.weighed != n+1 {
			t.standing, t.weighed = standingOf(t.origin, c.Core, c.parts[:n]), n+1
		}
		// Where somebody is accused, a court keeps the record.
		if t.origin != nil && t.origin.inst.class == "court" && t.origin.onRecord() && slices.ContainsFunc(ts, func(o *testimony) bool { return o.Prop.Act == hearsay.Accuse }) {
			t.record, t.why = true, "a court on an accusation"
		}
	}
	return ts
}

func testimonies(items []Item) []*testimony {
	out := make([]*testimony, len(items))
	for i, it := range items {
		t := &testimony{Item: it}
		t.origin = originOf(&t.Item)
		out[i] = t
	}
	slices.SortStableFunc(out, func(a, b *testimony) int { return compareItems(a.Item, b.Item) })
	return out
}

// An Item is a piece of evidence on a claim.
type Item struct {
	Prop    *Proposition
	Stance  hearsay.Stance
	Article *Brief // of it only what names the article is used, and Known
	Owner   string // of the outlet, where known
}

// A Withdrawal says that something said earlier no longer stands.
type Withdrawal struct {
	At     time.Time
	By     hearsay.VersionID // the article that says so
	Scope  Scope
	Of     hearsay.VersionID // whose item; empty where the article does not tell
	Agency string            // for ScopeAgency
	Origin *Proposition      // for ScopeOrigin: a statement by who withdraws
	Why    string            // the words that say so, or "canceled"
}

// Scope says how far a withdrawal reaches.
type Scope string

const (
	ScopeCopy   Scope = "copy"   // one outlet corrects its own copy
	ScopeAgency Scope = "agency" // an agency corrects its item, wherever it was printed
	ScopeOrigin Scope = "origin" // who said it takes it back: all that descends from there
)

// knownBy cuts testimonies, which are in order of time, to those known by a moment.
func knownBy(ts []*testimony, at time.Time) []*testimony {
	n, _ := slices.BinarySearchFunc(ts, at, func(t *testimony, at time.Time) int {
		if t.Article.Known.After(at) {
			return 1
		}
		return -1
	})
	return ts[:n]
}

// compareItems orders items so that the order of arrival has no say.
func compareItems(a, b Item) int {
	if c := a.Article.Known.Compare(b.Article.Known); c != 0 {
		return c
	}
	return cmp.Compare(a.Prop.ID, b.Prop.ID)
}

// overlap asks for the overlap of two articles.
func (c *Case) overlap(a, b hearsay.VersionID) (Overlap, bool) {
	if c.Overlap == nil || a == b {
		return Overlap{}, false
	}
	return c.Overlap(a, b)
}

// withdrawn tells whether an item no longer stands at a moment, and why.
func (c *Case) withdrawn(it *testimony, at time.Time) (*Withdrawal, bool) {
	for i := range c.Withdrawals {
		w := &c.Withdrawals[i]
		if w.At.After(at) || it.Article.Known.After(w.At) || it.Article.Version == w.By {
			continue
		}
		if c.reaches(w, it) {
			return w, true
		}
	}
	return nil, false
}

// copyShare is the containment from which on two articles are one text (section 4
// of the specification).
const copyShare = 0.6

// reaches tells whether a withdrawal concerns an item.
func (c *Case) reaches(w *Withdrawal, it *testimony) bool {
	if w.Of != "" && it.Article.Version == w.Of {
		return true
	}
	switch w.Scope {
	case ScopeAgency:
		if w.Agency != "" && (slices.Contains(it.Article.Agencies, w.Agency) || slices.ContainsFunc(it.Article.Props, func(p Proposition) bool { return citesMedium(&p, w.Agency) })) {
			return true
		}
		o, ok := c.overlap(w.Of, it.Article.Version)
		return ok && isCopy(o)
	case ScopeOrigin:
		if w.Origin == nil {
			return false
		}
		return originOf(&Item{Prop: w.Origin, Article: it.Article}).same(it.origin)
	}
	return false
}

// isCopy tells whether two articles are one text.
func isCopy(o Overlap) bool { return o.Of >= copyShare || o.In >= copyShare || o.Long >= 2 }
