package crossdoc

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"hearsay"
)

// A likeness is how much a proposition and a claim are alike, with what speaks for it
// or what forbids it.
type likeness struct {
	score float64
	veto  Veto
	with  *Proposition // of the claim's, the one that it is most like
	ctx   pairContext
}

// explain says in a line for people what a proposition and a claim have in common.
func (j *joiner) explain(p *Proposition, r *claimRecord, l likeness) string {
	ctx := l.ctx
	ctx.why = new([]string)
	j.pair(p, l.with, ctx)
	if len(*ctx.why) == 0 {
		return "alike in all"
	}
	return strings.Join(*ctx.why, "; ")
}

// compare compares a proposition with a claim: with what it was first known by, which
// must agree, and with the most specific and the latest of its evidence. It is false
// where they have nothing in common.
func (j *joiner) compare(p *Proposition, r *claimRecord, same bool) (likeness, bool) {
	if (p.Kind == SpeechAct) != (r.first.Kind == SpeechAct) || (p.Kind == Opinion) != (r.first.Kind == Opinion) {
		return likeness{}, false
	}
	ctx := pairContext{same: same, days: j.day - r.day, print: slices.Contains(r.prints, j.hash)}
	core, ok := j.pair(p, r.first, ctx)
	if !ok {
		return likeness{}, false
	}
	if core.veto.Kind != "" {
		return core, true
	}
	out := core
	out.with = r.first
	for n, e := range [...]*Proposition{r.best, r.last} {
		if e == r.first || n == 1 && e == r.best {
			continue
		}
		l, ok := j.pair(p, e, ctx)
		if !ok {
			continue
		}
		if l.veto.Kind != "" {
			return l, true
		}
		if l.score > out.score {
			out = l
			out.with = e
		}
	}
	if core.score < joinWeights.core {
		out.score = min(out.score, core.score)
		return out, true
	}
	// No chain of weak links: the first evidence has the larger say.
	out.score = 0.55*core.score + 0.45*out.score
	return out, true
}

type pairContext struct {
	same  bool  // of one story
	days  int32 // between them
	print bool
	why   *[]string // where what they have in common is to be told
}

// vague are verbs that say little of what happens.
var vagueVerbs = setOf("sein", "haben", "werden", "geben", "be", "bleiben", "machen", "kommen", "gehen", "stehen", "liegen", "lassen", "bringen", "nehmen", "halten", "sehen", "müssen", "sollen", "wollen", "können", "dürfen")

// pair compares two propositions.
func (j *joiner) pair(p, q *Proposition, ctx pairContext) (likeness, bool) {
	w := &joinWeights
	var l likeness
	l.ctx = ctx
	z := w.bias
	note := func(v float64) bool {
		z += v
		return ctx.why != nil
	}
	tell := func(f string, a ...any) { *ctx.why = append(*ctx.why, fmt.Sprintf(f, a...)) }
	o, shared := overlapOf(p.Words, q.Words)
	if ctx.print {
		if note(w.print) {
			tell("the same sentence")
		}
	}
	a, c := p.Pred.Class, q.Pred.Class
	sameClass := a != "" && a == c
	ka, kc := j.knownClass(p), j.knownClass(q)
	opposed := a != c && (p.Pred.Opposes != "" || q.Pred.Opposes != "") && j.x.areOpposed(a, c)
	if !sameClass && shared == 0 && !ctx.print && !opposed {
		return l, false
	}
	switch {
	case a == "" || c == "":
	case sameClass && ka:
		if note(w.sameClass) {
			tell("same event (%s)", a)
		}
	case sameClass && vagueVerbs[a]:
		note(w.vagueVerb)
	case sameClass:
		if note(w.sameLemma) {
			tell("same verb (%s)", a)
		}
	case j.x.near[a+" "+c]:
		if note(w.nearClass) {
			tell("like events (%s, %s)", a, c)
		}
	case kc && !ka && hasWordKey(p.Words, wordKey("class", c)):
		if note(w.classInWords) {
			tell("names the event (%s)", c)
		}
	case ka && !kc && hasWordKey(q.Words, wordKey("class", a)):
		if note(w.classInWords) {
			tell("names the event (%s)", a)
		}
	case ka && kc:
		note(w.otherClass)
	default:
		note(w.otherVerb)
	}
	if shared > 0 {
		v := o * float64(shared) / (float64(shared) + w.wordsFew)
		if note(w.words * v) {
			tell("words %.0f %% alike", 100*o)
		}
	}
	// Who takes part.
	names, nouns, other, swapped, conflict := j.participants(p, q)
	if len(names) > 0 {
		if note(w.named * float64(min(2, len(names)))) {
			tell("%s", strings.Join(names[:min(2, len(names))], ", "))
		}
	}
	if nouns > 0 {
		note(w.noun * float64(min(2, nouns)))
	}
	if other {
		note(w.otherNoun)
	}
	if swapped && !j.x.sym[a] {
		note(w.swapped)
	}
	// How many.
	num := j.compareNumbers(p, q)
	if num.same {
		if note(w.number) {
			tell("the same number (%s)", num.text)
		}
	}
	if (p.Kind == Figure) != (q.Kind == Figure) {
		note(w.figureToFact)
	}
	place := j.comparePlaces(p, q, sameClass && ka)
	if place.same {
		if note(w.place) {
			tell("in %s", place.text)
		}
	} else if place.differ {
		note(w.namesPlaceOne)
	}
	when := compareTimes(p, q)
	if when.same {
		if note(w.day) {
			tell("the same day")
		}
	}
	if !ctx.same {
		note(w.otherStory)
		if ctx.days > 14 && !when.same && !num.same {
			note(w.farApart)
		}
	}
	if sameClass && ka && !other && !place.differ && !when.conflict && ctx.same {
		note(w.plainEvent)
		if isBare(p) || isBare(q) {
			if note(w.bareEvent) {
				tell("the event alone")
			}
		}
	}
	l.score = z
	// What forbids it. Two that are hardly alike are no siblings, so the order does not
	// matter to those.
	switch {
	case ctx.print:
	case opposed:
		l.veto = Veto{Kind: "antonym", Why: a + " / " + c}
		l.score += w.sameClass + 0.5
	case num.conflict && !p.Negated && !q.Negated:
		l.veto = Veto{Kind: "number", Why: num.text}
	case place.conflict:
		l.veto = Veto{Kind: "place", Why: place.text}
	case when.conflict && (sameClass || z >= w.join):
		l.veto = Veto{Kind: "time", Why: when.text}
	case conflict != "" && (sameClass || z >= w.join):
		l.veto = Veto{Kind: "actor", Why: conflict}
	}
	return l, true
}

// isBare reports whether a proposition names an event and nothing of it, as when what
// was told before goes on: "Die Gespräche dauern an".
func isBare(p *Proposition) bool {
	return strings.HasSuffix(p.Rule, "/bare")
}

// groupOf is the group of a noun; looked up once for an article.
func (j *joiner) groupOf(noun string) string {
	g, ok := j.groups[noun]
	if !ok {
		g = j.x.groupOf(noun)
		j.groups[noun] = g
	}
	return g
}

// knownClass reports whether a proposition's class is one that several words share.
func (j *joiner) knownClass(p *Proposition) bool {
	if p.Kind == SpeechAct {
		return true
	}
	return hasWordKey(p.Words, wordKey("class", p.Pred.Class)) && p.Pred.Class != ""
}

func hasWordKey(ws []Word, key uint64) bool {
	for i := range ws {
		if ws[i].Key == key {
			return true
		}
	}
	return false
}

// overlapOf gives the share of the weight of words that two lists have in common, of
// the mean of the smaller and the larger, and the weight itself.
func overlapOf(a, b []Word) (share float64, weight float32) {
	var sa, sb, common float32
	for i := range a {
		sa += a[i].Weight
	}
	for i := range b {
		sb += b[i].Weight
		for k := range a {
			if a[k].Key == b[i].Key {
				common += min(a[k].Weight, b[i].Weight)
				break
			}
		}
	}
	if common == 0 {
		return 0, 0
	}
	return float64(common / (0.65*min(sa, sb) + 0.35*max(sa, sb))), common
}

// alikeArg reports how far two arguments may be one: 1 the same, 0.5 may be (a
// government and its state, a surname and a full name, two nouns of one group), 0
// nothing known, -1 two different ones that have names.
func (j *joiner) alikeArg(a, b *Arg) float64 {
	if a.ID != "" && b.ID != "" {
		if a.ID == b.ID {
			return 1
		}
		if a.State != "" && a.State == b.State && (isCapital(a) || isCapital(b)) && (isState(a) || isState(b) || isGovernment(a) || isGovernment(b)) {
			return 0.5 // "Pjöngjang" for North Korea, where it acts
		}
		if a.State != "" && a.State == b.State && (isGovernment(a) || isGovernment(b)) && (isGovernment(a) || a.Kind == "person" || isState(a)) && (isGovernment(b) || b.Kind == "person" || isState(b)) && !(a.Kind == "person" && b.Kind == "person") {
			return 0.5
		}
		if sharesName(a, b) {
			return 0.5
		}
		if a.Lemma != "" && a.Lemma == b.Lemma && (strings.Contains(a.ID, "@") || strings.Contains(b.ID, "@")) {
			return 0.5
		}
		return -1
	}
	if a.Lemma != "" && a.Lemma == b.Lemma {
		return 1
	}
	if a.Lemma != "" && b.Lemma != "" {
		if g := j.groupOf(a.Lemma); g != "" && g == j.groupOf(b.Lemma) {
			return 0.5
		}
		if suffixAlike(a.Lemma, b.Lemma) {
			return 0.5
		}
	}
	// "Nordkabel" and "Kabelhersteller", "Talstraße" and "Straße": the name's own words.
	if a.ID != "" && b.Lemma != "" && strings.Contains(a.ID, b.Lemma) && len(b.Lemma) > 3 || b.ID != "" && a.Lemma != "" && strings.Contains(b.ID, a.Lemma) && len(a.Lemma) > 3 {
		return 0.5
	}
	return 0
}

func isGovernment(a *Arg) bool { return a.Kind == "government" && strings.HasPrefix(a.ID, "gov") }
func isState(a *Arg) bool      { return a.Kind == "place" && strings.HasPrefix(a.ID, "state") }

// isCapital reports whether a place takes part as a person does: then it may stand for
// its state.
func isCapital(a *Arg) bool {
	return a.Kind == "place" && !isState(a) && (a.Role == "agent" || a.Role == "recipient")
}

// suffixAlike reports whether one noun is what the other, a compound, ends in:
// "Braunbär" and "Bär".
func suffixAlike(a, b string) bool {
	if len(a) < len(b) {
		a, b = b, a
	}
	return len(b) >= 3 && len(a)-len(b) >= 3 && strings.HasSuffix(a, b) && hasVowel(a[:len(a)-len(b)])
}

// sharesName reports whether one name is part of the other: "Rohde" of "Matthis Rohde",
// "Lindau" of "Viktoria Lindau".
func sharesName(a, b *Arg) bool {
	x, y := strings.Fields(foldWord(a.Name)), strings.Fields(foldWord(b.Name))
	if len(x) == 0 || len(y) == 0 {
		return false
	}
	if len(x) > 1 && len(y) > 1 {
		// Two full names: the last and one more must agree.
		return len(x) != len(y) && x[len(x)-1] == y[len(y)-1] && (slices.Contains(x, y[0]) || slices.Contains(y, x[0]))
	}
	if len(x) > len(y) {
		x, y = y, x
	}
	for _, w := range y {
		if w == x[0] || len(x[0]) > 4 && (w == x[0]+"s" || w+"s" == x[0] || w+"er" == x[0] || w == x[0]+"er") {
			return true
		}
	}
	return false
}

// agree gives how far some argument of a proposition is the same as a.
func (j *joiner) agree(a *Arg, q *Proposition) (best float64, with *Arg) {
	for _, as := range [][]Arg{q.Args, q.Places} {
		for i := range as {
			if v := j.alikeArg(a, &as[i]); v > best {
				best, with = v, &as[i]
			}
		}
	}
	return best, with
}

// participants compares who takes part: names and nouns that both have, whether what it
// happens to differs, whether two have changed places, and a conflict of names in the
// same role.
func (j *joiner) participants(p, q *Proposition) (names []string, nouns int, other, swapped bool, conflict string) {
	for i := range p.Args {
		a := &p.Args[i]
		v, with := j.agree(a, q)
		switch {
		case v <= 0:
		case a.ID != "" || with.ID != "":
			names = append(names, a.Name)
		case v >= 1 || a.Role != "topic":
			nouns++
		}
		if v > 0 && (a.Role == "agent" && with.Role == "patient" || a.Role == "patient" && with.Role == "agent") && a.ID != "" {
			// Only where the other side is there too: else the voice was not seen.
			if len(namedIn(p, other2(a.Role))) > 0 && len(namedIn(q, other2(with.Role))) > 0 {
				swapped = true
			}
		}
	}
	for _, role := range [...]string{"agent", "patient", "recipient"} {
		as, bs := inRole(p, role), inRole(q, role)
		if len(as) == 0 || len(bs) == 0 {
			continue
		}
		alike, named := false, ""
		for _, a := range as {
			if v, _ := j.agree(a, q); v > 0 {
				alike = true
			}
			for _, b := range bs {
				if v, _ := j.agree(b, p); v > 0 {
					alike = true
				}
				if a.ID != "" && b.ID != "" && sameSort(a, b) && !strings.Contains(a.ID, "@") && !strings.Contains(b.ID, "@") {
					named = a.Name + " / " + b.Name
				}
			}
		}
		if alike {
			continue
		}
		if named != "" && conflict == "" {
			conflict = named
		}
		if role == "patient" {
			other = true
		}
	}
	return
}

func other2(role string) string {
	if role == "agent" {
		return "patient"
	}
	return "agent"
}

func inRole(p *Proposition, role string) (out []*Arg) {
	for i := range p.Args {
		if p.Args[i].Role == role {
			out = append(out, &p.Args[i])
		}
	}
	return out
}

func namedIn(p *Proposition, role string) (out []*Arg) {
	for i := range p.Args {
		if p.Args[i].Role == role && p.Args[i].ID != "" {
			out = append(out, &p.Args[i])
		}
	}
	return out
}

// sameSort reports whether two names are of a sort that can be in conflict: two
// persons, two bodies, two places.
func sameSort(a, b *Arg) bool {
	sort := func(k string) string {
		switch k {
		case "person", "expert", "eyewitness":
			return "person"
		case "place", "area":
			return "place"
		case "thing", "":
			return "thing"
		}
		return "body"
	}
	return sort(a.Kind) == sort(b.Kind)
}

type agreement struct {
	same, differ, conflict bool
	text                   string
}

// compareNumbers compares the quantities that count the same sort of thing.
func (j *joiner) compareNumbers(p, q *Proposition) (out agreement) {
	for _, a := range p.Numbers {
		best, conflict := false, ""
		for _, b := range q.Numbers {
			if !j.sameUnit(p, q, a.Unit, b.Unit) {
				continue
			}
			if numbersAgree(a, b) {
				best = true
				out.text = quantityText(a)
			} else {
				conflict = quantityText(a) + " / " + quantityText(b)
			}
		}
		if best {
			out.same = true
		} else if conflict != "" {
			out.conflict = true
			if !out.same {
				out.text = conflict
			}
		}
	}
	if out.same {
		out.conflict = false
	}
	return out
}

// sameUnit reports whether two units count the same: one word, one group, or people to
// whom the same happened.
func (j *joiner) sameUnit(p, q *Proposition, a, b string) bool {
	if a == b {
		return true
	}
	ga, gb := j.groupOf(a), j.groupOf(b)
	if ga != "" && ga == gb {
		return true
	}
	if suffixAlike(a, b) {
		return true
	}
	if p.Pred.Class == q.Pred.Class && j.x.hurt[p.Pred.Class] {
		people := func(g string) bool {
			return g == "person" || g == "child" || g == "dead" || g == "hurt" || g == "staff" || g == ""
		}
		return people(ga) && people(gb)
	}
	return false
}

func numbersAgree(a, b Quantity) bool {
	widen := func(q Quantity) (lo, hi float64) {
		lo, hi = q.Low, q.High
		if q.Approx {
			lo, hi = lo*0.93, hi*1.07
		} else if lo >= 1000 {
			lo, hi = lo*0.995, hi*1.005
		}
		if hi > 1e30 { // at least: a third more at most, beyond that it is another figure
			hi = q.Low * 1.3
		}
		return
	}
	al, ah := widen(a)
	bl, bh := widen(b)
	return al <= bh+1e-9 && bl <= ah+1e-9
}

func quantityText(q Quantity) string {
	f := func(v float64) string {
		if v == math.Trunc(v) && v < 1e15 {
			return fmt.Sprintf("%.0f", v)
		}
		return fmt.Sprintf("%g", v)
	}
	switch {
	case q.High > 1e30:
		return "≥ " + f(q.Low) + " " + q.Unit
	case q.Low == q.High:
		return f(q.Low) + " " + q.Unit
	}
	return f(q.Low) + "–" + f(q.High) + " " + q.Unit
}

// comparePlaces compares where it happens. Two names that nothing joins are in conflict
// where the event is the same; else they only count against.
func (j *joiner) comparePlaces(p, q *Proposition, sameEvent bool) (out agreement) {
	for i := range p.Places {
		if v, with := j.agree(&p.Places[i], q); v > 0 && (p.Places[i].ID != "" || with.ID != "") {
			out.same, out.text = true, p.Places[i].Name
			return out
		}
	}
	for i := range q.Places {
		if v, with := j.agree(&q.Places[i], p); v > 0 && (q.Places[i].ID != "" || with.ID != "") {
			out.same, out.text = true, q.Places[i].Name
			return out
		}
	}
	for i := range p.Places {
		a := &p.Places[i]
		for k := range q.Places {
			b := &q.Places[k]
			if a.Role != b.Role || a.ID == "" || b.ID == "" || a.Kind == "area" || b.Kind == "area" || within2(a, b) || nameAlike(a.Name, b.Name) {
				continue
			}
			out.differ = true
			out.text = a.Name + " / " + b.Name
			known := a.ID[0] != '~' && b.ID[0] != '~'
			if sameEvent || known {
				out.conflict = true
			}
		}
	}
	return out
}

// within2 reports whether one place may lie in the other: a state and a town of it.
func within2(a, b *Arg) bool {
	wide := func(x *Arg) bool { return strings.HasPrefix(x.ID, "state") || strings.HasPrefix(x.ID, "region") }
	if wide(a) == wide(b) {
		return false
	}
	return a.State == "" || b.State == "" || a.State == b.State
}

// nameAlike reports whether two names share a long part: "Kirnbachtal", "Oberkirnbach".
func nameAlike(a, b string) bool {
	a, b = foldWord(a), foldWord(b)
	if len(a) > len(b) {
		a, b = b, a
	}
	const n = 6
	for i := 0; i+n <= len(a); i++ {
		if strings.Contains(b, a[i:i+n]) {
			return true
		}
	}
	return false
}

// compareTimes compares when it happens, where both say so as precisely as a month.
func compareTimes(p, q *Proposition) (out agreement) {
	a, b := p.Time, q.Time
	if !a.Known || !b.Known {
		return out
	}
	if a.From <= b.To && b.From <= a.To {
		out.same = a.To-a.From <= 3 && b.To-b.From <= 3
		return out
	}
	slack := int32(0)
	if a.Approx || b.Approx {
		slack = 2 + (a.To-a.From+b.To-b.From)/4
	}
	if p.Phase == hearsay.Ongoing || q.Phase == hearsay.Ongoing {
		slack += 3 // what goes on has no day
	}
	// A month or day named without its year may have been read a year off.
	for _, off := range [...]int32{-365, 365} {
		if a.From+off <= b.To && b.From <= a.To+off {
			return out
		}
	}
	if gap := max(a.From-b.To, b.From-a.To); gap > slack {
		out.conflict = true
		out.text = string(a.EDTF()) + " / " + string(b.EDTF())
	}
	return out
}
