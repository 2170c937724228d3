package ledger_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hearsay/ledger"
	"hearsay/ledger/ledgertest"
)

func filled(t testing.TB, path string, n int) ledger.Store {
	t.Helper()
	ctx := context.Background()
	s, err := ledger.Open(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	gen := ledgertest.NewGenerator(1)
	var items []ledgertest.Item
	for range n {
		items = append(items, gen.Next())
	}
	if err := ledgertest.Add(ctx, s, items); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Append(ctx, ledger.Decision{Action: "join", Who: "x", Why: "y"}); err != nil {
		t.Fatal(err)
	}
	return s
}

// TestDamage: whatever is changed, verify names it.
func TestDamage(t *testing.T) {
	// Of 10 articles: captures are records 1, 4, …, versions 2, 5, …, readings 3, 6, …; 31 is a decision.
	for _, c := range []struct{ name, script, want string }{
		{"capture's bytes", "UPDATE captures SET packed = (SELECT packed FROM captures WHERE seq = 1) WHERE seq = 4", "record 4 (capture "},
		{"capture's row", "DELETE FROM captures WHERE seq = 7", "record 7 (capture "},
		{"capture too many", "INSERT INTO captures VALUES (99, x'00')", "captures: row 99"},
		{"body", "UPDATE records SET body = (SELECT body FROM records WHERE seq = 2) WHERE seq = 5", "record 5 (version "},
		{"body cut", "UPDATE records SET body = substr(body, 1, length(body) - 1) WHERE seq = 6", "record 6 (reading "},
		{"body empty", "UPDATE records SET body = x'' WHERE seq = 6", "record 6 (reading "},
		{"hash", "UPDATE records SET hash = zeroblob(32) WHERE seq = 9", "record 9 (reading "},
		{"hash cut", "UPDATE records SET hash = x'00' WHERE seq = 9", "record 9 (reading "},
		{"kind", "UPDATE records SET kind = 4 WHERE seq = 9", "record 9 (decision "},
		{"kind unknown", "UPDATE records SET kind = 77 WHERE seq = 9", "record 9 (kind 77 "},
		{"key", "UPDATE records SET key = x'61' WHERE seq = 12", "record 12 (reading a)"},
		{"order", "UPDATE records SET seq = -1 WHERE seq = 2; UPDATE records SET seq = 2 WHERE seq = 3; UPDATE records SET seq = 3 WHERE seq = -1", "record 2 "},
		{"gap", "DELETE FROM records WHERE seq = 15", "record 15: missing"},
		{"wide gap", "DELETE FROM records WHERE seq BETWEEN 13 AND 15", "record 13: missing, with the 2 after it"},
		{"first", "DELETE FROM records WHERE seq = 1", "record 1: missing"},
		{"end", "DELETE FROM records WHERE seq >= 30", "record 30: missing at the end"},
		{"all", "DELETE FROM records", "record 1: missing at the end"},
		{"head", "UPDATE head SET hash = zeroblob(32)", "head: its hash"},
		{"head's number", "UPDATE head SET seq = 7", "head: it is at record 7"},
		{"head gone", "DELETE FROM head", "head"},
		{"added", "INSERT INTO records SELECT 32, kind, hash, x'6162', body FROM records WHERE seq = 31; UPDATE head SET seq = 32, hash = (SELECT hash FROM records WHERE seq = 32)", "record 32 (decision "},
		{"decision", "UPDATE records SET body = (SELECT body FROM records WHERE seq = 3) WHERE seq = 31", "record 31 (decision "},
		{"versions", "UPDATE versions SET known = known + 1 WHERE seq = 5", "record 5 (version "},
		{"versions gone", "DELETE FROM versions WHERE seq = 5", "record 5 (version "},
		{"versions too many", "INSERT INTO versions VALUES (1, 'x', 3, 4)", "versions: a row leads to record 3"},
		{"memory", "UPDATE memory SET v = x'00' WHERE k = (SELECT min(k) FROM memory)", "derived: memory"},
		{"memory gone", "DELETE FROM memory WHERE k = (SELECT min(k) FROM memory)", "derived: memory"},
		{"text", "UPDATE articles SET text = (SELECT text FROM articles WHERE pos = 1) WHERE pos = 2", "derived: the text at position 2"},
		{"article gone", "DELETE FROM articles WHERE pos = 3", "derived: 1 articles are missing in the full-text"},
		{"words gone", "DELETE FROM statement_words WHERE rowid = (SELECT min(num) FROM statements)", "derived: 1 statements are missing in the full-text"},
		{"statement gone", "DELETE FROM statements WHERE num = (SELECT min(num) FROM statements)", "derived: 1 statements are missing in the full-text"},
		{"claim", "UPDATE claims SET ended = 1 WHERE ended IS NULL AND id = (SELECT min(id) FROM claims)", "derived: 1 claims"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := filled(t, filepath.Join(t.TempDir(), "ledger.db"), 10)
			if err := ledger.Damage(s, c.script); err != nil {
				t.Fatal(err)
			}
			rep, err := s.Verify(context.Background(), ledger.VerifyOptions{})
			if err != nil {
				t.Fatal(err)
			}
			var lines []string
			for _, f := range rep.Faults {
				lines = append(lines, f.String())
				if strings.Contains(f.String(), "\n") {
					t.Errorf("not one line: %q", f)
				}
			}
			all := strings.Join(lines, "\n")
			if !strings.Contains(all, c.want) {
				t.Errorf("faults:\n%s\nnothing begins %q", all, c.want)
			}
		})
	}
}

// TestFlippedBytes flips bits in the file itself. Verify must name the flip, or the
// truth must read as before: not every byte of a page means something, and the rows
// of lists and the words carry no hash, as they can be computed again.
func TestFlippedBytes(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	path := filepath.Join(dir, "ledger.db")
	s := filled(t, path, 8)
	var want []ledger.Record
	s.Records(ctx, 1, func(r ledger.Record) (bool, error) { want = append(want, r); return true, nil })
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(5, 5))
	rounds := 250
	if testing.Short() {
		rounds = 40
	}
	named := 0
	for range rounds {
		at := rng.IntN(len(whole))
		bad := append([]byte(nil), whole...)
		bad[at] ^= 1 << rng.IntN(8)
		other := filepath.Join(dir, "bad.db")
		os.Remove(other + "-wal")
		os.Remove(other + "-shm")
		if err := os.WriteFile(other, bad, 0o644); err != nil {
			t.Fatal(err)
		}
		s, err := ledger.Open(ctx, other)
		if err != nil {
			if strings.Contains(err.Error(), "\n") {
				t.Errorf("byte %d: not one line: %q", at, err)
			}
			named++
			continue
		}
		rep, err := s.Verify(ctx, ledger.VerifyOptions{})
		if err != nil || !rep.Clean() {
			named++
			s.Close()
			continue
		}
		i := 0
		err = s.Records(ctx, 1, func(r ledger.Record) (bool, error) {
			if i >= len(want) || fmt.Sprint(r) != fmt.Sprint(want[i]) {
				t.Errorf("byte %d: record %d changed, and verify did not see it", at, r.Seq)
			}
			i++
			return true, nil
		})
		if err != nil || i != len(want) {
			t.Errorf("byte %d: %v, %d records, and verify did not see it", at, err, i)
		}
		s.Close()
	}
	t.Logf("%d of %d flips were named, the others left the truth as it was", named, rounds)
}

func TestOpenErrors(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	good := filepath.Join(dir, "good.db")
	filled(t, good, 1).Close()
	whole, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	change := func(at int, b ...byte) []byte {
		c := append([]byte(nil), whole...)
		copy(c[at:], b)
		return c
	}
	for _, c := range []struct {
		name  string
		bytes []byte
		want  error
		line  string
	}{
		{"text.db", []byte("Das ist ein Text und kein Ledger, aber lang genug, um einer zu sein, wenn niemand nachsieht, was darin steht."), ledger.ErrNoLedger, "not a ledger"},
		{"short.db", []byte("SQLite format 3\x00"), ledger.ErrNoLedger, "not a ledger"},
		{"other.db", change(68, 0, 0, 0, 0), ledger.ErrNoLedger, "not a ledger but another program's SQLite database"},
		{"newer.db", change(60, 0, 0, 0, 9), ledger.ErrNewer, "ledger is of a newer format: 9, this program knows those up to 1"},
		{"torn.db", whole[:len(whole)/3], ledger.ErrDamaged, "ledger is damaged"},
	} {
		path := filepath.Join(dir, c.name)
		if err := os.WriteFile(path, c.bytes, 0o644); err != nil {
			t.Fatal(err)
		}
		s, err := ledger.Open(ctx, path)
		if err == nil && c.want == ledger.ErrDamaged {
			var rep ledger.Report
			if rep, err = s.Verify(ctx, ledger.VerifyOptions{}); err == nil && !rep.Clean() {
				s.Close()
				continue
			}
		}
		if !errors.Is(err, c.want) || !strings.HasPrefix(err.Error(), path+": "+c.line) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if _, err := ledger.Open(ctx, dir); !errors.Is(err, ledger.ErrNoLedger) {
		t.Errorf("a folder: %v", err)
	}
	if _, err := ledger.OpenWith(ctx, filepath.Join(dir, "none.db"), ledger.Options{ReadOnly: true}); err == nil {
		t.Error("a ledger that is not there was opened for reading")
	}
	if _, err := ledger.Open(ctx, "postgres://x/y"); err == nil {
		t.Error("PostgreSQL was opened")
	}
	s, err := ledger.OpenWith(ctx, good, ledger.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if rep, err := s.Verify(ctx, ledger.VerifyOptions{}); err != nil || !rep.Clean() {
		t.Errorf("read-only: %v %v", err, rep.Faults)
	}
	if _, err := s.Append(ctx, ledger.Decision{Action: "x"}); !errors.Is(err, ledger.ErrReadOnly) {
		t.Errorf("append to a read-only ledger: %v", err)
	}
}

// TestMigrations opens ledgers of every earlier format. With -update it writes one
// of the present format.
func TestMigrations(t *testing.T) {
	ctx := context.Background()
	if ledger.Update() {
		path := filepath.Join(t.TempDir(), "v.db")
		filled(t, path, 3).Close()
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		os.MkdirAll("testdata", 0o755)
		if err := os.WriteFile(fmt.Sprintf("testdata/format-%d.db.zst", ledger.TruthFormat), ledger.Pack(b), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for format := 1; format <= ledger.TruthFormat; format++ {
		b, err := os.ReadFile(fmt.Sprintf("testdata/format-%d.db.zst", format))
		if err != nil {
			t.Fatal(err)
		}
		if b, err = ledger.Unpack(b); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), "old.db")
		if err := os.WriteFile(path, b, 0o644); err != nil {
			t.Fatal(err)
		}
		s, err := ledger.Open(ctx, path)
		if err != nil {
			t.Fatal(err)
		}
		rep, err := s.Verify(ctx, ledger.VerifyOptions{})
		if err != nil || !rep.Clean() || rep.Records != 10 {
			t.Errorf("format %d: %v, %d records, %v", format, err, rep.Records, rep.Faults)
		}
		gen := ledgertest.NewGenerator(1)
		for range 3 {
			it := gen.Next()
			if v, err := s.Version(ctx, it.Version.ID); err != nil || v.Title != it.Version.Title {
				t.Errorf("format %d: %v %v", format, v, err)
			}
			if raw, err := s.Raw(ctx, it.Version.Capture); err != nil || string(raw) != string(it.Capture.Raw) {
				t.Errorf("format %d: %v", format, err)
			}
		}
		s.Close()
	}
}
