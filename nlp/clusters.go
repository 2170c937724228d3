package nlp

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"hearsay"
	"hearsay/ml"
	"hearsay/text"
)

// Clusters put word forms that are used alike into the same cluster (first names,
// months, verbs of saying), so that what is learned of one is known of all.
//
// # Format of the file
//
// The file de.clusters is made by BuildClusters. Numbers are little-endian.
//
//	"HSCL"          magic
//	uint32          format, 1
//	uint32          CRC-32 (IEEE) of everything behind it
//	string          about: what it was learned from
//	uvarint         number of clusters
//	per cluster     uvarint: number of forms; per form: uvarint, how many bytes it shares
//	                with the form in front of it, and a string, the rest
//
// A string is a uvarint length and its bytes. Clusters are numbered from 1, such
// that near numbers are similar clusters.
type Clusters struct {
	About string
	N     int // number of clusters
	of    map[string]uint16
}

const clustersFormat = 1

// OpenClusters reads clusters from the bytes of their file. It fails on a file of
// another format and on a damaged one.
func OpenClusters(data []byte) (*Clusters, error) {
	body, err := openData(data, "HSCL", "clusters", clustersFormat)
	if err != nil {
		return nil, err
	}
	d := decoder{data: body}
	c := &Clusters{About: d.str(), of: make(map[string]uint16, 1<<16)}
	c.N = int(d.uvarint())
	if c.N > 1<<14 {
		return nil, fmt.Errorf("clusters: %d of them are too many", c.N)
	}
	for i := 1; i <= c.N && !d.bad; i++ {
		last := ""
		for n := d.uvarint(); n > 0 && !d.bad; n-- {
			last = d.shared(last)
			c.of[last] = uint16(i)
		}
	}
	if d.bad || len(d.data) > 0 {
		return nil, errors.New("clusters: damaged")
	}
	return c, nil
}

// openData checks the head of a data file (magic, format, checksum) and returns
// what is behind it.
func openData(data []byte, magic, name string, format uint32) ([]byte, error) {
	if len(data) < 12 || string(data[:4]) != magic {
		return nil, fmt.Errorf("%s: not a file of %s", name, name)
	}
	if v := binary.LittleEndian.Uint32(data[4:]); v != format {
		return nil, fmt.Errorf("%s: format %d, this program reads format %d; build the file again", name, v, format)
	}
	if crc32.ChecksumIEEE(data[12:]) != binary.LittleEndian.Uint32(data[8:]) {
		return nil, fmt.Errorf("%s: damaged (checksum differs)", name)
	}
	return data[12:], nil
}

func sealData(magic string, format uint32, body []byte) []byte {
	out := binary.LittleEndian.AppendUint32([]byte(magic), format)
	out = binary.LittleEndian.AppendUint32(out, crc32.ChecksumIEEE(body))
	return append(out, body...)
}

// shared reads a string that begins like the one in front of it.
func (d *decoder) shared(last string) string {
	n := d.uvarint()
	if n > uint64(len(last)) {
		d.bad = true
		return ""
	}
	return last[:n] + d.str()
}

func appendShared(b []byte, last, s string) []byte {
	n := 0
	for n < len(s) && n < len(last) && s[n] == last[n] {
		n++
	}
	b = binary.AppendUvarint(b, uint64(n))
	return appendString(b, s[n:])
}

func appendString(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// Of returns the cluster of a word form, 0 if it is not known. A form that is
// unknown as it is spelt is tried in small letters, and one in capitals
// throughout with one capital ("BERLIN").
func (c *Clusters) Of(form string) int {
	form = clusterForm(form)
	if id, ok := c.of[form]; ok {
		return int(id)
	}
	r, n := utf8.DecodeRuneInString(form)
	if !unicode.IsUpper(r) {
		return 0
	}
	low := strings.ToLower(form)
	if len(form) > n && strings.ToUpper(form) == form {
		if id, ok := c.of[form[:n]+strings.ToLower(form[n:])]; ok {
			return int(id)
		}
	}
	return int(c.of[low])
}

// clusterForm is how a word is spelt among the clusters: digits are all 0, marks
// those of the treebank.
func clusterForm(form string) string {
	form = canonicalMark(form)
	for i := 0; i < len(form); i++ {
		if form[i] >= '1' && form[i] <= '9' {
			return strings.Map(func(r rune) rune {
				if r >= '1' && r <= '9' {
					return '0'
				}
				return r
			}, form)
		}
	}
	return form
}

// BuildClusters learns word clusters from running text, a paragraph a line, and
// from articles in JSON, one a line with its text under "text". Either may be nil.
// The articles count times times: they are closer to what is to be read. about
// goes into the file.
func BuildClusters(plain, articles io.Reader, times int, opt ml.ClusterOptions, about string) ([]byte, error) {
	var err error
	sents := func(yield func([]string) bool) {
		var forms []string
		split := func(s string) bool {
			doc := text.Split(&hearsay.Article{Text: s})
			for _, sent := range doc.Sents {
				forms = forms[:0]
				for i := sent.Toks.From; i < sent.Toks.To; i++ {
					forms = append(forms, clusterForm(text.Word(doc, i)))
				}
				if !yield(forms) {
					return false
				}
			}
			return true
		}
		if plain != nil {
			err = eachLine(plain, func(_ int, line string) error {
				split(line)
				return nil
			})
			if err != nil {
				return
			}
		}
		if articles == nil {
			return
		}
		err = eachLine(articles, func(n int, line string) error {
			var a struct{ Text string }
			if err := json.Unmarshal([]byte(line), &a); err != nil {
				return fmt.Errorf("articles, line %d: %v", n, err)
			}
			for range times {
				split(a.Text)
			}
			return nil
		})
	}
	words := ml.Cluster(sents, opt)
	if err != nil {
		return nil, err
	}
	return packClusters(words, about), nil
}

func packClusters(words []ml.WordCluster, about string) []byte {
	body := appendString(nil, about)
	n := 0
	if len(words) > 0 {
		n = words[len(words)-1].Cluster
	}
	body = binary.AppendUvarint(body, uint64(n))
	for c := 1; c <= n; c++ {
		k := 0
		for k < len(words) && words[k].Cluster == c {
			k++
		}
		body = binary.AppendUvarint(body, uint64(k))
		last := ""
		for _, w := range words[:k] {
			body = appendShared(body, last, w.Form)
			last = w.Form
		}
		words = words[k:]
	}
	return sealData("HSCL", clustersFormat, body)
}

// eachLine calls do for every line of a text that is not empty, with its number
// from 1.
func eachLine(r io.Reader, do func(n int, line string) error) error {
	sc := bufio.NewScanner(r)
	sc.Buffer(make([]byte, 0, 1<<16), 1<<26)
	for n := 1; sc.Scan(); n++ {
		if line := strings.TrimSpace(sc.Text()); line != "" {
			if err := do(n, line); err != nil {
				return err
			}
		}
	}
	return sc.Err()
}
