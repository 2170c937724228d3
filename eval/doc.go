// Package eval reads gold data and measures against it. It knows nothing of how
// statements are found: it meets the rest of Hearsay in the types of the root
// package only.
//
// A tour, in the order in which the pieces build on each other:
//
//   - Quotations, gold (quotes.go): [ReadQuotes] reads the public German corpus
//     of quotation attribution, a document a line, into [GoldDoc]: an article,
//     its gold tokens and its quotations as lists of token numbers ([Quote]).
//     [ToQuotes] turns statements that Hearsay found into the same form.
//   - Quotations, measure (quotescore.go, assign.go): [ScoreQuotes] is the
//     published measure of that corpus, figure by figure the same as
//     score_quotes.py; a test runs both and compares.
//   - Quotations, for people (quotereport.go, quoteerrors.go, construction.go):
//     a [QuoteReport] prints the figures; [QuoteErrors] groups what went wrong by
//     the grammatical construction of the gold quotation, so that the next rule
//     to write is the first group of the list.
//   - The Hearsay corpus (corpus.go, corpusspans.go, corpusstats.go): [ReadCorpus]
//     reads and checks our own annotation, in which spans are given by quoting the
//     text, and gives statements; [CorpusArticle.Gold] makes gold of them, so that
//     the same measure runs on it.
//   - Treebanks (treebank.go, tagscore.go): [ReadCoNLLU] and [ReadUniMorph] give
//     sentences with their surface tokens; a [TagScore] counts right tags, lemmas
//     and moods.
//   - Score files (scorefile.go): what a model reached, committed beside it; CI
//     compares and fails when a figure falls ([CompareScores]).
//
// Every reader here reads foreign bytes: each bounds what it takes in, names
// file, line and reason in its errors, and has a fuzz test.
//
// The public corpus is under a non-commercial licence. It is measured against
// where it lies, outside the repository; nothing of it may be copied in here, and
// nothing shipped may be trained on it.
package eval
