package keeper

import (
	"context"

	errorsmod "cosmossdk.io/errors"

	"github.com/reliefchain/relief/x/grant/types"
)

// Adjust changes what a grant pays from a period on.
func (s msgServer) Adjust(ctx context.Context, msg *types.MsgAdjust) (*types.MsgAdjustResponse, error) {
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
	if err := s.requireAdjustable(ctx, grant, roll, msg.Schedule); err != nil {
		return nil, err
	}
	if err := s.standardsOf(roll).check(ctx, msg.Schedule, grant.Persons); err != nil {
		return nil, err
	}
	if err := s.decided(ctx, grant.Roll, officer); err != nil {
		return nil, err
	}
	promised, err := s.reschedule(ctx, roll, grant, msg.Schedule)
	if err != nil {
		return nil, err
	}
	if err := s.draw(ctx, officer, msg, promised); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventAdjusted(types.GrantID(grant.Id), msg.Schedule.Changes[0])); err != nil {
		return nil, err
	}
	return &types.MsgAdjustResponse{}, nil
}

// reschedule replaces what a grant pays from the start of a schedule on. It tells what is promised anew.
func (k *Keeper) reschedule(ctx context.Context, roll types.Roll, grant types.Grant, schedule types.Schedule) (uint64, error) {
	record, err := k.record(ctx, grant.Roll, grant.Slot)
	if err != nil {
		return 0, err
	}
	waiting, err := k.waitingChanges(ctx, types.GrantID(grant.Id))
	if err != nil {
		return 0, err
	}
	before := types.PlanOf(record, waiting)
	after, err := before.Adjust(schedule)
	if err != nil {
		return 0, err
	}
	promised, err := after.Promised(before, types.Period(roll.NextPeriod))
	if err != nil {
		return 0, err
	}
	if err := k.replan(ctx, roll, grant, record, before, after); err != nil {
		return 0, err
	}
	grant.UntilPeriod = schedule.UntilPeriod
	return promised, k.grants.Set(ctx, grant.Id, grant)
}

// requireAdjustable checks that the grant lives, its roll is unlocked, the schedule starts neither in a sealed period nor
// before the grant, and that a payee who goes on being paid still holds a live tag.
func (s msgServer) requireAdjustable(ctx context.Context, grant types.Grant, roll types.Roll, schedule types.Schedule) error {
	if err := s.requireUnlocked(ctx, roll); err != nil {
		return err
	}
	if grant.UntilPeriod <= roll.NextPeriod || grant.Emergency != 0 {
		return errorsmod.Wrapf(types.ErrGrantEnded, "grant %s", types.GrantID(grant.Id))
	}
	if err := requireUnsealed(roll, schedule); err != nil {
		return err
	}
	if err := grant.CheckAfterTransfer(schedule.UntilPeriod); err != nil {
		return err
	}
	if uint32(schedule.First()) < grant.FromPeriod {
		return errorsmod.Wrapf(types.ErrScheduleInvalid, "grant starts in %s", types.Period(grant.FromPeriod))
	}
	if schedule.Ends() {
		return nil
	}
	programme, err := s.programme(ctx, grant.Programme)
	if err != nil {
		return err
	}
	return s.requireLiveTag(ctx, programme, grant.Payee)
}

// replan moves budget, aggregate, record and waiting changes from one plan to another.
func (k *Keeper) replan(ctx context.Context, roll types.Roll, grant types.Grant, record types.Record, before, after types.Plan) error {
	next := types.Period(roll.NextPeriod)
	more, less := after.Years(next).Compare(before.Years(next))
	if err := k.changeYears(ctx, roll.BudgetNode, less, types.Ledger.Unreserve); err != nil {
		return err
	}
	if err := k.changeYears(ctx, roll.BudgetNode, more, types.Ledger.Reserve); err != nil {
		return err
	}
	deltas := after.Deltas()
	if err := deltas.AddAll(before.Deltas(), -1); err != nil {
		return err
	}
	if err := k.addDeltas(ctx, roll.Id, deltas); err != nil {
		return err
	}
	record, waiting := after.Settle(next).Split(record)
	if err := k.setRecord(ctx, grant.Roll, grant.Slot, record); err != nil {
		return err
	}
	return k.setWaitingChanges(ctx, types.GrantID(grant.Id), waiting)
}

func (k *Keeper) grantAndRoll(ctx context.Context, id types.GrantID) (types.Grant, types.Roll, error) {
	grant, err := k.grant(ctx, id)
	if err != nil {
		return types.Grant{}, types.Roll{}, err
	}
	roll, err := k.roll(ctx, grant.Roll)
	return grant, roll, err
}
