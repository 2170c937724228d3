package crossdoc

import (
	"bufio"
	_ "embed"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math"
	"slices"
	"strings"
	"sync"
	"unicode"

	"hearsay"
	"hearsay/ml"
	"hearsay/text"
)

//go:embed data/de.rarity
var germanRarity []byte

// Rarity says how rare words are in German: the logarithm of how many documents
// there are to one with the word (inverse document frequency, Spärck Jones 1972).
// It is made once from a fixed background and never from what a ledger holds, so
// that what an article is about does not depend on what came before it.
//
// # Format of the file
//
// The file data/de.rarity is made by [BuildRarity]. Numbers are little-endian.
//
//	"HSRA"     magic
//	uint32     format, 1
//	uint32     CRC-32 (IEEE) of everything behind it
//	string     about: what it was made from
//	uint32     number of documents
//	uint32     number of words
//	per word   uint32: the upper 27 bits of its hash, then 5 bits of rarity in steps
//	           of rarityStep; in ascending order
//
// A string is a uvarint length and its bytes. Of two words in a hundred thousand
// the 27 bits are alike: then both have the rarity of the more frequent one.
type Rarity struct {
	About string
	Max   float32 // of words that are not in the table

	words []byte
	index [1<<rarityIndexBits + 1]uint32 // first word with these leading bits
}

const (
	rarityFormat    = 1
	rarityStep      = 0.3
	rarityLevels    = 32
	rarityIndexBits = 12
)

var shippedRarity = sync.OnceValues(func() (*Rarity, error) {
	r, err := OpenRarity(germanRarity)
	if err != nil {
		return nil, fmt.Errorf("data/de.rarity: %v", err)
	}
	return r, nil
})

// GermanRarity returns the table that the program carries.
func GermanRarity() (*Rarity, error) { return shippedRarity() }

// background is the table that the program carries. A mistake in it is a mistake
// in the program, for which there is a test.
func background() *Rarity {
	r, err := shippedRarity()
	if err != nil {
		panic(err)
	}
	return r
}

// OpenRarity reads a table from the bytes of its file, which must not change
// afterwards. It refuses another format and a damaged file.
func OpenRarity(data []byte) (*Rarity, error) {
	if len(data) < 12 || string(data[:4]) != "HSRA" {
		return nil, errors.New("not a table of rarity")
	}
	if v := binary.LittleEndian.Uint32(data[4:]); v != rarityFormat {
		return nil, fmt.Errorf("table of rarity in format %d, this program reads format %d; build it again", v, rarityFormat)
	}
	if crc32.ChecksumIEEE(data[12:]) != binary.LittleEndian.Uint32(data[8:]) {
		return nil, errors.New("table of rarity is damaged (checksum differs)")
	}
	damaged := errors.New("table of rarity is damaged")
	b := data[12:]
	n, k := binary.Uvarint(b)
	if k <= 0 || n > uint64(len(b)-k) {
		return nil, damaged
	}
	r := &Rarity{About: string(b[k : k+int(n)])}
	b = b[k+int(n):]
	if len(b) < 8 {
		return nil, damaged
	}
	docs, words := binary.LittleEndian.Uint32(b), binary.LittleEndian.Uint32(b[4:])
	r.words = b[8:]
	if docs == 0 || uint64(len(r.words)) != 4*uint64(words) {
		return nil, damaged
	}
	r.Max = float32(min(math.Log(2*float64(docs)), rarityLevels*rarityStep+1))
	next, last := 0, uint32(0)
	for i := range int(words) {
		w := r.word(i)
		if i > 0 && w <= last {
			return nil, damaged
		}
		last = w
		for ; next <= int(w>>(32-rarityIndexBits)); next++ {
			r.index[next] = uint32(i)
		}
	}
	for ; next < len(r.index); next++ {
		r.index[next] = words
	}
	return r, nil
}

func (r *Rarity) word(i int) uint32 { return binary.LittleEndian.Uint32(r.words[4*i:]) }

func rarityKey(lemma string) uint32 { return uint32(ml.Hash('w', lemma)>>32) &^ (rarityLevels - 1) }

// Of returns the rarity of a lemma, in small letters ([foldWord]): about 0 for
// "die", 5 for "eisenbahn", Max for what the background does not have.
func (r *Rarity) Of(lemma string) float32 {
	if v, ok := r.find(lemma); ok {
		return v
	}
	return r.Max
}

// Has reports whether the background has the lemma.
func (r *Rarity) Has(lemma string) bool { _, ok := r.find(lemma); return ok }

func (r *Rarity) find(lemma string) (float32, bool) {
	key := rarityKey(lemma)
	lo, hi := int(r.index[key>>(32-rarityIndexBits)]), int(r.index[key>>(32-rarityIndexBits)+1])
	for lo < hi {
		if mid := (lo + hi) / 2; r.word(mid) < key {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if 4*lo < len(r.words) {
		if w := r.word(lo); w&^(rarityLevels-1) == key {
			return float32(w&(rarityLevels-1)) * rarityStep, true
		}
	}
	return 0, false
}

// How the background is made up: of the debates, every rarityEvery-th stretch of
// rarityWords words counts as a document; of the articles each counts as
// rarityArticle documents, as they are closer to what is to be read.
const (
	rarityWords   = 230
	rarityEvery   = 8
	rarityArticle = 12
	rarityLeast   = 3 // documents that a word must be in
)

// BuildRarity makes the table: from debates (plain text, a line a paragraph; lines
// that begin with "#####" part documents) and from articles (a JSON object a line,
// with "text"). It asks annotate for their lemmas. About says what they are.
func BuildRarity(debates, articles io.Reader, annotate func(*hearsay.Article) *hearsay.Doc, about string) ([]byte, error) {
	df := map[string]int{}
	docs := 0
	add := func(t string, times int) {
		doc := annotate(&hearsay.Article{Text: t, Language: "de"})
		seen := map[string]bool{}
		for i := range doc.Toks {
			if w := foldLemma(doc, i); w != "" && !seen[w] {
				seen[w] = true
				df[w] += times
			}
		}
		docs += times
	}

	dec := json.NewDecoder(articles)
	for {
		var a struct{ Text string }
		if err := dec.Decode(&a); err == io.EOF {
			break
		} else if err != nil {
			return nil, fmt.Errorf("articles: %w", err)
		}
		add(a.Text, rarityArticle)
	}
	sc := bufio.NewScanner(debates)
	sc.Buffer(make([]byte, 1<<16), 1<<26)
	var lines []string
	words, stretch := 0, 0
	flush := func() {
		if stretch%rarityEvery == 0 && words > 0 {
			add(strings.Join(lines, "\n\n"), 1)
		}
		stretch++
		lines, words = lines[:0], 0
	}
	for sc.Scan() {
		line := strings.TrimSpace(sc.Text())
		n := len(strings.Fields(line))
		if n == 0 || strings.HasPrefix(line, "#####") || !strings.Contains(line, ". ") && n < 8 {
			continue // headings, lists of names
		}
		lines, words = append(lines, line), words+n
		if words >= rarityWords {
			flush()
		}
	}
	if err := sc.Err(); err != nil {
		return nil, fmt.Errorf("debates: %w", err)
	}
	flush()
	if docs == 0 {
		return nil, errors.New("no documents")
	}

	least := map[uint32]int{} // key → level
	for w, n := range df {
		if n < rarityLeast {
			continue
		}
		level := min(max(0, int(math.Round(math.Log(float64(docs)/float64(n))/rarityStep))), rarityLevels-1)
		key := rarityKey(w)
		if old, ok := least[key]; !ok || level < old {
			least[key] = level
		}
	}
	table := make([]uint32, 0, len(least))
	for key, level := range least {
		table = append(table, key|uint32(level))
	}
	slices.Sort(table)
	body := binary.AppendUvarint(nil, uint64(len(about)))
	body = append(body, about...)
	body = binary.LittleEndian.AppendUint32(body, uint32(docs))
	body = binary.LittleEndian.AppendUint32(body, uint32(len(table)))
	for _, w := range table {
		body = binary.LittleEndian.AppendUint32(body, w)
	}
	out := binary.LittleEndian.AppendUint32([]byte("HSRA"), rarityFormat)
	out = binary.LittleEndian.AppendUint32(out, crc32.ChecksumIEEE(body))
	return append(out, body...), nil
}

// foldWord gives a word in small letters and one spelling, so that old and new
// orthography and capitals make no difference: "Straße", "STRASSE" → "strasse".
func foldWord(w string) string {
	ascii := true
	for i := range len(w) {
		if c := w[i]; c >= 0x80 || c >= 'A' && c <= 'Z' || c == '\'' || c == '-' {
			ascii = false
			break
		}
	}
	if ascii {
		return w
	}
	return wordFolds.Replace(strings.ToLower(w))
}

var wordFolds = strings.NewReplacer("ß", "ss", "’", "", "'", "", "‘", "", "\u00ad", "", "‑", "-")

// foldLemma gives a token's lemma in small letters; empty for what is no word:
// punctuation and numbers in figures.
func foldLemma(doc *hearsay.Doc, i int) string {
	w := text.Word(doc, i)
	letter := false
	for _, r := range w {
		if unicode.IsLetter(r) {
			letter = true
			break
		}
	}
	if !letter {
		return ""
	}
	if l := doc.Toks[i].Lemma; l != "" {
		w = l
	}
	return foldWord(w)
}
