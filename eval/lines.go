package eval

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"hearsay"
)

const (
	maxDocLine  = 64 << 20 // bytes in a line that holds a whole document
	maxNoteLine = 1 << 20  // bytes in a line of a treebank or an annotation file
)

// eachLine calls f with every line of r, counted from 1, without its line end.
// The bytes are valid until f returns. An error of f ends the reading and is
// returned with name and line in front.
func eachLine(r io.Reader, name string, limit int, f func(n int, line []byte) error) error {
	sc := bufio.NewScanner(r)
	sc.Buffer(make([]byte, 0, min(limit, 64<<10)), limit)
	n := 0
	for sc.Scan() {
		n++
		if err := f(n, sc.Bytes()); err != nil {
			return fmt.Errorf("%s:%d: %w", name, n, err)
		}
	}
	err := sc.Err()
	if errors.Is(err, bufio.ErrTooLong) {
		return fmt.Errorf("%s:%d: line is longer than %d bytes", name, n+1, limit)
	}
	if err != nil {
		return fmt.Errorf("%s:%d: %w", name, n+1, err)
	}
	return nil
}

// articleID is the id of the article with this text, as the root package
// defines it.
func articleID(text string) hearsay.ArticleID {
	sum := sha256.Sum256([]byte(text))
	return hearsay.ArticleID("sha256:" + hex.EncodeToString(sum[:]))
}
