package keeper

import (
	"bytes"
	"cmp"
	"context"
	"slices"

	"cosmossdk.io/collections"

	"github.com/reliefchain/relief/x/grant/types"
)

// checkRollAggregate holds that a roll's aggregate for the next period, and every later difference, is what a scan of its
// records finds, and that nothing is left of finished periods.
func checkRollAggregate(ctx context.Context, k *Keeper) error {
	return k.rolls.Walk(ctx, nil, func(id uint32, roll types.Roll) (bool, error) {
		err := k.checkAggregate(ctx, roll)
		return err != nil, err
	})
}

func (k *Keeper) checkAggregate(ctx context.Context, roll types.Roll) error {
	next := types.Period(roll.NextPeriod)
	var count, amount, persons uint64
	var later types.Deltas
	err := k.walkRecords(ctx, roll.Id, func(_, _ uint32, record types.Record) error {
		waiting, err := k.waitingChanges(ctx, record.Grant)
		if err != nil {
			return err
		}
		grant, err := k.grant(ctx, record.Grant)
		if err != nil {
			return broken("record of grant %s has no case file", record.Grant)
		}
		plan := types.PlanOf(record, waiting)
		if paid := plan.At(next); paid > 0 {
			count++
			amount += paid
			persons += uint64(grant.Persons)
		}
		return later.AddAll(plan.Settle(next).Deltas(grant.Persons), 1)
	})
	if err != nil {
		return err
	}
	change, err := k.delta(ctx, roll.Id, roll.NextPeriod)
	if err != nil {
		return err
	}
	sealed, err := roll.Seal(next, change)
	if err != nil {
		return broken("roll %d: %s", roll.Id, err)
	}
	if sealed.BaseCount != count || sealed.BaseAmount != amount || sealed.BasePersons != persons {
		return broken("roll %d: aggregate %d, %d and %d, scan %d, %d and %d", roll.Id, sealed.BaseCount, sealed.BaseAmount, sealed.BasePersons,
			count, amount, persons)
	}
	var stored types.Deltas
	err = k.deltas.Walk(ctx, collections.NewPrefixedPairRange[uint32, uint32](roll.Id),
		func(_ collections.Pair[uint32, uint32], d types.Delta) (bool, error) {
			switch {
			case d.Period > roll.NextPeriod:
				stored = append(stored, types.Delta{Period: d.Period, Count: d.Count, Amount: d.Amount, Persons: d.Persons})
			case d.Period < roll.NextPeriod && (roll.OpenRun == 0 || d.Period+1 < roll.NextPeriod):
				return true, broken("roll %d keeps the difference of period %d", roll.Id, d.Period)
			}
			return false, nil
		})
	if err != nil {
		return err
	}
	if !slices.Equal(stored, later) {
		return broken("roll %d: differences after period %d differ from the scan", roll.Id, roll.NextPeriod)
	}
	return nil
}

// checkScheduleHeads holds that each record has a case file, that its changes ascend, differ and end with zero, that no
// change was passed over, and that waiting changes belong to a record that says so.
func checkScheduleHeads(ctx context.Context, k *Keeper) error {
	entries := 0
	err := k.walkRecords(ctx, 0, func(roll, slot uint32, record types.Record) error {
		waiting, err := k.waitingChanges(ctx, record.Grant)
		if err != nil {
			return err
		}
		if record.More != (len(waiting) > 0) {
			return broken("grant %s has %d waiting changes", record.Grant, len(waiting))
		}
		if record.More {
			entries++
		}
		return k.checkPlan(ctx, roll, record, types.PlanOf(record, waiting))
	})
	if err != nil {
		return err
	}
	return k.waiting.Walk(ctx, nil, func(grant uint64, _ []byte) (bool, error) {
		entries--
		if entries < 0 {
			return true, broken("waiting changes of grant %s have no record", types.GrantID(grant))
		}
		return false, nil
	})
}

func (k *Keeper) checkPlan(ctx context.Context, id uint32, record types.Record, plan types.Plan) error {
	roll, err := k.roll(ctx, id)
	if err != nil {
		return err
	}
	earliest := roll.NextPeriod
	if roll.OpenRun != 0 {
		earliest-- // the run may not have reached the record
	}
	before := types.Change{Amount: plan.Amount}
	for _, c := range plan.Changes {
		if c.Period <= before.Period || c.Amount == before.Amount || c.Period < earliest {
			return broken("grant %s: change in period %d", record.Grant, c.Period)
		}
		before = c
	}
	if before.Amount != 0 {
		return broken("grant %s never ends", record.Grant)
	}
	return nil
}

// checkGrantIndex holds that case files and records match one to one, that both indexes name them, and that a payee's
// grants of one class never cover the same month.
func checkGrantIndex(ctx context.Context, k *Keeper) error {
	records := 0
	err := k.walkRecords(ctx, 0, func(roll, slot uint32, record types.Record) error {
		records++
		grant, err := k.grant(ctx, record.Grant)
		if err != nil || grant.Roll != roll || grant.Slot != slot {
			return broken("record %d-%d has no case file", roll, slot)
		}
		if record.Suspended != (grant.Status == types.GRANT_STATUS_SUSPENDED) {
			return broken("hold of grant %s", record.Grant)
		}
		payee, err := k.deps.Register.Person(ctx, grant.Payee)
		if err != nil || record.Locked != (payee.Lock != nil) || record.Deceased != payee.Deceased() {
			return broken("grant %s says something else of its payee than the register", record.Grant)
		}
		return nil
	})
	if err != nil {
		return err
	}
	type holding struct {
		class uint32
		grant types.Grant
	}
	var holdings []holding
	err = k.grants.Walk(ctx, nil, func(id uint64, grant types.Grant) (bool, error) {
		records--
		roll, err := k.roll(ctx, grant.Roll)
		if err != nil || grant.Slot == 0 || grant.Slot >= roll.NextSlot {
			return true, broken("grant %s has no slot", types.GrantID(id))
		}
		indexed, err := k.grantsOf.Has(ctx, collections.Join(grant.Payee, id))
		if err != nil || !indexed {
			return true, broken("grant %s is not in the index of payees", types.GrantID(id))
		}
		programme, err := k.programme(ctx, grant.Programme)
		holdings = append(holdings, holding{programme.ExclusivityClass, grant})
		return err != nil, err
	})
	if err != nil {
		return err
	}
	if records != 0 {
		return broken("%d more records than case files", records)
	}
	slices.SortFunc(holdings, func(a, b holding) int {
		if c := cmp.Or(cmp.Compare(a.class, b.class), bytes.Compare(a.grant.Payee, b.grant.Payee)); c != 0 {
			return c
		}
		if a.grant.After(b.grant) {
			return 1
		}
		return -1
	})
	for i, h := range holdings {
		if i+1 < len(holdings) && holdings[i+1].class == h.class && bytes.Equal(holdings[i+1].grant.Payee, h.grant.Payee) {
			if h.grant.UntilPeriod > holdings[i+1].grant.FromPeriod {
				return broken("grants %s and %s cover the same month", types.GrantID(h.grant.Id), types.GrantID(holdings[i+1].grant.Id))
			}
			continue
		}
		id, err := k.latest.Get(ctx, collections.Join(h.class, h.grant.Payee))
		if err != nil {
			return broken("latest grant of the payee of grant %s", types.GrantID(h.grant.Id))
		}
		latest, err := k.grant(ctx, types.GrantID(id))
		if err != nil || !bytes.Equal(latest.Payee, h.grant.Payee) || !latest.SameMonths(h.grant) {
			return broken("latest grant of the payee of grant %s", types.GrantID(h.grant.Id))
		}
	}
	return nil
}
