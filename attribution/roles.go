package attribution

import (
	"strings"

	"hearsay"
)

// A verbUse is a cue verb where it stands: its clause and its words.
type verbUse struct {
	cue     *Cue
	clause  int // index of the clause part that holds the finite verb
	verb    int // finite verb
	head    int // lexical verb
	words   []rng
	passive bool
	negated bool
	generic bool // no cue of the list: only candidates come of it
}

// use reads the verb of a clause; nil where it is no cue.
func (f *finder) use(c int) *verbUse {
	cl := &f.doc.Clauses[c]
	if cl.Verb < 0 || cl.Head < 0 {
		return nil
	}
	toks := f.doc.Toks
	lemma := toks[cl.Head].Lemma
	u := &verbUse{clause: c, verb: cl.Verb, head: cl.Head}
	u.words = append(u.words, rng{From: cl.Verb, To: cl.Verb + 1})
	if cl.Head != cl.Verb {
		u.words = append(u.words, rng{From: cl.Head, To: cl.Head + 1})
		if toks[cl.Verb].Lemma == "werden" && toks[cl.Head].Feats.VerbForm == hearsay.Part {
			u.passive = true
		}
		// "ist … bekannt geworden", "soll … gesagt haben": the verbs between.
		for i := cl.Toks.From; i < cl.Toks.To; i++ {
			if i != cl.Verb && i != cl.Head && toks[i].UPOS == hearsay.AUX {
				u.words = append(u.words, rng{From: i, To: i + 1})
				if toks[i].Lemma == "werden" && toks[i].Feats.VerbForm == hearsay.Part {
					u.passive = true
				}
			}
		}
	}
	if p := toks[cl.Head].Prefix; p >= 0 {
		u.words = append(u.words, rng{From: p, To: p + 1})
	}
	u.cue = f.x.cues.verbs[lemma]
	f.idiom(cl, u, lemma)
	f.satellites(cl, u)
	if u.cue == nil {
		if !f.liberal() || lemma == "sein" || lemma == "haben" || lemma == "werden" || toks[cl.Head].UPOS == hearsay.AUX {
			return nil
		}
		u.cue, u.generic = cueGeneric, true
	}
	for i := cl.Toks.From; i < cl.Toks.To; i++ {
		if f.low[i] == "nicht" || f.low[i] == "keine" || f.low[i] == "weder" {
			u.negated = true
		}
	}
	if m := toks[cl.Verb].Lemma; u.negated && (m == "wollen" || m == "können") && u.cue.Act == hearsay.Confirm {
		c := *u.cue
		c.Act = hearsay.NoComment // "wollte nicht bestätigen"
		u.cue = &c
	}
	return u
}

// satellites adds the small words that belong to a cue: its reflexive pronoun, the
// adverb that points to the complement ("begründete dies damit, dass"), "mit den
// Worten".
func (f *finder) satellites(cl *hearsay.Clause, u *verbUse) {
	has := func(i int) bool {
		for _, w := range u.words {
			if i >= w.From && i < w.To {
				return true
			}
		}
		return false
	}
	for i := cl.Toks.From; i < cl.Toks.To; i++ {
		switch w := f.low[i]; {
		case has(i):
		case w == "sich" && (i == cl.Verb+1 || cl.Kind != hearsay.MainClause && cl.Kind != hearsay.FirstClause || i == cl.Verb+2):
			u.words = append(u.words, rng{From: i, To: i + 1})
		case pointers[w] && i > cl.Verb-3 && i >= cl.Toks.To-3 && i+1 < len(f.low) && (i+1 == cl.Toks.To && f.low[i+1] == "," || f.doc.Toks[i+1].UPOS == hearsay.VERB || f.doc.Toks[i+1].UPOS == hearsay.ADP || f.doc.Toks[i+1].UPOS == hearsay.AUX):
			u.words = append(u.words, rng{From: i, To: i + 1})
		case w == "worten" && i >= 2 && f.low[i-2] == "mit":
			u.words = append(u.words, rng{From: i - 2, To: i + 1})
		case w == "worten" && i >= 3 && f.low[i-3] == "mit":
			u.words = append(u.words, rng{From: i - 3, To: i + 1})
		}
	}
}

// pointers are the adverbs that point ahead to a complement clause.
var pointers = map[string]bool{"damit": true, "dagegen": true, "darüber": true, "davon": true, "dazu": true, "dafür": true, "daran": true, "darauf": true, "davor": true, "daraus": true, "dahingehend": true}

// Cues of more than one word.
var (
	cueHeissen      = &Cue{Lemma: "heißen", Act: hearsay.Say, Medium: []hearsay.Medium{hearsay.Speech, hearsay.Writing}, Direct: true, Clause: true}
	cueBekannt      = &Cue{Lemma: "bekannt", Act: hearsay.Announce, Medium: []hearsay.Medium{hearsay.Speech, hearsay.Writing}, Direct: true, Clause: true, Told: true}
	cueWurdeBekannt = &Cue{Lemma: "bekannt werden", Act: hearsay.Announce, Medium: []hearsay.Medium{hearsay.Speech, hearsay.Writing}, Direct: true, Clause: true, Zu: true}
	cueAusgehen     = &Cue{Lemma: "davon ausgehen", Act: hearsay.Expect, Medium: []hearsay.Medium{hearsay.Speech, hearsay.Thought}, Clause: true}
	cueHervor       = &Cue{Lemma: "hervorgehen", Act: hearsay.Report, Medium: []hearsay.Medium{hearsay.Writing}, Clause: true}
	cueAnsicht      = &Cue{Lemma: "der Ansicht sein", Act: hearsay.Say, Medium: []hearsay.Medium{hearsay.Speech, hearsay.Thought}, Clause: true, Zu: true, Direct: true}
	cueErgebnis     = &Cue{Lemma: "zum Ergebnis kommen", Act: hearsay.Report, Medium: []hearsay.Medium{hearsay.Speech, hearsay.Writing}, Clause: true}
	cueStehen       = &Cue{Lemma: "stehen", Act: hearsay.Report, Medium: []hearsay.Medium{hearsay.Writing}, Clause: true, Direct: true}
	cueAuftrag      = &Cue{Lemma: "Befehl geben", Act: hearsay.Demand, Medium: []hearsay.Medium{hearsay.Speech, hearsay.Writing}, Clause: true, Zu: true}
	cueHalten       = &Cue{Lemma: "halten für", Act: hearsay.Suspect, Medium: []hearsay.Medium{hearsay.Speech, hearsay.Thought}, Clause: true, Zu: true}
	cueGeneric      = &Cue{Lemma: "?", Act: hearsay.Say, Medium: citeMedium, Direct: true, Clause: true, Zu: true, Fragment: true, Told: true}
	cueZitieren     = &Cue{Lemma: "zitieren", Act: hearsay.Say, Medium: []hearsay.Medium{hearsay.Speech, hearsay.Writing}, Direct: true, Clause: true}
	cueSichAeuss    = &Cue{Lemma: "sich äußern", Act: hearsay.Say, Medium: []hearsay.Medium{hearsay.Speech}, Direct: true, Clause: true}
	cueSichZeigen   = &Cue{Lemma: "sich zeigen", Act: hearsay.Say, Medium: []hearsay.Medium{hearsay.Speech}, Clause: true, Direct: true, Fragment: true}
)

// nouns that make a cue with a light verb: "vertrat die Auffassung", "kam zu dem Schluss".
var lightNouns = map[string]*Cue{
	"auffassung": cueAnsicht, "ansicht": cueAnsicht, "meinung": cueAnsicht, "überzeugung": cueAnsicht, "standpunkt": cueAnsicht, "these": cueAnsicht,
	"ergebnis": cueErgebnis, "schluss": cueErgebnis, "erkenntnis": cueErgebnis, "urteil": cueErgebnis, "fazit": cueErgebnis,
	"befehl": cueAuftrag, "auftrag": cueAuftrag, "anweisung": cueAuftrag, "forderung": cueAuftrag, "bitte": cueAuftrag, "vorschlag": cueAuftrag, "appell": cueAuftrag,
	"hoffnung":    {Lemma: "Hoffnung äußern", Act: hearsay.Expect, Medium: []hearsay.Medium{hearsay.Speech, hearsay.Thought}, Clause: true, Zu: true, Direct: true},
	"befürchtung": {Lemma: "Befürchtung äußern", Act: hearsay.Expect, Medium: []hearsay.Medium{hearsay.Speech, hearsay.Thought}, Clause: true, Zu: true},
	"sorge":       {Lemma: "Sorge äußern", Act: hearsay.Expect, Medium: []hearsay.Medium{hearsay.Speech, hearsay.Thought}, Clause: true, Zu: true},
	"zweifel":     {Lemma: "Zweifel äußern", Act: hearsay.Doubt, Medium: []hearsay.Medium{hearsay.Speech, hearsay.Thought}, Clause: true},
	"vorwurf":     {Lemma: "Vorwurf erheben", Act: hearsay.Accuse, Medium: []hearsay.Medium{hearsay.Speech, hearsay.Writing}, Clause: true, Zu: true},
	"erklärung":   {Lemma: "Erklärung abgeben", Act: hearsay.Say, Medium: []hearsay.Medium{hearsay.Speech, hearsay.Writing}, Clause: true},
	"worten":      cueZitieren,
	"verdacht":    {Lemma: "Verdacht äußern", Act: hearsay.Suspect, Medium: []hearsay.Medium{hearsay.Speech, hearsay.Thought}, Clause: true, Zu: true},
	"vermutung":   {Lemma: "Vermutung äußern", Act: hearsay.Suspect, Medium: []hearsay.Medium{hearsay.Speech, hearsay.Thought}, Clause: true},
	"zusage":      {Lemma: "Zusage geben", Act: hearsay.Announce, Medium: []hearsay.Medium{hearsay.Speech, hearsay.Writing}, Clause: true, Zu: true},
	"versprechen": {Lemma: "Versprechen geben", Act: hearsay.Announce, Medium: []hearsay.Medium{hearsay.Speech, hearsay.Writing}, Clause: true, Zu: true},
}

var lightVerbs = map[string]bool{"vertreten": true, "sein": true, "kommen": true, "gelangen": true, "geben": true, "erteilen": true, "äußern": true, "haben": true, "erheben": true, "zitieren": true, "stellen": true, "richten": true, "bringen": true, "ausdrücken": true, "hegen": true, "teilen": true, "machen": true, "ziehen": true, "aussprechen": true, "bekräftigen": true, "erneuern": true, "anschließen": true, "unterbreiten": true, "abgeben": true, "ablegen": true}

// idiom completes a cue that more words than the verb make up, or revokes one
// that they undo.
func (f *finder) idiom(cl *hearsay.Clause, u *verbUse, lemma string) {
	low := func(i int) string {
		if i < 0 || i >= len(f.low) {
			return ""
		}
		return f.low[i]
	}
	add := func(i int) { u.words = append(u.words, rng{From: i, To: i + 1}) }
	find := func(words ...string) int {
		for i := cl.Toks.From; i < cl.Toks.To; i++ {
			for _, w := range words {
				if f.low[i] == w {
					return i
				}
			}
		}
		return -1
	}
	switch lemma {
	case "heißen":
		u.cue = nil
		if i := find("es"); i >= 0 {
			u.cue = cueHeissen
			add(i)
		}
	case "bekennen":
		// "wurde bekannt": no confession
		if l := f.doc.Toks[cl.Verb].Lemma; f.low[cl.Head] == "bekannt" && (l == "werden" || l == "bekanntwerden") {
			u.cue = cueWurdeBekannt
		}
	case "geben", "werden", "machen", "bekanntgeben", "bekanntwerden":
		if i := find("bekannt"); i >= 0 && i != cl.Head {
			u.cue = cueBekannt
			add(i)
		}
	case "ausgehen":
		u.cue = nil
		if i := find("davon"); i >= 0 {
			u.cue = cueAusgehen
			add(i)
		}
	case "gehen":
		if i := find("davon"); i >= 0 && low(cl.Toks.To-1) == "aus" {
			u.cue = cueAusgehen
			add(i)
			add(cl.Toks.To - 1)
		}
	case "rechnen":
		u.cue = nil
		if i := find("damit"); i >= 0 {
			u.cue = f.x.cues.verbs["erwarten"]
			add(i)
		}
	case "stehen":
		if i := find("in", "im", "darin"); i >= 0 && find("es") < 0 {
			u.cue = cueStehen
		}
	case "lassen":
		if i := find("wissen", "verlauten"); i >= 0 {
			u.cue = cueBekannt
			add(i)
		}
	case "drohen", "versprechen":
		// "Der Fluss drohte über die Ufer zu treten": no comma, no threat.
		for i := cl.Verb + 1; i+1 < cl.Toks.To; i++ {
			if f.low[i] == "zu" && f.doc.Toks[i+1].Feats.VerbForm == hearsay.Inf {
				u.cue = nil
			}
		}
	case "wissen":
		u.cue = nil
	case "halten":
		if i := find("für"); i >= 0 {
			for k := i + 1; k < min(cl.Toks.To, i+4); k++ {
				if f.doc.Toks[k].UPOS == hearsay.ADJ || f.doc.Toks[k].UPOS == hearsay.ADV {
					u.cue = cueHalten
					u.words = append(u.words, rng{From: i, To: i + 1}, rng{From: k, To: k + 1})
				}
			}
		}
	case "ausschließen":
		if i := find("nicht"); i >= 0 {
			u.cue = cueHalten
			add(i)
		}
	case "bestehen", "beharren", "pochen":
		if i := find("darauf"); i >= 0 {
			u.cue = cueAuftrag
			add(i)
		}
	case "einsetzen", "aussprechen":
		if i := find("dafür", "dagegen"); i >= 0 && find("sich") >= 0 {
			u.cue = cueAuftrag
			add(i)
			add(find("sich"))
		}
	case "entschließen", "einigen", "verständigen", "bereiterklären", "verpflichten":
		if i := find("sich"); i >= 0 {
			u.cue = f.x.cues.verbs["beschließen"]
			add(i)
			if i := find("darauf", "dazu"); i >= 0 {
				add(i)
			}
		}
	case "zeigen":
		u.cue = nil
		if i := find("sich"); i >= 0 && find("überzeugt", "zuversichtlich", "besorgt", "überrascht", "enttäuscht", "erfreut", "zufrieden", "optimistisch", "skeptisch", "entschlossen", "bestürzt", "erschüttert", "erleichtert") >= 0 {
			u.cue = cueSichZeigen
			add(i)
			add(find("überzeugt", "zuversichtlich", "besorgt", "überrascht", "enttäuscht", "erfreut", "zufrieden", "optimistisch", "skeptisch", "entschlossen", "bestürzt", "erschüttert", "erleichtert"))
		}
	case "äußern":
		if i := find("sich"); i >= 0 {
			u.cue = cueSichAeuss
			add(i)
		}
	case "sprechen", "reden":
		if i := find("von", "vom", "davon"); i >= 0 {
			add(i)
		}
	case "erinnern", "verweisen", "hinweisen", "aufrufen", "plädieren", "drängen", "raten", "appellieren", "warnen", "auffordern", "klagen", "beklagen", "schließen", "hindeuten":
		if i := find("daran", "darauf", "dazu", "dafür", "davor", "darüber", "daraus"); i >= 0 {
			add(i)
		}
	}
	if u.cue == nil && lightVerbs[lemma] {
		for i := cl.Toks.From; i < cl.Toks.To; i++ {
			if c := lightNouns[f.low[i]]; c != nil && (lemma != "sein" || c == cueAnsicht && i > 0 && f.low[i-1] == "der") && (lemma != "haben" && lemma != "sein" && lemma != "machen" || c != cueErgebnis) {
				u.cue = c
				from := i
				if p := f.phraseOf[i]; p >= 0 {
					from = f.doc.Phrases[p].Toks.From
				}
				if from > cl.Toks.From && i-from > 2 {
					from = i
				}
				u.words = append(u.words, rng{From: from, To: i + 1})
				break
			}
		}
	}
	// "sicher", "überzeugt", "der Ansicht sein" with a dass-clause.
	if u.cue == nil && (lemma == "sein" || lemma == "zeigen") {
		if i := find("überzeugt", "sicher", "zuversichtlich", "überzeugt,"); i >= 0 {
			u.cue = cueAnsicht
			add(i)
		}
	}
}

// parts lists the clause parts that belong to clause c, itself among them.
func (f *finder) parts(c int) []int {
	cs := f.doc.Clauses
	out := []int{c}
	for k := c - 1; k >= 0 && cs[k].Sent == cs[c].Sent; k-- {
		if cs[k].Cont == out[0] {
			out = append([]int{k}, out...)
		}
	}
	for k := cs[c].Cont; k >= 0; k = cs[k].Cont {
		out = append(out, k)
	}
	return out
}

// timeNouns head phrases of time, which are no sources.
var timeNouns = map[string]bool{"Montag": true, "Dienstag": true, "Mittwoch": true, "Donnerstag": true, "Freitag": true, "Samstag": true, "Sonnabend": true, "Sonntag": true, "Woche": true, "Monat": true, "Jahr": true, "Tag": true, "Abend": true, "Morgen": true, "Nacht": true, "Mal": true, "Stunde": true, "Mitte": true, "Anfang": true, "Ende": true, "Uhr": true, "Zeit": true, "Jahrhundert": true, "Minute": true, "Januar": true, "Februar": true, "März": true, "April": true, "Mai": true, "Juni": true, "Juli": true, "August": true, "September": true, "Oktober": true, "November": true, "Dezember": true, "Wochenende": true, "Vormittag": true, "Nachmittag": true, "Mittag": true, "Freitagabend": true, "Vortag": true}

// canBeSource reports whether phrase p can name who speaks.
func (f *finder) canBeSource(p int) bool {
	ph := &f.doc.Phrases[p]
	h := f.doc.Toks[ph.Head]
	if timeNouns[h.Lemma] || timeNouns[f.word(ph.Head)] {
		return false
	}
	switch f.low[ph.Head] {
	case "es", "sich", "das", "dies", "nichts", "alles", "etwas", "dabei", "man", "was", "davon", "viel":
		return f.low[ph.Head] == "man"
	}
	if h.UPOS == hearsay.NUM || h.UPOS == hearsay.ADV {
		return false
	}
	return true
}

// subject finds the subject of clause c: in front of the verb of a main clause
// the whole first constituent, else the first phrase behind the verb that can be
// a nominative. The empty range if there is none.
func (f *finder) subject(c int, verb int) rng {
	parts := f.parts(c)
	cs := f.doc.Clauses
	kind := cs[c].Kind
	if kind == hearsay.RelClause {
		i := cs[c].Intro
		if i >= 0 && (f.low[i] == "der" || f.low[i] == "die" || f.low[i] == "das" || strings.HasPrefix(f.low[i], "welche")) && !f.hasNominativeAfter(i+1, verb) {
			return rng{From: i, To: i + 1}
		}
	}
	// In front of the verb.
	if kind == hearsay.MainClause {
		from := cs[parts[0]].Toks.From
		for from < verb && (f.doc.Toks[from].UPOS == hearsay.CCONJ || focus[f.low[from]] || f.doc.Toks[from].UPOS == hearsay.PUNCT && f.quoteOf[from] < 0) {
			from++
		}
		if p := f.phraseAt[from]; p >= 0 && from < verb {
			ph := &f.doc.Phrases[p]
			if ph.Prep < 0 && ph.Cases.Has(hearsay.Nom) && f.canBeSource(p) && f.agrees(p, verb) {
				if f.mute(p) {
					// "Die Pflichten der Union betonte Figeľ": who can speak comes behind.
					if r := f.speakerBehind(verb, cs[parts[len(parts)-1]].Toks.To); r.To > r.From {
						return r
					}
				}
				end := verb
				// The relative clause behind it is not part of the source.
				r := f.extend(p, verb)
				if len(parts) > 1 && parts[0] != c && r.To < verb && f.low[r.To] == "," && f.clauseOf[r.To+1] == c && f.onlyNominal(r.To+1, verb) {
					r.To = verb // "Stephen Singer, ein Experte vom WWF erklärte"
				}
				if cs[parts[0]].Toks.To >= verb && !strings.Contains(strings.Join(f.low[r.To:end], " "), ",") && f.onlyNominal(r.To, end) {
					r.To = end
				}
				for r.To > r.From && f.low[r.To-1] == "," {
					r.To--
				}
				return r
			}
		}
	}
	// Behind it.
	last := cs[parts[len(parts)-1]].Toks.To
	start := verb + 1
	if kind != hearsay.MainClause && kind != hearsay.FirstClause {
		start = cs[parts[0]].Toks.From
	}
	for i := start; i < last; i++ {
		p := f.phraseAt[i]
		if p < 0 {
			continue
		}
		ph := &f.doc.Phrases[p]
		if ph.Prep < 0 && ph.Cases.Has(hearsay.Nom) && f.canBeSource(p) && f.agrees(p, verb) && !f.isDative(p) {
			return f.extend(p, last)
		}
		i = ph.Toks.To - 1
	}
	return f.looseSubject(c, verb, parts)
}

// focus are adverbs that stand in front of a subject and belong to it.
var focus = map[string]bool{"auch": true, "selbst": true, "sogar": true, "insbesondere": true, "nur": true, "allein": true, "besonders": true, "doch": true, "aber": true, "jedoch": true}

// speakerBehind finds a name or pronoun behind a verb that can be its subject.
func (f *finder) speakerBehind(verb, to int) rng {
	for i := verb + 1; i < min(to, verb+6); i++ {
		p := f.phraseAt[i]
		if p < 0 {
			continue
		}
		ph := &f.doc.Phrases[p]
		if ph.Prep < 0 && ph.Cases.Has(hearsay.Nom) && f.canBeSource(p) && f.agrees(p, verb) && !f.isDative(p) && !f.mute(p) && (f.named(p) || f.low[ph.Head] == "er" || f.low[ph.Head] == "sie" || f.knownNoun(p)) {
			return f.extend(p, to)
		}
		i = ph.Toks.To - 1
	}
	return rng{}
}

// knownNoun reports whether the head of a phrase is a noun for people or bodies.
func (f *finder) knownNoun(p int) bool {
	h := f.doc.Phrases[p].Head
	_, ok := f.x.vouchers.lookup(f.doc.Toks[h].Lemma, f.word(h))
	return ok
}

// looseSubject finds the subject of a clause that has none by its forms: a name in
// the plural with a verb in the singular ("Ärzte ohne Grenzen sagte", "Eine der
// größten Gruppen behauptete"), a noun whose form tells no number ("die
// Vorsitzende"), a phrase behind "als" taken for a preposition; of a verb without
// any ("…, teilten jedoch mit, …") that of the verb in front.
func (f *finder) looseSubject(c, verb int, parts []int) rng {
	cs := f.doc.Clauses
	switch cs[c].Kind {
	case hearsay.MainClause:
		from := cs[parts[0]].Toks.From
		for from < verb && (f.doc.Toks[from].UPOS == hearsay.CCONJ || focus[f.low[from]]) {
			from++
		}
		if p := f.phraseAt[from]; p >= 0 && from < verb {
			ph := &f.doc.Phrases[p]
			if ph.Prep < 0 && ph.Cases.Has(hearsay.Nom) && f.canBeSource(p) && !f.isDative(p) && !f.mute(p) {
				r := f.extend(p, verb)
				if f.phraseAt[r.To] >= 0 && f.doc.Phrases[f.phraseAt[r.To]].Toks.To == verb && f.low[r.To] == "ohne" {
					r.To = verb
				}
				return r
			}
		}
	case hearsay.SubClause:
		i := cs[c].Intro
		if i < 0 || f.low[i] != "als" || f.phraseAt[i] < 0 {
			return rng{}
		}
		ph := &f.doc.Phrases[f.phraseAt[i]]
		if ph.Prep == i && ph.Toks.To > i+1 && f.named(f.phraseAt[i]) {
			return rng{From: i + 1, To: ph.Toks.To}
		}
	case hearsay.FirstClause:
		for k := c - 1; k >= 0 && cs[k].Sent == cs[c].Sent; k-- {
			if cs[k].Verb < 0 || cs[k].Kind != hearsay.MainClause {
				continue
			}
			a, b := f.doc.Toks[cs[k].Verb].Feats, f.doc.Toks[verb].Feats
			if k == c-1 && (a.Number == b.Number || a.Number == hearsay.NoNumber || b.Number == hearsay.NoNumber) && a.Mood == hearsay.Ind && b.Mood == hearsay.Ind && cs[k].Toks.From > 0 && f.use(k) != nil {
				return f.subject(k, cs[k].Verb)
			}
			break
		}
	}
	return rng{}
}

// mute reports whether phrase p is headed by a noun for what cannot speak: an
// abstract one. A document or body that speaks is none.
func (f *finder) mute(p int) bool {
	ph := &f.doc.Phrases[p]
	h := f.doc.Toks[ph.Head]
	if h.UPOS != hearsay.NOUN {
		return false
	}
	if muteNouns[h.Lemma] {
		return true
	}
	if f.knownNoun(p) || citedNouns[h.Lemma] || documentNouns[h.Lemma] {
		return false
	}
	low := strings.ToLower(h.Lemma)
	for _, s := range speakingTails {
		if strings.HasSuffix(low, s) {
			return false
		}
	}
	for _, s := range abstractTails {
		if strings.HasSuffix(low, s) && len(low) > len(s)+2 {
			return true
		}
	}
	return false
}

// abstractTails end nouns for what cannot speak; speakingTails are the exceptions.
var (
	abstractTails = []string{"ung", "heit", "keit", "ität", "tion", "ismus", "nis", "ur", "enz", "anz"}
	speakingTails = strings.Fields("regierung zeitung stiftung leitung führung verwaltung vereinigung versammlung abteilung untersuchung meldung mitteilung erklärung forschung vertretung bewegung sammlung sitzung rechnung schätzung prüfung warnung richtung verfassung bevölkerung redaktion opposition kommission organisation fraktion delegation administration koalition union institution direktion nation generation konferenz instanz agentur allianz universität föderation produktion präsentation dokumentation publikation resolution expedition version eminenz exzellenz fakultät inspektion präfektur vertretung einheit siedlung sendung besatzung einrichtung mannschaft werbung niederlassung botschaft innung zuschauung intendanz")
	muteNouns     = map[string]bool{}
)

func init() {
	for _, w := range strings.Fields("Preis Gefahr Streik Ehre Kapitel Attentat Satz Produkt Raum Frage Beschluss Fall Anschlag Angriff Unglück Saison Punkt Zahl Gebäude Verkauf Klage Klima Film Spiel Weg Wahl Sieg Problem Thema Ziel Grund Folge Schritt Modell Projekt Recht Pflicht Chance Interesse Arbeit Leben Wunsch Anliegen Spur Verantwortung Reisbestand Schicksal Bestand Fazit Spruch Wort Idee Zusammenarbeit Auto Fahrzeug Flugzeug Krise Krieg Konflikt Verlust Milliardenverlust Wahlsieg Beschäftigung Gesetz Kosten Ergebnis Erfolg Vorteil Nachteil Maßnahme Anteil Bereich Art Teil Form Verfahren Prozess") {
		muteNouns[w] = true
	}
	delete(muteNouns, "Gesetz") // it says what is so
}

// isDative: a pronoun or phrase that can be nominative by form but is none.
func (f *finder) isDative(p int) bool {
	switch f.low[f.doc.Phrases[p].Head] {
	case "ihm", "ihr", "ihnen", "ihn", "uns", "mir", "mich", "euch":
		return true
	}
	return false
}

func (f *finder) hasNominativeAfter(from, to int) bool {
	for i := from; i < to; i++ {
		if p := f.phraseAt[i]; p >= 0 {
			ph := &f.doc.Phrases[p]
			if ph.Prep < 0 && ph.Cases.Has(hearsay.Nom) && f.canBeSource(p) {
				return true
			}
		}
	}
	return false
}

// onlyNominal reports whether a stretch holds attributes only: phrases with and
// without preposition, no adverb of time or manner at its head.
func (f *finder) onlyNominal(from, to int) bool {
	for i := from; i < to; i++ {
		if f.doc.Toks[i].UPOS == hearsay.ADV || f.doc.Toks[i].UPOS == hearsay.VERB {
			return false
		}
		if p := f.phraseOf[i]; p >= 0 && timeNouns[f.doc.Toks[f.doc.Phrases[p].Head].Lemma] {
			return false
		}
	}
	return true
}

// agrees reports whether phrase p can be the subject of a verb by number.
func (f *finder) agrees(p, verb int) bool {
	ph := &f.doc.Phrases[p]
	v := f.doc.Toks[verb].Feats
	if v.Number == hearsay.Sing && ph.Plur && f.doc.Toks[ph.Head].UPOS == hearsay.NOUN {
		return false
	}
	switch f.low[ph.Head] {
	case "ich":
		return v.Person != 3
	case "er":
		return v.Number != hearsay.Plur
	}
	return true
}

// outletNouns head phrases that name a medium: behind a verb of saying in the
// dative they are whom it was said to.
var outletNouns = map[string]bool{"Zeitung": true, "Magazin": true, "Nachrichtenmagazin": true, "Sender": true, "Fernsehsender": true, "Nachrichtenagentur": true, "Agentur": true, "Presse": true, "Radio": true, "Rundfunk": true, "Tageszeitung": true, "Wochenzeitung": true, "Deutschlandfunk": true, "Spiegel": true, "Bild": true, "dpa": true, "AFP": true, "Reuters": true, "AP": true, "ZDF": true, "ARD": true, "BBC": true, "CNN": true, "FAZ": true, "taz": true, "Blatt": true, "Rundschau": true, "Welt": true, "Journalist": true, "Reporter": true, "Onlineausgabe": true, "Nachrichtensender": true, "Wikinews": true}

// genitiveArticles open a genitive attribute.
var genitiveArticles = map[string]bool{"der": true, "des": true, "eines": true, "einer": true, "seiner": true, "ihrer": true, "seines": true, "ihres": true, "dieser": true, "dieses": true, "deren": true, "dessen": true, "zweier": true, "mehrerer": true, "vieler": true, "aller": true, "unserer": true, "beider": true, "verschiedener": true, "einiger": true}

// extend gives the whole noun phrase that phrase p begins: with genitives,
// attributes with von and, where they hang on an office, in/aus/für; apposition
// between commas; further members of a coordination. It stays in front of limit.
func (f *finder) extend(p int, limit int) rng {
	toks := f.doc.Toks
	ph := &f.doc.Phrases[p]
	r := rng{From: ph.Toks.From, To: ph.Toks.To}
	if ph.Prep >= 0 {
		r.From = ph.Prep + 1
		for r.From < r.To-1 && toks[r.From].UPOS == hearsay.ADP {
			r.From++
		}
	}
	pronoun := toks[ph.Head].UPOS == hearsay.PRON
	last := p
	if to := f.quotedName(p, limit); to > 0 {
		r.To, pronoun = to, false
	} else if q := f.attributeOf(p, limit); q >= 0 {
		r.To, last, pronoun = f.doc.Phrases[q].Toks.To, q, false
	}
	cited := f.isCited(p)
	for r.To <= limit && r.To < len(toks) && !pronoun {
		i := r.To
		if i == limit && f.low[i] != "," {
			break
		}
		if q := f.phraseAt[i]; q >= 0 && f.doc.Phrases[q].Toks.To <= limit {
			qh := &f.doc.Phrases[q]
			head := toks[qh.Head]
			prev := toks[r.To-1]
			switch {
			case qh.Prep < 0 && qh.Cases.Has(hearsay.Gen) && prev.UPOS == hearsay.NOUN && toks[i].UPOS == hearsay.ADJ && strings.HasSuffix(f.low[i], "er") && head.UPOS == hearsay.NOUN && (head.Lemma != f.word(qh.Head) || cited):
				r.To, last = qh.Toks.To, q // "Schätzungen französischer Behörden"
				continue
			case qh.Prep < 0 && qh.Cases.Has(hearsay.Gen) && (genitiveArticles[f.low[i]] || head.UPOS == hearsay.PROPN && strings.HasSuffix(f.low[qh.Toks.To-1], "s")) && (prev.UPOS == hearsay.NOUN || prev.UPOS == hearsay.PROPN && f.low[i] == "des") && !(outletNouns[head.Lemma] && f.named(last)):
				r.To, last = qh.Toks.To, q
				if o := f.attributeOf(q, limit); o >= 0 {
					r.To, last = f.doc.Phrases[o].Toks.To, o
				}
				continue
			case qh.Prep >= 0 && (f.low[qh.Prep] == "von" || f.low[qh.Prep] == "vom") && !timeNouns[head.Lemma]:
				r.To, last = qh.Toks.To, q
				continue
			case cited && f.low[i] != "aus":
			case qh.Prep >= 0 && attributePreps[f.low[qh.Prep]] && !circumstance[f.low[qh.Head]] && !timeNouns[head.Lemma] && (toks[f.doc.Phrases[last].Head].UPOS == hearsay.NOUN && !f.named(last) || last != p && head.UPOS == hearsay.PROPN && f.low[qh.Prep] == "in"):
				r.To, last = qh.Toks.To, q
				continue
			case qh.Prep < 0 && (f.low[i-1] == "und" || f.low[i-1] == "sowie"):
			}
		}
		w := f.low[i]
		if (w == "und" || w == "sowie" || w == "&") && i+1 < limit {
			q := f.phraseAt[i+1]
			if q >= 0 && f.doc.Phrases[q].Prep < 0 && f.doc.Phrases[q].Toks.To <= limit && toks[f.doc.Phrases[q].Head].UPOS != hearsay.PRON && (ph.Prep >= 0 || f.doc.Phrases[q].Cases.Has(hearsay.Nom) || f.doc.Phrases[last].Cases.Has(hearsay.Gen)) {
				r.To, last = f.doc.Phrases[q].Toks.To, q
				continue
			}
		}
		if w == "," && i+1 < len(toks) {
			if end := f.apposition(i, limit); end > 0 {
				r.To = end
				limit = max(limit, end)
				continue // one more may follow; a closing comma is left outside
			}
		}
		break
	}
	return r
}

// quotedName gives where the name ends that stands in quotation marks right behind
// an article: "die | „Aktion Deutschland hilft“"; 0 if there is none.
func (f *finder) quotedName(p, limit int) int {
	ph := &f.doc.Phrases[p]
	i := ph.Toks.To
	if ph.Toks.To != ph.Head+1 || i-ph.Toks.From != 1 || i >= limit || f.quoteOf[i] < 0 {
		return 0
	}
	switch f.low[ph.Head] {
	case "der", "die", "das", "dem", "den", "des":
	default:
		return 0
	}
	q := &f.doc.Quotes[f.quoteOf[i]]
	if q.Toks.From != i || q.Toks.To > limit || q.Toks.To-i > 8 || !q.Closed {
		return 0
	}
	return q.Toks.To
}

// attributeOf finds the phrase that an article opens from which an extended
// attribute parts it: "die | in Oberösterreich erscheinende „Rundschau“", "der | sich
// als Gegner inszenierende Unternehmer". -1 where p is no such article.
func (f *finder) attributeOf(p, limit int) int {
	ph := &f.doc.Phrases[p]
	if ph.Toks.To != ph.Head+1 || ph.Toks.To-ph.Toks.From > 1 {
		return -1
	}
	switch f.low[ph.Head] {
	case "der", "die", "das", "dem", "den", "des":
	default:
		return -1
	}
	participle := false
	for i := ph.Toks.To; i < min(limit, ph.Toks.To+16); i++ {
		t := f.doc.Toks[i]
		if t.Feats.VerbForm == hearsay.Fin || f.sentOf[i] != f.sentOf[ph.Head] || t.UPOS == hearsay.SCONJ {
			return -1
		}
		if t.UPOS == hearsay.ADJ || t.UPOS == hearsay.VERB {
			participle = true
		}
		q := f.phraseAt[i]
		if q < 0 {
			continue
		}
		qh := &f.doc.Phrases[q]
		if qh.Prep < 0 && participle && (f.doc.Toks[qh.Head].UPOS == hearsay.NOUN || f.doc.Toks[qh.Head].UPOS == hearsay.PROPN) {
			return q
		}
		if qh.Prep < 0 && i == ph.Toks.To && f.low[qh.Head] != "sich" {
			return -1
		}
		for k := qh.Toks.From; k < qh.Toks.To; k++ {
			participle = participle || qh.Prep < 0 && f.doc.Toks[k].UPOS == hearsay.ADJ
		}
		if qh.Prep < 0 && participle && f.doc.Toks[qh.Head].UPOS == hearsay.NOUN {
			return q
		}
		i = qh.Toks.To - 1
	}
	return -1
}

var attributePreps = map[string]bool{"in": true, "im": true, "aus": true, "für": true, "beim": true, "bei": true, "zur": true, "zum": true, "am": true, "an": true, "auf": true, "gegen": true, "über": true, "mit": true, "zu": true, "unter": true, "vor": true}

// named reports whether a phrase holds a proper name.
func (f *finder) named(p int) bool {
	r := f.doc.Phrases[p].Toks
	for i := r.From; i < r.To; i++ {
		if f.doc.Toks[i].UPOS == hearsay.PROPN {
			return true
		}
	}
	return false
}

// apposition reports where an apposition that opens with the comma at i ends:
// a phrase without a verb, between this comma and the next border. 0 if there is
// none.
func (f *finder) apposition(i, limit int) int {
	c := f.clauseOf[i+1]
	if c < 0 {
		return 0
	}
	cl := &f.doc.Clauses[c]
	p := f.phraseAt[i+1]
	if cl.Kind != hearsay.NoClause || cl.Verb >= 0 || p < 0 || f.doc.Phrases[p].Prep >= 0 || cl.Toks.From != i+1 {
		return 0
	}
	ph := &f.doc.Phrases[p]
	if f.doc.Toks[ph.Head].UPOS == hearsay.PRON || !ph.Cases.Has(hearsay.Nom) && !ph.Cases.Has(hearsay.Dat) && !ph.Cases.Has(hearsay.Gen) || timeNouns[f.doc.Toks[ph.Head].Lemma] {
		return 0
	}
	if !f.onlyNominal(cl.Toks.From, cl.Toks.To) {
		return 0
	}
	end := cl.Toks.To
	if end < len(f.low) && f.low[end] == ")" {
		end++ // "Henning Scherf (SPD)"
	}
	return end
}

// circumstance are nouns whose phrase tells how or where something was said.
var circumstance = map[string]bool{"zusammenhang": true, "rahmen": true, "hinblick": true, "anschluss": true, "gespräch": true, "interview": true, "anbetracht": true, "auftrag": true, "namen": true, "vorfeld": true, "fall": true, "pressekonferenz": true, "rede": true, "brief": true, "schreiben": true, "erklärung": true, "mitteilung": true, "antwort": true, "einsatz": true, "vergleich": true, "verlauf": true}

// addressee finds whom clause c says it was said to.
func (f *finder) addressee(u *verbUse, source rng) []rng {
	parts := f.parts(u.clause)
	cs := f.doc.Clauses
	from, to := cs[parts[0]].Toks.From, cs[parts[len(parts)-1]].Toks.To
	accusative := map[string]bool{"warnen": true, "bitten": true, "auffordern": true, "aufrufen": true, "beschuldigen": true, "bezichtigen": true, "informieren": true, "unterrichten": true, "verdächtigen": true, "anweisen": true, "ermahnen": true, "drängen": true, "mahnen": true, "verpflichten": true, "fragen": true}[u.cue.Lemma]
	dative := map[string]bool{"sagen": true, "mitteilen": true, "vorwerfen": true, "drohen": true, "androhen": true, "raten": true, "empfehlen": true, "vorschlagen": true, "berichten": true, "erzählen": true, "versichern": true, "versprechen": true, "zusagen": true, "zusichern": true, "befehlen": true, "Befehl geben": true, "unterstellen": true, "anlasten": true, "anbieten": true, "erklären": true, "schreiben": true, "gestehen": true, "garantieren": true, "bestätigen": true}[u.cue.Lemma]
	for i := from; i < to; i++ {
		if i >= source.From && i < source.To {
			continue
		}
		if f.low[i] == "gegenüber" {
			if p := f.phraseAt[i]; p >= 0 && f.doc.Phrases[p].Prep == i {
				return []rng{f.extend(p, to)}
			}
			continue
		}
		p := f.phraseAt[i]
		if p < 0 {
			continue
		}
		ph := &f.doc.Phrases[p]
		if ph.Toks.From < source.To && source.From < ph.Toks.To {
			continue
		}
		if ph.Prep >= 0 {
			r := f.extend(p, to)
			if u.cue.Lemma == "appellieren" && (f.low[ph.Prep] == "an" || f.low[ph.Prep] == "ans") {
				return []rng{r}
			}
			i = max(ph.Toks.To, r.To) - 1 // its genitives go with it
			continue
		}
		if timeNouns[f.doc.Toks[ph.Head].Lemma] || f.low[ph.Head] == "sich" || f.low[ph.Head] == "es" {
			i = ph.Toks.To - 1
			continue
		}
		strictDat := ph.Cases.Has(hearsay.Dat) && !ph.Cases.Has(hearsay.Nom) && !ph.Cases.Has(hearsay.Acc)
		switch {
		case dative && strictDat:
			return []rng{f.extend(p, to)}
		case accusative && (ph.Cases.Has(hearsay.Acc) || u.passive):
			if u.passive || source.To > source.From {
				return []rng{f.extend(p, to)}
			}
		case dative && !u.passive && source.To > source.From && ph.Cases.Has(hearsay.Dat) && (f.named(p) || f.doc.Toks[ph.Head].UPOS == hearsay.PRON) && f.low[ph.Head] != "er" && f.low[ph.Head] != "sie":
			return []rng{f.extend(p, to)}
		}
		i = ph.Toks.To - 1
	}
	return nil
}

// agent finds "von NP" or "durch NP" of a passive.
func (f *finder) agent(c int) rng {
	parts := f.parts(c)
	cs := f.doc.Clauses
	for _, k := range parts {
		for i := cs[k].Toks.From; i < cs[k].Toks.To; i++ {
			if p := f.phraseAt[i]; p >= 0 && f.doc.Phrases[p].Prep == i {
				if (f.low[i] == "von" || f.low[i] == "vom") && f.canBeSource(p) && (i == cs[k].Toks.From || f.doc.Toks[i-1].UPOS != hearsay.NOUN || f.phraseOf[i-1] < 0) {
					r := f.extend(p, cs[k].Toks.To)
					return r
				}
				i = f.doc.Phrases[p].Toks.To - 1
			}
		}
	}
	return rng{}
}

// document finds "in einem Bericht heißt es", "aus dem Brief geht hervor".
func (f *finder) document(c int, preps ...string) rng {
	parts := f.parts(c)
	cs := f.doc.Clauses
	for _, k := range parts {
		for i := cs[k].Toks.From; i < cs[k].Toks.To; i++ {
			p := f.phraseAt[i]
			if p < 0 || f.doc.Phrases[p].Prep != i || timeNouns[f.doc.Toks[f.doc.Phrases[p].Head].Lemma] {
				continue
			}
			for _, w := range preps {
				if f.low[i] == w {
					r := f.extend(p, cs[k].Toks.To)
					if strings.HasSuffix(w, "m") || strings.HasSuffix(w, "r") && w != "unter" {
						r.From = i
					}
					return r
				}
			}
		}
	}
	return rng{}
}
