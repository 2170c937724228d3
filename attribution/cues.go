package attribution

import (
	_ "embed"
	"fmt"
	"strings"

	"hearsay"
)

// A Cue is a word that can say that somebody expressed something.
type Cue struct {
	Lemma  string
	Act    hearsay.Act
	Medium []hearsay.Medium
	// What the word takes for its content.
	Direct   bool // a quotation: "sagte: „…“"
	Clause   bool // a dass-, ob- or wh-clause, or a clause with the verb in second place
	Zu       bool // a zu-infinitive
	Fragment bool // words in marks within its clause: "sprach von einer „Katastrophe“"
	Told     bool // a phrase: "warnte vor Panik" (a reported statement)
}

//go:embed data/cues.de.tsv
var germanCues string

// cueTable holds the cues of a language by lemma.
type cueTable struct {
	verbs map[string]*Cue
	nouns map[string]*Cue
}

// readCues reads the cue file: kind ⇥ lemma ⇥ act ⇥ media ⇥ takes ⇥ example.
// Takes is a set of letters: d direct, s clause, z zu-infinitive, f fragment,
// r told. The example is a sentence in which the cue must be found; a test runs
// them all.
func readCues(data string) (*cueTable, error) {
	t := &cueTable{verbs: map[string]*Cue{}, nouns: map[string]*Cue{}}
	for n, line := range strings.Split(data, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) < 5 {
			return nil, fmt.Errorf("cues: line %d: %d columns, want 5 or 6", n+1, len(f))
		}
		c := &Cue{Lemma: f[1], Act: hearsay.Act(f[2])}
		for _, m := range strings.Split(f[3], "/") {
			c.Medium = append(c.Medium, hearsay.Medium(m))
		}
		for _, r := range f[4] {
			switch r {
			case 'd':
				c.Direct = true
			case 's':
				c.Clause = true
			case 'z':
				c.Zu = true
			case 'f':
				c.Fragment = true
			case 'r':
				c.Told = true
			default:
				return nil, fmt.Errorf("cues: line %d: unknown letter %q", n+1, r)
			}
		}
		switch f[0] {
		case "verb":
			t.verbs[c.Lemma] = c
		case "noun":
			t.nouns[c.Lemma] = c
		default:
			return nil, fmt.Errorf("cues: line %d: unknown kind %q", n+1, f[0])
		}
	}
	return t, nil
}
