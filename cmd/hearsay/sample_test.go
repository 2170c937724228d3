package main

import (
	"bytes"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"testing"
)

// samples is the folder of articles to try Hearsay on.
var samples = filepath.Join("..", "..", "testdata", "sample")

func sampleFile(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(samples, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// golden compares with a golden file, or writes it anew with -update.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs. Look at what changed, then write it anew: go test ./cmd/hearsay -run %s -update; git diff\n%s", path, t.Name(), firstDifference(got, string(want)))
	}
}

// firstDifference shows the first lines that differ.
func firstDifference(got, want string) string {
	g, w := bytes.Split([]byte(got), []byte("\n")), bytes.Split([]byte(want), []byte("\n"))
	i := 0
	for i < len(g) && i < len(w) && bytes.Equal(g[i], w[i]) {
		i++
	}
	from := max(0, i-3)
	return "got:\n" + string(bytes.Join(g[from:min(len(g), i+5)], []byte("\n"))) + "\nwant:\n" + string(bytes.Join(w[from:min(len(w), i+5)], []byte("\n")))
}

// TestSample reads the sample article from its bytes to what people and programs
// get. It changes with every model: that is what it is for, to see what a change
// does to a whole article.
func TestSample(t *testing.T) {
	c := newCall(t)
	c.file("artikel.txt", sampleFile(t, "artikel.txt"))
	forPeople := c.run("read", "artikel.txt").want(0).out
	forPrograms := c.run("read", "--format", "json", "artikel.txt").want(0).out
	golden(t, "sample.txt", forPeople)

	var rd any
	if err := json.Unmarshal([]byte(forPrograms), &rd); err != nil {
		t.Fatal(err)
	}
	roundConfidence(rd)
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(rd); err != nil {
		t.Fatal(err)
	}
	golden(t, "sample.json", b.String())
}

// roundConfidence rounds every "confidence" to two digits: processors differ in
// the last one.
func roundConfidence(v any) {
	switch v := v.(type) {
	case map[string]any:
		for k, x := range v {
			if f, ok := x.(float64); ok && k == "confidence" {
				v[k] = math.Round(100*f) / 100
			}
			roundConfidence(x)
		}
	case []any:
		for _, x := range v {
			roundConfidence(x)
		}
	}
}

// TestSampleHolds checks of the sample what no change of a model may lose.
func TestSampleHolds(t *testing.T) {
	c := newCall(t)
	c.file("artikel.txt", sampleFile(t, "artikel.txt"))
	rd := readings(t, c.run("read", "--format", "json", "artikel.txt").want(0).out)[0]
	if a := rd.Article; a.Outlet != "Küstenkurier" || a.Published != "2024-05-14" || len(a.Agencies) != 1 || a.Agencies[0].Name != "dpa" {
		t.Errorf("article: outlet %q, published %q, agencies %v", a.Outlet, a.Published, a.Agencies)
	}
	modes, acts := map[string]bool{}, map[string]bool{}
	for _, st := range rd.Statements {
		modes[st.Mode], acts[st.Act] = true, true
	}
	for _, m := range []string{"direct", "indirect", "reported", "indirect_free_indirect", "free_indirect"} {
		if !modes[m] {
			t.Errorf("no %s statement", m)
		}
	}
	if !acts["deny"] {
		t.Error("no denial")
	}
}

// TestWikinewsSample reads real articles; every span must quote its text.
func TestWikinewsSample(t *testing.T) {
	c := newCall(t)
	c.file("wikinews.jsonl", sampleFile(t, "wikinews.jsonl"))
	rds := readings(t, c.run("read", "--format", "json", "wikinews.jsonl").want(0).out)
	if len(rds) != 5 {
		t.Fatalf("%d articles", len(rds))
	}
	for _, rd := range rds {
		if len(rd.Statements) < 2 {
			t.Errorf("%s: %d statements", rd.Article.Title, len(rd.Statements))
		}
		text := []rune(rd.Article.Text)
		for _, st := range rd.Statements {
			for _, p := range []*wirePassage{&st.Content, st.Source, st.Cue, st.Frame, st.Addressee} {
				if p == nil {
					continue
				}
				quoted := ""
				for i, s := range p.Spans {
					if i > 0 {
						quoted += " "
					}
					quoted += string(text[s.Start:s.End])
				}
				if quoted != p.Text {
					t.Errorf("%s: %s: spans quote %q, text is %q", rd.Article.Title, st.ID, quoted, p.Text)
				}
			}
		}
	}
}

// A wireReading is what the tests need of a line of JSON output.
type wireReading struct {
	Article struct {
		Title, Outlet, Published, Text string
		Agencies                       []struct{ Name string }
	}
	Statements []struct {
		ID, Mode, Act                 string
		Content                       wirePassage
		Source, Cue, Frame, Addressee *wirePassage
	}
}

type wirePassage struct {
	Text  string
	Spans []struct{ Start, End int }
}

func readings(t *testing.T, out string) []wireReading {
	t.Helper()
	var rds []wireReading
	dec := json.NewDecoder(bytes.NewReader([]byte(out)))
	for dec.More() {
		var rd wireReading
		if err := dec.Decode(&rd); err != nil {
			t.Fatal(err)
		}
		rds = append(rds, rd)
	}
	if len(rds) == 0 {
		t.Fatal("no output")
	}
	return rds
}
