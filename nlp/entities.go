package nlp

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"math"
	"strings"
	"sync"
	"sync/atomic"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/vellum"

	"hearsay"
	"hearsay/ml"
	"hearsay/text"
)

// EntityKind says what a name names.
type EntityKind uint8

const (
	NoEntity EntityKind = iota
	PersonEntity
	OrgEntity
	PlaceEntity
	OtherEntity // works, events, products, prizes
)

var kindCodes = [...]string{"", "PER", "ORG", "LOC", "OTH"}

// String returns the code of the public corpora, e.g. "PER".
func (k EntityKind) String() string { return kindCodes[k] }

// MentionKind returns the kind as documents have it.
func (k EntityKind) MentionKind() hearsay.MentionKind {
	return [...]hearsay.MentionKind{"", hearsay.PersonMention, hearsay.OrganisationMention, hearsay.PlaceMention, hearsay.OtherMention}[k]
}

// MentionForm says how the words at hand name the entity.
type MentionForm uint8

const (
	WholeName   MentionForm = iota // "Berlin", "Angela Merkel"
	DerivedName                    // a word made of the name: "Berliner", "deutsche"
	PartName                       // a word that the name is a part of: "SPD-Chef", "US-Truppen"
)

// A Mention is a place in a document that names an entity.
type Mention struct {
	Toks hearsay.Range
	Kind EntityKind
	Form MentionForm
}

// A Namer finds the names in a document: persons, organisations, places and
// others. A linear-chain conditional random field over sentences decides, by the
// words, their readings in the lexicon, their clusters and the gazetteer; then
// the document is gone through as a whole, since a name that is told by its
// company in one place ("Angela Merkel") is bare in the next ("Merkel").
//
// It looks at the tags: the document must have been annotated.
type Namer struct {
	lex      *Lexicon
	clusters *Clusters
	gaz      *Gazetteer
	dec      *ml.Decoder
	labels   []nameLabel
	none     int     // the label that says: no name
	doubt    int32   // plainMargin in the model's scores
	outside  []int32 // the sums of what is outside a sentence

	// Words met before: most of a text is made of few of them. Only so many are
	// kept; what is kept depends on nothing but the word.
	known  sync.Map // nameKey → *nameWord
	nKnown atomic.Int32
}

const mostKnown = 20000

const entitiesKind = "entities/de"

// NewNamer makes a namer of its data; model is what [TrainEntities] learned.
func NewNamer(lex *Lexicon, clusters *Clusters, gaz *Gazetteer, model []byte) (*Namer, error) {
	m, err := ml.OpenLinear(model, entitiesKind)
	if err != nil {
		return nil, fmt.Errorf("entities: %v", err)
	}
	nm := &Namer{lex: lex, clusters: clusters, gaz: gaz}
	for _, name := range m.Labels {
		l, ok := parseLabel(name)
		if !ok {
			return nil, fmt.Errorf("entities: the model has the label %q, which this program does not know; train it again", name)
		}
		nm.labels = append(nm.labels, l)
	}
	nm.dec = ml.NewDecoder(m, followsIn(nm.labels))
	nm.doubt = int32(plainMargin / max(float64(m.Scale), 1e-9))
	for i, l := range nm.labels {
		if l.place == 'O' {
			nm.none = i
		}
	}
	nm.outside = nm.addUp(outsideName)
	return nm, nil
}

// nameLabel is a label of the model: of a whole name B(egin), I(nside), E(nd) or
// S(ingle), e.g. "B-PER"; of derived and partial ones only S, e.g. "S-LOCderiv";
// or O, no name.
type nameLabel struct {
	place byte
	kind  EntityKind
	form  MentionForm
}

func (l nameLabel) String() string {
	if l.place == 'O' {
		return "O"
	}
	return string(l.place) + "-" + kindCodes[l.kind] + [...]string{"", "deriv", "part"}[l.form]
}

func parseLabel(s string) (nameLabel, bool) {
	if s == "O" {
		return nameLabel{place: 'O'}, true
	}
	if len(s) < 5 || s[1] != '-' || !strings.ContainsRune("BIES", rune(s[0])) {
		return nameLabel{}, false
	}
	l := nameLabel{place: s[0]}
	switch s[5:] {
	case "":
	case "deriv":
		l.form = DerivedName
	case "part":
		l.form = PartName
	default:
		return l, false
	}
	for k, code := range kindCodes {
		if code == s[2:5] && k > 0 {
			l.kind = EntityKind(k)
			return l, true
		}
	}
	return l, false
}

// followsIn says which label may follow which.
func followsIn(labels []nameLabel) func(a, b int) bool {
	return func(a, b int) bool {
		open := a >= 0 && (labels[a].place == 'B' || labels[a].place == 'I')
		if b < 0 {
			return !open
		}
		inside := labels[b].place == 'I' || labels[b].place == 'E'
		if open != inside {
			return false
		}
		return !open || labels[a].kind == labels[b].kind
	}
}

// nameWord is what the namer knows of a word wherever it stands.
type nameWord struct {
	form, low string
	upper     bool
	gaz       GazKind
	self      []ml.Feature // features of the word itself
	sums      []int32      // per label what they and those for the neighbours add up to: see addUp
	// For the neighbours and conjunctions:
	hLow, hShape, hCl, hCl3, hCl5, hLex, hSuf, hGaz, hAlike ml.Feature
}

// Numbers of the feature templates: 100 and up in this file.
const (
	fBias = 100 + iota
	fLow
	fForm
	fShape
	fPrefix
	fSuffix
	fCluster
	fCluster3
	fCluster5
	fLex
	fGaz
	fFirst
	fHead
	fTail
	fHeadGaz
	fStemGaz
	fLength
	fSpan
	fQuote
	fPair
	fOutside
	fTag
	fAlike
)

var outsideName = func() *nameWord {
	o := ml.Hash(fOutside)
	return &nameWord{hLow: o, hShape: o, hCl: o, hCl3: o, hCl5: o, hLex: o, hSuf: o, hGaz: o, hAlike: o}
}()

type nameKey struct {
	form  string
	first bool
}

// word looks a word up, in what is known already first.
func (nm *Namer) word(key nameKey, cache map[nameKey]*nameWord) *nameWord {
	if w := cache[key]; w != nil {
		return w
	}
	if v, ok := nm.known.Load(key); ok {
		w := v.(*nameWord)
		cache[key] = w
		return w
	}
	key.form = strings.Clone(key.form) // not to keep the text that it is cut from
	w := nm.look(key.form, key.first)
	cache[key] = w
	if nm.nKnown.Load() < mostKnown {
		nm.nKnown.Add(1)
		nm.known.Store(key, w)
	}
	return w
}

// look gathers what is known of a word; first: it stands at a sentence's start.
func (nm *Namer) look(form string, first bool) *nameWord {
	form = canonicalMark(form)
	low := strings.ToLower(form)
	w := &nameWord{form: form, low: low}
	r, _ := utf8.DecodeRuneInString(form)
	w.upper = unicode.IsUpper(r)
	sh := shape(form)
	cl := nm.clusters.Of(form)
	lex := ambiguity(nm.lex.Words(form, first))
	w.gaz = nm.gaz.Kinds(form)
	w.hLow = ml.Hash(fLow, low)
	w.hShape = ml.Hash(fShape, sh)
	w.hLex = ml.Hash(fLex, lex)
	w.hSuf = ml.Hash(fSuffix, tail(low, 3))
	w.hGaz = hashNumber(fGaz, int(w.gaz))
	w.hCl, w.hCl3, w.hCl5 = hashNumber(fCluster, cl), hashNumber(fCluster3, (cl+7)>>3), hashNumber(fCluster5, (cl+31)>>5)
	pos := ml.Hash(fFirst, "m")
	if first {
		pos = ml.Hash(fFirst, "0")
	}
	fs := append(make([]ml.Feature, 0, 40),
		ml.Hash(fBias), w.hLow, ml.Hash(fForm, form), w.hShape.With(pos), w.hShape,
		ml.Hash(fPrefix, head(low, 1)), ml.Hash(fPrefix, head(low, 2)), ml.Hash(fPrefix, head(low, 3)), ml.Hash(fPrefix, head(low, 4)),
		ml.Hash(fSuffix, tail(low, 1)), ml.Hash(fSuffix, tail(low, 2)), w.hSuf, ml.Hash(fSuffix, tail(low, 4)), ml.Hash(fSuffix, tail(low, 5)),
		w.hSuf.With(w.hShape),
		w.hCl, w.hCl3, w.hCl5, w.hCl.With(w.hShape),
		w.hLex, w.hLex.With(pos), w.hLex.With(w.hShape),
		w.hGaz, w.hGaz.With(w.hLex), w.hGaz.With(pos).With(w.hShape),
	)
	for b := range gazBits {
		if w.gaz>>b&1 == 1 {
			fs = append(fs, hashNumber(fGaz, 1000+b), hashNumber(fGaz, 1000+b).With(w.hShape))
		}
	}
	if w.upper && len(form) > 2 {
		a := nm.gaz.alike(form)
		h := ml.Hash(fAlike, string([]byte{byte(a[0]), byte(a[1]), byte(a[2])}))
		fs = append(fs, h, h.With(w.hLex), h.With(w.hGaz), h.With(w.hCl3), h.With(pos),
			hashNumber(fAlike, int(a[0])), hashNumber(fAlike, 16+int(a[1])), hashNumber(fAlike, 32+int(a[2])))
		w.hAlike = h
	}
	if n := utf8.RuneCountInString(form); w.upper && n <= 4 {
		fs = append(fs, hashNumber(fLength, n).With(w.hShape))
	}
	if i := strings.IndexAny(form, "-/"); i > 0 && i+1 < len(form) {
		h, t := form[:i], form[i+1:]
		if k := strings.LastIndexAny(t, "-/"); k >= 0 {
			t = t[k+1:]
		}
		hg := hashNumber(fHeadGaz, int(nm.gaz.Kinds(h)))
		tl := ml.Hash(fTail, ambiguity(nm.lex.Lookup(t, nil)))
		fs = append(fs, ml.Hash(fHead, h), ml.Hash(fTail, strings.ToLower(t)), hg, tl, hg.With(tl),
			hashNumber(fHead, nm.clusters.Of(h)), hashNumber(fTail, nm.clusters.Of(t)), hashNumber(fTail, nm.clusters.Of(t)).With(hg), ml.Hash(fHead, shape(h)).With(tl))
	}
	if g, how := nm.stem(form, low, w.upper); g != 0 {
		hg := hashNumber(fStemGaz, int(g)).With(ml.Hash(fStemGaz, how))
		fs = append(fs, hg, hg.With(w.hLex), hg.With(pos))
	}
	w.self = fs
	if nm.dec != nil {
		w.sums, w.self = nm.addUp(w), nil
	}
	return w
}

// stem looks for a gazetteer name that the word is an inflection or derivation of.
func (nm *Namer) stem(form, low string, upper bool) (GazKind, string) {
	if upper {
		for _, suf := range []string{"s", "er", "ern", "ers", "in", "’", "'"} {
			if strings.HasSuffix(form, suf) && len(form) > len(suf)+2 {
				if g := nm.gaz.Kinds(form[:len(form)-len(suf)]); g != 0 {
					return g, suf
				}
			}
		}
		if strings.HasSuffix(form, "er") { // "Bremer", "Münchner" of "Bremen", "München"
			for _, end := range []string{"en", "n", "e", "er", "el"} {
				if g := nm.gaz.Kinds(form[:len(form)-2] + end); g != 0 {
					return g, "-er"
				}
			}
			if strings.HasSuffix(form, "ner") {
				if g := nm.gaz.Kinds(form[:len(form)-3] + "en"); g != 0 {
					return g, "-er"
				}
			}
		}
	}
	if i := strings.LastIndex(low, "sch"); i > 2 && len(low)-i <= 5 {
		if g := nm.gaz.Kinds(low[:i+3]); g != 0 {
			return g, "sch"
		}
	}
	return 0, ""
}

func hashNumber(kind uint8, n int) ml.Feature {
	return ml.Hash(kind, string([]byte{byte(n), byte(n >> 8), byte(n >> 16)}))
}

// pairFeature names the conjunctions of features and the places of neighbours.
var (
	pairFeature [40]ml.Feature
	quoteIn     = ml.Hash(fQuote, "in")
)

func init() {
	for i := range pairFeature {
		pairFeature[i] = hashNumber(fPair, i)
	}
}

// namesIn is a sentence as the namer sees it.
type namesIn struct {
	ws   []*nameWord
	gaz  []ml.Feature // per token: its place in a gazetteer name of several words; 0
	quot []bool       // within quotation marks
	tags []ml.Feature // UPOS
	stts []ml.Feature
}

// sentence looks at the words of a sentence.
func (nm *Namer) sentence(forms []string, toks []hearsay.Token, cache map[nameKey]*nameWord) *namesIn {
	s := &namesIn{ws: make([]*nameWord, len(forms)), gaz: make([]ml.Feature, len(forms)), quot: make([]bool, len(forms)), tags: make([]ml.Feature, len(forms)), stts: make([]ml.Feature, len(forms))}
	for i := range toks {
		s.tags[i] = ml.Hash(fTag, string(toks[i].UPOS))
		s.stts[i] = ml.Hash(fTag, "s", toks[i].STTS)
	}
	first := true
	open := -1
	for i, f := range forms {
		key := nameKey{f, first}
		w := nm.word(key, cache)
		s.ws[i] = w
		r, _ := utf8.DecodeRuneInString(w.form)
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			first = false
		} else if w.form == ":" || w.form == "\"" || w.form == "-" || w.form == "." {
			first = true
		}
		if w.form == "\"" || w.form == "'" {
			if open >= 0 && i-open <= 8 {
				for k := open + 1; k < i; k++ {
					s.quot[k] = true
				}
				open = -1
			} else {
				open = i
			}
		}
	}
	for i := 0; i < len(forms); {
		n, g := nm.gaz.longest(s.ws[i:])
		if n < 2 {
			i++
			continue
		}
		for k := range n {
			at := 'I'
			switch k {
			case 0:
				at = 'B'
			case n - 1:
				at = 'E'
			}
			s.gaz[i+k] = hashNumber(fSpan, int(g)).With(ml.Hash(fSpan, string(at)))
		}
		i += n
	}
	return s
}

func (s *namesIn) at(i int) *nameWord {
	if i < 0 || i >= len(s.ws) {
		return outsideName
	}
	return s.ws[i]
}

// features appends all features of token i.
func (s *namesIn) features(i int, fs []ml.Feature) []ml.Feature {
	fs = append(fs, s.ws[i].self...)
	for k, d := range besideOffsets {
		fs = s.at(i+d).beside(k, fs)
	}
	return s.joint(i, fs)
}

// besideOffsets are where the neighbours of a word are that it looks at.
var besideOffsets = [4]int{-1, 1, -2, 2}

// beside appends the features that the word lends a neighbour of its; k is an
// index into besideOffsets, seen from the neighbour.
func (w *nameWord) beside(k int, fs []ml.Feature) []ml.Feature {
	p := pairFeature[k]
	fs = append(fs, w.hLow.With(p), w.hCl.With(p), w.hCl5.With(p), w.hShape.With(p))
	if k < 2 {
		fs = append(fs, w.hCl3.With(p), w.hLex.With(p), w.hSuf.With(p), w.hGaz.With(p), w.hAlike.With(p))
	}
	return fs
}

// joint appends the features of token i that hang on it and its neighbours
// together.
func (s *namesIn) joint(i int, fs []ml.Feature) []ml.Feature {
	w := s.ws[i]
	p1, n1, p2, n2 := s.at(i-1), s.at(i+1), s.at(i-2), s.at(i+2)
	p := &pairFeature
	fs = append(fs,
		p1.hLow.With(w.hLow), w.hLow.With(n1.hLow),
		p1.hCl.With(w.hCl).With(p[4]), w.hCl.With(n1.hCl).With(p[5]),
		p1.hCl3.With(n1.hCl3).With(w.hShape).With(p[6]),
		p1.hShape.With(w.hShape).With(n1.hShape).With(p[7]),
		p1.hLex.With(w.hLex).With(p[8]), w.hLex.With(n1.hLex).With(p[9]),
		p1.hLow.With(w.hShape).With(p[10]), n1.hLow.With(w.hShape).With(p[11]),
		p1.hCl3.With(w.hLex).With(p[12]), n1.hCl3.With(w.hLex).With(p[13]),
		p1.hGaz.With(w.hGaz).With(p[14]), w.hGaz.With(n1.hGaz).With(p[15]),
		w.hGaz.With(p1.hCl3).With(p[16]), w.hGaz.With(n1.hCl3).With(p[17]),
		p2.hCl3.With(p1.hCl3).With(w.hShape).With(p[18]),
		n1.hCl3.With(n2.hCl3).With(w.hShape).With(p[19]),
		p1.hAlike.With(w.hAlike).With(p[20]), w.hAlike.With(n1.hAlike).With(p[21]),
		p2.hLow.With(p1.hLow).With(p[30]), n1.hLow.With(n2.hLow).With(p[31]),
		w.hGaz.With(w.hShape).With(p1.hShape).With(p[22]), w.hGaz.With(w.hShape).With(n1.hShape).With(p[23]),
	)
	if t0 := s.tags[i]; t0 != 0 {
		t1, t2 := outsideName.hLow, outsideName.hLow
		if i > 0 {
			t1 = s.tags[i-1]
		}
		if i+1 < len(s.tags) {
			t2 = s.tags[i+1]
		}
		fs = append(fs, t0, t0.With(w.hShape), t0.With(w.hSuf), t1.With(p[24]), t2.With(p[25]),
			t0.With(t1).With(p[26]), t0.With(t2).With(p[27]), t0.With(t1).With(t2), t0.With(w.hCl3), t0.With(w.hGaz), t0.With(w.hLex), s.stts[i])
	}
	if g := s.gaz[i]; g != 0 {
		fs = append(fs, g, g.With(w.hShape))
	}
	if s.quot[i] {
		fs = append(fs, quoteIn, quoteIn.With(w.hShape))
	}
	return fs
}

// emissions scores the labels of a sentence's tokens.
func (nm *Namer) emissions(s *namesIn) []int32 {
	L := len(nm.labels)
	scores := make([]int32, len(s.ws)*L)
	var buf [64]ml.Feature
	for i := range s.ws {
		sc := scores[i*L : (i+1)*L]
		for l, x := range s.ws[i].sums[4*L:] {
			sc[l] += x
		}
		for k, d := range besideOffsets {
			sums := nm.outside
			if i+d >= 0 && i+d < len(s.ws) {
				sums = s.ws[i+d].sums
			}
			for l, x := range sums[k*L : (k+1)*L] {
				sc[l] += x
			}
		}
		// Most words are plainly no names by what each word near them says alone; only
		// for the others does it matter what they say together.
		if !nm.plain(sc) {
			nm.dec.Emissions(s.joint(i, buf[:0]), sc)
		}
	}
	return scores
}

// plain reports whether the scores of a token leave no doubt that it is no name.
func (nm *Namer) plain(scores []int32) bool {
	for l, x := range scores {
		if l != nm.none && scores[nm.none]-x < nm.doubt {
			return false
		}
	}
	return true
}

// plainMargin is how far, in log-odds, no name must lead for the joint features to
// be left out.
const plainMargin = 4

// addUp sums what a word's own features and those it lends its neighbours say of
// each label, once for all places where it stands.
func (nm *Namer) addUp(w *nameWord) []int32 {
	L := len(nm.labels)
	sums := make([]int32, 5*L)
	var buf [16]ml.Feature
	for k := range besideOffsets {
		nm.dec.Emissions(w.beside(k, buf[:0]), sums[k*L:(k+1)*L])
	}
	nm.dec.Emissions(w.self, sums[4*L:])
	return sums
}

// mentions reads the names off a sentence's labels; from is its first token.
func (nm *Namer) mentions(labels []int, from int, out []Mention) []Mention {
	start := 0
	for i, l := range labels {
		lb := nm.labels[l]
		switch lb.place {
		case 'B':
			start = i
		case 'S':
			out = append(out, Mention{hearsay.Range{From: from + i, To: from + i + 1}, lb.kind, lb.form})
		case 'E':
			out = append(out, Mention{hearsay.Range{From: from + start, To: from + i + 1}, lb.kind, lb.form})
		}
	}
	return out
}

// Find finds the names in a document that has been split into sentences and
// tokens, in text order.
func (nm *Namer) Find(doc *hearsay.Doc) []Mention {
	cache := make(map[nameKey]*nameWord, 512)
	scores := make([][]int32, len(doc.Sents))
	sents := make([]*namesIn, len(doc.Sents))
	var forms []string
	for k, sent := range doc.Sents {
		forms = forms[:0]
		for i := sent.Toks.From; i < sent.Toks.To; i++ {
			forms = append(forms, text.Word(doc, i))
		}
		sents[k] = nm.sentence(forms, doc.Toks[sent.Toks.From:sent.Toks.To], cache)
		scores[k] = nm.emissions(sents[k])
	}
	labels := make([][]int, len(doc.Sents))
	for k := range sents {
		labels[k] = nm.dec.Best(scores[k])
	}
	if len(sents) > 1 {
		nm.agree(sents, scores, labels)
	}
	var out []Mention
	for k, sent := range doc.Sents {
		out = nm.mentions(labels[k], sent.Toks.From, out)
	}
	return out
}

//go:embed data/de.clusters
var germanClusters []byte

//go:embed data/de.gazetteer
var germanGazetteer []byte

//go:embed data/de.entities
var germanEntities []byte

var germanNamer = sync.OnceValues(func() (*Namer, error) {
	l, err := German()
	if err != nil {
		return nil, err
	}
	nm, err := NewNamer(l.Lexicon, l.Forms.Clusters, l.Forms.Gazetteer, germanEntities)
	if err != nil {
		return nil, fmt.Errorf("data/de.entities: %v", err)
	}
	return nm, nil
})

// GermanNamer returns the namer of the data that the program carries. It is loaded
// once.
func GermanNamer() (*Namer, error) { return germanNamer() }

// Entities finds the names in an annotated document, in text order.
func (l *Language) Entities(doc *hearsay.Doc) []Mention {
	nm, err := GermanNamer()
	if err != nil {
		panic(err) // the program was built with damaged data; its tests say so
	}
	return nm.Find(doc)
}

// What the occurrences of a word in a document mean to each other.
const (
	agreeWeight = 0.7  // how far an occurrence goes towards what all say
	agreeFloor  = 0.01 // the least that a probability is taken for
)

// agree lets the occurrences of a word in a document inform each other: the
// scores of each are moved towards what all say together, the surer ones more
// loudly. So a name that is told by its company in one place ("Angela Merkel",
// "die Siemens AG") is known in the others. labels are the best ones, sentence by
// sentence; those of sentences that are moved are found anew.
func (nm *Namer) agree(sents []*namesIn, scores [][]int32, labels [][]int) {
	seen := map[string]int{}
	for _, s := range sents {
		for _, w := range s.ws {
			if w.upper && len(w.form) > 2 {
				seen[w.form]++
			}
		}
	}
	// The genitive goes with the name: "Merkels" with "Merkel".
	key := func(w *nameWord) string {
		if n := len(w.form) - 1; n > 3 && w.form[n] == 's' && seen[w.form[:n]] > 0 {
			return w.form[:n]
		}
		return w.form
	}
	type vote struct {
		n   int
		sum [groups]float64
	}
	votes := map[string]*vote{} // of the words that are in a name somewhere
	for k, s := range sents {
		for i, w := range s.ws {
			if w.upper && len(w.form) > 2 && nm.labels[labels[k][i]].place != 'O' {
				votes[key(w)] = &vote{}
			}
		}
	}
	for _, s := range sents {
		for _, w := range s.ws {
			if w.upper {
				if v := votes[key(w)]; v != nil {
					v.n++
				}
			}
		}
	}
	L := len(nm.labels)
	probs := make([][]float64, len(sents))
	grouped := func(p []float64) (g [groups]float64) {
		for l, x := range p {
			g[nm.labels[l].group()] += x
		}
		return g
	}
	for k, s := range sents {
		for i, w := range s.ws {
			if !w.upper {
				continue
			}
			v := votes[key(w)]
			if v == nil || v.n < 2 {
				continue
			}
			if probs[k] == nil {
				probs[k] = nm.dec.Probabilities(scores[k])
			}
			g := grouped(probs[k][i*L : (i+1)*L])
			sure := 0.0
			for _, x := range g {
				sure = max(sure, x)
			}
			for j, x := range g {
				v.sum[j] += x * sure * sure
			}
		}
	}
	for k, s := range sents {
		if probs[k] == nil {
			continue
		}
		for i, w := range s.ws {
			if !w.upper {
				continue
			}
			v := votes[key(w)]
			if v == nil || v.n < 2 {
				continue
			}
			total := 0.0
			for _, x := range v.sum {
				total += x
			}
			if total == 0 {
				continue
			}
			g := grouped(probs[k][i*L : (i+1)*L])
			var move [groups]int32
			for j := range g {
				d := math.Log(v.sum[j]/total+agreeFloor) - math.Log(g[j]+agreeFloor)
				move[j] = int32(agreeWeight * d / nm.dec.Scale())
			}
			for l, lb := range nm.labels {
				scores[k][i*L+l] += move[lb.group()]
			}
		}
		labels[k] = nm.dec.Best(scores[k])
	}
}

const groups = 7

// group is the kind of a whole name, or 5 for derived and 6 for partial ones.
func (l nameLabel) group() int {
	switch l.form {
	case DerivedName:
		return 5
	case PartName:
		return 6
	}
	return int(l.kind)
}

// GazKind is a set of what a name is known to name.
type GazKind uint16

const (
	GazCity     GazKind = 1 << iota // a city of 100,000 people or more
	GazTown                         // a smaller place
	GazCountry                      // a state, territory or continent
	GazRegion                       // a part of a country
	GazOrg                          // an organisation
	GazForename                     // a first name
	GazSurname                      // a surname
	GazPerson                       // a person
	GazDerived                      // an adjective, language or inhabitant: "deutsch"
	GazOther                        // a work, event, product
	gazBegins                       // the first word of a longer name
)

const gazBits = 10

// A Gazetteer is a list of names with what they name.
//
// # Format of the file
//
// The file de.gazetteer is made by BuildGazetteer and read in place. Numbers are
// little-endian.
//
//	"HSGZ"          magic
//	uint32          format, 1
//	uint32          CRC-32 (IEEE) of everything behind it
//	string          about: what it was made from
//	uint32          n, the length of the automaton in bytes
//	[n]byte         a vellum FST: name, its words parted by one space → set of kinds
//	rest            a model file (ml.Linear): by its letters, does a word look like a
//	                common word, a person's name or a place's?
type Gazetteer struct {
	About string
	fst   *vellum.FST
	like  *ml.Linear
}

const likenessKind = "likeness/de"

const gazetteerFormat = 1

// OpenGazetteer reads a gazetteer from the bytes of its file, which must not
// change afterwards. It fails on a file of another format and on a damaged one.
func OpenGazetteer(data []byte) (*Gazetteer, error) {
	body, err := openData(data, "HSGZ", "gazetteer", gazetteerFormat)
	if err != nil {
		return nil, err
	}
	d := decoder{data: body}
	g := &Gazetteer{About: d.str()}
	fst := d.take(d.count())
	if d.bad {
		return nil, errors.New("gazetteer: damaged")
	}
	if g.fst, err = vellum.Load(fst); err != nil {
		return nil, fmt.Errorf("gazetteer: %v", err)
	}
	if g.like, err = ml.OpenLinear(d.data, likenessKind); err != nil {
		return nil, fmt.Errorf("gazetteer: %v", err)
	}
	if len(g.like.Labels) != len(likenesses) {
		return nil, errors.New("gazetteer: damaged (likenesses)")
	}
	return g, nil
}

// likenessUnit is the difference that is far beyond doubt.
const likenessUnit = 40.0

// What a word may look like.
var likenesses = []string{"common", "person", "place"}

// likenessFeatures are the beginning, the end and all trigrams and four-grams of
// a word.
func likenessFeatures(form string, fs []ml.Feature) []ml.Feature {
	low := "^" + strings.ToLower(form) + "$"
	for n := 3; n <= 6; n++ {
		fs = append(fs, ml.Hash(90, head(low, n)), ml.Hash(91, tail(low, n)))
	}
	var at []int
	for i := range low {
		at = append(at, i)
	}
	at = append(at, len(low))
	for i := range at {
		if i+3 < len(at) {
			fs = append(fs, ml.Hash(92, low[at[i]:at[i+3]]))
		}
		if i+4 < len(at) {
			fs = append(fs, ml.Hash(92, low[at[i]:at[i+4]]))
		}
	}
	return append(fs, hashNumber(93, min(len(at)/2, 8)))
}

// alike says how much a word looks like a common word, the name of a person, of
// a place, by its letters alone: the differences to the best of the others, in
// five steps.
func (g *Gazetteer) alike(form string) (out [3]int8) {
	var buf [96]ml.Feature
	var sc [3]int32
	g.like.Scores(likenessFeatures(form, buf[:0]), sc[:])
	for i := range sc {
		best := int32(-1 << 30)
		for k := range sc {
			if k != i {
				best = max(best, sc[k])
			}
		}
		d := float64(sc[i]-best) * float64(g.like.Scale) / likenessUnit
		switch {
		case d < -1:
			out[i] = 0
		case d < -0.3:
			out[i] = 1
		case d < 0.3:
			out[i] = 2
		case d < 1:
			out[i] = 3
		default:
			out[i] = 4
		}
	}
	return out
}

func (g *Gazetteer) get(name []byte) GazKind {
	v, ok, err := g.fst.Get(name)
	if err != nil || !ok {
		return 0
	}
	return GazKind(v)
}

// Kinds returns what a name names, exactly as it is spelt.
func (g *Gazetteer) Kinds(name string) GazKind { return g.get([]byte(name)) }

// longest returns the length of the longest name at the head of the words, and
// what it names.
func (g *Gazetteer) longest(ws []*nameWord) (int, GazKind) {
	if ws[0].gaz&gazBegins == 0 {
		return 1, ws[0].gaz
	}
	var key bytes.Buffer
	best, kind := 1, ws[0].gaz
	key.WriteString(ws[0].form)
	for n := 1; n < len(ws) && n < 7; n++ {
		key.WriteByte(' ')
		key.WriteString(ws[n].form)
		v := g.get(key.Bytes())
		if v == 0 && strings.HasSuffix(ws[n].form, "s") { // "Frankfurter Allgemeinen Zeitung", "Helmut Kohls"
			v = g.get(key.Bytes()[:key.Len()-1])
		}
		if k := v &^ gazBegins; k != 0 {
			best, kind = n+1, k
		}
	}
	return best, kind
}
