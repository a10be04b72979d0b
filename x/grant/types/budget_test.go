package types_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/reliefchain/relief/x/grant/types"
)

func TestLedgerRefuses(t *testing.T) {
	ledger := types.Ledger{Node: 1, Year: 2024, Own: 100, Allocated: 10, Reserved: 20, Disbursed: 30}
	free, err := ledger.Free()
	require.NoError(t, err)
	require.Equal(t, uint64(40), free)
	tests := []struct {
		name   string
		rule   func(types.Ledger, uint64) (types.Ledger, error)
		amount uint64
		want   error
	}{
		{name: "allocate", rule: types.Ledger.Allocate, amount: 41, want: types.ErrBudgetExceeded},
		{name: "reserve", rule: types.Ledger.Reserve, amount: 41, want: types.ErrBudgetExceeded},
		{name: "unreserve", rule: types.Ledger.Unreserve, amount: 21, want: types.ErrBudgetExceeded},
		{name: "disburse", rule: types.Ledger.Disburse, amount: 21, want: types.ErrBudgetExceeded},
		{name: "appropriate", rule: types.Ledger.Appropriate, amount: math.MaxUint64, want: types.ErrOverflow},
		{name: "receive", rule: types.Ledger.Receive, amount: math.MaxUint64, want: types.ErrOverflow},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			_, err := tc.rule(ledger, tc.amount)
			require.ErrorIs(t, err, tc.want)
			next, err := tc.rule(ledger, 20)
			require.NoError(t, err)
			require.NotEqual(t, ledger, next)
		})
	}
	require.Equal(t, uint64(100), ledger.Own, "rules leave the ledger alone")
}

// TestTreeNeverGivesMoreThanItHas spends at random in a tree of three ledgers.
func TestTreeNeverGivesMoreThanItHas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tree := [3]types.Ledger{{Node: 1, Year: 2024}, {Node: 2, Year: 2024}, {Node: 3, Year: 2024}}
		amount := rapid.OneOf(rapid.Uint64Max(1000), rapid.Uint64())
		own := uint64(0)
		apply := func(i int, rule func(types.Ledger, uint64) (types.Ledger, error), a uint64) bool {
			next, err := rule(tree[i], a)
			if err == nil {
				tree[i] = next
			}
			return err == nil
		}
		node := rapid.IntRange(0, 2)
		t.Repeat(map[string]func(*rapid.T){
			"": func(t *rapid.T) {
				given := uint64(0)
				for i, l := range tree {
					require.NoError(t, l.Validate())
					given += l.Reserved + l.Disbursed
					if i > 0 {
						require.Equal(t, tree[i-1].Allocated, l.Received)
					}
				}
				require.LessOrEqual(t, given, own)
			},
			"appropriate": func(t *rapid.T) {
				if a := rapid.Uint64Max(1<<60).Draw(t, "amount"); own < 1<<60 && apply(0, types.Ledger.Appropriate, a) {
					own += a
				}
			},
			"allocate": func(t *rapid.T) {
				from, a := rapid.IntRange(0, 1).Draw(t, "node"), amount.Draw(t, "amount")
				if apply(from, types.Ledger.Allocate, a) {
					require.True(t, apply(from+1, types.Ledger.Receive, a))
				}
			},
			"reserve":   func(t *rapid.T) { apply(node.Draw(t, "node"), types.Ledger.Reserve, amount.Draw(t, "amount")) },
			"unreserve": func(t *rapid.T) { apply(node.Draw(t, "node"), types.Ledger.Unreserve, amount.Draw(t, "amount")) },
			"disburse":  func(t *rapid.T) { apply(node.Draw(t, "node"), types.Ledger.Disburse, amount.Draw(t, "amount")) },
		})
	})
}

func TestParse(t *testing.T) {
	p, err := types.ParsePeriod("2024-02")
	require.NoError(t, err)
	require.Equal(t, jan+1, p)
	require.Equal(t, "2024-02", p.String())
	require.Equal(t, uint32(2024), p.Year())
	p, err = types.ParsePeriod("24288")
	require.NoError(t, err)
	require.Equal(t, "2024-01", p.String())
	for _, text := range []string{"", "2024-00", "2024-13", "1969-12", "5001-01", "2024/01", "x", "-1"} {
		_, err := types.ParsePeriod(text)
		require.ErrorIs(t, err, types.ErrPeriodInvalid, text)
	}
	id, err := types.ParseGrantID("1-17")
	require.NoError(t, err)
	require.Equal(t, types.NewGrantID(1, 17), id)
	require.Equal(t, "1-17", id.String())
	id, err = types.ParseGrantID("4294967313")
	require.NoError(t, err)
	require.Equal(t, "1-17", id.String())
	for _, text := range []string{"", "1-", "0-1", "1-0", "1-2-3", "4294967296-1", "17", "x"} {
		_, err := types.ParseGrantID(text)
		require.ErrorIs(t, err, types.ErrInvalid, text)
	}
	require.Equal(t, []string{"3505", "350", "35", "0"}, types.Outward("3505"))
	require.NoError(t, types.RequireInside("0", "35"))
	require.ErrorIs(t, types.RequireInside("35", "0"), types.ErrAreaOutside)
}
