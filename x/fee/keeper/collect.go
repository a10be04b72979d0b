package keeper

import (
	"context"

	errorsmod "cosmossdk.io/errors"
	"cosmossdk.io/math"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/reliefchain/relief/x/fee/types"
)

// Admit counts the transaction against the beneficiary's quota, refuses a payer who can't afford the total, and charges the base, or
// the total when everything is to be paid up front.
func (k *Keeper) Admit(ctx context.Context, plan Plan, everything bool) error {
	if plan.usage != nil {
		if err := k.usages.Set(ctx, plan.usage.Person, *plan.usage); err != nil {
			return err
		}
	}
	if plan.lane != nil {
		return k.take(ctx, plan.Signer, plan.lane)
	}
	if plan.Charge.Total.IsZero() {
		return nil
	}
	if plan.Organisation != 0 {
		if err := k.solvent(ctx, plan); err != nil {
			return err
		}
	} else if have := k.deps.Bank.SpendableCoin(ctx, plan.Payer, plan.Charge.Denom); have.Amount.LT(plan.Charge.Total) {
		return errorsmod.Wrapf(types.ErrFeeUnaffordable, "%s of %s", have, plan.Charge.Total)
	}
	if everything {
		return k.collect(ctx, plan, plan.Charge.Total)
	}
	return k.collect(ctx, plan, plan.Charge.Base)
}

// Settle charges the rest after the messages succeeded. It fails when they left the signer without the coins for it.
func (k *Keeper) Settle(ctx context.Context, plan Plan) error {
	return k.collect(ctx, plan, plan.Charge.Rest())
}

// collect takes an amount from the payer.
func (k *Keeper) collect(ctx context.Context, plan Plan, amount math.Int) error {
	if !amount.IsPositive() {
		return nil
	}
	if plan.Organisation != 0 {
		return k.spend(ctx, plan, amount)
	}
	return k.charged(ctx, plan.Payer, 0, sdk.NewCoin(plan.Charge.Denom, amount))
}

// charged moves coins of an account to the fee collector, which is credited at the end of the block.
func (k *Keeper) charged(ctx context.Context, from sdk.AccAddress, organisation uint32, coin sdk.Coin) error {
	if err := k.deps.Bank.SendCoinsFromAccountToModuleVirtual(ctx, from, authtypes.FeeCollectorName, sdk.NewCoins(coin)); err != nil {
		return err
	}
	payer, err := k.deps.Address.BytesToString(from)
	if err != nil {
		return err
	}
	return emit(ctx, types.NewEventFeeCharged(payer, organisation, coin))
}
