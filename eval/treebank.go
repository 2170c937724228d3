package eval

import (
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"hearsay"
)

// CoNLL-U (universaldependencies.org/format.html): a word a line in ten columns
// parted by tabs, an empty line after each sentence.
//
//	# sent_id = dev-s1
//	# text = Er war im Haus.
//	1	Er	er	PRON	PPER	Case=Nom|…	5	nsubj	_	_
//	2	war	sein	AUX	VAFIN	Mood=Ind|…	5	cop	_	_
//	3-4	im	_	_	_	_	_	_	_	_
//	3	in	in	ADP	APPR	_	5	case	_	_
//	4	dem	der	DET	ART	Case=Dat|…	5	det	_	_
//	5	Haus	Haus	NOUN	NN	Case=Dat|…	0	root	_	SpaceAfter=No
//	6	.	.	PUNCT	$.	_	5	punct	_	_
//
// Line 3-4 is what stands in the text, 3 and 4 are the words of the analysis.
//
// The morphology file has the same columns, of which only ID, FORM, LEMMA and
// FEATS are filled. FEATS are UniMorph tags in no fixed order
// ("IND;3;SG;PST;V;FIN"), and contractions are split without a line for "im".

const (
	maxTreebankBytes = 1 << 30 // after decompression
	maxSentenceWords = 10_000
)

// A Sentence is a sentence of a treebank.
type Sentence struct {
	ID      string // e.g. "dev-s1"
	Text    string // as printed
	Words   []Word // the words of the analysis
	Surface []Surface
	Line    int // where it begins in its file, from 1
}

// A Word is a word of the analysis: "im" counts as two, "in" and "dem".
type Word struct {
	Form   string
	Lemma  string       // empty where the file has none
	UPOS   hearsay.UPOS // empty where the file does not tell
	XPOS   string       // language's own tag, STTS for German; may be empty
	Feats  hearsay.Feats
	Raw    string // the features as they stand in the file, "" for "_"
	Head   int    // index of the head in Words; -1 for the root and where there is no tree
	Deprel string // relation to the head, e.g. "nsubj", "root"; may be empty
}

// A Surface is a token as it stands in the text.
type Surface struct {
	hearsay.Span               // bytes of Sentence.Text
	Words        hearsay.Range // the words it is made of
	SpaceAfter   bool
}

// Tokens gives the sentence's surface tokens with their gold tags, spans being
// bytes of Text. A contraction has its preposition's lemma and UPOS and its
// article's case, number and gender; its STTS tag is APPRART. A verb with a
// separated prefix has the prefix in its lemma, as [hearsay.Token] wants it and
// UD has not.
func (s *Sentence) Tokens() []hearsay.Token {
	toks := make([]hearsay.Token, len(s.Surface))
	at := make([]int, len(s.Words)) // the token of a word
	for i, sf := range s.Surface {
		for w := sf.Words.From; w < sf.Words.To; w++ {
			at[w] = i
		}
		first := s.Words[sf.Words.From]
		toks[i] = hearsay.Token{Span: sf.Span, UPOS: first.UPOS, STTS: first.XPOS, Lemma: first.Lemma, Feats: first.Feats, Prefix: -1}
		if sf.Words.To-sf.Words.From > 1 {
			second := s.Words[sf.Words.From+1]
			if first.UPOS == hearsay.ADP && second.UPOS == hearsay.DET {
				toks[i].Feats = second.Feats
				if first.XPOS == "APPR" {
					toks[i].STTS = "APPRART"
				}
			}
		}
	}
	for i, w := range s.Words {
		if w.XPOS != "PTKVZ" || w.Deprel != "compound:prt" || w.Head < 0 {
			continue
		}
		verb, prefix := at[w.Head], at[i]
		if verb >= prefix || toks[verb].Prefix >= 0 {
			continue
		}
		toks[verb].Prefix, toks[prefix].Prefix = prefix, verb
		toks[verb].Lemma = strings.ToLower(w.Form) + toks[verb].Lemma
	}
	return toks
}

// ReadCoNLLU reads the sentences of a CoNLL-U file. name stands for the file in
// errors.
func ReadCoNLLU(r io.Reader, name string) ([]Sentence, error) {
	return readTreebank(r, name, udWord, nil)
}

// ReadUniMorph reads the sentences of a morphology file: CoNLL-U columns with
// UniMorph tags. Its tags do not tell auxiliaries from verbs nor the two kinds of
// conjunction from each other; UPOS is empty there. There are no trees and no
// STTS tags.
func ReadUniMorph(r io.Reader, name string) ([]Sentence, error) {
	return readTreebank(r, name, uniMorphWord, contractions)
}

// ReadTreebankFile reads a file of either kind, decompressing names in ".gz".
// Names with "-morph." in them are morphology files.
func ReadTreebankFile(path string) ([]Sentence, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(path, ".gz") {
		if r, err = gzip.NewReader(f); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
	}
	if strings.Contains(path, "-morph.") {
		return ReadUniMorph(r, path)
	}
	return ReadCoNLLU(r, path)
}

// readTreebank does what both formats share: lines, sentences, and where the
// words stand in the text. parts are contractions that may stand in the text
// where the file has only their parts.
func readTreebank(r io.Reader, name string, word func(cols []string) (Word, error), parts map[[2]string]string) ([]Sentence, error) {
	var (
		out   []Sentence
		cur   sentenceReader
		bytes int
	)
	end := func() error {
		if len(cur.Words) == 0 {
			cur = sentenceReader{}
			return nil
		}
		s, err := cur.finish(parts)
		if err != nil {
			return fmt.Errorf("sentence %q, line %d: %w", cur.ID, cur.Line, err)
		}
		out = append(out, s)
		cur = sentenceReader{}
		return nil
	}
	last := 0
	err := eachLine(r, name, maxNoteLine, func(n int, line []byte) error {
		last = n
		if bytes += len(line) + 1; bytes > maxTreebankBytes {
			return fmt.Errorf("treebank is larger than %d bytes", maxTreebankBytes)
		}
		if !utf8.Valid(line) {
			return errors.New("not UTF-8")
		}
		l := string(line)
		switch {
		case strings.TrimSpace(l) == "":
			return end()
		case strings.HasPrefix(l, "#"):
			if len(cur.Words) > 0 {
				return errors.New("comment within a sentence: an empty line is missing")
			}
			key, value, _ := strings.Cut(strings.TrimSpace(l[1:]), "=")
			switch strings.TrimSpace(key) {
			case "sent_id":
				cur.ID = strings.TrimSpace(value)
			case "text":
				cur.Text = strings.TrimSpace(value)
			}
			return nil
		}
		if cur.Line == 0 {
			cur.Line = n
		}
		return cur.line(l, word)
	})
	if err != nil {
		return nil, err
	}
	if err := end(); err != nil { // the last empty line may be missing
		return nil, fmt.Errorf("%s:%d: %w", name, last, err)
	}
	return out, nil
}

// A sentenceReader gathers the lines of one sentence.
type sentenceReader struct {
	Sentence
	forms []string        // of the surface tokens
	words []hearsay.Range // of the surface tokens
	space []bool          // whether a space follows each
	multi int             // words that the multiword token read last still covers
}

func (s *sentenceReader) line(l string, word func([]string) (Word, error)) error {
	cols := strings.Split(l, "\t")
	if len(cols) != 10 {
		return fmt.Errorf("%d columns, want 10", len(cols))
	}
	id, form := cols[0], cols[1]
	if strings.TrimSpace(form) == "" {
		return errors.New("word without a form")
	}
	space := !slices.Contains(strings.Split(cols[9], "|"), "SpaceAfter=No")
	n := len(s.Words)
	if strings.Contains(id, ".") {
		return nil // a node that the text does not have
	}
	if from, to, ok := strings.Cut(id, "-"); ok {
		a, err1 := strconv.Atoi(from)
		b, err2 := strconv.Atoi(to)
		if err1 != nil || err2 != nil || a != n+1 || b <= a || b > maxSentenceWords || s.multi > 0 {
			return fmt.Errorf("range %s does not fit after word %d", id, n)
		}
		s.forms = append(s.forms, form)
		s.words = append(s.words, hearsay.Range{From: n, To: b})
		s.space = append(s.space, space)
		s.multi = b - n
		return nil
	}
	if id != strconv.Itoa(n+1) {
		return fmt.Errorf("word %s after word %d", id, n)
	}
	if n == maxSentenceWords {
		return fmt.Errorf("sentence has more than %d words", maxSentenceWords)
	}
	w, err := word(cols)
	if err != nil {
		return err
	}
	s.Words = append(s.Words, w)
	if s.multi > 0 {
		s.multi--
		return nil
	}
	s.forms = append(s.forms, form)
	s.words = append(s.words, hearsay.Range{From: n, To: n + 1})
	s.space = append(s.space, space)
	return nil
}

// finish checks the sentence as a whole and finds its tokens in the text.
func (s *sentenceReader) finish(parts map[[2]string]string) (Sentence, error) {
	if s.multi > 0 {
		return Sentence{}, fmt.Errorf("multiword token %q lacks %d words", s.forms[len(s.forms)-1], s.multi)
	}
	for i, w := range s.Words {
		if w.Head >= len(s.Words) || w.Head == i {
			return Sentence{}, fmt.Errorf("word %d: head %d", i+1, w.Head+1)
		}
	}
	if s.Text == "" {
		var b strings.Builder
		for i, form := range s.forms {
			b.WriteString(form)
			if s.space[i] && i < len(s.forms)-1 {
				b.WriteByte(' ')
			}
		}
		s.Text = b.String()
	}
	at := 0
	for i := 0; i < len(s.forms); i++ {
		at += len(s.Text[at:]) - len(strings.TrimLeftFunc(s.Text[at:], unicode.IsSpace))
		rest, form, words := s.Text[at:], s.forms[i], s.words[i]
		if i+1 < len(s.forms) && parts != nil {
			whole := parts[[2]string{strings.ToLower(form), strings.ToLower(s.forms[i+1])}]
			if n := len(whole); n > 0 && len(rest) >= n && strings.EqualFold(rest[:n], whole) && !startsWithLetter(rest[n:]) {
				form = rest[:n]
				i++
				words.To = s.words[i].To
			}
		}
		if !strings.HasPrefix(rest, form) {
			return Sentence{}, fmt.Errorf("word %d, %q, is not in the text at byte %d", words.From+1, form, at)
		}
		sf := Surface{Span: hearsay.Span{Start: at, End: at + len(form)}, Words: words}
		at = sf.End
		next, _ := utf8.DecodeRuneInString(s.Text[at:])
		sf.SpaceAfter = at == len(s.Text) || unicode.IsSpace(next)
		s.Surface = append(s.Surface, sf)
	}
	return s.Sentence, nil
}

func startsWithLetter(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r)
}

// contractions of German preposition and article.
var contractions = map[[2]string]string{
	{"an", "dem"}: "am", {"an", "das"}: "ans", {"auf", "das"}: "aufs", {"bei", "dem"}: "beim",
	{"durch", "das"}: "durchs", {"für", "das"}: "fürs", {"hinter", "dem"}: "hinterm", {"hinter", "das"}: "hinters",
	{"in", "dem"}: "im", {"in", "das"}: "ins", {"über", "das"}: "übers", {"über", "dem"}: "überm",
	{"um", "das"}: "ums", {"unter", "dem"}: "unterm", {"unter", "das"}: "unters", {"von", "dem"}: "vom",
	{"vor", "dem"}: "vorm", {"vor", "das"}: "vors", {"zu", "dem"}: "zum", {"zu", "der"}: "zur",
}

var uposTags = []hearsay.UPOS{
	hearsay.ADJ, hearsay.ADP, hearsay.ADV, hearsay.AUX, hearsay.CCONJ, hearsay.DET, hearsay.INTJ, hearsay.NOUN, hearsay.NUM,
	hearsay.PART, hearsay.PRON, hearsay.PROPN, hearsay.PUNCT, hearsay.SCONJ, hearsay.SYM, hearsay.VERB, hearsay.XTAG,
}

// given is a column's value, empty for "_".
func given(col string) string {
	if col == "_" {
		return ""
	}
	return col
}

// lemma is the third column: "_" is no lemma, but it is that of the word "_".
func lemma(cols []string) string {
	if cols[1] == "_" {
		return cols[2]
	}
	return given(cols[2])
}

func udWord(cols []string) (Word, error) {
	w := Word{Form: cols[1], Lemma: lemma(cols), UPOS: hearsay.UPOS(given(cols[3])), XPOS: given(cols[4]), Raw: given(cols[5]), Head: -1, Deprel: given(cols[7])}
	if w.UPOS != "" && !slices.Contains(uposTags, w.UPOS) {
		return w, fmt.Errorf("no such UPOS tag: %q", w.UPOS)
	}
	if h := given(cols[6]); h != "" {
		n, err := strconv.Atoi(h)
		if err != nil || n < 0 {
			return w, fmt.Errorf("head %q is no word number", h)
		}
		w.Head = n - 1
	}
	w.Feats = udFeats(w.Raw)
	return w, nil
}

func udFeats(raw string) hearsay.Feats {
	var f hearsay.Feats
	var sub, past bool
	for _, kv := range strings.Split(raw, "|") {
		switch kv {
		case "VerbForm=Fin":
			f.VerbForm = hearsay.Fin
		case "VerbForm=Inf":
			f.VerbForm = hearsay.Inf
		case "VerbForm=Part":
			f.VerbForm = hearsay.Part
		case "Mood=Ind":
			f.Mood = hearsay.Ind
		case "Mood=Imp":
			f.Mood = hearsay.Imp
		case "Mood=Sub":
			sub = true
		case "Tense=Pres":
			f.Tense = hearsay.Pres
		case "Tense=Past":
			f.Tense, past = hearsay.Past, true
		case "Person=1":
			f.Person = 1
		case "Person=2":
			f.Person = 2
		case "Person=3":
			f.Person = 3
		case "Number=Sing":
			f.Number = hearsay.Sing
		case "Number=Plur":
			f.Number = hearsay.Plur
		case "Case=Nom":
			f.Case = hearsay.Nom
		case "Case=Gen":
			f.Case = hearsay.Gen
		case "Case=Dat":
			f.Case = hearsay.Dat
		case "Case=Acc":
			f.Case = hearsay.Acc
		case "Gender=Masc":
			f.Gender = hearsay.Masc
		case "Gender=Fem":
			f.Gender = hearsay.Fem
		case "Gender=Neut":
			f.Gender = hearsay.Neut
		}
	}
	if sub {
		f.Mood = subjunctive(past)
	}
	return f
}

// subjunctive tells the two German subjunctives apart as treebanks do: the first
// is formed from the present stem, the second from the past one.
func subjunctive(past bool) hearsay.Mood {
	if past {
		return hearsay.Sub2
	}
	return hearsay.Sub1
}

// auxiliaryLemmas may be auxiliaries or full verbs; UniMorph's V does not tell.
var auxiliaryLemmas = map[string]bool{
	"sein": true, "haben": true, "werden": true, "können": true, "müssen": true, "sollen": true, "wollen": true, "dürfen": true, "mögen": true,
}

func uniMorphWord(cols []string) (Word, error) {
	w := Word{Form: cols[1], Lemma: lemma(cols), Raw: given(cols[5]), Head: -1}
	f := &w.Feats
	var sub, past bool
	for _, tag := range strings.Split(w.Raw, ";") {
		switch tag {
		case "N":
			w.UPOS = hearsay.NOUN
		case "PROPN":
			w.UPOS = hearsay.PROPN
		case "ADJ":
			w.UPOS = hearsay.ADJ
		case "ADP":
			w.UPOS = hearsay.ADP
		case "ADV":
			w.UPOS = hearsay.ADV
		case "DET":
			w.UPOS = hearsay.DET
		case "PRO":
			w.UPOS = hearsay.PRON
		case "NUM":
			w.UPOS = hearsay.NUM
		case "PART":
			w.UPOS = hearsay.PART
		case "V":
			if !auxiliaryLemmas[w.Lemma] {
				w.UPOS = hearsay.VERB
			}
		case "FIN":
			f.VerbForm = hearsay.Fin
		case "NFIN":
			f.VerbForm = hearsay.Inf
		case "V.PTCP":
			f.VerbForm = hearsay.Part
		case "IND":
			f.Mood = hearsay.Ind
		case "IMP":
			f.Mood = hearsay.Imp
		case "SBJV":
			sub = true
		case "PRS":
			f.Tense = hearsay.Pres
		case "PST":
			f.Tense, past = hearsay.Past, true
		case "1":
			f.Person = 1
		case "2":
			f.Person = 2
		case "3":
			f.Person = 3
		case "SG":
			f.Number = hearsay.Sing
		case "PL":
			f.Number = hearsay.Plur
		case "NOM":
			f.Case = hearsay.Nom
		case "GEN":
			f.Case = hearsay.Gen
		case "DAT":
			f.Case = hearsay.Dat
		case "ACC":
			f.Case = hearsay.Acc
		case "MASC":
			f.Gender = hearsay.Masc
		case "FEM":
			f.Gender = hearsay.Fem
		case "NEUT":
			f.Gender = hearsay.Neut
		}
	}
	if sub {
		f.Mood = subjunctive(past)
	}
	if w.Raw == "" && strings.IndexFunc(w.Form, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }) < 0 {
		w.UPOS = hearsay.PUNCT
	}
	return w, nil
}
