package pipeline

import (
	"time"

	"hearsay"
	"hearsay/crossdoc"
)

// Story gives a story as it was known at a moment; with a zero moment, as it is.
// nil where it was not known yet.
func (f *Fold) Story(id hearsay.StoryID, at time.Time) (*hearsay.Story, error) {
	arts, err := f.reprinted(id, at, 0)
	if err != nil || len(arts) == 0 {
		return nil, err
	}
	st := crossdoc.MakeStory(id, arts)
	return &st, nil
}

// reprinted gives the articles of a story known at a moment, at most so many of the
// first.
func (f *Fold) reprinted(id hearsay.StoryID, at time.Time, most int) ([]crossdoc.Reprinted, error) {
	vs, err := each[hearsay.VersionID](f, foldKey('n', string(id)))
	if err != nil {
		return nil, err
	}
	if most > 0 && len(vs) > most {
		vs = vs[:most]
	}
	var arts []crossdoc.Reprinted
	for _, v := range vs {
		b, err := f.Brief(v)
		if err != nil {
			return nil, err
		}
		if !at.IsZero() && b.Known.After(at) {
			continue
		}
		o, err := f.Outcome(v)
		if err != nil {
			return nil, err
		}
		arts = append(arts, crossdoc.Reprinted{Brief: b, Overlaps: o.Overlaps})
	}
	return arts, nil
}

// Copies gives the groups of reprints among all articles known at a moment.
func (f *Fold) Copies(at time.Time) ([]hearsay.CopyGroup, error) {
	var vs []hearsay.VersionID
	prefix := foldKey('o', "")
	err := f.mem.Scan(prefix, after(prefix), func(k, _ []byte) bool {
		vs = append(vs, hearsay.VersionID(k[1:]))
		return true
	})
	if err != nil {
		return nil, err
	}
	var arts []crossdoc.Reprinted
	for _, v := range vs {
		b, err := f.Brief(v)
		if err != nil {
			return nil, err
		}
		if b.Known.After(at) {
			continue
		}
		o, err := f.Outcome(v)
		if err != nil {
			return nil, err
		}
		arts = append(arts, crossdoc.Reprinted{Brief: b, Overlaps: o.Overlaps})
	}
	return crossdoc.Groups(arts), nil
}

// A Scratch is a ledger of what follows from some articles, that nobody keeps.
type Scratch struct{ *Fold }

// NewScratch reads articles and works out what follows from them, in the order in
// which they became known.
func (r *Reader) NewScratch(arts []*hearsay.Article) (*Scratch, error) {
	var briefs []*crossdoc.Brief
	for _, a := range arts {
		briefs = append(briefs, r.Digest(a, VersionID(a), KnownAt(a, time.Time{})).Brief)
	}
	sortBriefs(briefs)
	f := NewFold(crossdoc.NewMapMemory(), OwnerOf)
	for i, b := range briefs {
		if i > 0 && b.Version == briefs[i-1].Version {
			continue
		}
		if _, err := f.Add(b); err != nil {
			return nil, err
		}
	}
	return &Scratch{f}, nil
}
