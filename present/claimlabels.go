package present

import (
	"fmt"
	"strings"
	"time"

	"hearsay"
)

// claimLabels are the words around a ledger, in one language.
type claimLabels struct {
	*labels

	Claims, Stories, Articles          [2]string // one, more: "Behauptung", "Behauptungen"
	Origins, Outlets, Evidence, Copies [2]string
	Hits                               [2]string
	NoOrigin                           string
	To                                 string // "2 bis 3"
	Since, Before                      string
	Standing, Life, Whose              string // headings of a claim
	Siblings                           string
	WouldChange                        string
	Joined                             string
	OwnName                            string // who says it: the outlet itself
	CopyOf, CopiesOf                   string
	Dropped, Changed                   string
	Participants, Story, Rule          string
	Nothing                            string // a list is empty
	NotJudged                          string
	Admiralty                          string
	AndMore                            string // "und %d mehr"
	AsOne                              string
	Because                            string
	About                              string // terms of a story

	Statuses map[hearsay.Status]string
	Phases   map[hearsay.Phase]string
	Stances  map[hearsay.Stance]string
	Exhibits map[hearsay.Stance]string // headings
	Roles    map[string]string
	Changes  map[string]string
	Letters  map[string]string
	Digits   map[int]string
	Rules    map[string]ruleWords
}

// ruleWords is a rule of docs/CLAIMS.md for people.
type ruleWords struct {
	Means  string // why the status is what it is, a whole sentence
	Change string // what would move it
}

// claimLabelsIn gives the labels in lang, as labelsIn does.
func claimLabelsIn(lang hearsay.Language) *claimLabels {
	if labelsIn(lang) == &english {
		return &englishClaims
	}
	return &germanClaims
}

var germanClaims = claimLabels{
	labels: &german,
	Claims: [2]string{"Behauptung", "Behauptungen"}, Stories: [2]string{"Ereignis", "Ereignisse"},
	Articles: [2]string{"Artikel", "Artikel"}, Origins: [2]string{"Ursprung", "Ursprünge"},
	Outlets: [2]string{"Medium", "Medien"}, Evidence: [2]string{"Beleg", "Belege"},
	Copies: [2]string{"Abdruck", "Abdrucke"}, Hits: [2]string{"Treffer", "Treffer"},
	NoOrigin: "kein Ursprung", To: "bis",
	Since: "seit", Before: "davor",
	Standing: "Stand der Berichterstattung", Life: "Verlauf", Whose: "Auf wessen Wort",
	Siblings:    "Verwandt, aber unvereinbar",
	WouldChange: "Ändern würde das", Joined: "zugeordnet", OwnName: "die Redaktion in eigenem Namen",
	CopyOf: "Abdruck von", CopiesOf: "Abdrucke von",
	Dropped: "weggefallen", Changed: "geändert",
	Participants: "Beteiligt", Story: "Ereignis", Rule: "Regel",
	Nothing: "Nichts gefunden.", NotJudged: "nicht eingestuft", Admiralty: "Admiralitätscode",
	AndMore: "und %d mehr", AsOne: "zählt einmal", Because: "gestützt auf", About: "Worum es geht",
	Statuses: map[hearsay.Status]string{
		hearsay.Speculated: "spekulativ", hearsay.ReportedAs: "gemeldet", hearsay.Corroborated: "gestützt",
		hearsay.Confirmed: "bestätigt", hearsay.Denied: "dementiert", hearsay.Disputed: "umstritten", hearsay.Corrected: "berichtigt",
	},
	Phases: map[hearsay.Phase]string{
		hearsay.Planned: "geplant", hearsay.Ongoing: "im Gange", hearsay.Occurred: "geschehen",
		hearsay.Failed: "gescheitert", hearsay.Lapsed: "verstrichen", hearsay.Timeless: "zeitlos",
	},
	Stances:  map[hearsay.Stance]string{hearsay.Supports: "dafür", hearsay.Denies: "dagegen", hearsay.Neutral: "neutral"},
	Exhibits: map[hearsay.Stance]string{hearsay.Supports: "Belege dafür", hearsay.Denies: "Belege dagegen", hearsay.Neutral: "Neutrale Belege"},
	Roles:    map[string]string{"agent": "handelt", "patient": "ist betroffen", "recipient": "empfängt", "topic": "ist Gegenstand"},
	Changes:  map[string]string{"hedge": "Vorbehalt", "attribution": "Zuschreibung", "number": "Zahl", "negation": "Verneinung", "sentence": "Satz"},
	Letters: map[string]string{
		"A": "Ursprung durchweg bewährt", "B": "Ursprung meist bewährt", "C": "Ursprung recht oft bewährt",
		"D": "Ursprung oft nicht bewährt", "E": "Ursprung meist nicht bewährt", "F": "Ursprung noch nicht zu beurteilen",
	},
	Digits: map[int]string{
		1: "mehrere Ursprünge, kein Widerspruch", 2: "ein bewährter Ursprung", 3: "ein Ursprung, andere erwähnen es",
		4: "vereinzelt und unter Vorbehalt", 5: "von Beteiligten oder amtlich bestritten", 6: "Inhalt nicht zu beurteilen",
	},
	Rules: map[string]ruleWords{
		"corrected/withdrawn": {"Alles, was dafür sprach, wurde zurückgezogen oder berichtigt.",
			"eine neue Aussage mit erkennbarem Ursprung"},
		"denied/record": {"Ein amtlicher Befund sagt das Gegenteil.",
			"ein späterer amtlicher Befund"},
		"confirmed/record": {"Ein amtlicher Befund, ein Gericht oder eine Messstelle sagt es.",
			"ein späterer amtlicher Befund oder eine Berichtigung"},
		"confirmed/called-off": {"Ein Beteiligter hat seinen Plan abgesagt. Bestätigt ist das Scheitern.",
			"eine neue Ankündigung eines Beteiligten"},
		"disputed/accusation": {"Jemandem wird etwas vorgeworfen, und er weist es zurück. Wie viele es ihm vorwerfen, ändert daran nichts.",
			"ein Urteil oder ein anderer amtlicher Befund"},
		"confirmed/principal": {"Wer entscheidet, handelt, einlädt oder betroffen ist, sagt es selbst und öffentlich, und kein Beteiligter widerspricht.",
			"der Widerruf oder das Dementi eines Beteiligten"},
		"disputed/principals": {"Ein Beteiligter sagt es, ein anderer dementiert es.",
			"ein amtlicher Befund, oder dass eine Seite einlenkt"},
		"denied/single": {"Eine zuständige Stelle dementiert, was höchstens ein einziger Ursprung behauptet.",
			"ein zweiter unabhängiger Ursprung oder ein amtlicher Befund"},
		"denied/rumour": {"Der Betroffene dementiert einen Vorwurf, für den niemand einsteht.",
			"ein Ursprung, der es behauptet"},
		"disputed/denial": {"Es gibt ein Dementi, und es gibt jemanden, der es behauptet.",
			"ein amtlicher Befund, oder dass eine Seite einlenkt"},
		"confirmed/three": {"Drei voneinander unabhängige Ursprünge sagen es, mindestens zwei davon mit Namen, einer aus eigener Anschauung.",
			"das Dementi einer zuständigen Stelle"},
		"corroborated/two": {"Zwei voneinander unabhängige Ursprünge sagen es, mindestens einer ist nicht anonym, und niemand dementiert.",
			"die Bestätigung oder das Dementi eines Beteiligten"},
		"reported/origin": {"Ein erkennbarer Ursprung behauptet es, oder einer mit Zugang hält es für wahrscheinlich.",
			"ein zweiter unabhängiger Ursprung, eine Bestätigung oder ein Dementi"},
		"speculated/hedged": {"Alle, die davon sprechen, tun es unter Vorbehalt.",
			"ein Ursprung, der es ohne Vorbehalt sagt"},
		"speculated/unattributed": {"Niemand, der sich benennen ließe, steht dafür ein.",
			"ein Ursprung, der sich benennen lässt"},
	},
}

var englishClaims = claimLabels{
	labels: &english,
	Claims: [2]string{"claim", "claims"}, Stories: [2]string{"story", "stories"},
	Articles: [2]string{"article", "articles"}, Origins: [2]string{"origin", "origins"},
	Outlets: [2]string{"outlet", "outlets"}, Evidence: [2]string{"evidence", "evidence"},
	Copies: [2]string{"reprint", "reprints"}, Hits: [2]string{"hit", "hits"},
	NoOrigin: "no origin", To: "to",
	Since: "since", Before: "before that",
	Standing: "Status of the reporting", Life: "History", Whose: "On whose word",
	Siblings:    "Related, but cannot both hold",
	WouldChange: "This would be changed by", Joined: "joined", OwnName: "the outlet in its own name",
	CopyOf: "reprint of", CopiesOf: "Reprints of",
	Dropped: "dropped", Changed: "changed",
	Participants: "participants", Story: "story", Rule: "rule",
	Nothing: "Nothing found.", NotJudged: "not judged", Admiralty: "Admiralty code",
	AndMore: "and %d more", AsOne: "counts once", Because: "resting on", About: "What it is about",
	Statuses: map[hearsay.Status]string{
		hearsay.Speculated: "speculated", hearsay.ReportedAs: "reported", hearsay.Corroborated: "corroborated",
		hearsay.Confirmed: "confirmed", hearsay.Denied: "denied", hearsay.Disputed: "disputed", hearsay.Corrected: "corrected",
	},
	Phases: map[hearsay.Phase]string{
		hearsay.Planned: "planned", hearsay.Ongoing: "ongoing", hearsay.Occurred: "occurred",
		hearsay.Failed: "failed", hearsay.Lapsed: "lapsed", hearsay.Timeless: "timeless",
	},
	Stances:  map[hearsay.Stance]string{hearsay.Supports: "for", hearsay.Denies: "against", hearsay.Neutral: "neutral"},
	Exhibits: map[hearsay.Stance]string{hearsay.Supports: "Evidence for it", hearsay.Denies: "Evidence against it", hearsay.Neutral: "Neutral evidence"},
	Roles:    map[string]string{"agent": "acts", "patient": "is affected", "recipient": "receives", "topic": "is the topic"},
	Changes:  map[string]string{"hedge": "hedge", "attribution": "attribution", "number": "number", "negation": "negation", "sentence": "sentence"},
	Letters: map[string]string{
		"A": "origin always borne out so far", "B": "origin mostly borne out", "C": "origin fairly often borne out",
		"D": "origin often not borne out", "E": "origin mostly not borne out", "F": "origin cannot be judged yet",
	},
	Digits: map[int]string{
		1: "several origins, none contradicting", 2: "one origin with a good record", 3: "one origin, others mention it",
		4: "isolated and hedged", 5: "contradicted by a principal or a record", 6: "content cannot be judged",
	},
	Rules: map[string]ruleWords{
		"corrected/withdrawn": {"All that spoke for it was withdrawn or corrected.",
			"a new statement with an identifiable origin"},
		"denied/record": {"An official record finds the contrary.",
			"a later official record"},
		"confirmed/record": {"An official record, a court or a measuring body says so.",
			"a later official record, or a correction"},
		"confirmed/called-off": {"A principal has called its plan off. What is confirmed is the failure.",
			"a new announcement by a principal"},
		"disputed/accusation": {"Somebody is accused and denies it. How many accuse makes no difference.",
			"a judgment or another official record"},
		"confirmed/principal": {"Whoever decides, performs, hosts or suffers it says so on the record, and no principal opposes.",
			"a retraction or a denial by a principal"},
		"disputed/principals": {"One principal says so, another denies it.",
			"an official record, or one side giving way"},
		"denied/single": {"A competent party denies what at most a single origin asserts.",
			"a second independent origin, or an official record"},
		"denied/rumour": {"Whoever it concerns denies an accusation that nobody stands for.",
			"an origin that asserts it"},
		"disputed/denial": {"There is a denial, and there is somebody who asserts it.",
			"an official record, or one side giving way"},
		"confirmed/three": {"Three independent origins say so, at least two of them by name, one first-hand.",
			"a denial by a competent party"},
		"corroborated/two": {"Two independent origins say so, at least one is not anonymous, and nobody denies it.",
			"a confirmation or a denial by a principal"},
		"reported/origin": {"One identifiable origin asserts it, or one with access thinks it likely.",
			"a second independent origin, a confirmation or a denial"},
		"speculated/hedged": {"All who speak of it hedge.",
			"an origin that says it without a hedge"},
		"speculated/unattributed": {"Nobody who could be identified stands for it.",
			"an origin that can be identified"},
	},
}

// n counts things: "1 Ursprung", "2 Ursprünge".
func (l *claimLabels) n(n int, words [2]string) string {
	word := words[1]
	if n == 1 {
		word = words[0]
	}
	return fmt.Sprintf("%d\u00a0%s", n, word)
}

// status is status and phase: "bestätigt, geplant".
func (l *claimLabels) status(a *hearsay.Assessment) string {
	if a == nil {
		return l.NotJudged
	}
	return joined(", ", known(l.Statuses, a.Status), known(l.Phases, a.Phase))
}

// origins counts origins: "2 bis 3 Ursprünge".
func (l *claimLabels) origins(a *hearsay.Assessment) string {
	switch {
	case a.OriginsMax == 0 && a.OriginsMin == 0:
		return l.NoOrigin
	case a.OriginsMax > a.OriginsMin:
		return fmt.Sprintf("%d %s %s", a.OriginsMin, l.To, l.n(a.OriginsMax, l.Origins))
	}
	return l.n(a.OriginsMin, l.Origins)
}

// rule explains a rule; one that is not known stands for itself.
func (l *claimLabels) rule(id string) string {
	if r, ok := l.Rules[id]; ok {
		return r.Means
	}
	return id
}

// wouldChange says what would move a status. Where the rule has no words of its own,
// those of the assessment have to do, which are in the language of the text.
func (l *claimLabels) wouldChange(a *hearsay.Assessment) string {
	if r, ok := l.Rules[a.Rule]; ok {
		return r.Change
	}
	return a.WouldChange
}

// instant is a moment for people, in UTC; empty for none.
func (l *claimLabels) instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return l.date(hearsay.Date(t.UTC().Truncate(time.Minute).Format(time.RFC3339)))
}

// days is the time that a story takes: one day, or two with a dash.
func (l *claimLabels) days(from, to time.Time) string {
	if from.IsZero() {
		return ""
	}
	f := from.UTC().Format(time.DateOnly)
	if to.IsZero() || to.UTC().Format(time.DateOnly) == f {
		return l.date(hearsay.Date(f))
	}
	return l.date(hearsay.Date(f + "/" + to.UTC().Format(time.DateOnly)))
}

// change says what a copy did to its original: "weggefallen: Vorbehalt „offenbar“".
func (l *claimLabels) change(c hearsay.Change) string {
	quote := func(s string) string { return l.Open + cutTo(oneLine(s), 120) + l.Close }
	kind := known(l.Changes, c.Kind)
	switch {
	case c.Now == "":
		return strings.TrimSpace(l.Dropped + ": " + kind + " " + quote(c.Was))
	case c.Was == "":
		return l.Changed + ": " + kind + " → " + quote(c.Now)
	}
	return l.Changed + ": " + kind + " " + quote(c.Was) + " → " + quote(c.Now)
}
