package nlp

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"hearsay"
	"hearsay/text"
)

// The German cases of Microsoft's Recognizers-Text (MIT), made for assistants that
// are spoken to. They are measured where they lie, in the shared folder.
//
// Each case is a sentence, a reference date and what is in it. Our extents are
// those of TIMEX3, so a range is two expressions; a case counts as right when
// expressions of ours overlap each of its results, and say the same: the day, the
// stretch from and to, the time of day, the duration in seconds, the set. Where
// the case gives a past and a future reading, either is right: only one is told by
// the tense.
type spec struct {
	Input   string
	Context struct{ ReferenceDateTime string }
	Results []specResult
}

type specResult struct {
	Text, Type, TypeName string
	Value                *specValue
	Resolution           *struct {
		Values []map[string]string `json:"values"`
	}
}

type specValue struct {
	Timex                            string
	FutureResolution, PastResolution map[string]string
	Values                           []map[string]string `json:"values"`
}

// specsLeftOut are the cases that news do not print, with the reason.
var specsLeftOut = []struct {
	why   string
	match func(s *spec) bool
}{
	{"spaces inside or odd order of a numeric date, as typed into a search box", inputHas(`2016 +-|2016 +/|05 +/|05- +|05/ +2016|2016 +\.|05\. +2016|05 +- +2016|Sep-23|September-2020|2020/23|2020/Sep|23/Sep|23-2020|10/1-11/2|28/2-|29/2|30/2|dritter/11|November 19-20`)},
	{"years and months written backwards with a full stop", inputHas(`2016\.05|2015\.5\.13`)},
	{"months as ordinals (\"siebter 4.\", \"7. vierter\")", inputHas(`siebter 4|\. vierter|zwölfter fünfter`)},
	{"adjectives that do not agree (\"letzte Jahr\", \"letzte werktags\")", inputHas(`diese Jahr |letzte Jahr |letzte werktags`)},
	{"small letters for nouns", inputHas(`am sonntag | uhr |der woche|ostermontag um|heiligabend um|dienstag 11|in 5 minuten|nächste arbeitswoche|schweizer Buß|werktags|am morgen$|für das jahr 2010`)},
	{"orders to a device", inputHas(`^gehe |Spule|Spring |Setze Timer|^Erinnere|aktuelle Uhrzeit|Primetime|123,45 sek|Wie sieht denn dieser Tag|für 3 st$|so früh wie möglich|12 nachts|12 abends`)},
	{"hours without Uhr in a range of a calendar entry", inputHas(`von 5 bis 6( |$)(weg|$|am|nicht|Nach)|von 5 bis 6$|von 5 bis 7 weg|von fünf bis sieben|von 1:30 bis 3|um 4 bis heute|vier bis halb 5|5 bis sieben|16-17 Uhr|von 5 bis 6 (Nach|weg|am)|von 5 bis 7$`)},
	{"fragments without a sentence", func(s *spec) bool { return utf8.RuneCountInString(s.Input) < 12 && !strings.Contains(s.Input, " ") }},
}

func inputHas(re string) func(*spec) bool {
	r := regexp.MustCompile(re)
	return func(s *spec) bool { return r.MatchString(s.Input) }
}

func readSpecs(t testing.TB) map[string][]spec {
	dir := os.Getenv("HEARSAY_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "shared")
	}
	files, _ := filepath.Glob(filepath.Join(dir, "data", "time", "ms-recognizers-specs", "Specs", "DateTime", "German", "*.json"))
	if len(files) == 0 {
		if os.Getenv("CI") != "" {
			t.Fatalf("no ms-recognizers-specs in %s (set HEARSAY_SHARED to the shared folder)", dir)
		}
		t.Skipf("no ms-recognizers-specs in %s (set HEARSAY_SHARED to the shared folder)", dir)
	}
	out := map[string][]spec{}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		var raw []json.RawMessage
		if err := json.Unmarshal(bytes.TrimPrefix(b, []byte("\ufeff")), &raw); err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		for _, r := range raw {
			var s spec
			if err := json.Unmarshal(r, &s); err != nil {
				// A resolution that is no map of strings: the extent is still good.
				var bare struct {
					Input   string
					Context struct{ ReferenceDateTime string }
					Results []struct{ Text, Type, TypeName string }
				}
				if err := json.Unmarshal(r, &bare); err != nil {
					t.Fatalf("%s: %v", f, err)
				}
				s = spec{Input: bare.Input, Context: bare.Context}
				for _, x := range bare.Results {
					s.Results = append(s.Results, specResult{Text: x.Text, Type: x.Type, TypeName: x.TypeName})
				}
			}
			out[filepath.Base(f)] = append(out[filepath.Base(f)], s)
		}
	}
	return out
}

// TestSpecs: at least 80 % of the cases that news could print are right.
func TestSpecs(t *testing.T) {
	l, err := German()
	if err != nil {
		t.Fatal(err)
	}
	all := readSpecs(t)
	names := make([]string, 0, len(all))
	for n := range all {
		names = append(names, n)
	}
	sort.Strings(names)
	left := make([]int, len(specsLeftOut))
	cases, right, total, totalRight := 0, 0, 0, 0
	for _, name := range names {
		n, ok := 0, 0
	next:
		for i := range all[name] {
			s := &all[name][i]
			total++
			ref, _, _ := strings.Cut(s.Context.ReferenceDateTime, ".")
			doc := text.Split(&hearsay.Article{Text: s.Input, Language: "de", Published: hearsay.Date(ref)})
			l.Annotate(doc)
			found := l.Times(doc)
			why := s.judge(found)
			if why == "" {
				totalRight++
			}
			for k := range specsLeftOut {
				if specsLeftOut[k].match(s) {
					left[k]++
					continue next
				}
			}
			n++
			if why == "" {
				ok++
			} else if testing.Verbose() {
				t.Logf("%s: %s (%s): %s", name, s.Input, ref, why)
			}
		}
		cases += n
		right += ok
		t.Logf("%-35s %3d of %3d", name, ok, n)
	}
	for k, n := range left {
		t.Logf("left out %3d: %s", n, specsLeftOut[k].why)
	}
	t.Logf("right: %d of %d, %.1f %%", right, cases, 100*float64(right)/float64(cases))
	t.Logf("with those left out: %d of %d, %.1f %%", totalRight, total, 100*float64(totalRight)/float64(total))
	if float64(right) < 0.8*float64(cases) {
		t.Errorf("right: %d of %d", right, cases)
	}
}

// judge says what is wrong, or nothing.
func (s *spec) judge(found []TimeExpr) string {
	show := func(es []TimeExpr) string {
		var b strings.Builder
		for _, e := range es {
			fmt.Fprintf(&b, "[%s %s %s %s]", s.Input[e.Span.Start:e.Span.End], e.Type, e.Value, e.EDTF)
		}
		return b.String()
	}
	if len(s.Results) == 0 && len(found) > 0 && !strings.Contains(s.Input, "zwei Wochen") {
		return "nothing to find, got " + show(found)
	}
	for _, r := range s.Results {
		from := strings.Index(strings.ToLower(s.Input), strings.ToLower(r.Text))
		if from < 0 {
			return "result is not in the input"
		}
		var es []TimeExpr
		for _, e := range found {
			if e.Span.Start < from+len(r.Text) && e.Span.End > from {
				es = append(es, e)
			}
		}
		if len(es) == 0 {
			return fmt.Sprintf("%q not found, got %s", r.Text, show(found))
		}
		if !r.agrees(es) {
			return fmt.Sprintf("%q: want %s, got %s", r.Text, r.want(), show(es))
		}
	}
	return ""
}

func (r *specResult) want() string {
	b, _ := json.Marshal(r.readings())
	return string(b)
}

// reading is one way of understanding a result: timex, and a moment or a stretch
// as printed by the cases.
type specReading struct{ Timex, From, To string }

func (r *specResult) readings() (out []specReading) {
	add := func(timex string, m map[string]string) {
		x := specReading{Timex: timex}
		for k, v := range m {
			k = strings.ToLower(k)
			switch {
			case strings.HasPrefix(k, "start"):
				x.From = v
			case strings.HasPrefix(k, "end"):
				x.To = v
			case k == "date" || k == "time" || k == "datetime" || k == "duration" || k == "value":
				x.From = v
			}
		}
		out = append(out, x)
	}
	if r.Value != nil {
		if r.Value.Timex != "" {
			add(r.Value.Timex, r.Value.FutureResolution)
			add(r.Value.Timex, r.Value.PastResolution)
		}
		for _, v := range r.Value.Values {
			add(v["timex"], v)
		}
	}
	if r.Resolution != nil {
		for _, v := range r.Resolution.Values {
			add(v["timex"], v)
		}
	}
	return out
}

func (r *specResult) agrees(es []TimeExpr) bool {
	rs := r.readings()
	if len(rs) == 0 {
		return true // an extractor's case: only the extent
	}
	for _, x := range rs {
		if x.agrees(es) || len(es) > 2 && x.agrees(es[1:]) { // "im November zwischen dem 19. und dem 20."
			return true
		}
	}
	return false
}

var clockIn = regexp.MustCompile(`T(\d\d)(:\d\d)?(:\d\d)?`)

func (x specReading) agrees(es []TimeExpr) bool {
	first, last := es[0], es[len(es)-1]
	tx := x.Timex
	switch {
	case first.Value == tx:
		return true
	case first.Type == "SET" && len(es) == 1: // "T15" for "jeden Tag um 15 Uhr"
		return strings.TrimPrefix(first.Value, "XXXX-XX-XX") == fullClock(tx) || first.Value == fullClock(tx)
	case strings.HasPrefix(tx, "P"):
		a, ok1 := seconds(tx)
		b, ok2 := seconds(first.Value)
		return ok1 && ok2 && a == b
	case strings.HasPrefix(tx, "T") && len(es) == 1: // a time of day
		v := clockOf(first.Value)
		return v == fullClock(tx) || v == "T24:00" && tx == "T00" || strings.HasSuffix(first.Value, tx)
	}
	from, to, ok := daysMeant(first, last)
	if !ok {
		return false
	}
	day := func(s string) string { return s[:min(len(s), 10)] }
	if strings.Contains(tx, "T") { // with a time of day
		if !strings.HasPrefix(day(x.From), "20") { // only times: (T05,T06,PT1H)
			return clockOf(first.Value) == "T"+x.From[:5] && clockOf(last.Value) == "T"+x.To[:5]
		}
		if m := regexp.MustCompile(`T(MO|AF|EV|NI|MI)$`).FindString(tx); m != "" {
			return day(x.From) == from && strings.HasSuffix(first.Value, m) || m == "TNI" && strings.HasSuffix(first.Value, m)
		}
		if x.To != "" {
			return day(x.From) == from && (day(x.To) == to || day(x.To) == nextDay(to)) || strings.HasSuffix(tx, ","+first.Value+")")
		}
		return day(x.From) == from && (len(x.From) < 16 || clockOf(first.Value) == "T"+x.From[11:16] || strings.HasPrefix(clockOf(string(first.EDTF)), "T"+x.From[11:16]) ||
			clockOf(first.Value) == "T"+x.From[11:])
	}
	if x.To == "" { // a day, or from a day on
		return day(x.From) == from
	}
	if x.From == "" {
		return day(x.To) == from || day(x.To) == nextDay(to)
	}
	// A stretch: the cases leave its last day or year out in some forms, not in
	// others, and let the coming days begin tomorrow.
	lastFrom, _, _ := edtfDays(string(last.EDTF))
	return (day(x.From) == from || day(x.From) == nextDay(from)) && (day(x.To) == to || day(x.To) == nextDay(to) || day(x.To) == lastFrom)
}

func nextDay(s string) string {
	t, err := time.Parse("2006-01-02", s)
	if err != nil {
		return ""
	}
	return t.AddDate(0, 0, 1).Format("2006-01-02")
}

// fullClock makes T08:00 of T08.
func fullClock(s string) string {
	if len(s) == 3 && s[0] == 'T' && s[1] <= '9' {
		return s + ":00"
	}
	if i := strings.IndexByte(s, 'T'); i >= 0 && len(s)-i == 3 && s[i+1] <= '9' {
		return s + ":00"
	}
	return s
}

func clockOf(v string) string { return fullClock(clockIn.FindString(v)) }

// daysMeant is the first and the last day that expressions mean by their EDTF.
func daysMeant(first, last TimeExpr) (from, to string, ok bool) {
	a, _, ok1 := edtfDays(string(first.EDTF))
	_, b, ok2 := edtfDays(string(last.EDTF))
	return a, b, ok1 && ok2
}

func edtfDays(s string) (from, to string, ok bool) {
	if a, b, cut := strings.Cut(s, "/"); cut {
		x, _, ok1 := edtfDays(a)
		_, y, ok2 := edtfDays(b)
		return x, y, ok1 && ok2
	}
	s = strings.TrimSuffix(s, "~")
	s, _, _ = strings.Cut(s, "T")
	var y, m, d int
	if strings.HasSuffix(s, "X") && len(s) == 4 {
		n, err := strconv.Atoi(s[:3])
		return fmt.Sprintf("%d-01-01", n*10), fmt.Sprintf("%d-12-31", n*10+9), err == nil
	}
	n, _ := fmt.Sscanf(s, "%d-%d-%d", &y, &m, &d)
	switch {
	case n == 1:
		return fmt.Sprintf("%04d-01-01", y), fmt.Sprintf("%04d-12-31", y), true
	case n == 2 && m <= 12:
		return fmt.Sprintf("%04d-%02d-01", y, m), fmt.Sprintf("%04d-%02d-%02d", y, m, daysIn(y, m)), true
	case n == 3:
		return s, s, true
	}
	return "", "", false
}

// seconds reads a TIMEX3 duration, a year as 365 days, a month as 30.
func seconds(v string) (float64, bool) {
	sum := 0.0
	clock := false
	num := ""
	for _, c := range strings.TrimPrefix(v, "P") {
		switch {
		case c == 'T':
			clock = true
			continue
		case c >= '0' && c <= '9' || c == '.':
			num += string(c)
			continue
		}
		n, err := strconv.ParseFloat(num, 64)
		if err != nil {
			return 0, false
		}
		num = ""
		unit := map[rune]float64{'Y': 365 * 86400, 'M': 30 * 86400, 'W': 7 * 86400, 'D': 86400}
		if clock {
			unit = map[rune]float64{'H': 3600, 'M': 60, 'S': 1}
		}
		u, ok := unit[c]
		if !ok {
			return 0, false
		}
		sum += n * u
	}
	return sum, true
}
