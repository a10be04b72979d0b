package keeper_test

import (
	"testing"

	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	govv1 "github.com/cosmos/cosmos-sdk/x/gov/types/v1"
	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/fee/internal/feetest"
	"github.com/reliefchain/relief/x/fee/keeper"
	"github.com/reliefchain/relief/x/fee/types"
)

// A step can't be gone around by an entry before one that is scheduled, nor by replacing the one before it.
func TestEntriesFitBetweenTheirNeighbours(t *testing.T) {
	gs := genesis()
	gs.Params.IntervalBlocks = 10
	gs.Rates = []types.Rate{{Denom: feetest.Coin, FromHeight: 1, Worth: 1_000_000}}
	f := feetest.New(t, gs)
	set := func(from int64, worth uint64) error {
		rate := types.Rate{Denom: feetest.Coin, FromHeight: from, Worth: worth}
		_, err := f.Msg.SetRates(f.Ctx, &types.MsgSetRates{Signer: feetest.Text("officer"), Rates: []types.Rate{rate}})
		return err
	}
	require.NoError(t, set(200, 1_200_000))
	require.NoError(t, set(300, 1_440_000))
	require.ErrorIs(t, set(250, 1_100_000), types.ErrStepTooLarge, "too far below the one after")
	require.ErrorIs(t, set(295, 1_300_000), types.ErrIntervalShort)
	require.ErrorIs(t, set(200, 1_000_000), types.ErrStepTooLarge, "the one after builds on it")
	require.NoError(t, set(300, 1_200_000), "the last is replaced")
	require.NoError(t, set(200, 1_000_000))
	require.ErrorIs(t, set(300, 1_300_000), types.ErrStepTooLarge)
	f.Invariants()
}

func TestOldRates(t *testing.T) {
	gs := genesis()
	gs.Params.RateAgeBlocks, gs.Params.GraceBlocks = 1_000, 100
	gs.Prices = []types.Price{
		{Message: sdk.MsgTypeURL(&banktypes.MsgSend{}), Base: 1, GasBase: 1, Class: types.SERVICE_CLASS_OTHER},
		{Message: sdk.MsgTypeURL(&govv1.MsgVote{}), Base: 1, GasBase: types.MinProtectedGas, Class: types.SERVICE_CLASS_PAYMENT},
	}
	f := feetest.New(t, gs)
	plan := func(height int64, msgs ...sdk.Msg) error {
		_, err := f.Keeper.Plan(f.Ctx, keeper.Request{
			Messages: msgs, Signer: feetest.Account("citizen"), Fee: sdk.NewCoins(sdk.NewInt64Coin(feetest.Coin, 100)), Heights: []int64{height, height + 1},
		})
		return err
	}
	// The rate is of block 50, so stale from 1050 on and over from 1150 on. A transaction is asked for the next block too.
	require.NoError(t, plan(1_148, &banktypes.MsgSend{}))
	require.ErrorIs(t, plan(1_149, &banktypes.MsgSend{}), types.ErrRateStale)
	require.NoError(t, plan(5_000, &govv1.MsgVote{}), "the provinces vote on")
	require.ErrorIs(t, plan(5_000, &govv1.MsgVote{}, &banktypes.MsgSend{}), types.ErrRateStale)

	f.Ctx = f.Ctx.WithBlockHeight(1_050)
	res, err := f.Query.Rates(f.Ctx, &types.QueryRatesRequest{})
	require.NoError(t, err)
	require.Equal(t, types.RateAge{Denom: feetest.Coin, StaleFrom: 1_050, RefusedFrom: 1_150, Stale: true}, res.Ages[0])
	require.Len(t, res.Ages, len(res.Rates))
}

func TestUpdateParams(t *testing.T) {
	f := feetest.New(t, genesis())
	update := func(signer string, change func(*types.Params)) error {
		params := types.DefaultParams()
		change(&params)
		_, err := f.Msg.UpdateParams(f.Ctx, &types.MsgUpdateParams{Signer: feetest.Text(signer), Params: params})
		return err
	}
	require.ErrorIs(t, update("stranger", func(*types.Params) {}), feetest.ErrDenied)
	require.ErrorIs(t, update("officer", func(p *types.Params) { p.SplitBlocks = 0 }), types.ErrParamsInvalid)
	require.ErrorIs(t, update("officer", func(p *types.Params) { p.WindowBlocks++ }), types.ErrWindowFixed)
	events := f.Events(func() { require.NoError(t, update("officer", func(p *types.Params) { p.SplitBlocks = 5 })) })
	want := types.DefaultParams()
	want.SplitBlocks = 5
	require.Equal(t, []proto.Message{&types.EventFeeParamsUpdated{Params: want}}, events)
	res, err := f.Query.Params(f.Ctx, &types.QueryParamsRequest{})
	require.NoError(t, err)
	require.Equal(t, want, res.Params)
}

// A network from before there were bounds gets those of a new one, and no rate is old at once.
func TestStartSchedules(t *testing.T) {
	f := feetest.New(t, genesis())
	f.Ctx = f.Ctx.WithBlockHeight(9_000_000)
	require.NoError(t, f.Keeper.StartSchedules(f.Ctx))
	gs, err := f.Keeper.ExportGenesis(f.Ctx)
	require.NoError(t, err)
	require.Equal(t, types.DefaultParams(), gs.Params)
	require.Contains(t, gs.Rates, types.Rate{Denom: feetest.Coin, FromHeight: 9_000_001, Worth: 990_000})
	require.Contains(t, gs.Rates, types.Rate{Denom: feetest.Revoked, FromHeight: 9_000_001, Worth: types.Million})
	require.Len(t, gs.Rates, len(genesis().Rates)+2)
}
