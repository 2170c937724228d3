//go:build unix

// Package bench measures hearsay from outside, as a program: what it costs to
// start it, how fast it reads, how much memory it takes. bench/run prints the
// table of docs/PERFORMANCE.md.
package bench

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

var (
	table = flag.Bool("table", false, "measure at length and print a table")
	bin   = flag.String("bin", "", "the hearsay to measure; otherwise it is built")
)

// The program's own requirements. Time is that of this machine, which may be
// busy: where -table is not given, the bounds are wider by slack.
const (
	maxStart  = 150 * time.Millisecond
	maxMemory = 200 << 20 // bytes
	slack     = 5
)

// articleWords is the length that "articles a second" are counted in.
const articleWords = 400

// A run is what a command took.
type run struct {
	wall   time.Duration
	cpu    time.Duration // user and system, all cores
	memory int64         // most of it that was resident at a time, in bytes
}

// measure runs hearsay once, its output thrown away. env is added to the
// environment.
func measure(t *testing.T, hearsay string, env []string, args ...string) run {
	t.Helper()
	cmd := exec.Command(hearsay, args...)
	cmd.Env = append(os.Environ(), env...)
	cmd.Stdout = io.Discard
	var errOut bytes.Buffer
	cmd.Stderr = &errOut
	begun := time.Now()
	err := cmd.Run()
	r := run{wall: time.Since(begun)}
	if err != nil {
		t.Fatalf("hearsay %s: %v\n%.2000s", strings.Join(args, " "), err, errOut.String())
	}
	r.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	if u, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		r.memory = u.Maxrss
		if runtime.GOOS != "darwin" { // which counts in bytes
			r.memory <<= 10
		}
	}
	return r
}

// repeat measures n times, after once for the caches, and gives the runs from the
// fastest to the slowest.
func repeat(t *testing.T, n int, hearsay string, env []string, args ...string) []run {
	t.Helper()
	measure(t, hearsay, env, args...)
	rs := make([]run, n)
	for i := range rs {
		rs[i] = measure(t, hearsay, env, args...)
	}
	slices.SortFunc(rs, func(a, b run) int { return int(a.wall - b.wall) })
	return rs
}

// build gives the program to measure.
func build(t *testing.T) string {
	t.Helper()
	if *bin != "" {
		return *bin
	}
	out := filepath.Join(t.TempDir(), "hearsay")
	cmd := exec.Command("go", "build", "-o", out, "./cmd/hearsay")
	cmd.Dir = ".."
	if b, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, b)
	}
	return out
}

var corpus = filepath.Join("..", "corpus", "de", "articles.jsonl")

// count gives how many articles and words a JSONL file has.
func count(t *testing.T, path string) (articles, words int) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	dec := json.NewDecoder(f)
	for dec.More() {
		var a struct{ Text string }
		if err := dec.Decode(&a); err != nil {
			t.Fatal(err)
		}
		articles++
		words += len(strings.Fields(a.Text))
	}
	return articles, words
}

// TestBounds fails where the program has become a multiple slower to start than
// it may be, or takes more memory.
func TestBounds(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the program")
	}
	hearsay := build(t)
	if r := repeat(t, 5, hearsay, nil, "--version")[0]; r.wall > slack*maxStart {
		t.Errorf("hearsay --version took %v; want %v", r.wall, maxStart)
	}
	if r := measure(t, hearsay, nil, "read", "--format", "json", corpus); r.memory > maxMemory {
		t.Errorf("hearsay read took %d MB of memory; want %d at most", r.memory>>20, maxMemory>>20)
	}
}

// TestTable prints what is in docs/PERFORMANCE.md.
func TestTable(t *testing.T) {
	if !*table {
		t.Skip("only with -table; see bench/run")
	}
	hearsay := build(t)
	sample := filepath.Join("..", "testdata", "sample", "artikel.txt")
	n, words := count(t, corpus)
	one := []string{"GOMAXPROCS=1"}

	fmt.Printf("%s\n\n", machine())
	if info, err := os.Stat(hearsay); err == nil {
		fmt.Printf("program: %.1f MB\n", float64(info.Size())/1e6)
	}
	fmt.Printf("corpus/de/articles.jsonl: %d articles, %d words, %.0f an article\n\n", n, words, float64(words)/float64(n))
	// What a command takes of the processor is what others on the machine disturb
	// least, so the rate is of that.
	fmt.Println("| command | times | best | median | CPU, least | memory, most | 400-word articles a CPU second |")
	fmt.Println("|---|--:|--:|--:|--:|--:|--:|")
	row := func(name string, times, words int, env []string, args ...string) run {
		rs := repeat(t, times, hearsay, env, args...)
		least := run{wall: rs[0].wall, cpu: rs[0].cpu}
		for _, r := range rs {
			least.cpu, least.memory = min(least.cpu, r.cpu), max(least.memory, r.memory)
		}
		rate := ""
		if words > 0 {
			rate = fmt.Sprintf("%.0f", float64(words)/articleWords/least.cpu.Seconds())
		}
		fmt.Printf("| %s | %d | %s | %s | %s | %d MB | %s |\n", name, times, ms(rs[0].wall), ms(rs[len(rs)/2].wall), ms(least.cpu), least.memory>>20, rate)
		return least
	}
	start := row("`--version`", 20, 0, nil, "--version")
	row("`read artikel.txt`", 20, 0, nil, "read", sample)
	many := row(fmt.Sprintf("`read --format json` %d articles, one core", n), 3, words, one, "read", "-j", "1", "--format", "json", corpus)
	all := row(fmt.Sprintf("the same, %d cores", runtime.NumCPU()), 3, words, nil, "read", "--format", "json", corpus)
	row("`read --format html`, the same", 3, words, nil, "read", "--format", "html", corpus)

	fmt.Println()
	rate := float64(words) / articleWords / many.cpu.Seconds()
	verdict := func(name string, is, want string, ok bool) {
		said := "met"
		if !ok {
			said = "MISSED"
			t.Errorf("%s: %s; want %s", name, is, want)
		}
		fmt.Printf("%-34s %12s   wanted %-12s %s\n", name, is, want, said)
	}
	verdict("400-word articles a CPU second", fmt.Sprintf("%.0f", rate), ">= 150", rate >= 150)
	verdict("start", ms(start.wall), "< "+ms(maxStart), start.wall < maxStart)
	most := max(many.memory, all.memory)
	verdict("memory", fmt.Sprintf("%d MB", most>>20), fmt.Sprintf("< %d MB", maxMemory>>20), most < maxMemory)
}

func ms(d time.Duration) string {
	if d >= 10*time.Second {
		return fmt.Sprintf("%.1f s", d.Seconds())
	}
	return fmt.Sprintf("%.0f ms", float64(d)/float64(time.Millisecond))
}

// machine names the processor, as far as the system tells.
func machine() string {
	model := "unknown processor"
	if b, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		for line := range strings.Lines(string(b)) {
			if k, v, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(k) == "model name" {
				model = strings.TrimSpace(v)
				break
			}
		}
	}
	return fmt.Sprintf("%s, %d cores, %s/%s, %s", model, runtime.NumCPU(), runtime.GOOS, runtime.GOARCH, runtime.Version())
}
