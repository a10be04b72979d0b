package types

import errorsmod "cosmossdk.io/errors"

func requireHold(id uint64) error {
	if id == 0 {
		return errorsmod.Wrap(ErrIDInvalid, "hold")
	}
	return nil
}

// ValidateBasic checks the shape of the message.
func (m *MsgPlaceHold) ValidateBasic() error {
	if m.Account == "" || m.Reason == HOLD_REASON_UNSPECIFIED || HoldReason_name[int32(m.Reason)] == "" {
		return errorsmod.Wrap(ErrHoldInvalid, "account and reason")
	}
	if m.Denom == "" {
		return nil
	}
	_, _, err := ParseDenom(m.Denom)
	return err
}

// ValidateBasic checks the shape of the message.
func (m *MsgProposeFreeze) ValidateBasic() error {
	if m.ReviewAt <= 0 {
		return errorsmod.Wrap(ErrReviewDate, "review_at")
	}
	return requireHold(m.Hold)
}

// ValidateBasic checks the shape of the message.
func (m *MsgConfirmFreeze) ValidateBasic() error { return requireHold(m.Hold) }

// ValidateBasic checks the shape of the message.
func (m *MsgReviewHold) ValidateBasic() error {
	if m.ReviewAt <= 0 {
		return errorsmod.Wrap(ErrReviewDate, "review_at")
	}
	return requireHold(m.Hold)
}

// ValidateBasic checks the shape of the message.
func (m *MsgReleaseHold) ValidateBasic() error { return requireHold(m.Hold) }

// ValidateBasic checks the shape of the message.
func (m *MsgAppealHold) ValidateBasic() error { return requireHold(m.Hold) }

// ValidateBasic checks the shape of the message.
func (m *MsgAnswerHoldAppeal) ValidateBasic() error { return requireHold(m.Hold) }

// ValidateBasic checks the shape of the message.
func (m *MsgOrderSeizure) ValidateBasic() error {
	if err := requireHold(m.Hold); err != nil {
		return err
	}
	if len(m.OrderHash) != HashLength {
		return errorsmod.Wrapf(ErrHashInvalid, "%d bytes", len(m.OrderHash))
	}
	if m.Beneficiary == 0 {
		return errorsmod.Wrap(ErrIDInvalid, "beneficiary")
	}
	if _, _, err := ParseDenom(m.Amount.Denom); err != nil {
		return err
	}
	return ValidatePositive(m.Amount.Amount)
}

// ValidateBasic checks the shape of the message.
func (m *MsgApproveSeizure) ValidateBasic() error { return requireHold(m.Hold) }

// ValidateBasic checks the shape of the message.
func (m *MsgCountersign) ValidateBasic() error {
	if m.Payer == 0 || m.Payee == 0 || m.Payer == m.Payee {
		return errorsmod.Wrapf(ErrCountersignatureInvalid, "organisation %d to %d", m.Payer, m.Payee)
	}
	if _, _, err := ParseDenom(m.Amount.Denom); err != nil {
		return err
	}
	return ValidatePositive(m.Amount.Amount)
}

// ValidateBasic checks the shape of the message.
func (m *MsgSetHoldParams) ValidateBasic() error { return m.Params.Validate() }
