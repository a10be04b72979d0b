package keeper

import (
	"context"

	"cosmossdk.io/collections"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/stablecoin/types"
)

// EndBlock gives coins of missed redemptions back, ends holds that are over, and learns the accounts of new organisations and programmes.
func (k *Keeper) EndBlock(ctx context.Context) error {
	if err := k.endRedemptions(ctx); err != nil {
		return err
	}
	if err := k.endHolds(ctx); err != nil {
		return err
	}
	return k.learn(ctx)
}

// endRedemptions gives the coins of missed redemptions back, at most types.MaxDuePerBlock. One that fails is put off and blocks no other.
func (k *Keeper) endRedemptions(ctx context.Context) error {
	numbers, err := k.missed(ctx)
	if err != nil {
		return err
	}
	for _, number := range numbers {
		r, err := k.redemption(ctx, number)
		if err != nil {
			return err
		}
		cached, write := sdk.UnwrapSDKContext(ctx).CacheContext()
		if err := k.giveBack(cached, r); err == nil {
			write()
			continue
		}
		if err := k.putOff(ctx, r); err != nil {
			return err
		}
	}
	return nil
}

// missed lists the redemptions whose deadline is over, the oldest first.
func (k *Keeper) missed(ctx context.Context) ([]uint64, error) {
	it, err := k.due.Iterate(ctx, collections.NewPrefixUntilPairRange[int64, uint64](now(ctx)))
	if err != nil {
		return nil, err
	}
	defer it.Close()
	var numbers []uint64
	for ; it.Valid() && len(numbers) < types.MaxDuePerBlock; it.Next() {
		key, err := it.Key()
		if err != nil {
			return nil, err
		}
		numbers = append(numbers, key.K2())
	}
	return numbers, nil
}

func (k *Keeper) giveBack(ctx context.Context, r types.Redemption) error {
	issuer, err := k.issuer(ctx, r.Issuer)
	if err != nil {
		return err
	}
	holder, err := k.deps.Address.StringToBytes(r.Holder)
	if err != nil {
		return err
	}
	returned, err := r.Return()
	if err != nil {
		return err
	}
	if err := k.deps.Bank.SendCoinsFromModuleToAccount(ctx, types.ModuleName, holder, coins(issuer, r.Amount)); err != nil {
		return err
	}
	if err := k.endRedemption(ctx, returned); err != nil {
		return err
	}
	return emit(ctx, types.NewEventRedemptionMoved(returned, types.REDEMPTION_ACT_RETURN))
}

// putOff tries again later; the coins stay in escrow and the issuer may settle meanwhile.
func (k *Keeper) putOff(ctx context.Context, r types.Redemption) error {
	if err := k.due.Remove(ctx, collections.Join(r.Due, r.Id)); err != nil {
		return err
	}
	r.Due = now(ctx) + types.RetrySeconds
	return k.setRedemption(ctx, r)
}
