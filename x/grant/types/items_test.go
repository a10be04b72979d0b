package types_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/reliefchain/relief/x/grant/types"
)

func item(kind types.ItemKind, p types.Period, amount uint64) types.Item {
	i := types.Item{Grant: 1, Period: uint32(p), Kind: kind, Amount: amount}
	if kind == types.ITEM_KIND_OFFSET {
		i.Clawback = 1
	}
	return i
}

// One-offs count once, in their own month, whatever else the plan does there.
func TestPlanWithItemsPaysBaseAndItems(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := types.NewPlan(genSchedule(t, jan))
		var items []types.Item
		want := map[types.Period]int64{}
		for range rapid.IntRange(0, 8).Draw(t, "items") {
			p := jan + types.Period(rapid.Uint32Range(0, 40).Draw(t, "period"))
			i := item(types.ITEM_KIND_TOP_UP, p, rapid.Uint64Range(1, 5).Draw(t, "amount"))
			if at := int64(base.At(p)) + want[p]; at > 0 && rapid.Bool().Draw(t, "offset") {
				i = item(types.ITEM_KIND_OFFSET, p, uint64(min(at, int64(i.Amount))))
				want[p] -= 2 * int64(i.Amount)
			}
			want[p] += int64(i.Amount)
			items = append(items, i)
		}
		whole, err := base.With(items)
		require.NoError(t, err)
		from := jan + types.Period(rapid.Uint32Range(0, 50).Draw(t, "from"))
		amount := rapid.Uint64Range(0, 4).Draw(t, "amount now")
		rebased := whole.Rebase(amount, from)
		sum := int64(0)
		for p := jan; p < jan+100; p++ {
			require.Equal(t, int64(base.At(p))+want[p], int64(whole.At(p)), p)
			sum += int64(whole.At(p))
			if p < from {
				require.Equal(t, amount, rebased.At(p))
			} else {
				require.Equal(t, whole.At(p), rebased.At(p))
			}
		}
		total, err := whole.Sum(jan, jan+100)
		require.NoError(t, err)
		require.Equal(t, uint64(sum), total)
		require.True(t, whole.PaysAs(rebased, from))
		last := types.Change{Amount: rebased.Amount}
		for _, c := range rebased.Changes {
			require.Greater(t, c.Period, last.Period)
			require.NotEqual(t, c.Amount, last.Amount)
			last = c
		}
		require.Zero(t, last.Amount, "it ends")
	})
}

// A plan is reduced if some month pays less, and by nothing else.
func TestReducedBy(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := types.NewPlan(genSchedule(t, jan)), types.NewPlan(genSchedule(t, jan))
		from := jan + types.Period(rapid.Uint32Range(0, 50).Draw(t, "from"))
		less := false
		for p := from; p < jan+200; p++ {
			less = less || b.At(p) < a.At(p)
		}
		require.Equal(t, less, a.ReducedBy(b, from))
	})
}

// Offsets add up to what is open, keep to the part of each instalment and leave the protected minimum.
func TestOffsetsKeepToTheLimits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		terms := types.Terms{
			OffsetPercent: rapid.Uint32Range(0, 100).Draw(t, "percent"), ProtectedMinimum: rapid.Uint64Range(0, 200).Draw(t, "minimum"),
		}
		persons := rapid.Uint32Range(1, 3).Draw(t, "persons")
		monthly := rapid.Uint64Range(0, 1000).Draw(t, "monthly")
		base := types.NewPlan(types.Schedule{Changes: []types.Change{{Period: uint32(jan), Amount: monthly}}, UntilPeriod: uint32(jan) + 12})
		c := types.Clawback{Id: 1, Grant: 1, Amount: rapid.Uint64Range(1, 5000).Draw(t, "open")}
		n := rapid.Uint32Range(1, 14).Draw(t, "months")
		items, err := terms.Offsets(c, base, persons, jan, n)
		if err != nil {
			require.ErrorIs(t, err, types.ErrOffsetLimit)
			return
		}
		sum := uint64(0)
		for _, i := range items {
			at := base.At(types.Period(i.Period))
			require.NoError(t, i.Validate())
			require.LessOrEqual(t, i.Amount*100, at*uint64(terms.OffsetPercent))
			require.LessOrEqual(t, i.Amount+terms.ProtectedMinimum*uint64(persons), at)
			sum += i.Amount
		}
		require.Equal(t, c.Amount, sum)
		require.Len(t, items, int(n))
	})
}

func TestRefit(t *testing.T) {
	terms := types.Terms{OffsetPercent: 50}
	base := types.NewPlan(types.Schedule{Changes: []types.Change{{Period: uint32(jan), Amount: 10}}, UntilPeriod: uint32(jan) + 4})
	topUp, late := item(types.ITEM_KIND_TOP_UP, jan, 3), item(types.ITEM_KIND_TOP_UP, jan+4, 3)
	fits, over := item(types.ITEM_KIND_OFFSET, jan+1, 5), item(types.ITEM_KIND_OFFSET, jan+2, 6)
	kept, dropped, err := terms.Refit([]types.Item{topUp, late, fits, over}, base, 1, jan+4)
	require.NoError(t, err)
	require.Equal(t, []types.Item{topUp, fits}, kept)
	require.Equal(t, []types.Item{late, over}, dropped)
	_, _, err = terms.Refit([]types.Item{item(types.ITEM_KIND_ARREARS, jan+4, 1)}, base, 1, jan+4)
	require.ErrorIs(t, err, types.ErrItemOwed)
}

func TestFine(t *testing.T) {
	terms := types.Terms{FinePercent: 200}
	tests := []struct {
		name         string
		amount, fine uint64
		reason       types.Reason
		want         error
	}{
		{name: "none", amount: 100, reason: types.REASON_INCOME},
		{name: "no fraud", amount: 100, fine: 1, reason: types.REASON_INCOME, want: types.ErrFine},
		{name: "at the cap", amount: 100, fine: 200, reason: types.REASON_FRAUD},
		{name: "above the cap", amount: 100, fine: 201, reason: types.REASON_FRAUD, want: types.ErrFine},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			require.ErrorIs(t, terms.CheckFine(tc.amount, tc.fine, tc.reason), tc.want)
		})
	}
}
