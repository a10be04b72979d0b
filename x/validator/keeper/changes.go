package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/validator/types"
)

// Changes loads the changes that are kept, by number.
func (k *Keeper) Changes(ctx context.Context) ([]types.Change, error) {
	var all []types.Change
	err := k.changes.Walk(ctx, nil, func(_ uint64, c types.Change) (bool, error) {
		all = append(all, c)
		return false, nil
	})
	return all, err
}

// admit decides whether a change may be told in this block, given the seats before it, and records it.
func (k *Keeper) admit(ctx context.Context, seat types.Seat, kind types.ChangeKind, seats []types.Seat) error {
	header := sdk.UnwrapSDKContext(ctx)
	changes, err := k.Changes(ctx)
	if err != nil {
		return err
	}
	params, err := k.Params(ctx)
	if err != nil {
		return err
	}
	next := types.Change{Operator: seat.Operator, Kind: kind, Height: header.BlockHeight(), Time: header.BlockTime().Unix()}
	if err := types.Admit(changes, next, params, types.CountActive(seats)); err != nil {
		return err
	}
	if old, renews := types.Renews(changes, next, params); renews {
		if err := k.changes.Remove(ctx, old.Id); err != nil {
			return err
		}
	}
	if next.Id, err = k.nextChange.Next(ctx); err != nil {
		return err
	}
	return k.changes.Set(ctx, next.Id, next)
}

// forgetChanges deletes the changes whose trusting period is over.
func (k *Keeper) forgetChanges(ctx context.Context) error {
	header := sdk.UnwrapSDKContext(ctx)
	params, err := k.Params(ctx)
	if err != nil {
		return err
	}
	changes, err := k.Changes(ctx)
	if err != nil {
		return err
	}
	for _, c := range changes {
		if c.Within(params, header.BlockTime().Unix()) || c.Height+types.UpdateDelay > header.BlockHeight() {
			continue
		}
		if err := k.changes.Remove(ctx, c.Id); err != nil {
			return err
		}
	}
	return nil
}
