package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// An output is where results go: standard output, or a file that appears only
// when it is whole, so that an interrupt leaves the old one as it was.
type output struct {
	*bufio.Writer
	to   io.Writer
	file *os.File // nil for standard output
	temp bool     // file is to be renamed
	name string
}

// openOutput opens the file name, or standard output for "" and "-".
func (w *world) openOutput(name string) (*output, error) {
	if name == "" || name == "-" {
		return &output{Writer: bufio.NewWriter(w.out), to: w.out}, nil
	}
	o := &output{name: name}
	var err error
	if info, serr := os.Stat(name); serr == nil && !info.Mode().IsRegular() {
		if info.IsDir() {
			return nil, fmt.Errorf("%s: is a folder; name a file in it", name)
		}
		o.file, err = os.OpenFile(name, os.O_WRONLY, 0) // a device or a pipe cannot be replaced
	} else {
		o.temp = true
		o.file, err = os.CreateTemp(filepath.Dir(name), ".hearsay-*")
	}
	if err != nil {
		return nil, fmt.Errorf("%s: cannot be written: %w", name, cause(err))
	}
	o.to = o.file
	o.Writer = bufio.NewWriter(o.file)
	return o, nil
}

// commit brings everything to its place.
func (o *output) commit() error {
	err := o.Flush()
	if o.file == nil {
		return err
	}
	if err == nil && o.temp {
		err = o.file.Chmod(0o666 &^ umask())
	}
	if cerr := o.file.Close(); err == nil {
		err = cerr
	}
	if o.temp && err == nil {
		err = os.Rename(o.file.Name(), o.name)
	}
	if err != nil {
		o.discard()
		return fmt.Errorf("%s: cannot be written: %w", o.name, cause(err))
	}
	return nil
}

// discard leaves the file as it was. What went to standard output is there.
func (o *output) discard() {
	if o.file == nil {
		o.Flush()
		return
	}
	o.file.Close()
	if o.temp {
		os.Remove(o.file.Name())
	}
}
