package ledger

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"time"

	"zombiezen.com/go/sqlite"

	"hearsay"
)

// sqliteView reads what is derived on one connection, within a transaction.
type sqliteView struct {
	conn *sqlite.Conn

	pos    uint64
	marked bool
	forgot uint64 // positions up to here cannot be taken back
	hasOld bool   // whether there are such
	pairs  int64
	total  uint64

	text   string // of the article at textAt, as statements come in runs
	textAt uint64
	hasTxt bool
}

// begin reads where the derivation stands.
func (v *sqliteView) begin() error {
	found := false
	err := run(v.conn, "SELECT pos, forgot, pairs, total, format FROM derived WHERE id = 1", nil, func(st *sqlite.Stmt) error {
		found = st.ColumnInt64(4) == DerivedFormat
		v.pos, v.marked = uint64(st.ColumnInt64(0)), !st.ColumnIsNull(0)
		v.forgot, v.hasOld = uint64(st.ColumnInt64(1)), !st.ColumnIsNull(1)
		v.pairs, v.total = st.ColumnInt64(2), uint64(st.ColumnInt64(3))
		return nil
	})
	if err == nil && !found {
		err = errors.New("what is derived is of another format: open the ledger once for writing")
	}
	return err
}

func (s *sqliteStore) Read(ctx context.Context, f func(View) error) error {
	return s.look(ctx, func(conn *sqlite.Conn) error {
		v := &sqliteView{conn: conn}
		if err := v.begin(); err != nil {
			return err
		}
		return f(v)
	})
}

func (s *sqliteStore) Derive(ctx context.Context, f func(Tx) error) error {
	return s.update(ctx, func(conn *sqlite.Conn) error {
		tx := &sqliteTx{sqliteView: sqliteView{conn: conn}}
		if err := tx.begin(); err != nil {
			return err
		}
		if err := f(tx); err != nil {
			return err
		}
		return tx.finish()
	})
}

func (s *sqliteStore) DropDerived(ctx context.Context) error {
	return s.update(ctx, remakeDerived)
}

func (v *sqliteView) Pos() (uint64, bool) { return v.pos, v.marked }

func (v *sqliteView) PosAt(t time.Time) (pos uint64, ok bool, err error) {
	err = run(v.conn, "SELECT pos FROM articles WHERE known <= ? ORDER BY known DESC, pos DESC LIMIT 1", []any{t.UnixMicro()}, func(st *sqlite.Stmt) error {
		pos, ok = uint64(st.ColumnInt64(0)), true
		return nil
	})
	return pos, ok, err
}

func (v *sqliteView) Get(key []byte) (value []byte, err error) {
	st, err := v.conn.Prepare("SELECT v FROM memory WHERE k = ?")
	if err != nil {
		return nil, err
	}
	bindBlob(st, 1, key)
	row, err := st.Step()
	if err != nil {
		st.Reset()
		return nil, err
	}
	if row {
		value = columnBytes(st, 0)
	}
	return value, st.Reset()
}

func bindBlob(st *sqlite.Stmt, i int, b []byte) {
	if b == nil {
		b = []byte{}
	}
	st.BindBytes(i, b)
}

// Scan reads ahead in growing steps and gives the statement back before it visits,
// so visit may use the view as it likes.
func (v *sqliteView) Scan(from, to []byte, visit func(key, value []byte) bool) error {
	type pair struct{ k, v []byte }
	var pairs []pair
	for step := int64(16); ; step = min(4*step, 1024) {
		pairs = pairs[:0]
		query := "SELECT k, v FROM memory WHERE k >= ? ORDER BY k LIMIT ?"
		if to != nil {
			query = "SELECT k, v FROM memory WHERE k >= ? AND k < ? ORDER BY k LIMIT ?"
		}
		st, err := v.conn.Prepare(query)
		if err != nil {
			return err
		}
		n := 1
		bindBlob(st, n, from)
		if to != nil {
			n++
			bindBlob(st, n, to)
		}
		st.BindInt64(n+1, step)
		for {
			row, err := st.Step()
			if err != nil {
				st.Reset()
				return err
			}
			if !row {
				break
			}
			pairs = append(pairs, pair{columnBytes(st, 0), columnBytes(st, 1)})
		}
		if err := st.Reset(); err != nil {
			return err
		}
		for _, p := range pairs {
			if !visit(p.k, p.v) {
				return nil
			}
		}
		if int64(len(pairs)) < step {
			return nil
		}
		last := pairs[len(pairs)-1].k
		from = append(append(make([]byte, 0, len(last)+1), last...), 0)
	}
}

// sqliteTx writes.
type sqliteTx struct {
	sqliteView

	undo    []byte          // steps of the last position, not yet written
	logged  map[string]bool // keys among them
	changed bool
	scratch []byte

	words     []wordsRow // for the full-text index, not yet written
	wordBytes int
	article   ArticleRow // of the last position, where hasArt
	hasArt    bool
}

// A wordsRow goes into article_words, or into statement_words.
//
// They are kept back until a transaction ends or asks for them: whenever a statement
// that could fail half way is run, FTS5 writes out what it has gathered, and a
// segment a row is many times the work.
type wordsRow struct {
	num       uint64
	statement bool
	columns   [4]string
}

// maxWordBytes is about how many bytes are kept back at most.
const maxWordBytes = 16 << 20

func (tx *sqliteTx) addWords(w wordsRow) error {
	tx.words = append(tx.words, w)
	for _, c := range w.columns {
		tx.wordBytes += len(c)
	}
	if tx.wordBytes < maxWordBytes {
		return nil
	}
	return tx.flushWords()
}

func (tx *sqliteTx) flushWords() error {
	for _, statement := range []bool{false, true} {
		query := "INSERT INTO article_words (rowid, title, text, lemmas, tags) VALUES (?, ?, ?, ?, ?)"
		if statement {
			query = "INSERT INTO statement_words (rowid, text, lemmas, speaker, tags) VALUES (?, ?, ?, ?, ?)"
		}
		for _, w := range tx.words {
			if w.statement != statement {
				continue
			}
			if err := exec(tx.conn, query, w.num, w.columns[0], w.columns[1], w.columns[2], w.columns[3]); err != nil {
				return err
			}
		}
	}
	tx.words, tx.wordBytes = nil, 0
	return nil
}

// there says whether a query finds a row.
func (tx *sqliteTx) there(query string, args ...any) (bool, error) {
	nums, err := tx.numbers(query, args...)
	return len(nums) > 0, err
}

// The lists that use the full-text index see what is kept back.

func (tx *sqliteTx) Articles(f Filter) ([]ArticleRow, Cursor, error) {
	if err := tx.flushWords(); err != nil {
		return nil, "", err
	}
	return tx.sqliteView.Articles(f)
}

func (tx *sqliteTx) Statements(f Filter) ([]StatementRow, Cursor, error) {
	if err := tx.flushWords(); err != nil {
		return nil, "", err
	}
	return tx.sqliteView.Statements(f)
}

func (tx *sqliteTx) Claims(f Filter) ([]ClaimRow, Cursor, error) {
	if err := tx.flushWords(); err != nil {
		return nil, "", err
	}
	return tx.sqliteView.Claims(f)
}

func (tx *sqliteTx) Search(q Query) ([]Hit, Cursor, error) {
	if err := tx.flushWords(); err != nil {
		return nil, "", err
	}
	return tx.sqliteView.Search(q)
}

// pairHash is what a key adds to the sum over all of them.
func pairHash(key, value []byte) uint64 {
	h := fnv.New64a()
	var n [4]byte
	binary.LittleEndian.PutUint32(n[:], uint32(len(key)))
	h.Write(n[:])
	h.Write(key)
	h.Write(value)
	return h.Sum64()
}

// finish writes what is kept back until the end.
func (tx *sqliteTx) finish() error {
	if err := tx.flushUndo(); err != nil {
		return err
	}
	if err := tx.flushWords(); err != nil {
		return err
	}
	if !tx.changed {
		return nil
	}
	var pos, forgot any
	if tx.marked {
		pos = tx.pos
	}
	if tx.hasOld {
		forgot = tx.forgot
	}
	return exec(tx.conn, "UPDATE derived SET pos = ?, forgot = ?, pairs = ?, total = ? WHERE id = 1", pos, forgot, tx.pairs, tx.total)
}

func (tx *sqliteTx) flushUndo() error {
	if len(tx.undo) == 0 {
		return nil
	}
	err := exec(tx.conn, "INSERT INTO undo (pos, data) VALUES (?1, ?2) ON CONFLICT (pos) DO UPDATE SET data = CAST(data || ?2 AS BLOB)", tx.pos, tx.undo)
	tx.undo = tx.undo[:0]
	clear(tx.logged)
	return err
}

func (tx *sqliteTx) Mark(pos uint64) error {
	switch {
	case pos > maxPos:
		return fmt.Errorf("position %d is too large, at most %d", pos, uint64(maxPos))
	case tx.marked && pos == tx.pos:
		return nil
	case tx.marked && pos < tx.pos:
		return fmt.Errorf("position %d comes before the last, %d: rewind first", pos, tx.pos)
	}
	if err := tx.flushUndo(); err != nil {
		return err
	}
	tx.pos, tx.marked, tx.changed = pos, true, true
	return exec(tx.conn, "INSERT INTO undo (pos, data) VALUES (?, x'')", pos)
}

// log notes a step back, once a key and position.
func (tx *sqliteTx) log(op byte, key, value []byte) {
	if tx.logged == nil {
		tx.logged = map[string]bool{}
	}
	group := op
	if op == undoOld {
		group = undoNew
	}
	tx.scratch = append(append(tx.scratch[:0], group), key...)
	if tx.logged[string(tx.scratch)] {
		return
	}
	tx.logged[string(tx.scratch)] = true
	tx.undo = appendUndo(tx.undo, op, key, value)
}

func (tx *sqliteTx) writable() error {
	if !tx.marked {
		return ErrNoMark
	}
	tx.changed = true
	return nil
}

func (tx *sqliteTx) Put(key, value []byte) error {
	if err := tx.writable(); err != nil {
		return err
	}
	old, err := tx.Get(key)
	if err != nil {
		return err
	}
	switch {
	case old == nil:
		tx.log(undoNew, key, nil)
	case string(old) == string(value):
		return nil
	default:
		tx.log(undoOld, key, old)
	}
	return tx.set(key, old, value)
}

func (tx *sqliteTx) Delete(key []byte) error {
	if err := tx.writable(); err != nil {
		return err
	}
	old, err := tx.Get(key)
	if err != nil || old == nil {
		return err
	}
	tx.log(undoOld, key, old)
	return tx.unset(key, old)
}

// set writes a pair; old is what was there, nil for nothing.
func (tx *sqliteTx) set(key, old, value []byte) error {
	if old == nil {
		tx.pairs++
	} else {
		tx.total -= pairHash(key, old)
	}
	tx.total += pairHash(key, value)
	st, err := tx.conn.Prepare("INSERT INTO memory (k, v) VALUES (?, ?) ON CONFLICT (k) DO UPDATE SET v = excluded.v")
	if err != nil {
		return err
	}
	bindBlob(st, 1, key)
	bindBlob(st, 2, value)
	return step(st)
}

func (tx *sqliteTx) unset(key, old []byte) error {
	tx.pairs--
	tx.total -= pairHash(key, old)
	st, err := tx.conn.Prepare("DELETE FROM memory WHERE k = ?")
	if err != nil {
		return err
	}
	bindBlob(st, 1, key)
	return step(st)
}

func step(st *sqlite.Stmt) error {
	if _, err := st.Step(); err != nil {
		st.Reset()
		return err
	}
	return st.Reset()
}

func (tx *sqliteTx) RewindTo(pos uint64) error {
	if tx.hasOld && pos <= tx.forgot {
		return ErrForgotten
	}
	if !tx.marked || pos > tx.pos {
		return nil
	}
	if err := tx.flushUndo(); err != nil {
		return err
	}
	if err := tx.flushWords(); err != nil {
		return err
	}
	tx.changed, tx.hasTxt, tx.hasArt = true, false, false
	for {
		at, data, found := uint64(0), []byte(nil), false
		err := run(tx.conn, "SELECT pos, data FROM undo WHERE pos >= ? ORDER BY pos DESC LIMIT 1", []any{pos}, func(st *sqlite.Stmt) error {
			at, data, found = uint64(st.ColumnInt64(0)), columnBytes(st, 1), true
			return nil
		})
		if err != nil {
			return err
		}
		if !found {
			break
		}
		steps, err := readUndo(data)
		if err != nil {
			return err
		}
		for i := len(steps) - 1; i >= 0; i-- {
			if err := tx.stepBack(at, steps[i]); err != nil {
				return err
			}
		}
		if err := exec(tx.conn, "DELETE FROM undo WHERE pos = ?", at); err != nil {
			return err
		}
	}
	for _, query := range []string{
		"DELETE FROM article_words WHERE rowid IN (SELECT pos FROM articles WHERE pos >= ?1)",
		"DELETE FROM articles WHERE pos >= ?1",
		"DELETE FROM statement_words WHERE rowid IN (SELECT num FROM statements WHERE num >= ?1 * 4096)",
		"DELETE FROM statements WHERE num >= ?1 * 4096",
		"DELETE FROM evidence WHERE (claim, num, part) IN (SELECT claim, num, part FROM evidence WHERE num >= ?1 * 4096)",
	} {
		if err := exec(tx.conn, query, pos); err != nil {
			return err
		}
	}
	tx.pos, tx.marked = tx.forgot, tx.hasOld
	return run(tx.conn, "SELECT max(pos) FROM undo", nil, func(st *sqlite.Stmt) error {
		if !st.ColumnIsNull(0) {
			tx.pos, tx.marked = uint64(st.ColumnInt64(0)), true
		}
		return nil
	})
}

func (tx *sqliteTx) stepBack(pos uint64, s undoStep) error {
	switch s.op {
	case undoNew, undoOld:
		now, err := tx.Get(s.key)
		if err != nil {
			return err
		}
		if s.op == undoOld {
			return tx.set(s.key, now, s.value)
		}
		if now == nil {
			return nil
		}
		return tx.unset(s.key, now)
	case undoClaim:
		if err := exec(tx.conn, "DELETE FROM claims WHERE id = ? AND pos >= ?", string(s.key), pos); err != nil {
			return err
		}
		return exec(tx.conn, "UPDATE claims SET ended = NULL WHERE id = ? AND ended >= ?", string(s.key), pos)
	case undoStory:
		if err := exec(tx.conn, "DELETE FROM stories WHERE id = ? AND pos >= ?", string(s.key), pos); err != nil {
			return err
		}
		return exec(tx.conn, "UPDATE stories SET ended = NULL WHERE id = ? AND ended >= ?", string(s.key), pos)
	}
	return nil
}

func (tx *sqliteTx) Forget(pos uint64) error {
	if err := tx.flushUndo(); err != nil {
		return err
	}
	last, found := uint64(0), false
	err := run(tx.conn, "SELECT max(pos) FROM undo WHERE pos < ?", []any{pos}, func(st *sqlite.Stmt) error {
		if !st.ColumnIsNull(0) {
			last, found = uint64(st.ColumnInt64(0)), true
		}
		return nil
	})
	if err != nil || !found {
		return err
	}
	tx.forgot, tx.hasOld, tx.changed = last, true, true
	return exec(tx.conn, "DELETE FROM undo WHERE pos < ?", pos)
}

func (tx *sqliteTx) PutArticle(row ArticleRow, words Words) error {
	if err := tx.writable(); err != nil {
		return err
	}
	id := row.TextID
	if id == "" {
		id = TextID(row.Text)
	}
	hash, err := textHash(id)
	if err != nil {
		return err
	}
	if row.ID == "" || row.Known.IsZero() {
		return fmt.Errorf("article %q has no id or no time", row.ID)
	}
	if old, err := tx.there("SELECT 1 FROM articles WHERE pos = ?", tx.pos); err != nil {
		return err
	} else if old {
		return fmt.Errorf("position %d has an article already: rewind first", tx.pos)
	}
	err = exec(tx.conn, "INSERT INTO articles (pos, id, known, url, outlet, title, language, published, replaces, story, text_hash, body, text) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		tx.pos, string(row.ID), row.Known, row.URL, row.Outlet, row.Title, string(row.Language), string(row.Published),
		string(row.Replaces), string(row.Story), hash, row.Body, pack([]byte(row.Text)))
	if err != nil {
		return err
	}
	tx.text, tx.textAt, tx.hasTxt = row.Text, tx.pos, true
	tx.hasArt = false
	w := articleWords(row, row.Text)
	w.columns[2] = extraLemmas(words.Lemmas, w.columns[0], w.columns[1])
	w.num = tx.pos
	return tx.addWords(w)
}

// articleWords are the words of an article, but for its lemmas.
func articleWords(row ArticleRow, text string) wordsRow {
	return wordsRow{num: row.Pos, columns: [4]string{fold(row.Title), fold(text), "", tag(tagOutlet, row.Outlet)}}
}

// statementWords are those of a statement.
func statementWords(row StatementRow, num uint64, outlet string) wordsRow {
	tags := tag(tagOutlet, outlet) + " " + tag(tagAct, string(row.Act)) + " " + tag(tagMode, string(row.Mode))
	if row.SpeakerID != "" {
		tags += " " + tag(tagSpeaker, row.SpeakerID)
	}
	return wordsRow{num: num, statement: true, columns: [4]string{fold(row.Content.Text), "", fold(row.Speaker), tags}}
}

// here is the article of the last position, which id must be.
func (tx *sqliteTx) here(id hearsay.VersionID) (ArticleRow, error) {
	a, err := tx.now()
	if err == nil && a.ID != id {
		err = fmt.Errorf("%s belongs to another article than position %d, %s", id, tx.pos, a.ID)
	}
	return a, err
}

// now is the article of the last position.
func (tx *sqliteTx) now() (ArticleRow, error) {
	if tx.hasArt && tx.article.Pos == tx.pos {
		return tx.article, nil
	}
	a, err := tx.ArticleAt(tx.pos)
	tx.article, tx.hasArt = a, err == nil
	return a, err
}

func (tx *sqliteTx) PutStatement(row StatementRow, words Words) error {
	if err := tx.writable(); err != nil {
		return err
	}
	id, n, part, err := splitEvidence(row.ID)
	if err != nil {
		return err
	}
	if part != 1 || n >= sentences {
		return fmt.Errorf("%s is no statement", row.ID)
	}
	a, err := tx.here(id)
	if err != nil {
		return err
	}
	spans, err := packSpans(row.Content.Spans)
	if err != nil {
		return err
	}
	num := tx.pos*numsAPos + uint64(n)
	if old, err := tx.there("SELECT 1 FROM statements WHERE num = ?", num); err != nil {
		return err
	} else if old {
		return fmt.Errorf("statement %s is there already: rewind first", row.ID)
	}
	err = exec(tx.conn, "INSERT INTO statements (num, speaker_id, speaker, mode, act, spans, body) VALUES (?, ?, ?, ?, ?, ?, ?)",
		num, row.SpeakerID, row.Speaker, string(row.Mode), string(row.Act), spans, row.Body)
	if err != nil {
		return err
	}
	text, err := tx.textOf(tx.pos)
	if err != nil {
		return err
	}
	if row.Content = passage(text, row.Content.Spans); row.Content.Text == "" && len(row.Content.Spans) > 0 {
		return fmt.Errorf("statement %s lies outside of the text", row.ID)
	}
	w := statementWords(row, num, a.Outlet)
	w.columns[1] = extraLemmas(words.Lemmas, w.columns[0])
	return tx.addWords(w)
}

func (tx *sqliteTx) PutEvidence(row EvidenceRow) error {
	if err := tx.writable(); err != nil {
		return err
	}
	id, n, part, err := splitEvidence(row.ID)
	if err != nil {
		return err
	}
	if _, err := tx.here(id); err != nil {
		return err
	}
	return exec(tx.conn, "INSERT OR REPLACE INTO evidence (claim, num, part, stance, body) VALUES (?, ?, ?, ?, ?)",
		string(row.Claim), tx.pos*numsAPos+uint64(n), part, string(row.Stance), row.Body)
}

// since is the time from when on a row of the last position holds.
func (tx *sqliteTx) since() (time.Time, error) {
	a, err := tx.now()
	return a.Known, err
}

func (tx *sqliteTx) PutClaim(row ClaimRow) error {
	if err := tx.writable(); err != nil {
		return err
	}
	since, err := tx.since()
	if err != nil {
		return err
	}
	first := since
	old := int64(-1)
	err = run(tx.conn, "SELECT pos, first FROM claims WHERE id = ? AND ended IS NULL", []any{string(row.ID)}, func(st *sqlite.Stmt) error {
		old = st.ColumnInt64(0)
		first = columnTime(st, 1)
		return nil
	})
	if err != nil {
		return err
	}
	tx.log(undoClaim, []byte(row.ID), nil)
	if old >= 0 && uint64(old) < tx.pos {
		if err := exec(tx.conn, "UPDATE claims SET ended = ? WHERE id = ? AND pos = ?", tx.pos, string(row.ID), old); err != nil {
			return err
		}
	}
	return exec(tx.conn, "INSERT OR REPLACE INTO claims (id, pos, ended, since, first, status, phase, story, gist, origins_min, origins_max, reach, body) VALUES (?, ?, NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		string(row.ID), tx.pos, since, first, string(row.Status), string(row.Phase), string(row.Story), row.Gist,
		row.OriginsMin, row.OriginsMax, row.Reach, row.Body)
}

func (tx *sqliteTx) PutStory(row StoryRow) error {
	if err := tx.writable(); err != nil {
		return err
	}
	since, err := tx.since()
	if err != nil {
		return err
	}
	tx.log(undoStory, []byte(row.ID), nil)
	if err := exec(tx.conn, "UPDATE stories SET ended = ?1 WHERE id = ?2 AND ended IS NULL AND pos < ?1", tx.pos, string(row.ID)); err != nil {
		return err
	}
	return exec(tx.conn, "INSERT OR REPLACE INTO stories (id, pos, ended, since, title, begins, ends, articles, body) VALUES (?, ?, NULL, ?, ?, ?, ?, ?, ?)",
		string(row.ID), tx.pos, since, row.Title, row.From, row.To, row.Articles, row.Body)
}
