package keeper_test

import (
	"context"
	"maps"
	"slices"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/grant/types"
)

// Terms of the model's programme.
const (
	modelOffset    = 50
	modelProtected = 2
)

// modelOffsets are what is kept from a grant's months, and for which clawback.
type modelOffsets map[int]types.Item

// modelClawback is an order.
type modelClawback struct {
	due, repaid, waived uint64
	closed              bool
}

// room is the most that an offset takes of a month.
func (g *modelGrant) room(month int) uint64 {
	base := g.base[month]
	return min(base*modelOffset/100, base-min(base, modelProtected*uint64(g.persons)))
}

// settleAmounts adds decisions and one-offs up.
func (g *modelGrant) settleAmounts() {
	for month := range g.amounts {
		g.amounts[month] = g.base[month] + g.ups[month] - g.offsets[month].Amount
	}
}

// planned is what is to be kept for a clawback from a month on.
func (g *modelGrant) planned(clawback uint64, from int) (sum uint64) {
	for month, i := range g.offsets {
		if month >= from && i.Clawback == clawback {
			sum += i.Amount
		}
	}
	return sum
}

// done is the first month that no finished run has handled.
func (m *machine) done() int {
	if m.locked() {
		return m.month - 1
	}
	return m.month
}

// oneOff is a top-up in the words of what is decided.
type oneOff struct {
	grant  types.GrantID
	period types.Period
	amount uint64
}

func (e *env) topUp(ctx context.Context, o *oneOff) (*types.MsgDecideChangesResponse, error) {
	proposed, err := e.msg.ProposeChange(ctx, &types.MsgProposeChange{
		Signer: e.reviewer, Grant: uint64(o.grant), Reason: types.REASON_CIRCUMSTANCES, DocumentHash: make([]byte, 32),
		Item: &types.Item{Period: uint32(o.period), Kind: types.ITEM_KIND_TOP_UP, Amount: o.amount},
	})
	if err != nil {
		return nil, err
	}
	return e.msg.DecideChanges(ctx, &types.MsgDecideChanges{
		Signer: e.approver, Verdicts: []types.ChangeVerdict{{Change: proposed.Change, Act: types.ACT_KIND_APPROVE}},
	})
}

func (m *machine) TopUp(t *rapid.T) {
	id, g := m.pick(t)
	month := max(m.month, g.from) + rapid.IntRange(-1, 4).Draw(t, "delay")
	msg := &oneOff{id, jan + types.Period(month), rapid.Uint64Range(1, 100).Draw(t, "amount")}
	switch {
	case month < g.from || month >= g.until:
		fails(m.e, m.e.topUp, msg, types.ErrScheduleInvalid)
	case month < m.month:
		fails(m.e, m.e.topUp, msg, types.ErrPeriodSealed)
	case m.locked():
		fails(m.e, m.e.topUp, msg, types.ErrRunOpen)
	case m.beyond(month):
		fails(m.e, m.e.topUp, msg, types.ErrYearNotReserved)
	case g.ups[month] > 0:
		fails(m.e, m.e.topUp, msg, types.ErrItemKnown)
	default:
		ok(m.e, m.e.topUp, msg)
		g.ups[month] = msg.amount
		g.settleAmounts()
	}
}

// Claim asks back what one month paid, once.
func (m *machine) Claim(t *rapid.T) {
	id, g := m.pick(t)
	var months []int
	for month := range m.done() {
		if _, held := g.held[month]; g.amounts[month] > 0 && !held && !g.claimed[month] {
			months = append(months, month)
		}
	}
	if len(months) == 0 {
		t.Skip("nothing was paid")
	}
	month := rapid.SampledFrom(months).Draw(t, "month")
	at := uint32(jan) + uint32(month)
	msg := &types.MsgProposeClawback{
		Signer: m.e.reviewer, Grant: uint64(id), FromPeriod: at, UntilPeriod: at + 1, Amount: g.amounts[month] + 1, Reason: types.REASON_INCOME,
		DocumentHash: make([]byte, 32),
	}
	fails(m.e, m.e.msg.ProposeClawback, msg, types.ErrClawbackExceeded)
	msg.Amount = g.amounts[month]
	clawback := ok(m.e, m.e.msg.ProposeClawback, msg).Clawback
	fails(m.e, m.e.msg.ProposeClawback, msg, types.ErrClawbackOverlaps)
	due := rapid.Uint64Range(1, msg.Amount).Draw(t, "due")
	ok(m.e, m.e.msg.OrderClawback, &types.MsgOrderClawback{Signer: m.e.approver, Clawback: clawback, Amount: due, DocumentHash: make([]byte, 32)})
	g.claimed[month] = true
	g.clawbacks[clawback] = &modelClawback{due: due}
}

func (m *machine) pickClawback(t *rapid.T) (types.GrantID, *modelGrant, uint64, *modelClawback) {
	id, g := m.pick(t)
	if len(g.clawbacks) == 0 {
		t.Skip("no clawback")
	}
	n := rapid.SampledFrom(slices.Sorted(maps.Keys(g.clawbacks))).Draw(t, "clawback")
	return id, g, n, g.clawbacks[n]
}

// open is what nobody paid, planned or waived.
func (g *modelGrant) open(n uint64) uint64 {
	c := g.clawbacks[n]
	return c.due - c.repaid - c.waived - g.planned(n, 0)
}

func (m *machine) Repay(t *rapid.T) {
	_, g, n, c := m.pickClawback(t)
	open := g.open(n)
	if open == 0 || c.closed {
		t.Skip("nothing is open")
	}
	payer := m.e.address(150, byte(n))
	account, err := m.e.deps.Address.StringToBytes(payer)
	require.NoError(t, err)
	m.e.bank.mint(account, int64(open))
	amount := rapid.Uint64Range(1, open).Draw(t, "amount")
	msg := &types.MsgRepay{Signer: payer, Clawback: n, Amount: open + 1, Denom: denom}
	fails(m.e, m.e.msg.Repay, msg, types.ErrClawbackExceeded)
	msg.Amount = amount
	require.Equal(t, open-amount, ok(m.e, m.e.msg.Repay, msg).Open)
	c.repaid += amount
}

func (m *machine) Offset(t *rapid.T) {
	id, g, n, c := m.pickClawback(t)
	open, months := g.open(n), rapid.IntRange(1, 4).Draw(t, "months")
	first := max(m.month, g.from) + rapid.IntRange(0, 2).Draw(t, "delay")
	if open == 0 || c.closed || first+months > len(g.base) {
		t.Skip("nothing is open")
	}
	msg := &types.MsgScheduleOffsets{Signer: m.e.approver, Clawback: n, FromPeriod: uint32(jan) + uint32(first), Instalments: uint32(months)}
	if m.locked() {
		fails(m.e, m.e.msg.ScheduleOffsets, msg, types.ErrRunOpen)
		return
	}
	part, rest, taken := open/uint64(months), open, false
	planned := modelOffsets{}
	for month := first; month < first+months; month++ {
		amount := part
		if month == first+months-1 {
			amount = rest
		}
		rest -= amount
		if part == 0 || amount > g.room(month) {
			fails(m.e, m.e.msg.ScheduleOffsets, msg, types.ErrOffsetLimit)
			return
		}
		taken = taken || g.offsets[month].Amount > 0
		planned[month] = types.Item{Amount: amount, Clawback: n}
	}
	if taken {
		fails(m.e, m.e.msg.ScheduleOffsets, msg, types.ErrItemKnown)
		return
	}
	ok(m.e, m.e.msg.ScheduleOffsets, msg)
	maps.Copy(g.offsets, planned)
	g.settleAmounts()
	items, err := m.e.query.Items(m.e.ctx, &types.QueryItemsRequest{Grant: uint64(id)})
	require.NoError(t, err)
	require.Len(t, items.Items, len(g.offsets)+len(g.ups))
}

func (m *machine) Waive(t *rapid.T) {
	_, g, n, c := m.pickClawback(t)
	if c.closed || g.open(n) == 0 {
		t.Skip("nothing is open")
	}
	other := m.e.officer(77, 2, authoritytypes.ROLE_APPROVER)
	msg := &types.MsgCloseClawback{Signer: m.e.approver, Clawback: n, Act: types.ACT_KIND_WAIVE, Reason: types.REASON_OFFICE_ERROR}
	fails(m.e, m.e.msg.CloseClawback, msg, types.ErrSelfDealing)
	msg.Signer = other
	if m.locked() && g.planned(n, m.month) > 0 {
		fails(m.e, m.e.msg.CloseClawback, msg, types.ErrRunOpen)
		return
	}
	ok(m.e, m.e.msg.CloseClawback, msg)
	for month, i := range g.offsets {
		if month >= m.month && i.Clawback == n {
			delete(g.offsets, month)
		}
	}
	c.waived, c.closed = g.open(n), true
	g.settleAmounts()
}

// checkMoney holds that everything the grants were paid is what decisions and one-offs add up to, and that orders collect what was kept and repaid.
func (m *machine) checkMoney(t *rapid.T) {
	require.NoError(t, m.e.keeper.EndBlock(m.e.ctx))
	for _, id := range m.ids {
		g := m.grants[id]
		for n, c := range g.clawbacks {
			res, err := m.e.query.Clawback(m.e.ctx, &types.QueryClawbackRequest{Id: n})
			require.NoError(t, err)
			later := g.planned(n, m.month)
			if !m.locked() {
				require.Equal(t, later, res.Clawback.Scheduled)
				require.Equal(t, c.repaid+g.planned(n, 0)-later, res.Clawback.Collected)
			}
			require.Equal(t, g.open(n), res.Open)
			require.Equal(t, c.repaid, res.Clawback.Returned)
		}
	}
}
