//go:build !unix

package main

import "io/fs"

// umask is a matter of Unix.
func umask() fs.FileMode { return 0 }
