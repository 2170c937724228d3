package ledger

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func FuzzHeader(f *testing.F) {
	path := filepath.Join(f.TempDir(), "x.db")
	s, err := Open(f.Context(), path)
	if err != nil {
		f.Fatal(err)
	}
	s.Close()
	b, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b[:headerSize])
	f.Add([]byte{})
	f.Add([]byte(sqliteMagic))
	f.Fuzz(func(t *testing.T, b []byte) {
		fresh, format, err := checkHeader(b)
		if fresh != (len(b) == 0) || err == nil && format > truthFormat {
			t.Errorf("%v %d %v", fresh, format, err)
		}
	})
}

// FuzzRecord decodes bodies; what decodes must encode to what decodes alike.
func FuzzRecord(f *testing.F) {
	at := time.Unix(1, 0)
	for _, e := range []Entry{
		Capture{Raw: []byte("x"), MediaType: "text/plain", URL: "u", Retrieved: at},
		Version{ID: "a1", Text: TextID("x"), Known: at, URL: "u", Title: "t", Options: []byte("{}")},
		Reading{Version: "a1", Reader: "r/1", Statements: []byte("s")},
		Decision{Action: "join", Who: "w", When: at, Why: "y", What: []byte("z")},
	} {
		kind, key, body, err := e.record()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(byte(kind), key, body)
	}
	f.Fuzz(func(t *testing.T, kind byte, key string, body []byte) {
		r := Record{Kind: Kind(kind), Key: key, Body: body}
		r.Capture()
		if v, err := r.Version(); err == nil && v.ID != "" && !v.Known.IsZero() {
			_, _, b, err := v.record()
			again, err2 := Record{Kind: VersionKind, Key: key, Body: b}.Version()
			if err == nil && (err2 != nil || again.Title != v.Title || !again.Known.Equal(v.Known)) {
				t.Errorf("%v, %v", v, again)
			}
		}
		r.Reading()
		r.Decision()
		_ = Fault{Seq: 1, Kind: r.Kind, Key: key}.String()
	})
}

func FuzzUnpack(f *testing.F) {
	f.Add(pack([]byte("Der Kreml bestätigte am Montag die Reise nach Russland.")))
	f.Add(pack(bytes.Repeat([]byte("x"), 100_000)))
	f.Add([]byte{packZstd, 0x28, 0xb5, 0x2f, 0xfd})
	f.Fuzz(func(t *testing.T, b []byte) {
		out, err := unpack(b)
		if err == nil {
			if back, err := unpack(pack(out)); err != nil || !bytes.Equal(back, out) {
				t.Errorf("packed again: %v", err)
			}
		}
	})
}

func FuzzUndo(f *testing.F) {
	f.Add(appendUndo(appendUndo(nil, undoNew, []byte("k"), nil), undoOld, []byte("k"), []byte("v")))
	f.Fuzz(func(t *testing.T, b []byte) {
		readUndo(b)
		unpackSpans(b)
	})
}

func FuzzQuery(f *testing.F) {
	s, err := Open(f.Context(), filepath.Join(f.TempDir(), "x.db"))
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { s.Close() })
	for _, q := range []string{`a "b c" -d e*`, `"`, `x OR y`, `NEAR(a b)`, `-`, `„a“`, "\x00"} {
		f.Add(q)
	}
	f.Fuzz(func(t *testing.T, q string) {
		err := s.Read(t.Context(), func(v View) error {
			_, _, err := v.Search(Query{Words: q})
			return err
		})
		if err != nil {
			t.Errorf("%q: %v", q, err)
		}
	})
}
