package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/reliefchain/relief/x/stablecoin/types"
)

// InitGenesis stores a validated genesis.
func (k *Keeper) InitGenesis(ctx context.Context, gs types.GenesisState) error {
	if err := gs.Validate(); err != nil {
		return err
	}
	if err := k.params.Set(ctx, gs.Params); err != nil {
		return err
	}
	for _, c := range gs.Currencies {
		if err := k.currencies.Set(ctx, c.Code, c); err != nil {
			return err
		}
	}
	for _, issuer := range gs.Issuers {
		if err := k.issuers.Set(ctx, issuer.Id, issuer); err != nil {
			return err
		}
	}
	for _, a := range gs.Attestations {
		if err := k.attestations.Set(ctx, collections.Join(a.Issuer, a.Id), a); err != nil {
			return err
		}
	}
	return k.initHolds(ctx, gs)
}

// ExportGenesis returns everything the module keeps, in key order.
func (k *Keeper) ExportGenesis(ctx context.Context) (*types.GenesisState, error) {
	params, err := k.params.Get(ctx)
	if err != nil {
		return nil, err
	}
	gs := &types.GenesisState{Params: params}
	err = k.currencies.Walk(ctx, nil, func(_ string, c types.Currency) (bool, error) {
		gs.Currencies = append(gs.Currencies, c)
		return false, nil
	})
	if err != nil {
		return nil, err
	}
	err = k.issuers.Walk(ctx, nil, func(_ string, issuer types.Issuer) (bool, error) {
		gs.Issuers = append(gs.Issuers, issuer)
		return false, nil
	})
	if err != nil {
		return nil, err
	}
	err = k.attestations.Walk(ctx, nil, func(_ collections.Pair[string, uint64], a types.Attestation) (bool, error) {
		gs.Attestations = append(gs.Attestations, a)
		return false, nil
	})
	if err != nil {
		return nil, err
	}
	return gs, k.exportHolds(ctx, gs)
}
