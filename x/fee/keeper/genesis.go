package keeper

import (
	"context"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/fee/types"
)

// InitGenesis stores a validated genesis.
func (k *Keeper) InitGenesis(ctx context.Context, gs types.GenesisState) error {
	if err := gs.Validate(); err != nil {
		return err
	}
	if err := k.params.Set(ctx, gs.Params); err != nil {
		return err
	}
	if err := k.initRefunds(ctx, gs); err != nil {
		return err
	}
	for _, p := range gs.Prices {
		if err := k.prices.Set(ctx, collections.Join(p.Message, uint64(p.FromHeight)), p); err != nil {
			return err
		}
	}
	for _, r := range gs.Rates {
		if err := k.rates.Set(ctx, collections.Join(r.Denom, uint64(r.FromHeight)), r); err != nil {
			return err
		}
	}
	for _, b := range gs.Budgets {
		if err := k.budgets.Set(ctx, b.Organisation, b); err != nil {
			return err
		}
	}
	for _, s := range gs.BudgetShares {
		if err := k.shares.Set(ctx, collections.Join(s.Organisation, s.Share), s); err != nil {
			return err
		}
	}
	if err := k.epoch.Set(ctx, gs.Epoch); err != nil {
		return err
	}
	for _, coin := range gs.Distributed {
		if err := k.payouts.Set(ctx, coin.Denom, coin.Amount); err != nil {
			return err
		}
	}
	for _, u := range gs.Usages {
		if err := k.usages.Set(ctx, u.Person, u); err != nil {
			return err
		}
	}
	if err := k.initCredits(ctx, gs); err != nil {
		return err
	}
	for _, u := range gs.ProtectedUsages {
		if err := k.saved.Set(ctx, u.Person, u); err != nil {
			return err
		}
	}
	for _, u := range gs.OfficeUsages {
		if err := k.offices.Set(ctx, collections.Join(u.Organisation, u.Share), u); err != nil {
			return err
		}
	}
	return nil
}

// ExportGenesis returns everything the module keeps, in key order.
func (k *Keeper) ExportGenesis(ctx context.Context) (*types.GenesisState, error) {
	params, err := k.params.Get(ctx)
	if err != nil {
		return nil, err
	}
	gs := &types.GenesisState{Params: params}
	if err := k.exportRefunds(ctx, gs); err != nil {
		return nil, err
	}
	if gs.Epoch, err = k.epoch.Get(ctx); err != nil {
		return nil, err
	}
	err = k.payouts.Walk(ctx, nil, func(denom string, sum math.Int) (bool, error) {
		gs.Distributed = append(gs.Distributed, sdk.NewCoin(denom, sum))
		return false, nil
	})
	if err != nil {
		return nil, err
	}
	if err := k.exportCredits(ctx, gs); err != nil {
		return nil, err
	}
	err = k.prices.Walk(ctx, nil, func(_ schedule, p types.Price) (bool, error) {
		gs.Prices = append(gs.Prices, p)
		return false, nil
	})
	if err != nil {
		return nil, err
	}
	err = k.rates.Walk(ctx, nil, func(_ schedule, r types.Rate) (bool, error) {
		gs.Rates = append(gs.Rates, r)
		return false, nil
	})
	if err != nil {
		return nil, err
	}
	err = k.budgets.Walk(ctx, nil, func(_ uint32, b types.Budget) (bool, error) {
		gs.Budgets = append(gs.Budgets, b)
		return false, nil
	})
	if err != nil {
		return nil, err
	}
	err = k.shares.Walk(ctx, nil, func(_ officeShare, s types.BudgetShare) (bool, error) {
		gs.BudgetShares = append(gs.BudgetShares, s)
		return false, nil
	})
	if err != nil {
		return nil, err
	}
	err = k.usages.Walk(ctx, nil, func(_ []byte, u types.Usage) (bool, error) {
		gs.Usages = append(gs.Usages, u)
		return false, nil
	})
	if err != nil {
		return nil, err
	}
	err = k.saved.Walk(ctx, nil, func(_ []byte, u types.Usage) (bool, error) {
		gs.ProtectedUsages = append(gs.ProtectedUsages, u)
		return false, nil
	})
	if err != nil {
		return nil, err
	}
	return gs, k.offices.Walk(ctx, nil, func(_ officeShare, u types.OfficeUsage) (bool, error) {
		gs.OfficeUsages = append(gs.OfficeUsages, u)
		return false, nil
	})
}
