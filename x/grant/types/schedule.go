package types

import (
	"slices"

	errorsmod "cosmossdk.io/errors"
)

// Bounds of schedules. Changing these forks the chain.
const (
	// MaxChanges is the most changes a schedule has, its end aside.
	MaxChanges = 64
	// MaxSchedulePeriods is the longest schedule, first period to end: a hundred years.
	MaxSchedulePeriods = 1200
)

// Validate refuses a schedule of a new grant that is not well formed.
func (s Schedule) Validate() error {
	if err := s.validate(); err != nil {
		return err
	}
	if s.Changes[0].Amount == 0 {
		return errorsmod.Wrap(ErrScheduleInvalid, "first amount is zero")
	}
	if s.Changes[len(s.Changes)-1].Amount == 0 {
		return errorsmod.Wrap(ErrScheduleInvalid, "last amount is zero")
	}
	return nil
}

// ValidateAdjustment refuses a schedule for a running grant that is not well formed. Unlike that of a new grant it may
// start with zero; a single zero that ends in its own period ends the grant there.
func (s Schedule) ValidateAdjustment() error {
	if s.Ends() {
		return Period(s.UntilPeriod).Validate()
	}
	if err := s.validate(); err != nil {
		return err
	}
	if s.Changes[len(s.Changes)-1].Amount == 0 {
		return errorsmod.Wrap(ErrScheduleInvalid, "last amount is zero")
	}
	return nil
}

// Ends tells that an adjustment ends the grant.
func (s Schedule) Ends() bool {
	return len(s.Changes) == 1 && s.Changes[0].Amount == 0 && s.Changes[0].Period == s.UntilPeriod
}

func (s Schedule) validate() error {
	if len(s.Changes) == 0 || len(s.Changes) > MaxChanges {
		return errorsmod.Wrapf(ErrScheduleInvalid, "%d changes", len(s.Changes))
	}
	for i, c := range s.Changes {
		switch {
		case Period(c.Period).Validate() != nil:
			return errorsmod.Wrapf(ErrScheduleInvalid, "period %d", c.Period)
		case c.Amount > MaxAmount:
			return errorsmod.Wrapf(ErrScheduleInvalid, "amount %d", c.Amount)
		case i > 0 && c.Period <= s.Changes[i-1].Period:
			return errorsmod.Wrap(ErrScheduleInvalid, "periods do not ascend")
		case i > 0 && c.Amount == s.Changes[i-1].Amount:
			return errorsmod.Wrap(ErrScheduleInvalid, "neighbours are equal")
		}
	}
	first, last := s.Changes[0].Period, s.Changes[len(s.Changes)-1].Period
	if s.UntilPeriod <= last || Period(s.UntilPeriod) > MaxPeriod+1 || s.UntilPeriod-first > MaxSchedulePeriods {
		return errorsmod.Wrapf(ErrScheduleInvalid, "end %d", s.UntilPeriod)
	}
	return nil
}

// First is the first period the schedule speaks of.
func (s Schedule) First() Period { return Period(s.Changes[0].Period) }

// list is the changes with the end as the last one.
func (s Schedule) list() []Change {
	if s.Ends() {
		return slices.Clone(s.Changes)
	}
	return append(slices.Clone(s.Changes), Change{Period: s.UntilPeriod})
}

// Plan is what a grant pays: an amount now, minor units, and the changes to come, the end as the last one.
type Plan struct {
	// Amount is paid until the first change.
	Amount uint64
	// Changes have ascending periods; neighbours differ and the last amount is zero.
	Changes []Change
}

// NewPlan is the plan of a new grant.
func NewPlan(s Schedule) Plan { return Plan{Changes: s.list()} }

// PlanOf is the plan of a record and the changes that wait in the cold store.
func PlanOf(r Record, waiting []Change) Plan {
	p := Plan{Amount: r.Amount}
	if r.NextPeriod != 0 {
		p.Changes = append(p.Changes, Change{Period: uint32(r.NextPeriod), Amount: r.NextAmount})
	}
	p.Changes = append(p.Changes, waiting...)
	return p
}

// Adjust replaces everything from the first change of the schedule on.
func (p Plan) Adjust(s Schedule) (Plan, error) {
	next := Plan{Amount: p.Amount}
	amount := p.Amount
	for _, c := range p.Changes {
		if c.Period >= s.Changes[0].Period {
			break
		}
		next.Changes = append(next.Changes, c)
		amount = c.Amount
	}
	for _, c := range s.list() {
		if c.Amount == amount {
			continue
		}
		next.Changes = append(next.Changes, c)
		amount = c.Amount
	}
	if len(next.Changes) > MaxChanges+1 {
		return Plan{}, errorsmod.Wrapf(ErrScheduleInvalid, "%d changes", len(next.Changes))
	}
	return next, nil
}

// At is what is paid in the period, minor units.
func (p Plan) At(period Period) uint64 {
	amount := p.Amount
	for _, c := range p.Changes {
		if Period(c.Period) > period {
			break
		}
		amount = c.Amount
	}
	return amount
}

// Deltas are the changes as differences of a roll's aggregate, for a grant that covers so many persons.
func (p Plan) Deltas(persons uint32) Deltas {
	var list Deltas
	amount := p.Amount
	for _, c := range p.Changes {
		d := Delta{Period: c.Period, Amount: int64(c.Amount) - int64(amount)}
		switch {
		case amount == 0 && c.Amount > 0:
			d.Count, d.Persons = 1, int64(persons)
		case amount > 0 && c.Amount == 0:
			d.Count, d.Persons = -1, -int64(persons)
		}
		list = append(list, d)
		amount = c.Amount
	}
	return list
}

// Years is what is paid from the period on, by fiscal year.
func (p Plan) Years(from Period) Years {
	var years Years
	amount, start := p.Amount, from
	for _, c := range p.Changes {
		for amount > 0 && start < Period(c.Period) {
			stop := min(Period(c.Period), Period((start.Year()+1)*MonthsPerYear))
			// At most 1,200 periods of 40 bits: no overflow.
			_ = years.Add(start.Year(), amount*uint64(stop-start))
			start = stop
		}
		amount, start = c.Amount, max(start, Period(c.Period))
	}
	return years
}

// Promised is the money that a plan promises anew from a period on: all that is left of it when it promises more than the one before in some
// fiscal year, and nothing when it doesn't. Who decides within a cap can't raise a grant little by little.
func (p Plan) Promised(before Plan, from Period) (uint64, error) {
	years := p.Years(from)
	if more, _ := years.Compare(before.Years(from)); len(more) == 0 {
		return 0, nil
	}
	return years.Total()
}

// Settle takes up the changes that start in the next period to be sealed or before: no run asks for an earlier one.
func (p Plan) Settle(next Period) Plan {
	for len(p.Changes) > 0 && Period(p.Changes[0].Period) <= next {
		p.Amount, p.Changes = p.Changes[0].Amount, p.Changes[1:]
	}
	return p
}

// Split puts the plan into a record: the head stays with it, later changes wait in the cold store.
func (p Plan) Split(r Record) (Record, []Change) {
	r.Amount, r.NextPeriod, r.NextAmount, r.More = p.Amount, 0, 0, false
	if len(p.Changes) == 0 {
		return r, nil
	}
	waiting := p.Changes[1:]
	return r.WithHead(p.Changes[0], len(waiting) > 0), waiting
}
