package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write the golden files anew")

// asHearsay, in the environment, makes this test binary be hearsay itself: the
// tests call it as a user would, through a process of its own.
const asHearsay = "HEARSAY_TEST_AS_HEARSAY"

func TestMain(m *testing.M) {
	if os.Getenv(asHearsay) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// A call is a run of hearsay in a folder of its own.
type call struct {
	t     *testing.T
	dir   string
	env   []string
	stdin string

	code        int
	out, errOut string
}

func newCall(t *testing.T) *call { return &call{t: t, dir: t.TempDir()} }

func (c *call) command(args ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], args...)
	cmd.Dir = c.dir
	cmd.Env = append([]string{asHearsay + "=1", "PATH=" + os.Getenv("PATH"), "HOME=" + c.dir}, c.env...)
	return cmd
}

// run runs hearsay and keeps what it said.
func (c *call) run(args ...string) *call {
	c.t.Helper()
	cmd := c.command(args...)
	cmd.Stdin = strings.NewReader(c.stdin)
	var out, errOut strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &errOut
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		c.t.Fatal(err)
	}
	c.code, c.out, c.errOut = cmd.ProcessState.ExitCode(), out.String(), errOut.String()
	return c
}

// file writes a file into the folder.
func (c *call) file(name, content string) {
	c.t.Helper()
	path := filepath.Join(c.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		c.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o666); err != nil {
		c.t.Fatal(err)
	}
}

func (c *call) content(name string) string {
	c.t.Helper()
	b, err := os.ReadFile(filepath.Join(c.dir, name))
	if err != nil {
		c.t.Fatal(err)
	}
	return string(b)
}

// want checks the exit status and parts of what was said on standard error; with
// no parts, nothing may have been said.
func (c *call) want(code int, said ...string) *call {
	c.t.Helper()
	if c.code != code {
		c.t.Errorf("exit status %d; want %d", c.code, code)
	}
	for _, s := range said {
		if !strings.Contains(c.errOut, s) {
			c.t.Errorf("standard error lacks %q", s)
		}
	}
	if len(said) == 0 && c.errOut != "" {
		c.t.Error("standard error should be empty")
	}
	if c.t.Failed() {
		c.t.Logf("stderr:\n%s\nstdout:\n%.2000s", c.errOut, c.out)
	}
	return c
}

// titles gives the titles of JSON output, in order.
func titles(t *testing.T, out string) []string {
	t.Helper()
	var ts []string
	for line := range strings.Lines(out) {
		var rd struct {
			Schema  string
			Article struct{ Title, Outlet, Published string }
		}
		if err := json.Unmarshal([]byte(line), &rd); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		if rd.Schema != "hearsay/read/1" {
			t.Errorf("schema %q", rd.Schema)
		}
		ts = append(ts, rd.Article.Title)
	}
	return ts
}

const news = "Der Kanzler hat am Montag Hilfe versprochen. Die Regierung werde schnell handeln, sagte ein Sprecher in Berlin. Die Opposition kritisierte das als zu spät.\n"

func record(n int) string {
	return fmt.Sprintf(`{"url": "https://example.org/%d", "title": "T%d", "text": %q}`+"\n", n, n, strings.TrimSpace(news))
}

func TestHelp(t *testing.T) {
	for name, args := range map[string][]string{
		"help":             {"--help"},
		"help-read":        {"read", "--help"},
		"help-train":       {"train", "--help"},
		"help-eval-quotes": {"eval", "quotes", "--help"},
		"help-eval-corpus": {"eval", "corpus", "--help"},
		"help-eval-tags":   {"eval", "tags", "--help"},
	} {
		c := newCall(t).run(args...).want(0)
		path := filepath.Join("testdata", name+".txt")
		if *update {
			os.MkdirAll("testdata", 0o777)
			if err := os.WriteFile(path, []byte(c.out), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if c.out != string(want) {
			t.Errorf("%s differs; go test -update writes it anew\n%s", path, c.out)
		}
	}
}

func TestWrongCalls(t *testing.T) {
	for _, c := range []struct {
		args []string
		said string
	}{
		{[]string{"read"}, `expected "<file> ..."`},
		{[]string{"raed", "x"}, `did you mean "read"?`},
		{[]string{"read", "--format", "pdf", "x"}, "--format must be one of"},
		{[]string{"read", "--ui", "fr", "x"}, "--ui must be one of"},
		{[]string{"read", "--published", "gestern", "x"}, `--published: not a date: "gestern"`},
		{[]string{"read", "--width", "5", "x"}, "--width 5 is too narrow"},
		{[]string{"read", "--nonsense", "x"}, "unknown flag --nonsense"},
		{[]string{"eval", "quotes"}, `expected "<gold>"`},
		{[]string{"eval", "corpus", "--rules"}, "--rules and --errors go with --score"},
		{[]string{"eval", "corpus", "--score", "--errors"}, "--errors needs --part train"},
		{[]string{"train", "alles"}, `no model "alles"; there are: lexicon`},
	} {
		newCall(t).run(c.args...).want(2, c.said, "Try: hearsay")
	}
}

func TestReadStandardInput(t *testing.T) {
	c := newCall(t)
	c.stdin = news
	c.run("read", "--format", "json", "--title", "Hilfe", "--outlet", "stern", "--published", "2023-09", "-").want(0)
	for _, want := range []string{`"title":"Hilfe"`, `"outlet":"stern"`, `"published":"2023-09"`, `"language":"de"`, "Der Kanzler"} {
		if !strings.Contains(c.out, want) {
			t.Errorf("no %s in %s", want, c.out)
		}
	}
}

// TestOneBadFile does the rest, in order, and says what failed.
func TestOneBadFile(t *testing.T) {
	c := newCall(t)
	c.file("a.jsonl", record(1)+"{\"url\": \"x\"\n"+record(2))
	c.file("bild.jpg", "\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01")
	c.file("b.txt", news)
	c.file("leer.txt", "")
	c.run("read", "-f", "json", "a.jsonl", "bild.jpg", "c.txt", "https://example.org/x", "leer.txt", "b.txt", "a.jsonl")
	c.want(1, "a.jsonl:2: ", "bild.jpg: not text", "c.txt: no such file; did you mean b.txt?",
		"https://example.org/x: read does not fetch from the web", "leer.txt: empty")
	if got := titles(t, c.out); strings.Join(got, " ") != "T1 T2  T1 T2" {
		t.Errorf("titles %q", got)
	}
	if n := strings.Count(c.errOut, "\n"); n != 6 {
		t.Errorf("%d lines on standard error; want one for each of 6 failures\n%s", n, c.errOut)
	}
}

// TestOrder gives the order of the arguments, however many work on them.
func TestOrder(t *testing.T) {
	c := newCall(t)
	var want []string
	var files []string
	for f := range 5 {
		var b strings.Builder
		for i := range 60 {
			b.WriteString(record(100*f + i))
			want = append(want, fmt.Sprintf("T%d", 100*f+i))
		}
		name := fmt.Sprintf("f%d.jsonl", f)
		c.file(name, b.String())
		files = append(files, name)
	}
	first := c.run(append([]string{"read", "-f", "json", "-j", "1"}, files...)...).want(0).out
	if got := titles(t, first); strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("got %q", got)
	}
	for _, jobs := range []string{"2", "16"} {
		if c.run(append([]string{"read", "-f", "json", "-j", jobs}, files...)...).want(0).out != first {
			t.Errorf("-j %s gives other output than -j 1", jobs)
		}
	}
}

func TestReadFolder(t *testing.T) {
	c := newCall(t)
	c.file("d/b.jsonl", record(2))
	c.file("d/a.jsonl", record(1))
	c.file("d/sub/c.JSONL", record(3))
	c.file("d/.verborgen/x.jsonl", record(8))
	c.file("d/notizen.doc", "nicht zu lesen")
	c.file("leer/readme.md", "nichts")
	if got := titles(t, c.run("read", "-f", "json", "d").want(0).out); strings.Join(got, " ") != "T1 T2 T3" {
		t.Errorf("titles %q", got)
	}
	c.run("read", "leer").want(1, "leer: a folder without articles")
}

func TestOtherLanguage(t *testing.T) {
	c := newCall(t)
	c.file("en.txt", "The government said on Monday that it would help the people who had lost their homes. The opposition called this too late and asked for more money.")
	c.run("read", "en.txt").want(1, "en.txt: English: Hearsay reads German")
}

func TestColor(t *testing.T) {
	c := newCall(t)
	c.file("a.txt", news)
	if out := c.run("read", "--title", "T", "a.txt").want(0).out; strings.Contains(out, "\x1b") {
		t.Error("colours into a pipe")
	}
	if out := c.run("read", "--title", "T", "--color", "always", "a.txt").want(0).out; !strings.Contains(out, "\x1b[1mT\x1b[0m") {
		t.Errorf("no colours though always: %q", out)
	}
}

// TestLabelsFollowLang speaks English to those who do, else German.
func TestLabelsFollowLang(t *testing.T) {
	c := newCall(t)
	c.file("a.txt", news)
	for _, x := range []struct {
		env, flag, want string
	}{
		{"LANG=", "", `<html lang="de">`},
		{"LANG=C.UTF-8", "", `<html lang="de">`},
		{"LANG=en_GB.UTF-8", "", `<html lang="en">`},
		{"LANG=en_GB.UTF-8", "de", `<html lang="de">`},
		{"LANG=de_AT.UTF-8", "en", `<html lang="en">`},
	} {
		c.env = []string{x.env}
		args := []string{"read", "-f", "html", "a.txt"}
		if x.flag != "" {
			args = append(args, "--ui", x.flag)
		}
		if !strings.Contains(c.run(args...).want(0).out, x.want) {
			t.Errorf("%+v: no %s", x, x.want)
		}
	}
}

func TestOutputFile(t *testing.T) {
	c := newCall(t)
	c.file("a.txt", news)
	c.file("seite.html", "alt")
	c.run("read", "-f", "html", "-o", "seite.html", "fehlt.txt").want(1, "no such file")
	if c.content("seite.html") != "alt" {
		t.Error("nothing was read, but the old file is gone")
	}
	c.run("read", "-f", "html", "-o", "seite.html", "a.txt").want(0)
	if c.out != "" || !strings.HasPrefix(c.content("seite.html"), "<!DOCTYPE html>") {
		t.Errorf("out %q, file %.40q", c.out, c.content("seite.html"))
	}
	c.run("read", "-o", "nirgends/x", "a.txt").want(1, "nirgends/x: cannot be written: no such file or directory")
	c.run("read", "-o", ".", "a.txt").want(1, ".: is a folder")
	entries, _ := os.ReadDir(c.dir)
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".hearsay-") {
			t.Error("left behind: ", e.Name())
		}
	}
}

// TestInterrupt ends at once, even while standard input gives nothing, and leaves
// the output file as it was.
func TestInterrupt(t *testing.T) {
	c := newCall(t)
	c.file("aus.jsonl", "alt")
	c.file("a.jsonl", record(1))
	cmd := c.command("read", "-f", "json", "-o", "aus.jsonl", "a.jsonl", "-")
	in, err := cmd.StdinPipe() // never closed
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	var errOut strings.Builder
	cmd.Stderr = &errOut
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	// More than a pipe holds: once it is written, hearsay is reading.
	io.WriteString(in, strings.Repeat(record(2), 2000))
	time.Sleep(100 * time.Millisecond)
	cmd.Process.Signal(syscall.SIGINT)
	kill := time.AfterFunc(10*time.Second, func() { cmd.Process.Kill() })
	defer kill.Stop()
	cmd.Wait()
	if code := cmd.ProcessState.ExitCode(); code != 1 || !strings.Contains(errOut.String(), "interrupted; aus.jsonl is as it was") {
		t.Errorf("exit status %d, said %q", code, errOut.String())
	}
	if c.content("aus.jsonl") != "alt" {
		t.Error("the old file is gone")
	}
}
