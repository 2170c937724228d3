package nlp

import (
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strings"
	"sync"

	"github.com/blevesearch/vellum"

	"hearsay"
)

// Knowledge is what the program knows of the world before it reads an article:
// states and their adjectives, governments, people with their terms of office,
// bodies, media, companies, places; and what German nouns say of whom they stand
// for.
//
// # Format of the file
//
// The file de.knowledge is made by BuildKnowledge of the tables in data/knowledge
// and read in place. Numbers of fixed length are little-endian, the others
// uvarints; a string is its length and its bytes.
//
//	"HSKN"          magic
//	uint32          format, 1
//	uint32          CRC-32 (IEEE) of everything behind it
//	string          about: what it was made from
//	uint32          number of entities
//	n × uint32      where each begins in the records
//	uint32, bytes   records: id, name, class, state, owner, voice (strings); kind,
//	                sex (bytes); latitude, longitude (zigzag, 1/10,000 degree),
//	                population; government (entity plus 1); flags (byte);
//	                number of variants, variants (strings)
//	uint32, bytes   references: per list a count, then entity<<3 | how it is named
//	uint32, bytes   a vellum FST: name → where its list begins <<1 | 1 if a longer name
//	                begins with this word. "\x00" + id leads to the entity itself,
//	                "\x01" + adjective without its ending to a state, "\x02" + id of a
//	                town to the part of a state that is governed from there
//	uint32          number of terms of office; per term: office, where (strings),
//	                entity, first day, last day (yyyymmdd, 0: open)
//	uint32          number of nouns; per noun: noun, sort, of (strings)
//
// Format 1: the first.
type Knowledge struct {
	About   string
	offsets []byte // 4 bytes an entity
	records []byte
	refs    []byte
	fst     *vellum.FST
	readers sync.Pool
	terms   map[string][]term // by office@where
	held    map[int][]string  // entity → office@where of all its terms
	nouns   map[string][]nounUse
	n       int
}

const knowledgeFormat = 1

// A Known is an entity of the knowledge file.
type Known struct {
	hearsay.Entity
	Index      int
	Class      string // of a body: court, ministry, police, party, newspaper, …; of a place: state, region, city
	Owner      string // id or name of who owns a medium or company; empty where not known
	Voice      string // state whose government speaks through this medium
	Sex        byte   // of a person: 'm', 'f'; 0 where not known
	Population int    // of a city
	Government int    // index of the government of a state, of a part of one, or of a seat of government; -1
	Evidence   bool   // a person whose name many bear: not to be linked by the name alone
	Variants   []string
}

// Naming says how a name names an entity.
type Naming uint8

const (
	ByName      Naming = iota // "Bundeskriminalamt", "BKA", "Angela Merkel"
	BySurname                 // "Merkel"
	ByDemonym                 // "Russe"
	ByAdjective               // "russisch", without its ending
)

// A Named is an entity that a name may stand for.
type Named struct {
	Index int
	How   Naming
}

type term struct {
	entity   int
	from, to int
}

// nounUse says what a noun tells of what its phrase stands for.
type nounUse struct {
	sort string // role, speaker, word, document, body, people
	of   string
}

//go:embed data/de.knowledge
var germanKnowledge []byte

var germanKnowledgeOnce = sync.OnceValues(func() (*Knowledge, error) {
	k, err := OpenKnowledge(germanKnowledge)
	if err != nil {
		return nil, fmt.Errorf("data/de.knowledge: %v", err)
	}
	return k, nil
})

// GermanKnowledge returns the knowledge that the program carries. It is loaded
// once.
func GermanKnowledge() (*Knowledge, error) { return germanKnowledgeOnce() }

var entityKinds = []string{"government", "organisation", "company", "person", "agency", "outlet", "place"}

// OpenKnowledge reads a knowledge file from its bytes, which must not change
// afterwards. It fails on a file of another format and on a damaged one.
func OpenKnowledge(data []byte) (*Knowledge, error) {
	body, err := openData(data, "HSKN", "knowledge", knowledgeFormat)
	if err != nil {
		return nil, err
	}
	d := decoder{data: body}
	k := &Knowledge{About: d.str(), terms: map[string][]term{}, held: map[int][]string{}, nouns: map[string][]nounUse{}}
	k.n = d.count()
	if k.n > len(d.data)/4 {
		return nil, errors.New("knowledge: cut short")
	}
	k.offsets = d.take(4 * k.n)
	k.records = d.take(d.count())
	k.refs = d.take(d.count())
	fst := d.take(d.count())
	if d.bad {
		return nil, errors.New("knowledge: cut short")
	}
	for i := range k.n {
		if int(binary.LittleEndian.Uint32(k.offsets[4*i:])) >= len(k.records) {
			return nil, fmt.Errorf("knowledge: entity %d lies outside the file", i)
		}
	}
	if k.fst, err = vellum.Load(fst); err != nil {
		return nil, fmt.Errorf("knowledge: %v", err)
	}
	k.readers.New = func() any { r, _ := k.fst.Reader(); return r }
	for range d.count() {
		key := d.str() + "@" + d.str()
		t := term{entity: int(min(d.uvarint(), math.MaxInt32)), from: int(min(d.uvarint(), math.MaxInt32)), to: int(min(d.uvarint(), math.MaxInt32))}
		if t.entity >= k.n {
			return nil, fmt.Errorf("knowledge: %s is held by nobody", key)
		}
		k.terms[key] = append(k.terms[key], t)
		k.held[t.entity] = append(k.held[t.entity], key)
	}
	for range d.count() {
		noun := d.str()
		k.nouns[noun] = append(k.nouns[noun], nounUse{sort: d.str(), of: d.str()})
	}
	if d.bad {
		return nil, errors.New("knowledge: cut short")
	}
	return k, nil
}

// Len is the number of entities.
func (k *Knowledge) Len() int { return k.n }

// At returns entity i, counted from 0.
func (k *Knowledge) At(i int) Known {
	if i < 0 || i >= k.n {
		return Known{Index: -1, Government: -1}
	}
	d := decoder{data: k.records[binary.LittleEndian.Uint32(k.offsets[4*i:]):]}
	e := Known{Index: i, Government: -1}
	e.ID, e.Name, e.Class, e.State, e.Owner, e.Voice = d.str(), d.str(), d.str(), d.str(), d.str(), d.str()
	if c := int(d.byte()); c < len(entityKinds) {
		e.Kind = entityKinds[c]
	}
	e.Sex = d.byte()
	e.Lat, e.Lon = float64(unzigzag(d.uvarint()))/10000, float64(unzigzag(d.uvarint()))/10000
	e.Population = int(min(d.uvarint(), math.MaxInt32))
	e.Government = int(min(d.uvarint(), uint64(k.n))) - 1
	e.Evidence = d.byte()&1 == 1
	for range min(d.uvarint(), 1000) {
		if d.bad {
			break
		}
		e.Variants = append(e.Variants, d.str())
	}
	return e
}

func zigzag(v int64) uint64   { return uint64(v<<1) ^ uint64(v>>63) }
func unzigzag(v uint64) int64 { return int64(v>>1) ^ -int64(v&1) }

// get finds a key of the automaton: the references and whether longer names begin
// with this word.
func (k *Knowledge) get(key string, dst []Named) ([]Named, bool) {
	var buf [96]byte
	r := k.readers.Get().(*vellum.Reader)
	v, ok, err := r.Get(append(buf[:0], key...))
	k.readers.Put(r)
	if err != nil || !ok {
		return dst, false
	}
	at := v >> 1
	if at == 0 || at >= uint64(len(k.refs)) {
		return dst, v&1 == 1
	}
	d := decoder{data: k.refs[at:]}
	for range min(d.uvarint(), uint64(k.n)) {
		ref := d.uvarint()
		if d.bad || ref>>3 >= uint64(k.n) {
			break
		}
		dst = append(dst, Named{int(ref >> 3), Naming(ref & 7)})
	}
	return dst, v&1 == 1
}

// Named appends to dst the entities that a name may stand for, as it is spelt.
func (k *Knowledge) Named(name string, dst []Named) []Named {
	dst, _ = k.get(name, dst)
	return dst
}

// ByID returns the entity with an id.
func (k *Knowledge) ByID(id string) (Known, bool) {
	var buf [1]Named
	ns := k.Named("\x00"+id, buf[:0])
	if len(ns) == 0 {
		return Known{Index: -1, Government: -1}, false
	}
	return k.At(ns[0].Index), true
}

// adjectiveEndings are those of an adjective, the longest first.
var adjectiveEndings = []string{"en", "er", "es", "em", "e", ""}

// SeatOf returns the part of a state that is governed from a town ("München":
// Bayern).
func (k *Knowledge) SeatOf(town string) (Known, bool) {
	var buf [1]Named
	ns := k.Named("\x02"+town, buf[:0])
	if len(ns) == 0 {
		return Known{Index: -1, Government: -1}, false
	}
	return k.At(ns[0].Index), true
}

// OfAdjective returns the states that an adjective speaks of ("russische").
func (k *Knowledge) OfAdjective(w string, dst []Named) []Named {
	for _, end := range adjectiveEndings {
		if stem, ok := strings.CutSuffix(w, end); ok && len(stem) > 2 {
			if dst = k.Named("\x01"+stem, dst); len(dst) > 0 {
				return dst
			}
		}
	}
	return dst
}

// dayOf reads the first day that an EDTF date may mean, as yyyymmdd; 0 where it
// tells none.
func dayOf(date hearsay.Date) int {
	v, n := 0, 0
	for _, r := range date {
		if r >= '0' && r <= '9' {
			v = 10*v + int(r-'0')
			if n++; n == 8 {
				return v
			}
		} else if r != '-' || n == 0 {
			break
		}
	}
	switch n {
	case 4:
		return v * 10000
	case 6:
		return v * 100
	}
	return 0
}

// InOffice returns who holds an office on a day: office is that of the table
// people.tsv ("hos", "hog", "fm", "head", …), where a state, a part of one or a
// body ("DE", "de-by", "eu-commission"). A date of a year or month alone names
// somebody only if one person held it throughout. False where nobody is known.
func (k *Knowledge) InOffice(office, where string, date hearsay.Date) (Known, bool) {
	day := dayOf(date)
	if day == 0 {
		return Known{Index: -1, Government: -1}, false
	}
	last := day
	switch {
	case day%10000 == 0:
		last += 1231
	case day%100 == 0:
		last += 31
	}
	found := -1
	for _, t := range k.terms[office+"@"+where] {
		if t.from <= last && (t.to == 0 || t.to > day) {
			if found >= 0 && found != t.entity {
				return Known{Index: -1, Government: -1}, false
			}
			found = t.entity
		}
	}
	if found < 0 {
		return Known{Index: -1, Government: -1}, false
	}
	return k.At(found), true
}

// holds reports whether entity i held one of the offices (at any place) on the day,
// or where the day is not known, ever. where narrows to a place if not empty.
func (k *Knowledge) holds(i int, offices []string, where string, date hearsay.Date) bool {
	day := dayOf(date)
	for _, key := range k.held[i] {
		office, at, _ := strings.Cut(key, "@")
		if where != "" && at != where {
			continue
		}
		for _, o := range offices {
			if o != office && !(o == "minister" && isMinister(office)) {
				continue
			}
			for _, t := range k.terms[key] {
				if t.entity == i && (day == 0 || t.from <= day+1231 && (t.to == 0 || t.to+10000 > day)) {
					return true
				}
			}
		}
	}
	return false
}

func isMinister(office string) bool {
	switch office {
	case "hos", "hog", "head", "mayor":
		return false
	}
	return true
}

// GovernmentOf returns the government that a place stands for when it speaks:
// that of a state ("die USA"), of a part of one ("Bayern"), or of the state whose
// seat of government it is ("Moskau"). A government is its own. Nil where there is
// none.
func (l *Language) GovernmentOf(e *hearsay.Entity) *hearsay.Entity {
	k, err := GermanKnowledge()
	if err != nil || e == nil {
		return nil
	}
	known, ok := k.ByID(e.ID)
	if !ok {
		return nil
	}
	if known.Government >= 0 {
		g := k.At(known.Government)
		return &g.Entity
	}
	if known.Kind == "government" && known.Class == "government" {
		return &known.Entity
	}
	return nil
}

// NamesOf returns the names under which an entity of the knowledge file is known,
// the shortest usual one first; of others only their own.
func (l *Language) NamesOf(e *hearsay.Entity) []string {
	if e == nil {
		return nil
	}
	names := []string{e.Name}
	if k, err := GermanKnowledge(); err == nil {
		if known, ok := k.ByID(e.ID); ok {
			names = append([]string{known.Name}, known.Variants...)
		}
	}
	return names
}

// VoiceOf returns the government that speaks through a medium ("TASS"); nil where
// none does.
func (l *Language) VoiceOf(e *hearsay.Entity) *hearsay.Entity {
	k, err := GermanKnowledge()
	if err != nil || e == nil {
		return nil
	}
	known, ok := k.ByID(e.ID)
	if !ok || known.Voice == "" {
		return nil
	}
	if g, ok := k.ByID("gov-" + strings.ToLower(known.Voice)); ok {
		return &g.Entity
	}
	return nil
}
