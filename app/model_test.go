package app_test

import (
	"slices"
	"time"

	errorsmod "cosmossdk.io/errors"

	"github.com/reliefchain/relief/testutil/chaintest"
	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	feetypes "github.com/reliefchain/relief/x/fee/types"
	granttypes "github.com/reliefchain/relief/x/grant/types"
	stablecointypes "github.com/reliefchain/relief/x/stablecoin/types"
)

// modelMonths is how many months a schedule may fill: 2024 and 2025.
const modelMonths = 24

// model is what the chain should do, as plain maps and numbers. Each verb answers with the rule that refuses it, or nil.
// Money is in fen; months count from January 2024.
type model struct {
	payouts int       // slots that one block pays
	now     time.Time // of the block at hand

	persons map[string]*modelPerson
	open    bool              // whether there is a next epoch of tags
	tags    map[string]string // tag → person
	nodes   [nodes]*modelNode
	rolls   []*modelRoll
	runs    []*modelRun
	grants  []*modelGrant

	applications []*modelApplication
	appeals      []*modelAppeal
	changes      []*modelChange
	clawbacks    []*modelClawback
	transfers    map[*modelGrant]modelTransfer

	treasury          []uint64 // by place
	pool              []uint64 // by programme
	minted, allowance uint64
	attested          time.Time
	wallets           map[string]uint64
}

type modelPerson struct {
	tag, area string
	closed    bool
	fresh     bool // registered in this block
	guardian  string
	reissued  bool // has tags of the next epoch
	// recognised are categories.
	recognised []uint32
}

// modelNode is a budget node with the rolls that it pays, and its parent, by fiscal year.
type modelNode struct {
	years                map[int]*modelYear
	closed, parentClosed int // last closed year
}

type modelYear struct{ free, reserved, disbursed, recovered uint64 }

type modelRoll struct {
	rollSeed
	id   uint32
	next int // the month that is sealed next
	year int // the last fiscal year that is reserved
	// flagged tells that the chain has tried to reserve the next one
	flagged bool
	slots   []*modelGrant
	run     int // open run, 0 for none
}

type modelRun struct {
	month, status    int
	rolls            []*modelRoll
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

type months [modelMonths]uint64

// modelGrant is a grant as a list of months.
type modelGrant struct {
	id          granttypes.GrantID
	payee       string
	persons     uint64
	roll        *modelRoll
	from, until int
	base        months // what was decided
	arrears     months
	suspended   bool
	balance     uint64
	paid        map[int]uint64 // month → what runs and releases put into the balance: once
	withdrawn   uint64
	taken       uint64         // by orders for fraud
	held        map[int]uint64 // month → amount
	released    map[int]bool
	open        *modelChange
	movedTo     *modelGrant
}

func (g *modelGrant) amount(month int) uint64 { return g.base[month] + g.arrears[month] }

func newModel(payouts int, minted, allowance uint64) *model {
	m := &model{
		payouts: payouts, attested: chaintest.Genesis, persons: map[string]*modelPerson{}, tags: map[string]string{}, transfers: map[*modelGrant]modelTransfer{},
		treasury: make([]uint64, len(counties)), pool: make([]uint64, classes), minted: minted, allowance: allowance, wallets: map[string]uint64{},
	}
	for n := range m.nodes {
		m.nodes[n] = &modelNode{years: map[int]*modelYear{}}
	}
	return m
}

// dayZero is how much earlier than in UTC a day begins.
const dayZero = 8 * time.Hour

// today is the moment of the block on the clock of the calendar, and month its month.
func (m *model) today() time.Time { return m.now.Add(dayZero) }
func (m *model) month() int       { return (m.today().Year()-2024)*12 + int(m.today().Month()) - 1 }

// ends is the first moment after so many days, which begin tomorrow: all of them, or those on which offices work.
func (m *model) ends(days uint32, working bool) time.Time {
	day := m.today().Truncate(24 * time.Hour)
	for days > 0 {
		day = day.AddDate(0, 0, 1)
		if !working || calendar(uint32(day.Year())).Works(day.YearDay()-1) {
			days--
		}
	}
	return day.AddDate(0, 0, 1).Add(-dayZero)
}

func (m *model) terms(r *modelRoll) granttypes.Terms {
	if r.programme == law {
		return lawTerms()
	}
	return granttypes.Terms{}
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
	handled := g.roll.next
	if m.locked(g.roll) {
		handled--
	}
	return g.until > handled
}

func (m *model) locked(r *modelRoll) bool {
	return r.run != 0 && (m.runs[r.run-1].status == runSealed || m.runs[r.run-1].status == runExecuting)
}

func (m *model) openRun(rolls []*modelRoll, month int) *errorsmod.Error {
	for _, r := range rolls {
		switch {
		case r.next != month:
			return granttypes.ErrPeriodNotNext
		case r.run != 0:
			return granttypes.ErrRunOpen
		}
	}
	m.runs = append(m.runs, &modelRun{month: month, rolls: rolls})
	for _, r := range rolls {
		r.run = len(m.runs)
	}
	return nil
}

func (m *model) sealRun(run *modelRun) *errorsmod.Error {
	for _, r := range run.rolls {
		switch {
		case !r.reserves(run.month):
			return granttypes.ErrYearNotReserved
		case r.next != run.month:
			return granttypes.ErrPeriodNotNext
		}
	}
	if run.status != runOpen {
		return granttypes.ErrRunState
	}
	run.status, run.count, run.amount = runSealed, 0, 0
	for _, r := range run.rolls {
		r.next++
		for _, g := range r.slots {
			if amount := g.amount(run.month); amount > 0 {
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
			r.next--
		}
		r.run = 0
	}
	run.status = runCancelled
	return nil
}

func (m *model) authoriseRun(run *modelRun, amount uint64) *errorsmod.Error {
	r := run.rolls[0]
	switch {
	case run.status != runSealed:
		return granttypes.ErrRunState
	case amount != run.amount:
		return granttypes.ErrTotalsDiffer
	case run.amount > m.treasury[r.place]:
		return granttypes.ErrTreasuryLacksCoin
	}
	l := m.nodes[r.node].year(yearOf(run.month))
	l.reserved, l.disbursed = l.reserved-run.amount, l.disbursed+run.amount
	m.treasury[r.place], m.pool[r.programme] = m.treasury[r.place]-run.amount, m.pool[r.programme]+run.amount
	run.status = runExecuting
	return nil
}

// endBlock rings the clocks and pays the executing runs in their order, so many slots.
func (m *model) endBlock() {
	m.ring()
	m.turnYear()
	left := m.payouts
	for id, run := range m.runs {
		if run.status != runExecuting || left == 0 {
			continue
		}
		for ; run.nextRoll < len(run.rolls); run.nextRoll, run.cursor = run.nextRoll+1, 0 {
			slots := run.rolls[run.nextRoll].slots
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
				if r.run == id+1 {
					r.run = 0
				}
			}
		}
	}
}

func (r *modelRun) pay(g *modelGrant) {
	amount := g.amount(r.month)
	switch {
	case amount == 0:
	case g.suspended:
		g.held[r.month] = amount
		r.held += amount
	default:
		g.balance, g.paid[r.month] = g.balance+amount, g.paid[r.month]+amount
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
	g.balance, g.paid[month] = g.balance+amount, g.paid[month]+amount
	return nil
}

// acts tells why somebody doesn't act for a payee.
func (m *model) acts(by, payee string) *errorsmod.Error {
	switch {
	case payee == by && m.persons[by].guardian != "":
		return beneficiarytypes.ErrWard
	case payee != by && m.persons[payee].guardian != by:
		return beneficiarytypes.ErrNotActing
	}
	return nil
}

func (m *model) withdraw(by string, g *modelGrant, amount uint64) *errorsmod.Error {
	if m.persons[by].closed {
		return feetypes.ErrPayerMissing // nobody pays for a stranger
	}
	switch err := m.acts(by, g.payee); {
	case err == beneficiarytypes.ErrNotActing:
		return granttypes.ErrNotPayee
	case err != nil:
		return err
	case amount > g.balance:
		return granttypes.ErrBalanceTooSmall
	}
	g.balance, g.withdrawn = g.balance-amount, g.withdrawn+amount
	m.pool[g.roll.programme], m.wallets[by] = m.pool[g.roll.programme]-amount, m.wallets[by]+amount
	return nil
}

func (m *model) mint(place int, amount uint64) *errorsmod.Error {
	if m.now.Sub(m.attested) > stablecointypes.DefaultMaxAttestationAgeDays*24*time.Hour {
		return stablecointypes.ErrAttestationStale
	}
	if m.minted+amount > m.allowance {
		return stablecointypes.ErrAllowanceExceeded
	}
	m.minted, m.treasury[place] = m.minted+amount, m.treasury[place]+amount
	return nil
}
