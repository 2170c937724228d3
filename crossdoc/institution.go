package crossdoc

import (
	"embed"
	"fmt"
	"strings"
	"sync"
	"unicode"
)

//go:embed data/institutions.de.tsv data/competence.de.tsv
var institutionFiles embed.FS

// institution is a kind of institution.
type institution struct {
	class string
	role  string // charge, record, measure, circle, witness; empty
}

// institutions is what the two tables say.
type institutions struct {
	whole map[string]institution       // a word, stemmed
	end   map[string]institution       // that compounds may end in, stemmed
	acts  map[string]map[string]string // class → predicate class or lemma → principal, record
}

// knownInstitutions are those of data/institutions.de.tsv and data/competence.de.tsv.
var knownInstitutions = sync.OnceValue(func() *institutions {
	t := &institutions{whole: map[string]institution{}, end: map[string]institution{}, acts: map[string]map[string]string{}}
	eachRow("data/institutions.de.tsv", 4, func(f []string) {
		in := institution{class: f[0], role: f[2]}
		for _, w := range strings.Split(f[1], ",") {
			s := stem(fold(w))
			t.whole[s] = in
			if !strings.Contains(s, " ") {
				t.end[s] = in
			}
		}
	})
	eachRow("data/competence.de.tsv", 4, func(f []string) {
		m := t.acts[f[0]]
		if m == nil {
			m = map[string]string{}
			t.acts[f[0]] = m
		}
		for _, p := range strings.Split(f[2], ",") {
			m[p] = f[1]
		}
	})
	return t
})

// eachRow calls do for the rows of a table that is part of the program.
func eachRow(name string, fields int, do func([]string)) {
	b, err := institutionFiles.ReadFile(name)
	if err != nil {
		panic(err)
	}
	for n, line := range strings.Split(string(b), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != fields {
			panic(fmt.Sprintf("%s:%d: %d fields; want %d", name, n+1, len(f), fields))
		}
		do(f)
	}
}

// institutionOf tells what kind of institution some words name.
func institutionOf(words string) institution {
	t := knownInstitutions()
	toks := tokensOf(words)
	var best institution
	for i, w := range toks {
		in, ok := t.whole[stem(w)]
		if !ok && i+1 < len(toks) {
			in, ok = t.whole[stem(w+" "+toks[i+1])]
		}
		if !ok {
			// A compound is what it ends in: "Rettungsleitstelle".
			s := stem(w)
			for k := 3; k < len(s)-3 && !ok; k++ {
				in, ok = t.end[s[k:]]
			}
		}
		if ok {
			// Who is around a body is not the body, whatever else is named.
			if in.role == "circle" {
				return in
			}
			if best.class == "" {
				best = in
			}
		}
	}
	return best
}

// performs tells what a kind of institution is to an act: "principal", "record", or
// nothing.
func performs(class string, p Predicate) string {
	acts := knownInstitutions().acts[class]
	for _, k := range []string{p.Class, p.Lemma, "*"} {
		if r := acts[k]; r != "" && k != "" {
			return r
		}
	}
	return ""
}

// fold gives words as names are compared: in lower case, without quotation marks.
func fold(s string) string {
	return strings.Join(tokensOf(s), " ")
}

// tokensOf gives the words of a name, in lower case.
func tokensOf(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
}

// stem takes off what German inflection adds to a noun or adjective. It need not
// be right, only the same for the forms of one word.
func stem(w string) string {
	for _, end := range []string{"innen", "ern", "en", "em", "er", "es", "e", "n", "s"} {
		if s, ok := strings.CutSuffix(w, end); ok && len(s) >= 4 {
			return s
		}
	}
	return w
}
