package types_test

import (
	"testing"

	"cosmossdk.io/math"
	govv1 "github.com/cosmos/cosmos-sdk/x/gov/types/v1"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/reliefchain/relief/x/council/types"
)

func TestPasses(t *testing.T) {
	for _, c := range []struct {
		name  string
		count types.Count
		want  bool
	}{
		{name: "nobody is enrolled", count: types.Count{}},
		{name: "one of one", count: types.Count{Enrolled: 1, Yes: 1}, want: true},
		{name: "one of two", count: types.Count{Enrolled: 2, Yes: 1}},
		{name: "two of three", count: types.Count{Enrolled: 3, Yes: 2}, want: true},
		{name: "two of four", count: types.Count{Enrolled: 4, Yes: 2}},
		{name: "three of four", count: types.Count{Enrolled: 4, Yes: 3}, want: true},
		{name: "four ninths of those who voted two thirds", count: types.Count{Enrolled: 9, Yes: 4, No: 2}},
		{name: "twenty-two of thirty-four", count: types.Count{Enrolled: 34, Yes: 22, Abstain: 12}},
		{name: "twenty-three of thirty-four", count: types.Count{Enrolled: 34, Yes: 23, No: 11}, want: true},
	} {
		t.Run(c.name, func(t *testing.T) { require.Equal(t, c.want, c.count.Passes()) })
	}
}

func TestAddCountsWholeVotesOnly(t *testing.T) {
	one := func(o govv1.VoteOption) []*govv1.WeightedVoteOption { return govv1.NewNonSplitVoteOption(o) }
	var count types.Count
	for _, options := range [][]*govv1.WeightedVoteOption{
		one(govv1.OptionYes), one(govv1.OptionNo), one(govv1.OptionAbstain), one(govv1.OptionNoWithVeto), nil,
		append(one(govv1.OptionYes), one(govv1.OptionNo)...),
	} {
		count = count.Add(options)
	}
	require.Equal(t, types.Count{Yes: 1, No: 1, Abstain: 1}, count)
}

// x/gov compares fractions of what Outcome gives; whatever thresholds CheckGovernanceParams lets through, its verdict is ours.
func TestGovernanceArithmeticNeverChangesTheVerdict(t *testing.T) {
	params := types.GovernanceParams(types.DefaultVotingPeriod)
	quorum, threshold := math.LegacyMustNewDecFromStr(params.Quorum), math.LegacyMustNewDecFromStr(params.Threshold)
	veto := math.LegacyMustNewDecFromStr(params.VetoThreshold)
	rapid.Check(t, func(t *rapid.T) {
		enrolled := rapid.IntRange(0, 64).Draw(t, "enrolled")
		yes := rapid.IntRange(0, enrolled).Draw(t, "yes")
		no := rapid.IntRange(0, enrolled-yes).Draw(t, "no")
		count := types.Count{Enrolled: enrolled, Yes: yes, No: no, Abstain: rapid.IntRange(0, enrolled-yes-no).Draw(t, "abstain")}
		voted, power, votes := count.Outcome()
		passes := !power.IsZero() &&
			voted.QuoInt(power).GTE(quorum) &&
			!voted.Sub(votes[govv1.OptionAbstain]).IsZero() &&
			!votes[govv1.OptionNoWithVeto].Quo(voted).GT(veto) &&
			votes[govv1.OptionYes].Quo(voted.Sub(votes[govv1.OptionAbstain])).GT(threshold)
		if passes != count.Passes() {
			t.Fatalf("%+v passes: %t", count, passes)
		}
	})
}
