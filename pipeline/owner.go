package pipeline

import (
	"strings"

	"hearsay/nlp"
)

// OwnerOf tells who owns an outlet, by the knowledge file; empty where that is not
// known.
func OwnerOf(outlet string) string {
	k, err := nlp.GermanKnowledge()
	if err != nil || outlet == "" {
		return ""
	}
	for _, name := range []string{outlet, strings.TrimSuffix(outlet, ".de")} {
		for _, n := range k.Named(name, nil) {
			if e := k.At(n.Index); n.How == nlp.ByName && e.Owner != "" {
				return e.Owner
			}
		}
	}
	return ""
}
