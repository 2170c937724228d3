package crossdoc

import (
	"strings"

	"hearsay"
)

// stanceOf tells what a proposition does to a claim that asserts or, as when the first
// thing known was "Es gab keine Verletzten", denies the same.
//
// claimFailed says that the first thing known of the claim was that the event failed.
//
// A denial needs an explicit negation or an act of denying; whoever asks, doubts,
// demands, warns or gives no comment moves nothing.
func stanceOf(p *Proposition, claimNegated, claimFailed bool) hearsay.Stance {
	switch p.Act {
	case hearsay.Ask, hearsay.Doubt, hearsay.NoComment, hearsay.Demand, hearsay.Warn, hearsay.Threaten, hearsay.Criticise:
		// Who calls a strike or a rally decides it.
		if p.Kind != SpeechAct && !(p.Act == hearsay.Demand && (p.Pred.Class == "strike" || p.Pred.Class == "protest")) {
			return hearsay.Neutral
		}
	}
	if p.Phase == hearsay.Failed && !claimFailed && !p.Negated {
		return hearsay.Denies // that it was called off speaks against its taking place
	}
	no := p.Negated
	switch p.Act {
	case hearsay.Deny, hearsay.Retract, hearsay.CorrectAct:
		no = !no || strings.HasPrefix(p.Rule, "nominal") || p.Rule == "words" || isAnaphor(p)
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
