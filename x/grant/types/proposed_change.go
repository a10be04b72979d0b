package types

import (
	"slices"

	errorsmod "cosmossdk.io/errors"
)

// Subject names a proposed change as a subject.
func (c ProposedChange) Subject() Subject { return Subject{Kind: SUBJECT_KIND_CHANGE, Id: c.Id} }

// Step takes one step of the table, or refuses with ErrChangeState.
func (c ProposedChange) Step(act ActKind) (ProposedChange, error) {
	to, known := ChangeMachine.Next(c.Status, act)
	if !known {
		return ProposedChange{}, errorsmod.Wrapf(ErrChangeState, "change %d is %s", c.Id, c.Status)
	}
	c.Status = to
	return c, nil
}

// Open tells that the change waits for a hearing or a decision.
func (c ProposedChange) Open() bool {
	return c.Status == CHANGE_STATUS_PROPOSED || c.Status == CHANGE_STATUS_HEARING || c.Status == CHANGE_STATUS_DECIDABLE
}

// Act names what an approval does: it ends the grant, lets it go down in steps, or adjusts it.
func (c ProposedChange) Act() ActKind {
	switch {
	case c.Schedule == nil:
		return ACT_KIND_ADJUST
	case c.Schedule.Ends():
		return ACT_KIND_END
	case c.Reduces && c.Schedule.Descends():
		return ACT_KIND_FADE_OUT
	default:
		return ACT_KIND_ADJUST
	}
}

// Descends tells that a schedule goes down in two steps or more.
func (s Schedule) Descends() bool {
	for i := 1; i < len(s.Changes); i++ {
		if s.Changes[i].Amount >= s.Changes[i-1].Amount {
			return false
		}
	}
	return len(s.Changes) > 1
}

// First is the first period of the change.
func (c ProposedChange) First() Period {
	if c.Schedule != nil {
		return c.Schedule.First()
	}
	return Period(c.Item.Period)
}

// From is the proposal moved so that it starts in a later period; 0 leaves it where it is. Steps move with the start. An end moves too if it is
// the last step down, but never beyond until, the end of the grant as it is; any other end stays.
func (c ProposedChange) From(period Period, until uint32) (ProposedChange, error) {
	if period == 0 || period == c.First() {
		return c, nil
	}
	if period < c.First() {
		return ProposedChange{}, errorsmod.Wrapf(ErrScheduleInvalid, "the proposal starts in %s", c.First())
	}
	if c.Schedule == nil {
		item := *c.Item
		item.Period = uint32(period)
		c.Item = &item
		return c, nil
	}
	later := uint32(period - c.First())
	moved := Schedule{Changes: slices.Clone(c.Schedule.Changes), UntilPeriod: c.Schedule.UntilPeriod}
	for i := range moved.Changes {
		moved.Changes[i].Period += later
	}
	if c.Schedule.Ends() {
		moved.UntilPeriod += later
	} else {
		if c.Schedule.Descends() {
			moved.UntilPeriod = max(moved.UntilPeriod, min(moved.UntilPeriod+later, until))
		}
		moved.Changes = slices.DeleteFunc(moved.Changes, func(c Change) bool { return c.Period >= moved.UntilPeriod })
	}
	c.Schedule = &moved
	return c, moved.ValidateAdjustment()
}

// Waive says why the payee need not be heard, or that the payee has to be. An order for fraud is the clawback that the proposal names, nil
// without one.
func (c ProposedChange) Waive(terms Terms, deceased bool, order *Clawback) HearingWaiver {
	switch {
	case !c.Reduces:
		return HEARING_WAIVER_RAISE
	case c.Reason == REASON_DEATH && deceased && c.Schedule != nil && c.Schedule.Ends():
		return HEARING_WAIVER_DEATH
	case c.Reason == REASON_FRAUD && order != nil && order.OrderedForFraud() && order.Grant == c.Grant:
		return HEARING_WAIVER_FRAUD_ORDER
	case terms.HearingDays == 0:
		return HEARING_WAIVER_TERMS
	default:
		return HEARING_WAIVER_UNSPECIFIED
	}
}

// Decide approves or refuses a change. What is approved without a hearing needs a waiver that holds today.
func (c ProposedChange) Decide(verdict ChangeVerdict, waiver HearingWaiver) (ProposedChange, ActKind, error) {
	if verdict.Act == ACT_KIND_REFUSE {
		next, err := c.Step(ACT_KIND_REFUSE)
		next.Answer = verdict.Reason
		return next, ACT_KIND_REFUSE, err
	}
	act := c.Act()
	next, err := c.Step(act)
	if err != nil {
		return ProposedChange{}, act, err
	}
	if c.Waiver != HEARING_WAIVER_UNSPECIFIED {
		if waiver == HEARING_WAIVER_UNSPECIFIED {
			return ProposedChange{}, act, errorsmod.Wrapf(ErrHearingMissing, "change %d", c.Id)
		}
		next.Waiver = waiver
	}
	return next, act, nil
}

// Suspension refuses a suspension longer than the terms allow.
func (t Terms) Suspension(days uint32) error {
	if t.SuspensionDays > 0 && (days == 0 || days > t.SuspensionDays) {
		return errorsmod.Wrapf(ErrSuspensionTooLong, "%d days, want 1 to %d", days, t.SuspensionDays)
	}
	return nil
}

// Standing is where the grant stands in its life, by the periods that its roll has sealed and whether the roll's run is.
func (g Grant) Standing(roll Roll, sealed bool) GrantStanding {
	switch {
	case g.UntilPeriod <= g.FromPeriod, !roll.Owes(g, sealed):
		return GRANT_STANDING_ENDED
	case g.Status == GRANT_STATUS_SUSPENDED:
		return GRANT_STANDING_SUSPENDED
	case roll.NextPeriod <= g.FromPeriod:
		return GRANT_STANDING_PENDING_START
	default:
		return GRANT_STANDING_ACTIVE
	}
}

// CheckChangeTimeline follows the timeline of a change along the table, and holds that nothing is reduced or ended before the payee was heard,
// unless a waiver says why.
func CheckChangeTimeline(c ProposedChange, acts []Act) error {
	var at ChangeStatus
	heard, carried := false, false
	for _, act := range acts {
		if act.Kind == ACT_KIND_OVERDUE {
			continue
		}
		to, known := ChangeMachine.Next(at, act.Kind)
		if !known {
			return errorsmod.Wrapf(ErrChangeState, "act %d is %s in %s", act.Number, act.Kind, at)
		}
		heard = heard || act.Kind == ACT_KIND_END_HEARING
		at = to
		carried = carried || at.carried()
	}
	if at != c.Status {
		return errorsmod.Wrapf(ErrChangeState, "acts lead to %s, it is %s", at, c.Status)
	}
	if carried && c.Reduces && !heard && !c.Waiver.covers(c) {
		return errorsmod.Wrapf(ErrHearingMissing, "change %d", c.Id)
	}
	return nil
}

// covers tells whether the waiver lets a reduction go without a hearing.
func (w HearingWaiver) covers(c ProposedChange) bool {
	switch w {
	case HEARING_WAIVER_DEATH:
		return c.Reason == REASON_DEATH
	case HEARING_WAIVER_FRAUD_ORDER:
		return c.Reason == REASON_FRAUD && c.Clawback != 0
	case HEARING_WAIVER_TERMS:
		return true
	default:
		return false
	}
}
