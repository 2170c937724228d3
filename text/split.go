package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"hearsay"
)

// Split finds the paragraphs, sentences, tokens and quotations of an article.
// The tokens come without tags.
func Split(a *hearsay.Article) *hearsay.Doc {
	doc := &hearsay.Doc{Article: a}
	s := splitter{text: a.Text, doc: doc}
	doc.Toks = make([]hearsay.Token, 0, len(a.Text)/6+8)
	for _, p := range paragraphs(a.Text) {
		s.paragraph(p)
	}
	markCredits(doc)
	doc.Quotes = findQuotations(doc)
	return doc
}

// Word returns the text of a token.
func Word(doc *hearsay.Doc, i int) string {
	t := &doc.Toks[i]
	return doc.Article.Text[t.Start:t.End]
}

// SpanOf returns the bytes that a range of tokens covers; the zero span for an
// empty range.
func SpanOf(doc *hearsay.Doc, r hearsay.Range) hearsay.Span {
	if r.From >= r.To {
		return hearsay.Span{}
	}
	return hearsay.Span{Start: doc.Toks[r.From].Start, End: doc.Toks[r.To-1].End}
}

// paragraphs cuts at line ends. A single line end counts as a paragraph's end
// too (lists, verses, headlines), unless the line looks hard-wrapped: long, cut
// in the middle of a sentence, and followed by a line that goes on in lower case
// or with a word.
func paragraphs(s string) []hearsay.Span {
	var out []hearsay.Span
	start := 0
	flush := func(end int) {
		a, b := start, end
		for a < b {
			r, n := utf8.DecodeRuneInString(s[a:b])
			if !unicode.IsSpace(r) {
				break
			}
			a += n
		}
		for a < b {
			r, n := utf8.DecodeLastRuneInString(s[a:b])
			if !unicode.IsSpace(r) {
				break
			}
			b -= n
		}
		if a < b {
			out = append(out, hearsay.Span{Start: a, End: b})
		}
	}
	line := 0
	for i := 0; i < len(s); i++ {
		if s[i] != '\n' {
			continue
		}
		blank := i+1 >= len(s) || s[i+1] == '\n' || strings.TrimSpace(lineAt(s, i+1)) == ""
		if !blank && wrapped(s[line:i], lineAt(s, i+1)) {
			line = i + 1
			continue
		}
		flush(i)
		start, line = i+1, i+1
	}
	flush(len(s))
	return out
}

// lineAt returns the line that begins at i, at most its first 200 bytes: enough
// to judge it by, and no more work than that on a text without line ends.
func lineAt(s string, i int) string {
	end := min(len(s), i+200)
	if k := strings.IndexByte(s[i:end], '\n'); k >= 0 {
		end = i + k
	}
	return s[i:end]
}

func wrapped(line, next string) bool {
	if len(line) < 50 || len(line) > 120 {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(line, " \t\r"))
	if strings.ContainsRune(".!?:“”»\"", last) {
		return false
	}
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(next, " \t"))
	return unicode.IsLetter(first) || unicode.IsDigit(first) || first == '„' || first == '"'
}

type splitter struct {
	text string
	doc  *hearsay.Doc
}

func (s *splitter) paragraph(p hearsay.Span) {
	first := len(s.doc.Toks)
	s.tokens(p)
	para := hearsay.Para{Span: p, Sents: hearsay.Range{From: len(s.doc.Sents)}}
	from := first
	for i := first; i < len(s.doc.Toks); i++ {
		if i == len(s.doc.Toks)-1 || s.sentenceEnds(i) {
			r := hearsay.Range{From: from, To: i + 1}
			s.doc.Sents = append(s.doc.Sents, hearsay.Sent{
				Span: SpanOf(s.doc, r), Toks: r, Para: len(s.doc.Paras),
			})
			from = i + 1
		}
	}
	para.Sents.To = len(s.doc.Sents)
	s.doc.Paras = append(s.doc.Paras, para)
}
