package keeper_test

import (
	"testing"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/fee/internal/feetest"
	"github.com/reliefchain/relief/x/fee/types"
)

// estimating prices MsgFundBudget at 10, and from the next height on at 20, in coins of rate one and one half.
func estimating(t *testing.T) *feetest.Fixture {
	t.Helper()
	gs := genesis()
	url := sdk.MsgTypeURL(&types.MsgFundBudget{})
	gs.Prices = []types.Price{
		{Message: url, FromHeight: 1, Base: 10, GasBase: 7, Class: types.SERVICE_CLASS_OFFICE},
		{Message: url, FromHeight: feetest.Height + 1, Base: 20, GasBase: 9, Class: types.SERVICE_CLASS_OFFICE},
	}
	gs.Rates = []types.Rate{
		{Denom: feetest.Coin, FromHeight: 1, Worth: types.Million},
		{Denom: feetest.Other, FromHeight: 1, Worth: types.Million / 2},
	}
	return feetest.New(t, gs)
}

func question(t *testing.T, signer string) *types.QueryEstimateFeeRequest {
	t.Helper()
	packed, err := codectypes.NewAnyWithValue(&types.MsgFundBudget{Signer: feetest.Text(signer)})
	require.NoError(t, err)
	return &types.QueryEstimateFeeRequest{Messages: []*codectypes.Any{packed}, Signer: feetest.Text(signer)}
}

func TestEstimateForTheSigner(t *testing.T) {
	f := estimating(t)
	f.Give(feetest.Account("citizen"), feetest.Coin, 3_000_000)
	f.Give(feetest.Account("citizen"), feetest.Other, 5_000_000)
	f.Give(feetest.Account("citizen"), "stake", 9_000_000)
	got, err := f.Query.EstimateFee(f.Ctx, question(t, "citizen"))
	require.NoError(t, err)
	require.Equal(t, feetest.Text("citizen"), got.Payer)
	require.Zero(t, got.Organisation)
	require.Equal(t, feetest.Coin, got.Denom, "5 of the other coin are worth 2.50")
	require.Equal(t, "20", got.Amount)
	require.Equal(t, "20", got.Maximum)
	require.Equal(t, uint64(9), got.Gas)
	require.Equal(t, types.SERVICE_CLASS_OTHER, got.Class, "a stranger is in no hurry")

	named := question(t, "citizen")
	named.Denom = feetest.Other
	got, err = f.Query.EstimateFee(f.Ctx, named)
	require.NoError(t, err)
	require.Equal(t, "40", got.Maximum)
}

func TestEstimateForABudget(t *testing.T) {
	f := estimating(t)
	f.OpenBudget(feetest.Office, 50, 3, 100)
	f.Give(feetest.Account("officer"), feetest.Other, 5)
	got, err := f.Query.EstimateFee(f.Ctx, question(t, "officer"))
	require.NoError(t, err)
	require.Equal(t, uint32(feetest.Office), got.Organisation)
	require.Equal(t, feetest.Coin, got.Denom)
	require.Equal(t, "20", got.Amount)
}

func TestEstimateWithoutCoins(t *testing.T) {
	f := estimating(t)
	got, err := f.Query.EstimateFee(f.Ctx, question(t, "citizen"))
	require.NoError(t, err)
	require.Empty(t, got.Denom)
	require.Equal(t, "0", got.Maximum)
}

func TestEstimateRefuses(t *testing.T) {
	f := estimating(t)
	_, err := f.Query.EstimateFee(f.Ctx, &types.QueryEstimateFeeRequest{Signer: feetest.Text("citizen")})
	require.ErrorIs(t, err, types.ErrEstimateInvalid)
	_, err = f.Query.EstimateFee(f.Ctx, &types.QueryEstimateFeeRequest{
		Signer: feetest.Text("citizen"), Messages: []*codectypes.Any{{TypeUrl: "/a.Msg"}},
	})
	require.ErrorIs(t, err, types.ErrEstimateInvalid)
	unpriced, err := codectypes.NewAnyWithValue(&types.MsgSetRates{})
	require.NoError(t, err)
	_, err = f.Query.EstimateFee(f.Ctx, &types.QueryEstimateFeeRequest{Signer: feetest.Text("citizen"), Messages: []*codectypes.Any{unpriced}})
	require.ErrorIs(t, err, types.ErrPriceMissing)
}
