package pipeline

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"hearsay"
	"hearsay/crossdoc"
)

// Claim gives a claim as it was known at a moment; nil where it was not known yet.
func (f *Fold) Claim(id hearsay.ClaimID, at time.Time) (*hearsay.Claim, error) {
	var rec claimRecord
	if ok, err := f.get(foldKey('h', string(id)), &rec); err != nil || !ok {
		return nil, err
	}
	return f.claim(id, &rec, at)
}

func (f *Fold) claim(id hearsay.ClaimID, rec *claimRecord, at time.Time) (*hearsay.Claim, error) {
	core, b, err := f.prop(rec.Core)
	if err != nil || b.Known.After(at) {
		return nil, err
	}
	c, members, err := f.caseOf(id, rec)
	if err != nil {
		return nil, err
	}
	claim := &hearsay.Claim{ID: id, Gist: core.Gist, Story: rec.Story}
	when := core.Time
	props := []*crossdoc.Proposition{core}
	for _, m := range members {
		p, b, err := f.prop(m.Prop)
		if err != nil {
			return nil, err
		}
		if m.Event || b.Known.After(at) {
			continue
		}
		claim.Evidence = append(claim.Evidence, hearsay.Evidence{
			ID: m.Prop, Article: b.Version, URL: b.URL, Outlet: b.Outlet, Published: b.Published, Known: b.Known,
			Stance: m.Stance, Passage: p.Passage, Why: m.Why, Score: m.Score,
		})
		if m.Stance == hearsay.Supports {
			props = append(props, p)
			if narrower(p.Time, when) {
				when = p.Time
			}
		}
	}
	claim.When = when.EDTF()
	for _, p := range props {
		for _, a := range p.Args {
			if !slices.ContainsFunc(claim.Participants, func(o hearsay.Participant) bool { return o.ID == a.ID || o.Role == a.Role && p != core }) {
				claim.Participants = append(claim.Participants, hearsay.Participant{Role: a.Role, Entity: hearsay.Entity{ID: a.ID, Name: a.Name, Kind: a.Kind, State: a.State}})
			}
		}
		for _, a := range p.Places {
			if !slices.ContainsFunc(claim.Places, func(o hearsay.Entity) bool { return o.ID == a.ID }) {
				claim.Places = append(claim.Places, hearsay.Entity{ID: a.ID, Name: a.Name, Kind: a.Kind, State: a.State})
			}
		}
	}
	for _, h := range rec.History {
		if !h.At.After(at) {
			claim.History = append(claim.History, h)
		}
	}
	if n := len(claim.History); n > 0 && claim.History[n-1].Phase == hearsay.Planned {
		if lapse, ok := crossdoc.Lapse(c, at); ok && !lapse.After(at) {
			claim.History = append(claim.History, crossdoc.Judge(c, lapse))
		}
	}
	for _, s := range rec.Siblings {
		if !s.From.After(at) {
			claim.Siblings = append(claim.Siblings, s.Claim)
		}
	}
	if len(claim.History) == 0 {
		return nil, fmt.Errorf("derived data are damaged: claim %s was never judged", id)
	}
	return claim, nil
}

// narrower tells whether an interval says more than another.
func narrower(a, b crossdoc.Interval) bool {
	return a.Known && (!b.Known || a.To-a.From < b.To-b.From)
}

// Claims gives all claims as they were known at a moment, in the order in which
// they became so.
func (f *Fold) Claims(at time.Time) ([]hearsay.Claim, error) {
	var ids []hearsay.ClaimID
	prefix := foldKey('h', "")
	err := f.mem.Scan(prefix, after(prefix), func(k, _ []byte) bool {
		ids = append(ids, hearsay.ClaimID(k[1:]))
		return true
	})
	if err != nil {
		return nil, err
	}
	var out []hearsay.Claim
	for _, id := range ids {
		c, err := f.Claim(id, at)
		if err != nil {
			return nil, err
		}
		if c != nil {
			out = append(out, *c)
		}
	}
	slices.SortFunc(out, func(a, b hearsay.Claim) int {
		return cmp.Or(a.History[0].At.Compare(b.History[0].At), cmp.Compare(a.ID, b.ID))
	})
	return out, nil
}

// sortBriefs puts briefs in the order in which articles become known.
func sortBriefs(bs []*crossdoc.Brief) {
	slices.SortStableFunc(bs, func(a, b *crossdoc.Brief) int {
		return cmp.Or(a.Known.Compare(b.Known), cmp.Compare(a.Version, b.Version))
	})
}
