package keeper_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/grant/types"
)

// endDay goes to the first second of a day and ends a block.
func (e *env) endDay(year int, month time.Month, day int) {
	e.t.Helper()
	e.ctx = e.ctx.WithBlockTime(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
	require.NoError(e.t, e.keeper.EndBlock(e.ctx))
}

// reserveClock is the deadline of a roll's next year.
func (e *env) reserveClock(roll uint32) types.Deadline {
	e.t.Helper()
	agenda, err := e.query.Agenda(e.ctx, &types.QueryAgendaRequest{Organisation: 2})
	require.NoError(e.t, err)
	for _, d := range agenda.Deadlines {
		if d.Subject == (types.Subject{Kind: types.SUBJECT_KIND_ROLL, Id: uint64(roll)}) {
			return d
		}
	}
	require.FailNow(e.t, "roll waits for nothing")
	return types.Deadline{}
}

func TestReserveYear(t *testing.T) {
	e, roll := world(t)
	e.award(roll, 1, schedule(jan+30, from(jan+6, 100)))
	reserve := &types.MsgReserveYear{Signer: e.treasurer, Roll: roll}
	fails(e, e.msg.ReserveYear, &types.MsgReserveYear{Signer: e.approver, Roll: roll}, errDenied)
	fails(e, e.msg.ReserveYear, &types.MsgReserveYear{Signer: e.treasurer, Roll: 9}, types.ErrRollUnknown)
	fails(e, e.msg.ReserveYear, &types.MsgReserveYear{Signer: e.treasurer}, types.ErrInvalid)
	require.Equal(t, uint32(2024), e.roll(roll).ReservedYear)
	require.Equal(t, types.Deadline{
		Subject: types.Subject{Kind: types.SUBJECT_KIND_ROLL, Id: 1}, Clock: types.CLOCK_RESERVE, Organisation: 2,
		Day: 20088, At: time.Date(2025, time.January, 1, 0, 0, 0, 0, time.UTC).Unix(),
	}, e.reserveClock(roll))

	// What is short is refused, and nothing moves.
	ok(e, e.msg.ReturnFunds, &types.MsgReturnFunds{Signer: e.treasurer, Node: 2, Year: 2025, Amount: 1_000_000 - 1199})
	fails(e, e.msg.ReserveYear, reserve, types.ErrBudgetExceeded)
	ok(e, e.msg.Appropriate, &types.MsgAppropriate{Signer: e.treasurer, Node: 2, Year: 2025, Amount: 1})
	require.Equal(t, &types.MsgReserveYearResponse{Year: 2025, Amount: 1200}, ok(e, e.msg.ReserveYear, reserve))
	require.Equal(t, &types.EventYearReserved{Roll: 1, Year: 2025, Amount: 1200}, e.lastEvent())
	require.Equal(t, uint64(1200), e.ledger(2, 2025).Reserved)
	require.Equal(t, time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC).Unix(), e.reserveClock(roll).At)
	fails(e, e.msg.ReserveYear, reserve, types.ErrYearTooFar)
	e.invariants()

	// From now on every change of the roll moves both years.
	payee, _ := e.person(2)
	fails(e, e.decide, &grantOf{signer: e.approver, roll: roll, payee: payee, persons: 1, schedule: schedule(jan+13, from(jan+12, 1))}, types.ErrBudgetExceeded)
	ok(e, e.adjust, &adjustment{signer: e.approver, grant: types.NewGrantID(roll, 1), schedule: schedule(jan+30, from(jan+12, 50))})
	require.Equal(t, uint64(600), e.ledger(2, 2025).Reserved)
	e.invariants()
}

func TestTurnOfTheYear(t *testing.T) {
	e, fits := world(t)
	short, idle := e.openRoll("350526001"), e.openRoll("350526")
	e.award(fits, 1, schedule(jan+13, from(jan+11, 900_000)))
	e.award(short, 2, schedule(jan+13, from(jan+11, 100_000)))
	ok(e, e.msg.ReturnFunds, &types.MsgReturnFunds{Signer: e.treasurer, Node: 2, Year: 2025, Amount: 1})

	e.endDay(2024, time.December, 31)
	require.Equal(t, uint32(2024), e.roll(fits).ReservedYear)
	e.endDay(2025, time.January, 1)
	require.Equal(t, uint32(2025), e.roll(fits).ReservedYear)
	require.Equal(t, uint32(2024), e.roll(short).ReservedYear)
	require.Equal(t, uint32(2025), e.roll(idle).ReservedYear)
	require.Equal(t, uint64(900_000), e.ledger(2, 2025).Reserved)
	missed, err := e.keeper.Missed(e.ctx, 0, 10)
	require.NoError(t, err)
	require.Len(t, missed, 1)
	require.Equal(t, e.reserveClock(short), missed[0])
	e.invariants()

	// The year before goes on, but nothing is sealed in the new one before its money is there.
	for month := jan; month < jan+12; month++ {
		e.paid(month, short)
	}
	run := ok(e, e.msg.OpenRun, &types.MsgOpenRun{Signer: e.approver, Rolls: []uint32{short}, Period: uint32(jan) + 12}).Run
	fails(e, e.msg.SealRun, &types.MsgSealRun{Signer: e.approver, Run: run}, types.ErrYearNotReserved)
	ok(e, e.msg.CancelRun, &types.MsgCancelRun{Signer: e.approver, Run: run})
	ok(e, e.msg.CloseYear, &types.MsgCloseYear{Signer: e.treasurer, Node: 2, Year: 2023})
	fails(e, e.msg.ReserveYear, &types.MsgReserveYear{Signer: e.treasurer, Roll: short}, types.ErrBudgetExceeded)
	ok(e, e.msg.Appropriate, &types.MsgAppropriate{Signer: e.treasurer, Node: 2, Year: 2025, Amount: 1})
	ok(e, e.msg.ReserveYear, &types.MsgReserveYear{Signer: e.treasurer, Roll: short})
	missed, err = e.keeper.Missed(e.ctx, 0, 10)
	require.NoError(t, err)
	require.Empty(t, missed)
	require.Equal(t, uint64(100_000), e.paid(jan+12, short).PaidAmount)
	e.invariants()
}

func TestYearsOfAnImport(t *testing.T) {
	e, roll := world(t)
	late := newRegister(t, func(chunks []types.ImportChunk) {
		for i := range chunks {
			for j := range chunks[i].Rows {
				chunks[i].Rows[j].Schedule = schedule(jan+14, from(jan+12, 100))
			}
		}
	})
	fails(e, e.msg.OpenImport, late.open(e, roll), types.ErrYearNotReserved)
	both := newRegister(t, func(chunks []types.ImportChunk) {
		for i := range chunks {
			for j := range chunks[i].Rows {
				chunks[i].Rows[j].Schedule = schedule(jan+14, from(jan+11, 100))
			}
		}
	})
	ok(e, e.msg.OpenImport, both.open(e, roll))
	require.Equal(t, uint64(900), e.ledger(2, 2024).Reserved)
	require.Zero(t, e.ledger(2, 2025).Reserved)
	ok(e, e.msg.LoadChunk, both.load(e, 0))
	e.invariants()
	// The year turns while it loads: what is loaded and what is to come are reserved together.
	e.endDay(2025, time.January, 1)
	require.Equal(t, uint64(1800), e.ledger(2, 2025).Reserved)
	e.invariants()
	ok(e, e.msg.LoadChunk, both.load(e, 1))
	ok(e, e.msg.CloseImport, &types.MsgCloseImport{Signer: e.approver, Import: 1})
	require.Equal(t, uint64(1200), e.ledger(2, 2025).Reserved)
	e.invariants()
}

// TestStartReservations takes over rolls that reserved every year of their promises.
func TestStartReservations(t *testing.T) {
	e, roll := world(t)
	e.award(roll, 1, schedule(jan+13, from(jan, 100)))
	e.openRoll("350526001")
	ok(e, e.msg.ReserveYear, &types.MsgReserveYear{Signer: e.treasurer, Roll: roll})
	want, err := e.keeper.ExportGenesis(e.ctx)
	require.NoError(t, err)
	gs := *want
	gs.Rolls = append([]types.Roll(nil), want.Rolls...)
	for i := range gs.Rolls {
		gs.Rolls[i].ReservedYear = types.MinYear
	}
	gs.Deadlines = nil
	old := newEnv(t)
	require.NoError(t, old.keeper.InitGenesis(old.ctx, gs))
	require.NoError(t, old.keeper.StartReservations(old.ctx))
	have, err := old.keeper.ExportGenesis(old.ctx)
	require.NoError(t, err)
	require.Equal(t, want, have)
	require.NoError(t, old.broken("grant/reserved-years"))
}
