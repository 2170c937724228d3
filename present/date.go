package present

import (
	"fmt"
	"strings"
	"time"

	"hearsay"
)

// date writes an EDTF date for people: "11. September 2023", "around September
// 2023". What it does not understand it gives back as it is.
func (l *labels) date(d hearsay.Date) string {
	from, to, interval := strings.Cut(string(d), "/")
	if !interval {
		if shown, ok := l.point(from); ok {
			return shown
		}
		return string(d)
	}
	open := func(s string) bool { return s == "" || s == ".." }
	f, fok := l.point(from)
	t, tok := l.point(to)
	switch {
	case fok && tok:
		if short, ok := l.between(from, to); ok {
			return short
		}
		return f + " – " + t
	case fok && open(to):
		return l.From + " " + f
	case open(from) && tok:
		return l.Until + " " + t
	}
	return string(d)
}

// between writes an interval of two days, months or years, what they share once:
// "3.–12. September 2023", "30. August – 3. September 2023", "Januar – Juni 2005",
// "2003–2007". Others it leaves.
func (l *labels) between(from, to string) (string, bool) {
	for _, layout := range []string{"2006", "2006-01", time.DateOnly} {
		a, err := time.Parse(layout, from)
		b, err2 := time.Parse(layout, to)
		switch {
		case err != nil || err2 != nil:
			continue
		case layout == "2006":
			return fmt.Sprintf("%d–%d", a.Year(), b.Year()), true
		case a.Year() != b.Year():
			return "", false
		case layout == "2006-01":
			return fmt.Sprintf("%s – %s %d", l.Months[a.Month()-1], l.Months[b.Month()-1], b.Year()), true
		case a.Month() == b.Month():
			return fmt.Sprintf(l.DayOnly, a.Day()) + "–" + l.day(b), true
		default:
			return fmt.Sprintf(l.DayOnly, a.Day()) + noBreak + l.Months[a.Month()-1] + " – " + l.day(b), true
		}
	}
	return "", false
}

// point writes one end of an interval, or a date that is none.
func (l *labels) point(s string) (string, bool) {
	var about, maybe string
	switch {
	case strings.HasSuffix(s, "~"):
		s, about = strings.TrimSuffix(s, "~"), l.About+" "
	case strings.HasSuffix(s, "?"):
		s, maybe = strings.TrimSuffix(s, "?"), " (?)"
	case strings.HasSuffix(s, "%"):
		s, about, maybe = strings.TrimSuffix(s, "%"), l.About+" ", " (?)"
	}
	for _, f := range []struct {
		layout string
		show   func(time.Time) string
	}{
		{"2006", func(t time.Time) string { return t.Format("2006") }},
		{"2006-01", func(t time.Time) string { return fmt.Sprintf("%s %d", l.Months[t.Month()-1], t.Year()) }},
		{"2006-01-02", l.day},
		{"2006-01-02T15:04:05", l.moment},
		{"2006-01-02T15:04", l.moment},
		{time.RFC3339, func(t time.Time) string { return l.moment(t) + zone(t) }},
	} {
		if t, err := time.Parse(f.layout, s); err == nil {
			return about + f.show(t) + maybe, true
		}
	}
	return "", false
}

func (l *labels) day(t time.Time) string {
	return fmt.Sprintf(l.Day, t.Day(), l.Months[t.Month()-1], t.Year())
}

func (l *labels) moment(t time.Time) string {
	return l.day(t) + t.Format(", 15:04")
}

// zone is the time zone as the date gave it: the reader's own zone says nothing
// about the outlet's.
func zone(t time.Time) string {
	if _, offset := t.Zone(); offset == 0 {
		return " UTC"
	}
	return t.Format(" -07:00")
}
