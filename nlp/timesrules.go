package nlp

import (
	"fmt"
	"strings"
	"unicode"
)

// classID names a class of words, or a single word that a pattern asks for.
type classID int32

// wordTag is a class of a token with what the token means in it: MONTH, "8".
type wordTag struct {
	id  classID
	val string
}

// timeElem is one place of a pattern.
type timeElem struct {
	alts     []classID
	tests    []func(f *timeFinder, i int) bool // classes by part of speech
	label    int8                              // 0 to 25 for a to z, -1 for none
	optional bool
	not      bool // context that must not be there
}

// timeRule is a rule of times.de.tsv.
type timeRule struct {
	name     string
	order    int
	elems    []timeElem
	pre      int // how many of elems are context in front of the expression,
	post     int // and behind it
	lead     int // how many places in front of the first that must be there may be missing
	labels   []int8
	meaning  string
	op       timeOp
	args     timeArgs
	examples []timeExample
}

// timeExample is a sentence in which a rule must find the expression in brackets.
type timeExample struct {
	where    string // file and line, for the test
	now      string // date of the article
	sentence string // "Er kommt am [Montag]."
	typ      string
	value    string
	edtf     string
	mod      string
}

// timeArgs are the constants of a meaning: rel(unit=W, by=-1).
type timeArgs map[string]string

// timeRules are the rules ready for use.
type timeRules struct {
	ids      map[string]classID // class or word → number
	vocab    map[string][]wordTag
	rules    []*timeRule
	byAnchor [][]*timeRule // for a class the rules whose first place that must be there takes it
	maxLead  int
}

func newTimeRules() *timeRules {
	r := &timeRules{ids: map[string]classID{}, vocab: map[string][]wordTag{}}
	r.addNumbers()
	return r
}

func (r *timeRules) id(name string) classID {
	id, ok := r.ids[name]
	if !ok {
		id = classID(len(r.ids))
		r.ids[name] = id
	}
	return id
}

func (r *timeRules) addWord(word, class, val string) {
	id := r.id(class)
	for _, t := range r.vocab[word] {
		if t.id == id && t.val == val {
			return
		}
	}
	r.vocab[word] = append(r.vocab[word], wordTag{id, val})
}

// timeEndings replace "~" in a word list.
var timeEndings = []string{"e", "er", "es", "en", "em"}

// readRules reads times.de.tsv; the head of that file says what is in it.
func (r *timeRules) readRules(name, tsv string) error {
	var last *timeRule
	for n, line := range strings.Split(tsv, "\n") {
		where := fmt.Sprintf("%s:%d", name, n+1)
		line = strings.TrimRight(line, "\r\t ")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		col := strings.Split(line, "\t")
		for i := range col {
			col[i] = strings.TrimSpace(col[i])
		}
		if class, ok := strings.CutPrefix(col[0], "@"); ok {
			if len(col) != 3 {
				return fmt.Errorf("%s: a class line has three columns: @CLASS, value, words", where)
			}
			for _, w := range strings.Fields(col[2]) {
				stem, bend := strings.CutSuffix(w, "~")
				if !bend {
					r.addWord(w, class, col[1])
					continue
				}
				for _, e := range timeEndings {
					r.addWord(stem+e, class, col[1])
				}
			}
			continue
		}
		for len(col) < 9 {
			col = append(col, "")
		}
		if len(col) > 9 || col[3] == "" && col[0] != "\"" || col[4] == "" {
			return fmt.Errorf("%s: a rule has the columns name, pattern, meaning, date, example, type, value, EDTF and modifier", where)
		}
		ex := timeExample{where: where, now: strings.TrimSuffix(col[3], "-"), sentence: col[4], typ: col[5], value: col[6], edtf: col[7], mod: col[8]}
		if col[0] == "\"" {
			if last == nil {
				return fmt.Errorf("%s: an example without a rule above it", where)
			}
			last.examples = append(last.examples, ex)
			continue
		}
		rule, err := r.newRule(col[0], col[1], col[2])
		if err != nil {
			return fmt.Errorf("%s: %v", where, err)
		}
		rule.examples = []timeExample{ex}
		last = rule
	}
	return nil
}

// readHolidays makes a rule of every line of holidays.de.tsv: rule for the date,
// pattern, year, the date in that year.
func (r *timeRules) readHolidays(name, tsv string) error {
	for n, line := range strings.Split(tsv, "\n") {
		line = strings.TrimRight(line, "\r\t ")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		where := fmt.Sprintf("%s:%d", name, n+1)
		col := strings.Split(line, "\t")
		if len(col) != 4 {
			return fmt.Errorf("%s: a holiday has four columns: date, name, example, the example's date", where)
		}
		if _, ok := holidayDate(col[0], 2020); !ok {
			return fmt.Errorf("%s: %q is no date", where, col[0])
		}
		for _, form := range []string{
			"DET? r:REL|DEM? " + col[1] + " y:YEAR?",
			"DET? " + col[1] + " im|des|in Jahr|Jahre|Jahres? y:YEAR",
			"DET? " + col[1] + " im|des|in? DET? r:REL|DEM Jahr|Jahres",
		} {
			rule, err := r.newRule("holiday/"+col[0], form, "holiday(date="+col[0]+")")
			if err != nil {
				return fmt.Errorf("%s: %v", where, err)
			}
			rule.examples = []timeExample{{where: where, now: col[3][:4], sentence: "[" + col[2] + "]", typ: "DATE", value: col[3], edtf: col[3]}}
		}
	}
	return nil
}

func (r *timeRules) newRule(name, pattern, meaning string) (*timeRule, error) {
	rule := &timeRule{name: name, order: len(r.rules), meaning: meaning}
	op, rest, ok := strings.Cut(strings.TrimSuffix(meaning, ")"), "(")
	if !ok || !strings.HasSuffix(meaning, ")") {
		return nil, fmt.Errorf("rule %s: %q is not of the form op(key=value, …)", name, meaning)
	}
	if rule.op = timeOps[op]; rule.op == nil {
		return nil, fmt.Errorf("rule %s: no operation %q", name, op)
	}
	rule.args = timeArgs{}
	for _, kv := range strings.Split(rest, ",") {
		if kv = strings.TrimSpace(kv); kv == "" {
			continue
		}
		k, v, ok := strings.Cut(kv, "=")
		if !ok {
			return nil, fmt.Errorf("rule %s: %q is not key=value", name, kv)
		}
		rule.args[k] = v
	}
	core := 0
	for _, word := range strings.Fields(pattern) {
		e, context, err := r.newElem(word)
		if err != nil {
			return nil, fmt.Errorf("rule %s: %v", name, err)
		}
		switch {
		case context && core == 0:
			rule.pre++
		case context:
			rule.post++
		case rule.post > 0:
			return nil, fmt.Errorf("rule %s: context in the middle", name)
		default:
			core++
			if e.not {
				return nil, fmt.Errorf("rule %s: only context can be negated", name)
			}
		}
		rule.elems = append(rule.elems, e)
	}
	if core == 0 {
		return nil, fmt.Errorf("rule %s: no expression", name)
	}
	r.rules = append(r.rules, rule)
	return rule, nil
}

// newElem reads one place of a pattern: "(!a:b|CLASS?)".
func (r *timeRules) newElem(s string) (e timeElem, context bool, err error) {
	whole := s
	e.label = -1
	if strings.HasPrefix(s, "(") && strings.HasSuffix(s, ")") && len(s) > 2 {
		s, context = s[1:len(s)-1], true
	}
	s, e.not = strings.CutPrefix(s, "!")
	if len(s) > 2 && s[1] == ':' && s[0] >= 'a' && s[0] <= 'z' {
		e.label = int8(s[0] - 'a')
		s = s[2:]
	}
	s, e.optional = strings.CutSuffix(s, "?")
	for _, alt := range strings.Split(s, "|") {
		switch test := tagTests[alt]; {
		case alt == "":
			return e, context, fmt.Errorf("%q is no element of a pattern", whole)
		case test != nil:
			e.tests = append(e.tests, test)
		default:
			if !isClassName(alt) {
				r.addWord(alt, "="+alt, alt)
				alt = "=" + alt
			}
			e.alts = append(e.alts, r.id(alt))
		}
	}
	return e, context, nil
}

// isClassName: classes are in capitals, with two letters at least.
func isClassName(s string) bool {
	n := 0
	for _, c := range s {
		if unicode.IsLower(c) || !unicode.IsLetter(c) && !unicode.IsDigit(c) {
			return false
		}
		if unicode.IsLetter(c) {
			n++
		}
	}
	return n >= 2
}

// compile checks that every class has words, and builds the table of rules.
func (r *timeRules) compile() error {
	has := make([]bool, len(r.ids))
	for _, tags := range r.vocab {
		for _, t := range tags {
			has[t.id] = true
		}
	}
	for _, c := range computedClasses {
		if id, ok := r.ids[c]; ok {
			has[id] = true
		}
	}
	for name, id := range r.ids {
		if !has[id] {
			return fmt.Errorf("times: the class %s has no words", name)
		}
	}
	r.byAnchor = make([][]*timeRule, len(r.ids))
	for _, rule := range r.rules {
		k := rule.pre
		for rule.elems[k].optional {
			if k++; k == len(rule.elems)-rule.post {
				return fmt.Errorf("rule %s: everything may be missing", rule.name)
			}
		}
		rule.lead = k - rule.pre
		r.maxLead = max(r.maxLead, rule.lead)
		if len(rule.elems[k].alts) == 0 {
			return fmt.Errorf("rule %s: hangs on a part of speech alone", rule.name)
		}
		for _, id := range rule.elems[k].alts {
			r.byAnchor[id] = append(r.byAnchor[id], rule)
		}
		for _, e := range rule.elems {
			if e.label >= 0 {
				rule.labels = append(rule.labels, e.label)
			}
		}
	}
	return nil
}
