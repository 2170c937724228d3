package ledger

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"time"
	"unicode/utf8"

	"hearsay"
)

// The chain. Records are numbered from 1 without a gap; each has a hash:
//
//	SHA-256 of
//	  "hearsay record 1\n"   17 bytes
//	  hash of the record before it, 32 bytes; zeros for the first
//	  seq        8 bytes, big endian
//	  kind       1 byte
//	  length of key   4 bytes, big endian
//	  key
//	  SHA-256 of the body, 32 bytes
//
// Bodies are hashed as they are, before compression; so the chain does not depend
// on how they are stored.
//
//	kind        key                                  body
//	1 capture   SHA-256 of the bytes, 32 bytes       media type, url, retrieved, number of bytes
//	2 version   version id                           capture, options, url, outlet, title, published, known, text, replaces
//	3 reading   version id, "/", reader              statements
//	4 decision  SHA-256 of the body, 32 bytes        action, who, when, why, what
//
// The bytes of a capture are kept beside the records (table captures), as the key
// holds them. A body is the byte 1, its format, and the fields in the order given:
// a text or bytes as their length, uvarint, and themselves; a number as uvarint; a
// time as microseconds since 1970 UTC, zigzag uvarint, behind a byte 1, or a byte 0
// for no time; capture and text as 32 bytes.
//
// Formats of bodies: 1, the first.
const (
	chainPrefix = "hearsay record 1\n"
	bodyFormat  = 1
)

// Bounds of what is accepted.
const (
	maxField = 1 << 28 // bytes of one field
	maxKey   = 1 << 12
)

// Kind is the kind of a record.
type Kind uint8

const (
	CaptureKind  Kind = 1
	VersionKind  Kind = 2
	ReadingKind  Kind = 3
	DecisionKind Kind = 4
)

func (k Kind) String() string {
	switch k {
	case CaptureKind:
		return "capture"
	case VersionKind:
		return "version"
	case ReadingKind:
		return "reading"
	case DecisionKind:
		return "decision"
	}
	return fmt.Sprintf("kind %d", uint8(k))
}

// A Record is one entry of the chain, as stored.
type Record struct {
	Seq  uint64
	Kind Kind
	Key  string // bytes; see above
	Body []byte
	Hash Hash
}

// link is the hash of a record, given that of the one before.
func link(prev Hash, seq uint64, kind Kind, key string, body Hash) Hash {
	b := make([]byte, 0, len(chainPrefix)+32+8+1+4+len(key)+32)
	b = append(b, chainPrefix...)
	b = append(b, prev[:]...)
	b = binary.BigEndian.AppendUint64(b, seq)
	b = append(b, byte(kind))
	b = binary.BigEndian.AppendUint32(b, uint32(len(key)))
	b = append(b, key...)
	b = append(b, body[:]...)
	return sha256.Sum256(b)
}

// showKey is a key for people.
func showKey(kind Kind, key string) string {
	if kind == CaptureKind || kind == DecisionKind || !utf8.ValidString(key) {
		return hex.EncodeToString([]byte(key))
	}
	return key
}

// micro is a time as it is kept.
func micro(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return time.UnixMicro(t.UnixMicro()).UTC()
}

type encoder struct{ b []byte }

func (e *encoder) uvarint(n uint64) { e.b = binary.AppendUvarint(e.b, n) }
func (e *encoder) text(s string)    { e.uvarint(uint64(len(s))); e.b = append(e.b, s...) }
func (e *encoder) bytes(s []byte)   { e.uvarint(uint64(len(s))); e.b = append(e.b, s...) }
func (e *encoder) time(t time.Time) {
	if t.IsZero() {
		e.b = append(e.b, 0)
		return
	}
	e.b = append(e.b, 1)
	e.b = binary.AppendVarint(e.b, t.UnixMicro())
}

// A decoder reads what an encoder wrote. After the first error it gives zeros.
type decoder struct {
	b   []byte
	err error
}

func (d *decoder) fail(what string) {
	if d.err == nil {
		d.err = fmt.Errorf("%w: %s", ErrDamaged, what)
	}
	d.b = nil
}

func (d *decoder) byte() byte {
	if len(d.b) == 0 {
		d.fail("body ends too early")
		return 0
	}
	c := d.b[0]
	d.b = d.b[1:]
	return c
}

func (d *decoder) uvarint() uint64 {
	n, w := binary.Uvarint(d.b)
	if w <= 0 {
		d.fail("no number where one should be")
		return 0
	}
	d.b = d.b[w:]
	return n
}

// raw is part of the input; the caller must copy what it keeps.
func (d *decoder) raw() []byte {
	n := d.uvarint()
	if n > uint64(len(d.b)) {
		d.fail("a field is longer than the body")
		return nil
	}
	s := d.b[:n]
	d.b = d.b[n:]
	return s
}

func (d *decoder) text() string { return string(d.raw()) }
func (d *decoder) bytes() []byte {
	s := d.raw()
	if len(s) == 0 {
		return nil
	}
	return append([]byte(nil), s...)
}

func (d *decoder) time() time.Time {
	switch d.byte() {
	case 0:
		return time.Time{}
	case 1:
		n, w := binary.Varint(d.b)
		if w <= 0 {
			d.fail("no time where one should be")
			return time.Time{}
		}
		d.b = d.b[w:]
		return time.UnixMicro(n).UTC()
	}
	d.fail("no time where one should be")
	return time.Time{}
}

func (d *decoder) hash() (h Hash) {
	if len(d.b) < len(h) {
		d.fail("body ends too early")
		return h
	}
	copy(h[:], d.b)
	d.b = d.b[len(h):]
	return h
}

func (d *decoder) format() {
	if f := d.byte(); f != bodyFormat && d.err == nil {
		d.fail(fmt.Sprintf("body has format %d, known is %d", f, bodyFormat))
	}
}

func (d *decoder) end() error {
	if d.err == nil && len(d.b) > 0 {
		d.fail("bytes after the end of the body")
	}
	return d.err
}

const textPrefix = "sha256:"

// TextID is the id of a text.
func TextID(text string) hearsay.ArticleID {
	sum := sha256.Sum256([]byte(text))
	return hearsay.ArticleID(textPrefix + hex.EncodeToString(sum[:]))
}

// HashOf is the hash that names a capture.
func HashOf(raw []byte) Hash { return sha256.Sum256(raw) }

func textHash(id hearsay.ArticleID) (h Hash, err error) {
	if len(id) != len(textPrefix)+64 || id[:len(textPrefix)] != textPrefix {
		return h, fmt.Errorf("ledger: %q is no article id", id)
	}
	_, err = hex.Decode(h[:], []byte(id[len(textPrefix):]))
	return h, err
}

func textIDOf(h Hash) hearsay.ArticleID {
	return hearsay.ArticleID(textPrefix + hex.EncodeToString(h[:]))
}

func (c Capture) record() (Kind, string, []byte, error) {
	h := HashOf(c.Raw)
	e := encoder{b: []byte{bodyFormat}}
	e.text(c.MediaType)
	e.text(c.URL)
	e.time(c.Retrieved)
	e.uvarint(uint64(len(c.Raw)))
	return CaptureKind, string(h[:]), e.b, checkFields(c.Raw, []byte(c.URL))
}

// Capture decodes a record of that kind, without the bytes captured.
func (r Record) Capture() (h Hash, c Capture, size uint64, err error) {
	if r.Kind != CaptureKind || len(r.Key) != len(h) {
		return h, c, 0, fmt.Errorf("%w: no capture", ErrDamaged)
	}
	copy(h[:], r.Key)
	d := decoder{b: r.Body}
	d.format()
	c.MediaType = d.text()
	c.URL = d.text()
	c.Retrieved = d.time()
	size = d.uvarint()
	return h, c, size, d.end()
}

func (v Version) record() (Kind, string, []byte, error) {
	text, err := textHash(v.Text)
	if err != nil {
		return 0, "", nil, err
	}
	if v.ID == "" || v.Known.IsZero() {
		return 0, "", nil, fmt.Errorf("ledger: version %q of %s has no id or no time", v.ID, v.URL)
	}
	e := encoder{b: make([]byte, 0, 128+len(v.URL)+len(v.Title)+len(v.Options))}
	e.b = append(e.b, bodyFormat)
	e.b = append(e.b, v.Capture[:]...)
	e.bytes(v.Options)
	e.text(v.URL)
	e.text(v.Outlet)
	e.text(v.Title)
	e.text(string(v.Published))
	e.time(v.Known)
	e.b = append(e.b, text[:]...)
	e.text(string(v.Replaces))
	return VersionKind, string(v.ID), e.b, checkFields(e.b, []byte(v.ID))
}

// Version decodes a record of that kind.
func (r Record) Version() (v Version, err error) {
	if r.Kind != VersionKind {
		return v, fmt.Errorf("%w: no version", ErrDamaged)
	}
	d := decoder{b: r.Body}
	d.format()
	v.ID = hearsay.VersionID(r.Key)
	v.Capture = d.hash()
	v.Options = d.bytes()
	v.URL = d.text()
	v.Outlet = d.text()
	v.Title = d.text()
	v.Published = hearsay.Date(d.text())
	v.Known = d.time()
	v.Text = textIDOf(d.hash())
	v.Replaces = hearsay.VersionID(d.text())
	return v, d.end()
}

func readingKey(id hearsay.VersionID, reader string) string { return string(id) + "/" + reader }

func (g Reading) record() (Kind, string, []byte, error) {
	if g.Version == "" || g.Reader == "" {
		return 0, "", nil, fmt.Errorf("ledger: a reading must say of what (%q) and by whom (%q)", g.Version, g.Reader)
	}
	e := encoder{b: make([]byte, 0, 8+len(g.Statements))}
	e.b = append(e.b, bodyFormat)
	e.bytes(g.Statements)
	key := readingKey(g.Version, g.Reader)
	return ReadingKind, key, e.b, checkFields(e.b, []byte(key))
}

// Reading decodes a record of that kind.
func (r Record) Reading() (g Reading, err error) {
	if r.Kind != ReadingKind {
		return g, fmt.Errorf("%w: no reading", ErrDamaged)
	}
	for i := range len(r.Key) {
		if r.Key[i] == '/' {
			g.Version, g.Reader = hearsay.VersionID(r.Key[:i]), r.Key[i+1:]
			break
		}
	}
	if g.Reader == "" {
		return g, fmt.Errorf("%w: a reading without a reader", ErrDamaged)
	}
	d := decoder{b: r.Body}
	d.format()
	g.Statements = d.bytes()
	return g, d.end()
}

func (c Decision) record() (Kind, string, []byte, error) {
	e := encoder{b: []byte{bodyFormat}}
	e.text(c.Action)
	e.text(c.Who)
	e.time(c.When)
	e.text(c.Why)
	e.bytes(c.What)
	h := sha256.Sum256(e.b)
	return DecisionKind, string(h[:]), e.b, checkFields(e.b)
}

// Decision decodes a record of that kind.
func (r Record) Decision() (c Decision, err error) {
	if r.Kind != DecisionKind {
		return c, fmt.Errorf("%w: no decision", ErrDamaged)
	}
	d := decoder{b: r.Body}
	d.format()
	c.Action = d.text()
	c.Who = d.text()
	c.When = d.time()
	c.Why = d.text()
	c.What = d.bytes()
	return c, d.end()
}

// checkFields bounds the sizes of what is stored; the second is a key.
func checkFields(fields ...[]byte) error {
	if len(fields[0]) > maxField {
		return fmt.Errorf("ledger: %d MB at once are too much, at most %d", len(fields[0])>>20, maxField>>20)
	}
	if len(fields) > 1 && len(fields[1]) > maxKey {
		return fmt.Errorf("ledger: a key or address of %d bytes is too long, at most %d", len(fields[1]), maxKey)
	}
	return nil
}
