package crossdoc_test

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"testing"

	"hearsay/crossdoc"
	"hearsay/pipeline"
)

// shared finds a file of the public data beside the checkout.
func shared(tb testing.TB, name string) string {
	tb.Helper()
	root := os.Getenv("HEARSAY_SHARED")
	if root == "" {
		root = filepath.Join("..", "..", "shared")
	}
	path := filepath.Join(root, filepath.FromSlash(name))
	if _, err := os.Stat(path); err != nil {
		tb.Skipf("no %s; set HEARSAY_SHARED", path)
	}
	return path
}

// TestUpdateRarity writes data/de.rarity where HEARSAY_UPDATE is set.
func TestUpdateRarity(t *testing.T) {
	if os.Getenv("HEARSAY_UPDATE") == "" {
		t.Skip("writes data/de.rarity where HEARSAY_UPDATE is set")
	}
	f, err := os.Open(shared(t, "data/raw/bundestag-plenary-protocols.txt.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	debates, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	articles, err := os.Open("../corpus/de/articles.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer articles.Close()
	reader, err := pipeline.NewReader()
	if err != nil {
		t.Fatal(err)
	}
	data, err := crossdoc.BuildRarity(debates, articles, reader.Annotate, "Bundestag plenary protocols (raw/bundestag-plenary-protocols.txt.gz), German Wikinews (corpus/de/articles.jsonl)")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("data/de.rarity", data, 0o644); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d bytes", len(data))
}

func TestRarity(t *testing.T) {
	r, err := crossdoc.GermanRarity()
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%s; max %.1f", r.About, r.Max)
	order := []string{"der", "sagen", "präsident", "erdbeben", "quastenflosser"}
	for i, w := range order {
		t.Logf("%s %.1f", w, r.Of(w))
		if i > 0 && r.Of(order[i-1]) >= r.Of(w) {
			t.Errorf("%s is not more frequent than %s", order[i-1], w)
		}
	}
	if !r.Has("erdbeben") || r.Has("quastenflosser") {
		t.Error("the table has not the words that it should have")
	}
}

// TestRarityDamage flips, cuts and appends: nothing damaged may be taken.
func TestRarityDamage(t *testing.T) {
	good, err := os.ReadFile("data/de.rarity")
	if err != nil {
		t.Fatal(err)
	}
	if len(good) > 400_000 {
		t.Errorf("the table has %d bytes", len(good))
	}
	for _, bad := range [][]byte{nil, good[:11], good[:len(good)-1], append(bytes.Clone(good), 0), []byte("HSRA\x02\x00\x00\x00\x00\x00\x00\x00")} {
		if _, err := crossdoc.OpenRarity(bad); err == nil {
			t.Error("a damaged table was read")
		}
	}
	for at := 0; at < len(good); at += 1 + len(good)/300 {
		bad := bytes.Clone(good)
		bad[at] ^= 4
		if _, err := crossdoc.OpenRarity(bad); err == nil {
			t.Errorf("a table with a flipped bit at %d was read", at)
		}
	}
}
