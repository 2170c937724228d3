package crossdoc

import (
	"fmt"
	"strings"
	"time"
)

// Explain says, line by line, how a claim is judged at a moment: each piece of
// evidence with the origin that it stands on, what that is to the claim, and why
// it counts or does not. It is for "hearsay why".
func Explain(c *Case, at time.Time) []string {
	c.prepare()
	var out []string
	for _, t := range c.weigh(c.heard, at) {
		out = append(out, c.explain(t, at))
	}
	for _, t := range c.weigh(c.heardEvents, at) {
		out = append(out, "of the event: "+c.explain(t, at))
	}
	return out
}

func (c *Case) explain(t *testimony, at time.Time) string {
	var b strings.Builder
	p := t.Prop
	fmt.Fprintf(&b, "%s %s %s, %s %s/%s %s", p.ID, t.Article.Outlet, t.Stance, p.Act, p.Factuality.Source, p.Factuality.Outlet, p.Phase)
	if o := t.origin; o == nil {
		b.WriteString("; nobody identified")
	} else {
		fmt.Fprintf(&b, "; origin %s (%s, %s", o.name, o.kind, o.seen)
		for _, s := range []string{o.id, o.state, o.inst.class} {
			if s != "" {
				b.WriteString(", " + s)
			}
		}
		b.WriteString(")")
	}
	for _, s := range []struct {
		is   bool
		says string
	}{{t.principal, "principal"}, {t.record, "keeps the record"}, {t.charge, "in charge"}, {t.access, "has access"}, {t.first, "first-hand"}} {
		if s.is {
			b.WriteString("; " + s.says)
			if t.why != "" && (s.says == "principal" || s.says == "keeps the record") {
				b.WriteString(": " + t.why)
			}
		}
	}
	if hedged(&t.Item) {
		b.WriteString("; hedged")
	}
	if w, ok := c.withdrawn(t, at); ok {
		fmt.Fprintf(&b, "; withdrawn by %s: %s", w.By, w.Why)
	}
	return b.String()
}
