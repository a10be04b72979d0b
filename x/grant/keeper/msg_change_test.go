package keeper_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	"github.com/reliefchain/relief/x/grant/types"
)

// heard gives the programme terms with a hearing of five days.
func (e *env) heard() {
	e.t.Helper()
	ok(e, e.msg.ReviseProgramme, &types.MsgReviseProgramme{Signer: e.provinces, Programme: 1, Terms: types.Terms{
		HearingDays: 5, SuspensionDays: 30, ReviewMonths: 12, OffsetPercent: 20, FinePercent: 200, DecideDays: 5,
	}})
}

// wait lets days pass.
func (e *env) wait(days int) {
	e.t.Helper()
	e.ctx = e.ctx.WithBlockTime(e.ctx.BlockTime().Add(time.Duration(days) * 24 * time.Hour))
	require.NoError(e.t, e.keeper.EndBlock(e.ctx))
}

// at makes an empty block at a time, Unix seconds.
func (e *env) at(second int64) {
	e.t.Helper()
	e.ctx = e.ctx.WithBlockTime(time.Unix(second, 0).UTC())
	require.NoError(e.t, e.keeper.EndBlock(e.ctx))
}

func (e *env) proposal(id types.GrantID, reason types.Reason, s types.Schedule) *types.MsgProposeChange {
	return &types.MsgProposeChange{Signer: e.reviewer, Grant: uint64(id), Schedule: &s, Reason: reason, DocumentHash: make([]byte, 32)}
}

func (e *env) approval(change uint64) *types.MsgDecideChanges {
	return &types.MsgDecideChanges{Signer: e.approver, Verdicts: []types.ChangeVerdict{{Change: change, Act: types.ACT_KIND_APPROVE}}}
}

func (e *env) deadlines(subject types.Subject) []types.Clock {
	e.t.Helper()
	gs, err := e.keeper.ExportGenesis(e.ctx)
	require.NoError(e.t, err)
	var list []types.Clock
	for _, d := range gs.Deadlines {
		if d.Subject == subject {
			list = append(list, d.Clock)
		}
	}
	return list
}

func TestReductionWaitsForTheHearing(t *testing.T) {
	e, roll := world(t)
	id := e.award(roll, 1, schedule(jan+6, from(jan, 100)))
	e.heard()
	msg := e.proposal(id, types.REASON_INCOME, schedule(jan+6, from(jan+1, 50)))
	change := ok(e, e.msg.ProposeChange, msg).Change
	fails(e, e.msg.ProposeChange, msg, types.ErrChangeOpen)
	fails(e, e.msg.DecideChanges, e.approval(change), types.ErrChangeState)
	subject := types.Subject{Kind: types.SUBJECT_KIND_CHANGE, Id: change}
	_, holder := e.person(1)
	_, stranger := e.person(2)
	state := &types.MsgStateHearing{Signer: stranger, Subject: subject, DocumentHash: make([]byte, 32)}
	fails(e, e.msg.StateHearing, state, types.ErrNotApplicant)
	state.Signer = holder
	ok(e, e.msg.StateHearing, state)
	e.wait(5)
	require.Equal(t, []types.Clock{types.CLOCK_HEARING}, e.deadlines(subject), "the fifth day isn't over")
	e.wait(1)
	require.Equal(t, []types.Clock{types.CLOCK_DECIDE}, e.deadlines(subject))
	fails(e, e.msg.StateHearing, state, types.ErrChangeState)
	self := e.approval(change)
	self.Signer = e.officer(8, 2, authoritytypes.ROLE_APPROVER)
	fails(e, e.msg.DecideChanges, self, types.ErrSelfDealing)
	ok(e, e.msg.DecideChanges, e.approval(change))
	require.Empty(t, e.deadlines(subject))
	require.Equal(t, uint64(50), e.grant(id).Record.NextAmount)
	require.Zero(t, e.grant(id).Grant.OpenChange)
	e.invariants()
}

// Whatever the hour and the days, a hearing ends with the first block after the last of its days and not before.
func TestHearingRunsItsDays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := newEnv(t)
		roll := e.world()
		id := e.award(roll, 1, schedule(jan+6, from(jan, 100)))
		days := rapid.Uint32Range(1, 30).Draw(t, "days")
		ok(e, e.msg.ReviseProgramme, &types.MsgReviseProgramme{Signer: e.provinces, Programme: 1, Terms: types.Terms{HearingDays: days, DecideDays: 5}})
		const day = authoritytypes.DefaultDaySeconds
		e.at(e.ctx.BlockTime().Unix() + rapid.Int64Range(0, day-1).Draw(t, "second"))
		over := (e.ctx.BlockTime().Unix()/day + int64(days) + 1) * day
		change := ok(e, e.msg.ProposeChange, e.proposal(id, types.REASON_INCOME, schedule(jan+6, from(jan+1, 50)))).Change
		subject := types.Subject{Kind: types.SUBJECT_KIND_CHANGE, Id: change}
		for _, early := range []int64{rapid.Int64Range(1, over-e.ctx.BlockTime().Unix()).Draw(t, "early"), 1} {
			e.at(over - early)
			require.Equal(t, []types.Clock{types.CLOCK_HEARING}, e.deadlines(subject))
		}
		e.at(over)
		require.Equal(t, []types.Clock{types.CLOCK_DECIDE}, e.deadlines(subject))
	})
}

func TestHearingIsWaived(t *testing.T) {
	e, roll := world(t)
	id := e.award(roll, 1, schedule(jan+6, from(jan, 100)))
	e.heard()
	ref, _ := e.person(1)
	end := schedule(jan+1, from(jan+1, 0))
	change := ok(e, e.msg.ProposeChange, e.proposal(id, types.REASON_CIRCUMSTANCES, schedule(jan+6, from(jan+1, 120)))).Change
	ok(e, e.msg.DecideChanges, e.approval(change))

	taken := ok(e, e.msg.ProposeChange, e.proposal(id, types.REASON_DEATH, end)).Change
	fails(e, e.msg.DecideChanges, e.approval(taken), types.ErrChangeState)
	back := &types.MsgTakeBack{Signer: e.officer(9, 2, authoritytypes.ROLE_REVIEWER), Subject: types.Subject{Kind: types.SUBJECT_KIND_CHANGE, Id: taken}, Reason: types.REASON_REQUEST}
	fails(e, e.msg.TakeBack, back, types.ErrOtherOffice)
	back.Signer = e.reviewer
	ok(e, e.msg.TakeBack, back)

	dead := e.register.persons[string(ref)]
	dead.Status = beneficiarytypes.PERSON_STATUS_DECEASED
	e.register.persons[string(ref)] = dead
	require.NoError(t, e.keeper.Mark(e.ctx, ref, false, true))
	change = ok(e, e.msg.ProposeChange, e.proposal(id, types.REASON_DEATH, end)).Change

	// Somebody reported dead by mistake has to be heard after all.
	alive := dead
	alive.Status = beneficiarytypes.PERSON_STATUS_REGISTERED
	e.register.persons[string(ref)] = alive
	fails(e, e.msg.DecideChanges, e.approval(change), types.ErrHearingMissing)
	e.register.persons[string(ref)] = dead
	ok(e, e.msg.DecideChanges, e.approval(change))
	require.Equal(t, uint32(jan)+1, e.grant(id).Grant.UntilPeriod)
	e.invariants()
}

func TestOrderForFraudEndsWithoutAHearing(t *testing.T) {
	e, roll := world(t)
	id := e.award(roll, 1, schedule(jan+6, from(jan, 100)))
	e.heard()
	e.paid(jan, roll)
	claim := &types.MsgProposeClawback{
		Signer: e.reviewer, Grant: uint64(id), FromPeriod: uint32(jan), UntilPeriod: uint32(jan) + 1, Amount: 100, Reason: types.REASON_FRAUD, DocumentHash: make([]byte, 32),
	}
	clawback := ok(e, e.msg.ProposeClawback, claim).Clawback
	end := e.proposal(id, types.REASON_FRAUD, schedule(jan+1, from(jan+1, 0)))
	end.Clawback = clawback
	fails(e, e.msg.ProposeChange, end, types.ErrFraudOrder)
	e.wait(6)
	order := &types.MsgOrderClawback{Signer: e.approver, Clawback: clawback, Amount: 100, Fine: 201, Denom: denom, DocumentHash: make([]byte, 32)}
	fails(e, e.msg.OrderClawback, order, types.ErrFine)
	order.Fine = 200
	before := e.bank.fen(types.TreasuryAddress(2))
	require.Equal(t, uint64(100), ok(e, e.msg.OrderClawback, order).Taken, "the balance")
	require.Equal(t, before+100, e.bank.fen(types.TreasuryAddress(2)))
	require.Equal(t, uint64(100), e.ledger(2, 2024).Recovered)
	require.Zero(t, e.grant(id).Record.Balance)
	change := ok(e, e.msg.ProposeChange, end).Change
	ok(e, e.msg.DecideChanges, e.approval(change))
	e.invariants()
}

// A payee held for one month and paid for the next gets both exactly once, whatever lies over them.
func TestHeldMonthAndItsItemsArePaidOnce(t *testing.T) {
	e, roll := world(t)
	id := e.award(roll, 1, schedule(jan+3, from(jan, 100)))
	ok(e, e.topUp, &oneOff{id, jan, 7})
	suspend := &types.MsgSuspend{Signer: e.approver, Grant: uint64(id), Reason: types.REASON_INQUIRY, Days: 10}
	ok(e, e.msg.Suspend, suspend)
	require.Equal(t, uint64(107), e.paid(jan, roll).HeldAmount)
	ok(e, e.msg.Resume, &types.MsgResume{Signer: e.approver, Grant: uint64(id)})
	require.Equal(t, uint64(100), e.paid(jan+1, roll).PaidAmount)
	ok(e, e.msg.ReleaseHeld, &types.MsgReleaseHeld{Signer: e.treasurer, Grant: uint64(id), Period: uint32(jan)})
	fails(e, e.msg.ReleaseHeld, &types.MsgReleaseHeld{Signer: e.treasurer, Grant: uint64(id), Period: uint32(jan)}, types.ErrHeldReleased)
	require.Equal(t, uint64(207), e.grant(id).Record.Balance)
	require.Equal(t, uint64(100), e.paid(jan+2, roll).PaidAmount)
	require.Equal(t, types.GRANT_STANDING_ENDED, e.grant(id).Standing)
	e.invariants()
}

func TestSuspensionAndReviewAreFlagged(t *testing.T) {
	e, roll := world(t)
	e.heard()
	id := e.award(roll, 1, schedule(jan+24, from(jan, 100)))
	subject := types.Subject{Kind: types.SUBJECT_KIND_GRANT, Id: uint64(id)}
	require.Equal(t, []types.Clock{types.CLOCK_GRANT_REVIEW}, e.deadlines(subject))
	suspend := &types.MsgSuspend{Signer: e.approver, Grant: uint64(id), Reason: types.REASON_INQUIRY, Days: 31}
	fails(e, e.msg.Suspend, suspend, types.ErrSuspensionTooLong)
	suspend.Days = 30
	ok(e, e.msg.Suspend, suspend)
	e.wait(31)
	missed, err := e.keeper.Missed(e.ctx, 0, 10)
	require.NoError(t, err)
	require.Len(t, missed, 1)
	require.True(t, e.grant(id).Record.Suspended, "nothing resumes by itself")
	ok(e, e.msg.Resume, &types.MsgResume{Signer: e.approver, Grant: uint64(id)})
	e.wait(366)
	missed, err = e.keeper.Missed(e.ctx, 0, 10)
	require.NoError(t, err)
	require.Len(t, missed, 1)
	ok(e, e.msg.RecordReviews, &types.MsgRecordReviews{Signer: e.reviewer, Reviews: []types.GrantReview{{Grant: uint64(id), DocumentHash: make([]byte, 32)}}})
	missed, err = e.keeper.Missed(e.ctx, 0, 10)
	require.NoError(t, err)
	require.Empty(t, missed)
	e.invariants()
}
