package types

import (
	errorsmod "cosmossdk.io/errors"
)

// MaxQuantity is the most of one lot. Changing it forks the chain.
const MaxQuantity = MaxAmount

// Subject names a lot as a subject.
func (l Lot) Subject() Subject { return Subject{Kind: SUBJECT_KIND_LOT, Id: l.Id} }

// Step takes one step of the table, or refuses with ErrLotState.
func (l Lot) Step(act ActKind) (Lot, error) {
	to, known := LotMachine.Next(l.Status, act)
	if !known {
		return Lot{}, errorsmod.Wrapf(ErrLotState, "lot %d is %s", l.Id, l.Status)
	}
	l.Status = to
	return l, nil
}

// Receive begins a lot.
func (l Lot) Receive(quantity uint64) (Lot, error) {
	l.Quantity, l.Left = quantity, quantity
	return l.Step(ACT_KIND_RECEIVE)
}

// Count takes a step at which the things are counted. Those that weren't found are the caller's to lose.
func (l Lot) Count(act ActKind, found uint64) (next Lot, missing uint64, err error) {
	if next, err = l.Step(act); err != nil {
		return Lot{}, 0, err
	}
	if found > l.Left {
		return Lot{}, 0, errorsmod.Wrapf(ErrLotQuantity, "%d of %d in lot %d", found, l.Left, l.Id)
	}
	return next, l.Left - found, nil
}

// Lose takes what is missing out of the lot. It stays in the books until an auditor noted it.
func (l Lot) Lose(missing uint64) (Lot, error) {
	next, err := l.take(ACT_KIND_LOSE, missing)
	if err != nil {
		return Lot{}, err
	}
	next.Lost += missing
	next.Unnoted += missing
	return next, nil
}

// Note tells that an auditor knows what is missing.
func (l Lot) Note() (Lot, error) {
	next, err := l.Step(ACT_KIND_NOTE)
	if err == nil && l.Unnoted == 0 {
		err = errorsmod.Wrapf(ErrLotState, "nothing is missing in lot %d that isn't noted", l.Id)
	}
	next.Unnoted = 0
	return next, err
}

// SplitOff takes a part out of a stored lot, which goes its own way as another lot with a number.
func (l Lot) SplitOff(quantity, id uint64) (rest, part Lot, err error) {
	if rest, err = l.take(ACT_KIND_SPLIT, quantity); err != nil {
		return Lot{}, Lot{}, err
	}
	rest.Split += quantity
	part = Lot{
		Id: id, Programme: l.Programme, Origin: l.Id, Item: l.Item, Unit: l.Unit, Quantity: quantity, Left: quantity,
		Organisation: l.Organisation, ExpiryDay: l.ExpiryDay,
	}
	return rest, part, nil
}

// HandOver takes what a payee gets out of the lot, on one signature so far.
func (l Lot) HandOver(quantity uint64) (Lot, error) {
	next, err := l.take(ACT_KIND_HAND_OVER, quantity)
	if err != nil {
		return Lot{}, err
	}
	next.Pending += quantity
	return next, nil
}

// Sign counts what was handed over on a second signature.
func (l Lot) Sign(quantity uint64) (Lot, error) {
	next, err := l.Step(ACT_KIND_SIGN)
	if err != nil {
		return Lot{}, err
	}
	if quantity > l.Pending {
		return Lot{}, errorsmod.Wrapf(ErrLotQuantity, "%d of %d handed over in lot %d", quantity, l.Pending, l.Id)
	}
	next.Pending -= quantity
	next.Handed += quantity
	return next, nil
}

// Expire writes off what is left on the day after the last one.
func (l Lot) Expire() (Lot, error) {
	next, err := l.Step(ACT_KIND_EXPIRE)
	if err != nil {
		return Lot{}, err
	}
	next.Expired, next.Left = l.Expired+l.Left, 0
	return next, nil
}

// Ends is the step that the chain takes because nothing is left, if there is one.
func (l Lot) Ends() (ActKind, bool) {
	if l.Left > 0 || l.Pending > 0 {
		return 0, false
	}
	act := ACT_KIND_EMPTY
	if l.Handed > 0 {
		act = ACT_KIND_FINISH
	}
	_, known := LotMachine.Next(l.Status, act)
	return act, known
}

func (l Lot) take(act ActKind, quantity uint64) (Lot, error) {
	next, err := l.Step(act)
	if err != nil {
		return Lot{}, err
	}
	if quantity == 0 || quantity > l.Left {
		return Lot{}, errorsmod.Wrapf(ErrLotQuantity, "%d of %d in lot %d", quantity, l.Left, l.Id)
	}
	next.Left -= quantity
	return next, nil
}

// Check refuses a lot whose parts aren't its whole, or that has other things than its state says.
func (l Lot) Check() error {
	parts, err := sum(l.Left, l.Split, l.Pending, l.Handed, l.Lost, l.Expired)
	if err != nil || parts != l.Quantity || l.Unnoted > l.Lost {
		return errorsmod.Wrapf(ErrLotQuantity, "lot %d has %d of %d", l.Id, parts, l.Quantity)
	}
	over := l.Status == LOT_STATUS_HANDED_OVER || l.Status == LOT_STATUS_LOST || l.Status == LOT_STATUS_EXPIRED
	if over != (l.Left == 0 && (l.Pending == 0 || l.Status == LOT_STATUS_EXPIRED)) || l.Quantity == 0 || l.Quantity > MaxQuantity {
		return errorsmod.Wrapf(ErrLotState, "lot %d is %s", l.Id, l.Status)
	}
	return nil
}

// CheckLot follows the timeline of a lot along the table.
func CheckLot(l Lot, acts []Act) error {
	var at LotStatus
	for _, act := range acts {
		if act.Kind == ACT_KIND_OVERDUE {
			continue
		}
		to, known := LotMachine.Next(at, act.Kind)
		if !known {
			return errorsmod.Wrapf(ErrLotState, "act %d is %s in %s", act.Number, act.Kind, at)
		}
		at = to
	}
	if at != l.Status {
		return errorsmod.Wrapf(ErrLotState, "acts lead to %s, it is %s", at, l.Status)
	}
	return l.Check()
}

// CheckGoods refuses a programme that gives neither goods nor a service.
func (p Programme) CheckGoods() error {
	if p.Terms.Form != FORM_IN_KIND && p.Terms.Form != FORM_SERVICE {
		return errorsmod.Wrapf(ErrNoGoods, "programme %d", p.Id)
	}
	return nil
}

// Sign takes the second signature, which is the payee's or another person's than those who handed over. A payee's is given without an officer.
func (h Handover) Sign(officer Actor, at int64) (Handover, error) {
	if h.Signed {
		return Handover{}, errorsmod.Wrapf(ErrLotState, "lot %d: the handover has two signatures", h.Lot)
	}
	if officer.Is(h.Officer) || officer.IsAmong(h.Credentials) || officer.Address == h.Officer {
		return Handover{}, errorsmod.Wrapf(ErrSecondOfficer, "lot %d was handed over by the same person", h.Lot)
	}
	h.Signed, h.Signer, h.SignedAt = true, officer.Address, at
	return h, nil
}
