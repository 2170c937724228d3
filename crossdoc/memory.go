package crossdoc

import (
	"bytes"
	"slices"
	"sort"
)

// A MapMemory is a [Memory] in the process, for tests and for ledgers that nobody
// keeps. It is a list of short sorted runs: as fast as a tree at the sizes that
// tests have, and simpler. It is not safe for use by several goroutines at once.
type MapMemory struct {
	runs []memoryRun // not empty, in order
	n    int
}

type memoryRun struct {
	keys, values [][]byte
}

// memoryRunLength is where a run is cut in two.
const memoryRunLength = 256

// NewMapMemory returns an empty memory.
func NewMapMemory() *MapMemory { return &MapMemory{} }

// Len is the number of keys.
func (m *MapMemory) Len() int { return m.n }

// find returns where key is, or belongs: the run, the place in it, and whether it
// is there. There must be a run.
func (m *MapMemory) find(key []byte) (run, at int, found bool) {
	run = max(0, sort.Search(len(m.runs), func(i int) bool { return bytes.Compare(m.runs[i].keys[0], key) > 0 })-1)
	at, found = slices.BinarySearchFunc(m.runs[run].keys, key, bytes.Compare)
	return run, at, found
}

// Get returns the value of a key, nil where there is none. An empty value is not
// nil.
func (m *MapMemory) Get(key []byte) ([]byte, error) {
	if len(m.runs) == 0 {
		return nil, nil
	}
	if run, at, found := m.find(key); found {
		return m.runs[run].values[at], nil
	}
	return nil, nil
}

// Put sets the value of a key. It keeps copies of both.
func (m *MapMemory) Put(key, value []byte) error {
	value = append(make([]byte, 0, len(value)), value...)
	if len(m.runs) == 0 {
		m.runs = []memoryRun{{}}
	} else if run, at, found := m.find(key); found {
		m.runs[run].values[at] = value
		return nil
	}
	m.n++
	run, at := 0, 0
	if len(m.runs[0].keys) > 0 {
		run, at, _ = m.find(key)
	}
	r := &m.runs[run]
	r.keys = slices.Insert(r.keys, at, bytes.Clone(key))
	r.values = slices.Insert(r.values, at, value)
	if len(r.keys) <= memoryRunLength {
		return nil
	}
	const half = memoryRunLength / 2
	right := memoryRun{slices.Clone(r.keys[half:]), slices.Clone(r.values[half:])}
	clear(r.keys[half:])
	clear(r.values[half:])
	r.keys, r.values = r.keys[:half], r.values[:half]
	m.runs = slices.Insert(m.runs, run+1, right)
	return nil
}

// Scan visits the keys from ≤ key < to in order until visit says that it has
// enough. A nil to is no bound. Visit must not write.
func (m *MapMemory) Scan(from, to []byte, visit func(key, value []byte) (more bool)) error {
	if len(m.runs) == 0 {
		return nil
	}
	run, at, _ := m.find(from)
	for ; run < len(m.runs); run, at = run+1, 0 {
		r := &m.runs[run]
		for ; at < len(r.keys); at++ {
			if to != nil && bytes.Compare(r.keys[at], to) >= 0 || !visit(r.keys[at], r.values[at]) {
				return nil
			}
		}
	}
	return nil
}
