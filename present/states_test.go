package present

import (
	"os"
	"strings"
	"testing"
)

// TestStates holds the names of states to those of the language data.
func TestStates(t *testing.T) {
	b, err := os.ReadFile("../nlp/data/knowledge/states.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var want strings.Builder
	for line := range strings.Lines(string(b)) {
		if f := strings.Split(strings.TrimRight(line, "\n"), "\t"); len(f) >= 3 && !strings.HasPrefix(line, "#") {
			want.WriteString(strings.Join(f[:3], "\t") + "\n")
		}
	}
	if *update {
		if err := os.WriteFile("states.tsv", []byte(want.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	} else if want.String() != statesTSV {
		t.Error("states.tsv is not that of ../nlp/data/knowledge; go test -update writes it anew")
	}
	if de, en := german.state("KR"), english.state("KR"); de != "Südkorea" || en != "South Korea" {
		t.Errorf("KR: %q, %q", de, en)
	}
	if got := german.state("?"); got != "?" {
		t.Errorf("an unknown code became %q", got)
	}
}
