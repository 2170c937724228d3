package nlp

import (
	"sort"
	"strings"

	"hearsay"
)

// tense is where the verb of a clause puts what it tells, seen from the article.
type tense uint8

const (
	noTense tense = iota // no verb to ask: headline, caption
	past
	present // nothing but the present, which German uses for the future too
	future
)

// tenseAt gives the tense at an expression of the tokens from to to. A participle
// right behind it decides by itself ("der am Montag veröffentlichte Bericht");
// else the verb of the clause does, or, where the clause has none, the nearest
// verb of the sentence.
func (f *timeFinder) tenseAt(from, to int) tense {
	reach := 2
	if p := from - 2; p >= 0 && f.doc.Toks[p].STTS == "ART" && f.sent[p] == f.sent[from] {
		reach = 8 // "des am Montag über Litauen abgestürzten Flugzeugs"
	}
	for k := to; k < min(to+reach, len(f.doc.Toks)) && f.sent[k] == f.sent[from]; k++ {
		if f.doc.Toks[k].STTS != "ADJA" {
			continue
		}
		w := strings.TrimRight(f.word(k), "nrms")
		switch {
		case strings.HasSuffix(w, "ende"):
			return future
		case strings.HasSuffix(w, "te") && len(w) > 6 || strings.HasSuffix(w, "ene") && len(w) > 6:
			return past
		}
	}
	if p := from - 1; p >= 0 && strings.EqualFold(f.word(p), "für") && f.sent[p] == f.sent[from] {
		return future // "kündigte für den 18. September eine Demonstration an"
	}
	if t, ok := f.clauseTense(from); ok {
		return t
	}
	return f.nearestTense(from)
}

// clauseTense asks the clause that holds token i.
func (f *timeFinder) clauseTense(i int) (tense, bool) {
	cl := f.doc.Clauses
	k := sort.Search(len(cl), func(k int) bool { return cl[k].Toks.To > i })
	if k == len(cl) || cl[k].Toks.From > i {
		return noTense, false
	}
	c := &cl[k]
	for n := 0; c.Verb < 0 && c.Cont > k && c.Cont < len(cl) && n < 5; n++ {
		c = &cl[c.Cont]
	}
	if c.Verb < 0 { // the part behind an interruption
		for b := k - 1; b >= 0 && cl[b].Sent == cl[k].Sent && k-b < 6; b-- {
			if cl[b].Cont == k && cl[b].Verb >= 0 {
				c = &cl[b]
				break
			}
		}
	}
	if c.Verb < 0 {
		return noTense, false
	}
	if c.Kind == hearsay.InfClause {
		return future, true
	}
	return f.verbTense(c.Verb, c.Head, c.Toks.From, c.Toks.To), true
}

// nearestTense looks for the nearest finite verb of the sentence, on both sides,
// behind first.
func (f *timeFinder) nearestTense(i int) tense {
	toks := f.doc.Toks
	for d := 1; d < 40; d++ {
		for _, k := range [2]int{i + d, i - d} {
			if k < 0 || k >= len(toks) || f.sent[k] != f.sent[i] || toks[k].Feats.VerbForm != hearsay.Fin {
				continue
			}
			from, to := k, k+1
			for from > 0 && k-from < 60 && f.sent[from-1] == f.sent[k] && f.word(from-1) != "," {
				from--
			}
			for to < len(toks) && to-k < 60 && f.sent[to] == f.sent[k] && f.word(to) != "," {
				to++
			}
			head := -1
			for j := from; j < to; j++ {
				if s := toks[j].STTS; s == "VVPP" || s == "VVINF" || s == "VVIZU" {
					head = j
				}
			}
			return f.verbTense(k, head, from, to)
		}
	}
	return noTense
}

// verbTense tells the tense of a finite verb and the participle or infinitive
// that hangs on it, within the tokens from to to.
func (f *timeFinder) verbTense(verb, head, from, to int) tense {
	t := &f.doc.Toks[verb]
	participle, infinitive := false, false
	if head >= 0 && head != verb {
		s := f.doc.Toks[head].STTS
		participle = strings.HasSuffix(s, "PP") || f.doc.Toks[head].Feats.VerbForm == hearsay.Part
		infinitive = strings.HasSuffix(s, "INF") || strings.HasSuffix(s, "IZU") || f.doc.Toks[head].Feats.VerbForm == hearsay.Inf
	}
	perfect := false // "soll gereist sein", "will gesehen haben", "soll getötet worden sein"
	for j := max(from, verb); j < min(to, len(f.doc.Toks), verb+80); j++ {
		if s := f.doc.Toks[j].STTS; (s == "VVPP" || s == "VAPP") && j+1 < len(f.doc.Toks) {
			if w := f.word(j + 1); w == "sein" || w == "haben" || w == "worden" {
				perfect = true
			}
		}
	}
	modal := strings.HasPrefix(t.STTS, "VM")
	switch {
	case t.Feats.VerbForm == hearsay.Inf:
		return future
	case t.Lemma == "werden" && t.Feats.Mood == hearsay.Sub2:
		return future
	case t.Lemma == "werden" && t.Feats.Tense != hearsay.Past && infinitive:
		return future
	case modal && perfect:
		return past
	case modal && t.Feats.Mood == hearsay.Sub2, modal && (t.Lemma == "sollen" || t.Lemma == "wollen"):
		return future
	case (t.Lemma == "haben" || t.Lemma == "sein") && participle:
		return past
	case t.Feats.Mood == hearsay.Sub2:
		return present
	case t.Feats.Tense == hearsay.Past:
		return past
	case modal && t.Feats.Tense == hearsay.Pres:
		return future
	}
	return present
}
