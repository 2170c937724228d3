package attribution

import (
	"hearsay"
)

// free finds what has no frame: subjunctive sentences that go on somebody's words,
// and sollen passing on hearsay or plans.
func (f *finder) free() {
	order := f.bySentence()
	f.lastSent = -9
	for si := range f.doc.Sents {
		sent := &f.doc.Sents[si]
		if sent.Credit {
			continue
		}
		outer := len(order[si]) > 0
		if outer && !f.framedInSubjunctive(order[si]) {
			f.lastSent = si
			continue
		}
		if f.allDirect(si) {
			continue
		}
		kind := f.freeKind(si, f.liberal())
		if kind == "" || outer && kind != hearsay.IndirectFreeIndirect {
			if part := f.subjunctivePart(si); part.To > part.From && !outer && si-f.lastSent <= 5 {
				fd := find{mode: hearsay.IndirectFreeIndirect, act: hearsay.Say, medium: citeMedium, content: []rng{part}, sent: si, strict: true, conf: 0.6, rule: "free/part"}
				f.carry(si, &fd)
				if f.accepted(&fd) {
					f.put(fd)
					f.lastSent = si
				}
			}
			continue
		}
		near := si-f.lastSent <= 5
		sure := f.freeKind(si, false) == kind && (near || kind == hearsay.IndirectFreeIndirect && f.strongSub1(si))
		if !sure && !f.liberal() {
			continue
		}
		fd := find{mode: kind, act: hearsay.Say, medium: citeMedium, content: []rng{sent.Toks}, sent: si, strict: sure, conf: 0.7, rule: "free/konjunktiv"}
		switch {
		case outer:
			fd.rule = "free/around"
		case kind == hearsay.FreeIndirect:
			fd.rule, fd.conf = "free/sollen", 0.5
		}
		f.carry(si, &fd)
		if !f.accepted(&fd) {
			continue
		}
		f.lastSent = si
		// Consecutive sentences of one source are one statement.
		if n := len(f.finds); n > 0 {
			if g := &f.finds[n-1]; g.mode == kind && g.content[len(g.content)-1].To == sent.Toks.From && sameRanges(g.source, fd.source) {
				g.content[len(g.content)-1].To = sent.Toks.To
				for i := sent.Toks.From; i < sent.Toks.To; i++ {
					f.content[i] = n
				}
				continue
			}
		}
		f.put(fd)
	}
}

// framedInSubjunctive reports whether all that was found in a sentence is framed by
// verbs that are subjunctive themselves: "Die Behörde gehe davon aus, dass …" goes
// on somebody's words, with the authority's inside.
func (f *finder) framedInSubjunctive(found []int) bool {
	for _, k := range found {
		u := f.finds[k].use
		if u == nil || f.finds[k].mode != hearsay.Indirect || f.doc.Toks[u.verb].Feats.Mood != hearsay.Sub1 {
			return false
		}
		if kind := f.doc.Clauses[u.clause].Kind; kind != hearsay.MainClause {
			return false
		}
	}
	return true
}

// subjunctivePart finds a main clause that goes on somebody's words behind one that
// is the reporter's own: "Der Mann ist frei; die Anklage bleibe bestehen." The empty
// range if there is none.
func (f *finder) subjunctivePart(si int) rng {
	first, last := f.clauses(si)
	own := false
	for c := first; c < last; c++ {
		k := &f.doc.Clauses[c]
		if k.Verb < 0 || k.Kind != hearsay.MainClause && k.Kind != hearsay.FirstClause || f.subordinateAt(c) {
			continue
		}
		if f.doc.Toks[k.Verb].Feats.Mood != hearsay.Sub1 {
			own = true
			continue
		}
		if own {
			return rng{From: f.clauseBegin(c), To: f.doc.Sents[si].Toks.To}
		}
	}
	return rng{}
}

// carry gives a sentence without a frame the source whose words it goes on.
func (f *finder) carry(si int, fd *find) {
	cs := f.sourceCandidates(si)
	if len(cs) == 0 {
		return
	}
	k := f.choose(si, fd.mode, cs)
	if k < 0 {
		return
	}
	fd.source = []rng{cs[k].r}
	if g := cs[k].find; g >= 0 {
		fd.medium, fd.goesOn = f.finds[g].medium, g+1
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
		for s := range seen {
			out[s] = append(out[s], k)
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

// freeKind says by the verb of its main clause what a sentence without a frame is;
// liberal also where the verb form alone tells little.
func (f *finder) freeKind(si int, liberal bool) hearsay.Mode {
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
	case t.Feats.Mood == hearsay.Sub2 && (liberal || f.reportingSub2(si, v)):
		return hearsay.IndirectFreeIndirect
	case t.Lemma == "sollen" && liberal:
		return hearsay.FreeIndirect
	case t.Lemma == "sollen" && f.low[v] != "sollte" && f.low[v] != "sollten" && f.doc.Clauses[main].Kind == hearsay.MainClause:
		return hearsay.FreeIndirect
	}
	return ""
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
