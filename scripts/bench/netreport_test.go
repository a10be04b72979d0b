package main

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestTimesOf(t *testing.T) {
	seconds := func(n ...int) []time.Duration {
		all := make([]time.Duration, len(n))
		for i, s := range n {
			all[i] = time.Duration(s) * time.Second
		}
		return all
	}
	hundred := make([]time.Duration, 100)
	for i := range hundred {
		hundred[i] = time.Duration(99-i) * time.Second
	}
	for _, c := range []struct {
		name string
		all  []time.Duration
		want times
		text string
	}{
		{"none", nil, times{}, "–"},
		{"one", seconds(2), times{1, 2, 2, 2}, "2.0 / 2.0 / 2.0"},
		{"in any order", seconds(3, 1, 2), times{3, 2, 3, 3}, "2.0 / 3.0 / 3.0"},
		{"a hundred", hundred, times{100, 50, 95, 99}, "50.0 / 95.0 / 99.0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, c.want, timesOf(c.all))
			require.Equal(t, c.text, timesOf(c.all).String())
		})
	}
}

func TestResultOfWindows(t *testing.T) {
	of := func(units uint64, wall, cpu time.Duration, mb int64) window {
		return window{units: units, wall: wall, used: usage{cpu: cpu, memory: mb << 20}}
	}
	r := resultOfWindows([]window{of(1_000, time.Second, 4*time.Second, 7), of(3_000, 2*time.Second, 6*time.Second, 9), of(0, time.Second, 0, 8)}, 2)
	require.Equal(t, spread{Median: 1_000, Min: 0, Max: 1_500}, r.PerSecond)
	require.Equal(t, spread{Median: 1_000, Min: 0, Max: 2_000}, r.CPUMicros, "per unit and validator")
	require.Equal(t, int64(9), r.MemoryMB)
	require.Zero(t, resultOfWindows(nil, 1).PerSecond)
}
