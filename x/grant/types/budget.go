package types

import (
	errorsmod "cosmossdk.io/errors"
)

// Free is what may still be allocated or reserved, minor units.
func (l Ledger) Free() (uint64, error) {
	funds, err := l.funds()
	if err != nil {
		return 0, err
	}
	used, err := l.used()
	if err != nil {
		return 0, err
	}
	if used > funds {
		return 0, errorsmod.Wrapf(ErrBudgetExceeded, "node %d, %d", l.Node, l.Year)
	}
	return funds - used, nil
}

// Appropriate adds own funds.
func (l Ledger) Appropriate(amount uint64) (Ledger, error) {
	return l.raise(&l.Own, amount)
}

// Receive adds funds from the parent.
func (l Ledger) Receive(amount uint64) (Ledger, error) {
	return l.raise(&l.Received, amount)
}

// Allocate gives free funds to a child.
func (l Ledger) Allocate(amount uint64) (Ledger, error) {
	return l.spend(&l.Allocated, amount)
}

// Reserve promises free funds to grants.
func (l Ledger) Reserve(amount uint64) (Ledger, error) {
	return l.spend(&l.Reserved, amount)
}

// Unreserve takes a promise back.
func (l Ledger) Unreserve(amount uint64) (Ledger, error) {
	if amount > l.Reserved {
		return Ledger{}, errorsmod.Wrapf(ErrBudgetExceeded, "node %d, %d: %d of %d reserved", l.Node, l.Year, amount, l.Reserved)
	}
	l.Reserved -= amount
	return l, nil
}

// Disburse moves reserved funds into a run.
func (l Ledger) Disburse(amount uint64) (Ledger, error) {
	next, err := l.Unreserve(amount)
	if err != nil {
		return Ledger{}, err
	}
	return next.spend(&next.Disbursed, amount)
}

// Validate refuses a ledger that spends more than it has.
func (l Ledger) Validate() error {
	if !validYear(l.Year) {
		return errorsmod.Wrapf(ErrInvalid, "fiscal year %d", l.Year)
	}
	if l.Returned > l.Received {
		return errorsmod.Wrapf(ErrReturnExceedsReceived, "node %d, %d: %d of %d", l.Node, l.Year, l.Returned, l.Received)
	}
	_, err := l.Free()
	return err
}

// raise and spend work on a copy of the ledger whose field is given by its address.
func (l *Ledger) raise(field *uint64, amount uint64) (Ledger, error) {
	sum, ok := addUnsigned(*field, amount)
	if !ok {
		return Ledger{}, errorsmod.Wrap(ErrOverflow, "ledger")
	}
	*field = sum
	if _, err := l.funds(); err != nil {
		return Ledger{}, err
	}
	return *l, nil
}

func (l *Ledger) spend(field *uint64, amount uint64) (Ledger, error) {
	free, err := l.Free()
	if err != nil {
		return Ledger{}, err
	}
	if amount > free {
		return Ledger{}, errorsmod.Wrapf(ErrBudgetExceeded, "node %d, %d: %d of %d free", l.Node, l.Year, amount, free)
	}
	*field += amount
	return *l, nil
}

func (l *Ledger) funds() (uint64, error) {
	return sum(l.Own, l.Received, l.Recovered, l.BroughtForward)
}

func (l *Ledger) used() (uint64, error) {
	return sum(l.Allocated, l.Reserved, l.Disbursed, l.Returned, l.CarriedOver)
}

func sum(parts ...uint64) (uint64, error) {
	var total uint64
	for _, part := range parts {
		var ok bool
		if total, ok = addUnsigned(total, part); !ok {
			return 0, errorsmod.Wrap(ErrOverflow, "ledger")
		}
	}
	return total, nil
}
