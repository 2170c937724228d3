package main

import (
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
