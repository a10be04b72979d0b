// Package types holds the rules and values of prices, rates and fee budgets: pure functions, messages, errors, events.
package types

import (
	errorsmod "cosmossdk.io/errors"
	"cosmossdk.io/math"
	sdk "github.com/cosmos/cosmos-sdk/types"
)

// Change returns the budget with new limits. A new denom starts a new count of what was spent; coins of the old denom stay in the
// accounts until they are withdrawn, or the denom is set back.
func (b Budget) Change(limits Budget) Budget {
	limits.Organisation, limits.Spent = b.Organisation, b.Spent
	if b.Denom != limits.Denom {
		limits.Spent = math.ZeroInt()
	}
	return limits
}

// Allows refuses a charge above the cap for one transaction.
func (b Budget) Allows(c Charge) error {
	if c.Total.GT(b.TransactionCap) {
		return errorsmod.Wrapf(ErrTransactionCap, "%s of %s", c.Total, b.TransactionCap)
	}
	return nil
}

// Validate checks one budget.
func (b Budget) Validate() error {
	if b.Organisation == 0 {
		return errorsmod.Wrap(ErrBudgetInvalid, "organisation is zero")
	}
	if err := sdk.ValidateDenom(b.Denom); err != nil {
		return errorsmod.Wrap(ErrBudgetInvalid, err.Error())
	}
	if err := validateAmount(b.TransactionCap); err != nil {
		return err
	}
	if b.TransactionCap.IsZero() {
		return errorsmod.Wrap(ErrBudgetInvalid, "transaction cap is zero")
	}
	if err := b.validateBounds(); err != nil {
		return err
	}
	return validateAmount(b.Spent)
}

func validateAmount(amount math.Int) error {
	if amount.IsNil() || amount.IsNegative() || amount.BigIntMut().BitLen() > MaxAmountBits {
		return errorsmod.Wrapf(ErrBudgetInvalid, "amount: want 0 to 2^%d − 1", MaxAmountBits)
	}
	return nil
}

// Window is the number of the quota window that a height lies in.
func (p Params) Window(height int64) uint64 { return uint64(max(height, 0)) / p.WindowBlocks }

// Use returns a person's usage after one more transaction in a window; ErrQuotaExhausted when the quota is used up.
func (u Usage) Use(window uint64, quota uint32) (Usage, error) {
	if u.Window != window {
		u.Window, u.Used = window, 0
	}
	if u.Used >= quota {
		return u, errorsmod.Wrapf(ErrQuotaExhausted, "%d of %d in window %d", u.Used, quota, window)
	}
	u.Used++
	return u, nil
}
