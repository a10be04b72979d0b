package types

import (
	errorsmod "cosmossdk.io/errors"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
)

const (
	// DefaultMaxAttestationAgeDays is a monthly attestation plus ten days to deliver it.
	DefaultMaxAttestationAgeDays = 40
	// MaxMaxAttestationAgeDays is a yearly audit plus its delivery.
	MaxMaxAttestationAgeDays = 400
	// DefaultReserveMargin is one per cent: a day of redemptions that the statement didn't see.
	DefaultReserveMargin = 100
	// MaxReserveMargin asks for a reserve of twice the coins.
	MaxReserveMargin = basisPoints
	// DefaultAllowancePeriodDays is about a month: one payroll.
	DefaultAllowancePeriodDays = 30
	// MaxAllowancePeriodDays is a year.
	MaxAllowancePeriodDays = 366
	// DefaultRedemptionDays is a week of work.
	DefaultRedemptionDays = 5
	// MaxRedemptionDays is about a quarter.
	MaxRedemptionDays = 60
	// DefaultPoolsFirstDays gives treasuries two weeks to take up what their pools hold.
	DefaultPoolsFirstDays = 14
	// MaxPoolsFirstDays is a quarter: nobody else waits longer.
	MaxPoolsFirstDays = 92
)

// DefaultParams are the bounds of a new chain.
func DefaultParams() Params {
	return Params{
		MaxAttestationAgeDays: DefaultMaxAttestationAgeDays, ReserveMarginBasisPoints: DefaultReserveMargin,
		AllowancePeriodDays: DefaultAllowancePeriodDays, RedemptionDays: DefaultRedemptionDays, PoolsFirstDays: DefaultPoolsFirstDays,
	}
}

// Validate checks the ranges.
func (p Params) Validate() error {
	if age := p.MaxAttestationAgeDays; age == 0 || age > MaxMaxAttestationAgeDays {
		return errorsmod.Wrapf(ErrParamsInvalid, "age of %d days, want 1 to %d", age, MaxMaxAttestationAgeDays)
	}
	if p.ReserveMarginBasisPoints > MaxReserveMargin {
		return errorsmod.Wrapf(ErrParamsInvalid, "margin of %d basis points, at most %d", p.ReserveMarginBasisPoints, MaxReserveMargin)
	}
	for _, days := range []struct {
		name     string
		have, to uint32
	}{
		{"period", p.AllowancePeriodDays, MaxAllowancePeriodDays},
		{"redemption", p.RedemptionDays, MaxRedemptionDays},
		{"pools first", p.PoolsFirstDays, MaxPoolsFirstDays},
	} {
		if days.have == 0 || days.have > days.to {
			return errorsmod.Wrapf(ErrParamsInvalid, "%s of %d days, want 1 to %d", days.name, days.have, days.to)
		}
	}
	return nil
}

// PeriodOf is the period of minting that a day of the network's calendar lies in; never 0 from the second period after 1970 on.
func (p Params) PeriodOf(day authoritytypes.Day) uint32 {
	return uint32(day) / max(p.AllowancePeriodDays, 1)
}
