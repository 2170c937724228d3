package present

import (
	"fmt"
	"strings"

	"hearsay"
)

// labels are the words around an article, in one language. The article itself
// keeps its own.
type labels struct {
	Lang hearsay.Language // of the labels, for lang attributes

	Statements, Statement     string // plural, singular
	Sources                   string
	NoSource, NoStatements    string
	Cue, Addressee, Frame     string
	Source, Content, Outlet   string
	Said, When, Chain         string
	NoMode                    string // no mode is known
	Hedged, Unsure            string
	OriginHidden              string
	Paragraph, Untitled       string
	From, Until, About, After string
	Day                       string // format of a day: day, month, year
	Open, Close               string // quotation marks
	Months                    [12]string

	// Of the page.
	Legend, Theme, ToText, End, Keys, Contents, More string
	Filter, Shown, Nested, Gap, Confidence, NoTitle  string

	Modes        map[hearsay.Mode]string
	ModeHints    map[hearsay.Mode]string
	Media        map[hearsay.Medium]string
	Acts         map[hearsay.Act]string
	Facts        map[hearsay.Fact]string
	Kinds        map[string]string
	Visibilities map[string]string // only those that hide somebody
	Vias         map[string]string
}

// labelsIn gives the labels in lang: English for "en", German for all else,
// since what Hearsay reads is German.
func labelsIn(lang hearsay.Language) *labels {
	if lang == "en" || strings.HasPrefix(string(lang), "en-") {
		return &english
	}
	return &german
}

var german = labels{
	Lang:       "de",
	Statements: "Aussagen", Statement: "Aussage",
	Sources:  "Quellen",
	NoSource: "ohne Quelle", NoStatements: "Keine Aussagen gefunden.",
	Cue: "Signal", Addressee: "an", Frame: "Einleitung",
	Source: "Quelle", Content: "Inhalt", Outlet: "Redaktion",
	Said: "gesagt", When: "Zeitpunkt", Chain: "Weg der Aussage",
	NoMode: "Wiedergabe nicht bestimmt",
	Hedged: "mit Vorbehalt", Unsure: "unsicher erkannt",
	OriginHidden: "Ursprung ungenannt",
	Paragraph:    "Abs.", Untitled: "Ohne Titel",
	From: "ab", Until: "bis", About: "um", After: "nach",
	Day: "%d. %s %d", Open: "„", Close: "“",
	Months: [12]string{"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli",
		"August", "September", "Oktober", "November", "Dezember"},

	Legend: "Zeichenerklärung", Theme: "Hell/Dunkel", ToText: "zur Stelle im Text",
	End: "Ende Aussage", Keys: "Tasten: ↑ ↓ von Aussage zu Aussage, ← zum Text, → zur Liste, Esc hebt auf",
	Contents: "Inhalt", More: "weitere", Filter: "Nach Quelle filtern", Shown: "gezeigt",
	Nested: "innerhalb von Aussage", Gap: "Auslassung", Confidence: "Lesesicherheit",
	NoTitle: "Wer hat was gesagt?",

	Modes: map[hearsay.Mode]string{
		hearsay.Direct: "wörtlich", hearsay.Indirect: "indirekt", hearsay.Reported: "berichtet",
		hearsay.IndirectFreeIndirect: "frei im Konjunktiv", hearsay.FreeIndirect: "frei mit „soll“",
	},
	ModeHints: map[hearsay.Mode]string{
		hearsay.Direct:               "in Anführungszeichen",
		hearsay.Indirect:             "Nebensatz oder Einschub mit Quelle",
		hearsay.Reported:             "der Sprechakt ist erzählt",
		hearsay.IndirectFreeIndirect: "Konjunktiv ohne Einleitung",
		hearsay.FreeIndirect:         "sollen, müssen ohne Einleitung",
	},
	Media: map[hearsay.Medium]string{
		hearsay.Speech: "gesprochen", hearsay.Thought: "gedacht", hearsay.Writing: "geschrieben",
	},
	Acts: map[hearsay.Act]string{
		hearsay.Say: "Äußerung", hearsay.Report: "Bericht", hearsay.Announce: "Ankündigung",
		hearsay.Confirm: "Bestätigung", hearsay.Deny: "Dementi", hearsay.Concede: "Eingeständnis",
		hearsay.ClaimAct: "Behauptung", hearsay.Suspect: "Verdacht", hearsay.Speculate: "Spekulation",
		hearsay.Expect: "Erwartung", hearsay.Plan: "Plan", hearsay.Warn: "Warnung",
		hearsay.Threaten: "Drohung", hearsay.Demand: "Forderung", hearsay.Accuse: "Vorwurf",
		hearsay.Criticise: "Kritik", hearsay.Doubt: "Zweifel", hearsay.Ask: "Frage",
		hearsay.NoComment: "kein Kommentar", hearsay.CorrectAct: "Berichtigung", hearsay.Retract: "Rücknahme",
	},
	Facts: map[hearsay.Fact]string{
		hearsay.CTPlus: "sicher", hearsay.PRPlus: "wahrscheinlich", hearsay.PSPlus: "möglich",
		hearsay.CTMinus: "sicher nicht", hearsay.PRMinus: "wahrscheinlich nicht", hearsay.PSMinus: "möglicherweise nicht",
		hearsay.CTu: "sicher, Richtung offen", hearsay.Uu: "offen",
	},
	Kinds: map[string]string{
		"outlet": "Medium", "agency": "Agentur", "government": "Regierung", "organisation": "Organisation",
		"company": "Unternehmen", "person": "Person", "expert": "Fachperson", "document": "Dokument",
		"eyewitness": "Augenzeuge",
	},
	Visibilities: map[string]string{
		"anonymous": "anonym", "collective": "Personenkreis", "unspecified": "ungenannt",
	},
	Vias: map[string]string{
		"copies": "übernommen von", "cites": "beruft sich auf", "says": "sagt", "speaks for": "spricht für",
	},
}

var english = labels{
	Lang:       "en",
	Statements: "statements", Statement: "statement",
	Sources:  "Sources",
	NoSource: "source not named", NoStatements: "No statements found.",
	Cue: "cue", Addressee: "to", Frame: "frame",
	Source: "source", Content: "content", Outlet: "outlet",
	Said: "said", When: "when", Chain: "Path of the statement",
	NoMode: "mode not determined",
	Hedged: "hedged", Unsure: "reader not sure",
	OriginHidden: "origin not named",
	Paragraph:    "para.", Untitled: "Untitled",
	From: "from", Until: "until", About: "around", After: "via",
	Day: "%d %s %d", Open: "“", Close: "”",
	Months: [12]string{"January", "February", "March", "April", "May", "June", "July",
		"August", "September", "October", "November", "December"},

	Legend: "Legend", Theme: "Light/dark", ToText: "show in text",
	End: "end of statement", Keys: "Keys: ↑ ↓ between statements, ← to the text, → to the list, Esc clears",
	Contents: "Contents", More: "more", Filter: "Filter by source", Shown: "shown",
	Nested: "within statement", Gap: "gap", Confidence: "reader’s confidence",
	NoTitle: "Who said what?",

	Modes: map[hearsay.Mode]string{
		hearsay.Direct: "direct", hearsay.Indirect: "indirect", hearsay.Reported: "reported",
		hearsay.IndirectFreeIndirect: "free, subjunctive", hearsay.FreeIndirect: "free, “said to”",
	},
	ModeHints: map[hearsay.Mode]string{
		hearsay.Direct:               "in quotation marks",
		hearsay.Indirect:             "a clause with a frame",
		hearsay.Reported:             "the act is told",
		hearsay.IndirectFreeIndirect: "subjunctive without a frame",
		hearsay.FreeIndirect:         "sollen, müssen without a frame",
	},
	Media: map[hearsay.Medium]string{
		hearsay.Speech: "speech", hearsay.Thought: "thought", hearsay.Writing: "writing",
	},
	Acts: map[hearsay.Act]string{
		hearsay.Say: "remark", hearsay.Report: "report", hearsay.Announce: "announcement",
		hearsay.Confirm: "confirmation", hearsay.Deny: "denial", hearsay.Concede: "concession",
		hearsay.ClaimAct: "claim", hearsay.Suspect: "suspicion", hearsay.Speculate: "speculation",
		hearsay.Expect: "expectation", hearsay.Plan: "plan", hearsay.Warn: "warning",
		hearsay.Threaten: "threat", hearsay.Demand: "demand", hearsay.Accuse: "accusation",
		hearsay.Criticise: "criticism", hearsay.Doubt: "doubt", hearsay.Ask: "question",
		hearsay.NoComment: "no comment", hearsay.CorrectAct: "correction", hearsay.Retract: "retraction",
	},
	Facts: map[hearsay.Fact]string{
		hearsay.CTPlus: "certain", hearsay.PRPlus: "probable", hearsay.PSPlus: "possible",
		hearsay.CTMinus: "certainly not", hearsay.PRMinus: "probably not", hearsay.PSMinus: "possibly not",
		hearsay.CTu: "certain, way not told", hearsay.Uu: "open",
	},
	Kinds: map[string]string{
		"outlet": "outlet", "agency": "agency", "government": "government", "organisation": "organisation",
		"company": "company", "person": "person", "expert": "expert", "document": "document",
		"eyewitness": "eyewitness",
	},
	Visibilities: map[string]string{
		"anonymous": "anonymous", "collective": "collective", "unspecified": "not named",
	},
	Vias: map[string]string{
		"copies": "copied from", "cites": "citing", "says": "said by", "speaks for": "speaking for",
	},
}

// count says how many statements there are: "1 Aussage", "3 Aussagen".
func (l *labels) count(n int) string {
	if n == 1 {
		return "1 " + l.Statement
	}
	return fmt.Sprintf("%d %s", n, l.Statements)
}

// mode names a mode; a value that is not known keeps its own name.
func (l *labels) mode(m hearsay.Mode) string { return known(l.Modes, m) }

// Direct names the mode of quotation marks, for the page's legend.
func (l *labels) Direct() string { return l.mode(hearsay.Direct) }

// act names an act.
func (l *labels) act(a hearsay.Act) string { return known(l.Acts, a) }

// fact names a value of FactBank's scale.
func (l *labels) fact(f hearsay.Fact) string { return known(l.Facts, f) }

// media names the media: "gesprochen/geschrieben".
func (l *labels) media(ms []hearsay.Medium) string {
	names := make([]string, len(ms))
	for i, m := range ms {
		names[i] = known(l.Media, m)
	}
	return strings.Join(names, "/")
}

// source names the source of a statement, or says that there is none.
func (l *labels) source(st *hearsay.Statement) string {
	if name := sourceName(st); name != "" {
		return name
	}
	return l.NoSource
}

// sourceWords names the source and, where that says more, gives the words of the
// text as well: "Kremlsprecher Dmitri Peskow"; "Dmitri Peskow" and "er".
func (l *labels) sourceWords(st *hearsay.Statement) (name, words string) {
	name = l.source(st)
	if st.Source == nil {
		return name, ""
	}
	words = strings.Join(strings.Fields(st.Source.Text), " ")
	switch {
	case words == "" || words == name:
		return withoutArticle(name), ""
	case strings.Contains(words, name):
		// "der Kreml" says no more than "Kreml", "die Agentur Yonhap" does.
		return withoutArticle(words), ""
	}
	return name, words
}

// flags are what should be seen at a glance: that nobody can be held to it, that
// it is hedged, that the reader is not sure.
func (l *labels) flags(st *hearsay.Statement) []string {
	var fs []string
	if unnamed(st) && sourceName(st) != "" {
		// Where the statement's own source is what is hidden, say how; else somebody
		// with a name passes on the word of somebody without.
		flag := l.OriginHidden
		if len(st.Chain) <= 1 {
			flag = l.Visibilities[visibility(st)]
		}
		fs = append(fs, flag)
	}
	if hedged(st) {
		fs = append(fs, l.Hedged)
	}
	if unsure(st) {
		fs = append(fs, fmt.Sprintf("%s (%.0f %%)", l.Unsure, st.Confidence*100))
	}
	return fs
}

func known[K ~string](names map[K]string, k K) string {
	if name, ok := names[k]; ok {
		return name
	}
	return string(k)
}

// A link is one stop on the path of a statement, for people.
type link struct {
	Name   string
	Kind   string // for people; empty where it says nothing
	Hidden bool   // nobody can be held to it
	Note   string // how it is hidden, "anonym" and the like
	Via    string // how the one before got it from this one; empty for the first
	Outlet bool
}

// path is the way of a statement to the reader, outermost first: the outlet, then
// its chain; without a chain the source alone; without that somebody unnamed.
func (l *labels) path(a *hearsay.Article, st *hearsay.Statement) []link {
	var ls []link
	if a.Outlet != "" {
		ls = append(ls, link{Name: a.Outlet, Outlet: true})
	}
	for _, v := range st.Chain {
		note := l.Visibilities[v.Visibility]
		k := link{Name: v.Name, Kind: l.Kinds[v.Kind], Hidden: note != "", Note: note, Via: known(l.Vias, v.Via)}
		if k.Name == "" {
			k.Name, k.Hidden, k.Note = l.Visibilities["unspecified"], true, ""
		}
		ls = append(ls, k)
	}
	if len(st.Chain) > 0 {
		return ls
	}
	name := sourceName(st)
	if name == "" {
		return append(ls, link{Name: l.Visibilities["unspecified"], Hidden: true, Via: l.Vias["says"]})
	}
	last := link{Name: name, Via: l.Vias["says"]}
	if st.Source.Entity != nil {
		last.Kind = l.Kinds[st.Source.Entity.Kind]
	}
	return append(ls, last)
}

// outletLine is where and when the article was printed: "stern · nach AFP · 11. September 2023".
func (l *labels) outletLine(a *hearsay.Article) string {
	var fs []string
	if a.Outlet != "" {
		fs = append(fs, a.Outlet)
	}
	if names := agencyNames(a); names != "" {
		fs = append(fs, l.After+" "+names)
	}
	if a.Published != "" {
		fs = append(fs, l.date(a.Published))
	}
	if a.Author != "" {
		fs = append(fs, a.Author)
	}
	return strings.Join(fs, " · ")
}

func agencyNames(a *hearsay.Article) string {
	names := make([]string, len(a.Agencies))
	for i, c := range a.Agencies {
		names[i] = c.Name
	}
	return strings.Join(names, ", ")
}

// title is the headline, or the file or address where there is none.
func (l *labels) title(a *hearsay.Article) string {
	switch {
	case a.Title != "":
		return a.Title
	case a.URL != "":
		return a.URL
	}
	return l.Untitled
}
