package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// An input is one thing to read, or why it cannot be.
type input struct {
	name string // as the user named it; "-" is standard input
	size int64  // bytes; 0 where it is not known
	err  error
}

// readable are the ends of the names of files that are read from a folder; ".gz"
// may follow each. What they hold is told by their bytes.
var readable = []string{".txt", ".html", ".htm", ".xhtml", ".json", ".jsonl", ".ndjson", ".ninjs", ".xml", ".newsml", ".warc"}

// isReadable reports whether a file of this name is read from a folder.
func isReadable(name string) bool {
	return slices.Contains(readable, filepath.Ext(strings.TrimSuffix(strings.ToLower(name), ".gz")))
}

// expand gives the inputs that args name, in their order; a folder is what can be
// read in it, by name.
func expand(args []string) []input {
	var ins []input
	stdin := false
	for _, arg := range args {
		switch {
		case arg == "-":
			in := input{name: arg}
			if stdin {
				in.err = errors.New("standard input: named twice, but it can be read only once")
			}
			stdin = true
			ins = append(ins, in)
		case isWeb(arg):
			ins = append(ins, input{name: arg, err: fmt.Errorf("%s: read does not fetch from the web; save the page and name the file", arg)})
		default:
			ins = append(ins, expandPath(arg)...)
		}
	}
	return ins
}

// isWeb reports whether arg is a web address.
func isWeb(arg string) bool {
	scheme, _, ok := strings.Cut(arg, "://")
	return ok && scheme != "" && !strings.ContainsAny(scheme, `/\. `)
}

func expandPath(name string) []input {
	info, err := os.Stat(name)
	if err != nil {
		return []input{{name: name, err: notFound(name, err)}}
	}
	if !info.IsDir() {
		in := input{name: name}
		if info.Mode().IsRegular() {
			in.size = info.Size()
		}
		return []input{in}
	}
	var ins []input
	filepath.WalkDir(name, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			ins = append(ins, input{name: path, err: fmt.Errorf("%s: cannot be read: %w", path, cause(err))})
		case path != name && strings.HasPrefix(d.Name(), "."):
			if d.IsDir() {
				return filepath.SkipDir
			}
		case !d.IsDir() && isReadable(path):
			in := input{name: path}
			if info, err := d.Info(); err == nil {
				in.size = info.Size()
			}
			ins = append(ins, in)
		}
		return nil
	})
	if len(ins) == 0 {
		return []input{{name: name, err: fmt.Errorf("%s: a folder without articles (%s)", name, strings.Join(readable, ", "))}}
	}
	return ins
}

// notFound says why a file cannot be had, with a guess at the name that was meant.
func notFound(name string, err error) error {
	if !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s: cannot be read: %w", name, cause(err))
	}
	if near := nearest(name); near != "" {
		return fmt.Errorf("%s: no such file; did you mean %s?", name, near)
	}
	return fmt.Errorf("%s: no such file", name)
}

// nearest gives the file beside name whose name differs least, if it is near.
func nearest(name string) string {
	dir, base := filepath.Split(name)
	from := dir
	if from == "" {
		from = "."
	}
	entries, err := os.ReadDir(from)
	if err != nil {
		return ""
	}
	best, bestAt := "", max(1, len([]rune(base))/3)+1
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".") {
			continue
		}
		if d := distance(strings.ToLower(base), strings.ToLower(e.Name())); d < bestAt {
			best, bestAt = dir+e.Name(), d
		}
	}
	return best
}

// distance counts the letters to insert, delete or replace to make b of a.
func distance(a, b string) int {
	ra, rb := []rune(a), []rune(b)
	row := make([]int, len(rb)+1)
	for j := range row {
		row[j] = j
	}
	for i := range ra {
		diagonal := row[0]
		row[0] = i + 1
		for j := range rb {
			d := diagonal
			if ra[i] != rb[j] {
				d = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], d
		}
	}
	return row[len(rb)]
}

// cause takes the name off an error that is said with one.
func cause(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	var le *os.LinkError
	if errors.As(err, &le) {
		return le.Err
	}
	return err
}
