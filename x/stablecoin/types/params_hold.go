package types

import (
	errorsmod "cosmossdk.io/errors"
	"cosmossdk.io/math"
)

// Ranges of the bounds of holds, wallets and transfers: changing these forks the chain.
const (
	// MaxHoldHours is the longest hold of one officer.
	MaxHoldHours = 72
	// MaxReviewDays is the longest term of a freeze.
	MaxReviewDays = 183
	// MaxRestDays is the longest time before an organisation may hold an account again.
	MaxRestDays = 366
	// MaxCountersignDays is the longest term of a countersignature.
	MaxCountersignDays = 90
	// MaxLimitRows bounds each of the tables.
	MaxLimitRows = 100
)

// yuan is in millionths.
func yuan(n int64) math.Int { return math.NewInt(n).MulRaw(1_000_000) }

// DefaultHoldParams are the bounds of a new chain.
func DefaultHoldParams() HoldParams {
	row := func(class WalletClass, balance, single, daily, yearly int64) WalletLimits {
		return WalletLimits{Class: class, Currency: "cny", Balance: yuan(balance), Single: yuan(single), Daily: yuan(daily), Yearly: yuan(yearly)}
	}
	return HoldParams{
		HoldHours: MaxHoldHours, ReviewDays: 90, RestDays: 30, CountersignDays: 30,
		Protected: []CurrencyAmount{{Currency: "cny", Amount: yuan(1_000)}},
		Limits: []WalletLimits{
			row(WALLET_CLASS_UNKNOWN, 10_000, 2_000, 5_000, 100_000),
			row(WALLET_CLASS_REGISTERED, 20_000, 5_000, 10_000, 200_000),
			row(WALLET_CLASS_VERIFIED, 500_000, 50_000, 100_000, 1_000_000),
		},
		CountersignAbove: []CurrencyAmount{{Currency: "cny", Amount: yuan(1_000_000)}},
	}
}

// LimitsOf gives the row of a class and currency, and whether there is one.
func (p HoldParams) LimitsOf(class WalletClass, currency string) (WalletLimits, bool) {
	for _, row := range p.Limits {
		if row.Class == class && row.Currency == currency {
			return row, true
		}
	}
	return WalletLimits{}, false
}

// Validate checks the ranges.
func (p HoldParams) Validate() error {
	for _, bound := range []struct {
		name     string
		value, m uint32
	}{
		{"hours of a hold", p.HoldHours, MaxHoldHours},
		{"days to a review", p.ReviewDays, MaxReviewDays},
		{"days before another hold", p.RestDays, MaxRestDays},
		{"days of a countersignature", p.CountersignDays, MaxCountersignDays},
	} {
		if bound.value == 0 || bound.value > bound.m {
			return errorsmod.Wrapf(ErrParamsInvalid, "%s: %d, want 1 to %d", bound.name, bound.value, bound.m)
		}
	}
	if int64(p.ReviewDays)*days <= int64(p.HoldHours)*hour {
		return errorsmod.Wrap(ErrParamsInvalid, "a freeze has to be able to outlast a hold")
	}
	if err := validateAmounts(p.Protected); err != nil {
		return err
	}
	if err := validateAmounts(p.CountersignAbove); err != nil {
		return err
	}
	return validateLimits(p.Limits)
}

// validateAmounts wants one row for each currency, ascending.
func validateAmounts(list []CurrencyAmount) error {
	if len(list) > MaxLimitRows {
		return errorsmod.Wrapf(ErrParamsInvalid, "%d rows", len(list))
	}
	for i, a := range list {
		if err := ValidateCurrencyCode(a.Currency); err != nil {
			return err
		}
		if err := ValidateAmount(a.Amount); err != nil {
			return err
		}
		if i > 0 && a.Currency <= list[i-1].Currency {
			return errorsmod.Wrapf(ErrParamsInvalid, "%s is out of order", a.Currency)
		}
	}
	return nil
}

// validateLimits wants rows by class and currency, ascending, that grow from a transfer over the day to the year. Institutions have none:
// a limit on them would stop payments.
func validateLimits(list []WalletLimits) error {
	if len(list) > MaxLimitRows {
		return errorsmod.Wrapf(ErrParamsInvalid, "%d rows", len(list))
	}
	for i, row := range list {
		if row.Class < WALLET_CLASS_UNKNOWN || row.Class >= WALLET_CLASS_INSTITUTION {
			return errorsmod.Wrapf(ErrParamsInvalid, "limits of %s", row.Class)
		}
		if err := ValidateCurrencyCode(row.Currency); err != nil {
			return err
		}
		for _, amount := range []math.Int{row.Balance, row.Single, row.Daily, row.Yearly} {
			if err := ValidatePositive(amount); err != nil {
				return err
			}
		}
		if row.Single.GT(row.Daily) || row.Daily.GT(row.Yearly) {
			return errorsmod.Wrapf(ErrParamsInvalid, "limits of %s shrink", row.Class)
		}
		if i > 0 {
			last := list[i-1]
			if row.Class < last.Class || row.Class == last.Class && row.Currency <= last.Currency {
				return errorsmod.Wrapf(ErrParamsInvalid, "%s %s is out of order", row.Class, row.Currency)
			}
		}
	}
	return nil
}
