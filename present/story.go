package present

import (
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"

	"hearsay"
)

// StorySchema names the format of [AppendStoryJSON]. A field may be added under the
// same number; to rename or drop one takes a new number.
//
// History: 1, the first.
const StorySchema = "hearsay/story/1"

// storyJSON is one line of "stories --format json".
type storyJSON struct {
	Schema   string          `json:"schema"`   // StorySchema
	ID       string          `json:"id"`       // "s" and a hash
	Title    string          `json:"title"`    // of the article most like the others
	From     string          `json:"from"`     // RFC 3339
	To       string          `json:"to"`       // RFC 3339
	Articles []headJSON      `json:"articles"` // in the order in which they became known
	Terms    []string        `json:"terms"`    // what it is about, weightiest first
	Copies   []copyGroupJSON `json:"copies"`   // articles that are one text
}

type copyGroupJSON struct {
	Original string     `json:"original"` // id of the likely one
	Agency   string     `json:"agency"`   // whose text it is; empty where not known
	Copies   []copyJSON `json:"copies"`
}

type copyJSON struct {
	Article  string       `json:"article"`  // id
	Of       string       `json:"of"`       // id of the article it is closest to
	Share    float64      `json:"share"`    // of its sentences, weighted, that are in the other
	Evidence []string     `json:"evidence"` // what speaks for it
	Changes  []changeJSON `json:"changes"`  // what it dropped or changed
}

type changeJSON struct {
	Kind string `json:"kind"` // hedge, attribution, number, negation, sentence
	Was  string `json:"was"`
	Now  string `json:"now"` // empty where the words were dropped
}

// AppendStoryJSON appends s to b as one line, with its line end, in the format that
// [StorySchema] names.
func AppendStoryJSON(b []byte, s *hearsay.Story, more Lookup) ([]byte, error) {
	out := storyJSON{
		Schema: StorySchema, ID: string(s.ID), Title: s.Title, From: instant(s.From), To: instant(s.To),
		Articles: make([]headJSON, 0, len(s.Articles)), Terms: append([]string{}, s.Terms...), Copies: []copyGroupJSON{},
	}
	for _, id := range s.Articles {
		a, err := more.article(id)
		if err != nil {
			return b, err
		}
		out.Articles = append(out.Articles, headOf(a))
	}
	for _, g := range s.Copies {
		group := copyGroupJSON{Original: string(g.Original), Agency: g.Agency, Copies: []copyJSON{}}
		for _, c := range g.Copies {
			copied := copyJSON{string(c.Article), string(c.Of), c.Share, append([]string{}, c.Evidence...), []changeJSON{}}
			for _, ch := range c.Changes {
				copied.Changes = append(copied.Changes, changeJSON(ch))
			}
			group.Copies = append(group.Copies, copied)
		}
		out.Copies = append(out.Copies, group)
	}
	return appendLine(b, out)
}

// copies counts the reprints of a story. An article that is put together from two
// counts once.
func copies(s *hearsay.Story) int {
	seen := map[hearsay.VersionID]bool{}
	for _, g := range s.Copies {
		for _, c := range g.Copies {
			seen[c.Article] = true
		}
	}
	return len(seen)
}

// StoriesText writes stories for people, two lines or more each.
func StoriesText(w io.Writer, in iter.Seq2[hearsay.Story, error], o TextOptions) error {
	t := newLedgerTexter(&Lookup{}, o)
	return writeList(t, w, in, t.l.Stories, func(_ int, s hearsay.Story) error {
		t.say("", "  ", strong, t.storyTitle(&s))
		t.say("  ", "  ", faint, facts(t.storyFacts(&s), strings.Join(s.Terms[:min(len(s.Terms), 6)], ", "), string(s.ID)))
		return nil
	})
}

func (t *ledgerTexter) storyTitle(s *hearsay.Story) string {
	if title := oneLine(s.Title); title != "" {
		return title
	}
	return t.l.Untitled
}

// storyFacts is when and how much: "2. März 2026 – 5. März 2026 · 6 Artikel · 2 Abdrucke".
func (t *ledgerTexter) storyFacts(s *hearsay.Story) string {
	reprints := ""
	if n := copies(s); n > 0 {
		reprints = t.l.n(n, t.l.Copies)
	}
	return facts(t.l.days(s.From, s.To), t.l.n(len(s.Articles), t.l.Articles), reprints)
}

// StoryText writes one story for people: its articles, numbered, and which are
// copies, each with what it dropped or changed.
func StoryText(w io.Writer, s *hearsay.Story, more Lookup, o TextOptions) error {
	t := newLedgerTexter(&more, o)
	if err := t.story(s); err != nil {
		return err
	}
	return t.flush(w)
}

func (t *ledgerTexter) story(s *hearsay.Story) error {
	l := t.l
	t.say("", "", strong, t.storyTitle(s))
	t.say("", "", faint, facts(string(s.ID), t.storyFacts(s)))
	t.say("", "", faint, named(l.About, strings.Join(s.Terms, ", ")))
	t.rule()

	t.say("", "", strong, l.Articles[1])
	nums := map[hearsay.VersionID]int{}
	digits := len(strconv.Itoa(len(s.Articles)))
	for i, id := range s.Articles {
		nums[id] = i + 1
		a, err := t.more.article(id)
		if err != nil {
			return err
		}
		num := fmt.Sprintf("%*d ", digits+2, i+1)
		t.articleHead(num, spaces(len(num)), a)
	}
	for _, g := range s.Copies {
		original := string(g.Original)
		if n := nums[g.Original]; n > 0 {
			original = strconv.Itoa(n)
		}
		a, err := t.more.article(g.Original)
		if err != nil {
			return err
		}
		t.heading(joined(" ", l.CopiesOf, original, a.Outlet) + further(g.Agency))
		for i := range g.Copies {
			if err := t.storyCopy(&g.Copies[i], nums, digits); err != nil {
				return err
			}
		}
	}
	return nil
}

// articleHead is an article in a list: headline, outlet and date, address.
func (t *ledgerTexter) articleHead(first, rest string, a *ArticleHead) {
	l := t.l
	title := oneLine(a.Title)
	if title == "" {
		title = l.Untitled
	}
	t.say(first, rest, strong, title)
	after := strings.Join(a.Agencies, ", ")
	if after != "" {
		after = l.After + " " + after
	}
	when := l.instant(a.Known)
	if a.Published != "" {
		when = l.date(a.Published)
	}
	t.say(rest, rest, plain, facts(a.Outlet, after, when))
	t.say(rest, rest, faint, facts(a.URL, string(a.ID)))
}

// storyCopy is a copy and what it did to the text.
func (t *ledgerTexter) storyCopy(c *hearsay.Copy, nums map[hearsay.VersionID]int, digits int) error {
	l := t.l
	a, err := t.more.article(c.Article)
	if err != nil {
		return err
	}
	name, of := a.Outlet, string(c.Of)
	if name == "" {
		name = string(c.Article)
	}
	if n := nums[c.Of]; n > 0 {
		of = strconv.Itoa(n)
	}
	num := spaces(digits + 3)
	if n := nums[c.Article]; n > 0 {
		num = fmt.Sprintf("%*d ", digits+2, n)
	}
	rest := spaces(len(num))
	t.wrap(num, rest, run{defang(name), strong}, run{"\u00a0— " + l.CopyOf + "\u00a0" + defang(of) + l.share(c.Share), plain})
	t.say(rest, rest, faint, strings.Join(c.Evidence, "\u00a0· "))
	for _, ch := range c.Changes {
		t.say(rest, rest+"  ", plain, l.change(ch))
	}
	return nil
}

// StoriesCSV writes stories as a table, a story a row.
func StoriesCSV(w io.Writer, in iter.Seq2[hearsay.Story, error]) error {
	t := newTable(w, "id", "title", "from", "to", "articles", "copies", "terms")
	return writeTable(t, in, func(s hearsay.Story) error {
		return t.row(string(s.ID), oneLine(s.Title), instant(s.From), instant(s.To), strconv.Itoa(len(s.Articles)), strconv.Itoa(copies(&s)), list(s.Terms))
	})
}
