package attribution

import (
	"strconv"
	"strings"

	"hearsay"
	"hearsay/ml"
)

// What a source does with its content, how sure it is of it, and in what medium
// it expressed it are decided together with what the rest of the statement shows:
// by a linear model each, over the same features. Without a model the cue's entry
// in the list decides.

// label fills in act, factuality and medium of a find.
func (f *finder) label(fd *find) {
	table := fd.act
	fd.fact = f.ruleFact(fd)
	if f.model != nil {
		fs := f.labelFeatures(fd)
		fd.act = hearsay.Act(best(f.model.act, fs))
		if fd.act == hearsay.Say && len(fd.cue) == 0 && fd.goesOn > 0 && fd.goesOn <= len(f.finds) {
			switch g := f.finds[fd.goesOn-1].act; g {
			case hearsay.Announce, hearsay.Report:
				fd.act = g // what goes on an announcement announces
			}
		}
		rule := fd.fact
		fd.fact = hearsay.Fact(best(f.model.fact, fs))
		if v, ok := f.mainHedge(fd); ok && fd.fact == hearsay.CTPlus && rule == v {
			fd.fact = v // a hedge in the main clause is no matter of taste
		}
		fd.medium = nil
		for _, m := range strings.Split(best(f.model.medium, fs), "/") {
			fd.medium = append(fd.medium, hearsay.Medium(m))
		}
		fd.act = f.plainAct(fd, table)
	}
	f.plainFact(fd)
}

// plainAct corrects a learned act where the annotation guide leaves no choice and
// examples are too few to learn from. table is the cue's act in the list.
func (f *finder) plainAct(fd *find, table hearsay.Act) hearsay.Act {
	known := fd.use != nil && !fd.use.generic
	switch act := fd.act; act {
	case hearsay.Say, hearsay.Report:
		if known {
			switch table {
			case hearsay.Doubt, hearsay.Deny, hearsay.Confirm, hearsay.Warn, hearsay.Threaten, hearsay.NoComment, hearsay.Retract:
				return table
			}
		}
		if act == hearsay.Say && fd.mode != hearsay.Reported && f.neutral(fd) && f.demands(fd) {
			return hearsay.Demand
		}
	case hearsay.Expect, hearsay.Suspect:
		// "geht davon aus, dass …", "schätzt": of what will be and of what is.
		if known && (fd.use.cue == cueAusgehen || fd.use.cue.Lemma == "schätzen") {
			if f.future(fd) {
				return hearsay.Expect
			}
			return hearsay.Suspect
		}
	}
	return fd.act
}

// future reports whether the content speaks of what is to come: "werde", "wird",
// "könnte … ansteigen".
func (f *finder) future(fd *find) bool {
	for _, r := range fd.content {
		for i := r.From; i < r.To; i++ {
			t := f.doc.Toks[i]
			if t.Feats.VerbForm != hearsay.Fin {
				continue
			}
			c := f.clauseOf[i]
			if c < 0 || f.doc.Clauses[c].Head < 0 {
				continue
			}
			inf := f.doc.Toks[f.doc.Clauses[c].Head].Feats.VerbForm == hearsay.Inf || f.doc.Clauses[c].Head == i
			switch t.Lemma {
			case "werden":
				return inf
			case "können", "sollen":
				return inf && !f.perfect(c)
			}
			return false
		}
	}
	return false
}

// neutral reports whether the cue says nothing of the act: "sagte", "so", "laut", or
// none.
func (f *finder) neutral(fd *find) bool {
	return fd.use == nil || fd.use.generic || fd.use.cue.Act == hearsay.Say
}

// demands reports whether the first main clause of a content says what somebody must
// or may not do: "die Koalition müsse …", "dürfe nicht …".
func (f *finder) demands(fd *find) bool {
	for _, r := range fd.content {
		for i := r.From; i < r.To; i++ {
			if f.doc.Toks[i].Feats.VerbForm != hearsay.Fin {
				continue
			}
			if c := f.clauseOf[i]; c >= 0 {
				if k := f.doc.Clauses[c].Kind; k == hearsay.RelClause || k == hearsay.WhClause || k == hearsay.SubClause && f.low[f.doc.Clauses[c].Toks.From] != "dass" {
					continue
				}
				// "müsse gewesen sein" is a guess.
				if h := f.doc.Clauses[c].Head; h >= 0 && f.doc.Toks[h].Feats.VerbForm == hearsay.Part && f.perfect(c) {
					return false
				}
			}
			switch f.low[i] {
			case "müsse", "müssten", "müsste", "solle", "sollten", "sollte":
				return true
			case "dürfe", "dürften", "dürfen", "darf":
				for k := i + 1; k < r.To && k < i+12; k++ {
					switch f.low[k] {
					case "nicht", "kein", "keine", "keinen", "keinesfalls", "nie", "niemals":
						return true
					}
				}
			}
			return false
		}
	}
	return false
}

// perfect reports whether clause c ends in a perfect infinitive: "gewesen sein",
// "getan haben", "getötet worden sein".
func (f *finder) perfect(c int) bool {
	last := f.doc.Clauses[c].Toks.To - 1
	for last > f.doc.Clauses[c].Toks.From && f.doc.Toks[last].UPOS == hearsay.PUNCT {
		last--
	}
	w := f.low[last]
	return (w == "sein" || w == "haben") && last > f.doc.Clauses[c].Toks.From && f.doc.Toks[last-1].Feats.VerbForm == hearsay.Part
}

func best(m *ml.Linear, fs []ml.Feature) string {
	scores := make([]int32, len(m.Labels))
	m.Scores(fs, scores)
	return m.Labels[ml.Best(scores)]
}

// mediumLabel writes a set of media as one label, e.g. "speech/writing".
func mediumLabel(ms []hearsay.Medium) string {
	var out []string
	for _, m := range []hearsay.Medium{hearsay.Speech, hearsay.Thought, hearsay.Writing} {
		for _, n := range ms {
			if n == m {
				out = append(out, string(m))
			}
		}
	}
	return strings.Join(out, "/")
}

// actFactuality is how sure an act leaves its source, where nothing else tells.
var actFactuality = map[hearsay.Act]hearsay.Fact{
	hearsay.Deny: hearsay.CTMinus, hearsay.Suspect: hearsay.PRPlus, hearsay.Speculate: hearsay.PSPlus, hearsay.Expect: hearsay.PRPlus,
	hearsay.Demand: hearsay.Uu, hearsay.Ask: hearsay.Uu, hearsay.NoComment: hearsay.Uu, hearsay.Doubt: hearsay.PRMinus, hearsay.Warn: hearsay.PSPlus, hearsay.Threaten: hearsay.Uu,
}

// hedges are words that make a content less than certain.
var hedges = map[string]hearsay.Fact{
	"offenbar": hearsay.PRPlus, "anscheinend": hearsay.PRPlus, "vermutlich": hearsay.PRPlus, "wohl": hearsay.PRPlus, "voraussichtlich": hearsay.PRPlus, "wahrscheinlich": hearsay.PRPlus, "mutmaßlich": hearsay.PRPlus, "dürfte": hearsay.PRPlus, "dürften": hearsay.PRPlus, "dürfe": hearsay.CTPlus,
	"könnte": hearsay.PSPlus, "könnten": hearsay.PSPlus, "möglicherweise": hearsay.PSPlus, "womöglich": hearsay.PSPlus, "vielleicht": hearsay.PSPlus, "eventuell": hearsay.PSPlus,
}

// ruleFact gives the source's factuality by the act and the hedges in the content.
func (f *finder) ruleFact(fd *find) hearsay.Fact {
	if v, ok := actFactuality[fd.act]; ok {
		return v
	}
	for _, r := range fd.content {
		for i := r.From; i < r.To; i++ {
			if v, ok := hedges[f.low[i]]; ok {
				return v
			}
		}
	}
	return hearsay.CTPlus
}

// mainHedge finds a hedge in the first clause of the content.
func (f *finder) mainHedge(fd *find) (hearsay.Fact, bool) {
	for _, r := range fd.content {
		for i := r.From; i < r.To && f.low[i] != ","; i++ {
			if v, ok := hedges[f.low[i]]; ok && v != hearsay.CTPlus {
				return v, true
			}
		}
	}
	return "", false
}

// plainFact settles act and factuality where the form leaves no choice: the table in
// docs/TERMS.md, and negation that governs the content.
func (f *finder) plainFact(fd *find) {
	if u := fd.use; u != nil {
		lemma := u.cue.Lemma
		if u.generic {
			lemma = f.doc.Toks[u.head].Lemma
		}
		switch {
		case f.neither(u):
			fd.act = hearsay.NoComment // "weder bestätigt noch dementiert"
		case !u.negated:
		case lemma == "bestätigen":
			fd.act = hearsay.NoComment
		case denying[lemma]:
			if fd.act == hearsay.Deny {
				fd.act, fd.fact = hearsay.Say, hearsay.Uu // "bestritt nicht" is no denial, and asserts nothing
			}
		case believing[lemma] && f.denied(u):
			fd.act, fd.fact = hearsay.Doubt, hearsay.PRMinus // "glaubt nicht, dass …"
		}
	}
	switch fd.rule {
	case "told/wollen-perfect":
		fd.act, fd.fact = hearsay.ClaimAct, hearsay.CTPlus
	case "told/weder":
		fd.act = hearsay.NoComment
	}
	if fd.mode == hearsay.FreeIndirect {
		f.sollen(fd)
	}
	switch {
	case fd.act == hearsay.NoComment || fd.act == hearsay.Ask:
		fd.fact = hearsay.Uu
	case fd.fact != hearsay.CTPlus:
	case f.questions(fd):
		fd.fact = hearsay.Uu
	case f.unreal(fd):
		fd.fact = hearsay.Uu
	}
}

// sollen tells hearsay from plans in a sentence without a frame: with a perfect or
// stative infinitive it is hearsay ("soll getötet worden sein"), with a date to come
// a plan ("soll am Montag beginnen").
func (f *finder) sollen(fd *find) {
	c := f.clauseOf[fd.content[0].From]
	for ; c >= 0 && c < len(f.doc.Clauses); c++ {
		k := &f.doc.Clauses[c]
		if k.Toks.From >= fd.content[0].To {
			return
		}
		if k.Verb >= 0 && f.doc.Toks[k.Verb].Lemma == "sollen" {
			break
		}
	}
	if c < 0 || c >= len(f.doc.Clauses) {
		return
	}
	k := &f.doc.Clauses[c]
	head := k.Head
	stative := f.perfect(c) || head >= 0 && stativeVerbs[f.doc.Toks[head].Lemma]
	switch {
	case stative && fd.act == hearsay.Plan:
		fd.act = hearsay.Say
	case !stative && (fd.act == hearsay.Say || fd.act == hearsay.Report) && f.model == nil && f.dated(k.Toks):
		fd.act = hearsay.Plan
	}
}

// stativeVerbs say what is, not what somebody does: with sollen they are hearsay.
var stativeVerbs = map[string]bool{"sein": true, "haben": true, "wissen": true, "kennen": true, "besitzen": true, "gehören": true, "bestehen": true, "leben": true, "stammen": true, "heißen": true, "wohnen": true}

// dated reports whether a stretch says when something will be.
func (f *finder) dated(r rng) bool {
	for i := r.From; i < r.To; i++ {
		switch f.low[i] {
		case "morgen", "übermorgen", "demnächst", "künftig", "bald", "anschließend":
			return true
		case "am", "im", "ab", "bis", "zum", "vom", "kommenden", "nächsten", "nächste", "kommende":
			for j := i + 1; j < min(r.To, i+4); j++ {
				if timeNouns[f.doc.Toks[j].Lemma] || timeNouns[f.word(j)] || f.doc.Toks[j].UPOS == hearsay.NUM {
					return true
				}
			}
		}
	}
	return false
}

// denying and believing are verbs that negation turns.
var (
	denying   = map[string]bool{"bestreiten": true, "dementieren": true, "leugnen": true, "abstreiten": true, "zurückweisen": true, "widersprechen": true}
	believing = map[string]bool{"glauben": true, "erwarten": true, "denken": true, "annehmen": true, "meinen": true, "davon ausgehen": true, "ausgehen": true, "rechnen": true, "zutrauen": true}
)

// denied reports whether "nicht" governs the verb of a frame: it stands in its
// clause, and no "nur" behind it.
func (f *finder) denied(u *verbUse) bool {
	cl := &f.doc.Clauses[u.clause]
	for i := cl.Toks.From; i < cl.Toks.To; i++ {
		if f.low[i] == "nicht" {
			return i+1 >= len(f.low) || f.low[i+1] != "nur"
		}
	}
	return false
}

// neither reports whether a clause says that somebody did one thing as little as the
// other, confirm and deny: "weder bestätigen noch dementieren".
func (f *finder) neither(u *verbUse) bool {
	cl := &f.doc.Clauses[u.clause]
	weder, confirm := false, false
	for i := cl.Toks.From; i < min(len(f.low), cl.Toks.To+4); i++ {
		if f.sentOf[i] != f.sentOf[cl.Toks.From] {
			break
		}
		weder = weder || f.low[i] == "weder"
		l := f.doc.Toks[i].Lemma
		confirm = confirm || l == "bestätigen" || denying[l]
	}
	return weder && confirm
}

// questions reports whether a content asks: "ob …", "…?".
func (f *finder) questions(fd *find) bool {
	last := fd.content[len(fd.content)-1].To
	for i := last - 1; i >= max(fd.content[0].From, last-2); i-- {
		if f.low[i] == "?" {
			return true
		}
	}
	return fd.mode == hearsay.Indirect && (f.low[fd.content[0].From] == "ob" || last < len(f.low) && f.low[last] == "?" && f.sentOf[last] == f.sentOf[last-1])
}

// unreal reports whether a content says what would be under a condition: "Wenn …,
// wäre …", "könnte …, falls …".
func (f *finder) unreal(fd *find) bool {
	r := rng{From: fd.content[0].From, To: fd.content[len(fd.content)-1].To}
	condition, would := false, false
	for c := f.clauseOf[r.From]; c >= 0 && c < len(f.doc.Clauses) && f.doc.Clauses[c].Toks.From < r.To; c++ {
		k := &f.doc.Clauses[c]
		if k.Verb < 0 {
			continue
		}
		if k.Intro >= 0 && (f.low[k.Intro] == "wenn" || f.low[k.Intro] == "falls") {
			condition = true
		} else if k.Kind == hearsay.MainClause || k.Kind == hearsay.FirstClause || k.Kind == hearsay.SubClause && k.Intro >= 0 && f.low[k.Intro] == "dass" {
			would = would || f.doc.Toks[k.Verb].Feats.Mood == hearsay.Sub2
		}
	}
	return condition && would
}

// outletFact gives the outlet's factuality (the table in docs/TERMS.md): it stands
// behind what it says was confirmed, conceded, known or became known, leans against
// what it calls only supposed, and leaves open what else it passes on.
func (f *finder) outletFact(fd *find) hearsay.Fact {
	switch fd.act {
	case hearsay.Confirm, hearsay.Concede:
		return fd.fact
	case hearsay.NoComment, hearsay.Doubt:
		return hearsay.Uu
	}
	if u := fd.use; u != nil && !u.negated {
		switch head := f.doc.Toks[u.head].Lemma; {
		case head == "wissen":
			return fd.fact
		case u.cue == cueWurdeBekannt, u.cue == cueBekannt && (head == "werden" || head == "sein" || head == "bekanntwerden"):
			return fd.fact // "wurde bekannt", no "gab bekannt"
		}
	}
	for _, r := range fd.content {
		for i := r.From; i < r.To && f.low[i] != ","; i++ {
			if f.low[i] == "vermeintlich" {
				return hearsay.PRMinus
			}
		}
	}
	return hearsay.Uu
}

// mediumWords show that a source is a news medium or a document: it reports where
// persons and bodies say.
var mediumWords = []string{"zeitung", "spiegel", "bbc", "cnn", "online", ".de", ".com", "news", "times", "radio", "agentur", "reuters", "afp", "dpa", "xinhua", "interfax", "tass", "nachricht", "sender", "magazin", "blatt", "presse", "rundfunk", "ndr", "wdr", "ard", "zdf", "mdr", "swr", "fernseh", "taz", "faz", "focus", "guardian", "journal", "herald", "jazeera", "kyodo", "yonhap", "kcna", "tagesschau", "heise", "golem", "wikinews", "medien", "studie", "bericht", "umfrage", "untersuchung", "gutachten", "statistik", "dokument", "papier", "meldung", "post", "zdnet", "chronicle", "tribune", "rundschau", "anzeiger", "kurier", "morgenpost", "abendblatt", "broadcasting", "demnach", "wonach", "danach", "analyse", "urteil", "entwurf", "protokoll", "welt", "stern", "bild", "standard", "figaro", "monde"}

func (f *finder) isMedium(r rng) bool {
	for i := r.From; i < r.To; i++ {
		for _, w := range mediumWords {
			if len(w) <= 5 && f.low[i] == w || len(w) > 4 && strings.Contains(f.low[i], w) || w[0] == '.' && strings.HasSuffix(f.low[i], w) {
				return true
			}
		}
	}
	return false
}

// labelFeatures describes a statement for its labels.
func (f *finder) labelFeatures(fd *find) []ml.Feature {
	var fs []ml.Feature
	doc := f.doc
	mode := string(fd.mode)
	add := func(kind uint8, parts ...string) { fs = append(fs, ml.Hash(kind, parts...)) }
	add(1)
	add(2, mode)
	add(3, fd.rule)
	add(4, string(fd.act))
	add(5, string(fd.act), mode)
	add(6, fd.rule, string(fd.act))
	var cue []string
	for _, r := range fd.cue {
		for i := r.From; i < r.To; i++ {
			cue = append(cue, doc.Toks[i].Lemma)
			add(7, doc.Toks[i].Lemma)
			add(8, doc.Toks[i].Lemma, mode)
		}
	}
	add(9, strings.Join(cue, " "))
	head := ""
	if fd.use != nil {
		head = doc.Toks[fd.use.head].Lemma
		add(10, head)
		add(11, head, mode)
		add(12, strconv.FormatBool(fd.use.negated), head)
		add(13, strconv.FormatBool(fd.use.negated))
		add(14, strconv.FormatBool(fd.use.passive), string(fd.act))
	}
	kind := "-"
	if len(fd.source) > 0 {
		s := fd.source[0]
		kind = f.sourceKind(s)
		h := f.headOf(s)
		add(15, kind)
		add(16, kind, string(fd.act))
		add(17, kind, head, fd.rule)
		for i := s.From; i < s.To && i < s.From+8; i++ {
			add(18, doc.Toks[i].Lemma)
		}
		add(19, doc.Toks[h].Lemma)
		add(20, doc.Toks[h].Lemma, fd.rule)
		m := strconv.FormatBool(f.isMedium(s))
		add(37, m, mode)
		add(38, m, string(fd.act))
		add(39, m, kind, fd.rule)
		add(40, m, head)
		w := doc.Toks[h].Lemma
		for _, suffix := range []string{"zeitung", "magazin", "sender", "agentur", "studie", "bericht", "umfrage", "minister", "sprecher", "präsident", "behörde", "polizei", "gericht", "partei", "verband", "online"} {
			if strings.HasSuffix(strings.ToLower(w), suffix) {
				add(21, suffix)
				add(22, suffix, fd.rule)
			}
		}
	}
	if fd.goesOn > 0 && fd.goesOn <= len(f.finds) {
		g := &f.finds[fd.goesOn-1]
		add(41, string(g.act), mode)
		add(42, g.rule, mode)
		if g.use != nil {
			add(43, doc.Toks[g.use.head].Lemma, mode)
		}
	}
	// The content: its verbs, modals, small words and nouns.
	n := 0
	for _, r := range fd.content {
		for i := r.From; i < r.To; i++ {
			t := doc.Toks[i]
			n++
			if t.UPOS == hearsay.PUNCT {
				if f.low[i] == "?" || f.low[i] == "!" {
					add(23, f.low[i])
				}
				continue
			}
			if n > 40 {
				break
			}
			switch t.UPOS {
			case hearsay.VERB:
				add(24, t.Lemma)
				add(25, t.Lemma, mode)
			case hearsay.AUX:
				add(26, f.low[i])
				add(27, f.low[i], mode)
				add(28, f.low[i], head)
			case hearsay.ADV, hearsay.PART, hearsay.CCONJ, hearsay.SCONJ:
				add(29, f.low[i])
				add(30, f.low[i], string(fd.act))
			}
			if _, ok := hedges[f.low[i]]; ok {
				add(32, f.low[i])
			}
		}
	}
	first := fd.content[0].From
	add(33, f.low[first])
	add(34, f.low[first], head)
	if first+1 < len(f.low) {
		add(35, f.low[first], f.low[first+1])
	}
	return fs
}
