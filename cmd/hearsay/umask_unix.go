//go:build unix

package main

import (
	"io/fs"
	"syscall"
)

// umask gives the permissions that the user does not want on new files. There is
// no way to ask but to set it.
func umask() fs.FileMode {
	m := syscall.Umask(0)
	syscall.Umask(m)
	return fs.FileMode(m)
}
