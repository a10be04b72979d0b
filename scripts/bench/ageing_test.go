package main

import (
	"io"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAgeRegister(t *testing.T) {
	const grants, months = 500, 4
	r, err := ageRegister(grants, months, io.Discard)
	if err != nil { // so few grants may cost anything
		require.ErrorIs(t, err, errDecayed)
	}
	require.Equal(t, grants*householdSize, r.Import.Persons)
	require.Len(t, r.Months, months)
	for _, m := range r.Months {
		require.Equal(t, grants, m.Grants, m.Period)
		require.Positive(t, m.CPUMicros, m.Period)
	}
	require.Greater(t, r.Months[months-1].Slots, grants+months, "grants ended, others began or moved")
	require.Equal(t, oldReceipts, r.Receipts)
	require.Positive(t, r.Invariants)
}

func TestDecay(t *testing.T) {
	months := make([]aged, 6)
	for i, cost := range []float64{9, 2, 2, 50, 4, 3} {
		months[i].CPUMicros = cost
	}
	require.InDelta(t, 2, decay(months), 1e-9)
}
