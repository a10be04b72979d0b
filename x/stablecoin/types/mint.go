package types

import (
	errorsmod "cosmossdk.io/errors"
	"cosmossdk.io/math"
)

// basisPoints are those of a whole.
const basisPoints = 10_000

// Bounds are what an issuer's minting is held against.
type Bounds struct {
	// Reserve of the accepted statement, millionths.
	Reserve math.Int
	// Fresh says that the statement isn't too old.
	Fresh bool
	// Margin is what a reserve must exceed the coins by, basis points of the coins.
	Margin uint32
	// Period is the one of today; 0 is never today's.
	Period uint32
	// Unit is the minor unit of the currency, millionths.
	Unit uint64
}

// Covered is how many coins a reserve covers when it has to exceed them by a margin in basis points, rounded down.
func Covered(reserve math.Int, margin uint32) math.Int {
	return reserve.MulRaw(basisPoints).QuoRaw(basisPoints + int64(margin))
}

// PeriodLeft is what may still be minted in a period.
func (i Issuer) PeriodLeft(period uint32) math.Int {
	if period != i.Period {
		return i.PeriodAllowance
	}
	return math.MaxInt(i.PeriodAllowance.Sub(i.PeriodMinted), math.ZeroInt())
}

// Headroom is what the issuer may still mint: the smallest of what the reserve covers less the supply, the allowance less the supply, and what
// the period has left; never negative, and nothing without a licence in force or a fresh statement. All amounts in millionths.
func (i Issuer) Headroom(b Bounds) math.Int {
	if !b.Fresh || i.Status != ISSUER_STATUS_ACTIVE {
		return math.ZeroInt()
	}
	total := math.MinInt(Covered(b.Reserve, b.Margin), i.Allowance).Sub(i.Outstanding())
	return math.MaxInt(math.MinInt(total, i.PeriodLeft(b.Period)), math.ZeroInt())
}

// WholeUnits refuses an amount that isn't a multiple of the currency's minor unit.
func WholeUnits(amount math.Int, unit uint64) error {
	if !amount.Mod(math.NewIntFromUint64(unit)).IsZero() {
		return errorsmod.Wrapf(ErrNotWholeUnits, "%s is not a multiple of %d", amount, unit)
	}
	return nil
}

// ValidateAmount accepts a present amount from 0 to 2^128 − 1.
func ValidateAmount(amount math.Int) error {
	if amount.IsNil() || amount.IsNegative() || amount.BigIntMut().BitLen() > MaxAmountBits {
		return errorsmod.Wrapf(ErrAmountInvalid, "want 0 to 2^%d − 1", MaxAmountBits)
	}
	return nil
}

// ValidatePositive accepts a present amount from 1 to 2^128 − 1.
func ValidatePositive(amount math.Int) error {
	if err := ValidateAmount(amount); err != nil {
		return err
	}
	if amount.IsZero() {
		return errorsmod.Wrap(ErrAmountInvalid, "want more than zero")
	}
	return nil
}

// Denom is the bank denom of the issuer's coin.
func (i Issuer) Denom() string { return Denom(i.Currency, i.Id) }

// Outstanding is minted less burned, in millionths.
func (i Issuer) Outstanding() math.Int { return i.Minted.Sub(i.Burned) }

// Mint returns the issuer after minting an amount within its bounds.
func (i Issuer) Mint(amount math.Int, b Bounds) (Issuer, error) {
	if i.Status != ISSUER_STATUS_ACTIVE {
		return i, i.notActive()
	}
	if err := WholeUnits(amount, b.Unit); err != nil {
		return i, err
	}
	if !b.Fresh {
		return i, errorsmod.Wrap(ErrAttestationStale, i.Id)
	}
	supply := i.Outstanding()
	switch {
	case supply.Add(amount).GT(i.Allowance):
		return i, errorsmod.Wrapf(ErrAllowanceExceeded, "%s more on %s, allowance %s", amount, supply, i.Allowance)
	case supply.Add(amount).GT(Covered(b.Reserve, b.Margin)):
		return i, errorsmod.Wrapf(ErrReserveExceeded, "%s more on %s, reserve %s with a margin of %d basis points", amount, supply, b.Reserve, b.Margin)
	case amount.GT(i.PeriodLeft(b.Period)):
		return i, errorsmod.Wrapf(ErrPeriodExceeded, "%s, %s left in the period", amount, i.PeriodLeft(b.Period))
	}
	if b.Period != i.Period {
		i.Period, i.PeriodMinted = b.Period, math.ZeroInt()
	}
	i.Minted, i.PeriodMinted = i.Minted.Add(amount), i.PeriodMinted.Add(amount)
	return i, nil
}

// notActive tells why an issuer mints nothing.
func (i Issuer) notActive() error {
	if i.Status == ISSUER_STATUS_REVOKED {
		return errorsmod.Wrap(ErrIssuerRevoked, i.Id)
	}
	return errorsmod.Wrapf(ErrIssuerState, "%s is %s", i.Id, i.Status)
}

// Burn returns the issuer after burning an amount; a revoked issuer burns too.
func (i Issuer) Burn(amount math.Int) (Issuer, error) {
	if amount.GT(i.Outstanding()) {
		return i, errorsmod.Wrapf(ErrBurnExceeded, "%s of %s", amount, i.Outstanding())
	}
	i.Burned = i.Burned.Add(amount)
	return i, nil
}

// Allow returns the issuer with new allowances: the whole one never below what is outstanding. While it is paused they may go down alone.
func (i Issuer) Allow(allowance, period math.Int, unit uint64) (Issuer, error) {
	lowers := i.Status == ISSUER_STATUS_PAUSED && allowance.LTE(i.Allowance) && period.LTE(i.PeriodAllowance)
	if i.Status != ISSUER_STATUS_LICENSED && i.Status != ISSUER_STATUS_ACTIVE && !lowers {
		return i, i.notActive()
	}
	for _, amount := range []math.Int{allowance, period} {
		if err := WholeUnits(amount, unit); err != nil {
			return i, err
		}
	}
	if supply := i.Outstanding(); allowance.LT(supply) {
		return i, errorsmod.Wrapf(ErrAllowanceTooLow, "%s outstanding", supply)
	}
	i.Allowance, i.PeriodAllowance = allowance, period
	return i, nil
}
