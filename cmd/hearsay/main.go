// Hearsay reads news and finds who said what, and on whose word.
//
// Each subcommand is in a file of its own; here they are put together. Exit
// status: 0 done; 1 something failed, each said on standard error with the file
// and the reason, the rest is still done; 2 wrong call.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"
)

// cli is what can be said on the command line.
type cli struct {
	Read       readCmd          `cmd:"" help:"Read articles and print who said what."`
	Add        addCmd           `cmd:"" help:"Put articles into the ledger."`
	Stories    storiesCmd       `cmd:"" help:"List stories, or show one."`
	Claims     claimsCmd        `cmd:"" help:"List claims and how they stand."`
	Claim      claimCmd         `cmd:"" help:"Show the life of a claim."`
	Statements statementsCmd    `cmd:"" help:"List who said what."`
	Search     searchCmd        `cmd:"" help:"Search the texts."`
	Why        whyCmd           `cmd:"" help:"Explain a claim, a statement, a story, an article."`
	Lint       lintCmd          `cmd:"" help:"Check the sourcing of a draft."`
	Export     exportCmd        `cmd:"" help:"Hand the ledger on in other forms."`
	Verify     verifyCmd        `cmd:"" help:"Check that nothing stored was changed."`
	Replay     replayCmd        `cmd:"" help:"Compute everything again and compare."`
	Train      trainCmd         `cmd:"" help:"Make the models from data."`
	Eval       evalCmd          `cmd:"" help:"Measure against gold annotation."`
	Version    kong.VersionFlag `help:"Print the version and exit."`
}

const description = `Hearsay reads German news and finds who said what, and on whose word.`

// Exit statuses.
const (
	exitDone      = 0
	exitFailed    = 1
	exitWrongCall = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// After the first interrupt the second one kills, whatever hangs.
	context.AfterFunc(ctx, stop)
	// Reading makes much short-lived garbage beside models that stay: collecting less
	// often saves a tenth of the time. The limit keeps the memory small all the same.
	if os.Getenv("GOGC") == "" && os.Getenv("GOMEMLIMIT") == "" {
		debug.SetGCPercent(400)
		debug.SetMemoryLimit(130 << 20)
	}
	w := newWorld(ctx)
	code := run(w, os.Args[1:])
	stop()
	os.Exit(code)
}

// run does what args say and gives the exit status.
func run(w *world, args []string) int {
	var c cli
	exited := -1
	parser, err := kong.New(&c,
		kong.Name("hearsay"),
		kong.Description(description),
		kong.Writers(w.out, w.err),
		kong.Exit(func(code int) { exited = code }),
		kong.Vars{"version": version(), "models": strings.Join(recipeNames(), ", ")},
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}),
		kong.Bind(w),
	)
	if err != nil {
		panic(err) // the struct tags above are wrong
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	kctx, err := parser.Parse(args)
	if exited >= 0 { // --help, --version
		return exited
	}
	if err == nil {
		err = kctx.Run()
	}
	var wrong *wrongCall
	switch {
	case err == nil && !w.failed:
		return exitDone
	case err == nil:
		return exitFailed
	case isParseError(err) || errors.As(err, &wrong):
		fmt.Fprintf(w.err, "hearsay: %s\n", likeliest(err.Error()))
		fmt.Fprintf(w.err, "Try: %s --help\n", commandOf(args))
		return exitWrongCall
	}
	if many, ok := err.(interface{ Unwrap() []error }); ok {
		for _, one := range many.Unwrap() {
			w.fail(one)
		}
		return exitFailed
	}
	w.fail(err)
	return exitFailed
}

// severalMeant is how kong says that several commands are near to what was typed.
var severalMeant = regexp.MustCompile(`^(unexpected argument (\S+), did you mean )one of (.*)\?$`)

// likeliest leaves of several guesses at what was meant the nearest; of those
// equally near the first that begins with the same letter.
func likeliest(msg string) string {
	m := severalMeant.FindStringSubmatch(msg)
	if m == nil {
		return msg
	}
	typed, best, at := m[2], "", 0
	for _, guess := range strings.Split(m[3], ", ") {
		d := 2 * distance(typed, strings.Trim(guess, `"`))
		if guess[1] != typed[0] {
			d++
		}
		if best == "" || d < at {
			best, at = guess, d
		}
	}
	return m[1] + best + "?"
}

// commandOf gives the command that help should be asked for.
func commandOf(args []string) string {
	if len(args) > 0 && slices.Contains([]string{"read", "add", "stories", "claims", "claim", "statements", "search", "why", "lint", "export", "verify", "replay", "train", "eval"}, args[0]) {
		return "hearsay " + args[0]
	}
	return "hearsay"
}

func isParseError(err error) bool {
	var pe *kong.ParseError
	return errors.As(err, &pe)
}

// A wrongCall says that the command line makes no sense.
type wrongCall struct{ reason string }

func (e *wrongCall) Error() string { return e.reason }

// version names the build: its version, or the commit that it was made from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "hearsay (unknown build)"
	}
	v := info.Main.Version
	if v == "" || v == "(devel)" {
		v = "development build"
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				v += " " + s.Value
			}
		}
	}
	return "hearsay " + v + " " + info.GoVersion
}

// oneLine keeps a message on its line, whatever file names it quotes.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x20 || 0x7f <= r && r < 0xa0 {
			return '?'
		}
		return r
	}, strings.TrimSpace(s))
}
