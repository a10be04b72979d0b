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
		LegalBasisHash: msg.LegalBasisHash, PayFirstCap: msg.PayFirstCap, Terms: msg.Terms,
	}
	act := types.ACT_KIND_PUBLISH
	if msg.Draft {
		act = types.ACT_KIND_DRAFT
	}
	if programme, err = programme.Step(act); err != nil {
		return nil, err
	}
	if err := s.programmes.Set(ctx, programme.Id, programme); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventProgrammeCreated(programme)); err != nil {
		return nil, err
	}
	return &types.MsgCreateProgrammeResponse{Programme: programme.Id}, nil
}

// ReviseProgramme changes a programme's terms, from now on.
func (s msgServer) ReviseProgramme(ctx context.Context, msg *types.MsgReviseProgramme) (*types.MsgReviseProgrammeResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	programme, err := s.programme(ctx, msg.Programme)
	if err != nil {
		return nil, err
	}
	if _, err := s.authorize(ctx, msg.Signer, msg, programme.Area); err != nil {
		return nil, err
	}
	programme.Terms = msg.Terms
	return answer(&types.MsgReviseProgrammeResponse{}, s.saveProgramme(ctx, programme))
}

// MoveProgramme publishes, pauses, resumes or closes a programme. What was decided is paid whatever its status.
func (s msgServer) MoveProgramme(ctx context.Context, msg *types.MsgMoveProgramme) (*types.MsgMoveProgrammeResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	programme, err := s.programme(ctx, msg.Programme)
	if err != nil {
		return nil, err
	}
	if _, err := s.authorize(ctx, msg.Signer, msg, programme.Area); err != nil {
		return nil, err
	}
	if programme, err = programme.Step(msg.Act); err != nil {
		return nil, err
	}
	return answer(&types.MsgMoveProgrammeResponse{}, s.saveProgramme(ctx, programme))
}

// saveProgramme stores a programme that changed and tells of it.
func (k *Keeper) saveProgramme(ctx context.Context, programme types.Programme) error {
	if err := k.programmes.Set(ctx, programme.Id, programme); err != nil {
		return err
	}
	return emit(ctx, &types.EventProgrammeRevised{Programme: programme.Id, Status: programme.Status})
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

// LastProgramme gives the highest number given so far, or 0; programmes are never deleted.
func (k *Keeper) LastProgramme(ctx context.Context) (uint32, error) {
	last, err := k.programmeSeq.Peek(ctx)
	return uint32(last), err
}
