package keeper

import (
	"context"

	errorsmod "cosmossdk.io/errors"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/gogoproto/proto"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/grant/types"
)

// Suspend holds a grant's instalments from now on, those of a run under way included. When its days are over the office is reminded; the chain
// neither resumes nor ends anything.
func (s msgServer) Suspend(ctx context.Context, msg *types.MsgSuspend) (*types.MsgSuspendResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	grant, by, err := s.hold(ctx, msg.Signer, msg, msg.Grant, types.Grant.Suspend)
	if err != nil {
		return nil, err
	}
	programme, err := s.programme(ctx, grant.Programme)
	if err != nil {
		return nil, err
	}
	if err := programme.Terms.Suspension(msg.Days); err != nil {
		return nil, err
	}
	if err := s.note(ctx, by.act(grant.Subject(), types.ACT_KIND_SUSPEND, msg.Reason, nil)); err != nil {
		return nil, err
	}
	if msg.Days > 0 {
		if _, err := s.startCalendarClock(ctx, grant.Subject(), types.CLOCK_SUSPENSION, by.Organisation, msg.Days); err != nil {
			return nil, err
		}
	}
	return answer(&types.MsgSuspendResponse{}, emit(ctx, types.NewEventSuspended(types.GrantID(msg.Grant))))
}

// Resume pays a grant's instalments again; what was held waits for its release.
func (s msgServer) Resume(ctx context.Context, msg *types.MsgResume) (*types.MsgResumeResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	grant, by, err := s.hold(ctx, msg.Signer, msg, msg.Grant, types.Grant.Resume)
	if err != nil {
		return nil, err
	}
	if err := s.note(ctx, by.act(grant.Subject(), types.ACT_KIND_RESUME, 0, nil)); err != nil {
		return nil, err
	}
	if err := s.clocks.stop(ctx, grant.Subject(), types.CLOCK_SUSPENSION); err != nil {
		return nil, err
	}
	return answer(&types.MsgResumeResponse{}, emit(ctx, types.NewEventResumed(types.GrantID(msg.Grant))))
}

// hold puts a grant on hold or takes it off, and keeps the case file and the flag of the record equal.
func (s msgServer) hold(
	ctx context.Context, signer string, msg sdk.Msg, id uint64, decide func(types.Grant, types.GrantStanding) (types.Grant, error),
) (types.Grant, hand, error) {
	subject := types.Subject{Kind: types.SUBJECT_KIND_GRANT, Id: id}
	grant, roll, by, err := s.grantOfficer(ctx, signer, msg, authoritytypes.ROLE_APPROVER, id, subject)
	if err != nil {
		return types.Grant{}, hand{}, err
	}
	standing, err := s.standing(ctx, roll, grant)
	if err != nil {
		return types.Grant{}, hand{}, err
	}
	if grant, err = decide(grant, standing); err != nil {
		return types.Grant{}, hand{}, err
	}
	record, err := s.record(ctx, grant.Roll, grant.Slot)
	if err != nil {
		return types.Grant{}, hand{}, err
	}
	record.Suspended = grant.Status == types.GRANT_STATUS_SUSPENDED
	if err := s.setRecord(ctx, grant.Roll, grant.Slot, record); err != nil {
		return types.Grant{}, hand{}, err
	}
	return grant, by, s.grants.Set(ctx, grant.Id, grant)
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
