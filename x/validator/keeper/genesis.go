package keeper

import (
	"context"

	abci "github.com/cometbft/cometbft/abci/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/validator/types"
)

// InitGenesis saves the state, opens a signing record for each seat that may be asked for and returns the whole first validator
// set. It must run before x/slashing's, which then puts exported signing records over the fresh ones.
func (k *Keeper) InitGenesis(ctx context.Context, gs types.GenesisState) ([]abci.ValidatorUpdate, error) {
	if k.hooks == nil {
		return nil, types.ErrHooksUnset
	}
	if err := gs.Validate(); err != nil {
		return nil, err
	}
	if err := k.params.Set(ctx, gs.Params); err != nil {
		return nil, err
	}
	for _, key := range gs.Keys {
		if err := k.saveKey(ctx, key); err != nil {
			return nil, err
		}
	}
	for _, s := range gs.Seats {
		if err := k.initSeat(ctx, s); err != nil {
			return nil, err
		}
	}
	if err := k.initRest(ctx, gs); err != nil {
		return nil, err
	}
	updates, err := plan(nil, gs.Seats)
	if err != nil {
		return nil, err
	}
	return k.tell(ctx, updates)
}

func (k *Keeper) initSeat(ctx context.Context, s types.Seat) error {
	operator, err := k.parseOperator(s.Operator)
	if err != nil {
		return err
	}
	if header := sdk.UnwrapSDKContext(ctx); s.SinceTime == 0 {
		s = s.At(header.BlockHeight(), header.BlockTime().Unix())
	}
	if err := k.seats.Set(ctx, operator, s); err != nil {
		return err
	}
	entries, err := s.Keys()
	if err != nil {
		return err
	}
	for _, key := range entries {
		known, err := k.keys.Has(ctx, key.ConsensusAddress())
		if err != nil {
			return err
		}
		if known {
			continue
		}
		if err := k.saveKey(ctx, key); err != nil {
			return err
		}
	}
	if s.IsCandidate() {
		return nil
	}
	return k.openRecord(ctx, operator, s)
}

func (k *Keeper) initRest(ctx context.Context, gs types.GenesisState) error {
	for _, c := range gs.Changes {
		if err := k.changes.Set(ctx, c.Id, c); err != nil {
			return err
		}
	}
	if err := k.nextChange.Set(ctx, gs.NextChange); err != nil {
		return err
	}
	for _, b := range gs.Blocks {
		if err := k.blocks.Set(ctx, place(b.Height), b); err != nil {
			return err
		}
	}
	for _, a := range gs.Approvals {
		operator, err := k.parseOperator(a.Operator)
		if err != nil {
			return err
		}
		if err := k.approvals.Set(ctx, operator, a); err != nil {
			return err
		}
	}
	return nil
}

// ExportGenesis gives everything the module keeps. What CometBFT was told follows from the seats.
func (k *Keeper) ExportGenesis(ctx context.Context) (*types.GenesisState, error) {
	gs := &types.GenesisState{}
	var err error
	if gs.Params, err = k.Params(ctx); err != nil {
		return nil, err
	}
	if gs.Seats, err = k.Seats(ctx); err != nil {
		return nil, err
	}
	if err := k.keys.Walk(ctx, nil, func(_ []byte, key types.Key) (bool, error) {
		gs.Keys = append(gs.Keys, key)
		return false, nil
	}); err != nil {
		return nil, err
	}
	if gs.Changes, err = k.Changes(ctx); err != nil {
		return nil, err
	}
	if gs.NextChange, err = k.nextChange.Peek(ctx); err != nil {
		return nil, err
	}
	if err := k.blocks.Walk(ctx, nil, func(_ uint64, b types.RecentBlock) (bool, error) {
		gs.Blocks = append(gs.Blocks, b)
		return false, nil
	}); err != nil {
		return nil, err
	}
	return gs, k.approvals.Walk(ctx, nil, func(_ []byte, a types.Approval) (bool, error) {
		gs.Approvals = append(gs.Approvals, a)
		return false, nil
	})
}

// openRecord makes x/slashing know a seat. Jailed and tombstoned seats need a record too: evidence against a key without
// one stops the chain.
func (k *Keeper) openRecord(ctx context.Context, operator sdk.ValAddress, s types.Seat) error {
	consensus, err := s.ConsensusAddress()
	if err != nil {
		return err
	}
	if err := k.hooks.AfterValidatorCreated(ctx, operator); err != nil {
		return err
	}
	return k.hooks.AfterValidatorBonded(ctx, consensus, operator)
}
