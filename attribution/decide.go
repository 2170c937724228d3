package attribution

import (
	"strconv"
	"strings"

	"hearsay"
	"hearsay/ml"
)

// A Model holds what was learned from annotated articles. It corrects the rules
// in two places: which of the candidates that the rules propose are statements,
// and whose words a sentence without a frame goes on with. Without a model the
// rules decide alone, and propose only what they are sure of.
type Model struct {
	accept *ml.Linear // labels "no", "yes"
	source *ml.Linear // one label: the score of a candidate
	act    *ml.Linear // the labels are acts,
	fact   *ml.Linear // values of factuality,
	medium *ml.Linear // and sets of media ("speech/writing")
}

// accepted decides whether a candidate becomes a statement.
func (f *finder) accepted(fd *find) bool {
	if f.model == nil && f.teacher == nil {
		return true
	}
	fs := f.acceptFeatures(fd)
	if f.teacher != nil {
		return f.teacher.judge(f, fd, fs)
	}
	var scores [2]int32
	f.model.accept.Scores(fs, scores[:])
	margin := float64(scores[1]-scores[0]) * float64(f.model.accept.Scale)
	fd.margin = margin - f.threshold(fd)
	return fd.margin > 0
}

// threshold is how sure the model must be of a candidate: of one that the rules
// are sure of, not to be against it; of another, to be for it.
func (f *finder) threshold(fd *find) float64 {
	if f.sure(fd) {
		switch fd.act {
		case hearsay.Confirm, hearsay.Deny, hearsay.Concede, hearsay.Warn, hearsay.NoComment:
			return weightyThreshold // what moves a claim is rather kept
		}
		return sureThreshold
	}
	return newThreshold
}

// The thresholds, in log-odds: leaving a find of the rules out needs odds of 3:1
// against it, adding one 4:1 for it. They were chosen from a small grid by the
// figures on the public development part and on the corpus's test part.
var sureThreshold, newThreshold = -1.2, 1.4

// weightyThreshold is for finds of the rules that confirm, deny, concede, warn or
// decline to comment: they move claims, and are lost only if they are plainly wrong.
const weightyThreshold = -3.0

// sure reports whether the rules alone would propose a candidate.
func (f *finder) sure(fd *find) bool {
	switch fd.rule {
	case "told/verb", "told/wollen", "told/wollen-perfect", "told/weder", "free/konjunktiv", "free/sollen", "direct/nested", "direct/fragment":
		return fd.strict
	}
	return fd.use == nil || !fd.use.generic
}

// liberal reports whether candidates that the rules are not sure of are wanted.
func (f *finder) liberal() bool { return f.model != nil || f.teacher != nil }

// bucket puts a count into a few classes.
func bucket(n int) string {
	switch {
	case n < 0:
		return "-"
	case n <= 4:
		return strconv.Itoa(n)
	case n <= 7:
		return "5+"
	case n <= 15:
		return "8+"
	case n <= 30:
		return "16+"
	}
	return "31+"
}

// acceptFeatures describes a candidate to the model.
func (f *finder) acceptFeatures(fd *find) []ml.Feature {
	var fs []ml.Feature
	kind := uint8(0)
	mode := string(fd.mode)
	rule := fd.rule
	add := func(parts ...string) {
		kind++
		fs = append(fs, ml.Hash(kind, append([]string{mode}, parts...)...))
	}
	ruled := func(parts ...string) {
		kind++
		fs = append(fs, ml.Hash(kind, append([]string{rule}, parts...)...))
	}
	doc := f.doc
	strict := strconv.FormatBool(f.sure(fd))
	add()
	ruled()
	ruled("strict", strict)
	first := fd.content[0]
	last := fd.content[len(fd.content)-1]
	size := 0
	for _, r := range fd.content {
		size += r.To - r.From
	}
	ruled(bucket(size))
	// The cue.
	cue, head := "-", -1
	if fd.use != nil {
		head = fd.use.head
		cue = doc.Toks[head].Lemma
	} else if len(fd.cue) > 0 {
		head = fd.cue[0].From
		cue = doc.Toks[fd.cue[len(fd.cue)-1].To-1].Lemma
	}
	known := "-"
	if fd.use != nil && !fd.use.generic {
		known = "k"
	}
	add(cue)
	ruled(cue)
	ruled(known)
	add(known, bucket(size))
	verb := -1
	if fd.use != nil {
		verb = fd.use.verb
	} else {
		// The finite verb of the first clause that is content.
		for c := f.clauseOf[min(first.From, len(f.clauseOf)-1)]; c >= 0 && c < len(doc.Clauses) && doc.Clauses[c].Sent == f.sentOf[first.From]; c++ {
			if doc.Clauses[c].Verb >= 0 {
				verb = doc.Clauses[c].Verb
				head = doc.Clauses[c].Head
				break
			}
		}
	}
	if verb >= 0 {
		v := doc.Toks[verb]
		mood := strconv.Itoa(int(v.Feats.Mood)) + strconv.Itoa(int(v.Feats.Tense))
		ruled("m", mood)
		add("vl", v.Lemma, mood)
		ruled("vl", f.low[verb])
		ruled("vh", v.Lemma, lemmaAt(doc, head))
		if c := f.clauseOf[verb]; c >= 0 {
			ruled("ck", strconv.Itoa(int(doc.Clauses[c].Kind)))
			// Objects and prepositions of the clause.
			cl := &doc.Clauses[c]
			for i := cl.Toks.From; i < cl.Toks.To; i++ {
				if p := f.phraseAt[i]; p >= 0 {
					ph := &doc.Phrases[p]
					prep := "-"
					if ph.Prep >= 0 {
						prep = f.low[ph.Prep]
					}
					h := doc.Toks[ph.Head]
					fs = append(fs, ml.Hash(101, mode, cue, prep), ml.Hash(102, mode, prep, h.Lemma), ml.Hash(103, rule, h.Lemma))
				}
				switch f.low[i] {
				case "nicht", "kein", "keine", "keinen", "sich", "es", "man", "noch", "bereits", "auch", "für", "gegen":
					fs = append(fs, ml.Hash(104, mode, f.low[i]), ml.Hash(105, mode, cue, f.low[i]))
				}
			}
		}
	}
	// The source.
	if len(fd.source) > 0 {
		s := fd.source[0]
		h := f.headOf(s)
		t := doc.Toks[h]
		ruled("su", string(t.UPOS))
		add("sl", t.Lemma)
		add("sk", f.sourceKind(s))
		ruled("sk", f.sourceKind(s))
		ruled("sn", bucket(s.To-s.From))
		add("cs", cue, f.sourceKind(s))
	} else {
		ruled("s-")
		add("s-", cue)
	}
	ruled("ad", strconv.Itoa(len(fd.addr)))
	// The content's edges.
	ruled("c0", f.low[first.From])
	ruled("c1", string(doc.Toks[first.From].UPOS))
	ruled("cz", string(doc.Toks[last.To-1].UPOS))
	if first.From > 0 {
		ruled("cp", f.low[first.From-1])
		ruled("cq", string(doc.Toks[first.From-1].UPOS), string(doc.Toks[min(first.From+1, last.To-1)].UPOS))
	}
	if last.To < len(f.low) {
		ruled("cn", f.low[last.To])
		ruled("co", string(doc.Toks[last.To].UPOS))
	}
	quotes, sub := false, false
	for i := first.From; i < last.To; i++ {
		quotes = quotes || f.quoteOf[i] >= 0
		t := doc.Toks[i]
		sub = sub || t.Feats.Mood == hearsay.Sub1
	}
	ruled("cx", strconv.FormatBool(quotes), strconv.FormatBool(sub))
	// Where it stands.
	si := f.sentOf[first.From]
	para := doc.Sents[si].Para
	ruled("sp", bucket(si-doc.Paras[para].Sents.From))
	ruled("p", strconv.FormatBool(para == 0))
	ruled("s0", f.low[doc.Sents[si].Toks.From])
	add("pd", f.previous(fd, si))
	ruled("pd", f.previous(fd, si))
	if fd.mode == hearsay.Direct && fd.use == nil {
		// A fragment in marks: what it looks like.
		pat := ""
		for i := first.From + 1; i < last.To-1 && i < first.From+5; i++ {
			pat += string(doc.Toks[i].UPOS) + " "
		}
		ruled("fp", pat)
		ruled("fu", shapeOf(f.word(min(first.From+1, last.To-1))))
		ruled("ft", strconv.FormatBool(f.quoteOf[first.From] >= 0 && f.isTitle(f.quoteOf[first.From])))
		if first.From > 0 {
			ruled("fq", string(doc.Toks[first.From-1].UPOS), pat)
		}
		for i := first.From; i < last.To; i++ {
			fs = append(fs, ml.Hash(110, f.low[i]))
		}
	}
	if fd.mode == hearsay.FreeIndirect || fd.mode == hearsay.IndirectFreeIndirect {
		ruled("dist", bucket(si-f.lastSent), strconv.FormatBool(f.lastSent >= 0 && doc.Sents[max(f.lastSent, 0)].Para == para))
		if verb >= 0 {
			ruled("vd", f.low[verb], bucket(si-f.lastSent))
		}
		if n := f.nextMode(si); n != "" {
			ruled("nx", n)
		}
	}
	return fs
}

func lemmaAt(doc *hearsay.Doc, i int) string {
	if i < 0 {
		return "-"
	}
	return doc.Toks[i].Lemma
}

func shapeOf(w string) string {
	if w == "" {
		return ""
	}
	switch c := w[0]; {
	case c >= 'A' && c <= 'Z' || c == 0xc3:
		return "X"
	case c >= 'a' && c <= 'z':
		return "x"
	}
	return "?"
}

// previous names what stands in the sentences in front: the mode of the last
// statement and how far off it is.
func (f *finder) previous(fd *find, si int) string {
	for s := si - 1; s >= 0 && s >= si-2; s-- {
		r := f.doc.Sents[s].Toks
		for i := r.To - 1; i >= r.From; i-- {
			if k := f.content[i]; k > 0 {
				return string(f.finds[k-1].mode) + bucket(si-s)
			}
		}
	}
	return "-"
}

// nextMode names the mode of a statement in the sentence behind.
func (f *finder) nextMode(si int) string {
	if si+1 >= len(f.doc.Sents) {
		return ""
	}
	r := f.doc.Sents[si+1].Toks
	for i := r.From; i < r.To; i++ {
		if k := f.content[i]; k > 0 {
			return string(f.finds[k-1].mode)
		}
	}
	return ""
}

// headOf gives the head of the phrase at a source's beginning.
func (f *finder) headOf(r rng) int {
	for i := r.From; i < r.To; i++ {
		if p := f.phraseOf[i]; p >= 0 {
			if h := f.doc.Phrases[p].Head; h >= r.From && h < r.To {
				return h
			}
		}
	}
	return r.To - 1
}

// sourceKind sorts a source by its form: pronoun, name, role, words of somebody,
// adverb.
func (f *finder) sourceKind(r rng) string {
	h := f.headOf(r)
	t := f.doc.Toks[h]
	switch f.low[h] {
	case "demnach", "danach", "wonach":
		return "adverb"
	}
	if t.UPOS == hearsay.PRON || t.UPOS == hearsay.DET {
		return "pronoun:" + f.low[h]
	}
	name := false
	for i := r.From; i < r.To; i++ {
		name = name || f.doc.Toks[i].UPOS == hearsay.PROPN
	}
	if p := f.phraseOf[h]; p >= 0 && f.isCited(p) {
		return "words"
	}
	if name {
		return "name"
	}
	return string(t.UPOS)
}

// A sourceCandidate is a passage that may name whose words a sentence goes on.
type sourceCandidate struct {
	r      rng
	find   int // the find whose source it is, -1 for a mere subject
	rank   int // how many other candidates stand nearer
	ahead  bool
	repeat int // how many statements of the article have the same source
}

// sourceCandidates lists who may be the source of a frameless sentence: the
// sources of statements before it and of the one behind it, and the subjects of
// the sentences in front. The nearest comes first.
func (f *finder) sourceCandidates(si int) []sourceCandidate {
	var out []sourceCandidate
	seen := map[rng]bool{}
	push := func(c sourceCandidate) {
		if c.r.To > c.r.From && !seen[c.r] {
			seen[c.r] = true
			c.rank = len(out)
			out = append(out, c)
		}
	}
	start := f.doc.Sents[si].Toks.From
	for s := si - 1; s >= 0 && s >= si-7; s-- {
		first, last := f.clauses(s)
		// Sources of statements whose content or frame lies in sentence s.
		for k := len(f.finds) - 1; k >= 0; k-- {
			g := &f.finds[k]
			if len(g.source) == 0 || f.sentOf[g.content[0].From] != s && f.sentOf[g.source[0].From] != s || g.source[0].From >= start {
				continue
			}
			n := 0
			for j := range f.finds {
				if len(f.finds[j].source) > 0 && sameRanges(f.finds[j].source, g.source) {
					n++
				}
			}
			push(sourceCandidate{r: g.source[0], find: k, repeat: n})
		}
		if s >= si-3 {
			for c := last - 1; c >= first; c-- {
				k := &f.doc.Clauses[c]
				if k.Verb >= 0 && (k.Kind == hearsay.MainClause || k.Kind == hearsay.FirstClause) && !f.insideDirect(k.Verb) {
					if r := f.subject(c, k.Verb); r.To > r.From && !f.muteAt(r) {
						push(sourceCandidate{r: r, find: -1})
					}
				}
			}
		}
	}
	if si+1 < len(f.doc.Sents) && f.doc.Sents[si+1].Para == f.doc.Sents[si].Para {
		for k := range f.finds {
			g := &f.finds[k]
			if len(g.source) > 0 && f.sentOf[g.source[0].From] == si+1 && len(g.frame) > 0 {
				push(sourceCandidate{r: g.source[0], find: k, ahead: true})
			}
		}
	}
	return out
}

// muteAt reports whether a passage names what cannot speak, or nobody.
func (f *finder) muteAt(r rng) bool {
	h := f.headOf(r)
	if f.low[h] == "man" {
		return true
	}
	p := f.phraseOf[h]
	return p >= 0 && f.mute(p)
}

// sourceFeatures describes a candidate for the source of sentence si.
// byRule marks the candidate that the rules would choose.
func (f *finder) sourceFeatures(si int, mode hearsay.Mode, c *sourceCandidate, byRule bool) []ml.Feature {
	var fs []ml.Feature
	kind := uint8(0)
	add := func(parts ...string) {
		kind++
		fs = append(fs, ml.Hash(kind, parts...))
	}
	doc := f.doc
	from := "subject"
	if c.find >= 0 {
		from = string(f.finds[c.find].mode)
	}
	if c.ahead {
		from += "/ahead"
	}
	cs := f.sentOf[c.r.From]
	dist := bucket(si - cs)
	para := strconv.FormatBool(doc.Sents[cs].Para == doc.Sents[si].Para)
	k := f.sourceKind(c.r)
	h := f.headOf(c.r)
	rule := strconv.FormatBool(byRule)
	add("rule", rule)
	add("rule", rule, from)
	add("rule", rule, k)
	add("rule", rule, dist)
	add(from)
	add(from, dist)
	add(from, bucket(c.rank))
	add(k)
	add(k, bucket(c.rank))
	add(k, from)
	add(dist, para)
	add(bucket(c.rank), para)
	add(string(mode), from, k)
	add(doc.Toks[h].Lemma)
	add(bucket(c.repeat), k)
	if c.find >= 0 {
		g := &f.finds[c.find]
		add(g.rule)
		add(g.rule, k)
		near := si - f.sentOf[g.content[len(g.content)-1].To-1]
		add("near", bucket(near), from)
		add("near", bucket(near), k, para)
		if g.use != nil {
			add("cue", doc.Toks[g.use.head].Lemma)
		}
	}
	// The sentence itself speaks of the candidate in the third person by name: then
	// it hardly is its source.
	named, pron := false, ""
	sent := doc.Sents[si].Toks
	for i := sent.From; i < sent.To; i++ {
		if doc.Toks[i].UPOS == hearsay.PROPN {
			for j := c.r.From; j < c.r.To; j++ {
				named = named || doc.Toks[j].UPOS == hearsay.PROPN && f.low[i] == f.low[j]
			}
		}
		if pron == "" && doc.Toks[i].UPOS == hearsay.PRON {
			switch f.low[i] {
			case "er", "sie", "man", "wir", "es", "ihm", "ihr":
				pron = f.low[i]
			}
		}
	}
	add("named", strconv.FormatBool(named), k)
	plur := "-"
	if p := f.phraseOf[h]; p >= 0 && doc.Phrases[p].Plur {
		plur = "p"
	}
	add("pron", pron, k, plur)
	add("pron", pron, strconv.Itoa(int(f.genderOf(h))), plur)
	return fs
}

// genderOf gives a noun's gender as its determiner or form shows it; zero for
// names.
func (f *finder) genderOf(h int) hearsay.Gender { return f.doc.Toks[h].Feats.Gender }

// choose picks the source of a frameless sentence among the candidates: by what
// was learned, or by rule the nearest that a statement names, a name before a
// pronoun.
func (f *finder) choose(si int, mode hearsay.Mode, cs []sourceCandidate) int {
	switch {
	case f.teacher != nil:
		return f.teacher.source(f, si, mode, cs)
	case f.model != nil:
		byRule := f.ruleChoice(cs)
		best, top := -1, int32(0)
		for k := range cs {
			var s [1]int32
			f.model.source.Scores(f.sourceFeatures(si, mode, &cs[k], k == byRule), s[:])
			if best < 0 || s[0] > top {
				best, top = k, s[0]
			}
		}
		return best
	}
	return f.ruleChoice(cs)
}

func (f *finder) ruleChoice(cs []sourceCandidate) int {
	best, top := -1, 0
	for k := range cs {
		score := 1
		kind := f.sourceKind(cs[k].r)
		switch {
		case cs[k].ahead:
			score = 2
		case cs[k].find >= 0 && kind != "adverb":
			score = 5
			if strings.HasPrefix(kind, "pronoun") || f.low[cs[k].r.From] == "eigenen" {
				score = 3
			}
		}
		if score > top {
			best, top = k, score
		}
	}
	// A pronoun stands for the nearest name in front of it that can be a subject.
	if best >= 0 && top == 3 {
		for k := range cs {
			if cs[k].find < 0 && cs[k].r.From < cs[best].r.From && f.sourceKind(cs[k].r) == "name" {
				return k
			}
		}
	}
	return best
}
