package article

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
)

// A node is an element or a piece of text (name empty) of an XML document. Elements
// go by their local names: within a news item they are unambiguous, and senders get
// the namespaces wrong.
type node struct {
	name  string
	space string // namespace
	attrs []xml.Attr
	kids  []*node
	text  string // of a piece of text
}

var reXMLLabel = regexp.MustCompile(`^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([\w.:-]+)["']`)

// xmlLabel returns the encoding that an XML document declares.
func xmlLabel(b []byte) string {
	if m := reXMLLabel.FindSubmatch(b[:min(len(b), 1<<10)]); m != nil {
		return string(m[1])
	}
	return ""
}

// parseXML reads a document of one element into a tree of bounded size and depth.
// Document types are passed over: no entity is defined, expanded or fetched but the
// named characters of HTML, which some senders use without having declared them.
func parseXML(raw []byte) (*node, error) {
	s := decodeAs(raw, xmlLabel(raw))
	// A stray control character is no reason to lose the item.
	s = strings.Map(func(r rune) rune {
		if isControl(r) || r == 0xFFFE || r == 0xFFFF {
			return ' '
		}
		return r
	}, unixLines(s))
	d := xml.NewDecoder(strings.NewReader(s))
	d.Entity = xml.HTMLEntity
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil } // decoded above
	top := &node{}
	stack := []*node{top}
	for n := 0; ; n++ {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, xmlError(err)
		}
		if n > maxXMLNodes {
			return nil, fmt.Errorf("more than %d elements", maxXMLNodes)
		}
		in := stack[len(stack)-1]
		switch tok := tok.(type) {
		case xml.StartElement:
			if len(stack) > maxXMLDepth {
				return nil, fmt.Errorf("nested deeper than %d elements", maxXMLDepth)
			}
			// The decoder has made the attributes for this element alone.
			el := &node{name: tok.Name.Local, space: tok.Name.Space, attrs: tok.Attr}
			in.kids = append(in.kids, el)
			stack = append(stack, el)
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		case xml.CharData:
			in.kids = append(in.kids, &node{text: string(tok)})
		}
	}
	for _, k := range top.kids {
		if k.name != "" {
			return k, nil
		}
	}
	return nil, errors.New("no element")
}

// xmlError says in the reader's words why XML cannot be used.
func xmlError(err error) error {
	var syn *xml.SyntaxError
	switch {
	case errors.As(err, &syn) && strings.HasPrefix(syn.Msg, "unexpected EOF"):
		return errors.New("it ends in the middle")
	case errors.As(err, &syn):
		return fmt.Errorf("%s in line %d of the item", head(syn.Msg, 120), syn.Line)
	}
	return errors.New(strings.TrimPrefix(err.Error(), "xml: "))
}

// child returns the first child element of this name; nil has none.
func (n *node) child(name string) *node {
	if n != nil {
		for _, k := range n.kids {
			if k.name == name {
				return k
			}
		}
	}
	return nil
}

// all returns the child elements of this name.
func (n *node) all(name string) []*node {
	var found []*node
	if n != nil {
		for _, k := range n.kids {
			if k.name == name {
				found = append(found, k)
			}
		}
	}
	return found
}

// attr returns the first of these attributes that is not empty.
func (n *node) attr(names ...string) string {
	if n != nil {
		for _, name := range names {
			for _, a := range n.attrs {
				if a.Name.Local == name && strings.TrimSpace(a.Value) != "" {
					return strings.TrimSpace(a.Value)
				}
			}
		}
	}
	return ""
}

// content returns the text in an element, tags taken off.
func (n *node) content() string {
	var b strings.Builder
	var walk func(*node)
	walk = func(n *node) {
		b.WriteString(n.text)
		for _, k := range n.kids {
			walk(k)
		}
	}
	if n != nil {
		walk(n)
	}
	return b.String()
}

// find returns the first element of this name in the tree, in document order.
func (n *node) find(name string) *node {
	if n == nil || n.name == name {
		return n
	}
	for _, k := range n.kids {
		if k.name != "" {
			if f := k.find(name); f != nil {
				return f
			}
		}
	}
	return nil
}

// Elements of XHTML and NITF, which name the same things alike, by what they are in
// the flow of text. What is not listed is a part of its paragraph.
var (
	xmlBlocks = nameSet("p", "div", "section", "article", "main", "header", "footer", "body", "html", "hr",
		"h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "address", "center",
		"table", "caption", "thead", "tbody", "tfoot", "tr",
		// NITF 3.x
		"nitf", "body.content", "body.end", "block", "hl1", "hl2", "bq", "block.quote", "credit", "fn", "datasource", "abstract", "tagline",
		"nitf-table", "nitf-colgroup", "custom-table")
	xmlSkipped = nameSet("head", "script", "style", "figure", "figcaption", "nav", "aside", "form", "iframe", "object", "audio", "video", "svg", "noscript", "template",
		// NITF 3.x
		"body.head", "media", "docdata", "pubdata", "revision-history", "bibliography", "note", "nitf-table-metadata")
)

func nameSet(names ...string) map[string]bool {
	m := make(map[string]bool, len(names))
	for _, n := range names {
		m[n] = true
	}
	return m
}

// paragraphs returns the paragraphs of a body in XHTML or NITF.
func (n *node) paragraphs() []string {
	var paras []string
	var text []byte
	flush := func() {
		if t := blockText(string(text)); t != "" {
			paras = append(paras, strings.Split(t, "\n\n")...)
		}
		text = text[:0]
	}
	var walk func(*node)
	walk = func(n *node) {
		name := strings.ToLower(n.name)
		switch {
		case name == "":
			text = append(text, n.text...)
			return
		case name == "br":
			text = append(text, lineBreak)
			return
		case xmlSkipped[name] || isNotepad(n):
			return
		}
		cell := name == "td" || name == "th"
		if xmlBlocks[name] {
			flush()
		}
		for _, k := range n.kids {
			walk(k)
		}
		if cell {
			text = append(text, ' ') // the cells of a row stay together
		}
		if xmlBlocks[name] {
			flush()
		}
	}
	walk(n)
	flush()
	return paras
}

// isNotepad reports whether an element holds the notes for editors that German
// agencies put below a text: phone numbers, addresses, who wrote it.
func isNotepad(n *node) bool {
	return slices.ContainsFunc(strings.Fields(n.attr("class")), func(c string) bool {
		return c == "notepad" || strings.HasPrefix(c, "notepad-")
	})
}
