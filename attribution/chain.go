package attribution

import (
	_ "embed"
	"fmt"
	"strings"

	"hearsay"
)

// The chain of a statement leads from the outlet to the origin, outermost link
// first; the printing outlet itself is left out. Its links, in this order:
//
//   - the agency that the article credits (it was copied);
//   - the medium to which the source spoke ("sagte der Minister der dpa");
//   - the chain of the statement that this one is nested in;
//   - the source;
//   - whom the source speaks for ("ein Sprecher des Ministeriums");
//   - whom the source cites ("unter Berufung auf Regierungskreise").

// A voucherNoun tells what a noun says of the link that it names.
type voucherNoun struct {
	kind, visibility string
}

//go:embed data/vouchers.de.tsv
var germanVouchers string

// voucherTable holds the nouns whole and by suffix.
type voucherTable struct {
	whole, suffix map[string]voucherNoun
}

func readVouchers(data string) (*voucherTable, error) {
	t := &voucherTable{whole: map[string]voucherNoun{}, suffix: map[string]voucherNoun{}}
	for n, line := range strings.Split(data, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 3 {
			return nil, fmt.Errorf("vouchers: line %d: %d columns, want 3", n+1, len(f))
		}
		v := voucherNoun{kind: f[1], visibility: f[2]}
		if s, ok := strings.CutPrefix(f[0], "-"); ok {
			t.suffix[s] = v
		} else {
			t.whole[f[0]] = v
		}
	}
	return t, nil
}

// lookup finds a noun by its lemma, its form, or its longest known suffix.
func (t *voucherTable) lookup(lemma, form string) (voucherNoun, bool) {
	for _, w := range []string{lemma, form} {
		if v, ok := t.whole[w]; ok {
			return v, true
		}
	}
	for _, w := range []string{lemma, form} {
		low := strings.ToLower(w)
		for i := range low {
			if i == 0 || len(low)-i < 3 {
				continue
			}
			if v, ok := t.suffix[low[i:]]; ok {
				return v, true
			}
			if j := strings.LastIndexByte(w, '-'); j >= 0 {
				if v, ok := t.whole[w[j+1:]]; ok {
					return v, true
				}
			}
		}
	}
	return voucherNoun{}, false
}

// chains fills in the chain of every statement; finds and statements correspond.
func (f *finder) chains(sts []hearsay.Statement) {
	byID := map[hearsay.StatementID]int{}
	for k := range sts {
		byID[sts[k].ID] = k
	}
	for k := range sts {
		st, fd := &sts[k], &f.finds[k]
		var chain []hearsay.Voucher
		parent, nested := byID[st.Parent]
		ownSource := !nested || len(fd.source) == 0 || !sameRanges(fd.source, f.finds[parent].source)
		switch {
		case nested:
			chain = append(chain, sts[parent].Chain...)
		default:
			for _, c := range f.doc.Article.Agencies {
				chain = append(chain, hearsay.Voucher{Name: c.Name, Kind: "agency", Visibility: "named", Via: "copies", Spans: c.Spans})
			}
		}
		if ownSource {
			for _, a := range fd.addr {
				if v, ok := f.mediumVoucher(a); ok {
					chain = append(chain, v)
				}
			}
			if len(fd.source) > 0 {
				chain = append(chain, f.vouch(fd.source[0], "says")...)
			} else if !nested {
				chain = append(chain, hearsay.Voucher{Kind: "unspecified", Visibility: "unspecified", Via: "says"})
			}
			if deep := f.citedBehind(fd); deep.To > deep.From {
				chain = append(chain, f.vouch(deep, "cites")...)
			} else if in := f.innerSource(fd); in.To > in.From {
				chain = append(chain, f.vouch(in, "cites")...)
			}
		}
		st.Chain = chain
	}
}

// mediumVoucher makes a link of an addressee that is a news medium.
func (f *finder) mediumVoucher(r rng) (hearsay.Voucher, bool) {
	head := f.headOf(r)
	if !f.isMedium(r) && !outletNouns[f.doc.Toks[head].Lemma] {
		return hearsay.Voucher{}, false
	}
	if !f.namesMedium(r, head) {
		return hearsay.Voucher{}, false // "sagte Reportern": no medium that could be named
	}
	v := f.voucher(r, "cites")
	if v.Kind != "agency" {
		v.Kind = "outlet"
	}
	v.Visibility = "named"
	return v, true
}

// namesMedium reports whether a passage names a medium rather than people or media
// at large.
func (f *finder) namesMedium(r rng, head int) bool {
	for _, s := range []string{"reporter", "reportern", "presse", "journalist", "journalisten", "medien", "vertreter", "vertretern", "bericht"} {
		if f.low[head] == s || strings.HasSuffix(f.low[head], s) && s != "presse" {
			return false
		}
	}
	return true
}

// vouch makes the links of a source: itself, and the body it speaks for.
func (f *finder) vouch(r rng, via string) []hearsay.Voucher {
	// "Angaben der Polizei": the police vouch, the word "Angaben" tells only how.
	if p := f.phraseOf[r.From]; p >= 0 && f.isCited(p) && citedNouns[f.doc.Toks[f.doc.Phrases[p].Head].Lemma] {
		if in := f.attributeIn(r, p); in.To > in.From {
			return f.vouch(in, via)
		}
	}
	out := []hearsay.Voucher{f.voucher(r, via)}
	p := f.phraseOf[f.headOf(r)]
	if p >= 0 && speakers[f.doc.Toks[f.doc.Phrases[p].Head].Lemma] {
		if body := f.attributeIn(r, p); body.To > body.From {
			out = append(out, f.voucher(body, "speaks for"))
		}
	}
	return out
}

var speakers = map[string]bool{"Sprecher": true, "Sprecherin": true, "Vertreter": true, "Vertreterin": true, "Regierungssprecher": true, "Pressesprecher": true, "Pressesprecherin": true, "Ministeriumssprecher": true, "Militärsprecher": true, "Konzernsprecher": true, "Unternehmenssprecher": true}

// attributeIn finds the genitive or von-phrase behind phrase p within r.
func (f *finder) attributeIn(r rng, p int) rng {
	i := f.doc.Phrases[p].Toks.To
	if i >= r.To || f.phraseAt[i] < 0 {
		return rng{}
	}
	ph := &f.doc.Phrases[f.phraseAt[i]]
	from := i
	if ph.Prep >= 0 {
		from = ph.Prep + 1
	}
	return rng{From: from, To: r.To}
}

// voucher makes one link of a source passage.
func (f *finder) voucher(r rng, via string) hearsay.Voucher {
	v := hearsay.Voucher{Via: via, Kind: "person", Visibility: "named"}
	if p := f.passage([]rng{r}); p != nil {
		v.Name, v.Spans = strip(p.Text), p.Spans
	}
	h := f.headOf(r)
	t := f.doc.Toks[h]
	switch f.low[h] {
	case "demnach", "danach", "wonach":
		v.Kind, v.Visibility = "unspecified", "unspecified"
		return v
	case "man":
		v.Kind, v.Visibility = "unspecified", "unspecified"
		return v
	}
	name := false
	for i := r.From; i < r.To && i < h+6; i++ {
		name = name || f.doc.Toks[i].UPOS == hearsay.PROPN && f.phraseOf[i] == f.phraseOf[h]
	}
	noun, known := f.x.vouchers.lookup(t.Lemma, f.word(h))
	switch {
	case known:
		v.Kind, v.Visibility = noun.kind, noun.visibility
		if name && v.Visibility != "anonymous" {
			v.Visibility = "named"
		}
		if name && noun.visibility == "role" && noun.kind == "organisation" {
			v.Kind = "person"
		}
	case f.isMedium(r):
		v.Kind = "outlet"
	case t.UPOS == hearsay.PRON:
		v.Kind, v.Visibility = "person", "role"
	case t.UPOS == hearsay.NOUN && !name:
		v.Visibility = "role"
		if p := f.phraseOf[h]; p >= 0 && f.doc.Phrases[p].Plur {
			v.Visibility = "collective"
		}
	}
	for i := r.From; i < r.To; i++ {
		switch f.low[i] {
		case "ungenannter", "ungenannte", "ungenannten", "anonymer", "anonyme", "anonymen", "namentlich":
			v.Visibility = "anonymous"
		}
	}
	return v
}

// strip takes article and quotation marks off a name.
func strip(s string) string {
	for _, a := range []string{"der ", "die ", "das ", "den ", "dem ", "des ", "ein ", "eine ", "einer ", "einem ", "eines ", "einen ", "Der ", "Die ", "Das ", "Ein ", "Eine "} {
		if rest, ok := strings.CutPrefix(s, a); ok {
			s = rest
			break
		}
	}
	return strings.Trim(s, "„“\"»«")
}

// citedBehind finds whom the source itself cites within the frame: "in Berufung
// auf eine offizielle Quelle", "unter Hinweis auf Militärkreise".
func (f *finder) citedBehind(fd *find) rng {
	for _, fr := range fd.frame {
		for i := fr.From; i+2 < fr.To; i++ {
			if f.low[i] != "unter" && f.low[i] != "in" && f.low[i] != "mit" {
				continue
			}
			switch f.low[i+1] {
			case "berufung", "hinweis", "verweis", "bezug", "bezugnahme":
			default:
				continue
			}
			if p := f.phraseAt[i+2]; p >= 0 && f.doc.Phrases[p].Prep == i+2 && f.low[i+2] == "auf" {
				return f.extend(p, fr.To)
			}
		}
	}
	return rng{}
}

// innerSource finds who thinks or says what a medium reports: "YTN berichtete,
// dass die Regierung in Seoul mit einem Treffen rechne": the government.
func (f *finder) innerSource(fd *find) rng {
	if fd.use == nil || fd.act != hearsay.Report || len(fd.source) == 0 {
		return rng{}
	}
	c := f.clauseOf[min(fd.content[0].From, len(f.clauseOf)-1)]
	if c < 0 {
		return rng{}
	}
	u := f.use(c)
	if u == nil || u.generic || u.passive || u.cue.Act == hearsay.Report {
		if !f.innerThought(c) {
			return rng{}
		}
		return f.subject(c, f.doc.Clauses[c].Verb)
	}
	s := f.subject(c, u.verb)
	if s.To > s.From && f.muteAt(s) {
		return rng{} // "The Guardian berichtete, sei auch der Befehl … gekommen"
	}
	return s
}

// innerThought reports whether clause c tells what somebody expects or plans by a
// verb that is no cue of its own: "rechne mit", "gehe von … aus".
func (f *finder) innerThought(c int) bool {
	cl := &f.doc.Clauses[c]
	if cl.Head < 0 {
		return false
	}
	switch f.doc.Toks[cl.Head].Lemma {
	case "rechnen", "ausgehen":
		return true
	}
	return false
}
