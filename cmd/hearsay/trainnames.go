package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"hearsay"
	"hearsay/eval"
	"hearsay/ml"
	"hearsay/nlp"
	"hearsay/text"
)

// Where the files about names are, below the source tree's root.
const (
	clustersFile  = "nlp/data/de.clusters"
	gazetteerFile = "nlp/data/de.gazetteer"
	entitiesFile  = "nlp/data/de.entities"
	ownNamesFile  = "nlp/data/de.names.txt" // written by hand
)

// What they are made from, below the shared data.
const (
	debates   = "raw/bundestag-plenary-protocols.txt.gz"
	namesData = "entities/germeval2014/NER-de-dev.tsv"
)

// clusterOptions and articleTimes were chosen by what names they help to find.
var clusterOptions = ml.ClusterOptions{Words: 46_000, Clusters: 512, Rounds: 12}

// articleTimes is how often the articles count against the debates: they are
// closer to what is to be read.
const articleTimes = 5

// clusters puts words that are used alike together.
func (k *kitchen) clusters() ([][]byte, error) {
	data, about, err := k.shared(debates)
	if err != nil {
		return nil, err
	}
	plain, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", debates, err)
	}
	arts, n, err := k.untested()
	if err != nil {
		return nil, err
	}
	var lines bytes.Buffer
	enc := json.NewEncoder(&lines)
	for _, a := range arts {
		if err := enc.Encode(struct{ Text string }{a.Text}); err != nil {
			return nil, err
		}
	}
	c, err := nlp.BuildClusters(plain, &lines, articleTimes, clusterOptions, k.about(about, n))
	return [][]byte{c}, err
}

// untested gives the texts of the corpus that are not in its test part, in the
// order of their ids, and names them.
func (k *kitchen) untested() ([]*hearsay.Article, string, error) {
	name := filepath.Join(k.cmd.Corpus, corpusTexts)
	f, err := os.Open(name)
	if err != nil {
		return nil, "", notFound(name, err)
	}
	defer f.Close()
	all, err := eval.ReadArticles(f, name)
	if err != nil {
		return nil, "", err
	}
	batches, err := readCorpusPart(k.world, k.cmd.Corpus, "test")
	if err != nil {
		return nil, "", err
	}
	for _, b := range batches {
		for _, a := range b.Articles {
			delete(all, a.Key)
		}
	}
	keys := make([]string, 0, len(all))
	for key := range all {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	var arts []*hearsay.Article
	var ids strings.Builder
	for _, key := range keys {
		arts = append(arts, all[key])
		fmt.Fprintf(&ids, "%s %s\n", key, all[key].ID)
	}
	return arts, fmt.Sprintf("Wikinews, %d articles, sha256:%s", len(arts), shortSum([]byte(ids.String()))), nil
}

// gazetteer compiles lists of names.
func (k *kitchen) gazetteer() ([][]byte, error) {
	lex, lexAbout, err := k.openLexicon()
	if err != nil {
		return nil, err
	}
	var src nlp.GazetteerSources
	from, err := k.lists([]list{
		{&src.Places, "gazetteer/geonames/geocode.gz"},
		{&src.Territories, "gazetteer/cldr/cldr-json/cldr-localenames-full/main/de/territories.json"},
		{&src.Languages, "gazetteer/cldr/cldr-json/cldr-localenames-full/main/de/languages.json"},
		{&src.Zones, "gazetteer/cldr/cldr-json/cldr-dates-full/main/de/timeZoneNames.json"},
		{&src.Countries, "gazetteer/parlgov/country.csv"},
		{&src.Parties, "gazetteer/parlgov/party.csv"},
		{&src.Presidents, "gazetteer/parlgov/politician_president.csv"},
		{&src.Forenames, "gazetteer/popular-names/common-forenames-by-country.csv"},
		{&src.Surnames, "gazetteer/popular-names/common-surnames-by-country.csv"},
	})
	if err != nil {
		return nil, err
	}
	own, ownAbout, err := k.made(ownNamesFile)
	if err != nil {
		return nil, err
	}
	src.Own = bytes.NewReader(own)
	g, err := nlp.BuildGazetteer(lex, src, k.about(append(from, ownAbout, lexAbout)...))
	return [][]byte{g}, err
}

// entities learns to find names.
func (k *kitchen) entities() ([][]byte, error) {
	lang, from, err := k.language()
	if err != nil {
		return nil, err
	}
	data, about, err := k.shared(namesData)
	if err != nil {
		return nil, err
	}
	sents, err := nlp.ReadGermEval(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", namesData, err)
	}
	sents, _ = nlp.Apart(sents) // the others measure
	marked, markedAbout, err := k.marked()
	if err != nil {
		return nil, err
	}
	sents = append(sents, marked...)
	opt := nlp.DefaultEntityOptions
	opt.Seed = k.cmd.Seed
	arts, artsAbout, err := k.untested()
	if err != nil {
		return nil, err
	}
	for _, a := range arts {
		doc := text.Split(a)
		lang.Annotate(doc)
		opt.Unlabelled = append(opt.Unlabelled, doc)
	}
	k.say("%d sentences with names, %d articles without", len(sents), len(arts))
	m, err := nlp.TrainEntities(lang.Lexicon, lang.Tagger, lang.Forms.Clusters, lang.Forms.Gazetteer, sents, opt, k.about(append([]string{about, markedAbout, artsAbout}, from...)...))
	return [][]byte{m}, err
}

// formData opens the clusters and lists of names that were made.
func (k *kitchen) formData() (nlp.FormData, []string, error) {
	var forms nlp.FormData
	clusters, clustersAbout, err := k.made(clustersFile)
	if err != nil {
		return forms, nil, err
	}
	if forms.Clusters, err = nlp.OpenClusters(clusters); err != nil {
		return forms, nil, err
	}
	gaz, gazAbout, err := k.made(gazetteerFile)
	if err != nil {
		return forms, nil, err
	}
	forms.Gazetteer, err = nlp.OpenGazetteer(gaz)
	return forms, []string{clustersAbout, gazAbout}, err
}

// Where the knowledge of states, places and parties is, below the source tree's
// root. In its folder are also tables that were written by hand.
const (
	knowledgeTables = "nlp/data/knowledge"
	statesFile      = knowledgeTables + "/states.tsv"
	placesFile      = knowledgeTables + "/places.tsv"
	parlgovFile     = knowledgeTables + "/parlgov.tsv"
	knowledgeFile   = "nlp/data/de.knowledge"
)

// facts takes tables of facts out of public data.
func (k *kitchen) facts() ([][]byte, error) {
	var src nlp.KnowledgeSources
	from, err := k.lists([]list{
		{&src.German, "gazetteer/cldr/cldr-json/cldr-localenames-full/main/de/territories.json"},
		{&src.English, "gazetteer/cldr/cldr-json/cldr-localenames-full/main/en/territories.json"},
		{&src.Places, "gazetteer/geonames/geocode.gz"},
		{&src.Countries, "gazetteer/parlgov/country.csv"},
		{&src.Parties, "gazetteer/parlgov/party.csv"},
		{&src.Presidents, "gazetteer/parlgov/politician_president.csv"},
	})
	if err != nil {
		return nil, err
	}
	k.say("from %s", strings.Join(from, "; "))
	tables, err := nlp.ExtractKnowledge(src)
	if err != nil {
		return nil, err
	}
	var files [][]byte
	for _, name := range []string{statesFile, placesFile, parlgovFile} {
		files = append(files, tables[path.Base(name)])
	}
	return files, nil
}

// knowledge compiles the tables.
func (k *kitchen) knowledge() ([][]byte, error) {
	lex, lexAbout, err := k.openLexicon()
	if err != nil {
		return nil, err
	}
	k.say("from the tables in %s; %s", knowledgeTables, lexAbout)
	dir := filepath.Join(k.cmd.Out, filepath.FromSlash(knowledgeTables))
	// A test of package nlp builds the file with these words too.
	b, err := nlp.BuildKnowledge(lex, os.DirFS(dir), "tables of nlp/data/knowledge: own, Unicode CLDR, GeoNames, ParlGov")
	return [][]byte{b}, err
}

// A list is a file of the public data and where to read it.
type list struct {
	to   *io.Reader
	name string
}

// lists opens files of the public data, decompressing names in ".gz", and names
// them.
func (k *kitchen) lists(all []list) (from []string, err error) {
	for _, l := range all {
		data, about, err := k.shared(l.name)
		if err != nil {
			return nil, err
		}
		from = append(from, about)
		*l.to = bytes.NewReader(data)
		if strings.HasSuffix(l.name, ".gz") {
			if *l.to, err = gzip.NewReader(bytes.NewReader(data)); err != nil {
				return nil, fmt.Errorf("%s: %w", l.name, err)
			}
		}
	}
	return from, nil
}

// marked reads the names marked in the Hearsay corpus, of its train part.
func (k *kitchen) marked() ([]nlp.NamedSentence, string, error) {
	files, err := filepath.Glob(filepath.Join(k.cmd.Corpus, "entities", "b*.txt"))
	if err != nil {
		return nil, "", err
	}
	var out []nlp.NamedSentence
	all := sha256.New()
	for _, name := range files {
		if eval.Part(filepath.Base(name)) != "train" {
			continue
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, "", err
		}
		all.Write(data)
		sents, err := nlp.ReadMarked(bytes.NewReader(data))
		if err != nil {
			return nil, "", fmt.Errorf("%s: %w", name, err)
		}
		out = append(out, sents...)
	}
	return out, fmt.Sprintf("Hearsay corpus, names, %d sentences, sha256:%x", len(out), all.Sum(nil)[:6]), nil
}
