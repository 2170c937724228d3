package article

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"hearsay"
)

// ParseDate reads a date as people and machines write it and returns it in EDTF,
// as precise as it was given: "2023-09", "2023-09-11T08:30:00+02:00",
// "2023-09-11/2023-09-14", "11.09.2023", "11. September 2023, 8.30 Uhr",
// "Mon, 11 Sep 2023 08:30:00 GMT". A time of day without a zone stays without.
//
// It returns an error if s is no date.
func ParseDate(s string) (hearsay.Date, error) {
	d, ok := parseDate(s)
	if !ok {
		return "", fmt.Errorf("not a date: %q (give for example 2023-09-11, 2023-09, 11.09.2023 or an RFC 3339 time)", s)
	}
	return d, nil
}

const clock = `(?:[,\s]+(?:um\s+|at\s+)?(\d{1,2})[:.](\d{2})(?::(\d{2}))?(?:\s*(?:Uhr|h))?)?`

var (
	reISODate = regexp.MustCompile(`^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?([?~%]?)$`)
	reISOTime = regexp.MustCompile(`^(\d{4}-\d{2}-\d{2})(?:[Tt]|\s+)(\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([Zz]|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?$`)
	reCompact = regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z|[+-]\d{4}))?$`)
	// German and English ways; an optional time of day follows.
	reDotted  = regexp.MustCompile(`^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})` + clock + `$`)
	reDayName = regexp.MustCompile(`^(\d{1,2})(?:\.|st|nd|rd|th)?\s+([\pL]+)\.?,?\s+(\d{4})` + clock + `$`)
	reNameDay = regexp.MustCompile(`^([\pL]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})` + clock + `$`)
	reMonth   = regexp.MustCompile(`^([\pL]+)\.?\s+(\d{4})$`)
	reNumMon  = regexp.MustCompile(`^(\d{1,2})[/.](\d{4})$`)
	reWeekday = regexp.MustCompile(`(?i)^(?:(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|sonnabend|(?:mon|tues|wednes|thurs|fri|satur|sun)day|mo|di|mi|do|fr|sa|so|mon|tue|wed|thu|fri|sat|sun)[.,]*\s*,?\s+(?:den\s+)?`)
)

// months maps the first letters of a month's name to its number, German and English.
var months = []struct {
	prefix, whole string
	n             int
}{
	{"jän", "jänner", 1}, {"jan", "januar january", 1}, {"feb", "februar february feber", 2}, {"mär", "märz", 3},
	{"mrz", "mrz", 3}, {"maerz", "maerz", 3}, {"mar", "march", 3}, {"apr", "april", 4}, {"mai", "mai", 5},
	{"may", "may", 5}, {"jun", "juni june", 6}, {"jul", "juli july", 7}, {"aug", "august", 8},
	{"sep", "september sept", 9}, {"okt", "oktober", 10}, {"oct", "october", 10}, {"nov", "november", 11},
	{"dez", "dezember", 12}, {"dec", "december", 12},
}

func month(s string) int {
	s = strings.ToLower(s)
	for _, m := range months {
		if s == m.prefix {
			return m.n
		}
		for _, w := range strings.Fields(m.whole) {
			if s == w {
				return m.n
			}
		}
	}
	return 0
}

// parseDate is ParseDate without the error.
func parseDate(s string) (hearsay.Date, bool) {
	if len(s) > 100 {
		return "", false
	}
	s = strings.TrimSpace(squeeze(s))
	if d, ok := parseISO(s); ok {
		return d, true
	}
	if from, to, ok := strings.Cut(s, "/"); ok {
		a, okA := parseISO(from)
		b, okB := parseISO(to)
		okA, okB = okA || from == ".." || from == "", okB || to == ".." || to == ""
		if okA && okB && (a != "" || b != "") && (a == "" || b == "" || a <= b) {
			return hearsay.Date(from + "/" + to), true
		}
	}
	for _, layout := range []string{time.RFC1123Z, time.RFC1123, time.RFC850, time.ANSIC, time.UnixDate} {
		if t, err := time.Parse(layout, s); err == nil && validDay(t.Year(), int(t.Month()), t.Day()) {
			return hearsay.Date(t.Format(time.RFC3339)), true
		}
	}
	s = reWeekday.ReplaceAllString(s, "")
	if m := reDotted.FindStringSubmatch(s); m != nil {
		y := num(m[3])
		if len(m[3]) == 2 {
			y += 2000
		}
		return dayAndClock(y, num(m[2]), num(m[1]), m[4:])
	}
	if m := reDayName.FindStringSubmatch(s); m != nil {
		return dayAndClock(num(m[3]), month(m[2]), num(m[1]), m[4:])
	}
	if m := reNameDay.FindStringSubmatch(s); m != nil {
		return dayAndClock(num(m[3]), month(m[1]), num(m[2]), m[4:])
	}
	if m := reMonth.FindStringSubmatch(s); m != nil {
		if n := month(m[1]); n > 0 && validDay(num(m[2]), n, 1) {
			return hearsay.Date(fmt.Sprintf("%s-%02d", m[2], n)), true
		}
	}
	if m := reNumMon.FindStringSubmatch(s); m != nil && validDay(num(m[2]), num(m[1]), 1) {
		return hearsay.Date(fmt.Sprintf("%s-%02d", m[2], num(m[1]))), true
	}
	return "", false
}

// parseISO reads ISO 8601 dates and times and EDTF without intervals.
func parseISO(s string) (hearsay.Date, bool) {
	if m := reISODate.FindStringSubmatch(s); m != nil {
		mon, day := 1, 1
		if m[2] != "" {
			mon = num(m[2])
		}
		if m[3] != "" {
			day = num(m[3])
		}
		// EDTF writes seasons as the months 21 to 24.
		season := m[3] == "" && mon >= 21 && mon <= 24
		if season || validDay(num(m[1]), mon, day) {
			return hearsay.Date(s), true
		}
		return "", false
	}
	if m := reISOTime.FindStringSubmatch(s); m != nil {
		d := m[1]
		if !validDay(num(d[:4]), num(d[5:7]), num(d[8:])) || num(m[2]) > 23 || num(m[3]) > 59 || num(m[4]) > 59 {
			return "", false
		}
		sec := m[4]
		if sec == "" {
			sec = "00"
		}
		zone := strings.ToUpper(m[5])
		switch {
		case zone == "UTC" || zone == "GMT":
			zone = "Z"
		case len(zone) == 3:
			zone += ":00"
		case len(zone) == 5:
			zone = zone[:3] + ":" + zone[3:]
		}
		if len(zone) == 6 && (num(zone[1:3]) > 14 || num(zone[4:]) > 59) {
			return "", false
		}
		return hearsay.Date(d + "T" + m[2] + ":" + m[3] + ":" + sec + zone), true
	}
	if m := reCompact.FindStringSubmatch(s); m != nil {
		d := m[1] + "-" + m[2] + "-" + m[3]
		if m[4] != "" {
			return parseISO(d + "T" + m[4] + ":" + m[5] + ":" + m[6] + m[7])
		}
		return parseISO(d)
	}
	return "", false
}

func dayAndClock(y, m, d int, hms []string) (hearsay.Date, bool) {
	if !validDay(y, m, d) {
		return "", false
	}
	date := fmt.Sprintf("%04d-%02d-%02d", y, m, d)
	if hms[0] == "" {
		return hearsay.Date(date), true
	}
	h, min, sec := num(hms[0]), num(hms[1]), num(hms[2])
	if h > 23 || min > 59 || sec > 59 {
		return "", false
	}
	return hearsay.Date(fmt.Sprintf("%sT%02d:%02d:%02d", date, h, min, sec)), true
}

// validDay reports whether the day is in the calendar, in a year that a news
// article can be of: the first newspaper was printed in 1605.
func validDay(y, m, d int) bool {
	if y < 1605 || y > 2200 || m < 1 || m > 12 || d < 1 || d > 31 {
		return false
	}
	return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC).Day() == d
}

// num returns the number that s writes, 0 if it is empty or too long.
func num(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}
