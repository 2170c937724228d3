package eval

import (
	"strings"
	"testing"

	"hearsay"
)

func TestNameScore(t *testing.T) {
	r := func(from, to int) hearsay.Range { return hearsay.Range{From: from, To: to} }
	var s NameScore
	s.Add("person", []hearsay.Range{r(0, 2), r(4, 5)}, []hearsay.Range{r(0, 2), r(4, 6), r(0, 2)})
	s.Add("place", []hearsay.Range{r(7, 8)}, []hearsay.Range{r(7, 8)})
	s.Add("place", nil, nil)
	if want := (NameCount{Gold: 3, Found: 4, Right: 2}); s.All != want {
		t.Errorf("%+v, want %+v", s.All, want)
	}
	f := s.Figures()
	if len(f) != 3 || f["names P"] != 0.5 || s.Kinds["place"].PRF().F1 != 1 || s.Kinds["person"].PRF().F1 != 0.4 {
		t.Errorf("%v", f)
	}
	var b strings.Builder
	if err := s.WriteText(&b); err != nil || strings.Count(b.String(), "\n") != 3 || !strings.HasPrefix(b.String(), "person") {
		t.Error(b.String(), err)
	}
}
