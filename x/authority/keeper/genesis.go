package keeper

import (
	"context"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	"github.com/reliefchain/relief/x/authority/types"
)

// InitGenesis checks and stores everything the module keeps.
func (k *Keeper) InitGenesis(ctx context.Context, gs types.GenesisState) error {
	if err := gs.Validate(); err != nil {
		return err
	}
	if err := k.params.Set(ctx, gs.Params); err != nil {
		return err
	}
	for _, rule := range gs.Rules {
		if err := k.rules.Set(ctx, rule.Action, rule); err != nil {
			return err
		}
	}
	for _, area := range gs.Areas {
		if err := k.saveArea(ctx, area); err != nil {
			return err
		}
	}
	for _, year := range gs.Years {
		if err := k.years.Set(ctx, year.Year, year); err != nil {
			return err
		}
	}
	for _, organisation := range gs.Organisations {
		if err := k.addOrganisation(ctx, organisation); err != nil {
			return err
		}
	}
	for i, officer := range gs.Officers {
		key, err := k.parseAddress(officer.Address)
		if err != nil {
			return errorsmod.Wrapf(err, "officer %d", i)
		}
		known, err := k.officers.Has(ctx, key)
		if err != nil {
			return err
		}
		if known {
			return errorsmod.Wrapf(types.ErrGenesisInvalid, "officer %d has an account listed already", i)
		}
		if officer.Address, err = k.deps.Address.BytesToString(key); err != nil {
			return err
		}
		if err := k.saveOfficer(ctx, key, officer); err != nil {
			return err
		}
	}
	return nil
}

// ExportGenesis reads everything the module keeps, each list in key order.
func (k *Keeper) ExportGenesis(ctx context.Context) (*types.GenesisState, error) {
	params, err := k.params.Get(ctx)
	if err != nil {
		return nil, err
	}
	gs := &types.GenesisState{Params: params}
	if gs.Rules, err = k.allRules(ctx); err != nil {
		return nil, err
	}
	err = k.areas.Walk(ctx, nil, func(code string, area types.Area) (bool, error) {
		area.Code = code
		gs.Areas = append(gs.Areas, area)
		return false, nil
	})
	if err != nil {
		return nil, err
	}
	if gs.Years, err = values(ctx, k.years); err != nil {
		return nil, err
	}
	if gs.Organisations, err = values(ctx, k.organisations); err != nil {
		return nil, err
	}
	err = k.officers.Walk(ctx, nil, func(_ []byte, officer types.Officer) (bool, error) {
		gs.Officers = append(gs.Officers, officer)
		return false, nil
	})
	if err != nil {
		return nil, err
	}
	return gs, nil
}

func (k *Keeper) allRules(ctx context.Context) ([]types.Rule, error) {
	return values(ctx, k.rules)
}

func values[K, V any](ctx context.Context, m collections.Map[K, V]) ([]V, error) {
	var all []V
	err := m.Walk(ctx, nil, func(_ K, value V) (bool, error) {
		all = append(all, value)
		return false, nil
	})
	return all, err
}
