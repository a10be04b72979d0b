package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"
	"cosmossdk.io/math"
	"github.com/cosmos/cosmos-sdk/codec"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/fee/types"
)

type refundEnd = collections.Pair[int64, uint64]

// refundState is what the keeper knows about refunds.
type refundState struct {
	refunds      collections.Map[uint64, types.Refund]      // number; never deleted
	refundOf     collections.Map[[]byte, uint64]            // hash of a transaction → its refund; deleted when that is withdrawn or expires
	refundEnds   collections.KeySet[refundEnd]              // (height, refund); deleted at the end of the refund
	refundTotals collections.Map[string, types.RefundTotal] // denom; never deleted
}

func newRefundState(sb *collections.SchemaBuilder, cdc codec.BinaryCodec) refundState {
	return refundState{
		refunds:  collections.NewMap(sb, types.RefundPrefix, "refunds", collections.Uint64Key, codec.CollValue[types.Refund](cdc)),
		refundOf: collections.NewMap(sb, types.RefundOfPrefix, "refund_of", collections.BytesKey, collections.Uint64Value),
		refundEnds: collections.NewKeySet(sb, types.RefundEndPrefix, "refund_ends",
			collections.PairKeyCodec(collections.Int64Key, collections.Uint64Key)),
		refundTotals: collections.NewMap(sb, types.RefundTotalPrefix, "refund_totals", collections.StringKey, codec.CollValue[types.RefundTotal](cdc)),
	}
}

func (k *Keeper) refund(ctx context.Context, id uint64) (types.Refund, error) {
	r, err := k.refunds.Get(ctx, id)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Refund{}, errorsmod.Wrapf(types.ErrRefundUnknown, "refund %d", id)
	}
	return r, err
}

// nextRefund is one more than the last number.
func (k *Keeper) nextRefund(ctx context.Context) (uint64, error) {
	last := uint64(0)
	err := k.refunds.Walk(ctx, new(collections.Range[uint64]).Descending(), func(id uint64, _ types.Refund) (bool, error) {
		last = id
		return true, nil
	})
	return last + 1, err
}

// setRefund stores a refund and keeps the indexes.
func (k *Keeper) setRefund(ctx context.Context, r types.Refund) error {
	if err := k.refunds.Set(ctx, r.Id, r); err != nil {
		return err
	}
	end := collections.Join(r.Until, r.Id)
	if r.Pending() {
		return errors.Join(k.refundEnds.Set(ctx, end), k.refundOf.Set(ctx, r.TxHash, r.Id))
	}
	if err := k.refundEnds.Remove(ctx, end); err != nil {
		return err
	}
	if r.Keeps() {
		return k.refundOf.Set(ctx, r.TxHash, r.Id)
	}
	return k.refundOf.Remove(ctx, r.TxHash)
}

// moveRefund stores a refund after a step and tells of it.
func (k *Keeper) moveRefund(ctx context.Context, r types.Refund, act types.RefundAct) error {
	if err := k.setRefund(ctx, r); err != nil {
		return err
	}
	return emit(ctx, types.NewEventRefundMoved(r, act))
}

// refundTotal counts what was paid back in a coin.
func (k *Keeper) refundTotal(ctx context.Context, denom string) (types.RefundTotal, error) {
	t, err := k.refundTotals.Get(ctx, denom)
	if errors.Is(err, collections.ErrNotFound) {
		return types.RefundTotal{Denom: denom, Total: math.ZeroInt(), Given: math.ZeroInt()}, nil
	}
	return t, err
}

// maxRefundEnds is how many refunds one block ends at most. What waits can't be approved any more. Changing it forks the chain.
const maxRefundEnds = 100

// EndRefunds ends the refunds that nobody approved in time, the earliest first.
func (k *Keeper) EndRefunds(ctx context.Context) error {
	height := sdk.UnwrapSDKContext(ctx).BlockHeight()
	var due []uint64
	over := new(collections.Range[refundEnd]).EndExclusive(collections.Join(height+1, uint64(0)))
	err := k.refundEnds.Walk(ctx, over, func(end refundEnd) (bool, error) {
		due = append(due, end.K2())
		return len(due) == maxRefundEnds, nil
	})
	if err != nil {
		return err
	}
	for _, id := range due {
		cached, write := sdk.UnwrapSDKContext(ctx).CacheContext()
		if err := k.expireRefund(cached, id, height); err != nil {
			sdk.UnwrapSDKContext(ctx).Logger().Error("end refund", "refund", id, "error", err)
			continue
		}
		write()
	}
	return nil
}

func (k *Keeper) expireRefund(ctx context.Context, id uint64, height int64) error {
	r, err := k.refund(ctx, id)
	if err != nil {
		return err
	}
	if r, err = r.Expire(height); err != nil {
		return err
	}
	return k.moveRefund(ctx, r, types.REFUND_ACT_EXPIRE)
}

// initRefunds stores the refunds of a validated genesis.
func (k *Keeper) initRefunds(ctx context.Context, gs types.GenesisState) error {
	for _, r := range gs.Refunds {
		if r.Keeps() {
			if err := k.setRefund(ctx, r); err != nil {
				return err
			}
		} else if err := k.refunds.Set(ctx, r.Id, r); err != nil {
			return err
		}
	}
	for _, t := range gs.RefundTotals {
		if err := k.refundTotals.Set(ctx, t.Denom, t); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) exportRefunds(ctx context.Context, gs *types.GenesisState) error {
	err := k.refunds.Walk(ctx, nil, func(_ uint64, r types.Refund) (bool, error) {
		gs.Refunds = append(gs.Refunds, r)
		return false, nil
	})
	if err != nil {
		return err
	}
	return k.refundTotals.Walk(ctx, nil, func(_ string, t types.RefundTotal) (bool, error) {
		gs.RefundTotals = append(gs.RefundTotals, t)
		return false, nil
	})
}
