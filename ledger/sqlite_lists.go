package ledger

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"zombiezen.com/go/sqlite"

	"hearsay"
)

const articleColumns = "a.pos, a.id, a.known, a.url, a.outlet, a.title, a.language, a.published, a.replaces, a.story, a.text_hash, a.body"

func readArticle(st *sqlite.Stmt) ArticleRow {
	hash, _ := columnHash(st, 10)
	return ArticleRow{
		Pos: uint64(st.ColumnInt64(0)), ID: hearsay.VersionID(st.ColumnText(1)), Known: columnTime(st, 2), URL: st.ColumnText(3),
		Outlet: st.ColumnText(4), Title: st.ColumnText(5), Language: hearsay.Language(st.ColumnText(6)),
		Published: hearsay.Date(st.ColumnText(7)), Replaces: hearsay.VersionID(st.ColumnText(8)),
		Story: hearsay.StoryID(st.ColumnText(9)), TextID: textIDOf(hash), Body: columnBytes(st, 11),
	}
}

func (v *sqliteView) oneArticle(where string, arg any, name any) (a ArticleRow, err error) {
	found := false
	err = run(v.conn, "SELECT "+articleColumns+" FROM articles a WHERE "+where, []any{arg}, func(st *sqlite.Stmt) error {
		a, found = readArticle(st), true
		return nil
	})
	if err == nil && !found {
		err = fmt.Errorf("article %v: %w", name, ErrNotFound)
	}
	return a, err
}

func (v *sqliteView) Article(id hearsay.VersionID) (ArticleRow, error) {
	return v.oneArticle("a.id = ?", string(id), id)
}

func (v *sqliteView) ArticleAt(pos uint64) (ArticleRow, error) {
	return v.oneArticle("a.pos = ?", pos, pos)
}

func (v *sqliteView) Text(id hearsay.VersionID) (string, error) {
	a, err := v.Article(id)
	if err != nil {
		return "", err
	}
	return v.textOf(a.Pos)
}

func (v *sqliteView) textOf(pos uint64) (string, error) {
	if v.hasTxt && v.textAt == pos {
		return v.text, nil
	}
	err := run(v.conn, "SELECT text FROM articles WHERE pos = ?", []any{pos}, func(st *sqlite.Stmt) error {
		b, err := unpack(columnBytes(st, 0))
		v.text, v.textAt, v.hasTxt = string(b), pos, err == nil
		return err
	})
	return v.text, err
}

// span is a range of positions, both included; as is where a claim or story must
// still have held.
type span struct {
	from, to uint64
	as       uint64
	empty    bool
}

// span finds the positions that a filter allows.
func (v *sqliteView) span(f Filter) (s span, err error) {
	s = span{to: maxPos, as: maxPos}
	if !f.AsOf.IsZero() {
		pos, ok, err := v.PosAt(f.AsOf)
		if err != nil || !ok {
			return span{empty: true}, err
		}
		s.to, s.as = pos, pos
	}
	if !f.To.IsZero() {
		pos, ok, err := v.PosAt(f.To.Add(-time.Microsecond))
		if err != nil || !ok {
			return span{empty: true}, err
		}
		s.to = min(s.to, pos)
	}
	if !f.From.IsZero() {
		found := false
		err := run(v.conn, "SELECT pos FROM articles WHERE known >= ? ORDER BY known, pos LIMIT 1", []any{f.From.UnixMicro()}, func(st *sqlite.Stmt) error {
			s.from, found = uint64(st.ColumnInt64(0)), true
			return nil
		})
		if err != nil || !found {
			return span{empty: true}, err
		}
	}
	s.empty = s.from > s.to
	return s, nil
}

func (f Filter) limit() int {
	if f.Limit <= 0 {
		return 50
	}
	return f.Limit
}

// after decodes a cursor of numbers.
func (f Filter) after() (n uint64, ok bool, err error) {
	if f.After == "" {
		return 0, false, nil
	}
	n, err = strconv.ParseUint(string(f.After), 10, 63)
	if err != nil {
		return 0, false, fmt.Errorf("%q is no place in this list", f.After)
	}
	return n, true, nil
}

// cursorOf says where a list goes on behind n, if it is as long as allowed.
func cursorOf(full bool, n uint64) Cursor {
	if !full {
		return ""
	}
	return Cursor(strconv.FormatUint(n, 10))
}

// numbers runs a query that gives numbers.
func (v *sqliteView) numbers(query string, args ...any) (out []uint64, err error) {
	err = run(v.conn, query, args, func(st *sqlite.Stmt) error {
		out = append(out, uint64(st.ColumnInt64(0)))
		return nil
	})
	return out, err
}

func (v *sqliteView) Articles(f Filter) ([]ArticleRow, Cursor, error) {
	s, err := v.span(f)
	if err != nil || s.empty {
		return nil, "", err
	}
	if n, ok, err := f.after(); err != nil {
		return nil, "", err
	} else if ok {
		if n <= s.from {
			return nil, "", nil
		}
		s.to = min(s.to, n-1)
	}
	var found []uint64
	switch {
	case f.Story != "":
		query, args := "SELECT pos FROM articles WHERE story = ? AND pos BETWEEN ? AND ?", []any{string(f.Story), s.from, s.to}
		if f.Outlet != "" {
			query, args = query+" AND outlet = ?", append(args, f.Outlet)
		}
		found, err = v.numbers(query+" ORDER BY pos DESC LIMIT ?", append(args, f.limit()+1)...)
	case f.Outlet != "":
		found, err = v.numbers("SELECT rowid FROM article_words WHERE article_words MATCH ? AND rowid BETWEEN ? AND ? ORDER BY rowid DESC LIMIT ?",
			ftsTag(tagOutlet, f.Outlet), s.from, s.to, f.limit()+1)
	default:
		found, err = v.numbers("SELECT pos FROM articles WHERE pos BETWEEN ? AND ? ORDER BY pos DESC LIMIT ?", s.from, s.to, f.limit()+1)
	}
	if err != nil {
		return nil, "", err
	}
	more := len(found) > f.limit()
	found = found[:min(len(found), f.limit())]
	var out []ArticleRow
	for _, pos := range found {
		a, err := v.ArticleAt(pos)
		if err != nil {
			return nil, "", err
		}
		out = append(out, a)
	}
	if len(out) == 0 {
		return nil, "", nil
	}
	return out, cursorOf(more, out[len(out)-1].Pos), nil
}

const statementColumns = "s.num, s.speaker_id, s.speaker, s.mode, s.act, s.spans, s.body, a.id, a.url, a.outlet, a.title, a.published, a.known"

// statement reads one by its number; ok is false where there is none.
func (v *sqliteView) statement(num uint64) (row StatementRow, ok bool, err error) {
	var spans []byte
	err = run(v.conn, "SELECT "+statementColumns+" FROM statements s CROSS JOIN articles a ON a.pos = s.num / 4096 WHERE s.num = ?", []any{num}, func(st *sqlite.Stmt) error {
		ok = true
		spans = columnBytes(st, 5)
		row = StatementRow{
			Pos: num / numsAPos, SpeakerID: st.ColumnText(1), Speaker: st.ColumnText(2), Mode: hearsay.Mode(st.ColumnText(3)),
			Act: hearsay.Act(st.ColumnText(4)), Body: columnBytes(st, 6), Article: hearsay.VersionID(st.ColumnText(7)),
			URL: st.ColumnText(8), Outlet: st.ColumnText(9), Title: st.ColumnText(10), Published: hearsay.Date(st.ColumnText(11)),
			Known: columnTime(st, 12),
		}
		return nil
	})
	if err != nil || !ok {
		return row, ok, err
	}
	row.ID = joinEvidence(row.Article, int(num%numsAPos), 1)
	at, err := unpackSpans(spans)
	if err != nil {
		return row, true, fmt.Errorf("statement %s: %w", row.ID, err)
	}
	text, err := v.textOf(row.Pos)
	row.Content = passage(text, at)
	return row, true, err
}

func (v *sqliteView) Statement(id hearsay.EvidenceID) (StatementRow, error) {
	article, n, _, err := splitEvidence(id)
	if err != nil {
		return StatementRow{}, err
	}
	a, err := v.Article(article)
	if err != nil {
		return StatementRow{}, err
	}
	row, ok, err := v.statement(a.Pos*numsAPos + uint64(n))
	if err == nil && !ok {
		err = fmt.Errorf("statement %s: %w", id, ErrNotFound)
	}
	return row, err
}

func (v *sqliteView) StatementsOf(id hearsay.VersionID) ([]StatementRow, error) {
	a, err := v.Article(id)
	if err != nil {
		return nil, err
	}
	nums, err := v.numbers("SELECT num FROM statements WHERE num BETWEEN ? AND ? ORDER BY num", a.Pos*numsAPos, a.Pos*numsAPos+numsAPos-1)
	if err != nil {
		return nil, err
	}
	return v.statementRows(nums)
}

func (v *sqliteView) statementRows(nums []uint64) (out []StatementRow, err error) {
	for _, n := range nums {
		row, ok, err := v.statement(n)
		if err != nil {
			return nil, err
		}
		if ok {
			out = append(out, row)
		}
	}
	return out, nil
}

func (v *sqliteView) Statements(f Filter) ([]StatementRow, Cursor, error) {
	nums, more, err := v.statementNums(f, nil)
	if err != nil || len(nums) == 0 {
		return nil, "", err
	}
	rows, err := v.statementRows(nums)
	return rows, cursorOf(more, nums[len(nums)-1]), err
}

// statementNums finds the statements that a filter and a query allow, newest first.
func (v *sqliteView) statementNums(f Filter, query []clause) (nums []uint64, more bool, err error) {
	s, err := v.span(f)
	if err != nil || s.empty {
		return nil, false, err
	}
	from, to := s.from*numsAPos, s.to*numsAPos+numsAPos-1
	if n, ok, err := f.after(); err != nil {
		return nil, false, err
	} else if ok {
		if n <= from {
			return nil, false, nil
		}
		to = min(to, n-1)
	}
	match := ftsMatch(query, "{text}", "{text lemmas}", f.statementTags())
	var where strings.Builder
	var args []any
	num := "num"
	if match != "" {
		num = "rowid"
		where.WriteString("SELECT rowid FROM statement_words AS s WHERE statement_words MATCH ? AND s.rowid BETWEEN ? AND ?")
		args = append(args, match)
	} else {
		where.WriteString("SELECT num FROM statements AS s WHERE s.num BETWEEN ? AND ?")
	}
	args = append(args, from, to)
	if f.Status != "" || f.Phase != "" {
		where.WriteString(" AND EXISTS (SELECT 1 FROM evidence e CROSS JOIN claims c ON c.id = e.claim AND c.pos <= ? AND (c.ended IS NULL OR c.ended > ?) WHERE e.num = s." + num)
		args = append(args, s.as, s.as)
		if f.Status != "" {
			where.WriteString(" AND c.status = ?")
			args = append(args, string(f.Status))
		}
		if f.Phase != "" {
			where.WriteString(" AND c.phase = ?")
			args = append(args, string(f.Phase))
		}
		where.WriteString(")")
	}
	if f.Story != "" {
		where.WriteString(" AND (SELECT story FROM articles WHERE pos = s." + num + " / 4096) = ?")
		args = append(args, string(f.Story))
	}
	where.WriteString(" ORDER BY s." + num + " DESC LIMIT ?")
	args = append(args, f.limit()+1)
	nums, err = v.numbers(where.String(), args...)
	more = len(nums) > f.limit()
	return nums[:min(len(nums), f.limit())], more, err
}

// statementTags are the parts of a filter that the index of statements knows.
func (f Filter) statementTags() []string {
	var tags []string
	if f.Speaker != "" {
		by := ftsTag(tagSpeaker, f.Speaker)
		if name := fold(f.Speaker); name != "" {
			by = "(" + by + ` OR speaker : "` + name + `")`
		}
		tags = append(tags, by)
	}
	if f.Outlet != "" {
		tags = append(tags, ftsTag(tagOutlet, f.Outlet))
	}
	if f.Act != "" {
		tags = append(tags, ftsTag(tagAct, string(f.Act)))
	}
	if f.Mode != "" {
		tags = append(tags, ftsTag(tagMode, string(f.Mode)))
	}
	return tags
}

const evidenceColumns = "e.claim, e.num, e.part, e.stance, e.body, a.id, a.known"

func readEvidence(st *sqlite.Stmt) EvidenceRow {
	num := uint64(st.ColumnInt64(1))
	return EvidenceRow{
		Pos: num / numsAPos, ID: joinEvidence(hearsay.VersionID(st.ColumnText(5)), int(num%numsAPos), st.ColumnInt(2)),
		Claim: hearsay.ClaimID(st.ColumnText(0)), Stance: hearsay.Stance(st.ColumnText(3)), Known: columnTime(st, 6), Body: columnBytes(st, 4),
	}
}

func (v *sqliteView) EvidenceFor(id hearsay.ClaimID, asOf time.Time) (out []EvidenceRow, err error) {
	s, err := v.span(Filter{AsOf: asOf})
	if err != nil || s.empty {
		return nil, err
	}
	err = run(v.conn, "SELECT "+evidenceColumns+" FROM evidence e CROSS JOIN articles a ON a.pos = e.num / 4096 WHERE e.claim = ? AND e.num <= ? ORDER BY e.num, e.part",
		[]any{string(id), s.to*numsAPos + numsAPos - 1}, func(st *sqlite.Stmt) error {
			out = append(out, readEvidence(st))
			return nil
		})
	return out, err
}

func (v *sqliteView) EvidenceOf(id hearsay.VersionID) (out []EvidenceRow, err error) {
	a, err := v.Article(id)
	if err != nil {
		return nil, err
	}
	err = run(v.conn, "SELECT "+evidenceColumns+" FROM evidence e CROSS JOIN articles a ON a.pos = e.num / 4096 WHERE e.num BETWEEN ? AND ? ORDER BY e.num, e.part, e.claim",
		[]any{a.Pos * numsAPos, a.Pos*numsAPos + numsAPos - 1}, func(st *sqlite.Stmt) error {
			out = append(out, readEvidence(st))
			return nil
		})
	return out, err
}

const claimColumns = "c.id, c.pos, c.since, c.first, c.status, c.phase, c.story, c.gist, c.origins_min, c.origins_max, c.reach, c.body"

func readClaim(st *sqlite.Stmt) ClaimRow {
	return ClaimRow{
		ID: hearsay.ClaimID(st.ColumnText(0)), Pos: uint64(st.ColumnInt64(1)), Since: columnTime(st, 2), First: columnTime(st, 3),
		Status: hearsay.Status(st.ColumnText(4)), Phase: hearsay.Phase(st.ColumnText(5)), Story: hearsay.StoryID(st.ColumnText(6)),
		Gist: st.ColumnText(7), OriginsMin: st.ColumnInt(8), OriginsMax: st.ColumnInt(9), Reach: st.ColumnInt(10), Body: columnBytes(st, 11),
	}
}

// claimAt is a claim as it stood at a position.
func (v *sqliteView) claimAt(id hearsay.ClaimID, pos uint64) (c ClaimRow, ok bool, err error) {
	err = run(v.conn, "SELECT "+claimColumns+" FROM claims c WHERE c.id = ? AND c.pos <= ? ORDER BY c.pos DESC LIMIT 1", []any{string(id), pos}, func(st *sqlite.Stmt) error {
		c, ok = readClaim(st), true
		return nil
	})
	return c, ok, err
}

func (v *sqliteView) Claim(id hearsay.ClaimID, asOf time.Time) (ClaimRow, error) {
	s, err := v.span(Filter{AsOf: asOf})
	if err != nil {
		return ClaimRow{}, err
	}
	c, ok, err := ClaimRow{}, false, error(nil)
	if !s.empty {
		c, ok, err = v.claimAt(id, s.as)
	}
	if err == nil && !ok {
		err = fmt.Errorf("claim %s: %w", id, ErrNotFound)
	}
	return c, err
}

func (v *sqliteView) ClaimHistory(id hearsay.ClaimID, asOf time.Time) (out []ClaimRow, err error) {
	s, err := v.span(Filter{AsOf: asOf})
	if err != nil || s.empty {
		return nil, err
	}
	err = run(v.conn, "SELECT "+claimColumns+" FROM claims c WHERE c.id = ? AND c.pos <= ? ORDER BY c.pos", []any{string(id), s.as}, func(st *sqlite.Stmt) error {
		out = append(out, readClaim(st))
		return nil
	})
	return out, err
}

// fits says whether a claim passes what its row can tell.
func (f Filter) fits(c ClaimRow) bool {
	return (f.Status == "" || c.Status == f.Status) && (f.Phase == "" || c.Phase == f.Phase) && (f.Story == "" || c.Story == f.Story)
}

// pageKey is the place of a row in a list by position and id.
type pageKey struct {
	pos uint64
	id  string
}

func (a pageKey) compare(b pageKey) int { // newest first
	return cmp.Or(cmp.Compare(b.pos, a.pos), cmp.Compare(b.id, a.id))
}

func (a pageKey) cursor() Cursor { return Cursor(strconv.FormatUint(a.pos, 10) + " " + a.id) }

func (f Filter) pageAfter() (k pageKey, err error) {
	if f.After == "" {
		return pageKey{math.MaxInt64, "\xff"}, nil
	}
	n, id, ok := strings.Cut(string(f.After), " ")
	pos, err := strconv.ParseUint(n, 10, 63)
	if err != nil || !ok {
		return k, fmt.Errorf("%q is no place in this list", f.After)
	}
	return pageKey{pos, id}, nil
}

// fewStatements is up to how many statements it is better to go from what was said
// to the claims than to look at claim after claim.
const fewStatements = 5000

func (v *sqliteView) Claims(f Filter) ([]ClaimRow, Cursor, error) {
	s, err := v.span(f)
	if err != nil || s.empty {
		return nil, "", err
	}
	after, err := f.pageAfter()
	if err != nil {
		return nil, "", err
	}
	ids, few, err := v.claimsSaid(f, s)
	if err != nil {
		return nil, "", err
	}
	var out []ClaimRow
	if few {
		for id := range ids {
			c, ok, err := v.claimAt(id, s.as)
			if err != nil {
				return nil, "", err
			}
			k := pageKey{c.Pos, string(c.ID)}
			if ok && f.fits(c) && c.Pos >= s.from && c.Pos <= s.to && after.compare(k) < 0 {
				out = append(out, c)
			}
		}
		slices.SortFunc(out, func(a, b ClaimRow) int {
			return pageKey{a.Pos, string(a.ID)}.compare(pageKey{b.Pos, string(b.ID)})
		})
	} else {
		said := f.Speaker != "" || f.Act != "" || f.Mode != "" || f.Outlet != ""
		where := "c.pos BETWEEN ? AND ? AND (c.ended IS NULL OR c.ended > ?)"
		var more []any
		switch {
		case f.Story != "":
			where, more = where+" AND c.story = ?", append(more, string(f.Story))
			fallthrough
		default:
			if f.Status != "" {
				where, more = where+" AND c.status = ?", append(more, string(f.Status))
			}
			if f.Phase != "" {
				where, more = where+" AND c.phase = ?", append(more, string(f.Phase))
			}
		}
		query := "SELECT " + claimColumns + " FROM claims c WHERE " + where + " AND (c.pos, c.id) < (?, ?) ORDER BY c.pos DESC, c.id DESC LIMIT ?"
		for at := after; len(out) <= f.limit(); {
			var batch []ClaimRow
			args := append([]any{s.from, min(s.to, at.pos), s.as}, more...)
			args = append(args, at.pos, at.id, f.limit()+1)
			err := run(v.conn, query, args, func(st *sqlite.Stmt) error {
				batch = append(batch, readClaim(st))
				return nil
			})
			if err != nil {
				return nil, "", err
			}
			for _, c := range batch {
				at = pageKey{c.Pos, string(c.ID)}
				if said {
					if ok, err := v.wasSaid(c.ID, f, s); err != nil {
						return nil, "", err
					} else if !ok {
						continue
					}
				}
				out = append(out, c)
			}
			if len(batch) <= f.limit() {
				break
			}
		}
	}
	if len(out) <= f.limit() {
		return out, "", nil
	}
	out = out[:f.limit()]
	last := out[len(out)-1]
	return out, pageKey{last.Pos, string(last.ID)}.cursor(), nil
}

// claimsSaid are the claims about which something was said that the filter asks
// for; few is false where there are too many, or the filter does not ask.
func (v *sqliteView) claimsSaid(f Filter, s span) (ids map[hearsay.ClaimID]bool, few bool, err error) {
	var ranges [][2]uint64
	switch {
	case f.Speaker != "" || f.Act != "" || f.Mode != "":
		nums, err := v.numbers("SELECT rowid FROM statement_words WHERE statement_words MATCH ? AND rowid <= ? LIMIT ?",
			ftsMatch(nil, "", "", f.statementTags()), s.as*numsAPos+numsAPos-1, fewStatements+1)
		if err != nil || len(nums) > fewStatements {
			return nil, false, err
		}
		for _, n := range nums {
			ranges = append(ranges, [2]uint64{n, n})
		}
	case f.Outlet != "":
		found, err := v.numbers("SELECT rowid FROM article_words WHERE article_words MATCH ? AND rowid <= ? LIMIT ?",
			ftsTag(tagOutlet, f.Outlet), s.as, fewStatements/5+1)
		if err != nil || len(found) > fewStatements/5 {
			return nil, false, err
		}
		for _, pos := range found {
			ranges = append(ranges, [2]uint64{pos * numsAPos, pos*numsAPos + numsAPos - 1})
		}
	default:
		return nil, false, nil
	}
	ids = map[hearsay.ClaimID]bool{}
	for _, r := range ranges {
		err := run(v.conn, "SELECT claim FROM evidence WHERE num BETWEEN ? AND ?", []any{r[0], r[1]}, func(st *sqlite.Stmt) error {
			ids[hearsay.ClaimID(st.ColumnText(0))] = true
			return nil
		})
		if err != nil {
			return nil, false, err
		}
	}
	return ids, true, nil
}

// wasSaid says whether a claim rests on something that the filter asks for.
func (v *sqliteView) wasSaid(id hearsay.ClaimID, f Filter, s span) (ok bool, err error) {
	name := fold(f.Speaker)
	err = run(v.conn, "SELECT a.outlet, s.act, s.mode, s.speaker_id, s.speaker FROM evidence e CROSS JOIN articles a ON a.pos = e.num / 4096 LEFT JOIN statements s ON s.num = e.num WHERE e.claim = ? AND e.num <= ?",
		[]any{string(id), s.as*numsAPos + numsAPos - 1}, func(st *sqlite.Stmt) error {
			ok = ok || (f.Outlet == "" || st.ColumnText(0) == f.Outlet) &&
				(f.Act == "" || st.ColumnText(1) == string(f.Act)) &&
				(f.Mode == "" || st.ColumnText(2) == string(f.Mode)) &&
				(f.Speaker == "" || st.ColumnText(3) == f.Speaker || name != "" && strings.Contains(" "+fold(st.ColumnText(4))+" ", " "+name+" "))
			return nil
		})
	return ok, err
}

const storyColumns = "t.id, t.pos, t.since, t.title, t.begins, t.ends, t.articles, t.body"

func readStory(st *sqlite.Stmt) StoryRow {
	return StoryRow{
		ID: hearsay.StoryID(st.ColumnText(0)), Pos: uint64(st.ColumnInt64(1)), Since: columnTime(st, 2), Title: st.ColumnText(3),
		From: columnTime(st, 4), To: columnTime(st, 5), Articles: st.ColumnInt(6), Body: columnBytes(st, 7),
	}
}

func (v *sqliteView) Story(id hearsay.StoryID, asOf time.Time) (t StoryRow, err error) {
	s, err := v.span(Filter{AsOf: asOf})
	found := false
	if err == nil && !s.empty {
		err = run(v.conn, "SELECT "+storyColumns+" FROM stories t WHERE t.id = ? AND t.pos <= ? ORDER BY t.pos DESC LIMIT 1", []any{string(id), s.as}, func(st *sqlite.Stmt) error {
			t, found = readStory(st), true
			return nil
		})
	}
	if err == nil && !found {
		err = fmt.Errorf("story %s: %w", id, ErrNotFound)
	}
	return t, err
}

func (v *sqliteView) Stories(f Filter) ([]StoryRow, Cursor, error) {
	s, err := v.span(f)
	if err != nil || s.empty {
		return nil, "", err
	}
	after, err := f.pageAfter()
	if err != nil {
		return nil, "", err
	}
	var out []StoryRow
	for at := after; len(out) <= f.limit(); {
		var batch []StoryRow
		err := run(v.conn, "SELECT "+storyColumns+" FROM stories t WHERE t.pos BETWEEN ? AND ? AND (t.ended IS NULL OR t.ended > ?) AND (t.pos, t.id) < (?, ?) ORDER BY t.pos DESC, t.id DESC LIMIT ?",
			[]any{s.from, min(s.to, at.pos), s.as, at.pos, at.id, f.limit() + 1}, func(st *sqlite.Stmt) error {
				batch = append(batch, readStory(st))
				return nil
			})
		if err != nil {
			return nil, "", err
		}
		for _, t := range batch {
			at = pageKey{t.Pos, string(t.ID)}
			if ok, err := v.storyFits(t, f, s); err != nil {
				return nil, "", err
			} else if ok {
				out = append(out, t)
			}
		}
		if len(batch) <= f.limit() {
			break
		}
	}
	if len(out) <= f.limit() {
		return out, "", nil
	}
	out = out[:f.limit()]
	last := out[len(out)-1]
	return out, pageKey{last.Pos, string(last.ID)}.cursor(), nil
}

// storyFits says whether a story passes what its articles and claims tell.
func (v *sqliteView) storyFits(t StoryRow, f Filter, s span) (bool, error) {
	if f.Story != "" && t.ID != f.Story {
		return false, nil
	}
	some := func(query string, args ...any) (bool, error) {
		nums, err := v.numbers(query, args...)
		return len(nums) > 0, err
	}
	if f.Status != "" || f.Phase != "" {
		ok, err := some("SELECT 1 FROM claims WHERE story = ? AND pos <= ? AND (ended IS NULL OR ended > ?) AND (? = '' OR status = ?) AND (? = '' OR phase = ?) LIMIT 1",
			string(t.ID), s.as, s.as, string(f.Status), string(f.Status), string(f.Phase), string(f.Phase))
		if err != nil || !ok {
			return false, err
		}
	}
	if f.Speaker != "" || f.Act != "" || f.Mode != "" {
		ok := false
		name := fold(f.Speaker)
		err := run(v.conn, "SELECT s.speaker_id, s.speaker FROM articles a CROSS JOIN statements s ON s.num BETWEEN a.pos * 4096 AND a.pos * 4096 + 4095 WHERE a.story = ? AND a.pos <= ? AND (? = '' OR a.outlet = ?) AND (? = '' OR s.act = ?) AND (? = '' OR s.mode = ?)",
			[]any{string(t.ID), s.as, f.Outlet, f.Outlet, string(f.Act), string(f.Act), string(f.Mode), string(f.Mode)}, func(st *sqlite.Stmt) error {
				ok = ok || f.Speaker == "" || st.ColumnText(0) == f.Speaker || name != "" && strings.Contains(" "+fold(st.ColumnText(1))+" ", " "+name+" ")
				return nil
			})
		return ok, err
	}
	if f.Outlet != "" {
		return some("SELECT 1 FROM articles WHERE story = ? AND pos <= ? AND outlet = ? LIMIT 1", string(t.ID), s.as, f.Outlet)
	}
	return true, nil
}
