package nlp

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/vellum"

	"hearsay"
	"hearsay/ml"
	"hearsay/text"
)

// A NamedSentence is a training example for the namer: its words with the names
// among them.
type NamedSentence struct {
	Forms    []string
	Mentions []Mention // ranges of words; none overlaps another
}

// ReadGermEval reads sentences in the format of GermEval 2014: a token a line
// with number, form, outer and inner label, parted by tabs; an empty line behind
// each sentence; comments with #. Only the outer names are taken. An error names
// the line.
func ReadGermEval(r io.Reader) ([]NamedSentence, error) {
	var out []NamedSentence
	var s NamedSentence
	flush := func() {
		if len(s.Forms) > 0 {
			out = append(out, s)
		}
		s = NamedSentence{}
	}
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, 1<<20)
	for n := 1; sc.Scan(); n++ {
		line := sc.Text()
		if strings.TrimSpace(line) == "" {
			flush()
			continue
		}
		if line[0] == '#' {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) < 3 {
			return nil, fmt.Errorf("line %d: want number, form and label, parted by tabs: %q", n, line)
		}
		i := len(s.Forms)
		s.Forms = append(s.Forms, f[1])
		if f[2] == "O" {
			continue
		}
		l, ok := parseLabel(f[2])
		if !ok {
			return nil, fmt.Errorf("line %d: unknown label %q", n, f[2])
		}
		if k := len(s.Mentions) - 1; l.place == 'I' && k >= 0 && s.Mentions[k].Toks.To == i && s.Mentions[k].Kind == l.kind && s.Mentions[k].Form == l.form {
			s.Mentions[k].Toks.To++
			continue
		}
		s.Mentions = append(s.Mentions, Mention{hearsay.Range{From: i, To: i + 1}, l.kind, l.form})
	}
	flush()
	return out, sc.Err()
}

// markedName is a name marked in running text: "[PER|Angela Merkel]".
var markedName = regexp.MustCompile(`\[((?:PER|LOC|ORG|OTH)(?:deriv|part)?)\|([^\[\]|]+)\]`)

// ReadMarked reads articles whose names are marked inline, in the form of
// corpus/de/entities: a heading "##### id" before each article, names as
// "[PER|Angela Merkel]" with the labels of GermEval 2014. It gives their sentences.
func ReadMarked(r io.Reader) ([]NamedSentence, error) {
	data, err := io.ReadAll(io.LimitReader(r, 64<<20))
	if err != nil {
		return nil, err
	}
	var out []NamedSentence
	for n, block := range strings.Split("\n"+string(data), "\n##### ")[1:] {
		_, body, ok := strings.Cut(block, "\n")
		if !ok {
			return nil, fmt.Errorf("article %d: a heading without a text", n+1)
		}
		var plain strings.Builder
		type name struct {
			hearsay.Span
			label nameLabel
		}
		var names []name
		last := 0
		for _, m := range markedName.FindAllStringSubmatchIndex(body, -1) {
			l, ok := parseLabel("S-" + body[m[2]:m[3]])
			if !ok {
				return nil, fmt.Errorf("article %d: unknown label %q", n+1, body[m[2]:m[3]])
			}
			plain.WriteString(body[last:m[0]])
			start := plain.Len()
			plain.WriteString(body[m[4]:m[5]])
			names = append(names, name{hearsay.Span{Start: start, End: plain.Len()}, l})
			last = m[1]
		}
		plain.WriteString(body[last:])
		doc := text.Split(&hearsay.Article{Text: plain.String()})
		k := 0
		for _, sent := range doc.Sents {
			var s NamedSentence
			for i := sent.Toks.From; i < sent.Toks.To; i++ {
				s.Forms = append(s.Forms, text.Word(doc, i))
			}
			for ; k < len(names) && names[k].Start < sent.End; k++ {
				from := sent.Toks.From
				for from < sent.Toks.To && doc.Toks[from].End <= names[k].Start {
					from++
				}
				to := from
				for to < sent.Toks.To && doc.Toks[to].Start < names[k].End {
					to++
				}
				if j := len(s.Mentions) - 1; from < to && (j < 0 || s.Mentions[j].Toks.To <= from-sent.Toks.From) {
					s.Mentions = append(s.Mentions, Mention{hearsay.Range{From: from - sent.Toks.From, To: to - sent.Toks.From}, names[k].label.kind, names[k].label.form})
				}
			}
			if len(s.Forms) > 0 {
				out = append(out, s)
			}
		}
	}
	return out, nil
}

// Apart parts every tenth sentence from the others: those are what measures a
// model that the others taught.
func Apart(data []NamedSentence) (train, test []NamedSentence) {
	for i, s := range data {
		if i%10 == 9 {
			test = append(test, s)
		} else {
			train = append(train, s)
		}
	}
	return train, test
}

// EntityOptions say how [TrainEntities] learns.
type EntityOptions struct {
	ml.SequenceOptions
	// Unlabelled are articles to learn from without knowing their names: what the
	// namer finds in them, having learned from the sentences, teaches it along.
	Unlabelled []*hearsay.Doc
	Weight     float64 // of a sentence of theirs, against one of the data
}

// DefaultEntityOptions are those of the model that the program carries.
var DefaultEntityOptions = EntityOptions{
	SequenceOptions: ml.SequenceOptions{Rounds: 16, Strength: 3e-3, Dropout: 0.4, MinCount: 10, MinWeight: 0.08, Against: 0.7, Seed: 1},
	Weight:          0.15,
}

// TrainEntities learns the model of a namer, for [NewNamer], with the tags that
// the tagger gives: another tagger wants another model. about goes into the model
// file.
func TrainEntities(lex *Lexicon, tagger *Tagger, clusters *Clusters, gaz *Gazetteer, data []NamedSentence, opt EntityOptions, about string) ([]byte, error) {
	nm := &Namer{lex: lex, clusters: clusters, gaz: gaz}
	names := []string{"O"}
	for _, k := range []EntityKind{PersonEntity, OrgEntity, PlaceEntity, OtherEntity} {
		for _, p := range []byte("BIES") {
			names = append(names, nameLabel{p, k, WholeName}.String())
		}
	}
	index := map[string]int{}
	for i, l := range names {
		index[l] = i
	}
	label := func(l nameLabel) int {
		i, ok := index[l.String()]
		if !ok {
			i = len(names)
			index[l.String()] = i
			names = append(names, l.String())
		}
		return i
	}
	cache := map[nameKey]*nameWord{}
	tcache := map[string]word{}
	sequence := func(s NamedSentence, weight float64) ml.Sequence {
		toks := make([]hearsay.Token, len(s.Forms))
		tagger.tagSentence(s.Forms, toks, tcache)
		in := nm.sentence(s.Forms, toks, cache)
		seq := ml.Sequence{Features: make([][]ml.Feature, len(s.Forms)), Labels: make([]int, len(s.Forms)), Weight: weight}
		for i := range s.Forms {
			seq.Features[i] = in.features(i, make([]ml.Feature, 0, 96))
		}
		for _, m := range s.Mentions {
			for i := m.Toks.From; i < m.Toks.To; i++ {
				l := nameLabel{'I', m.Kind, m.Form}
				switch {
				case m.Form != WholeName || m.Toks.To-m.Toks.From == 1:
					l.place = 'S'
				case i == m.Toks.From:
					l.place = 'B'
				case i == m.Toks.To-1:
					l.place = 'E'
				}
				seq.Labels[i] = label(l)
			}
		}
		return seq
	}
	var seqs []ml.Sequence
	for _, s := range data {
		seqs = append(seqs, sequence(s, 1))
	}
	if len(seqs) == 0 {
		return nil, errors.New("no training sentences")
	}
	learn := func() []byte {
		var labels []nameLabel
		for _, n := range names {
			l, _ := parseLabel(n)
			labels = append(labels, l)
		}
		return ml.TrainSequences(names, followsIn(labels), seqs, opt.SequenceOptions).Bytes(entitiesKind, about, 0)
	}
	model := learn()
	if len(opt.Unlabelled) == 0 {
		return model, nil
	}
	teacher, err := NewNamer(lex, clusters, gaz, model)
	if err != nil {
		return nil, err
	}
	for _, doc := range opt.Unlabelled {
		found := teacher.Find(doc)
		for _, sent := range doc.Sents {
			var s NamedSentence
			for i := sent.Toks.From; i < sent.Toks.To; i++ {
				s.Forms = append(s.Forms, text.Word(doc, i))
			}
			for _, m := range found {
				if m.Toks.From >= sent.Toks.From && m.Toks.To <= sent.Toks.To {
					m.Toks.From -= sent.Toks.From
					m.Toks.To -= sent.Toks.From
					s.Mentions = append(s.Mentions, m)
				}
			}
			if len(s.Forms) > 3 {
				seqs = append(seqs, sequence(s, opt.Weight))
			}
		}
	}
	return learn(), nil
}

// GazetteerSources are the lists that [BuildGazetteer] makes a gazetteer from. Any
// may be nil.
type GazetteerSources struct {
	Places      io.Reader // geonames, JSON: a list of objects with city, state, county, country_code, population
	Territories io.Reader // CLDR, territories.json in German
	Languages   io.Reader // CLDR, languages.json in German
	Zones       io.Reader // CLDR, timeZoneNames.json in German: its cities
	Countries   io.Reader // ParlGov, country.csv
	Parties     io.Reader // ParlGov, party.csv
	Presidents  io.Reader // ParlGov, politician_president.csv
	Forenames   io.Reader // popular names, common-forenames-by-country.csv
	Surnames    io.Reader // popular names, common-surnames-by-country.csv
	Own         io.Reader // data/de.names.txt
}

// Places with fewer people are left out, save those of German-speaking countries.
const leastPeople = 15000

// BuildGazetteer compiles lists of names into the form that OpenGazetteer reads.
// about goes into the file.
func BuildGazetteer(lex *Lexicon, src GazetteerSources, about string) ([]byte, error) {
	names := map[string]GazKind{}
	add := func(name string, k GazKind) {
		name = strings.Join(nameTokens(name), " ")
		if utf8.RuneCountInString(name) < 2 {
			return
		}
		names[name] |= k
	}
	steps := []struct {
		name string
		r    io.Reader
		read func(io.Reader) error
	}{
		{"places", src.Places, func(r io.Reader) error { return readPlaces(r, add) }},
		{"territories", src.Territories, func(r io.Reader) error { return readTerritories(r, add) }},
		{"languages", src.Languages, func(r io.Reader) error { return readLanguages(r, add) }},
		{"zones", src.Zones, func(r io.Reader) error { return readZones(r, add) }},
		{"parties", src.Parties, func(r io.Reader) error { return readParties(r, src.Countries, add) }},
		{"presidents", src.Presidents, func(r io.Reader) error {
			return eachRow(r, func(row map[string]string) {
				if n := row["person_id_source"]; strings.ContainsRune(n, ' ') {
					add(n, GazPerson)
				}
			})
		}},
		{"forenames", src.Forenames, func(r io.Reader) error { return readPopular(r, GazForename, add) }},
		{"surnames", src.Surnames, func(r io.Reader) error { return readPopular(r, GazSurname, add) }},
		{"own names", src.Own, func(r io.Reader) error { return readOwn(r, add) }},
	}
	for _, s := range steps {
		if s.r == nil {
			continue
		}
		if err := s.read(s.r); err != nil {
			return nil, fmt.Errorf("%s: %v", s.name, err)
		}
	}
	for n := range names {
		if first, _, more := strings.Cut(n, " "); more {
			names[first] |= gazBegins
		}
	}
	keys := make([]string, 0, len(names))
	for n := range names {
		keys = append(keys, n)
	}
	sort.Strings(keys)
	var fst bytes.Buffer
	b, err := vellum.New(&fst, nil)
	if err != nil {
		return nil, err
	}
	for _, k := range keys {
		if err := b.Insert([]byte(k), uint64(names[k])); err != nil {
			return nil, err
		}
	}
	if err := b.Close(); err != nil {
		return nil, err
	}
	body := appendString(nil, about)
	body = binary.LittleEndian.AppendUint32(body, uint32(fst.Len()))
	body = append(body, fst.Bytes()...)
	like, err := learnLikeness(lex, keys, names)
	if err != nil {
		return nil, err
	}
	return sealData("HSGZ", gazetteerFormat, append(body, like...)), nil
}

// learnLikeness learns from the lexicon and the names what names look like.
func learnLikeness(lex *Lexicon, keys []string, names map[string]GazKind) ([]byte, error) {
	type example struct {
		form  string
		label int
	}
	const common, person, place = 0, 1, 2
	var exs []example
	seen := map[string]bool{}
	add := func(form string, label int) {
		if len(form) > 2 && capital(form) && !seen[form] {
			seen[form] = true
			exs = append(exs, example{form, label})
		}
	}
	for _, k := range keys {
		g := names[k]
		label := place
		switch {
		case g&(GazForename|GazSurname|GazPerson) != 0 && g&(GazCity|GazTown|GazCountry|GazRegion) == 0:
			label = person
		case g&(GazCity|GazTown|GazCountry|GazRegion) != 0 && g&(GazForename|GazSurname|GazPerson) == 0:
		default:
			continue
		}
		for _, w := range strings.Fields(k) {
			ok := true
			for _, r := range lex.Lookup(w, nil) {
				ok = ok && r.Class == ProperName
			}
			if ok {
				add(w, label)
			}
		}
	}
	it, err := lex.fst.Iterator(nil, nil)
	for n := 0; err == nil; n++ {
		form, _ := it.Current()
		var isCommon, isPerson, isPlace bool
		for _, r := range lex.Lookup(string(form), nil) {
			switch {
			case r.Name == FirstName || r.Name == Surname:
				isPerson = true
			case r.Name == PlaceName:
				isPlace = true
			case r.Class != ProperName:
				isCommon = true
			}
		}
		switch f := string(form); {
		case isPerson && !isCommon && !isPlace:
			add(f, person)
		case isPlace && !isCommon && !isPerson:
			add(f, place)
		case isCommon && !isPerson && !isPlace && n%6 == 0:
			r, k := utf8.DecodeRuneInString(f)
			add(string(unicode.ToUpper(r))+f[k:], common)
		}
		err = it.Next()
	}
	if err != vellum.ErrIteratorDone {
		return nil, err
	}
	tr := ml.NewTrainer(likenesses)
	var buf []ml.Feature
	for round := range 3 {
		for _, i := range ml.Shuffle(len(exs), uint64(round)) {
			buf = likenessFeatures(exs[i].form, buf[:0])
			if guess := tr.Predict(buf, nil); guess != exs[i].label {
				tr.Update(buf, exs[i].label, guess, 1)
			}
			tr.Tick()
		}
	}
	return tr.Bytes(likenessKind, "the gazetteer and the lexicon", 3), nil
}

// nameTokens splits a name as the text layer splits text.
func nameTokens(name string) []string {
	doc := text.Split(&hearsay.Article{Text: name})
	var out []string
	for i := range doc.Toks {
		out = append(out, canonicalMark(text.Word(doc, i)))
	}
	return out
}

func latin(s string) bool {
	for _, r := range s {
		if unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) {
			return false
		}
	}
	return true
}

func capital(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}

func readPlaces(r io.Reader, add func(string, GazKind)) error {
	var places []struct {
		Country    string `json:"country_code"`
		City       string
		State      string
		County     string
		Population int
	}
	if err := json.NewDecoder(r).Decode(&places); err != nil {
		return err
	}
	states := map[string]bool{}
	for _, p := range places {
		german := p.Country == "DE" || p.Country == "AT" || p.Country == "CH"
		if !capital(p.City) || !latin(p.City) || !german && p.Population < leastPeople {
			continue
		}
		if p.Population >= 100000 {
			add(p.City, GazCity)
		} else {
			add(p.City, GazTown)
		}
		if p.State != "" && capital(p.State) && !states[p.State] {
			states[p.State] = true
			add(p.State, GazRegion)
		}
	}
	return nil
}

// cldr reads the strings under a path of a CLDR file.
func cldr(r io.Reader, path ...string) (map[string]any, error) {
	var m map[string]any
	if err := json.NewDecoder(r).Decode(&m); err != nil {
		return nil, err
	}
	for _, p := range path {
		next, ok := m[p].(map[string]any)
		if !ok {
			return nil, fmt.Errorf("no %q in it", p)
		}
		m = next
	}
	return m, nil
}

// A name of a country in -land, -ien or -ei gives the adjective in -isch and the
// inhabitant in -er or -e; those that it does not fit do no harm.
func derive(country string, add func(string, GazKind)) {
	stem := country
	for _, end := range []string{"ien", "land", "en", "ei", "a", "n", "e"} {
		if strings.HasSuffix(country, end) && len(country) > len(end)+2 {
			stem = strings.TrimSuffix(country, end)
			break
		}
	}
	for _, s := range []string{stem, stem + "n", stem + "an", country} {
		adj := strings.ToLower(s) + "isch"
		add(adj, GazDerived)
		if s != country {
			add(s+"er", GazDerived)
		}
	}
	if strings.HasSuffix(country, "ien") || strings.HasSuffix(country, "ei") || strings.HasSuffix(country, "land") {
		add(stem+"e", GazDerived)
		add(stem+"en", GazDerived)
	}
	if strings.HasSuffix(country, "land") {
		add(country[:len(country)-4]+"länder", GazDerived)
		add(strings.ToLower(country[:len(country)-4])+"ländisch", GazDerived)
	}
}

func readTerritories(r io.Reader, add func(string, GazKind)) error {
	m, err := cldr(r, "main", "de", "localeDisplayNames", "territories")
	if err != nil {
		return err
	}
	for code, v := range m {
		name, _ := v.(string)
		if code == "001" || code == "ZZ" || code == "XA" || code == "XB" || !capital(name) {
			continue
		}
		if i := strings.Index(name, " ("); i > 0 {
			name = name[:i]
		}
		k := GazCountry
		if code == "EU" || code == "EZ" || code == "UN" {
			k = GazOrg
		}
		if strings.HasPrefix(name, "Sonderverwaltungsregion ") {
			name = strings.TrimPrefix(name, "Sonderverwaltungsregion ")
		}
		add(name, k)
		if k == GazCountry && !strings.ContainsAny(name, " -") {
			derive(name, add)
		}
	}
	return nil
}

func readLanguages(r io.Reader, add func(string, GazKind)) error {
	m, err := cldr(r, "main", "de", "localeDisplayNames", "languages")
	if err != nil {
		return err
	}
	for _, v := range m {
		name, _ := v.(string)
		if strings.ContainsAny(name, " -(") || !strings.HasSuffix(name, "sch") {
			continue
		}
		add(strings.ToLower(name), GazDerived)
	}
	for _, a := range strings.Fields("amerikanisch deutsch europäisch afrikanisch asiatisch österreichisch schweizerisch bayerisch hessisch sächsisch preußisch westfälisch badisch britisch englisch schottisch sowjetisch jugoslawisch israelisch palästinensisch kurdisch tibetisch tschetschenisch bosnisch kosovarisch belgisch brasilianisch mexikanisch kanadisch argentinisch kubanisch venezolanisch kolumbianisch chilenisch irakisch pakistanisch syrisch ägyptisch libysch saudisch jemenitisch nordkoreanisch südkoreanisch taiwanisch australisch neuseeländisch südafrikanisch nigerianisch westdeutsch ostdeutsch römisch athenisch") {
		add(a, GazDerived)
	}
	for _, a := range strings.Fields("Deutsche Deutschen Deutscher Deutsch Franzose Franzosen Brite Briten Engländer Amerikaner US-Amerikaner Russe Russen Pole Polen Türke Türken Grieche Griechen Spanier Italiener Portugiese Däne Dänen Schwede Schweden Finne Finnen Norweger Niederländer Holländer Belgier Schweizer Österreicher Tscheche Tschechen Slowake Ungar Ungarn Rumäne Rumänen Bulgare Serbe Serben Kroate Kroaten Bosnier Albaner Ukrainer Chinese Chinesen Japaner Koreaner Inder Pakistaner Afghane Afghanen Iraner Iraker Syrer Israeli Israelis Palästinenser Araber Ägypter Kurde Kurden Afrikaner Europäer Asiate Asiaten Australier Kanadier Mexikaner Brasilianer Argentinier Kubaner Bayer Bayern Sachse Sachsen Hesse Schwabe Schwaben Berliner Hamburger Wiener Münchner Kölner Pariser Londoner Moskauer Römer Sowjets") {
		add(a, GazDerived)
	}
	return nil
}

func readZones(r io.Reader, add func(string, GazKind)) error {
	m, err := cldr(r, "main", "de", "dates", "timeZoneNames", "zone")
	if err != nil {
		return err
	}
	var walk func(m map[string]any)
	walk = func(m map[string]any) {
		if name, ok := m["exemplarCity"].(string); ok && name != "Unbekannt" && capital(name) {
			add(name, GazCity)
		}
		for _, v := range m {
			if sub, ok := v.(map[string]any); ok {
				walk(sub)
			}
		}
	}
	walk(m)
	return nil
}

// eachRow reads a CSV file with a head line.
func eachRow(r io.Reader, do func(row map[string]string)) error {
	c := csv.NewReader(r)
	c.FieldsPerRecord = -1
	head, err := c.Read()
	if err != nil {
		return err
	}
	head[0] = strings.TrimPrefix(head[0], "\ufeff")
	for {
		rec, err := c.Read()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		row := map[string]string{}
		for i, v := range rec {
			if i < len(head) {
				row[head[i]] = v
			}
		}
		do(row)
	}
}

func readParties(r, countries io.Reader, add func(string, GazKind)) error {
	german := map[string]bool{}
	if countries != nil {
		err := eachRow(countries, func(row map[string]string) {
			switch row["name_short"] {
			case "DEU", "AUT", "CHE":
				german[row["id"]] = true
			}
		})
		if err != nil {
			return err
		}
	}
	return eachRow(r, func(row map[string]string) {
		name, short := row["name"], row["name_short"]
		if !capital(name) || !latin(name) {
			return
		}
		if i := strings.IndexAny(name, "–/|("); i > 0 {
			name = name[:i]
		}
		if german[row["country_id"]] || strings.ContainsRune(strings.TrimSpace(name), ' ') {
			add(name, GazOrg)
		}
		if german[row["country_id"]] && len(short) > 2 && strings.ToUpper(short) == short {
			add(short, GazOrg)
		}
	})
}

func readPopular(r io.Reader, k GazKind, add func(string, GazKind)) error {
	return eachRow(r, func(row map[string]string) {
		for _, name := range []string{row["Localized Name"], row["Romanized Name"]} {
			if name != "" && latin(name) && capital(name) {
				add(name, k)
			}
		}
	})
}

func readOwn(r io.Reader, add func(string, GazKind)) error {
	kinds := map[string]GazKind{"ORG": GazOrg, "LOC": GazCity, "PER": GazPerson, "OTH": GazOther}
	return eachLine(r, func(n int, line string) error {
		if line[0] == '#' {
			return nil
		}
		code, list, ok := strings.Cut(line, "\t")
		k := kinds[code]
		if !ok || k == 0 {
			return fmt.Errorf("line %d: want ORG, LOC, PER or OTH, a tab and names: %.40q", n, line)
		}
		for _, name := range strings.Split(list, ";") {
			add(strings.TrimSpace(name), k)
		}
		return nil
	})
}
