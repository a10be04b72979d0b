package keeper_test

import (
	"encoding/binary"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/grant/types"
)

// take removes an entry of the cold store and answers with a way to put it back.
func (e *env) take(key []byte) (putBack func()) {
	e.t.Helper()
	cold := e.cold.OpenKVStore(e.ctx)
	value, err := cold.Get(key)
	require.NoError(e.t, err)
	require.NotNil(e.t, value)
	require.NoError(e.t, cold.Delete(key))
	return func() { require.NoError(e.t, e.cold.OpenKVStore(e.ctx).Set(key, value)) }
}

// TestDeadlinesThatFailBlockNoOthers breaks the cases behind the first deadlines of a queue: more than one block looks at.
func TestDeadlinesThatFailBlockNoOthers(t *testing.T) {
	e, _ := world(t)
	gs, err := e.keeper.ExportGenesis(e.ctx)
	require.NoError(t, err)
	gs.Params.MaxDeadlinesPerBlock = 2
	require.NoError(t, e.keeper.InitGenesis(e.ctx, *gs))
	for range 4 {
		e.openRoll("350526")
	}
	rolls := func(n uint32) []byte { return binary.BigEndian.AppendUint32(types.RollPrefix.Bytes(), n) }
	deadline := binary.BigEndian.AppendUint32(types.DeadlinePrefix.Bytes(), uint32(types.SUBJECT_KIND_ROLL))
	deadline = binary.BigEndian.AppendUint64(deadline, 4)
	deadline = binary.BigEndian.AppendUint32(deadline, uint32(types.CLOCK_RESERVE))
	var back []func()
	for n := range uint32(3) {
		back = append(back, e.take(rolls(n+1)))
	}
	back = append(back, e.take(deadline))
	require.NoError(t, e.cold.OpenKVStore(e.ctx).Set(deadline, []byte{0xff})) // not to be read
	e.endDay(2025, time.January, 1)
	require.Equal(t, uint32(2024), e.roll(5).ReservedYear)
	require.NoError(t, e.keeper.EndBlock(e.ctx))
	require.Equal(t, uint32(2024), e.roll(5).ReservedYear)
	require.NoError(t, e.keeper.EndBlock(e.ctx))
	require.Equal(t, uint32(2025), e.roll(5).ReservedYear)

	// What was put off rings again an hour later, and is handled once its case is whole.
	for _, repair := range back {
		repair()
	}
	for range 5 {
		require.NoError(t, e.keeper.EndBlock(e.ctx))
	}
	require.Equal(t, uint32(2024), e.roll(1).ReservedYear)
	e.ctx = e.ctx.WithBlockTime(e.ctx.BlockTime().Add(time.Hour))
	for range 5 {
		require.NoError(t, e.keeper.EndBlock(e.ctx))
	}
	for n := range uint32(3) {
		require.Equal(t, uint32(2025), e.roll(n+1).ReservedYear)
	}
}

// TestOffsetThatFailsIsPassedOver breaks a clawback behind an offset that a run has kept.
func TestOffsetThatFailsIsPassedOver(t *testing.T) {
	e, roll := world(t)
	ok(e, e.msg.ReviseProgramme, &types.MsgReviseProgramme{Signer: e.provinces, Programme: 1, Terms: types.Terms{OffsetPercent: 50}})
	claims := func(person uint32) uint64 {
		clawback := ok(e, e.msg.ProposeClawback, &types.MsgProposeClawback{
			Signer: e.reviewer, Grant: uint64(types.NewGrantID(roll, person)), FromPeriod: uint32(jan), UntilPeriod: uint32(jan) + 1, Amount: 10,
			Reason: types.REASON_INCOME, DocumentHash: make([]byte, 32),
		}).Clawback
		ok(e, e.msg.OrderClawback, &types.MsgOrderClawback{Signer: e.approver, Clawback: clawback, Amount: 10, DocumentHash: make([]byte, 32)})
		ok(e, e.msg.ScheduleOffsets, &types.MsgScheduleOffsets{Signer: e.approver, Clawback: clawback, FromPeriod: uint32(jan) + 1, Instalments: 1})
		return clawback
	}
	e.award(roll, 1, schedule(jan+3, from(jan, 100)))
	e.award(roll, 2, schedule(jan+3, from(jan, 100)))
	e.paid(jan, roll)
	first, second := claims(1), claims(2)
	key := binary.BigEndian.AppendUint64(types.ClawbackPrefix.Bytes(), first)
	putBack := e.take(key)
	e.paid(jan+1, roll)
	require.NoError(t, e.keeper.EndBlock(e.ctx))
	res, err := e.query.Clawback(e.ctx, &types.QueryClawbackRequest{Id: second})
	require.NoError(t, err)
	require.Equal(t, types.CLAWBACK_STATUS_RECOVERED, res.Clawback.Status)
	putBack()
	require.ErrorIs(t, e.broken("grant/clawbacks"), types.ErrInvariantBroken)
}

// TestRunsThatFailBlockNoOthers breaks the rolls of as many runs as one block pays.
func TestRunsThatFailBlockNoOthers(t *testing.T) {
	e, _ := world(t)
	const runs = 17
	for n := range uint32(runs) {
		e.award(e.openRoll("350526"), n, schedule(jan+1, from(jan, 1)))
	}
	var ids []uint64
	for n := range uint32(runs) {
		ids = append(ids, e.authorised(jan, n+2))
	}
	for n := range uint32(runs - 1) {
		e.take(binary.BigEndian.AppendUint32(types.RollPrefix.Bytes(), n+2))
	}
	require.NoError(t, e.keeper.EndBlock(e.ctx))
	require.Equal(t, types.RUN_STATUS_DONE, e.run(ids[runs-1]).Status)
	require.Equal(t, types.RUN_STATUS_EXECUTING, e.run(ids[0]).Status)
}
