package main

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSpreadOf(t *testing.T) {
	for _, c := range []struct {
		name   string
		values []float64
		want   spread
	}{
		{name: "none", want: spread{}},
		{name: "one", values: []float64{3}, want: spread{Median: 3, Min: 3, Max: 3}},
		{name: "odd", values: []float64{9, 1, 4}, want: spread{Median: 4, Min: 1, Max: 9}},
		{name: "even", values: []float64{8, 1, 4, 2}, want: spread{Median: 3, Min: 1, Max: 8}},
		{name: "an outlier moves only its end", values: []float64{5, 5, 5, 5, 100}, want: spread{Median: 5, Min: 5, Max: 100}},
	} {
		t.Run(c.name, func(t *testing.T) {
			given := append([]float64(nil), c.values...)
			require.Equal(t, c.want, spreadOf(given))
			require.Equal(t, c.values, given, "the order of the repetitions stays")
		})
	}
}

func TestRatio(t *testing.T) {
	require.InDelta(t, 2.5, ratio(5, 2), 1e-9)
	require.Zero(t, ratio(5, 0))
}
