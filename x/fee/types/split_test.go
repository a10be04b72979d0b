package types_test

import (
	"testing"

	"cosmossdk.io/math"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/reliefchain/relief/x/fee/types"
)

func TestDivideNeverGivesMoreThanThereIs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		names := []string{"a", "b", "c", "d", "e"}
		var e types.Epoch
		signed := map[string]uint64{}
		for range rapid.IntRange(1, 50).Draw(t, "blocks") {
			var who []string
			for _, name := range rapid.SliceOfDistinct(rapid.SampledFrom(names), rapid.ID[string]).Draw(t, "signers") {
				who = append(who, name)
				signed[name]++
			}
			before := len(e.Shares)
			next := e.Sign(who)
			if len(e.Shares) != before {
				t.Fatal("changed the epoch it was called on")
			}
			e = next
		}
		if err := e.Validate(); err != nil {
			t.Fatal(err)
		}
		amount := math.NewInt(rapid.Int64Range(0, 1<<40).Draw(t, "amount"))
		sum := math.ZeroInt()
		parts := e.Divide(amount)
		for i, part := range parts {
			if e.Shares[i].Blocks != signed[e.Shares[i].Account] {
				t.Fatalf("%s signed %d, counted %d", e.Shares[i].Account, signed[e.Shares[i].Account], e.Shares[i].Blocks)
			}
			for j := range i {
				if (e.Shares[i].Blocks > e.Shares[j].Blocks) && part.LT(parts[j]) {
					t.Fatal("who signed more got less")
				}
			}
			sum = sum.Add(part)
		}
		left := amount.Sub(sum)
		if left.IsNegative() || len(parts) > 0 && left.GTE(math.NewInt(int64(len(parts)))) {
			t.Fatalf("%s of %s stay with %d shares", left, amount, len(parts))
		}
	})
}

func TestEpochValidate(t *testing.T) {
	for _, tc := range []struct {
		name   string
		shares []types.Share
		want   error
	}{
		{name: "ascending", shares: []types.Share{{Account: "a", Blocks: 3}, {Account: "b", Blocks: 1}}},
		{name: "twice", shares: []types.Share{{Account: "a", Blocks: 3}, {Account: "a", Blocks: 1}}, want: types.ErrGenesisInvalid},
		{name: "more than there were", shares: []types.Share{{Account: "a", Blocks: 4}}, want: types.ErrGenesisInvalid},
		{name: "none", shares: []types.Share{{Account: "a"}}, want: types.ErrGenesisInvalid},
		{name: "nobody", shares: []types.Share{{Blocks: 1}}, want: types.ErrGenesisInvalid},
	} {
		t.Run(tc.name, func(t *testing.T) {
			require.ErrorIs(t, types.Epoch{Blocks: 3, Shares: tc.shares}.Validate(), tc.want)
		})
	}
}
