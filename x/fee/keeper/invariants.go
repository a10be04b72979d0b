package keeper

import (
	"bytes"
	"context"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"
	"cosmossdk.io/math"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/reliefchain/relief/x/fee/types"
	"github.com/reliefchain/relief/x/internal/invariant"
)

// Invariant is a promise of the module about its state.
type Invariant = invariant.Invariant[*Keeper]

// Invariants lists the promises of the module.
func Invariants() []Invariant {
	return []Invariant{
		{
			Name: "fee/price-schedule", Rules: []int{12}, Check: checkPrices,
			Holds: "every price is valid and stands under its message and height",
		},
		{
			Name: "fee/rate-schedule", Rules: []int{12}, Check: checkRates,
			Holds: "every rate is valid and stands under its coin and height",
		},
		{
			Name: "fee/budget-spent", Rules: []int{12}, Check: checkSpent,
			Holds: "what fee budgets spent is in the pool, was shared out among the provinces or paid back",
		},
		{
			Name: "fee/credits", Rules: []int{12}, Check: checkCredits,
			Holds: "the fee collector has what the provinces haven't fetched yet of what was divided among them",
		},
		{
			Name: "fee/usage-window", Rules: []int{12}, Check: checkUsage,
			Holds: "no count is of a time that hasn't begun",
		},
		{
			Name: "fee/epoch", Rules: []int{12}, Check: checkEpoch,
			Holds: "nobody signed more blocks of an epoch than it has",
		},
		{
			Name: "fee/refunds", Rules: []int{12}, Check: checkRefunds,
			Holds: "a mischarge is paid back once, and what was paid back two persons agreed to",
		},
	}
}

// checkPrices wants every price to be valid and to lie under its own message and height.
func checkPrices(ctx context.Context, k *Keeper) error {
	return k.prices.Walk(ctx, nil, func(key schedule, p types.Price) (bool, error) {
		if p.Validate() != nil || p.Message != key.K1() || uint64(p.FromHeight) != key.K2() {
			return true, errorsmod.Wrapf(types.ErrInvariantBroken, "price %s from %d", key.K1(), key.K2())
		}
		return false, nil
	})
}

// checkRates wants every rate to be valid and to lie under its own denom and height.
func checkRates(ctx context.Context, k *Keeper) error {
	return k.rates.Walk(ctx, nil, func(key schedule, r types.Rate) (bool, error) {
		if r.Validate() != nil || r.Denom != key.K1() || uint64(r.FromHeight) != key.K2() {
			return true, errorsmod.Wrapf(types.ErrInvariantBroken, "rate %s from %d", key.K1(), key.K2())
		}
		return false, nil
	})
}

// checkSpent wants what all budgets spent in a coin to lie in the fee collector or to have been split among the provinces.
func checkSpent(ctx context.Context, k *Keeper) error {
	spent := sdk.NewCoins()
	err := k.budgets.Walk(ctx, nil, func(organisation uint32, b types.Budget) (bool, error) {
		if b.Validate() != nil || b.Organisation != organisation {
			return true, errorsmod.Wrapf(types.ErrInvariantBroken, "budget of %d", organisation)
		}
		spent = spent.Add(sdk.NewCoin(b.Denom, b.Spent))
		return false, nil
	})
	if err != nil {
		return err
	}
	err = k.shares.Walk(ctx, nil, func(key officeShare, share types.BudgetShare) (bool, error) {
		budget, err := k.budget(ctx, share.Organisation)
		if err != nil || share.Validate() != nil || key.K1() != share.Organisation || key.K2() != share.Share {
			return true, errorsmod.Wrapf(types.ErrInvariantBroken, "share %d of the budget of %d", key.K2(), key.K1())
		}
		spent = spent.Add(sdk.NewCoin(budget.Denom, share.Spent))
		return false, nil
	})
	if err != nil {
		return err
	}
	collector := authtypes.NewModuleAddress(authtypes.FeeCollectorName)
	for _, coin := range spent {
		pool := k.deps.Bank.GetBalance(ctx, collector, coin.Denom)
		distributed, err := sum(ctx, k.payouts, coin.Denom)
		if err != nil {
			return err
		}
		owed, err := sum(ctx, k.owed, coin.Denom)
		if err != nil {
			return err
		}
		refunded, err := k.refundTotal(ctx, coin.Denom)
		if err != nil {
			return err
		}
		if pool.Amount.Sub(owed).Add(distributed).Add(refunded.Total).LT(coin.Amount) {
			return errorsmod.Wrapf(types.ErrInvariantBroken, "budgets spent %s, fee collector has %s and gave %s and %s",
				coin, pool, distributed, refunded.Total)
		}
	}
	return nil
}

// checkCredits wants the credits of a coin to add up to what is owed, and that to lie in the fee collector and to have been divided.
func checkCredits(ctx context.Context, k *Keeper) error {
	credits := sdk.NewCoins()
	err := k.credits.Walk(ctx, nil, func(key credit, amount math.Int) (bool, error) {
		if !amount.IsPositive() {
			return true, errorsmod.Wrapf(types.ErrInvariantBroken, "credit of %x in %s", key.K1(), key.K2())
		}
		credits = credits.Add(sdk.NewCoin(key.K2(), amount))
		return false, nil
	})
	if err != nil {
		return err
	}
	for _, coin := range credits {
		if owed, err := sum(ctx, k.owed, coin.Denom); err != nil || !owed.Equal(coin.Amount) {
			return errorsmod.Wrapf(types.ErrInvariantBroken, "credits of %s, %s are owed", coin, owed)
		}
	}
	return k.owed.Walk(ctx, nil, func(denom string, owed math.Int) (bool, error) {
		pool := k.deps.Bank.GetBalance(ctx, authtypes.NewModuleAddress(authtypes.FeeCollectorName), denom).Amount
		distributed, err := sum(ctx, k.payouts, denom)
		if err != nil || !owed.Equal(credits.AmountOf(denom)) || owed.GT(pool) || owed.GT(distributed) {
			return true, errorsmod.Wrapf(types.ErrInvariantBroken, "credits of %s%s, %s are owed, the fee collector has %s and %s were divided",
				credits.AmountOf(denom), denom, owed, pool, distributed)
		}
		return false, nil
	})
}

// checkEpoch wants an epoch that isn't over, in which nobody signed more blocks than there were.
func checkEpoch(ctx context.Context, k *Keeper) error {
	params, err := k.params.Get(ctx)
	if err != nil {
		return err
	}
	epoch, err := k.epoch.Get(ctx)
	if err != nil {
		return err
	}
	if epoch.Blocks >= params.SplitBlocks {
		return errorsmod.Wrapf(types.ErrInvariantBroken, "%d blocks in an epoch of %d", epoch.Blocks, params.SplitBlocks)
	}
	if err := epoch.Validate(); err != nil {
		return errorsmod.Wrap(types.ErrInvariantBroken, err.Error())
	}
	return nil
}

// checkUsage wants no count of a window that hasn't begun.
func checkUsage(ctx context.Context, k *Keeper) error {
	params, err := k.params.Get(ctx)
	if err != nil {
		return err
	}
	window := params.Window(sdk.UnwrapSDKContext(ctx).BlockHeight())
	check := func(used uint32, in uint64) (bool, error) {
		if used == 0 || in > window {
			return true, errorsmod.Wrapf(types.ErrInvariantBroken, "%d used in window %d, now is window %d", used, in, window)
		}
		return false, nil
	}
	for _, usages := range []collections.Map[[]byte, types.Usage]{k.usages, k.saved} {
		if err := usages.Walk(ctx, nil, func(person []byte, u types.Usage) (bool, error) {
			if !bytes.Equal(person, u.Person) {
				return true, errorsmod.Wrapf(types.ErrInvariantBroken, "usage of %x is kept at %x", u.Person, person)
			}
			return check(u.Used, u.Window)
		}); err != nil {
			return err
		}
	}
	return k.offices.Walk(ctx, nil, func(key officeShare, u types.OfficeUsage) (bool, error) {
		if key.K1() != u.Organisation || key.K2() != u.Share {
			return true, errorsmod.Wrapf(types.ErrInvariantBroken, "usage of organisation %d, share %d", u.Organisation, u.Share)
		}
		return check(u.Used, u.Window)
	})
}
