package ledger_test

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"hearsay/ledger"
	"hearsay/ledger/ledgertest"
)

var (
	benchKeys     = flag.Int("keys", 2_000_000, "BenchmarkPut: keys that are there already")
	benchArticles = flag.Int("articles", 5_000, "BenchmarkSearch: articles in the ledger")
)

func benchStore(b *testing.B) (ledger.Store, string) {
	path := filepath.Join(b.TempDir(), "bench.db")
	s, err := ledger.Open(context.Background(), path)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	return s, path
}

func BenchmarkAppend(b *testing.B) {
	ctx := context.Background()
	s, _ := benchStore(b)
	gen := ledgertest.NewGenerator(1)
	const batch = 100
	var items []ledgertest.Item
	for range 2000 {
		items = append(items, gen.Next())
	}
	b.ReportAllocs()
	b.ResetTimer()
	n := 0
	for range b.N {
		var entries []ledger.Entry
		for range batch {
			entries = append(entries, ledgertest.Again(items[n%len(items)], n).Entries()...)
			n++
		}
		if _, err := s.Append(ctx, entries...); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "articles/s")
	stat, err := s.Stat(ctx)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(stat.Size)/float64(n), "B/article")
}

func BenchmarkPut(b *testing.B) {
	for _, there := range []int{0, *benchKeys} {
		b.Run(fmt.Sprint(there), func(b *testing.B) {
			ctx := context.Background()
			s, _ := benchStore(b)
			rng := rand.New(rand.NewPCG(1, 2))
			key := func() []byte {
				k := make([]byte, 17)
				k[0] = 'r'
				for i := 1; i < len(k); i++ {
					k[i] = byte(rng.Uint32())
				}
				return k
			}
			value := make([]byte, 20)
			pos := uint64(0)
			batch := func(articles, keys int) {
				err := s.Derive(ctx, func(tx ledger.Tx) error {
					for range articles {
						pos++
						if err := tx.Mark(pos); err != nil {
							return err
						}
						for range keys {
							if err := tx.Put(key(), value); err != nil {
								return err
							}
						}
					}
					return nil
				})
				if err != nil {
					b.Fatal(err)
				}
			}
			for range there / 100_000 {
				batch(1, 100_000)
			}
			s.Derive(ctx, func(tx ledger.Tx) error { return tx.Forget(pos) })
			const articles = 200
			b.ResetTimer()
			for range b.N {
				batch(articles, 70)
			}
			b.ReportMetric(float64(b.N*articles)/b.Elapsed().Seconds(), "articles/s")
		})
	}
}

func BenchmarkSearch(b *testing.B) {
	ctx := context.Background()
	path := os.Getenv("HEARSAY_BENCH_LEDGER")
	if path == "" {
		path = filepath.Join(b.TempDir(), "search.db")
	}
	s, err := ledger.Open(ctx, path)
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	stat, err := s.Stat(ctx)
	if err != nil {
		b.Fatal(err)
	}
	gen := ledgertest.NewGenerator(1)
	begun := time.Now()
	for n := int(stat.Versions); n < *benchArticles; {
		var items []ledgertest.Item
		for range min(200, *benchArticles-n) {
			items = append(items, gen.Next())
		}
		if err := ledgertest.Add(ctx, s, items); err != nil {
			b.Fatal(err)
		}
		n += len(items)
	}
	if stat.Versions == 0 {
		b.Logf("filled: %.0f articles/s", float64(*benchArticles)/time.Since(begun).Seconds())
	}
	stat, _ = s.Stat(ctx)
	b.Logf("%d articles, %d bytes, %d an article", stat.Versions, stat.Size, stat.Size/int64(stat.Versions))
	for _, c := range ledgertest.Queries() {
		b.Run(c.Name, func(b *testing.B) {
			var times []time.Duration
			hits := 0
			for b.Loop() {
				t := time.Now()
				err := s.Read(ctx, func(v ledger.View) error {
					h, _, err := v.Search(c.Query)
					hits = len(h)
					return err
				})
				if err != nil {
					b.Fatal(err)
				}
				times = append(times, time.Since(t))
			}
			slices.Sort(times)
			b.ReportMetric(float64(times[len(times)*95/100].Microseconds())/1000, "p95-ms")
			b.ReportMetric(float64(hits), "hits")
		})
	}
}
