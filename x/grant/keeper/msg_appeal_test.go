package keeper_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/grant/types"
)

// appealable gives the programme terms under which decisions can be appealed against, without hearings.
func (e *env) appealable() {
	e.t.Helper()
	ok(e, e.msg.ReviseProgramme, &types.MsgReviseProgramme{Signer: e.provinces, Programme: 1, Terms: types.Terms{
		OffsetPercent: 50, FinePercent: 200, DecideDays: 5, AppealDays: 60, AnswerDays: 40,
	}})
}

// filed appeals by the payee and lets the organisation above take it up.
func (e *env) filed(person uint32, subject types.Subject) uint64 {
	e.t.Helper()
	_, holder := e.person(person)
	appeal := ok(e, e.msg.FileAppeal, &types.MsgFileAppeal{Signer: holder, Subject: subject, DocumentHash: make([]byte, 32)}).Appeal
	ok(e, e.msg.TakeUpAppeal, &types.MsgTakeUpAppeal{Signer: e.examiner(appeal), Appeal: appeal})
	return appeal
}

// examiner is an approver of the organisation above the one that decides, another one for each appeal.
func (e *env) examiner(appeal uint64) string {
	return e.officer(byte(100+appeal), 1, authoritytypes.ROLE_APPROVER)
}

func (e *env) answerOf(appeal uint64, act types.ActKind) *types.MsgAnswerAppeal {
	return &types.MsgAnswerAppeal{Signer: e.examiner(appeal), Appeal: appeal, Act: act, Reason: types.REASON_OFFICE_ERROR, DocumentHash: make([]byte, 32)}
}

// changed proposes a change and approves it.
func (e *env) changed(id types.GrantID, s types.Schedule) types.Subject {
	e.t.Helper()
	change := ok(e, e.msg.ProposeChange, e.proposal(id, types.REASON_INCOME, s)).Change
	ok(e, e.msg.DecideChanges, e.approval(change))
	return types.Subject{Kind: types.SUBJECT_KIND_CHANGE, Id: change}
}

func TestReductionFalls(t *testing.T) {
	e, roll := world(t)
	e.appealable()
	id := e.award(roll, 1, schedule(jan+6, from(jan, 100)))
	change := e.changed(id, schedule(jan+6, from(jan+1, 40)))
	e.paid(jan, roll)
	e.paid(jan+1, roll)
	e.paid(jan+2, roll)
	_, stranger := e.person(2)
	file := &types.MsgFileAppeal{Signer: stranger, Subject: change, DocumentHash: make([]byte, 32)}
	fails(e, e.msg.FileAppeal, file, types.ErrNotApplicant)
	appeal := e.filed(1, change)
	_, file.Signer = e.person(1)
	fails(e, e.msg.FileAppeal, file, types.ErrAppealLate)
	own := e.answerOf(appeal, types.ACT_KIND_OVERTURN)
	own.Signer = e.approver
	fails(e, e.msg.AnswerAppeal, own, types.ErrNotAbove)
	own.Signer = e.officer(3, 1, authoritytypes.ROLE_APPROVER)
	fails(e, e.msg.AnswerAppeal, own, types.ErrSelfDealing)
	fails(e, e.msg.AnswerAppeal, e.answerOf(appeal, types.ACT_KIND_REMIT), types.ErrChangeState)
	known := e.answerOf(appeal, types.ACT_KIND_OVERTURN)
	known.Arrears = 1
	fails(e, e.msg.AnswerAppeal, known, types.ErrInvalid)
	require.Equal(t, uint64(120), ok(e, e.msg.AnswerAppeal, e.answerOf(appeal, types.ACT_KIND_OVERTURN)).Arrears)
	e.invariants()
	require.Equal(t, uint64(220), e.paid(jan+3, roll).PaidAmount)
	e.paid(jan+4, roll)
	e.paid(jan+5, roll)
	require.Equal(t, uint64(600), e.grant(id).Record.Balance, "as if nothing had been reduced")
	e.invariants()
}

// Who was stopped for good and has no month left is paid in one of its own.
func TestEndFallsWhenItIsLate(t *testing.T) {
	e, roll := world(t)
	e.appealable()
	id := e.award(roll, 1, schedule(jan+3, from(jan, 100)))
	change := e.changed(id, schedule(jan+1, from(jan+1, 0)))
	for month := range types.Period(4) {
		e.paid(jan+month, roll)
	}
	appeal := e.filed(1, change)
	sealed, _ := e.sealed(jan+4, roll)
	fails(e, e.msg.AnswerAppeal, e.answerOf(appeal, types.ACT_KIND_OVERTURN), types.ErrRunOpen)
	ok(e, e.msg.CancelRun, &types.MsgCancelRun{Signer: e.approver, Run: sealed})
	require.Equal(t, uint64(200), ok(e, e.msg.AnswerAppeal, e.answerOf(appeal, types.ACT_KIND_OVERTURN)).Arrears)
	require.Equal(t, uint64(200), e.paid(jan+4, roll).PaidAmount)
	require.Equal(t, uint64(300), e.grant(id).Record.Balance)
	require.Zero(t, e.paid(jan+5, roll).PaidAmount)
	e.invariants()
}

// The payee who came back under a new grant gets what was lost with it.
func TestEndFallsAfterANewGrant(t *testing.T) {
	e, roll := world(t)
	e.appealable()
	id := e.award(roll, 1, schedule(jan+6, from(jan, 100)))
	change := e.changed(id, schedule(jan+1, from(jan+1, 0)))
	for month := range types.Period(3) {
		e.paid(jan+month, roll)
	}
	again := e.award(roll, 1, schedule(jan+6, from(jan+3, 70)))
	require.Equal(t, uint64(200), ok(e, e.msg.AnswerAppeal, e.answerOf(e.filed(1, change), types.ACT_KIND_OVERTURN)).Arrears, "February and March")
	e.invariants()
	require.Equal(t, uint64(270), e.paid(jan+3, roll).PaidAmount)
	require.Equal(t, uint64(100), e.grant(id).Record.Balance)
	require.Equal(t, uint64(270), e.grant(again).Record.Balance)
	e.invariants()
}

func TestRefusedRaiseIsAppealedAgainst(t *testing.T) {
	e, roll := world(t)
	e.appealable()
	id := e.award(roll, 1, schedule(jan+6, from(jan, 100)))
	refuse := func(s types.Schedule) types.Subject {
		change := ok(e, e.msg.ProposeChange, e.proposal(id, types.REASON_CIRCUMSTANCES, s)).Change
		ok(e, e.msg.DecideChanges, &types.MsgDecideChanges{Signer: e.approver, Verdicts: []types.ChangeVerdict{
			{Change: change, Act: types.ACT_KIND_REFUSE, Reason: types.REASON_INCOME},
		}})
		return types.Subject{Kind: types.SUBJECT_KIND_CHANGE, Id: change}
	}
	_, holder := e.person(1)
	cut := refuse(schedule(jan+6, from(jan+1, 40)))
	fails(e, e.msg.FileAppeal, &types.MsgFileAppeal{Signer: holder, Subject: cut, DocumentHash: make([]byte, 32)}, types.ErrAppealLate)
	raise := refuse(schedule(jan+6, from(jan+1, 130)))
	e.paid(jan, roll)
	e.paid(jan+1, roll)
	ok(e, e.msg.AnswerAppeal, e.answerOf(e.filed(1, raise), types.ACT_KIND_REMIT))
	fails(e, e.msg.ProposeChange, e.proposal(id, types.REASON_CIRCUMSTANCES, schedule(jan+6, from(jan+2, 130))), types.ErrChangeOpen)
	e.invariants()
	ok(e, e.msg.DecideChanges, &types.MsgDecideChanges{Signer: e.approver, Verdicts: []types.ChangeVerdict{
		{Change: raise.Id, Act: types.ACT_KIND_REFUSE, Reason: types.REASON_INCOME},
	}})
	require.Equal(t, uint64(30), ok(e, e.msg.AnswerAppeal, e.answerOf(e.filed(1, raise), types.ACT_KIND_OVERTURN)).Arrears)
	require.Equal(t, uint64(160), e.paid(jan+2, roll).PaidAmount)
	require.Equal(t, uint64(130), e.paid(jan+3, roll).PaidAmount)
	e.invariants()
}

// However reductions follow each other, and in whatever order they fall: in the end the payee has what the award promised.
func TestReductionsThatFallLeaveNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := newEnv(t)
		roll := e.world()
		e.appealable()
		const months = 12
		id := e.award(roll, 1, schedule(jan+months, from(jan, 1000)))
		ok(e, e.msg.ReserveYear, &types.MsgReserveYear{Signer: e.treasurer, Roll: roll})
		var open []types.Subject
		decided := uint64(0)
		month := types.Period(0)
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			switch rapid.IntRange(0, 3).Draw(t, "step") {
			case 0:
				if month < months-1 {
					e.paid(jan+month, roll)
					month++
				}
			case 1, 2:
				if until := types.Period(e.grant(id).Grant.UntilPeriod); until > jan+month {
					first := jan + month + types.Period(rapid.IntRange(0, int(until-jan-month)-1).Draw(t, "first"))
					s := schedule(first, from(first, 0))
					if amount := rapid.Uint64Range(0, 900).Draw(t, "amount"); amount > 0 {
						s = schedule(until, from(first, amount))
					}
					_, err := do(e, e.adjust, &adjustment{signer: e.approver, grant: id, schedule: s})
					if errors.Is(err, types.ErrItemOwed) {
						break // arrears of an appeal come after that end
					}
					require.NoError(t, err)
					decided++
					if change := (types.Subject{Kind: types.SUBJECT_KIND_CHANGE, Id: decided}); len(e.deadlines(change)) > 0 {
						open = append(open, change)
					}
				}
			default:
				if len(open) > 0 {
					n := rapid.IntRange(0, len(open)-1).Draw(t, "falls")
					ok(e, e.msg.AnswerAppeal, e.answerOf(e.filed(1, open[n]), types.ACT_KIND_OVERTURN))
					open = append(open[:n:n], open[n+1:]...)
				}
			}
			e.invariants()
		}
		for _, change := range open {
			ok(e, e.msg.AnswerAppeal, e.answerOf(e.filed(1, change), types.ACT_KIND_OVERTURN))
			e.invariants()
		}
		for ; month < months+1; month++ {
			e.paid(jan+month, roll)
		}
		require.Equal(t, uint64(months*1000), e.grant(id).Record.Balance)
		e.invariants()
	})
}

// order asks January's instalment back and has two months' offsets planned.
func (e *env) order(id types.GrantID) types.Subject {
	e.t.Helper()
	clawback := ok(e, e.msg.ProposeClawback, &types.MsgProposeClawback{
		Signer: e.reviewer, Grant: uint64(id), FromPeriod: uint32(jan), UntilPeriod: uint32(jan) + 1, Amount: 100, Reason: types.REASON_INCOME, DocumentHash: make([]byte, 32),
	}).Clawback
	ok(e, e.msg.OrderClawback, &types.MsgOrderClawback{Signer: e.approver, Clawback: clawback, Amount: 100, DocumentHash: make([]byte, 32)})
	ok(e, e.msg.ScheduleOffsets, e.offsets(clawback))
	return types.Subject{Kind: types.SUBJECT_KIND_CLAWBACK, Id: clawback}
}

func (e *env) offsets(clawback uint64) *types.MsgScheduleOffsets {
	return &types.MsgScheduleOffsets{Signer: e.approver, Clawback: clawback, FromPeriod: uint32(jan) + 1, Instalments: 2}
}

func (e *env) clawback(id uint64) types.Clawback {
	e.t.Helper()
	res, err := e.query.Clawback(e.ctx, &types.QueryClawbackRequest{Id: id})
	require.NoError(e.t, err)
	return res.Clawback
}

// An appeal pauses an order: what was planned is open again, and nothing comes in until it goes on.
func TestAppealPausesAnOrder(t *testing.T) {
	e, roll := world(t)
	e.appealable()
	id := e.award(roll, 1, schedule(jan+6, from(jan, 100)))
	e.paid(jan, roll)
	order := e.order(id)
	require.Equal(t, uint64(50), e.grant(id).Record.Amount)
	appeal := e.filed(1, order)
	require.Equal(t, uint64(100), e.grant(id).Record.Amount)
	fails(e, e.msg.ScheduleOffsets, e.offsets(order.Id), types.ErrClawbackPaused)
	fails(e, e.msg.Repay, &types.MsgRepay{Signer: e.address(151), Clawback: order.Id, Amount: 1, Denom: denom}, types.ErrClawbackPaused)
	fails(e, e.msg.CloseClawback, &types.MsgCloseClawback{
		Signer: e.officer(77, 2, authoritytypes.ROLE_APPROVER), Clawback: order.Id, Act: types.ACT_KIND_WAIVE, Reason: types.REASON_OFFICE_ERROR,
	}, types.ErrClawbackPaused)
	e.invariants()
	ok(e, e.msg.AnswerAppeal, e.answerOf(appeal, types.ACT_KIND_UPHOLD))
	ok(e, e.msg.ScheduleOffsets, e.offsets(order.Id))
	e.paid(jan+1, roll)
	e.paid(jan+2, roll)
	require.Equal(t, types.CLAWBACK_STATUS_RECOVERED, e.clawback(order.Id).Status)
	require.Equal(t, uint64(200), e.grant(id).Record.Balance)
	e.invariants()
}

// What came in by then is paid back, whether it was kept or repaid; a sealed run delays the pause and not the appeal.
func TestOrderFalls(t *testing.T) {
	e, roll := world(t)
	e.appealable()
	id := e.award(roll, 1, schedule(jan+6, from(jan, 100)))
	e.paid(jan, roll)
	order := e.order(id)
	payer := e.address(151)
	account, err := e.deps.Address.StringToBytes(payer)
	require.NoError(t, err)
	run := e.authorised(jan+1, roll)
	appeal := e.filed(1, order)
	require.Contains(t, e.deadlines(order), types.CLOCK_TAKE_OFFSETS_BACK)
	require.True(t, e.clawback(order.Id).Paused)
	fails(e, e.msg.AnswerAppeal, e.answerOf(appeal, types.ACT_KIND_OVERTURN), types.ErrRunOpen)
	for e.run(run).Status != types.RUN_STATUS_DONE {
		require.NoError(t, e.keeper.EndBlock(e.ctx))
	}
	e.wait(1)
	require.NotContains(t, e.deadlines(order), types.CLOCK_TAKE_OFFSETS_BACK)
	require.Equal(t, uint64(50), e.clawback(order.Id).Collected)
	require.Equal(t, uint64(100), e.grant(id).Record.Amount, "March pays all of it")
	_, holder := e.person(1)
	ok(e, e.msg.WithdrawAppeal, &types.MsgWithdrawAppeal{Signer: holder, Appeal: appeal})
	require.False(t, e.clawback(order.Id).Paused)
	fails(e, e.msg.FileAppeal, &types.MsgFileAppeal{Signer: holder, Subject: order, DocumentHash: make([]byte, 32)}, types.ErrAppealLate)
	e.invariants()

	// A second order, this time of February's 50, repaid in coins.
	again := ok(e, e.msg.ProposeClawback, &types.MsgProposeClawback{
		Signer: e.reviewer, Grant: uint64(id), FromPeriod: uint32(jan) + 1, UntilPeriod: uint32(jan) + 2, Amount: 50, Reason: types.REASON_FRAUD, DocumentHash: make([]byte, 32),
	}).Clawback
	given := &types.MsgOrderClawback{Signer: e.approver, Clawback: again, Amount: 50, Fine: 10, DocumentHash: make([]byte, 32)}
	ok(e, e.msg.OrderClawback, given)
	e.bank.mint(account, 60)
	ok(e, e.msg.Repay, &types.MsgRepay{Signer: payer, Clawback: again, Amount: 60, Denom: denom})
	require.Equal(t, types.CLAWBACK_STATUS_RECOVERED, e.clawback(again).Status)
	subject := types.Subject{Kind: types.SUBJECT_KIND_CLAWBACK, Id: again}
	require.Equal(t, uint64(60), ok(e, e.msg.AnswerAppeal, e.answerOf(e.filed(1, subject), types.ACT_KIND_REMIT)).Arrears)
	require.Equal(t, types.CLAWBACK_STATUS_HEARD, e.clawback(again).Status)
	e.invariants()
	given.Fine = 0
	ok(e, e.msg.OrderClawback, given)
	require.Zero(t, ok(e, e.msg.AnswerAppeal, e.answerOf(e.filed(1, subject), types.ACT_KIND_OVERTURN)).Arrears)
	require.Equal(t, uint64(60), e.clawback(again).Refunded)
	require.Equal(t, types.CLAWBACK_STATUS_OVERTURNED, e.clawback(again).Status)
	require.Equal(t, uint64(160), e.paid(jan+2, roll).PaidAmount)
	require.Equal(t, uint64(310), e.grant(id).Record.Balance)
	e.invariants()
}
