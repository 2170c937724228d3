package crossdoc

import (
	"time"

	"hearsay"
)

// A Memory is what is remembered of earlier articles: a map from keys to values,
// ordered by the bytes of the keys. The first byte of a key says whose it is:
//
//	'b' brief     + version id                      → Brief
//	'r' reprints  + period + anchor                 → see reprint.go
//	's' stories   + …                               → see story.go
//	'c' claims    + …                               → see join.go
//
// Values must not be changed or kept by who gets them. What is written can be read
// at once.
type Memory interface {
	Get(key []byte) ([]byte, error)                                        // nil where there is none
	Scan(from, to []byte, visit func(key, value []byte) (more bool)) error // from ≤ key < to, in order
	Put(key, value []byte) error
}

// A Brief is what later articles need to know of an article. It is a pure function
// of the article, its annotation and its statements ([Digest]), and is kept in the
// ledger, so an article is read once.
type Brief struct {
	Version   hearsay.VersionID
	Replaces  hearsay.VersionID // earlier version at the same address; empty
	Text      hearsay.ArticleID
	URL       string
	Outlet    string
	Title     string
	Agencies  []string // credited, canonical names
	Language  hearsay.Language
	Published hearsay.Date
	Known     time.Time // from when on the ledger knows it; articles come in this order
	Wire      WireNote

	Prints []Print       // its sentences, for reprints
	Terms  []Term        // what it is about, weightiest first, at most 32
	Props  []Proposition // what it says
}

// WireNote is what a wire format, or a note in the text, says of an item.
type WireNote struct {
	GUID     string
	Canceled bool   // pubStatus canceled, "KILL": everything it said is withdrawn
	Corrects string // GUID or address of the item that it corrects; "*" where it says only that it is a correction
	Whole    bool   // the item is taken back as a whole, by a note in the text
	Head     bool   // the article is the correction itself, rather than has a note
	Note     string // the words that say so
}

// A Print is a sentence as reprints are found by it.
type Print struct {
	hearsay.Span
	Weight  float32  // information of its words, a whole number to 255; 0 for boilerplate
	Words   int      // how many it has
	Hash    uint64   // of its words, in small letters, without punctuation
	Grams   []uint16 // smallest hashes of its word 3-grams, ascending, at most 12
	Anchors []uint32 // of those of rare words, by which candidates are found; at most 20 an article
	Marks   []Mark   // what a copy may change: hedges, attribution, negation, numbers
}

// A Term is a word or entity that an article is about.
type Term struct {
	Key    uint64 // hash of the entity's id, or of the lemma
	Name   string
	Entity bool
	Weight float32 // frequency in the article by rarity in German, in 255ths; vectors have about length 1
}

// A Proposition is what a passage says to be the case, taken apart so that two can
// be compared. It is of a statement, or of a sentence that the article says in its
// own name.
type Proposition struct {
	ID      hearsay.EvidenceID
	Passage hearsay.Passage
	Gist    string // the passage as a sentence that stands alone

	Pred    Predicate
	Args    []Arg
	Places  []Arg
	Time    Interval // when it happens
	Numbers []Quantity
	Phase   hearsay.Phase
	Negated bool // the proposition says that it is not so
	Kind    Kind
	Words   []Word // content lemmas, their parts and synonyms' classes, for likeness

	// Of the statement; zero for what the article says in its own name.
	Mode       hearsay.Mode
	Act        hearsay.Act
	Factuality hearsay.Factuality
	Source     *hearsay.Entity
	SourceText string
	Chain      []hearsay.Voucher
	Said       Interval
	Eyewitness bool // the outlet says that it saw it itself
	Parent     hearsay.EvidenceID
	Rule       string // how it was taken from the text
}

// Kind says what sort of thing a proposition is.
type Kind string

const (
	Fact      Kind = "fact"    // that something is, was or will be so
	SpeechAct Kind = "act"     // that somebody warned, threatened, demanded, …
	Opinion   Kind = "opinion" // an evaluation: kept, without effect on facts
	Figure    Kind = "figure"  // a quantity: how many died, what it costs
)

// A Predicate is what happens: a class of predicates that mean the same
// (predicates.de.tsv), or the lemma where it belongs to none.
type Predicate struct {
	Class   string // "travel", "meet", "die"; or the lemma: "verhandeln"
	Lemma   string
	Opposes string // class of its antonym: "ease" of "tighten"; empty
}

// An Arg is a participant or place of a proposition.
type Arg struct {
	Role  string // agent, patient, recipient, topic; place, to, from, at
	ID    string // of the knowledge file; or "~" and the folded name where it is not there
	Name  string
	Kind  string // person, government, organisation, company, place, thing, …
	State string // ISO 3166, of governments, their members and places
	Lemma string // of the head noun, for what is no name: "zug"
}

// A Quantity is a number with what it counts.
type Quantity struct {
	Low, High float64 // equal where it is exact
	Unit      string  // lemma of what is counted: "tote", "euro", "prozent"
	Approx    bool
}

// A Word is a lemma, part of a compound or synonym class with its weight.
type Word struct {
	Key    uint64
	Weight float32
}

// An Interval is days, both included, counted from 1970-01-01; a zero Interval is
// no known time.
type Interval struct {
	From, To int32
	Known    bool
	Approx   bool
}

// An Overlap says how much of an article stands in an earlier one.
type Overlap struct {
	Earlier    hearsay.VersionID
	Of         float32 // share of the later article's sentences, weighted, that are in the earlier
	In         float32 // share of the earlier article's that are in the later
	Long       int     // long sentences shared
	RareErrors int     // odd numbers or misspelt names that only the two have
	SameCredit string  // agency that both credit
	Cites      bool    // the later names the earlier's outlet as who reports it
	Changes    []hearsay.Change
}

// A Join says to which claim a proposition belongs.
type Join struct {
	Prop     hearsay.EvidenceID
	Claim    hearsay.ClaimID
	New      bool
	Stance   hearsay.Stance
	Score    float64
	Why      string          // for people: what was alike
	Siblings []Veto          // claims that were alike, but for a conflict
	DetailOf hearsay.ClaimID // claim of the event that this one tells a detail of; empty
}

// A Veto says why a proposition is not about a claim that is alike.
type Veto struct {
	Claim hearsay.ClaimID
	Kind  string // number, place, time, actor, antonym, event
	Why   string // "4 tote / 7 tote"
}
