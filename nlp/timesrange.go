package nlp

import (
	"strings"
	"time"

	"hearsay"
	"hearsay/text"
)

// A TimeStretch is a stretch of time as a sentence gives it: one expression with
// the preposition that says on which side of it things lie ("seit Montag", "bis
// 2030"), or two that are its ends ("vom 3. bis 12. September").
type TimeStretch struct {
	Toks  hearsay.Range // of the expressions and what joins them, without the preposition in front
	Exprs hearsay.Range // into Doc.Times
	EDTF  hearsay.Date  // an interval where it is one; never empty
}

// TimeStretches joins the expressions of time of a document, in text order. It
// leaves out those that lie nowhere in time, and sets ("jeden Montag"). What
// [Language.Times] found is not changed: TIMEX3 knows no such stretches, its
// expressions are their ends.
//
//   - "vom 3. bis 12. September", "zwischen Montag und Mittwoch", "1914-1918": from the first to
//     the last;
//   - "am 3. und 4. Oktober": the same where one follows the other;
//   - "in der Nacht vom 2. auf den 3. Mai": both days;
//   - "seit Montag": to the article's date; "ab Montag" and "von Montag an": open
//     at the end; "bis Montag": open at the beginning.
func TimeStretches(doc *hearsay.Doc) []TimeStretch {
	var out []TimeStretch
	s := 0
	for i := 0; i < len(doc.Times); i++ {
		a := &doc.Times[i]
		if a.EDTF == "" || a.Type == "SET" {
			continue
		}
		for s+1 < len(doc.Sents) && doc.Sents[s].Toks.To <= a.Toks.From {
			s++
		}
		sent := hearsay.Range{To: len(doc.Toks)}
		if s < len(doc.Sents) {
			sent = doc.Sents[s].Toks
		}
		if i+1 < len(doc.Times) {
			if b := &doc.Times[i+1]; b.EDTF != "" && b.Type != "SET" && b.Toks.To <= sent.To {
				if d := joinTimes(doc, a, b, sent); d != "" {
					out = append(out, TimeStretch{
						Toks:  hearsay.Range{From: a.Toks.From, To: b.Toks.To},
						Exprs: hearsay.Range{From: i, To: i + 2}, EDTF: d,
					})
					i++
					continue
				}
			}
		}
		out = append(out, TimeStretch{Toks: a.Toks, Exprs: hearsay.Range{From: i, To: i + 1}, EDTF: directed(doc, a, sent)})
	}
	return out
}

// joinTimes gives the stretch between two expressions that stand in a row; empty
// where they are two times of their own.
func joinTimes(doc *hearsay.Doc, a, b *hearsay.Expression, sent hearsay.Range) hearsay.Date {
	if b.Toks.From < a.Toks.To { // "1914-1918" is one token
		return span(startOf(a.EDTF), endOf(b.EDTF))
	}
	if b.Toks.From-a.Toks.To > 3 {
		return ""
	}
	between := lowerWords(doc, a.Toks.To, b.Toks.From)
	before := wordIn(doc, a.Toks.From-1, sent)
	switch between {
	case "bis", "bis zum", "bis zur", "bis zu den", "bis in den", "bis in die", "bis ins", "bis in das", "bis einschließlich", "-", "–":
		return span(startOf(a.EDTF), endOf(b.EDTF))
	case "auf", "auf den":
		day, err := time.Parse(time.DateOnly, bareDay(endOf(b.EDTF)))
		if err != nil || !strings.Contains(lowerWords(doc, a.Toks.From, a.Toks.To), "nacht") {
			return ""
		}
		// Of "vom 2. auf den 3. Mai" only the second day has its month with it.
		return span(hearsay.Date(day.AddDate(0, 0, -1).Format(time.DateOnly)), hearsay.Date(day.Format(time.DateOnly)))
	case "und", "sowie", "und am", "und im":
		if before == "zwischen" && between == "und" {
			return span(startOf(a.EDTF), endOf(b.EDTF))
		}
		if between != "sowie" && follows(a.EDTF, b.EDTF) {
			return span(a.EDTF, b.EDTF)
		}
	}
	return ""
}

// directed is the stretch that an expression gives together with the preposition
// in front of it.
func directed(doc *hearsay.Doc, a *hearsay.Expression, sent hearsay.Range) hearsay.Date {
	if strings.Contains(string(a.EDTF), "/") && a.Type == "DURATION" || strings.HasSuffix(a.Value, "_REF") {
		return a.EDTF // has its ends already; "bis jetzt" has none
	}
	before := wordIn(doc, a.Toks.From-1, sent)
	if before == "zum" || before == "zur" || before == "in" || before == "ins" {
		before = wordIn(doc, a.Toks.From-2, sent)
		if before != "bis" {
			return a.EDTF
		}
	}
	switch {
	case before == "seit":
		if now := readNow(doc.Article.Published); now.known() {
			if d := span(startOf(a.EDTF), hearsay.Date(now.civil.String())); d != "" {
				return d
			}
			return a.EDTF
		}
		return startOf(a.EDTF) + "/.."
	case before == "ab", before == "von" && wordIn(doc, a.Toks.To, sent) == "an":
		return startOf(a.EDTF) + "/.."
	case before == "bis":
		return "../" + endOf(a.EDTF)
	}
	return a.EDTF
}

// span is the interval from one date to another, or the one where they are the
// same; empty where the second lies before the first. EDTF's intervals have no
// time of day, so that goes.
func span(from, to hearsay.Date) hearsay.Date {
	f, t := bareDay(from), bareDay(to)
	switch {
	case f == "" || t == "" || strings.HasPrefix(f, "-") || strings.HasPrefix(t, "-"):
		return ""
	case f == t:
		return hearsay.Date(f)
	}
	n := min(len(f), len(t))
	if f[:n] > t[:n] {
		return ""
	}
	return hearsay.Date(f + "/" + t)
}

func startOf(d hearsay.Date) hearsay.Date {
	from, _, _ := strings.Cut(string(d), "/")
	return hearsay.Date(from)
}

func endOf(d hearsay.Date) hearsay.Date {
	from, to, ok := strings.Cut(string(d), "/")
	if !ok {
		return hearsay.Date(from)
	}
	return hearsay.Date(to)
}

// bareDay is a date without its time of day and how sure it is; empty for what is
// no date or open.
func bareDay(d hearsay.Date) string {
	s, _, _ := strings.Cut(string(d), "T")
	s = strings.TrimRight(s, "~?%")
	if s == ".." {
		return ""
	}
	return s
}

// follows reports whether the second date is the day, month or year after the
// first.
func follows(a, b hearsay.Date) bool {
	for _, f := range []struct {
		layout  string
		y, m, d int
	}{{time.DateOnly, 0, 0, 1}, {"2006-01", 0, 1, 0}, {"2006", 1, 0, 0}} {
		if t, err := time.Parse(f.layout, string(a)); err == nil {
			return t.AddDate(f.y, f.m, f.d).Format(f.layout) == string(b)
		}
	}
	return false
}

func wordIn(doc *hearsay.Doc, i int, r hearsay.Range) string {
	if i < r.From || i >= r.To {
		return ""
	}
	return strings.ToLower(text.Word(doc, i))
}

func lowerWords(doc *hearsay.Doc, from, to int) string {
	var ws []string
	for i := from; i < to; i++ {
		ws = append(ws, strings.ToLower(text.Word(doc, i)))
	}
	return strings.Join(ws, " ")
}
