package nlp

import (
	"fmt"
	"strconv"
	"strings"
)

// gran is what kind of stretch of the calendar a when is.
type gran uint8

const (
	noGran gran = iota
	gDay
	gWeek
	gWeekend
	gMonth
	gQuarter
	gHalf // of a year
	gSeason
	gYear
	gDecade
	gCentury
)

// A when is a stretch of the calendar, as far as it is known: of the parts that
// make it up, zero ones are not known. Of a week, weekend, quarter or half n is
// the number, of a day without a date n is the weekday.
type when struct {
	g gran
	civil
	n      int
	season string // SP, SU, FA, WI
}

func orX(n, width int) string {
	if n == 0 {
		return "XXXX"[:width]
	}
	return fmt.Sprintf("%0*d", width, n)
}

// value writes TIMEX3.
func (w when) value() string {
	y := orX(w.y, 4)
	if w.y < 0 {
		y = fmt.Sprintf("BC%04d", -w.y)
	}
	switch w.g {
	case gDay:
		if w.d == 0 && w.n > 0 {
			return fmt.Sprintf("%s-WXX-%d", y, w.n)
		}
		return y + "-" + orX(w.m, 2) + "-" + orX(w.d, 2)
	case gWeek:
		return y + "-W" + orX(w.n, 2)
	case gWeekend:
		return y + "-W" + orX(w.n, 2) + "-WE"
	case gMonth:
		return y + "-" + orX(w.m, 2)
	case gQuarter:
		return y + "-Q" + orX(w.n, 1)
	case gHalf:
		return y + "-H" + orX(w.n, 1)
	case gSeason:
		return y + "-" + w.season
	case gDecade:
		return y[:3]
	case gCentury:
		if w.y < 0 {
			return "BC" + y[2:4]
		}
		return y[:2]
	}
	return y
}

// seasonCode are the codes of EDTF level 1.
var seasonCode = map[string]string{"SP": "21", "SU": "22", "FA": "23", "WI": "24"}

// edtf writes EDTF: weeks, quarters and halves as intervals, decades and
// centuries with X ("199X"), seasons by their code ("1998-23").
func (w when) edtf() string {
	if !w.known() {
		return ""
	}
	switch w.g {
	case gWeek, gWeekend, gQuarter, gHalf:
		first, last, ok := w.bounds()
		if !ok {
			return w.civil.String()
		}
		return first.String() + "/" + last.String()
	case gSeason:
		return yearString(w.y) + "-" + seasonCode[w.season]
	case gDecade:
		if w.y < 0 {
			return ""
		}
		return yearString(w.y)[:3] + "X"
	case gCentury:
		if w.y < 0 {
			return ""
		}
		return yearString(w.y)[:2] + "XX"
	}
	if w.m == 0 {
		w.d = 0
	}
	return w.civil.String()
}

// bounds are the first and the last day, month or year of a stretch.
func (w when) bounds() (first, last civil, ok bool) {
	switch {
	case !w.known():
		return
	case w.g == gDay && w.hasDay():
		return w.civil, w.civil, true
	case w.g == gWeek && w.n > 0:
		m := monday(w.y, w.n)
		return m, m.addDays(6), true
	case w.g == gWeekend && w.n > 0:
		m := monday(w.y, w.n)
		return m.addDays(5), m.addDays(6), true
	case w.g == gMonth && w.m > 0:
		return civil{w.y, w.m, 1}, civil{w.y, w.m, daysIn(w.y, w.m)}, true
	case w.g == gQuarter && w.n > 0:
		return civil{y: w.y, m: 3*w.n - 2}, civil{y: w.y, m: 3 * w.n}, true
	case w.g == gHalf && w.n > 0:
		return civil{y: w.y, m: 6*w.n - 5}, civil{y: w.y, m: 6 * w.n}, true
	case w.g == gYear:
		return civil{y: w.y, m: 1}, civil{y: w.y, m: 12}, true
	case w.g == gDecade && w.y > 0:
		return civil{y: w.y / 10 * 10}, civil{y: w.y/10*10 + 9}, true
	case w.g == gCentury && w.y > 0:
		return civil{y: w.y / 100 * 100}, civil{y: w.y/100*100 + 99}, true
	}
	return
}

// third cuts a stretch into its beginning, middle and end, by convention its
// thirds: "Mitte August" is the 11th to the 20th, "Ende 2020" September to
// December, "Anfang der neunziger Jahre" 1990 to 1992. Where the text calls for no
// third, or the stretch is too vague, it is the whole.
func (w when) third(mod string) string {
	first, last, ok := w.bounds()
	if !ok || first == last {
		return w.edtf()
	}
	at := map[string]int{"START": 0, "MID": 1, "END": 2}[mod]
	if mod != "START" && mod != "MID" && mod != "END" {
		return w.edtf()
	}
	join := func(a, b civil) string {
		if a == b {
			return a.String()
		}
		return a.String() + "/" + b.String()
	}
	switch w.g {
	case gMonth:
		from := []int{1, 11, 21}[at]
		to := []int{10, 20, last.d}[at]
		return join(civil{w.y, w.m, from}, civil{w.y, w.m, to})
	case gWeek:
		return join(first.addDays([]int{0, 2, 4}[at]), first.addDays([]int{1, 3, 6}[at]))
	case gYear, gQuarter, gHalf:
		n := (last.m - first.m + 1) / 3
		from := first.m + at*n
		return join(civil{y: w.y, m: from}, civil{y: w.y, m: from + n - 1})
	case gDecade:
		return join(civil{y: first.y + []int{0, 3, 7}[at]}, civil{y: first.y + []int{2, 6, 9}[at]})
	case gCentury:
		return join(civil{y: first.y + []int{0, 33, 67}[at]}, civil{y: first.y + []int{32, 66, 99}[at]})
	}
	return w.edtf()
}

// granOf are the units of the rules.
var granOf = map[string]gran{"D": gDay, "W": gWeek, "WE": gWeekend, "M": gMonth, "Q": gQuarter, "HJ": gHalf, "Y": gYear, "DE": gDecade, "CE": gCentury}

// rel is the stretch that lies by steps from the one that holds the article's
// date. What the article's date is too vague for stays open, within the month or
// year that the article is of.
func (n timeNow) rel(g gran, by int) when {
	w := when{g: g, civil: n.civil}
	switch g {
	case gDay:
		if n.hasDay() {
			w.civil = n.addDays(by)
		}
	case gWeek, gWeekend:
		w.d = 0
		if n.hasDay() {
			w.y, w.n = n.addDays(7 * by).isoWeek()
			w.m = 0
		}
	case gMonth:
		w.d = 0
		if n.hasMonth() {
			w.civil = civil{y: n.y, m: n.m}.addMonths(by)
			w.d = 0
		}
	case gQuarter, gHalf:
		size := map[gran]int{gQuarter: 3, gHalf: 6}[g]
		w.d, w.m = 0, 0
		if n.hasMonth() {
			k := n.y*12/size + (n.m-1)/size + by
			w.y, w.n = k/(12/size), k%(12/size)+1
		}
	default:
		step := map[gran]int{gYear: 1, gDecade: 10, gCentury: 100}[g]
		w.m, w.d = 0, 0
		if n.known() {
			w.y = n.y + by*step
		}
	}
	return w
}

// shifted is the article's date moved by k units, in EDTF, no preciser than the
// unit and the article's date. Weeks and longer counted in days are approximate.
func (n timeNow) shifted(unit string, k int) (edtf string, day civil) {
	if !n.known() || k > 100_000 || k < -100_000 {
		return "", civil{}
	}
	defer func() { // outside of what four digits can say
		if strings.HasPrefix(edtf, "-") || len(yearString(day.y)) > 4 || day.y < 0 {
			edtf, day = "", civil{}
		}
	}()
	move := func(c civil) civil {
		switch unit {
		case "D":
			return c.addDays(k)
		case "W":
			return c.addDays(7 * k)
		case "M":
			return c.addMonths(k)
		case "Q":
			return c.addMonths(3 * k)
		case "HJ":
			return c.addMonths(6 * k)
		case "DE":
			return c.addMonths(120 * k)
		}
		return c.addMonths(12 * k)
	}
	cut := func(c civil) civil {
		switch unit {
		case "M", "Q", "HJ":
			c.d = 0
		case "Y", "DE":
			c.m, c.d = 0, 0
		}
		if n.m == 0 {
			c.m = 0
		}
		if n.d == 0 {
			c.d = 0
		}
		return c
	}
	approx := ""
	if unit == "W" || unit == "DE" || unit == "HJ" {
		approx = "~"
	}
	switch unit {
	case "H", "TM", "S":
		if !n.clock {
			return n.civil.String(), civil{}
		}
		step := map[string]int{"H": 3600, "TM": 60, "S": 1}[unit]
		sec := (n.hh*60+n.mm)*60 + k*step
		c := n.civil.addDays(floorDiv(sec, 86400))
		sec = ((sec % 86400) + 86400) % 86400
		return fmt.Sprintf("%vT%02d:%02d:%02d", c, sec/3600, sec/60%60, sec%60), c
	case "D", "W", "M", "Q", "HJ", "Y", "DE":
	default:
		return "", civil{}
	}
	if n.hasDay() {
		c := cut(move(n.civil))
		return c.String() + approx, c
	}
	if unit == "D" && k <= 7 && k >= -7 || unit == "W" && (k == 1 || k == -1) {
		return n.civil.String(), civil{}
	}
	first, last := n.civil, n.civil
	first.m, first.d = max(first.m, 1), 1
	if last.m == 0 {
		last.m = 12
	}
	last.d = daysIn(last.y, last.m)
	a, b := cut(move(first)), cut(move(last))
	if a == b {
		return a.String() + approx, a
	}
	return a.String() + "/" + b.String(), civil{}
}

func floorDiv(a, b int) int {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// timeUnit are units whose durations are written behind a T.
var timeUnit = map[string]string{"H": "H", "TM": "M", "S": "S", "MO": "MO", "AF": "AF", "EV": "EV", "NI": "NI"}

// duration writes a TIMEX3 duration of parts like {"3", "Y"}, {"4", "M"}.
func duration(parts ...[2]string) string {
	date, clock := "", ""
	for _, p := range parts {
		n, unit := p[0], p[1]
		switch unit {
		case "HJ": // half years
			if k, err := strconv.Atoi(n); err == nil {
				n = strconv.Itoa(6 * k)
			}
			unit = "M"
		case "QH": // quarters of an hour
			if k, err := strconv.Atoi(n); err == nil {
				n = strconv.Itoa(15 * k)
			}
			unit = "TM"
		}
		if t, ok := timeUnit[unit]; ok {
			clock += n + t
		} else {
			date += n + unit
		}
	}
	if clock != "" {
		clock = "T" + clock
	}
	return "P" + date + clock
}
