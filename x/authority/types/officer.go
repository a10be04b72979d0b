package types

import (
	"slices"

	errorsmod "cosmossdk.io/errors"
)

const (
	// CredentialLength is the length of the commitment to a natural person, bytes.
	CredentialLength = 32
	// MaxAddressLength is the longest address string.
	MaxAddressLength = 128
	// MaxAccountsPerPerson bounds the memberships of one credential that are not revoked.
	MaxAccountsPerPerson = 16
)

// Holds tells whether the officer holds a role; never true for the zero role.
func (o Officer) Holds(role Role) bool {
	return role != ROLE_UNSPECIFIED && slices.Contains(o.Roles, role)
}

// ValidAt tells whether now, Unix seconds, lies in [valid_from, valid_until).
func (o Officer) ValidAt(now int64) bool {
	return o.ValidFrom <= now && now < o.ValidUntil
}

// Moment is the time of a block, Unix seconds, and its height.
type Moment struct{ Time, Height int64 }

// CountsAt tells whether the height isn't above the last one of the membership.
func (o Officer) CountsAt(height int64) bool { return o.LastHeight == 0 || height <= o.LastHeight }

// Inherit gives an appointment the last height of a membership that it renews or stands beside, the lower one if it has one itself:
// whoever may act for a while only is appointed for no longer.
func (o Officer) Inherit(present Officer) Officer {
	if present.LastHeight != 0 && (o.LastHeight == 0 || present.LastHeight < o.LastHeight) {
		o.LastHeight = present.LastHeight
	}
	return o
}

// Overlaps tells whether two memberships share a second of validity.
func (o Officer) Overlaps(other Officer) bool {
	return o.ValidFrom < other.ValidUntil && other.ValidFrom < o.ValidUntil
}

// ValidateBasic checks the shape of a membership: lengths, roles ascending without an excluded pair, a period that isn't empty.
func (o Officer) ValidateBasic() error {
	if err := validateAddress(o.Address); err != nil {
		return err
	}
	if o.Organisation == 0 {
		return errorsmod.Wrap(ErrOfficerMalformed, "organisation is missing")
	}
	if len(o.Roles) == 0 {
		return errorsmod.Wrap(ErrOfficerMalformed, "roles are missing")
	}
	for i, role := range o.Roles {
		if !role.Known() {
			return errorsmod.Wrapf(ErrOfficerMalformed, "role %d is unknown", role)
		}
		if role == ROLE_PROVINCES {
			return ErrRoleReserved
		}
		if i > 0 && role <= o.Roles[i-1] {
			return errorsmod.Wrap(ErrOfficerMalformed, "roles do not ascend")
		}
	}
	if err := CheckDuties(o.Roles); err != nil {
		return err
	}
	if o.LastHeight < 0 {
		return errorsmod.Wrap(ErrValidityInvalid, "last_height is below 0")
	}
	if o.ValidFrom < 0 || o.ValidUntil <= o.ValidFrom {
		return errorsmod.Wrap(ErrValidityInvalid, "valid_until does not come after valid_from")
	}
	if len(o.Credential) != CredentialLength {
		return errorsmod.Wrapf(ErrOfficerMalformed, "credential has %d bytes, want %d", len(o.Credential), CredentialLength)
	}
	if !slices.ContainsFunc(o.Credential, func(b byte) bool { return b != 0 }) {
		return errorsmod.Wrap(ErrOfficerMalformed, "credential is zero")
	}
	return nil
}

// CheckValidity refuses with ErrValidityInvalid a membership that lasts longer than the params allow.
func (p Params) CheckValidity(o Officer) error {
	if o.ValidUntil-o.ValidFrom > p.MaxAppointmentSeconds {
		return errorsmod.Wrapf(ErrValidityInvalid, "longer than %d seconds", p.MaxAppointmentSeconds)
	}
	return nil
}

// Known tells whether the role is one of the duties defined here.
func (r Role) Known() bool {
	_, ok := Role_name[int32(r)]
	return ok && r != ROLE_UNSPECIFIED
}

func validateAddress(address string) error {
	if address == "" || len(address) > MaxAddressLength {
		return errorsmod.Wrapf(ErrAddressMalformed, "1 to %d characters", MaxAddressLength)
	}
	return nil
}
