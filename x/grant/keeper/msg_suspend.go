package keeper

import (
	"context"

	errorsmod "cosmossdk.io/errors"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/gogoproto/proto"

	"github.com/reliefchain/relief/x/grant/types"
)

// Suspend holds a grant's instalments from now on, those of a run under way included.
func (s msgServer) Suspend(ctx context.Context, msg *types.MsgSuspend) (*types.MsgSuspendResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	if err := s.hold(ctx, msg.Signer, msg, msg.Grant, types.Grant.Suspend); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventSuspended(types.GrantID(msg.Grant))); err != nil {
		return nil, err
	}
	return &types.MsgSuspendResponse{}, nil
}

// Resume pays a grant's instalments again; what was held waits for its release.
func (s msgServer) Resume(ctx context.Context, msg *types.MsgResume) (*types.MsgResumeResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	if err := s.hold(ctx, msg.Signer, msg, msg.Grant, types.Grant.Resume); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventResumed(types.GrantID(msg.Grant))); err != nil {
		return nil, err
	}
	return &types.MsgResumeResponse{}, nil
}

// hold puts a grant on hold or takes it off, and keeps the case file and the flag of the record equal.
func (s msgServer) hold(ctx context.Context, signer string, msg sdk.Msg, id uint64, decide func(types.Grant) (types.Grant, error)) error {
	grant, roll, err := s.grantAndRoll(ctx, types.GrantID(id))
	if err != nil {
		return err
	}
	officer, err := s.authorizeFor(ctx, signer, msg, roll.Area, grant.Payee)
	if err != nil {
		return err
	}
	if grant, err = decide(grant); err != nil {
		return err
	}
	record, err := s.record(ctx, grant.Roll, grant.Slot)
	if err != nil {
		return err
	}
	record.Suspended = grant.Status == types.GRANT_STATUS_SUSPENDED
	if err := s.setRecord(ctx, grant.Roll, grant.Slot, record); err != nil {
		return err
	}
	if err := s.decided(ctx, grant.Roll, officer); err != nil {
		return err
	}
	return s.grants.Set(ctx, grant.Id, grant)
}

// ReleaseHeld puts a held instalment into the balance, once.
func (s msgServer) ReleaseHeld(ctx context.Context, msg *types.MsgReleaseHeld) (*types.MsgReleaseHeldResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	grant, roll, err := s.grantAndRoll(ctx, types.GrantID(msg.Grant))
	if err != nil {
		return nil, err
	}
	officer, err := s.authorizeFor(ctx, msg.Signer, msg, roll.Area, grant.Payee)
	if err != nil {
		return nil, err
	}
	if grant.Status == types.GRANT_STATUS_SUSPENDED {
		return nil, errorsmod.Wrapf(types.ErrGrantSuspended, "grant %s", types.GrantID(grant.Id))
	}
	held, err := s.heldOf(ctx, types.GrantID(grant.Id), msg.Period, msg.Run)
	if err != nil {
		return nil, err
	}
	if held.Reason == types.HOLD_REASON_PAYEE_CLOSED {
		return nil, errorsmod.Wrapf(types.ErrPayeeClosed, "grant %s", types.GrantID(grant.Id))
	}
	if held.Released {
		return nil, errorsmod.Wrapf(types.ErrHeldReleased, "grant %s, %s", types.GrantID(grant.Id), types.Period(msg.Period))
	}
	if err := s.requireImpartial(ctx, officer, grant.Roll); err != nil {
		return nil, err
	}
	record, err := s.record(ctx, grant.Roll, grant.Slot)
	if err != nil {
		return nil, err
	}
	if record.Locked || record.Deceased {
		return nil, errorsmod.Wrapf(types.ErrPayeeLocked, "grant %s", types.GrantID(grant.Id))
	}
	if record, err = record.Release(held.Amount); err != nil {
		return nil, err
	}
	if err := s.setRecord(ctx, grant.Roll, grant.Slot, record); err != nil {
		return nil, err
	}
	held.Released = true
	if err := s.setHeld(ctx, held, msg.Run != 0); err != nil {
		return nil, err
	}
	var event proto.Message = types.NewEventHeldReleased(held)
	if msg.Run != 0 {
		event = types.NewEventTopUpReleased(held)
	}
	if err := emit(ctx, event); err != nil {
		return nil, err
	}
	return &types.MsgReleaseHeldResponse{}, nil
}
