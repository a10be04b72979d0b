package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/reliefchain/relief/x/grant/types"
)

const modelMonths = 18

// modelGrant is a grant as a plain list of months.
type modelGrant struct {
	person      uint32
	persons     uint32                  // covered
	from, until int                     // months after January 2024
	base        [modelMonths + 8]uint64 // what decisions pay
	amounts     [modelMonths + 8]uint64 // with one-offs
	ups         map[int]uint64
	offsets     modelOffsets
	claimed     map[int]bool
	clawbacks   map[uint64]*modelClawback
	suspended   bool
	balance     uint64
	held        map[int]uint64
	handled     map[int]bool
	heldTopUps  map[topUp]uint64
	toppedUp    map[topUp]bool
}

// topUp is a run that pays a month once more.
type topUp struct {
	month int
	run   uint64
}

// machine drives the module with random decisions beside a model of plain maps.
type machine struct {
	e       *env
	roll    uint32
	month   int // next month of the roll
	run     uint64
	again   uint64 // what the run pays for each person, if it is a top-up
	status  types.RunStatus
	year    int // last one that is reserved
	grants  map[types.GrantID]*modelGrant
	ids     []types.GrantID
	persons uint32
}

func (m *machine) locked() bool {
	return m.status == types.RUN_STATUS_SEALED || m.status == types.RUN_STATUS_EXECUTING
}

func (m *machine) pick(t *rapid.T) (types.GrantID, *modelGrant) {
	if len(m.ids) == 0 {
		t.Skip("no grant")
	}
	id := rapid.SampledFrom(m.ids).Draw(t, "grant")
	return id, m.grants[id]
}

// drawSchedule draws a schedule that may start with zero when it adjusts, and the months it fills.
func drawSchedule(t *rapid.T, first int, adjust bool) types.Schedule {
	var s types.Schedule
	month, last := first, uint64(0)
	for i := range rapid.IntRange(1, 4).Draw(t, "changes") {
		amount := rapid.Uint64Range(1, 300).Draw(t, "amount")
		if i > 0 && rapid.IntRange(0, 3).Draw(t, "pause") == 0 || i == 0 && adjust && rapid.Bool().Draw(t, "start with zero") {
			amount = 0
		}
		if i > 0 && amount == last {
			continue
		}
		s.Changes = append(s.Changes, from(jan+types.Period(month), amount))
		month += rapid.IntRange(1, 3).Draw(t, "months")
		last = amount
	}
	if last == 0 {
		s.Changes = append(s.Changes, from(jan+types.Period(month), 7))
		month++
	}
	s.UntilPeriod = uint32(jan) + uint32(month)
	return s
}

// apply takes a schedule up from its first month on, and drops what doesn't fit under it in months to come.
func (g *modelGrant) apply(s types.Schedule, next int) {
	plan := types.NewPlan(s)
	for month := int(s.First() - jan); month < len(g.base); month++ {
		g.base[month] = plan.At(jan + types.Period(month))
	}
	g.until = int(s.UntilPeriod) - int(jan)
	for month := next; month < len(g.base); month++ {
		if month >= g.until {
			delete(g.ups, month)
		}
		if g.offsets[month].Amount > g.room(month) || month >= g.until {
			delete(g.offsets, month)
		}
	}
	g.settleAmounts()
}

func (m *machine) Award(t *rapid.T) {
	first := m.month + rapid.IntRange(0, 3).Draw(t, "delay")
	s := drawSchedule(t, first, false)
	if int(s.UntilPeriod)-int(jan) > modelMonths+7 {
		t.Skip("too long")
	}
	m.persons++
	ref, _ := m.e.person(m.persons)
	msg := &grantOf{signer: m.e.approver, roll: m.roll, payee: ref, persons: rapid.Uint32Range(1, 4).Draw(t, "persons"), schedule: s}
	if m.locked() {
		fails(m.e, m.e.decide, msg, types.ErrRunOpen)
		return
	}
	if m.beyond(first) {
		fails(m.e, m.e.decide, msg, types.ErrYearNotReserved)
		return
	}
	id := types.GrantID(ok(m.e, m.e.decide, msg).Results[0].Grant)
	fails(m.e, m.e.decide, msg, types.ErrGrantLive)
	g := &modelGrant{
		person: m.persons, persons: msg.persons, from: first, held: map[int]uint64{}, handled: map[int]bool{},
		heldTopUps: map[topUp]uint64{}, toppedUp: map[topUp]bool{},
		ups: map[int]uint64{}, offsets: modelOffsets{}, claimed: map[int]bool{}, clawbacks: map[uint64]*modelClawback{},
	}
	g.apply(s, m.month)
	m.grants[id], m.ids = g, append(m.ids, id)
}

func (m *machine) Adjust(t *rapid.T) {
	id, g := m.pick(t)
	first := max(m.month, g.from) + rapid.IntRange(-1, 3).Draw(t, "delay")
	s := drawSchedule(t, first, true)
	if rapid.IntRange(0, 3).Draw(t, "end") == 0 {
		s = schedule(jan+types.Period(first), from(jan+types.Period(first), 0))
	}
	if int(s.UntilPeriod)-int(jan) > modelMonths+7 {
		t.Skip("too long")
	}
	msg := &adjustment{signer: m.e.approver, grant: id, schedule: s}
	switch {
	case g.until <= m.month:
		fails(m.e, m.e.adjust, msg, types.ErrGrantEnded)
	case first < m.month:
		fails(m.e, m.e.adjust, msg, types.ErrPeriodSealed)
	case first < g.from:
		fails(m.e, m.e.adjust, msg, types.ErrScheduleInvalid)
	case m.locked():
		fails(m.e, m.e.adjust, msg, types.ErrRunOpen)
	default:
		ok(m.e, m.e.adjust, msg)
		g.apply(s, m.month)
	}
}

func (m *machine) Suspend(t *rapid.T) {
	id, g := m.pick(t)
	suspend := &types.MsgSuspend{Signer: m.e.approver, Grant: uint64(id), Reason: types.REASON_INQUIRY}
	switch {
	case g.suspended:
		ok(m.e, m.e.msg.Resume, &types.MsgResume{Signer: m.e.approver, Grant: uint64(id)})
	case g.until <= max(m.done(), g.from):
		fails(m.e, m.e.msg.Suspend, suspend, types.ErrGrantEnded)
		return
	default:
		ok(m.e, m.e.msg.Suspend, suspend)
	}
	g.suspended = !g.suspended
}

func (m *machine) Release(t *rapid.T) {
	id, g := m.pick(t)
	if g.suspended {
		t.Skip("on hold")
	}
	for month := range modelMonths {
		if amount, held := g.held[month]; held {
			ok(m.e, m.e.msg.ReleaseHeld, &types.MsgReleaseHeld{Signer: m.e.treasurer, Grant: uint64(id), Period: uint32(jan) + uint32(month)})
			delete(g.held, month)
			g.balance += amount
		}
		for run := range m.run + 1 {
			if amount, held := g.heldTopUps[topUp{month, run}]; held {
				ok(m.e, m.e.msg.ReleaseHeld, &types.MsgReleaseHeld{Signer: m.e.treasurer, Grant: uint64(id), Period: uint32(jan) + uint32(month), Run: run})
				delete(g.heldTopUps, topUp{month, run})
				g.balance += amount
			}
		}
	}
}

func (m *machine) Withdraw(t *rapid.T) {
	id, g := m.pick(t)
	if g.balance == 0 {
		t.Skip("nothing to withdraw")
	}
	amount := rapid.Uint64Range(1, g.balance).Draw(t, "amount")
	_, holder := m.e.person(g.person)
	ok(m.e, m.e.msg.Withdraw, &types.MsgWithdraw{Signer: holder, Grant: uint64(id), Amount: amount, Denom: denom})
	g.balance -= amount
}

// Step takes the run one step further, or cancels it.
func (m *machine) Step(t *rapid.T) {
	if m.month >= modelMonths {
		t.Skip("the end")
	}
	switch m.status {
	case types.RUN_STATUS_UNSPECIFIED:
		if m.again = 0; rapid.IntRange(0, 3).Draw(t, "top-up") == 0 {
			m.openTopUp(t)
			return
		}
		m.run = ok(m.e, m.e.msg.OpenRun, &types.MsgOpenRun{Signer: m.e.approver, Rolls: []uint32{m.roll}, Period: uint32(jan) + uint32(m.month)}).Run
		m.status = types.RUN_STATUS_OPEN
	case types.RUN_STATUS_OPEN:
		if m.again == 0 && m.beyond(m.month) {
			fails(m.e, m.e.msg.SealRun, &types.MsgSealRun{Signer: m.e.approver, Run: m.run}, types.ErrYearNotReserved)
			return
		}
		sealed := ok(m.e, m.e.msg.SealRun, &types.MsgSealRun{Signer: m.e.approver, Run: m.run})
		count, amount := uint64(0), uint64(0)
		for _, id := range m.ids {
			if paid := m.due(m.grants[id]); paid > 0 {
				count, amount = count+1, amount+paid
			}
		}
		require.Equal(t, &types.MsgSealRunResponse{Count: count, Amount: amount}, sealed)
		m.status = types.RUN_STATUS_SEALED
		if m.again == 0 {
			m.month++
		}
	case types.RUN_STATUS_SEALED:
		if rapid.IntRange(0, 4).Draw(t, "cancel") == 0 {
			ok(m.e, m.e.msg.CancelRun, &types.MsgCancelRun{Signer: m.e.approver, Run: m.run})
			m.status = types.RUN_STATUS_UNSPECIFIED
			if m.again == 0 {
				m.month--
			}
			return
		}
		run := m.e.run(m.run)
		ok(m.e, m.e.msg.AuthoriseRun, &types.MsgAuthoriseRun{
			Signer: m.e.treasurer, Run: m.run, Denom: denom, Count: run.SealedCount, Amount: run.SealedAmount,
		})
		m.status = types.RUN_STATUS_EXECUTING
	case types.RUN_STATUS_EXECUTING:
		before := m.e.run(m.run)
		require.NoError(t, m.e.keeper.EndBlock(m.e.ctx))
		after := m.e.run(m.run)
		m.handle(t, before, after)
		if after.Status == types.RUN_STATUS_DONE {
			require.True(t, after.Balanced())
			m.status = types.RUN_STATUS_UNSPECIFIED
		}
	}
}

// openTopUp opens a top-up of the last month paid; without one it is refused.
func (m *machine) openTopUp(t *rapid.T) {
	msg := &types.MsgOpenTopUp{
		Signer: m.e.approver, Rolls: []uint32{m.roll}, Period: uint32(jan) + uint32(m.month) - 1, PerPerson: rapid.Uint64Range(1, 50).Draw(t, "per person"),
	}
	if m.month == 0 {
		fails(m.e, m.e.msg.OpenTopUp, msg, types.ErrPeriodNotLast)
		return
	}
	m.again = msg.PerPerson
	m.run, m.status = ok(m.e, m.e.msg.OpenTopUp, msg).Run, types.RUN_STATUS_OPEN
}

// due is what the open run is to pay a grant.
func (m *machine) due(g *modelGrant) uint64 {
	switch {
	case m.again == 0:
		return g.amounts[m.month]
	case g.amounts[m.month-1] > 0:
		return m.again * uint64(g.persons)
	default:
		return 0
	}
}

// handle lets the model pay the slots that block work has passed.
func (m *machine) handle(t *rapid.T, before, after types.Run) {
	for _, id := range m.ids {
		g, month := m.grants[id], m.month-1
		passed := id.Slot() >= before.CursorSlot && (after.Status == types.RUN_STATUS_DONE || id.Slot() < after.CursorSlot)
		if !passed || g.amounts[month] == 0 {
			continue
		}
		if m.again > 0 {
			m.handleTopUp(t, g, topUp{month, m.run})
			continue
		}
		require.False(t, g.handled[month], "paid twice")
		g.handled[month] = true
		if g.suspended {
			g.held[month] = g.amounts[month]
		} else {
			g.balance += g.amounts[month]
		}
	}
}

func (m *machine) handleTopUp(t *rapid.T, g *modelGrant, run topUp) {
	require.False(t, g.toppedUp[run], "topped up twice")
	g.toppedUp[run] = true
	if amount := m.due(g); g.suspended {
		g.heldTopUps[run] = amount
	} else {
		g.balance += amount
	}
}

// instalments is where the model sees the instalments of a grant.
func (m *machine) instalments(g *modelGrant) []types.Instalment {
	var list []types.Instalment
	for month := g.from; month < g.until; month++ {
		if g.amounts[month] == 0 {
			continue
		}
		i := types.Instalment{Period: uint32(jan) + uint32(month), Amount: g.amounts[month], Status: types.INSTALMENT_STATUS_PAID}
		_, held := g.held[month]
		switch {
		case held:
			i.Status = types.INSTALMENT_STATUS_HELD
		case g.handled[month]:
		case month >= m.month:
			i.Status = types.INSTALMENT_STATUS_DUE
		case m.status == types.RUN_STATUS_SEALED:
			i.Status = types.INSTALMENT_STATUS_SEALED
		default:
			i.Status = types.INSTALMENT_STATUS_AUTHORISED
		}
		list = append(list, i)
	}
	return list
}

// Check compares the module with the model and runs the invariants.
func (m *machine) Check(t *rapid.T) {
	m.e.t = t
	for _, id := range m.ids {
		require.Equal(t, m.grants[id].balance, m.e.grant(id).Record.Balance, "balance of %s", id)
		res, err := m.e.query.Instalments(m.e.ctx, &types.QueryInstalmentsRequest{Grant: uint64(id)})
		require.NoError(t, err)
		require.Zero(t, res.NextPeriod)
		for n := range res.Instalments {
			res.Instalments[n].Run, res.Instalments[n].Held = 0, 0
		}
		require.Equal(t, m.instalments(m.grants[id]), res.Instalments)
	}
	m.e.invariants()
}

func TestRandomDecisionsAgreeWithTheModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := newEnv(t)
		m := &machine{e: e, roll: e.world(), year: 2024, grants: map[types.GrantID]*modelGrant{}}
		ok(e, e.msg.ReviseProgramme, &types.MsgReviseProgramme{
			Signer: e.provinces, Programme: 1, Terms: types.Terms{OffsetPercent: modelOffset, ProtectedMinimum: modelProtected},
		})
		step := m.Step
		t.Repeat(map[string]func(*rapid.T){
			"":        m.Check,
			"award":   m.Award,
			"award2":  m.Award,
			"adjust":  m.Adjust,
			"suspend": m.Suspend,
			"release": m.Release,
			"pay":     m.Withdraw,
			"top up":  m.TopUp,
			"claim":   m.Claim,
			"repay":   m.Repay,
			"offset":  m.Offset, "offset2": m.Offset,
			"waive":   m.Waive,
			"reserve": m.Reserve,
			"turn":    m.Turn,
			"step":    step, "step2": step, "step3": step, "step4": step,
		})
		// Every month up to the last one handled is paid or held, once.
		for _, id := range m.ids {
			for month := range m.month {
				done := m.status != types.RUN_STATUS_SEALED && m.status != types.RUN_STATUS_EXECUTING || month < m.month-1
				if done {
					require.Equal(t, m.grants[id].amounts[month] > 0, m.grants[id].handled[month])
				}
			}
		}
		m.checkMoney(t)
		exported, err := e.keeper.ExportGenesis(e.ctx)
		require.NoError(t, err)
		again := newEnv(t)
		require.NoError(t, again.keeper.InitGenesis(again.ctx, *exported))
		back, err := again.keeper.ExportGenesis(again.ctx)
		require.NoError(t, err)
		require.Equal(t, exported, back)
	})
}
