package eval

import (
	"fmt"
	"io"

	"hearsay"
)

// A TagScore counts how often predicted tags are right. Shares are of gold
// tokens; a gold token whose span no predicted token has is wrong throughout, so
// that errors of tokenisation cost what they cost.
type TagScore struct {
	Tokens, Aligned       int // gold tokens; those with a predicted token of the same span
	UPOSGold, UPOSRight   int // gold tokens that have the tag; those predicted right
	STTSGold, STTSRight   int
	LemmaGold, LemmaRight int
	// Moods of gold finite verbs: indicative, imperative, subjunctive (both kinds
	// of which count as one, for the gold does not part them by name). A finite
	// verb that is not predicted as finite is wrong.
	MoodGold, MoodRight int
	// Subjunctives: in gold, predicted, and both on the same token.
	SubGold, SubFound, SubRight int
}

func isSub(m hearsay.Mood) bool { return m == hearsay.Sub1 || m == hearsay.Sub2 }

func sameMood(a, b hearsay.Mood) bool { return a == b || isSub(a) && isSub(b) }

// Add counts one text. Both lists are in text order with spans into the same
// text. Gold tokens that lack a tag (the empty string, no mood) are not counted
// for it.
func (s *TagScore) Add(gold, pred []hearsay.Token) {
	for _, p := range pred {
		if p.Feats.VerbForm == hearsay.Fin && isSub(p.Feats.Mood) {
			s.SubFound++
		}
	}
	j := 0
	for _, g := range gold {
		s.Tokens++
		for j < len(pred) && pred[j].Start < g.Start {
			j++
		}
		var p hearsay.Token
		if j < len(pred) && pred[j].Span == g.Span {
			p = pred[j]
			s.Aligned++
		}
		count(&s.UPOSGold, &s.UPOSRight, g.UPOS != "", p.UPOS == g.UPOS)
		count(&s.STTSGold, &s.STTSRight, g.STTS != "", p.STTS == g.STTS)
		count(&s.LemmaGold, &s.LemmaRight, g.Lemma != "", p.Lemma == g.Lemma)
		finite := g.Feats.VerbForm == hearsay.Fin && g.Feats.Mood != hearsay.NoMood
		right := p.Feats.VerbForm == hearsay.Fin && sameMood(p.Feats.Mood, g.Feats.Mood)
		count(&s.MoodGold, &s.MoodRight, finite, right)
		count(&s.SubGold, &s.SubRight, finite && isSub(g.Feats.Mood), right)
	}
}

// count adds one to all where it applies, and to ok where it is right too.
func count(all, ok *int, applies, right bool) {
	if applies {
		*all++
		if right {
			*ok++
		}
	}
}

// UPOS is the share of right part-of-speech tags, 0 to 1.
func (s *TagScore) UPOS() float64 { return ratio(float64(s.UPOSRight), s.UPOSGold) }

// STTS is the share of right Stuttgart-Tübingen tags, 0 to 1.
func (s *TagScore) STTS() float64 { return ratio(float64(s.STTSRight), s.STTSGold) }

// Lemma is the share of right lemmas, 0 to 1.
func (s *TagScore) Lemma() float64 { return ratio(float64(s.LemmaRight), s.LemmaGold) }

// Mood is the share of gold finite verbs whose mood is right, 0 to 1.
func (s *TagScore) Mood() float64 { return ratio(float64(s.MoodRight), s.MoodGold) }

// Sub gives precision and recall of subjunctives.
func (s *TagScore) Sub() PRF {
	return prf(ratio(float64(s.SubRight), s.SubFound), ratio(float64(s.SubRight), s.SubGold))
}

// Figures gives what a score file keeps, 0 to 1. Figures that the gold cannot
// tell (STTS of a morphology file) are left out.
func (s *TagScore) Figures() map[string]float64 {
	f := map[string]float64{}
	for _, x := range []struct {
		name  string
		of    int
		value float64
	}{
		{"tokens found", s.Tokens, ratio(float64(s.Aligned), s.Tokens)},
		{"UPOS", s.UPOSGold, s.UPOS()},
		{"STTS", s.STTSGold, s.STTS()},
		{"lemma", s.LemmaGold, s.Lemma()},
		{"mood", s.MoodGold, s.Mood()},
		{"subjunctive P", s.SubGold, s.Sub().P},
		{"subjunctive R", s.SubGold, s.Sub().R},
		{"subjunctive F1", s.SubGold, s.Sub().F1},
	} {
		if x.of > 0 {
			f[x.name] = x.value
		}
	}
	return f
}

// WriteText prints the figures in percent, a line each.
func (s *TagScore) WriteText(w io.Writer) error {
	_, err := fmt.Fprintf(w, `tokens       %6d, %6.2f %% found with their span
UPOS         %6.2f %% of %d
STTS         %6.2f %% of %d
lemma        %6.2f %% of %d
mood         %6.2f %% of %d finite verbs
subjunctive  P %6.2f  R %6.2f  F1 %6.2f  (%d in gold)
`, s.Tokens, 100*ratio(float64(s.Aligned), s.Tokens), 100*s.UPOS(), s.UPOSGold, 100*s.STTS(), s.STTSGold,
		100*s.Lemma(), s.LemmaGold, 100*s.Mood(), s.MoodGold, 100*s.Sub().P, 100*s.Sub().R, 100*s.Sub().F1, s.SubGold)
	return err
}
