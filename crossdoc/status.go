package crossdoc

import (
	"slices"
	"strings"
	"time"

	"hearsay"
)

// rules is the table of status: the first row that holds gives it. The rows are
// those of docs/CLAIMS.md, which explains each with an example; the tests have one
// case a row at least.
var rules = []rule{
	{"corrected/withdrawn", hearsay.Corrected, func(h *hearing) bool { return len(h.support) == 0 && len(h.withdrawn) > 0 },
		"eine neue Aussage mit erkennbarem Ursprung", "a new statement with an identifiable origin"},
	{"denied/record", hearsay.Denied, func(h *hearing) bool { return h.recordDenies && !h.recordConfirms },
		"ein späterer amtlicher Befund", "a later official record"},
	{"confirmed/record", hearsay.Confirmed, func(h *hearing) bool { return h.recordConfirms && !h.recordDenies },
		"ein späterer amtlicher Befund oder eine Berichtigung", "a later official record, or a correction"},
	{"confirmed/called-off", hearsay.Confirmed, func(h *hearing) bool { return h.calledOff },
		"eine neue Ankündigung eines Beteiligten", "a new announcement by a principal"},
	{"disputed/accusation", hearsay.Disputed, func(h *hearing) bool { return h.accusation && h.origins() >= 1 && h.denials > 0 },
		"ein Urteil oder ein anderer amtlicher Befund", "a judgment or another official record"},
	{"confirmed/principal", hearsay.Confirmed, func(h *hearing) bool {
		return h.principals > 0 && h.principalDenials == 0 && !h.accusation && !h.opinion
	},
		"der Widerruf oder das Dementi eines Beteiligten", "a retraction or a denial by a principal"},
	{"disputed/principals", hearsay.Disputed, func(h *hearing) bool { return h.principals > 0 && h.principalDenials > 0 && !h.accusation },
		"ein amtlicher Befund, oder dass eine Seite einlenkt", "an official record, or one side giving way"},
	{"denied/single", hearsay.Denied, func(h *hearing) bool { return h.competentDenials > 0 && h.asserting <= 1 && !h.accusation },
		"ein zweiter unabhängiger Ursprung oder ein amtlicher Befund", "a second independent origin, or an official record"},
	{"denied/rumour", hearsay.Denied, func(h *hearing) bool { return h.competentDenials > 0 && h.asserting == 0 },
		"ein Ursprung, der es behauptet", "an origin that asserts it"},
	{"disputed/denial", hearsay.Disputed, func(h *hearing) bool { return h.denials > 0 && h.asserting > 0 },
		"ein amtlicher Befund, oder dass eine Seite einlenkt", "an official record, or one side giving way"},
	{"confirmed/three", hearsay.Confirmed, func(h *hearing) bool {
		return h.asserting >= 3 && h.named >= 2 && h.firstHand && !h.accusation && !h.opinion && h.denials == 0
	},
		"das Dementi einer zuständigen Stelle", "a denial by a competent party"},
	{"corroborated/two", hearsay.Corroborated, func(h *hearing) bool { return h.asserting >= 2 && h.onRecord && h.denials == 0 },
		"die Bestätigung oder das Dementi eines Beteiligten", "a confirmation or a denial by a principal"},
	{"reported/origin", hearsay.ReportedAs, func(h *hearing) bool { return h.asserting > 0 },
		"ein zweiter unabhängiger Ursprung, eine Bestätigung oder ein Dementi", "a second independent origin, a confirmation or a denial"},
	{"speculated/hedged", hearsay.Speculated, func(h *hearing) bool { return h.origins() > 0 },
		"ein Ursprung, der es ohne Vorbehalt sagt", "an origin that says it without a hedge"},
	{"speculated/unattributed", hearsay.Speculated, func(h *hearing) bool { return true },
		"ein Ursprung, der sich benennen lässt", "an origin that can be identified"},
}

// A rule is a row of the table.
type rule struct {
	id     string
	status hearsay.Status
	holds  func(*hearing) bool
	de, en string // what would move the status
}

// RuleVersion counts the changes of the rules; a status is a function of the
// statements known, the moment and this.
const RuleVersion = 1

// WouldChange tells what would move the status that a rule gives, in German ("de")
// or English.
func WouldChange(ruleID, lang string) string {
	for _, r := range rules {
		if r.id == ruleID {
			if lang == "de" {
				return r.de
			}
			return r.en
		}
	}
	return ""
}

// Rules lists the ids of the rules with their status, in the order in which they
// are tried.
func Rules() (ids []string, statuses []hearsay.Status) {
	for _, r := range rules {
		ids, statuses = append(ids, r.id), append(statuses, r.status)
	}
	return ids, statuses
}

// A hearing is what the rules look at: all that is known of a claim at a moment,
// counted.
type hearing struct {
	support   []*testimony // live
	against   []*testimony // live denials
	withdrawn []*testimony // support that no longer stands

	groups                       []*group // origins of the support
	most                         int
	asserting                    int  // origins that assert it, hedges left out
	named                        int  // of these, named on the record
	onRecord                     bool // one of these at least is not anonymous
	firstHand                    bool // one of these was there or takes part
	principals                   int  // principals that assert it, and have not taken it back
	calledOff                    bool // a principal called the plan off
	failed                       bool // somebody told that it failed
	recordConfirms, recordDenies bool

	denials          int // origins that deny it
	competentDenials int // of these, competent ones
	principalDenials int // of these, principals; none for what they are accused of

	accusation, opinion bool
	because             map[string][]*testimony // per aspect, what it rests on
}

// origins is the number of origins, all merges made.
func (h *hearing) origins() int {
	n := 0
	for _, g := range h.groups {
		n += g.parties()
	}
	return n
}

// Judge gives the status of a claim as of a moment. It is a pure function of what
// was known by then, of the moment, and of [RuleVersion].
func Judge(c *Case, at time.Time) hearsay.Assessment {
	h := c.hear(at)
	a := hearsay.Assessment{At: at, OriginsMin: h.origins(), OriginsMax: max(h.most, h.origins())}
	for _, r := range rules {
		if r.holds(h) {
			a.Status, a.Rule, a.WouldChange = r.status, r.id, r.de
			break
		}
	}
	a.Phase = c.phase(h, at)
	outlets := map[string]bool{}
	for _, it := range h.support {
		outlets[outletOf(it.Article)] = true
	}
	a.Reach = len(outlets)
	a.Because = h.grounds(a.Rule)
	a.Credibility, a.Reliability = c.admiralty(h)
	return a
}

// outletOf names who printed an article; an address has to do where nobody says.
func outletOf(b *Brief) string {
	if b.Outlet != "" {
		return fold(b.Outlet)
	}
	return b.URL
}

// hear counts.
func (c *Case) hear(at time.Time) *hearing {
	c.prepare()
	h := &hearing{because: map[string][]*testimony{}, opinion: c.Core.Kind == Opinion}
	var all, off []*testimony
	for _, it := range c.weigh(c.heard, at) {
		if it.Stance == hearsay.Neutral {
			continue
		}
		if _, ok := c.withdrawn(it, at); !ok && c.callsOff(it) {
			off = append(off, it)
		} else if !ok {
			all = append(all, it)
		} else if it.Stance == hearsay.Supports {
			h.withdrawn = append(h.withdrawn, it)
		}
	}
	all, gone := reversed(all)
	h.withdrawn = append(h.withdrawn, gone...)
	for _, it := range all {
		if it.Stance == hearsay.Supports {
			h.support = append(h.support, it)
		} else {
			h.against = append(h.against, it)
		}
	}
	h.support = append(h.support, off...)
	for _, it := range c.weigh(c.heardEvents, at) {
		if _, ok := c.withdrawn(it, at); !ok && it.Stance == hearsay.Denies && (it.competent() || standingOf(it.origin, it.Prop, nil).competent()) {
			it.charge = true // who can deny the event can deny its details
			h.against = append(h.against, it)
		}
	}
	h.accusation = accusation(c.Core, h.support)
	h.groups, h.most = c.countOrigins(h.support)
	for _, g := range h.groups {
		h.weigh(g)
	}
	against, _ := c.countOrigins(h.against)
	for _, g := range against {
		h.weighDenial(g)
	}
	return h
}

// callsOff tells whether an item says that a plan has failed. That is no denial: the
// plan was one.
func (c *Case) callsOff(it *testimony) bool {
	return it.Prop.Phase == hearsay.Failed && c.Core.Phase == hearsay.Planned
}

// reversed leaves out what somebody said before he said the contrary: a reversal
// ends the effect of the earlier statement, and of every relay of it. A principal's
// contrary counts from then on; anybody else only takes back what he said, so both
// are gone.
func reversed(items []*testimony) (left, gone []*testimony) {
	var turns []*testimony // what each said last, one an origin
	for _, it := range slices.Backward(items) {
		if it.origin != nil && it.origin.resolved() && !hedged(&it.Item) && !slices.ContainsFunc(turns, func(t *testimony) bool { return t.origin.same(it.origin) }) {
			turns = append(turns, it)
		}
	}
	taken := map[*testimony]bool{}
	for _, it := range items {
		i := slices.IndexFunc(turns, func(t *testimony) bool {
			return t.Stance != it.Stance && t.Article.Known.After(it.Article.Known) && t.origin.same(it.origin)
		})
		switch {
		case i < 0:
			left = append(left, it)
		case !turns[i].principal && !it.principal:
			taken[turns[i]] = true
			if it.Stance == hearsay.Supports {
				gone = append(gone, it)
			}
		}
	}
	return slices.DeleteFunc(left, func(t *testimony) bool { return taken[t] }), gone
}

// weigh counts a group of support.
func (h *hearing) weigh(g *group) {
	asserts, named, first := false, false, false
	principal := false
	for _, it := range g.items {
		s, o := it.standing, it.origin
		if it.Prop.Phase == hearsay.Failed {
			h.failed = true
			if s.principal && o.onRecord() {
				h.calledOff = true
				h.because["called-off"] = append(h.because["called-off"], it)
			}
		}
		if hedged(&it.Item) && !(s.access && probable(&it.Item)) {
			continue
		}
		asserts = true
		named = named || o.onRecord() && o.seen != "collective"
		first = first || s.first || s.principal || s.charge
		h.onRecord = h.onRecord || !o.anonymous()
		if hedged(&it.Item) {
			continue // who has access may be probable, but confirms nothing
		}
		if s.record && o.onRecord() {
			h.recordConfirms = true
			h.because["record"] = append(h.because["record"], it)
		}
		if s.principal && o.onRecord() {
			principal = true
			h.because["principal"] = append(h.because["principal"], it)
		}
	}
	if asserts {
		h.asserting += g.parties()
		if named {
			h.named += g.parties()
		}
		h.firstHand = h.firstHand || first
	}
	if principal {
		h.principals++
	}
}

// weighDenial counts a group of denials.
func (h *hearing) weighDenial(g *group) {
	var denies, competent, principal bool
	for _, it := range g.items {
		s, o := it.standing, it.origin
		if !o.onRecord() || hedgedDenial(&it.Item) {
			continue
		}
		denies = true
		h.because["denial"] = append(h.because["denial"], it)
		competent = competent || s.competent()
		principal = principal || s.principal
		if s.record {
			h.recordDenies = true
			h.because["record-denial"] = append(h.because["record-denial"], it)
		}
		if principal && it.Prop.Phase == hearsay.Planned && it.Prop.Act == hearsay.Retract {
			h.calledOff = true
		}
	}
	if denies {
		h.denials++
	}
	if competent {
		h.competentDenials++
	}
	if principal {
		h.principalDenials++
	}
}

// hedged tells whether a supporting item does not assert what it says.
func hedged(it *Item) bool {
	if it.Prop.Kind == SpeechAct {
		return it.Prop.Act == hearsay.NoComment // how sure the source is of what it warns of says nothing of the warning
	}
	switch it.Prop.Act {
	case hearsay.Suspect, hearsay.Speculate, hearsay.Expect, hearsay.Doubt, hearsay.Ask, hearsay.NoComment:
		return true
	}
	switch it.Prop.Factuality.Source {
	case hearsay.PRPlus, hearsay.PRMinus, hearsay.PSPlus, hearsay.PSMinus, hearsay.Uu, hearsay.CTu:
		// A plan is no fact yet, but who announces it means it.
		return !(it.Prop.Act == hearsay.Plan || it.Prop.Act == hearsay.Announce) || possible(it)
	}
	switch it.Prop.Factuality.Outlet {
	case hearsay.PRPlus, hearsay.PSPlus: // "offenbar", in the outlet's own words
		return true
	}
	return false
}

func possible(it *Item) bool {
	f := it.Prop.Factuality.Source
	return f == hearsay.PSPlus || f == hearsay.PSMinus
}

// probable tells whether the hedge is one that a party with access may use and
// still be reported: "offenbar", "mutmaßlich".
func probable(it *Item) bool {
	switch it.Prop.Act {
	case hearsay.Suspect, hearsay.Speculate, hearsay.Expect, hearsay.Doubt, hearsay.Ask, hearsay.NoComment:
		return false
	}
	return it.Prop.Factuality.Source == hearsay.PRPlus || it.Prop.Factuality.Outlet == hearsay.PRPlus && it.Prop.Factuality.Source == hearsay.CTPlus
}

func hedgedDenial(it *Item) bool {
	switch it.Prop.Act {
	case hearsay.Doubt, hearsay.Suspect, hearsay.Speculate, hearsay.Expect, hearsay.Ask, hearsay.NoComment:
		return true
	}
	switch it.Prop.Factuality.Source {
	case hearsay.PRMinus, hearsay.PSMinus, hearsay.PRPlus, hearsay.PSPlus:
		return true
	}
	return false
}

// grounds gives what a rule rests on: the evidence that it names, or all of the
// support.
func (h *hearing) grounds(rule string) []hearsay.EvidenceID {
	var items []*testimony
	switch rule {
	case "corrected/withdrawn":
		items = h.withdrawn
	case "denied/record":
		items = h.because["record-denial"]
	case "confirmed/record":
		items = h.because["record"]
	case "confirmed/called-off":
		items = h.because["called-off"]
	case "confirmed/principal":
		items = h.because["principal"]
	case "denied/single", "denied/rumour":
		items = h.because["denial"]
	case "disputed/accusation", "disputed/principals", "disputed/denial":
		items = slices.Concat(h.support, h.because["denial"])
	default:
		items = h.support
	}
	var ids []hearsay.EvidenceID
	for _, it := range items {
		if !slices.Contains(ids, it.Prop.ID) {
			ids = append(ids, it.Prop.ID)
		}
	}
	return ids
}

// phase tells where the event stands. What is decided is not taken back: a plan
// that was carried out is no plan any more.
func (c *Case) phase(h *hearing, at time.Time) hearsay.Phase {
	base := c.Core.Phase
	if base == "" {
		base = hearsay.Occurred
	}
	if len(h.support) == 0 {
		return base // denied and corrected claims keep their phase
	}
	var occurred bool
	for _, it := range h.support {
		if hedged(&it.Item) {
			continue
		}
		occurred = occurred || it.Prop.Phase == hearsay.Occurred
	}
	switch {
	case base == hearsay.Timeless, base == hearsay.Occurred, base == hearsay.Ongoing && !occurred:
		return base
	case occurred:
		return hearsay.Occurred
	case h.calledOff, h.failed:
		return hearsay.Failed
	}
	if lapse, ok := c.lapse(h.support); ok && at.After(lapse) {
		return hearsay.Lapsed
	}
	return base
}

// lapse gives the moment at which a plan's time has passed by half its horizon. The
// horizon goes from the plan's last restatement to its announced time.
func (c *Case) lapse(support []*testimony) (time.Time, bool) {
	var when Interval
	var restated time.Time
	for _, it := range support {
		if t := it.Prop.Time; t.Known && it.Prop.Phase == hearsay.Planned {
			when = t // the latest word on it
		}
		if it.Article.Known.After(restated) {
			restated = it.Article.Known
		}
	}
	if !when.Known {
		if when = c.Core.Time; !when.Known {
			return time.Time{}, false
		}
	}
	// Until the end of its last day.
	end := time.Unix(int64(when.To+1)*86400, 0).UTC()
	horizon := end.Sub(restated)
	if horizon < 24*time.Hour {
		horizon = 24 * time.Hour
	}
	return end.Add(horizon / 2), true
}

// admiralty grades a claim by NATO's two axes (STANAG 2511): how far it agrees with
// what else is known, and how its origins fared so far. They are never multiplied.
func (c *Case) admiralty(h *hearing) (digit int, letter byte) {
	letter = 'F'
	for _, g := range h.groups {
		if l := c.grade(g); l < letter {
			letter = l
		}
	}
	switch {
	case h.principalDenials > 0 || h.recordDenies:
		digit = 5
	case h.asserting >= 2 && h.denials == 0:
		digit = 1
	case h.asserting == 1 && letter <= 'B':
		digit = 2
	case h.origins() == 0:
		digit = 6
	case h.asserting == 0:
		digit = 4
	case len(h.support) > len(h.groups[0].items):
		digit = 3
	default:
		digit = 6
	}
	return digit, letter
}

// settledEnough is how many of an origin's claims must be settled before it gets a
// letter.
const settledEnough = 20

// grade gives the letter of an origin from its own record.
func (c *Case) grade(g *group) byte {
	if c.Record == nil || !g.of[0].resolved() {
		return 'F'
	}
	key := g.of[0].id
	if key == "" {
		key = strings.Join(g.of[0].words, " ")
	}
	settled, held := c.Record(key)
	if settled < settledEnough {
		return 'F'
	}
	switch share := float64(held) / float64(settled); {
	case share >= 0.95:
		return 'A'
	case share >= 0.85:
		return 'B'
	case share >= 0.7:
		return 'C'
	case share >= 0.5:
		return 'D'
	}
	return 'E'
}

// History gives every change of a claim's assessment up to a moment, oldest first:
// when something on it became known, was withdrawn, or a plan lapsed.
func History(c *Case, until time.Time) []hearsay.Assessment { return Extend(c, nil, until) }

// Extend continues a history with what became known after its last entry. As
// nothing that comes later changes what was, this is the same as beginning anew.
func Extend(c *Case, before []hearsay.Assessment, until time.Time) []hearsay.Assessment {
	var from time.Time
	out := before
	if n := len(before); n > 0 {
		// More may have become known at the last moment itself.
		from = before[n-1].At
		out = slices.Clone(before[:n-1])
	}
	var moments []time.Time
	add := func(t time.Time) {
		if !t.After(until) && !t.Before(from) {
			moments = append(moments, t)
		}
	}
	for i := range c.Items {
		add(c.Items[i].Article.Known)
	}
	for i := range c.Events {
		add(c.Events[i].Article.Known)
	}
	for i := range c.Withdrawals {
		add(c.Withdrawals[i].At)
	}
	if !from.IsZero() {
		moments = append(moments, from)
	}
	slices.SortFunc(moments, time.Time.Compare)
	moments = slices.CompactFunc(moments, time.Time.Equal)
	note := func(a hearsay.Assessment) {
		if n := len(out); n > 0 && sameAssessment(&out[n-1], &a) {
			return
		}
		out = append(out, a)
	}
	for i, at := range moments {
		a := Judge(c, at)
		note(a)
		if a.Phase != hearsay.Planned {
			continue // only a plan can be moved by time alone
		}
		next := until
		if i+1 < len(moments) {
			next = moments[i+1]
		}
		if lapse, ok := Lapse(c, at); ok && lapse.Before(next) {
			note(Judge(c, lapse))
		}
	}
	return out
}

// Lapse gives the moment from which on a plan will have lapsed, as things stand at
// a moment; false where the claim is no plan or its time is not known.
func Lapse(c *Case, at time.Time) (time.Time, bool) {
	t, ok := c.lapse(c.hear(at).support)
	return t.Add(time.Second), ok
}

// sameAssessment tells whether nothing has moved.
func sameAssessment(a, b *hearsay.Assessment) bool {
	return a.Status == b.Status && a.Phase == b.Phase && a.Rule == b.Rule && a.OriginsMin == b.OriginsMin && a.OriginsMax == b.OriginsMax && a.Reach == b.Reach
}
