package hearsay

// A Doc is an article with what the language layer found in it. Tokens,
// sentences, paragraphs, quotations and clauses are in text order; ranges over
// them are half-open index ranges.
type Doc struct {
	Article *Article
	Paras   []Para
	Sents   []Sent
	Toks    []Token
	Quotes  []Quotation
	Phrases []Phrase
	Clauses []Clause

	Mentions []Mention    // named entities and the phrases that stand for them
	Entities []Entity     // what the mentions of this article name; a Mention's Entity is an index here
	Times    []Expression // expressions of time, resolved against the article's date
}

// A Range is a half-open range of indices, [From, To), into one of the slices
// of a [Doc].
type Range struct{ From, To int }

// A Para is a paragraph: its place in the text and its sentences.
type Para struct {
	Span
	Sents Range
}

// A Sent is a sentence. A sentence never crosses a paragraph.
type Sent struct {
	Span
	Toks Range
	Para int // index into Doc.Paras
	// Credit is set for what is not prose: datelines and agency credits
	// ("BERLIN (dpa) -", "dpa/lno").
	Credit bool
}

// A Token is a word, number or punctuation mark. Its text is
// Article.Text[Start:End].
type Token struct {
	Span
	UPOS  UPOS
	STTS  string // Stuttgart-Tübingen tag, e.g. "VVFIN", "NN"
	Lemma string // base form; of a separable verb with its prefix, e.g. "mitteilen" for "teilte"
	Feats Feats
	// Prefix is the index of the separated prefix of this verb ("teilte … mit"),
	// or of the verb that this prefix belongs to; -1 where there is none.
	Prefix int
}

// UPOS is a Universal Dependencies part-of-speech tag, e.g. "NOUN", "VERB".
type UPOS string

// The seventeen tags of Universal Dependencies, version 2.
const (
	ADJ   UPOS = "ADJ"
	ADP   UPOS = "ADP"
	ADV   UPOS = "ADV"
	AUX   UPOS = "AUX"
	CCONJ UPOS = "CCONJ"
	DET   UPOS = "DET"
	INTJ  UPOS = "INTJ"
	NOUN  UPOS = "NOUN"
	NUM   UPOS = "NUM"
	PART  UPOS = "PART"
	PRON  UPOS = "PRON"
	PROPN UPOS = "PROPN"
	PUNCT UPOS = "PUNCT"
	SCONJ UPOS = "SCONJ"
	SYM   UPOS = "SYM"
	VERB  UPOS = "VERB"
	XTAG  UPOS = "X"
)

// Feats are the morphological features of a token. The zero value of each says
// that it does not apply or is not known.
type Feats struct {
	VerbForm VerbForm
	Mood     Mood
	Tense    Tense
	Person   uint8 // 1, 2, 3
	Number   Number
	Case     Case
	Gender   Gender
}

// VerbForm is the form of a verb.
type VerbForm uint8

const (
	NoVerbForm VerbForm = iota
	Fin                 // finite: "sagte"
	Inf                 // infinitive: "sagen", "mitzuteilen"
	Part                // participle: "gesagt"
)

// Mood is the mood of a finite verb. German grammars count two subjunctives:
// Sub1 (Konjunktiv I, "sei", "komme") marks reported speech, Sub2 (Konjunktiv II,
// "wäre", "käme") its replacement or the unreal.
type Mood uint8

const (
	NoMood Mood = iota
	Ind
	Imp
	Sub1
	Sub2
)

// Tense is the tense of a verb form (German forms two: the others are periphrastic).
type Tense uint8

const (
	NoTense Tense = iota
	Pres
	Past
)

// Number is the grammatical number.
type Number uint8

const (
	NoNumber Number = iota
	Sing
	Plur
)

// Case is the grammatical case.
type Case uint8

const (
	NoCase Case = iota
	Nom
	Gen
	Dat
	Acc
)

// Gender is the grammatical gender.
type Gender uint8

const (
	NoGender Gender = iota
	Masc
	Fem
	Neut
)

// A Quotation is a passage in quotation marks, the marks included in the span.
type Quotation struct {
	Span
	Toks   Range // the tokens within the span, marks included
	Depth  int   // 0 outermost, 1 inside another quotation, …
	Closed bool  // false where the closing mark is missing and the end was inferred
	Parent int   // index of the enclosing quotation, -1 at depth 0
}

// A Phrase is a noun phrase without its attributes behind the head ("der
// südkoreanische Fernsehsender YTN"), or such a phrase with the preposition in
// front of it.
type Phrase struct {
	Toks  Range // the preposition included
	Prep  int   // index of the preposition, -1 where there is none
	Head  int   // index of its noun, name or pronoun; of a title with a name, the title
	Cases Cases // the cases that its words allow
	Plur  bool  // plural by form
}

// Cases is a set of cases.
type Cases uint8

// Has reports whether the set holds c.
func (s Cases) Has(c Case) bool { return s>>c&1 == 1 }

// ClauseKind says how a clause hangs in its sentence.
type ClauseKind uint8

const (
	NoClause    ClauseKind = iota // no verb: apposition, headline, enumeration, or part of an interrupted clause
	MainClause                    // verb second: "Er sagte gestern"
	FirstClause                   // verb first: ", sagte der Minister"
	SubClause                     // subordinator, verb last: "dass …", "ob …", "weil …"
	RelClause                     // relative: "der …", "welche …"
	WhClause                      // interrogative: "wie …", "wer …"
	InfClause                     // zu-infinitive
)

// A Clause is a stretch of a sentence between clause borders (punctuation, or a
// conjunction between two finite verbs) with at most one finite verb. The
// border's comma belongs to neither side. Of a clause that another interrupts,
// each part is a Clause, and Cont leads from one to the next.
type Clause struct {
	Toks  Range
	Sent  int
	Kind  ClauseKind
	Verb  int // index of its finite verb or zu-infinitive; -1 where there is none
	Intro int // index of the introducing word (dass, ob, die …); -1 where there is none
	Head  int // index of the lexical verb: the participle or infinitive that the finite verb governs, or Verb itself; -1
	Cont  int // index of the clause (part) that goes on behind an interruption; -1
}

// MentionKind says what sort of thing a mention names.
type MentionKind string

const (
	PersonMention       MentionKind = "person"
	OrganisationMention MentionKind = "organisation"
	PlaceMention        MentionKind = "place"
	OtherMention        MentionKind = "other"
)

// A Mention is a stretch of text that names an entity or stands for one named
// elsewhere in the article ("der Minister", "er").
type Mention struct {
	Toks   Range
	Kind   MentionKind
	Entity int // index into Doc.Entities; -1 where it is not known which
}

// An Expression is a stretch of text that gives a time, with its value as TIMEX3
// (ISO-TimeML) and as EDTF.
type Expression struct {
	Toks  Range
	Type  string // DATE, TIME, DURATION or SET
	Value string // TIMEX3 value, e.g. "2023-09-11", "P3D", "XXXX-WXX-1"
	EDTF  Date   // empty where the value is no date, or not known
}
