package crossdoc_test

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"hearsay"
	"hearsay/crossdoc"
	"hearsay/eval"
	"hearsay/nlp"
	"hearsay/pipeline"
)

var reading = sync.OnceValues(func() (*pipeline.Reader, error) { return pipeline.NewReader() })

// brief reads an article: its prints, its terms, and of its statements the chains.
func brief(tb testing.TB, id string, a *hearsay.Article, known time.Time, statements bool) *crossdoc.Brief {
	tb.Helper()
	lang, err := nlp.German()
	if err != nil {
		tb.Fatal(err)
	}
	r, err := reading()
	if err != nil {
		tb.Fatal(err)
	}
	doc := r.Annotate(a)
	lang.Link(doc)
	b := &crossdoc.Brief{Version: hearsay.VersionID(id), URL: a.URL, Outlet: a.Outlet, Title: a.Title, Language: "de", Published: a.Published, Known: known,
		Prints: crossdoc.Prints(doc), Terms: crossdoc.Terms(doc)}
	for _, c := range a.Agencies {
		b.Agencies = append(b.Agencies, c.Name)
	}
	if statements {
		for _, st := range r.Read(a).Statements {
			b.Props = append(b.Props, crossdoc.Proposition{ID: hearsay.EvidenceID(id + "/" + string(st.ID)), Passage: st.Content, Gist: st.Content.Text, Chain: st.Chain})
		}
	}
	return b
}

// streamed is an article of a stream.
type streamed struct {
	line  string // storyline; empty for background
	local string // its id there
	brief *crossdoc.Brief
}

// background gives articles of the corpus as news of the first months of 2026, in
// an order that has nothing to do with what they are about.
func backgroundArticles(tb testing.TB, n int) []streamed {
	tb.Helper()
	f, err := os.Open("../corpus/de/articles.jsonl")
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	texts, err := eval.ReadArticles(f, "articles.jsonl")
	if err != nil {
		tb.Fatal(err)
	}
	var keys []string
	for k := range texts {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b string) int { return cmp.Or(strings.Compare(reversed(a), reversed(b)), strings.Compare(a, b)) })
	from := time.Date(2026, 1, 5, 6, 0, 0, 0, time.UTC)
	var out []streamed
	for i, k := range keys[:min(n, len(keys))] {
		known := from.Add(time.Duration(i) * 150 * time.Minute)
		out = append(out, streamed{brief: brief(tb, "w"+k, texts[k], known, false)})
	}
	return out
}

func reversed(s string) string {
	b := []byte(s)
	slices.Reverse(b)
	return string(b)
}

var storylines = sync.OnceValues(func() ([]eval.Storyline, error) {
	return eval.ReadStorylines("../corpus/stories", "s")
})

// stream puts the storylines for development into one stream, with background.
func stream(tb testing.TB, background int) []streamed {
	tb.Helper()
	lines, err := storylines()
	if err != nil {
		tb.Fatal(err)
	}
	out := backgroundArticles(tb, background)
	for i := range lines {
		l := &lines[i]
		for k := range l.Articles {
			a := &l.Articles[k]
			art := *a.Article
			art.Language = "de"
			b := brief(tb, l.ID+"-"+a.ID, &art, a.Counts(), true)
			if a.Agency != "" && !slices.Contains(b.Agencies, a.Agency) {
				b.Agencies = append(b.Agencies, a.Agency)
			}
			for j := range k {
				if l.Articles[j].Article.URL == art.URL {
					b.Replaces = hearsay.VersionID(l.ID + "-" + l.Articles[j].ID)
				}
			}
			out = append(out, streamed{line: l.ID, local: a.ID, brief: b})
		}
	}
	slices.SortStableFunc(out, func(a, b streamed) int {
		return cmp.Or(a.brief.Known.Compare(b.brief.Known), cmp.Compare(a.brief.Version, b.brief.Version))
	})
	return out
}

// told is what became of a stream.
type told struct {
	overlaps map[hearsay.VersionID][]crossdoc.Overlap
	story    map[hearsay.VersionID]hearsay.StoryID
	mem      *counting
}

// counting counts what is done to a memory.
type counting struct {
	crossdoc.Memory
	gets, puts, scans int
}

func (m *counting) Get(k []byte) ([]byte, error) { m.gets++; return m.Memory.Get(k) }
func (m *counting) Put(k, v []byte) error        { m.puts++; return m.Memory.Put(k, v) }
func (m *counting) Scan(from, to []byte, visit func(k, v []byte) bool) error {
	m.scans++
	return m.Memory.Scan(from, to, visit)
}

func tell(tb testing.TB, arts []streamed) told {
	tb.Helper()
	t := told{map[hearsay.VersionID][]crossdoc.Overlap{}, map[hearsay.VersionID]hearsay.StoryID{}, &counting{Memory: crossdoc.NewMapMemory()}}
	reprints, stories := crossdoc.NewReprints(), crossdoc.NewStories()
	for _, a := range arts {
		if err := t.mem.Memory.Put(crossdoc.BriefKey(a.brief.Version), crossdoc.EncodeBrief(a.brief)); err != nil {
			tb.Fatal(err)
		}
		o, err := reprints.Add(t.mem, a.brief)
		if err != nil {
			tb.Fatal(err)
		}
		t.overlaps[a.brief.Version] = o
		id, _, err := stories.Assign(t.mem, a.brief, o)
		if err != nil {
			tb.Fatal(err)
		}
		t.story[a.brief.Version] = id
	}
	return t
}

// score is pairs right, found wrongly, missed.
type score struct{ tp, fp, fn int }

func (s score) String() string {
	p, r := float64(s.tp)/float64(max(s.tp+s.fp, 1)), float64(s.tp)/float64(max(s.tp+s.fn, 1))
	return fmt.Sprintf("P %.3f R %.3f F1 %.3f (%d right, %d wrong, %d missed)", p, r, s.f1(), s.tp, s.fp, s.fn)
}

func (s score) f1() float64 { return 2 * float64(s.tp) / float64(max(2*s.tp+s.fp+s.fn, 1)) }

func (s *score) count(gold, got bool) {
	switch {
	case gold && got:
		s.tp++
	case got:
		s.fp++
	case gold:
		s.fn++
	}
}

// TestStorylinesStories puts all storylines into one stream with other news: the
// articles of a storyline are to be one story.
func TestStorylinesStories(t *testing.T) {
	arts := stream(t, 700)
	got := tell(t, arts)
	var s score
	for j, b := range arts {
		for _, a := range arts[:j] {
			if a.line == "" && b.line == "" {
				continue
			}
			gold, same := a.line == b.line, got.story[a.brief.Version] == got.story[b.brief.Version]
			s.count(gold, same)
			if gold != same && os.Getenv("HEARSAY_SHOW") != "" {
				t.Logf("%s %q / %s %q: together %v, gold %v", a.brief.Version, a.brief.Title, b.brief.Version, b.brief.Title, same, gold)
			}
		}
	}
	t.Logf("stories: %v", s)
	t.Logf("an article: %.1f gets, %.1f puts, %.1f scans", float64(got.mem.gets)/float64(len(arts)), float64(got.mem.puts)/float64(len(arts)), float64(got.mem.scans)/float64(len(arts)))
	if s.f1() < 0.95 {
		t.Errorf("stories: F1 %.3f", s.f1())
	}
}

// TestStorylinesReprints compares the groups of copies with those of the
// storylines.
func TestStorylinesReprints(t *testing.T) {
	arts := stream(t, 700)
	got := tell(t, arts)
	lines, err := storylines()
	if err != nil {
		t.Fatal(err)
	}
	var all []crossdoc.Reprinted
	for _, a := range arts {
		all = append(all, crossdoc.Reprinted{Brief: a.brief, Overlaps: got.overlaps[a.brief.Version]})
	}
	groups := crossdoc.Groups(all)
	type pair [2]hearsay.VersionID
	pairs := func(ids []hearsay.VersionID, into map[pair]bool) {
		for i, a := range ids {
			for _, b := range ids[:i] {
				into[pair{min(a, b), max(a, b)}] = true
			}
		}
	}
	found, gold, originals := map[pair]bool{}, map[pair]bool{}, map[hearsay.VersionID]bool{}
	for _, g := range groups {
		ids := []hearsay.VersionID{g.Original}
		originals[g.Original] = true
		for _, c := range g.Copies {
			ids = append(ids, c.Article)
		}
		pairs(ids, found)
	}
	origins, right := 0, 0
	for _, l := range lines {
		for _, g := range l.Reprints {
			var ids []hearsay.VersionID
			for _, id := range g {
				ids = append(ids, hearsay.VersionID(l.ID+"-"+id))
			}
			pairs(ids, gold)
			origins++
			if originals[ids[0]] {
				right++
			}
		}
	}
	var s score
	for j, b := range arts {
		for _, a := range arts[:j] {
			x, y := a.brief.Version, b.brief.Version
			p := pair{min(x, y), max(x, y)}
			s.count(gold[p], found[p])
			if gold[p] != found[p] {
				t.Logf("%s / %s: together %v, gold %v; overlaps %+v", x, y, found[p], gold[p], got.overlaps[y])
			}
		}
	}
	t.Logf("reprints: %v; original right in %d of %d", s, right, origins)
	if s.f1() < 0.95 {
		t.Errorf("reprints: F1 %.3f", s.f1())
	}
	if os.Getenv("HEARSAY_SHOW") != "" {
		for _, g := range groups {
			t.Logf("%s (%s)", g.Original, g.Agency)
			for _, c := range g.Copies {
				t.Logf("   %s of %s %.2f %q %+v", c.Article, c.Of, c.Share, c.Evidence, c.Changes)
			}
		}
	}
}
