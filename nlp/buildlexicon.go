package nlp

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"sort"
	"strings"

	"github.com/blevesearch/vellum"

	"hearsay"
)

// BuildLexicon compiles a full-form lexicon into the form that OpenLexicon reads.
// Its lines are form ⇥ lemma ⇥ tag, the tags those of german-pos-dict
// (https://danielnaber.de/download/wklassen.pdf), e.g. "VER:3:SIN:KJ1:SFT".
// Readings that news prose does not need are left out: comparatives of
// participles, expressions of more than one word. An error names the line.
func BuildLexicon(r io.Reader) ([]byte, error) {
	type entry struct {
		word  Word
		lemma string
	}
	forms := map[string][]entry{}
	sc := bufio.NewScanner(r)
	sc.Buffer(make([]byte, 0, 1<<16), 1<<20)
	for line := 1; sc.Scan(); line++ {
		f := strings.Split(sc.Text(), "\t")
		if len(f) != 3 || f[0] == "" || f[1] == "" {
			return nil, fmt.Errorf("line %d: want form, lemma and tag, parted by tabs: %q", line, sc.Text())
		}
		w, ok := wordOf(f[2])
		if !ok || strings.ContainsRune(f[0], ' ') {
			continue
		}
		forms[f[0]] = append(forms[f[0]], entry{w, f[1]})
	}
	if err := sc.Err(); err != nil {
		return nil, err
	}
	keys := make([]string, 0, len(forms))
	for k := range forms {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	var fst bytes.Buffer
	b, err := vellum.New(&fst, nil)
	if err != nil {
		return nil, err
	}
	var edits, classes []byte
	editID, classID := map[edit]int{}, map[string]uint64{}
	for _, form := range keys {
		var rs []reading
		for _, e := range forms[form] {
			ed := editFrom(form, e.lemma)
			id, ok := editID[ed]
			if !ok {
				id = len(editID)
				editID[ed] = id
				edits = binary.AppendUvarint(edits, uint64(ed.strip))
				edits = binary.AppendUvarint(edits, uint64(len(ed.add)))
				edits = append(edits, ed.add...)
				edits = append(edits, byte(ed.cut))
			}
			rs = append(rs, reading{e.word.pack(), id})
		}
		rs = sortReadings(rs)
		class := binary.AppendUvarint(nil, uint64(len(rs)))
		for _, r := range rs {
			class = binary.LittleEndian.AppendUint32(class, r.feats)
			class = binary.AppendUvarint(class, uint64(r.edit))
		}
		id, ok := classID[string(class)]
		if !ok {
			id = uint64(len(classID))
			classID[string(class)] = id
			classes = append(classes, class...)
		}
		if err := b.Insert([]byte(form), id); err != nil {
			return nil, fmt.Errorf("form %q: %v", form, err)
		}
	}
	if err := b.Close(); err != nil {
		return nil, err
	}
	body := binary.LittleEndian.AppendUint32(nil, uint32(fst.Len()))
	body = append(body, fst.Bytes()...)
	body = binary.LittleEndian.AppendUint32(body, uint32(len(editID)))
	body = append(body, edits...)
	body = binary.LittleEndian.AppendUint32(body, uint32(len(classID)))
	body = append(body, classes...)
	out := []byte("HSLX")
	out = binary.LittleEndian.AppendUint32(out, lexiconFormat)
	out = binary.LittleEndian.AppendUint32(out, crc32.ChecksumIEEE(body))
	return append(out, body...), nil
}

// wordOf reads a tag of the lexicon; false for one that is not kept.
func wordOf(tag string) (Word, bool) {
	parts := strings.Split(tag, ":")
	var w Word
	switch parts[0] {
	case "SUB":
		w.Class = Substantive
	case "EIG":
		w.Class = ProperName
	case "VER":
		w.Class = Verb
	case "ADJ":
		w.Class = Adjective
	case "PA1", "PA2":
		w.Class = Adjective
		w.Feats.VerbForm = hearsay.Part
	case "ADV":
		w.Class = Adverb
	case "ART":
		w.Class = Article
	case "PRO":
		w.Class = Pronoun
	case "PRP":
		w.Class = Preposition
	case "KON":
		w.Class = Conjunction
	case "ZUS":
		w.Class = VerbPrefix
	case "NEG":
		w.Class = Negation
	case "ZAL":
		w.Class = Numeral
	case "INJ":
		w.Class = Interjection
	case "ABK":
		w.Class = Abbreviation
	default:
		return w, false
	}
	for _, p := range parts[1:] {
		switch p {
		case "AUX":
			w.Class = Auxiliary
		case "MOD":
			if w.Class == Verb {
				w.Class = Modal
			}
		case "UNT":
			w.Class = Subordinator
		case "INF":
			w.Feats.VerbForm = hearsay.Inf
		case "EIZ":
			w.Feats.VerbForm, w.Zu = hearsay.Inf, true
		case "PA1", "PA2":
			w.Feats.VerbForm = hearsay.Part
			if p == "PA2" {
				w.Feats.Tense = hearsay.Past
			}
		case "IMP":
			w.Feats.VerbForm, w.Feats.Mood, w.Feats.Person = hearsay.Fin, hearsay.Imp, 2
		case "PRÄ":
			w.Feats.VerbForm, w.Feats.Mood, w.Feats.Tense = hearsay.Fin, hearsay.Ind, hearsay.Pres
		case "PRT":
			w.Feats.VerbForm, w.Feats.Mood, w.Feats.Tense = hearsay.Fin, hearsay.Ind, hearsay.Past
		case "KJ1":
			w.Feats.VerbForm, w.Feats.Mood, w.Feats.Tense = hearsay.Fin, hearsay.Sub1, hearsay.Pres
		case "KJ2":
			w.Feats.VerbForm, w.Feats.Mood, w.Feats.Tense = hearsay.Fin, hearsay.Sub2, hearsay.Past
		case "1", "2", "3":
			w.Feats.Person = p[0] - '0'
		case "SIN":
			w.Feats.Number = hearsay.Sing
		case "PLU":
			w.Feats.Number = hearsay.Plur
		case "NOM":
			w.Feats.Case = hearsay.Nom
		case "GEN":
			w.Feats.Case = hearsay.Gen
		case "DAT":
			w.Feats.Case = hearsay.Dat
		case "AKK":
			w.Feats.Case = hearsay.Acc
		case "MAS":
			w.Feats.Gender = hearsay.Masc
		case "FEM":
			w.Feats.Gender = hearsay.Fem
		case "NEU":
			w.Feats.Gender = hearsay.Neut
		case "NEB":
			w.Last = true
		case "VOR":
			w.Name = FirstName
		case "NAC":
			w.Name = Surname
		case "STD", "GEO", "COU":
			w.Name = PlaceName
		case "KOM", "SUP":
			if parts[0] != "ADJ" {
				return w, false
			}
		}
	}
	if w.Class == Preposition || w.Class == Conjunction || w.Class == Adverb {
		w.Feats = hearsay.Feats{}
	}
	return w, true
}
