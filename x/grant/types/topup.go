package types

import (
	"math/bits"

	errorsmod "cosmossdk.io/errors"
)

// MaxTopUp is the most a top-up pays for one person, so that the largest household's fits its leaf. Changing it forks the chain.
const MaxTopUp = MaxAmount / MaxPersons

// ForTopUp makes an open run a top-up.
func (r Run) ForTopUp(perPerson uint64) Run {
	r.TopUp = perPerson
	return r
}

// IsTopUp tells a top-up from a run of a month's instalments.
func (r Run) IsTopUp() bool { return r.TopUp > 0 }

// TakesAgain refuses a roll that doesn't belong into the top-up: it stands right after the period.
func (r Run) TakesAgain(roll Roll) error {
	switch {
	case roll.Programme != r.Programme:
		return errorsmod.Wrapf(ErrProgrammeDiffers, "roll %d", roll.Id)
	case roll.BudgetNode != r.BudgetNode:
		return errorsmod.Wrapf(ErrNodeDiffers, "roll %d", roll.Id)
	case roll.NextPeriod != r.Period+1:
		return errorsmod.Wrapf(ErrPeriodNotLast, "roll %d has sealed %s last", roll.Id, Period(roll.NextPeriod-1))
	}
	return roll.Free()
}

// Total is what a top-up comes to for so many persons.
func (r Run) Total(persons uint64) (uint64, error) {
	high, total := bits.Mul64(persons, r.TopUp)
	if high > 0 {
		return 0, errorsmod.Wrapf(ErrOverflow, "run %d", r.Id)
	}
	return total, nil
}

// Adjusting remembers, before an adjustment changes the record, whether the grant had an amount in the last period that its roll sealed:
// a top-up for that period goes by it.
func (g Grant) Adjusting(roll Roll, record Record) Grant {
	if last := roll.NextPeriod - 1; g.AdjustedAfter != last {
		g.PaidBefore = record.hadAmount(Period(last))
		g.AdjustedAfter = last
	}
	return g
}

// Had tells whether the grant had an amount in the last period that its roll sealed.
func (g Grant) Had(period Period, record Record) bool {
	if g.AdjustedAfter == uint32(period) {
		return g.PaidBefore
	}
	return record.hadAmount(period)
}

// hadAmount holds as long as nothing changed the record since the run of the period.
func (r Record) hadAmount(period Period) bool { return r.LastPeriod == period && r.Amount > 0 }

// ValidateBasic checks the shape of the message.
func (m *MsgOpenTopUp) ValidateBasic() error {
	if m.PerPerson == 0 || m.PerPerson > MaxTopUp {
		return errorsmod.Wrapf(ErrInvalid, "%d for each person: want 1 to %d", m.PerPerson, uint64(MaxTopUp))
	}
	return (&MsgOpenRun{Rolls: m.Rolls, Period: m.Period}).ValidateBasic()
}

// Items is the number of rolls, priced one by one.
func (m *MsgOpenTopUp) Items() int { return len(m.Rolls) }
