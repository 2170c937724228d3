package text

func set(words ...string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}

// abbreviations keep their full stop. Those that often end a sentence are in
// finalAbbreviations too.
var abbreviations = set(
	"Dr", "Prof", "Hr", "Fr", "Frl", "St", "Nr", "Art", "Abs", "Bd", "Kap", "Hrsg", "Abb", "Tab", "Anm",
	"ca", "bzw", "usw", "etc", "evtl", "ggf", "inkl", "exkl", "vgl", "sog", "gest", "geb", "verh", "verw",
	"Mio", "Mrd", "Tsd", "Mill", "Std", "Min", "Sek", "Str", "Tel", "Ing", "Dipl", "Mag", "med", "jur", "phil", "rer", "nat", "habil",
	"Jan", "Feb", "Mrz", "Apr", "Jun", "Jul", "Aug", "Sept", "Sep", "Okt", "Nov", "Dez",
	"Mo", "Di", "Mi", "Do", "Sa", "So",
	"Gen", "Gal", "Ltn", "Lt", "Maj", "Oblt", "Hptm", "Kap", "Sen", "Rep", "Gov", "Col", "Capt", "Sgt",
	"Jr", "Sr", "jr", "sr", "Mr", "Mrs", "Ms", "vs", "Co", "Corp", "Inc", "Ltd", "No",
	"bspw", "engl", "dt", "frz", "lat", "griech", "russ", "amerik", "österr", "schweiz", "ehem", "allg", "bes", "insb", "insbes",
	"zzgl", "abzgl", "entspr", "gegr", "gez", "gg", "eigtl", "urspr", "vorm", "nachm", "zit", "Zit", "Ph", "Hl", "hl", "Chr", "Jh", "Jhd", "Jhdt",
	"St", "Sankt", "lfd", "max", "min", "röm", "kath", "ev", "evang", "staatl", "städt", "stellv", "Vors", "Vizepräs", "Präs", "Abg", "Bez", "Reg", "Ref", "Red", "Verf", "Verl", "Aufl", "Ausg", "Jg", "Hg",
)

// finalAbbreviations may close a sentence: a capitalised word behind them that
// commonly opens one ends it.
var finalAbbreviations = set("usw", "etc", "Mio", "Mrd", "Tsd", "Jr", "jr", "Sr", "Co", "Inc", "Ltd", "Corp", "Str", "Std", "Min", "Chr", "Jh", "Jhd", "Jhdt", "a", "ä", "Ä")

// abbreviationLetters are the single lower-case letters that abbreviations are made of:
// "u. a.", "z. B.", "d. h.", "o. ä.", "i. d. R.", "v. Chr.", "a. D.", "m. E.", "s. o.".
var abbreviationLetters = set("u", "a", "z", "d", "h", "o", "ä", "i", "v", "m", "s", "e", "n", "b", "p", "c", "w", "g", "f", "r", "t", "k")

var months = set("Januar", "Jänner", "Februar", "Feber", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember",
	"Jan", "Feb", "Mrz", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Okt", "Nov", "Dez")

// centuryWords are nouns that an ordinal number commonly stands in front of.
var centuryWords = set("Jahrhundert", "Jahrhunderts", "Jahrtausend", "Jh", "Jhd", "Mal", "Weltkrieg", "Weltkriegs", "Weltkrieges", "Liga", "Bundesliga", "Platz", "Rang", "Runde", "Spieltag", "Minute", "Stunde",
	"Stock", "Stockwerk", "Etage", "Klasse", "Lebensjahr", "Geburtstag", "Jahrestag", "Kongress", "Parteitag", "Legislaturperiode", "Wahlperiode", "Amtszeit", "Auflage", "Ausgabe", "Tag", "Woche", "Quartal", "Halbjahr", "Senat", "Strafsenat", "Zivilsenat", "Kammer", "Strafkammer", "Armee", "Division", "Brigade", "Bataillon", "Flotte", "Etappe", "Saison", "Staffel", "Sitzung", "Symphonie", "Sinfonie", "Bezirk", "Breitengrad", "Längengrad", "Präsident", "Präsidenten", "Bundesversammlung", "Bundestag", "Infanteriedivision", "Olympischen", "Olympische")

// ordinalCues are words that an ordinal commonly follows.
var ordinalCues = set("am", "der", "die", "das", "den", "dem", "des", "im", "vom", "zum", "zur", "beim", "bis", "ab", "seit", "und", "oder", "ein", "eine", "einen", "einem", "einer", "ihr", "ihren", "ihrem", "ihrer", "ihre", "sein", "seinen", "seinem", "seiner", "seine", "diesem", "dieser", "diesen", "jeder", "jeden", "jedem", "auf", "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonnabend", "sonntag", "zwischen", "von", "ins", "–", "-", "vor", "nach", "für", "alle", "mehr", "rund", "etwa", "gut")

// sentenceOpeners are capitalised words that mostly open a sentence: behind an
// abbreviation or an ordinal they tell a sentence's end.
var sentenceOpeners = set("Der", "Die", "Das", "Ein", "Eine", "Er", "Sie", "Es", "Im", "In", "Am", "An", "Auf", "Aus", "Bei", "Mit", "Nach", "Von", "Vor", "Zu", "Zum", "Zur", "Auch", "Aber", "Und", "Oder", "Doch", "Denn", "Als", "Wie", "Wenn", "Während", "Dies", "Diese", "Dieser", "Dieses", "Damit", "Dabei", "Dazu", "Daher", "Deshalb", "Dort", "Da", "Dann", "Nun", "Nur", "So", "Seit", "Seine", "Sein", "Seiner", "Ihre", "Ihr", "Ihrer", "Wir", "Ich", "Man", "Für", "Gegen", "Durch", "Um", "Unter", "Über", "Laut", "Bereits", "Zuvor", "Zudem", "Außerdem", "Jedoch", "Allerdings", "Insgesamt", "Weitere", "Weil", "Trotz", "Ob", "Was", "Wer", "Wo", "Warum", "Gestern", "Heute", "Morgen", "Danach", "Darauf", "Hier", "Noch", "Schon", "Kein", "Keine", "Alle", "Viele", "Einige", "Mehrere", "Beide", "Zwei", "Drei", "Dem", "Den", "Des", "Einen", "Einem", "Einer", "Nachdem", "Obwohl", "Obgleich", "Inzwischen", "Ebenso", "Ebenfalls", "Insbesondere", "Zwar", "Sollte", "Sollten", "Bis", "Ohne", "Wegen", "Aufgrund", "Zwischen", "Sowohl", "Statt", "Neben", "Derzeit", "Nachher", "Später", "Zugleich", "Gleichzeitig", "Dennoch", "Trotzdem", "Hingegen", "Dagegen", "Demnach", "Ferner", "Anschließend", "Schließlich", "Mittlerweile")
