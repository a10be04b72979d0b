package types

import (
	"slices"

	errorsmod "cosmossdk.io/errors"
)

// MaxBatch is the most cases of one batch. Changing it forks the chain.
const MaxBatch = 100

// ValidateBasic checks the shape of the message.
func (m *MsgReviseProgramme) ValidateBasic() error {
	if err := nonzero(uint64(m.Programme)); err != nil {
		return err
	}
	return m.Terms.Validate()
}

// ValidateBasic checks the shape of the message.
func (m *MsgMoveProgramme) ValidateBasic() error {
	if err := nonzero(uint64(m.Programme)); err != nil {
		return err
	}
	return oneOf(m.Act, ACT_KIND_PUBLISH, ACT_KIND_PAUSE, ACT_KIND_RESUME, ACT_KIND_CLOSE)
}

// ValidateBasic checks the shape of the message.
func (m *MsgSubmitApplication) ValidateBasic() error {
	if err := nonzero(uint64(m.Roll)); err != nil {
		return err
	}
	if len(m.Payee) != RefSize || len(m.Household) != 0 && len(m.Household) != RefSize {
		return errorsmod.Wrap(ErrInvalid, "reference has a wrong length")
	}
	if m.Coverage != COVERAGE_HOUSEHOLD && m.Coverage != COVERAGE_SINGLE {
		return errorsmod.Wrap(ErrInvalid, "coverage")
	}
	return validateHash(m.FileHash)
}

// ValidateBasic checks the shape of the message.
func (m *MsgTriageApplications) ValidateBasic() error {
	return validateBatch(m.Triages, func(t Triage) (uint64, error) {
		if err := oneOf(t.Act, ACT_KIND_ACCEPT, ACT_KIND_ASK_SUPPLEMENT, ACT_KIND_TURN_AWAY); err != nil {
			return 0, err
		}
		return t.Application, validateReason(t.Act == ACT_KIND_TURN_AWAY, t.Reason)
	})
}

// ValidateBasic checks the shape of the message.
func (m *MsgSupplementApplication) ValidateBasic() error {
	if err := nonzero(m.Application); err != nil {
		return err
	}
	return validateHash(m.FileHash)
}

// ValidateBasic checks the shape of the message.
func (m *MsgCheckApplications) ValidateBasic() error {
	return validateBatch(m.Applications, func(id uint64) (uint64, error) { return id, nil })
}

// ValidateBasic checks the shape of the message.
func (m *MsgReviewApplications) ValidateBasic() error {
	return validateBatch(m.Reviews, func(r Review) (uint64, error) {
		if err := validateHash(r.DocumentHash); err != nil {
			return 0, err
		}
		return r.Application, r.Opinion.Validate()
	})
}

// ValidateBasic checks the shape of the message.
func (m *MsgStartNotices) ValidateBasic() error {
	return validateBatch(m.Notices, func(n NoticeStart) (uint64, error) { return n.Application, validateHash(n.Commitment) })
}

// ValidateBasic checks the shape of the message.
func (m *MsgRecordObjection) ValidateBasic() error {
	if err := nonzero(m.Application); err != nil {
		return err
	}
	return validateHash(m.DocumentHash)
}

// ValidateBasic checks the shape of the message.
func (m *MsgDecideApplications) ValidateBasic() error {
	return validateBatch(m.Verdicts, func(v Verdict) (uint64, error) {
		if err := oneOf(v.Act, ACT_KIND_APPROVE, ACT_KIND_REFUSE, ACT_KIND_SEND_BACK); err != nil {
			return 0, err
		}
		if v.FromPeriod != 0 {
			if v.Act != ACT_KIND_APPROVE {
				return 0, errorsmod.Wrap(ErrInvalid, "only what is approved has a first period")
			}
			if err := Period(v.FromPeriod).Validate(); err != nil {
				return 0, err
			}
		}
		return v.Application, validateReason(v.Act != ACT_KIND_APPROVE, v.Reason)
	})
}

// ValidateBasic checks the shape of the message.
func (m *MsgPublishDecisions) ValidateBasic() error {
	return validateBatch(m.Publications, func(p Publication) (uint64, error) { return p.Application, validateHash(p.DocumentHash) })
}

// ValidateBasic checks the shape of the message.
func (m *MsgWithdrawApplication) ValidateBasic() error { return nonzero(m.Application) }

// ValidateBasic checks the shape of the message.
func (m *MsgPauseApplication) ValidateBasic() error {
	if err := nonzero(m.Application, uint64(m.Days)); err != nil {
		return err
	}
	if m.Days > MaxClockDays {
		return errorsmod.Wrapf(ErrInvalid, "%d days", m.Days)
	}
	return m.Reason.Validate()
}

// ValidateBasic checks the shape of the message.
func (m *MsgFileAppeal) ValidateBasic() error {
	if err := m.Subject.Validate(); err != nil {
		return err
	}
	return validateHash(m.DocumentHash)
}

// ValidateBasic checks the shape of the message.
func (m *MsgTakeUpAppeal) ValidateBasic() error { return nonzero(m.Appeal) }

// ValidateBasic checks the shape of the message.
func (m *MsgAnswerAppeal) ValidateBasic() error {
	if err := nonzero(m.Appeal); err != nil {
		return err
	}
	if err := oneOf(m.Act, ACT_KIND_UPHOLD, ACT_KIND_OVERTURN, ACT_KIND_REMIT); err != nil {
		return err
	}
	if m.Act != ACT_KIND_OVERTURN && (m.Opinion != nil || m.Arrears != 0) {
		return errorsmod.Wrap(ErrInvalid, "only a decision that falls gives way to another one")
	}
	if m.Opinion != nil {
		if !m.Opinion.Approve {
			return errorsmod.Wrap(ErrInvalid, "a decision that falls gives way to a grant")
		}
		if err := m.Opinion.Validate(); err != nil {
			return err
		}
	}
	if m.Arrears > MaxAmount {
		return errorsmod.Wrap(ErrInvalid, "arrears are out of range")
	}
	if err := m.Reason.Validate(); err != nil {
		return err
	}
	return validateHash(m.DocumentHash)
}

// ValidateBasic checks the shape of the message.
func (m *MsgWithdrawAppeal) ValidateBasic() error { return nonzero(m.Appeal) }

// Items is the number of cases, priced one by one.
func (m *MsgTriageApplications) Items() int { return len(m.Triages) }

// Items is the number of cases, priced one by one.
func (m *MsgCheckApplications) Items() int { return len(m.Applications) }

// Items is the number of cases, priced one by one.
func (m *MsgReviewApplications) Items() int { return len(m.Reviews) }

// Items is the number of cases, priced one by one.
func (m *MsgStartNotices) Items() int { return len(m.Notices) }

// Items is the number of cases, priced one by one.
func (m *MsgDecideApplications) Items() int { return len(m.Verdicts) }

// Items is the number of cases, priced one by one.
func (m *MsgPublishDecisions) Items() int { return len(m.Publications) }

// oneOf refuses an act that the message doesn't know.
func oneOf(act ActKind, known ...ActKind) error {
	if !slices.Contains(known, act) {
		return errorsmod.Wrapf(ErrInvalid, "act %s", act)
	}
	return nil
}

func validateHash(hash []byte) error {
	if len(hash) != HashSize {
		return errorsmod.Wrap(ErrInvalid, "hash has a wrong length")
	}
	return nil
}

// validateBatch refuses no cases, too many, a case without a number and one that comes twice.
func validateBatch[T any](items []T, check func(T) (uint64, error)) error {
	if len(items) == 0 || len(items) > MaxBatch {
		return errorsmod.Wrapf(ErrInvalid, "%d cases, at most %d", len(items), MaxBatch)
	}
	seen := make(map[uint64]struct{}, len(items))
	for _, item := range items {
		id, err := check(item)
		if err != nil {
			return err
		}
		if _, twice := seen[id]; twice || id == 0 {
			return errorsmod.Wrapf(ErrInvalid, "case %d", id)
		}
		seen[id] = struct{}{}
	}
	return nil
}
