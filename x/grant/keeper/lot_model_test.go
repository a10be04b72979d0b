package keeper_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/grant/types"
)

// lotMachine drives lots with random steps. What each lot was asked for is counted beside it.
type lotMachine struct {
	e                       *env
	keeper, second, auditor string
	lots                    []uint64
	handed, lost, waiting   uint64
	persons                 uint32
	pending                 []types.MsgSignHandOver
	pendingQuantity         map[string]uint64
	received                uint64
}

func newLotMachine(e *env) *lotMachine {
	e.world()
	ok(e, e.msg.CreateProgramme, &types.MsgCreateProgramme{
		Signer: e.provinces, Category: types.CATEGORY_SPECIAL, Area: "35", Currency: "cny", ExclusivityClass: 3,
		LegalBasisHash: make([]byte, 32), Terms: types.Terms{Form: types.FORM_IN_KIND, ConfirmHours: 24},
	})
	return &lotMachine{
		e: e, keeper: e.treasurer, second: e.officer(11, 3, authoritytypes.ROLE_INTAKE), auditor: e.officer(12, 1, authoritytypes.ROLE_AUDITOR),
		pendingQuantity: map[string]uint64{},
	}
}

func (m *lotMachine) pick(t *rapid.T) types.Lot {
	if len(m.lots) == 0 {
		t.Skip("no lot")
	}
	res, err := m.e.query.Lot(m.e.ctx, &types.QueryLotRequest{Id: rapid.SampledFrom(m.lots).Draw(t, "lot")})
	require.NoError(t, err)
	return res.Lot
}

func (m *lotMachine) Receive(t *rapid.T) {
	quantity := rapid.Uint64Range(1, 50).Draw(t, "quantity")
	day := uint32(0)
	if rapid.Bool().Draw(t, "expires") {
		day = uint32(m.e.ctx.BlockTime().Unix()/authoritytypes.DefaultDaySeconds) + rapid.Uint32Range(0, 4).Draw(t, "days")
	}
	m.lots = append(m.lots, ok(m.e, m.e.msg.ReceiveLot, &types.MsgReceiveLot{
		Signer: m.keeper, Programme: 2, Area: "350526", Item: 1, Unit: 1, Quantity: quantity, ExpiryDay: day, DocumentHash: make([]byte, 32),
	}).Lot)
	m.received += quantity
}

func (m *lotMachine) Store(t *rapid.T) {
	lot := m.pick(t)
	found := rapid.Uint64Range(lot.Left/2, lot.Left+1).Draw(t, "found")
	msg := &types.MsgStoreLot{Signer: m.keeper, Lot: lot.Id, Quantity: found}
	switch {
	case lot.Status != types.LOT_STATUS_RECEIVED:
		fails(m.e, m.e.msg.StoreLot, msg, types.ErrLotState)
	case found > lot.Left:
		fails(m.e, m.e.msg.StoreLot, msg, types.ErrLotQuantity)
	default:
		ok(m.e, m.e.msg.StoreLot, msg)
		m.lost += lot.Left - found
	}
}

func (m *lotMachine) Dispatch(t *rapid.T) {
	lot := m.pick(t)
	quantity := rapid.Uint64Range(1, lot.Left+1).Draw(t, "quantity")
	msg := &types.MsgDispatchLot{Signer: m.keeper, Lot: lot.Id, Quantity: quantity, Area: "350526"}
	switch {
	case lot.Status != types.LOT_STATUS_STORED:
		fails(m.e, m.e.msg.DispatchLot, msg, types.ErrLotState)
	case quantity > lot.Left:
		fails(m.e, m.e.msg.DispatchLot, msg, types.ErrLotQuantity)
	default:
		if sent := ok(m.e, m.e.msg.DispatchLot, msg).Lot; sent != lot.Id {
			m.lots = append(m.lots, sent)
		}
	}
}

func (m *lotMachine) Arrive(t *rapid.T) {
	lot := m.pick(t)
	found := rapid.Uint64Range(0, lot.Left).Draw(t, "found")
	msg := &types.MsgArriveLot{Signer: m.e.intake, Lot: lot.Id, Quantity: found}
	if lot.Status != types.LOT_STATUS_DISPATCHED {
		fails(m.e, m.e.msg.ArriveLot, msg, types.ErrLotState)
		return
	}
	ok(m.e, m.e.msg.ArriveLot, msg)
	m.lost += lot.Left - found
}

func (m *lotMachine) HandOver(t *rapid.T) {
	lot := m.pick(t)
	m.persons++
	payee, _ := m.e.person(m.persons)
	quantity := rapid.Uint64Range(1, 5).Draw(t, "quantity")
	msg := &types.MsgHandOver{Signer: m.e.intake, Lot: lot.Id, Payee: payee, Quantity: quantity}
	switch {
	case lot.Status != types.LOT_STATUS_AT_POINT:
		fails(m.e, m.e.msg.HandOver, msg, types.ErrLotState)
	case quantity > lot.Left:
		fails(m.e, m.e.msg.HandOver, msg, types.ErrLotQuantity)
	default:
		ok(m.e, m.e.msg.HandOver, msg)
		fails(m.e, m.e.msg.HandOver, msg, types.ErrHandedOver)
		m.pending = append(m.pending, types.MsgSignHandOver{Lot: lot.Id, Payee: payee})
		m.pendingQuantity[string(payee)] = quantity
		m.waiting += quantity
	}
}

func (m *lotMachine) Sign(t *rapid.T) {
	if len(m.pending) == 0 {
		t.Skip("nothing waits")
	}
	msg := m.pending[0]
	m.pending = m.pending[1:]
	msg.Signer = m.e.intake
	fails(m.e, m.e.msg.SignHandOver, &msg, types.ErrSecondOfficer)
	msg.Signer = m.second
	ok(m.e, m.e.msg.SignHandOver, &msg)
	m.handed += m.pendingQuantity[string(msg.Payee)]
	m.waiting -= m.pendingQuantity[string(msg.Payee)]
}

func (m *lotMachine) Note(t *rapid.T) {
	lot := m.pick(t)
	msg := &types.MsgNoteLoss{Signer: m.auditor, Lot: lot.Id}
	if lot.Unnoted == 0 {
		fails(m.e, m.e.msg.NoteLoss, msg, types.ErrLotState)
		return
	}
	ok(m.e, m.e.msg.NoteLoss, msg)
}

func (m *lotMachine) Wait(t *rapid.T) {
	m.e.ctx = m.e.ctx.WithBlockTime(m.e.ctx.BlockTime().Add(30 * time.Hour))
	require.NoError(t, m.e.keeper.EndBlock(m.e.ctx))
}

func (m *lotMachine) Check(t *rapid.T) {
	m.e.t = t
	var handed, lost, pending, expired, left uint64
	for _, id := range m.lots {
		res, err := m.e.query.Lot(m.e.ctx, &types.QueryLotRequest{Id: id})
		require.NoError(t, err)
		l := res.Lot
		handed, lost, pending, expired, left = handed+l.Handed, lost+l.Lost, pending+l.Pending, expired+l.Expired, left+l.Left
	}
	require.Equal(t, []uint64{m.handed, m.lost, m.waiting}, []uint64{handed, lost, pending})
	require.Equal(t, m.received, handed+lost+pending+expired+left, "nothing vanishes")
	m.e.invariants()
}

func TestRandomLotsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := newEnv(t)
		m := newLotMachine(e)
		t.Repeat(map[string]func(*rapid.T){
			"": m.Check, "receive": m.Receive, "store": m.Store, "dispatch": m.Dispatch, "dispatch2": m.Dispatch, "arrive": m.Arrive, "arrive2": m.Arrive,
			"hand over": m.HandOver, "hand over2": m.HandOver, "sign": m.Sign, "note": m.Note, "wait": m.Wait,
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
