package types

import (
	"slices"

	errorsmod "cosmossdk.io/errors"
)

const (
	// MaxRunRolls is the most rolls of one run.
	MaxRunRolls = 512
	// FirstSlot is the first slot of every roll.
	FirstSlot = 1
)

// NewRun opens a run.
func NewRun(id uint64, period Period, first Roll, rolls []uint32, opener Actor) Run {
	return Run{
		Id: id, Programme: first.Programme, Period: uint32(period), BudgetNode: first.BudgetNode, Rolls: rolls,
		Status: RUN_STATUS_OPEN, Opener: opener.Address, ApproverCredentials: opener.Persons,
	}
}

// Takes refuses a roll that doesn't belong into the run.
func (r Run) Takes(roll Roll) error {
	switch {
	case roll.Programme != r.Programme:
		return errorsmod.Wrapf(ErrProgrammeDiffers, "roll %d", roll.Id)
	case roll.BudgetNode != r.BudgetNode:
		return errorsmod.Wrapf(ErrNodeDiffers, "roll %d", roll.Id)
	case roll.NextPeriod != r.Period:
		return errorsmod.Wrapf(ErrPeriodNotNext, "roll %d takes %s", roll.Id, Period(roll.NextPeriod))
	}
	return roll.Free()
}

// Seal fixes count and sum.
func (r Run) Seal(count, amount uint64, sealer Actor) (Run, error) {
	r, err := r.step(ACT_KIND_SEAL)
	if err != nil {
		return Run{}, err
	}
	r.SealedCount, r.SealedAmount, r.Sealer = count, amount, sealer.Address
	r.ApproverCredentials = slices.Concat(r.ApproverCredentials, sealer.Persons)
	return r, nil
}

// Authorise funds the run if the treasurer is another person than opener and sealer and has seen the sealed figures.
func (r Run) Authorise(count, amount uint64, denom string, treasurer Actor) (Run, error) {
	r, err := r.step(ACT_KIND_AUTHORISE)
	if err != nil {
		return Run{}, err
	}
	if treasurer.Is(r.Opener) || treasurer.Is(r.Sealer) || treasurer.IsAmong(r.ApproverCredentials) {
		return Run{}, errorsmod.Wrapf(ErrSelfDealing, "run %d", r.Id)
	}
	if count != r.SealedCount || amount != r.SealedAmount {
		return Run{}, errorsmod.Wrapf(ErrTotalsDiffer, "%d and %d are sealed", r.SealedCount, r.SealedAmount)
	}
	r.Authoriser, r.Denom = treasurer.Address, denom
	r.TreasurerCredentials = treasurer.Persons
	r.CursorRoll, r.CursorSlot = 0, FirstSlot
	return r, nil
}

// Cancel drops a run that isn't authorised.
func (r Run) Cancel() (Run, error) { return r.step(ACT_KIND_CANCEL) }

// Finish closes a run whose last roll is handled.
func (r Run) Finish(height int64) (Run, error) {
	r.DoneHeight = height
	return r.step(ACT_KIND_FINISH)
}

// Balanced tells that paid and held make up what was sealed.
func (r Run) Balanced() bool {
	return r.PaidCount+r.HeldCount == r.SealedCount && r.PaidAmount+r.HeldAmount == r.SealedAmount
}

// Locks tells that the run has sealed its rolls and isn't done: their grants stay as they are.
func (r Run) Locks() bool { return r.Status == RUN_STATUS_SEALED || r.Status == RUN_STATUS_EXECUTING }

// step takes one step of the table, or refuses with ErrRunState.
func (r Run) step(act ActKind) (Run, error) {
	to, known := RunMachine.Next(r.Status, act)
	if !known {
		return Run{}, errorsmod.Wrapf(ErrRunState, "run %d is %s", r.Id, r.Status)
	}
	r.Status = to
	return r, nil
}

// Released refuses a run whose money nobody released, or somebody who opened or sealed it. Who was behind the treasurer isn't known of runs from
// before that was kept.
func (r Run) Released() error {
	if r.Status != RUN_STATUS_EXECUTING && r.Status != RUN_STATUS_DONE {
		return nil
	}
	treasurer := Actor{Persons: r.TreasurerCredentials}
	if r.Opener == "" || r.Sealer == "" || r.Authoriser == "" || treasurer.IsAmong(r.ApproverCredentials) {
		return errorsmod.Wrapf(ErrSelfDealing, "run %d", r.Id)
	}
	return nil
}
