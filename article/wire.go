package article

import (
	"slices"
	"strings"

	"hearsay"
)

// What NewsML-G2 and ninjs have in common: both are views of one model, the IPTC's
// News Architecture, with the same NewsCodes.

// code returns the last part of a NewsCode, however it is written:
// "stat:usable", "http://cv.iptc.org/newscodes/pubstatusg2/usable" and "usable" are
// one. Prefixes of QCodes are bound by a catalog that may lie on the web; nothing is
// fetched here, and the last parts are unambiguous in the properties that are read.
func code(s string) string {
	s = strings.TrimRight(strings.TrimSpace(s), "/")
	return s[strings.LastIndexAny(s, ":/#")+1:]
}

// wireStatus reads a pubStatus. "Usable" holds where none is given, in both
// standards.
func wireStatus(s string) (st hearsay.WireStatus, ok bool) {
	switch strings.ToLower(code(s)) {
	case "", "usable":
		return hearsay.WireUsable, true
	case "withheld":
		return hearsay.WireWithheld, true
	case "canceled", "cancelled":
		return hearsay.WireCanceled, true
	}
	return "", false
}

// A relation is what an item is to another one.
type relation uint8

const (
	unrelated relation = iota
	replaces
	corrects
)

// relations are the signals and link relations that say that an item takes the
// place of another. The NewsCodes (http://cv.iptc.org/newscodes/signal/) have
// "correction" and "update"; for links, agencies have codes of their own.
var relations = map[string]relation{
	"correction": corrects, "corrects": corrects, "correctionof": corrects, "iscorrectionof": corrects,
	"update": replaces, "updates": replaces, "updateof": replaces,
	"replaces": replaces, "replacementof": replaces, "isreplacementof": replaces, "supersedes": replaces,
	"previousversion": replaces, "evolvedfrom": replaces,
}

func relationOf(s string) relation { return relations[strings.ToLower(code(s))] }

// relate fills Corrects and Replaces. signal is what the item says of itself, links
// are the items that it names, by relation. A correction that names no other item
// corrects the earlier versions of its own.
func relate(w *hearsay.Wire, signal relation, links map[relation]string) {
	w.Corrects, w.Replaces = links[corrects], links[replaces]
	switch {
	case signal == corrects && w.Corrects == "":
		// What a correction takes the place of is what it corrects.
		if w.Corrects, w.Replaces = w.Replaces, ""; w.Corrects == "" {
			w.Corrects = w.GUID
		}
	case signal == replaces && w.Corrects == "" && w.Replaces == "":
		w.Replaces = w.GUID
	}
}

// note makes one line of notes to editors.
func note(parts []string) string {
	var kept []string
	for _, p := range parts {
		if p = squeeze(cleanProse(p[:min(len(p), 2*maxNote)])); p != "" && !slices.Contains(kept, p) {
			kept = append(kept, p)
		}
	}
	s := strings.Join(kept, " / ")
	return strings.TrimSpace(strings.ToValidUTF8(s[:min(len(s), maxNote)], ""))
}

// wireCredits returns the agencies that the metadata of an item name. Who else
// supplied something (an office, a photographer) is no agency.
func wireCredits(fields ...string) []string {
	var names []string
	for _, f := range fields {
		f = cleanLine(f)
		found := agencyNames(f, false)
		if found == nil {
			_, hits := headCredit(f, true) // a dateline: "BERLIN (dpa)"
			if hits == nil {
				hits = creditLine(f, true, true)
			}
			for _, h := range hits {
				found = append(found, h.name)
			}
		}
		for _, n := range found {
			if !slices.Contains(names, n) {
				names = append(names, n)
			}
		}
	}
	return names
}

// wireOutlet returns the first of those responsible for an item that is no agency:
// an agency is credited, never the outlet.
func wireOutlet(names ...string) string {
	for _, n := range names {
		n = cleanLine(n)
		if _, agency := LookupAgency(n); n != "" && !agency && !strings.Contains(n, "://") {
			return n
		}
	}
	return ""
}

// wireAuthor returns a byline without the "Von" before the name.
func wireAuthor(by string) string {
	by = cleanLine(by)
	return strings.TrimSpace(reFrom.ReplaceAllString(by, ""))
}

// textParas returns the paragraphs of the body of an item in plain text.
func textParas(s string) []string {
	return paragraphs(strings.Split(cleanProse(s), "\n"))
}

// markupParas returns the paragraphs of the body of an item in HTML. It is all
// article: there is no menu to be told from it, only pictures and their captions.
func markupParas(s string) []string {
	p := scanPage(s)
	var paras []string
	for _, b := range p.blocks {
		if !b.skip {
			paras = append(paras, strings.Split(b.text, "\n\n")...)
		}
	}
	return paras
}

// finishWire puts a body together and fills what follows from it.
func (rd *reader) finishWire(art *hearsay.Article, paras, credits []string, lang hearsay.Language, fixed bool) error {
	for len(paras) > 1 && paras[0] == art.Title {
		paras = paras[1:] // the headline is no part of the text
	}
	art.Text = strings.Join(paras, "\n\n")
	// A kill needs no text: it withdraws what came before.
	if strings.TrimSpace(art.Text) == "" && art.Wire.Status != hearsay.WireCanceled {
		return rd.fail(KindNoText, "no article text in the item")
	}
	return rd.finish(art, credits, lang, fixed)
}
