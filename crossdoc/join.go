package crossdoc

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math"
	"slices"
	"strings"

	"hearsay"
	"hearsay/ml"
)

// Claims finds the claims that propositions are about. What it knows of earlier ones
// lies in a [Memory]:
//
//	'c' 's' + story id        the story's claims: what each was first known by, the most
//	                          specific and the latest of its evidence (claimPage)
//	'c' 'k' + 4-byte hash     the latest stories with a claim of this class and participant
//
// A proposition is compared with the claims of its own story, and with those of other
// stories that have a claim of the same class with the same named participant or place.
type Claims struct{}

// A claimRecord is what is remembered of a claim for joining.
type claimRecord struct {
	id      hearsay.ClaimID
	story   hearsay.StoryID
	told    int   // pieces of evidence
	day     int32 // of the latest
	negated bool  // the first evidence says that it is not so
	accused bool  // it was told as an accusation
	first   *Proposition
	best    *Proposition // the most specific
	last    *Proposition
	prints  []uint32 // hashes of the latest passages
	detail  hearsay.ClaimID
}

type claimPage struct {
	story  hearsay.StoryID
	claims []*claimRecord
	dirty  bool
}

// Add finds for each proposition of an article the claim that it is about, or begins
// one, in the order of the article. overlaps are the article's earlier near-copies.
// The article's story must be known; earlier articles must have been added.
func (c *Claims) Add(m Memory, b *Brief, story hearsay.StoryID, overlaps []Overlap) ([]Join, error) {
	j := &joiner{m: m, b: b, x: germanLexis(), pages: map[hearsay.StoryID]*claimPage{}, groups: map[string]string{}, day: publishedOn(b)}
	own, err := j.page(story)
	if err != nil {
		return nil, err
	}
	if own == nil {
		own = &claimPage{story: story}
		j.pages[story] = own
	}
	j.own = own
	if err := j.otherStories(); err != nil {
		return nil, err
	}
	for _, o := range overlaps {
		j.copied = max(j.copied, float64(o.Of))
	}
	out := make([]Join, 0, len(b.Props))
	for k := range b.Props {
		out = append(out, j.join(&b.Props[k]))
	}
	return out, j.write()
}

// publishedOn is the day of an article.
func publishedOn(b *Brief) int32 {
	if v := IntervalOf(b.Published); v.Known {
		return v.From
	}
	return dayOf(b.Known)
}

// A joiner joins one article.
type joiner struct {
	m      Memory
	b      *Brief
	x      *lexis
	own    *claimPage
	others []*claimPage
	pages  map[hearsay.StoryID]*claimPage
	keys   map[uint32][]hearsay.StoryID // as read
	day    int32
	copied float64
	hash   uint32            // of the passage that is being joined
	groups map[string]string // of nouns, as looked up
	here   []*claimRecord    // claims of this article's propositions so far
}

// join finds the claim of one proposition.
func (j *joiner) join(p *Proposition) Join {
	if isAnaphor(p) {
		if r, why := j.antecedent(p); r != nil {
			return j.accept(p, r, 0.6, why, nil)
		}
		return j.begin(p, nil)
	}
	j.hash = passageHash(p)
	var best *claimRecord
	var top likeness
	var vetoes []Veto
	var vetoAt []float64
	try := func(r *claimRecord, same bool) {
		l, ok := j.compare(p, r, same)
		if !ok {
			return
		}
		if l.veto.Kind != "" {
			if l.score >= joinWeights.near {
				l.veto.Claim = r.id
				vetoes, vetoAt = append(vetoes, l.veto), append(vetoAt, l.score)
			}
			return
		}
		if l.score >= joinWeights.join && (best == nil || l.score > top.score) {
			best, top = r, l
		}
	}
	for _, r := range j.own.claims {
		try(r, true)
	}
	for _, page := range j.others {
		for _, r := range page.claims {
			try(r, false)
		}
	}
	vetoes = topVetoes(vetoes, vetoAt)
	if best != nil {
		return j.accept(p, best, logistic(top.score), j.explain(p, best, top), vetoes)
	}
	return j.begin(p, vetoes)
}

func topVetoes(vs []Veto, at []float64) []Veto {
	order := make([]int, len(vs))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case at[a] > at[b]:
			return -1
		case at[a] < at[b]:
			return 1
		}
		return 0
	})
	var out []Veto
	for _, i := range order[:min(len(order), siblingsPerClaim)] {
		out = append(out, vs[i])
	}
	return out
}

func logistic(z float64) float64 { return math.Round(1000/(1+math.Exp(-z))) / 1000 }

// accept notes a proposition as evidence of a claim.
func (j *joiner) accept(p *Proposition, r *claimRecord, score float64, why string, vetoes []Veto) Join {
	out := Join{Prop: p.ID, Claim: r.id, Stance: stanceOf(p, r.negated, r.first.Phase == hearsay.Failed), Score: score, Why: why, Siblings: vetoes, DetailOf: r.detail}
	r.told++
	r.day = max(r.day, j.day)
	r.accused = r.accused || p.Act == hearsay.Accuse
	if !isAnaphor(p) {
		e := exemplar(p)
		if specificity(&e) > specificity(r.best) && e.Negated == r.first.Negated {
			r.best = &e
		}
		r.last = &e
	}
	r.print(p)
	j.here = append(j.here, r)
	j.touch(r)
	return out
}

func (j *joiner) touch(r *claimRecord) {
	if pg := j.pages[r.story]; pg != nil {
		pg.dirty = true
	}
}

// begin begins a claim with a proposition.
func (j *joiner) begin(p *Proposition, vetoes []Veto) Join {
	e := exemplar(p)
	r := &claimRecord{id: claimIDOf(p.ID), story: j.own.story, told: 1, day: j.day, negated: p.Negated, accused: p.Act == hearsay.Accuse, first: &e, best: &e, last: &e}
	r.detail = j.eventOf(p)
	r.print(p)
	j.own.claims = append(j.own.claims, r)
	j.own.dirty = true
	j.here = append(j.here, r)
	return Join{Prop: p.ID, Claim: r.id, New: true, Stance: stanceOf(p, p.Negated, p.Phase == hearsay.Failed), Score: 1, Why: "first told here", Siblings: vetoes, DetailOf: r.detail}
}

// claimIDOf names a claim by the evidence that it was first known by.
func claimIDOf(e hearsay.EvidenceID) hearsay.ClaimID {
	h := sha256.Sum256([]byte(e))
	return hearsay.ClaimID("c" + hex.EncodeToString(h[:6]))
}

// print remembers the passage, so that the same sentence is known again.
func (r *claimRecord) print(p *Proposition) {
	h := passageHash(p)
	if slices.Contains(r.prints, h) {
		return
	}
	if len(r.prints) >= 8 {
		r.prints = r.prints[1:]
	}
	r.prints = append(r.prints, h)
}

func passageHash(p *Proposition) uint32 {
	return uint32(ml.Hash('p', strings.ToLower(p.Passage.Text)+"\x00"+p.Pred.Class))
}

// exemplar is what of a proposition is kept for comparing.
func exemplar(p *Proposition) Proposition {
	e := Proposition{Pred: p.Pred, Args: p.Args, Places: p.Places, Time: p.Time, Numbers: p.Numbers, Phase: p.Phase, Negated: p.Negated, Kind: p.Kind, Act: p.Act, Words: p.Words, Rule: p.Rule}
	if len(e.Words) > exemplarWords {
		w := slices.Clone(e.Words)
		slices.SortStableFunc(w, func(a, b Word) int {
			switch {
			case a.Weight > b.Weight:
				return -1
			case a.Weight < b.Weight:
				return 1
			}
			return 0
		})
		e.Words = w[:exemplarWords]
	}
	return e
}

// specificity counts what a proposition tells.
func specificity(p *Proposition) int {
	n := 2*len(p.Numbers) + len(p.Places)
	for i := range p.Args {
		n++
		if p.Args[i].ID != "" {
			n++
		}
	}
	if p.Time.Known {
		n++
	}
	if p.Pred.Class != "" {
		n++
	}
	return n
}

func isAnaphor(p *Proposition) bool { return strings.HasPrefix(p.Rule, "anaphor/") }

// antecedent finds the claim that a proposition refers back to with "das", "die
// Vorwürfe", "die Zahl": what the article itself told just before of what is known
// already, else the most told claim of the story of a fitting sort.
func (j *joiner) antecedent(p *Proposition) (*claimRecord, string) {
	sort := strings.TrimPrefix(p.Rule, "anaphor/")
	var best *claimRecord
	var top float64
	for _, r := range j.own.claims {
		if r.first.Kind == SpeechAct || r.first.Kind == Opinion || isAnaphor(r.first) || r.first.Rule == "words" {
			continue
		}
		fit := 0.0
		switch sort {
		case "accusation":
			if r.accused {
				fit = 6
			}
		case "figure":
			if len(r.first.Numbers) == 0 {
				continue
			}
			fit = 3
		case "plan":
			if r.first.Phase != hearsay.Planned {
				continue
			}
			fit = 2
		case "event":
			if r.first.Phase != hearsay.Occurred && r.first.Phase != hearsay.Planned {
				continue
			}
		}
		// What the anaphor itself names must be there.
		if o, shared := overlapOf(p.Words, r.first.Words); shared > 0 {
			fit += 8 * o
		}
		for i := range p.Args {
			if a, _ := j.agree(&p.Args[i], r.first); a > 0 {
				fit += 1.5
			}
		}
		fit += 1.2 * math.Log2(float64(1+r.told))
		for k := len(j.here) - 1; k >= 0 && k >= len(j.here)-4; k-- {
			if j.here[k] == r && (sort == "that" || r.told > 1) {
				fit += 2.5 - 0.4*float64(len(j.here)-1-k)
				if sort == "that" && k == len(j.here)-1 {
					fit += 2
				}
				break
			}
		}
		if r.first.Pred.Class == "" {
			fit--
		}
		if fit > top+1e-9 {
			best, top = r, fit
		}
	}
	if best == nil {
		return nil, ""
	}
	return best, fmt.Sprintf("“%s” refers back to what the story tells most", p.Pred.Lemma)
}

// eventOf gives the claim of the event that a proposition tells a detail of: one that
// it names ("bei dem Unfall"), or that of the clause that a figure stands in.
func (j *joiner) eventOf(p *Proposition) hearsay.ClaimID {
	if p.Rule == "figure" && len(j.here) > 0 {
		if r := j.here[len(j.here)-1]; r.first.Kind == Fact && r.first.Pred.Class != p.Pred.Class {
			return r.id
		}
	}
	named := func(class string) *claimRecord {
		var best *claimRecord
		for _, r := range j.own.claims {
			if r.first.Pred.Class == class && (best == nil || r.told > best.told) {
				best = r
			}
		}
		return best
	}
	for _, as := range [][]Arg{p.Args, p.Places} {
		for i := range as {
			if as[i].Lemma == "" {
				continue
			}
			if c := j.x.event(as[i].Lemma); c != "" && c != p.Pred.Class {
				if r := named(c); r != nil {
					return r.id
				}
			}
		}
	}
	return ""
}

// page reads the claims of a story; nil where it has none.
func (j *joiner) page(story hearsay.StoryID) (*claimPage, error) {
	if p, ok := j.pages[story]; ok {
		return p, nil
	}
	v, err := j.m.Get(append([]byte("cs"), story...))
	if err != nil || v == nil {
		return nil, err
	}
	p, err := readClaimPage(v)
	if err != nil {
		return nil, fmt.Errorf("claims of story %s: %v", story, err)
	}
	p.story = story
	for _, r := range p.claims {
		r.story = story
	}
	j.pages[story] = p
	return p, nil
}

// blockKeys are the keys by which other stories find a proposition's claim: its class
// with each named participant or place, and pairs of named participants.
func blockKeys(p *Proposition, dst []uint32) []uint32 {
	if p.Pred.Class == "" || p.Kind == Opinion || p.Rule == "words" {
		return dst
	}
	n := 0
	for _, as := range [][]Arg{p.Args, p.Places} {
		for i := range as {
			if as[i].ID == "" || n >= 3 {
				continue
			}
			n++
			dst = append(dst, uint32(ml.Hash('k', p.Pred.Class+"\x00"+as[i].ID)))
		}
	}
	return dst
}

// otherStories reads the claims of other stories that this article's keys lead to.
func (j *joiner) otherStories() error {
	j.keys = map[uint32][]hearsay.StoryID{}
	count := map[hearsay.StoryID]int{}
	var order []hearsay.StoryID
	var buf []uint32
	for k := range j.b.Props {
		buf = blockKeys(&j.b.Props[k], buf[:0])
		for _, key := range buf {
			if _, ok := j.keys[key]; ok || len(j.keys) >= keysPerArticle {
				continue
			}
			v, err := j.m.Get(keyBytes(key))
			if err != nil {
				return err
			}
			ids := readStoryList(v)
			j.keys[key] = ids
			for _, id := range ids {
				if id == j.own.story {
					continue
				}
				if count[id] == 0 {
					order = append(order, id)
				}
				count[id]++
			}
		}
	}
	slices.SortStableFunc(order, func(a, b hearsay.StoryID) int {
		if count[a] != count[b] {
			return count[b] - count[a]
		}
		return strings.Compare(string(a), string(b))
	})
	for _, id := range order[:min(len(order), storiesLooked)] {
		p, err := j.page(id)
		if err != nil {
			return err
		}
		if p != nil {
			j.others = append(j.others, p)
		}
	}
	return nil
}

func keyBytes(key uint32) []byte { return binary.BigEndian.AppendUint32([]byte("ck"), key) }

// write keeps what has changed.
func (j *joiner) write() error {
	if len(j.own.claims) > claimsPerStory {
		// The least told of the oldest are no longer joined with.
		order := slices.Clone(j.own.claims)
		slices.SortStableFunc(order, func(a, b *claimRecord) int {
			if (a.told > 1) != (b.told > 1) {
				if a.told > 1 {
					return 1
				}
				return -1
			}
			return int(a.day) - int(b.day)
		})
		drop := map[*claimRecord]bool{}
		for _, r := range order[:len(order)-claimsPerStory] {
			drop[r] = true
		}
		j.own.claims = slices.DeleteFunc(j.own.claims, func(r *claimRecord) bool { return drop[r] })
	}
	if j.own.dirty {
		if err := j.m.Put(append([]byte("cs"), j.own.story...), appendClaimPage(nil, j.own)); err != nil {
			return err
		}
	}
	for _, p := range j.others {
		if p.dirty {
			if err := j.m.Put(append([]byte("cs"), p.story...), appendClaimPage(nil, p)); err != nil {
				return err
			}
		}
	}
	keys := make([]uint32, 0, len(j.keys))
	for k := range j.keys {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		ids := j.keys[k]
		if slices.Contains(ids, j.own.story) {
			continue
		}
		if len(ids) >= storiesPerKey {
			ids = ids[1:]
		}
		if err := j.m.Put(keyBytes(k), appendStoryList(nil, append(slices.Clone(ids), j.own.story))); err != nil {
			return err
		}
	}
	return nil
}
