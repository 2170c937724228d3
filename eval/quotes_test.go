package eval

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"hearsay"
)

func TestReadQuotesGold(t *testing.T) {
	docs := goldDocs(t)
	n := 0
	for _, d := range docs {
		n += len(d.Quotes)
	}
	if len(docs) != 150 || n != 653 {
		t.Errorf("%d documents, %d quotes; want 150, 653", len(docs), n)
	}
}

func TestReadQuotes(t *testing.T) {
	const doc = `{"documentName": "a", "title": "T", "published": "2005-09-10", "text": "Später sagte er es.",
 "tokens": [[0,6],[7,12],[13,15],[16,18],[18,19]], "annotations": [
 {"quote": {"tokenIds": [3, 2, 3]}, "speaker": {"tokenIds": []}, "cue": null, "type": "Indirect", "medium": "SW", "isNested": true},
 {"quote": {"tokenIds": []}, "type": "Direct"}]}`
	docs, err := ReadQuotes(strings.NewReader("\n"+strings.ReplaceAll(doc, "\n", "")+"\n"), "x.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	d := docs[0]
	if d.Dropped != 1 || len(d.Quotes) != 1 || !d.Quotes[0].Nested || d.Article.Published != "2005-09-10" {
		t.Errorf("got %+v", d)
	}
	if got := d.Passage(d.Quotes[0].Roles[Content]); got.Text != "er es" || len(got.Spans) != 1 {
		t.Errorf("content %+v", got)
	}
	if got := d.Passage([]int{0, 3, 4}); got.Text != "Später es." || len(got.Spans) != 2 {
		t.Errorf("two parts: %+v", got)
	}
}

func TestReadQuotesErrors(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"\n{", "x:2: not a document"},
		{`{"text": ""}`, "x:1: document has no documentName"},
		{`{"documentName": "a"}` + "\n" + `{"documentName": "a"}`, `x:2: two documents named "a"`},
		{`{"documentName": "a", "text": "äb", "tokens": [[0,1],[1,3]]}`, "x:1: document a: token 1: [1, 3] is outside the text of 2 characters"},
		{`{"documentName": "a", "text": "ab", "tokens": [[0,1],[0,2]]}`, "token 1: [0, 2] is empty or not after"},
		{`{"documentName": "a", "text": "ab", "tokens": [[0]]}`, "token 0: 1 numbers"},
		{`{"documentName": "a", "text": "ab", "tokens": [[0,1]], "annotations": [{"quote": [1]}]}`, "annotation 0, quote: no token 1 (there are 1)"},
	} {
		_, err := ReadQuotes(strings.NewReader(c.in), "x")
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %s", c.in, err, c.want)
		}
	}
}

func TestEachLineIsBounded(t *testing.T) {
	err := eachLine(strings.NewReader("a\n"+strings.Repeat("b", 100)), "x", 50, func(int, []byte) error { return nil })
	if err == nil || err.Error() != "x:2: line is longer than 50 bytes" {
		t.Errorf("error %v", err)
	}
}

// checkSpans holds for every reader: spans lie in the text, in order, on
// character boundaries.
func checkSpans(t *testing.T, text string, spans []hearsay.Span) {
	t.Helper()
	at := 0
	for _, s := range spans {
		if s.Start < at || s.End <= s.Start || s.End > len(text) {
			t.Fatalf("span %v in a text of %d bytes, after %d", s, len(text), at)
		}
		if !utf8.RuneStart(text[s.Start]) || s.End < len(text) && !utf8.RuneStart(text[s.End]) {
			t.Fatalf("span %v cuts a character", s)
		}
		at = s.End
	}
}

func FuzzReadQuotes(f *testing.F) {
	f.Add([]byte(`{"documentName": "a", "text": "äb c", "tokens": [[0,2],[3,4]], "annotations": [{"quote": {"tokenIds": [0]}, "cue": [1]}]}`))
	f.Add([]byte(`{"doc": "a", "quotes": [{"quote": [1, 2], "type": "Direct"}]}`))
	f.Add([]byte("{\"documentName\": \"\\ud800\", \"text\": \"\xff\", \"tokens\": [[0,1]]}"))
	f.Fuzz(func(t *testing.T, in []byte) {
		docs, err := ReadQuotes(bytes.NewReader(in), "fuzz")
		if err != nil {
			return
		}
		for _, d := range docs {
			checkSpans(t, d.Article.Text, d.Tokens)
			for _, q := range d.Quotes {
				for _, ids := range q.Roles {
					checkSpans(t, d.Article.Text, d.Passage(ids).Spans)
				}
			}
		}
		ReadPredictions(bytes.NewReader(in), "fuzz")
	})
}
