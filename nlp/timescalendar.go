package nlp

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"hearsay"
)

// A civil is a day of the Gregorian calendar, a month (d is 0) or a year (m is 0
// too). The zero civil is nothing known.
type civil struct{ y, m, d int }

func (c civil) known() bool    { return c.y != 0 }
func (c civil) hasMonth() bool { return c.y != 0 && c.m != 0 }
func (c civil) hasDay() bool   { return c.hasMonth() && c.d != 0 }

func (c civil) date() time.Time {
	return time.Date(c.y, time.Month(max(c.m, 1)), max(c.d, 1), 0, 0, 0, 0, time.UTC)
}

func civilOf(t time.Time) civil { return civil{t.Year(), int(t.Month()), t.Day()} }

// addDays moves a day.
func (c civil) addDays(n int) civil { return civilOf(c.date().AddDate(0, 0, n)) }

// addMonths moves a month, or a day to the same day of another month or to that
// month's last.
func (c civil) addMonths(n int) civil {
	k := c.y*12 + c.m - 1 + n
	y, m := k/12, k%12+1
	return civil{y, m, min(c.d, daysIn(y, m))}
}

func daysIn(y, m int) int { return time.Date(y, time.Month(m)+1, 0, 0, 0, 0, 0, time.UTC).Day() }

// valid reports whether there is such a day, month or year.
func (c civil) valid() bool {
	if c.m == 0 {
		return c.d >= 0 && c.d <= 31
	}
	return c.m >= 0 && c.m <= 12 && c.d >= 0 && (c.d == 0 || c.m > 0 && c.d <= daysIn(yearOrLeap(c.y), c.m))
}

// yearOrLeap lets 29 February pass where the year is not known.
func yearOrLeap(y int) int {
	if y == 0 {
		return 2000
	}
	return y
}

func (c civil) weekday() int { return (int(c.date().Weekday())+6)%7 + 1 } // 1 is Monday

func (c civil) before(o civil) bool {
	if c.y != o.y {
		return c.y < o.y
	}
	if c.m != o.m {
		return c.m < o.m
	}
	return c.d < o.d
}

func (c civil) String() string {
	switch {
	case c.d != 0:
		return fmt.Sprintf("%s-%02d-%02d", yearString(c.y), c.m, c.d)
	case c.m != 0:
		return fmt.Sprintf("%s-%02d", yearString(c.y), c.m)
	}
	return yearString(c.y)
}

// yearString writes a year with four digits; years before Christ as EDTF does
// (1 BC is 0000, 44 BC is -0043, here kept as y -44).
func yearString(y int) string {
	if y < 0 {
		if y == -1 {
			return "0000"
		}
		return fmt.Sprintf("-%04d", -y-1)
	}
	return fmt.Sprintf("%04d", y)
}

// isoWeek gives the week of a day and its Monday.
func (c civil) isoWeek() (year, week int) { return c.date().ISOWeek() }

// monday is the first day of an ISO week.
func monday(year, week int) civil {
	jan4 := civil{year, 1, 4}
	return jan4.addDays(1 - jan4.weekday() + 7*(week-1))
}

// easter is Easter Sunday of a year, by the Gregorian rule in the form of
// Meeus/Jones/Butcher (Nature, 20 April 1876).
func easter(y int) civil {
	a, b, c := y%19, y/100, y%100
	d, e := b/4, b%4
	g := (8*b + 13) / 25
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 19*l) / 433
	n := h + l - 7*m
	month := (n + 90) / 25
	return civil{y, month, (n + 33*month + 19) % 32}
}

// holidayDate reads a holiday's rule for a year:
//
//	12-24      a fixed day
//	easter+39  days from Easter Sunday
//	advent-4   days from the first Sunday of Advent (the fourth before Christmas Day)
//	05-sun2    the second Sunday of May; 05-sun-1 the last
//	05-25/mon0 the last Monday on or before a fixed day
//	08-02      …
func holidayDate(rule string, y int) (civil, bool) {
	switch {
	case strings.HasPrefix(rule, "easter"):
		n, err := strconv.Atoi("0" + strings.TrimPrefix(rule, "easter"))
		if s := strings.TrimPrefix(rule, "easter"); s != "" {
			n, err = strconv.Atoi(s)
		}
		return easter(y).addDays(n), err == nil
	case strings.HasPrefix(rule, "advent"):
		n := 0
		if s := strings.TrimPrefix(rule, "advent"); s != "" {
			var err error
			if n, err = strconv.Atoi(s); err != nil {
				return civil{}, false
			}
		}
		first := civil{y, 12, 24}
		return first.addDays(-(first.weekday() % 7) - 21 + n), true
	}
	m, rest, ok := strings.Cut(rule, "-")
	month, err := strconv.Atoi(m)
	if !ok || err != nil || month < 1 || month > 12 {
		return civil{}, false
	}
	if s, ok := strings.CutPrefix(rest, "sun"); ok {
		n, err := strconv.Atoi(s)
		if err != nil || n == 0 {
			return civil{}, false
		}
		if n < 0 {
			last := civil{y, month, daysIn(y, month)}
			return last.addDays(-(last.weekday() % 7) + 7*(n+1)), true
		}
		first := civil{y, month, 1}
		return first.addDays(7 - first.weekday() + 7*(n-1)), true
	}
	d, err := strconv.Atoi(rest)
	c := civil{y, month, d}
	return c, err == nil && d > 0 && c.valid()
}

// timeNow is the article's date as far as it is known.
type timeNow struct {
	civil
	clock  bool // hour and minute are known
	hh, mm int
}

// readNow reads the date of an article: a year, a month, a day or an instant in
// EDTF or RFC 3339. Of an interval it keeps what both ends share. An uncertain
// or approximate day ("2023-09-13~") counts as its month. An instant in UTC is
// taken to German time, in which the article was written: 22:30Z on the 10th of
// September was the 11th there.
func readNow(d hearsay.Date) timeNow {
	s := strings.TrimSpace(string(d))
	if a, b, ok := strings.Cut(s, "/"); ok {
		x, y := readNow(hearsay.Date(a)).civil, readNow(hearsay.Date(b)).civil
		switch {
		case x == y:
		case x.y == y.y && x.m == y.m:
			x.d = 0
		case x.y == y.y:
			x.m, x.d = 0, 0
		default:
			x = civil{}
		}
		return timeNow{civil: x}
	}
	if t, err := time.Parse(time.RFC3339, s); err == nil && t.Year() >= 1000 {
		if _, offset := t.Zone(); offset == 0 {
			t = t.UTC().Add(time.Hour)
			if summerTime(t) {
				t = t.Add(time.Hour)
			}
		}
		return timeNow{civil: civilOf(t), clock: true, hh: t.Hour(), mm: t.Minute()}
	}
	vague := strings.TrimRight(s, "~?%")
	c := civil{}
	for i, part := range strings.SplitN(strings.SplitN(vague, "T", 2)[0], "-", 3) {
		n, err := strconv.Atoi(part)
		if err != nil || n <= 0 {
			break
		}
		*[]*int{&c.y, &c.m, &c.d}[i] = n
	}
	if vague != s {
		c.d = 0
	}
	if c.y < 1000 || c.y > 9999 || !c.valid() { // 0001-01-01 is no date, but none
		return timeNow{}
	}
	now := timeNow{civil: c}
	if _, clock, ok := strings.Cut(vague, "T"); ok && c.hasDay() && len(clock) >= 5 {
		hh, err1 := strconv.Atoi(clock[:2])
		mm, err2 := strconv.Atoi(clock[3:5])
		if err1 == nil && err2 == nil && hh < 24 && mm < 60 {
			now.clock, now.hh, now.mm = true, hh, mm
		}
	}
	return now
}

// summerTime reports whether a moment of Central European Time falls into summer
// time: from the last Sunday of March, 2:00, to the last of October, 2:00.
func summerTime(cet time.Time) bool {
	from, _ := holidayDate("03-sun-1", cet.Year())
	to, _ := holidayDate("10-sun-1", cet.Year())
	return !cet.Before(from.date().Add(2*time.Hour)) && cet.Before(to.date().Add(2*time.Hour))
}
