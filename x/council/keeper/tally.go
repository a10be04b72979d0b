package keeper

import (
	"context"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"
	sdk "github.com/cosmos/cosmos-sdk/types"
	govkeeper "github.com/cosmos/cosmos-sdk/x/gov/keeper"
	govv1 "github.com/cosmos/cosmos-sdk/x/gov/types/v1"

	"github.com/reliefchain/relief/x/council/types"
)

// Tally counts the votes on a proposal, one for each province that is enrolled now, and removes them. x/gov calls it.
func (k *Keeper) Tally(ctx context.Context, gov govkeeper.Keeper, proposal govv1.Proposal) (math.LegacyDec, math.Int, map[govv1.VoteOption]math.LegacyDec, error) {
	count, err := k.count(ctx, gov, proposal.Id)
	if err != nil {
		return math.LegacyDec{}, math.Int{}, nil, err
	}
	if err := gov.Votes.Clear(ctx, collections.NewPrefixedPairRange[uint64, sdk.AccAddress](proposal.Id)); err != nil {
		return math.LegacyDec{}, math.Int{}, nil, err
	}
	voted, power, votes := count.Outcome()
	return voted, power, votes, nil
}

func (k *Keeper) count(ctx context.Context, gov govkeeper.Keeper, proposal uint64) (types.Count, error) {
	seats, err := k.deps.Provinces.Seats(ctx)
	if err != nil {
		return types.Count{}, err
	}
	var count types.Count
	enrolled := make(map[string]bool, len(seats))
	for _, seat := range seats {
		operator, err := k.deps.Operator.StringToBytes(seat.Operator)
		if err != nil {
			return types.Count{}, err
		}
		if seat.IsEnrolled() && !enrolled[string(operator)] {
			enrolled[string(operator)] = true
			count.Enrolled++
		}
	}
	err = gov.Votes.Walk(ctx, collections.NewPrefixedPairRange[uint64, sdk.AccAddress](proposal),
		func(key collections.Pair[uint64, sdk.AccAddress], vote govv1.Vote) (bool, error) {
			if enrolled[string(key.K2())] {
				count = count.Add(vote.Options)
			}
			return false, nil
		})
	return count, err
}
