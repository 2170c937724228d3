package crossdoc

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"hearsay"
)

// An origin is on whose word an item stands: the last link of its chain.
type origin struct {
	item   *Item
	id     string   // of the knowledge file, where it is there: "gov-ru"
	name   string   // as the chain has it
	words  []string // of its name and of what the text calls it, stemmed, without what all names have
	kind   string   // kind of voucher
	seen   string   // visibility
	state  string   // ISO 3166, of governments and those who belong to them
	inst   institution
	medium bool     // an outlet or agency is the last that is named
	via    []string // media that the chain goes through, folded
	outlet string   // who printed the item, folded
	around string   // of an unnamed origin: see circleOf
}

// Words that say nothing of who an origin is.
var plainNames = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(`der die das des dem den ein eine einer eines einem einen von vom zu zum zur in im am an aus bei nach laut
		angaben aussage aussagen sprecher sprecherin sprechern bericht berichten mitteilung erklärung informationen und für seine ihre
		dortige dortigen örtliche örtlichen zuständige zuständigen leitende leitender`) {
		m[w] = true
		m[stem(w)] = true
	}
	return m
}()

// nameWords gives the words by which names are compared.
func nameWords(s string) []string {
	var out []string
	for _, w := range tokensOf(s) {
		if plainNames[w] {
			continue
		}
		if w = stem(w); !plainNames[w] && !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}

// originOf resolves the origin of an item; nil where nobody can be identified.
//
// "Says" links end in the person named; "speaks for" adds the body behind, which
// is then the origin. The link that only copies is no origin: an agency's credit
// says whose text it is, not whose word.
func originOf(it *Item) *origin {
	p := it.Prop
	if p.Eyewitness {
		outlet := fold(it.Article.Outlet)
		return &origin{item: it, id: "eyewitness:" + outlet, outlet: outlet, name: it.Article.Outlet, kind: "eyewitness", seen: "named", words: nameWords(outlet)}
	}
	if p.Act == hearsay.Plan && p.Mode == hearsay.Reported {
		return nil // "Die Firma will schließen": the article says so, not the firm
	}
	chain := p.Chain
	for len(chain) > 0 && chain[0].Via == "copies" {
		chain = chain[1:]
	}
	if len(chain) == 0 {
		return teller(it)
	}
	last := chain[len(chain)-1]
	o := &origin{item: it, name: last.Name, kind: last.Kind, seen: last.Visibility, outlet: fold(it.Article.Outlet)}
	if o.seen == "unspecified" || o.kind == "unspecified" && o.seen != "anonymous" && institutionOf(last.Name).class == "" && p.Source == nil {
		return nil
	}
	o.words = nameWords(last.Name)
	o.inst = institutionOf(last.Name)
	o.medium = isMedium(last, p.SourceText, o.outlet)
	for i, v := range chain {
		if isMedium(v, "", "") || i == len(chain)-1 && o.medium {
			o.via = append(o.via, mediumName(v.Name))
		}
	}
	if o.seen == "anonymous" || o.inst.role == "circle" {
		o.seen = "anonymous"
		o.around = circleOf(o.name)
		if p.Source != nil {
			o.state = p.Source.State
		}
		return o
	}
	// The statement's source is the entity behind the last link, unless the chain goes
	// on behind the source.
	if e := p.Source; e != nil && (fold(e.Name) == fold(last.Name) || last.Via != "cites") {
		if !strings.HasPrefix(e.ID, "#") {
			o.id = e.ID
		}
		o.state = e.State
		if o.kind == "" || o.kind == "unspecified" {
			o.kind = e.Kind
		}
		for _, w := range nameWords(e.Name) {
			if !slices.Contains(o.words, w) {
				o.words = append(o.words, w)
			}
		}
	}
	if body := spokenFor(p.SourceText); body != "" && !slices.Contains(o.words, stem(body)) {
		// "Polizeisprecherin Anke Riebe": what she says, the police say.
		o.inst = institutionOf(body)
		if o.inst.class != "" {
			o.words = nil
		}
		o.words = append(o.words, stem(body))
	}
	if o.inst.class == "" {
		o.inst = institutionOf(p.SourceText)
		if o.inst.role == "circle" || o.inst.role == "medium" {
			o.inst = institution{}
		}
	}
	return o
}

// teller is who tells something in what the article says in its own name: "Der
// Meteorologe sprach von Böen bis 180 km/h", "Das Ministerium hat Berichte über
// einen Rücktritt dementiert", and a court that passes judgment. nil where nobody
// does.
func teller(it *Item) *origin {
	p := it.Prop
	if p.Mode != "" {
		return nil
	}
	a := argOf(p, "agent")
	if p.SourceText != "" {
		a = &Arg{Name: p.SourceText, Kind: "unspecified"}
		if e := p.Source; e != nil {
			a = &Arg{ID: e.ID, Name: e.Name, Kind: e.Kind, State: e.State}
		}
	}
	if a == nil {
		// "Das Gericht sprach ihn vom Vorwurf der Bestechlichkeit frei": the court acquits,
		// and thereby finds that there was no bribe.
		base, _, _ := strings.Cut(string(p.ID), ".")
		for i := range it.Article.Props {
			q := &it.Article.Props[i]
			if b, _, _ := strings.Cut(string(q.ID), "."); b == base && q.ID != p.ID {
				if x := argOf(q, "agent"); x != nil && institutionOf(x.Name).class == "court" {
					return teller(&Item{Prop: q, Article: it.Article})
				}
			}
		}
		return nil
	}
	inst := institutionOf(a.Name)
	says := p.SourceText != "" || (p.Act == hearsay.Deny || p.Act == hearsay.Confirm || p.Act == hearsay.Retract || isTelling(p.Pred)) && a.Kind != "thing" && a.Kind != "place" && a.Kind != ""
	if !says && !(inst.role == "record" && performs(inst.class, p.Pred) == "record") {
		return nil
	}
	o := &origin{item: it, name: a.Name, kind: a.Kind, seen: "named", outlet: fold(it.Article.Outlet), words: nameWords(a.Name), inst: inst, state: a.State}
	if a.ID != "" && a.ID[0] != '~' && a.ID[0] != '#' {
		o.id = a.ID
	}
	return o
}

// isTelling tells whether a predicate passes on a content of its own: "sprach von
// Böen", "bezifferte den Schaden".
func isTelling(p Predicate) bool {
	switch p.Lemma {
	case "sprechen", "beziffern", "schätzen", "angeben", "melden", "berichten", "beobachten", "sehen":
		return true
	}
	return false
}

// parties is how many speak together: "in einer gemeinsamen Erklärung der beiden
// Städte", "die Rathäuser von Flensburg und Sønderborg". Two parties to a joint act
// count as two.
func (o *origin) parties() int {
	if o.anonymous() || o.kind == "person" && !strings.Contains(o.name, " und ") {
		return 1
	}
	ws := tokensOf(o.name + " " + o.item.Prop.SourceText)
	for _, w := range ws {
		if w == "beide" || w == "beiden" || w == "beider" {
			return 2
		}
	}
	if a, b, ok := strings.Cut(o.item.Prop.SourceText, " und "); ok && startsUpper(lastWord(a)) && startsUpper(b) && (strings.Contains(a, " von ") || o.seen == "collective") {
		return 2
	}
	return 1
}

func startsUpper(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}

// spokenFor gives the body in a spokesman's title: "polizei" of "Polizeisprecherin".
func spokenFor(words string) string {
	for _, w := range tokensOf(words) {
		for _, end := range []string{"sprecherin", "sprecher", "sprechern", "sprechers"} {
			if body, ok := strings.CutSuffix(w, end); ok && len(body) > 3 {
				return strings.TrimSuffix(body, "s")
			}
		}
	}
	return ""
}

// isMedium tells whether a voucher is an outlet or agency: by its kind, as it
// prints the article itself, by quotation marks around its name, or by a noun that
// names media. outlet is the article's, folded; empty where that is not to count.
func isMedium(v hearsay.Voucher, sourceText, outlet string) bool {
	switch v.Kind {
	case "outlet", "agency":
		return true
	case "government", "company", "document", "eyewitness", "expert":
		return false
	}
	if outlet != "" && mediumName(v.Name) == mediumName(outlet) {
		return true
	}
	if strings.ContainsAny(v.Name, "„“”»«\"") {
		return true
	}
	return institutionOf(v.Name).role == "medium" || institutionOf(sourceText).role == "medium" && v.Kind != "person"
}

// mediumName folds the name of a medium, its genitive undone.
func mediumName(s string) string { return strings.Join(nameWords(s), " ") }

// anonymous tells whether the origin is not to be named.
func (o *origin) anonymous() bool { return o.seen == "anonymous" }

// onRecord tells whether somebody stands for the word with a name, an office or as
// a body.
func (o *origin) onRecord() bool { return !o.anonymous() && o.seen != "unspecified" }

// resolved tells whether the origin is somebody beside the medium that prints it.
func (o *origin) resolved() bool { return o.onRecord() && !o.medium }

// same tells whether two origins are certainly one: the same entity, or the same
// name where neither is known.
func (a *origin) same(b *origin) bool {
	switch {
	case a == nil || b == nil || a.anonymous() != b.anonymous():
		return false
	case a.anonymous():
		return false
	case a.id != "" && b.id != "":
		return a.id == b.id || a.official() && b.official() && a.state == b.state && (a.voices(b) || b.voices(a))
	}
	if len(a.words) == 0 || len(b.words) == 0 {
		return false
	}
	if a.inst.class != "" && a.inst.class == b.inst.class && a.inst.role == "charge" {
		// "die Polizei", "das Polizeipräsidium" and "Polizei Kassel": about one claim
		// they are one, as long as the names do not part them.
		x, y := a.ownWords(), b.ownWords()
		return subset(x, y) || subset(y, x)
	}
	return subset(a.words, b.words) || subset(b.words, a.words)
}

// ownWords are the words of an institution's name beside those that say what it is.
func (o *origin) ownWords() []string {
	var out []string
	for _, w := range o.words {
		if institutionOf(w).class == "" {
			out = append(out, w)
		}
	}
	return out
}

// voices tells whether a speaks for the government of the state that b belongs to.
func (a *origin) voices(b *origin) bool {
	return strings.HasPrefix(a.id, "gov-") && (b.medium || b.kind == "agency" || b.kind == "outlet")
}

// official tells whether the origin is a government or belongs to one.
func (o *origin) official() bool {
	if o.state == "" {
		return false
	}
	switch o.inst.class {
	case "police", "fire", "court", "prosecutor", "hospital", "control", "measuring", "register":
		return false
	}
	return o.kind == "government" || strings.HasPrefix(o.id, "gov-") || isOffice(o.item.Prop.SourceText)
}

// offices are what somebody is called who acts for a state.
var offices = []string{"minister", "präsident", "kanzler", "regierungschef", "staatschef", "premier", "regierungssprecher", "botschafter", "außenamt", "staatssekretär", "könig", "diktator", "machthaber"}

// isOffice tells whether words name an office of state.
func isOffice(words string) bool {
	for _, w := range tokensOf(words) {
		for _, f := range offices {
			if strings.Contains(w, f) {
				return true
			}
		}
	}
	return false
}

func subset(a, b []string) bool {
	for _, w := range a {
		if !slices.Contains(b, w) {
			return false
		}
	}
	return true
}

// citesMedium tells whether a statement's chain goes through a medium.
func citesMedium(p *Proposition, medium string) bool {
	m := fold(medium)
	for _, v := range p.Chain {
		if v.Via != "copies" && fold(v.Name) == m {
			return true
		}
	}
	return false
}

// twins is how far apart two unnamed origins of one kind may be to be taken for one.
const twins = 48 * time.Hour

// Shares of text from which on two articles count as one origin (section 4).
const ownerShare = 0.3

// merge tells whether two items rest on one origin, why, and whether that is
// certain. It is not transitive; see [countOrigins].
func (c *Case) merge(a, b *origin) (why string, certain, ok bool) {
	if a.same(b) {
		return "the same origin: " + a.name, true, true
	}
	// One cites the other.
	if a.cites(b) || b.cites(a) {
		return fmt.Sprintf("one cites the other: %s, %s", a.item.Article.Outlet, b.item.Article.Outlet), true, true
	}
	if x, y := a.item.Prop, b.item.Prop; x.Parent != "" && x.Parent == y.ID || y.Parent != "" && y.Parent == x.ID {
		return "what the one says the other said", true, true
	}
	if a.resolved() && b.resolved() {
		return "", false, false // who is named outranks whose text it is
	}
	for _, v := range a.via {
		if slices.Contains(b.via, v) {
			return "both through " + v, false, true
		}
	}
	x, y := a.item.Article, b.item.Article
	if x.Version == y.Version && !(a.anonymous() && b.anonymous()) {
		return "", false, false
	}
	if o, ok := c.overlap(x.Version, y.Version); ok {
		switch {
		case isCopy(o):
			return fmt.Sprintf("one text: containment %.2f", max(o.Of, o.In)), true, true
		case a.item.Owner != "" && a.item.Owner == b.item.Owner && max(o.Of, o.In) >= ownerShare:
			return "one owner, and shared text", false, true
		case o.RareErrors > 0:
			return "a rare error that both have", false, true
		}
	}
	if g := sharedAgency(x, y); g != "" && !a.resolved() && !b.resolved() {
		return "both credit " + g, false, true
	}
	if a.anonymous() && b.anonymous() && sameCircle(a, b) && x.Known.Sub(y.Known).Abs() <= twins {
		return "unnamed, of one kind, within 48 hours", false, true
	}
	return "", false, false
}

// cites tells whether a has it from the outlet that printed b, or from the agency
// that b's text is of.
func (a *origin) cites(b *origin) bool {
	if a.item.Article.Version == b.item.Article.Version {
		return false
	}
	if b.outlet != "" && slices.Contains(a.via, mediumName(b.outlet)) {
		return true
	}
	return slices.ContainsFunc(b.item.Article.Agencies, func(g string) bool { return slices.Contains(a.via, mediumName(g)) })
}

func sharedAgency(a, b *Brief) string {
	for _, g := range a.Agencies {
		if slices.Contains(b.Agencies, g) {
			return g
		}
	}
	return ""
}

// sameCircle tells whether two unnamed origins are of one kind of institution.
// "Insider" may be anybody.
func sameCircle(a, b *origin) bool {
	return a.around == "" || b.around == "" || a.around == b.around
}

// circleOf gives what an unnamed origin is around: "regierung" of
// "Regierungskreisen"; nothing for insiders and sources as such.
func circleOf(name string) string {
	for _, w := range tokensOf(name) {
		for _, end := range []string{"kreisen", "kreise", "kreis"} {
			if s, ok := strings.CutSuffix(w, end); ok {
				return strings.TrimSuffix(s, "s")
			}
		}
	}
	for _, w := range nameWords(name) {
		switch w {
		case "quell", "insid", "insider", "kreis", "person", "vertraut", "mehr", "zwei", "drei", "informiert", "informant", "sach", "mit", "nam", "nicht", "genannt", "ungenannt", "anonym":
		default:
			return w
		}
	}
	return ""
}

// A group is items that rest on one origin.
type group struct {
	of    []*origin
	items []*testimony
	whys  []string
}

// parties is how many origins the group counts for.
func (g *group) parties() int {
	n := 1
	for _, o := range g.of {
		n = max(n, o.parties())
	}
	return n
}

// onRecord tells whether one of the group is.
func (g *group) onRecord() bool { return slices.ContainsFunc(g.of, (*origin).onRecord) }

// countOrigins puts items that rest on one origin together: the groups with all
// merges, and how many there are with certain ones only. An item joins the first
// group that has it with one member; groups are never joined, so nothing merges by
// a chain of weak links. Items must be in order of time.
func (c *Case) countOrigins(items []*testimony) (groups []*group, most int) {
	var sure []*group
	for _, it := range items {
		if it.origin == nil {
			continue
		}
		groups = c.joins(groups, it, false)
		sure = c.joins(sure, it, true)
	}
	return groups, len(sure)
}

// joins puts an item into the group that its origin belongs to, or into a new one.
func (c *Case) joins(groups []*group, it *testimony, certain bool) []*group {
	o := it.origin
	for _, g := range groups {
		for _, of := range g.of {
			why, sure, ok := c.merge(of, o)
			if !ok || certain && !sure {
				continue
			}
			// Equal origins need not be looked at again.
			if !slices.ContainsFunc(g.of, o.equal) {
				g.of = append(g.of, o)
			}
			g.items, g.whys = append(g.items, it), append(g.whys, why)
			return groups
		}
	}
	return append(groups, &group{of: []*origin{o}, items: []*testimony{it}})
}

// equal tells whether comparing with both would tell the same.
func (a *origin) equal(b *origin) bool {
	return a.resolved() && a.id == b.id && a.seen == b.seen && slices.Equal(a.words, b.words) && slices.Equal(a.via, b.via) &&
		a.item.Article.Outlet == b.item.Article.Outlet
}

// Independence says of items which rest on one origin, and why; for "why".
func (c *Case) Independence(at time.Time) []string {
	c.prepare()
	var sup []*testimony
	for _, t := range knownBy(c.heard, at) {
		if t.Stance == hearsay.Supports {
			sup = append(sup, t)
		}
	}
	groups, _ := c.countOrigins(sup)
	var out []string
	for i, g := range groups {
		line := fmt.Sprintf("%d. %s", i+1, g.of[0].name)
		for k, it := range g.items {
			if k > 0 {
				line += fmt.Sprintf("; %s (%s)", it.Article.Outlet, g.whys[k-1])
			}
		}
		out = append(out, line)
	}
	return out
}
