package keeper

import (
	"context"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	"github.com/reliefchain/relief/x/council/types"
)

// InitGenesis stores a validated genesis.
func (k *Keeper) InitGenesis(ctx context.Context, gs types.GenesisState) error {
	if err := gs.Validate(); err != nil {
		return err
	}
	if err := k.params.Set(ctx, gs.Params); err != nil {
		return err
	}
	if err := k.lastItem.Set(ctx, gs.LastItem); err != nil {
		return err
	}
	for _, item := range gs.Queue {
		if err := k.queue.Set(ctx, collections.Join(uint64(item.DueAt), item.Id), item); err != nil {
			return err
		}
	}
	for _, text := range gs.Issued {
		account, err := k.deps.Address.StringToBytes(text)
		if err != nil {
			return errorsmod.Wrapf(types.ErrGenesisInvalid, "seat token of %s", text)
		}
		if err := k.issued.Set(ctx, account); err != nil {
			return err
		}
	}
	for _, r := range gs.Requests {
		if err := k.requests.Set(ctx, r.Organisation, r); err != nil {
			return err
		}
	}
	for _, s := range gs.Stops {
		if err := k.stops.Set(ctx, s.Message, s); err != nil {
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
	if gs.LastItem, err = k.last(ctx); err != nil {
		return nil, err
	}
	if gs.Queue, err = k.Queue(ctx); err != nil {
		return nil, err
	}
	err = k.issued.Walk(ctx, nil, func(account []byte) (bool, error) {
		text, err := k.deps.Address.BytesToString(account)
		gs.Issued = append(gs.Issued, text)
		return false, err
	})
	if err != nil {
		return nil, err
	}
	if gs.Requests, err = k.Requests(ctx); err != nil {
		return nil, err
	}
	if gs.Stops, err = k.Stops(ctx); err != nil {
		return nil, err
	}
	return gs, nil
}
