package keeper

import (
	"context"

	"cosmossdk.io/collections"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/stablecoin/types"
)

// maxHoldEnds is how many holds one block ends at most. What waits holds nothing any more. Changing it forks the chain.
const maxHoldEnds = 100

// endHolds ends the holds whose hours or review date are over, the earliest first. One that can't be ended is logged and tried again.
func (k *Keeper) endHolds(ctx context.Context) error {
	due, err := k.holdsDue(ctx)
	if err != nil {
		return err
	}
	for _, id := range due {
		cached, write := sdk.UnwrapSDKContext(ctx).CacheContext()
		if err := k.expire(cached, id); err != nil {
			sdk.UnwrapSDKContext(ctx).Logger().Error("end hold", "hold", id, "error", err)
			continue
		}
		write()
	}
	return nil
}

func (k *Keeper) holdsDue(ctx context.Context) ([]uint64, error) {
	it, err := k.holdEnds.Iterate(ctx, new(collections.Range[collections.Pair[int64, uint64]]).EndExclusive(collections.Join(now(ctx)+1, uint64(0))))
	if err != nil {
		return nil, err
	}
	defer it.Close()
	var due []uint64
	for ; it.Valid() && len(due) < maxHoldEnds; it.Next() {
		key, err := it.Key()
		if err != nil {
			return nil, err
		}
		due = append(due, key.K2())
	}
	return due, nil
}

func (k *Keeper) expire(ctx context.Context, id uint64) error {
	hold, err := k.hold(ctx, id)
	if err != nil {
		return err
	}
	ended, err := hold.Expire(now(ctx))
	if err != nil {
		return err
	}
	if err := k.setHold(ctx, hold, ended); err != nil {
		return err
	}
	return emit(ctx, types.NewEventHoldMoved(ended, types.HOLD_ACT_EXPIRE, 0))
}
