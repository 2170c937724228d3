package pipeline

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"hearsay"
	"hearsay/crossdoc"
)

// ReaderVersion names what reads articles: the language, and a number that grows
// when the same article may be read another way. A ledger notes it with every
// reading.
//
//	de/1  first
const ReaderVersion = "de/1"

// A Digest is all that a ledger keeps of the reading of an article.
type Digest struct {
	Statements []hearsay.Statement
	Brief      *crossdoc.Brief
	Lemmas     []string // of its words, where they are other than these; sorted
}

// Digest reads an article for a ledger. id and knownAt are those of its version.
func (r *Reader) Digest(a *hearsay.Article, id hearsay.VersionID, knownAt time.Time) *Digest {
	doc := r.Annotate(a)
	sts := r.extract.Statements(doc)
	r.resolve(doc, sts)
	b := &crossdoc.Brief{
		Version: id, Text: a.ID, URL: a.URL, Outlet: a.Outlet, Title: a.Title, Language: a.Language,
		Published: a.Published, Known: knownAt, Wire: wireNote(a),
		Prints: crossdoc.Prints(doc), Terms: crossdoc.Terms(doc), Props: crossdoc.Propositions(doc, sts, id),
	}
	dropNotice(b, doc)
	r.giveVoice(b)
	for _, c := range a.Agencies {
		if !slices.Contains(b.Agencies, c.Name) {
			b.Agencies = append(b.Agencies, c.Name)
		}
	}
	// What comes back from the bytes is what counts, here and later.
	if c, err := crossdoc.DecodeBrief(crossdoc.EncodeBrief(b)); err == nil {
		b = c
	}
	return &Digest{Statements: sts, Brief: b, Lemmas: lemmas(doc)}
}

// giveVoice lets state media speak for their government: what KCNA says, North
// Korea's government says.
func (r *Reader) giveVoice(b *crossdoc.Brief) {
	for i := range b.Props {
		p := &b.Props[i]
		if p.Source == nil || len(p.Chain) == 0 || p.Source.Kind != "agency" && p.Source.Kind != "outlet" {
			continue
		}
		if last := p.Chain[len(p.Chain)-1]; last.Via == "copies" || last.Name != p.Source.Name {
			continue
		}
		if g := r.lang.VoiceOf(p.Source); g != nil {
			p.Source = g
			p.Chain = append(slices.Clip(p.Chain), hearsay.Voucher{Name: g.Name, Kind: "government", Visibility: "named", Via: "speaks for"})
		}
	}
}

// dropNotice drops what the sentence of a correction says: "In einer früheren
// Fassung war der Preis mit 94 Euro angegeben" is no evidence of that price.
func dropNotice(b *crossdoc.Brief, doc *hearsay.Doc) {
	if b.Wire.Corrects == "" || b.Wire.Note == "" {
		return
	}
	at := strings.Index(doc.Article.Text, b.Wire.Note)
	if at < 0 {
		return
	}
	for _, s := range doc.Sents {
		if s.Start <= at && at < s.End {
			b.Props = slices.DeleteFunc(b.Props, func(p crossdoc.Proposition) bool {
				return len(p.Passage.Spans) > 0 && s.Start <= p.Passage.Spans[0].Start && p.Passage.Spans[0].Start < s.End && p.Act != hearsay.CorrectAct && p.Act != hearsay.Retract
			})
		}
	}
}

// wireNote joins what the wire format says with what the text says of itself.
func wireNote(a *hearsay.Article) crossdoc.WireNote {
	var n crossdoc.WireNote
	if w := a.Wire; w != nil {
		n = crossdoc.WireNote{GUID: w.GUID, Canceled: w.Status == hearsay.WireCanceled, Corrects: w.Corrects, Note: w.Note}
		n.Head = w.Corrects != ""
	}
	if note := crossdoc.NoticeIn(a.Title, a.Text); note != nil {
		n.Whole, n.Head = note.Whole, n.Head || note.Head
		if n.Corrects == "" {
			n.Corrects = "*"
		}
		if n.Note == "" {
			n.Note = note.Words
		}
	}
	return n
}

// lemmas gives the lemmas that the text does not have as words, for search.
func lemmas(doc *hearsay.Doc) []string {
	words := map[string]bool{}
	for _, t := range doc.Toks {
		words[strings.ToLower(doc.Article.Text[t.Start:t.End])] = true
	}
	var out []string
	for _, t := range doc.Toks {
		if l := strings.ToLower(t.Lemma); t.UPOS != hearsay.PUNCT && l != "" && !words[l] && !strings.ContainsAny(l, " \t\n\u00a0") {
			words[l] = true
			out = append(out, l)
		}
	}
	slices.Sort(out)
	return out
}

// VersionID gives the id of the version of an article: the same for the same
// address, text, wire item and stated time, so that adding twice stores once.
func VersionID(a *hearsay.Article) hearsay.VersionID {
	h := sha256.New()
	fmt.Fprintf(h, "%q %s %q %q", a.URL, a.ID, a.Retrieved, a.Published)
	if w := a.Wire; w != nil {
		fmt.Fprintf(h, " %q %d %s", w.GUID, w.Version, w.Status)
	}
	return hearsay.VersionID("a" + hex.EncodeToString(h.Sum(nil))[:16])
}

// KnownAt gives the moment from which a ledger knows an article: when it was
// retrieved; published, where an archive does not say; else now. What is under an
// embargo is known from its release, what is withheld not at all.
func KnownAt(a *hearsay.Article, now time.Time) time.Time {
	t, ok := instant(a.Retrieved)
	if !ok {
		if t, ok = instant(a.Published); !ok {
			t = now
		}
	}
	if w := a.Wire; w != nil {
		if e, ok := instant(w.Embargoed); ok && e.After(t) {
			t = e
		}
		if w.Status == hearsay.WireWithheld {
			t = Withheld
		}
	}
	if t.After(Withheld) {
		t = Withheld
	}
	return t.UTC().Truncate(time.Microsecond)
}

// Withheld is from when on an article is known that is not to be published: never.
// Nothing follows from it.
var Withheld = time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)

// instant gives the first moment of a date.
func instant(d hearsay.Date) (time.Time, bool) {
	if d == "" {
		return time.Time{}, false
	}
	if t, err := time.Parse(time.RFC3339Nano, string(d)); err == nil {
		return t, true
	}
	s, _, _ := strings.Cut(string(d), "/")
	s = strings.TrimRight(s, "~?%")
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02", "2006-01", "2006"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// The encoding of a digest:
//
//	byte     format, 1
//	uvarint  length, and the statements as JSON, their texts left out: they are those of the spans
//	uvarint  length, and the brief (crossdoc/brief.go)
//	rest     the lemmas, parted by spaces
const digestFormat = 1

// maxDigest is how long a part of a digest may be.
const maxDigest = 64 << 20

// errDigest says that bytes are no digest.
var errDigest = errors.New("damaged reading")

// Encode writes a digest down, the same bytes for the same digest.
func (d *Digest) Encode() ([]byte, error) {
	b, _, err := d.encode()
	return b, err
}

// encode gives the bytes of the brief too.
func (d *Digest) encode() (all, brief []byte, err error) {
	sts := make([]hearsay.Statement, len(d.Statements))
	for i, st := range d.Statements {
		sts[i] = mapPassages(st, func(p hearsay.Passage) hearsay.Passage { return hearsay.Passage{Spans: p.Spans} })
	}
	js, err := json.Marshal(sts)
	if err != nil {
		return nil, nil, err
	}
	b := []byte{digestFormat}
	b = append(binary.AppendUvarint(b, uint64(len(js))), js...)
	brief = crossdoc.EncodeBrief(d.Brief)
	b = append(binary.AppendUvarint(b, uint64(len(brief))), brief...)
	return append(b, strings.Join(d.Lemmas, " ")...), brief, nil
}

// DecodeDigest reads the digest of an article with that text.
func DecodeDigest(b []byte, text string) (*Digest, error) {
	if len(b) == 0 || b[0] != digestFormat {
		return nil, errDigest
	}
	b = b[1:]
	part := func() []byte {
		n, k := binary.Uvarint(b)
		if k <= 0 || n > maxDigest || n > uint64(len(b)-k) {
			b = nil
			return nil
		}
		p := b[k : k+int(n)]
		b = b[k+int(n):]
		return p
	}
	js, brief := part(), part()
	if js == nil || brief == nil {
		return nil, errDigest
	}
	d := &Digest{}
	if err := json.Unmarshal(js, &d.Statements); err != nil {
		return nil, fmt.Errorf("%w: %v", errDigest, err)
	}
	var bad bool
	for i, st := range d.Statements {
		d.Statements[i] = mapPassages(st, func(p hearsay.Passage) hearsay.Passage {
			var parts []string
			for _, s := range p.Spans {
				if s.Start < 0 || s.End < s.Start || s.End > len(text) {
					bad = true
					return p
				}
				parts = append(parts, text[s.Start:s.End])
			}
			p.Text = strings.Join(parts, " ")
			return p
		})
	}
	if bad {
		return nil, fmt.Errorf("%w: a span lies outside of the text", errDigest)
	}
	var err error
	if d.Brief, err = crossdoc.DecodeBrief(brief); err != nil {
		return nil, fmt.Errorf("%w: %v", errDigest, err)
	}
	d.Lemmas = strings.Fields(string(b))
	return d, nil
}

// mapPassages gives a copy of a statement with its passages changed.
func mapPassages(st hearsay.Statement, f func(hearsay.Passage) hearsay.Passage) hearsay.Statement {
	at := func(p *hearsay.Passage) *hearsay.Passage {
		if p == nil {
			return nil
		}
		q := f(*p)
		return &q
	}
	st.Content = f(st.Content)
	st.Cue, st.Frame, st.Addressee = at(st.Cue), at(st.Frame), at(st.Addressee)
	if st.Source != nil {
		s := *st.Source
		s.Passage = f(s.Passage)
		st.Source = &s
	}
	for _, t := range []**hearsay.Time{&st.Said, &st.When} {
		if *t != nil {
			c := **t
			c.Passage = f(c.Passage)
			*t = &c
		}
	}
	if st.Places != nil {
		st.Places = slices.Clone(st.Places)
		for i := range st.Places {
			st.Places[i].Passage = f(st.Places[i].Passage)
		}
	}
	return st
}
