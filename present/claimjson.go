package present

import (
	"bytes"
	"encoding/json"

	"hearsay"
)

// ClaimSchema names the format of [AppendClaimJSON]. A field may be added under the
// same number; to rename or drop one takes a new number.
//
// History: 1, the first.
const ClaimSchema = "hearsay/claim/1"

// claimJSON is one line of "claims --format json".
type claimJSON struct {
	Schema       string            `json:"schema"`       // ClaimSchema
	ID           string            `json:"id"`           // "c" and a hash
	Gist         string            `json:"gist"`         // one sentence, in words of the text it was first known by
	Phase        string            `json:"phase"`        // planned, ongoing, occurred, failed, lapsed, timeless; of the event
	Status       string            `json:"status"`       // speculated, reported, corroborated, confirmed, denied, disputed, corrected; of the reporting
	Rule         string            `json:"rule"`         // of docs/CLAIMS.md, that gave the status
	OriginsMin   int               `json:"origins_min"`  // origins, everything merged that may be one
	OriginsMax   int               `json:"origins_max"`  // origins, only that merged which is certainly one
	Reach        int               `json:"reach"`        // outlets that printed it
	Admiralty    admiraltyJSON     `json:"admiralty"`    // the two axes, never multiplied
	When         *string           `json:"when"`         // EDTF; null where not known
	Places       []string          `json:"places"`       // names
	Participants []participantJSON `json:"participants"` // who takes part, with role
	Origins      []originJSON      `json:"origins"`      // on whose word
	Statements   []evidenceJSON    `json:"statements"`   // evidence, as it became known
	History      []moveJSON        `json:"history"`      // moves of status or phase, oldest first
	Siblings     []string          `json:"siblings"`     // claims about the same matter that cannot be this one
	Apart        []apartJSON       `json:"apart"`        // why they cannot, where that is known
	WouldChange  string            `json:"would_change"` // what would move the status
	Story        *string           `json:"story"`        // story of the evidence it was first known by
}

// admiraltyJSON is the Admiralty code. What is unknown is null.
type admiraltyJSON struct {
	Reliability *string `json:"reliability"` // letter A to F
	Credibility *int    `json:"credibility"` // digit 1 to 6
}

type participantJSON struct {
	Role string  `json:"role"` // agent, patient, recipient, topic
	Name string  `json:"name"`
	ID   *string `json:"id"` // null where the entity is not known
	Kind string  `json:"kind,omitempty"`
}

type originJSON struct {
	Name       string   `json:"name"`
	Kind       string   `json:"kind"`
	Visibility string   `json:"visibility"`
	ID         *string  `json:"id"`         // of the entity
	Statements []string `json:"statements"` // ids, earliest first
	Why        []string `json:"why"`        // why these count as one
}

// evidenceJSON is a statement, or a proposition of one, with what it does to the claim.
type evidenceJSON struct {
	ID        string     `json:"id"`
	Article   string     `json:"article"` // address
	Outlet    string     `json:"outlet"`
	Published string     `json:"published"` // EDTF, or an RFC 3339 time
	Stance    string     `json:"stance"`    // supports, denies, neutral
	Text      string     `json:"text"`      // the passage
	Spans     []spanJSON `json:"spans"`     // of the article's text
	Version   string     `json:"version"`   // of the article
	Known     string     `json:"known"`     // from when on the ledger knows it
	Why       string     `json:"why"`       // what joined it to the claim
	Score     float64    `json:"score"`     // how well it fits, 0 to 1
}

type moveJSON struct {
	At         string   `json:"at"`
	Status     string   `json:"status"`
	Phase      string   `json:"phase"`
	Rule       string   `json:"rule"`
	Because    []string `json:"because"`     // ids of statements
	OriginsMin int      `json:"origins_min"` // at that moment
	OriginsMax int      `json:"origins_max"`
	Reach      int      `json:"reach"`
}

type apartJSON struct {
	ID  string `json:"id"`
	Why string `json:"why"`
}

// AppendClaimJSON appends c to b as one line, with its line end, in the format that
// [ClaimSchema] names. It fails where a span lies outside its text.
func AppendClaimJSON(b []byte, c *hearsay.Claim, more Lookup) ([]byte, error) {
	out := claimJSON{
		Schema: ClaimSchema, ID: string(c.ID), Gist: c.Gist, When: orNull(string(c.When)),
		Places:       make([]string, 0, len(c.Places)),
		Participants: make([]participantJSON, 0, len(c.Participants)),
		Origins:      []originJSON{},
		Statements:   make([]evidenceJSON, 0, len(c.Evidence)),
		History:      []moveJSON{},
		Siblings:     texts(c.Siblings),
		Apart:        []apartJSON{},
		Story:        orNull(string(c.Story)),
	}
	if a := latest(c); a != nil {
		out.Phase, out.Status, out.Rule, out.WouldChange = string(a.Phase), string(a.Status), a.Rule, a.WouldChange
		out.OriginsMin, out.OriginsMax, out.Reach = a.OriginsMin, a.OriginsMax, a.Reach
		out.Admiralty.Reliability = orNull(letter(a))
		if a.Credibility > 0 {
			out.Admiralty.Credibility = &a.Credibility
		}
	}
	for i := range c.Places {
		out.Places = append(out.Places, c.Places[i].Name)
	}
	for i := range c.Participants {
		p := &c.Participants[i]
		out.Participants = append(out.Participants, participantJSON{p.Role, p.Name, orNull(worldID(p.ID)), p.Kind})
	}
	os, err := more.origins(c)
	if err != nil {
		return b, err
	}
	for _, o := range os {
		out.Origins = append(out.Origins, originJSON{o.Name, o.Kind, o.Visibility, orNull(worldID(o.ID)), texts(o.Evidence), append([]string{}, o.Why...)})
	}
	for _, e := range byKnown(c) {
		sps, err := more.spans(e.Article, e.Spans, string(e.ID))
		if err != nil {
			return b, err
		}
		out.Statements = append(out.Statements, evidenceJSON{
			ID: string(e.ID), Article: e.URL, Outlet: e.Outlet, Published: string(e.Published), Stance: string(e.Stance),
			Text: e.Text, Spans: sps, Version: string(e.Article), Known: instant(e.Known), Why: e.Why, Score: e.Score,
		})
	}
	for _, a := range moves(c) {
		out.History = append(out.History, moveJSON{instant(a.At), string(a.Status), string(a.Phase), a.Rule, texts(a.Because), a.OriginsMin, a.OriginsMax, a.Reach})
	}
	for _, id := range c.Siblings {
		why, err := more.apart(c.ID, id)
		if err != nil {
			return b, err
		}
		if why != "" {
			out.Apart = append(out.Apart, apartJSON{string(id), why})
		}
	}
	return appendLine(b, out)
}

// spans turns spans of an article's text into code points.
func (k *Lookup) spans(id hearsay.VersionID, sps []hearsay.Span, where string) ([]spanJSON, error) {
	if len(sps) == 0 || k.Text == nil {
		return []spanJSON{}, nil
	}
	text, err := k.text(id)
	if err != nil {
		return nil, err
	}
	c := coder{index: newRuneIndex(text), where: where}
	out := c.spans(sps)
	return out, c.err
}

// texts are ids as strings, never nil.
func texts[T ~string](ids []T) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = string(id)
	}
	return out
}

// orNull is nil for what is not known.
func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// appendLine appends v as one line of JSON.
func appendLine(b []byte, v any) ([]byte, error) {
	buf := bytes.NewBuffer(b)
	enc := json.NewEncoder(buf)
	enc.SetEscapeHTML(false) // this is no HTML, and people read it too
	if err := enc.Encode(v); err != nil {
		return b, err
	}
	return buf.Bytes(), nil
}

// headJSON is the header of an article in lines about what stands in it.
type headJSON struct {
	ID        string   `json:"id"` // of the version
	URL       string   `json:"url"`
	Outlet    string   `json:"outlet"`
	Title     string   `json:"title"`
	Published string   `json:"published"` // EDTF, or an RFC 3339 time
	Language  string   `json:"language"`
	Agencies  []string `json:"agencies"` // credited
	Text      string   `json:"text_id"`  // "sha256:" and the hash of the text that offsets count in
	Known     *string  `json:"known"`    // from when on the ledger knows it
	Replaces  *string  `json:"replaces"` // the version before it
}

func headOf(a *ArticleHead) headJSON {
	return headJSON{string(a.ID), a.URL, a.Outlet, a.Title, string(a.Published), string(a.Language),
		append([]string{}, a.Agencies...), string(a.Text), orNull(instant(a.Known)), orNull(string(a.Replaces))}
}
