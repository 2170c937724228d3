package ledger

import (
	"math"
	"sort"
	"strings"
	"unicode/utf8"

	"hearsay"
)

// hitsIn finds where words of a query stand in a text: those that are asked for,
// with the clause that each belongs to.
func hitsIn(query []clause, text string, lemmas func(string) []string, f func(at hearsay.Span, clause int)) {
	type place struct {
		word string
		at   hearsay.Span
	}
	var words []place
	eachWord(text, func(w string, at hearsay.Span) bool {
		words = append(words, place{w, at})
		return true
	})
	known := map[string]string{} // folded word → its lemmas, folded, between spaces
	for i := range words {
	clauses:
		for c, cl := range query {
			if cl.not {
				continue
			}
			for _, t := range cl.any {
				if n := len(t.words); i+n <= len(words) {
					same := true
					for k := 0; k < n && same; k++ {
						w := words[i+k].word
						same = w == t.words[k] || t.prefix && k == n-1 && strings.HasPrefix(w, t.words[k])
					}
					if same {
						f(hearsay.Span{Start: words[i].at.Start, End: words[i+n-1].at.End}, c)
						continue clauses
					}
				}
				if len(t.words) != 1 || t.prefix {
					continue
				}
				w := words[i].word
				if lemmas != nil {
					own, ok := known[w]
					if !ok {
						for _, l := range lemmas(text[words[i].at.Start:words[i].at.End]) {
							own += " " + fold(l)
						}
						own += " "
						known[w] = own
					}
					if strings.Contains(own, " "+t.words[0]+" ") {
						f(words[i].at, c)
						continue clauses
					}
					for _, l := range t.lemmas {
						if w == l || strings.Contains(own, " "+l+" ") {
							f(words[i].at, c)
							continue clauses
						}
					}
				}
			}
		}
	}
}

// rank sorts rows by BM25 (Robertson and Zaragoza 2009: k1 = 1.2, b = 0.75) among
// themselves; a word in the title counts as four. It looks at the texts rather than
// at the index: that would have to count each word in all of the ledger. Equals stay
// newest first.
func rank(query []clause, nums []uint64, texts func(i int) (title, text string, err error)) ([]uint64, []float64, error) {
	const k1, b, titleWeight = 1.2, 0.75, 4
	freq := make([][]float64, len(nums))
	length := make([]float64, len(nums))
	in := make([]float64, len(query))
	total := 0.0
	for i := range nums {
		title, text, err := texts(i)
		if err != nil {
			return nil, nil, err
		}
		freq[i] = make([]float64, len(query))
		hitsIn(query, text, nil, func(_ hearsay.Span, c int) { freq[i][c]++ })
		hitsIn(query, title, nil, func(_ hearsay.Span, c int) { freq[i][c] += titleWeight })
		length[i] = float64(len(text) + len(title))
		total += length[i]
		for c, n := range freq[i] {
			if n > 0 {
				in[c]++
			}
		}
	}
	mean := math.Max(1, total/float64(len(nums)))
	scores := make([]float64, len(nums))
	order := make([]int, len(nums))
	for i := range nums {
		order[i] = i
		for c, n := range freq[i] {
			if n == 0 {
				continue
			}
			idf := math.Log(1 + (float64(len(nums))-in[c]+0.5)/(in[c]+0.5))
			scores[i] += (idf + 0.1) * n * (k1 + 1) / (n + k1*(1-b+b*length[i]/mean))
		}
	}
	sort.SliceStable(order, func(x, y int) bool { return scores[order[x]] > scores[order[y]] })
	outNums, outScores := make([]uint64, len(nums)), make([]float64, len(nums))
	for i, o := range order {
		outNums[i], outScores[i] = nums[o], scores[o]
	}
	return outNums, outScores, nil
}

// snippetLen is about how many bytes a snippet has.
const snippetLen = 240

// snippet cuts the stretch of text[lo:hi] out that has the most of the words asked
// for, at words' bounds.
func snippet(query []clause, text string, lo, hi int, lemmas func(string) []string) Snippet {
	type found struct {
		at     hearsay.Span
		clause int
	}
	var all []found
	hitsIn(query, text[lo:hi], lemmas, func(at hearsay.Span, c int) {
		all = append(all, found{hearsay.Span{Start: at.Start + lo, End: at.End + lo}, c})
	})
	start := lo
	best := -1
	for i := range all {
		seen := map[int]bool{}
		score := 0
		for j := i; j < len(all) && all[j].at.End <= all[i].at.Start+snippetLen*3/4; j++ {
			score++
			if !seen[all[j].clause] {
				seen[all[j].clause] = true
				score += 10
			}
		}
		if score > best {
			best, start = score, all[i].at.Start
		}
	}
	start = max(lo, start-snippetLen/4)
	for start > lo && (!utf8.RuneStart(text[start]) || text[start-1] != ' ' && text[start-1] != '\n') {
		start--
	}
	end := min(hi, start+snippetLen)
	for end < hi && (!utf8.RuneStart(text[end]) || text[end] != ' ' && text[end] != '\n') {
		end++
	}
	sn := Snippet{Span: hearsay.Span{Start: start, End: end}, Text: text[start:end]}
	last := start
	for _, f := range all {
		if f.at.Start >= last && f.at.End <= end {
			sn.Found = append(sn.Found, hearsay.Span{Start: f.at.Start - start, End: f.at.End - start})
			last = f.at.End
		}
	}
	return sn
}
