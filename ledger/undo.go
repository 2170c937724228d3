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
//	'w' num lemmas   words of the article, where num is empty, or of the statement
//	                 with that number, uvarint, went into the full-text index with
//	                 these lemmas: take them out. The rest of them is in its row
//
// Key, value, id, num and lemmas stand behind their length, uvarint. Articles,
// statements and evidence carry their position in their number, so their rows need
// no step.
const (
	undoNew   = 'n'
	undoOld   = 'o'
	undoClaim = 'c'
	undoStory = 's'
	undoWords = 'w'
)

type undoStep struct {
	op         byte
	key, value []byte
}

func appendUndo(b []byte, op byte, key, value []byte) []byte {
	b = append(b, op)
	b = binary.AppendUvarint(b, uint64(len(key)))
	b = append(b, key...)
	if op == undoOld || op == undoWords {
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
		case undoOld, undoWords:
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
