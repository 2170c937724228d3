package present

import (
	"fmt"
	"io"
	"iter"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/parquet-go/parquet-go"

	"hearsay"
)

// exportRow is a row of the csv and parquet exports: a piece of evidence, with the
// claim that it is about. One flat table rather than one of claims and one of
// evidence, since it fits one file and answers most questions without a join; what
// belongs to the claim is repeated, which Parquet's dictionaries make cheap. A claim
// without evidence has one row, its evidence columns empty.
//
// The names of the columns are a contract: columns may be added at the end, never
// renamed or dropped.
type exportRow struct {
	Claim       string `parquet:"claim,dict"`
	Gist        string `parquet:"gist,dict"`
	Status      string `parquet:"status,dict"`
	Phase       string `parquet:"phase,dict"`
	Rule        string `parquet:"rule,dict"`
	Since       int64  `parquet:"since,optional,timestamp(microsecond)"` // of status and phase; µs since 1970
	OriginsMin  int32  `parquet:"origins_min"`
	OriginsMax  int32  `parquet:"origins_max"`
	Reach       int32  `parquet:"reach"`
	Reliability string `parquet:"reliability,optional,dict"` // Admiralty letter
	Credibility int32  `parquet:"credibility,optional"`      // Admiralty digit
	When        string `parquet:"when,optional,dict"`        // EDTF
	Places      string `parquet:"places,optional,dict"`      // parted by "; "
	Story       string `parquet:"story,optional,dict"`

	Evidence  string  `parquet:"evidence,optional"`
	Stance    string  `parquet:"stance,optional,dict"`
	Score     float64 `parquet:"score,optional"`
	Article   string  `parquet:"article,optional,dict"` // version
	URL       string  `parquet:"url,optional,dict"`
	Outlet    string  `parquet:"outlet,optional,dict"`
	Title     string  `parquet:"title,optional,dict"`
	Published string  `parquet:"published,optional,dict"` // EDTF, or an RFC 3339 time
	Known     int64   `parquet:"known,optional,timestamp(microsecond)"`
	Text      string  `parquet:"text,optional"`  // the passage
	Spans     string  `parquet:"spans,optional"` // "10-31; 40-52", in code points of the article's text

	// Of the statement; empty for what an article says in its own name.
	Source           string `parquet:"source,optional,dict"`
	SourceID         string `parquet:"source_id,optional,dict"`
	Act              string `parquet:"act,optional,dict"`
	Mode             string `parquet:"mode,optional,dict"`
	FactualitySource string `parquet:"factuality_source,optional,dict"`
	FactualityOutlet string `parquet:"factuality_outlet,optional,dict"`
	Chain            string `parquet:"chain,optional,dict"` // "dpa > Nordkabel", outermost first
	Origin           string `parquet:"origin,optional,dict"`
}

// exportRows are the rows of a claim.
func exportRows(c *hearsay.Claim, more *Lookup) ([]exportRow, error) {
	row := exportRow{Claim: string(c.ID), Gist: oneLine(c.Gist), When: string(c.When), Places: list(entityNames(c.Places)), Story: string(c.Story)}
	if a := latest(c); a != nil {
		row.Status, row.Phase, row.Rule, row.Reliability = string(a.Status), string(a.Phase), a.Rule, letter(a)
		row.OriginsMin, row.OriginsMax, row.Reach, row.Credibility = int32(a.OriginsMin), int32(a.OriginsMax), int32(a.Reach), int32(a.Credibility)
		ms := moves(c)
		row.Since = micros(ms[len(ms)-1].At)
	}
	if len(c.Evidence) == 0 {
		return []exportRow{row}, nil
	}
	var rows []exportRow
	for _, e := range byKnown(c) {
		r := row
		a, err := more.articleOf(e)
		if err != nil {
			return nil, err
		}
		st, err := more.statement(e.ID)
		if err != nil {
			return nil, err
		}
		sps, err := more.spans(e.Article, e.Spans, string(e.ID))
		if err != nil {
			return nil, err
		}
		r.Evidence, r.Stance, r.Score, r.Article = string(e.ID), string(e.Stance), e.Score, string(e.Article)
		r.URL, r.Outlet, r.Title, r.Published, r.Known = e.URL, e.Outlet, oneLine(a.Title), string(e.Published), micros(e.Known)
		r.Text = oneLine(e.Text)
		parts := make([]string, len(sps))
		for i, sp := range sps {
			parts[i] = fmt.Sprintf("%d-%d", sp.Start, sp.End)
		}
		r.Spans = list(parts)
		if st != nil {
			r.Source, r.Act, r.Mode, r.Chain = oneLine(sourceName(st)), string(st.Act), string(st.Mode), chainLine(st)
			if st.Source != nil && st.Source.Entity != nil {
				r.SourceID = worldID(st.Source.Entity.ID)
			}
			r.FactualitySource, r.FactualityOutlet = string(st.Factuality.Source), string(st.Factuality.Outlet)
			if o, ok := originOf(st); ok {
				r.Origin = oneLine(o.Name)
			}
		}
		rows = append(rows, r)
	}
	return rows, nil
}

// micros is a moment as Parquet has it; zero, which becomes null, for none.
func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// exportColumns are the names of the columns, from the tags.
func exportColumns() []string {
	t := reflect.TypeFor[exportRow]()
	names := make([]string, t.NumField())
	for i := range names {
		names[i], _, _ = strings.Cut(t.Field(i).Tag.Get("parquet"), ",")
	}
	return names
}

// cells are the columns of a row as CSV has them: null is empty, moments are RFC 3339.
func (r *exportRow) cells() []string {
	v, t := reflect.ValueOf(r).Elem(), reflect.TypeFor[exportRow]()
	out := make([]string, v.NumField())
	for i := range out {
		f, tag := v.Field(i), t.Field(i).Tag.Get("parquet")
		switch {
		case f.IsZero() && strings.Contains(tag, ",optional"):
		case strings.Contains(tag, ",timestamp"):
			out[i] = instant(time.UnixMicro(f.Int()))
		case f.CanInt():
			out[i] = strconv.FormatInt(f.Int(), 10)
		case f.CanFloat():
			out[i] = strconv.FormatFloat(f.Float(), 'g', -1, 64)
		default:
			out[i] = f.String()
		}
	}
	return out
}

func exportCSV(w io.Writer, in iter.Seq2[hearsay.Claim, error], more *Lookup) error {
	t := newTable(w, exportColumns()...)
	return writeTable(t, in, func(c hearsay.Claim) error {
		rows, err := exportRows(&c, more)
		if err != nil {
			return err
		}
		for i := range rows {
			if err := t.row(rows[i].cells()...); err != nil {
				return err
			}
		}
		return nil
	})
}

// rowGroup is how many rows are compressed together, and kept in memory until then.
const rowGroup = 1 << 16

func exportParquet(w io.Writer, in iter.Seq2[hearsay.Claim, error], more *Lookup) error {
	// By default the file would name the build of the library that wrote it. Zstandard
	// is written by code that is the same on every machine, other than Snappy's.
	pw := parquet.NewGenericWriter[exportRow](w, parquet.Compression(&parquet.Zstd), parquet.CreatedBy("hearsay", "1", ""), parquet.MaxRowsPerRowGroup(rowGroup))
	for c, err := range in {
		if err != nil {
			return err
		}
		rows, err := exportRows(&c, more)
		if err != nil {
			return err
		}
		for i := range rows {
			rows[i].valid()
		}
		if _, err := pw.Write(rows); err != nil {
			return err
		}
	}
	return pw.Close()
}

// valid makes all text proper UTF-8, which Parquet's strings have to be.
func (r *exportRow) valid() {
	v := reflect.ValueOf(r).Elem()
	for i := range v.NumField() {
		if f := v.Field(i); f.Kind() == reflect.String {
			f.SetString(strings.ToValidUTF8(f.String(), "\uFFFD"))
		}
	}
}
