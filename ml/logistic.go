package ml

import (
	"math"
	"sort"
)

// An Example is one decision to learn from: what describes it, and whether it is
// right.
type Example struct {
	Features []Feature
	Right    bool
	Weight   float64 // how much it counts; 0 is taken for 1
}

// Logistic learns to tell right from wrong by logistic regression with L2
// regularisation, trained with AdaGrad (Duchi, Hazan and Singer 2011). The model
// has the labels "no" and "yes"; the difference of their scores times Scale is
// the log-odds of "yes". strength is the weight of the regularisation against one
// example, e.g. 1e-3.
func Logistic(examples []Example, rounds int, strength float64, seed uint64) *Trainer {
	sets := make([][]Feature, len(examples))
	for k := range examples {
		sets[k] = examples[k].Features
	}
	names, rows := byNumber(sets)
	w := make([]float64, len(names))
	g2 := make([]float64, len(names))
	const rate = 0.1
	for round := range rounds {
		for _, k := range Shuffle(len(examples), seed+uint64(round)) {
			z := 0.0
			for _, i := range rows[k] {
				z += w[i]
			}
			y := 0.0
			if examples[k].Right {
				y = 1
			}
			d := 1/(1+math.Exp(-z)) - y
			if c := examples[k].Weight; c > 0 {
				d *= c
			}
			for _, i := range rows[k] {
				g := d + strength*w[i]
				g2[i] += g * g
				w[i] -= rate * g / (1e-8 + math.Sqrt(g2[i]))
			}
		}
	}
	t := NewTrainer([]string{"no", "yes"})
	t.now = 1
	for i, f := range names {
		t.rows[f] = []weight{{label: 1, sum: w[i], timesMoved: 1 << 20}}
	}
	t.now = 1
	for _, row := range t.rows {
		row[0].w, row[0].since = row[0].sum, 1
	}
	return t
}

// A Labelled is one example for telling several labels apart.
type Labelled struct {
	Features []Feature
	Label    string
}

// Softmax learns to tell labels apart by multinomial logistic regression with L2
// regularisation, trained with AdaGrad as [Logistic] is. The labels of the model
// are those of the examples, sorted.
func Softmax(examples []Labelled, rounds int, strength float64, seed uint64) *Trainer {
	set := map[string]bool{}
	var labels []string
	for _, ex := range examples {
		if !set[ex.Label] {
			set[ex.Label] = true
			labels = append(labels, ex.Label)
		}
	}
	sort.Strings(labels)
	t := NewTrainer(labels)
	n := len(labels)
	sets := make([][]Feature, len(examples))
	for k := range examples {
		sets[k] = examples[k].Features
	}
	names, rows := byNumber(sets)
	w := make([]float64, len(names)*n)
	g2 := make([]float64, len(names)*n)
	p := make([]float64, n)
	const rate = 0.1
	for round := range rounds {
		for _, k := range Shuffle(len(examples), seed+uint64(round)) {
			clear(p)
			for _, i := range rows[k] {
				for l := range n {
					p[l] += w[i*n+l]
				}
			}
			top := p[0]
			for _, z := range p {
				top = max(top, z)
			}
			sum := 0.0
			for l := range p {
				p[l] = math.Exp(p[l] - top)
				sum += p[l]
			}
			right := t.Label(examples[k].Label)
			for l := range p {
				p[l] /= sum
				if l == right {
					p[l]--
				}
			}
			for _, i := range rows[k] {
				for l := range n {
					g := p[l] + strength*w[i*n+l]
					g2[i*n+l] += g * g
					w[i*n+l] -= rate * g / (1e-8 + math.Sqrt(g2[i*n+l]))
				}
			}
		}
	}
	t.now = 1
	for i, f := range names {
		var row []weight
		for l := range n {
			row = append(row, weight{label: l, w: w[i*n+l], sum: w[i*n+l], since: 1, timesMoved: 1 << 20})
		}
		t.rows[f] = row
	}
	return t
}

// byNumber numbers the features in the order in which they come, and gives each
// set as numbers, each once.
func byNumber(sets [][]Feature) (names []Feature, rows [][]int) {
	index := map[Feature]int{}
	rows = make([][]int, len(sets))
	for k, set := range sets {
		seen := map[Feature]bool{}
		for _, f := range set {
			if seen[f] {
				continue
			}
			seen[f] = true
			i, ok := index[f]
			if !ok {
				i = len(names)
				index[f] = i
				names = append(names, f)
			}
			rows[k] = append(rows[k], i)
		}
	}
	return names, rows
}
