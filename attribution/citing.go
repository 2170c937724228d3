package attribution

import (
	"strings"

	"hearsay"
)

// citedNouns are what "nach" must head to cite: "nach Angaben der Polizei".
var citedNouns = map[string]bool{}

// documentNouns cite by themselves: "nach einer Studie der UNO", "einem Bericht zufolge".
var documentNouns = map[string]bool{}

func init() {
	for _, w := range strings.Fields("Angabe Angaben Aussage Auskunft Darstellung Einschätzung Ansicht Auffassung Meinung Überzeugung Wort Worten Information Informationen Erkenntnis Erkenntnisse Berechnung Mitteilung Schätzung Schilderung Zeugenaussage Augenzeugenbericht Medienbericht Pressebericht Zeitungsbericht Agenturbericht Agenturmeldung Medienangabe Expertenmeinung Vermutung Ermittlung Recherche Lesart Version Verlautbarung Äußerung Behauptung Einlassung Prognose Vorhersage Polizeiangaben Erklärung Stellungnahme Ermittlungsstand Kenntnis Kenntnisstand Stand Polizeibericht Aussagen Augenzeuge Aufzeichnung Hochrechnung Interpretation Wille Willen Ankündigung Bekanntgabe Vorstellung Vorstellungen Planung Plänen") {
		citedNouns[w] = true
	}
	for _, w := range strings.Fields("Bericht Studie Umfrage Untersuchung Meldung Gutachten Statistik Papier Zeitung Analyse Erhebung Nachricht Presseerklärung Pressemitteilung Medienbericht Zeitungsbericht Dokument Urteil Entwurf Regierungskreis Kreis Quelle Insider Interview") {
		documentNouns[w] = true
	}
}

var citeMedium = []hearsay.Medium{hearsay.Speech, hearsay.Writing}

// citing finds statements framed by a preposition or adverb: "laut X", "X
// zufolge", "nach Angaben von X", ", so X", "demnach".
func (f *finder) citing(si int) {
	sent := f.doc.Sents[si].Toks
	body := f.sentenceBody(si)
	for i := sent.From; i < sent.To; i++ {
		if f.insideDirect(i) || f.framed[i] {
			continue
		}
		switch f.low[i] {
		case "laut", "gemäß":
			if p := f.nextPhrase(i); p >= 0 && f.doc.Toks[i].UPOS != hearsay.ADJ {
				r := f.cited(p, body.To)
				if r.From <= i {
					r.From = i + 1
				}
				if f.low[i] == "gemäß" && !f.isCited(p) {
					continue
				}
				f.cite(si, rng{From: i, To: i + 1}, r, rng{From: i, To: r.To}, "citing/laut", body)
				i = r.To - 1
			}
		case "zufolge":
			f.zufolge(si, i, body)
		case "nach":
			if p := f.phraseAt[i]; p >= 0 && f.doc.Phrases[p].Prep == i && f.isCited(p) {
				r := f.cited(p, body.To)
				f.cite(si, rng{From: i, To: i + 1}, r, rng{From: i, To: r.To}, "citing/nach", body)
				i = r.To - 1
			} else if i > sent.From && f.doc.Toks[i].UPOS == hearsay.ADP {
				f.meinungNach(si, i, body)
			}
		case "so":
			f.so(si, i, body)
		case "demnach", "danach":
			if f.low[i] == "demnach" || i == sent.From && f.content1(si-1) {
				f.cite(si, rng{From: i, To: i + 1}, rng{From: i, To: i + 1}, rng{From: i, To: i + 1}, "citing/demnach", body)
			}
		}
	}
}

// content1 reports whether sentence si holds a statement.
func (f *finder) content1(si int) bool {
	if si < 0 {
		return false
	}
	r := f.doc.Sents[si].Toks
	for i := r.From; i < r.To; i++ {
		if f.content[i] > 0 {
			return true
		}
	}
	return false
}

func (f *finder) nextPhrase(i int) int {
	if i+1 < len(f.phraseAt) {
		if p := f.phraseAt[i+1]; p >= 0 {
			return p
		}
	}
	if p := f.phraseAt[i]; p >= 0 {
		return p
	}
	return -1
}

// isCited reports whether phrase p names words or a document.
func (f *finder) isCited(p int) bool {
	ph := &f.doc.Phrases[p]
	for i := ph.Toks.From; i < ph.Toks.To; i++ {
		t := f.doc.Toks[i]
		if t.UPOS != hearsay.NOUN && t.UPOS != hearsay.PROPN {
			continue
		}
		w := f.word(i)
		if citedNouns[t.Lemma] || citedNouns[w] || documentNouns[t.Lemma] {
			return true
		}
		for _, s := range []string{"angaben", "angabe", "aussagen", "aussage", "bericht", "berichten", "schätzungen", "informationen", "erkenntnissen", "einschätzung", "meinung", "auskunft", "meldungen", "mitteilung", "darstellung", "berechnungen", "ansicht", "kreisen"} {
			if strings.HasSuffix(f.low[i], s) {
				return true
			}
		}
	}
	return false
}

// cited gives the source of a citing preposition: the phrase with all its
// attributes ("Angaben eines Sprechers der Polizei in Köln").
func (f *finder) cited(p, limit int) rng {
	ph := f.doc.Phrases[p]
	// The preposition's phrase may be chunked with it; extend starts behind it.
	r := f.extend(p, limit)
	if ph.Prep >= 0 && r.From <= ph.Prep {
		r.From = ph.Prep + 1
	}
	return r
}

// zufolge stands behind its phrase: "einem Bericht der Zeitung zufolge".
func (f *finder) zufolge(si, i int, body rng) {
	sent := f.doc.Sents[si].Toks
	// Back over the phrases in front, to a border, the verb, or the phrase that
	// opens the constituent.
	from := i
	for from > sent.From {
		p := f.phraseOf[from-1]
		if p < 0 || f.doc.Phrases[p].Toks.From < sent.From {
			break
		}
		ph := &f.doc.Phrases[p]
		if ph.Toks.To > i {
			break
		}
		from = ph.Toks.From
		attribute := ph.Prep >= 0 && (f.low[ph.Prep] == "von" || f.low[ph.Prep] == "vom" || f.low[ph.Prep] == "in" || f.low[ph.Prep] == "aus" || f.low[ph.Prep] == "des") || ph.Prep < 0 && ph.Cases.Has(hearsay.Gen) && genitiveArticles[f.low[ph.Toks.From]] && ph.Toks.From > sent.From && f.phraseOf[ph.Toks.From-1] >= 0
		if from > sent.From && f.low[from-1] == "und" {
			from--
			continue
		}
		if !attribute {
			break
		}
	}
	if from == i {
		return
	}
	f.cite(si, rng{From: i, To: i + 1}, rng{From: from, To: i}, rng{From: from, To: i + 1}, "citing/zufolge", body)
}

// meinungNach: "meiner Meinung nach", "Ansicht der Regierung nach" is rare.
func (f *finder) meinungNach(si, i int, body rng) {
	p := f.phraseOf[i-1]
	if p < 0 || !f.isCited(p) || f.doc.Phrases[p].Prep >= 0 {
		return
	}
	next := i + 1
	if next < len(f.low) && f.phraseAt[i] >= 0 && next < body.To && f.doc.Toks[next].UPOS != hearsay.PUNCT && f.doc.Toks[next].Feats.VerbForm != hearsay.Fin {
		return
	}
	r := f.doc.Phrases[p].Toks
	f.cite(si, rng{From: i, To: i + 1}, r, rng{From: r.From, To: i + 1}, "citing/nach", body)
}

// so: ", so X" behind or inside the content, with no verb up to the next border.
func (f *finder) so(si, i int, body rng) {
	sent := f.doc.Sents[si].Toks
	if i == sent.From || i+1 >= sent.To {
		return
	}
	prev := f.low[i-1]
	if prev != "," && prev != "–" && prev != "-" && prev != "(" {
		return
	}
	p := f.phraseAt[i+1]
	if p < 0 || f.doc.Phrases[p].Prep >= 0 || !f.canBeSource(p) || !f.doc.Phrases[p].Cases.Has(hearsay.Nom) || f.doc.Toks[f.doc.Phrases[p].Head].UPOS == hearsay.PRON && f.low[i+1] != "er" {
		return
	}
	c := f.clauseOf[i]
	if c >= 0 && f.doc.Clauses[c].Verb >= 0 {
		return
	}
	r := f.extend(p, sent.To)
	end := r.To
	if c >= 0 {
		end = max(end, f.doc.Clauses[c].Toks.To)
	}
	frame := rng{From: i - 1, To: end}
	if end < body.To && (f.low[end] == "," || f.low[end] == "–" || f.low[end] == "-") {
		frame.To = end + 1
	}
	addr := []rng(nil)
	for k := r.To; k < end; k++ {
		if f.low[k] == "gegenüber" {
			if q := f.phraseAt[k]; q >= 0 {
				addr = []rng{f.extend(q, end)}
			}
		}
	}
	if i >= 2 && f.insideDirect(i-2) {
		return // „…“, so X: the quotation's own frame
	}
	f.citeWith(si, rng{From: i, To: i + 1}, r, frame, addr, "citing/so", body)
}

func (f *finder) cite(si int, cue, source, frame rng, rule string, body rng) {
	f.citeWith(si, cue, source, frame, nil, rule, body)
}

// citeWith adds the statement: what the frame leaves of its sentence, or of its
// main clause where the sentence has several and the frame stands in a later one.
func (f *finder) citeWith(si int, cue, source, frame rng, addr []rng, rule string, body rng) {
	from, to := body.From, body.To
	first, last := f.clauses(si)
	cs := f.doc.Clauses
	here := f.clauseOf[cue.From]
	if here < 0 {
		here = f.clauseOf[min(cue.From+1, len(f.clauseOf)-1)]
	}
	postposed := rule == "citing/so"
	// At the head of a verb-second clause all that stands in front of the verb is one
	// constituent: "Nach Angaben des Amtes in Flensburg | fahren …".
	if here >= 0 && frame.From == f.clauseBegin(here) && source.From < frame.To {
		if k := &cs[here]; k.Kind == hearsay.MainClause && k.Verb > frame.To && f.onlyNominal(frame.To, k.Verb) {
			if f.clauseOf[frame.To] == here {
				source.To = k.Verb
			}
			frame.To = k.Verb
		} else if n := f.verbBehindRelative(here, last); n > 0 && frame.To < n {
			frame.To = n
		}
		for source.To > source.From && f.doc.Toks[source.To-1].UPOS == hearsay.PUNCT && f.low[source.To-1] == "," {
			source.To--
		}
	}
	// The frame may belong to one of several coordinated main clauses.
	if here >= 0 && !postposed {
		var mains []int
		for c := first; c < last; c++ {
			k := &cs[c]
			if k.Kind == hearsay.MainClause && k.Verb >= 0 && !f.subordinateAt(c) {
				mains = append(mains, c)
			}
		}
		for n, c := range mains {
			begin := f.clauseBegin(c)
			end := body.To
			if n+1 < len(mains) {
				end = f.clauseBegin(mains[n+1])
			}
			if n == 0 {
				begin = body.From
			}
			if cue.From >= begin && cue.From < end {
				if n > 0 {
					from = begin
				}
				if n+1 < len(mains) && !f.isSubjunctive(mains[n+1]) && n > 0 {
					to = end
					for to > from && (f.doc.Toks[to-1].UPOS == hearsay.PUNCT || f.doc.Toks[to-1].UPOS == hearsay.CCONJ) {
						to--
					}
				}
			}
		}
		// In a subordinate clause the frame concerns that clause alone.
		k := &cs[here]
		if (k.Kind == hearsay.SubClause || k.Kind == hearsay.RelClause) && k.Toks.From > body.From && f.low[k.Toks.From-1] == "," {
			from = k.Toks.From
			end := k.Toks.To
			if k.Cont >= 0 {
				end = cs[k.Cont].Toks.To
			}
			to = min(to, end)
			if k.Kind == hearsay.SubClause && k.Intro >= 0 && (f.low[k.Intro] == "dass" || f.low[k.Intro] == "ob") {
				to = body.To
			}
		}
	}
	for i := from; i < frame.From; i++ {
		if f.insideDirect(i) && postposed {
			from = i + 1
		}
	}
	// Commas or dashes around an inserted frame belong to it.
	if frame.From > from && frame.To < to {
		a, b := f.low[frame.From-1], f.low[frame.To]
		if a == b && (a == "," || a == "-" || a == "–") {
			frame.From--
			frame.To++
		}
	}
	if frame.To < to && f.low[frame.To] == "," && f.appositionIn(source) {
		frame.To++
	}
	content := []rng{{From: from, To: frame.From}, {From: frame.To, To: to}}
	// The comma that parts a frame at the head from the rest goes with it.
	if content[1].From < content[1].To && f.low[content[1].From] == "," {
		content[1].From++
	}
	if content[0].To > content[0].From && f.low[content[0].To-1] == "," && !postposed {
		content[0].To--
	}
	content = trimAll(content)
	n := 0
	for _, r := range content {
		n += r.To - r.From
	}
	if n < 2 {
		return
	}
	f.add(find{mode: hearsay.Indirect, act: hearsay.Say, medium: citeMedium, content: content, source: []rng{source}, cue: []rng{cue}, frame: []rng{frame}, addr: addr, sent: si, rule: rule, conf: 0.85})
}

// verbBehindRelative gives the finite verb with which a clause goes on behind
// relative clauses: "Nach Angaben, die nicht zu prüfen sind, | waren …"; 0 if it
// does not.
func (f *finder) verbBehindRelative(c, last int) int {
	cs := f.doc.Clauses
	n := c + 1
	for n < last && (cs[n].Kind == hearsay.RelClause || cs[n].Kind == hearsay.NoClause) {
		n++
	}
	if n > c+1 && n < last && cs[n].Verb == cs[n].Toks.From && cs[c].Verb < 0 {
		return cs[n].Verb
	}
	return 0
}

// appositionIn reports whether a source holds an apposition: then the comma behind
// it closes that.
func (f *finder) appositionIn(r rng) bool {
	for i := r.From; i < r.To; i++ {
		if f.low[i] == "," {
			return true
		}
	}
	return false
}

// subordinateAt reports whether a clause taken for a main one goes on a
// subordinate clause ("dass A ist und B wird").
func (f *finder) subordinateAt(c int) bool {
	cs := f.doc.Clauses
	k := &cs[c]
	if c == 0 || cs[c-1].Sent != k.Sent {
		return false
	}
	conj := f.doc.Toks[k.Toks.From].UPOS == hearsay.CCONJ || k.Toks.From > 0 && f.doc.Toks[k.Toks.From-1].UPOS == hearsay.CCONJ
	return conj && cs[c-1].Kind != hearsay.MainClause && f.subordinateOrder(c)
}

// clauseBegin gives where a main clause begins, its fronted subordinate clauses
// and parts included.
func (f *finder) clauseBegin(c int) int {
	parts := f.parts(c)
	return f.doc.Clauses[parts[0]].Toks.From
}
