package present

import (
	"reflect"
	"strings"
	"testing"

	"hearsay"
)

// TestLabelsAreWhole holds that each language has a word for everything.
func TestLabelsAreWhole(t *testing.T) {
	for _, l := range []*labels{&german, &english} {
		v := reflect.ValueOf(*l)
		for i := range v.NumField() {
			if v.Field(i).IsZero() {
				t.Errorf("%s: %s is missing", l.Lang, v.Type().Field(i).Name)
			}
		}
		for i, m := range l.Months {
			if m == "" {
				t.Errorf("%s: month %d is missing", l.Lang, i+1)
			}
		}
	}
	same := func(what string, a, b any) {
		ka, kb := reflect.ValueOf(a), reflect.ValueOf(b)
		for _, k := range ka.MapKeys() {
			if !kb.MapIndex(k).IsValid() {
				t.Errorf("%s: only one language has %v", what, k)
			}
		}
		if ka.Len() != kb.Len() {
			t.Errorf("%s: %d and %d", what, ka.Len(), kb.Len())
		}
	}
	same("modes", german.Modes, english.Modes)
	same("mode hints", german.ModeHints, english.ModeHints)
	same("media", german.Media, english.Media)
	same("acts", german.Acts, english.Acts)
	same("facts", german.Facts, english.Facts)
	same("kinds", german.Kinds, english.Kinds)
	same("visibilities", german.Visibilities, english.Visibilities)
	same("vias", german.Vias, english.Vias)
	if len(german.Acts) != 21 || len(german.Facts) != 8 || len(german.Modes) != len(modes) {
		t.Error("claims.md has 21 acts, 8 values of factuality, 5 modes")
	}
}

func TestPath(t *testing.T) {
	a := &hearsay.Article{Outlet: "stern"}
	stern := link{Name: "stern", Kind: "Medium", Outlet: true}
	for _, c := range []struct {
		why  string
		st   hearsay.Statement
		want []link
	}{
		{"nobody is named", hearsay.Statement{},
			[]link{stern, {Name: "ungenannt", Hidden: true, Via: "sagt", Way: "gesagt von", Last: true}}},
		{"no chain, but a source", hearsay.Statement{Source: &hearsay.Source{Passage: hearsay.Passage{Text: "der Kreml"},
			Entity: &hearsay.Entity{Name: "Kreml", Kind: "government", State: "RU"}}},
			[]link{stern, {Name: "Kreml", Kind: "Regierung", State: "Russland", Seen: "namentlich", Via: "sagt", Way: "gesagt von", Last: true}}},
		{"a chain that ends in somebody hidden", hearsay.Statement{Chain: []hearsay.Voucher{
			{Name: "AFP", Kind: "agency", Visibility: "named", Via: "copies"},
			{Name: "Diplomaten", Kind: "unspecified", Visibility: "collective", Via: "cites"}}},
			[]link{stern, {Name: "AFP", Kind: "Agentur", Seen: "namentlich", Copies: true, Via: "übernimmt", Way: "übernommen von"},
				{Name: "Diplomaten", Hidden: true, Note: "Personenkreis", Seen: "Personenkreis", Via: "beruft sich", Way: "gestützt auf", Last: true}}},
		{"a spokesperson without a name", hearsay.Statement{
			Source: &hearsay.Source{Passage: hearsay.Passage{Text: "ein Sprecher der Bahn"}, Entity: &hearsay.Entity{Name: "Deutsche Bahn", Kind: "company"}},
			Chain:  []hearsay.Voucher{{Name: "Deutsche Bahn", Kind: "company", Visibility: "role", Via: "says"}, {Name: "Deutsche Bahn", Kind: "company", Visibility: "named", Via: "speaks for"}}},
			[]link{stern, {Name: "ein Sprecher der Bahn", Kind: "Person", Note: "mit Amt", Seen: "mit Amt", Via: "sagt", Way: "gesagt von"},
				{Name: "Deutsche Bahn", Kind: "Unternehmen", Seen: "namentlich", Via: "spricht für", Way: "im Namen von", Last: true}}},
		{"a person told by an office", hearsay.Statement{Chain: []hearsay.Voucher{{Name: "ein Sprecher", Kind: "person", Visibility: "role", Via: "says"}}},
			[]link{stern, {Name: "ein Sprecher", Kind: "Person", Note: "mit Amt", Seen: "mit Amt", Via: "sagt", Way: "gesagt von", Last: true}}},
	} {
		if got := german.path(a, &c.st); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %+v", c.why, got)
		}
	}
}

// TestSentence: a path is heard as one sentence.
func TestSentence(t *testing.T) {
	rd := sample(t)
	for _, c := range []struct {
		l    *labels
		want string
	}{
		{&german, "Weg der Aussage: stern, Medium; übernommen von AFP, Agentur, namentlich; gestützt auf Yonhap, Agentur, Südkorea, namentlich; gestützt auf offizielle Quelle, anonym: der Ursprung."},
		{&english, "Path of the statement: stern, outlet; copied from AFP, agency, by name; citing Yonhap, agency, South Korea, by name; citing offizielle Quelle, anonymous: the origin."},
	} {
		if got := c.l.sentence(c.l.path(rd.Article, &rd.Statements[2])); got != c.want {
			t.Errorf("got %s\nwant %s", got, c.want)
		}
	}
	alone := german.path(&hearsay.Article{}, &rd.Statements[6])
	if got := german.sentence(alone); got != "Weg der Aussage: Dmitri Peskow, Person, namentlich." {
		t.Error(got)
	}
}

// TestPlace shows where a place lies.
func TestPlace(t *testing.T) {
	for _, c := range []struct {
		e        hearsay.Entity
		de, name string
	}{
		{hearsay.Entity{Name: "Wladiwostok", State: "RU", Lat: 43.1, Lon: 131.9}, "Russland, 43,1° N 131,9° O", "Wladiwostok"},
		{hearsay.Entity{Name: "Windhoek", State: "NA", Lat: -22.57, Lon: 17.08}, "Namibia, 22,6° S 17,1° O", "Windhoek"},
		{hearsay.Entity{Name: "Russland", State: "RU"}, "", "Russland"},
		{hearsay.Entity{}, "", "dort"},
	} {
		name, more := german.place(&hearsay.Place{Passage: hearsay.Passage{Text: "dort"}, Entity: &c.e})
		if name != c.name || strings.ReplaceAll(more, noBreak, " ") != c.de {
			t.Errorf("%+v: %q, %q", c.e, name, more)
		}
	}
}

// TestManySources folds the sources that say least away, and counts all.
func TestManySources(t *testing.T) {
	rd := &hearsay.Reading{Article: &hearsay.Article{Text: "x"}}
	for i := range 30 {
		name := string(rune('a' + i%20))
		if i%2 == 1 {
			name = "der " + name // the article makes no other source
		}
		rd.Statements = append(rd.Statements, hearsay.Statement{Source: &hearsay.Source{Passage: hearsay.Passage{Text: name}}})
	}
	v := viewArticle(&german, rd, 1)
	if len(v.Sources) != mainSources || len(v.MoreSources) != 20-mainSources || v.Sources[0].N != 2 || v.Sources[1].Name != "b" {
		t.Errorf("%+v %+v", v.Sources, v.MoreSources)
	}
}
