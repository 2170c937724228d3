package ledger

import (
	"time"

	"hearsay"
)

// DerivedFormat is the number of the format of everything derived. A ledger that
// holds another forgets it on opening; it is then computed again.
//
//	1  first
const DerivedFormat = 1

// A View is what is derived, as of one moment of writing.
//
// Everything belongs to a position. The writer marks one position an article, in
// the order in which articles became known, so a later position is a later moment.
type View interface {
	// Get returns the value of a key, nil where there is none. It must not be changed.
	Get(key []byte) ([]byte, error)
	// Scan visits the keys from ≤ key < to in order until visit says that it has
	// enough. A nil to is no bound.
	Scan(from, to []byte, visit func(key, value []byte) (more bool)) error

	// Pos is the last position; ok is false where nothing is derived yet.
	Pos() (pos uint64, ok bool)
	// PosAt is the last position of an article known at a time.
	PosAt(t time.Time) (pos uint64, ok bool, err error)

	Article(id hearsay.VersionID) (ArticleRow, error)
	ArticleAt(pos uint64) (ArticleRow, error)
	// Text is the text of an article.
	Text(id hearsay.VersionID) (string, error)
	Articles(f Filter) ([]ArticleRow, Cursor, error)

	Statement(id hearsay.EvidenceID) (StatementRow, error)
	StatementsOf(id hearsay.VersionID) ([]StatementRow, error)
	Statements(f Filter) ([]StatementRow, Cursor, error)

	// Claim is a claim as it stood at a time; the zero time is now.
	Claim(id hearsay.ClaimID, asOf time.Time) (ClaimRow, error)
	// ClaimHistory is all versions of a claim up to a time, oldest first.
	ClaimHistory(id hearsay.ClaimID, asOf time.Time) ([]ClaimRow, error)
	Claims(f Filter) ([]ClaimRow, Cursor, error)
	// EvidenceFor is the evidence of a claim up to a time, oldest first.
	EvidenceFor(id hearsay.ClaimID, asOf time.Time) ([]EvidenceRow, error)
	// EvidenceOf is what an article is evidence of.
	EvidenceOf(id hearsay.VersionID) ([]EvidenceRow, error)

	Story(id hearsay.StoryID, asOf time.Time) (StoryRow, error)
	Stories(f Filter) ([]StoryRow, Cursor, error)

	Search(q Query) ([]Hit, Cursor, error)
}

// A Tx changes what is derived. What it writes can be read in it at once.
type Tx interface {
	View

	// Mark begins a position; what is written from here on belongs to it. Positions
	// only grow; marking the last one again changes nothing.
	Mark(pos uint64) error
	// RewindTo takes back everything that belongs to pos and later ones, so that
	// all is exactly as it was before Mark(pos). It fails with [ErrForgotten] where
	// that is no longer known.
	RewindTo(pos uint64) error
	// Forget gives up the possibility to rewind to before pos, which takes room.
	Forget(pos uint64) error

	Put(key, value []byte) error
	Delete(key []byte) error

	// PutArticle stores the article of the last marked position. There is one a position.
	PutArticle(row ArticleRow, words Words) error
	// PutStatement stores a statement of the article of the last marked position.
	PutStatement(row StatementRow, words Words) error
	// PutEvidence stores what a statement, or a sentence, of the article of the last
	// marked position is evidence of.
	PutEvidence(row EvidenceRow) error
	// PutClaim stores how a claim stands from the last marked position on. How it
	// stood before is kept.
	PutClaim(row ClaimRow) error
	// PutStory stores how a story stands from the last marked position on. How it
	// stood before is kept.
	PutStory(row StoryRow) error
}

// Words are what full-text search finds a row by, beside the text itself.
type Words struct {
	// Lemmas of the words of the text; those that stand in the text anyhow, and
	// repetitions, are left out by the store.
	Lemmas []string
}

// An ArticleRow is an article as lists show it.
type ArticleRow struct {
	Pos       uint64 // set by the store
	ID        hearsay.VersionID
	Text      string `json:"-"` // when stored: it is read with [View.Text]
	TextID    hearsay.ArticleID
	URL       string
	Outlet    string
	Title     string
	Language  hearsay.Language
	Published hearsay.Date
	Known     time.Time
	Replaces  hearsay.VersionID
	Story     hearsay.StoryID
	Body      []byte // more, in the caller's encoding
}

// A StatementRow is a statement as lists show it.
type StatementRow struct {
	Pos       uint64 // set by the store
	ID        hearsay.EvidenceID
	SpeakerID string // of the entity, e.g. "gov-ru"; empty
	Speaker   string // its name, or the words of the text
	Mode      hearsay.Mode
	Act       hearsay.Act
	Content   hearsay.Passage // its text is that of the spans
	Body      []byte          // more, in the caller's encoding

	// Set by the store, of the article.
	Article   hearsay.VersionID
	URL       string
	Outlet    string
	Title     string
	Published hearsay.Date
	Known     time.Time
}

// An EvidenceRow joins a statement, a proposition of one, or a sentence to a claim.
type EvidenceRow struct {
	Pos    uint64 // set by the store
	ID     hearsay.EvidenceID
	Claim  hearsay.ClaimID
	Stance hearsay.Stance
	Known  time.Time // set by the store
	Body   []byte    // more, in the caller's encoding
}

// A ClaimRow is a claim as it stands from a position on. Its history is its rows;
// so Body is what is known at that position, and no more.
type ClaimRow struct {
	ID         hearsay.ClaimID
	Status     hearsay.Status
	Phase      hearsay.Phase
	Gist       string
	Story      hearsay.StoryID
	OriginsMin int
	OriginsMax int
	Reach      int
	Body       []byte // more, in the caller's encoding

	Pos   uint64    // set by the store: from here on
	Since time.Time // set by the store: when the article at Pos became known
	First time.Time // set by the store: Since of its first row
}

// A StoryRow is a story as it stands from a position on.
type StoryRow struct {
	ID       hearsay.StoryID
	Title    string
	From, To time.Time
	Articles int    // how many
	Body     []byte // more, in the caller's encoding

	Pos   uint64    // set by the store: from here on
	Since time.Time // set by the store
}

// A Filter says what a list shows. Its zero shows all, the newest first. What is
// newest is what became known last; so a list as of a moment is the end of a list
// as of now.
type Filter struct {
	Speaker string // id of an entity, or words of a name: "putin" finds "Wladimir Putin"
	Outlet  string
	Act     hearsay.Act
	Mode    hearsay.Mode
	Status  hearsay.Status
	Phase   hearsay.Phase
	Story   hearsay.StoryID
	From    time.Time // known at or after
	To      time.Time // known before
	AsOf    time.Time // known at or before; and claims, stories as they stood then
	Limit   int       // 50 where it is 0
	After   Cursor    // go on there
}

// A Cursor is where a list goes on; it is empty at its end. It stays good when new
// rows are added.
type Cursor string

// A Query is a search in texts.
type Query struct {
	// Words as people type them: "a b" is both, "a OR b" one of them, -a without it,
	// "\"a b\"" in a row, "a*" words that begin so. No query is wrong; what makes
	// no sense is taken as words.
	Words string
	Filter
	// Rank puts the best of the newest Window hits first, instead of the newest.
	Rank   bool
	Window int // 500 where it is 0
	// Lemmas gives the lemmas of a word of the query; may be nil.
	Lemmas func(word string) []string
}

// A Hit is what a search found: an article; or a statement, where the filter asks
// for something that only statements have (speaker, act, mode, status, phase).
type Hit struct {
	Article   ArticleRow
	Statement *StatementRow
	Snippet   Snippet
	Score     float64 // 0 unless ranked
}

// A Snippet is a part of a text around the words found.
type Snippet struct {
	hearsay.Span                // of the article's text
	Text         string         // the text there
	Found        []hearsay.Span // words found, within Text
}
