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
	for i, r := range gs.Rotations {
		key, err := k.parseAddress(r.Officer)
		if err != nil {
			return errorsmod.Wrapf(err, "rotation %d", i)
		}
		if err := k.rotations.Set(ctx, key, r); err != nil {
			return err
		}
	}
	for _, i := range gs.Interests {
		if err := k.saveInterest(ctx, i); err != nil {
			return err
		}
	}
	for _, d := range gs.Delegations {
		if err := k.saveDelegation(ctx, d); err != nil {
			return err
		}
	}
	return k.initProposals(ctx, gs)
}

func (k *Keeper) initProposals(ctx context.Context, gs types.GenesisState) error {
	if err := k.lastProposal.Set(ctx, gs.LastProposal); err != nil {
		return err
	}
	for _, open := range gs.Proposals {
		if err := k.proposals.Set(ctx, open.Proposal.Id, open.Proposal); err != nil {
			return err
		}
		for _, approval := range open.Approvals {
			if _, _, err := k.member(ctx, approval.Officer); err != nil {
				return errorsmod.Wrapf(err, "approval of proposal %d", open.Proposal.Id)
			}
			if err := k.approvals.Set(ctx, collections.Join(open.Proposal.Id, approval.Credential), approval); err != nil {
				return err
			}
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
	if gs.Rotations, err = values(ctx, k.rotations); err != nil {
		return nil, err
	}
	if gs.Interests, err = values(ctx, k.interests); err != nil {
		return nil, err
	}
	if gs.Delegations, err = values(ctx, k.delegations); err != nil {
		return nil, err
	}
	return gs, k.exportProposals(ctx, gs)
}

func (k *Keeper) exportProposals(ctx context.Context, gs *types.GenesisState) (err error) {
	if gs.LastProposal, err = k.last(ctx); err != nil {
		return err
	}
	return k.proposals.Walk(ctx, nil, func(id uint64, p types.Proposal) (bool, error) {
		open := types.OpenProposal{Proposal: p}
		prefix := collections.NewPrefixedPairRange[uint64, []byte](id)
		err := k.approvals.Walk(ctx, prefix, func(_ collections.Pair[uint64, []byte], a types.Approval) (bool, error) {
			open.Approvals = append(open.Approvals, a)
			return false, nil
		})
		gs.Proposals = append(gs.Proposals, open)
		return false, err
	})
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
