package present

import (
	"bufio"
	"bytes"
	"crypto/sha1"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"net/url"
	"strings"
	"time"

	"hearsay"
)

// ExportFormats are what [Export] can write; docs/EXPORT.md shows an example of each.
var ExportFormats = []string{"csv", "jsonl", "parquet", "webannotation", "claimreview", "stix", "prov"}

// Export writes claims, with their evidence, in a format of [ExportFormats]. The
// same claims in the same order give the same bytes: nothing tells when, where or by
// whom the export was made.
//
// Claims are written as they come, so a ledger of any size needs little memory; stix
// alone remembers which outlets, sources and places it has written.
func Export(w io.Writer, format string, in iter.Seq2[hearsay.Claim, error], more Lookup) error {
	write := map[string]func(io.Writer, iter.Seq2[hearsay.Claim, error], *Lookup) error{
		"csv": exportCSV, "jsonl": exportJSONL, "parquet": exportParquet, "webannotation": exportAnnotations,
		"claimreview": exportReviews, "stix": exportSTIX, "prov": exportPROV,
	}[format]
	if write == nil {
		return fmt.Errorf("cannot export as %q; these are known: %s", format, strings.Join(ExportFormats, ", "))
	}
	buf := bufio.NewWriter(w)
	if err := write(buf, in, &more); err != nil {
		buf.Flush() // what is whole may be of use; the error says that it is not all
		return err
	}
	return buf.Flush()
}

func exportJSONL(w io.Writer, in iter.Seq2[hearsay.Claim, error], more *Lookup) error {
	var line []byte
	for c, err := range in {
		if err != nil {
			return err
		}
		if line, err = AppendClaimJSON(line[:0], &c, *more); err != nil {
			return err
		}
		if _, err := w.Write(line); err != nil {
			return err
		}
	}
	return nil
}

// namespace is the UUID that all names of exports lie in. Formats of linked data want
// IRIs for claims, statements and articles; a ledger on somebody's disk has no
// address on the web, so the names are fragments of this URN: they are the same in
// every export of the same ledger, and no two ledgers use one for different things,
// since the ids are hashes of content.
//
// It is the UUIDv5 of the name "hearsay" in the null UUID.
const namespace = "e515c335-233f-5012-b82e-12a1e8f275dc"

// base is what names in exports begin with.
const base = "urn:uuid:" + namespace + "#"

// iri names a claim, a piece of evidence, an article, …
func iri[T ~string](id T) string { return base + escapeName(string(id)) }

// escapeName leaves letters, digits and what else ids are made of, and escapes the
// rest by per cent, so that it can stand in a fragment and in a qualified name.
func escapeName(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', strings.IndexByte("-_./~", c) >= 0:
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

// uuid5 is the UUID, version 5 (RFC 9562), of a name within our namespace.
func uuid5(name string) string {
	ns, err := hex.DecodeString(strings.ReplaceAll(namespace, "-", ""))
	if err != nil {
		panic(err) // it is a constant
	}
	return uuidIn([16]byte(ns), name)
}

func uuidIn(ns [16]byte, name string) string {
	sum := sha1.Sum(append(ns[:], name...))
	sum[6] = sum[6]&0x0f | 0x50
	sum[8] = sum[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", sum[0:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])
}

// webAddress is an article's URL where that is one on the web, as formats of linked
// data take it; false where it is a file's name, or nothing that an IRI may be.
func webAddress(s string) (string, bool) {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return "", false
	}
	s = u.String()
	return s, strings.IndexFunc(s, func(r rune) bool { return r <= ' ' || dangerous(r) || strings.ContainsRune("<>\"{}|\\^`", r) }) < 0
}

// articleIRI is where an article is, or our name for it where that is not on the web.
func articleIRI(a *ArticleHead) string {
	if address, ok := webAddress(a.URL); ok {
		return address
	}
	return iri(a.ID)
}

// calendar is the part of an EDTF date that ISO 8601 and schema.org know as well: a
// year, month, day or moment; of an interval its begin. It is empty for all else.
func calendar(d hearsay.Date) string {
	s, _, _ := strings.Cut(string(d), "/")
	s = strings.TrimRight(s, "~?%")
	for _, layout := range []string{"2006", "2006-01", time.DateOnly, "2006-01-02T15:04", "2006-01-02T15:04:05", time.RFC3339} {
		if _, err := time.Parse(layout, s); err == nil {
			return s
		}
	}
	return ""
}

// A jsonList writes a JSON document around a list that is too long to keep: each
// element on a line of its own.
type jsonList struct {
	w   io.Writer
	n   int
	err error
	sum [sha1.Size]byte // over all elements
}

// raw writes s as it is.
func (j *jsonList) raw(s string) {
	if j.err == nil {
		_, j.err = io.WriteString(j.w, s)
	}
}

// add writes one element.
func (j *jsonList) add(v any) {
	if j.err != nil {
		return
	}
	b, err := compact(v)
	if err != nil {
		j.err = err
		return
	}
	j.write(b)
}

// member adds one member of an object.
func (j *jsonList) member(name string, v any) {
	if j.err != nil {
		return
	}
	k, err := compact(name)
	if err == nil {
		var b []byte
		if b, err = compact(v); err == nil {
			j.write(append(append(k, ':'), b...))
		}
	}
	if err != nil {
		j.err = err
	}
}

func (j *jsonList) write(b []byte) {
	if j.n > 0 {
		j.raw(",")
	}
	j.n++
	j.raw("\n")
	j.raw(string(b))
	j.sum = sha1.Sum(append(j.sum[:], b...))
}

// digest is the same for the same elements in the same order.
func (j *jsonList) digest() string {
	return hex.EncodeToString(binary.BigEndian.AppendUint64(j.sum[:], uint64(j.n)))
}

// compact is v as JSON without a line end.
func compact(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimRight(b.Bytes(), "\n"), nil
}
