package app_test

import (
	"slices"

	errorsmod "cosmossdk.io/errors"

	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	feetypes "github.com/reliefchain/relief/x/fee/types"
	granttypes "github.com/reliefchain/relief/x/grant/types"
	stablecointypes "github.com/reliefchain/relief/x/stablecoin/types"
)

// modelMonths is how many months of 2024 a schedule may fill.
const modelMonths = 12

// model is what the chain should do, as plain maps and numbers. Each verb answers with the rule that refuses it, or nil.
// Money is in fen; months count from January 2024.
type model struct {
	payouts int // slots that one block pays

	persons map[string]*modelPerson
	open    bool              // whether there is a next epoch of tags
	tags    map[string]string // tag → person
	rolls   []*modelRoll
	runs    []*modelRun
	grants  []*modelGrant

	free, reserved, disbursed uint64
	treasury, pool, minted    uint64
	allowance                 uint64
	wallets                   map[string]uint64
	sponsored                 map[string]uint32
}

type modelPerson struct {
	tag, area string
	closed    bool
	fresh     bool // registered in this block
	guardian  string
	reissued  bool // has a tag of the next epoch
	// recognised are categories.
	recognised []uint32
}

type modelRoll struct {
	next  int // the month that is sealed next
	slots []*modelGrant
	run   int // open run, 0 for none
}

type modelRun struct {
	month, status    int
	rolls            []int
	count, amount    uint64
	paid, held       uint64
	nextRoll, cursor int
}

// States of a run in the model.
const (
	runOpen = iota
	runSealed
	runExecuting
	runDone
	runCancelled
)

type modelGrant struct {
	id          granttypes.GrantID
	payee       string
	roll        int
	from, until int
	amounts     [modelMonths]uint64
	suspended   bool
	balance     uint64
	held        map[int]uint64 // month → amount
	released    map[int]bool
}

func newModel(payouts, rolls int, budget, treasury, minted, allowance uint64) *model {
	m := &model{
		payouts: payouts, persons: map[string]*modelPerson{}, tags: map[string]string{}, free: budget, treasury: treasury,
		minted: minted, allowance: allowance, wallets: map[string]uint64{}, sponsored: map[string]uint32{},
	}
	for range rolls {
		m.rolls = append(m.rolls, &modelRoll{})
	}
	return m
}

func (m *model) enrol(name, tag, area string) *errorsmod.Error {
	switch {
	case m.persons[name] != nil:
		return beneficiarytypes.ErrPersonKnown
	case m.tags[tag] != "":
		return beneficiarytypes.ErrTagLive
	}
	m.persons[name], m.tags[tag] = &modelPerson{tag: tag, area: area, fresh: true, reissued: m.open}, name
	return nil
}

func (m *model) closePerson(name string) *errorsmod.Error {
	p := m.persons[name]
	switch {
	case p == nil:
		return beneficiarytypes.ErrPersonUnknown
	case p.closed:
		return beneficiarytypes.ErrPersonClosed
	case slices.ContainsFunc(m.grants, func(g *modelGrant) bool { return g.payee == name && (m.owes(g) || g.keepsMoney()) }):
		return beneficiarytypes.ErrPersonPaid
	case m.hasWards(name):
		return beneficiarytypes.ErrHasWards
	}
	p.closed, p.guardian, p.recognised = true, "", nil
	delete(m.tags, p.tag)
	return nil
}

// keepsMoney tells that the grant has a balance or a held payment.
func (g *modelGrant) keepsMoney() bool { return g.balance > 0 || len(g.held) > len(g.released) }

// owes tells that a run has still to handle a month of the grant.
func (m *model) owes(g *modelGrant) bool {
	handled := m.rolls[g.roll].next
	if m.rolls[g.roll].run != 0 {
		handled--
	}
	return g.until > handled
}

func (m *model) locked(roll int) bool {
	run := m.rolls[roll].run
	return run != 0 && (m.runs[run-1].status == runSealed || m.runs[run-1].status == runExecuting)
}

// plan is a schedule: an amount for each month in [from, until).
type plan struct {
	from, until int
	amounts     [modelMonths]uint64
}

func (p plan) total(from int) (sum uint64) {
	for month := from; month < modelMonths; month++ {
		sum += p.amounts[month]
	}
	return sum
}

// awardable is what comes before the money.
func (m *model) awardable(roll int, payee string, p plan) *errorsmod.Error {
	person := m.persons[payee]
	switch {
	case m.locked(roll):
		return granttypes.ErrRunOpen
	case person == nil:
		return beneficiarytypes.ErrPersonUnknown
	case person.closed:
		return granttypes.ErrPayeeClosed
	case p.from < m.rolls[roll].next:
		return granttypes.ErrPeriodSealed
	default:
		return nil
	}
}

func (m *model) award(roll int, payee string, p plan) *errorsmod.Error {
	if err := m.awardable(roll, payee, p); err != nil {
		return err
	}
	switch {
	case p.total(0) > m.free:
		return granttypes.ErrBudgetExceeded
	case m.hasGrant(payee, p.from):
		return granttypes.ErrGrantLive
	}
	m.free, m.reserved = m.free-p.total(0), m.reserved+p.total(0)
	g := &modelGrant{payee: payee, roll: roll, from: p.from, until: p.until, amounts: p.amounts, held: map[int]uint64{}, released: map[int]bool{}}
	m.rolls[roll].slots, m.grants = append(m.rolls[roll].slots, g), append(m.grants, g)
	g.id = granttypes.NewGrantID(uint32(roll)+1, uint32(len(m.rolls[roll].slots)))
	return nil
}

// hasGrant looks at the payee's latest grant.
func (m *model) hasGrant(payee string, from int) bool {
	for _, g := range slices.Backward(m.grants) {
		if g.payee == payee {
			return m.owes(g) || g.until > from
		}
	}
	return false
}

// propose tells why a change can't be proposed.
func (m *model) propose(g *modelGrant, p plan) *errorsmod.Error {
	next := m.rolls[g.roll].next
	switch {
	case g.until <= next:
		return granttypes.ErrGrantEnded
	case p.from < next:
		return granttypes.ErrPeriodSealed
	case p.from < g.from:
		return granttypes.ErrScheduleInvalid
	}
	return nil
}

// adjust carries out what was proposed.
func (m *model) adjust(g *modelGrant, p plan) *errorsmod.Error {
	if m.locked(g.roll) {
		return granttypes.ErrRunOpen
	}
	next := m.rolls[g.roll].next
	after := plan{amounts: g.amounts}
	copy(after.amounts[p.from:], p.amounts[p.from:])
	less, more := plan{amounts: g.amounts}.total(next), after.total(next)
	if more > less && more-less > m.free {
		return granttypes.ErrBudgetExceeded
	}
	m.free, m.reserved = m.free+less-more, m.reserved+more-less
	g.amounts, g.until = after.amounts, p.until
	return nil
}

func (m *model) suspend(g *modelGrant, on bool) *errorsmod.Error {
	switch {
	case on && g.suspended:
		return granttypes.ErrGrantSuspended
	case !on && !g.suspended:
		return granttypes.ErrGrantNotSuspended
	}
	g.suspended = on
	return nil
}

func (m *model) openRun(rolls []int, month int) *errorsmod.Error {
	for _, r := range rolls {
		switch {
		case m.rolls[r].next != month:
			return granttypes.ErrPeriodNotNext
		case m.rolls[r].run != 0:
			return granttypes.ErrRunOpen
		}
	}
	m.runs = append(m.runs, &modelRun{month: month, rolls: rolls})
	for _, r := range rolls {
		m.rolls[r].run = len(m.runs)
	}
	return nil
}

func (m *model) sealRun(run *modelRun) *errorsmod.Error {
	for _, r := range run.rolls {
		if m.rolls[r].next != run.month {
			return granttypes.ErrPeriodNotNext
		}
	}
	if run.status != runOpen {
		return granttypes.ErrRunState
	}
	run.status, run.count, run.amount = runSealed, 0, 0
	for _, r := range run.rolls {
		m.rolls[r].next++
		for _, g := range m.rolls[r].slots {
			if amount := g.amounts[run.month]; amount > 0 {
				run.count, run.amount = run.count+1, run.amount+amount
			}
		}
	}
	return nil
}

func (m *model) cancelRun(run *modelRun) *errorsmod.Error {
	if run.status != runOpen && run.status != runSealed {
		return granttypes.ErrRunState
	}
	for _, r := range run.rolls {
		if run.status == runSealed {
			m.rolls[r].next--
		}
		m.rolls[r].run = 0
	}
	run.status = runCancelled
	return nil
}

func (m *model) authoriseRun(run *modelRun, amount uint64) *errorsmod.Error {
	switch {
	case run.status != runSealed:
		return granttypes.ErrRunState
	case amount != run.amount:
		return granttypes.ErrTotalsDiffer
	case run.amount > m.treasury:
		return granttypes.ErrTreasuryLacksCoin
	}
	m.reserved, m.disbursed = m.reserved-run.amount, m.disbursed+run.amount
	m.treasury, m.pool = m.treasury-run.amount, m.pool+run.amount
	run.status = runExecuting
	return nil
}

// endBlock pays the executing runs in their order, so many slots.
func (m *model) endBlock() {
	left := m.payouts
	for id, run := range m.runs {
		if run.status != runExecuting || left == 0 {
			continue
		}
		for ; run.nextRoll < len(run.rolls); run.nextRoll, run.cursor = run.nextRoll+1, 0 {
			slots := m.rolls[run.rolls[run.nextRoll]].slots
			for ; run.cursor < len(slots) && left > 0; run.cursor, left = run.cursor+1, left-1 {
				run.pay(slots[run.cursor])
			}
			if run.cursor < len(slots) {
				break
			}
		}
		if run.nextRoll == len(run.rolls) {
			run.status = runDone
			for _, r := range run.rolls {
				if m.rolls[r].run == id+1 {
					m.rolls[r].run = 0
				}
			}
		}
	}
}

func (r *modelRun) pay(g *modelGrant) {
	amount := g.amounts[r.month]
	switch {
	case amount == 0:
	case g.suspended:
		g.held[r.month] = amount
		r.held += amount
	default:
		g.balance += amount
		r.paid += amount
	}
}

func (m *model) release(g *modelGrant, month int) *errorsmod.Error {
	amount, held := g.held[month]
	switch {
	case g.suspended:
		return granttypes.ErrGrantSuspended
	case !held:
		return granttypes.ErrHeldUnknown
	case g.released[month]:
		return granttypes.ErrHeldReleased
	}
	g.released[month] = true
	g.balance += amount
	return nil
}

func (m *model) withdraw(by string, g *modelGrant, amount uint64) *errorsmod.Error {
	switch person := m.persons[by]; {
	case person == nil || person.closed:
		return feetypes.ErrPayerMissing // nobody pays for a stranger
	case m.sponsored[by] == quota:
		return feetypes.ErrQuotaExhausted
	}
	m.sponsored[by]++
	switch {
	case g.payee == by && m.persons[by].guardian != "":
		return beneficiarytypes.ErrWard
	case g.payee != by && m.persons[g.payee].guardian != by:
		return granttypes.ErrNotPayee
	case amount > g.balance:
		return granttypes.ErrBalanceTooSmall
	}
	g.balance, m.pool, m.wallets[by] = g.balance-amount, m.pool-amount, m.wallets[by]+amount
	return nil
}

func (m *model) mint(amount uint64) *errorsmod.Error {
	if m.minted+amount > m.allowance {
		return stablecointypes.ErrAllowanceExceeded
	}
	m.minted, m.treasury = m.minted+amount, m.treasury+amount
	return nil
}
