package crossdoc

import (
	"slices"
	"strings"

	"hearsay"
)

// A principal of a claim decides, performs, hosts or suffers the act, or issued the
// document. It can confirm its own plans, acts and words; it can neither confirm
// nor clear itself of an accusation.

// standing is what an origin is to a claim.
type standing struct {
	principal bool
	record    bool // keeps the official record of the matter, or measures it
	charge    bool // is in charge of the matter: can deny it, cannot confirm it
	access    bool // has access to what it speaks of, named or not
	first     bool // was there
	why       string
}

// competent tells whether a denial by this origin counts against a claim.
func (s standing) competent() bool { return s.principal || s.record || s.charge }

// hosted are the acts that the government of the place has a say in.
var hosted = map[string]bool{"meet": true, "travel": true, "visit": true, "arrive": true, "negotiate": true, "host": true, "deploy": true, "invite": true,
	"treffen": true, "reisen": true, "besuchen": true, "ankommen": true, "verhandeln": true, "eintreffen": true, "stationieren": true}

// private are acts of which nobody but who performs them is in charge.
var private = map[string]bool{"meet": true, "travel": true, "visit": true, "buy": true, "sell": true, "resign": true, "sign": true, "plan": true, "marry": true,
	"invest": true, "merge": true, "transfer": true, "appoint": true, "hire": true, "dismiss": true, "agree": true, "negotiate": true, "divorce": true}

// happens are predicates of what befalls somebody: nobody announces it as his own.
var happens = map[string]bool{}

func init() {
	for _, w := range strings.Fields(`die injure crash burn explode derail flood disappear attack kill steal find collapse sink erupt strike rain suffer rob murder damage
		sterben verletzen abstürzen brennen explodieren entgleisen verschwinden angreifen töten stehlen finden einstürzen sinken ausbrechen verunglücken verschütten`) {
		happens[w] = true
	}
}

// tells are predicates of speaking and perceiving: who does that takes no part in
// what he tells.
var tells = map[string]bool{}

// bestows are predicates whose subject is given something: who gives it, or sets
// it, is not named.
var bestows = map[string]bool{}

func init() {
	for _, w := range strings.Fields(`say see report estimate observe beziffern beobachten sehen nennen schätzen sprechen angeben hören berichten erzählen schildern bemerken
		entdecken erwarten rechnen ausgehen vermuten wissen finden glauben meinen halten zweifeln melden verweisen erkennen`) {
		tells[w] = true
	}
	for _, w := range strings.Fields(`receive win appoint become cost award get apply be erhalten bekommen kosten gelten werden auszeichnen gewinnen fällig betragen`) {
		bestows[w] = true
	}
}

func isTold(p Predicate) bool      { return tells[p.Class] || tells[p.Lemma] }
func isHappening(p Predicate) bool { return happens[p.Class] || happens[p.Lemma] }

// owns tells whether a thing is said to be the origin's: it is the body named, or
// the spokeswoman of it.
func (o *origin) owns(a *Arg) bool {
	name := nameWords(a.Name)
	if len(name) == 0 || len(o.words) == 0 {
		return false
	}
	if o.isBody() && slices.Equal(name, o.words) {
		return true
	}
	return o.leader() && a.Kind != "person" && len(name[0]) > 5 && subset(name, nameWords(o.item.Prop.SourceText)) && !isPerson(a.Name)
}

// announcesOwn tells whether a body announces, confirms or takes back something as
// its own doing: it gives it out, it could be its own, and nobody else is named who
// does it. So a waterways office opens a bridge, though the text says only that the
// bridge will be opened.
func (o *origin) announcesOwn(core *Proposition, parts []part) bool {
	p := o.item.Prop
	switch p.Act {
	case hearsay.Announce, hearsay.Confirm, hearsay.Plan, hearsay.Deny, hearsay.CorrectAct, hearsay.Retract:
	case hearsay.Say, hearsay.Report, hearsay.Concede:
		// "nach Angaben des Vorstands": where the article is about what it does.
		if !o.acts() && !o.announces() && !o.theFirm() {
			return false
		}
	default:
		return false
	}
	switch o.inst.class {
	case "police", "fire", "prosecutor", "control", "hospital", "measuring", "eyewitness":
		return false
	}
	if !(o.isBody() || o.leader()) || o.outsider() || !(core.Phase != hearsay.Occurred || decides[core.Pred.Class] || isTold(core.Pred) && o.isBody()) || o.kind == "expert" || isHappening(core.Pred) || isWrongdoing(core.Pred) {
		return false
	}
	if bestows[core.Pred.Class] || bestows[core.Pred.Lemma] {
		return true
	}
	return !o.otherActs(core, parts)
}

// otherActs tells whether somebody else is named who does what a claim says.
func (o *origin) otherActs(core *Proposition, parts []part) bool {
	other := func(a *Arg) bool { return a.Role == "agent" && !o.is(a) && !o.rules(a) }
	for _, args := range [][]Arg{core.Args, o.item.Prop.Args} {
		for i := range args {
			if a := &args[i]; other(a) && (a.Kind != "thing" && a.Kind != "" || isPerson(a.Name)) {
				return true
			}
		}
	}
	for i := range parts {
		if a := &parts[i].Arg; other(a) && a.Kind != "thing" && a.Kind != "" {
			return true
		}
	}
	return false
}

// decides are predicates of what a body decides on: of these it may tell too when
// they are done. What else happened it may only have heard of.
var decides = map[string]bool{}

func init() {
	for _, w := range strings.Fields(`close open allow ban appoint dismiss award receive cost cancel postpone adopt raise lower tighten ease begin end stop extend build move
		sell buy merge recall publish introduce support pay found elect approve impose lift deploy withdraw evacuate sign agree resign travel meet hire release restrict
		invest produce deliver order decide change replace reject host strike affect`) {
		decides[w] = true
	}
}

// outsider tells whether the origin speaks about others by its office: a works
// council about the firm, the opposition about the government, somebody who was in
// office.
func (o *origin) outsider() bool {
	return slices.ContainsFunc(tokensOf(o.calledAs()+" "+o.name), func(w string) bool {
		return slices.ContainsFunc(outsiders, func(x string) bool { return strings.Contains(w, x) }) || w == "ex" || w == "fan" || w == "fans"
	})
}

var outsiders = []string{"betriebsrat", "betriebsräte", "personalrat", "gewerkschaft", "opposition", "ehemalig", "früher", "analyst", "kritiker", "gegner", "initiative", "nachbar",
	"kolleg", "beschäftigte", "konkurren", "verband", "fraktion", "partei", "abgeordnet", "stadtrat", "ratsherr", "kreisrat", "experte", "expertin", "forscher", "ökonom", "volkswirt",
	"historiker", "anwohner", "elternbeirat", "fanbeirat", "aktivist"}

// isBody tells whether the origin is a body rather than a person.
func (o *origin) isBody() bool {
	return o.kind == "government" || o.kind == "organisation" || o.kind == "company" || o.inst.class != "" && o.inst.role != "witness" || o.seen == "collective" && !isPerson(o.name)
}

// leader tells whether the origin is called by an office in a body or state.
func (o *origin) leader() bool {
	return slices.ContainsFunc(tokensOf(o.calledAs()), func(w string) bool {
		return slices.ContainsFunc(leaders, func(l string) bool { return strings.Contains(w, l) })
	})
}

// calledAs is what the article calls the origin, here or at another place.
func (o *origin) calledAs() string {
	p := o.item.Prop
	if p.Source != nil && p.Source.Description != "" {
		return p.SourceText + " " + p.Source.Description
	}
	return p.SourceText
}

// rules tells whether the origin, by its office, acts for the state or land that a
// place stands for: a minister announces what Hessen will do.
func (o *origin) rules(a *Arg) bool {
	return (a.Kind == "place" || a.Kind == "government") && (o.state == "" || a.State == "" || o.state == a.State) &&
		(isOffice(o.calledAs()) || o.inst.class == "government" || o.inst.class == "authority")
}

// announces tells whether the origin gives out something else in the same article.
func (o *origin) announces() bool {
	if !o.leader() && !o.isBody() {
		return false
	}
	for i := range o.item.Article.Props {
		p := &o.item.Article.Props[i]
		if p.ID != o.item.Prop.ID && (p.Act == hearsay.Announce || p.Act == hearsay.Confirm) && sameSource(p, o.item.Prop) {
			return true
		}
	}
	return false
}

// sameSource tells whether two statements of an article have one source.
func sameSource(a, b *Proposition) bool {
	if a.Source != nil && b.Source != nil {
		return a.Source.ID == b.Source.ID
	}
	return a.SourceText != "" && a.SourceText == b.SourceText
}

// acts tells whether the article has the origin do something itself, beside
// speaking.
func (o *origin) acts() bool {
	for i := range o.item.Article.Props {
		p := &o.item.Article.Props[i]
		if p.Kind == SpeechAct || p.Kind == Opinion || isTold(p.Pred) {
			continue
		}
		if a := argOf(p, "agent"); a != nil && (o.is(a) || o.leads(a)) {
			return true
		}
	}
	return false
}

// theFirm tells whether the origin is called by what makes it a party: "die
// Betreiberfirma", "der Hersteller".
func (o *origin) theFirm() bool {
	// The head counts: "die Versicherung des Betreibers" is not the operator.
	for _, w := range tokensOf(o.item.Prop.SourceText) {
		if plainNames[w] {
			continue
		}
		return slices.ContainsFunc([]string{"betreiber", "hersteller", "veranstalter", "reederei", "eigentümer", "bauherr"}, func(f string) bool { return strings.HasPrefix(w, f) })
	}
	return false
}

// leads tells whether the origin is the board of a firm, or the like, that the text
// names only by its office.
func (o *origin) leads(a *Arg) bool {
	return a.Kind == "company" && slices.ContainsFunc(o.words, func(w string) bool {
		return w == "vorstand" || w == "unternehm" || w == "konzer" || w == "firma" || w == "konzern" || w == "geschäftsführung"
	})
}

// isPerson tells whether a common noun names people by what they do. It is a guess
// at the ending: "Geologe", "Anwalt" need not be known, "Brücke" must not be.
func isPerson(noun string) bool {
	ws := tokensOf(noun)
	if len(ws) == 0 {
		return false
	}
	w := ws[len(ws)-1]
	for _, end := range []string{"loge", "logen", "ist", "isten", "ent", "enten", "ant", "anten", "anwalt", "anwälte", "ärzte", "arzt", "leute", "frau", "mann", "männer", "frauen", "innen", "arbeiter", "gegner", "händler", "retter", "helfer",
		"forscher", "ermittler", "täter", "sprecher", "minister", "bürger", "fahrer", "lehrer", "schüler", "spieler", "trainer", "soldaten", "polizisten", "beamte", "beamten", "aktivisten", "demonstranten", "bewohner", "käufer", "investor", "investoren"} {
		if strings.HasSuffix(w, end) {
			return true
		}
	}
	return false
}

// standingOf tells what an origin is to a claim. The core says what the claim is
// about; other texts may name participants that it lacks.
func standingOf(o *origin, core *Proposition, parts []part) standing {
	var s standing
	if o == nil {
		return s
	}
	p := o.item.Prop
	s.first = o.kind == "eyewitness" || o.inst.role == "witness"
	if o.anonymous() {
		// Circles in a body are not the body, but they have access to it. So have
		// officials who do not give their names.
		s.access = o.inst.role == "circle" || o.inst.class != "" || isOfficialSource(o.name) || isOfficialSource(p.SourceText)
		return s
	}
	if !o.onRecord() || o.medium {
		return s
	}
	switch performs(o.inst.class, core.Pred) {
	case "principal":
		s.principal, s.why = true, "acts by its office"
	case "record":
		s.record, s.why = true, "keeps the record"
	}
	if o.inst.role == "charge" && !private[core.Pred.Class] {
		s.charge = true
	}
	if o.inst.role == "record" && isWrongdoing(core.Pred) {
		s.record, s.why = true, "a court on an accusation"
	}
	if core.Kind == SpeechAct {
		// That somebody warned is settled by the warning.
		if a := argOf(core, "agent"); a == nil || o.is(a) || core.Source != nil && sourceIs(o, core) {
			s.principal, s.why = true, "its own words"
		}
	}
	// Of those in charge the claim itself must say that they do it: in texts about
	// accidents and crimes they are named for other reasons.
	props := []*Proposition{core, p}
	if o.inst.role == "charge" {
		props, parts = props[:1], nil
	}
	for _, of := range props {
		if isTold(of.Pred) {
			// Who saw it himself takes no part in it.
			if a := argOf(of, "agent"); a != nil && of == p && o.is(a) {
				s.first = true
			}
			continue
		}
		for i := range of.Args {
			if a := &of.Args[i]; o.is(a) || o.governs(a, of.Passage.Text) {
				s.principal, s.why = true, "takes part: "+a.Name
			}
		}
		for i := range of.Places {
			if a := &of.Places[i]; !s.principal && p.Act == hearsay.Announce && !o.otherActs(core, parts) && !isHappening(of.Pred) && o.inst.role != "charge" && a.Role != "from" && o.governs(a, of.Passage.Text) {
				s.principal, s.why = true, "governs the place: "+a.Name
			}
		}
	}
	for i := range parts {
		if !s.principal && o.is(&parts[i].Arg) {
			s.principal, s.why = true, "takes part: "+parts[i].Name
		}
	}
	if !s.principal && (hosted[core.Pred.Class] || hosted[core.Pred.Lemma]) && o.official() {
		for _, places := range [][]Arg{core.Places, p.Places} {
			for i := range places {
				if places[i].State == o.state {
					s.principal, s.why = true, "hosts it: "+places[i].Name
				}
			}
		}
	}
	// "das Jobticket der Verkehrsbetriebe": whose the thing is.
	for _, args := range [][]Arg{core.Args, p.Args} {
		for i := range args {
			if a := &args[i]; !s.principal && a.Role == "topic" && o.inst.role != "charge" && o.owns(a) {
				s.principal, s.why = true, "it is its own: "+a.Name
			}
		}
	}
	if !s.principal && o.announcesOwn(core, parts) {
		s.principal, s.why = true, "gives it out as its own"
	}
	// Who denies by name what is said of him is concerned, or has to do with it.
	if p.Act == hearsay.Deny && o.kind != "expert" {
		s.charge = true
	}
	s.access = s.principal || s.charge || s.record || o.official() && slices.ContainsFunc(core.Args, func(a Arg) bool { return a.State == o.state })
	return s
}

// isOfficialSource tells whether words name a source inside a body: "eine
// offizielle Quelle", "ein hoher Beamter".
func isOfficialSource(words string) bool {
	w := strings.ToLower(words)
	for _, s := range []string{"offiziell", "beamte", "ermittler", "diplomat", "regierungs", "geheimdienst", "militär", "vorstand", "aufsichtsrat", "delegation"} {
		if strings.Contains(w, s) {
			return true
		}
	}
	return false
}

func sourceIs(o *origin, core *Proposition) bool {
	c := originOf(&Item{Prop: core, Article: o.item.Article})
	return c != nil && (c.same(o) || c == o)
}

// argOf gives the first argument in a role; nil where there is none.
func argOf(p *Proposition, role string) *Arg {
	for i := range p.Args {
		if p.Args[i].Role == role {
			return &p.Args[i]
		}
	}
	return nil
}

// leaders are what somebody is called who acts for a body.
var leaders = []string{"chef", "vorstand", "vorsitzend", "direktor", "präsident", "leiter", "geschäftsführer", "sprecher", "manager", "trainer", "intendant",
	"bürgermeister", "landrat", "rektor", "dekan", "kapitän", "minister", "kanzler", "verteidiger", "anwält", "anwalt", "berater", "gründer", "inhaber", "eigentümer", "veranstalter", "organisator", "betreiber", "betreiberin"}

// is tells whether an origin is a participant, or acts or speaks for it.
func (o *origin) is(a *Arg) bool {
	if a.Role == "topic" {
		return false
	}
	if o.id != "" && o.id == a.ID {
		return true
	}
	// A government and its state, its head, its ministries.
	if o.official() && a.State == o.state && institutionOf(a.Name).role == "" && (a.Kind == "government" || a.Kind == "place" && isStatePlace(a) ||
		a.Kind == "person" && !strings.HasPrefix(a.ID, "~") && strings.HasPrefix(o.id, "gov-")) {
		return true
	}
	name := nameWords(a.Name)
	if len(name) == 0 {
		return false
	}
	if a.Kind == "thing" || a.Kind == "" {
		// A common noun names no body, unless it is what the origin is.
		return len(name) == 1 && slices.Contains(o.words, name[0]) && (o.kind != "person" || len(o.words) == 1)
	}
	if len(o.words) > 0 && (subset(name, o.words) || subset(o.words, name)) {
		return true
	}
	// "Bahnchefin Vogel" for the Bahn; "der Vorstandsvorsitzende der Nordbank" for the Nordbank.
	src := tokensOf(o.calledAs())
	leads := slices.ContainsFunc(src, func(w string) bool {
		return slices.ContainsFunc(leaders, func(l string) bool { return strings.Contains(w, l) })
	})
	if !leads || o.outsider() {
		return false
	}
	return !slices.ContainsFunc(name, func(n string) bool {
		return !slices.ContainsFunc(src, func(w string) bool { return stem(w) == n || len(n) >= 4 && strings.HasPrefix(w, n) })
	})
}

// territories are the administrations that act for a town, district or land, and
// what these are called.
var territories = []struct{ admin, land []string }{
	{[]string{"kreisverwaltung", "landratsamt", "landrat", "landrätin", "kreistag"}, []string{"landkreis", "kreis"}},
	{[]string{"stadtverwaltung", "rathaus", "bürgermeister", "oberbürgermeister", "stadtrat", "gemeinderat", "gemeindeverwaltung", "magistrat", "stadtsprecher"}, []string{"stadt", "gemeinde", "kommune"}},
	{[]string{"landesregierung", "staatskanzlei", "senat", "ministerpräsident", "innenministerium", "ministerium"}, []string{"land", "freistaat", "bundesland"}},
	{[]string{"universitätsleitung", "rektorat", "rektor", "präsidium"}, []string{"universität", "hochschule"}},
	{[]string{"vereinspräsident", "vereinsspitze", "vorstand", "klubchef", "vereinschef"}, []string{"verein", "klub", "club"}},
}

// townAdmins act for the town that they name.
var townAdmins = []string{"rathaus", "rathäus", "stadtverwaltung", "stadtrat", "gemeindeverwaltung", "oberbürgermeister", "bürgermeister", "stadtsprecher", "stadt", "gemeinde", "kommune"}

// governs tells whether an origin acts for a participant by its office: the
// district's administration for the district, a president's office for the
// president.
func (o *origin) governs(a *Arg, text string) bool {
	if a.Role == "topic" {
		return false
	}
	if o.inst.class == "government" || o.inst.class == "authority" {
		// "Kasachstans Präsident Daulet Omarow", and the president's office.
		if a.Kind == "person" && strings.HasPrefix(a.ID, "~") && (o.state == "" || a.State == "" || a.State == o.state) {
			if at := strings.Index(text, a.Name); at > 0 {
				ws := tokensOf(text[:at])
				if n := len(ws); n > 0 && isOffice(ws[n-1]) {
					return true
				}
			}
		}
	}
	src := append(tokensOf(o.name), tokensOf(o.item.Prop.SourceText)...)
	if a.Kind == "place" && a.Role != "from" && slices.ContainsFunc(src, func(w string) bool {
		return slices.ContainsFunc(townAdmins, func(x string) bool { return strings.HasPrefix(w, x) })
	}) && (subset(nameWords(a.Name), nameWords(o.item.Prop.SourceText)) || o.parties() > 1) {
		return true
	}
	for _, t := range territories {
		if slices.ContainsFunc(src, func(w string) bool {
			return slices.ContainsFunc(t.admin, func(x string) bool { return strings.HasPrefix(w, x) })
		}) &&
			(slices.Contains(t.land, a.Lemma) || slices.ContainsFunc(tokensOf(a.Name), func(w string) bool { return slices.Contains(t.land, w) })) {
			return true
		}
	}
	return false
}

// isStatePlace tells whether a place is a state or its seat of government, by its id.
func isStatePlace(a *Arg) bool {
	return !strings.HasPrefix(a.ID, "~") && len(a.State) == 2 && (strings.HasPrefix(a.ID, "state-") || a.Role != "place" && a.Role != "at")
}

// wrongdoing are predicates that accuse whom they are said of.
var wrongdoing = map[string]bool{}

func init() {
	for _, w := range strings.Fields(`bribe bestechen defraud betrügen fälschen forge spy spionieren hack hacken sabotage sabotieren veruntreuen embezzle hinterziehen
		vergiften poison misshandeln abuse missbrauchen manipulieren manipulate foltern torture bedrohen erpressen blackmail stehlen steal unterschlagen vertuschen conceal
		lügen belästigen diskriminieren dopen ausspähen abhören plagiieren schmieren verstoßen missachten täuschen fiddle tamper`) {
		wrongdoing[w] = true
	}
}

func isWrongdoing(p Predicate) bool { return wrongdoing[p.Class] || wrongdoing[p.Lemma] }

// accusation tells whether a claim is one: somebody is said to have done wrong by
// somebody else. Such a claim its target can neither confirm nor clear away.
func accusation(core *Proposition, support []*testimony) bool {
	if core.Kind == SpeechAct {
		return false
	}
	for _, it := range support {
		if it.Prop.Act == hearsay.Accuse {
			return true
		}
	}
	return isWrongdoing(core.Pred)
}
