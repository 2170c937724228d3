package pipeline

import (
	"slices"

	"hearsay"
	"hearsay/crossdoc"
)

// withdraw finds what an article takes back: as a whole item that was killed, as a
// correction of an item or of its own earlier version, or as somebody's word that
// he no longer stands by. It writes down, for each claim that is concerned, the
// withdrawal.
func (f *Fold) withdraw(b *crossdoc.Brief, out *Outcome) error {
	targets, err := f.targets(b, out)
	if err != nil {
		return err
	}
	has := map[hearsay.ClaimID]bool{}     // claims that b supports
	against := map[hearsay.ClaimID]bool{} // claims that b denies, or has another value for
	for _, j := range out.Joins {
		switch j.Stance {
		case hearsay.Supports:
			has[j.Claim] = true
		case hearsay.Denies:
			against[j.Claim] = true
		}
		for _, v := range j.Siblings {
			against[v.Claim] = true
		}
	}
	n := uint64(0)
	note := func(id hearsay.ClaimID, w crossdoc.Withdrawal) error {
		w.At, w.By = b.Known, b.Version
		if err := f.put(foldKey('w', string(id), out.Pos, n), &w); err != nil {
			return err
		}
		n++
		out.Withdrawals = append(out.Withdrawals, w)
		out.Touched = append(out.Touched, id)
		return nil
	}
	for _, t := range targets {
		o, err := f.Outcome(t.version)
		if err != nil {
			return err
		}
		done := map[hearsay.ClaimID]bool{}
		for _, j := range o.Joins {
			if done[j.Claim] || j.Stance != hearsay.Supports || !t.whole && (!against[j.Claim] || has[j.Claim]) {
				continue
			}
			done[j.Claim] = true
			if err := note(j.Claim, crossdoc.Withdrawal{Scope: t.scope, Of: t.version, Agency: t.agency, Why: t.why}); err != nil {
				return err
			}
		}
	}
	// Who takes back or corrects what he said.
	for i, j := range out.Joins {
		p := propOf(b, j.Prop)
		if p == nil || p.Act != hearsay.CorrectAct && p.Act != hearsay.Retract {
			continue
		}
		w := crossdoc.Withdrawal{Scope: crossdoc.ScopeOrigin, Origin: p, Why: p.Passage.Text}
		if j.Stance == hearsay.Denies || p.Act == hearsay.Retract {
			if err := note(j.Claim, w); err != nil {
				return err
			}
		}
		for _, v := range out.Joins[i].Siblings {
			if err := note(v.Claim, w); err != nil {
				return err
			}
		}
	}
	return nil
}

// target is an article that another takes back in whole or part.
type target struct {
	version hearsay.VersionID
	whole   bool
	scope   crossdoc.Scope
	agency  string
	why     string
}

// targets finds the articles that b takes back or replaces.
func (f *Fold) targets(b *crossdoc.Brief, out *Outcome) ([]target, error) {
	var ts []target
	add := func(t target) {
		if t.version != b.Version && !slices.ContainsFunc(ts, func(o target) bool { return o.version == t.version }) {
			ts = append(ts, t)
		}
	}
	t := target{scope: crossdoc.ScopeCopy, why: b.Wire.Note}
	if len(b.Agencies) > 0 {
		t.agency = b.Agencies[0]
	}
	t.whole = b.Wire.Canceled || b.Wire.Whole
	correction := t.whole || b.Wire.Corrects != ""

	// Earlier versions of the same item or address.
	var earlier []hearsay.VersionID
	for _, key := range [][]byte{foldKey('g', b.Wire.GUID+"\x00"), foldKey('u', b.URL+"\x00")} {
		if len(key) <= 2 {
			continue
		}
		vs, err := each[hearsay.VersionID](f, key)
		if err != nil {
			return nil, err
		}
		earlier = append(earlier, vs...)
	}
	wire := b.Wire.GUID != ""
	for _, v := range earlier {
		t := t
		t.version = v
		if wire && t.agency != "" {
			t.scope = crossdoc.ScopeAgency // the agency's own item
		}
		add(t)
	}
	if !correction {
		return ts, nil
	}
	if b.Wire.Corrects != "" && b.Wire.Corrects != "*" {
		for _, key := range [][]byte{foldKey('g', b.Wire.Corrects+"\x00"), foldKey('u', b.Wire.Corrects+"\x00")} {
			vs, err := each[hearsay.VersionID](f, key)
			if err != nil {
				return nil, err
			}
			for _, v := range vs {
				t := t
				t.version = v
				if t.agency != "" {
					t.scope = crossdoc.ScopeAgency
				}
				add(t)
			}
		}
	}
	if len(earlier) > 0 && !wire && !b.Wire.Head {
		return ts, nil // an outlet's note on its own article concerns its own copy
	}
	// An agency's correction names no item: it concerns what the agency sent on this.
	if t.agency != "" && out.Story != "" {
		vs, err := each[hearsay.VersionID](f, foldKey('n', string(out.Story)))
		if err != nil {
			return nil, err
		}
		for _, v := range vs {
			o, err := f.Brief(v)
			if err != nil {
				return nil, err
			}
			if v == b.Version || !slices.Contains(o.Agencies, t.agency) {
				continue
			}
			t := t
			t.version, t.scope = v, crossdoc.ScopeAgency
			add(t)
		}
	}
	return ts, nil
}

// propOf finds a proposition of a brief; nil where it has none of the id.
func propOf(b *crossdoc.Brief, id hearsay.EvidenceID) *crossdoc.Proposition {
	for i := range b.Props {
		if b.Props[i].ID == id {
			return &b.Props[i]
		}
	}
	return nil
}
