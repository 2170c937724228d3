package article

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A page is what one run of the tokenizer over a page finds: all metadata, and
// every block of text with where it stands. It is made without a tree, in linear
// time and whatever the nesting, so that there is something to fall back on when
// the page is too wild for the extractors that need one.
type page struct {
	whole     bool              // a page rather than a piece of one
	meta      map[string]string // name, property or itemprop in lower case → first content
	ld        []string          // JSON-LD scripts
	title     string
	h1        string
	canonical string
	lang      string
	saved     string   // address in the comment that browsers leave
	published []string // datetime of <time> marked as publication, then of others in the article
	credits   []string // text of elements that are classed as the source of the article
	blocks    []block

	elements   int // start tags
	depth      int // deepest nesting
	formatting int // most formatting elements open at once
}

// region says in what part of the page a block stands; the greater, the more
// surely it is the article.
type region uint8

const (
	inPage region = iota
	inMain
	inArticle
	inBody // itemprop="articleBody"
)

// A block is the text of one paragraph or its like.
type block struct {
	text   string
	region region
	skip   bool // in navigation, a form, a figure, …
	prose  bool // in <p>, <li>, <blockquote>, a heading
	head   bool // a heading
	links  int  // bytes of it that are link text
}

const (
	maxOpen     = 1000      // elements kept on the stack
	maxLookBack = 64        // how far an end tag looks for its start
	maxLD       = 64        // JSON-LD scripts, of
	maxLDLen    = 512 << 10 // bytes each
	maxBlocks   = 200_000
)

type openElem struct {
	tag    atom.Atom
	name   string // of elements that package atom does not know
	region region
	skip   bool
	prose  bool
	head   bool
	link   bool
	credit bool
}

var voidTags = tagSet(atom.Area, atom.Base, atom.Br, atom.Col, atom.Embed, atom.Hr, atom.Img, atom.Input, atom.Link, atom.Meta, atom.Param, atom.Source, atom.Track, atom.Wbr)

// inlineTags do not end a paragraph.
var inlineTags = tagSet(atom.A, atom.Abbr, atom.Acronym, atom.B, atom.Bdi, atom.Bdo, atom.Big, atom.Cite, atom.Code, atom.Data, atom.Del, atom.Dfn, atom.Em, atom.Font, atom.I, atom.Img, atom.Ins, atom.Kbd, atom.Label, atom.Mark, atom.Nobr, atom.Q, atom.S, atom.Samp, atom.Small, atom.Span, atom.Strike, atom.Strong, atom.Sub, atom.Sup, atom.Time, atom.Tt, atom.U, atom.Var, atom.Wbr, atom.Script, atom.Style)

// skipTags hold no article text.
var skipTags = tagSet(atom.Nav, atom.Footer, atom.Aside, atom.Form, atom.Button, atom.Select, atom.Svg, atom.Figure, atom.Figcaption, atom.Noscript, atom.Template, atom.Object, atom.Audio, atom.Video, atom.Canvas, atom.Dialog, atom.Menu, atom.Head)

// rawTags have text that is not for reading.
var rawTags = tagSet(atom.Script, atom.Style, atom.Textarea, atom.Iframe, atom.Noembed, atom.Noframes, atom.Xmp)

var proseTags = tagSet(atom.P, atom.Li, atom.Blockquote, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Pre, atom.Dd)

var headTags = tagSet(atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6)

// formattingTags are opened again in every later paragraph if they are not closed,
// by the rules of HTML: a page of n of them can make a tree of n² nodes.
var formattingTags = tagSet(atom.B, atom.Big, atom.Code, atom.Em, atom.Font, atom.I, atom.Nobr, atom.S, atom.Small, atom.Strike, atom.Strong, atom.Tt, atom.U)

// selfClosing elements end where the next of their kind begins.
var selfClosing = tagSet(atom.P, atom.Li, atom.Dt, atom.Dd, atom.Tr, atom.Td, atom.Th, atom.Option)

// headContent are the elements that may stand in <head>. Any other ends it, for most
// pages leave out its end tag.
var headContent = tagSet(atom.Meta, atom.Link, atom.Title, atom.Script, atom.Style, atom.Base, atom.Noscript, atom.Template)

func tagSet(tags ...atom.Atom) map[atom.Atom]bool {
	m := make(map[atom.Atom]bool, len(tags))
	for _, t := range tags {
		m[t] = true
	}
	return m
}

// scanPage runs the tokenizer over a page.
func scanPage(s string) *page {
	p := &page{meta: make(map[string]string)}
	z := html.NewTokenizer(strings.NewReader(s))
	stack := []openElem{{}}
	deep := 0 // elements open beyond maxOpen
	var text, h1, credit []byte
	links, format := 0, 0
	var raw atom.Atom // element whose raw text comes next
	isLD, sawTitle := false, false

	flush := func() {
		t := blockText(string(text))
		if t != "" && len(p.blocks) < maxBlocks {
			top := stack[len(stack)-1]
			p.blocks = append(p.blocks, block{t, top.region, top.skip, top.prose, top.head, links})
		}
		text, links = text[:0], 0
	}
	pop := func(n int) {
		for _, e := range stack[n:] {
			if e.tag == atom.H1 && p.h1 == "" {
				p.h1 = cleanLine(string(h1))
			}
			if e.credit && len(p.credits) < 8 {
				if c := cleanLine(string(credit)); c != "" {
					p.credits = append(p.credits, c)
				}
			}
		}
		stack = stack[:n]
	}
	for {
		tt := z.Next()
		if tt == html.ErrorToken {
			break
		}
		switch tt {
		case html.TextToken:
			t := z.Text()
			top := stack[len(stack)-1]
			switch {
			case raw == atom.Title:
				if !sawTitle {
					p.title, sawTitle = cleanLine(string(t)), true
				}
			case raw == atom.Script && isLD:
				if len(p.ld) < maxLD && len(t) <= maxLDLen {
					p.ld = append(p.ld, string(t))
				}
			case rawTags[raw]:
			default:
				text = append(text, t...)
				if top.link {
					links += len(bytes.TrimSpace(t))
				}
				if top.head && len(h1) < 1<<10 {
					h1 = append(h1, t...)
				}
				if top.credit && len(credit) < 1<<10 {
					credit = append(credit, t...)
				}
			}
		case html.CommentToken:
			if p.saved == "" {
				p.saved = savedFrom(z.Text())
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			p.elements++
			name, hasAttr := z.TagName() // stays valid until z.Next
			tag := atom.Lookup(name)
			attr := readAttrs(z, hasAttr)
			raw = 0
			if tag == atom.Title || rawTags[tag] {
				raw = tag
				isLD = tag == atom.Script && strings.Contains(strings.ToLower(attr["type"]), "ld+json")
			}
			p.element(tag, attr, stack[len(stack)-1])
			if formattingTags[tag] {
				format++
				p.formatting = max(p.formatting, format)
			}
			switch {
			case tag == atom.Br:
				text = append(text, lineBreak)
				continue
			case tag == atom.Hr:
				flush()
				continue
			case voidTags[tag]:
				continue
			case stack[len(stack)-1].tag == atom.Head && !headContent[tag]:
				pop(len(stack) - 1)
				flush()
			case !inlineTags[tag]:
				flush()
				// A block ends an open paragraph, also one with inline elements
				// left open in it.
				for i := len(stack) - 1; i > 0 && i > len(stack)-8; i-- {
					if stack[i].tag == atom.P {
						pop(i)
						break
					} else if !inlineTags[stack[i].tag] {
						break
					}
				}
			}
			if n := len(stack) - 1; selfClosing[tag] && stack[n].tag == tag {
				pop(n)
			}
			if tt == html.SelfClosingTagToken && tag != atom.P && tag != atom.Div {
				continue
			}
			if len(stack) > maxOpen {
				deep++
			} else {
				e := stack[len(stack)-1].child(tag, attr)
				if e.name = ""; tag == 0 {
					e.name = string(name)
				}
				if e.tag == atom.H1 {
					h1 = h1[:0]
				}
				if e.credit && !stack[len(stack)-1].credit {
					credit = credit[:0]
				}
				stack = append(stack, e)
			}
			p.depth = max(p.depth, len(stack)+deep)
		case html.EndTagToken:
			name, _ := z.TagName()
			tag := atom.Lookup(name)
			raw = 0
			if formattingTags[tag] && format > 0 {
				format--
			}
			if !inlineTags[tag] {
				flush()
			}
			if deep > 0 {
				deep--
				continue
			}
			for i := len(stack) - 1; i > 0 && i > len(stack)-maxLookBack; i-- {
				if stack[i].tag == tag && (tag != 0 || stack[i].name == string(name)) {
					pop(i)
					break
				}
			}
		}
	}
	flush()
	pop(1)
	return p
}

// child returns the entry of an element within e.
func (e openElem) child(tag atom.Atom, attr map[string]string) openElem {
	c := e
	c.tag = tag
	c.credit = false
	switch tag {
	case atom.Main:
		c.region = max(c.region, inMain)
	case atom.Article:
		c.region = max(c.region, inArticle)
	case atom.A:
		c.link = true
	}
	if strings.EqualFold(attr["itemprop"], "articleBody") {
		c.region = inBody
	}
	// A header of the page is navigation; that of the article holds its lead.
	// A form around the whole page is how some servers make their pages.
	frame := tag == atom.Form && (e.tag == atom.Body || e.tag == 0 && e.name == "")
	c.skip = c.skip || skipTags[tag] && !frame || tag == atom.Header && c.region < inArticle || attr["hidden"] == "hidden" || strings.EqualFold(attr["aria-hidden"], "true")
	if proseTags[tag] {
		c.prose = true
		c.head = headTags[tag]
	} else if !inlineTags[tag] {
		c.prose, c.head = false, false
	}
	// What a page says of its sources in marked elements; those of pictures are
	// another matter.
	if class := strings.ToLower(attr["class"]); class != "" && !e.skip && containsAny(class, "source", "quelle", "agency", "agentur") &&
		!containsAny(class, "image", "img", "bild", "foto", "photo", "picture", "media", "figure", "video", "caption") {
		c.credit = true
	}
	if e.credit && inlineTags[tag] {
		c.credit = true
	}
	return c
}

func containsAny(s string, subs ...string) bool {
	for _, sub := range subs {
		if strings.Contains(s, sub) {
			return true
		}
	}
	return false
}

// element keeps what the attributes of an element say of the page.
func (p *page) element(tag atom.Atom, attr map[string]string, in openElem) {
	switch tag {
	case atom.Html, atom.Body, atom.Head:
		p.whole = true
		if l := attr["lang"]; p.lang == "" && l != "" {
			p.lang = l
		} else if l := attr["xml:lang"]; p.lang == "" && l != "" {
			p.lang = l
		}
	case atom.Link:
		if strings.EqualFold(attr["rel"], "canonical") && p.canonical == "" {
			p.canonical = strings.TrimSpace(attr["href"])
		}
	case atom.Time:
		dt := attr["datetime"]
		_, pub := attr["pubdate"]
		if pub = pub || strings.EqualFold(attr["itemprop"], "datePublished"); dt != "" && !strings.EqualFold(attr["itemprop"], "dateModified") {
			if pub {
				p.published = append([]string{dt}, p.published...)
			} else if in.region >= inArticle && !in.skip {
				p.published = append(p.published, dt)
			}
			p.published = p.published[:min(len(p.published), 4)]
		}
	case atom.Meta:
		for _, k := range []string{"name", "property", "itemprop", "http-equiv"} {
			key := strings.ToLower(strings.TrimSpace(attr[k]))
			if v := attr["content"]; key != "" && v != "" && len(v) < 4<<10 && len(p.meta) < 1000 {
				if _, ok := p.meta[key]; !ok {
					p.meta[key] = v
				}
			}
		}
	}
}

func readAttrs(z *html.Tokenizer, more bool) map[string]string {
	if !more {
		return nil
	}
	m := make(map[string]string, 4)
	for n := 0; more && n < 64; n++ {
		var k, v []byte
		k, v, more = z.TagAttr()
		if _, ok := m[string(k)]; !ok && len(v) < 8<<10 {
			m[string(k)] = string(v)
		}
	}
	return m
}

// savedFrom reads "saved from url=(0042)https://…", which browsers write at the
// top of a page they save.
func savedFrom(comment []byte) string {
	_, after, ok := bytes.Cut(comment[:min(len(comment), 4<<10)], []byte("saved from url=("))
	if !ok {
		return ""
	}
	_, after, ok = bytes.Cut(after, []byte(")"))
	if !ok {
		return ""
	}
	return strings.TrimSpace(string(after))
}

// lineBreak stands for <br> until a block is done: a line end in the source is
// just a blank. It is a control character, which cleanProse takes out of the text.
const lineBreak = 0x1E

// blockText cleans the text of a block. Blanks collapse; one <br> ends a line, two
// end a paragraph.
func blockText(s string) string {
	if strings.IndexByte(s, lineBreak) < 0 {
		return squeeze(cleanProse(s))
	}
	var b strings.Builder
	breaks := 0
	for part := range strings.SplitSeq(s, string(rune(lineBreak))) {
		if t := squeeze(cleanProse(part)); t != "" {
			if b.Len() > 0 {
				b.WriteString([]string{"", "\n", "\n\n"}[min(breaks, 2)])
			}
			b.WriteString(t)
			breaks = 0
		}
		breaks++
	}
	return b.String()
}

// gather returns the paragraphs of the article, chosen by their elements. It is
// the fallback for pages that the extractors make nothing of. Without prose it
// returns nothing, unless the page is just a piece of one.
func (p *page) gather() []string {
	for _, skipToo := range []bool{false, true} {
		for r := inBody; ; r-- {
			for _, proseOnly := range []bool{true, false} {
				var paras []string
				for _, b := range p.blocks {
					if b.region < r || b.skip && !skipToo || proseOnly && !b.prose || b.links*2 > len(b.text) {
						continue
					}
					paras = append(paras, b.text)
				}
				if hasProse(paras) || r == inPage && !proseOnly && !p.whole && len(paras) > 0 {
					return paras
				}
			}
			// What is skipped counts at last, for elements that are not closed, but
			// only in what is marked as the article.
			if r == inPage || skipToo && r == inArticle {
				break
			}
		}
	}
	return nil
}

// hasProse reports whether there is a sentence of some length among the
// paragraphs. Menus, cookie notices' buttons and lists of links have none.
func hasProse(paras []string) bool {
	for _, t := range paras {
		if endsSentence(t) && utf8.RuneCountInString(t) >= 40 && strings.Count(t, " ") >= 5 {
			return true
		}
	}
	return false
}
