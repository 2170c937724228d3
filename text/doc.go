// Package text turns an article's body into paragraphs, sentences, tokens and
// quotations, without any knowledge of words beyond short lists of
// abbreviations.
//
// [Split] is the way in. What it promises:
//
//   - every span lies inside Article.Text, tokens do not overlap and cover every
//     character that is not white space;
//   - a sentence never crosses a paragraph; a quotation may;
//   - the same text gives the same result, in time linear in its length.
//
// Sentence ends follow the German rules for full stops: an abbreviation
// ("Dr.", "u. a."), an ordinal ("am 3. März"), an initial ("J. Fischer") and a
// quotation that its frame continues ("„Wirklich?“, fragte sie.") do not end a
// sentence. Quotation marks are paired by shape where the shape tells („ “, » «)
// and by their neighbours where it does not (" and ').
package text
