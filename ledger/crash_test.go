package ledger_test

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hearsay"
	"hearsay/ledger"
	"hearsay/ledger/ledgertest"
)

var kills = flag.Int("kills", 200, "TestCrash: how often to kill")

// TestMain lets the test binary be the process that is killed: it appends articles
// and prints the id of each that is acknowledged.
func TestMain(m *testing.M) {
	if path := os.Getenv("HEARSAY_TEST_APPEND"); path != "" {
		if err := appendForever(path, os.Getenv("HEARSAY_TEST_SEED")); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

func appendForever(path, name string) error {
	ctx := context.Background()
	s, err := ledger.Open(ctx, path)
	if err != nil {
		return err
	}
	defer s.Close()
	var seed, limit int
	fmt.Sscan(name, &seed, &limit)
	if limit == 0 {
		limit = 1 << 30
	}
	text := strings.Repeat("Der Kreml bestätigte die Reise. ", 40)
	for i := range limit {
		n := seed*1_000_000 + i
		raw := []byte(fmt.Sprint(n, " ", text))
		id := hearsay.VersionID(fmt.Sprintf("a%016x", n))
		known := ledgertest.Began.Add(time.Duration(n) * time.Second)
		_, err := s.Append(ctx, ledger.Capture{Raw: raw, URL: "u"},
			ledger.Version{ID: id, Capture: ledger.HashOf(raw), URL: fmt.Sprint(n), Known: known, Text: ledger.TextID(string(raw))},
			ledger.Reading{Version: id, Reader: "de/1", Statements: raw[:20]})
		if err != nil {
			return err
		}
		fmt.Println(id)
		if i%3 == 0 {
			err = s.Derive(ctx, func(tx ledger.Tx) error {
				pos, _ := tx.Pos()
				if err := tx.Mark(pos + 1); err != nil {
					return err
				}
				if err := tx.PutArticle(ledger.ArticleRow{ID: id, Text: string(raw), Known: known}, ledger.Words{}); err != nil {
					return err
				}
				return tx.Put([]byte(id), raw[:10])
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func appender(path string, seed, limit int) *exec.Cmd {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "HEARSAY_TEST_APPEND="+path, fmt.Sprintf("HEARSAY_TEST_SEED=%d %d", seed, limit))
	return cmd
}

// TestCrash kills a process that appends, at random moments, again and again on one
// ledger. Whatever was acknowledged must be there, and the ledger be clean.
func TestCrash(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "ledger.db")
	rng := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 1))
	acknowledged := 0
	rounds := *kills
	if testing.Short() {
		rounds = 10
	}
	for round := range rounds {
		cmd := appender(path, round, 0)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		var said strings.Builder
		cmd.Stderr = &said
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		var ids []hearsay.VersionID
		read := make(chan struct{})
		go func() {
			defer close(read)
			r := bufio.NewReader(out)
			for {
				line, err := r.ReadString('\n')
				if err != nil {
					return // a line cut off was not acknowledged
				}
				ids = append(ids, hearsay.VersionID(strings.TrimSpace(line)))
			}
		}()
		time.Sleep(time.Duration(rng.IntN(90)) * time.Millisecond)
		cmd.Process.Kill()
		<-read
		cmd.Wait()
		if said.Len() > 0 {
			t.Fatalf("round %d: %s", round, said.String())
		}
		acknowledged += len(ids)
		s, err := ledger.Open(ctx, path)
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		for _, id := range ids {
			if v, err := s.Version(ctx, id); err != nil {
				t.Errorf("round %d: %v", round, err)
			} else if _, err := s.Raw(ctx, v.Capture); err != nil {
				t.Errorf("round %d: %v", round, err)
			} else if _, err := s.Reading(ctx, id, ""); err != nil {
				t.Errorf("round %d: %v", round, err)
			}
		}
		if round%10 == 9 || round == rounds-1 || len(ids) == 0 {
			rep, err := s.Verify(ctx, ledger.VerifyOptions{})
			if err != nil || !rep.Clean() {
				t.Fatalf("round %d: %v %v", round, err, rep.Faults)
			}
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d acknowledged in %d rounds", acknowledged, rounds)
	if acknowledged == 0 {
		t.Error("nothing was acknowledged")
	}
}

// TestTwoProcesses lets several append to one ledger, which none of them made before.
func TestTwoProcesses(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "ledger.db")
	const each = 25
	var cmds []*exec.Cmd
	for i := range 3 {
		cmd := appender(path, i+1, each)
		cmd.Stderr = os.Stderr
		cmd.Stdout = io.Discard
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		cmds = append(cmds, cmd)
	}
	for _, cmd := range cmds {
		if err := cmd.Wait(); err != nil {
			t.Error(err)
		}
	}
	s, err := ledger.Open(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	head, err := s.Head(ctx)
	if err != nil || head.Seq != 3*3*each {
		t.Errorf("%d records, %v", head.Seq, err)
	}
	rep, err := s.Verify(ctx, ledger.VerifyOptions{})
	if err != nil || !rep.Clean() {
		t.Errorf("%v %v", err, rep.Faults)
	}
}

// TestDiskFull: what is stored stays, and what is not is said.
func TestDiskFull(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "ledger.db")
	s, err := ledger.Open(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := ledger.LimitPages(s, 200); err != nil {
		t.Fatal(err)
	}
	gen := ledgertest.NewGenerator(1)
	var stored []ledgertest.Item
	for range 1000 {
		it := gen.Next()
		if _, err = s.Append(ctx, it.Entries()...); err != nil {
			break
		}
		stored = append(stored, it)
	}
	if !errors.Is(err, ledger.ErrDiskFull) || !strings.HasPrefix(err.Error(), path+": disk full: ") || strings.Contains(err.Error(), "\n") {
		t.Fatalf("error %v", err)
	}
	if err := ledger.LimitPages(s, 1<<30); err != nil {
		t.Fatal(err)
	}
	for _, it := range stored {
		if _, err := s.Version(ctx, it.Version.ID); err != nil {
			t.Error(err)
		}
	}
	rep, err := s.Verify(ctx, ledger.VerifyOptions{})
	if err != nil || !rep.Clean() || rep.Records != uint64(3*len(stored)) {
		t.Fatalf("%v, %d records of %d: %v", err, rep.Records, 3*len(stored), rep.Faults)
	}
	if _, err := s.Append(ctx, gen.Next().Entries()...); err != nil {
		t.Errorf("with room again: %v", err)
	}
}
