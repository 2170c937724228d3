package present

import (
	"fmt"
	"io"
	"iter"
	"strings"
	"time"

	"hearsay"
)

// stixObject is what all STIX 2.1 objects have (OASIS Standard, 10 June 2021), and
// what the ones that we use have beside that. Only objects of the standard are
// used, so that every reader of STIX understands the file:
//
//	report    a claim
//	opinion   a piece of evidence: a source agrees or disagrees with the claim
//	note      a move of the claim's status
//	identity  an outlet, or who takes part in the claim
//	location  a place of the claim
type stixObject struct {
	Type        string `json:"type"`
	SpecVersion string `json:"spec_version"`
	ID          string `json:"id"`
	CreatedBy   string `json:"created_by_ref,omitempty"`
	Created     string `json:"created"`
	Modified    string `json:"modified"`

	Name        string   `json:"name,omitempty"`
	Description string   `json:"description,omitempty"`
	Class       string   `json:"identity_class,omitempty"`
	Country     string   `json:"country,omitempty"`
	Latitude    *float64 `json:"latitude,omitempty"`
	Longitude   *float64 `json:"longitude,omitempty"`
	Published   string   `json:"published,omitempty"`
	Abstract    string   `json:"abstract,omitempty"`
	Content     string   `json:"content,omitempty"`
	Explanation string   `json:"explanation,omitempty"`
	Authors     []string `json:"authors,omitempty"`
	Opinion     string   `json:"opinion,omitempty"`
	ObjectRefs  []string `json:"object_refs,omitempty"`

	Labels   []string  `json:"labels,omitempty"`
	Lang     string    `json:"lang,omitempty"`
	External []stixRef `json:"external_references,omitempty"`
}

type stixRef struct {
	SourceName  string `json:"source_name"`
	Description string `json:"description,omitempty"`
	URL         string `json:"url,omitempty"`
	ExternalID  string `json:"external_id"`
}

// stixTime is a moment as STIX wants it. What has no moment of its own, an outlet
// or a place, has always the same, so that it does not differ between two exports.
func stixTime(t time.Time) string {
	if t.IsZero() {
		t = time.Unix(0, 0)
	}
	return t.UTC().Format("2006-01-02T15:04:05.000Z")
}

// stixID is an id that is the same in every export. The standard prefers random ones
// for these objects, and allows others; its own namespace for UUIDv5 is reserved.
func stixID(typ, name string) string { return typ + "--" + uuid5("stix/"+typ+"/"+name) }

// A stixWriter remembers which identities and locations are written. Their ids are
// all it keeps.
type stixWriter struct {
	jsonList
	more *Lookup
	done map[string]bool
	self string // id of Hearsay's identity
}

func exportSTIX(w io.Writer, in iter.Seq2[hearsay.Claim, error], more *Lookup) error {
	s := &stixWriter{jsonList: jsonList{w: w}, more: more, done: map[string]bool{}}
	s.raw(`{"type":"bundle","objects":[`)
	s.self = s.once(stixObject{Type: "identity", ID: stixID("identity", "hearsay"), Name: "Hearsay", Class: "system",
		Description: "Reads news and keeps the status of claims in the reporting. It never states that something is true."})
	for c, err := range in {
		if err == nil {
			err = s.claim(&c)
		}
		if err != nil {
			return err
		}
	}
	s.raw(fmt.Sprintf("\n],\"id\":%q}\n", "bundle--"+uuid5("stix/bundle/"+s.digest())))
	return s.err
}

// once writes an object that several claims may share.
func (s *stixWriter) once(o stixObject) string {
	if !s.done[o.ID] {
		s.done[o.ID] = true
		o.SpecVersion, o.CreatedBy, o.Created, o.Modified = "2.1", s.self, stixTime(time.Time{}), stixTime(time.Time{})
		s.add(o)
	}
	return o.ID
}

// Kinds of entities as STIX has them. What is none of them, a train, is no identity.
var stixClasses = map[string]string{
	"outlet": "organization", "agency": "organization", "government": "organization", "organisation": "organization", "company": "organization",
	"person": "individual", "expert": "individual", "eyewitness": "individual",
}

func (s *stixWriter) identity(id, name, kind string) (string, bool) {
	class, ok := stixClasses[kind]
	if !ok || name == "" {
		return "", false
	}
	key := worldID(id)
	if key == "" {
		key = class + "/" + strings.ToLower(name)
	}
	return s.once(stixObject{Type: "identity", ID: stixID("identity", key), Name: name, Class: class}), true
}

// location writes a place of which it is known where it is; STIX wants no other.
func (s *stixWriter) location(e *hearsay.Entity) (string, bool) {
	o := stixObject{Type: "location", Name: e.Name}
	if len(e.State) == 2 {
		o.Country = e.State
	}
	if located(e) {
		o.Latitude, o.Longitude = &e.Lat, &e.Lon
	}
	if o.Country == "" && o.Latitude == nil {
		return "", false
	}
	key := worldID(e.ID)
	if key == "" {
		key = e.State + "/" + strings.ToLower(e.Name)
	}
	o.ID = stixID("location", key)
	return s.once(o), true
}

func (s *stixWriter) claim(c *hearsay.Claim) error {
	lang := ""
	report := stixObject{Type: "report", SpecVersion: "2.1", ID: stixID("report", string(c.ID)), CreatedBy: s.self,
		Created: stixTime(firstKnown(c)), Modified: stixTime(lastKnown(c)), Published: stixTime(firstKnown(c)), Name: oneLine(c.Gist),
		External: []stixRef{{SourceName: "hearsay", ExternalID: string(c.ID)}}}
	if report.Name == "" {
		report.Name = string(c.ID) // it must have one
	}
	refer := func(id string, ok bool) {
		for _, have := range report.ObjectRefs {
			ok = ok && have != id
		}
		if ok {
			report.ObjectRefs = append(report.ObjectRefs, id)
		}
	}
	for i := range c.Participants {
		p := &c.Participants[i]
		refer(s.identity(p.ID, p.Name, p.Kind))
	}
	for i := range c.Places {
		refer(s.location(&c.Places[i]))
	}

	var opinions []stixObject
	for _, e := range byKnown(c) {
		a, err := s.more.articleOf(e)
		if err != nil {
			return err
		}
		st, err := s.more.statement(e.ID)
		if err != nil {
			return err
		}
		if lang == "" {
			lang = string(a.Language)
		}
		refer(s.identity("", a.Outlet, "outlet"))
		o := stixObject{Type: "opinion", SpecVersion: "2.1", ID: stixID("opinion", string(c.ID)+"/"+string(e.ID)), CreatedBy: s.self,
			Created: stixTime(e.Known), Modified: stixTime(e.Known), Explanation: oneLine(e.Text), Opinion: stixOpinions[e.Stance],
			ObjectRefs: []string{report.ID}, Lang: string(a.Language)}
		if o.Opinion == "" {
			o.Opinion = "neutral"
		}
		if origin, ok := originOf(st); ok {
			o.Authors = append(o.Authors, origin.Name)
		}
		if a.Outlet != "" {
			o.Authors = append(o.Authors, a.Outlet)
		}
		ref := stixRef{SourceName: a.Outlet, Description: oneLine(a.Title), ExternalID: string(e.ID)}
		if ref.SourceName == "" {
			ref.SourceName = "hearsay"
		}
		ref.URL, _ = webAddress(a.URL)
		o.External = []stixRef{ref}
		opinions = append(opinions, o)
	}
	if len(report.ObjectRefs) == 0 {
		report.ObjectRefs = []string{s.self} // a report must be about something
	}

	l := claimLabelsIn(hearsay.Language(lang))
	report.Lang = lang
	if a := latest(c); a != nil {
		report.Description = l.Standing + ": " + l.status(a) + ". " + l.rule(a.Rule)
		report.Labels = stixLabels(a)
	}
	s.add(report)
	have := map[string]bool{}
	for i := range opinions {
		s.add(opinions[i])
		have[opinions[i].ID] = true
	}
	for i, a := range moves(c) {
		note := stixObject{Type: "note", SpecVersion: "2.1", ID: stixID("note", fmt.Sprintf("%s/%d/%s", c.ID, i+1, instant(a.At))), CreatedBy: s.self,
			Created: stixTime(a.At), Modified: stixTime(a.At), Abstract: l.status(a), Content: l.rule(a.Rule) + " (" + a.Rule + ")",
			Labels: stixLabels(a), Lang: string(l.Lang), ObjectRefs: []string{report.ID}}
		for _, id := range a.Because {
			if ref := stixID("opinion", string(c.ID)+"/"+string(id)); have[ref] {
				note.ObjectRefs = append(note.ObjectRefs, ref)
			}
		}
		s.add(note)
	}
	return s.err
}

var stixOpinions = map[hearsay.Stance]string{hearsay.Supports: "agree", hearsay.Denies: "disagree", hearsay.Neutral: "neutral"}

// stixLabels are an assessment as machine tags; those of the Admiralty code are in the
// taxonomy that MISP made usual. STIX's own confidence stays unset: it would be
// Hearsay's belief in the claim, and it has none.
func stixLabels(a *hearsay.Assessment) []string {
	ls := []string{fmt.Sprintf("hearsay:status=%q", a.Status), fmt.Sprintf("hearsay:phase=%q", a.Phase),
		fmt.Sprintf("hearsay:origins=\"%d\"", a.OriginsMin), fmt.Sprintf("hearsay:reach=\"%d\"", a.Reach)}
	if x := letter(a); x != "" {
		ls = append(ls, fmt.Sprintf("admiralty-scale:source-reliability=%q", strings.ToLower(x)))
	}
	if a.Credibility > 0 {
		ls = append(ls, fmt.Sprintf("admiralty-scale:information-credibility=\"%d\"", a.Credibility))
	}
	return ls
}
