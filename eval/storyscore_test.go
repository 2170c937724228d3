package eval

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"hearsay"
)

// An oracle is a ledger that holds what the storyline says, but for what a test
// changes.
type oracle struct {
	st      *Storyline
	change  func(at time.Time, cs []hearsay.Claim) []hearsay.Claim
	copies  []hearsay.CopyGroup
	address bool
}

func (o *oracle) Claims(at time.Time) ([]hearsay.Claim, error) {
	var out []hearsay.Claim
	for _, g := range o.st.Claims {
		c := hearsay.Claim{ID: hearsay.ClaimID(g.ID), Gist: g.Gist}
		for i, e := range g.Evidence {
			a := o.st.Article(e.Article)
			if a.Counts().After(at) {
				continue
			}
			c.Evidence = append(c.Evidence, hearsay.Evidence{ID: hearsay.EvidenceID(fmt.Sprint(g.ID, i)), Article: hearsay.VersionID(e.Article), URL: a.Article.URL, Known: a.At, Stance: e.Stance,
				Passage: hearsay.Passage{Spans: e.Spans}})
		}
		for _, p := range g.Points {
			if !p.At.After(at) {
				c.History = append(c.History, hearsay.Assessment{At: p.At, Status: p.Status, Phase: p.Phase, OriginsMin: p.Origins, Rule: "gold"})
			}
		}
		if len(c.Evidence) > 0 {
			out = append(out, c)
		}
	}
	if o.change != nil {
		out = o.change(at, out)
	}
	return out, nil
}

func (o *oracle) Copies(time.Time) ([]hearsay.CopyGroup, error) { return o.copies, nil }

// withAddress is an oracle that knows the address of every version.
type withAddress struct{ *oracle }

func (o withAddress) Address(v hearsay.VersionID) (string, time.Time, bool) {
	a := o.st.Article(string(v))
	if a == nil {
		return "", time.Time{}, false
	}
	return a.Article.URL, a.At, true
}

func goldCopies(st *Storyline) []hearsay.CopyGroup {
	var out []hearsay.CopyGroup
	for _, ids := range st.Reprints {
		g := hearsay.CopyGroup{Original: hearsay.VersionID(ids[0])}
		for _, id := range ids[1:] {
			g.Copies = append(g.Copies, hearsay.Copy{Article: hearsay.VersionID(id)})
		}
		out = append(out, g)
	}
	return out
}

// Who says what the gold says has everything right, and no baseline has.
func TestStoryScoreOfGold(t *testing.T) {
	ss, err := ReadStorylines("../corpus/stories", "s")
	if err != nil {
		t.Fatal(err)
	}
	var s StoryScore
	for i := range ss {
		if err := s.Add(&ss[i], withAddress{&oracle{st: &ss[i], copies: goldCopies(&ss[i])}}); err != nil {
			t.Fatal(err)
		}
	}
	for name, x := range s.Figures() {
		if x != 1 {
			t.Errorf("%s = %v", name, x)
		}
	}
	if len(s.Misses) > 0 {
		t.Errorf("%d misses, the first: %s", len(s.Misses), s.Misses[0])
	}
	if s.Storylines != len(ss) || s.Points < 100 || s.Matched != s.Points {
		t.Errorf("%d storylines, %d points", s.Storylines, s.Points)
	}
	if s.CountArticles.Right*2 > s.Points || s.Always.Right*2 > s.Points {
		t.Errorf("a baseline is too good: %+v %+v of %d", s.CountArticles, s.Always, s.Points)
	}
	var b strings.Builder
	if err := s.WriteText(&b); err != nil {
		t.Error(err)
	}
	t.Log("\n" + b.String())
}

func TestStoryScore(t *testing.T) {
	st := readStoryline(t)
	evidence := func(cs []hearsay.Claim, id hearsay.ClaimID) *hearsay.Claim {
		for i := range cs {
			if cs[i].ID == id {
				return &cs[i]
			}
		}
		return nil
	}
	for _, x := range []struct {
		name   string
		change func(at time.Time, cs []hearsay.Claim) []hearsay.Claim
		want   map[string]float64 // figures that are not 1
		misses []string           // parts of the misses, in order
	}{
		{name: "nothing", change: func(time.Time, []hearsay.Claim) []hearsay.Claim { return nil },
			want: map[string]float64{"claims found": 0, "status": 0, "status macro": 0, "phase": 0, "origins": 0, "apart": 0, "evidence recall": 0},
			misses: []string{"c1 2026-03-02T08:45 status: reported occurred 1, found nothing", "c1 2026-03-02T09:45 status", "c1 2026-03-02T12:00 status", "c2 2026-03-02T09:45 status: reported - -, found nothing", "c3",
				"c2/c3 2026-03-02T09:45 apart: two claims, found not both", "evidence: a1 supports, found none | Das Wehr", "evidence: a4", "evidence: a2 denies", "evidence: a3", "evidence", "evidence"}},
		{name: "c1 always confirmed by three", change: func(_ time.Time, cs []hearsay.Claim) []hearsay.Claim {
			if c := evidence(cs, "c1"); c != nil {
				c.History = []hearsay.Assessment{{Status: hearsay.Confirmed, Phase: hearsay.Occurred, OriginsMin: 3, Rule: "confirmed/three"}}
			}
			return cs
		},
			want:   map[string]float64{"status": 0.4, "status macro": 2.0 / 9, "origins": 0.25, "not falsely confirmed": 0.4},
			misses: []string{`found confirmed occurred 3 by confirmed/three | in "Das Wehr bei Ankum ist gebrochen."`, "origins", "status", "origins", "status", "origins"}},
		{name: "c2 and c3 joined", change: func(_ time.Time, cs []hearsay.Claim) []hearsay.Claim {
			a, b := evidence(cs, "c2"), evidence(cs, "c3")
			if a != nil && b != nil {
				a.Evidence = append(a.Evidence, b.Evidence...)
				a.History[0].Phase = hearsay.Occurred
				a.History[0].OriginsMin = 1
				b.Evidence = nil
			}
			return cs
		},
			want:   map[string]float64{"apart": 0, "evidence purity": 6.0 / 8},
			misses: []string{"c2/c3 2026-03-02T09:45 apart: two claims, found one claim"}},
		{name: "denial taken for support, narrow passages", change: func(_ time.Time, cs []hearsay.Claim) []hearsay.Claim {
			c := evidence(cs, "c1")
			for i := range c.Evidence {
				e := &c.Evidence[i]
				switch e.Article {
				case "a2":
					e.Stance = hearsay.Supports
				case "a4":
					e.Spans = []hearsay.Span{{Start: 0, End: 8}} // lies within the gold passage
				case "a3":
					e.Spans = []hearsay.Span{{Start: 29, End: 30}}
				}
			}
			return cs
		},
			want:   map[string]float64{"stance": 5.0 / 6},
			misses: []string{"stance: a2 denies, found supports"}},
	} {
		t.Run(x.name, func(t *testing.T) {
			var s StoryScore
			if err := s.Add(st, withAddress{&oracle{st: st, change: x.change, copies: goldCopies(st)}}); err != nil {
				t.Fatal(err)
			}
			for name, got := range s.Figures() {
				want, ok := x.want[name]
				if !ok {
					want = 1
				}
				if got < want-1e-9 || got > want+1e-9 {
					t.Errorf("%s = %v, want %v", name, got, want)
				}
			}
			var lines []string
			for _, m := range s.Misses {
				lines = append(lines, m.String())
			}
			if len(lines) != len(x.misses) {
				t.Fatalf("misses:\n%s", strings.Join(lines, "\n"))
			}
			for i, want := range x.misses {
				if !strings.Contains(lines[i], want) {
					t.Errorf("miss %q, want %q", lines[i], want)
				}
			}
		})
	}
}

func TestStoryBaselines(t *testing.T) {
	st := readStoryline(t)
	var s StoryScore
	if err := s.Add(st, &oracle{st: st}); err != nil {
		t.Fatal(err)
	}
	// c1 is supported by a1 and a4 at each of its points, c2 and c3 by one article.
	if s.CountArticles != (Baseline{Right: 2}) || s.CountOutlets != (Baseline{Right: 2}) || s.Always != (Baseline{Right: 3}) {
		t.Errorf("%+v %+v %+v", s.CountArticles, s.CountOutlets, s.Always)
	}
	if s.NotConfirmed != 5 || s.Confusion[hearsay.ReportedAs][hearsay.ReportedAs] != 3 {
		t.Errorf("%+v", s.Confusion)
	}
}

func TestStoryReprints(t *testing.T) {
	st := readStoryline(t)
	group := func(ids ...string) hearsay.CopyGroup {
		g := hearsay.CopyGroup{Original: hearsay.VersionID(ids[0])}
		for _, id := range ids[1:] {
			g.Copies = append(g.Copies, hearsay.Copy{Article: hearsay.VersionID(id)})
		}
		return g
	}
	for _, x := range []struct {
		copies []hearsay.CopyGroup
		want   PRF
		misses string
	}{
		{nil, PRF{}, "a1 a4 one text, found two"},
		{[]hearsay.CopyGroup{group("a4", "a1")}, PRF{1, 1, 1}, ""},
		{[]hearsay.CopyGroup{group("a1", "a3", "a4", "unknown")}, PRF{0.5, 1, 2.0 / 3}, "a3 a4 two texts, found one"}, // a1 and a3 are versions
	} {
		var s StoryScore
		if err := s.Add(st, &oracle{st: st, copies: x.copies}); err != nil {
			t.Fatal(err)
		}
		got := s.Reprints()
		if max(got.F1-x.want.F1, x.want.F1-got.F1) > 1e-9 || got.P != x.want.P || got.R != x.want.R {
			t.Errorf("%+v, want %+v", got, x.want)
		}
		var b strings.Builder
		if err := s.WriteMisses(&b); err != nil || !strings.Contains(b.String(), x.misses) || (x.misses == "") != (b.Len() == 0) {
			t.Errorf("%v\n%s", err, b.String())
		}
	}
	// Without evidence of it a version is known by its address only.
	none := func(time.Time, []hearsay.Claim) []hearsay.Claim { return nil }
	o := &oracle{st: st, copies: goldCopies(st), change: none}
	var with, without StoryScore
	if err := errors.Join(without.Add(st, o), with.Add(st, withAddress{o})); err != nil {
		t.Fatal(err)
	}
	if without.ReprintFound != 0 || with.ReprintMatched != 1 {
		t.Errorf("%d %d", without.ReprintFound, with.ReprintMatched)
	}
}

// Of a ledger's claims the one that holds more of the evidence is the match, then
// the one that fits better.
func TestStoryMatch(t *testing.T) {
	st := readStoryline(t)
	ev := func(article string, from, to int) hearsay.Evidence {
		a := st.Article(article)
		return hearsay.Evidence{URL: a.Article.URL, Known: a.At, Passage: hearsay.Passage{Spans: []hearsay.Span{{Start: from, End: to}}}}
	}
	gold := st.Claims[0].Evidence // a1 at [18, 50), a4 at [0, 32)
	if gold[0].Spans[0] != (hearsay.Span{Start: 18, End: 50}) || gold[1].Spans[0] != (hearsay.Span{Start: 0, End: 32}) {
		t.Fatal(gold[0].Spans, gold[1].Spans)
	}
	for _, x := range []struct {
		claims [][]hearsay.Evidence
		want   string
	}{
		{nil, "none"},
		{[][]hearsay.Evidence{{ev("a1", 0, 19)}}, "none"}, // touches it only
		{[][]hearsay.Evidence{{ev("a1", 18, 50)}, {ev("a1", 18, 30), ev("a4", 0, 32)}}, "1"},
		{[][]hearsay.Evidence{{ev("a1", 0, 60)}, {ev("a1", 18, 50)}}, "1"},
		{[][]hearsay.Evidence{{ev("a1", 18, 50), ev("a1", 60, 70)}, {ev("a1", 18, 50)}}, "1"},
		{[][]hearsay.Evidence{{ev("a1", 18, 50)}, {ev("a1", 18, 50)}}, "0"},
		{[][]hearsay.Evidence{{ev("a2", 18, 50)}}, "none"},
	} {
		o := &oracle{st: st, change: func(time.Time, []hearsay.Claim) []hearsay.Claim {
			var cs []hearsay.Claim
			for i, e := range x.claims {
				cs = append(cs, hearsay.Claim{ID: hearsay.ClaimID(fmt.Sprint(i)), Evidence: e})
			}
			return cs
		}}
		sm := newStoryMatcher(st, o)
		m, err := sm.match(&st.Claims[0], st.Claims[0].Points[0].At)
		if err != nil {
			t.Fatal(err)
		}
		got := "none"
		if m.claim != nil {
			got = string(m.claim.ID)
		}
		if got != x.want {
			t.Errorf("%v: %s, want %s", x.claims, got, x.want)
		}
	}
	// Versions of one address are told apart by when they are known.
	sm := newStoryMatcher(st, &oracle{st: st})
	at := st.Article("a1").At
	for d, want := range map[time.Duration]string{-time.Hour: "a1", 0: "a1", time.Hour: "a1", 2 * time.Hour: "a3", 9 * time.Hour: "a3"} {
		if got := sm.article("https://bote.example/wehr", at.Add(d)); got != want {
			t.Errorf("after %v: %s, want %s", d, got, want)
		}
	}
}
