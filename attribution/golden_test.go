package attribution_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"hearsay"
	"hearsay/eval"
)

// The files testdata/*.txt say in the terms of the corpus (shared design,
// corpus.md) what must be found in a text, a case a phenomenon:
//
//	// The reason for the case.
//	# name-of-the-case
//	> The text, one line a paragraph.
//	1 indirect say
//	  source: Die Wirtin
//	  …
//	2 direct say in 1
//	  …
//
// A statement's head is its number, mode and act; medium and factuality are not
// tested here. A case without statements says that nothing may be found. The
// spans are resolved by the corpus's own reader, with its shorthand ("first … last",
// "part | part").
//
// The cases are right, not what came out. What the extractor cannot do yet stands
// in wanted.txt, named "group/name"; one that passes must move to its group's
// file. A new case may have the line "?" for its statements.
//
// -update adds, and changes nothing else: it fills in "?", to be corrected by
// hand, and moves what passes out of wanted.txt.

var update = flag.Bool("update", false, "fill in the statements of new cases in testdata, marked by a line \"?\", and move the wanted cases that pass")

const wantedFile = "wanted.txt"

// A goldenCase is a case of a file.
type goldenCase struct {
	name string
	line int // of its heading, from 1
	text string
	open bool // its statements are yet to be filled in
	want []hearsay.Statement
}

func goldenFiles(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden files: %v", err)
	}
	return files
}

func TestStatements(t *testing.T) {
	r := newReader(t)
	names := map[string]string{}
	for _, file := range goldenFiles(t) {
		if *update {
			fillIn(t, r, file)
		}
		base := filepath.Base(file)
		cases := readGolden(t, file)
		for _, c := range cases {
			if names[base+c.name] != "" {
				t.Errorf("%s:%d: a second case named %s", file, c.line, c.name)
			}
			names[base+c.name] = file
		}
		if base == wantedFile {
			continue
		}
		t.Run(strings.TrimSuffix(base, ".txt"), func(t *testing.T) {
			for _, c := range cases {
				t.Run(c.name, func(t *testing.T) {
					if c.open {
						t.Fatalf("%s:%d: run with -update to fill in the statements", file, c.line)
					}
					if got, want := r.outline(c.text), outline(c.want); got != want {
						t.Errorf("%s:%d: %s\ngot:\n%swant:\n%s", file, c.line, c.text, indented(got), indented(want))
					}
				})
			}
		})
	}
}

// TestWanted runs what the extractor cannot do yet.
func TestWanted(t *testing.T) {
	r := newReader(t)
	file := filepath.Join("testdata", wantedFile)
	if *update {
		movePassing(t, r, file)
	}
	failing := 0
	for _, c := range readGolden(t, file) {
		got, want := r.outline(c.text), outline(c.want)
		if got == want {
			t.Errorf("%s:%d: %s passes now: move it to its group's file (-update does)", file, c.line, c.name)
			continue
		}
		failing++
		t.Logf("%s: %s\ngot:\n%swant:\n%s", c.name, c.text, indented(got), indented(want))
	}
	t.Logf("%d cases wanted", failing)
}

func indented(s string) string {
	if s == "" {
		s = "nothing\n"
	}
	return "\t" + strings.ReplaceAll(strings.TrimSuffix(s, "\n"), "\n", "\n\t") + "\n"
}

// outline reads a text and writes what was found.
func (r *reader) outline(text string) string {
	_, sts, err := r.read(text)
	if err != nil {
		return err.Error() + "\n"
	}
	return outline(sts)
}

// outline writes statements as the files have them, in text order, without
// shorthand.
func outline(sts []hearsay.Statement) string {
	sts = slices.Clone(sts)
	slices.SortStableFunc(sts, func(a, b hearsay.Statement) int {
		x, y := a.Content.Spans, b.Content.Spans
		if x[0].Start != y[0].Start {
			return x[0].Start - y[0].Start
		}
		return y[len(y)-1].End - x[len(x)-1].End
	})
	num := map[hearsay.StatementID]int{}
	for i, st := range sts {
		num[st.ID] = i + 1
	}
	var b strings.Builder
	for i, st := range sts {
		fmt.Fprintf(&b, "%d %s %s", i+1, st.Mode, st.Act)
		if st.Parent != "" {
			fmt.Fprintf(&b, " in %d", num[st.Parent])
		}
		b.WriteByte('\n')
		field := func(name string, p *hearsay.Passage) {
			if p == nil {
				return
			}
			fmt.Fprintf(&b, "  %s: %s\n", name, strings.Join(strings.Fields(parts(p)), " "))
		}
		if st.Source != nil {
			field("source", &st.Source.Passage)
		}
		field("addressee", st.Addressee)
		field("cue", st.Cue)
		field("frame", st.Frame)
		field("content", &st.Content)
	}
	return b.String()
}

// parts gives the parts of a passage, " | " between them. [hearsay.Passage.Text]
// has a space there, so the spans' lengths tell where to cut.
func parts(p *hearsay.Passage) string {
	var out []string
	rest := p.Text
	for _, sp := range p.Spans {
		n := min(sp.End-sp.Start, len(rest))
		out = append(out, rest[:n])
		rest = strings.TrimPrefix(rest[n:], " ")
	}
	return strings.Join(out, " | ")
}

// readGolden reads a file of cases.
func readGolden(t testing.TB, file string) []goldenCase {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var (
		cases []goldenCase
		batch strings.Builder // the same lines as the corpus has them
	)
	arts := map[string]*hearsay.Article{}
	for n, line := range strings.Split(string(data), "\n") {
		last := len(cases) - 1
		switch {
		case strings.HasPrefix(line, "# "):
			cases = append(cases, goldenCase{name: strings.TrimSpace(line[2:]), line: n + 1})
		case strings.HasPrefix(line, "> ") && last >= 0:
			if cases[last].text != "" {
				cases[last].text += "\n\n"
			}
			cases[last].text += line[2:]
			line = ""
		case line == "?" && last >= 0:
			cases[last].open = true
			line = ""
		case line != "" && line[0] >= '0' && line[0] <= '9':
			f := strings.Fields(line)
			if len(f) < 3 {
				t.Fatalf("%s:%d: head: NUMBER MODE ACT [in N]", file, n+1)
			}
			line = strings.Join(append([]string{f[0], f[1], "speech", f[2], "Uu"}, f[3:]...), " ")
		}
		batch.WriteString(line + "\n")
	}
	for i, c := range cases {
		if c.text == "" {
			t.Fatalf("%s:%d: %s has no text", file, c.line, c.name)
		}
		if arts[c.name] != nil {
			t.Fatalf("%s:%d: a second case named %s", file, c.line, c.name)
		}
		arts[c.name] = &hearsay.Article{Text: cases[i].text}
	}
	b, err := eval.ReadBatch(strings.NewReader(batch.String()), file, arts)
	if err != nil {
		t.Fatal(err)
	}
	for i, a := range b.Articles {
		cases[i].want = a.Statements
	}
	return cases
}

// fillIn writes what comes out where a file has "?".
func fillIn(t testing.TB, r *reader, file string) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	text := ""
	for i, line := range strings.Split(string(data), "\n") {
		if i > 0 {
			out.WriteByte('\n')
		}
		switch {
		case strings.HasPrefix(line, "# "):
			text = ""
		case strings.HasPrefix(line, "> "):
			if text != "" {
				text += "\n\n"
			}
			text += line[2:]
		case line == "?":
			line = strings.TrimSuffix(r.outline(text), "\n")
		}
		out.WriteString(line)
	}
	if !bytes.Equal(out.Bytes(), data) {
		if err := os.WriteFile(file, out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// movePassing moves the cases of the wanted file that pass to their groups.
func movePassing(t testing.TB, r *reader, file string) {
	t.Helper()
	passing := map[string]bool{}
	for _, c := range readGolden(t, file) {
		passing[c.name] = r.outline(c.text) == outline(c.want)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var kept []string
	for _, block := range strings.Split(strings.TrimSpace(string(data)), "\n\n") {
		name := ""
		var lines []string // as its group has them
		missing := false
		for _, line := range strings.Split(block, "\n") {
			missing = strings.HasPrefix(line, "// Missing:") || missing && strings.HasPrefix(line, "//")
			if n, ok := strings.CutPrefix(line, "# "); ok {
				name = n
				_, base, _ := strings.Cut(n, "/")
				line = "# " + base
			}
			if !missing {
				lines = append(lines, line)
			}
		}
		if !passing[name] {
			kept = append(kept, block)
			continue
		}
		group, _, _ := strings.Cut(name, "/")
		target := filepath.Join("testdata", group+".txt")
		old, err := os.ReadFile(target)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(target, []byte(strings.TrimSpace(string(old))+"\n\n"+strings.Join(lines, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		t.Logf("moved %s to %s", name, target)
	}
	if err := os.WriteFile(file, []byte(strings.Join(kept, "\n\n")+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
}
