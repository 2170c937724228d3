// Package attribution finds who said what in an annotated article.
//
// A statement's parts are found in this order, from what the text shows most
// plainly to what it only implies (the modes are those of [hearsay.Mode]):
//
//  1. quotations.go: direct speech, by its marks;
//  2. citing.go: "laut X", "nach Angaben von X", ", so X";
//  3. frames.go: verbs of saying and thinking with their complements, in front
//     of, around or behind the content, and nouns ("die Forderung, …");
//  4. free.go: subjunctive sentences and sollen without a frame, whose source
//     stands further up;
//  5. quotations.go again: fragments in marks within a clause or a statement;
//  6. told.go: acts told with a phrase for their content.
//
// roles.go finds source and addressee; cues.go reads the list of cues, which is
// data (data/cues.de.tsv), each with an example that a test runs.
//
// The division into source, cue and content follows PARC 3 (Pareti 2016), frame
// and addressee the German quotation corpus (Petersen-Frey and Biemann 2024).
package attribution
