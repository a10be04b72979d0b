package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"
	"github.com/cosmos/cosmos-sdk/codec"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/grant/types"
)

// changes keeps what happens to running grants: proposed changes, one-offs and clawbacks.
type changes struct {
	changeSeq   collections.Sequence
	clawbackSeq collections.Sequence
	proposed    collections.Map[uint64, types.ProposedChange] // change; never deleted
	clawbacks   collections.Map[uint64, types.Clawback]       // clawback; never deleted
	ofGrant     collections.KeySet[caseKey]                   // grant, subject kind, number; never deleted
	items       collections.Map[itemKey, types.Item]          // grant, period, kind; deleted when an item is dropped before it is paid
	offsets     collections.KeySet[offsetKey]                 // roll, period, grant of an offset; deleted when it is dropped or counted
	settling    collections.KeySet[settlingKey]               // roll, period handled by a run, whose offsets wait to be counted; deleted with the last
}

type (
	caseKey     = collections.Triple[uint64, uint32, uint64]
	itemKey     = collections.Triple[uint64, uint32, uint32]
	offsetKey   = collections.Triple[uint32, uint32, uint64]
	settlingKey = collections.Pair[uint32, uint32]
)

func newChanges(sb *collections.SchemaBuilder, cdc codec.BinaryCodec) changes {
	u32, u64 := collections.Uint32Key, collections.Uint64Key
	return changes{
		changeSeq:   collections.NewSequence(sb, types.ChangeSeqPrefix, "change_seq"),
		clawbackSeq: collections.NewSequence(sb, types.ClawbackSeqPrefix, "clawback_seq"),
		proposed:    collections.NewMap(sb, types.ProposedChangePrefix, "proposed_changes", u64, codec.CollValue[types.ProposedChange](cdc)),
		clawbacks:   collections.NewMap(sb, types.ClawbackPrefix, "clawbacks", u64, codec.CollValue[types.Clawback](cdc)),
		ofGrant:     collections.NewKeySet(sb, types.GrantCasePrefix, "cases_of_grant", collections.TripleKeyCodec(u64, u32, u64)),
		items:       collections.NewMap(sb, types.ItemPrefix, "items", collections.TripleKeyCodec(u64, u32, u32), codec.CollValue[types.Item](cdc)),
		offsets:     collections.NewKeySet(sb, types.OffsetPrefix, "offsets", collections.TripleKeyCodec(u32, u32, u64)),
		settling:    collections.NewKeySet(sb, types.SettlingPrefix, "settling", collections.PairKeyCodec(u32, u32)),
	}
}

func (k *Keeper) proposedChange(ctx context.Context, id uint64) (types.ProposedChange, error) {
	v, err := k.changes.proposed.Get(ctx, id)
	return found(v, err, types.ErrChangeUnknown, id)
}

func (k *Keeper) clawback(ctx context.Context, id uint64) (types.Clawback, error) {
	v, err := k.changes.clawbacks.Get(ctx, id)
	return found(v, err, types.ErrClawbackUnknown, id)
}

// saveChange stores a proposed change and lists it with its grant.
func (k *Keeper) saveChange(ctx context.Context, c types.ProposedChange) error {
	if err := k.changes.proposed.Set(ctx, c.Id, c); err != nil {
		return err
	}
	return k.changes.ofGrant.Set(ctx, collections.Join3(c.Grant, c.Subject().Key(), c.Id))
}

// saveClawback stores a clawback and lists it with its grant.
func (k *Keeper) saveClawback(ctx context.Context, c types.Clawback) error {
	if err := k.changes.clawbacks.Set(ctx, c.Id, c); err != nil {
		return err
	}
	return k.changes.ofGrant.Set(ctx, collections.Join3(c.Grant, c.Subject().Key(), c.Id))
}

func keyOfItem(i types.Item) itemKey { return collections.Join3(i.Grant, i.Period, uint32(i.Kind)) }

// itemsFrom lists the one-offs of a grant from a period on.
func (k *Keeper) itemsFrom(ctx context.Context, grant uint64, from types.Period) ([]types.Item, error) {
	var list []types.Item
	span := new(collections.Range[itemKey]).
		StartInclusive(collections.Join3(grant, uint32(from), uint32(0))).
		EndExclusive(collections.Join3(grant+1, uint32(0), uint32(0)))
	iter, err := k.changes.items.Iterate(ctx, span)
	if err != nil {
		return nil, err
	}
	defer iter.Close()
	for ; iter.Valid(); iter.Next() {
		item, err := iter.Value()
		if err != nil {
			return nil, err
		}
		list = append(list, item)
	}
	return list, nil
}

// setItem stores a one-off; an offset waits for the run of its period.
func (k *Keeper) setItem(ctx context.Context, roll uint32, i types.Item) error {
	if err := k.changes.items.Set(ctx, keyOfItem(i), i); err != nil {
		return err
	}
	key := collections.Join3(roll, i.Period, i.Grant)
	if i.Kind != types.ITEM_KIND_OFFSET || i.Settled {
		return k.changes.offsets.Remove(ctx, key)
	}
	return k.changes.offsets.Set(ctx, key)
}

// dropItem takes a one-off away that no run has sealed.
func (k *Keeper) dropItem(ctx context.Context, roll uint32, i types.Item) error {
	if err := k.changes.items.Remove(ctx, keyOfItem(i)); err != nil {
		return err
	}
	return k.changes.offsets.Remove(ctx, collections.Join3(roll, i.Period, i.Grant))
}

// plans is what a grant pays by its record and what its decisions say, before something is changed.
type plans struct {
	record  types.Record
	current types.Plan   // of the record and the changes that wait
	base    types.Plan   // of the decisions
	items   []types.Item // from the roll's next period on
	next    types.Period
}

func (k *Keeper) plansOf(ctx context.Context, roll types.Roll, grant types.Grant) (plans, error) {
	record, err := k.record(ctx, grant.Roll, grant.Slot)
	if err != nil {
		return plans{}, err
	}
	waiting, err := k.waitingChanges(ctx, types.GrantID(grant.Id))
	if err != nil {
		return plans{}, err
	}
	p := plans{record: record, current: types.PlanOf(record, waiting), next: types.Period(roll.NextPeriod)}
	p.base = grant.Planned(p.current, p.next)
	p.items, err = k.itemsFrom(ctx, grant.Id, p.next)
	return p, err
}

// reshape moves record, budget and aggregate to what decisions and one-offs say now, and stores the case file. It answers with the plan.
func (k *Keeper) reshape(ctx context.Context, roll types.Roll, grant types.Grant, p plans, base types.Plan, items []types.Item) (types.Plan, error) {
	whole, err := base.With(items)
	if err != nil {
		return types.Plan{}, err
	}
	after := whole.Rebase(p.current.Amount, p.next)
	if len(after.Changes) > types.MaxChanges+1 {
		return types.Plan{}, errorsmod.Wrapf(types.ErrScheduleInvalid, "%d changes to come, at most %d", len(after.Changes), types.MaxChanges)
	}
	if err := k.replan(ctx, roll, grant, p.record, p.current, after); err != nil {
		return types.Plan{}, err
	}
	return after, k.grants.Set(ctx, grant.Id, grant.Keep(base).Adjusting(roll, p.record))
}

// reschedule replaces what a grant pays from the start of a schedule on; one-offs of later periods go along if they fit. It tells what is
// promised anew.
func (k *Keeper) reschedule(ctx context.Context, roll types.Roll, grant types.Grant, schedule types.Schedule) (uint64, error) {
	p, err := k.plansOf(ctx, roll, grant)
	if err != nil {
		return 0, err
	}
	programme, err := k.programme(ctx, grant.Programme)
	if err != nil {
		return 0, err
	}
	base := p.base.Adjust(schedule)
	kept, dropped, err := programme.Terms.Refit(p.items, base, grant.Persons, types.Period(schedule.UntilPeriod))
	if err != nil {
		return 0, err
	}
	grant.UntilPeriod = schedule.UntilPeriod
	after, err := k.reshape(ctx, roll, grant, p, base, kept)
	if err != nil {
		return 0, err
	}
	if err := k.dropItems(ctx, roll, grant, dropped); err != nil {
		return 0, err
	}
	return after.Promised(p.current, p.next)
}

// addItems puts one-offs over what a grant pays. The caller has checked that the roll is unlocked.
func (k *Keeper) addItems(ctx context.Context, roll types.Roll, grant types.Grant, items []types.Item) error {
	p, err := k.plansOf(ctx, roll, grant)
	if err != nil {
		return err
	}
	for _, i := range items {
		if err := grant.CheckItem(i); err != nil {
			return err
		}
		if types.Period(i.Period) < p.next {
			return errorsmod.Wrapf(types.ErrPeriodSealed, "roll %d takes %s", roll.Id, p.next)
		}
		if i.Kind != types.ITEM_KIND_OFFSET {
			if err := roll.RequireReserved(types.Period(i.Period)); err != nil {
				return err
			}
		}
		known, err := k.changes.items.Has(ctx, keyOfItem(i))
		if err != nil {
			return err
		}
		if known {
			return errorsmod.Wrapf(types.ErrItemKnown, "grant %s, %s", types.GrantID(i.Grant), types.Period(i.Period))
		}
		if err := k.setItem(ctx, roll.Id, i); err != nil {
			return err
		}
	}
	if _, err := k.reshape(ctx, roll, grant, p, p.base, append(p.items, items...)); err != nil {
		return err
	}
	return emit(ctx, &types.EventItemsChanged{Grant: grant.Id, Added: items})
}

// dropItems forgets one-offs that a change of the grant leaves no room for: an offset is open in its clawback again.
func (k *Keeper) dropItems(ctx context.Context, roll types.Roll, grant types.Grant, items []types.Item) error {
	for n, i := range items {
		if err := k.dropItem(ctx, roll.Id, i); err != nil {
			return err
		}
		if i.Kind != types.ITEM_KIND_OFFSET {
			continue
		}
		clawback, err := k.clawback(ctx, i.Clawback)
		if err != nil {
			return err
		}
		clawback = clawback.Drop(i)
		if err := k.saveClawback(ctx, clawback); err != nil {
			return err
		}
		last := n == len(items)-1 || items[n+1].Clawback != i.Clawback
		if !last || clawback.Status != types.CLAWBACK_STATUS_REPAYING {
			continue
		}
		if err := k.clawbackMoved(ctx, clawback, byChain.act(clawback.Subject(), types.ACT_KIND_DROP_OFFSETS, 0, nil), 0); err != nil {
			return err
		}
	}
	if len(items) == 0 {
		return nil
	}
	return emit(ctx, &types.EventItemsChanged{Grant: grant.Id, Dropped: items})
}

// queueOffsets notes that a run handled a period of a roll in which something was kept for clawbacks.
func (k *Keeper) queueOffsets(ctx context.Context, roll, period uint32) error {
	iter, err := k.changes.offsets.Iterate(ctx, collections.NewSuperPrefixedTripleRange[uint32, uint32, uint64](roll, period))
	if err != nil {
		return err
	}
	defer iter.Close()
	if !iter.Valid() {
		return nil
	}
	return k.changes.settling.Set(ctx, collections.Join(roll, period))
}

// settleOffsets counts what was kept from instalments, at most as many in one block as deadlines are looked at. One that can't be counted is
// logged and passed over, which every audit shows from then on. Without any it opens one empty iterator.
func (k *Keeper) settleOffsets(ctx context.Context) error {
	for most := 0; ; {
		key, waits, err := first(ctx, k.changes.settling)
		if err != nil || !waits {
			return err
		}
		if most == 0 {
			params, err := k.params.Get(ctx)
			if err != nil {
				return err
			}
			most = params.DeadlinesPerBlock()
		}
		grants, err := k.offsetsOf(ctx, key, most)
		if err != nil {
			return err
		}
		for _, grant := range grants {
			one, write := sdk.UnwrapSDKContext(ctx).CacheContext()
			err := k.settleOffset(one, key.K1(), key.K2(), grant)
			if err == nil {
				write()
				continue
			}
			sdk.UnwrapSDKContext(ctx).Logger().Error("offset", "grant", grant, "period", key.K2(), "error", err)
			if err := k.changes.offsets.Remove(ctx, collections.Join3(key.K1(), key.K2(), grant)); err != nil {
				return err
			}
		}
		if len(grants) == most {
			return nil // the next block looks whether there are more
		}
		most -= len(grants)
		if err := k.changes.settling.Remove(ctx, key); err != nil {
			return err
		}
	}
}

// first is the first key of a set.
func first[K any](ctx context.Context, set collections.KeySet[K]) (K, bool, error) {
	var none K
	iter, err := set.Iterate(ctx, nil)
	if err != nil {
		return none, false, err
	}
	defer iter.Close()
	if !iter.Valid() {
		return none, false, nil
	}
	key, err := iter.Key()
	return key, err == nil, err
}

// offsetsOf lists the first grants of a roll from which something was kept in a period.
func (k *Keeper) offsetsOf(ctx context.Context, of settlingKey, most int) ([]uint64, error) {
	iter, err := k.changes.offsets.Iterate(ctx, collections.NewSuperPrefixedTripleRange[uint32, uint32, uint64](of.K1(), of.K2()))
	if err != nil {
		return nil, err
	}
	defer iter.Close()
	var grants []uint64
	for ; iter.Valid() && len(grants) < most; iter.Next() {
		key, err := iter.Key()
		if err != nil {
			return nil, err
		}
		grants = append(grants, key.K3())
	}
	return grants, nil
}

// settleOffset counts what was kept from one instalment for its clawback.
func (k *Keeper) settleOffset(ctx context.Context, roll, period uint32, grant uint64) error {
	item, err := k.changes.items.Get(ctx, collections.Join3(grant, period, uint32(types.ITEM_KIND_OFFSET)))
	if errors.Is(err, collections.ErrNotFound) {
		return k.changes.offsets.Remove(ctx, collections.Join3(roll, period, grant))
	}
	if err != nil {
		return err
	}
	item.Settled = true
	if err := k.setItem(ctx, roll, item); err != nil {
		return err
	}
	before, err := k.clawback(ctx, item.Clawback)
	if err != nil {
		return err
	}
	clawback, complete := before.Settle(item)
	if clawback.Status != types.CLAWBACK_STATUS_REPAYING {
		return k.saveClawback(ctx, clawback)
	}
	if err := k.clawbackMoved(ctx, clawback, byChain.act(clawback.Subject(), types.ACT_KIND_REPAY, 0, nil), item.Amount); err != nil || !complete {
		return err
	}
	return k.recovered(ctx, clawback)
}
