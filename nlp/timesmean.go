package nlp

import (
	"strconv"
	"strings"
)

// A sense is what an expression means.
type sense struct {
	typ, value, edtf, mod string

	day   civil  // the day meant, where it is one
	year  int    // the year meant
	named bool   // the text gives the year's number
	part  string // MO, AF, EV, NI: a part of the day
	clock string // "14:30"
	bare  bool   // a time of day without a day of its own
	split []sensePart
}

// sensePart is one of several expressions within a token, by bytes.
type sensePart struct {
	from, to int
	sense
}

// timeReading is a match whose meaning is asked for.
type timeReading struct {
	f        *timeFinder
	rule     *timeRule
	caps     *captures
	from, to int
}

// A timeOp tells what a match means; false means nothing, and the rule does not fit.
type timeOp func(f *timeFinder, r *timeReading) (sense, bool)

// timeOps are the meanings that a rule can have. What a meaning does not take from
// the pattern by a label it takes from its arguments.
var timeOps = map[string]timeOp{
	"date": opDate, "weekday": opWeekday, "rel": opRel, "dur": opDur, "ref": opRef, "season": opSeason,
	"quarter": opQuarter, "decade": opDecade, "century": opCentury, "clock": opClock, "part": opPart,
	"night": opNight, "set": opSet, "weekly": opWeekly, "holiday": opHoliday, "years": opYears,
	"shift": opShift, "year": opYear, "today": opToday, "age": opAge, "weekof": opWeekOf, "none": opNone,
}

// opNone is for what looks like a time and is none ("eines Tages"): it takes the
// words, so that no shorter rule finds one in them.
func opNone(*timeFinder, *timeReading) (sense, bool) { return sense{}, true }

// opAge reads "letzter Zeit", "kommenden Zeiten".
func opAge(f *timeFinder, r *timeReading) (sense, bool) {
	switch by := r.num('r'); {
	case by < 0:
		return f.reference("PAST_REF"), true
	case by > 0:
		return f.reference("FUTURE_REF"), true
	}
	return f.reference("PRESENT_REF"), true
}

// get is a label's meaning, or the argument of that name.
func (r *timeReading) get(label byte) (string, bool) {
	if r.caps.has(label) {
		return r.caps.val(label), true
	}
	v, ok := r.rule.args[string(label)]
	return v, ok
}

// str is a label's meaning or the argument, empty where it means nothing ("-").
func (r *timeReading) str(label byte) string {
	s, _ := r.get(label)
	if s == "-" {
		return ""
	}
	return s
}

func (r *timeReading) num(label byte) int {
	n, _ := strconv.Atoi(r.str(label))
	return n
}

func (r *timeReading) has(label byte) bool { _, ok := r.get(label); return ok }

func (r *timeReading) tense() tense { return r.f.tenseAt(r.from, r.to) }

// sense makes a DATE of a stretch of the calendar, the beginning, middle or end
// of it where the text says so.
func (r *timeReading) sense(w when) sense {
	s := sense{typ: "DATE", value: w.value(), edtf: w.edtf(), year: w.y}
	if p := r.str('p'); p != "" {
		s.mod = p
		s.edtf = w.third(p)
	}
	if r.str('q') != "" {
		s.mod = r.str('q')
		if s.edtf != "" && !strings.Contains(s.edtf, "/") {
			s.edtf += "~"
		}
	}
	if w.g == gDay || w.g == gMonth {
		s.day = w.civil
	}
	if w.y < 0 && w.g != gYear {
		s.edtf = ""
	}
	return s
}

// withPart turns a day into a part of it ("2023-09-11TEV"), or a moment of it.
func (s sense) withPart(part string) sense {
	if part == "" || s.typ == "SET" {
		return s
	}
	s.typ, s.part = "TIME", part
	s.value += "T" + part
	return s
}

func (s sense) withClock(clock string) sense {
	s.typ, s.clock = "TIME", clock
	s.value += "T" + clock
	if s.day.hasDay() && s.edtf == s.day.String() {
		if strings.HasPrefix(clock, "24:") {
			s.edtf = s.day.addDays(1).String() + "T00" + clock[2:]
		} else {
			s.edtf += "T" + clock
		}
		if len(clock) == 5 {
			s.edtf += ":00"
		}
	}
	return s
}

func (f *timeFinder) hasClass(i int, class string) bool {
	if i < 0 || i >= len(f.doc.Toks) {
		return false
	}
	id, ok := f.rules.ids[class]
	if !ok {
		return false
	}
	for k := f.at[i]; k < f.at[i+1]; k++ {
		if f.tags[k].id == id {
			return true
		}
	}
	return false
}

func (f *timeFinder) reference(value string) sense {
	s := sense{typ: "DATE", value: value}
	if value == "PRESENT_REF" && f.now.known() {
		s.edtf = f.now.civil.String()
	}
	return s
}

// opRef reads the vague words: value is PAST_REF, PRESENT_REF or FUTURE_REF.
func opRef(f *timeFinder, r *timeReading) (sense, bool) {
	return f.reference(r.rule.args["value"]), true
}
