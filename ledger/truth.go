package ledger

import (
	"context"
	"errors"
	"fmt"
	"time"

	"hearsay"
)

// A Store keeps a ledger. All of its methods may be called by several goroutines,
// and several processes may have one ledger open; of those that write, one goes
// ahead and the others wait.
type Store interface {
	// Append stores entries, in this order, all or none. When it returns they are
	// safe from a crash of the process and of the machine. An entry whose key is
	// there already is not stored again, and is not compared: the first stays.
	Append(ctx context.Context, entries ...Entry) ([]Appended, error)

	// Head is the last record of the chain.
	Head(ctx context.Context) (Head, error)
	// Records visits the records from seq on, in order, until visit says that it
	// has enough.
	Records(ctx context.Context, seq uint64, visit func(Record) (more bool, err error)) error
	// Raw returns the bytes of a capture.
	Raw(ctx context.Context, capture Hash) ([]byte, error)
	// Capture returns a capture with its bytes.
	Capture(ctx context.Context, capture Hash) (Capture, error)
	// Version returns a version of an article.
	Version(ctx context.Context, id hearsay.VersionID) (Version, error)
	// Versions visits the versions after a place, in the order in which they became
	// known (time, then id), until visit says that it has enough.
	Versions(ctx context.Context, after Place, visit func(Version) (more bool, err error)) error
	// VersionsOf returns the versions of an address, oldest first.
	VersionsOf(ctx context.Context, url string) ([]Version, error)
	// Reading returns what a reader, or the last that read it if reader is empty,
	// found in a version of an article.
	Reading(ctx context.Context, id hearsay.VersionID, reader string) (Reading, error)

	// Read gives a view of what is derived; nothing that is written meanwhile is
	// seen in it. It must not be used after f has returned.
	Read(ctx context.Context, f func(View) error) error
	// Derive lets f change what is derived. Nothing is changed if f returns an
	// error. The Tx must not be used after f has returned.
	Derive(ctx context.Context, f func(Tx) error) error
	// DropDerived forgets everything derived.
	DropDerived(ctx context.Context) error

	// Verify checks everything stored and reports what does not fit. The error is
	// for what kept it from checking.
	Verify(ctx context.Context, opt VerifyOptions) (Report, error)

	// Stat says how much is stored, in bytes and counts.
	Stat(ctx context.Context) (Stat, error)

	Close() error
}

// Errors that callers tell apart with [errors.Is].
var (
	ErrNotFound  = errors.New("not in the ledger")
	ErrBusy      = errors.New("another process is writing to the ledger")
	ErrDiskFull  = errors.New("disk full")
	ErrReadOnly  = errors.New("ledger is read-only")
	ErrNoLedger  = errors.New("not a ledger")
	ErrNewer     = errors.New("ledger is of a newer format")
	ErrDamaged   = errors.New("ledger is damaged")
	ErrForgotten = errors.New("what was there before is forgotten: drop what is derived and compute it again")
	ErrNoMark    = errors.New("nothing is marked yet: what is written must belong to a position")
)

// A Hash is a SHA-256.
type Hash [32]byte

// String is the hash in hexadecimal.
func (h Hash) String() string { return fmt.Sprintf("%x", h[:]) }

// IsZero says that there is no hash.
func (h Hash) IsZero() bool { return h == Hash{} }

// An Entry is what can be appended: a [Capture], [Version], [Reading] or [Decision].
type Entry interface {
	record() (kind Kind, key string, body []byte, err error)
}

// A Capture is bytes as they were fetched or imported. Its key is the hash of the
// bytes; url and time are of the first time that they came.
type Capture struct {
	Raw       []byte
	MediaType string // e.g. "text/html; charset=utf-8"
	URL       string
	Retrieved time.Time
}

// A Version is one version of an article: not its text, but where it lies and what
// is needed to make the article again from there.
type Version struct {
	ID        hearsay.VersionID
	Capture   Hash   // of the bytes that it is made from
	Options   []byte // what else its making needs, in the caller's encoding
	URL       string
	Outlet    string
	Title     string
	Published hearsay.Date
	Known     time.Time         // from when on the ledger knows it
	Text      hearsay.ArticleID // hash of the text that must come out
	Replaces  hearsay.VersionID // earlier version at the same address; empty
}

// Place is where the version stands in the order in which versions became known.
func (v Version) Place() Place { return Place{v.Known, v.ID} }

// A Place is a place in the order of versions. Its zero is before all of them.
type Place struct {
	Known time.Time
	ID    hearsay.VersionID
}

// Before says whether p comes before q.
func (p Place) Before(q Place) bool {
	if !p.Known.Equal(q.Known) {
		return p.Known.Before(q.Known)
	}
	return p.ID < q.ID
}

// A Reading is what a reader found in a version of an article.
type Reading struct {
	Version    hearsay.VersionID
	Reader     string // which reader, in which version, e.g. "de/7"
	Statements []byte // in the reader's canonical encoding
}

// A Decision is what a person decided.
type Decision struct {
	Action string // join, split, override
	Who    string
	When   time.Time
	Why    string
	What   []byte // what it is about, in the caller's encoding
}

// Appended says what became of an entry.
type Appended struct {
	Seq uint64 // of its record; of the earlier one where it was there already
	New bool
}

// A Head names the end of the chain. The zero Head is that of an empty ledger.
type Head struct {
	Seq  uint64
	Hash Hash
}

// Stat says how much is stored.
type Stat struct {
	Records  uint64
	Captures uint64
	Versions uint64
	Readings uint64
	Pos      uint64 // last position derived
	Derived  bool   // whether there is one
	Size     int64  // bytes on disk
}

// VerifyOptions say what to check beyond what is always checked.
type VerifyOptions struct {
	// Head that the ledger must have held, from an earlier look at it. Without it,
	// an older copy put back whole cannot be told.
	Head *Head
	// HeadHash is Head for those who noted the hash only.
	HeadHash Hash
	// Text makes a version's text again from the bytes; the check of texts is left
	// out where it is nil.
	Text func(v Version, c Capture) (string, error)
	// Progress is told about now and then; may be nil.
	Progress func(done, of uint64)
}

// A Fault is one thing that does not fit.
type Fault struct {
	Seq  uint64 // of the record; 0 where it is not about one
	Kind Kind
	Key  string
	What string // one line
}

// String is the fault in one line.
func (f Fault) String() string {
	switch {
	case f.Seq == 0:
		return f.What
	case f.Kind == 0:
		return fmt.Sprintf("record %d: %s", f.Seq, f.What)
	}
	return fmt.Sprintf("record %d (%s %s): %s", f.Seq, f.Kind, showKey(f.Kind, f.Key), f.What)
}

// A Report is the result of a check.
type Report struct {
	Head    Head
	Records uint64
	Faults  []Fault // at most MaxFaults
	More    int     // faults beyond those
}

// MaxFaults is how many faults a report holds.
const MaxFaults = 1000

// Clean says that nothing was found.
func (r Report) Clean() bool { return len(r.Faults) == 0 }
