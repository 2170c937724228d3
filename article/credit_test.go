package article

import (
	"slices"
	"strings"
	"testing"

	"hearsay"
)

// body is prose without any credit.
const body = "Der Minister hat die Vorwürfe zurückgewiesen. Das sagte er am Montag."

func TestDatelines(t *testing.T) {
	for _, tt := range []struct {
		in, dateline string
		agencies     []string
	}{
		{"BERLIN (dpa) - " + body, "BERLIN (dpa) -", []string{"dpa"}},
		{"Berlin (dpa) – " + body, "Berlin (dpa) –", []string{"dpa"}},
		{"Berlin/Paris (AFP/Reuters) – " + body, "Berlin/Paris (AFP/Reuters) –", []string{"AFP", "Reuters"}},
		{"Berlin, Paris (AFP, dpa) — " + body, "Berlin, Paris (AFP, dpa) —", []string{"AFP", "dpa"}},
		{"(AFP) " + body, "(AFP)", []string{"AFP"}},
		{"(dpa) - " + body, "(dpa) -", []string{"dpa"}},
		{"Frankfurt am Main (dpa/lhe) - " + body, "Frankfurt am Main (dpa/lhe) -", []string{"dpa"}},
		{"FRANKFURT/MAIN (dpa-AFX) - " + body, "FRANKFURT/MAIN (dpa-AFX) -", []string{"dpa-AFX"}},
		{"Berlin, 11. Sept. (Reuters) - " + body, "Berlin, 11. Sept. (Reuters) -", []string{"Reuters"}},
		{"PJÖNGJANG, 11. September (KCNA) -- " + body, "PJÖNGJANG, 11. September (KCNA) --", []string{"KCNA"}},
		{"MOSKAU, 11. September. /TASS/. " + body, "MOSKAU, 11. September. /TASS/.", []string{"TASS"}},
		{"Berlin. (KNA) " + body, "Berlin. (KNA)", []string{"KNA"}},
		{"St. Petersburg (AP) – " + body, "St. Petersburg (AP) –", []string{"AP"}},
		{"Bad Homburg v.d.H. (dpa/lhe) - " + body, "Bad Homburg v.d.H. (dpa/lhe) -", []string{"dpa"}},
		{"Nordstadt (ots/dpa) | " + body, "Nordstadt (ots/dpa) |", []string{"dpa"}},
		{"Berlin (dpa). " + body, "Berlin (dpa).", []string{"dpa"}},
		{"Berlin (dpa) „Nein“, sagte er. " + body, "Berlin (dpa)", []string{"dpa"}},
		{"dpa BERLIN. " + body, "dpa BERLIN.", []string{"dpa"}},
		{"Berlin/dpa. " + body, "Berlin/dpa.", []string{"dpa"}},
		{"BERLIN – " + body, "BERLIN –", nil},
		{"MOSKAU/KIEW - " + body, "MOSKAU/KIEW -", nil},
		{"ROM – " + body, "ROM –", nil},
		{"KFZ – " + body, "", nil},
		{"Berlin – " + body, "Berlin –", nil},
		{"Berlin. " + body, "Berlin.", nil},
		{"Ein Satz als Vorspann steht oben.\n\nBerlin (dpa) - " + body, "Berlin (dpa) -", []string{"dpa"}},
		{"Nordstadt -\n\n" + body, "Nordstadt -", nil},
		{"Bad Musterhausen –\n\n" + body, "Bad Musterhausen –", nil},

		{"Die Deutsche Presse-Agentur (dpa) hat das berichtet. " + body, "", nil},
		{"Nachrichtenagentur (AFP) – " + body, "", nil},
		{"Der Sprecher der AFP – ein Franzose – sagte das.", "", nil},
		{"Müller – der Minister – trat zurück.", "", nil},
		{"NATO. Das Bündnis will mehr.", "", nil},
		{"Moskau, so sagte er der dpa, sei bereit.", "", nil},
		{"Berlin - die Hauptstadt - ist groß.", "", nil},
		{"Laut (dpa) " + body, "", nil},
		{body + "\n\n" + body + "\n\n" + body + "\n\nBerlin (dpa) - " + body, "", nil},
	} {
		d, c := findCredits(tt.in)
		if got := tt.in[d.Start:d.End]; got != tt.dateline {
			t.Errorf("%q: dateline %q, want %q", tt.in, got, tt.dateline)
		}
		if got := names(c); !slices.Equal(got, tt.agencies) {
			t.Errorf("%q: agencies %v, want %v", tt.in, got, tt.agencies)
		}
	}
}

func TestCreditLines(t *testing.T) {
	for _, tt := range []struct {
		line     string
		agencies []string
	}{
		{"dpa", []string{"dpa"}},
		{"(dpa)", []string{"dpa"}},
		{"dpa/lno", []string{"dpa"}},
		{"ag/dpa", []string{"dpa"}},
		{"hoh/dpa/AFP", []string{"AFP", "dpa"}},
		{"AFP, dpa", []string{"AFP", "dpa"}},
		{"Quelle: dpa", []string{"dpa"}},
		{"Quellen: dpa, AFP und Reuters", []string{"AFP", "Reuters", "dpa"}},
		{"Quelle: ntv.example, mau/dpa", []string{"dpa"}},
		{"Quelle: Musterhausener Bote, dpa", []string{"dpa"}},
		{"© AFP", []string{"AFP"}},
		{"© 2023 AFP", []string{"AFP"}},
		{"© dpa-infocom, dpa:230911-99-123456/2", []string{"dpa"}},
		{"Copyright 2023 by Reuters", []string{"Reuters"}},
		{"Mit Material von dpa", []string{"dpa"}},
		{"Mit Material der Nachrichtenagenturen dpa und AFP", []string{"AFP", "dpa"}},
		{"mit Agenturmaterial (dpa)", []string{"dpa"}},
		{"Mit Informationen von Reuters und AP.", []string{"AP", "Reuters"}},
		{"Mit dpa", []string{"dpa"}},
		{"Dieser Artikel enthält Material der Agentur dpa.", []string{"dpa"}},
		{"Dieser Text wurde mit Material von AFP erstellt", []string{"AFP"}},
		{"Von unserem Korrespondenten Max Muster, dpa", []string{"dpa"}},
		{"Von Erika Mustermann, dpa", []string{"dpa"}},
		{"Von Erika Mustermann (dpa)", []string{"dpa"}},
		{"Von Max Muster und Erika Mustermann, AFP, dpa", []string{"AFP", "dpa"}},
		{"Max Muster/dpa", []string{"dpa"}},
		{"Erika Mustermann, Max-Otto Muster, dpa", nil},
		{"Text: epd", []string{"epd"}},
		{"dts Nachrichtenagentur", []string{"dts"}},
		{"RIA Nowosti", []string{"RIA Nowosti"}},
		{"(APA/Reuters/dpa)", []string{"APA", "Reuters", "dpa"}},
		{"sda/ats", []string{"Keystone-SDA"}},
		{"Source: Xinhua", []string{"Xinhua"}},

		{"Foto: dpa", nil},
		{"Foto: dpa/Max Muster", nil},
		{"Bild: © AFP", nil},
		{"Symbolbild (dpa)", nil},
		{"Mit dpa sprach der Minister am Montag", nil},
		{"Das sagte er der dpa", nil},
		{"Laut AFP", nil},
		{"Von der dpa befragt, sagte er nichts.", nil},
		{"ap", nil},
	} {
		in := body + "\n\n" + tt.line
		_, c := findCredits(in)
		if got := names(c); !slices.Equal(got, tt.agencies) {
			t.Errorf("%q: %v, want %v", tt.line, got, tt.agencies)
		}
		for _, x := range c {
			for _, s := range x.Spans {
				if a, ok := LookupAgency(in[s.Start:s.End]); !ok || a.Name != x.Name {
					t.Errorf("%q: span of %s is %q", tt.line, x.Name, in[s.Start:s.End])
				}
			}
		}
	}
}

func TestTailCredits(t *testing.T) {
	for _, tt := range []struct {
		in       string
		agencies []string
	}{
		{body + " (dpa)", []string{"dpa"}},
		{body + " (dpa/lno)", []string{"dpa"}},
		{body + " (AFP, Reuters)\n\n" + body + "\n\n" + body + "\n\n" + body, []string{"AFP", "Reuters"}},
		{body + " (Quelle: dpa)", []string{"dpa"}},
		{body + " (mit Material von epd)", []string{"epd"}},
		{body + " „Ja.“ (SID)", []string{"SID"}},
		{body + " [KNA]", []string{"KNA"}},
		{body + " dpa", []string{"dpa"}},
		{body + " dpa/AFP", []string{"AFP", "dpa"}},
		{body + " Quelle: dpa", []string{"dpa"}},
		{body + " dpa\n\n" + body + "\n\n" + body, nil}, // bare only at the end of the text
		{"Das meldete die Nachrichtenagentur (dpa)", nil},
		{"Das sagte er der Deutschen Presse-Agentur (dpa).", nil},
		{"Das meldete die dpa.", nil},
		{"Das meldete die Agentur. Sagte AFP.", nil},
		{body + " (Foto: dpa)", nil},
		{body + " (SPD)", nil},
	} {
		_, c := findCredits(tt.in)
		if got := names(c); !slices.Equal(got, tt.agencies) {
			t.Errorf("%q: %v, want %v", tt.in, got, tt.agencies)
		}
	}
}

// At the head "© AFP" stands under a picture.
func TestPictureCredit(t *testing.T) {
	if _, c := findCredits("© AFP\n\n" + strings.Repeat(body+"\n\n", 5)); len(c) > 0 {
		t.Errorf("%v", c)
	}
}

func TestCreditsJoin(t *testing.T) {
	in := "BERLIN (dpa) - " + body + "\n\ndpa/lno"
	_, c := findCredits(in)
	want := []hearsay.Span{{Start: 8, End: 11}, {Start: len(in) - 7, End: len(in) - 4}}
	if len(c) != 1 || !slices.Equal(c[0].Spans, want) {
		t.Errorf("%v, want %v", c, want)
	}
}

// Every agency is found under each of its names, and no name is another's.
func TestAgencies(t *testing.T) {
	if n := len(Agencies()); n < 40 {
		t.Errorf("only %d agencies", n)
	}
	lines := 0
	for line := range strings.Lines(agenciesTSV) {
		if !strings.HasPrefix(line, "#") {
			lines++
			if strings.Count(line, "\t") != 2 || strings.ContainsAny(line, "\r") {
				t.Errorf("bad line %q", line)
			}
		}
	}
	if lines != len(Agencies()) {
		t.Errorf("%d lines, %d agencies", lines, len(Agencies()))
	}
	seen := map[string]string{}
	for _, a := range Agencies() {
		if a.State != "" && (len(a.State) != 2 || a.State != strings.ToUpper(a.State)) {
			t.Errorf("%s: state %q", a.Name, a.State)
		}
		for _, n := range append([]string{a.Name}, a.Variants...) {
			if n == "" || n != strings.TrimSpace(n) {
				t.Errorf("%s: bad name %q", a.Name, n)
			}
			if other, dup := seen[n]; dup {
				t.Errorf("%q is of %s and of %s", n, other, a.Name)
			}
			seen[n] = a.Name
			for _, in := range []string{body + "\n\nQuelle: " + n, "Nordstadt (" + n + ") – " + body} {
				_, c := findCredits(in)
				if !slices.Equal(names(c), []string{a.Name}) {
					t.Errorf("%q: %v", in, c)
				}
			}
		}
	}
	if a, ok := LookupAgency("TASS"); !ok || a.State != "RU" {
		t.Errorf("TASS: %+v", a)
	}
	if a, ok := LookupAgency("dpa"); !ok || a.State != "" {
		t.Errorf("dpa: %+v", a)
	}
}

func TestAgencyNames(t *testing.T) {
	for _, tt := range []struct {
		in   string
		want string
	}{
		{"AFP", "AFP"}, {"dpa/AFP", "dpa AFP"}, {"DPA", "dpa"}, {"Nordagentur", "Nordagentur"},
		{"Nordagentur, Südagentur", "Nordagentur Südagentur"}, {"", ""}, {"mit dpa", "dpa"},
	} {
		if got := strings.Join(agencyNames(tt.in, true), " "); got != tt.want {
			t.Errorf("%q: %q, want %q", tt.in, got, tt.want)
		}
	}
}
