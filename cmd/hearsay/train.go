package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/ulikunitz/xz"

	"hearsay"
	"hearsay/attribution"
	"hearsay/eval"
	"hearsay/nlp"
	"hearsay/text"
)

// trainCmd makes the model files that the program carries.
type trainCmd struct {
	Models []string `arg:"" optional:"" name:"model" help:"What to make: ${models}; all by default."`

	Shared string `env:"HEARSAY_SHARED" default:"../shared" placeholder:"FOLDER" help:"Folder with the public data."`
	Corpus string `default:"corpus/de" placeholder:"FOLDER" help:"The Hearsay corpus, of which the train part is learned from."`
	Out    string `default:"." placeholder:"FOLDER" help:"Root of the source tree to write the model files into."`
	Seed   uint64 `default:"1" placeholder:"N" help:"Seed of all that is random; the same data and seed give the same bytes."`
}

// Help is shown by "hearsay train --help".
func (*trainCmd) Help() string {
	return `Makes the files of language data and models, which the next build carries. A later
one is made with the earlier ones as they are in --out:

    lexicon      nlp/data/de.lexicon              full-form dictionary
    clusters     nlp/data/de.clusters             words that are used alike
    gazetteer    nlp/data/de.gazetteer            lists of names
    tagger       nlp/data/de.tagger, de.stts      parts of speech
    entities     nlp/data/de.entities             names in a text
    facts        nlp/data/knowledge/              the tables from public data:
                   states.tsv, places.tsv, parlgov.tsv
    knowledge    nlp/data/de.knowledge            who and what the names are
    attribution  attribution/data/de.attribution  who said what

Each file says in itself what it was made from. A file appears only when it is
whole. What measures is not learned from: the treebank's dev part, the test part
of the Hearsay corpus, every tenth sentence of the names, the public quotation
corpus.

Examples:

    hearsay train
    hearsay train attribution
    hearsay train --shared ~/data tagger attribution`
}

// A recipe makes some of the model files.
type recipe struct {
	name  string
	files []string // that it makes, below the source tree's root
	make  func(*kitchen) ([][]byte, error)
}

// recipes are in the order in which each finds what it needs made.
var recipes = []recipe{
	{"lexicon", []string{lexiconFile}, (*kitchen).lexicon},
	{"clusters", []string{clustersFile}, (*kitchen).clusters},
	{"gazetteer", []string{gazetteerFile}, (*kitchen).gazetteer},
	{"tagger", []string{taggerFile, sttsFile}, (*kitchen).tagger},
	{"entities", []string{entitiesFile}, (*kitchen).entities},
	{"facts", []string{statesFile, placesFile, parlgovFile}, (*kitchen).facts},
	{"knowledge", []string{knowledgeFile}, (*kitchen).knowledge},
	{"attribution", []string{attributionFile}, (*kitchen).attribution},
}

// Where the model files are, below the source tree's root.
const (
	lexiconFile     = "nlp/data/de.lexicon"
	taggerFile      = "nlp/data/de.tagger"
	sttsFile        = "nlp/data/de.stts"
	attributionFile = "attribution/data/de.attribution"
)

// What is learned from, below the shared data.
const (
	lexiconData = "lexicon/german.full.tsv.xz"
	treebank    = "treebank/de_gsd-ud-test.conllu" // the dev part measures
	morphology  = "treebank/de_gsd-morph.conllu.gz"
)

// Rounds of training, tuned on the treebank's dev part and within the corpus's
// train part.
const (
	taggerRounds      = 10
	attributionRounds = 8
)

// recipeNames lists what can be made, for the help.
func recipeNames() []string {
	var names []string
	for _, r := range recipes {
		names = append(names, r.name)
	}
	return names
}

// Validate refuses models that there are not.
func (c *trainCmd) Validate() error {
	for _, m := range c.Models {
		if m != "all" && !slices.Contains(recipeNames(), m) {
			return fmt.Errorf("no model %q; there are: %s", m, strings.Join(recipeNames(), ", "))
		}
	}
	return nil
}

// Run makes the models, one after the other.
func (c *trainCmd) Run(w *world) error {
	k := &kitchen{cmd: c, world: w}
	for _, r := range recipes {
		if len(c.Models) > 0 && !slices.Contains(c.Models, "all") && !slices.Contains(c.Models, r.name) {
			continue
		}
		k.recipe = r.name
		begun := time.Now()
		var files [][]byte
		err := w.unlessInterrupted(func() (err error) {
			files, err = r.make(k)
			return err
		})
		if err != nil {
			return fmt.Errorf("%s: %w", r.name, err)
		}
		for i, name := range r.files {
			out, err := w.openOutput(filepath.Join(c.Out, filepath.FromSlash(name)))
			if err != nil {
				return err
			}
			out.Write(files[i])
			if err := out.commit(); err != nil {
				return err
			}
			k.say("%s: %.1f MB, sha256 %s", name, float64(len(files[i]))/1e6, shortSum(files[i]))
		}
		k.say("done in %.0f s", time.Since(begun).Seconds())
	}
	return nil
}

// unlessInterrupted does what may take minutes. After an interrupt it is left
// alone; nothing of it is written.
func (w *world) unlessInterrupted(do func() error) error {
	done := make(chan error, 1)
	go func() { done <- do() }()
	select {
	case err := <-done:
		return err
	case <-w.ctx.Done():
		return errors.New("interrupted; the files are as they were")
	}
}

// A kitchen is where the models are made.
type kitchen struct {
	cmd    *trainCmd
	world  *world
	recipe string // the one being made
}

// say tells on standard error what is going on.
func (k *kitchen) say(format string, args ...any) {
	fmt.Fprintf(k.world.err, "%-12s %s\n", k.recipe, fmt.Sprintf(format, args...))
}

// shared reads a file of the public data, and names it with its checksum.
func (k *kitchen) shared(name string) (data []byte, about string, err error) {
	path := filepath.Join(k.cmd.Shared, "data", filepath.FromSlash(name))
	data, err = os.ReadFile(path)
	if err != nil {
		return nil, "", fmt.Errorf("%s: %w (--shared or HEARSAY_SHARED names the folder with data/)", path, cause(err))
	}
	return data, about1(name, data), nil
}

// made reads a model file that an earlier recipe made.
func (k *kitchen) made(name string) (data []byte, about string, err error) {
	path := filepath.Join(k.cmd.Out, filepath.FromSlash(name))
	data, err = os.ReadFile(path)
	if err != nil {
		return nil, "", fmt.Errorf("%s: %w; make it first", path, cause(err))
	}
	return data, about1(name, data), nil
}

// about1 names data by its file's name and the beginning of its checksum.
func about1(name string, data []byte) string {
	return filepath.Base(name) + " sha256:" + shortSum(data)
}

func shortSum(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:6])
}

// about says what a model was made from, with nothing of the machine or the day,
// so that the same data give the same bytes.
func (k *kitchen) about(from ...string) string {
	s := fmt.Sprintf("%s; seed %d", strings.Join(from, "; "), k.cmd.Seed)
	k.say("from %s", s)
	return s
}

// lexicon compiles the dictionary.
func (k *kitchen) lexicon() ([][]byte, error) {
	data, about, err := k.shared(lexiconData)
	if err != nil {
		return nil, err
	}
	k.say("from %s", about)
	r, err := xz.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", lexiconData, err)
	}
	lex, err := nlp.BuildLexicon(r)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", lexiconData, err)
	}
	return [][]byte{lex}, nil
}

// openLexicon opens the dictionary that was made.
func (k *kitchen) openLexicon() (*nlp.Lexicon, string, error) {
	data, about, err := k.made(lexiconFile)
	if err != nil {
		return nil, "", err
	}
	lex, err := nlp.OpenLexicon(data)
	return lex, about, err
}

// tagger learns parts of speech.
func (k *kitchen) tagger() ([][]byte, error) {
	lex, lexAbout, err := k.openLexicon()
	if err != nil {
		return nil, err
	}
	var sents []nlp.TaggedSentence
	var from []string
	for _, name := range []string{treebank, morphology} {
		// Read as a file, for the reader knows its kind by its name.
		_, about, err := k.shared(name)
		if err != nil {
			return nil, err
		}
		gold, err := eval.ReadTreebankFile(filepath.Join(k.cmd.Shared, "data", filepath.FromSlash(name)))
		if err != nil {
			return nil, err
		}
		k.say("%d sentences in %s", len(gold), filepath.Base(name))
		for i := range gold {
			sents = append(sents, taggedSentence(&gold[i]))
		}
		from = append(from, about)
	}
	forms, formsAbout, err := k.formData()
	if err != nil {
		return nil, err
	}
	from = append(append(from, lexAbout), formsAbout...)
	tags, stts, err := nlp.TrainTagger(lex, forms, sents, taggerRounds, k.cmd.Seed, k.about(from...))
	if err != nil {
		return nil, err
	}
	return [][]byte{tags, stts}, nil
}

// taggedSentence makes a training example of a treebank's sentence. Its words are
// the surface tokens, "im" one of them, for so they come when reading.
func taggedSentence(s *eval.Sentence) nlp.TaggedSentence {
	var out nlp.TaggedSentence
	complete := true // with the language's own tags
	for i, t := range s.Tokens() {
		first := &s.Words[s.Surface[i].Words.From]
		out.Forms = append(out.Forms, s.Text[t.Start:t.End])
		out.Tags = append(out.Tags, possibleTags(first, t.UPOS))
		out.Feats = append(out.Feats, t.Feats)
		out.STTS = append(out.STTS, t.STTS)
		complete = complete && t.STTS != "" && t.UPOS != ""
	}
	if !complete {
		out.STTS = nil
	}
	return out
}

// possibleTags gives the parts of speech that a word may have by what its treebank
// tells. UniMorph tells less than Universal Dependencies: V does not part verbs
// from auxiliaries, PRO has determiners among it ("dieser Mann"), CONJ is either
// conjunction.
func possibleTags(w *eval.Word, upos hearsay.UPOS) []hearsay.UPOS {
	if w.XPOS != "" { // Universal Dependencies
		return []hearsay.UPOS{upos}
	}
	uni := strings.Split(w.Raw, ";")
	switch {
	case upos == hearsay.PRON:
		return []hearsay.UPOS{hearsay.PRON, hearsay.DET}
	case upos != "":
		return []hearsay.UPOS{upos}
	case slices.Contains(uni, "V"):
		return []hearsay.UPOS{hearsay.AUX, hearsay.VERB}
	case slices.Contains(uni, "CONJ"):
		return []hearsay.UPOS{hearsay.CCONJ, hearsay.SCONJ}
	}
	return nil
}

// attribution learns who said what.
func (k *kitchen) attribution() ([][]byte, error) {
	lang, from, err := k.language()
	if err != nil {
		return nil, err
	}
	batches, err := readCorpusPart(k.world, k.cmd.Corpus, "train")
	if err != nil {
		return nil, err
	}
	if k.world.failed {
		return nil, fmt.Errorf("%s: faults in the annotation; not learned from", k.cmd.Corpus)
	}
	sum, err := corpusSum(k.cmd.Corpus, batches)
	if err != nil {
		return nil, err
	}
	var arts []attribution.TrainingArticle
	for _, b := range batches {
		for _, a := range b.Articles {
			doc := text.Split(a.Article)
			lang.Annotate(doc)
			arts = append(arts, attribution.TrainingArticle{Doc: doc, Gold: a.Statements})
		}
	}
	k.say("%d articles", len(arts))
	x, err := attribution.New(nil)
	if err != nil {
		return nil, err
	}
	about := k.about(append([]string{fmt.Sprintf("Hearsay corpus, train part, %d articles, sha256:%.12s", len(arts), sum)}, from...)...)
	m, err := attribution.Train(x, arts, attributionRounds, k.cmd.Seed, about)
	if err != nil {
		return nil, err
	}
	return [][]byte{m}, nil
}

// language loads the language data as they are in the source tree; what this
// program carries may be older.
func (k *kitchen) language() (*nlp.Language, []string, error) {
	lex, lexAbout, err := k.openLexicon()
	if err != nil {
		return nil, nil, err
	}
	tags, tagsAbout, err := k.made(taggerFile)
	if err != nil {
		return nil, nil, err
	}
	stts, sttsAbout, err := k.made(sttsFile)
	if err != nil {
		return nil, nil, err
	}
	forms, formsAbout, err := k.formData()
	if err != nil {
		return nil, nil, err
	}
	tg, err := nlp.NewTagger(lex, forms, tags, stts)
	if err != nil {
		return nil, nil, err
	}
	return &nlp.Language{Lexicon: lex, Forms: forms, Tagger: tg}, append([]string{lexAbout, tagsAbout, sttsAbout}, formsAbout...), nil
}
