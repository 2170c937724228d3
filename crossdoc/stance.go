package crossdoc

import "hearsay"

// stanceOf tells what a proposition does to a claim that asserts or, as when the first
// thing known was "Es gab keine Verletzten", denies the same.
//
// A denial needs an explicit negation or an act of denying; whoever asks, doubts,
// demands, warns or gives no comment moves nothing.
func stanceOf(p *Proposition, claimNegated bool) hearsay.Stance {
	switch p.Act {
	case hearsay.Ask, hearsay.Doubt, hearsay.NoComment, hearsay.Demand, hearsay.Warn, hearsay.Threaten:
		if p.Kind != SpeechAct {
			return hearsay.Neutral
		}
	}
	no := p.Negated
	switch p.Act {
	case hearsay.Deny, hearsay.Retract, hearsay.CorrectAct:
		no = !no || p.Rule == "nominal" || p.Rule == "words" || isAnaphor(p)
	default:
		switch p.Factuality.Source {
		case hearsay.CTMinus, hearsay.PRMinus, hearsay.PSMinus:
			no = true
		}
	}
	if no != claimNegated {
		return hearsay.Denies
	}
	return hearsay.Supports
}
