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
	DayOnly                   string // of a day whose month stands further on
	Open, Close               string // quotation marks
	Months                    [12]string

	// Of the page.
	Legend, Theme, ToText, End, Keys, Contents, More string
	Filter, Shown, Nested, Gap, Confidence, NoTitle  string
	Who, Place, Places, Certainty                    string // of a card's list of facts
	Origin                                           string // "that is the origin", behind the last link
	North, South, East, West                         string
	Comma                                            string // of decimals

	Modes        map[hearsay.Mode]string
	ModeHints    map[hearsay.Mode]string
	Media        map[hearsay.Medium]string
	Acts         map[hearsay.Act]string
	Facts        map[hearsay.Fact]string
	Kinds        map[string]string
	Visibilities map[string]string // how much the text tells of somebody
	Vias         map[string]string // beside an arrow: what the right one does for the left
	Ways         map[string]string // the same in a sentence from left to right
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
	Day: "%d.\u00a0%s %d", DayOnly: "%d.", Open: "„", Close: "“",
	Months: [12]string{"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli",
		"August", "September", "Oktober", "November", "Dezember"},

	Legend: "Zeichenerklärung", Theme: "Hell/Dunkel", ToText: "zur Stelle im Text",
	End: "Ende Aussage", Keys: "Tasten: ↑ ↓ von Aussage zu Aussage, ← zum Text, → zur Liste, Esc hebt auf",
	Contents: "Inhalt", More: "weitere", Filter: "Nach Quelle filtern", Shown: "gezeigt",
	Nested: "innerhalb von Aussage", Gap: "Auslassung", Confidence: "Lesesicherheit",
	NoTitle: "Wer hat was gesagt?",
	Who:     "wer", Place: "Ort", Places: "Orte", Certainty: "Gewissheit",
	Origin: "der Ursprung", North: "N", South: "S", East: "O", West: "W", Comma: ",",

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
		"eyewitness": "Augenzeuge", "place": "Ort",
	},
	Visibilities: map[string]string{
		"named": "namentlich", "role": "mit Amt", "anonymous": "anonym", "collective": "Personenkreis", "unspecified": "ungenannt",
	},
	Vias: map[string]string{
		"copies": "übernimmt", "cites": "beruft sich", "says": "sagt", "speaks for": "spricht für",
	},
	Ways: map[string]string{
		"copies": "übernommen von", "cites": "gestützt auf", "says": "gesagt von", "speaks for": "im Namen von",
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
	Day: "%d\u00a0%s %d", DayOnly: "%d", Open: "“", Close: "”",
	Months: [12]string{"January", "February", "March", "April", "May", "June", "July",
		"August", "September", "October", "November", "December"},

	Legend: "Legend", Theme: "Light/dark", ToText: "show in text",
	End: "end of statement", Keys: "Keys: ↑ ↓ between statements, ← to the text, → to the list, Esc clears",
	Contents: "Contents", More: "more", Filter: "Filter by source", Shown: "shown",
	Nested: "within statement", Gap: "gap", Confidence: "reader’s confidence",
	NoTitle: "Who said what?",
	Who:     "who", Place: "place", Places: "places", Certainty: "certainty",
	Origin: "the origin", North: "N", South: "S", East: "E", West: "W", Comma: ".",

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
		"eyewitness": "eyewitness", "place": "place",
	},
	Visibilities: map[string]string{
		"named": "by name", "role": "by office", "anonymous": "anonymous", "collective": "a group", "unspecified": "not named",
	},
	Vias: map[string]string{
		"copies": "copies", "cites": "cites", "says": "says", "speaks for": "speaks for",
	},
	Ways: map[string]string{
		"copies": "copied from", "cites": "citing", "says": "said by", "speaks for": "on behalf of",
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
	if hedge := l.hedge(st); hedge != "" {
		fs = append(fs, hedge)
	}
	if unsure(st) {
		fs = append(fs, fmt.Sprintf("%s (%.0f %%)", l.Unsure, st.Confidence*100))
	}
	return fs
}

// hedge says that a statement is hedged, and how: "mit Vorbehalt: möglich"; empty
// where it is not.
func (l *labels) hedge(st *hearsay.Statement) string {
	if !hedged(st) {
		return ""
	}
	f := st.Factuality.Source
	if !hedges[f] {
		f = st.Factuality.Outlet
	}
	return l.Hedged + ": " + l.fact(f)
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
	Note   string // how it is hidden, "anonym" and the like, or that only an office is told
	State  string // that it belongs to, where it is the statement's source
	Seen   string // how much the text tells of it, for those who hear the page
	Copies bool   // the one before copied it whole
	Via    string // beside the arrow to the one before; empty for the first
	Way    string // the same in a sentence
	Outlet bool   // who printed the article
	Last   bool   // the origin
}

// hides are the visibilities of those that nobody can be held to.
var hides = map[string]bool{"anonymous": true, "collective": true, "unspecified": true}

// people are the kinds of links that are somebody, not something.
var people = map[string]bool{"person": true, "expert": true, "eyewitness": true}

// path is the way of a statement to the reader, outermost first: the outlet, then
// its chain; without a chain the source alone; without that somebody unnamed.
func (l *labels) path(a *hearsay.Article, st *hearsay.Statement) []link {
	var ls []link
	if a.Outlet != "" {
		ls = append(ls, link{Name: a.Outlet, Kind: l.Kinds["outlet"], Outlet: true})
	}
	chain := st.Chain
	if len(chain) == 0 {
		chain = []hearsay.Voucher{{Name: withoutArticle(sourceName(st)), Visibility: "named", Via: "says"}}
		if st.Source != nil && st.Source.Entity != nil {
			chain[0].Kind = st.Source.Entity.Kind
		}
	}
	for i, v := range chain {
		if i+1 < len(chain) && chain[i+1].Via == "speaks for" && chain[i+1].Name == v.Name && sourceWords(st) != "" {
			v.Name, v.Kind = sourceWords(st), "person" // a spokesperson without a name, linked as the body
		}
		k := link{
			Name: v.Name, Kind: l.Kinds[v.Kind], Hidden: hides[v.Visibility], Seen: l.Visibilities[v.Visibility],
			Copies: v.Via == "copies", Via: known(l.Vias, v.Via), Way: known(l.Ways, v.Via),
		}
		// That a body is told by what it is says nothing; that a person is, does.
		if k.Hidden || v.Visibility == "role" && people[v.Kind] && !(st.Source != nil && st.Source.Entity != nil && st.Source.Entity.Name == v.Name) {
			k.Note = k.Seen
		}
		if st.Source != nil && st.Source.Entity != nil && v.Name == st.Source.Entity.Name {
			k.State = l.state(st.Source.Entity.State)
		}
		if k.Name == "" {
			k.Name, k.Hidden, k.Note, k.Seen = l.Visibilities["unspecified"], true, "", ""
		}
		ls = append(ls, k)
	}
	ls[0].Via, ls[0].Way, ls[0].Copies = "", "", false
	ls[len(ls)-1].Last = true
	return ls
}

// sourceWords are the words of the text for the source, on one line.
func sourceWords(st *hearsay.Statement) string {
	if st.Source == nil {
		return ""
	}
	return strings.Join(strings.Fields(st.Source.Text), " ")
}

// sentence tells a path in one: "Weg der Aussage: stern, Medium; übernommen von
// AFP, Agentur, namentlich; gestützt auf offizielle Quelle, anonym: der Ursprung."
func (l *labels) sentence(path []link) string {
	var b strings.Builder
	b.WriteString(l.Chain + ": ")
	for i, k := range path {
		if i > 0 {
			b.WriteString("; " + k.Way + " ")
		}
		b.WriteString(joined(", ", k.Name, k.Kind, k.State, k.Seen))
		if k.Last && len(path) > 1 {
			b.WriteString(": " + l.Origin)
		}
	}
	b.WriteByte('.')
	return b.String()
}

// description says what the text tells of an entity that the world does not know by
// its name: "Verkehrsministerin". What words say already is left out.
func description(e *hearsay.Entity, words string) string {
	if e == nil {
		return ""
	}
	d := strings.Join(strings.Fields(e.Description), " ")
	if strings.Contains(strings.ToLower(words), strings.ToLower(d)) {
		return ""
	}
	return d
}

// place says which place is meant: "Wladiwostok, Russland, 43,1° N 131,9° O".
func (l *labels) place(p *hearsay.Place) (name, more string) {
	e := p.Entity
	if e == nil {
		return strings.Join(strings.Fields(p.Text), " "), ""
	}
	name = e.Name
	if name == "" {
		name = strings.Join(strings.Fields(p.Text), " ")
	}
	state := l.state(e.State)
	if state == name {
		state = ""
	}
	return name, joined(", ", state, l.degrees(e))
}

// degrees writes where a place lies, to a tenth of a degree, some ten kilometres;
// empty where that is not known.
func (l *labels) degrees(e *hearsay.Entity) string {
	if !located(e) {
		return ""
	}
	axis := func(x float64, plus, minus string) string {
		if x < 0 {
			x, plus = -x, minus
		}
		return strings.Replace(fmt.Sprintf("%.1f°\u00a0%s", x, plus), ".", l.Comma, 1)
	}
	return axis(e.Lat, l.North, l.South) + "\u00a0" + axis(e.Lon, l.East, l.West)
}

// located reports whether it is known where an entity lies.
func located(e *hearsay.Entity) bool { return e.Lat != 0 || e.Lon != 0 }

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
