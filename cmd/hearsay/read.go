package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"sync"

	"hearsay"
	"hearsay/article"
	"hearsay/pipeline"
	"hearsay/present"
)

// readCmd reads articles, prints their statements, and stores nothing.
type readCmd struct {
	Files []string `arg:"" name:"file" help:"Files or folders; - is standard input."`

	Format    string `short:"f" enum:"text,json,html" default:"text" help:"Form of the output: ${enum}."`
	Output    string `short:"o" placeholder:"FILE" help:"Write to this file, all at once when done."`
	Published string `placeholder:"DATE" help:"When the articles were published, as precisely as known: 2023-09-11, 2023-09."`
	Outlet    string `placeholder:"NAME" help:"Who printed the articles."`
	Title     string `placeholder:"TEXT" help:"Their headline."`
	Lang      string `placeholder:"CODE" help:"Their language, e.g. de; otherwise it is told by the text."`
	UI        string `name:"ui" enum:"de,en," default:"" placeholder:"de|en" help:"Language of the labels; otherwise as $$LANG says, else German."`
	Width     int    `placeholder:"N" help:"Columns of text output; otherwise the terminal's."`
	Color     string `enum:"auto,always,never" default:"auto" help:"Colours in text output: ${enum}. NO_COLOR is heeded."`
	Jobs      int    `short:"j" placeholder:"N" help:"Articles to read at once; otherwise one a core."`
}

// Help is shown by "hearsay read --help".
func (*readCmd) Help() string {
	return `Reads plain text, saved web pages, JSON and JSONL (also gzipped), and prints the
statements in each article: who said what, in whose words, to whom, and on whose
word the outlet has it. Nothing is stored.

Formats: text is for people. json is one object an article a line, with offsets
in Unicode code points. html is one page for all articles, to open in a browser,
print or send on; it loads nothing from the web.

Several articles come out in the order of the arguments. What cannot be read is
said on standard error; the rest is still done, and the exit status is 1.

Examples:

    hearsay read artikel.txt
    hearsay read --format html -o seite.html artikel.html
    pbpaste | hearsay read --outlet stern --published 2023-09-11 -
    hearsay read --format json archiv.jsonl | jq '.statements[].source.text'
    hearsay read --format json -o aussagen.jsonl ordner/

JSONL has an article a line: {"url", "outlet", "title", "text" or "html",
"published", "retrieved", "agency", "language"}; url and one of text and html are
needed.`
}

// Validate refuses what makes no sense, before any work.
func (c *readCmd) Validate() error {
	switch {
	case c.Width != 0 && c.Width < 20:
		return fmt.Errorf("--width %d is too narrow; 20 is the least", c.Width)
	case c.Jobs < 0:
		return fmt.Errorf("--jobs must not be negative")
	}
	if c.Published != "" {
		if _, err := article.ParseDate(c.Published); err != nil {
			return fmt.Errorf("--published: %w", err)
		}
	}
	return nil
}

// readLanguages are those that Hearsay understands.
var readLanguages = []hearsay.Language{"de"}

// Run reads.
func (c *readCmd) Run(w *world) error {
	reader, err := pipeline.NewReader()
	if err != nil {
		return err
	}
	out, err := w.openOutput(c.Output)
	if err != nil {
		return err
	}
	ins := expand(c.Files)
	var total int64
	for _, in := range ins {
		total += in.size
	}
	for _, in := range ins {
		if in.size == 0 && in.err == nil {
			total = 0 // one of unknown size makes the whole unknown
		}
	}
	toFile := out.file != nil
	p := &printer{cmd: c, world: w, out: out,
		text: present.TextOptions{Lang: w.language(c.UI), Width: w.columns(c.Width), Color: w.colored(c.Color, toFile)},
		html: present.PageOptions{Lang: w.language(c.UI)},
	}
	bar := w.startProgress(total, "articles", w.outTerm && !toFile && c.Format != "html")
	defer bar.end()

	for r := range c.readAll(w, reader, ins, p.render, bar) {
		if r.err != nil {
			w.fail(r.err)
			continue
		}
		if err := p.print(r); err != nil {
			out.discard()
			return err
		}
	}
	if err := w.ctx.Err(); err != nil {
		out.discard()
		if toFile {
			return fmt.Errorf("interrupted; %s is as it was", c.Output)
		}
		return fmt.Errorf("interrupted")
	}
	if err := p.finish(); err != nil {
		out.discard()
		return err
	}
	if p.n == 0 && w.failed {
		out.discard() // an old file is worth more than an empty one
		return nil
	}
	return out.commit()
}

// A result is an article that was read, or why it was not.
type result struct {
	reading *hearsay.Reading
	bytes   []byte // in the form asked for, where it stands alone
	err     error
}

// readAll reads the inputs and gives what comes of each article, in order, while
// up to --jobs of them are worked on. What waits for its turn is bounded: each of
// at most jobs open files has at most jobs articles in work.
func (c *readCmd) readAll(w *world, reader *pipeline.Reader, ins []input, render func(*hearsay.Reading) ([]byte, error), bar *progress) func(yield func(result) bool) {
	jobs := jobsOf(c.Jobs)
	done := make(chan struct{}) // nobody takes results any more
	workers := make(chan struct{}, jobs)

	// send gives up where nobody listens any more.
	send := func(to chan<- (<-chan result), r <-chan result) bool {
		select {
		case to <- r:
			return true
		case <-done:
		case <-w.ctx.Done():
		}
		return false
	}
	fail := func(err error) <-chan result {
		r := make(chan result, 1)
		r <- result{err: err}
		return r
	}
	readFile := func(in input, to chan<- (<-chan result)) {
		if in.err != nil {
			send(to, fail(in.err))
			return
		}
		var from io.Reader = w.in
		if in.name != "-" {
			f, err := os.Open(in.name)
			if err != nil {
				send(to, fail(notFound(in.name, err)))
				return
			}
			defer f.Close()
			from = f
		}
		opts := article.Options{Name: in.name, Published: hearsay.Date(c.Published), Outlet: c.Outlet,
			Title: c.Title, Lang: hearsay.Language(c.Lang)}
		for a, err := range article.Read(w.ctx, &counted{from, bar}, opts) {
			name := in.name
			if err == nil {
				if a.URL != "" && a.URL != name { // one of many in its file
					name += ": " + a.URL
				}
				err = article.CheckLanguage(a, name, readLanguages...)
			}
			if err != nil {
				if !send(to, fail(err)) {
					return
				}
				continue
			}
			r := make(chan result, 1)
			workers <- struct{}{}
			go func() {
				defer func() { <-workers }()
				r <- readOne(reader, a, name, render)
				bar.add(0, 1)
			}()
			if !send(to, r) {
				return
			}
		}
	}

	return func(yield func(result) bool) {
		// One queue a file, so that a later file never takes the place of an earlier.
		queues := make([]chan (<-chan result), len(ins))
		for i := range queues {
			queues[i] = make(chan (<-chan result), jobs)
		}
		var once sync.Once
		stop := func() { once.Do(func() { close(done) }) }
		defer stop()
		go func() {
			open := make(chan struct{}, jobs)
			for i := range ins {
				select {
				case open <- struct{}{}:
				case <-done:
					return
				case <-w.ctx.Done():
					return
				}
				go func() {
					defer func() { <-open }()
					defer close(queues[i])
					readFile(ins[i], queues[i])
				}()
			}
		}()
		for _, q := range queues {
			for more := true; more; {
				select {
				case <-w.ctx.Done():
					return
				case r, ok := <-q:
					if more = ok; !ok {
						break
					}
					select {
					case <-w.ctx.Done():
						return
					case one := <-r:
						if !yield(one) {
							return
						}
					}
				}
			}
		}
	}
}

// readOne finds the statements of one article. Should the reader break down over
// it, the others are still read.
func readOne(reader *pipeline.Reader, a *hearsay.Article, name string, render func(*hearsay.Reading) ([]byte, error)) (r result) {
	defer func() {
		if x := recover(); x != nil {
			if os.Getenv("HEARSAY_DEBUG") != "" {
				os.Stderr.Write(debug.Stack())
			}
			r = result{err: fmt.Errorf("%s: the reader broke down over %q: %v; please report this", name, a.Title, x)}
		}
	}()
	rd := reader.Read(a)
	b, err := render(rd)
	if err != nil {
		return result{err: fmt.Errorf("%s: %w; please report this", name, err)}
	}
	return result{reading: rd, bytes: b}
}

// counted tells the progress bar how much was read.
type counted struct {
	from io.Reader
	bar  *progress
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.from.Read(p)
	c.bar.add(int64(n), 0)
	return n, err
}

// A printer writes readings in the form asked for.
type printer struct {
	cmd   *readCmd
	world *world
	out   *output
	text  present.TextOptions
	html  present.PageOptions
	n     int                // printed so far
	page  []*hearsay.Reading // a page begins with its table of contents, so it waits for all
}

// render gives a reading in a form that stands alone; it runs in the workers.
func (p *printer) render(rd *hearsay.Reading) ([]byte, error) {
	var b bytes.Buffer
	var err error
	switch p.cmd.Format {
	case "text":
		err = present.Text(&b, rd, p.text)
	case "json":
		err = present.JSON(&b, rd)
	}
	return b.Bytes(), err
}

// print writes a result, at once.
func (p *printer) print(r result) error {
	p.n++
	switch p.cmd.Format {
	case "html":
		p.page = append(p.page, r.reading)
		return nil
	case "text":
		if p.n > 1 {
			p.out.WriteString("\n\n")
		}
	}
	p.out.Write(r.bytes)
	return p.out.Flush()
}

// finish writes what had to wait.
func (p *printer) finish() error {
	if len(p.page) == 0 {
		return nil
	}
	return present.Page(p.out, p.page, p.html)
}
