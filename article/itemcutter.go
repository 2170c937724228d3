package article

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
)

// An itemCutter cuts a NewsML-G2 document into its items without parsing them, so
// that one bad item does not spoil the rest and no more than one is held. It knows
// just enough of XML to tell tags from comments, CDATA sections and quoted values.
type itemCutter struct {
	br   *bufio.Reader // in UTF-8 or any encoding that contains ASCII
	max  int           // bytes of an item
	utf8 bool          // the bytes were converted: what the document declares is not so

	prolog []byte      // what stands before the root
	label  string      // encoding that the document declares
	root   string      // name of the root, once it was seen
	outer  [][]xmlAttr // the open elements around items
	tag    []byte      // the current piece of markup, as far as it is looked at
	held   []byte      // start tag of an item that began within another one

	item    []byte // the current item
	name    string // its element; empty between items
	guid    string
	dropped int // bytes of it beyond max
}

// An xmlAttr is an attribute as it is written, the value with its quotes.
type xmlAttr struct{ name, value string }

var reXMLAttr = regexp.MustCompile(`([\pL_][\pL\d_.:-]*)\s*=\s*("[^"<]*"|'[^'<]*')`)

var (
	errLongItem = errors.New("item too long")
	errCutOff   = errors.New("it ends in the middle")
)

// next moves to the next item; name and guid then tell of it, item holds it as a
// document of its own until the call after. io.EOF comes after the last. After
// errLongItem and errCutOff, which concern the item, the next one can be had.
func (c *itemCutter) next() error {
	c.item, c.name, c.guid, c.dropped = c.item[:0], "", "", 0
	if c.held != nil {
		tag := c.held
		c.held = nil
		c.begin(tag)
		if isEmptyTag(tag) {
			return nil
		}
	}
	for {
		text, err := c.br.ReadSlice('<')
		if err == nil {
			text = text[:len(text)-1]
		}
		c.keep(text)
		if c.dropped > maxSkip*c.max {
			return io.ErrShortBuffer // it goes on and on
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		kind := other
		if err == nil {
			kind, err = c.markup()
		}
		switch {
		case errors.Is(err, io.EOF) && c.name != "":
			return errCutOff
		case err != nil:
			return err
		}
		name := ""
		if kind != other {
			name = localName(c.tag)
		}
		switch {
		case kind == startTag && g2Items[name]:
			if c.name != "" { // the one before was never closed
				c.held = bytes.Clone(c.tag)
				return errCutOff
			}
			c.begin(c.tag)
			if isEmptyTag(c.tag) {
				return c.end()
			}
		case c.name != "":
			if kind == endTag && (name == "itemSet" || name == "newsMessage") {
				c.close()
				return errCutOff
			}
			c.keep(c.tag)
			if kind == endTag && name == c.name {
				return c.end()
			}
		case kind == startTag:
			if c.root == "" {
				c.begun(name)
			}
			if !isEmptyTag(c.tag) {
				if len(c.outer) == maxOuter {
					return fmt.Errorf("more than %d elements around the items", maxOuter)
				}
				c.outer = append(c.outer, xmlAttrs(c.tag))
			}
		case kind == endTag:
			c.close()
		default:
			c.keep(c.tag)
		}
	}
}

func (c *itemCutter) close() { c.outer = c.outer[:max(0, len(c.outer)-1)] }

// keep keeps a piece of the current item, or of what stands before the root.
func (c *itemCutter) keep(b []byte) {
	switch {
	case c.name != "" && (c.dropped > 0 || len(c.item)+len(b) > c.max):
		c.dropped += len(b)
	case c.name != "":
		c.item = append(c.item, b...)
	case c.root == "" && len(c.prolog)+len(b) <= maxXMLTag:
		c.prolog = append(c.prolog, b...)
	}
}

// begun takes note of the root.
func (c *itemCutter) begun(name string) {
	c.root = name
	if !c.utf8 {
		c.label = xmlLabel(c.prolog)
		return
	}
	if at := bytes.Index(c.prolog, []byte("?>")); at >= 0 && bytes.HasPrefix(c.prolog, []byte("<?xml")) {
		c.prolog = c.prolog[at+2:]
	}
}

// begin starts an item with its start tag.
func (c *itemCutter) begin(tag []byte) {
	root := c.root == ""
	if root {
		c.begun(localName(tag))
	}
	c.name = localName(tag)
	attrs := xmlAttrs(tag)
	own := make(map[string]bool, len(attrs))
	for _, a := range attrs {
		own[a.name] = true
		if a.name == "guid" {
			c.guid = strings.TrimSpace(a.value[1 : len(a.value)-1])
		}
	}
	if root {
		c.keep(c.prolog)
		c.keep(tag)
		return
	}
	// What was declared around the item is declared on it.
	if c.label != "" && !strings.EqualFold(c.label, "utf-8") {
		c.keep([]byte(`<?xml version="1.0" encoding="` + c.label + "\"?>\n"))
	}
	end := 1 + bytes.IndexAny(tag[1:], " \t\r\n/>")
	c.keep(tag[:end])
	for _, attrs := range slices.Backward(c.outer) {
		for _, a := range attrs {
			if !own[a.name] && (a.name == "xmlns" || strings.HasPrefix(a.name, "xmlns:") || a.name == "xml:lang") {
				own[a.name] = true
				c.keep([]byte(" " + a.name + "=" + a.value))
			}
		}
	}
	c.keep(tag[end:])
}

// end ends an item.
func (c *itemCutter) end() error {
	if c.dropped > 0 {
		return errLongItem
	}
	return nil
}

type markup uint8

const (
	other markup = iota // comment, CDATA section, instruction, document type, or what only looks like markup
	startTag
	endTag
)

// markup reads what begins with "<", which was read, into c.tag.
func (c *itemCutter) markup() (markup, error) {
	c.tag = append(c.tag[:0], '<')
	b, err := c.read()
	if err != nil {
		return other, err
	}
	kind := other
	switch {
	case b == '?':
		return other, c.until("?>")
	case b == '!':
		return other, c.declaration()
	case b == '/':
		kind = endTag
	case b == ':' || b == '_' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= 0x80:
		kind = startTag
	default:
		return other, nil // a stray "<", of which the parser will complain
	}
	var quote byte
	for {
		if b, err = c.read(); err != nil {
			return other, err
		}
		switch {
		case b == '<': // never stands in a tag: this one was not closed
			c.tag = c.tag[:len(c.tag)-1]
			c.br.UnreadByte()
			return other, nil
		case len(c.tag) == maxXMLTag:
			return other, nil // the parser will complain
		case quote != 0:
			if b == quote {
				quote = 0
			}
		case kind == startTag && (b == '"' || b == '\''):
			quote = b
		case b == '>':
			return kind, nil
		}
	}
}

// read reads a byte into c.tag. What does not end is taken piece by piece, so that
// it fills no memory.
func (c *itemCutter) read() (byte, error) {
	b, err := c.br.ReadByte()
	if err == nil {
		if len(c.tag) >= maxXMLTag {
			c.keep(c.tag)
			c.tag = c.tag[:0]
		}
		c.tag = append(c.tag, b)
	}
	return b, err
}

// declaration reads a comment, CDATA section or document type from behind "<!".
func (c *itemCutter) declaration() error {
	for _, d := range []struct{ begin, end string }{{"--", "-->"}, {"[CDATA[", "]]>"}} {
		if h, _ := c.br.Peek(len(d.begin)); string(h) == d.begin {
			for range d.begin {
				c.read()
			}
			return c.until(d.end)
		}
	}
	for depth := 0; ; { // <!DOCTYPE … [ … ]>
		b, err := c.read()
		switch {
		case err != nil:
			return err
		case b == '[':
			depth++
		case b == ']':
			depth--
		case b == '>' && depth <= 0:
			return nil
		}
	}
}

// until reads up to and with end.
func (c *itemCutter) until(end string) error {
	var last [3]byte
	for {
		b, err := c.read()
		if err != nil {
			return err
		}
		last[0], last[1], last[2] = last[1], last[2], b
		if string(last[3-len(end):]) == end {
			return nil
		}
	}
}

func isEmptyTag(tag []byte) bool { return bytes.HasSuffix(tag, []byte("/>")) }

// localName returns the name of a tag without its prefix.
func localName(tag []byte) string {
	s := strings.TrimLeft(string(tag[:min(len(tag), 200)]), "</")
	if i := strings.IndexAny(s, " \t\r\n/>"); i >= 0 {
		s = s[:i]
	}
	return s[strings.IndexByte(s, ':')+1:]
}

func xmlAttrs(tag []byte) []xmlAttr {
	var attrs []xmlAttr
	for _, m := range reXMLAttr.FindAllSubmatch(tag, 64) {
		attrs = append(attrs, xmlAttr{string(m[1]), string(m[2])})
	}
	return attrs
}
