package keeper

import (
	"context"

	"github.com/reliefchain/relief/x/validator/types"
)

// SuspendSeat takes a seat out of the set until a vote resumes it.
func (s msgServer) SuspendSeat(ctx context.Context, msg *types.MsgSuspendSeat) (*types.MsgSuspendSeatResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	if err := s.k.requireVote(msg.Authority); err != nil {
		return nil, err
	}
	operator, seat, err := s.k.load(ctx, msg.Operator)
	if err != nil {
		return nil, err
	}
	seats, err := s.k.Seats(ctx)
	if err != nil {
		return nil, err
	}
	next, err := seat.Suspend(types.CountActive(seats), types.CountEnrolled(seats))
	if err != nil {
		return nil, err
	}
	if seat.IsActive() {
		if err := s.k.admit(ctx, seat, types.CHANGE_KIND_SUSPEND, seats); err != nil {
			return nil, err
		}
	}
	if err := s.k.changeStatus(ctx, operator, next); err != nil {
		return nil, err
	}
	return &types.MsgSuspendSeatResponse{}, nil
}

// ResumeSeat brings a suspended seat back with a fresh signing window.
func (s msgServer) ResumeSeat(ctx context.Context, msg *types.MsgResumeSeat) (*types.MsgResumeSeatResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	if err := s.k.requireVote(msg.Authority); err != nil {
		return nil, err
	}
	operator, seat, err := s.k.load(ctx, msg.Operator)
	if err != nil {
		return nil, err
	}
	next, err := seat.Resume()
	if err != nil {
		return nil, err
	}
	seats, err := s.k.Seats(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.k.admit(ctx, seat, types.CHANGE_KIND_RESUME, seats); err != nil {
		return nil, err
	}
	consensus, err := seat.ConsensusAddress()
	if err != nil {
		return nil, err
	}
	if err := s.k.hooks.AfterValidatorBonded(ctx, consensus, operator); err != nil {
		return nil, err
	}
	if err := s.k.changeStatus(ctx, operator, next); err != nil {
		return nil, err
	}
	return &types.MsgResumeSeatResponse{}, nil
}

// RemoveSeat ends a province's seat.
func (s msgServer) RemoveSeat(ctx context.Context, msg *types.MsgRemoveSeat) (*types.MsgRemoveSeatResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	if err := s.k.requireVote(msg.Authority); err != nil {
		return nil, err
	}
	kind := types.CHANGE_KIND_REMOVE
	if msg.Emergency {
		kind = types.CHANGE_KIND_EMERGENCY
	}
	if err := s.k.leave(ctx, msg.Operator, kind); err != nil {
		return nil, err
	}
	return &types.MsgRemoveSeatResponse{}, nil
}

// UpdateParams sets the parameters.
func (s msgServer) UpdateParams(ctx context.Context, msg *types.MsgUpdateParams) (*types.MsgUpdateParamsResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	if err := s.k.requireVote(msg.Authority); err != nil {
		return nil, err
	}
	if err := s.k.params.Set(ctx, msg.Params); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventParamsUpdated(msg.Params)); err != nil {
		return nil, err
	}
	return &types.MsgUpdateParamsResponse{}, nil
}
