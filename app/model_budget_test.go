package app_test

import (
	"slices"

	errorsmod "cosmossdk.io/errors"

	granttypes "github.com/reliefchain/relief/x/grant/types"
)

// yearOf is the fiscal year of a month.
func yearOf(month int) int { return 2024 + month/12 }

// reserves tells whether what the roll promises in a month is in the ledger of its node. Later years are reserved one by one.
func (r *modelRoll) reserves(month int) bool { return yearOf(month) <= r.year }

// promised is what the roll promises in a fiscal year from its next month on.
func (r *modelRoll) promised(year int) uint64 {
	sum := uint64(0)
	for _, g := range r.slots {
		for month := r.next; month < modelMonths; month++ {
			if yearOf(month) == year {
				sum += g.amount(month)
			}
		}
	}
	return sum
}

// reserveYear reserves the next fiscal year of a roll in one sum.
func (m *model) reserveYear(r *modelRoll) *errorsmod.Error {
	l, sum := m.nodes[r.node].year(r.year+1), r.promised(r.year+1)
	switch {
	case r.year > m.today().Year():
		return granttypes.ErrYearTooFar
	case sum > l.free:
		return granttypes.ErrBudgetExceeded
	}
	r.year++
	l.free, l.reserved = l.free-sum, l.reserved+sum
	return nil
}

// turnYear lets the chain reserve a year that has begun, where its money is there; nobody else does it without a message.
func (m *model) turnYear() {
	for _, r := range m.rolls {
		if r.year < m.today().Year() && !r.flagged {
			r.flagged = m.reserveYear(r) != nil
		}
	}
}

// year is the ledger of a node.
func (n *modelNode) year(year int) *modelYear {
	if n.years[year] == nil {
		n.years[year] = &modelYear{}
	}
	return n.years[year]
}

// reserve moves what a roll promises from one plan to another, from a month on.
func (m *model) reserve(r *modelRoll, before, after months, from int) *errorsmod.Error {
	node := m.nodes[r.node]
	less, more := map[int]uint64{}, map[int]uint64{}
	for month := max(from, 0); month < modelMonths; month++ {
		if year := yearOf(month); r.reserves(month) {
			less[year], more[year] = less[year]+before[month], more[year]+after[month]
		}
	}
	for year := 2024; year <= 2025; year++ { // a refusal leaves no year changed
		switch l := node.year(year); {
		case less[year] == more[year]:
		case node.closed >= year:
			return granttypes.ErrYearClosed
		case more[year] > less[year] && more[year]-less[year] > l.free:
			return granttypes.ErrBudgetExceeded
		}
	}
	for year := 2024; year <= 2025; year++ {
		l := node.year(year)
		l.free, l.reserved = l.free+less[year]-more[year], l.reserved+more[year]-less[year]
	}
	return nil
}

func (m *model) fund(node, year int, amount uint64) *errorsmod.Error {
	n := m.nodes[node]
	if n.parentClosed >= year || n.closed >= year {
		return granttypes.ErrYearClosed
	}
	n.year(year).free += amount
	return nil
}

// recover takes money back into the first open year from today's on.
func (m *model) recover(r *modelRoll, amount uint64) {
	node := m.nodes[r.node]
	l := node.year(max(m.today().Year(), node.closed+1))
	l.free, l.recovered = l.free+amount, l.recovered+amount
	m.treasury[r.place] += amount
}

// closeYear closes a node's year, or its parent's, whose free money goes on into the next year if carry says so.
func (m *model) closeYear(node, year int, parent, carry bool) *errorsmod.Error {
	n := m.nodes[node]
	closed := &n.closed
	if parent {
		closed = &n.parentClosed
	}
	switch _, earlier := n.years[year-1]; {
	case *closed >= year:
		return granttypes.ErrYearClosed
	case earlier && *closed < year-1:
		return granttypes.ErrYearOrder
	case !parent && n.year(year).reserved > 0:
		return granttypes.ErrYearReserved
	case !parent && slices.ContainsFunc(m.rolls, func(r *modelRoll) bool { return r.node == node && r.year < year }):
		return granttypes.ErrYearNotReserved
	case parent && n.closed < year:
		return granttypes.ErrChildOpen
	}
	*closed = year
	if l := n.year(year); carry && !parent {
		n.year(year + 1).free += l.free
		l.free = 0
	}
	return nil
}
