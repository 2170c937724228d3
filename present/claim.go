package present

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"hearsay"
)

// What is shown of a ledger: claims (claim*.go), stories (story*.go), statements
// (statement*.go), search hits (hit*.go), and the formats of others (export*.go).
// Each takes the root types and knows nothing of how they are stored: what a claim
// only names is asked for through a [Lookup].

// A Lookup gives what claims and stories only name. Any function may be nil, and any
// may give nothing: that is then left out. An error ends the writing.
type Lookup struct {
	// Text is an article's text, which spans count in. Without it nothing that has
	// spans can be written as JSON.
	Text func(hearsay.VersionID) (string, error)
	// Article is what lists show of an article.
	Article func(hearsay.VersionID) (*ArticleHead, error)
	// Statement is the statement that evidence is, or is a part of; nil for what an
	// article says in its own name.
	Statement func(hearsay.EvidenceID) (*hearsay.Statement, error)
	// Claim is another claim, for its gist and status.
	Claim func(hearsay.ClaimID) (*hearsay.Claim, error)
	// Origins are those that a claim's support goes back to, each once. Without it
	// they are told by the names in the chains.
	Origins func(*hearsay.Claim) ([]Origin, error)
	// Apart says why two claims are not one, on one line: "Zahl: 340 / 412 Stellen".
	Apart func(a, b hearsay.ClaimID) (string, error)
	// Copy is what an article takes over from another; nil where it is no copy.
	Copy func(hearsay.VersionID) (*hearsay.Copy, error)
}

// An ArticleHead is what lists show of a version of an article.
type ArticleHead struct {
	ID        hearsay.VersionID
	Text      hearsay.ArticleID // of its text
	URL       string
	Outlet    string
	Title     string
	Published hearsay.Date
	Language  hearsay.Language
	Agencies  []string          // credited
	Known     time.Time         // from when on the ledger knows it
	Replaces  hearsay.VersionID // the version before it; empty for the first
}

// An Origin is somebody on whose word a claim stands. It counts once, however many
// statements go back to it.
type Origin struct {
	ID         string // of the entity, e.g. "gov-ru"; empty where that is not known
	Name       string // "Kreml", "Unternehmenskreise"
	Kind       string // of voucher
	Visibility string
	Evidence   []hearsay.EvidenceID // earliest first
	Why        []string             // why these count as one, a line each
}

func (k *Lookup) text(id hearsay.VersionID) (string, error) {
	if k.Text == nil {
		return "", nil
	}
	text, err := k.Text(id)
	if err != nil {
		return "", fmt.Errorf("text of %s: %w", id, err)
	}
	return text, nil
}

// article is never nil: what is not known of it is empty.
func (k *Lookup) article(id hearsay.VersionID) (*ArticleHead, error) {
	if k.Article != nil {
		switch a, err := k.Article(id); {
		case err != nil:
			return nil, fmt.Errorf("article %s: %w", id, err)
		case a != nil:
			return a, nil
		}
	}
	return &ArticleHead{ID: id}, nil
}

// articleOf is the article that a piece of evidence stands in.
func (k *Lookup) articleOf(e *hearsay.Evidence) (*ArticleHead, error) {
	a, err := k.article(e.Article)
	if err != nil || a.URL != "" || a.Outlet != "" || a.Title != "" {
		return a, err
	}
	return &ArticleHead{ID: e.Article, URL: e.URL, Outlet: e.Outlet, Published: e.Published, Known: e.Known}, nil
}

func (k *Lookup) statement(id hearsay.EvidenceID) (*hearsay.Statement, error) {
	if k.Statement == nil {
		return nil, nil
	}
	st, err := k.Statement(id)
	if err != nil {
		return nil, fmt.Errorf("statement %s: %w", id, err)
	}
	return st, nil
}

func (k *Lookup) claim(id hearsay.ClaimID) (*hearsay.Claim, error) {
	if k.Claim == nil {
		return nil, nil
	}
	c, err := k.Claim(id)
	if err != nil {
		return nil, fmt.Errorf("claim %s: %w", id, err)
	}
	return c, nil
}

func (k *Lookup) apart(a, b hearsay.ClaimID) (string, error) {
	if k.Apart == nil {
		return "", nil
	}
	why, err := k.Apart(a, b)
	if err != nil {
		return "", fmt.Errorf("claims %s and %s: %w", a, b, err)
	}
	return why, nil
}

func (k *Lookup) copy(id hearsay.VersionID) (*hearsay.Copy, error) {
	if k.Copy == nil {
		return nil, nil
	}
	c, err := k.Copy(id)
	if err != nil {
		return nil, fmt.Errorf("article %s: %w", id, err)
	}
	return c, nil
}

// origins are those that the claim's support goes back to. Where the caller doesn't
// tell them, supporting statements whose chains end in one name are put together;
// that is fewer merges than the rules of independence make.
func (k *Lookup) origins(c *hearsay.Claim) ([]Origin, error) {
	if k.Origins != nil {
		os, err := k.Origins(c)
		if err != nil {
			return nil, fmt.Errorf("origins of %s: %w", c.ID, err)
		}
		return os, nil
	}
	var os []Origin
	for i := range c.Evidence {
		e := &c.Evidence[i]
		if e.Stance != hearsay.Supports {
			continue
		}
		st, err := k.statement(e.ID)
		if err != nil {
			return nil, err
		}
		o, ok := originOf(st)
		if !ok {
			continue
		}
		at := slices.IndexFunc(os, func(p Origin) bool {
			return o.ID != "" && p.ID == o.ID || strings.EqualFold(p.Name, o.Name) && p.Visibility == o.Visibility
		})
		if at < 0 {
			at = len(os)
			os = append(os, o)
		}
		os[at].Evidence = append(os[at].Evidence, e.ID)
	}
	return os, nil
}

// originOf is the last link of a statement's chain; false where nobody is there.
func originOf(st *hearsay.Statement) (Origin, bool) {
	if st == nil {
		return Origin{}, false
	}
	var o Origin
	if n := len(st.Chain); n > 0 && st.Chain[n-1].Via != "copies" {
		v := st.Chain[n-1]
		o = Origin{Name: v.Name, Kind: v.Kind, Visibility: v.Visibility}
	} else if name := sourceName(st); name != "" {
		o = Origin{Name: withoutArticle(name), Visibility: "named"}
	}
	if st.Source != nil && st.Source.Entity != nil && st.Source.Entity.Name == o.Name {
		o.ID = worldID(st.Source.Entity.ID)
		if o.Kind == "" {
			o.Kind = st.Source.Entity.Kind
		}
	}
	return o, o.Name != "" && o.Visibility != "unspecified"
}

// worldID is the id of an entity where it means the same in every article: those that
// only an article knows begin with "#", those known by their name alone with "~".
func worldID(id string) string {
	if strings.HasPrefix(id, "#") || strings.HasPrefix(id, "~") {
		return ""
	}
	return id
}

// latest is the assessment that holds; nil where there is none.
func latest(c *hearsay.Claim) *hearsay.Assessment {
	if len(c.History) == 0 {
		return nil
	}
	return &c.History[len(c.History)-1]
}

// moves are the assessments at which status or phase moved, oldest first. The others
// only counted anew.
func moves(c *hearsay.Claim) []*hearsay.Assessment {
	var ms []*hearsay.Assessment
	for i := range c.History {
		a := &c.History[i]
		if n := len(ms); n == 0 || ms[n-1].Status != a.Status || ms[n-1].Phase != a.Phase {
			ms = append(ms, a)
		}
	}
	return ms
}

// firstKnown is when the claim became known; the zero time where nothing says so.
func firstKnown(c *hearsay.Claim) time.Time {
	var first time.Time
	note := func(t time.Time) {
		if !t.IsZero() && (first.IsZero() || t.Before(first)) {
			first = t
		}
	}
	for i := range c.History {
		note(c.History[i].At)
	}
	for i := range c.Evidence {
		note(c.Evidence[i].Known)
	}
	return first
}

// lastKnown is when the last thing on the claim became known.
func lastKnown(c *hearsay.Claim) time.Time {
	var last time.Time
	for i := range c.History {
		if c.History[i].At.After(last) {
			last = c.History[i].At
		}
	}
	for i := range c.Evidence {
		if c.Evidence[i].Known.After(last) {
			last = c.Evidence[i].Known
		}
	}
	return last
}

// byKnown is the claim's evidence in the order in which it became known.
func byKnown(c *hearsay.Claim) []*hearsay.Evidence {
	es := make([]*hearsay.Evidence, len(c.Evidence))
	for i := range c.Evidence {
		es[i] = &c.Evidence[i]
	}
	slices.SortStableFunc(es, func(a, b *hearsay.Evidence) int {
		if n := a.Known.Compare(b.Known); n != 0 {
			return n
		}
		return strings.Compare(string(a.ID), string(b.ID))
	})
	return es
}

// letter is the Admiralty letter, empty where there is none.
func letter(a *hearsay.Assessment) string {
	if a.Reliability < 'A' || a.Reliability > 'F' {
		return ""
	}
	return string(rune(a.Reliability))
}

// instant is a moment as programs read it, RFC 3339 in UTC; empty for none.
func instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}

// oneLine puts a passage on one line.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
