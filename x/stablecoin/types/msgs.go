package types

import errorsmod "cosmossdk.io/errors"

// ValidateBasic checks the shape of the message.
func (m *MsgLicenseIssuer) ValidateBasic() error {
	if err := ValidateIssuerID(m.Id); err != nil {
		return err
	}
	if m.Organisation == 0 || m.Custodian == 0 {
		return errorsmod.Wrap(ErrIDInvalid, "organisation and custodian")
	}
	return ValidateCurrencyCode(m.Currency)
}

// ValidateBasic checks the shape of the message.
func (m *MsgRevokeIssuer) ValidateBasic() error { return ValidateIssuerID(m.Id) }

// ValidateBasic checks the shape of the message.
func (m *MsgSetAllowance) ValidateBasic() error {
	if err := ValidateIssuerID(m.Id); err != nil {
		return err
	}
	return ValidateAmount(m.Allowance)
}

// ValidateBasic checks the shape of the message.
func (m *MsgAttest) ValidateBasic() error {
	if err := ValidateIssuerID(m.Id); err != nil {
		return err
	}
	if err := ValidateAmount(m.Reserve); err != nil {
		return err
	}
	if m.AsOf <= 0 {
		return errorsmod.Wrap(ErrAttestationOrder, "as_of must be after 1970")
	}
	if len(m.ReportHash) != HashLength {
		return errorsmod.Wrapf(ErrHashInvalid, "%d bytes", len(m.ReportHash))
	}
	return nil
}

// ValidateBasic checks the shape of the message.
func (m *MsgCosignAttestation) ValidateBasic() error {
	if err := ValidateIssuerID(m.Id); err != nil {
		return err
	}
	if m.Attestation == 0 {
		return errorsmod.Wrap(ErrIDInvalid, "attestation")
	}
	return nil
}

// ValidateBasic checks the shape of the message.
func (m *MsgMint) ValidateBasic() error {
	if err := ValidateIssuerID(m.Id); err != nil {
		return err
	}
	return ValidatePositive(m.Amount)
}

// ValidateBasic checks the shape of the message.
func (m *MsgBurn) ValidateBasic() error {
	if err := ValidateIssuerID(m.Id); err != nil {
		return err
	}
	return ValidatePositive(m.Amount)
}
