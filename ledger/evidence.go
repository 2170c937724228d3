package ledger

import (
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"

	"hearsay"
)

// Statements and sentences are numbered across the ledger: position * 4096 plus the
// statement's number, or 2048 and the sentence's. So they are in the order of
// articles, and what belongs to a position is one range.
//
//	a3f09c1d22b07e514/s3     position*4096 + 3
//	a3f09c1d22b07e514/s3.2   the same, part 2
//	a3f09c1d22b07e514/n4     position*4096 + 2048 + 4
const (
	numsAPos  = 4096
	sentences = 2048
	maxPos    = 1<<63/numsAPos - 1
)

// splitEvidence takes an evidence id apart.
func splitEvidence(id hearsay.EvidenceID) (article hearsay.VersionID, num, part int, err error) {
	bad := func() (hearsay.VersionID, int, int, error) {
		return "", 0, 0, fmt.Errorf("ledger: %q is no evidence id that can be stored", id)
	}
	a, local, ok := strings.Cut(string(id), "/")
	if !ok || len(local) < 2 || a == "" {
		return bad()
	}
	part = 1
	if n, p, ok := strings.Cut(local, "."); ok {
		if part, err = strconv.Atoi(p); err != nil || part < 2 || part > 1<<20 {
			return bad()
		}
		local = n
	}
	num, err = strconv.Atoi(local[1:])
	if err != nil || num < 0 || num >= sentences {
		return bad()
	}
	switch local[0] {
	case 's':
	case 'n':
		num += sentences
	default:
		return bad()
	}
	return hearsay.VersionID(a), num, part, nil
}

// joinEvidence undoes splitEvidence.
func joinEvidence(article hearsay.VersionID, num, part int) hearsay.EvidenceID {
	kind := "/s"
	if num >= sentences {
		kind, num = "/n", num-sentences
	}
	id := string(article) + kind + strconv.Itoa(num)
	if part > 1 {
		id += "." + strconv.Itoa(part)
	}
	return hearsay.EvidenceID(id)
}

// Spans are kept as pairs of uvarints: from the end of the one before to the start,
// and the length.
func packSpans(spans []hearsay.Span) ([]byte, error) {
	b := []byte{}
	end := 0
	for _, s := range spans {
		if s.Start < end || s.End < s.Start {
			return nil, fmt.Errorf("ledger: spans %v overlap or are out of order", spans)
		}
		b = binary.AppendUvarint(b, uint64(s.Start-end))
		b = binary.AppendUvarint(b, uint64(s.End-s.Start))
		end = s.End
	}
	return b, nil
}

func unpackSpans(b []byte) ([]hearsay.Span, error) {
	var spans []hearsay.Span
	d := decoder{b: b}
	end := 0
	for len(d.b) > 0 {
		skip, n := d.uvarint(), d.uvarint()
		if skip > maxField || n > maxField || end > maxField {
			d.fail("a span that cannot be")
		}
		if d.err != nil {
			return nil, d.err
		}
		s := hearsay.Span{Start: end + int(skip)}
		s.End = s.Start + int(n)
		spans, end = append(spans, s), s.End
	}
	return spans, nil
}

// passage cuts spans out of a text.
func passage(text string, spans []hearsay.Span) hearsay.Passage {
	var parts []string
	for _, s := range spans {
		if s.End > len(text) {
			return hearsay.Passage{Spans: spans}
		}
		parts = append(parts, text[s.Start:s.End])
	}
	return hearsay.Passage{Text: strings.Join(parts, " "), Spans: spans}
}
