package ml

import (
	"math"
	"math/rand/v2"
)

// A Sequence is a sentence to learn from: per token its features and its right
// label.
type Sequence struct {
	Features [][]Feature
	Labels   []int
	Weight   float64 // how much it counts; 0 is taken for 1
}

// SequenceOptions say how [TrainSequences] learns.
type SequenceOptions struct {
	Rounds    int
	Strength  float64 // of the regularisation, against one token, e.g. 1e-4
	Dropout   float64 // share of the features that each round leaves out by chance: no feature may rely on another
	MinCount  int     // features seen less often are left out
	MinWeight float64 // smaller weights are left out of the model
	// Against is taken from the score of the first label, that of what is not
	// sought, wherever it stands: more is found then, at the price of precision.
	Against float64
	Seed    uint64
}

// TrainSequences learns to label sequences with a linear-chain conditional random
// field (Lafferty, McCallum and Pereira 2001), by stochastic gradients with
// AdaGrad. follows says whether label b may stand behind label a; -1 stands for
// the borders of the sequence. [NewDecoder] reads what it learns.
func TrainSequences(labels []string, follows func(a, b int) bool, data []Sequence, opt SequenceOptions) *Trainer {
	L := len(labels)
	count := map[Feature]int{}
	for _, s := range data {
		for _, fs := range s.Features {
			for _, f := range fs {
				count[f]++
			}
		}
	}
	// Rows: first the transitions from the start and from each label, then the
	// features in the order of their first appearance.
	names := make([]Feature, 0, 1<<16)
	for a := -1; a < L; a++ {
		names = append(names, transition(a))
	}
	index := map[Feature]int32{}
	rows := make([][][]int32, len(data))
	for i, s := range data {
		rows[i] = make([][]int32, len(s.Features))
		for t, fs := range s.Features {
			for _, f := range fs {
				if count[f] < opt.MinCount {
					continue
				}
				r, ok := index[f]
				if !ok {
					r = int32(len(names))
					index[f] = r
					names = append(names, f)
				}
				rows[i][t] = append(rows[i][t], r)
			}
		}
	}
	w := make([]float32, len(names)*L)
	mean := make([]float32, len(w))
	g2 := make([]float32, len(w))
	ok := newFollows(L, follows)
	rng := rand.New(rand.NewPCG(opt.Seed, 0x73657175656e6365))
	const rate = 0.1
	step := func(row int32, l int, g float64) {
		k := int(row)*L + l
		g += opt.Strength * float64(w[k])
		if g == 0 {
			return
		}
		g2[k] += float32(g * g)
		w[k] -= float32(rate * g / (1e-6 + math.Sqrt(float64(g2[k]))))
	}
	var ch chain
	var kept [][]int32
	trans := make([]float64, (L+1)*L)
	for round := range opt.Rounds {
		for _, i := range Shuffle(len(data), opt.Seed+uint64(round)) {
			s := &data[i]
			n := len(s.Labels)
			if n == 0 {
				continue
			}
			weight := s.Weight
			if weight == 0 {
				weight = 1
			}
			for k := range trans {
				trans[k] = float64(w[k])
			}
			ch.size(n, L)
			kept = kept[:0]
			for t := range n {
				var ks []int32
				if opt.Dropout > 0 {
					ks = make([]int32, 0, len(rows[i][t]))
					for _, r := range rows[i][t] {
						if rng.Float64() >= opt.Dropout {
							ks = append(ks, r)
						}
					}
				} else {
					ks = rows[i][t]
				}
				kept = append(kept, ks)
				e := ch.emit[t*L : (t+1)*L]
				clear(e)
				for _, r := range ks {
					for l, x := range w[int(r)*L : int(r)*L+L] {
						e[l] += float64(x)
					}
				}
			}
			ch.infer(n, L, trans, ok, true)
			for t := range n {
				for l := range L {
					g := ch.node[t*L+l]
					if l == s.Labels[t] {
						g--
					}
					g *= weight
					if g > -1e-5 && g < 1e-5 {
						continue
					}
					for _, r := range kept[t] {
						step(r, l, g)
					}
				}
			}
			// The expected transitions, less those that are there.
			for a := -1; a < L; a++ {
				for b := range L {
					g := ch.pair[(a+1)*L+b]
					if g > 1e-6 {
						step(int32(a+1), b, g*weight)
					}
				}
			}
			prev := -1
			for t := range n {
				step(int32(prev+1), s.Labels[t], -weight)
				prev = s.Labels[t]
			}
		}
		// The model is the mean of the weights after each round of the second
		// half: steadier than the last ones alone.
		if round >= opt.Rounds/2 {
			for k, x := range w {
				mean[k] += x
			}
		}
	}
	for k := range mean {
		mean[k] /= float32(opt.Rounds - opt.Rounds/2)
	}
	w = mean
	tr := NewTrainer(labels)
	tr.now = 1
	for r, f := range names {
		var ws []weight
		for l := range L {
			x := float64(w[r*L+l])
			if r <= L && l == 0 {
				x -= opt.Against // as a transition to the first label from any
			}
			if math.Abs(x) < opt.MinWeight {
				continue
			}
			ws = append(ws, weight{label: l, w: x, sum: x, since: 1, timesMoved: 1 << 20})
		}
		if len(ws) > 0 {
			tr.rows[f] = ws
		}
	}
	return tr
}

// transition is the feature of what may stand behind label a (-1: the start).
func transition(a int) Feature { return Hash(255, "transition", string(rune('0'+a+1))) }

type followTable struct {
	pair []bool // (a+1)*L+b
	end  []bool
}

func newFollows(L int, follows func(a, b int) bool) followTable {
	ok := followTable{make([]bool, (L+1)*L), make([]bool, L)}
	for a := -1; a < L; a++ {
		for b := range L {
			ok.pair[(a+1)*L+b] = follows(a, b)
		}
	}
	for a := range L {
		ok.end[a] = follows(a, -1)
	}
	return ok
}

// chain holds the sums of forward and backward, in probabilities scaled per token.
type chain struct {
	emit, fore, back, node, pair []float64
	exp                          []float64 // of the transitions
	ahead                        []float64 // what is behind a token, per label
}

func (c *chain) size(n, L int) {
	if cap(c.emit) < n*L {
		c.emit = make([]float64, n*L)
		c.fore = make([]float64, n*L)
		c.back = make([]float64, n*L)
		c.node = make([]float64, n*L)
	}
	c.emit, c.fore, c.back, c.node = c.emit[:n*L], c.fore[:n*L], c.back[:n*L], c.node[:n*L]
	if len(c.pair) != (L+1)*L {
		c.pair = make([]float64, (L+1)*L)
		c.exp = make([]float64, (L+1)*L)
		c.ahead = make([]float64, L)
	}
}

// infer fills in node, the probability of each label at each token, and, if pairs
// is set, pair, the expected number of transitions. emit is overwritten.
func (c *chain) infer(n, L int, trans []float64, ok followTable, pairs bool) {
	for k, x := range trans {
		c.exp[k] = 0
		if ok.pair[k] {
			c.exp[k] = math.Exp(x)
		}
	}
	for t := range n {
		e := c.emit[t*L : (t+1)*L]
		top := e[0]
		for _, x := range e {
			top = max(top, x)
		}
		for l := range e {
			e[l] = math.Exp(e[l] - top)
		}
		f := c.fore[t*L : (t+1)*L]
		if t == 0 {
			for l := range f {
				f[l] = c.exp[l] * e[l]
			}
		} else {
			p := c.fore[(t-1)*L : t*L]
			clear(f)
			for a, x := range p {
				if x == 0 {
					continue
				}
				for b, y := range c.exp[(a+1)*L : (a+2)*L] {
					f[b] += x * y
				}
			}
			for b := range f {
				f[b] *= e[b]
			}
		}
		if t == n-1 {
			for l := range f {
				if !ok.end[l] {
					f[l] = 0
				}
			}
		}
		normalise(f)
	}
	b := c.back[(n-1)*L:]
	for l := range b {
		b[l] = 0
		if ok.end[l] {
			b[l] = 1
		}
	}
	for t := n - 2; t >= 0; t-- {
		e, next, b := c.emit[(t+1)*L:(t+2)*L], c.back[(t+1)*L:(t+2)*L], c.back[t*L:(t+1)*L]
		for l := range e {
			c.ahead[l] = e[l] * next[l]
		}
		for a := range b {
			sum := 0.0
			for l, y := range c.exp[(a+1)*L : (a+2)*L] {
				sum += y * c.ahead[l]
			}
			b[a] = sum
		}
		normalise(b)
	}
	clear(c.pair)
	for t := range n {
		p := c.node[t*L : (t+1)*L]
		for l := range p {
			p[l] = c.fore[t*L+l] * c.back[t*L+l]
		}
		normalise(p)
		if !pairs {
			continue
		}
		if t == 0 {
			for l, x := range p {
				c.pair[l] += x
			}
			continue
		}
		e, next, prev := c.emit[t*L:(t+1)*L], c.back[t*L:(t+1)*L], c.fore[(t-1)*L:t*L]
		sum := 0.0
		for a, x := range prev {
			if x == 0 {
				continue
			}
			for l, y := range c.exp[(a+1)*L : (a+2)*L] {
				sum += x * y * e[l] * next[l]
			}
		}
		if sum == 0 {
			continue
		}
		for a, x := range prev {
			if x == 0 {
				continue
			}
			x /= sum
			for l, y := range c.exp[(a+1)*L : (a+2)*L] {
				c.pair[(a+1)*L+l] += x * y * e[l] * next[l]
			}
		}
	}
}

func normalise(p []float64) {
	sum := 0.0
	for _, x := range p {
		sum += x
	}
	if sum == 0 {
		return
	}
	for i := range p {
		p[i] /= sum
	}
}

// A Decoder finds the best labels of sequences with what [TrainSequences] learned.
// It is safe for use by several goroutines at once.
type Decoder struct {
	model *Linear
	trans []int32 // (a+1)*L+b
	from  [][]int // per label those that may stand in front of it
	ok    followTable
}

// NewDecoder makes a decoder of a model; follows as in [TrainSequences].
func NewDecoder(m *Linear, follows func(a, b int) bool) *Decoder {
	L := len(m.Labels)
	d := &Decoder{model: m, trans: make([]int32, (L+1)*L), from: make([][]int, L), ok: newFollows(L, follows)}
	for a := -1; a < L; a++ {
		m.Scores([]Feature{transition(a)}, d.trans[(a+1)*L:(a+2)*L])
	}
	for b := range L {
		for a := range L {
			if d.ok.pair[(a+1)*L+b] {
				d.from[b] = append(d.from[b], a)
			}
		}
	}
	return d
}

// Labels returns the names of the labels.
func (d *Decoder) Labels() []string { return d.model.Labels }

// Scale is what one of a score is worth in log-odds.
func (d *Decoder) Scale() float64 { return float64(d.model.Scale) }

// Emissions adds the scores of a token's labels to scores.
func (d *Decoder) Emissions(fs []Feature, scores []int32) { d.model.Scores(fs, scores) }

// Best finds the best sequence of labels (Viterbi) for the scores of n tokens,
// token by token.
func (d *Decoder) Best(scores []int32) []int {
	L := len(d.model.Labels)
	n := len(scores) / L
	if n == 0 {
		return nil
	}
	const never = math.MinInt32
	best := make([]int64, L)
	next := make([]int64, L)
	back := make([]uint8, n*L)
	for b := range L {
		best[b] = never << 20
		if d.ok.pair[b] {
			best[b] = int64(scores[b]) + int64(d.trans[b])
		}
	}
	for t := 1; t < n; t++ {
		for b := range L {
			top, arg := int64(never)<<21, 0
			for _, a := range d.from[b] {
				if s := best[a] + int64(d.trans[(a+1)*L+b]); s > top {
					top, arg = s, a
				}
			}
			next[b] = top + int64(scores[t*L+b])
			back[t*L+b] = uint8(arg)
		}
		best, next = next, best
	}
	last := -1
	for b := range L {
		if d.ok.end[b] && (last < 0 || best[b] > best[last]) {
			last = b
		}
	}
	out := make([]int, n)
	for t := n - 1; t >= 0; t-- {
		out[t] = last
		last = int(back[t*L+last])
	}
	return out
}

// Probabilities returns the probability of each label at each token.
func (d *Decoder) Probabilities(scores []int32) []float64 {
	L := len(d.model.Labels)
	n := len(scores) / L
	if n == 0 {
		return nil
	}
	var c chain
	c.size(n, L)
	for k, s := range scores {
		c.emit[k] = float64(s) * d.Scale()
	}
	trans := make([]float64, len(d.trans))
	for k, s := range d.trans {
		trans[k] = float64(s) * d.Scale()
	}
	c.infer(n, L, trans, d.ok, false)
	return c.node
}
