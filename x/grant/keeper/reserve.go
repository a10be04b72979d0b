package keeper

import (
	"context"
	"errors"
	"time"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/grant/types"
)

// reservations find the rolls of a budget node by the last fiscal year that is reserved for them.
type reservations struct {
	ofNode collections.KeySet[collections.Triple[uint32, uint32, uint32]] // node, reserved year, roll; follows the year
}

func newReservations(sb *collections.SchemaBuilder) reservations {
	u32 := collections.Uint32Key
	return reservations{ofNode: collections.NewKeySet(sb, types.RollsOfNodePrefix, "rolls_of_node", collections.TripleKeyCodec(u32, u32, u32))}
}

// changeReserved applies one rule of the ledger to those years of a roll's promises that are reserved. Every promise of a roll goes through here.
func (k *Keeper) changeReserved(
	ctx context.Context, roll types.Roll, years types.Years, rule func(types.Ledger, uint64) (types.Ledger, error),
) error {
	for _, y := range roll.Reserved(years) {
		if err := k.change(ctx, roll.BudgetNode, y.Year, y.Amount, rule); err != nil {
			return err
		}
	}
	return nil
}

// ReserveYear reserves what a roll promises in the fiscal year after its last reserved one.
func (s msgServer) ReserveYear(ctx context.Context, msg *types.MsgReserveYear) (*types.MsgReserveYearResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	roll, err := s.roll(ctx, msg.Roll)
	if err != nil {
		return nil, err
	}
	_, area, err := s.nodeArea(ctx, roll.BudgetNode)
	if err != nil {
		return nil, err
	}
	officer, err := s.authorize(ctx, msg.Signer, msg, area)
	if err != nil {
		return nil, err
	}
	event, err := s.reserveNext(ctx, roll, hand{Actor: officer, duty: authoritytypes.ROLE_TREASURER})
	if err != nil {
		return nil, err
	}
	return &types.MsgReserveYearResponse{Year: event.Year, Amount: event.Amount}, nil
}

// turnYear reserves a fiscal year that begins, or flags the roll: then it waits for money and the treasurer.
func (k *Keeper) turnYear(ctx context.Context, d types.Deadline) error {
	roll, err := k.roll(ctx, uint32(d.Subject.Id))
	if err != nil {
		return err
	}
	_, err = k.reserveNext(ctx, roll, byChain)
	if errors.Is(err, types.ErrBudgetExceeded) || errors.Is(err, types.ErrYearClosed) {
		return k.miss(ctx, d)
	}
	return err
}

// reserveNext reserves a roll's next fiscal year in one entry of the ledger and starts the clock of the year after. It writes nothing
// before the money is found.
func (k *Keeper) reserveNext(ctx context.Context, roll types.Roll, by hand) (*types.EventYearReserved, error) {
	today, err := k.deps.Authority.Today(ctx)
	if err != nil {
		return nil, err
	}
	next, err := roll.ReserveNext(types.PeriodOf(today))
	if err != nil {
		return nil, err
	}
	amount, err := k.promisedIn(ctx, roll, next.ReservedYear)
	if err != nil {
		return nil, err
	}
	if err := k.reserve(ctx, next, amount); err != nil {
		return nil, err
	}
	if err := k.setReserved(ctx, roll, next); err != nil {
		return nil, err
	}
	if err := k.note(ctx, by.act(next.Subject(), types.ACT_KIND_RESERVE_YEAR, 0, nil)); err != nil {
		return nil, err
	}
	event := types.EventYearReserved{Roll: next.Id, Year: next.ReservedYear, Amount: amount, ByChain: by.Address == ""}
	return &event, emit(ctx, &event)
}

// reserve takes a roll's sum of its last reserved year from what is free, or says how much is missing.
func (k *Keeper) reserve(ctx context.Context, roll types.Roll, amount uint64) error {
	ledger, err := k.ledger(ctx, roll.BudgetNode, roll.ReservedYear)
	if err != nil {
		return err
	}
	lacks, err := ledger.Lacks(amount)
	if err != nil {
		return err
	}
	if lacks > 0 {
		return errorsmod.Wrapf(types.ErrBudgetExceeded, "roll %d promises %d in %d: node %d lacks %d", roll.Id, amount, roll.ReservedYear, roll.BudgetNode, lacks)
	}
	return k.change(ctx, roll.BudgetNode, roll.ReservedYear, amount, types.Ledger.Reserve)
}

// promisedIn is what a roll and an import that is loading into it promise in a fiscal year. It reads the differences up to its end.
func (k *Keeper) promisedIn(ctx context.Context, roll types.Roll, year uint32) (uint64, error) {
	var deltas []types.Delta
	span := collections.NewPrefixedPairRange[uint32, uint32](roll.Id).StartInclusive(roll.NextPeriod).EndExclusive((year + 1) * types.MonthsPerYear)
	if roll.NextPeriod < (year+1)*types.MonthsPerYear {
		err := k.deltas.Walk(ctx, span, func(_ collections.Pair[uint32, uint32], d types.Delta) (bool, error) {
			deltas = append(deltas, d)
			return false, nil
		})
		if err != nil {
			return 0, err
		}
	}
	amount, err := roll.PromisedIn(year, deltas)
	if err != nil || roll.OpenImport == 0 {
		return amount, err
	}
	load, err := k.importOf(ctx, roll.OpenImport)
	if err != nil {
		return 0, err
	}
	years := types.Years{}
	for _, more := range []uint64{amount, load.Left().Of(year)} {
		if err := years.Add(year, more); err != nil {
			return 0, err
		}
	}
	return years.Of(year), nil
}

// setReserved stores a roll whose reserved year changed, with its place below the node, and starts the clock of the next one.
func (k *Keeper) setReserved(ctx context.Context, before, after types.Roll) error {
	if err := k.reservations.ofNode.Remove(ctx, collections.Join3(before.BudgetNode, before.ReservedYear, before.Id)); err != nil {
		return err
	}
	if err := k.reservations.ofNode.Set(ctx, collections.Join3(after.BudgetNode, after.ReservedYear, after.Id)); err != nil {
		return err
	}
	if err := k.rolls.Set(ctx, after.Id, after); err != nil {
		return err
	}
	d, err := k.reserveClock(ctx, after)
	if err != nil {
		return err
	}
	return k.clocks.set(ctx, d)
}

// reserveClock is the deadline for the fiscal year after a roll's last reserved one: its beginning, for the organisation that keeps the node.
func (k *Keeper) reserveClock(ctx context.Context, roll types.Roll) (types.Deadline, error) {
	node, err := k.node(ctx, roll.BudgetNode)
	if err != nil {
		return types.Deadline{}, err
	}
	begins := authoritytypes.DayOf(int(roll.ReservedYear)+1, time.January, 1)
	at, err := k.deps.Authority.StartOf(ctx, begins)
	return types.Deadline{
		Subject: roll.Subject(), Clock: types.CLOCK_RESERVE, Organisation: node.Organisation, Day: int32(begins) - 1, At: max(at, 0),
	}, err
}

// requireRollsReserved refuses to close a fiscal year that a roll of the node may still promise money in without having reserved it.
func (k *Keeper) requireRollsReserved(ctx context.Context, node, year uint32) error {
	prefix := collections.NewPrefixedTripleRange[uint32, uint32, uint32](node)
	return k.reservations.ofNode.Walk(ctx, prefix, func(key collections.Triple[uint32, uint32, uint32]) (bool, error) {
		if key.K2() < year {
			return true, errorsmod.Wrapf(types.ErrYearNotReserved, "roll %d is reserved until %d", key.K3(), key.K2())
		}
		return true, nil
	})
}

// StartReservations gives rolls that reserved every year of their promises the last of these years, and starts their clocks.
func (k *Keeper) StartReservations(ctx context.Context) error {
	today, err := k.deps.Authority.Today(ctx)
	if err != nil {
		return err
	}
	var rolls []types.Roll
	if err := list(ctx, k.rolls, &rolls); err != nil {
		return err
	}
	for _, roll := range rolls {
		node, err := k.node(ctx, roll.BudgetNode)
		if err != nil {
			return err
		}
		last, err := k.lastPromised(ctx, roll)
		if err != nil {
			return err
		}
		after := roll
		after.ReservedYear = max(types.FirstReservedYear(types.PeriodOf(today), node), last)
		if err := k.setReserved(ctx, roll, after); err != nil {
			return err
		}
	}
	return nil
}

// lastPromised is the last fiscal year in which a roll or its open import promises anything, 0 without any. Every promise ends with a difference.
func (k *Keeper) lastPromised(ctx context.Context, roll types.Roll) (uint32, error) {
	var last uint32
	span := collections.NewPrefixedPairRange[uint32, uint32](roll.Id).StartInclusive(roll.NextPeriod).Descending()
	err := k.deltas.Walk(ctx, span, func(key collections.Pair[uint32, uint32], _ types.Delta) (bool, error) {
		last = types.Period(key.K2() - 1).Year()
		return true, nil
	})
	if err != nil || roll.OpenImport == 0 {
		return last, err
	}
	load, err := k.importOf(ctx, roll.OpenImport)
	for _, y := range load.Left() {
		last = max(last, y.Year)
	}
	return last, err
}

// initReservations makes the index of rolls by node; their clocks come with the others.
func (k *Keeper) initReservations(ctx context.Context, gs types.GenesisState) error {
	for _, r := range gs.Rolls {
		if err := k.reservations.ofNode.Set(ctx, collections.Join3(r.BudgetNode, r.ReservedYear, r.Id)); err != nil {
			return err
		}
	}
	return nil
}
