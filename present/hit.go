package present

import (
	"fmt"
	"io"
	"iter"
	"strconv"

	"hearsay"
)

// HitSchema names the format of [AppendHitJSON]. A field may be added under the same
// number; to rename or drop one takes a new number.
//
// History: 1, the first.
const HitSchema = "hearsay/hit/1"

// A Hit is what a search found: an article, or a statement in one.
type Hit struct {
	Article   ArticleHead
	Statement *FiledStatement // nil where the article as a whole was found
	Snippet   Snippet
	Score     float64 // 0 unless ranked
}

// A Snippet is a part of an article's text around the words found.
type Snippet struct {
	hearsay.Span                // of the article's text
	Text         string         // the text there
	Found        []hearsay.Span // words found, in bytes of Text
}

// hitJSON is one line of "search --format json".
type hitJSON struct {
	Schema    string      `json:"schema"`    // HitSchema
	Article   headJSON    `json:"article"`   // where it was found
	Statement *filedJSON  `json:"statement"` // null where the article as a whole was found
	Snippet   snippetJSON `json:"snippet"`
	Score     *float64    `json:"score"` // null unless ranked
}

// snippetJSON is a part of the article's text. All offsets count in that text, as
// everywhere; take start from them to have them in the snippet.
type snippetJSON struct {
	Text  string     `json:"text"`
	Start int        `json:"start"`
	End   int        `json:"end"`
	Found []spanJSON `json:"found"` // words found
}

// AppendHitJSON appends h to b as one line, with its line end, in the format that
// [HitSchema] names. It needs the article's text and fails where a span lies outside
// it.
func AppendHitJSON(b []byte, h *Hit, more Lookup) ([]byte, error) {
	text, err := more.text(h.Article.ID)
	if err != nil {
		return b, err
	}
	out := hitJSON{Schema: HitSchema, Article: headOf(&h.Article)}
	if h.Statement != nil {
		if out.Statement, err = filed(h.Statement, &more); err != nil {
			return b, err
		}
	}
	if h.Score != 0 {
		out.Score = &h.Score
	}
	sps := []hearsay.Span{h.Snippet.Span}
	for _, sp := range h.Snippet.Found {
		if !within(sp, len(h.Snippet.Text)) {
			return b, fmt.Errorf("article %s: word %d–%d is not within the snippet of %d bytes", h.Article.ID, sp.Start, sp.End, len(h.Snippet.Text))
		}
		sps = append(sps, hearsay.Span{Start: h.Snippet.Start + sp.Start, End: h.Snippet.Start + sp.End})
	}
	c := coder{index: newRuneIndex(text), where: "article " + string(h.Article.ID)}
	all := c.spans(sps)
	if c.err != nil {
		return b, c.err
	}
	out.Snippet = snippetJSON{h.Snippet.Text, all[0].Start, all[0].End, all[1:]}
	return appendLine(b, out)
}

// HitsText writes search hits for people. Words found stand between asterisks, so
// that they can be seen without colours.
func HitsText(w io.Writer, in iter.Seq2[Hit, error], more Lookup, o TextOptions) error {
	t := newLedgerTexter(&more, o)
	return writeList(t, w, in, t.l.Hits, func(n int, h Hit) error {
		num := fmt.Sprintf("%2d ", n)
		rest := spaces(len(num))
		t.articleHead(num, rest, &h.Article)
		t.wrap(rest, rest, t.snippet(&h.Snippet)...)
		if f := h.Statement; f != nil {
			name, words := t.l.sourceWords(f.Statement)
			head := []run{{defang(name), strong}}
			if words != "" {
				head = append(head, run{" (" + defang(words) + ")", plain})
			}
			if what := t.l.actOf(f.Statement); what != "" {
				head = append(head, run{"\u00a0— " + defang(what), plain})
			}
			t.wrap(rest, rest+"  ", append(head, run{"\u00a0· " + defang(string(f.ID)), faint})...)
			for i := range f.Claims {
				t.say(rest+"  ", rest+"  ", plain, t.l.claimState(&f.Claims[i]))
			}
		}
		return nil
	})
}

// snippet is a snippet with the words found marked.
func (t *ledgerTexter) snippet(s *Snippet) []run {
	var rs []run
	at := 0
	for _, sp := range s.Found {
		if !within(sp, len(s.Text)) || sp.Start < at {
			continue
		}
		rs = append(rs, run{defang(s.Text[at:sp.Start]), plain}, run{"*" + defang(s.Text[sp.Start:sp.End]) + "*", strong})
		at = sp.End
	}
	return append(rs, run{defang(s.Text[at:]), plain})
}

// HitsCSV writes search hits as a table, a hit a row.
func HitsCSV(w io.Writer, in iter.Seq2[Hit, error]) error {
	t := newTable(w, "article", "outlet", "published", "title", "url", "statement", "source", "act", "snippet", "score")
	return writeTable(t, in, func(h Hit) error {
		var id, source, act, score string
		if f := h.Statement; f != nil {
			id, source, act = string(f.ID), oneLine(sourceName(f.Statement)), string(f.Statement.Act)
		}
		if h.Score != 0 {
			score = strconv.FormatFloat(h.Score, 'g', 6, 64)
		}
		return t.row(string(h.Article.ID), h.Article.Outlet, string(h.Article.Published), oneLine(h.Article.Title), h.Article.URL,
			id, source, act, oneLine(h.Snippet.Text), score)
	})
}
