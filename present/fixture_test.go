package present

import (
	"strings"
	"testing"

	"hearsay"
)

// story is an invented agency story that has all that is hard to show: direct,
// indirect, reported and free statements, nested and discontinuous content, a
// source that comes after, a source that hides, and none at all.
const story = `SEOUL (AFP) – Nordkoreas Machthaber Kim Jong Un reist „in den kommenden Tagen“ nach Russland. Das erklärte der Kreml am Montag. Zuvor hatte es tagelang Spekulationen gegeben.

Zuvor hatte die südkoreanische Agentur Yonhap unter Berufung auf eine offizielle Quelle berichtet, dass ein Sonderzug mit Kim an Bord offenbar bereits auf dem Weg nach Wladiwostok sei. Unter den Begleitern soll auch der Verteidigungsminister sein.

„Wir werden“, sagte Kremlsprecher Dmitri Peskow der Nachrichtenagentur Tass, „alle Fragen besprechen, die beide Seiten bewegen.“ Ein Abendessen sei geplant. Zu Waffenlieferungen wollte er sich nicht äußern.

Der Sender YTN meldete, die Regierung in Seoul gehe davon aus, dass das Treffen am Mittwoch stattfinden werde. Das Weiße Haus warnte Pjöngjang vor Waffenlieferungen an Moskau.

„Peskow hat mir versichert: ‚Es gibt keinen Grund zur Sorge‘“, sagte der Experte Andrej Lankow. Die Reise könnte auch scheitern, räumte er ein.`

// pick finds a passage in the story, given as its parts in order; "a^b" picks b
// in the first place where a stands directly before it.
func pick(t testing.TB, text string, words ...string) hearsay.Passage {
	t.Helper()
	var p hearsay.Passage
	at := 0
	for _, w := range words {
		before, word, ok := strings.Cut(w, "^")
		if !ok {
			before, word = "", w
		}
		i := strings.Index(text[at:], before+word)
		if i < 0 {
			t.Fatalf("the story has no %q", w)
		}
		start := at + i + len(before)
		p.Spans = append(p.Spans, hearsay.Span{Start: start, End: start + len(word)})
		at = start + len(word)
	}
	parts := make([]string, len(p.Spans))
	for i, sp := range p.Spans {
		parts[i] = text[sp.Start:sp.End]
	}
	p.Text = strings.Join(parts, " ")
	return p
}

// sample is the reading of story that a careful person would make.
func sample(t testing.TB) *hearsay.Reading {
	t.Helper()
	get := func(words ...string) hearsay.Passage { return pick(t, story, words...) }
	ptr := func(words ...string) *hearsay.Passage { p := get(words...); return &p }
	state := map[string]string{"gov-ru": "RU", "agency-yonhap": "KR", "gov-kr": "KR", "gov-us": "US"}
	place := func(words, id, name, state string, lat, lon float64) hearsay.Place {
		return hearsay.Place{Passage: get(words), Entity: &hearsay.Entity{ID: id, Name: name, Kind: "place", State: state, Lat: lat, Lon: lon}}
	}
	source := func(id, name, kind string, words ...string) *hearsay.Source {
		s := &hearsay.Source{Passage: get(words...)}
		if id != "" {
			s.Entity = &hearsay.Entity{ID: id, Name: name, Kind: kind, State: state[id]}
			if id == "lankow" {
				s.Entity.Description = "Nordkorea-Experte"
			}
		}
		return s
	}
	named := func(name, kind, via string, words ...string) hearsay.Voucher {
		return hearsay.Voucher{Name: name, Kind: kind, Visibility: "named", Via: via, Spans: get(words...).Spans}
	}
	afp := hearsay.Voucher{Name: "AFP", Kind: "agency", Visibility: "named", Via: "copies", Spans: get("AFP").Spans}
	speech := []hearsay.Medium{hearsay.Speech}

	return &hearsay.Reading{
		Article: &hearsay.Article{
			ID:  "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
			URL: "https://example.org/politik/kim-reist-nach-russland.html", Outlet: "stern",
			Title: "Kreml: Kim reist „in den kommenden Tagen“ nach Russland", Text: story,
			Published: "2023-09-11", Language: "de",
			Agencies: []hearsay.Credit{{Name: "AFP", Spans: get("AFP").Spans}},
			Dateline: get("SEOUL (AFP) –").Spans[0],
		},
		Statements: []hearsay.Statement{
			{
				ID: "s1", Mode: hearsay.Indirect, Medium: []hearsay.Medium{hearsay.Speech, hearsay.Writing},
				Content: get("Nordkoreas Machthaber Kim Jong Un reist „in den kommenden Tagen“ nach Russland"),
				Source:  source("gov-ru", "Kreml", "government", "der Kreml"),
				Cue:     ptr("erklärte"), Frame: ptr("Das erklärte der Kreml am Montag"), Act: hearsay.Confirm,
				Chain:      []hearsay.Voucher{afp, named("Kreml", "government", "says", "der Kreml")},
				Factuality: hearsay.Factuality{Source: hearsay.CTPlus, Outlet: hearsay.CTPlus},
				Said:       &hearsay.Time{EDTF: "2023-09-11", Passage: get("am Montag")},
				When:       &hearsay.Time{EDTF: "2023-09-12/2023-09-15", Passage: get("in den kommenden Tagen")},
				Places:     []hearsay.Place{place("Russland", "ru", "Russland", "RU", 0, 0)},
				Confidence: 0.93, Rule: "frame/das",
			},
			{
				ID: "s2", Mode: hearsay.Reported, Content: get("Spekulationen"), Cue: ptr("Spekulationen"),
				Act: hearsay.Speculate, Factuality: hearsay.Factuality{Outlet: hearsay.Uu}, Confidence: 0.41,
				Rule: "noun/spekulation",
			},
			{
				ID: "s3", Mode: hearsay.Indirect, Medium: []hearsay.Medium{hearsay.Speech, hearsay.Writing},
				Content: get("ein Sonderzug mit Kim an Bord offenbar bereits auf dem Weg nach Wladiwostok sei"),
				Source:  source("agency-yonhap", "Yonhap", "agency", "die südkoreanische Agentur Yonhap"),
				Cue:     ptr("berichtet"),
				Frame:   ptr("Zuvor hatte die südkoreanische Agentur Yonhap unter Berufung auf eine offizielle Quelle berichtet"),
				Act:     hearsay.Report,
				Chain: []hearsay.Voucher{afp, named("Yonhap", "agency", "cites", "Yonhap"),
					{Name: "offizielle Quelle", Kind: "unspecified", Visibility: "anonymous", Via: "cites", Spans: get("eine offizielle Quelle").Spans}},
				Factuality: hearsay.Factuality{Source: hearsay.PRPlus, Outlet: hearsay.Uu},
				Places:     []hearsay.Place{place("Wladiwostok", "wladiwostok", "Wladiwostok", "RU", 43.1056, 131.8735)},
				Confidence: 0.88, Rule: "frame/dass",
			},
			{
				ID: "s4", Mode: hearsay.FreeIndirect, Content: get("Unter den Begleitern soll auch der Verteidigungsminister sein"),
				Factuality: hearsay.Factuality{Source: hearsay.CTPlus, Outlet: hearsay.Uu}, Act: hearsay.Say,
				Confidence: 0.8, Rule: "sollen",
			},
			{
				ID: "s5", Mode: hearsay.Direct, Medium: speech,
				Content: get("„Wir werden“", "„alle Fragen besprechen, die beide Seiten bewegen.“"),
				Source:  source("peskow", "Dmitri Peskow", "person", "Kremlsprecher Dmitri Peskow"),
				Cue:     ptr("werden“, ^sagte"), Frame: ptr("sagte Kremlsprecher Dmitri Peskow der Nachrichtenagentur Tass"),
				Addressee: ptr("der Nachrichtenagentur Tass"), Act: hearsay.Announce,
				Chain: []hearsay.Voucher{afp, named("Tass", "agency", "cites", "Tass"),
					named("Dmitri Peskow", "person", "says", "Dmitri Peskow"), {Name: "Kreml", Kind: "government", Visibility: "named", Via: "speaks for"}},
				Factuality: hearsay.Factuality{Source: hearsay.CTPlus, Outlet: hearsay.Uu}, Confidence: 0.97, Rule: "quote/cue",
			},
			{
				ID: "s6", Mode: hearsay.IndirectFreeIndirect, Medium: speech, Content: get("Ein Abendessen sei geplant"),
				Source: source("peskow", "Dmitri Peskow", "person", "Kremlsprecher Dmitri Peskow"), Act: hearsay.Say,
				Factuality: hearsay.Factuality{Source: hearsay.CTPlus, Outlet: hearsay.Uu}, Confidence: 0.76, Rule: "subjunctive/carry",
			},
			{
				ID: "s7", Mode: hearsay.Reported, Medium: speech, Content: get("Zu Waffenlieferungen"),
				Source: source("peskow", "Dmitri Peskow", "person", "wollte ^er"), Cue: ptr("wollte", "sich nicht äußern"), Act: hearsay.NoComment,
				Factuality: hearsay.Factuality{Source: hearsay.Uu, Outlet: hearsay.Uu}, Confidence: 0.81, Rule: "no_comment",
			},
			{
				ID: "s8", Mode: hearsay.Indirect, Medium: []hearsay.Medium{hearsay.Speech, hearsay.Writing},
				Content: get("die Regierung in Seoul gehe davon aus, dass das Treffen am Mittwoch stattfinden werde"),
				Source:  source("ytn", "YTN", "outlet", "Der Sender YTN"), Cue: ptr("meldete"), Frame: ptr("Der Sender YTN meldete"), Act: hearsay.Report,
				Chain:      []hearsay.Voucher{afp, named("YTN", "outlet", "cites", "YTN")},
				Factuality: hearsay.Factuality{Source: hearsay.CTPlus, Outlet: hearsay.Uu}, Confidence: 0.9, Rule: "frame/verb-second",
			},
			{
				ID: "s9", Parent: "s8", Mode: hearsay.Indirect, Medium: []hearsay.Medium{hearsay.Thought},
				Content: get("das Treffen am Mittwoch stattfinden werde"),
				Source:  source("gov-kr", "Regierung Südkoreas", "government", "die Regierung in Seoul"), Cue: ptr("gehe davon aus"),
				Frame: ptr("die Regierung in Seoul gehe davon aus"), Act: hearsay.Expect,
				Chain: []hearsay.Voucher{afp, named("YTN", "outlet", "cites", "YTN"),
					{Name: "Regierung Südkoreas", Kind: "government", Visibility: "role", Via: "says", Spans: get("die Regierung in Seoul").Spans}},
				Factuality: hearsay.Factuality{Source: hearsay.PRPlus, Outlet: hearsay.Uu},
				When:       &hearsay.Time{EDTF: "2023-09-13", Passage: get("am Mittwoch")}, Confidence: 0.85, Rule: "frame/dass",
			},
			{
				ID: "s10", Mode: hearsay.Reported, Medium: speech, Content: get("vor Waffenlieferungen an Moskau"),
				Source: source("gov-us", "Weißes Haus", "government", "Das Weiße Haus"), Cue: ptr("warnte"), Addressee: ptr("Pjöngjang"),
				Act: hearsay.Warn, Factuality: hearsay.Factuality{Source: hearsay.Uu, Outlet: hearsay.Uu}, Confidence: 0.92, Rule: "act/warn",
			},
			{
				ID: "s11", Mode: hearsay.Direct, Medium: speech, Content: get("„Peskow hat mir versichert: ‚Es gibt keinen Grund zur Sorge‘“"),
				Source: source("lankow", "Andrej Lankow", "expert", "der Experte Andrej Lankow"), Cue: ptr("Sorge‘“, ^sagte"),
				Frame: ptr("Sorge‘“, ^sagte der Experte Andrej Lankow"), Act: hearsay.Say,
				Factuality: hearsay.Factuality{Source: hearsay.CTPlus, Outlet: hearsay.Uu}, Confidence: 0.96, Rule: "quote/cue",
			},
			{
				ID: "s12", Parent: "s11", Mode: hearsay.Direct, Medium: speech, Content: get("‚Es gibt keinen Grund zur Sorge‘"),
				Source: source("peskow", "Dmitri Peskow", "person", "„^Peskow"), Cue: ptr("Peskow ^hat", "versichert"), Frame: ptr("Peskow hat mir versichert"),
				Addressee: ptr("hat ^mir"), Act: hearsay.Say, Factuality: hearsay.Factuality{Source: hearsay.CTPlus, Outlet: hearsay.Uu},
				Confidence: 0.9, Rule: "quote/colon",
			},
			{
				ID: "s13", Mode: hearsay.Indirect, Medium: speech, Content: get("Die Reise könnte auch scheitern"),
				Source: source("lankow", "Andrej Lankow", "expert", "räumte ^er"), Cue: ptr("räumte", "ein"), Frame: ptr("räumte er ein"),
				Act: hearsay.Concede, Factuality: hearsay.Factuality{Source: hearsay.PSPlus, Outlet: hearsay.PSPlus}, Confidence: 0.94, Rule: "frame/post",
			},
		},
	}
}

// hostile is an article that tries to get out of its page and its terminal.
func hostile(t testing.TB) *hearsay.Reading {
	t.Helper()
	text := "Er sagte: <script>alert('xss')</script> & \"mehr\".\n\n" +
		"</p></article><img src=x onerror=alert(1)> \u202eegaS\u202c \x1b[31mrot\x1b[0m \u2066x\u2069 \x00\u009b2J]]> <!-- -->"
	evil := `"><script>alert("attr")</script>`
	content := pick(t, text, "<script>alert('xss')</script>", "</p></article><img src=x onerror=alert(1)> \u202eegaS\u202c \x1b[31mrot")
	return &hearsay.Reading{
		Article: &hearsay.Article{ID: "sha256:00", URL: "javascript:alert(1)", Outlet: evil, Title: "<b>" + evil + "\u202e", Author: evil, Text: text, Published: hearsay.Date(evil), Language: `de"><script>`, Agencies: []hearsay.Credit{{Name: evil}}},
		Statements: []hearsay.Statement{{
			ID: hearsay.StatementID(evil), Mode: hearsay.Mode(evil), Act: hearsay.Act(evil), Medium: []hearsay.Medium{hearsay.Medium(evil)}, Content: content,
			Source: &hearsay.Source{Passage: hearsay.Passage{Text: evil + "\x1b[2J"}, Entity: &hearsay.Entity{ID: evil, Name: evil, Kind: evil, State: evil, Description: evil + "\x1b[2J"}},
			Cue:    &hearsay.Passage{Text: evil, Spans: []hearsay.Span{{Start: 3, End: 8}}},
			Chain:  []hearsay.Voucher{{Name: evil, Kind: evil, Visibility: evil, Via: evil}},
			Said:   &hearsay.Time{EDTF: hearsay.Date(evil), Passage: hearsay.Passage{Text: evil}}, Rule: evil,
			Places: []hearsay.Place{{Passage: hearsay.Passage{Text: evil}, Entity: &hearsay.Entity{ID: evil, Name: evil, Kind: evil, State: evil, Lat: 1}}},
		}},
	}
}
