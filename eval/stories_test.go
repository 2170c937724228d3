package eval

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"hearsay"
)

func readStoryline(t testing.TB) *Storyline {
	t.Helper()
	ss, err := ReadStorylines("testdata/stories", "t")
	if err != nil {
		t.Fatal(err)
	}
	return &ss[0]
}

func TestReadStoryline(t *testing.T) {
	s := readStoryline(t)
	if s.ID != "t01" || s.Title != "Das Wehr bei Ankum: ein Bruch und zwei Zahlen" || s.Pins != "every line of the format" {
		t.Errorf("%q %q %q", s.ID, s.Title, s.Pins)
	}
	if len(s.Articles) != 4 || len(s.Claims) != 3 || len(s.Reprints) != 1 {
		t.Fatalf("%d articles, %d claims, %d groups", len(s.Articles), len(s.Claims), len(s.Reprints))
	}
	a := s.Article("a1")
	if a.Article.Text != "Ankum (dpa/AFP) - Das Wehr bei Ankum ist gebrochen, sagte Müller.\n\nZwei Menschen seien verletzt, sagte Müller. Die Brücke sei gesperrt." {
		t.Errorf("%q", a.Article.Text)
	}
	if a.GUID != "urn:1" || a.Agency != "dpa, AFP" || len(a.Article.Agencies) != 2 || a.Article.Agencies[1].Name != "AFP" || a.Article.Outlet != "Bote" {
		t.Errorf("%+v", a)
	}
	if a := s.Article("a2"); a.Counts().Sub(a.At) != 30*time.Minute || !strings.Contains(a.Article.Text, "sei nicht gebrochen") {
		t.Errorf("%+v", a)
	}
	if a := s.Article("a3"); !a.Canceled || a.Corrects != "urn:1" || a.Counts() != a.At {
		t.Errorf("%+v", a)
	}
	if s.Article("a9") != nil {
		t.Error("an article that is not there")
	}
	var order []string
	for _, a := range s.InOrder() {
		order = append(order, a.ID)
	}
	if !slices.Equal(order, []string{"a1", "a4", "a2", "a3"}) {
		t.Error(order)
	}
	if ms := s.Moments(); len(ms) != 3 || ms[0].After(ms[1]) {
		t.Error(ms)
	}
	c := s.Claims[0]
	if e := c.Evidence[0]; spanText(a.Article.Text, e.Spans) != "Das Wehr bei Ankum ist gebrochen" || e.Stance != hearsay.Supports {
		t.Errorf("%+v", e)
	}
	if c.Evidence[2].Stance != hearsay.Denies || c.Points[1].Status != hearsay.Denied || c.Points[2].Origins != 0 {
		t.Errorf("%+v", c)
	}
	if p := s.Claims[1].Points[0]; p.Phase != "" || p.Origins != -1 {
		t.Errorf("%+v", p)
	}
}

func TestWriteArticles(t *testing.T) {
	var b bytes.Buffer
	if err := readStoryline(t).WriteArticles(&b); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(b.String()), "\n")
	if len(lines) != 4 {
		t.Fatalf("%d lines", len(lines))
	}
	var first, third, fourth map[string]any
	for i, to := range map[int]*map[string]any{0: &first, 2: &third, 3: &fourth} {
		if err := json.Unmarshal([]byte(lines[i]), to); err != nil {
			t.Fatal(err)
		}
	}
	if first["url"] != "https://bote.example/wehr" || first["published"] != "2026-03-02T08:00:00+01:00" || first["retrieved"] != first["published"] || first["guid"] != "urn:1" {
		t.Error(first)
	}
	if l, ok := first["agency"].([]any); !ok || len(l) != 2 {
		t.Error(first["agency"])
	}
	if third["embargo"] != "2026-03-02T09:30:00+01:00" || third["agency"] != nil || third["status"] != nil {
		t.Error(third)
	}
	if fourth["status"] != "canceled" || fourth["corrects"] != "urn:1" {
		t.Error(fourth)
	}
}

// Each change of the good file is refused for the reason given, at the line
// given.
func TestStorylineProblems(t *testing.T) {
	good, err := os.ReadFile("testdata/stories/t01-wehr.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct{ was, now, want string }{
		{"# t01 ", "# T ", "t01-wehr.txt:1: the first line should be"},
		{"# t01 ", "# t02 ", ":1: the file of t02 should be named t02-….txt"},
		{"pins: every line of the format\n", "", ":1: pins: is missing"},
		{"@ a1 2026-03-02T08:00:00+01:00", "@ a1 2026-03-02T08:00:00", ":4: no moment with zone"},
		{" | Kurier | ", " | ", ": an article begins: @ ID MOMENT"},
		{" | Kurier | ", " |  | ", ": article without an outlet"},
		{"@ a2 ", "@ a1 ", ": two articles a1"},
		{"https://kurier.example/wehr", "kurier", ": article without an address"},
		{"agency: dpa, AFP", "agency:", ":5: agency is empty"},
		{"agency: dpa, AFP", "agenzy: dpa", ":5: unknown header line agenzy"},
		{"guid: urn:1", "guid: urn:1\nguid: urn:2", ":7: guid twice"},
		{"title: Kein Bruch\n", "", ": article a2 has no title"},
		{"\nDie Meldung ist zurückgezogen.", "", ": article a3 has no text"},
		{"status: canceled", "status: usable", ": status of an article can be canceled only"},
		{"corrects: urn:1", "corrects: urn:7", ": a3 corrects urn:7, which no article has"},
		{"2026-03-02T10:00:00+01:00 | Bote", "2026-03-02T08:00:00+01:00 | Bote", ": a1 and a3 have one address and one moment"},
		{"% reprints", "% copies", ": no such part: copies"},
		{"% claims", "% reprints\n\n% claims", ": reprints twice"},
		{"a1 a4\n", "a1\n", ": a group of reprints has two articles at least"},
		{"a1 a4\n", "a1 a7\n", ": no article a7"},
		{"a1 a4\n", "a1 a1\n", ": a1 twice in a group"},
		{"% claims\n", "% claims\n  at 2026-03-02T08:45:00+01:00 reported - 1\n", ": line before the first claim"},
		{"c2 Zwei Menschen wurden verletzt.", "c2", ": a claim begins: c1"},
		{"c2 Zwei", "c1 Zwei", ": two claims c1"},
		{`+ a1 "Zwei Menschen`, `+ a7 "Zwei Menschen`, ": no article a7"},
		{`+ a1 "Zwei Menschen seien verletzt"`, `+ a1 Zwei Menschen`, `: evidence is: + a1 "the passage`},
		{`+ a1 "Zwei Menschen`, `+ a1 "Vier Menschen`, ": not in the text of a1:"},
		{`"Zwei Menschen seien verletzt"`, `"sagte Müller"`, ": 2 times in the text of a1"},
		{`+ a4 "Das Wehr`, `+ a1 "Das Wehr`, `: overlaps the passage of line 34`},
		{"reported - -", "reported -", ": a point is: at MOMENT STATUS PHASE ORIGINS"},
		{"reported - -", "rumoured - -", ": no status: rumoured"},
		{"reported - -", "- - -", ": no status: -"},
		{"reported - -", "reported soon -", ": no phase: soon"},
		{"reported - -", "reported - few", ": no number of origins: few"},
		{"12:00:00+01:00 corrected", "09:45:00+01:00 corrected", ": the points of a claim should go forward"},
		{"  at 2026-03-02T09:45:00+01:00 reported - -\n", "", ": claim c2 has no points"},
		{`+ a2 "Drei`, `~ a2 "Drei`, ": nothing supports claim c3"},
		{"09:45:00+01:00 reported occurred 1\n  apart c2", "09:20:00+01:00 reported occurred 1\n  apart c2", ": claim c3 has no evidence that counts by then"},
		{"  apart c2\n", "", ": c2 is apart from c3, but not the other way round"},
		{"  apart c2\n", "  apart c9\n", ": apart c9: no such claim"},
		{"  apart c2\n", "  apart c3\n", ": claim c3 cannot be apart from itself"},
		{"  apart c2\n", "  apart c2 c2\n", ": apart c2 twice"},
		{"  apart c2\n", "  apart\n", ": apart from what?"},
		{"  // a comment", "  ? what", ": cannot read: ? what"},
		{"  at 2026-03-02T08:45:00+01:00 reported occurred 1\n", "", ":1: only 2 moments"},
		{"\n@ a1", "\nWhat\n\n@ a1", ": cannot read: What"},
	} {
		text := string(good)
		if !strings.Contains(text, x.was) {
			t.Fatalf("%q is not in the file", x.was)
		}
		_, err := ReadStoryline(strings.NewReader(strings.Replace(text, x.was, x.now, 1)), "t01-wehr.txt")
		var ps Problems
		if !errors.As(err, &ps) || !strings.Contains(err.Error(), x.want) {
			t.Errorf("%q for %q: %v, want %q", x.now, x.was, err, x.want)
		}
	}
	if _, err := ReadStoryline(strings.NewReader("# t01 \xff\n"), "t01-a.txt"); err == nil || !strings.Contains(err.Error(), "t01-a.txt:1: not UTF-8") {
		t.Error(err)
	}
	if _, err := ReadStoryline(strings.NewReader(""), "t01-a.txt"); err == nil || !strings.Contains(err.Error(), "no articles") {
		t.Error(err)
	}
	if _, err := ReadStorylines(t.TempDir(), "s"); err == nil || !strings.Contains(err.Error(), "no storylines s*.txt") {
		t.Error(err)
	}
}

func FuzzReadStoryline(f *testing.F) {
	good, err := os.ReadFile("testdata/stories/t01-wehr.txt")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(good))
	f.Add("# a1 x\n% claims\nc1 y\n  + a1 \"\"\n")
	f.Fuzz(func(t *testing.T, text string) {
		s, err := ReadStoryline(strings.NewReader(text), "t01-wehr.txt")
		if err != nil {
			return
		}
		for _, c := range s.Claims {
			for _, e := range c.Evidence {
				if a := s.Article(e.Article); a == nil || spanText(a.Article.Text, e.Spans) == "" {
					t.Errorf("evidence without text: %+v", e)
				}
			}
		}
	})
}

// The storylines for development must hold no fault, and use what the rules have.
func TestStorylines(t *testing.T) {
	ss, err := ReadStorylines("../corpus/stories", "s")
	if err != nil {
		t.Fatal(err)
	}
	status, phase := map[hearsay.Status]bool{}, map[hearsay.Phase]bool{}
	canceled, embargo, corrects, versions := false, false, false, false
	for _, s := range ss {
		at := map[string]bool{}
		for _, a := range s.Articles {
			canceled = canceled || a.Canceled
			embargo = embargo || !a.Embargo.IsZero()
			corrects = corrects || a.Corrects != ""
			versions = versions || at[a.Article.URL]
			at[a.Article.URL] = true
		}
		for _, c := range s.Claims {
			for _, p := range c.Points {
				status[p.Status], phase[p.Phase] = true, true
			}
		}
	}
	for _, x := range statuses {
		if !status[x] {
			t.Errorf("no point is %s", x)
		}
	}
	for _, x := range []hearsay.Phase{hearsay.Planned, hearsay.Ongoing, hearsay.Occurred, hearsay.Failed, hearsay.Lapsed} {
		if !phase[x] {
			t.Errorf("no point is %s", x)
		}
	}
	if !canceled || !embargo || !corrects || !versions {
		t.Error("canceled", canceled, "embargo", embargo, "corrects", corrects, "versions", versions)
	}
}
