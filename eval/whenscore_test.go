package eval

import (
	"strings"
	"testing"

	"hearsay"
)

func TestWhenScore(t *testing.T) {
	st := func(from, to int, said, when hearsay.Date) hearsay.Statement {
		s := hearsay.Statement{Mode: hearsay.Indirect, Content: hearsay.Passage{Spans: []hearsay.Span{{Start: from, End: to}}}}
		if said != "" {
			s.Said = &hearsay.Time{EDTF: said}
		}
		if when != "" {
			s.When = &hearsay.Time{EDTF: when}
		}
		return s
	}
	var s WhenScore
	s.Add([]hearsay.Statement{
		st(0, 10, "2023-09-11", "2023-09"),
		st(20, 30, "2023-09-11", "2023"),
		st(40, 50, "2023-09-11", ""),
		st(60, 70, "", "2023-09-11"),
		st(80, 90, "2023", "2023"), // not found: not counted
	}, []hearsay.Statement{
		st(0, 10, "2023-09-11T14:00:00", "2023-09-11"),
		st(20, 30, "2023-09-12", "2023~"),
		st(40, 50, "", "2024"),
		st(60, 70, "2023", "2023-09-11/2023-09-11"),
	})
	if want := (TimeCount{Gold: 3, Found: 2, Right: 1, Extra: 1}); s.Said != want {
		t.Errorf("said %+v, want %+v", s.Said, want)
	}
	if want := (TimeCount{Gold: 3, Found: 3, Right: 2, Near: 1, Extra: 1}); s.When != want {
		t.Errorf("when %+v, want %+v", s.When, want)
	}
	f := s.Figures()
	if len(f) != 4 || f["said accuracy"] != 0.5 || f["said recall"] != 1.0/3 || f["when recall"] != 2.0/3 {
		t.Errorf("%v", f)
	}
	var b strings.Builder
	if err := s.WriteText(&b); err != nil || !strings.Contains(b.String(), "33.33 % of 3 found right") {
		t.Error(b.String(), err)
	}
	if len((&WhenScore{}).Figures()) != 0 {
		t.Error("a corpus without times has figures of them")
	}
}

func TestOverlapDates(t *testing.T) {
	for _, c := range []struct {
		a, b hearsay.Date
		want bool
	}{
		{"2023", "2023-09-11", true}, {"2023-09", "2023-09-11/2023-09-12", true}, {"2023-08", "2023-09", false},
		{"2023-09-11/..", "2030", true}, {"../2023", "2022-01", true}, {"199X", "1995-02", true}, {"2023-09-11T10:00:00", "2023-09-11", true},
		{"2023-09-11/2023-09-13", "2023-09-14", false},
	} {
		if got := overlapDates(c.a, c.b); got != c.want {
			t.Errorf("%s and %s: %v", c.a, c.b, got)
		}
	}
}
