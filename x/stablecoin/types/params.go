package types

import errorsmod "cosmossdk.io/errors"

const (
	// DefaultMaxAttestationAge is 40 days: a monthly attestation plus ten days to deliver it.
	DefaultMaxAttestationAge = 40 * 24 * 60 * 60
	// MinMaxAttestationAge is one hour, the shortest age that can be kept up by people.
	MinMaxAttestationAge = 60 * 60
	// MaxMaxAttestationAge is 400 days: a yearly audit plus its delivery.
	MaxMaxAttestationAge = 400 * 24 * 60 * 60
)

// DefaultParams are the bounds of a new chain.
func DefaultParams() Params {
	return Params{MaxAttestationAgeSeconds: DefaultMaxAttestationAge}
}

// Validate checks the ranges.
func (p Params) Validate() error {
	if age := p.MaxAttestationAgeSeconds; age < MinMaxAttestationAge || age > MaxMaxAttestationAge {
		return errorsmod.Wrapf(ErrParamsInvalid, "age %d, want %d to %d", age, MinMaxAttestationAge, MaxMaxAttestationAge)
	}
	return nil
}
