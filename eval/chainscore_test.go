package eval

import (
	"strings"
	"testing"

	"hearsay"
)

func TestChainScore(t *testing.T) {
	text := "Laut AFP sagte ein Sprecher des Weißen Hauses, Otto Brahmfeld komme. Die Volksallianz für Demokratie (VAD) schwieg."
	art := &hearsay.Article{Text: text, Published: "2010-01-01"}
	span := func(s string) []hearsay.Span {
		i := strings.Index(text, s)
		return []hearsay.Span{{Start: i, End: i + len(s)}}
	}
	known := func(name string, _ hearsay.Date) string {
		switch name {
		case "Weißes Haus", "US-Regierung":
			return "gov-us"
		}
		return ""
	}
	who := func(name string) *hearsay.Source {
		src := &hearsay.Source{Passage: hearsay.Passage{Text: "ein Sprecher des Weißen Hauses", Spans: span("ein Sprecher des Weißen Hauses")}}
		if name != "" {
			src.Entity = &hearsay.Entity{ID: "#1", Name: name}
		}
		return src
	}
	gold := func(src *hearsay.Source, via ...string) hearsay.Statement {
		name := ""
		if src != nil && src.Entity != nil {
			name = src.Entity.Name
		}
		st := hearsay.Statement{ID: "s1", Mode: hearsay.Indirect, Content: hearsay.Passage{Spans: span("Otto Brahmfeld komme")}, Source: src}
		st.Chain = chain(&st, via, name)
		return st
	}
	found := func(e *hearsay.Entity, links ...hearsay.Voucher) hearsay.Statement {
		st := hearsay.Statement{ID: "s1", Mode: hearsay.Indirect, Content: hearsay.Passage{Spans: span("Otto Brahmfeld komme")}, Chain: links}
		st.Source = &hearsay.Source{Entity: e}
		return st
	}
	afp := hearsay.Voucher{Name: "AFP", Kind: "agency", Visibility: "named", Via: "cites"}
	says := func(name, kind, visibility string) hearsay.Voucher {
		return hearsay.Voucher{Name: name, Kind: kind, Visibility: visibility, Via: "says"}
	}
	at := func(v hearsay.Voucher, s string) hearsay.Voucher { v.Spans = span(s); return v }
	body := hearsay.Voucher{Name: "Weißes Haus", Kind: "government", Visibility: "named", Via: "speaks for"}
	nobody := hearsay.Voucher{Kind: "unspecified", Visibility: "unspecified", Via: "says"}
	house := &hearsay.Entity{ID: "gov-us", Name: "US-Regierung"}
	tests := []struct {
		reason        string
		gold, found   hearsay.Statement
		chain         string // what is wrong, empty if right
		origin, exact bool   // origin, entity right
	}{
		{"medium, speaker with body, the body by another name", gold(who("Weißes Haus"), "AFP"), found(house, afp, says("Sprecher", "person", "role"), body), "", true, true},
		{"the medium missing", gold(who("Weißes Haus"), "AFP"), found(house, says("Sprecher", "person", "role"), body), "link missed", true, true},
		{"a medium too much", gold(who("Weißes Haus")), found(house, afp, says("US-Regierung", "government", "named")), "link too much", true, true},
		{"order", gold(who("Weißes Haus"), "AFP"), found(house, says("US-Regierung", "government", "named"), afp), "order wrong", false, true},
		{"somebody else", gold(who("Weißes Haus")), found(&hearsay.Entity{ID: "#2", Name: "Kreml"}, says("Kreml", "government", "named")), "link wrong", false, false},
		{"named in gold, anonymous in what was found", gold(who("Weißes Haus")), found(nil, says("Weißes Haus", "government", "anonymous")), "visibility wrong", true, false},
		{"whom the source cites is the origin", gold(who("Weißes Haus"), "< Augenzeugen"), found(house, says("US-Regierung", "government", "named")), "link missed", false, true},
		{"nobody and nobody", gold(nil), found(nil, nobody), "", true, true},
		{"nobody in gold", gold(nil), found(nil, says("Kreml", "government", "named")), "link too much", false, true},
		{"only words in gold: the same passage", gold(who("")), found(nil, at(says("Haus", "person", "role"), "ein Sprecher des Weißen Hauses")), "", true, true},
		{"only words in gold: another passage", gold(who("")), found(nil, at(says("Otto", "person", "role"), "Otto")), "link wrong", false, true},
		{"a surname", gold(who("Otto Brahmfeld")), found(&hearsay.Entity{ID: "#3", Name: "Brahmfeld", Kind: "person"}, says("Brahmfeld", "person", "named")), "", true, true},
		{"no surname: a body", gold(who("Deutsche Bank")), found(&hearsay.Entity{ID: "#3", Name: "Bank", Kind: "company"}, says("Bank", "company", "named")), "link wrong", false, false},
		{"a name of the place more", gold(who("Polizei Berlin")), found(&hearsay.Entity{ID: "#3", Name: "Polizei", Kind: "government"}, says("Polizei", "government", "named")), "link wrong", false, false},
		{"short for it, says the article", gold(who("VAD")), found(&hearsay.Entity{ID: "#3", Name: "Volksallianz für Demokratie"}, says("Volksallianz für Demokratie", "organisation", "named")), "", true, true},
	}
	for _, c := range tests {
		s := ChainScore{Known: known}
		rs := s.Add(art, []hearsay.Statement{c.gold}, []hearsay.Statement{c.found})
		if len(rs) != 1 {
			t.Fatalf("%s: %d results", c.reason, len(rs))
		}
		if r := rs[0]; r.Problem != c.chain || r.Chain != (c.chain == "") || r.Origin != c.origin || r.Entity != c.exact {
			t.Errorf("%s: chain %q, origin %v, entity %v; want %q, %v, %v (%s | %s)", c.reason, r.Problem, r.Origin, r.Entity, c.chain, c.origin, c.exact, r.Links[0], r.Links[1])
		}
	}
}

// TestGoldChains: a nested statement goes on the chain of the one around it, and
// the credited agency comes first.
func TestGoldChains(t *testing.T) {
	art := &hearsay.Article{Text: "AFP. Laut CNN sagte Rice, „nein“.", Agencies: []hearsay.Credit{{Name: "AFP"}}}
	src := func(name string) *hearsay.Source {
		i := strings.Index(art.Text, name)
		return &hearsay.Source{Passage: hearsay.Passage{Text: name, Spans: []hearsay.Span{{Start: i, End: i + len(name)}}}, Entity: &hearsay.Entity{Name: name}}
	}
	sts := []hearsay.Statement{{ID: "s1", Source: src("CNN")}, {ID: "s2", Parent: "s1", Source: src("Rice")}, {ID: "s3", Parent: "s2", Source: src("Rice")}, {ID: "s4"}}
	for i := range sts {
		name := ""
		if sts[i].Source != nil {
			name = sts[i].Source.Text
		}
		sts[i].Chain = chain(&sts[i], nil, name)
	}
	sts[1].Chain = chain(&sts[1], []string{"CNN"}, "Rice") // said again by the annotator
	n := namer{art: art}
	var got []string
	for _, c := range goldChains(&n, sts) {
		got = append(got, showLinks(c))
	}
	if want := "AFP ← CNN; AFP ← CNN ← Rice; AFP ← CNN ← Rice; AFP"; strings.Join(got, "; ") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, "; "), want)
	}
}

func TestChainScoreText(t *testing.T) {
	s := ChainScore{Matched: 4, ChainRight: 2, OriginRight: 3, EntityGold: 2, EntityRight: 1}
	var b strings.Builder
	if err := s.WriteText(&b); err != nil || !strings.Contains(b.String(), "origin        75.00 % of 4") {
		t.Errorf("%v\n%s", err, b.String())
	}
	if f := s.Figures(); len(f) != 3 || f["chain accuracy"] != 0.5 || f["source entity accuracy"] != 0.5 {
		t.Error(f)
	}
	if f := (&ChainScore{}).Figures(); len(f) != 0 {
		t.Error(f)
	}
}
