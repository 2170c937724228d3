package main

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"hearsay"
	"hearsay/ledger"
	"hearsay/pipeline"
	"hearsay/present"
)

// write lets do write to where the flags say, all at once when done.
func (f *showFlags) write(w *world, do func(out io.Writer) error) error {
	out, err := w.openOutput(f.Output)
	if err != nil {
		return err
	}
	if err := do(out); err != nil {
		out.discard()
		return err
	}
	return out.commit()
}

// text gives the options of text output.
func (f *showFlags) text(w *world) present.TextOptions {
	return present.TextOptions{Lang: w.language(f.UI), Width: w.columns(f.Width), Color: w.colored(f.Color, f.Output != "")}
}

// say gives a sentence in the language of the labels.
func (f *showFlags) say(w *world, de, en string) string {
	if w.language(f.UI) == "en" {
		return en
	}
	return de
}

// lookupOf lets present ask the ledger for what a claim or story only names.
func lookupOf(w *world, l *pipeline.Ledger, k *pipeline.Look) present.Lookup {
	return present.Lookup{
		Text:    k.Text,
		Article: func(v hearsay.VersionID) (*present.ArticleHead, error) { return headOf(k, v) },
		Statement: func(id hearsay.EvidenceID) (*hearsay.Statement, error) {
			st, err := l.Statement(w.ctx, k, id)
			if errors.Is(err, ledger.ErrNotFound) {
				return nil, nil // the article says it in its own name
			}
			return st, err
		},
		Claim: func(id hearsay.ClaimID) (*hearsay.Claim, error) { return k.Fold.Claim(id, k.At) },
		Apart: func(a, b hearsay.ClaimID) (string, error) {
			all, err := k.SiblingsOf(a)
			for _, s := range all {
				if s.Claim == b {
					return s.Why, nil
				}
			}
			return "", err
		},
	}
}

// headOf gives what lists show of an article.
func headOf(k *pipeline.Look, v hearsay.VersionID) (*present.ArticleHead, error) {
	b, err := k.Brief(v)
	if err != nil {
		return nil, err
	}
	return &present.ArticleHead{ID: b.Version, Text: b.Text, URL: b.URL, Outlet: b.Outlet, Title: b.Title, Published: b.Published,
		Language: b.Language, Agencies: b.Agencies, Known: b.Known, Replaces: b.Replaces}, nil
}

// A listing is a sequence that can fail, and the place where it goes on.
type listing[T any] struct {
	next ledger.Cursor
	each func(yield func(T) (bool, error)) (ledger.Cursor, error)
}

// seq gives the listing's elements.
func (s *listing[T]) seq() iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var err error
		s.next, err = s.each(func(v T) (bool, error) { return yield(v, nil), nil })
		if err != nil {
			var none T
			yield(none, err)
		}
	}
}

// oneID finds what a shortened id stands for.
func oneID[T ~string](what, prefix string, find func(string) ([]T, error)) (T, error) {
	ids, err := find(prefix)
	switch {
	case err != nil:
		return "", err
	case len(ids) == 0:
		return "", fmt.Errorf("%s: no %s of this id in the ledger (at this moment)", prefix, what)
	case len(ids) > 1:
		var names []string
		for _, id := range ids {
			names = append(names, string(id))
		}
		return "", fmt.Errorf("%s: several %ss begin so: %s", prefix, what, strings.Join(names, ", "))
	}
	return ids[0], nil
}

// lines writes a line for each element.
func lines[T any](out io.Writer, in iter.Seq2[T, error], line func([]byte, *T) ([]byte, error)) error {
	var buf []byte
	for v, err := range in {
		if err != nil {
			return err
		}
		if buf, err = line(buf[:0], &v); err != nil {
			return err
		}
		if _, err := out.Write(buf); err != nil {
			return err
		}
	}
	return nil
}
