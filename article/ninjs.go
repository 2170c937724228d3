package article

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"hearsay"
)

// ninjs is the IPTC's standard for news in JSON, https://iptc.org/standards/ninjs/.
// Versions 1.x and 2.x/3.x differ in names; what is read of an item:
//
//	                     1.x                               2.x, 3.x
//	identity             uri, version                      the same
//	kind                 type ("text")                     the same
//	status               pubstatus, embargoed, ednote      the same
//	time                 versioncreated, firstcreated      the same, contentcreated
//	headline             headline, title                   headlines[role, value], title
//	body                 body_xhtml, body_html, body_text  bodies[role, contenttype, value]
//	byline               byline                            by
//	agencies             infosource, copyrightholder       infosources, copyrightholder
//	language             language                          the same
//
// Neither has a field for corrections beyond ednote and a higher version. "signal"
// (as in NewsML-G2) and "evolvedfrom" are additions of widespread editorial systems
// and are read where they stand. Of pubstatus the standard says that "usable" is
// meant where it is missing; of embargoed, that the item must not be published
// before. Associations (pictures, other items), altids, usage terms, subjects and
// places are passed over.
//
// Files hold one item, an array of them, or an item a line, also mixed with records
// of ours.

// isNinjs reports whether a JSON record is an item of ninjs: it is named by "uri",
// the one property that all versions demand, or says that it is; and it has none of
// the fields that our own records cannot do without.
func isNinjs(raw []byte) bool {
	if !bytes.Contains(raw, []byte(`"uri"`)) && !bytes.Contains(raw, []byte(`"ninjs"`)) {
		return false
	}
	var m map[string]json.RawMessage
	if json.Unmarshal(raw, &m) != nil || m["url"] != nil || m["text"] != nil || m["html"] != nil {
		return false
	}
	if m["uri"] != nil {
		return true
	}
	var std struct{ Name string }
	return json.Unmarshal(m["standard"], &std) == nil && strings.EqualFold(std.Name, "ninjs")
}

// ninjsKinds are the values of "type" that are no text.
var ninjsKinds = map[string]string{
	"audio": "a recording", "video": "a video", "picture": "a picture", "graphic": "a graphic",
	"composite": "a package: it names other items and has no text of its own",
	"component": "a part of another item", "planning": "a planning item", "event": "an event",
}

// ninjs makes an article of one item.
func (rd *reader) ninjs(raw []byte) (*hearsay.Article, error) {
	if !utf8.Valid(raw) {
		raw = []byte(decode(raw))
	}
	raw = bytes.TrimSpace(raw)
	var m map[string]json.RawMessage
	if len(raw) > 0 && raw[0] != '{' && json.Valid(raw) {
		return nil, rd.fail(KindRecord, "want an item in {…}, got %s", kindOf(raw))
	}
	if err := json.Unmarshal(raw, &m); err != nil {
		return nil, rd.fail(KindRecord, "%s", jsonReason(raw, err))
	}
	f := ninjsFields{m: m}
	guid := cleanLine(f.str("uri"))
	fail := func(k Kind, format string, args ...any) error {
		e := rd.fail(k, format, args...)
		e.Item = guid
		return e
	}
	if kind := strings.ToLower(f.str("type")); f.wrong == "" && kind != "" && kind != "text" {
		what := ninjsKinds[kind]
		if what == "" {
			what = "an item of type " + strconv.Quote(head(kind, 40))
		}
		return nil, fail(KindOther, "not an article: %s", what)
	}
	wire := &hearsay.Wire{GUID: guid}
	wire.Version = version(f.str("version"))
	status, ok := wireStatus(f.str("pubstatus"))
	if !ok {
		return nil, fail(KindRecord, `"pubstatus": %q is none of usable, withheld, canceled`, head(f.str("pubstatus"), 40))
	}
	wire.Status = status
	embargoed := f.str("embargoed")
	if wire.Embargoed, ok = wireDate(embargoed); !ok {
		return nil, fail(KindRecord, `"embargoed": not a date: %q`, head(embargoed, 60))
	}
	art := &hearsay.Article{URL: guid, Wire: wire, Author: wireAuthor(f.first("byline", "by"))}
	published := f.first("versioncreated", "firstcreated", "contentcreated")
	if art.Published, ok = wireDate(published); !ok {
		return nil, fail(KindRecord, "creation date: not a date: %q", head(published, 60))
	}
	art.Title = cleanLine(plainOf(f.first("headline")))
	if art.Title == "" {
		art.Title = cleanLine(plainOf(mainOf(f.objects("headlines"))))
	}
	if art.Title == "" {
		art.Title = cleanLine(f.first("title"))
	}
	wire.Note = note([]string{f.first("ednote")})

	links := map[relation]string{replaces: cleanLine(f.first("evolvedfrom"))}
	signal := unrelated
	for _, o := range append(f.objects("signal"), f.objects("signals")...) {
		signal = max(signal, relationOf(o.code()))
	}
	relate(wire, signal, links)

	var sources []string
	for _, o := range append(f.objects("infosource"), f.objects("infosources")...) {
		sources = append(sources, string(o.Name), string(o.Literal))
	}
	holder := f.first("copyrightholder")
	credits := wireCredits(append(sources, holder, f.first("creditline"), f.first("source"))...)
	art.Outlet = wireOutlet(holder)
	lang := primary(f.first("language"))
	paras := f.body()

	switch {
	case f.wrong != "":
		return nil, fail(KindRecord, "%s", f.wrong)
	case guid == "":
		return nil, fail(KindRecord, `no "uri"`)
	}
	if err := rd.finishWire(art, paras, credits, lang, lang != ""); err != nil {
		return nil, rd.itemError(err, guid)
	}
	return art, nil
}

// itemError puts the item's own name into an error.
func (rd *reader) itemError(err error, guid string) error { return rd.at(place{item: guid}, err) }

// wireDate reads a date that may be missing.
func wireDate(s string) (hearsay.Date, bool) {
	if strings.TrimSpace(s) == "" {
		return "", true
	}
	return parseDate(s)
}

// version reads a version number, 0 if it is none.
func version(s string) int {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil || n < 0 || n > 1<<30 {
		return 0
	}
	return n
}

// ninjsFields reads the fields of an item. What has a wrong kind and matters is
// kept in wrong, as a reason.
type ninjsFields struct {
	m     map[string]json.RawMessage
	wrong string
}

// str returns a field that is a string or number.
func (f *ninjsFields) str(key string) string {
	raw := f.m[key]
	if len(raw) == 0 {
		return ""
	}
	var s scalar
	if err := s.UnmarshalJSON(raw); err != nil {
		if f.wrong == "" {
			f.wrong = strconv.Quote(key) + ": want a string, got " + kindOf(raw)
		}
		return ""
	}
	return string(s)
}

// first returns the first of the fields that is not empty. Lists and objects are
// passed over: in another version the same name may be one.
func (f *ninjsFields) first(keys ...string) string {
	for _, k := range keys {
		if raw := f.m[k]; len(raw) > 0 && raw[0] != '{' && raw[0] != '[' && raw[0] != 't' && raw[0] != 'f' {
			if s := f.str(k); strings.TrimSpace(s) != "" {
				return s
			}
		}
	}
	return ""
}

// A ninjsObject is what the lists of ninjs hold, as far as it is read.
type ninjsObject struct {
	Role, ContentType, Value  lax
	Name, Literal, Code, URI  lax
	QCode, Scheme, ProfileURI lax
}

func (o ninjsObject) code() string {
	for _, s := range []lax{o.Code, o.QCode, o.URI, o.Literal, o.Name} {
		if s != "" {
			return string(s)
		}
	}
	return ""
}

// lax is a string; anything else is as if it were not there.
type lax string

func (l *lax) UnmarshalJSON(b []byte) error {
	if b[0] == '"' {
		return json.Unmarshal(b, (*string)(l))
	}
	return nil
}

// objects returns a list of objects; a single one, a string or a list of strings
// will do.
func (f *ninjsFields) objects(key string) []ninjsObject {
	raw := f.m[key]
	if len(raw) == 0 {
		return nil
	}
	var list []json.RawMessage
	if raw[0] != '[' {
		list = []json.RawMessage{raw}
	} else if json.Unmarshal(raw, &list) != nil {
		return nil
	}
	var objects []ninjsObject
	for _, r := range list[:min(len(list), 100)] {
		var o ninjsObject
		if r[0] == '"' {
			json.Unmarshal(r, &o.Name)
		} else if r[0] != '{' || json.Unmarshal(r, &o) != nil {
			continue
		}
		objects = append(objects, o)
	}
	return objects
}

// mainRole ranks the roles of headlines and bodies, the main one first. They come
// as codes of http://cv.iptc.org/newscodes/ or as words.
func mainRole(role lax) int {
	switch strings.ToLower(code(string(role))) {
	case "main", "body", "fulltext", "full":
		return 0
	case "":
		return 1
	}
	return 2
}

// mainOf returns the value of the main one of several headlines.
func mainOf(objects []ninjsObject) string {
	best, rank := "", 9
	for _, o := range objects {
		v := o.Value
		if v == "" {
			v = o.Name // a bare string
		}
		if r := mainRole(o.Role); v != "" && r < rank {
			best, rank = string(v), r
		}
	}
	return best
}

// plainOf takes the tags off a headline.
func plainOf(s string) string {
	if !reHTMLClose.MatchString(s) {
		return s
	}
	return strings.Join(markupParas(s), " ")
}

// body returns the paragraphs of the fullest body. Markup goes before plain text:
// it says what a paragraph is.
func (f *ninjsFields) body() []string {
	type candidate struct {
		rank int
		text string
		html bool
	}
	var all []candidate
	for _, k := range slices.Sorted(maps.Keys(f.m)) {
		if !strings.HasPrefix(k, "body_") {
			continue
		}
		s := f.first(k)
		switch k {
		case "body_xhtml":
			all = append(all, candidate{0, s, true})
		case "body_html":
			all = append(all, candidate{1, s, true})
		case "body_text":
			all = append(all, candidate{2, s, false})
		default:
			all = append(all, candidate{3, s, reHTMLClose.MatchString(s)})
		}
	}
	for _, o := range f.objects("bodies") {
		t := strings.ToLower(string(o.ContentType))
		rank, isHTML := 10*mainRole(o.Role), true
		switch {
		case strings.Contains(t, "xhtml"):
		case strings.Contains(t, "html"):
			rank++
		case strings.HasPrefix(t, "text/plain"):
			rank, isHTML = rank+2, false
		default:
			rank, isHTML = rank+3, reHTMLClose.MatchString(string(o.Value))
		}
		all = append(all, candidate{rank, string(o.Value), isHTML})
	}
	slices.SortStableFunc(all, func(a, b candidate) int { return a.rank - b.rank })
	for _, c := range all {
		var paras []string
		if c.html {
			paras = markupParas(c.text)
		} else {
			paras = textParas(c.text)
		}
		if len(paras) > 0 {
			return paras
		}
	}
	return nil
}
