package attribution_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"hearsay"
	"hearsay/text"
)

// A cueLine is a line of data/cues.de.tsv.
type cueLine struct {
	num                               int
	kind, lemma, act, medium, example string
	takes                             string
}

func (c cueLine) key() string { return c.kind + " " + c.lemma }

func cueLines(t testing.TB) []cueLine {
	t.Helper()
	data, err := os.ReadFile("data/cues.de.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var out []cueLine
	for n, line := range strings.Split(string(data), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 6 {
			t.Errorf("cues.de.tsv:%d: %d columns, want 6", n+1, len(f))
			continue
		}
		out = append(out, cueLine{num: n + 1, kind: f[0], lemma: f[1], act: f[2], medium: f[3], takes: f[4], example: f[5]})
	}
	return out
}

// knownExamples are the examples that the extractor cannot do yet, with the
// reason. One that passes must go from the list.
var knownExamples = map[string]string{
	"verb ausplaudern":     `", wer …" is read as a relative clause`,
	"verb rätseln":         `", wer …" is read as a relative clause`,
	"verb preisgeben":      `", wer …" is read as a relative clause`,
	"verb kundtun":         `"tat … kund" is not rejoined: the lexicon lacks kundtun`,
	"verb titeln":          "the lexicon lacks titeln: taken for a name",
	"verb kolportieren":    "the lexicon lacks kolportieren: its lemma stays the form",
	"verb verlautbaren":    "the lexicon lacks the form verlautbarte: taken for an adjective",
	"verb orakeln":         "the lexicon lacks orakeln: its lemma stays the form",
	"verb höhnen":          "the lexicon lacks the form höhnte; then a cue within the quotation is taken for the frame and panics",
	"verb denken":          "dachte gets the lemma dachen, which the lexicon has too",
	"verb darstellen":      "a wie-clause whose auxiliary is sein is no complement",
	"verb veröffentlichen": "a wie-clause whose verb is sein is no complement",
	"verb zeigen":          "zeigen with a dass-clause is switched off",
	"verb vorhersagen":     `the prefix "vorher" is not among the separable ones`,
	"verb vorhersehen":     `the prefix "vorher" is not among the separable ones`,
	"verb vorhaben":        `"hat … vor" is not rejoined: the lexicon has vorhaben as an auxiliary`,
	"verb überlegen":       `a long infinitive with zu inside ("umzubenennen") is not known as one`,
	"noun Vorhaben":        `a long infinitive with zu inside ("umzubenennen") is not known as one`,
	"noun Entscheidung":    "of two cue nouns in front of the comma the genitive is taken",
}

// TestCueExamples reads the example of every cue: the statement must have the
// bracketed words for its content, a form of the cue's lemma in its cue and the
// cue's act.
func TestCueExamples(t *testing.T) {
	r := newReader(t)
	seen := map[string]bool{}
	for _, c := range cueLines(t) {
		seen[c.key()] = true
		err := checkExample(r, c)
		why, known := knownExamples[c.key()]
		switch {
		case err != nil && !known:
			t.Errorf("cues.de.tsv:%d: %s: %v", c.num, c.key(), err)
		case err == nil && known:
			t.Errorf("cues.de.tsv:%d: %s passes now: take it off knownExamples (%s)", c.num, c.key(), why)
		}
	}
	for k := range knownExamples {
		if !seen[k] {
			t.Errorf("knownExamples has %q, which is no cue", k)
		}
	}
}

func checkExample(r *reader, c cueLine) error {
	plain, want := unbracket(c.example)
	if want == "" {
		return fmt.Errorf("no content in brackets: %s", c.example)
	}
	doc, sts, err := r.read(plain)
	if err != nil {
		return fmt.Errorf("%s: %v", c.example, err)
	}
	var got []string
	for _, st := range sts {
		got = append(got, fmt.Sprintf("%s %s [%s] cue %s (%s)", st.Mode, st.Act, st.Content.Text, passageText(st.Cue), st.Rule))
		if st.Content.Text != want || string(st.Act) != c.act {
			continue
		}
		where := st.Cue
		if st.Mode == hearsay.Reported {
			where = &st.Content // a reported statement has no cue of its own
		}
		if hasLemma(r, doc, where, c.lemma) {
			return nil
		}
	}
	if got == nil {
		got = []string{"nothing"}
	}
	return fmt.Errorf("%s\n\tgot %s", c.example, strings.Join(got, "\n\tand "))
}

// unbracket takes the brackets out of an example and gives what stood in them.
func unbracket(s string) (plain, content string) {
	var parts []string
	for {
		before, rest, ok := strings.Cut(s, "[")
		plain += before
		if !ok {
			return plain, strings.Join(parts, " ")
		}
		in, after, _ := strings.Cut(rest, "]")
		plain += in
		parts = append(parts, in)
		s = after
	}
}

func passageText(p *hearsay.Passage) string {
	if p == nil {
		return "none"
	}
	return p.Text
}

// hasLemma reports whether a passage holds a form of a lemma.
func hasLemma(r *reader, doc *hearsay.Doc, p *hearsay.Passage, lemma string) bool {
	if p == nil {
		return false
	}
	for i, tok := range doc.Toks {
		in := slices.ContainsFunc(p.Spans, func(sp hearsay.Span) bool { return sp.Start <= tok.Start && tok.End <= sp.End })
		if !in {
			continue
		}
		if tok.Lemma == lemma {
			return true
		}
		for _, w := range r.lang.Lexicon.Words(text.Word(doc, i), false) {
			if w.Lemma == lemma {
				return true
			}
		}
	}
	return false
}

// TestCueFile checks the table itself: known acts and media, letters in their
// order, no word twice.
func TestCueFile(t *testing.T) {
	acts := []hearsay.Act{
		hearsay.Say, hearsay.Report, hearsay.Announce, hearsay.Confirm, hearsay.Deny, hearsay.Concede, hearsay.ClaimAct,
		hearsay.Suspect, hearsay.Speculate, hearsay.Expect, hearsay.Plan, hearsay.Warn, hearsay.Threaten, hearsay.Demand,
		hearsay.Accuse, hearsay.Criticise, hearsay.Doubt, hearsay.Ask, hearsay.NoComment, hearsay.CorrectAct, hearsay.Retract,
	}
	media := []string{"speech", "thought", "writing", "speech/thought", "speech/writing", "thought/writing"}
	seen := map[string]int{}
	for _, c := range cueLines(t) {
		bad := func(format string, args ...any) {
			t.Errorf("cues.de.tsv:%d: %s: %s", c.num, c.key(), fmt.Sprintf(format, args...))
		}
		if !slices.Contains(acts, hearsay.Act(c.act)) {
			bad("act %q", c.act)
		}
		if !slices.Contains(media, c.medium) {
			bad("medium %q", c.medium)
		}
		last := -1
		for _, l := range c.takes {
			k := strings.IndexRune("dszfr", l)
			if k <= last {
				bad("takes %q: letters of dszfr, in this order", c.takes)
				break
			}
			last = k
		}
		if seen[c.key()] > 0 {
			bad("is on line %d too", seen[c.key()])
		}
		seen[c.key()] = c.num
		if !strings.HasSuffix(c.example, ".") && !strings.HasSuffix(c.example, "]") {
			bad("example is no sentence: %s", c.example)
		}
	}
}
