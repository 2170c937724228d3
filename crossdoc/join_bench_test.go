package crossdoc_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"hearsay"
	"hearsay/crossdoc"
)

// countingMemory counts what is asked of a memory.
type countingMemory struct {
	*crossdoc.MapMemory
	gets, puts, bytes int
}

func (m *countingMemory) Get(k []byte) ([]byte, error) { m.gets++; return m.MapMemory.Get(k) }
func (m *countingMemory) Put(k, v []byte) error {
	m.puts++
	m.bytes += len(v)
	return m.MapMemory.Put(k, v)
}

// annotatedArticle is an article of a storyline, read.
type annotatedArticle struct {
	doc   *hearsay.Doc
	sts   []hearsay.Statement
	story hearsay.StoryID
	at    time.Time
}

func annotatedStorylines(tb testing.TB) (out []annotatedArticle) {
	r := newReader(tb)
	for _, st := range readStorylines(tb, "s*.txt") {
		for k := range st.arts {
			doc, sts := r.read(&st.arts[k].Article)
			out = append(out, annotatedArticle{doc, sts, hearsay.StoryID("s" + st.name[1:3]), st.arts[k].at})
		}
	}
	return out
}

// TestJoinWork holds the bounds on what joining an article asks of the memory.
func TestJoinWork(t *testing.T) {
	arts := annotatedStorylines(t)
	if len(arts) == 0 {
		t.Skip("no storylines")
	}
	m := &countingMemory{MapMemory: crossdoc.NewMapMemory()}
	var claims crossdoc.Claims
	for i, a := range arts {
		version := hearsay.VersionID(fmt.Sprintf("a%016x", i))
		gets, puts := m.gets, m.puts
		b := &crossdoc.Brief{Version: version, Published: a.doc.Article.Published, Known: a.at, Props: crossdoc.Propositions(a.doc, a.sts, version)}
		if _, err := claims.Add(m, b, a.story, nil); err != nil {
			t.Fatal(err)
		}
		if g, p := m.gets-gets, m.puts-puts; g > 60 || p > 40 {
			t.Errorf("article %d: %d gets, %d puts", i, g, p)
		}
	}
	n := len(arts)
	t.Logf("an article: %.1f gets, %.1f puts, %d bytes put", float64(m.gets)/float64(n), float64(m.puts)/float64(n), m.bytes/n)
}

// TestJoinSame joins the same articles twice, with the same result; and shows that what
// an article's propositions joined does not depend on later articles.
func TestJoinSame(t *testing.T) {
	arts := annotatedStorylines(t)
	if len(arts) == 0 {
		t.Skip("no storylines")
	}
	run := func(n int) [][]crossdoc.Join {
		m := crossdoc.NewMapMemory()
		var claims crossdoc.Claims
		var out [][]crossdoc.Join
		for i, a := range arts[:n] {
			version := hearsay.VersionID(fmt.Sprintf("a%016x", i))
			b := &crossdoc.Brief{Version: version, Published: a.doc.Article.Published, Known: a.at, Props: crossdoc.Propositions(a.doc, a.sts, version)}
			j, err := claims.Add(m, b, a.story, nil)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, j)
		}
		return out
	}
	all := run(len(arts))
	if !reflect.DeepEqual(all, run(len(arts))) {
		t.Error("joined twice, two results")
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range 3 {
		n := 1 + r.IntN(len(arts))
		if !reflect.DeepEqual(all[:n], run(n)) {
			t.Errorf("the first %d articles depend on later ones", n)
		}
	}
}

// BenchmarkJoin takes annotated articles apart and joins their propositions.
func BenchmarkJoin(b *testing.B) {
	arts := annotatedStorylines(b)
	if len(arts) == 0 {
		b.Skip("no storylines")
	}
	b.ReportAllocs()
	m := crossdoc.NewMapMemory()
	var claims crossdoc.Claims
	i := 0
	for b.Loop() {
		a := &arts[i%len(arts)]
		version := hearsay.VersionID(fmt.Sprintf("a%016x", i))
		br := &crossdoc.Brief{Version: version, Published: a.doc.Article.Published, Known: a.at, Props: crossdoc.Propositions(a.doc, a.sts, version)}
		// A story of its own for each round, so that stories stay as long as they are.
		story := hearsay.StoryID(fmt.Sprintf("%s-%d", a.story, i/len(arts)))
		if _, err := claims.Add(m, br, story, nil); err != nil {
			b.Fatal(err)
		}
		i++
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "articles/s")
}

// BenchmarkPropositions takes annotated articles apart.
func BenchmarkPropositions(b *testing.B) {
	arts := annotatedStorylines(b)
	if len(arts) == 0 {
		b.Skip("no storylines")
	}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		a := &arts[i%len(arts)]
		crossdoc.Propositions(a.doc, a.sts, "a01")
		i++
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "articles/s")
}
