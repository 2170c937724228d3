// Package ledger is the store: what was read, for good, and what was made of it,
// for now. docs/LEDGER.md is its map.
//
// What is stored falls in two halves that never mix:
//
//   - Truth (truth.go, record.go) only grows: captures, versions of articles,
//     readings, decisions of people. Each is a [Record] in one chain, in which
//     every record carries a hash over itself and the one before. [Store.Verify]
//     walks the chain and names whatever does not fit.
//   - What is derived (derived.go) is a function of the truth: the ordered
//     key/value space that crossdoc remembers in, the tables that the commands
//     list, the full-text index. It is written position by position ([Tx.Mark]),
//     can be taken back to any position ([Tx.RewindTo]) when an article turns out
//     to belong earlier, and can be dropped as a whole and computed again.
//
// [Open] gives the embedded store, an SQLite file (sqlite.go and the files that
// begin with it; schema/sqlite). Other databases implement [Store] and run the
// conformance suite of ledger/ledgertest.
//
// Times are kept to the microsecond, in UTC.
package ledger
