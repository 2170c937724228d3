package eval

import (
	"bytes"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hearsay"
)

const sampleTimeML = `<?xml version="1.0" ?><TimeML>
<DOCID>probe</DOCID>
<DCT><TIMEX3 functionInDocument="CREATION_TIME" tid="t0" type="DATE" value="2023-09-11">11.09.2023</TIMEX3></DCT>
<TITLE>Vom <TIMEX3 tid="t9" type="DATE" value="2023">Jahr</TIMEX3></TITLE>
<TEXT>Er <EVENT eid="e1">kam</EVENT> vor <TIMEX3 tid="t1" type="DURATION" value="P3Y">drei Jahren</TIMEX3><TIMEX3 tid="t2" type="DATE" value="2020"/> &amp; ging
am <TIMEX3 tid="t3" type="DATE" value="2023-09-11">Mo&#776;ntag</TIMEX3>.</TEXT>
</TimeML>`

func TestReadTimeML(t *testing.T) {
	doc, err := ReadTimeML(strings.NewReader(sampleTimeML), "probe.tml")
	if err != nil {
		t.Fatal(err)
	}
	if doc.Name != "probe" || doc.Article.Published != "2023-09-11" || doc.Empty != 1 {
		t.Errorf("got %q, %q, %d empty", doc.Name, doc.Article.Published, doc.Empty)
	}
	if want := "Er kam vor drei Jahren & ging\nam Möntag."; doc.Article.Text != want {
		t.Errorf("text %q, want %q", doc.Article.Text, want)
	}
	want := []string{"drei Jahren DURATION P3Y", "Möntag DATE 2023-09-11"}
	if len(doc.Gold) != len(want) {
		t.Fatalf("got %+v", doc.Gold)
	}
	for i, g := range doc.Gold {
		if got := doc.Article.Text[g.Start:g.End] + " " + g.Type + " " + g.Value; got != want[i] {
			t.Errorf("got %s, want %s", got, want[i])
		}
	}
}

func TestReadTimeMLErrors(t *testing.T) {
	for in, want := range map[string]string{
		"":                                    "x.tml:1: not TimeML: no TEXT element",
		"Es war einmal.":                      "x.tml:1: not TimeML: no TEXT element",
		"<html><body/></html>":                "x.tml:1: not TimeML: the outermost element is html",
		"<TimeML><TEXT>a":                     "x.tml:1: not TimeML: XML syntax error",
		"<TimeML>\n<TEXT>a<TIMEX3>b</TIMEX3>": "x.tml:2: a TIMEX3 without a type",
		`<TimeML><TEXT><TIMEX3 type="DATE">a<TIMEX3 type="DATE">b</TIMEX3></TIMEX3></TEXT></TimeML>`: "a TIMEX3 within another",
		"<TimeML><TEXT>a</TEXT><TEXT>b</TEXT></TimeML>":                                              "a second TEXT element",
		"<TimeML>" + strings.Repeat("<a>", 100):                                                      "nested more than 64 deep",
	} {
		_, err := ReadTimeML(strings.NewReader(in), "x.tml")
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%.40q: %v, want %s", in, err, want)
		}
	}
}

func mention(from, to int, value string) TimeMention {
	return TimeMention{Span: hearsay.Span{Start: from, End: to}, Type: "DATE", Value: value}
}

func TestTimeScore(t *testing.T) {
	var s TimeScore
	s.Add(
		[]TimeMention{mention(0, 5, "a"), mention(10, 20, "b"), mention(30, 35, "c"), mention(40, 50, "d")},
		[]TimeMention{mention(0, 5, "a"), mention(12, 20, "x"), mention(42, 44, "d"), mention(46, 50, "d"), mention(60, 61, "e")},
	)
	// Strict: the first. Relaxed: the first, second, fourth (once, though two overlap
	// it). Value: the first and the fourth.
	f := s.Figures()
	near := func(name string, got TimePRF, tp float64) {
		p, r := tp/5, tp/4
		if math.Abs(got.P-p) > 1e-9 || math.Abs(got.R-r) > 1e-9 || math.Abs(got.F1-2*p*r/(p+r)) > 1e-9 {
			t.Errorf("%s: %+v, want %v right", name, got, tp)
		}
	}
	near("strict", f.Strict, 1)
	near("relaxed", f.Relaxed, 3)
	near("value", f.Value, 2)
	near("type", f.Type, 3)
	// As TempEval-3 has it: value F1 is relaxed F1 times the accuracy of the values.
	if math.Abs(f.Value.F1-f.Relaxed.F1*2/3) > 1e-9 {
		t.Errorf("value F1 %v, relaxed F1 × accuracy %v", f.Value.F1, f.Relaxed.F1*2/3)
	}
}

// TestTimeScoreExactFirst: an equal extent is preferred to an earlier overlap.
func TestTimeScoreExactFirst(t *testing.T) {
	var s TimeScore
	s.Add([]TimeMention{mention(0, 10, "a")}, []TimeMention{mention(0, 4, "x"), mention(0, 10, "a")})
	if s.Strict != 1 || s.Val != 1 || s.Relaxed != 1 {
		t.Errorf("got %+v", s)
	}
	s = TimeScore{}
	s.Add(nil, nil)
	if f := s.Figures(); f.Strict.F1 != 0 {
		t.Errorf("nothing: %+v", f)
	}
}

func TestTimesReport(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.tml")
	if err := os.WriteFile(path, []byte(sampleTimeML), 0o666); err != nil {
		t.Fatal(err)
	}
	doc, err := ReadTimeMLFile(path)
	if err != nil {
		t.Fatal(err)
	}
	find := func(a *hearsay.Article) []TimeMention {
		if a.Text != doc.Article.Text || a.Published != "2023-09-11" {
			t.Errorf("asked for %+v", a)
		}
		return doc.Gold
	}
	var out bytes.Buffer
	if _, err := TimesReport(&out, []string{path}, true, find); err != nil {
		t.Fatal(err)
	}
	var got map[string]map[string]float64
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	for _, k := range []string{"strict", "relaxed", "value"} {
		for _, x := range []string{"p", "r", "f1"} {
			if got[k][x] != 1 {
				t.Errorf("%s %s: %v in %s", k, x, got[k][x], out.String())
			}
		}
	}
	out.Reset()
	if _, err := TimesReport(&out, []string{path}, false, find); err != nil || !strings.Contains(out.String(), "strict   P 100.00  R 100.00  F1 100.00") {
		t.Errorf("%v: %s", err, out.String())
	}
	if _, err := TimesReport(&out, nil, false, find); err == nil {
		t.Error("no files: no error")
	}
}

func FuzzReadTimeML(f *testing.F) {
	f.Add([]byte(sampleTimeML))
	f.Add([]byte("<TimeML><TEXT>\xff<TIMEX3 type='DATE' value=''>\u0301a</TIMEX3>&nbsp;</TEXT></TimeML>"))
	f.Add([]byte("<TimeML><DCT><TIMEX3/></DCT><TEXT><![CDATA[<a>]]></TEXT>"))
	f.Fuzz(func(t *testing.T, in []byte) {
		doc, err := ReadTimeML(bytes.NewReader(in), "fuzz")
		if err != nil {
			return
		}
		end := 0
		for _, g := range doc.Gold {
			if g.Start < end || g.End <= g.Start || g.End > len(doc.Article.Text) || g.Type == "" {
				t.Fatalf("%+v in %d bytes", g, len(doc.Article.Text))
			}
			end = g.End
		}
		var s TimeScore
		s.Add(doc.Gold, doc.Gold)
		if s.Strict != len(doc.Gold) {
			t.Fatalf("gold against itself: %+v", s)
		}
	})
}

// TestTimeData: what was measured on depends on names and contents alone.
func TestTimeData(t *testing.T) {
	write := func(dir, name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		return path
	}
	one, two, none := t.TempDir(), t.TempDir(), t.TempDir()
	a, b := write(one, "a.tml", "1"), write(one, "b.tml", "2")
	write(one, "README", "not measured")
	sum := func(paths ...string) string {
		files, err := TimeFiles(paths)
		if err != nil {
			t.Fatal(err)
		}
		d, err := TimeData(files)
		if err != nil {
			t.Fatal(err)
		}
		return d.SHA256
	}
	if whole := sum(one); whole != sum(b, a, one) || whole != sum(write(two, "a.tml", "1"), b) || whole == sum(a) {
		t.Error("the sum is not that of the files")
	}
	if write(two, "a.tml", "3"); sum(two) == sum(a) {
		t.Error("another content has the same sum")
	}
	for _, path := range []string{none, filepath.Join(none, "missing.tml")} {
		if _, err := TimeFiles([]string{path}); err == nil {
			t.Errorf("%s: no error", path)
		}
	}
}
