package pipeline

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"hearsay"
	"hearsay/crossdoc"
)

// A Fold takes articles in, one after the other in the order in which they became
// known, and keeps what follows from them: which copies which, the story and the
// claims that each belongs to, the status of the claims. All of it is a function of
// the articles' briefs and their order, and lies in a memory.
//
// Keys of the fold's own, beside those of package crossdoc:
//
//	'b' version                    → Brief
//	'o' version                    → outcome, JSON
//	'm' claim, position, number    → membership, JSON
//	'h' claim                      → claimRecord, JSON
//	'd' claim, claim               → the second, a detail of the event that the first is
//	'w' claim, position, number    → crossdoc.Withdrawal that concerns it, JSON
//	'n' story, position            → version
//	'g' guid, 0, position          → version
//	'u' address, 0, position       → version
//	'l' moment, claim              → nothing: the plan will have lapsed then
//	'z' "last"                     → position and moment of the last article
//
// Claims and stories are their ids, positions and moments (microseconds since 1970)
// eight bytes, the highest first.
type Fold struct {
	mem      *overlay
	reprints *crossdoc.Reprints
	stories  *crossdoc.Stories
	claims   *crossdoc.Claims
	owner    func(outlet string) string
	briefs   map[hearsay.VersionID]*crossdoc.Brief // those used lately
	outcomes map[hearsay.VersionID]*Outcome
	left     Last // how far it had got when the memory was given back
}

// An Outcome is what an article led to.
type Outcome struct {
	Pos         uint64
	Replaces    hearsay.VersionID  `json:",omitempty"` // the version at the same address before this one
	Overlaps    []crossdoc.Overlap `json:",omitempty"`
	Story       hearsay.StoryID
	NewStory    bool                  `json:",omitempty"`
	Joins       []crossdoc.Join       `json:",omitempty"`
	Withdrawals []crossdoc.Withdrawal `json:",omitempty"`
	Broken      string                `json:",omitempty"` // why nothing could be worked out; see [Fold.Add]
	Touched     []hearsay.ClaimID     `json:"-"`          // claims whose record is another now
}

// membership is a proposition's part in a claim.
type membership struct {
	Prop   hearsay.EvidenceID
	Stance hearsay.Stance
	Why    string
	Score  float64
	Event  bool `json:",omitempty"` // it is about the event that the claim is a detail of
}

// claimRecord is what is kept of a claim so that nobody need judge it again.
type claimRecord struct {
	Core     hearsay.EvidenceID
	Story    hearsay.StoryID
	History  []hearsay.Assessment
	Lapse    time.Time `json:",omitzero"`
	Siblings []sibling `json:",omitempty"`
}

// sibling is a claim about the same matter, and from when on both are known.
type sibling struct {
	Claim hearsay.ClaimID
	Kind  string
	Why   string
	From  time.Time
}

// NewFold returns a fold over what a memory holds. owner tells who owns an outlet;
// nil where nobody knows.
func NewFold(mem crossdoc.Memory, owner func(outlet string) string) *Fold {
	return &Fold{mem: &overlay{Memory: mem, writes: map[string][]byte{}}, reprints: crossdoc.NewReprints(), stories: crossdoc.NewStories(), claims: &crossdoc.Claims{}, owner: owner,
		briefs: map[hearsay.VersionID]*crossdoc.Brief{}, outcomes: map[hearsay.VersionID]*Outcome{}}
}

// mostKept is how many briefs stay decoded.
const mostKept = 4096

// Forget drops what is kept decoded; to be called when the memory was rewound.
func (f *Fold) Forget() {
	clear(f.briefs)
	clear(f.outcomes)
	clear(f.mem.writes)
}

// over lets a fold go on over a memory: that of another transaction. Where another
// process was at work on it meanwhile, what is kept decoded may be wrong. It is right
// if the last article is the same at the same position: what is derived are all
// articles up to there but those that came late, and no way of getting late ones in
// leaves their number as it was.
func (f *Fold) over(mem crossdoc.Memory) (Last, error) {
	f.mem.Memory = mem
	clear(f.mem.writes)
	last, err := f.Last()
	if err != nil || last != f.left {
		f.Forget()
	}
	return last, err
}

// An overlay keeps what is written of one article until all of it is done.
type overlay struct {
	crossdoc.Memory
	writes map[string][]byte
}

func (o *overlay) Get(key []byte) ([]byte, error) {
	if b, ok := o.writes[string(key)]; ok {
		return b, nil
	}
	return o.Memory.Get(key)
}

func (o *overlay) Put(key, value []byte) error {
	if value == nil {
		value = []byte{}
	}
	o.writes[string(key)] = slices.Clone(value)
	return nil
}

func (o *overlay) Scan(from, to []byte, visit func(key, value []byte) bool) error {
	var keys []string
	for k := range o.writes {
		if k >= string(from) && (to == nil || k < string(to)) {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	more := true
	err := o.Memory.Scan(from, to, func(key, value []byte) bool {
		for ; more && len(keys) > 0 && keys[0] < string(key); keys = keys[1:] {
			more = visit([]byte(keys[0]), o.writes[keys[0]])
		}
		if more && len(keys) > 0 && keys[0] == string(key) {
			value, keys = o.writes[keys[0]], keys[1:]
		}
		more = more && visit(key, value)
		return more
	})
	for ; err == nil && more && len(keys) > 0; keys = keys[1:] {
		more = visit([]byte(keys[0]), o.writes[keys[0]])
	}
	return err
}

// flush writes down what was kept.
func (o *overlay) flush() error {
	for _, k := range slices.Sorted(maps.Keys(o.writes)) {
		if err := o.Memory.Put([]byte(k), o.writes[k]); err != nil {
			return err
		}
	}
	clear(o.writes)
	return nil
}

// foldKey joins the parts of a key.
func foldKey(space byte, id string, more ...uint64) []byte {
	k := make([]byte, 0, 1+len(id)+8*len(more))
	k = append(k, space)
	k = append(k, id...)
	for _, n := range more {
		k = binary.BigEndian.AppendUint64(k, n)
	}
	return k
}

// after is the key behind all that begin with k.
func after(k []byte) []byte {
	end := slices.Clone(k)
	for i := len(end) - 1; i >= 0; i-- {
		if end[i]++; end[i] != 0 {
			return end[:i+1]
		}
	}
	return append(end, 0xff)
}

func (f *Fold) put(key []byte, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return f.mem.Put(key, b)
}

// get reads a value; false where there is none.
func (f *Fold) get(key []byte, v any) (bool, error) {
	b, err := f.mem.Get(key)
	if err != nil || b == nil {
		return false, err
	}
	if err := json.Unmarshal(b, v); err != nil {
		return false, fmt.Errorf("derived data are damaged at %q: %w", key, err)
	}
	return true, nil
}

// each reads the values whose keys begin so, in order.
func each[T any](f *Fold, prefix []byte) ([]T, error) {
	var out []T
	var bad error
	err := f.mem.Scan(prefix, after(prefix), func(k, b []byte) bool {
		var v T
		if bad = json.Unmarshal(b, &v); bad != nil {
			bad = fmt.Errorf("derived data are damaged at %q: %w", k, bad)
			return false
		}
		out = append(out, v)
		return true
	})
	if err == nil {
		err = bad
	}
	return out, err
}

// Last gives the position and moment of the last article; zero for none.
func (f *Fold) Last() (last Last, err error) {
	_, err = f.get(foldKey('z', "last"), &last)
	return last, err
}

// Last says how far a fold has got.
type Last struct {
	Pos     uint64
	Known   time.Time
	Version hearsay.VersionID
}

// Before tells whether an article comes after the last one in order.
func (l Last) Before(b *crossdoc.Brief) bool {
	if c := l.Known.Compare(b.Known); c != 0 {
		return c < 0
	}
	return l.Version < b.Version
}

// Add takes an article in. It must come after the last one (time, then id). Should
// the code break down over it, the article is kept and nothing follows from it, so
// that the ledger can go on; its outcome says so.
func (f *Fold) Add(b *crossdoc.Brief) (*Outcome, error) {
	last, err := f.Last()
	if err != nil {
		return nil, err
	}
	if last.Pos > 0 && !last.Before(b) {
		return nil, fmt.Errorf("pipeline: article %s comes before %s in order", b.Version, last.Version)
	}
	out, err := f.guarded(b, last)
	if err == nil && out.Broken != "" {
		err = f.finish(b, out, nil)
	}
	if err != nil {
		f.Forget()
		return nil, err
	}
	return out, f.mem.flush()
}

// breakAt lets tests break the code down.
var breakAt func(hearsay.VersionID)

func (f *Fold) guarded(b *crossdoc.Brief, last Last) (out *Outcome, err error) {
	defer func() {
		if x := recover(); x != nil {
			f.Forget()
			out = &Outcome{Pos: last.Pos + 1, Broken: fmt.Sprint(x)}
			err = f.mem.Put(crossdoc.BriefKey(b.Version), crossdoc.EncodeBrief(b))
		}
	}()
	return f.add(b, last)
}

func (f *Fold) add(b *crossdoc.Brief, last Last) (*Outcome, error) {
	out := &Outcome{Pos: last.Pos + 1}
	if err := f.mem.Put(crossdoc.BriefKey(b.Version), crossdoc.EncodeBrief(b)); err != nil {
		return nil, err
	}
	f.briefs[b.Version] = b
	if b.URL != "" {
		earlier, err := each[hearsay.VersionID](f, foldKey('u', b.URL+"\x00"))
		if err != nil {
			return nil, err
		}
		if n := len(earlier); n > 0 {
			out.Replaces = earlier[n-1]
		}
	}
	if err := f.lapsed(out, last.Known, b.Known); err != nil {
		return nil, err
	}
	if breakAt != nil {
		breakAt(b.Version)
	}
	if b.Wire.Canceled {
		// Its text is the notice of a kill; it says nothing of its own.
		return out, f.finish(b, out, f.withdraw(b, out))
	}
	var err error
	if out.Overlaps, err = f.reprints.Add(f.mem, b); err != nil {
		return nil, err
	}
	// Which version came before is known only here.
	placed := *b
	placed.Replaces = out.Replaces
	if out.Story, out.NewStory, err = f.stories.Assign(f.mem, &placed, out.Overlaps); err != nil {
		return nil, err
	}
	if out.Joins, err = f.claims.Add(f.mem, b, out.Story, out.Overlaps); err != nil {
		return nil, err
	}
	f.outcomes[b.Version] = out
	if err := f.mem.Put(foldKey('n', string(out.Story), out.Pos), []byte(fmt.Sprintf("%q", b.Version))); err != nil {
		return nil, err
	}
	for i, j := range out.Joins {
		if err := f.join(b, out, i, &j); err != nil {
			return nil, err
		}
	}
	return out, f.finish(b, out, f.withdraw(b, out))
}

// finish writes down what the article led to, and judges the claims that it moved.
func (f *Fold) finish(b *crossdoc.Brief, out *Outcome, err error) error {
	if err != nil {
		return err
	}
	if err := f.put(foldKey('o', string(b.Version)), out); err != nil {
		return err
	}
	f.outcomes[b.Version] = out
	if b.Wire.GUID != "" {
		if err := f.mem.Put(append(foldKey('g', b.Wire.GUID+"\x00"), foldKey(0, "", out.Pos)[1:]...), []byte(fmt.Sprintf("%q", b.Version))); err != nil {
			return err
		}
	}
	if b.URL != "" {
		if err := f.mem.Put(append(foldKey('u', b.URL+"\x00"), foldKey(0, "", out.Pos)[1:]...), []byte(fmt.Sprintf("%q", b.Version))); err != nil {
			return err
		}
	}
	slices.Sort(out.Touched)
	out.Touched = slices.Compact(out.Touched)
	for _, id := range out.Touched {
		if err := f.judge(id, b.Known); err != nil {
			return err
		}
	}
	if len(f.briefs) > mostKept {
		clear(f.briefs)
		clear(f.outcomes)
	}
	return f.put(foldKey('z', "last"), Last{Pos: out.Pos, Known: b.Known, Version: b.Version})
}

// join writes down the part of a proposition in a claim.
func (f *Fold) join(b *crossdoc.Brief, out *Outcome, i int, j *crossdoc.Join) error {
	var rec claimRecord
	found, err := f.get(foldKey('h', string(j.Claim)), &rec)
	if err != nil {
		return err
	}
	if !found {
		rec = claimRecord{Core: j.Prop, Story: out.Story}
	}
	for _, v := range j.Siblings {
		if !addSibling(&rec, sibling{v.Claim, v.Kind, v.Why, b.Known}) {
			continue
		}
		var other claimRecord
		if ok, err := f.get(foldKey('h', string(v.Claim)), &other); err != nil {
			return err
		} else if ok && addSibling(&other, sibling{j.Claim, v.Kind, v.Why, b.Known}) {
			if err := f.put(foldKey('h', string(v.Claim)), &other); err != nil {
				return err
			}
		}
	}
	if err := f.put(foldKey('h', string(j.Claim)), &rec); err != nil {
		return err
	}
	m := membership{Prop: j.Prop, Stance: j.Stance, Why: j.Why, Score: j.Score}
	if err := f.put(foldKey('m', string(j.Claim), out.Pos, uint64(i)), m); err != nil {
		return err
	}
	out.Touched = append(out.Touched, j.Claim)
	return f.event(out, i, j)
}

// event lets a denial of an event count against its details: "Es gab keine
// Explosion" says too that nobody was hurt in it.
func (f *Fold) event(out *Outcome, i int, j *crossdoc.Join) error {
	n := uint64(i+1) << 32 // behind the joins' own numbers
	deny := func(detail hearsay.ClaimID, m membership) error {
		m.Event, m.Why = true, "denies the event"
		n++
		out.Touched = append(out.Touched, detail)
		return f.put(foldKey('m', string(detail), out.Pos, n), m)
	}
	if j.New && j.DetailOf != "" {
		if err := f.put(foldKey('d', string(j.DetailOf)+string(j.Claim)), j.Claim); err != nil {
			return err
		}
		said, err := each[membership](f, foldKey('m', string(j.DetailOf)))
		if err != nil {
			return err
		}
		for _, m := range said {
			if m.Stance == hearsay.Denies && !m.Event {
				if err := deny(j.Claim, m); err != nil {
					return err
				}
			}
		}
	}
	if j.Stance != hearsay.Denies {
		return nil
	}
	details, err := each[hearsay.ClaimID](f, foldKey('d', string(j.Claim)))
	if err != nil {
		return err
	}
	for _, d := range details {
		if err := deny(d, membership{Prop: j.Prop, Stance: j.Stance, Score: j.Score}); err != nil {
			return err
		}
	}
	return nil
}

func addSibling(rec *claimRecord, s sibling) bool {
	if slices.ContainsFunc(rec.Siblings, func(o sibling) bool { return o.Claim == s.Claim }) {
		return false
	}
	rec.Siblings = append(rec.Siblings, s)
	return true
}

// judge brings a claim's history up to a moment.
func (f *Fold) judge(id hearsay.ClaimID, at time.Time) error {
	key := foldKey('h', string(id))
	var rec claimRecord
	if ok, err := f.get(key, &rec); err != nil || !ok {
		return err
	}
	c, _, err := f.caseOf(id, &rec)
	if err != nil {
		return err
	}
	rec.History = crossdoc.Extend(c, rec.History, at)
	if err := f.begin(c, &rec); err != nil {
		return err
	}
	before := rec.Lapse
	rec.Lapse = time.Time{}
	if n := len(rec.History); n > 0 && rec.History[n-1].Phase == hearsay.Planned {
		if t, ok := crossdoc.Lapse(c, at); ok {
			rec.Lapse = t
		}
	}
	if !rec.Lapse.IsZero() && !rec.Lapse.Equal(before) {
		if err := f.mem.Put(lapseKey(rec.Lapse, id), nil); err != nil {
			return err
		}
	}
	return f.put(key, &rec)
}

// begin cuts what a history has of the time before the claim was first told: what
// was said then of its event counts, but nobody knew the claim.
func (f *Fold) begin(c *crossdoc.Case, rec *claimRecord) error {
	_, b, err := f.prop(rec.Core)
	if err != nil {
		return err
	}
	n := 0
	for n < len(rec.History) && rec.History[n].At.Before(b.Known) {
		n++
	}
	if n == 0 {
		return nil
	}
	rec.History = slices.Clone(rec.History[n:])
	if len(rec.History) == 0 || rec.History[0].At.After(b.Known) {
		rec.History = slices.Insert(rec.History, 0, crossdoc.Judge(c, b.Known))
	}
	return nil
}

// lapseKey is where it is noted that a plan will have lapsed.
func lapseKey(at time.Time, id hearsay.ClaimID) []byte {
	return append(foldKey('l', "", uint64(max(at.UnixMicro(), 0))), id...)
}

// lapsed judges the plans anew that have lapsed since the last article, so that
// lists by phase have them.
func (f *Fold) lapsed(out *Outcome, from, to time.Time) error {
	var ids []hearsay.ClaimID
	err := f.mem.Scan(lapseKey(from, ""), lapseKey(to.Add(time.Microsecond), ""), func(k, _ []byte) bool {
		ids = append(ids, hearsay.ClaimID(k[9:]))
		return true
	})
	if err != nil {
		return err
	}
	for _, id := range ids {
		var rec claimRecord
		if ok, err := f.get(foldKey('h', string(id)), &rec); err != nil {
			return err
		} else if ok && !rec.Lapse.IsZero() && !rec.Lapse.After(to) {
			out.Touched = append(out.Touched, id)
		}
	}
	return nil
}

// caseOf puts together what the judge needs.
func (f *Fold) caseOf(id hearsay.ClaimID, rec *claimRecord) (*crossdoc.Case, []membership, error) {
	members, err := each[membership](f, foldKey('m', string(id)))
	if err != nil {
		return nil, nil, err
	}
	c := &crossdoc.Case{Claim: id, Overlap: f.overlap}
	if c.Core, _, err = f.prop(rec.Core); err != nil {
		return nil, nil, err
	}
	for _, m := range members {
		p, b, err := f.prop(m.Prop)
		if err != nil {
			return nil, nil, err
		}
		it := crossdoc.Item{Prop: p, Stance: m.Stance, Article: b}
		if f.owner != nil {
			it.Owner = f.owner(b.Outlet)
		}
		if m.Event {
			c.Events = append(c.Events, it)
		} else {
			c.Items = append(c.Items, it)
		}
	}
	c.Withdrawals, err = each[crossdoc.Withdrawal](f, foldKey('w', string(id)))
	return c, members, err
}

// prop finds a proposition, and the article that it is of.
func (f *Fold) prop(id hearsay.EvidenceID) (*crossdoc.Proposition, *crossdoc.Brief, error) {
	version, _, _ := strings.Cut(string(id), "/")
	b, err := f.Brief(hearsay.VersionID(version))
	if err != nil {
		return nil, nil, err
	}
	for i := range b.Props {
		if b.Props[i].ID == id {
			return &b.Props[i], b, nil
		}
	}
	return nil, nil, fmt.Errorf("derived data are damaged: no %s in its article", id)
}

// Brief gives what is remembered of an article.
func (f *Fold) Brief(v hearsay.VersionID) (*crossdoc.Brief, error) {
	if b := f.briefs[v]; b != nil {
		return b, nil
	}
	bs, err := f.mem.Get(crossdoc.BriefKey(v))
	if err != nil {
		return nil, err
	}
	if bs == nil {
		return nil, fmt.Errorf("derived data are damaged: article %s is missing", v)
	}
	b, err := crossdoc.DecodeBrief(bs)
	if err != nil {
		return nil, fmt.Errorf("derived data are damaged: article %s: %w", v, err)
	}
	f.briefs[v] = b
	return b, nil
}

// Outcome gives what an article led to.
func (f *Fold) Outcome(v hearsay.VersionID) (*Outcome, error) {
	if o := f.outcomes[v]; o != nil {
		return o, nil
	}
	o := &Outcome{}
	ok, err := f.get(foldKey('o', string(v)), o)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, fmt.Errorf("derived data are damaged: no outcome of article %s", v)
	}
	f.outcomes[v] = o
	return o, nil
}

// overlap tells how much of one article stands in another, as was found when the
// later of them came.
func (f *Fold) overlap(a, b hearsay.VersionID) (crossdoc.Overlap, bool) {
	for _, pair := range [2][2]hearsay.VersionID{{a, b}, {b, a}} {
		o, err := f.Outcome(pair[0])
		if err != nil {
			continue
		}
		for _, v := range o.Overlaps {
			if v.Earlier == pair[1] {
				return v, true
			}
		}
	}
	return crossdoc.Overlap{}, false
}
