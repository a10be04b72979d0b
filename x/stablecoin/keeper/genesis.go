package keeper

import (
	"context"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

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
	for _, r := range gs.Redemptions {
		if err := k.importRedemption(ctx, r); err != nil {
			return err
		}
	}
	return k.initHolds(ctx, gs)
}

// importRedemption stores a redemption with the entries of the queues it belongs in.
func (k *Keeper) importRedemption(ctx context.Context, r types.Redemption) error {
	holder, err := k.deps.Address.StringToBytes(r.Holder)
	if err != nil {
		return err
	}
	if err := k.redemptionsOf.Set(ctx, collections.Join(holder, r.Id)); err != nil {
		return err
	}
	if r.Status == types.REDEMPTION_STATUS_RETURNED {
		if err := k.overdue.Set(ctx, collections.Join(r.Issuer, r.Id)); err != nil {
			return err
		}
	}
	if r.Open() {
		open, err := k.openOf(ctx, holder)
		if err != nil {
			return err
		}
		if err := k.setOpen(ctx, holder, open+1); err != nil {
			return err
		}
	}
	return k.setRedemption(ctx, r)
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
	err = k.redemptions.Walk(ctx, nil, func(_ uint64, r types.Redemption) (bool, error) {
		gs.Redemptions = append(gs.Redemptions, r)
		return false, nil
	})
	if err != nil {
		return nil, err
	}
	return gs, k.exportHolds(ctx, gs)
}

// Start gives issuers of an older state what they lack: an allowance per period as large as the whole one, and the params their defaults.
func (k *Keeper) Start(ctx context.Context) error {
	params, err := k.params.Get(ctx)
	if err != nil {
		return err
	}
	age := params.MaxAttestationAgeDays
	params = types.DefaultParams()
	params.MaxAttestationAgeDays = age
	if err := k.params.Set(ctx, params); err != nil {
		return err
	}
	var issuers []types.Issuer
	if err := k.issuers.Walk(ctx, nil, func(_ string, issuer types.Issuer) (bool, error) {
		issuers = append(issuers, issuer)
		return false, nil
	}); err != nil {
		return err
	}
	for _, issuer := range issuers {
		issuer.PeriodAllowance, issuer.PeriodMinted = issuer.Allowance, math.ZeroInt()
		if err := k.issuers.Set(ctx, issuer.Id, issuer); err != nil {
			return err
		}
	}
	return nil
}
