package types

import (
	"cosmossdk.io/math"
	govv1 "github.com/cosmos/cosmos-sdk/x/gov/types/v1"
)

// Count is how the enrolled provinces voted on one proposal.
type Count struct {
	Enrolled, Yes, No, Abstain int
}

// Passes tells whether two thirds of all enrolled provinces voted yes. Whoever abstains or stays away counts as not yes.
func (c Count) Passes() bool { return c.Enrolled > 0 && 3*c.Yes >= 2*c.Enrolled }

// Add counts the vote of one enrolled province; one that isn't a whole yes, no or abstain counts for nothing.
func (c Count) Add(options []*govv1.WeightedVoteOption) Count {
	if len(options) != 1 {
		return c
	}
	switch options[0].Option {
	case govv1.OptionYes:
		c.Yes++
	case govv1.OptionNo:
		c.No++
	case govv1.OptionAbstain:
		c.Abstain++
	}
	return c
}

// Outcome is the count in the form that x/gov asks for: power that voted, power that there is, and the votes by option. x/gov then
// compares fractions with its own quorum and threshold; a count that doesn't pass is given with no power at all, which it always
// rejects, and one that passes with so little power besides the yes votes that it always accepts.
func (c Count) Outcome() (math.LegacyDec, math.Int, map[govv1.VoteOption]math.LegacyDec) {
	votes := map[govv1.VoteOption]math.LegacyDec{
		govv1.OptionYes:        math.LegacyNewDec(int64(c.Yes)),
		govv1.OptionNo:         math.LegacyNewDec(int64(c.No)),
		govv1.OptionAbstain:    math.LegacyNewDec(int64(c.Abstain)),
		govv1.OptionNoWithVeto: math.LegacyZeroDec(),
	}
	if !c.Passes() {
		return math.LegacyZeroDec(), math.ZeroInt(), votes
	}
	// yes ÷ (voted − abstain) is 2 and voted ÷ power at least ½, above any threshold and above the quorum of 0 that CheckGovernance keeps.
	voted := math.LegacyNewDec(int64(c.Yes)).QuoInt64(2).Add(votes[govv1.OptionAbstain])
	return voted, math.OneInt(), votes
}
