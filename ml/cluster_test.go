package ml

import (
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// language is a small language: names do things to things.
func language() [][]string {
	var out [][]string
	names := strings.Fields("anna bert cleo dora emil")
	verbs := strings.Fields("sees hears buys sells")
	things := strings.Fields("bread wine cloth iron salt wool")
	for i := range 600 {
		out = append(out, []string{names[i*7%5], verbs[i*11%4], "the", things[i*13%6], "."})
	}
	return out
}

func TestClusterFindsWordClasses(t *testing.T) {
	words := Cluster(slices.Values(language()), ClusterOptions{Words: 100, Clusters: 5, Rounds: 10})
	of := map[string]int{}
	for _, w := range words {
		if w.Cluster < 1 || w.Cluster > 5 {
			t.Errorf("%q has cluster %d, want 1 to 5", w.Form, w.Cluster)
		}
		of[w.Form] = w.Cluster
	}
	for _, class := range []string{"anna bert cleo dora emil", "sees hears buys sells", "bread wine cloth iron salt wool"} {
		ws := strings.Fields(class)
		for _, w := range ws {
			if of[w] != of[ws[0]] {
				t.Errorf("%q is in cluster %d, %q in %d; want the same", w, of[w], ws[0], of[ws[0]])
			}
		}
	}
	if of["anna"] == of["sees"] || of["sees"] == of["bread"] || of["anna"] == of["bread"] {
		t.Errorf("names, verbs and things share clusters: %v", of)
	}
}

func TestClusterIsDeterministic(t *testing.T) {
	opt := ClusterOptions{Words: 12, Clusters: 4, Rounds: 3}
	a := Cluster(slices.Values(language()), opt)
	b := Cluster(slices.Values(language()), opt)
	if !reflect.DeepEqual(a, b) {
		t.Errorf("two runs differ:\n%v\n%v", a, b)
	}
	if len(a) != 12 {
		t.Errorf("%d words, want the 12 most frequent", len(a))
	}
}

func TestClusterOfNothing(t *testing.T) {
	if ws := Cluster(slices.Values([][]string{}), ClusterOptions{Words: 10, Clusters: 2, Rounds: 2}); len(ws) != 0 {
		t.Errorf("clusters of no text: %v", ws)
	}
	one := Cluster(slices.Values([][]string{{"alone"}}), ClusterOptions{Words: 10, Clusters: 2, Rounds: 2})
	if len(one) != 1 || one[0] != (WordCluster{"alone", 1}) {
		t.Errorf("clusters of one word: %v", one)
	}
}

// The forward and backward sums give the probabilities that counting all label
// sequences gives.
func TestProbabilitiesAgreeWithEnumeration(t *testing.T) {
	labels := []string{"O", "B", "I"}
	follows := func(a, b int) bool { return !(b == 2 && (a < 0 || a == 0)) }
	fs := func(w string) []Feature { return []Feature{Hash(1, w), Hash(2, w[:1])} }
	data := []Sequence{
		{Features: [][]Feature{fs("ab"), fs("cd"), fs("ce")}, Labels: []int{0, 1, 2}},
		{Features: [][]Feature{fs("cd"), fs("ae")}, Labels: []int{1, 0}},
	}
	m, err := OpenLinear(TrainSequences(labels, follows, data, SequenceOptions{Rounds: 5, Seed: 1}).Bytes("t", "", 0), "t")
	if err != nil {
		t.Fatal(err)
	}
	d := NewDecoder(m, follows)
	scores := make([]int32, 9)
	for i, w := range []string{"ab", "ce", "cd"} {
		d.Emissions(fs(w), scores[3*i:3*i+3])
	}
	probs := d.Probabilities(scores)
	want := make([]float64, 9)
	total, top := 0.0, 0.0
	var best [3]int
	for k := range 27 {
		path := [3]int{k / 9, k / 3 % 3, k % 3}
		sum, prev, ok := 0.0, -1, true
		for i, l := range path {
			ok = ok && follows(prev, l)
			sum += float64(scores[3*i+l]) + float64(d.trans[(prev+1)*3+l])
			prev = l
		}
		if !ok {
			continue
		}
		p := math.Exp(sum * d.Scale())
		if p > top {
			top, best = p, path
		}
		total += p
		for i, l := range path {
			want[3*i+l] += p
		}
	}
	for i := range want {
		if diff := want[i]/total - probs[i]; diff > 1e-6 || diff < -1e-6 {
			t.Errorf("token %d, label %s: probability %.6f, want %.6f", i/3, labels[i%3], probs[i], want[i]/total)
		}
	}
	if got := d.Best(scores); !slices.Equal(got, best[:]) {
		t.Errorf("best labels %v, want %v", got, best)
	}
}
