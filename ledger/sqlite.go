package ledger

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/pressly/goose/v3"
	_ "modernc.org/sqlite" // for goose, which wants database/sql
	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// A ledger file is an SQLite 3 database whose application id says that it is
// Hearsay's. Of its header (100 bytes, https://sqlite.org/fileformat2.html) is read:
//
//	offset  0, 16 bytes  "SQLite format 3\0"
//	offset 60,  4 bytes  user version: the number of the last migration
//	offset 68,  4 bytes  application id: "HRSY"
//
// all big endian. Formats of the truth, each a file in schema/sqlite:
//
//	1  first
const (
	sqliteMagic   = "SQLite format 3\x00"
	applicationID = 0x48525359 // "HRSY"
	truthFormat   = 1
	headerSize    = 100
)

//go:embed schema/sqlite/*.sql
var sqliteSchema embed.FS

// Memory and patience. All caches together stay below 200 MB.
const (
	writerCache   = 96 << 20
	readerCache   = 12 << 20
	maxReaders    = 4
	busyPatience  = 30 * time.Second
	checkpointAt  = 8192     // pages of the write-ahead log
	logSizeLimit  = 64 << 20 // to which the log is cut back after a checkpoint
	sqlitePageLen = 4096
)

type sqliteStore struct {
	path     string
	readOnly bool

	write   chan *sqlite.Conn // holds the connection that writes while it is idle
	readers chan *sqlite.Conn // idle ones; nil stands for one not yet made

	mu     sync.Mutex
	closed bool
}

// DefaultPath is where the ledger lies if nobody says otherwise: hearsay.db in the
// user's data folder.
func DefaultPath() (string, error) {
	if dir := os.Getenv("XDG_DATA_HOME"); dir != "" {
		return filepath.Join(dir, "hearsay", "hearsay.db"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("ledger: no data folder: %w", err)
	}
	switch {
	case os.PathSeparator == '\\':
		if dir := os.Getenv("LOCALAPPDATA"); dir != "" {
			return filepath.Join(dir, "hearsay", "hearsay.db"), nil
		}
	case exists(filepath.Join(home, "Library", "Application Support")):
		return filepath.Join(home, "Library", "Application Support", "hearsay", "hearsay.db"), nil
	}
	return filepath.Join(home, ".local", "share", "hearsay", "hearsay.db"), nil
}

func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}

// Options say how to open a ledger.
type Options struct {
	ReadOnly bool // nothing is made or changed; the ledger must be there
}

// Open opens the ledger that dsn names and makes it where there is none. A path is
// an SQLite file.
func Open(ctx context.Context, dsn string) (Store, error) {
	return OpenWith(ctx, dsn, Options{})
}

// OpenWith is [Open] with options.
func OpenWith(ctx context.Context, dsn string, opt Options) (Store, error) {
	switch {
	case dsn == "":
		return nil, errors.New("ledger: no path")
	case strings.HasPrefix(dsn, "postgres://"), strings.HasPrefix(dsn, "postgresql://"):
		return nil, errors.New("ledger: PostgreSQL is not supported yet")
	}
	return openSQLite(ctx, dsn, opt)
}

// checkHeader says whether a file that begins so is a ledger that this program can
// read. New is a file without anything in it.
func checkHeader(b []byte) (isNew bool, format int, err error) {
	if len(b) == 0 {
		return true, 0, nil
	}
	if len(b) < headerSize || string(b[:len(sqliteMagic)]) != sqliteMagic {
		return false, 0, ErrNoLedger
	}
	be := func(at int) uint32 {
		return uint32(b[at])<<24 | uint32(b[at+1])<<16 | uint32(b[at+2])<<8 | uint32(b[at+3])
	}
	if be(68) == 0 && be(28) <= 1 {
		return true, 0, nil // a database without a table: another process is just making it
	}
	if be(68) != applicationID {
		return false, 0, fmt.Errorf("%w but another program's SQLite database", ErrNoLedger)
	}
	format = int(be(60))
	if format > truthFormat {
		return false, format, fmt.Errorf("%w: %d, this program knows those up to %d", ErrNewer, format, truthFormat)
	}
	return false, format, nil
}

func readHeader(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if st, err := f.Stat(); err != nil {
		return nil, err
	} else if !st.Mode().IsRegular() {
		return nil, fmt.Errorf("%w but %s", ErrNoLedger, describeMode(st.Mode()))
	}
	b := make([]byte, headerSize)
	n, err := io.ReadFull(f, b)
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		err = nil
	}
	return b[:n], err
}

func describeMode(m fs.FileMode) string {
	if m.IsDir() {
		return "a folder"
	}
	return "no regular file"
}

func openSQLite(ctx context.Context, path string, opt Options) (_ Store, err error) {
	s := &sqliteStore{path: path, readOnly: opt.ReadOnly}
	defer func() {
		if err != nil {
			err = s.explain(err)
		}
	}()
	head, err := readHeader(path)
	fresh := false
	switch {
	case errors.Is(err, fs.ErrNotExist) && opt.ReadOnly:
		return nil, errors.New("no such ledger")
	case errors.Is(err, fs.ErrNotExist):
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return nil, err
		}
		fresh = true
	case err != nil:
		return nil, err
	}
	format := 0
	if !fresh {
		if fresh, format, err = checkHeader(head); err != nil {
			// A ledger whose first migration is still in the log has no id yet.
			if st, e := os.Stat(path + "-wal"); e != nil || st.Size() == 0 || errors.Is(err, ErrNewer) {
				return nil, err
			}
			fresh = !opt.ReadOnly
		}
	}
	if !opt.ReadOnly {
		f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
		if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
			return nil, ErrReadOnly
		} else if err != nil {
			return nil, err
		}
		f.Close()
		if fresh || format < truthFormat {
			if err := migrate(ctx, path); err != nil {
				return nil, err
			}
		}
	}
	s.write = make(chan *sqlite.Conn, 1)
	s.readers = make(chan *sqlite.Conn, maxReaders)
	for range maxReaders {
		s.readers <- nil
	}
	if opt.ReadOnly {
		conn, err := s.connect(true)
		if err != nil {
			return nil, err
		}
		<-s.readers
		s.readers <- conn
		if err := s.checkFormat(conn); err != nil {
			conn.Close()
			return nil, err
		}
		return s, nil
	}
	conn, err := s.connect(false)
	if err != nil {
		return nil, err
	}
	if err := s.checkFormat(conn); err != nil {
		conn.Close()
		return nil, err
	}
	if err := s.prepareDerived(ctx, conn); err != nil {
		conn.Close()
		return nil, err
	}
	s.write <- conn
	return s, nil
}

// checkFormat looks again at what the header said: the log may know better.
func (s *sqliteStore) checkFormat(conn *sqlite.Conn) error {
	id, err := sqlitex.ResultInt64(mustPrep(conn, "PRAGMA application_id"))
	if err != nil {
		return err
	}
	v, err := sqlitex.ResultInt64(mustPrep(conn, "PRAGMA user_version"))
	switch {
	case err != nil:
		return err
	case id != applicationID:
		return ErrNoLedger
	case v > truthFormat:
		return fmt.Errorf("%w: %d, this program knows those up to %d", ErrNewer, v, truthFormat)
	case v < truthFormat:
		return fmt.Errorf("ledger is of the older format %d: open it once for writing", v)
	}
	return nil
}

// mustPrep prepares a fixed statement; its error comes out of the first step.
func mustPrep(conn *sqlite.Conn, query string) *sqlite.Stmt { return conn.Prep(query) }

// migrate brings the truth to the present format. Where two processes do so at
// once, one finds the other's work done.
func migrate(ctx context.Context, path string) error {
	sub, err := fs.Sub(sqliteSchema, "schema/sqlite")
	if err != nil {
		return err
	}
	up := func() error {
		db, err := sql.Open("sqlite", fileURI(path)+"?_pragma=busy_timeout(30000)&_pragma=journal_mode(wal)&_pragma=synchronous(full)&_txlock=immediate")
		if err != nil {
			return err
		}
		defer db.Close()
		db.SetMaxOpenConns(1)
		var id int64
		if err := db.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id); err != nil {
			return err
		}
		if id != 0 && id != applicationID {
			return ErrNoLedger
		}
		p, err := goose.NewProvider(goose.DialectSQLite3, db, migrations{sub}, goose.WithVerbose(false))
		if err != nil {
			return err
		}
		if _, err := p.Up(ctx); err != nil {
			return err
		}
		_, err = db.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id=%d; PRAGMA user_version=%d;", applicationID, truthFormat))
		return err
	}
	for try := 0; ; try++ {
		err := up()
		if err == nil || try == 20 || ctx.Err() != nil || errors.Is(err, ErrNoLedger) {
			return err
		}
		time.Sleep(time.Duration(25+10*try) * time.Millisecond)
	}
}

// migrations are the numbered files of a schema folder.
type migrations struct{ fs.FS }

// Glob leaves derived.sql out, which is none.
func (m migrations) Glob(pattern string) ([]string, error) {
	all, err := fs.Glob(m.FS, pattern)
	var out []string
	for _, name := range all {
		if name[0] >= '0' && name[0] <= '9' {
			out = append(out, name)
		}
	}
	return out, err
}

// fileURI is a path as SQLite takes it, whatever is in its name.
func fileURI(path string) string {
	r := strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23")
	if os.PathSeparator == '\\' {
		path = "/" + filepath.ToSlash(path)
	}
	return "file:" + r.Replace(path)
}

func (s *sqliteStore) connect(readOnly bool) (*sqlite.Conn, error) {
	flags := sqlite.OpenReadWrite | sqlite.OpenURI
	uri := fileURI(s.path)
	if s.readOnly {
		flags = sqlite.OpenReadOnly | sqlite.OpenURI
		if _, err := os.Stat(s.path + "-wal"); err != nil {
			// Without a log nobody writes; without a folder to write to SQLite would
			// refuse to look.
			if f, err := os.CreateTemp(filepath.Dir(s.path), ".hearsay-*"); err == nil {
				f.Close()
				os.Remove(f.Name())
			} else {
				uri += "?immutable=1"
			}
		}
	}
	conn, err := sqlite.OpenConn(uri, flags)
	if err != nil {
		return nil, err
	}
	conn.SetBusyTimeout(busyPatience)
	cache := writerCache
	if readOnly {
		cache = readerCache
	}
	pragmas := []string{
		fmt.Sprintf("PRAGMA cache_size=-%d", cache>>10),
		"PRAGMA synchronous=FULL",
		"PRAGMA temp_store=MEMORY",
		"PRAGMA cell_size_check=ON",
		"PRAGMA trusted_schema=OFF",
		fmt.Sprintf("PRAGMA wal_autocheckpoint=%d", checkpointAt),
		fmt.Sprintf("PRAGMA journal_size_limit=%d", logSizeLimit),
	}
	if readOnly {
		pragmas = append(pragmas, "PRAGMA query_only=ON")
	}
	for _, p := range pragmas {
		if err := sqlitex.ExecuteTransient(conn, p, nil); err != nil {
			conn.Close()
			return nil, err
		}
	}
	return conn, nil
}

// prepareDerived makes the tables of what is derived, and makes them anew where
// they are of another format.
func (s *sqliteStore) prepareDerived(ctx context.Context, conn *sqlite.Conn) error {
	ok, err := derivedFits(conn)
	if ok || err != nil {
		return err
	}
	return s.transaction(ctx, conn, func() error {
		if ok, err := derivedFits(conn); ok || err != nil {
			return err // another process was first
		}
		return remakeDerived(conn)
	})
}

func derivedFits(conn *sqlite.Conn) (bool, error) {
	there := false
	err := run(conn, "SELECT 1 FROM sqlite_schema WHERE name = 'derived'", nil, func(*sqlite.Stmt) error {
		there = true
		return nil
	})
	if err != nil || !there {
		return false, err
	}
	fits := false
	err = run(conn, "SELECT format FROM derived", nil, func(st *sqlite.Stmt) error {
		fits = st.ColumnInt64(0) == DerivedFormat
		return nil
	})
	return fits, err
}

// remakeDerived drops all tables but those of the truth and makes the derived ones.
func remakeDerived(conn *sqlite.Conn) error {
	keep := map[string]bool{"records": true, "captures": true, "versions": true, "head": true, "goose_db_version": true, "sqlite_sequence": true}
	var virtual, plain []string
	err := run(conn, "SELECT name, sql FROM sqlite_schema WHERE type = 'table'", nil, func(st *sqlite.Stmt) error {
		name := st.ColumnText(0)
		switch {
		case keep[name] || strings.HasPrefix(name, "sqlite_"):
		case strings.HasPrefix(st.ColumnText(1), "CREATE VIRTUAL"):
			virtual = append(virtual, name)
		default:
			plain = append(plain, name)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, name := range append(virtual, plain...) { // a virtual table takes its own with it
		if err := sqlitex.ExecuteTransient(conn, `DROP TABLE IF EXISTS "`+name+`"`, nil); err != nil {
			return err
		}
	}
	schema, err := sqliteSchema.ReadFile("schema/sqlite/derived.sql")
	if err != nil {
		return err
	}
	if err := sqlitex.ExecuteScript(conn, string(schema), nil); err != nil {
		return err
	}
	return exec(conn, "INSERT INTO derived (id, format, pos, forgot, pairs, total) VALUES (1, ?, NULL, NULL, 0, 0)", DerivedFormat)
}

// transaction runs f in one that writes. It is undone where f fails.
func (s *sqliteStore) transaction(ctx context.Context, conn *sqlite.Conn, f func() error) (err error) {
	defer conn.SetInterrupt(conn.SetInterrupt(ctx.Done()))
	if err := exec(conn, "BEGIN IMMEDIATE"); err != nil {
		return err
	}
	defer func() {
		if p := recover(); p != nil {
			conn.SetInterrupt(nil)
			exec(conn, "ROLLBACK")
			panic(p)
		}
		if err != nil {
			conn.SetInterrupt(nil)
			exec(conn, "ROLLBACK") // fails where SQLite has done so itself
		}
	}()
	if err := f(); err != nil {
		return err
	}
	return exec(conn, "COMMIT")
}

// update runs f in the one transaction that writes at a time.
func (s *sqliteStore) update(ctx context.Context, f func(*sqlite.Conn) error) error {
	if s.readOnly {
		return s.explain(ErrReadOnly)
	}
	var conn *sqlite.Conn
	select {
	case conn = <-s.write:
	case <-ctx.Done():
		return ctx.Err()
	}
	if conn == nil {
		s.write <- nil
		return s.explain(errClosed)
	}
	defer func() { s.write <- conn }()
	return s.explain(s.transaction(ctx, conn, func() error { return f(conn) }))
}

// look runs f on a view of the store that does not change.
func (s *sqliteStore) look(ctx context.Context, f func(*sqlite.Conn) error) error {
	return s.lookOn(ctx, false, f)
}

// lookAnew is look on a fresh connection.
func (s *sqliteStore) lookAnew(ctx context.Context, f func(*sqlite.Conn) error) error {
	return s.lookOn(ctx, true, f)
}

func (s *sqliteStore) lookOn(ctx context.Context, anew bool, f func(*sqlite.Conn) error) (err error) {
	var conn *sqlite.Conn
	select {
	case conn = <-s.readers:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { s.readers <- conn }()
	s.mu.Lock()
	closed := s.closed
	s.mu.Unlock()
	if closed {
		return s.explain(errClosed)
	}
	if conn != nil && anew {
		conn.Close()
		conn = nil
	}
	if conn == nil {
		if conn, err = s.connect(true); err != nil {
			conn = nil
			return s.explain(err)
		}
	}
	old := conn.SetInterrupt(ctx.Done())
	defer func() {
		conn.SetInterrupt(old)
		exec(conn, "ROLLBACK")
	}()
	if err := exec(conn, "BEGIN"); err != nil {
		return s.explain(err)
	}
	return s.explain(f(conn))
}

var errClosed = errors.New("ledger is closed")

func (s *sqliteStore) Close() error {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return nil
	}
	s.closed = true
	s.mu.Unlock()
	var first error
	for range maxReaders {
		if conn := <-s.readers; conn != nil {
			if err := conn.Close(); err != nil && first == nil {
				first = err
			}
		}
	}
	for range maxReaders {
		s.readers <- nil
	}
	if !s.readOnly {
		if conn := <-s.write; conn != nil {
			if err := conn.Close(); err != nil && first == nil {
				first = err
			}
		}
		s.write <- nil
	}
	return s.explain(first)
}

// explain makes one line for people of an error: the file and the reason.
func (s *sqliteStore) explain(err error) error {
	if err == nil {
		return nil
	}
	var done *storeError
	if errors.As(err, &done) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	var kind error
	code := sqlite.ErrCode(err)
	switch code.ToPrimary() {
	case sqlite.ResultFull:
		return &storeError{s.path, ErrDiskFull, "disk full: what could not be stored is left out; nothing that was stored is lost", err}
	case sqlite.ResultBusy, sqlite.ResultLocked:
		return &storeError{s.path, ErrBusy, ErrBusy.Error() + "; try again when it is done", err}
	case sqlite.ResultReadOnly:
		kind = ErrReadOnly
	case sqlite.ResultNotADB:
		kind = ErrNoLedger
	case sqlite.ResultCorrupt:
		return &storeError{s.path, ErrDamaged, ErrDamaged.Error() + ": " + firstLine(err.Error()) + "; put back a copy of it", err}
	case sqlite.ResultInterrupt:
		return context.Canceled
	case sqlite.ResultIOErr:
		if errors.Is(err, syscall.ENOSPC) || strings.Contains(err.Error(), "no space") {
			return &storeError{s.path, ErrDiskFull, "disk full: what could not be stored is left out; nothing that was stored is lost", err}
		}
	}
	if kind != nil {
		return &storeError{s.path, kind, kind.Error(), err}
	}
	return &storeError{s.path, err, firstLine(strings.TrimPrefix(err.Error(), "ledger: ")), err}
}

func firstLine(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	return s
}

// A storeError names the file and the reason.
type storeError struct {
	path  string
	kind  error
	text  string
	cause error
}

func (e *storeError) Error() string   { return e.path + ": " + e.text }
func (e *storeError) Unwrap() []error { return []error{e.kind, e.cause} }

// exec runs a statement that gives no rows.
func exec(conn *sqlite.Conn, query string, args ...any) error { return run(conn, query, args, nil) }

// run runs a statement, prepared once a connection, and calls row for each row. It
// must not be called again for the same statement from within row.
func run(conn *sqlite.Conn, query string, args []any, row func(*sqlite.Stmt) error) error {
	st, err := conn.Prepare(query)
	if err != nil {
		return err
	}
	for i, a := range args {
		bind(st, i+1, a)
	}
	for {
		more, err := st.Step()
		if err != nil {
			st.Reset()
			return err
		}
		if !more {
			break
		}
		if row == nil {
			continue
		}
		if err := row(st); err != nil {
			st.Reset()
			return err
		}
	}
	return st.Reset()
}

func bind(st *sqlite.Stmt, i int, a any) {
	switch v := a.(type) {
	case nil:
		st.BindNull(i)
	case int:
		st.BindInt64(i, int64(v))
	case int64:
		st.BindInt64(i, v)
	case uint64:
		st.BindInt64(i, int64(v))
	case string:
		st.BindText(i, v)
	case []byte:
		if v == nil {
			v = []byte{}
		}
		st.BindBytes(i, v)
	case Hash:
		st.BindBytes(i, v[:])
	case time.Time:
		if v.IsZero() {
			st.BindNull(i)
		} else {
			st.BindInt64(i, v.UnixMicro())
		}
	default:
		panic(fmt.Sprintf("ledger: cannot bind %T", a))
	}
}

func columnBytes(st *sqlite.Stmt, i int) []byte {
	b := make([]byte, st.ColumnLen(i))
	st.ColumnBytes(i, b)
	return b
}

func columnHash(st *sqlite.Stmt, i int) (h Hash, ok bool) {
	return h, st.ColumnBytes(i, h[:]) == len(h) && st.ColumnLen(i) == len(h)
}

func columnTime(st *sqlite.Stmt, i int) time.Time {
	if st.ColumnIsNull(i) {
		return time.Time{}
	}
	return time.UnixMicro(st.ColumnInt64(i)).UTC()
}
