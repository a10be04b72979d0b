package types

import (
	errorsmod "cosmossdk.io/errors"
)

// Bounds of the budget tree. Changing the first forks the chain.
const (
	// MaxChildren is the most children of one budget node.
	MaxChildren = 1000
	// MaxTreeNodes is the most nodes over which a query sums.
	MaxTreeNodes = 2000
)

// Return gives free funds back to the parent, at most what came from it.
func (l Ledger) Return(amount uint64) (Ledger, error) {
	if left := l.Received - l.Returned; amount > left {
		return Ledger{}, errorsmod.Wrapf(ErrReturnExceedsReceived, "node %d, %d: %d of %d", l.Node, l.Year, amount, left)
	}
	return l.spend(&l.Returned, amount)
}

// TakeBack frees what a child gives back.
func (l Ledger) TakeBack(amount uint64) (Ledger, error) {
	if amount > l.Allocated {
		return Ledger{}, errorsmod.Wrapf(ErrBudgetExceeded, "node %d, %d: %d of %d allocated", l.Node, l.Year, amount, l.Allocated)
	}
	l.Allocated -= amount
	return l, nil
}

// CarryOver takes free funds out of a year into the next one.
func (l Ledger) CarryOver(amount uint64) (Ledger, error) {
	return l.spend(&l.CarriedOver, amount)
}

// BringForward adds what is left of the year before.
func (l Ledger) BringForward(amount uint64) (Ledger, error) {
	return l.raise(&l.BroughtForward, amount)
}

// Settled refuses a ledger in which money is promised and not disbursed.
func (l Ledger) Settled() error {
	if l.Reserved > 0 {
		return errorsmod.Wrapf(ErrYearReserved, "node %d, %d: %d; pay it, or end or adjust what it is promised to", l.Node, l.Year, l.Reserved)
	}
	return nil
}

// Close closes a fiscal year with all before it.
func (n BudgetNode) Close(year uint32) (BudgetNode, error) {
	if err := n.RequireOpen(year); err != nil {
		return BudgetNode{}, err
	}
	n.ClosedYear = year
	return n, nil
}

// RequireOpen refuses a fiscal year that is closed.
func (n BudgetNode) RequireOpen(year uint32) error {
	if n.HasClosed(year) {
		return errorsmod.Wrapf(ErrYearClosed, "node %d, %d; %d is the first open one", n.Id, year, n.OpenYear(year))
	}
	return nil
}

// HasClosed tells that a fiscal year never changes again.
func (n BudgetNode) HasClosed(year uint32) bool { return year <= n.ClosedYear }

// OpenYear is the fiscal year itself or, once it is closed, the first open one: money that comes back late belongs there.
func (n BudgetNode) OpenYear(year uint32) uint32 { return max(year, n.ClosedYear+1) }

// IsNeighbour tells that a node is the parent or a child of the other.
func (n BudgetNode) IsNeighbour(other BudgetNode) bool {
	return n.Parent == other.Id || other.Parent == n.Id
}

// Ledger is the ledger that the books outside show.
func (m *MsgReconcile) Ledger() Ledger {
	return Ledger{
		Node: m.Node, Year: m.Year, Own: m.Own, Received: m.Received, Allocated: m.Allocated, Reserved: m.Reserved, Disbursed: m.Disbursed,
		Recovered: m.Recovered, Returned: m.Returned, BroughtForward: m.BroughtForward, CarriedOver: m.CarriedOver,
	}
}

// Agree refuses books that show another ledger.
func (l Ledger) Agree(books Ledger) error {
	for _, figure := range []struct {
		name           string
		chain, outside uint64
	}{
		{"own", l.Own, books.Own},
		{"received", l.Received, books.Received},
		{"allocated", l.Allocated, books.Allocated},
		{"reserved", l.Reserved, books.Reserved},
		{"disbursed", l.Disbursed, books.Disbursed},
		{"recovered", l.Recovered, books.Recovered},
		{"returned", l.Returned, books.Returned},
		{"brought_forward", l.BroughtForward, books.BroughtForward},
		{"carried_over", l.CarriedOver, books.CarriedOver},
	} {
		if figure.chain != figure.outside {
			return errorsmod.Wrapf(ErrFiguresDiffer, "node %d, %d: %s is %d, not %d", l.Node, l.Year, figure.name, figure.chain, figure.outside)
		}
	}
	return nil
}

// Add adds one node's fiscal year to the sums.
func (s BudgetSums) Add(l Ledger) (BudgetSums, error) {
	free, err := l.Free()
	if err != nil {
		return BudgetSums{}, err
	}
	for _, term := range []struct {
		to   *uint64
		more uint64
	}{
		{&s.Own, l.Own},
		{&s.BroughtForward, l.BroughtForward},
		{&s.Reserved, l.Reserved},
		{&s.Disbursed, l.Disbursed},
		{&s.Recovered, l.Recovered},
		{&s.CarriedOver, l.CarriedOver},
		{&s.Free, free},
	} {
		if *term.to, err = sum(*term.to, term.more); err != nil {
			return BudgetSums{}, err
		}
	}
	s.Nodes++
	return s, nil
}

// ValidateBasic checks the shape of the message.
func (m *MsgReturnFunds) ValidateBasic() error {
	if err := validateYear(m.Year); err != nil {
		return err
	}
	return nonzero(uint64(m.Node), m.Amount)
}

// ValidateBasic checks the shape of the message.
func (m *MsgRemit) ValidateBasic() error {
	if err := nonzero(uint64(m.FromNode), uint64(m.ToNode), m.Amount); err != nil {
		return err
	}
	return validateDenom(m.Denom)
}

// ValidateBasic checks the shape of the message.
func (m *MsgCloseYear) ValidateBasic() error {
	if err := validateYear(m.Year); err != nil {
		return err
	}
	if m.CarryOver {
		if err := validateYear(m.Year + 1); err != nil {
			return err
		}
	}
	return nonzero(uint64(m.Node))
}

// ValidateBasic checks the shape of the message.
func (m *MsgReconcile) ValidateBasic() error {
	if err := validateYear(m.Year); err != nil {
		return err
	}
	if len(m.StatementHash) != HashSize {
		return errorsmod.Wrap(ErrInvalid, "hash of the statement has a wrong length")
	}
	return nonzero(uint64(m.Node))
}
