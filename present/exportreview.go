package present

import (
	"io"
	"iter"
	"time"

	"hearsay"
)

// claimReview is schema.org's ClaimReview. Hearsay reviews how a claim stands in the
// reporting and never whether it is true; so its rating has no ratingValue, which
// readers take for a degree of truth, and says what it is about in reviewAspect.
type claimReview struct {
	Type          string       `json:"@type"` // ClaimReview
	ID            string       `json:"@id"`
	URL           string       `json:"url"`
	ClaimReviewed string       `json:"claimReviewed"`
	DatePublished string       `json:"datePublished,omitempty"`
	InLanguage    string       `json:"inLanguage,omitempty"`
	ReviewAspect  string       `json:"reviewAspect"`
	Author        thing        `json:"author"`
	ItemReviewed  claimItem    `json:"itemReviewed"`
	ReviewRating  reviewRating `json:"reviewRating"`
}

type thing struct {
	Type string `json:"@type"`
	ID   string `json:"@id,omitempty"`
	Name string `json:"name"`
}

// claimItem is schema.org's Claim.
type claimItem struct {
	Type            string     `json:"@type"` // Claim
	ID              string     `json:"@id"`
	Text            string     `json:"text"`
	Author          []thing    `json:"author,omitempty"` // the origins
	FirstAppearance *newsItem  `json:"firstAppearance,omitempty"`
	Appearance      []newsItem `json:"appearance,omitempty"`
}

// newsItem is schema.org's NewsArticle.
type newsItem struct {
	Type          string `json:"@type"` // NewsArticle
	ID            string `json:"@id"`
	URL           string `json:"url,omitempty"`
	Headline      string `json:"headline,omitempty"`
	DatePublished string `json:"datePublished,omitempty"`
	InLanguage    string `json:"inLanguage,omitempty"`
	Publisher     *thing `json:"publisher,omitempty"`
}

type reviewRating struct {
	Type              string `json:"@type"` // Rating
	AlternateName     string `json:"alternateName"`
	RatingExplanation string `json:"ratingExplanation"`
	ReviewAspect      string `json:"reviewAspect"`
}

// exportReviews writes a ClaimReview for each claim that is judged, as one graph.
func exportReviews(w io.Writer, in iter.Seq2[hearsay.Claim, error], more *Lookup) error {
	j := &jsonList{w: w}
	j.raw(`{"@context":"https://schema.org","@graph":[`)
	for c, err := range in {
		if err != nil {
			return err
		}
		if latest(&c) == nil {
			continue // nothing was reviewed
		}
		r, err := review(&c, more)
		if err != nil {
			return err
		}
		j.add(r)
	}
	j.raw("\n]}\n")
	return j.err
}

// Kinds of vouchers as schema.org has them; what is none of these may be anybody.
var schemaTypes = map[string]string{
	"outlet": "NewsMediaOrganization", "agency": "NewsMediaOrganization", "government": "GovernmentOrganization", "organisation": "Organization",
	"company": "Corporation", "person": "Person", "expert": "Person", "eyewitness": "Person",
}

func review(c *hearsay.Claim, more *Lookup) (*claimReview, error) {
	a := latest(c)
	lang := hearsay.Language("de") // Hearsay reads German
	item := claimItem{Type: "Claim", ID: iri(c.ID), Text: oneLine(c.Gist)}
	seen := map[hearsay.VersionID]bool{}
	for i, e := range byKnown(c) {
		art, err := more.articleOf(e)
		if err != nil {
			return nil, err
		}
		if i == 0 && art.Language != "" {
			lang = art.Language
		}
		if e.Stance != hearsay.Supports || seen[e.Article] {
			continue
		}
		seen[e.Article] = true
		n := newsItem{Type: "NewsArticle", ID: iri(e.Article), Headline: oneLine(art.Title), DatePublished: calendar(art.Published), InLanguage: string(art.Language)}
		n.URL, _ = webAddress(art.URL)
		if art.Outlet != "" {
			n.Publisher = &thing{"NewsMediaOrganization", "", art.Outlet}
		}
		if item.FirstAppearance == nil {
			item.FirstAppearance = &n
		}
		item.Appearance = append(item.Appearance, n)
	}
	os, err := more.origins(c)
	if err != nil {
		return nil, err
	}
	for _, o := range os {
		typ := schemaTypes[o.Kind]
		if typ == "" {
			typ = "Organization" // schema.org wants one of the two; a body is what most unknown ones are
		}
		item.Author = append(item.Author, thing{typ, "", o.Name})
	}

	l := claimLabelsIn(lang)
	r := &claimReview{
		Type: "ClaimReview", ID: iri("review/" + c.ID), URL: iri("review/" + c.ID), ClaimReviewed: item.Text,
		InLanguage: string(l.Lang), ReviewAspect: l.Standing, Author: thing{"Organization", base + "hearsay", "Hearsay"}, ItemReviewed: item,
		ReviewRating: reviewRating{"Rating", l.status(a), l.rule(a.Rule), l.Standing},
	}
	if ms := moves(c); !ms[len(ms)-1].At.IsZero() {
		r.DatePublished = ms[len(ms)-1].At.UTC().Format(time.RFC3339)
	}
	return r, nil
}
