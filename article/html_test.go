package article

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

const pageProse = "<p>Die Ministerin hat die Vorwürfe der Opposition am Montag zurückgewiesen. Es gebe „keinen Anlass“ für einen Rücktritt, sagte sie.</p><p>Die Opposition will das nicht gelten lassen. Sie kündigte einen Untersuchungsausschuss an, der im Herbst beginnen soll.</p>"

const pageText = "Die Ministerin hat die Vorwürfe der Opposition am Montag zurückgewiesen. Es gebe „keinen Anlass“ für einen Rücktritt, sagte sie.\n\nDie Opposition will das nicht gelten lassen. Sie kündigte einen Untersuchungsausschuss an, der im Herbst beginnen soll."

func TestPageMetadata(t *testing.T) {
	page := func(head string) string {
		return "<!doctype html><html><head>" + head + "</head><body><article><h1>Titel der Seite</h1>" + pageProse + "</article></body></html>"
	}
	for _, tt := range []struct {
		head, name                             string
		url, outlet, title, author, pub, agncy string
	}{
		{"", "a.html", "a.html", "", "Titel der Seite", "", "", ""},
		{`<title>Anderer Titel | Bote</title>`, "https://bote.example/2023/09/11/a.html", "https://bote.example/2023/09/11/a.html", "bote.example", "Titel der Seite", "", "2023-09-11", ""},
		{`<meta property="og:title" content="OG-Titel - Der Bote"><meta property="og:site_name" content="Der Bote"><meta property="og:url" content="https://bote.example/a"><meta property="article:published_time" content="2023-09-11T08:30:00Z"><meta name="author" content="Erika Mustermann">`,
			"a.html", "https://bote.example/a", "Der Bote", "OG-Titel", "Erika Mustermann", "2023-09-11T08:30:00Z", ""},
		{`<script type="application/ld+json">{"@type":["NewsArticle"],"headline":"LD &amp; Titel","datePublished":"2023-09","author":"dpa","publisher":{"name":"dpa"},"url":"https://bote.example/ld"}</script>`,
			"a.html", "https://bote.example/ld", "bote.example", "LD & Titel", "dpa", "2023-09", "dpa"},
		{`<script type="application/ld+json">{kaputt</script><script type="application/ld+json">[{"@type":"ItemList","itemListElement":[{"@type":"NewsArticle","headline":"Falsch"}]},{"@type":"NewsArticle","headline":"Richtig
","datePublished":"11.09.2023"}]</script>`, "a.html", "a.html", "", "Richtig", "", "2023-09-11", ""},
		// A canonical address elsewhere is not believed of a page that was fetched.
		{`<link rel="canonical" href="https://anders.example/x"><meta name="date" content="2023-09-11">`, "https://bote.example/a?utm=1", "https://bote.example/a?utm=1", "bote.example", "Titel der Seite", "", "2023-09-11", ""},
		{`<link rel="canonical" href="https://www.bote.example/a">`, "https://bote.example/a?utm=1", "https://www.bote.example/a", "bote.example", "Titel der Seite", "", "", ""},
		{`<link rel="canonical" href="javascript:alert(1)">`, "a.html", "a.html", "", "Titel der Seite", "", "", ""},
		{`<!-- saved from url=(0027)https://bote.example/saved.html -->`, "a.html", "https://bote.example/saved.html", "bote.example", "Titel der Seite", "", "", ""},
	} {
		art := readOne(t, page(tt.head), Options{Name: tt.name})
		got := []string{art.URL, art.Outlet, art.Title, art.Author, string(art.Published), strings.Join(names(art.Agencies), " ")}
		want := []string{tt.url, tt.outlet, tt.title, tt.author, tt.pub, tt.agncy}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s\ngot  %q\nwant %q", tt.head, got, want)
		}
		if art.Text != pageText {
			t.Errorf("%s: text %q", tt.head, art.Text)
		}
	}
}

func TestPageText(t *testing.T) {
	for name, in := range map[string]string{
		"article":         "<html><body><nav><a href=x>Start</a></nav><article>" + pageProse + "</article></body></html>",
		"main":            "<html><body><main><div>" + pageProse + "</div></main><aside><p>Anderes, das hier nicht hingehört, steht in diesem Kasten.</p></aside></body></html>",
		"articleBody":     `<html><body><div><form><p>Melden Sie sich für unseren Rundbrief an, er kommt täglich.</p></form></div><div itemprop="articleBody">` + pageProse + "</div></body></html>",
		"bare":            pageProse,
		"unclosed":        "<html><body><article>" + strings.ReplaceAll(pageProse, "</p>", ""),
		"br":              "<html><body><article><div>" + strings.ReplaceAll(strings.ReplaceAll(pageProse, "</p><p>", "<br><br>"), "p>", "b>") + "</div></article></body></html>",
		"inline elements": "<html><body><article>" + strings.ReplaceAll(pageProse, "Opposition", "<a href=x>Oppo<b>sit</b>ion</a>") + "</article></body></html>",
		"source lines":    "<html>\n<body>\n<article>\n" + strings.ReplaceAll(pageProse, " ", "\n   ") + "\n</article>\n</body>\n</html>",
		"entities":        "<html><body><article>" + strings.NewReplacer("ü", "&uuml;", "„", "&bdquo;", "“", "&#8220;", "Untersuchungs", "Unter&shy;suchungs").Replace(pageProse) + "</article></body></html>",
		"open head":       "<html><head><meta charset=utf-8><title>T</title><body><x-teil><y-teil>" + pageProse + "</y-teil></x-teil></body></html>",
		"open nav":        "<html><body><nav><a href=x>Start</a><article>" + pageProse + "</article></body></html>",
		"script":          "<html><body><article><script>var a = '<p>Kein Text, das ist ein Programm und sonst nichts.</p>';</script>" + pageProse + "<style>p{}</style></article></body></html>",
		"ld body":         `<html><head><script type="application/ld+json">{"@type":"NewsArticle","headline":"T","articleBody":"` + strings.ReplaceAll(pageText, "\n\n", `\n\n`) + `"}</script></head><body><div id=app></div></body></html>`,
	} {
		art := readOne(t, in, Options{Name: "a.html"})
		if got := strings.ReplaceAll(art.Text, "\n\n", " "); got != strings.ReplaceAll(pageText, "\n\n", " ") {
			t.Errorf("%s: got %q", name, art.Text)
		}
		if name != "ld body" && art.Text != pageText {
			t.Errorf("%s: paragraphs: got %q", name, art.Text)
		}
	}
}

// Pages made to break parsers are read by the gatherer, soon.
func TestWildPages(t *testing.T) {
	var formatting strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&formatting, "<b a=%d><p>", i)
	}
	for name, in := range map[string]string{
		"deep div":         "<html><body>" + strings.Repeat("<div>", 200_000) + pageProse,
		"deep, closed":     "<html><body>" + strings.Repeat("<div>", 5000) + pageProse + strings.Repeat("</div>", 5000),
		"513 deep":         "<html><body>" + strings.Repeat("<div>", 513) + pageProse + strings.Repeat("</div>", 513),
		"deep span":        "<html><body>" + strings.Repeat("<span>", 100_000) + pageProse,
		"deep font":        "<html><body>" + strings.Repeat("<font>", 100_000) + pageProse,
		"deep table":       "<html><body>" + strings.Repeat("<table><tr><td>", 30_000) + pageProse,
		"deep unknown":     "<html><body>" + strings.Repeat("<x-y>", 100_000) + pageProse,
		"formatting":       "<html><body>" + formatting.String() + pageProse,
		"many paragraphs":  "<html><body><article>" + pageProse + strings.Repeat("<p>Kurz.", 25_000),
		"many links":       "<html><body>" + strings.Repeat("<a href=x>y</a> ", 25_000) + pageProse,
		"many attributes":  "<html><body><p " + strings.Repeat("a=b ", 100_000) + ">" + pageProse,
		"unclosed comment": "<html><body>" + pageProse + "<!--" + strings.Repeat("<p>", 100_000),
		"end tags":         "<html><body>" + strings.Repeat("</div></p></b>", 100_000) + pageProse,
		"many brackets":    "<html><body>" + pageProse + strings.Repeat("<", 1_000_000),
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			art := readOne(t, in, Options{Name: "a.html"})
			if !strings.Contains(art.Text, "Es gebe „keinen Anlass“ für einen Rücktritt, sagte sie.") {
				t.Errorf("got %.300q", art.Text)
			}
			if d := time.Since(start); d > 8*time.Second {
				t.Errorf("took %v", d)
			} else if d > 500*time.Millisecond {
				t.Logf("took %v", d)
			}
		})
	}
}

func TestHTMLTimeout(t *testing.T) {
	in := "<html><body><article>" + strings.Repeat(pageProse, 2000)
	_, errs := readAll(t, strings.NewReader(in), Options{Name: "a.html", HTMLTimeout: time.Microsecond})
	if len(errs) != 1 || errs[0].Error() != "a.html: too complex: not done after 1µs" {
		t.Errorf("%v", errs)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
	defer cancel()
	for _, err := range Read(ctx, strings.NewReader(in), Options{Name: "a.html"}) {
		if err == nil {
			t.Error("no error")
		}
	}
}

func BenchmarkHTML(b *testing.B) {
	in, err := os.ReadFile("testdata/in/seite.html")
	if err != nil {
		b.Fatal(err)
	}
	// Of the size of a real page: menus, teasers and a longer text.
	more := strings.Repeat("<p>Der Sprecher teilte mit, dass die Arbeiten im Herbst beginnen sollen. Das sei „so beschlossen“.</p>\n", 20)
	in = bytes.Replace(in, []byte("<h2>"), []byte(more+"<h2>"), 1)
	teaser := strings.Repeat(`<div class="teaser"><a href="/x"><img src="y"><h3>Ein anderer Artikel</h3></a></div>`+"\n", 150)
	in = bytes.Replace(in, []byte("<footer>"), []byte(teaser+"<footer>"), 1)
	b.SetBytes(int64(len(in)))
	b.ReportAllocs()
	for b.Loop() {
		readOne(b, string(in), Options{Name: "a.html"})
	}
}

func BenchmarkText(b *testing.B) {
	in := "Ein guter Titel\n\nBerlin (dpa) - " + strings.Repeat(prose+"\n\n", 15) + "dpa/lno\n"
	b.SetBytes(int64(len(in)))
	b.ReportAllocs()
	for b.Loop() {
		readOne(b, in, Options{Name: "a.txt"})
	}
}
