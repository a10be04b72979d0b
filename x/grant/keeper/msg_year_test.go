package keeper_test

import (
	"bytes"
	"testing"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/query"
	"github.com/stretchr/testify/require"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/grant/types"
)

func TestReturnFunds(t *testing.T) {
	e, roll := world(t)
	e.award(roll, 1, schedule(jan+1, from(jan, 400_000)))
	msg := types.MsgReturnFunds{Signer: e.treasurer, Node: 2, Year: 2024, Amount: 600_001}
	fails(e, e.msg.ReturnFunds, &msg, types.ErrBudgetExceeded)
	msg.Amount = 600_000
	fails(e, e.msg.ReturnFunds, &types.MsgReturnFunds{Signer: e.treasurer, Node: 1, Year: 2024, Amount: 1}, types.ErrNodeRoot)
	fails(e, e.msg.ReturnFunds, &types.MsgReturnFunds{Signer: e.approver, Node: 2, Year: 2024, Amount: 1}, errDenied)
	ok(e, e.msg.ReturnFunds, &msg)
	require.Equal(t, &types.EventFundsReturned{Node: 2, Parent: 1, Year: 2024, Amount: 600_000}, e.lastEvent())
	require.Equal(t, uint64(400_000), e.ledger(1, 2024).Allocated)
	require.Equal(t, types.Ledger{Node: 2, Year: 2024, Received: 1_000_000, Reserved: 400_000, Returned: 600_000}, e.ledger(2, 2024))

	ok(e, e.msg.Appropriate, &types.MsgAppropriate{Signer: e.treasurer, Node: 2, Year: 2024, Amount: 500_000})
	msg.Amount = 400_001
	fails(e, e.msg.ReturnFunds, &msg, types.ErrReturnExceedsReceived)
	e.invariants()
}

// below opens a node of the county below node 2, whose organisation is the province's.
func (e *env) below() uint32 {
	e.t.Helper()
	return ok(e, e.msg.OpenBudgetNode, &types.MsgOpenBudgetNode{Signer: e.treasurer, Parent: 2, Organisation: 3, Programme: 1}).Node
}

func TestRemit(t *testing.T) {
	e, _ := world(t)
	county := e.below()
	down := types.MsgRemit{Signer: e.treasurer, FromNode: 2, ToNode: county, Amount: 300_000, Denom: denom}
	for _, tc := range []struct {
		name string
		edit func(*types.MsgRemit)
		err  error
	}{
		{name: "nobody's neighbour", edit: func(m *types.MsgRemit) { m.FromNode = 1 }, err: types.ErrNodeNotNeighbour},
		{name: "same treasury", edit: func(m *types.MsgRemit) { m.ToNode = 1 }, err: types.ErrTreasurySame},
		{name: "unknown node", edit: func(m *types.MsgRemit) { m.ToNode = 9 }, err: types.ErrNodeUnknown},
		{name: "too much", edit: func(m *types.MsgRemit) { m.Amount = 1_000_001 }, err: types.ErrTreasuryLacksCoin},
		{name: "another currency", edit: func(m *types.MsgRemit) { m.Denom = "uhkd/gamma" }, err: types.ErrCurrencyDiffers},
		{name: "no treasurer", edit: func(m *types.MsgRemit) { m.Signer = e.approver }, err: errDenied},
	} {
		t.Run(tc.name, func(t *testing.T) {
			msg := down
			tc.edit(&msg)
			fails(e, e.msg.Remit, &msg, tc.err)
		})
	}
	ok(e, e.msg.Remit, &down)
	require.Equal(t, &types.EventRemitted{FromNode: 2, ToNode: county, Coins: "3000000000ucny/alpha"}, e.lastEvent())
	require.Equal(t, int64(700_000), e.bank.fen(types.TreasuryAddress(2)))
	require.Equal(t, int64(300_000), e.bank.fen(types.TreasuryAddress(3)))

	e.bank.balances[string(types.TreasuryAddress(3))] = e.bank.balances[string(types.TreasuryAddress(3))].Add(sdk.NewInt64Coin("ucny/beta", 10_000))
	treasurer := e.officer(20, 3, authoritytypes.ROLE_TREASURER)
	ok(e, e.msg.Remit, &types.MsgRemit{Signer: treasurer, FromNode: county, ToNode: 2, Amount: 300_000, Denom: denom})
	ok(e, e.msg.Remit, &types.MsgRemit{Signer: treasurer, FromNode: county, ToNode: 2, Amount: 1, Denom: "ucny/beta"}) // its issuer has no licence any more
	require.Zero(t, e.bank.fen(types.TreasuryAddress(3)))
	e.invariants()
}

func TestCloseYear(t *testing.T) {
	e, roll := world(t)
	e.award(roll, 1, schedule(jan+1, from(jan, 400_000)))
	leaf := types.MsgCloseYear{Signer: e.treasurer, Node: 2, Year: 2024, CarryOver: true}
	root := types.MsgCloseYear{Signer: e.treasurer, Node: 1, Year: 2024}

	fails(e, e.msg.CloseYear, &root, types.ErrChildOpen)
	fails(e, e.msg.CloseYear, &leaf, types.ErrYearReserved)
	run := ok(e, e.msg.OpenRun, &types.MsgOpenRun{Signer: e.approver, Rolls: []uint32{roll}, Period: uint32(jan)}).Run
	fails(e, e.msg.CloseYear, &leaf, types.ErrYearReserved)
	sealed := ok(e, e.msg.SealRun, &types.MsgSealRun{Signer: e.approver, Run: run})
	fails(e, e.msg.CloseYear, &leaf, types.ErrYearReserved)
	fails(e, e.msg.CloseYear, &types.MsgCloseYear{Signer: e.treasurer, Node: 2, Year: 2025}, types.ErrYearOrder)
	fails(e, e.msg.CloseYear, &types.MsgCloseYear{Signer: e.approver, Node: 2, Year: 2024}, errDenied)
	ok(e, e.msg.AuthoriseRun, &types.MsgAuthoriseRun{Signer: e.treasurer, Run: run, Denom: denom, Count: sealed.Count, Amount: sealed.Amount})
	require.NoError(t, e.keeper.EndBlock(e.ctx))

	res := ok(e, e.msg.CloseYear, &leaf)
	require.Equal(t, uint64(600_000), res.CarriedOver)
	require.Equal(t, &types.EventYearClosed{Node: 2, Year: 2024, CarriedOver: 600_000}, e.lastEvent())
	require.Equal(t, types.Ledger{Node: 2, Year: 2024, Received: 1_000_000, Disbursed: 400_000, CarriedOver: 600_000}, e.ledger(2, 2024))
	require.Equal(t, types.Ledger{Node: 2, Year: 2025, Received: 1_000_000, BroughtForward: 600_000}, e.ledger(2, 2025))
	e.invariants()

	// Nothing moves in the closed year, by whichever door.
	payee, _ := e.person(2)
	fails(e, e.msg.CloseYear, &leaf, types.ErrYearClosed)
	fails(e, e.msg.Appropriate, &types.MsgAppropriate{Signer: e.treasurer, Node: 2, Year: 2024, Amount: 1}, types.ErrYearClosed)
	fails(e, e.msg.Appropriate, &types.MsgAppropriate{Signer: e.treasurer, Node: 2, Year: 1999, Amount: 1}, types.ErrYearClosed)
	fails(e, e.msg.Allocate, &types.MsgAllocate{Signer: e.treasurer, FromNode: 1, ToNode: 2, Year: 2024, Amount: 1}, types.ErrYearClosed)
	fails(e, e.msg.ReturnFunds, &types.MsgReturnFunds{Signer: e.treasurer, Node: 2, Year: 2024, Amount: 1}, types.ErrYearClosed)
	fails(e, e.decide, &grantOf{signer: e.approver, roll: roll, payee: payee, persons: 1, schedule: schedule(jan+3, from(jan+2, 1))}, types.ErrYearClosed)

	// The parent lapses its rest; a child that comes later starts in the first open year.
	ok(e, e.msg.CloseYear, &root)
	require.Equal(t, &types.EventYearClosed{Node: 1, Year: 2024, Lapsed: 1_000_000}, e.lastEvent())
	require.Zero(t, e.ledger(1, 2025).BroughtForward)
	late := ok(e, e.msg.OpenBudgetNode, &types.MsgOpenBudgetNode{Signer: e.treasurer, Parent: 1, Organisation: 3, Programme: 1}).Node
	fails(e, e.msg.Appropriate, &types.MsgAppropriate{Signer: e.treasurer, Node: late, Year: 2024, Amount: 1}, types.ErrYearClosed)
	e.invariants()

	// Months without instalments go on in the closed year, until the roll is in the next one.
	for month := jan + 1; month < jan+12; month++ {
		require.Zero(t, e.paid(month, roll).PaidCount)
	}
	fails(e, e.msg.CloseYear, &types.MsgCloseYear{Signer: e.treasurer, Node: 2, Year: 2025}, types.ErrYearNotReserved)
	ok(e, e.msg.ReserveYear, &types.MsgReserveYear{Signer: e.treasurer, Roll: roll})
	e.award(roll, 2, schedule(jan+13, from(jan+12, 1_600_000)))
	e.invariants()
}

func TestCloseYearWithAnImport(t *testing.T) {
	e, roll := world(t)
	ok(e, e.msg.OpenImport, newRegister(t, nil).open(e, roll))
	fails(e, e.msg.CloseYear, &types.MsgCloseYear{Signer: e.treasurer, Node: 2, Year: 2024}, types.ErrYearReserved)
	ok(e, e.msg.CloseImport, &types.MsgCloseImport{Signer: e.approver, Import: 1})
	ok(e, e.msg.CloseYear, &types.MsgCloseYear{Signer: e.treasurer, Node: 2, Year: 2024})
	e.invariants()
}

func TestReconcile(t *testing.T) {
	e, _ := world(t)
	_, err := e.query.Reconciliation(e.ctx, &types.QueryReconciliationRequest{Node: 2, Year: 2024})
	require.ErrorIs(t, err, types.ErrReconciliationUnknown)
	hash := bytes.Repeat([]byte{5}, 32)
	msg := types.MsgReconcile{Signer: e.treasurer, Node: 2, Year: 2024, Received: 999_999, StatementHash: hash}
	fails(e, e.msg.Reconcile, &msg, types.ErrFiguresDiffer)
	msg.Received = 1_000_000
	short := msg
	short.StatementHash = hash[:31]
	fails(e, e.msg.Reconcile, &short, types.ErrInvalid)
	ok(e, e.msg.CloseYear, &types.MsgCloseYear{Signer: e.treasurer, Node: 2, Year: 2024}) // books are compared after the close, too
	ok(e, e.msg.Reconcile, &msg)
	require.Equal(t, &types.EventReconciled{Node: 2, Year: 2024, Officer: e.treasurer, StatementHash: hash}, e.lastEvent())
	res, err := e.query.Reconciliation(e.ctx, &types.QueryReconciliationRequest{Node: 2, Year: 2024})
	require.NoError(t, err)
	require.True(t, res.Current)
	require.Equal(t, types.Reconciliation{
		Ledger: types.Ledger{Node: 2, Year: 2024, Received: 1_000_000}, Height: 7, Officer: e.treasurer, StatementHash: hash,
	}, res.Reconciliation)

	ok(e, e.msg.Reconcile, &types.MsgReconcile{Signer: e.treasurer, Node: 2, Year: 2025, Received: 1_000_000, StatementHash: hash})
	ok(e, e.msg.Appropriate, &types.MsgAppropriate{Signer: e.treasurer, Node: 2, Year: 2025, Amount: 1})
	res, err = e.query.Reconciliation(e.ctx, &types.QueryReconciliationRequest{Node: 2, Year: 2025})
	require.NoError(t, err)
	require.False(t, res.Current)

	gs, err := e.keeper.ExportGenesis(e.ctx)
	require.NoError(t, err)
	require.NoError(t, gs.Validate())
	require.Len(t, gs.Reconciliations, 2)
	gs.Reconciliations[1].Height = 0
	require.ErrorIs(t, gs.Validate(), types.ErrGenesisInvalid)
}

func TestBudgetTreeQuery(t *testing.T) {
	e, _ := world(t)
	for range 3 {
		county := e.below()
		ok(e, e.msg.Allocate, &types.MsgAllocate{Signer: e.treasurer, FromNode: 2, ToNode: county, Year: 2024, Amount: 100})
		ok(e, e.msg.Appropriate, &types.MsgAppropriate{Signer: e.treasurer, Node: county, Year: 2024, Amount: 5})
	}
	res, err := e.query.BudgetTree(e.ctx, &types.QueryBudgetTreeRequest{Node: 2, Year: 2024, Pagination: &query.PageRequest{Limit: 2}})
	require.NoError(t, err)
	require.Equal(t, uint64(300), res.Top.Ledger.Allocated)
	require.Equal(t, types.BudgetSums{Nodes: 4, Own: 15, Free: 1_000_015}, res.Sums)
	require.Len(t, res.Children, 2)
	require.Equal(t, uint64(105), res.Children[1].Free)
	res, err = e.query.BudgetTree(e.ctx, &types.QueryBudgetTreeRequest{Node: 2, Year: 2024, Pagination: &query.PageRequest{Key: res.Pagination.NextKey}})
	require.NoError(t, err)
	require.Len(t, res.Children, 1)
	_, err = e.query.BudgetTree(e.ctx, &types.QueryBudgetTreeRequest{Node: 9, Year: 2024})
	require.ErrorIs(t, err, types.ErrNodeUnknown)
}

func TestBudgetTreeIsBounded(t *testing.T) {
	e, _ := world(t)
	open := types.MsgOpenBudgetNode{Signer: e.treasurer, Parent: 1, Organisation: 2, Programme: 1}
	for range types.MaxChildren - 1 {
		ok(e, e.msg.OpenBudgetNode, &open)
	}
	fails(e, e.msg.OpenBudgetNode, &open, types.ErrNodeFull)
	open.Parent = 2
	for range types.MaxTreeNodes - types.MaxChildren - 1 {
		ok(e, e.msg.OpenBudgetNode, &open)
	}
	res, err := e.query.BudgetTree(e.ctx, &types.QueryBudgetTreeRequest{Node: 1, Year: 2024})
	require.NoError(t, err)
	require.Equal(t, uint32(types.MaxTreeNodes), res.Sums.Nodes)
	open.Parent = 3
	ok(e, e.msg.OpenBudgetNode, &open)
	_, err = e.query.BudgetTree(e.ctx, &types.QueryBudgetTreeRequest{Node: 1, Year: 2024})
	require.ErrorIs(t, err, types.ErrTreeTooLarge)
}
