package keeper_test

import (
	"testing"
	"time"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/stablecoin/keeper"
	"github.com/reliefchain/relief/x/stablecoin/types"
)

func (f *fixture) hold(by, name, coin string) error {
	return try(f, wrap(f.msg.PlaceHold), &types.MsgPlaceHold{Signer: account(by), Account: account(name), Denom: coin, Reason: types.HOLD_REASON_COURT})
}

func TestHoldAsksForTheHomeOfThePerson(t *testing.T) {
	f := withHolds(t)
	require.NoError(t, f.hold("county-1", "owner", ""))
	require.Equal(t, "350526", f.authority.areas[len(f.authority.areas)-1])
	require.NoError(t, f.hold("city-1", "nobody", ""))
	require.Equal(t, "3505", f.authority.areas[len(f.authority.areas)-1])
	require.NoError(t, f.hold("city-1", "minter", ""))
	require.Equal(t, "11", f.authority.areas[len(f.authority.areas)-1])
}

func TestHoldOfOneCoinLeavesTheOthers(t *testing.T) {
	f := withHolds(t)
	require.ErrorIs(t, f.hold("county-1", "owner", "ucny/nobody"), types.ErrDenomUnknown)
	require.NoError(t, f.hold("county-1", "owner", denom))
	_, err := f.k.Restrict(f.ctx, bytesOf("owner"), bytesOf("minter"), sdk.NewCoins(sdk.NewInt64Coin("ucny/bank2", 2*protected)))
	require.NoError(t, err)
	require.ErrorIs(t, f.pay(bytesOf("owner"), bytesOf("minter"), protected+1), types.ErrAccountHeld)
}

func TestInstitutionsCantBeHeld(t *testing.T) {
	f := withHolds(t)
	text, err := addresses.BytesToString(treasury(orgCounty))
	require.NoError(t, err)
	_, err = f.msg.PlaceHold(f.ctx, &types.MsgPlaceHold{Signer: account("city-1"), Account: text, Reason: types.HOLD_REASON_COURT})
	require.ErrorIs(t, err, types.ErrHoldAccount)
}

// A block ends at most a hundred holds; those that wait keep nothing any more.
func TestBlockEndsHoldsWithinItsBound(t *testing.T) {
	f := withHolds(t)
	for n := range 130 {
		require.NoError(t, f.hold("county-1", "suspect "+string(rune('A'+n)), ""))
	}
	f.after(72 * time.Hour)
	for _, want := range []int{100, 30, 0} {
		events := f.events(func() { require.NoError(t, f.k.EndBlock(f.ctx)) })
		require.Len(t, events, want)
		f.give("suspect \u00c0", protected+1)
		require.NoError(t, f.pay(bytesOf("suspect \u00c0"), bytesOf("minter"), protected+1))
		for _, inv := range keeper.Invariants()[3:] {
			require.NoError(t, inv.Check(f.ctx, f.k), inv.Name)
		}
	}
}

func TestGenesisKeepsHolds(t *testing.T) {
	f := withHolds(t)
	require.NoError(t, f.hold("county-1", "owner", ""))
	require.NoError(t, f.pay(bytesOf("owner"), bytesOf("minter"), protected))
	require.NoError(t, f.hold("county-1", "second", ""))
	_, err := f.msg.ReleaseHold(f.ctx, &types.MsgReleaseHold{Signer: account("county-1"), Hold: 2})
	require.NoError(t, err)
	_, err = f.msg.Countersign(f.ctx, &types.MsgCountersign{
		Signer: account("city-1"), Payer: orgCounty, Payee: orgCity, Amount: sdk.NewInt64Coin(denom, 5), Until: f.ctx.BlockTime().Unix() + 1,
	})
	require.NoError(t, err)
	written, err := f.k.ExportGenesis(f.ctx)
	require.NoError(t, err)
	require.NoError(t, written.Validate())
	again := setup(t)
	require.NoError(t, again.k.InitGenesis(again.ctx, *written))
	read, err := again.k.ExportGenesis(again.ctx)
	require.NoError(t, err)
	require.Equal(t, written, read)
	require.ErrorIs(t, again.pay(bytesOf("owner"), bytesOf("minter"), 1), types.ErrAccountHeld)
	written.Holds[1].Account, written.Holds[1].Status, written.Holds[1].Ended = written.Holds[0].Account, types.HOLD_STATUS_HELD, nil
	require.ErrorIs(t, written.Validate(), types.ErrHoldExists)
}

func TestCountersignIsForThePayee(t *testing.T) {
	f := withHolds(t)
	_, err := f.msg.Countersign(f.ctx, &types.MsgCountersign{
		Signer: account("county-1"), Payer: orgCounty, Payee: orgCity, Amount: sdk.NewInt64Coin(denom, 5), Until: f.ctx.BlockTime().Unix() + 1,
	})
	require.ErrorIs(t, err, types.ErrOrganisationForeign)
}

func TestHoldParamsWantKnownCurrencies(t *testing.T) {
	f := withHolds(t)
	params := types.DefaultHoldParams()
	params.Protected[0].Currency = "xyz"
	_, err := f.msg.SetHoldParams(f.ctx, &types.MsgSetHoldParams{Signer: account("licensor"), Params: params})
	require.ErrorIs(t, err, types.ErrCurrencyUnknown)
	params = types.DefaultHoldParams()
	params.HoldHours = 24
	_, err = f.msg.SetHoldParams(f.ctx, &types.MsgSetHoldParams{Signer: account("licensor"), Params: params})
	require.NoError(t, err)
	res, err := f.query.HoldParams(f.ctx, &types.QueryHoldParamsRequest{})
	require.NoError(t, err)
	require.Equal(t, params, res.Params)
}
