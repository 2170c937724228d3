package present

import (
	"encoding/csv"
	"io"
	"iter"
	"strconv"
	"strings"

	"hearsay"
)

// ClaimsCSV writes claims as a table, a claim a row, with a row of names on top.
// Lists within a cell are parted by "; ".
func ClaimsCSV(w io.Writer, in iter.Seq2[hearsay.Claim, error]) error {
	t := newTable(w, "id", "status", "phase", "gist", "origins_min", "origins_max", "reach", "reliability", "credibility",
		"when", "places", "participants", "since", "rule", "evidence", "siblings", "story")
	return writeTable(t, in, func(c hearsay.Claim) error {
		var a hearsay.Assessment
		if last := latest(&c); last != nil {
			a = *last
		}
		since := ""
		if ms := moves(&c); len(ms) > 0 {
			since = instant(ms[len(ms)-1].At)
		}
		credibility := ""
		if a.Credibility > 0 {
			credibility = strconv.Itoa(a.Credibility)
		}
		return t.row(string(c.ID), string(a.Status), string(a.Phase), oneLine(c.Gist), strconv.Itoa(a.OriginsMin), strconv.Itoa(a.OriginsMax), strconv.Itoa(a.Reach),
			letter(&a), credibility, string(c.When), list(entityNames(c.Places)), list(participantNames(c.Participants)), since, a.Rule,
			strconv.Itoa(len(c.Evidence)), list(texts(c.Siblings)), string(c.Story))
	})
}

func entityNames(es []hearsay.Entity) []string {
	var names []string
	for i := range es {
		names = append(names, es[i].Name)
	}
	return names
}

func participantNames(ps []hearsay.Participant) []string {
	var names []string
	for i := range ps {
		names = append(names, ps[i].Name)
	}
	return names
}

// list is a list within a cell.
func list(ss []string) string { return strings.Join(ss, "; ") }

// A table writes CSV (RFC 4180, but with "\n").
type table struct{ *csv.Writer }

func newTable(w io.Writer, names ...string) *table {
	t := &table{csv.NewWriter(w)}
	t.Write(names) // an error stays in the writer until Flush
	return t
}

func (t *table) row(cells ...string) error {
	for i := range cells {
		cells[i] = cell(cells[i])
	}
	return t.Write(cells)
}

func (t *table) end() error {
	t.Flush()
	return t.Error()
}

// cell makes a stranger's text harmless in a table: a row is a line, and a spreadsheet
// computes what begins with one of these signs unless an apostrophe stands before it.
func cell(s string) string {
	s = strings.NewReplacer("\n", " ", "\t", " ").Replace(defang(s))
	if s != "" && strings.ContainsRune("=+-@", rune(s[0])) {
		return "'" + s
	}
	return s
}

// writeTable writes each thing of in as a row.
func writeTable[T any](t *table, in iter.Seq2[T, error], one func(T) error) error {
	for v, err := range in {
		if err == nil {
			err = one(v)
		}
		if err != nil {
			t.Flush()
			return err
		}
	}
	return t.end()
}
