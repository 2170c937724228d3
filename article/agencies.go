package article

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

// An Agency is a news agency.
type Agency struct {
	Name     string   // canonical, e.g. "dpa", "RIA Nowosti"
	Variants []string // other spellings, e.g. "DPA"
	State    string   // country that runs it, ISO 3166-1, e.g. "RU"; empty where no state does
}

//go:embed agencies.tsv
var agenciesTSV string

//go:embed places.txt
var placesTXT string

type agencyTable struct {
	list   []Agency
	byName map[string]int
	places map[string]bool
}

// agencyData parses the data files once, on first use. They are compiled in, so
// that a mistake in them is a mistake in the program; TestAgencies looks for it.
var agencyData = sync.OnceValue(func() agencyTable {
	t := agencyTable{byName: make(map[string]int), places: make(map[string]bool)}
	for line := range strings.Lines(agenciesTSV) {
		f := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if strings.HasPrefix(line, "#") || len(f) != 3 {
			continue
		}
		a := Agency{Name: f[0], State: f[2]}
		if f[1] != "" {
			a.Variants = strings.Split(f[1], ",")
		}
		for _, name := range append([]string{a.Name}, a.Variants...) {
			t.byName[name] = len(t.list)
		}
		t.list = append(t.list, a)
	}
	for line := range strings.Lines(placesTXT) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for _, p := range strings.Fields(line) {
			t.places[strings.ReplaceAll(p, "-", " ")] = true
			t.places[p] = true
		}
	}
	return t
})

// Agencies returns the agencies that credits are recognised of.
func Agencies() []Agency { return slices.Clone(agencyData().list) }

// LookupAgency returns the agency with this name or spelling. Case matters: "AP"
// is the Associated Press, "ap" somebody's initials.
func LookupAgency(name string) (Agency, bool) {
	t := agencyData()
	i, ok := t.byName[name]
	if !ok {
		return Agency{}, false
	}
	return t.list[i], true
}
