package ledgertest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"hearsay"
	"hearsay/ledger"
)

// A Generator makes articles that look to a store as German news do: as long, with
// words as frequent, some names and stories over and over, statements with speakers.
// The same seed gives the same articles.
type Generator struct {
	rng   *rand.Rand
	words []string
	zipf  *rand.Zipf
	n     int
}

// An Item is an article with all that is stored of it.
type Item struct {
	Capture    ledger.Capture
	Version    ledger.Version
	Reading    ledger.Reading
	Row        ledger.ArticleRow
	Lemmas     []string
	Statements []ledger.StatementRow
	Evidence   []ledger.EvidenceRow
	Claims     []ledger.ClaimRow
	Story      ledger.StoryRow
	Keys       [][]byte
}

// Began is when the first article became known; each follows a minute later.
var Began = time.Date(2023, 9, 1, 6, 0, 0, 0, time.UTC)

var (
	outlets  = []string{"stern.example", "tagblatt.example", "nordkurier.example", "rundschau.example", "morgenpost.example", "bote.example"}
	speakers = []string{"Kreml", "Wladimir Putin", "Annalena Baerbock", "Olaf Scholz", "Polizei", "Ein Sprecher", "Kim Jong Un", "Weißes Haus", "Emmanuel Macron", "Feuerwehr"}
	acts     = []hearsay.Act{hearsay.Say, hearsay.Say, hearsay.Say, hearsay.Report, hearsay.Confirm, hearsay.Deny, hearsay.Warn, hearsay.Announce}
	modes    = []hearsay.Mode{hearsay.Direct, hearsay.Indirect, hearsay.Reported}
	statuses = []hearsay.Status{hearsay.ReportedAs, hearsay.ReportedAs, hearsay.Speculated, hearsay.Confirmed, hearsay.Corroborated, hearsay.Disputed}
)

// common are words at the head of the distribution; the rest is made up of syllables.
const common = "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis mehr durch man sein wurde sei Prozent hatte kann gegen vom können schon wenn habe seine Mark ihre dann unter wir soll ich eines Jahr zwei Jahren diese dieser wieder keine Uhr seiner worden will zwischen Reise Regierung Zug Treffen Präsident Polizei Minister Stadt Feuer Brand Unfall Gericht Urteil Streik Verhandlung Gespräch Vertrag Angriff Rakete Krieg Waffen Grenze Partei Wahl Haushalt Steuer Bahn Flughafen Krankenhaus Schule Kinder Montag Dienstag Mittwoch Russland Ukraine Berlin Moskau München"

var syllables = strings.Fields("ver be ge an auf ab schaft ung keit heit los reich bau haus weg rat tag land werk mann frau kraft zeit stand fall zug druck satz bild spiel recht stell fahr geb nehm komm")

// NewGenerator makes one.
func NewGenerator(seed uint64) *Generator {
	g := &Generator{rng: rand.New(rand.NewPCG(seed, 7))}
	g.words = strings.Fields(common)
	seen := map[string]bool{}
	for len(g.words) < 60_000 {
		var b strings.Builder
		for range 2 + g.rng.IntN(3) {
			b.WriteString(syllables[g.rng.IntN(len(syllables))])
		}
		w := b.String()
		if g.rng.IntN(2) == 0 {
			w = strings.ToUpper(w[:1]) + w[1:]
		}
		if seen[w] {
			w += syllables[g.rng.IntN(len(syllables))] + fmt.Sprint(len(g.words)%97)
		}
		seen[w] = true
		g.words = append(g.words, w)
	}
	g.zipf = rand.NewZipf(g.rng, 1.07, 3, uint64(len(g.words)-1))
	return g
}

// Next makes the next article.
func (g *Generator) Next() Item {
	n := g.n
	g.n++
	var text strings.Builder
	var it Item
	known := Began.Add(time.Duration(n) * time.Minute)
	id := hearsay.VersionID(fmt.Sprintf("a%016x", uint64(n+1)*0x9e3779b97f4a7c15))
	story := hearsay.StoryID(fmt.Sprintf("s%012x", uint64(n/7+1)*0x9e3779b97f4a7c15>>16))
	num := 0
	for text.Len() < 2400 {
		if text.Len() > 0 {
			if g.rng.IntN(4) == 0 {
				text.WriteString("\n\n")
			} else {
				text.WriteByte(' ')
			}
		}
		start := text.Len()
		var lemmas []string
		for i := range 8 + g.rng.IntN(14) {
			w := g.words[g.zipf.Uint64()]
			if i == 0 {
				w = strings.ToUpper(w[:1]) + w[1:]
			} else {
				text.WriteByte(' ')
			}
			text.WriteString(w)
			if g.rng.IntN(3) == 0 {
				lemmas = append(lemmas, w+"en")
			}
		}
		text.WriteByte('.')
		if g.rng.IntN(2) == 0 {
			num++
			s := g.rng.IntN(len(speakers))
			eid := hearsay.EvidenceID(fmt.Sprintf("%s/s%d", id, num))
			it.Statements = append(it.Statements, ledger.StatementRow{
				ID: eid, Speaker: speakers[s], SpeakerID: fmt.Sprintf("e%d", s), Act: acts[g.rng.IntN(len(acts))], Mode: modes[g.rng.IntN(len(modes))],
				Content: hearsay.Passage{Text: text.String()[start:], Spans: []hearsay.Span{{Start: start, End: text.Len()}}},
			})
			claim := hearsay.ClaimID(fmt.Sprintf("c%012x", uint64((n/7)*8+g.rng.IntN(8)+1)*0x9e3779b97f4a7c15>>16))
			it.Evidence = append(it.Evidence, ledger.EvidenceRow{ID: eid, Claim: claim, Stance: hearsay.Supports, Body: []byte("0.83 reise")})
			it.Claims = append(it.Claims, ledger.ClaimRow{ID: claim, Status: statuses[g.rng.IntN(len(statuses))], Phase: hearsay.Planned, Gist: text.String()[start:min(start+60, text.Len())], Story: story, Reach: 1, OriginsMin: 1, OriginsMax: 1, Body: []byte("reported/one origin")})
		}
		it.Lemmas = append(it.Lemmas, lemmas...)
	}
	body := text.String()
	url := fmt.Sprintf("https://www.%s/politik/artikel-%d.html", outlets[n%len(outlets)], n)
	title := strings.TrimSuffix(strings.SplitN(body, ".", 2)[0], ".")
	title = title[:min(len(title), 70)]
	title = strings.ToValidUTF8(title, "")
	raw := []byte(fmt.Sprintf(`{"url":%q,"outlet":%q,"title":%q,"published":%q,"text":%q}`, url, outlets[n%len(outlets)], title, known.Format(time.RFC3339), body))
	it.Capture = ledger.Capture{Raw: raw, MediaType: "application/json", URL: url, Retrieved: known}
	it.Version = ledger.Version{ID: id, Capture: ledger.HashOf(raw), Options: []byte(`{"format":"jsonl"}`), URL: url, Outlet: outlets[n%len(outlets)], Title: title,
		Published: hearsay.Date(known.Format(time.RFC3339)), Known: known, Text: ledger.TextID(body)}
	var reading []byte
	for _, s := range it.Statements {
		reading = append(reading, fmt.Sprintf("%s|%d-%d|%s|%s|%s;", s.ID, s.Content.Spans[0].Start, s.Content.Spans[0].End, s.Speaker, s.Act, s.Mode)...)
	}
	it.Reading = ledger.Reading{Version: id, Reader: "de/1", Statements: reading}
	it.Row = ledger.ArticleRow{ID: id, Text: body, TextID: it.Version.Text, URL: url, Outlet: it.Version.Outlet, Title: title, Language: "de", Published: it.Version.Published, Known: known, Story: story}
	it.Story = ledger.StoryRow{ID: story, Title: title, From: known, To: known, Articles: n%7 + 1}
	for range 70 {
		k := make([]byte, 0, 17)
		week := n / 10080
		k = append(k, 'r', byte(week>>8), byte(week))
		for range 14 {
			k = append(k, byte(g.rng.Uint32()))
		}
		it.Keys = append(it.Keys, k)
	}
	return it
}

// Again is an item that differs from it in its addresses and first words.
func Again(it Item, n int) Item {
	id := hearsay.VersionID(fmt.Sprintf("a%016x", uint64(n+1)*0x9e3779b97f4a7c15))
	it.Capture.Raw = append([]byte(fmt.Sprintf(`{"n":%d,`, n)), it.Capture.Raw[1:]...)
	it.Version.ID, it.Reading.Version = id, id
	it.Version.Known = Began.Add(time.Duration(n) * time.Minute)
	it.Version.Capture = ledger.HashOf(it.Capture.Raw)
	return it
}

// Entries are the truth of an item.
func (it Item) Entries() []ledger.Entry {
	return []ledger.Entry{it.Capture, it.Version, it.Reading}
}

// Derive writes what is derived of an item, at a position.
func (it Item) Derive(tx ledger.Tx, pos uint64) error {
	if err := tx.Mark(pos); err != nil {
		return err
	}
	if err := tx.PutArticle(it.Row, ledger.Words{Lemmas: it.Lemmas}); err != nil {
		return err
	}
	for _, k := range it.Keys {
		if err := tx.Put(k, k[:min(len(k), 20)]); err != nil {
			return err
		}
	}
	for _, s := range it.Statements {
		if err := tx.PutStatement(s, ledger.Words{}); err != nil {
			return err
		}
	}
	for _, e := range it.Evidence {
		if err := tx.PutEvidence(e); err != nil {
			return err
		}
	}
	for _, c := range it.Claims {
		if err := tx.PutClaim(c); err != nil {
			return err
		}
	}
	return tx.PutStory(it.Story)
}

// Add stores items, and what is derived of them behind what is there.
func Add(ctx context.Context, s ledger.Store, items []Item) error {
	var entries []ledger.Entry
	for _, it := range items {
		entries = append(entries, it.Entries()...)
	}
	if _, err := s.Append(ctx, entries...); err != nil {
		return err
	}
	return s.Derive(ctx, func(tx ledger.Tx) error {
		pos, _ := tx.Pos()
		for i, it := range items {
			if err := it.Derive(tx, pos+uint64(i)+1); err != nil {
				return err
			}
		}
		return nil
	})
}

// A NamedQuery is a query of the benchmark.
type NamedQuery struct {
	Name string
	ledger.Query
}

// Queries are of the sorts that people make.
func Queries() []NamedQuery {
	f := ledger.Filter{Limit: 20}
	with := func(change func(*ledger.Filter)) ledger.Filter { g := f; change(&g); return g }
	return []NamedQuery{
		{"common", ledger.Query{Words: "Regierung", Filter: f}},
		{"two", ledger.Query{Words: "Regierung Reise", Filter: f}},
		{"rare", ledger.Query{Words: "Rakete Krankenhaus Streik", Filter: f}},
		{"phrase", ledger.Query{Words: `"nach Moskau"`, Filter: f}},
		{"prefix", ledger.Query{Words: "Regier*", Filter: f}},
		{"not", ledger.Query{Words: "Zug -Bahn -Unfall", Filter: f}},
		{"or", ledger.Query{Words: "Brand OR Feuer München", Filter: f}},
		{"none", ledger.Query{Words: "Xylophon Regierung", Filter: f}},
		{"speaker", ledger.Query{Words: "Reise", Filter: with(func(f *ledger.Filter) { f.Speaker = "putin" })}},
		{"act", ledger.Query{Words: "Treffen", Filter: with(func(f *ledger.Filter) { f.Act = hearsay.Deny; f.Outlet = outlets[1] })}},
		{"status", ledger.Query{Words: "Vertrag", Filter: with(func(f *ledger.Filter) { f.Status = hearsay.Disputed })}},
		{"asof", ledger.Query{Words: "Regierung", Filter: with(func(f *ledger.Filter) { f.AsOf = Began.Add(1000 * time.Minute) })}},
		{"rank", ledger.Query{Words: "Regierung Reise", Rank: true, Filter: f}},
	}
}
