package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/reliefchain/relief/x/pseudonym/types"
)

// SetKeySet takes over a key that a dealer split among provinces with a seat; its origin says so for ever.
func (s msgServer) SetKeySet(ctx context.Context, msg *types.MsgSetKeySet) (*types.MsgSetKeySetResponse, error) {
	if err := s.k.requireVote(msg.Authority); err != nil {
		return nil, err
	}
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	sets, err := s.k.KeySets(ctx)
	if err != nil {
		return nil, err
	}
	if err := types.NextEpoch(sets, msg.Epoch); err != nil {
		return nil, err
	}
	enrolled, err := s.k.enrolled(ctx)
	if err != nil {
		return nil, err
	}
	set := msg.KeySet()
	if err := set.CheckTrustees(enrolled); err != nil {
		return nil, err
	}
	set.FromHeight = height(ctx)
	if err := s.k.requireNoCeremonyOf(ctx, msg.Epoch); err != nil {
		return nil, err
	}
	return &types.MsgSetKeySetResponse{}, s.k.saveKeySet(ctx, set)
}

// RetireEpoch ends a key that the register needs no more: of all its sharings, also one that is prepared.
func (s msgServer) RetireEpoch(ctx context.Context, msg *types.MsgRetireEpoch) (*types.MsgRetireEpochResponse, error) {
	if err := s.k.requireVote(msg.Authority); err != nil {
		return nil, err
	}
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	if err := s.k.deps.Register.RequireUnusedEpoch(ctx, msg.Epoch); err != nil {
		return nil, err
	}
	if err := s.k.requireNoCeremonyOf(ctx, msg.Epoch); err != nil {
		return nil, err
	}
	sets, err := s.k.KeySets(ctx)
	if err != nil {
		return nil, err
	}
	retired := 0
	for _, set := range sets {
		if set.Epoch != msg.Epoch || !set.IsLive() {
			continue
		}
		retired++
		if err := s.k.prepared.Remove(ctx, collections.Join(set.Epoch, set.Generation)); err != nil {
			return nil, err
		}
		if err := s.k.saveKeySet(ctx, set.Retire(height(ctx))); err != nil {
			return nil, err
		}
	}
	if retired == 0 {
		return nil, types.ErrEpochInactive
	}
	return &types.MsgRetireEpochResponse{}, nil
}

// UpdateParams sets the params.
func (s msgServer) UpdateParams(ctx context.Context, msg *types.MsgUpdateParams) (*types.MsgUpdateParamsResponse, error) {
	if err := s.k.requireVote(msg.Authority); err != nil {
		return nil, err
	}
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	if err := s.k.params.Set(ctx, msg.Params); err != nil {
		return nil, err
	}
	return &types.MsgUpdateParamsResponse{}, emit(ctx, types.NewEventParamsUpdated(msg.Params))
}
