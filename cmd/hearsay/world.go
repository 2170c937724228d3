package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/term"

	"hearsay"
)

// A world is what a subcommand has around it.
type world struct {
	ctx      context.Context
	in       io.Reader
	out, err io.Writer
	inTerm   bool // each a terminal?
	outTerm  bool
	errTerm  bool
	width    int // of the terminal on out; 0 where it is none
	getenv   func(string) string

	mu     sync.Mutex // guards err, bar and failed
	bar    *progress  // what stands on err now, if any
	failed bool       // something went wrong and was said
}

func newWorld(ctx context.Context) *world {
	w := &world{ctx: ctx, in: os.Stdin, out: os.Stdout, getenv: os.Getenv}
	w.inTerm = term.IsTerminal(int(os.Stdin.Fd()))
	w.outTerm = term.IsTerminal(int(os.Stdout.Fd()))
	w.errTerm = term.IsTerminal(int(os.Stderr.Fd()))
	if w.outTerm {
		w.width, _, _ = term.GetSize(int(os.Stdout.Fd()))
	}
	w.err = &clearing{w, os.Stderr}
	return w
}

// A clearing writer takes the progress bar away before it writes.
type clearing struct {
	world *world
	to    io.Writer
}

func (c *clearing) Write(p []byte) (int, error) {
	c.world.mu.Lock()
	defer c.world.mu.Unlock()
	if c.world.bar != nil {
		c.world.bar.clear()
	}
	return c.to.Write(p)
}

// fail says on standard error what went wrong; the exit status will be 1.
func (w *world) fail(err error) {
	w.mu.Lock()
	w.failed = true
	w.mu.Unlock()
	fmt.Fprintf(w.err, "hearsay: %s\n", oneLine(err.Error()))
}

// language gives the language of labels: as asked for, else the user's, else
// German, since what is read is German.
func (w *world) language(asked string) hearsay.Language {
	if asked != "" {
		return hearsay.Language(asked)
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := w.getenv(name); v != "" {
			if strings.HasPrefix(v, "en") {
				return "en"
			}
			break
		}
	}
	return "de"
}

// columns gives the width to write in: as asked for, else the terminal's, else 80.
// Text wider than 100 columns is hard to read, so it is not made wider unasked.
func (w *world) columns(asked int) int {
	if asked > 0 {
		return asked
	}
	width := w.width
	if n, err := strconv.Atoi(w.getenv("COLUMNS")); width == 0 && err == nil && n > 0 {
		width = n
	}
	if width == 0 {
		width = 80
	}
	return max(20, min(width, 100))
}

// colored says whether to write in colour (see https://no-color.org).
func (w *world) colored(asked string, toFile bool) bool {
	switch asked {
	case "always":
		return true
	case "never":
		return false
	}
	return w.outTerm && !toFile && w.getenv("NO_COLOR") == "" && w.getenv("TERM") != "dumb"
}

// jobsOf gives the number of workers: as asked for, else one a core.
func jobsOf(asked int) int {
	if asked > 0 {
		return asked
	}
	return runtime.NumCPU()
}
