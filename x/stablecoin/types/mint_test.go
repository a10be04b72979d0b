package types_test

import (
	"math/big"
	"testing"

	"cosmossdk.io/math"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/reliefchain/relief/x/stablecoin/types"
)

func TestHeadroom(t *testing.T) {
	tests := []struct {
		name                                       string
		reserve, supply, allowance, period, minted int64
		margin                                     uint32
		stale, nextPeriod                          bool
		want                                       int64
	}{
		{name: "reserve binds", reserve: 100, supply: 30, allowance: 200, period: 200, want: 70},
		{name: "reserve after its margin binds", reserve: 110, supply: 30, allowance: 200, period: 200, margin: 1_000, want: 70},
		{name: "margin is rounded down", reserve: 100, supply: 30, allowance: 200, period: 200, margin: 100, want: 69},
		{name: "allowance binds", reserve: 200, supply: 30, allowance: 100, period: 200, want: 70},
		{name: "period binds", reserve: 200, supply: 30, allowance: 200, period: 50, minted: 30, want: 20},
		{name: "a new period", reserve: 200, supply: 30, allowance: 200, period: 50, minted: 30, nextPeriod: true, want: 50},
		{name: "period's allowance was lowered", reserve: 200, supply: 30, allowance: 200, period: 20, minted: 30, want: 0},
		{name: "full", reserve: 100, supply: 100, allowance: 100, period: 100, want: 0},
		{name: "reserve fell below supply", reserve: 10, supply: 30, allowance: 100, period: 100, want: 0},
		{name: "stale", reserve: 100, supply: 30, allowance: 200, period: 200, stale: true, want: 0},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			i := issuer(tc.supply, 0, tc.allowance)
			i.PeriodAllowance, i.PeriodMinted, i.Period = math.NewInt(tc.period), math.NewInt(tc.minted), 7
			b := types.Bounds{Reserve: math.NewInt(tc.reserve), Fresh: !tc.stale, Margin: tc.margin, Period: 7, Unit: 1}
			if tc.nextPeriod {
				b.Period = 8
			}
			room := i.Headroom(b)
			require.Equal(t, tc.want, room.Int64())
			_, err := i.Mint(room.AddRaw(1), b)
			require.Error(t, err)
			if tc.want > 0 {
				next, err := i.Mint(room, b)
				require.NoError(t, err)
				require.True(t, next.Headroom(b).IsZero())
			}
		})
	}
}

func issuer(minted, burned, allowance int64) types.Issuer {
	return types.Issuer{
		Id: "bank1", Organisation: 7, Custodian: 8, Currency: "cny", Status: types.ISSUER_STATUS_ACTIVE,
		Minted: math.NewInt(minted), Burned: math.NewInt(burned), Allowance: math.NewInt(allowance),
		PeriodAllowance: math.NewInt(allowance), PeriodMinted: math.ZeroInt(),
	}
}

func bounds(reserve int64, fresh bool) types.Bounds {
	return types.Bounds{Reserve: math.NewInt(reserve), Fresh: fresh, Period: 1, Unit: 10}
}

func TestAllowancesGoDownWhilePaused(t *testing.T) {
	paused := issuer(300, 0, 1000)
	paused.Status = types.ISSUER_STATUS_PAUSED
	for _, tc := range []struct {
		allowance, period int64
		err               error
	}{
		{1000, 1000, nil}, {500, 200, nil}, {1010, 10, types.ErrIssuerState}, {10, 1010, types.ErrIssuerState}, {290, 10, types.ErrAllowanceTooLow},
	} {
		_, err := paused.Allow(math.NewInt(tc.allowance), math.NewInt(tc.period), 10)
		require.ErrorIs(t, err, tc.err)
	}
}

func TestIssuerMint(t *testing.T) {
	revoked := issuer(0, 0, 1000)
	revoked.Status = types.ISSUER_STATUS_REVOKED
	tests := []struct {
		name            string
		issuer          types.Issuer
		amount, reserve int64
		stale           bool
		err             error
	}{
		{name: "to the limit", issuer: issuer(600, 100, 1000), amount: 500, reserve: 1000},
		{name: "revoked", issuer: revoked, amount: 10, reserve: 1000, err: types.ErrIssuerRevoked},
		{name: "fraction of a unit", issuer: issuer(0, 0, 1000), amount: 15, reserve: 1000, err: types.ErrNotWholeUnits},
		{name: "stale", issuer: issuer(0, 0, 1000), amount: 10, reserve: 1000, stale: true, err: types.ErrAttestationStale},
		{name: "above allowance", issuer: issuer(600, 100, 1000), amount: 510, reserve: 9000, err: types.ErrAllowanceExceeded},
		{name: "above reserve", issuer: issuer(600, 100, 1000), amount: 310, reserve: 800, err: types.ErrReserveExceeded},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			got, err := tc.issuer.Mint(math.NewInt(tc.amount), bounds(tc.reserve, !tc.stale))
			require.ErrorIs(t, err, tc.err)
			if tc.err != nil {
				require.Equal(t, tc.issuer, got)
				return
			}
			require.Equal(t, tc.issuer.Outstanding().AddRaw(tc.amount), got.Outstanding())
		})
	}
}

func TestIssuerLifeKeepsWithinLimits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		i := issuer(0, 0, 0)
		period := uint32(1)
		amounts := rapid.Int64Range(0, 1_000)
		for range rapid.IntRange(0, 40).Draw(t, "steps") {
			n := math.NewInt(amounts.Draw(t, "amount") * 10)
			b := types.Bounds{
				Reserve: math.NewInt(amounts.Draw(t, "reserve") * 10), Fresh: true, Margin: rapid.Uint32Range(0, 2_000).Draw(t, "margin"), Period: period, Unit: 10,
			}
			before, next := i, i
			var err error
			switch rapid.IntRange(0, 4).Draw(t, "verb") {
			case 0:
				if next, err = i.Mint(n, b); err == nil {
					require.True(t, next.Outstanding().LTE(types.Covered(b.Reserve, b.Margin)) || n.IsZero())
					require.True(t, next.PeriodMinted.LTE(next.PeriodAllowance) || n.IsZero())
				}
			case 1:
				next, err = i.Burn(n)
			case 2:
				next, err = i.Allow(n, math.NewInt(amounts.Draw(t, "period")*10), 10)
			case 3:
				period++
			default:
				b.Fresh = false
				_, err = i.Mint(n, b)
				require.ErrorIs(t, err, types.ErrAttestationStale)
			}
			if err != nil {
				require.Equal(t, before, i)
				continue
			}
			i = next
			require.False(t, i.Outstanding().IsNegative())
			require.True(t, i.Outstanding().LTE(i.Allowance))
		}
	})
}

func TestUnit(t *testing.T) {
	for decimals, want := range []uint64{1_000_000, 100_000, 10_000, 1_000, 100, 10, 1} {
		require.Equal(t, want, types.Currency{Code: "cny", Decimals: uint32(decimals)}.Unit())
	}
}

func TestParseDenom(t *testing.T) {
	currency, id, err := types.ParseDenom("ucny/bank1")
	require.NoError(t, err)
	require.Equal(t, [2]string{"cny", "bank1"}, [2]string{currency, id})
	for _, denom := range []string{"", "ucny", "cny/bank1", "ucny/", "ucny/ab", "ucny/Bank1", "uCNY/bank1", "ucnyy/bank1", "ucny/bank1/x"} {
		_, _, err := types.ParseDenom(denom)
		require.ErrorIs(t, err, types.ErrDenomUnknown, denom)
	}
}

func TestAmounts(t *testing.T) {
	largest := math.NewIntFromBigInt(new(big.Int).Lsh(big.NewInt(1), types.MaxAmountBits)).SubRaw(1)
	tests := []struct {
		name            string
		amount          math.Int
		valid, positive bool
	}{
		{name: "missing"},
		{name: "negative", amount: math.NewInt(-1)},
		{name: "zero", amount: math.ZeroInt(), valid: true},
		{name: "one", amount: math.OneInt(), valid: true, positive: true},
		{name: "largest", amount: largest, valid: true, positive: true},
		{name: "too large", amount: largest.AddRaw(1)},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			require.Equal(t, tc.valid, types.ValidateAmount(tc.amount) == nil)
			require.Equal(t, tc.positive, types.ValidatePositive(tc.amount) == nil)
		})
	}
}

func TestGenesisValidate(t *testing.T) {
	hash := make([]byte, types.HashLength)
	att := func(id uint64, asOf int64, status types.AttestationStatus) types.Attestation {
		return types.Attestation{Id: id, Issuer: "bank1", Reserve: math.NewInt(5), AsOf: asOf, ReportHash: hash, Attestor: "a", Status: status}
	}
	tests := []struct {
		name   string
		mutate func(*types.GenesisState)
		err    error
	}{
		{name: "default", mutate: func(*types.GenesisState) {}},
		{name: "age", mutate: func(gs *types.GenesisState) { gs.Params.MaxAttestationAgeDays = 0 }, err: types.ErrParamsInvalid},
		{name: "currency shape", mutate: func(gs *types.GenesisState) { gs.Currencies[0].Code = "CNY" }, err: types.ErrCurrencyInvalid},
		{name: "currency twice", mutate: func(gs *types.GenesisState) { gs.Currencies = append(gs.Currencies, gs.Currencies[0]) }, err: types.ErrGenesisInvalid},
		{name: "issuer", mutate: func(gs *types.GenesisState) { gs.Issuers = []types.Issuer{issuer(0, 0, 0)} }},
		{name: "issuer of unknown currency", mutate: func(gs *types.GenesisState) {
			gs.Issuers = []types.Issuer{issuer(0, 0, 0)}
			gs.Issuers[0].Currency = "usd"
		}, err: types.ErrCurrencyUnknown},
		{name: "issuer above allowance", mutate: func(gs *types.GenesisState) { gs.Issuers = []types.Issuer{issuer(20_000, 0, 10_000)} }, err: types.ErrAllowanceTooLow},
		{name: "burned above minted", mutate: func(gs *types.GenesisState) { gs.Issuers = []types.Issuer{issuer(0, 10_000, 10_000)} }, err: types.ErrGenesisInvalid},
		{name: "attestation without issuer", mutate: func(gs *types.GenesisState) {
			gs.Attestations = []types.Attestation{att(1, 5, types.ATTESTATION_STATUS_SUBMITTED)}
		}, err: types.ErrIssuerUnknown},
		{name: "attestation gap", mutate: func(gs *types.GenesisState) {
			gs.Issuers = []types.Issuer{issuer(0, 0, 0)}
			gs.Attestations = []types.Attestation{att(2, 5, types.ATTESTATION_STATUS_SUBMITTED)}
		}, err: types.ErrGenesisInvalid},
		{name: "latest accepted is not counted", mutate: func(gs *types.GenesisState) {
			gs.Issuers = []types.Issuer{issuer(0, 0, 0)}
			gs.Issuers[0].Attestation = 1
			gs.Attestations = []types.Attestation{att(1, 5, types.ATTESTATION_STATUS_ACCEPTED), att(2, 6, types.ATTESTATION_STATUS_ACCEPTED)}
		}, err: types.ErrGenesisInvalid},
		{name: "late number counts early moment", mutate: func(gs *types.GenesisState) {
			gs.Issuers = []types.Issuer{issuer(0, 0, 0)}
			gs.Issuers[0].Attestation = 1
			gs.Attestations = []types.Attestation{att(1, 6, types.ATTESTATION_STATUS_ACCEPTED), att(2, 5, types.ATTESTATION_STATUS_ACCEPTED)}
		}},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			gs := types.DefaultGenesis()
			tc.mutate(gs)
			require.ErrorIs(t, gs.Validate(), tc.err)
		})
	}
}
