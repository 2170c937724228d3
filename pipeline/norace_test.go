//go:build !race

package pipeline

// raceEnabled says that the race detector is on, which makes everything slow.
const raceEnabled = false
