// Package importtest holds the levels of the architecture: which package may
// import which. It has no code but its test.
package importtest
