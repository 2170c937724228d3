package crossdoc

import (
	"testing"

	"hearsay"
)

func TestIntervals(t *testing.T) {
	for _, tc := range []struct {
		in   hearsay.Date
		days int32
		out  hearsay.Date
	}{
		{"2023-09-11", 1, "2023-09-11"},
		{"2023-09", 30, "2023-09"},
		{"2024", 366, "2024"},
		{"2023-09-11/2023-09-14", 4, "2023-09-11/2023-09-14"},
		{"2023-09-13~", 1, "2023-09-13~"},
		{"1969-12-31", 1, "1969-12-31"},
		{"2023-09-11T23:30:00Z", 1, "2023-09-11"},
		{"2023-09-11T08:30", 1, "2023-09-11"},
		{"2023/..", 0, ""}, {"", 0, ""}, {"2023-W37", 0, ""}, {"2023-09-14/2023-09-11", 0, ""},
	} {
		iv := IntervalOf(tc.in)
		days := int32(0)
		if iv.Known {
			days = iv.To - iv.From + 1
		}
		if days != tc.days || iv.EDTF() != tc.out {
			t.Errorf("%s: %d days, %s; want %d, %s", tc.in, days, iv.EDTF(), tc.days, tc.out)
		}
	}
}
