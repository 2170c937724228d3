package main

import (
	"encoding/json"
	"strings"
	"testing"

	"hearsay/eval"
)

// ledgerCall is a call in a folder with a ledger of two storylines.
func ledgerCall(t *testing.T) *call {
	t.Helper()
	lines, err := eval.ReadStorylines("../../corpus/stories", "s0")
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, l := range lines {
		if l.ID == "s08" || l.ID == "s01" {
			if err := l.WriteArticles(&b); err != nil {
				t.Fatal(err)
			}
		}
	}
	c := newCall(t)
	c.env = []string{"LANG=de_DE.UTF-8", "HEARSAY_DB=" + c.dir + "/l.db"}
	c.file("a.jsonl", b.String())
	c.run("add", "a.jsonl").says(exitDone, "10 added")
	c.run("add", "a.jsonl").says(exitDone, "0 added, 10 there already")
	return c
}

// says checks the exit status, and what stands on standard output.
func (c *call) says(code int, said ...string) *call {
	c.t.Helper()
	if c.code != code {
		c.t.Errorf("exit status %d; want %d", c.code, code)
	}
	for _, s := range said {
		if !strings.Contains(c.out, s) {
			c.t.Errorf("standard output lacks %q", s)
		}
	}
	if c.t.Failed() {
		c.t.Logf("stderr:\n%s\nstdout:\n%.2000s", c.errOut, c.out)
	}
	return c
}

// claimLines reads claims as JSON.
func claimLines(t *testing.T, out string) []map[string]any {
	t.Helper()
	var all []map[string]any
	for line := range strings.Lines(out) {
		var m map[string]any
		if err := json.Unmarshal([]byte(line), &m); err != nil {
			t.Fatal(err)
		}
		all = append(all, m)
	}
	return all
}

func TestLedgerCommands(t *testing.T) {
	c := ledgerCall(t)
	c.run("claims", "--format", "json").says(exitDone)
	now := claimLines(t, c.out)
	var hurt map[string]any
	for _, m := range now {
		for _, field := range []string{"schema", "id", "gist", "phase", "status", "origins_min", "origins_max", "reach", "admiralty", "when", "places", "participants", "statements", "history", "siblings", "would_change"} {
			if _, ok := m[field]; !ok {
				t.Fatalf("a claim lacks %s", field)
			}
		}
		if strings.Contains(m["gist"].(string), "15 Kinder") {
			hurt = m
		}
	}
	if hurt == nil || hurt["status"] != "corrected" {
		t.Fatalf("the agency's correction: %v", hurt)
	}
	id := hurt["id"].(string)
	c.run("claim", id[:6]).says(exitDone, "berichtigt", "corrected/withdrawn")
	c.run("why", id).says(exitDone, "withdrawn by", "Einstufung")
	c.run("why", "--format", "json", id).says(exitDone, `"sections"`)
	c.run("claims", "--as-of", "2026-03-05T10:00:00+01:00", "--format", "json").says(exitDone)
	for _, m := range claimLines(t, c.out) {
		if m["id"] == id && m["status"] != "reported" {
			t.Errorf("before the correction it was %v", m["status"])
		}
	}
	if before := len(claimLines(t, c.out)); before == 0 || before >= len(now) {
		t.Errorf("%d claims then, %d now", before, len(now))
	}
	c.run("claims", "--format", "csv", "--status", "corrected").says(exitDone, "15 Kinder")
	c.run("stories").says(exitDone, "Nordkabel")
	c.run("statements", "--speaker", "Polizei", "--format", "json").says(exitDone, "hearsay/statement/1")
	c.run("search", "Kinder").says(exitDone, "Kinder")
	c.run("search", "--format", "json", "Kabelwerk").says(exitDone, "hearsay/hit/1")
	c.run("search", "Zwetschgendatschi").says(exitDone)
	c.run("verify").says(exitDone, "30 records, nothing was changed")
	c.run("replay").says(exitDone, "everything comes out the same")
	for _, as := range []string{"csv", "jsonl", "parquet", "webannotation", "claimreview", "stix", "prov"} {
		if c.run("export", "--as", as).says(exitDone); len(c.out) < 500 {
			t.Errorf("export --as %s gives %d bytes", as, len(c.out))
		}
	}
	c.run("claim", "cffffffffffff").says(exitFailed)
	c.run("claims", "--as-of", "gestern").says(exitWrongCall)
	c.run("claims", "--db", "nirgends.db").says(exitFailed)
}

func TestLint(t *testing.T) {
	c := ledgerCall(t)
	c.file("d.txt", "Bei dem Unfall des Schulbusses bei Grünwerder wurden 15 Kinder leicht verletzt, teilte die Polizei mit. Aus Unternehmenskreisen hieß es, das Werk werde verkauft.\n")
	c.run("lint", "--published", "2026-03-06", "d.txt").says(exitFailed)
	if !strings.Contains(c.out, "d.txt:1:") || !strings.Contains(c.out, "unnamed") {
		t.Errorf("lint says:\n%s", c.out)
	}
	c.file("e.txt", "Der Minister sagte, die Brücke werde am Montag gesperrt.\n")
	c.run("lint", "--published", "2026-03-06", "e.txt").says(exitDone)
	c.run("verify").says(exitDone, "30 records") // nothing was stored
}
