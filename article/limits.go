package article

import "time"

// Limits that hold where [Options] says nothing.
const (
	DefaultMaxText     = 4 << 20
	DefaultMaxPage     = 16 << 20
	DefaultHTMLTimeout = 15 * time.Second
)

// What is read at once, and what is too much whatever the options.
const (
	// sniffLen is how many bytes are looked at to tell what a file is.
	sniffLen = 64 << 10

	// maxSkip is how much of an overlong record is passed over in search of the
	// next, as a multiple of what a record may have.
	maxSkip = 16

	// The most that an archive may unpack to: German text shrinks to a third, JSON
	// Lines to a tenth; the most gzip can do is 1:1032.
	maxRatio     = 200
	ratioMatters = 32 << 20 // bytes unpacked below which any ratio will do
)

// Pages beyond these are not given to the extractors, which copy the tree several
// times, walk it recursively and compare its parts with each other. News pages
// have 2,000 to 6,000 elements, long live tickers 20,000, nested 40 deep.
const (
	maxElements   = 30_000
	maxNodes      = 200_000
	maxDepth      = 400
	maxFormatting = 32
)

// Wire items. Agency items have some hundred elements, nested 20 deep.
const (
	maxXMLNodes = 200_000
	maxXMLDepth = 256
	maxXMLTag   = 64 << 10 // bytes of a start tag that are looked at; of all that stands before the root
	maxOuter    = 32       // elements around an item
	maxNote     = 4 << 10  // bytes of a note to editors
)

// Web archives.
const (
	maxWARCHeader = 64 << 10 // bytes of the header of a record, and of the HTTP header in it
	// After damage the reader looks again at what it has passed, for the record that
	// the damaged one may have swallowed: at the block as far as it was held, and at
	// the last bytes of the gzip member.
	memberTail = 256 << 10
	// Bytes looked at again in a whole file; beyond, the search goes forward only.
	maxLookAgain = 128 << 20
	// Bytes in which a gzip member must show that a record begins.
	memberHead = 4 << 10
	// Places in a file that look like a member and are none, before it is given up.
	maxFalseMembers = 10_000
)
