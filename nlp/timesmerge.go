package nlp

import (
	"strings"

	"hearsay"
	"hearsay/text"
)

// merge joins a day and a time of day that stand together into one expression:
// "Montag um 9 Uhr", "heute gegen 14.30 Uhr", "8 Uhr am 3. März", "Abend des
// 3. März", "Freitag, 20 Uhr", "jeden Montag um 16 Uhr".
func (f *timeFinder) merge() {
	out := f.found[:0]
	for _, t := range f.found {
		if len(out) > 0 {
			if m, ok := f.join(&out[len(out)-1], &t); ok {
				out[len(out)-1] = m
				continue
			}
		}
		out = append(out, t)
	}
	f.found = out
}

// join makes one expression of two, if they are a day and a time with no more
// between them than a preposition.
func (f *timeFinder) join(a, b *foundTime) (foundTime, bool) {
	gap := b.Toks.From - a.Toks.To
	if gap < 0 || gap > 3 || len(f.sent) == 0 || f.sent[a.Toks.From] != f.sent[b.Toks.From] {
		return foundTime{}, false
	}
	var words []string
	for k := a.Toks.To; k < b.Toks.From; k++ {
		words = append(words, strings.ToLower(f.word(k)))
	}
	between := strings.Join(words, " ")
	isDay := func(t *foundTime) bool { return t.typ == "DATE" && t.day.hasDay() || t.typ == "DATE" && f.dayShaped(t) }
	isTime := func(t *foundTime) bool { return t.bare && (t.part != "" || t.clock != "") }
	var s sense
	switch {
	case isDay(a) && isTime(b) && (joinForth[between] || between == "in der" && b.part == "NI"):
		s = a.sense
	case a.typ == "SET" && isTime(b) && b.clock != "" && joinForth[between]:
		s = a.sense
		s.value = strings.TrimSuffix(s.value, "T"+setPart(s.value))
		if !strings.HasPrefix(s.value, "XXXX-") { // every day
			s.value = "XXXX-XX-XX"
		}
		clock := inPart(b.clock, setPart(a.value))
		s.value += "T" + clock
		return f.joined(a, b, s), true
	case a.typ == "TIME" && a.part != "" && !a.bare && b.bare && b.clock != "" && joinForth[between]:
		s = a.sense
		s.value = strings.TrimSuffix(s.value, "T"+a.part)
		clock := inPart(b.clock, a.part)
		s.edtf = ""
		if s.day.hasDay() {
			s.edtf = s.day.String()
		}
		return f.joined(a, b, s.withClock(clock)), true
	case a.bare && a.part != "" && b.bare && b.clock != "" && (between == "um" || between == "gegen"): // "am Abend um acht Uhr"
		s = b.sense
		clock := inPart(b.clock, a.part)
		s.value = strings.Replace(s.value, "T"+b.clock, "T"+clock, 1)
		s.edtf = strings.Replace(s.edtf, "T"+b.clock, "T"+clock, 1)
		s.clock = clock
		return f.joined(a, b, s), true
	case isTime(a) && isDay(b) && (joinBack[between] || between == "" && (a.clock != "" || f.word(b.Toks.From) == "des")):
		s = b.sense
		b.clock, b.part = a.clock, a.part
	case a.bare && a.clock != "" && b.typ == "TIME" && b.part != "" && (between == "" || between == "am" || between == "in der"): // "8 Uhr heute Abend", "drei Uhr in der Nacht"
		s = b.sense
		s.value = strings.TrimSuffix(s.value, "T"+b.part)
		s.edtf = ""
		if s.day.hasDay() {
			s.edtf = s.day.String()
		}
		return f.joined(a, b, s.withClock(inPart(a.clock, b.part))), true
	default:
		return foundTime{}, false
	}
	s.edtf = strings.TrimRight(s.edtf, "~")
	if b.clock != "" {
		s = s.withClock(b.clock)
	} else {
		s = s.withPart(b.part)
	}
	return f.joined(a, b, s), true
}

// dayShaped: a weekday or day whose date is not known.
func (f *timeFinder) dayShaped(t *foundTime) bool {
	v := t.value
	return len(v) == 10 && (strings.Contains(v, "-WXX-") || v[4] == '-' && v[7] == '-')
}

// setPart is the part of the day in the value of a set ("XXXX-XX-XXTMO").
func setPart(v string) string {
	if i := strings.LastIndexByte(v, 'T'); i >= 0 && strings.HasPrefix(v, "XXXX") {
		return v[i+1:]
	}
	return ""
}

// joinForth may stand between a day and the time on it, joinBack between a time and
// its day.
var (
	joinForth = map[string]bool{"": true, "um": true, "gegen": true, "ab": true, ",": true, ", um": true, ", gegen": true, "am": true, "kurz nach": true, "kurz vor": true, "nach": true, "vor": true}
	joinBack  = map[string]bool{"am": true, ", am": true, "des": true, "vom": true}
)

func (f *timeFinder) joined(a, b *foundTime, s sense) foundTime {
	r := hearsay.Range{From: a.Toks.From, To: b.Toks.To}
	if a.mod != "" && s.mod == "" {
		s.mod = a.mod
	}
	if b.mod != "" && s.mod == "" {
		s.mod = b.mod
	}
	return foundTime{TimeExpr: TimeExpr{Toks: r, Span: text.SpanOf(f.doc, r)}, sense: s, rule: a.rule}
}
