package pipeline

import (
	"bytes"
	"context"
	"slices"
	"time"

	"hearsay"
	"hearsay/crossdoc"
)

// A draftMemory lets a fold write over a memory without changing it: what is
// written stays beside it, and is seen first.
type draftMemory struct {
	under crossdoc.Memory
	over  *crossdoc.MapMemory
}

func (m draftMemory) Get(key []byte) ([]byte, error) {
	if v, err := m.over.Get(key); v != nil || err != nil {
		return v, err
	}
	return m.under.Get(key)
}

func (m draftMemory) Put(key, value []byte) error { return m.over.Put(key, value) }

// Scan visits both, in order; where both have a key, what was written.
func (m draftMemory) Scan(from, to []byte, visit func(key, value []byte) (more bool)) error {
	type pair struct{ key, value []byte }
	var pairs []pair
	for _, of := range []crossdoc.Memory{m.over, m.under} {
		err := of.Scan(from, to, func(k, v []byte) bool {
			pairs = append(pairs, pair{bytes.Clone(k), bytes.Clone(v)})
			return true
		})
		if err != nil {
			return err
		}
	}
	slices.SortStableFunc(pairs, func(a, b pair) int { return bytes.Compare(a.key, b.key) })
	for i, p := range pairs {
		if i > 0 && bytes.Equal(p.key, pairs[i-1].key) {
			continue // written over
		}
		if !visit(p.key, p.value) {
			return nil
		}
	}
	return nil
}

// A Draft is an article that is not in the ledger, with what would follow if it were.
type Draft struct {
	Article *hearsay.Article
	*Digest
	*Outcome
	fold *Fold
}

// Draft works out what would follow from an article, over what the ledger knows at
// the moment of the look; nothing is stored. With a nil look there is no ledger,
// and the article is looked at alone.
func (r *Reader) Draft(ctx context.Context, k *Look, a *hearsay.Article) (*Draft, error) {
	var mem crossdoc.Memory = crossdoc.NewMapMemory()
	at := KnownAt(a, time.Now())
	if k != nil {
		mem = draftMemory{viewMemory{k.View}, crossdoc.NewMapMemory()}
		last, err := k.Last()
		if err != nil {
			return nil, err
		}
		// It comes after all that is known.
		if !at.After(last.Known) {
			at = last.Known.Add(time.Microsecond)
		}
	}
	d := &Draft{Article: a, Digest: r.Digest(a, VersionID(a), at), fold: NewFold(mem, OwnerOf)}
	var err error
	d.Outcome, err = d.fold.Add(d.Brief)
	return d, err
}

// Claim gives a claim as it would stand with the draft.
func (d *Draft) Claim(id hearsay.ClaimID) (*hearsay.Claim, error) {
	return d.fold.Claim(id, d.Brief.Known)
}
