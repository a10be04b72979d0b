package types_test

import (
	"testing"

	"cosmossdk.io/math"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/reliefchain/relief/x/fee/types"
)

func ints(values ...int64) []math.Int {
	out := make([]math.Int, types.BudgetShares)
	for n := range out {
		out[n] = math.ZeroInt()
		if n < len(values) {
			out[n] = math.NewInt(values[n])
		}
	}
	return out
}

func room(rooms []math.Int) func(uint32) (math.Int, error) {
	return func(share uint32) (math.Int, error) { return rooms[share], nil }
}

func TestDraws(t *testing.T) {
	tests := []struct {
		name   string
		start  uint32
		amount int64
		rooms  []math.Int
		want   []types.Draw
	}{
		{name: "the own share", start: 1, amount: 5, rooms: ints(9, 5, 9), want: []types.Draw{{Share: 1, Amount: math.NewInt(5)}}},
		{name: "the next that has it", start: 15, amount: 5, rooms: ints(4, 9), want: []types.Draw{{Share: 1, Amount: math.NewInt(5)}}},
		{name: "several", start: 1, amount: 8, rooms: ints(4, 3, 0, 4), want: []types.Draw{
			{Share: 1, Amount: math.NewInt(3)}, {Share: 3, Amount: math.NewInt(4)}, {Share: 0, Amount: math.NewInt(1)},
		}},
		{name: "too little", start: 1, amount: 12, rooms: ints(4, 3, 0, 4)},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			got, _, err := types.Draws(tc.start, math.NewInt(tc.amount), room(tc.rooms))
			require.NoError(t, err)
			require.Equal(t, tc.want, got)
		})
	}
}

// A budget pays as long as all shares together have the amount, and never more.
func TestDrawsAreExact(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		rooms, sum := ints(), int64(0)
		for n := range rooms {
			coins := rapid.Int64Range(0, 20).Draw(rt, "room")
			rooms[n], sum = math.NewInt(coins), sum+coins
		}
		amount := rapid.Int64Range(1, 200).Draw(rt, "amount")
		draws, _, err := types.Draws(rapid.Uint32Range(0, 15).Draw(rt, "start"), math.NewInt(amount), room(rooms))
		require.NoError(rt, err)
		require.Equal(rt, sum >= amount, len(draws) > 0)
		drawn := math.ZeroInt()
		for _, d := range draws {
			require.True(rt, d.Amount.IsPositive() && d.Amount.LTE(rooms[d.Share]))
			drawn = drawn.Add(d.Amount)
		}
		require.True(rt, len(draws) == 0 || drawn.Equal(math.NewInt(amount)))
	})
}

// Levelling fills the emptiest shares first and takes nothing from any but the first.
func TestLevel(t *testing.T) {
	require.Empty(t, types.Level(ints(0, 3)))
	require.Equal(t, []types.Draw{{Share: 1, Amount: math.OneInt()}}, types.Level([]math.Int{math.NewInt(3), math.OneInt(), math.NewInt(9)}))
	rapid.Check(t, func(rt *rapid.T) {
		have := ints()
		for n := range have {
			have[n] = math.NewInt(rapid.Int64Range(0, 1_000).Draw(rt, "have"))
		}
		after := append([]math.Int{}, have...)
		for _, d := range types.Level(have) {
			require.True(rt, d.Share != 0 && d.Amount.IsPositive())
			after[0], after[d.Share] = after[0].Sub(d.Amount), after[d.Share].Add(d.Amount)
		}
		require.False(rt, after[0].IsNegative())
		least := after[0]
		for _, a := range after {
			least = math.MinInt(least, a)
		}
		for n := range after {
			if n > 0 && after[n].GT(have[n]) {
				require.True(rt, after[n].Sub(least).LTE(math.OneInt()), "a share that got coins has more than another: %s", after)
			}
		}
		require.True(rt, after[0].Sub(least).LT(math.NewInt(types.BudgetShares)))
	})
}

func TestPartsAreTheLimit(t *testing.T) {
	for _, limit := range []uint64{1, 15, 16, 17, 1_000_003, 1<<64 - 1} {
		sum := math.ZeroInt()
		for share := range uint32(types.BudgetShares) {
			sum = sum.Add(types.Part(limit, share))
		}
		require.Equal(t, math.NewIntFromUint64(limit), sum)
	}
}

func TestRespreadKeepsWhatWasSpent(t *testing.T) {
	shares := make([]types.BudgetShare, types.BudgetShares)
	for n := range shares {
		shares[n] = types.NewBudgetShare(7, uint32(n)).Spend(math.NewInt(10))
	}
	for _, limit := range []uint64{100, 160, 400} {
		sum, free := math.ZeroInt(), math.ZeroInt()
		for _, s := range types.Respread(shares, limit) {
			sum, free = sum.Add(s.PeriodSpent), free.Add(s.Room(limit))
		}
		require.Equal(t, int64(160), sum.Int64())
		require.Equal(t, max(0, int64(limit)-160), free.Int64())
	}
}

func TestBudgetBounds(t *testing.T) {
	const office, bulk = types.SERVICE_CLASS_OFFICE, types.SERVICE_CLASS_BULK
	tests := []struct {
		name   string
		mutate func(*types.Budget)
		err    error
	}{
		{name: "none", mutate: func(*types.Budget) {}},
		{name: "two classes and a period", mutate: func(b *types.Budget) {
			b.Classes, b.PeriodBlocks, b.PeriodLimit = []types.ServiceClass{office, bulk}, 10, 1
		}},
		{name: "a class twice", mutate: func(b *types.Budget) { b.Classes = []types.ServiceClass{office, office} }, err: types.ErrBudgetInvalid},
		{name: "no class", mutate: func(b *types.Budget) { b.Classes = []types.ServiceClass{0} }, err: types.ErrBudgetInvalid},
		{name: "unknown class", mutate: func(b *types.Budget) { b.Classes = []types.ServiceClass{99} }, err: types.ErrBudgetInvalid},
		{name: "a period without a limit", mutate: func(b *types.Budget) { b.PeriodBlocks = 10 }, err: types.ErrBudgetInvalid},
		{name: "a limit without a period", mutate: func(b *types.Budget) { b.PeriodLimit = 10 }, err: types.ErrBudgetInvalid},
		{name: "too long a period", mutate: func(b *types.Budget) {
			b.PeriodBlocks, b.PeriodLimit = types.MaxWindowBlocks+1, 10
		}, err: types.ErrBudgetInvalid},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			b := types.Budget{Organisation: 1, Denom: "ucny/bank1", TransactionCap: math.OneInt(), Spent: math.ZeroInt()}
			tc.mutate(&b)
			require.ErrorIs(t, b.Validate(), tc.err)
		})
	}
	b := types.Budget{Organisation: 1, Classes: []types.ServiceClass{office}}
	require.NoError(t, b.Pays(types.Classes(0).With(office)))
	require.ErrorIs(t, b.Pays(types.Classes(0).With(office).With(bulk)), types.ErrClassExcluded)
	require.NoError(t, types.Budget{}.Pays(types.Classes(0).With(bulk)))
}
