package article

import (
	"errors"
	"strings"
	"testing"

	"hearsay"
)

func TestDetectLanguage(t *testing.T) {
	for _, tt := range []struct {
		in   string
		want hearsay.Language
		sure bool
	}{
		{prose, "de", true},
		{"The minister has rejected the accusations. There was no reason to resign, she said on Monday, and the opposition will not accept that.", "en", true},
		{"La ministre a rejeté les accusations. Il n'y a aucune raison de démissionner, a-t-elle déclaré lundi, et l'opposition ne l'accepte pas dans les faits.", "fr", true},
		{"El ministro ha rechazado las acusaciones. No hay ninguna razón para dimitir, dijo el lunes, y la oposición no lo acepta como una respuesta.", "es", true},
		{"De minister heeft de beschuldigingen van de hand gewezen. Er is geen reden om af te treden, zei hij op maandag, en de oppositie is het daar niet mee eens.", "nl", true},
		{"Министр отверг обвинения. По его словам, нет никаких причин для отставки, сообщает агентство.", "ru", true},
		{"大臣は月曜日に告発を否定し、辞任する理由はないと述べた。野党は受け入れていない。", "ja", true},
		{"Kim traf Putin.", "de", false},
		{"", "de", false},
		{"12345 67890", "de", false},
		{"Moskau Pjöngjang Seoul Washington", "de", false},
	} {
		got, conf := DetectLanguage(tt.in)
		if got != tt.want || (conf >= sure) != tt.sure || conf < 0 || conf > 1 {
			t.Errorf("%.40q: %s %.2f, want %s", tt.in, got, conf, tt.want)
		}
	}
}

// An unsure guess gives way to what the page says; a sure one does not.
func TestLanguageOfPage(t *testing.T) {
	if art := readOne(t, `<html lang="nl"><body><p>Kim trifft Putin.</p><p>Das Wetter: Regen, viel Regen, sehr viel Regen.</p></body></html>`, Options{}); art.Language != "nl" {
		t.Errorf("%s", art.Language)
	}
	if art := readOne(t, `<html lang="en"><body><p>`+prose+`</p></body></html>`, Options{}); art.Language != "de" {
		t.Errorf("%s", art.Language)
	}
	if art := readOne(t, `{"url":"u","text":"`+strings.ReplaceAll(prose, "\n", `\n`)+`","language":"fr"}`, Options{}); art.Language != "fr" {
		t.Errorf("%s", art.Language)
	}
}

func TestCheckLanguage(t *testing.T) {
	err := CheckLanguage(&hearsay.Article{Language: "fr"}, "artikel.txt", "de")
	var e *Error
	if !errors.As(err, &e) || e.Kind != KindLanguage || err.Error() != "artikel.txt: French: Hearsay reads German (English is next)" {
		t.Errorf("%v", err)
	}
	for _, l := range []hearsay.Language{"de", ""} {
		if err := CheckLanguage(&hearsay.Article{Language: l}, "a", "de"); err != nil {
			t.Error(err)
		}
	}
	for l, want := range map[hearsay.Language]string{"de": "German", "fr": "French", "zh": "Chinese", "xx": "xx", "": "an unknown language"} {
		if got := LanguageName(l); got != want {
			t.Errorf("%s: %s", l, got)
		}
	}
}
