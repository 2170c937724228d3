package crossdoc

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
	"unicode/utf8"
)

//go:embed data/predicates.de.tsv
var predicatesFile string

//go:embed data/antonyms.de.tsv
var antonymsFile string

//go:embed data/aspects.de.tsv
var aspectsFile string

//go:embed data/nouns.de.tsv
var nounsFile string

// lexis is what the data files say of German words.
type lexis struct {
	verbs   map[string]verbUse    // lemma → class
	idioms  map[string][]idiomUse // verb → nouns
	events  map[string]string     // event noun → class
	states  map[string]string     // adjective → class
	opposed map[string][]string   // class → classes
	aspects map[string]aspect     // "subject stattfinden", "object planen"
	group   map[string]string     // noun → the group of nouns it is alike to
	meta    map[string]string     // noun that stands for what somebody said or for a matter → what it can stand for
	frames  map[string]frameUse   // verb of a reported act → where its content is
	false_  map[string]bool       // words that say that something is not so: "falsch", "erfunden"
	true_   map[string]bool
	deny    map[string]bool // verbs that deny a report: "widersprechen", "zurückziehen"
	silent  map[string]bool // verbs whose negation says that nobody would tell: "kommentieren"
	near    map[string]bool // "a b": classes that news use for one event
	sym     map[string]bool // classes whose participants may change places
	hurt    map[string]bool // classes that count people: die, injure, …
}

type verbUse struct {
	class   string
	suffers bool // its subject is who it happens to
}

type idiomUse struct {
	noun    string
	class   string
	suffers bool
}

// An aspect says that a verb tells only how far the event named by its subject or
// object has come.
type aspect struct {
	phase string // planned, ongoing, failed; empty: as the tense says
}

// frameUse says which phrase of a reported act holds what it is about.
type frameUse struct {
	preps []string // "" is the accusative object
}

var germanLexis = sync.OnceValue(func() *lexis {
	x, err := readLexis()
	if err != nil {
		panic(err) // the program was built with damaged data; its tests say so
	}
	return x
})

// dataLines calls do for each line of a data file that is no comment, with its
// columns.
func dataLines(name, file string, columns int, do func(cols []string) error) error {
	n := 0
	for line := range strings.Lines(file) {
		n++
		line = strings.TrimRight(line, "\n")
		if line == "" || line[0] == '#' {
			continue
		}
		cols := strings.Split(line, "\t")
		if len(cols) != columns {
			return fmt.Errorf("crossdoc/data/%s:%d: %d columns, want %d", name, n, len(cols), columns)
		}
		if err := do(cols); err != nil {
			return fmt.Errorf("crossdoc/data/%s:%d: %v", name, n, err)
		}
	}
	return nil
}

func readLexis() (*lexis, error) {
	x := &lexis{
		verbs: map[string]verbUse{}, idioms: map[string][]idiomUse{}, events: map[string]string{}, states: map[string]string{},
		opposed: map[string][]string{}, aspects: map[string]aspect{}, group: map[string]string{}, meta: map[string]string{},
		frames: map[string]frameUse{}, false_: map[string]bool{}, true_: map[string]bool{}, deny: map[string]bool{}, silent: map[string]bool{}, near: map[string]bool{},
		sym:  map[string]bool{"meet": true, "negotiate": true, "merge": true, "agree": true, "sign": true, "crash": true, "marry": true, "divorce": true},
		hurt: map[string]bool{"die": true, "injure": true, "arrest": true, "disappear": true, "evacuate": true, "infect": true, "rescue": true},
	}
	err := dataLines("predicates.de.tsv", predicatesFile, 4, func(c []string) error {
		for w := range strings.SplitSeq(foldWord(c[2]), ",") {
			switch c[1] {
			case "v", "u":
				if _, ok := x.verbs[w]; !ok { // the first class that names a verb has it
					x.verbs[w] = verbUse{c[0], c[1] == "u"}
				}
			case "n":
				if _, ok := x.events[w]; !ok {
					x.events[w] = c[0]
				}
			case "a":
				x.states[w] = c[0]
			case "i", "iu":
				v, n, ok := strings.Cut(w, " ")
				if !ok {
					return fmt.Errorf("%q: want a verb and a noun", w)
				}
				x.idioms[v] = append(x.idioms[v], idiomUse{n, c[0], c[1] == "iu"})
			default:
				return fmt.Errorf("unknown form %q", c[1])
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = dataLines("antonyms.de.tsv", antonymsFile, 2, func(c []string) error {
		x.opposed[c[0]] = append(x.opposed[c[0]], c[1])
		x.opposed[c[1]] = append(x.opposed[c[1]], c[0])
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = dataLines("aspects.de.tsv", aspectsFile, 4, func(c []string) error {
		for w := range strings.SplitSeq(foldWord(c[1]), ",") {
			x.aspects[c[0]+" "+w] = aspect{c[2]}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = dataLines("nouns.de.tsv", nounsFile, 3, func(c []string) error {
		for w := range strings.SplitSeq(foldWord(c[2]), ",") {
			switch c[0] {
			case "alike":
				if _, ok := x.group[w]; !ok {
					x.group[w] = c[1]
				}
			case "meta":
				x.meta[w] = c[1]
			case "frame":
				f := x.frames[w]
				for p := range strings.SplitSeq(c[1], ",") {
					if p == "acc" {
						p = ""
					}
					f.preps = append(f.preps, p)
				}
				x.frames[w] = f
			case "false":
				x.false_[w] = true
			case "true":
				x.true_[w] = true
			case "deny":
				x.deny[w] = true
			case "silent":
				x.silent[w] = true
			case "near":
				for _, o := range strings.Split(c[2], ",") {
					if o != w {
						x.near[w+" "+o] = true
					}
				}
			default:
				return fmt.Errorf("unknown sort %q", c[0])
			}
		}
		return nil
	})
	return x, err
}

// exactIdiom reports whether a verb has an idiom with just this noun.
func (x *lexis) exactIdiom(verb, noun string) bool {
	for _, id := range x.idioms[verb] {
		if id.noun == noun {
			return true
		}
	}
	return false
}

// opposite gives the class of a class's first antonym.
func (x *lexis) opposite(class string) string {
	if o := x.opposed[class]; len(o) > 0 {
		return o[0]
	}
	return ""
}

// areOpposed reports whether two classes are antonyms.
func (x *lexis) areOpposed(a, b string) bool {
	for _, o := range x.opposed[a] {
		if o == b {
			return true
		}
	}
	return false
}

// event gives the class of a noun that names an event, or of the longest noun that a
// compound ends in ("Werksschließung" → "schließung").
func (x *lexis) event(noun string) string {
	if c, ok := x.events[noun]; ok {
		return c
	}
	for _, t := range chanceTails {
		if strings.HasSuffix(noun, t) {
			return ""
		}
	}
	return tailOf(noun, x.events)
}

// chanceTails are endings that are event nouns by themselves and something else in most
// compounds: "Wochenende", "Anschluss", "Auswahl", "Vorurteil".
var chanceTails = [...]string{"ende", "schluss", "auswahl", "vorurteil", "fusion", "leck", "test", "plus", "minus", "halt", "strafe", "zugang", "anfall", "hilfe", "umfrage", "preise", "zahlung", "plan", "ausbruch", "erfolg", "bauart", "schaden", "beteiligung", "stimmung", "wechsel"}

// groupOf gives the group of nouns that a noun, or what a compound ends in, belongs
// to; empty where it belongs to none.
func (x *lexis) groupOf(noun string) string {
	if g, ok := x.group[noun]; ok {
		return g
	}
	return tailOf(noun, x.group)
}

// metaOf gives what a noun that stands for something said can stand for.
func (x *lexis) metaOf(noun string) string {
	if c, ok := x.meta[noun]; ok {
		return c
	}
	if x.event(noun) != "" {
		return "" // "Brandursache" is no "Sache"
	}
	return tailOf(noun, x.meta)
}

// tailOf looks up what a compound ends in, the longest first. What remains in front
// has three letters at least and a vowel, as each part of a compound does; the tail
// has four, since shorter ones are found in words by chance.
func tailOf(noun string, in map[string]string) string {
	for i := 3; i+4 <= len(noun); i++ {
		if !utf8.RuneStart(noun[i]) {
			continue
		}
		if c, ok := in[noun[i:]]; ok && hasVowel(noun[:i]) && utf8.RuneCountInString(noun[i:]) >= 4 {
			return c
		}
	}
	return ""
}

func hasVowel(s string) bool { return strings.ContainsAny(s, "aeiouyäöü") }
