package crossdoc

import (
	"bytes"
	"math"
	"reflect"
	"testing"

	"hearsay"
)

func fullProposition() Proposition {
	return Proposition{
		ID: "a3f09c1d22b07e514/s3.2", Passage: hearsay.Passage{Text: "Vier Menschen seien ums Leben gekommen", Spans: []hearsay.Span{{Start: 10, End: 48}, {Start: 60, End: 71}}},
		Gist:   "Vier Menschen seien ums Leben gekommen.",
		Pred:   Predicate{Class: "die", Lemma: "kommen leben", Opposes: "rescue"},
		Args:   []Arg{{Role: "patient", Lemma: "mensch", Kind: "thing", Name: "Menschen"}, {Role: "agent", ID: "gov-ru", Name: "Kreml", Kind: "government", State: "RU"}},
		Places: []Arg{{Role: "at", ID: "~altenrode", Name: "Altenrode", Kind: "place"}},
		Time:   Interval{From: 20514, To: 20515, Known: true, Approx: true}, Numbers: []Quantity{{Low: 4, High: 4, Unit: "mensch"}, {Low: 1.5, High: math.MaxFloat32, Unit: "euro", Approx: true}},
		Phase: hearsay.Occurred, Negated: true, Kind: Figure, Words: []Word{{Key: 7, Weight: 2.5}, {Key: 1 << 40, Weight: 0.1}},
		Mode: hearsay.Indirect, Act: hearsay.Say, Factuality: hearsay.Factuality{Source: hearsay.CTPlus, Outlet: hearsay.Uu},
		Source: &hearsay.Entity{ID: "#2", Name: "Polizei", Kind: "government", Description: "d", State: "DE", Lat: 52.5, Lon: -0.25}, SourceText: "ein Sprecher der Polizei",
		Chain: []hearsay.Voucher{{Name: "dpa", Kind: "agency", Visibility: "named", Via: "copies", Spans: []hearsay.Span{{Start: 1, End: 4}}}},
		Said:  Interval{From: -3, To: 5, Known: true}, Eyewitness: true, Parent: "a3f09c1d22b07e514/s1", Rule: "clause/idiom",
	}
}

func TestPropositionEncoding(t *testing.T) {
	for _, p := range []Proposition{{}, fullProposition()} {
		b := appendProposition([]byte("x"), &p)
		got, rest, err := readProposition(append(b[1:], 9, 9))
		if err != nil || len(rest) != 2 || !reflect.DeepEqual(got, p) {
			t.Errorf("%v, %d bytes left\n got %+v\nwant %+v", err, len(rest), got, p)
		}
		for i := 1; i < len(b)-1; i++ {
			if _, _, err := readProposition(b[1:i]); err == nil {
				t.Errorf("cut at %d of %d: no error", i, len(b))
			}
		}
	}
	if len(propWords) > firstSeen {
		t.Errorf("%d words known beforehand, room for %d", len(propWords), firstSeen)
	}
}

func FuzzReadProposition(f *testing.F) {
	p := fullProposition()
	f.Add(appendProposition(nil, &p))
	f.Add([]byte{propFormat})
	f.Fuzz(func(t *testing.T, b []byte) {
		p, rest, err := readProposition(b)
		if err != nil {
			return
		}
		// What was read is written, and read again, the same.
		again := appendProposition(nil, &p)
		q, more, err := readProposition(again)
		if err != nil || len(more) != 0 || !bytes.Equal(appendProposition(nil, &q), again) {
			t.Fatalf("%v: %d bytes of %d left; %d behind", err, len(more), len(again), len(rest))
		}
	})
}

func FuzzReadClaims(f *testing.F) {
	e := exemplar(&Proposition{Pred: Predicate{Class: "die"}, Words: []Word{{Key: 1, Weight: 1}}})
	f.Add(appendClaimPage(nil, &claimPage{claims: []*claimRecord{{id: "c0123456789ab", told: 2, day: 20000, first: &e, best: &e, last: &e, prints: []uint32{1}}}}))
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := readClaimPage(b)
		if err != nil {
			return
		}
		again := appendClaimPage(nil, p)
		q, err := readClaimPage(again)
		if err != nil || !bytes.Equal(appendClaimPage(nil, q), again) {
			t.Fatal(err)
		}
	})
}
