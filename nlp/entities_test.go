package nlp

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"hearsay"
	"hearsay/ml"
	"hearsay/text"
)

// namedIn splits, tags and names a text, and lists the names as "PER Angela
// Merkel", derived and partial ones with the form behind the kind.
func namedIn(t *testing.T, s string) []string {
	t.Helper()
	l, err := German()
	if err != nil {
		t.Fatal(err)
	}
	doc := text.Split(&hearsay.Article{Text: s})
	l.Annotate(doc)
	var out []string
	for _, m := range l.Entities(doc) {
		sp := text.SpanOf(doc, m.Toks)
		kind := m.Kind.String() + [...]string{"", "deriv", "part"}[m.Form]
		out = append(out, kind+" "+s[sp.Start:sp.End])
	}
	return out
}

func TestEntities(t *testing.T) {
	for _, c := range []struct {
		why  string
		text string
		want string // parted by "; "
	}{
		{"person with first name, place", "Angela Merkel reiste am Montag nach Paris.", "PER Angela Merkel; LOC Paris"},
		{"title in front of the name is no part of it", "Wie Bundesminister Hermann Gröhe gestern in Berlin erklärte, steigen die Beiträge.", "PER Hermann Gröhe; LOC Berlin"},
		{"parties", "Die SPD und die Grünen lehnten den Antrag der CDU ab.", "ORG SPD; ORG Grünen; ORG CDU"},
		{"adjectives of places are derived", "Der deutsche Außenminister traf seinen französischen Kollegen.", "LOCderiv deutsche; LOCderiv französischen"},
		{"a compound holds a name", "Der SPD-Chef wies das zurück.", "ORGpart SPD-Chef"},
		{"genitive", "Die Regierung Frankreichs widersprach.", "LOC Frankreichs"},
		{"nouns are no names", "Die Ministerin sagte, das Gesetz werde im Herbst geändert.", ""},
		{"surname known by the full name in front", "Sabine Kowalczyk leitet das Amt. Das bestätigte Kowalczyk am Freitag.", "PER Sabine Kowalczyk; PER Kowalczyk"},
	} {
		if got := strings.Join(namedIn(t, c.text), "; "); got != c.want {
			t.Errorf("%s: %s\n got %s\nwant %s", c.why, c.text, got, c.want)
		}
	}
	if got := namedIn(t, ""); len(got) != 0 {
		t.Errorf("names in an empty text: %v", got)
	}
}

// tinyNameData builds data files of almost nothing.
func tinyNameData(t *testing.T) (lex *Lexicon, clusters, gaz, model []byte) {
	t.Helper()
	l, err := German()
	if err != nil {
		t.Fatal(err)
	}
	plain := strings.Repeat("Anna sah Bert in Berlin.\nBert sah Anna in Hamburg.\nDer Hund sah die Katze.\n", 20)
	articles := `{"text": "Anna war in Hamburg. Am 3. Mai kam Bert."}` + "\n"
	clusters, err = BuildClusters(strings.NewReader(plain), strings.NewReader(articles), 2, ml.ClusterOptions{Words: 15, Clusters: 5, Rounds: 3}, "a test")
	if err != nil {
		t.Fatal(err)
	}
	gaz, err = BuildGazetteer(l.Lexicon, GazetteerSources{
		Places:   strings.NewReader(`[{"country_code":"DE","city":"Oberammerbach","population":2000,"state":"Beispielland"},{"country_code":"US","city":"Nowhereville","population":300}]`),
		Surnames: strings.NewReader("\ufeffCountry,Localized Name,Romanized Name\nDE,Quastenhuber,Quastenhuber\nAM,Գրիգորյան,Grigoryan\n"),
		Own:      strings.NewReader("# ours\nORG\tBund der Beispiele;UNO\n"),
	}, "a test")
	if err != nil {
		t.Fatal(err)
	}
	c, err := OpenClusters(clusters)
	if err != nil {
		t.Fatal(err)
	}
	g, err := OpenGazetteer(gaz)
	if err != nil {
		t.Fatal(err)
	}
	sents, err := ReadGermEval(strings.NewReader(tinyNames))
	if err != nil {
		t.Fatal(err)
	}
	opt := DefaultEntityOptions
	opt.Rounds, opt.MinCount = 4, 1
	doc := text.Split(&hearsay.Article{Text: articles})
	l.Annotate(doc)
	opt.Unlabelled = []*hearsay.Doc{doc}
	model, err = TrainEntities(l.Lexicon, l.Tagger, c, g, sents, opt, "a test")
	if err != nil {
		t.Fatal(err)
	}
	return l.Lexicon, clusters, gaz, model
}

const tinyNames = "#\thttp://example.org\t[2010-01-01]\n" +
	"1\tAnna\tB-PER\tO\n2\tSchmidt\tI-PER\tO\n3\twar\tO\tO\n4\tin\tO\tO\n5\tBerlin\tB-LOC\tO\n6\t.\tO\tO\n\n" +
	"1\tDer\tO\tO\n2\tBerliner\tB-LOCderiv\tO\n3\tSPD-Chef\tB-ORGpart\tO\n4\tkam\tO\tO\n"

func TestReadGermEval(t *testing.T) {
	sents, err := ReadGermEval(strings.NewReader(tinyNames))
	if err != nil {
		t.Fatal(err)
	}
	want := [][]Mention{
		{{hearsay.Range{From: 0, To: 2}, PersonEntity, WholeName}, {hearsay.Range{From: 4, To: 5}, PlaceEntity, WholeName}},
		{{hearsay.Range{From: 1, To: 2}, PlaceEntity, DerivedName}, {hearsay.Range{From: 2, To: 3}, OrgEntity, PartName}},
	}
	if len(sents) != 2 || !slices.Equal(sents[0].Mentions, want[0]) || !slices.Equal(sents[1].Mentions, want[1]) {
		t.Errorf("got %v, want mentions %v", sents, want)
	}
	for _, bad := range []string{"1\tAnna\n", "1\tAnna\tB-XYZ\tO\n"} {
		if _, err := ReadGermEval(strings.NewReader(bad)); err == nil || !strings.Contains(err.Error(), "line 1") {
			t.Errorf("%q: error %v, want one that names line 1", bad, err)
		}
	}
}

func TestNameDataRoundTrip(t *testing.T) {
	lex, cb, gb, mb := tinyNameData(t)
	c, err := OpenClusters(cb)
	if err != nil {
		t.Fatal(err)
	}
	if c.About != "a test" || c.N != 5 {
		t.Errorf("clusters: about %q, %d of them; want \"a test\", 5", c.About, c.N)
	}
	if a, b := c.Of("Anna"), c.Of("ANNA"); a == 0 || a != b {
		t.Errorf("clusters: Anna in %d, ANNA in %d; want the same, not 0", a, b)
	}
	if got := c.Of("Zyklotron"); got != 0 {
		t.Errorf("clusters: an unknown word is in %d, want 0", got)
	}
	g, err := OpenGazetteer(gb)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]GazKind{
		"Oberammerbach": GazTown, "Beispielland": GazRegion, "Nowhereville": 0,
		"Quastenhuber": GazSurname, "Grigoryan": GazSurname,
		"UNO": GazOrg, "Bund": gazBegins, "Bund der Beispiele": GazOrg,
	} {
		if got := g.Kinds(name); got != want {
			t.Errorf("gazetteer: %s is %b, want %b", name, got, want)
		}
	}
	if _, err := NewNamer(lex, c, g, mb); err != nil {
		t.Error(err)
	}
}

func TestNameDataIsDeterministic(t *testing.T) {
	_, c1, g1, m1 := tinyNameData(t)
	_, c2, g2, m2 := tinyNameData(t)
	if !bytes.Equal(c1, c2) || !bytes.Equal(g1, g2) || !bytes.Equal(m1, m2) {
		t.Errorf("the same data gave other bytes: clusters equal %t, gazetteer %t, model %t", bytes.Equal(c1, c2), bytes.Equal(g1, g2), bytes.Equal(m1, m2))
	}
}

func TestDamagedNameData(t *testing.T) {
	lex, cb, gb, mb := tinyNameData(t)
	c, _ := OpenClusters(cb)
	g, _ := OpenGazetteer(gb)
	for _, f := range []struct {
		name string
		data []byte
		open func([]byte) error
	}{
		{"clusters", cb, func(b []byte) error { _, err := OpenClusters(b); return err }},
		{"gazetteer", gb, func(b []byte) error { _, err := OpenGazetteer(b); return err }},
		{"entities", mb, func(b []byte) error { _, err := NewNamer(lex, c, g, b); return err }},
	} {
		flipped := bytes.Clone(f.data)
		flipped[len(flipped)/2] ^= 1
		newer := bytes.Clone(f.data)
		newer[4]++
		for _, bad := range []struct {
			why  string
			data []byte
			says string
		}{
			{"empty", nil, "not a"},
			{"of another kind", []byte("PK\x03\x04 and so on, and on"), "not a"},
			{"of another format", newer, "format 2"},
			{"with one bit flipped", flipped, "damaged"},
			{"cut short", f.data[:len(f.data)-5], "damaged"},
		} {
			if err := f.open(bad.data); err == nil || !strings.Contains(err.Error(), bad.says) {
				t.Errorf("%s %s: error %v; want one that says %q", f.name, bad.why, err, bad.says)
			}
		}
	}
}

// What the data must not be larger than.
func TestNameDataSizes(t *testing.T) {
	for _, f := range []struct {
		name string
		data []byte
		most int
	}{{"de.clusters", germanClusters, 500_000}, {"de.gazetteer", germanGazetteer, 3_000_000}, {"de.entities", germanEntities, 8_000_000}} {
		if len(f.data) > f.most {
			t.Errorf("data/%s has %d bytes, want at most %d", f.name, len(f.data), f.most)
		}
	}
}

// sharedNames opens a file of the shared data; without it the test is skipped,
// save in CI.
func sharedNames(t *testing.T, name string) []byte {
	t.Helper()
	dir := os.Getenv("HEARSAY_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "shared")
	}
	data, err := os.ReadFile(filepath.Join(dir, "data", filepath.FromSlash(name)))
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skip("without the shared data: ", err)
	}
	return data
}

// found counts names: right, found, and there to find.
type found struct{ right, found, there int }

func (f found) f1() float64 { return 200 * float64(f.right) / float64(max(1, f.found+f.there)) }

func (f found) String() string {
	return fmt.Sprintf("precision %.1f, recall %.1f, F1 %.1f (%d names)", 100*float64(f.right)/float64(max(1, f.found)), 100*float64(f.right)/float64(max(1, f.there)), f.f1(), f.there)
}

// Persons, organisations and places, whole names only, in the tenth of GermEval's
// dev part that the model has not learned from.
func TestEntitiesOnGermEval(t *testing.T) {
	l, err := German()
	if err != nil {
		t.Fatal(err)
	}
	sents, err := ReadGermEval(bytes.NewReader(sharedNames(t, "entities/germeval2014/NER-de-dev.tsv")))
	if err != nil {
		t.Fatal(err)
	}
	_, test := Apart(sents)
	var all found
	var by [5]found
	for _, s := range test {
		doc := &hearsay.Doc{Article: &hearsay.Article{Text: strings.Join(s.Forms, " ")}}
		p := 0
		for _, f := range s.Forms {
			doc.Toks = append(doc.Toks, hearsay.Token{Span: hearsay.Span{Start: p, End: p + len(f)}, Prefix: -1})
			p += len(f) + 1
		}
		doc.Sents = []hearsay.Sent{{Span: hearsay.Span{End: p - 1}, Toks: hearsay.Range{To: len(doc.Toks)}}}
		l.Tagger.Tag(doc)
		count := func(m Mention, n func(*found)) {
			if m.Form == WholeName && m.Kind != OtherEntity {
				n(&all)
				n(&by[m.Kind])
			}
		}
		for _, m := range s.Mentions {
			count(m, func(f *found) { f.there++ })
		}
		for _, m := range l.Entities(doc) {
			count(m, func(f *found) { f.found++ })
			if slices.Contains(s.Mentions, m) {
				count(m, func(f *found) { f.right++ })
			}
		}
	}
	t.Logf("all %v; PER %v; ORG %v; LOC %v", all, by[PersonEntity], by[OrgEntity], by[PlaceEntity])
	if all.f1() < germEvalFloor {
		t.Errorf("F1 %.1f, was %.1f or better", all.f1(), germEvalFloor)
	}
}

// The newswire part of SmartData's test part, which nothing here has learned from.
// Its types: person is PER; organization and organization-company are ORG;
// location, location-city, location-stop and location-street are LOC; routes
// (railway lines, roads) are left out.
//
// SmartData marks the names inside adjectives and compounds, GermEval does not
// count them as names. So there are two counts: strictly, whole names only with
// exactly its borders; and by its own lights, where derived and partial names
// count too, and a mark inside a token stands for the token.
func TestEntitiesOnSmartData(t *testing.T) {
	l, err := German()
	if err != nil {
		t.Fatal(err)
	}
	z, err := gzip.NewReader(bytes.NewReader(sharedNames(t, "entities/smartdata/test.json.gz")))
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[string]EntityKind{
		"person": PersonEntity, "organization": OrgEntity, "organization-company": OrgEntity,
		"location": PlaceEntity, "location-city": PlaceEntity, "location-stop": PlaceEntity, "location-street": PlaceEntity,
	}
	type name struct {
		hearsay.Span
		kind EntityKind
	}
	var strict, wide found
	docs := 0
	for dec := json.NewDecoder(z); dec.More(); {
		var d struct {
			Text            struct{ String string }
			Refids          struct{ Map struct{ Source string } }
			ConceptMentions struct {
				Array []struct {
					Span struct{ Start, End int } // in UTF-16 units, which are code points here
					Type string
				}
			}
		}
		if err := dec.Decode(&d); err != nil {
			t.Fatal(err)
		}
		if d.Refids.Map.Source != "news" {
			continue
		}
		docs++
		doc := text.Split(&hearsay.Article{Text: d.Text.String})
		l.Annotate(doc)
		var at []int // code point → byte
		for i := range d.Text.String {
			at = append(at, i)
		}
		at = append(at, len(d.Text.String))
		gold, goldWide := map[name]bool{}, map[name]bool{}
		for _, m := range d.ConceptMentions.Array {
			k := kinds[m.Type]
			if k == NoEntity || m.Span.End >= len(at) {
				continue
			}
			n := name{hearsay.Span{Start: at[m.Span.Start], End: at[m.Span.End]}, k}
			gold[n] = true
			for _, tok := range doc.Toks {
				if tok.Start < n.Start && n.Start < tok.End {
					n.Start = tok.Start
				}
				if tok.Start < n.End && n.End < tok.End {
					n.End = tok.End
				}
			}
			goldWide[n] = true
		}
		strict.there += len(gold)
		wide.there += len(goldWide)
		for _, m := range l.Entities(doc) {
			if m.Kind == OtherEntity {
				continue
			}
			n := name{text.SpanOf(doc, m.Toks), m.Kind}
			if m.Form == WholeName {
				strict.found++
				if gold[n] {
					strict.right++
				}
			}
			wide.found++
			if goldWide[n] {
				wide.right++
			}
		}
	}
	t.Logf("%d articles; strictly %v; by its own lights %v", docs, strict, wide)
	if strict.f1() < smartStrictFloor || wide.f1() < smartWideFloor {
		t.Errorf("F1 %.1f and %.1f, were %.1f and %.1f or better", strict.f1(), wide.f1(), smartStrictFloor, smartWideFloor)
	}
}

// Floors, half a point under what the model that the program carries reaches.
const (
	germEvalFloor    = 75.3
	smartStrictFloor = 63.3
	smartWideFloor   = 70.3
)

func BenchmarkEntities(b *testing.B) {
	l, err := German()
	if err != nil {
		b.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join("..", "corpus", "de", "articles.jsonl"))
	if err != nil {
		b.Skip(err)
	}
	var docs []*hearsay.Doc
	for dec := json.NewDecoder(bytes.NewReader(data)); dec.More() && len(docs) < 200; {
		var a struct{ Text string }
		if err := dec.Decode(&a); err != nil {
			b.Fatal(err)
		}
		doc := text.Split(&hearsay.Article{Text: a.Text})
		l.Annotate(doc)
		docs = append(docs, doc)
	}
	if _, err := GermanNamer(); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	toks := 0
	for i := 0; b.Loop(); i++ {
		doc := docs[i%len(docs)]
		l.Entities(doc)
		toks += len(doc.Toks)
	}
	// An article of 400 words has about 460 tokens.
	b.ReportMetric(float64(toks)/460/b.Elapsed().Seconds(), "articles/s")
}
