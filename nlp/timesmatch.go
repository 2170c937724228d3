package nlp

// A timeMatch is a rule that fits, and what it says.
type timeMatch struct {
	rule     *timeRule
	from, to int // tokens
	sense    sense
}

// capture is the token that a labelled place of a pattern has taken.
type capture struct {
	tok int // -1 where the place was left out
	val string
}

// captures are by label, a to z.
type captures [26]capture

func (c *captures) has(label byte) bool   { return c[label-'a'].tok >= 0 }
func (c *captures) val(label byte) string { return c[label-'a'].val }

// longest finds the rule with the longest expression at token i; of equal ones
// the first in the file. It looks up the rules by the first word that they must
// have, which lies here or a few words on, behind articles and the like.
func (f *timeFinder) longest(i int) (best timeMatch, ok bool) {
	for d := 0; d <= f.rules.maxLead && i+d < len(f.doc.Toks) && f.sameSentence(i, i+d); d++ {
		for k := f.at[i+d]; k < f.at[i+d+1]; k++ {
			for _, rule := range f.rules.byAnchor[f.tags[k].id] {
				if rule.lead < d {
					continue
				}
				if m, found := f.try(rule, i); found {
					if !ok || m.to > best.to || m.to == best.to && m.rule.order < best.rule.order {
						best, ok = m, true
					}
				}
			}
		}
		if f.at[i+d] == f.at[i+d+1] && !mayLead(f, i+d) {
			break // no rule goes on over this word
		}
	}
	return best, ok
}

// mayLead: a word of no class can only be passed over as a part of speech.
func mayLead(f *timeFinder, i int) bool { return f.doc.Toks[i].STTS == "ADJA" }

// try matches a rule whose expression begins at token i. It takes the longest way
// through the pattern for which the context fits and the meaning makes sense.
func (f *timeFinder) try(rule *timeRule, i int) (timeMatch, bool) {
	m, ok := f.tryAt(rule, i, &f.caps)
	for _, l := range rule.labels {
		f.caps[l].tok = -1 // as the next rule must find it
	}
	return m, ok
}

func (f *timeFinder) tryAt(rule *timeRule, i int, c *captures) (timeMatch, bool) {
	j := i - 1
	for k := rule.pre - 1; k >= 0; k-- { // context in front, backwards
		e := &rule.elems[k]
		hit := j >= 0 && f.sameSentence(i, j) && f.fits(e, j, c)
		switch {
		case e.not && hit, !e.not && !e.optional && !hit:
			return timeMatch{}, false
		case hit:
			j--
		}
	}
	return f.tryFrom(rule, rule.pre, i, i, c)
}

// tryFrom matches the places from elem on at token j.
func (f *timeFinder) tryFrom(rule *timeRule, elem, i, j int, c *captures) (timeMatch, bool) {
	if elem == len(rule.elems)-rule.post {
		if j == i || !f.contextBehind(rule, i, j, c) {
			return timeMatch{}, false
		}
		m := timeMatch{rule: rule, from: i, to: j}
		var ok bool
		m.sense, ok = rule.op(f, &timeReading{f: f, rule: rule, caps: c, from: i, to: j})
		return m, ok
	}
	e := &rule.elems[elem]
	if j < len(f.doc.Toks) && f.sameSentence(i, j) {
		var old capture
		if e.label >= 0 {
			old = c[e.label]
		}
		if f.fits(e, j, c) {
			if m, ok := f.tryFrom(rule, elem+1, i, j+1, c); ok {
				return m, true
			}
		}
		if e.label >= 0 {
			c[e.label] = old
		}
	}
	if e.optional {
		return f.tryFrom(rule, elem+1, i, j, c)
	}
	return timeMatch{}, false
}

func (f *timeFinder) contextBehind(rule *timeRule, i, j int, c *captures) bool {
	for k := len(rule.elems) - rule.post; k < len(rule.elems); k++ {
		e := &rule.elems[k]
		hit := j < len(f.doc.Toks) && f.sameSentence(i, j) && f.fits(e, j, c)
		switch {
		case e.not && hit, !e.not && !e.optional && !hit:
			return false
		case hit:
			j++
		}
	}
	return true
}

// fits reports whether token j can take a place, and notes what it means there.
func (f *timeFinder) fits(e *timeElem, j int, c *captures) bool {
	for _, id := range e.alts {
		for k := f.at[j]; k < f.at[j+1]; k++ {
			if f.tags[k].id == id {
				if e.label >= 0 {
					c[e.label] = capture{j, f.tags[k].val}
				}
				return true
			}
		}
	}
	for _, test := range e.tests {
		if test(f, j) {
			if e.label >= 0 {
				c[e.label] = capture{tok: j}
			}
			return true
		}
	}
	return false
}

func (f *timeFinder) sameSentence(i, j int) bool { return f.sent[i] == f.sent[j] }
