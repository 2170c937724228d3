package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const goldLine = `{"documentName": "1", "text": "Er sagte, sie komme.", "tokens": [[0,2],[3,8],[8,9],[10,13],[14,19],[19,20]],` +
	` "annotations": [{"quote": {"tokenIds": [3,4]}, "speaker": {"tokenIds": [0]}, "cue": {"tokenIds": [1]}, "frame": {"tokenIds": [0,1]}, "addressee": {"tokenIds": []}, "type": "Indirect", "medium": "Speech", "isNested": false}]}` + "\n"

func TestEvalQuotes(t *testing.T) {
	c := newCall(t)
	c.file("gold.jsonl", goldLine)
	if out := c.run("eval", "quotes", "gold.jsonl").want(0).out; !strings.Contains(out, "1 articles, 1 quotations in gold") {
		t.Error(out)
	}
	if out := c.run("eval", "quotes", "--simplified", "gold.jsonl").want(0).out; !strings.HasPrefix(out, "simplified") {
		t.Error(out)
	}
	var report struct {
		Report struct{ Articles int }
		Errors []any
	}
	out := c.run("eval", "quotes", "--json", "--errors", "--pred", "pred.jsonl", "--save", "scores/q.json", "gold.jsonl")
	out.want(1, "scores/q.json") // no such folder
	os.Mkdir(filepath.Join(c.dir, "scores"), 0o777)
	out = c.run("eval", "quotes", "--json", "--errors", "--pred", "pred.jsonl", "--save", "scores/q.json", "gold.jsonl").want(0)
	if err := json.Unmarshal([]byte(out.out), &report); err != nil || report.Report.Articles != 1 {
		t.Errorf("%v: %s", err, out.out)
	}
	if p := c.content("pred.jsonl"); !strings.Contains(p, `"doc":"1"`) {
		t.Error(p)
	}
	c.run("eval", "quotes", "--check", "scores/q.json", "gold.jsonl").want(0)
	if list := c.run("eval").want(0).out; !strings.Contains(list, "q, on gold.jsonl") || !strings.Contains(list, "official macro joint F1") {
		t.Error(list)
	}
	c.file("scores/q.json", strings.Replace(c.content("scores/q.json"), `"official macro joint F1": `, `"gone": 1, "official macro joint F1": `, 1))
	c.run("eval", "quotes", "--check", "scores/q.json", "gold.jsonl").want(1, "gone was 1.00 and is not measured any more")
	c.run("eval", "quotes", "golt.jsonl").want(1, "golt.jsonl: no such file; did you mean gold.jsonl?")
	c.file("scores/kaputt.json", "{")
	c.run("eval", "list").want(1, "kaputt.json: not a score file")
}

// smallCorpus writes a corpus of two articles, one in each part.
func smallCorpus(c *call) {
	text := "„Die Straße ist gesperrt“, sagte der Sprecher. Die Polizei warnte vor Glatteis."
	note := "1 direct speech say CT+\n  source: der Sprecher\n  cue: sagte\n  frame: sagte der Sprecher\n  content: „Die Straße ist gesperrt“\n" +
		"2 reported speech warn CT+\n  source: Die Polizei\n  content: Die Polizei warnte vor Glatteis.\n"
	var arts string
	for _, id := range []string{"7", "8"} {
		b, _ := json.Marshal(map[string]string{"id": id, "title": "Glatteis " + id, "published": "2023-01-0" + id, "outlet": "Bote", "language": "de", "text": text})
		arts += string(b) + "\n"
	}
	c.file("corpus/de/articles.jsonl", arts)
	c.file("corpus/de/b001.txt", "# 7 Glatteis\n"+note)
	c.file("corpus/de/b010.txt", "# 8 Glatteis\n"+note)
}

func TestEvalCorpus(t *testing.T) {
	c := newCall(t)
	smallCorpus(c)
	if out := c.run("eval", "corpus").want(0).out; !strings.Contains(out, "total: 2 articles (0 without statements), 4 statements") {
		t.Error(out)
	}
	if out := c.run("eval", "corpus", "--part", "test", "--json").want(0).out; !strings.Contains(out, `"name": "b010"`) || strings.Contains(out, "b001") {
		t.Error(out)
	}
	for _, args := range [][]string{{}, {"--rules"}} {
		out := c.run(append([]string{"eval", "corpus", "--score"}, args...)...).want(0).out
		if !strings.HasPrefix(out, "1 articles, 2 quotations in gold") || !strings.Contains(out, "labels of ") {
			t.Error(args, out)
		}
	}
	c.run("eval", "corpus", "--score", "--errors", "--part", "train").want(0)

	os.Mkdir(filepath.Join(c.dir, "scores"), 0o777)
	c.run("eval", "corpus", "--save", "scores/corpus-test.json").want(0)
	if s := c.content("scores/corpus-test.json"); !strings.Contains(s, `"file": "corpus/de, part test"`) || !strings.Contains(s, `"act accuracy"`) {
		t.Error(s)
	}
	c.run("eval", "corpus", "--check", "scores/corpus-test.json", filepath.Join(c.dir, "corpus/de")+"/").want(0)
	// Other batches do not matter, the part's own do.
	c.file("corpus/de/b001.txt", "# 7 Glatteis\n")
	c.run("eval", "corpus", "--check", "scores/corpus-test.json").want(0)
	c.file("corpus/de/b010.txt", strings.ReplaceAll(c.content("corpus/de/b010.txt"), "CT+", "PR+"))
	c.run("eval", "corpus", "--check", "scores/corpus-test.json").want(1, "corpus-test: measured on corpus/de, part test")

	c.file("corpus/de/b010.txt", "# 8 Glatteis\n1 indirect speech say CT+\n  content: was es nicht gibt\n")
	c.run("eval", "corpus").want(1, "b010.txt:2: article 8 statement 1: content")
	c.run("eval", "corpus", "--score").want(1, "faults in the annotation; not measured")
	c.run("eval", "corpus", "--score", "--part", "train").want(0) // the fault is in the other part
	c.run("eval", "corpus", "nirgends").want(1, "nirgends/articles.jsonl: no such file")
}

const treebankText = `# sent_id = 1
# text = Er teilte mit, er sei im Haus.
1	Er	er	PRON	PPER	Case=Nom|Number=Sing|Person=3	2	nsubj	_	_
2	teilte	teilen	VERB	VVFIN	Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin	0	root	_	_
3	mit	mit	ADP	PTKVZ	_	2	compound:prt	_	SpaceAfter=No
4	,	,	PUNCT	$,	_	2	punct	_	_
5	er	er	PRON	PPER	Case=Nom|Number=Sing|Person=3	9	nsubj	_	_
6	sei	sein	AUX	VAFIN	Mood=Sub|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin	9	cop	_	_
7-8	im	_	_	_	_	_	_	_	_
7	in	in	ADP	APPR	_	9	case	_	_
8	dem	der	DET	ART	Case=Dat|Gender=Neut|Number=Sing	9	det	_	_
9	Haus	Haus	NOUN	NN	Case=Dat|Gender=Neut|Number=Sing	2	ccomp	_	SpaceAfter=No
10	.	.	PUNCT	$.	_	2	punct	_	_

`

func TestEvalTags(t *testing.T) {
	c := newCall(t)
	c.file("gold.conllu", treebankText)
	for _, args := range [][]string{{}, {"--raw"}} {
		out := c.run(append([]string{"eval", "tags", "gold.conllu"}, args...)...).want(0).out
		for _, want := range []string{"9, 100.00 % found", "UPOS         100.00 % of 9", "mood         100.00 % of 2 finite verbs"} {
			if !strings.Contains(out, want) {
				t.Errorf("%v: no %q in\n%s", args, want, out)
			}
		}
	}
	c.run("eval", "tags", "--json", "--save", "tags.json", "gold.conllu").want(0)
	c.run("eval", "tags", "--check", "tags.json", "gold.conllu").want(0)
	c.file("leer.conllu", "\n")
	c.run("eval", "tags", "leer.conllu").want(1, "leer.conllu: no sentences in it")
	c.run("eval", "tags", "golt.conllu").want(1, "did you mean gold.conllu?")
	c.file("kaputt.conllu", "1\tEr\n")
	c.run("eval", "tags", "kaputt.conllu").want(1, "kaputt.conllu:1")
}
