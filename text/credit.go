package text

import "hearsay"

// markCredits flags the sentences that are no prose because the article says
// so: its dateline and its agency credits. A dateline shares its sentence with
// prose, so it is cut off into a sentence of its own.
func markCredits(doc *hearsay.Doc) {
	if d := doc.Article.Dateline; d.End > d.Start {
		cutSentence(doc, d.End)
	}
	for si := range doc.Sents {
		sent := &doc.Sents[si]
		if d := doc.Article.Dateline; sent.Start >= d.Start && sent.End <= d.End {
			sent.Credit = true
		}
		for _, c := range doc.Article.Agencies {
			for _, sp := range c.Spans {
				// The credit is the whole sentence, give or take brackets and a stop.
				if sp.Start <= sent.Start+2 && sp.End >= sent.End-3 && sp.Start < sent.End && sp.End > sent.Start {
					sent.Credit = true
				}
			}
		}
	}
}

// cutSentence parts the sentence that holds offset at into two.
func cutSentence(doc *hearsay.Doc, at int) {
	for si := range doc.Sents {
		sent := doc.Sents[si]
		if at <= sent.Start || at >= sent.End {
			continue
		}
		k := sent.Toks.From
		for k < sent.Toks.To && doc.Toks[k].Start < at {
			k++
		}
		if k == sent.Toks.From || k == sent.Toks.To {
			return
		}
		head, tail := sent, sent
		head.Toks.To, tail.Toks.From = k, k
		head.Span, tail.Span = SpanOf(doc, head.Toks), SpanOf(doc, tail.Toks)
		doc.Sents = append(doc.Sents, hearsay.Sent{})
		copy(doc.Sents[si+2:], doc.Sents[si+1:])
		doc.Sents[si], doc.Sents[si+1] = head, tail
		for p := range doc.Paras {
			if p == sent.Para {
				doc.Paras[p].Sents.To++
			} else if p > sent.Para {
				doc.Paras[p].Sents.From++
				doc.Paras[p].Sents.To++
			}
		}
		return
	}
}
