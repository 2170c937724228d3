package article

import (
	"strings"
	"testing"

	"hearsay"
)

func TestTitle(t *testing.T) {
	for _, tt := range []struct {
		first string
		want  bool
	}{
		{"Ministerin unter Druck", true},
		{"# Ministerin unter Druck", true},
		{"Tritt sie zurück?", true},
		{"„Wir haben nichts zu verbergen“", true},
		{"48 Verletzte bei Unfall", true},
		{"Die Ministerin ist zurückgetreten.", false},
		{"„Wir haben nichts zu verbergen.“", false},
		{"Die Lage im Überblick:", false},
		{"und so ging es weiter", false},
		{"BERLIN (dpa) - Etwas", false},
		{"dpa/lno", false},
		{"Inland", false},
		{strings.Repeat("Sehr langer Titel ", 10), false},
	} {
		art := readOne(t, tt.first+"\n\n"+prose, Options{Name: "a.txt"})
		if got := art.Title != ""; got != tt.want {
			t.Errorf("%q: title %q", tt.first, art.Title)
		}
		if art.Title == "" && !strings.HasPrefix(art.Text, strings.TrimSpace(tt.first)) {
			t.Errorf("%q is lost: %q", tt.first, art.Text)
		}
	}
	// Without an empty line below, or without prose, there is no title.
	for _, in := range []string{
		"Ministerin unter Druck\nDie Ministerin hat die Vorwürfe zurückgewiesen.",
		"Ministerin unter Druck\n\nMinister auch",
		"Ministerin unter Druck",
	} {
		if art := readOne(t, in, Options{Name: "a.txt"}); art.Title != "" || !strings.Contains(art.Text, "Ministerin unter Druck") {
			t.Errorf("%q: %+v", in, art)
		}
	}
}

func TestHeader(t *testing.T) {
	for _, tt := range []struct {
		in        string
		published hearsay.Date
		title     string
		text      string // "" is prose
	}{
		{"Datum: 11.09.2023\n\n" + prose, "2023-09-11", "", ""},
		{"date: 2023-09-11\n" + prose, "2023-09-11", "", ""},
		{"date 2023-09 " + prose, "2023-09", "", ""},
		{" date 2023-09-11 " + prose, "2023-09-11", "", ""},
		{"Datum 11.9.2023\n\nEin guter Titel\n\n" + prose, "2023-09-11", "Ein guter Titel", ""},
		{"Ein guter Titel\n\n11. September 2023, 8.30 Uhr\n\n" + prose, "2023-09-11T08:30:00", "Ein guter Titel", ""},
		{"Ein guter Titel\n\nStand: 11.09.2023\n\n" + prose, "2023-09-11", "Ein guter Titel", ""},
		{"11. September 2023\n\n" + prose, "2023-09-11", "", ""},
		{"Titel: Ein Titel\nDatum: 2023\n\n" + prose, "2023", "Ein Titel", ""},
		{"Stand: September 2023. " + prose, "2023-09", "", ""},
		// No date, no header: all stays.
		{"Datum: gestern\n\n" + prose, "", "", "Datum: gestern\n\n" + prose},
		{"Titel: Weltmeister wurde er 2014.\n" + prose, "", "", "Titel: Weltmeister wurde er 2014.\n\n" + prose},
		{"Date 2023 war ein gutes Jahr für Treffen. " + prose, "", "", "Date 2023 war ein gutes Jahr für Treffen. " + prose},
		{"Datum: 45.13.2023\n\n" + prose, "", "", "Datum: 45.13.2023\n\n" + prose},
		{"2023\n\n" + prose, "", "", "2023\n\n" + prose},
	} {
		art := readOne(t, tt.in, Options{Name: "a.txt"})
		want := tt.text
		if want == "" {
			want = prose
		}
		if art.Published != tt.published || art.Title != tt.title || art.Text != want {
			t.Errorf("%q: published %q, title %q, text %q", tt.in, art.Published, art.Title, art.Text)
		}
	}
}

func TestParagraphs(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"blank lines", "Eins sagte er.\n\n\nZwei sagte sie.", "Eins sagte er.¶Zwei sagte sie."},
		{"a line each", "Eins sagte er.\nZwei sagte sie.\nDrei.", "Eins sagte er.¶Zwei sagte sie.¶Drei."},
		{"goes on", "Eins sagte\ner am Montag.\nZwei.", "Eins sagte er am Montag.¶Zwei."},
		{"wrapped, no blank lines", `Die Bahn hat die Strecke nach dem Erdrutsch am Sonntag vollständig gesperrt.
Das sagte eine Sprecherin am Abend in Nordstadt, die Arbeiten würden mehrere
Tage dauern.
Reisende müssten mit Verspätungen von bis zu zwei Stunden rechnen, so heißt es
in einer Mitteilung. Verletzt wurde niemand, auch im Zug nicht, sagte sie auf
Anfrage.`, "Die Bahn hat die Strecke nach dem Erdrutsch am Sonntag vollständig gesperrt. Das sagte eine Sprecherin am Abend in Nordstadt, die Arbeiten würden mehrere Tage dauern.¶Reisende müssten mit Verspätungen von bis zu zwei Stunden rechnen, so heißt es in einer Mitteilung. Verletzt wurde niemand, auch im Zug nicht, sagte sie auf Anfrage."},
		{"wrapped and indented", `   Die Bahn hat die Strecke nach dem Erdrutsch am Sonntag ganz gesperrt,
sagte eine Sprecherin am Abend in Nordstadt, und die Arbeiten würden dort
noch mehrere Tage dauern. So steht es auch in einer Mitteilung vom Abend.
   Reisende müssten mit Verspätungen von bis zu zwei Stunden rechnen, so
heißt es.`, "Die Bahn hat die Strecke nach dem Erdrutsch am Sonntag ganz gesperrt, sagte eine Sprecherin am Abend in Nordstadt, und die Arbeiten würden dort noch mehrere Tage dauern. So steht es auch in einer Mitteilung vom Abend.¶Reisende müssten mit Verspätungen von bis zu zwei Stunden rechnen, so heißt es."},
		{"hyphens", `Über die Waffenlieferungen an die Staaten der Region und über die Ver-
handlungen mit dem Sender wird seit dem Sommer gestritten, sagte der 20-
jährige Nordland-Kenner. Auch der Süd-
Experte schweigt dazu, heißt es in den Regierungs- und den Fraktions-
und Parteibüros.`, "Über die Waffenlieferungen an die Staaten der Region und über die Verhandlungen mit dem Sender wird seit dem Sommer gestritten, sagte der 20-jährige Nordland-Kenner. Auch der Süd-Experte schweigt dazu, heißt es in den Regierungs- und den Fraktions- und Parteibüros."},
		{"list", "Das sind die Punkte:\n- Erster Punkt\n- Zweiter Punkt", "Das sind die Punkte:¶- Erster Punkt¶- Zweiter Punkt"},
		{"long lines", strings.Repeat("Ein langer Satz, der kein Ende nimmt. ", 6) + "\n" + strings.Repeat("Noch einer, sagte er. ", 8), strings.TrimSpace(strings.Repeat("Ein langer Satz, der kein Ende nimmt. ", 6)) + "¶" + strings.TrimSpace(strings.Repeat("Noch einer, sagte er. ", 8))},
	} {
		if got := strings.Join(paragraphs(strings.Split(tt.in, "\n")), "¶"); got != tt.want {
			t.Errorf("%s:\ngot  %s\nwant %s", tt.name, got, tt.want)
		}
	}
}

// No word of a plain text is lost, whatever the layout makes of it.
func TestNothingIsLost(t *testing.T) {
	in := "Der Titel der Meldung\n\nVon Erika Mustermann, dpa\n\nEins sagte\ner.\n  Zwei: „Drei“\n\n* Vier\n* Fünf\n\ndpa"
	art := readOne(t, in, Options{Name: "a.txt"})
	if got := squeeze(art.Title + " " + art.Text); got != squeeze(in) {
		t.Errorf("got %q", got)
	}
	if art.Author != "Erika Mustermann" {
		t.Errorf("author %q", art.Author)
	}
}

func TestParseDate(t *testing.T) {
	for in, want := range map[string]string{
		"2023": "2023", "2023-09": "2023-09", "2023-09-11": "2023-09-11", "2023-09-13~": "2023-09-13~", "2023-21": "2023-21",
		"2023-09-11/2023-09-14": "2023-09-11/2023-09-14", "2023-09-11/..": "2023-09-11/..",
		"2023-09-11T08:30:00Z": "2023-09-11T08:30:00Z", "2023-09-11T08:30:00+0200": "2023-09-11T08:30:00+02:00",
		"2023-09-11T08:30:00.123+02:00": "2023-09-11T08:30:00+02:00", "2023-09-11 08:30": "2023-09-11T08:30:00",
		"2023-09-11 08:30:15 UTC": "2023-09-11T08:30:15Z", "20230911": "2023-09-11", "20230911T083000Z": "2023-09-11T08:30:00Z",
		"11.09.2023": "2023-09-11", "11.9.23": "2023-09-11", "11. 9. 2023": "2023-09-11", "11.09.2023, 08:30 Uhr": "2023-09-11T08:30:00",
		"11. September 2023": "2023-09-11", "Montag, 11. September 2023, 8.30 Uhr": "2023-09-11T08:30:00", "Mo., 11. Sept. 2023": "2023-09-11",
		"1. März 2023": "2023-03-01", "1. Jänner 2023": "2023-01-01", "September 2023": "2023-09", "09/2023": "2023-09", "9.2023": "2023-09",
		"September 11, 2023": "2023-09-11", "Sept. 11, 2023": "2023-09-11", "11 Sep 2023": "2023-09-11", "May 1st, 2023": "2023-05-01",
		"Mon, 11 Sep 2023 08:30:00 GMT": "2023-09-11T08:30:00Z", "Mon, 11 Sep 2023 08:30:00 +0200": "2023-09-11T08:30:00+02:00",
		"gestern": "", "": "", "2023-13": "", "2023-02-30": "", "31.02.2023": "", "99": "", "0001-01-01": "", "2023-09-11T25:00:00Z": "",
		"2023-09-14/2023-09-11": "", "Foo 2023": "", "1.2.3.4": "", "../..": "",
	} {
		got, err := ParseDate(in)
		if string(got) != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q, %v, want %q", in, got, err, want)
		}
	}
}
