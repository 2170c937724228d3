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
	fd.fact = f.ruleFact(fd)
	if f.model == nil {
		return
	}
	fs := f.labelFeatures(fd)
	fd.act = hearsay.Act(best(f.model.act, fs))
	rule := fd.fact
	fd.fact = hearsay.Fact(best(f.model.fact, fs))
	if v, ok := f.mainHedge(fd); ok && fd.fact == hearsay.CTPlus && rule == v {
		fd.fact = v // a hedge in the main clause is no matter of taste
	}
	fd.medium = nil
	for _, m := range strings.Split(best(f.model.medium, fs), "/") {
		fd.medium = append(fd.medium, hearsay.Medium(m))
	}
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

// outletFact gives the outlet's factuality (the table in docs/TERMS.md): it stands
// behind what it says was confirmed or conceded, and behind nothing else that it
// passes on.
func outletFact(act hearsay.Act, source hearsay.Fact) hearsay.Fact {
	switch act {
	case hearsay.Confirm, hearsay.Concede:
		return source
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
