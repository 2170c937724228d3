package present

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	cdplog "github.com/chromedp/cdproto/log"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"hearsay"
)

// browse opens a browser. Without one the test is skipped, unless CI is set:
// there it must not be missed silently.
func browse(t *testing.T) (context.Context, *complaints) {
	t.Helper()
	bin := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			bin = path
			break
		}
	}
	if bin == "" {
		if os.Getenv("CI") != "" {
			t.Fatal("no chromium, chromium-browser or google-chrome in PATH")
		}
		t.Skip("no chromium, chromium-browser or google-chrome in PATH")
	}
	alloc, cancel := chromedp.NewExecAllocator(context.Background(),
		append(chromedp.DefaultExecAllocatorOptions[:],
			chromedp.ExecPath(bin), chromedp.NoSandbox, chromedp.DisableGPU,
			chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
			chromedp.WindowSize(1280, 900))...)
	t.Cleanup(cancel)
	ctx, cancel := chromedp.NewContext(alloc)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 90*time.Second)
	t.Cleanup(cancel)
	c := &complaints{}
	chromedp.ListenTarget(ctx, c.listen)
	if err := chromedp.Run(ctx, cdplog.Enable()); err != nil {
		t.Fatal(err)
	}
	return ctx, c
}

// complaints are what the browser found wrong with the page.
type complaints struct {
	mu  sync.Mutex
	all []string
}

func (c *complaints) listen(ev any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch ev := ev.(type) {
	case *runtime.EventExceptionThrown:
		c.all = append(c.all, ev.ExceptionDetails.Error())
	case *runtime.EventConsoleAPICalled:
		if ev.Type == runtime.APITypeError || ev.Type == runtime.APITypeWarning {
			c.all = append(c.all, "console: "+string(ev.Type))
		}
	case *cdplog.EventEntryAdded:
		if ev.Entry.Level == cdplog.LevelError || ev.Entry.Level == cdplog.LevelWarning {
			c.all = append(c.all, ev.Entry.Text)
		}
	case *cdppage.EventJavascriptDialogOpening:
		c.all = append(c.all, "a dialog opened: "+ev.Message)
	}
}

func (c *complaints) check(t *testing.T) {
	t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, s := range c.all {
		t.Error("the browser complains:", s)
	}
}

// site serves a page from this machine.
func site(t *testing.T, o PageOptions, rds ...*hearsay.Reading) string {
	t.Helper()
	var b strings.Builder
	if err := Page(&b, rds, o); err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" { // favicon.ico; anything else would be a load that the page must not make
			w.WriteHeader(http.StatusNoContent)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Write([]byte(b.String()))
	}))
	t.Cleanup(srv.Close)
	return srv.URL
}

func TestPageInBrowser(t *testing.T) {
	ctx, complaints := browse(t)
	rd := sample(t)
	url := site(t, PageOptions{}, rd)
	if err := chromedp.Run(ctx, chromedp.Navigate(url)); err != nil {
		t.Fatal(err)
	}
	press := func(t *testing.T, keys ...string) {
		t.Helper()
		for _, k := range keys {
			if err := chromedp.Run(ctx, chromedp.KeyEvent(k)); err != nil {
				t.Fatal(err)
			}
		}
	}

	t.Run("every statement has a card and a mark", func(t *testing.T) {
		want[float64](t, ctx, `document.querySelectorAll('.card').length`, 13)
		want[float64](t, ctx, `document.querySelectorAll('.text a.ref').length`, 13)
		want[float64](t, ctx, `document.querySelectorAll('.card .card').length`, 2)
		want[bool](t, ctx, `[...document.querySelectorAll('a[href^="#"]')].every(a => document.getElementById(a.hash.slice(1)))`, true)
	})

	t.Run("the text is the article's", func(t *testing.T) {
		want(t, ctx, `[...document.querySelectorAll('.text p')].map(p => {
			p = p.cloneNode(true);
			p.querySelectorAll('.ref, .vh').forEach(x => x.remove());
			return p.textContent;
		}).join('\n\n')`, rd.Article.Text)
	})

	t.Run("Tab reaches the marks, arrows step, Escape lets go", func(t *testing.T) {
		press(t, kb.Tab, kb.Tab, kb.Tab, kb.Tab) // theme, address, skip link, first mark
		want(t, ctx, `document.activeElement.id`, "a1-r1")
		want(t, ctx, `document.activeElement.getAttribute('aria-label')`, "Aussage 1, indirekt, Quelle: Kreml")
		press(t, kb.ArrowDown, kb.ArrowDown)
		want(t, ctx, `document.activeElement.id`, "a1-r3")
		want[bool](t, ctx, `document.getElementById('a1-s3').classList.contains('on')`, true)
		want(t, ctx, `[...document.querySelectorAll('.text .source.on')].map(x => x.textContent).join('')`, "die südkoreanische Agentur Yonhap")
		press(t, kb.ArrowRight)
		want(t, ctx, `document.activeElement.closest('.card').id`, "a1-s3")
		press(t, kb.ArrowDown, kb.ArrowLeft)
		want(t, ctx, `document.activeElement.id`, "a1-r4")
		press(t, kb.Escape)
		want[float64](t, ctx, `document.querySelectorAll('.on').length`, 0)
		want(t, ctx, `document.activeElement.tagName`, "BODY")
	})

	t.Run("pointing at a card lights up all parts of its content, and the reverse", func(t *testing.T) {
		point := func(sel string) {
			eval[bool](t, ctx, `document.querySelector('`+sel+`').dispatchEvent(new MouseEvent('mouseover', {bubbles: true}))`)
		}
		point("#a1-s5 > .body blockquote")
		want(t, ctx, `[...document.querySelectorAll('.text .content.on')].map(x => x.textContent).join('|')`,
			"„Wir werden“|„alle Fragen besprechen, die beide Seiten bewegen.“")
		// The innermost of two nested statements is meant.
		point(`.text .content[data-s="a1-s8 a1-s9"]`)
		want(t, ctx, `[...document.querySelectorAll('.card.on')].map(x => x.id).join()`, "a1-s9")
		point("h1")
		want[float64](t, ctx, `document.querySelectorAll('.on').length`, 0)
	})

	t.Run("a path is heard as one sentence and seen as stops", func(t *testing.T) {
		want[float64](t, ctx, `document.querySelectorAll('#a1-s3 > .body .stop').length`, 4)
		want[bool](t, ctx, `getComputedStyle(document.querySelector('#a1-s3 > .body .stop.origin.hidden')).borderStyle === 'dashed'`, true)
		want(t, ctx, `document.querySelector('#a1-s3 .stop.origin em').textContent`, "anonym")
		want[bool](t, ctx, `[...document.querySelectorAll('.num, a.ref')].every(x => x.getAttribute('aria-describedby').split(' ').every(id => document.getElementById(id)))`, true)
		want[bool](t, ctx, `document.querySelector('#a1-s3-path').textContent.endsWith('anonym: der Ursprung.')`, true)
		// What is quoted of a statement within it came the same way, and says so to those who listen.
		want[float64](t, ctx, `document.querySelectorAll('#a1-s12 .path').length`, 1)
		want[float64](t, ctx, `document.querySelectorAll('time[datetime="2023-09-11"]').length`, 1)
	})

	t.Run("filter by source", func(t *testing.T) {
		visible := `[...document.querySelectorAll('.card > .body')].filter(x => x.offsetParent).map(x => x.parentElement.id).join()`
		if err := chromedp.Run(ctx, chromedp.Click(`.filter button`, chromedp.ByQuery)); err != nil {
			t.Fatal(err)
		}
		want(t, ctx, visible, "a1-s5,a1-s6,a1-s7,a1-s12")
		want(t, ctx, `document.querySelector('.filter [role=status]').textContent`, "4 / 13 gezeigt")
		press(t, kb.Escape)
		want[float64](t, ctx, visible+`.split(',').length`, 13)
	})

	t.Run("light and dark", func(t *testing.T) {
		paper := `getComputedStyle(document.body).backgroundColor`
		light := eval[string](t, ctx, paper)
		if err := chromedp.Run(ctx, chromedp.Click(`.theme`, chromedp.ByQuery)); err != nil {
			t.Fatal(err)
		}
		dark := eval[string](t, ctx, paper)
		if light == dark {
			t.Errorf("the background is %s in both", light)
		}
		want[bool](t, ctx, contrast, true)
		if err := chromedp.Run(ctx, chromedp.Click(`.theme`, chromedp.ByQuery)); err != nil {
			t.Fatal(err)
		}
		want(t, ctx, paper, light)
		want[bool](t, ctx, contrast, true)

		// Without a choice the page follows the system.
		if err := chromedp.Run(ctx, chromedp.Evaluate(`localStorage.clear()`, nil),
			emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}}),
			chromedp.Reload()); err != nil {
			t.Fatal(err)
		}
		want(t, ctx, paper, dark)
	})

	t.Run("a phone need not scroll sideways", func(t *testing.T) {
		for _, width := range []int64{390, 320} {
			if err := chromedp.Run(ctx, chromedp.EmulateViewport(width, 844, chromedp.EmulateMobile), chromedp.Reload()); err != nil {
				t.Fatal(err)
			}
			want(t, ctx, `document.documentElement.scrollWidth`, float64(width))
		}
	})
	complaints.check(t)
}

// contrast checks all text of the page against WCAG 2.2, level AA. Painting a
// colour on a canvas resolves it, whatever notation it came in.
const contrast = `(() => {
	const ctx = new OffscreenCanvas(1, 1).getContext('2d', {willReadFrequently: true});
	const rgb = c => { ctx.clearRect(0, 0, 1, 1); ctx.fillStyle = c; ctx.fillRect(0, 0, 1, 1); return [...ctx.getImageData(0, 0, 1, 1).data]; };
	const lum = c => { const [r, g, b] = rgb(c).map(v => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4); return .2126 * r + .7152 * g + .0722 * b; };
	const ground = el => { for (; el; el = el.parentElement) { const b = getComputedStyle(el).backgroundColor; if (rgb(b)[3]) return b; } return '#fff'; };
	document.querySelectorAll('.text span, .card > .body').forEach(x => x.style.transition = 'none');
	document.querySelectorAll('.legend').forEach(x => x.open = true);
	const bad = [...document.querySelectorAll('body *')].filter(el => [...el.childNodes].some(n => n.nodeType === 3 && n.data.trim()) && el.tagName !== 'SCRIPT').filter(el => {
		const [a, b] = [lum(getComputedStyle(el).color), lum(ground(el))].sort((x, y) => y - x);
		return (a + .05) / (b + .05) < 4.5;
	});
	if (bad.length) throw new Error(bad.map(x => x.outerHTML.slice(0, 120)).join('\n'));
	return true;
})()`

func TestHostilePageInBrowser(t *testing.T) {
	ctx, complaints := browse(t)
	rd := hostile(t)
	if err := chromedp.Run(ctx, chromedp.Navigate(site(t, PageOptions{}, rd))); err != nil {
		t.Fatal(err)
	}
	want[float64](t, ctx, `document.scripts.length`, 1)
	want[float64](t, ctx, `document.images.length`, 0)
	want[float64](t, ctx, `document.querySelectorAll('article').length`, 1)
	want[float64](t, ctx, `[...document.querySelectorAll('*')].filter(x => [...x.attributes].some(a => a.name.startsWith('on'))).length`, 0)
	want[bool](t, ctx, `/[\u202a-\u202e\u2066-\u2069\u001b\u009b]/.test(document.body.textContent)`, false)
	want(t, ctx, `document.querySelector('.text p').textContent.includes("<script>alert('xss')</`+`script>")`, true)
	complaints.check(t)
}

// TestFileInBrowser opens the page as people do: from a file.
func TestFileInBrowser(t *testing.T) {
	ctx, complaints := browse(t)
	name := filepath.Join(t.TempDir(), "seite.html")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	two := sample(t)
	two.Article.Title = "Ein zweiter Artikel"
	if err := Page(f, []*hearsay.Reading{sample(t), two}, PageOptions{Lang: "en"}); err != nil {
		t.Fatal(err)
	}
	f.Close()
	if err := chromedp.Run(ctx, chromedp.Navigate("file://"+name)); err != nil {
		t.Fatal(err)
	}
	want[float64](t, ctx, `document.querySelectorAll('.toc a').length`, 2)
	want(t, ctx, `document.documentElement.lang`, "en")
	want(t, ctx, `document.querySelector('.text').lang`, "de")
	want[float64](t, ctx, `document.querySelectorAll('[id]').length - new Set([...document.querySelectorAll('[id]')].map(x => x.id)).size`, 0)
	complaints.check(t)
}

func eval[T any](t *testing.T, ctx context.Context, js string) T {
	t.Helper()
	var got T
	if err := chromedp.Run(ctx, chromedp.Evaluate(js, &got)); err != nil {
		t.Fatalf("%s: %v", js, err)
	}
	return got
}

func want[T comparable](t *testing.T, ctx context.Context, js string, want T) {
	t.Helper()
	if got := eval[T](t, ctx, js); got != want {
		t.Errorf("%s\n got %v\nwant %v", js, got, want)
	}
}
