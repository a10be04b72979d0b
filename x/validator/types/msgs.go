package types

import (
	errorsmod "cosmossdk.io/errors"
	sdk "github.com/cosmos/cosmos-sdk/types"
)

// The messages of the module.
var (
	_ sdk.HasValidateBasic = (*MsgEnrolSeat)(nil)
	_ sdk.HasValidateBasic = (*MsgSuspendSeat)(nil)
	_ sdk.HasValidateBasic = (*MsgResumeSeat)(nil)
	_ sdk.HasValidateBasic = (*MsgRemoveSeat)(nil)
	_ sdk.HasValidateBasic = (*MsgUpdateParams)(nil)
	_ sdk.HasValidateBasic = (*MsgActivateSeat)(nil)
	_ sdk.HasValidateBasic = (*MsgRotateKey)(nil)
	_ sdk.HasValidateBasic = (*MsgRetireSeat)(nil)
	_ sdk.HasValidateBasic = (*MsgOverrideRotation)(nil)
)

// ValidateBasic checks the shape.
func (m *MsgEnrolSeat) ValidateBasic() error {
	if m.Organisation == 0 {
		return errorsmod.Wrap(ErrSeatInvalid, "give the organisation")
	}
	if err := checkOperator(m.Operator); err != nil {
		return err
	}
	return checkKey(m.ConsensusKey)
}

// ValidateBasic checks the shape.
func (m *MsgSuspendSeat) ValidateBasic() error { return checkOperator(m.Operator) }

// ValidateBasic checks the shape.
func (m *MsgResumeSeat) ValidateBasic() error { return checkOperator(m.Operator) }

// ValidateBasic checks the shape.
func (m *MsgRemoveSeat) ValidateBasic() error { return checkOperator(m.Operator) }

// ValidateBasic checks the ranges of the parameters.
func (m *MsgUpdateParams) ValidateBasic() error { return m.Params.Validate() }

// ValidateBasic checks the shape.
func (m *MsgActivateSeat) ValidateBasic() error {
	if err := checkOperator(m.Operator); err != nil {
		return err
	}
	return checkProof(m.Height, m.Signature)
}

// ValidateBasic checks the shape.
func (m *MsgRotateKey) ValidateBasic() error {
	if err := checkOperator(m.Operator); err != nil {
		return err
	}
	if err := checkKey(m.NewKey); err != nil {
		return err
	}
	return checkProof(m.Height, m.Signature)
}

// ValidateBasic checks the shape.
func (m *MsgRetireSeat) ValidateBasic() error { return checkOperator(m.Operator) }

// ValidateBasic checks the shape.
func (m *MsgOverrideRotation) ValidateBasic() error {
	if m.Signer == "" {
		return errorsmod.Wrap(ErrAddressInvalid, "give the signer")
	}
	if err := checkOperator(m.Operator); err != nil {
		return err
	}
	if err := checkKey(m.NewKey); err != nil {
		return err
	}
	return checkProof(m.Height, m.Signature)
}

func checkOperator(operator string) error {
	_, err := operatorBytes(operator)
	return err
}

func checkKey(key []byte) error {
	if len(key) != KeyLength {
		return errorsmod.Wrapf(ErrKeyInvalid, "give an ed25519 key of %d bytes", KeyLength)
	}
	return nil
}

func checkProof(height int64, signature []byte) error {
	if height <= 0 {
		return errorsmod.Wrap(ErrBlockUnknown, "give the height of a recent block")
	}
	if len(signature) != SignatureLength {
		return errorsmod.Wrapf(ErrSignatureInvalid, "give %d bytes", SignatureLength)
	}
	return nil
}
