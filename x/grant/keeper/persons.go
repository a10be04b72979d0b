package keeper

import (
	"context"

	"github.com/reliefchain/relief/x/grant/types"
)

// CountPersons counts the persons in the aggregates of rolls that are older than this count. Whether a grant that was adjusted since its
// roll's last run had an amount in it isn't known of those times: the count of that one month goes by the record, as a top-up of it would.
func (k *Keeper) CountPersons(ctx context.Context) error {
	var rolls []types.Roll
	if err := list(ctx, k.rolls, &rolls); err != nil {
		return err
	}
	for _, roll := range rolls {
		if err := k.countPersons(ctx, roll); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) countPersons(ctx context.Context, roll types.Roll) error {
	next := types.Period(roll.NextPeriod)
	last := next - 1
	var coming types.Deltas
	var now, then int64 // persons in the next period and in the last one
	locked, err := k.locked(ctx, roll)
	if err != nil {
		return err
	}
	err = k.walkRecords(ctx, roll.Id, func(_, _ uint32, record types.Record) error {
		grant, err := k.grant(ctx, record.Grant)
		if err != nil {
			return err
		}
		waiting, err := k.waitingChanges(ctx, record.Grant)
		if err != nil {
			return err
		}
		plan := types.PlanOf(record, waiting)
		// A run that is under way has not come to every record yet, and nothing was decided since it was sealed.
		if grant.Had(last, record) || locked && record.LastPeriod < last && plan.At(last) > 0 {
			then += int64(grant.Persons)
		}
		if plan.At(next) > 0 {
			now += int64(grant.Persons)
		}
		for _, d := range plan.Settle(next).Deltas(grant.Persons) {
			if err := coming.Add(types.Delta{Period: d.Period, Persons: d.Persons}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := coming.Add(types.Delta{Period: uint32(next), Persons: now - then}); err != nil {
		return err
	}
	if err := k.addDeltas(ctx, roll.Id, coming); err != nil {
		return err
	}
	roll.BasePersons = uint64(then)
	return k.rolls.Set(ctx, roll.Id, roll)
}
