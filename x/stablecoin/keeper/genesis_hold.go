package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/reliefchain/relief/x/stablecoin/types"
)

// initHolds stores the part of a validated genesis that is about holds, wallets and transfers.
func (k *Keeper) initHolds(ctx context.Context, gs types.GenesisState) error {
	params := types.DefaultHoldParams()
	if gs.HoldParams != nil {
		params = *gs.HoldParams
	}
	if err := k.holdParams.Set(ctx, params); err != nil {
		return err
	}
	for _, hold := range gs.Holds {
		if err := k.setHold(ctx, types.Hold{}, hold); err != nil {
			return err
		}
	}
	for _, hold := range gs.Holds { // an old hold that ended may have taken the place of the one on the account
		if hold.Pending() {
			if err := k.setHold(ctx, hold, hold); err != nil {
				return err
			}
		}
	}
	for _, u := range gs.Usages {
		account, err := k.deps.Address.StringToBytes(u.Account)
		if err != nil {
			return err
		}
		if err := k.usages.Set(ctx, collections.Join(account, u.Currency), u); err != nil {
			return err
		}
	}
	for _, c := range gs.Countersignatures {
		if err := k.countersignatures.Set(ctx, collections.Join3(c.Payee, c.Payer, c.Denom), c); err != nil {
			return err
		}
	}
	for _, f := range gs.Flows {
		if err := k.flows.Set(ctx, collections.Join3(f.Payer, f.Payee, f.Currency), f); err != nil {
			return err
		}
	}
	return nil
}

// exportHolds reads the same, in key order.
func (k *Keeper) exportHolds(ctx context.Context, gs *types.GenesisState) error {
	params, err := k.holdParams.Get(ctx)
	if err != nil {
		return err
	}
	gs.HoldParams = &params
	if err := k.holds.Walk(ctx, nil, func(_ uint64, h types.Hold) (bool, error) {
		gs.Holds = append(gs.Holds, h)
		return false, nil
	}); err != nil {
		return err
	}
	if err := k.usages.Walk(ctx, nil, func(_ collections.Pair[[]byte, string], u types.Usage) (bool, error) {
		gs.Usages = append(gs.Usages, u)
		return false, nil
	}); err != nil {
		return err
	}
	if err := k.countersignatures.Walk(ctx, nil, func(_ collections.Triple[uint32, uint32, string], c types.Countersignature) (bool, error) {
		gs.Countersignatures = append(gs.Countersignatures, c)
		return false, nil
	}); err != nil {
		return err
	}
	return k.flows.Walk(ctx, nil, func(_ collections.Triple[uint32, uint32, string], f types.Flow) (bool, error) {
		gs.Flows = append(gs.Flows, f)
		return false, nil
	})
}

// StartHolds gives holds, wallets and transfers the bounds of a new network, and learns the accounts of the organisations and programmes
// that are there.
func (k *Keeper) StartHolds(ctx context.Context) error {
	if err := k.holdParams.Set(ctx, types.DefaultHoldParams()); err != nil {
		return err
	}
	return k.learn(ctx)
}
