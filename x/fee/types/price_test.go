package types_test

import (
	stdmath "math"
	"math/big"
	"testing"

	"cosmossdk.io/math"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/reliefchain/relief/x/fee/types"
)

func price(base, perItem, gas, gasPerItem uint64, class types.ServiceClass) types.Price {
	return types.Price{Message: "/test.Msg", Base: base, PerItem: perItem, GasBase: gas, GasPerItem: gasPerItem, Class: class}
}

func TestBillAdd(t *testing.T) {
	const most = stdmath.MaxUint64
	tests := []struct {
		name  string
		price types.Price
		items uint64
		want  types.Bill
		err   error
	}{
		{name: "no items", price: price(5, 7, 9, 11, types.SERVICE_CLASS_OFFICE), want: types.Bill{Base: 5, Total: 5, Gas: 9, Class: types.SERVICE_CLASS_OFFICE}},
		{name: "items", price: price(5, 7, 9, 11, types.SERVICE_CLASS_BENEFICIARY), items: 3, want: types.Bill{Base: 5, Total: 26, Gas: 42, Class: types.SERVICE_CLASS_BENEFICIARY, Beneficiary: true}},
		{name: "price product", price: price(0, most, 1, 0, types.SERVICE_CLASS_OTHER), items: 2, err: types.ErrPriceOverflow},
		{name: "price sum", price: price(most, 1, 1, 0, types.SERVICE_CLASS_OTHER), items: 1, err: types.ErrPriceOverflow},
		{name: "gas product", price: price(0, 0, 1, most, types.SERVICE_CLASS_OTHER), items: 2, err: types.ErrPriceOverflow},
		{name: "gas beyond 63 bits", price: price(0, 0, 1<<63, 0, types.SERVICE_CLASS_OTHER), err: types.ErrPriceOverflow},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			got, err := types.Bill{}.Add(tc.price, tc.items)
			require.ErrorIs(t, err, tc.err)
			require.Equal(t, tc.want, got)
		})
	}
}

func TestBillClass(t *testing.T) {
	tests := []struct {
		name        string
		classes     []types.ServiceClass
		class       types.ServiceClass
		beneficiary bool
	}{
		{name: "all beneficiary", classes: []types.ServiceClass{types.SERVICE_CLASS_BENEFICIARY, types.SERVICE_CLASS_BENEFICIARY}, class: types.SERVICE_CLASS_BENEFICIARY, beneficiary: true},
		{name: "beneficiary last", classes: []types.ServiceClass{types.SERVICE_CLASS_EMERGENCY, types.SERVICE_CLASS_BENEFICIARY}, class: types.SERVICE_CLASS_BENEFICIARY},
		{name: "beneficiary first", classes: []types.ServiceClass{types.SERVICE_CLASS_BENEFICIARY, types.SERVICE_CLASS_BULK}, class: types.SERVICE_CLASS_BULK},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			var bill types.Bill
			for _, class := range tc.classes {
				var err error
				bill, err = bill.Add(price(1, 0, 1, 0, class), 0)
				require.NoError(t, err)
			}
			require.Equal(t, tc.class, bill.Class)
			require.Equal(t, tc.beneficiary, bill.Beneficiary)
		})
	}
}

func TestConvertRoundsUpByLessThanOneUnit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		fiat := rapid.Uint64().Draw(t, "fiat")
		worth := rapid.Uint64Range(1, stdmath.MaxUint64).Draw(t, "worth")
		units := types.Convert(fiat, worth)
		due := new(big.Int).Mul(new(big.Int).SetUint64(fiat), big.NewInt(types.Million))
		pays := func(n math.Int) *big.Int { return new(big.Int).Mul(n.BigInt(), new(big.Int).SetUint64(worth)) }
		require.GreaterOrEqual(t, pays(units).Cmp(due), 0)
		if units.IsPositive() {
			require.Negative(t, pays(units.SubRaw(1)).Cmp(due))
		}
	})
}

func TestChargeNeverAboveTheMaximum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var bill types.Bill
		for range rapid.IntRange(1, 5).Draw(t, "messages") {
			p := price(rapid.Uint64Range(0, 1<<40).Draw(t, "base"), rapid.Uint64Range(0, 1<<20).Draw(t, "per item"), 1, 1, types.SERVICE_CLASS_OFFICE)
			var err error
			bill, err = bill.Add(p, rapid.Uint64Range(0, 1000).Draw(t, "items"))
			require.NoError(t, err)
		}
		charge, err := bill.In(types.Rate{Denom: "ucny/bank1", Worth: rapid.Uint64Range(1, 1<<40).Draw(t, "worth")})
		require.NoError(t, err)
		require.False(t, charge.Rest().IsNegative())
		maximum := sdk.NewCoin("ucny/bank1", math.NewIntFromUint64(rapid.Uint64().Draw(t, "maximum")))
		err = charge.Within(maximum)
		require.Equal(t, charge.Total.LTE(maximum.Amount), err == nil)
		if err == nil {
			require.True(t, charge.Base.Add(charge.Rest()).LTE(maximum.Amount))
		}
	})
}

func TestMaximum(t *testing.T) {
	coin := sdk.NewInt64Coin("ucny/bank1", 5)
	tests := []struct {
		name   string
		fee    sdk.Coins
		capped bool
		err    error
	}{
		{name: "none"},
		{name: "zero counts as none", fee: sdk.Coins{sdk.NewInt64Coin("ucny/bank1", 0)}},
		{name: "one", fee: sdk.Coins{coin}, capped: true},
		{name: "two", fee: sdk.Coins{coin, sdk.NewInt64Coin("ucny/bank2", 5)}, err: types.ErrFeeDenom},
		{name: "negative", fee: sdk.Coins{{Denom: "ucny/bank1", Amount: math.NewInt(-1)}}, err: types.ErrFeeDenom},
		{name: "no amount", fee: sdk.Coins{{Denom: "ucny/bank1"}}, err: types.ErrFeeDenom},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			_, capped, err := types.Maximum(tc.fee)
			require.ErrorIs(t, err, tc.err)
			require.Equal(t, tc.capped, capped)
		})
	}
}

func TestUsage(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		quota := rapid.Uint32Range(0, 5).Draw(t, "quota")
		var usage types.Usage
		admitted := map[uint64]uint32{}
		var window uint64
		for range 30 {
			window += rapid.Uint64Range(0, 1).Draw(t, "later")
			next, err := usage.Use(window, quota)
			if err != nil {
				require.ErrorIs(t, err, types.ErrQuotaExhausted)
				require.Equal(t, quota, admitted[window])
				continue
			}
			usage = next
			admitted[window]++
			require.LessOrEqual(t, admitted[window], quota)
		}
	})
}

func TestBudgetAddressesDiffer(t *testing.T) {
	require.NotEqual(t, types.BudgetAddress(1), types.BudgetAddress(256))
	require.Len(t, types.BudgetAddress(1).Bytes(), 32)
}

func TestGenesisValidate(t *testing.T) {
	p := price(1, 1, 1, 1, types.SERVICE_CLASS_OFFICE)
	r := types.Rate{Denom: "ucny/bank1", FromHeight: 1, Worth: types.Million}
	b := types.Budget{Organisation: 1, Denom: "ucny/bank1", TransactionCap: math.OneInt(), Spent: math.ZeroInt()}
	tests := []struct {
		name   string
		mutate func(*types.GenesisState)
		err    error
	}{
		{name: "default", mutate: func(*types.GenesisState) {}},
		{name: "window", mutate: func(gs *types.GenesisState) { gs.Params.WindowBlocks = 0 }, err: types.ErrParamsInvalid},
		{name: "price", mutate: func(gs *types.GenesisState) { gs.Prices = []types.Price{p} }},
		{name: "price twice", mutate: func(gs *types.GenesisState) { gs.Prices = []types.Price{p, p} }, err: types.ErrGenesisInvalid},
		{name: "price without class", mutate: func(gs *types.GenesisState) { gs.Prices = []types.Price{price(1, 1, 1, 1, 0)} }, err: types.ErrPriceInvalid},
		{name: "price of unknown class", mutate: func(gs *types.GenesisState) { gs.Prices = []types.Price{price(1, 1, 1, 1, 99)} }, err: types.ErrPriceInvalid},
		{name: "price without gas", mutate: func(gs *types.GenesisState) { gs.Prices = []types.Price{price(1, 1, 0, 1, 4)} }, err: types.ErrPriceInvalid},
		{name: "price without message", mutate: func(gs *types.GenesisState) {
			gs.Prices = []types.Price{{GasBase: 1, Class: types.SERVICE_CLASS_OFFICE}}
		}, err: types.ErrPriceInvalid},
		{name: "rate twice", mutate: func(gs *types.GenesisState) { gs.Rates = []types.Rate{r, r} }, err: types.ErrGenesisInvalid},
		{name: "worthless coin", mutate: func(gs *types.GenesisState) { gs.Rates = []types.Rate{{Denom: "ucny/bank1"}} }, err: types.ErrRateInvalid},
		{name: "budget twice", mutate: func(gs *types.GenesisState) { gs.Budgets = []types.Budget{b, b} }, err: types.ErrGenesisInvalid},
		{name: "budget without cap", mutate: func(gs *types.GenesisState) {
			gs.Budgets = []types.Budget{b.Change(types.Budget{Denom: "ucny/bank1", TransactionCap: math.ZeroInt(), BeneficiaryQuota: 1})}
		}, err: types.ErrBudgetInvalid},
		{name: "usage without person", mutate: func(gs *types.GenesisState) { gs.Usages = []types.Usage{{Used: 1}} }, err: types.ErrGenesisInvalid},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			gs := types.DefaultGenesis()
			tc.mutate(gs)
			require.ErrorIs(t, gs.Validate(), tc.err)
		})
	}
}
