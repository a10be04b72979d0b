package types

import errorsmod "cosmossdk.io/errors"

// ValidateBasic checks the shape of the message.
func (m *MsgApplyIssuer) ValidateBasic() error {
	if err := ValidateIssuerID(m.Id); err != nil {
		return err
	}
	if m.Organisation == 0 || m.Custodian == 0 {
		return errorsmod.Wrap(ErrIDInvalid, "organisation and custodian")
	}
	return ValidateCurrencyCode(m.Currency)
}

// ValidateBasic checks the shape of the message.
func (m *MsgWithdrawIssuer) ValidateBasic() error { return ValidateIssuerID(m.Id) }

// ValidateBasic checks the shape of the message.
func (m *MsgLicenseIssuer) ValidateBasic() error {
	if err := ValidateIssuerID(m.Id); err != nil {
		return err
	}
	return validateHash(m.TermsHash)
}

// ValidateBasic checks the shape of the message.
func (m *MsgPauseIssuer) ValidateBasic() error { return ValidateIssuerID(m.Id) }

// ValidateBasic checks the shape of the message.
func (m *MsgResumeIssuer) ValidateBasic() error { return ValidateIssuerID(m.Id) }

// ValidateBasic checks the shape of the message.
func (m *MsgWindDown) ValidateBasic() error { return ValidateIssuerID(m.Id) }

// ValidateBasic checks the shape of the message.
func (m *MsgRevokeIssuer) ValidateBasic() error { return ValidateIssuerID(m.Id) }

// ValidateBasic checks the shape of the message.
func (m *MsgUpdateParams) ValidateBasic() error { return m.Params.Validate() }

// ValidateBasic checks the shape of the message.
func (m *MsgSetAllowance) ValidateBasic() error {
	if err := ValidateIssuerID(m.Id); err != nil {
		return err
	}
	if err := ValidateAmount(m.Allowance); err != nil {
		return err
	}
	return ValidateAmount(m.PeriodAllowance)
}

// ValidateBasic checks the shape of the message.
func (m *MsgRedeem) ValidateBasic() error {
	if err := ValidateIssuerID(m.Id); err != nil {
		return err
	}
	return ValidatePositive(m.Amount)
}

// ValidateBasic checks the shape of the message.
func (m *MsgSettleRedemption) ValidateBasic() error {
	if m.Redemption == 0 {
		return errorsmod.Wrap(ErrIDInvalid, "redemption")
	}
	return validateHash(m.ReferenceHash)
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
	return validateHash(m.ReportHash)
}

func validateHash(hash []byte) error {
	if len(hash) != HashLength {
		return errorsmod.Wrapf(ErrHashInvalid, "%d bytes", len(hash))
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
