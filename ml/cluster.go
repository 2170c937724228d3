package ml

import (
	"cmp"
	"iter"
	"math"
	"slices"
)

// ClusterOptions say how [Cluster] works.
type ClusterOptions struct {
	Words    int // how many word forms, the most frequent ones
	Clusters int // into how many clusters
	Rounds   int // how often each word may change its cluster
}

// A WordCluster is a word form with its cluster.
type WordCluster struct {
	Form    string
	Cluster int // from 1
}

// Cluster puts words that stand in the same places into the same cluster: first
// names, months, verbs of saying. It learns from text alone, sentence by
// sentence, by exchange: each word in turn, the most frequent first, moves to the
// cluster that makes its neighbours easiest to predict, until none moves or the
// rounds are over (the predictive exchange of Whittaker and Woodland 2001, in both
// directions at once, as Dehdari, Tan and van Genabith 2016 have it).
//
// The clusters come numbered from 1 such that similar ones have near numbers: they
// are merged, two at a time, at the least loss of mutual information (Brown et al.
// 1992), and numbered along the tree that this makes. The words come in order of
// cluster, then of form. The sentences are gone through once.
func Cluster(sents iter.Seq[[]string], opt ClusterOptions) []WordCluster {
	t := readText(sents, opt.Words)
	n := len(t.forms)
	k := min(opt.Clusters, n)
	if k == 0 {
		return nil
	}
	x := &exchange{k: k, of: make([]int32, n), size: make([]int64, k)}
	x.sides[0] = t.neighbours(true)
	x.sides[1] = t.neighbours(false)
	x.start(n)
	for range opt.Rounds {
		if x.round() == 0 {
			break
		}
	}
	order := x.treeOrder(n)
	out := make([]WordCluster, n)
	for w := range out {
		out[w] = WordCluster{t.forms[w], order[x.of[w]] + 1}
	}
	slices.SortFunc(out, func(a, b WordCluster) int {
		if a.Cluster != b.Cluster {
			return cmp.Compare(a.Cluster, b.Cluster)
		}
		return cmp.Compare(a.Form, b.Form)
	})
	return out
}

// numbered is a text as numbers: those of the frequent forms, in order of
// frequency, then one for all other forms and one for the border of a sentence.
type numbered struct {
	forms []string
	ids   []int32
}

func readText(sents iter.Seq[[]string], words int) *numbered {
	index := map[string]int32{}
	var forms []string
	var count []int
	ids := []int32{-1}
	for sent := range sents {
		for _, w := range sent {
			id, ok := index[w]
			if !ok {
				id = int32(len(forms))
				w = string([]byte(w)) // not to keep the text that it is cut from
				index[w] = id
				forms = append(forms, w)
				count = append(count, 0)
			}
			count[id]++
			ids = append(ids, id)
		}
		ids = append(ids, -1)
	}
	order := make([]int, len(forms))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		if count[a] != count[b] {
			return cmp.Compare(count[b], count[a])
		}
		return cmp.Compare(forms[a], forms[b])
	})
	n := min(words, len(order))
	rank := make([]int32, len(forms))
	for i := range rank {
		rank[i] = int32(n)
	}
	t := &numbered{ids: ids}
	for i, id := range order[:n] {
		rank[id] = int32(i)
		t.forms = append(t.forms, forms[id])
	}
	for i, id := range ids {
		if id < 0 {
			ids[i] = int32(n + 1)
		} else {
			ids[i] = rank[id]
		}
	}
	return t
}

// A side holds, for each word, what stands on one side of it, and for each
// context how often it stands there beside each cluster.
type side struct {
	from   []int32 // per word the start of its part of what and times
	what   []int32 // contexts
	times  []int32
	beside [][]int32 // per context: per cluster a count
}

// neighbours counts what stands in front of each word, or behind it.
func (t *numbered) neighbours(front bool) *side {
	n := len(t.forms)
	at := make([]int32, n+3)
	for i := 1; i+1 < len(t.ids); i++ {
		if w := t.ids[i]; int(w) < n {
			at[w+1]++
		}
	}
	for i := 1; i < len(at); i++ {
		at[i] += at[i-1]
	}
	all := make([]int32, at[n])
	next := slices.Clone(at)
	for i := 1; i+1 < len(t.ids); i++ {
		w := t.ids[i]
		if int(w) >= n {
			continue
		}
		c := t.ids[i+1]
		if front {
			c = t.ids[i-1]
		}
		all[next[w]] = c
		next[w]++
	}
	s := &side{from: make([]int32, n+1), beside: make([][]int32, n+2)}
	for w := range n {
		cs := all[at[w]:at[w+1]]
		slices.Sort(cs)
		for i := 0; i < len(cs); {
			j := i
			for j < len(cs) && cs[j] == cs[i] {
				j++
			}
			s.what = append(s.what, cs[i])
			s.times = append(s.times, int32(j-i))
			i = j
		}
		s.from[w+1] = int32(len(s.what))
	}
	return s
}

type exchange struct {
	k     int
	of    []int32 // word → cluster
	size  []int64 // tokens a cluster
	sides [2]*side
	table []float64 // n log n for small n
}

const tableSize = 1 << 14

func (x *exchange) nlogn(n int64) float64 {
	if n < tableSize {
		return x.table[n]
	}
	return float64(n) * math.Log(float64(n))
}

func (x *exchange) start(n int) {
	x.table = make([]float64, tableSize)
	for i := 2; i < tableSize; i++ {
		x.table[i] = float64(i) * math.Log(float64(i))
	}
	for _, s := range x.sides {
		all := make([]int32, (n+2)*x.k)
		for i := range s.beside {
			s.beside[i] = all[i*x.k : (i+1)*x.k]
		}
	}
	for w := range n {
		x.of[w] = int32(w % x.k)
		x.put(w, x.of[w], 1)
	}
}

// put adds word w to cluster c, or takes it out with sign -1.
func (x *exchange) put(w int, c int32, sign int32) {
	for si, s := range x.sides {
		for j := s.from[w]; j < s.from[w+1]; j++ {
			s.beside[s.what[j]][c] += sign * s.times[j]
			if si == 0 {
				x.size[c] += int64(sign) * int64(s.times[j])
			}
		}
	}
}

// round lets each word move once and says how many did.
func (x *exchange) round() int {
	moved := 0
	gain := make([]float64, x.k)
	for w := range x.of {
		old := x.of[w]
		x.put(w, old, -1)
		var total int64
		clear(gain)
		for si, s := range x.sides {
			for j := s.from[w]; j < s.from[w+1]; j++ {
				row, m := s.beside[s.what[j]], s.times[j]
				if si == 0 {
					total += int64(m)
				}
				x.addGains(gain, row, m)
			}
		}
		best, top := old, math.Inf(-1)
		for c := range gain {
			g := gain[c] - 2*(x.nlogn(x.size[c]+total)-x.nlogn(x.size[c]))
			if g > top || g == top && int32(c) == old {
				best, top = int32(c), g
			}
		}
		x.put(w, best, 1)
		if best != old {
			x.of[w] = best
			moved++
		}
	}
	return moved
}

// addGains adds what m more of each cluster beside one context are worth, less
// the constant that an empty one is worth.
func (x *exchange) addGains(gain []float64, row []int32, m int32) {
	t := x.table
	zero := x.nlogn(int64(m))
	row = row[:len(gain)]
	for c, r := range row {
		if r == 0 {
			continue
		}
		if a := int(r + m); a < len(t) {
			gain[c] += t[a] - t[r] - zero
		} else {
			gain[c] += x.nlogn(int64(r+m)) - x.nlogn(int64(r)) - zero
		}
	}
}

// treeOrder merges the clusters two at a time and returns where in the tree's
// leaves each cluster comes.
func (x *exchange) treeOrder(n int) []int {
	k := x.k
	// How often cluster b follows cluster a.
	follow := make([][]float64, k)
	for i := range follow {
		follow[i] = make([]float64, k)
	}
	left, right := make([]float64, k), make([]float64, k)
	total := 0.0
	s := x.sides[0]
	for v := range n {
		for c, m := range s.beside[v] {
			follow[x.of[v]][c] += float64(m)
			left[x.of[v]] += float64(m)
			right[c] += float64(m)
			total += float64(m)
		}
	}
	leaves := make([][]int, k)
	alive := make([]bool, k)
	for i := range leaves {
		leaves[i], alive[i] = []int{i}, true
	}
	info := func(m, l, r float64) float64 {
		if m == 0 {
			return 0
		}
		return m * math.Log(m*total/(l*r))
	}
	loss := make([][]float64, k)
	lossOf := func(a, b int) float64 {
		d := 0.0
		la, lb, ra, rb := left[a], left[b], right[a], right[b]
		for c := range k {
			if !alive[c] || c == a || c == b {
				continue
			}
			d += info(follow[a][c], la, right[c]) + info(follow[b][c], lb, right[c]) - info(follow[a][c]+follow[b][c], la+lb, right[c])
			d += info(follow[c][a], left[c], ra) + info(follow[c][b], left[c], rb) - info(follow[c][a]+follow[c][b], left[c], ra+rb)
		}
		d += info(follow[a][a], la, ra) + info(follow[b][b], lb, rb) + info(follow[a][b], la, rb) + info(follow[b][a], lb, ra)
		d -= info(follow[a][a]+follow[b][b]+follow[a][b]+follow[b][a], la+lb, ra+rb)
		return d
	}
	for a := range k {
		loss[a] = make([]float64, k)
		for b := range a {
			loss[a][b] = lossOf(a, b)
		}
	}
	last := 0
	for range k - 1 {
		ba, bb, least := -1, -1, math.Inf(1)
		for a := range k {
			if !alive[a] {
				continue
			}
			for b := range a {
				if alive[b] && loss[a][b] < least {
					ba, bb, least = a, b, loss[a][b]
				}
			}
		}
		// The pair becomes cluster bb. The losses of the others change a little
		// too; only those of the new pair are reckoned anew, which is enough for
		// an order.
		leaves[bb] = append(leaves[bb], leaves[ba]...)
		alive[ba] = false
		for c := range k {
			follow[bb][c] += follow[ba][c]
		}
		for c := range k {
			follow[c][bb] += follow[c][ba]
		}
		left[bb] += left[ba]
		right[bb] += right[ba]
		for c := range k {
			if !alive[c] || c == bb {
				continue
			}
			loss[max(bb, c)][min(bb, c)] = lossOf(max(bb, c), min(bb, c))
		}
		last = bb
	}
	order := make([]int, k)
	for i, c := range leaves[last] {
		order[c] = i
	}
	return order
}
