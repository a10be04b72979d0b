package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	"github.com/reliefchain/relief/x/grant/types"
)

// award reserves the money of a grant that passed every check and opens it in the roll.
func (k *Keeper) award(
	ctx context.Context, officer types.Actor, roll types.Roll, programme types.Programme, draft types.Grant, schedule types.Schedule,
) (types.Grant, error) {
	years := types.NewPlan(schedule).Years(schedule.First())
	if err := roll.RequireReserved(schedule.First()); err != nil {
		return types.Grant{}, err
	}
	if err := k.changeReserved(ctx, roll, years, types.Ledger.Reserve); err != nil {
		return types.Grant{}, err
	}
	total, err := years.Total()
	if err != nil {
		return types.Grant{}, err
	}
	if err := k.requireTagOrPayFirst(ctx, officer, programme, draft, schedule); err != nil {
		return types.Grant{}, err
	}
	var deltas types.Deltas
	roll, grant, err := k.openGrant(ctx, roll, programme, draft, schedule, &deltas)
	if err != nil {
		return types.Grant{}, err
	}
	if err := k.addDeltas(ctx, roll.Id, deltas); err != nil {
		return types.Grant{}, err
	}
	if err := k.decided(ctx, roll.Id, officer); err != nil {
		return types.Grant{}, err
	}
	if err := k.rolls.Set(ctx, roll.Id, roll); err != nil {
		return types.Grant{}, err
	}
	if err := k.startReviewClock(ctx, programme.Terms, grant, officer.Organisation); err != nil {
		return types.Grant{}, err
	}
	return grant, emit(ctx, types.NewEventAwarded(grant, total))
}

// openGrant gives a payee, whose tag the caller has checked, the next slot of the roll. The caller stores the roll, adds the differences and has reserved the money.
func (k *Keeper) openGrant(
	ctx context.Context, roll types.Roll, programme types.Programme, draft types.Grant, schedule types.Schedule, deltas *types.Deltas,
) (types.Roll, types.Grant, error) {
	if err := k.requireNoLiveGrant(ctx, programme, draft, schedule.First()); err != nil {
		return types.Roll{}, types.Grant{}, err
	}
	roll, slot, err := roll.TakeSlot()
	if err != nil {
		return types.Roll{}, types.Grant{}, err
	}
	id := types.NewGrantID(roll.Id, slot)
	draft.Id, draft.Programme, draft.Roll, draft.Slot = uint64(id), roll.Programme, roll.Id, slot
	draft.FromPeriod, draft.UntilPeriod, draft.Status = uint32(schedule.First()), schedule.UntilPeriod, types.GRANT_STATUS_ACTIVE
	plan := types.NewPlan(schedule)
	draft.Base = plan.Changes
	if err := deltas.AddAll(plan.Deltas(draft.Persons), 1); err != nil {
		return types.Roll{}, types.Grant{}, err
	}
	record, waiting := plan.Settle(types.Period(roll.NextPeriod)).Split(types.Record{Grant: id})
	if err := k.setRecord(ctx, roll.Id, slot, record); err != nil {
		return types.Roll{}, types.Grant{}, err
	}
	if len(waiting) > 0 {
		if err := k.setWaitingChanges(ctx, id, waiting); err != nil {
			return types.Roll{}, types.Grant{}, err
		}
	}
	return roll, draft, k.indexGrant(ctx, programme, draft)
}

// indexGrant stores the case file and its index entries.
func (k *Keeper) indexGrant(ctx context.Context, programme types.Programme, grant types.Grant) error {
	if err := k.grants.Set(ctx, grant.Id, grant); err != nil {
		return err
	}
	if err := k.grantsOf.Set(ctx, collections.Join(grant.Payee, grant.Id)); err != nil {
		return err
	}
	return k.latest.Set(ctx, collections.Join(programme.ExclusivityClass, grant.Payee), grant.Id)
}

// requireNoLiveGrant refuses a second grant of the class while one still owes instalments, or for months it has covered. The grant that
// another office hands over still owes the months before.
func (k *Keeper) requireNoLiveGrant(ctx context.Context, programme types.Programme, draft types.Grant, first types.Period) error {
	id, err := k.latest.Get(ctx, collections.Join(programme.ExclusivityClass, draft.Payee))
	if errors.Is(err, collections.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	before, err := k.grant(ctx, types.GrantID(id))
	if err != nil {
		return err
	}
	roll, err := k.roll(ctx, before.Roll)
	if err != nil {
		return err
	}
	owes, err := k.owes(ctx, roll, before)
	if err != nil {
		return err
	}
	if owes && id != draft.TransferredFrom || before.UntilPeriod > uint32(first) {
		return errorsmod.Wrapf(types.ErrGrantLive, "grant %s until %s", types.GrantID(id), types.Period(before.UntilPeriod))
	}
	return nil
}

// owes tells whether a grant still has instalments that no finished run has handled.
func (k *Keeper) owes(ctx context.Context, roll types.Roll, grant types.Grant) (bool, error) {
	sealed, err := k.sealed(ctx, roll)
	return roll.Owes(grant, sealed), err
}

// standing is where a grant stands in its life.
func (k *Keeper) standing(ctx context.Context, roll types.Roll, grant types.Grant) (types.GrantStanding, error) {
	sealed, err := k.sealed(ctx, roll)
	return grant.Standing(roll, sealed), err
}

// sealed tells whether a roll has a run that is sealed and not finished.
func (k *Keeper) sealed(ctx context.Context, roll types.Roll) (bool, error) {
	if roll.OpenRun == 0 {
		return false, nil
	}
	run, err := k.run(ctx, roll.OpenRun)
	return run.Status != types.RUN_STATUS_OPEN, err
}

// Pays tells whether a grant of any class still owes the payee something: instalments to come, a held payment, or a balance that only
// the payee's key can withdraw. It looks at the payee's grants, the latest first.
func (k *Keeper) Pays(ctx context.Context, payee []byte) (bool, error) {
	paid := false
	prefix := collections.NewPrefixedPairRange[[]byte, uint64](payee).Descending()
	err := k.grantsOf.Walk(ctx, prefix, func(key collections.Pair[[]byte, uint64]) (bool, error) {
		grant, roll, err := k.grantAndRoll(ctx, types.GrantID(key.K2()))
		if err != nil {
			return true, err
		}
		if paid, err = k.owes(ctx, roll, grant); err != nil || paid {
			return true, err
		}
		paid, err = k.keepsMoney(ctx, grant)
		return paid, err
	})
	return paid, err
}

// Mark writes what the register says of a payee into the records of all their grants, so that a run reads nothing else.
func (k *Keeper) Mark(ctx context.Context, payee []byte, locked, deceased bool) error {
	var ids []types.GrantID
	prefix := collections.NewPrefixedPairRange[[]byte, uint64](payee)
	err := k.grantsOf.Walk(ctx, prefix, func(key collections.Pair[[]byte, uint64]) (bool, error) {
		ids = append(ids, types.GrantID(key.K2()))
		return false, nil
	})
	if err != nil {
		return err
	}
	for _, id := range ids {
		grant, err := k.grant(ctx, id)
		if err != nil {
			return err
		}
		record, err := k.record(ctx, grant.Roll, grant.Slot)
		if err != nil {
			return err
		}
		record.Locked, record.Deceased = locked, deceased
		if err := k.setRecord(ctx, grant.Roll, grant.Slot, record); err != nil {
			return err
		}
	}
	return nil
}

// keepsMoney tells whether an ended grant has a balance or a held payment.
func (k *Keeper) keepsMoney(ctx context.Context, grant types.Grant) (bool, error) {
	record, err := k.record(ctx, grant.Roll, grant.Slot)
	if err != nil || record.Balance > 0 {
		return err == nil, err
	}
	held, err := k.holdsTopUp(ctx, grant.Id)
	if err != nil || held {
		return held, err
	}
	prefix := collections.NewPrefixedPairRange[uint64, uint32](grant.Id)
	err = k.held.Walk(ctx, prefix, func(_ collections.Pair[uint64, uint32], h types.HeldPayment) (bool, error) {
		held = !h.Released
		return held, nil
	})
	return held, err
}

func (k *Keeper) openProgramme(ctx context.Context, id uint32) (types.Programme, error) {
	programme, err := k.programme(ctx, id)
	if err != nil {
		return types.Programme{}, err
	}
	if programme.Status != types.PROGRAMME_STATUS_PUBLISHED {
		return types.Programme{}, errorsmod.Wrapf(types.ErrProgrammeClosed, "programme %d", id)
	}
	return programme, nil
}

// requireUnlocked refuses a roll whose run is sealed and not yet done: its grants stay as they are.
func (k *Keeper) requireUnlocked(ctx context.Context, roll types.Roll) error {
	locked, err := k.locked(ctx, roll)
	if err == nil && locked {
		err = errorsmod.Wrapf(types.ErrRunOpen, "roll %d, run %d", roll.Id, roll.OpenRun)
	}
	return err
}

// locked tells whether a run has sealed the roll and isn't done.
func (k *Keeper) locked(ctx context.Context, roll types.Roll) (bool, error) {
	if roll.OpenRun == 0 {
		return false, nil
	}
	run, err := k.run(ctx, roll.OpenRun)
	return err == nil && run.Locks(), err
}

func (k *Keeper) requireRegistered(ctx context.Context, ref []byte) error {
	person, err := k.deps.Register.Person(ctx, ref)
	if err != nil {
		return err
	}
	switch {
	case !person.Live():
		return types.ErrPayeeClosed
	case person.Lock != nil:
		return types.ErrPayeeLocked
	default:
		return nil
	}
}

// requireTagOrPayFirst refuses a payee without a live tag, unless the programme pays such a small sum before the paperwork is done.
func (k *Keeper) requireTagOrPayFirst(ctx context.Context, officer types.Actor, programme types.Programme, draft types.Grant, schedule types.Schedule) error {
	live, err := k.deps.Register.HasLiveTag(ctx, draft.Payee, programme.ExclusivityClass)
	if err != nil || live {
		return err
	}
	if err := programme.CheckPayFirst(draft, schedule); err != nil {
		return err
	}
	return k.deps.Register.PayFirst(ctx, draft.Payee, programme.ExclusivityClass, officer.Organisation)
}

func (k *Keeper) requireLiveTag(ctx context.Context, programme types.Programme, ref []byte) error {
	live, err := k.deps.Register.HasLiveTag(ctx, ref, programme.ExclusivityClass)
	if err != nil {
		return err
	}
	if !live {
		return errorsmod.Wrapf(types.ErrTagMissing, "class %d", programme.ExclusivityClass)
	}
	return nil
}

func requireUnsealed(roll types.Roll, schedule types.Schedule) error {
	if schedule.First() < types.Period(roll.NextPeriod) {
		return errorsmod.Wrapf(types.ErrPeriodSealed, "roll %d takes %s", roll.Id, types.Period(roll.NextPeriod))
	}
	return nil
}
