package crossdoc

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"math/bits"
	"slices"
	"strings"
	"time"

	"hearsay"
	"hearsay/ml"
)

// Reprints finds, for each article that comes, the earlier ones whose sentences it
// shares.
//
// Candidates are found by the anchors of sentences ([Prints]); the work on an
// article is bounded, whatever has come before. Then sentences are compared one by
// one, and what they share is weighed by their words: how much of the later article
// stands in the earlier one, and how much of the earlier in the later (containment,
// Broder 1997; unlike resemblance it is high for an abridged copy and for a short
// item within a long text).
//
// In the [Memory]:
//
//	'r' period (2 bytes) anchor (4 bytes)   → days on which it came, as bits; how often; first articles with it
//	'r' 0xffff outlet (4 bytes)             → nothing: the outlet is known
//
// A period is reprintPeriod days. Anchors of what an outlet reports on (its name
// and an entity) lie there too, for articles that cite it.
type Reprints struct {
	later   matcher
	posting posting
}

// How reprints are found. (tune)
const (
	reprintWindow   = 21 // days within which an article is found again
	reprintPeriod   = 64 // days, of keys
	postingsKept    = 24 // first articles that are remembered with an anchor
	mostCandidates  = 8
	boilerplateDays = 5  // an anchor that came on so many days of the window,
	boilerplateSeen = 12 // so often: boilerplate

	matchShare     = 0.5 // of the grams of one sentence that are in the other, for a match
	matchShareBack = 0.2 // of the other's in the one
	matchFull      = 0.7 // from here on the sentence counts in full: the rest are small changes
	longScore      = 1.3 // of both shares together, for a long sentence to count as shared
	leastOverlap   = 0.1 // to be worth telling
	copyContained  = 0.6 // of an article that stands in another: it is a copy (claims.md, section 4)
	copyLong       = 2   // or so many long sentences
	mostChanges    = 16
)

// NewReprints returns what finds reprints. It keeps nothing between articles; it is
// for one goroutine at a time.
func NewReprints() *Reprints { return &Reprints{} }

// Add finds the earlier articles that share sentences with b, those that it shares
// most with first, and remembers b for later ones. The briefs of earlier articles
// must be in the memory ([BriefKey]).
func (r *Reprints) Add(m Memory, b *Brief) ([]Overlap, error) {
	day := reprintDay(b.Known)
	found := candidates{}
	boilerplate := make([]bool, len(b.Prints))
	for i := range b.Prints {
		p := &b.Prints[i]
		common := 0
		for _, a := range p.Anchors {
			often, err := r.look(m, a, day, b.Version, true, 1, &found)
			if err != nil {
				return nil, err
			}
			if often {
				common++
			}
		}
		boilerplate[i] = common > 0 && common == len(p.Anchors)
	}
	for _, a := range outletAnchors(normalOutlet(b.Outlet), b.Terms, 3) {
		if _, err := r.look(m, a, day, b.Version, true, 0, nil); err != nil {
			return nil, err
		}
	}
	cited, err := citedOutlets(m, b)
	if err != nil {
		return nil, err
	}
	for _, name := range cited {
		for _, a := range outletAnchors(name, b.Terms, 5) {
			if _, err := r.look(m, a, day, b.Version, false, 2, &found); err != nil {
				return nil, err
			}
		}
	}
	return r.compareAll(m, b, boilerplate, cited, found.best(mostCandidates))
}

// look finds the articles with an anchor and notes this one if it is to be
// remembered. It reports whether the anchor is of boilerplate; then it leads
// nowhere.
func (r *Reprints) look(m Memory, anchor uint32, day int32, v hearsay.VersionID, remember bool, weight int, found *candidates) (often bool, err error) {
	period := day / reprintPeriod
	var hits []hit
	days, seen := 0, 0
	// The period before, where the window reaches into it; then this one.
	for p := period - 1; p <= period; p++ {
		if (p+1)*reprintPeriod <= day-reprintWindow {
			continue
		}
		key := anchorKey(p, anchor)
		data, err := m.Get(key)
		if err != nil {
			return false, err
		}
		post := &r.posting
		if err := post.decode(data); err != nil {
			return false, err
		}
		first := max(day-reprintWindow-p*reprintPeriod, 0)
		days += bits.OnesCount64(post.days >> uint(first))
		seen += post.seen
		for _, h := range post.hits {
			if h.day+p*reprintPeriod >= day-reprintWindow && h.id != string(v) {
				hits = append(hits, hit{h.id, h.day + p*reprintPeriod})
			}
		}
		if p < period || !remember {
			continue
		}
		post.add(string(v), day-p*reprintPeriod)
		if err := m.Put(key, post.encode()); err != nil {
			return false, err
		}
	}
	if days >= boilerplateDays && seen >= boilerplateSeen {
		return true, nil
	}
	if found != nil {
		for _, h := range hits {
			found.add(h, weight)
		}
	}
	return false, nil
}

// reprintDay counts days since 1970.
func reprintDay(t time.Time) int32 { return int32(max(t.Unix()/86400, 0)) }

func anchorKey(period int32, anchor uint32) []byte {
	k := binary.BigEndian.AppendUint16([]byte{'r'}, uint16(period))
	return binary.BigEndian.AppendUint32(k, anchor)
}

// A posting is what is remembered of an anchor in a period.
type posting struct {
	days uint64 // of the period, on which it came
	seen int
	hits []hit // the first ones
}

type hit struct {
	id  string
	day int32
}

var errPosting = errors.New("crossdoc: damaged reprint index")

func (p *posting) decode(data []byte) error {
	p.days, p.seen, p.hits = 0, 0, p.hits[:0]
	if len(data) == 0 {
		return nil
	}
	r := briefReader{b: data}
	p.days = r.uint()
	p.seen = int(r.uint())
	for len(r.b) > 0 {
		p.hits = append(p.hits, hit{r.id(), int32(r.byte())})
	}
	if r.bad {
		return errPosting
	}
	return nil
}

func (p *posting) encode() []byte {
	b := make([]byte, 0, 16+10*len(p.hits))
	b = binary.AppendUvarint(b, p.days)
	b = binary.AppendUvarint(b, uint64(p.seen))
	for _, h := range p.hits {
		b = append(appendID(b, h.id), byte(h.day))
	}
	return b
}

// add notes an article. Where the list is full, those that are out of the window go;
// if none is, the article is only counted: of a text that many print, the first
// articles are enough to find the others by.
func (p *posting) add(id string, day int32) {
	p.days |= 1 << uint(day)
	p.seen++
	if len(p.hits) >= postingsKept {
		p.hits = slices.DeleteFunc(p.hits, func(h hit) bool { return h.day < day-reprintWindow })
	}
	if len(p.hits) < postingsKept && !slices.ContainsFunc(p.hits, func(h hit) bool { return h.id == id }) {
		p.hits = append(p.hits, hit{id, day})
	}
}

// candidates are earlier articles, with how much speaks for them.
type candidates struct {
	list []candidate
}

type candidate struct {
	hit
	weight int
}

func (c *candidates) add(h hit, weight int) {
	for i := range c.list {
		if c.list[i].id == h.id {
			c.list[i].weight += weight
			return
		}
	}
	c.list = append(c.list, candidate{h, weight})
}

// best gives the n candidates that most speaks for: of those equal the earliest,
// which is the likely original.
func (c *candidates) best(n int) []string {
	// Found in the order in which they came within each anchor; by day and id the
	// order is the same whatever the anchors' order.
	slices.SortFunc(c.list, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.day, b.day), strings.Compare(a.id, b.id))
	})
	var out []string
	for _, x := range c.list[:min(n, len(c.list))] {
		out = append(out, x.id)
	}
	return out
}

// outletAnchors are under what an outlet is found by those that cite it: its normal
// name with the names that the article is about.
func outletAnchors(name string, terms []Term, n int) []uint32 {
	if name == "" {
		return nil
	}
	var out []uint32
	for _, t := range terms {
		if (t.Entity || !background().Has(t.Name)) && len(out) < n {
			out = append(out, uint32(ml.Hash('o', name).With(ml.Feature(t.Key))>>32))
		}
	}
	return out
}

// normalOutlet gives the name of an outlet without what differs from text to text:
// "„Revierkurier“", "des Revierkuriers", "Revierkurier.de" → "revierkurier".
func normalOutlet(s string) string {
	s = foldWord(s)
	var b strings.Builder
	for _, w := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" „“”\"»«’,.:;()/-–", r) }) {
		switch w {
		case "der", "die", "das", "dem", "den", "des", "de", "com", "at", "ch", "org", "net", "example", "online", "zeitung", "nachrichtenagentur", "www":
		default:
			b.WriteString(w)
		}
	}
	return b.String()
}

// sameOutlet compares normal names; a genitive makes no difference.
func sameOutlet(a, b string) bool {
	if a == "" || b == "" {
		return false
	}
	return a == b || a == b+"s" || b == a+"s"
}

// citedMost is how many names of an article are looked up as outlets.
const citedMost = 5

// citedOutlets gives the normal names of the outlets that an article names: those
// of its chains first, then other names in it that earlier articles came from. Who
// names an outlet and writes about the same as it does, cites it. It notes the
// article's own outlet.
func citedOutlets(m Memory, b *Brief) ([]string, error) {
	own := normalOutlet(b.Outlet)
	var names []string
	add := func(name string) {
		if n := normalOutlet(name); n != "" && !sameOutlet(n, own) && !slices.Contains(names, n) && len(names) < citedMost {
			names = append(names, n)
		}
	}
	for i := range b.Props {
		for _, v := range b.Props[i].Chain {
			if v.Via != "copies" && v.Via != "speaks for" && v.Visibility == "named" && v.Kind != "government" {
				add(v.Name)
			}
		}
	}
	for _, t := range b.Terms {
		if t.Entity && !background().Has(foldWord(t.Name)) {
			add(t.Name)
		}
	}
	var out []string
	for _, n := range names {
		for _, n := range [...]string{n, strings.TrimSuffix(n, "s")} {
			known, err := m.Get(outletKey(n))
			if err != nil {
				return nil, err
			}
			if known != nil {
				out = append(out, n)
				break
			}
			if !strings.HasSuffix(n, "s") {
				break
			}
		}
	}
	if own == "" {
		return out, nil
	}
	known, err := m.Get(outletKey(own))
	if err == nil && known == nil {
		err = m.Put(outletKey(own), []byte{1})
	}
	return out, err
}

// outletKey is where an outlet is noted, behind all periods.
func outletKey(name string) []byte {
	return binary.BigEndian.AppendUint32([]byte{'r', 0xff, 0xff}, uint32(ml.Hash('O', name)>>32))
}

// compareAll compares the article with the candidates.
func (r *Reprints) compareAll(m Memory, b *Brief, boilerplate []bool, cited []string, ids []string) ([]Overlap, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	r.later.read(b.Prints, boilerplate)
	type compared struct {
		brief *Brief
		rest  []byte // its propositions, not yet read
		with  comparison
	}
	all := make([]compared, 0, len(ids))
	for _, id := range ids {
		data, err := m.Get(BriefKey(hearsay.VersionID(id)))
		if err != nil {
			return nil, err
		}
		if data == nil {
			return nil, fmt.Errorf("crossdoc: the brief of article %s is missing", id)
		}
		e, rest, err := decodeBriefHead(data)
		if err == nil {
			rest, err = decodeBriefTerms(e, rest)
		}
		if err != nil {
			return nil, fmt.Errorf("article %s: %w", id, err)
		}
		all = append(all, compared{e, rest, r.later.compare(e.Prints)})
	}
	var out []Overlap
	for k := range all {
		c := &all[k]
		o := Overlap{Earlier: c.brief.Version, Of: c.with.of, In: c.with.in, Long: c.with.long, SameCredit: sameCredit(b.Agencies, c.brief.Agencies)}
		name := normalOutlet(c.brief.Outlet)
		for _, n := range cited {
			o.Cites = o.Cites || sameOutlet(n, name)
		}
		for j := range all { // who says otherwise
			if j == k {
				continue
			}
			c.with.dissent(&all[j].with, b.Prints, c.brief.Prints, all[j].brief.Prints)
		}
		o.RareErrors = c.with.errors()
		var others []*Brief
		for j := range all {
			if j != k {
				others = append(others, all[j].brief)
			}
		}
		o.RareErrors += rareNames(b, c.brief, others)
		if o.Of < leastOverlap && o.In < leastOverlap && o.Long == 0 && o.RareErrors == 0 && !o.Cites {
			continue
		}
		o.Changes = c.with.changes(b.Prints, c.brief.Prints)
		if o.isCopy() && len(c.with.dropped) > 0 {
			if err := decodeBriefProps(c.brief, c.rest); err != nil {
				return nil, fmt.Errorf("article %s: %w", c.brief.Version, err)
			}
			for _, j := range c.with.dropped {
				o.Changes = append(o.Changes, hearsay.Change{Kind: "sentence", Was: sentenceText(c.brief, j)})
			}
		}
		o.Changes = o.Changes[:min(len(o.Changes), mostChanges)]
		out = append(out, o)
	}
	slices.SortStableFunc(out, func(a, b Overlap) int {
		return cmp.Or(cmp.Compare(b.Of, a.Of), cmp.Compare(b.In, a.In))
	})
	return out, nil
}

// isCopy reports whether so much is shared that the two are copies of one text.
func (o *Overlap) isCopy() bool {
	return o.Of >= copyContained || o.In >= copyContained && o.Of >= leastOverlap || o.Long >= copyLong
}

func sameCredit(a, b []string) string {
	for _, x := range a {
		if slices.Contains(b, x) {
			return x
		}
	}
	return ""
}

// sentenceText gives the words of a sentence of an earlier article, as far as its
// propositions have them.
func sentenceText(b *Brief, j int) string {
	p := &b.Prints[j]
	best := ""
	for i := range b.Props {
		q := &b.Props[i].Passage
		if len(q.Spans) > 0 && q.Spans[0].Start >= p.Start && q.Spans[0].Start < p.End && len(q.Text) > len(best) {
			best = q.Text
		}
	}
	return cmp.Or(best, fmt.Sprintf("Satz %d", j+1))
}

// A matcher holds the later article for comparison with several earlier ones.
type matcher struct {
	prints []Print
	skip   []bool
	grams  []uint32 // gram<<16 | sentence, ascending
	shared []uint8  // by sentence, while one is compared
	total  float32
}

func (m *matcher) read(prints []Print, boilerplate []bool) {
	m.prints, m.skip = prints, boilerplate
	m.grams, m.total = m.grams[:0], 0
	for i := range prints {
		if i >= 1<<16 || boilerplate[i] || prints[i].Weight == 0 {
			continue
		}
		m.total += prints[i].Weight
		for _, g := range prints[i].Grams {
			m.grams = append(m.grams, uint32(g)<<16|uint32(i))
		}
	}
	slices.Sort(m.grams)
	m.shared = slices.Grow(m.shared[:0], len(prints))[:len(prints)]
}

// A comparison is what an earlier article shares with the later one.
type comparison struct {
	of, in  float32
	long    int
	match   []int // by sentence of the later: the earlier's sentence that is like it, -1
	exact   []bool
	dropped []int // sentences of the earlier that the later has not
	odd     map[oddNumber]int
}

// oddNumber is a number that two articles share in a sentence; the value of the map
// counts who has another there, and is -1 where a third has it too.
type oddNumber struct {
	sentence int
	number   string
}

// compare compares the later article with an earlier one.
func (m *matcher) compare(earlier []Print) comparison {
	c := comparison{match: make([]int, len(m.prints)), exact: make([]bool, len(m.prints))}
	score, held := make([]float32, len(m.prints)), make([]float32, len(m.prints))
	for i := range c.match {
		c.match[i] = -1
	}
	var in, all float32
	for j := range earlier {
		e := &earlier[j]
		if e.Weight == 0 {
			continue
		}
		clear(m.shared)
		for _, g := range e.Grams {
			at, _ := slices.BinarySearch(m.grams, uint32(g)<<16)
			for ; at < len(m.grams) && m.grams[at]>>16 == uint32(g); at++ {
				m.shared[m.grams[at]&0xffff]++
			}
		}
		matched, skipped := float32(0), false
		for i, n := range m.shared {
			if n == 0 {
				continue
			}
			l := &m.prints[i]
			if l.Hash == e.Hash {
				matched = 1
				if !c.exact[i] {
					c.match[i], c.exact[i], score[i], held[i] = j, true, 3, 1
				}
				continue
			}
			if n < 2 {
				continue
			}
			inEarlier, inLater, ok := alike(l, e)
			if !ok {
				continue
			}
			matched = max(matched, min(1, inLater/matchFull))
			if s := inEarlier + inLater; s > score[i] {
				c.match[i], score[i] = j, s
			}
			held[i] = max(held[i], min(1, inEarlier/matchFull))
		}
		if matched == 0 {
			for i, skip := range m.skip {
				skipped = skipped || skip && m.prints[i].Hash == e.Hash
			}
		}
		switch {
		case skipped:
			continue // boilerplate counts on neither side
		case matched > 0:
			in += matched * e.Weight
		default:
			c.dropped = append(c.dropped, j)
		}
		all += e.Weight
	}
	var of float32
	for i, j := range c.match {
		if j < 0 {
			continue
		}
		of += held[i] * m.prints[i].Weight
		if m.prints[i].long() && earlier[j].long() && score[i] >= longScore {
			c.long++
		}
	}
	if m.total > 0 {
		c.of = of / m.total
	}
	if all > 0 {
		c.in = in / all
	}
	if of == 0 {
		c.dropped = nil
	}
	return c
}

// alike reports whether two sentences that are not the same are so but for small
// changes, and how much of each is in the other. Containment is estimated from the grams that both samples
// can have (Broder 1997).
func alike(a, b *Print) (inB, inA float32, ok bool) {
	bound := min(sampledTo(a), sampledTo(b))
	na, nb, both := 0, 0, 0
	i, j := 0, 0
	for {
		va, vb := -1, -1
		if i < len(a.Grams) && int(a.Grams[i]) <= bound {
			va = int(a.Grams[i])
		}
		if j < len(b.Grams) && int(b.Grams[j]) <= bound {
			vb = int(b.Grams[j])
		}
		switch {
		case va < 0 && vb < 0:
			if na == 0 || nb == 0 {
				return 0, 0, false
			}
			inB, inA = float32(both)/float32(na), float32(both)/float32(nb)
			return inB, inA, both >= 2 && max(inA, inB) >= matchShare && min(inA, inB) >= matchShareBack
		case vb < 0 || va >= 0 && va < vb:
			na++
			i++
		case va < 0 || vb < va:
			nb++
			j++
		default:
			na, nb, both = na+1, nb+1, both+1
			i, j = i+1, j+1
		}
	}
}

// sampledTo is up to where a sentence's sample has all its grams.
func sampledTo(p *Print) int {
	if len(p.Grams) < gramsKept || p.Words-gramWords+1 <= gramsKept {
		return 1 << 16
	}
	return int(p.Grams[len(p.Grams)-1])
}

// changes tells what the later article changed in the sentences that it took over:
// the marks that only one side has.
func (c *comparison) changes(later, earlier []Print) []hearsay.Change {
	var out []hearsay.Change
	for i, j := range c.match {
		if j < 0 || c.exact[i] {
			continue
		}
		for kind := HedgeMark; kind <= NumberMark; kind++ {
			was, now := marksOnly(earlier[j].Marks, later[i].Marks, kind), marksOnly(later[i].Marks, earlier[j].Marks, kind)
			for k := range max(len(was), len(now)) {
				ch := hearsay.Change{Kind: kind.String()}
				if k < len(was) {
					ch.Was = was[k]
				}
				if k < len(now) {
					ch.Now = now[k]
				}
				out = append(out, ch)
			}
		}
	}
	return out
}

// marksOnly gives the marks of a kind that a has and b has not.
func marksOnly(a, b []Mark, kind MarkKind) []string {
	var out []string
	for _, m := range a {
		if m.Kind == kind && !slices.Contains(b, m) && !slices.Contains(out, m.Text) {
			out = append(out, m.Text)
		}
	}
	return out
}

// dissent takes note of a third article: which numbers that the two share it has
// not where it has the sentence.
func (c *comparison) dissent(third *comparison, later, earlier, thirds []Print) {
	for i, j := range c.match {
		k := third.match[i]
		if j < 0 || k < 0 {
			continue
		}
		for _, m := range later[i].Marks {
			if m.Kind != NumberMark || !slices.Contains(earlier[j].Marks, m) {
				continue
			}
			if c.odd == nil {
				c.odd = map[oddNumber]int{}
			}
			odd := oddNumber{i, m.Text}
			switch {
			case slices.Contains(thirds[k].Marks, m):
				c.odd[odd] = -1
			case c.odd[odd] >= 0 && len(marksOnly(thirds[k].Marks, later[i].Marks, NumberMark)) > 0:
				c.odd[odd]++
			}
		}
	}
}

// errors counts the numbers that only the two have, where two others at least have
// another.
func (c *comparison) errors() int {
	n := 0
	for _, d := range c.odd {
		if d >= 2 {
			n++
		}
	}
	return n
}

// rareNames counts the names that only the two spell so, where two others at least
// have a name that is nearly the same.
func rareNames(a, b *Brief, others []*Brief) int {
	if len(others) < 2 {
		return 0
	}
	n := 0
	for _, t := range a.Terms {
		if !t.Entity || len(t.Name) < 5 || !slices.ContainsFunc(b.Terms, func(u Term) bool { return u.Key == t.Key && u.Entity }) {
			continue
		}
		name := foldWord(t.Name)
		if background().Has(name[strings.LastIndexByte(name, ' ')+1:]) {
			continue
		}
		dissent := 0
		for _, o := range others {
			nearly := false
			for _, u := range o.Terms {
				if u.Entity && u.Key == t.Key {
					dissent = -len(others)
				}
				nearly = nearly || u.Entity && u.Key != t.Key && misspelt(name, foldWord(u.Name))
			}
			if nearly {
				dissent++
			}
		}
		if dissent >= 2 {
			n++
		}
	}
	return n
}

// misspelt reports whether two names differ in one letter, or in two neighbours that
// have changed places (Damerau 1964: most misspellings are of this kind).
func misspelt(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(y)-len(x) > 1 || a == b {
		return false
	}
	i := 0
	for i < len(x) && x[i] == y[i] {
		i++
	}
	if len(x) < len(y) {
		return slices.Equal(x[i:], y[i+1:])
	}
	if slices.Equal(x[i+1:], y[i+1:]) {
		return true
	}
	return i+1 < len(x) && x[i] == y[i+1] && x[i+1] == y[i] && slices.Equal(x[i+2:], y[i+2:])
}
