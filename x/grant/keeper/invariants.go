package keeper

import (
	"context"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	"github.com/reliefchain/relief/x/grant/types"
)

// Invariant is a rule that holds after every block.
type Invariant struct {
	// Name is the module and the rule.
	Name string
	// Check answers with ErrInvariantBroken when the rule is broken.
	Check func(context.Context, *Keeper) error
}

// Invariants lists the rules of the module. Each reads the whole state: for tests and audits, never on the chain.
func Invariants() []Invariant {
	return []Invariant{
		{Name: "grant/sequences", Check: checkSequences},
		{Name: "grant/budget-tree", Check: checkBudgetTree},
		{Name: "grant/roll-aggregate", Check: checkRollAggregate},
		{Name: "grant/run-totals", Check: checkRunTotals},
		{Name: "grant/escrow", Check: checkEscrow},
		{Name: "grant/grant-index", Check: checkGrantIndex},
		{Name: "grant/held-once", Check: checkHeldOnce},
		{Name: "grant/import-totals", Check: checkImportTotals},
		{Name: "grant/schedule-heads", Check: checkScheduleHeads},
		{Name: "grant/deciders", Check: checkDeciders},
		{Name: "grant/approved-after-notice", Check: checkApproved},
		{Name: "grant/one-duty-per-case", Check: checkDuties},
		{Name: "grant/clocks", Check: checkClocks},
		{Name: "grant/open-applications", Check: checkOpenApplications},
		{Name: "grant/budget-years", Check: checkYears},
		{Name: "grant/office-indexes", Check: checkIndexes},
		{Name: "grant/heard-before-reduced", Check: checkHeard},
		{Name: "grant/decisions-and-items", Check: checkDecisions},
		{Name: "grant/clawbacks", Check: checkClawbacks},
		{Name: "grant/fast-track", Check: checkFastTrack},
		{Name: "grant/lots", Check: checkLots},
		{Name: "grant/reserved-years", Check: checkReservations},
	}
}

func broken(format string, args ...any) error {
	return errorsmod.Wrapf(types.ErrInvariantBroken, format, args...)
}

// checkSequences holds that numbers go from 1 to the last one given, without gaps.
func checkSequences(ctx context.Context, k *Keeper) error {
	if err := gapFree(ctx, k.programmeSeq, k.programmes, "programmes"); err != nil {
		return err
	}
	if err := gapFree(ctx, k.nodeSeq, k.nodes, "budget nodes"); err != nil {
		return err
	}
	if err := gapFree(ctx, k.rollSeq, k.rolls, "rolls"); err != nil {
		return err
	}
	if err := gapFree(ctx, k.importSeq, k.imports, "imports"); err != nil {
		return err
	}
	if err := gapFree(ctx, k.cases.applicationSeq, k.cases.applications, "applications"); err != nil {
		return err
	}
	if err := gapFree(ctx, k.cases.appealSeq, k.cases.appeals, "appeals"); err != nil {
		return err
	}
	if err := gapFree(ctx, k.changes.changeSeq, k.changes.proposed, "changes"); err != nil {
		return err
	}
	if err := gapFree(ctx, k.changes.clawbackSeq, k.changes.clawbacks, "clawbacks"); err != nil {
		return err
	}
	if err := gapFree(ctx, k.emergencies.seq, k.emergencies.cases, "emergencies"); err != nil {
		return err
	}
	if err := gapFree(ctx, k.lots.seq, k.lots.all, "lots"); err != nil {
		return err
	}
	return gapFree(ctx, k.runSeq, k.runs, "runs")
}

func gapFree[K ~uint32 | ~uint64, V any](ctx context.Context, seq collections.Sequence, m collections.Map[K, V], name string) error {
	var last uint64
	err := m.Walk(ctx, nil, func(id K, _ V) (bool, error) {
		last++
		if uint64(id) != last {
			return true, broken("%s have a gap before %d", name, id)
		}
		return false, nil
	})
	if err != nil {
		return err
	}
	given, err := seq.Peek(ctx)
	if err == nil && given != last {
		return broken("%d %s of %d given", last, name, given)
	}
	return err
}

// nodeYear is a ledger's key.
type nodeYear struct{ node, year uint32 }

// checkBudgetTree holds that no ledger spends more than it has, that what a node gave is what its children received and didn't return,
// and that what is reserved is what its rolls, sealed runs and open imports still promise.
func checkBudgetTree(ctx context.Context, k *Keeper) error {
	received, promised := map[nodeYear]uint64{}, map[nodeYear]uint64{}
	var ledgers []types.Ledger
	err := k.ledgers.Walk(ctx, nil, func(_ collections.Pair[uint32, uint32], l types.Ledger) (bool, error) {
		if err := l.Validate(); err != nil {
			return true, broken("ledger %d, %d: %s", l.Node, l.Year, err)
		}
		node, err := k.node(ctx, l.Node)
		if kept := l.Received - l.Returned; node.Parent != 0 && kept > 0 {
			received[nodeYear{node.Parent, l.Year}] += kept
		}
		ledgers = append(ledgers, l)
		return err != nil, err
	})
	if err != nil {
		return err
	}
	if err := k.promises(ctx, promised); err != nil {
		return err
	}
	for _, l := range ledgers {
		key := nodeYear{l.Node, l.Year}
		if received[key] != l.Allocated {
			return broken("node %d, %d: allocated %d, received below %d", l.Node, l.Year, l.Allocated, received[key])
		}
		if promised[key] != l.Reserved {
			return broken("node %d, %d: reserved %d, promised %d", l.Node, l.Year, l.Reserved, promised[key])
		}
		delete(promised, key)
		delete(received, key)
	}
	if len(received) > 0 {
		return broken("%d fiscal years with children who received and no ledger", len(received))
	}
	if len(promised) > 0 {
		return broken("%d fiscal years with promises and no ledger", len(promised))
	}
	return nil
}

// promises sums what is promised and not yet disbursed, by node and year.
func (k *Keeper) promises(ctx context.Context, promised map[nodeYear]uint64) error {
	add := func(node uint32, years types.Years) {
		for _, y := range years {
			promised[nodeYear{node, y.Year}] += y.Amount
		}
	}
	err := k.rolls.Walk(ctx, nil, func(id uint32, roll types.Roll) (bool, error) {
		// The aggregate pays like one grant whose changes are the differences.
		plan := types.Plan{Amount: roll.BaseAmount}
		amount := int64(roll.BaseAmount)
		span := collections.NewPrefixedPairRange[uint32, uint32](id).StartInclusive(roll.NextPeriod)
		err := k.deltas.Walk(ctx, span, func(_ collections.Pair[uint32, uint32], d types.Delta) (bool, error) {
			amount += d.Amount
			if amount < 0 {
				return true, broken("aggregate of roll %d is below zero in %d", id, d.Period)
			}
			plan.Changes = append(plan.Changes, types.Change{Period: d.Period, Amount: uint64(amount)})
			return false, nil
		})
		if err == nil && amount != 0 {
			return true, broken("aggregate of roll %d never ends", id)
		}
		add(roll.BudgetNode, roll.Reserved(plan.Years(types.Period(roll.NextPeriod))))
		return err != nil, err
	})
	if err != nil {
		return err
	}
	err = k.runs.Walk(ctx, nil, func(_ uint64, run types.Run) (bool, error) {
		if run.Status == types.RUN_STATUS_SEALED && run.SealedAmount > 0 {
			add(run.BudgetNode, types.Years{{Year: types.Period(run.Period).Year(), Amount: run.SealedAmount}})
		}
		return false, nil
	})
	if err != nil {
		return err
	}
	return k.imports.Walk(ctx, nil, func(_ uint64, load types.Import) (bool, error) {
		if load.Status != types.IMPORT_STATUS_OPEN {
			return false, nil
		}
		roll, err := k.roll(ctx, load.Roll)
		if err != nil {
			return true, err
		}
		add(roll.BudgetNode, roll.Reserved(load.Left()))
		return false, nil
	})
}

// checkImportTotals holds that loaded figures stay within the sealed ones and meet them at the end, that the grants of an
// import are as many as its rows, and that roots and locks of rolls name their imports.
func checkImportTotals(ctx context.Context, k *Keeper) error {
	opened := map[uint64]uint32{}
	err := k.grants.Walk(ctx, nil, func(_ uint64, g types.Grant) (bool, error) {
		opened[g.Import]++
		return false, nil
	})
	if err != nil {
		return err
	}
	err = k.imports.Walk(ctx, nil, func(id uint64, load types.Import) (bool, error) {
		roll, err := k.roll(ctx, load.Roll)
		if err != nil {
			return true, err
		}
		root, err := k.importRoots.Get(ctx, load.Root)
		open := load.Status == types.IMPORT_STATUS_OPEN
		switch {
		case err != nil || root != id:
			return true, broken("root of import %d leads to %d", id, root)
		case !load.Loaded.Within(load.Sealed):
			return true, broken("import %d has more than was sealed", id)
		case load.Status == types.IMPORT_STATUS_DONE && (load.NextChunk != load.Chunks || !load.Loaded.Meets(load.Sealed)):
			return true, broken("import %d is done without meeting its totals", id)
		case open != (roll.OpenImport == id):
			return true, broken("import %d and the lock of roll %d", id, roll.Id)
		case opened[id] != load.Loaded.Rows:
			return true, broken("import %d has %d grants for %d rows", id, opened[id], load.Loaded.Rows)
		}
		return false, nil
	})
	if err != nil {
		return err
	}
	return k.rolls.Walk(ctx, nil, func(id uint32, roll types.Roll) (bool, error) {
		if roll.OpenImport == 0 {
			return false, nil
		}
		load, err := k.importOf(ctx, roll.OpenImport)
		if err != nil || load.Roll != id {
			return true, broken("lock of roll %d names import %d", id, roll.OpenImport)
		}
		return false, nil
	})
}
