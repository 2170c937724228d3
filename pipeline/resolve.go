package pipeline

import (
	"slices"
	"sort"
	"strings"

	"hearsay"
	"hearsay/nlp"
	"hearsay/text"
)

// resolve gives statements what needs more than their own words: who the source is,
// by the whole article and what is known of the world; the media that they were
// made to; when it was said and when its content happens, by the times that the
// article gives.
func (r *Reader) resolve(doc *hearsay.Doc, sts []hearsay.Statement) {
	r.findTimes(doc)
	if len(sts) == 0 {
		return // nobody to ask for
	}
	x := &resolver{lang: r.lang, doc: doc, linked: r.lang.Link(doc), sts: sts}
	for k := range sts {
		x.name(&sts[k])
	}
	x.media()
	for k := range sts {
		sts[k].Chain = withoutRepeats(sts[k].Chain)
	}
	placeInTime(doc, sts)
	placeInSpace(doc, sts)
}

// A resolver resolves the statements of one article.
type resolver struct {
	lang   *nlp.Language
	doc    *hearsay.Doc
	linked *nlp.Linked
	sts    []hearsay.Statement
}

// who tells whom a passage stands for: of a place the government there ("Moskau
// erklärte"). Nil where that is not known.
func (x *resolver) who(spans []hearsay.Span) *hearsay.Entity {
	toks := tokensOf(x.doc, spans)
	if toks.From >= toks.To {
		return nil
	}
	e := x.linked.SourceEntity(toks)
	if e != nil && e.Kind == "place" {
		if g := x.lang.GovernmentOf(e); g != nil {
			return g
		}
	}
	return e
}

// name finds the entities of a statement's source and of its links.
func (x *resolver) name(st *hearsay.Statement) {
	if st.Source != nil {
		st.Source.Entity = x.who(st.Source.Spans)
		if st.Act == hearsay.Say && ownMedium(st) {
			st.Act = hearsay.Report // a medium reports where others say
		}
	}
	for i := range st.Chain {
		v := &st.Chain[i]
		if v.Via == "copies" || v.Visibility == "anonymous" {
			continue
		}
		e := x.who(v.Spans)
		if e == nil {
			continue
		}
		if v.Visibility == "unspecified" {
			if v.Name == "" {
				continue
			}
			v.Visibility, v.Kind = "named", e.Kind // "demnach": whose report stood in front; "man": who spoke last
		}
		v.Name = e.Name
		switch {
		case e.Kind == "" || e.Kind == "place":
		case e.Kind == "person" && (v.Kind == "expert" || v.Kind == "eyewitness"):
		default:
			v.Kind = e.Kind
		}
	}
}

// media gives statements the medium that they were made to where the frame tells
// it by more than an addressee ("in einem Interview mit der New York Times", "in der
// „Bild am Sonntag“ schreibt Papier"), and those that go on with the same source
// the medium of the one before: an interview is told in many sentences, and named
// in the first.
func (x *resolver) media() {
	added := map[hearsay.StatementID]hearsay.Voucher{}
	type told struct {
		medium hearsay.Voucher
		at     int // how many statements at the top stood in front
	}
	last := map[string]told{} // by source
	n := 0
	for k := range x.sts {
		st := &x.sts[k]
		if st.Parent != "" {
			if v, ok := added[st.Parent]; ok {
				insert(st, v)
				added[st.ID] = v
			}
			continue
		}
		source := sourceKey(st)
		if source == "" {
			continue
		}
		n++
		medium := spokenTo(st)
		if medium == nil {
			if medium = x.mediumIn(st); medium == nil {
				if m, ok := last[source]; ok && n-m.at <= interviewGap && !ownMedium(st) {
					medium = &m.medium
				}
			}
			if medium == nil {
				continue
			}
			insert(st, *medium)
			added[st.ID] = *medium
		}
		last[source] = told{*medium, n}
	}
}

// interviewGap is how many statements on a source is still taken to speak to the
// same medium: 1 is the next.
const interviewGap = 1

// sourceKey tells sources apart: by entity, else by where they stand.
func sourceKey(st *hearsay.Statement) string {
	switch {
	case st.Source == nil:
		return ""
	case st.Source.Entity != nil:
		return st.Source.Entity.ID
	}
	return st.Source.Text
}

// spokenTo is the medium in a chain to which its source spoke; nil if there is
// none.
func spokenTo(st *hearsay.Statement) *hearsay.Voucher {
	for i := range st.Chain {
		if v := &st.Chain[i]; v.Via == "cites" && (v.Kind == "outlet" || v.Kind == "agency") && i+1 < len(st.Chain) && st.Chain[i+1].Via == "says" {
			return v
		}
	}
	return nil
}

// ownMedium reports whether the source is a medium itself.
func ownMedium(st *hearsay.Statement) bool {
	return st.Source != nil && st.Source.Entity != nil && (st.Source.Entity.Kind == "outlet" || st.Source.Entity.Kind == "agency")
}

// insert puts a medium in front of the links of a chain that are not the credited
// agencies.
func insert(st *hearsay.Statement, v hearsay.Voucher) {
	i := 0
	for i < len(st.Chain) && st.Chain[i].Via == "copies" {
		i++
	}
	st.Chain = slices.Insert(slices.Clone(st.Chain), i, v)
}

// mediumPrepositions lead to the medium that something was said or stood in.
var mediumPrepositions = map[string]bool{"in": true, "im": true, "mit": true, "gegenüber": true, "zu": true, "zum": true, "zur": true, "bei": true, "beim": true, "für": true, "laut": true}

// mediumIn finds the medium in a statement's frame; of an act that is told, in its
// sentence.
func (x *resolver) mediumIn(st *hearsay.Statement) *hearsay.Voucher {
	if st.Source == nil || ownMedium(st) {
		return nil
	}
	where := st.Frame
	if where == nil {
		if st.Mode != hearsay.Reported {
			return nil
		}
		where = &st.Content
	}
	quoted := st.Cue != nil && strings.Contains(st.Cue.Text, "zitiert")
	for _, m := range x.doc.Mentions {
		if m.Entity < 0 {
			continue
		}
		e := &x.doc.Entities[m.Entity]
		if e.Kind != "outlet" && e.Kind != "agency" {
			continue
		}
		sp := text.SpanOf(x.doc, m.Toks)
		if !spanIn(where.Spans, sp) || spanIn(st.Source.Spans, sp) || slices.ContainsFunc(st.Chain, func(v hearsay.Voucher) bool { return v.Name == e.Name || spanIn(v.Spans, sp) }) {
			continue
		}
		prep := x.prepositionOf(m.Toks)
		if !mediumPrepositions[prep] && !(quoted && (prep == "von" || prep == "vom" || prep == "")) {
			continue
		}
		return &hearsay.Voucher{Name: e.Name, Kind: e.Kind, Visibility: "named", Via: "cites", Spans: []hearsay.Span{sp}}
	}
	return nil
}

// prepositionOf gives the preposition that governs a name, over its article, what
// stands between and its quotation mark; empty if there is none.
func (x *resolver) prepositionOf(r hearsay.Range) string {
	for i := r.From - 1; i >= max(0, r.From-6); i-- {
		switch t := x.doc.Toks[i]; t.UPOS {
		case hearsay.ADP:
			return strings.ToLower(text.Word(x.doc, i))
		case hearsay.DET, hearsay.ADJ, hearsay.NOUN, hearsay.PROPN:
		case hearsay.PUNCT:
			if w := text.Word(x.doc, i); w == "," || w == "." || w == ":" || w == ";" {
				return ""
			}
		default:
			return ""
		}
	}
	if i := r.From; i < r.To && x.doc.Toks[i].UPOS == hearsay.ADP {
		return strings.ToLower(text.Word(x.doc, i))
	}
	return ""
}

// spanIn reports whether one of the spans holds sp.
func spanIn(spans []hearsay.Span, sp hearsay.Span) bool {
	return slices.ContainsFunc(spans, func(s hearsay.Span) bool { return s.Start <= sp.Start && sp.End <= s.End })
}

// withoutRepeats leaves a link out that names the one before it again: a fragment
// in quotation marks whose source is told by other words than its statement's.
func withoutRepeats(chain []hearsay.Voucher) []hearsay.Voucher {
	out := chain[:0:0]
	for _, v := range chain {
		if v.Name != "" && v.Via != "speaks for" && slices.ContainsFunc(out, func(o hearsay.Voucher) bool { return o.Name == v.Name && o.Via != "speaks for" }) {
			continue
		}
		out = append(out, v)
	}
	return out
}

// tokensOf gives the tokens that the first of some spans covers: of a source in
// parts the first names it.
func tokensOf(doc *hearsay.Doc, spans []hearsay.Span) hearsay.Range {
	if len(spans) == 0 {
		return hearsay.Range{}
	}
	sp := spans[0]
	from := sort.Search(len(doc.Toks), func(i int) bool { return doc.Toks[i].End > sp.Start })
	to := sort.Search(len(doc.Toks), func(i int) bool { return doc.Toks[i].Start >= sp.End })
	return hearsay.Range{From: from, To: to}
}
