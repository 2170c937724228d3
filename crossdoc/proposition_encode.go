package crossdoc

import (
	"encoding/binary"
	"errors"
	"math"

	"hearsay"
)

// The encoding of a [Proposition]: the same bytes for the same proposition on every
// machine, short, and safe to read whatever the bytes are.
//
//	byte            format, 2
//	fields          in the order of the struct; of Gist a flag alone where it is the
//	                passage made a sentence, as most are
//
// Numbers are uvarints (signed ones zigzag). A string is a uvarint n: even, n/2 bytes
// follow; odd, it is string n/2 of the ones known: first those of propWords, which every
// proposition uses, then those already met in this proposition, as names come up
// again and again within one. A list is its length and its elements.
const propFormat = 2

// Bounds of what is read, so that damaged bytes cannot ask for much memory.
const (
	maxPropString = 1 << 20
	maxPropList   = 1 << 12
	firstSeen     = 128 // index of the first string met in the proposition itself
)

// propWords are strings that need no bytes. The list may grow at its end, up to
// firstSeen; what stands in it never changes its place within a format.
var propWords = [...]string{
	"",
	"agent", "patient", "recipient", "topic", "place", "to", "from", "at",
	"fact", "act", "opinion", "figure",
	"planned", "ongoing", "occurred", "failed", "lapsed", "timeless",
	"direct", "indirect", "reported", "indirect_free_indirect", "free_indirect",
	"say", "report", "announce", "confirm", "deny", "concede", "claim", "suspect", "speculate", "expect", "plan", "warn",
	"threaten", "demand", "accuse", "criticise", "doubt", "ask", "no_comment", "correct", "retract",
	"CT+", "PR+", "PS+", "CT-", "PR-", "PS-", "CTu", "Uu",
	"outlet", "agency", "government", "organisation", "company", "person", "expert", "document", "eyewitness", "unspecified",
	"named", "role", "anonymous", "collective",
	"copies", "cites", "says", "speaks for",
	"thing", "DE", "US", "RU", "UA", "GB", "FR", "AT", "CH", "IL", "CN",
	"person", "euro", "dollar", "prozent", "tote", "verletzte", "mensch",
}

var propWordIndex = func() map[string]int {
	m := make(map[string]int, len(propWords))
	for i, w := range propWords {
		if _, ok := m[w]; !ok {
			m[w] = i
		}
	}
	return m
}()

// errProposition says that bytes are no proposition.
var errProposition = errors.New("crossdoc: damaged proposition")

type propWriter struct {
	b    []byte
	seen map[string]int
}

// appendProposition appends the encoding of a proposition to b.
func appendProposition(b []byte, p *Proposition) []byte {
	w := propWriter{b: append(b, propFormat), seen: make(map[string]int, 16)}
	w.str(string(p.ID))
	w.passage(&p.Passage)
	gist := gistOf(p.Passage.Text)
	w.flag(p.Gist == gist)
	if p.Gist != gist {
		w.str(p.Gist)
	}
	w.str(p.Pred.Class)
	w.str(p.Pred.Lemma)
	w.str(p.Pred.Opposes)
	w.args(p.Args)
	w.args(p.Places)
	w.interval(p.Time)
	w.uint(uint64(len(p.Numbers)))
	for _, q := range p.Numbers {
		w.float(q.Low)
		w.float(q.High)
		w.str(q.Unit)
		w.flag(q.Approx)
	}
	w.str(string(p.Phase))
	w.flag(p.Negated)
	w.str(string(p.Kind))
	w.words(p.Words)
	w.str(string(p.Mode))
	w.str(string(p.Act))
	w.str(string(p.Factuality.Source))
	w.str(string(p.Factuality.Outlet))
	w.flag(p.Source != nil)
	if e := p.Source; e != nil {
		w.str(e.ID)
		w.str(e.Name)
		w.str(e.Kind)
		w.str(e.Description)
		w.str(e.State)
		w.float(e.Lat)
		w.float(e.Lon)
	}
	w.str(p.SourceText)
	w.uint(uint64(len(p.Chain)))
	for i := range p.Chain {
		v := &p.Chain[i]
		w.str(v.Name)
		w.str(v.Kind)
		w.str(v.Visibility)
		w.str(v.Via)
		w.spans(v.Spans)
	}
	w.interval(p.Said)
	w.flag(p.Eyewitness)
	w.str(string(p.Parent))
	w.str(p.Rule)
	return w.b
}

func (w *propWriter) uint(n uint64) { w.b = binary.AppendUvarint(w.b, n) }
func (w *propWriter) int(n int64)   { w.b = binary.AppendVarint(w.b, n) }

func (w *propWriter) flag(v bool) {
	if v {
		w.b = append(w.b, 1)
	} else {
		w.b = append(w.b, 0)
	}
}

func (w *propWriter) str(s string) {
	if i, ok := propWordIndex[s]; ok {
		w.uint(uint64(i)<<1 | 1)
		return
	}
	if i, ok := w.seen[s]; ok {
		w.uint(uint64(i)<<1 | 1)
		return
	}
	w.seen[s] = firstSeen + len(w.seen)
	w.uint(uint64(len(s)) << 1)
	w.b = append(w.b, s...)
}

// float writes a number: a whole one, as most are, in few bytes.
func (w *propWriter) float(f float64) {
	if f == math.Trunc(f) && math.Abs(f) < 1<<52 && !(f == 0 && math.Signbit(f)) {
		w.b = append(w.b, 0)
		w.int(int64(f))
		return
	}
	w.b = append(w.b, 1)
	w.b = binary.LittleEndian.AppendUint64(w.b, math.Float64bits(f))
}

func (w *propWriter) spans(s []hearsay.Span) {
	w.uint(uint64(len(s)))
	last := 0
	for _, sp := range s {
		w.int(int64(sp.Start - last))
		w.int(int64(sp.End - sp.Start))
		last = sp.End
	}
}

func (w *propWriter) passage(p *hearsay.Passage) {
	w.str(p.Text)
	w.spans(p.Spans)
}

func (w *propWriter) interval(v Interval) {
	b := byte(0)
	if v.Known {
		b |= 1
	}
	if v.Approx {
		b |= 2
	}
	if v.From != 0 || v.To != 0 {
		b |= 4
	}
	w.b = append(w.b, b)
	if b&4 != 0 {
		w.int(int64(v.From))
		w.int(int64(v.To) - int64(v.From))
	}
}

func (w *propWriter) args(as []Arg) {
	w.uint(uint64(len(as)))
	for i := range as {
		a := &as[i]
		w.str(a.Role)
		w.str(a.ID)
		w.str(a.Name)
		w.str(a.Kind)
		w.str(a.State)
		w.str(a.Lemma)
	}
}

// words writes keys in four bytes where all fit, as those made here do, and weights
// in steps of a sixteenth in one.
func (w *propWriter) words(ws []Word) {
	w.uint(uint64(len(ws)))
	if len(ws) == 0 {
		return
	}
	short := true
	for _, x := range ws {
		short = short && x.Key < 1<<32
	}
	w.flag(short)
	for _, x := range ws {
		if short {
			w.b = binary.LittleEndian.AppendUint32(w.b, uint32(x.Key))
		} else {
			w.b = binary.LittleEndian.AppendUint64(w.b, x.Key)
		}
		if s := x.Weight * 16; s >= 0 && s < 255 && s == float32(math.Trunc(float64(s))) && !(s == 0 && math.Signbit(float64(s))) {
			w.b = append(w.b, byte(s))
		} else {
			w.b = append(w.b, 255)
			w.b = binary.LittleEndian.AppendUint32(w.b, math.Float32bits(x.Weight))
		}
	}
}

type propReader struct {
	b    []byte
	seen []string
	bad  bool
}

// readProposition reads a proposition from the head of b and returns what is behind
// it. The error says that the bytes are damaged.
func readProposition(b []byte) (p Proposition, rest []byte, err error) {
	if len(b) == 0 || b[0] != propFormat {
		return p, b, errProposition
	}
	r := propReader{b: b[1:]}
	p.ID = hearsay.EvidenceID(r.str())
	p.Passage = r.passage()
	if r.flag() {
		p.Gist = gistOf(p.Passage.Text)
	} else {
		p.Gist = r.str()
	}
	p.Pred.Class = r.str()
	p.Pred.Lemma = r.str()
	p.Pred.Opposes = r.str()
	p.Args = r.args()
	p.Places = r.args()
	p.Time = r.interval()
	if n := r.list(); n > 0 {
		p.Numbers = make([]Quantity, 0, min(n, 16))
		for range n {
			q := Quantity{Low: r.float(), High: r.float(), Unit: r.str(), Approx: r.flag()}
			if r.bad {
				break
			}
			p.Numbers = append(p.Numbers, q)
		}
	}
	p.Phase = hearsay.Phase(r.str())
	p.Negated = r.flag()
	p.Kind = Kind(r.str())
	p.Words = r.words()
	p.Mode = hearsay.Mode(r.str())
	p.Act = hearsay.Act(r.str())
	p.Factuality.Source = hearsay.Fact(r.str())
	p.Factuality.Outlet = hearsay.Fact(r.str())
	if r.flag() {
		p.Source = &hearsay.Entity{ID: r.str(), Name: r.str(), Kind: r.str(), Description: r.str(), State: r.str(), Lat: r.float(), Lon: r.float()}
	}
	p.SourceText = r.str()
	if n := r.list(); n > 0 {
		p.Chain = make([]hearsay.Voucher, 0, min(n, 16))
		for range n {
			v := hearsay.Voucher{Name: r.str(), Kind: r.str(), Visibility: r.str(), Via: r.str(), Spans: r.spans()}
			if r.bad {
				break
			}
			p.Chain = append(p.Chain, v)
		}
	}
	p.Said = r.interval()
	p.Eyewitness = r.flag()
	p.Parent = hearsay.EvidenceID(r.str())
	p.Rule = r.str()
	if r.bad {
		return Proposition{}, b, errProposition
	}
	return p, r.b, nil
}

func (r *propReader) fail() { r.bad, r.b = true, nil }

func (r *propReader) uint() uint64 {
	v, n := binary.Uvarint(r.b)
	if n <= 0 {
		r.fail()
		return 0
	}
	r.b = r.b[n:]
	return v
}

func (r *propReader) int() int64 {
	v, n := binary.Varint(r.b)
	if n <= 0 {
		r.fail()
		return 0
	}
	r.b = r.b[n:]
	return v
}

func (r *propReader) take(n int) []byte {
	if n < 0 || n > len(r.b) {
		r.fail()
		return nil
	}
	v := r.b[:n]
	r.b = r.b[n:]
	return v
}

func (r *propReader) byte() byte {
	if v := r.take(1); v != nil {
		return v[0]
	}
	return 0
}

func (r *propReader) flag() bool {
	v := r.byte()
	if v > 1 {
		r.fail()
	}
	return v == 1
}

// list reads the length of a list whose elements take a byte each at least.
func (r *propReader) list() int {
	n := r.uint()
	if n > maxPropList || n > uint64(len(r.b)) {
		r.fail()
		return 0
	}
	return int(n)
}

func (r *propReader) str() string {
	n := r.uint()
	if n&1 == 1 {
		switch i := n >> 1; {
		case i < uint64(len(propWords)):
			return propWords[i]
		case i >= firstSeen && i-firstSeen < uint64(len(r.seen)):
			return r.seen[i-firstSeen]
		}
		r.fail()
		return ""
	}
	if n>>1 > maxPropString {
		r.fail()
		return ""
	}
	s := string(r.take(int(n >> 1)))
	r.seen = append(r.seen, s)
	return s
}

func (r *propReader) float() float64 {
	switch r.byte() {
	case 0:
		return float64(r.int())
	case 1:
		if v := r.take(8); v != nil {
			return math.Float64frombits(binary.LittleEndian.Uint64(v))
		}
	default:
		r.fail()
	}
	return 0
}

func (r *propReader) spans() []hearsay.Span {
	n := r.list()
	if n == 0 {
		return nil
	}
	out := make([]hearsay.Span, 0, min(n, 16))
	last := 0
	for range n {
		start := last + int(r.int())
		end := start + int(r.int())
		if r.bad || start < 0 || end < start || end > math.MaxInt32 {
			r.fail()
			return nil
		}
		out = append(out, hearsay.Span{Start: start, End: end})
		last = end
	}
	return out
}

func (r *propReader) passage() hearsay.Passage {
	return hearsay.Passage{Text: r.str(), Spans: r.spans()}
}

func (r *propReader) interval() (v Interval) {
	b := r.byte()
	if b > 7 {
		r.fail()
		return v
	}
	v.Known, v.Approx = b&1 != 0, b&2 != 0
	if b&4 != 0 {
		from := r.int()
		to := from + r.int()
		if from < math.MinInt32 || from > math.MaxInt32 || to < math.MinInt32 || to > math.MaxInt32 {
			r.fail()
			return Interval{}
		}
		v.From, v.To = int32(from), int32(to)
	}
	return v
}

func (r *propReader) args() []Arg {
	n := r.list()
	if n == 0 {
		return nil
	}
	out := make([]Arg, 0, min(n, 16))
	for range n {
		a := Arg{Role: r.str(), ID: r.str(), Name: r.str(), Kind: r.str(), State: r.str(), Lemma: r.str()}
		if r.bad {
			return nil
		}
		out = append(out, a)
	}
	return out
}

func (r *propReader) words() []Word {
	n := r.list()
	if n == 0 {
		return nil
	}
	out := make([]Word, 0, min(n, 64))
	short := r.flag()
	for range n {
		var x Word
		if short {
			if v := r.take(4); v != nil {
				x.Key = uint64(binary.LittleEndian.Uint32(v))
			}
		} else if v := r.take(8); v != nil {
			x.Key = binary.LittleEndian.Uint64(v)
		}
		if s := r.byte(); s < 255 {
			x.Weight = float32(s) / 16
		} else if v := r.take(4); v != nil {
			x.Weight = math.Float32frombits(binary.LittleEndian.Uint32(v))
		}
		if r.bad {
			return nil
		}
		out = append(out, x)
	}
	return out
}
