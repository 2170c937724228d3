package ledger

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
	"time"

	"zombiezen.com/go/sqlite"
)

// checker collects faults.
type checker struct {
	ctx  context.Context
	opt  VerifyOptions
	conn *sqlite.Conn
	rep  Report
	last time.Time
}

func (c *checker) fault(f Fault) {
	if len(c.rep.Faults) >= MaxFaults {
		c.rep.More++
		return
	}
	c.rep.Faults = append(c.rep.Faults, f)
}

func (c *checker) faultf(format string, args ...any) {
	c.fault(Fault{What: fmt.Sprintf(format, args...)})
}

// unless notes that a part could not be read, or passes on what ends the check.
func (c *checker) unless(err error, what string) error {
	switch {
	case err == nil:
		return nil
	case c.ctx.Err() != nil:
		return c.ctx.Err()
	}
	switch sqlite.ErrCode(err).ToPrimary() {
	case sqlite.ResultBusy, sqlite.ResultNoMem, sqlite.ResultInterrupt:
		return err
	}
	c.faultf("%s cannot be read: %s", what, firstLine(err.Error()))
	return nil
}

// Verify walks the chain record by record, then the captures, the tables that find
// records, and what is derived. What is not there cannot be hashed; so it also
// compares the end of the chain with the head, and with one from before if given.
func (s *sqliteStore) Verify(ctx context.Context, opt VerifyOptions) (Report, error) {
	c := &checker{ctx: ctx, opt: opt}
	// A connection of its own: the check of a full-text index (SQLite 3.50.4) goes by
	// the list of segments that the connection saw last, and calls an index that has
	// been merged since malformed.
	err := s.lookAnew(ctx, func(conn *sqlite.Conn) error {
		c.conn = conn
		for _, part := range []func() error{c.pages, c.chain, c.finders, c.derived} {
			if err := part(); err != nil {
				return err
			}
		}
		return nil
	})
	return c.rep, err
}

// pages lets SQLite look at its own structure.
func (c *checker) pages() error {
	err := run(c.conn, "PRAGMA integrity_check(100)", nil, func(st *sqlite.Stmt) error {
		if line := st.ColumnText(0); line != "ok" {
			for l := range strings.Lines(line) {
				c.faultf("file: %s", strings.TrimSpace(l))
			}
		}
		return nil
	})
	return c.unless(err, "file")
}

// row is a record as it lies in the file.
type row struct {
	Record
	sum    bool // whether the hash has the right length
	packed []byte
}

// chain walks the records.
func (c *checker) chain() error {
	head, err := readHead(c.conn)
	if err := c.unless(err, "head"); err != nil {
		return err
	}
	c.rep.Head = head
	wanted := map[uint64]bool{} // heads to be met
	met := c.opt.Head == nil
	metHash := c.opt.HeadHash.IsZero()
	if c.opt.Head != nil {
		wanted[c.opt.Head.Seq] = true
		met = c.opt.Head.Seq == 0
	}
	var prev Hash
	at := uint64(0)
	for {
		rows, err := c.rows(at + 1)
		if err := c.unless(err, fmt.Sprintf("records after %d", at)); err != nil {
			return err
		}
		if len(rows) == 0 {
			break
		}
		for _, r := range rows {
			f := Fault{Seq: r.Seq, Kind: r.Kind, Key: r.Key}
			say := func(format string, args ...any) { f.What = fmt.Sprintf(format, args...); c.fault(f) }
			gap := r.Seq != at+1
			if gap {
				switch n := r.Seq - at - 1; n {
				case 1:
					c.fault(Fault{Seq: at + 1, What: "missing"})
				default:
					c.fault(Fault{Seq: at + 1, What: fmt.Sprintf("missing, with the %d after it", n-1)})
				}
			}
			at = r.Seq
			c.rep.Records++
			body, err := unpack(r.packed)
			r.Body = body
			switch {
			case !r.sum:
				say("its hash is not 32 bytes long")
			case err != nil:
				say("its body does not unpack")
			case gap:
				// The hash before is not known, so neither is this one; what follows can
				// be checked again.
			case link(prev, r.Seq, r.Kind, r.Key, sha256.Sum256(body)) != r.Hash:
				say("its kind, key, body or hash was changed, or the hash of the record before")
			}
			if err == nil {
				if err := c.record(r.Record); err != nil {
					say("%s", strings.TrimPrefix(err.Error(), ErrDamaged.Error()+": "))
				}
			}
			prev = r.Hash
			if wanted[r.Seq] && r.Hash == c.opt.Head.Hash {
				met = true
			}
			if !metHash && r.Hash == c.opt.HeadHash {
				metHash = true
			}
		}
		c.progress(at, head.Seq)
	}
	switch {
	case at < head.Seq:
		c.fault(Fault{Seq: at + 1, What: fmt.Sprintf("missing at the end: the head is record %d", head.Seq)})
	case at > head.Seq:
		c.faultf("head: it is at record %d, but there are records up to %d", head.Seq, at)
	case prev != head.Hash:
		c.faultf("head: its hash is not that of record %d", head.Seq)
	}
	if !met {
		c.faultf("the head given, record %d with hash %s, is not in the chain: this is another ledger, an older copy or a changed one", c.opt.Head.Seq, c.opt.Head.Hash)
	}
	if !metHash {
		c.faultf("the head given, %s, is not in the chain: this is another ledger, an older copy or a changed one", c.opt.HeadHash)
	}
	return nil
}

// rows reads some records from seq on.
func (c *checker) rows(seq uint64) (rows []row, err error) {
	err = run(c.conn, "SELECT "+recordColumns+" FROM records NOT INDEXED WHERE seq >= ? ORDER BY seq LIMIT 200", []any{seq}, func(st *sqlite.Stmt) error {
		r := row{Record: Record{Seq: uint64(st.ColumnInt64(0)), Kind: Kind(st.ColumnInt64(1)), Key: string(columnBytes(st, 3))}, packed: columnBytes(st, 4)}
		if k := st.ColumnInt64(1); k < 0 || k > 255 || st.ColumnType(1) != sqlite.TypeInteger {
			r.Kind = 0
		}
		r.Hash, r.sum = columnHash(st, 2)
		rows = append(rows, r)
		return nil
	})
	return rows, err
}

// record looks into one and at what belongs to it.
func (c *checker) record(r Record) error {
	switch r.Kind {
	case CaptureKind:
		h, _, size, err := r.Capture()
		if err != nil {
			return err
		}
		raw, err := rawOf(c.conn, r.Seq)
		switch {
		case err != nil && errors.Is(err, ErrDamaged):
			return errors.New("the bytes captured are missing or do not unpack")
		case err != nil:
			return err
		case uint64(len(raw)) != size || HashOf(raw) != h:
			return errors.New("the bytes captured were changed: they do not hash to its key")
		}
	case VersionKind:
		v, err := r.Version()
		if err != nil {
			return err
		}
		seq, there, err := seqOf(c.conn, CaptureKind, string(v.Capture[:]))
		if err != nil {
			return err
		}
		if !there {
			return fmt.Errorf("its capture %s is missing", v.Capture)
		}
		if seq > r.Seq {
			return fmt.Errorf("its capture, record %d, comes after it", seq)
		}
		found := false
		err = run(c.conn, "SELECT 1 FROM versions WHERE known = ? AND id = ? AND seq = ? AND address = ?", []any{v.Known.UnixMicro(), string(v.ID), r.Seq, address(v.URL)}, func(*sqlite.Stmt) error {
			found = true
			return nil
		})
		if err != nil {
			return err
		}
		if !found {
			return errors.New("it is missing, or wrong, in the table versions")
		}
		if c.opt.Text != nil {
			return c.text(v, seq)
		}
	case ReadingKind:
		g, err := r.Reading()
		if err != nil {
			return err
		}
		if _, there, err := seqOf(c.conn, VersionKind, string(g.Version)); err != nil || !there {
			return errors.Join(err, fmt.Errorf("the version %s that was read is missing", g.Version))
		}
	case DecisionKind:
		if _, err := r.Decision(); err != nil {
			return err
		}
		if h := sha256.Sum256(r.Body); string(h[:]) != r.Key {
			return errors.New("its body does not hash to its key")
		}
	default:
		return errors.New("its kind is unknown")
	}
	// The index by which records are found must lead here.
	seq, there, err := seqOf(c.conn, r.Kind, r.Key)
	if err == nil && (!there || seq != r.Seq) {
		err = errors.New("it is not found by its key")
	}
	return err
}

// text makes the text of a version again.
func (c *checker) text(v Version, seq uint64) error {
	r, err := record(c.conn, CaptureKind, string(v.Capture[:]))
	if err != nil {
		return err
	}
	_, capture, _, err := r.Capture()
	if err != nil {
		return err
	}
	if capture.Raw, err = rawOf(c.conn, seq); err != nil {
		return err
	}
	text, err := c.opt.Text(v, capture)
	if err != nil {
		return fmt.Errorf("its text cannot be made from its capture again: %s", firstLine(err.Error()))
	}
	if id := TextID(text); id != v.Text {
		return fmt.Errorf("its text is %s when made from its capture again, and was %s", id, v.Text)
	}
	return nil
}

// finders looks for rows beside the records that belong to none.
func (c *checker) finders() error {
	for _, q := range []struct{ what, query string }{
		{"captures: row %d belongs to no record of a capture", "SELECT seq FROM captures WHERE NOT EXISTS (SELECT 1 FROM records r WHERE r.seq = captures.seq AND r.kind = 1) LIMIT 20"},
		{"versions: a row leads to record %d, which is no version of that id", "SELECT seq FROM versions WHERE NOT EXISTS (SELECT 1 FROM records r WHERE r.seq = versions.seq AND r.kind = 2 AND r.key = CAST(versions.id AS BLOB)) LIMIT 20"},
		{"versions: record %d is there more than once", "SELECT seq FROM versions GROUP BY seq HAVING count(*) > 1 LIMIT 20"},
	} {
		err := run(c.conn, q.query, nil, func(st *sqlite.Stmt) error {
			c.faultf(q.what, st.ColumnInt64(0))
			return nil
		})
		if err := c.unless(err, strings.SplitN(q.what, ":", 2)[0]); err != nil {
			return err
		}
	}
	return nil
}

// derived checks that what is derived is whole. Whether it is right is for replay
// to say, which computes it again.
func (c *checker) derived() error {
	v := &sqliteView{conn: c.conn}
	if err := v.begin(); err != nil {
		return c.unless(err, "derived")
	}
	pairs, total := int64(0), uint64(0)
	err := run(c.conn, "SELECT k, v FROM memory", nil, func(st *sqlite.Stmt) error {
		pairs++
		total += pairHash(columnBytes(st, 0), columnBytes(st, 1))
		return nil
	})
	if err := c.unless(err, "derived: memory"); err != nil {
		return err
	}
	if err == nil && (pairs != v.pairs || total != v.total) {
		c.faultf("derived: memory has %d keys that sum up to %x, it should have %d that sum up to %x", pairs, total, v.pairs, v.total)
	}
	last := int64(-1)
	if v.marked {
		last = int64(v.pos)
	}
	for _, q := range []struct{ what, query string }{
		{"derived: %d articles are after the last position", fmt.Sprintf("SELECT count(*) FROM articles WHERE pos > %d", last)},
		{"derived: %d versions in articles are not in the ledger", "SELECT count(*) FROM articles a WHERE NOT EXISTS (SELECT 1 FROM records r WHERE r.key = CAST(a.id AS BLOB) AND r.kind = 2)"},
		{"derived: %d statements belong to no article", "SELECT count(*) FROM statements s WHERE NOT EXISTS (SELECT 1 FROM articles a WHERE a.pos = s.num / 4096)"},
		{"derived: %d rows of evidence belong to no claim or article", "SELECT count(*) FROM evidence e WHERE NOT EXISTS (SELECT 1 FROM claims c WHERE c.id = e.claim) OR NOT EXISTS (SELECT 1 FROM articles a WHERE a.pos = e.num / 4096)"},
		{"derived: %d articles are missing in the full-text index, or have too much there", "SELECT (SELECT count(*) FROM articles a WHERE NOT EXISTS (SELECT 1 FROM article_words_docsize d WHERE d.id = a.pos)) + (SELECT count(*) FROM article_words_docsize d WHERE NOT EXISTS (SELECT 1 FROM articles a WHERE a.pos = d.id))"},
		{"derived: %d statements are missing in the full-text index, or have too much there", "SELECT (SELECT count(*) FROM statements s WHERE NOT EXISTS (SELECT 1 FROM statement_words_docsize d WHERE d.id = s.num)) + (SELECT count(*) FROM statement_words_docsize d WHERE NOT EXISTS (SELECT 1 FROM statements s WHERE s.num = d.id))"},
		{"derived: %d claims do not hold exactly once", "SELECT count(*) FROM (SELECT id FROM claims GROUP BY id HAVING sum(ended IS NULL) <> 1)"},
		{"derived: %d stories do not hold exactly once", "SELECT count(*) FROM (SELECT id FROM stories GROUP BY id HAVING sum(ended IS NULL) <> 1)"},
	} {
		err := run(c.conn, q.query, nil, func(st *sqlite.Stmt) error {
			if n := st.ColumnInt64(0); n > 0 {
				c.faultf(q.what, n)
			}
			return nil
		})
		if err := c.unless(err, "derived"); err != nil {
			return err
		}
	}
	bad := 0
	err = run(c.conn, "SELECT pos, text_hash, text FROM articles", nil, func(st *sqlite.Stmt) error {
		h, _ := columnHash(st, 1)
		if b, err := unpack(columnBytes(st, 2)); err != nil || HashOf(b) != h {
			if bad++; bad <= 20 {
				c.faultf("derived: the text at position %d was changed", st.ColumnInt64(0))
			}
		}
		return nil
	})
	return c.unless(err, "derived: articles")
}

// progress tells how far the check is, at most a few times a second.
func (c *checker) progress(done, of uint64) {
	if c.opt.Progress == nil {
		return
	}
	if now := time.Now(); done >= of || now.Sub(c.last) > 100*time.Millisecond {
		c.last = now
		c.opt.Progress(done, of)
	}
}
