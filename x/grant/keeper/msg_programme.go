package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/reliefchain/relief/x/grant/types"
)

// CreateProgramme publishes a programme.
func (s msgServer) CreateProgramme(ctx context.Context, msg *types.MsgCreateProgramme) (*types.MsgCreateProgrammeResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	if _, err := s.authorize(ctx, msg.Signer, msg, msg.Area); err != nil {
		return nil, err
	}
	if err := s.deps.Authority.RequireArea(ctx, msg.Area); err != nil {
		return nil, err
	}
	if _, err := s.deps.Coins.Unit(ctx, msg.Currency); err != nil {
		return nil, err
	}
	id, err := next(ctx, s.programmeSeq)
	if err != nil {
		return nil, err
	}
	programme := types.Programme{
		Id: uint32(id), Category: msg.Category, Area: msg.Area, Currency: msg.Currency, ExclusivityClass: msg.ExclusivityClass,
		LegalBasisHash: msg.LegalBasisHash, Status: types.PROGRAMME_STATUS_PUBLISHED, PayFirstCap: msg.PayFirstCap,
	}
	if err := s.programmes.Set(ctx, programme.Id, programme); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventProgrammeCreated(programme)); err != nil {
		return nil, err
	}
	return &types.MsgCreateProgrammeResponse{Programme: programme.Id}, nil
}

// SetStandard sets the most a programme pays per person in an area from a period on.
func (s msgServer) SetStandard(ctx context.Context, msg *types.MsgSetStandard) (*types.MsgSetStandardResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	standard := msg.Standard
	if _, err := s.authorize(ctx, msg.Signer, msg, standard.Area); err != nil {
		return nil, err
	}
	if err := s.deps.Authority.RequireArea(ctx, standard.Area); err != nil {
		return nil, err
	}
	programme, err := s.programme(ctx, standard.Programme)
	if err != nil {
		return nil, err
	}
	if err := types.RequireInside(programme.Area, standard.Area); err != nil {
		return nil, err
	}
	key := collections.Join3(standard.Programme, standard.Area, standard.FromPeriod)
	if err := s.standards.Set(ctx, key, standard); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventStandardSet(standard)); err != nil {
		return nil, err
	}
	return &types.MsgSetStandardResponse{}, nil
}
