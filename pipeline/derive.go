package pipeline

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"hearsay"
	"hearsay/crossdoc"
	"hearsay/ledger"
)

// deriveChunk is how many articles are worked out in one transaction.
const deriveChunk = 200

// Update works out what follows from all that is stored: it finds what is missing,
// takes back what came after it, and goes on from there. Where nothing is missing
// it costs nothing.
func (l *Ledger) Update(ctx context.Context, progress func(done, of uint64)) error {
	want, err := l.toDerive(ctx)
	if err != nil || want == 0 {
		return err
	}
	// Those behind the last; if with them there are all, none is missing before.
	var first *ledger.Place
	missing := false
	err = l.Store.Read(ctx, func(v ledger.View) error {
		pos, ok := v.Pos()
		if ok && pos == want {
			return nil
		}
		missing = true
		var last ledger.Place
		n := uint64(0)
		if ok {
			row, err := v.ArticleAt(pos)
			if err != nil {
				return err
			}
			last, n = ledger.Place{Known: row.Known, ID: row.ID}, pos
		}
		err := l.Store.Versions(ctx, last, func(ver ledger.Version) (bool, error) {
			if ver.Known.Equal(Withheld) {
				return false, nil
			}
			n++
			return n < want, nil
		})
		if err != nil || n >= want {
			return err
		}
		return l.Store.Versions(ctx, ledger.Place{}, func(ver ledger.Version) (bool, error) {
			_, err := v.Article(ver.ID)
			if errors.Is(err, ledger.ErrNotFound) {
				p := ver.Place()
				first = &p
				return false, nil
			}
			return err == nil, err
		})
	})
	if err != nil || !missing {
		return err
	}
	return l.derive(ctx, first, nil, progress)
}

// toDerive counts the articles from which something follows: all but those withheld.
func (l *Ledger) toDerive(ctx context.Context) (uint64, error) {
	stat, err := l.Store.Stat(ctx)
	if err != nil || stat.Versions == 0 {
		return 0, err
	}
	n := stat.Versions
	err = l.Store.Versions(ctx, ledger.Place{Known: Withheld.Add(-time.Microsecond), ID: "b"}, func(ledger.Version) (bool, error) {
		n--
		return true, nil
	})
	return n, err
}

// derive goes on with what follows from the articles. Where from is given, all from
// there on is taken back first. fresh are articles that were just read, and need not
// be made again.
func (l *Ledger) derive(ctx context.Context, from *ledger.Place, fresh map[hearsay.VersionID]*ready, progress func(done, of uint64)) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.fold == nil {
		l.fold = NewFold(nil, OwnerOf)
	}
	fold := l.fold
	of, err := l.toDerive(ctx)
	if err != nil {
		return err
	}
	for more := true; more; {
		if err := ctx.Err(); err != nil {
			return err
		}
		var last Last
		err := l.Store.Derive(ctx, func(tx ledger.Tx) error {
			if from != nil {
				fold.left = Last{}
				if err := rewind(tx, *from); err != nil {
					return err
				}
			}
			var err error
			if last, err = fold.over(tx); err != nil {
				return err
			}
			n := 0
			more = false
			return l.Store.Versions(ctx, ledger.Place{Known: last.Known, ID: last.Version}, func(v ledger.Version) (bool, error) {
				if v.Known.Equal(Withheld) {
					return false, nil
				}
				if n++; n > deriveChunk {
					more = true
					return false, nil
				}
				if err := l.deriveOne(ctx, tx, fold, v, fresh[v.ID], last.Pos+1); err != nil {
					return false, err
				}
				last = Last{Pos: last.Pos + 1, Known: v.Known, Version: v.ID}
				return true, nil
			})
		})
		if err == nil {
			fold.left = last
		} else {
			fold.left = Last{}
			fold.Forget()
		}
		if errors.Is(err, ledger.ErrForgotten) {
			if err := l.Store.DropDerived(ctx); err != nil {
				return err
			}
			from, more = nil, true
			continue
		}
		if err != nil {
			return err
		}
		from = nil
		if progress != nil {
			progress(last.Pos, max(of, last.Pos))
		}
	}
	return nil
}

// rewind takes back all that follows from the article at a place and from later ones.
func rewind(tx ledger.Tx, from ledger.Place) error {
	last, ok := tx.Pos()
	if !ok {
		return nil
	}
	pos, ok, err := tx.PosAt(from.Known)
	if err != nil {
		return err
	}
	if !ok {
		pos = 0
	}
	// Of those known at the same moment, the id decides.
	for pos > 0 {
		row, err := tx.ArticleAt(pos)
		if err != nil {
			return err
		}
		if (ledger.Place{Known: row.Known, ID: row.ID}).Before(from) {
			break
		}
		pos--
	}
	if pos >= last {
		return nil
	}
	return tx.RewindTo(pos + 1)
}

// deriveOne works out what follows from one article. r is the article, where it was
// just read.
func (l *Ledger) deriveOne(ctx context.Context, tx ledger.Tx, fold *Fold, v ledger.Version, r *ready, pos uint64) error {
	if r == nil || !r.Brief.Known.Equal(v.Known) {
		a, err := l.Article(ctx, v)
		if err != nil {
			return fmt.Errorf("version %s: %w", v.ID, err)
		}
		rd, err := l.Store.Reading(ctx, v.ID, "")
		if err != nil {
			return fmt.Errorf("version %s: %w", v.ID, err)
		}
		d, err := DecodeDigest(rd.Statements, a.Text)
		if err != nil {
			return fmt.Errorf("version %s: %w", v.ID, err)
		}
		r = &ready{article: a, Digest: d}
	}
	a, d := r.article, r.Digest
	if err := tx.Mark(pos); err != nil {
		return err
	}
	out, err := fold.Add(d.Brief)
	if err != nil {
		return err
	}
	if out.Pos != pos {
		return fmt.Errorf("pipeline: article %s got position %d, not %d", v.ID, out.Pos, pos)
	}
	err = tx.PutArticle(ledger.ArticleRow{ID: v.ID, Text: a.Text, TextID: a.ID, URL: a.URL, Outlet: a.Outlet, Title: a.Title, Language: a.Language,
		Published: a.Published, Known: v.Known, Replaces: out.Replaces, Story: out.Story}, ledger.Words{Lemmas: d.Lemmas})
	if err != nil {
		return err
	}
	for i := range d.Statements {
		st := &d.Statements[i]
		if !numbered(string(st.ID)) {
			continue
		}
		row := ledger.StatementRow{ID: hearsay.EvidenceID(string(v.ID) + "/" + string(st.ID)), Mode: st.Mode, Act: st.Act, Content: st.Content}
		if st.Source != nil {
			row.Speaker = st.Source.Text
			if e := st.Source.Entity; e != nil {
				row.SpeakerID, row.Speaker = e.ID, e.Name
			}
		}
		if err := tx.PutStatement(row, ledger.Words{}); err != nil {
			return err
		}
	}
	for _, j := range out.Joins {
		if _, local, _ := strings.Cut(string(j.Prop), "/"); !numbered(local) {
			continue
		}
		if err := tx.PutEvidence(ledger.EvidenceRow{ID: j.Prop, Claim: j.Claim, Stance: j.Stance}); err != nil {
			return err
		}
	}
	for _, id := range out.Touched {
		row, err := fold.claimRow(id)
		if err != nil {
			return err
		}
		if err := tx.PutClaim(row); err != nil {
			return err
		}
	}
	if out.Story == "" {
		return nil
	}
	row, err := fold.storyRow(out)
	if err != nil {
		return err
	}
	return tx.PutStory(row)
}

// numbered tells whether a store has a number for a statement or sentence: a text of
// more than 2,047 sentences is no article, but may be given for one (docs/LEDGER.md).
func numbered(id string) bool {
	if id == "" {
		return false
	}
	num, part, _ := strings.Cut(id[1:], ".")
	n, err := strconv.Atoi(num)
	k, _ := strconv.Atoi(part)
	return err == nil && n < 2048 && k <= 1<<20
}

// claimRow gives a claim as lists show it.
func (f *Fold) claimRow(id hearsay.ClaimID) (ledger.ClaimRow, error) {
	var rec claimRecord
	if ok, err := f.get(foldKey('h', string(id)), &rec); err != nil || !ok {
		return ledger.ClaimRow{}, fmt.Errorf("pipeline: no claim %s: %w", id, err)
	}
	core, _, err := f.prop(rec.Core)
	if err != nil {
		return ledger.ClaimRow{}, err
	}
	row := ledger.ClaimRow{ID: id, Gist: core.Gist, Story: rec.Story}
	if n := len(rec.History); n > 0 {
		a := rec.History[n-1]
		row.Status, row.Phase, row.OriginsMin, row.OriginsMax, row.Reach = a.Status, a.Phase, a.OriginsMin, a.OriginsMax, a.Reach
	}
	return row, nil
}

// storyRow gives the story of an article as lists show it.
func (f *Fold) storyRow(out *Outcome) (ledger.StoryRow, error) {
	// The first articles tell what it is about; comparing all each time would make
	// large stories slow.
	arts, err := f.reprinted(out.Story, time.Time{}, mostForTitle)
	if err != nil {
		return ledger.StoryRow{}, err
	}
	st := crossdoc.MakeStory(out.Story, arts)
	vs, err := each[hearsay.VersionID](f, foldKey('n', string(out.Story)))
	if err != nil {
		return ledger.StoryRow{}, err
	}
	last, err := f.Brief(vs[len(vs)-1])
	if err != nil {
		return ledger.StoryRow{}, err
	}
	return ledger.StoryRow{ID: st.ID, Title: st.Title, From: st.From, To: last.Known, Articles: len(vs)}, nil
}

// mostForTitle is of how many articles the title of a story is chosen.
const mostForTitle = 24

var _ crossdoc.Memory = ledger.Tx(nil)
