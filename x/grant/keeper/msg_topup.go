package keeper

import (
	"context"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"
	"github.com/cosmos/cosmos-sdk/codec"

	"github.com/reliefchain/relief/x/grant/types"
)

// topUpTables keep the runs that pay everybody of a period once more (Social Assistance Law, article 32).
type topUpTables struct {
	runs collections.KeySet[collections.Triple[uint32, uint32, uint64]]                 // roll, period, run; deleted when the run is cancelled
	held collections.Map[collections.Triple[uint64, uint32, uint64], types.HeldPayment] // grant, period, run; never deleted
}

func newTopUpTables(sb *collections.SchemaBuilder, cdc codec.BinaryCodec) topUpTables {
	return topUpTables{
		runs: collections.NewKeySet(sb, types.TopUpsPrefix, "top_ups",
			collections.TripleKeyCodec(collections.Uint32Key, collections.Uint32Key, collections.Uint64Key)),
		held: collections.NewMap(sb, types.HeldTopUpPrefix, "held_top_ups",
			collections.TripleKeyCodec(collections.Uint64Key, collections.Uint32Key, collections.Uint64Key), codec.CollValue[types.HeldPayment](cdc)),
	}
}

// OpenTopUp names the rolls of a run that pays everybody who had an amount in the last period once more.
func (s msgServer) OpenTopUp(ctx context.Context, msg *types.MsgOpenTopUp) (*types.MsgOpenTopUpResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	rolls, officer, err := s.authorizeRolls(ctx, msg.Signer, msg, msg.Rolls)
	if err != nil {
		return nil, err
	}
	id, err := next(ctx, s.runSeq)
	if err != nil {
		return nil, err
	}
	run := types.NewRun(id, types.Period(msg.Period), rolls[0], msg.Rolls, officer).ForTopUp(msg.PerPerson)
	for _, roll := range rolls {
		if err := run.TakesAgain(roll); err != nil {
			return nil, err
		}
		paid, err := s.runPeriods.Has(ctx, collections.Join(roll.Id, run.Period))
		if err != nil {
			return nil, err
		}
		if !paid { // the roll starts right after the period
			return nil, errorsmod.Wrapf(types.ErrPeriodNotLast, "roll %d has paid nothing yet", roll.Id)
		}
		roll.OpenRun = id
		if err := s.rolls.Set(ctx, roll.Id, roll); err != nil {
			return nil, err
		}
		if err := s.topUps.runs.Set(ctx, collections.Join3(roll.Id, run.Period, id)); err != nil {
			return nil, err
		}
	}
	if err := s.indexOffices(ctx, nil, []types.Run{run}, nil); err != nil {
		return nil, err
	}
	if err := s.runs.Set(ctx, id, run); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventTopUpOpened(run)); err != nil {
		return nil, err
	}
	return &types.MsgOpenTopUpResponse{Run: id}, nil
}

// sealTopUp sums up the last period's payees and persons of the rolls, which stay where they are, and reserves the money.
func (k *Keeper) sealTopUp(ctx context.Context, run types.Run) (count, amount uint64, err error) {
	if run.Status != types.RUN_STATUS_OPEN {
		return 0, 0, errorsmod.Wrapf(types.ErrRunState, "run %d is %s", run.Id, run.Status)
	}
	var sum types.Roll
	for _, id := range run.Rolls {
		roll, err := k.roll(ctx, id)
		if err != nil {
			return 0, 0, err
		}
		if err := roll.RequireReserved(types.Period(run.Period)); err != nil {
			return 0, 0, err
		}
		if sum, err = sum.Join(roll); err != nil {
			return 0, 0, err
		}
	}
	if amount, err = run.Total(sum.BasePersons); err != nil {
		return 0, 0, err
	}
	return sum.BaseCount, amount, k.change(ctx, run.BudgetNode, types.Period(run.Period).Year(), amount, types.Ledger.Reserve)
}

// cancelTopUp frees the rolls and the money of a top-up.
func (k *Keeper) cancelTopUp(ctx context.Context, run types.Run) error {
	if run.Status == types.RUN_STATUS_SEALED {
		if err := k.change(ctx, run.BudgetNode, types.Period(run.Period).Year(), run.SealedAmount, types.Ledger.Unreserve); err != nil {
			return err
		}
	}
	for _, id := range run.Rolls {
		roll, err := k.roll(ctx, id)
		if err != nil {
			return err
		}
		roll.OpenRun = 0
		if err := k.rolls.Set(ctx, id, roll); err != nil {
			return err
		}
		if err := k.topUps.runs.Remove(ctx, collections.Join3(id, run.Period, run.Id)); err != nil {
			return err
		}
	}
	return nil
}

// holdsTopUp tells whether a grant has a held top-up that isn't released.
func (k *Keeper) holdsTopUp(ctx context.Context, grant uint64) (bool, error) {
	held := false
	prefix := collections.NewPrefixedTripleRange[uint64, uint32, uint64](grant)
	err := k.topUps.held.Walk(ctx, prefix, func(_ collections.Triple[uint64, uint32, uint64], h types.HeldPayment) (bool, error) {
		held = !h.Released
		return held, nil
	})
	return held, err
}

// heldOf finds what a message releases: the month's instalment, or a top-up by its run.
func (k *Keeper) heldOf(ctx context.Context, grant types.GrantID, period uint32, run uint64) (types.HeldPayment, error) {
	if run == 0 {
		return k.heldPayment(ctx, grant, period)
	}
	h, err := k.topUps.held.Get(ctx, collections.Join3(uint64(grant), period, run))
	return found(h, err, types.ErrHeldUnknown, types.Period(period))
}

// setHeld stores a held payment under its kind.
func (k *Keeper) setHeld(ctx context.Context, h types.HeldPayment, topUp bool) error {
	if err := k.indexes.held(ctx, h); err != nil {
		return err
	}
	if topUp {
		return k.topUps.held.Set(ctx, collections.Join3(h.Grant, h.Period, h.Run), h)
	}
	return k.held.Set(ctx, collections.Join(h.Grant, h.Period), h)
}

// initTopUps stores held top-ups; which runs are top-ups follows from the runs.
func (k *Keeper) initTopUps(ctx context.Context, gs types.GenesisState) error {
	for _, run := range gs.Runs {
		if !run.IsTopUp() || run.Status == types.RUN_STATUS_CANCELLED {
			continue
		}
		for _, roll := range run.Rolls {
			if err := k.topUps.runs.Set(ctx, collections.Join3(roll, run.Period, run.Id)); err != nil {
				return err
			}
		}
	}
	for _, h := range gs.HeldTopUps {
		if err := k.setHeld(ctx, h, true); err != nil {
			return err
		}
	}
	return nil
}
