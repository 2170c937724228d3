package present

import (
	"html"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"hearsay"
)

func pageOf(t testing.TB, o PageOptions, rds ...*hearsay.Reading) string {
	t.Helper()
	var b strings.Builder
	if err := Page(&b, rds, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestPageLoadsNothing holds that the page names no address that a browser
// would fetch, and says so in its policy.
func TestPageLoadsNothing(t *testing.T) {
	p := pageOf(t, PageOptions{}, sample(t))
	if !strings.Contains(p, `http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;;`) {
		t.Error("no policy that forbids the network")
	}
	for _, bad := range []string{"src=", "url(", "@import", "<link", "fetch(", " style="} {
		if strings.Contains(p, bad) {
			t.Errorf("the page has %q", bad)
		}
	}
}

// TestPageEscapes holds that no markup of the article is markup of the page.
func TestPageEscapes(t *testing.T) {
	p := pageOf(t, PageOptions{}, hostile(t))
	body := p[strings.Index(p, "<body>"):strings.LastIndex(p, "<script>")]
	for _, bad := range []string{"<script", "<img", "<b>", "onerror=alert(1)>\"", "href=\"javascript:", "<!--"} {
		if strings.Contains(body, bad) {
			t.Errorf("the body has %q", bad)
		}
	}
	for _, r := range p {
		if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)) {
			t.Errorf("%U got through", r)
		}
	}
	if n := strings.Count(p, `class="ctl"`); n != 8 {
		t.Errorf("%d dangerous characters are shown in the text; want 8", n)
	}
}

// TestMarksOverlap marks spans that cross each other, share borders, are empty,
// or lie outside the text: the text itself must come out whole.
func TestMarksOverlap(t *testing.T) {
	text := "Äpfel, sagte er, „seien\nrot“.\n\n\nUnd <grün>."
	span := func(from, to int) *hearsay.Passage {
		return &hearsay.Passage{Text: "x", Spans: []hearsay.Span{{Start: from, End: to}}}
	}
	rd := &hearsay.Reading{Article: &hearsay.Article{Text: text}, Statements: []hearsay.Statement{
		{ID: "s1", Content: *span(0, 25), Cue: span(8, 20), Frame: span(8, 13)},
		{ID: "s2", Parent: "s1", Content: *span(13, 40), Cue: span(13, 13), Addressee: span(0, 900)},
		{ID: "s3", Content: hearsay.Passage{Text: "nirgends"}},
	}}
	p := pageOf(t, PageOptions{}, rd)
	var got []string
	for _, m := range regexp.MustCompile(`(?s)<p data-n="\d+">(.*?)</p>`).FindAllStringSubmatch(p, -1) {
		s := regexp.MustCompile(`(?s)<(a|span) class="(ref|vh)[^>]*>.*?</(a|span)>`).ReplaceAllString(m[1], "")
		s = regexp.MustCompile(`<[^>]*>`).ReplaceAllString(s, "")
		got = append(got, html.UnescapeString(s))
	}
	if want := []string{"Äpfel, sagte er, „seien\nrot“.", "Und <grün>."}; strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("got %q\nwant %q", got, want)
	}
	if strings.Count(p, `class="card`) < 3 {
		t.Error("a statement without a place must still have its card")
	}
}

func TestPageLanguages(t *testing.T) {
	p := pageOf(t, PageOptions{Lang: "en"}, sample(t))
	for _, want := range []string{`<html lang="en">`, `<section class="text" lang="de"`, "Statement 1, indirect, source: Kreml", "source not named"} {
		if !strings.Contains(p, want) {
			t.Errorf("no %q", want)
		}
	}
	if q := pageOf(t, PageOptions{}, sample(t)); !strings.Contains(q, "Aussage 3, indirekt, Quelle: Yonhap") {
		t.Error("no German announcement")
	}
}

// TestPageWithoutStatements says so, and has no filter.
func TestPageWithoutStatements(t *testing.T) {
	p := pageOf(t, PageOptions{}, &hearsay.Reading{Article: &hearsay.Article{Text: "Es regnet."}})
	if !strings.Contains(p, "Keine Aussagen gefunden.") || strings.Contains(p, `class="filter"`) {
		t.Error(p)
	}
}

func TestPageIsTheSameEachTime(t *testing.T) {
	if pageOf(t, PageOptions{}, sample(t), hostile(t)) != pageOf(t, PageOptions{}, sample(t), hostile(t)) {
		t.Error("two pages of the same readings differ")
	}
}
