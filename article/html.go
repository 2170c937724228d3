package article

import (
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/markusmobius/go-htmldate"
	"github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"hearsay"
)

// short is the length in letters below which what the extractors found may be a
// teaser or notice instead of the article.
const short = 250

// page makes an article of the bytes of a page. label is the encoding that came
// with it, if any.
func (rd *reader) page(raw []byte, label string) (*hearsay.Article, error) {
	art, m, err := rd.parsePage(decodePage(raw, label), rd.o.Name)
	if err != nil {
		return nil, err
	}
	if err := rd.finish(art, m.agencies, m.lang, false); err != nil {
		return nil, err
	}
	return art, nil
}

// parsePage makes an article of a page; name is its address or file name. The
// article's Language, Agencies, Dateline and ID are left to finish.
func (rd *reader) parsePage(s, name string) (*hearsay.Article, metadata, error) {
	p := scanPage(s)
	m := p.metadata(name)
	ex, err := rd.extract(s, p, m)
	if err != nil {
		return nil, m, err
	}
	paras := ex.paras
	gathered := p.gather()
	// The extractors may find nothing; of a short article, or of one they do not
	// make out, they give all in one lump, doubled or with the menu around it.
	if n, g := letters(ex.paras), letters(gathered); n < short || len(paras) == 1 && len(gathered) > 1 && g*10 > n*7 && g*10 < n*15 {
		if hasProse(gathered) || !p.whole {
			paras = gathered
		}
	} else if l := len(paras); l > 1 && strings.Contains(paras[l-1], paras[0]) && strings.Contains(paras[l-1], paras[l-2]) {
		paras = paras[:l-1]
	}
	if letters(paras) < letters([]string{m.body})/2 && hasProse([]string{m.body}) {
		paras = paragraphs(strings.Split(cleanProse(m.body), "\n"))
	}
	m.fill(ex)
	if m.title == "" {
		m.title = p.h1
	}
	// The headline is no part of the text, nor is the one on the page where that in
	// the metadata is another.
	paras = slices.DeleteFunc(dropRepeated(p.dropSkipped(paras)), func(t string) bool { return t == m.title || t == p.h1 })
	if len(paras) == 0 || p.whole && !hasProse(paras) && letters(paras) < short {
		return nil, m, rd.fail(KindNoText, "no article text found on the page")
	}
	return &hearsay.Article{
		URL: m.url, Outlet: m.outlet, Title: m.title, Author: m.author, Published: m.published,
		Text: strings.Join(paras, "\n\n"),
	}, m, nil
}

// dropRepeated drops paragraphs that came before: trafilatura gives some lines
// around <br> twice, and pages repeat sentences as pull quotes. Short ones ("Ja.")
// may well be said twice.
func dropRepeated(paras []string) []string {
	seen := make(map[string]bool)
	kept := paras[:0:0]
	for _, p := range paras {
		if len(p) > 60 && seen[p] {
			continue
		}
		seen[p] = true
		kept = append(kept, p)
	}
	return kept
}

// dropSkipped drops paragraphs that stand only where no article text is: in menus,
// forms, boxes and under pictures. The extractors let some of them through.
func (p *page) dropSkipped(paras []string) []string {
	skipped := make(map[string]bool)
	for _, b := range p.blocks {
		if b.skip {
			skipped[b.text] = true
		}
	}
	for _, b := range p.blocks {
		if !b.skip {
			delete(skipped, b.text)
		}
	}
	var kept []string
	for _, t := range paras {
		if !skipped[t] {
			kept = append(kept, t)
		}
	}
	// Where most is in such places, the page has elements that it does not close, and
	// where they end is anybody's guess.
	if letters(kept)*2 < letters(paras) {
		return paras
	}
	return kept
}

func letters(paras []string) int {
	n := 0
	for _, p := range paras {
		n += utf8.RuneCountInString(p)
	}
	return n
}

// An extraction is what trafilatura found. It is empty if the page is too wild for
// it.
type extraction struct {
	paras  []string
	title  string
	author string
	date   time.Time
}

// extract runs trafilatura, with readability and DOM distiller behind it, within
// the time limit. It cannot be stopped from outside: when the limit strikes it
// runs on for nobody, which the limits on the size of the tree keep short.
func (rd *reader) extract(s string, p *page, m metadata) (extraction, error) {
	if p.elements > maxElements || p.depth > maxDepth || p.formatting > maxFormatting {
		return extraction{}, nil
	}
	done := make(chan extraction, 1)
	go func() {
		var ex extraction
		defer func() {
			// The extractors are large and the web is wild. A panic in them costs
			// the page its extraction, not the run; the gatherer takes over.
			if recover() != nil {
				ex = extraction{}
			}
			done <- ex
		}()
		ex = trafilate(s, m)
	}()
	limit := time.NewTimer(rd.o.HTMLTimeout)
	defer limit.Stop()
	select {
	case ex := <-done:
		return ex, nil
	case <-limit.C:
		return extraction{}, rd.fail(KindSlow, "too complex: not done after %v", rd.o.HTMLTimeout)
	case <-rd.ctx.Done():
		return extraction{}, rd.ctx.Err()
	}
}

func trafilate(s string, m metadata) extraction {
	doc, err := html.Parse(strings.NewReader(s))
	if err != nil || !tame(doc) {
		return extraction{}
	}
	opts := trafilatura.Options{
		EnableFallback:  true,
		ExcludeComments: true,
		HtmlDateMode:    trafilatura.Disabled,
	}
	if u, err := url.Parse(m.url); err == nil && u.IsAbs() {
		opts.OriginalURL = u
	}
	if m.published == "" {
		opts.HtmlDateOptions = &htmldate.Options{
			UseOriginalDate:     true,
			SkipExtensiveSearch: true, // it guesses, and a wrong date is worse than none
			MinDate:             time.Date(1995, 1, 1, 0, 0, 0, 0, time.UTC),
			// Not now, for the same bytes shall give the same article tomorrow.
			MaxDate: time.Date(2199, 12, 31, 0, 0, 0, 0, time.UTC),
		}
	}
	res, err := trafilatura.ExtractDocument(doc, opts)
	if err != nil || res == nil {
		return extraction{}
	}
	ex := extraction{title: cleanLine(res.Metadata.Title), author: cleanLine(res.Metadata.Author), date: res.Metadata.Date}
	if res.ContentNode != nil && tame(res.ContentNode) {
		ex.paras = nodeParagraphs(res.ContentNode)
	}
	return ex
}

// tame reports whether the tree is small and flat enough to be walked recursively.
func tame(n *html.Node) bool {
	count, depth := 0, 0
	for at := n; at != nil; {
		if count++; count > maxNodes || depth > maxDepth {
			return false
		}
		if at.FirstChild != nil {
			at = at.FirstChild
			depth++
			continue
		}
		for at != n && at.NextSibling == nil {
			at = at.Parent
			depth--
		}
		if at == n {
			break
		}
		at = at.NextSibling
	}
	return true
}

// nodeParagraphs returns the paragraphs of an extracted tree.
func nodeParagraphs(n *html.Node) []string {
	var paras []string
	var text []byte
	flush := func() {
		if t := blockText(string(text)); t != "" {
			paras = append(paras, strings.Split(t, "\n\n")...)
		}
		text = text[:0]
	}
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		switch {
		case n.Type == html.TextNode:
			text = append(text, n.Data...)
			return
		case n.DataAtom == atom.Br:
			text = append(text, lineBreak)
			return
		case rawTags[n.DataAtom]:
			return
		}
		cell := n.DataAtom == atom.Td || n.DataAtom == atom.Th
		isBlock := n.Type == html.ElementNode && !inlineTags[n.DataAtom] && !cell
		if isBlock {
			flush()
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
		if cell {
			text = append(text, ' ') // the cells of a row stay together
		}
		if isBlock {
			flush()
		}
	}
	walk(n)
	flush()
	return paras
}
