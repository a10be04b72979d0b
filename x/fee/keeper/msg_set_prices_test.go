package keeper_test

import (
	"testing"

	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/fee/internal/feetest"
	"github.com/reliefchain/relief/x/fee/types"
	stablecointypes "github.com/reliefchain/relief/x/stablecoin/types"
)

func TestSetPricesAndRates(t *testing.T) {
	f := feetest.New(t, genesis())
	signer := feetest.Text("officer")
	price := types.Price{Message: "/c.Msg", Base: 5, GasBase: 1, Class: types.SERVICE_CLASS_OFFICE}
	later := types.Price{Message: "/a.Msg", FromHeight: 101 + types.DefaultIntervalBlocks, Base: 40, GasBase: 1, Class: types.SERVICE_CLASS_OFFICE}
	rate := types.Rate{Denom: feetest.Other, Worth: 999_000}
	events := f.Events(func() {
		_, err := f.Msg.SetPrices(f.Ctx, &types.MsgSetPrices{Signer: signer, Prices: []types.Price{price, later}})
		require.NoError(t, err)
		_, err = f.Msg.SetRates(f.Ctx, &types.MsgSetRates{Signer: signer, Rates: []types.Rate{rate}})
		require.NoError(t, err)
	})
	require.Equal(t, []proto.Message{
		&types.EventPricesSet{Messages: []string{"/c.Msg", "/a.Msg"}}, &types.EventRatesSet{Denoms: []string{feetest.Other}},
	}, events)
	require.Equal(t, []string{authoritytypes.Nation, authoritytypes.Nation}, f.Authority.Asked)

	gs, err := f.Keeper.ExportGenesis(f.Ctx)
	require.NoError(t, err)
	price.FromHeight, rate.FromHeight = feetest.Height+1, feetest.Height+1
	require.Contains(t, gs.Prices, price)
	require.Contains(t, gs.Prices, later)
	require.Len(t, gs.Prices, len(genesis().Prices)+2, "no entry is taken away")
	require.Contains(t, gs.Rates, rate)
	f.Invariants()
}

func TestSetPricesRefuses(t *testing.T) {
	ok := types.Price{Message: "/c.Msg", Base: 5, GasBase: 1, Class: types.SERVICE_CLASS_OFFICE}
	vote := types.Price{Message: "/cosmos.gov.v1.MsgVote", Base: types.MaxProtectedPrice, GasBase: types.MinProtectedGas, Class: types.SERVICE_CLASS_PAYMENT}
	for _, c := range []struct {
		name   string
		signer string
		change func(*types.Price)
		from   types.Price
		err    error
	}{
		{name: "signer", signer: "stranger", from: ok, err: feetest.ErrDenied},
		{name: "this height", from: ok, change: func(p *types.Price) { p.FromHeight = feetest.Height }, err: types.ErrHeightPast},
		{name: "no gas", from: ok, change: func(p *types.Price) { p.GasBase = 0 }, err: types.ErrPriceInvalid},
		{name: "the dearest vote", from: vote},
		{name: "dear vote", from: vote, change: func(p *types.Price) { p.Base++ }, err: types.ErrPriceProtected},
		{name: "no room for a vote", from: vote, change: func(p *types.Price) { p.GasBase-- }, err: types.ErrPriceProtected},
		{name: "a vote larger than a block", from: vote, change: func(p *types.Price) { p.GasBase = types.MaxProtectedGas + 1 }, err: types.ErrPriceProtected},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := feetest.New(t, genesis())
			if c.change != nil {
				c.change(&c.from)
			}
			if c.signer == "" {
				c.signer = "officer"
			}
			_, err := f.Msg.SetPrices(f.Ctx, &types.MsgSetPrices{Signer: feetest.Text(c.signer), Prices: []types.Price{c.from}})
			require.ErrorIs(t, err, c.err)
		})
	}
	f := feetest.New(t, genesis())
	_, err := f.Msg.SetPrices(f.Ctx, &types.MsgSetPrices{Signer: feetest.Text("officer")})
	require.ErrorIs(t, err, types.ErrPriceInvalid)
	_, err = f.Msg.SetPrices(f.Ctx, &types.MsgSetPrices{Signer: feetest.Text("officer"), Prices: []types.Price{ok, ok}})
	require.ErrorIs(t, err, types.ErrPriceInvalid)
}

func TestSetRatesRefuses(t *testing.T) {
	for _, c := range []struct {
		name   string
		signer string
		rate   types.Rate
		err    error
	}{
		{name: "signer", signer: "stranger", rate: types.Rate{Denom: feetest.Coin, Worth: types.Million}, err: feetest.ErrDenied},
		{name: "unlicensed", signer: "officer", rate: types.Rate{Denom: "ucny/nobody", Worth: types.Million}, err: stablecointypes.ErrDenomUnknown},
		{name: "worthless", signer: "officer", rate: types.Rate{Denom: feetest.Coin}, err: types.ErrRateInvalid},
		{name: "cheapest coin", signer: "officer", rate: types.Rate{Denom: feetest.Coin, Worth: types.MinWorth}},
		{name: "cheaper", signer: "officer", rate: types.Rate{Denom: feetest.Coin, Worth: types.MinWorth - 1}, err: types.ErrRateRange},
		{name: "dearest coin", signer: "officer", rate: types.Rate{Denom: feetest.Coin, Worth: types.MaxWorth}},
		{name: "dearer", signer: "officer", rate: types.Rate{Denom: feetest.Coin, Worth: types.MaxWorth + 1}, err: types.ErrRateRange},
		{name: "this height", signer: "officer", rate: types.Rate{Denom: feetest.Coin, Worth: types.Million, FromHeight: feetest.Height}, err: types.ErrHeightPast},
	} {
		t.Run(c.name, func(t *testing.T) {
			gs := genesis()
			gs.Rates = nil // the first rate of a coin is free
			f := feetest.New(t, gs)
			_, err := f.Msg.SetRates(f.Ctx, &types.MsgSetRates{Signer: feetest.Text(c.signer), Rates: []types.Rate{c.rate}})
			require.ErrorIs(t, err, c.err)
		})
	}
}
