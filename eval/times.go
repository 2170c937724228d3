package eval

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"hearsay"
)

const (
	maxTimeML    = 16 << 20 // bytes of a file
	maxTimeDepth = 64       // depth of elements
)

// A TimeMention is an expression of time: where it is in the text and its TIMEX3
// type and value. It is gold or prediction.
type TimeMention struct {
	hearsay.Span
	Type  string // DATE, TIME, DURATION, SET
	Value string // e.g. "2023-09-11", "P3D", "PRESENT_REF"
}

// A TimeDoc is a text with its gold times. The article's Published is the
// document creation time, which is not among the times.
type TimeDoc struct {
	Name    string // file name, or the DOCID where there is one
	Article *hearsay.Article
	Gold    []TimeMention // in text order, not overlapping
	// Empty counts TIMEX3 elements without text, which stand for times that the
	// annotators inferred ("vor drei Jahren" → 2020). They have no extent and are
	// not scored.
	Empty int
}

// ReadTimeMLFile reads the TimeML file at path.
func ReadTimeMLFile(path string) (*TimeDoc, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return ReadTimeML(f, path)
}

// ReadTimeML reads a TimeML document (TimeML 1.2.1, as of TempEval-3): the
// creation time from the TIMEX3 in DCT, the text from TEXT, the times from the
// TIMEX3 elements in it. Other elements in the text (EVENT, SIGNAL) are passed
// through. The text becomes NFC. A TIMEX3 without a type or within another is an
// error.
func ReadTimeML(r io.Reader, name string) (*TimeDoc, error) {
	b, err := io.ReadAll(io.LimitReader(r, maxTimeML+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if len(b) > maxTimeML {
		return nil, fmt.Errorf("%s: larger than %d bytes", name, maxTimeML)
	}
	t := timeML{dec: xml.NewDecoder(bytes.NewReader(b)), doc: &TimeDoc{Name: name}}
	t.dec.Entity = xml.HTMLEntity
	if err := t.read(); err != nil {
		line, _ := t.dec.InputPos()
		return nil, fmt.Errorf("%s:%d: %w", name, line, err)
	}
	return t.doc, nil
}

// timeML is a TimeML file being read.
type timeML struct {
	dec  *xml.Decoder
	doc  *TimeDoc
	path []string // open elements
	text strings.Builder
	id   strings.Builder
	dct  string
	open *TimeMention // the TIMEX3 that we are in
	seen bool         // TEXT has been read
}

func (t *timeML) in(name string) bool {
	for _, p := range t.path {
		if p == name {
			return true
		}
	}
	return false
}

func (t *timeML) read() error {
	for {
		tok, err := t.dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("not TimeML: %w", err)
		}
		switch x := tok.(type) {
		case xml.StartElement:
			if err := t.start(x); err != nil {
				return err
			}
		case xml.EndElement:
			t.path = t.path[:len(t.path)-1]
			if x.Name.Local == "TIMEX3" && t.open != nil {
				t.close()
			}
		case xml.CharData:
			switch {
			case t.in("TEXT"):
				t.text.Write(norm.NFC.Bytes(bytes.ToValidUTF8(x, []byte("\ufffd"))))
			case t.in("DOCID"):
				t.id.Write(x)
			}
		}
	}
	if !t.seen {
		return errors.New("not TimeML: no TEXT element")
	}
	s := t.text.String()
	if id := strings.TrimSpace(t.id.String()); id != "" && utf8.ValidString(id) {
		t.doc.Name = id
	}
	t.doc.Article = &hearsay.Article{ID: articleID(s), Text: s, Published: hearsay.Date(t.dct)}
	return nil
}

func (t *timeML) start(x xml.StartElement) error {
	name := x.Name.Local
	if len(t.path) == 0 && name != "TimeML" {
		return fmt.Errorf("not TimeML: the outermost element is %s", name)
	}
	if len(t.path) >= maxTimeDepth {
		return fmt.Errorf("elements are nested more than %d deep", maxTimeDepth)
	}
	t.path = append(t.path, name)
	switch {
	case name == "TEXT":
		if t.seen {
			return errors.New("a second TEXT element")
		}
		t.seen = true
	case name == "TIMEX3" && t.in("TEXT"):
		m := &TimeMention{Span: hearsay.Span{Start: t.text.Len()}}
		for _, a := range x.Attr {
			switch a.Name.Local {
			case "type":
				m.Type = strings.TrimSpace(a.Value)
			case "value":
				m.Value = strings.TrimSpace(a.Value)
			}
		}
		if m.Type == "" {
			return errors.New("a TIMEX3 without a type")
		}
		if t.open != nil {
			return errors.New("a TIMEX3 within another")
		}
		t.open = m
	case name == "TIMEX3" && t.in("DCT"):
		for _, a := range x.Attr {
			if a.Name.Local == "value" && t.dct == "" {
				t.dct = strings.TrimSpace(a.Value)
			}
		}
	}
	return nil
}

func (t *timeML) close() {
	t.open.End = t.text.Len()
	if strings.TrimSpace(t.text.String()[t.open.Start:]) == "" {
		t.doc.Empty++
	} else {
		t.doc.Gold = append(t.doc.Gold, *t.open)
	}
	t.open = nil
}

// A TimeScore measures found times by the measures of TempEval-3 (UzZaman et al.
// 2013, task A): strict, the same extent; relaxed, an overlap; value, an overlap
// with the right value, which is the accuracy of the values times the relaxed F1.
// Gold and found are paired one to one, equal extents first, then in text order.
type TimeScore struct {
	Gold, Found               int
	Strict, Relaxed, Val, Typ int // pairs; of the relaxed ones those with the right value, the right type
}

// TimeFigures are the figures of a TimeScore, 0 to 1.
type TimeFigures struct {
	Strict  TimePRF `json:"strict"`
	Relaxed TimePRF `json:"relaxed"`
	Value   TimePRF `json:"value"`
	Type    TimePRF `json:"type"`
}

// TimePRF is a [PRF] under the names that the JSON of times has.
type TimePRF struct {
	P  float64 `json:"p"`
	R  float64 `json:"r"`
	F1 float64 `json:"f1"`
}

// Add counts a text. Spans without text are not counted.
func (s *TimeScore) Add(gold, found []TimeMention) {
	gold, found = inOrder(gold), inOrder(found)
	s.Gold += len(gold)
	s.Found += len(found)
	pair := pairTimes(gold, found)
	for i, k := range pair {
		if k < 0 {
			continue
		}
		s.Relaxed++
		if gold[i].Span == found[k].Span {
			s.Strict++
		}
		if gold[i].Value == found[k].Value {
			s.Val++
		}
		if gold[i].Type == found[k].Type {
			s.Typ++
		}
	}
}

func inOrder(ts []TimeMention) []TimeMention {
	out := make([]TimeMention, 0, len(ts))
	for _, t := range ts {
		if t.Start < t.End {
			out = append(out, t)
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Start < out[j].Start })
	return out
}

// pairTimes gives for every gold time the found one that it is paired with, or -1.
func pairTimes(gold, found []TimeMention) []int {
	pair := make([]int, len(gold))
	taken := make([]bool, len(found))
	exact := map[hearsay.Span]int{}
	for k := len(found) - 1; k >= 0; k-- {
		exact[found[k].Span] = k
	}
	for i, g := range gold {
		pair[i] = -1
		if k, ok := exact[g.Span]; ok && !taken[k] {
			pair[i], taken[k] = k, true
		}
	}
	first := 0
	for i, g := range gold {
		for first < len(found) && found[first].End <= g.Start {
			first++
		}
		for k := first; pair[i] < 0 && k < len(found) && found[k].Start < g.End; k++ {
			if !taken[k] && found[k].End > g.Start {
				pair[i], taken[k] = k, true
			}
		}
	}
	return pair
}

// Figures gives precision, recall and F1 of each measure.
func (s *TimeScore) Figures() TimeFigures {
	of := func(n int) TimePRF {
		x := prf(ratio(float64(n), s.Found), ratio(float64(n), s.Gold))
		return TimePRF(x)
	}
	return TimeFigures{Strict: of(s.Strict), Relaxed: of(s.Relaxed), Value: of(s.Val), Type: of(s.Typ)}
}

// ScoreFigures gives what a score file keeps, 0 to 1.
func (s *TimeScore) ScoreFigures() map[string]float64 {
	f := s.Figures()
	return map[string]float64{
		"strict F1": f.Strict.F1, "relaxed F1": f.Relaxed.F1, "relaxed P": f.Relaxed.P, "relaxed R": f.Relaxed.R,
		"value F1": f.Value.F1, "type F1": f.Type.F1,
	}
}

// WriteText prints the figures in percent, a line each.
func (s *TimeScore) WriteText(w io.Writer) error {
	f := s.Figures()
	_, err := fmt.Fprintf(w, "times    %d in gold, %d found\n", s.Gold, s.Found)
	for _, x := range []struct {
		name string
		PRF  TimePRF
	}{{"strict", f.Strict}, {"relaxed", f.Relaxed}, {"value", f.Value}, {"type", f.Type}} {
		if err == nil {
			_, err = fmt.Fprintf(w, "%-8s P %6.2f  R %6.2f  F1 %6.2f\n", x.name, 100*x.PRF.P, 100*x.PRF.R, 100*x.PRF.F1)
		}
	}
	return err
}

// WriteJSON prints the figures as one JSON object:
//
//	{"strict": {"p", "r", "f1"}, "relaxed": …, "value": …, "type": …}
func (s *TimeScore) WriteJSON(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(s.Figures())
}

// TimeFiles gives the TimeML files that paths name, a folder standing for all of
// its .tml files; each once, in the order given.
func TimeFiles(paths []string) ([]string, error) {
	var out []string
	seen := map[string]bool{}
	for _, p := range paths {
		files := []string{p}
		if info, err := os.Stat(p); err != nil {
			return nil, err
		} else if info.IsDir() {
			if files, err = filepath.Glob(filepath.Join(p, "*.tml")); err != nil { // in lexical order
				return nil, err
			}
			if len(files) == 0 {
				return nil, fmt.Errorf("%s: no .tml files in it", p)
			}
		}
		for _, f := range files {
			if !seen[f] {
				seen[f] = true
				out = append(out, f)
			}
		}
	}
	return out, nil
}

// TimeData says what was measured on, for a score file. It depends on the names
// and the contents of the files, not on where they lie or how they were named.
func TimeData(files []string) (*ScoreData, error) {
	byName := map[string]string{}
	for _, f := range files {
		byName[filepath.Base(f)] = f
	}
	h := sha256.New()
	for _, name := range sortedKeys(byName) {
		b, err := os.ReadFile(byName[name])
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(h, "%s %x\n", name, sha256.Sum256(b))
	}
	d := &ScoreData{File: fmt.Sprintf("%d TimeML files", len(byName)), SHA256: hex.EncodeToString(h.Sum(nil))}
	if len(files) > 0 {
		if dir, err := filepath.Abs(filepath.Dir(files[0])); err == nil {
			d.File = fmt.Sprintf("%s, %s", filepath.Base(dir), d.File)
		}
	}
	return d, nil
}

// TimesReport measures a finder of times on TimeML files and prints the result,
// as text or JSON: the whole of "hearsay eval times". find gets an article with
// its text and its date.
func TimesReport(w io.Writer, paths []string, asJSON bool, find func(*hearsay.Article) []TimeMention) (*TimeScore, error) {
	if len(paths) == 0 {
		return nil, errors.New("no TimeML files to measure on")
	}
	var s TimeScore
	for _, p := range paths {
		doc, err := ReadTimeMLFile(p)
		if err != nil {
			return nil, err
		}
		s.Add(doc.Gold, find(doc.Article))
	}
	if asJSON {
		return &s, s.WriteJSON(w)
	}
	return &s, s.WriteText(w)
}
