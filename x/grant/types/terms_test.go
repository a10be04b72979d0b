package types_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/reliefchain/relief/x/grant/types"
)

func TestTermsValidate(t *testing.T) {
	require.NoError(t, types.Terms{}.Validate())
	require.NoError(t, types.DefaultTerms().Validate())
	tests := []struct {
		name   string
		change func(*types.Terms)
	}{
		{name: "form", change: func(t *types.Terms) { t.Form = 9 }},
		{name: "calculation", change: func(t *types.Terms) { t.Calculation = 9 }},
		{name: "clock", change: func(t *types.Terms) { t.NoticeDays = types.MaxClockDays + 1 }},
		{name: "fine above twice", change: func(t *types.Terms) { t.FinePercent = 201 }},
		{name: "offset above the whole", change: func(t *types.Terms) { t.OffsetPercent = 101 }},
		{name: "marginal", change: func(t *types.Terms) { t.MarginalPercent = 201 }},
		{name: "minimum", change: func(t *types.Terms) { t.ProtectedMinimum = types.MaxAmount + 1 }},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			terms := types.DefaultTerms()
			tc.change(&terms)
			require.ErrorIs(t, terms.Validate(), types.ErrTermsInvalid)
		})
	}
}

// The first month that is paid is the one after the decision, and not much later.
func TestCheckStart(t *testing.T) {
	const decided = types.Period(2024 * 12)
	terms := types.DefaultTerms()
	require.ErrorIs(t, terms.CheckStart(decided, decided), types.ErrPeriodOutside)
	require.NoError(t, terms.CheckStart(decided, decided+1))
	require.NoError(t, terms.CheckStart(decided, decided+12))
	require.ErrorIs(t, terms.CheckStart(decided, decided+13), types.ErrPeriodOutside)
	require.NoError(t, types.Terms{}.CheckStart(decided, decided-5))
}

func TestShortfall(t *testing.T) {
	tests := []struct {
		name                  string
		standard, income, get uint64
		persons               uint32
	}{
		{name: "three persons without income", standard: 90_000, persons: 3, get: 270_000},
		{name: "some income", standard: 90_000, persons: 3, income: 120_000, get: 150_000},
		{name: "as much as the standard", standard: 90_000, persons: 3, income: 270_000},
		{name: "more than the standard", standard: 90_000, persons: 1, income: 90_001},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			require.Equal(t, tc.get, types.Shortfall(tc.standard, tc.persons, tc.income))
		})
	}
}

// What a household lacks and what it has make up the standard, or it has more; and what it lacks is an amount the programme pays.
func TestShortfallMeetsTheStandard(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		standard, persons := rapid.Uint64Range(1, 1_000_000).Draw(t, "standard"), rapid.Uint32Range(1, 32).Draw(t, "persons")
		income := rapid.Uint64Range(0, 40_000_000).Draw(t, "income")
		lacks := types.Shortfall(standard, persons, income)
		require.Equal(t, max(standard*uint64(persons), income), lacks+income)
		require.NoError(t, types.CALCULATION_SHORTFALL.CheckAmount(lacks, types.Standard{Amount: standard}, persons))
		require.ErrorIs(t, types.CALCULATION_SHORTFALL.CheckAmount(standard*uint64(persons)+1, types.Standard{Amount: standard}, persons), types.ErrAboveStandard)
	})
}

// A tiered amount is the sum of a tier for each person, and nothing else is.
func TestTiersAddUp(t *testing.T) {
	standard := types.Standard{Amount: 900, Tiers: []uint64{300, 600, 900}}
	require.NoError(t, types.CALCULATION_TIERED.CheckAmount(0, standard, 2))
	rapid.Check(t, func(t *rapid.T) {
		persons := rapid.Uint32Range(1, 8).Draw(t, "persons")
		amount := rapid.Uint64Range(1, 900*8).Draw(t, "amount")
		possible := amount%300 == 0 && amount >= 300*uint64(persons) && amount <= 900*uint64(persons)
		err := types.CALCULATION_TIERED.CheckAmount(amount, standard, persons)
		require.Equal(t, possible, err == nil, "%d for %d", amount, persons)
	})
	require.ErrorIs(t, types.CALCULATION_TIERED.CheckAmount(301, standard, 1), types.ErrCalculation)
	require.ErrorIs(t, types.CALCULATION_FIXED.CheckAmount(1799, standard, 2), types.ErrCalculation)
	require.NoError(t, types.CALCULATION_FIXED.CheckAmount(1800, standard, 2))
}

func TestMarginal(t *testing.T) {
	require.Equal(t, uint64(1350), types.DefaultTerms().Marginal(900))
	require.Equal(t, uint64(1352), types.DefaultTerms().Marginal(901), "half a fen is rounded to the household")
	require.Equal(t, uint64(900), types.Terms{}.Marginal(900))
}

func TestTiersOfAStandard(t *testing.T) {
	valid := types.Standard{Programme: 1, Area: "35", FromPeriod: 2024 * 12, Amount: 900, Tiers: []uint64{300, 900}}
	require.NoError(t, valid.Validate())
	for name, tiers := range map[string][]uint64{
		"the last isn't the amount": {300, 600}, "descending": {600, 300, 900}, "equal": {900, 900}, "zero": {0, 900}, "too many": {1, 2, 3, 4, 900},
	} {
		s := valid
		s.Tiers = tiers
		require.ErrorIs(t, s.Validate(), types.ErrInvalid, name)
	}
}
