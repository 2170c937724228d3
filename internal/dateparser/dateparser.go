// Package dateparser stands in for github.com/markusmobius/go-dateparser, which
// go-htmldate (a part of go-trafilatura) calls as its last resort: for a date in
// running text that no rule of its own has read. The original compiles thousands
// of regular expressions for 200 languages when the program starts: 170 ms and 80 MB
// on every call of every command, whether it reads HTML or not. Package article
// reads the dates that pages state (JSON-LD, meta tags, <time>) itself, and a date
// guessed from running text is worse than none. So this stand-in finds nothing.
//
// It has what go-htmldate v1.9 uses of the interface, and no more; go.mod replaces
// the original with it.
package dateparser

import (
	"errors"
	"time"
)

// ParserType names a way of parsing.
type ParserType uint8

const (
	CustomFormat ParserType = iota
	AbsoluteTime
)

// PreferredDateSource says which of several possible dates is meant.
type PreferredDateSource uint8

// Past prefers the last such date.
const Past PreferredDateSource = 1

// Configuration is accepted and not used.
type Configuration struct {
	Locales             []string
	Languages           []string
	PreferredDateSource PreferredDateSource
	StrictParsing       bool
}

// Parser is accepted and not used.
type Parser struct{ ParserTypes []ParserType }

// Date is a parsed date.
type Date struct{ Time time.Time }

// IsZero reports whether there is no date.
func (d Date) IsZero() bool { return d.Time.IsZero() }

// Parse finds no date.
func (p *Parser) Parse(cfg *Configuration, s string, formats ...string) (Date, error) {
	return Date{}, errors.New("dateparser: not part of this program")
}
