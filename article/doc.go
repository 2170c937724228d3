// Package article turns foreign bytes into articles: it is the input side of
// Hearsay. Everything that comes from outside is untrusted here and clean
// behind it: text is valid UTF-8 in NFC with "\n" line ends, spans lie within
// it, and no input, however broken, makes it panic, hang or fill the memory.
//
// [Read] is the way in (article.go). [Captures] gives the bytes of each article
// besides, and [FromCapture] makes the article of them again (capture.go). What Read
// does, in order:
//
//   - sniff.go: what is it? Plain text, a saved page, JSON, NewsML-G2, a web
//     archive, or something that is not text at all, which is named ("a JPEG
//     image"). gzip is unpacked.
//   - charset.go: bytes → UTF-8. Byte order marks, UTF-16, the Windows and ISO
//     code pages German texts come in. clean.go: line ends, control characters
//     and NFC.
//   - plain.go and header.go: a text file → title, date, paragraphs.
//   - html.go, page.go and metadata.go: a saved page → its article.
//   - jsonl.go: JSON records, one or millions; a bad one is reported and skipped.
//   - wire.go, ninjs.go, newsml.go: items of the wire formats. itemcutter.go cuts a
//     NewsML-G2 message into items, xmltree.go parses one.
//   - warc.go: web archives, record by record, over damage.
//   - limits.go: how much is too much.
//   - credit.go: datelines and agency credits; agencies.go knows the agencies.
//   - language.go: which language.
//   - date.go: dates as people and machines write them → EDTF.
//
// Each failure is an [*Error]: one line for people with the name of the file
// and the reason, and a [Kind] for programs.
//
// # What happens to the text
//
// Offsets count in Article.Text as it leaves here, so what changes it matters:
//
//   - JSON "text" is kept as given. Only NFC and the line ends are touched, and
//     a control character becomes one blank, so that offsets counted by the
//     sender in code points agree.
//   - Plain text, pages and the bodies of wire items are layout that was made for eyes. Soft hyphens,
//     zero-width characters and control characters go, every kind of blank
//     becomes a plain one (also the no-break ones), runs of them one; hard-wrapped
//     lines are joined; paragraphs are parted by an empty line. A title or date
//     at the top moves to its field. Nothing else is dropped.
//
// Offsets are bytes into Article.Text, half-open.
package article
