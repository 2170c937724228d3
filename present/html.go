package present

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"net/url"
	"strings"

	"hearsay"
)

// PageOptions say how [Page] writes.
type PageOptions struct {
	Lang hearsay.Language // of the labels: "de" (also for "") or "en"
}

// Page writes readings as one page that needs nothing else: no network, no
// other file. Each article stands beside its list of who said what; what is
// marked in the one leads to the other. It works without JavaScript, which adds
// highlighting, filtering by source and keys.
//
// The page forbids itself the network and every script and style but its own,
// by their hashes, so that an article can smuggle nothing in.
func Page(w io.Writer, rds []*hearsay.Reading, o PageOptions) error {
	l := labelsIn(o.Lang)
	v := pageView{
		L: l, CSS: template.CSS(pageCSS), JS: template.JS(pageJS),
		Policy: "default-src 'none'; base-uri 'none'; form-action 'none'; " +
			"script-src " + hashSource(pageJS) + "; style-src " + hashSource(pageCSS),
		Modes: modes,
	}
	for i, rd := range rds {
		v.Articles = append(v.Articles, viewArticle(l, rd, i+1))
	}
	v.Title = l.NoTitle
	if len(v.Articles) == 1 {
		v.Title = v.Articles[0].Title
	}
	return pageTemplate.Execute(w, v)
}

var (
	//go:embed page.tmpl
	pageTmpl string
	//go:embed page.css
	pageCSS string
	//go:embed page.js
	pageJS string

	pageTemplate = template.Must(template.New("page").Funcs(template.FuncMap{"pair": pair}).Parse(pageTmpl))
)

// hashSource names an inline script or style in a content security policy.
func hashSource(s string) string {
	sum := sha256.Sum256([]byte(s))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// pair hands a card on together with what it needs of the page around it.
func pair(c cardView, l *labels, lang string) any {
	return struct {
		Card cardView
		L    *labels
		Lang string
	}{c, l, lang}
}

// pageView is what page.tmpl shows. All text in it is defanged.
type pageView struct {
	L        *labels
	Title    string
	Policy   string
	CSS      template.CSS
	JS       template.JS
	Modes    []hearsay.Mode
	Articles []articleView
}

type articleView struct {
	ID          string // of the section: "a1"
	Lang        string // of the article; empty where not known
	Title       string
	Meta        string
	URL         string // empty unless it is a web address
	Where       string // the address or file, for people
	Count       string
	Summary     summary
	Sources     []sourceView // those who say most
	MoreSources []sourceView
	Text        []paraView
	Cards       []cardView // the top statements
	N           int
}

// sourceView is a source in the filter.
type sourceView struct {
	Key, Name, First string // First is the id of the first card
	None             bool   // the statements that name no source
	N                int
}

type paraView struct {
	N    int
	HTML template.HTML
}

type cardView struct {
	ID, Ref, Key  string // of the card, of its mark in the text, of its source
	Num           int
	Label         string // "Aussage 3, indirekt, Quelle: Kreml"
	Source, Words string
	Bare          bool // no source
	Unnamed       bool
	What, Cue     string // "Bestätigung, indirekt"; the cue's words
	Addressee     string
	Parts         []string // of the content
	Para          int
	Path          []link
	Flags         []string
	Facts         []string // certainty, medium, times
	Rule          string
	Confidence    string
	Parent        int
	Children      []cardView
}

// mainSources is how many sources are offered at once; the others fold away.
const mainSources = 9

func viewArticle(l *labels, rd *hearsay.Reading, n int) articleView {
	a := rd.Article
	top, all := outline(rd)
	v := articleView{
		ID: fmt.Sprintf("a%d", n), Lang: languageTag(a.Language), Title: defang(l.title(a)),
		Meta: defang(l.outletLine(a)), N: len(all), Count: l.count(len(all)),
		Summary: summarise(l, all),
	}
	if a.Title != "" { // otherwise the address is the title already
		v.Where = defang(a.URL)
	}
	if u, err := url.Parse(a.URL); err == nil && (u.Scheme == "http" || u.Scheme == "https") {
		v.URL = a.URL
	}
	keys := map[string]string{} // source key → a short one that is safe anywhere
	for i, t := range bySource(all) {
		keys[t.key] = fmt.Sprintf("%s-q%d", v.ID, i+1)
		name := t.name
		if name == "" {
			name = l.NoSource
		}
		to := &v.Sources
		if i >= mainSources {
			to = &v.MoreSources
		}
		*to = append(*to, sourceView{
			Key: keys[t.key], Name: defang(name), None: t.name == "", N: t.n, First: cardID(v.ID, t.first),
		})
	}
	paras := paragraphs(a.Text)
	var cards func(ns []*node, parent int) []cardView
	cards = func(ns []*node, parent int) []cardView {
		var cs []cardView
		for _, n := range ns {
			c := viewCard(l, rd, v.ID, n, paras)
			c.Key, c.Parent = keys[sourceKey(n.st)], parent
			c.Children = cards(n.children, n.num)
			cs = append(cs, c)
		}
		return cs
	}
	v.Cards = cards(top, 0)
	for i, html := range markText(l, rd, v.ID, all, paras) {
		v.Text = append(v.Text, paraView{i + 1, html})
	}
	return v
}

func cardID(article string, n *node) string { return fmt.Sprintf("%s-s%d", article, n.num) }
func refID(article string, n *node) string  { return fmt.Sprintf("%s-r%d", article, n.num) }

// announce is how a screen reader announces a statement: "Aussage 3, indirekt,
// Quelle: Kreml".
func announce(l *labels, n *node) string {
	who := l.NoSource
	if name := sourceName(n.st); name != "" {
		who = l.Source + ": " + defang(name)
	}
	word := l.Statement
	return joined(", ", fmt.Sprintf("%s%s %d", strings.ToUpper(word[:1]), word[1:], n.num), defang(l.mode(n.st.Mode)), who)
}

func viewCard(l *labels, rd *hearsay.Reading, article string, n *node, paras []hearsay.Span) cardView {
	st, text := n.st, rd.Article.Text
	c := cardView{
		ID: cardID(article, n), Ref: refID(article, n), Num: n.num, Label: announce(l, n),
		Bare: sourceName(st) == "", Unnamed: unnamed(st),
		What:  defang(joined(", ", l.act(st.Act), l.mode(st.Mode))),
		Para:  paragraphOf(paras, st.Content),
		Flags: l.flags(st), Rule: defang(st.Rule),
	}
	c.Source, c.Words = l.sourceWords(st)
	c.Source, c.Words = defang(c.Source), defang(c.Words)
	if st.Cue != nil {
		c.Cue = defang(passageText(text, *st.Cue))
	}
	if st.Addressee != nil {
		c.Addressee = defang(passageText(text, *st.Addressee))
	}
	for _, p := range parts(text, st.Content) {
		c.Parts = append(c.Parts, defang(p))
	}
	for _, k := range l.path(rd.Article, st) {
		k.Name, k.Kind, k.Via = defang(k.Name), defang(k.Kind), defang(k.Via)
		c.Path = append(c.Path, k)
	}
	if f := st.Factuality.Source; f != "" {
		c.Facts = append(c.Facts, l.Source+": "+l.fact(f))
	}
	if f := st.Factuality.Outlet; f != "" {
		c.Facts = append(c.Facts, l.Outlet+": "+l.fact(f))
	}
	if len(st.Medium) > 0 {
		c.Facts = append(c.Facts, l.media(st.Medium))
	}
	if st.Said != nil {
		c.Facts = append(c.Facts, l.Said+" "+l.when(st.Said))
	}
	if st.When != nil {
		c.Facts = append(c.Facts, l.When+": "+l.when(st.When))
	}
	for i := range c.Facts {
		c.Facts[i] = defang(c.Facts[i])
	}
	if st.Confidence > 0 {
		c.Confidence = fmt.Sprintf("%.0f %%", st.Confidence*100)
	}
	return c
}

// languageTag gives a tag that is fit for a lang attribute, else none.
func languageTag(lang hearsay.Language) string {
	for _, r := range lang {
		if !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '-') {
			return ""
		}
	}
	return string(lang)
}
