package article

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"hearsay"
)

// NewsML-G2 is the IPTC's standard for exchange between agencies and newsrooms,
// https://iptc.org/standards/newsml-g2/ (Specification 2.x; the Guidelines tell how
// it is meant). What is read of an item, by the components of the specification:
//
//	newsItem            @guid: the same for all versions; @version: the later holds; @xml:lang
//	itemMeta            itemClass: only ninat:text, or none, is read
//	                    provider: who is responsible for the item
//	                    versionCreated, else firstCreated: Article.Published
//	                    embargoed: a time before which no version may be published;
//	                    empty, the embargo is without end and the item withheld
//	                    pubStatus: stat:usable (meant where it is missing), stat:withheld, stat:canceled
//	                    edNote: a note for editors
//	                    signal: sig:correction, sig:update
//	                    link/@rel with @residref or @href: the item that this one corrects or replaces
//	contentMeta         headline, by, creditline, infoSource, dateline, language/@tag
//	contentSet          inlineXML with XHTML or NITF, inlineData in plain text or HTML;
//	                    of several renditions the one with the best marked paragraphs
//
// A newsMessage is a parcel of items (itemSet); its header says how it travelled and
// is passed over. Package, concept, knowledge, planning and catalog items are no
// articles; each is reported as such. Rights, subjects, places, assertions, part and
// remote content are passed over; nothing that an item points at is fetched.
//
// Codes may be QCodes (@qcode), URIs (@uri) or free (@literal); see code.

// g2Items are the items of NewsML-G2, with what they are.
var g2Items = map[string]bool{
	"newsItem": true, "packageItem": true, "conceptItem": true, "knowledgeItem": true, "planningItem": true, "catalogItem": true,
}

// g2Others says what the items are that are no news items.
var g2Others = map[string]string{
	"packageItem":   "a packageItem: it names other items and has no text of its own",
	"conceptItem":   "a conceptItem: it describes a thing, not news",
	"knowledgeItem": "a knowledgeItem: it describes things, not news",
	"planningItem":  "a planningItem: it tells of coverage to come",
	"catalogItem":   "a catalogItem: it lists vocabularies",
}

// readNewsML reads the items of a document, one at a time.
func (rd *reader) readNewsML(br *bufio.Reader, yield yieldFunc) error {
	h, _ := br.Peek(4 << 10)
	c := &itemCutter{br: utf8Reader(br), max: rd.o.MaxPage, utf8: sniffUTF(h) != nil}
	for n := 1; ; n++ {
		err := c.next()
		p := place{record: n, item: oneLine(cleanLine(c.guid))}
		if c.root == c.name {
			p.record = 0 // the item is the file
		}
		switch {
		case errors.Is(err, io.EOF):
			if n > 1 {
				return nil
			}
			if c.root == "" {
				return rd.fail(KindRecord, "broken XML: no element in it")
			}
			return rd.fail(KindEmpty, "empty: no items in the %s", head(c.root, 40))
		case errors.Is(err, errLongItem), errors.Is(err, io.ErrShortBuffer):
			e := rd.at(p, rd.fail(KindTooLarge, "too large: an item of more than %s", size(rd.o.MaxPage)))
			if errors.Is(err, io.ErrShortBuffer) {
				return e
			}
			if err := rd.report(e, yield); err != nil {
				return err
			}
			continue
		case errors.Is(err, errCutOff):
			if err := rd.report(rd.at(p, rd.fail(KindRecord, "broken XML: %v", err)), yield); err != nil {
				return err
			}
			continue
		case err != nil:
			return err
		}
		if what := g2Others[c.name]; what != "" {
			err = rd.report(rd.at(p, rd.fail(KindOther, "not an article: %s", what)), yield)
		} else {
			err = rd.emit(bytes.Clone(c.item), MediaNewsItem, p, yield)
		}
		if err != nil {
			return err
		}
	}
}

// newsItem makes an article of a document that is one news item.
func (rd *reader) newsItem(raw []byte) (*hearsay.Article, error) {
	item, err := parseXML(raw)
	if err != nil {
		return nil, rd.fail(KindRecord, "broken XML: %v", err)
	}
	guid := cleanLine(item.attr("guid"))
	art, err := rd.readNewsItem(item, guid)
	if err != nil {
		return nil, rd.itemError(err, guid)
	}
	return art, nil
}

func (rd *reader) readNewsItem(item *node, guid string) (*hearsay.Article, error) {
	fail := func(k Kind, format string, args ...any) (*hearsay.Article, error) {
		return nil, rd.fail(k, format, args...)
	}
	meta, about := item.child("itemMeta"), item.child("contentMeta")
	switch {
	case item.name != "newsItem":
		return fail(KindRecord, "want a newsItem, got %s", head(item.name, 40))
	case guid == "":
		return fail(KindRecord, "a newsItem without guid")
	}
	if class := strings.ToLower(code(meta.child("itemClass").attr("qcode", "uri", "literal"))); class != "" && class != "text" {
		what := ninjsKinds[class]
		if what == "" {
			what = fmt.Sprintf("an item of class %q", head(class, 40))
		}
		return fail(KindOther, "not an article: %s", what)
	}
	wire := &hearsay.Wire{GUID: guid, Version: version(item.attr("version"))}
	pub := meta.child("pubStatus").attr("qcode", "uri", "literal")
	var ok bool
	if wire.Status, ok = wireStatus(pub); !ok {
		return fail(KindRecord, "pubStatus: %q is none of usable, withheld, canceled", head(pub, 40))
	}
	if e := meta.child("embargoed"); e != nil {
		until := strings.TrimSpace(e.content())
		if wire.Embargoed, ok = wireDate(until); !ok {
			return fail(KindRecord, "embargoed: not a date: %q", head(until, 60))
		}
		if until == "" && wire.Status == hearsay.WireUsable {
			wire.Status = hearsay.WireWithheld
		}
	}
	art := &hearsay.Article{URL: guid, Wire: wire}
	for _, n := range []*node{meta.child("versionCreated"), meta.child("firstCreated"), about.child("contentCreated")} {
		d := strings.TrimSpace(n.content())
		if art.Published, ok = wireDate(d); !ok {
			return fail(KindRecord, "%s: not a date: %q", n.name, head(d, 60))
		}
		if art.Published != "" {
			break
		}
	}
	var notes []string
	for _, n := range meta.all("edNote") {
		notes = append(notes, n.content())
	}
	wire.Note = note(notes)
	signal := unrelated
	for _, n := range meta.all("signal") {
		signal = max(signal, relationOf(n.attr("qcode", "uri", "literal")))
	}
	links := make(map[relation]string)
	for _, n := range append(meta.all("link"), item.all("link")...) {
		if rel := relationOf(n.attr("rel", "reluri")); rel != unrelated && links[rel] == "" {
			links[rel] = cleanLine(n.attr("residref", "guidref", "href"))
		}
	}
	relate(wire, signal, links)

	paras, nitf := bestContent(item.child("contentSet"))
	art.Title = cleanLine(headline(about.all("headline")))
	for _, n := range []*node{nitf.find("hl1"), meta.child("title")} {
		if art.Title == "" {
			art.Title = cleanLine(n.content())
		}
	}
	for _, n := range []*node{about.child("by"), nitf.find("byline")} {
		if art.Author == "" {
			art.Author = wireAuthor(n.content())
		}
	}
	var credits, providers []string
	for _, n := range append(append(about.all("creditline"), about.all("dateline")...), nitf.find("distributor"), nitf.find("dateline")) {
		credits = append(credits, n.content())
	}
	for _, n := range append(meta.all("provider"), about.all("infoSource")...) {
		names := []string{n.child("name").content(), n.attr("literal"), code(n.attr("qcode", "uri"))}
		credits = append(credits, names...)
		if n.name == "provider" {
			providers = append(providers, names[:2]...)
		}
	}
	art.Outlet = wireOutlet(providers...)
	lang, fixed := primary(about.child("language").attr("tag")), true
	if lang == "" { // the language of the metadata is most likely also that of the text
		lang, fixed = primary(item.attr("lang")), false
	}
	if err := rd.finishWire(art, paras, wireCredits(credits...), lang, fixed); err != nil {
		return nil, err
	}
	return art, nil
}

// headline returns the main one of several headlines.
func headline(nodes []*node) string {
	best, rank := "", 9
	for _, n := range nodes {
		if r := mainRole(lax(n.attr("role"))); r < rank {
			best, rank = n.content(), r
		}
	}
	return best
}

// bestContent returns the paragraphs of the best rendition of a text, and the NITF
// document if it is one.
func bestContent(set *node) (paras []string, nitf *node) {
	rank := 0
	take := func(r int, p func() []string, n *node) {
		if r > rank {
			if got := p(); len(got) > 0 {
				rank, paras, nitf = r, got, n
			}
		}
	}
	if set == nil {
		return nil, nil
	}
	for _, c := range set.kids {
		kind := strings.ToLower(c.attr("contenttype"))
		switch c.name {
		case "inlineXML":
			for _, root := range c.kids {
				switch {
				case root.name == "":
				case root.name == "nitf" || strings.HasPrefix(root.name, "body."):
					take(3, root.paragraphs, root)
				case strings.Contains(root.space, "xhtml") || xmlBlocks[strings.ToLower(root.name)]:
					take(4, root.paragraphs, nil)
				}
			}
		case "inlineData":
			switch {
			case c.attr("encoding") != "":
				// Base64 of something: no agency sends text so.
			case strings.Contains(kind, "html"):
				take(2, func() []string { return markupParas(c.content()) }, nil)
			case kind == "" || strings.HasPrefix(kind, "text/plain"):
				take(1, func() []string { return textParas(c.content()) }, nil)
			}
		}
	}
	return paras, nitf
}
