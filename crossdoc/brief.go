package crossdoc

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"sync"
	"time"

	"hearsay"
)

// BriefKey is where the brief of an article is in a [Memory].
func BriefKey(v hearsay.VersionID) []byte { return append([]byte{'b'}, v...) }

// The encoding of a [Brief]: the same bytes for the same brief, about 2 KB for an
// article of 300 words, and safe to read whatever the bytes are.
//
//	byte      format, 1
//	section   head: everything but the sections behind it
//	section   prints
//	section   terms
//	uvarint   length of the propositions before compression
//	rest      propositions, one behind the other, compressed (DEFLATE, with the words
//	          of briefDictionary known in advance)
//
// A section is a uvarint length and its bytes: who looks for reprints reads the
// first two only. A string is a uvarint length and its bytes. Times are kept as
// moments; they come back in UTC.
const briefFormat = 1

// Bounds of what is read, so that damaged bytes cannot ask for much memory.
const (
	maxBrief     = 1 << 24
	maxBriefList = 1 << 14
)

var errBrief = errors.New("crossdoc: damaged brief")

// briefDictionary is text that propositions are likely to hold. It is part of the
// format.
var briefDictionary = []byte("Unternehmen Regierung Präsident Minister Bundesregierung Ministerium Sprecherin Sprecher der Polizei Staatsanwaltschaft " +
	"am Montag am Dienstag am Mittwoch am Donnerstag am Freitag am Samstag am Sonntag Millionen Euro Prozent Menschen seien ums Leben gekommen verletzt worden " +
	"nach Angaben der zufolge laut Berlin erklärte sagte teilte mit hieß es berichtete bestätigte wurde worden werden sollen haben hätten gegen über zwischen " +
	"zunächst voraussichtlich ihre seine einer eines einem nicht auch sich dass die das der den dem des und in von zu mit auf für im an ist sei werde habe")

var deflaters = sync.Pool{New: func() any {
	w, err := flate.NewWriterDict(nil, flate.DefaultCompression, briefDictionary)
	if err != nil {
		panic(err) // the level is out of range
	}
	return w
}}

// EncodeBrief gives the bytes of a brief.
func EncodeBrief(b *Brief) []byte {
	var head, prints, terms briefWriter
	head.str(string(b.Version))
	head.str(string(b.Replaces))
	head.str(string(b.Text))
	head.str(b.URL)
	head.str(b.Outlet)
	head.str(b.Title)
	head.uint(uint64(len(b.Agencies)))
	for _, a := range b.Agencies {
		head.str(a)
	}
	head.str(string(b.Language))
	head.str(string(b.Published))
	head.int(b.Known.Unix())
	head.uint(uint64(b.Known.Nanosecond()))
	head.str(b.Wire.GUID)
	head.flag(b.Wire.Canceled)
	head.flag(b.Wire.Whole)
	head.flag(b.Wire.Head)
	head.str(b.Wire.Corrects)
	head.str(b.Wire.Note)

	prints.uint(uint64(len(b.Prints)))
	end := 0
	for i := range b.Prints {
		p := &b.Prints[i]
		prints.int(int64(p.Start - end))
		prints.int(int64(p.End - p.Start))
		end = p.End
		prints.weight(p.Weight, 1)
		prints.uint(uint64(p.Words))
		prints.b = binary.LittleEndian.AppendUint64(prints.b, p.Hash)
		prints.uint(uint64(len(p.Grams)))
		for _, g := range p.Grams {
			prints.b = binary.LittleEndian.AppendUint16(prints.b, g)
		}
		prints.uint(uint64(len(p.Anchors)))
		for _, a := range p.Anchors {
			prints.b = binary.LittleEndian.AppendUint32(prints.b, a)
		}
		prints.uint(uint64(len(p.Marks)))
		for _, m := range p.Marks {
			prints.b = append(prints.b, byte(m.Kind))
			prints.str(m.Text)
		}
	}

	terms.uint(uint64(len(b.Terms)))
	for _, t := range b.Terms {
		terms.str(t.Name)
		terms.weight(t.Weight, 255)
		kind := byte(0) // of a word
		switch {
		case t == withWeight(wordTerm(t.Name), t.Weight):
		case t == withWeight(nameTerm(t.Name), t.Weight):
			kind = 1
		case t.Entity:
			kind = 3
		default:
			kind = 2
		}
		terms.b = append(terms.b, kind)
		if kind >= 2 {
			terms.b = binary.LittleEndian.AppendUint64(terms.b, t.Key)
		}
	}

	var raw []byte
	for i := range b.Props {
		raw = appendProposition(raw, &b.Props[i])
	}
	out := make([]byte, 0, len(head.b)+len(prints.b)+len(terms.b)+len(raw)/2+16)
	out = append(out, briefFormat)
	for _, s := range [][]byte{head.b, prints.b, terms.b} {
		out = append(binary.AppendUvarint(out, uint64(len(s))), s...)
	}
	out = binary.AppendUvarint(out, uint64(len(raw)))
	if len(raw) == 0 {
		return out
	}
	buf := bytes.NewBuffer(out)
	w := deflaters.Get().(*flate.Writer)
	defer deflaters.Put(w)
	w.Reset(buf)
	w.Write(raw) // a Buffer takes everything
	w.Close()
	return buf.Bytes()
}

func withWeight(t Term, w float32) Term { t.Weight = w; return t }

// DecodeBrief reads a brief from what [EncodeBrief] made of it. It fails on other
// formats and on damaged bytes.
func DecodeBrief(data []byte) (*Brief, error) {
	b, rest, err := decodeBriefHead(data)
	if err != nil {
		return nil, err
	}
	if rest, err = decodeBriefTerms(b, rest); err != nil {
		return nil, err
	}
	return b, decodeBriefProps(b, rest)
}

// decodeBriefTerms reads the terms from the bytes behind the head, and returns the
// bytes behind.
func decodeBriefTerms(b *Brief, data []byte) ([]byte, error) {
	r := briefReader{b: data}
	terms := briefReader{b: r.section()}
	if n := terms.list(); n > 0 {
		b.Terms = make([]Term, 0, min(n, termsKept))
		for range n {
			name := terms.str()
			w := terms.weight(255)
			var t Term
			switch kind := terms.byte(); kind {
			case 0:
				t = wordTerm(name)
			case 1:
				t = nameTerm(name)
			case 2, 3:
				t = Term{Key: terms.uint64(), Name: name, Entity: kind == 3}
			default:
				return nil, errBrief
			}
			if terms.bad {
				return nil, errBrief
			}
			b.Terms = append(b.Terms, withWeight(t, w))
		}
	}
	if r.bad || terms.bad || len(terms.b) > 0 {
		return nil, errBrief
	}
	return r.b, nil
}

// decodeBriefProps reads the propositions from the bytes behind the terms.
func decodeBriefProps(b *Brief, data []byte) (err error) {
	r := briefReader{b: data}
	size := r.uint()
	if r.bad || size > maxBrief || (size == 0) != (len(r.b) == 0) {
		return errBrief
	}
	if size == 0 {
		return nil
	}
	// DEFLATE makes at most about a thousand bytes of one.
	if size > uint64(len(r.b))*1100 {
		return errBrief
	}
	fr := flate.NewReaderDict(bytes.NewReader(r.b), briefDictionary)
	var raw bytes.Buffer
	raw.Grow(int(size) + bytes.MinRead)
	if n, err := io.Copy(&raw, io.LimitReader(fr, int64(size)+1)); err != nil || uint64(n) != size {
		return errBrief
	}
	for rest := raw.Bytes(); len(rest) > 0; {
		var p Proposition
		if p, rest, err = readProposition(rest); err != nil {
			return fmt.Errorf("%w: %v", errBrief, err)
		}
		b.Props = append(b.Props, p)
	}
	return nil
}

// decodeBriefHead reads a brief without its terms and propositions, and returns
// the bytes behind.
func decodeBriefHead(data []byte) (*Brief, []byte, error) {
	if len(data) == 0 {
		return nil, nil, errBrief
	}
	if data[0] != briefFormat {
		return nil, nil, fmt.Errorf("crossdoc: brief in format %d, this program reads format %d", data[0], briefFormat)
	}
	outer := briefReader{b: data[1:]}
	head, prints := briefReader{b: outer.section()}, briefReader{b: outer.section()}
	b := &Brief{}
	b.Version = hearsay.VersionID(head.str())
	b.Replaces = hearsay.VersionID(head.str())
	b.Text = hearsay.ArticleID(head.str())
	b.URL = head.str()
	b.Outlet = head.str()
	b.Title = head.str()
	if n := head.list(); n > 0 {
		b.Agencies = make([]string, 0, min(n, 8))
		for range n {
			b.Agencies = append(b.Agencies, head.str())
			if head.bad {
				return nil, nil, errBrief
			}
		}
	}
	b.Language = hearsay.Language(head.str())
	b.Published = hearsay.Date(head.str())
	sec, ns := head.int(), head.uint()
	if ns >= 1e9 {
		return nil, nil, errBrief
	}
	b.Known = time.Unix(sec, int64(ns)).UTC()
	b.Wire.GUID = head.str()
	b.Wire.Canceled = head.flag()
	b.Wire.Whole = head.flag()
	b.Wire.Head = head.flag()
	b.Wire.Corrects = head.str()
	b.Wire.Note = head.str()

	if n := prints.list(); n > 0 {
		b.Prints = make([]Print, 0, min(n, 64))
		end := 0
		for range n {
			var p Print
			p.Start = end + int(prints.int())
			p.End = p.Start + int(prints.int())
			if prints.bad || p.Start < 0 || p.End < p.Start || p.End > math.MaxInt32 {
				return nil, nil, errBrief
			}
			end = p.End
			p.Weight = prints.weight(1)
			p.Words = int(prints.uint() & math.MaxInt32)
			p.Hash = prints.uint64()
			if n := prints.list(); n > 0 {
				if v := prints.take(2 * n); v != nil {
					p.Grams = make([]uint16, n)
					for k := range p.Grams {
						p.Grams[k] = binary.LittleEndian.Uint16(v[2*k:])
					}
				}
			}
			if n := prints.list(); n > 0 {
				if v := prints.take(4 * n); v != nil {
					p.Anchors = make([]uint32, n)
					for k := range p.Anchors {
						p.Anchors[k] = binary.LittleEndian.Uint32(v[4*k:])
					}
				}
			}
			if n := prints.list(); n > 0 {
				p.Marks = make([]Mark, 0, min(n, 16))
				for range n {
					m := Mark{MarkKind(prints.byte()), prints.str()}
					if prints.bad || m.Kind == 0 || m.Kind > NumberMark {
						return nil, nil, errBrief
					}
					p.Marks = append(p.Marks, m)
				}
			}
			if prints.bad {
				return nil, nil, errBrief
			}
			b.Prints = append(b.Prints, p)
		}
	}
	if outer.bad || head.bad || prints.bad || len(head.b) > 0 || len(prints.b) > 0 {
		return nil, nil, errBrief
	}
	return b, outer.b, nil
}

type briefWriter struct{ b []byte }

func (w *briefWriter) uint(n uint64) { w.b = binary.AppendUvarint(w.b, n) }
func (w *briefWriter) int(n int64)   { w.b = binary.AppendVarint(w.b, n) }
func (w *briefWriter) str(s string)  { w.b = append(binary.AppendUvarint(w.b, uint64(len(s))), s...) }

func (w *briefWriter) flag(v bool) {
	if v {
		w.b = append(w.b, 1)
	} else {
		w.b = append(w.b, 0)
	}
}

// weight writes a weight that is a whole number of parts of one as that number; any
// other as 256 and its bits.
func (w *briefWriter) weight(v, parts float32) {
	if n := math.Round(float64(v) * float64(parts)); n >= 0 && n <= 255 && float32(n)/parts == v && !math.Signbit(float64(v)) {
		w.uint(uint64(n))
		return
	}
	w.uint(256)
	w.b = binary.LittleEndian.AppendUint32(w.b, math.Float32bits(v))
}

type briefReader struct {
	b   []byte
	bad bool
}

func (r *briefReader) fail() { r.bad, r.b = true, nil }

func (r *briefReader) uint() uint64 {
	v, n := binary.Uvarint(r.b)
	if n <= 0 {
		r.fail()
		return 0
	}
	r.b = r.b[n:]
	return v
}

func (r *briefReader) int() int64 {
	v, n := binary.Varint(r.b)
	if n <= 0 {
		r.fail()
		return 0
	}
	r.b = r.b[n:]
	return v
}

func (r *briefReader) take(n int) []byte {
	if n < 0 || n > len(r.b) {
		r.fail()
		return nil
	}
	v := r.b[:n]
	r.b = r.b[n:]
	return v
}

func (r *briefReader) byte() byte {
	if v := r.take(1); v != nil {
		return v[0]
	}
	return 0
}

func (r *briefReader) uint64() uint64 {
	if v := r.take(8); v != nil {
		return binary.LittleEndian.Uint64(v)
	}
	return 0
}

func (r *briefReader) flag() bool {
	v := r.byte()
	if v > 1 {
		r.fail()
	}
	return v == 1
}

func (r *briefReader) section() []byte {
	n := r.uint()
	if n > maxBrief {
		r.fail()
		return nil
	}
	return r.take(int(n))
}

func (r *briefReader) str() string { return string(r.section()) }

// list reads the length of a list whose elements take a byte each at least.
func (r *briefReader) list() int {
	n := r.uint()
	if n > maxBriefList || n > uint64(len(r.b)) {
		r.fail()
		return 0
	}
	return int(n)
}

func (r *briefReader) weight(parts float32) float32 {
	switch n := r.uint(); {
	case n < 256:
		return float32(n) / parts
	case n == 256:
		if v := r.take(4); v != nil {
			return math.Float32frombits(binary.LittleEndian.Uint32(v))
		}
	default:
		r.fail()
	}
	return 0
}

// appendID appends a version or story id: a byte that says how, and the bytes that
// its hexadecimal digits stand for; of ids of another form, its letters.
func appendID(b []byte, id string) []byte {
	if n := len(id) / 2; (len(id) == 17 && id[0] == 'a' || len(id) == 13 && id[0] == 's') && isHex(id[1:]) {
		b = append(b, id[0])
		for i := range n {
			b = append(b, hexDigit(id[1+2*i])<<4|hexDigit(id[2+2*i]))
		}
		return b
	}
	b = append(b, 0)
	return append(binary.AppendUvarint(b, uint64(len(id))), id...)
}

func isHex(s string) bool {
	for i := range len(s) {
		if c := s[i]; !('0' <= c && c <= '9' || 'a' <= c && c <= 'f') {
			return false
		}
	}
	return true
}

func hexDigit(c byte) byte {
	if c >= 'a' {
		return c - 'a' + 10
	}
	return c - '0'
}

// id reads what appendID wrote.
func (r *briefReader) id() string {
	switch k := r.byte(); k {
	case 0:
		return r.str()
	case 'a', 's':
		n := 8
		if k == 's' {
			n = 6
		}
		const digits = "0123456789abcdef"
		id := make([]byte, 1, 17)
		id[0] = k
		for _, c := range r.take(n) {
			id = append(id, digits[c>>4], digits[c&15])
		}
		return string(id)
	}
	r.fail()
	return ""
}
