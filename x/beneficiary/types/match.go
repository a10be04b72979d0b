package types

import errorsmod "cosmossdk.io/errors"

// Answer tells whether the status is one of the three answers.
func (s MatchStatus) Answer() bool {
	return s == MATCH_STATUS_FALSE_POSITIVE || s == MATCH_STATUS_TRANSFER_AGREED || s == MATCH_STATUS_CONFIRMED_DUPLICATE
}

// waits tells whether the match waits for the holder's office.
func (m Match) waits() bool {
	return m.Status == MATCH_STATUS_OPEN || m.Status == MATCH_STATUS_INQUIRY
}

// Over tells whether nothing can happen any more: settled, or answered and not disputed in time.
func (m Match) Over(timeOver bool) bool { return m.Settled || m.Status.Answer() && timeOver }

// Overdue tells whether the holder's office has let the time pass.
func (m Match) Overdue(timeOver bool) bool { return m.waits() && timeOver }

// TakeUp gives the match under inquiry.
func (m Match) TakeUp(timeOver bool) (Match, error) {
	switch {
	case m.Status != MATCH_STATUS_OPEN:
		return Match{}, errorsmod.Wrap(ErrMatchState, m.Status.String())
	case timeOver:
		return Match{}, ErrMatchOverdue
	}
	m.Status = MATCH_STATUS_INQUIRY
	return m, nil
}

// AnswerBy gives the match answered; the clock for disputing the answer begins.
func (m Match) AnswerBy(by Decider, answer MatchStatus, today uint32, timeOver bool) (Match, error) {
	switch {
	case !m.waits():
		return Match{}, errorsmod.Wrap(ErrMatchState, m.Status.String())
	case timeOver:
		return Match{}, ErrMatchOverdue
	}
	if err := m.Opener.Other(by); err != nil {
		return Match{}, err
	}
	m.Status, m.Answerer, m.Since = answer, &by, today
	return m, nil
}

// Dispute gives the match disputed.
func (m Match) Dispute(timeOver bool) (Match, error) {
	switch {
	case m.Settled || !m.Status.Answer():
		return Match{}, errorsmod.Wrap(ErrMatchState, m.Status.String())
	case timeOver:
		return Match{}, errorsmod.Wrap(ErrMatchState, "the answer stands")
	}
	m.Status = MATCH_STATUS_DISPUTED
	return m, nil
}

// SettleBy gives the match settled for good by an organisation above both offices, where the answer is disputed or overdue.
func (m Match) SettleBy(by Decider, answer MatchStatus, timeOver bool) (Match, error) {
	if m.Status != MATCH_STATUS_DISPUTED && (!m.waits() || !timeOver) {
		return Match{}, errorsmod.Wrap(ErrMatchState, m.Status.String())
	}
	if err := m.Opener.Elsewhere(by); err != nil {
		return Match{}, err
	}
	if m.Answerer != nil {
		if err := m.Answerer.Elsewhere(by); err != nil {
			return Match{}, err
		}
	}
	m.Status, m.Settled = answer, true
	return m, nil
}

func (m Match) validate(persons map[string]PersonStatus) error {
	if _, known := persons[string(m.Person)]; !known {
		return ErrPersonUnknown
	}
	for _, area := range []string{m.Area, m.HomeArea} {
		if err := CheckHome(area); err != nil {
			return err
		}
	}
	answered := m.Status.Answer() || m.Status == MATCH_STATUS_DISPUTED
	if m.Class == 0 || m.Withdrawn && (len(m.Applicant) == 0 || m.Status != MATCH_STATUS_FALSE_POSITIVE) || !answered && !m.waits() || m.Settled && !m.Status.Answer() || !m.Settled && answered != (m.Answerer != nil) {
		return errorsmod.Wrap(ErrGenesisInvalid, "status")
	}
	if _, known := persons[string(m.Applicant)]; len(m.Applicant) > 0 && !known {
		return ErrPersonUnknown
	}
	return validateDeciders(&m.Opener, m.Answerer)
}
