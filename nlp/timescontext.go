package nlp

// timeContext is what the text has said of time so far.
type timeContext struct {
	day     civil // the last day named
	dayAt   int   // where, a token
	month   civil // the last month named, alone or with a day
	monthAt int
	year    int // the last year named by its number
	yearAt  int
	anyYear int // the last year meant, named or not
	anyAt   int
}

// note remembers what an expression at token i says.
func (c *timeContext) note(i int, s sense) {
	if s.typ == "SET" || s.typ == "DURATION" {
		return
	}
	if s.day.hasDay() {
		c.day, c.dayAt = s.day, i
	}
	if s.day.hasMonth() {
		c.month, c.monthAt = s.day, i
	}
	if s.year != 0 {
		c.anyYear, c.anyAt = s.year, i
		if s.named {
			c.year, c.yearAt = s.year, i
		}
	}
}

// contextDay is the day that "am Abend" or "um neun Uhr" at token i means: the last
// one named in this sentence or the paragraph, if not far away, else the
// article's.
func (f *timeFinder) contextDay(i int) civil {
	if f.ctx.day.hasDay() && i-f.ctx.dayAt < 80 {
		return f.ctx.day
	}
	return f.now.civil
}

// storyDay is the day that "am Tag danach" or "drei Tage später" at token i counts
// from: one that the text has named.
func (f *timeFinder) storyDay(i int) (civil, bool) {
	if f.ctx.day.hasDay() && i-f.ctx.dayAt < 200 {
		return f.ctx.day, true
	}
	return civil{}, false
}

// storyYear is a year that the text is telling of, if it has named one just
// before token i: "1992 … am 5. März".
func (f *timeFinder) storyYear(i int) (int, bool) {
	if f.ctx.year != 0 && (f.sent[f.ctx.yearAt] == f.sent[i] || f.sent[f.ctx.yearAt]+1 == f.sent[i] && i-f.ctx.yearAt < 40) {
		return f.ctx.year, true
	}
	return 0, false
}

// resolveDate fills the year of a month, or of a day of a month, in: by a year
// named just before, else by the article's date and the tense. Without a verb, or
// in the present, it is the nearest.
func (f *timeFinder) resolveDate(c civil, t tense, i int) civil {
	if y, ok := f.storyYear(i); ok && (t == past || t == noTense) && y != f.now.y {
		c.y = y
		return c
	}
	if !f.now.known() {
		return c
	}
	c.y = f.now.y
	if f.now.m == 0 {
		return c
	}
	// Compare months, or days where both are known.
	now := f.now.civil
	x := c
	if now.d == 0 || x.d == 0 {
		now.d, x.d = 0, 0
	}
	switch {
	case t == past && now.before(x):
		c.y--
	case t == future && x.before(now):
		c.y++
	case t == present || t == noTense:
		d := x.date().Sub(now.date()).Hours() / 24
		if d > 183 {
			c.y--
		} else if d < -183 {
			c.y++
		}
	}
	if !c.valid() { // 29 February
		c.y = f.now.y
	}
	return c
}

// resolveWeekday gives the day that a weekday means: told of, the last one, the
// article's own day included; announced, the next one. The article's date must
// have a day.
func (f *timeFinder) resolveWeekday(wd int, t tense) civil {
	ahead := (wd - f.now.weekday() + 7) % 7
	if t == future || t == present {
		return f.now.addDays(ahead)
	}
	if ahead > 0 {
		ahead -= 7
	}
	return f.now.addDays(ahead)
}

// countsDays reports whether the text tells what happens from day to day, as
// news do: it is short, or names a weekday, gestern or morgen every 250 words. In
// other texts "heute" mostly means these days.
func (f *timeFinder) countsDays() bool {
	if f.daily == 0 {
		n := 0
		r := f.rules
		for _, t := range f.tags {
			if t.id == r.ids["WEEKDAY"] || t.id == r.ids["WDPART"] || t.id == r.ids["DAYS"] && t.val != "0" {
				n++
			}
		}
		f.daily = -1
		if len(f.doc.Toks) < 150 || n*250 >= len(f.doc.Toks) {
			f.daily = 1
		}
	}
	return f.daily > 0
}
