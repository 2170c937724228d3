package nlp

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"sort"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/vellum"

	"hearsay"
)

// WordClass is the word class of a reading in the lexicon.
type WordClass uint8

const (
	NoClass WordClass = iota
	Substantive
	ProperName
	Verb
	Auxiliary // sein, haben, werden
	Modal     // können, sollen, …
	Adjective // participles used as adjectives too
	Adverb
	Article
	Pronoun
	Preposition
	Conjunction
	Subordinator
	VerbPrefix // separated: "mit" in "teilte … mit"
	Negation
	Numeral
	Interjection
	Abbreviation
)

// NameKind says what a proper name names.
type NameKind uint8

const (
	NoName NameKind = iota
	FirstName
	Surname
	PlaceName
)

// A Word is one reading of a word form: its class, features and lemma.
type Word struct {
	Class WordClass
	Feats hearsay.Feats
	Lemma string
	Name  NameKind
	Zu    bool // an infinitive with zu inside: "mitzuteilen"
	Last  bool // a separable verb in one word: only where the verb comes last ("mitteilte")
}

// A Lexicon is a full-form dictionary: from a word form to its readings.
//
// # Format of the file
//
// The file de.lexicon is made by BuildLexicon and read in place, without
// unpacking. All numbers are little-endian.
//
//	"HSLX"          magic
//	uint32          format, 1
//	uint32          CRC-32 (IEEE) of everything behind it
//	uint32          n, the length of the automaton in bytes
//	[n]byte         a vellum FST: form → class number
//	uint32          number of lemma edits
//	per edit        uvarint: bytes to strip at the end; uvarint length and bytes of what to add;
//	                byte: where in the form "ge" or "zu" is cut out first, plus 1 (0: nowhere)
//	uint32          number of classes
//	per class       uvarint: number of readings; per reading: 4 bytes of features, uvarint edit
//
// A class is a set of readings that many forms share: the lemma is told as an
// edit of the form, so that all weak verbs have the same classes.
type Lexicon struct {
	fst     *vellum.FST
	readers sync.Pool
	edits   []edit
	classes [][]reading
}

const lexiconFormat = 1

type edit struct {
	strip int
	add   string
	cut   int // position of an inner "ge"/"zu" plus 1
}

type reading struct {
	feats uint32
	edit  int
}

// pack lays a reading's features out in 32 bits.
func (w *Word) pack() uint32 {
	f := w.Feats
	v := uint32(w.Class) | uint32(f.VerbForm)<<5 | uint32(f.Mood)<<7 | uint32(f.Tense)<<10 | uint32(f.Person)<<12 |
		uint32(f.Number)<<14 | uint32(f.Case)<<16 | uint32(f.Gender)<<19 | uint32(w.Name)<<21
	if w.Zu {
		v |= 1 << 24
	}
	if w.Last {
		v |= 1 << 25
	}
	return v
}

func unpack(v uint32) Word {
	return Word{
		Class: WordClass(v & 31),
		Feats: hearsay.Feats{
			VerbForm: hearsay.VerbForm(v >> 5 & 3), Mood: hearsay.Mood(v >> 7 & 7), Tense: hearsay.Tense(v >> 10 & 3),
			Person: uint8(v >> 12 & 3), Number: hearsay.Number(v >> 14 & 3), Case: hearsay.Case(v >> 16 & 7), Gender: hearsay.Gender(v >> 19 & 3),
		},
		Name: NameKind(v >> 21 & 7),
		Zu:   v>>24&1 == 1,
		Last: v>>25&1 == 1,
	}
}

// OpenLexicon reads a lexicon from the bytes of its file, which must not change
// afterwards. It fails on a file of another format and on a damaged one.
func OpenLexicon(data []byte) (*Lexicon, error) {
	if len(data) < 16 || string(data[:4]) != "HSLX" {
		return nil, errors.New("lexicon: not a lexicon file")
	}
	if v := binary.LittleEndian.Uint32(data[4:]); v != lexiconFormat {
		return nil, fmt.Errorf("lexicon: format %d, this program reads format %d; build it again", v, lexiconFormat)
	}
	if crc32.ChecksumIEEE(data[12:]) != binary.LittleEndian.Uint32(data[8:]) {
		return nil, errors.New("lexicon: damaged (checksum differs)")
	}
	n := int(binary.LittleEndian.Uint32(data[12:]))
	if n < 0 || n > len(data)-16 {
		return nil, errors.New("lexicon: cut short")
	}
	fst, err := vellum.Load(data[16 : 16+n])
	if err != nil {
		return nil, fmt.Errorf("lexicon: %v", err)
	}
	lx := &Lexicon{fst: fst}
	lx.readers.New = func() any { r, _ := fst.Reader(); return r }
	d := decoder{data: data[16+n:]}
	lx.edits = make([]edit, d.count())
	for i := range lx.edits {
		lx.edits[i] = edit{strip: int(min(d.uvarint(), 1<<20)), add: d.str(), cut: int(d.byte())}
	}
	lx.classes = make([][]reading, d.count())
	for i := range lx.classes {
		rs := make([]reading, min(d.uvarint(), 1000))
		for k := range rs {
			rs[k] = reading{feats: d.uint32(), edit: int(d.uvarint())}
			if rs[k].edit >= len(lx.edits) {
				d.bad = true
				rs[k].edit = 0
			}
		}
		lx.classes[i] = rs
	}
	if d.bad {
		return nil, errors.New("lexicon: cut short")
	}
	return lx, nil
}

// decoder reads the tables; past the end it gives zeros and sets bad.
type decoder struct {
	data []byte
	bad  bool
}

func (d *decoder) take(n int) []byte {
	if n < 0 || n > len(d.data) {
		d.bad, d.data = true, nil
		return nil
	}
	b := d.data[:n]
	d.data = d.data[n:]
	return b
}

func (d *decoder) byte() byte {
	if b := d.take(1); b != nil {
		return b[0]
	}
	return 0
}

func (d *decoder) uint32() uint32 {
	if b := d.take(4); b != nil {
		return binary.LittleEndian.Uint32(b)
	}
	return 0
}

// count is a length: never more than there are bytes left.
func (d *decoder) count() int {
	n := int(d.uint32())
	if n > len(d.data) {
		d.bad = true
		return 0
	}
	return n
}

func (d *decoder) uvarint() uint64 {
	v, n := binary.Uvarint(d.data)
	if n <= 0 {
		d.bad, d.data = true, nil
		return 0
	}
	d.data = d.data[n:]
	return v
}

func (d *decoder) str() string { return string(d.take(int(d.uvarint()))) }

// Lookup appends the readings of a form, exactly as it is spelt, to dst.
func (lx *Lexicon) Lookup(form string, dst []Word) []Word {
	r := lx.readers.Get().(*vellum.Reader)
	id, ok, err := r.Get([]byte(form))
	lx.readers.Put(r)
	if err != nil || !ok || id >= uint64(len(lx.classes)) {
		return dst
	}
	for _, rd := range lx.classes[id] {
		w := unpack(rd.feats)
		w.Lemma = lx.edits[rd.edit].apply(form)
		dst = append(dst, w)
	}
	return dst
}

func (e edit) apply(form string) string {
	if e.cut > 0 && e.cut+1 <= len(form) {
		form = form[:e.cut-1] + form[e.cut+1:]
	}
	if e.strip > len(form) {
		return form
	}
	return form[:len(form)-e.strip] + e.add
}

// editFrom finds the edit that makes lemma out of form.
func editFrom(form, lemma string) edit {
	plain := edit{}
	n := commonPrefix(form, lemma)
	plain.strip, plain.add = len(form)-n, lemma[n:]
	best := plain
	for _, in := range []string{"ge", "zu"} {
		for p := 0; p+2 < len(form) && p <= 12; p++ {
			if form[p:p+2] != in {
				continue
			}
			cut := form[:p] + form[p+2:]
			n := commonPrefix(cut, lemma)
			if e := (edit{strip: len(cut) - n, add: lemma[n:], cut: p + 1}); len(e.add)+2 < len(best.add) {
				best = e
			}
		}
	}
	return best
}

func commonPrefix(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	for n > 0 && (n < len(a) && !utf8.RuneStart(a[n]) || n < len(b) && !utf8.RuneStart(b[n])) {
		n--
	}
	return n
}

// Words returns the readings of a form in running text: as it is spelt; at a
// sentence's start in lower case too; for an unknown word those of its parts.
func (lx *Lexicon) Words(form string, first bool) []Word {
	ws := lx.Lookup(form, nil)
	r, n := utf8.DecodeRuneInString(form)
	if unicode.IsUpper(r) {
		if first || len(ws) == 0 {
			low := string(unicode.ToLower(r)) + form[n:]
			for _, w := range lx.Lookup(low, nil) {
				if !first && w.Class != Adjective && len(ws) == 0 {
					continue // mid-sentence capitals: names and nouns made of adjectives
				}
				ws = append(ws, w)
			}
		}
		if len(ws) == 0 && len(form) > n && strings.ToUpper(form) == form {
			// Capitals throughout: "BERLIN".
			ws = lx.Lookup(string(r)+strings.ToLower(form[n:]), nil)
		}
	}
	if len(ws) == 0 && strings.ContainsRune(form, 'ß') {
		ws = lx.Lookup(strings.ReplaceAll(form, "ß", "ss"), nil) // old spelling: "daß", "muß"
		for i := range ws {
			ws[i].Lemma = strings.ReplaceAll(ws[i].Lemma, "ß", "ss")
		}
	}
	if len(ws) == 0 {
		ws = lx.compound(form)
	}
	return ws
}

// linkers stand between the parts of a German compound.
var linkers = []string{"", "s", "es", "n", "en", "er", "ens", "e"}

// compound reads an unknown word by its last part ("Gipfelerklärung" as
// Erklärung), the longest that the lexicon knows and whose first part it knows
// too; without a hyphen both parts must be three letters or longer.
func (lx *Lexicon) compound(form string) []Word {
	if i := strings.LastIndexByte(form, '-'); i >= 0 && i+1 < len(form) {
		head := form[i+1:]
		ws := lx.Lookup(head, nil)
		if len(ws) == 0 && len(head) >= 6 {
			ws = lx.compound(head)
		}
		return withPrefix(ws, form[:i+1], false)
	}
	if len(form) < 7 || len(form) > 80 {
		return nil
	}
	r, _ := utf8.DecodeRuneInString(form)
	upper := unicode.IsUpper(r)
	for i := range form {
		if i < 3 || len(form)-i < 3 {
			continue
		}
		head := form[i:]
		if upper {
			h, n := utf8.DecodeRuneInString(head)
			head = string(unicode.ToUpper(h)) + head[n:]
		}
		ws := lx.Lookup(head, nil)
		k := 0
		for _, w := range ws {
			if upper && w.Class == Substantive || !upper && (w.Class == Adjective || w.Class == Verb && len(form)-i > 4) {
				ws[k] = w
				k++
			}
		}
		ws = ws[:k]
		if len(ws) == 0 || !lx.isPart(form[:i], upper) {
			continue
		}
		return withPrefix(ws, form[:i], upper)
	}
	return nil
}

// isPart reports whether s can be the first part of a compound.
func (lx *Lexicon) isPart(s string, upper bool) bool {
	for _, l := range linkers {
		if !strings.HasSuffix(s, l) || len(s)-len(l) < 3 {
			continue
		}
		stem := s[:len(s)-len(l)]
		if lx.has(stem) {
			return true
		}
		r, n := utf8.DecodeRuneInString(stem)
		if upper && lx.has(string(unicode.ToLower(r))+stem[n:]) {
			return true
		}
		if !upper && lx.has(string(unicode.ToUpper(r))+stem[n:]) {
			return true
		}
	}
	return false
}

func (lx *Lexicon) has(form string) bool {
	r := lx.readers.Get().(*vellum.Reader)
	_, ok, err := r.Get([]byte(form))
	lx.readers.Put(r)
	return err == nil && ok
}

// withPrefix puts the first part of a compound in front of the lemmas.
func withPrefix(ws []Word, prefix string, lower bool) []Word {
	for i := range ws {
		l := ws[i].Lemma
		if lower {
			r, n := utf8.DecodeRuneInString(l)
			l = string(unicode.ToLower(r)) + l[n:]
		}
		ws[i].Lemma = prefix + l
		ws[i].Name = NoName
	}
	return ws
}

// IsVerb reports whether lemma is the infinitive of a verb that the lexicon knows.
func (lx *Lexicon) IsVerb(lemma string) bool {
	for _, w := range lx.Lookup(lemma, nil) {
		if w.Class == Verb && w.Feats.VerbForm == hearsay.Inf {
			return true
		}
	}
	return false
}

// sortReadings puts readings into one order, so that equal sets are equal.
func sortReadings(rs []reading) []reading {
	sort.Slice(rs, func(i, j int) bool {
		if rs[i].feats != rs[j].feats {
			return rs[i].feats < rs[j].feats
		}
		return rs[i].edit < rs[j].edit
	})
	k := 0
	for i := range rs {
		if i == 0 || rs[i] != rs[k-1] {
			rs[k] = rs[i]
			k++
		}
	}
	return rs[:k]
}
