package main

import (
	"fmt"
	"io"
	"strings"
	"sync/atomic"
	"time"
)

// patience is how long work may take before a progress bar appears.
const patience = 2 * time.Second

// A progress bar on standard error, where that is a terminal. The nil bar does
// nothing.
type progress struct {
	world *world
	to    io.Writer
	total int64 // 0 where it is not known
	done  atomic.Int64
	count atomic.Int64 // things done, said beside the bar
	what  string       // what they are, e.g. "articles"
	begun time.Time
	stop  chan struct{}
	ended chan struct{}
	shown bool // guarded by world.mu
}

// startProgress starts a bar for work of a given total. Where standard error is
// no terminal, or other output goes to the terminal anyway, there is none.
func (w *world) startProgress(total int64, what string, outputShown bool) *progress {
	c, ok := w.err.(*clearing)
	if !ok || !w.errTerm || outputShown {
		return nil
	}
	p := &progress{world: w, to: c.to, total: total, what: what, begun: time.Now(),
		stop: make(chan struct{}), ended: make(chan struct{})}
	w.mu.Lock()
	w.bar = p
	w.mu.Unlock()
	go p.run()
	return p
}

func (p *progress) run() {
	defer close(p.ended)
	select {
	case <-time.After(patience):
	case <-p.stop:
		return
	}
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	for {
		p.draw()
		select {
		case <-tick.C:
		case <-p.stop:
			return
		}
	}
}

// add says that n of the total, and so many things, are done.
func (p *progress) add(n, things int64) {
	if p != nil {
		p.done.Add(n)
		p.count.Add(things)
	}
}

// end takes the bar away.
func (p *progress) end() {
	if p == nil {
		return
	}
	close(p.stop)
	<-p.ended
	p.world.mu.Lock()
	defer p.world.mu.Unlock()
	p.clear()
	p.world.bar = nil
}

// clear takes the bar off the line; world.mu is held.
func (p *progress) clear() {
	if p.shown {
		io.WriteString(p.to, "\r\x1b[K")
		p.shown = false
	}
}

func (p *progress) draw() {
	p.world.mu.Lock()
	defer p.world.mu.Unlock()
	io.WriteString(p.to, "\r\x1b[K"+p.line(time.Since(p.begun)))
	p.shown = true
}

// line is the bar as it stands: "[######--------------]  30 %  12 articles  0:42".
func (p *progress) line(since time.Duration) string {
	const cells = 20
	var b strings.Builder
	if p.total > 0 {
		share := min(float64(p.done.Load())/float64(p.total), 1)
		full := int(share * cells)
		fmt.Fprintf(&b, "[%s%s] %3.0f %%  ", strings.Repeat("#", full), strings.Repeat("-", cells-full), share*100)
	}
	s := int(since.Seconds())
	fmt.Fprintf(&b, "%d %s  %d:%02d", p.count.Load(), p.what, s/60, s%60)
	return b.String()
}
