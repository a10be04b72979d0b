package keeper_test

import (
	"bytes"
	"testing"
	"time"

	"cosmossdk.io/math"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/stablecoin/keeper"
	"github.com/reliefchain/relief/x/stablecoin/types"
)

var reference = bytes.Repeat([]byte{9}, types.HashLength)

func (f *fixture) redeem(amount int64) (uint64, error) {
	res, err := f.msg.Redeem(f.ctx, &types.MsgRedeem{Signer: account("minter"), Id: "bank1", Amount: math.NewInt(amount)})
	if err != nil {
		return 0, err
	}
	return res.Redemption, nil
}

func (f *fixture) settle(number uint64) error {
	_, err := f.msg.SettleRedemption(f.ctx, &types.MsgSettleRedemption{Signer: account("minter"), Redemption: number, ReferenceHash: reference})
	return err
}

func (f *fixture) holds(who string) int64 {
	bz, err := addresses.StringToBytes(account(who))
	require.NoError(f.t, err)
	return f.bank.balances[string(bz)].AmountOf(denom).Int64() / fen
}

func TestRedemptionSettled(t *testing.T) {
	f := funded(t)
	_, err := f.redeem(fen + 1)
	require.ErrorIs(t, err, types.ErrNotWholeUnits)
	_, err = f.redeem(11 * fen)
	require.ErrorIs(t, err, errFunds)
	due := int64((start/calendarDay + types.DefaultRedemptionDays + 1) * calendarDay)
	var number uint64
	events := f.events(func() {
		number, err = f.redeem(4 * fen)
		require.NoError(t, err)
	})
	require.Equal(t, []proto.Message{&types.EventRedemptionMoved{
		Redemption: 1, Issuer: "bank1", Holder: account("minter"), Amount: "40000", Act: types.REDEMPTION_ACT_REDEEM, Due: due,
	}}, events)
	require.Equal(t, int64(6), f.holds("minter"))
	f.invariants()

	_, err = f.msg.SettleRedemption(f.ctx, &types.MsgSettleRedemption{Signer: account("rival"), Redemption: number, ReferenceHash: reference})
	require.ErrorIs(t, err, types.ErrOrganisationForeign)
	require.ErrorIs(t, f.settle(2), types.ErrRedemptionUnknown)
	require.NoError(t, f.settle(number))
	require.ErrorIs(t, f.settle(number), types.ErrRedemptionState)
	require.Equal(t, int64(6*fen), f.bank.supply.AmountOf(denom).Int64())
	f.after(time.Duration(due) * time.Second)
	require.NoError(t, f.k.EndBlock(f.ctx))
	res, err := f.query.Redemption(f.ctx, &types.QueryRedemptionRequest{Redemption: number})
	require.NoError(t, err)
	require.Equal(t, types.REDEMPTION_STATUS_SETTLED, res.Redemption.Status)
	require.Equal(t, reference, res.Redemption.ReferenceHash)
	f.invariants()
}

func TestMissedRedemptionGoesBack(t *testing.T) {
	f := funded(t)
	number, err := f.redeem(4 * fen)
	require.NoError(t, err)
	f.after(types.DefaultRedemptionDays * calendarDay * time.Second)
	require.NoError(t, f.k.EndBlock(f.ctx))
	require.Equal(t, int64(6), f.holds("minter"))
	f.after(calendarDay * time.Second)
	require.NoError(t, f.k.EndBlock(f.ctx))
	require.Equal(t, int64(10), f.holds("minter"))
	require.ErrorIs(t, f.settle(number), types.ErrRedemptionState)
	overdue, err := f.query.Overdue(f.ctx, &types.QueryOverdueRequest{Id: "bank1"})
	require.NoError(t, err)
	require.Len(t, overdue.Redemptions, 1)
	mine, err := f.query.Redemptions(f.ctx, &types.QueryRedemptionsRequest{Holder: account("minter")})
	require.NoError(t, err)
	require.Equal(t, overdue.Redemptions, mine.Redemptions)
	f.invariants()
}

func TestRefusedReturnIsPutOffAndBlocksNoOther(t *testing.T) {
	f := funded(t)
	_, err := f.redeem(4 * fen)
	require.NoError(t, err)
	f.after(9 * calendarDay * time.Second)
	f.bank.stuck = true
	require.NoError(t, f.k.EndBlock(f.ctx))
	f.bank.stuck = false
	require.NoError(t, f.k.EndBlock(f.ctx))
	require.Equal(t, int64(6), f.holds("minter"), "put off")
	f.invariants()
	f.after(types.RetrySeconds * time.Second)
	require.NoError(t, f.k.EndBlock(f.ctx))
	require.Equal(t, int64(10), f.holds("minter"))
	f.invariants()
}

func TestRedemptionIsNeverStopped(t *testing.T) {
	for name, stop := range map[string]func(*fixture) error{
		"stale": func(f *fixture) error { f.after(10_000 * calendarDay * time.Second); return nil },
		"paused": func(f *fixture) error {
			_, err := f.msg.PauseIssuer(f.ctx, &types.MsgPauseIssuer{Signer: account("pauser"), Id: "bank1"})
			return err
		},
		"wound down": func(f *fixture) error {
			_, err := f.msg.WindDown(f.ctx, &types.MsgWindDown{Signer: account("licensor"), Id: "bank1"})
			return err
		},
		"revoked": func(f *fixture) error {
			_, err := f.msg.RevokeIssuer(f.ctx, &types.MsgRevokeIssuer{Signer: account("licensor"), Id: "bank1"})
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := funded(t)
			require.NoError(t, stop(f))
			number, err := f.redeem(4 * fen)
			require.NoError(t, err)
			require.NoError(t, f.settle(number))
			f.invariants()
		})
	}
}

func TestTreasuriesComeFirstInAWindDown(t *testing.T) {
	f := funded(t)
	_, err := f.msg.WindDown(f.ctx, &types.MsgWindDown{Signer: account("licensor"), Id: "bank1"})
	require.NoError(t, err)
	own, err := f.redeem(4 * fen)
	require.NoError(t, err)
	*f.pools = true
	require.ErrorIs(t, f.settle(own), types.ErrPoolsFirst)
	*f.pools = false
	holder, err := addresses.StringToBytes(account("minter"))
	require.NoError(t, err)
	treasury, err := f.k.RedeemTreasury(f.ctx, sdk.AccAddress(holder), "bank1", math.NewInt(2*fen))
	require.NoError(t, err)
	require.ErrorIs(t, f.settle(own), types.ErrPoolsFirst)
	f.invariants()
	require.NoError(t, f.settle(treasury))
	require.NoError(t, f.settle(own))
	f.invariants()
}

func TestOpenRedemptionsOfAHolderAreBounded(t *testing.T) {
	f := setup(t)
	f.license()
	f.attest(100 * fen)
	require.NoError(t, f.allow(100*fen))
	require.NoError(t, f.mint(100*fen))
	for range types.MaxOpenRedemptions {
		_, err := f.redeem(fen)
		require.NoError(t, err)
	}
	_, err := f.redeem(fen)
	require.ErrorIs(t, err, types.ErrTooManyRedemptions)
	require.NoError(t, f.settle(3))
	_, err = f.redeem(fen)
	require.NoError(t, err)
	f.invariants()

	gs, err := f.k.ExportGenesis(f.ctx)
	require.NoError(t, err)
	g := setup(t)
	g.bank = f.bank
	require.NoError(t, g.k.InitGenesis(g.ctx, *gs))
	again, err := g.k.ExportGenesis(g.ctx)
	require.NoError(t, err)
	require.Equal(t, gs, again)
}

func TestInvariantsCatchForgedEscrow(t *testing.T) {
	f := funded(t)
	_, err := f.redeem(4 * fen)
	require.NoError(t, err)
	f.bank.balances[escrowOf(types.ModuleName)] = nil
	broken := 0
	for _, inv := range keeper.Invariants() {
		if inv.Check(f.ctx, f.k) != nil {
			require.Equal(t, "stablecoin/redemptions", inv.Name)
			broken++
		}
	}
	require.Equal(t, 1, broken)
}
