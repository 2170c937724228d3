package article

import (
	"strings"
	"testing"

	"hearsay"
)

func TestNinjs(t *testing.T) {
	for _, tt := range []struct {
		in, title, text string
		wire            hearsay.Wire
	}{
		{`{"uri":"a","headline":"T","body_text":"Er sagte nichts."}`, "T", "Er sagte nichts.", hearsay.Wire{Status: "usable"}},
		{`{"uri":"a","version":"7","pubstatus":"withheld","title":"T","body_html":"<p>Er sagte nichts.<p>Sie auch."}`, "T", "Er sagte nichts.\n\nSie auch.", hearsay.Wire{Version: 7, Status: "withheld"}},
		{`{"uri":"a","version":"v7","pubstatus":"canceled","ednote":null}`, "", "", hearsay.Wire{Status: "canceled"}},
		{`{"uri":"a","headline":"Er sagte nichts","body_xhtml":"<h1>Er sagte nichts</h1><p>Er sagte nichts.</p>","body_text":"Kurz."}`, "Er sagte nichts", "Er sagte nichts.", hearsay.Wire{Status: "usable"}},
		{`{"uri":"a","body_xhtml":"","body_text":"Er sagte nichts."}`, "", "Er sagte nichts.", hearsay.Wire{Status: "usable"}},
		{`{"uri":"a","evolvedfrom":"b","bodies":{"value":"Er sagte nichts."}}`, "", "Er sagte nichts.", hearsay.Wire{Status: "usable", Replaces: "b"}},
		{`{"uri":"a","signals":["correction"],"headlines":["T"],"bodies":[{"contenttype":"text/html","value":"<div>Er sagte nichts.</div>"}]}`, "T", "Er sagte nichts.", hearsay.Wire{Status: "usable", Corrects: "a"}},
		{`{"uri":"a","embargoed":"2024-03-05T10:12:00Z","byline":{"x":1},"body_text":"Er sagte nichts."}`, "", "Er sagte nichts.", hearsay.Wire{Status: "usable", Embargoed: "2024-03-05T10:12:00Z"}},
	} {
		tt.wire.GUID = "a"
		art := readOne(t, tt.in, Options{Name: "a.json"})
		if art.Title != tt.title || art.Text != tt.text || art.Wire == nil || *art.Wire != tt.wire {
			t.Errorf("%s: got %q %q %+v", tt.in, art.Title, art.Text, art.Wire)
		}
	}
}

// Our own records stay our own; what is none of both is said in the terms of ours,
// or of ninjs where that was asked for.
func TestNinjsOrOurs(t *testing.T) {
	if art := readOne(t, `{"uri":"a","url":"b","text":"Er sagte nichts."}`, Options{Name: "a.json"}); art.URL != "b" || art.Wire != nil {
		t.Errorf("%+v", art)
	}
	for _, tt := range []struct {
		in   string
		f    Format
		want string
	}{
		{`{"uri":"a","text":"Er sagte nichts."}`, Auto, `a.json:1: no "url"`},
		{`{"standard":{"name":"ninjs"},"body_text":"Er sagte nichts."}`, Auto, `a.json:1: no "uri"`},
		{`{"headline":"x"}`, Ninjs, `a.json:1: no "uri"`},
		{`{"uri":"a","pubstatus":"halb"}`, Auto, `a.json:1: a: "pubstatus": "halb" is none of usable, withheld, canceled`},
		{`{"uri":["a"],"body_text":"x"}`, Auto, `a.json:1: "uri": want a string, got a list`},
		{`{"uri":"a","type":"composite"}`, Auto, `a.json:1: a: not an article: a package: it names other items and has no text of its own`},
		{`{"uri":"a","versioncreated":"heute","body_text":"x"}`, Auto, `a.json:1: a: creation date: not a date: "heute"`},
	} {
		arts, errs := readAll(t, strings.NewReader(tt.in), Options{Name: "a.json", Format: tt.f})
		if len(arts) > 0 || len(errs) != 1 || errs[0].Error() != tt.want {
			t.Errorf("%s: got %d, %v\nwant %s", tt.in, len(arts), errs, tt.want)
		}
	}
}
