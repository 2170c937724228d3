package present

import (
	"fmt"
	"io"
	"iter"
	"strings"

	"hearsay"
)

// provDoc is a bundle of PROV-JSON (W3C Member Submission of 24 April 2013): by
// section ("entity", "used", …) and id, the attributes. Maps are written in the order
// of their keys.
type provDoc map[string]map[string]map[string]any

// put adds attributes to an element; what is empty is left out.
func (d provDoc) put(section, id string, attrs ...any) {
	if d[section] == nil {
		d[section] = map[string]map[string]any{}
	}
	if d[section][id] == nil {
		d[section][id] = map[string]any{}
	}
	for i := 0; i+1 < len(attrs); i += 2 {
		if v := attrs[i+1]; v != nil && v != "" {
			d[section][id][attrs[i].(string)] = v
		}
	}
}

// relate adds a relation, which has no name of its own.
func (d provDoc) relate(section string, attrs ...any) {
	d.put(section, fmt.Sprintf("_:%s%d", section, len(d[section])+1), attrs...)
}

// A typed value: what it is, by qualified name.
type provValue struct {
	Value string `json:"$"`
	Type  string `json:"type,omitempty"`
	Lang  string `json:"lang,omitempty"`
}

func provName(s string) any { return provValue{Value: s, Type: "prov:QUALIFIED_NAME"} }

func provText(s string, lang hearsay.Language) any {
	switch {
	case s == "":
		return nil
	case lang == "":
		return s
	}
	return provValue{Value: s, Lang: string(lang)}
}

func provURI(s string) any {
	if s == "" {
		return nil
	}
	return provValue{Value: s, Type: "xsd:anyURI"}
}

// provID is a qualified name in our namespace.
func provID[T ~string](id T) string { return "hearsay:" + escapeName(string(id)) }

// exportPROV writes how each claim came to its status, a bundle a claim: an article
// that is evidence of two claims is described in both, under one name.
func exportPROV(w io.Writer, in iter.Seq2[hearsay.Claim, error], more *Lookup) error {
	j := &jsonList{w: w}
	j.raw(fmt.Sprintf(`{"prefix":{"hearsay":%q,"prov":"http://www.w3.org/ns/prov#","xsd":"http://www.w3.org/2001/XMLSchema#"},"bundle":{`, base))
	for c, err := range in {
		if err != nil {
			return err
		}
		p := &prover{doc: provDoc{}, more: more, seen: map[string]bool{}, ids: map[string]string{}}
		if err := p.claim(&c); err != nil {
			return err
		}
		j.member(provID(c.ID+"/provenance"), p.doc)
	}
	j.raw("\n}}\n")
	return j.err
}

// A prover tells the provenance of one claim.
type prover struct {
	doc  provDoc
	more *Lookup
	seen map[string]bool   // relations and articles that are told
	ids  map[string]string // of entities, by name: a chain has names only
}

// first reports whether something is told for the first time.
func (p *prover) first(what ...string) bool {
	key := strings.Join(what, "\x00")
	was := p.seen[key]
	p.seen[key] = true
	return !was
}

const provSelf = "hearsay:hearsay"

func (p *prover) claim(c *hearsay.Claim) error {
	d := p.doc
	d.put("agent", provSelf, "prov:type", provName("prov:SoftwareAgent"), "prov:label", "Hearsay")
	claim := provID(c.ID)
	lang := hearsay.Language("")

	os, err := p.more.origins(c)
	if err != nil {
		return err
	}
	for i := range c.Participants {
		p.know(&c.Participants[i].Entity)
	}
	for i := range os {
		p.know(&hearsay.Entity{ID: os[i].ID, Name: os[i].Name})
	}
	for i := range c.Evidence {
		st, err := p.more.statement(c.Evidence[i].ID)
		if err != nil {
			return err
		}
		if st != nil && st.Source != nil && st.Source.Entity != nil {
			p.know(st.Source.Entity)
		}
	}
	utterances := map[hearsay.EvidenceID]string{} // of evidence: what its origin said
	for i := range os {
		o := &os[i]
		id := fmt.Sprintf("%s/origin/%d", claim, i+1)
		d.put("entity", id, "prov:type", provName("hearsay:Utterance"), "prov:label", o.Name)
		d.relate("wasAttributedTo", "prov:entity", id, "prov:agent", p.agent(o.ID, o.Name, o.Kind))
		for _, e := range o.Evidence {
			utterances[e] = id
		}
	}

	told := map[hearsay.EvidenceID]bool{}
	for _, e := range byKnown(c) {
		a, err := p.more.articleOf(e)
		if err != nil {
			return err
		}
		if lang == "" {
			lang = a.Language
		}
		if err := p.article(a); err != nil {
			return err
		}
		if err := p.evidence(c, e, a); err != nil {
			return err
		}
		told[e.ID] = true
		if u := utterances[e.ID]; u != "" {
			d.relate("wasDerivedFrom", "prov:generatedEntity", provID(e.ID), "prov:usedEntity", u, "prov:type", provName("prov:PrimarySource"))
		}
	}
	d.put("entity", claim, "prov:type", provName("hearsay:Claim"), "prov:label", provText(oneLine(c.Gist), lang), "hearsay:when", string(c.When))

	for i, a := range moves(c) {
		id, judging := fmt.Sprintf("%s/status/%d", claim, i+1), fmt.Sprintf("%s/judging/%d", claim, i+1)
		at := instant(a.At)
		d.put("entity", id, "prov:type", provName("hearsay:Assessment"), "hearsay:status", string(a.Status), "hearsay:phase", string(a.Phase),
			"hearsay:rule", a.Rule, "hearsay:originsMin", a.OriginsMin, "hearsay:originsMax", a.OriginsMax, "hearsay:reach", a.Reach)
		d.put("activity", judging, "prov:type", provName("hearsay:Judging"), "prov:startTime", at, "prov:endTime", at)
		d.relate("wasAssociatedWith", "prov:activity", judging, "prov:agent", provSelf)
		d.relate("wasGeneratedBy", "prov:entity", id, "prov:activity", judging, "prov:time", at)
		d.relate("specializationOf", "prov:specificEntity", id, "prov:generalEntity", claim)
		for _, e := range a.Because {
			if told[e] {
				d.relate("used", "prov:activity", judging, "prov:entity", provID(e))
			}
		}
		if i > 0 {
			d.relate("wasDerivedFrom", "prov:generatedEntity", id, "prov:usedEntity", fmt.Sprintf("%s/status/%d", claim, i), "prov:type", provName("prov:Revision"))
		}
	}
	return nil
}

// evidence tells of a passage: which reading found it, and who is on its way.
func (p *prover) evidence(c *hearsay.Claim, e *hearsay.Evidence, a *ArticleHead) error {
	d, id := p.doc, provID(e.ID)
	st, err := p.more.statement(e.ID)
	if err != nil {
		return err
	}
	kind := "hearsay:Statement"
	if st == nil {
		kind = "hearsay:Passage" // the article says it in its own name
	}
	d.put("entity", id, "prov:type", provName(kind), "prov:value", provText(oneLine(e.Text), a.Language), "hearsay:stance", string(e.Stance))
	reading := provID("reading/" + e.Article)
	if p.first("reading", reading) {
		d.put("activity", reading, "prov:type", provName("hearsay:Reading"))
		d.relate("used", "prov:activity", reading, "prov:entity", provID(e.Article))
		d.relate("wasAssociatedWith", "prov:activity", reading, "prov:agent", provSelf)
	}
	d.relate("wasGeneratedBy", "prov:entity", id, "prov:activity", reading)
	d.relate("wasDerivedFrom", "prov:generatedEntity", id, "prov:usedEntity", provID(e.Article), "prov:type", provName("prov:Quotation"))
	d.relate("wasDerivedFrom", "prov:generatedEntity", provID(c.ID), "prov:usedEntity", id)
	if st == nil {
		return nil
	}
	// Who speaks for a body acts on its behalf.
	for i, v := range st.Chain {
		if i == 0 || v.Via != "speaks for" || v.Name == "" || st.Chain[i-1].Name == "" {
			continue
		}
		spokesman, body := p.agent("", st.Chain[i-1].Name, st.Chain[i-1].Kind), p.agent("", v.Name, v.Kind)
		if p.first("behalf", spokesman, body) {
			d.relate("actedOnBehalfOf", "prov:delegate", spokesman, "prov:responsible", body)
		}
	}
	return nil
}

// article tells of a version of an article: who printed it, whose text it is, which
// version it follows and which article it copies.
func (p *prover) article(a *ArticleHead) error {
	id := provID(a.ID)
	if !p.first("article", id) {
		return nil
	}
	d := p.doc
	url, _ := webAddress(a.URL)
	d.put("entity", id, "prov:type", provName("hearsay:Article"), "prov:label", provText(oneLine(a.Title), a.Language), "prov:location", provURI(url),
		"hearsay:published", string(a.Published), "hearsay:known", instant(a.Known))
	if a.Outlet != "" {
		d.relate("wasAttributedTo", "prov:entity", id, "prov:agent", p.agent("", a.Outlet, "outlet"))
	}
	for _, agency := range a.Agencies {
		d.relate("wasAttributedTo", "prov:entity", id, "prov:agent", p.agent("", agency, "agency"))
	}
	derived := func(from hearsay.VersionID, attrs ...any) error {
		other, err := p.more.article(from)
		if err != nil {
			return err
		}
		d.relate("wasDerivedFrom", append([]any{"prov:generatedEntity", id, "prov:usedEntity", provID(from)}, attrs...)...)
		return p.article(other)
	}
	if a.Replaces != "" {
		if err := derived(a.Replaces, "prov:type", provName("prov:Revision")); err != nil {
			return err
		}
	}
	switch c, err := p.more.copy(a.ID); {
	case err != nil:
		return err
	case c != nil && c.Of != "":
		return derived(c.Of, "prov:type", provName("hearsay:Copy"), "hearsay:share", c.Share)
	}
	return nil
}

// Kinds of vouchers as PROV has them; the others are agents of no known sort.
var provTypes = map[string]string{
	"outlet": "prov:Organization", "agency": "prov:Organization", "government": "prov:Organization", "organisation": "prov:Organization", "company": "prov:Organization",
	"person": "prov:Person", "expert": "prov:Person", "eyewitness": "prov:Person",
}

// know remembers the id of an entity.
func (p *prover) know(e *hearsay.Entity) {
	if id := worldID(e.ID); id != "" {
		p.ids[strings.ToLower(oneLine(e.Name))] = id
	}
}

// agent tells of somebody, by the id of the entity where it has one, else by name.
func (p *prover) agent(id, name, kind string) string {
	name = oneLine(name)
	key := worldID(id)
	if key == "" {
		key = p.ids[strings.ToLower(name)]
	}
	if key == "" {
		key = "~" + strings.ToLower(name)
	}
	qname := provID("agent/" + key)
	p.doc.put("agent", qname, "prov:label", name)
	if typ := provTypes[kind]; typ != "" {
		p.doc.put("agent", qname, "prov:type", provName(typ))
	}
	return qname
}
