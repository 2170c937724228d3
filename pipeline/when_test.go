package pipeline

import (
	"strings"
	"testing"

	"hearsay"
)

// TestTimesOfStatements reads sentences and compares when their first statement
// was said and when its content happens, with the words that say so.
func TestTimesOfStatements(t *testing.T) {
	r, err := NewReader()
	if err != nil {
		t.Fatal(err)
	}
	const day, month = "2023-09-14", "2023-09" // a Thursday
	for _, c := range []struct{ published, text, said, when string }{
		{day, "Der Minister sagte am Montag, der Zug sei am Sonntag abgefahren.", "am Montag 2023-09-11", "am Sonntag 2023-09-10"},
		{month, "Der Minister sagte am Montag, der Zug sei am Sonntag abgefahren.", "am Montag 2023-09", "am Sonntag 2023-09"},
		{"", "Der Minister sagte am Montag, der Zug sei abgefahren.", "", ""},
		{day, "Am Montag teilte die Polizei mit, dass der Mann gefasst sei.", "Am Montag 2023-09-11", ""},
		{day, "„Wir sind bereit“, hatte der Minister am Sonntag gesagt.", "am Sonntag 2023-09-10", ""},
		// The act is told: the time in its clause is when it was said,
		{day, "Die Polizei hat gestern vor Taschendieben gewarnt.", "gestern 2023-09-13", ""},
		// unless it is what was announced, or a plan.
		{day, "Die Gewerkschaft kündigte für den 18. September einen Streik an.", "", "für den 18. September 2023-09-18"},
		// Of several times in a content that of its main clause counts.
		{day, "Der Minister sagte, dass der Zug, der 2019 gebaut wurde, am Mittwoch abgefahren sei.", "", "am Mittwoch 2023-09-13"},
		{day, "Der Minister sagte, dass die Messe vom 3. bis 12. Oktober stattfinde.", "", "vom 3. bis 12. Oktober 2023-10-03/2023-10-12"},
		{day, "Der Minister sagte, es werde seit Montag gestreikt.", "", "seit Montag 2023-09-11/2023-09-14"},
		// A relative clause of the frame says nothing of the speaking, but that something was published does.
		{day, "Der Minister, der am Montag in Bonn war, sagte, der Zug fahre.", "", ""},
		{day, "Das geht aus einem Bericht hervor, der am Montag veröffentlicht wurde: Der Zug fahre nicht.", "am Montag 2023-09-11", ""},
		// What is said has been said when it is printed.
		{day, "Der Zug fährt nicht, so der Minister am Freitag.", "am Freitag 2023-09-08", ""},
		// "jetzt" is no time at which something was said.
		{day, "Der Minister sagt jetzt, der Zug fahre nicht.", "", ""},
	} {
		rd := r.Read(&hearsay.Article{Text: c.text, Language: "de", Published: hearsay.Date(c.published)})
		if len(rd.Statements) == 0 {
			t.Errorf("%s: no statement", c.text)
			continue
		}
		show := func(x *hearsay.Time) string {
			if x == nil {
				return ""
			}
			if sp := x.Spans[0]; c.text[sp.Start:sp.End] != x.Text {
				t.Errorf("%s: span %v is not %q", c.text, sp, x.Text)
			}
			return x.Text + " " + string(x.EDTF)
		}
		if got := show(rd.Statements[0].Said); got != c.said {
			t.Errorf("%s (%s)\nsaid %q, want %q", c.text, c.published, got, c.said)
		}
		if got := show(rd.Statements[0].When); got != c.when {
			t.Errorf("%s (%s)\nwhen %q, want %q", c.text, c.published, got, c.when)
		}
	}
}

// TestSaidGoesOn: sentences that go on in somebody's words were said when those
// were; another speaker's were not.
func TestSaidGoesOn(t *testing.T) {
	r, err := NewReader()
	if err != nil {
		t.Fatal(err)
	}
	rd := r.Read(&hearsay.Article{Language: "de", Published: "2023-09-14",
		Text: "Der Zug sei am Sonntag abgefahren, sagte Minister Egon Kramer am Montag. Er habe Verspätung gehabt. Der Bürgermeister von Bonn sagte, niemand sei verletzt."})
	var got []string
	for _, st := range rd.Statements {
		said := ""
		if st.Said != nil {
			said = string(st.Said.EDTF)
		}
		got = append(got, said)
	}
	if want := "2023-09-11 2023-09-11 "; strings.Join(got, " ") != want {
		t.Errorf("said %q, want %q", strings.Join(got, " "), want)
	}
}

// TestPlacesOfStatements: the places that a content names, with where they lie; those
// outside of it are not its.
func TestPlacesOfStatements(t *testing.T) {
	r, err := NewReader()
	if err != nil {
		t.Fatal(err)
	}
	text := "In Berlin sagte der Minister, der Zug fahre von Wladiwostok nach Seoul. Von Wladiwostok aus gehe es nachts weiter."
	rd := r.Read(&hearsay.Article{Text: text, Language: "de", Published: "2023-09-14"})
	if len(rd.Statements) == 0 {
		t.Fatal("no statements")
	}
	var got []string
	for _, p := range rd.Statements[0].Places {
		if p.Entity == nil || text[p.Spans[0].Start:p.Spans[0].End] != p.Text {
			t.Fatalf("%+v", p)
		}
		got = append(got, p.Entity.Name+" "+p.Entity.State)
		if p.Entity.Name == "Wladiwostok" && (p.Entity.Lat < 42 || p.Entity.Lat > 44 || p.Entity.Lon < 131 || p.Entity.Lon > 133) {
			t.Errorf("Wladiwostok lies at %v, %v", p.Entity.Lat, p.Entity.Lon)
		}
	}
	if want := "Wladiwostok RU|Seoul KR"; strings.Join(got, "|") != want {
		t.Errorf("got %s, want %s", strings.Join(got, "|"), want)
	}
}
