package article

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// fuzzRead reads in and checks that what comes out is fit to be worked with and
// came soon.
func fuzzRead(t *testing.T, in []byte, f Format) {
	start := time.Now()
	arts, errs := readAll(t, bytes.NewReader(in), Options{Name: "fuzz", Format: f, MaxText: 1 << 20, MaxPage: 1 << 20})
	if len(arts)+len(errs) == 0 {
		t.Error("neither article nor error")
	}
	checkCaptures(t, in, Options{Name: "fuzz", Format: f, MaxText: 1 << 20, MaxPage: 1 << 20})
	if d := time.Since(start); d > 10*time.Second {
		t.Errorf("took %v", d)
	}
}

func seed(f *testing.F, pattern string) {
	files, err := filepath.Glob(filepath.Join("testdata/in", pattern))
	if err != nil || len(files) == 0 {
		f.Fatal("no seeds", err)
	}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
}

func FuzzText(f *testing.F) {
	seed(f, "*.txt")
	f.Add([]byte("\xff\xfeA\x00"))
	f.Add([]byte("dpa BERLIN. \xc3Der"))
	f.Add([]byte("Titel: \u0308x\n\ndate 2023-09 \u0308y (dpa)"))
	f.Fuzz(func(t *testing.T, in []byte) {
		fuzzRead(t, in, Text)
		fuzzRead(t, in, Auto)
	})
}

func FuzzHTML(f *testing.F) {
	seed(f, "*.html")
	f.Add([]byte("<table><b><p>x<table><i>\u0308</table>y"))
	f.Add([]byte(`<script type="application/ld+json">{"@type":"Article","headline":1,"author":[[["x"]]]}</script>`))
	f.Fuzz(func(t *testing.T, in []byte) { fuzzRead(t, in, HTML) })
}

func FuzzJSON(f *testing.F) {
	seed(f, "*.json*")
	f.Add([]byte(`{"url":"\ud800","text":"a\u0308\u0000\ud800"}`))
	f.Add([]byte(`[[{"url":1e9,"html":"<p>x"}]]}`))
	f.Fuzz(func(t *testing.T, in []byte) {
		fuzzRead(t, in, JSON)
		fuzzRead(t, in, JSONL)
	})
}

func FuzzNewsML(f *testing.F) {
	seed(f, "*.xml")
	f.Add([]byte("<newsMessage xmlns:x='y'><itemSet><x:newsItem guid='a'><![CDATA[</newsItem>]]></x:newsItem><newsItem guid='b'/><newsItem guid='c'><contentSet><inlineData>Text"))
	f.Add([]byte("<newsItem guid=\"a\"><contentSet><inlineXML><p>&nbsp;&x;</p></inlineXML></contentSet></newsItem>"))
	f.Add([]byte("<!DOCTYPE newsItem [<!ENTITY a '<b>'>]><newsItem guid=\"a\"><itemMeta><pubStatus qcode='stat:canceled'/></itemMeta></newsItem>"))
	f.Fuzz(func(t *testing.T, in []byte) {
		fuzzRead(t, in, NewsML)
		fuzzRead(t, in, Auto)
	})
}

func FuzzNinjs(f *testing.F) {
	seed(f, "ninjs*")
	f.Add([]byte(`{"uri":"a","bodies":[{"value":"<p>x"},"y",null,[]],"headlines":"z","version":1e3,"pubstatus":null,"signal":"correction"}`))
	f.Fuzz(func(t *testing.T, in []byte) { fuzzRead(t, in, Ninjs) })
}

func FuzzWARC(f *testing.F) {
	f.Add(sampleWARC(f, true))
	f.Add(sampleWARC(f, false))
	for _, r := range sampleRecords() {
		f.Add(r)
		f.Add(gzipped(f, r))
	}
	f.Add([]byte("WARC/1.0\r\nContent-Length: 9\r\n\r\nWARC/1.0\r\n\r\nWARC/1.1\n"))
	f.Fuzz(func(t *testing.T, in []byte) { fuzzRead(t, in, WARC) })
}
