package article

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"hearsay"
)

// Credits are looked for only where editors put them, never in prose: "sagte der
// dpa" is a source, no credit. The places, with what is found there:
//
//	head of the text        BERLIN (dpa) - …, Berlin/Paris (AFP/Reuters) – …, (AFP) …, MOSKAU, 11. September. /TASS/. …
//	end of a paragraph      … sagte er. (dpa/lno)
//	end of the text         … sagte er. dpa
//	a short line of its own dpa/lno, ag/dpa, Quelle: dpa, © AFP, Mit Material von dpa,
//	                        Von unserem Korrespondenten Max Muster, dpa
//
// "Foto: dpa" credits a picture and does not count.

// creditLen is the length in bytes over which a line is no credit, and at the
// ends of a longer one the reach of one.
const creditLen = 240

// A hit is an agency found, with its place.
type hit struct {
	name string
	span hearsay.Span
}

// findCredits returns the dateline at the head of text and the agencies that text
// credits, in their order.
func findCredits(text string) (dateline hearsay.Span, credits []hearsay.Credit) {
	type para struct{ from, to int }
	var paras []para
	for at := 0; at < len(text); {
		end := strings.IndexByte(text[at:], '\n')
		if end < 0 {
			end = len(text)
		} else {
			end += at
		}
		from, to := at, end
		for from < to && isBlank(text[from]) {
			from++
		}
		for to > from && isBlank(text[to-1]) {
			to--
		}
		if from < to {
			paras = append(paras, para{from, to})
		}
		at = end + 1
	}
	var hits []hit
	for i, p := range paras {
		line := text[p.from:p.to]
		if len(line) <= creditLen {
			if h := creditLine(line, i < 2, i >= len(paras)-4); h != nil {
				hits = appendHits(hits, h, p.from)
				continue
			}
		}
		// The dateline heads the first paragraph, or follows a teaser or heading.
		if i < 3 && dateline == (hearsay.Span{}) {
			if n, h := headCredit(line, i == 0); n > 0 {
				dateline = hearsay.Span{Start: p.from, End: p.from + n}
				hits = appendHits(hits, h, p.from)
			}
		}
		off, h := tailCredit(line, i >= len(paras)-2)
		hits = appendHits(hits, h, p.from+off)
	}
	for _, h := range hits {
		i := slices.IndexFunc(credits, func(c hearsay.Credit) bool { return c.Name == h.name })
		if i < 0 {
			i = len(credits)
			credits = append(credits, hearsay.Credit{Name: h.name})
		}
		c := &credits[i]
		if n := len(c.Spans); n == 0 || h.span.Start >= c.Spans[n-1].End {
			c.Spans = append(c.Spans, h.span)
		}
	}
	return dateline, credits
}

func isBlank(b byte) bool { return b == ' ' || b == '\t' }

func appendHits(to, hits []hit, offset int) []hit {
	for _, h := range hits {
		h.span.Start += offset
		h.span.End += offset
		to = append(to, h)
	}
	return to
}

// Lists of credits ---------------------------------------------------------

var (
	reSep      = regexp.MustCompile(`\s*[/,;|&+·•]\s*|\s+(?:und|and|sowie|u\.|mit|with|von|-|–)\s+`)
	reInitials = regexp.MustCompile(`^[\pL]{1,5}\.?$`)
	reDomain   = regexp.MustCompile(`^[\w.-]+\.[a-z]{2,6}$`)
	// The service number of dpa: "dpa:230911-99-123456/2".
	reService = regexp.MustCompile(`^dpa:[\d-]+$`)
	reDigits  = regexp.MustCompile(`^\d+$`)
	// What may stand before a name in a list.
	reArticle = regexp.MustCompile(`^(?:(?:der|die|das|den|von|mit|the|from|news agency|Nachrichtenagentur(?:en)?|Presseagentur|Agentur(?:en|material)?|Agenturmaterial|Material)\s+)+`)
)

// creditList reads s as a list of agencies, with editors' initials and regional
// marks ("dpa/lno", "ag/dpa", "AFP, Reuters") and returns those it knows. With
// loose, a few other words may stand between (names of outlets and persons). It
// returns nil if s is anything else or names no agency.
func creditList(s string, loose bool) []hit {
	if len(s) > creditLen {
		return nil
	}
	byName := agencyData().byName
	var hits []hit
	var others int
	item := func(from, to int) bool {
		for from < to && s[from] == ' ' {
			from++
		}
		for to > from && (s[to-1] == ' ' || s[to-1] == '.' && from < to-1) {
			to--
		}
		from += len(reArticle.FindString(s[from:to]))
		it := s[from:to]
		if i, ok := byName[it]; ok {
			hits = append(hits, hit{agencyData().list[i].Name, hearsay.Span{Start: from, End: to}})
			return true
		}
		switch {
		case it == "", reService.MatchString(it), reDigits.MatchString(it):
			return true
		case reInitials.MatchString(it), reDomain.MatchString(it):
			others++
			return true
		case loose && len(it) < 50 && strings.Count(it, " ") < 5:
			others++
			return true
		}
		return false
	}
	// A name may hold a separator ("SDA/ATS", "RIA Nowosti"), so the whole first.
	if item(0, len(s)) && len(hits) == 1 {
		return hits
	}
	hits, others = nil, 0
	at := 0
	for _, m := range reSep.FindAllStringIndex(s, 12) {
		if !item(at, m[0]) {
			return nil
		}
		at = m[1]
	}
	if !item(at, len(s)) || len(hits) == 0 || others > 5 {
		return nil
	}
	return hits
}

// agencyNames returns the canonical names of the agencies that a metadata field
// names. Of a field that is for agencies only, what is unknown counts as it
// stands, if keep is set.
func agencyNames(field string, keep bool) []string {
	field = cleanLine(field)
	var names []string
	add := func(n string) {
		if !slices.Contains(names, n) {
			names = append(names, n)
		}
	}
	for _, h := range creditList(field, true) {
		add(h.name)
	}
	if names == nil && keep {
		for _, part := range strings.FieldsFunc(field, func(r rune) bool { return strings.ContainsRune("/,;", r) }) {
			if part = strings.TrimSpace(part); part != "" {
				add(part)
			}
		}
	}
	return names
}

// Lines of their own -------------------------------------------------------

var (
	// What introduces the credits of a line, and stands for nothing else.
	reIntro = regexp.MustCompile(`^(?i:quellen?|source|sources|agentur|agenturen|agency|text|bericht|nachrichtenagentur(?:en)?|aus|hinweis|mehr zum thema|redaktion)\s?:\s*|` +
		`^(?i:©|\(c\)|copyright)\s*(?:\d{4}\s*)?(?:by\s+)?|` +
		`^(?i:(?:dieser|der|die|das|diese|dieses)\s+(?:artikel|beitrag|text|bericht|meldung)\s+(?:\pL+\s+){0,3}?)?(?i:mit|unter verwendung von|with|enthält|basiert auf|additional reporting by|with material from|with inputs from)\s+(?i:(?:material|informationen|inhalten|agenturmaterial|texten|meldungen|teilen)\s*)?(?i:(?:von|der|des|den|from)\s+)*(?i:(?:nachrichten|presse)?agentur(?:en)?|agenturmaterial)?[\s(:]*`)
	reCopyright = regexp.MustCompile(`^(?i:©|\(c\)|copyright)`)
	reIntroEnd  = regexp.MustCompile(`(?i:\s+(?:erstellt|verfasst|veröffentlicht|übernommen|ergänzt|zusammengestellt))$`)
	rePicture   = regexp.MustCompile(`(?i)^(?:symbol|archiv|titel|beispiel|agentur)?(?:foto|bild|photo|grafik|graphic|video|image|karte|illustration|picture)s?\b`)
	reFrom      = regexp.MustCompile(`^(?:Von|By|VON)\s`)
	reFromEnd   = regexp.MustCompile(`^(.{3,90}?)(?:\s?[,/|·•–(-]\s?|\s\()([^()]{2,60})\)?$`)
	rePerson    = regexp.MustCompile(`^(?:\p{Lu}[\pL.’'-]+\s){1,3}\p{Lu}[\pL.’'-]+\s?[/,|]\s?`)
)

// creditLine returns the agencies of a line that is nothing but a credit. head and
// tail say that the line is near the head or the end of the text, where a bare
// name may stand; in the middle it may be a heading. "© AFP" counts at the end
// only: further up it stands under a picture.
func creditLine(line string, head, tail bool) []hit {
	if rePicture.MatchString(line) || !tail && reCopyright.MatchString(line) {
		return nil
	}
	s, off := line, 0
	trim := func() {
		for n := len(s); ; n = len(s) {
			t := strings.TrimLeft(s, " ([*_–—-+")
			off += n - len(t)
			s = strings.TrimRight(t, " )]*_.–—-+")
			if len(s) == n {
				return
			}
		}
	}
	trim()
	moved := func(h []hit) []hit { return appendHits(nil, h, off) }
	if m := reIntro.FindString(s); m != "" {
		rest := s[len(m):]
		rest = strings.TrimSuffix(rest, reIntroEnd.FindString(rest))
		off, s = off+len(m), rest
		trim()
		// "Quelle: ntv.de, mau/dpa"; but a whole sentence that begins "Mit …" is prose.
		return moved(creditList(s, strings.Contains(m, ":")))
	}
	if reFrom.MatchString(s) {
		// The last separator wins: "Von Erika Mustermann, Max Muster, dpa".
		for i := len(s) - 1; i > 4; i-- {
			if !strings.ContainsRune(",/|(·–", rune(s[i])) || len(s)-i > 60 {
				continue
			}
			if h := creditList(s[i+1:], false); h != nil && strings.Count(s[:i], " ") < 12 {
				// More of them may stand before: "Von Max Muster, AFP, dpa".
				for j := i - 1; j > 4; j-- {
					if s[j] != ',' && s[j] != '/' && s[j] != '(' {
						continue
					}
					more := creditList(s[j+1:], false)
					if more == nil {
						break
					}
					i, h = j, more
				}
				off += i + 1
				return moved(h)
			}
		}
		return nil
	}
	if !head && !tail && off == 0 {
		return nil
	}
	if h := creditList(s, false); h != nil {
		return moved(h)
	}
	if m := rePerson.FindString(s); m != "" && len(s) < 80 {
		h := creditList(s[len(m):], false)
		off += len(m)
		return moved(h)
	}
	return nil
}

// Heads --------------------------------------------------------------------

var (
	reDash = regexp.MustCompile(`^\s*(?:--|[-–—|:]|\.(?:\s?[-–—])?)(?:\s|$)`)
	// The small words and the dates of a dateline.
	rePlaceWord = regexp.MustCompile(`^(?:\p{Lu}[\pL.'’-]*|am|an|der|im|in|bei|ob|den|vor|auf|a\.d\.?|a\.|d\.|v\.d\.H\.?|la|le|de|do|da|du|del|of|El|al-\p{Lu}\pL+|\d{1,2}\.?(?:\d{1,2}\.)?(?:\d{4})?)$`)
	reOwnLine   = regexp.MustCompile(`^(\p{Lu}[^-–—]{2,40}(?:-\p{Lu}[^-–—]{1,20})?)\s[-–—]$`)
	reSlashTass = regexp.MustCompile(`^([^/\n]{0,70}?)\s?/([\pL][\pL -]{1,20}[\pL])/\s?\.?(?:\s*[-–—])?(?:\s|$)`)
)

// notPlaces are words that begin a sentence about an agency, not a dateline.
var notPlaces = []string{"agentur", "dienst", "agency", "press"}

// headCredit reads the dateline at the start of line; n is its length in bytes, 0
// if there is none. bare says whether one without an agency may count.
func headCredit(line string, bare bool) (n int, hits []hit) {
	head := line[:min(len(line), 160)]
	if n, hits = bracketDateline(line, head); n > 0 {
		return n, hits
	}
	if m := reSlashTass.FindStringSubmatchIndex(head); m != nil && isPlace(head[:m[3]], 6) {
		if h := creditList(head[m[4]:m[5]], false); h != nil {
			return len(strings.TrimRight(head[:m[1]], " ")), appendHits(nil, h, m[4])
		}
	}
	// A dateline that was set apart: "Nordstadt -" on a line of its own.
	if m := reOwnLine.FindStringSubmatch(line); m != nil && isPlace(m[1], 4) {
		return len(line), nil
	}
	return bareDateline(line, head, bare)
}

// bracketDateline reads "BERLIN (dpa) -", "Berlin/Paris, 11. Sept. (AFP/Reuters) –"
// and "(AFP)".
func bracketDateline(line, head string) (int, []hit) {
	open := strings.IndexByte(head, '(')
	if open < 0 || open > 90 {
		return 0, nil
	}
	end := strings.IndexByte(head[open:], ')')
	if end < 0 {
		return 0, nil
	}
	end += open
	place := strings.TrimSpace(head[:open])
	hits := creditList(head[open+1:end], false)
	if hits == nil || place != "" && !isPlace(place, 8) {
		return 0, nil
	}
	n := end + 1
	if m := reDash.FindString(line[n:min(len(line), n+8)]); m != "" {
		return n + len(strings.TrimRight(m, " ")), appendHits(nil, hits, open+1)
	}
	// Without a dash the sentence must begin here. "Die Deutsche Presse-Agentur
	// (dpa) meldete" goes on in lower case.
	next, _ := utf8.DecodeRuneInString(strings.TrimLeft(line[n:], " \"„“»«‚'"))
	first, _, _ := strings.Cut(place, " ")
	switch first {
	case "Die", "Der", "Das", "Den", "Dem", "Laut", "Nach", "The":
		return 0, nil
	}
	if unicode.IsUpper(next) || unicode.IsDigit(next) {
		return n, appendHits(nil, hits, open+1)
	}
	return 0, nil
}

// bareDateline reads datelines without brackets: "BERLIN –", "Berlin – Die …",
// "Berlin. Die …", "Berlin/dpa. ", "dpa BERLIN.".
func bareDateline(line, head string, bare bool) (int, []hit) {
	t := agencyData()
	for i := 0; i < min(len(head), 80); i++ {
		if head[i] != ' ' && head[i] != '.' {
			continue
		}
		m := reDash.FindString(head[i:])
		if m == "" {
			continue
		}
		words := strings.FieldsFunc(head[:i], func(r rune) bool { return strings.ContainsRune(" /,", r) })
		if len(words) == 0 || len(words) > 5 {
			return 0, nil
		}
		var known, caps, agencies int
		for j, w := range words {
			if _, ok := t.byName[w]; ok {
				agencies++
				continue
			}
			switch {
			case t.places[w], t.places[titleCase(w)], j > 0 && t.places[words[j-1]+" "+w]:
				known++
			case utf8.RuneCountInString(w) > 3 && isCaps(w):
				caps++
			case w == "am" || w == "Main" || w == "St." || w == "New" || w == "York" || w == "Neu" || w == "Den" || w == "Haag":
			default:
				return 0, nil
			}
		}
		dash := strings.Trim(m, " ") != "." && strings.Trim(m, " ") != ":"
		next, _ := utf8.DecodeRuneInString(strings.TrimLeft(head[i+len(m):], " \"„“»«‚'"))
		upper := unicode.IsUpper(next) || unicode.IsDigit(next)
		switch {
		case agencies == 0 && !bare,
			known+caps == 0,
			!upper,
			known == 0 && !dash && agencies == 0, // "NATO. Das …"
			caps > 0 && known == 0 && agencies == 0 && !dash,
			strings.Trim(m, " ") == ":" && agencies == 0:
			return 0, nil
		}
		var hits []hit
		if agencies > 0 {
			at := 0
			for _, w := range words {
				at += strings.Index(head[at:], w)
				if k, ok := t.byName[w]; ok {
					hits = append(hits, hit{t.list[k].Name, hearsay.Span{Start: at, End: at + len(w)}})
				}
				at += len(w)
			}
		}
		return i + len(strings.TrimRight(m, " ")), hits
	}
	return 0, nil
}

// titleCase returns "ROM" as "Rom".
func titleCase(w string) string {
	_, n := utf8.DecodeRuneInString(w)
	return w[:n] + strings.ToLower(w[n:])
}

func isCaps(w string) bool {
	return strings.IndexFunc(w, unicode.IsLower) < 0 && strings.IndexFunc(w, unicode.IsUpper) >= 0
}

// isPlace reports whether s looks like the place, and perhaps the date, of a
// dateline of at most max words.
func isPlace(s string, max int) bool {
	s = strings.TrimRight(s, " .")
	words := strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '/' || r == ',' })
	if len(words) > max {
		return false
	}
	for i, w := range words {
		if !rePlaceWord.MatchString(w) || i == 0 && unicode.IsLower(rune(w[0])) {
			return false
		}
		lower := strings.ToLower(w)
		for _, no := range notPlaces {
			if strings.Contains(lower, no) {
				return false
			}
		}
	}
	return true
}

// Ends ---------------------------------------------------------------------

var reTail = regexp.MustCompile(`[.!?…]["“”«»‘’')]*\s+([^.!?…\s][^.!?…]{1,40})\.?$`)

// tailCredit returns the agencies named at the end of a paragraph after its last
// sentence, "… sagte er. (dpa/lno)", and, if it is one of the last, without brackets.
// The hits count from offset off of line.
func tailCredit(line string, last bool) (off int, hits []hit) {
	off = max(0, len(line)-100)
	for off > 0 && !utf8.RuneStart(line[off]) {
		off--
	}
	s := line[off:]
	if strings.HasSuffix(s, ")") || strings.HasSuffix(s, "]") {
		open := strings.LastIndexAny(s, "([")
		if open <= 0 || !endsSentence(strings.TrimRight(s[:open], " ")) {
			return off, nil
		}
		inner := s[open+1 : len(s)-1]
		if m := reIntro.FindString(inner); m != "" && !rePicture.MatchString(inner) {
			return off, appendHits(nil, creditList(inner[len(m):], false), open+1+len(m))
		}
		return off, appendHits(nil, creditList(inner, false), open+1)
	}
	if !last {
		return off, nil
	}
	if m := reTail.FindStringSubmatchIndex(s); m != nil {
		inner := s[m[2]:m[3]]
		at := m[2]
		if in := reIntro.FindString(inner); in != "" && !rePicture.MatchString(inner) {
			inner, at = inner[len(in):], at+len(in)
		}
		return off, appendHits(nil, creditList(inner, false), at)
	}
	return off, nil
}
