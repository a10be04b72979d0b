package keeper_test

import (
	"testing"
	"time"

	"cosmossdk.io/math"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	govtypes "github.com/cosmos/cosmos-sdk/x/gov/types"
	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/stablecoin/types"
)

func moved(act types.IssuerAct, status types.IssuerStatus, by uint32) proto.Message {
	return &types.EventIssuerMoved{Issuer: "bank1", Denom: denom, Act: act, Status: status, Organisation: by}
}

func TestApplyAndLicense(t *testing.T) {
	f := setup(t)
	events := f.events(f.license)
	require.Equal(t, []proto.Message{
		moved(types.ISSUER_ACT_APPLY, types.ISSUER_STATUS_APPLIED, orgIssuer), moved(types.ISSUER_ACT_LICENSE, types.ISSUER_STATUS_LICENSED, 0),
	}, events)
	require.Equal(t, []string{"11", "11"}, f.authority.areas)
	require.True(t, f.issuer().Allowance.IsZero())
	require.ErrorIs(t, f.mint(fen), types.ErrIssuerState)
	f.attest(100 * fen)
	require.Equal(t, types.ISSUER_STATUS_ACTIVE, f.issuer().Status)
	f.invariants()
}

func TestApplyIssuerRefuses(t *testing.T) {
	tests := []struct {
		name   string
		mutate func(*types.MsgApplyIssuer)
		err    error
	}{
		{name: "code shape", mutate: func(m *types.MsgApplyIssuer) { m.Id = "B1" }, err: types.ErrIssuerInvalid},
		{name: "no organisation", mutate: func(m *types.MsgApplyIssuer) { m.Organisation = 0 }, err: types.ErrIDInvalid},
		{name: "unknown organisation", mutate: func(m *types.MsgApplyIssuer) { m.Organisation = 99 }, err: errUnknown},
		{name: "unknown custodian", mutate: func(m *types.MsgApplyIssuer) { m.Custodian = 99 }, err: errUnknown},
		{name: "signer", mutate: func(m *types.MsgApplyIssuer) { m.Signer = account("stranger") }, err: errDenied},
		{name: "in another's name", mutate: func(m *types.MsgApplyIssuer) { m.Organisation = orgOtherIssuer }, err: types.ErrOrganisationForeign},
		{
			name:   "not an issuer",
			mutate: func(m *types.MsgApplyIssuer) { m.Signer, m.Organisation = account("custodian"), orgCustodian }, err: types.ErrOrganisationKind,
		},
		{name: "not a custodian", mutate: func(m *types.MsgApplyIssuer) { m.Custodian = orgIssuer }, err: types.ErrOrganisationKind},
		{name: "currency", mutate: func(m *types.MsgApplyIssuer) { m.Currency = "usd" }, err: types.ErrCurrencyUnknown},
		{name: "used code", mutate: func(m *types.MsgApplyIssuer) { m.Id = "bank1" }, err: types.ErrIssuerExists},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := setup(t)
			f.license()
			msg := applyMsg("bank2")
			tc.mutate(msg)
			res, err := f.msg.ApplyIssuer(f.ctx, msg)
			require.ErrorIs(t, err, tc.err)
			require.Nil(t, res)
		})
	}
}

func TestWithdrawnApplicationUsesItsCodeUp(t *testing.T) {
	f := setup(t)
	_, err := f.msg.ApplyIssuer(f.ctx, applyMsg("bank1"))
	require.NoError(t, err)
	withdraw := &types.MsgWithdrawIssuer{Signer: account("rival"), Id: "bank1"}
	_, err = f.msg.WithdrawIssuer(f.ctx, withdraw)
	require.ErrorIs(t, err, types.ErrOrganisationForeign)
	withdraw.Signer = account("minter")
	_, err = f.msg.WithdrawIssuer(f.ctx, withdraw)
	require.NoError(t, err)
	_, err = f.msg.ApplyIssuer(f.ctx, applyMsg("bank1"))
	require.ErrorIs(t, err, types.ErrIssuerExists)
	_, err = f.msg.LicenseIssuer(f.ctx, &types.MsgLicenseIssuer{Signer: account("licensor"), Id: "bank1", TermsHash: f.issuer().TermsHash()})
	require.ErrorIs(t, err, types.ErrIssuerState)
	_, err = f.msg.Attest(f.ctx, f.attestMsg(fen))
	require.ErrorIs(t, err, types.ErrIssuerState)
	_, err = f.k.IssuerOfDenom(f.ctx, denom)
	require.ErrorIs(t, err, types.ErrDenomUnknown)
	f.invariants()
}

// funded is a fixture whose issuer is active and has minted ten fen.
func funded(t *testing.T) *fixture {
	t.Helper()
	f := setup(t)
	f.license()
	f.attest(100 * fen)
	require.NoError(t, f.allow(100*fen))
	require.NoError(t, f.mint(10*fen))
	return f
}

func TestPause(t *testing.T) {
	f := funded(t)
	pause := func(who string) error {
		_, err := f.msg.PauseIssuer(f.ctx, &types.MsgPauseIssuer{Signer: account(who), Id: "bank1"})
		return err
	}
	resume := func(who string) error {
		_, err := f.msg.ResumeIssuer(f.ctx, &types.MsgResumeIssuer{Signer: account(who), Id: "bank1"})
		return err
	}
	require.ErrorIs(t, pause("rival"), types.ErrOrganisationForeign)
	require.NoError(t, pause("licensor"))
	require.ErrorIs(t, f.mint(fen), types.ErrIssuerState)
	require.ErrorIs(t, f.allow(200*fen), types.ErrIssuerState)
	require.NoError(t, f.allow(90*fen), "down alone")
	require.ErrorIs(t, pause("pauser"), types.ErrIssuerState)
	require.ErrorIs(t, pause("licensor"), types.ErrIssuerState)
	require.ErrorIs(t, resume("pauser"), types.ErrOrganisationForeign, "the nation paused it")
	require.NoError(t, f.burn(fen))

	anyone, other := sdk.AccAddress("anyone"), sdk.AccAddress("other")
	coin := sdk.NewCoins(sdk.NewInt64Coin(denom, 5))
	for _, tc := range []struct {
		name     string
		from, to sdk.AccAddress
		err      error
	}{
		{name: "between accounts", from: anyone, to: other, err: types.ErrIssuerPaused},
		{name: "into redemption", from: anyone, to: authtypes.NewModuleAddress(types.ModuleName)},
		{name: "back from redemption", from: authtypes.NewModuleAddress(types.ModuleName), to: anyone},
		{name: "a fee", from: anyone, to: authtypes.NewModuleAddress(authtypes.FeeCollectorName)},
		{name: "a share of fees", from: authtypes.NewModuleAddress(authtypes.FeeCollectorName), to: other},
		{name: "back from a proposal", from: authtypes.NewModuleAddress(govtypes.ModuleName), to: other},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := f.k.Restrict(f.ctx, tc.from, tc.to, coin)
			require.ErrorIs(t, err, tc.err)
		})
	}
	_, err := f.k.Restrict(f.ctx, anyone, other, sdk.NewCoins(sdk.NewInt64Coin("seat", 1)))
	require.NoError(t, err)

	require.NoError(t, resume("licensor"))
	_, err = f.k.Restrict(f.ctx, anyone, other, coin)
	require.NoError(t, err)
	require.NoError(t, f.mint(fen))
	f.invariants()
}

func TestWindDownAndRevocationStopMintingAlone(t *testing.T) {
	f := funded(t)
	_, err := f.msg.WindDown(f.ctx, &types.MsgWindDown{Signer: account("licensor"), Id: "bank1"})
	require.NoError(t, err)
	require.ErrorIs(t, f.mint(fen), types.ErrIssuerState)
	require.Equal(t, int64(start+types.DefaultPoolsFirstDays*day), f.issuer().PoolsFirstUntil)
	require.NoError(t, f.burn(fen))
	revoke := &types.MsgRevokeIssuer{Signer: account("licensor"), Id: "bank1"}
	events := f.events(func() {
		_, err := f.msg.RevokeIssuer(f.ctx, revoke)
		require.NoError(t, err)
	})
	require.Equal(t, []proto.Message{moved(types.ISSUER_ACT_REVOKE, types.ISSUER_STATUS_REVOKED, 0)}, events)
	_, err = f.msg.RevokeIssuer(f.ctx, revoke)
	require.ErrorIs(t, err, types.ErrIssuerState)
	require.ErrorIs(t, f.mint(fen), types.ErrIssuerRevoked)
	require.ErrorIs(t, f.allow(200*fen), types.ErrIssuerRevoked)
	require.NoError(t, f.burn(9*fen))
	_, err = f.k.IssuerOfDenom(f.ctx, denom)
	require.NoError(t, err)
	f.invariants()
}

func TestUpdateParams(t *testing.T) {
	f := setup(t)
	params := types.DefaultParams()
	params.ReserveMarginBasisPoints = 500
	msg := &types.MsgUpdateParams{Signer: account("stranger"), Params: params}
	_, err := f.msg.UpdateParams(f.ctx, msg)
	require.ErrorIs(t, err, errDenied)
	msg.Signer = account("licensor")
	_, err = f.msg.UpdateParams(f.ctx, msg)
	require.NoError(t, err)
	f.license()
	f.attest(105 * fen)
	require.NoError(t, f.allow(1000*fen))
	require.ErrorIs(t, f.mint(101*fen), types.ErrReserveExceeded)
	require.NoError(t, f.mint(100*fen))
	msg.Params.RedemptionDays = 0
	_, err = f.msg.UpdateParams(f.ctx, msg)
	require.ErrorIs(t, err, types.ErrParamsInvalid)
}

func TestAllowanceOfThePeriod(t *testing.T) {
	f := funded(t)
	_, err := f.msg.SetAllowance(f.ctx, &types.MsgSetAllowance{
		Signer: account("minter"), Id: "bank1", Allowance: math.NewInt(100 * fen), PeriodAllowance: math.NewInt(15 * fen),
	})
	require.NoError(t, err)
	require.ErrorIs(t, f.mint(6*fen), types.ErrPeriodExceeded, "ten were minted in this period")
	require.NoError(t, f.mint(5*fen))
	require.NoError(t, f.burn(15*fen))
	require.ErrorIs(t, f.mint(fen), types.ErrPeriodExceeded, "burning makes no room in the period")
	f.after(types.DefaultAllowancePeriodDays * calendarDay * time.Second)
	f.attest(100 * fen)
	require.NoError(t, f.mint(15*fen))
	f.invariants()
}
