package crossdoc

import (
	"encoding/binary"
	"encoding/hex"
	"errors"

	"hearsay"
)

// The encoding of a story's claims:
//
//	byte     format, 1
//	uvarint  number of claims; per claim:
//	  6 bytes  id
//	  6 bytes  id of the event that it is a detail of; zero for none
//	  byte     flags: 1 negated, 2 accused, 4 best is first, 8 last is best
//	  uvarint  pieces of evidence
//	  varint   day of the latest
//	  uvarint  number of prints, 4 bytes each
//	  first, best and last as propositions, those left out that are another's
const claimPageFormat = 1

var errClaimPage = errors.New("damaged claims")

func appendClaimPage(b []byte, p *claimPage) []byte {
	b = append(b, claimPageFormat)
	b = binary.AppendUvarint(b, uint64(len(p.claims)))
	for _, r := range p.claims {
		b = appendClaimID(b, r.id)
		b = appendClaimID(b, r.detail)
		first := appendProposition(nil, r.first)
		best, last := first, first
		if r.best != r.first {
			best = appendProposition(nil, r.best)
		}
		if last = best; r.last != r.best {
			last = appendProposition(nil, r.last)
		}
		flags := byte(0)
		if r.negated {
			flags |= 1
		}
		if r.accused {
			flags |= 2
		}
		if string(first) == string(best) {
			flags |= 4
		}
		if string(last) == string(best) {
			flags |= 8
		}
		b = append(b, flags)
		b = binary.AppendUvarint(b, uint64(r.told))
		b = binary.AppendVarint(b, int64(r.day))
		b = binary.AppendUvarint(b, uint64(len(r.prints)))
		for _, h := range r.prints {
			b = binary.LittleEndian.AppendUint32(b, h)
		}
		b = append(b, first...)
		if flags&4 == 0 {
			b = append(b, best...)
		}
		if flags&8 == 0 {
			b = append(b, last...)
		}
	}
	return b
}

func appendClaimID(b []byte, id hearsay.ClaimID) []byte {
	var raw [6]byte
	if len(id) == 13 {
		if v, err := hex.DecodeString(string(id[1:])); err == nil {
			copy(raw[:], v)
		}
	}
	return append(b, raw[:]...)
}

func readClaimPage(b []byte) (*claimPage, error) {
	if len(b) == 0 || b[0] != claimPageFormat {
		return nil, errClaimPage
	}
	r := propReader{b: b[1:]}
	n := r.list()
	p := &claimPage{claims: make([]*claimRecord, 0, min(n, claimsPerStory))}
	for range n {
		c := &claimRecord{id: readClaimID(r.take(6)), detail: readClaimID(r.take(6))}
		flags := r.byte()
		c.negated, c.accused = flags&1 != 0, flags&2 != 0
		c.told = int(r.uint() & (1<<31 - 1))
		c.day = int32(r.int())
		for range r.list() {
			if v := r.take(4); v != nil {
				c.prints = append(c.prints, binary.LittleEndian.Uint32(v))
			}
		}
		if r.bad {
			return nil, errClaimPage
		}
		read := func() *Proposition {
			e, rest, err := readProposition(r.b)
			if err != nil {
				r.fail()
				return nil
			}
			r.b = rest
			return &e
		}
		c.first = read()
		if c.best = c.first; flags&4 == 0 && !r.bad {
			c.best = read()
		}
		if c.last = c.best; flags&8 == 0 && !r.bad {
			c.last = read()
		}
		if r.bad {
			return nil, errClaimPage
		}
		p.claims = append(p.claims, c)
	}
	if r.bad {
		return nil, errClaimPage
	}
	return p, nil
}

func readClaimID(b []byte) hearsay.ClaimID {
	if len(b) != 6 || string(b) == "\x00\x00\x00\x00\x00\x00" {
		return ""
	}
	return hearsay.ClaimID("c" + hex.EncodeToString(b))
}

// A list of stories is their ids, each with its length in front.
func appendStoryList(b []byte, ids []hearsay.StoryID) []byte {
	for _, id := range ids {
		b = append(b, byte(min(len(id), 255)))
		b = append(b, id[:min(len(id), 255)]...)
	}
	return b
}

func readStoryList(b []byte) (ids []hearsay.StoryID) {
	for len(b) > 0 && len(b) > int(b[0]) && len(ids) < 2*storiesPerKey {
		ids = append(ids, hearsay.StoryID(b[1:1+int(b[0])]))
		b = b[1+int(b[0]):]
	}
	return ids
}
