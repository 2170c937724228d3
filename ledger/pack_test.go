package ledger

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"testing"
)

var update = flag.Bool("update", false, "write the files that tests compare with")

// corpusTexts are the articles of the corpus.
func corpusTexts(t testing.TB) [][]byte {
	f, err := os.Open("../corpus/de/articles.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var texts [][]byte
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		var a struct{ Text string }
		if err := json.Unmarshal(sc.Bytes(), &a); err != nil {
			t.Fatal(err)
		}
		texts = append(texts, []byte(a.Text))
	}
	if err := sc.Err(); err != nil {
		t.Fatal(err)
	}
	return texts
}

func TestPackCorpus(t *testing.T) {
	texts := corpusTexts(t)
	if *update {
		var train [][]byte
		for i, s := range texts {
			if i%5 != 0 {
				train = append(train, s)
			}
		}
		d, err := makeDict(1, train, 64<<10)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile("data/1.zdict", d, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var was, small, plain int
	for i, s := range texts {
		if i%5 != 0 || len(s) < 1000 {
			continue
		}
		p := pack(s)
		back, err := unpack(p)
		if err != nil || !bytes.Equal(back, s) {
			t.Fatalf("text %d: %v", i, err)
		}
		was += len(s)
		small += len(p)
		plain += len(packing().large.EncodeAll(s, nil))
	}
	t.Logf("%d bytes, packed %d, without dictionary %d", was, small, plain)
}

func BenchmarkPack(b *testing.B) {
	texts := corpusTexts(b)
	n := 0
	for i := 0; b.Loop(); i++ {
		s := texts[i%len(texts)]
		n += len(s)
		pack(s)
	}
	b.SetBytes(int64(n / b.N))
}

func BenchmarkUnpack(b *testing.B) {
	var packed [][]byte
	for _, s := range corpusTexts(b) {
		packed = append(packed, pack(s))
	}
	for i := 0; b.Loop(); i++ {
		unpack(packed[i%len(packed)])
	}
}
