package types

import errorsmod "cosmossdk.io/errors"

const (
	// DefaultMaxAttestationAgeDays is a monthly attestation plus ten days to deliver it.
	DefaultMaxAttestationAgeDays = 40
	// MaxMaxAttestationAgeDays is a yearly audit plus its delivery.
	MaxMaxAttestationAgeDays = 400
)

// DefaultParams are the bounds of a new chain.
func DefaultParams() Params {
	return Params{MaxAttestationAgeDays: DefaultMaxAttestationAgeDays}
}

// Validate checks the ranges.
func (p Params) Validate() error {
	if age := p.MaxAttestationAgeDays; age == 0 || age > MaxMaxAttestationAgeDays {
		return errorsmod.Wrapf(ErrParamsInvalid, "age of %d days, want 1 to %d", age, MaxMaxAttestationAgeDays)
	}
	return nil
}
