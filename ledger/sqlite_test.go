package ledger_test

import (
	"context"
	"path/filepath"
	"testing"

	"hearsay/ledger"
	"hearsay/ledger/ledgertest"
)

func TestSQLite(t *testing.T) {
	ledgertest.RunStore(t, func(t *testing.T) ledger.Store {
		s, err := ledger.Open(context.Background(), filepath.Join(t.TempDir(), "ledger.db"))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
		return s
	})
}
