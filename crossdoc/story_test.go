package crossdoc_test

import (
	"testing"
	"time"

	"hearsay"
	"hearsay/crossdoc"
)

func TestStories(t *testing.T) {
	m, r, s := crossdoc.NewMapMemory(), crossdoc.NewReprints(), crossdoc.NewStories()
	story := map[string]hearsay.StoryID{}
	var arts []crossdoc.Reprinted
	steps := []struct {
		hour          int
		name, outlet  string
		title, body   string
		sameAs, notAs string
		begins        bool
	}{
		{0, "fire", "Ostseeblatt", "Brand auf der Fähre „Möwe“", ferry, "", "", true},
		{1, "frost", "Elbkurier", "Frost im Alten Land", orchard, "", "fire", true},
		{2, "reprint", "Küstenpost", "15 Verletzte auf Fähre", ferry, "fire", "", false},
		{30, "inquiry", "Funk Nord", "Ermittlungen nach Fährbrand", "Nach dem Brand auf der Fähre „Möwe“ vor Warnemünde ermittelt die Staatsanwaltschaft Rostock gegen den Kapitän. Er soll den Alarm zu spät ausgelöst haben. Die Reederei wies das zurück.", "fire", "", false},
		{40, "help", "Jorker Bote", "Land hilft Obstbauern", "Niedersachsen will den Obstbauern im Alten Land nach den Frostschäden mit Darlehen helfen. Die Kirschblüte war in Jork größtenteils erfroren.", "frost", "", false},
		{50, "other ferry", "Inselbote", "Neue Fähre nach Amrum", "Zwischen Dagebüll und Amrum fährt von Mai an eine neue Fähre. Das Schiff bietet Platz für 70 Autos, wie die Kreisverwaltung Nordfriesland mitteilte.", "", "fire", true},
		{24 * 90, "trial", "Ostseeblatt", "Anklage nach Brand auf der „Möwe“", "Ein Vierteljahr nach dem Brand auf der Fähre „Möwe“ vor Warnemünde hat die Staatsanwaltschaft Rostock Anklage gegen den Kapitän erhoben. Bei dem Feuer im Maschinenraum der Fähre waren 15 Passagiere verletzt worden.", "fire", "", false},
		{24*90 + 1, "other fire", "Weserbote", "Feuer in Tischlerei", "In einer Tischlerei in Nienburg ist in der Nacht ein Feuer ausgebrochen. Verletzt wurde niemand. Die Feuerwehr war mit 60 Kräften im Einsatz.", "", "fire", true},
	}
	for _, st := range steps {
		b := article(t, st.hour, st.outlet, "x")
		got := brief(t, string(b.Version), &hearsay.Article{Title: st.title, Text: st.body, Language: "de"}, monday.Add(time.Duration(st.hour)*time.Hour), false)
		b.Title, b.Prints, b.Terms = st.title, got.Prints, got.Terms
		if err := m.Put(crossdoc.BriefKey(b.Version), crossdoc.EncodeBrief(b)); err != nil {
			t.Fatal(err)
		}
		o, err := r.Add(m, b)
		if err != nil {
			t.Fatal(err)
		}
		id, begins, err := s.Assign(m, b, o)
		if err != nil {
			t.Fatal(err)
		}
		if known, err := crossdoc.StoryIDOf(m, b.Version); err != nil || known != id {
			t.Errorf("%s: remembered as of story %s; it is of %s", st.name, known, id)
		}
		story[st.name] = id
		if begins != st.begins {
			t.Errorf("%s begins a story: %v; want %v", st.name, begins, st.begins)
		}
		if st.sameAs != "" && id != story[st.sameAs] {
			t.Errorf("%s is of another story than %s", st.name, st.sameAs)
		}
		if st.notAs != "" && id == story[st.notAs] {
			t.Errorf("%s is of the same story as %s", st.name, st.notAs)
		}
		if id == story["fire"] {
			arts = append(arts, crossdoc.Reprinted{Brief: b, Overlaps: o})
		}
	}
	v := crossdoc.MakeStory(story["fire"], arts)
	if len(v.Articles) != 4 || len(v.Copies) != 1 || v.Title == "" || !v.From.Equal(monday) || len(v.Terms) == 0 {
		t.Errorf("the story is %+v", v)
	}
	t.Logf("%q %q", v.Title, v.Terms)
}
