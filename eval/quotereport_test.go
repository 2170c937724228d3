package eval

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"hearsay"
)

// A reader that errs in every way, on the fixture.
func TestQuoteErrors(t *testing.T) {
	docs, sts := corpusGold(t)
	text := docs[0].Article.Text
	passage := func(s string) hearsay.Passage {
		i := strings.Index(text, s)
		if i < 0 {
			t.Fatalf("no %q", s)
		}
		return hearsay.Passage{Text: s, Spans: []hearsay.Span{{Start: i, End: i + len(s)}}}
	}
	found := slices.Clone(sts["1"])
	for i := range found {
		found[i].Rule = "rule"
	}
	found[0].Content = passage("Brücke in Neustadt bleibt gesperrt") // too short
	found[0].Source = &hearsay.Source{Passage: passage("Stadt")}     // inexact
	found[1].Content = passage("sagte der „Neustädter Post“, dass die Arbeiten „deutlich länger“ dauerten")
	found[1].Addressee = nil
	found[3].Mode = hearsay.FreeIndirect
	found[3].Source = &hearsay.Source{Passage: passage("Die Opposition")} // wrong
	found[4].Content = passage("so schnell es geht“, sagte Älter")        // shifted
	found[5].Source = nil
	found[5].Cue = &hearsay.Passage{Text: "forderte", Spans: passage("forderte").Spans} // extra
	found = slices.Delete(found, 6, 8)                                                  // missed
	found = append(found, hearsay.Statement{ID: "s9", Mode: hearsay.Reported, Rule: "invented", Content: passage("am Dienstag")})

	groups := QuoteErrors(docs, map[string][]hearsay.Statement{"1": found})
	var b strings.Builder
	if err := WriteErrors(&b, 80, 2, groups); err != nil {
		t.Fatal(err)
	}
	golden(t, "errors.golden", b.String())
	for _, l := range strings.Split(b.String(), "\n") {
		if utf8.RuneCountInString(l) > 80 {
			t.Errorf("line is too wide: %s", l)
		}
	}
}

func TestQuoteReport(t *testing.T) {
	docs, sts := corpusGold(t)
	r := NewQuoteReport(docs, map[string][]Quote{"1": ToQuotes(sts["1"][2:], docs[0].Tokens)})
	var b strings.Builder
	if err := r.WriteText(&b, 80); err != nil {
		t.Fatal(err)
	}
	golden(t, "report.golden", b.String())
	var js bytes.Buffer
	if err := r.WriteJSON(&js); err != nil {
		t.Fatal(err)
	}
	var back QuoteReport
	if err := json.Unmarshal(js.Bytes(), &back); err != nil || back.Full.Official.Macro != r.Full.Official.Macro || back.Gold != 8 {
		t.Errorf("JSON read back: %v, %+v", err, back)
	}
}

func TestConstructionOf(t *testing.T) {
	docs, _ := corpusGold(t)
	want := []string{
		"indirect, frame after, verb, clause",
		"indirect, frame before, verb, dass",
		"direct, no frame, verb, quotation",
		"indirect_free_indirect, no frame, no cue, subjunctive",
		"direct, frame after, verb, quotation",
		"reported, no frame, no cue, clause",
		"indirect, frame inside, so, clause",
		"indirect, frame before, preposition, clause",
	}
	for i, w := range want {
		if got := ConstructionOf(&docs[0], &docs[0].Quotes[i]).String(); got != w {
			t.Errorf("quote %d: %s, want %s", i+1, got, w)
		}
	}
}

// Groups of the real gold must add up to it.
func TestQuoteErrorsAddUp(t *testing.T) {
	docs := goldDocs(t)
	missed := 0
	for _, g := range QuoteErrors(docs, nil) {
		if g.Kind != Missed || g.Count != g.Of || len(g.Errors) != g.Count {
			t.Errorf("%s %s: %d of %d, %d errors", g.Kind, g.Group, g.Count, g.Of, len(g.Errors))
		}
		missed += g.Count
	}
	if missed != 653 {
		t.Errorf("%d missed, want all 653", missed)
	}
	NewQuoteReport(docs, perturb(docs, rand.New(rand.NewPCG(9, 9)))).WriteText(&strings.Builder{}, 80)
}

func TestSentenceAround(t *testing.T) {
	const text = "Dr. Müller kam am 3. Mai. „Er sagte: Nein!“ Dann z. B. ging er.\nNeu. Ende"
	for at, want := range map[string]string{
		"Müller": "Dr. Müller kam am 3. Mai.",
		"Mai":    "Dr. Müller kam am 3. Mai.",
		"Nein":   "„Er sagte: Nein!“",
		"ging":   "Dann z. B. ging er.",
		"Neu":    "Neu.",
		"Ende":   "Ende",
	} {
		s := sentenceAround(text, strings.Index(text, at))
		if got := text[s.Start:s.End]; got != want {
			t.Errorf("around %s: %q, want %q", at, got, want)
		}
	}
}

func TestShorten(t *testing.T) {
	for _, c := range []struct {
		in   string
		n    int
		want string
	}{
		{"kurz", 10, "kurz"},
		{"zwei\n  Zeilen", 20, "zwei Zeilen"},
		{"äöüäöüäöüäöü", 9, "äöü … äöü"},
		{"abcdef", 3, "abc"},
		{"abcdef", -1, ""},
	} {
		if got := shorten(c.in, c.n); got != c.want {
			t.Errorf("shorten(%q, %d) = %q, want %q", c.in, c.n, got, c.want)
		}
	}
}
