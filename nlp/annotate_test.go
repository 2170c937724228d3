package nlp

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"hearsay"
	"hearsay/text"
)

func annotate(t testing.TB, s string) *hearsay.Doc {
	t.Helper()
	doc := text.Split(&hearsay.Article{Text: s})
	mustGerman(t).Annotate(doc)
	return doc
}

func stretch(doc *hearsay.Doc, r hearsay.Range) string {
	sp := text.SpanOf(doc, r)
	return doc.Article.Text[sp.Start:sp.End]
}

// clauseLines writes the clauses of a document: kind, the lemma of the lexical
// verb, the words; "…" in front of a part that goes on an earlier one.
func clauseLines(doc *hearsay.Doc) []string {
	kinds := [...]string{"none", "main", "first", "sub", "rel", "wh", "inf"}
	goesOn := map[int]bool{}
	for _, c := range doc.Clauses {
		goesOn[c.Cont] = true
	}
	var out []string
	for k, c := range doc.Clauses {
		s := kinds[c.Kind]
		if goesOn[k] {
			s = "… " + s
		}
		if c.Head >= 0 && c.Kind != hearsay.NoClause {
			s += " " + doc.Toks[c.Head].Lemma
		}
		out = append(out, s+": "+stretch(doc, c.Toks))
	}
	return out
}

// TestClauses: known says why a case fails; one that passes must lose it.
func TestClauses(t *testing.T) {
	tests := []struct {
		reason, text, want, known string
	}{
		{"main and dass", "Der Wirt sagte, dass er nichts gesehen habe.",
			"main sagen: Der Wirt sagte | sub sehen: dass er nichts gesehen habe", ""},
		{"verb second behind a comma", "Der Wirt sagte, er habe nichts gesehen.",
			"main sagen: Der Wirt sagte | main sehen: er habe nichts gesehen", ""},
		{"verb second that begins with an article", "Der Wirt sagte, der Gast habe nichts gesehen.",
			"main sagen: Der Wirt sagte | main sehen: der Gast habe nichts gesehen", ""},
		{"the same, short: the verb comes last all the same", "Der Wirt sagte, der Gast schlafe.",
			"main sagen: Der Wirt sagte | main schlafen: der Gast schlafe", ""},
		{"the same with a participle", "Zunächst hieß es, der Fahrer sei geflohen.",
			"main heißen: Zunächst hieß es | main fliehen: der Fahrer sei geflohen", ""},
		{"frame behind: verb first", "Er habe nichts gesehen, sagte der Wirt.",
			"main sehen: Er habe nichts gesehen | first sagen: sagte der Wirt", ""},
		{"relative clause inside", "Der Förster, der das Revier betreut, sagte nichts.",
			"none: Der Förster | rel betreuen: der das Revier betreut | … main sagen: sagte nichts", ""},
		{"relative clause with a preposition", "Das Haus, in dem er wohnt, ist alt.",
			"none: Das Haus | rel wohnen: in dem er wohnt | … main sein: ist alt", ""},
		{"zu-infinitive", "Die Reederei versprach, den Preis zu erstatten.",
			"main versprechen: Die Reederei versprach | inf erstatten: den Preis zu erstatten", ""},
		{"zu-infinitive behind die", "Das Land versprach, die Steuer zu senken.",
			"main versprechen: Das Land versprach | inf senken: die Steuer zu senken", ""},
		{"zu inside the verb", "Das Land versprach, das Werk stillzulegen.",
			"main versprechen: Das Land versprach | inf stilllegen: das Werk stillzulegen", ""},
		{"zu inside a verb the lexicon lacks", "Die Stadt plant, den Platz umzubenennen.",
			"main planen: Die Stadt plant | inf umbenennen: den Platz umzubenennen", "umzubenennen is not known as an infinitive with zu"},
		{"wh-clause", "Sie fragte, warum der Zug halte.",
			"main fragen: Sie fragte | wh halten: warum der Zug halte", ""},
		{"wer asks", "Sie fragte, wer den Brief schrieb.",
			"main fragen: Sie fragte | wh schreiben: wer den Brief schrieb", "wer behind a comma is taken for a relative pronoun"},
		{"ob", "Sie fragte, ob der Zug halte.",
			"main fragen: Sie fragte | sub halten: ob der Zug halte", ""},
		{"wie X mitteilte", "Wie die Feuerwehr mitteilte, wurde niemand verletzt.",
			"sub mitteilen: Wie die Feuerwehr mitteilte | first verletzen: wurde niemand verletzt", ""},
		{"a separated prefix", "Die Polizei teilte am Montag mit, dass er lebt.",
			"main mitteilen: Die Polizei teilte am Montag mit | sub leben: dass er lebt", ""},
		{"two main clauses", "Der Wind drehte und das Boot kenterte.",
			"main drehen: Der Wind drehte | main kentern: das Boot kenterte", ""},
		{"two verbs, one subject", "Die Polizei ermittelt und bittet um Hinweise.",
			"main ermitteln: Die Polizei ermittelt | first bitten: bittet um Hinweise", ""},
		{"apposition between auxiliary and participle", "Das hat der Wirt, ein Zeuge, gestern bestätigt.",
			"main bestätigen: Das hat der Wirt | none: ein Zeuge | … none: gestern bestätigt", ""},
		{"question", "Hat der Wirt etwas gesehen?",
			"first sehen: Hat der Wirt etwas gesehen", ""},
		{"headline without a verb", "Schwerer Sturm über Hallenried",
			"none: Schwerer Sturm über Hallenried", ""},
		{"passive", "Der Mann wurde am Abend festgenommen.",
			"main festnehmen: Der Mann wurde am Abend festgenommen", ""},
		{"modal", "Der Mann soll das Feuer gelegt haben.",
			"main legen: Der Mann soll das Feuer gelegt haben", ""},
		{"weil", "Das Fest fiel aus, weil es regnete.",
			"main ausfallen: Das Fest fiel aus | sub regnen: weil es regnete", ""},
		{"a bracket interrupts nothing", "Der Minister (WVH) sagte nichts.",
			"main sagen: Der Minister (WVH) sagte nichts", ""},
		{"a frame inside", "Die Brücke, sagte sie, sei nie geprüft worden.",
			"none: Die Brücke | first sagen: sagte sie | … main prüfen: sei nie geprüft worden", ""},
	}
	for _, tt := range tests {
		got := strings.Join(clauseLines(annotate(t, tt.text)), " | ")
		switch {
		case got != tt.want && tt.known == "":
			t.Errorf("%s:\ngot  %s\nwant %s", tt.reason, got, tt.want)
		case got == tt.want && tt.known != "":
			t.Errorf("%s passes now: it is no longer true that %s", tt.reason, tt.known)
		}
	}
}

// phraseLines writes the phrases: the head in brackets, the cases behind.
func phraseLines(doc *hearsay.Doc) []string {
	var out []string
	for _, p := range doc.Phrases {
		s := stretch(doc, p.Toks)
		if p.Prep >= 0 {
			s = text.Word(doc, p.Prep) + "+ " + strings.TrimSpace(strings.TrimPrefix(s, text.Word(doc, p.Prep)))
		}
		out = append(out, s+" ("+text.Word(doc, p.Head)+")")
	}
	return out
}

func TestPhrases(t *testing.T) {
	tests := []struct{ reason, text, want, known string }{
		{"article and noun", "Der Wirt schlief.", "Der Wirt (Wirt)", ""},
		{"preposition", "Das Boot lag im Hafen.", "Das Boot (Boot) | im+ Hafen (Hafen)", ""},
		{"title and name", "Minister Kolb kam.", "Minister Kolb (Minister)", ""},
		{"party in brackets", "Minister Kolb (WVH) kam.", "Minister Kolb (WVH) (Minister)", ""},
		{"a name in marks", "Das Magazin „Der Bote“ berichtete.", "Das Magazin „Der Bote“ (Magazin)", ""},
		{"adjectives", "Die alte, morsche Brücke brach.", "Die alte, morsche Brücke (Brücke)", ""},
		{"a participle with its time", "Die am Montag gewählte Präsidentin sprach.", "Die am Montag gewählte Präsidentin (Präsidentin)", ""},
		{"a genitive is a phrase of its own", "Der Sprecher der Polizei sagte nichts.", "Der Sprecher (Sprecher) | der Polizei (Polizei) | nichts (nichts)", ""},
		{"a shared part", "Die Vor- und Nachteile sind klar.", "Die Vor- und Nachteile (Nachteile)", "a first part with a hyphen is taken for the head"},
		{"number and noun", "Drei Männer flohen.", "Drei Männer (Männer)", ""},
		{"pronoun", "Sie sah ihn.", "Sie (Sie) | ihn (ihn)", ""},
		{"a place behind a person", "Die Lage in Hallenried ist ernst.", "Die Lage (Lage) | in+ Hallenried (Hallenried)", ""},
	}
	for _, tt := range tests {
		got := strings.Join(phraseLines(annotate(t, tt.text)), " | ")
		switch {
		case got != tt.want && tt.known == "":
			t.Errorf("%s:\ngot  %s\nwant %s", tt.reason, got, tt.want)
		case got == tt.want && tt.known != "":
			t.Errorf("%s passes now: it is no longer true that %s", tt.reason, tt.known)
		}
	}
}

// The cases that a phrase's words allow.
func TestPhraseCases(t *testing.T) {
	tests := []struct{ text, want string }{
		{"Der Mann schlief.", "Nom"},
		{"Den Mann sah niemand.", "Acc"},
		{"Dem Mann half niemand.", "Dat"},
		{"Des Mannes gedachte niemand.", "Gen"},
		{"Die Frau schlief.", "Nom Acc"},
		{"Der Frau half niemand.", "Gen Dat"},
		{"Mit dem Mann sprach niemand.", "Dat"},
	}
	for _, tt := range tests {
		p := annotate(t, tt.text).Phrases[0]
		var got []string
		for c, name := range map[hearsay.Case]string{hearsay.Nom: "Nom", hearsay.Gen: "Gen", hearsay.Dat: "Dat", hearsay.Acc: "Acc"} {
			if p.Cases.Has(c) != strings.Contains(tt.want, name) {
				got = append(got, fmt.Sprintf("%s: %v", name, p.Cases.Has(c)))
			}
		}
		if got != nil {
			t.Errorf("%s: want %s, but %v", tt.text, tt.want, got)
		}
	}
}

// Separated prefixes come back to their verbs.
func TestSeparatedPrefixes(t *testing.T) {
	tests := []struct{ reason, text, verb, lemma, known string }{
		{"next to each other", "Sie teilte mit, dass er lebt.", "teilte", "mitteilen", ""},
		{"far apart", "Die Polizei teilte am Montag in Hallenried mit, dass er lebt.", "teilte", "mitteilen", ""},
		{"a relative clause between", "Das teilte der Minister, der gestern kam, mit.", "teilte", "mitteilen", ""},
		{"an infinitive clause behind", "Sie kündigte an, zu gehen.", "kündigte", "ankündigen", ""},
		{"at the sentence's end", "Die Firma räumte Fehler ein.", "räumte", "einräumen", ""},
		{"a preposition is no prefix", "Sie sprach mit dem Wirt.", "sprach", "sprechen", ""},
		{"no such verb", "Sie sagte mit Nachdruck nein.", "sagte", "sagen", ""},
		{"bekannt geben", "Der Verein gab den Wechsel bekannt.", "gab", "bekanntgeben", ""},
		{"vorhersagen", "Sie sagte Regen vorher.", "sagte", "vorhersagen", `"vorher" is not among the separable prefixes`},
		{"vorhaben", "Er hat viel vor.", "hat", "vorhaben", "the lexicon has vorhaben as an auxiliary"},
	}
	for _, tt := range tests {
		doc := annotate(t, tt.text)
		got := ""
		for i, tok := range doc.Toks {
			if text.Word(doc, i) == tt.verb {
				got = tok.Lemma
				if p := tok.Prefix; p >= 0 && doc.Toks[p].Prefix != i {
					t.Errorf("%s: the prefix of %s does not point back", tt.reason, tt.verb)
				}
			}
		}
		switch {
		case got != tt.lemma && tt.known == "":
			t.Errorf("%s: %s: %s, want %s", tt.reason, tt.text, got, tt.lemma)
		case got == tt.lemma && tt.known != "":
			t.Errorf("%s passes now: it is no longer true that %s", tt.reason, tt.known)
		}
	}
}

// The mood of a finite verb is what tells reported speech.
func TestMood(t *testing.T) {
	tests := []struct {
		reason, text, verb string
		want               hearsay.Mood
	}{
		{"Konjunktiv I", "Der Wirt sagte, er habe nichts gesehen.", "habe", hearsay.Sub1},
		{"the same form with ich", "Ich habe nichts gesehen.", "habe", hearsay.Ind},
		{"sei", "Die Lage sei ernst.", "sei", hearsay.Sub1},
		{"Konjunktiv I of a full verb", "Er komme morgen.", "komme", hearsay.Sub1},
		{"werde", "Das Werk werde schließen.", "werde", hearsay.Sub1},
		{"würde", "Die Löhne würden gezahlt.", "würden", hearsay.Sub2},
		{"wäre", "Das wäre schön.", "wäre", hearsay.Sub2},
		{"hätte", "Die Bewohner hätten sich gerettet.", "hätten", hearsay.Sub2},
		{"weak past is indicative", "Der Wirt sagte nichts.", "sagte", hearsay.Ind},
		{"weak past in an unreal condition", "Wenn er mehr sagte, würde ich ihm helfen.", "sagte", hearsay.Sub2},
		{"sollen", "Er soll krank sein.", "soll", hearsay.Ind},
		{"solle", "Er solle warten.", "solle", hearsay.Sub1},
	}
	for _, tt := range tests {
		doc := annotate(t, tt.text)
		for i, tok := range doc.Toks {
			if text.Word(doc, i) == tt.verb && tok.Feats.Mood != tt.want {
				t.Errorf("%s: %s: mood %d, want %d", tt.reason, tt.text, tok.Feats.Mood, tt.want)
			}
		}
	}
}

const story = `Der Deich bei Hallenried hat am 3. März dem Sturm standgehalten. Das teilte die Deichgräfin Wiebke Harms mit. „Wir hatten großes Glück“, sagte sie. „Das Wasser stand so hoch wie seit zwanzig Jahren nicht.“

Nach Angaben der Feuerwehr wurden ca. 40 Keller ausgepumpt, u. a. im Rathaus. Verletzt wurde niemand. Der Kämmerer Ole Brandt (WVH) bezifferte den Schaden auf 3,5 Mio. Euro. Das Land habe Hilfe zugesagt, so Brandt. Ob das Geld reicht, sei offen.`

// The same text gives the same result, also where several read at once.
func TestAnnotateIsDeterministic(t *testing.T) {
	first := annotate(t, story)
	done := make(chan *hearsay.Doc)
	for range 4 {
		go func() {
			doc := text.Split(&hearsay.Article{Text: story})
			l, _ := German()
			l.Annotate(doc)
			done <- doc
		}()
	}
	for range 4 {
		if doc := <-done; !reflect.DeepEqual(doc, first) {
			t.Error("the same text gave two results")
		}
	}
	mustGerman(t).Annotate(first) // again on the same document
	if again := annotate(t, story); !reflect.DeepEqual(first, again) {
		t.Error("annotating twice changes the result")
	}
}

// checkAnnotation checks what every annotated document promises.
func checkAnnotation(t testing.TB, doc *hearsay.Doc) {
	t.Helper()
	n := len(doc.Toks)
	for i, tok := range doc.Toks {
		if tok.UPOS == "" || tok.Lemma == "" {
			t.Fatalf("token %d %q has tag %q, lemma %q", i, text.Word(doc, i), tok.UPOS, tok.Lemma)
		}
		if p := tok.Prefix; p >= n || p >= 0 && doc.Toks[p].Prefix != i {
			t.Fatalf("token %d has prefix %d", i, p)
		}
	}
	at := 0
	for i, p := range doc.Phrases {
		if p.Toks.From < at || p.Toks.To <= p.Toks.From || p.Toks.To > n || p.Head < p.Toks.From || p.Head >= p.Toks.To {
			t.Fatalf("phrase %d: %+v behind %d", i, p, at)
		}
		at = p.Toks.To
	}
	at = 0
	for i, c := range doc.Clauses {
		if c.Toks.From < at || c.Toks.To <= c.Toks.From || c.Toks.To > doc.Sents[c.Sent].Toks.To || c.Toks.From < doc.Sents[c.Sent].Toks.From {
			t.Fatalf("clause %d: %+v behind %d", i, c, at)
		}
		at = c.Toks.To
		if c.Cont >= 0 && (c.Cont <= i || c.Cont >= len(doc.Clauses) || doc.Clauses[c.Cont].Sent != c.Sent) {
			t.Fatalf("clause %d goes on in %d", i, c.Cont)
		}
		if c.Verb >= n || c.Head >= n || c.Verb < 0 && c.Head >= 0 {
			t.Fatalf("clause %d: %+v", i, c)
		}
	}
}

func FuzzAnnotate(f *testing.F) {
	f.Add(story)
	f.Add("„“ ( ) – , und dass der die das")
	f.Add("dass, ob; wie: als (weil) – der, die sagte.")
	f.Add("Er, sie, es: teilte mit mit mit.")
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 4000 {
			t.Skip()
		}
		checkAnnotation(t, annotate(t, s))
	})
}

func BenchmarkAnnotate(b *testing.B) {
	a := &hearsay.Article{Text: story}
	l := mustGerman(b)
	b.SetBytes(int64(len(a.Text)))
	b.ReportAllocs()
	for b.Loop() {
		l.Annotate(text.Split(a))
	}
}
