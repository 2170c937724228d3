package ml

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"strings"
	"testing"
)

// train teaches a model to tell what the last letter of a word says: "n" verbs,
// "g" nouns, others particles.
func train(seed uint64) *Trainer {
	t := NewTrainer([]string{"verb", "noun", "particle"})
	words := strings.Fields("sagen melden Meldung Warnung laut zufolge warnen Drohung drohen mit Zusage fordern Forderung so")
	for round := range 5 {
		for _, k := range Shuffle(len(words), seed+uint64(round)) {
			right := rightLabel(words[k])
			if guess := t.Predict(features(words[k]), nil); guess != right {
				t.Update(features(words[k]), right, guess, 1)
			}
			t.Tick()
		}
	}
	return t
}

func rightLabel(w string) int {
	switch w[len(w)-1] {
	case 'n':
		return 0
	case 'g':
		return 1
	}
	return 2
}

func features(w string) []Feature {
	f := Hash(1, w[len(w)-1:])
	return []Feature{Hash(0), f, Hash(2, w), f.With(Hash(3, w[:1]))}
}

func best(m *Linear, w string) int {
	scores := make([]int32, len(m.Labels))
	m.Scores(features(w), scores)
	return Best(scores)
}

// What was learned is there after writing and reading.
func TestModelRoundTrip(t *testing.T) {
	tr := train(1)
	m, err := OpenLinear(tr.Bytes("test/de", "fourteen words", 1), "test/de")
	if err != nil {
		t.Fatal(err)
	}
	if m.Kind != "test/de" || m.About != "fourteen words" || strings.Join(m.Labels, " ") != "verb noun particle" || m.Scale <= 0 {
		t.Errorf("got %q, %q, %q, %v", m.Kind, m.About, m.Labels, m.Scale)
	}
	for _, w := range strings.Fields("sagen Warnung zufolge") {
		if got := best(m, w); got != rightLabel(w) {
			t.Errorf("%s: %s, want %s", w, m.Labels[got], m.Labels[rightLabel(w)])
		}
	}
	// A feature that was never seen changes nothing.
	scores := make([]int32, 3)
	m.Scores([]Feature{Hash(9, "unseen"), Hash(9, "unseen too")}, scores)
	if scores[0] != 0 || scores[1] != 0 || scores[2] != 0 {
		t.Errorf("unseen features score %v", scores)
	}
}

// The weights in the file are the averages, up to the rounding that Scale tells.
func TestAveraging(t *testing.T) {
	tr := NewTrainer([]string{"a", "b"})
	f := []Feature{Hash(1, "x")}
	tr.Tick()
	tr.Add(f, 0, 4) // stands for three of four examples: average 3
	tr.Tick()
	tr.Tick()
	tr.Tick()
	m, err := OpenLinear(tr.Bytes("k", "", 1), "k")
	if err != nil {
		t.Fatal(err)
	}
	scores := make([]int32, 2)
	m.Scores(f, scores)
	if got := float64(scores[0]) * float64(m.Scale); got < 2.999 || got > 3.001 || scores[1] != 0 {
		t.Errorf("got %v, %v; want 3, 0", got, scores[1])
	}
}

// Features that moved rarely are left out of the file.
func TestMinMoves(t *testing.T) {
	tr := NewTrainer([]string{"a", "b"})
	rare, often := Hash(1, "rare"), Hash(1, "often")
	tr.Add([]Feature{rare}, 0, 1)
	tr.Add([]Feature{often}, 0, 1)
	tr.Add([]Feature{often}, 0, 1)
	tr.Tick()
	m, err := OpenLinear(tr.Bytes("k", "", 2), "k")
	if err != nil {
		t.Fatal(err)
	}
	scores := make([]int32, 2)
	m.Scores([]Feature{rare}, scores)
	if scores[0] != 0 {
		t.Error("the rare feature is in the model")
	}
	if m.Scores([]Feature{often}, scores); scores[0] == 0 {
		t.Error("the frequent feature is not in the model")
	}
}

// Same data and seed, same bytes; another seed, other bytes.
func TestTrainingIsDeterministic(t *testing.T) {
	a, b, c := train(7).Bytes("k", "", 1), train(7).Bytes("k", "", 1), train(8).Bytes("k", "", 1)
	if !bytes.Equal(a, b) {
		t.Error("the same data and seed gave two models")
	}
	if bytes.Equal(a, c) {
		t.Error("the seed changes nothing")
	}
	var ex []Example
	for _, w := range strings.Fields("sagen Warnung laut drohen Zusage fordern") {
		ex = append(ex, Example{Features: features(w), Right: rightLabel(w) == 0})
	}
	x, y := Logistic(ex, 5, 1e-3, 1).Bytes("k", "", 0), Logistic(ex, 5, 1e-3, 1).Bytes("k", "", 0)
	if !bytes.Equal(x, y) {
		t.Error("the same data and seed gave two logistic models")
	}
	if _, err := OpenLinear(x, "k"); err != nil {
		t.Error(err)
	}
}

func TestShuffle(t *testing.T) {
	a, b := Shuffle(100, 3), Shuffle(100, 3)
	seen := map[int]bool{}
	for i := range a {
		if a[i] != b[i] {
			t.Fatal("the same seed gave two orders")
		}
		seen[a[i]] = true
	}
	if len(seen) != 100 {
		t.Errorf("%d of 100 numbers", len(seen))
	}
}

// Parts must not run into each other, and the kind counts.
func TestHash(t *testing.T) {
	seen := map[Feature]string{}
	for _, x := range []struct {
		name string
		f    Feature
	}{
		{"ab|c", Hash(1, "ab", "c")}, {"a|bc", Hash(1, "a", "bc")}, {"abc", Hash(1, "abc")}, {"abc|", Hash(1, "abc", "")},
		{"kind 2", Hash(2, "abc")}, {"none", Hash(1)}, {"with", Hash(1).With(Hash(2))}, {"with, turned", Hash(2).With(Hash(1))},
	} {
		if seen[x.f] != "" {
			t.Errorf("%s and %s are one feature", x.name, seen[x.f])
		}
		seen[x.f] = x.name
	}
}

// sealed gives data the checksum that makes it look undamaged.
func sealed(data []byte) []byte {
	data = bytes.Clone(data)
	binary.LittleEndian.PutUint32(data[8:], crc32.ChecksumIEEE(data[12:]))
	return data
}

func TestOpenLinearRefuses(t *testing.T) {
	good := train(1).Bytes("tagger/de", "", 1)
	change := func(at int, b byte) []byte {
		d := bytes.Clone(good)
		d[at] = b
		return d
	}
	tests := []struct {
		reason string
		data   []byte
		kind   string
		want   string
	}{
		{"another kind", good, "stts/de", `model is for "tagger/de", wanted one for "stts/de"`},
		{"nothing", nil, "tagger/de", "not a model file"},
		{"a text", []byte("Der Deich hält dem Sturm stand."), "tagger/de", "not a model file"},
		{"a later format", change(4, 9), "tagger/de", "model format 9, this program reads format 1; train it again"},
		{"a flipped bit", change(len(good)-3, good[len(good)-3]^1), "tagger/de", "model damaged (checksum differs)"},
		{"cut short", good[:len(good)/2], "tagger/de", "model damaged (checksum differs)"},
		{"cut short and sealed", sealed(good[:len(good)-1]), "tagger/de", "model cut short"},
		{"no labels", sealed(change(12+1+len("tagger/de")+1, 0)), "tagger/de", "model with 0 labels"},
	}
	for _, tt := range tests {
		m, err := OpenLinear(tt.data, tt.kind)
		if err == nil || m != nil {
			t.Errorf("%s: opened", tt.reason)
		} else if err.Error() != tt.want {
			t.Errorf("%s: %q, want %q", tt.reason, err, tt.want)
		}
	}
}

// Whatever OpenLinear takes, Scores can use without panic or endless search.
func FuzzOpenLinear(f *testing.F) {
	good := train(1).Bytes("k", "about", 1)
	f.Add(good)
	f.Add(good[:40])
	f.Add(NewTrainer([]string{"a"}).Bytes("k", "", 0))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) >= 12 {
			data = sealed(data) // get past the checksum
		}
		m, err := OpenLinear(data, "k")
		if err != nil {
			return
		}
		scores := make([]int32, len(m.Labels))
		m.Scores(features("sagen"), scores)
		m.Scores([]Feature{0, 1, 1 << 40, ^Feature(0)}, scores)
		Best(scores)
	})
}

func BenchmarkScores(b *testing.B) {
	m, err := OpenLinear(train(1).Bytes("k", "", 1), "k")
	if err != nil {
		b.Fatal(err)
	}
	fs, scores := features("Warnung"), make([]int32, 3)
	b.ReportAllocs()
	for b.Loop() {
		clear(scores)
		m.Scores(fs, scores)
	}
}
