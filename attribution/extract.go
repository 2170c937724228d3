package attribution

import (
	"math"
	"sort"
	"strings"

	"hearsay"
	"hearsay/text"
)

// An Extractor finds the statements of German articles. It is safe for use by
// several goroutines at once.
type Extractor struct {
	cues     *cueTable
	vouchers *voucherTable
	model    *Model
}

// New loads the language data. With a model the extractor decides by what was
// learned; with nil by rule alone.
func New(m *Model) (*Extractor, error) {
	t, err := readCues(germanCues)
	if err != nil {
		return nil, err
	}
	v, err := readVouchers(germanVouchers)
	if err != nil {
		return nil, err
	}
	return &Extractor{cues: t, vouchers: v, model: m}, nil
}

// Statements finds the statements of an annotated document, in text order.
func (x *Extractor) Statements(doc *hearsay.Doc) []hearsay.Statement {
	f := newFinder(x, doc)
	f.run()
	return f.statements()
}

// run fills in the finds.
func (f *finder) run() {
	doc := f.doc
	f.quotations()
	for si := range doc.Sents {
		if doc.Sents[si].Credit {
			continue
		}
		f.sentence(si)
	}
	f.anaphoric()
	f.free()
	f.fragments()
	f.told()
	f.settle()
	for k := range f.finds {
		f.label(&f.finds[k])
	}
	f.inherit()
}

// inherit gives a fragment in marks the act and medium of the statement that it is
// part of, where both have the same source.
func (f *finder) inherit() {
	for k := range f.finds {
		fd := &f.finds[k]
		if fd.rule != "direct/nested" {
			continue
		}
		best, size := -1, 0
		for j := range f.finds {
			g := &f.finds[j]
			if j == k || !inside(fd.content, g.content) || !sameRanges(fd.source, g.source) {
				continue
			}
			if n := g.content[len(g.content)-1].To - g.content[0].From; best < 0 || n < size {
				best, size = j, n
			}
		}
		if best >= 0 {
			fd.act, fd.medium = f.finds[best].act, f.finds[best].medium
		}
	}
}

// settle gives "hieß es" the source that an earlier statement names.
func (f *finder) settle() {
	for k := range f.finds {
		fd := &f.finds[k]
		if len(fd.source) == 0 && fd.mode == hearsay.Indirect && fd.use != nil && fd.use.passive && additive[f.low[f.doc.Sents[fd.sent].Toks.From]] {
			fd.pending = true // "Zudem wird kritisiert, dass …": by whom spoke before
		}
		if !fd.pending || len(fd.source) > 0 {
			continue
		}
		var cs []sourceCandidate
		for _, c := range f.sourceCandidates(fd.sent) {
			if c.find >= 0 && c.find != k && !c.ahead && fd.sent-f.sentOf[c.r.From] <= 3 && (fd.rule == "direct/bare" || f.doc.Sents[f.sentOf[c.r.From]].Para == f.doc.Sents[fd.sent].Para) {
				cs = append(cs, c)
			}
		}
		if len(cs) > 0 {
			if n := f.ruleChoice(cs); n >= 0 {
				fd.source = []rng{cs[n].r}
			}
		}
	}
}

// additive are adverbs with which a sentence goes on what was said before it.
var additive = map[string]bool{"zudem": true, "außerdem": true, "insbesondere": true, "darüber": true, "ferner": true, "weiter": true, "weiterhin": true, "darin": true, "ebenso": true, "gleichzeitig": true, "zugleich": true, "auch": true}

// A rng is a half-open range of tokens.
type rng = hearsay.Range

// A find is a statement in the making: all its parts are ranges of tokens.
type find struct {
	mode    hearsay.Mode
	act     hearsay.Act
	fact    hearsay.Fact
	medium  []hearsay.Medium
	content []rng
	source  []rng
	cue     []rng
	frame   []rng
	addr    []rng
	sent    int
	rule    string
	conf    float64
	gold    int      // while learning: 1 + index of the statement it was marked as
	margin  float64  // how sure the model is
	goesOn  int      // 1 + index of the find whose words it goes on
	pending bool     // its source stands further up and is looked for at the end
	strict  bool     // the rules alone would propose it
	use     *verbUse // the cue verb, if it has one
}

// finder holds the state of one article's reading.
type finder struct {
	x       *Extractor
	model   *Model
	teacher *teacher
	doc     *hearsay.Doc
	low     []string // tokens in lower case

	sentOf   []int // by token
	clauseOf []int // by token: index of its clause, -1 for borders
	phraseAt []int // by token: index of the phrase that begins here, -1
	phraseOf []int // by token: index of the phrase that holds it, -1
	quoteOf  []int // by token: index of the outermost quotation that holds it, -1

	finds []find
	// claimed marks tokens that are content or frame of a statement.
	content []int // by token: 1 + index of the find whose content it is, 0 none
	framed  []bool
	direct  []int // by quotation: 1 + index of its direct find

	lastSent int // the last sentence with a statement, while the free ones are found
}

func newFinder(x *Extractor, doc *hearsay.Doc) *finder {
	n := len(doc.Toks)
	f := &finder{x: x, model: x.model, doc: doc, lastSent: -9,
		low: make([]string, n), sentOf: make([]int, n), clauseOf: make([]int, n),
		phraseAt: make([]int, n), phraseOf: make([]int, n), quoteOf: make([]int, n),
		content: make([]int, n), framed: make([]bool, n), direct: make([]int, len(doc.Quotes)),
	}
	for i := range n {
		f.low[i] = strings.ToLower(text.Word(doc, i))
		f.clauseOf[i], f.phraseAt[i], f.phraseOf[i], f.quoteOf[i] = -1, -1, -1, -1
	}
	for s, sent := range doc.Sents {
		for i := sent.Toks.From; i < sent.Toks.To; i++ {
			f.sentOf[i] = s
		}
	}
	for c, cl := range doc.Clauses {
		for i := cl.Toks.From; i < cl.Toks.To; i++ {
			f.clauseOf[i] = c
		}
	}
	for p, ph := range doc.Phrases {
		f.phraseAt[ph.Toks.From] = p
		for i := ph.Toks.From; i < ph.Toks.To; i++ {
			f.phraseOf[i] = p
		}
	}
	for q, qu := range doc.Quotes {
		if qu.Depth > 0 {
			continue
		}
		for i := qu.Toks.From; i < qu.Toks.To; i++ {
			f.quoteOf[i] = q
		}
	}
	return f
}

// add records a find and marks its tokens, if it is accepted; it returns the
// find's index or -1.
func (f *finder) add(fd find) int {
	fd.content = trimAll(fd.content)
	if len(fd.content) == 0 || !f.accepted(&fd) {
		return -1
	}
	return f.put(fd)
}

// put records an accepted find and marks its tokens.
func (f *finder) put(fd find) int {
	fd.frame = trimAll(fd.frame)
	f.finds = append(f.finds, fd)
	k := len(f.finds)
	for _, r := range fd.content {
		for i := r.From; i < r.To; i++ {
			f.content[i] = k
		}
	}
	for _, r := range fd.frame {
		for i := r.From; i < r.To; i++ {
			f.framed[i] = true
		}
	}
	return k - 1
}

func trimAll(rs []rng) []rng {
	out := rs[:0:0]
	for _, r := range rs {
		if r.From < r.To {
			out = append(out, r)
		}
	}
	return out
}

// sentenceBody is a sentence's range without its closing full stop.
func (f *finder) sentenceBody(si int) rng {
	r := f.doc.Sents[si].Toks
	for r.To > r.From {
		switch f.low[r.To-1] {
		case ".", "!", "?", "…", "...", ":", ";":
			r.To--
			continue
		}
		break
	}
	return r
}

func (f *finder) word(i int) string { return text.Word(f.doc, i) }

// statements turns the finds into statements with bytes for places.
func (f *finder) statements() []hearsay.Statement {
	sort.SliceStable(f.finds, func(i, j int) bool {
		a, b := f.finds[i], f.finds[j]
		if a.content[0].From != b.content[0].From {
			return a.content[0].From < b.content[0].From
		}
		return a.content[len(a.content)-1].To > b.content[len(b.content)-1].To
	})
	out := make([]hearsay.Statement, 0, len(f.finds))
	for k := range f.finds {
		fd := &f.finds[k]
		st := hearsay.Statement{
			ID:         stID(k),
			Mode:       fd.mode,
			Medium:     fd.medium,
			Act:        fd.act,
			Factuality: hearsay.Factuality{Source: fd.fact, Outlet: f.outletFact(fd)},
			Content:    *f.passage(fd.content),
			Cue:        f.passage(fd.cue),
			Frame:      f.passage(fd.frame),
			Addressee:  f.passage(fd.addr),
			Confidence: fd.confidence(),
			Rule:       fd.rule,
		}
		if p := f.passage(fd.source); p != nil {
			st.Source = &hearsay.Source{Passage: *p}
		}
		for j := k - 1; j >= 0; j-- {
			if inside(fd.content, f.finds[j].content) {
				st.Parent = stID(j)
				break
			}
		}
		out = append(out, st)
	}
	f.chains(out)
	return out
}

// confidence tells how far the model's decision is from its threshold, as a
// probability; where there is no model it is the rule's prior.
func (fd *find) confidence() float64 {
	if fd.margin == 0 {
		return fd.conf
	}
	p := 1 / (1 + math.Exp(-fd.margin))
	return math.Round(p*100) / 100
}

func stID(k int) hearsay.StatementID {
	const digits = "0123456789"
	n := k + 1
	var b [8]byte
	i := len(b)
	for n > 0 {
		i--
		b[i] = digits[n%10]
		n /= 10
	}
	return hearsay.StatementID("s" + string(b[i:]))
}

// inside reports whether all of a lies within b, and b is larger.
func inside(a, b []rng) bool {
	size := func(rs []rng) (n int) {
		for _, r := range rs {
			n += r.To - r.From
		}
		return
	}
	for _, r := range a {
		in := false
		for _, s := range b {
			in = in || r.From >= s.From && r.To <= s.To
		}
		if !in {
			return false
		}
	}
	return size(a) < size(b)
}

// passage makes a passage of token ranges; nil of none. Ranges that touch are one.
func (f *finder) passage(rs []rng) *hearsay.Passage {
	rs = trimAll(rs)
	if len(rs) == 0 {
		return nil
	}
	rs = append([]rng(nil), rs...)
	sort.Slice(rs, func(i, j int) bool { return rs[i].From < rs[j].From })
	merged := rs[:1]
	for _, r := range rs[1:] {
		last := &merged[len(merged)-1]
		if r.From <= last.To {
			last.To = max(last.To, r.To)
			continue
		}
		merged = append(merged, r)
	}
	p := &hearsay.Passage{}
	var parts []string
	for _, r := range merged {
		sp := text.SpanOf(f.doc, r)
		p.Spans = append(p.Spans, sp)
		parts = append(parts, f.doc.Article.Text[sp.Start:sp.End])
	}
	p.Text = strings.Join(parts, " ")
	return p
}
