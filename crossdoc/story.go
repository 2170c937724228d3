package crossdoc

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"hearsay"
	"hearsay/ml"
)

// Stories puts articles into stories as they come: topic detection as an online
// task (Allan, Papka and Lavrenko 1998), single pass, with the likeness of weighted
// terms.
//
// An article is compared with what it shares terms with: the core of a story, which
// is made up of its first articles and then stays, and the latest articles of it. It
// must be like both, so that a story follows its event, but does not drift from one
// event to the next along a chain of articles each like the one before. What it
// joins it must share a name with, unless it is a copy of an article there. The
// longer ago a story's last article, the more like it a new one must be. Each
// article is decided once and on earlier ones only; stories are never put together.
//
// In the [Memory]:
//
//	's' 't' term (6 bytes)   → stories that were about it, lately touched first: id, day
//	's' 's' story            → storyRecord
//	's' 'a' version          → story
type Stories struct{}

// How stories are told apart. (tune)
const (
	storyTerms      = 12 // of an article, by which stories are found
	storiesKept     = 20 // with a term
	storyCandidates = 8
	coreArticles    = 4 // that make up a story's core
	coreTerms       = 32
	latestArticles  = 6 // of a story, that new ones are compared with
	latestTerms     = 16
	storyRefresh    = 3 // days after which a term's list is brought up to date

	storyLike      = 0.11 // of an article that comes at once
	storyLikeLate  = 0.12 // more, of one that comes after storyLate
	storyLate      = 30 * 24 * time.Hour
	storyCoreShare = 0.5 // of the likeness that is the core's; the rest is the nearest article's
	storyCoreLeast = 0.04
	storyNames     = 0.06 // of the likeness that names must make up
	storyCopy      = 0.5  // of an article that stands in one of the story: it belongs there
	storyCited     = 0.06 // less is enough where one cites the other
)

// NewStories returns what puts articles into stories. It keeps nothing between
// articles; it is for one goroutine at a time.
func NewStories() *Stories { return &Stories{} }

// storyRecord is what is remembered of a story.
type storyRecord struct {
	id          string
	first, last int64 // moments, seconds
	articles    int
	core        []storyTerm   // ascending by key, sum of the first articles' vectors
	latest      [][]storyTerm // of the latest articles, oldest first
}

// storyTerm is a term in a vector.
type storyTerm struct {
	key    uint64 // 40 bits
	weight float32
	name   bool
}

const storyKeyMask = 1<<40 - 1

// Assign decides which story an article belongs to, and whether it begins it.
// Overlaps are what [Reprints.Add] found for it.
func (s *Stories) Assign(m Memory, b *Brief, overlaps []Overlap) (id hearsay.StoryID, begins bool, err error) {
	now := b.Known.Unix()
	rec, err := s.storyOfCopy(m, b, overlaps)
	if err != nil {
		return "", false, err
	}
	top := b.Terms[:min(storyTerms, len(b.Terms))]
	lists := make([][]storyRef, len(top))
	for i, t := range top {
		if lists[i], err = termStories(m, t.Key); err != nil {
			return "", false, err
		}
	}
	vec := vector(b.Terms, len(b.Terms))
	if rec == nil {
		if rec, err = s.nearest(m, b, vec, top, lists, overlaps, now); err != nil {
			return "", false, err
		}
	}
	if rec == nil {
		begins = true
		h := ml.Hash('S', string(b.Version))
		rec = &storyRecord{id: fmt.Sprintf("s%012x", uint64(h)>>16), first: now, last: now}
	}
	rec.add(vec, vector(b.Terms, latestTerms), now)
	if err := m.Put(storyKey('s', rec.id), rec.encode()); err != nil {
		return "", false, err
	}
	if err := m.Put(storyKey('a', string(b.Version)), []byte(rec.id)); err != nil {
		return "", false, err
	}
	day := reprintDay(b.Known)
	for i, t := range top {
		list, changed := touch(lists[i], rec.id, day)
		if !changed {
			continue
		}
		if err := m.Put(termKey(t.Key), encodeRefs(list)); err != nil {
			return "", false, err
		}
	}
	return hearsay.StoryID(rec.id), begins, nil
}

func storyKey(space byte, id string) []byte { return append([]byte{'s', space}, id...) }

func termKey(key uint64) []byte {
	b := binary.BigEndian.AppendUint64(make([]byte, 0, 10), key>>16)
	b[0], b[1] = 's', 't'
	return b
}

// storyOfCopy gives the story of the article that b has most in common with, where
// b is a copy of it, or of the earlier version of b; nil where there is none.
func (s *Stories) storyOfCopy(m Memory, b *Brief, overlaps []Overlap) (*storyRecord, error) {
	from := b.Replaces
	if from == "" {
		most := float32(0)
		for _, o := range overlaps {
			if share := max(o.Of, o.In); share >= storyCopy && share > most {
				from, most = o.Earlier, share
			}
		}
	}
	if from == "" {
		return nil, nil
	}
	id, err := m.Get(storyKey('a', string(from)))
	if err != nil || id == nil {
		return nil, err
	}
	return loadStory(m, string(id))
}

func loadStory(m Memory, id string) (*storyRecord, error) {
	data, err := m.Get(storyKey('s', id))
	if err != nil {
		return nil, err
	}
	rec, err := decodeStory(id, data)
	if err != nil {
		return nil, fmt.Errorf("story %s: %w", id, err)
	}
	return rec, nil
}

// nearest finds the story that an article is most like, nil where it is like none.
func (s *Stories) nearest(m Memory, b *Brief, vec []storyTerm, top []Term, lists [][]storyRef, overlaps []Overlap, now int64) (*storyRecord, error) {
	type weighed struct {
		storyRef
		weight float32
	}
	var found []weighed
	for i, l := range lists {
		for _, r := range l {
			k := slices.IndexFunc(found, func(f weighed) bool { return f.id == r.id })
			if k < 0 {
				k = len(found)
				found = append(found, weighed{storyRef: r})
			}
			found[k].weight += top[i].Weight * top[i].Weight
			found[k].day = max(found[k].day, r.day)
		}
	}
	slices.SortFunc(found, func(a, b weighed) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(b.day, a.day), strings.Compare(a.id, b.id))
	})
	cited := ""
	for _, o := range overlaps {
		if o.Cites && cited == "" {
			id, err := m.Get(storyKey('a', string(o.Earlier)))
			if err != nil {
				return nil, err
			}
			cited = string(id)
		}
	}
	var best *storyRecord
	most := 0.0
	for _, f := range found[:min(len(found), storyCandidates)] {
		if f.weight < 0.02 {
			break // a word or two in passing
		}
		rec, err := loadStory(m, f.id)
		if err != nil {
			return nil, err
		}
		like := rec.likeness(vec, now)
		if f.id == cited {
			like += storyCited
		}
		if like > 0 && (best == nil || like > most) {
			best, most = rec, like
		}
	}
	return best, nil
}

// likeness says by how much an article is more like a story than it must be; below
// 0 it is not like enough.
func (r *storyRecord) likeness(vec []storyTerm, now int64) float64 {
	core, names := cosine(vec, r.core)
	near, nearNames := 0.0, 0.0
	for _, l := range r.latest {
		if c, n := cosine(vec, l); c > near {
			near, nearNames = c, n
		}
	}
	if core < storyCoreLeast || max(names, nearNames) < storyNames {
		return -1
	}
	like := storyCoreShare*core + (1-storyCoreShare)*near
	gap := time.Duration(max(now-r.last, 0)) * time.Second
	return like - storyLike - storyLikeLate*min(1, float64(gap)/float64(storyLate))
}

// cosine is the likeness of two vectors, and the part of it that names make up.
func cosine(a, b []storyTerm) (all, names float64) {
	var aa, bb float64
	for _, t := range a {
		aa += float64(t.weight) * float64(t.weight)
	}
	for _, t := range b {
		bb += float64(t.weight) * float64(t.weight)
	}
	if aa == 0 || bb == 0 {
		return 0, 0
	}
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i].key < b[j].key:
			i++
		case a[i].key > b[j].key:
			j++
		default:
			p := float64(a[i].weight) * float64(b[j].weight)
			all += p
			if a[i].name || b[j].name {
				names += p
			}
			i, j = i+1, j+1
		}
	}
	n := math.Sqrt(aa * bb)
	return all / n, names / n
}

// vector gives the n weightiest terms, ascending by key.
func vector(terms []Term, n int) []storyTerm {
	out := make([]storyTerm, 0, min(n, len(terms)))
	for _, t := range terms[:min(n, len(terms))] {
		// A word that the background does not have is as good as a name: "Klangufer".
		out = append(out, storyTerm{t.Key & storyKeyMask, t.Weight, t.Entity || !background().Has(t.Name)})
	}
	slices.SortFunc(out, func(a, b storyTerm) int { return cmp.Compare(a.key, b.key) })
	return out
}

// add takes an article into the story.
func (r *storyRecord) add(vec, short []storyTerm, now int64) {
	r.articles++
	r.first, r.last = min(r.first, now), max(r.last, now)
	if r.articles <= coreArticles {
		r.core = sum(r.core, vec)
	}
	r.latest = append(r.latest, short)
	if len(r.latest) > latestArticles {
		r.latest = r.latest[1:]
	}
}

// sum adds vectors and keeps the weightiest terms.
func sum(a, b []storyTerm) []storyTerm {
	out := make([]storyTerm, 0, len(a)+len(b))
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case j == len(b) || i < len(a) && a[i].key < b[j].key:
			out = append(out, a[i])
			i++
		case i == len(a) || b[j].key < a[i].key:
			out = append(out, b[j])
			j++
		default:
			out = append(out, storyTerm{a[i].key, a[i].weight + b[j].weight, a[i].name || b[j].name})
			i, j = i+1, j+1
		}
	}
	if len(out) > coreTerms {
		slices.SortFunc(out, func(a, b storyTerm) int { return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.key, b.key)) })
		out = out[:coreTerms]
		slices.SortFunc(out, func(a, b storyTerm) int { return cmp.Compare(a.key, b.key) })
	}
	return out
}

// storyRef is a story in a term's list.
type storyRef struct {
	id  string
	day int32
}

func termStories(m Memory, key uint64) ([]storyRef, error) {
	data, err := m.Get(termKey(key))
	if err != nil || data == nil {
		return nil, err
	}
	var out []storyRef
	r := briefReader{b: data}
	for len(r.b) > 0 {
		out = append(out, storyRef{r.id(), int32(r.uint())})
	}
	if r.bad {
		return nil, errStory
	}
	return out, nil
}

func encodeRefs(list []storyRef) []byte {
	b := make([]byte, 0, 10*len(list))
	for _, r := range list {
		b = binary.AppendUvarint(appendID(b, r.id), uint64(r.day))
	}
	return b
}

// touch brings a term's list up to date: its story in front, where it is not there
// or was last some days ago. What was touched longest ago goes.
func touch(list []storyRef, id string, day int32) (out []storyRef, changed bool) {
	if k := slices.IndexFunc(list, func(r storyRef) bool { return r.id == id }); k >= 0 {
		if day-list[k].day < storyRefresh {
			return list, false
		}
		list = slices.Delete(list, k, k+1)
	}
	list = slices.Insert(list, 0, storyRef{id, day})
	return list[:min(len(list), storiesKept)], true
}

var errStory = errors.New("crossdoc: damaged story")

// storyFormat is in front of each record.
const storyFormat = 1

func (r *storyRecord) encode() []byte {
	w := briefWriter{b: make([]byte, 0, 1024)}
	w.b = append(w.b, storyFormat)
	w.int(r.first)
	w.int(r.last - r.first)
	w.uint(uint64(r.articles))
	w.storyTerms(r.core, coreArticles)
	w.uint(uint64(len(r.latest)))
	for _, l := range r.latest {
		w.storyTerms(l, 1)
	}
	return w.b
}

// storyTerms writes a vector: weights in 255ths, as terms have them, in two bytes
// with the bit that says whether it is a name.
func (w *briefWriter) storyTerms(ts []storyTerm, most float32) {
	w.uint(uint64(len(ts)))
	for _, t := range ts {
		n := uint16(min(math.Round(float64(t.weight)*255), float64(most)*255)) << 1
		if t.name {
			n |= 1
		}
		w.b = append(w.b, byte(t.key>>32), byte(t.key>>24), byte(t.key>>16), byte(t.key>>8), byte(t.key))
		w.b = binary.LittleEndian.AppendUint16(w.b, n)
	}
}

func (r *briefReader) storyTerms() []storyTerm {
	n := r.list()
	v := r.take(7 * n)
	if v == nil {
		return nil
	}
	out := make([]storyTerm, n)
	for i := range out {
		b := v[7*i:]
		w := binary.LittleEndian.Uint16(b[5:])
		out[i] = storyTerm{uint64(b[0])<<32 | uint64(binary.BigEndian.Uint32(b[1:])), float32(w>>1) / 255, w&1 == 1}
	}
	return out
}

func decodeStory(id string, data []byte) (*storyRecord, error) {
	if len(data) == 0 || data[0] != storyFormat {
		return nil, errStory
	}
	r := briefReader{b: data[1:]}
	s := &storyRecord{id: id, first: r.int()}
	s.last = s.first + r.int()
	s.articles = int(r.uint())
	s.core = r.storyTerms()
	for n := r.list(); n > 0 && !r.bad; n-- {
		s.latest = append(s.latest, r.storyTerms())
	}
	if r.bad || len(r.b) > 0 {
		return nil, errStory
	}
	return s, nil
}

// MakeStory describes a story by its articles, in the order in which they became
// known: those known at a moment give the story as of then.
func MakeStory(id hearsay.StoryID, arts []Reprinted) hearsay.Story {
	st := hearsay.Story{ID: id, Copies: Groups(arts)}
	type weighed struct {
		Term
		in int
	}
	byKey := map[uint64]int{}
	var terms []weighed
	vecs := make([][]storyTerm, len(arts))
	for i := range arts {
		b := arts[i].Brief
		st.Articles = append(st.Articles, b.Version)
		if st.From.IsZero() || b.Known.Before(st.From) {
			st.From = b.Known
		}
		if b.Known.After(st.To) {
			st.To = b.Known
		}
		vecs[i] = vector(b.Terms, len(b.Terms))
		for _, t := range b.Terms {
			k, ok := byKey[t.Key]
			if !ok {
				k = len(terms)
				byKey[t.Key] = k
				terms = append(terms, weighed{Term: withWeight(t, 0)})
			}
			terms[k].Weight += t.Weight
			terms[k].in++
		}
	}
	most := -1.0
	for i := range arts {
		like := 0.0
		for j := range arts {
			if i != j {
				c, _ := cosine(vecs[i], vecs[j])
				like += c
			}
		}
		if title := arts[i].Brief.Title; like > most && title != "" {
			most, st.Title = like, title
		}
	}
	slices.SortFunc(terms, func(a, b weighed) int {
		return cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Key, b.Key))
	})
	for _, t := range terms {
		if len(st.Terms) < 8 && (t.in > 1 || len(arts) < 3) && !slices.Contains(st.Terms, t.Name) {
			st.Terms = append(st.Terms, t.Name)
		}
	}
	return st
}

// StoryIDOf reads the story that an article was put into; empty where it is not
// known.
func StoryIDOf(m Memory, v hearsay.VersionID) (hearsay.StoryID, error) {
	id, err := m.Get(storyKey('a', string(v)))
	return hearsay.StoryID(id), err
}
