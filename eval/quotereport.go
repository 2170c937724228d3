package eval

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// A QuoteReport holds the figures of a measurement against gold quotations.
type QuoteReport struct {
	Articles   int        `json:"articles"`
	Gold       int        `json:"gold"`  // quotations in gold
	Found      int        `json:"found"` // quotations found in these articles
	Full       QuoteScore `json:"full"`
	Simplified QuoteScore `json:"simplified"` // without nested ones, the source being the only role
}

// NewQuoteReport measures quotations, by document name, against gold.
func NewQuoteReport(gold []GoldDoc, found map[string][]Quote) *QuoteReport {
	r := &QuoteReport{
		Articles:   len(gold),
		Full:       ScoreQuotes(gold, found, false),
		Simplified: ScoreQuotes(gold, found, true),
	}
	r.Gold, r.Found = r.Full.Whole.Gold, r.Full.Whole.System
	return r
}

// Figures gives what a score file keeps: name → value, 0 to 1.
func (r *QuoteReport) Figures() map[string]float64 {
	f := map[string]float64{}
	trio := func(name string, t Trio) {
		f[name+" joint F1"] = t.Joint.F1
		f[name+" messages F1"] = t.Messages.F1
		f[name+" roles F1"] = t.Roles.F1
	}
	trio("official macro", r.Full.Official.Macro)
	trio("strict macro", r.Full.Strict.Macro)
	trio("simplified macro", r.Simplified.Official.Macro)
	for role, x := range r.Full.Official.MacroPerRole {
		f["official macro "+role+" F1"] = x.F1
	}
	for t, x := range r.Full.PerType {
		f["strict macro messages F1, "+string(ModeOf(t))] = x.AnyLabel.Messages.F1
	}
	f["type F1"] = r.Full.Official.Type.F1
	f["medium F1"] = r.Full.Official.Medium.F1
	return f
}

// WriteJSON writes the report as one indented JSON object.
func (r *QuoteReport) WriteJSON(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(r)
}

// WriteText prints tables, in percent, in lines of at most width characters (60
// at least).
func (r *QuoteReport) WriteText(w io.Writer, width int) error {
	t := table{label: min(max(width, 60)-34, 46)}
	fmt.Fprintf(&t.b, "%d articles, %d quotations in gold, %d found\n", r.Articles, r.Gold, r.Found)
	trio := func(title string, x Trio, roles string) {
		t.title(title)
		t.row("joint", x.Joint)
		t.row("messages (content)", x.Messages)
		t.row(roles, x.Roles)
	}
	trio("official macro: the published measure", r.Full.Official.Macro, "roles")
	trio("strict macro: without pairs that share nothing", r.Full.Strict.Macro, "roles")
	trio("official micro", r.Full.Official.Micro, "roles")
	trio("simplified: no nested, no role but the source", r.Simplified.Official.Macro, "source")

	t.title("per role, official macro")
	for _, k := range []Role{Source, Cue, Frame, Addressee} {
		name := k.String()
		if k == Source {
			name = "source (speaker)"
		}
		t.row(name, r.Full.Official.MacroPerRole[k.String()])
	}
	t.title("labels")
	t.row("mode (type)", r.Full.Official.Type)
	t.row("medium", r.Full.Official.Medium)

	t.title("content per mode, strict macro, any label")
	for _, typ := range quoteTypes {
		x := r.Full.PerType[typ]
		t.row(fmt.Sprintf("%s (%d/%d)", ModeOf(typ), x.Gold, x.System), x.AnyLabel.Messages)
	}
	fmt.Fprintf(&t.b, "  (in gold/found)\n")
	t.title("all parts per mode, strict macro, label right")
	for _, typ := range quoteTypes {
		t.row(string(ModeOf(typ)), r.Full.PerType[typ].Labelled.Joint)
	}

	whole := r.Full.Whole
	t.title("whole quotations")
	t.row("overlapping", whole.Overlapping.PRF)
	t.row("content exact", whole.Exact.PRF)
	t.row("content F1 >= 0.8", whole.Near.PRF)
	t.row("… and source overlaps", whole.NearWithSpeaker.PRF)
	t.row("content and source exact", whole.ExactWithSpeaker.PRF)
	sp := r.Full.Speaker
	fmt.Fprintf(&t.b, "\nsource of %d overlapping quotations: overlaps %.2f %%, exact %.2f %%\n", sp.Pairs, 100*sp.Overlaps, 100*sp.Exact)
	fmt.Fprintf(&t.b, "official pairs that share no token: %d\n", r.Full.Unshared)
	_, err := io.WriteString(w, t.b.String())
	return err
}

// A table prints rows of precision, recall and F1.
type table struct {
	b     strings.Builder
	label int // characters of the first column
}

func (t *table) title(s string) {
	fmt.Fprintf(&t.b, "\n%s %8s %8s %8s\n", pad(shorten(s, t.label+2), t.label+2), "P", "R", "F1")
}

func (t *table) row(name string, x PRF) {
	fmt.Fprintf(&t.b, "  %s %8.2f %8.2f %8.2f\n", pad(shorten(name, t.label), t.label), 100*x.P, 100*x.R, 100*x.F1)
}
