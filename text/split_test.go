package text

import (
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"hearsay"
)

func split(s string) *hearsay.Doc { return Split(&hearsay.Article{Text: s}) }

func sentences(doc *hearsay.Doc) []string {
	var out []string
	for _, sent := range doc.Sents {
		out = append(out, doc.Article.Text[sent.Start:sent.End])
	}
	return out
}

func words(doc *hearsay.Doc) []string {
	var out []string
	for i := range doc.Toks {
		out = append(out, Word(doc, i))
	}
	return out
}

// TestSentences: "|" marks where a sentence ends and the next begins.
func TestSentences(t *testing.T) {
	tests := []struct{ reason, text string }{
		{"full stops", "Der Zug kam an.| Niemand stieg aus."},
		{"question and exclamation", "Wer war das?| Halt!| Der Mann blieb stehen."},
		{"a date's ordinal", "Das Fest beginnt am 3. März in Hallenried.| Es dauert drei Tage."},
		{"a year at the end", "Das Haus stammt von 1723.| Es steht leer."},
		{"a day of the month without its name", "Die Frist endet am 3. des Monats.| Danach wird es teuer."},
		{"a date in figures", "Er wurde am 3. 10. 1990 geboren.| Sie auch."},
		{"a date in figures, close", "Er wurde am 3.10.1990 geboren.| Sie auch."},
		{"ordinal with a noun", "Im 19. Jahrhundert stand hier eine Mühle.| Sie brannte ab."},
		{"ordinal with a league", "Der Verein spielt in der 2. Bundesliga.| Er ist Letzter."},
		{"ordinal at a paragraph's head", "1. Bundesliga: Hallenried siegt.| Wiesental verliert."},
		{"a number at the end", "An Bord waren 40.| Die meisten schliefen."},
		{"a monarch", "Papst Johannes XXIII. war beliebt.| Ludwig XIV. auch."},
		{"a title", "Dr. Harms und Prof. Kolb kamen.| Sie blieben."},
		{"Nr. and ca.", "Haus Nr. 7 ist ca. hundert Jahre alt.| Es steht leer."},
		{"abbreviations of letters", "Es gab u. a. Kuchen, z. B. mit Mohn.| Alle aßen."},
		{"the same without spaces", "Es gab u.a. Kuchen, z.B. mit Mohn.| Alle aßen."},
		{"d. h.", "Der Laden schließt früh, d. h. um fünf.| Sonntags bleibt er zu."},
		{"v. Chr.", "Die Siedlung wurde 400 v. Chr. gegründet.| Heute ist sie verlassen."},
		{"v. Chr. at the end", "Die Siedlung entstand um 400 v. Chr.| Heute ist sie verlassen."},
		{"usw. inside", "Sie verkauft Äpfel, Birnen usw. auf dem Markt.| Er hilft."},
		{"usw. at the end", "Sie verkauft Äpfel, Birnen usw.| Er hilft ihr dabei."},
		{"Mio. inside", "Der Bau kostet 3 Mio. Euro im Jahr.| Das ist viel."},
		{"bzw.", "Er fährt mit Bus bzw. Bahn.| Sie läuft."},
		{"initials", "J. Harms und K.-H. Kolb traten an.| Sie verloren."},
		{"an initial inside a name", "Georg W. Harms sprach.| Alle hörten zu."},
		{"a decimal", "Es waren 3.500 Menschen und 2,5 Grad.| Viele froren."},
		{"a clock", "Der Zug fährt um 8.15 Uhr.| Er ist voll."},
		{"quotation with its frame behind", "„Wirklich?“, sagte sie.| Er nickte."},
		{"the same, older spelling", "„Wirklich?“ fragte sie.| Er nickte."},
		{"quotation at the end", "Er sagte: „Das reicht.“| Dann ging er."},
		{"sentences within a quotation", "„Das reicht.| Ich gehe.“| Er ging."},
		{"full stop behind the mark", "Er nannte es „Unsinn“.| Sie schwieg."},
		{"next sentence opens with a mark", "Er schwieg.| „Das reicht“, sagte sie."},
		{"a bracket inside a sentence", "Der Kongress (CCC) statt.| Viele kamen."},
		{"a sentence in brackets", "Er ging.| (Sie blieb.)| Es regnete."},
		{"an omission", "„Wir gehen [...] nach Hause“, sagte er.| Sie blieb."},
		{"an omission between sentences", "Er kam. [...] Sie ging.|"},
		{"an ellipsis that goes on", "Und dann ... war er weg.| Niemand sah ihn."},
		{"an ellipsis at the end", "Und dann …| Niemand sah ihn."},
		{"an address", "Die Seite www.beispiel.de/karte.html ist fort.| Schade."},
		{"a domain", "Er schrieb es auf beispiel.de gestern.| Sie las es."},
		{"no space behind the stop", "Er kam.Sie ging."},
		{"a colon ends nothing", "Er sagte: Das Haus brennt.| Sie lief."},
		{"a semicolon ends nothing", "Er kam; sie ging.| Es regnete."},
		{"no full stop at all", "Hallenried siegt in letzter Minute"},
		{"Sankt and Str.", "Die Kirche St. Gangolf in der Hauptstr. 5 ist zu.| Sie wird saniert."},
		{"military rank", "Gen. Kolb und Maj. Harms kamen.| Sie blieben kurz."},
		{"a paragraph of law", "Das regelt § 5 Abs. 2 der Satzung.| Sie gilt seit Mai."},
		{"i. d. R.", "Das dauert i. d. R. eine Woche.| Manchmal länger."},
		{"both marks", "Was soll das?!| Er ging."},
	}
	for _, tt := range tests {
		var want []string
		for _, w := range strings.Split(tt.text, "|") {
			if w = strings.TrimSpace(w); w != "" {
				want = append(want, w)
			}
		}
		plain := strings.ReplaceAll(tt.text, "|", "")
		if tt.reason == "no space behind the stop" {
			want = []string{"Er kam.", "Sie ging."}
		}
		if tt.reason == "an omission between sentences" {
			want = []string{"Er kam.", "[...]", "Sie ging."}
		}
		if got := sentences(split(plain)); !reflect.DeepEqual(got, want) {
			t.Errorf("%s:\ngot  %q\nwant %q", tt.reason, got, want)
		}
	}
}

func TestTokens(t *testing.T) {
	tests := []struct{ reason, text, want string }{
		{"marks", "Er kam, sah (und) ging.", "Er kam , sah ( und ) ging ."},
		{"hyphens stay inside", "US-Präsident Müller-Lüdenscheidt", "US-Präsident Müller-Lüdenscheidt"},
		{"a shared part", "Vor- und Nachteile", "Vor- und Nachteile"},
		{"the other shared part", "Getreidehandel und -anbau", "Getreidehandel und -anbau"},
		{"slash", "CDU/CSU", "CDU/CSU"},
		{"dash between words", "Er kam – und ging", "Er kam – und ging"},
		{"numbers", "3.500 und 2,5 und 8:15", "3.500 und 2,5 und 8:15"},
		{"percent and euro", "5% oder 5 % von 3€", "5 % oder 5 % von 3€"},
		{"ordinal keeps its stop", "am 3. März", "am 3. März"},
		{"date", "am 3.10.1990.", "am 3.10.1990 ."},
		{"abbreviation keeps its stop", "z. B. Dr. Harms", "z. B. Dr. Harms"},
		{"ellipsis is one", "Und dann... weg", "Und dann ... weg"},
		{"apostrophe of elision", "Lafontaine’s und geht's", "Lafontaine’s und geht's"},
		{"marks of quotation are tokens", "„Ja“, »nein« und \"gut\"", "„ Ja “ , » nein « und \" gut \""},
		{"two commas as an opening mark", ",,Ja'', sagte er", ",, Ja '' , sagte er"},
		{"address", "Siehe https://beispiel.de/a,b?c=d.", "Siehe https://beispiel.de/a,b?c=d ."},
		{"gender forms", "Bürger:innen und Schüler*innen", "Bürger:innen und Schüler*innen"},
		{"a handle and a tag", "@hallenried schrieb #Deich", "@hallenried schrieb #Deich"},
		{"paragraph sign", "nach § 5 und §6", "nach § 5 und §6"},
		{"soft hyphen inside", "Ver\u00adtrag", "Ver\u00adtrag"},
		{"no-break space parts", "3\u00a0Euro", "3 Euro"},
		{"combining marks stay", "Mu\u0308ller", "Mu\u0308ller"},
	}
	for _, tt := range tests {
		if got := strings.Join(words(split(tt.text)), " "); got != tt.want {
			t.Errorf("%s:\ngot  %s\nwant %s", tt.reason, got, tt.want)
		}
	}
}

func TestParagraphs(t *testing.T) {
	wrapped := "Der Deich bei Hallenried hat in der vergangenen Nacht dem Sturm\nstandgehalten, obwohl das Wasser so hoch stand wie seit zwanzig\nJahren nicht mehr."
	tests := []struct {
		reason, text string
		want         []string
	}{
		{"an empty line", "Erster Absatz.\n\nZweiter Absatz.", []string{"Erster Absatz.", "Zweiter Absatz."}},
		{"an empty line with blanks in it", "Erster Absatz.\n \t\nZweiter Absatz.", []string{"Erster Absatz.", "Zweiter Absatz."}},
		{"a line end", "Erster Absatz.\nZweiter Absatz.", []string{"Erster Absatz.", "Zweiter Absatz."}},
		{"a headline", "Deich hält\nDer Sturm ist vorbei.", []string{"Deich hält", "Der Sturm ist vorbei."}},
		{"hard-wrapped lines are one", wrapped, []string{wrapped}},
		{"hard-wrapped, then another", wrapped + "\n\nEnde.", []string{wrapped, "Ende."}},
		{"blank edges", "\n\n  Nur einer.  \n\n", []string{"Nur einer."}},
		{"Windows line ends", "Erster.\r\n\r\nZweiter.", []string{"Erster.", "Zweiter."}},
		{"nothing", "", nil},
		{"white space only", " \n\t\n", nil},
	}
	for _, tt := range tests {
		doc := split(tt.text)
		var got []string
		for _, p := range doc.Paras {
			got = append(got, tt.text[p.Start:p.End])
		}
		if !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s:\ngot  %q\nwant %q", tt.reason, got, tt.want)
		}
	}
}

// A quote as the tests write it: depth, closed or open ("!"), and its text.
func quotes(doc *hearsay.Doc) []string {
	var out []string
	for _, q := range doc.Quotes {
		s := strings.Repeat(">", q.Depth) + doc.Article.Text[q.Start:q.End]
		if !q.Closed {
			s = "!" + s
		}
		out = append(out, strings.Join(strings.Fields(s), " "))
	}
	return out
}

func TestQuotations(t *testing.T) {
	tests := []struct {
		reason, text string
		want         []string
	}{
		{"German marks", "Sie sagte: „Das reicht.“ Er ging.", []string{"„Das reicht.“"}},
		{"English closing mark", "Sie sagte: „Das reicht.” Er ging.", []string{"„Das reicht.”"}},
		{"English marks", "Sie sagte: “Das reicht.” Er ging.", []string{"“Das reicht.”"}},
		{"straight marks", `Sie sagte: "Das reicht." Er ging.`, []string{`"Das reicht."`}},
		{"low and straight", `Sie sagte: „Das reicht." Er ging.`, []string{`„Das reicht."`}},
		{"French marks inwards", "Sie sagte: »Das reicht.« Er ging.", []string{"»Das reicht.«"}},
		{"French marks outwards, Swiss", "Sie sagte: «Das reicht.» Er ging.", []string{"«Das reicht.»"}},
		{"typewriter", "Sie sagte: ,,Das reicht.'' Er ging.", []string{",,Das reicht.''"}},
		{"two in a sentence", "„Ja“, sagte sie, „gern.“", []string{"„Ja“", "„gern.“"}},
		{"straight, two in a sentence", `"Ja", sagte sie, "gern."`, []string{`"Ja"`, `"gern."`}},
		{"one word", "Die „Möwe“ fährt.", []string{"„Möwe“"}},
		{"nested", "„Er rief ‚Halt‘ und lief“, sagte sie.", []string{"„Er rief ‚Halt‘ und lief“", ">‚Halt‘"}},
		{"nested at the end", "„Er rief: ‚Halt!‘“, sagte sie.", []string{"„Er rief: ‚Halt!‘“", ">‚Halt!‘"}},
		{"nested French", "»Er rief ›Halt‹ und lief«, sagte sie.", []string{"»Er rief ›Halt‹ und lief«", ">›Halt‹"}},
		{"nested straight", `"Er rief 'Halt' und lief", sagte sie.`, []string{`"Er rief 'Halt' und lief"`, ">'Halt'"}},
		{"apostrophe is no mark", "Das ist Onken's Boot, so geht’s nicht.", nil},
		{"apostrophe inside", "„So geht’s nicht“, sagte Onken.", []string{"„So geht’s nicht“"}},
		{"an elided beginning", "„Das war ’ne gute Idee“, sagte er.", []string{"„Das war ’ne gute Idee“"}},
		{"across paragraphs", "„Wir gehen.\n\nNiemand bleibt.“", []string{"„Wir gehen. Niemand bleibt.“"}},
		{"opened anew in each paragraph", "„Wir gehen.\n\n„Niemand bleibt.“", []string{"!„Wir gehen.", "„Niemand bleibt.“"}},
		{"nested in its second paragraph", "„Wir gehen.\n\nEr rief ‚Halt‘ und ging.“", []string{"„Wir gehen. Er rief ‚Halt‘ und ging.“", ">‚Halt‘"}},
		{"never closed", "„Wir gehen, sagte er.\n\nSie blieb.", []string{"!„Wir gehen, sagte er."}},
		{"never closed, many paragraphs", "„Wir gehen, sagte er.\n\nEins.\n\nZwei.\n\nDrei “vier” fünf.", []string{"!„Wir gehen, sagte er.", "“vier”"}},
		{"never opened", "Wir gehen“, sagte er.", nil},
		{"in brackets", "Das Schiff („Möwe“) fährt.", []string{"„Möwe“"}},
		{"behind a hyphen", "Die Anti-„Möwe“-Gruppe tagt.", []string{"„Möwe“"}},
		{"inches are no marks", `Ein Rad von 28" und eins von 26 Zoll.`, nil},
		{"closing mark in front of a colon", "„Ja“: Das war alles.", []string{"„Ja“"}},
		{"an empty pair", "„“ stand da.", []string{"„“"}},
	}
	for _, tt := range tests {
		if got := quotes(split(tt.text)); !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s: %s\ngot  %q\nwant %q", tt.reason, tt.text, got, tt.want)
		}
	}
}

// A dateline and an agency's credit are no prose: sentences of their own.
func TestCredits(t *testing.T) {
	body := "HALLENRIED (dpa) - Der Deich hält. Der Sturm ist vorbei.\n\n(dpa)"
	end := strings.Index(body, "Der Deich")
	credit := strings.LastIndex(body, "dpa")
	doc := Split(&hearsay.Article{
		Text:     body,
		Dateline: hearsay.Span{Start: 0, End: end - 1},
		Agencies: []hearsay.Credit{{Name: "dpa", Spans: []hearsay.Span{{Start: credit, End: credit + 3}}}},
	})
	checkInvariants(t, doc)
	want := []string{"HALLENRIED (dpa) -", "Der Deich hält.", "Der Sturm ist vorbei.", "(dpa)"}
	if got := sentences(doc); !reflect.DeepEqual(got, want) {
		t.Fatalf("got  %q\nwant %q", got, want)
	}
	for i, want := range []bool{true, false, false, true} {
		if got := doc.Sents[i].Credit; got != want {
			t.Errorf("sentence %d: credit %v", i, got)
		}
	}
}

// checkInvariants checks what the package promises.
func checkInvariants(t testing.TB, doc *hearsay.Doc) {
	t.Helper()
	s := doc.Article.Text
	// Tokens do not overlap and cover all that is not white space.
	at := 0
	for i, tok := range doc.Toks {
		if tok.Start < at || tok.End <= tok.Start || tok.End > len(s) {
			t.Fatalf("token %d is [%d, %d) behind %d of %d in %q", i, tok.Start, tok.End, at, len(s), s)
		}
		if strings.TrimFunc(s[at:tok.Start], blank) != "" {
			t.Fatalf("not covered: %q in %q", s[at:tok.Start], s)
		}
		at = tok.End
	}
	if strings.TrimFunc(s[at:], blank) != "" {
		t.Fatalf("not covered: %q in %q", s[at:], s)
	}
	// Sentences part the tokens, paragraphs the sentences.
	tok := 0
	for i, sent := range doc.Sents {
		if sent.Toks.From != tok || sent.Toks.To <= tok {
			t.Fatalf("sentence %d has tokens %v behind %d in %q", i, sent.Toks, tok, s)
		}
		tok = sent.Toks.To
		if sent.Span != SpanOf(doc, sent.Toks) {
			t.Fatalf("sentence %d is %v, its tokens are %v", i, sent.Span, SpanOf(doc, sent.Toks))
		}
		p := doc.Paras[sent.Para]
		if i < p.Sents.From || i >= p.Sents.To || sent.Start < p.Start || sent.End > p.End {
			t.Fatalf("sentence %d %v is not in its paragraph %v", i, sent.Span, p)
		}
	}
	if tok != len(doc.Toks) {
		t.Fatalf("sentences hold %d of %d tokens of %q", tok, len(doc.Toks), s)
	}
	sent := 0
	for i, p := range doc.Paras {
		if p.Sents.From != sent || p.Sents.To < sent {
			t.Fatalf("paragraph %d has sentences %v behind %d of %q", i, p.Sents, sent, s)
		}
		sent = p.Sents.To
	}
	if sent != len(doc.Sents) {
		t.Fatalf("paragraphs hold %d of %d sentences", sent, len(doc.Sents))
	}
	// Quotations are in order and nest.
	for i, q := range doc.Quotes {
		if q.Toks.From < 0 || q.Toks.To <= q.Toks.From || q.Toks.To > len(doc.Toks) || q.Span != SpanOf(doc, q.Toks) {
			t.Fatalf("quotation %d: %+v in %q", i, q, s)
		}
		if i > 0 && doc.Quotes[i-1].Toks.From >= q.Toks.From {
			t.Fatalf("quotation %d is not behind the one before it in %q", i, s)
		}
		if (q.Parent < 0) != (q.Depth == 0) {
			t.Fatalf("quotation %d: %+v in %q", i, q, s)
		}
		if q.Parent >= 0 {
			p := doc.Quotes[q.Parent]
			if q.Parent >= i || p.Depth != q.Depth-1 || q.Toks.From < p.Toks.From || q.Toks.To > p.Toks.To {
				t.Fatalf("quotation %d %+v is not in its parent %+v in %q", i, q, p, s)
			}
		}
	}
}

// blank is white space to the splitter: zero-width space and byte order mark too.
func blank(r rune) bool { return unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' }

var shapes = []string{
	"Der Deich hält.", "„Ja“, sagte sie.", "»Nein.«", "\"So?\"", "'Nun'", "z. B.", "am 3. März", "J. Harms", "[...]", "(dpa)", " – ", "\n", "\n\n",
	"www.beispiel.de", "Bürger:innen", "3.500", "…", "’s", "‚", "‘", "“", "”", "„", "\"", "'", ",,", "''", "\u00ad", "\u200b", "\ufeff", "XIV.", "-", ".",
}

// TestSplitKeepsPromises tries all triples of shapes that texts are made of.
func TestSplitKeepsPromises(t *testing.T) {
	for _, a := range shapes {
		for _, b := range shapes {
			for _, c := range shapes {
				for _, s := range []string{a + b + c, a + " " + b + " " + c} {
					doc := split(s)
					checkInvariants(t, doc)
					if again := split(s); !reflect.DeepEqual(doc, again) {
						t.Fatalf("twice the same text, two results: %q", s)
					}
				}
			}
		}
	}
}

// TestSplitIsLinear guards against a search that starts over for each token: a
// text sixteen times as long may take some sixteen times as long, not 256 times.
func TestSplitIsLinear(t *testing.T) {
	for _, shape := range append(shapes, "a", "\"a ", "„a ", "x\n", "(", "Wort. ") {
		took := func(n int) time.Duration {
			s := strings.Repeat(shape, n)
			t0 := time.Now()
			split(s)
			return time.Since(t0)
		}
		// Sixteen times the text must not take the square of that. A busy machine is
		// slow now and then: the best of several runs counts.
		short, long := took(500), took(8000)
		for try := 0; try < 8 && long >= 80*short && long >= 15*time.Millisecond; try++ {
			short, long = max(short, took(500)), min(long, took(8000))
		}
		if long >= 80*short && long >= 15*time.Millisecond {
			t.Errorf("%q: %v for 500 times, %v for 8,000", shape, short, long)
		}
	}
}

func FuzzSplit(f *testing.F) {
	for _, s := range shapes {
		f.Add(s)
	}
	f.Add(sample)
	f.Add("HALLENRIED (dpa) - Der Deich hält.\n\n„Wir sind froh“, sagte J. Harms. „Es gab\n\nu. a. keine Toten.“ [...]")
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			t.Skip() // package article makes the text valid first
		}
		t0 := time.Now()
		doc := split(s)
		if d := time.Since(t0); d > time.Second+time.Duration(len(s))*10*time.Microsecond {
			t.Errorf("%v for %d bytes", d, len(s))
		}
		checkInvariants(t, doc)
	})
}

// FuzzSplitInvalid: bytes that are no UTF-8 must not make it panic either.
func FuzzSplitInvalid(f *testing.F) {
	f.Add([]byte("Der \xff Deich \xe2\x80 hält.\xc3"))
	f.Fuzz(func(t *testing.T, b []byte) { split(string(b)) })
}

const sample = `Deich bei Hallenried hält dem Sturm stand

Der Deich bei Hallenried hat am 3. März dem Sturm standgehalten. Das teilte die Deichgräfin Wiebke Harms mit. „Wir hatten großes Glück“, sagte sie. „Das Wasser stand so hoch wie seit zwanzig Jahren nicht.“

Nach Angaben der Feuerwehr wurden ca. 40 Keller ausgepumpt, u. a. im Rathaus. Verletzt wurde niemand. Der Kämmerer Ole Brandt (WVH) bezifferte den Schaden auf 3,5 Mio. Euro. Das Land habe Hilfe zugesagt, so Brandt. Ob das Geld reicht, sei offen.

`

func BenchmarkSplit(b *testing.B) {
	a := &hearsay.Article{Text: strings.Repeat(sample, 8)}
	b.SetBytes(int64(len(a.Text)))
	b.ReportAllocs()
	for b.Loop() {
		Split(a)
	}
}
