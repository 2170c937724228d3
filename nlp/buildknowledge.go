package nlp

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"math"
	"slices"
	"sort"
	"strconv"
	"strings"
	"unicode"

	"github.com/blevesearch/vellum"
)

// The tables of data/knowledge. Those written by hand are own-states, regions,
// exonyms, bodies, people and nouns; ExtractKnowledge makes the others. Each has a
// first line or more that begins with "#" and tells its columns; the last column
// of a row is where its facts are from.

// KnowledgeSources are the public tables that ExtractKnowledge takes facts from.
type KnowledgeSources struct {
	German, English io.Reader // CLDR territories.json
	Places          io.Reader // GeoNames, JSON: a list of objects with city, state, country_code, latitude, longitude, population
	Countries       io.Reader // ParlGov country.csv
	Parties         io.Reader // ParlGov party.csv
	Presidents      io.Reader // ParlGov politician_president.csv
}

// Places smaller than these are left out: of German-speaking states, of others.
const (
	leastHere  = 1000
	leastThere = 30000
)

// ExtractKnowledge makes the tables that come from public data: by name of file.
func ExtractKnowledge(src KnowledgeSources) (map[string][]byte, error) {
	out := map[string][]byte{}
	for _, x := range []struct {
		name string
		make func(KnowledgeSources) ([]byte, error)
	}{{"states.tsv", extractStates}, {"places.tsv", extractPlaces}, {"parlgov.tsv", extractParlGov}} {
		b, err := x.make(src)
		if err != nil {
			return nil, fmt.Errorf("%s: %v", x.name, err)
		}
		out[x.name] = b
	}
	return out, nil
}

func extractStates(src KnowledgeSources) ([]byte, error) {
	read := func(r io.Reader) (map[string]string, error) {
		var in struct {
			Main map[string]struct {
				Locale struct{ Territories map[string]string } `json:"localeDisplayNames"`
			}
		}
		if err := json.NewDecoder(r).Decode(&in); err != nil {
			return nil, err
		}
		for _, m := range in.Main {
			return m.Locale.Territories, nil
		}
		return nil, fmt.Errorf("no locale")
	}
	de, err := read(src.German)
	if err != nil {
		return nil, err
	}
	en, err := read(src.English)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	b.WriteString("# States and territories. Made by ExtractKnowledge from Unicode CLDR.\n# ISO 3166 code<TAB>German name<TAB>English name<TAB>further German names, comma-separated<TAB>source\n")
	for _, code := range slices.Sorted(maps.Keys(de)) {
		if len(code) != 2 || code[0] < 'A' || code >= "XA" && code != "XK" && code[0] == 'X' || code == "ZZ" || code == "EZ" || code == "QO" || code == "UN" || code == "EU" {
			continue
		}
		var more []string
		for _, alt := range []string{"-alt-short", "-alt-variant"} {
			if n := de[code+alt]; n != "" {
				more = append(more, n)
			}
		}
		fmt.Fprintf(&b, "%s\t%s\t%s\t%s\tcldr\n", code, de[code], en[code], strings.Join(more, ","))
	}
	return b.Bytes(), nil
}

func extractPlaces(src KnowledgeSources) ([]byte, error) {
	var in []struct {
		City       string  `json:"city"`
		State      string  `json:"state"`
		Country    string  `json:"country_code"`
		Lat        float64 `json:"latitude"`
		Lon        float64 `json:"longitude"`
		Population int     `json:"population"`
	}
	if err := json.NewDecoder(src.Places).Decode(&in); err != nil {
		return nil, err
	}
	lines := []string{}
	for _, p := range in {
		least := leastThere
		switch p.Country {
		case "DE", "AT", "CH", "LI", "LU":
			least = leastHere
		}
		if p.Population < least || strings.ContainsAny(p.City, "\t\n") || p.City == "" {
			continue
		}
		lines = append(lines, fmt.Sprintf("%s\t%s\t%s\t%.4f\t%.4f\t%d\tgeonames\n", p.City, p.Country, p.State, p.Lat, p.Lon, p.Population))
	}
	sort.Strings(lines)
	lines = slices.Compact(lines)
	return []byte("# Cities. Made by ExtractKnowledge from GeoNames, CC BY 4.0.\n# name<TAB>ISO 3166 code<TAB>part of the state<TAB>latitude<TAB>longitude<TAB>population<TAB>source\n" + strings.Join(lines, "")), nil
}

// oddCodes are those of ParlGov that are not the first two letters of ISO's three.
var oddCodes = map[string]string{"AUT": "AT", "BIH": "BA", "CHE": "CH", "DNK": "DK", "EST": "EE", "IRL": "IE", "ISL": "IS", "ISR": "IL", "LVA": "LV", "MLT": "MT", "POL": "PL", "PRT": "PT", "SRB": "RS", "SVK": "SK", "SVN": "SI", "SWE": "SE", "TUR": "TR", "UKR": "UA", "MNE": "ME", "MKD": "MK", "GBR": "GB", "LTU": "LT", "HRV": "HR", "HUN": "HU", "CZE": "CZ", "CYP": "CY", "BGR": "BG"}

func extractParlGov(src KnowledgeSources) ([]byte, error) {
	table := func(r io.Reader) ([]map[string]string, error) {
		c := csv.NewReader(r)
		c.FieldsPerRecord = -1
		rows, err := c.ReadAll()
		if err != nil || len(rows) == 0 {
			return nil, err
		}
		rows[0][0] = strings.TrimPrefix(rows[0][0], "\ufeff")
		var out []map[string]string
		for _, row := range rows[1:] {
			m := map[string]string{}
			for i, v := range row {
				if i < len(rows[0]) {
					m[rows[0][i]] = strings.Join(strings.Fields(v), " ")
				}
			}
			out = append(out, m)
		}
		return out, nil
	}
	countries, err := table(src.Countries)
	if err != nil {
		return nil, err
	}
	code := map[string]string{}
	for _, c := range countries {
		short := c["name_short"]
		if odd, ok := oddCodes[short]; ok {
			code[c["id"]] = odd
		} else if len(short) == 3 {
			code[c["id"]] = short[:2]
		}
	}
	var lines []string
	parties, err := table(src.Parties)
	if err != nil {
		return nil, err
	}
	for _, p := range parties {
		cc := code[p["country_id"]]
		switch {
		case cc == "" || cc == "DE" || cc == "AT" || p["name_short"] == "" || p["name"] == "" || strings.ContainsAny(p["name_short"]+p["name"], "|"):
			continue
		case p["name_short"] == "none" || len(p["name_short"]) < 3 || strings.Contains(p["name_short"], "+") || p["family_id"] == "" || p["name_english"] == "no seat" || p["name_english"] == "one seat" || strings.HasPrefix(p["name"], "no "):
			continue
		}
		variants := []string{p["name"]}
		if p["name_english"] != p["name"] && p["name_english"] != "" {
			variants = append(variants, p["name_english"])
		}
		for i, v := range variants {
			variants[i] = strings.ReplaceAll(v, ",", " ")
		}
		lines = append(lines, fmt.Sprintf("party\tparty-%s\t%s\t%s\t%s\t\tparlgov\n", p["id"], cc, p["name_short"], strings.Join(variants, ",")))
	}
	presidents, err := table(src.Presidents)
	if err != nil {
		return nil, err
	}
	for _, p := range presidents {
		cc, name := code[p["country_id"]], p["person_id_source"]
		if p["end_date"] != "" && p["end_date"] < "2000" || cc == "" || !strings.Contains(name, " ") {
			continue
		}
		if last, first, ok := strings.Cut(name, ", "); ok {
			name = first + " " + last
		}
		if p["end_date"] == "" && p["start_date"] < "2022" {
			continue // terms that the table leaves open have ended since
		}
		if name == "Tayyip Erdogan" {
			continue // people.tsv has him under his name
		}
		lines = append(lines, fmt.Sprintf("president\t%s\t%s\t%s\t\thos@%s %s %s\tparlgov\n", slug(name), cc, name, cc, p["start_date"], p["end_date"]))
	}
	sort.Strings(lines)
	lines = slices.Compact(lines)
	return []byte("# Parties and presidents. Made by ExtractKnowledge from ParlGov, MIT.\n# party or president<TAB>id<TAB>ISO 3166 code<TAB>name<TAB>variants, comma-separated<TAB>term: office@where from to<TAB>source\n" + strings.Join(lines, "")), nil
}

// slug makes the part of an id of a name: small letters a to z, digits, hyphens.
func slug(name string) string {
	var b strings.Builder
	dash := false
	for _, r := range strings.ToLower(name) {
		s, known := plainLetters[r]
		switch {
		case known:
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			s = string(r)
		case r == '\'' || r == '’' || r == '.':
			continue
		case unicode.IsLetter(r):
			s = string(r)
		default:
			dash = b.Len() > 0
			continue
		}
		if dash {
			b.WriteByte('-')
			dash = false
		}
		b.WriteString(s)
	}
	return b.String()
}

var plainLetters = map[rune]string{}

func init() {
	for _, group := range strings.Fields("aàáâãåāăą aeäæ cçćč dđďð eèéêëēėęě gğģ iìíîïīıį kķ lłļľ nñńņň oòóôõøō oeöœ rřŕ sśşšș ssß tťțţ uùúûūůű ueü yýÿ zźżž thþ") {
		n := strings.IndexFunc(group, func(r rune) bool { return r > 127 })
		for _, r := range group[n:] {
			plainLetters[r] = group[:n]
		}
	}
}

// knowledgeRow is a row of a table.
type knowledgeRow struct {
	file string
	line int
	f    []string
}

func (r knowledgeRow) errorf(format string, args ...any) error {
	return fmt.Errorf("%s: line %d: %s", r.file, r.line, fmt.Sprintf(format, args...))
}

func knowledgeTable(dir fs.FS, file string, columns int) ([]knowledgeRow, error) {
	data, err := fs.ReadFile(dir, file)
	if err != nil {
		return nil, err
	}
	var out []knowledgeRow
	sc := bufio.NewScanner(bytes.NewReader(data))
	sc.Buffer(nil, 1<<20)
	for n := 1; sc.Scan(); n++ {
		if l := sc.Text(); l != "" && l[0] != '#' {
			row := knowledgeRow{file, n, strings.Split(l, "\t")}
			if len(row.f) != columns {
				return nil, row.errorf("%d columns, want %d", len(row.f), columns)
			}
			if row.f[columns-1] == "" {
				return nil, row.errorf("no source")
			}
			out = append(out, row)
		}
	}
	return out, sc.Err()
}

// builder gathers entities and names.
type knowledgeBuilder struct {
	lex   *Lexicon
	ents  []*Known
	byID  map[string]int
	names map[string][]Named
	terms []builtTerm
	own   int // how many of them people.tsv has
}

type builtTerm struct {
	office, where string
	term
}

func (b *knowledgeBuilder) add(r knowledgeRow, e Known) (int, error) {
	if _, dup := b.byID[e.ID]; dup || e.ID == "" {
		return 0, r.errorf("id %q is taken already", e.ID)
	}
	if e.Name == "" {
		return 0, r.errorf("no name")
	}
	e.Index = len(b.ents)
	b.byID[e.ID] = e.Index
	b.ents = append(b.ents, &e)
	b.name("\x00"+e.ID, e.Index, ByName)
	b.name(e.Name, e.Index, ByName)
	for _, v := range e.Variants {
		b.name(v, e.Index, ByName)
	}
	return e.Index, nil
}

func (b *knowledgeBuilder) name(name string, i int, how Naming) {
	if name == "" || slices.Contains(b.names[name], Named{i, how}) {
		return
	}
	b.names[name] = append(b.names[name], Named{i, how})
	if name[0] < ' ' || how != ByName {
		return
	}
	// "Deutsche Bank": "der Deutschen Bank". All endings lead to the name.
	first, rest, ok := strings.Cut(name, " ")
	if !ok || len(first) < 4 || b.ents[i].Kind == "person" || b.ents[i].Kind == "place" && b.ents[i].Class == "city" {
		return
	}
	for _, end := range []string{"es", "er", "en", "e"} {
		stem, ok := strings.CutSuffix(first, end)
		if !ok || !b.adjective(first) {
			continue
		}
		for _, other := range []string{"e", "en", "er", "es", "em"} {
			if n := (Named{i, how}); !slices.Contains(b.names[stem+other+" "+rest], n) {
				b.names[stem+other+" "+rest] = append(b.names[stem+other+" "+rest], n)
			}
		}
		break
	}
}

func (b *knowledgeBuilder) adjective(w string) bool {
	for _, r := range b.lex.Words(strings.ToLower(w[:1])+w[1:], false) {
		if r.Class == Adjective && r.Feats.Case != 0 {
			return true
		}
	}
	return strings.HasPrefix(w, "Europäische") || strings.HasPrefix(w, "Internationale")
}

func list(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, ",")
}

// BuildKnowledge compiles the tables of a folder into the form that OpenKnowledge
// reads. An error names the file and the line.
func BuildKnowledge(lex *Lexicon, dir fs.FS, about string) ([]byte, error) {
	b := &knowledgeBuilder{lex: lex, byID: map[string]int{}, names: map[string][]Named{}}
	for _, step := range []func(fs.FS) error{b.states, b.regions, b.bodies, b.places, b.people, b.parlgov} {
		if err := step(dir); err != nil {
			return nil, err
		}
	}
	nouns, err := knowledgeTable(dir, "nouns.tsv", 4)
	if err != nil {
		return nil, err
	}
	return b.write(nouns, about)
}

func (b *knowledgeBuilder) states(dir fs.FS) error {
	own, err := knowledgeTable(dir, "own-states.tsv", 6)
	if err != nil {
		return err
	}
	more := map[string]knowledgeRow{}
	for _, r := range own {
		more[r.f[0]] = r
	}
	rows, err := knowledgeTable(dir, "states.tsv", 5)
	if err != nil {
		return err
	}
	for _, r := range rows {
		code, low := r.f[0], strings.ToLower(r.f[0])
		m, known := more[code]
		e := Known{Class: "state", Government: -1}
		e.ID, e.Name, e.Kind, e.State = "state-"+low, r.f[1], "place", code
		e.Variants = list(r.f[3])
		if r.f[2] != r.f[1] {
			e.Variants = append(e.Variants, r.f[2])
		}
		if known {
			e.Variants = append(e.Variants, list(m.f[4])...)
		}
		if shorter, ok := map[string]string{"US": "USA", "GB": "Großbritannien", "PS": "Palästina", "HK": "Hongkong", "MO": "Macau", "MD": "Moldau", "CD": "Kongo", "VA": "Vatikan"}[code]; ok {
			e.Variants = append(e.Variants, e.Name)
			e.Name = shorter
		}
		i, err := b.add(r, e)
		if err != nil {
			return err
		}
		if !known {
			continue
		}
		g := Known{Class: "government", Government: -1}
		g.ID, g.Kind, g.State = "gov-"+low, "government", code
		adjs := list(m.f[1])
		switch code {
		case "DE":
			g.Name, g.Variants = "Bundesregierung", []string{"deutsche Regierung", "deutsche Bundesregierung", "Regierung in Berlin"}
		case "AT":
			g.Name = "österreichische Regierung"
		case "CH":
			g.Name, g.Variants = "Schweizer Regierung", []string{"schweizerische Regierung", "Schweizer Bundesrat"}
		case "US":
			g.Name, g.Variants = "US-Regierung", []string{"Weißes Haus", "Weiße Haus", "Weißen Haus", "Weißen Hauses", "Weisses Haus", "White House", "US-Administration", "Bush-Regierung", "Obama-Regierung", "Trump-Regierung", "Biden-Regierung"}
		case "RU":
			g.Name, g.Variants = "Kreml", []string{"Kremls", "russische Führung"}
		case "GB":
			g.Name, g.Variants = "britische Regierung", []string{"Downing Street", "Downing Street 10"}
		case "FR":
			g.Name, g.Variants = "französische Regierung", []string{"Élysée-Palast", "Elysée-Palast", "Élyséepalast", "Élysée", "Elysée", "Elysee-Palast"}
		case "VA":
			g.Name, g.Variants = "Heiliger Stuhl", []string{"Heilige Stuhl", "Heiligen Stuhl", "Heiligen Stuhls", "Vatikanstaat"}
		default:
			g.Name = "Regierung " + e.Name
			if len(adjs) > 0 {
				g.Name = adjs[0] + "e Regierung"
			}
		}
		for _, a := range adjs {
			if v := a + "e Regierung"; v != g.Name && !slices.Contains(g.Variants, v) {
				g.Variants = append(g.Variants, v)
			}
		}
		for _, n := range append([]string{e.Name}, e.Variants...) {
			g.Variants = append(g.Variants, "Regierung "+n, "Regierung von "+n)
		}
		gi, err := b.add(m, g)
		if err != nil {
			return err
		}
		b.ents[i].Government = gi
		for _, a := range adjs {
			b.name("\x01"+a, i, ByAdjective)
			if first, n := unicode.ToUpper([]rune(a)[0]), string([]rune(a)[1:]); true {
				b.name("\x01"+string(first)+n, i, ByAdjective) // at a sentence's start
			}
		}
		for _, d := range list(m.f[2]) {
			one, many, ok := strings.Cut(d, "/")
			forms := []string{one}
			switch {
			case ok:
				forms = append(forms, many)
			case strings.HasSuffix(one, "e"):
				forms = append(forms, one+"n", strings.TrimSuffix(one, "e")+"in", strings.TrimSuffix(one, "e")+"innen")
			case strings.HasSuffix(one, "er"):
				forms = append(forms, one+"n", one+"in", one+"innen")
			default:
				forms = append(forms, one+"en", one+"in")
			}
			for _, f := range forms {
				b.name(f, i, ByDemonym)
			}
		}
	}
	return nil
}

func (b *knowledgeBuilder) regions(dir fs.FS) error {
	rows, err := knowledgeTable(dir, "regions.tsv", 12)
	if err != nil {
		return err
	}
	for _, r := range rows {
		lat, err1 := strconv.ParseFloat(r.f[8], 64)
		lon, err2 := strconv.ParseFloat(r.f[9], 64)
		if err1 != nil || err2 != nil {
			return r.errorf("coordinates %q %q", r.f[8], r.f[9])
		}
		e := Known{Class: "region", Government: -1, Variants: list(r.f[2])}
		e.ID, e.Name, e.Kind, e.State, e.Lat, e.Lon = "region-"+r.f[0], r.f[1], "place", r.f[7], lat, lon
		i, err := b.add(r, e)
		if err != nil {
			return err
		}
		for _, a := range list(r.f[3]) {
			b.name("\x01"+a, i, ByAdjective)
		}
		for _, d := range list(r.f[4]) {
			b.name(d, i, ByDemonym)
		}
		if r.f[5] == "" {
			continue
		}
		g := Known{Class: "government", Government: -1, Variants: list(r.f[6])}
		g.ID, g.Name, g.Kind, g.State = "gov-"+r.f[0], r.f[5], "government", r.f[7]
		gi, err := b.add(r, g)
		if err != nil {
			return err
		}
		b.ents[i].Government = gi
	}
	return nil
}

func (b *knowledgeBuilder) bodies(dir fs.FS) error {
	rows, err := knowledgeTable(dir, "bodies.tsv", 9)
	if err != nil {
		return err
	}
	for _, r := range rows {
		if !slices.Contains(entityKinds, r.f[1]) {
			return r.errorf("kind %q", r.f[1])
		}
		e := Known{Class: r.f[2], Owner: r.f[6], Voice: r.f[7], Government: -1, Variants: list(r.f[5])}
		e.ID, e.Kind, e.State, e.Name = r.f[0], r.f[1], r.f[3], r.f[4]
		if g, ok := strings.CutPrefix(e.Owner, "gov-"); ok {
			i, known := b.byID["gov-"+g]
			if !known {
				return r.errorf("no government %s", e.Owner)
			}
			e.Government = i
		}
		if _, err := b.add(r, e); err != nil {
			return err
		}
	}
	return nil
}

func (b *knowledgeBuilder) places(dir fs.FS) error {
	exonyms, err := knowledgeTable(dir, "exonyms.tsv", 4)
	if err != nil {
		return err
	}
	german := map[string][]string{} // name in GeoNames, state → German ones
	for _, r := range exonyms {
		german[r.f[1]+"\t"+r.f[2]] = append(german[r.f[1]+"\t"+r.f[2]], list(r.f[0])...)
	}
	own, err := knowledgeTable(dir, "own-states.tsv", 6)
	if err != nil {
		return err
	}
	seat := map[string]bool{}
	for _, r := range own {
		for _, s := range list(r.f[3]) {
			de, geo, ok := strings.Cut(s, "=")
			if !ok {
				geo = de
			}
			key := geo + "\t" + r.f[0]
			seat[key] = true
			if !slices.Contains(german[key], de) {
				german[key] = append(german[key], de)
			}
		}
	}
	rows, err := knowledgeTable(dir, "places.tsv", 7)
	if err != nil {
		return err
	}
	// The largest of a name in a state gets the plain id.
	sort.SliceStable(rows, func(i, j int) bool {
		a, _ := strconv.Atoi(rows[i].f[5])
		c, _ := strconv.Atoi(rows[j].f[5])
		return a > c
	})
	met := map[string]bool{}
	for _, r := range rows {
		e := Known{Class: "city", Government: -1}
		var err error
		if e.Lat, err = strconv.ParseFloat(r.f[3], 64); err != nil {
			return r.errorf("latitude %q", r.f[3])
		}
		if e.Lon, err = strconv.ParseFloat(r.f[4], 64); err != nil {
			return r.errorf("longitude %q", r.f[4])
		}
		if e.Population, err = strconv.Atoi(r.f[5]); err != nil {
			return r.errorf("population %q", r.f[5])
		}
		e.Name, e.Kind, e.State = r.f[0], "place", r.f[1]
		low := strings.ToLower(r.f[1])
		e.ID = "place-" + low + "-" + slug(r.f[0])
		if _, dup := b.byID[e.ID]; dup {
			e.ID += "-" + slug(r.f[2])
			if _, dup := b.byID[e.ID]; dup {
				e.ID += fmt.Sprintf("-%.1f-%.1f", e.Lat, e.Lon)
			}
			if _, dup := b.byID[e.ID]; dup {
				continue
			}
		}
		key := r.f[0] + "\t" + r.f[1]
		if de := german[key]; len(de) > 0 && !met[key] {
			met[key] = true
			if de[0] != e.Name {
				e.Variants = append(e.Variants, e.Name)
			}
			e.Name = de[0]
			for _, v := range de[1:] {
				if !slices.Contains(e.Variants, v) {
					e.Variants = append(e.Variants, v)
				}
			}
			if seat[key] {
				e.Government = b.byID["gov-"+low]
			}
		}
		if _, err := b.add(r, e); err != nil {
			return err
		}
	}
	parts, err := knowledgeTable(dir, "regions.tsv", 12)
	if err != nil {
		return err
	}
	for _, r := range parts {
		if r.f[10] == "" {
			continue
		}
		n := slices.IndexFunc(b.names[r.f[10]], func(n Named) bool { return b.ents[n.Index].State == r.f[7] && b.ents[n.Index].Class == "city" })
		if n < 0 {
			return r.errorf("no town %s", r.f[10])
		}
		b.name("\x02"+b.ents[b.names[r.f[10]][n].Index].ID, b.byID["region-"+r.f[0]], ByName)
	}
	if i, ok := b.byID["place-be-brussels"]; ok {
		if g, ok := b.byID["eu"]; ok {
			b.ents[i].Government = g // Brüssel speaks for the union
		}
	}
	return nil
}

// givenNames and surnames so common that both together name nobody.
var commonGiven, commonSurname = map[string]bool{}, map[string]bool{}

func init() {
	for _, w := range strings.Fields("Michael Peter Thomas Andreas Stefan Christian Martin Klaus Wolfgang Hans Jürgen Gerd Daniel Frank Uwe Werner Günter Paul Roland Volker Helmut Renate Daniel Boris Robert John Kevin Mike Tony Gordon Bill Jack Robert Charles") {
		commonGiven[w] = true
	}
	for _, w := range strings.Fields("Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Koch Klein Wolf Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Schmitt Werner Krause Meier Lehmann Schmid Schulze Maier Köhler Herrmann König Walter Mayer Huber Kaiser Fuchs Peters Lang Scholz Möller Weiß Jung Hahn Schubert Vogel Friedrich Keller Günther Frank Berger Winkler Roth Beck Lorenz Baumann Franke Albrecht Schuster Simon Ludwig Böhm Winter Kraus Martin Schumacher Krämer Vogt Stein Jäger Otto Sommer Groß Seidel Heinrich Brandt Haas Schreiber Graf Schulte Dietrich Ziegler Kuhn Kühn Pohl Engel Horn Busch Bergmann Thomas Voigt Sauer Arnold Wolff Pfeiffer Bach Smith Brown Jones Johnson Miller Davis Clark Harris Howard Gates Powell Fox Kern Kurz Michel Weise Beckett Wilhelm Straw Clinton Rice Mandela Carter Austin Lee Kim Park Wang Li Martin Morales Santos Costa Castro Singh Khan Garcia García Fernández Sánchez Sanchez Straw Nagel Stocker Heil Barley Rhein Bas Teufel Rau Bahr Maas Merz Franziskus Wissing Platini Rousseff Clement Benedikt Wegner") {
		commonSurname[w] = true
	}
}

func (b *knowledgeBuilder) people(dir fs.FS) error {
	rows, err := knowledgeTable(dir, "people.tsv", 7)
	if err != nil {
		return err
	}
	for _, r := range rows {
		e := Known{Class: r.f[4], Government: -1, Variants: list(r.f[1])}
		e.ID, e.Name, e.Kind, e.State = "person-"+slug(r.f[0]), r.f[0], "person", r.f[3]
		if e.Class != "" {
			if _, ok := b.byID[e.Class]; !ok {
				return r.errorf("no party %s", e.Class)
			}
		}
		switch r.f[2] {
		case "m", "f":
			e.Sex = r.f[2][0]
		default:
			return r.errorf("sex %q", r.f[2])
		}
		if err := b.person(r, e, r.f[5]); err != nil {
			return err
		}
	}
	return nil
}

func (b *knowledgeBuilder) person(r knowledgeRow, e Known, terms string) error {
	words := strings.Fields(e.Name)
	last := words[len(words)-1]
	e.Evidence = len(words) == 2 && commonGiven[words[0]] && commonSurname[last]
	i, known := b.byID[e.ID]
	if !known {
		var err error
		if i, err = b.add(r, e); err != nil {
			return err
		}
		for _, n := range append([]string{e.Name}, e.Variants...) {
			w := strings.Fields(n)
			if len(w) < 2 || strings.HasSuffix(n, ".") {
				continue
			}
			b.name(w[len(w)-1], i, BySurname)
			for k := len(w) - 2; k > 0; k-- { // "von der Leyen", "de Maizière"
				if p := w[k]; p == strings.ToLower(p) || p == "Van" || p == "De" || p == "Le" || p == "Di" || p == "Da" {
					b.name(strings.Join(w[k:], " "), i, BySurname)
					continue
				}
				break
			}
		}
		switch e.State {
		case "KP", "KR", "CN", "TW":
			if len(words) > 1 && words[0] != "Kim" {
				b.name(words[0], i, BySurname)
			}
		}
	}
	for _, t := range strings.Split(terms, ";") {
		if t == "" {
			continue
		}
		f := strings.Fields(t)
		office, where, ok := strings.Cut(f[0], "@")
		if !ok || len(f) < 2 || len(f) > 3 {
			return r.errorf("term %q: want office@where from to", t)
		}
		bt := builtTerm{office: office, where: where, term: term{entity: i}}
		for n, day := range f[1:] {
			v, err := strconv.Atoi(strings.ReplaceAll(day, "-", ""))
			if err != nil || len(day) != 10 {
				return r.errorf("day %q", day)
			}
			if n == 0 {
				bt.from = v
			} else {
				bt.to = v
			}
		}
		if bt.to != 0 && bt.to < bt.from {
			return r.errorf("term %q ends before it begins", t)
		}
		if office == "mayor" {
			ns := b.names[where]
			n := slices.IndexFunc(ns, func(n Named) bool { return b.ents[n.Index].Class == "city" })
			if n < 0 {
				return r.errorf("no place %s", where)
			}
			bt.where = b.ents[ns[n].Index].ID
		} else if _, state := b.byID["state-"+strings.ToLower(where)]; !state && where != "EU" {
			_, region := b.byID["region-"+where]
			if _, body := b.byID[where]; !body && !region {
				return r.errorf("no state, region or body %s", where)
			}
		}
		b.terms = append(b.terms, bt)
	}
	return nil
}

func (b *knowledgeBuilder) parlgov(dir fs.FS) error {
	rows, err := knowledgeTable(dir, "parlgov.tsv", 7)
	if err != nil {
		return err
	}
	b.own = len(b.terms)
	for _, r := range rows {
		e := Known{Government: -1, Variants: list(r.f[4])}
		e.State, e.Name = r.f[2], r.f[3]
		switch r.f[0] {
		case "party":
			e.ID, e.Kind, e.Class = r.f[1], "organisation", "party"
			if _, err := b.add(r, e); err != nil {
				return err
			}
		case "president":
			e.ID, e.Kind = "person-"+r.f[1], "person"
			// Somebody whom people.tsv has, under this name or another, is there with his terms.
			if i, known := b.byID[e.ID]; known && b.heldBy(i, r.f[5]) {
				continue
			}
			if ns := b.names[e.Name]; len(ns) > 0 && b.ents[ns[0].Index].Kind == "person" {
				continue
			}
			if err := b.person(r, e, r.f[5]); err != nil {
				return err
			}
		default:
			return r.errorf("sort %q", r.f[0])
		}
	}
	return nil
}

// heldBy reports whether somebody is known to hold the office of a term already.
func (b *knowledgeBuilder) heldBy(i int, t string) bool {
	key, _, _ := strings.Cut(t, " ")
	for _, bt := range b.terms[:b.own] {
		if bt.entity == i && bt.office+"@"+bt.where == key {
			return true
		}
	}
	return false
}

func (b *knowledgeBuilder) write(nouns []knowledgeRow, about string) ([]byte, error) {
	var records, offsets []byte
	for _, e := range b.ents {
		offsets = binary.LittleEndian.AppendUint32(offsets, uint32(len(records)))
		for _, s := range []string{e.ID, e.Name, e.Class, e.State, e.Owner, e.Voice} {
			records = appendString(records, s)
		}
		records = append(records, byte(slices.Index(entityKinds, e.Kind)), e.Sex)
		records = binary.AppendUvarint(records, zigzag(int64(math.Round(e.Lat*10000))))
		records = binary.AppendUvarint(records, zigzag(int64(math.Round(e.Lon*10000))))
		records = binary.AppendUvarint(records, uint64(e.Population))
		records = binary.AppendUvarint(records, uint64(e.Government+1))
		flags := byte(0)
		if e.Evidence {
			flags |= 1
		}
		records = append(records, flags)
		records = binary.AppendUvarint(records, uint64(len(e.Variants)))
		for _, v := range e.Variants {
			records = appendString(records, v)
		}
	}
	begins := map[string]bool{}
	for n := range b.names {
		if first, _, ok := strings.Cut(n, " "); ok && n[0] > ' ' {
			begins[first] = true
		}
	}
	for w := range begins {
		if _, ok := b.names[w]; !ok {
			b.names[w] = nil
		}
	}
	refs := []byte{0}
	lists := map[string]uint64{}
	var fst bytes.Buffer
	fb, err := vellum.New(&fst, nil)
	if err != nil {
		return nil, err
	}
	for _, n := range slices.Sorted(maps.Keys(b.names)) {
		v := uint64(0)
		if ns := b.names[n]; len(ns) > 0 {
			var l []byte
			l = binary.AppendUvarint(l, uint64(len(ns)))
			for _, x := range ns {
				l = binary.AppendUvarint(l, uint64(x.Index)<<3|uint64(x.How))
			}
			at, ok := lists[string(l)]
			if !ok {
				at = uint64(len(refs))
				lists[string(l)] = at
				refs = append(refs, l...)
			}
			v = at << 1
		}
		if begins[n] {
			v |= 1
		}
		if err := fb.Insert([]byte(n), v); err != nil {
			return nil, fmt.Errorf("name %q: %v", n, err)
		}
	}
	if err := fb.Close(); err != nil {
		return nil, err
	}
	out := appendString(nil, about)
	out = binary.LittleEndian.AppendUint32(out, uint32(len(b.ents)))
	out = append(out, offsets...)
	for _, part := range [][]byte{records, refs, fst.Bytes()} {
		out = binary.LittleEndian.AppendUint32(out, uint32(len(part)))
		out = append(out, part...)
	}
	out = binary.LittleEndian.AppendUint32(out, uint32(len(b.terms)))
	for _, t := range b.terms {
		out = appendString(appendString(out, t.office), t.where)
		for _, v := range []int{t.entity, t.from, t.to} {
			out = binary.AppendUvarint(out, uint64(v))
		}
	}
	sorts := []string{"role", "speaker", "word", "document", "body", "people"}
	out = binary.LittleEndian.AppendUint32(out, uint32(len(nouns)))
	for _, r := range nouns {
		if !slices.Contains(sorts, r.f[1]) {
			return nil, r.errorf("sort %q", r.f[1])
		}
		for _, s := range r.f[:3] {
			out = appendString(out, s)
		}
	}
	return sealData("HSKN", knowledgeFormat, out), nil
}
