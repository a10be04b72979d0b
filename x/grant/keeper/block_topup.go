package keeper

import (
	"context"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	"github.com/reliefchain/relief/x/grant/types"
)

// due decides about the record of a slot: what becomes of it, and the amount that is paid or held.
type due func(slot uint32, record types.Record) (types.Record, uint64, types.Outcome, error)

// dues decides about the slots of a roll from the run's cursor to before the end. The second result ends it.
func (w *payout) dues(run types.Run, roll, end uint32) (due, func() error, error) {
	if run.IsTopUp() {
		return w.topUps(run, roll, end)
	}
	period := types.Period(run.Period)
	pays := func(_ uint32, record types.Record) (types.Record, uint64, types.Outcome, error) {
		next, amount, outcome := record.Pay(period)
		return next, amount, outcome, nil
	}
	return pays, func() error { return nil }, nil
}

// topUps reads the case files in one walk beside the records: a grant stands under the number of its roll and slot.
func (w *payout) topUps(run types.Run, roll, end uint32) (due, func() error, error) {
	span := new(collections.Range[uint64]).
		StartInclusive(uint64(types.NewGrantID(roll, run.CursorSlot))).
		EndExclusive(uint64(types.NewGrantID(roll, end)))
	grants, err := w.keeper.grants.Iterate(w.ctx, span)
	if err != nil {
		return nil, nil, err
	}
	period := types.Period(run.Period)
	pays := func(slot uint32, record types.Record) (types.Record, uint64, types.Outcome, error) {
		grant, err := grantAt(grants, types.NewGrantID(roll, slot))
		if err != nil || !grant.Had(period, record) {
			return record, 0, types.OutcomeNothing, err
		}
		amount := run.TopUp * uint64(grant.Persons)
		left, err := w.keeper.hasLeft(w.ctx, grant, period)
		if err != nil || left {
			return record, amount, types.OutcomeHeldClosed, err
		}
		next, outcome := record.TopUp(amount)
		return next, amount, outcome, nil
	}
	return pays, grants.Close, nil
}

// hasLeft tells whether the payee has left the register since the period was paid. Only somebody whose grant ended with it can have.
func (k *Keeper) hasLeft(ctx context.Context, grant types.Grant, period types.Period) (bool, error) {
	if grant.UntilPeriod > uint32(period)+1 {
		return false, nil
	}
	person, err := k.deps.Register.Person(ctx, grant.Payee)
	return err == nil && !person.Live() && !person.Deceased(), err
}

// grantAt takes the walk to a grant.
func grantAt(grants collections.Iterator[uint64, types.Grant], id types.GrantID) (types.Grant, error) {
	for ; grants.Valid(); grants.Next() {
		at, err := grants.Key()
		if err != nil {
			return types.Grant{}, err
		}
		if at == uint64(id) {
			return grants.Value()
		}
		if at > uint64(id) {
			break
		}
	}
	return types.Grant{}, errorsmod.Wrapf(types.ErrGrantUnknown, "%s", id)
}

// leafKind is the kind of a leaf of the run.
func leafKind(run types.Run, outcome types.Outcome) types.LeafKind {
	switch {
	case run.IsTopUp() && outcome.Held():
		return types.LeafTopUpHeld
	case run.IsTopUp():
		return types.LeafTopUp
	case outcome.Held():
		return types.LeafHeld
	default:
		return types.LeafPaid
	}
}
