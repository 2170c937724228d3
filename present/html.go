package present

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"net/url"
	"slices"
	"strings"
	"time"

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
	Sentence      string // the path for those who hear the page
	SamePath      bool   // as that of the statement that holds this one
	Medium        string
	Flags         []string
	Hedged        bool
	Facts         []fact // who that is, times, places, certainty
	all           []fact // Facts, before those were left out that stand above
	Rule          string
	Confidence    string
	Parent        int
	Children      []cardView
}

// A fact is a row of a card's list: "gesagt: 14. Mai 2024 „am Dienstag“".
type fact struct {
	Term  string
	Items []factItem
}

// A factItem is one of the things that a fact says.
type factItem struct {
	Text  string
	ISO   string // of a day, month or year, as HTML's datetime wants it; else empty
	Words string // of the article that say so
	More  string // less important: "Russland, 43,1° N 131,9° O"
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
	var cards func(ns []*node, parent *cardView) []cardView
	cards = func(ns []*node, parent *cardView) []cardView {
		var cs []cardView
		for _, n := range ns {
			c := viewCard(l, rd, v.ID, n, paras)
			c.Key = keys[sourceKey(n.st)]
			if parent != nil {
				c.within(parent)
			}
			c.Children = cards(n.children, &c)
			cs = append(cs, c)
		}
		return cs
	}
	v.Cards = cards(top, nil)
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
	if sourceName(n.st) != "" && unnamed(n.st) {
		who += ", " + l.OriginHidden
	}
	return joined(", ", fmt.Sprintf("%s%s %d", strings.ToUpper(word[:1]), word[1:], n.num), defang(l.mode(n.st.Mode)), who, l.hedge(n.st))
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
		k.Name, k.Kind, k.Via, k.Way = defang(k.Name), defang(k.Kind), defang(k.Via), defang(k.Way)
		c.Path = append(c.Path, k)
	}
	c.Sentence = l.sentence(c.Path)
	c.Hedged = hedged(st)
	c.Facts = l.facts(st)
	c.all = slices.Clone(c.Facts)
	c.Medium = defang(l.media(st.Medium))
	if st.Confidence > 0 {
		c.Confidence = fmt.Sprintf("%.0f %%", st.Confidence*100)
	}
	return c
}

// facts are what one wants to know of a statement beside who said what on whose
// word.
func (l *labels) facts(st *hearsay.Statement) []fact {
	var fs []fact
	row := func(term string, items ...factItem) {
		if len(items) == 0 {
			return
		}
		for i := range items {
			x := &items[i]
			x.Text, x.Words, x.More = defang(x.Text), defang(x.Words), defang(x.More)
		}
		fs = append(fs, fact{term, items})
	}
	if st.Source != nil {
		if who := description(st.Source.Entity, st.Source.Text); who != "" {
			row(l.Who, factItem{Text: who})
		}
	}
	for _, t := range []struct {
		term string
		time *hearsay.Time
	}{{l.Said, st.Said}, {l.When, st.When}} {
		if t.time == nil {
			continue
		}
		date, words := l.time(t.time)
		row(t.term, factItem{Text: date, Words: words, ISO: plainDate(t.time.EDTF)})
	}
	var places []factItem
	for i := range st.Places {
		name, more := l.place(&st.Places[i])
		places = append(places, factItem{Text: name, More: more})
	}
	if len(places) == 1 {
		row(l.Place, places...)
	} else {
		row(l.Places, places...)
	}
	var sure []factItem
	if f := st.Factuality.Source; f != "" {
		sure = append(sure, factItem{Text: l.Source + ": " + l.fact(f)})
	}
	if f := st.Factuality.Outlet; f != "" {
		sure = append(sure, factItem{Text: l.Outlet + ": " + l.fact(f)})
	}
	row(l.Certainty, sure...)
	return fs
}

// plainDate gives a date that HTML knows: a day, a month or a year.
func plainDate(d hearsay.Date) string {
	for _, layout := range []string{"2006", "2006-01", time.DateOnly} {
		if _, err := time.Parse(layout, string(d)); err == nil {
			return string(d)
		}
	}
	return ""
}

// within makes c the card of a statement within another's content. What is the
// same there is not shown twice: mostly a part of what somebody said is quoted.
func (c *cardView) within(parent *cardView) {
	c.Parent = parent.Num
	c.SamePath = slices.Equal(c.Path, parent.Path)
	c.Facts = slices.DeleteFunc(c.Facts, func(f fact) bool {
		return slices.ContainsFunc(parent.all, func(g fact) bool { return f.Term == g.Term && slices.Equal(f.Items, g.Items) })
	})
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
