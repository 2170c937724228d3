package nlp

import (
	"fmt"
	"strings"
	"testing"

	"hearsay"
)

// stretchesIn annotates a text and joins its times.
func stretchesIn(t testing.TB, published, s string) string {
	t.Helper()
	doc, found := timesIn(t, published, s)
	for _, x := range found {
		doc.Times = append(doc.Times, hearsay.Expression{Toks: x.Toks, Type: x.Type, Value: x.Value, EDTF: x.EDTF})
	}
	var out []string
	for _, x := range TimeStretches(doc) {
		out = append(out, fmt.Sprintf("%s %s", s[doc.Toks[x.Toks.From].Start:doc.Toks[x.Toks.To-1].End], x.EDTF))
	}
	return strings.Join(out, " | ")
}

func TestTimeStretches(t *testing.T) {
	for _, c := range []struct{ published, sentence, want string }{
		{"2023-09-11", "Das Treffen findet vom 3. bis 12. September statt.", "3. bis 12. September 2023-09-03/2023-09-12"},
		{"2023-09-11", "Das Treffen findet vom 3. bis zum 12. Oktober 2023 statt.", "3. bis zum 12. Oktober 2023 2023-10-03/2023-10-12"},
		{"2023-09-11", "Die Messe läuft vom 30. August bis 3. September 2023.", "30. August bis 3. September 2023 2023-08-30/2023-09-03"},
		{"2023-09-11", "Zwischen Montag und Mittwoch fuhr der Zug.", "Montag und Mittwoch 2023-09-11/2023-09-13"},
		{"2023-09-11", "Er regierte von 2003 bis 2007.", "2003 bis 2007 2003/2007"},
		{"2023-09-11", "Die Jahre 1914-1918 waren schwer.", "1914-1918 1914/1918"},
		{"2023-09-11", "Von Januar bis Juni dieses Jahres war es ruhig.", "Januar bis Juni dieses Jahres 2023-01/2023-06"},
		{"2023-09-11", "Es brannte in der Nacht zum Sonntag.", "der Nacht zum Sonntag 2023-09-09/2023-09-10"},
		{"2023-09-11", "Es brannte in der Nacht vom 2. auf den 3. Mai.", "der Nacht vom 2. auf den 3. Mai 2023-05-02/2023-05-03"},
		{"2023-09-11", "Am 3. und 4. Oktober ist frei.", "3. und 4. Oktober 2023-10-03/2023-10-04"},
		{"2023-09-11", "Sie will in den Jahren 2024 und 2025 bauen.", "2024 und 2025 2024/2025"},
		{"2023-09-11", "Er kam 2003 und 2007 nach Bonn.", "2003 2003 | 2007 2007"}, // twice, not all the time
		{"2023-09-11", "Es dauert von 10 bis 12 Uhr am Montag.", "10 bis 12 Uhr am Montag 2023-09-11"},
		{"2023-09-11", "Seit vergangenem Montag wird gestreikt.", "vergangenem Montag 2023-09-04/2023-09-11"},
		{"2023-09", "Seit Juli wird gestreikt.", "Juli 2023-07/2023-09"},
		{"", "Seit Juli 2023 wird gestreikt.", "Juli 2023 2023-07/.."},
		{"2023-09-11", "Ab dem 1. Januar 2024 gilt das Gesetz.", "dem 1. Januar 2024 2024-01-01/.."},
		{"2023-09-11", "Von Montag an wird gestreikt.", "Montag 2023-09-11/.."},
		{"2023-09-11", "Es soll bis zum 5. Oktober fertig sein, bis Ende 2024 bezahlt.", "5. Oktober ../2023-10-05 | Ende 2024 ../2024-12"},
		{"2023-09-11", "Jeden Montag trifft man sich.", ""},
		{"2023-09", "Der Zug fuhr zwischen Montag und Mittwoch.", "Montag und Mittwoch 2023-09"}, // no day is invented
	} {
		if got := stretchesIn(t, c.published, c.sentence); got != c.want {
			t.Errorf("%s (%s)\n got %q\nwant %q", c.sentence, c.published, got, c.want)
		}
	}
}

// TestTimeFor: what is announced for a day lies ahead.
func TestTimeFor(t *testing.T) {
	if got := stretchesIn(t, "2023-09-11", "Er kündigte für den 18. September eine Demonstration an."); got != "den 18. September 2023-09-18" {
		t.Error(got)
	}
}
