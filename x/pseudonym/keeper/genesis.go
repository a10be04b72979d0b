package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/reliefchain/relief/x/pseudonym/types"
)

// InitGenesis checks and stores the state.
func (k *Keeper) InitGenesis(ctx context.Context, gs types.GenesisState) error {
	if err := gs.Validate(); err != nil {
		return err
	}
	if err := k.params.Set(ctx, gs.Params); err != nil {
		return err
	}
	for _, set := range gs.KeySets {
		key := collections.Join(set.Epoch, set.Generation)
		if err := k.putKeySet(ctx, set); err != nil {
			return err
		}
		if set.Status != types.KEY_SET_STATUS_PREPARED {
			continue
		}
		if err := k.prepared.Set(ctx, key); err != nil {
			return err
		}
	}
	if err := k.initCeremony(ctx, gs); err != nil {
		return err
	}
	for _, r := range gs.Requests {
		if err := k.requests.Set(ctx, r.Id, r); err != nil {
			return err
		}
		if err := k.requestsByOrganisation.Set(ctx, collections.Join(r.Organisation, r.Id)); err != nil {
			return err
		}
	}
	for _, id := range gs.Undrawn {
		if err := k.undrawn.Set(ctx, id); err != nil {
			return err
		}
	}
	for _, q := range gs.Quotas {
		if err := k.quotas.Set(ctx, collections.Join(q.Day, q.Organisation), uint64(q.Elements)); err != nil {
			return err
		}
	}
	for _, s := range gs.Samples {
		if err := k.saveSample(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) initCeremony(ctx context.Context, gs types.GenesisState) error {
	if gs.Ceremony == nil {
		return nil
	}
	if err := k.ceremony.Set(ctx, *gs.Ceremony); err != nil {
		return err
	}
	for _, o := range gs.Offers {
		if err := k.offers.Set(ctx, o.Organisation, o); err != nil {
			return err
		}
	}
	for _, d := range gs.Dealings {
		if err := k.dealings.Set(ctx, d.Organisation, d); err != nil {
			return err
		}
	}
	return nil
}

// ExportGenesis gives everything the module keeps.
func (k *Keeper) ExportGenesis(ctx context.Context) (*types.GenesisState, error) {
	gs := &types.GenesisState{}
	var err error
	if gs.Params, err = k.Params(ctx); err != nil {
		return nil, err
	}
	if gs.KeySets, err = k.KeySets(ctx); err != nil {
		return nil, err
	}
	has, err := k.ceremony.Has(ctx)
	if err != nil {
		return nil, err
	}
	if has {
		c, err := k.ceremony.Get(ctx)
		if err != nil {
			return nil, err
		}
		gs.Ceremony = &c
	}
	if gs.Offers, err = k.allOffers(ctx); err != nil {
		return nil, err
	}
	if gs.Dealings, err = k.allDealings(ctx); err != nil {
		return nil, err
	}
	if err := k.requests.Walk(ctx, nil, func(_ uint64, r types.Request) (bool, error) {
		gs.Requests = append(gs.Requests, r)
		return false, nil
	}); err != nil {
		return nil, err
	}
	if err := k.undrawn.Walk(ctx, nil, func(id uint64) (bool, error) {
		gs.Undrawn = append(gs.Undrawn, id)
		return false, nil
	}); err != nil {
		return nil, err
	}
	if err := k.quotas.Walk(ctx, nil, func(key quotaKey, used uint64) (bool, error) {
		gs.Quotas = append(gs.Quotas, types.Quota{Day: key.K1(), Organisation: key.K2(), Elements: uint32(used)})
		return false, nil
	}); err != nil {
		return nil, err
	}
	return gs, k.samples.Walk(ctx, nil, func(_ uint64, s types.Sample) (bool, error) {
		gs.Samples = append(gs.Samples, s)
		return false, nil
	})
}
