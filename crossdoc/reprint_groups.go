package crossdoc

import (
	"cmp"
	"fmt"
	"slices"

	"hearsay"
)

// Reprinted is an article with what [Reprints.Add] found for it.
type Reprinted struct {
	Brief    *Brief
	Overlaps []Overlap
}

// How groups are made. (tune)
const (
	leastInGroup = 0.25 // that a member of a group must share with the others
	mostCompared = 8    // members that a new one is compared with
)

// Groups puts articles that are one text together. It is given the articles known
// at a moment, of a story or of all; overlaps with others don't matter.
//
// In the order in which they came, each article joins the groups in which there is
// one that it is a copy of, if it shares something with all of the group. So a text
// that is put together from two is in the groups of both and makes not one group of
// them, two that took over different parts of a third are in two groups with it, and
// no group drifts from copy to copy. Versions of one address are not copies of each other, but may both be
// another's. The likely original is the agency's own text where an agency put it
// out under its name, else the earliest, else the most complete.
func Groups(arts []Reprinted) []hearsay.CopyGroup {
	arts = slices.Clone(arts)
	slices.SortStableFunc(arts, func(a, b Reprinted) int {
		return cmp.Or(a.Brief.Known.Compare(b.Brief.Known), cmp.Compare(a.Brief.Version, b.Brief.Version))
	})
	at := make(map[hearsay.VersionID]int, len(arts))
	for i := range arts {
		at[arts[i].Brief.Version] = i
	}
	var groups [][]int             // members; the first is what the group began with
	in := make([][]int, len(arts)) // groups of each article
	for i := range arts {
		var copies []Overlap
		for _, o := range arts[i].Overlaps {
			if j, ok := at[o.Earlier]; ok && j < i && o.isCopy() && !sameAddress(arts[i].Brief, arts[j].Brief) {
				copies = append(copies, o)
			}
		}
		slices.SortStableFunc(copies, func(a, b Overlap) int {
			return cmp.Or(cmp.Compare(max(b.Of, b.In), max(a.Of, a.In)), cmp.Compare(b.Of, a.Of), cmp.Compare(at[a.Earlier], at[b.Earlier]))
		})
		for _, o := range copies {
			j := at[o.Earlier]
			if len(in[j]) == 0 { // it is an original of its own
				in[j] = append(in[j], len(groups))
				groups = append(groups, []int{j})
			}
			for _, g := range slices.Clone(in[j]) {
				first := groups[g][0]
				if slices.Contains(in[i], g) || sameAddress(arts[i].Brief, arts[first].Brief) {
					continue
				}
				shares := true
				for _, k := range groups[g][:min(len(groups[g]), mostCompared)] {
					shares = shares && (k == j || share(arts, i, k))
				}
				switch {
				case shares:
					in[i] = append(in[i], g)
					groups[g] = append(groups[g], i)
				case first == j: // of another part of it than the others
					in[i], in[j] = append(in[i], len(groups)), append(in[j], len(groups))
					groups = append(groups, []int{j, i})
				}
			}
		}
		if len(copies) > 0 && len(in[i]) == 0 { // of what another put into a copy of something else
			j := at[copies[0].Earlier]
			in[i], in[j] = append(in[i], len(groups)), append(in[j], len(groups))
			groups = append(groups, []int{j, i})
		}
	}
	slices.SortStableFunc(groups, func(a, b []int) int { return cmp.Compare(a[0], b[0]) })
	var out []hearsay.CopyGroup
	for _, g := range groups {
		if len(g) > 1 {
			out = append(out, copyGroup(arts, g, at))
		}
	}
	return out
}

// sameAddress reports whether two articles are versions of one.
func sameAddress(a, b *Brief) bool { return a.URL != "" && a.URL == b.URL }

// share reports whether two articles have so much in common that they can be in one
// group. Of what overlaps are not known for, the prints are compared.
func share(arts []Reprinted, i, j int) bool {
	o, ok := between(arts, i, j)
	if !ok {
		var m matcher
		later, earlier := arts[max(i, j)].Brief, arts[min(i, j)].Brief
		m.read(later.Prints, make([]bool, len(later.Prints)))
		c := m.compare(earlier.Prints)
		o.Of, o.In, o.Long = c.of, c.in, c.long
	}
	return o.Of >= leastInGroup || o.In >= leastInGroup || o.Long > 0
}

// between gives how much of article i is in article j, whichever came first.
func between(arts []Reprinted, i, j int) (Overlap, bool) {
	if i >= j {
		for _, o := range arts[i].Overlaps {
			if o.Earlier == arts[j].Brief.Version {
				return o, true
			}
		}
		return Overlap{}, false
	}
	o, ok := between(arts, j, i)
	if !ok {
		return o, false
	}
	o.Of, o.In = o.In, o.Of
	o.Cites = false
	o.Earlier = arts[j].Brief.Version
	changes := make([]hearsay.Change, 0, len(o.Changes))
	for _, c := range o.Changes {
		if c.Kind != "sentence" {
			changes = append(changes, hearsay.Change{Kind: c.Kind, Was: c.Now, Now: c.Was})
		}
	}
	o.Changes = changes
	return o, true
}

// copyGroup describes a group of articles, given in their order.
func copyGroup(arts []Reprinted, members []int, at map[hearsay.VersionID]int) hearsay.CopyGroup {
	var g hearsay.CopyGroup
	for _, i := range members {
		for _, a := range arts[i].Brief.Agencies {
			g.Agency = cmp.Or(g.Agency, a)
		}
	}
	original := slices.MinFunc(members, func(i, j int) int {
		a, b := arts[i].Brief, arts[j].Brief
		return cmp.Or(-compareBool(agencyOwn(a, g.Agency), agencyOwn(b, g.Agency)), a.Known.Compare(b.Known),
			cmp.Compare(total(b.Prints), total(a.Prints)), cmp.Compare(a.Version, b.Version))
	})
	g.Original = arts[original].Brief.Version
	for _, i := range members {
		if i == original {
			continue
		}
		o, ok := between(arts, i, original)
		if !ok { // it shares more with another copy
			for _, p := range arts[i].Overlaps {
				if j, in := at[p.Earlier]; in && slices.Contains(members, j) {
					o = p
					break
				}
			}
		}
		g.Copies = append(g.Copies, hearsay.Copy{
			Article:  arts[i].Brief.Version,
			Of:       cmp.Or(o.Earlier, g.Original),
			Share:    float64(o.Of),
			Evidence: evidenceOf(o, arts, at),
			Changes:  o.Changes,
		})
	}
	return g
}

func agencyOwn(b *Brief, agency string) bool {
	return agency != "" && sameOutlet(normalOutlet(b.Outlet), normalOutlet(agency))
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// evidenceOf says in lines what speaks for a copy.
func evidenceOf(o Overlap, arts []Reprinted, at map[hearsay.VersionID]int) []string {
	out := []string{fmt.Sprintf("containment %.2f", o.Of)}
	if o.In >= copyContained && o.Of < copyContained {
		out = append(out, fmt.Sprintf("contains %.2f of the earlier", o.In))
	}
	if o.Long > 0 {
		out = append(out, fmt.Sprintf("long sentences shared: %d", o.Long))
	}
	if o.SameCredit != "" {
		out = append(out, "credit "+o.SameCredit)
	}
	if o.Cites {
		if j, ok := at[o.Earlier]; ok {
			out = append(out, "wie "+arts[j].Brief.Outlet+" berichtet")
		}
	}
	if o.RareErrors > 0 {
		out = append(out, fmt.Sprintf("rare errors shared: %d", o.RareErrors))
	}
	return out
}
