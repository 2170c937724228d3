package present

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"hearsay"
)

// TestJSONSpansCutTheText cuts every span out of article.text by code points, as
// another program would, and compares with the text that stands beside it.
func TestJSONSpansCutTheText(t *testing.T) {
	var b strings.Builder
	if err := JSON(&b, sample(t)); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(b.String(), "\n"); n != 1 || !strings.HasSuffix(b.String(), "\n") {
		t.Errorf("%d line ends; want one, at the end", n)
	}
	var doc map[string]any
	if err := json.Unmarshal([]byte(b.String()), &doc); err != nil {
		t.Fatal(err)
	}
	text := []rune(doc["article"].(map[string]any)["text"].(string))
	checked := 0
	var walk func(at string, v any)
	walk = func(at string, v any) {
		switch v := v.(type) {
		case []any:
			for _, e := range v {
				walk(at, e)
			}
		case map[string]any:
			spans, _ := v["spans"].([]any)
			if words, ok := v["text"].(string); ok && len(spans) > 0 {
				var parts []string
				for _, sp := range spans {
					m := sp.(map[string]any)
					parts = append(parts, string(text[int(m["start"].(float64)):int(m["end"].(float64))]))
				}
				if got := strings.Join(parts, " "); got != words {
					t.Errorf("%s: spans cut %q, text says %q", at, got, words)
				}
				checked++
			}
			for k, e := range v {
				walk(at+"."+k, e)
			}
		}
	}
	walk("", doc)
	if checked < 40 {
		t.Errorf("only %d passages checked", checked)
	}
}

// TestJSONFields holds the names that other programs rely on, and what stands
// there when nothing is known.
func TestJSONFields(t *testing.T) {
	rd := &hearsay.Reading{
		Article:    &hearsay.Article{ID: "sha256:ab", Text: "Ä <b>"},
		Statements: []hearsay.Statement{{ID: "s1", Mode: hearsay.Direct, Content: hearsay.Passage{Text: "<b>", Spans: []hearsay.Span{{Start: 3, End: 6}}}}},
	}
	b, err := AppendJSON(nil, rd)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"schema":"hearsay/read/1","article":{"id":"sha256:ab","url":"","outlet":"","title":"","published":"","language":"","agencies":[],"text":"Ä <b>"},` +
		`"statements":[{"id":"s1","parent":null,"mode":"direct","medium":[],"content":{"text":"<b>","spans":[{"start":2,"end":5}]},` +
		`"source":null,"cue":null,"frame":null,"addressee":null,"chain":[],"act":"","factuality":{"source":"","outlet":""},"said":null,"when":null,"places":[],"confidence":0,"rule":""}]}` + "\n"
	if string(b) != want {
		t.Errorf("got\n%swant\n%s", b, want)
	}

	rd.Statements = nil
	if b, _ = AppendJSON(nil, rd); !strings.Contains(string(b), `"statements":[]`) {
		t.Errorf("no statements must be an empty list: %s", b)
	}
}

func TestJSONFullStatement(t *testing.T) {
	b, err := AppendJSON(nil, sample(t))
	if err != nil {
		t.Fatal(err)
	}
	var got struct{ Statements []map[string]any }
	if err := json.Unmarshal(b, &got); err != nil {
		t.Fatal(err)
	}
	st := got.Statements[2] // Yonhap
	if e := st["source"].(map[string]any)["entity"]; !reflect.DeepEqual(e, map[string]any{"id": "agency-yonhap", "name": "Yonhap", "kind": "agency", "state": "KR"}) {
		t.Errorf("entity: %v", e)
	}
	if p := st["places"].([]any)[0].(map[string]any); p["text"] != "Wladiwostok" || !reflect.DeepEqual(p["entity"], map[string]any{"id": "wladiwostok", "name": "Wladiwostok", "kind": "place", "state": "RU", "lat": 43.1056, "lon": 131.8735}) {
		t.Errorf("place: %v", p)
	}
	chain := st["chain"].([]any)
	last := chain[len(chain)-1].(map[string]any)
	if len(chain) != 3 || last["visibility"] != "anonymous" || last["via"] != "cites" || last["name"] != "offizielle Quelle" {
		t.Errorf("chain: %v", chain)
	}
	if f := st["factuality"]; !reflect.DeepEqual(f, map[string]any{"source": "PR+", "outlet": "Uu"}) {
		t.Errorf("factuality: %v", f)
	}
	if p := got.Statements[8]["parent"]; p != "s8" {
		t.Errorf("parent: %v", p)
	}
	if e := got.Statements[0]["said"].(map[string]any)["edtf"]; e != "2023-09-11" {
		t.Errorf("said: %v", e)
	}
}

func TestJSONRefusesWrongSpans(t *testing.T) {
	for _, sp := range []hearsay.Span{{Start: 0, End: 99}, {Start: -1, End: 1}, {Start: 2, End: 1}} {
		rd := &hearsay.Reading{Article: &hearsay.Article{Text: "Text"},
			Statements: []hearsay.Statement{{ID: "s7", Content: hearsay.Passage{Spans: []hearsay.Span{sp}}}}}
		if _, err := AppendJSON(nil, rd); err == nil || !strings.Contains(err.Error(), "s7") {
			t.Errorf("%v: %v; want an error that names s7", sp, err)
		}
	}
}

// TestRuneIndex compares with counting from the start, also where the text is no
// proper UTF-8.
func TestRuneIndex(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	pieces := []string{"a", "b c", "ä", "„", "€", "🎈", "\xff", "\xe2\x82", "e\u0301"}
	for range 300 {
		var b strings.Builder
		for range r.IntN(200) {
			b.WriteString(pieces[r.IntN(len(pieces))])
		}
		text := b.String()
		x := newRuneIndex(text)
		for at := range text {
			if got, want := x.at(at), utf8.RuneCountInString(text[:at]); got != want {
				t.Fatalf("%q: byte %d is code point %d; want %d", text, at, got, want)
			}
		}
		if got, want := x.at(len(text)), utf8.RuneCountInString(text); got != want {
			t.Fatalf("%q has %d code points; want %d", text, got, want)
		}
	}
}

func BenchmarkJSON(b *testing.B) {
	rd := sample(b)
	rd.Article.Text += strings.Repeat("\n\nÜber alles Übrige schwieg die Behörde.", 1000)
	var line []byte
	b.ReportAllocs()
	for b.Loop() {
		line, _ = AppendJSON(line[:0], rd)
	}
}
