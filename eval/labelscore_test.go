package eval

import (
	"strings"
	"testing"

	"hearsay"
)

func TestLabelScore(t *testing.T) {
	st := func(mode hearsay.Mode, act hearsay.Act, fact hearsay.Fact, from, to int) hearsay.Statement {
		return hearsay.Statement{Mode: mode, Act: act, Factuality: hearsay.Factuality{Source: fact},
			Content: hearsay.Passage{Spans: []hearsay.Span{{Start: from, End: to}}}}
	}
	gold := []hearsay.Statement{
		st(hearsay.Indirect, hearsay.Deny, hearsay.CTMinus, 0, 10),
		st(hearsay.Indirect, hearsay.Say, hearsay.CTPlus, 20, 30),
		st(hearsay.Direct, hearsay.Warn, hearsay.CTPlus, 40, 50),
	}
	var s LabelScore
	s.Add(gold, []hearsay.Statement{
		st(hearsay.Indirect, hearsay.Deny, "", 0, 4),                 // shares too little
		st(hearsay.Indirect, hearsay.Deny, hearsay.CTPlus, 1, 10),    // the first: act right, factuality wrong
		st(hearsay.Indirect, hearsay.Report, hearsay.CTPlus, 20, 30), // the second: the other way round
		st(hearsay.Reported, hearsay.Warn, hearsay.CTPlus, 40, 50),   // another mode
	})
	want := LabelScore{Gold: 3, Matched: 2, ActGold: 2, ActRight: 1, FactGold: 2, FactRight: 1}
	if s != want {
		t.Errorf("got %+v\nwant %+v", s, want)
	}
	if f := s.Figures(); f["act accuracy"] != 0.5 || f["factuality accuracy"] != 0.5 {
		t.Error(f)
	}
	var b strings.Builder
	if err := s.WriteText(&b); err != nil || !strings.Contains(b.String(), "act           50.00 % of 2") {
		t.Errorf("%v\n%s", err, b.String())
	}

	s = LabelScore{}
	s.Add(gold, []hearsay.Statement{st(hearsay.Indirect, hearsay.Say, "", 0, 10)})
	if f := s.Figures(); len(f) != 2 {
		t.Errorf("factuality was never predicted, yet measured: %v", f)
	}
	// One found statement serves once.
	s = LabelScore{}
	s.Add([]hearsay.Statement{gold[0], gold[0]}, []hearsay.Statement{gold[0]})
	if s.Matched != 1 {
		t.Errorf("%d matched", s.Matched)
	}
}
