package present

import (
	"fmt"
	"io"
	"iter"
	"strings"
	"unicode/utf8"

	"hearsay"
)

// annotation is a W3C Web Annotation (Recommendation of 23 February 2017).
type annotation struct {
	ID         string             `json:"id"`
	Type       string             `json:"type"` // Annotation
	Motivation string             `json:"motivation"`
	Created    string             `json:"created,omitempty"`
	Generator  annotationAgent    `json:"generator"`
	Body       []any              `json:"body"`
	Target     []annotationTarget `json:"target"`
}

type annotationAgent struct {
	ID   string `json:"id"`
	Type string `json:"type"` // Software
	Name string `json:"name"`
}

// textualBody is words about the target.
type textualBody struct {
	Type     string `json:"type"` // TextualBody
	Value    string `json:"value"`
	Format   string `json:"format"` // text/plain
	Language string `json:"language,omitempty"`
	Purpose  string `json:"purpose"`
}

// resourceBody is something that has a name of its own.
type resourceBody struct {
	Type    string `json:"type"` // SpecificResource
	Source  string `json:"source"`
	Purpose string `json:"purpose"`
}

// annotationTarget is one part of a passage.
type annotationTarget struct {
	Type     string           `json:"type"` // SpecificResource
	Source   annotationSource `json:"source"`
	Selector []any            `json:"selector,omitempty"`
	State    *annotationState `json:"state,omitempty"`
}

type annotationSource struct {
	ID       string `json:"id"`
	Type     string `json:"type"` // Text
	Language string `json:"language,omitempty"`
}

type annotationState struct {
	Type       string `json:"type"` // TimeState
	SourceDate string `json:"sourceDate"`
}

type quoteSelector struct {
	Type   string `json:"type"` // TextQuoteSelector
	Exact  string `json:"exact"`
	Prefix string `json:"prefix,omitempty"`
	Suffix string `json:"suffix,omitempty"`
}

type positionSelector struct {
	Type  string `json:"type"` // TextPositionSelector
	Start int    `json:"start"`
	End   int    `json:"end"`
}

// around is how many code points of context a quotation gets on either side.
const around = 32

// exportAnnotations writes an annotation for each piece of evidence, as a collection
// with one page.
func exportAnnotations(w io.Writer, in iter.Seq2[hearsay.Claim, error], more *Lookup) error {
	j := &jsonList{w: w}
	j.raw(`{"@context":"http://www.w3.org/ns/anno.jsonld","type":"AnnotationCollection","label":"Hearsay: evidence of claims","first":{"type":"AnnotationPage","startIndex":0,"items":[`)
	for c, err := range in {
		if err != nil {
			return err
		}
		for _, e := range byKnown(&c) {
			a, err := annotate(&c, e, more)
			if err != nil {
				return err
			}
			j.add(a)
		}
	}
	// What is counted and named by its content comes last.
	id := "urn:uuid:" + uuid5("collection/"+j.digest())
	j.raw(fmt.Sprintf("\n],\"id\":%q,\"partOf\":%q},\"total\":%d,\"id\":%q}\n", id+"#page", id, j.n, id))
	return j.err
}

func annotate(c *hearsay.Claim, e *hearsay.Evidence, more *Lookup) (*annotation, error) {
	a, err := more.articleOf(e)
	if err != nil {
		return nil, err
	}
	text, err := more.text(e.Article)
	if err != nil {
		return nil, err
	}
	lang := string(a.Language)
	out := &annotation{
		ID: "urn:uuid:" + uuid5("annotation/"+string(c.ID)+"/"+string(e.ID)), Type: "Annotation", Motivation: "classifying", Created: instant(e.Known),
		Generator: annotationAgent{base + "hearsay", "Software", "Hearsay"},
		Body: []any{
			resourceBody{"SpecificResource", iri(c.ID), "linking"},
			textualBody{"TextualBody", oneLine(c.Gist), "text/plain", lang, "describing"},
			textualBody{"TextualBody", string(e.Stance), "text/plain", "en", "classifying"},
		},
	}
	if last := latest(c); last != nil {
		out.Body = append(out.Body, textualBody{"TextualBody", string(last.Status) + ", " + string(last.Phase), "text/plain", "en", "classifying"})
	}
	target := annotationTarget{Type: "SpecificResource", Source: annotationSource{articleIRI(a), "Text", lang}}
	if !e.Known.IsZero() {
		// The page may say something else by now; this is when it said so.
		target.State = &annotationState{"TimeState", instant(e.Known)}
	}
	if len(e.Spans) == 0 || text == "" {
		if words := strings.TrimSpace(e.Text); words != "" {
			target.Selector = []any{quoteSelector{Type: "TextQuoteSelector", Exact: words}}
		}
		out.Target = []annotationTarget{target}
		return out, nil
	}
	sps, err := more.spans(e.Article, e.Spans, string(e.ID))
	if err != nil {
		return nil, err
	}
	for i, sp := range e.Spans {
		t := target
		t.Selector = []any{
			quoteSelector{"TextQuoteSelector", text[sp.Start:sp.End], tail(text[:sp.Start], around), lead(text[sp.End:], around)},
			positionSelector{"TextPositionSelector", sps[i].Start, sps[i].End},
		}
		out.Target = append(out.Target, t)
	}
	return out, nil
}

// lead is the first n code points of s.
func lead(s string, n int) string {
	at := 0
	for ; n > 0 && at < len(s); n-- {
		_, size := utf8.DecodeRuneInString(s[at:])
		at += size
	}
	return s[:at]
}

// tail is the last n code points of s.
func tail(s string, n int) string {
	at := len(s)
	for ; n > 0 && at > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(s[:at])
		at -= size
	}
	return s[at:]
}
