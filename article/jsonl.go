package article

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"unicode/utf8"

	"hearsay"
)

// A record is an article as it comes in JSON:
//
//	{"url", "outlet", "title", "text" or "html", "published", "retrieved", "agency", "language"}
//
// url and one of text and html are needed; "id" stands in for a missing url, as in
// the Wikinews collection. "agency" is a name, several ("dpa/AFP") or a list.
// Other fields are passed over. text is kept as given; see the package comment.
type record struct {
	URL       scalar   `json:"url"`
	ID        scalar   `json:"id"`
	Outlet    scalar   `json:"outlet"`
	Title     scalar   `json:"title"`
	Author    scalar   `json:"author"`
	Text      *string  `json:"text"`
	HTML      *string  `json:"html"`
	Published scalar   `json:"published"`
	Retrieved scalar   `json:"retrieved"`
	Agency    nameList `json:"agency"`
	Language  scalar   `json:"language"`
}

// A scalar is a string, or a number kept as it is written; null is empty.
type scalar string

func (s *scalar) UnmarshalJSON(b []byte) error {
	switch {
	case b[0] == '"':
		return json.Unmarshal(b, (*string)(s))
	case string(b) == "null":
	case b[0] == '-' || b[0] >= '0' && b[0] <= '9':
		*s = scalar(b)
	default:
		// encoding/json puts the name of the field into this kind of error.
		return &json.UnmarshalTypeError{Value: map[byte]string{'{': "object", '[': "array", 't': "bool", 'f': "bool"}[b[0]], Type: reflect.TypeFor[string]()}
	}
	return nil
}

// A nameList is a string or a list of them.
type nameList []string

func (l *nameList) UnmarshalJSON(b []byte) error {
	if b[0] == '[' {
		return json.Unmarshal(b, (*[]string)(l))
	}
	var s scalar
	if err := s.UnmarshalJSON(b); err != nil {
		return err
	}
	if s != "" {
		*l = nameList{string(s)}
	}
	return nil
}

func kindOf(b []byte) string {
	switch b[0] {
	case '{':
		return "an object"
	case '[':
		return "a list"
	case 't', 'f':
		return "a boolean"
	case '"':
		return "a string"
	}
	return "a number"
}

// withArticle completes encoding/json's names of kinds ("number", "array").
func withArticle(kind string) string {
	switch kind, _, _ = strings.Cut(kind, " "); kind {
	case "bool":
		return "a boolean"
	case "array":
		return "a list"
	case "object":
		return "an object"
	case "number", "string":
		return "a " + kind
	}
	return kind
}

// record makes an article of one record.
func (rd *reader) record(raw []byte) (*hearsay.Article, error) {
	fail := func(format string, args ...any) *Error { return rd.fail(KindRecord, format, args...) }
	if !utf8.Valid(raw) {
		raw = []byte(decode(raw))
	}
	if raw = bytes.TrimSpace(raw); len(raw) > 0 && raw[0] != '{' && json.Valid(raw) {
		return nil, fail("want a record in {…}, got %s", kindOf(raw))
	}
	var rec record
	if err := json.Unmarshal(raw, &rec); err != nil {
		return nil, fail("%s", jsonReason(raw, err))
	}
	u := cleanLine(string(rec.URL))
	if u == "" {
		u = cleanLine(string(rec.ID))
	}
	art := &hearsay.Article{URL: u, Outlet: cleanLine(string(rec.Outlet)), Title: cleanLine(string(rec.Title)), Author: cleanLine(string(rec.Author))}
	if u == "" {
		return nil, fail(`no "url"`)
	}
	for _, d := range []struct {
		name string
		in   scalar
		out  *hearsay.Date
	}{{"published", rec.Published, &art.Published}, {"retrieved", rec.Retrieved, &art.Retrieved}} {
		if d.in == "" || strings.HasPrefix(string(d.in), "0001-01-01") {
			continue // the latter is how many programs write "no date"
		}
		v, ok := parseDate(string(d.in))
		if !ok {
			return nil, fail("%q: not a date: %q", d.name, head(string(d.in), 60))
		}
		*d.out = v
	}
	given := primary(string(rec.Language))
	var agencies []string
	for _, a := range rec.Agency {
		agencies = append(agencies, agencyNames(a, true)...)
	}
	fixed := true
	switch {
	case rec.Text != nil && strings.TrimSpace(*rec.Text) != "":
		// Before cleaning, which could make three bytes of one.
		if len(*rec.Text) > rd.o.MaxText {
			return nil, rd.tooLarge()
		}
		art.Text = cleanGiven(*rec.Text)
		if strings.TrimSpace(art.Text) == "" {
			return nil, fail(`"text" is empty`)
		}
	case rec.HTML != nil && strings.TrimSpace(*rec.HTML) != "":
		pageArt, m, err := rd.parsePage(*rec.HTML, u)
		if err != nil {
			return nil, err
		}
		art.Text = pageArt.Text
		for _, f := range []struct{ to, from *string }{{&art.Outlet, &pageArt.Outlet}, {&art.Title, &pageArt.Title}, {&art.Author, &pageArt.Author}} {
			if *f.to == "" {
				*f.to = *f.from
			}
		}
		if art.Published == "" {
			art.Published = pageArt.Published
		}
		agencies = append(agencies, m.agencies...)
		if given == "" {
			given, fixed = m.lang, false
		}
	case rec.Text != nil:
		return nil, fail(`"text" is empty`)
	case rec.HTML != nil:
		return nil, fail(`"html" is empty`)
	default:
		return nil, fail(`no "text" or "html"`)
	}
	if err := rd.finish(art, agencies, given, fixed); err != nil {
		return nil, err
	}
	return art, nil
}

// jsonReason says in the reader's words why JSON cannot be used.
func jsonReason(raw []byte, err error) string {
	var syn *json.SyntaxError
	var typ *json.UnmarshalTypeError
	switch {
	case len(raw) > 0 && raw[0] != '{':
		return "not JSON: a record begins with {"
	case errors.As(err, &syn) && strings.Contains(err.Error(), "unexpected end"):
		return "broken JSON: the record ends in the middle"
	case errors.As(err, &syn):
		return fmt.Sprintf("broken JSON: %v at byte %d of the record", err, syn.Offset)
	case errors.As(err, &typ):
		return fmt.Sprintf("%q: want a string, got %s", typ.Field, withArticle(typ.Value))
	}
	return "unusable JSON: " + err.Error()
}

// readJSONL reads a record a line.
func (rd *reader) readJSONL(br *bufio.Reader, yield yieldFunc) error {
	br = utf8Reader(br)
	var buf []byte
	any := false
	for line := 1; ; line++ {
		var skipped int
		var err error
		buf, skipped, err = rd.readLine(br, buf[:0])
		if err != nil && !errors.Is(err, io.EOF) {
			return rd.at(place{line: line}, err)
		}
		eof := err != nil
		raw := bytes.Trim(buf, " \t\r\n\x1e\f")
		switch {
		case skipped > 0:
			any = true
			if !yield(Captured{}, rd.recordTooLarge(line)) {
				return errStopped
			}
		case len(raw) > 0:
			any = true
			if err := rd.yieldRecord(raw, line, MediaJSONL, yield); err != nil {
				return err
			}
		}
		if eof {
			break
		}
	}
	if !any {
		return rd.fail(KindEmpty, "empty: no records")
	}
	return nil
}

// yieldRecord gives the article of one record, ours or of ninjs.
func (rd *reader) yieldRecord(raw []byte, line int, mediaType string, yield yieldFunc) error {
	if rd.o.Format == Ninjs || isNinjs(raw) {
		mediaType = MediaNinjs
	}
	// The buffer is for the next record.
	return rd.emit(bytes.Clone(raw), mediaType, place{line: line}, yield)
}

func (rd *reader) recordTooLarge(line int) error {
	e := rd.fail(KindTooLarge, "too large: a record of more than %s", size(rd.o.MaxPage))
	e.Line = line
	return e
}

// readLine reads a line into buf, up to MaxPage bytes; skipped counts what came
// beyond. A line that goes on forever is an error.
func (rd *reader) readLine(br *bufio.Reader, buf []byte) (line []byte, skipped int, err error) {
	for {
		part, err := br.ReadSlice('\n')
		if len(buf)+len(part) > rd.o.MaxPage {
			skipped += len(part)
		} else {
			buf = append(buf, part...)
		}
		if skipped > maxSkip*rd.o.MaxPage {
			return nil, 0, rd.fail(KindTooLarge, "too large: a line of more than %s", size(maxSkip*rd.o.MaxPage))
		}
		if err == nil || !errors.Is(err, bufio.ErrBufferFull) {
			return buf, skipped, err
		}
	}
}

// utf8Reader returns a reader of the same text in UTF-8 without a byte order mark.
func utf8Reader(br *bufio.Reader) *bufio.Reader {
	h, _ := br.Peek(4 << 10)
	if enc := sniffUTF(h); enc != nil {
		return bufio.NewReaderSize(enc.NewDecoder().Reader(br), sniffLen)
	}
	if bytes.HasPrefix(h, []byte("\ufeff")) {
		br.Discard(len("\ufeff"))
	}
	return br
}

// readJSON reads one record over any number of lines, several one after another,
// or an array of them. It holds one record at a time.
func (rd *reader) readJSON(br *bufio.Reader, yield yieldFunc) error {
	sc := &recordScanner{br: utf8Reader(br), max: rd.o.MaxPage, line: 1}
	for n := 0; ; n++ {
		raw, line, err := sc.next()
		switch {
		case errors.Is(err, io.EOF):
			if n == 0 {
				return rd.fail(KindEmpty, "empty: no records")
			}
			return nil
		case errors.Is(err, errLongRecord):
			if sc.lost {
				return rd.recordTooLarge(line)
			}
			if !yield(Captured{}, rd.recordTooLarge(line)) {
				return errStopped
			}
			continue
		case err != nil:
			return rd.at(place{line: line}, err)
		}
		if err := rd.yieldRecord(raw, line, MediaJSON, yield); err != nil {
			return err
		}
		if len(raw) > 0 && raw[0] != '{' && !json.Valid(raw) {
			// Not JSON at all: the rest would be one error a word.
			return nil
		}
	}
}

var errLongRecord = errors.New("record too long")

// A recordScanner cuts a stream of JSON into its top-level records without parsing
// them, so that one bad record does not spoil the rest and none is held that is
// too long.
type recordScanner struct {
	br    *bufio.Reader
	max   int
	line  int  // of the next byte, from 1
	array bool // within a top-level array
	lost  bool // gave up on a record that goes on and on
	buf   []byte
}

// next returns the next record and the line it begins on; io.EOF after the last.
func (s *recordScanner) next() ([]byte, int, error) {
	s.buf = s.buf[:0]
	for {
		c, err := s.br.ReadByte()
		if err != nil {
			return nil, s.line, err
		}
		switch {
		case c == '\n':
			s.line++
		case c == ' ' || c == '\t' || c == '\r' || c == ',' || c == 0x1e:
		case c == '[' && !s.array:
			s.array = true
		case c == ']' && s.array:
			s.array = false
		default:
			s.br.UnreadByte()
			return s.record()
		}
	}
}

func (s *recordScanner) record() ([]byte, int, error) {
	start, size, depth := s.line, 0, 0
	inString, escaped := false, false
	for {
		c, err := s.br.ReadByte()
		if errors.Is(err, io.EOF) {
			break // the parser says what is missing
		}
		if err != nil {
			return nil, s.line, err
		}
		if !inString && depth == 0 && size > 0 && (c == ',' || c == ']' || c == ' ' || c == '\t' || c == '\r' || c == '\n') {
			s.br.UnreadByte()
			break
		}
		if c == '\n' {
			s.line++
		}
		if size++; size <= s.max {
			s.buf = append(s.buf, c)
		} else if size > maxSkip*s.max {
			s.lost = true
			return nil, start, errLongRecord
		}
		switch {
		case escaped:
			escaped = false
		case inString && c == '\\':
			escaped = true
		case c == '"':
			inString = !inString
		case inString:
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			depth--
		default:
			continue
		}
		if depth <= 0 && !inString && !escaped && (c == '}' || c == ']') {
			break
		}
	}
	if size > s.max {
		return nil, start, errLongRecord
	}
	return s.buf, start, nil
}
