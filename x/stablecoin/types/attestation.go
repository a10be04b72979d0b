// Package types holds the rules and values of licensed issuers, reserves, minting and burning: pure functions, messages, errors, events.
package types

import (
	errorsmod "cosmossdk.io/errors"
	"cosmossdk.io/math"
)

// Fresh tells whether the reserve may still be minted against; times in Unix seconds.
func (a Attestation) Fresh(now, maxAge int64) bool {
	return a.Status == ATTESTATION_STATUS_ACCEPTED && a.AsOf <= now && now-a.AsOf <= maxAge
}

// ValidateMoment refuses a reserve counted after now or not later than the last accepted one; a zero last means there is none.
func ValidateMoment(asOf, now int64, last Attestation) error {
	if asOf > now {
		return errorsmod.Wrapf(ErrAttestationFuture, "as of %d, block at %d", asOf, now)
	}
	if last.Id != 0 && asOf <= last.AsOf {
		return errorsmod.Wrapf(ErrAttestationOrder, "as of %d, last %d", asOf, last.AsOf)
	}
	return nil
}

// Independent refuses an attestor of the issuer or of its custodian.
func (i Issuer) Independent(organisation uint32) error {
	if organisation == i.Organisation || organisation == i.Custodian {
		return errorsmod.Wrapf(ErrAttestorDependent, "organisation %d", organisation)
	}
	return nil
}

// Accept returns the attestation countersigned by the custodian.
func (a Attestation) Accept(now int64, last Attestation) (Attestation, error) {
	if a.Status != ATTESTATION_STATUS_SUBMITTED {
		return a, errorsmod.Wrapf(ErrAttestationAccepted, "%s %d", a.Issuer, a.Id)
	}
	if err := ValidateMoment(a.AsOf, now, last); err != nil {
		return a, err
	}
	a.Status = ATTESTATION_STATUS_ACCEPTED
	return a, nil
}

// NoAttestation stands for the reserve of an issuer that none was accepted for: zero and never fresh.
func NoAttestation() Attestation { return Attestation{Reserve: math.ZeroInt()} }
