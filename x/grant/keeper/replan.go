package keeper

import (
	"context"

	errorsmod "cosmossdk.io/errors"

	"github.com/reliefchain/relief/x/grant/types"
)

// requireAdjustable checks that the grant lives, the schedule starts neither in a sealed period nor before the grant, keeps to the standards,
// and that a payee who goes on being paid still holds a live tag.
func (k *Keeper) requireAdjustable(ctx context.Context, grant types.Grant, roll types.Roll, schedule types.Schedule) error {
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
	if err := k.standardsOf(roll).check(ctx, schedule, grant.Persons); err != nil {
		return err
	}
	if schedule.Ends() {
		return nil
	}
	programme, err := k.programme(ctx, grant.Programme)
	if err != nil {
		return err
	}
	return k.requireLiveTag(ctx, programme, grant.Payee)
}

// replan moves budget, aggregate, record and waiting changes from one plan to another.
func (k *Keeper) replan(ctx context.Context, roll types.Roll, grant types.Grant, record types.Record, before, after types.Plan) error {
	next := types.Period(roll.NextPeriod)
	more, less := after.Years(next).Compare(before.Years(next))
	if err := k.changeReserved(ctx, roll, less, types.Ledger.Unreserve); err != nil {
		return err
	}
	if err := k.changeReserved(ctx, roll, more, types.Ledger.Reserve); err != nil {
		return err
	}
	deltas := after.Deltas(grant.Persons)
	if err := deltas.AddAll(before.Deltas(grant.Persons), -1); err != nil {
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
