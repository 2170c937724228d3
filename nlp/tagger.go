package nlp

import (
	"fmt"
	"sort"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"unicode"
	"unicode/utf8"

	"hearsay"
	"hearsay/ml"
	"hearsay/text"
)

// A Tagger gives each token of a sentence its part of speech, morphology and
// lemma. It decides from left to right, greedily, with a linear model over the
// word, its readings in the lexicon, its neighbours and the tags already given;
// an averaged perceptron (Collins 2002) learned the weights.
//
// The model's label is the UPOS with the form of the verb, e.g. "VERB.f": finite
// or not is the question that most of German syntax hangs on, so it is decided
// together with the word class. Mood, person, lemma and so on then follow from
// the lexicon's readings that fit the label and the context.
type Tagger struct {
	lex *Lexicon

	// Words met before, by form: most of a text is made of few of them. Only so many
	// are kept; what is kept depends on nothing but the word.
	known  sync.Map // string → *word
	nKnown atomic.Int32
	forms  FormData
	model  *ml.Linear
	stts   *ml.Linear
}

// FormData is what is known of word forms besides the dictionary: which are used
// alike, and which stand in lists of names.
type FormData struct {
	Clusters  *Clusters
	Gazetteer *Gazetteer
}

// The forms of a verb in a label, behind the UPOS.
const (
	finSuffix  = ".f"
	infSuffix  = ".i"
	partSuffix = ".p"
	impSuffix  = ".m"
)

// label puts a UPOS and features into a label of the model.
func label(pos hearsay.UPOS, f hearsay.Feats) string {
	if pos != hearsay.VERB && pos != hearsay.AUX {
		return string(pos)
	}
	switch f.VerbForm {
	case hearsay.Inf:
		return string(pos) + infSuffix
	case hearsay.Part:
		return string(pos) + partSuffix
	case hearsay.Fin:
		if f.Mood == hearsay.Imp {
			return string(pos) + impSuffix
		}
	}
	return string(pos) + finSuffix
}

// word is what the tagger knows of a token before it decides.
type word struct {
	form, low string
	readings  []Word
	classes   string // the readings' classes, the model's most telling feature
	shape     string
	cluster   string // words used like it,
	coarse    string // and the same less fine
	names     string // the lists of names it stands in, and what names it looks like

	// What the features that hang on this word alone add up to, a score a label: for
	// itself (at a sentence's start and elsewhere), for the word behind it and for
	// the one in front. Nil while the model is being learned.
	scores [4][]int32
}

// The places in word.scores.
const (
	ownAtStart = iota
	ownElsewhere
	forNext
	forPrevious
)

// look gathers what is known of the words of a sentence.
func (tg *Tagger) look(forms []string, cache map[string]word) []word {
	ws := make([]word, len(forms))
	first := true
	for i, f := range forms {
		f = canonicalMark(f)
		key := f
		if first {
			key = "^" + f
		}
		w, ok := cache[key]
		if !ok {
			w = *tg.word(key, f, first)
			cache[key] = w
		}
		ws[i] = w
		r, _ := utf8.DecodeRuneInString(f)
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			first = false
		} else if f == ":" || f == "\"" || f == "-" || f == "." {
			first = true
		}
	}
	return ws
}

const mostKnownWords = 20000

// word gives what is known of a form, from memory where it was met before.
func (tg *Tagger) word(key, form string, first bool) *word {
	if w, ok := tg.known.Load(key); ok {
		return w.(*word)
	}
	w := &word{form: form, low: strings.ToLower(form), shape: shape(form)}
	w.readings = tg.lex.Words(form, first)
	w.classes = ambiguity(w.readings)
	tg.formData(w)
	if tg.model == nil {
		return w
	}
	for k := range w.scores {
		w.scores[k] = make([]int32, len(tg.model.Labels))
	}
	tg.model.Scores(ownFeatures(w, "0", nil), w.scores[ownAtStart])
	tg.model.Scores(ownFeatures(w, "m", nil), w.scores[ownElsewhere])
	tg.model.Scores(nextFeatures(w, nil), w.scores[forNext])
	tg.model.Scores(previousFeatures(w, nil), w.scores[forPrevious])
	if tg.nKnown.Load() < mostKnownWords {
		tg.nKnown.Add(1)
		tg.known.Store(strings.Clone(key), w)
	}
	return w
}

// formData fills in what is known of a form besides its readings.
func (tg *Tagger) formData(w *word) {
	c := tg.forms.Clusters.Of(w.form)
	w.cluster, w.coarse = strconv.Itoa(c), strconv.Itoa((c+7)>>3)
	w.names = strconv.Itoa(int(tg.forms.Gazetteer.Kinds(w.form)))
	if r, _ := utf8.DecodeRuneInString(w.form); unicode.IsUpper(r) && len(w.form) > 2 {
		a := tg.forms.Gazetteer.alike(w.form)
		w.names += string([]byte{' ', 'a' + byte(a[0]), 'a' + byte(a[1]), 'a' + byte(a[2])})
	}
}

// canonicalMark writes all quotation marks and dashes the one way that the
// treebank has them: what is a mark in the text is one to the model too.
func canonicalMark(f string) string {
	switch f {
	case "„", "“", "”", "»", "«", "''", "``", ",,":
		return "\""
	case "‚", "‘", "’", "›", "‹":
		return "'"
	case "–", "—", "‐", "‑":
		return "-"
	case "…":
		return "..."
	}
	return f
}

// isMark reports whether a form has neither letter nor digit.
func isMark(f string) bool {
	for _, r := range f {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '$' || r == '€' || r == '%' || r == '§' || r == '°' || r == '+' || r == '=' || r == '&' {
			return false
		}
	}
	return true
}

// shape sketches a form: capitals X, small letters x, digits 9, others as they
// are; runs are cut to two.
func shape(s string) string {
	var b strings.Builder
	last, run := rune(0), 0
	for _, r := range s {
		c := r
		switch {
		case unicode.IsUpper(r):
			c = 'X'
		case unicode.IsLower(r):
			c = 'x'
		case unicode.IsDigit(r):
			c = '9'
		}
		if c == last {
			if run++; run > 2 {
				continue
			}
		} else {
			last, run = c, 1
		}
		b.WriteRune(c)
	}
	return b.String()
}

// ambiguity writes the classes that a word may have, e.g. "V.fi,A".
func ambiguity(ws []Word) string {
	set := map[string]bool{}
	for _, w := range ws {
		k := string(rune('a' + int(w.Class)))
		switch w.Class {
		case Verb, Auxiliary, Modal:
			switch {
			case w.Feats.VerbForm == hearsay.Inf && w.Zu:
				k += "z"
			case w.Feats.VerbForm == hearsay.Inf:
				k += "i"
			case w.Feats.VerbForm == hearsay.Part:
				k += "p"
			case w.Feats.Mood == hearsay.Imp:
				k += "m"
			case w.Feats.Person == 3 || w.Feats.Person == 1:
				k += "f"
				if w.Feats.Number == hearsay.Plur {
					k += "P"
				}
				if w.Last {
					k += "l"
				}
			default:
				k += "2"
			}
		case ProperName:
			k += string(rune('0' + int(w.Name)))
		case Adjective:
			if w.Feats.Case == hearsay.NoCase {
				k += "d" // predicative or adverbial form
			}
		}
		set[k] = true
	}
	keys := make([]string, 0, len(set))
	for k := range set {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return strings.Join(keys, ",")
}

func tail(s string, n int) string {
	for i := len(s); i > 0; {
		_, k := utf8.DecodeLastRuneInString(s[:i])
		i -= k
		if n--; n == 0 {
			return s[i:]
		}
	}
	return s
}

func head(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

var outside = word{low: "|", classes: "|", shape: "|", cluster: "|", coarse: "|", names: "|"}

func at(ws []word, i int) *word {
	if i < 0 || i >= len(ws) {
		return &outside
	}
	return &ws[i]
}

func tagAt(tags []string, i int) string {
	if i < 0 {
		return "|"
	}
	return tags[i]
}

// staticFeatures appends the features of token i that do not depend on tags.
func staticFeatures(ws []word, i int, fs []ml.Feature) []ml.Feature {
	pos := "m"
	if i == 0 {
		pos = "0"
	}
	fs = ownFeatures(&ws[i], pos, fs)
	fs = nextFeatures(at(ws, i-1), fs)
	fs = previousFeatures(at(ws, i+1), fs)
	return jointFeatures(ws, i, fs)
}

// ownFeatures appends the features of a word that hang on it alone; pos is "0" at
// a sentence's start and "m" elsewhere.
func ownFeatures(w *word, pos string, fs []ml.Feature) []ml.Feature {
	return append(fs,
		ml.Hash(0),
		ml.Hash(1, w.low),
		ml.Hash(2, w.form),
		ml.Hash(3, tail(w.low, 1)),
		ml.Hash(4, tail(w.low, 2)),
		ml.Hash(5, tail(w.low, 3)),
		ml.Hash(6, tail(w.low, 4)),
		ml.Hash(7, tail(w.low, 5)),
		ml.Hash(8, head(w.low, 2)),
		ml.Hash(9, head(w.low, 3)),
		ml.Hash(10, w.shape, pos),
		ml.Hash(11, w.classes, pos),
		ml.Hash(12, w.classes, w.shape),
		ml.Hash(29, tail(w.low, 3), w.shape, pos),
		ml.Hash(80, w.cluster),
		ml.Hash(83, w.coarse),
		ml.Hash(84, w.cluster, w.classes),
		ml.Hash(98, w.names),
		ml.Hash(99, w.names, w.classes),
		ml.Hash(100, w.names, pos),
	)
}

// nextFeatures appends what a word tells of the one behind it.
func nextFeatures(w *word, fs []ml.Feature) []ml.Feature {
	return append(fs, ml.Hash(13, w.low), ml.Hash(81, w.cluster), ml.Hash(87, w.coarse))
}

// previousFeatures appends what a word tells of the one in front of it.
func previousFeatures(w *word, fs []ml.Feature) []ml.Feature {
	return append(fs, ml.Hash(14, w.low), ml.Hash(82, w.cluster), ml.Hash(88, w.coarse))
}

// jointFeatures appends those that hang on more words than one.
func jointFeatures(ws []word, i int, fs []ml.Feature) []ml.Feature {
	w := &ws[i]
	p1, n1 := at(ws, i-1), at(ws, i+1)
	p2, n2 := at(ws, i-2), at(ws, i+2)
	n3 := at(ws, i+3)
	if len(w.classes) > 0 && w.classes[0] >= 'd' && w.classes[0] <= 'f' {
		// sein, haben, werden, modals: auxiliary or main verb? That hangs on
		// whether a participle or infinitive goes with them.
		p := partner(ws, i)
		fs = append(fs, ml.Hash(30, w.low, p), ml.Hash(31, w.classes, p, n1.low))
	}
	return append(fs,
		ml.Hash(15, p2.low),
		ml.Hash(16, n2.low),
		ml.Hash(17, p1.classes, w.classes),
		ml.Hash(18, w.classes, n1.classes),
		ml.Hash(19, w.classes, n1.classes, n2.classes),
		ml.Hash(20, p1.classes, w.classes, n1.classes),
		ml.Hash(21, p1.low, w.low),
		ml.Hash(22, w.low, n1.low),
		ml.Hash(23, w.low, n1.classes),
		ml.Hash(24, tail(n1.low, 3), w.classes),
		ml.Hash(25, n1.shape, w.shape),
		ml.Hash(26, p1.shape, w.shape),
		ml.Hash(27, tail(p1.low, 3), w.classes),
		ml.Hash(28, n2.classes, n3.classes, w.classes),
		ml.Hash(85, p1.cluster, w.classes),
		ml.Hash(86, n1.cluster, w.classes),
		ml.Hash(89, p1.coarse, w.classes, n1.coarse),
		ml.Hash(101, w.names, p1.classes),
	)
}

// partner tells which verb form an auxiliary at i may govern: the nearest
// participle (p), infinitive (i) or both, in front of it where the clause ends
// there, else behind it.
func partner(ws []word, i int) string {
	out := ""
	scan := func(w *word) bool { // false at a clause border
		switch w.low {
		case ",", ";", ":", ".", "(", "–", "!", "?":
			return false
		}
		if w.shape != "" && w.shape[0] == 'x' {
			if strings.Contains(w.classes, "dp") && !strings.Contains(out, "p") {
				out += "p"
			}
			if (strings.Contains(w.classes, "di") || strings.Contains(w.classes, "ei") || strings.Contains(w.classes, "fi")) && !strings.Contains(out, "i") {
				out += "i"
			}
		}
		return true
	}
	end := at(ws, i+1)
	if end == &outside || !scan(end) || end.low == "und" {
		if i > 0 {
			scan(&ws[i-1])
		}
		return "e" + out
	}
	for k := i + 2; k < len(ws) && scan(&ws[k]); k++ {
	}
	return out
}

// tagFeatures appends those that depend on the tags given so far; st is
// where i stands in its clause.
func tagFeatures(ws []word, tags []string, i int, st *clauseState, fs []ml.Feature) []ml.Feature {
	w := &ws[i]
	t1, t2 := tagAt(tags, i-1), tagAt(tags, i-2)
	f, last := "-", st.last
	if st.fin {
		f = "+"
	}
	n1 := at(ws, i+1)
	sub, end := "m", "m"
	if st.sub {
		sub = "s"
	}
	if n1 == &outside || n1.shape == "," || n1.shape == "." || n1.low == "und" || n1.low == "“" || n1.low == "oder" || n1.low == "''" {
		end = "e"
	}
	return append(fs,
		ml.Hash(52, f, sub, end, w.classes),
		ml.Hash(53, f, sub, end, t1),
		ml.Hash(54, f, sub, end, t1, w.classes),
		ml.Hash(55, f, sub, w.classes, n1.classes),
		ml.Hash(40, t1),
		ml.Hash(41, t2, t1),
		ml.Hash(42, t1, w.classes),
		ml.Hash(43, t1, w.low),
		ml.Hash(44, t2, t1, w.classes),
		ml.Hash(45, f, last, w.classes),
		ml.Hash(46, f, w.classes, n1.classes),
		ml.Hash(47, f, w.low),
		ml.Hash(48, t1, tail(w.low, 3)),
		ml.Hash(49, tagAt(tags, i-3), t2, t1),
		ml.Hash(50, f, n1.low, w.classes),
		ml.Hash(51, t1, w.classes, n1.classes),
	)
}

// clauseState follows, from left to right, where in its clause a word stands.
type clauseState struct {
	fin  bool   // the clause has its finite verb
	sub  bool   // the clause is subordinate: its finite verb comes last
	last string // what stands at its head
}

func (c *clauseState) step(w *word, tag string) {
	switch {
	case w.low == "," || w.low == ":" || w.low == ";" || w.low == "(" || w.low == "–" || w.low == "-" || w.low == "„":
		c.sub = false
		c.fin, c.last = false, ","
	case tag == "CCONJ":
		c.fin, c.last = false, "C"
	case tag == "SCONJ":
		c.last, c.sub = "S", true
	case c.last == "," && tag != "PUNCT":
		c.last = ",x"
		if tag == "PRON" {
			c.last, c.sub = ",P", true
		} else if tag == "ADP" {
			c.last = ",A"
		}
	case c.last == ",A":
		c.last = ",x"
		if tag == "PRON" {
			c.last, c.sub = ",P", true
		}
	}
	if strings.HasSuffix(tag, finSuffix) {
		c.fin = true
	}
}

// labels tags the words of a sentence with labels of the model.
func (tg *Tagger) labels(ws []word) []string {
	tags := make([]string, len(ws))
	var st clauseState
	st.last = "|"
	var buf [80]ml.Feature
	scores := make([]int32, len(tg.model.Labels))
	for i := range ws {
		if isMark(ws[i].form) {
			tags[i] = string(hearsay.PUNCT)
			st.step(&ws[i], tags[i])
			continue
		}
		fs := jointFeatures(ws, i, buf[:0])
		own := ownElsewhere
		if i == 0 {
			own = ownAtStart
		}
		copy(scores, ws[i].scores[own])
		if i > 0 {
			addScores(scores, ws[i-1].scores[forNext])
		} else {
			fs = nextFeatures(&outside, fs)
		}
		if i+1 < len(ws) {
			addScores(scores, ws[i+1].scores[forPrevious])
		} else {
			fs = previousFeatures(&outside, fs)
		}
		fs = tagFeatures(ws, tags, i, &st, fs)
		tg.model.Scores(fs, scores)
		tags[i] = tg.model.Labels[tg.bestFor(&ws[i], scores)]
		if i > 0 && tags[i] == "VERB"+finSuffix && ws[i-1].low == "zu" && hasInfinitive(&ws[i]) {
			tags[i] = "VERB" + infSuffix // no finite verb stands right behind zu
		}
		st.step(&ws[i], tags[i])
	}
	repairFinite(ws, tags)
	return tags
}

func addScores(to, from []int32) {
	for i, s := range from {
		to[i] += s
	}
}

// bestFor is the best label that the lexicon allows: a word in small letters that
// it knows as a verb only is no adverb or function word.
func (tg *Tagger) bestFor(w *word, scores []int32) int {
	best := ml.Best(scores)
	if len(w.readings) == 0 || w.shape == "" || w.shape[0] != 'x' {
		return best
	}
	switch tg.model.Labels[best] {
	case "ADV", "ADP", "DET", "PRON", "CCONJ", "SCONJ":
	default:
		return best
	}
	for i := range w.readings {
		switch w.readings[i].Class {
		case Verb, Auxiliary, Modal:
		default:
			return best
		}
	}
	allowed := func(l string) bool { return strings.HasPrefix(l, "VERB") || strings.HasPrefix(l, "AUX") }
	best = -1
	for i, l := range tg.model.Labels {
		if allowed(l) && (best < 0 || scores[i] > scores[best]) {
			best = i
		}
	}
	if best < 0 {
		return ml.Best(scores)
	}
	return best
}

func hasInfinitive(w *word) bool {
	for _, r := range w.readings {
		if r.Feats.VerbForm == hearsay.Inf && !r.Zu {
			return true
		}
	}
	return false
}

// repairFinite gives a clause its finite verb where the greedy decision, which
// did not see the clause's end, left it without one: the last word of a
// subordinate clause ("…, die hochgespült werden"), and in a sentence with no
// finite verb at all the first word that can be one.
func repairFinite(ws []word, tags []string) {
	start, sub, fin, any := 0, false, false, false
	flush := func(end int) {
		k := end - 1
		if !fin && k > start && tags[k] == "AUX"+infSuffix && ws[k-1].low != "zu" && (tags[k-1] == "VERB"+infSuffix || tags[k-1] == "VERB"+partSuffix || tags[k-1] == "AUX"+infSuffix || tags[k-1] == "AUX"+partSuffix) {
			sub = true // "… erwerben können": such a group closes a subordinate clause
		}
		if sub && !fin && k > start {
			if l := finiteLabel(&ws[k], tags[k]); l != "" {
				tags[k], any = l, true
			}
		}
		sub, fin = false, false
	}
	for i := range ws {
		switch tags[i] {
		case "PUNCT":
			if k := i - 1; !fin && !sub && k > start && ws[i].low == "," && i+1 < len(ws) && tags[i+1] == "SCONJ" && ws[k-1].low != "zu" && (start == 0 || ws[start-1].low != ",") {
				if l := finiteLabel(&ws[k], tags[k]); l != "" {
					tags[k], fin, any = l, true, true // "Der Hersteller garantiert, dass …"
				}
			}
			flush(i)
			start = i + 1
		case "SCONJ":
			sub = true
		case "ADV":
			if i == start && start > 0 && ws[start-1].low == "," && questionWords[ws[i].low] {
				sub = true
			}
		case "PRON", "DET":
			if tags[i] == "DET" && !strings.HasPrefix(ws[i].low, "welch") && ws[i].low != "deren" && ws[i].low != "dessen" {
				break
			}
			if i > 0 && (i == start || i == start+1 && tags[i-1] == "ADP") && start > 0 && ws[start-1].low == "," && strings.Contains(ws[i].classes, "j") && relative[ws[i].low] {
				sub = true
			}
		}
		if strings.HasSuffix(tags[i], finSuffix) || strings.HasSuffix(tags[i], impSuffix) {
			fin, any = true, true
		}
	}
	flush(len(ws))
	infinitives(ws, tags)
	coordinated(ws, tags)
	if any || len(ws) < 5 {
		return
	}
	for i := 1; i < len(ws); i++ {
		if l := finiteLabel(&ws[i], tags[i]); l != "" && tagAt(tags, i-1) != "DET" && (i+1 >= len(tags) || tags[i] != "ADJ" || tags[i+1] != "NOUN" || tags[i-1] == "NOUN" || tags[i-1] == "PROPN") {
			tags[i] = l
			return
		}
	}
}

// infinitives makes finite what was taken for an infinitive though nothing in its
// stretch governs one ("…, und die Hongkonger befürchten, dass"): no modal, no
// werden, no zu.
func infinitives(ws []word, tags []string) {
	governed, fin := false, false
	for i := range ws {
		switch {
		case tags[i] == "PUNCT":
			governed, fin = false, false
		case strings.HasSuffix(tags[i], finSuffix):
			fin = true
			for _, r := range ws[i].readings {
				if r.Class == Modal || r.Class == Auxiliary && r.Lemma == "werden" || governsInfinitive[r.Lemma] {
					governed = true
				}
			}
		case tags[i] == "VERB"+infSuffix && fin && !governed && i+1 < len(ws) && ws[i+1].low == "," && i > 2 && ws[i-1].low != "zu":
			conj := false
			for k := i - 1; k >= 0 && k >= i-5 && tags[k] != "PUNCT"; k-- {
				conj = conj || tags[k] == "CCONJ"
			}
			if l := finiteLabel(&ws[i], tags[i]); conj && l != "" {
				tags[i] = l
			}
		}
	}
}

// coordinated makes finite what was taken for a participle though no auxiliary in
// its stretch governs one: "Die Polizei ermittelt und bittet um Hinweise".
func coordinated(ws []word, tags []string) {
	start := 0
	for i := 0; i <= len(ws); i++ {
		if i < len(ws) && tags[i] != "PUNCT" {
			continue
		}
		aux, at := false, -1
		for k := start; k < i; k++ {
			aux = aux || strings.HasPrefix(tags[k], "AUX")
			if at < 0 && k > start && k+1 < i && tags[k] == "VERB"+partSuffix && tags[k+1] == "CCONJ" && (tags[k-1] == "NOUN" || tags[k-1] == "PROPN" || tags[k-1] == "PRON") && finiteLabel(&ws[k], tags[k]) != "" {
				at = k
			}
		}
		if at >= 0 && !aux {
			tags[at] = "VERB" + finSuffix
		}
		start = i + 1
	}
}

var governsInfinitive = map[string]bool{"lassen": true, "sehen": true, "hören": true, "gehen": true, "helfen": true, "lernen": true, "bleiben": true, "kommen": true, "lehren": true, "haben": true}

var relative = map[string]bool{"der": true, "die": true, "das": true, "den": true, "dem": true, "deren": true, "dessen": true, "denen": true, "welcher": true, "welche": true, "welches": true, "welchen": true, "welchem": true, "was": true, "wer": true}

var questionWords = map[string]bool{"wie": true, "wo": true, "wann": true, "warum": true, "weshalb": true, "wieso": true, "wohin": true, "woher": true, "wobei": true, "womit": true, "wodurch": true, "wofür": true, "wonach": true, "worauf": true, "wovon": true, "wozu": true, "wogegen": true, "worüber": true, "woran": true}

// finiteLabel gives the finite label of a word that has such a reading in the
// third person though it was tagged otherwise; empty if it has none.
func finiteLabel(w *word, tag string) string {
	if tag != "VERB.i" && tag != "VERB.p" && tag != "AUX.i" && tag != "AUX.p" && tag != "ADJ" {
		return ""
	}
	for _, r := range w.readings {
		if r.Feats.VerbForm == hearsay.Fin && r.Feats.Person == 3 && r.Feats.Mood != hearsay.Imp {
			if r.Class == Auxiliary || r.Class == Modal {
				return "AUX" + finSuffix
			}
			return "VERB" + finSuffix
		}
	}
	return ""
}

// sttsFeatures tell the finer Stuttgart-Tübingen tag once the label is known.
func sttsFeatures(ws []word, tags []string, i int, fs []ml.Feature) []ml.Feature {
	w := &ws[i]
	t := tags[i]
	next := "|"
	if i+1 < len(tags) {
		next = tags[i+1]
	}
	return append(fs,
		ml.Hash(60, t),
		ml.Hash(61, t, w.low),
		ml.Hash(62, t, w.classes),
		ml.Hash(63, t, tail(w.low, 2)),
		ml.Hash(64, t, tail(w.low, 3)),
		ml.Hash(65, t, next),
		ml.Hash(66, t, tagAt(tags, i-1)),
		ml.Hash(67, t, w.shape),
		ml.Hash(68, t, w.low, next),
		ml.Hash(69, t, w.classes, next),
		ml.Hash(70, t, at(ws, i-1).low),
		ml.Hash(71, t, at(ws, i+1).low),
		ml.Hash(72, t, w.low, tagAt(tags, i-1)),
	)
}

// Tag fills in the tags, features and lemmas of a document's tokens.
func (tg *Tagger) Tag(doc *hearsay.Doc) {
	cache := make(map[string]word, 256)
	var forms []string
	for _, sent := range doc.Sents {
		forms = forms[:0]
		for i := sent.Toks.From; i < sent.Toks.To; i++ {
			forms = append(forms, text.Word(doc, i))
		}
		tg.tagSentence(forms, doc.Toks[sent.Toks.From:sent.Toks.To], cache)
		joinPrefixes(tg.lex, doc, sent)
	}
}

// tagSentence fills in toks, one a form.
func (tg *Tagger) tagSentence(forms []string, toks []hearsay.Token, cache map[string]word) {
	ws := tg.look(forms, cache)
	tags := tg.labels(ws)
	var buf [32]ml.Feature
	scores := make([]int32, len(tg.stts.Labels))
	for i := range toks {
		t := &toks[i]
		pos, form, _ := strings.Cut(tags[i], ".")
		t.UPOS = hearsay.UPOS(pos)
		clear(scores)
		tg.stts.Scores(sttsFeatures(ws, tags, i, buf[:0]), scores)
		t.STTS = tg.stts.Labels[ml.Best(scores)]
		t.Prefix = -1
		tg.resolve(ws, tags, i, form, t)
	}
}

// classesOf lists the lexicon's classes that may stand behind a UPOS, the
// likeliest first.
func classesOf(pos hearsay.UPOS) []WordClass {
	switch pos {
	case hearsay.NOUN:
		return []WordClass{Substantive, ProperName, Abbreviation}
	case hearsay.PROPN:
		return []WordClass{ProperName, Substantive}
	case hearsay.VERB:
		return []WordClass{Verb, Auxiliary, Modal}
	case hearsay.AUX:
		return []WordClass{Auxiliary, Modal, Verb}
	case hearsay.ADJ:
		return []WordClass{Adjective}
	case hearsay.DET:
		return []WordClass{Article, Pronoun, Numeral}
	case hearsay.PRON:
		return []WordClass{Pronoun, Article}
	}
	return nil
}

// resolve chooses the reading that fits the label and copies its features.
func (tg *Tagger) resolve(ws []word, tags []string, i int, form string, t *hearsay.Token) {
	w := &ws[i]
	var best *Word
	score := func(r *Word) int {
		s := 0
		f := r.Feats
		if t.UPOS == hearsay.VERB || t.UPOS == hearsay.AUX {
			if f.Person == 3 {
				s += 4
			}
			switch f.Mood {
			case hearsay.Ind:
				s += 2
			case hearsay.Sub1:
				s++
			}
		}
		return s
	}
	for _, c := range classesOf(t.UPOS) {
		for k := range w.readings {
			r := &w.readings[k]
			if r.Class != c || !fitsForm(r, form) {
				continue
			}
			if best == nil || score(r) > score(best) {
				best = r
			}
		}
		if best != nil {
			break
		}
	}
	t.Lemma = w.form
	switch form {
	case "f":
		t.Feats.VerbForm, t.Feats.Mood = hearsay.Fin, hearsay.Ind
	case "i":
		t.Feats.VerbForm = hearsay.Inf
	case "p":
		t.Feats.VerbForm = hearsay.Part
	case "m":
		t.Feats.VerbForm, t.Feats.Mood = hearsay.Fin, hearsay.Imp
	}
	switch {
	case best != nil && (t.UPOS != hearsay.ADJ || predicative(w) == nil):
		t.Lemma = best.Lemma
		if form != "" {
			t.Feats = best.Feats
			if form == "f" {
				t.Feats.Mood = moodInContext(ws, i, best.Feats)
				t.Feats.Person, t.Feats.Number = agreement(w, t.Feats)
			}
		}
	case t.UPOS == hearsay.ADJ && predicative(w) != nil:
		// "sei geflohen": an adjective by its tag, by its form the verb's participle.
		t.Feats, t.Lemma = predicative(w).Feats, predicative(w).Lemma
	case t.UPOS == hearsay.NOUN || t.UPOS == hearsay.PROPN || t.UPOS == hearsay.PUNCT || t.UPOS == hearsay.NUM:
	default:
		t.Lemma = w.low
		for k := range w.readings {
			t.Lemma = w.readings[k].Lemma
			break
		}
	}
}

// predicative finds the reading of a word as a verb's bare past participle.
func predicative(w *word) *Word {
	if w.shape == "" || w.shape[0] != 'x' {
		return nil
	}
	for i := range w.readings {
		if r := &w.readings[i]; r.Class == Verb && r.Feats.VerbForm == hearsay.Part && r.Feats.Tense == hearsay.Past {
			return r
		}
	}
	return nil
}

func fitsForm(r *Word, form string) bool {
	switch form {
	case "f":
		return r.Feats.VerbForm == hearsay.Fin && r.Feats.Mood != hearsay.Imp
	case "i":
		return r.Feats.VerbForm == hearsay.Inf
	case "p":
		return r.Feats.VerbForm == hearsay.Part
	case "m":
		return r.Feats.Mood == hearsay.Imp
	}
	return true
}

// agreement gives person and number of a finite form where all its readings of
// that mood agree; a form that serves for both numbers keeps none.
func agreement(w *word, f hearsay.Feats) (uint8, hearsay.Number) {
	p, n := f.Person, f.Number
	for _, r := range w.readings {
		g := r.Feats
		if g.VerbForm != hearsay.Fin || g.Mood != f.Mood || g.Person != p {
			continue
		}
		if g.Number != n {
			return p, hearsay.NoNumber
		}
	}
	return p, n
}

// moodInContext tells Konjunktiv and indicative apart where the form does not.
// best is the reading chosen on form alone.
func moodInContext(ws []word, i int, best hearsay.Feats) hearsay.Mood {
	var ind1, ind3, sub1, sub2 bool
	for _, r := range ws[i].readings {
		f := r.Feats
		switch {
		case f.VerbForm != hearsay.Fin:
		case f.Mood == hearsay.Ind && f.Person == 3:
			ind3 = true
		case f.Mood == hearsay.Ind && f.Person == 1:
			ind1 = true
		case f.Mood == hearsay.Sub1 && f.Person == 3:
			sub1 = true
		case f.Mood == hearsay.Sub2:
			sub2 = true
		}
	}
	switch {
	case sub1 && !ind3 && ind1:
		// "habe", "komme", "sage": first person indicative or third person
		// subjunctive. A subject "ich" in the clause makes it the former, and so
		// does an elided one ("Habe dort gekauft"), or one in the clause in front.
		if firstPerson(ws, i) {
			return hearsay.Ind
		}
		return hearsay.Sub1
	case !ind3:
		return best.Mood
	case sub2:
		// A weak verb's past is its Konjunktiv II too. In a conditional whose other
		// clause is unreal it is the latter.
		wenn, unreal := false, false
		for k := range ws {
			switch ws[k].low {
			case "wenn", "falls":
				wenn = true
			case "würde", "würden", "wäre", "wären", "hätte", "hätten", "könnte", "könnten", "müsste", "müssten":
				unreal = true
			}
		}
		if wenn && unreal {
			return hearsay.Sub2
		}
	}
	return hearsay.Ind
}

// firstPerson reports whether the verb at i has "ich" for its subject: in its
// own clause, or in the clause in front that "und" joins to it.
func firstPerson(ws []word, i int) bool {
	border := func(s string) bool { return s == "," || s == ";" || s == ":" || s == "." }
	for k := i + 1; k < len(ws) && !border(ws[k].low); k++ {
		if ws[k].low == "ich" {
			return true
		}
	}
	for k := i - 1; k >= 0 && !border(ws[k].low); k-- {
		if ws[k].low == "ich" {
			return true
		}
	}
	return false
}

// joinPrefixes finds separated prefixes and gives the verb its whole lemma:
// "teilte … mit" becomes mitteilen.
func joinPrefixes(lex *Lexicon, doc *hearsay.Doc, sent hearsay.Sent) {
	var verbs []int // the finite verbs so far: one of them may take the prefix
	for i := sent.Toks.From; i < sent.Toks.To; i++ {
		t := &doc.Toks[i]
		w := text.Word(doc, i)
		if (t.UPOS == hearsay.VERB || t.UPOS == hearsay.AUX) && t.Feats.VerbForm == hearsay.Fin {
			verbs = append(verbs, i)
			continue
		}
		if len(verbs) == 0 || len(w) > 12 {
			continue
		}
		clauseEnd := i+1 >= sent.Toks.To || doc.Toks[i+1].UPOS == hearsay.PUNCT || doc.Toks[i+1].UPOS == hearsay.CCONJ
		if t.STTS != "PTKVZ" && !clauseEnd {
			continue
		}
		if t.UPOS == hearsay.NOUN || t.UPOS == hearsay.PROPN || t.UPOS == hearsay.DET || t.UPOS == hearsay.PUNCT || t.UPOS == hearsay.VERB || t.UPOS == hearsay.AUX || t.UPOS == hearsay.PRON {
			continue
		}
		low := strings.ToLower(w)
		if !separablePrefixes[low] {
			continue
		}
		// The nearest verb that has such a compound; a verb further back only where
		// a relative clause or apposition stands between ("teilte der Minister, der
		// gestern kam, mit"), which is to say: where the nearer one has none.
		for k := len(verbs) - 1; k >= 0 && k >= len(verbs)-2; k-- {
			verb := &doc.Toks[verbs[k]]
			if verb.Prefix >= 0 || verb.UPOS == hearsay.AUX && participleBehind(doc, i, sent.Toks.To) {
				break // "hatte … von Beginn an unterstützt"
			}
			if low == "weiter" && speaks[verb.Lemma] {
				break // "sagte weiter": an adverb
			}
			if joined := low + verb.Lemma; lex.IsVerb(joined) {
				verb.Lemma = joined
				verb.Prefix, t.Prefix = i, verbs[k]
				t.STTS = "PTKVZ"
				break
			}
		}
	}
}

var speaks = map[string]bool{"sagen": true, "erklären": true, "fragen": true, "sprechen": true, "schreiben": true, "heißen": true}

// participleBehind reports whether a verb that an auxiliary governs comes right
// behind token i.
func participleBehind(doc *hearsay.Doc, i, end int) bool {
	return i+1 < end && (doc.Toks[i+1].UPOS == hearsay.VERB || doc.Toks[i+1].UPOS == hearsay.AUX)
}

// Words that a verb parts with at the end of its clause.
var separablePrefixes = map[string]bool{}

func init() {
	for _, p := range strings.Fields("ab an auf aus bei bekannt da dar davon dazu durch ein empor entgegen fehl fern fest fort frei gegenüber gleich gut heim her heran heraus herbei herein herum herunter hervor hin hinaus hinein hinweg hinzu hoch klar kund los mit nach nahe nahe nieder offen preis richtig statt still stand teil tot über um unter voll vor voran voraus vorbei vorweg weg weiter wider wieder zu zurück zusammen zurecht zuvor zuwider teil kaputt kennen lahm nahe wahr wett übrig überein bereit bloß hinterher nieder umher") {
		separablePrefixes[p] = true
	}
}

// NewTagger makes a tagger of a lexicon, the form data that its models were
// learned with, and these two models.
func NewTagger(lex *Lexicon, forms FormData, tags, stts []byte) (*Tagger, error) {
	m, err := ml.OpenLinear(tags, "tagger/de")
	if err != nil {
		return nil, fmt.Errorf("tagger: %v", err)
	}
	s, err := ml.OpenLinear(stts, "stts/de")
	if err != nil {
		return nil, fmt.Errorf("tagger: %v", err)
	}
	return &Tagger{lex: lex, forms: forms, model: m, stts: s}, nil
}
