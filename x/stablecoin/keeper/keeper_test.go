package keeper_test

import (
	"testing"
	"time"

	"cosmossdk.io/math"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/query"
	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/stablecoin/keeper"
	"github.com/reliefchain/relief/x/stablecoin/types"
)

func TestNewWantsEveryDependency(t *testing.T) {
	_, err := keeper.New(keeper.Deps{})
	require.ErrorIs(t, err, types.ErrDepsMissing)
}

func TestMintAndBurn(t *testing.T) {
	f := setup(t)
	f.license()
	f.attest(100 * fen)
	require.ErrorIs(t, f.mint(fen), types.ErrAllowanceExceeded)
	require.NoError(t, f.allow(150*fen))
	require.ErrorIs(t, f.mint(101*fen), types.ErrReserveExceeded)
	require.ErrorIs(t, f.mint(fen+1), types.ErrNotWholeUnits)

	events := f.events(func() { require.NoError(t, f.mint(100*fen)) })
	require.Equal(t, []proto.Message{&types.EventMinted{Issuer: "bank1", Recipient: account("minter"), Amount: "1000000"}}, events)
	require.ErrorIs(t, f.mint(fen), types.ErrReserveExceeded)
	require.ErrorIs(t, f.allow(99*fen), types.ErrAllowanceTooLow)
	f.invariants()

	events = f.events(func() { require.NoError(t, f.burn(1)) })
	require.Equal(t, []proto.Message{&types.EventBurned{Issuer: "bank1", Amount: "1"}}, events)
	require.ErrorIs(t, f.burn(100*fen), types.ErrBurnExceeded)
	require.Equal(t, int64(100*fen-1), f.bank.supply.AmountOf(denom).Int64())
	require.True(t, f.bank.balances[escrowOf(types.ModuleName)].IsZero())
	f.invariants()
}

func TestStaleAttestationStopsMintingNotBurning(t *testing.T) {
	f := setup(t)
	f.license()
	f.attest(100 * fen)
	require.NoError(t, f.allow(100*fen))
	f.after(types.DefaultMaxAttestationAgeDays * day * time.Second)
	require.NoError(t, f.mint(fen))
	f.after(time.Second)
	require.ErrorIs(t, f.mint(fen), types.ErrAttestationStale)
	require.NoError(t, f.burn(fen))

	res, err := f.query.Reserve(f.ctx, &types.QueryReserveRequest{Id: "bank1"})
	require.NoError(t, err)
	require.Equal(t, int64(types.DefaultMaxAttestationAgeDays*day+1), res.AgeSeconds)
	require.Equal(t, [3]int64{100 * fen, 100 * fen, 0}, [3]int64{res.Reserve.Int64(), res.Covered.Int64(), res.Headroom.Int64()})
	require.True(t, res.Stale)
	require.True(t, res.Supply.IsZero())
}

func TestForeignOfficers(t *testing.T) {
	f := setup(t)
	f.license()
	f.attest(100 * fen)
	require.NoError(t, f.allow(100*fen))
	_, err := f.msg.Mint(f.ctx, &types.MsgMint{Signer: account("rival"), Id: "bank1", Recipient: account("rival"), Amount: math.NewInt(fen)})
	require.ErrorIs(t, err, types.ErrOrganisationForeign)
	_, err = f.msg.Burn(f.ctx, &types.MsgBurn{Signer: account("rival"), Id: "bank1", Amount: math.NewInt(fen)})
	require.ErrorIs(t, err, types.ErrOrganisationForeign)
	_, err = f.msg.SetAllowance(f.ctx, &types.MsgSetAllowance{Signer: account("rival"), Id: "bank1", Allowance: math.NewInt(fen), PeriodAllowance: math.NewInt(fen)})
	require.ErrorIs(t, err, types.ErrOrganisationForeign)
	_, err = f.msg.Mint(f.ctx, &types.MsgMint{Signer: account("minter"), Id: "nobody", Recipient: account("minter"), Amount: math.NewInt(fen)})
	require.ErrorIs(t, err, types.ErrIssuerUnknown)
	require.Error(t, f.mint(0))
}

func TestAttest(t *testing.T) {
	tests := []struct {
		name   string
		mutate func(*types.MsgAttest)
		err    error
	}{
		{name: "good", mutate: func(*types.MsgAttest) {}},
		{name: "issuer's own officer", mutate: func(m *types.MsgAttest) { m.Signer = account("minter") }, err: types.ErrAttestorDependent},
		{name: "custodian's officer", mutate: func(m *types.MsgAttest) { m.Signer = account("custodian") }, err: types.ErrAttestorDependent},
		{name: "stranger", mutate: func(m *types.MsgAttest) { m.Signer = account("stranger") }, err: errDenied},
		{name: "future", mutate: func(m *types.MsgAttest) { m.AsOf++ }, err: types.ErrAttestationFuture},
		{name: "same moment as the last", mutate: func(m *types.MsgAttest) { m.AsOf = start }, err: types.ErrAttestationOrder},
		{name: "hash", mutate: func(m *types.MsgAttest) { m.ReportHash = m.ReportHash[1:] }, err: types.ErrHashInvalid},
		{name: "no amount", mutate: func(m *types.MsgAttest) { m.Reserve = math.Int{} }, err: types.ErrAmountInvalid},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := setup(t)
			f.license()
			f.attest(100 * fen)
			f.after(time.Hour)
			msg := f.attestMsg(50 * fen)
			tc.mutate(msg)
			res, err := f.msg.Attest(f.ctx, msg)
			require.ErrorIs(t, err, tc.err)
			if tc.err == nil {
				require.Equal(t, uint64(2), res.Attestation)
			}
			require.Equal(t, uint64(1), f.issuer().Attestation)
			f.invariants()
		})
	}
}

func TestCosignAttestation(t *testing.T) {
	f := setup(t)
	f.license()
	_, err := f.msg.Attest(f.ctx, f.attestMsg(70*fen))
	require.NoError(t, err)
	f.after(time.Hour)
	_, err = f.msg.Attest(f.ctx, f.attestMsg(80*fen))
	require.NoError(t, err)

	cosign := func(who string, id uint64) error {
		_, err := f.msg.CosignAttestation(f.ctx, &types.MsgCosignAttestation{Signer: account(who), Id: "bank1", Attestation: id})
		return err
	}
	require.ErrorIs(t, cosign("attestor", 2), types.ErrOrganisationForeign)
	require.ErrorIs(t, cosign("custodian", 3), types.ErrAttestationUnknown)
	require.ErrorIs(t, cosign("custodian", 0), types.ErrIDInvalid)
	events := f.events(func() { require.NoError(t, cosign("custodian", 2)) })
	require.Equal(t, []proto.Message{
		&types.EventAttestationAccepted{Issuer: "bank1", Attestation: 2}, moved(types.ISSUER_ACT_ACTIVATE, types.ISSUER_STATUS_ACTIVE, orgCustodian),
	}, events)
	require.ErrorIs(t, cosign("custodian", 2), types.ErrAttestationAccepted)
	require.ErrorIs(t, cosign("custodian", 1), types.ErrAttestationOrder)
	require.Equal(t, uint64(2), f.issuer().Attestation)
	f.invariants()
}

func TestCoinsInterface(t *testing.T) {
	f := setup(t)
	f.license()
	unit, err := f.k.Unit(f.ctx, "cny")
	require.NoError(t, err)
	require.Equal(t, uint64(fen), unit)
	_, err = f.k.Unit(f.ctx, "usd")
	require.ErrorIs(t, err, types.ErrCurrencyUnknown)
	got, err := f.k.IssuerOfDenom(f.ctx, denom)
	require.NoError(t, err)
	require.Equal(t, uint32(orgIssuer), got.Organisation)
	for _, other := range []string{"stake", "ucny/bank2", "uusd/bank1"} {
		_, err = f.k.IssuerOfDenom(f.ctx, other)
		require.ErrorIs(t, err, types.ErrDenomUnknown, other)
	}
}

func TestGenesisRoundTripAndPages(t *testing.T) {
	f := setup(t)
	f.license()
	f.attest(100 * fen)
	require.NoError(t, f.allow(100*fen))
	require.NoError(t, f.mint(fen))
	gs, err := f.k.ExportGenesis(f.ctx)
	require.NoError(t, err)
	g := setup(t)
	require.NoError(t, g.k.InitGenesis(g.ctx, *gs))
	again, err := g.k.ExportGenesis(g.ctx)
	require.NoError(t, err)
	require.Equal(t, gs, again)

	list, err := f.query.Attestations(f.ctx, &types.QueryAttestationsRequest{Id: "bank1", Pagination: &query.PageRequest{Limit: 1 << 40, CountTotal: true}})
	require.NoError(t, err)
	require.Len(t, list.Attestations, 1)
	require.Zero(t, list.Pagination.Total)
	issuers, err := f.query.Issuers(f.ctx, &types.QueryIssuersRequest{})
	require.NoError(t, err)
	require.Len(t, issuers.Issuers, 1)
	params, err := f.query.Params(f.ctx, &types.QueryParamsRequest{})
	require.NoError(t, err)
	want := types.DefaultParams()
	want.ReserveMarginBasisPoints = 0
	require.Equal(t, want, params.Params)
}

func TestInvariantsCatchForgedSupply(t *testing.T) {
	f := setup(t)
	f.license()
	f.bank.supply = f.bank.supply.Add(sdk.NewInt64Coin(denom, 5))
	require.ErrorIs(t, keeper.Invariants()[0].Check(f.ctx, f.k), types.ErrInvariantBroken)
}

func TestPolicyCoversEveryMessage(t *testing.T) {
	rows := types.Policy()
	require.Len(t, rows, 24, "every message but Redeem and AppealHold, which anybody sends")
	for _, row := range rows {
		require.NotEqual(t, authoritytypes.ROLE_UNSPECIFIED, row.Role, row.Action)
	}
}
