package ledger

import (
	"fmt"
	"sort"

	"github.com/klauspost/compress/zstd"
)

// makeDict makes a dictionary of texts: the stretches that come up in most of them,
// chosen as COVER does (Liao, Petri, Moffat and Wirth 2016): a stretch is worth what
// its 8-byte strings are, each counted once over all that is chosen. It gives the
// same bytes for the same texts.
func makeDict(id uint32, texts [][]byte, size int) ([]byte, error) {
	const gram, stretch = 8, 96
	// A string's worth is in how many texts it stands.
	seed := map[string]int32{}
	last := map[string]int32{}
	for i, t := range texts {
		for at := 0; at+gram <= len(t); at++ {
			g := string(t[at : at+gram])
			if last[g] != int32(i)+1 {
				last[g] = int32(i) + 1
				seed[g]++
			}
		}
	}
	type piece struct {
		text  []byte
		worth int
	}
	var all []byte
	for _, t := range texts {
		all = append(all, t...)
		all = append(all, '\n')
	}
	var chosen []piece
	// One stretch of each part, so that all of the texts have their say.
	parts := size / stretch
	part := len(all) / parts
	for p := range parts {
		from, to := p*part, (p+1)*part
		best, bestAt := -1, from
		worth := 0
		w := func(at int) int {
			if n := seed[string(all[at:at+gram])]; n > 2 {
				return int(n)
			}
			return 0
		}
		for at := from; at+gram <= min(to+stretch, len(all)); at++ {
			worth += w(at)
			if at-from >= stretch-gram {
				if worth > best {
					best, bestAt = worth, at-(stretch-gram)
				}
				worth -= w(at - (stretch - gram))
			}
		}
		end := min(bestAt+stretch, len(all))
		s := all[bestAt:end]
		for at := bestAt; at+gram <= end; at++ {
			seed[string(all[at:at+gram])] = 0
		}
		chosen = append(chosen, piece{s, best})
	}
	// What is worth most comes last: it is cheapest to point at.
	sort.SliceStable(chosen, func(i, j int) bool { return chosen[i].worth < chosen[j].worth })
	var history []byte
	for _, c := range chosen {
		history = append(history, c.text...)
	}
	d, err := zstd.BuildDict(zstd.BuildDictOptions{
		ID: id, Contents: texts, History: history, Offsets: [3]int{1, 4, 8},
		Level: zstd.SpeedBetterCompression,
	})
	if err != nil {
		return nil, fmt.Errorf("ledger: dictionary: %w", err)
	}
	return d, nil
}
