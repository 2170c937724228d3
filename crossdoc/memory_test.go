package crossdoc

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestMapMemory(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	m, want := NewMapMemory(), map[string]string{}
	for i := range 20_000 {
		k, v := fmt.Sprint(rng.IntN(9_000)), fmt.Sprint(i)
		want[k] = v
		if err := m.Put([]byte(k), []byte(v)); err != nil {
			t.Fatal(err)
		}
	}
	if m.Len() != len(want) {
		t.Fatalf("%d keys; want %d", m.Len(), len(want))
	}
	keys := slices.Sorted(maps.Keys(want))
	for _, k := range keys {
		if v, _ := m.Get([]byte(k)); string(v) != want[k] {
			t.Fatalf("%s is %s; want %s", k, v, want[k])
		}
	}
	if v, _ := m.Get([]byte("x")); v != nil {
		t.Error("a key that was never put has a value")
	}
	for range 200 {
		i, j := rng.IntN(len(keys)), rng.IntN(len(keys))
		var got []string
		m.Scan([]byte(keys[i]), []byte(keys[j]), func(k, v []byte) bool {
			if string(v) != want[string(k)] {
				t.Fatalf("scan: %s is %s; want %s", k, v, want[string(k)])
			}
			got = append(got, string(k))
			return true
		})
		if i < j && !slices.Equal(got, keys[i:j]) || i >= j && got != nil {
			t.Fatalf("scan from %s to %s: %d keys", keys[i], keys[j], len(got))
		}
	}
	n := 0
	m.Scan(nil, nil, func(k, v []byte) bool { n++; return n < 10 })
	if n != 10 {
		t.Errorf("a scan that has enough went on to %d", n)
	}
}
