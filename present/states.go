package present

import (
	_ "embed"
	"strings"
	"sync"
)

// statesTSV names states and territories in German and English. It is made from
// nlp/data/knowledge/states.tsv (Unicode CLDR); TestStates holds the two together
// and, with -update, writes it anew.
//
//go:embed states.tsv
var statesTSV string

// stateNames are the German and the English name by ISO 3166 code.
var stateNames = sync.OnceValue(func() map[string][2]string {
	names := map[string][2]string{}
	for line := range strings.Lines(statesTSV) {
		if f := strings.Split(strings.TrimSpace(line), "\t"); len(f) == 3 {
			names[f[0]] = [2]string{f[1], f[2]}
		}
	}
	return names
})

// state names a state by its code; a code that is not known stays as it is.
func (l *labels) state(code string) string {
	names, ok := stateNames()[code]
	switch {
	case !ok:
		return code
	case l.Lang == "en":
		return names[1]
	}
	return names[0]
}
