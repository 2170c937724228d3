package crossdoc

import (
	"math"
	"strconv"
	"strings"

	"hearsay"
	"hearsay/ml"
)

// cardinals are the numbers that are written out.
var cardinals = map[string]float64{
	"null": 0, "ein": 1, "eine": 1, "einen": 1, "einem": 1, "einer": 1, "eins": 1, "zwei": 2, "beide": 2, "beiden": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7,
	"acht": 8, "neun": 9, "zehn": 10, "elf": 11, "zwölf": 12, "dreizehn": 13, "vierzehn": 14, "fünfzehn": 15, "sechzehn": 16,
	"siebzehn": 17, "achtzehn": 18, "neunzehn": 19, "zwanzig": 20, "dreissig": 30, "vierzig": 40, "fünfzig": 50, "sechzig": 60,
	"siebzig": 70, "achtzig": 80, "neunzig": 90, "hundert": 100, "einhundert": 100, "tausend": 1000, "eintausend": 1000, "zweihundert": 200, "dreihundert": 300, "vierhundert": 400, "fünfhundert": 500, "sechshundert": 600, "siebenhundert": 700, "achthundert": 800, "neunhundert": 900,
	"zweitausend": 2000, "dreitausend": 3000, "viertausend": 4000, "fünftausend": 5000, "zehntausend": 10000, "hunderttausend": 100000,
}

// multipliers stand behind a number.
var multipliers = map[string]float64{"dutzend": 12, "hundert": 100, "tausend": 1000, "million": 1e6, "millionen": 1e6, "mio": 1e6, "mio.": 1e6, "milliarde": 1e9, "milliarden": 1e9, "mrd": 1e9, "mrd.": 1e9, "billion": 1e12, "billionen": 1e12}

// vague are amounts without a number.
var vague = map[string][2]float64{"dutzende": {24, 99}, "hunderte": {200, 999}, "tausende": {2000, 9999}, "zehntausende": {20000, 99999}, "hunderttausende": {200000, 999999}, "mehrere": {3, 9}, "einige": {3, 9}, "zahlreiche": {5, 99}}

// wordNumber reads a number in words, also put together: "einundzwanzig".
func wordNumber(w string) (float64, bool) {
	if v, ok := cardinals[w]; ok {
		return v, true
	}
	if a, c, ok := strings.Cut(w, "und"); ok {
		one, ok1 := cardinals[a]
		ten, ok2 := cardinals[c]
		if ok1 && ok2 && one < 10 && ten >= 20 && ten < 100 {
			return one + ten, true
		}
	}
	for _, m := range []struct {
		word string
		by   float64
	}{{"hundert", 100}, {"tausend", 1000}} {
		if a, c, ok := strings.Cut(w, m.word); ok && a != "" {
			x, ok1 := cardinals[a]
			if !ok1 {
				continue
			}
			if c == "" {
				return x * m.by, true
			}
			if y, ok2 := wordNumber(c); ok2 && y < m.by {
				return x*m.by + y, true
			}
		}
	}
	return 0, false
}

// figureNumber reads a number in figures as German news write it: "1.500", "1,5",
// "2 000" comes as two tokens.
func figureNumber(w string) (float64, bool) {
	if w == "" || w[0] < '0' || w[0] > '9' {
		return 0, false
	}
	s := strings.ReplaceAll(w, " ", "")
	s = strings.ReplaceAll(s, " ", "")
	if parts := strings.Split(s, "."); len(parts) > 1 {
		for _, p := range parts[1:] {
			if q, _, _ := strings.Cut(p, ","); len(q) != 3 {
				return 0, false // a date, a version
			}
		}
		s = strings.ReplaceAll(s, ".", "")
	}
	s = strings.Replace(s, ",", ".", 1)
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsInf(v, 0) || math.IsNaN(v) {
		return 0, false
	}
	return v, true
}

func (b *propositions) numberAt(i int) (float64, bool) {
	if v, ok := figureNumber(b.low[i]); ok {
		return v, true
	}
	if b.doc.Toks[i].UPOS != hearsay.NUM && b.doc.Toks[i].STTS != "CARD" {
		if v, ok := wordNumber(b.low[i]); ok && v >= 2 {
			return v, true
		}
		return 0, false
	}
	return wordNumber(b.low[i])
}

// numbers finds the quantities among some tokens, with what they count.
func (b *propositions) numbers(toks []int) []Quantity {
	var out []Quantity
	for n := 0; n < len(toks) && len(out) < 6; n++ {
		i := toks[n]
		if b.isTime(i) {
			continue
		}
		q, next, ok := b.quantityAt(toks, n)
		if !ok {
			continue
		}
		n = next
		if q.Unit != "" {
			out = append(out, q)
		}
	}
	return out
}

// quantityAt reads the quantity that begins with token n; next is its last token.
func (b *propositions) quantityAt(toks []int, n int) (q Quantity, next int, ok bool) {
	i := toks[n]
	at := func(k int) string {
		if k >= 0 && k < len(toks) {
			return b.low[toks[k]]
		}
		return ""
	}
	k := n
	if v, is := vague[b.low[i]]; is {
		q.Low, q.High, q.Approx = v[0], v[1], true
	} else if v, is := b.numberAt(i); is {
		q.Low, q.High = v, v
		// "zehn bis zwölf", "zwischen zehn und zwölf", "10-12"
		if w := at(k + 1); (w == "bis" || w == "-" || w == "–" || w == "und" && at(n-1) == "zwischen") && k+2 < len(toks) {
			if h, is := b.numberAt(toks[k+2]); is && h > v {
				q.High = h
				k += 2
			}
		}
		if m, is := multipliers[at(k+1)]; is && k+1 < len(toks) {
			q.Low, q.High = q.Low*m, q.High*m
			k++
		}
	} else if (b.low[i] == "ein" || b.low[i] == "eine") && multipliers[at(n+1)] > 0 {
		m := multipliers[at(n+1)]
		q.Low, q.High = m, m
		k = n + 1
	} else if strings.HasPrefix(b.low[i], "ein") && b.doc.Toks[i].UPOS == hearsay.DET && n+1 < len(toks) && b.countsOne(toks, n) {
		q.Low, q.High = 1, 1 // "ein Toter"
	} else {
		return q, n, false
	}
	// How sure the number is.
	for m := n - 1; m >= max(0, n-3); m-- {
		switch at(m) {
		case "rund", "etwa", "ungefähr", "circa", "ca", "ca.", "gut", "gegen", "schätzungsweise", "um", "annähernd", "nahezu", "fast", "knapp", "beinahe":
			q.Approx = true
		case "mindestens", "wenigstens", "zumindest":
			q.High, q.Approx = math.MaxFloat32, true
		case "als":
			switch at(m - 1) {
			case "mehr":
				q.High, q.Approx = math.MaxFloat32, true
			case "weniger":
				q.Low, q.Approx = 0, true
			}
		case "über":
			if b.doc.Toks[toks[m]].UPOS != hearsay.ADP || m == n-1 && b.phraseAt[toks[m]] < 0 {
				q.High, q.Approx = math.MaxFloat32, true
			}
		case "bis":
			if m == n-1 || at(m+1) == "zu" {
				q.Low = 0.93 * q.High // "bis zu 180": 180 is what is told
			}
		case "maximal", "höchstens":
			q.Low, q.Approx = 0, true
		}
	}
	// What it counts: the noun behind it, past adjectives.
	for m := k + 1; m < len(toks) && m <= k+4; m++ {
		j := toks[m]
		t := &b.doc.Toks[j]
		if toks[m] != toks[m-1]+1 {
			break
		}
		w := b.low[j]
		switch {
		case w == "%" || w == "€" || w == "$" || w == "km/h":
			q.Unit = w
		case t.UPOS == hearsay.NOUN || t.STTS == "NN" || w == "prozent" || w == "euro" || w == "dollar" || w == "km" || w == "kilometer":
			q.Unit = nounKey(b.lemma[j])
		case t.UPOS == hearsay.ADJ || t.UPOS == hearsay.DET || w == "verletzt" || t.UPOS == hearsay.ADV && w != "bis":
			continue
		}
		if q.Unit != "" {
			k = m
		}
		break
	}
	if q.Unit == "" && n > 0 {
		if w := at(n - 1); w == "€" || w == "$" {
			q.Unit = w
		}
	}
	if q.Unit == "" && k+1 < len(toks) {
		// "vier seien verletzt": counted without a noun.
		if b.doc.Toks[toks[k]].UPOS == hearsay.NUM && (b.phraseAt[i] < 0 || b.doc.Phrases[b.phraseAt[i]].Head == i) && q.Low >= 1 && q.Low < 100000 && q.Low == math.Trunc(q.Low) && !strings.HasPrefix(b.low[i], "0") {
			q.Unit = "mensch"
		}
	}
	switch q.Unit {
	case "uhr", "grad", "jahr", "jahre", "jährige", "mal", "drittel", "klasse":
		if q.Unit == "uhr" || q.Unit == "mal" || q.Unit == "klasse" {
			q.Unit = ""
		}
	case "%", "prozentpunkt":
		q.Unit = "prozent"
	case "€":
		q.Unit = "euro"
	case "$":
		q.Unit = "dollar"
	}
	return q, k, true
}

// countsOne reports whether the indefinite article counts: in front of those whom
// something happened to.
func (b *propositions) countsOne(toks []int, n int) bool {
	for m := n + 1; m < len(toks) && m <= n+2; m++ {
		j := toks[m]
		if b.doc.Toks[j].UPOS == hearsay.NOUN || b.doc.Toks[j].STTS == "NN" {
			l := nounKey(b.lemma[j])
			g := b.x.groupOf(l)
			return g == "dead" || g == "hurt" || l == "mensch" || l == "person"
		}
	}
	return false
}

// figures adds a proposition for each number of people harmed that stands in a
// predication about something else: "Bei dem Unfall mit vier Toten …". A number that
// its own predicate is about is in that proposition.
func (b *propositions) figures(s *scope, toks []int, class string, of Proposition) {
	if of.Negated || s.late && !b.x.hurt[class] && s.st == nil {
		return
	}
	harmed := 0
	for n := 0; n < len(toks); n++ {
		if b.isTime(toks[n]) {
			continue
		}
		q, next, ok := b.quantityAt(toks, n)
		if !ok {
			continue
		}
		c := ""
		if q.Unit != "" {
			c = b.x.event(q.Unit)
		}
		n = next
		if !b.x.hurt[c] || b.x.groupOf(q.Unit) == "" && c != "arrest" && c != "disappear" && c != "infect" && c != "evacuate" {
			continue
		}
		harmed++
		if c == class {
			continue
		}
		p := of
		p.Args = nil
		for _, a := range of.Args {
			if a.Lemma != q.Unit && a.ID != "" {
				a.Role = "topic"
				p.Args = append(p.Args, a)
			}
		}
		p.Pred = Predicate{Class: c, Lemma: q.Unit}
		p.Numbers = []Quantity{q}
		p.Kind, p.Rule = Figure, "figure"
		p.Phase = hearsay.Occurred
		p.Words = b.words(toks, predicate{class: c, known: true})
		b.add(s, p)
	}
}

// timeOf gives the time that some tokens name; the first with a date.
func (b *propositions) timeOf(toks []int) Interval {
	last := int32(-1)
	for _, i := range toks {
		k := b.timeAt[i]
		if k < 0 || k == last {
			continue
		}
		last = k
		x := &b.doc.Times[k]
		if x.Type == "SET" || x.Type == "DURATION" && x.EDTF == "" {
			continue
		}
		if v := IntervalOf(x.EDTF); v.Known {
			return v
		}
	}
	return Interval{}
}

// words lists what a passage is likened by: lemmas of content words, the parts of
// compounds, the group of a noun, the class of the predicate; the rare weigh more.
func (b *propositions) words(toks []int, pred predicate) []Word {
	out := make([]Word, 0, maxWords)
	add := func(key uint64, w float32) {
		w = float32(int(w*16)) / 16
		if w <= 0 {
			return
		}
		for k := range out {
			if out[k].Key == key {
				out[k].Weight = max(out[k].Weight, w)
				return
			}
		}
		if len(out) < maxWords {
			out = append(out, Word{key, min(w, 15)})
		}
	}
	if pred.known {
		add(wordKey("class", pred.class), 4)
	}
	for _, i := range toks {
		t := &b.doc.Toks[i]
		switch t.UPOS {
		case hearsay.NOUN, hearsay.PROPN, hearsay.VERB, hearsay.ADJ:
		default:
			continue
		}
		if b.isTime(i) || t.STTS == "APPR" {
			continue
		}
		l := b.lemma[i]
		if len(l) < 2 || modal[l] {
			continue
		}
		l = nounKey(l)
		w := wordRarity(l)
		// What only goes along with the event ("wegen des Streiks", "nach dem Unfall")
		// tells less of it.
		aside := false
		if k := b.phraseAt[i]; k >= 0 {
			ph := &b.doc.Phrases[k]
			prep := ""
			if ph.Prep >= 0 {
				prep = b.low[ph.Prep]
			} else if ph.Toks.From > 0 {
				prep = b.low[ph.Toks.From-1]
			}
			if w := b.low[ph.Toks.From]; asidePreps[w] {
				prep = w // tagged as a noun: "Wegen des Streiks"
			}
			aside = asidePreps[prep] && pred.class != b.x.event(l)
		}
		if aside {
			w *= 0.6
		}
		switch t.UPOS {
		case hearsay.PROPN:
			w *= 0.6 // names count as participants
		case hearsay.VERB:
			w *= 0.7
			if u, ok := b.x.verbs[l]; ok {
				add(wordKey("class", u.class), w)
			}
		case hearsay.ADJ:
			w *= 0.6
		case hearsay.NOUN:
			if c := b.x.event(l); c != "" && !aside {
				add(wordKey("class", c), w*0.8)
			}
			if g := b.x.groupOf(l); g != "" {
				add(wordKey("group", g), w*0.6)
			}
		}
		add(wordKey("word", l), w)
		if t.UPOS == hearsay.NOUN || t.UPOS == hearsay.PROPN || t.UPOS == hearsay.VERB {
			if left, right, ok := compound(l); ok {
				add(wordKey("word", left), min(w, wordRarity(left))*0.6)
				add(wordKey("word", right), min(w, wordRarity(right))*0.6)
			}
		}
	}
	return out
}

// asidePreps are the prepositions of what goes along with an event.
var asidePreps = setOf("nach", "vor", "wegen", "trotz", "seit", "infolge", "aufgrund", "während", "angesichts", "laut", "bei", "beim", "anlässlich", "hinsichtlich")

// wordKey is the key of a word of some sort, in 32 bits.
func wordKey(sort, w string) uint64 {
	if w == "" {
		return 0
	}
	return uint64(uint32(ml.Hash(sort[0], w)))
}

// wordRarity is how much a word tells.
func wordRarity(l string) float32 {
	if r, err := GermanRarity(); err == nil {
		return r.Of(l)
	}
	return 5
}
