// Package present shows a reading: to programs as JSON, to people in a
// terminal as text, and to people in a browser as one self-contained page.
//
// It is the border of Hearsay. Inside, offsets are bytes; here they become
// Unicode code points ([AppendJSON]). Inside, a statement is a struct; here it
// becomes "3 Kreml: Bestätigung, indirekt" in the reader's own language
// ([Text], [Page]).
//
// Texts come from strangers. Whatever an article holds, it can neither send
// commands to a terminal nor run in a page: control and bidirectional override
// characters are made visible, everything else is escaped, and the page forbids
// itself the network.
//
// What all three share:
//
//   - outline.go: the tree of statements, their numbers, what to flag;
//   - labels.go: the words for modes, acts and the rest, in German and English;
//   - date.go: EDTF dates for people.
package present
