package eval

import (
	"os"
	"path/filepath"
	"testing"
)

// sharedFile gives the path of a file of the shared folder, which lies beside
// the repository and is no part of it. Without it the test is skipped, but not
// in CI, where a skipped measure would pass for a good one.
func sharedFile(t testing.TB, name string) string {
	t.Helper()
	dir := os.Getenv("HEARSAY_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "shared")
	}
	path := filepath.Join(dir, filepath.FromSlash(name))
	if _, err := os.Stat(path); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("%v (set HEARSAY_SHARED to the shared folder)", err)
		}
		t.Skipf("%v (set HEARSAY_SHARED to the shared folder)", err)
	}
	return path
}

func goldDocs(t testing.TB) []GoldDoc {
	t.Helper()
	docs, err := ReadQuotesFile(sharedFile(t, "data/quotes-dev-nc/dev.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	return docs
}
