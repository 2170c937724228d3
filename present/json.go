package present

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"hearsay"
)

// Schema names the format of [JSON]. A field may be added under the same
// number; to rename or drop one takes a new number.
//
// History: 1, the first.
const Schema = "hearsay/read/1"

// readingJSON is one line of "read --format json".
type readingJSON struct {
	Schema     string          `json:"schema"`     // Schema
	Article    articleJSON     `json:"article"`    // what was read
	Statements []statementJSON `json:"statements"` // in text order; empty where there is none
}

// articleJSON is the text that all offsets count in. What is not known is empty.
type articleJSON struct {
	ID        string       `json:"id"`        // "sha256:" and the hash of the text
	URL       string       `json:"url"`       // address, or the file it came from
	Outlet    string       `json:"outlet"`    // who printed it
	Title     string       `json:"title"`     // headline, not part of the text
	Published string       `json:"published"` // EDTF, or an RFC 3339 time
	Language  string       `json:"language"`  // of the text, BCP 47
	Agencies  []creditJSON `json:"agencies"`  // news agencies credited
	Text      string       `json:"text"`      // NFC, "\n" line ends
}

// creditJSON says that the text came from an agency.
type creditJSON struct {
	Name  string     `json:"name"`  // e.g. "AFP"
	Spans []spanJSON `json:"spans"` // where the text says so; empty where the credit is not in the text
}

// spanJSON is a half-open range of Unicode code points of the article's text.
type spanJSON struct {
	Start int `json:"start"` // first code point
	End   int `json:"end"`   // after the last
}

// passageJSON is a stretch of text in one or more parts.
type passageJSON struct {
	Text  string     `json:"text"`  // the parts, joined by a space
	Spans []spanJSON `json:"spans"` // the parts
}

// statementJSON is a passage in which the article says that a source expressed
// something. A role that is missing in the text is null.
type statementJSON struct {
	ID         string         `json:"id"`         // within the article, e.g. "s1"
	Parent     *string        `json:"parent"`     // id of the statement whose content holds this one
	Mode       string         `json:"mode"`       // direct, indirect, reported, indirect_free_indirect, free_indirect
	Medium     []string       `json:"medium"`     // speech, thought, writing; more than one where the text does not tell
	Content    passageJSON    `json:"content"`    // what was expressed
	Source     *sourceJSON    `json:"source"`     // who expressed it
	Cue        *passageJSON   `json:"cue"`        // the words that say so
	Frame      *passageJSON   `json:"frame"`      // the part of the sentence that introduces the content
	Addressee  *passageJSON   `json:"addressee"`  // to whom
	Chain      []voucherJSON  `json:"chain"`      // on whose word, outermost first, without the outlet; the last is the origin
	Act        string         `json:"act"`        // what the source does with it, e.g. "confirm"; empty where not known
	Factuality factualityJSON `json:"factuality"` // how certain, for whom
	Said       *timeJSON      `json:"said"`       // when it was said
	When       *timeJSON      `json:"when"`       // when its content happens
	Places     []placeJSON    `json:"places"`     // the places that its content names; empty where there is none
	Confidence float64        `json:"confidence"` // 0 to 1: how sure the reader is
	Rule       string         `json:"rule"`       // what found it
}

// sourceJSON is who expressed the content, as the text names it.
type sourceJSON struct {
	passageJSON
	Entity *entityJSON `json:"entity"` // null where not known
}

// entityJSON is who or what that is in the world. What is not known of it is left
// out.
type entityJSON struct {
	ID          string   `json:"id"`                    // e.g. "gov-ru"
	Name        string   `json:"name"`                  // e.g. "Kreml"
	Kind        string   `json:"kind"`                  // as in a chain, or "place"
	State       string   `json:"state,omitempty"`       // ISO 3166 code of the state that it is, governs or lies in
	Description string   `json:"description,omitempty"` // what the text says it is
	Lat         *float64 `json:"lat,omitempty"`         // degrees north, of a place
	Lon         *float64 `json:"lon,omitempty"`         // degrees east
}

// placeJSON is a place that the text names.
type placeJSON struct {
	passageJSON
	Entity *entityJSON `json:"entity"` // which place
}

// voucherJSON is one link of the chain.
type voucherJSON struct {
	Name       string     `json:"name"`       // e.g. "Yonhap"
	Kind       string     `json:"kind"`       // agency, government, organisation, company, person, expert, document, eyewitness, unspecified
	Visibility string     `json:"visibility"` // named, role, anonymous, collective, unspecified
	Via        string     `json:"via"`        // how it hands on: copies, cites, says, speaks for
	Spans      []spanJSON `json:"spans"`      // where the text shows it
}

// factualityJSON are two values of FactBank's scale (CT+ … Uu); empty where not known.
type factualityJSON struct {
	Source string `json:"source"` // for the source
	Outlet string `json:"outlet"` // for the outlet that passes it on
}

// timeJSON is a time that the text gives.
type timeJSON struct {
	EDTF string `json:"edtf"` // as precise as it is known
	passageJSON
}

// JSON writes rd as one line in the format that [Schema] names.
func JSON(w io.Writer, rd *hearsay.Reading) error {
	line, err := AppendJSON(nil, rd)
	if err != nil {
		return err
	}
	_, err = w.Write(line)
	return err
}

// AppendJSON appends rd to b as one line, with its line end, in the format that
// [Schema] names. It fails where a span lies outside the text: a wrong offset
// must not reach a program that trusts it.
func AppendJSON(b []byte, rd *hearsay.Reading) ([]byte, error) {
	c := coder{index: newRuneIndex(rd.Article.Text)}
	out := c.reading(rd)
	if c.err != nil {
		return b, c.err
	}
	buf := bytes.NewBuffer(b)
	enc := json.NewEncoder(buf)
	enc.SetEscapeHTML(false) // this is no HTML, and people read it too
	if err := enc.Encode(out); err != nil {
		return b, err
	}
	return buf.Bytes(), nil
}

// A coder turns one reading into its wire form. The first wrong span stays in err.
type coder struct {
	index *runeIndex
	where string // what is being turned, for err
	err   error
}

func (c *coder) reading(rd *hearsay.Reading) readingJSON {
	a := rd.Article
	out := readingJSON{
		Schema: Schema,
		Article: articleJSON{
			ID: string(a.ID), URL: a.URL, Outlet: a.Outlet, Title: a.Title,
			Published: string(a.Published), Language: string(a.Language),
			Agencies: make([]creditJSON, 0, len(a.Agencies)), Text: a.Text,
		},
		Statements: make([]statementJSON, 0, len(rd.Statements)),
	}
	c.where = "article"
	for _, cr := range a.Agencies {
		out.Article.Agencies = append(out.Article.Agencies, creditJSON{cr.Name, c.spans(cr.Spans)})
	}
	for i := range rd.Statements {
		c.where = "statement " + string(rd.Statements[i].ID)
		out.Statements = append(out.Statements, c.statement(&rd.Statements[i]))
	}
	return out
}

func (c *coder) statement(st *hearsay.Statement) statementJSON {
	out := statementJSON{
		ID: string(st.ID), Mode: string(st.Mode), Medium: make([]string, 0, len(st.Medium)),
		Content: *c.passage(&st.Content), Cue: c.passage(st.Cue), Frame: c.passage(st.Frame),
		Addressee: c.passage(st.Addressee), Chain: make([]voucherJSON, 0, len(st.Chain)),
		Act:        string(st.Act),
		Factuality: factualityJSON{string(st.Factuality.Source), string(st.Factuality.Outlet)},
		Said:       c.time(st.Said), When: c.time(st.When),
		Places:     make([]placeJSON, 0, len(st.Places)),
		Confidence: st.Confidence, Rule: st.Rule,
	}
	if st.Parent != "" {
		parent := string(st.Parent)
		out.Parent = &parent
	}
	for _, m := range st.Medium {
		out.Medium = append(out.Medium, string(m))
	}
	if src := st.Source; src != nil {
		out.Source = &sourceJSON{passageJSON: *c.passage(&src.Passage)}
		out.Source.Entity = entity(src.Entity)
	}
	for i := range st.Places {
		out.Places = append(out.Places, placeJSON{*c.passage(&st.Places[i].Passage), entity(st.Places[i].Entity)})
	}
	for _, v := range st.Chain {
		out.Chain = append(out.Chain, voucherJSON{v.Name, v.Kind, v.Visibility, v.Via, c.spans(v.Spans)})
	}
	return out
}

func entity(e *hearsay.Entity) *entityJSON {
	if e == nil {
		return nil
	}
	out := &entityJSON{ID: e.ID, Name: e.Name, Kind: e.Kind, State: e.State, Description: e.Description}
	if located(e) {
		out.Lat, out.Lon = &e.Lat, &e.Lon
	}
	return out
}

func (c *coder) passage(p *hearsay.Passage) *passageJSON {
	if p == nil {
		return nil
	}
	return &passageJSON{p.Text, c.spans(p.Spans)}
}

func (c *coder) time(t *hearsay.Time) *timeJSON {
	if t == nil {
		return nil
	}
	return &timeJSON{string(t.EDTF), *c.passage(&t.Passage)}
}

func (c *coder) spans(sps []hearsay.Span) []spanJSON {
	out := make([]spanJSON, 0, len(sps))
	for _, sp := range sps {
		if !within(sp, len(c.index.text)) {
			if c.err == nil {
				c.err = fmt.Errorf("%s: span %d–%d is not within the text of %d bytes",
					c.where, sp.Start, sp.End, len(c.index.text))
			}
			return out
		}
		out = append(out, spanJSON{c.index.at(sp.Start), c.index.at(sp.End)})
	}
	return out
}
