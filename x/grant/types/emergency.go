package types

import (
	"slices"

	errorsmod "cosmossdk.io/errors"
)

// MaxFloatDenoms is the most coins in which one float is funded over time. Changing it forks the chain.
const MaxFloatDenoms = 16

// Subject names an emergency as a subject.
func (e Emergency) Subject() Subject { return Subject{Kind: SUBJECT_KIND_EMERGENCY, Id: e.Id} }

// Step takes one step of the table, or refuses with ErrEmergencyState.
func (e Emergency) Step(act ActKind) (Emergency, error) {
	to, known := EmergencyMachine.Next(e.Status, act)
	if !known {
		return Emergency{}, errorsmod.Wrapf(ErrEmergencyState, "emergency %d is %s", e.Id, e.Status)
	}
	e.Status = to
	return e, nil
}

// Pay pays the emergency first, out of the float of an organisation, in a month.
func (e Emergency) Pay(amount uint64, organisation uint32, period Period) (Emergency, error) {
	next, err := e.Step(ACT_KIND_PAY_FIRST)
	if err != nil {
		return Emergency{}, err
	}
	next.Amount, next.Organisation, next.Period = amount, organisation, uint32(period)
	return next, nil
}

// Confirm takes the word of a second officer: another person than those who paid, of the same office.
func (e Emergency) Confirm(acts []Act, officer Actor) (Emergency, error) {
	next, err := e.Step(ACT_KIND_CONFIRM)
	switch {
	case err != nil:
		return Emergency{}, err
	case e.Confirmed:
		return Emergency{}, errorsmod.Wrapf(ErrEmergencyState, "emergency %d is confirmed", e.Id)
	case officer.Organisation != e.Organisation:
		return Emergency{}, errorsmod.Wrapf(ErrSecondOfficer, "organisation %d paid", e.Organisation)
	}
	for _, act := range acts {
		if act.Kind == ACT_KIND_PAY_FIRST && (officer.Is(act.Actor) || officer.IsAmong(act.Credentials)) {
			return Emergency{}, errorsmod.Wrapf(ErrSecondOfficer, "emergency %d was paid by the same person", e.Id)
		}
	}
	next.Confirmed = true
	return next, nil
}

// Complete tells that nothing is missing any more: the chain closes the case.
func (e Emergency) Complete() bool {
	return e.Status == EMERGENCY_STATUS_SUPPLEMENTED && e.Confirmed
}

// Unlock ends the lock that the emergency put on the office that paid it, once.
func (e Emergency) Unlock() (Emergency, error) {
	next, err := e.Step(ACT_KIND_UNLOCK)
	if err != nil {
		return Emergency{}, err
	}
	if e.Unlocked {
		return Emergency{}, errorsmod.Wrapf(ErrEmergencyState, "the lock of emergency %d ended before", e.Id)
	}
	next.Unlocked = true
	return next, nil
}

// Locks tells that the emergency locks the fast track of the office that paid it.
func (e Emergency) Locks() bool { return e.Status == EMERGENCY_STATUS_NOT_SUPPLEMENTED && !e.Unlocked }

// CheckCap refuses more than the programme pays first.
func (p Programme) CheckCap(amount uint64) error {
	switch {
	case p.PayFirstCap == 0:
		return errorsmod.Wrapf(ErrNoFastTrack, "programme %d", p.Id)
	case amount > p.PayFirstCap:
		return errorsmod.Wrapf(ErrAboveCap, "%d, at most %d", amount, p.PayFirstCap)
	}
	return nil
}

// Left is what may still be paid first, minor units.
func (f Float) Left() (uint64, error) {
	used, err := sum(f.Returned, f.Paid)
	if err != nil || used > f.Funded {
		return 0, errorsmod.Wrapf(ErrFloatTooSmall, "organisation %d, programme %d", f.Organisation, f.Programme)
	}
	return f.Funded - used, nil
}

// Fund puts money of a budget node into the float, in a coin.
func (f Float) Fund(node uint32, denom string, amount uint64) (Float, error) {
	if f.Node != 0 && f.Node != node {
		return Float{}, errorsmod.Wrapf(ErrFloatNode, "node %d funds it", f.Node)
	}
	if !slices.Contains(f.Denoms, denom) {
		if len(f.Denoms) == MaxFloatDenoms {
			return Float{}, errorsmod.Wrapf(ErrInvalid, "a float in more than %d coins", MaxFloatDenoms)
		}
		f.Denoms = append(slices.Clone(f.Denoms), denom)
	}
	funded, err := sum(f.Funded, amount)
	f.Node, f.Funded = node, funded
	return f, err
}

// Return takes money back for the budget node, in a coin that the float was funded in.
func (f Float) Return(node uint32, denom string, amount uint64) (Float, error) {
	if f.Node != node || !slices.Contains(f.Denoms, denom) {
		return Float{}, errorsmod.Wrapf(ErrFloatNode, "node %d in %v funds it", f.Node, f.Denoms)
	}
	if err := f.cover(amount); err != nil {
		return Float{}, err
	}
	f.Returned += amount
	return f, nil
}

// Pay takes what is paid first out of the float, which no missing paperwork may lock.
func (f Float) Pay(amount uint64) (Float, error) {
	if f.Locks > 0 {
		return Float{}, errorsmod.Wrapf(ErrFastTrackLocked, "organisation %d, programme %d: %d cases", f.Organisation, f.Programme, f.Locks)
	}
	if err := f.cover(amount); err != nil {
		return Float{}, err
	}
	f.Paid += amount
	return f, nil
}

func (f Float) cover(amount uint64) error {
	left, err := f.Left()
	if err == nil && amount > left {
		err = errorsmod.Wrapf(ErrFloatTooSmall, "%d, %d is left", amount, left)
	}
	return err
}

// SpendFree moves free funds out of the ledger without a promise before: into a float.
func (l Ledger) SpendFree(amount uint64) (Ledger, error) { return l.spend(&l.Disbursed, amount) }

// CheckEmergency follows the timeline of an emergency along the table: each act was allowed where the case stood, and the case stands where the
// acts lead. It was paid once, confirmed by another person than the one who paid, and closed only with paperwork and confirmation.
func CheckEmergency(e Emergency, acts []Act) error {
	var at EmergencyStatus
	seen := map[ActKind]Act{}
	for _, act := range acts {
		if act.Kind == ACT_KIND_OVERDUE {
			continue
		}
		to, known := EmergencyMachine.Next(at, act.Kind)
		_, twice := seen[act.Kind]
		if !known || twice {
			return errorsmod.Wrapf(ErrEmergencyState, "act %d is %s in %s", act.Number, act.Kind, at)
		}
		at, seen[act.Kind] = to, act
	}
	paid, wasPaid := seen[ACT_KIND_PAY_FIRST]
	confirmed, wasConfirmed := seen[ACT_KIND_CONFIRM]
	_, unlocked := seen[ACT_KIND_UNLOCK]
	switch {
	case at != e.Status:
		return errorsmod.Wrapf(ErrEmergencyState, "acts lead to %s, it is %s", at, e.Status)
	case wasPaid != (e.Grant != 0 && e.Amount > 0), wasConfirmed != e.Confirmed, unlocked != e.Unlocked:
		return errorsmod.Wrap(ErrEmergencyState, "acts say something else than the case")
	case e.Status == EMERGENCY_STATUS_CLOSED && !e.Confirmed:
		return errorsmod.Wrap(ErrEmergencyState, "closed without a second officer")
	}
	for _, person := range confirmed.Credentials {
		for _, first := range paid.Credentials {
			if slices.Equal(person, first) {
				return errorsmod.Wrap(ErrSecondOfficer, "the one who confirmed paid")
			}
		}
	}
	return nil
}
