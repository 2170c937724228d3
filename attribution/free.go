package attribution

import (
	"hearsay"
)

// free finds what has no frame: subjunctive sentences that go on somebody's words,
// and sollen passing on hearsay or plans. The source is the nearest one named
// before.
func (f *finder) free() {
	doc := f.doc
	var last *find // the statement whose source goes on
	order := f.bySentence()
	for si := range doc.Sents {
		sent := &doc.Sents[si]
		if sent.Credit {
			continue
		}
		found := order[si]
		if len(found) == 0 && !f.allDirect(si) {
			kind := f.freeKind(si)
			if kind == hearsay.IndirectFreeIndirect && (last != nil || f.strongSub1(si) || f.liberal()) || kind == hearsay.FreeIndirect && (last != nil && si-f.lastSent <= 4 || f.liberal()) {
				strict := kind == hearsay.IndirectFreeIndirect && (last != nil || f.strongSub1(si)) || kind == hearsay.FreeIndirect && last != nil && si-f.lastSent <= 4
				fd := find{strict: strict && f.strictKind(si) == kind, mode: kind, act: hearsay.Say, medium: citeMedium, content: []rng{sent.Toks}, sent: si, conf: 0.7, rule: "free/konjunktiv"}
				if kind == hearsay.FreeIndirect {
					fd.rule, fd.conf = "free/sollen", 0.5
				}
				if last != nil {
					fd.source = last.source
					fd.medium = last.medium
				} else {
					fd.source = f.sourceBefore(si)
				}
				fd.source = f.chooseSource(si, kind, fd.source)
				if !f.liberal() || f.accepted(&fd) {
				} else {
					continue
				}
				if n := len(f.finds); n > 0 && f.finds[n-1].mode == kind && f.finds[n-1].content[len(f.finds[n-1].content)-1].To == sent.Toks.From && sameRanges(f.finds[n-1].source, fd.source) {
					// Consecutive sentences of one source are one statement.
					g := &f.finds[n-1]
					g.content[len(g.content)-1].To = sent.Toks.To
					for i := sent.Toks.From; i < sent.Toks.To; i++ {
						f.content[i] = n
					}
				} else {
					f.put(fd)
				}
				f.lastSent = si
				continue
			}
		}
		for _, k := range found {
			if len(f.finds[k].source) > 0 && f.doc.Toks[f.finds[k].source[0].From].UPOS != hearsay.PRON {
				g := f.finds[k]
				last = &g
			} else if len(f.finds[k].source) > 0 && last == nil {
				g := f.finds[k]
				last = &g
			}
			f.lastSent = si
		}
		if si-f.lastSent > 5 {
			last = nil
		}
	}
}

func sameRanges(a, b []rng) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// bySentence lists the finds by the sentences their content or frame touches.
func (f *finder) bySentence() [][]int {
	out := make([][]int, len(f.doc.Sents))
	for k := range f.finds {
		seen := map[int]bool{}
		for _, rs := range [][]rng{f.finds[k].content, f.finds[k].frame} {
			for _, r := range rs {
				for _, i := range []int{r.From, r.To - 1} {
					if s := f.sentOf[i]; !seen[s] {
						seen[s] = true
					}
				}
				for s := f.sentOf[r.From]; s <= f.sentOf[r.To-1]; s++ {
					seen[s] = true
				}
			}
		}
		if f.finds[k].rule == "direct/goes-on" {
			seen = map[int]bool{}
			for s := f.sentOf[f.finds[k].content[0].From]; s <= f.sentOf[f.finds[k].content[0].To-1]; s++ {
				seen[s] = true
			}
		}
		for s := range out {
			if seen[s] {
				out[s] = append(out[s], k)
			}
		}
	}
	return out
}

// allDirect reports whether a sentence lies in a quotation that is a statement.
func (f *finder) allDirect(si int) bool {
	r := f.doc.Sents[si].Toks
	for i := r.From; i < r.To; i++ {
		if f.insideDirect(i) {
			return true
		}
	}
	return false
}

// freeKind says by the verb of its main clause what a sentence without a frame is.
func (f *finder) freeKind(si int) hearsay.Mode {
	first, last := f.clauses(si)
	main := -1
	for c := first; c < last; c++ {
		k := &f.doc.Clauses[c]
		if k.Verb >= 0 && (k.Kind == hearsay.MainClause || k.Kind == hearsay.FirstClause) {
			main = c
			if k.Kind == hearsay.MainClause {
				break
			}
		}
	}
	if main < 0 {
		return ""
	}
	v := f.doc.Clauses[main].Verb
	t := f.doc.Toks[v]
	switch {
	case t.Feats.Mood == hearsay.Sub1:
		return hearsay.IndirectFreeIndirect
	case t.Feats.Mood == hearsay.Sub2 && (f.liberal() || f.reportingSub2(si, v)):
		return hearsay.IndirectFreeIndirect
	case t.Lemma == "sollen" && f.liberal():
		return hearsay.FreeIndirect
	case t.Lemma == "sollen" && f.low[v] != "sollte" && f.low[v] != "sollten" && f.doc.Clauses[main].Kind == hearsay.MainClause:
		return hearsay.FreeIndirect
	}
	return ""
}

// strictKind is freeKind as the rules alone have it.
func (f *finder) strictKind(si int) hearsay.Mode {
	m, t := f.model, f.teacher
	f.model, f.teacher = nil, nil
	k := f.freeKind(si)
	f.model, f.teacher = m, t
	return k
}

// reportingSub2 reports whether a Konjunktiv II passes words on: it does where the
// sentences around do; an unreal condition ("wenn … wäre") does not.
func (f *finder) reportingSub2(si, v int) bool {
	r := f.doc.Sents[si].Toks
	for i := r.From; i < r.To; i++ {
		if f.low[i] == "wenn" || f.low[i] == "falls" {
			return false
		}
	}
	if si == 0 {
		return false
	}
	// The sentence in front must hold a statement that ends it.
	p := f.doc.Sents[si-1].Toks
	for i := p.To - 1; i >= p.From; i-- {
		if f.content[i] > 0 {
			switch f.finds[f.content[i]-1].mode {
			case hearsay.Indirect, hearsay.IndirectFreeIndirect, hearsay.Direct:
				return f.low[v] != "könnte" && f.low[v] != "könnten" && f.low[v] != "dürfte" && f.low[v] != "dürften" || f.finds[f.content[i]-1].mode == hearsay.IndirectFreeIndirect
			}
		}
	}
	return false
}

// strongSub1 reports whether a sentence is plainly reported speech by its verb
// form alone ("sei", "habe", "werde"), even with no source in sight.
func (f *finder) strongSub1(si int) bool {
	r := f.doc.Sents[si].Toks
	for i := r.From; i < r.To; i++ {
		switch f.low[i] {
		case "sei", "seien", "habe", "werde", "könne", "müsse", "wolle", "solle", "gebe", "dürfe":
			return true
		}
	}
	return false
}

// sourceBefore finds a subject that can speak in the sentences in front: the last
// one whose clause tells of an act of speech, or the last subject at all.
func (f *finder) sourceBefore(si int) []rng {
	for s := si - 1; s >= 0 && s >= si-2; s-- {
		first, last := f.clauses(s)
		for c := last - 1; c >= first; c-- {
			k := &f.doc.Clauses[c]
			if k.Verb < 0 || k.Kind != hearsay.MainClause {
				continue
			}
			if r := f.subject(c, k.Verb); r.To > r.From && f.doc.Toks[r.From].UPOS != hearsay.PRON {
				return []rng{r}
			}
		}
	}
	return nil
}
