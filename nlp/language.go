// Package nlp finds the words of a language in a text: tags, morphology, lemmas,
// noun phrases and clauses.
//
// Knowledge of German lies in data files, made by commands (docs/DATA.md):
//
//   - data/de.lexicon: a full-form dictionary as an automaton (lexicon.go)
//   - data/de.tagger, data/de.stts: what the tagger learned (tagger.go)
//
// [German] loads them; [Language.Annotate] fills a [hearsay.Doc] in, in this
// order: tags with features and lemmas, separated prefixes, noun phrases, clauses.
package nlp

import (
	_ "embed"
	"fmt"
	"sync"

	"hearsay"
)

//go:embed data/de.lexicon
var germanLexicon []byte

//go:embed data/de.tagger
var germanTagger []byte

//go:embed data/de.stts
var germanSTTS []byte

// A Language knows the words of one language. It is safe for use by several
// goroutines at once.
type Language struct {
	Lexicon *Lexicon
	Forms   FormData
	Tagger  *Tagger
}

var german = sync.OnceValues(func() (*Language, error) {
	lex, err := OpenLexicon(germanLexicon)
	if err != nil {
		return nil, fmt.Errorf("data/de.lexicon: %v", err)
	}
	var forms FormData
	if forms.Clusters, err = OpenClusters(germanClusters); err != nil {
		return nil, fmt.Errorf("data/de.clusters: %v", err)
	}
	if forms.Gazetteer, err = OpenGazetteer(germanGazetteer); err != nil {
		return nil, fmt.Errorf("data/de.gazetteer: %v", err)
	}
	tg, err := NewTagger(lex, forms, germanTagger, germanSTTS)
	if err != nil {
		return nil, fmt.Errorf("data/de: %v", err)
	}
	return &Language{Lexicon: lex, Forms: forms, Tagger: tg}, nil
})

// German returns the German language data that the program carries. It is loaded
// once.
func German() (*Language, error) { return german() }

// Annotate fills in the tags, phrases and clauses of a document that has been
// split into sentences and tokens.
func (l *Language) Annotate(doc *hearsay.Doc) {
	l.Tagger.Tag(doc)
	(&session{lexicon: l.Lexicon, known: make(map[string][]Word, 256)}).findPhrases(doc)
	l.findClauses(doc)
}

// A session remembers the words of one document: most come more than once.
type session struct {
	lexicon *Lexicon
	known   map[string][]Word
}

// words is Lexicon.Words, remembered.
func (s *session) words(form string, first bool) []Word {
	key := form
	if first {
		key = "^" + form
	}
	ws, ok := s.known[key]
	if !ok {
		ws = s.lexicon.Words(form, first)
		s.known[key] = ws
	}
	return ws
}
