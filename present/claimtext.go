package present

import (
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"

	"hearsay"
)

// ClaimsText writes claims for people, two lines or more each:
//
//	bestätigt, geplant — Nordkabel schließt sein Werk in Hattingen
//	  2 Ursprünge · 4 Medien · Zeitpunkt: 30. September 2026 · seit 3. März 2026,
//	  08:10 UTC (davor: gemeldet, geplant) · c3f09c1d22b07
func ClaimsText(w io.Writer, in iter.Seq2[hearsay.Claim, error], o TextOptions) error {
	t := newLedgerTexter(&Lookup{}, o)
	return writeList(t, w, in, t.l.Claims, func(_ int, c hearsay.Claim) error {
		t.claimLine("", "  ", &c)
		return nil
	})
}

// ClaimText writes the life of one claim for people: where it stands, why, and what
// would change that; how it got there; on whose word; the evidence, numbered as it
// became known; and the claims that cannot hold beside it.
func ClaimText(w io.Writer, c *hearsay.Claim, more Lookup, o TextOptions) error {
	t := newLedgerTexter(&more, o)
	if err := t.claim(c); err != nil {
		return err
	}
	return t.flush(w)
}

// A ledgerTexter writes what a ledger holds.
type ledgerTexter struct {
	*painter
	l    *claimLabels
	more *Lookup
}

func newLedgerTexter(more *Lookup, o TextOptions) *ledgerTexter {
	if o.Width <= 0 {
		o.Width = 80
	}
	return &ledgerTexter{painter: &painter{width: max(o.Width, 20), color: o.Color}, l: claimLabelsIn(o.Lang), more: more}
}

// flush hands on what is written, so that a long list needs no memory.
func (t *ledgerTexter) flush(w io.Writer) error {
	_, err := io.WriteString(w, t.b.String())
	t.b.Reset()
	return err
}

func (t *ledgerTexter) rule() { t.line(strings.Repeat("─", t.width), nil) }

// say wraps one text in one style.
func (t *ledgerTexter) say(first, rest string, s style, text string) {
	if text != "" {
		t.wrap(first, rest, run{defang(text), s})
	}
}

// heading parts a claim's or story's page.
func (t *ledgerTexter) heading(text string) {
	t.line("", nil)
	t.say("", "", strong, text)
}

// facts puts what is known of something on a line, as far as it is known.
func facts(fs ...string) string { return joined("\u00a0· ", fs...) }

// writeList writes each thing of in, an empty line between two, and then their number.
func writeList[T any](t *ledgerTexter, w io.Writer, in iter.Seq2[T, error], words [2]string, one func(num int, v T) error) error {
	n := 0
	for v, err := range in {
		if err != nil {
			return err
		}
		if n++; n > 1 {
			t.line("", nil)
		}
		if err := one(n, v); err != nil {
			return err
		}
		if err := t.flush(w); err != nil {
			return err
		}
	}
	if n == 0 {
		t.say("", "", plain, t.l.Nothing)
	} else {
		t.rule()
		t.say("", "", strong, t.l.n(n, words))
	}
	return t.flush(w)
}

// statusStyle makes one look where something was contradicted. The word says so too.
func statusStyle(a *hearsay.Assessment) style {
	if a == nil {
		return faint
	}
	switch a.Status {
	case hearsay.Denied, hearsay.Disputed, hearsay.Corrected:
		return warned
	}
	return strong
}

// claimLine is a claim in a list.
func (t *ledgerTexter) claimLine(first, rest string, c *hearsay.Claim) {
	l, a := t.l, latest(c)
	t.wrap(first, rest, run{defang(l.status(a)), statusStyle(a)}, run{" — ", plain}, run{defang(oneLine(c.Gist)), plain})
	var fs []string
	if a != nil {
		fs = append(fs, l.origins(a), l.n(a.Reach, l.Outlets))
	}
	if c.When != "" {
		fs = append(fs, l.When+": "+l.date(c.When))
	}
	fs = append(fs, t.lastMove(c), string(c.ID))
	t.say(rest, rest, faint, facts(fs...))
}

// lastMove is since when a claim stands where it does, and where it stood before.
func (t *ledgerTexter) lastMove(c *hearsay.Claim) string {
	ms := moves(c)
	if len(ms) == 0 {
		return ""
	}
	s := t.l.Since + " " + t.l.instant(ms[len(ms)-1].At)
	if len(ms) > 1 {
		s += " (" + t.l.Before + ": " + t.l.status(ms[len(ms)-2]) + ")"
	}
	return s
}

// claim writes a claim in full.
func (t *ledgerTexter) claim(c *hearsay.Claim) error {
	l, a := t.l, latest(c)
	t.say("", "", strong, oneLine(c.Gist))
	t.say("", "", faint, facts(string(c.ID), t.whenWhere(c), t.who(c), named(l.Story, string(c.Story))))
	t.rule()

	t.wrap("", "  ", run{l.Standing + ": ", plain}, run{defang(l.status(a)), statusStyle(a)}, run{defang(further(t.lastMove(c))), plain})
	if a != nil {
		t.say("  ", "  ", plain, l.rule(a.Rule))
		t.say("  ", "  ", plain, named(l.WouldChange, l.wouldChange(a)))
		t.say("  ", "  ", plain, facts(l.origins(a), l.n(a.Reach, l.Outlets), t.admiralty(a)))
		t.say("  ", "  ", faint, l.Rule+": "+a.Rule)
	}

	es := byKnown(c)
	nums := make(map[hearsay.EvidenceID]int, len(es))
	for i, e := range es {
		nums[e.ID] = i + 1
	}
	t.life(c, es, nums)
	if err := t.whose(c, nums); err != nil {
		return err
	}
	if err := t.evidence(es); err != nil {
		return err
	}
	return t.siblings(c)
}

// named puts a name before a value that is known.
func named(name, value string) string {
	if value == "" {
		return ""
	}
	return name + ": " + value
}

// further puts a comma before a value that is known.
func further(value string) string {
	if value == "" {
		return ""
	}
	return ", " + value
}

func (t *ledgerTexter) whenWhere(c *hearsay.Claim) string {
	l := t.l
	var fs []string
	if c.When != "" {
		fs = append(fs, l.When+": "+l.date(c.When))
	}
	var names []string
	for i := range c.Places {
		names = append(names, c.Places[i].Name)
	}
	switch len(names) {
	case 0:
	case 1:
		fs = append(fs, l.Place+": "+names[0])
	default:
		fs = append(fs, l.Places+": "+strings.Join(names, ", "))
	}
	return facts(fs...)
}

func (t *ledgerTexter) who(c *hearsay.Claim) string {
	var fs []string
	for i := range c.Participants {
		p := &c.Participants[i]
		name := p.Name
		if role := known(t.l.Roles, p.Role); role != "" {
			name += " (" + role + ")"
		}
		fs = append(fs, name)
	}
	return named(t.l.Participants, strings.Join(fs, ", "))
}

// admiralty is the code with what its two signs say: "Admiralitätscode F1: …".
func (t *ledgerTexter) admiralty(a *hearsay.Assessment) string {
	code := letter(a)
	if a.Credibility > 0 {
		code += strconv.Itoa(a.Credibility)
	}
	if code == "" {
		return ""
	}
	return t.l.Admiralty + "\u00a0" + joined(": ", code, joined("; ", t.l.Letters[letter(a)], t.l.Digits[a.Credibility]))
}

// fewest is how many pieces of evidence a move names before it counts the rest.
const fewest = 3

// life is how a claim came to stand where it does.
func (t *ledgerTexter) life(c *hearsay.Claim, es []*hearsay.Evidence, nums map[hearsay.EvidenceID]int) {
	l, ms := t.l, moves(c)
	if len(ms) == 0 {
		return
	}
	t.heading(l.Life)
	for _, a := range ms {
		t.wrap("  ", "    ", run{defang(l.instant(a.At)) + "\u00a0— ", plain}, run{defang(l.status(a)), statusStyle(a)},
			run{"\u00a0· " + defang(facts(l.origins(a), l.n(a.Reach, l.Outlets))), plain})
		t.say("    ", "    ", plain, l.rule(a.Rule))
		var fs []string
		for _, id := range a.Because[:min(fewest, len(a.Because))] {
			if n := nums[id]; n > 0 {
				fs = append(fs, joined("\u00a0", strconv.Itoa(n), es[n-1].Outlet))
			} else {
				fs = append(fs, string(id)) // of another claim: the event whose details it is about
			}
		}
		if len(fs) == 0 {
			continue
		}
		because := l.Because + " " + strings.Join(fs, ", ")
		if rest := len(a.Because) - len(fs); rest > 0 {
			because += " " + fmt.Sprintf(l.AndMore, rest)
		}
		t.say("    ", "    ", faint, because)
	}
}

// whose tells who stands behind a claim, each with the evidence that goes back to him.
func (t *ledgerTexter) whose(c *hearsay.Claim, nums map[hearsay.EvidenceID]int) error {
	l := t.l
	os, err := t.more.origins(c)
	if err != nil || len(os) == 0 {
		return err
	}
	t.heading(l.Whose)
	for i := range os {
		o := &os[i]
		head := []run{{defang(o.Name), strong}}
		var note string
		if hides[o.Visibility] || o.Visibility == "role" && people[o.Kind] {
			note = l.Visibilities[o.Visibility]
		}
		if what := joined(", ", l.Kinds[o.Kind], note); what != "" {
			head = append(head, run{" (" + defang(what) + ")", plain})
		}
		var refs []string
		for _, id := range o.Evidence {
			if n := nums[id]; n > 0 {
				refs = append(refs, strconv.Itoa(n))
			}
		}
		if len(refs) > 0 {
			word := l.Evidence[1]
			if len(refs) == 1 {
				word = l.Evidence[0]
			}
			head = append(head, run{"\u00a0— " + word + " " + strings.Join(refs, ", "), plain})
		}
		t.wrap("  ", "    ", head...)
		for _, why := range o.Why {
			t.say("    ", "    ", faint, l.AsOne+": "+oneLine(why))
		}
	}
	return nil
}

// stances in the order in which people are shown them.
var stances = []hearsay.Stance{hearsay.Supports, hearsay.Denies, hearsay.Neutral}

// evidence is what the ledger has on a claim, for and against.
func (t *ledgerTexter) evidence(es []*hearsay.Evidence) error {
	l := t.l
	digits := len(strconv.Itoa(len(es)))
	for _, stance := range stances {
		var count int
		for _, e := range es {
			if e.Stance == stance {
				count++
			}
		}
		if count == 0 {
			continue
		}
		t.heading(fmt.Sprintf("%s (%d)", l.Exhibits[stance], count))
		for i, e := range es {
			if e.Stance != stance {
				continue
			}
			if err := t.exhibit(fmt.Sprintf("%*d ", digits+2, i+1), e); err != nil {
				return err
			}
		}
	}
	return nil
}

// exhibit is one piece of evidence: where and when it was printed, the passage, on
// whose word, and why it is thought to be about the claim.
func (t *ledgerTexter) exhibit(num string, e *hearsay.Evidence) error {
	l, rest := t.l, spaces(len(num))
	a, err := t.more.articleOf(e)
	if err != nil {
		return err
	}
	text, err := t.more.text(e.Article)
	if err != nil {
		return err
	}
	st, err := t.more.statement(e.ID)
	if err != nil {
		return err
	}
	copied, err := t.more.copy(e.Article)
	if err != nil {
		return err
	}

	outlet := a.Outlet
	if outlet == "" {
		outlet = a.URL
	}
	head := []run{{defang(outlet), strong}}
	if st != nil {
		for _, f := range l.flags(st) {
			head = append(head, run{" [" + defang(f) + "]", warned})
		}
	}
	when := l.instant(e.Known)
	if when == "" {
		when = l.date(e.Published)
	}
	for _, fact := range []string{when, l.actOf(st)} {
		if fact != "" {
			head = append(head, run{"\u00a0· " + defang(fact), plain})
		}
	}
	t.wrap(num, rest, head...)
	t.say(rest, rest, plain, passageText(text, e.Passage))
	t.say(rest, rest, faint, t.path(a, st))
	if copied != nil {
		line, err := t.copyOf(copied)
		if err != nil {
			return err
		}
		t.say(rest, rest, faint, line)
	}
	if a.Title != "" || a.URL != "" && a.Outlet != "" {
		url := a.URL
		if a.Outlet == "" {
			url = ""
		}
		t.say(rest, rest, faint, facts(oneLine(a.Title), url))
	}
	t.say(rest, rest, faint, named(l.Joined, oneLine(e.Why)))
	return nil
}

func (l *claimLabels) actOf(st *hearsay.Statement) string {
	if st == nil {
		return ""
	}
	return joined(", ", l.act(st.Act), l.mode(st.Mode))
}

// path is the way of a statement to the reader: "Ruhrblatt ⇐ dpa ← Nordkabel".
func (t *ledgerTexter) path(a *ArticleHead, st *hearsay.Statement) string {
	if st == nil {
		return joined(" ←\u00a0", a.Outlet, t.l.OwnName)
	}
	return t.l.pathLine(t.l.labels.path(&hearsay.Article{Outlet: a.Outlet}, st))
}

// copyOf says what an article takes over: "Abdruck von Ruhrblatt (82 %); weggefallen: …".
func (t *ledgerTexter) copyOf(c *hearsay.Copy) (string, error) {
	of, err := t.more.article(c.Of)
	if err != nil {
		return "", err
	}
	name := of.Outlet
	if name == "" {
		name = of.URL
	}
	if name == "" {
		name = string(c.Of)
	}
	fs := []string{t.l.CopyOf + " " + name + t.l.share(c.Share)}
	for _, ch := range c.Changes {
		fs = append(fs, t.l.change(ch))
	}
	return facts(fs...), nil
}

// share is a share in brackets: " (82 %)"; empty where none is known.
func (l *claimLabels) share(x float64) string {
	if x <= 0 {
		return ""
	}
	return fmt.Sprintf(" (%.0f\u00a0%%)", x*100)
}

// siblings are the claims that cannot hold beside this one, and why.
func (t *ledgerTexter) siblings(c *hearsay.Claim) error {
	if len(c.Siblings) == 0 {
		return nil
	}
	t.heading(t.l.Siblings)
	for _, id := range c.Siblings {
		other, err := t.more.claim(id)
		if err != nil {
			return err
		}
		if other != nil {
			t.claimLine("  ", "    ", other)
		} else {
			t.say("  ", "    ", plain, string(id))
		}
		why, err := t.more.apart(c.ID, id)
		if err != nil {
			return err
		}
		t.say("    ", "    ", plain, oneLine(why))
	}
	return nil
}
