package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/grant/types"
)

// An office finds its rolls, the grants of a month, the runs and what is held without reading what isn't its own.
func TestOfficeQueries(t *testing.T) {
	e, roll := world(t)
	held := e.award(roll, 1, schedule(jan+6, from(jan, 100), from(jan+2, 200)))
	e.award(roll, 2, schedule(jan+6, from(jan+1, 50)))
	ok(e, e.msg.Suspend, &types.MsgSuspend{Signer: e.approver, Grant: uint64(held), Reason: types.REASON_INQUIRY})
	run := e.paid(jan, roll)

	rolls, err := e.query.RollsByArea(e.ctx, &types.QueryRollsByAreaRequest{Area: "350526"})
	require.NoError(t, err)
	require.Len(t, rolls.Rolls, 1)
	for area, n := range map[string]int{"35": 0, "350526001": 0} {
		none, err := e.query.RollsByArea(e.ctx, &types.QueryRollsByAreaRequest{Area: area})
		require.NoError(t, err)
		require.Len(t, none.Rolls, n)
	}
	amounts := func(period types.Period) (list []uint64) {
		res, err := e.query.Grants(e.ctx, &types.QueryGrantsRequest{Roll: roll, Period: uint32(period)})
		require.NoError(t, err)
		for _, g := range res.Grants {
			list = append(list, g.Amount)
		}
		return list
	}
	require.Equal(t, []uint64{100, 50}, amounts(jan+1))
	require.Equal(t, []uint64{200, 50}, amounts(jan+2))
	require.Empty(t, amounts(jan+6))
	page, err := e.query.Grants(e.ctx, &types.QueryGrantsRequest{Roll: roll, Period: uint32(jan) + 1, Limit: 1})
	require.NoError(t, err)
	require.Equal(t, uint32(2), page.NextSlot)
	e.paid(jan+1, roll)
	_, err = e.query.Grants(e.ctx, &types.QueryGrantsRequest{Roll: roll, Period: uint32(jan)})
	require.ErrorIs(t, err, types.ErrPeriodSealed)

	runs, err := e.query.Runs(e.ctx, &types.QueryRunsRequest{Programme: 1})
	require.NoError(t, err)
	require.Len(t, runs.Runs, 2)
	require.Equal(t, run, runs.Runs[0])
	list := func() []types.HeldPayment {
		res, err := e.query.HeldByRoll(e.ctx, &types.QueryHeldByRollRequest{Roll: roll})
		require.NoError(t, err)
		return res.Held
	}
	require.Len(t, list(), 2)
	ok(e, e.msg.Resume, &types.MsgResume{Signer: e.approver, Grant: uint64(held)})
	ok(e, e.msg.ReleaseHeld, &types.MsgReleaseHeld{Signer: e.treasurer, Grant: uint64(held), Period: uint32(jan)})
	require.Len(t, list(), 1)
	require.Equal(t, uint32(jan)+1, list()[0].Period)
	e.invariants()
}
