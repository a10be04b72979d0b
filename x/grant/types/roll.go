package types

import (
	"math"

	errorsmod "cosmossdk.io/errors"
)

// Free refuses a roll that a run or an import has locked.
func (r Roll) Free() error {
	if r.OpenRun != 0 {
		return errorsmod.Wrapf(ErrRunOpen, "roll %d, run %d", r.Id, r.OpenRun)
	}
	if r.OpenImport != 0 {
		return errorsmod.Wrapf(ErrImportOpen, "roll %d, import %d", r.Id, r.OpenImport)
	}
	return nil
}

// TakeSlot gives the next slot.
func (r Roll) TakeSlot() (Roll, uint32, error) {
	if r.NextSlot == math.MaxUint32 {
		return Roll{}, 0, errorsmod.Wrapf(ErrRollFull, "roll %d", r.Id)
	}
	slot := r.NextSlot
	r.NextSlot++
	return r, slot, nil
}

// Seal moves the aggregate to the period that is next, with the changes that start in it.
func (r Roll) Seal(period Period, change Delta) (Roll, error) {
	if Period(r.NextPeriod) != period {
		return Roll{}, errorsmod.Wrapf(ErrPeriodNotNext, "roll %d takes %s", r.Id, Period(r.NextPeriod))
	}
	next, err := r.shift(change.Count, change.Amount, change.Persons)
	if err != nil {
		return Roll{}, err
	}
	next.NextPeriod++
	return next, nil
}

// Unseal undoes Seal.
func (r Roll) Unseal(period Period, change Delta) (Roll, error) {
	if Period(r.NextPeriod) != period+1 {
		return Roll{}, errorsmod.Wrapf(ErrPeriodNotNext, "roll %d stands at %s", r.Id, Period(r.NextPeriod))
	}
	next, err := r.shift(-change.Count, -change.Amount, -change.Persons)
	if err != nil {
		return Roll{}, err
	}
	next.NextPeriod--
	return next, nil
}

func (r Roll) shift(count, amount, persons int64) (Roll, error) {
	var okCount, okAmount, okPersons bool
	r.BaseCount, okCount = applySigned(r.BaseCount, count)
	r.BaseAmount, okAmount = applySigned(r.BaseAmount, amount)
	r.BasePersons, okPersons = applySigned(r.BasePersons, persons)
	if !okCount || !okAmount || !okPersons {
		return Roll{}, errorsmod.Wrapf(ErrOverflow, "aggregate of roll %d", r.Id)
	}
	return r, nil
}

// Owes tells whether a grant of the roll still has instalments that no finished run has handled. While the roll's run is sealed, a top-up as
// well, its last period counts as not handled; a run that is only open changes nothing yet.
func (r Roll) Owes(g Grant, sealed bool) bool {
	if g.Emergency != 0 {
		return false
	}
	handled := r.NextPeriod
	if sealed {
		handled--
	}
	return g.UntilPeriod > handled
}

// Join adds another roll's aggregate.
func (r Roll) Join(other Roll) (Roll, error) {
	var okCount, okAmount, okPersons bool
	r.BaseCount, okCount = addUnsigned(r.BaseCount, other.BaseCount)
	r.BaseAmount, okAmount = addUnsigned(r.BaseAmount, other.BaseAmount)
	r.BasePersons, okPersons = addUnsigned(r.BasePersons, other.BasePersons)
	if !okCount || !okAmount || !okPersons {
		return Roll{}, errorsmod.Wrap(ErrOverflow, "run")
	}
	return r, nil
}
