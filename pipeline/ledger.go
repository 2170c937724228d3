package pipeline

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"runtime"
	"sync"
	"time"

	"hearsay"
	"hearsay/article"
	"hearsay/crossdoc"
	"hearsay/ledger"
)

// A Ledger is a store with what fills it and what follows from it. It is safe for
// use by several goroutines; other processes may use the same store.
type Ledger struct {
	Store ledger.Store

	load   sync.Once // the reader is loaded when first needed: lists need none
	reader *Reader
	bad    error
	digest func(*hearsay.Article, hearsay.VersionID, time.Time) *Digest // in place of the reader's; for tests

	mu   sync.Mutex // over fold
	fold *Fold      // kept between transactions, for what it has decoded
}

// OpenLedger opens the ledger at dsn, or makes it. Where another process was stopped
// before it could work out what follows from its articles, [Ledger.Update] does.
func OpenLedger(ctx context.Context, dsn string) (*Ledger, error) {
	s, err := ledger.Open(ctx, dsn)
	if err != nil {
		return nil, err
	}
	return &Ledger{Store: s}, nil
}

// Close closes the store.
func (l *Ledger) Close() error { return l.Store.Close() }

// Reader gives the reader, loaded.
func (l *Ledger) Reader() (*Reader, error) {
	l.load.Do(func() { l.reader, l.bad = NewReader() })
	return l.reader, l.bad
}

// Added says what became of an article that was to be added.
type Added struct {
	Name    string // of the input, for messages: file, or file and address
	Version hearsay.VersionID
	URL     string
	New     bool // false: the ledger had it already
	Err     error
}

// AddOptions say how to add.
type AddOptions struct {
	Jobs  int              // articles to read at once; one a core where it is 0
	Now   func() time.Time // for what says no time; time.Now where nil
	Batch int              // articles to store at once; 100 where it is 0
	// Derived is told how far what follows from the articles is worked out; may be nil.
	Derived func(done, of uint64)
}

// A Batch item of Add: an article with its bytes, or why there is none.
type Input struct {
	Name string
	article.Captured
	Err error
}

// Add stores articles and works out what follows from them. Each is told to done
// when it is safe, in the order in which they came in; an article that cannot be
// read does not keep others from being added. The error is for what stopped it.
func (l *Ledger) Add(ctx context.Context, in iter.Seq[Input], o AddOptions, done func(Added)) error {
	reader, err := l.Reader()
	if err != nil {
		return err
	}
	if o.Jobs <= 0 {
		o.Jobs = runtime.GOMAXPROCS(0)
	}
	if o.Batch <= 0 {
		o.Batch = 100
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()

	// Articles are read by several at once and come out in order: each has a slot.
	slots := make(chan chan pending, 2*o.Jobs)
	go func() {
		defer close(slots)
		work := make(chan struct{}, o.Jobs)
		for i := range in {
			slot := make(chan pending, 1)
			select {
			case slots <- slot:
			case <-ctx.Done():
				return
			}
			if i.Err != nil {
				slot <- pending{Added: Added{Name: i.Name, Err: i.Err}}
				continue
			}
			work <- struct{}{}
			go func() {
				defer func() { <-work }()
				p := l.prepare(ctx, reader, i.Captured, o.Now())
				p.Name = i.Name
				slot <- p
			}()
		}
	}()

	// Where something came that belongs before what is derived: the first of it. Doing
	// again what came after costs most where it is done often; so it waits until all is
	// in, unless that is little.
	var late *ledger.Place
	var batch []pending
	flush := func() error {
		if len(batch) == 0 {
			return nil
		}
		var entries []ledger.Entry
		for _, p := range batch {
			entries = append(entries, p.entries...)
		}
		got, err := l.Store.Append(ctx, entries...)
		if err != nil {
			return err
		}
		fresh := map[hearsay.VersionID]*ready{}
		var first ledger.Place
		for _, p := range batch {
			for k := range p.entries {
				// Known by the version: a capture may be there for another reason.
				if _, ok := p.entries[k].(ledger.Version); ok && got[k].New {
					p.New = true
					if len(fresh) == 0 || p.place.Before(first) {
						first = p.place
					}
					fresh[p.Version] = p.ready
				}
			}
			got = got[len(p.entries):]
			done(p.Added)
		}
		clear(batch) // their bytes
		batch = batch[:0]
		switch {
		case len(fresh) == 0 || first.Known.Equal(Withheld):
			return nil
		case late != nil:
			if first.Before(*late) {
				late = &first
			}
			return nil
		}
		behind, err := l.behind(ctx, first)
		switch {
		case err != nil:
			return err
		case behind == 0:
			return l.derive(ctx, nil, fresh, o.Derived)
		case behind <= lateAtOnce:
			return l.derive(ctx, &first, fresh, o.Derived)
		}
		late = &first
		return nil
	}
	timer := time.NewTicker(time.Second)
	defer timer.Stop()
	for open := true; open; {
		select {
		case <-ctx.Done():
			open = false
		case <-timer.C:
			if err := flush(); err != nil {
				return err
			}
		case slot, ok := <-slots:
			if open = ok; !ok {
				break
			}
			batch = append(batch, <-slot)
			if len(batch) >= o.Batch {
				if err := flush(); err != nil {
					return err
				}
			}
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := flush(); err != nil {
		return err
	}
	if late != nil {
		if err := l.derive(ctx, late, nil, o.Derived); err != nil {
			return err
		}
	}
	return l.Update(ctx, o.Derived)
}

// lateAtOnce is how many articles are done again at once for one that belongs before
// them.
const lateAtOnce = 50

// behind tells about how many derived articles a new one belongs before.
func (l *Ledger) behind(ctx context.Context, p ledger.Place) (n uint64, err error) {
	err = l.Store.Read(ctx, func(v ledger.View) error {
		last, ok := v.Pos()
		if !ok {
			return nil
		}
		pos, _, err := v.PosAt(p.Known)
		if err != nil || pos < last {
			n = last - pos
			return err
		}
		row, err := v.ArticleAt(last)
		if err == nil && p.Before(ledger.Place{Known: row.Known, ID: row.ID}) {
			n = 1 // of the same moment
		}
		return err
	})
	return n, err
}

// versionOptions is what beside the bytes is needed to make an article again.
type versionOptions struct {
	article.Options
	Now time.Time // when it was added, for what says no time
}

// pending is an article that is read, but not stored.
type pending struct {
	Added
	entries []ledger.Entry // none where it is there
	place   ledger.Place
	ready   *ready
}

// ready is an article that was just read: what follows from it can be worked out
// without making it again from its bytes. It is what comes out of them.
type ready struct {
	article *hearsay.Article
	*Digest
	brief []byte // encoded
}

// prepare reads an article. Should the reader break down over it, the others are
// still added.
func (l *Ledger) prepare(ctx context.Context, reader *Reader, c article.Captured, now time.Time) (p pending) {
	a := c.Article
	p.URL = a.URL
	defer func() {
		if x := recover(); x != nil {
			p.Version, p.entries = "", nil
			p.Err = fmt.Errorf("the reader broke down over %q: %v; please report this", a.Title, x)
		}
	}()
	v := ledger.Version{ID: VersionID(a), Capture: ledger.Hash(sha256.Sum256(c.Raw)), URL: a.URL, Outlet: a.Outlet, Title: a.Title, Published: a.Published,
		Known: KnownAt(a, now), Text: a.ID}
	p.Version, p.place = v.ID, v.Place()
	if old, err := l.Store.Version(ctx, v.ID); err == nil {
		p.place = old.Place()
		return p
	} else if !errors.Is(err, ledger.ErrNotFound) {
		p.Err = err
		return p
	}
	if v.Options, p.Err = json.Marshal(c.Options); p.Err != nil {
		return p
	}
	digest := reader.Digest
	if l.digest != nil {
		digest = l.digest
	}
	p.ready = &ready{article: a, Digest: digest(a, v.ID, v.Known)}
	var body []byte
	if body, p.ready.brief, p.Err = p.ready.encode(); p.Err != nil {
		return p
	}
	retrieved, ok := instant(a.Retrieved)
	if !ok {
		retrieved = now
	}
	p.entries = []ledger.Entry{
		ledger.Capture{Raw: c.Raw, MediaType: c.MediaType, URL: a.URL, Retrieved: retrieved.UTC()},
		v,
		ledger.Reading{Version: v.ID, Reader: ReaderVersion, Statements: body},
	}
	return p
}

// A viewMemory is a view that a fold can look into.
type viewMemory struct{ ledger.View }

// Put fails: a view is for looking.
func (viewMemory) Put(_, _ []byte) error { return errors.New("pipeline: a view cannot be written to") }

// Article makes the article of a version again from its bytes.
func (l *Ledger) Article(ctx context.Context, v ledger.Version) (*hearsay.Article, error) {
	c, err := l.Store.Capture(ctx, v.Capture)
	if err != nil {
		return nil, err
	}
	return articleOf(v, c)
}

func articleOf(v ledger.Version, c ledger.Capture) (*hearsay.Article, error) {
	var o article.Options
	if err := json.Unmarshal(v.Options, &o); err != nil {
		return nil, fmt.Errorf("version %s: its options are damaged: %w", v.ID, err)
	}
	return article.FromCapture(c.Raw, c.MediaType, o)
}

var _ crossdoc.Memory = viewMemory{}
