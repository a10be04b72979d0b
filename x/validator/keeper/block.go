package keeper

import (
	"context"

	abci "github.com/cometbft/cometbft/abci/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/validator/types"
)

// EndBlock returns what changed in the validator set since CometBFT was last told, sorted by consensus key. It reads at
// most MaxSeats seats. A set that CometBFT would refuse is not sent: the old one stays and the reason is logged.
func (k *Keeper) EndBlock(ctx context.Context) ([]abci.ValidatorUpdate, error) {
	seats, err := k.Seats(ctx)
	if err != nil {
		return nil, err
	}
	told, err := k.Told(ctx)
	if err != nil {
		return nil, err
	}
	updates, err := plan(told, seats)
	if err != nil {
		sdk.UnwrapSDKContext(ctx).Logger().Error("validator set stays as it is", "reason", err)
		return nil, nil
	}
	return k.tell(ctx, updates)
}

func plan(told []types.Told, seats []types.Seat) ([]types.Told, error) {
	want, err := types.Wanted(seats)
	if err != nil {
		return nil, err
	}
	return types.Diff(told, want)
}

// tell remembers the updates and puts them into CometBFT's form.
func (k *Keeper) tell(ctx context.Context, updates []types.Told) ([]abci.ValidatorUpdate, error) {
	out := make([]abci.ValidatorUpdate, 0, len(updates))
	for _, u := range updates {
		var err error
		if u.Power == 0 {
			err = k.told.Remove(ctx, u.ConsensusKey)
		} else {
			err = k.told.Set(ctx, u.ConsensusKey, u)
		}
		if err != nil {
			return nil, err
		}
		out = append(out, abci.Ed25519ValidatorUpdate(u.ConsensusKey, u.Power))
	}
	return out, nil
}
