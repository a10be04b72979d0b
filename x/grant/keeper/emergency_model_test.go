package keeper_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/grant/types"
)

const payFirstCap = 500

// fastTrack drives emergencies with random steps beside a model of one office's float.
type fastTrack struct {
	e            *env
	second       string
	roll         uint32
	left, locked uint64
	cases        []uint64
	persons      uint32
}

func newFastTrack(e *env) *fastTrack {
	e.world()
	e.authority.organisations[2] = authoritytypes.Organisation{Id: 2, Area: "35", Parent: 1}
	ok(e, e.msg.CreateProgramme, &types.MsgCreateProgramme{
		Signer: e.provinces, Category: types.CATEGORY_URGENT, Area: "35", Currency: "cny", ExclusivityClass: class + 1,
		LegalBasisHash: make([]byte, 32), PayFirstCap: payFirstCap, Terms: types.Terms{ConfirmHours: 24, PaperworkDays: 5},
	})
	node := ok(e, e.msg.OpenBudgetNode, &types.MsgOpenBudgetNode{Signer: e.treasurer, Organisation: 2, Programme: 2}).Node
	ok(e, e.msg.Appropriate, &types.MsgAppropriate{Signer: e.treasurer, Node: node, Year: 2024, Amount: 500_000})
	return &fastTrack{
		e: e, second: e.officer(11, 2, authoritytypes.ROLE_APPROVER),
		roll: ok(e, e.msg.OpenRoll, &types.MsgOpenRoll{Signer: e.approver, Programme: 2, Area: "350526", BudgetNode: node, FirstPeriod: uint32(jan)}).Roll,
	}
}

func (m *fastTrack) pick(t *rapid.T) types.Emergency {
	if len(m.cases) == 0 {
		t.Skip("no emergency")
	}
	res, err := m.e.query.Emergency(m.e.ctx, &types.QueryEmergencyRequest{Id: rapid.SampledFrom(m.cases).Draw(t, "emergency")})
	require.NoError(t, err)
	return res.Emergency
}

func (m *fastTrack) Fund(t *rapid.T) {
	amount := rapid.Uint64Range(1, 2_000).Draw(t, "amount")
	ok(m.e, m.e.msg.FundFloat, &types.MsgFundFloat{Signer: m.e.treasurer, Node: 3, Denom: denom, Amount: amount})
	m.left += amount
}

func (m *fastTrack) Return(t *rapid.T) {
	amount := rapid.Uint64Range(1, 1_000).Draw(t, "amount")
	msg := &types.MsgReturnFloat{Signer: m.e.treasurer, Node: 3, Denom: denom, Amount: amount}
	res, err := m.e.query.Float(m.e.ctx, &types.QueryFloatRequest{Organisation: 2, Programme: 2})
	require.NoError(t, err)
	switch {
	case res.Float.Funded == 0:
		fails(m.e, m.e.msg.ReturnFloat, msg, types.ErrFloatNode)
	case amount > m.left:
		fails(m.e, m.e.msg.ReturnFloat, msg, types.ErrFloatTooSmall)
	default:
		ok(m.e, m.e.msg.ReturnFloat, msg)
		m.left -= amount
	}
}

func (m *fastTrack) Report(t *rapid.T) {
	m.persons++
	payee, _ := m.e.person(m.persons)
	if rapid.Bool().Draw(t, "tag") {
		m.e.register.add(payee, class+1)
	}
	m.cases = append(m.cases, ok(m.e, m.e.msg.ReportEmergency, &types.MsgReportEmergency{
		Signer: m.e.intake, Roll: m.roll, Payee: payee, Persons: 1, FileHash: make([]byte, 32),
	}).Emergency)
}

func (m *fastTrack) Pay(t *rapid.T) {
	c := m.pick(t)
	amount := rapid.Uint64Range(1, payFirstCap+10).Draw(t, "amount")
	msg := &types.MsgPayFirst{Signer: m.e.approver, Emergency: c.Id, Amount: amount}
	switch {
	case c.Status != types.EMERGENCY_STATUS_REPORTED:
		fails(m.e, m.e.msg.PayFirst, msg, types.ErrEmergencyState)
	case amount > payFirstCap:
		fails(m.e, m.e.msg.PayFirst, msg, types.ErrAboveCap)
	case m.locked > 0:
		fails(m.e, m.e.msg.PayFirst, msg, types.ErrFastTrackLocked)
	case amount > m.left:
		fails(m.e, m.e.msg.PayFirst, msg, types.ErrFloatTooSmall)
	default:
		id := types.GrantID(ok(m.e, m.e.msg.PayFirst, msg).Grant)
		m.left -= amount
		require.Equal(t, amount, m.e.grant(id).Record.Balance, "the same minute")
	}
}

func (m *fastTrack) Withdraw(t *rapid.T) {
	c := m.pick(t)
	if c.Grant == 0 || m.e.grant(types.GrantID(c.Grant)).Record.Balance == 0 {
		t.Skip("nothing to withdraw")
	}
	for holder, ref := range m.e.register.holders {
		if string(ref) == string(c.Payee) {
			ok(m.e, m.e.msg.Withdraw, &types.MsgWithdraw{Signer: holder, Grant: c.Grant, Amount: c.Amount, Denom: denom})
		}
	}
}

func (m *fastTrack) Confirm(t *rapid.T) {
	c := m.pick(t)
	msg := &types.MsgConfirmEmergency{Signer: m.second, Emergency: c.Id}
	paid := c.Status == types.EMERGENCY_STATUS_PAID_FIRST || c.Status == types.EMERGENCY_STATUS_SUPPLEMENTED
	if !paid || c.Confirmed {
		fails(m.e, m.e.msg.ConfirmEmergency, msg, types.ErrEmergencyState)
		return
	}
	fails(m.e, m.e.msg.ConfirmEmergency, &types.MsgConfirmEmergency{Signer: m.e.approver, Emergency: c.Id}, types.ErrSecondOfficer)
	ok(m.e, m.e.msg.ConfirmEmergency, msg)
}

func (m *fastTrack) Supplement(t *rapid.T) {
	c := m.pick(t)
	msg := &types.MsgSupplementEmergency{Signer: m.e.intake, Emergency: c.Id, FileHash: make([]byte, 32)}
	tagged, err := m.e.register.HasLiveTag(m.e.ctx, c.Payee, class+1)
	require.NoError(t, err)
	switch {
	case c.Status != types.EMERGENCY_STATUS_PAID_FIRST:
		fails(m.e, m.e.msg.SupplementEmergency, msg, types.ErrEmergencyState)
	case !tagged:
		fails(m.e, m.e.msg.SupplementEmergency, msg, types.ErrTagMissing)
		m.e.register.add(c.Payee, class+1)
	default:
		ok(m.e, m.e.msg.SupplementEmergency, msg)
	}
}

func (m *fastTrack) Unlock(t *rapid.T) {
	c := m.pick(t)
	msg := &types.MsgUnlockFastTrack{Signer: m.e.programmer, Emergency: c.Id, Reason: types.REASON_OFFICE_ERROR}
	if !c.Locks() {
		fails(m.e, m.e.msg.UnlockFastTrack, msg, types.ErrEmergencyState)
		return
	}
	ok(m.e, m.e.msg.UnlockFastTrack, msg)
	m.locked--
}

// Wait lets time pass: what was paid first and lacks its paperwork for five days locks the office.
func (m *fastTrack) Wait(t *rapid.T) {
	m.e.ctx = m.e.ctx.WithBlockTime(m.e.ctx.BlockTime().Add(time.Duration(rapid.IntRange(1, 60).Draw(t, "hours")) * time.Hour))
	require.NoError(t, m.e.keeper.EndBlock(m.e.ctx))
	m.locked = 0
	for _, id := range m.cases {
		res, err := m.e.query.Emergency(m.e.ctx, &types.QueryEmergencyRequest{Id: id})
		require.NoError(t, err)
		if res.Emergency.Locks() {
			m.locked++
		}
	}
}

func (m *fastTrack) Check(t *rapid.T) {
	m.e.t = t
	res, err := m.e.query.Float(m.e.ctx, &types.QueryFloatRequest{Organisation: 2, Programme: 2})
	require.NoError(t, err)
	require.Equal(t, m.left, res.Left)
	m.e.invariants()
}

func TestRandomEmergenciesStayWithinTheFloat(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := newEnv(t)
		m := newFastTrack(e)
		t.Repeat(map[string]func(*rapid.T){
			"": m.Check, "fund": m.Fund, "return": m.Return, "report": m.Report, "report2": m.Report, "pay": m.Pay, "pay2": m.Pay, "withdraw": m.Withdraw,
			"confirm": m.Confirm, "supplement": m.Supplement, "unlock": m.Unlock, "wait": m.Wait,
		})
		exported, err := e.keeper.ExportGenesis(e.ctx)
		require.NoError(t, err)
		again := newEnv(t)
		require.NoError(t, again.keeper.InitGenesis(again.ctx, *exported))
		back, err := again.keeper.ExportGenesis(again.ctx)
		require.NoError(t, err)
		require.Equal(t, exported, back)
	})
}
