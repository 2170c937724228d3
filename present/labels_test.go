package present

import (
	"reflect"
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
	for _, c := range []struct {
		why  string
		st   hearsay.Statement
		want []link
	}{
		{"nobody is named", hearsay.Statement{},
			[]link{{Name: "stern", Outlet: true}, {Name: "ungenannt", Hidden: true, Via: "sagt"}}},
		{"no chain, but a source", hearsay.Statement{Source: &hearsay.Source{Passage: hearsay.Passage{Text: "der Kreml"}}},
			[]link{{Name: "stern", Outlet: true}, {Name: "der Kreml", Via: "sagt"}}},
		{"a chain that ends in somebody hidden", hearsay.Statement{Chain: []hearsay.Voucher{
			{Name: "AFP", Kind: "agency", Visibility: "named", Via: "copies"},
			{Name: "Diplomaten", Kind: "unspecified", Visibility: "collective", Via: "cites"}}},
			[]link{{Name: "stern", Outlet: true}, {Name: "AFP", Kind: "Agentur", Via: "übernommen von"},
				{Name: "Diplomaten", Hidden: true, Note: "Personenkreis", Via: "beruft sich auf"}}},
	} {
		if got := german.path(a, &c.st); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %+v", c.why, got)
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
