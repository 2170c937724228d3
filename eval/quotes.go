package eval

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"hearsay"
)

// The gold file is that of Petersen-Frey and Biemann (2024), "Dataset of
// Quotation Attribution in German News Articles", one document a line:
//
//	{"documentName": "12325", "id": "12325", "title": …, "published": "2005-09-10",
//	 "text": …, "tokens": [[0, 7], [8, 11], …],
//	 "annotations": [{"quote":   {"tokenIds": [4, 5], "text": …},
//	                  "speaker": {…}, "cue": {…}, "frame": {…}, "addressee": {…},
//	                  "type": "Indirect", "medium": "SW", "isNested": false}, …]}
//
// Tokens are half-open ranges of code points of text; tokenIds index them.
// Predictions have the same form, or the short one of score_quotes.py:
//
//	{"doc": "12325", "quotes": [{"quote": [4, 5], "speaker": [1], "cue": [], "frame": [],
//	                             "addressee": [], "type": "Indirect", "medium": "SW", "nested": false}]}

// A Role is a part of a quotation. The order is the one in which score_quotes.py
// sums, so that sums agree to the last digit.
type Role int

// The roles; the measure calls Content "quote" and Source "speaker".
const (
	Content Role = iota
	Addressee
	Cue
	Frame
	Source
	NumRoles
)

var roleNames = [NumRoles]string{"quote", "addressee", "cue", "frame", "speaker"}

// String gives the role's name in the measure and its files.
func (r Role) String() string {
	if r < 0 || r >= NumRoles {
		return fmt.Sprintf("Role(%d)", int(r))
	}
	return roleNames[r]
}

// A Quote is a quotation as the measure sees it: sets of tokens and labels.
type Quote struct {
	// Roles holds for each role its tokens: indices into the document's tokens,
	// ascending, each once; empty where the quotation has no such part.
	Roles  [NumRoles][]int
	Type   string // "Direct", "Indirect", …: see TypeName; empty where there is none
	Medium string // "Speech", "SW", …: see MediumName; empty where there is none
	Nested bool
	// Index is the place in the list that the quote was made from: annotations of
	// the gold document, or statements.
	Index int
}

// A GoldDoc is an article with its gold quotations.
type GoldDoc struct {
	Name    string // unique in its file, e.g. "12325"
	Article *hearsay.Article
	Tokens  []hearsay.Span // bytes of Article.Text, in text order
	Quotes  []Quote        // each has content
	Dropped int            // annotations without content, which the measure leaves out
}

// Passage gives the text of a set of tokens: a span for each run of neighbours.
func (d *GoldDoc) Passage(tokens []int) hearsay.Passage {
	var p hearsay.Passage
	for i := 0; i < len(tokens); {
		j := i
		for j+1 < len(tokens) && tokens[j+1] == tokens[j]+1 {
			j++
		}
		p.Spans = append(p.Spans, hearsay.Span{Start: d.Tokens[tokens[i]].Start, End: d.Tokens[tokens[j]].End})
		i = j + 1
	}
	p.Text = spanText(d.Article.Text, p.Spans)
	return p
}

// spanText joins the text of spans by a space, as Passage.Text is.
func spanText(text string, spans []hearsay.Span) string {
	parts := make([]string, len(spans))
	for i, s := range spans {
		parts[i] = text[s.Start:s.End]
	}
	return strings.Join(parts, " ")
}

type docJSON struct {
	DocumentName string      `json:"documentName"`
	Doc          string      `json:"doc"`
	Title        string      `json:"title"`
	Published    string      `json:"published"`
	Text         string      `json:"text"`
	Tokens       [][]int     `json:"tokens"`
	Annotations  []quoteJSON `json:"annotations"`
	Quotes       []quoteJSON `json:"quotes"`
}

func (d *docJSON) name() string {
	if d.DocumentName != "" {
		return d.DocumentName
	}
	return d.Doc
}

func (d *docJSON) quotes() []quoteJSON {
	if d.Annotations != nil {
		return d.Annotations
	}
	return d.Quotes
}

type quoteJSON struct {
	Quote     tokenIDs `json:"quote"`
	Speaker   tokenIDs `json:"speaker"`
	Cue       tokenIDs `json:"cue"`
	Frame     tokenIDs `json:"frame"`
	Addressee tokenIDs `json:"addressee"`
	Type      string   `json:"type"`
	Medium    string   `json:"medium"`
	IsNested  bool     `json:"isNested"`
	Nested    bool     `json:"nested"`
}

// tokenIDs is a list of token numbers, bare or as {"tokenIds": […]}.
type tokenIDs []int

func (t *tokenIDs) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '{' {
		var o struct {
			TokenIDs []int `json:"tokenIds"`
		}
		if err := json.Unmarshal(b, &o); err != nil {
			return err
		}
		*t = o.TokenIDs
		return nil
	}
	var list []int
	if err := json.Unmarshal(b, &list); err != nil {
		return err
	}
	*t = list
	return nil
}

// quote makes a Quote; limit is the number of tokens of the document, -1 where
// it is not known.
func (q *quoteJSON) quote(index, limit int) (Quote, error) {
	out := Quote{Type: q.Type, Medium: q.Medium, Nested: q.IsNested || q.Nested, Index: index}
	for r, ids := range [NumRoles]tokenIDs{Content: q.Quote, Addressee: q.Addressee, Cue: q.Cue, Frame: q.Frame, Source: q.Speaker} {
		for _, id := range ids {
			if id < 0 || limit >= 0 && id >= limit {
				return Quote{}, fmt.Errorf("annotation %d, %s: no token %d (there are %d)", index, Role(r), id, limit)
			}
		}
		s := slices.Clone([]int(ids))
		slices.Sort(s)
		out.Roles[r] = slices.Compact(s)
	}
	return out, nil
}

// ReadQuotes reads gold documents, a line each; empty lines are skipped. name
// stands for the file in errors.
func ReadQuotes(r io.Reader, name string) ([]GoldDoc, error) {
	var docs []GoldDoc
	seen := map[string]bool{}
	err := eachLine(r, name, maxDocLine, func(_ int, line []byte) error {
		if len(bytes.TrimSpace(line)) == 0 {
			return nil
		}
		d, err := readGoldDoc(line)
		if err != nil {
			return err
		}
		if seen[d.Name] {
			return fmt.Errorf("two documents named %q", d.Name)
		}
		seen[d.Name] = true
		docs = append(docs, d)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return docs, nil
}

// ReadQuotesFile reads the gold file at path; see [ReadQuotes].
func ReadQuotesFile(path string) ([]GoldDoc, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return ReadQuotes(f, path)
}

func readGoldDoc(line []byte) (GoldDoc, error) {
	var in docJSON
	if err := json.Unmarshal(line, &in); err != nil {
		return GoldDoc{}, fmt.Errorf("not a document: %w", err)
	}
	if in.name() == "" {
		return GoldDoc{}, errors.New("document has no documentName")
	}
	d := GoldDoc{
		Name: in.name(),
		Article: &hearsay.Article{
			ID:        articleID(in.Text),
			Title:     in.Title,
			Text:      in.Text,
			Published: hearsay.Date(in.Published),
			Language:  "de",
		},
	}
	var err error
	if d.Tokens, err = byteSpans(in.Text, in.Tokens); err != nil {
		return GoldDoc{}, fmt.Errorf("document %s: %w", d.Name, err)
	}
	for i, a := range in.quotes() {
		q, err := a.quote(i, len(d.Tokens))
		if err != nil {
			return GoldDoc{}, fmt.Errorf("document %s: %w", d.Name, err)
		}
		if len(q.Roles[Content]) == 0 {
			d.Dropped++
			continue
		}
		d.Quotes = append(d.Quotes, q)
	}
	return d, nil
}

// byteSpans converts ascending ranges of code points to ranges of bytes.
func byteSpans(text string, runes [][]int) ([]hearsay.Span, error) {
	spans := make([]hearsay.Span, 0, len(runes))
	at, n := 0, 0 // byte offset and the code points before it
	move := func(to int) bool {
		for n < to && at < len(text) {
			_, size := utf8.DecodeRuneInString(text[at:])
			at += size
			n++
		}
		return n == to
	}
	for i, t := range runes {
		if len(t) != 2 {
			return nil, fmt.Errorf("token %d: %d numbers, want [begin, end]", i, len(t))
		}
		if t[0] < n || t[1] <= t[0] {
			return nil, fmt.Errorf("token %d: [%d, %d] is empty or not after the token before it", i, t[0], t[1])
		}
		if !move(t[0]) {
			return nil, fmt.Errorf("token %d: [%d, %d] is outside the text of %d characters", i, t[0], t[1], n)
		}
		s := hearsay.Span{Start: at}
		if !move(t[1]) {
			return nil, fmt.Errorf("token %d: [%d, %d] is outside the text of %d characters", i, t[0], t[1], n)
		}
		s.End = at
		spans = append(spans, s)
	}
	return spans, nil
}

// ReadPredictions reads quotations by document, in the short form or in the
// gold file's. Quotations without content are left out, as the measure does.
// Token numbers are not checked against a text, for there is none.
func ReadPredictions(r io.Reader, name string) (map[string][]Quote, error) {
	pred := map[string][]Quote{}
	err := eachLine(r, name, maxDocLine, func(_ int, line []byte) error {
		if len(bytes.TrimSpace(line)) == 0 {
			return nil
		}
		var in docJSON
		if err := json.Unmarshal(line, &in); err != nil {
			return fmt.Errorf("not a document: %w", err)
		}
		if in.name() == "" {
			return errors.New("document has no name")
		}
		if _, ok := pred[in.name()]; ok {
			return fmt.Errorf("two documents named %q", in.name())
		}
		qs := []Quote{}
		for i, a := range in.quotes() {
			q, err := a.quote(i, -1)
			if err != nil {
				return fmt.Errorf("document %s: %w", in.name(), err)
			}
			if len(q.Roles[Content]) > 0 {
				qs = append(qs, q)
			}
		}
		pred[in.name()] = qs
		return nil
	})
	if err != nil {
		return nil, err
	}
	return pred, nil
}

// WritePredictions writes quotations by document in the short form of
// score_quotes.py, documents in the order of their names.
func WritePredictions(w io.Writer, pred map[string][]Quote) error {
	type shortQuote struct {
		Quote     []int  `json:"quote"`
		Speaker   []int  `json:"speaker"`
		Cue       []int  `json:"cue"`
		Frame     []int  `json:"frame"`
		Addressee []int  `json:"addressee"`
		Type      string `json:"type,omitempty"`
		Medium    string `json:"medium,omitempty"`
		Nested    bool   `json:"nested"`
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for _, name := range sortedKeys(pred) {
		doc := struct {
			Doc    string       `json:"doc"`
			Quotes []shortQuote `json:"quotes"`
		}{name, []shortQuote{}}
		for _, q := range pred[name] {
			ids := func(r Role) []int { return append([]int{}, q.Roles[r]...) } // never null
			doc.Quotes = append(doc.Quotes, shortQuote{
				Quote: ids(Content), Speaker: ids(Source), Cue: ids(Cue), Frame: ids(Frame), Addressee: ids(Addressee),
				Type: q.Type, Medium: q.Medium, Nested: q.Nested,
			})
		}
		if err := enc.Encode(doc); err != nil {
			return err
		}
	}
	return nil
}

// ToQuotes converts statements to quotations over gold tokens, which stand in
// text order. A token belongs to a role when at least half of its bytes lie in
// the passage's spans. Statements whose content covers no token are left out;
// Quote.Index leads back to the statement.
func ToQuotes(sts []hearsay.Statement, tokens []hearsay.Span) []Quote {
	var qs []Quote
	for i := range sts {
		st := &sts[i]
		q := Quote{Type: TypeName(st.Mode), Medium: MediumName(st.Medium), Nested: st.Parent != "", Index: i}
		q.Roles[Content] = TokensIn(st.Content.Spans, tokens)
		if len(q.Roles[Content]) == 0 {
			continue
		}
		if st.Source != nil {
			q.Roles[Source] = TokensIn(st.Source.Spans, tokens)
		}
		for r, p := range map[Role]*hearsay.Passage{Cue: st.Cue, Frame: st.Frame, Addressee: st.Addressee} {
			if p != nil {
				q.Roles[r] = TokensIn(p.Spans, tokens)
			}
		}
		qs = append(qs, q)
	}
	return qs
}

// TokensIn gives the indices of the tokens of which at least half the bytes lie
// in spans. Tokens stand in text order and do not overlap.
func TokensIn(spans, tokens []hearsay.Span) []int {
	covered := map[int]int{}
	for _, s := range spans {
		i := sort.Search(len(tokens), func(i int) bool { return tokens[i].End > s.Start })
		for ; i < len(tokens) && tokens[i].Start < s.End; i++ {
			covered[i] += min(tokens[i].End, s.End) - max(tokens[i].Start, s.Start)
		}
	}
	var ids []int
	for i, n := range covered {
		if 2*n >= tokens[i].End-tokens[i].Start {
			ids = append(ids, i)
		}
	}
	slices.Sort(ids)
	return ids
}

var typeNames = map[hearsay.Mode]string{
	hearsay.Direct:               "Direct",
	hearsay.Indirect:             "Indirect",
	hearsay.Reported:             "Reported",
	hearsay.IndirectFreeIndirect: "IndirectFreeIndirect",
	hearsay.FreeIndirect:         "FreeIndirect",
}

// TypeName is the gold's name for a mode; empty for one it does not know.
func TypeName(m hearsay.Mode) string { return typeNames[m] }

// ModeOf is the mode that the gold's type name stands for; empty where there is
// none.
func ModeOf(typeName string) hearsay.Mode {
	for m, t := range typeNames {
		if t == typeName {
			return m
		}
	}
	return ""
}

// MediumName is the gold's name for a set of media. The gold has names for one
// or two media; where nothing narrows it down it says "none", so that is also
// the name of the full and of the empty set.
func MediumName(media []hearsay.Medium) string {
	var s, t, w bool
	for _, m := range media {
		s = s || m == hearsay.Speech
		t = t || m == hearsay.Thought
		w = w || m == hearsay.Writing
	}
	switch {
	case s && !t && !w:
		return "Speech"
	case !s && t && !w:
		return "Thought"
	case !s && !t && w:
		return "Writing"
	case s && t && !w:
		return "ST"
	case s && !t && w:
		return "SW"
	case !s && t && w:
		return "TW"
	}
	return "none"
}

// sortedKeys gives a map's keys in order.
func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
