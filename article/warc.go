package article

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http/httputil"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/andybalholm/brotli"
)

// WARC is the format in which archives keep the web, ISO 28500:2017 (WARC 1.1; 1.0
// reads alike). A file is records one after another (clause 4):
//
//	WARC/1.1 CRLF  name: value CRLF …  CRLF  block of Content-Length bytes  CRLF CRLF
//
// gzipped, each record is a member of its own (annex on compression). What is read, by WARC-Type
// (clause 6):
//
//	response   the HTTP answer to a request, if its status is 200 or 203: what came is
//	           unchunked and unpacked (gzip, deflate, br)
//	resource   a thing kept without its HTTP header: the block is it
//	revisit    nothing: it says that what an earlier record holds was there again, and
//	           the same text at the same address is no new version
//	others     nothing: warcinfo, request, metadata, conversion
//
// Of these, what HTTP calls HTML, XHTML, plain text or JSON is looked at, JSON only
// if it holds articles; images, scripts, redirects and files like robots.txt are
// passed over without a word. WARC-Target-URI is the address, WARC-Date the time of
// retrieval. What the crawler cut off (WARC-Truncated) or cut in pieces
// (WARC-Segment-Number) is no whole article and is reported.
//
// The reader is ours: the module proxy did not have the libraries for WARC
// (nlnwa/gowarc, internetarchive/gowarc, slyrz/warc) to pin one, the format is
// small, and going on after damage, which archives of broken-off crawls all have,
// needs to know where gzip members begin.

// warcTypes are the media types that articles come in.
var warcTypes = map[string]string{
	"text/html": MediaHTML, "application/xhtml+xml": MediaHTML, "text/plain": MediaText,
	"application/json": MediaJSON, "application/ninjs+json": MediaJSON, "application/x-ndjson": MediaJSONL, "application/jsonl": MediaJSONL,
}

// notArticles are plain text that every site has.
var notArticles = map[string]bool{
	"robots.txt": true, "ads.txt": true, "app-ads.txt": true, "humans.txt": true, "security.txt": true, "llms.txt": true, "sellers.json": true, "manifest.json": true,
}

// A warcReader reads the records of an archive.
type warcReader struct {
	rd    *reader
	yield yieldFunc
	gz    bool
	file  *backReader // as it lies on the disk

	zr      *gzip.Reader
	tail    *tailReader // what zr has read of file last
	records *backReader // unpacked: the current gzip member, or the file

	n      int    // records begun
	uri    string // of the current one
	head   []byte // its header
	block  bytes.Buffer
	again  int // bytes looked at again
	falses int // what looked like a member and was none
}

// readWARC reads an archive; gz says that it is gzipped.
func (rd *reader) readWARC(br *bufio.Reader, gz bool, yield yieldFunc) error {
	any := false
	w := &warcReader{rd: rd, gz: gz, file: newBackReader(br)}
	w.yield = func(c Captured, err error) bool {
		any = true
		return yield(c, err)
	}
	w.records = w.file
	more := true
	if gz {
		w.tail = &tailReader{r: w.file}
		w.records = newBackReader(nil)
	}
	for more {
		var err error
		if gz {
			more, err = w.nextMember()
		}
		if err == nil && more {
			err = w.member()
		}
		if err != nil {
			return err
		}
		more = more && gz
	}
	switch {
	case any:
		return nil
	case w.n == 0:
		return rd.fail(KindEmpty, "empty: no records")
	}
	return rd.fail(KindEmpty, "no articles: none of its %d records holds a page or text", w.n)
}

// errDamaged says why a record cannot be used and the next one must be searched.
type errDamaged string

func (e errDamaged) Error() string { return "damaged record: " + string(e) }

// broken makes damage of a failure to read the archive, but not of a failure of
// the file under it.
func (w *warcReader) broken(err error) error {
	switch {
	case w.rd.ctx.Err() != nil:
		return w.rd.ctx.Err()
	case w.file.src.err != nil:
		return w.file.src.err
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return errDamaged("it ends in the middle")
	}
	return errDamaged(err.Error())
}

// nextMember moves to the next gzip member and reports whether there is one.
func (w *warcReader) nextMember() (bool, error) {
	for {
		h, err := w.file.Peek(3)
		for len(h) > 0 && h[0] == 0 { // padding
			w.file.Discard(1)
			h, err = w.file.Peek(3)
		}
		if len(h) == 0 {
			if errors.Is(err, io.EOF) {
				err = nil
			}
			return false, err
		}
		w.tail.kept, w.tail.cut = w.tail.kept[:0], false
		err = gzip.ErrHeader
		if isGzip(h) {
			if w.zr == nil {
				w.zr, err = gzip.NewReader(w.tail)
			} else {
				err = w.zr.Reset(w.tail)
			}
		}
		if err == nil {
			w.zr.Multistream(false)
			w.records.reset(w.zr)
			return true, nil
		}
		w.n, w.uri = w.n+1, ""
		if err = w.broken(err); !isDamage(err) {
			return false, err
		}
		if err := w.report(KindRecord, err.Error()); err != nil {
			return false, err
		}
		if err := w.findMember(); err != nil {
			return false, err
		}
	}
}

func isDamage(err error) bool {
	var d errDamaged
	return errors.As(err, &d)
}

// findMember moves to the next gzip member in which a record begins, or to the end.
// It looks from behind the start of the current one, for one that ends too early
// lets the decoder run into those that follow.
func (w *warcReader) findMember() error {
	if t := w.tail.kept; len(t) > 1 {
		if !w.tail.cut {
			t = t[1:]
		}
		w.lookAgain(w.file, t)
	}
	for {
		h, err := w.file.Peek(memberHead)
		at := bytes.Index(h, []byte{0x1f, 0x8b, 8})
		switch {
		case at > 0:
			w.file.Discard(at)
		case at == 0 && beginsRecord(h):
			return nil
		case at == 0 && w.falses == maxFalseMembers:
			return w.rd.fail(KindRecord, "damaged: no record to be found in the rest of the archive")
		case at == 0:
			w.falses++
			w.file.Discard(1)
		case err != nil:
			w.file.Discard(len(h))
			if errors.Is(err, io.EOF) {
				err = nil
			}
			return err
		default:
			w.file.Discard(len(h) - 2)
		}
	}
}

// beginsRecord reports whether b begins a gzip member in which a record begins.
func beginsRecord(b []byte) bool {
	b = b[:min(len(b), memberHead)]
	if !isGzip(b) || len(b) < 4 || b[3]&0xe0 != 0 {
		return false
	}
	zr, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return false
	}
	start := make([]byte, len("WARC/1.1\r\n"))
	n, _ := io.ReadFull(zr, start)
	return reWARC.Match(start[:n])
}

// lookAgain puts b in front of what r has left, unless that was done too often.
func (w *warcReader) lookAgain(r *backReader, b []byte) {
	if w.again += len(b) + r.Buffered() + len(r.src.back); w.again <= maxLookAgain {
		r.unread(b)
	}
}

// member reads the records of a gzip member, or of a file that is not gzipped.
func (w *warcReader) member() error {
	for {
		if err := w.rd.ctx.Err(); err != nil {
			return err
		}
		w.block.Reset()
		err := w.record()
		switch {
		case err == nil:
			continue
		case errors.Is(err, io.EOF):
			return nil
		case !isDamage(err):
			return err
		}
		if err := w.report(KindRecord, err.Error()); err != nil {
			return err
		}
		if w.gz && w.records.src.err != nil {
			return w.findMember()
		}
		w.lookAgain(w.records, w.block.Bytes())
		switch err := w.findRecord(); {
		case err == nil:
		case errors.Is(err, io.EOF):
			return nil
		case !isDamage(w.broken(err)):
			return w.broken(err)
		case w.gz && w.records.src.err != nil:
			return w.findMember()
		}
	}
}

// findRecord moves to the next place where a record begins. What was broken off
// ended in the middle of a line.
func (w *warcReader) findRecord() error {
	for {
		h, err := w.records.Peek(sniffLen)
		if at := reWARCStart.FindIndex(h); at != nil {
			w.records.Discard(at[0])
			return nil
		}
		if err != nil {
			w.records.Discard(len(h))
			return err
		}
		w.records.Discard(len(h) - len("WARC/1.10 \r\n"))
	}
}

var reWARCStart = regexp.MustCompile(`WARC/\d\.\d{1,2}[ \t]?\r?\n`)

// record reads a record and gives what articles are in it. io.EOF says that there
// is none left, errDamaged that this one was not whole.
func (w *warcReader) record() error {
	w.uri = ""
	if blank, err := w.skipBlank(1 << 62); blank {
		return err
	} else if err != nil {
		w.n++
		return w.broken(err)
	}
	w.n++
	if err := w.readHeader(); err != nil {
		return err
	}
	first, h, _, _ := cutHeader(w.head)
	if !reWARC.MatchString(first + "\n") {
		return errDamaged("no record begins here")
	}
	w.uri = squeeze(cleanProse(strings.Trim(h["warc-target-uri"], "<>")))
	length, err := strconv.ParseInt(h["content-length"], 10, 64)
	if err != nil || length < 0 {
		return errDamaged(fmt.Sprintf("Content-Length: %q", head(h["content-length"], 40)))
	}
	held := min(length, int64(w.rd.o.MaxPage+maxWARCHeader))
	if _, err = io.CopyN(&w.block, w.records, held); err == nil {
		_, err = io.CopyN(io.Discard, w.records, length-held)
	}
	if err != nil {
		return w.broken(err)
	}
	// Two line ends follow, then the next record. Lengths that are wrong show here.
	after, _ := w.records.Peek(4)
	if end, err := w.skipBlank(4); !end && err != nil {
		return w.broken(err)
	} else if !end && string(after) != "\r\n\r\n" {
		if next, _ := w.records.Peek(5); string(next) != "WARC/" {
			return errDamaged("its block does not end where its Content-Length says")
		}
	}
	return w.articles(h, length > held)
}

// skipBlank skips line ends and reports whether the records end here, with io.EOF.
func (w *warcReader) skipBlank(most int) (end bool, err error) {
	for range most {
		h, err := w.records.Peek(1)
		if len(h) == 0 {
			return errors.Is(err, io.EOF), err
		}
		if h[0] != '\r' && h[0] != '\n' {
			break
		}
		w.records.Discard(1)
	}
	return false, nil
}

// readHeader reads the lines of a record's header into w.head, up to the empty one.
func (w *warcReader) readHeader() error {
	w.head = w.head[:0]
	for {
		line, err := w.records.ReadSlice('\n')
		switch {
		case errors.Is(err, bufio.ErrBufferFull), err == nil && len(w.head)+len(line) > maxWARCHeader:
			return errDamaged("a header without end")
		case err != nil:
			return w.broken(err)
		case len(w.head) > 0 && reWARC.Match(line):
			w.lookAgain(w.records, bytes.Clone(line))
			return errDamaged("its header ends in the middle")
		}
		w.head = append(w.head, line...)
		if len(bytes.TrimRight(line, "\r\n")) == 0 {
			return nil
		}
	}
}

// cutHeader takes a header in the manner of RFC 822 off b: its first line, its
// fields by lower-case name, of several alike the first, and what follows. Lines
// that are no fields are passed over.
func cutHeader(b []byte) (first string, h map[string]string, rest []byte, ok bool) {
	h = make(map[string]string)
	last, folded := "", false
	for n := 0; n <= maxWARCHeader; {
		line, after, found := bytes.Cut(b, []byte("\n"))
		if !found {
			return first, h, nil, false
		}
		n += len(line) + 1
		b = after
		s := strings.TrimRight(string(line), "\r")
		switch {
		case first == "":
			first = s
		case s == "":
			return first, h, b, true
		case s[0] == ' ' || s[0] == '\t':
			if folded {
				h[last] += " " + strings.TrimSpace(s)
			}
		default:
			name, value, isField := strings.Cut(s, ":")
			last = strings.ToLower(strings.TrimSpace(name))
			_, has := h[last]
			if folded = isField && !has; folded {
				h[last] = strings.TrimSpace(value)
			}
		}
	}
	return first, h, nil, false
}

// articles gives the articles in a record with header h, whose block is w.block;
// cut says that the block is longer than what is held of it.
func (w *warcReader) articles(h map[string]string, cut bool) error {
	body, mediaType := w.block.Bytes(), h["content-type"]
	var web map[string]string // header of HTTP
	switch strings.ToLower(h["warc-type"]) {
	case "response":
		if t := baseType(mediaType); t != "application/http" && t != "" {
			return nil // DNS and the like
		}
		status, fields, rest, ok := cutHeader(body)
		if !ok || !strings.HasPrefix(status, "HTTP/") {
			return w.report(KindRecord, "a response without HTTP header")
		}
		if f := strings.Fields(status); len(f) < 2 || f[1] != "200" && f[1] != "203" {
			return nil
		}
		web, body, mediaType = fields, rest, fields["content-type"]
	case "resource":
	default:
		return nil
	}
	want := warcTypes[baseType(mediaType)]
	if want == "" && mediaType != "" {
		return nil
	}
	if u, err := url.Parse(w.uri); err == nil && notArticles[path.Base(u.Path)] {
		return nil
	}
	switch {
	case h["warc-truncated"] != "":
		return w.report(KindRecord, fmt.Sprintf("cut off by the crawler (%s)", head(h["warc-truncated"], 40)))
	case h["warc-segment-number"] != "":
		return w.report(KindRecord, "one part of a record that was cut in pieces, which are not put together")
	case cut:
		return w.report(KindTooLarge, "too large: a page of more than "+size(w.rd.o.MaxPage))
	}
	body, err := unpackHTTP(body, web, w.rd.o.MaxPage)
	if errors.Is(err, errLongRecord) {
		return w.report(KindTooLarge, "too large: a page of more than "+size(w.rd.o.MaxPage))
	} else if err != nil {
		return w.report(KindRecord, err.Error())
	}
	if len(bytes.TrimSpace(body)) == 0 {
		return nil
	}
	return w.payload(bytes.Clone(body), want, charsetOf(mediaType), h["warc-date"])
}

// payload gives the articles in what was fetched. want is what the server said it
// is, one of the Media constants or empty; the bytes themselves have the last word.
func (w *warcReader) payload(body []byte, want, label, fetched string) error {
	sub := &reader{ctx: w.rd.ctx, o: w.rd.o}
	sub.o.Format = Auto
	if w.uri != "" {
		sub.o.Name = w.uri
	}
	if d, ok := parseDate(fetched); ok {
		sub.o.Retrieved = d
	}
	yield := func(c Captured, err error) bool {
		var e *Error
		if errors.As(err, &e) {
			e.Name, e.Record, e.Item = w.rd.o.Name, w.n, w.uri
		}
		return w.yield(c, err)
	}
	what, binary := sniff(body[:min(len(body), sniffLen)], sub.o.Name)
	switch {
	case binary != "" && want == "":
		return nil
	case binary != "":
		return w.report(KindNotText, "not text: "+binary)
	case what == JSON || what == JSONL:
		if !holdsArticles(body) {
			return nil
		}
		err := sub.readJSON(bufio.NewReader(bytes.NewReader(body)), yield)
		var e *Error
		if errors.As(err, &e) {
			return w.report(e.Kind, e.Reason)
		}
		return err
	case what == HTML || what == Text && want == MediaHTML:
		return sub.emit(body, withCharset(MediaHTML, label), place{}, yield)
	case what == Text && want == MediaText:
		return sub.emit(body, withCharset(MediaText, label), place{}, yield)
	}
	return nil
}

// report gives an error of the current record.
func (w *warcReader) report(k Kind, reason string) error {
	return w.rd.report(w.rd.at(place{record: w.n, item: w.uri}, w.rd.fail(k, "%s", reason)), w.yield)
}

// holdsArticles reports whether the first record of a JSON payload is an article:
// most JSON on the web is for scripts.
func holdsArticles(body []byte) bool {
	sc := &recordScanner{br: utf8Reader(bufio.NewReader(bytes.NewReader(body))), max: len(body), line: 1}
	raw, _, err := sc.next()
	if err != nil {
		return false
	}
	if isNinjs(raw) {
		return true
	}
	var m map[string]json.RawMessage
	return json.Unmarshal(raw, &m) == nil && m["url"] != nil && (m["text"] != nil || m["html"] != nil)
}

// baseType returns a media type without its parameters.
func baseType(s string) string {
	s, _, _ = strings.Cut(s, ";")
	return strings.ToLower(strings.TrimSpace(s))
}

func charsetOf(mediaType string) string {
	_, params, _ := mime.ParseMediaType(mediaType)
	return params["charset"]
}

func withCharset(mediaType, label string) string {
	if label != "" {
		if s := mime.FormatMediaType(mediaType, map[string]string{"charset": label}); s != "" {
			return s
		}
	}
	return mediaType
}

// unpackHTTP undoes the codings of an HTTP payload. Crawlers may have undone them
// before and left the header as it was. More than max bytes are errLongRecord.
func unpackHTTP(body []byte, h map[string]string, max int) ([]byte, error) {
	if strings.Contains(strings.ToLower(h["transfer-encoding"]), "chunked") && reChunk.Match(body) {
		b, err := readMost(httputil.NewChunkedReader(bytes.NewReader(body)), max)
		if err != nil {
			return nil, unpackError("chunked", err)
		}
		body = b
	}
	codings := strings.Split(strings.ToLower(h["content-encoding"]), ",")
	if len(codings) > 3 {
		return nil, errors.New("more than three content encodings")
	}
	for _, c := range slices.Backward(codings) {
		var r io.Reader
		var err error
		in := bytes.NewReader(body)
		switch c = strings.TrimSpace(c); c {
		case "", "identity", "none", "utf-8":
			continue
		case "gzip", "x-gzip":
			if !isGzip(body) {
				continue
			}
			r, err = gzip.NewReader(in)
		case "deflate":
			// zlib by the standard (RFC 9110), bare by the habit of some servers.
			if r, err = zlib.NewReader(in); err != nil {
				r, err = flate.NewReader(bytes.NewReader(body)), nil
			}
		case "br":
			r = brotli.NewReader(in)
		default:
			return nil, fmt.Errorf("content encoding %q, which is not read", head(c, 40))
		}
		var b []byte
		if err == nil {
			b, err = readMost(r, max)
		}
		switch {
		case errors.Is(err, errLongRecord):
			return nil, err
		case err != nil && c != "gzip" && c != "x-gzip" && reHTMLRoot.Match(body[:min(len(body), 4<<10)]):
			continue // undone before; these two have no mark to tell by
		case err != nil:
			return nil, unpackError(c, err)
		}
		body = b
	}
	return body, nil
}

var reChunk = regexp.MustCompile(`^[0-9A-Fa-f]{1,8}[ \t]*(;[^\n]*)?\r?\n`)

func unpackError(coding string, err error) error {
	if errors.Is(err, errLongRecord) {
		return err
	}
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return fmt.Errorf("broken content: %s coding ends in the middle", coding)
	}
	return fmt.Errorf("broken content: %s coding: %v", coding, err)
}

// readMost reads all of r, unless it is more than max bytes.
func readMost(r io.Reader, max int) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(r, int64(max)+1))
	if err == nil && len(b) > max {
		err = errLongRecord
	}
	return b, err
}

// A backReader is a buffered reader into which bytes can be put back.
type backReader struct {
	*bufio.Reader
	src *backSource
}

type backSource struct {
	back []byte
	r    io.Reader
	err  error // of r, but for io.EOF
}

func newBackReader(r io.Reader) *backReader {
	src := &backSource{r: r}
	return &backReader{bufio.NewReaderSize(src, sniffLen), src}
}

func (b *backReader) reset(r io.Reader) {
	*b.src = backSource{r: r}
	b.Reader.Reset(b.src)
}

// unread puts p, of which it keeps a copy, in front of what is left.
func (b *backReader) unread(p []byte) {
	ahead, _ := b.Peek(b.Buffered())
	b.src.back = slices.Concat(p, ahead, b.src.back)
	b.Reader.Reset(b.src)
}

func (s *backSource) Read(p []byte) (int, error) {
	if len(s.back) > 0 {
		n := copy(p, s.back)
		s.back = s.back[n:]
		return n, nil
	}
	n, err := s.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		s.err = err
	}
	return n, err
}

// A tailReader keeps the last bytes that were read through it. It reads byte by
// byte where it is asked to, so that package flate puts no buffer of its own in
// between and stops just where the member ends.
type tailReader struct {
	r    *backReader
	kept []byte
	cut  bool // there was more before
}

func (t *tailReader) Read(p []byte) (int, error) {
	n, err := t.r.Read(p)
	t.keep(p[:n]...)
	return n, err
}

func (t *tailReader) ReadByte() (byte, error) {
	b, err := t.r.ReadByte()
	if err == nil {
		t.keep(b)
	}
	return b, err
}

func (t *tailReader) keep(b ...byte) {
	if len(t.kept)+len(b) > 2*memberTail {
		b = b[max(0, len(b)-memberTail):]
		n := copy(t.kept, t.kept[max(0, len(t.kept)-memberTail):])
		t.kept, t.cut = t.kept[:n], true
	}
	t.kept = append(t.kept, b...)
}
