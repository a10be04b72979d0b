package app_test

import (
	"slices"
	"time"

	errorsmod "cosmossdk.io/errors"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	granttypes "github.com/reliefchain/relief/x/grant/types"
)

var errDelegationExceeded = authoritytypes.ErrDelegationExceeded

// plan is a schedule: an amount for each month in [from, until).
type plan struct {
	from, until int
	amounts     months
	changes     []granttypes.Change
}

func (p plan) total(from int) (sum uint64) {
	for month := max(from, 0); month < modelMonths; month++ {
		sum += p.amounts[month]
	}
	return sum
}

// modelChange is a proposed change of a grant.
type modelChange struct {
	id      uint64
	grant   *modelGrant
	plan    plan
	waived  bool // nobody has to be heard
	hearing time.Time
	status  granttypes.ChangeStatus
}

type modelTransfer struct {
	to    int // place
	month int
}

type modelClawback struct {
	id                                          uint64
	grant                                       *modelGrant
	from, until                                 int
	claimed, amount, fine, collected, writtenOf uint64
	fraud                                       bool
	hearing                                     time.Time
	orderedBy                                   string
	status                                      granttypes.ClawbackStatus
}

func (c *modelClawback) left() uint64 { return c.amount + c.fine - c.collected - c.writtenOf }

// examine tells why a change can't be, and whether it reduces what the grant pays.
func (m *model) examine(g *modelGrant, p plan) (*errorsmod.Error, bool) {
	ends := p.from == p.until
	switch {
	case g.until <= g.roll.next:
		return granttypes.ErrGrantEnded, false
	case p.from < g.roll.next:
		return granttypes.ErrPeriodSealed, false
	case g.movedTo != nil && p.until > g.until:
		return granttypes.ErrGrantTransferred, false
	case p.from < g.from:
		return granttypes.ErrScheduleInvalid, false
	case m.tooMuch(g.roll, p, g.persons):
		return granttypes.ErrAboveStandard, false
	case !ends && m.tags[m.persons[g.payee].tag] != g.payee:
		return granttypes.ErrTagMissing, false
	}
	for month := p.from; month < modelMonths; month++ {
		if p.amounts[month] < g.base[month] {
			return nil, true
		}
	}
	return nil, false
}

func (m *model) propose(g *modelGrant, p plan) *errorsmod.Error {
	if g.open != nil {
		return granttypes.ErrChangeOpen
	}
	err, reduces := m.examine(g, p)
	if err != nil {
		return err
	}
	days := m.terms(g.roll).HearingDays
	g.open = &modelChange{id: uint64(len(m.changes)) + 1, grant: g, plan: p, waived: !reduces || days == 0, status: granttypes.CHANGE_STATUS_DECIDABLE}
	if !g.open.waived {
		g.open.status, g.open.hearing = granttypes.CHANGE_STATUS_HEARING, m.ends(days, false)
	}
	m.changes = append(m.changes, g.open)
	return nil
}

func (m *model) stateChange(c *modelChange) *errorsmod.Error {
	if c.status != granttypes.CHANGE_STATUS_HEARING {
		return granttypes.ErrChangeState
	}
	return nil
}

func (m *model) takeBackChange(c *modelChange) *errorsmod.Error {
	if c.status != granttypes.CHANGE_STATUS_HEARING && c.status != granttypes.CHANGE_STATUS_DECIDABLE {
		return granttypes.ErrChangeState
	}
	c.status, c.grant.open = granttypes.CHANGE_STATUS_WITHDRAWN, nil
	return nil
}

func (m *model) decideChange(c *modelChange, approve bool) *errorsmod.Error {
	g := c.grant
	switch {
	case c.status != granttypes.CHANGE_STATUS_DECIDABLE:
		return granttypes.ErrChangeState
	case !approve:
		c.status, g.open = granttypes.CHANGE_STATUS_REFUSED, nil
		return nil
	case m.locked(g.roll):
		return granttypes.ErrRunOpen
	case c.plan.from < g.roll.next:
		return granttypes.ErrPeriodSealed
	}
	err, reduces := m.examine(g, c.plan)
	switch {
	case err != nil:
		return err
	case c.waived && reduces && m.terms(g.roll).HearingDays > 0:
		return granttypes.ErrHearingMissing
	}
	if err := m.reschedule(g, c.plan); err != nil {
		return err
	}
	c.status, g.open = granttypes.CHANGE_STATUS_ADJUSTED, nil
	switch {
	case c.plan.from == c.plan.until:
		c.status = granttypes.CHANGE_STATUS_ENDED
	case reduces && (granttypes.Schedule{Changes: c.plan.changes}).Descends():
		c.status = granttypes.CHANGE_STATUS_FADE_OUT
	}
	return nil
}

// reschedule lets a grant pay another plan from its first month on. Arrears are owed.
func (m *model) reschedule(g *modelGrant, p plan) *errorsmod.Error {
	for month := max(p.until, g.roll.next); month < modelMonths; month++ {
		if g.arrears[month] > 0 {
			return granttypes.ErrItemOwed
		}
	}
	after := g.base
	copy(after[p.from:], p.amounts[p.from:])
	if err := m.reserve(g.roll, g.base, after, g.roll.next); err != nil {
		return err
	}
	g.base, g.until = after, p.until
	return nil
}

func (m *model) suspend(g *modelGrant, days uint32) *errorsmod.Error {
	most := m.terms(g.roll).SuspensionDays
	switch {
	case g.until <= g.from || !m.owes(g):
		return granttypes.ErrGrantEnded
	case g.suspended:
		return granttypes.ErrGrantSuspended
	case most > 0 && (days == 0 || days > most):
		return granttypes.ErrSuspensionTooLong
	}
	g.suspended = true
	return nil
}

func (m *model) resume(g *modelGrant) *errorsmod.Error {
	if !g.suspended {
		return granttypes.ErrGrantNotSuspended
	}
	g.suspended = false
	return nil
}

// transferable tells why a grant can't go over to another place in a month.
func (m *model) transferable(g *modelGrant, to, month int) *errorsmod.Error {
	switch {
	case g.movedTo != nil:
		return granttypes.ErrGrantTransferred
	case g.suspended:
		return granttypes.ErrGrantSuspended
	case to == g.roll.place:
		return granttypes.ErrTransferInvalid
	case month < g.roll.next:
		return granttypes.ErrPeriodSealed
	case month < g.from || month > g.until:
		return granttypes.ErrTransferInvalid
	}
	return nil
}

func (m *model) offer(g *modelGrant, to, month int) *errorsmod.Error {
	if _, offered := m.transfers[g]; offered {
		return granttypes.ErrTransferOpen
	}
	err := m.transferable(g, to, month)
	if err == nil {
		m.transfers[g] = modelTransfer{to, month}
	}
	return err
}

func (m *model) cancelOffer(g *modelGrant) *errorsmod.Error {
	if _, offered := m.transfers[g]; !offered {
		return granttypes.ErrTransferUnknown
	}
	delete(m.transfers, g)
	return nil
}

func (m *model) accept(g *modelGrant, r *modelRoll, p plan) *errorsmod.Error {
	offer := m.transfers[g]
	switch {
	case r.place != offer.to:
		return granttypes.ErrAreaOutside
	case p.from != offer.month:
		return granttypes.ErrScheduleInvalid
	case m.locked(r):
		return granttypes.ErrRunOpen
	case p.from < r.next:
		return granttypes.ErrPeriodSealed
	case m.tooMuch(r, p, 1):
		return granttypes.ErrAboveStandard
	case m.locked(g.roll):
		return granttypes.ErrRunOpen
	}
	if err := m.transferable(g, offer.to, offer.month); err != nil {
		return err
	}
	switch {
	case r.programme != g.roll.programme:
		return granttypes.ErrProgrammeDiffers
	case m.persons[g.payee].closed:
		return granttypes.ErrPayeeClosed
	}
	base, until := g.base, g.until
	if g.until != offer.month {
		if err := m.reschedule(g, plan{from: offer.month, until: offer.month}); err != nil {
			return err
		}
	}
	grant, err := m.award(r, g.payee, 1, p, 0, g)
	if err != nil { // nothing of it happened
		_ = m.reserve(g.roll, g.base, base, g.roll.next)
		g.base, g.until = base, until
		return err
	}
	g.movedTo = grant
	m.persons[g.payee].area = r.area
	delete(m.transfers, g)
	return nil
}

// handled is the first month that no finished run of the roll has handled.
func (m *model) handled(r *modelRoll) int {
	if m.locked(r) {
		return r.next - 1
	}
	return r.next
}

func (m *model) claim(g *modelGrant, from, until int, amount uint64, fraud bool) *errorsmod.Error {
	if slices.ContainsFunc(m.clawbacks, func(c *modelClawback) bool {
		return c.grant == g && c.status != granttypes.CLAWBACK_STATUS_WITHDRAWN && c.from < until && from < c.until
	}) {
		return granttypes.ErrClawbackOverlaps
	}
	paid := uint64(0)
	for month := from; month < min(until, m.handled(g.roll)); month++ {
		paid += g.amount(month)
	}
	for month := from; month < until; month++ {
		if !g.released[month] {
			paid -= min(paid, g.held[month])
		}
	}
	if amount > paid {
		return granttypes.ErrClawbackExceeded
	}
	c := &modelClawback{
		id: uint64(len(m.clawbacks)) + 1, grant: g, from: from, until: until, claimed: amount, fraud: fraud, status: granttypes.CLAWBACK_STATUS_HEARD,
	}
	if days := m.terms(g.roll).HearingDays; days > 0 {
		c.status, c.hearing = granttypes.CLAWBACK_STATUS_NOTICED, m.ends(days, false)
	}
	m.clawbacks = append(m.clawbacks, c)
	return nil
}

func (m *model) takeBackClaim(c *modelClawback) *errorsmod.Error {
	if c.status != granttypes.CLAWBACK_STATUS_NOTICED && c.status != granttypes.CLAWBACK_STATUS_HEARD {
		return granttypes.ErrClawbackState
	}
	c.status = granttypes.CLAWBACK_STATUS_WITHDRAWN
	return nil
}

func (m *model) order(c *modelClawback, by string, amount, fine uint64, take bool) *errorsmod.Error {
	most := amount * uint64(m.terms(c.grant.roll).FinePercent) / 100
	switch {
	case c.status != granttypes.CLAWBACK_STATUS_HEARD:
		return granttypes.ErrClawbackState
	case amount > c.claimed:
		return granttypes.ErrClawbackExceeded
	case fine > 0 && (!c.fraud || fine > most):
		return granttypes.ErrFine
	}
	c.status, c.amount, c.fine, c.orderedBy = granttypes.CLAWBACK_STATUS_ORDERED, amount, fine, by
	if taken := min(c.grant.balance, c.left()); take && c.fraud && taken > 0 {
		c.grant.balance, c.grant.taken = c.grant.balance-taken, c.grant.taken+taken
		m.pool[c.grant.roll.programme] -= taken
		m.collect(c, taken)
	}
	return nil
}

func (m *model) collect(c *modelClawback, amount uint64) {
	m.recover(c.grant.roll, amount)
	c.collected, c.status = c.collected+amount, granttypes.CLAWBACK_STATUS_REPAYING
	if c.left() == 0 {
		c.status = granttypes.CLAWBACK_STATUS_RECOVERED
	}
}

func (m *model) repay(c *modelClawback, amount uint64) *errorsmod.Error {
	switch {
	case c.status != granttypes.CLAWBACK_STATUS_ORDERED && c.status != granttypes.CLAWBACK_STATUS_REPAYING:
		return granttypes.ErrClawbackState
	case amount > c.left():
		return granttypes.ErrClawbackExceeded
	}
	m.collect(c, amount)
	return nil
}

func (m *model) waive(c *modelClawback, by string) *errorsmod.Error {
	switch {
	case c.orderedBy == by:
		return granttypes.ErrSelfDealing
	case c.status != granttypes.CLAWBACK_STATUS_ORDERED && c.status != granttypes.CLAWBACK_STATUS_REPAYING:
		return granttypes.ErrClawbackState
	}
	c.status, c.writtenOf = granttypes.CLAWBACK_STATUS_WAIVED, c.left()
	return nil
}
