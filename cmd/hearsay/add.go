package main

import (
	"encoding/json"
	"fmt"

	"hearsay"
	"hearsay/article"
	"hearsay/pipeline"
)

// addCmd puts articles into the ledger.
type addCmd struct {
	Files []string `arg:"" name:"file" help:"Files or folders; - is standard input."`

	ledgerFlags
	Published string `placeholder:"DATE" help:"When the articles were published, where they do not say: 2023-09-11, 2023-09."`
	Outlet    string `placeholder:"NAME" help:"Who printed the articles, where they do not say."`
	Title     string `placeholder:"TEXT" help:"Their headline, where they have none."`
	Lang      string `placeholder:"CODE" help:"Their language, e.g. de; otherwise it is told by the text."`
	Format    string `short:"f" enum:"text,json" default:"text" help:"Form of the output: ${enum}. json is a line for each article, as soon as it is safe."`
	Jobs      int    `short:"j" placeholder:"N" help:"Articles to read at once; otherwise one a core."`
}

// Help is shown by "hearsay add --help".
func (*addCmd) Help() string {
	return `Puts articles into the ledger and works out what follows: which are reprints, to
which story they belong, which claims they are about, and the status of each.

Takes plain text, saved web pages, JSON and JSONL, NewsML-G2, ninjs, WARC archives
(also gzipped) and folders of these. Adding twice is safe: what is there already
is left as it is. Another text at a known address becomes a new version of it.
What cannot be read is said on standard error; the rest is still done, and the
exit status is 1. Whatever was said to be added is safe, even if the machine
stops the next moment.

The moment from which an article counts is when it was retrieved; where an archive
does not say, when it was published; where nobody says, now.

Examples:

    hearsay add archiv/
    hearsay add --db wahl.db meldungen.jsonl seite.html
    curl -s https://example.org/a.html | hearsay add --outlet Beispiel -
    hearsay add --format json crawl.warc.gz | jq -r .id`
}

// Validate refuses what makes no sense, before any work.
func (c *addCmd) Validate() error {
	r := readCmd{Published: c.Published, Jobs: c.Jobs}
	return r.Validate()
}

// Run adds.
func (c *addCmd) Run(w *world) error {
	l, err := c.open(w, true)
	if err != nil {
		return err
	}
	defer l.Close()
	ins := expand(c.Files)
	var total int64
	for _, in := range ins {
		if total += in.size; in.size == 0 && in.err == nil {
			total = 0 // one of unknown size makes the whole unknown
			break
		}
	}
	bar := w.startProgress(total, "articles", w.outTerm && c.Format == "json")
	defer bar.end()
	opts := article.Options{Published: hearsay.Date(c.Published), Outlet: c.Outlet, Title: c.Title, Lang: hearsay.Language(c.Lang)}
	fresh, old, failed := 0, 0, 0
	enc := json.NewEncoder(w.out)
	enc.SetEscapeHTML(false)
	var bad error
	err = l.Add(w.ctx, eachInput(w, ins, opts, bar), pipeline.AddOptions{Jobs: jobsOf(c.Jobs)}, func(a pipeline.Added) {
		bar.add(0, 1)
		switch {
		case a.Err != nil:
			failed++
			w.fail(a.Err)
			return
		case a.New:
			fresh++
		default:
			old++
		}
		if c.Format == "json" {
			bad = enc.Encode(struct {
				ID  hearsay.VersionID `json:"id"`
				URL string            `json:"url"`
				New bool              `json:"new"`
			}{a.Version, a.URL, a.New})
		}
	})
	bar.end()
	if err != nil {
		return err
	}
	if bad != nil {
		return bad
	}
	if c.Format == "text" {
		path, _ := c.path()
		fmt.Fprintf(w.out, "%s: %d added", path, fresh)
		if old > 0 {
			fmt.Fprintf(w.out, ", %d there already", old)
		}
		if failed > 0 {
			fmt.Fprintf(w.out, ", %d failed", failed)
		}
		fmt.Fprintln(w.out)
	}
	return nil
}
