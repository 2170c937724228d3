package present

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"

	"hearsay"
)

func exported(t testing.TB, format string, s *shelf) []byte {
	t.Helper()
	return []byte(shown(t, func(w io.Writer) error { return Export(w, format, all(s.claims), s.lookup()) }))
}

func TestExport(t *testing.T) {
	for format, name := range map[string]string{"csv": "export.csv", "jsonl": "export.jsonl", "webannotation": "export.webannotation.json",
		"claimreview": "export.claimreview.json", "stix": "export.stix.json", "prov": "export.prov.json"} {
		golden(t, name, string(exported(t, format, newShelf(t))))
	}
}

// TestExportSameBytes: the same input gives the same bytes, those of Parquet too.
func TestExportSameBytes(t *testing.T) {
	for _, format := range ExportFormats {
		first := exported(t, format, newShelf(t))
		for range 5 {
			if !bytes.Equal(first, exported(t, format, newShelf(t))) {
				t.Errorf("%s: other bytes", format)
			}
		}
	}
	golden(t, "export.parquet.sha256", fmt.Sprintf("%x\n", sha256.Sum256(exported(t, "parquet", newShelf(t)))))
}

// TestExportTables holds that CSV and Parquet have the same rows.
func TestExportTables(t *testing.T) {
	s := newShelf(t)
	data := exported(t, "parquet", s)
	file, err := parquet.OpenFile(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, c := range file.Schema().Columns() {
		names = append(names, strings.Join(c, "."))
	}
	rows, err := parquet.Read[exportRow](bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	table, err := csv.NewReader(bytes.NewReader(exported(t, "csv", s))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(table[0], names) {
		t.Errorf("CSV has %v; Parquet %v", table[0], names)
	}
	if len(rows) != 9 || len(table) != 10 {
		t.Fatalf("%d and %d rows", len(rows), len(table)-1)
	}
	for i := range rows {
		if got := rows[i].cells(); !slices.Equal(got, table[i+1]) {
			t.Errorf("row %d: CSV has %q; Parquet %q", i, table[i+1], got)
		}
	}
	if got := rows[0].Known; got != at(t, "2026-03-02T06:30:00Z").UnixMicro() {
		t.Errorf("known %d", got)
	}
	if file.Metadata().CreatedBy != "hearsay version 1(build )" {
		t.Errorf("created by %q", file.Metadata().CreatedBy)
	}

	// What is not known is null, not empty.
	group := file.RowGroups()[0]
	for i, c := range group.ColumnChunks() {
		if names[i] != "source_id" {
			continue
		}
		pages := c.Pages()
		defer pages.Close()
		page, err := pages.ReadPage()
		if err != nil {
			t.Fatal(err)
		}
		if page.NumNulls() == 0 {
			t.Error("no source_id is null")
		}
	}
}

// object is any JSON object.
type object = map[string]any

func parsed(t testing.TB, data []byte) object {
	t.Helper()
	var v object
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// needs holds that an object has members, and that none of them is empty.
func needs(t testing.TB, what string, o object, names ...string) {
	t.Helper()
	for _, n := range names {
		if v, ok := o[n]; !ok || v == nil || v == "" {
			t.Errorf("%s: %s is missing", what, n)
		}
	}
}

var (
	iriForm = regexp.MustCompile(`^(urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}(#[A-Za-z0-9._~/%-]+)?|https?://[^\s]+)$`)
	zulu    = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$`)
)

// TestWebAnnotation checks what the Web Annotation Data Model demands.
func TestWebAnnotation(t *testing.T) {
	s := newShelf(t)
	s.heads["a4000000000000004"].URL = "ordner/artikel.txt" // a file is no address
	s.claims[0].Evidence[1].Passage = pick(t, s.texts["a2000000000000002"], "Nordkabel schließt", "Werk in Hattingen")
	doc := parsed(t, exported(t, "webannotation", s))
	needs(t, "collection", doc, "@context", "id", "type", "label", "total", "first")
	if doc["@context"] != "http://www.w3.org/ns/anno.jsonld" || doc["type"] != "AnnotationCollection" || !iriForm.MatchString(doc["id"].(string)) {
		t.Errorf("collection %v %v %v", doc["@context"], doc["type"], doc["id"])
	}
	page := doc["first"].(object)
	needs(t, "page", page, "id", "type", "partOf", "items", "startIndex")
	items := page["items"].([]any)
	if doc["total"] != float64(len(items)) || len(items) != 9 || page["type"] != "AnnotationPage" || page["partOf"] != doc["id"] {
		t.Errorf("%v annotations said, %d there", doc["total"], len(items))
	}
	motivations := []string{"assessing", "bookmarking", "classifying", "commenting", "describing", "editing", "highlighting", "identifying", "linking", "moderating", "questioning", "replying", "tagging"}
	ids := map[string]bool{}
	targets := 0
	for _, it := range items {
		a := it.(object)
		needs(t, "annotation", a, "id", "type", "motivation", "created", "body", "target")
		if a["type"] != "Annotation" || !slices.Contains(motivations, a["motivation"].(string)) || !zulu.MatchString(a["created"].(string)) || !iriForm.MatchString(a["id"].(string)) {
			t.Errorf("annotation %v", a)
		}
		if ids[a["id"].(string)] {
			t.Errorf("%v is there twice", a["id"])
		}
		ids[a["id"].(string)] = true
		for _, b := range a["body"].([]any) {
			body := b.(object)
			if !slices.Contains(motivations, body["purpose"].(string)) {
				t.Errorf("purpose %v", body["purpose"])
			}
			switch body["type"] {
			case "TextualBody":
				needs(t, "body", body, "value", "format")
			case "SpecificResource":
				if !iriForm.MatchString(body["source"].(string)) {
					t.Errorf("source %v", body["source"])
				}
			default:
				t.Errorf("body %v", body["type"])
			}
		}
		for _, x := range a["target"].([]any) {
			targets++
			target := x.(object)
			needs(t, "target", target, "source", "selector", "state")
			if src := target["source"].(object); !iriForm.MatchString(src["id"].(string)) {
				t.Errorf("source %v", src["id"])
			}
			quote, position := target["selector"].([]any)[0].(object), target["selector"].([]any)[1].(object)
			if quote["type"] != "TextQuoteSelector" || position["type"] != "TextPositionSelector" {
				t.Errorf("selectors %v, %v", quote["type"], position["type"])
			}
			// Both select the same, in some article.
			held := false
			for _, text := range s.texts {
				rs, from, to := []rune(text), int(position["start"].(float64)), int(position["end"].(float64))
				prefix, _ := quote["prefix"].(string)
				suffix, _ := quote["suffix"].(string)
				held = held || to <= len(rs) && string(rs[from:to]) == quote["exact"] && strings.HasSuffix(string(rs[:from]), prefix) && strings.HasPrefix(string(rs[to:]), suffix)
			}
			if !held {
				t.Errorf("%v is not at %v", quote, position)
			}
		}
	}
	if targets != 10 {
		t.Errorf("%d targets; a passage of two parts has two", targets)
	}
}

// TestClaimReview checks what schema.org and the readers of ClaimReview demand, and
// that nothing looks like a verdict on truth.
func TestClaimReview(t *testing.T) {
	data := exported(t, "claimreview", newShelf(t))
	doc := parsed(t, data)
	if doc["@context"] != "https://schema.org" {
		t.Errorf("context %v", doc["@context"])
	}
	reviews := doc["@graph"].([]any)
	if len(reviews) != 3 {
		t.Fatalf("%d reviews", len(reviews))
	}
	for _, x := range reviews {
		r := x.(object)
		needs(t, "review", r, "@type", "@id", "url", "claimReviewed", "datePublished", "author", "itemReviewed", "reviewRating", "reviewAspect")
		rating := r["reviewRating"].(object)
		needs(t, "rating", rating, "@type", "alternateName", "ratingExplanation", "reviewAspect")
		for _, k := range []string{"ratingValue", "bestRating", "worstRating"} {
			if _, ok := rating[k]; ok {
				t.Errorf("%s reads as a degree of truth", k)
			}
		}
		item := r["itemReviewed"].(object)
		needs(t, "claim", item, "@type", "@id", "text", "appearance", "firstAppearance")
		for _, n := range item["appearance"].([]any) {
			needs(t, "appearance", n.(object), "@type", "@id", "url", "headline", "datePublished", "publisher")
		}
	}
	for _, word := range []string{"wahr", "falsch", "true", "false"} {
		if regexp.MustCompile(`(?i)"[^"]*\b` + word + `\b[^"]*"`).Match(data) {
			t.Errorf("the review says %q", word)
		}
	}
}

// TestSTIX checks what STIX 2.1 demands of the objects that we use.
func TestSTIX(t *testing.T) {
	s := newShelf(t)
	s.claims[2].Places = []hearsay.Entity{{Name: "Nirgendwo", Kind: "place"}} // STIX has no place for it
	bundle := parsed(t, exported(t, "stix", s))
	needs(t, "bundle", bundle, "type", "id", "objects")
	if bundle["type"] != "bundle" || bundle["spec_version"] != nil {
		t.Errorf("bundle %v %v", bundle["type"], bundle["spec_version"])
	}
	form := regexp.MustCompile(`^([a-z-]+)--[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	stamp := regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$`)
	required := map[string][]string{
		"identity": {"name"}, "location": {"name"}, "report": {"name", "published", "object_refs"},
		"opinion": {"opinion", "object_refs"}, "note": {"content", "object_refs"},
	}
	count, ids := map[string]int{}, map[string]bool{}
	check := func(id string, typ string) {
		if m := form.FindStringSubmatch(id); m == nil || m[1] != typ {
			t.Errorf("id %s of a %s", id, typ)
		}
	}
	check(bundle["id"].(string), "bundle")
	for _, x := range bundle["objects"].([]any) {
		o := x.(object)
		typ := o["type"].(string)
		count[typ]++
		if required[typ] == nil {
			t.Errorf("type %s", typ)
		}
		needs(t, typ, o, append(required[typ], "id", "spec_version", "created", "modified")...)
		if o["spec_version"] != "2.1" {
			t.Errorf("spec_version %v", o["spec_version"])
		}
		id := o["id"].(string)
		check(id, typ)
		if ids[id] {
			t.Errorf("%s is there twice", id)
		}
		ids[id] = true
		for _, k := range []string{"created", "modified", "published"} {
			if v, ok := o[k]; ok && !stamp.MatchString(v.(string)) {
				t.Errorf("%s %v", k, v)
			}
		}
		if o["modified"].(string) < o["created"].(string) {
			t.Errorf("%s was modified before it was created", id)
		}
		switch typ {
		case "opinion":
			if !slices.Contains([]string{"strongly-disagree", "disagree", "neutral", "agree", "strongly-agree"}, o["opinion"].(string)) {
				t.Errorf("opinion %v", o["opinion"])
			}
		case "location":
			if _, ok := o["latitude"]; ok != (o["longitude"] != nil) || !ok && o["country"] == nil {
				t.Errorf("location %v", o)
			}
		case "identity":
			if c := o["identity_class"]; !slices.Contains([]any{"individual", "group", "system", "organization", "class", "unspecified"}, c) {
				t.Errorf("identity_class %v", c)
			}
		}
		if _, ok := o["confidence"]; ok {
			t.Error("Hearsay has no confidence in a claim")
		}
		if refs, ok := o["external_references"].([]any); ok {
			for _, r := range refs {
				needs(t, "external reference", r.(object), "source_name", "external_id")
			}
		}
	}
	for _, x := range bundle["objects"].([]any) {
		o := x.(object)
		refs, _ := o["object_refs"].([]any)
		if by, ok := o["created_by_ref"]; ok {
			refs = append(refs, by)
		}
		for _, r := range refs {
			if !ids[r.(string)] {
				t.Errorf("%v refers to %v, which is not there", o["id"], r)
			}
		}
	}
	if count["report"] != 3 || count["opinion"] != 9 || count["note"] != 7 || count["location"] != 1 {
		t.Errorf("%v", count)
	}
}

// TestPROV checks the document against PROV-JSON: sections, the attributes that a
// relation needs, and that every name is declared.
func TestPROV(t *testing.T) {
	doc := parsed(t, exported(t, "prov", newShelf(t)))
	needs(t, "document", doc, "prefix", "bundle")
	if ns := doc["prefix"].(object)["hearsay"].(string); !iriForm.MatchString(ns + "x") {
		t.Errorf("namespace %s", ns)
	}
	relations := map[string][2][2]string{ // attribute and section of what it names
		"used":              {{"prov:activity", "activity"}, {"prov:entity", "entity"}},
		"wasGeneratedBy":    {{"prov:entity", "entity"}, {"prov:activity", "activity"}},
		"wasAssociatedWith": {{"prov:activity", "activity"}, {"prov:agent", "agent"}},
		"wasAttributedTo":   {{"prov:entity", "entity"}, {"prov:agent", "agent"}},
		"wasDerivedFrom":    {{"prov:generatedEntity", "entity"}, {"prov:usedEntity", "entity"}},
		"specializationOf":  {{"prov:specificEntity", "entity"}, {"prov:generalEntity", "entity"}},
		"actedOnBehalfOf":   {{"prov:delegate", "agent"}, {"prov:responsible", "agent"}},
	}
	name := regexp.MustCompile(`^hearsay:[A-Za-z0-9._/%~-]+$`)
	bundles := doc["bundle"].(object)
	if len(bundles) != 3 {
		t.Fatalf("%d bundles", len(bundles))
	}
	derived := map[string]int{}
	for id, b := range bundles {
		if !name.MatchString(id) {
			t.Errorf("bundle %s", id)
		}
		bundle := b.(object)
		needs(t, id, bundle, "entity", "activity", "agent", "used", "wasGeneratedBy", "wasAssociatedWith", "wasAttributedTo", "wasDerivedFrom", "specializationOf")
		for section, v := range bundle {
			for key, attrs := range v.(object) {
				rel, ok := relations[section]
				switch {
				case ok && !strings.HasPrefix(key, "_:"):
					t.Errorf("%s %s has a name", section, key)
				case ok:
					for _, r := range rel {
						ref, _ := attrs.(object)[r[0]].(string)
						if _, declared := bundle[r[1]].(object)[ref]; !declared {
							t.Errorf("%s %s: %s %q is not declared", section, key, r[0], ref)
						}
					}
				case !slices.Contains([]string{"entity", "activity", "agent"}, section):
					t.Errorf("section %s", section)
				case !name.MatchString(key):
					t.Errorf("%s %s", section, key)
				}
				for k, a := range attrs.(object) {
					if lit, ok := a.(object); ok {
						needs(t, k, lit, "$")
						if lit["type"] == nil && lit["lang"] == nil {
							t.Errorf("%s: a literal without type and language", k)
						}
						if k == "prov:type" && section == "wasDerivedFrom" {
							derived[lit["$"].(string)]++
						}
					}
					if (k == "prov:time" || k == "prov:startTime" || k == "prov:endTime") && !zulu.MatchString(a.(string)) {
						t.Errorf("%s %v", k, a)
					}
				}
			}
		}
	}
	for _, kind := range []string{"prov:PrimarySource", "prov:Quotation", "prov:Revision", "hearsay:Copy"} {
		if derived[kind] == 0 {
			t.Errorf("no %s", kind)
		}
	}
}

// TestUUID5 holds our namespace and the algorithm to the example of RFC 9562,
// appendix A.4.
func TestUUID5(t *testing.T) {
	if got := uuidIn([16]byte{}, "hearsay"); got != namespace {
		t.Errorf("the namespace is %s", got)
	}
	dns := [16]byte{0x6b, 0xa7, 0xb8, 0x10, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8}
	if got, want := uuidIn(dns, "www.example.com"), "2ed6657d-e927-568b-95e1-2665a8aea6a2"; got != want {
		t.Errorf("got %s; want %s", got, want)
	}
}

func TestCalendar(t *testing.T) {
	for edtf, want := range map[hearsay.Date]string{"2026-03": "2026-03", "2026-03-02~": "2026-03-02", "2026-03-02/2026-03-05": "2026-03-02",
		"2026-03-02T08:10:00+01:00": "2026-03-02T08:10:00+01:00", "../2026": "", "neulich": "", "": ""} {
		if got := calendar(edtf); got != want {
			t.Errorf("%s: %q; want %q", edtf, got, want)
		}
	}
}

func TestContext(t *testing.T) {
	if got := lead("äöü", 2); got != "äö" {
		t.Errorf("lead %q", got)
	}
	if got := tail("äöü", 2); got != "öü" {
		t.Errorf("tail %q", got)
	}
	if lead("a", 5)+tail("b", 5) != "ab" {
		t.Error("too short a text")
	}
}

// TestExportStreams lets a long ledger pass without being kept.
func TestExportStreams(t *testing.T) {
	s := newShelf(t)
	const n = 2000
	many := func(yield func(hearsay.Claim, error) bool) {
		for i := range n {
			c := s.claims[i%3]
			c.ID = hearsay.ClaimID("c" + strconv.Itoa(i))
			if !yield(c, nil) {
				return
			}
		}
	}
	for _, format := range ExportFormats {
		begin := time.Now()
		var size counter
		if err := Export(&size, format, many, s.lookup()); err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: %d claims, %d bytes, %v", format, n, size, time.Since(begin))
	}
}

type counter int

func (c *counter) Write(b []byte) (int, error) { *c += counter(len(b)); return len(b), nil }

func TestWebAddress(t *testing.T) {
	for s, want := range map[string]string{
		"https://a.example/b?c=d#e":   "https://a.example/b?c=d#e",
		"https://a.example/süd ost":   "https://a.example/s%C3%BCd%20ost",
		"https://a.example/?q=<b> \"": "", "javascript:alert(1)": "", "ordner/artikel.txt": "", "https:": "", "": "", "http://a.example/\x1b": "",
	} {
		if got, ok := webAddress(s); ok != (want != "") || ok && got != want {
			t.Errorf("%q: %q, %v; want %q", s, got, ok, want)
		}
	}
}

// TestExportDocs holds the examples of docs/EXPORT.md to what is written.
func TestExportDocs(t *testing.T) {
	doc, err := os.ReadFile("../docs/EXPORT.md")
	if err != nil {
		t.Fatal(err)
	}
	written := map[string]string{}
	for _, format := range ExportFormats {
		if !strings.Contains(string(doc), "| `"+format+"` |") {
			t.Errorf("%s is not explained", format)
		}
		if format != "parquet" {
			written[format] = string(exported(t, format, newShelf(t)))
		}
	}
	for _, column := range exportColumns() {
		if !strings.Contains(string(doc), "`"+column+"`") {
			t.Errorf("column %s is not explained", column)
		}
	}
	shown := map[string]bool{}
	for _, m := range regexp.MustCompile("(?s)```(json|csv)\n(.*?)```").FindAllStringSubmatch(string(doc), -1) {
		examples := []string{}
		if m[1] == "csv" {
			examples = strings.Split(strings.TrimSpace(m[2]), "\n")
		} else {
			var b bytes.Buffer
			if err := json.Compact(&b, []byte(m[2])); err != nil {
				t.Fatal(err)
			}
			examples = append(examples, b.String())
		}
		for _, example := range examples {
			held := false
			for format, text := range written {
				if strings.Contains(text, example) {
					held, shown[format] = true, true
				}
			}
			if !held {
				t.Errorf("nothing writes %.100s…", example)
			}
		}
	}
	for format := range written {
		if !shown[format] {
			t.Errorf("%s has no example", format)
		}
	}
}
