package hearsay

import "time"

// VersionID names one version of an article in a ledger: "a" and sixteen
// hexadecimal digits of a hash of its address, its text and the moment that came
// with it, e.g. "a3f09c1d22b07e514".
type VersionID string

// EvidenceID names a statement, or one of several propositions in it, within a
// ledger: the article's version, a slash, the statement's number; behind a dot
// the proposition's, from the second on; "n" and the number of the sentence for
// what the article says without naming anybody: "a3f09c1d22b07e514/s3",
// "a3f09c1d22b07e514/s3.2", "a3f09c1d22b07e514/n4".
type EvidenceID string

// ClaimID names a claim: "c" and twelve hexadecimal digits of a hash of the
// evidence that it was first known by.
type ClaimID string

// StoryID names a story: "s" and twelve hexadecimal digits of a hash of the
// article that it began with.
type StoryID string

// Status says how far a claim has got, by the rules of docs/CLAIMS.md.
type Status string

const (
	Speculated   Status = "speculated"
	ReportedAs   Status = "reported"
	Corroborated Status = "corroborated"
	Confirmed    Status = "confirmed"
	Denied       Status = "denied"
	Disputed     Status = "disputed"
	Corrected    Status = "corrected"
)

// Phase says where the event of a claim stands.
type Phase string

const (
	Planned  Phase = "planned"
	Ongoing  Phase = "ongoing"
	Occurred Phase = "occurred"
	Failed   Phase = "failed" // the plan was called off, or did not come about
	Lapsed   Phase = "lapsed" // its time passed by half its horizon with no outcome told
	Timeless Phase = "timeless"
)

// Stance is what a piece of evidence does to its claim.
type Stance string

const (
	Supports Stance = "supports"
	Denies   Stance = "denies"
	Neutral  Stance = "neutral" // mentions it, asks, gives no comment
)

// A Claim is the proposition that one or more statements are about, with what
// was known of it as of some moment.
type Claim struct {
	ID           ClaimID
	Gist         string // one sentence, in words of the text it was first known by
	Participants []Participant
	Places       []Entity
	When         Date // when it happens, as precisely as agreed
	Evidence     []Evidence
	History      []Assessment // oldest first; the last holds
	Siblings     []ClaimID    // claims about the same matter that cannot both be this one
	Story        StoryID      // of the evidence that it was first known by
}

// A Participant is an entity with its part in what a claim says.
type Participant struct {
	Role string // agent, patient, recipient, topic
	Entity
}

// Evidence is a statement, or a proposition of one, with its stance on a claim.
type Evidence struct {
	ID        EvidenceID
	Article   VersionID
	URL       string
	Outlet    string
	Published Date
	Known     time.Time // from when on the ledger knows it
	Stance    Stance
	Passage           // of the article's text
	Why       string  // what joined it to the claim, one line
	Score     float64 // how well it fits, 0 to 1
}

// An Assessment is the status of a claim as of a moment, with what it rests on.
type Assessment struct {
	At          time.Time
	Status      Status
	Phase       Phase
	OriginsMin  int          // origins, everything merged that may be one
	OriginsMax  int          // origins, only that merged which is certainly one
	Reach       int          // outlets that printed it
	Credibility int          // Admiralty digit, 1 to 6
	Reliability byte         // Admiralty letter, 'A' to 'F'
	Rule        string       // of docs/CLAIMS.md, e.g. "confirmed/principal"
	Because     []EvidenceID // what the rule rests on
	WouldChange string       // what would move it, in the language of the text
}

// A Story is the articles on one event.
type Story struct {
	ID       StoryID
	Title    string // headline of the article that is most like the others
	From, To time.Time
	Articles []VersionID // in the order in which they became known
	Terms    []string    // what it is about, weightiest first
	Copies   []CopyGroup // reprints among them
}

// A CopyGroup is articles that are one text, or parts of it.
type CopyGroup struct {
	Original VersionID // the likely one
	Agency   string    // whose text it is, where that is known
	Copies   []Copy
}

// A Copy is an article that takes over another's text.
type Copy struct {
	Article  VersionID
	Of       VersionID // the article that it is closest to
	Share    float64   // of its sentences, weighted, that are in the other, 0 to 1
	Evidence []string  // what speaks for it: "containment 0.82", "credit dpa", "wie X berichtet"
	Changes  []Change
}

// A Change is what a copy, or a later version, dropped or changed.
type Change struct {
	Kind     string // hedge, attribution, number, negation, sentence
	Was, Now string // the words; Now is empty where they were dropped
}
