package eval

import (
	"fmt"
	"io"
	"regexp"
	"strings"

	"hearsay"
)

// A WhenScore counts how often the times of statements are right: when something
// was said, and when what was said happens. It is counted on the statements that
// were found at all, matched as in [LabelScore.Add].
//
// The corpus gives times only where they were plain. So a time that was found
// where the gold has none is neither right nor wrong; it is counted apart.
type WhenScore struct {
	Said, When TimeCount
}

// A TimeCount counts the times of one kind.
type TimeCount struct {
	Gold  int // matched statements whose gold has a time
	Found int // those of them for which a time was found
	Right int // those of them for which it is the same
	Near  int // those for which it is not the same but overlaps: the day and its month
	Extra int // matched statements without a time in gold, for which one was found
}

// Add counts the statements of an article.
func (s *WhenScore) Add(gold, found []hearsay.Statement) {
	for i, k := range matchStatements(gold, found) {
		if k < 0 {
			continue
		}
		s.Said.add(gold[i].Said, found[k].Said)
		s.When.add(gold[i].When, found[k].When)
	}
}

func (c *TimeCount) add(gold, found *hearsay.Time) {
	switch {
	case gold == nil && found != nil:
		c.Extra++
	case gold == nil:
	case found == nil:
		c.Gold++
	default:
		c.Gold++
		c.Found++
		switch {
		case SameTime(gold.EDTF, found.EDTF):
			c.Right++
		case overlapDates(gold.EDTF, found.EDTF):
			c.Near++
		}
	}
}

// SameTime reports whether two dates are the same, the time of day aside where
// only one has it, and how sure they are ("~", "?") aside.
func SameTime(a, b hearsay.Date) bool {
	x, y := bareDate(a), bareDate(b)
	if strings.Contains(x, "T") != strings.Contains(y, "T") {
		x, y = clockTime.ReplaceAllString(x, ""), clockTime.ReplaceAllString(y, "")
	}
	return x == y
}

var clockTime = regexp.MustCompile(`T[0-9:.+\-Z]+`)

func bareDate(d hearsay.Date) string {
	s := strings.NewReplacer("~", "", "?", "", "%", "").Replace(string(d))
	if from, to, ok := strings.Cut(s, "/"); ok && from == to {
		return from
	}
	return s
}

// overlapDates reports whether two dates share a day. Open ends reach for ever.
func overlapDates(a, b hearsay.Date) bool {
	lo := func(d string) string {
		from, _, _ := strings.Cut(clockTime.ReplaceAllString(d, ""), "/")
		if from == "" || from == ".." {
			return "0000-00-00"
		}
		return strings.ReplaceAll(from, "X", "0") + "-00-00"[min(6, max(0, len(from)-4)):]
	}
	hi := func(d string) string {
		from, to, ok := strings.Cut(clockTime.ReplaceAllString(d, ""), "/")
		if !ok {
			to = from
		}
		if to == "" || to == ".." {
			return "9999-99-99"
		}
		return strings.ReplaceAll(to, "X", "9") + "-99-99"[min(6, max(0, len(to)-4)):]
	}
	x, y := bareDate(a), bareDate(b)
	return lo(x) <= hi(y) && lo(y) <= hi(x)
}

// Recall is the share of gold times that were found right; Accuracy the share of
// right ones among those found where the gold has a time. Both 0 to 1.
func (c *TimeCount) Recall() float64   { return ratio(float64(c.Right), c.Gold) }
func (c *TimeCount) Accuracy() float64 { return ratio(float64(c.Right), c.Found) }

// Figures gives what a score file keeps, 0 to 1; of times that the gold never has,
// nothing.
func (s *WhenScore) Figures() map[string]float64 {
	f := map[string]float64{}
	for _, x := range s.kinds() {
		if x.Gold > 0 {
			f[x.name+" recall"] = x.Recall()
			f[x.name+" accuracy"] = x.Accuracy()
		}
	}
	return f
}

// WriteText prints the figures in percent, a line each.
func (s *WhenScore) WriteText(w io.Writer) error {
	for _, x := range s.kinds() {
		_, err := fmt.Fprintf(w, "  %-12s %6.2f %% of %d found right, %6.2f %% of the %d given (%d more overlap); %d given where the gold is silent\n",
			x.name, 100*x.Recall(), x.Gold, 100*x.Accuracy(), x.Found, x.Near, x.Extra)
		if err != nil {
			return err
		}
	}
	return nil
}

type namedCount struct {
	name string
	TimeCount
}

func (s *WhenScore) kinds() []namedCount { return []namedCount{{"said", s.Said}, {"when", s.When}} }
