package pipeline

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"hearsay"
	"hearsay/article"
	"hearsay/eval"
	"hearsay/ledger"
)

var ctx = context.Background()

func check(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}

// sharedReader is loaded once, and remembers what it read: most tests add the same
// articles, and reading is what takes long.
var sharedReader = sync.OnceValues(NewReader)

var digested sync.Map // version and moment → *Digest

// newLedger makes a ledger in a folder of the test.
func newLedger(tb testing.TB) *Ledger { return openLedger(tb, filepath.Join(tb.TempDir(), "l.db")) }

func openLedger(tb testing.TB, path string) *Ledger {
	tb.Helper()
	l, err := OpenLedger(ctx, path)
	check(tb, err)
	tb.Cleanup(func() { l.Close() })
	r, err := sharedReader()
	check(tb, err)
	l.load.Do(func() { l.reader = r })
	l.digest = func(a *hearsay.Article, id hearsay.VersionID, known time.Time) *Digest {
		key := fmt.Sprintf("%s %d", id, known.UnixMicro())
		if d, ok := digested.Load(key); ok {
			return d.(*Digest)
		}
		d := r.Digest(a, id, known)
		digested.Store(key, d)
		return d
	}
	return l
}

// storyRecord is an article of a storyline as a file would have it: what only a wire
// format can say is said in one.
func storyRecord(a *eval.StoryArticle) []byte {
	art := a.Article
	at := a.At.Format(time.RFC3339)
	var rec any
	if a.GUID != "" || a.Canceled || !a.Embargo.IsZero() || a.Corrects != "" {
		m := map[string]any{"uri": a.GUID, "versioncreated": at, "headline": art.Title, "body_text": art.Text, "copyrightholder": art.Outlet, "language": "de"}
		if a.GUID == "" {
			m["uri"] = art.URL
		}
		if a.Agency != "" {
			m["infosource"] = []map[string]string{{"name": a.Agency}}
		}
		if a.Canceled {
			m["pubstatus"] = "canceled"
		}
		if !a.Embargo.IsZero() {
			m["embargoed"] = a.Embargo.Format(time.RFC3339)
		}
		if a.Corrects != "" {
			m["signal"], m["evolvedfrom"] = []map[string]string{{"code": "sig:correction"}}, a.Corrects
		}
		rec = m
	} else {
		m := map[string]any{"url": art.URL, "outlet": art.Outlet, "title": art.Title, "text": art.Text, "published": at, "retrieved": at, "language": "de"}
		if a.Agency != "" {
			m["agency"] = a.Agency
		}
		rec = m
	}
	b, err := json.Marshal(rec)
	if err != nil {
		panic(err)
	}
	return b
}

// inputsOf reads inputs as "hearsay add" would.
func inputsOf(tb testing.TB, name string, b []byte) (ins []Input) {
	tb.Helper()
	for c, err := range article.Captures(ctx, bytes.NewReader(b), article.Options{Name: name}) {
		ins = append(ins, Input{Name: name, Captured: c, Err: err})
	}
	return ins
}

// goodInputs is inputsOf where nothing may be wrong.
func goodInputs(tb testing.TB, name string, b []byte) []Input {
	tb.Helper()
	ins := inputsOf(tb, name, b)
	for _, in := range ins {
		check(tb, in.Err)
	}
	return ins
}

// storyInputs are the articles of the development storylines.
func storyInputs(tb testing.TB, ids ...string) []Input {
	tb.Helper()
	lines, err := eval.ReadStorylines(filepath.Join("..", "corpus", "stories"), "s")
	check(tb, err)
	var b bytes.Buffer
	for i := range lines {
		if len(ids) > 0 && !slices.Contains(ids, lines[i].ID) {
			continue
		}
		for k := range lines[i].Articles {
			b.Write(storyRecord(&lines[i].Articles[k]))
			b.WriteByte('\n')
		}
	}
	return goodInputs(tb, "stories.jsonl", b.Bytes())
}

// corpusInputs are the first articles of the corpus.
func corpusInputs(tb testing.TB, n int) []Input {
	tb.Helper()
	b, err := os.ReadFile(filepath.Join("..", "corpus", "de", "articles.jsonl"))
	check(tb, err)
	lines := bytes.SplitAfterN(b, []byte("\n"), n+1)
	return goodInputs(tb, "articles.jsonl", bytes.Join(lines[:n], nil))
}

// mixedInputs are enough articles of both sorts for the properties to be worth
// something.
func mixedInputs(tb testing.TB) []Input { return append(storyInputs(tb), corpusInputs(tb, 50)...) }

var testNow = time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)

// add adds inputs and gives what was said of each.
func add(tb testing.TB, l *Ledger, ins []Input, o AddOptions) (out []Added) {
	tb.Helper()
	if o.Now == nil {
		o.Now = func() time.Time { return testNow }
	}
	check(tb, l.Add(ctx, slices.Values(ins), o, func(a Added) { out = append(out, a) }))
	if len(out) != len(ins) {
		tb.Fatalf("%d inputs, %d answers", len(ins), len(out))
	}
	return out
}

// stored appends inputs to the store without working out what follows.
func stored(tb testing.TB, l *Ledger, ins []Input) {
	tb.Helper()
	r, err := l.Reader()
	check(tb, err)
	for _, in := range ins {
		p := l.prepare(ctx, r, in.Captured, testNow)
		check(tb, p.Err)
		_, err = l.Store.Append(ctx, p.entries...)
		check(tb, err)
	}
}

// derived is everything that is derived, a line each.
func derived(tb testing.TB, l *Ledger) string {
	tb.Helper()
	var b strings.Builder
	check(tb, l.Store.Read(ctx, func(v ledger.View) error {
		err := v.Scan(nil, nil, func(k, val []byte) bool {
			fmt.Fprintf(&b, "%q %x %d %.60q\n", k, sha256.Sum256(val), len(val), val)
			return true
		})
		if err != nil {
			return err
		}
		return writeRows(&b, v, ledger.Filter{})
	}))
	return b.String()
}

// writeRows writes the rows that lists and searches give.
func writeRows(w io.Writer, v ledger.View, f ledger.Filter) error {
	enc := json.NewEncoder(w)
	var arts []ledger.ArticleRow
	_, err := eachRow(f, v.Articles, func(r ledger.ArticleRow) (bool, error) {
		text, err := v.Text(r.ID)
		fmt.Fprintf(w, "%x ", sha256.Sum256([]byte(text)))
		arts = append(arts, r)
		return true, errors.Join(err, enc.Encode(r))
	})
	if err != nil {
		return err
	}
	for _, a := range arts {
		ev, err := v.EvidenceOf(a.ID)
		if err := errors.Join(err, enc.Encode(ev)); err != nil {
			return err
		}
	}
	if _, err := eachRow(f, v.Statements, func(r ledger.StatementRow) (bool, error) { return true, enc.Encode(r) }); err != nil {
		return err
	}
	_, err = eachRow(f, v.Claims, func(r ledger.ClaimRow) (bool, error) {
		hist, err := v.ClaimHistory(r.ID, f.AsOf)
		if err := errors.Join(err, enc.Encode(hist)); err != nil {
			return false, err
		}
		ev, err := v.EvidenceFor(r.ID, f.AsOf)
		return true, errors.Join(err, enc.Encode(ev))
	})
	if err != nil {
		return err
	}
	if _, err := eachRow(f, v.Stories, func(r ledger.StoryRow) (bool, error) { return true, enc.Encode(r) }); err != nil {
		return err
	}
	for _, q := range []ledger.Query{
		{Words: "Polizei"}, {Words: "Werk OR Brücke"}, {Words: "Sprecher", Rank: true}, {Words: "Feuerwehr -Polizei"}, {Words: "sagen", Lemmas: Lemmas},
		{Words: "Sprecher", Filter: ledger.Filter{Act: hearsay.Deny}}, {Words: "der", Filter: ledger.Filter{Status: hearsay.Confirmed}},
		{Words: "die", Filter: ledger.Filter{Status: hearsay.ReportedAs}}, {Words: "die", Filter: ledger.Filter{Phase: hearsay.Planned}},
	} {
		q.AsOf, q.Limit = f.AsOf, 1000
		hits, _, err := v.Search(q)
		if err := errors.Join(err, enc.Encode(hits)); err != nil {
			return err
		}
	}
	return nil
}

// claimsOf are all claims as JSON.
func claimsOf(tb testing.TB, l *Ledger, at time.Time) string {
	tb.Helper()
	var out string
	check(tb, l.Look(ctx, at, func(k *Look) error {
		cs, err := k.Fold.Claims(k.At)
		if err != nil {
			return err
		}
		b, err := json.Marshal(cs)
		out = string(b)
		return err
	}))
	return out
}

// same fails with the first line that differs.
func same(tb testing.TB, what, got, want string) {
	tb.Helper()
	if got == want {
		return
	}
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range max(len(a), len(b)) {
		var x, y string
		if i < len(a) {
			x = a[i]
		}
		if i < len(b) {
			y = b[i]
		}
		if x != y {
			n := 0
			for n < min(len(x), len(y)) && x[n] == y[n] {
				n++
			}
			n = max(0, n-200)
			tb.Fatalf("%s: line %d differs from byte %d on\ngot  %.700s\nwant %.700s", what, i+1, n, x[n:], y[n:])
		}
	}
}

func clean(tb testing.TB, l *Ledger) {
	tb.Helper()
	rep, err := l.Store.Verify(ctx, ledger.VerifyOptions{Text: TextOf})
	check(tb, err)
	for _, f := range rep.Faults {
		tb.Errorf("verify: %s", f)
	}
}

func TestAdd(t *testing.T) {
	l := newLedger(t)
	ins := storyInputs(t, "s01", "s02")
	for i, a := range add(t, l, ins, AddOptions{}) {
		if a.Err != nil || !a.New || a.Version == "" || a.URL != ins[i].Article.URL {
			t.Errorf("input %d: %+v", i, a)
		}
	}
	before := derived(t, l)
	head, err := l.Store.Head(ctx)
	check(t, err)
	for i, a := range add(t, l, append(slices.Clone(ins), ins[0], ins[0]), AddOptions{Batch: 3, Now: time.Now}) {
		if a.Err != nil || a.New {
			t.Errorf("input %d added again: %+v", i, a)
		}
	}
	if now, err := l.Store.Head(ctx); err != nil || now != head {
		t.Errorf("adding again changed the chain: %v %v", now, err)
	}
	same(t, "added twice", derived(t, l), before)
	clean(t, l)
	stat, err := l.Store.Stat(ctx)
	check(t, err)
	if int(stat.Versions) != len(ins) || int(stat.Pos) != len(ins) {
		t.Errorf("%d inputs, stat %+v", len(ins), stat)
	}
}

// TestAddTwiceAtOnce has the same article several times in one batch, and no time.
func TestAddTwiceAtOnce(t *testing.T) {
	l := newLedger(t)
	in := goodInputs(t, "a.jsonl", []byte(`{"url":"https://a.example/1","text":"Die Brücke ist gesperrt, sagte ein Sprecher der Polizei am Montag in Berlin."}`))[0]
	now := testNow
	out := add(t, l, []Input{in, in, in}, AddOptions{Now: func() time.Time { now = now.Add(time.Second); return now }, Jobs: 1})
	if !out[0].New || out[1].New || out[2].New {
		t.Errorf("%+v", out)
	}
	v, err := l.Store.Version(ctx, out[0].Version)
	check(t, err)
	check(t, l.Look(ctx, time.Time{}, func(k *Look) error {
		a, err := k.Article(v.ID)
		if err == nil && !a.Known.Equal(v.Known) {
			t.Errorf("known at %v, stored %v", a.Known, v.Known)
		}
		return err
	}))
	clean(t, l)
}

// TestAddBad has what cannot be read between what can.
func TestAddBad(t *testing.T) {
	l := newLedger(t)
	ins := inputsOf(t, "a.jsonl", []byte(`{"url":"https://a.example/1","text":"Die Brücke ist gesperrt, sagte ein Sprecher der Polizei.","published":"2026-03-02"}
{"url":"https://a.example/2","text":"abgeschn
{"url":"https://a.example/3","published":"gestern","text":"x"}
{"text":"ohne Adresse"}
{"url":"https://a.example/4","text":"Die Brücke ist wieder frei, sagte ein Sprecher der Polizei.","published":"2026-03-03"}
`))
	out := add(t, l, ins, AddOptions{Batch: 2})
	var good, bad int
	for i, a := range out {
		if a.Err != nil {
			bad++
			if a.Version != "" || a.New || !strings.Contains(a.Err.Error(), "a.jsonl") {
				t.Errorf("input %d: %+v", i, a)
			}
		} else if a.New {
			good++
		}
	}
	if good != 2 || bad != 3 {
		t.Errorf("%d added, %d refused: %+v", good, bad, out)
	}
	clean(t, l)
}

// TestAddBroken has the reader break down over an article.
func TestAddBroken(t *testing.T) {
	l := newLedger(t)
	read := l.digest
	l.digest = func(a *hearsay.Article, id hearsay.VersionID, known time.Time) *Digest {
		if strings.Contains(a.Text, "Unglück") {
			panic("out of range")
		}
		return read(a, id, known)
	}
	ins := goodInputs(t, "a.jsonl", []byte(`{"url":"https://a.example/1","text":"Die Brücke ist gesperrt, sagte ein Sprecher der Polizei.","published":"2026-03-02"}
{"url":"https://a.example/2","title":"Kurz","text":"Ein Unglück geschah, sagte ein Sprecher der Polizei.","published":"2026-03-02"}
{"url":"https://a.example/3","text":"Die Brücke ist wieder frei, sagte ein Sprecher der Polizei.","published":"2026-03-03"}
`))
	out := add(t, l, ins, AddOptions{})
	if !out[0].New || out[1].New || out[1].Err == nil || !strings.Contains(out[1].Err.Error(), "Kurz") || !out[2].New {
		t.Errorf("%+v", out)
	}
}

// TestFoldBroken has what follows from an article break down: the article is kept
// with nothing that follows, and others are not harmed.
func TestFoldBroken(t *testing.T) {
	ins := storyInputs(t, "s01")
	l := newLedger(t)
	bad := VersionID(ins[1].Article)
	breakAt = func(v hearsay.VersionID) {
		if v == bad {
			panic("index out of range")
		}
	}
	defer func() { breakAt = nil }()
	add(t, l, ins, AddOptions{})
	want := derived(t, l)
	check(t, l.Look(ctx, time.Time{}, func(k *Look) error {
		a, err := k.Article(bad)
		if err == nil && a.Story != "" {
			t.Errorf("a story of what broke down: %+v", a)
		}
		return err
	}))
	clean(t, l)
	again := newLedger(t)
	slices.Reverse(ins)
	add(t, again, ins, AddOptions{Batch: 2})
	same(t, "the other way round", derived(t, again), want)
}

// TestVersions has another text at a known address.
func TestVersions(t *testing.T) {
	l := newLedger(t)
	text := `{"url":"https://a.example/1","outlet":"Bote","title":"Zug entgleist","text":"Bei Altenrode ist ein Zug entgleist. %s Menschen seien ums Leben gekommen, sagte ein Sprecher der Polizei Altenrode.","retrieved":"%s"}` + "\n"
	ins := goodInputs(t, "a.jsonl", []byte(fmt.Sprintf(text, "Vier", "2026-03-02T08:00:00Z")+fmt.Sprintf(text, "Sieben", "2026-03-02T12:00:00Z")+fmt.Sprintf(text, "Neun", "2026-03-02T10:00:00Z")))
	out := add(t, l, ins, AddOptions{})
	vs, err := l.Store.VersionsOf(ctx, "https://a.example/1")
	check(t, err)
	var got []hearsay.VersionID
	for _, v := range vs {
		got = append(got, v.ID)
	}
	want := []hearsay.VersionID{out[0].Version, out[2].Version, out[1].Version} // by time, not by arrival
	if !slices.Equal(got, want) {
		t.Fatalf("versions %v, want %v", got, want)
	}
	check(t, l.Look(ctx, time.Time{}, func(k *Look) error {
		story := hearsay.StoryID("")
		for i, id := range want {
			a, err := k.Article(id)
			if err != nil {
				return err
			}
			var before hearsay.VersionID
			if i > 0 {
				before = want[i-1]
			}
			if a.Replaces != before {
				t.Errorf("version %d replaces %q, want %q", i, a.Replaces, before)
			}
			if story == "" {
				story = a.Story
			}
			if a.Story != story || story == "" {
				t.Errorf("version %d is in story %q, the first in %q", i, a.Story, story)
			}
			o, err := k.Outcome(id)
			if err != nil {
				return err
			}
			if i == 0 {
				continue
			}
			changed := false
			for _, v := range o.Overlaps {
				changed = changed || v.Earlier == before && len(v.Changes) > 0
			}
			if !changed {
				t.Errorf("version %d does not say what changed: %+v", i, o.Overlaps)
			}
		}
		return nil
	}))
}

func wireItem(fields string) string {
	return `{"versioncreated":"2026-03-02T08:00:00Z","language":"de","copyrightholder":"Bote","headline":"Zug entgleist","body_text":"Bei Altenrode ist ein Zug entgleist. Vier Menschen seien ums Leben gekommen, sagte ein Sprecher der Polizei Altenrode.",` + fields + "}\n"
}

// TestEmbargo: what is under an embargo counts from its release; what is withheld
// does not count at all, and keeps nothing from being added.
func TestEmbargo(t *testing.T) {
	l := newLedger(t)
	ins := goodInputs(t, "w.jsonl", []byte(wireItem(`"uri":"urn:a","embargoed":"2026-03-02T18:00:00Z"`)+wireItem(`"uri":"urn:b","pubstatus":"withheld"`)))
	add(t, l, ins, AddOptions{})
	known := func(at time.Time) (n int) {
		check(t, l.Look(ctx, at, func(k *Look) error {
			for _, id := range []hearsay.VersionID{VersionID(ins[0].Article), VersionID(ins[1].Article)} {
				if _, err := k.Article(id); err == nil {
					n++
				} else if !errors.Is(err, ledger.ErrNotFound) {
					return err
				}
			}
			arts, _, err := k.Articles(k.Filter(ledger.Filter{}))
			listed := 0
			for _, a := range arts {
				if a.ID == VersionID(ins[0].Article) || a.ID == VersionID(ins[1].Article) {
					listed++
				}
			}
			if listed != n {
				t.Errorf("at %v: %d in the list, %d found", at, listed, n)
			}
			cs, err2 := k.Fold.Claims(k.At)
			if len(cs) > 0 != (n > 0) {
				t.Errorf("at %v: %d claims of %d articles", at, len(cs), n)
			}
			return errors.Join(err, err2)
		}))
		return n
	}
	release := time.Date(2026, 3, 2, 18, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		at   time.Time
		want int
	}{{release.Add(-time.Microsecond), 0}, {release, 1}, {time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC), 1}, {time.Time{}, 1}} {
		if got := known(c.at); got != c.want {
			t.Errorf("at %v %d articles are known, want %d", c.at, got, c.want)
		}
	}
	more := storyInputs(t, "s01")
	add(t, l, more, AddOptions{})
	stat, err := l.Store.Stat(ctx)
	check(t, err)
	if int(stat.Versions) != len(more)+2 || int(stat.Pos) != len(more)+1 {
		t.Errorf("%d articles and one withheld: %+v", len(more)+1, stat)
	}
	clean(t, l)
	// The same item, released.
	add(t, l, goodInputs(t, "w.jsonl", []byte(wireItem(`"uri":"urn:b","version":2`))), AddOptions{})
	if got := known(release); got != 1 {
		t.Errorf("%d known", got)
	}
	rep, err := l.Replay(ctx, ReplayOptions{Jobs: 2})
	check(t, err)
	if len(rep.Differences) > 0 || rep.Articles != len(more)+3 {
		t.Errorf("replay: %+v", rep)
	}
}

// TestKill: an item that is killed is withdrawn wherever it was printed; its notice
// has no text.
func TestKill(t *testing.T) {
	l := newLedger(t)
	killed := `{"uri":"urn:a","version":2,"versioncreated":"2026-03-02T12:00:00Z","pubstatus":"canceled","ednote":"KILL: Quelle zieht zurück","copyrightholder":"Bote","language":"de"}` + "\n"
	add(t, l, goodInputs(t, "w.jsonl", []byte(killed+wireItem(`"uri":"urn:a"`))), AddOptions{})
	at := time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)
	statuses := func(at time.Time) (out []hearsay.Status) {
		check(t, l.Look(ctx, at, func(k *Look) error {
			cs, err := k.Fold.Claims(k.At)
			for _, c := range cs {
				out = append(out, c.History[len(c.History)-1].Status)
			}
			return err
		}))
		return out
	}
	if got := statuses(at); len(got) == 0 || slices.Contains(got, hearsay.Corrected) {
		t.Errorf("before the kill: %v", got)
	}
	for _, s := range statuses(time.Time{}) {
		if s != hearsay.Corrected {
			t.Errorf("after the kill: %v", statuses(time.Time{}))
			break
		}
	}
	clean(t, l)
}

// TestCatchUp has a process stopped between storing and working out what follows.
func TestCatchUp(t *testing.T) {
	ins := mixedInputs(t)[:80]
	want := newLedger(t)
	add(t, want, ins, AddOptions{})
	w := derived(t, want)
	rng := rand.New(rand.NewPCG(3, 4))
	for name, order := range map[string]func(){
		"as they are": func() {},
		"shuffled":    func() { rng.Shuffle(len(ins), func(i, j int) { ins[i], ins[j] = ins[j], ins[i] }) },
	} {
		order()
		for _, n := range []int{0, 30, len(ins)} {
			l := newLedger(t)
			add(t, l, ins[:n], AddOptions{})
			stored(t, l, ins[n:])
			check(t, l.Update(ctx, nil))
			same(t, fmt.Sprintf("%s, stopped after %d", name, n), derived(t, l), w)
			if n == 0 {
				continue
			}
			// Or the next to add catches up.
			l = newLedger(t)
			stored(t, l, ins[:n])
			add(t, l, ins[n:], AddOptions{Batch: 7})
			same(t, fmt.Sprintf("%s, stopped before %d", name, n), derived(t, l), w)
			clean(t, l)
		}
	}
}

// TestOrder adds the same articles in many orders and batches: what is derived is
// the same, byte by byte.
func TestOrder(t *testing.T) {
	ins := mixedInputs(t)
	var want, wantClaims string
	rounds := 8
	if testing.Short() || raceEnabled {
		rounds = 3
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for round := range rounds {
		l := newLedger(t)
		order := slices.Clone(ins)
		if round > 0 {
			rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		}
		for len(order) > 0 {
			n := 1 + rng.IntN(len(order))
			if round%2 == 0 {
				n = len(order)
			}
			add(t, l, order[:n], AddOptions{Batch: 1 + rng.IntN(60), Jobs: 1 + rng.IntN(3)})
			order = order[n:]
		}
		got, gotClaims := derived(t, l), claimsOf(t, l, time.Time{})
		if round == 0 {
			want, wantClaims = got, gotClaims
			clean(t, l)
			continue
		}
		same(t, fmt.Sprintf("round %d: derived", round), got, want)
		same(t, fmt.Sprintf("round %d: claims", round), gotClaims, wantClaims)
	}
}

// asOf is all that can be asked of a ledger as of a moment.
func asOf(tb testing.TB, l *Ledger, at time.Time, later hearsay.VersionID) string {
	tb.Helper()
	var b strings.Builder
	check(tb, l.Look(ctx, at, func(k *Look) error {
		enc := json.NewEncoder(&b)
		cs, err := k.Fold.Claims(k.At)
		if err != nil {
			return err
		}
		for _, c := range cs {
			ind, err := k.Account(c.ID)
			if err != nil {
				return err
			}
			enc.Encode(c)
			enc.Encode(ind)
		}
		groups, err := k.Copies(k.At)
		if err != nil {
			return err
		}
		enc.Encode(groups)
		for _, f := range []ledger.Filter{{}, {Status: hearsay.Confirmed}, {Phase: hearsay.Planned}, {Phase: hearsay.Lapsed}, {Speaker: "Polizei"}, {Limit: 7}} {
			if _, err := k.EachClaim(f, func(c *hearsay.Claim) (bool, error) {
				last := c.History[len(c.History)-1]
				if f.Status != "" && last.Status != f.Status || f.Phase != "" && last.Phase != f.Phase {
					tb.Errorf("filter %+v lets %s %s through", f, last.Status, last.Phase)
				}
				return true, enc.Encode(c.ID)
			}); err != nil {
				return err
			}
			if _, err := k.EachStory(f, func(s *hearsay.Story) (bool, error) { return true, enc.Encode(s) }); err != nil {
				return err
			}
			if _, err := k.EachStatement(f, func(s ledger.StatementRow) (bool, error) { return true, enc.Encode(s) }); err != nil {
				return err
			}
		}
		if err := writeRows(&b, k.View, k.Filter(ledger.Filter{})); err != nil {
			return err
		}
		// What became known later is not there, however it is asked for.
		_, e1 := k.Article(later)
		_, e2 := k.Text(later)
		_, e3 := l.Digest(ctx, k, later)
		_, e4 := l.Statement(ctx, k, hearsay.EvidenceID(later+"/s1"))
		_, e5 := k.ClaimsOf(hearsay.EvidenceID(later + "/s1"))
		_, e6 := k.StatementsOf(later)
		for i, err := range []error{e1, e2, e3, e4, e5, e6} {
			if later != "" && !errors.Is(err, ledger.ErrNotFound) {
				tb.Errorf("as of %v, question %d about the later %s: %v", at, i+1, later, err)
			}
		}
		return nil
	}))
	return b.String()
}

// TestAsOf: what is said as of a moment is not changed by what is added later.
func TestAsOf(t *testing.T) {
	ins := mixedInputs(t)
	known := func(in Input) time.Time { return KnownAt(in.Article, testNow) }
	slices.SortStableFunc(ins, func(a, b Input) int { return known(a).Compare(known(b)) })
	rng := rand.New(rand.NewPCG(5, 6))
	rounds := 12
	if testing.Short() || raceEnabled {
		rounds = 3
	}
	for range rounds {
		n := 1 + rng.IntN(len(ins)-1)
		at := known(ins[n-1]).Add(time.Duration(rng.IntN(3)) * time.Hour)
		for n < len(ins) && !known(ins[n]).After(at) {
			n++
		}
		if n == len(ins) {
			continue
		}
		l := newLedger(t)
		add(t, l, ins[:n], AddOptions{})
		want := asOf(t, l, at, "")
		rest := slices.Clone(ins[n:])
		rng.Shuffle(len(rest), func(i, j int) { rest[i], rest[j] = rest[j], rest[i] })
		add(t, l, rest, AddOptions{Batch: 1 + rng.IntN(80)})
		same(t, fmt.Sprintf("as of %v, %d of %d articles", at, n, len(ins)), asOf(t, l, at, VersionID(rest[0].Article)), want)
	}
}

func TestReplay(t *testing.T) {
	l := newLedger(t)
	ins := mixedInputs(t)[:60]
	add(t, l, ins, AddOptions{})
	rep, err := l.Replay(ctx, ReplayOptions{Jobs: 2})
	check(t, err)
	if len(rep.Differences) > 0 || rep.Articles != len(ins) || rep.Readings != len(ins) || rep.Older != 0 || rep.Derived == 0 {
		t.Fatalf("%+v", rep)
	}
	want := derived(t, l)

	// Drop and update.
	check(t, l.Store.DropDerived(ctx))
	check(t, l.Update(ctx, nil))
	same(t, "dropped and derived again", derived(t, l), want)
	clean(t, l)

	// Each sort of value, changed, is found and repaired.
	var keys [][]byte
	seen := map[byte]bool{}
	check(t, l.Store.Read(ctx, func(v ledger.View) error {
		return v.Scan(nil, nil, func(k, _ []byte) bool {
			if !seen[k[0]] {
				seen[k[0]] = true
				keys = append(keys, bytes.Clone(k))
			}
			return true
		})
	}))
	for _, key := range keys {
		for _, change := range []string{"changed", "deleted", "added"} {
			check(t, l.Store.Derive(ctx, func(tx ledger.Tx) error {
				b, err := tx.Get(key)
				if err != nil {
					return err
				}
				switch change {
				case "deleted":
					return tx.Delete(key)
				case "added":
					return tx.Put(append(bytes.Clone(key), 'x'), b)
				}
				b = append(bytes.Clone(b), 0) // some are empty
				b[len(b)/2] ^= 1
				return tx.Put(key, b)
			}))
			rep, err := l.Replay(ctx, ReplayOptions{Jobs: 2, SkipReading: true})
			check(t, err)
			if len(rep.Differences) != 1 {
				t.Errorf("%q %s: %d differences: %.300q", key, change, len(rep.Differences), rep.Differences)
			}
			if _, err := l.Replay(ctx, ReplayOptions{SkipReading: true, Repair: true}); err != nil {
				t.Fatal(err)
			}
		}
	}
	same(t, "repaired", derived(t, l), want)
}

// TestReplayRows finds a row of a list that is not what follows.
func TestReplayRows(t *testing.T) {
	l := newLedger(t)
	add(t, l, storyInputs(t, "s01"), AddOptions{})
	var c ledger.ClaimRow
	check(t, l.Store.Read(ctx, func(v ledger.View) error {
		cs, _, err := v.Claims(ledger.Filter{Limit: 1})
		c = cs[0]
		return err
	}))
	c.Status = hearsay.Corrected
	check(t, l.Store.Derive(ctx, func(tx ledger.Tx) error { return tx.PutClaim(c) }))
	rep, err := l.Replay(ctx, ReplayOptions{SkipReading: true})
	check(t, err)
	if len(rep.Differences) == 0 {
		t.Error("a claim's row was changed, and replay says nothing")
	}
}

// TestTwoAtOnce has two add to one ledger at the same time.
func TestTwoAtOnce(t *testing.T) {
	ins := mixedInputs(t)
	want := newLedger(t)
	add(t, want, ins, AddOptions{})
	w := derived(t, want)
	rng := rand.New(rand.NewPCG(7, 8))
	for round := range 3 {
		path := filepath.Join(t.TempDir(), "l.db")
		order := slices.Clone(ins)
		if round > 0 {
			rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		}
		var parts [2][]Input
		for i, in := range order {
			parts[i%2] = append(parts[i%2], in)
			if i%5 == 0 { // some come to both
				parts[1-i%2] = append(parts[1-i%2], in)
			}
		}
		var ls [2]*Ledger
		var errs [2]error
		for i := range ls {
			ls[i] = openLedger(t, path)
		}
		var wg sync.WaitGroup
		for i, l := range ls {
			wg.Go(func() {
				errs[i] = l.Add(ctx, slices.Values(parts[i]), AddOptions{Batch: 5 + 4*i, Now: func() time.Time { return testNow }}, func(Added) {})
			})
		}
		wg.Wait()
		check(t, errors.Join(errs[:]...))
		same(t, fmt.Sprintf("round %d", round), derived(t, ls[0]), w)
		clean(t, ls[1])
	}
}

// TestDigestEncoding: a digest comes back from its bytes as it was, so that what
// follows is the same whether the article was just read or is in the ledger.
func TestDigestEncoding(t *testing.T) {
	l := newLedger(t)
	for _, in := range mixedInputs(t) {
		a := in.Article
		d := l.digest(a, VersionID(a), KnownAt(a, testNow))
		b, err := d.Encode()
		check(t, err)
		again, err := DecodeDigest(b, a.Text)
		check(t, err)
		if b2, err := again.Encode(); err != nil || !bytes.Equal(b, b2) {
			t.Fatalf("%s: other bytes the second time: %v", a.URL, err)
		}
		if !reflect.DeepEqual(again.Brief, d.Brief) {
			t.Errorf("%s: brief differs", a.URL)
		}
		js1, _ := json.Marshal(d.Statements)
		js2, _ := json.Marshal(again.Statements)
		same(t, a.URL, string(js2), string(js1))
		if !slices.Equal(again.Lemmas, d.Lemmas) {
			t.Errorf("%s: lemmas differ", a.URL)
		}
	}
}

func FuzzDecodeDigest(f *testing.F) {
	r, err := sharedReader()
	check(f, err)
	for _, in := range storyInputs(f, "s01", "s07") {
		a := in.Article
		b, err := r.Digest(a, VersionID(a), KnownAt(a, testNow)).Encode()
		check(f, err)
		f.Add(b, a.Text)
	}
	f.Add([]byte{digestFormat, 0, 0}, "")
	f.Fuzz(func(t *testing.T, b []byte, text string) {
		d, err := DecodeDigest(b, text)
		if err != nil {
			return
		}
		// What can be read can be written, and read again.
		again, err := d.Encode()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := DecodeDigest(again, text); err != nil {
			t.Fatalf("not read again: %v", err)
		}
	})
}
