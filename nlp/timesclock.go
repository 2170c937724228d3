package nlp

import (
	"fmt"
	"strconv"
	"strings"
)

// Meanings: weekdays, heute and gestern, parts of the day, the clock.

// opWeekday reads weekdays: w, with the part of the day in it or in t. With r the
// week or the day is last or next; with the argument week r speaks of the week.
func opWeekday(f *timeFinder, r *timeReading) (sense, bool) {
	w := r.str('w')
	wd := int(w[0] - '0')
	part := w[1:]
	if t := r.str('t'); t != "" {
		part = t
	}
	x := when{g: gDay, n: wd, civil: civil{y: f.now.y, m: f.now.m}}
	if f.now.hasDay() {
		day := civil{}
		by, rel := r.num('r'), r.has('r')
		switch {
		case r.rule.args["near"] != "": // "am gestrigen Dienstag": the Tuesday next to yesterday
			day = f.now.addDays(by)
			day = day.addDays((wd-day.weekday()+10)%7 - 3)
		case r.rule.args["week"] != "":
			y, k := f.now.addDays(7 * by).isoWeek()
			day = monday(y, k).addDays(wd - 1)
		case rel && by < 0:
			day = f.resolveWeekday(wd, past)
			if day == f.now.civil {
				day = day.addDays(-7)
			}
			day = day.addDays(7 * (by + 1))
		case rel && by > 0:
			day = f.resolveWeekday(wd, future)
			if day == f.now.civil {
				day = day.addDays(7)
			}
			day = day.addDays(7 * (by - 1))
		case rel: // diesen Donnerstag: of this week, unless the verb says otherwise
			y, k := f.now.isoWeek()
			day = monday(y, k).addDays(wd - 1)
			switch t := r.tense(); {
			case t == future && day.before(f.now.civil):
				day = day.addDays(7)
			case t == past && f.now.before(day):
				day = day.addDays(-7)
			}
		default:
			t := r.tense()
			switch p := f.word(r.from - 1); {
			case p == "seit" || p == "Seit":
				t = past
			case (p == "bis" || p == "ab" || p == "Ab" || p == "Bis" || p == "zum") && t != past:
				t = future
			}
			day = f.resolveWeekday(wd, t)
			if p := f.word(r.from - 1); (p == "bis" || p == "und" || p == "zum" || p == "–" || p == "-") && f.ctx.day.hasDay() && r.from-f.ctx.dayAt <= 4 {
				// "von Montag bis Freitag": the Friday behind that Monday.
				day = f.ctx.day.addDays((wd - f.ctx.day.weekday() + 7) % 7)
			}
		}
		x.civil, x.n = day, 0
	}
	return r.sense(x).withPart(part), true
}

// opNight reads "in der Nacht zum Sonntag": by convention the night is that of the
// day on whose evening it begins (2023-09-16TNI), and lies in both days.
func opNight(f *timeFinder, r *timeReading) (sense, bool) {
	var s sense
	var ok bool
	if r.has('w') {
		s, ok = opWeekday(f, r)
	} else {
		s, ok = opDate(f, r)
	}
	if !ok {
		return s, false
	}
	switch {
	case s.day.hasDay():
		eve := s.day.addDays(-1)
		morning := s.day
		s.day = eve
		s.value = eve.String() + "TNI"
		s.edtf = eve.String() + "/" + morning.String()
	case r.has('w'):
		wd := (r.num('w')+5)%7 + 1
		s.value = when{g: gDay, n: wd, civil: civil{y: f.now.y}}.value() + "TNI"
	default:
		s.value += "TNI"
	}
	s.typ, s.part = "TIME", "NI"
	return s, true
}

// opToday reads heute, gestern, morgen: by days from the article's. The argument
// loose marks words that may mean no day but these times.
func opToday(f *timeFinder, r *timeReading) (sense, bool) {
	by := r.num('r')
	if r.rule.args["loose"] != "" && !r.has('t') && f.meansNowadays(r.from, r.to) {
		return f.reference("PRESENT_REF"), true
	}
	w := f.now.rel(gDay, by)
	s := r.sense(w)
	if !w.hasDay() {
		s.day = civil{}
	}
	if r.str('t') == "NI" && by == 0 && r.tense() == past {
		// "heute Nacht" told of is the night that led to today.
		if w.hasDay() {
			eve := w.addDays(-1)
			s.value, s.edtf, s.day = eve.String(), eve.String()+"/"+w.civil.String(), eve
		}
	}
	if r.rule.args["night"] != "" && r.str('t') == "NI" && w.hasDay() && by == -1 {
		s.edtf = w.String() + "/" + w.addDays(1).String()
	}
	return s.withPart(r.str('t')), true
}

// meansNowadays reports whether heute is no day: "bis heute", "noch heute", and in
// texts that do not count in days wherever the verb tells of the present.
func (f *timeFinder) meansNowadays(from, to int) bool {
	switch f.word(from - 1) {
	case "bis", "Bis", "noch", "von", "Von":
		if f.word(to) != "an" && f.word(to) != "auf" {
			return true
		}
	}
	switch f.word(to) {
	case "noch":
		return true
	case "nicht":
		return f.word(to+1) == "mehr"
	}
	if f.countsDays() {
		return false
	}
	t := f.tenseAt(from, to)
	return t == present || t == noTense || t == future
}

// opPart reads a part of the day without a day of its own: that of the day last
// spoken of.
func opPart(f *timeFinder, r *timeReading) (sense, bool) {
	day := f.contextDay(r.from)
	s := r.sense(f.onDay(day)).withPart(r.str('t'))
	s.bare = true
	return s, true
}

// onDay is a day, or as much of it as is known.
func (f *timeFinder) onDay(day civil) when {
	w := when{g: gDay, civil: day}
	if !day.hasDay() {
		w.civil = civil{y: f.now.y, m: f.now.m}
	}
	return w
}

// opClock reads times of day: c as printed, or h the hour and m the minutes; the
// argument add moves by minutes ("halb neun": -30), k by minutes from the text
// with the argument sign; t is the part of the day that decides about twelve
// hours.
func opClock(f *timeFinder, r *timeReading) (sense, bool) {
	clock := r.str('c')
	if mark := r.rule.args["mark"]; mark != "" && !strings.Contains(f.word(r.caps['c'-'a'].tok), mark) {
		return sense{}, false
	}
	if clock == "" {
		add, _ := strconv.Atoi(r.rule.args["add"])
		if r.has('k') {
			k := r.num('k')
			if r.rule.args["sign"] == "-" {
				k = -k
			}
			add += k
		}
		h, m := r.num('h'), r.num('m')
		if h > 24 || m > 59 || r.has('k') && r.num('k') > 59 {
			return sense{}, false
		}
		sum := h*60 + m + add
		if sum < 0 {
			sum += 12 * 60
		}
		clock = fmt.Sprintf("%02d:%02d", sum/60, sum%60)
	}
	clock = inPart(clock, r.str('t'))
	if clock > "24:00:00" && clock != "24:00" {
		return sense{}, false
	}
	s := r.sense(f.onDay(f.contextDay(r.from)))
	s.mod = ""
	s = s.withClock(clock)
	s.bare = true
	if q := r.str('q'); q != "" {
		s.mod = q
		if s.edtf != "" {
			s.edtf = strings.TrimRight(s.edtf, "~") + "~"
		}
	}
	return s, true
}

// inPart moves a time of the twelve-hour clock into a part of the day: "8 Uhr
// abends" is 20:00, "12 Uhr nachts" 00:00, "3 Uhr nachts" 3:00.
func inPart(clock, part string) string {
	if len(clock) < 5 || part == "" {
		return clock
	}
	h, err := strconv.Atoi(clock[:2])
	if err != nil {
		return clock
	}
	switch {
	case (part == "NI" || part == "EV") && h == 12:
		h = 0
	case part == "AF" && h < 12 || part == "EV" && h < 12 && h >= 4 || part == "NI" && h >= 7 && h < 12:
		h += 12
	case part == "MI" && h >= 1 && h <= 3:
		h += 12
	}
	return fmt.Sprintf("%02d%s", h, clock[2:])
}
