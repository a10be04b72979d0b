package keeper

import (
	"context"
	"errors"
	"slices"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	"github.com/reliefchain/relief/x/grant/types"
)

// checkDeciders holds that whoever opened an import is kept from releasing the money of its roll.
func checkDeciders(ctx context.Context, k *Keeper) error {
	return k.imports.Walk(ctx, nil, func(id uint64, load types.Import) (bool, error) {
		for _, person := range load.ApproverCredentials {
			known, err := k.deciders.Has(ctx, collections.Join(load.Roll, person))
			if err == nil && !known {
				err = broken("import %d: its approver may release the money of roll %d", id, load.Roll)
			}
			if err != nil {
				return true, err
			}
		}
		return false, nil
	})
}

// checkRunTotals holds that paid + held is the sum of a run's chunks, never above what was sealed and equal to it when the
// run is done; that the queue has the executing runs; and that rolls are locked by the runs that name them.
func checkRunTotals(ctx context.Context, k *Keeper) error {
	err := k.runs.Walk(ctx, nil, func(_ uint64, run types.Run) (bool, error) {
		err := k.checkRun(ctx, run)
		return err != nil, err
	})
	if err != nil {
		return err
	}
	return k.rolls.Walk(ctx, nil, func(id uint32, roll types.Roll) (bool, error) {
		if roll.OpenRun == 0 {
			return false, nil
		}
		run, err := k.run(ctx, roll.OpenRun)
		if err != nil || !slices.Contains(run.Rolls, id) || run.Status == types.RUN_STATUS_DONE || run.Status == types.RUN_STATUS_CANCELLED {
			return true, broken("lock of roll %d names run %d", id, roll.OpenRun)
		}
		return false, nil
	})
}

func (k *Keeper) checkRun(ctx context.Context, run types.Run) error {
	var paidCount, paidAmount, heldCount, heldAmount uint64
	err := k.chunks.Walk(ctx, collections.NewPrefixedTripleRange[uint64, uint32, uint32](run.Id),
		func(_ collections.Triple[uint64, uint32, uint32], c types.Chunk) (bool, error) {
			paidCount += uint64(c.PaidCount)
			paidAmount += c.PaidAmount
			heldCount += uint64(c.HeldCount)
			heldAmount += c.HeldAmount
			return false, nil
		})
	if err != nil {
		return err
	}
	queued, err := k.executing.Has(ctx, run.Id)
	if err != nil {
		return err
	}
	executing, done := run.Status == types.RUN_STATUS_EXECUTING, run.Status == types.RUN_STATUS_DONE
	switch {
	case paidCount != run.PaidCount || paidAmount != run.PaidAmount || heldCount != run.HeldCount || heldAmount != run.HeldAmount:
		return broken("run %d differs from its chunks", run.Id)
	case run.PaidCount+run.HeldCount > run.SealedCount || run.PaidAmount+run.HeldAmount > run.SealedAmount:
		return broken("run %d paid more than was sealed", run.Id)
	case done && !run.Balanced():
		return broken("run %d: paid %d, held %d, sealed %d", run.Id, run.PaidAmount, run.HeldAmount, run.SealedAmount)
	case !done && !executing && paidCount+heldCount > 0:
		return broken("run %d paid before it was authorised", run.Id)
	case queued != executing:
		return broken("run %d and the queue", run.Id)
	}
	for _, id := range run.Rolls {
		roll, err := k.roll(ctx, id)
		if err != nil {
			return err
		}
		named, err := k.namesRun(ctx, id, run)
		if err != nil {
			return err
		}
		open := !done && run.Status != types.RUN_STATUS_CANCELLED
		if open != (roll.OpenRun == run.Id) {
			return broken("run %d and the lock of roll %d", run.Id, id)
		}
		if named != (run.Status != types.RUN_STATUS_CANCELLED) {
			return broken("run %d and what roll %d names as its run", run.Id, id)
		}
	}
	return nil
}

// namesRun tells whether the index of a roll's runs has the run.
func (k *Keeper) namesRun(ctx context.Context, roll uint32, run types.Run) (bool, error) {
	if run.IsTopUp() {
		return k.topUps.runs.Has(ctx, collections.Join3(roll, run.Period, run.Id))
	}
	of, err := k.runPeriods.Get(ctx, collections.Join(roll, run.Period))
	if errors.Is(err, collections.ErrNotFound) {
		return false, nil
	}
	return of == run.Id, err
}

// checkHeldOnce holds that each run's held payments are its held count and sum, for its own period, of grants it has visited.
func checkHeldOnce(ctx context.Context, k *Keeper) error {
	type total struct{ count, amount uint64 }
	totals := map[uint64]total{}
	err := k.walkHeld(ctx, func(h types.HeldPayment, topUp, inPlace bool) error {
		run, err := k.run(ctx, h.Run)
		if err != nil || run.Period != h.Period || run.IsTopUp() != topUp || !inPlace {
			return broken("held payment of grant %s, period %d", types.GrantID(h.Grant), h.Period)
		}
		grant, err := k.grant(ctx, types.GrantID(h.Grant))
		if err != nil {
			return err
		}
		record, err := k.record(ctx, grant.Roll, grant.Slot)
		if err != nil || uint32(record.LastPeriod) < h.Period {
			return broken("grant %s was not handled in period %d", types.GrantID(h.Grant), h.Period)
		}
		t := totals[h.Run]
		totals[h.Run] = total{t.count + 1, t.amount + h.Amount}
		return nil
	})
	if err != nil {
		return err
	}
	return k.runs.Walk(ctx, nil, func(id uint64, run types.Run) (bool, error) {
		if totals[id] != (total{run.HeldCount, run.HeldAmount}) {
			return true, broken("run %d held %d, kept %d", id, run.HeldAmount, totals[id].amount)
		}
		return false, nil
	})
}

// walkHeld visits held instalments and held top-ups, and tells which, and whether the key is that of the payment.
func (k *Keeper) walkHeld(ctx context.Context, visit func(h types.HeldPayment, topUp, inPlace bool) error) error {
	err := k.held.Walk(ctx, nil, func(key collections.Pair[uint64, uint32], h types.HeldPayment) (bool, error) {
		err := visit(h, false, key.K1() == h.Grant && key.K2() == h.Period)
		return err != nil, err
	})
	if err != nil {
		return err
	}
	return k.topUps.held.Walk(ctx, nil, func(key collections.Triple[uint64, uint32, uint64], h types.HeldPayment) (bool, error) {
		err := visit(h, true, key.K1() == h.Grant && key.K2() == h.Period && key.K3() == h.Run)
		return err != nil, err
	})
}

// checkEscrow holds that each pool has, at par, at least the balances, the held payments not yet released, what executing runs have still to
// pay and what is left of floats.
func checkEscrow(ctx context.Context, k *Keeper) error {
	owed, err := k.owed(ctx)
	if err != nil {
		return err
	}
	denoms := map[uint32][]string{}
	err = k.indexes.pools.Walk(ctx, nil, func(key collections.Pair[string, uint32]) (bool, error) {
		denoms[key.K2()] = append(denoms[key.K2()], key.K1())
		return false, nil
	})
	if err != nil {
		return err
	}
	err = k.emergencies.floats.Walk(ctx, nil, func(_ floatKey, f types.Float) (bool, error) {
		left, err := f.Left()
		if err != nil {
			return true, broken("float of organisation %d, programme %d: %s", f.Organisation, f.Programme, err)
		}
		owed[f.Programme] = owed[f.Programme].Add(math.NewIntFromUint64(left))
		return false, nil
	})
	if err != nil {
		return err
	}
	return k.programmes.Walk(ctx, nil, func(id uint32, programme types.Programme) (bool, error) {
		unit, err := k.deps.Coins.Unit(ctx, programme.Currency)
		if err != nil {
			return true, err
		}
		pool := math.ZeroInt()
		for _, denom := range denoms[id] {
			pool = pool.Add(k.deps.Bank.GetBalance(ctx, types.PoolAddress(id), denom).Amount)
		}
		if need := owed[id].Mul(math.NewIntFromUint64(unit)); need.GT(pool) {
			return true, broken("pool of programme %d has %s of %s", id, pool, need)
		}
		return false, nil
	})
}

// owed sums what each programme owes its payees out of the pool, minor units.
func (k *Keeper) owed(ctx context.Context) (map[uint32]math.Int, error) {
	owed := map[uint32]math.Int{}
	programmeOf := map[uint32]uint32{}
	err := k.programmes.Walk(ctx, nil, func(id uint32, _ types.Programme) (bool, error) {
		owed[id] = math.ZeroInt()
		return false, nil
	})
	if err != nil {
		return nil, err
	}
	err = k.rolls.Walk(ctx, nil, func(id uint32, roll types.Roll) (bool, error) {
		programmeOf[id] = roll.Programme
		return false, nil
	})
	if err != nil {
		return nil, err
	}
	add := func(programme uint32, amount uint64) {
		owed[programme] = owed[programme].Add(math.NewIntFromUint64(amount))
	}
	err = k.walkRecords(ctx, 0, func(roll, _ uint32, record types.Record) error {
		add(programmeOf[roll], record.Balance)
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = k.walkHeld(ctx, func(h types.HeldPayment, _, _ bool) error {
		if !h.Released {
			add(programmeOf[types.GrantID(h.Grant).Roll()], h.Amount)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return owed, k.runs.Walk(ctx, nil, func(_ uint64, run types.Run) (bool, error) {
		if run.Status == types.RUN_STATUS_EXECUTING {
			add(run.Programme, run.SealedAmount-run.PaidAmount-run.HeldAmount)
		}
		return false, nil
	})
}
