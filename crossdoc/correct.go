package crossdoc

import (
	_ "embed"
	"fmt"
	"regexp"
	"strings"
	"sync"
)

//go:embed data/corrections.de.tsv
var correctionTable string

// noticeRule is a row of data/corrections.de.tsv.
type noticeRule struct {
	kind, where, example string
	words                *regexp.Regexp
}

var noticeRules = sync.OnceValue(func() []noticeRule {
	var rs []noticeRule
	for n, line := range strings.Split(correctionTable, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 4 {
			panic(fmt.Sprintf("corrections.de.tsv:%d: %d fields; want 4", n+1, len(f)))
		}
		rs = append(rs, noticeRule{f[0], f[1], f[3], regexp.MustCompile("(?is)" + f[2])})
	}
	return rs
})

// A Notice is what an article says of its own or an earlier item: that some of it
// was wrong, or that it is taken back.
type Notice struct {
	Whole bool   // the item is taken back as a whole
	Head  bool   // the article is the correction, rather than has one
	Words string // that say so
}

// noticeLength is how much of a text is searched. Notes stand at the head or at the
// end of an article.
const noticeLength = 4000

// NoticeIn finds the notice in an article; nil where there is none.
func NoticeIn(title, text string) *Notice {
	head := text[:min(len(text), 120)]
	ends := text
	if len(ends) > 2*noticeLength {
		ends = text[:noticeLength] + "\n" + text[len(text)-noticeLength:]
	}
	for _, r := range noticeRules() {
		in := []string{title, head}
		if r.where == "any" {
			in = []string{title, ends}
		}
		for _, s := range in {
			if m := r.words.FindString(s); m != "" {
				return &Notice{Whole: r.kind == "retract", Head: r.where == "head", Words: strings.ToValidUTF8(strings.TrimSpace(m), "")}
			}
		}
	}
	return nil
}
