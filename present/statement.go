package present

import (
	"fmt"
	"io"
	"iter"
	"strconv"

	"hearsay"
)

// StatementSchema names the format of [AppendStatementJSON]. A field may be added
// under the same number; to rename or drop one takes a new number.
//
// History: 1, the first.
const StatementSchema = "hearsay/statement/1"

// A FiledStatement is a statement in a ledger, with where it stands and what it is
// evidence of.
type FiledStatement struct {
	ID        hearsay.EvidenceID
	Article   ArticleHead
	Statement *hearsay.Statement
	Claims    []ClaimState
}

// A ClaimState is a claim as those see it who look at its evidence.
type ClaimState struct {
	ID     hearsay.ClaimID
	Gist   string
	Status hearsay.Status
	Phase  hearsay.Phase
	Stance hearsay.Stance // of the evidence
}

// filedJSON is one line of "statements --format json".
type filedJSON struct {
	Schema    string           `json:"schema"`    // StatementSchema
	ID        string           `json:"id"`        // of the statement in the ledger
	Article   headJSON         `json:"article"`   // where it stands
	Statement statementJSON    `json:"statement"` // as in hearsay/read/1
	Claims    []claimStateJSON `json:"claims"`    // what it is evidence of
}

type claimStateJSON struct {
	ID     string `json:"id"`
	Gist   string `json:"gist"`
	Status string `json:"status"`
	Phase  string `json:"phase"`
	Stance string `json:"stance"` // supports, denies, neutral
}

// AppendStatementJSON appends f to b as one line, with its line end, in the format
// that [StatementSchema] names. It needs the article's text and fails where a span
// lies outside it.
func AppendStatementJSON(b []byte, f *FiledStatement, more Lookup) ([]byte, error) {
	out, err := filed(f, &more)
	if err != nil {
		return b, err
	}
	return appendLine(b, out)
}

func filed(f *FiledStatement, more *Lookup) (*filedJSON, error) {
	text, err := more.text(f.Article.ID)
	if err != nil {
		return nil, err
	}
	c := coder{index: newRuneIndex(text), where: "statement " + string(f.ID)}
	out := &filedJSON{Schema: StatementSchema, ID: string(f.ID), Article: headOf(&f.Article), Statement: c.statement(f.Statement), Claims: []claimStateJSON{}}
	for _, k := range f.Claims {
		out.Claims = append(out.Claims, claimStateJSON{string(k.ID), k.Gist, string(k.Status), string(k.Phase), string(k.Stance)})
	}
	return out, c.err
}

// StatementsText writes statements for people: each as [Text] does, then where it
// stands and what it is evidence of.
func StatementsText(w io.Writer, in iter.Seq2[FiledStatement, error], more Lookup, o TextOptions) error {
	t := newLedgerTexter(&more, o)
	return writeList(t, w, in, [2]string{t.l.Statement, t.l.Statements}, func(n int, f FiledStatement) error {
		return t.filed(n, &f)
	})
}

// filed is a statement in a list.
func (t *ledgerTexter) filed(n int, f *FiledStatement) error {
	text, err := t.more.text(f.Article.ID)
	if err != nil {
		return err
	}
	a := &hearsay.Article{Outlet: f.Article.Outlet, Text: text}
	st := *f.Statement
	st.Act, st.Mode = hearsay.Act(defang(string(st.Act))), hearsay.Mode(defang(string(st.Mode))) // from a file, where they may be anything
	alone := texter{painter: t.painter, l: t.l.labels, rd: &hearsay.Reading{Article: a}, paras: paragraphs(text), numbers: len(strconv.Itoa(n))}
	alone.statement(&node{st: &st, num: n}, "", "", nil)
	rest := spaces(alone.numbers + 2)
	when := t.l.instant(f.Article.Known)
	if f.Article.Published != "" {
		when = t.l.date(f.Article.Published)
	}
	t.say(rest, rest, faint, facts(f.Article.Outlet, when, oneLine(f.Article.Title), f.Article.URL, string(f.ID)))
	for i := range f.Claims {
		t.say(rest, rest+"  ", plain, t.l.claimState(&f.Claims[i]))
	}
	return nil
}

// claimState says what a statement does to a claim: "dafür: bestätigt, geplant — … · c…".
func (l *claimLabels) claimState(k *ClaimState) string {
	return fmt.Sprintf("%s: %s — %s\u00a0· %s", known(l.Stances, k.Stance), joined(", ", known(l.Statuses, k.Status), known(l.Phases, k.Phase)), oneLine(k.Gist), k.ID)
}

// StatementsCSV writes statements as a table, a statement a row.
func StatementsCSV(w io.Writer, in iter.Seq2[FiledStatement, error]) error {
	t := newTable(w, "id", "source", "source_id", "act", "mode", "content", "cue", "factuality_source", "factuality_outlet", "said", "when", "chain",
		"outlet", "published", "title", "url", "claims", "statuses")
	return writeTable(t, in, func(f FiledStatement) error {
		st := f.Statement
		var cue, id, said, when string
		if st.Cue != nil {
			cue = oneLine(st.Cue.Text)
		}
		if st.Source != nil && st.Source.Entity != nil {
			id = worldID(st.Source.Entity.ID)
		}
		if st.Said != nil {
			said = string(st.Said.EDTF)
		}
		if st.When != nil {
			when = string(st.When.EDTF)
		}
		var ids, statuses []string
		for _, k := range f.Claims {
			ids, statuses = append(ids, string(k.ID)), append(statuses, string(k.Status))
		}
		return t.row(string(f.ID), oneLine(sourceName(st)), id, string(st.Act), string(st.Mode), oneLine(st.Content.Text), cue,
			string(st.Factuality.Source), string(st.Factuality.Outlet), said, when, chainLine(st),
			f.Article.Outlet, string(f.Article.Published), oneLine(f.Article.Title), f.Article.URL, list(ids), list(statuses))
	})
}

// chainLine is a chain for programs, outermost first: "dpa > Nordkabel".
func chainLine(st *hearsay.Statement) string {
	var b []byte
	for i := range st.Chain {
		if i > 0 {
			b = append(b, " > "...)
		}
		b = append(b, oneLine(st.Chain[i].Name)...)
	}
	return string(b)
}
