package article

import (
	"context"
	"errors"
	"io"
	"iter"
	"mime"

	"hearsay"
)

// A Captured is an article with the bytes it was made of.
type Captured struct {
	Article *hearsay.Article
	// Raw is the smallest piece of the input that stands by itself: the text or
	// HTML file, the JSON record, the news item as an XML document, the payload of
	// the archive's record. Compression, transfer codings and UTF-16 are undone
	// around it; a news item out of a message gets the namespaces that were
	// declared around it and its encoding. Otherwise its bytes are as they came.
	Raw []byte
	// MediaType names the form of Raw, with its encoding where the archive said
	// one: one of the Media constants, perhaps with "; charset=…".
	MediaType string
	// Options are what, beside Raw and MediaType, the article follows from. They
	// are those given to [Captures], but that Name and Retrieved are the archive's
	// for what comes from one.
	Options Options
}

// Media types of captures.
const (
	MediaText     = "text/plain"
	MediaHTML     = "text/html"
	MediaJSON     = "application/json; profile=hearsay"     // a record over any number of lines
	MediaJSONL    = "application/x-ndjson; profile=hearsay" // a record on a line of its own
	MediaNinjs    = "application/ninjs+json"                // of any version
	MediaNewsItem = "application/vnd.iptc.g2.newsitem+xml"
)

// Captures is [Read] with the bytes of each article: same order, same errors. With
// an error, the Captured is empty.
func Captures(ctx context.Context, r io.Reader, opts Options) iter.Seq2[Captured, error] {
	return func(yield func(Captured, error) bool) {
		rd := &reader{ctx: ctx, o: opts.withDefaults()}
		if err := rd.checkOptions(); err != nil {
			yield(Captured{}, err)
			return
		}
		if err := rd.read(r, yield); err != nil && err != errStopped {
			yield(Captured{}, rd.asError(err))
		}
	}
}

// FromCapture makes the article of a capture again. It depends on nothing but its
// arguments: with Raw, MediaType and Options of a [Captured] it gives an article
// equal to the one therein. (Only a page that is too complex for the machine at
// hand can fail, with KindSlow.)
//
// Errors are [*Error]; KindOption if mediaType is none of the Media constants.
func FromCapture(raw []byte, mediaType string, opts Options) (*hearsay.Article, error) {
	rd := &reader{ctx: context.Background(), o: opts.withDefaults()}
	if err := rd.checkOptions(); err != nil {
		return nil, err
	}
	art, err := rd.fromCapture(raw, mediaType)
	if err != nil {
		return nil, rd.asError(err)
	}
	return art, nil
}

func (rd *reader) fromCapture(raw []byte, mediaType string) (*hearsay.Article, error) {
	typ, params, err := mime.ParseMediaType(mediaType)
	if err == nil {
		switch {
		case typ == MediaText:
			return rd.plain(raw, params["charset"])
		case typ == MediaHTML:
			return rd.page(raw, params["charset"])
		case (typ == "application/json" || typ == "application/x-ndjson") && params["profile"] == "hearsay":
			return rd.record(raw)
		case typ == MediaNinjs:
			return rd.ninjs(raw)
		case typ == MediaNewsItem:
			return rd.newsItem(raw)
		}
	}
	return nil, rd.fail(KindOption, "unknown media type %q", mediaType)
}

// A place is where in its file a record stands.
type place struct {
	line   int    // from 1, or 0
	record int    // from 1, or 0
	item   string // GUID or URL, if known
}

// at makes an *Error of err and puts the place into it.
func (rd *reader) at(p place, err error) error {
	err = rd.asError(err)
	var e *Error
	if errors.As(err, &e) {
		e.Line, e.Record = p.line, p.record
		if p.item != "" {
			e.Item = p.item
		}
	}
	return err
}

// emit gives the article of one of several captures; an error concerns only it.
// raw is the caller's no more.
func (rd *reader) emit(raw []byte, mediaType string, p place, yield yieldFunc) error {
	art, err := rd.fromCapture(raw, mediaType)
	if err != nil && rd.ctx.Err() != nil {
		return rd.ctx.Err()
	}
	if err != nil {
		return rd.report(rd.at(p, err), yield)
	}
	if !yield(Captured{art, raw, mediaType, rd.o}, nil) {
		return errStopped
	}
	return nil
}

// report gives the error of a record.
func (rd *reader) report(err error, yield yieldFunc) error {
	if !yield(Captured{}, err) {
		return errStopped
	}
	return nil
}

// emitOne gives the article of the only capture there is.
func (rd *reader) emitOne(raw []byte, mediaType string, yield yieldFunc) error {
	art, err := rd.fromCapture(raw, mediaType)
	if err != nil {
		return err
	}
	if !yield(Captured{art, raw, mediaType, rd.o}, nil) {
		return errStopped
	}
	return nil
}
