package keeper_test

import (
	"testing"

	"cosmossdk.io/math"
	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	"github.com/cosmos/cosmos-sdk/types/query"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/fee/internal/feetest"
	"github.com/reliefchain/relief/x/fee/keeper"
	"github.com/reliefchain/relief/x/fee/types"
	stablecointypes "github.com/reliefchain/relief/x/stablecoin/types"
)

func genesis() types.GenesisState {
	gs := *types.DefaultGenesis()
	price := func(message string, from int64, base uint64) types.Price {
		return types.Price{Message: message, FromHeight: from, Base: base, GasBase: 1, Class: types.SERVICE_CLASS_OFFICE}
	}
	gs.Prices = []types.Price{price("/a.Msg", 1, 10), price("/a.Msg", 100, 20), price("/a.Msg", 101, 30), price("/b.Msg", 101, 1)}
	gs.Rates = []types.Rate{
		{Denom: feetest.Coin, FromHeight: 1, Worth: types.Million},
		{Denom: feetest.Coin, FromHeight: 50, Worth: 990_000},
		{Denom: feetest.Revoked, FromHeight: 1, Worth: types.Million},
	}
	return gs
}

func setBudget() *types.MsgSetBudget {
	return &types.MsgSetBudget{Signer: feetest.Text("officer"), Organisation: feetest.Office, Denom: feetest.Coin, TransactionCap: math.NewInt(50), BeneficiaryQuota: 3}
}

func TestNewWantsEveryDependency(t *testing.T) {
	_, err := keeper.New(keeper.Deps{})
	require.ErrorIs(t, err, types.ErrDepsMissing)
}

func TestSetBudget(t *testing.T) {
	f := feetest.New(t, genesis())
	events := f.Events(func() {
		_, err := f.Msg.SetBudget(f.Ctx, setBudget())
		require.NoError(t, err)
	})
	require.Equal(t, []proto.Message{&types.EventBudgetSet{Organisation: feetest.Office, Denom: feetest.Coin}}, events)
	require.Equal(t, []string{"350526"}, f.Authority.Asked)
	res, err := f.Query.Budget(f.Ctx, &types.QueryBudgetRequest{Organisation: feetest.Office})
	require.NoError(t, err)
	require.Equal(t, "50", res.Budget.TransactionCap.String())
	require.Equal(t, uint32(3), res.Budget.BeneficiaryQuota)
	require.Equal(t, sdk.NewInt64Coin(feetest.Coin, 0), res.Left)
	f.Invariants()
}

func TestSetBudgetRefuses(t *testing.T) {
	tests := []struct {
		name   string
		mutate func(*types.MsgSetBudget)
		err    error
	}{
		{name: "no organisation", mutate: func(m *types.MsgSetBudget) { m.Organisation = 0 }, err: types.ErrBudgetInvalid},
		{name: "no cap", mutate: func(m *types.MsgSetBudget) { m.TransactionCap = math.Int{} }, err: types.ErrBudgetInvalid},
		{name: "denom shape", mutate: func(m *types.MsgSetBudget) { m.Denom = "!" }, err: types.ErrBudgetInvalid},
		{name: "unknown organisation", mutate: func(m *types.MsgSetBudget) { m.Organisation = 99 }, err: feetest.ErrOrganisation},
		{name: "stranger", mutate: func(m *types.MsgSetBudget) { m.Signer = feetest.Text("citizen") }, err: feetest.ErrDenied},
		{name: "coin without licence", mutate: func(m *types.MsgSetBudget) { m.Denom = "stake" }, err: stablecointypes.ErrDenomUnknown},
		{name: "revoked issuer", mutate: func(m *types.MsgSetBudget) { m.Denom = feetest.Revoked }, err: types.ErrIssuerInactive},
		{name: "coin without rate", mutate: func(m *types.MsgSetBudget) { m.Denom = feetest.Other }, err: types.ErrRateMissing},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := feetest.New(t, genesis())
			msg := setBudget()
			tc.mutate(msg)
			res, err := f.Msg.SetBudget(f.Ctx, msg)
			require.ErrorIs(t, err, tc.err)
			require.Nil(t, res)
		})
	}
}

func TestBudgetChangesWhileItsCoinIsPaused(t *testing.T) {
	f := feetest.New(t, genesis())
	f.OpenBudget(feetest.Office, 50, 3, 0)
	paused := f.Coins.Issuers[feetest.Coin]
	paused.Status = stablecointypes.ISSUER_STATUS_PAUSED
	f.Coins.Issuers[feetest.Coin] = paused
	msg := setBudget()
	msg.TransactionCap = math.NewInt(7)
	_, err := f.Msg.SetBudget(f.Ctx, msg)
	require.NoError(t, err)
	officer := f.Authority.Officers[msg.Signer]
	officer.Organisation = feetest.Poor
	f.Authority.Officers[msg.Signer] = officer
	msg.Organisation = feetest.Poor
	_, err = f.Msg.SetBudget(f.Ctx, msg)
	require.ErrorIs(t, err, types.ErrIssuerInactive, "a new budget")
}

func TestWithdrawBudget(t *testing.T) {
	f := feetest.New(t, genesis())
	f.OpenBudget(feetest.Office, 50, 3, 170)
	f.Give(types.BudgetShareAddress(feetest.Office, 3), feetest.Revoked, 9) // the budget was kept in it once
	withdraw := func(signer string, organisation uint32, coin sdk.Coin) error {
		_, err := f.Msg.WithdrawBudget(f.Ctx, &types.MsgWithdrawBudget{Signer: feetest.Text(signer), Organisation: organisation, Amount: coin})
		return err
	}
	refuse := func(want error, signer string, organisation uint32, coin sdk.Coin) {
		t.Helper()
		require.ErrorIs(t, withdraw(signer, organisation, coin), want)
	}
	refuse(types.ErrBudgetInvalid, "officer", 0, sdk.NewInt64Coin(feetest.Coin, 1))
	refuse(types.ErrBudgetInvalid, "officer", feetest.Office, sdk.NewInt64Coin(feetest.Coin, 0))
	refuse(feetest.ErrDenied, "citizen", feetest.Office, sdk.NewInt64Coin(feetest.Coin, 1))
	refuse(feetest.ErrOrganisation, "officer", 99, sdk.NewInt64Coin(feetest.Coin, 1))
	refuse(types.ErrBudgetUnknown, "officer", feetest.Poor, sdk.NewInt64Coin(feetest.Coin, 1))
	refuse(types.ErrBudgetEmpty, "officer", feetest.Office, sdk.NewInt64Coin(feetest.Coin, 171))
	refuse(types.ErrBudgetEmpty, "officer", feetest.Office, sdk.NewInt64Coin(feetest.Other, 1))

	events := f.Events(func() { require.NoError(t, withdraw("officer", feetest.Office, sdk.NewInt64Coin(feetest.Coin, 169))) })
	require.Contains(t, events, proto.Message(&types.EventBudgetWithdrawn{Organisation: feetest.Office, Amount: "169" + feetest.Coin}))
	require.NoError(t, withdraw("officer", feetest.Office, sdk.NewInt64Coin(feetest.Revoked, 9)))
	require.Equal(t, "169"+feetest.Coin+",9"+feetest.Revoked, f.Bank.GetAllBalances(f.Ctx, feetest.Treasury(feetest.Office)).String())
	require.Equal(t, int64(1), f.Left(feetest.Office))
	require.Zero(t, f.Spent(feetest.Office), "nothing was spent")
	f.Invariants()
}

func TestFundBudget(t *testing.T) {
	f := feetest.New(t, genesis())
	f.OpenBudget(feetest.Office, 50, 3, 0)
	f.Give(feetest.Account("citizen"), feetest.Coin, 100)
	fund := func(organisation uint32, coin sdk.Coin) error {
		_, err := f.Msg.FundBudget(f.Ctx, &types.MsgFundBudget{Signer: feetest.Text("citizen"), Organisation: organisation, Amount: coin})
		return err
	}
	events := f.Events(func() { require.NoError(t, fund(feetest.Office, sdk.NewInt64Coin(feetest.Coin, 60))) })
	require.Equal(t, &types.EventBudgetFunded{Organisation: feetest.Office, Amount: "60ucny/bank1"}, events[len(events)-1])
	require.Equal(t, int64(60), f.Left(feetest.Office))

	require.ErrorIs(t, fund(feetest.Poor, sdk.NewInt64Coin(feetest.Coin, 1)), types.ErrBudgetUnknown)
	require.ErrorIs(t, fund(feetest.Office, sdk.NewInt64Coin(feetest.Other, 1)), types.ErrBudgetDenom)
	require.ErrorIs(t, fund(feetest.Office, sdk.NewInt64Coin(feetest.Coin, 0)), types.ErrBudgetInvalid)
	require.ErrorIs(t, fund(feetest.Office, sdk.NewInt64Coin(feetest.Coin, 41)), sdkerrors.ErrInsufficientFunds)
}

func TestSchedulesByHeight(t *testing.T) {
	tests := []struct {
		name   string
		height int64
		bases  []uint64
		worth  uint64
	}{
		{name: "first", height: 1, bases: []uint64{10}, worth: types.Million},
		{name: "before the change", height: 99, bases: []uint64{10}, worth: 990_000},
		{name: "at the change", height: 100, bases: []uint64{20}, worth: 990_000},
		{name: "after another", height: 5_000, bases: []uint64{30, 1}, worth: 990_000},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := feetest.New(t, genesis())
			f.Ctx = f.Ctx.WithBlockHeight(tc.height)
			prices, err := f.Query.Prices(f.Ctx, &types.QueryPricesRequest{})
			require.NoError(t, err)
			var bases []uint64
			for _, p := range prices.Prices {
				bases = append(bases, p.Base)
			}
			require.Equal(t, tc.bases, bases)
			rates, err := f.Query.Rates(f.Ctx, &types.QueryRatesRequest{Pagination: &query.PageRequest{Limit: 1, CountTotal: true}})
			require.NoError(t, err)
			require.Equal(t, tc.worth, rates.Rates[0].Worth)
			require.Zero(t, rates.Pagination.Total)
		})
	}
}

func TestGenesisRoundTrip(t *testing.T) {
	gs := genesis()
	gs.Budgets = []types.Budget{{Organisation: 7, Denom: feetest.Coin, TransactionCap: math.OneInt(), BeneficiaryQuota: 2, Spent: math.ZeroInt()}}
	gs.Usages = []types.Usage{{Person: feetest.Person("holder"), Window: 0, Used: 2}}
	gs.Epoch = types.Epoch{Blocks: 9, Shares: []types.Share{{Account: feetest.Text("fujian"), Blocks: 7}}}
	gs.Distributed = []sdk.Coin{sdk.NewInt64Coin(feetest.Coin, 12)}
	gs.Credits = []types.Credit{{Account: feetest.Text("fujian"), Amount: []sdk.Coin{sdk.NewInt64Coin(feetest.Coin, 5)}}}
	gs.SplitDenom = feetest.Coin
	f := feetest.New(t, gs)
	f.Give(authtypes.NewModuleAddress(authtypes.FeeCollectorName), feetest.Coin, 5)
	got, err := f.Keeper.ExportGenesis(f.Ctx)
	require.NoError(t, err)
	require.Equal(t, &gs, got)
	f.Invariants()
}

func TestInvariantsCatchUnpaidSpending(t *testing.T) {
	gs := genesis()
	gs.Budgets = []types.Budget{{Organisation: 7, Denom: feetest.Coin, TransactionCap: math.OneInt(), Spent: math.OneInt()}}
	gs.Usages = []types.Usage{{Person: feetest.Person("holder"), Window: 9, Used: 2}}
	gs.Epoch.Blocks = gs.Params.SplitBlocks
	gs.Credits = []types.Credit{{Account: feetest.Text("fujian"), Amount: []sdk.Coin{sdk.NewInt64Coin(feetest.Coin, 5)}}}
	f := feetest.New(t, gs)
	broken := map[string]bool{}
	for _, inv := range keeper.Invariants() {
		broken[inv.Name] = inv.Check(f.Ctx, f.Keeper) != nil
	}
	require.Equal(t, map[string]bool{"fee/price-schedule": false, "fee/rate-schedule": false, "fee/budget-spent": true, "fee/credits": true, "fee/usage-window": true, "fee/epoch": true, "fee/refunds": false}, broken)
}

// Coins are dealt out over the shares, the emptiest first; those that lie in the first one from before go along.
func TestFundBudgetDealsOut(t *testing.T) {
	f := feetest.New(t, genesis())
	f.OpenBudget(feetest.Office, 50, 3, 0)
	f.Give(types.BudgetAddress(feetest.Office), feetest.Coin, 100)
	f.Give(types.BudgetShareAddress(feetest.Office, 5), feetest.Coin, 1_000)
	f.Give(feetest.Account("citizen"), feetest.Coin, 1_403)
	_, err := f.Msg.FundBudget(f.Ctx, &types.MsgFundBudget{
		Signer: feetest.Text("citizen"), Organisation: feetest.Office, Amount: sdk.NewInt64Coin(feetest.Coin, 1_403),
	})
	require.NoError(t, err)
	for share := range uint32(types.BudgetShares) {
		want := int64(100)
		switch share {
		case 0:
			want = 103
		case 5:
			want = 1_000
		}
		require.Equal(t, want, f.Balance(types.BudgetShareAddress(feetest.Office, share)), share)
	}
	res, err := f.Query.Budget(f.Ctx, &types.QueryBudgetRequest{Organisation: feetest.Office})
	require.NoError(t, err)
	require.Equal(t, sdk.NewInt64Coin(feetest.Coin, 2_503), res.Left)
}
