package crossdoc_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hearsay"
)

// A line is a storyline: articles, and gold claims with their evidence.
type storyline struct {
	name   string
	arts   []storyArticle
	claims []goldClaim
}

type storyArticle struct {
	key string
	at  time.Time
	hearsay.Article
}

type goldClaim struct {
	key, text string
	evidence  []goldEvidence
	apart     []string
}

type goldEvidence struct {
	stance  byte
	article string
	hearsay.Span
	text string
}

// readStorylines reads the development storylines, those named by patterns.
func readStorylines(tb testing.TB, pattern string) []storyline {
	tb.Helper()
	names, _ := filepath.Glob(filepath.Join("..", "corpus", "stories", pattern))
	var out []storyline
	for _, n := range names {
		b, err := os.ReadFile(n)
		if err != nil {
			tb.Fatal(err)
		}
		out = append(out, parseStoryline(tb, filepath.Base(n), string(b)))
	}
	return out
}

func parseStoryline(tb testing.TB, name, s string) storyline {
	st := storyline{name: name}
	mode := ""
	head := false
	var body []string
	flush := func() {
		if len(st.arts) > 0 && mode == "art" {
			st.arts[len(st.arts)-1].Text = strings.TrimSpace(strings.Join(body, "\n"))
		}
		body = nil
	}
	for l := range strings.SplitSeq(s, "\n") {
		switch {
		case strings.HasPrefix(l, "@ "):
			flush()
			mode, head = "art", true
			f := strings.Split(l[2:], " | ")
			km := strings.Fields(f[0])
			at, err := time.Parse(time.RFC3339, km[1])
			if err != nil {
				tb.Fatalf("%s: %v", name, err)
			}
			a := storyArticle{key: km[0], at: at}
			a.Published = hearsay.Date(km[1])
			a.Language = "de"
			if len(f) > 1 {
				a.Outlet = strings.TrimSpace(f[1])
			}
			if len(f) > 2 {
				a.URL = strings.TrimSpace(f[2])
			}
			st.arts = append(st.arts, a)
		case strings.HasPrefix(l, "% "):
			flush()
			mode = strings.TrimSpace(l[2:])
		case mode == "art":
			if head {
				k, v, ok := strings.Cut(l, ": ")
				if ok && (k == "agency" || k == "title" || k == "status" || k == "embargo" || k == "guid" || k == "corrects") {
					if k == "title" {
						st.arts[len(st.arts)-1].Title = v
					}
					continue
				}
				head = false
			}
			body = append(body, l)
		case mode == "claims":
			t := strings.TrimSpace(l)
			f := strings.Fields(t)
			if len(f) == 0 {
				continue
			}
			if !strings.HasPrefix(l, " ") {
				st.claims = append(st.claims, goldClaim{key: f[0], text: strings.TrimSpace(t[len(f[0]):])})
				continue
			}
			c := &st.claims[len(st.claims)-1]
			switch f[0] {
			case "+", "-", "~":
				i := strings.IndexByte(t, '"')
				j := strings.LastIndexByte(t, '"')
				if i < 0 || j <= i {
					tb.Fatalf("%s: %q", name, t)
				}
				e := goldEvidence{stance: f[0][0], article: f[1], text: t[i+1 : j]}
				for k := range st.arts {
					if st.arts[k].key == e.article {
						e.Span = findPassage(tb, name, st.arts[k].Text, e.text)
					}
				}
				c.evidence = append(c.evidence, e)
			case "apart":
				c.apart = append(c.apart, f[1:]...)
			}
		}
	}
	flush()
	return st
}

func findPassage(tb testing.TB, name, text, p string) hearsay.Span {
	a, z, ok := strings.Cut(p, "…")
	if ok {
		i := strings.Index(text, strings.TrimSpace(a))
		j := -1
		if i >= 0 {
			j = strings.Index(text[i:], strings.TrimSpace(z))
		}
		if i >= 0 && j >= 0 {
			return hearsay.Span{Start: i, End: i + j + len(strings.TrimSpace(z))}
		}
	}
	if i := strings.Index(text, p); i >= 0 {
		return hearsay.Span{Start: i, End: i + len(p)}
	}
	tb.Logf("%s: no passage %q", name, p)
	return hearsay.Span{}
}
