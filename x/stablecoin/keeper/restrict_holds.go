package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"
	"cosmossdk.io/math"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/stablecoin/types"
)

// restrictHolds refuses what a hold keeps, what exceeds the limits of a wallet, and what a payee organisation hasn't agreed to. It counts
// what it lets pass. Module accounts are left out: fees, mints, burns, deposits and seizures pass through them, and an error there would stop
// the paperwork or the chain.
func (k *Keeper) restrictHolds(ctx context.Context, from, to sdk.AccAddress, amount sdk.Coins) error {
	if k.modules[string(from)] || k.modules[string(to)] || from.Equals(to) {
		return nil
	}
	sums := types.ByCurrency(amount)
	if len(sums) == 0 {
		return nil
	}
	if err := k.learn(ctx); err != nil {
		return err
	}
	params, err := k.holdParams.Get(ctx)
	if err != nil {
		return err
	}
	sender, err := k.owner(ctx, from)
	if err != nil {
		return err
	}
	receiver, err := k.owner(ctx, to)
	if err != nil {
		return err
	}
	if !sender.Public {
		if err := k.restrictSpending(ctx, params, from, sender, receiver, amount, sums); err != nil {
			return err
		}
	}
	if receiver.Class != types.WALLET_CLASS_INSTITUTION {
		if err := k.restrictBalance(ctx, params, to, receiver, sums); err != nil {
			return err
		}
	}
	if sender.Organisation != 0 && receiver.Organisation != 0 && sender.Organisation != receiver.Organisation {
		return k.restrictFlow(ctx, params, sender.Organisation, receiver.Organisation, amount)
	}
	return nil
}

// restrictSpending counts what an account with a key sends, against a hold and against its limits. Nobody is kept by a limit from paying
// into an account without a key: that is money coming back.
func (k *Keeper) restrictSpending(
	ctx context.Context, params types.HoldParams, from sdk.AccAddress, sender, receiver types.Owner, amount sdk.Coins, sums []types.CurrencyAmount,
) error {
	hold, held, err := k.holdOn(ctx, from)
	if err != nil {
		return err
	}
	for _, sum := range sums {
		limits, limited := params.LimitsOf(sender.Class, sum.Currency)
		limited = limited && !receiver.Public
		kept := math.ZeroInt()
		if held {
			kept = covered(hold, amount, sum.Currency)
		}
		if !limited && !kept.IsPositive() {
			continue
		}
		usage, err := k.usage(ctx, from, sum.Currency)
		if err != nil {
			return err
		}
		if kept.IsPositive() {
			protected, _ := types.AmountOf(params.Protected, sum.Currency)
			if usage, err = usage.SpendProtected(kept, protected); err != nil {
				return err
			}
		}
		if limited {
			if usage, err = usage.Send(sum.Amount, limits); err != nil {
				return err
			}
		}
		if err := k.usages.Set(ctx, collections.Join([]byte(from), sum.Currency), usage); err != nil {
			return err
		}
	}
	return nil
}

// spendHeld asks for coins that leave an account into a module account by a message of this module: there the restriction lets everything
// pass, and a hold still keeps all but the protected minimum.
func (k *Keeper) spendHeld(ctx context.Context, from sdk.AccAddress, amount sdk.Coins) error {
	if err := k.learn(ctx); err != nil {
		return err
	}
	params, err := k.holdParams.Get(ctx)
	if err != nil {
		return err
	}
	sender, err := k.owner(ctx, from)
	if err != nil || sender.Public {
		return err
	}
	module := types.Owner{Class: types.WALLET_CLASS_INSTITUTION, Public: true}
	return k.restrictSpending(ctx, params, from, sender, module, amount, types.ByCurrency(amount))
}

// covered is what of the coins of one currency a hold keeps.
func covered(hold types.Hold, amount sdk.Coins, currency string) math.Int {
	var kept sdk.Coins
	for _, coin := range amount {
		if hold.Covers(coin.Denom) {
			kept = append(kept, coin)
		}
	}
	sum, _ := types.AmountOf(types.ByCurrency(kept), currency)
	return sum
}

// restrictBalance refuses to fill a wallet above its limit. A benefit then stays where it is: a balance of the grant.
func (k *Keeper) restrictBalance(
	ctx context.Context, params types.HoldParams, to sdk.AccAddress, receiver types.Owner, sums []types.CurrencyAmount,
) error {
	var have []types.CurrencyAmount
	for _, sum := range sums {
		limits, limited := params.LimitsOf(receiver.Class, sum.Currency)
		if !limited {
			continue
		}
		if have == nil {
			have = types.ByCurrency(k.deps.Bank.GetAllBalances(ctx, to))
		}
		before, _ := types.AmountOf(have, sum.Currency)
		if after := before.Add(sum.Amount); after.GT(limits.Balance) {
			return errorsmod.Wrapf(types.ErrWalletFull, "%s of %s", after, limits.Balance)
		}
	}
	return nil
}

// requireRoom refuses coins that the issuer mints into a wallet above its limit: they come from a module account, which the restriction leaves out.
func (k *Keeper) requireRoom(ctx context.Context, to sdk.AccAddress, amount sdk.Coins) error {
	if err := k.learn(ctx); err != nil {
		return err
	}
	params, err := k.holdParams.Get(ctx)
	if err != nil {
		return err
	}
	receiver, err := k.owner(ctx, to)
	if err != nil || receiver.Class == types.WALLET_CLASS_INSTITUTION {
		return err
	}
	return k.restrictBalance(ctx, params, to, receiver, types.ByCurrency(amount))
}

// restrictFlow counts what one organisation sends another in a day; above the limit the payee's treasurer has to have agreed.
func (k *Keeper) restrictFlow(ctx context.Context, params types.HoldParams, payer, payee uint32, amount sdk.Coins) error {
	day, err := k.deps.Authority.Today(ctx)
	if err != nil {
		return err
	}
	for _, coin := range amount {
		currency, _, err := types.ParseDenom(coin.Denom)
		if err != nil {
			continue
		}
		above, bounded := types.AmountOf(params.CountersignAbove, currency)
		if !bounded {
			continue
		}
		key := collections.Join3(payer, payee, currency)
		flow, err := k.flows.Get(ctx, key)
		if errors.Is(err, collections.ErrNotFound) {
			flow, err = types.NewFlow(payer, payee, currency), nil
		}
		if err != nil {
			return err
		}
		flow, free := flow.Send(coin.Amount, above, day)
		if free {
			err = k.flows.Set(ctx, key, flow)
		} else {
			err = k.useCountersignature(ctx, payer, payee, coin)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) useCountersignature(ctx context.Context, payer, payee uint32, coin sdk.Coin) error {
	key := collections.Join3(payee, payer, coin.Denom)
	c, err := k.countersignatures.Get(ctx, key)
	if errors.Is(err, collections.ErrNotFound) {
		return errorsmod.Wrapf(types.ErrCountersignatureMissing, "organisation %d to %d: %s", payer, payee, coin)
	}
	if err != nil {
		return err
	}
	if c, err = c.Use(coin.Amount, now(ctx)); err != nil {
		return err
	}
	if c.Amount.IsZero() {
		err = k.countersignatures.Remove(ctx, key)
	} else {
		err = k.countersignatures.Set(ctx, key, c)
	}
	if err != nil {
		return err
	}
	return emit(ctx, types.NewEventCountersignatureUsed(c, coin))
}
