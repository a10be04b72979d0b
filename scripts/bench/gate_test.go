package main

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestGate(t *testing.T) {
	of := func(name string, micros float64) result { return result{Name: name, CPUMicros: spread{Median: micros}} }
	bounds := []bound{{"ours", "theirs", 0.5}}
	for _, tc := range []struct {
		name    string
		results []result
		want    error
	}{
		{"within", []result{of("ours", 5), of("theirs", 10)}, nil},
		{"beyond", []result{of("ours", 6), of("theirs", 10)}, errBeyondBound},
		{"ours is missing", []result{of("theirs", 10)}, errUnmeasured},
		{"theirs is missing", []result{of("ours", 5)}, errUnmeasured},
		{"nothing was measured", []result{of("ours", 0), of("theirs", 0)}, errUnmeasured},
	} {
		t.Run(tc.name, func(t *testing.T) {
			require.ErrorIs(t, report{Results: tc.results}.exceeded(bounds), tc.want)
		})
	}
}
