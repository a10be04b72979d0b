package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	"github.com/reliefchain/relief/x/grant/types"
)

// covering awards a grant that covers several persons.
func (e *env) covering(roll, person, persons uint32, s types.Schedule) types.GrantID {
	e.t.Helper()
	ref, _ := e.person(person)
	return types.GrantID(ok(e, e.decide, &grantOf{signer: e.approver, roll: roll, payee: ref, persons: persons, schedule: s}).Results[0].Grant)
}

// topUpAuthorised opens, seals and funds a top-up.
func (e *env) topUpAuthorised(period types.Period, perPerson uint64, rolls ...uint32) uint64 {
	e.t.Helper()
	id := ok(e, e.msg.OpenTopUp, &types.MsgOpenTopUp{Signer: e.approver, Rolls: rolls, Period: uint32(period), PerPerson: perPerson}).Run
	sealed := ok(e, e.msg.SealRun, &types.MsgSealRun{Signer: e.approver, Run: id})
	ok(e, e.msg.AuthoriseRun, &types.MsgAuthoriseRun{Signer: e.treasurer, Run: id, Denom: denom, Count: sealed.Count, Amount: sealed.Amount})
	return id
}

// toppedUp runs a top-up to its end.
func (e *env) toppedUp(period types.Period, perPerson uint64, rolls ...uint32) types.Run {
	e.t.Helper()
	id := e.topUpAuthorised(period, perPerson, rolls...)
	for range 100 {
		require.NoError(e.t, e.keeper.EndBlock(e.ctx))
		if run := e.run(id); run.Status == types.RUN_STATUS_DONE {
			return run
		}
	}
	require.FailNow(e.t, "run never ends")
	return types.Run{}
}

func (e *env) balance(id types.GrantID) uint64 { return e.grant(id).Record.Balance }

// Whoever had an amount in the month gets so much more for each person, whatever was decided since; nobody else does.
func TestTopUpPaysWhoeverWasPaid(t *testing.T) {
	e, roll := world(t)
	three := e.covering(roll, 1, 3, schedule(jan+6, from(jan, 500)))
	last := e.covering(roll, 2, 2, schedule(jan+1, from(jan, 100))) // January is the last month
	ended := e.covering(roll, 3, 1, schedule(jan+6, from(jan, 100)))
	paused := e.covering(roll, 4, 1, schedule(jan+6, from(jan, 100)))
	later := e.covering(roll, 5, 1, schedule(jan+6, from(jan+2, 100)))
	e.paid(jan, roll)
	end := func(id types.GrantID, at types.Period) {
		ok(e, e.msg.Adjust, &types.MsgAdjust{Signer: e.approver, Grant: uint64(id), Schedule: schedule(at, from(at, 0))})
	}
	end(ended, jan+1)
	ok(e, e.msg.Adjust, &types.MsgAdjust{Signer: e.approver, Grant: uint64(paused), Schedule: schedule(jan+6, from(jan+1, 0), from(jan+3, 100))})
	fresh := e.covering(roll, 6, 4, schedule(jan+6, from(jan+1, 100)))

	run := e.toppedUp(jan, 10, roll)
	require.Equal(t, uint64(4), run.PaidCount)
	require.Equal(t, uint64(70), run.PaidAmount)
	for id, balance := range map[types.GrantID]uint64{three: 530, last: 120, ended: 110, paused: 110, later: 0, fresh: 0} {
		require.Equal(t, balance, e.balance(id), id)
	}
	e.invariants()

	// In February only three and fresh are paid; the paused one comes back after the run and before the top-up, which passes it over.
	e.paid(jan+1, roll)
	ok(e, e.msg.Adjust, &types.MsgAdjust{Signer: e.approver, Grant: uint64(paused), Schedule: schedule(jan+6, from(jan+2, 100))})
	end(three, jan+2)
	run = e.toppedUp(jan+1, 10, roll)
	require.Equal(t, uint64(2), run.PaidCount)
	require.Equal(t, uint64(110), e.balance(paused))
	require.Equal(t, uint64(530+500+30), e.balance(three))
	require.Equal(t, uint64(140), e.balance(fresh))
	e.invariants()

	// A second one for the same month is a run of its own.
	e.toppedUp(jan+1, 1, roll)
	require.Equal(t, uint64(144), e.balance(fresh))
	res, err := e.query.TopUps(e.ctx, &types.QueryTopUpsRequest{Roll: roll, Period: uint32(jan + 1)})
	require.NoError(t, err)
	require.Len(t, res.Runs, 2)
	e.invariants()
}

// A payee held for the month and held or paid in the top-up gets both exactly once.
func TestHeldMonthAndHeldTopUpAreReleasedApart(t *testing.T) {
	e, roll := world(t)
	held := e.covering(roll, 1, 2, schedule(jan+6, from(jan, 500)))
	locked := e.covering(roll, 2, 1, schedule(jan+6, from(jan, 100)))
	dead := e.covering(roll, 3, 1, schedule(jan+6, from(jan, 100)))
	ok(e, e.msg.Suspend, &types.MsgSuspend{Signer: e.approver, Grant: uint64(held)})
	e.paid(jan, roll)
	lockedRef, _ := e.person(2)
	deadRef, _ := e.person(3)
	require.NoError(t, e.keeper.Mark(e.ctx, lockedRef, true, false))
	require.NoError(t, e.keeper.Mark(e.ctx, deadRef, false, true))

	run := e.toppedUp(jan, 10, roll)
	require.Equal(t, [4]uint64{0, 0, 3, 40}, [4]uint64{run.PaidCount, run.PaidAmount, run.HeldCount, run.HeldAmount})
	for id, reason := range map[types.GrantID]types.HoldReason{
		held: types.HOLD_REASON_GRANT_SUSPENDED, locked: types.HOLD_REASON_PAYEE_LOCKED, dead: types.HOLD_REASON_PAYEE_DECEASED,
	} {
		res, err := e.query.HeldTopUps(e.ctx, &types.QueryHeldTopUpsRequest{Grant: uint64(id)})
		require.NoError(t, err)
		require.Len(t, res.Held, 1)
		require.Equal(t, reason, res.Held[0].Reason)
		require.Equal(t, run.Id, res.Held[0].Run)
	}
	payment, err := e.query.Payment(e.ctx, &types.QueryPaymentRequest{Grant: uint64(held), Period: uint32(jan), Run: run.Id})
	require.NoError(t, err)
	leaf, err := types.DecodeLeaf(payment.Leaf)
	require.NoError(t, err)
	require.Equal(t, types.LeafTopUpHeld, leaf.Kind)
	require.Equal(t, uint64(20), leaf.Amount)
	month, err := e.query.Payment(e.ctx, &types.QueryPaymentRequest{Grant: uint64(held), Period: uint32(jan)})
	require.NoError(t, err)
	require.NotEqual(t, payment.Leaf, month.Leaf)
	_, err = e.query.Payment(e.ctx, &types.QueryPaymentRequest{Grant: uint64(held), Period: uint32(jan), Run: 1})
	require.ErrorIs(t, err, types.ErrTopUpUnknown)

	gs, err := e.keeper.ExportGenesis(e.ctx)
	require.NoError(t, err)
	require.NoError(t, gs.Validate())
	require.Len(t, gs.HeldTopUps, 3)
	gs.HeldTopUps[0].Run = 1 // the month's run
	require.ErrorIs(t, gs.Validate(), types.ErrGenesisInvalid)

	release := types.MsgReleaseHeld{Signer: e.treasurer, Grant: uint64(held), Period: uint32(jan), Run: run.Id}
	fails(e, e.msg.ReleaseHeld, &release, types.ErrGrantSuspended)
	ok(e, e.msg.Resume, &types.MsgResume{Signer: e.approver, Grant: uint64(held)})
	ok(e, e.msg.ReleaseHeld, &release)
	require.Equal(t, &types.EventTopUpReleased{Grant: uint64(held), Period: uint32(jan), Run: run.Id, Amount: 20}, e.lastEvent())
	fails(e, e.msg.ReleaseHeld, &release, types.ErrHeldReleased)
	require.Equal(t, uint64(20), e.balance(held))
	release.Run = 0
	ok(e, e.msg.ReleaseHeld, &release)
	fails(e, e.msg.ReleaseHeld, &release, types.ErrHeldReleased)
	require.Equal(t, uint64(520), e.balance(held))
	fails(e, e.msg.ReleaseHeld, &types.MsgReleaseHeld{Signer: e.treasurer, Grant: uint64(locked), Period: uint32(jan), Run: run.Id}, types.ErrPayeeLocked)

	require.NoError(t, e.keeper.Mark(e.ctx, lockedRef, false, false))
	require.NoError(t, e.keeper.Mark(e.ctx, deadRef, false, false))
	pays, err := e.keeper.Pays(e.ctx, lockedRef)
	require.NoError(t, err)
	require.True(t, pays)
	e.invariants()
}

// Whoever left the register after the last month doesn't get a balance that nobody could withdraw.
func TestTopUpOfSomebodyWhoLeft(t *testing.T) {
	e, roll := world(t)
	gone := e.covering(roll, 1, 1, schedule(jan+1, from(jan, 500)))
	here := e.covering(roll, 2, 1, schedule(jan+1, from(jan, 500)))
	e.paid(jan, roll)
	ref, _ := e.person(1)
	person := e.register.persons[string(ref)]
	person.Status = beneficiarytypes.PERSON_STATUS_CLOSED
	e.register.persons[string(ref)] = person
	run := e.toppedUp(jan, 10, roll)
	require.Equal(t, [2]uint64{1, 1}, [2]uint64{run.PaidCount, run.HeldCount})
	require.Equal(t, uint64(500), e.balance(gone))
	require.Equal(t, uint64(510), e.balance(here))
	fails(e, e.msg.ReleaseHeld, &types.MsgReleaseHeld{Signer: e.treasurer, Grant: uint64(gone), Period: uint32(jan), Run: run.Id}, types.ErrPayeeClosed)
	e.invariants()
}

func TestTopUpRefuses(t *testing.T) {
	e, roll := world(t)
	other := e.openRoll("350526001")
	e.covering(roll, 1, 2, schedule(jan+6, from(jan, 500)))
	msg := types.MsgOpenTopUp{Signer: e.approver, Rolls: []uint32{roll}, Period: uint32(jan), PerPerson: 10}
	fails(e, e.msg.OpenTopUp, &msg, types.ErrPeriodNotLast)
	before := msg
	before.Period-- // the roll starts with January
	fails(e, e.msg.OpenTopUp, &before, types.ErrPeriodNotLast)
	e.paid(jan, roll)
	for _, tc := range []struct {
		name string
		edit func(*types.MsgOpenTopUp)
		err  error
	}{
		{name: "nothing", edit: func(m *types.MsgOpenTopUp) { m.PerPerson = 0 }, err: types.ErrInvalid},
		{name: "too much", edit: func(m *types.MsgOpenTopUp) { m.PerPerson = types.MaxTopUp + 1 }, err: types.ErrInvalid},
		{name: "no rolls", edit: func(m *types.MsgOpenTopUp) { m.Rolls = nil }, err: types.ErrInvalid},
		{name: "a month to come", edit: func(m *types.MsgOpenTopUp) { m.Period++ }, err: types.ErrPeriodNotLast},
		{name: "a roll that has not paid it", edit: func(m *types.MsgOpenTopUp) { m.Rolls = []uint32{roll, other} }, err: types.ErrPeriodNotLast},
		{name: "no approver", edit: func(m *types.MsgOpenTopUp) { m.Signer = e.treasurer }, err: errDenied},
		{name: "unknown roll", edit: func(m *types.MsgOpenTopUp) { m.Rolls = []uint32{9} }, err: types.ErrRollUnknown},
	} {
		t.Run(tc.name, func(t *testing.T) {
			bad := msg
			tc.edit(&bad)
			fails(e, e.msg.OpenTopUp, &bad, tc.err)
		})
	}

	// It locks the roll as any run does, reserves when it is sealed, and leaves no trace when it is cancelled.
	ledger, at := e.ledger(2, 2024), e.roll(roll)
	run := ok(e, e.msg.OpenTopUp, &msg).Run
	require.Equal(t, &types.EventTopUpOpened{Run: run, Period: uint32(jan), PerPerson: 10}, e.lastEvent())
	fails(e, e.msg.OpenTopUp, &msg, types.ErrRunOpen)
	fails(e, e.msg.OpenRun, &types.MsgOpenRun{Signer: e.approver, Rolls: []uint32{roll}, Period: uint32(jan + 1)}, types.ErrRunOpen)
	sealed := ok(e, e.msg.SealRun, &types.MsgSealRun{Signer: e.approver, Run: run})
	require.Equal(t, types.MsgSealRunResponse{Count: 1, Amount: 20}, *sealed)
	fails(e, e.msg.SealRun, &types.MsgSealRun{Signer: e.approver, Run: run}, types.ErrRunState)
	require.Equal(t, ledger.Reserved+20, e.ledger(2, 2024).Reserved)
	payee, _ := e.person(2)
	fails(e, e.decide, &grantOf{signer: e.approver, roll: roll, payee: payee, persons: 1, schedule: schedule(jan+3, from(jan+2, 1))}, types.ErrRunOpen)
	e.invariants()
	ok(e, e.msg.CancelRun, &types.MsgCancelRun{Signer: e.approver, Run: run})
	require.Equal(t, ledger, e.ledger(2, 2024))
	require.Equal(t, at, e.roll(roll))
	e.invariants()

	// What isn't there can't be promised.
	dear := msg
	dear.PerPerson = 1_000_000
	run = ok(e, e.msg.OpenTopUp, &dear).Run
	fails(e, e.msg.SealRun, &types.MsgSealRun{Signer: e.approver, Run: run}, types.ErrBudgetExceeded)
	ok(e, e.msg.CancelRun, &types.MsgCancelRun{Signer: e.approver, Run: run})
	e.invariants()
}

// Rolls that are older than the count of persons get it, in the aggregate and in what is to come.
func TestPersonsAreCountedAfterwards(t *testing.T) {
	e, roll := world(t)
	e.covering(roll, 1, 3, schedule(jan+6, from(jan, 500), from(jan+2, 600)))
	e.paid(jan, roll)
	e.covering(roll, 2, 4, schedule(jan+6, from(jan+3, 100)))
	gs, err := e.keeper.ExportGenesis(e.ctx)
	require.NoError(t, err)
	want, err := gs.Marshal()
	require.NoError(t, err)
	gs.Rolls[0].BasePersons = 0
	for i := range gs.Deltas {
		gs.Deltas[i].Persons = 0
	}
	old := newEnv(t)
	require.NoError(t, old.keeper.InitGenesis(old.ctx, *gs))
	require.NoError(t, old.keeper.CountPersons(old.ctx))
	back, err := old.keeper.ExportGenesis(old.ctx)
	require.NoError(t, err)
	have, err := back.Marshal()
	require.NoError(t, err)
	require.Equal(t, want, have)
}
