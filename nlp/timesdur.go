package nlp

import (
	"strconv"
	"strings"
)

// Meanings: durations and sets.

// opWeekly reads "montags", "jeden Montag": a SET.
func opWeekly(f *timeFinder, r *timeReading) (sense, bool) {
	w := r.str('w')
	v := "XXXX-WXX-" + w[:1]
	part := w[1:]
	if t := r.str('t'); t != "" {
		part = t
	}
	if part != "" {
		v += "T" + part
	}
	return sense{typ: "SET", value: v}, true
}

// opSet reads what happens again and again: value, or n times the unit u, or the
// part of the day t, or the month m.
func opSet(f *timeFinder, r *timeReading) (sense, bool) {
	if v, ok := r.rule.args["value"]; ok {
		return sense{typ: "SET", value: v}, true
	}
	switch {
	case r.has('v'):
		return sense{typ: "SET", value: r.str('v')}, true
	case r.has('t'):
		return sense{typ: "SET", value: "XXXX-XX-XXT" + r.str('t')}, true
	case r.has('m'):
		return sense{typ: "SET", value: "XXXX-" + orX(r.num('m'), 2)}, true
	case r.has('s'):
		return sense{typ: "SET", value: "XXXX-" + r.str('s')}, true
	}
	n := r.str('n')
	if n == "" {
		n = "1"
	}
	return sense{typ: "SET", value: duration([2]string{n, r.str('u')})}, true
}

// opDur reads durations: n units u, and o units v; q a quantifier (rund, mehr
// als). The EDTF is where the duration lies, if the text says it: a is the
// preposition in front (ago, since, in), r the adjective (die letzten drei Jahre),
// z a word behind (drei Tage später).
func opDur(f *timeFinder, r *timeReading) (sense, bool) {
	n, u := r.str('n'), r.str('u')
	if n == "" {
		n = "X"
	}
	if f.hasClass(r.from-1, "RATE") {
		return sense{}, false
	}
	s := sense{typ: "DURATION", mod: r.str('q')}
	k, err := strconv.Atoi(n)
	whole := err == nil
	s.value = duration([2]string{n, u})
	if r.has('o') {
		s.value = duration([2]string{n, u}, [2]string{r.str('o'), r.str('v')})
		whole = false
	}
	if f.now.known() {
		s.edtf = f.placed(r, u, k, whole)
	}
	if s.mod != "" && s.edtf != "" && !strings.Contains(s.edtf, "/") && !strings.HasSuffix(s.edtf, "~") {
		s.edtf += "~"
	}
	return s, true
}

// placed is where a duration lies.
func (f *timeFinder) placed(r *timeReading, u string, k int, whole bool) string {
	now := f.now.civil.String()
	by, rel := r.num('r'), r.has('r')
	anchor := r.str('a')
	move := func(k int) string { d, _ := f.now.shifted(u, k); return d }
	trim := func(s string) string { return strings.TrimSuffix(s, "~") }
	span := func(a, b string) string {
		switch {
		case a == "" || b == "" || a == b:
			return ""
		case strings.Contains(a, "/"):
			a, _, _ = strings.Cut(a, "/")
		case strings.Contains(b, "/"):
			_, b, _ = strings.Cut(b, "/")
		}
		return trim(a) + "/" + trim(b)
	}
	switch {
	case r.has('z'): // drei Tage später
		if !whole || u != "D" && u != "W" && u != "M" && u != "Y" {
			return ""
		}
		day, ok := f.storyDay(r.from)
		if ok {
			story := timeNow{civil: day}
			d, _ := story.shifted(u, k*r.num('z'))
			return d
		}
		if u == "Y" && f.ctx.year != 0 && r.from-f.ctx.yearAt < 100 {
			return civil{y: f.ctx.year + k*r.num('z')}.String()
		}
		return ""
	case rel && by < 0 && whole:
		return span(move(-k), now)
	case rel && by < 0:
		return "/" + now
	case rel && by > 0 && whole:
		return span(now, move(k))
	case rel && by > 0:
		return now + "/"
	case rel:
		return ""
	case anchor == "ago" && whole:
		return move(-k)
	case anchor == "since" && whole:
		return span(move(-k), now)
	case anchor == "since" && u != "H" && u != "TM" && u != "S":
		return "/" + now
	case anchor == "in" && whole && r.tense() != past:
		return move(k)
	}
	return ""
}
