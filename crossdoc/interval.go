package crossdoc

import (
	"strings"
	"time"

	"hearsay"
)

// dayOf counts the days since 1970-01-01.
func dayOf(t time.Time) int32 {
	s := t.Unix()
	if s < 0 {
		s -= 86399
	}
	return int32(s / 86400)
}

// EDTF writes an interval down: a day, a month or a year where it is just that,
// else from day to day; "~" behind what is approximate.
func (iv Interval) EDTF() hearsay.Date {
	if !iv.Known {
		return ""
	}
	from, to := time.Unix(int64(iv.From)*86400, 0).UTC(), time.Unix(int64(iv.To)*86400, 0).UTC()
	next := to.AddDate(0, 0, 1)
	approx := ""
	if iv.Approx {
		approx = "~"
	}
	switch {
	case iv.From == iv.To:
		return hearsay.Date(from.Format("2006-01-02") + approx)
	case from.Day() == 1 && from.AddDate(0, 1, 0).Equal(next):
		return hearsay.Date(from.Format("2006-01") + approx)
	case from.YearDay() == 1 && from.AddDate(1, 0, 0).Equal(next):
		return hearsay.Date(from.Format("2006") + approx)
	}
	return hearsay.Date(from.Format("2006-01-02") + approx + "/" + to.Format("2006-01-02") + approx)
}

// IntervalOf reads a date in EDTF: the days that it may mean. What is open at an end,
// or no date, is no interval.
func IntervalOf(d hearsay.Date) Interval {
	s := strings.TrimSpace(string(d))
	iv := Interval{Approx: strings.ContainsAny(s, "~?%")}
	s = strings.NewReplacer("~", "", "?", "", "%", "").Replace(s)
	a, b, both := strings.Cut(s, "/")
	from, to, ok := daysOf(a)
	if both && ok {
		_, to, ok = daysOf(b)
	}
	if !ok || to < from {
		return Interval{}
	}
	iv.From, iv.To, iv.Known = from, to, true
	return iv
}

// daysOf gives the first and last day of a date with year, month or day, or of a
// moment.
func daysOf(s string) (from, to int32, ok bool) {
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		d := dayOf(t)
		return d, d, true
	}
	if i := strings.IndexByte(s, 'T'); i == 10 {
		s = s[:i]
	}
	for _, f := range []struct {
		layout              string
		years, months, days int
	}{{"2006-01-02", 0, 0, 1}, {"2006-01", 0, 1, 0}, {"2006", 1, 0, 0}} {
		if t, err := time.Parse(f.layout, s); err == nil {
			return dayOf(t), dayOf(t.AddDate(f.years, f.months, f.days)) - 1, true
		}
	}
	return 0, 0, false
}
