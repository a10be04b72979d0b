package types_test

import (
	"testing"

	sdk "github.com/cosmos/cosmos-sdk/types"
	govv1 "github.com/cosmos/cosmos-sdk/x/gov/types/v1"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/reliefchain/relief/x/fee/types"
)

func bounds() types.Params {
	p := types.DefaultParams()
	p.IntervalBlocks, p.RateAgeBlocks, p.GraceBlocks = 10, 100, 20
	return p
}

func TestCheckPrice(t *testing.T) {
	entry := func(from int64, base, perItem uint64) *types.Price {
		return &types.Price{Message: "/a.Msg", FromHeight: from, Base: base, PerItem: perItem}
	}
	for _, c := range []struct {
		name          string
		before, after *types.Price
		price         *types.Price
		err           error
	}{
		{name: "first", price: entry(50, 1_000_000, 0)},
		{name: "up by half", before: entry(1, 1_000, 10), price: entry(50, 1_500, 15)},
		{name: "up by more", before: entry(1, 1_000, 10), price: entry(50, 1_501, 10), err: types.ErrStepTooLarge},
		{name: "an item by more", before: entry(1, 1_000, 10), price: entry(50, 1_000, 16), err: types.ErrStepTooLarge},
		{name: "down by half", before: entry(1, 1_000, 10), price: entry(50, 500, 5)},
		{name: "down by more", before: entry(1, 1_000, 10), price: entry(50, 499, 10), err: types.ErrStepTooLarge},
		{name: "one", before: entry(1, 1, 1), price: entry(50, 2, 2)},
		{name: "from nothing", before: entry(1, 0, 0), price: entry(50, types.FreeBase, types.FreePerItem)},
		{name: "from nothing to more", before: entry(1, 0, 0), price: entry(50, types.FreeBase+1, 0), err: types.ErrStepTooLarge},
		{name: "items from nothing to more", before: entry(1, 0, 0), price: entry(50, 0, types.FreePerItem+1), err: types.ErrStepTooLarge},
		{name: "to nothing", before: entry(1, types.FreeBase, types.FreePerItem), price: entry(50, 0, 0)},
		{name: "to nothing from more", before: entry(1, types.FreeBase+1, 0), price: entry(50, 0, 0), err: types.ErrStepTooLarge},
		{name: "the interval", before: entry(40, 9, 0), price: entry(50, 9, 0)},
		{name: "sooner", before: entry(41, 9, 0), price: entry(50, 9, 0), err: types.ErrIntervalShort},
		{name: "too near the next", price: entry(50, 9, 0), after: entry(59, 9, 0), err: types.ErrIntervalShort},
		{name: "too far below the next", price: entry(50, 9_000, 0), after: entry(60, 18_000, 0), err: types.ErrStepTooLarge},
		{name: "between", before: entry(1, 1_000, 0), price: entry(50, 1_500, 0), after: entry(60, 2_250, 0)},
	} {
		t.Run(c.name, func(t *testing.T) { require.ErrorIs(t, bounds().CheckPrice(c.before, c.after, *c.price), c.err) })
	}
}

func TestCheckRate(t *testing.T) {
	entry := func(from int64, worth uint64) *types.Rate {
		return &types.Rate{Denom: "ucny/bank1", FromHeight: from, Worth: worth}
	}
	for _, c := range []struct {
		name          string
		before, after *types.Rate
		rate          *types.Rate
		err           error
	}{
		{name: "first", rate: entry(50, types.MaxWorth)},
		{name: "renewed", before: entry(40, types.Million), rate: entry(50, types.Million)},
		{name: "renewed too soon", before: entry(41, types.Million), rate: entry(50, types.Million), err: types.ErrIntervalShort},
		{name: "up by a fifth", before: entry(1, types.Million), rate: entry(50, 1_200_000)},
		{name: "up by more", before: entry(1, types.Million), rate: entry(50, 1_200_001), err: types.ErrStepTooLarge},
		{name: "down by a fifth", before: entry(1, types.Million), rate: entry(50, 800_000)},
		{name: "down by more", before: entry(1, types.Million), rate: entry(50, 799_999), err: types.ErrStepTooLarge},
		{name: "far below the next", rate: entry(50, 800_000), after: entry(60, types.Million), err: types.ErrStepTooLarge},
		{name: "far ahead", rate: entry(149, types.Million)},
		{name: "farther ahead", rate: entry(150, types.Million), err: types.ErrHeightAhead},
	} {
		t.Run(c.name, func(t *testing.T) { require.ErrorIs(t, bounds().CheckRate(c.before, c.after, *c.rate, 49), c.err) })
	}
}

// In whatever order entries come, the list that arises has no step and no gap that isn't allowed.
func TestListsHaveNoLargeStepInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := bounds()
		byHeight := map[int64]types.Rate{}
		const heights = 120
		for range rapid.IntRange(1, 40).Draw(t, "entries") {
			r := types.Rate{Denom: "c", FromHeight: rapid.Int64Range(1, heights).Draw(t, "from"), Worth: rapid.Uint64Range(900, 1_600).Draw(t, "worth")}
			var before, after *types.Rate
			for h := int64(1); h <= heights; h++ {
				if e, known := byHeight[h]; known && h < r.FromHeight {
					before = &e
				} else if known && h > r.FromHeight && after == nil {
					after = &e
				}
			}
			if p.CheckRate(before, after, r, heights) == nil {
				byHeight[r.FromHeight] = r
			}
		}
		var last *types.Rate
		for h := int64(1); h <= heights; h++ {
			e, known := byHeight[h]
			if !known {
				continue
			}
			if last != nil {
				require.GreaterOrEqual(t, e.FromHeight-last.FromHeight, int64(p.IntervalBlocks))
				require.LessOrEqual(t, max(e.Worth, last.Worth)-min(e.Worth, last.Worth), (last.Worth*2_000+9_999)/10_000)
			}
			last = &e
		}
	})
}

// Whatever a price is, a way leads on: up by at least one, and down to nothing.
func TestPricesAreNeverStuck(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := bounds()
		p.PriceStepBp = rapid.Uint32Range(1, types.BasisPoints).Draw(t, "step")
		from := rapid.Uint64Range(1, 1<<63).Draw(t, "from")
		now := types.Price{Message: "/a.Msg", FromHeight: 1, Base: from}
		for _, to := range []uint64{from + 1, from - 1} {
			require.NoError(t, p.CheckPrice(&now, nil, types.Price{Message: "/a.Msg", FromHeight: 50, Base: to}))
		}
	})
}

func TestAgeOfARate(t *testing.T) {
	p, r := bounds(), types.Rate{Denom: "ucny/bank1", FromHeight: 50, Worth: types.Million}
	for _, c := range []struct {
		height int64
		stale  bool
		err    error
	}{{height: 50}, {height: 149}, {height: 150, stale: true}, {height: 169, stale: true}, {height: 170, stale: true, err: types.ErrRateStale}} {
		require.Equal(t, types.RateAge{Denom: r.Denom, StaleFrom: 150, RefusedFrom: 170, Stale: c.stale}, p.AgeOf(r, c.height))
		require.ErrorIs(t, p.CheckAge(r, c.height), c.err)
	}
}

func TestOfProvinces(t *testing.T) {
	vote := &govv1.MsgVote{}
	require.True(t, types.OfProvinces([]sdk.Msg{vote, vote}))
	require.False(t, types.OfProvinces([]sdk.Msg{vote, &types.MsgFundBudget{}}))
	require.False(t, types.OfProvinces(nil))
}

func TestParamsOfTheLists(t *testing.T) {
	for name, change := range map[string]func(*types.Params){
		"no price step":    func(p *types.Params) { p.PriceStepBp = 0 },
		"large rate step":  func(p *types.Params) { p.RateStepBp = types.BasisPoints + 1 },
		"no interval":      func(p *types.Params) { p.IntervalBlocks = 0 },
		"long interval":    func(p *types.Params) { p.IntervalBlocks = types.MaxIntervalBlocks + 1 },
		"no age":           func(p *types.Params) { p.RateAgeBlocks = 0 },
		"a very long time": func(p *types.Params) { p.GraceBlocks = types.MaxRateAgeBlocks + 1 },
	} {
		p := types.DefaultParams()
		change(&p)
		require.ErrorIs(t, p.Validate(), types.ErrParamsInvalid, name)
	}
	other := types.DefaultParams()
	other.WindowBlocks++
	require.ErrorIs(t, types.DefaultParams().CheckChange(other), types.ErrWindowFixed)
	require.NoError(t, other.CheckChange(other))
}
