package keeper

import (
	"context"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	"github.com/reliefchain/relief/x/grant/types"
)

// restore lets a grant pay from the first month on that no run has sealed what it would have paid if a change of it had been decided the other
// way. What later changes decided, and later grants of the class, stay. It tells what is promised anew, and what was lost in months that are over.
func (k *Keeper) restore(ctx context.Context, of appealed, programme types.Programme) (promised, lost uint64, err error) {
	grant, first := of.grant, of.change.First()
	p, err := k.plansOf(ctx, of.roll, grant)
	if err != nil {
		return 0, 0, err
	}
	rightful, until := of.change.Rightful()
	following, err := k.following(ctx, grant, programme.ExclusivityClass)
	if err != nil {
		return 0, 0, err
	}
	until = min(until, uint32(following))
	stop, raised, err := k.amendLater(ctx, of.change, rightful, types.Period(until))
	if err != nil {
		return 0, 0, err
	}
	rightful = rightful.Best(p.base, raised)
	grant, lost, err = grant.MakeGood(p.base, rightful, types.Span{From: first, Until: min(p.next, stop)})
	if err != nil {
		return 0, 0, err
	}
	base := p.base.Splice(rightful, types.Span{From: max(first, p.next), Until: stop})
	if base.PaysAs(p.base, p.next) {
		return 0, lost, k.grants.Set(ctx, grant.Id, grant)
	}
	if err := k.requireLiveTag(ctx, programme, grant.Payee); err != nil {
		return 0, 0, err
	}
	if stop == types.Period(until) {
		grant.UntilPeriod = until
	}
	kept, dropped, err := programme.Terms.Refit(p.items, base, grant.Persons, types.Period(grant.UntilPeriod))
	if err != nil {
		return 0, 0, err
	}
	after, err := k.reshape(ctx, of.roll, grant, p, base, kept)
	if err != nil {
		return 0, 0, err
	}
	if err := k.dropItems(ctx, of.roll, grant, dropped); err != nil {
		return 0, 0, err
	}
	if err := k.startReviewClock(ctx, programme.Terms, grant, of.change.Organisation); err != nil {
		return 0, 0, err
	}
	promised, err = after.Promised(p.current, p.next)
	return promised, lost, err
}

// amendLater looks at what was decided about the grant after a change that falls: the first period of a later reduction, which stays, or until when
// none does; and the first period of a later raise, from which on the better of both is rightful. If a later reduction falls one day as well, the
// grant has what is rightful now.
func (k *Keeper) amendLater(ctx context.Context, c types.ProposedChange, rightful types.Plan, until types.Period) (stop, raised types.Period, err error) {
	stop, raised = until, types.MaxPeriod+1
	for after := c.Id; ; {
		later, more, err := k.nextCarried(ctx, c.Grant, after)
		if err != nil || !more {
			return stop, raised, err
		}
		after = later.Id
		if !later.Reduces {
			raised = min(raised, later.First())
			continue
		}
		before := types.Plan{Changes: later.Before}
		later.Before = before.Splice(rightful.Best(before, raised), types.Span{From: max(c.First(), later.First()), Until: stop}).Changes
		if stop == until {
			later.BeforeUntil = uint32(until)
		}
		if err := k.saveChange(ctx, later); err != nil {
			return 0, 0, err
		}
		stop = min(stop, later.First())
	}
}

// nextCarried is the first change of what a grant pays that was carried out and has a number above another one.
func (k *Keeper) nextCarried(ctx context.Context, grant, after uint64) (later types.ProposedChange, found bool, err error) {
	kind := uint32(types.SUBJECT_KIND_CHANGE)
	span := new(collections.Range[caseKey]).
		StartExclusive(collections.Join3(grant, kind, after)).
		EndExclusive(collections.Join3(grant, kind+1, uint64(0)))
	err = k.changes.ofGrant.Walk(ctx, span, func(key caseKey) (bool, error) {
		if later, err = k.proposedChange(ctx, key.K3()); err != nil {
			return true, err
		}
		found = later.Carried() && later.Schedule != nil
		return found, nil
	})
	return later, found, err
}

// following is the first period of the payee's grants of the class after one, or the first period of all that never comes.
func (k *Keeper) following(ctx context.Context, grant types.Grant, class uint32) (types.Period, error) {
	first := types.MaxPeriod + 1
	prefix := collections.NewPrefixedPairRange[[]byte, uint64](grant.Payee)
	err := k.grantsOf.Walk(ctx, prefix, func(key collections.Pair[[]byte, uint64]) (bool, error) {
		other, err := k.grant(ctx, types.GrantID(key.K2()))
		if err != nil || !other.After(grant) {
			return err != nil, err
		}
		programme, err := k.programme(ctx, other.Programme)
		if err == nil && programme.ExclusivityClass == class {
			first = min(first, types.Period(other.FromPeriod))
		}
		return err != nil, err
	})
	return first, err
}

// owe pays an amount with the next instalment of the payee's grant, or in a month of its own when there is none any more. What the payee's grant
// at another office would have to pay is refused with ErrLaterGrant.
func (k *Keeper) owe(ctx context.Context, grant types.Grant, programme types.Programme, amount uint64) error {
	id, err := k.latest.Get(ctx, collections.Join(programme.ExclusivityClass, grant.Payee))
	if err != nil {
		return err
	}
	carrier, roll, err := k.grantAndRoll(ctx, types.GrantID(id))
	if err != nil {
		return err
	}
	if carrier.Roll != grant.Roll || carrier.Emergency != 0 {
		return errorsmod.Wrapf(types.ErrLaterGrant, "grant %s", types.GrantID(id))
	}
	if err := k.requireUnlocked(ctx, roll); err != nil {
		return err
	}
	item := types.Item{Grant: id, Period: max(roll.NextPeriod, carrier.FromPeriod), Kind: types.ITEM_KIND_ARREARS, Amount: amount}
	for ; ; item.Period++ {
		taken, err := k.changes.items.Has(ctx, keyOfItem(item))
		if err != nil {
			return err
		}
		if !taken {
			break
		}
	}
	carrier.UntilPeriod = max(carrier.UntilPeriod, item.Period+1)
	return k.addItems(ctx, roll, carrier, []types.Item{item})
}
