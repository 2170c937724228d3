package main

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/ulikunitz/xz"

	"hearsay"
	"hearsay/eval"
)

// morphologyText has the columns of the morphology file: no tags but UniMorph's.
const morphologyText = `# text = Er will im Haus bleiben, weil jener Mann XYZ kam.
1	Er	er	_	_	PRO;3;SG;NOM	_	_	_	_
2	will	wollen	_	_	IND;3;SG;PRS;V;FIN	_	_	_	_
3	in	in	_	_	ADP	_	_	_	_
4	dem	der	_	_	DET;DAT	_	_	_	_
5	Haus	Haus	_	_	N;DAT;SG	_	_	_	_
6	bleiben	bleiben	_	_	V;NFIN	_	_	_	_
7	,	,	_	_	_	_	_	_	_
8	weil	weil	_	_	CONJ	_	_	_	_
9	jener	jener	_	_	PRO;SG;NOM	_	_	_	_
10	Mann	Mann	_	_	N;SG;NOM	_	_	_	_
11	XYZ	XYZ	_	_	_	_	_	_	_
12	kam	kommen	_	_	IND;3;SG;PST;V;FIN	_	_	_	_
13	.	.	_	_	_	_	_	_	_

`

// TestTaggedSentence turns what each treebank tells of a word into the parts of
// speech that it may have.
func TestTaggedSentence(t *testing.T) {
	ud, err := eval.ReadCoNLLU(strings.NewReader(treebankText), "ud")
	if err != nil {
		t.Fatal(err)
	}
	s := taggedSentence(&ud[0])
	if got, want := strings.Join(s.Forms, " "), "Er teilte mit , er sei im Haus ."; got != want {
		t.Errorf("forms %q; want %q", got, want)
	}
	if got, want := strings.Join(s.STTS, " "), "PPER VVFIN PTKVZ $, PPER VAFIN APPRART NN $."; got != want {
		t.Errorf("STTS %q; want %q", got, want)
	}
	one := func(ps ...hearsay.UPOS) (out [][]hearsay.UPOS) {
		for _, p := range ps {
			out = append(out, []hearsay.UPOS{p})
		}
		return out
	}
	if want := one("PRON", "VERB", "ADP", "PUNCT", "PRON", "AUX", "ADP", "NOUN", "PUNCT"); !reflect.DeepEqual(s.Tags, want) {
		t.Errorf("tags %v; want %v", s.Tags, want)
	}
	if s.Feats[1].VerbForm != hearsay.Fin || s.Feats[5].Mood != hearsay.Sub1 {
		t.Errorf("features %+v", s.Feats)
	}

	uni, err := eval.ReadUniMorph(strings.NewReader(morphologyText), "uni")
	if err != nil {
		t.Fatal(err)
	}
	s = taggedSentence(&uni[0])
	if got, want := strings.Join(s.Forms, " "), "Er will im Haus bleiben , weil jener Mann XYZ kam ."; got != want {
		t.Errorf("forms %q; want %q", got, want)
	}
	want := one("", "", "ADP", "NOUN", "VERB", "PUNCT", "", "", "NOUN", "", "VERB", "PUNCT")
	want[0] = []hearsay.UPOS{"PRON", "DET"}
	want[1] = []hearsay.UPOS{"AUX", "VERB"}
	want[6] = []hearsay.UPOS{"CCONJ", "SCONJ"}
	want[7] = []hearsay.UPOS{"PRON", "DET"}
	want[9] = nil // the data do not tell
	if !reflect.DeepEqual(s.Tags, want) {
		t.Errorf("tags %v; want %v", s.Tags, want)
	}
	if s.STTS != nil {
		t.Errorf("STTS %v where the data have none", s.STTS)
	}
	if s.Feats[1].VerbForm != hearsay.Fin || s.Feats[4].VerbForm != hearsay.Inf {
		t.Errorf("features %+v", s.Feats)
	}
}

// smallData writes as little public data as training needs.
func smallData(c *call) {
	c.t.Helper()
	var lex bytes.Buffer
	x, err := xz.NewWriter(&lex)
	if err != nil {
		c.t.Fatal(err)
	}
	x.Write([]byte("teilte\tteilen\tVER:3:SIN:PRT:SFT\nsei\tsein\tVER:AUX:3:SIN:KJ1\nsagte\tsagen\tVER:3:SIN:PRT:SFT\nHaus\tHaus\tSUB:NOM:SIN:NEU\n"))
	x.Close()
	c.file("shared/data/"+lexiconData, lex.String())
	c.file("shared/data/"+treebank, treebankText)
	var morph bytes.Buffer
	z := gzip.NewWriter(&morph)
	z.Write([]byte(morphologyText))
	z.Close()
	c.file("shared/data/"+morphology, morph.String())
	smallNames(c)
	smallCorpus(c)
	for _, dir := range []string{"nlp/data", "attribution/data"} {
		if err := os.MkdirAll(filepath.Join(c.dir, dir), 0o777); err != nil {
			c.t.Fatal(err)
		}
	}
}

// smallNames writes as little as the files about names need.
func smallNames(c *call) {
	zipped := func(s string) string {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		z.Write([]byte(s))
		z.Close()
		return b.String()
	}
	for name, content := range map[string]string{
		debates:                         zipped(strings.Repeat("Anna sah Bert in Berlin.\nBert sah Anna in Hamburg.\n", 20)),
		namesData:                       "1\tAnna\tB-PER\tO\n2\tSchmidt\tI-PER\tO\n3\twar\tO\tO\n4\tin\tO\tO\n5\tBerlin\tB-LOC\tO\n6\t.\tO\tO\n\n",
		"gazetteer/geonames/geocode.gz": zipped(`[{"country_code":"DE","city":"Oberammerbach","population":2000,"state":"Beispielland"}]`),
		"gazetteer/cldr/cldr-json/cldr-localenames-full/main/de/territories.json": `{"main":{"de":{"localeDisplayNames":{"territories":{"FR":"Frankreich"}}}}}`,
		"gazetteer/cldr/cldr-json/cldr-localenames-full/main/de/languages.json":   `{"main":{"de":{"localeDisplayNames":{"languages":{"fr":"Französisch"}}}}}`,
		"gazetteer/cldr/cldr-json/cldr-dates-full/main/de/timeZoneNames.json":     `{"main":{"de":{"dates":{"timeZoneNames":{"zone":{}}}}}}`,
		"gazetteer/parlgov/country.csv":                                           "id,name,short\n",
		"gazetteer/parlgov/party.csv":                                             "id,name\n",
		"gazetteer/parlgov/politician_president.csv":                              "person_id_source\n",
		"gazetteer/popular-names/common-forenames-by-country.csv":                 "Country,Localized Name,Romanized Name\nDE,Anna,Anna\n",
		"gazetteer/popular-names/common-surnames-by-country.csv":                  "Country,Localized Name,Romanized Name\nDE,Schmidt,Schmidt\n",
	} {
		c.file("shared/data/"+name, content)
	}
	c.file(ownNamesFile, "ORG\tBund der Beispiele\n")
}

// TestTrain makes the models twice: the same bytes come out, with what they were
// made from in them, and nothing of the machine. Not the tables of facts and the
// knowledge made of them, which have to fit each other: package nlp makes those in
// its tests.
func TestTrain(t *testing.T) {
	made := func(seed string) map[string]string {
		c := newCall(t)
		smallData(c)
		args := []string{"train", "--shared", "shared", "--seed", seed}
		for _, r := range recipes {
			if r.name != "facts" && r.name != "knowledge" {
				args = append(args, r.name)
			}
		}
		c.run(args...).want(0, "done in", "seed "+seed)
		if c.out != "" {
			t.Errorf("standard output: %q", c.out)
		}
		files := map[string]string{}
		for _, r := range recipes {
			for _, name := range r.files {
				if !slices.Contains(args, r.name) {
					continue
				}
				files[name] = c.content(name)
				if strings.Contains(files[name], c.dir) {
					t.Errorf("%s has a path of this machine in it", name)
				}
			}
		}
		return files
	}
	first := made("1")
	if !reflect.DeepEqual(made("1"), first) {
		t.Error("made twice, the models differ")
	}
	if tagger := first[taggerFile]; !strings.Contains(tagger, "de_gsd-ud-test.conllu sha256:") || !strings.Contains(tagger, "; seed 1") {
		t.Error("the tagger does not say what it was made from")
	}
	if reflect.DeepEqual(made("2"), first) {
		t.Error("another seed gives the same models")
	}
}

// TestTrainOne makes one model with the others as they are, and touches nothing
// where something is wrong.
func TestTrainOne(t *testing.T) {
	c := newCall(t)
	smallData(c)
	c.run("train", "--shared", "shared", "tagger").want(1, "tagger: nlp/data/de.lexicon: no such file or directory; make it first")
	c.run("train", "--shared", "shared", "lexicon", "clusters", "gazetteer", "tagger").want(0, "nlp/data/de.tagger: ")
	c.env = []string{"HEARSAY_SHARED=shared"}
	c.run("train", "attribution").want(0, "attribution/data/de.attribution: ")
	old := c.content(attributionFile)
	c.file("corpus/de/b001.txt", "# 7 Glatteis\n1 indirect speech say CT+\n")
	c.run("train", "attribution").want(1, "b001.txt:2: article 7 statement 1: no content", "not learned from")
	c.env = nil
	c.run("train", "--shared", "nirgends", "lexicon").want(1, "nirgends/data/lexicon/german.full.tsv.xz: no such file or directory (--shared or HEARSAY_SHARED")
	if c.content(attributionFile) != old {
		t.Error("the old model is gone")
	}
}
