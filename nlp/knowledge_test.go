package nlp

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hearsay"
	"hearsay/article"
)

func mustKnowledge(t testing.TB) *Knowledge {
	t.Helper()
	k, err := GermanKnowledge()
	if err != nil {
		t.Fatal(err)
	}
	return k
}

const knowledgeAbout = "tables of nlp/data/knowledge: own, Unicode CLDR, GeoNames, ParlGov"

// TestKnowledgeExtract makes the tables that come from public data again, where
// that data is at hand (HEARSAY_SHARED, ../shared). With HEARSAY_UPDATE=1 it writes them.
func TestKnowledgeExtract(t *testing.T) {
	shared := os.Getenv("HEARSAY_SHARED")
	if shared == "" {
		shared = "../../shared"
	}
	open := func(name string) io.Reader {
		f, err := os.Open(filepath.Join(shared, "data/gazetteer", name))
		if err != nil {
			t.Skip(err)
		}
		t.Cleanup(func() { f.Close() })
		if strings.HasSuffix(name, ".gz") {
			z, err := gzip.NewReader(f)
			if err != nil {
				t.Fatal(err)
			}
			return z
		}
		return f
	}
	const locale = "cldr/cldr-json/cldr-localenames-full/main/"
	got, err := ExtractKnowledge(KnowledgeSources{
		German: open(locale + "de/territories.json"), English: open(locale + "en/territories.json"),
		Places: open("geonames/geocode.gz"), Countries: open("parlgov/country.csv"),
		Parties: open("parlgov/party.csv"), Presidents: open("parlgov/politician_president.csv"),
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, b := range got {
		path := filepath.Join("data/knowledge", name)
		if os.Getenv("HEARSAY_UPDATE") == "1" {
			if err := os.WriteFile(path, b, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		have, err := os.ReadFile(path)
		if err != nil || !bytes.Equal(have, b) {
			t.Errorf("%s is not what the public data gives; HEARSAY_UPDATE=1 go test ./nlp -run Knowledge makes it again (%v)", path, err)
		}
	}
}

// TestKnowledgeBuild compiles the tables and compares with the file that ships.
func TestKnowledgeBuild(t *testing.T) {
	lex, err := OpenLexicon(germanLexicon)
	if err != nil {
		t.Fatal(err)
	}
	got, err := BuildKnowledge(lex, os.DirFS("data/knowledge"), knowledgeAbout)
	if err != nil {
		t.Fatal(err)
	}
	if os.Getenv("HEARSAY_UPDATE") == "1" {
		if err := os.WriteFile("data/de.knowledge", got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !bytes.Equal(got, germanKnowledge) {
		t.Error("data/de.knowledge is not what its tables give; HEARSAY_UPDATE=1 go test ./nlp -run KnowledgeBuild makes it again")
	}
	if _, err := OpenKnowledge(got); err != nil {
		t.Error(err)
	}
}

func TestKnowledgeErrors(t *testing.T) {
	good := germanKnowledge
	for _, c := range []struct {
		data []byte
		want string
	}{
		{nil, "not a file of knowledge"},
		{[]byte("HSKN\x09\x00\x00\x00abcdefgh"), "format 9"},
		{append(bytes.Clone(good[:len(good)-1]), good[len(good)-1]^1), "damaged"},
		{sealData("HSKN", knowledgeFormat, good[12:400]), "cut short"},
	} {
		if _, err := OpenKnowledge(c.data); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v; want %q", err, c.want)
		}
	}
}

func FuzzKnowledge(f *testing.F) {
	f.Add(germanKnowledge[12:2000])
	f.Add([]byte{})
	small := binary.LittleEndian.AppendUint32(appendString(nil, "x"), 0)
	f.Add(small)
	f.Fuzz(func(t *testing.T, body []byte) {
		data := append([]byte("HSKN\x01\x00\x00\x00"), binary.LittleEndian.AppendUint32(nil, crc32.ChecksumIEEE(body))...)
		k, err := OpenKnowledge(append(data, body...))
		if err != nil {
			return
		}
		for i := -1; i <= min(k.Len(), 50); i++ {
			e := k.At(i)
			k.Named(e.Name, nil)
			k.At(e.Government)
		}
		k.ByID("gov-de")
		k.OfAdjective("russische", nil)
		k.InOffice("hog", "DE", "2005-12-01")
	})
}

func TestInOffice(t *testing.T) {
	k := mustKnowledge(t)
	for _, c := range []struct {
		office, where string
		date          hearsay.Date
		want          string
	}{
		{"hog", "DE", "2005-12-24", "Angela Merkel"},
		{"hog", "DE", "2005-11-01", "Gerhard Schröder"},
		{"hog", "DE", "2005", ""}, // two in that year
		{"hog", "DE", "2006", "Angela Merkel"},
		{"hog", "DE", "", ""},
		{"hos", "US", "2008-05-01T10:00:00Z", "George W. Bush"},
		{"head", "eu-commission", "2010-01", "José Manuel Barroso"},
		{"hos", "IT", "2008-01-01", "Giorgio Napolitano"},
		{"hog", "XX", "2008-01-01", ""},
	} {
		got, ok := k.InOffice(c.office, c.where, c.date)
		if got.Name != c.want || ok != (c.want != "") {
			t.Errorf("%s of %s on %q: %q; want %q", c.office, c.where, c.date, got.Name, c.want)
		}
	}
}

func TestGovernmentOf(t *testing.T) {
	k, l := mustKnowledge(t), mustGerman(t)
	for id, want := range map[string]string{
		"state-us": "gov-us", "place-ru-moscow": "gov-ru", "place-be-brussels": "eu", "region-de-by": "gov-de-by",
		"place-de-berlin": "gov-de", "place-de-cologne": "", "place-de-koln": "", "gov-fr": "gov-fr", "nato": "",
	} {
		e, ok := k.ByID(id)
		if !ok && want != "" {
			t.Errorf("no %s", id)
			continue
		}
		got := ""
		if g := l.GovernmentOf(&e.Entity); g != nil {
			got = g.ID
		}
		if got != want {
			t.Errorf("%s: %q, want %q", id, got, want)
		}
	}
	if g := l.VoiceOf(&hearsay.Entity{ID: "kcna"}); g == nil || g.ID != "gov-kp" {
		t.Errorf("KCNA speaks for %v", g)
	}
}

func BenchmarkOpenKnowledge(b *testing.B) {
	for b.Loop() {
		if _, err := OpenKnowledge(germanKnowledge); err != nil {
			b.Fatal(err)
		}
	}
}

// TestAgenciesAgree: two tables speak of news agencies; they must say the same.
func TestAgenciesAgree(t *testing.T) {
	k := mustKnowledge(t)
	for _, a := range article.Agencies() {
		found := false
		for _, n := range k.Named(a.Name, nil) {
			e := k.At(n.Index)
			if e.Kind != "agency" {
				continue
			}
			found = true
			if e.Voice != a.State {
				t.Errorf("%s: article/agencies.tsv says run by %q, bodies.tsv %q", a.Name, a.State, e.Voice)
			}
		}
		if !found {
			t.Errorf("%s of article/agencies.tsv is missing in bodies.tsv", a.Name)
		}
	}
}
