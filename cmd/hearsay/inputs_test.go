package main

import (
	"compress/gzip"
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestIsWeb(t *testing.T) {
	for arg, want := range map[string]bool{
		"https://example.org/a.html": true, "http://x": true, "ftp://x": true,
		"a.html": false, "-": false, "./seltsam://name": false, "://": false, "ordner/a": false,
	} {
		if isWeb(arg) != want {
			t.Errorf("isWeb(%q) = %v", arg, !want)
		}
	}
}

// Wire formats and archives come from folders and standard input as all else does.
func TestReadFormats(t *testing.T) {
	item := func(i int) string {
		return fmt.Sprintf(`<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:%d"><contentMeta><language tag="de"/><headline>N%d</headline></contentMeta><contentSet><inlineData>Er habe nichts gesagt, teilte der Sprecher mit.</inlineData></contentSet></newsItem>`, i, i)
	}
	ninjs := `{"uri":"urn:n","headline":"J1","language":"de","body_text":"Er habe nichts gesagt, teilte der Sprecher mit."}`
	block := "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n" + strings.Replace(ninjs, "J1", "W1", 1)
	archive := fmt.Sprintf("WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://bote.example/a\r\nContent-Type: application/http\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", len(block), block)
	var zipped strings.Builder
	zw := gzip.NewWriter(&zipped)
	zw.Write([]byte(archive))
	zw.Close()

	c := newCall(t)
	c.file("d/a.xml", "<newsMessage><itemSet>"+item(1)+item(2)+"</itemSet></newsMessage>")
	c.file("d/b.json", ninjs)
	c.file("d/c.WARC.gz", zipped.String())
	c.file("d/d.warc", strings.Replace(archive, "W1", "W2", 1))
	c.file("d/e.gz", zipped.String()) // of what, the name does not say
	if got := titles(t, c.run("read", "-f", "json", "d").want(0).out); strings.Join(got, " ") != "N1 N2 J1 W1 W2" {
		t.Errorf("titles %q", got)
	}
	for stdin, want := range map[string]string{item(3): "N3", ninjs: "J1", archive: "W1", zipped.String(): "W1"} {
		c.stdin = stdin
		if got := titles(t, c.run("read", "-f", "json", "-").want(0).out); strings.Join(got, " ") != want {
			t.Errorf("standard input: titles %q, want %s", got, want)
		}
	}
	// A kill without text is an article without statements.
	c.stdin = `{"uri":"urn:n","version":"2","pubstatus":"canceled","headline":"Widerruf"}`
	for _, format := range []string{"json", "text", "html"} {
		c.run("read", "-f", format, "-").want(0)
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"artikel.txt", "artikel.txt", 0}, {"artikl.txt", "artikel.txt", 1}, {"äpfel", "apfel", 1}, {"", "abc", 3}, {"kitten", "sitting", 3}} {
		if got := distance(c.a, c.b); got != c.want {
			t.Errorf("distance(%q, %q) = %d; want %d", c.a, c.b, got, c.want)
		}
	}
}

func TestProgressLine(t *testing.T) {
	p := &progress{total: 200, what: "articles"}
	p.add(60, 12)
	if got, want := p.line(72*time.Second), "[######--------------]  30 %  12 articles  1:12"; got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	p = &progress{what: "articles"} // of standard input nobody knows the size
	p.add(60, 1)
	if got, want := p.line(3*time.Second), "1 articles  0:03"; got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	var none *progress // no terminal
	none.add(1, 1)
	none.end()
}
