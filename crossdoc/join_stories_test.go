package crossdoc_test

import (
	"fmt"
	"os"
	"testing"

	"hearsay"
	"hearsay/crossdoc"
)

// figures are what is measured of joining on storylines.
type figures struct {
	evidence, covered        int
	pairs, found, right      int // pairs of evidence of one claim: in gold, joined, both
	apart, kept              int
	stance, stanceRight      int
	props, articles, stories int
	extra                    int // propositions in a gold claim's claim that are no evidence of it
}

func (f *figures) String() string {
	pc := func(a, b int) float64 { return 100 * float64(a) / max(1, float64(b)) }
	p, r := pc(f.right, f.found), pc(f.right, f.pairs)
	return fmt.Sprintf("%d storylines, %d articles, %.1f propositions each; covered %.1f %% of %d; pairs P %.1f R %.1f F1 %.1f (%d); apart %.1f %% of %d; stance %.1f %% of %d; %d more in their claims",
		f.stories, f.articles, float64(f.props)/max(1, float64(f.articles)), pc(f.covered, f.evidence), f.evidence, p, r, 2*p*r/max(1, p+r), f.pairs, pc(f.kept, f.apart), f.apart, pc(f.stanceRight, f.stance), f.stance, f.extra)
}

// joinStorylines joins the claims of storylines, each a story of its own in one
// memory, and measures them; tell prints what went wrong.
func joinStorylines(tb testing.TB, lines []storyline, tell bool) figures {
	r := newReader(tb)
	mem := crossdoc.NewMapMemory()
	var claims crossdoc.Claims
	var f figures
	for n := range lines {
		st := &lines[n]
		f.stories++
		type placed struct {
			p *crossdoc.Proposition
			j crossdoc.Join
		}
		byArticle := map[string][]placed{}
		for k := range st.arts {
			a := &st.arts[k]
			doc, sts := r.read(&a.Article)
			version := hearsay.VersionID(fmt.Sprintf("a%s-%s", st.name[:3], a.key))
			props := crossdoc.Propositions(doc, sts, version)
			b := &crossdoc.Brief{Version: version, Outlet: a.Outlet, Published: a.Published, Known: a.at, Props: props}
			joins, err := claims.Add(mem, b, hearsay.StoryID("s-"+st.name[:3]), nil)
			if err != nil {
				tb.Fatal(err)
			}
			f.articles++
			f.props += len(props)
			for i := range props {
				byArticle[a.key] = append(byArticle[a.key], placed{&props[i], joins[i]})
			}
		}
		type item struct {
			gold string
			e    *goldEvidence
			at   *placed
		}
		var items []item
		matched := map[string]map[hearsay.ClaimID]int{}
		for c := range st.claims {
			g := &st.claims[c]
			matched[g.key] = map[hearsay.ClaimID]int{}
			for i := range g.evidence {
				e := &g.evidence[i]
				f.evidence++
				var best *placed
				top := 0.0
				for k := range byArticle[e.article] {
					pl := &byArticle[e.article][k]
					both, own := 0, 0
					for _, sp := range pl.p.Passage.Spans {
						own += sp.End - sp.Start
						both += max(0, min(sp.End, e.End)-max(sp.Start, e.Start))
					}
					if v := 2 * float64(both) / float64(own+e.End-e.Start); both > 0 && v > top {
						best, top = pl, v
					}
				}
				if best != nil {
					f.covered++
					matched[g.key][best.j.Claim]++
				} else if tell {
					fmt.Printf("%s %s %s: NO PROPOSITION %q\n", st.name[:3], g.key, e.article, e.text)
				}
				items = append(items, item{g.key, e, best})
			}
		}
		for i := range items {
			for k := i + 1; k < len(items); k++ {
				a, b := &items[i], &items[k]
				gold := a.gold == b.gold
				got := a.at != nil && b.at != nil && a.at.j.Claim == b.at.j.Claim
				if gold {
					f.pairs++
				}
				if got && !(a.e.Span == b.e.Span && a.e.article == b.e.article) {
					f.found++
					if gold {
						f.right++
					} else if tell {
						fmt.Printf("%s MERGED %s %q with %s %q\n", st.name[:3], a.gold, a.e.text, b.gold, b.e.text)
					}
				}
			}
		}
		most := map[string]hearsay.ClaimID{}
		for c := range st.claims {
			key := st.claims[c].key
			top := 0
			for id, n := range matched[key] {
				if n > top || n == top && id < most[key] {
					most[key], top = id, n
				}
			}
		}
		for c := range st.claims {
			g := &st.claims[c]
			for _, o := range g.apart {
				f.apart++
				if most[g.key] == "" || most[g.key] != most[o] {
					f.kept++
				} else if tell {
					fmt.Printf("%s NOT APART %s %s\n", st.name[:3], g.key, o)
				}
			}
			if tell {
				fmt.Printf("%s %s: %s\n", st.name[:3], g.key, g.text)
			}
			for _, it := range items {
				if it.gold != g.key || it.at == nil {
					continue
				}
				in := it.at.j.Claim == most[g.key]
				mark := "  "
				if in {
					f.stance++
					want := map[byte]hearsay.Stance{'+': hearsay.Supports, '-': hearsay.Denies, '~': hearsay.Neutral}[it.e.stance]
					if it.at.j.Stance == want {
						f.stanceRight++
					} else {
						mark = "S!"
					}
				} else {
					mark = "X "
				}
				if tell {
					p := it.at.p
					neg := ""
					if p.Negated {
						neg = "NOT "
					}
					fmt.Printf("   %s %c %s %s %.2f [%s %s] %s%s(%s)%s @%s t=%v n=%v %q\n        why: %s %v\n", mark, it.e.stance, it.at.j.Claim[:5], p.ID, it.at.j.Score, p.Rule, p.Act, neg, p.Pred.Class, p.Pred.Lemma, argText(p.Args), argText(p.Places), p.Time, p.Numbers, p.Passage.Text, it.at.j.Why, it.at.j.Siblings)
				}
			}
			{
				// What else fell into the claim.
				gold := map[hearsay.EvidenceID]bool{}
				for _, it := range items {
					if it.at != nil && it.gold == g.key {
						gold[it.at.p.ID] = true
					}
				}
				for _, a := range st.arts {
					for _, pl := range byArticle[a.key] {
						if pl.j.Claim == most[g.key] && !gold[pl.p.ID] {
							f.extra++
							if !tell {
								continue
							}
							fmt.Printf("   ?? %s %.2f %s %s %q why: %s\n", pl.p.ID, pl.j.Score, pl.j.Stance, pl.p.Pred.Class, pl.p.Passage.Text, pl.j.Why)
						}
					}
				}
			}
		}
	}
	return f
}

func argText(as []crossdoc.Arg) (s string) {
	for _, a := range as {
		s += fmt.Sprintf(" %s=%s%s", a.Role, a.ID, map[bool]string{true: "/" + a.Lemma}[a.Lemma != ""])
	}
	return
}

func TestStorylines(t *testing.T) {
	pat := os.Getenv("PAT")
	if pat == "" {
		pat = "s*.txt"
	}
	lines := readStorylines(t, pat)
	if len(lines) == 0 {
		t.Skip("no storylines")
	}
	f := joinStorylines(t, lines, testing.Verbose())
	t.Log(f.String())
}
