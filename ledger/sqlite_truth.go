package ledger

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"os"

	"zombiezen.com/go/sqlite"

	"hearsay"
)

// prepared is an entry made ready outside of the transaction.
type prepared struct {
	kind   Kind
	key    string
	sum    Hash // of the body
	packed []byte
	raw    []byte // of a capture, packed
	entry  Entry
}

func prepare(entries []Entry) ([]prepared, error) {
	out := make([]prepared, len(entries))
	for i, e := range entries {
		switch v := e.(type) {
		case Capture:
			v.Retrieved = micro(v.Retrieved)
		}
		kind, key, body, err := e.record()
		if err != nil {
			return nil, err
		}
		out[i] = prepared{kind: kind, key: key, sum: sha256.Sum256(body), packed: pack(body), entry: e}
	}
	return out, nil
}

func (s *sqliteStore) Append(ctx context.Context, entries ...Entry) ([]Appended, error) {
	if len(entries) == 0 {
		return nil, nil
	}
	ready, err := prepare(entries)
	if err != nil {
		return nil, s.explain(err)
	}
	// Bytes that are there already need not be packed. What another process adds
	// between this look and the transaction is packed in it.
	err = s.look(ctx, func(conn *sqlite.Conn) error {
		for i := range ready {
			if ready[i].kind != CaptureKind {
				continue
			}
			_, there, err := seqOf(conn, CaptureKind, ready[i].key)
			if err != nil {
				return err
			}
			if !there {
				ready[i].raw = pack(ready[i].entry.(Capture).Raw)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	out := make([]Appended, len(entries))
	err = s.update(ctx, func(conn *sqlite.Conn) error {
		head, err := readHead(conn)
		if err != nil {
			return err
		}
		was := head
		for i := range ready {
			p := &ready[i]
			seq, there, err := seqOf(conn, p.kind, p.key)
			if err != nil {
				return err
			}
			if there {
				out[i] = Appended{Seq: seq}
				continue
			}
			if err := checkReferences(conn, p); err != nil {
				return err
			}
			head.Seq++
			head.Hash = link(head.Hash, head.Seq, p.kind, p.key, p.sum)
			if err := exec(conn, "INSERT INTO records (seq, kind, hash, key, body) VALUES (?, ?, ?, ?, ?)",
				head.Seq, int(p.kind), head.Hash, []byte(p.key), p.packed); err != nil {
				return err
			}
			switch v := p.entry.(type) {
			case Capture:
				if p.raw == nil {
					p.raw = pack(v.Raw)
				}
				err = exec(conn, "INSERT INTO captures (seq, packed) VALUES (?, ?)", head.Seq, p.raw)
			case Version:
				err = exec(conn, "INSERT INTO versions (known, id, seq, address) VALUES (?, ?, ?, ?)",
					v.Known.UnixMicro(), string(v.ID), head.Seq, address(v.URL))
			}
			if err != nil {
				return err
			}
			out[i] = Appended{Seq: head.Seq, New: true}
		}
		if head == was {
			return nil
		}
		return exec(conn, "UPDATE head SET seq = ?, hash = ? WHERE id = 1", head.Seq, head.Hash)
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// checkReferences says that what an entry rests on is there.
func checkReferences(conn *sqlite.Conn, p *prepared) error {
	switch v := p.entry.(type) {
	case Version:
		if _, there, err := seqOf(conn, CaptureKind, string(v.Capture[:])); err != nil || !there {
			return errors.Join(err, fmt.Errorf("version %s of %s: its capture %s is not in the ledger", v.ID, v.URL, v.Capture))
		}
	case Reading:
		if _, there, err := seqOf(conn, VersionKind, string(v.Version)); err != nil || !there {
			return errors.Join(err, fmt.Errorf("reading of %s: the version is not in the ledger", v.Version))
		}
	}
	return nil
}

func seqOf(conn *sqlite.Conn, kind Kind, key string) (seq uint64, there bool, err error) {
	err = run(conn, "SELECT seq FROM records WHERE key = ? AND kind = ?", []any{[]byte(key), int(kind)}, func(st *sqlite.Stmt) error {
		seq, there = uint64(st.ColumnInt64(0)), true
		return nil
	})
	return seq, there, err
}

func readHead(conn *sqlite.Conn) (h Head, err error) {
	ok := false
	err = run(conn, "SELECT seq, hash FROM head WHERE id = 1", nil, func(st *sqlite.Stmt) error {
		h.Seq = uint64(st.ColumnInt64(0))
		h.Hash, ok = columnHash(st, 1)
		return nil
	})
	if err == nil && !ok {
		err = fmt.Errorf("%w: its head is missing", ErrDamaged)
	}
	return h, err
}

// address is the number that an address is found by.
func address(url string) int64 {
	sum := sha256.Sum256([]byte(url))
	return int64(binary.BigEndian.Uint64(sum[:8]))
}

func (s *sqliteStore) Head(ctx context.Context) (h Head, err error) {
	err = s.look(ctx, func(conn *sqlite.Conn) error {
		h, err = readHead(conn)
		return err
	})
	return h, err
}

const recordColumns = "seq, kind, hash, key, body"

// readRecord reads a row of recordColumns.
func readRecord(st *sqlite.Stmt) (r Record, err error) {
	r.Seq = uint64(st.ColumnInt64(0))
	r.Kind = Kind(st.ColumnInt64(1))
	r.Hash, _ = columnHash(st, 2)
	r.Key = string(columnBytes(st, 3))
	r.Body, err = unpack(columnBytes(st, 4))
	return r, err
}

func (s *sqliteStore) Records(ctx context.Context, seq uint64, visit func(Record) (bool, error)) error {
	return s.look(ctx, func(conn *sqlite.Conn) error {
		for {
			var batch []Record
			err := run(conn, "SELECT "+recordColumns+" FROM records WHERE seq >= ? ORDER BY seq LIMIT 100", []any{seq}, func(st *sqlite.Stmt) error {
				r, err := readRecord(st)
				if err != nil {
					return fmt.Errorf("record %d: %w", st.ColumnInt64(0), err)
				}
				batch = append(batch, r)
				return nil
			})
			if err != nil || len(batch) == 0 {
				return err
			}
			for _, r := range batch {
				if more, err := visit(r); err != nil || !more {
					return err
				}
			}
			seq = batch[len(batch)-1].Seq + 1
		}
	})
}

// record reads one by its key.
func record(conn *sqlite.Conn, kind Kind, key string) (r Record, err error) {
	found := false
	err = run(conn, "SELECT "+recordColumns+" FROM records WHERE key = ? AND kind = ?", []any{[]byte(key), int(kind)}, func(st *sqlite.Stmt) error {
		found = true
		r, err = readRecord(st)
		return err
	})
	if err == nil && !found {
		err = fmt.Errorf("%s %s: %w", kind, showKey(kind, key), ErrNotFound)
	}
	return r, err
}

func (s *sqliteStore) Raw(ctx context.Context, capture Hash) ([]byte, error) {
	c, err := s.Capture(ctx, capture)
	return c.Raw, err
}

func (s *sqliteStore) Capture(ctx context.Context, capture Hash) (c Capture, err error) {
	err = s.look(ctx, func(conn *sqlite.Conn) error {
		r, err := record(conn, CaptureKind, string(capture[:]))
		if err != nil {
			return err
		}
		if _, c, _, err = r.Capture(); err != nil {
			return err
		}
		c.Raw, err = rawOf(conn, r.Seq)
		if err == nil && HashOf(c.Raw) != capture {
			err = fmt.Errorf("%w: the bytes of capture %s are not those captured; see hearsay verify", ErrDamaged, capture)
		}
		return err
	})
	return c, err
}

func rawOf(conn *sqlite.Conn, seq uint64) (raw []byte, err error) {
	found := false
	err = run(conn, "SELECT packed FROM captures WHERE seq = ?", []any{seq}, func(st *sqlite.Stmt) error {
		found = true
		raw, err = unpack(columnBytes(st, 0))
		return err
	})
	if err == nil && !found {
		err = fmt.Errorf("%w: the bytes of record %d are missing", ErrDamaged, seq)
	}
	return raw, err
}

func (s *sqliteStore) Version(ctx context.Context, id hearsay.VersionID) (v Version, err error) {
	err = s.look(ctx, func(conn *sqlite.Conn) error {
		r, err := record(conn, VersionKind, string(id))
		if err != nil {
			return err
		}
		v, err = r.Version()
		return err
	})
	return v, err
}

func (s *sqliteStore) Versions(ctx context.Context, after Place, visit func(Version) (bool, error)) error {
	const query = "SELECT r.seq, r.kind, r.hash, r.key, r.body FROM versions v CROSS JOIN records r ON r.seq = v.seq WHERE (v.known, v.id) > (?, ?) ORDER BY v.known, v.id LIMIT 100"
	return s.look(ctx, func(conn *sqlite.Conn) error {
		known, id := int64(-1<<63), ""
		if !after.Known.IsZero() || after.ID != "" {
			known, id = after.Known.UnixMicro(), string(after.ID)
		}
		for {
			var batch []Version
			err := run(conn, query, []any{known, id}, func(st *sqlite.Stmt) error {
				r, err := readRecord(st)
				if err != nil {
					return fmt.Errorf("record %d: %w", st.ColumnInt64(0), err)
				}
				v, err := r.Version()
				batch = append(batch, v)
				return err
			})
			if err != nil || len(batch) == 0 {
				return err
			}
			for _, v := range batch {
				if more, err := visit(v); err != nil || !more {
					return err
				}
			}
			last := batch[len(batch)-1]
			known, id = last.Known.UnixMicro(), string(last.ID)
		}
	})
}

func (s *sqliteStore) VersionsOf(ctx context.Context, url string) (out []Version, err error) {
	const query = "SELECT r.seq, r.kind, r.hash, r.key, r.body FROM versions v CROSS JOIN records r ON r.seq = v.seq WHERE v.address = ? ORDER BY v.known, v.id"
	err = s.look(ctx, func(conn *sqlite.Conn) error {
		return run(conn, query, []any{address(url)}, func(st *sqlite.Stmt) error {
			r, err := readRecord(st)
			if err != nil {
				return err
			}
			v, err := r.Version()
			if err == nil && v.URL == url {
				out = append(out, v)
			}
			return err
		})
	})
	return out, err
}

func (s *sqliteStore) Reading(ctx context.Context, id hearsay.VersionID, reader string) (g Reading, err error) {
	err = s.look(ctx, func(conn *sqlite.Conn) error {
		var r Record
		if reader != "" {
			if r, err = record(conn, ReadingKind, readingKey(id, reader)); err != nil {
				return err
			}
		} else {
			found := false
			from, to := []byte(string(id)+"/"), []byte(string(id)+"0") // '0' follows '/'
			err = run(conn, "SELECT "+recordColumns+" FROM records WHERE key >= ? AND key < ? AND kind = ? ORDER BY +seq DESC LIMIT 1", []any{from, to, int(ReadingKind)}, func(st *sqlite.Stmt) error {
				found = true
				r, err = readRecord(st)
				return err
			})
			if err == nil && !found {
				err = fmt.Errorf("reading of %s: %w", id, ErrNotFound)
			}
			if err != nil {
				return err
			}
		}
		g, err = r.Reading()
		return err
	})
	return g, err
}

func (s *sqliteStore) Stat(ctx context.Context) (stat Stat, err error) {
	err = s.look(ctx, func(conn *sqlite.Conn) error {
		count := func(query string, args ...any) (n uint64) {
			if err != nil {
				return 0
			}
			err = run(conn, query, args, func(st *sqlite.Stmt) error {
				n = uint64(st.ColumnInt64(0))
				return nil
			})
			return n
		}
		stat.Records = count("SELECT seq FROM head")
		stat.Captures = count("SELECT count(*) FROM captures")
		stat.Versions = count("SELECT count(*) FROM versions")
		stat.Readings = stat.Records - stat.Captures - stat.Versions - count("SELECT count(*) FROM records WHERE kind = ?", int(DecisionKind))
		if err != nil {
			return err
		}
		v := &sqliteView{conn: conn}
		if err := v.begin(); err != nil {
			return err
		}
		stat.Pos, stat.Derived = v.pos, v.marked
		return nil
	})
	for _, suffix := range []string{"", "-wal"} {
		if st, e := os.Stat(s.path + suffix); e == nil {
			stat.Size += st.Size()
		}
	}
	return stat, err
}
