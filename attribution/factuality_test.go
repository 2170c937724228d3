package attribution_test

import (
	"testing"

	"hearsay"
	"hearsay/attribution"
	"hearsay/nlp"
	"hearsay/text"
)

// TestFactuality goes through the table of docs/TERMS.md, a row or more each: act,
// the source's factuality and the outlet's of the last statement of a text. It runs
// on the rules alone and on the shipped model; what only one of them finds says so.
func TestFactuality(t *testing.T) {
	const (
		both = iota
		byModel
		byRule
	)
	const (
		ctp, prp, psp = hearsay.CTPlus, hearsay.PRPlus, hearsay.PSPlus
		ctm, prm, uu  = hearsay.CTMinus, hearsay.PRMinus, hearsay.Uu
	)
	tests := []struct {
		reason, text   string
		act            hearsay.Act // empty: any
		source, outlet hearsay.Fact
		only           int
	}{
		{"nobody credited: no statement", "Die Brücke über die Oder ist gesperrt.", "", "", "", both},
		{"laut + indicative", "Laut Polizei war der Fahrer betrunken.", hearsay.Say, ctp, uu, both},
		{"zufolge + indicative", "Einem Sprecher der Feuerwehr zufolge brannte das Dach.", "", ctp, uu, both},
		{"Konjunktiv I", "Der Bürgermeister sagte, die Brücke sei gesperrt.", hearsay.Say, ctp, uu, both},
		{"würde for Konjunktiv I", "Der Trainer sagte, die Spieler würden hart arbeiten.", hearsay.Say, ctp, uu, both},
		{"bestätigen", "Die Polizei bestätigte, dass der Mann tot ist.", hearsay.Confirm, ctp, ctp, both},
		{"einräumen", "Der Minister räumte ein, dass er die Akte kannte.", hearsay.Concede, ctp, ctp, both},
		{"bekannt werden", "Am Montag wurde bekannt, dass der Konzern zwei Werke schließt.", "", ctp, ctp, both},
		{"bekannt geben is no bekannt werden", "Der Konzern gab bekannt, dass er zwei Werke schließt.", hearsay.Announce, ctp, uu, both},
		{"sollen + perfect infinitive", "Laut Polizei brannte das Haus. Der Mann soll getötet worden sein.", hearsay.Say, ctp, uu, both},
		{"sollen + stative infinitive", "Laut Polizei brannte das Haus. Unter den Toten soll ein Kind sein.", hearsay.Say, ctp, uu, both},
		{"sollen + date to come: a plan", "Der Sprecher der Stadt stellte die Pläne vor: „Wir bauen die Brücke neu.“ Die Arbeiten sollen am Montag beginnen.", hearsay.Plan, ctp, uu, both},
		{"wollen + perfect infinitive: his own claim", "Der Minister will von den Zahlungen nichts gewusst haben.", hearsay.ClaimAct, ctp, uu, both},
		{"dürfte", "Laut Polizei dürfte der Fahrer betrunken gewesen sein.", "", prp, uu, both},
		{"wohl", "Der Sprecher sagte, der Täter sei wohl geflohen.", "", prp, uu, both},
		{"vermutlich", "Laut Feuerwehr war vermutlich ein Kurzschluss schuld.", "", prp, uu, both},
		{"voraussichtlich", "Laut Betreiber fährt die Bahn voraussichtlich ab Freitag wieder.", "", prp, uu, both},
		{"offenbar", "Laut Polizei war der Fahrer offenbar betrunken.", "", prp, uu, both},
		{"anscheinend", "Der Sprecher sagte, der Täter sei anscheinend geflohen.", "", prp, uu, both},
		{"mutmaßlich", "Laut Polizei war mutmaßlich Brandstiftung die Ursache.", "", prp, uu, both},
		{"könnte", "Der Sprecher sagte, der Täter könnte geflohen sein.", "", psp, uu, both},
		{"möglicherweise", "Laut Polizei war der Fahrer möglicherweise betrunken.", "", psp, uu, both},
		{"womöglich", "Laut Polizei war der Fahrer womöglich betrunken.", "", psp, uu, both},
		{"angeblich: the outlet's distance", "Laut Polizei war der Fahrer angeblich betrunken.", "", ctp, uu, both},
		{"vorgeblich", "Der Sprecher sagte, der Mann sei vorgeblich krank.", "", ctp, uu, both},
		{"vermeintlich: the outlet leans against it", "Laut Polizei fand der Mann vermeintlich Gold.", "", ctp, prm, both},
		{"deny", "Der Minister bestritt, die Akte zu kennen.", hearsay.Deny, ctm, uu, both},
		{"bestritt nicht is no denial", "Der Minister bestritt nicht, dass er die Akte kannte.", hearsay.Say, uu, uu, both},
		{"glaubt nicht: + becomes −", "Der Trainer glaubt nicht, dass die Mannschaft absteigt.", hearsay.Doubt, prm, uu, both},
		{"negation inside the content is the content's", "Laut Polizei war der Fahrer nicht betrunken.", hearsay.Say, ctp, uu, both},
		{"wollte nicht bestätigen", "Ein Sprecher wollte nicht bestätigen, dass der Vertrag gekündigt wurde.", hearsay.NoComment, uu, uu, both},
		{"bestätigte nicht", "Die Polizei bestätigte nicht, dass der Mann tot ist.", hearsay.NoComment, uu, uu, both},
		{"weder bestätigt noch dementiert", "Das Ministerium wollte den Bericht weder bestätigen noch dementieren.", hearsay.NoComment, uu, uu, both},
		{"a question", "Der Abgeordnete fragte, ob die Brücke sicher sei.", hearsay.Ask, uu, uu, both},
		{"a question in quotation marks", "Der Abgeordnete sagte: „Ist die Brücke denn noch sicher?“", "", uu, uu, both},
		{"a condition", "Laut Ministerium wäre die Brücke längst fertig, wenn das Geld gereicht hätte.", "", uu, uu, both},
	}
	lang, err := nlp.German()
	if err != nil {
		t.Fatal(err)
	}
	model, err := attribution.ShippedModel()
	if err != nil {
		t.Fatal(err)
	}
	for name, m := range map[string]*attribution.Model{"rules": nil, "model": model} {
		x, err := attribution.New(m)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range tests {
			if c.only == byModel && m == nil || c.only == byRule && m != nil {
				continue
			}
			doc := text.Split(&hearsay.Article{Text: c.text, Language: "de"})
			lang.Annotate(doc)
			sts := x.Statements(doc)
			if c.source == "" {
				if len(sts) > 0 {
					t.Errorf("%s, %s: found %q", name, c.reason, sts[0].Content.Text)
				}
				continue
			}
			if len(sts) == 0 {
				t.Errorf("%s, %s: nothing found: %s", name, c.reason, c.text)
				continue
			}
			st := sts[len(sts)-1]
			if got := st.Factuality; got.Source != c.source || got.Outlet != c.outlet || c.act != "" && st.Act != c.act {
				t.Errorf("%s, %s: %s (%s)\n got %s, source %s, outlet %s\nwant %s, source %s, outlet %s", name, c.reason, c.text, st.Rule, st.Act, got.Source, got.Outlet, c.act, c.source, c.outlet)
			}
		}
	}
}
