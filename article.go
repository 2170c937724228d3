package hearsay

// ArticleID names an article text: "sha256:" and the hexadecimal SHA-256 of
// [Article.Text], e.g. "sha256:9f86d08…". Two articles with the same text have
// the same id, whatever their address.
type ArticleID string

// Language is a BCP 47 primary language tag, e.g. "de", "en". It is empty where
// the language is not known.
type Language string

// Date is a date or an interval in EDTF (ISO 8601-2), as precise as it is known
// and no more: "2023-09", "2023-09-11", "2023-09-11T08:30:00Z",
// "2023-09-11/2023-09-14", "2023-09-13~". It is empty where nothing is known.
type Date string

// An Article is one text by one outlet at one address. A later fetch of the
// same address with another text is another version, hence another Article.
type Article struct {
	ID        ArticleID
	URL       string   // address, or the file it came from, e.g. "https://example.org/a.html", "artikel.txt"
	Outlet    string   // who printed it, e.g. "stern"; never the agency it was taken from
	Title     string   // headline, not part of Text
	Author    string   // byline as printed, e.g. "Erika Mustermann"
	Text      string   // body: NFC, "\n" line ends, paragraphs parted by an empty line
	Published Date     // as given, e.g. "2023-09" or an RFC 3339 time
	Retrieved Date     // when the bytes were fetched
	Language  Language // of Text
	Agencies  []Credit // news agencies credited for the text
	Dateline  Span     // "BERLIN (dpa) -" at the head of Text; zero where there is none
	Wire      *Wire    // what a wire format says of the item; nil for text, pages and JSON
}

// Wire is what a wire format (NewsML-G2, ninjs) says of an item beyond its text.
// Of two articles with the same GUID the one with the higher Version holds.
type Wire struct {
	GUID      string     // the same for all versions of the item, e.g. "urn:newsml:agentur.example:20230911:4711"
	Version   int        // from 1; 0 where the item does not say
	Status    WireStatus // may it be published? never empty
	Embargoed Date       // not to be published before; it counts from then. Empty where there is no embargo
	Corrects  string     // GUID of the item that was wrong, its own for an earlier version of itself; empty if this is no correction
	Replaces  string     // GUID of the item that this one takes the place of without a word that it was wrong, or empty
	Note      string     // from editors to editors, one line: what was corrected, why it was killed
}

// WireStatus says whether a wire item may be published: the pubStatus of the IPTC
// (http://cv.iptc.org/newscodes/pubstatusg2/).
type WireStatus string

const (
	WireUsable   WireStatus = "usable"
	WireWithheld WireStatus = "withheld" // not until a later version says otherwise; also an embargo without an end
	WireCanceled WireStatus = "canceled" // never, and it is withdrawn where it was: a kill. Its Article may have no Text
)

// A Credit says that the text, or a part of it, came from a news agency.
type Credit struct {
	Name  string // canonical, e.g. "dpa", "AFP", "Reuters"
	Spans []Span // where the text says so; empty if the credit came with the metadata
}

// A Span is a half-open range of bytes, [Start, End), into [Article.Text].
type Span struct{ Start, End int }
