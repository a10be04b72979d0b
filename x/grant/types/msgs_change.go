package types

import errorsmod "cosmossdk.io/errors"

// ValidateBasic checks the shape of the message.
func (m *MsgProposeChange) ValidateBasic() error {
	if err := GrantID(m.Grant).Validate(); err != nil {
		return err
	}
	switch {
	case (m.Schedule == nil) == (m.Item == nil):
		return errorsmod.Wrap(ErrInvalid, "a change is a schedule or a one-off")
	case m.Clawback != 0 && m.Reason != REASON_FRAUD:
		return errorsmod.Wrap(ErrReason, "an order for fraud goes with the reason fraud")
	case m.Schedule != nil:
		if err := m.Schedule.ValidateAdjustment(); err != nil {
			return err
		}
	default:
		if m.Item.Grant != 0 || m.Item.Kind == ITEM_KIND_OFFSET || m.Item.Settled || m.Clawback != 0 {
			return errorsmod.Wrap(ErrInvalid, "a one-off is a top-up or arrears of the grant")
		}
		if err := m.Item.Validate(); err != nil {
			return err
		}
	}
	if err := m.Reason.Validate(); err != nil {
		return err
	}
	return validateHash(m.DocumentHash)
}

// ValidateBasic checks the shape of the message.
func (m *MsgStateHearing) ValidateBasic() error {
	if err := m.Subject.validateHeard(); err != nil {
		return err
	}
	return validateHash(m.DocumentHash)
}

// ValidateBasic checks the shape of the message.
func (m *MsgTakeBack) ValidateBasic() error {
	if err := m.Subject.validateHeard(); err != nil {
		return err
	}
	return m.Reason.Validate()
}

// validateHeard refuses a subject about which nobody is heard.
func (s Subject) validateHeard() error {
	if s.Kind != SUBJECT_KIND_CHANGE && s.Kind != SUBJECT_KIND_CLAWBACK || s.Id == 0 {
		return errorsmod.Wrap(ErrInvalid, "subject is no change and no clawback")
	}
	return nil
}

// ValidateBasic checks the shape of the message.
func (m *MsgDecideChanges) ValidateBasic() error {
	return validateBatch(m.Verdicts, func(v ChangeVerdict) (uint64, error) {
		if err := oneOf(v.Act, ACT_KIND_APPROVE, ACT_KIND_REFUSE); err != nil {
			return 0, err
		}
		if v.FromPeriod != 0 {
			if v.Act == ACT_KIND_REFUSE {
				return 0, errorsmod.Wrap(ErrInvalid, "a refusal has no first period")
			}
			if err := Period(v.FromPeriod).Validate(); err != nil {
				return 0, err
			}
		}
		return v.Change, validateReason(v.Act == ACT_KIND_REFUSE, v.Reason)
	})
}

// ValidateBasic checks the shape of the message.
func (m *MsgRecordReviews) ValidateBasic() error {
	return validateBatch(m.Reviews, func(r GrantReview) (uint64, error) { return r.Grant, validateHash(r.DocumentHash) })
}

// ValidateBasic checks the shape of the message.
func (m *MsgProposeClawback) ValidateBasic() error {
	if err := GrantID(m.Grant).Validate(); err != nil {
		return err
	}
	if err := Period(m.FromPeriod).Validate(); err != nil {
		return err
	}
	if m.UntilPeriod <= m.FromPeriod || m.UntilPeriod-m.FromPeriod > MaxSchedulePeriods {
		return errorsmod.Wrap(ErrInvalid, "periods")
	}
	if err := nonzero(m.Amount); err != nil {
		return err
	}
	if err := m.Reason.Validate(); err != nil {
		return err
	}
	return validateHash(m.DocumentHash)
}

// ValidateBasic checks the shape of the message.
func (m *MsgOrderClawback) ValidateBasic() error {
	if err := nonzero(m.Clawback, m.Amount); err != nil {
		return err
	}
	if m.Denom != "" {
		if err := validateDenom(m.Denom); err != nil {
			return err
		}
	}
	return validateHash(m.DocumentHash)
}

// ValidateBasic checks the shape of the message.
func (m *MsgRepay) ValidateBasic() error {
	if err := nonzero(m.Clawback, m.Amount); err != nil {
		return err
	}
	return validateDenom(m.Denom)
}

// ValidateBasic checks the shape of the message.
func (m *MsgScheduleOffsets) ValidateBasic() error {
	if err := nonzero(m.Clawback); err != nil {
		return err
	}
	if m.Instalments == 0 || m.Instalments > MaxOffsets {
		return errorsmod.Wrapf(ErrInvalid, "%d months, want 1 to %d", m.Instalments, MaxOffsets)
	}
	return Period(m.FromPeriod).Validate()
}

// ValidateBasic checks the shape of the message.
func (m *MsgCloseClawback) ValidateBasic() error {
	if err := nonzero(m.Clawback); err != nil {
		return err
	}
	if err := oneOf(m.Act, ACT_KIND_WAIVE, ACT_KIND_WRITE_OFF); err != nil {
		return err
	}
	return m.Reason.Validate()
}

// Items is the number of cases, priced one by one.
func (m *MsgDecideChanges) Items() int { return len(m.Verdicts) }

// Items is the number of cases, priced one by one.
func (m *MsgRecordReviews) Items() int { return len(m.Reviews) }

// Items is the number of months, priced one by one.
func (m *MsgScheduleOffsets) Items() int { return int(m.Instalments) }
