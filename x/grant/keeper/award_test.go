package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	"github.com/reliefchain/relief/x/grant/types"
)

func TestAwardReservesByFiscalYear(t *testing.T) {
	e, roll := world(t)
	id := e.award(roll, 1, schedule(jan+26, from(jan+10, 100), from(jan+13, 200)))
	require.Equal(t, types.NewGrantID(1, 1), id)
	require.Equal(t, &types.EventApplicationMoved{
		Application: 1, Programme: 1, Roll: 1, Act: types.ACT_KIND_APPROVE, Status: types.APPLICATION_STATUS_APPROVED, Grant: uint64(id),
	}, e.lastEvent())
	require.Equal(t, uint64(200), e.ledger(2, 2024).Reserved)
	require.Zero(t, e.ledger(2, 2025).Reserved)
	require.Equal(t, uint64(100+11*200), ok(e, e.msg.ReserveYear, &types.MsgReserveYear{Signer: e.treasurer, Roll: roll}).Amount)
	require.Equal(t, uint64(100+11*200), e.ledger(2, 2025).Reserved)
	require.Zero(t, e.ledger(2, 2026).Reserved)
	grant := e.grant(id)
	require.Equal(t, types.RollRecord{Roll: 1, Slot: 1, Grant: uint64(id), NextAmount: 100, NextPeriod: uint32(jan) + 10, More: true}, grant.Record)
	require.Equal(t, []types.Change{from(jan+13, 200), from(jan+26, 0)}, grant.Changes)
	e.invariants()
}

func TestAwardRefuses(t *testing.T) {
	e, roll := world(t)
	ref, _ := e.person(1)
	closed, _ := e.person(2)
	e.register.persons[string(closed)] = beneficiarytypes.Person{Ref: closed, Status: beneficiarytypes.PERSON_STATUS_CLOSED}
	untagged, _ := e.person(3)
	delete(e.register.tags, string(byte(class))+string(untagged))
	ok(e, e.msg.SetStandard, &types.MsgSetStandard{
		Signer: e.programmer, Standard: types.Standard{Programme: 1, Area: "3505", FromPeriod: uint32(jan), Amount: 900},
	})
	ok(e, e.msg.ReturnFunds, &types.MsgReturnFunds{Signer: e.treasurer, Node: 2, Year: 2024, Amount: 1_000_000 - 1800})
	tests := []struct {
		name   string
		change func(*grantOf)
		want   error
	}{
		{name: "role", change: func(m *grantOf) { m.signer = e.treasurer }, want: errDenied},
		{name: "roll", change: func(m *grantOf) { m.roll = 9 }, want: types.ErrRollUnknown},
		{name: "closed payee", change: func(m *grantOf) { m.payee = closed }, want: types.ErrPayeeClosed},
		{name: "unknown payee", change: func(m *grantOf) { m.payee = make([]byte, 16) }, want: errUnknown},
		{name: "no tag", change: func(m *grantOf) { m.payee = untagged }, want: types.ErrTagMissing},
		{name: "shape", change: func(m *grantOf) { m.persons = 33 }, want: types.ErrInvalid},
		{name: "sealed", change: func(m *grantOf) { m.schedule = schedule(jan+1, from(jan-1, 5)) }, want: types.ErrPeriodSealed},
		{name: "above standard", change: func(m *grantOf) { m.schedule = schedule(jan+1, from(jan, 1801)) }, want: types.ErrAboveStandard},
		{name: "budget", change: func(m *grantOf) { m.schedule = schedule(jan+2, from(jan, 1800)) }, want: types.ErrBudgetExceeded},
		{name: "year", change: func(m *grantOf) { m.schedule = schedule(jan+13, from(jan+12, 1)) }, want: types.ErrYearNotReserved},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			msg := &grantOf{signer: e.approver, roll: roll, payee: ref, persons: 2, schedule: schedule(jan+1, from(jan, 1800))}
			tc.change(msg)
			fails(e, e.decide, msg, tc.want)
		})
	}
	ok(e, e.decide, &grantOf{signer: e.approver, roll: roll, payee: ref, persons: 2, schedule: schedule(jan+1, from(jan, 1800))})
	e.invariants()
}

func TestNextGrantNeverCoversAPaidMonth(t *testing.T) {
	e, roll := world(t)
	behind := e.openRoll("350526001")
	ref, _ := e.person(1)
	e.award(roll, 1, schedule(jan+1, from(jan, 100)))
	again := func(roll uint32, first types.Period) *grantOf {
		return &grantOf{signer: e.approver, roll: roll, payee: ref, persons: 1, schedule: schedule(first+1, from(first, 100))}
	}
	fails(e, e.decide, again(behind, jan+1), types.ErrGrantLive)
	e.paid(jan, roll)
	fails(e, e.decide, again(behind, jan), types.ErrGrantLive)
	ok(e, e.msg.OpenRun, &types.MsgOpenRun{Signer: e.approver, Rolls: []uint32{roll}, Period: uint32(jan + 1)}) // takes nothing up yet
	ok(e, e.decide, again(behind, jan+1))
	fails(e, e.decide, again(roll, jan+1), types.ErrGrantLive)
	grants, err := e.query.GrantsByPayee(e.ctx, &types.QueryGrantsByPayeeRequest{Payee: ref})
	require.NoError(t, err)
	require.Len(t, grants.Grants, 2)
	e.invariants()
}

func TestAdjustChangesOnlyOpenPeriods(t *testing.T) {
	e, roll := world(t)
	id := e.award(roll, 1, schedule(jan+6, from(jan, 100)))
	e.paid(jan, roll)
	adjust := func(s types.Schedule) *adjustment { return &adjustment{signer: e.approver, grant: id, schedule: s} }
	fails(e, e.adjust, adjust(schedule(jan+6, from(jan, 50))), types.ErrPeriodSealed)
	ok(e, e.adjust, adjust(schedule(jan+8, from(jan+2, 150))))
	require.Equal(t, &types.EventChangeMoved{
		Change: 1, Grant: uint64(id), Act: types.ACT_KIND_ADJUST, Status: types.CHANGE_STATUS_ADJUSTED,
	}, e.lastEvent())
	require.Equal(t, uint64(100+6*150), e.ledger(2, 2024).Reserved)
	require.Equal(t, uint32(jan)+8, e.grant(id).Grant.UntilPeriod)
	e.invariants()
	run, _ := e.sealed(jan+1, roll)
	fails(e, e.adjust, adjust(schedule(jan+9, from(jan+3, 1))), types.ErrRunOpen)
	ok(e, e.msg.CancelRun, &types.MsgCancelRun{Signer: e.approver, Run: run})
	require.Equal(t, uint64(100), e.paid(jan+1, roll).PaidAmount)
	require.Equal(t, uint64(150), e.paid(jan+2, roll).PaidAmount)
	ok(e, e.adjust, adjust(schedule(jan+3, from(jan+3, 0))))
	require.Zero(t, e.ledger(2, 2024).Reserved)
	fails(e, e.adjust, adjust(schedule(jan+9, from(jan+3, 1))), types.ErrGrantEnded)
	require.Zero(t, e.paid(jan+3, roll).SealedCount)
	require.Equal(t, uint64(350), e.grant(id).Record.Balance)
	e.invariants()
}

func TestAdjustNeedsALiveTagUnlessItEnds(t *testing.T) {
	e, roll := world(t)
	id := e.award(roll, 1, schedule(jan+6, from(jan, 100)))
	ref, _ := e.person(1)
	delete(e.register.tags, string(byte(class))+string(ref))
	fails(e, e.adjust, &adjustment{signer: e.approver, grant: id, schedule: schedule(jan+9, from(jan, 50))}, types.ErrTagMissing)
	ok(e, e.adjust, &adjustment{signer: e.approver, grant: id, schedule: schedule(jan, from(jan, 0))})
	e.invariants()
}

func TestBudgetTree(t *testing.T) {
	e, _ := world(t)
	allocate := func(from, to uint32, amount uint64) *types.MsgAllocate {
		return &types.MsgAllocate{Signer: e.treasurer, FromNode: from, ToNode: to, Year: 2024, Amount: amount}
	}
	fails(e, e.msg.Allocate, allocate(1, 2, 1_000_001), types.ErrBudgetExceeded)
	fails(e, e.msg.Allocate, allocate(2, 1, 1), types.ErrNodeNotChild)
	fails(e, e.msg.Allocate, allocate(1, 9, 1), types.ErrNodeUnknown)
	ok(e, e.msg.Allocate, allocate(1, 2, 1_000_000))
	require.Equal(t, &types.EventAllocated{FromNode: 1, ToNode: 2, Year: 2024, Amount: 1_000_000}, e.lastEvent())
	budget, err := e.query.Budget(e.ctx, &types.QueryBudgetRequest{Node: 2, Year: 2024})
	require.NoError(t, err)
	require.Equal(t, uint64(2_000_000), budget.Free)
	fails(e, e.msg.Appropriate, &types.MsgAppropriate{Signer: e.treasurer, Node: 1, Year: 1969, Amount: 1}, types.ErrInvalid)
	fails(e, e.msg.Appropriate, &types.MsgAppropriate{Signer: e.approver, Node: 1, Year: 2024, Amount: 1}, errDenied)
	ok(e, e.msg.CreateProgramme, &types.MsgCreateProgramme{
		Signer: e.provinces, Category: types.CATEGORY_URGENT, Area: "44", Currency: "hkd", ExclusivityClass: 2, LegalBasisHash: make([]byte, 32),
	})
	fails(e, e.msg.OpenBudgetNode, &types.MsgOpenBudgetNode{Signer: e.treasurer, Parent: 1, Organisation: 2, Programme: 2}, types.ErrProgrammeDiffers)
	fails(e, e.msg.OpenBudgetNode, &types.MsgOpenBudgetNode{Signer: e.treasurer, Organisation: 4, Programme: 2}, errDenied)
	fails(e, e.msg.OpenRoll, &types.MsgOpenRoll{Signer: e.approver, Programme: 2, Area: "35", BudgetNode: 1, FirstPeriod: uint32(jan)}, types.ErrAreaOutside)
	fails(e, e.msg.OpenRoll, &types.MsgOpenRoll{Signer: e.approver, Programme: 1, Area: "359", BudgetNode: 1, FirstPeriod: uint32(jan)}, errAreaUnknown)
	e.invariants()
}

func TestStandardOfTheLongestCodeHolds(t *testing.T) {
	e, _ := world(t)
	for _, s := range []types.Standard{
		{Programme: 1, Area: "35", FromPeriod: uint32(jan), Amount: 100},
		{Programme: 1, Area: "3505", FromPeriod: uint32(jan) + 5, Amount: 200},
		{Programme: 1, Area: "35", FromPeriod: uint32(jan) + 9, Amount: 300},
	} {
		ok(e, e.msg.SetStandard, &types.MsgSetStandard{Signer: e.programmer, Standard: s})
	}
	tests := []struct {
		name   string
		area   string
		period types.Period
		want   uint64
	}{
		{name: "province", area: "350526", period: jan, want: 100},
		{name: "city once it starts", area: "350526", period: jan + 5, want: 200},
		{name: "city stays ahead of the province", area: "3505", period: jan + 9, want: 200},
		{name: "newer one of the province", area: "35", period: jan + 9, want: 300},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			res, err := e.query.Standard(e.ctx, &types.QueryStandardRequest{Programme: 1, Area: tc.area, Period: uint32(tc.period)})
			require.NoError(t, err)
			require.Equal(t, tc.want, res.Standard.Amount)
		})
	}
	_, err := e.query.Standard(e.ctx, &types.QueryStandardRequest{Programme: 1, Area: "350526", Period: uint32(jan) - 1})
	require.ErrorIs(t, err, types.ErrStandardUnknown)
	fails(e, e.msg.SetStandard, &types.MsgSetStandard{
		Signer: e.programmer, Standard: types.Standard{Programme: 1, Area: "44", FromPeriod: uint32(jan), Amount: 1},
	}, types.ErrAreaOutside)
}

// A decision draws all that it promises from a delegation; a revision that promises more draws all that is left, one that promises less nothing.
func TestDecisionsDraw(t *testing.T) {
	e, roll := world(t)
	id := e.award(roll, 1, schedule(jan+6, from(jan, 100), from(jan+3, 200)))
	require.Equal(t, []uint64{900}, e.authority.drawn)
	e.paid(jan, roll)
	adjust := func(s types.Schedule) *adjustment { return &adjustment{signer: e.approver, grant: id, schedule: s} }
	ok(e, e.adjust, adjust(schedule(jan+6, from(jan+2, 50))))
	ok(e, e.adjust, adjust(schedule(jan+6, from(jan+5, 51))))
	require.Equal(t, []uint64{900, 0, 100 + 3*50 + 51}, e.authority.drawn)

	before := e.ledger(2, 2024)
	e.authority.cap = 100
	fails(e, e.adjust, adjust(schedule(jan+6, from(jan+5, 52))), authoritytypes.ErrDelegationExceeded)
	ref, _ := e.person(2)
	fails(e, e.decide, &grantOf{signer: e.approver, roll: roll, payee: ref, persons: 1, schedule: schedule(jan+4, from(jan+1, 50))},
		authoritytypes.ErrDelegationExceeded)
	require.Equal(t, before, e.ledger(2, 2024))
	e.invariants()
}
