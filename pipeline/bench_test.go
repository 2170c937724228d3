package pipeline

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"hearsay"
	"hearsay/eval"
)

// newsWords is the length of an article in articles per second: that of a news
// story of some length.
const newsWords = 400

// newsArticles makes articles of about newsWords words each out of the corpus's
// texts, paragraph by paragraph, and gives their words.
func newsArticles(tb testing.TB, n int) (arts []*hearsay.Article, words int) {
	tb.Helper()
	path := filepath.Join("..", "corpus", "de", "articles.jsonl")
	f, err := os.Open(path)
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	texts, err := eval.ReadArticles(f, path)
	if err != nil {
		tb.Fatal(err)
	}
	var keys []string
	for k := range texts {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	var paras []string
	count := 0
	for _, k := range keys {
		for p := range strings.SplitSeq(texts[k].Text, "\n\n") {
			w := len(strings.Fields(p))
			paras, count = append(paras, p), count+w
			if count < newsWords {
				continue
			}
			arts = append(arts, &hearsay.Article{Text: strings.Join(paras, "\n\n"), Published: texts[k].Published, Language: "de"})
			words += count
			paras, count = nil, 0
			if len(arts) == n {
				return arts, words
			}
		}
	}
	tb.Fatalf("the corpus has text for only %d articles of %d words", len(arts), newsWords)
	return nil, 0
}

// perArticle runs do on article after article and reports how many articles of
// newsWords words a second it does.
func perArticle(b *testing.B, do func(*hearsay.Article)) {
	arts, words := newsArticles(b, 100)
	do(arts[0]) // loads what is loaded once
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		do(arts[i%len(arts)])
		i++
	}
	done := float64(words) / float64(len(arts)) * float64(b.N) / newsWords
	b.ReportMetric(done/b.Elapsed().Seconds(), "articles/s")
	b.ReportMetric(0, "ns/op") // says less: the articles differ in length
}

// BenchmarkReadStatements reads articles to their statements and chains, without
// asking who the sources are in the world and what the times mean.
func BenchmarkReadStatements(b *testing.B) {
	r := benchReader(b, NewReader)
	perArticle(b, func(a *hearsay.Article) { r.extract.Statements(r.Annotate(a)) })
}

// BenchmarkRead reads articles to their statements with all that belongs to them.
func BenchmarkRead(b *testing.B) {
	r := benchReader(b, NewReader)
	perArticle(b, func(a *hearsay.Article) { r.Read(a) })
}

// BenchmarkReadRules does so without what was learned.
func BenchmarkReadRules(b *testing.B) {
	r := benchReader(b, NewRuleReader)
	perArticle(b, func(a *hearsay.Article) { r.Read(a) })
}

// BenchmarkAnnotate does the language layer alone.
func BenchmarkAnnotate(b *testing.B) {
	r := benchReader(b, NewReader)
	perArticle(b, func(a *hearsay.Article) { r.Annotate(a) })
}

func benchReader(tb testing.TB, open func() (*Reader, error)) *Reader {
	tb.Helper()
	r, err := open()
	if err != nil {
		tb.Fatal(err)
	}
	return r
}

// TestThroughput fails where reading has become slower by a multiple; what is
// wanted is 150 articles a second on a core (docs/PERFORMANCE.md). The best of
// several short runs counts, so that a busy machine does not matter.
func TestThroughput(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a second")
	}
	const floor = 60
	r := benchReader(t, NewReader)
	arts, words := newsArticles(t, 20)
	r.Read(arts[0])
	best := 0.0
	for range 20 {
		begun := time.Now()
		for _, a := range arts {
			r.Read(a)
		}
		best = max(best, float64(words)/newsWords/time.Since(begun).Seconds())
		if best > floor {
			break
		}
	}
	want := float64(floor)
	if raceEnabled {
		want /= 10
	}
	if best < want {
		t.Errorf("%.0f articles a second; want %.0f at least", best, want)
	}
}

// TestReadersShare reads the same articles alone and by several goroutines at
// once, with the same result: a Reader keeps nothing between articles.
func TestReadersShare(t *testing.T) {
	r := benchReader(t, NewReader)
	arts, _ := newsArticles(t, 16)
	alone := make([][]hearsay.Statement, len(arts))
	for i, a := range arts {
		alone[i] = r.Read(a).Statements
	}
	var wg sync.WaitGroup
	for w := range 4 {
		wg.Go(func() {
			for k := range arts {
				i := (k + 4*w) % len(arts)
				if !reflect.DeepEqual(r.Read(arts[i]).Statements, alone[i]) {
					t.Errorf("article %d: read together with others it has other statements than alone", i)
				}
			}
		})
	}
	wg.Wait()
}
