package article

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"time"

	"hearsay"
)

// Format is the form in which articles come.
type Format string

const (
	Auto  Format = ""      // tell by the content, then by the name
	Text  Format = "text"  // plain text, one article
	HTML  Format = "html"  // a page, one article
	JSON  Format = "json"  // one record, an array of records, or records one after another
	JSONL Format = "jsonl" // a record a line

	// Wire formats and archives. Records of ninjs are also told among those of
	// JSON and JSONL.
	NewsML Format = "newsml" // NewsML-G2: a news item, or a message of any number
	Ninjs  Format = "ninjs"  // laid out as JSON or JSONL
	WARC   Format = "warc"   // a web archive, also gzipped record by record
)

// Options say what is known about the bytes to read, and how much of them is
// too much. The zero value is usable.
type Options struct {
	// Name is the file name or URL: it stands in errors, hints at the format,
	// and is the Article.URL where the content names no other. "-" or empty is
	// the standard input.
	Name string
	// Format is the form of the bytes; Auto finds out.
	Format Format

	// Published, Outlet, Title and Lang, where set, hold against what the
	// content says, for every article read. Published is EDTF (see [ParseDate]).
	Published hearsay.Date
	Outlet    string
	Title     string
	Lang      hearsay.Language
	// Retrieved is when the bytes were fetched, where the content does not say.
	Retrieved hearsay.Date

	MaxText     int           // bytes of text in one article; 0 is DefaultMaxText
	MaxPage     int           // bytes of one page, JSON record or wire item; 0 is DefaultMaxPage
	HTMLTimeout time.Duration // for one page; 0 is DefaultHTMLTimeout
}

func (o Options) withDefaults() Options {
	if o.MaxText <= 0 {
		o.MaxText = DefaultMaxText
	}
	if o.MaxPage <= 0 {
		o.MaxPage = DefaultMaxPage
	}
	if o.HTMLTimeout <= 0 {
		o.HTMLTimeout = DefaultHTMLTimeout
	}
	return o
}

// Kind says what kind of failure an [Error] is.
type Kind string

const (
	KindEmpty    Kind = "empty"     // nothing, or nothing but blanks
	KindNotText  Kind = "not text"  // an image, an archive, …
	KindTooLarge Kind = "too large" // over a limit
	KindNoText   Kind = "no text"   // a page or item without an article
	KindRecord   Kind = "record"    // a record of JSON, NewsML-G2, ninjs or WARC that cannot be used
	KindOther    Kind = "other"     // an item that is sound, but of no text: a package, a picture
	KindOption   Kind = "option"    // Options that make no sense
	KindSlow     Kind = "slow"      // a page over the time limit
	KindLanguage Kind = "language"  // a language that is not read; see [CheckLanguage]
	KindRead     Kind = "read"      // the bytes could not be had; Unwrap gives the cause
)

// An Error says in one line why an article could not be read.
type Error struct {
	Name   string // file name or URL
	Line   int    // line of the record that failed, from 1; 0 where lines do not matter
	Record int    // number of the record in NewsML-G2 or WARC, from 1; 0 elsewhere
	Item   string // what that record calls itself, if it does: a GUID or a URL
	Kind   Kind
	Reason string // e.g. "not text: a JPEG image"
	Err    error  // cause, if any
}

// Error returns "name: reason", "name:line: reason", "name: record 3: reason" or
// "name: record 3 (item): reason", always on one line.
func (e *Error) Error() string {
	name := e.Name
	if name == "" || name == "-" {
		name = "standard input"
	}
	s := name
	switch {
	case e.Record > 0:
		s += fmt.Sprintf(": record %d", e.Record)
		if e.Line > 1 {
			s += fmt.Sprintf(", line %d", e.Line)
		}
	case e.Line > 0:
		s += fmt.Sprintf(":%d", e.Line)
	}
	switch {
	case e.Item != "" && e.Record > 0:
		s += " (" + head(e.Item, 200) + ")"
	case e.Item != "" && e.Item != name:
		s += ": " + head(e.Item, 200)
	}
	return oneLine(s + ": " + e.Reason)
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// oneLine keeps foreign strings (file names, JSON values) from breaking the line
// or playing tricks on the terminal.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x20 || r >= 0x7F && r < 0xA0 || r == 0x2028 || r == 0x2029 || isBidi(r) {
			return ' '
		}
		return r
	}, s)
}

// Read reads the articles in r, in their order. Each step gives either an
// article or an error, never both. After an [*Error] of a record the next one
// is read; after any other error nothing follows. Read takes no more memory
// than a few times the limits in opts, however long r is.
//
// Errors are *Error, with these kinds: KindOption at once if opts are wrong;
// KindEmpty, KindNotText, KindNoText, KindSlow and KindTooLarge; KindRecord and
// KindOther for a record; KindRead if r fails or ctx ends.
//
// [Captures] gives the bytes of each article besides.
func Read(ctx context.Context, r io.Reader, opts Options) iter.Seq2[*hearsay.Article, error] {
	return func(yield func(*hearsay.Article, error) bool) {
		for c, err := range Captures(ctx, r, opts) {
			if !yield(c.Article, err) {
				return
			}
		}
	}
}

// errStopped says that the caller wants no more.
var errStopped = errors.New("stopped by the caller")

type yieldFunc = func(Captured, error) bool

type reader struct {
	ctx context.Context
	o   Options
}

func (rd *reader) checkOptions() error {
	for _, d := range []struct {
		name string
		v    *hearsay.Date
	}{{"published", &rd.o.Published}, {"retrieved", &rd.o.Retrieved}} {
		if *d.v == "" {
			continue
		}
		v, ok := parseDate(string(*d.v))
		if !ok {
			return rd.fail(KindOption, "%s: not a date: %q", d.name, *d.v)
		}
		*d.v = v
	}
	switch rd.o.Format {
	case Auto, Text, HTML, JSON, JSONL, NewsML, Ninjs, WARC:
	default:
		return rd.fail(KindOption, "unknown format %q", rd.o.Format)
	}
	return nil
}

func (rd *reader) fail(k Kind, format string, args ...any) *Error {
	return &Error{Name: rd.o.Name, Kind: k, Reason: fmt.Sprintf(format, args...)}
}

// asError makes an *Error of whatever went wrong.
func (rd *reader) asError(err error) error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return &Error{Name: rd.o.Name, Kind: KindRead, Reason: "cannot be read: " + err.Error(), Err: err}
}

func (rd *reader) read(r io.Reader, yield yieldFunc) error {
	br := bufio.NewReaderSize(&ctxReader{rd.ctx, r}, sniffLen)
	head, err := peek(br)
	if err != nil {
		return err
	}
	if isGzip(head) {
		// The members of a gzipped archive are its records: they are needed to find
		// the next one after damage.
		if rd.o.Format == WARC || rd.o.Format == Auto && beginsRecord(head) {
			return rd.readWARC(br, true, yield)
		}
		if br, err = gunzip(br); err != nil {
			return &Error{Name: rd.o.Name, Kind: KindNotText, Reason: "not text: a damaged gzip archive", Err: err}
		}
		if head, err = peek(br); err != nil {
			return err
		}
	}
	what, binary := sniff(head, rd.o.Name)
	if len(head) == 0 {
		return rd.fail(KindEmpty, "empty: nothing to read")
	}
	if rd.o.Format == WARC {
		return rd.readWARC(br, false, yield)
	}
	if binary != "" && !(rd.o.Format == NewsML && isXML(binary)) {
		return rd.fail(KindNotText, "not text: %s", binary)
	}
	switch rd.o.Format {
	case Auto:
	case Ninjs: // in whatever layout it comes
		if what != JSONL {
			what = JSON
		}
	default:
		what = rd.o.Format
	}
	switch what {
	case WARC:
		return rd.readWARC(br, false, yield)
	case NewsML:
		return rd.readNewsML(br, yield)
	case JSON:
		return rd.readJSON(br, yield)
	case JSONL:
		return rd.readJSONL(br, yield)
	case HTML:
		raw, err := rd.readCapped(br, rd.o.MaxPage)
		if err != nil {
			var e *Error
			if errors.As(err, &e) && e.Kind == KindTooLarge {
				e.Reason = fmt.Sprintf("too large: a page of more than %s", size(rd.o.MaxPage))
			}
			return err
		}
		return rd.emitOne(raw, MediaHTML, yield)
	}
	// Twice the limit: UTF-16 takes two bytes a letter, and what the layout adds
	// goes away.
	raw, err := rd.readCapped(br, 2*rd.o.MaxText+sniffLen)
	if err != nil {
		return err
	}
	return rd.emitOne(raw, MediaText, yield)
}

// readCapped reads all of r, but no more than max bytes.
func (rd *reader) readCapped(r io.Reader, max int) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(r, int64(max)+1))
	if err != nil {
		return nil, err
	}
	if len(raw) > max {
		return nil, rd.tooLarge()
	}
	return raw, nil
}

func (rd *reader) tooLarge() *Error {
	return rd.fail(KindTooLarge, "too large: more than %s of text in one article", size(rd.o.MaxText))
}

func size(n int) string {
	switch {
	case n >= 1<<20:
		return fmt.Sprintf("%.4g MB", float64(n)/(1<<20))
	case n >= 1<<10:
		return fmt.Sprintf("%.4g kB", float64(n)/(1<<10))
	}
	return fmt.Sprintf("%d bytes", n)
}

// finish fills what follows from the text and sets what the options override.
// credits are the agencies that the metadata names; given is the language that
// the content itself claims to be in, fixed whether that claim is to be believed.
func (rd *reader) finish(art *hearsay.Article, credits []string, given hearsay.Language, fixed bool) error {
	if len(art.Text) > rd.o.MaxText {
		return rd.tooLarge()
	}
	if art.URL == "" && rd.o.Name != "-" {
		art.URL = rd.o.Name
	}
	if rd.o.Published != "" {
		art.Published = rd.o.Published
	}
	if rd.o.Outlet != "" {
		art.Outlet = cleanLine(rd.o.Outlet)
	}
	if rd.o.Title != "" {
		art.Title = cleanLine(rd.o.Title)
	}
	if art.Retrieved == "" {
		art.Retrieved = rd.o.Retrieved
	}
	art.Dateline, art.Agencies = findCredits(art.Text)
	for _, name := range credits {
		if !slices.ContainsFunc(art.Agencies, func(c hearsay.Credit) bool { return c.Name == name }) {
			art.Agencies = append(art.Agencies, hearsay.Credit{Name: name})
		}
	}
	switch {
	case rd.o.Lang != "":
		art.Language = primary(string(rd.o.Lang))
	case fixed && given != "":
		art.Language = given
	default:
		lang, conf := DetectLanguage(art.Text)
		if given != "" && conf < sure {
			lang = given
		}
		art.Language = lang
	}
	art.ID = ID(art.Text)
	return nil
}

// ID returns the id of an article with this text.
func ID(text string) hearsay.ArticleID {
	sum := sha256.Sum256([]byte(text))
	return hearsay.ArticleID("sha256:" + hex.EncodeToString(sum[:]))
}

// ctxReader stops reading when its context ends.
type ctxReader struct {
	ctx context.Context
	r   io.Reader
}

func (c *ctxReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}
