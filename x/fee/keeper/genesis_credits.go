package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"
	"cosmossdk.io/math"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/fee/types"
)

// initCredits stores what operators haven't fetched yet.
func (k *Keeper) initCredits(ctx context.Context, gs types.GenesisState) error {
	for _, c := range gs.Credits {
		account, err := k.deps.Address.StringToBytes(c.Account)
		if err != nil {
			return errorsmod.Wrapf(types.ErrGenesisInvalid, "credit of %s: %s", c.Account, err)
		}
		for _, coin := range c.Amount {
			if err := k.credits.Set(ctx, collections.Join(account, coin.Denom), coin.Amount); err != nil {
				return err
			}
			if err := add(ctx, k.owed, coin.Denom, coin.Amount); err != nil {
				return err
			}
		}
	}
	if gs.SplitDenom == "" {
		return nil
	}
	return k.divided.Set(ctx, gs.SplitDenom)
}

// exportCredits reads what operators haven't fetched yet, by account and denom.
func (k *Keeper) exportCredits(ctx context.Context, gs *types.GenesisState) error {
	err := k.credits.Walk(ctx, nil, func(key credit, amount math.Int) (bool, error) {
		account, err := k.deps.Address.BytesToString(key.K1())
		if err != nil {
			return true, err
		}
		if n := len(gs.Credits); n == 0 || gs.Credits[n-1].Account != account {
			gs.Credits = append(gs.Credits, types.Credit{Account: account})
		}
		last := &gs.Credits[len(gs.Credits)-1]
		last.Amount = append(last.Amount, sdk.NewCoin(key.K2(), amount))
		return false, nil
	})
	if err != nil {
		return err
	}
	gs.SplitDenom, err = k.divided.Get(ctx)
	if errors.Is(err, collections.ErrNotFound) {
		return nil
	}
	return err
}
