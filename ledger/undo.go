package ledger

import (
	"encoding/binary"
	"fmt"
)

// What it takes to go back before a position is a list of steps, to be done from
// the last to the first:
//
//	'n' key          the key was not there: delete it
//	'o' key value    the key had that value: put it back
//	'c' id           rows of that claim were added: delete them, open the one before
//	's' id           the same for a story
//
// Key, value and id stand behind their length, uvarint. Articles, statements and
// evidence carry their position in their number, so they need no step.
const (
	undoNew   = 'n'
	undoOld   = 'o'
	undoClaim = 'c'
	undoStory = 's'
)

type undoStep struct {
	op         byte
	key, value []byte
}

func appendUndo(b []byte, op byte, key, value []byte) []byte {
	b = append(b, op)
	b = binary.AppendUvarint(b, uint64(len(key)))
	b = append(b, key...)
	if op == undoOld {
		b = binary.AppendUvarint(b, uint64(len(value)))
		b = append(b, value...)
	}
	return b
}

// readUndo decodes a list of steps.
func readUndo(b []byte) ([]undoStep, error) {
	var steps []undoStep
	d := decoder{b: b}
	for len(d.b) > 0 {
		s := undoStep{op: d.byte()}
		switch s.op {
		case undoNew, undoClaim, undoStory:
			s.key = d.raw()
		case undoOld:
			s.key = d.raw()
			s.value = d.raw()
		default:
			d.fail(fmt.Sprintf("unknown step %q back", s.op))
		}
		if d.err != nil {
			return nil, d.err
		}
		steps = append(steps, s)
	}
	return steps, nil
}
