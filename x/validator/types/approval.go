package types

import (
	"bytes"

	errorsmod "cosmossdk.io/errors"
)

// Validate checks the shape of an approval.
func (a Approval) Validate() error {
	if _, err := operatorBytes(a.Operator); err != nil {
		return err
	}
	if len(a.NewKey) != KeyLength {
		return errorsmod.Wrapf(ErrKeyInvalid, "give %d bytes", KeyLength)
	}
	if a.Organisation == 0 || len(a.Credential) != HashLength {
		return errorsmod.Wrap(ErrApprovalSame, "give the organisation and the credential of the officer")
	}
	return nil
}

// Completes decides whether a second approval carries out what the first approved. It is false when the first one lapsed or
// named another key: then the second one stands as the first. Two approvals of one organisation or one person are refused.
func (a Approval) Completes(first Approval, p Params) (bool, error) {
	if a.Time-first.Time >= p.ApprovalSeconds || !bytes.Equal(a.NewKey, first.NewKey) {
		return false, nil
	}
	if a.Organisation == first.Organisation || bytes.Equal(a.Credential, first.Credential) {
		return false, errorsmod.Wrap(ErrApprovalSame, "ask an administrator of the other: province or nation")
	}
	return true, nil
}
