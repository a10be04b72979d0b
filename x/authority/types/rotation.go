package types

import (
	"slices"

	errorsmod "cosmossdk.io/errors"
)

const (
	// DefaultRotationSeconds is how long a new account has to accept: seven days.
	DefaultRotationSeconds = 7 * 24 * 60 * 60
	// DefaultNoticeSeconds is how long the old key may object to a recovery: 72 hours.
	DefaultNoticeSeconds = 72 * 60 * 60
	// MaxRotationSeconds bounds both.
	MaxRotationSeconds = 30 * 24 * 60 * 60
	// MaxSeatRemovals bounds the accounts that go when an administrator is seated.
	MaxSeatRemovals = 16
)

// NewRotation gives an officer's membership to another account, which may accept it at once.
func (p Params) NewRotation(officer Officer, account string, now int64) Rotation {
	return Rotation{
		Officer: officer.Address, Account: account, VouchedBy: officer.VouchedBy,
		DueAt: now, ExpiresAt: now + p.RotationSeconds,
	}
}

// NewRecovery gives the membership of an officer who has lost the key to another account, after a notice. From then on it rests on the
// organisation that vouches for it, as an appointment would: or a recovery would lend its opener somebody else's standing.
func (p Params) NewRecovery(officer Officer, account, opener string, voucher uint32, now int64) Rotation {
	r := p.NewRotation(officer, account, now+p.NoticeSeconds)
	r.Opener, r.VouchedBy = opener, voucher
	return r
}

// CheckRecovery refuses with ErrRecoveryForeign to recover an administrator's key within its own organisation: one administrator would
// take over the others.
func CheckRecovery(officer Officer, by uint32) error {
	if officer.Organisation == by && officer.Holds(ROLE_ADMIN) {
		return errorsmod.Wrapf(ErrRecoveryForeign, "organisation %d", by)
	}
	return nil
}

// Over tells whether the time to accept is over.
func (r Rotation) Over(now int64) bool { return now >= r.ExpiresAt }

// Accept gives the officer revoked, and the membership with its new account. It grants nothing: organisation, duties, period, person and
// last height stay what they are.
func (r Rotation) Accept(officer Officer, account string, now int64) (old, taken Officer, err error) {
	switch {
	case account != r.Account:
		return Officer{}, Officer{}, ErrRotationForeign
	case now < r.DueAt:
		return Officer{}, Officer{}, errorsmod.Wrapf(ErrRotationNotDue, "in %d seconds", r.DueAt-now)
	case r.Over(now):
		return Officer{}, Officer{}, ErrRotationExpired
	}
	old, taken = officer, officer
	old.Revoked = true
	taken.Address, taken.VouchedBy = account, r.VouchedBy
	return old, taken, nil
}

// Validate checks the shape of a rotation as it is kept.
func (r Rotation) Validate() error {
	for _, address := range []string{r.Officer, r.Account} {
		if err := validateAddress(address); err != nil {
			return err
		}
	}
	if len(r.Opener) > MaxAddressLength {
		return errorsmod.Wrap(ErrAddressMalformed, "opener")
	}
	if r.Officer == r.Account || r.DueAt < 0 || r.ExpiresAt <= r.DueAt {
		return errorsmod.Wrap(ErrGenesisInvalid, "a rotation has two accounts and a period")
	}
	return nil
}

// validateRotations checks that each rotation is one of an officer's who isn't revoked, at most one for each.
func validateRotations(rotations []Rotation, officers []Officer, organisations int) error {
	live := make(map[string]bool, len(officers))
	for _, o := range officers {
		live[o.Address] = !o.Revoked
	}
	for i, r := range rotations {
		if err := r.Validate(); err != nil {
			return errorsmod.Wrapf(err, "rotation %d", i)
		}
		if !live[r.Officer] || int64(r.VouchedBy) > int64(organisations) {
			return errorsmod.Wrapf(ErrGenesisInvalid, "rotation %d is of no officer, of a revoked one, or of one with another rotation", i)
		}
		live[r.Officer] = false
	}
	return nil
}

// CheckSeat checks the shape of an appointment that the provinces make: an administrator of the national authority, with no other duty.
func (o Officer) CheckSeat() error {
	if o.Revoked || o.SuspendedBy != 0 || o.VouchedBy != 0 {
		return errorsmod.Wrap(ErrOfficerMalformed, "an appointment is neither revoked nor suspended, and rests on nobody else")
	}
	if o.Organisation != NationalAuthority || !slices.Equal(o.Roles, []Role{ROLE_ADMIN}) {
		return errorsmod.Wrapf(ErrOfficerMalformed, "the provinces seat %s of organisation %d alone", ROLE_ADMIN, NationalAuthority)
	}
	return o.ValidateBasic()
}
