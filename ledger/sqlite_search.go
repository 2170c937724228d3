package ledger

import (
	"strings"
)

// ftsTag finds rows by a tag.
func ftsTag(of byte, value string) string { return "tags : " + tag(of, value) }

// ftsMatch writes a query as FTS5 reads it. Words are folded, so they are letters
// and digits, and stand in quotation marks: no query is an error. It is empty where
// nothing is asked for. In names the columns of phrases, words also has lemmas.
func ftsMatch(query []clause, phrases, words string, tags []string) string {
	all := append([]string(nil), tags...)
	var none []string
	for _, c := range query {
		var any []string
		for _, t := range c.any {
			columns := words
			if len(t.words) > 1 || t.prefix {
				columns = phrases
			}
			m := columns + ` : "` + strings.Join(t.words, " ") + `"`
			if t.prefix {
				m += " *"
			}
			any = append(any, m)
			for _, l := range t.lemmas {
				any = append(any, words+` : "`+l+`"`)
			}
		}
		one := "(" + strings.Join(any, " OR ") + ")"
		if c.not {
			none = append(none, one)
		} else {
			all = append(all, one)
		}
	}
	if len(all) == 0 {
		return ""
	}
	m := strings.Join(all, " AND ")
	if len(none) > 0 {
		m = "(" + m + ") NOT (" + strings.Join(none, " OR ") + ")"
	}
	return m
}

// onlyStatements says whether the filter asks for what only statements have.
func (f Filter) onlyStatements() bool {
	return f.Speaker != "" || f.Act != "" || f.Mode != "" || f.Status != "" || f.Phase != ""
}

func (v *sqliteView) Search(q Query) ([]Hit, Cursor, error) {
	query := parseQuery(q.Words, q.Lemmas)
	if !positive(query) {
		return nil, "", nil
	}
	f := q.Filter
	if q.Rank {
		f.Limit = q.Window
		if f.Limit <= 0 {
			f.Limit = 500
		}
	}
	var nums []uint64
	var more bool
	var err error
	if f.onlyStatements() {
		nums, more, err = v.statementNums(f, query)
	} else {
		nums, more, err = v.articleNums(f, query)
	}
	if err != nil || len(nums) == 0 {
		return nil, "", err
	}
	var scores []float64
	if q.Rank {
		texts := func(i int) (title, text string, err error) {
			if f.onlyStatements() {
				row, _, err := v.statement(nums[i])
				return "", row.Content.Text, err
			}
			a, err := v.ArticleAt(nums[i])
			if err != nil {
				return "", "", err
			}
			text, err = v.textOf(a.Pos)
			return a.Title, text, err
		}
		if nums, scores, err = rank(query, nums, texts); err != nil {
			return nil, "", err
		}
		nums = nums[:min(len(nums), q.limit())]
		more = false
	}
	hits := make([]Hit, 0, len(nums))
	for i, n := range nums {
		var h Hit
		pos, lo, hi := n, 0, -1
		if f.onlyStatements() {
			row, _, err := v.statement(n)
			if err != nil {
				return nil, "", err
			}
			h.Statement, pos = &row, row.Pos
			if s := row.Content.Spans; len(s) > 0 {
				lo, hi = s[0].Start, s[len(s)-1].End
			}
		}
		if h.Article, err = v.ArticleAt(pos); err != nil {
			return nil, "", err
		}
		text, err := v.textOf(pos)
		if err != nil {
			return nil, "", err
		}
		if hi < 0 || hi > len(text) {
			lo, hi = 0, len(text)
		}
		h.Snippet = snippet(query, text, lo, hi, q.Lemmas)
		if scores != nil {
			h.Score = scores[i]
		}
		hits = append(hits, h)
	}
	return hits, cursorOf(more, nums[len(nums)-1]), nil
}

// articleNums finds the articles that a filter and a query allow, newest first.
func (v *sqliteView) articleNums(f Filter, query []clause) (nums []uint64, more bool, err error) {
	s, err := v.span(f)
	if err != nil || s.empty {
		return nil, false, err
	}
	if n, ok, err := f.after(); err != nil {
		return nil, false, err
	} else if ok {
		if n <= s.from {
			return nil, false, nil
		}
		s.to = min(s.to, n-1)
	}
	var tags []string
	if f.Outlet != "" {
		tags = append(tags, ftsTag(tagOutlet, f.Outlet))
	}
	sql := "SELECT w.rowid FROM article_words AS w WHERE article_words MATCH ? AND w.rowid BETWEEN ? AND ?"
	args := []any{ftsMatch(query, "{title text}", "{title text lemmas}", tags), s.from, s.to}
	if f.Story != "" {
		sql += " AND (SELECT story FROM articles WHERE pos = w.rowid) = ?"
		args = append(args, string(f.Story))
	}
	nums, err = v.numbers(sql+" ORDER BY w.rowid DESC LIMIT ?", append(args, f.limit()+1)...)
	more = len(nums) > f.limit()
	return nums[:min(len(nums), f.limit())], more, err
}
