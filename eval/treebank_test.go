package eval

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"hearsay"
)

// conllu makes CoNLL-U of lines with the columns parted by spaces.
func conllu(lines ...string) string {
	for i, l := range lines {
		if !strings.HasPrefix(l, "#") {
			lines[i] = strings.Join(strings.Fields(l), "\t")
		}
	}
	return strings.Join(lines, "\n") + "\n"
}

// What the tokens of a sentence look like to the tagger.
func show(s Sentence) []string {
	var out []string
	for _, t := range s.Tokens() {
		out = append(out, fmt.Sprintf("%s %s %s %s", s.Text[t.Start:t.End], t.UPOS, t.STTS, t.Lemma))
	}
	return out
}

func TestReadCoNLLU(t *testing.T) {
	in := conllu(
		"# sent_id = s1",
		"# text = Er brach zur Reise auf.",
		"1 Er er PRON PPER Case=Nom|Person=3 2 nsubj _ _",
		"2 brach brechen VERB VVFIN Mood=Ind|Tense=Past|VerbForm=Fin 0 root _ _",
		"3-4 zur _ _ _ _ _ _ _ _",
		"3 zu zu ADP APPR _ 5 case _ _",
		"4 der der DET ART Case=Dat|Gender=Fem|Number=Sing 5 det _ _",
		"5 Reise Reise NOUN NN Case=Dat|Gender=Fem|Number=Sing 2 obl _ _",
		"5.1 tat tun VERB _ _ _ _ _ _",
		"6 auf auf ADP PTKVZ _ 2 compound:prt _ SpaceAfter=No",
		"7 . . PUNCT $. _ 2 punct _ _",
		"",
		"1 Es es PRON PPER _ 2 nsubj _ _",
		"2 sei sein VERB VAFIN Mood=Sub|Tense=Pres|VerbForm=Fin 0 root _ SpaceAfter=No",
		"3 ! ! PUNCT $. _ 2 punct _ _")
	ss, err := ReadCoNLLU(strings.NewReader(in), "x")
	if err != nil {
		t.Fatal(err)
	}
	if len(ss) != 2 {
		t.Fatalf("%d sentences", len(ss))
	}
	want := []string{"Er PRON PPER er", "brach VERB VVFIN aufbrechen", "zur ADP APPRART zu", "Reise NOUN NN Reise", "auf ADP PTKVZ auf", ". PUNCT $. ."}
	if got := show(ss[0]); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	toks := ss[0].Tokens()
	if toks[1].Prefix != 4 || toks[4].Prefix != 1 || toks[2].Feats.Case != hearsay.Dat || toks[0].Prefix != -1 {
		t.Errorf("prefixes or features: %+v", toks)
	}
	if ss[0].Words[1].Head != -1 || ss[0].Words[0].Head != 1 || ss[0].Surface[4].SpaceAfter {
		t.Errorf("heads or spaces: %+v", ss[0])
	}
	if ss[1].Text != "Es sei!" || ss[1].Words[1].Feats.Mood != hearsay.Sub1 {
		t.Errorf("second: %+v", ss[1])
	}
}

func TestReadUniMorph(t *testing.T) {
	in := conllu(
		"# text = Im Haus „wäre“ er zum Umbau und zu dem Fest.",
		"1 In in _ _ ADP _ _ _ _",
		"2 dem der _ _ SG;DEF;DET;DAT;NEUT _ _ _ _",
		"3 Haus Haus _ _ N;NEUT;SG;DAT _ _ _ _",
		"4 „ „ _ _ _ _ _ _ _",
		"5 wäre sein _ _ 3;SBJV;V;PST;SG;FIN _ _ _ _",
		"6 “ “ _ _ _ _ _ _ _",
		"7 er er _ _ 3;SG;PRO;NOM _ _ _ _",
		"8 zu zu _ _ ADP _ _ _ _",
		"9 dem der _ _ SG;DEF;DET;DAT;MASC _ _ _ _",
		"10 Umbau Umbau _ _ N;MASC;SG;DAT _ _ _ _",
		"11 und und _ _ CONJ _ _ _ _",
		"12 zu zu _ _ ADP _ _ _ _",
		"13 dem der _ _ SG;DEF;DET;DAT;NEUT _ _ _ _",
		"14 Fest Fest _ _ N;NEUT;SG;DAT _ _ _ _",
		"15 . . _ _ _ _ _ _ _")
	ss, err := ReadUniMorph(strings.NewReader(in), "x")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"Im ADP  in", "Haus NOUN  Haus", "„ PUNCT  „", "wäre   sein", "“ PUNCT  “", "er PRON  er", "zum ADP  zu",
		"Umbau NOUN  Umbau", "und   und", "zu ADP  zu", "dem DET  der", "Fest NOUN  Fest", ". PUNCT  ."}
	if got := show(ss[0]); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if f := ss[0].Tokens()[3].Feats; f.Mood != hearsay.Sub2 || f.VerbForm != hearsay.Fin || f.Person != 3 {
		t.Errorf("wäre: %+v", f)
	}
}

func TestReadCoNLLUErrors(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"1\tEr\n", "x:1: 2 columns, want 10"},
		{conllu("2 Er er PRON _ _ 0 root _ _"), "x:1: word 2 after word 0"},
		{conllu("1 Er er PRO _ _ 0 root _ _"), `x:1: no such UPOS tag: "PRO"`},
		{conllu("1 Er er PRON _ _ x root _ _"), `head "x"`},
		{conllu("1 Er er PRON _ _ 7 root _ _"), `x:1: sentence "", line 1: word 1: head 7`},
		{conllu("1-2 im _ _ _ _ _ _ _ _", "1 in in ADP _ _ 0 root _ _", ""), `x:3: sentence "", line 1: multiword token "im" lacks 1 words`},
		{conllu("# text = Sie", "1 Er er PRON _ _ 0 root _ _"), `word 1, "Er", is not in the text at byte 0`},
		{conllu("1-9999999 im _ _ _ _ _ _ _ _"), "range 1-9999999 does not fit"},
		{conllu("1 Er er PRON _ _ 0 root _ _", "# text = x"), "x:2: comment within a sentence"},
		{"1\t\xff\n", "x:1: not UTF-8"},
	} {
		_, err := ReadCoNLLU(strings.NewReader(c.in), "x")
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: error %v, want %s", c.in, err, c.want)
		}
	}
}

func TestTreebankFiles(t *testing.T) {
	type counts struct {
		sentences, contractions, subjunctives int
		untagged                              int // tokens for which the file does not tell the part of speech
	}
	for file, want := range map[string]counts{
		"de_gsd-ud-dev.conllu":    {799, 164, 82, 0},
		"de_gsd-ud-test.conllu":   {977, 274, 161, 0},
		"de_gsd-morph.conllu.gz":  {2776, 911, 105, 4050},
		"en_ewt-ud-dev.conllu.gz": {2001, 359, 3, 0},
	} {
		ss, err := ReadTreebankFile(sharedFile(t, "data/treebank/"+file))
		if err != nil {
			t.Error(err)
			continue
		}
		var got counts
		for _, s := range ss {
			got.sentences++
			for i, tok := range s.Tokens() {
				if w := s.Surface[i].Words; w.To-w.From > 1 {
					got.contractions++
				}
				if isSub(tok.Feats.Mood) {
					got.subjunctives++
				}
				if tok.UPOS == "" {
					got.untagged++
				}
			}
		}
		if got != want {
			t.Errorf("%s: got %+v, want %+v", file, got, want)
		}
	}
}

func TestTagScore(t *testing.T) {
	tok := func(from, to int, u hearsay.UPOS, lemma string, f hearsay.VerbForm, m hearsay.Mood) hearsay.Token {
		return hearsay.Token{Span: hearsay.Span{Start: from, End: to}, UPOS: u, Lemma: lemma, Feats: hearsay.Feats{VerbForm: f, Mood: m}}
	}
	gold := []hearsay.Token{
		tok(0, 2, hearsay.PRON, "er", 0, 0),
		tok(3, 6, hearsay.AUX, "sein", hearsay.Fin, hearsay.Sub1),
		tok(7, 9, hearsay.VERB, "tun", hearsay.Fin, hearsay.Ind),
		tok(10, 12, "", "x", hearsay.Fin, hearsay.Imp),
		tok(12, 13, hearsay.PUNCT, ".", 0, 0),
	}
	pred := []hearsay.Token{
		tok(0, 2, hearsay.PRON, "sie", 0, 0),
		tok(3, 6, hearsay.AUX, "sein", hearsay.Fin, hearsay.Sub2), // either subjunctive will do
		tok(7, 9, hearsay.VERB, "tun", hearsay.Inf, hearsay.Ind),  // not finite: wrong
		tok(10, 13, hearsay.NOUN, "x", hearsay.Fin, hearsay.Sub1), // two tokens in one: wrong
	}
	var s TagScore
	s.Add(gold, pred)
	want := TagScore{Tokens: 5, Aligned: 3, UPOSGold: 4, UPOSRight: 3, LemmaGold: 5, LemmaRight: 2, MoodGold: 3, MoodRight: 1, SubGold: 1, SubFound: 2, SubRight: 1}
	if s != want {
		t.Errorf("got  %+v\nwant %+v", s, want)
	}
	var b bytes.Buffer
	if err := s.WriteText(&b); err != nil || !strings.Contains(b.String(), "33.33 % of 3 finite verbs") {
		t.Errorf("%v: %s", err, b.String())
	}
	if f := s.Figures(); f["mood"] != 1.0/3 || len(f) != 7 {
		t.Errorf("figures %v", f)
	}
}

func FuzzReadCoNLLU(f *testing.F) {
	f.Add([]byte(conllu("# text = im A.", "1-2 im _ _ _ _ _ _ _ _", "1 in in ADP APPR _ 3 case _ _", "2 dem der DET ART Case=Dat 3 det _ _", "3 A A NOUN NN _ 0 root _ SpaceAfter=No", "4 . . PUNCT $. _ 3 punct _ _")))
	f.Add([]byte(conllu("# text = Zum", "1 Zu zu _ _ ADP _ _ _ _", "2 dem der _ _ DAT;DET _ _ _ _")))
	f.Add([]byte(conllu("1 brach brechen VERB VVFIN _ 0 root _ _", "2 auf auf ADP PTKVZ _ 1 compound:prt _ _")))
	f.Fuzz(func(t *testing.T, in []byte) {
		for _, read := range []func() ([]Sentence, error){
			func() ([]Sentence, error) { return ReadCoNLLU(bytes.NewReader(in), "fuzz") },
			func() ([]Sentence, error) { return ReadUniMorph(bytes.NewReader(in), "fuzz") },
		} {
			ss, err := read()
			if err != nil {
				continue
			}
			for _, s := range ss {
				var spans []hearsay.Span
				for _, tok := range s.Tokens() {
					spans = append(spans, tok.Span)
				}
				checkSpans(t, s.Text, spans)
			}
		}
	})
}
