package types_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/reliefchain/relief/x/grant/types"
)

type ledgerRule = func(types.Ledger, uint64) (types.Ledger, error)

func TestLedgerOfAYearRefuses(t *testing.T) {
	ledger := types.Ledger{Node: 1, Year: 2024, Own: 100, Received: 50, Allocated: 10, Reserved: 20, Disbursed: 30, Returned: 20}
	tests := []struct {
		name   string
		rule   ledgerRule
		amount uint64
		want   error
	}{
		{name: "return more than was received", rule: types.Ledger.Return, amount: 31, want: types.ErrReturnExceedsReceived},
		{name: "take back more than was allocated", rule: types.Ledger.TakeBack, amount: 11, want: types.ErrBudgetExceeded},
		{name: "carry over more than is free", rule: types.Ledger.CarryOver, amount: 71, want: types.ErrBudgetExceeded},
		{name: "bring forward too much", rule: types.Ledger.BringForward, amount: math.MaxUint64, want: types.ErrOverflow},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			_, err := tc.rule(ledger, tc.amount)
			require.ErrorIs(t, err, tc.want)
			next, err := tc.rule(ledger, 10)
			require.NoError(t, err)
			require.NotEqual(t, ledger, next)
		})
	}
	poor := types.Ledger{Node: 1, Year: 2024, Received: 50, Reserved: 45}
	_, err := poor.Return(6)
	require.ErrorIs(t, err, types.ErrBudgetExceeded)
	require.ErrorIs(t, poor.Settled(), types.ErrYearReserved)
	require.NoError(t, types.Ledger{Node: 1, Year: 2024, Received: 50, Disbursed: 45}.Settled())
	require.ErrorIs(t, types.Ledger{Node: 1, Year: 2024, Own: 2, Received: 1, Returned: 2}.Validate(), types.ErrReturnExceedsReceived)
}

func TestNodeClosesItsYearsInOrder(t *testing.T) {
	node, err := types.BudgetNode{Id: 1}.Close(2024)
	require.NoError(t, err)
	for _, year := range []uint32{2023, 2024} {
		require.ErrorIs(t, node.RequireOpen(year), types.ErrYearClosed)
		require.Equal(t, uint32(2025), node.OpenYear(year))
		_, err := node.Close(year)
		require.ErrorIs(t, err, types.ErrYearClosed)
	}
	require.NoError(t, node.RequireOpen(2025))
	require.Equal(t, uint32(2026), node.OpenYear(2026))
}

func TestBooksAgreeFigureByFigure(t *testing.T) {
	ledger := types.Ledger{Node: 1, Year: 2024, Own: 1, Received: 2, Allocated: 3, Reserved: 4, Disbursed: 5, Recovered: 6, Returned: 7, BroughtForward: 8, CarriedOver: 9}
	msg := types.MsgReconcile{Node: 1, Year: 2024, Own: 1, Received: 2, Allocated: 3, Reserved: 4, Disbursed: 5, Recovered: 6, Returned: 7, BroughtForward: 8, CarriedOver: 9}
	require.Equal(t, ledger, msg.Ledger())
	require.NoError(t, ledger.Agree(msg.Ledger()))
	for _, field := range []func(*types.Ledger) *uint64{
		func(l *types.Ledger) *uint64 { return &l.Own },
		func(l *types.Ledger) *uint64 { return &l.Received },
		func(l *types.Ledger) *uint64 { return &l.Allocated },
		func(l *types.Ledger) *uint64 { return &l.Reserved },
		func(l *types.Ledger) *uint64 { return &l.Disbursed },
		func(l *types.Ledger) *uint64 { return &l.Recovered },
		func(l *types.Ledger) *uint64 { return &l.Returned },
		func(l *types.Ledger) *uint64 { return &l.BroughtForward },
		func(l *types.Ledger) *uint64 { return &l.CarriedOver },
	} {
		books := ledger
		*field(&books)++
		require.ErrorIs(t, ledger.Agree(books), types.ErrFiguresDiffer)
	}
}

// rules of the ledger with what takes each back, where there is something.
var rules = []struct {
	name          string
	rule, inverse ledgerRule
}{
	{name: "appropriate", rule: types.Ledger.Appropriate},
	{name: "receive", rule: types.Ledger.Receive, inverse: types.Ledger.Return},
	{name: "bring forward", rule: types.Ledger.BringForward, inverse: types.Ledger.CarryOver},
	{name: "allocate", rule: types.Ledger.Allocate, inverse: types.Ledger.TakeBack},
	{name: "reserve", rule: types.Ledger.Reserve, inverse: types.Ledger.Unreserve},
	{name: "disburse", rule: types.Ledger.Disburse},
	{name: "return", rule: types.Ledger.Return},
	{name: "carry over", rule: types.Ledger.CarryOver},
	{name: "take back", rule: types.Ledger.TakeBack, inverse: types.Ledger.Allocate},
	{name: "unreserve", rule: types.Ledger.Unreserve, inverse: types.Ledger.Reserve},
}

// TestLedgerIsAlwaysBalanced applies rules at random: funds = used + free, nothing is below zero, and a rule with an inverse leaves
// no trace in what is free.
func TestLedgerIsAlwaysBalanced(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ledger := types.Ledger{Node: 1, Year: 2024}
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			r := rapid.SampledFrom(rules).Draw(t, "rule")
			amount := rapid.OneOf(rapid.Uint64Max(1000), rapid.Uint64()).Draw(t, "amount")
			next, err := r.rule(ledger, amount)
			if err != nil {
				require.Zero(t, next)
				continue
			}
			if r.inverse != nil {
				free, err := ledger.Free()
				require.NoError(t, err)
				back, err := r.inverse(next, amount)
				require.NoError(t, err, r.name)
				same, err := back.Free()
				require.NoError(t, err)
				require.Equal(t, free, same, r.name)
			}
			ledger = next
			require.NoError(t, ledger.Validate())
			free, err := ledger.Free()
			require.NoError(t, err)
			l := ledger
			require.Equal(t, l.Own+l.Received+l.Recovered+l.BroughtForward,
				l.Allocated+l.Reserved+l.Disbursed+l.Returned+l.CarriedOver+free)
			require.LessOrEqual(t, l.Returned, l.Received)
		}
	})
}

// TestTreeCloses moves money at random in a tree of a parent with two children: what the sums say of it closes, and what the parent
// gave is what its children have and didn't return.
func TestTreeCloses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tree := [3]types.Ledger{{Node: 1, Year: 2024}, {Node: 2, Year: 2024}, {Node: 3, Year: 2024}}
		apply := func(i int, rule ledgerRule, amount uint64) bool {
			next, err := rule(tree[i], amount)
			if err == nil {
				tree[i] = next
			}
			return err == nil
		}
		any, child, amount := rapid.IntRange(0, 2), rapid.IntRange(1, 2), rapid.Uint64Max(1<<40)
		one := func(rule ledgerRule) func(*rapid.T) {
			return func(t *rapid.T) { apply(any.Draw(t, "node"), rule, amount.Draw(t, "amount")) }
		}
		t.Repeat(map[string]func(*rapid.T){
			"": func(t *rapid.T) {
				var sums types.BudgetSums
				for _, l := range tree {
					require.NoError(t, l.Validate())
					var err error
					sums, err = sums.Add(l)
					require.NoError(t, err)
				}
				kept := tree[1].Received - tree[1].Returned + tree[2].Received - tree[2].Returned
				require.Equal(t, tree[0].Allocated, kept)
				require.Equal(t, uint32(3), sums.Nodes)
				require.Equal(t, sums.Own+sums.BroughtForward+sums.Recovered, sums.Reserved+sums.Disbursed+sums.CarriedOver+sums.Free)
			},
			"appropriate":   one(types.Ledger.Appropriate),
			"bring forward": one(types.Ledger.BringForward),
			"reserve":       one(types.Ledger.Reserve),
			"unreserve":     one(types.Ledger.Unreserve),
			"disburse":      one(types.Ledger.Disburse),
			"carry over":    one(types.Ledger.CarryOver),
			"allocate": func(t *rapid.T) {
				if to, a := child.Draw(t, "child"), amount.Draw(t, "amount"); apply(0, types.Ledger.Allocate, a) {
					require.True(t, apply(to, types.Ledger.Receive, a))
				}
			},
			"return": func(t *rapid.T) {
				if from, a := child.Draw(t, "child"), amount.Draw(t, "amount"); apply(from, types.Ledger.Return, a) {
					require.True(t, apply(0, types.Ledger.TakeBack, a))
				}
			},
		})
	})
}
