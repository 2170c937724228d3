// Package hearsay holds the types that flow through Hearsay, the ledger of who
// said what, on whose word, and whether it still stands. It has no behaviour
// and imports nothing of ours, so that every other package can speak in its
// terms.
//
// Read it in this order:
//
//   - [Article] (article.go): one text by one outlet at one address.
//   - [Doc] (annotated.go): an article with its tokens, sentences, quotation
//     marks and clauses; what the language layer found.
//   - [Statement] (statement.go): a passage in which an article says that some
//     source expressed something; what all the rest is made of.
//   - [Reading] (statement.go): an article and its statements, the result of
//     reading.
//
// Data flows one way: bytes → [Article] → [Doc] → [Statement] → claims and
// stories → assessments → people. Each step is a function of the one before.
//
// Offsets are bytes into [Article.Text], half-open. At the border (JSON, API,
// files) they become Unicode code points; package present does that.
package hearsay
