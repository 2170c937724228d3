package ledger

import (
	"context"
	"fmt"

	"zombiezen.com/go/sqlite/sqlitex"
)

// LimitPages bounds the size of a store.
func LimitPages(s Store, pages int) error {
	conn := <-s.(*sqliteStore).write
	defer func() { s.(*sqliteStore).write <- conn }()
	return sqlitex.ExecuteTransient(conn, fmt.Sprintf("PRAGMA max_page_count=%d", pages), nil)
}

// Damage changes a store behind its back.
func Damage(s Store, script string) error {
	conn := <-s.(*sqliteStore).write
	defer func() { s.(*sqliteStore).write <- conn }()
	return s.(*sqliteStore).transaction(context.Background(), conn, func() error { return sqlitex.ExecuteScript(conn, script, nil) })
}

// TruthFormat is the number of the last migration.
const TruthFormat = truthFormat

// Update says whether -update was given.
func Update() bool { return *update }

var (
	Pack   = pack
	Unpack = unpack
)
