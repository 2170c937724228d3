package pipeline

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"hearsay"
	"hearsay/crossdoc"
	"hearsay/ledger"
	"hearsay/nlp"
)

// A Look is a view of a ledger as of a moment, with what follows from its
// articles. It must not be used after the function that it was given to returned.
type Look struct {
	ledger.View
	*Fold
	At time.Time // the moment
}

// Look lets f look into the ledger as it was known at a moment. With a zero moment
// that is when its latest article became known, so that the same ledger shows the
// same; what is not known yet today, for an embargo, is left out.
func (l *Ledger) Look(ctx context.Context, at time.Time, f func(*Look) error) error {
	return l.Store.Read(ctx, func(v ledger.View) error {
		look := &Look{View: v, Fold: NewFold(viewMemory{v}, OwnerOf), At: at}
		if at.IsZero() {
			pos, ok, err := v.PosAt(time.Now())
			if err != nil {
				return err
			}
			look.At = time.Now()
			if ok {
				row, err := v.ArticleAt(pos)
				if err != nil {
					return err
				}
				look.At = row.Known
			}
		}
		return f(look)
	})
}

// Filter cuts a filter to the moment of the look.
func (k *Look) Filter(f ledger.Filter) ledger.Filter {
	f.AsOf = k.At
	return f
}

// What is asked for by its id is there only if it was known at the moment.

// Article gives an article as lists show it.
func (k *Look) Article(id hearsay.VersionID) (ledger.ArticleRow, error) {
	a, err := k.View.Article(id)
	if err == nil && a.Known.After(k.At) {
		return ledger.ArticleRow{}, fmt.Errorf("article %s: %w as of %s", id, ledger.ErrNotFound, k.At.Format(time.RFC3339))
	}
	return a, err
}

// Text gives the text of an article.
func (k *Look) Text(id hearsay.VersionID) (string, error) {
	if _, err := k.Article(id); err != nil {
		return "", err
	}
	return k.View.Text(id)
}

// StatementsOf gives the statements of an article.
func (k *Look) StatementsOf(id hearsay.VersionID) ([]ledger.StatementRow, error) {
	if _, err := k.Article(id); err != nil {
		return nil, err
	}
	return k.View.StatementsOf(id)
}

// EvidenceOf gives what an article is evidence of.
func (k *Look) EvidenceOf(id hearsay.VersionID) ([]ledger.EvidenceRow, error) {
	if _, err := k.Article(id); err != nil {
		return nil, err
	}
	return k.View.EvidenceOf(id)
}

// EachClaim visits the claims that a filter lets through, page by page, until
// visit has enough. (A plan that lapsed by time alone, and since when no article came,
// is not found as lapsed.)
func (k *Look) EachClaim(f ledger.Filter, visit func(*hearsay.Claim) (more bool, err error)) (next ledger.Cursor, err error) {
	return eachRow(k.Filter(f), k.View.Claims, func(r ledger.ClaimRow) (bool, error) {
		c, err := k.Fold.Claim(r.ID, k.At)
		if err != nil || c == nil {
			return err == nil, err
		}
		last := c.History[len(c.History)-1]
		if f.Status != "" && last.Status != f.Status || f.Phase != "" && last.Phase != f.Phase {
			return true, nil
		}
		return visit(c)
	})
}

// EachStory is EachClaim for stories.
func (k *Look) EachStory(f ledger.Filter, visit func(*hearsay.Story) (more bool, err error)) (next ledger.Cursor, err error) {
	return eachRow(k.Filter(f), k.View.Stories, func(r ledger.StoryRow) (bool, error) {
		s, err := k.Fold.Story(r.ID, k.At)
		if err != nil || s == nil {
			return err == nil, err
		}
		return visit(s)
	})
}

// EachStatement is EachClaim for statements.
func (k *Look) EachStatement(f ledger.Filter, visit func(ledger.StatementRow) (more bool, err error)) (next ledger.Cursor, err error) {
	return eachRow(k.Filter(f), k.View.Statements, visit)
}

// page is how many rows are taken at once where all are wanted.
const page = 200

// eachRow visits the rows of a list; with no limit, all of them.
func eachRow[T any](f ledger.Filter, list func(ledger.Filter) ([]T, ledger.Cursor, error), visit func(T) (bool, error)) (ledger.Cursor, error) {
	all := f.Limit <= 0
	if all {
		f.Limit = page
	}
	for {
		rows, next, err := list(f)
		if err != nil {
			return "", err
		}
		for _, r := range rows {
			if more, err := visit(r); err != nil || !more {
				return "", err
			}
		}
		if next == "" || !all {
			return next, nil
		}
		f.After = next
	}
}

// Statement gives a statement in full, with the claims that it is about.
func (l *Ledger) Statement(ctx context.Context, k *Look, id hearsay.EvidenceID) (*hearsay.Statement, error) {
	version, n, _ := strings.Cut(string(id), "/")
	n, _, _ = strings.Cut(n, ".")
	d, err := l.Digest(ctx, k, hearsay.VersionID(version))
	if err != nil {
		return nil, err
	}
	for i := range d.Statements {
		if string(d.Statements[i].ID) == n {
			return &d.Statements[i], nil
		}
	}
	return nil, fmt.Errorf("statement %s: %w", id, ledger.ErrNotFound)
}

// Digest gives what was found in an article.
func (l *Ledger) Digest(ctx context.Context, k *Look, v hearsay.VersionID) (*Digest, error) {
	text, err := k.Text(v)
	if err != nil {
		return nil, err
	}
	rd, err := l.Store.Reading(ctx, v, "")
	if err != nil {
		return nil, err
	}
	return DecodeDigest(rd.Statements, text)
}

// ClaimsOf gives the claims that a statement or sentence is about, with its stance.
func (k *Look) ClaimsOf(id hearsay.EvidenceID) (map[hearsay.ClaimID]hearsay.Stance, error) {
	version, _, _ := strings.Cut(string(id), "/")
	rows, err := k.EvidenceOf(hearsay.VersionID(version))
	if err != nil {
		return nil, err
	}
	out := map[hearsay.ClaimID]hearsay.Stance{}
	for _, r := range rows {
		if r.ID == id || strings.HasPrefix(string(r.ID), string(id)+".") {
			out[r.Claim] = r.Stance
		}
	}
	return out, nil
}

// Lemmas gives the lemmas of a word of a query.
func Lemmas(word string) []string {
	lang, err := nlp.German()
	if err != nil {
		return nil
	}
	var out []string
	for _, l := range lang.Lexicon.Words(word, true) {
		if l := strings.ToLower(l.Lemma); !slices.Contains(out, l) {
			out = append(out, l)
		}
	}
	return out
}

// An Account is how a claim came to be what it is.
type Account struct {
	Evidence     []string // each piece: on whose word, what that is to the claim, why it counts or not
	Independence []string // each origin, and why what counts as one does
	Siblings     []SiblingWhy
}

// Account tells how a claim is judged at the moment of the look.
func (k *Look) Account(id hearsay.ClaimID) (*Account, error) {
	var rec claimRecord
	if ok, err := k.get(foldKey('h', string(id)), &rec); err != nil || !ok {
		return nil, errors.Join(err, ledger.ErrNotFound)
	}
	c, _, err := k.caseOf(id, &rec)
	if err != nil {
		return nil, err
	}
	sib, err := k.SiblingsOf(id)
	return &Account{Evidence: crossdoc.Explain(c, k.At), Independence: c.Independence(k.At), Siblings: sib}, err
}

// FindClaims gives the claims whose ids begin so, at most a few.
func (k *Look) FindClaims(prefix string) ([]hearsay.ClaimID, error) {
	return findIDs[hearsay.ClaimID](k, 'h', prefix, 1+12)
}

// FindStories gives the stories whose ids begin so, at most a few.
func (k *Look) FindStories(prefix string) ([]hearsay.StoryID, error) {
	return findIDs[hearsay.StoryID](k, 'n', prefix, 1+12)
}

// FindArticles gives the versions of articles whose ids begin so, at most a few.
func (k *Look) FindArticles(prefix string) ([]hearsay.VersionID, error) {
	return findIDs[hearsay.VersionID](k, 'o', prefix, 1+16)
}

// someIDs is how many ids are listed where a beginning fits several.
const someIDs = 6

// findIDs gives the ids in a space of keys that begin so.
func findIDs[T ~string](k *Look, space byte, prefix string, length int) ([]T, error) {
	var out []T
	from := foldKey(space, prefix)
	err := k.View.Scan(from, after(from), func(key, _ []byte) bool {
		if len(key) < 1+length {
			return true
		}
		if id := T(key[1 : 1+length]); len(out) == 0 || out[len(out)-1] != id {
			out = append(out, id)
		}
		return len(out) < someIDs
	})
	return out, err
}

// A SiblingWhy says why two claims are not one.
type SiblingWhy struct {
	Claim hearsay.ClaimID
	Kind  string
	Why   string
}

// SiblingsOf gives the siblings of a claim with the conflicts that part them.
func (k *Look) SiblingsOf(id hearsay.ClaimID) ([]SiblingWhy, error) {
	var rec claimRecord
	if _, err := k.get(foldKey('h', string(id)), &rec); err != nil {
		return nil, err
	}
	var out []SiblingWhy
	for _, s := range rec.Siblings {
		if !s.From.After(k.At) {
			out = append(out, SiblingWhy{s.Claim, s.Kind, s.Why})
		}
	}
	return out, nil
}

// Overlap tells how much of one article stands in another.
func (k *Look) Overlap(a, b hearsay.VersionID) (crossdoc.Overlap, bool) { return k.Fold.overlap(a, b) }
