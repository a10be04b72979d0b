package keeper_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/grant/types"
)

func TestRunPaysEachSlotOnce(t *testing.T) {
	e, roll := world(t)
	for n := range uint32(20) {
		e.award(roll, n, schedule(jan+3, from(jan, 100+uint64(n))))
	}
	run := e.paid(jan, roll)
	require.Equal(t, uint64(20), run.PaidCount)
	require.Equal(t, uint64(20*100+190), run.PaidAmount)
	require.Equal(t, run.SealedAmount, run.PaidAmount)
	require.Equal(t, int64(7), run.DoneHeight)
	require.Equal(t, &types.EventRunDone{Run: 1, PaidCount: 20, PaidAmount: 2190}, e.lastEvent())
	require.Equal(t, uint64(119), e.grant(types.NewGrantID(roll, 20)).Record.Balance)
	require.Equal(t, int64(2190), e.bank.fen(types.PoolAddress(1)))
	require.Equal(t, uint64(2190), e.ledger(2, 2024).Disbursed)
	require.Zero(t, e.roll(roll).OpenRun)
	e.invariants()
}

func TestRunIsBoundedPerBlock(t *testing.T) {
	e, roll := world(t)
	for n := range uint32(20) {
		e.award(roll, n, schedule(jan+1, from(jan, 1)))
	}
	id := e.authorised(jan, roll)
	for _, want := range []uint64{8, 16, 20} {
		require.NoError(t, e.keeper.EndBlock(e.ctx))
		require.Equal(t, want, e.run(id).PaidCount)
		e.invariants()
	}
	require.Equal(t, types.RUN_STATUS_DONE, e.run(id).Status)
	chunks, err := e.query.Chunks(e.ctx, &types.QueryChunksRequest{Run: id})
	require.NoError(t, err)
	var covered []uint32
	for _, c := range chunks.Chunks {
		covered = append(covered, c.FirstSlot, c.Chunk.LastSlot)
	}
	require.Equal(t, []uint32{1, 3, 4, 6, 7, 8, 9, 11, 12, 14, 15, 16, 17, 19, 20, 20}, covered)
}

func TestPayeeIsOwedUntilTheLastRunIsWithdrawn(t *testing.T) {
	e, roll := world(t)
	e.award(roll, 1, schedule(jan+1, from(jan, 1)))
	payee, account := e.person(1)
	stranger, _ := e.person(2)
	pays := func(ref []byte) bool {
		paid, err := e.keeper.Pays(e.ctx, ref)
		require.NoError(t, err)
		return paid
	}
	require.False(t, pays(stranger))
	require.True(t, pays(payee))
	e.authorised(jan, roll)
	require.True(t, pays(payee))
	require.NoError(t, e.keeper.EndBlock(e.ctx))
	require.True(t, pays(payee), "the balance waits for the payee's key")
	ok(e, e.msg.Withdraw, &types.MsgWithdraw{Signer: account, Grant: uint64(types.NewGrantID(roll, 1)), Amount: 1, Denom: denom})
	require.False(t, pays(payee))
}

func TestEmptyRunEnds(t *testing.T) {
	e, roll := world(t)
	run := e.paid(jan, roll)
	require.Zero(t, run.SealedCount)
	require.Equal(t, uint32(jan)+1, e.roll(roll).NextPeriod)
	e.invariants()
}

func TestRunTakesRollsOfOneBudgetInOrderOfPeriods(t *testing.T) {
	e, roll := world(t)
	other := e.openRoll("3505")
	ok(e, e.msg.OpenBudgetNode, &types.MsgOpenBudgetNode{Signer: e.treasurer, Organisation: 2, Programme: 1})
	apart := ok(e, e.msg.OpenRoll, &types.MsgOpenRoll{Signer: e.approver, Programme: 1, Area: "35", BudgetNode: 3, FirstPeriod: uint32(jan)}).Roll
	tests := []struct {
		name   string
		rolls  []uint32
		period types.Period
		want   error
	}{
		{name: "later period", rolls: []uint32{roll}, period: jan + 1, want: types.ErrPeriodNotNext},
		{name: "unknown roll", rolls: []uint32{9}, period: jan, want: types.ErrRollUnknown},
		{name: "twice", rolls: []uint32{roll, roll}, period: jan, want: types.ErrInvalid},
		{name: "other budget", rolls: []uint32{roll, apart}, period: jan, want: types.ErrNodeDiffers},
		{name: "no roll", period: jan, want: types.ErrInvalid},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			fails(e, e.msg.OpenRun, &types.MsgOpenRun{Signer: e.approver, Rolls: tc.rolls, Period: uint32(tc.period)}, tc.want)
		})
	}
	ok(e, e.msg.OpenRun, &types.MsgOpenRun{Signer: e.approver, Rolls: []uint32{roll, other}, Period: uint32(jan)})
	fails(e, e.msg.OpenRun, &types.MsgOpenRun{Signer: e.approver, Rolls: []uint32{other}, Period: uint32(jan)}, types.ErrRunOpen)
	fails(e, e.msg.OpenRun, &types.MsgOpenRun{Signer: e.treasurer, Rolls: []uint32{apart}, Period: uint32(jan)}, errDenied)
	e.invariants()
}

func TestAuthoriseRunRefuses(t *testing.T) {
	e, roll := world(t)
	e.award(roll, 1, schedule(jan+1, from(jan, 500)))
	id, sealed := e.sealed(jan, roll)
	require.Equal(t, uint64(500), sealed.Amount)
	sameAddress := e.officer(3, 2, authoritytypes.ROLE_TREASURER) // the approver's credential behind another account
	tests := []struct {
		name   string
		change func(*types.MsgAuthoriseRun)
		want   error
	}{
		{name: "same person", change: func(m *types.MsgAuthoriseRun) { m.Signer = sameAddress }, want: types.ErrSelfDealing},
		{name: "count", change: func(m *types.MsgAuthoriseRun) { m.Count++ }, want: types.ErrTotalsDiffer},
		{name: "amount", change: func(m *types.MsgAuthoriseRun) { m.Amount-- }, want: types.ErrTotalsDiffer},
		{name: "role", change: func(m *types.MsgAuthoriseRun) { m.Signer = e.approver }, want: errDenied},
		{name: "other currency", change: func(m *types.MsgAuthoriseRun) { m.Denom = "uhkd/gamma" }, want: types.ErrCurrencyDiffers},
		{name: "revoked issuer", change: func(m *types.MsgAuthoriseRun) { m.Denom = "ucny/beta" }, want: types.ErrIssuerRevoked},
		{name: "unknown run", change: func(m *types.MsgAuthoriseRun) { m.Run = 9 }, want: types.ErrRunUnknown},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			msg := &types.MsgAuthoriseRun{Signer: e.treasurer, Run: id, Denom: denom, Count: sealed.Count, Amount: sealed.Amount}
			tc.change(msg)
			fails(e, e.msg.AuthoriseRun, msg, tc.want)
		})
	}
	delete(e.bank.balances, string(types.TreasuryAddress(2)))
	msg := &types.MsgAuthoriseRun{Signer: e.treasurer, Run: id, Denom: denom, Count: sealed.Count, Amount: sealed.Amount}
	fails(e, e.msg.AuthoriseRun, msg, types.ErrTreasuryLacksCoin)
	e.bank.mint(types.TreasuryAddress(2), 500)
	ok(e, e.msg.AuthoriseRun, msg)
	require.Equal(t, &types.EventRunAuthorised{Run: id, Coins: "5000000" + denom}, e.lastEvent())
	fails(e, e.msg.AuthoriseRun, msg, types.ErrRunState)
	fails(e, e.msg.CancelRun, &types.MsgCancelRun{Signer: e.approver, Run: id}, types.ErrRunState)
}

func TestWhoDecidedNeverReleasesTheMoney(t *testing.T) {
	e, roll := world(t)
	other := e.openRoll("350526")
	decider := e.officer(40, 2, authoritytypes.ROLE_APPROVER)
	later := e.officer(40, 2, authoritytypes.ROLE_TREASURER) // the same person after a change of duty
	payee, _ := e.person(1)
	ok(e, e.decide, &grantOf{signer: decider, roll: roll, payee: payee, persons: 1, schedule: schedule(jan+2, from(jan, 500))})
	e.award(other, 2, schedule(jan+2, from(jan, 300)))

	id, sealed := e.sealed(jan, other, roll)
	msg := &types.MsgAuthoriseRun{Signer: later, Run: id, Denom: denom, Count: sealed.Count, Amount: sealed.Amount}
	fails(e, e.msg.AuthoriseRun, msg, types.ErrSelfDealing)
	ok(e, e.msg.CancelRun, &types.MsgCancelRun{Signer: e.approver, Run: id})

	id, sealed = e.sealed(jan, other)
	ok(e, e.msg.AuthoriseRun, &types.MsgAuthoriseRun{Signer: later, Run: id, Denom: denom, Count: sealed.Count, Amount: sealed.Amount})

	ok(e, e.msg.Suspend, &types.MsgSuspend{Signer: decider, Grant: uint64(types.NewGrantID(roll, 1)), Reason: types.REASON_INQUIRY})
	e.paid(jan, roll)
	ok(e, e.msg.Resume, &types.MsgResume{Signer: decider, Grant: uint64(types.NewGrantID(roll, 1))})
	release := &types.MsgReleaseHeld{Signer: later, Grant: uint64(types.NewGrantID(roll, 1)), Period: uint32(jan)}
	fails(e, e.msg.ReleaseHeld, release, types.ErrSelfDealing)
	release.Signer = e.treasurer
	ok(e, e.msg.ReleaseHeld, release)
	e.invariants()
}

func TestCancelRunUndoesItsSeal(t *testing.T) {
	e, roll := world(t)
	e.award(roll, 1, schedule(jan+2, from(jan, 500)))
	before := e.roll(roll)
	id, _ := e.sealed(jan, roll)
	fails(e, e.msg.SealRun, &types.MsgSealRun{Signer: e.approver, Run: id}, types.ErrPeriodNotNext)
	e.invariants()
	ok(e, e.msg.CancelRun, &types.MsgCancelRun{Signer: e.approver, Run: id})
	require.Equal(t, before, e.roll(roll))
	require.Equal(t, &types.EventRunCancelled{Run: id}, e.lastEvent())
	e.invariants()
	run := e.paid(jan, roll)
	require.Equal(t, uint64(2), run.Id)
	require.Equal(t, uint64(500), run.PaidAmount)
	e.invariants()
}

func TestSuspendedGrantIsHeldAndReleasedOnce(t *testing.T) {
	e, roll := world(t)
	id := e.award(roll, 1, schedule(jan+3, from(jan, 500)))
	run := e.authorised(jan, roll)
	fails(e, e.msg.Resume, &types.MsgResume{Signer: e.approver, Grant: uint64(id)}, types.ErrGrantNotSuspended)
	ok(e, e.msg.Suspend, &types.MsgSuspend{Signer: e.approver, Grant: uint64(id), Reason: types.REASON_INQUIRY})
	fails(e, e.msg.Suspend, &types.MsgSuspend{Signer: e.approver, Grant: uint64(id), Reason: types.REASON_INQUIRY}, types.ErrGrantSuspended)
	require.NoError(t, e.keeper.EndBlock(e.ctx))
	require.Equal(t, uint64(500), e.run(run).HeldAmount)
	require.Zero(t, e.grant(id).Record.Balance)
	held, err := e.query.Held(e.ctx, &types.QueryHeldRequest{Grant: uint64(id)})
	require.NoError(t, err)
	want := types.HeldPayment{Grant: uint64(id), Period: uint32(jan), Amount: 500, Reason: types.HOLD_REASON_GRANT_SUSPENDED, Run: run}
	require.Equal(t, []types.HeldPayment{want}, held.Held)
	e.invariants()

	release := &types.MsgReleaseHeld{Signer: e.treasurer, Grant: uint64(id), Period: uint32(jan)}
	fails(e, e.msg.ReleaseHeld, release, types.ErrGrantSuspended)
	ok(e, e.msg.Resume, &types.MsgResume{Signer: e.approver, Grant: uint64(id)})
	fails(e, e.msg.ReleaseHeld, &types.MsgReleaseHeld{Signer: e.treasurer, Grant: uint64(id), Period: uint32(jan) + 1}, types.ErrHeldUnknown)
	ok(e, e.msg.ReleaseHeld, release)
	require.Equal(t, uint64(500), e.grant(id).Record.Balance)
	fails(e, e.msg.ReleaseHeld, release, types.ErrHeldReleased)
	e.invariants()
}

func TestBrokenRecordStopsNobodyElse(t *testing.T) {
	for _, tc := range []struct {
		name   string
		damage func(page types.Page) []byte
		paid   uint64
	}{
		{name: "record", damage: func(page types.Page) []byte { page.At(2)[0] = 9; return page }, paid: 20},
		{name: "no record", damage: func(page types.Page) []byte { clear(page.At(2)); return page }, paid: 20},
		{name: "page", damage: func(page types.Page) []byte { return page[1:] }, paid: 21 - (types.PageSlots - 1)},
	} {
		t.Run(tc.name, func(t *testing.T) {
			e, roll := world(t)
			for n := range uint32(21) {
				e.award(roll, n, schedule(jan+1, from(jan, 100)))
			}
			id := e.authorised(jan, roll)
			pages := e.rolls.OpenKVStore(e.ctx)
			page, err := pages.Get(types.PageKey(roll, 2))
			require.NoError(t, err)
			require.NoError(t, pages.Set(types.PageKey(roll, 2), tc.damage(bytes.Clone(page))))
			for range 3 {
				require.NoError(t, e.keeper.EndBlock(e.ctx))
			}
			run := e.run(id)
			require.Equal(t, types.RUN_STATUS_DONE, run.Status)
			require.Equal(t, 100*tc.paid, run.PaidAmount)
			require.False(t, run.Balanced())
		})
	}
}
