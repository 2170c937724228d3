package crossdoc

// What joining weighs, and how much: one table, in the units of a logistic score,
// where 0 is as likely as not. Set by hand on the development storylines; each figure
// says what it stands for, so that it can be moved with a reason.
var joinWeights = struct {
	bias          float64 // two propositions of one story that have nothing in common are about two claims
	sameClass     float64 // both name the same class of predicates
	sameLemma     float64 // both have the same verb, of no class
	vagueVerb     float64 // both have the same verb that says little: sein, haben, geben
	classInWords  float64 // the one's class is among the other's words: "bringen … auf den Weg" with "Fährlinie"
	nearClass     float64 // their classes are used of one event
	bareEvent     float64 // one of them names nothing but the event
	otherClass    float64 // two different classes
	otherVerb     float64 // different verbs, one of no class
	words         float64 // share of the weighted words that both have, times this
	wordsFew      float64 // of very short passages the share says less: times shared weight / (shared + this)
	named         float64 // a named participant that both have, at most two
	noun          float64 // a participant without a name that both have, at most two
	otherNoun     float64 // both name what it happens to, and not the same
	swapped       float64 // who did it and whom it happened to have changed places
	number        float64 // the same number of the same thing
	place         float64
	day           float64 // the same day, or nearly
	otherStory    float64 // they are of two stories
	print         float64 // the same sentence
	farApart      float64 // published more than two weeks apart, with no day named
	figureToFact  float64 // one counts, the other does not
	join          float64 // joined from here on
	core          float64 // with what the claim was first known by it must agree as much at least
	near          float64 // a vetoed claim is a sibling from here on
	namesPlaceOne float64 // both name places, and not the same, where no veto applies
	plainEvent    float64 // the class alone with nothing that tells against it, in the same story
}{
	bias:          -1.5,
	sameClass:     2.0,
	sameLemma:     1.4,
	vagueVerb:     0.2,
	classInWords:  0.9,
	nearClass:     1.0,
	bareEvent:     1.0,
	otherClass:    -2.2,
	otherVerb:     -0.9,
	words:         5.2,
	wordsFew:      5,
	named:         0.5,
	noun:          0.7,
	otherNoun:     -1.0,
	swapped:       -2.5,
	number:        1.6,
	place:         0.5,
	day:           0.3,
	otherStory:    -1.8,
	print:         6,
	farApart:      -0.8,
	figureToFact:  -0.6,
	join:          0,
	core:          -0.8,
	near:          -0.6,
	namesPlaceOne: -0.8,
	plainEvent:    0.6,
}

// Bounds on the work of joining an article, whatever is remembered.
const (
	claimsPerStory   = 96 // of a story are remembered for joining; the least told of the oldest go first
	storiesPerKey    = 6  // stories that a key of a participant leads to, the latest
	storiesLooked    = 4  // other stories whose claims are compared
	keysPerArticle   = 24 // keys that are looked up and written
	siblingsPerClaim = 4
	exemplarWords    = 16
)
