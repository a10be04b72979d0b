package types

import (
	"bytes"

	errorsmod "cosmossdk.io/errors"
)

// ApproveBy gives the recovery approved by somebody else than who opened it. Without a guardian to consent, the second officer belongs to
// another organisation, so that no office alone can take over a person's key.
func (r Recovery) ApproveBy(by Decider, guarded bool) (Recovery, error) {
	r.Approver = &by
	return r, r.checkDeciders(guarded)
}

func (r Recovery) checkDeciders(guarded bool) error {
	if guarded {
		return r.Opener.Other(*r.Approver)
	}
	return r.Opener.Elsewhere(*r.Approver)
}

// Ready refuses a recovery that lacks an approval (ErrRecoveryLacks) or that can be objected to still (ErrRecoveryEarly).
func (r Recovery) Ready(guarded bool, now int64) error {
	switch {
	case r.Approver == nil:
		return errorsmod.Wrap(ErrRecoveryLacks, "no approval")
	case guarded && !r.Consented:
		return errorsmod.Wrap(ErrRecoveryLacks, "no consent of the guardian")
	case now < r.Due:
		return errorsmod.Wrapf(ErrRecoveryEarly, "%d seconds are left", r.Due-now)
	default:
		return r.checkDeciders(guarded)
	}
}

// Is refuses with ErrRecoveryUnknown another key than the recovery's: nobody agrees to what was exchanged.
func (r Recovery) Is(key []byte) error {
	if !bytes.Equal(r.NewKey, key) {
		return errorsmod.Wrap(ErrRecoveryUnknown, "of that key")
	}
	return nil
}

// ActsAt tells whether the agent may act at a time, Unix seconds, and withdraw coins if that is asked.
func (a Agency) ActsAt(now int64, withdraw bool) bool {
	return now < a.ValidUntil && (a.Withdraw || !withdraw)
}

// CheckTime refuses with ErrAgencyInvalid an agency that is over already or lasts too long.
func (a Agency) CheckTime(now int64, params Params) error {
	if a.ValidUntil <= now || a.ValidUntil-now > params.MaxAgencySeconds {
		return errorsmod.Wrapf(ErrAgencyInvalid, "it ends 1 to %d seconds from now", params.MaxAgencySeconds)
	}
	return nil
}
