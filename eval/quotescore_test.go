package eval

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"hearsay"
)

// perturb makes a system's answer of gold, with every kind of mistake: dropped,
// invented and doubled quotations, shifted spans, swapped labels, lost roles.
func perturb(docs []GoldDoc, rng *rand.Rand) map[string][]Quote {
	media := []string{"Speech", "Writing", "Thought", "ST", "SW", "TW", "none", ""}
	pred := map[string][]Quote{}
	for _, d := range docs {
		if rng.IntN(20) == 0 {
			continue // the document is missing
		}
		n := len(d.Tokens)
		shift := func(ids []int, by int) []int {
			var out []int
			for _, id := range ids {
				if id+by >= 0 && id+by < n {
					out = append(out, id+by)
				}
			}
			return out
		}
		var qs []Quote
		for _, q := range d.Quotes {
			if rng.IntN(5) == 0 {
				continue
			}
			p := q
			for r := range p.Roles {
				p.Roles[r] = slices.Clone(q.Roles[r])
				switch rng.IntN(6) {
				case 0:
					p.Roles[r] = shift(q.Roles[r], rng.IntN(13)-6)
				case 1:
					if k := len(q.Roles[r]); k > 1 {
						p.Roles[r] = p.Roles[r][rng.IntN(k):]
					}
				case 2:
					if r != int(Content) {
						p.Roles[r] = nil
					}
				}
			}
			if rng.IntN(4) == 0 {
				p.Type = quoteTypes[rng.IntN(len(quoteTypes))]
			}
			if rng.IntN(4) == 0 {
				p.Medium = media[rng.IntN(len(media))]
			}
			if rng.IntN(8) == 0 {
				p.Nested = !p.Nested
			}
			if len(p.Roles[Content]) == 0 {
				continue
			}
			qs = append(qs, p)
			if rng.IntN(8) == 0 {
				qs = append(qs, p) // a tie
			}
		}
		for range rng.IntN(4) {
			var q Quote
			for r := range q.Roles {
				from := rng.IntN(n)
				for id := from; id < min(n, from+rng.IntN(12)+1); id++ {
					q.Roles[r] = append(q.Roles[r], id)
				}
			}
			q.Type, q.Medium = quoteTypes[rng.IntN(len(quoteTypes))], media[rng.IntN(len(media))]
			qs = append(qs, q)
		}
		rng.Shuffle(len(qs), func(i, j int) { qs[i], qs[j] = qs[j], qs[i] })
		pred[d.Name] = qs
	}
	return pred
}

// The port is worth something only while it gives the figures of the scorer
// that others use.
func TestScoreQuotesLikePython(t *testing.T) {
	docs := goldDocs(t)
	gold, scorer := sharedFile(t, "data/quotes-dev-nc/dev.jsonl"), sharedFile(t, "tools/score_quotes.py")
	python, err := exec.LookPath("python3")
	if err != nil && os.Getenv("CI") == "" {
		t.Skip(err)
	} else if err != nil {
		t.Fatal(err)
	}
	cases := map[string]map[string][]Quote{"gold": {}, "none": {}}
	for _, d := range docs {
		cases["gold"][d.Name] = d.Quotes
	}
	for seed := range uint64(3) {
		cases[fmt.Sprintf("perturbed %d", seed)] = perturb(docs, rand.New(rand.NewPCG(seed, 7)))
	}
	for name, pred := range cases {
		path := filepath.Join(t.TempDir(), "pred.jsonl")
		var b bytes.Buffer
		if err := WritePredictions(&b, pred); err != nil {
			t.Fatal(err)
		}
		if name == "none" { // the other scorer reads no empty file as JSONL
			fmt.Fprintln(&b, `{"doc": "of another corpus", "quotes": []}`)
		}
		if err := os.WriteFile(path, b.Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
		back, err := ReadPredictions(&b, path)
		if err != nil {
			t.Fatal(err)
		}
		for _, simplified := range []bool{false, true} {
			args := []string{scorer, "--gold", gold, "--pred", path, "--json"}
			if simplified {
				args = append(args, "--simplified")
			}
			out, err := exec.Command(python, args...).Output()
			if err != nil {
				t.Fatal(err)
			}
			want := flatten(t, out)
			for from, pred := range map[string]map[string][]Quote{"in memory": pred, "read back": back} {
				js, err := json.Marshal(ScoreQuotes(docs, pred, simplified))
				if err != nil {
					t.Fatal(err)
				}
				got := flatten(t, js)
				if len(got) != len(want) {
					t.Errorf("%s: %d figures, want %d", name, len(got), len(want))
				}
				for k, x := range want {
					if y, ok := got[k]; !ok || math.Abs(x-y) > 1e-9 {
						t.Errorf("%s (simplified %v, %s): %s = %v, want %v", name, simplified, from, k, y, x)
					}
				}
			}
		}
	}
}

// flatten gives every number of a JSON object by its path.
func flatten(t *testing.T, js []byte) map[string]float64 {
	t.Helper()
	var v any
	if err := json.Unmarshal(js, &v); err != nil {
		t.Fatal(err)
	}
	out := map[string]float64{}
	var walk func(path string, v any)
	walk = func(path string, v any) {
		switch v := v.(type) {
		case map[string]any:
			for k, x := range v {
				walk(path+"/"+k, x)
			}
		case float64:
			out[path] = v
		}
	}
	walk("", v)
	return out
}

func TestAssignPairsAll(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		rows, cols := 1+rng.IntN(5), 1+rng.IntN(5)
		w := make([][]float64, rows)
		for i := range w {
			w[i] = make([]float64, cols)
			for j := range w[i] {
				w[i][j] = float64(rng.IntN(4))
			}
		}
		sum, usedRow, usedCol := 0.0, map[int]bool{}, map[int]bool{}
		pairs := assign(w)
		for _, p := range pairs {
			sum += w[p[0]][p[1]]
			usedRow[p[0]], usedCol[p[1]] = true, true
		}
		if len(pairs) != min(rows, cols) || len(usedRow) != len(pairs) || len(usedCol) != len(pairs) {
			t.Fatalf("%v: pairs %v", w, pairs)
		}
		if best := bestSum(w, 0, 0); sum != best {
			t.Fatalf("%v: weight %v, want %v", w, sum, best)
		}
	}
}

// bestSum tries every assignment of the rows from i on.
func bestSum(w [][]float64, i int, used uint) float64 {
	if i == len(w) {
		return 0
	}
	best := bestSum(w, i+1, used) // weights are not negative, so a row left out is never better than the full assignment
	for j, x := range w[i] {
		if used&(1<<j) == 0 {
			best = max(best, x+bestSum(w, i+1, used|1<<j))
		}
	}
	return best
}

func TestToQuotes(t *testing.T) {
	//                 0123456789
	const text = "Er sagte, „es komme“."
	var tokens []hearsay.Span
	for _, be := range [][2]int{{0, 2}, {3, 8}, {8, 9}, {10, 13}, {13, 15}, {16, 21}, {21, 24}, {24, 25}} {
		tokens = append(tokens, hearsay.Span{Start: be[0], End: be[1]})
	}
	checkSpans(t, text, tokens)
	pass := func(from, to int) hearsay.Passage {
		return hearsay.Passage{Text: text[from:to], Spans: []hearsay.Span{{Start: from, End: to}}}
	}
	cue := pass(3, 8)
	sts := []hearsay.Statement{
		{ID: "s1", Mode: hearsay.Indirect, Medium: []hearsay.Medium{hearsay.Writing, hearsay.Speech},
			Content: pass(10, 24), Cue: &cue, Source: &hearsay.Source{Passage: pass(0, 2)}},
		{ID: "s2", Mode: hearsay.Direct, Medium: []hearsay.Medium{hearsay.Speech}, Content: hearsay.Passage{}},
		{ID: "s3", Parent: "s1", Mode: hearsay.Direct, Content: pass(18, 24)}, // 3 of 5 bytes of "komme"
		{ID: "s4", Mode: hearsay.Reported, Content: pass(19, 24), Medium: []hearsay.Medium{hearsay.Thought}},
		{ID: "s5", Mode: hearsay.Reported, Content: pass(0, 20)}, // 4 of 5
	}
	got := ToQuotes(sts, tokens)
	want := []Quote{
		{Roles: [NumRoles][]int{Content: {3, 4, 5, 6}, Cue: {1}, Source: {0}}, Type: "Indirect", Medium: "SW", Index: 0},
		{Roles: [NumRoles][]int{Content: {5, 6}}, Type: "Direct", Medium: "none", Nested: true, Index: 2},
		{Roles: [NumRoles][]int{Content: {6}}, Type: "Reported", Medium: "Thought", Index: 3},
		{Roles: [NumRoles][]int{Content: {0, 1, 2, 3, 4, 5}}, Type: "Reported", Medium: "none", Index: 4},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	for m, n := range typeNames {
		if ModeOf(n) != m {
			t.Errorf("ModeOf(%q) = %q", n, ModeOf(n))
		}
	}
	if n := MediumName([]hearsay.Medium{hearsay.Speech, hearsay.Thought, hearsay.Writing}); n != "none" {
		t.Errorf("all media: %q", n)
	}
}
