package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/reliefchain/relief/x/grant/types"
)

// initChanges stores proposed changes, one-offs and clawbacks; indexes and the queue of offsets follow.
func (k *Keeper) initChanges(ctx context.Context, gs types.GenesisState) error {
	for _, c := range gs.ProposedChanges {
		if err := k.saveChange(ctx, c); err != nil {
			return err
		}
	}
	for _, c := range gs.Clawbacks {
		if err := k.saveClawback(ctx, c); err != nil {
			return err
		}
	}
	for _, i := range gs.Items {
		if err := k.initItem(ctx, i); err != nil {
			return err
		}
	}
	if err := k.changes.changeSeq.Set(ctx, uint64(len(gs.ProposedChanges))); err != nil {
		return err
	}
	return k.changes.clawbackSeq.Set(ctx, uint64(len(gs.Clawbacks)))
}

// initItem stores a one-off; an offset that a run has handled and nobody counted waits for block work.
func (k *Keeper) initItem(ctx context.Context, i types.Item) error {
	roll, err := k.roll(ctx, types.GrantID(i.Grant).Roll())
	if err != nil {
		return err
	}
	if err := k.setItem(ctx, roll.Id, i); err != nil {
		return err
	}
	if i.Kind != types.ITEM_KIND_OFFSET || i.Settled {
		return nil
	}
	locked, err := k.locked(ctx, roll)
	if err != nil || types.Period(i.Period) >= roll.Handled(locked) {
		return err
	}
	return k.changes.settling.Set(ctx, collections.Join(roll.Id, i.Period))
}

// exportChanges reads them back.
func (k *Keeper) exportChanges(ctx context.Context, gs *types.GenesisState) error {
	for _, err := range []error{
		list(ctx, k.changes.proposed, &gs.ProposedChanges),
		list(ctx, k.changes.clawbacks, &gs.Clawbacks),
		list(ctx, k.changes.items, &gs.Items),
	} {
		if err != nil {
			return err
		}
	}
	return nil
}
