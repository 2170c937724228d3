package crossdoc_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"hearsay"
	"hearsay/crossdoc"
	"hearsay/text"
)

var monday = time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)

// article makes an article of a text, the n-th hour after Monday morning.
func article(tb testing.TB, n int, outlet, body string, agencies ...string) *crossdoc.Brief {
	tb.Helper()
	b := brief(tb, fmt.Sprintf("a%016x", n+1), &hearsay.Article{Outlet: outlet, URL: fmt.Sprintf("https://%d.example/", n), Text: body, Language: "de"}, monday.Add(time.Duration(n)*time.Hour), true)
	b.Agencies = agencies
	return b
}

// addAll adds articles in order and returns what each shares with earlier ones.
func addAll(tb testing.TB, arts ...*crossdoc.Brief) []crossdoc.Reprinted {
	tb.Helper()
	m, r := crossdoc.NewMapMemory(), crossdoc.NewReprints()
	var out []crossdoc.Reprinted
	for _, b := range arts {
		if err := m.Put(crossdoc.BriefKey(b.Version), crossdoc.EncodeBrief(b)); err != nil {
			tb.Fatal(err)
		}
		o, err := r.Add(m, b)
		if err != nil {
			tb.Fatal(err)
		}
		out = append(out, crossdoc.Reprinted{Brief: b, Overlaps: o})
	}
	return out
}

const (
	ferry = `Bei einem Brand auf der Fähre „Möwe“ sind in der Nacht zum Montag vor Warnemünde 15 Menschen leicht verletzt worden.

Das Feuer war nach Angaben der Reederei im Maschinenraum ausgebrochen. Die Ursache sei offenbar ein technischer Defekt, sagte eine Sprecherin der Wasserschutzpolizei.

Das Schiff wurde von zwei Schleppern in den Hafen von Rostock gezogen. Die Passagiere konnten die Fähre am frühen Morgen über die Gangway verlassen.`
	orchard = `Der Frost der vergangenen Woche hat im Alten Land einen großen Teil der Kirschblüten zerstört.

Die Obstbauern rechnen mit Einbußen von mindestens 40 Prozent gegenüber dem Vorjahr. „Das ist die dritte schlechte Ernte hintereinander“, klagte Verbandschef Hinnerk Quast am Montag in Jork.

Das Land Niedersachsen prüft nun, ob es den Betrieben mit einem zinslosen Darlehen helfen kann.`
)

func TestReprints(t *testing.T) {
	sentences := func(body string, which ...int) string {
		doc := text.Split(&hearsay.Article{Text: body})
		var out []string
		for _, i := range which {
			out = append(out, body[doc.Sents[i].Start:doc.Sents[i].End])
		}
		return strings.Join(out, " ")
	}
	tests := []struct {
		name, later string
		ofLo, ofHi  float32
		changes     []hearsay.Change // that must be among those found
	}{
		{"the same text", ferry, 1, 1, nil},
		{"abridged", sentences(ferry, 0, 1, 2), 1, 1, []hearsay.Change{{Kind: "sentence"}}},
		{"another number", strings.Replace(ferry, "15 Menschen", "51 Menschen", 1), 0.95, 1, []hearsay.Change{{Kind: "number", Was: "15", Now: "51"}}},
		{"a number in a word", strings.Replace(ferry, "15 Menschen", "zwölf Menschen", 1), 0.95, 1, []hearsay.Change{{Kind: "number", Was: "15", Now: "12"}}},
		{"without the hedge", strings.Replace(ferry, "sei offenbar ein", "sei ein", 1), 0.95, 1, []hearsay.Change{{Kind: "hedge", Was: "offenbar"}}},
		{"without whose word it is", strings.Replace(ferry, "war nach Angaben der Reederei im", "war im", 1), 0.9, 1, []hearsay.Change{{Kind: "attribution", Was: "nach angaben"}}},
		{"the contrary", strings.Replace(ferry, "Die Passagiere konnten", "Die Passagiere konnten nicht", 1), 0.95, 1, []hearsay.Change{{Kind: "negation", Now: "nicht"}}},
		{"put together from it and something else", sentences(ferry, 0, 2) + "\n\n" + sentences(orchard, 0, 1, 2), 0.3, 0.6, nil},
		{"about the same in other words", `An Bord des Fährschiffs „Möwe“ hat es in der Nacht vor der Küste gebrannt. Wie die Reederei mitteilte, erlitten mehrere Fahrgäste Rauchvergiftungen. Schlepper brachten das Schiff nach Rostock.`, 0, 0.3, nil},
		{"something else", orchard, 0, 0, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := addAll(t, article(t, 0, "Ostseeblatt", ferry), article(t, 1, "Küstenpost", tt.later))
			var o crossdoc.Overlap
			if len(got[1].Overlaps) > 0 {
				o = got[1].Overlaps[0]
			}
			if o.Of < tt.ofLo || o.Of > tt.ofHi {
				t.Errorf("containment %.2f; want %.2f to %.2f", o.Of, tt.ofLo, tt.ofHi)
			}
			for _, want := range tt.changes {
				if !slices.ContainsFunc(o.Changes, func(c hearsay.Change) bool {
					return c.Kind == want.Kind && (want.Kind == "sentence" || c == want)
				}) {
					t.Errorf("changes %+v; want %+v among them", o.Changes, want)
				}
			}
			if len(tt.changes) == 0 && o.Of == 1 && len(o.Changes) > 0 {
				t.Errorf("changes %+v; want none", o.Changes)
			}
		})
	}
}

// TestReprintWindow forgets what is older than three weeks.
func TestReprintWindow(t *testing.T) {
	for days, want := range map[int]int{1: 1, 20: 1, 23: 0, 70: 0} {
		got := addAll(t, article(t, 0, "Ostseeblatt", ferry), article(t, 24*days, "Küstenpost", ferry))
		if len(got[1].Overlaps) != want {
			t.Errorf("after %d days: %d overlaps; want %d", days, len(got[1].Overlaps), want)
		}
	}
}

// TestReprintCites notes that an article names another's outlet as who reports.
func TestReprintCites(t *testing.T) {
	got := addAll(t,
		article(t, 0, "Ostseeblatt", ferry),
		article(t, 1, "Funk Nord", "Nach dem Brand auf der Fähre „Möwe“ vor Warnemünde gerät die Reederei unter Druck. Wie das „Ostseeblatt“ berichtet, fehlte im Maschinenraum ein Rauchmelder."))
	if len(got[1].Overlaps) != 1 || !got[1].Overlaps[0].Cites {
		t.Errorf("overlaps %+v; want one that cites", got[1].Overlaps)
	}
}

// TestRareErrors counts a wrong number and a misspelt name that only two have.
func TestRareErrors(t *testing.T) {
	wrong := strings.NewReplacer("15 Menschen", "51 Menschen").Replace(ferry)
	got := addAll(t, article(t, 0, "A", ferry), article(t, 1, "B", ferry), article(t, 2, "C", wrong), article(t, 3, "D", wrong))
	for _, o := range got[3].Overlaps {
		want := 0
		if o.Earlier == got[2].Brief.Version {
			want = 1
		}
		if o.RareErrors != want {
			t.Errorf("with %s: %d rare errors; want %d", o.Earlier, o.RareErrors, want)
		}
	}
	name := strings.Replace(orchard, "Hinnerk Quast", "Hinnerk Quats", 1)
	got = addAll(t, article(t, 0, "A", orchard), article(t, 1, "B", orchard), article(t, 2, "C", name), article(t, 3, "D", name))
	for _, o := range got[3].Overlaps {
		want := 0
		if o.Earlier == got[2].Brief.Version {
			want = 1
		}
		if o.RareErrors != want {
			t.Errorf("misspelt name: with %s: %d rare errors; want %d", o.Earlier, o.RareErrors, want)
		}
	}
}

// TestGroups keeps two items apart that a third is put together from.
func TestGroups(t *testing.T) {
	both := ferry + "\n\n" + orchard
	got := addAll(t,
		article(t, 0, "Ostseeblatt", ferry, "dpa"),
		article(t, 1, "Elbkurier", orchard, "AFP"),
		article(t, 2, "Nordschau", both, "dpa", "AFP"),
		article(t, 3, "Küstenpost", ferry, "dpa"),
		article(t, 4, "dpa", ferry, "dpa"))
	groups := crossdoc.Groups(got)
	if len(groups) != 2 {
		t.Fatalf("%d groups; want 2: %+v", len(groups), groups)
	}
	if groups[0].Original != got[4].Brief.Version || groups[0].Agency != "dpa" || len(groups[0].Copies) != 3 {
		t.Errorf("first group %+v; want the agency's own text and three copies", groups[0])
	}
	if groups[1].Original != got[1].Brief.Version || len(groups[1].Copies) != 1 || groups[1].Copies[0].Article != got[2].Brief.Version {
		t.Errorf("second group %+v; want the composite alone", groups[1])
	}
	// As of a moment: the same as if nothing had come after it.
	if early := crossdoc.Groups(got[:3]); len(early) != 2 || early[0].Original != got[0].Brief.Version {
		t.Errorf("as of the third article %+v", early)
	}
}

// TestBoilerplate finds no reprints in what an outlet puts under all its articles.
func TestBoilerplate(t *testing.T) {
	const imprint = "Unser Newsletter „Der Morgen an der Förde“ liefert die wichtigsten Nachrichten aus Kiel und Umgebung jeden Werktag kostenlos in Ihr Postfach."
	var arts []*crossdoc.Brief
	for i, a := range backgroundArticles(t, 40) {
		art := article(t, 12*i, "Fördepost", "x")
		art.Prints, art.Terms = a.brief.Prints, a.brief.Terms
		foot := article(t, 12*i, "Fördepost", imprint)
		art.Prints = append(slices.Clone(art.Prints), foot.Prints...)
		arts = append(arts, art)
	}
	got := addAll(t, arts...)
	for i, r := range got {
		if i >= 20 && len(r.Overlaps) > 0 {
			t.Errorf("article %d: %+v", i, r.Overlaps)
		}
	}
}

// TestContainmentMonotone appends sentences of other articles: what is shared can
// only become a smaller part of the later article, and stays the same part of the
// earlier one.
func TestContainmentMonotone(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	arts := backgroundArticles(t, 30)
	for range 40 {
		a, b := arts[rng.IntN(15)].brief, arts[15+rng.IntN(15)].brief
		if len(a.Prints) < 3 || len(b.Prints) < 3 {
			continue
		}
		earlier := *a
		earlier.Version, earlier.Known = "earlier", monday
		lastOf, in := float32(2), float32(-1)
		for n := range 3 {
			later := *a
			later.Version, later.Known = "later", monday.Add(time.Hour)
			later.Prints = append(slices.Clone(a.Prints[:2]), b.Prints[:n]...)
			got := addAll(t, &earlier, &later)
			if len(got[1].Overlaps) != 1 {
				t.Fatalf("%d overlaps", len(got[1].Overlaps))
			}
			o := got[1].Overlaps[0]
			if o.Of > lastOf || in >= 0 && o.In != in {
				t.Errorf("%d foreign sentences: of %.3f in %.3f; before %.3f and %.3f", n, o.Of, o.In, lastOf, in)
			}
			lastOf, in = o.Of, o.In
		}
	}
}

// TestSameBytes adds a stream twice: the memories must be alike to the byte.
func TestSameBytes(t *testing.T) {
	arts := stream(t, 100)
	dump := func() (out []string) {
		m := tell(t, arts).mem.Memory
		m.Scan(nil, nil, func(k, v []byte) bool { out = append(out, fmt.Sprintf("%q %q", k, v)); return true })
		return out
	}
	if a, b := dump(), dump(); !slices.Equal(a, b) {
		t.Error("the same stream led to other bytes")
	}
}

// TestPast: what is decided on an article does not depend on later ones, nor on
// having been decided in the same process.
func TestPast(t *testing.T) {
	arts := stream(t, 60)
	all := tell(t, arts)
	part := tell(t, arts[:len(arts)/2])
	for _, a := range arts[:len(arts)/2] {
		v := a.brief.Version
		if all.story[v] != part.story[v] || !reflect.DeepEqual(all.overlaps[v], part.overlaps[v]) {
			t.Errorf("%s is another with later articles", v)
		}
	}
}

// TestBriefs writes briefs and reads them again.
func TestBriefs(t *testing.T) {
	bytes, words, n := 0, 0, 0
	for _, a := range stream(t, 200) {
		data := crossdoc.EncodeBrief(a.brief)
		got, err := crossdoc.DecodeBrief(data)
		if err != nil {
			t.Fatal(err)
		}
		want := *a.brief
		want.Known = want.Known.UTC()
		if x, y := fmt.Sprintf("%+v", *got), fmt.Sprintf("%+v", want); x != y {
			t.Fatalf("a brief came back as\n%s\nwant\n%s", x, y)
		}
		x, _ := json.Marshal(got)
		y, _ := json.Marshal(want)
		if string(x) != string(y) {
			t.Fatalf("a brief came back as\n%s\nwant\n%s", x, y)
		}
		if again := crossdoc.EncodeBrief(got); string(again) != string(data) {
			t.Fatal("a brief that was read has other bytes")
		}
		for k := 0; k < len(data); k += 1 + len(data)/50 {
			crossdoc.DecodeBrief(data[:k])
			if _, err := crossdoc.DecodeBrief(data[:k]); err == nil {
				t.Fatalf("a brief cut off at %d of %d was read", k, len(data))
			}
		}
		size := 0
		for _, p := range a.brief.Prints {
			size += p.Words
		}
		if size > 250 && size < 350 {
			bytes, words, n = bytes+len(data), words+size, n+1
		}
	}
	t.Logf("without propositions, %d articles of %d words: %d bytes", n, words/max(n, 1), bytes/max(n, 1))
	if n > 0 && bytes/n > 2000 {
		t.Errorf("a brief of %d words without propositions has %d bytes", words/n, bytes/n)
	}
}

// TestBriefFields sets each field of a brief, by its type, so that none that is
// added is forgotten in the encoding.
func TestBriefFields(t *testing.T) {
	want := &crossdoc.Brief{}
	n := 0
	var fill func(reflect.Value)
	fill = func(v reflect.Value) {
		n++
		switch {
		case v.Type() == reflect.TypeFor[time.Time]():
			v.Set(reflect.ValueOf(monday))
		case v.Type() == reflect.TypeFor[crossdoc.MarkKind]():
			v.SetUint(uint64(crossdoc.HedgeMark))
		case v.Type() == reflect.TypeFor[hearsay.Span]():
			v.Set(reflect.ValueOf(hearsay.Span{Start: n, End: n + 3}))
		case v.Type() == reflect.TypeFor[[]crossdoc.Proposition]():
			v.Set(reflect.ValueOf([]crossdoc.Proposition{{ID: "a1/s1", Gist: "x"}})) // has its own test
		case v.Kind() == reflect.Struct:
			for i := range v.NumField() {
				fill(v.Field(i))
			}
		case v.Kind() == reflect.Slice:
			v.Set(reflect.MakeSlice(v.Type(), 2, 2))
			for i := range 2 {
				fill(v.Index(i))
			}
		case v.Kind() == reflect.String:
			v.SetString(fmt.Sprint("x", n))
		case v.Kind() == reflect.Bool:
			v.SetBool(true)
		case v.CanInt():
			v.SetInt(int64(n))
		case v.CanUint():
			v.SetUint(uint64(n))
		case v.CanFloat():
			v.SetFloat(float64(n) + 0.5)
		default:
			t.Fatalf("no value for a %s", v.Type())
		}
	}
	fill(reflect.ValueOf(want).Elem())
	got, err := crossdoc.DecodeBrief(crossdoc.EncodeBrief(want))
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("came back as\n%+v\nwant\n%+v", got, want)
	}
}

func FuzzDecodeBrief(f *testing.F) {
	f.Add([]byte{})
	f.Add(crossdoc.EncodeBrief(&crossdoc.Brief{}))
	f.Add(crossdoc.EncodeBrief(article(f, 0, "Ostseeblatt", ferry, "dpa")))
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := crossdoc.DecodeBrief(data)
		if err != nil {
			return
		}
		again := crossdoc.EncodeBrief(b)
		c, err := crossdoc.DecodeBrief(again)
		if err != nil {
			t.Fatalf("what was read and written cannot be read: %v", err)
		}
		if string(crossdoc.EncodeBrief(c)) != string(again) {
			t.Fatal("what was read and written changes again")
		}
	})
}

// BenchmarkReprints adds articles to a memory that holds others.
func BenchmarkReprints(b *testing.B) {
	benchmarkAdding(b, func(m crossdoc.Memory) func(*crossdoc.Brief) {
		r := crossdoc.NewReprints()
		return func(a *crossdoc.Brief) {
			if _, err := r.Add(m, a); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkStories does so with stories.
func BenchmarkStories(b *testing.B) {
	benchmarkAdding(b, func(m crossdoc.Memory) func(*crossdoc.Brief) {
		s := crossdoc.NewStories()
		return func(a *crossdoc.Brief) {
			if _, _, err := s.Assign(m, a, nil); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// benchmarkAdding measures adding to 0, 10,000 and 100,000 articles that are made of
// the corpus's sentences, shuffled, ten copies of articles among a hundred; 500 come
// a day.
func benchmarkAdding(b *testing.B, open func(crossdoc.Memory) func(*crossdoc.Brief)) {
	corpus := backgroundArticles(b, 700)
	for _, n := range []int{0, 10_000, 100_000} {
		if n > 10_000 && testing.Short() {
			continue
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			rng := rand.New(rand.NewPCG(1, 2))
			m := &counting{Memory: crossdoc.NewMapMemory()}
			add := open(m)
			var last []*crossdoc.Brief
			made := 0
			next := func() *crossdoc.Brief {
				src := corpus[rng.IntN(len(corpus))].brief
				a := &crossdoc.Brief{Version: hearsay.VersionID(fmt.Sprintf("a%016x", rng.Uint64())), Outlet: fmt.Sprint("Blatt ", rng.IntN(100)), Known: monday.Add(time.Duration(made) * 3 * time.Minute)}
				made++
				if len(last) > 50 && rng.IntN(10) == 0 {
					old := last[rng.IntN(len(last))]
					a.Prints, a.Terms = old.Prints[:1+rng.IntN(len(old.Prints))], old.Terms
				} else {
					a.Terms = src.Terms
					for range 16 {
						p := corpus[rng.IntN(len(corpus))].brief.Prints
						one := p[rng.IntN(len(p))]
						one.Anchors = slices.Clone(one.Anchors[:min(1, len(one.Anchors))])
						for i := range one.Anchors {
							one.Anchors[i] ^= uint32(rng.IntN(1 << 16)) // most sentences are new
						}
						one.Hash ^= uint64(len(one.Anchors)) * rng.Uint64()
						a.Prints = append(a.Prints, one)
					}
				}
				if last = append(last, a); len(last) > 300 {
					last = last[1:]
				}
				if err := m.Memory.Put(crossdoc.BriefKey(a.Version), crossdoc.EncodeBrief(a)); err != nil {
					b.Fatal(err)
				}
				return a
			}
			for range n {
				add(next())
			}
			m.gets, m.puts, m.scans = 0, 0, 0
			b.ResetTimer()
			for range b.N {
				b.StopTimer()
				a := next()
				b.StartTimer()
				add(a)
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "articles/s")
			b.ReportMetric(float64(m.gets+m.scans)/float64(b.N), "gets/article")
			b.ReportMetric(float64(m.puts)/float64(b.N), "puts/article")
			b.ReportMetric(0, "ns/op")
		})
	}
}
