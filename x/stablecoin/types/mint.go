package types

import (
	errorsmod "cosmossdk.io/errors"
	"cosmossdk.io/math"
)

// Headroom is what may still be minted: the smaller of reserve and allowance less the supply, never negative, and nothing when the
// attestation isn't fresh. All amounts in millionths.
func Headroom(reserve, supply, allowance math.Int, fresh bool) math.Int {
	if !fresh {
		return math.ZeroInt()
	}
	return math.MaxInt(math.MinInt(reserve, allowance).Sub(supply), math.ZeroInt())
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

// Mint returns the issuer after minting an amount against a reserve.
func (i Issuer) Mint(amount, reserve math.Int, fresh bool, unit uint64) (Issuer, error) {
	if i.Status != ISSUER_STATUS_ACTIVE {
		return i, errorsmod.Wrap(ErrIssuerRevoked, i.Id)
	}
	if err := WholeUnits(amount, unit); err != nil {
		return i, err
	}
	if !fresh {
		return i, errorsmod.Wrap(ErrAttestationStale, i.Id)
	}
	supply := i.Outstanding()
	if amount.GT(Headroom(reserve, supply, i.Allowance, fresh)) {
		if supply.Add(amount).GT(i.Allowance) {
			return i, errorsmod.Wrapf(ErrAllowanceExceeded, "%s more on %s, allowance %s", amount, supply, i.Allowance)
		}
		return i, errorsmod.Wrapf(ErrReserveExceeded, "%s more on %s, reserve %s", amount, supply, reserve)
	}
	i.Minted = i.Minted.Add(amount)
	return i, nil
}

// Burn returns the issuer after burning an amount; a revoked issuer burns too.
func (i Issuer) Burn(amount math.Int) (Issuer, error) {
	if amount.GT(i.Outstanding()) {
		return i, errorsmod.Wrapf(ErrBurnExceeded, "%s of %s", amount, i.Outstanding())
	}
	i.Burned = i.Burned.Add(amount)
	return i, nil
}

// Allow returns the issuer with a new allowance, never below what is outstanding.
func (i Issuer) Allow(allowance math.Int, unit uint64) (Issuer, error) {
	if i.Status != ISSUER_STATUS_ACTIVE {
		return i, errorsmod.Wrap(ErrIssuerRevoked, i.Id)
	}
	if err := WholeUnits(allowance, unit); err != nil {
		return i, err
	}
	if supply := i.Outstanding(); allowance.LT(supply) {
		return i, errorsmod.Wrapf(ErrAllowanceTooLow, "%s outstanding", supply)
	}
	i.Allowance = allowance
	return i, nil
}

// Revoke returns the issuer without its licence.
func (i Issuer) Revoke() (Issuer, error) {
	if i.Status != ISSUER_STATUS_ACTIVE {
		return i, errorsmod.Wrap(ErrIssuerRevoked, i.Id)
	}
	i.Status = ISSUER_STATUS_REVOKED
	return i, nil
}
