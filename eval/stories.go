package eval

import (
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
	"time"
	"unicode/utf8"

	"hearsay"
)

// A Storyline is an invented story, told by several articles, with what a ledger
// must say of its claims at given moments. The format is that of
// corpus/stories/README.md.
type Storyline struct {
	ID       string // of the file: "s07"
	Title    string
	Pins     string // the rules that it pins down, for people
	Articles []StoryArticle
	Reprints [][]string // groups of article ids, the likely original first
	Claims   []GoldClaim
}

// A StoryArticle is an article of a storyline with what a wire header says of it.
type StoryArticle struct {
	ID       string    // "a1"
	At       time.Time // published, and from when on a ledger knows it
	Agency   string    // as credited; empty where none is
	GUID     string
	Canceled bool      // the item is withdrawn (a kill)
	Embargo  time.Time // zero where there is none
	Corrects string    // GUID or address of the item that it corrects
	Article  *hearsay.Article
	Line     int // in its file, from 1
}

// Counts gives the moment from which the article counts: when it is known, or
// when its embargo ends, whichever is later.
func (a *StoryArticle) Counts() time.Time {
	if a.Embargo.After(a.At) {
		return a.Embargo
	}
	return a.At
}

// A GoldClaim is a claim of a storyline with all its evidence.
type GoldClaim struct {
	ID       string // "c1"
	Gist     string
	Evidence []GoldEvidence // as in the file
	Points   []GoldPoint    // ascending
	Apart    []string       // claims that must never be one with this
	Line     int
}

// GoldEvidence is a passage about a claim.
type GoldEvidence struct {
	Stance  hearsay.Stance
	Article string // id of the storyline's article
	Spans   []hearsay.Span
	Line    int
}

// A GoldPoint is what holds of a claim at a moment.
type GoldPoint struct {
	At      time.Time
	Status  hearsay.Status
	Phase   hearsay.Phase // empty where the storyline does not say
	Origins int           // origins_min; -1 where the storyline does not say
	Line    int
}

// Article gives the storyline's article with this id, or nil.
func (s *Storyline) Article(id string) *StoryArticle {
	for i := range s.Articles {
		if s.Articles[i].ID == id {
			return &s.Articles[i]
		}
	}
	return nil
}

// Moments gives the moments that the storyline says something of, ascending.
func (s *Storyline) Moments() []time.Time {
	var out []time.Time
	for _, c := range s.Claims {
		for _, p := range c.Points {
			out = append(out, p.At)
		}
	}
	slices.SortFunc(out, time.Time.Compare)
	return slices.CompactFunc(out, time.Time.Equal)
}

// InOrder gives the articles in the order in which a ledger gets to know them;
// those of one moment as in the file.
func (s *Storyline) InOrder() []*StoryArticle {
	out := make([]*StoryArticle, len(s.Articles))
	for i := range s.Articles {
		out[i] = &s.Articles[i]
	}
	slices.SortStableFunc(out, func(a, b *StoryArticle) int { return a.At.Compare(b.At) })
	return out
}

// ReadStorylines reads the files PREFIXnn-name.txt of a folder in the order of
// their names, e.g. those for development with the prefix "s". If they have
// faults, the error is a [Problems] with all of them, and what could be read is
// returned all the same.
func ReadStorylines(dir, prefix string) ([]Storyline, error) {
	files, err := filepath.Glob(filepath.Join(dir, prefix+"[0-9]*.txt"))
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("%s: no storylines %s*.txt", dir, prefix)
	}
	var (
		out []Storyline
		ps  Problems
	)
	at := map[string]string{}    // id → file
	where := map[string]string{} // address → file
	for _, file := range files {
		s, err := readStorylineFile(file)
		if more := (Problems)(nil); errors.As(err, &more) {
			ps = append(ps, more...)
		} else if err != nil {
			return nil, err
		}
		if other := at[s.ID]; s.ID != "" && other != "" {
			ps = append(ps, Problem{File: file, Line: 1, Reason: s.ID + " is in " + other + " too"})
		}
		at[s.ID] = file
		// All storylines may be put into one ledger, where an address is one article.
		for _, a := range s.Articles {
			if other := where[a.Article.URL]; other != "" && other != file {
				ps = append(ps, Problem{File: file, Line: a.Line, Article: a.ID, Reason: "its address is in " + other + " too"})
			}
			where[a.Article.URL] = file
		}
		out = append(out, s)
	}
	return out, ps.orNil()
}

func readStorylineFile(path string) (Storyline, error) {
	f, err := os.Open(path)
	if err != nil {
		return Storyline{}, err
	}
	defer f.Close()
	return ReadStoryline(f, path)
}

var (
	storyHead   = regexp.MustCompile(`^# ([a-z]+[0-9]+) (\S.*)$`)
	storyHeader = regexp.MustCompile(`^([a-z]+): *(.*)$`)
	storyID     = regexp.MustCompile(`^[a-z]+[0-9]+$`)

	statuses = []hearsay.Status{
		hearsay.Speculated, hearsay.ReportedAs, hearsay.Corroborated, hearsay.Confirmed, hearsay.Denied, hearsay.Disputed, hearsay.Corrected,
	}
	phases  = []hearsay.Phase{hearsay.Planned, hearsay.Ongoing, hearsay.Occurred, hearsay.Failed, hearsay.Lapsed, hearsay.Timeless}
	stances = map[byte]hearsay.Stance{'+': hearsay.Supports, '-': hearsay.Denies, '~': hearsay.Neutral}
)

// A storyReader goes through a storyline's file line by line.
type storyReader struct {
	name  string
	s     Storyline
	ps    Problems
	n     int    // line
	in    string // part of the file: "", "head", "text", "reprints", "claims"
	art   *StoryArticle
	para  []string // lines of the paragraph begun
	text  []string // paragraphs of the article begun
	claim *GoldClaim
	index map[string]*textIndex // by article
	part  map[string]bool       // parts seen
}

// ReadStoryline reads and checks a storyline. name is the file's, for errors. If it
// has faults, the error is a [Problems] with all of them.
func ReadStoryline(r io.Reader, name string) (Storyline, error) {
	x := &storyReader{name: name, index: map[string]*textIndex{}, part: map[string]bool{}}
	err := eachLine(r, name, maxNoteLine, func(n int, line []byte) error {
		x.n = n
		if !utf8.Valid(line) {
			return errors.New("not UTF-8")
		}
		x.line(strings.TrimRight(string(line), " \t\r"))
		return nil
	})
	if err != nil {
		return Storyline{}, err
	}
	x.endArticle()
	x.check()
	slices.SortStableFunc(x.ps, func(a, b Problem) int { return a.Line - b.Line })
	return x.s, x.ps.orNil()
}

func (x *storyReader) bad(format string, args ...any) { x.badAt(x.n, format, args...) }

func (x *storyReader) badAt(line int, format string, args ...any) {
	x.ps = append(x.ps, Problem{File: x.name, Line: line, Reason: fmt.Sprintf(format, args...)})
}

func (x *storyReader) line(l string) {
	switch {
	case x.n == 1:
		m := storyHead.FindStringSubmatch(l)
		if m == nil {
			x.bad("the first line should be: # s01 TITLE")
			return
		}
		x.s.ID, x.s.Title = m[1], m[2]
		if !strings.HasPrefix(filepath.Base(x.name), m[1]+"-") {
			x.bad("the file of %s should be named %s-….txt", m[1], m[1])
		}
	case strings.HasPrefix(l, "@ "):
		x.endArticle()
		x.beginArticle(l[2:])
	case strings.HasPrefix(l, "% "):
		x.endArticle()
		x.claim = nil
		x.in = strings.TrimSpace(l[2:])
		if x.in != "reprints" && x.in != "claims" {
			x.bad("no such part: %s", shorten(x.in, 40))
		}
		if x.part[x.in] {
			x.bad("%s twice", x.in)
		}
		x.part[x.in] = true
	case x.in == "" && strings.HasPrefix(l, "pins:"):
		if x.s.Pins != "" {
			x.bad("pins twice")
		}
		x.s.Pins = strings.TrimSpace(l[len("pins:"):])
	case x.in == "head" || x.in == "text":
		x.articleLine(l)
	case l == "" || strings.HasPrefix(strings.TrimSpace(l), "//"):
	case x.in == "reprints":
		x.reprints(strings.Fields(l))
	case x.in == "claims":
		x.claimLine(l)
	default:
		x.bad("cannot read: %s", shorten(l, 60))
	}
}

// moment reads a time with its zone: without one, a moment depends on where it is
// read.
func (x *storyReader) moment(s string) (time.Time, bool) {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		x.bad("no moment with zone, like 2026-03-02T08:10:00+01:00: %s", shorten(s, 40))
		return time.Time{}, false
	}
	return t, true
}

func (x *storyReader) beginArticle(l string) {
	x.in = "head"
	a := StoryArticle{Line: x.n, Article: &hearsay.Article{Language: "de"}}
	f := strings.Split(l, "|")
	if len(f) != 3 {
		x.bad("an article begins: @ ID MOMENT | OUTLET | ADDRESS")
	} else {
		a.Article.Outlet, a.Article.URL = strings.TrimSpace(f[1]), strings.TrimSpace(f[2])
		if a.Article.Outlet == "" {
			x.bad("article without an outlet")
		}
		if !strings.HasPrefix(a.Article.URL, "https://") {
			x.bad("article without an address")
		}
	}
	idAt := strings.Fields(f[0])
	if len(idAt) != 2 {
		x.bad("an article begins: @ ID MOMENT | OUTLET | ADDRESS")
	} else {
		a.ID = idAt[0]
		if !storyID.MatchString(a.ID) {
			x.bad("no id of an article, like a1: %s", shorten(a.ID, 20))
		}
		if x.s.Article(a.ID) != nil {
			x.bad("two articles %s", a.ID)
		}
		a.At, _ = x.moment(idAt[1])
		a.Article.Published, a.Article.Retrieved = hearsay.Date(idAt[1]), hearsay.Date(idAt[1])
	}
	x.s.Articles = append(x.s.Articles, a)
	x.art = &x.s.Articles[len(x.s.Articles)-1]
}

func (x *storyReader) articleLine(l string) {
	if x.in == "head" {
		if m := storyHeader.FindStringSubmatch(l); m != nil {
			x.header(m[1], m[2])
			return
		}
		x.in = "text"
	}
	if l == "" {
		x.endParagraph()
		return
	}
	x.para = append(x.para, strings.TrimSpace(l))
}

func (x *storyReader) header(key, value string) {
	a := x.art
	if value == "" {
		x.bad("%s is empty", key)
		return
	}
	once := func(to *string) {
		if *to != "" {
			x.bad("%s twice", key)
		}
		*to = value
	}
	switch key {
	case "agency":
		once(&a.Agency)
		a.Article.Agencies = nil
		for _, name := range strings.Split(value, ",") {
			a.Article.Agencies = append(a.Article.Agencies, hearsay.Credit{Name: strings.TrimSpace(name)})
		}
	case "title":
		once(&a.Article.Title)
	case "guid":
		once(&a.GUID)
	case "corrects":
		once(&a.Corrects)
	case "status":
		if value != "canceled" {
			x.bad("status of an article can be canceled only, not %s", shorten(value, 20))
		}
		a.Canceled = true
	case "embargo":
		if t, ok := x.moment(value); ok {
			a.Embargo = t
		}
	default:
		x.bad("unknown header line %s", key)
	}
}

func (x *storyReader) endParagraph() {
	if len(x.para) > 0 {
		x.text = append(x.text, strings.Join(x.para, " "))
	}
	x.para = nil
}

func (x *storyReader) endArticle() {
	x.endParagraph()
	if x.art == nil {
		return
	}
	a := x.art
	a.Article.Text = strings.Join(x.text, "\n\n")
	a.Article.ID = articleID(a.Article.Text)
	if a.Article.Text == "" {
		x.badAt(a.Line, "article %s has no text", a.ID)
	}
	if a.Article.Title == "" {
		x.badAt(a.Line, "article %s has no title", a.ID)
	}
	x.index[a.ID] = newTextIndex(a.Article.Text)
	x.text, x.art = nil, nil
}

func (x *storyReader) reprints(ids []string) {
	if len(ids) < 2 {
		x.bad("a group of reprints has two articles at least")
	}
	for i, id := range ids {
		if x.s.Article(id) == nil {
			x.bad("no article %s", shorten(id, 20))
		}
		if slices.Contains(ids[:i], id) {
			x.bad("%s twice in a group", id)
		}
	}
	x.s.Reprints = append(x.s.Reprints, ids)
}

func (x *storyReader) claimLine(l string) {
	if !strings.HasPrefix(l, " ") {
		id, gist, _ := strings.Cut(l, " ")
		if !storyID.MatchString(id) || strings.TrimSpace(gist) == "" {
			x.bad("a claim begins: c1 THE PROPOSITION AS A SENTENCE")
		}
		for _, c := range x.s.Claims {
			if c.ID == id {
				x.bad("two claims %s", id)
			}
		}
		x.s.Claims = append(x.s.Claims, GoldClaim{ID: id, Gist: strings.TrimSpace(gist), Line: x.n})
		x.claim = &x.s.Claims[len(x.s.Claims)-1]
		return
	}
	l = strings.TrimSpace(l)
	f := strings.Fields(l)
	switch {
	case x.claim == nil:
		x.bad("line before the first claim: %s", shorten(l, 40))
	case stances[l[0]] != "" && len(f[0]) == 1:
		x.evidence(stances[l[0]], l[1:])
	case f[0] == "at":
		x.point(f[1:])
	case f[0] == "apart":
		if len(f) == 1 {
			x.bad("apart from what?")
		}
		for _, id := range f[1:] {
			if slices.Contains(x.claim.Apart, id) {
				x.bad("apart %s twice", id)
			}
			x.claim.Apart = append(x.claim.Apart, id)
		}
	default:
		x.bad("cannot read: %s", shorten(l, 60))
	}
}

func (x *storyReader) evidence(stance hearsay.Stance, l string) {
	id, quoted, _ := strings.Cut(strings.TrimSpace(l), " ")
	quoted = strings.TrimSpace(quoted)
	if len(quoted) < 3 || quoted[0] != '"' || quoted[len(quoted)-1] != '"' {
		x.bad(`evidence is: + a1 "the passage in its words"`)
		return
	}
	words := quoted[1 : len(quoted)-1]
	index := x.index[id]
	if index == nil {
		x.bad("no article %s", shorten(id, 20))
		return
	}
	o := index.occurrences(words)
	switch {
	case len(o) == 0:
		x.bad("not in the text of %s: %q", id, shorten(words, 80))
		return
	case len(o) > 1:
		x.bad("%d times in the text of %s, quote more words: %q", len(o), id, shorten(words, 80))
		return
	}
	e := GoldEvidence{Stance: stance, Article: id, Spans: index.spans(o), Line: x.n}
	for _, other := range x.claim.Evidence {
		if other.Article == id && overlapping(other.Spans, e.Spans) > 0 {
			x.bad("overlaps the passage of line %d: %q", other.Line, shorten(words, 80))
		}
	}
	x.claim.Evidence = append(x.claim.Evidence, e)
}

func (x *storyReader) point(f []string) {
	if len(f) != 4 {
		x.bad("a point is: at MOMENT STATUS PHASE ORIGINS")
		return
	}
	p := GoldPoint{Status: hearsay.Status(f[1]), Origins: -1, Line: x.n}
	var ok bool
	if p.At, ok = x.moment(f[0]); !ok {
		return
	}
	if !slices.Contains(statuses, p.Status) {
		x.bad("no status: %s", shorten(f[1], 20))
	}
	if f[2] != "-" {
		if p.Phase = hearsay.Phase(f[2]); !slices.Contains(phases, p.Phase) {
			x.bad("no phase: %s", shorten(f[2], 20))
		}
	}
	if f[3] != "-" {
		n, err := strconv.ParseUint(f[3], 10, 16)
		if err != nil {
			x.bad("no number of origins: %s", shorten(f[3], 20))
		} else {
			p.Origins = int(n)
		}
	}
	if k := len(x.claim.Points); k > 0 && !p.At.After(x.claim.Points[k-1].At) {
		x.bad("the points of a claim should go forward in time")
	}
	x.claim.Points = append(x.claim.Points, p)
}

// check looks at what can be judged only when the file has been read.
func (x *storyReader) check() {
	s := &x.s
	if s.Pins == "" {
		x.badAt(1, "pins: is missing, the rules that the storyline pins down")
	}
	if len(s.Articles) == 0 {
		x.badAt(1, "no articles")
	}
	if len(s.Claims) == 0 {
		x.badAt(1, "no claims")
	} else if n := len(s.Moments()); n < 3 {
		x.badAt(1, "only %d moments, want three at least", n)
	}
	for i, a := range s.Articles {
		for _, b := range s.Articles[:i] {
			if a.Article.URL == b.Article.URL && a.At.Equal(b.At) {
				x.badAt(a.Line, "%s and %s have one address and one moment", b.ID, a.ID)
			}
		}
		known := func(o StoryArticle) bool {
			return o.ID != a.ID && (o.GUID == a.Corrects || o.Article.URL == a.Corrects)
		}
		if a.Corrects != "" && !slices.ContainsFunc(s.Articles, known) {
			x.badAt(a.Line, "%s corrects %s, which no article has", a.ID, shorten(a.Corrects, 60))
		}
	}
	for _, c := range s.Claims {
		if len(c.Points) == 0 {
			x.badAt(c.Line, "claim %s has no points", c.ID)
		}
		if !slices.ContainsFunc(c.Evidence, func(e GoldEvidence) bool { return e.Stance == hearsay.Supports }) {
			x.badAt(c.Line, "nothing supports claim %s", c.ID)
		}
		for _, p := range c.Points {
			// A claim that no article tells of yet has no status.
			told := func(e GoldEvidence) bool {
				a := s.Article(e.Article)
				return a != nil && !a.Counts().After(p.At)
			}
			if len(c.Evidence) > 0 && !slices.ContainsFunc(c.Evidence, told) {
				x.badAt(p.Line, "claim %s has no evidence that counts by then", c.ID)
			}
		}
		for _, id := range c.Apart {
			i := slices.IndexFunc(s.Claims, func(o GoldClaim) bool { return o.ID == id })
			switch {
			case id == c.ID:
				x.badAt(c.Line, "claim %s cannot be apart from itself", id)
			case i < 0:
				x.badAt(c.Line, "apart %s: no such claim", shorten(id, 20))
			case !slices.Contains(s.Claims[i].Apart, c.ID):
				x.badAt(c.Line, "%s is apart from %s, but not the other way round", c.ID, id)
			}
		}
	}
}

// overlapping gives the bytes that two lists of spans share.
func overlapping(a, b []hearsay.Span) int {
	n := 0
	for _, s := range a {
		for _, t := range b {
			n += max(0, min(s.End, t.End)-max(s.Start, t.Start))
		}
	}
	return n
}

// WriteArticles writes the articles as JSON lines that `hearsay add` takes, in the
// order in which a ledger gets to know them. What a wire header said of an item
// stands beside it under "guid", "status", "embargo" and "corrects".
func (s *Storyline) WriteArticles(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for _, a := range s.InOrder() {
		out := struct {
			URL       string           `json:"url"`
			Outlet    string           `json:"outlet"`
			Title     string           `json:"title"`
			Text      string           `json:"text"`
			Published hearsay.Date     `json:"published"`
			Retrieved hearsay.Date     `json:"retrieved"`
			Agency    any              `json:"agency,omitempty"`
			Language  hearsay.Language `json:"language"`
			GUID      string           `json:"guid,omitempty"`
			Status    string           `json:"status,omitempty"`
			Embargo   string           `json:"embargo,omitempty"`
			Corrects  string           `json:"corrects,omitempty"`
		}{
			URL: a.Article.URL, Outlet: a.Article.Outlet, Title: a.Article.Title, Text: a.Article.Text,
			Published: a.Article.Published, Retrieved: a.Article.Retrieved, Language: a.Article.Language,
			GUID: a.GUID, Corrects: a.Corrects,
		}
		switch names := a.Article.Agencies; len(names) {
		case 0:
		case 1:
			out.Agency = names[0].Name
		default:
			list := make([]string, len(names))
			for i, n := range names {
				list[i] = n.Name
			}
			out.Agency = list
		}
		if a.Canceled {
			out.Status = "canceled"
		}
		if !a.Embargo.IsZero() {
			out.Embargo = a.Embargo.Format(time.RFC3339)
		}
		if err := enc.Encode(out); err != nil {
			return err
		}
	}
	return nil
}
