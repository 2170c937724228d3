package nlp

import (
	"fmt"
	"strconv"
	"strings"

	"hearsay"
)

// Meanings: dates of the calendar, and stretches counted from the article's date.

// opDate reads dates of the calendar: labels y, m, d, the numeric forms x, a
// weekday w that only confirms, r letzten/diesen/nächsten in front of a month,
// p Anfang/Mitte/Ende, b for years before Christ.
func opDate(f *timeFinder, r *timeReading) (sense, bool) {
	c := civil{m: r.num('m'), d: r.num('d')}
	y := r.str('y')
	if x, ok := r.get('x'); ok { // numeric
		part := strings.Split(x, "-")
		n := func(i int) int { k, _ := strconv.Atoi(part[i]); return k }
		switch {
		case len(part) == 3 && len(part[0]) == 4: // DMY
			y, c = part[0], civil{m: n(1), d: n(2)}
		case len(part) == 2 && len(part[0]) == 4: // YM
			y, c.m = part[0], n(1)
		case len(part) == 2: // DM, ORDMONTH
			c.d, c.m = n(0), n(1)
		}
		if r.caps.has('d') { // "15." of "15. - 19.11."
			c.d = r.num('d')
		}
	}
	named := y != ""
	if named {
		if len(y) == 2 {
			c.y = fullYear(y, f.now.y)
		} else {
			c.y, _ = strconv.Atoi(y)
		}
		if r.has('b') {
			c.y = -c.y
		}
	}
	if !c.valid() {
		return sense{}, false
	}
	switch {
	case named:
	case r.has('r') && r.rule.args["of"] == "": // letzten August
		c = f.relMonth(c, r.num('r'))
	case r.rule.args["of"] != "": // im Mai nächsten Jahres
		c.y = f.now.rel(gYear, r.num('r')).y
	case c.m > 0:
		c = f.resolveDate(c, r.tense(), r.from)
	case c.d > 0:
		c = f.resolveDay(c.d, r.tense(), r.from)
	}
	g := gYear
	switch {
	case c.d > 0:
		g = gDay
	case c.m > 0:
		g = gMonth
	}
	s := r.sense(when{g: g, civil: c})
	s.named = named
	return s.withPart(r.str('t')), true
}

// relMonth: letzten August, diesen August, nächsten August.
func (f *timeFinder) relMonth(c civil, by int) civil {
	if !f.now.known() {
		return c
	}
	c.y = f.now.y
	switch {
	case by == 0:
	case f.now.m == 0:
		c.y += by
	case by < 0 && c.m >= f.now.m:
		c.y--
	case by > 0 && c.m <= f.now.m:
		c.y++
	}
	if by < -1 {
		c.y += by + 1
	} else if by > 1 {
		c.y += by - 1
	}
	return c
}

// resolveDay: "am 15." is a day of the month last spoken of, or of the one that
// the tense asks for.
func (f *timeFinder) resolveDay(d int, t tense, i int) civil {
	if f.ctx.month.hasMonth() && i-f.ctx.monthAt < 40 {
		c := civil{f.ctx.month.y, f.ctx.month.m, d}
		if c.valid() {
			return c
		}
	}
	if !f.now.hasMonth() {
		return civil{y: f.now.y, d: d}
	}
	c := civil{f.now.y, f.now.m, d}
	if f.now.d == 0 {
		return c
	}
	move := 0
	switch {
	case (t == future || t == present) && d < f.now.d:
		move = 1
	case t == past && d > f.now.d:
		move = -1
	}
	m := civil{y: c.y, m: c.m}.addMonths(move)
	return civil{m.y, m.m, min(d, daysIn(m.y, m.m))}
}

// opYear reads a number as a year where nothing makes it a count.
func opYear(f *timeFinder, r *timeReading) (sense, bool) {
	y := r.num('y')
	if !f.plausibleYear(r.caps['y'-'a'].tok, y) {
		return sense{}, false
	}
	s := r.sense(when{g: gYear, civil: civil{y: y}})
	s.named = true
	return s, true
}

// plausibleYear tells the year of "seit 2005 Präsident" and "die 2005 gegründete
// Firma" from the count of "2005 Menschen", the number of "Paragraf 1906" and the
// name of "Windows 2000".
func (f *timeFinder) plausibleYear(i, y int) bool {
	toks := f.doc.Toks
	at := func(k int) *hearsay.Token {
		if k < 0 || k >= len(toks) || f.sent[k] != f.sent[i] {
			return &hearsay.Token{}
		}
		return &toks[k]
	}
	prev, next := at(i-1), at(i+1)
	prevWord, nextWord := "", ""
	if prev.End > 0 {
		prevWord = f.word(i - 1)
	}
	if next.End > 0 {
		nextWord = f.word(i + 1)
	}
	if f.hasClass(i-1, "NOTYEARAFTER") || f.hasClass(i+1, "NOTYEARBEFORE") {
		return false
	}
	since := f.hasClass(i-1, "SINCE") // seit, bis, ab, Jahrgang: a year for certain
	switch {
	case since:
		return true
	case y%500 == 0 && y < 1900:
		return f.hasClass(i-1, "YEARPREP") && next.STTS != "NN" && next.STTS != "ADJA"
	case next.STTS == "NN":
		if prev.STTS == "ADJA" || f.hasClass(i-1, "QUANT") {
			return false
		}
		return next.Feats.Number == hearsay.Sing && !f.hasClass(i+1, "COUNTED")
	case next.STTS == "ADJA":
		w := strings.TrimRight(nextWord, "nrms")
		return strings.HasSuffix(w, "te") || strings.HasSuffix(w, "ene")
	case next.STTS == "CARD":
		return false
	case f.hasClass(i-1, "QUANT"):
		return y%100 != 0
	}
	if y < 1400 { // so early a number needs a preposition
		return f.hasClass(i-1, "YEARPREP") && prevWord != ""
	}
	return y < 2101
}

// opYears reads "1914-1918" and "1990/91": two years in one token.
func opYears(f *timeFinder, r *timeReading) (sense, bool) {
	var a, b, la, lb int
	if _, err := fmt.Sscanf(r.str('y'), "%d/%d/%d/%d", &a, &b, &la, &lb); err != nil {
		return sense{}, false
	}
	w := f.word(r.caps['y'-'a'].tok)
	if f.hasClass(r.from-1, "NOTYEARAFTER") {
		return sense{}, false
	}
	if lb == 2 && strings.Contains(w, "/") && b == a+1 {
		// A season or school year is one stretch.
		return sense{typ: "DATE", value: fmt.Sprintf("%04d/%04d", a, b), edtf: fmt.Sprintf("%04d/%04d", a, b), year: a, named: true}, true
	}
	one := func(y, from, to int) sensePart {
		s := r.sense(when{g: gYear, civil: civil{y: y}})
		s.named = true
		return sensePart{from, to, s}
	}
	return sense{split: []sensePart{one(a, 0, la), one(b, len(w)-lb, len(w))}}, true
}

// opRel reads stretches counted from the article's: u the unit, r the steps.
func opRel(f *timeFinder, r *timeReading) (sense, bool) {
	g, ok := granOf[r.str('u')]
	if !ok {
		return sense{}, false
	}
	by := r.num('r')
	if r.rule.args["story"] != "" { // im selben Jahr, im Jahr darauf
		return f.storyRel(r, g, by)
	}
	if g == gWeekend && by == 0 && !r.has('r') && f.now.hasDay() {
		// "am Wochenende": told of on a weekday, the last one.
		if r.tense() == past && f.now.weekday() < 6 {
			by = -1
		}
	}
	if g == gWeekend && by == 1 && f.now.hasDay() && f.now.weekday() < 6 {
		by = 0 // "am kommenden Wochenende" is the one ahead
	}
	if g == gDay && r.has('r') && by != 0 { // "am letzten Tag" is the last of something
		return sense{}, false
	}
	w := f.now.rel(g, by)
	s := r.sense(w)
	if _, last, ok := w.bounds(); ok && r.rule.args["rest"] != "" { // from now on
		from := f.now.civil
		if g == gYear {
			from.d = 0
		}
		s.edtf = from.String() + "/" + last.String()
	}
	return s.withPart(r.str('t')), true
}

// opWeekOf reads "in der ersten Woche des Monats", "in der letzten Woche im Juli":
// the week that holds the month's 1st, 8th, 15th …, or its last whole week.
func opWeekOf(f *timeFinder, r *timeReading) (sense, bool) {
	n := r.num('n')
	c := civil{y: f.now.y, m: f.now.m}
	if r.has('m') {
		c = f.resolveDate(civil{m: r.num('m')}, r.tense(), r.from)
	}
	if n > 5 {
		return sense{}, false
	}
	w := when{g: gWeek, civil: c}
	if c.hasMonth() {
		day := civil{c.y, c.m, 1}.addDays(7 * (n - 1))
		if n < 0 {
			day = civil{c.y, c.m, daysIn(c.y, c.m)}
			day = day.addDays(-(day.weekday() % 7))
		}
		w.y, w.n = day.isoWeek()
		w.m = 0
	}
	return r.sense(w), true
}

// storyRel counts from the year or day that the text tells of.
func (f *timeFinder) storyRel(r *timeReading, g gran, by int) (sense, bool) {
	switch g {
	case gDay:
		day, ok := f.storyDay(r.from)
		if !ok {
			return r.sense(when{g: gDay}).withPart(r.str('t')), true
		}
		return r.sense(when{g: gDay, civil: day.addDays(by)}).withPart(r.str('t')), true
	case gYear:
		y := f.now.y
		if f.ctx.anyYear != 0 && r.from-f.ctx.anyAt < 200 {
			y = f.ctx.anyYear
		}
		if y != 0 {
			y += by
		}
		return r.sense(when{g: gYear, civil: civil{y: y}}), true
	case gMonth:
		if f.ctx.day.hasMonth() && r.from-f.ctx.dayAt < 200 {
			c := civil{y: f.ctx.day.y, m: f.ctx.day.m}.addMonths(by)
			c.d = 0
			return r.sense(when{g: gMonth, civil: c}), true
		}
	case gWeek:
		if day, ok := f.storyDay(r.from); ok {
			y, n := day.addDays(7 * by).isoWeek()
			return r.sense(when{g: gWeek, civil: civil{y: y}, n: n}), true
		}
	}
	return r.sense(when{g: g}), true
}

// opShift reads "am Vortag", "am Tag danach", "drei Tage später": days from the one
// that the text tells of, or with the argument now from the article's.
func opShift(f *timeFinder, r *timeReading) (sense, bool) {
	day, ok := f.storyDay(r.from)
	if !ok && r.rule.args["now"] != "" {
		return r.sense(f.now.rel(gDay, r.num('r'))).withPart(r.str('t')), true
	}
	w := when{g: gDay}
	if ok {
		w.civil = day.addDays(r.num('r'))
	}
	return r.sense(w).withPart(r.str('t')), true
}

// opSeason reads seasons: s the season, y its year or r which.
func opSeason(f *timeFinder, r *timeReading) (sense, bool) {
	w := when{g: gSeason, season: r.str('s')}
	first := map[string]int{"SP": 3, "SU": 6, "FA": 9, "WI": 12}[w.season]
	switch {
	case r.has('y'):
		if y := r.str('y'); len(y) == 2 {
			w.y = fullYear(y, f.now.y)
		} else {
			fmt.Sscanf(y, "%d", &w.y)
		}
	case r.rule.args["of"] != "":
		w.y = f.now.rel(gYear, r.num('r')).y
	case r.has('r'):
		w.y = f.relMonth(civil{m: first}, r.num('r')).y
		if f.now.hasMonth() && r.num('r') < 0 && f.now.m >= first && f.now.m < first+3 {
			w.y = f.now.y - 1
		}
	case f.now.hasMonth():
		w.y = f.resolveDate(civil{m: first}, r.tense(), r.from).y
	default:
		w.y = f.now.y
	}
	s := r.sense(w)
	s.named = r.has('y')
	return s, true
}

// opQuarter reads quarters and halves of a year: n which, u the unit.
func opQuarter(f *timeFinder, r *timeReading) (sense, bool) {
	g := granOf[r.str('u')]
	n := r.num('n')
	if n < 1 || g == gQuarter && n > 4 || g == gHalf && n > 2 {
		return sense{}, false
	}
	w := when{g: g, n: n}
	size := map[gran]int{gQuarter: 3, gHalf: 6}[g]
	switch {
	case r.has('y'):
		w.y = r.num('y')
	case r.has('r'):
		w.y = f.now.rel(gYear, r.num('r')).y
	case f.now.hasMonth():
		c := civil{m: size*(n-1) + 1}
		w.y = f.resolveDate(c, r.tense(), r.from).y
	default:
		w.y = f.now.y
	}
	s := r.sense(w)
	s.named = r.has('y')
	return s, true
}

// opDecade reads "neunziger Jahre", "1990er": d the decade, of the last century
// before the article's date if its own is not named.
func opDecade(f *timeFinder, r *timeReading) (sense, bool) {
	n := r.num('d')
	if n < 100 {
		now := f.now.y
		if now == 0 {
			now = 2020
		}
		n += now / 100 * 100
		if n >= now/10*10 {
			n -= 100
		}
	}
	return r.sense(when{g: gDecade, civil: civil{y: n}}), true
}

// opCentury reads "19. Jahrhundert": n which, or r from the article's.
func opCentury(f *timeFinder, r *timeReading) (sense, bool) {
	w := when{g: gCentury}
	if r.has('n') {
		n := r.num('n')
		if n < 1 || n > 40 {
			return sense{}, false
		}
		w.y = (n - 1) * 100
		if r.has('b') {
			w.y = -n * 100
		}
		if n == 1 && !r.has('b') {
			s := r.sense(when{g: gCentury, civil: civil{y: 1}})
			return s, true
		}
	} else {
		w = f.now.rel(gCentury, r.num('r'))
	}
	s := r.sense(w)
	s.year = 0
	return s, true
}

// opHoliday reads holidays; the argument date is a rule of holidayDate.
func opHoliday(f *timeFinder, r *timeReading) (sense, bool) {
	rule := r.rule.args["date"]
	y := 0
	switch {
	case r.has('y'):
		y = r.num('y')
	case f.now.known() && r.has('r') && strings.Contains(f.word(r.to-1), "ahr"): // nächsten Jahres
		y = f.now.y + r.num('r')
	case f.now.known():
		y = f.now.y
		if f.now.m == 0 {
			break
		}
		c, _ := holidayDate(rule, y)
		by := r.num('r')
		now := f.now.civil
		if now.d == 0 {
			c.d = 0
		}
		t := r.tense()
		if sy, ok := f.storyYear(r.from); ok && t != future && sy != y {
			y = sy
			break
		}
		days := int(c.date().Sub(now.date()).Hours() / 24)
		switch {
		case r.has('r') && by < 0 && days >= 0, !r.has('r') && t == past && days > 0:
			y--
		case r.has('r') && by > 0 && days <= 0, !r.has('r') && t == future && days < 0:
			y++
		case !r.has('r') && t != past && t != future && days > 183:
			y--
		case !r.has('r') && t != past && t != future && days < -183:
			y++
		}
	}
	if y == 0 {
		w := when{g: gDay}
		if c, _ := holidayDate(rule, 2020); rule[0] >= '0' && rule[0] <= '9' && !strings.Contains(rule, "sun") {
			w.civil = civil{m: c.m, d: c.d}
		}
		return r.sense(w), true
	}
	c, ok := holidayDate(rule, y)
	s := r.sense(when{g: gDay, civil: c})
	s.named = r.has('y')
	return s, ok
}
