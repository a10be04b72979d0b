package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"
	"cosmossdk.io/math"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/fee/types"
)

// checkRefunds wants every refund to be valid, which takes another person for one that was paid; one at most for a transaction that is open or paid;
// the open ones in the queue; and the totals to be what was paid.
func checkRefunds(ctx context.Context, k *Keeper) error {
	paid := sdk.NewCoins()
	open, kept := 0, 0
	err := k.refunds.Walk(ctx, nil, func(id uint64, r types.Refund) (bool, error) {
		if r.Validate() != nil || r.Id != id {
			return true, errorsmod.Wrapf(types.ErrInvariantBroken, "refund %d", id)
		}
		of, err := k.refundOf.Get(ctx, r.TxHash)
		if err != nil && !errors.Is(err, collections.ErrNotFound) {
			return true, err
		}
		if r.Keeps() != (of == id) {
			return true, errorsmod.Wrapf(types.ErrInvariantBroken, "refund %d is %s, the transaction's is %d", id, r.Status, of)
		}
		waits, err := k.refundEnds.Has(ctx, collections.Join(r.Until, id))
		if err != nil {
			return true, err
		}
		if waits != r.Pending() {
			return true, errorsmod.Wrapf(types.ErrInvariantBroken, "refund %d is %s and waits: %t", id, r.Status, waits)
		}
		if r.Pending() {
			open++
		}
		if r.Keeps() {
			kept++
		}
		if r.Status == types.REFUND_STATUS_PAID {
			paid = paid.Add(r.Amount)
		}
		return false, nil
	})
	if err != nil {
		return err
	}
	if err := k.refundEnds.Walk(ctx, nil, func(refundEnd) (bool, error) { open--; return false, nil }); err != nil {
		return err
	}
	if err := k.refundOf.Walk(ctx, nil, func([]byte, uint64) (bool, error) { kept--; return false, nil }); err != nil {
		return err
	}
	if open != 0 || kept != 0 {
		return errorsmod.Wrap(types.ErrInvariantBroken, "an index has what no refund is")
	}
	return k.checkRefundTotals(ctx, paid)
}

func (k *Keeper) checkRefundTotals(ctx context.Context, paid sdk.Coins) error {
	sums := math.ZeroInt()
	err := k.refundTotals.Walk(ctx, nil, func(denom string, t types.RefundTotal) (bool, error) {
		if t.Validate() != nil || t.Denom != denom || !t.Total.Equal(paid.AmountOf(denom)) {
			return true, errorsmod.Wrapf(types.ErrInvariantBroken, "refunds in %s: %s, paid %s", denom, t.Total, paid.AmountOf(denom))
		}
		sums = sums.Add(t.Total)
		return false, nil
	})
	if err != nil {
		return err
	}
	for _, coin := range paid {
		sums = sums.Sub(coin.Amount)
	}
	if !sums.IsZero() {
		return errorsmod.Wrapf(types.ErrInvariantBroken, "refunds of %s aren't counted", sums.Neg())
	}
	return nil
}
