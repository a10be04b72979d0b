package keeper_test

import (
	"context"
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

func splitting(t *testing.T, blocks uint64) *feetest.Fixture {
	t.Helper()
	gs := genesis()
	gs.Params.SplitBlocks = blocks
	f := feetest.New(t, gs)
	f.Give(authtypes.NewModuleAddress(authtypes.FeeCollectorName), feetest.Coin, 100)
	return f
}

func TestFeesAreSplitByBlocksSigned(t *testing.T) {
	f := splitting(t, 4)
	epochOf(f, 2, []string{"fujian", "hebei", "nobody"}, []string{"tianjin"})
	epochOf(f, 1, []string{"fujian"}, []string{"hebei", "tianjin"})
	require.Zero(t, f.Balance(feetest.Account("fujian")))

	events := f.Events(func() { epochOf(f, 1, []string{"fujian", "hebei", "tianjin"}, nil) })
	require.Equal(t, int64(50), f.Balance(feetest.Account("fujian")))
	require.Equal(t, int64(37), f.Balance(feetest.Account("hebei")))
	require.Equal(t, int64(12), f.Balance(feetest.Account("tianjin")))
	require.Equal(t, int64(1), f.Balance(authtypes.NewModuleAddress(authtypes.FeeCollectorName)), "what rounding leaves")
	want := &types.EventFeesSplit{Blocks: 4, Shares: []types.Share{
		{Account: feetest.Text("fujian"), Blocks: 4}, {Account: feetest.Text("hebei"), Blocks: 3}, {Account: feetest.Text("tianjin"), Blocks: 1},
	}}
	require.ElementsMatch(t, want.Shares, events[len(events)-1].(*types.EventFeesSplit).Shares)
	require.IsType(t, proto.Message(want), events[len(events)-1])

	res, err := f.Query.Epoch(f.Ctx, &types.QueryEpochRequest{})
	require.NoError(t, err)
	require.Empty(t, res.Epoch.Shares)
	require.Equal(t, "1ucny/bank1", sdk.Coins(res.Pool).String())
}

func TestEpochWithoutSignersKeepsTheFees(t *testing.T) {
	f := splitting(t, 2)
	epochOf(f, 2, nil, []string{"fujian"})
	require.Equal(t, int64(100), f.Balance(authtypes.NewModuleAddress(authtypes.FeeCollectorName)))
}

func TestShareThatMayNotMoveStays(t *testing.T) {
	f := splitting(t, 1)
	f.Bank.AppendSendRestriction(func(_ context.Context, _, to sdk.AccAddress, _ sdk.Coins) (sdk.AccAddress, error) {
		if to.Equals(feetest.Account("hebei")) {
			return nil, sdkerrors.ErrUnauthorized
		}
		return to, nil
	})
	epochOf(f, 1, []string{"fujian", "hebei"}, nil)
	require.Equal(t, int64(50), f.Balance(feetest.Account("fujian")))
	require.Zero(t, f.Balance(feetest.Account("hebei")))
	require.Equal(t, int64(50), f.Balance(authtypes.NewModuleAddress(authtypes.FeeCollectorName)))
}
