package ledger

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"hearsay"
)

func TestSmoke(t *testing.T) {
	ctx := context.Background()
	st, err := Open(ctx, filepath.Join(t.TempDir(), "x.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	t0 := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range 20 {
		text := fmt.Sprintf("Der Kreml bestätigte am Montag die Reise Nummer %d. Häuser fielen, sagte Putin.", i)
		raw := []byte(text)
		id := hearsay.VersionID(fmt.Sprintf("a%016x", i))
		_, err := st.Append(ctx, Capture{Raw: raw}, Version{ID: id, Capture: HashOf(raw), URL: "u", Known: t0.Add(time.Duration(i) * time.Hour), Text: TextID(text)},
			Reading{Version: id, Reader: "r/1", Statements: []byte("xxx")})
		if err != nil {
			t.Fatal(err)
		}
		err = st.Derive(ctx, func(tx Tx) error {
			if err := tx.Mark(uint64(i)); err != nil {
				return err
			}
			if err := tx.PutArticle(ArticleRow{ID: id, Text: text, Outlet: "stern", Title: "Reise", Known: t0.Add(time.Duration(i) * time.Hour)}, Words{Lemmas: []string{"Haus"}}); err != nil {
				return err
			}
			tx.Put([]byte{byte(i)}, []byte("x"))
			if err := tx.PutStatement(StatementRow{ID: hearsay.EvidenceID(id) + "/s1", Speaker: "Wladimir Putin", SpeakerID: "p", Act: "say", Mode: "indirect",
				Content: hearsay.Passage{Text: "Häuser fielen", Spans: []hearsay.Span{{Start: 52, End: 65}}}}, Words{Lemmas: []string{"Haus"}}); err != nil {
				return err
			}
			if err := tx.PutEvidence(EvidenceRow{ID: hearsay.EvidenceID(id) + "/s1", Claim: "c1", Stance: "supports"}); err != nil {
				return err
			}
			if err := tx.PutStory(StoryRow{ID: "s1", Title: "T", Articles: i + 1}); err != nil {
				return err
			}
			return tx.PutClaim(ClaimRow{ID: "c1", Status: "reported", Reach: i})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	err = st.Derive(ctx, func(tx Tx) error { return tx.RewindTo(15) })
	if err != nil {
		t.Fatal(err)
	}
	err = st.Read(ctx, func(v View) error {
		pos, ok := v.Pos()
		fmt.Println(pos, ok)
		a, c, err := v.Articles(Filter{Limit: 3, Outlet: "stern"})
		fmt.Println(len(a), c, err)
		s, c, err := v.Statements(Filter{Limit: 3, Speaker: "putin", Status: "reported"})
		fmt.Println(len(s), c, err, s)
		cl, c, err := v.Claims(Filter{Speaker: "putin", AsOf: t0.Add(3 * time.Hour)})
		fmt.Println(cl, c, err)
		h, c, err := v.Search(Query{Words: `"der kreml" hauser OR x -foo reis*`, Filter: Filter{Limit: 2}, Lemmas: func(string) []string { return nil }})
		fmt.Println(h, c, err)
		h, c, err = v.Search(Query{Words: `haus`, Rank: true, Filter: Filter{Limit: 2, Speaker: "p"}, Lemmas: func(string) []string { return []string{"haus"} }})
		fmt.Println(h, c, err)
		so, c, err := v.Stories(Filter{})
		fmt.Println(so, c, err)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println(st.Stat(ctx))
}
