package types_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/reliefchain/relief/x/grant/types"
)

func TestPace(t *testing.T) {
	params := types.Params{MaxPayoutsPerBlock: 1_000, MinPayoutsPerBlock: 100, BlockMillis: 2_000, ChunkSlots: 1}
	at := time.UnixMilli(1_700_000_000_000)
	last := func(slots uint32, spent bool) types.Pace {
		return types.Pace{Slots: slots, Spent: spent, Height: 7, UnixMillis: at.UnixMilli()}
	}
	for _, tc := range []struct {
		name   string
		last   types.Pace
		height int64
		after  time.Duration
		want   uint32
	}{
		{name: "the first begins low", height: 8, after: time.Second, want: 100},
		{name: "in time and more is there", last: last(200, true), height: 8, after: time.Second, want: 300},
		{name: "in time and nothing more", last: last(200, false), height: 8, after: time.Second, want: 200},
		{name: "just in time", last: last(200, true), height: 8, after: 1_900 * time.Millisecond, want: 200},
		{name: "late", last: last(600, true), height: 8, after: 2_001 * time.Millisecond, want: 300},
		{name: "late and low", last: last(150, true), height: 8, after: time.Hour, want: 100},
		{name: "no more than the most", last: last(900, true), height: 8, after: time.Second, want: 1_000},
		{name: "after a pause as before it", last: last(600, true), height: 9, after: time.Hour, want: 600},
		{name: "bounds were lowered", last: last(5_000, true), height: 9, after: time.Second, want: 1_000},
	} {
		t.Run(tc.name, func(t *testing.T) {
			now := at.Add(tc.after)
			require.Equal(t, types.Pace{Slots: tc.want, Height: tc.height, UnixMillis: now.UnixMilli()}, tc.last.Next(params, tc.height, now))
		})
	}
}

// A fast network comes to the upper bound and a slow one to the lower, whatever it was before; a time that stands still or runs back
// takes neither bound away.
func TestPaceStaysInBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		low := rapid.Uint32Range(1, 5_000).Draw(t, "low")
		params := types.Params{ChunkSlots: 1, MinPayoutsPerBlock: low, MaxPayoutsPerBlock: low + rapid.Uint32Max(1_000_000-5_000).Draw(t, "more")}
		require.NoError(t, params.Validate())
		pace := types.Pace{Slots: rapid.Uint32().Draw(t, "slots"), Spent: true, Height: 1}
		now := time.UnixMilli(0)
		step := func(d time.Duration) {
			now = now.Add(d)
			pace = pace.Next(params, pace.Height+1, now)
			require.GreaterOrEqual(t, pace.Slots, params.MinPayoutsPerBlock)
			require.LessOrEqual(t, pace.Slots, params.MaxPayoutsPerBlock)
			pace.Spent = true
		}
		for range rapid.IntRange(0, 5).Draw(t, "odd blocks") {
			step(time.Duration(rapid.Int64Range(-10_000, 10_000).Draw(t, "millis")) * time.Millisecond)
		}
		for range 40 {
			step(time.Second)
		}
		require.Equal(t, params.MaxPayoutsPerBlock, pace.Slots)
		for range 40 {
			step(time.Minute)
		}
		require.Equal(t, params.MinPayoutsPerBlock, pace.Slots)
	})
}
