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

// solvent refuses a plan whose budget may not spend the total in this period, or lacks the coins.
func (k *Keeper) solvent(ctx context.Context, plan Plan) error {
	if plan.Organisation == 0 || plan.Charge.Total.IsZero() {
		return nil
	}
	budget, err := k.budget(ctx, plan.Organisation)
	if err != nil {
		return err
	}
	draws, have, err := k.allowance(ctx, budget, plan, plan.Charge.Total)
	if err != nil {
		return err
	}
	if len(draws) == 0 {
		return errorsmod.Wrapf(types.ErrPeriodLimit, "%s left of %d, price is %s", have, budget.PeriodLimit, plan.Charge.Total)
	}
	_, err = k.coins(ctx, plan.Organisation, plan.Signer, sdk.NewCoin(plan.Charge.Denom, plan.Charge.Total))
	return err
}

// spend counts an amount against a budget and takes it out of its shares.
func (k *Keeper) spend(ctx context.Context, plan Plan, amount math.Int) error {
	if err := k.count(ctx, plan, amount); err != nil {
		return err
	}
	draws, err := k.coins(ctx, plan.Organisation, plan.Signer, sdk.NewCoin(plan.Charge.Denom, amount))
	if err != nil {
		return err
	}
	for _, d := range draws {
		from := types.BudgetShareAddress(plan.Organisation, d.Share)
		if err := k.charged(ctx, from, plan.Organisation, sdk.NewCoin(plan.Charge.Denom, d.Amount)); err != nil {
			return err
		}
	}
	return nil
}

// count notes what a budget spends, by the signer's share. It notes nothing when the messages turned the budget to another denom; when they
// lowered its limit, what was admitted is spent all the same.
func (k *Keeper) count(ctx context.Context, plan Plan, amount math.Int) error {
	budget, err := k.budget(ctx, plan.Organisation)
	if err != nil || budget.Denom != plan.Charge.Denom {
		return err
	}
	draws, _, err := k.allowance(ctx, budget, plan, amount)
	if err != nil {
		return err
	}
	if len(draws) == 0 {
		draws = []types.Draw{{Share: types.PayerShare(plan.Signer), Amount: amount}}
	}
	for _, d := range draws {
		share, err := k.share(ctx, plan.Organisation, d.Share)
		if err != nil {
			return err
		}
		share = share.In(budget.Period(plan.height)).Spend(d.Amount)
		if err := k.shares.Set(ctx, collections.Join(share.Organisation, share.Share), share); err != nil {
			return err
		}
	}
	return nil
}

// allowance is through which shares an amount may be spent in the period; none when it is beyond the limit.
func (k *Keeper) allowance(ctx context.Context, budget types.Budget, plan Plan, amount math.Int) ([]types.Draw, math.Int, error) {
	start := types.PayerShare(plan.Signer)
	if budget.PeriodLimit == 0 {
		return []types.Draw{{Share: start, Amount: amount}}, amount, nil
	}
	return types.Draws(start, amount, func(n uint32) (math.Int, error) {
		share, err := k.share(ctx, plan.Organisation, n)
		return share.In(budget.Period(plan.height)).Room(budget.PeriodLimit), err
	})
}

// coins is which shares of a budget give the coins that a signer asks for; ErrBudgetEmpty when all of them together lack them.
func (k *Keeper) coins(ctx context.Context, organisation uint32, signer []byte, amount sdk.Coin) ([]types.Draw, error) {
	draws, have, err := types.Draws(types.PayerShare(signer), amount.Amount, func(n uint32) (math.Int, error) {
		return k.deps.Bank.SpendableCoin(ctx, types.BudgetShareAddress(organisation, n), amount.Denom).Amount, nil
	})
	if err == nil && len(draws) == 0 {
		err = errorsmod.Wrapf(types.ErrBudgetEmpty, "%s of %s", sdk.NewCoin(amount.Denom, have), amount.Amount)
	}
	return draws, err
}

// share is what was spent through one share.
func (k *Keeper) share(ctx context.Context, organisation, n uint32) (types.BudgetShare, error) {
	share, err := k.shares.Get(ctx, collections.Join(organisation, n))
	if errors.Is(err, collections.ErrNotFound) {
		return types.NewBudgetShare(organisation, n), nil
	}
	return share, err
}

// allShares are the shares of a budget in a period.
func (k *Keeper) allShares(ctx context.Context, organisation uint32, period uint64) ([]types.BudgetShare, error) {
	shares := make([]types.BudgetShare, types.BudgetShares)
	for n := range shares {
		share, err := k.share(ctx, organisation, uint32(n))
		if err != nil {
			return nil, err
		}
		shares[n] = share.In(period)
	}
	return shares, nil
}

// turn brings the shares of a budget in line with its new limits: a new denom starts a new count of everything, another length of period one
// of the period, and another limit is kept to as if it had held from the start of the period.
func (k *Keeper) turn(ctx context.Context, before, after types.Budget) error {
	height := sdk.UnwrapSDKContext(ctx).BlockHeight()
	if before.Denom != after.Denom {
		return k.shares.Clear(ctx, collections.NewPrefixedPairRange[uint32, uint32](after.Organisation))
	}
	if before.PeriodBlocks == after.PeriodBlocks && before.PeriodLimit == after.PeriodLimit {
		return nil
	}
	shares, err := k.allShares(ctx, after.Organisation, before.Period(height))
	if err != nil {
		return err
	}
	if before.PeriodBlocks == after.PeriodBlocks {
		shares = types.Respread(shares, after.PeriodLimit)
	} else {
		for n := range shares {
			shares[n].PeriodSpent = math.ZeroInt()
		}
	}
	for _, share := range shares {
		share.Period = after.Period(height)
		if err := k.shares.Set(ctx, collections.Join(share.Organisation, share.Share), share); err != nil {
			return err
		}
	}
	return nil
}

// level deals the coins of a budget's first share out over all its shares.
func (k *Keeper) level(ctx context.Context, budget types.Budget) error {
	have := make([]math.Int, types.BudgetShares)
	for n := range have {
		have[n] = k.deps.Bank.SpendableCoin(ctx, types.BudgetShareAddress(budget.Organisation, uint32(n)), budget.Denom).Amount
	}
	for _, d := range types.Level(have) {
		to := types.BudgetShareAddress(budget.Organisation, d.Share)
		if err := k.deps.Bank.SendCoins(ctx, types.BudgetAddress(budget.Organisation), to, sdk.NewCoins(sdk.NewCoin(budget.Denom, d.Amount))); err != nil {
			return err
		}
	}
	return nil
}

// StartShares deals out the coins of budgets from before there were shares. Coins that may not move now stay in the first share.
func (k *Keeper) StartShares(ctx context.Context) error {
	var budgets []types.Budget
	if err := k.budgets.Walk(ctx, nil, func(_ uint32, b types.Budget) (bool, error) {
		budgets = append(budgets, b)
		return false, nil
	}); err != nil {
		return err
	}
	for _, b := range budgets {
		cached, write := sdk.UnwrapSDKContext(ctx).CacheContext()
		if err := k.level(cached, b); err != nil {
			sdk.UnwrapSDKContext(ctx).Logger().Error("the coins of a fee budget stay in its first share", "organisation", b.Organisation, "reason", err)
			continue
		}
		write()
	}
	return nil
}
