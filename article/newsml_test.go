package article

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"hearsay"
)

// newsItem writes a news item with a body of one paragraph.
func newsItemXML(meta, content string) string {
	return `<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:a" version="2"><itemMeta>` + meta + `</itemMeta><contentMeta><language tag="de"/></contentMeta><contentSet>` + content + `</contentSet></newsItem>`
}

const inlineText = `<inlineData contenttype="text/plain">Der Sprecher sagte nichts.</inlineData>`

func TestNewsMLMeta(t *testing.T) {
	for _, tt := range []struct {
		meta string
		want hearsay.Wire
	}{
		{``, hearsay.Wire{Status: "usable"}},
		{`<pubStatus qcode="stat:withheld"/>`, hearsay.Wire{Status: "withheld"}},
		{`<pubStatus qcode="pub:canceled"/>`, hearsay.Wire{Status: "canceled"}},
		{`<pubStatus uri="http://cv.iptc.org/newscodes/pubstatusg2/canceled/"/>`, hearsay.Wire{Status: "canceled"}},
		{`<embargoed>2024-03-05T10:12:00+01:00</embargoed>`, hearsay.Wire{Status: "usable", Embargoed: "2024-03-05T10:12:00+01:00"}},
		{`<embargoed/>`, hearsay.Wire{Status: "withheld"}},
		{`<embargoed/><pubStatus qcode="stat:canceled"/>`, hearsay.Wire{Status: "canceled"}},
		{`<signal qcode="sig:correction"/>`, hearsay.Wire{Status: "usable", Corrects: "urn:a"}},
		{`<signal qcode="sig:update"/>`, hearsay.Wire{Status: "usable", Replaces: "urn:a"}},
		{`<signal qcode="sig:update"/><signal uri="http://cv.iptc.org/newscodes/signal/correction"/>`, hearsay.Wire{Status: "usable", Corrects: "urn:a"}},
		{`<signal qcode="sig:correction"/><link rel="irel:previousVersion" residref="urn:b" version="1"/>`, hearsay.Wire{Status: "usable", Corrects: "urn:b"}},
		{`<link rel="irel:seeAlso" residref="urn:c"/><link rel="x:corrects" href="urn:b"/>`, hearsay.Wire{Status: "usable", Corrects: "urn:b"}},
		{`<signal qcode="sig:update"/><link rel="irel:replaces" residref="urn:b"/>`, hearsay.Wire{Status: "usable", Replaces: "urn:b"}},
		{"<edNote>Erste\n  Zeile</edNote><edNote>Zweite</edNote><edNote>Zweite</edNote>", hearsay.Wire{Status: "usable", Note: "Erste Zeile / Zweite"}},
	} {
		art := readOne(t, newsItemXML(tt.meta, inlineText), Options{Name: "a.xml"})
		tt.want.GUID, tt.want.Version = "urn:a", 2
		if *art.Wire != tt.want {
			t.Errorf("%s: got %+v, want %+v", tt.meta, *art.Wire, tt.want)
		}
	}
}

func TestNewsMLContent(t *testing.T) {
	for _, tt := range []struct{ content, want string }{
		{`<inlineData>Eins&nbsp;und zwei.</inlineData>`, "Eins und zwei."},
		{`<inlineData contenttype="text/html"><![CDATA[<p>Eins &amp; zwei.</p><p>Drei.</p>]]></inlineData>`, "Eins & zwei.\n\nDrei."},
		{`<inlineData contenttype="text/html">&lt;p&gt;Eins.&lt;/p&gt;Zwei.</inlineData>`, "Eins.\n\nZwei."},
		{`<inlineXML><p xmlns="http://www.w3.org/1999/xhtml"><![CDATA[Eins < zwei]]> &amp; <i>drei</i>.</p></inlineXML>`, "Eins < zwei & drei."},
		{inlineText + `<inlineXML><nitf><body><body.content><p>NITF.</p></body.content></body></nitf></inlineXML>`, "NITF."},
		{`<inlineXML><nitf><body><body.content><p>NITF.</p></body.content></body></nitf></inlineXML><inlineXML><x:html xmlns:x="http://www.w3.org/1999/xhtml"><x:body><x:p>XHTML.</x:p></x:body></x:html></inlineXML>`, "XHTML."},
		{`<inlineXML><nitf><body><body.content/></body></nitf></inlineXML>` + inlineText, "Der Sprecher sagte nichts."},
		{"<inlineData>Ein\x01 Zeichen.</inlineData>", "Ein Zeichen."},
		{`<inlineXML><div xmlns="http://www.w3.org/1999/xhtml"><table><tr><td>A</td><td>B</td></tr><tr><td>C</td></tr></table><p>Eins<br/><br/>Zwei</p></div></inlineXML>`, "A B\n\nC\n\nEins\n\nZwei"},
	} {
		if art := readOne(t, newsItemXML("", tt.content), Options{Name: "a.xml"}); art.Text != tt.want {
			t.Errorf("%s: got %q, want %q", tt.content, art.Text, tt.want)
		}
	}
}

func TestNewsMLErrors(t *testing.T) {
	deep := strings.Repeat("<p>", 300) + "x" + strings.Repeat("</p>", 300)
	for _, tt := range []struct{ in, want string }{
		{newsItemXML("", ""), "a.xml: urn:a: no article text in the item"},
		{newsItemXML("", `<remoteContent href="a.jpg"/>`), "a.xml: urn:a: no article text in the item"},
		{newsItemXML("", `<inlineData encoding="encd:base64">RGVy</inlineData>`), "a.xml: urn:a: no article text in the item"},
		{newsItemXML("<embargoed>bald</embargoed>", inlineText), `a.xml: urn:a: embargoed: not a date: "bald"`},
		{newsItemXML("<versionCreated>gestern</versionCreated>", inlineText), `a.xml: urn:a: versionCreated: not a date: "gestern"`},
		{newsItemXML(`<itemClass qcode="ninat:video"/>`, inlineText), "a.xml: urn:a: not an article: a video"},
		{newsItemXML(`<itemClass qcode="ninat:hologram"/>`, inlineText), `a.xml: urn:a: not an article: an item of class "hologram"`},
		{newsItemXML("<edNote>&eigene;</edNote>", inlineText), "a.xml: urn:a: broken XML: invalid character entity &eigene; in line 1 of the item"},
		{newsItemXML("<edNote></itemMeta>", inlineText), "a.xml: urn:a: broken XML: element <edNote> closed by </itemMeta> in line 1 of the item"},
		{newsItemXML("", "<inlineXML>"+deep+"</inlineXML>"), "a.xml: urn:a: broken XML: nested deeper than 256 elements"},
		{newsItemXML("", inlineText)[:200], "a.xml: urn:a: broken XML: it ends in the middle"},
		{"<packageItem guid='urn:b'></packageItem>", "a.xml: urn:b: not an article: a packageItem: it names other items and has no text of its own"},
		{"<?xml version='1.0'?><newsMessage>", "a.xml: empty: no items in the newsMessage"},
	} {
		arts, errs := readAll(t, strings.NewReader(tt.in), Options{Name: "a.xml"})
		if len(arts) > 0 || len(errs) != 1 || errs[0].Error() != tt.want {
			t.Errorf("got %d articles, %v\nwant %s", len(arts), errs, tt.want)
		}
	}
}

// A bad item costs nothing but itself.
func TestNewsMLBadItem(t *testing.T) {
	good := func(i int) string {
		return strings.Replace(newsItemXML("", inlineText), "urn:a", fmt.Sprint("urn:", i), 1)
	}
	for _, tt := range []struct{ bad, want string }{
		{`<newsItem guid="urn:x"><itemMeta>`, "record 3 (urn:x): broken XML: it ends in the middle"},
		{`<newsItem guid="urn:x"><itemMeta></newsItem>`, "record 3 (urn:x): broken XML: element <itemMeta> closed by </newsItem> in line 1 of the item"},
		{`<newsItem guid="urn:x`, ""},
		{`<newsItem guid="urn:x"><edNote a="</edNote></newsItem>`, `record 3 (urn:x): broken XML: unescaped < inside quoted string in line 1 of the item`},
		{"<!-- <newsItem guid='urn:x'> -->", ""},
		{`<newsItem guid="urn:x">` + strings.Repeat("<x/>", 1<<18) + `</newsItem>`, "record 3 (urn:x): too large: an item of more than 1 MB"},
		{`<newsItem guid="urn:x"><edNote><![CDATA[</newsItem>]]></edNote></newsItem>`, "record 3 (urn:x): no article text in the item"},
		{"Text & <> zwischen < Items", ""},
	} {
		in := "<newsMessage><itemSet>" + good(1) + good(2) + tt.bad + good(4) + good(5) + "</itemSet></newsMessage>"
		arts, errs := readAll(t, strings.NewReader(in), Options{Name: "a.xml", MaxPage: 1 << 20})
		var urls []string
		for _, a := range arts {
			urls = append(urls, a.URL)
		}
		if strings.Join(urls, " ") != "urn:1 urn:2 urn:4 urn:5" {
			t.Errorf("%.60s: got %v", tt.bad, urls)
		}
		got := ""
		if len(errs) > 0 {
			got = strings.TrimPrefix(errs[0].Error(), "a.xml: ")
		}
		if got != tt.want || len(errs) > 1 {
			t.Errorf("%.60s: got %v, want %s", tt.bad, errs, tt.want)
		}
	}
}

// Nothing around the items, and no item that goes on and on, fills the memory.
func TestNewsMLBounded(t *testing.T) {
	for _, pattern := range []string{"x", "<a>", "<!-- - ", "<![CDATA[", "<a b='", "&amp;", "<newsItem "} {
		for _, start := range []string{"<newsMessage>", `<newsMessage><newsItem guid="urn:x">`} {
			begin := time.Now()
			n := 0
			for _, err := range Read(t.Context(), &endless{pattern: start + strings.Repeat(pattern, 100), n: 8 << 20}, Options{Name: "a.xml", Format: NewsML, MaxPage: 1 << 20}) {
				if err != nil {
					n++
				}
			}
			if d := time.Since(begin); n == 0 || d > 8*time.Second {
				t.Errorf("%s%s: %d errors after %v", start, pattern, n, d)
			}
		}
	}
}
