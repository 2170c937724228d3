// Package ml is learning without linguistics: hashed features, a linear model,
// the averaged perceptron that trains it, and the file it is kept in.
//
// Everything here is deterministic: the same examples in the same order with the
// same seed give the same bytes.
package ml

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"math"
	"math/rand/v2"
	"sort"
)

// A Feature is the hash of a feature's name and value.
type Feature uint64

// Hash makes the feature of template kind and its parts (FNV-1a, with a
// separator between the parts).
func Hash(kind uint8, parts ...string) Feature {
	h := uint64(14695981039346656037)
	h = (h ^ uint64(kind)) * 1099511628211
	for _, p := range parts {
		for i := 0; i < len(p); i++ {
			h = (h ^ uint64(p[i])) * 1099511628211
		}
		h = (h ^ 0xff) * 1099511628211
	}
	// FNV's low bits are weak for short input: mix once more (splitmix64).
	h ^= h >> 30
	h *= 0xbf58476d1ce4e5b9
	h ^= h >> 27
	return Feature(h)
}

// With makes the conjunction of two features.
func (f Feature) With(g Feature) Feature {
	h := uint64(f)*0x9e3779b97f4a7c15 ^ uint64(g)
	h ^= h >> 29
	h *= 0xbf58476d1ce4e5b9
	h ^= h >> 32
	return Feature(h)
}

// A Linear model scores labels by sums of feature weights.
//
// # Format of the file
//
// Little-endian throughout:
//
//	"HSML"      magic
//	uint32      format, 1
//	uint32      CRC-32 (IEEE) of everything behind it
//	string      kind: what the model is for, e.g. "tagger/de"
//	string      about: what it was trained on (data, hash, seed)
//	uint32      number of labels; per label a string
//	float32     scale: a stored weight times scale is the real one
//	uint32      number of features, a power of two is the table's size
//	per slot    uint32 fingerprint, uint32 offset of its weights (0: empty slot)
//	uint32      number of weight bytes
//	weights     per feature: uint8 n, then n times (uint8 label, int16 weight);
//	            the first byte of the block is unused, so that offset 0 means empty
//
// A string is a uvarint length and its bytes. A feature is found by linear
// probing from the slot that its low bits name; its fingerprint is the high half.
type Linear struct {
	Kind   string
	About  string
	Labels []string
	Scale  float32

	mask    uint32
	slots   []byte // 8 bytes each
	weights []byte

	// seen has a bit set for each fingerprint in the table, by its low bits. Most
	// features of a text were never learned: the filter, small enough to stay in the
	// cache, says so without a look at the table, which is not.
	seen     []uint64
	seenMask uint32
}

const linearFormat = 1

// Scores adds the weights of the features to scores, one a label.
//
// The table and the weights are larger than the cache, so the time goes into
// waiting for memory. All places are looked up before any weight is added: then the
// processor waits for many at once.
func (m *Linear) Scores(fs []Feature, scores []int32) {
	var found [64]uint32
	for len(fs) > 0 {
		n := 0
		k := 0
		for ; k < len(fs) && n < len(found); k++ {
			f := fs[k]
			fp := uint32(f >> 32)
			if b := fp & m.seenMask; m.seen[b>>6]>>(b&63)&1 == 0 {
				continue
			}
			if off := m.find(uint32(f), fp); off != 0 {
				found[n] = off
				n++
			}
		}
		fs = fs[k:]
		for _, off := range found[:n] {
			w := m.weights[off:]
			w = w[1 : 1+3*int(w[0])]
			for k := 0; k+2 < len(w); k += 3 {
				scores[w[k]] += int32(int16(uint16(w[k+1]) | uint16(w[k+2])<<8))
			}
		}
	}
}

// find gives the offset of a feature's weights, 0 if it has none.
func (m *Linear) find(slot, fp uint32) uint32 {
	for i := slot & m.mask; ; i = (i + 1) & m.mask {
		s := binary.LittleEndian.Uint64(m.slots[8*i : 8*i+8])
		if off := uint32(s >> 32); off == 0 || uint32(s) == fp {
			return off
		}
	}
}

// Best returns the label with the highest score; the lower of equal ones.
func Best(scores []int32) int {
	best := 0
	for i, s := range scores {
		if s > scores[best] {
			best = i
		}
	}
	return best
}

// OpenLinear reads a model from the bytes of its file, which must not change
// afterwards. It refuses a model of another kind or format and a damaged one.
func OpenLinear(data []byte, kind string) (*Linear, error) {
	if len(data) < 12 || string(data[:4]) != "HSML" {
		return nil, errors.New("not a model file")
	}
	if v := binary.LittleEndian.Uint32(data[4:]); v != linearFormat {
		return nil, fmt.Errorf("model format %d, this program reads format %d; train it again", v, linearFormat)
	}
	if crc32.ChecksumIEEE(data[12:]) != binary.LittleEndian.Uint32(data[8:]) {
		return nil, errors.New("model damaged (checksum differs)")
	}
	d := &reader{data: data[12:]}
	m := &Linear{Kind: d.str(), About: d.str()}
	if m.Kind != kind {
		return nil, fmt.Errorf("model is for %q, wanted one for %q", m.Kind, kind)
	}
	n := int(d.uint32())
	if n == 0 || n > 255 {
		return nil, fmt.Errorf("model with %d labels", n)
	}
	for range n {
		m.Labels = append(m.Labels, d.str())
	}
	m.Scale = math.Float32frombits(d.uint32())
	size := d.uint32()
	if size == 0 || size&(size-1) != 0 || size > 1<<26 {
		return nil, fmt.Errorf("model table of %d slots", size)
	}
	m.mask = size - 1
	m.slots = d.take(int(size) * 8)
	m.weights = d.take(int(d.uint32()))
	if d.bad {
		return nil, errors.New("model cut short")
	}
	bits := min(max(size*8, 64), 1<<22)
	m.seen, m.seenMask = make([]uint64, bits/64), bits-1
	// Every offset and label is checked here once, so that Scores need not.
	empty := false
	for i := uint32(0); i < size; i++ {
		off := int(binary.LittleEndian.Uint32(m.slots[8*i+4:]))
		if off == 0 {
			empty = true
			continue
		}
		b := binary.LittleEndian.Uint32(m.slots[8*i:]) & m.seenMask
		m.seen[b>>6] |= 1 << (b & 63)
		if off >= len(m.weights) || off+1+3*int(m.weights[off]) > len(m.weights) {
			return nil, errors.New("model damaged (weights out of range)")
		}
		for k := 0; k < int(m.weights[off]); k++ {
			if int(m.weights[off+1+3*k]) >= n {
				return nil, errors.New("model damaged (label out of range)")
			}
		}
	}
	if !empty {
		return nil, errors.New("model damaged (table full)")
	}
	return m, nil
}

type reader struct {
	data []byte
	bad  bool
}

func (d *reader) take(n int) []byte {
	if n < 0 || n > len(d.data) {
		d.bad, d.data = true, nil
		return nil
	}
	b := d.data[:n:n]
	d.data = d.data[n:]
	return b
}

func (d *reader) uint32() uint32 {
	if b := d.take(4); b != nil {
		return binary.LittleEndian.Uint32(b)
	}
	return 0
}

func (d *reader) str() string {
	v, n := binary.Uvarint(d.data)
	if n <= 0 || v > uint64(len(d.data)) {
		d.bad, d.data = true, nil
		return ""
	}
	d.data = d.data[n:]
	return string(d.take(int(v)))
}

// A Trainer learns a Linear model with the averaged perceptron (Collins 2002,
// in the lazy form of Daumé 2006).
type Trainer struct {
	Labels []string
	index  map[string]int
	rows   map[Feature][]weight
	now    float64
}

// weight is one label's weight with what averaging needs.
type weight struct {
	label      int
	w          float64
	sum        float64
	since      float64
	timesMoved int32
}

// NewTrainer starts an empty model over the labels.
func NewTrainer(labels []string) *Trainer {
	t := &Trainer{Labels: labels, index: map[string]int{}, rows: map[Feature][]weight{}}
	for i, l := range labels {
		t.index[l] = i
	}
	return t
}

// Label returns the number of a label, -1 if there is none of that name.
func (t *Trainer) Label(name string) int {
	if i, ok := t.index[name]; ok {
		return i
	}
	return -1
}

// Scores adds the current weights of the features to scores.
func (t *Trainer) Scores(fs []Feature, scores []float64) {
	for _, f := range fs {
		for i := range t.rows[f] {
			w := &t.rows[f][i]
			scores[w.label] += w.w
		}
	}
}

// Predict returns the label with the highest current score among allowed
// (nil: all).
func (t *Trainer) Predict(fs []Feature, allowed func(int) bool) int {
	scores := make([]float64, len(t.Labels))
	t.Scores(fs, scores)
	best := -1
	for i, s := range scores {
		if allowed != nil && !allowed(i) {
			continue
		}
		if best < 0 || s > scores[best] {
			best = i
		}
	}
	return best
}

// Tick counts one example seen: averages are over examples.
func (t *Trainer) Tick() { t.now++ }

// Update moves the weights of the features towards the right label and away
// from the guessed one, by step.
func (t *Trainer) Update(fs []Feature, right, guess int, step float64) {
	for _, f := range fs {
		t.add(f, right, step)
		t.add(f, guess, -step)
	}
}

// Add moves the weights of one label alone.
func (t *Trainer) Add(fs []Feature, label int, step float64) {
	for _, f := range fs {
		t.add(f, label, step)
	}
}

func (t *Trainer) add(f Feature, label int, step float64) {
	row := t.rows[f]
	for i := range row {
		if row[i].label == label {
			w := &row[i]
			w.sum += w.w * (t.now - w.since)
			w.since = t.now
			w.w += step
			w.timesMoved++
			return
		}
	}
	t.rows[f] = append(row, weight{label: label, w: step, since: t.now, timesMoved: 1})
}

// Bytes averages the weights and lays the model out as a file. Features that
// were moved fewer than minMoves times are left out: they are noise and make the
// file large.
func (t *Trainer) Bytes(kind, about string, minMoves int) []byte {
	type row struct {
		f  Feature
		ws []weight
	}
	rows := make([]row, 0, len(t.rows))
	top := 0.0
	for f, ws := range t.rows {
		moves := 0
		kept := make([]weight, 0, len(ws))
		for _, w := range ws {
			moves += int(w.timesMoved)
			w.sum += w.w * (t.now - w.since)
			w.w = w.sum / max(t.now, 1)
			kept = append(kept, w)
		}
		if moves < minMoves {
			continue
		}
		sort.Slice(kept, func(i, j int) bool { return kept[i].label < kept[j].label })
		for _, w := range kept {
			top = max(top, math.Abs(w.w))
		}
		rows = append(rows, row{f, kept})
	}
	sort.Slice(rows, func(i, j int) bool { return rows[i].f < rows[j].f })
	scale := top / 32000
	if scale == 0 {
		scale = 1
	}
	size := uint32(16)
	for int(size) < len(rows)*3/2 {
		size *= 2
	}
	slots := make([]byte, int(size)*8)
	weights := []byte{0}
	for _, r := range rows {
		var b []byte
		for _, w := range r.ws {
			if q := int16(math.Round(w.w / scale)); q != 0 {
				b = append(b, byte(w.label), byte(uint16(q)), byte(uint16(q)>>8))
			}
		}
		if len(b) == 0 {
			continue
		}
		i := uint32(r.f) & (size - 1)
		for binary.LittleEndian.Uint32(slots[8*i+4:]) != 0 {
			i = (i + 1) & (size - 1)
		}
		binary.LittleEndian.PutUint32(slots[8*i:], uint32(r.f>>32))
		binary.LittleEndian.PutUint32(slots[8*i+4:], uint32(len(weights)))
		weights = append(weights, byte(len(b)/3))
		weights = append(weights, b...)
	}
	str := func(b []byte, s string) []byte {
		return append(binary.AppendUvarint(b, uint64(len(s))), s...)
	}
	body := str(str(nil, kind), about)
	body = binary.LittleEndian.AppendUint32(body, uint32(len(t.Labels)))
	for _, l := range t.Labels {
		body = str(body, l)
	}
	body = binary.LittleEndian.AppendUint32(body, math.Float32bits(float32(scale)))
	body = binary.LittleEndian.AppendUint32(body, size)
	body = append(body, slots...)
	body = binary.LittleEndian.AppendUint32(body, uint32(len(weights)))
	body = append(body, weights...)
	out := binary.LittleEndian.AppendUint32([]byte("HSML"), linearFormat)
	out = binary.LittleEndian.AppendUint32(out, crc32.ChecksumIEEE(body))
	return append(out, body...)
}

// Merge averages trainers over the same labels that saw the data in different
// orders: the mean of several averaged perceptrons depends less on the order than
// each of them does.
func Merge(ts ...*Trainer) *Trainer {
	out := NewTrainer(ts[0].Labels)
	out.now = 1
	for _, t := range ts {
		for f, row := range t.rows {
			sum := out.rows[f]
			for _, w := range row {
				mean := (w.sum + w.w*(t.now-w.since)) / max(t.now, 1) / float64(len(ts))
				found := false
				for i := range sum {
					if sum[i].label == w.label {
						sum[i].sum += mean
						sum[i].timesMoved += w.timesMoved
						found = true
						break
					}
				}
				if !found {
					sum = append(sum, weight{label: w.label, sum: mean, since: 1, timesMoved: w.timesMoved})
				}
			}
			out.rows[f] = sum
		}
	}
	for _, row := range out.rows {
		for i := range row {
			row[i].w, row[i].since = row[i].sum, 1
		}
	}
	return out
}

// Shuffle returns a permutation of n that depends on the seed alone.
func Shuffle(n int, seed uint64) []int {
	return rand.New(rand.NewPCG(seed, 0x6865617273617921)).Perm(n)
}
