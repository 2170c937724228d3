// Package ledgertest is the conformance suite of [ledger.Store]: whatever keeps a
// ledger must pass it. It also makes articles for benchmarks.
package ledgertest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"

	"hearsay"
	"hearsay/ledger"
)

// RunStore runs the suite. Open gives an empty store, and closes it when the test
// is over.
func RunStore(t *testing.T, open func(t *testing.T) ledger.Store) {
	for _, c := range []struct {
		name string
		test func(*testing.T, ledger.Store)
	}{
		{"Append", testAppend},
		{"Idempotence", testIdempotence},
		{"References", testReferences},
		{"Versions", testVersions},
		{"Decisions", testDecisions},
		{"VerifyHead", testVerifyHead},
		{"VerifyText", testVerifyText},
		{"Memory", testMemory},
		{"Rewind", testRewind},
		{"RewindRows", testRewindRows},
		{"Forget", testForget},
		{"Rollback", testRollback},
		{"Drop", testDrop},
		{"Filters", testFilters},
		{"Paging", testPaging},
		{"AsOf", testAsOf},
		{"Search", testSearch},
		{"Concurrency", testConcurrency},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, open(t)) })
	}
}

var ctx = context.Background()

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func clean(t *testing.T, s ledger.Store) {
	t.Helper()
	rep, err := s.Verify(ctx, ledger.VerifyOptions{})
	check(t, err)
	for _, f := range rep.Faults {
		t.Errorf("verify: %s", f)
	}
}

func items(n int) []Item {
	g := NewGenerator(3)
	var out []Item
	for range n {
		out = append(out, g.Next())
	}
	return out
}

func testAppend(t *testing.T, s ledger.Store) {
	head, err := s.Head(ctx)
	check(t, err)
	if head != (ledger.Head{}) {
		t.Fatalf("head of an empty store: %v", head)
	}
	all := items(30)
	for i, it := range all {
		got, err := s.Append(ctx, it.Entries()...)
		check(t, err)
		want := []ledger.Appended{{Seq: uint64(3*i + 1), New: true}, {Seq: uint64(3*i + 2), New: true}, {Seq: uint64(3*i + 3), New: true}}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("appended %v, want %v", got, want)
		}
	}
	for _, it := range all {
		c, err := s.Capture(ctx, it.Version.Capture)
		check(t, err)
		if !reflect.DeepEqual(c, it.Capture) {
			t.Fatalf("capture %v, want %v", c, it.Capture)
		}
		raw, err := s.Raw(ctx, it.Version.Capture)
		check(t, err)
		if !bytes.Equal(raw, it.Capture.Raw) {
			t.Fatal("raw bytes differ")
		}
		v, err := s.Version(ctx, it.Version.ID)
		check(t, err)
		if !reflect.DeepEqual(v, it.Version) {
			t.Fatalf("version %v, want %v", v, it.Version)
		}
		for _, reader := range []string{"", it.Reading.Reader} {
			g, err := s.Reading(ctx, it.Version.ID, reader)
			check(t, err)
			if !reflect.DeepEqual(g, it.Reading) {
				t.Fatalf("reading %v, want %v", g, it.Reading)
			}
		}
	}
	n := uint64(0)
	check(t, s.Records(ctx, 0, func(r ledger.Record) (bool, error) {
		n++
		if r.Seq != n {
			t.Fatalf("record %d came as number %d", r.Seq, n)
		}
		return true, nil
	}))
	if n != 90 {
		t.Fatalf("%d records, want 90", n)
	}
	for _, err := range []error{
		func() error { _, err := s.Version(ctx, "a0"); return err }(),
		func() error { _, err := s.Reading(ctx, "a0", ""); return err }(),
		func() error { _, err := s.Reading(ctx, all[0].Version.ID, "other"); return err }(),
		func() error { _, err := s.Raw(ctx, ledger.Hash{1}); return err }(),
	} {
		if !errors.Is(err, ledger.ErrNotFound) {
			t.Errorf("error %v, want %v", err, ledger.ErrNotFound)
		}
	}
	clean(t, s)
}

func testIdempotence(t *testing.T, s ledger.Store) {
	all := items(10)
	for range 3 {
		for i, it := range all {
			got, err := s.Append(ctx, append(it.Entries(), it.Entries()...)...)
			check(t, err)
			for k, a := range got {
				if a.Seq != uint64(3*i+k%3+1) {
					t.Fatalf("article %d, entry %d: record %d", i, k, a.Seq)
				}
			}
		}
	}
	head, err := s.Head(ctx)
	check(t, err)
	if head.Seq != 30 {
		t.Fatalf("%d records, want 30", head.Seq)
	}
	clean(t, s)
}

func testReferences(t *testing.T, s ledger.Store) {
	it := items(1)[0]
	if _, err := s.Append(ctx, it.Version); err == nil {
		t.Error("a version without its capture was stored")
	}
	if _, err := s.Append(ctx, it.Capture, it.Reading); err == nil {
		t.Error("a reading without its version was stored")
	}
	head, err := s.Head(ctx)
	check(t, err)
	if head.Seq != 0 {
		t.Errorf("%d records were left of what failed", head.Seq)
	}
	_, err = s.Append(ctx, it.Entries()...)
	check(t, err)
	clean(t, s)
}

func testVersions(t *testing.T, s ledger.Store) {
	all := items(250)
	rng := rand.New(rand.NewPCG(1, 1))
	for i := range all {
		all[i].Version.URL = fmt.Sprintf("https://a.example/%d", i%100)
		all[i].Version.Known = Began.Add(time.Duration(rng.IntN(40)) * time.Hour)
	}
	order := rng.Perm(len(all))
	for _, i := range order {
		_, err := s.Append(ctx, all[i].Entries()...)
		check(t, err)
	}
	want := make([]ledger.Version, 0, len(all))
	for _, it := range all {
		want = append(want, it.Version)
	}
	less := func(a, b ledger.Version) int {
		if a.Place().Before(b.Place()) {
			return -1
		}
		return 1
	}
	slices.SortFunc(want, less)
	for _, from := range []int{-1, 0, 17, 248, 249} {
		var after ledger.Place
		if from >= 0 {
			after = want[from].Place()
		}
		var got []ledger.Version
		check(t, s.Versions(ctx, after, func(v ledger.Version) (bool, error) { got = append(got, v); return true, nil }))
		if len(got) != len(want)-from-1 || len(got) > 0 && !reflect.DeepEqual(got, want[from+1:]) {
			t.Fatalf("after %d: %d versions, want %d", from, len(got), len(want)-from-1)
		}
	}
	got, err := s.VersionsOf(ctx, "https://a.example/7")
	check(t, err)
	if len(got) != 3 || !slices.IsSortedFunc(got, less) {
		t.Fatalf("versions of an address: %v", got)
	}
	clean(t, s)
}

func testDecisions(t *testing.T, s ledger.Store) {
	d := ledger.Decision{Action: "split", Who: "erika", When: Began, Why: "zwei Züge", What: []byte{1, 2}}
	a, err := s.Append(ctx, d)
	check(t, err)
	b, err := s.Append(ctx, d)
	check(t, err)
	if !a[0].New || b[0].New || a[0].Seq != b[0].Seq {
		t.Fatalf("%v, then %v", a, b)
	}
	check(t, s.Records(ctx, 1, func(r ledger.Record) (bool, error) {
		got, err := r.Decision()
		if !reflect.DeepEqual(got, d) {
			t.Errorf("decision %v, want %v", got, d)
		}
		return true, err
	}))
	clean(t, s)
}

func testVerifyHead(t *testing.T, s ledger.Store) {
	var heads []ledger.Head
	for _, it := range items(5) {
		h, err := s.Head(ctx)
		check(t, err)
		heads = append(heads, h)
		_, err = s.Append(ctx, it.Entries()...)
		check(t, err)
	}
	for _, h := range heads {
		rep, err := s.Verify(ctx, ledger.VerifyOptions{Head: &h, HeadHash: h.Hash})
		check(t, err)
		if !rep.Clean() {
			t.Errorf("head %v: %v", h, rep.Faults)
		}
	}
	other := heads[2]
	other.Hash[3] ^= 1
	beyond := ledger.Head{Seq: 99, Hash: heads[1].Hash}
	for _, h := range []ledger.Head{other, beyond} {
		rep, err := s.Verify(ctx, ledger.VerifyOptions{Head: &h})
		check(t, err)
		if len(rep.Faults) != 1 {
			t.Errorf("wrong head %v: %v", h, rep.Faults)
		}
	}
	rep, err := s.Verify(ctx, ledger.VerifyOptions{HeadHash: other.Hash})
	check(t, err)
	if len(rep.Faults) != 1 {
		t.Errorf("wrong hash: %v", rep.Faults)
	}
}

func testVerifyText(t *testing.T, s ledger.Store) {
	all := items(3)
	for _, it := range all {
		_, err := s.Append(ctx, it.Entries()...)
		check(t, err)
	}
	done := uint64(0)
	rep, err := s.Verify(ctx, ledger.VerifyOptions{
		Progress: func(n, of uint64) { done = n },
		Text: func(v ledger.Version, c ledger.Capture) (string, error) {
			for _, it := range all {
				if it.Version.ID == v.ID {
					if !bytes.Equal(it.Capture.Raw, c.Raw) {
						t.Error("other bytes")
					}
					if v.ID == all[1].Version.ID {
						return it.Row.Text + "!", nil
					}
					return it.Row.Text, nil
				}
			}
			return "", errors.New("what is this")
		},
	})
	check(t, err)
	if len(rep.Faults) != 1 || rep.Faults[0].Seq != 5 || rep.Faults[0].Kind != ledger.VersionKind || done != 9 {
		t.Fatalf("%v, %d done", rep.Faults, done)
	}
}

// dump is all pairs of a view, in order.
func dump(t *testing.T, v ledger.View) (out []string) {
	t.Helper()
	check(t, v.Scan(nil, nil, func(k, val []byte) bool {
		out = append(out, fmt.Sprintf("%x=%x", k, val))
		return true
	}))
	return out
}

func testMemory(t *testing.T, s ledger.Store) {
	err := s.Derive(ctx, func(tx ledger.Tx) error { return tx.Put([]byte("a"), nil) })
	if !errors.Is(err, ledger.ErrNoMark) {
		t.Errorf("without a mark: %v", err)
	}
	check(t, s.Derive(ctx, func(tx ledger.Tx) error {
		check(t, tx.Mark(3))
		check(t, tx.Mark(3))
		if tx.Mark(2) == nil {
			t.Error("went back without rewinding")
		}
		for i := range 1000 {
			check(t, tx.Put([]byte{byte(i >> 8), byte(i)}, []byte{byte(i)}))
		}
		check(t, tx.Put([]byte{9}, nil))
		n := 0
		check(t, tx.Scan([]byte{1}, []byte{3}, func(k, v []byte) bool {
			if want := 256 + n; !bytes.Equal(k, []byte{byte(want >> 8), byte(want)}) || v[0] != byte(want) {
				t.Fatalf("pair %d: %x %x", n, k, v)
			}
			n++
			if n%100 == 0 { // a visit may use the view
				_, err := tx.Get(k)
				check(t, err)
				check(t, tx.Scan(nil, nil, func(k, v []byte) bool { return false }))
			}
			return true
		}))
		if n != 512 {
			t.Errorf("%d pairs", n)
		}
		return nil
	}))
	check(t, s.Read(ctx, func(v ledger.View) error {
		if val, err := v.Get([]byte{9}); err != nil || val == nil || len(val) != 0 {
			t.Errorf("an empty value: %v %v", val, err)
		}
		if val, err := v.Get([]byte{10}); err != nil || val != nil {
			t.Errorf("no value: %v %v", val, err)
		}
		if pos, ok := v.Pos(); pos != 3 || !ok {
			t.Errorf("at %d, %v", pos, ok)
		}
		return nil
	}))
	clean(t, s)
}

// testRewind holds a store against a map under random marks, writes and rewinds.
func testRewind(t *testing.T, s ledger.Store) {
	type state struct {
		pos   uint64
		pairs map[string]string
	}
	rng := rand.New(rand.NewPCG(11, 4))
	now := map[string]string{}
	var before []state // as it was before each mark
	clone := func() map[string]string {
		c := map[string]string{}
		for k, v := range now {
			c[k] = v
		}
		return c
	}
	key := func() []byte { return []byte(fmt.Sprint("k", rng.IntN(40))) }
	same := func(v ledger.View) {
		var want []string
		for k, val := range now {
			want = append(want, fmt.Sprintf("%x=%x", k, val))
		}
		slices.Sort(want)
		got := dump(t, v)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Fatalf("have %v\nwant %v", got, want)
		}
		pos, ok := v.Pos()
		if ok != (len(before) > 0) || ok && pos != before[len(before)-1].pos {
			t.Fatalf("at %d %v, want %v", pos, ok, before)
		}
	}
	next := uint64(0)
	for range 120 {
		check(t, s.Derive(ctx, func(tx ledger.Tx) error {
			for range rng.IntN(12) {
				switch n := rng.IntN(20); {
				case n < 3 || len(before) == 0:
					next += 1 + uint64(rng.IntN(3))
					before = append(before, state{next, clone()})
					check(t, tx.Mark(next))
				case n < 5:
					to := rng.IntN(len(before))
					at := before[to].pos
					if to > 0 && rng.IntN(2) == 0 { // between marks
						at = before[to-1].pos + 1
					}
					check(t, tx.RewindTo(at))
					now, next = before[to].pairs, at
					before = before[:to]
					same(tx)
				case n < 15:
					k, v := key(), fmt.Sprint(rng.IntN(1000))
					now[string(k)] = v
					check(t, tx.Put(k, []byte(v)))
				default:
					k := key()
					delete(now, string(k))
					check(t, tx.Delete(k))
				}
			}
			same(tx)
			return nil
		}))
		check(t, s.Read(ctx, func(v ledger.View) error { same(v); return nil }))
	}
	clean(t, s)
}

// everything is what a view shows, for comparison.
func everything(t *testing.T, v ledger.View) string {
	t.Helper()
	var b bytes.Buffer
	f := ledger.Filter{Limit: 10_000}
	pos, ok := v.Pos()
	fmt.Fprintln(&b, pos, ok, dump(t, v))
	as, _, err := v.Articles(f)
	check(t, err)
	for _, a := range as {
		fmt.Fprintf(&b, "%+v\n", a)
		ev, err := v.EvidenceOf(a.ID)
		check(t, err)
		fmt.Fprintf(&b, "%+v\n", ev)
	}
	sts, _, err := v.Statements(f)
	check(t, err)
	fmt.Fprintf(&b, "%+v\n", sts)
	claims, _, err := v.Claims(f)
	check(t, err)
	for _, c := range claims {
		h, err := v.ClaimHistory(c.ID, time.Time{})
		check(t, err)
		fmt.Fprintf(&b, "%+v\n", h)
	}
	stories, _, err := v.Stories(f)
	check(t, err)
	fmt.Fprintf(&b, "%+v\n", stories)
	for _, q := range Queries() {
		q.Limit = 1000
		hits, _, err := v.Search(q.Query)
		check(t, err)
		for _, h := range hits {
			fmt.Fprintf(&b, "%s %+v\n", q.Name, h.Snippet)
		}
	}
	return b.String()
}

func testRewindRows(t *testing.T, s ledger.Store) {
	all := items(60)
	check(t, Add(ctx, s, all[:20]))
	var at20, at60 string
	check(t, s.Read(ctx, func(v ledger.View) error { at20 = everything(t, v); return nil }))
	check(t, Add(ctx, s, all[20:]))
	check(t, s.Read(ctx, func(v ledger.View) error { at60 = everything(t, v); return nil }))
	for _, to := range []uint64{60, 21, 35, 59, 1, 21} {
		check(t, s.Derive(ctx, func(tx ledger.Tx) error {
			check(t, tx.RewindTo(to))
			if to == 21 {
				if got := everything(t, tx); got != at20 {
					t.Errorf("rewound to %d: other than it was", to)
				}
			}
			for pos := to; pos <= 60; pos++ {
				check(t, all[pos-1].Derive(tx, pos))
			}
			return nil
		}))
		check(t, s.Read(ctx, func(v ledger.View) error {
			if got := everything(t, v); got != at60 {
				t.Errorf("rewound to %d and done again: other than it was", to)
			}
			return nil
		}))
	}
	clean(t, s)
}

func testForget(t *testing.T, s ledger.Store) {
	check(t, Add(ctx, s, items(10)))
	check(t, s.Derive(ctx, func(tx ledger.Tx) error { return tx.Forget(6) }))
	err := s.Derive(ctx, func(tx ledger.Tx) error { return tx.RewindTo(5) })
	if !errors.Is(err, ledger.ErrForgotten) {
		t.Fatalf("rewound to what is forgotten: %v", err)
	}
	check(t, s.Derive(ctx, func(tx ledger.Tx) error { return tx.RewindTo(6) }))
	check(t, s.Read(ctx, func(v ledger.View) error {
		if pos, ok := v.Pos(); pos != 5 || !ok {
			t.Errorf("at %d, %v", pos, ok)
		}
		return nil
	}))
	clean(t, s)
}

func testRollback(t *testing.T, s ledger.Store) {
	all := items(6)
	check(t, Add(ctx, s, all[:3]))
	var was string
	check(t, s.Read(ctx, func(v ledger.View) error { was = everything(t, v); return nil }))
	stop := errors.New("stop")
	err := s.Derive(ctx, func(tx ledger.Tx) error {
		check(t, all[3].Derive(tx, 4))
		check(t, tx.RewindTo(2))
		return stop
	})
	if !errors.Is(err, stop) {
		t.Fatalf("error %v", err)
	}
	check(t, s.Read(ctx, func(v ledger.View) error {
		if everything(t, v) != was {
			t.Error("a failed change left something")
		}
		return nil
	}))
	clean(t, s)
}

func testDrop(t *testing.T, s ledger.Store) {
	all := items(12)
	check(t, Add(ctx, s, all))
	var was string
	check(t, s.Read(ctx, func(v ledger.View) error { was = everything(t, v); return nil }))
	check(t, s.DropDerived(ctx))
	check(t, s.Read(ctx, func(v ledger.View) error {
		if _, ok := v.Pos(); ok || len(dump(t, v)) > 0 {
			t.Error("something is left")
		}
		return nil
	}))
	clean(t, s)
	check(t, Add(ctx, s, all)) // the truth is there already
	check(t, s.Read(ctx, func(v ledger.View) error {
		if everything(t, v) != was {
			t.Error("derived again: other than it was")
		}
		return nil
	}))
	clean(t, s)
}

// testFilters holds lists against a plain look at all rows.
func testFilters(t *testing.T, s ledger.Store) {
	all := items(120)
	check(t, Add(ctx, s, all))
	check(t, s.Read(ctx, func(v ledger.View) error {
		for _, f := range []ledger.Filter{
			{},
			{Outlet: outlets[1]},
			{Speaker: "putin"},
			{Speaker: "e3"},
			{Speaker: "Wladimir Putin", Act: hearsay.Say},
			{Act: hearsay.Deny, Mode: hearsay.Direct},
			{Outlet: outlets[2], Act: hearsay.Warn, From: Began.Add(20 * time.Minute), To: Began.Add(100 * time.Minute)},
			{From: Began.Add(30 * time.Minute), To: Began.Add(31 * time.Minute)},
			{AsOf: Began.Add(50 * time.Minute), Speaker: "polizei"},
			{Story: all[40].Story.ID},
			{To: Began},
			{From: Began.Add(1000 * time.Hour)},
			{Speaker: "niemand"},
		} {
			f.Limit = 10_000
			var want, wantStatements []string
			claims := map[hearsay.ClaimID]bool{}
			for i := len(all) - 1; i >= 0; i-- {
				it := all[i]
				if f.Outlet != "" && it.Row.Outlet != f.Outlet || f.Story != "" && it.Row.Story != f.Story ||
					it.Row.Known.Before(f.From) || !f.To.IsZero() && !it.Row.Known.Before(f.To) || !f.AsOf.IsZero() && it.Row.Known.After(f.AsOf) {
					continue
				}
				want = append(want, string(it.Row.ID))
				for k := len(it.Statements) - 1; k >= 0; k-- {
					st := it.Statements[k]
					by := map[string]string{"putin": "Wladimir Putin", "polizei": "Polizei"}[f.Speaker]
					if f.Speaker != "" && st.Speaker != f.Speaker && st.Speaker != by && st.SpeakerID != f.Speaker || f.Act != "" && st.Act != f.Act || f.Mode != "" && st.Mode != f.Mode {
						continue
					}
					wantStatements = append(wantStatements, string(st.ID))
					claims[it.Evidence[k].Claim] = true
				}
			}
			if f.Speaker == "" && f.Act == "" && f.Mode == "" {
				var got []string
				rows, _, err := v.Articles(f)
				check(t, err)
				for _, r := range rows {
					got = append(got, string(r.ID))
				}
				if !slices.Equal(got, want) {
					t.Errorf("%+v: articles %v, want %v", f, got, want)
				}
			}
			var got []string
			rows, _, err := v.Statements(f)
			check(t, err)
			for _, r := range rows {
				got = append(got, string(r.ID))
				i := slices.IndexFunc(all, func(it Item) bool { return it.Row.ID == r.Article })
				j := slices.IndexFunc(all[i].Statements, func(st ledger.StatementRow) bool { return st.ID == r.ID })
				if st := all[i].Statements[j]; st.Content.Text != r.Content.Text || r.Outlet != all[i].Row.Outlet || r.Act != st.Act || r.Speaker != st.Speaker {
					t.Errorf("%s: %+v, want %+v", r.ID, r, st)
				}
			}
			if !slices.Equal(got, wantStatements) {
				t.Errorf("%+v: statements %v, want %v", f, got, wantStatements)
			}
			if f.From.IsZero() && f.To.IsZero() && f.Story == "" {
				rows, _, err := v.Claims(f)
				check(t, err)
				if len(rows) != len(claims) {
					t.Errorf("%+v: %d claims, want %d", f, len(rows), len(claims))
				}
				for _, c := range rows {
					if !claims[c.ID] {
						t.Errorf("%+v: claim %s", f, c.ID)
					}
				}
			}
		}
		for _, status := range []hearsay.Status{hearsay.Disputed, hearsay.Confirmed} {
			rows, _, err := v.Claims(ledger.Filter{Status: status, Limit: 1000})
			check(t, err)
			if len(rows) == 0 {
				t.Errorf("no claim is %s", status)
			}
			for _, c := range rows {
				if c.Status != status {
					t.Errorf("%s is %s, not %s", c.ID, c.Status, status)
				}
			}
		}
		return nil
	}))
}

// pages reads a list to its end, a few rows at a time.
func pages[T any](t *testing.T, limit int, list func(limit int, after ledger.Cursor) ([]T, ledger.Cursor, error)) (out []T) {
	t.Helper()
	var after ledger.Cursor
	for range 10_000 {
		rows, next, err := list(limit, after)
		check(t, err)
		if len(rows) > limit || next != "" && len(rows) != limit {
			t.Fatalf("%d rows in a page of %d", len(rows), limit)
		}
		out = append(out, rows...)
		if next == "" {
			return out
		}
		after = next
	}
	t.Fatal("a list without end")
	return nil
}

func samePages[T any](t *testing.T, what string, list func(limit int, after ledger.Cursor) ([]T, ledger.Cursor, error)) {
	t.Helper()
	want := pages(t, 100_000, list)
	for _, limit := range []int{1, 7, len(want), len(want) + 1} {
		if limit == 0 {
			continue
		}
		if got := pages(t, limit, list); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: pages of %d differ from the whole: %d and %d rows", what, limit, len(got), len(want))
		}
	}
	if len(want) == 0 {
		t.Errorf("%s: nothing found", what)
	}
}

func testPaging(t *testing.T, s ledger.Store) {
	check(t, Add(ctx, s, items(50)))
	check(t, s.Read(ctx, func(v ledger.View) error {
		for _, f := range []ledger.Filter{{}, {Outlet: outlets[0]}, {AsOf: Began.Add(30 * time.Minute)}} {
			with := func(limit int, after ledger.Cursor) ledger.Filter {
				f := f
				f.Limit, f.After = limit, after
				return f
			}
			samePages(t, "articles", func(n int, c ledger.Cursor) ([]ledger.ArticleRow, ledger.Cursor, error) {
				return v.Articles(with(n, c))
			})
			samePages(t, "statements", func(n int, c ledger.Cursor) ([]ledger.StatementRow, ledger.Cursor, error) {
				return v.Statements(with(n, c))
			})
			samePages(t, "claims", func(n int, c ledger.Cursor) ([]ledger.ClaimRow, ledger.Cursor, error) { return v.Claims(with(n, c)) })
			samePages(t, "stories", func(n int, c ledger.Cursor) ([]ledger.StoryRow, ledger.Cursor, error) { return v.Stories(with(n, c)) })
			samePages(t, "search", func(n int, c ledger.Cursor) ([]ledger.Hit, ledger.Cursor, error) {
				return v.Search(ledger.Query{Words: "der", Filter: with(n, c)})
			})
		}
		if _, _, err := v.Claims(ledger.Filter{After: "x"}); err == nil {
			t.Error("a cursor that is none was taken")
		}
		return nil
	}))
}

// testAsOf: what is added later changes nothing of what was known before.
func testAsOf(t *testing.T, s ledger.Store) {
	all := items(80)
	at := all[39].Row.Known
	look := func() (out string) {
		check(t, s.Read(ctx, func(v ledger.View) error {
			f := ledger.Filter{AsOf: at, Limit: 1000}
			articles, _, err := v.Articles(f)
			check(t, err)
			statements, _, err := v.Statements(f)
			check(t, err)
			claims, _, err := v.Claims(f)
			check(t, err)
			for i, c := range claims {
				h, err := v.ClaimHistory(c.ID, at)
				check(t, err)
				one, err := v.Claim(c.ID, at)
				check(t, err)
				if !reflect.DeepEqual(one, h[len(h)-1]) || !reflect.DeepEqual(one, claims[i]) {
					t.Errorf("claim %s: list, history and row differ", c.ID)
				}
				ev, err := v.EvidenceFor(c.ID, at)
				check(t, err)
				out += fmt.Sprintf("%+v %+v\n", h, ev)
			}
			stories, _, err := v.Stories(f)
			check(t, err)
			hits, _, err := v.Search(ledger.Query{Words: "Regierung OR der", Filter: f})
			check(t, err)
			disputed, _, err := v.Statements(ledger.Filter{AsOf: at, Limit: 1000, Status: hearsay.Disputed})
			check(t, err)
			out += fmt.Sprintf("%+v\n%+v\n%+v\n%+v\n%+v\n", articles, statements, stories, len(hits), disputed)
			return nil
		}))
		return out
	}
	check(t, Add(ctx, s, all[:40]))
	was := look()
	check(t, Add(ctx, s, all[40:]))
	if look() != was {
		t.Error("what was known at a time is other now")
	}
}

func testSearch(t *testing.T, s ledger.Store) {
	texts := []string{
		"Der Kreml bestätigte die Reise nach Moskau. Das Weiße Haus schwieg.",
		"Die Straße nach Berlin ist gesperrt, sagte die Polizei. Häuser wurden geräumt.",
		"Ein Zug fuhr nach Moskau; die Regierungssprecherin wollte nichts sagen.",
		"Café und Regierung: in Berlin streitet man über Straßen und über den Zug. Zug um Zug.",
	}
	lemmas := map[string][]string{"Häuser": {"Haus"}, "Haus": {"Haus"}, "haus": {"Haus"}, "Straßen": {"Straße"}, "Strasse": {"Straße"}}
	var all []Item
	for i, text := range texts {
		it := Item{Capture: ledger.Capture{Raw: []byte(text)}}
		id := hearsay.VersionID(fmt.Sprintf("a%016x", i+1))
		known := Began.Add(time.Duration(i) * time.Hour)
		it.Version = ledger.Version{ID: id, Capture: ledger.HashOf([]byte(text)), URL: fmt.Sprint(i), Known: known, Text: ledger.TextID(text)}
		it.Row = ledger.ArticleRow{ID: id, Text: text, Title: fmt.Sprint("Titel ", i), Known: known, Outlet: outlets[i%2]}
		it.Reading = ledger.Reading{Version: id, Reader: "r", Statements: []byte{1}}
		for _, w := range []string{"Häuser", "Straßen"} {
			if bytes.Contains([]byte(text), []byte(w)) {
				it.Lemmas = append(it.Lemmas, lemmas[w]...)
			}
		}
		it.Story = ledger.StoryRow{ID: "s1"}
		all = append(all, it)
	}
	check(t, Add(ctx, s, all))
	check(t, s.Read(ctx, func(v ledger.View) error {
		for _, c := range []struct {
			words string
			want  []int // newest first
		}{
			{"moskau", []int{2, 0}},
			{"Moskau Zug", []int{2}},
			{`"nach Moskau"`, []int{2, 0}},
			{`„nach Moskau“`, []int{2, 0}},
			{`"Moskau nach"`, nil},
			{"nach -Moskau", []int{1}},
			{`nach -"nach Moskau"`, []int{1}},
			{"Kreml OR Polizei", []int{1, 0}},
			{"Kreml ODER Polizei nach", []int{1, 0}},
			{"Regierung*", []int{3, 2}},
			{"Regierung", []int{3}},
			{"Re*", nil}, // too short for a beginning: the word itself
			{"haus", []int{1, 0}},
			{"Strasse", []int{3, 1}},
			{"straße", []int{3, 1}}, // it is a lemma
			{"cafe", []int{3}},
			{"CAFÉ", []int{3}},
			{"", nil},
			{"-Moskau", nil},
			{`"`, nil},
			{`""`, nil},
			{`" moskau`, []int{2, 0}},
			{"OR", nil},
			{"OR moskau OR", []int{2, 0}},
			{"moskau AND zug", []int{2}},
			{"NEAR(moskau zug)", nil},
			{"text:moskau", nil},
			{"moskau)", []int{2, 0}},
			{"(moskau", []int{2, 0}},
			{"* ^ + - { } : ; ' \x00 \xff", nil},
			{"'; DROP TABLE articles; --", nil},
			{"titel", []int{3, 2, 1, 0}},
		} {
			hits, _, err := v.Search(ledger.Query{Words: c.words, Lemmas: func(w string) []string { return lemmas[w] }})
			if err != nil {
				t.Errorf("%q: %v", c.words, err)
				continue
			}
			var got []int
			for _, h := range hits {
				got = append(got, slices.IndexFunc(all, func(it Item) bool { return it.Row.ID == h.Article.ID }))
				text := texts[got[len(got)-1]]
				if sn := h.Snippet; text[sn.Start:sn.End] != sn.Text {
					t.Errorf("%q: snippet %q is not at %v", c.words, sn.Text, sn.Span)
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%q: %v, want %v", c.words, got, c.want)
			}
		}
		hits, _, err := v.Search(ledger.Query{Words: "Zug", Rank: true})
		check(t, err)
		if len(hits) != 2 || hits[0].Article.ID != all[3].Row.ID || hits[0].Score <= hits[1].Score {
			t.Errorf("ranked: %+v", hits)
		}
		if f := hits[0].Snippet.Found; len(f) != 3 || hits[0].Snippet.Text[f[0].Start:f[0].End] != "Zug" {
			t.Errorf("found %v in %q", f, hits[0].Snippet.Text)
		}
		hits, _, err = v.Search(ledger.Query{Words: "haus", Lemmas: func(w string) []string { return lemmas[w] }})
		check(t, err)
		if f := hits[0].Snippet.Found; len(f) != 1 || hits[0].Snippet.Text[f[0].Start:f[0].End] != "Häuser" {
			t.Errorf("found %v in %q", f, hits[0].Snippet.Text)
		}
		return nil
	}))
	clean(t, s)
}

func testConcurrency(t *testing.T, s ledger.Store) {
	all := items(64)
	var wg sync.WaitGroup
	fail := make(chan error, 100)
	for w := range 4 {
		wg.Go(func() {
			for i := w; i < len(all); i += 4 {
				if _, err := s.Append(ctx, all[i].Entries()...); err != nil {
					fail <- err
				}
				if _, err := s.Append(ctx, all[(i+1)%len(all)].Entries()...); err != nil {
					fail <- err
				}
			}
		})
	}
	stop := make(chan struct{})
	var readers sync.WaitGroup
	for range 6 {
		readers.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				err := s.Read(ctx, func(v ledger.View) error {
					rows, _, err := v.Articles(ledger.Filter{Limit: 5})
					pos, ok := v.Pos()
					if err == nil && ok && (len(rows) == 0 || rows[0].Pos != pos) {
						err = fmt.Errorf("a view of position %d shows %v", pos, rows)
					}
					return err
				})
				if err != nil {
					fail <- err
					return
				}
			}
		})
	}
	wg.Go(func() {
		for i, it := range all {
			if err := s.Derive(ctx, func(tx ledger.Tx) error { return it.Derive(tx, uint64(i)) }); err != nil {
				fail <- err
			}
		}
	})
	wg.Wait()
	close(stop)
	readers.Wait()
	close(fail)
	for err := range fail {
		t.Error(err)
	}
	head, err := s.Head(ctx)
	check(t, err)
	if head.Seq != 192 {
		t.Errorf("%d records, want 192", head.Seq)
	}
	clean(t, s)
}
