package types

import (
	"fmt"
	"slices"
	"strings"

	errorsmod "cosmossdk.io/errors"
)

// Step takes one step of the table, or refuses with ErrAppealState.
func (a Appeal) Step(act ActKind) (Appeal, error) {
	to, known := AppealMachine.Next(a.Status, act)
	if !known {
		return Appeal{}, errorsmod.Wrapf(ErrAppealState, "appeal %d is %s", a.Id, a.Status)
	}
	a.Status = to
	return a, nil
}

// Open tells that the appeal waits for an answer.
func (a Appeal) Open() bool {
	return a.Status == APPEAL_STATUS_FILED || a.Status == APPEAL_STATUS_UNDER_REVIEW
}

// Itself names the appeal as a subject.
func (a Appeal) Itself() Subject { return Subject{Kind: SUBJECT_KIND_APPEAL, Id: a.Id} }

// CheckUnconcerned refuses somebody who acted along a case before, in whatever duty: who answers an appeal had no hand in the decision.
func CheckUnconcerned(acts []Act, actor Actor) error {
	for _, act := range acts {
		if actor.Is(act.Actor) || actor.IsAmong(act.Credentials) {
			return errorsmod.Wrapf(ErrSelfDealing, "act %d of the case was done by the same person", act.Number)
		}
	}
	return nil
}

// Words names a case in an error: "clawback 7".
func (s Subject) Words() string {
	return fmt.Sprintf("%s %d", strings.ToLower(strings.TrimPrefix(s.Kind.String(), "SUBJECT_KIND_")), s.Id)
}

// DecidedBy is the organisation that took the last decision about a case; 0 when nobody did.
func DecidedBy(acts []Act) uint32 {
	for _, act := range slices.Backward(acts) {
		switch act.Kind {
		case ACT_KIND_REFUSE, ACT_KIND_ADJUST, ACT_KIND_FADE_OUT, ACT_KIND_END, ACT_KIND_ORDER:
			return act.Organisation
		}
	}
	return 0
}

// Appealable tells that the decision left the payee with less than another one would have: a reduction that was carried out, or a change for the
// better that was refused.
func (c ProposedChange) Appealable() bool { return c.Carried() == c.Reduces && !c.Open() }

// Carried tells that the change was carried out, and stands.
func (c ProposedChange) Carried() bool { return c.Status.carried() }

func (s ChangeStatus) carried() bool {
	return s == CHANGE_STATUS_ADJUSTED || s == CHANGE_STATUS_FADE_OUT || s == CHANGE_STATUS_ENDED
}

// Rightful is what the grant would pay from the first period of the change on if the decision had been the other one, with its end: what it paid
// before a reduction, or what a refused change proposed.
func (c ProposedChange) Rightful() (Plan, uint32) {
	if c.Carried() {
		return Plan{Changes: c.Before}, c.BeforeUntil
	}
	return NewPlan(*c.Schedule), c.Schedule.UntilPeriod
}

// Remember notes what a reduction takes away, before it is carried out.
func (c ProposedChange) Remember(base Plan, until uint32) ProposedChange {
	if c.Schedule != nil && c.Reduces {
		c.Before, c.BeforeUntil = base.Rebase(0, c.First()).Changes, until
	}
	return c
}

// Span is a range of periods: from the first on and before the other one.
type Span struct{ From, Until Period }

// Splice is the plan with what another one pays in a range of periods.
func (p Plan) Splice(other Plan, in Span) Plan {
	if in.From >= in.Until {
		return p
	}
	points := []uint32{uint32(in.From), uint32(in.Until)}
	for _, c := range slices.Concat(p.Changes, other.Changes) {
		points = append(points, c.Period)
	}
	slices.Sort(points)
	next, amount := Plan{Amount: p.Amount}, p.Amount
	for _, point := range slices.Compact(points) {
		at, from := Period(point), p
		if at >= in.From && at < in.Until {
			from = other
		}
		if pays := from.At(at); pays != amount {
			amount = pays
			next.Changes = append(next.Changes, Change{Period: point, Amount: amount})
		}
	}
	return next
}

// Best is the plan with what another one pays in each period from one on in which that is more.
func (p Plan) Best(other Plan, from Period) Plan {
	best := p
	points := []uint32{uint32(from)}
	for _, c := range slices.Concat(p.Changes, other.Changes) {
		points = append(points, max(c.Period, uint32(from)))
	}
	slices.Sort(points)
	points = slices.Compact(points)
	for i, point := range points {
		if other.At(Period(point)) <= p.At(Period(point)) {
			continue
		}
		until := MaxPeriod + 1
		if i+1 < len(points) {
			until = Period(points[i+1])
		}
		best = best.Splice(other, Span{From: Period(point), Until: until})
	}
	return best
}

// Lost is what a plan paid less than another one over a range of periods, minor units: a month that paid more takes nothing away.
func (p Plan) Lost(rightful Plan, in Span) (uint64, error) {
	var lost uint64
	for at := in.From; at < in.Until && at-in.From <= MaxSchedulePeriods; at++ {
		var ok bool
		if lost, ok = addUnsigned(lost, rightful.At(at)-min(rightful.At(at), p.At(at))); !ok {
			return 0, errorsmod.Wrap(ErrOverflow, "lost months")
		}
	}
	return lost, nil
}

// MakeGood is what the months of a range lost against what was rightful, and remembers that it is made up for: what an answer to another appeal
// made good before isn't lost.
func (g Grant) MakeGood(base, rightful Plan, in Span) (Grant, uint64, error) {
	paid := base.Best(Plan{Changes: g.MadeGood}, 0)
	lost, err := paid.Lost(rightful, in)
	if err != nil || lost == 0 {
		return g, lost, err
	}
	g.MadeGood = latest(Plan{Changes: g.MadeGood}.Splice(rightful.Best(paid, in.From), in).Changes)
	return g, lost, nil
}

// SetAside ends an order that fell, or sends it back to be given again. What came in is to be paid back; nothing is ordered any more.
func (c Clawback) SetAside(act ActKind) (next Clawback, refund uint64, err error) {
	if next, err = c.Step(act); err != nil {
		return Clawback{}, 0, err
	}
	if c.Scheduled > 0 {
		return Clawback{}, 0, errorsmod.Wrapf(ErrRunOpen, "a run counts what it kept for clawback %d; try again when it is done", c.Id)
	}
	next.Amount, next.Fine, next.Collected, next.Returned, next.Waived, next.Paused = 0, 0, 0, 0, 0, false
	next.Refunded += c.Collected
	return next, c.Collected, nil
}

// CheckAppealTimeline follows the timeline of an appeal along the table.
func CheckAppealTimeline(a Appeal, acts []Act) error {
	var at AppealStatus
	for _, act := range acts {
		if act.Kind == ACT_KIND_OVERDUE {
			continue
		}
		to, known := AppealMachine.Next(at, act.Kind)
		if !known {
			return errorsmod.Wrapf(ErrAppealState, "act %d is %s in %s", act.Number, act.Kind, at)
		}
		at = to
	}
	if at != a.Status {
		return errorsmod.Wrapf(ErrAppealState, "acts lead to %s, it is %s", at, a.Status)
	}
	return nil
}
