package eval

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"hearsay"
)

// The Hearsay corpus is a folder: articles.jsonl has the texts, a JSON object a
// line (id, title, published, outlet, language, text), and each batch bNNN.txt
// what is annotated in ten of them:
//
//	# 12325 Hurrikan Katrina: USA lehnten Lebensmittelhilfe aus Deutschland ab (2005-09-10)
//	1 indirect speech say CT+
//	  source: Ein Regierungssprecher in Berlin
//	  cue: sagte
//	  frame: Ein Regierungssprecher in Berlin sagte,
//	  content: dass ein mit 9.000 … zurückkehren musste
//	  who: Bundesregierung
//	2 direct speech say CT+ in 1
//	  content: „Einmannpackungen“
//	// a comment
//
// A head line is: number, mode, media joined by "/", act, the source's
// factuality, and "in N" for a statement inside statement N's content. Fields:
// source, cue, frame, content and addressee are spans (see corpusspans.go); via
// names a further link of the chain, outermost first, with "<" in front for a link
// behind the source; said and when are EDTF; who is the source's usual name.

// A Batch is an annotation file.
type Batch struct {
	Name     string // of the file without its ending, e.g. "b010"
	Articles []CorpusArticle
}

// A CorpusArticle is an article with its annotation.
type CorpusArticle struct {
	Key        string // the article's id in the corpus, e.g. "12325"
	Article    *hearsay.Article
	Statements []hearsay.Statement // ids "s1", "s2", … as numbered in the file
	Line       int                 // of the article's heading in its file, from 1
	Lines      []int               // of each statement's head
}

// A Problem is a fault of the annotation.
type Problem struct {
	File      string
	Line      int    // from 1; 0 where the fault is of the whole file
	Article   string // key; empty where the fault is not inside an article
	Statement string // number; empty where the fault is not inside a statement
	Reason    string
}

func (p Problem) String() string {
	s := p.File + ":"
	if p.Line > 0 {
		s += strconv.Itoa(p.Line) + ":"
	}
	if p.Article != "" {
		s += " article " + p.Article
		if p.Statement != "" {
			s += " statement " + p.Statement
		}
		s += ":"
	}
	return s + " " + p.Reason
}

// Problems are all faults that were found, in the order of the files.
type Problems []Problem

func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}

// orNil avoids the error that is not nil but holds none.
func (ps Problems) orNil() error {
	if len(ps) == 0 {
		return nil
	}
	return ps
}

// Part says which part of the corpus a batch belongs to: "test" for those whose
// number ends in 0, which no training and no tuning may touch, else "train". name
// is a batch's name or path.
func Part(name string) string {
	base := filepath.Base(name)
	if strings.HasSuffix(strings.TrimSuffix(base, filepath.Ext(base)), "0") {
		return "test"
	}
	return "train"
}

// ReadArticles reads articles.jsonl: the articles by their id in the corpus.
func ReadArticles(r io.Reader, name string) (map[string]*hearsay.Article, error) {
	arts := map[string]*hearsay.Article{}
	err := eachLine(r, name, maxDocLine, func(_ int, line []byte) error {
		if len(bytes.TrimSpace(line)) == 0 {
			return nil
		}
		var in struct {
			ID        string           `json:"id"`
			URL       string           `json:"url"`
			Title     string           `json:"title"`
			Published hearsay.Date     `json:"published"`
			Outlet    string           `json:"outlet"`
			Language  hearsay.Language `json:"language"`
			Text      string           `json:"text"`
		}
		if err := json.Unmarshal(line, &in); err != nil {
			return fmt.Errorf("not an article: %w", err)
		}
		switch {
		case in.ID == "":
			return errors.New("article has no id")
		case in.Text == "":
			return fmt.Errorf("article %s has no text", in.ID)
		case arts[in.ID] != nil:
			return fmt.Errorf("two articles with the id %s", in.ID)
		}
		arts[in.ID] = &hearsay.Article{
			ID: articleID(in.Text), URL: in.URL, Outlet: in.Outlet, Title: in.Title, Text: in.Text,
			Published: in.Published, Language: in.Language,
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return arts, nil
}

// ReadCorpus reads a corpus folder: articles.jsonl and every bNNN.txt, in the
// order of their names. If the annotation has faults, the error is a [Problems]
// with all of them, and what could be read is returned all the same.
func ReadCorpus(dir string) ([]Batch, error) {
	path := filepath.Join(dir, "articles.jsonl")
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	arts, err := ReadArticles(f, path)
	if err != nil {
		return nil, err
	}
	files, err := filepath.Glob(filepath.Join(dir, "b[0-9]*.txt"))
	if err != nil {
		return nil, err
	}
	var (
		batches []Batch
		ps      Problems
	)
	in := map[string]string{} // article → its batch
	for _, file := range files {
		b, err := ReadBatchFile(file, arts)
		if more := (Problems)(nil); errors.As(err, &more) {
			ps = append(ps, more...)
		} else if err != nil {
			return nil, err
		}
		for _, a := range b.Articles {
			if other := in[a.Key]; other != "" && other != b.Name {
				ps = append(ps, Problem{File: file, Line: a.Line, Article: a.Key, Reason: "is annotated in " + other + " too"})
			}
			in[a.Key] = b.Name
		}
		batches = append(batches, b)
	}
	return batches, ps.orNil()
}

// ReadBatchFile reads the annotation file at path; see [ReadBatch].
func ReadBatchFile(path string, arts map[string]*hearsay.Article) (Batch, error) {
	f, err := os.Open(path)
	if err != nil {
		return Batch{}, err
	}
	defer f.Close()
	return ReadBatch(f, path, arts)
}

// ReadBatch reads an annotation file about articles of the corpus. name is the
// file's name, for errors and the batch. If the annotation has faults, the error
// is a [Problems] with all of them; the batch then has every statement whose
// content could be found, with the roles that could.
func ReadBatch(r io.Reader, name string, arts map[string]*hearsay.Article) (Batch, error) {
	base := filepath.Base(name)
	b := Batch{Name: strings.TrimSuffix(base, filepath.Ext(base))}
	notes, ps, err := parseNotes(r, name)
	if err != nil {
		return Batch{}, err
	}
	seen := map[string]bool{}
	for _, n := range notes {
		art := arts[n.key]
		switch {
		case art == nil:
			ps = append(ps, Problem{File: name, Line: n.line, Reason: "no article " + n.key})
			continue
		case seen[n.key]:
			ps = append(ps, Problem{File: name, Line: n.line, Article: n.key, Reason: "is annotated above already"})
			continue
		}
		seen[n.key] = true
		sts, lines, more := n.resolve(name, art)
		ps = append(ps, more...)
		b.Articles = append(b.Articles, CorpusArticle{Key: n.key, Article: art, Statements: sts, Line: n.line, Lines: lines})
	}
	slices.SortStableFunc(ps, func(a, b Problem) int { return a.Line - b.Line })
	return b, ps.orNil()
}

// An articleNote and its statementNotes are the lines of a batch, parsed but not
// yet resolved against a text.
type articleNote struct {
	key        string
	line       int
	statements []statementNote
}

type statementNote struct {
	line   int
	head   []string
	fields map[string]string
	via    []string
}

var fieldNames = []string{"source", "cue", "frame", "content", "addressee", "via", "said", "when", "who"}

func parseNotes(r io.Reader, name string) ([]articleNote, Problems, error) {
	var (
		arts []articleNote
		ps   Problems
		st   *statementNote // the one that fields belong to
	)
	err := eachLine(r, name, maxNoteLine, func(n int, line []byte) error {
		if !utf8.Valid(line) {
			return errors.New("not UTF-8")
		}
		l := string(line)
		bad := func(format string, args ...any) {
			p := Problem{File: name, Line: n, Reason: fmt.Sprintf(format, args...)}
			if len(arts) > 0 {
				p.Article = arts[len(arts)-1].key
			}
			if st != nil {
				p.Statement = st.head[0]
			}
			ps = append(ps, p)
		}
		switch {
		case strings.TrimSpace(l) == "" || strings.HasPrefix(l, "//"):
		case strings.HasPrefix(l, "# "):
			st = nil
			f := strings.Fields(l[2:])
			if len(f) == 0 {
				bad("heading without an article's id")
				return nil
			}
			arts = append(arts, articleNote{key: f[0], line: n})
		case l[0] >= '0' && l[0] <= '9':
			st = nil
			if len(arts) == 0 {
				bad("statement before the first article")
				return nil
			}
			a := &arts[len(arts)-1]
			a.statements = append(a.statements, statementNote{line: n, head: strings.Fields(l), fields: map[string]string{}})
			st = &a.statements[len(a.statements)-1]
		case strings.HasPrefix(l, "  ") && strings.Contains(l, ":"):
			key, value, _ := strings.Cut(strings.TrimSpace(l), ":")
			value = strings.TrimSpace(value)
			switch {
			case !slices.Contains(fieldNames, key):
				bad("unknown field %s", key)
			case st == nil:
				bad("%s without a statement", key)
			case key == "via":
				st.via = append(st.via, value)
			case st.fields[key] != "":
				bad("%s twice", key)
			case value == "":
				bad("%s is empty", key)
			default:
				st.fields[key] = value
			}
		default:
			bad("cannot read: %s", shorten(l, 60))
		}
		return nil
	})
	return arts, ps, err
}

var (
	modes = []hearsay.Mode{hearsay.Direct, hearsay.Indirect, hearsay.Reported, hearsay.IndirectFreeIndirect, hearsay.FreeIndirect}
	media = []hearsay.Medium{hearsay.Speech, hearsay.Thought, hearsay.Writing}
	acts  = []hearsay.Act{
		hearsay.Say, hearsay.Report, hearsay.Announce, hearsay.Confirm, hearsay.Deny, hearsay.Concede, hearsay.ClaimAct,
		hearsay.Suspect, hearsay.Speculate, hearsay.Expect, hearsay.Plan, hearsay.Warn, hearsay.Threaten, hearsay.Demand,
		hearsay.Accuse, hearsay.Criticise, hearsay.Doubt, hearsay.Ask, hearsay.NoComment, hearsay.CorrectAct, hearsay.Retract,
	}
	facts = []hearsay.Fact{
		hearsay.CTPlus, hearsay.PRPlus, hearsay.PSPlus, hearsay.CTMinus, hearsay.PRMinus, hearsay.PSMinus, hearsay.CTu, hearsay.Uu,
	}
)

// edtf is the shape of a date, not its sense.
var edtf = regexp.MustCompile(`^(\.\.)?/?[0-9X?~%:TZ+\-./]+$`)

// quotationMarks may begin a direct statement.
const quotationMarks = "„“\"”‚‘’'«»‹›"

// resolve makes statements of an article's notes, and gives their lines.
func (n *articleNote) resolve(file string, art *hearsay.Article) ([]hearsay.Statement, []int, Problems) {
	var (
		out   []hearsay.Statement
		lines []int
		ps    Problems
		last  int // where the last content at the top began, in characters
	)
	x := newTextIndex(art.Text)
	type placed struct {
		id      hearsay.StatementID
		content []hearsay.Range
	}
	done := map[string]placed{} // by number as written
	for k, note := range n.statements {
		bad := func(format string, args ...any) {
			ps = append(ps, Problem{File: file, Line: note.line, Article: n.key, Statement: note.head[0], Reason: fmt.Sprintf(format, args...)})
		}
		h := note.head
		if h[0] != strconv.Itoa(k+1) {
			bad("number should be %d", k+1)
		}
		if len(h) != 5 && (len(h) != 7 || h[5] != "in") {
			bad("head: NUMBER MODE MEDIUM ACT FACTUALITY [in N]")
			continue
		}
		st := hearsay.Statement{
			ID: hearsay.StatementID("s" + strconv.Itoa(k+1)), Mode: hearsay.Mode(h[1]), Act: hearsay.Act(h[3]),
			Factuality: hearsay.Factuality{Source: hearsay.Fact(strings.ReplaceAll(h[4], "−", "-"))}, Confidence: 1,
		}
		if !slices.Contains(modes, st.Mode) {
			bad("mode %s", h[1])
		}
		for _, m := range strings.Split(h[2], "/") {
			if !slices.Contains(media, hearsay.Medium(m)) {
				bad("medium %s", h[2])
				break
			}
		}
		for _, m := range media { // in one order, each once
			if slices.Contains(strings.Split(h[2], "/"), string(m)) {
				st.Medium = append(st.Medium, m)
			}
		}
		if !slices.Contains(acts, st.Act) {
			bad("act %s", h[3])
		}
		if !slices.Contains(facts, st.Factuality.Source) {
			bad("factuality %s", h[4])
		}
		var parent []hearsay.Range
		if len(h) == 7 {
			p := done[h[6]]
			if p.content == nil {
				bad("parent %s not before it", h[6])
			}
			st.Parent, parent = p.id, p.content
		}

		f := note.fields
		if f["content"] == "" {
			bad("no content")
			continue
		}
		c, err := x.content(f["content"], parent, last)
		if err != nil {
			bad("content %v", err)
			continue
		}
		done[h[0]] = placed{st.ID, c}
		if parent == nil {
			last = max(last, c[0].From)
		}
		passage := func(rs []hearsay.Range) hearsay.Passage {
			spans := x.spans(rs)
			return hearsay.Passage{Text: spanText(art.Text, spans), Spans: spans}
		}
		st.Content = passage(c)

		var preferred [][]hearsay.Range // where the other roles are looked for first
		if f["frame"] != "" {
			fr, err := x.frame(f["frame"], c)
			if err != nil {
				bad("frame %v", err)
			} else {
				p := passage(fr)
				st.Frame = &p
				hull := []hearsay.Range{{From: fr[0].From, To: fr[len(fr)-1].To}}
				preferred = append(preferred, fr, hull)
				if overlap(fr, c) {
					bad("frame overlaps content")
				}
			}
		}
		if st.Mode == hearsay.Reported || st.Mode == hearsay.FreeIndirect {
			preferred = append(preferred, c)
		}
		role := func(key string) *hearsay.Passage {
			if f[key] == "" {
				return nil
			}
			rs, err := x.near(f[key], c, preferred)
			if err != nil {
				bad("%s %v", key, err)
				return nil
			}
			p := passage(rs)
			return &p
		}
		st.Cue = role("cue")
		if p := role("source"); p != nil {
			st.Source = &hearsay.Source{Passage: *p}
			if f["who"] != "" {
				st.Source.Entity = &hearsay.Entity{Name: f["who"]}
			}
		}
		st.Addressee = role("addressee")

		switch {
		case st.Mode == hearsay.Indirect && f["frame"] == "":
			bad("indirect without frame")
		case f["frame"] == "":
		case st.Mode == hearsay.Reported, st.Mode == hearsay.IndirectFreeIndirect, st.Mode == hearsay.FreeIndirect:
			bad("%s has no frame", st.Mode)
		}
		if at := st.Content.Spans[0].Start; st.Mode == hearsay.Direct && !strings.ContainsRune(quotationMarks, firstRune(art.Text, at)) {
			bad("direct content should begin with its quotation mark: %q", shorten(st.Content.Text, 20))
		}
		date := func(key string) *hearsay.Time {
			if f[key] == "" {
				return nil
			}
			if !edtf.MatchString(f[key]) {
				bad("%s is no EDTF: %s", key, f[key])
			}
			return &hearsay.Time{EDTF: hearsay.Date(f[key])}
		}
		st.Said, st.When = date("said"), date("when")
		st.Chain = chain(&st, note.via, f["who"])
		out = append(out, st)
		lines = append(lines, note.line)
	}
	return out, lines, ps
}

// Doubts lists what the scheme allows but what is mostly a slip: spans that
// resolved to a place where they hardly belong. file is for the messages.
func (a *CorpusArticle) Doubts(file string) Problems {
	var ps Problems
	byID := map[hearsay.StatementID]*hearsay.Statement{}
	for i := range a.Statements {
		st := &a.Statements[i]
		byID[st.ID] = st
		doubt := func(format string, args ...any) {
			ps = append(ps, Problem{File: file, Line: a.Lines[i], Article: a.Key, Statement: strings.TrimPrefix(string(st.ID), "s"), Reason: fmt.Sprintf(format, args...)})
		}
		if st.Cue != nil && st.Frame != nil && !covers(st.Frame.Spans, st.Cue.Spans) {
			doubt("cue %q is not in the frame", st.Cue.Text)
		}
		framed := st.Mode == hearsay.Direct || st.Mode == hearsay.Indirect
		if framed && st.Source != nil && covers(st.Content.Spans, st.Source.Spans) {
			doubt("source %q is in the content", st.Source.Text)
		}
		if p := byID[st.Parent]; p != nil && !covers(p.Content.Spans, st.Content.Spans) {
			doubt("content lies in a gap of its parent's or across it")
		}
	}
	return ps
}

// covers says whether each of the spans lies within one of the places.
func covers(places, spans []hearsay.Span) bool {
	for _, s := range spans {
		if !slices.ContainsFunc(places, func(p hearsay.Span) bool { return p.Start <= s.Start && s.End <= p.End }) {
			return false
		}
	}
	return true
}

// chain makes the links from outlet to origin: further links, the source, links
// behind it. The annotation names them, but tells neither kind nor visibility.
func chain(st *hearsay.Statement, via []string, who string) []hearsay.Voucher {
	var outer, inner []hearsay.Voucher
	for _, v := range via {
		if name, ok := strings.CutPrefix(v, "<"); ok {
			inner = append(inner, hearsay.Voucher{Name: strings.TrimSpace(name), Via: "cites"})
		} else {
			outer = append(outer, hearsay.Voucher{Name: v, Via: "cites"})
		}
	}
	link := hearsay.Voucher{Name: who, Via: "says"}
	if st.Source != nil {
		link.Spans = st.Source.Spans
		if who == "" {
			link.Name = st.Source.Text
		}
	}
	if link.Name != "" {
		outer = append(outer, link)
	}
	return append(outer, inner...)
}

func overlap(a, b []hearsay.Range) bool {
	for _, r := range a {
		for _, s := range b {
			if r.From < s.To && s.From < r.To {
				return true
			}
		}
	}
	return false
}

// Gold makes gold of an annotated article, so that [ScoreQuotes] measures on it.
// tokenize gives the spans of the tokens of a text, in text order.
func (a *CorpusArticle) Gold(tokenize func(text string) []hearsay.Span) GoldDoc {
	d := GoldDoc{Name: a.Key, Article: a.Article, Tokens: tokenize(a.Article.Text)}
	d.Quotes = ToQuotes(a.Statements, d.Tokens)
	d.Dropped = len(a.Statements) - len(d.Quotes)
	return d
}
