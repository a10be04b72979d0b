package types

import errorsmod "cosmossdk.io/errors"

// ValidateBasic checks the shape of the message.
func (m *MsgReportEmergency) ValidateBasic() error {
	if err := nonzero(uint64(m.Roll)); err != nil {
		return err
	}
	if len(m.Payee) != RefSize || len(m.Household) != 0 && len(m.Household) != RefSize {
		return errorsmod.Wrap(ErrInvalid, "reference has a wrong length")
	}
	if m.Persons == 0 || m.Persons > MaxPersons {
		return errorsmod.Wrapf(ErrInvalid, "%d persons", m.Persons)
	}
	return validateHash(m.FileHash)
}

// ValidateBasic checks the shape of the message.
func (m *MsgPayFirst) ValidateBasic() error {
	if err := nonzero(m.Emergency, m.Amount); err != nil {
		return err
	}
	if m.Amount > MaxAmount {
		return errorsmod.Wrap(ErrInvalid, "amount is out of range")
	}
	return nil
}

// ValidateBasic checks the shape of the message.
func (m *MsgConfirmEmergency) ValidateBasic() error { return nonzero(m.Emergency) }

// ValidateBasic checks the shape of the message.
func (m *MsgSupplementEmergency) ValidateBasic() error {
	if err := nonzero(m.Emergency); err != nil {
		return err
	}
	return validateHash(m.FileHash)
}

// ValidateBasic checks the shape of the message.
func (m *MsgConvertEmergency) ValidateBasic() error {
	if m.Coverage != COVERAGE_HOUSEHOLD && m.Coverage != COVERAGE_SINGLE {
		return errorsmod.Wrap(ErrInvalid, "coverage")
	}
	return nonzero(m.Emergency)
}

// ValidateBasic checks the shape of the message.
func (m *MsgWithdrawEmergency) ValidateBasic() error { return nonzero(m.Emergency) }

// ValidateBasic checks the shape of the message.
func (m *MsgUnlockFastTrack) ValidateBasic() error {
	if err := nonzero(m.Emergency); err != nil {
		return err
	}
	return m.Reason.Validate()
}

// ValidateBasic checks the shape of the message.
func (m *MsgFundFloat) ValidateBasic() error { return validateFloat(m.Node, m.Amount, m.Denom) }

// ValidateBasic checks the shape of the message.
func (m *MsgReturnFloat) ValidateBasic() error { return validateFloat(m.Node, m.Amount, m.Denom) }

func validateFloat(node uint32, amount uint64, denom string) error {
	if err := nonzero(uint64(node), amount); err != nil {
		return err
	}
	return validateDenom(denom)
}
