package pipeline

import (
	"context"
	"errors"
	"fmt"
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
	stat, err := l.Store.Stat(ctx)
	if err != nil {
		return err
	}
	if stat.Derived && stat.Pos == stat.Versions || stat.Versions == 0 {
		return nil
	}
	// The first that is missing; everything before it is there.
	var first *ledger.Place
	err = l.Store.Read(ctx, func(v ledger.View) error {
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
	if err != nil || first == nil {
		return err
	}
	return l.derive(ctx, first, progress)
}

// derive goes on with what follows from the articles. Where from is given, all from
// there on is taken back first.
func (l *Ledger) derive(ctx context.Context, from *ledger.Place, progress func(done, of uint64)) error {
	fold := NewFold(nil, OwnerOf)
	stat, err := l.Store.Stat(ctx)
	if err != nil {
		return err
	}
	for more := true; more; {
		if err := ctx.Err(); err != nil {
			return err
		}
		var pos uint64
		err := l.Store.Derive(ctx, func(tx ledger.Tx) error {
			fold.mem = tx
			if from != nil {
				fold.Forget()
				if err := rewind(tx, fold, *from); err != nil {
					return err
				}
			}
			last, err := fold.Last()
			if err != nil {
				return err
			}
			n := 0
			more = false
			pos = last.Pos
			err = l.Store.Versions(ctx, ledger.Place{Known: last.Known, ID: last.Version}, func(v ledger.Version) (bool, error) {
				if n++; n > deriveChunk {
					more = true
					return false, nil
				}
				pos++
				return true, l.deriveOne(ctx, tx, fold, v, pos)
			})
			return err
		})
		if errors.Is(err, ledger.ErrForgotten) {
			if err := l.Store.DropDerived(ctx); err != nil {
				return err
			}
			fold.Forget()
			from = nil
			continue
		}
		if err != nil {
			return err
		}
		from = nil
		if progress != nil {
			progress(pos, stat.Versions)
		}
	}
	return nil
}

// rewind takes back all that follows from the article at a place and from later ones.
func rewind(tx ledger.Tx, fold *Fold, from ledger.Place) error {
	last, err := fold.Last()
	if err != nil || last.Pos == 0 {
		return err
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
	if pos >= last.Pos {
		return nil
	}
	return tx.RewindTo(pos + 1)
}

// deriveOne works out what follows from one article.
func (l *Ledger) deriveOne(ctx context.Context, tx ledger.Tx, fold *Fold, v ledger.Version, pos uint64) error {
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
