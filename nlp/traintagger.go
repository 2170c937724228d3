package nlp

import (
	"fmt"
	"strings"

	"hearsay"
	"hearsay/ml"
)

// A TaggedSentence is a training example for the tagger: its words with their
// right tags, as far as they are known.
type TaggedSentence struct {
	Forms []string
	// Tags holds for each word what is known of its tag: one UPOS where it is
	// certain, several where the data tell less, none where they tell nothing.
	Tags [][]hearsay.UPOS
	// Feats holds the features of the verbs.
	Feats []hearsay.Feats
	STTS  []string // nil where the data have none
}

// TrainTagger learns the two models of a tagger, for [NewTagger]. Sentences
// with all their tags certain teach first; those with several possible tags are
// then resolved by what was learned, within what the data allow, and teach along
// in a second training. about goes into the model files.
func TrainTagger(lex *Lexicon, forms FormData, data []TaggedSentence, rounds int, seed uint64, about string) (tags, stts []byte, err error) {
	tg := &Tagger{lex: lex, forms: forms}
	cache := map[string]word{}
	labelSet := map[string]bool{}
	var labels []string
	type example struct {
		ws      []word
		allowed [][]int
		gold    []int
	}
	var sure, open []example
	for _, s := range data {
		if len(s.Forms) == 0 {
			continue
		}
		for i := range s.Forms {
			for _, p := range s.Tags[i] {
				if l := label(p, s.Feats[i]); !labelSet[l] {
					labelSet[l] = true
					labels = append(labels, l)
				}
			}
		}
	}
	if len(labels) == 0 {
		return nil, nil, fmt.Errorf("no training sentences")
	}
	tr := ml.NewTrainer(labels)
	for _, s := range data {
		if len(s.Forms) == 0 {
			continue
		}
		ex := example{ws: tg.look(s.Forms, cache), allowed: make([][]int, len(s.Forms)), gold: make([]int, len(s.Forms))}
		certain := true
		for i := range s.Forms {
			for _, p := range s.Tags[i] {
				ex.allowed[i] = append(ex.allowed[i], tr.Label(label(p, s.Feats[i])))
			}
			if len(ex.allowed[i]) == 1 {
				ex.gold[i] = ex.allowed[i][0]
			} else {
				certain = false
			}
		}
		if certain {
			sure = append(sure, ex)
		} else {
			open = append(open, ex)
		}
	}
	train := func(tr *ml.Trainer, exs []example, rounds int, seed uint64) {
		for round := range rounds {
			for _, k := range ml.Shuffle(len(exs), seed+uint64(round)) {
				ex := &exs[k]
				given := make([]string, len(ex.ws))
				st := clauseState{last: "|"}
				for i := range ex.ws {
					fs := staticFeatures(ex.ws, i, nil)
					fs = tagFeatures(ex.ws, given, i, &st, fs)
					guess := tr.Predict(fs, nil)
					if guess != ex.gold[i] {
						tr.Update(fs, ex.gold[i], guess, 1)
					}
					tr.Tick()
					// What follows sees the guess, as it will when tagging.
					given[i] = labels[guess]
					st.step(&ex.ws[i], given[i])
				}
			}
		}
	}
	train(tr, sure, rounds, seed)
	if len(open) > 0 {
		for k := range open {
			ex := &open[k]
			given := make([]string, len(ex.ws))
			st := clauseState{last: "|"}
			for i := range ex.ws {
				fs := staticFeatures(ex.ws, i, nil)
				fs = tagFeatures(ex.ws, given, i, &st, fs)
				allowed := func(l int) bool {
					for _, a := range ex.allowed[i] {
						if a == l {
							return true
						}
					}
					return len(ex.allowed[i]) == 0
				}
				ex.gold[i] = tr.Predict(fs, allowed)
				given[i] = labels[ex.gold[i]]
				st.step(&ex.ws[i], given[i])
			}
		}
		sure = append(sure, open...)
	}
	// Three orders of the same sentences, averaged.
	var trained []*ml.Trainer
	for n := range uint64(3) {
		tr := ml.NewTrainer(labels)
		train(tr, sure, rounds, seed+1000*n)
		trained = append(trained, tr)
	}
	tags = ml.Merge(trained...).Bytes("tagger/de", about, 6)

	// The finer tags: gold labels in, STTS out.
	var sttsLabels []string
	seen := map[string]bool{}
	for _, s := range data {
		for _, t := range s.STTS {
			if t = strings.TrimSpace(t); !seen[t] {
				seen[t] = true
				sttsLabels = append(sttsLabels, t)
			}
		}
	}
	st := ml.NewTrainer(sttsLabels)
	for round := range rounds {
		for _, k := range ml.Shuffle(len(data), seed+uint64(round)) {
			s := data[k]
			if s.STTS == nil {
				continue
			}
			ws := tg.look(s.Forms, cache)
			given := make([]string, len(ws))
			for i := range ws {
				given[i] = label(s.Tags[i][0], s.Feats[i])
			}
			for i := range ws {
				fs := sttsFeatures(ws, given, i, nil)
				right := st.Label(s.STTS[i])
				if guess := st.Predict(fs, nil); guess != right {
					st.Update(fs, right, guess, 1)
				}
				st.Tick()
			}
		}
	}
	return tags, st.Bytes("stts/de", about, 1), nil
}
