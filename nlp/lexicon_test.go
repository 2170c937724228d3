package nlp

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"sort"
	"strings"
	"testing"
	"time"
)

func mustGerman(t testing.TB) *Language {
	t.Helper()
	l, err := German()
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// readings writes what the lexicon knows of a form: lemma and class, a verb's
// form, and Konjunktiv.
func readings(ws []Word) string {
	set := map[string]bool{}
	for _, w := range ws {
		s := w.Lemma + " " + map[WordClass]string{
			Substantive: "noun", ProperName: "name", Verb: "verb", Auxiliary: "aux", Modal: "modal", Adjective: "adj", Adverb: "adv",
			Article: "art", Pronoun: "pron", Preposition: "prep", Conjunction: "conj", Subordinator: "sub", VerbPrefix: "prefix",
			Negation: "neg", Numeral: "num", Interjection: "intj", Abbreviation: "abbr",
		}[w.Class]
		if w.Class == Verb || w.Class == Auxiliary || w.Class == Modal {
			s += [...]string{"", " fin", " inf", " part"}[w.Feats.VerbForm] + [...]string{"", " ind", " imp", " k1", " k2"}[w.Feats.Mood]
			if w.Feats.Person == 3 {
				s += "3"
			}
			if w.Zu {
				s += " zu"
			}
			if w.Last {
				s += " last"
			}
		}
		set[s] = true
	}
	out := make([]string, 0, len(set))
	for s := range set {
		out = append(out, s)
	}
	sort.Strings(out)
	return strings.Join(out, ", ")
}

// TestLexicon: each form must have the readings named, whatever others it has.
func TestLexicon(t *testing.T) {
	lx := mustGerman(t).Lexicon
	tests := []struct {
		reason, form string
		first        bool
		want         []string
		not          []string
	}{
		{"a weak verb's past", "sagte", false, []string{"sagen verb fin ind3"}, nil},
		{"a strong verb's past", "sprach", false, []string{"sprechen verb fin ind3"}, nil},
		{"a participle", "gesagt", false, []string{"sagen verb part"}, nil},
		{"the participle of a separable verb", "mitgeteilt", false, []string{"mitteilen verb part"}, nil},
		{"an infinitive with zu inside", "mitzuteilen", false, []string{"mitteilen verb inf zu"}, nil},
		{"a separable verb in one word: verb last", "mitteilte", false, []string{"mitteilen verb fin ind3 last"}, nil},
		{"Konjunktiv I of sein", "sei", false, []string{"sein aux fin k13"}, []string{"sein aux fin ind3"}},
		{"Konjunktiv I of haben", "habe", false, []string{"haben aux fin k13"}, []string{"haben aux fin ind3"}},
		{"Konjunktiv I of a full verb", "komme", false, []string{"kommen verb fin k13"}, []string{"kommen verb fin ind3"}},
		{"Konjunktiv I of a modal", "müsse", false, []string{"müssen modal fin k13"}, []string{"müssen modal fin ind3"}},
		{"Konjunktiv I plural", "seien", false, []string{"sein aux fin k13"}, []string{"sein aux fin ind3"}},
		{"Konjunktiv II of sein", "wäre", false, []string{"sein aux fin k23"}, []string{"sein aux fin ind3"}},
		{"Konjunktiv II of werden", "würde", false, []string{"werden aux fin k23"}, []string{"werden aux fin ind3"}},
		{"Konjunktiv II of a strong verb", "käme", false, []string{"kommen verb fin k23"}, nil},
		{"indicative only", "kommt", false, []string{"kommen verb fin ind3"}, []string{"kommen verb fin k13"}},
		{"past and Konjunktiv II alike", "sollte", false, []string{"sollen modal fin ind3", "sollen modal fin k23"}, nil},
		{"a noun", "Erklärung", false, []string{"Erklärung noun"}, nil},
		{"a noun's plural", "Forderungen", false, []string{"Forderung noun"}, nil},
		{"a compound", "Gipfelerklärung", false, []string{"Gipfelerklärung noun"}, nil},
		{"a compound with a linker", "Regierungserklärung", false, []string{"Regierungserklärung noun"}, nil},
		{"a compound with a hyphen", "Deich-Verordnungen", false, []string{"Deich-Verordnung noun"}, nil},
		{"old spelling of a subordinator", "daß", false, []string{"daß sub"}, nil},
		{"old spelling of a verb", "muß", false, []string{"müssen modal fin ind3"}, nil},
		{"Swiss spelling keeps ss", "dass", false, []string{"dass sub"}, nil},
		{"capital at a sentence's start", "Sagte", true, []string{"sagen verb fin ind3"}, nil},
		{"no verb in mid-sentence", "Sagte", false, nil, []string{"sagen verb fin ind3"}},
		{"capitals throughout", "BERLIN", false, []string{"Berlin name"}, nil},
		{"a preposition", "laut", false, []string{"laut prep", "laut adj"}, nil},
		{"a separable prefix", "mit", false, []string{"mit prep"}, nil},
		{"unknown", "Qwrtzk", false, nil, []string{"Qwrtzk noun"}},
	}
	for _, tt := range tests {
		got := readings(lx.Words(tt.form, tt.first))
		all := ", " + got + ","
		for _, w := range tt.want {
			if !strings.Contains(all, " "+w+",") {
				t.Errorf("%s: %s: no %s among %s", tt.reason, tt.form, w, got)
			}
		}
		for _, w := range tt.not {
			if strings.Contains(all, " "+w+",") {
				t.Errorf("%s: %s: %s among %s", tt.reason, tt.form, w, got)
			}
		}
	}
}

func TestIsVerb(t *testing.T) {
	lx := mustGerman(t).Lexicon
	for _, l := range strings.Fields("mitteilen ankündigen zurückweisen sagen") {
		if !lx.IsVerb(l) {
			t.Errorf("%s is no verb", l)
		}
	}
	for _, l := range strings.Fields("mitsagen Erklärung gesagt") {
		if lx.IsVerb(l) {
			t.Errorf("%s is a verb", l)
		}
	}
}

const tinyLexicon = "sagte\tsagen\tVER:3:SIN:PRT:SFT\nsagen\tsagen\tVER:INF:SFT\ngesagt\tsagen\tVER:PA2:SFT\nmitzuteilen\tmitteilen\tVER:EIZ:SFT\n" +
	"Wort\tWort\tSUB:NOM:SIN:NEU\nWort\tWort\tSUB:AKK:SIN:NEU\nWorte\tWort\tSUB:NOM:PLU:NEU\nüber\tüber\tPRP:AKK\nsehr gut\tsehr gut\tADV\n"

func tiny(t testing.TB) []byte {
	t.Helper()
	data, err := BuildLexicon(strings.NewReader(tinyLexicon))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestBuildLexicon(t *testing.T) {
	data := tiny(t)
	if again := tiny(t); !bytes.Equal(data, again) {
		t.Error("the same lines gave two lexicons")
	}
	lines := strings.Split(strings.TrimSpace(tinyLexicon), "\n")
	for i, j := 0, len(lines)-1; i < j; i, j = i+1, j-1 {
		lines[i], lines[j] = lines[j], lines[i]
	}
	turned, err := BuildLexicon(strings.NewReader(strings.Join(lines, "\n")))
	if err != nil {
		t.Fatal(err)
	}
	lx, err := OpenLexicon(turned)
	if err != nil {
		t.Fatal(err)
	}
	for form, want := range map[string]string{
		"sagte": "sagen verb fin ind3", "gesagt": "sagen verb part", "mitzuteilen": "mitteilen verb inf zu", "Worte": "Wort noun", "über": "über prep", "sehr gut": "", "fehlt": "",
	} {
		if got := readings(lx.Lookup(form, nil)); got != want {
			t.Errorf("%s: %q, want %q", form, got, want)
		}
	}
	if n := len(lx.Lookup("Wort", nil)); n != 2 {
		t.Errorf("Wort has %d readings, want nominative and accusative", n)
	}
	for _, bad := range []string{"sagte\tsagen\n", "\tsagen\tVER:INF\n", "nur ein Wort\n"} {
		if _, err := BuildLexicon(strings.NewReader("Wort\tWort\tSUB:NOM:SIN:NEU\n" + bad)); err == nil || !strings.HasPrefix(err.Error(), "line 2:") {
			t.Errorf("%q: error %v, want one that names line 2", bad, err)
		}
	}
}

func sealedLexicon(data []byte) []byte {
	data = bytes.Clone(data)
	binary.LittleEndian.PutUint32(data[8:], crc32.ChecksumIEEE(data[12:]))
	return data
}

func TestOpenLexiconRefuses(t *testing.T) {
	good := tiny(t)
	change := func(at int, b byte) []byte {
		d := bytes.Clone(good)
		d[at] = b
		return d
	}
	tests := []struct {
		reason string
		data   []byte
		want   string
	}{
		{"nothing", nil, "lexicon: not a lexicon file"},
		{"a text", []byte("Der Deich hält dem Sturm stand."), "lexicon: not a lexicon file"},
		{"a model file", append([]byte("HSML"), good[4:]...), "lexicon: not a lexicon file"},
		{"a later format", change(4, 7), "lexicon: format 7, this program reads format 1; build it again"},
		{"a flipped bit", change(len(good)-1, good[len(good)-1]^4), "lexicon: damaged (checksum differs)"},
		{"cut short", good[:len(good)-5], "lexicon: damaged (checksum differs)"},
		{"cut short and sealed", sealedLexicon(good[:len(good)-5]), "lexicon: cut short"},
		{"a length beyond the end", sealedLexicon(change(15, 0x7f)), "lexicon: cut short"},
	}
	for _, tt := range tests {
		lx, err := OpenLexicon(tt.data)
		if err == nil || lx != nil {
			t.Errorf("%s: opened", tt.reason)
		} else if err.Error() != tt.want {
			t.Errorf("%s: %q, want %q", tt.reason, err, tt.want)
		}
	}
}

// A file that is not, byte for byte, what was built is refused: the checksum
// stands in front of everything that is read in place.
func FuzzOpenLexicon(f *testing.F) {
	good := tiny(f)
	f.Add(good)
	f.Add(good[:len(good)-3])
	f.Add(append(bytes.Clone(good), 0))
	f.Add([]byte("HSLX"))
	f.Add([]byte("HSML\x01\x00\x00\x00 and so on"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, err := OpenLexicon(data); err != nil && !strings.HasPrefix(err.Error(), "lexicon: ") {
			t.Errorf("error %q does not say what it is about", err)
		} else if err == nil && !bytes.Equal(data, good) {
			t.Errorf("took %q", data)
		}
	})
}

// The tables behind the automaton are read as they come: wrong ones, with the
// right checksum, are refused or harmless.
func FuzzLexiconTables(f *testing.F) {
	good := tiny(f)
	n := 16 + int(binary.LittleEndian.Uint32(good[12:]))
	f.Add(good[n:])
	f.Add(good[n : len(good)-2])
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, tables []byte) {
		lx, err := OpenLexicon(sealedLexicon(append(bytes.Clone(good[:n]), tables...)))
		if err != nil {
			return
		}
		for _, w := range []string{"", "sagte", "Wort", "mitzuteilen", "über", "Wortesagte", "\xff"} {
			lx.Words(w, true)
		}
	})
}

// The program starts quickly: the lexicon is used in place. The race detector and
// a busy machine may be slow once, so the best of five counts.
func TestLoadingTime(t *testing.T) {
	best := time.Hour
	for range 5 {
		t0 := time.Now()
		lx, err := OpenLexicon(germanLexicon)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := NewTagger(lx, FormData{}, germanTagger, germanSTTS); err != nil {
			t.Fatal(err)
		}
		best = min(best, time.Since(t0))
	}
	if best > 50*time.Millisecond {
		t.Errorf("lexicon and tagger take %v to load, want 50ms at most", best)
	}
}

// A foreign model in the tagger's place is refused by name.
func TestNewTaggerRefuses(t *testing.T) {
	lx := mustGerman(t).Lexicon
	if _, err := NewTagger(lx, FormData{}, germanSTTS, germanSTTS); err == nil || !strings.Contains(err.Error(), `model is for "stts/de", wanted one for "tagger/de"`) {
		t.Errorf("error %v", err)
	}
	if _, err := NewTagger(lx, FormData{}, germanTagger, germanTagger[:100]); err == nil {
		t.Error("a damaged model was taken")
	}
}

// The lexicon may be used by several goroutines at once.
func TestLexiconConcurrently(t *testing.T) {
	lx := mustGerman(t).Lexicon
	done := make(chan string)
	for range 4 {
		go func() {
			s := ""
			for range 50 {
				for _, w := range []string{"sagte", "Gipfelerklärung", "daß", "mitzuteilen"} {
					s += readings(lx.Words(w, false))
				}
			}
			done <- s
		}()
	}
	first := <-done
	for range 3 {
		if s := <-done; s != first {
			t.Error("two goroutines read different things")
		}
	}
}

// Edits make the lemma of any form.
func TestEdits(t *testing.T) {
	for _, p := range [][2]string{{"sagte", "sagen"}, {"mitgeteilt", "mitteilen"}, {"mitzuteilen", "mitteilen"}, {"Häuser", "Haus"}, {"über", "über"}, {"geben", "geben"}, {"", "x"}, {"x", ""}, {"gegangen", "gehen"}, {"ä", "ö"}} {
		if got := editFrom(p[0], p[1]).apply(p[0]); got != p[1] {
			t.Errorf("%s: %s, want %s", p[0], got, p[1])
		}
	}
}

func FuzzEdits(f *testing.F) {
	f.Add("mitgeteilt", "mitteilen")
	f.Add("äöü", "äö")
	f.Fuzz(func(t *testing.T, form, lemma string) {
		if got := editFrom(form, lemma).apply(form); got != lemma {
			t.Errorf("%q: %q, want %q", form, got, lemma)
		}
	})
}
