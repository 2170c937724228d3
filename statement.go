package hearsay

// A Reading is an article and the statements found in it, in text order.
type Reading struct {
	Article    *Article
	Statements []Statement
}

// StatementID numbers a statement within its article, e.g. "s1".
type StatementID string

// A Statement is a passage in which an article says that some source expressed
// something. Content is always there; each of the roles may be missing.
//
// The terms are those of PARC 3 (Pareti 2016) and of the German quotation
// corpus of Petersen-Frey and Biemann (2024): source, cue, content, frame,
// addressee.
type Statement struct {
	ID         StatementID
	Parent     StatementID // the statement whose content holds this one; empty at the top
	Mode       Mode
	Medium     []Medium // more than one where the text does not tell
	Content    Passage
	Source     *Source  // who expressed it
	Cue        *Passage // the words that say so: "teilte … mit", "laut"
	Frame      *Passage // the part of the sentence that introduces the content
	Addressee  *Passage // to whom it was said
	Chain      []Voucher
	Act        Act
	Factuality Factuality
	Said       *Time   // when it was said
	When       *Time   // when its content happens
	Places     []Place // the places that its content names
	Confidence float64 // 0 to 1: how sure the reader is of the statement as a whole
	Rule       string  // what found it, for "why" and error work, e.g. "frame/dass"
}

// A Passage is a stretch of an article's text, in one or more parts.
type Passage struct {
	Text  string // the parts, joined by a space
	Spans []Span // in text order, not overlapping
}

// A Source is the person or body that expressed the content, as the text names it.
type Source struct {
	Passage
	Entity *Entity // who it is; nil where that is not known
}

// An Entity is a person, body, place or thing in the world.
type Entity struct {
	ID          string  // of the knowledge file, e.g. "gov-ru"; of the article, e.g. "#3", where it is unknown there
	Name        string  // its shortest usual name, e.g. "Kreml", "Angela Merkel"
	Kind        string  // a Voucher kind ("government", "person", …) or "place"
	Description string  // what the text says it is, for unknown ones: "Nordkorea-Experte von der Kookmin-Universität"
	State       string  // ISO 3166 code of the state that it is, governs or lies in; empty where there is none
	Lat, Lon    float64 // degrees, for places; both zero where not known
}

// Mode says how a text presents a statement.
type Mode string

const (
	Direct               Mode = "direct"                 // in quotation marks
	Indirect             Mode = "indirect"               // a clause with a frame
	Reported             Mode = "reported"               // the act is told, the content a phrase
	IndirectFreeIndirect Mode = "indirect_free_indirect" // subjunctive sentence without a frame
	FreeIndirect         Mode = "free_indirect"          // sollen, müssen without a frame
)

// Medium says in what form the content was expressed.
type Medium string

const (
	Speech  Medium = "speech"
	Thought Medium = "thought"
	Writing Medium = "writing"
)

// Act is what the source does with the content.
type Act string

const (
	Say        Act = "say"
	Report     Act = "report"
	Announce   Act = "announce"
	Confirm    Act = "confirm"
	Deny       Act = "deny"
	Concede    Act = "concede"
	ClaimAct   Act = "claim"
	Suspect    Act = "suspect"
	Speculate  Act = "speculate"
	Expect     Act = "expect"
	Plan       Act = "plan"
	Warn       Act = "warn"
	Threaten   Act = "threaten"
	Demand     Act = "demand"
	Accuse     Act = "accuse"
	Criticise  Act = "criticise"
	Doubt      Act = "doubt"
	Ask        Act = "ask"
	NoComment  Act = "no_comment"
	CorrectAct Act = "correct"
	Retract    Act = "retract"
)

// Fact is a value of FactBank's scale (Saurí and Pustejovsky 2009): certain,
// probable or possible, positive or negative; CTu is certain with unknown
// polarity, Uu uncommitted.
type Fact string

const (
	CTPlus  Fact = "CT+"
	PRPlus  Fact = "PR+"
	PSPlus  Fact = "PS+"
	CTMinus Fact = "CT-"
	PRMinus Fact = "PR-"
	PSMinus Fact = "PS-"
	CTu     Fact = "CTu"
	Uu      Fact = "Uu"
)

// Factuality of a content is always relative to somebody: the source who
// expressed it and the outlet that passes it on.
type Factuality struct {
	Source Fact
	Outlet Fact
}

// A Voucher is one link of the chain from outlet to origin.
type Voucher struct {
	Name       string
	Kind       string // outlet, agency, government, organisation, company, person, expert, document, eyewitness, unspecified
	Visibility string // named, role, anonymous, collective, unspecified
	Via        string // how it hands on: copies, cites, says, speaks for
	Spans      []Span
}

// A Place is a place that the text names.
type Place struct {
	Passage
	Entity *Entity // which place, with its state and coordinates; never nil
}

// A Time is a point or stretch of time that the text gives.
type Time struct {
	EDTF Date
	Passage
}
