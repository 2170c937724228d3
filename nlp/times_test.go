package nlp

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"hearsay"
	"hearsay/eval"
	"hearsay/text"
)

// timesIn annotates a text and finds its times.
func timesIn(t testing.TB, published, s string) (*hearsay.Doc, []TimeExpr) {
	t.Helper()
	l, err := German()
	if err != nil {
		t.Fatal(err)
	}
	doc := text.Split(&hearsay.Article{Text: s, Language: "de", Published: hearsay.Date(published)})
	l.Annotate(doc)
	return doc, l.Times(doc)
}

// TestTimeRules runs the examples of times.de.tsv and holidays.de.tsv.
func TestTimeRules(t *testing.T) {
	rules, err := germanTimes()
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, rule := range rules.rules {
		for _, ex := range rule.examples {
			n++
			plain := strings.NewReplacer("[", "", "]", "").Replace(ex.sentence)
			want := ""
			if i := strings.IndexByte(ex.sentence, '['); i >= 0 {
				text := ex.sentence[i+1 : strings.IndexByte(ex.sentence, ']')]
				want = strings.TrimSpace(fmt.Sprintf("%s → %s %s %s %s", text, ex.typ, ex.value, ex.edtf, ex.mod))
			}
			_, found := timesIn(t, ex.now, plain)
			var got []string
			for _, e := range found {
				got = append(got, strings.TrimSpace(fmt.Sprintf("%s → %s %s %s %s", plain[e.Span.Start:e.Span.End], e.Type, e.Value, e.EDTF, e.Mod)))
			}
			ok := want == "" && len(got) == 0
			for _, g := range got {
				ok = ok || g == want
			}
			if !ok {
				t.Errorf("%s: %s: %s (%s)\n got %q\nwant %q", ex.where, rule.name, plain, ex.now, got, want)
			}
		}
	}
	t.Logf("%d rules, %d examples", len(rules.rules), n)
}

// TestTimesVague: what the article's date does not give is not made up.
func TestTimesVague(t *testing.T) {
	const story = "Er werde in den kommenden Tagen reisen, erklärte der Kreml am Montag. Schon vergangene Woche und Mitte August war gestern Abend davon die Rede."
	for _, c := range []struct{ published, want string }{
		{"2023-09-11", "PXD 2023-09-11/ | 2023-09-11 2023-09-11 | 2023-W36 2023-09-04/2023-09-10 | 2023-08 2023-08-11/2023-08-20 | 2023-09-10TEV 2023-09-10"},
		{"2023-09-11T08:30:00+02:00", "PXD 2023-09-11/ | 2023-09-11 2023-09-11 | 2023-W36 2023-09-04/2023-09-10 | 2023-08 2023-08-11/2023-08-20 | 2023-09-10TEV 2023-09-10"},
		{"2023-09", "PXD 2023-09/ | 2023-WXX-1 2023-09 | 2023-WXX 2023-09 | 2023-08 2023-08-11/2023-08-20 | 2023-09-XXTEV 2023-09"},
		{"2023-09-13~", "PXD 2023-09/ | 2023-WXX-1 2023-09 | 2023-WXX 2023-09 | 2023-08 2023-08-11/2023-08-20 | 2023-09-XXTEV 2023-09"},
		{"2023-09-11/2023-09-14", "PXD 2023-09/ | 2023-WXX-1 2023-09 | 2023-WXX 2023-09 | 2023-08 2023-08-11/2023-08-20 | 2023-09-XXTEV 2023-09"},
		{"2023", "PXD 2023/ | 2023-WXX-1 2023 | 2023-WXX 2023 | 2023-08 2023-08-11/2023-08-20 | 2023-XX-XXTEV 2023"},
		{"", "PXD  | XXXX-WXX-1  | XXXX-WXX  | XXXX-08  | XXXX-XX-XXTEV "},
		{"0001-01-01", "PXD  | XXXX-WXX-1  | XXXX-WXX  | XXXX-08  | XXXX-XX-XXTEV "},
		{"irgendwann", "PXD  | XXXX-WXX-1  | XXXX-WXX  | XXXX-08  | XXXX-XX-XXTEV "},
	} {
		_, found := timesIn(t, c.published, story)
		var got []string
		for _, e := range found {
			got = append(got, e.Value+" "+string(e.EDTF))
		}
		if g := strings.Join(got, " | "); g != c.want {
			t.Errorf("%q:\n got %s\nwant %s", c.published, g, c.want)
		}
	}
}

// TestTimesTense: the same weekday, by the verb.
func TestTimesTense(t *testing.T) {
	for _, c := range []struct{ sentence, want string }{
		{"Sie traf ihn am Mittwoch.", "2023-09-06"},
		{"Sie hat ihn am Mittwoch getroffen.", "2023-09-06"},
		{"Sie habe ihn am Mittwoch getroffen, sagte er.", "2023-09-06"},
		{"Er soll am Mittwoch getötet worden sein.", "2023-09-06"},
		{"Sie wird ihn am Mittwoch treffen.", "2023-09-13"},
		{"Sie werde ihn am Mittwoch treffen, sagte er.", "2023-09-13"},
		{"Sie sollte ihn am Mittwoch treffen.", "2023-09-13"},
		{"Sie trifft ihn am Mittwoch.", "2023-09-13"},
		{"Sie hofft, ihn am Mittwoch zu treffen.", "2023-09-13"},
		{"Der am Mittwoch veröffentlichte Bericht liegt vor.", "2023-09-06"},
		{"Die am Mittwoch beginnende Messe ist ausverkauft.", "2023-09-13"},
		{"Der Rumpf des am Mittwoch über Litauen abgestürzten Flugzeugs wird gesucht.", "2023-09-06"},
		{"Seit Mittwoch gilt die Sperre.", "2023-09-06"},
	} {
		_, found := timesIn(t, "2023-09-11", c.sentence)
		if len(found) != 1 || found[0].Value != c.want {
			t.Errorf("%s: got %+v, want %s", c.sentence, found, c.want)
		}
	}
}

// TestTimesTraps: nothing, or no more than there is.
func TestTimesTraps(t *testing.T) {
	for _, c := range []struct{ sentence, want string }{
		{"Die Frankfurter Allgemeine Sonntagszeitung berichtet.", ""},
		{"Seitdem ist das Haus leer.", ""},
		{"Er traf in der 90. Minute zum 2:1.", ""},
		{"Das Spiel endete 25:22.", ""},
		{"Das kostet 12.50 Euro.", ""},
		{"Er zahlte 2005 Mark.", ""},
		{"2005 Menschen kamen.", ""},
		{"Er wohnt in der Berliner Straße 1990.", ""},
		{"Sie kandidiert als Nummer 3.", ""},
		{"Der Schriftsteller August Strindberg war Schwede.", ""},
		{"Das sagte Theo Sommer dem Blatt.", ""},
		{"Nach dem Treffen ging er.", ""},
		{"Sie wird 45 Jahre alt.", ""},
		{"Das geht nicht von heute auf morgen.", ""},
		{"Zwischen 1990 und 2005 lebte er hier.", "1990 2005"},
		{"Der Krieg von 1914-1918 war lang.", "1914 1918"},
		{"Am Montag um 9.30 Uhr begann es.", "2023-09-11T09:30"},
		{"Gestern gegen 20 Uhr brannte es.", "2023-09-10T20:00"},
		{"Um 18 Uhr am 3. Mai 2020 begann es.", "2020-05-03T18:00"},
		{"Am Abend des 3. Mai 2020 begann es.", "2020-05-03TEV"},
		{"Sie tagen jeden Montag um 16 Uhr.", "XXXX-WXX-1T16:00"},
		{"MITTWOCH: Er kam am 3. MAI 2020.", "2023-09-06 2020-05-03"},
	} {
		_, found := timesIn(t, "2023-09-11", c.sentence)
		var got []string
		for _, e := range found {
			got = append(got, e.Value)
		}
		if g := strings.Join(got, " "); g != c.want {
			t.Errorf("%s: got %q, want %q", c.sentence, g, c.want)
		}
	}
}

// TestEaster holds known dates of Easter and of what hangs on Advent.
func TestEaster(t *testing.T) {
	for y, want := range map[int]string{1818: "1818-03-22", 1943: "1943-04-25", 1961: "1961-04-02", 2000: "2000-04-23", 2008: "2008-03-23", 2023: "2023-04-09", 2024: "2024-03-31", 2038: "2038-04-25"} {
		if got := easter(y).String(); got != want {
			t.Errorf("Easter %d: %s, want %s", y, got, want)
		}
	}
	for y, want := range map[int]string{2017: "2017-12-03", 2018: "2018-12-02", 2022: "2022-11-27", 2023: "2023-12-03"} {
		if got, _ := holidayDate("advent", y); got.String() != want {
			t.Errorf("Advent %d: %s, want %s", y, got, want)
		}
	}
}

// checkTimes: in text order, within the text, each part of the text at most once,
// and well-formed.
func checkTimes(t *testing.T, doc *hearsay.Doc, found []TimeExpr) {
	t.Helper()
	end := 0
	for _, e := range found {
		s := doc.Article.Text
		if e.Span.Start < end || e.Span.End <= e.Span.Start || e.Span.End > len(s) {
			t.Fatalf("span %+v behind %d of %d bytes", e.Span, end, len(s))
		}
		end = e.Span.End
		if e.Toks.From >= e.Toks.To || e.Span.Start < doc.Toks[e.Toks.From].Start || e.Span.End > doc.Toks[e.Toks.To-1].End {
			t.Fatalf("span %+v is not in its tokens %+v", e.Span, e.Toks)
		}
		if utf8.ValidString(s) && !utf8.ValidString(s[e.Span.Start:e.Span.End]) {
			t.Fatalf("span %+v cuts a character", e.Span)
		}
		switch e.Type {
		case "DATE", "TIME", "DURATION", "SET":
		default:
			t.Fatalf("type %q", e.Type)
		}
		if e.Value == "" || !edtfForm.MatchString(string(e.EDTF)) {
			t.Fatalf("%q: value %q, EDTF %q", s[e.Span.Start:e.Span.End], e.Value, e.EDTF)
		}
	}
}

// edtfForm is the part of EDTF that Times writes.
var edtfForm = func() *regexp.Regexp {
	const date = `-?\d{4}(-(0[1-9]|1[0-2])(-\d\d(T\d\d:\d\d:\d\d)?)?|-2[1-4])?~?|\d{3}X~?|\d\dXX~?`
	return regexp.MustCompile(`^((` + date + `)?(/(` + date + `)?)?)$`)
}()

func FuzzTimes(f *testing.F) {
	rules, err := germanTimes()
	if err != nil {
		f.Fatal(err)
	}
	for i, rule := range rules.rules {
		if i%7 == 0 {
			f.Add(strings.NewReplacer("[", "", "]", "").Replace(rule.examples[0].sentence), rule.examples[0].now)
		}
	}
	f.Add("Von 31.2.2020 bis 1990/89, 24:30 Uhr, am 30. Februar v. Chr. 0. Jahrhundert 99. Advent", "2024-02-29")
	f.Add("vor 999999999999 Jahren, in 99999 Wochen, vor 3000 Jahrzehnten", "2023-09-11T23:59:59Z")
	f.Fuzz(func(t *testing.T, s, published string) {
		if len(s) > 4000 {
			return
		}
		doc, found := timesIn(t, published, s)
		checkTimes(t, doc, found)
	})
}

// TestKRAUTS holds the figures on KRAUTS (Zeit part), which may be measured and
// never shipped. HeidelTime has strict 69.7, relaxed 79.3, value 62.8 there.
func TestKRAUTS(t *testing.T) {
	dir := os.Getenv("HEARSAY_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "shared")
	}
	files, _ := filepath.Glob(filepath.Join(dir, "data", "time", "krauts-zeit-nc", "*.tml"))
	if len(files) == 0 {
		if os.Getenv("CI") != "" {
			t.Fatalf("no KRAUTS in %s (set HEARSAY_SHARED to the shared folder)", dir)
		}
		t.Skipf("no KRAUTS in %s (set HEARSAY_SHARED to the shared folder)", dir)
	}
	l, err := German()
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	score, err := eval.TimesReport(&out, files, false, func(a *hearsay.Article) []eval.TimeMention {
		doc := text.Split(a)
		l.Annotate(doc)
		found := l.Times(doc)
		checkTimes(t, doc, found)
		ms := make([]eval.TimeMention, 0, len(found))
		for _, e := range found {
			ms = append(ms, eval.TimeMention{Span: e.Span, Type: e.Type, Value: e.Value})
		}
		return ms
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d files\n%s", len(files), out.String())
	f := score.Figures()
	for _, x := range []struct {
		name     string
		is, want float64
	}{{"strict", f.Strict.F1, 0.83}, {"relaxed", f.Relaxed.F1, 0.87}, {"value", f.Value.F1, 0.80}} {
		if x.is < x.want {
			t.Errorf("%s F1 %.4f, want %.2f", x.name, x.is, x.want)
		}
	}
}

// BenchmarkTimes measures articles of 400 words a second, the tags given.
func BenchmarkTimes(b *testing.B) {
	const para = "Die Regierung in Neustadt erklärte am Montag, dass der Minister in den kommenden Tagen nach Bonn reisen werde. " +
		"Schon vergangene Woche hatte ein Sprecher gesagt, das Treffen sei für Mitte Oktober geplant, sofern die Gespräche gut verlaufen. " +
		"Seit 2019 haben sich die beiden Seiten nur drei Mal getroffen, zuletzt am 3. März um 14.30 Uhr am Rande eines Gipfels. " +
		"Die Opposition nannte den Plan einen Fehler und verlangte eine Aussprache im Parlament, das derzeit nicht tagt. "
	l, err := German()
	if err != nil {
		b.Fatal(err)
	}
	doc := text.Split(&hearsay.Article{Text: strings.Repeat(para, 6), Published: "2023-09-11"})
	l.Annotate(doc)
	b.ReportAllocs()
	for b.Loop() {
		l.Times(doc)
	}
	b.ReportMetric(float64(b.N)*float64(len(doc.Toks))/400/b.Elapsed().Seconds(), "articles/s")
}

// BenchmarkTimesWorst is a text of nothing but words that rules begin with.
func BenchmarkTimesWorst(b *testing.B) {
	l, err := German()
	if err != nil {
		b.Fatal(err)
	}
	doc := text.Split(&hearsay.Article{Text: strings.Repeat("der 3. letzten zwei am Jahr Montag ", 60) + ".", Published: "2023-09-11"})
	l.Annotate(doc)
	for b.Loop() {
		l.Times(doc)
	}
	b.ReportMetric(float64(b.N)*float64(len(doc.Toks))/400/b.Elapsed().Seconds(), "articles/s")
}
