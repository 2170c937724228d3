package eval

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestScoreFile(t *testing.T) {
	dir := t.TempDir()
	gold := filepath.Join(dir, "gold.jsonl")
	if err := os.WriteFile(gold, []byte("{}\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	s, err := NewScoreFile("quotes", gold, map[string]float64{"joint": 0.619349, "messages": 1, "roles": 0})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "score.json")
	if err := s.WriteFile(path); err != nil {
		t.Fatal(err)
	}
	const want = `{
  "name": "quotes",
  "data": {
    "file": "gold.jsonl",
    "sha256": "ca3d163bab055381827226140568f3bef7eaac187cebd76878e0b63e9e442356"
  },
  "figures": {
    "joint": 61.93,
    "messages": 100,
    "roles": 0
  }
}
`
	if got, _ := os.ReadFile(path); !bytes.Equal(got, []byte(want)) {
		t.Errorf("got %s", got)
	}
	old, err := ReadScoreFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := CompareScores(old, s, 0); err != nil {
		t.Error(err)
	}
	compare := func(joint float64, tolerance float64, want string) {
		t.Helper()
		now := *s
		now.Figures = map[string]float64{"joint": joint, "messages": 100, "roles": 1, "more": 3}
		err := CompareScores(old, &now, tolerance)
		if want == "" && err != nil || want != "" && (err == nil || err.Error() != want) {
			t.Errorf("joint %v: error %v, want %q", joint, err, want)
		}
	}
	compare(61.43, DefaultTolerance, "")
	compare(61.42, DefaultTolerance, "quotes: joint fell from 61.93 to 61.42 (tolerance 0.50)")
	compare(70, 0, "")
	if err := CompareScores(old, &ScoreFile{Data: old.Data}, 1); err == nil || strings.Count(err.Error(), "not measured any more") != 3 {
		t.Errorf("all gone: %v", err)
	}
	if err := CompareScores(old, &ScoreFile{Data: ScoreData{File: "x", SHA256: "00"}}, 1); err == nil || !strings.Contains(err.Error(), "measured on x") {
		t.Errorf("other data: %v", err)
	}
	for _, x := range []float64{-0.1, 61.9, math.NaN()} {
		if _, err := NewScoreFile("x", gold, map[string]float64{"a": x}); err == nil {
			t.Errorf("%v is no share", x)
		}
	}
	if _, err := ReadScoreFile(gold); err == nil || !strings.Contains(err.Error(), gold+": not a score file") {
		t.Errorf("gold file: %v", err)
	}
}
