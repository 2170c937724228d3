package importtest

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// module is the path of our module.
const module = "hearsay"

// levels is the table of docs/ARCHITECTURE.md. A package imports only packages
// of lower levels, so data flows one way and each package can be understood,
// tested and replaced with only those below it in mind.
//
// A folder below one of these belongs to it: "nlp/tagger" is on nlp's level, and
// may import nlp and be imported by it.
var levels = map[string]int{
	"":            0, // the types that flow
	"text":        1,
	"ml":          1,
	"article":     2,
	"nlp":         2,
	"attribution": 2,
	"crossdoc":    2,
	"ingest":      2,
	"ledger":      2,
	"eval":        2,
	"pipeline":    3,
	"present":     3,
	"server":      4,
	"cmd":         5, // wiring: only here everything meets
	"internal":    0, // helpers for all; they import nothing of ours
}

// house is the top folder that a package belongs to, "" for the root package.
func house(pkg string) string {
	pkg = strings.TrimPrefix(strings.TrimPrefix(pkg, module), "/")
	top, _, _ := strings.Cut(pkg, "/")
	return top
}

// complaint says why from must not import to, or nothing where it may.
func complaint(from, to string) string {
	f, t := house(from), house(to)
	lf, known := levels[f]
	if !known {
		return fmt.Sprintf("package %s has no level. Give its folder one in internal/importtest and docs/ARCHITECTURE.md.", from)
	}
	lt, known := levels[t]
	switch {
	case !known:
		return fmt.Sprintf("package %s has no level. Give its folder one in internal/importtest and docs/ARCHITECTURE.md.", to)
	case f == t && f != "" || lt < lf || t == "internal":
		return ""
	case f == "":
		return fmt.Sprintf("%s imports %s: the root package holds the types that flow and imports nothing of ours, so that every package can speak in its terms.", from, to)
	case lt == lf && lf == 2:
		return fmt.Sprintf("%s imports %s: packages of level 2 never import each other, they meet in the data. Let one leave its result in a root type, or let pipeline or cmd bring them together.", from, to)
	case lt == lf:
		return fmt.Sprintf("%s imports %s: both are of level %d, and a package imports only lower levels. What both need belongs to a lower one; what joins them, to a higher.", from, to, lf)
	}
	return fmt.Sprintf("%s (level %d) imports %s (level %d): data flows one way, nothing reaches back. Move what is needed down, or let the caller pass it in.", from, lf, to, lt)
}

// TestLevels reads the imports of all Go files. Tests are free: a test of
// attribution may let nlp make its documents.
func TestLevels(t *testing.T) {
	root := moduleRoot(t)
	files := 0
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir():
			if base := d.Name(); name != root && (base == "testdata" || base == "vendor" || strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_") || hasGoMod(name)) {
				return filepath.SkipDir
			}
			return nil
		case !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			return nil // the compiler says so better
		}
		files++
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		from := path.Join(module, path.Dir(filepath.ToSlash(rel)))
		if _, known := levels[house(from)]; !known {
			t.Errorf("%s: %s", rel, complaint(from, module))
		}
		for _, imp := range f.Imports {
			to, err := strconv.Unquote(imp.Path.Value)
			if err != nil || to != module && !strings.HasPrefix(to, module+"/") {
				continue
			}
			if why := complaint(from, to); why != "" {
				t.Errorf("%s: %s", rel, why)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files == 0 {
		t.Fatal("no Go files found in ", root)
	}
}

// TestComplaints tries the rules themselves.
func TestComplaints(t *testing.T) {
	for _, c := range []struct {
		from, to string
		want     string // a part of the complaint; empty where it is allowed
	}{
		{"hearsay/text", "hearsay", ""},
		{"hearsay/nlp", "hearsay/text", ""},
		{"hearsay/nlp/tagger", "hearsay/nlp", ""},
		{"hearsay/cmd/hearsay", "hearsay/server", ""},
		{"hearsay/present", "hearsay/internal/x", ""},
		{"hearsay", "hearsay/text", "imports nothing of ours"},
		{"hearsay/text", "hearsay/ml", "both are of level 1"},
		{"hearsay/eval", "hearsay/article", "they meet in the data"},
		{"hearsay/attribution", "hearsay/nlp/tagger", "they meet in the data"},
		{"hearsay/text", "hearsay/nlp", "data flows one way"},
		{"hearsay/pipeline", "hearsay/present", "both are of level 3"},
		{"hearsay/internal/x", "hearsay/text", "data flows one way"},
		{"hearsay/new", "hearsay", "has no level"},
	} {
		got := complaint(c.from, c.to)
		if c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("%s → %s: %q; want %q", c.from, c.to, got, c.want)
		}
	}
}

func moduleRoot(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for !hasGoMod(dir) {
		up := filepath.Dir(dir)
		if up == dir {
			t.Fatal("no go.mod above this test")
		}
		dir = up
	}
	return dir
}

func hasGoMod(dir string) bool {
	entries, err := os.ReadDir(dir)
	return err == nil && slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == "go.mod" })
}
