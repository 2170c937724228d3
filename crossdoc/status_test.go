package crossdoc

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"hearsay"
)

// start is the moment that the tests count hours from.
var start = time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)

// A said line is a piece of evidence in a test:
//
//	hour outlet stance who act fact [key=value …]
//
// stance is +, - or ~; who one of voices below; keys: phase, agency, via (a medium
// that the chain goes through), day (of the event, from the start), pred.
type said string

// voices are who may speak in the tests.
var voices = map[string]Proposition{
	"kreml":     voice("Kreml", "government", "named", &hearsay.Entity{ID: "gov-ru", Name: "Kreml", Kind: "government", State: "RU"}),
	"kcna":      voice("KCNA", "government", "named", &hearsay.Entity{ID: "gov-kp", Name: "KCNA", Kind: "government", State: "KP"}),
	"usa":       voice("USA", "government", "collective", &hearsay.Entity{ID: "gov-us", Name: "USA", Kind: "government", State: "US"}),
	"polizei":   voice("Polizei", "government", "role", nil),
	"kassel":    voice("Polizei Kassel", "government", "named", nil),
	"feuerwehr": voice("Feuerwehr", "organisation", "role", nil),
	"gericht":   voice("Landgericht Halle", "government", "named", nil),
	"register":  voice("Handelsregister", "document", "named", nil),
	"firma":     voice("Nordkabel", "company", "named", nil),
	"chef":      voice("Ralf Dombeck", "person", "named", nil),
	"käufer":    voice("Südstahl", "company", "named", nil),
	"kreise":    voice("Unternehmenskreise", "unspecified", "anonymous", nil),
	"regkreise": voice("Regierungskreise", "unspecified", "anonymous", nil),
	"insider":   voice("Insider", "unspecified", "anonymous", nil),
	"beamter":   voice("offizielle Quelle", "unspecified", "anonymous", nil),
	"gewerk":    voice("IG Metall", "organisation", "named", nil),
	"experte":   voice("Andreas Klein", "expert", "named", nil),
	"bürger":    voice("Petra Lohoff", "person", "named", nil),
	"zeuge":     voice("Augenzeuge", "eyewitness", "role", nil),
	"gerücht":   voice("Spekulationen", "unspecified", "unspecified", nil),
	"bote":      voice("Bote", "outlet", "named", nil),
	"kurier":    voice("Kurier", "outlet", "named", nil),
	"niemand":   {},
	"reporter":  {Eyewitness: true},
}

func voice(name, kind, seen string, e *hearsay.Entity) Proposition {
	text := name
	if name == "Ralf Dombeck" {
		text = "Nordkabel-Chef Ralf Dombeck"
	}
	return Proposition{SourceText: text, Source: e, Chain: []hearsay.Voucher{{Name: name, Kind: kind, Visibility: seen, Via: "says"}}}
}

// item makes the nth item of a test.
func (s said) item(t *testing.T, n int, core *Proposition) Item {
	t.Helper()
	f := strings.Fields(string(s))
	if len(f) < 6 {
		t.Fatalf("%q: want six fields", s)
	}
	var hour int
	fmt.Sscan(f[0], &hour)
	p, ok := voices[f[3]]
	if !ok {
		t.Fatalf("%q: no voice %s", s, f[3])
	}
	b := &Brief{Version: hearsay.VersionID(fmt.Sprintf("a%02d", n)), Outlet: f[1], Known: start.Add(time.Duration(hour) * time.Hour)}
	p.ID = hearsay.EvidenceID(fmt.Sprintf("%s/s1", b.Version))
	p.Pred, p.Args, p.Places, p.Kind, p.Phase, p.Time = core.Pred, core.Args, core.Places, core.Kind, core.Phase, core.Time
	p.Act, p.Factuality.Source, p.Factuality.Outlet = hearsay.Act(f[4]), hearsay.Fact(f[5]), hearsay.Uu
	for _, kv := range f[6:] {
		k, v, _ := strings.Cut(kv, "=")
		switch k {
		case "phase":
			p.Phase = hearsay.Phase(v)
		case "agency":
			b.Agencies = []string{v}
			p.Chain = append([]hearsay.Voucher{{Name: v, Kind: "agency", Visibility: "named", Via: "copies"}}, p.Chain...)
		case "via":
			p.Chain = append([]hearsay.Voucher{{Name: v, Kind: "outlet", Visibility: "named", Via: "says"}}, p.Chain...)
			p.Chain[len(p.Chain)-1].Via = "cites"
		default:
			t.Fatalf("%q: what is %s?", s, k)
		}
	}
	return Item{Prop: &p, Article: b, Stance: map[string]hearsay.Stance{"+": hearsay.Supports, "-": hearsay.Denies, "~": hearsay.Neutral}[f[2]]}
}

// Claims that the tests are about.
var (
	kim      = &Proposition{Kind: Fact, Pred: Predicate{Class: "travel"}, Args: []Arg{{Role: "agent", ID: "person-kim", Name: "Kim Jong Un", Kind: "person", State: "KP"}}, Places: []Arg{{Role: "to", ID: "state-ru", Name: "Russland", Kind: "place", State: "RU"}}, Phase: hearsay.Planned, Time: Interval{From: day(2), To: day(4), Known: true}}
	werk     = &Proposition{Kind: Fact, Pred: Predicate{Class: "close"}, Args: []Arg{{Role: "agent", ID: "~nordkabel", Name: "Nordkabel", Kind: "company"}, {Role: "patient", ID: "~werk", Name: "Werk", Kind: "thing"}}, Phase: hearsay.Planned}
	unglück  = &Proposition{Kind: Figure, Pred: Predicate{Class: "die"}, Numbers: []Quantity{{4, 4, "mensch", false}}, Phase: hearsay.Occurred}
	betrug   = &Proposition{Kind: Fact, Pred: Predicate{Class: "bribe"}, Args: []Arg{{Role: "agent", ID: "~nordkabel", Name: "Nordkabel", Kind: "company"}}, Phase: hearsay.Occurred}
	übernah  = &Proposition{Kind: Fact, Pred: Predicate{Class: "buy"}, Args: []Arg{{Role: "agent", ID: "~südstahl", Name: "Südstahl", Kind: "company"}, {Role: "patient", ID: "~nordkabel", Name: "Nordkabel", Kind: "company"}}, Phase: hearsay.Occurred}
	warnung  = &Proposition{Kind: SpeechAct, Pred: Predicate{Class: "warn"}, Args: []Arg{{Role: "agent", ID: "gov-us", Name: "USA", Kind: "government", State: "US"}}, Phase: hearsay.Occurred}
	festnahm = &Proposition{Kind: Fact, Pred: Predicate{Class: "arrest"}, Phase: hearsay.Occurred}
)

func day(n int) int32 { return int32(start.Unix()/86400) + int32(n) }

var statusCases = []struct {
	name string
	core *Proposition
	said []said
	at   int    // hours
	want string // status phase origins_min rule
}{
	{"Seit Tagen gibt es Spekulationen, wonach Kim reisen wolle.", kim, []said{"0 A + gerücht speculate Uu"}, 1, "speculated planned 0 speculated/unattributed"},
	{"Das Medium erzählt es, ohne jemanden zu nennen.", werk, []said{"0 A + niemand say CT+"}, 1, "speculated planned 0 speculated/unattributed"},
	{"Jeder, der davon spricht, tut es mit Vorbehalt.", werk, []said{"0 A + experte expect PR+", "1 B + gewerk suspect PR+"}, 2, "speculated planned 2 speculated/hedged"},
	{"Ein Ursprung behauptet es.", werk, []said{"0 A + kreise say CT+"}, 1, "reported planned 1 reported/origin"},
	{"Ein Beamter, der nicht genannt wird, sagt: offenbar. Er hat Einblick.", kim, []said{"0 A + beamter report PR+"}, 1, "reported planned 1 reported/origin"},
	{"Ein Vorbehalt eines Experten wird dadurch nicht zum Bericht.", kim, []said{"0 A + experte report PR+"}, 1, "speculated planned 1 speculated/hedged"},
	{"Zwei unabhängige Ursprünge, einer mit Namen.", werk, []said{"0 A + kreise say CT+", "5 B + gewerk say CT+"}, 6, "corroborated planned 2 corroborated/two"},
	{"Wer mit Vorbehalt spricht, ist ein Ursprung, stützt aber nicht.", werk, []said{"0 A + kreise say CT+", "5 B + gewerk expect PR+"}, 6, "reported planned 2 reported/origin"},
	{"Zwei ungenannte einer Art binnen 48 Stunden sind einer.", werk, []said{"0 A + kreise say CT+", "30 B + kreise say CT+"}, 31, "reported planned 1 reported/origin"},
	{"Nach 48 Stunden sind es zwei, aber keiner trägt einen Namen.", werk, []said{"0 A + kreise say CT+", "60 B + kreise say CT+"}, 61, "reported planned 2 reported/origin"},
	{"Kreise anderer Art sind andere.", werk, []said{"0 A + kreise say CT+", "3 B + regkreise say CT+"}, 4, "reported planned 2 reported/origin"},
	{"Ein Insider kann jeder sein.", werk, []said{"0 A + kreise say CT+", "3 B + insider say CT+"}, 4, "reported planned 1 reported/origin"},
	{"Der Kreml bestätigt den Besuch, er ist Gastgeber.", kim, []said{"0 A + kreml confirm CT+"}, 1, "confirmed planned 1 confirmed/principal"},
	{"Die Staatsagentur spricht für den Gast: zwei Ursprünge.", kim, []said{"0 A + kreml confirm CT+", "1 A + kcna report CT+"}, 2, "confirmed planned 2 confirmed/principal"},
	{"Jeder Abdruck der Kreml-Aussage ist derselbe Ursprung.", kim, []said{"0 A + kreml confirm CT+", "1 B + kreml say CT+ agency=dpa", "2 C + kreml say CT+ agency=AFP"}, 3, "confirmed planned 1 confirmed/principal"},
	{"Kreise um ein Unternehmen sind nicht das Unternehmen.", werk, []said{"0 A + kreise confirm CT+"}, 1, "reported planned 1 reported/origin"},
	{"Das Unternehmen bestätigt seinen Plan.", werk, []said{"0 A + firma announce CT+"}, 1, "confirmed planned 1 confirmed/principal"},
	{"Sein Chef spricht für es.", werk, []said{"0 A + chef announce CT+"}, 1, "confirmed planned 1 confirmed/principal"},
	{"'Bestätigt' sagt das Medium, aber es war keiner, der es wissen muss.", werk, []said{"0 A + bürger confirm CT+"}, 1, "reported planned 1 reported/origin"},
	{"Die Polizei über ihre Festnahme: sie hat sie vollzogen.", festnahm, []said{"0 A + polizei say CT+"}, 1, "confirmed occurred 1 confirmed/principal"},
	{"Die Polizei über Tote: ein Ursprung mit Einblick, kein Beteiligter.", unglück, []said{"0 A + polizei say CT+"}, 1, "reported occurred 1 reported/origin"},
	{"Polizei und Polizei Kassel sind hier eins.", unglück, []said{"0 A + polizei say CT+", "1 B + kassel say CT+"}, 2, "reported occurred 1 reported/origin"},
	{"Polizei und Feuerwehr sind zwei.", unglück, []said{"0 A + polizei say CT+", "1 B + feuerwehr say CT+"}, 2, "corroborated occurred 2 corroborated/two"},
	{"Drei Ursprünge, zwei mit Namen, einer war dabei.", unglück, []said{"0 A + polizei say CT+", "1 B + feuerwehr say CT+", "2 C + reporter say CT+"}, 3, "confirmed occurred 3 confirmed/three"},
	{"Drei, aber keiner war dabei.", werk, []said{"0 A + gewerk say CT+", "1 B + bürger say CT+", "60 C + kreise say CT+"}, 61, "corroborated planned 3 corroborated/two"},
	{"Das Register belegt es.", übernah, []said{"0 A + register say CT+"}, 1, "confirmed occurred 1 confirmed/record"},
	{"Ein Ursprung gegen das Dementi des Betroffenen.", werk, []said{"0 A + kreise say CT+", "3 B - firma deny CT-"}, 4, "denied planned 1 denied/single"},
	{"Ein Gerücht und das Dementi.", werk, []said{"0 A + gerücht speculate Uu", "3 B - firma deny CT-"}, 4, "denied planned 0 denied/single"},
	{"Zwei Ursprünge gegen das Dementi.", werk, []said{"0 A + kreise say CT+", "1 C + gewerk say CT+", "3 B - firma deny CT-"}, 4, "disputed planned 2 disputed/denial"},
	{"Wer nicht zuständig ist, kann nicht dementieren, aber bestreiten.", werk, []said{"0 A + gewerk say CT+", "3 B - bürger say CT-"}, 4, "disputed planned 1 disputed/denial"},
	{"Kein Kommentar bewegt nichts.", werk, []said{"0 A + kreise say CT+", "3 B ~ firma no_comment Uu"}, 4, "reported planned 1 reported/origin"},
	{"Käufer bestätigt, Verkäufer dementiert.", übernah, []said{"0 A + käufer confirm CT+", "3 B - firma deny CT-"}, 4, "disputed occurred 1 disputed/principals"},
	{"Ein schwächeres Wort danach nimmt nichts zurück.", werk, []said{"0 A + firma announce CT+", "3 B + experte doubt PS+"}, 4, "confirmed planned 2 confirmed/principal"},
	{"Ein Vorwurf gegen das Dementi dessen, dem er gilt: strittig, auch bei einem Ankläger.", betrug, []said{"0 A + gewerk accuse CT+", "3 B - firma deny CT-"}, 4, "disputed occurred 1 disputed/accusation"},
	{"Ein Gerücht, das jemanden beschuldigt, und sein Dementi.", betrug, []said{"0 A + gerücht say Uu", "3 B - firma deny CT-"}, 4, "denied occurred 0 denied/rumour"},
	{"Wer beschuldigt ist, kann den Vorwurf auch nicht bestätigen.", betrug, []said{"0 A + gewerk accuse CT+", "3 B + firma concede CT+"}, 4, "corroborated occurred 2 corroborated/two"},
	{"Ein Urteil entscheidet.", betrug, []said{"0 A + gewerk accuse CT+", "3 B - firma deny CT-", "9 C + gericht say CT+"}, 10, "confirmed occurred 2 confirmed/record"},
	{"Ein Urteil stellt das Gegenteil fest.", betrug, []said{"0 A + gewerk accuse CT+", "9 C - gericht say CT-"}, 10, "denied occurred 1 denied/record"},
	{"Eine Warnung bestätigt, dass gewarnt wurde.", warnung, []said{"0 A + usa warn CT+"}, 1, "confirmed occurred 1 confirmed/principal"},
	{"Der Plan wird ausgeführt.", kim, []said{"0 A + kreml confirm CT+", "60 B + niemand say CT+ phase=occurred"}, 61, "confirmed occurred 1 confirmed/principal"},
	{"Der Gastgeber sagt ab.", kim, []said{"0 A + kreml confirm CT+", "20 B + kreml announce CT+ phase=failed"}, 21, "confirmed failed 1 confirmed/called-off"},
	{"Die Zeit verstreicht, keiner sagt, was wurde.", kim, []said{"0 A + kreml confirm CT+"}, 24 * 9, "confirmed lapsed 1 confirmed/principal"},
	{"Ein Beteiligter kehrt sein Wort um.", werk, []said{"0 A + firma announce CT+", "9 B - firma deny CT-"}, 10, "denied planned 0 denied/single"},
	{"Und wieder zurück.", werk, []said{"0 A + firma announce CT+", "9 B - firma deny CT-", "20 C + firma announce CT+"}, 21, "confirmed planned 1 confirmed/principal"},
	{"A zitiert B, B zitiert A: ein Ursprung.", werk, []said{"0 Bote + kurier report CT+", "3 Kurier + bote report CT+"}, 4, "reported planned 1 reported/origin"},
	{"Ein Text, ein ungenannter Ursprung, zwei Blätter.", werk, []said{"0 A + kreise say CT+ agency=dpa", "60 B + kreise say CT+ agency=dpa"}, 61, "reported planned 1 reported/origin"},
	{"Ein Agenturtext, der zwei zitiert, hat zwei Ursprünge.", kim, []said{"0 A + kreml say CT+ agency=dpa", "0 A + kcna say CT+ agency=dpa"}, 1, "confirmed planned 2 confirmed/principal"},
	{"Der Augenzeuge des Blattes ist ein Ursprung.", unglück, []said{"0 A + reporter say CT+"}, 1, "reported occurred 1 reported/origin"},
	{"Was noch nicht bekannt ist, zählt nicht.", werk, []said{"0 A + kreise say CT+", "9 B + firma announce CT+"}, 5, "reported planned 1 reported/origin"},
}

func TestStatus(t *testing.T) {
	seen := map[string]bool{}
	for _, tc := range statusCases {
		c := &Case{Core: tc.core}
		for n, s := range tc.said {
			c.Items = append(c.Items, s.item(t, n, tc.core))
		}
		at := start.Add(time.Duration(tc.at) * time.Hour)
		a := Judge(c, at)
		seen[a.Rule] = true
		if got := fmt.Sprintf("%s %s %d %s", a.Status, a.Phase, a.OriginsMin, a.Rule); got != tc.want {
			t.Errorf("%s\n\t%q\n\tgot  %s\n\twant %s", tc.name, tc.said, got, tc.want)
		}
		if a.OriginsMin > a.OriginsMax {
			t.Errorf("%s: at least %d origins, at most %d", tc.name, a.OriginsMin, a.OriginsMax)
		}
		if h := History(c, at); len(h) == 0 || !sameAssessment(&h[len(h)-1], &a) {
			t.Errorf("%s: the history ends with %v, not with %v", tc.name, h, a)
		}
	}
	seen["corrected/withdrawn"] = true // TestWithdrawn
	ids, _ := Rules()
	for _, id := range ids {
		if !seen[id] {
			t.Errorf("no case ends in rule %s", id)
		}
		if WouldChange(id, "de") == "" || WouldChange(id, "en") == "" {
			t.Errorf("rule %s does not say what would move it", id)
		}
	}
}

func TestWithdrawn(t *testing.T) {
	four := []said{"0 A + polizei say CT+ agency=dpa", "1 B + polizei say CT+ agency=dpa", "2 C + feuerwehr say CT+"}
	at := func(h int) time.Time { return start.Add(time.Duration(h) * time.Hour) }
	polizei := said("9 D + polizei correct CT+").item(t, 9, unglück)
	for _, tc := range []struct {
		name  string
		w     Withdrawal
		items int
		want  string
	}{
		{"ein Blatt berichtigt seine Fassung", Withdrawal{At: at(5), By: "a09", Scope: ScopeCopy, Of: "a01"}, 3, "corroborated 2"},
		{"die Agentur berichtigt, und jeder Abdruck ist es", Withdrawal{At: at(5), By: "a09", Scope: ScopeAgency, Agency: "dpa", Of: "a00"}, 3, "reported 1"},
		{"wer es sagte, berichtigt sich", Withdrawal{At: at(9), By: "a09", Scope: ScopeOrigin, Origin: polizei.Prop}, 3, "reported 1"},
		{"und nichts bleibt", Withdrawal{At: at(9), By: "a09", Scope: ScopeOrigin, Origin: polizei.Prop}, 2, "corrected 0"},
		{"vorher gilt es noch", Withdrawal{At: at(30), By: "a09", Scope: ScopeOrigin, Origin: polizei.Prop}, 2, "reported 1"},
	} {
		c := &Case{Core: unglück, Withdrawals: []Withdrawal{tc.w}}
		for n, s := range four[:tc.items] {
			c.Items = append(c.Items, s.item(t, n, unglück))
		}
		a := Judge(c, at(20))
		if got := fmt.Sprintf("%s %d", a.Status, a.OriginsMin); got != tc.want {
			t.Errorf("%s: %s; want %s", tc.name, got, tc.want)
		}
		if a.Phase != hearsay.Occurred {
			t.Errorf("%s: phase %s; a corrected claim keeps its own", tc.name, a.Phase)
		}
	}
}

// TestEventDenied: to deny the event is to deny its details.
func TestEventDenied(t *testing.T) {
	c := &Case{Core: unglück, Items: []Item{said("0 A + bürger say CT+").item(t, 0, unglück)}}
	event := said("3 B - polizei deny CT-").item(t, 1, &Proposition{Kind: Fact, Pred: Predicate{Class: "crash"}, Phase: hearsay.Occurred})
	c.Events = []Item{event}
	if a := Judge(c, start.Add(9*time.Hour)); a.Status != hearsay.Denied {
		t.Errorf("got %s by %s; want denied", a.Status, a.Rule)
	}
}

// TestStatusKnowsNoFuture: what becomes known later changes no earlier judgment, and
// the order in which items are given none at all.
func TestStatusKnowsNoFuture(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	who := []string{"firma", "kreise", "gewerk", "bürger", "experte", "regkreise", "chef", "niemand", "bote", "insider"}
	acts := []string{"say CT+", "announce CT+", "expect PR+", "deny CT-", "report PR+"}
	for range 300 {
		c := &Case{Core: werk}
		for n := range 2 + rng.IntN(10) {
			stance := "+-~"[rng.IntN(3)]
			s := said(fmt.Sprintf("%d O%d %c %s %s", rng.IntN(100), rng.IntN(5), stance, who[rng.IntN(len(who))], acts[rng.IntN(len(acts))]))
			c.Items = append(c.Items, s.item(t, n, werk))
		}
		at := start.Add(time.Duration(rng.IntN(100)) * time.Hour)
		past := &Case{Core: werk}
		for _, it := range c.Items {
			if !it.Article.Known.After(at) {
				past.Items = append(past.Items, it)
			}
		}
		rng.Shuffle(len(c.Items), func(i, j int) { c.Items[i], c.Items[j] = c.Items[j], c.Items[i] })
		a, b := Judge(c, at), Judge(past, at)
		if fmt.Sprint(a) != fmt.Sprint(b) {
			t.Fatalf("with what came later:\n%v\nwithout:\n%v", a, b)
		}
		// A history that grows is the one that is made at once.
		end := start.Add(200 * time.Hour)
		if grown, whole := Extend(c, History(past, at), end), History(c, end); fmt.Sprint(grown) != fmt.Sprint(whole) {
			t.Fatalf("grown:\n%v\nat once:\n%v", grown, whole)
		}
	}
}

// TestNotices runs the example of every row of corrections.de.tsv.
func TestNotices(t *testing.T) {
	for _, r := range noticeRules() {
		n := NoticeIn("", r.example)
		if n == nil || n.Whole != (r.kind == "retract") {
			t.Errorf("%q: %+v; want %s", r.example, n, r.kind)
		}
		if !r.words.MatchString(r.example) {
			t.Errorf("%q is no example of %s", r.example, r.words)
		}
	}
	for _, s := range []string{"Die Polizei korrigierte die Zahl.", "Der Trainer zog sein Team zurück.", "Die Partei berichtigte ihren Kurs."} {
		if n := NoticeIn("", s); n != nil {
			t.Errorf("%q: took it for a notice: %+v", s, n)
		}
	}
}

// TestInstitutions runs the examples of the tables.
func TestInstitutions(t *testing.T) {
	eachRow("data/institutions.de.tsv", 4, func(f []string) {
		if in := institutionOf(f[3]); in.class != f[0] {
			t.Errorf("%q is %q; want %s", f[3], in.class, f[0])
		}
	})
	for words, class := range map[string]string{"Landkreis Gifhorn": "authority", "der Hersteller": "", "aus Kreisen der Polizei": "circles", "Umweltministerium": "authority"} {
		if in := institutionOf(words); in.class != class {
			t.Errorf("%q is %q; want %q", words, in.class, class)
		}
	}
	classes := map[string]bool{}
	eachRow("data/institutions.de.tsv", 4, func(f []string) { classes[f[0]] = true })
	eachRow("data/competence.de.tsv", 4, func(f []string) {
		if !classes[f[0]] || !slices.Contains([]string{"principal", "record"}, f[1]) {
			t.Errorf("competence.de.tsv: %q", f)
		}
	})
}

// BenchmarkHistory judges a claim with 500 pieces of evidence at each moment.
func BenchmarkHistory(b *testing.B) {
	var t testing.T
	c := &Case{Core: werk}
	for n := range 500 {
		c.Items = append(c.Items, said(fmt.Sprintf("%d O%d + %s say CT+", n, n%40, []string{"kreise", "gewerk", "bürger", "firma"}[n%4])).item(&t, n, werk))
	}
	b.ReportAllocs()
	for b.Loop() {
		History(c, start.Add(1000*time.Hour))
	}
}
