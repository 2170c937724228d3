package nlp

import (
	"strings"

	"hearsay"
	"hearsay/text"
)

// findClauses cuts sentences into clauses. German sets a comma at nearly every
// clause border; where two finite verbs stand in one stretch, a conjunction
// between them parts them. What a stretch begins with (subordinator, relative or
// question word, finite verb) and the form of its verb tell its kind.
func (l *Language) findClauses(doc *hearsay.Doc) {
	doc.Clauses = doc.Clauses[:0]
	for si, sent := range doc.Sents {
		first := len(doc.Clauses)
		from := sent.Toks.From
		for i := sent.Toks.From; i <= sent.Toks.To; i++ {
			if i < sent.Toks.To && !clauseBorder(text.Word(doc, i)) {
				continue
			}
			if i < sent.Toks.To && text.Word(doc, i) == "(" {
				// A bracket without a verb of its own interrupts nothing.
				if c := bracketWithin(doc, i, sent.Toks.To, 16); c > 0 {
					i = c
					continue
				}
			}
			l.stretch(doc, si, hearsay.Range{From: from, To: i})
			from = i + 1
		}
		join(doc, first)
	}
}

// inName reports whether token i stands in a short quotation inside a sentence.
func inName(doc *hearsay.Doc, i int) bool {
	for _, q := range doc.Quotes {
		if q.Toks.From > i {
			break
		}
		if i < q.Toks.To {
			return q.Closed && q.Toks.To-q.Toks.From <= 8
		}
	}
	return false
}

func clauseBorder(w string) bool {
	switch w {
	case ",", ";", ":", "–", "—", "-", "--", "(", ")", ".", "!", "?", "...", "…":
		return true
	}
	return false
}

// stretch makes clauses of the tokens between two borders.
func (l *Language) stretch(doc *hearsay.Doc, si int, r hearsay.Range) {
	for r.From < r.To && doc.Toks[r.From].UPOS == hearsay.PUNCT {
		r.From++
	}
	for r.From < r.To && doc.Toks[r.To-1].UPOS == hearsay.PUNCT {
		r.To--
	}
	if r.From >= r.To {
		return
	}
	// A conjunction with a finite verb on both sides parts two clauses.
	fin := -1
	for i := r.From; i < r.To; i++ {
		t := doc.Toks[i]
		if t.Feats.VerbForm == hearsay.Fin {
			fin = i
			continue
		}
		if fin >= 0 && (t.UPOS == hearsay.CCONJ || t.UPOS == hearsay.SCONJ && i > r.From+1 && text.Word(doc, i) != "als" && text.Word(doc, i) != "wie") && finiteBetween(doc, i+1, r.To) {
			end := i
			start := i + 1
			if t.UPOS == hearsay.SCONJ {
				start = i
			}
			l.clause(doc, si, hearsay.Range{From: r.From, To: end})
			l.stretch(doc, si, hearsay.Range{From: start, To: r.To})
			return
		}
	}
	l.clause(doc, si, r)
}

func finiteBetween(doc *hearsay.Doc, from, to int) bool {
	for i := from; i < to; i++ {
		if doc.Toks[i].Feats.VerbForm == hearsay.Fin {
			return true
		}
	}
	return false
}

func (l *Language) clause(doc *hearsay.Doc, si int, r hearsay.Range) {
	c := hearsay.Clause{Toks: r, Sent: si, Verb: -1, Intro: -1, Head: -1, Cont: -1}
	zu := -1
	for i := r.From; i < r.To; i++ {
		t := doc.Toks[i]
		switch {
		case t.Feats.VerbForm == hearsay.Fin && (c.Verb < 0 || inName(doc, c.Verb) && !inName(doc, i)):
			c.Verb = i // a verb inside a name in marks ("„Deutschland hilft“") only if there is no other
		case t.Feats.VerbForm == hearsay.Inf && (t.STTS == "VVIZU" || i > r.From && text.Word(doc, i-1) == "zu"):
			zu = i
		}
	}
	first := r.From
	for first+1 < r.To && (doc.Toks[first].UPOS == hearsay.CCONJ || doc.Toks[first].UPOS == hearsay.PUNCT) {
		first++
	}
	low := strings.ToLower(text.Word(doc, first))
	t := doc.Toks[first]
	second := ""
	if first+1 < r.To {
		second = strings.ToLower(text.Word(doc, first+1))
	}
	lastVerb := c.Verb >= 0 && verbLast(doc, c.Verb, r.To)
	switch {
	case c.Verb < 0 && zu >= 0:
		c.Kind, c.Verb = hearsay.InfClause, zu
	case c.Verb < 0:
		c.Kind = hearsay.NoClause
	case c.Verb == first:
		c.Kind = hearsay.FirstClause
	case subordinators[low] && (t.UPOS == hearsay.SCONJ || lastVerb):
		c.Kind, c.Intro = hearsay.SubClause, first
	case (low == "nur" || low == "auch" || low == "vor" || low == "sondern" || low == "aber" || low == "selbst" || low == "erst" || low == "so") && subordinators[second] && lastVerb:
		c.Kind, c.Intro = hearsay.SubClause, first+1
	case articlePhrase(doc, first, c.Verb) && (doc.Toks[c.Verb].Feats.Mood == hearsay.Sub1 || first < 2 || !isNominal(doc.Toks[first-2])):
		c.Kind = hearsay.MainClause // ", der Deich halte"
	case (relative[low] || strings.HasPrefix(low, "welch")) && lastVerb && precededByComma(doc, first):
		c.Kind, c.Intro = hearsay.RelClause, first
	case t.UPOS == hearsay.ADP && (relative[second] || strings.HasPrefix(second, "welch")) && doc.Toks[first+1].UPOS != hearsay.DET && lastVerb && precededByComma(doc, first):
		c.Kind, c.Intro = hearsay.RelClause, first+1
	case (questionWords[low] || strings.HasPrefix(low, "wo") && t.STTS == "PWAV") && lastVerb:
		c.Kind, c.Intro = hearsay.WhClause, first
	case (low == "wer" || low == "was" || low == "wen" || low == "wem" || strings.HasPrefix(low, "welch")) && lastVerb:
		c.Kind, c.Intro = hearsay.WhClause, first
	case t.UPOS == hearsay.ADP && strings.HasPrefix(second, "welch") && lastVerb:
		c.Kind, c.Intro = hearsay.WhClause, first+1
	default:
		c.Kind = hearsay.MainClause
	}
	if c.Kind == hearsay.WhClause && relativeAdverb(doc, first, low) {
		c.Kind = hearsay.RelClause
	}
	c.Head = lexicalVerb(doc, &c)
	doc.Clauses = append(doc.Clauses, c)
}

// articlePhrase reports whether an article with its noun is all that stands in
// front of the verb: then the clause is no relative one, though its verb comes last.
func articlePhrase(doc *hearsay.Doc, first, verb int) bool {
	switch strings.ToLower(text.Word(doc, first)) {
	case "der", "die", "das":
	default:
		return false
	}
	noun := false
	for i := first + 1; i < verb; i++ {
		switch doc.Toks[i].UPOS {
		case hearsay.NOUN, hearsay.PROPN:
			noun = true
		case hearsay.ADJ, hearsay.NUM:
		default:
			return false
		}
	}
	return noun
}

// relativeAdverb: "in Wladiwostok, wo Putin eintraf": a question word behind a
// noun of place or time opens a relative clause.
func relativeAdverb(doc *hearsay.Doc, first int, low string) bool {
	return (low == "wo" || low == "wobei" || low == "wodurch" || low == "womit" || low == "was") && first >= 2 && isNominal(doc.Toks[first-2])
}

func precededByComma(doc *hearsay.Doc, i int) bool {
	return i > 0 && (text.Word(doc, i-1) == "," || doc.Toks[i-1].UPOS == hearsay.CCONJ || text.Word(doc, i-1) == "–" || text.Word(doc, i-1) == "-" || text.Word(doc, i-1) == "(")
}

// verbLast reports whether nothing but verbs, prefixes, marks and what often
// trails a clause stands behind the finite verb.
func verbLast(doc *hearsay.Doc, v, to int) bool {
	k := v + 1
	for k < to && (doc.Toks[k].UPOS == hearsay.PUNCT || doc.Toks[k].UPOS == hearsay.VERB || doc.Toks[k].UPOS == hearsay.AUX) {
		k++
	}
	if k >= to {
		return true
	}
	// "dass er kommen werde wie geplant", "… gewesen sei als im Vorjahr", "der kam aus Berlin"
	t := doc.Toks[k]
	w := text.Word(doc, k)
	if w == "als" || w == "wie" || t.UPOS == hearsay.CCONJ {
		return true
	}
	if t.UPOS != hearsay.ADP || to-k > 6 {
		return false
	}
	for i := k; i < to; i++ {
		if doc.Toks[i].UPOS == hearsay.VERB || doc.Toks[i].UPOS == hearsay.AUX {
			return false // "die Werte würden in allen Fällen überschritten": verb second
		}
	}
	return doc.Toks[v].UPOS != hearsay.AUX || v > 0 && doc.Toks[v-1].UPOS == hearsay.VERB
}

// bareSubject reports whether a stretch is one name or noun phrase and nothing
// else, as the head of an apposition is.
func bareSubject(doc *hearsay.Doc, c *hearsay.Clause) bool {
	for i := c.Toks.From; i < c.Toks.To; i++ {
		switch doc.Toks[i].UPOS {
		case hearsay.PROPN, hearsay.NOUN, hearsay.DET, hearsay.ADJ, hearsay.PUNCT, hearsay.XTAG:
		default:
			return false
		}
	}
	return doc.Toks[c.Toks.To-1].UPOS == hearsay.PROPN || doc.Toks[c.Toks.From].UPOS == hearsay.PROPN
}

// appositive reports whether a main clause opens with a noun phrase that can be
// an apposition to what stands in front of its comma.
func appositive(doc *hearsay.Doc, c *hearsay.Clause) bool {
	if text.Word(doc, c.Toks.From-1) != "," {
		return false
	}
	for i := c.Toks.From; i < c.Verb; i++ {
		switch doc.Toks[i].UPOS {
		case hearsay.NOUN:
			return true
		case hearsay.DET, hearsay.ADJ, hearsay.ADV, hearsay.PUNCT, hearsay.NUM:
		default:
			return false
		}
	}
	return false
}

// waiting finds the clause in front of stretch k whose auxiliary still lacks its
// participle or infinitive, if k brings one ("hat der Minister, ein Arzt, |
// mitgeteilt"); -1 if there is none.
func waiting(doc *hearsay.Doc, cs []hearsay.Clause, first, k int) int {
	if cs[k].Kind != hearsay.NoClause || participleIn(doc, &cs[k]) < 0 {
		return -1
	}
	for w := k - 1; w >= first; w-- {
		c := &cs[w]
		if c.Verb < 0 || c.Kind == hearsay.RelClause || c.Kind == hearsay.InfClause {
			continue
		}
		if c.Head == c.Verb && doc.Toks[c.Verb].UPOS == hearsay.AUX && (c.Kind == hearsay.MainClause || c.Kind == hearsay.FirstClause) && w < k-1 {
			return w
		}
		return -1
	}
	return -1
}

// participleIn finds a participle or infinitive that can close a clause.
func participleIn(doc *hearsay.Doc, c *hearsay.Clause) int {
	i := c.Toks.To - 1
	if t := doc.Toks[i]; t.UPOS == hearsay.VERB && (t.Feats.VerbForm == hearsay.Part || t.Feats.VerbForm == hearsay.Inf) {
		return i
	}
	return -1
}

// subKind gives the kind of an interrupted clause by its first word.
func subKind(doc *hearsay.Doc, c *hearsay.Clause) hearsay.ClauseKind {
	c.Intro = c.Toks.From
	if questionWords[strings.ToLower(text.Word(doc, c.Intro))] && strings.ToLower(text.Word(doc, c.Intro)) != "wonach" {
		return hearsay.WhClause
	}
	return hearsay.SubClause
}

var subordinators = map[string]bool{}

func init() {
	for _, w := range strings.Fields("dass daß ob weil da wenn falls nachdem bevor ehe während obwohl obgleich obschon wenngleich damit sodass indem solange sobald seitdem seit bis als sofern soweit soviel zumal wohingegen wie wonach") {
		subordinators[w] = true
	}
}

// lexicalVerb finds the verb that carries the meaning: behind an auxiliary or
// modal the participle or infinitive it governs.
func lexicalVerb(doc *hearsay.Doc, c *hearsay.Clause) int {
	if c.Verb < 0 {
		return -1
	}
	if c.Kind == hearsay.InfClause {
		return c.Verb
	}
	v := doc.Toks[c.Verb]
	if v.UPOS != hearsay.AUX && !auxiliaryLemma[v.Lemma] {
		return c.Verb
	}
	for i := c.Toks.To - 1; i >= c.Toks.From; i-- {
		t := doc.Toks[i]
		if i == c.Verb || t.UPOS != hearsay.VERB && !(t.UPOS == hearsay.ADJ && t.Feats.VerbForm == hearsay.Part) {
			continue
		}
		if t.Feats.VerbForm == hearsay.Part || t.Feats.VerbForm == hearsay.Inf {
			return i
		}
	}
	return c.Verb
}

var auxiliaryLemma = map[string]bool{"sein": true, "haben": true, "werden": true, "können": true, "müssen": true, "sollen": true, "wollen": true, "dürfen": true, "mögen": true, "lassen": true}

// join links the parts of interrupted clauses from clause first on: a stretch
// without a verb goes on in the next one that begins with a finite verb ("Der
// Minister, der gestern kam, | sagte").
func join(doc *hearsay.Doc, first int) {
	cs := doc.Clauses
	open := -1 // a verbless stretch that waits for its verb
	sub := -1  // one that began with a subordinator: its verb comes last
	for k := first; k < len(cs); k++ {
		c := &cs[k]
		if sub >= 0 && (c.Kind == hearsay.MainClause || c.Kind == hearsay.FirstClause) && verbLast(doc, c.Verb, c.Toks.To) {
			cs[sub].Cont, cs[sub].Verb, cs[sub].Head = k, c.Verb, c.Head
			cs[sub].Kind, c.Kind = subKind(doc, &cs[sub]), hearsay.NoClause
			c.Verb, c.Head = -1, -1
			sub = -1
			continue
		}
		if k > first && c.Kind == hearsay.MainClause && (cs[k-1].Kind == hearsay.SubClause || cs[k-1].Kind == hearsay.RelClause || cs[k-1].Kind == hearsay.WhClause) &&
			c.Toks.From == cs[k-1].Toks.To+1 && doc.Toks[c.Toks.From-1].UPOS == hearsay.CCONJ && verbLast(doc, c.Verb, c.Toks.To) {
			c.Kind, c.Intro = cs[k-1].Kind, -1 // "die dort lebt und | viel zu tun hat"
		}
		if w := waiting(doc, cs, first, k); w >= 0 {
			last := w
			for cs[last].Cont >= 0 {
				last = cs[last].Cont
			}
			cs[last].Cont = k
			cs[w].Head = participleIn(doc, c)
			continue
		}
		switch {
		case c.Kind == hearsay.NoClause && subordinators[strings.ToLower(text.Word(doc, c.Toks.From))]:
			sub = k
		case c.Kind == hearsay.NoClause:
			if open < 0 && (k == first || cs[k-1].Kind != hearsay.MainClause) {
				open = k
			}
		case c.Kind == hearsay.FirstClause && open >= 0 && k+1 < len(cs) && cs[k+1].Kind == hearsay.FirstClause && doc.Toks[cs[k+1].Verb].Feats.Mood == hearsay.Sub1 && doc.Toks[c.Verb].Feats.Mood == hearsay.Ind:
			// "Der Deich, | sagte er, | sei sicher": the phrase goes with the clause behind.
			cs[open].Cont = k + 1
			cs[k+1].Kind = hearsay.MainClause
			open = -1
		case c.Kind == hearsay.FirstClause && open >= 0:
			cs[open].Cont = k
			c.Kind = hearsay.MainClause
			open = -1
		case c.Kind == hearsay.MainClause:
			if open >= 0 && open == k-1 && bareSubject(doc, &cs[open]) && doc.Toks[c.Toks.From].UPOS != hearsay.CCONJ && appositive(doc, c) {
				cs[open].Cont = k // "Stephen Singer, | ein Experte vom WWF erklärte"
			}
			open = -1
		}
	}
}
