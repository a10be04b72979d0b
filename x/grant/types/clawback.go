package types

import (
	"slices"

	errorsmod "cosmossdk.io/errors"
)

// Subject names a clawback as a subject.
func (c Clawback) Subject() Subject { return Subject{Kind: SUBJECT_KIND_CLAWBACK, Id: c.Id} }

// Step takes one step of the table, or refuses with ErrClawbackState.
func (c Clawback) Step(act ActKind) (Clawback, error) {
	to, known := ClawbackMachine.Next(c.Status, act)
	if !known {
		return Clawback{}, errorsmod.Wrapf(ErrClawbackState, "clawback %d is %s", c.Id, c.Status)
	}
	c.Status = to
	return c, nil
}

// Open is what nobody has paid, waived or planned to keep, minor units.
func (c Clawback) Open() uint64 {
	return c.Amount + c.Fine - c.Collected - c.Scheduled - c.Waived
}

// OrderedForFraud tells that the clawback was ordered with a fine and that the order stands.
func (c Clawback) OrderedForFraud() bool {
	stands := c.Status == CLAWBACK_STATUS_ORDERED || c.Status == CLAWBACK_STATUS_REPAYING || c.Status == CLAWBACK_STATUS_RECOVERED
	return stands && c.Fine > 0 && c.Reason == REASON_FRAUD && !c.Paused
}

// Counts tells that the clawback may still take, or took, what was paid for its periods.
func (c Clawback) Counts() bool {
	return c.Status != CLAWBACK_STATUS_WITHDRAWN && c.Status != CLAWBACK_STATUS_OVERTURNED
}

// Overlaps tells whether the clawback speaks of a period that another one speaks of too.
func (c Clawback) Overlaps(other Clawback) bool {
	return c.Grant == other.Grant && c.FromPeriod < other.UntilPeriod && other.FromPeriod < c.UntilPeriod
}

// CheckClaim refuses to ask back more than the grant was paid for these periods.
func (c Clawback) CheckClaim(paid uint64) error {
	if c.Claimed > paid {
		return errorsmod.Wrapf(ErrClawbackExceeded, "%d, the grant was paid %d from %s until before %s", c.Claimed, paid, Period(c.FromPeriod), Period(c.UntilPeriod))
	}
	return nil
}

// Order fixes amount and fine after the payee was heard.
func (c Clawback) Order(amount, fine uint64, terms Terms) (Clawback, error) {
	next, err := c.Step(ACT_KIND_ORDER)
	if err != nil {
		return Clawback{}, err
	}
	if c.Paused {
		return Clawback{}, errorsmod.Wrapf(ErrClawbackPaused, "clawback %d", c.Id)
	}
	if amount > c.Claimed {
		return Clawback{}, errorsmod.Wrapf(ErrClawbackExceeded, "%d, %d was claimed", amount, c.Claimed)
	}
	if err := terms.CheckFine(amount, fine, c.Reason); err != nil {
		return Clawback{}, err
	}
	next.Amount, next.Fine = amount, fine
	return next, nil
}

// CheckFine refuses a fine for anything but fraud, or one above the cap.
func (t Terms) CheckFine(amount, fine uint64, reason Reason) error {
	if fine == 0 {
		return nil
	}
	if reason != REASON_FRAUD {
		return errorsmod.Wrap(ErrFine, "only for fraud")
	}
	// Claims are at most 1,200 periods of 40 bits, the cap 200: no overflow.
	if most := amount * uint64(t.FinePercent) / 100; fine > most {
		return errorsmod.Wrapf(ErrFine, "%d, at most %d for %d", fine, most, amount)
	}
	return nil
}

// Collect counts money that came in, and tells whether that was all.
func (c Clawback) Collect(act ActKind, amount uint64) (Clawback, bool, error) {
	if _, err := c.Step(act); err != nil {
		return Clawback{}, false, err
	}
	if c.Paused {
		return Clawback{}, false, errorsmod.Wrapf(ErrClawbackPaused, "clawback %d", c.Id)
	}
	if amount > c.Open() {
		return Clawback{}, false, errorsmod.Wrapf(ErrClawbackExceeded, "%d, %d is open", amount, c.Open())
	}
	next, err := c.Step(act)
	next.Collected += amount
	next.Returned += amount
	return next, next.complete(), err
}

// Plan counts offsets that were planned.
func (c Clawback) Plan(items []Item) (Clawback, error) {
	next, err := c.Step(ACT_KIND_SCHEDULE_OFFSETS)
	if err != nil {
		return Clawback{}, err
	}
	if c.Paused {
		return Clawback{}, errorsmod.Wrapf(ErrClawbackPaused, "clawback %d", c.Id)
	}
	for _, i := range items {
		next.Scheduled += i.Amount
	}
	return next, nil
}

// Drop puts a planned offset back to what is open.
func (c Clawback) Drop(i Item) Clawback {
	c.Scheduled -= i.Amount
	return c
}

// Settle counts an offset whose period was handled, and tells whether that was all. An order that was closed meanwhile stays closed.
func (c Clawback) Settle(i Item) (Clawback, bool) {
	c.Scheduled -= i.Amount
	c.Collected += i.Amount
	return c, c.Status == CLAWBACK_STATUS_REPAYING && c.complete()
}

// Close waives or writes off what is open.
func (c Clawback) Close(act ActKind) (Clawback, error) {
	next, err := c.Step(act)
	if err != nil {
		return Clawback{}, err
	}
	if c.Paused {
		return Clawback{}, errorsmod.Wrapf(ErrClawbackPaused, "clawback %d", c.Id)
	}
	next.Waived += c.Open()
	return next, nil
}

// complete tells that everything ordered came in.
func (c Clawback) complete() bool { return c.Collected+c.Waived == c.Amount+c.Fine }

// CheckOther refuses somebody who did one of these acts along a case: who waives an order isn't who gave it.
func CheckOther(acts []Act, kind ActKind, actor Actor) error {
	if slices.ContainsFunc(acts, func(a Act) bool { return a.Kind == kind && (actor.Is(a.Actor) || actor.IsAmong(a.Credentials)) }) {
		return errorsmod.Wrap(ErrSelfDealing, "the same person gave the order")
	}
	return nil
}

// Recover takes money back that was disbursed: it is free again.
func (l Ledger) Recover(amount uint64) (Ledger, error) { return l.raise(&l.Recovered, amount) }

// Handled is the first period that no finished run has handled. A run that is sealed and not done locks the roll.
func (r Roll) Handled(locked bool) Period {
	if locked {
		return Period(r.NextPeriod) - 1
	}
	return Period(r.NextPeriod)
}

// CheckBalance holds that a clawback collects at most what was ordered, and is recovered exactly when all came in.
func (c Clawback) CheckBalance() error {
	due := c.Amount + c.Fine
	switch {
	case c.Amount > c.Claimed, c.Collected+c.Scheduled+c.Waived > due, c.Returned > c.Collected,
		c.Status == CLAWBACK_STATUS_RECOVERED && c.Collected != due,
		c.Status == CLAWBACK_STATUS_REPAYING && due > 0 && c.Collected == due:
		return errorsmod.Wrapf(ErrClawbackExceeded, "clawback %d: collected %d, planned %d, waived %d of %d", c.Id, c.Collected, c.Scheduled, c.Waived, due)
	}
	return nil
}

// CheckClawbackTimeline follows the timeline of a clawback along the table.
func CheckClawbackTimeline(c Clawback, acts []Act) error {
	var at ClawbackStatus
	for _, act := range acts {
		switch act.Kind {
		case ACT_KIND_OVERDUE, ACT_KIND_PAUSE, ACT_KIND_RESUME:
			continue
		}
		to, known := ClawbackMachine.Next(at, act.Kind)
		if !known {
			return errorsmod.Wrapf(ErrClawbackState, "act %d is %s in %s", act.Number, act.Kind, at)
		}
		at = to
	}
	if at != c.Status {
		return errorsmod.Wrapf(ErrClawbackState, "acts lead to %s, it is %s", at, c.Status)
	}
	return nil
}
