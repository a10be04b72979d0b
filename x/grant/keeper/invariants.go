package keeper

import (
	"context"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	"github.com/reliefchain/relief/x/grant/types"
	"github.com/reliefchain/relief/x/internal/invariant"
)

// Invariant is a promise of the module about its state.
type Invariant = invariant.Invariant[*Keeper]

// Invariants lists the rules of the module. Each reads the whole state: for tests and audits, never on the chain.
func Invariants() []Invariant {
	return []Invariant{
		{
			Name: "grant/sequences", Rules: []int{11}, Check: checkSequences,
			Holds: "numbers go from 1 to the last one given",
		},
		{
			Name: "grant/budget-tree", Rules: []int{1}, Check: checkBudgetTree,
			Holds: "no node of the budget uses more than it has, and what is reserved is what is promised",
		},
		{
			Name: "grant/roll-aggregate", Rules: []int{3}, Check: checkRollAggregate,
			Holds: "what a roll is to pay in each month is the sum over its grants",
		},
		{
			Name: "grant/run-totals", Rules: []int{3, 11}, Check: checkRunTotals,
			Holds: "what a run paid and held is at most what was sealed, and all of it when it is done",
		},
		{
			Name: "grant/escrow", Rules: []int{7}, Check: checkEscrow,
			Holds: "balances, held payments and floats are covered by coins",
		},
		{
			Name: "grant/pools", Rules: []int{7, 11}, Check: checkPools,
			Holds: "every coin that a pool is noted to hold lies in it",
		},
		{
			Name: "grant/grant-index", Rules: []int{3, 11}, Check: checkGrantIndex,
			Holds: "grants, records and indexes agree, and no month of a class is covered twice",
		},
		{
			Name: "grant/held-once", Rules: []int{3}, Check: checkHeldOnce,
			Holds: "the held payments of a run are exactly those it counted",
		},
		{
			Name: "grant/import-totals", Rules: []int{3, 11}, Check: checkImportTotals,
			Holds: "what an import loaded is within what was sealed, and equal when it is done",
		},
		{
			Name: "grant/schedule-heads", Rules: []int{3}, Check: checkScheduleHeads,
			Holds: "no change of an amount was passed over",
		},
		{
			Name: "grant/deciders", Rules: []int{4}, Check: checkDeciders,
			Holds: "who opened an import counts as having decided about its roll",
		},
		{
			Name: "grant/approved-after-notice", Rules: []int{5, 11}, Check: checkApproved,
			Holds: "every application went along its table, and what was approved ran its notice",
		},
		{
			Name: "grant/one-duty-per-case", Rules: []int{4}, Check: checkDuties,
			Holds: "no person acts in two duties along one case",
		},
		{
			Name: "grant/clocks", Rules: []int{11, 14}, Check: checkClocks,
			Holds: "every deadline stands in its lists, and timelines go forward in time without gaps",
		},
		{
			Name: "grant/open-applications", Rules: []int{2, 11}, Check: checkOpenApplications,
			Holds: "a payee has one undecided application of a class, and the indexes name exactly what there is",
		},
		{
			Name: "grant/budget-years", Rules: []int{1, 11}, Check: checkYears,
			Holds: "a closed year promises nothing, and what left it is what the next one brought forward",
		},
		{
			Name: "grant/office-indexes", Rules: []int{11}, Check: checkIndexes,
			Holds: "lists of offices name every roll, run and held payment, and nothing else",
		},
		{
			Name: "grant/heard-before-reduced", Rules: []int{6, 11}, Check: checkHeard,
			Holds: "no grant was reduced or ended before its payee was heard, but for a reason that waives it",
		},
		{
			Name: "grant/decisions-and-items", Rules: []int{3}, Check: checkDecisions,
			Holds: "a grant pays exactly what decisions say, with its one-offs over it",
		},
		{
			Name: "grant/clawbacks", Rules: []int{11, 14}, Check: checkClawbacks,
			Holds: "no clawback collected more than was ordered, and each went along its table",
		},
		{
			Name: "grant/fast-track", Rules: []int{5, 9, 11}, Check: checkFastTrack,
			Holds: "each office paid first at most what its float has",
		},
		{
			Name: "grant/lots", Rules: []int{11}, Check: checkLots,
			Holds: "the parts of every lot are its whole",
		},
		{
			Name: "grant/reserved-years", Rules: []int{1, 11}, Check: checkReservations,
			Holds: "every roll waits for the year after its last reserved one, and no node closed a year beyond",
		},
		{
			Name: "grant/paid-by-another", Rules: []int{4}, Check: checkReleased,
			Holds: "every run that pays was released by a treasurer who neither opened nor sealed it",
		},
		{
			Name: "grant/handed-over", Rules: []int{14}, Check: checkHandedOver,
			Holds: "a grant that was handed over ends where the next one of the payee begins",
		},
		{
			Name: "grant/appeals", Rules: []int{11}, Check: checkAppeals,
			Holds: "every appeal went along its table, and an order to pay back waits exactly while one against it is open",
		},
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
