package eval

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"hearsay"
)

// A Ledger is asked what it held at a moment. It may hold other storylines and
// articles too. A claim's last assessment is the one that holds at that moment.
//
// Copy groups name versions of articles only. Which version is which article is
// learned from the claims' evidence, and from the method
//
//	Address(hearsay.VersionID) (url string, known time.Time, ok bool)
//
// of a Ledger that has it; without it, copies that no claim rests on are not seen.
type Ledger interface {
	Claims(asOf time.Time) ([]hearsay.Claim, error)
	Copies(asOf time.Time) ([]hearsay.CopyGroup, error)
}

type addresser interface {
	Address(hearsay.VersionID) (url string, known time.Time, ok bool)
}

// A StoryScore counts how much of what storylines say of their claims a ledger
// says too.
//
// At each point of a gold claim, the claim of the ledger that holds most of the
// evidence known by then is its match. A piece of evidence is held where a piece
// of the claim's evidence shares half of the shorter passage with it, in bytes.
// Among claims that hold equally many pieces, the one whose passages fit best
// (Dice) is taken, then the one with the least evidence besides. Several gold
// claims may have one match: that is what a wrong join is.
type StoryScore struct {
	Storylines, Claims int

	// Of the points.
	Points, Matched                     int // Matched: a claim holds some of the evidence
	StatusRight                         int // no match is wrong
	PhaseGold, PhaseRight               int
	OriginsGold, OriginsRight           int
	NotConfirmed, FalselyConfirmed      int // points that are not confirmed in gold; those confirmed by the ledger
	Confusion                           map[hearsay.Status]map[hearsay.Status]int
	CountArticles, CountOutlets, Always Baseline

	// Of pairs.
	Apart, ApartRight                         int
	ReprintGold, ReprintFound, ReprintMatched int

	// Of the evidence, at each claim's last point.
	Evidence, EvidenceHeld, StanceRight int
	Found, FoundPure                    int // evidence of the matched claims; that which is the gold claim's

	Misses []StoryMiss
}

// A Baseline is what comes out at the same points if the status is told by
// counting what supports a gold claim.
type Baseline struct{ Right, FalselyConfirmed int }

// A StoryMiss is something that the ledger says otherwise than the storyline.
type StoryMiss struct {
	Storyline, Claim string    // ids; Claim is empty of reprints
	Kind             string    // status, phase, origins, apart, reprint, evidence, stance
	At               time.Time // moment
	Gold, System     string
	Rule             string // of the assessment, of status, phase and origins
	Gist             string // of the matched claim, of reprints empty
	Passage          string // gold's, of evidence and stance
}

// String is the miss as a line for people.
func (m StoryMiss) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s %s %s: %s, found %s", m.Storyline, cmp.Or(m.Claim, "-"), m.At.Format("2006-01-02T15:04"), m.Kind, m.Gold, m.System)
	if m.Rule != "" {
		fmt.Fprintf(&b, " by %s", m.Rule)
	}
	if m.Passage != "" {
		fmt.Fprintf(&b, " | %s", shorten(m.Passage, 80))
	}
	if m.Gist != "" {
		fmt.Fprintf(&b, " | in %q", shorten(m.Gist, 80))
	}
	return b.String()
}

// noStatus stands in the confusion table for a claim that was not found.
const noStatus hearsay.Status = ""

// Add measures a ledger that has got to know the storyline's articles.
func (s *StoryScore) Add(st *Storyline, l Ledger) error {
	if s.Confusion == nil {
		s.Confusion = map[hearsay.Status]map[hearsay.Status]int{}
	}
	x := newStoryMatcher(st, l)
	s.Storylines++
	s.Claims += len(st.Claims)
	for i := range st.Claims {
		c := &st.Claims[i]
		for _, p := range c.Points {
			m, err := x.match(c, p.At)
			if err != nil {
				return err
			}
			s.point(st, c, p, m)
		}
	}
	if err := s.apart(st, x); err != nil {
		return err
	}
	if err := s.evidence(st, x); err != nil {
		return err
	}
	return s.reprints(st, x)
}

// A storyMatcher finds the claims of a ledger that a storyline's are.
type storyMatcher struct {
	st      *Storyline
	ledger  Ledger
	claims  map[int64][]hearsay.Claim    // by moment
	version map[hearsay.VersionID]string // → id of the article
	byURL   map[string][]*StoryArticle   // versions, in the order in which they are known
}

func newStoryMatcher(st *Storyline, l Ledger) *storyMatcher {
	x := &storyMatcher{st: st, ledger: l, claims: map[int64][]hearsay.Claim{}, version: map[hearsay.VersionID]string{}, byURL: map[string][]*StoryArticle{}}
	for _, a := range st.InOrder() {
		x.byURL[a.Article.URL] = append(x.byURL[a.Article.URL], a)
	}
	return x
}

func (x *storyMatcher) at(t time.Time) ([]hearsay.Claim, error) {
	if cs, ok := x.claims[t.UnixNano()]; ok {
		return cs, nil
	}
	cs, err := x.ledger.Claims(t)
	if err != nil {
		return nil, fmt.Errorf("%s at %s: %w", x.st.ID, t.Format(time.RFC3339), err)
	}
	x.claims[t.UnixNano()] = cs
	for _, c := range cs {
		for _, e := range c.Evidence {
			if id := x.article(e.URL, e.Known); id != "" {
				x.version[e.Article] = id
			}
		}
	}
	return cs, nil
}

// article gives the id of the storyline's article at an address: of its versions
// the last that was known then, or the first if the moment is before all of them.
// It is empty if the address is none of the storyline's.
func (x *storyMatcher) article(url string, known time.Time) string {
	var found *StoryArticle
	for _, a := range x.byURL[url] {
		if found == nil || !a.At.After(known) {
			found = a
		}
	}
	if found == nil {
		return ""
	}
	return found.ID
}

// A storyMatch is the claim of a ledger that a gold claim is at a moment.
type storyMatch struct {
	claim *hearsay.Claim // nil: none holds any of the evidence
	known []GoldEvidence // of the gold claim, that counts by then
	held  []int          // of each, the piece of the claim's evidence that it is; -1
	pure  int            // pieces of the claim's evidence that are the gold claim's
}

func (m *storyMatch) assessment() hearsay.Assessment {
	if m.claim == nil || len(m.claim.History) == 0 {
		return hearsay.Assessment{}
	}
	return m.claim.History[len(m.claim.History)-1]
}

func (m *storyMatch) gist() string {
	if m.claim == nil {
		return ""
	}
	return m.claim.Gist
}

func (x *storyMatcher) match(g *GoldClaim, t time.Time) (*storyMatch, error) {
	cs, err := x.at(t)
	if err != nil {
		return nil, err
	}
	none := &storyMatch{}
	for _, e := range g.Evidence {
		if !x.st.Article(e.Article).Counts().After(t) {
			none.known = append(none.known, e)
			none.held = append(none.held, -1)
		}
	}
	best, bestHeld, bestFit := none, 0, 0.0
	for i := range cs {
		m := &storyMatch{claim: &cs[i], known: none.known, held: make([]int, len(none.known))}
		pure := make([]bool, len(m.claim.Evidence))
		held, fit := 0, 0.0
		for k, e := range m.known {
			m.held[k] = -1
			most := 0.0
			for j := range m.claim.Evidence {
				f := &m.claim.Evidence[j]
				if x.article(f.URL, f.Known) != e.Article {
					continue
				}
				shared, a, b := overlapping(e.Spans, f.Spans), spanBytes(e.Spans), spanBytes(f.Spans)
				if shared == 0 || 2*shared < min(a, b) {
					continue
				}
				pure[j] = true
				if dice := 2 * float64(shared) / float64(a+b); dice > most {
					most, m.held[k] = dice, j
				}
			}
			if m.held[k] >= 0 {
				held++
				fit += most
			}
		}
		for _, p := range pure {
			if p {
				m.pure++
			}
		}
		if held == 0 {
			continue
		}
		c := cmp.Or(cmp.Compare(held, bestHeld), cmp.Compare(fit, bestFit))
		if c == 0 {
			c = cmp.Or(cmp.Compare(len(best.claim.Evidence), len(m.claim.Evidence)), cmp.Compare(best.claim.ID, m.claim.ID))
		}
		if c > 0 {
			best, bestHeld, bestFit = m, held, fit
		}
	}
	return best, nil
}

func spanBytes(spans []hearsay.Span) int {
	n := 0
	for _, s := range spans {
		n += s.End - s.Start
	}
	return n
}

func (s *StoryScore) point(st *Storyline, g *GoldClaim, p GoldPoint, m *storyMatch) {
	is := m.assessment()
	gold := goldPoint(p)
	found := "nothing"
	if m.claim != nil {
		s.Matched++
		found = fmt.Sprintf("%s %s %d", cmp.Or(string(is.Status), "no status"), cmp.Or(string(is.Phase), "-"), is.OriginsMin)
	}
	miss := func(kind string) {
		s.Misses = append(s.Misses, StoryMiss{Storyline: st.ID, Claim: g.ID, Kind: kind, At: p.At, Gold: gold, System: found, Rule: is.Rule, Gist: m.gist()})
	}
	s.Points++
	if s.Confusion[p.Status] == nil {
		s.Confusion[p.Status] = map[hearsay.Status]int{}
	}
	s.Confusion[p.Status][is.Status]++
	if is.Status == p.Status {
		s.StatusRight++
	} else {
		miss("status")
	}
	if p.Status != hearsay.Confirmed {
		s.NotConfirmed++
		if is.Status == hearsay.Confirmed {
			s.FalselyConfirmed++
		}
	}
	// What is wrong of a claim that was not found is told once.
	if p.Phase != "" {
		s.PhaseGold++
		if m.claim != nil && is.Phase == p.Phase {
			s.PhaseRight++
		} else if m.claim != nil {
			miss("phase")
		}
	}
	if p.Origins >= 0 {
		s.OriginsGold++
		if m.claim != nil && is.OriginsMin == p.Origins {
			s.OriginsRight++
		} else if m.claim != nil {
			miss("origins")
		}
	}
	articles, outlets := map[string]bool{}, map[string]bool{}
	for _, e := range g.Evidence {
		if a := st.Article(e.Article); e.Stance == hearsay.Supports && !a.At.After(p.At) {
			articles[a.Article.URL] = true
			outlets[a.Article.Outlet] = true
		}
	}
	s.CountArticles.add(byCount(len(articles)), p.Status)
	s.CountOutlets.add(byCount(len(outlets)), p.Status)
	s.Always.add(hearsay.ReportedAs, p.Status)
}

func goldPoint(p GoldPoint) string {
	origins := "-"
	if p.Origins >= 0 {
		origins = fmt.Sprint(p.Origins)
	}
	return fmt.Sprintf("%s %s %s", p.Status, cmp.Or(string(p.Phase), "-"), origins)
}

func byCount(n int) hearsay.Status {
	switch n {
	case 0:
		return noStatus
	case 1:
		return hearsay.ReportedAs
	case 2:
		return hearsay.Corroborated
	}
	return hearsay.Confirmed
}

func (b *Baseline) add(says, gold hearsay.Status) {
	if says == gold {
		b.Right++
	} else if says == hearsay.Confirmed {
		b.FalselyConfirmed++
	}
}

// last gives the moment of the last point of the claims.
func last(claims ...*GoldClaim) time.Time {
	var t time.Time
	for _, c := range claims {
		if p := c.Points[len(c.Points)-1].At; p.After(t) {
			t = p
		}
	}
	return t
}

// apart counts the pairs of siblings at the last point of either. A pair of which
// one was not found is not right: a ledger without claims tells nothing apart.
func (s *StoryScore) apart(st *Storyline, x *storyMatcher) error {
	for i := range st.Claims {
		for k := range st.Claims[:i] {
			a, b := &st.Claims[k], &st.Claims[i]
			if !slices.Contains(a.Apart, b.ID) {
				continue
			}
			t := last(a, b)
			ma, err := x.match(a, t)
			if err != nil {
				return err
			}
			mb, err := x.match(b, t)
			if err != nil {
				return err
			}
			s.Apart++
			found := "one claim"
			switch {
			case ma.claim == nil || mb.claim == nil:
				found = "not both"
			case ma.claim.ID != mb.claim.ID:
				s.ApartRight++
				continue
			}
			gist := ma.gist()
			if gist == "" {
				gist = mb.gist()
			}
			s.Misses = append(s.Misses, StoryMiss{Storyline: st.ID, Claim: a.ID + "/" + b.ID, Kind: "apart", At: t, Gold: "two claims", System: found, Gist: gist})
		}
	}
	return nil
}

func (s *StoryScore) evidence(st *Storyline, x *storyMatcher) error {
	for i := range st.Claims {
		g := &st.Claims[i]
		t := last(g)
		m, err := x.match(g, t)
		if err != nil {
			return err
		}
		s.Evidence += len(m.known)
		if m.claim != nil {
			s.Found += len(m.claim.Evidence)
			s.FoundPure += m.pure
		}
		for k, e := range m.known {
			miss := StoryMiss{Storyline: st.ID, Claim: g.ID, At: t, Gold: e.Article + " " + string(e.Stance), Gist: m.gist(),
				Passage: spanText(st.Article(e.Article).Article.Text, e.Spans)}
			if m.held[k] < 0 {
				miss.Kind, miss.System = "evidence", "none"
				s.Misses = append(s.Misses, miss)
				continue
			}
			s.EvidenceHeld++
			if is := m.claim.Evidence[m.held[k]].Stance; is == e.Stance {
				s.StanceRight++
			} else {
				miss.Kind, miss.System = "stance", string(is)
				s.Misses = append(s.Misses, miss)
			}
		}
	}
	return nil
}

// reprints counts pairs at the last moment. Versions of one address are no
// reprints of each other.
func (s *StoryScore) reprints(st *Storyline, x *storyMatcher) error {
	ms := st.Moments()
	if len(ms) == 0 {
		return nil
	}
	t := ms[len(ms)-1]
	if _, err := x.at(t); err != nil {
		return err
	}
	groups, err := x.ledger.Copies(t)
	if err != nil {
		return fmt.Errorf("%s at %s: %w", st.ID, t.Format(time.RFC3339), err)
	}
	gold, found := map[string]bool{}, map[string]bool{}
	add := func(to map[string]bool, ids []string) {
		for i, id := range ids {
			for _, other := range ids[:i] {
				a, b := st.Article(other), st.Article(id)
				if a == nil || b == nil || a.Article.URL == b.Article.URL || a.At.After(t) || b.At.After(t) {
					continue
				}
				to[min(a.ID, b.ID)+" "+max(a.ID, b.ID)] = true
			}
		}
	}
	for _, ids := range st.Reprints {
		add(gold, ids)
	}
	for _, g := range groups {
		var ids []string
		for _, v := range append([]hearsay.VersionID{g.Original}, copied(g)...) {
			if id := x.id(v); id != "" {
				ids = append(ids, id)
			}
		}
		add(found, ids)
	}
	s.ReprintGold += len(gold)
	s.ReprintFound += len(found)
	for _, pair := range sortedKeys(gold) {
		if found[pair] {
			s.ReprintMatched++
		} else {
			s.Misses = append(s.Misses, StoryMiss{Storyline: st.ID, Kind: "reprint", At: t, Gold: pair + " one text", System: "two"})
		}
	}
	for _, pair := range sortedKeys(found) {
		if !gold[pair] {
			s.Misses = append(s.Misses, StoryMiss{Storyline: st.ID, Kind: "reprint", At: t, Gold: pair + " two texts", System: "one"})
		}
	}
	return nil
}

func copied(g hearsay.CopyGroup) []hearsay.VersionID {
	out := make([]hearsay.VersionID, len(g.Copies))
	for i, c := range g.Copies {
		out[i] = c.Article
	}
	return out
}

func (x *storyMatcher) id(v hearsay.VersionID) string {
	if id := x.version[v]; id != "" {
		return id
	}
	if a, ok := x.ledger.(addresser); ok {
		if url, known, ok := a.Address(v); ok {
			return x.article(url, known)
		}
	}
	return ""
}

// Reprints gives precision and recall of the pairs.
func (s *StoryScore) Reprints() PRF {
	return prf(ratio(float64(s.ReprintMatched), s.ReprintFound), ratio(float64(s.ReprintMatched), s.ReprintGold))
}

// Macro is the mean over the statuses in gold of how many of their points are
// right: few points are denied or corrected, and those are what a ledger is for.
func (s *StoryScore) Macro() float64 {
	sum := 0.0
	for status, row := range s.Confusion {
		n := 0
		for _, k := range row {
			n += k
		}
		sum += ratio(float64(row[status]), n)
	}
	return ratio(sum, len(s.Confusion))
}

// Figures gives what a score file keeps, 0 to 1, more is better.
func (s *StoryScore) Figures() map[string]float64 {
	f := map[string]float64{}
	put := func(name string, right, of int) {
		if of > 0 {
			f[name] = ratio(float64(right), of)
		}
	}
	put("claims found", s.Matched, s.Points)
	put("status", s.StatusRight, s.Points)
	if s.Points > 0 {
		f["status macro"] = s.Macro()
	}
	put("phase", s.PhaseRight, s.PhaseGold)
	put("origins", s.OriginsRight, s.OriginsGold)
	put("not falsely confirmed", s.NotConfirmed-s.FalselyConfirmed, s.NotConfirmed)
	put("apart", s.ApartRight, s.Apart)
	if s.ReprintGold > 0 {
		r := s.Reprints()
		f["reprints P"], f["reprints R"], f["reprints F1"] = r.P, r.R, r.F1
	}
	put("evidence recall", s.EvidenceHeld, s.Evidence)
	put("evidence purity", s.FoundPure, s.Found)
	put("stance", s.StanceRight, s.EvidenceHeld)
	return f
}

// WriteText prints the figures, the baselines and the table of statuses.
func (s *StoryScore) WriteText(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%d storylines, %d claims, %d points\n\n", s.Storylines, s.Claims, s.Points)
	row := func(name string, right, of int) {
		if of > 0 {
			fmt.Fprintf(&b, "  %s %6.2f %% of %d\n", pad(name, 24), 100*ratio(float64(right), of), of)
		}
	}
	b.WriteString("at the points\n")
	row("claim found", s.Matched, s.Points)
	row("status", s.StatusRight, s.Points)
	fmt.Fprintf(&b, "  %s %6.2f %%\n", pad("status, mean of each", 24), 100*s.Macro())
	row("phase", s.PhaseRight, s.PhaseGold)
	row("origins", s.OriginsRight, s.OriginsGold)
	row("falsely confirmed", s.FalselyConfirmed, s.NotConfirmed)
	b.WriteString("claims and articles\n")
	row("siblings apart", s.ApartRight, s.Apart)
	if s.ReprintGold > 0 {
		r := s.Reprints()
		fmt.Fprintf(&b, "  %s %6.2f %% P %.2f R %.2f, pairs\n", pad("reprints F1", 24), 100*r.F1, 100*r.P, 100*r.R)
	}
	row("evidence recall", s.EvidenceHeld, s.Evidence)
	row("evidence purity", s.FoundPure, s.Found)
	row("stance", s.StanceRight, s.EvidenceHeld)
	b.WriteString("baselines                    status   falsely confirmed\n")
	for _, x := range []struct {
		name string
		Baseline
	}{{"count articles", s.CountArticles}, {"count outlets", s.CountOutlets}, {"always reported", s.Always}} {
		fmt.Fprintf(&b, "  %s %6.2f %% %10.2f %%\n", pad(x.name, 24), 100*ratio(float64(x.Right), s.Points), 100*ratio(float64(x.FalselyConfirmed), s.NotConfirmed))
	}
	fmt.Fprintf(&b, "\n%s", pad("gold \\ found", 14))
	columns := append(slices.Clone(statuses), noStatus)
	for _, c := range columns {
		fmt.Fprintf(&b, " %6s", cmp.Or(shortStatus(c), "none"))
	}
	b.WriteByte('\n')
	for _, g := range statuses {
		if s.Confusion[g] == nil {
			continue
		}
		fmt.Fprintf(&b, "%s", pad(string(g), 14))
		for _, c := range columns {
			if n := s.Confusion[g][c]; n > 0 {
				fmt.Fprintf(&b, " %6d", n)
			} else {
				fmt.Fprintf(&b, " %6s", ".")
			}
		}
		b.WriteByte('\n')
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// shortStatus fits a status into a column.
func shortStatus(s hearsay.Status) string {
	return string(s[:min(len(s), 6)])
}

// WriteMisses prints every miss, a line each, by storyline.
func (s *StoryScore) WriteMisses(w io.Writer) error {
	var b strings.Builder
	before := ""
	for _, m := range s.Misses {
		if before != "" && m.Storyline != before {
			b.WriteByte('\n')
		}
		before = m.Storyline
		b.WriteString(m.String())
		b.WriteByte('\n')
	}
	_, err := io.WriteString(w, b.String())
	return err
}
