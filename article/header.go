package article

import (
	"regexp"
	"strings"

	"hearsay"
)

// A header is what stands above the text of a plain text file and is not prose.
type header struct {
	title, author, outlet, url string
	published                  hearsay.Date
	language                   hearsay.Language
	agencies                   []string
}

// headerKeys are the names of header lines, in lower case, and the field they
// fill.
var headerKeys = map[string]string{
	"title": "title", "titel": "title", "headline": "title", "überschrift": "title", "schlagzeile": "title",
	"author": "author", "autor": "author", "autorin": "author", "byline": "author", "by": "author",
	"outlet": "outlet", "medium": "outlet", "zeitung": "outlet", "publisher": "outlet", "publication": "outlet",
	"date": "date", "datum": "date", "published": "date", "veröffentlicht": "date", "erschienen": "date", "stand": "date",
	"url": "url", "link": "url", "adresse": "url",
	"agency": "agency", "agentur": "agency", "quelle": "agency",
	"language": "language", "sprache": "language", "lang": "language",
}

var reHeaderLine = regexp.MustCompile(`^([\pL]{2,15})\s?:\s+(\S.*)$`)

// readHeader reads header lines like "Titel: …" at the top of lines, closed by an
// empty line, and returns how many lines they take. It is all or nothing: with
// one line that is no header, or whose value makes no sense (a date that is none),
// it takes none, for then it may be prose.
func readHeader(lines []string) (h header, n int) {
	for ; n < len(lines) && lines[n] != ""; n++ {
		m := reHeaderLine.FindStringSubmatch(lines[n])
		if m == nil || len(m[2]) > 1<<10 || n == 20 {
			return header{}, 0
		}
		field, ok := headerKeys[strings.ToLower(m[1])]
		if !ok {
			return header{}, 0
		}
		v := cleanLine(m[2])
		switch field {
		case "title":
			h.title = v
		case "author":
			h.author = v
		case "outlet":
			h.outlet = v
		case "url":
			h.url = v
		case "date":
			if h.published, ok = parseDate(v); !ok {
				return header{}, 0
			}
		case "agency":
			names := agencyNames(v, false)
			if names == nil {
				return header{}, 0
			}
			h.agencies = append(h.agencies, names...)
		case "language":
			if h.language = primary(v); h.language == "" {
				return header{}, 0
			}
		}
	}
	return h, n
}

const (
	isoPattern = `\d{4}-\d{2}(?:-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:?\d{2})?)?)?`
	dePattern  = `\d{1,2}\.\s?\d{1,2}\.\s?\d{4}(?:,?\s+\d{1,2}[:.]\d{2}(?:\s+Uhr)?)?`
	namPattern = `(?:\d{1,2}\.?\s+)?\pL{3,9}\.?\s+\d{4}(?:,\s+\d{1,2}[:.]\d{2}(?:\s+Uhr)?)?`
)

// reLeadDate is a date with its label in front of a text. With a colon any date
// will do; without, only the word "date" or "Datum" and a form that is no prose.
var reLeadDate = regexp.MustCompile(`^(?i:(?:date|datum|stand|published|veröffentlicht)\s?:\s*(` + isoPattern + `|\d{4}|` + dePattern + `|` + namPattern + `)|(?:date|datum)\s+(` + isoPattern + `|` + dePattern + `))(?:$|[\s.;,|]+)`)

// leadDate takes a date with a label off the front of line.
func leadDate(line string) (d hearsay.Date, rest string, ok bool) {
	m := reLeadDate.FindStringSubmatchIndex(line[:min(len(line), 200)])
	if m == nil {
		return "", line, false
	}
	v := ""
	if m[2] >= 0 {
		v = line[m[2]:m[3]]
	} else {
		v = line[m[4]:m[5]]
	}
	if d, ok = parseDate(v); !ok {
		return "", line, false
	}
	return d, strings.TrimSpace(line[m[1]:]), true
}

// loneDate reports whether the line is nothing but a date, as under a headline. A
// bare year or month is not enough: it may be a heading.
func loneDate(line string) (hearsay.Date, bool) {
	d, rest, ok := leadDate(line)
	if ok && rest == "" {
		return d, true
	}
	if d, ok = parseDate(line); ok && len(d) >= len("2023-09-11") {
		return d, true
	}
	return "", false
}
