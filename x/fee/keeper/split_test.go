package keeper_test

import (
	"context"
	"fmt"
	"testing"

	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/fee/internal/feetest"
	"github.com/reliefchain/relief/x/fee/types"
)

// epochOf runs the end of n blocks with the same votes.
func epochOf(f *feetest.Fixture, n int, signed, absent []string) {
	f.T.Helper()
	f.Ctx = f.Ctx.WithVoteInfos(feetest.Votes(signed, absent))
	for range n {
		require.NoError(f.T, f.Keeper.EndBlock(f.Ctx))
		f.Invariants()
	}
}

var collector = authtypes.NewModuleAddress(authtypes.FeeCollectorName)

// shares is what the chain owes an operator of Coin.
func shares(f *feetest.Fixture, name string) int64 {
	f.T.Helper()
	res, err := f.Query.Shares(f.Ctx, &types.QuerySharesRequest{Account: feetest.Text(name)})
	require.NoError(f.T, err)
	return sdk.Coins(res.Amount).AmountOf(feetest.Coin).Int64()
}

func splitting(t *testing.T, blocks uint64) *feetest.Fixture {
	t.Helper()
	gs := genesis()
	gs.Params.SplitBlocks = blocks
	f := feetest.New(t, gs)
	f.Give(collector, feetest.Coin, 100)
	return f
}

func TestFeesAreSplitByBlocksSigned(t *testing.T) {
	f := splitting(t, 4)
	epochOf(f, 2, []string{"fujian", "hebei", "nobody"}, []string{"tianjin"})
	epochOf(f, 1, []string{"fujian"}, []string{"hebei", "tianjin"})
	require.Zero(t, shares(f, "fujian"))

	events := f.Events(func() { epochOf(f, 1, []string{"fujian", "hebei", "tianjin"}, nil) })
	require.Equal(t, int64(50), shares(f, "fujian"))
	require.Equal(t, int64(37), shares(f, "hebei"))
	require.Equal(t, int64(12), shares(f, "tianjin"))
	require.Zero(t, f.Balance(feetest.Account("fujian")))
	require.Equal(t, int64(100), f.Balance(collector), "nothing is sent")
	want := &types.EventFeesSplit{Blocks: 4, Shares: []types.Share{
		{Account: feetest.Text("fujian"), Blocks: 4}, {Account: feetest.Text("hebei"), Blocks: 3}, {Account: feetest.Text("tianjin"), Blocks: 1},
	}}
	require.ElementsMatch(t, want.Shares, events[len(events)-1].(*types.EventFeesSplit).Shares)
	require.IsType(t, proto.Message(want), events[len(events)-1])

	res, err := f.Query.Epoch(f.Ctx, &types.QueryEpochRequest{})
	require.NoError(t, err)
	require.Empty(t, res.Epoch.Shares)
	require.Equal(t, "1ucny/bank1", sdk.Coins(res.Pool).String(), "what rounding leaves")
}

func TestEpochWithoutSignersKeepsTheFees(t *testing.T) {
	f := splitting(t, 2)
	epochOf(f, 2, nil, []string{"fujian"})
	require.Equal(t, int64(100), f.Balance(collector))
}

// What rounding leaves and the next epoch's fees are divided together; what a province doesn't fetch stays its own.
func TestRemainderIsCarried(t *testing.T) {
	f := splitting(t, 1)
	epochOf(f, 1, []string{"fujian", "hebei", "tianjin"}, nil)
	require.Equal(t, int64(33), shares(f, "fujian"))
	f.Give(collector, feetest.Coin, 8)
	epochOf(f, 1, []string{"fujian", "hebei"}, []string{"tianjin"})
	require.Equal(t, int64(37), shares(f, "fujian"), "the one that was left over, and the eight")
	require.Equal(t, int64(33), shares(f, "tianjin"))
}

func TestWithdrawShares(t *testing.T) {
	f := splitting(t, 1)
	f.Give(collector, feetest.Other, 7)
	epochOf(f, 1, []string{"fujian", "hebei"}, nil)
	withdraw := func(name string) (*types.MsgWithdrawSharesResponse, error) {
		return f.Msg.WithdrawShares(f.Ctx, &types.MsgWithdrawShares{Signer: feetest.Text(name)})
	}
	events := f.Events(func() {
		res, err := withdraw("fujian")
		require.NoError(t, err)
		require.Equal(t, "50ucny/bank1,3ucny/bank2", sdk.Coins(res.Amount).String())
	})
	require.Equal(t, &types.EventSharesWithdrawn{Account: feetest.Text("fujian"), Amount: "50ucny/bank1,3ucny/bank2"}, events[len(events)-1])
	require.Equal(t, int64(50), f.Balance(feetest.Account("fujian")))
	require.Equal(t, int64(50), f.Balance(collector))
	f.Invariants()

	_, err := withdraw("fujian")
	require.ErrorIs(t, err, types.ErrSharesMissing)
	_, err = withdraw("citizen")
	require.ErrorIs(t, err, types.ErrSharesMissing)
	_, err = f.Msg.WithdrawShares(f.Ctx, &types.MsgWithdrawShares{Signer: "nonsense"})
	require.ErrorIs(t, err, sdkerrors.ErrInvalidAddress)

	epochOf(f, 1, []string{"hebei"}, nil)
	require.Equal(t, int64(50), shares(f, "hebei"), "nothing came in, and nothing is divided twice")
}

// What may not be sent to one operator keeps none of the others from its share, and no block from being made.
func TestShareThatMayNotMoveStays(t *testing.T) {
	f := splitting(t, 1)
	f.Bank.AppendSendRestriction(func(_ context.Context, _, to sdk.AccAddress, _ sdk.Coins) (sdk.AccAddress, error) {
		if to.Equals(feetest.Account("hebei")) {
			return nil, sdkerrors.ErrUnauthorized
		}
		return to, nil
	})
	epochOf(f, 1, []string{"fujian", "hebei"}, nil)
	_, err := f.Msg.WithdrawShares(f.Ctx, &types.MsgWithdrawShares{Signer: feetest.Text("hebei")})
	require.ErrorIs(t, err, sdkerrors.ErrUnauthorized)
	_, err = f.Msg.WithdrawShares(f.Ctx, &types.MsgWithdrawShares{Signer: feetest.Text("fujian")})
	require.NoError(t, err)
	require.Equal(t, int64(50), f.Balance(feetest.Account("fujian")))
}

// A coin that may not move, because its issuer is paused, stays owed while the others are paid.
func TestCoinThatMayNotMoveIsInNobodysWay(t *testing.T) {
	f := splitting(t, 1)
	f.Give(collector, "ucny/paused", 30)
	f.Bank.AppendSendRestriction(func(_ context.Context, _, to sdk.AccAddress, coins sdk.Coins) (sdk.AccAddress, error) {
		if coins.AmountOf("ucny/paused").IsPositive() {
			return nil, sdkerrors.ErrUnauthorized
		}
		return to, nil
	})
	epochOf(f, 1, []string{"fujian"}, nil)
	withdraw := &types.MsgWithdrawShares{Signer: feetest.Text("fujian")}
	res, err := f.Msg.WithdrawShares(f.Ctx, withdraw)
	require.NoError(t, err)
	require.Equal(t, sdk.NewCoins(sdk.NewInt64Coin(feetest.Coin, 100)), sdk.NewCoins(res.Amount...))
	f.Invariants()
	_, err = f.Msg.WithdrawShares(f.Ctx, withdraw)
	require.ErrorIs(t, err, sdkerrors.ErrUnauthorized)
	owed, err := f.Query.Shares(f.Ctx, &types.QuerySharesRequest{Account: withdraw.Signer})
	require.NoError(t, err)
	require.Equal(t, sdk.NewCoins(sdk.NewInt64Coin("ucny/paused", 30)), sdk.NewCoins(owed.Amount...))
}

// An epoch divides a bounded number of coins, and each has its turn; a message pays as many.
func TestManyCoinsTakeTurns(t *testing.T) {
	f := splitting(t, 1)
	const coins = types.MaxSplitDenoms + 4
	for n := range coins - 1 {
		f.Give(collector, fmt.Sprintf("ucny/other%02d", n), 10)
	}
	epochOf(f, 1, []string{"fujian"}, nil)
	res, err := f.Query.Epoch(f.Ctx, &types.QueryEpochRequest{})
	require.NoError(t, err)
	require.Len(t, res.Pool, coins-types.MaxSplitDenoms)
	for n := range 10 { // the first coins go on coming in
		f.Give(collector, fmt.Sprintf("ucny/other%02d", n), 10)
	}
	epochOf(f, 1, []string{"fujian"}, nil)
	res, err = f.Query.Epoch(f.Ctx, &types.QueryEpochRequest{})
	require.NoError(t, err)
	require.Empty(t, res.Pool)

	withdraw := func() int {
		got, err := f.Msg.WithdrawShares(f.Ctx, &types.MsgWithdrawShares{Signer: feetest.Text("fujian")})
		require.NoError(t, err)
		f.Invariants()
		return len(got.Amount)
	}
	require.Equal(t, types.MaxSplitDenoms, withdraw())
	require.Equal(t, 4, withdraw())
	require.True(t, f.Bank.GetAllBalances(f.Ctx, collector).IsZero())
}
