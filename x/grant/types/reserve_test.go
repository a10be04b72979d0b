package types_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/grant/types"
)

func TestPromisedIn(t *testing.T) {
	const dec = 2024*12 + 11
	roll := types.Roll{NextPeriod: dec, BaseAmount: 10}
	deltas := []types.Delta{{Period: dec, Amount: 5}, {Period: dec + 2, Amount: -5}, {Period: dec + 4, Amount: -10}}
	for _, tc := range []struct {
		name   string
		roll   types.Roll
		deltas []types.Delta
		year   uint32
		want   uint64
		err    error
	}{
		{name: "year before", roll: roll, deltas: deltas, year: 2023},
		{name: "rest of the year", roll: roll, deltas: deltas, year: 2024, want: 15},
		{name: "next year", roll: roll, deltas: deltas, year: 2025, want: 15 + 10 + 10},
		{name: "over", roll: roll, deltas: deltas, year: 2026},
		{name: "nothing ends", roll: roll, year: 2025, want: 120},
		{name: "below zero", roll: roll, deltas: []types.Delta{{Period: dec, Amount: -11}}, year: 2025, err: types.ErrOverflow},
		{name: "too much", roll: types.Roll{NextPeriod: dec, BaseAmount: math.MaxUint64}, year: 2025, err: types.ErrOverflow},
	} {
		t.Run(tc.name, func(t *testing.T) {
			have, err := tc.roll.PromisedIn(tc.year, tc.deltas)
			require.ErrorIs(t, err, tc.err)
			require.Equal(t, tc.want, have)
		})
	}
}

func TestReserved(t *testing.T) {
	roll := types.Roll{ReservedYear: 2025}
	years := types.Years{{Year: 2024, Amount: 1}, {Year: 2025, Amount: 2}, {Year: 2026, Amount: 3}}
	require.Equal(t, years[:2], roll.Reserved(years))
	require.Empty(t, roll.Reserved(years[2:]))
	require.NoError(t, roll.RequireReserved(2025*12+11))
	require.ErrorIs(t, roll.RequireReserved(2026*12), types.ErrYearNotReserved)
	_, err := roll.ReserveNext(2024*12 + 11)
	require.ErrorIs(t, err, types.ErrYearTooFar)
	next, err := roll.ReserveNext(2025 * 12)
	require.NoError(t, err)
	require.Equal(t, uint32(2026), next.ReservedYear)
}
