package pipeline

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"hearsay"
	"hearsay/crossdoc"
	"hearsay/ledger"
)

// TextOf makes the text of a version again from its bytes, for checking.
func TextOf(v ledger.Version, c ledger.Capture) (string, error) {
	a, err := articleOf(v, c)
	if err != nil {
		return "", err
	}
	return a.Text, nil
}

// ReplayOptions say what to compute again.
type ReplayOptions struct {
	Jobs        int
	SkipReading bool // take the readings as they are
	Repair      bool // make anew what is derived, where it differs
	Progress    func(articles int64)
}

// A Replayed is the result of computing everything again.
type Replayed struct {
	Articles    int      `json:"articles"`
	Readings    int      `json:"readings"`    // compared
	Older       int      `json:"older"`       // by another version of the reader, not compared
	Derived     int      `json:"derived"`     // values compared
	Differences []string `json:"differences"` // at most maxDifferences; a line each
}

// maxDifferences is how many differences are told.
const maxDifferences = 100

func (r *Replayed) differ(format string, args ...any) {
	if len(r.Differences) < maxDifferences {
		r.Differences = append(r.Differences, fmt.Sprintf(format, args...))
	}
}

// Replay computes again what the ledger holds, from the bytes on, in the process's
// memory, and compares. Two ledgers with the same articles hold the same, in
// whatever order they were added.
func (l *Ledger) Replay(ctx context.Context, o ReplayOptions) (*Replayed, error) {
	rep := &Replayed{Differences: []string{}}
	var reader *Reader
	if !o.SkipReading {
		var err error
		if reader, err = l.Reader(); err != nil {
			return nil, err
		}
	}
	if err := l.Update(ctx, nil); err != nil {
		return nil, err
	}
	mem := crossdoc.NewMapMemory()
	fold := NewFold(mem, OwnerOf)

	// Articles are read by several at once and folded in order.
	type read struct {
		v     ledger.Version
		brief *crossdoc.Brief
		diff  string
		older bool
		err   error
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	slots := make(chan chan read, 2*max(o.Jobs, 1))
	var walk error
	go func() {
		defer close(slots)
		work := make(chan struct{}, max(o.Jobs, 1))
		var wg sync.WaitGroup
		defer wg.Wait()
		walk = l.Store.Versions(ctx, ledger.Place{}, func(v ledger.Version) (bool, error) {
			slot := make(chan read, 1)
			select {
			case slots <- slot:
			case <-ctx.Done():
				return false, ctx.Err()
			}
			work <- struct{}{}
			wg.Add(1)
			go func() {
				defer func() { <-work; wg.Done() }()
				r := read{v: v}
				r.brief, r.diff, r.older, r.err = l.again(ctx, reader, v)
				slot <- r
			}()
			return true, nil
		})
	}()
	for slot := range slots {
		r := <-slot
		if r.err != nil {
			return nil, r.err
		}
		rep.Articles++
		switch {
		case r.older:
			rep.Older++
		case reader != nil:
			rep.Readings++
		}
		if r.diff != "" {
			rep.differ("%s", r.diff)
		}
		if !r.v.Known.Equal(Withheld) {
			if _, err := fold.Add(r.brief); err != nil {
				return nil, err
			}
		}
		if o.Progress != nil {
			o.Progress(1)
		}
	}
	if walk != nil {
		return nil, walk
	}
	err := l.Store.Read(ctx, func(v ledger.View) error {
		if err := rep.compare(v, mem); err != nil {
			return err
		}
		return rep.compareRows(v, fold)
	})
	if err != nil || len(rep.Differences) == 0 || !o.Repair {
		return rep, err
	}
	if err := l.Store.DropDerived(ctx); err != nil {
		return rep, err
	}
	return rep, l.Update(ctx, nil)
}

// again makes a version's brief again, and says how the reading differs from the
// one stored.
func (l *Ledger) again(ctx context.Context, reader *Reader, v ledger.Version) (b *crossdoc.Brief, diff string, older bool, err error) {
	a, err := l.Article(ctx, v)
	if err != nil {
		return nil, "", false, fmt.Errorf("version %s: %w", v.ID, err)
	}
	if a.ID != v.Text {
		diff = fmt.Sprintf("version %s: another text comes out of its bytes: %s, not %s", v.ID, a.ID, v.Text)
	}
	rd, err := l.Store.Reading(ctx, v.ID, "")
	if err != nil {
		return nil, "", false, fmt.Errorf("version %s: %w", v.ID, err)
	}
	body := rd.Statements
	if reader != nil && rd.Reader == ReaderVersion {
		now, err := reader.Digest(a, v.ID, v.Known).Encode()
		if err != nil {
			return nil, "", false, err
		}
		if !bytes.Equal(now, body) && diff == "" {
			diff = fmt.Sprintf("version %s: another reading comes out of its text", v.ID)
		}
	}
	d, err := DecodeDigest(body, a.Text)
	if err != nil {
		return nil, "", false, fmt.Errorf("version %s: %w", v.ID, err)
	}
	return d.Brief, diff, rd.Reader != ReaderVersion, nil
}

// compare holds what the ledger derived against a memory.
func (r *Replayed) compare(v ledger.View, mem *crossdoc.MapMemory) error {
	var bad error
	visit := func(k, b []byte) bool {
		r.Derived++
		have, err := v.Get(k)
		if err != nil {
			bad = err
			return false
		}
		if have == nil || !bytes.Equal(have, b) {
			r.differ("derived value %s differs", describeKey(k))
		}
		return len(r.Differences) < maxDifferences
	}
	if err := mem.Scan(nil, []byte{0xff}, visit); err != nil {
		return errors.Join(err, bad)
	}
	if bad != nil {
		return bad
	}
	return v.Scan([]byte{0}, []byte{0xff}, func(k, _ []byte) bool {
		b, err := mem.Get(k)
		if bad = err; b == nil && err == nil {
			r.differ("derived value %s should not be there", describeKey(k))
		}
		return bad == nil && len(r.Differences) < maxDifferences
	})
}

// compareRows holds the rows by which claims are listed against what they follow
// from.
func (r *Replayed) compareRows(v ledger.View, fold *Fold) error {
	var ids []hearsay.ClaimID
	prefix := foldKey('h', "")
	err := fold.mem.Scan(prefix, after(prefix), func(k, _ []byte) bool {
		ids = append(ids, hearsay.ClaimID(k[1:]))
		return true
	})
	if err != nil {
		return err
	}
	for _, id := range ids {
		want, err := fold.claimRow(id)
		if err != nil {
			return err
		}
		have, err := v.Claim(id, time.Time{})
		switch {
		case errors.Is(err, ledger.ErrNotFound):
			r.differ("the row of claim %s is missing", id)
		case err != nil:
			return err
		case have.Status != want.Status || have.Phase != want.Phase || have.Gist != want.Gist || have.Story != want.Story ||
			have.OriginsMin != want.OriginsMin || have.OriginsMax != want.OriginsMax || have.Reach != want.Reach:
			r.differ("the row of claim %s differs: %s, not %s", id, have.Status, want.Status)
		}
	}
	return nil
}

// describeKey names a derived value for people.
func describeKey(k []byte) string {
	names := map[byte]string{'b': "brief of article", 'o': "outcome of article", 'm': "evidence of claim", 'h': "history of claim", 'w': "withdrawal on claim", 'n': "story"}
	if name, ok := names[k[0]]; ok {
		id := k[1:]
		if k[0] != 'b' && k[0] != 'o' {
			id = id[:min(len(id), 13)]
		}
		return name + " " + string(hearsay.VersionID(id))
	}
	return fmt.Sprintf("%q", k)
}
