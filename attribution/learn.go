package attribution

import (
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"

	"hearsay"
	"hearsay/ml"
)

// A TrainingArticle is an annotated article with the statements that a person
// marked in it.
type TrainingArticle struct {
	Doc  *hearsay.Doc
	Gold []hearsay.Statement
}

// The kinds of the models in the file, see [ml.OpenLinear].
const (
	acceptKind = "attribution-accept/de"
	sourceKind = "attribution-source/de"
	actKind    = "attribution-act/de"
	factKind   = "attribution-factuality/de"
	mediumKind = "attribution-medium/de"
)

// Train learns a model from annotated articles and returns its file, for
// [OpenModel]. The candidates are those that the rules propose when every
// decision before was right (teacher forcing); a candidate is right if a gold
// statement of its mode shares most of its content.
func Train(x *Extractor, articles []TrainingArticle, rounds int, seed uint64, about string) ([]byte, error) {
	source := ml.NewTrainer([]string{"score"})
	var decisions []ml.Example
	var choices []choice
	var acts, facts, media []ml.Labelled
	for k := range articles {
		t := &teacher{gold: goldOf(&articles[k])}
		f := newFinder(x, articles[k].Doc)
		f.model = nil
		f.teacher = t
		f.run()
		for i := range f.finds {
			fd := &f.finds[i]
			if fd.gold == 0 {
				continue
			}
			g := &articles[k].Gold[fd.gold-1]
			fs := f.labelFeatures(fd)
			acts = append(acts, ml.Labelled{Features: fs, Label: string(g.Act)})
			facts = append(facts, ml.Labelled{Features: fs, Label: string(g.Factuality.Source)})
			media = append(media, ml.Labelled{Features: fs, Label: mediumLabel(g.Medium)})
		}
		decisions = append(decisions, t.decisions...)
		choices = append(choices, t.choices...)
	}
	if len(decisions) == 0 {
		return nil, errors.New("no candidates in the training articles")
	}
	accept := ml.Logistic(decisions, 3*rounds, 1e-2, seed)
	for round := range rounds {
		for _, k := range ml.Shuffle(len(choices), seed+uint64(round)) {
			c := &choices[k]
			best, top := -1, 0.0
			for i, fs := range c.features {
				s := make([]float64, 1)
				source.Scores(fs, s)
				if best < 0 || s[0] > top {
					best, top = i, s[0]
				}
			}
			if best != c.right {
				source.Add(c.features[c.right], 0, 1)
				source.Add(c.features[best], 0, -1)
			}
			source.Tick()
		}
	}
	out := binary.LittleEndian.AppendUint32([]byte("HSAT"), modelFormat)
	for _, m := range [][]byte{
		accept.Bytes(acceptKind, about, 1),
		source.Bytes(sourceKind, about, 2),
		ml.Softmax(acts, 2*rounds, 3e-2, seed).Bytes(actKind, about, 2),
		ml.Softmax(facts, 2*rounds, 3e-2, seed).Bytes(factKind, about, 2),
		ml.Softmax(media, 2*rounds, 3e-2, seed).Bytes(mediumKind, about, 2),
	} {
		out = binary.LittleEndian.AppendUint32(out, uint32(len(m)))
		out = append(out, m...)
	}
	return out, nil
}

// modelFormat numbers the layout of the model file: "HSAT", this number, and for
// each of five models in the form of package ml its length and bytes: which
// candidates to accept, the choice of a source, act, factuality, medium.
//
//	1  the first two only
//	2  all five
const modelFormat = 2

//go:embed data/de.attribution
var germanModel []byte

// ShippedModel returns the model that the program carries.
func ShippedModel() (*Model, error) { return OpenModel(germanModel) }

// OpenModel reads a model from the bytes of its file, which must not change
// afterwards.
func OpenModel(data []byte) (*Model, error) {
	if len(data) < 8 || string(data[:4]) != "HSAT" {
		return nil, errors.New("attribution: not a model file")
	}
	if v := binary.LittleEndian.Uint32(data[4:]); v != modelFormat {
		return nil, fmt.Errorf("attribution: model format %d, this program reads format %d; train it again", v, modelFormat)
	}
	m := &Model{}
	rest := data[8:]
	for _, part := range []struct {
		to   **ml.Linear
		kind string
	}{{&m.accept, acceptKind}, {&m.source, sourceKind}, {&m.act, actKind}, {&m.fact, factKind}, {&m.medium, mediumKind}} {
		if len(rest) < 4 {
			return nil, errors.New("attribution: model cut short")
		}
		n := int(binary.LittleEndian.Uint32(rest))
		if n < 0 || n > len(rest)-4 {
			return nil, errors.New("attribution: model cut short")
		}
		l, err := ml.OpenLinear(rest[4:4+n], part.kind)
		if err != nil {
			return nil, fmt.Errorf("attribution: %v", err)
		}
		*part.to = l
		rest = rest[4+n:]
	}
	if len(m.accept.Labels) != 2 || len(m.source.Labels) != 1 {
		return nil, errors.New("attribution: model with other labels than this program's")
	}
	return m, nil
}

// choice is one frameless sentence with its candidates and the right one.
type choice struct {
	features [][]ml.Feature
	right    int
}

// gold is a statement that a person marked, in tokens.
type gold struct {
	mode    hearsay.Mode
	content map[int]bool
	source  map[int]bool
	taken   bool
}

// teacher answers for the model while it is being trained.
type teacher struct {
	gold      []gold
	decisions []ml.Example
	choices   []choice
}

// goldOf puts the statements of an article into tokens.
func goldOf(a *TrainingArticle) []gold {
	var out []gold
	for i := range a.Gold {
		st := &a.Gold[i]
		g := gold{mode: st.Mode, content: tokensIn(a.Doc, st.Content.Spans)}
		if st.Source != nil {
			g.source = tokensIn(a.Doc, st.Source.Spans)
		}
		out = append(out, g)
	}
	return out
}

func tokensIn(doc *hearsay.Doc, spans []hearsay.Span) map[int]bool {
	m := map[int]bool{}
	for _, sp := range spans {
		for i := range doc.Toks {
			t := doc.Toks[i]
			if t.Start < sp.End && sp.Start < t.End {
				m[i] = true
			}
		}
	}
	return m
}

// overlap is the F1 of token ranges and a token set.
func overlap(rs []rng, set map[int]bool) float64 {
	n, common := 0, 0
	for _, r := range rs {
		for i := r.From; i < r.To; i++ {
			n++
			if set[i] {
				common++
			}
		}
	}
	if common == 0 {
		return 0
	}
	return 2 * float64(common) / float64(n+len(set))
}

// share is how much of the token ranges lies in the set.
func share(rs []rng, set map[int]bool) float64 {
	n, common := 0, 0
	for _, r := range rs {
		for i := r.From; i < r.To; i++ {
			n++
			if set[i] {
				common++
			}
		}
	}
	return float64(common) / float64(max(n, 1))
}

// judge says whether a candidate is right and keeps it as an example.
func (t *teacher) judge(f *finder, fd *find, fs []ml.Feature) bool {
	fd.gold = 0
	best, top := -1, 0.5
	free := fd.mode == hearsay.IndirectFreeIndirect || fd.mode == hearsay.FreeIndirect
	for k := range t.gold {
		g := &t.gold[k]
		if free && g.mode == fd.mode && share(fd.content, g.content) > 0.5 {
			// A candidate is one sentence, a statement as many as go on.
			best = k
			break
		}
		if g.taken || g.mode != fd.mode {
			continue
		}
		if o := overlap(fd.content, g.content); o > top {
			best, top = k, o
		}
	}
	t.decisions = append(t.decisions, ml.Example{Features: fs, Right: best >= 0})
	fd.gold = best + 1
	if best >= 0 && !free {
		t.gold[best].taken = true
	}
	return best >= 0
}

// source gives the right source of a frameless sentence and keeps the choice as
// an example. Where the sentence is no statement, or its source is not among the
// candidates, the rules choose.
func (t *teacher) source(f *finder, si int, mode hearsay.Mode, cs []sourceCandidate) int {
	sent := f.doc.Sents[si].Toks
	for k := range t.gold {
		g := &t.gold[k]
		if g.mode != mode || len(g.source) == 0 || share([]rng{sent}, g.content) < 0.5 {
			continue
		}
		best, top := -1, 0.4
		for i := range cs {
			if o := overlap([]rng{cs[i].r}, g.source); o > top {
				best, top = i, o
			}
		}
		if best < 0 {
			break
		}
		c := choice{right: best}
		byRule := f.ruleChoice(cs)
		for i := range cs {
			c.features = append(c.features, f.sourceFeatures(si, mode, &cs[i], i == byRule))
		}
		t.choices = append(t.choices, c)
		return best
	}
	return f.ruleChoice(cs)
}
