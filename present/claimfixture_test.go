package present

import (
	"fmt"
	"iter"
	"testing"
	"time"

	"hearsay"
)

// A shelf is a ledger made by hand: an invented story of six articles and three
// claims, which has a plan that is confirmed, a figure that is corrected, a figure
// that is denied, a reprint that drops an attribution, an anonymous origin, and what
// an article says in its own name.
type shelf struct {
	claims     []hearsay.Claim
	story      hearsay.Story
	texts      map[hearsay.VersionID]string
	heads      map[hearsay.VersionID]*ArticleHead
	statements map[hearsay.EvidenceID]*hearsay.Statement
	origins    map[hearsay.ClaimID][]Origin
	apart      string
}

func (s *shelf) lookup() Lookup {
	return Lookup{
		Text:      func(id hearsay.VersionID) (string, error) { return found(s.texts, id) },
		Article:   func(id hearsay.VersionID) (*ArticleHead, error) { return found(s.heads, id) },
		Statement: func(id hearsay.EvidenceID) (*hearsay.Statement, error) { return s.statements[id], nil },
		Claim: func(id hearsay.ClaimID) (*hearsay.Claim, error) {
			for i := range s.claims {
				if s.claims[i].ID == id {
					return &s.claims[i], nil
				}
			}
			return nil, nil
		},
		Origins: func(c *hearsay.Claim) ([]Origin, error) { return s.origins[c.ID], nil },
		Apart:   func(a, b hearsay.ClaimID) (string, error) { return s.apart, nil },
		Copy: func(id hearsay.VersionID) (*hearsay.Copy, error) {
			for _, g := range s.story.Copies {
				for i := range g.Copies {
					if g.Copies[i].Article == id {
						return &g.Copies[i], nil
					}
				}
			}
			return nil, nil
		},
	}
}

func found[K ~string, V any](m map[K]V, k K) (V, error) {
	v, ok := m[k]
	if !ok {
		return v, fmt.Errorf("the shelf has no %s", k)
	}
	return v, nil
}

// all gives the things of a slice as lists take them.
func all[T any](ts []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, v := range ts {
			if !yield(v, nil) {
				return
			}
		}
	}
}

func at(t testing.TB, s string) time.Time {
	t.Helper()
	x, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func newShelf(t testing.TB) *shelf {
	t.Helper()
	s := &shelf{
		texts: map[hearsay.VersionID]string{}, heads: map[hearsay.VersionID]*ArticleHead{},
		statements: map[hearsay.EvidenceID]*hearsay.Statement{}, origins: map[hearsay.ClaimID][]Origin{},
		apart: "Zahl: 340 / 412 Stellen",
	}
	article := func(id hearsay.VersionID, outlet, page, title, known, text string, agencies ...string) {
		s.texts[id] = text
		s.heads[id] = &ArticleHead{
			ID: id, Text: hearsay.ArticleID("sha256:" + string(id)[1:]), URL: "https://" + page, Outlet: outlet, Title: title,
			Published: hearsay.Date(known), Language: "de", Agencies: agencies, Known: at(t, known),
		}
	}
	article("a1000000000000001", "Morgenkurier", "morgenkurier.example/nordkabel", "Nordkabel will offenbar Werk schließen", "2026-03-02T06:30:00Z",
		"HATTINGEN – Der Kabelhersteller Nordkabel will sein Werk in Hattingen offenbar schließen. Das verlautete aus Unternehmenskreisen. 340 Stellen fallen weg, hieß es dort.")
	article("a2000000000000002", "Ruhrblatt", "ruhrblatt.example/2026/03/03/nordkabel", "Nordkabel macht Hattingen dicht", "2026-03-03T08:10:00Z",
		"Hattingen (apd) – Nordkabel schließt sein Werk in Hattingen zum 30. September. Das teilte das Unternehmen am Dienstag mit. Betroffen sind nach Angaben eines Sprechers 340 Stellen.", "apd")
	article("a3000000000000003", "Lokalbote", "lokalbote.example/werk", "Aus für Kabelwerk", "2026-03-03T09:45:00Z",
		"Nordkabel schließt sein Werk in Hattingen zum 30. September. Das teilte das Unternehmen am Dienstag mit. Betroffen sind 340 Stellen.")
	article("a4000000000000004", "Westfunk", "westfunk.example/a/4711", "Betriebsrat: 412 Stellen betroffen", "2026-03-03T15:00:00Z",
		"In Hattingen gehen 412 Stellen verloren, sagte die Betriebsratsvorsitzende Erna Kolbe dem Westfunk.")
	article("a5000000000000005", "Ruhrblatt", "ruhrblatt.example/2026/03/04/nordkabel", "Nordkabel widerspricht Betriebsrat", "2026-03-04T10:20:00Z",
		"Nordkabel-Sprecher Jonas Veit wies das zurück. Es gehe nicht um 412 Stellen, sagte er.")
	article("a6000000000000006", "Ruhrblatt", "ruhrblatt.example/2026/03/05/berichtigung", "Berichtigung: Nordkabel", "2026-03-05T07:00:00Z",
		"(Berichtigung: Die Zahl von 340 Stellen wird zurückgezogen.) Zu den 412 Stellen, von denen der Betriebsrat spricht, wollte sich Nordkabel nicht mehr äußern.", "apd")
	s.heads["a6000000000000006"].Replaces = "a2000000000000002"

	type piece struct {
		claim   int
		id      hearsay.EvidenceID
		stance  hearsay.Stance
		passage string
		why     string
		st      *hearsay.Statement
	}
	firm := &hearsay.Entity{ID: "nordkabel", Name: "Nordkabel", Kind: "company", State: "DE"}
	said := func(act hearsay.Act, mode hearsay.Mode, source string, e *hearsay.Entity, cue string, fact hearsay.Fact, chain ...hearsay.Voucher) *hearsay.Statement {
		return &hearsay.Statement{Act: act, Mode: mode, Medium: []hearsay.Medium{hearsay.Speech}, Source: &hearsay.Source{Passage: hearsay.Passage{Text: source}, Entity: e},
			Cue: &hearsay.Passage{Text: cue}, Factuality: hearsay.Factuality{Source: fact, Outlet: hearsay.Uu}, Chain: chain, Confidence: 0.9, Rule: "frame"}
	}
	circles := hearsay.Voucher{Name: "Unternehmenskreise", Kind: "company", Visibility: "anonymous", Via: "says"}
	apd := hearsay.Voucher{Name: "apd", Kind: "agency", Visibility: "named", Via: "copies"}
	nordkabel := hearsay.Voucher{Name: "Nordkabel", Kind: "company", Visibility: "named", Via: "says"}
	veit := hearsay.Voucher{Name: "Jonas Veit", Kind: "person", Visibility: "named", Via: "says"}
	behind := hearsay.Voucher{Name: "Nordkabel", Kind: "company", Visibility: "named", Via: "speaks for"}
	kolbe := hearsay.Voucher{Name: "Erna Kolbe", Kind: "person", Visibility: "named", Via: "says"}
	pieces := []piece{
		{0, "a1000000000000001/s1", hearsay.Supports, "Der Kabelhersteller Nordkabel will sein Werk in Hattingen offenbar schließen", "erste Nennung",
			said(hearsay.Report, hearsay.Indirect, "Unternehmenskreisen", nil, "verlautete", hearsay.PRPlus, circles)},
		{1, "a1000000000000001/s2", hearsay.Supports, "340 Stellen fallen weg", "erste Nennung",
			said(hearsay.Say, hearsay.Indirect, "dort", nil, "hieß es", hearsay.CTPlus, circles)},
		{0, "a2000000000000002/s1", hearsay.Supports, "Nordkabel schließt sein Werk in Hattingen zum 30. September", "schließen; Nordkabel; Werk; Hattingen",
			said(hearsay.Announce, hearsay.Indirect, "das Unternehmen", firm, "teilte mit", hearsay.CTPlus, apd, nordkabel)},
		{1, "a2000000000000002/s2", hearsay.Supports, "Betroffen sind nach Angaben eines Sprechers 340 Stellen", "340 Stellen; Nordkabel",
			said(hearsay.Say, hearsay.Indirect, "eines Sprechers", firm, "nach Angaben", hearsay.CTPlus, apd, nordkabel)},
		{0, "a3000000000000003/s1", hearsay.Supports, "Nordkabel schließt sein Werk in Hattingen zum 30. September", "derselbe Satz",
			said(hearsay.Announce, hearsay.Indirect, "das Unternehmen", firm, "teilte mit", hearsay.CTPlus, nordkabel)},
		{1, "a3000000000000003/n3", hearsay.Supports, "Betroffen sind 340 Stellen", "340 Stellen", nil},
		{2, "a4000000000000004/s1", hearsay.Supports, "In Hattingen gehen 412 Stellen verloren", "erste Nennung",
			said(hearsay.Say, hearsay.Indirect, "die Betriebsratsvorsitzende Erna Kolbe", &hearsay.Entity{ID: "#1", Name: "Erna Kolbe", Kind: "person", Description: "Betriebsratsvorsitzende"}, "sagte", hearsay.CTPlus, kolbe)},
		{2, "a5000000000000005/s1", hearsay.Denies, "Es gehe nicht um 412 Stellen", "412 Stellen; verneint",
			said(hearsay.Deny, hearsay.IndirectFreeIndirect, "Nordkabel-Sprecher Jonas Veit", nil, "wies zurück", hearsay.CTMinus, veit, behind)},
		{2, "a6000000000000006/s1", hearsay.Neutral, "Zu den 412 Stellen, von denen der Betriebsrat spricht", "412 Stellen; kein Kommentar",
			said(hearsay.NoComment, hearsay.Reported, "Nordkabel", firm, "wollte sich nicht mehr äußern", hearsay.Uu, nordkabel)},
	}
	place := hearsay.Entity{ID: "hattingen", Name: "Hattingen", Kind: "place", State: "DE", Lat: 51.4, Lon: 7.19}
	works := hearsay.Participant{Role: "patient", Entity: hearsay.Entity{ID: "#2", Name: "Werk", Kind: "thing"}}
	agent := hearsay.Participant{Role: "agent", Entity: *firm}
	s.claims = []hearsay.Claim{
		{ID: "c00000000c105", Gist: "Nordkabel schließt sein Werk in Hattingen", Participants: []hearsay.Participant{agent, works}, Places: []hearsay.Entity{place}, When: "2026-09-30"},
		{ID: "c000000000340", Gist: "340 Stellen fallen weg", Participants: []hearsay.Participant{agent}, Siblings: []hearsay.ClaimID{"c000000000412"}},
		{ID: "c000000000412", Gist: "In Hattingen gehen 412 Stellen verloren", Places: []hearsay.Entity{place}, Siblings: []hearsay.ClaimID{"c000000000340"}},
	}
	for i := range s.claims {
		s.claims[i].Story = "s00000000fab7"
	}
	for _, p := range pieces {
		v, _, _ := cutID(p.id)
		h := s.heads[v]
		e := hearsay.Evidence{ID: p.id, Article: v, URL: h.URL, Outlet: h.Outlet, Published: h.Published, Known: h.Known, Stance: p.stance,
			Passage: pick(t, s.texts[v], p.passage), Why: p.why, Score: 0.9}
		s.claims[p.claim].Evidence = append(s.claims[p.claim].Evidence, e)
		if p.st != nil {
			p.st.ID, p.st.Content = hearsay.StatementID(string(p.id)[len(v)+1:]), e.Passage
			s.statements[p.id] = p.st
		}
	}
	judged := func(when string, status hearsay.Status, phase hearsay.Phase, least, most, reach, digit int, rule, change string, because ...hearsay.EvidenceID) hearsay.Assessment {
		return hearsay.Assessment{At: at(t, when), Status: status, Phase: phase, OriginsMin: least, OriginsMax: most, Reach: reach, Credibility: digit, Reliability: 'F',
			Rule: rule, WouldChange: change, Because: because}
	}
	s.claims[0].History = []hearsay.Assessment{
		judged("2026-03-02T06:30:00Z", hearsay.ReportedAs, hearsay.Planned, 1, 1, 1, 6, "reported/origin", "ein zweiter unabhängiger Ursprung, eine Bestätigung oder ein Dementi", "a1000000000000001/s1"),
		judged("2026-03-03T08:10:00Z", hearsay.Confirmed, hearsay.Planned, 1, 2, 2, 1, "confirmed/principal", "der Widerruf oder das Dementi eines Beteiligten", "a2000000000000002/s1"),
		judged("2026-03-03T09:45:00Z", hearsay.Confirmed, hearsay.Planned, 1, 2, 3, 1, "confirmed/principal", "der Widerruf oder das Dementi eines Beteiligten", "a2000000000000002/s1", "a3000000000000003/s1"),
	}
	s.claims[1].History = []hearsay.Assessment{
		judged("2026-03-02T06:30:00Z", hearsay.ReportedAs, hearsay.Planned, 1, 1, 1, 6, "reported/origin", "ein zweiter unabhängiger Ursprung, eine Bestätigung oder ein Dementi", "a1000000000000001/s2"),
		judged("2026-03-03T08:10:00Z", hearsay.Confirmed, hearsay.Planned, 1, 2, 2, 1, "confirmed/principal", "der Widerruf oder das Dementi eines Beteiligten", "a2000000000000002/s2"),
		judged("2026-03-05T07:00:00Z", hearsay.Corrected, hearsay.Planned, 0, 0, 0, 6, "corrected/withdrawn", "eine neue Aussage mit erkennbarem Ursprung",
			"a1000000000000001/s2", "a2000000000000002/s2", "a3000000000000003/n3", "a6000000000000006/s9"),
	}
	s.claims[2].History = []hearsay.Assessment{
		judged("2026-03-03T15:00:00Z", hearsay.ReportedAs, hearsay.Planned, 1, 1, 1, 6, "reported/origin", "ein zweiter unabhängiger Ursprung, eine Bestätigung oder ein Dementi", "a4000000000000004/s1"),
		judged("2026-03-04T10:20:00Z", hearsay.Denied, hearsay.Planned, 1, 1, 1, 5, "denied/single", "ein zweiter unabhängiger Ursprung oder ein amtlicher Befund", "a5000000000000005/s1"),
	}
	s.origins[s.claims[0].ID] = []Origin{{ID: "nordkabel", Name: "Nordkabel", Kind: "company", Visibility: "named",
		Evidence: []hearsay.EvidenceID{"a1000000000000001/s1", "a2000000000000002/s1", "a3000000000000003/s1"},
		Why:      []string{"derselbe Ursprung: Nordkabel", "Unternehmenskreise: anonym, innerhalb von 48 Stunden"}}}
	s.origins[s.claims[2].ID] = []Origin{{ID: "#1", Name: "Erna Kolbe", Kind: "person", Visibility: "named", Evidence: []hearsay.EvidenceID{"a4000000000000004/s1"}}}

	s.story = hearsay.Story{
		ID: "s00000000fab7", Title: "Nordkabel macht Hattingen dicht", From: at(t, "2026-03-02T06:30:00Z"), To: at(t, "2026-03-05T07:00:00Z"),
		Articles: []hearsay.VersionID{"a1000000000000001", "a2000000000000002", "a3000000000000003", "a4000000000000004", "a5000000000000005", "a6000000000000006"},
		Terms:    []string{"Nordkabel", "Hattingen", "Werk", "Stelle", "Betriebsrat"},
		Copies: []hearsay.CopyGroup{{Original: "a2000000000000002", Agency: "apd", Copies: []hearsay.Copy{{
			Article: "a3000000000000003", Of: "a2000000000000002", Share: 0.82, Evidence: []string{"containment 0.82", "zwei lange Sätze gemeinsam"},
			Changes: []hearsay.Change{{Kind: "attribution", Was: "nach Angaben eines Sprechers"}},
		}}}},
	}
	return s
}

// cutID parts an evidence id at its slash.
func cutID(id hearsay.EvidenceID) (hearsay.VersionID, string, bool) {
	for i := range id {
		if id[i] == '/' {
			return hearsay.VersionID(id[:i]), string(id[i+1:]), true
		}
	}
	return hearsay.VersionID(id), "", false
}

// filed are the statements of the shelf, in order.
func (s *shelf) filed() []FiledStatement {
	var fs []FiledStatement
	for i := range s.claims {
		c := &s.claims[i]
		for j := range c.Evidence {
			e := &c.Evidence[j]
			if st := s.statements[e.ID]; st != nil {
				a := latest(c)
				fs = append(fs, FiledStatement{ID: e.ID, Article: *s.heads[e.Article], Statement: st,
					Claims: []ClaimState{{c.ID, c.Gist, a.Status, a.Phase, e.Stance}}})
			}
		}
	}
	return fs
}

// hits are what a search for "Stellen" may give.
func (s *shelf) hits(t testing.TB) []Hit {
	t.Helper()
	var hs []Hit
	hit := func(id hearsay.VersionID, part, word string, f *FiledStatement, score float64) {
		text := s.texts[id]
		sn := Snippet{Span: pick(t, text, part).Spans[0]}
		sn.Text = text[sn.Start:sn.End]
		sn.Found = pick(t, sn.Text, word).Spans
		hs = append(hs, Hit{*s.heads[id], f, sn, score})
	}
	fs := s.filed()
	last := fs[len(fs)-1]
	hit("a6000000000000006", "zurückgezogen.) Zu den 412 Stellen, von denen der Betriebsrat spricht", "Stellen", &last, 0)
	hit("a2000000000000002", "Betroffen sind nach Angaben eines Sprechers 340 Stellen.", "Stellen", nil, 1.25)
	return hs
}

// hostileShelf is a shelf whose every word comes from somebody who wants to harm.
func hostileShelf(t testing.TB, evil string) *shelf {
	t.Helper()
	s := newShelf(t)
	for id, h := range s.heads {
		h.Title, h.Outlet, h.URL, h.Published, h.Language = evil, evil, evil, hearsay.Date(evil), hearsay.Language(evil)
		h.Agencies = []string{evil}
		s.texts[id] += evil
	}
	for _, st := range s.statements {
		st.Source = &hearsay.Source{Passage: hearsay.Passage{Text: evil}, Entity: &hearsay.Entity{ID: evil, Name: evil, Kind: evil, State: evil, Description: evil}}
		st.Cue, st.Act, st.Mode = &hearsay.Passage{Text: evil}, hearsay.Act(evil), hearsay.Mode(evil)
		st.Chain = []hearsay.Voucher{{Name: evil, Kind: evil, Visibility: evil, Via: "copies"}, {Name: evil, Kind: evil, Visibility: "anonymous", Via: evil}}
		st.Said = &hearsay.Time{EDTF: hearsay.Date(evil), Passage: hearsay.Passage{Text: evil}}
	}
	for i := range s.claims {
		c := &s.claims[i]
		c.Gist, c.When = evil, hearsay.Date(evil)
		c.Places = append(c.Places, hearsay.Entity{Name: evil, State: evil})
		c.Participants = append(c.Participants, hearsay.Participant{Role: evil, Entity: hearsay.Entity{ID: evil, Name: evil, Kind: evil}})
		for j := range c.Evidence {
			e := &c.Evidence[j]
			e.URL, e.Outlet, e.Why, e.Published = evil, evil, evil, hearsay.Date(evil)
			if j == 0 {
				e.Passage = hearsay.Passage{Text: evil}
			} else {
				n := len(s.texts[e.Article])
				e.Passage = hearsay.Passage{Text: evil, Spans: []hearsay.Span{{Start: n - len(evil), End: n}}}
			}
		}
		for j := range c.History {
			a := &c.History[j]
			a.WouldChange = evil
			if j == 0 {
				a.Rule, a.Status, a.Phase = evil, hearsay.Status(evil), hearsay.Phase(evil)
			}
		}
		s.origins[c.ID] = []Origin{{ID: evil, Name: evil, Kind: evil, Visibility: evil, Why: []string{evil}, Evidence: []hearsay.EvidenceID{c.Evidence[0].ID}}}
	}
	s.apart = evil
	s.story.Title, s.story.Terms = evil, []string{evil, evil}
	g := &s.story.Copies[0]
	g.Agency, g.Copies[0].Evidence = evil, []string{evil}
	g.Copies[0].Changes = []hearsay.Change{{Kind: evil, Was: evil, Now: evil}, {Kind: evil, Was: evil}}
	return s
}
