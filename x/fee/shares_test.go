package fee_test

import (
	"fmt"
	"testing"

	"cosmossdk.io/math"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/stretchr/testify/require"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/fee/internal/feetest"
	"github.com/reliefchain/relief/x/fee/types"
)

// officers gives the office n officers, "officer 0" and on.
func (m *machine) officers(n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprint("officer ", i)
		m.Authority.Officers[feetest.Text(all[i])] = authoritytypes.Officer{Address: feetest.Text(all[i]), Organisation: feetest.Office}
	}
	return all
}

func setBudget() *types.MsgSetBudget {
	return &types.MsgSetBudget{
		Signer: feetest.Text("officer"), Organisation: feetest.Office, Denom: feetest.Coin, TransactionCap: math.NewInt(5_000), BeneficiaryQuota: 10,
	}
}

// set changes the office's budget.
func (m *machine) set(msg *types.MsgSetBudget) {
	m.T.Helper()
	_, err := m.Msg.SetBudget(m.Ctx, msg)
	require.NoError(m.T, err)
}

func (m *machine) budget() *types.QueryBudgetResponse {
	m.T.Helper()
	res, err := m.Query.Budget(m.Ctx, &types.QueryBudgetRequest{Organisation: feetest.Office})
	require.NoError(m.T, err)
	return res
}

// Whoever asks last gets what is left, in whatever share it lies: the budget pays to its last unit, and not one more.
func TestBudgetPaysToItsLastUnit(t *testing.T) {
	m := newMachine(t)
	m.OpenBudget(feetest.Office, 5_000, 10, 40_700)
	through := 0
	for _, officer := range m.officers(100) {
		if _, err := m.run(tx(officer, 0, office{}), nil); err == nil {
			through++
		} else {
			require.ErrorIs(t, err, types.ErrBudgetEmpty)
		}
	}
	require.Equal(t, 40, through)
	require.Equal(t, int64(700), m.Left(feetest.Office))
	require.Equal(t, int64(40_000), m.Spent(feetest.Office))
	require.Equal(t, int64(40_000), m.EndBlock())
	m.Invariants()
}

// Different payers draw on different accounts and count in different entries.
func TestPayersDrawOnTheirOwnShare(t *testing.T) {
	m := newMachine(t)
	m.OpenBudget(feetest.Office, 5_000, 10, 16*100_000)
	want := map[uint32]int64{}
	for _, officer := range m.officers(64) {
		m.mustRun(tx(officer, 0, office{}))
		want[types.PayerShare(feetest.Account(officer))] += 1_000
	}
	for share := range uint32(types.BudgetShares) {
		require.Equal(t, 100_000-want[share], m.Balance(types.BudgetShareAddress(feetest.Office, share)))
	}
	gs, err := m.Keeper.ExportGenesis(m.Ctx)
	require.NoError(t, err)
	require.Greater(t, len(gs.BudgetShares), 8)
	for _, s := range gs.BudgetShares {
		require.Equal(t, want[s.Share], s.Spent.Int64())
	}
	require.Zero(t, gs.Budgets[0].Spent.Int64(), "the budget's own entry isn't written")
	again := feetest.New(t, *gs)
	exported, err := again.Keeper.ExportGenesis(again.Ctx)
	require.NoError(t, err)
	require.Equal(t, gs, exported)
	require.Equal(t, int64(64_000), m.Spent(feetest.Office))
}

// A new coin starts a new count, in every share.
func TestNewDenomStartsANewCount(t *testing.T) {
	m := newMachine(t)
	m.OpenBudget(feetest.Office, 5_000, 10, 100_000)
	m.mustRun(tx("officer", 0, office{}))
	msg := setBudget()
	msg.Denom = feetest.Other
	m.set(msg)
	require.Zero(t, m.Spent(feetest.Office))
	m.set(setBudget())
	require.Zero(t, m.Spent(feetest.Office))
	require.Equal(t, int64(99_000), m.budget().Left.Amount.Int64())
}

func TestBudgetPaysItsClasses(t *testing.T) {
	m := newMachine(t)
	msg := setBudget()
	msg.Classes = []types.ServiceClass{types.SERVICE_CLASS_BENEFICIARY, types.SERVICE_CLASS_OFFICE}
	msg.Classes[0], msg.Classes[1] = msg.Classes[1], msg.Classes[0]
	m.OpenBudget(feetest.Office, 5_000, 10, 100_000)
	m.set(msg)
	m.mustRun(tx("officer", 0, office{}))
	m.mustRun(tx("holder", 0, appeal{}))
	require.Equal(t, int64(98_500), m.Left(feetest.Office))

	_, err := m.run(tx("officer", 0, items(1)), nil)
	require.ErrorIs(t, err, types.ErrClassExcluded)
	_, err = m.run(tx("officer", 0, office{}, items(1)), nil)
	require.ErrorIs(t, err, types.ErrClassExcluded)
	m.Give(feetest.Account("officer"), feetest.Coin, 5_000)
	require.Equal(t, int64(2_030), m.charged(feetest.Account("officer"), func() { m.mustRun(tx("officer", 5_000, items(1))) }))
	require.Equal(t, int64(98_500), m.Left(feetest.Office))
}

// A beneficiary whose office pays for office work alone pays alone, or goes through the protected lane.
func TestExcludedBeneficiary(t *testing.T) {
	m := protected(t, 1)
	m.OpenBudget(feetest.Office, 5_000, 10, 100_000)
	msg := setBudget()
	msg.Classes = []types.ServiceClass{types.SERVICE_CLASS_OFFICE}
	m.set(msg)
	require.Equal(t, types.DefaultProtectedQuota, m.passed("person 0", 10))
	_, err := m.run(tx("person 0", 0, appeal{}), nil)
	require.ErrorIs(t, err, types.ErrClassExcluded)
	m.Give(feetest.Account("person 0"), feetest.Coin, 500)
	require.Equal(t, int64(500), m.charged(feetest.Account("person 0"), func() { m.mustRun(tx("person 0", 500, appeal{})) }))
	require.Equal(t, int64(100_000), m.Left(feetest.Office))
}

// At most the limit is spent in a period, to the last unit of it.
func TestPeriodLimit(t *testing.T) {
	m := newMachine(t)
	m.OpenBudget(feetest.Office, 5_000, 10, 100_000)
	msg := setBudget()
	msg.PeriodBlocks, msg.PeriodLimit = 10, 7_999
	m.set(msg)
	all := m.officers(20)
	count := func() int {
		through := 0
		for _, officer := range all {
			if _, err := m.run(tx(officer, 0, office{}), nil); err == nil {
				through++
			} else {
				require.ErrorIs(t, err, types.ErrPeriodLimit)
			}
		}
		return through
	}
	require.Equal(t, 7, count())
	require.Equal(t, int64(7_000), m.budget().PeriodSpent.Int64())
	m.Give(feetest.Account(all[0]), feetest.Coin, 5_000)
	_, err := m.run(tx(all[0], 5_000, office{}), nil)
	require.ErrorIs(t, err, types.ErrPeriodLimit, "a fee is a maximum for whoever pays, also where the budget has reached its limit")

	m.Ctx = m.Ctx.WithBlockHeight(m.Ctx.BlockHeight() + 10)
	require.Zero(t, m.budget().PeriodSpent.Int64())
	require.Equal(t, 7, count())

	msg.PeriodLimit = 9_500 // what was spent counts
	m.set(msg)
	require.Equal(t, 2, count())
	msg.PeriodLimit = 3_000
	m.set(msg)
	require.Zero(t, count())
	msg.PeriodBlocks, msg.PeriodLimit = 0, 0
	m.set(msg)
	require.Equal(t, 20, count())
	m.EndBlock()
	m.Invariants()
}

// An officer lowers the limit by the very transaction that the budget pays: what was admitted is paid.
func TestLimitLoweredWhileItPays(t *testing.T) {
	m := newMachine(t)
	m.OpenBudget(feetest.Office, 5_000, 10, 100_000)
	msg := setBudget()
	msg.PeriodBlocks, msg.PeriodLimit = 10, 50_000
	m.set(msg)
	lower := setBudget()
	lower.PeriodBlocks, lower.PeriodLimit = 10, 1
	_, err := m.run(tx("officer", 0, items(10)), func(ctx sdk.Context) error {
		_, err := m.Msg.SetBudget(ctx, lower)
		return err
	})
	require.NoError(t, err)
	require.Equal(t, int64(100_000-2_300), m.Left(feetest.Office))
	require.Equal(t, int64(2_300), m.budget().PeriodSpent.Int64())
	_, err = m.run(tx("officer", 0, office{}), nil)
	require.ErrorIs(t, err, types.ErrPeriodLimit)
}
