package nlp

import (
	"fmt"
	"os"
	"sort"
	"strings"
	"testing"

	"hearsay"
	"hearsay/eval"
	"hearsay/text"
)

// tokensOf is the range of tokens that spans cover, gaps included.
func tokensOf(doc *hearsay.Doc, spans []hearsay.Span) hearsay.Range {
	from, to := spans[0].Start, spans[len(spans)-1].End
	r := hearsay.Range{From: -1}
	for i, t := range doc.Toks {
		if t.End > from && t.Start < to {
			if r.From < 0 {
				r.From = i
			}
			r.To = i + 1
		}
	}
	return r
}

func plainName(s string) string {
	s = strings.ToLower(s)
	for _, a := range []string{"der ", "die ", "das "} {
		s = strings.TrimPrefix(s, a)
	}
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" -–„“\"'’.", r) {
			return -1
		}
		return r
	}, s)
}

// means reports whether an entity is the one that who names.
func means(l *Language, x *Linked, e *hearsay.Entity, who string) bool {
	if e == nil {
		return false
	}
	want := plainName(who)
	for _, n := range append(x.Names(e), e.Name) {
		if plainName(n) == want {
			return true
		}
	}
	if e.Kind == "person" {
		a, b := strings.Fields(e.Name), strings.Fields(who)
		if (len(a) == 1 || len(b) == 1) && plainName(a[len(a)-1]) == plainName(b[len(b)-1]) {
			return true
		}
	}
	if e.ID[0] == '#' {
		return false
	}
	doc := text.Split(&hearsay.Article{Text: who, Published: x.doc.Article.Published})
	l.Annotate(doc)
	o := l.SourceEntity(doc, hearsay.Range{From: 0, To: len(doc.Toks)})
	if o != nil && o.ID == e.ID {
		return true
	}
	// A state and its government, where the text names the state.
	return o != nil && e.Kind == "place" && l.GovernmentOf(e) != nil && l.GovernmentOf(e).ID == o.ID
}

func readCorpus(t testing.TB) []eval.Batch {
	batches, err := eval.ReadCorpus("../corpus/de")
	if len(batches) == 0 {
		t.Skip(err)
	}
	return batches
}

// sourcesRight measures SourceEntity on the gold source passages of a part of the
// corpus.
func sourcesRight(t *testing.T, part string, wrong func(key, source, who string, got *hearsay.Entity)) (right, all int) {
	l := mustGerman(t)
	for _, b := range readCorpus(t) {
		if eval.Part(b.Name) != part {
			continue
		}
		for _, a := range b.Articles {
			doc := text.Split(a.Article)
			l.Annotate(doc)
			x := l.Link(doc)
			for i := range a.Statements {
				st := &a.Statements[i]
				if st.Source == nil || st.Source.Entity == nil {
					continue
				}
				all++
				e := x.SourceEntity(tokensOf(doc, st.Source.Spans))
				if means(l, x, e, st.Source.Entity.Name) {
					right++
				} else if wrong != nil {
					wrong(b.Name+" "+a.Key+" "+string(st.ID), st.Source.Text, st.Source.Entity.Name, e)
				}
			}
		}
	}
	return right, all
}

// TestSourcesReport prints what is wrong in the training part, with HEARSAY_SHOW=1.
func TestSourcesReport(t *testing.T) {
	if os.Getenv("HEARSAY_SHOW") == "" {
		t.Skip("HEARSAY_SHOW=1 prints it")
	}
	kinds := map[string]int{}
	right, all := sourcesRight(t, "train", func(key, source, who string, got *hearsay.Entity) {
		name, id := "–", ""
		if got != nil {
			name, id = got.Name, got.ID
		}
		fmt.Printf("%s | %s | want %s | got %s [%s]\n", key, source, who, name, id)
		if got == nil {
			kinds["none"]++
		} else if strings.HasPrefix(id, "#") {
			kinds["own"]++
		} else {
			kinds["known"]++
		}
	})
	var ks []string
	for k, n := range kinds {
		ks = append(ks, fmt.Sprintf("%s %d", k, n))
	}
	sort.Strings(ks)
	fmt.Printf("right %d of %d = %.1f %%; wrong: %s\n", right, all, 100*float64(right)/float64(all), strings.Join(ks, ", "))
}

// TestShowLinks prints the mentions and entities of the articles whose keys
// HEARSAY_ARTICLES has, comma-separated.
func TestShowLinks(t *testing.T) {
	keys := os.Getenv("HEARSAY_ARTICLES")
	if keys == "" {
		t.Skip("HEARSAY_ARTICLES=key,… prints them")
	}
	l := mustGerman(t)
	for _, b := range readCorpus(t) {
		if eval.Part(b.Name) != "train" {
			continue
		}
		for _, a := range b.Articles {
			if keys != "all" && !strings.Contains(","+keys+",", ","+a.Key+",") {
				continue
			}
			doc := text.Split(a.Article)
			l.Annotate(doc)
			x := l.Link(doc)
			fmt.Println("=====", a.Key, a.Article.Title, a.Article.Published, x.states)
			for i, e := range doc.Entities {
				var ms []string
				for _, m := range doc.Mentions {
					if m.Entity == i {
						ms = append(ms, fmt.Sprintf("%s@%d", stretch(doc, m.Toks), m.Toks.From))
					}
				}
				fmt.Printf("  %s | %s | %s %s %s | %s | %v %v\n", e.ID, e.Name, e.Kind, e.State, x.notes[i].class, e.Description, x.notes[i].nouns, ms)
			}
		}
	}
}

func BenchmarkLink(b *testing.B) {
	l := mustGerman(b)
	var docs []*hearsay.Doc
	words := 0
	for _, batch := range readCorpus(b)[:5] {
		for _, a := range batch.Articles {
			doc := text.Split(a.Article)
			l.Annotate(doc)
			docs = append(docs, doc)
			words += len(doc.Toks)
		}
	}
	names := 0
	b.Run("link", func(b *testing.B) {
		b.ReportAllocs()
		n := 0
		for b.Loop() {
			doc := docs[n%len(docs)]
			n++
			l.Link(doc)
			names += len(doc.Mentions)
		}
		b.ReportMetric(float64(words)/float64(len(docs)), "tokens/doc")
	})
	b.Run("names", func(b *testing.B) {
		n := 0
		for b.Loop() {
			l.Entities(docs[n%len(docs)])
			n++
		}
	})
}
