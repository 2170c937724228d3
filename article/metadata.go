package article

import (
	"encoding/json"
	"html"
	"maps"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"hearsay"
)

// metadata is what a page says of its article outside the text.
type metadata struct {
	url, outlet, title, author string
	published                  hearsay.Date
	lang                       hearsay.Language
	agencies                   []string
	body                       string // articleBody of JSON-LD
}

// metadata puts together what JSON-LD, meta tags and marked elements say, the more
// explicit first. name is the address or file name the page came by.
func (p *page) metadata(name string) metadata {
	ld := readLD(p.ld)
	var m metadata
	m.url = p.address(name, ld.url)
	host := ""
	if u, err := url.Parse(m.url); err == nil && (u.Scheme == "http" || u.Scheme == "https") {
		host = strings.TrimPrefix(u.Hostname(), "www.")
	}
	for _, o := range []string{ld.publisher, p.meta["og:site_name"], p.meta["application-name"], p.meta["publisher"], p.meta["dc.publisher"], host} {
		// Some name their agency as publisher; it is never the outlet.
		o = cleanLine(o)
		if _, agency := LookupAgency(o); o != "" && !agency && !strings.Contains(o, "://") {
			m.outlet = o
			break
		}
	}
	for _, t := range []string{ld.headline, p.meta["og:title"], p.h1, p.title, p.meta["twitter:title"], p.meta["dc.title"]} {
		if m.title = stripOutlet(cleanLine(t), m.outlet, host); m.title != "" {
			break
		}
	}
	for _, a := range []string{strings.Join(ld.authors, ", "), p.meta["author"], p.meta["article:author"], p.meta["dc.creator"]} {
		if a = cleanLine(a); a != "" && !strings.Contains(a, "://") && a != m.outlet {
			m.author = a
			break
		}
	}
	dates := []string{ld.published}
	for _, k := range []string{"article:published_time", "og:article:published_time", "og:published_time", "datepublished", "date", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date", "dc.date.created", "pubdate", "publishdate", "publish-date", "publication_date", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "last-modified"} {
		dates = append(dates, p.meta[k])
	}
	dates = append(dates, p.published...)
	dates = append(dates, addressDate(m.url))
	for _, d := range dates {
		if v, ok := parseDate(d); ok && !strings.Contains(string(v), "/") {
			m.published = v
			break
		}
	}
	for _, l := range []string{ld.language, p.lang, p.meta["og:locale"], p.meta["content-language"], p.meta["dc.language"], p.meta["language"]} {
		if m.lang = primary(l); m.lang != "" {
			break
		}
	}
	credits := append(slices.Clone(ld.credits), p.meta["agency"], p.meta["news_agency"], p.meta["article:agency"], p.meta["source"], m.author)
	credits = append(credits, p.credits...)
	for _, c := range credits {
		if h := creditLine(cleanLine(c), true, true); h != nil {
			for _, x := range h {
				m.agencies = append(m.agencies, x.name)
			}
		} else {
			m.agencies = append(m.agencies, agencyNames(c, false)...)
		}
	}
	slices.Sort(m.agencies)
	m.agencies = slices.Compact(m.agencies)
	m.body = ld.body
	return m
}

// fill takes from the extraction what is still missing.
func (m *metadata) fill(ex extraction) {
	if m.title == "" {
		m.title = stripOutlet(ex.title, m.outlet, "")
	}
	if m.author == "" && !strings.Contains(ex.author, "://") {
		m.author = ex.author
	}
	if m.published == "" && !ex.date.IsZero() {
		m.published = hearsay.Date(ex.date.Format("2006-01-02"))
	}
}

// address returns the address of the page. One that it was fetched from holds, but
// for the canonical one on the same host, which is without tracking marks.
func (p *page) address(name, ld string) string {
	from, _ := url.Parse(name)
	fetched := from != nil && (from.Scheme == "http" || from.Scheme == "https") && from.Host != ""
	for _, s := range []string{p.canonical, p.meta["og:url"], ld, p.saved} {
		if len(s) > 2<<10 {
			continue
		}
		u, err := url.Parse(cleanLine(s))
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
			continue
		}
		// Some sites name their front page as canonical for everything.
		if strings.Trim(u.Path, "/") == "" && u.RawQuery == "" {
			continue
		}
		if !fetched || strings.EqualFold(strings.TrimPrefix(u.Host, "www."), strings.TrimPrefix(from.Host, "www.")) {
			return u.String()
		}
	}
	if name == "-" {
		return ""
	}
	return name
}

var reAddressDate = regexp.MustCompile(`[/_-](20\d{2}|19\d{2})[/-](\d{2})[/-](\d{2})(?:[/_.-]|$)`)

// addressDate returns the date that an address holds (".../2023/09/11/..."), empty
// if there is none.
func addressDate(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return ""
	}
	m := reAddressDate.FindStringSubmatch(path.Clean("/" + u.Path))
	if m == nil {
		return ""
	}
	return m[1] + "-" + m[2] + "-" + m[3]
}

// stripOutlet takes the name of the outlet off a page title: "Kim reist | Bote".
func stripOutlet(title, outlet, host string) string {
	for _, sep := range []string{" | ", " – ", " - ", " — ", " · ", " :: ", " • ", " » "} {
		if t, ok := strings.CutSuffix(title, sep+outlet); ok && outlet != "" {
			return strings.TrimSpace(t)
		}
		i := strings.LastIndex(title, sep)
		if i <= 0 {
			continue
		}
		last := title[i+len(sep):]
		name, _, _ := strings.Cut(host, ".")
		if outlet != "" && strings.EqualFold(last, outlet) || host != "" && (strings.EqualFold(last, host) || strings.EqualFold(strings.ReplaceAll(last, " ", ""), name)) {
			return strings.TrimSpace(title[:i])
		}
	}
	return title
}

// JSON-LD ------------------------------------------------------------------

type ldArticle struct {
	found                                               bool
	headline, published, publisher, language, url, body string
	authors, credits                                    []string
}

// readLD returns what the first article among the JSON-LD scripts of a page says.
func readLD(scripts []string) ldArticle {
	var a ldArticle
	for _, s := range scripts {
		// Some put raw line ends into strings, some HTML comments around it all.
		s = strings.Map(func(r rune) rune {
			if r < 0x20 {
				return ' '
			}
			return r
		}, s)
		s = strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(s), "<!--"), "-->")
		var v any
		if json.Unmarshal([]byte(s), &v) == nil {
			a.walk(v, 0)
		}
		if a.found {
			break
		}
	}
	return a
}

func (a *ldArticle) walk(v any, depth int) {
	if a.found || depth > 12 {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			a.walk(x, depth+1)
		}
	case map[string]any:
		if isArticleType(v["@type"]) && (v["headline"] != nil || v["articleBody"] != nil || v["datePublished"] != nil) {
			a.read(v)
			return
		}
		for _, k := range slices.Sorted(maps.Keys(v)) {
			// Lists of other articles, "read on" and the like.
			if k != "itemListElement" && k != "hasPart" && k != "relatedLink" && k != "citation" {
				a.walk(v[k], depth+1)
			}
		}
	}
}

func isArticleType(v any) bool {
	switch v := v.(type) {
	case string:
		return strings.HasSuffix(v, "Article") || v == "BlogPosting" || v == "LiveBlogPosting" || v == "Report"
	case []any:
		return slices.ContainsFunc(v, isArticleType)
	}
	return false
}

func (a *ldArticle) read(v map[string]any) {
	a.found = true
	a.headline = first(texts(v["headline"], 0), texts(v["name"], 0))
	a.published = first(texts(v["datePublished"], 0), texts(v["dateCreated"], 0))
	a.publisher = first(texts(v["publisher"], 0))
	a.language = first(texts(v["inLanguage"], 0))
	a.url = first(texts(v["url"], 0), texts(v["mainEntityOfPage"], 0))
	if page, ok := v["mainEntityOfPage"].(map[string]any); ok && a.url == "" {
		a.url = first(texts(page["@id"], 0))
	}
	a.body = first(texts(v["articleBody"], 0))
	for _, t := range texts(v["author"], 0) {
		if !strings.Contains(t, "://") {
			a.authors = append(a.authors, t)
		}
	}
	for _, k := range []string{"sourceOrganization", "creditText", "provider", "copyrightHolder"} {
		a.credits = append(a.credits, texts(v[k], 0)...)
	}
	a.credits = append(a.credits, a.authors...)
}

// texts returns the strings of a JSON-LD value: itself, or the names of the things
// it stands for.
func texts(v any, depth int) []string {
	if depth > 4 {
		return nil
	}
	switch v := v.(type) {
	case string:
		if v = strings.TrimSpace(html.UnescapeString(v)); v != "" {
			return []string{v}
		}
	case []any:
		var all []string
		for _, x := range v[:min(len(v), 20)] {
			all = append(all, texts(x, depth+1)...)
		}
		return all
	case map[string]any:
		for _, k := range []string{"name", "@value", "url"} {
			if t := texts(v[k], depth+1); t != nil {
				return t
			}
		}
	}
	return nil
}

func first(lists ...[]string) string {
	for _, l := range lists {
		if len(l) > 0 {
			return l[0]
		}
	}
	return ""
}
