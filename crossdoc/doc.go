// Package crossdoc finds what is the same across articles: reprints, stories,
// claims; and judges, by rules that can be read, what status a claim has.
//
// Articles come one after the other, in the order in which they became known
// (time, then id). What is decided on an article's arrival rests on earlier ones
// only and is never taken back, so the state as of a moment is what the articles
// up to then led to, and nothing that comes later changes it. An article that
// turns out to belong earlier makes the ledger undo what came after it and do it
// again; the result does not depend on the order of arrival.
//
// The way of an article:
//
//   - [Digest] (digest.go) makes a [Brief] of it: what later articles need to know
//     of it, small enough to be kept.
//   - reprint.go finds earlier articles whose sentences it shares.
//   - story.go finds the story that it belongs to, or begins one.
//   - proposition.go (in digest) takes statements apart into propositions; join.go
//     finds for each the claim that it is about, or begins one. Every join and
//     every veto is explained.
//   - origin.go counts on whose word a claim stands; status.go has the rules.
//
// What is remembered lies in a [Memory], an ordered map, which the ledger keeps on
// disk and tests keep in the process.
package crossdoc
