package types_test

import (
	"bytes"
	"encoding/hex"
	"math"
	"testing"

	"github.com/cometbft/cometbft/crypto/merkle"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/reliefchain/relief/x/grant/types"
)

const jan = types.Period(2024 * 12) // 2024-01

func TestRecordLayout(t *testing.T) {
	record := types.Record{
		Grant: types.NewGrantID(1, 17), Amount: 80_000, NextAmount: 90_000, NextPeriod: jan + 2, LastPeriod: jan + 1,
		Balance: 160_000, Suspended: true, More: true,
	}
	value, err := record.Encode()
	require.NoError(t, err)
	require.Equal(t, "01"+"03"+"5ee1"+"5ee2"+"0000013880"+"0000015f90"+"0000000100000011"+"0000000000027100", hex.EncodeToString(value))
	back, err := types.DecodeRecord(value)
	require.NoError(t, err)
	require.Equal(t, record, back)
}

func genRecord(t *rapid.T) types.Record {
	r := types.Record{
		Grant:     types.NewGrantID(rapid.Uint32Min(1).Draw(t, "roll"), rapid.Uint32Min(1).Draw(t, "slot")),
		Amount:    rapid.Uint64Max(types.MaxAmount).Draw(t, "amount"),
		Balance:   rapid.Uint64().Draw(t, "balance"),
		Suspended: rapid.Bool().Draw(t, "suspended"),
	}
	if rapid.Bool().Draw(t, "was paid") {
		r.LastPeriod = types.Period(rapid.Uint32Range(uint32(types.MinPeriod), uint32(types.MaxPeriod)).Draw(t, "last"))
	}
	if rapid.Bool().Draw(t, "has head") {
		r.NextPeriod = types.Period(rapid.Uint32Range(max(uint32(types.MinPeriod), uint32(r.LastPeriod)+1), uint32(types.MaxPeriod)+1).Draw(t, "next"))
		r.NextAmount = rapid.Uint64Max(types.MaxAmount).Draw(t, "next amount")
		r.More = rapid.Bool().Draw(t, "more")
	}
	return r
}

func TestRecordRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		record := genRecord(t)
		value, err := record.Encode()
		require.NoError(t, err)
		back, err := types.DecodeRecord(value)
		require.NoError(t, err)
		require.Equal(t, record, back)
		shown, err := record.At(3, 4).Record()
		require.NoError(t, err)
		require.Equal(t, record, shown)
	})
}

func FuzzDecodeRecord(f *testing.F) {
	value, _ := types.Record{Grant: types.NewGrantID(1, 1), Amount: 5, NextPeriod: jan}.Encode()
	f.Add(value)
	f.Add(make([]byte, types.RecordSize))
	f.Fuzz(func(t *testing.T, value []byte) {
		record, err := types.DecodeRecord(value)
		if err != nil {
			require.ErrorIs(t, err, types.ErrRecordInvalid)
			return
		}
		again, err := record.Encode()
		require.NoError(t, err)
		require.True(t, bytes.Equal(value, again))
	})
}

func TestRecordRefusesWhatDoesNotFit(t *testing.T) {
	good := types.Record{Grant: types.NewGrantID(1, 1), Amount: 5, NextAmount: 6, NextPeriod: jan + 1, LastPeriod: jan}
	tests := []struct {
		name   string
		change func(*types.Record)
	}{
		{name: "amount", change: func(r *types.Record) { r.Amount = types.MaxAmount + 1 }},
		{name: "next amount", change: func(r *types.Record) { r.NextAmount = types.MaxAmount + 1 }},
		{name: "no grant", change: func(r *types.Record) { r.Grant = 0 }},
		{name: "head in the past", change: func(r *types.Record) { r.NextPeriod = r.LastPeriod }},
		{name: "head too far", change: func(r *types.Record) { r.NextPeriod = types.MaxPeriod + 2 }},
		{name: "more without head", change: func(r *types.Record) { r.NextPeriod, r.NextAmount, r.More = 0, 0, true }},
		{name: "last too early", change: func(r *types.Record) { r.LastPeriod = 1 }},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			record := good
			tc.change(&record)
			_, err := record.Encode()
			require.ErrorIs(t, err, types.ErrRecordInvalid)
		})
	}
}

func TestPay(t *testing.T) {
	grant := types.NewGrantID(1, 1)
	tests := []struct {
		name    string
		record  types.Record
		period  types.Period
		next    types.Record
		amount  uint64
		outcome types.Outcome
	}{
		{
			name: "paid", record: types.Record{Grant: grant, Amount: 5, Balance: 1}, period: jan,
			next: types.Record{Grant: grant, Amount: 5, Balance: 6, LastPeriod: jan}, amount: 5, outcome: types.OutcomePaid,
		},
		{
			name: "twice", record: types.Record{Grant: grant, Amount: 5, LastPeriod: jan}, period: jan,
			next: types.Record{Grant: grant, Amount: 5, LastPeriod: jan}, outcome: types.OutcomeRepeated,
		},
		{
			name: "not yet", record: types.Record{Grant: grant, NextAmount: 5, NextPeriod: jan + 1}, period: jan,
			next: types.Record{Grant: grant, NextAmount: 5, NextPeriod: jan + 1}, outcome: types.OutcomeNothing,
		},
		{
			name: "starts", record: types.Record{Grant: grant, NextAmount: 5, NextPeriod: jan, More: true}, period: jan,
			next: types.Record{Grant: grant, Amount: 5, Balance: 5, LastPeriod: jan, More: true}, amount: 5, outcome: types.OutcomePaid,
		},
		{
			name: "ends", record: types.Record{Grant: grant, Amount: 5, NextPeriod: jan}, period: jan,
			next: types.Record{Grant: grant, LastPeriod: jan}, outcome: types.OutcomeNothing,
		},
		{
			name: "suspended", record: types.Record{Grant: grant, Amount: 5, Suspended: true}, period: jan,
			next: types.Record{Grant: grant, Amount: 5, Suspended: true, LastPeriod: jan}, amount: 5, outcome: types.OutcomeHeldSuspended,
		},
		{
			name: "full", record: types.Record{Grant: grant, Amount: 5, Balance: math.MaxUint64 - 4}, period: jan,
			next: types.Record{Grant: grant, Amount: 5, Balance: math.MaxUint64 - 4, LastPeriod: jan}, amount: 5, outcome: types.OutcomeHeldFull,
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			next, amount, outcome := tc.record.Pay(tc.period)
			require.Equal(t, tc.next, next)
			require.Equal(t, tc.amount, amount)
			require.Equal(t, tc.outcome, outcome)
		})
	}
}

func TestPayIsIdempotent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		record := genRecord(t)
		period := types.Period(rapid.Uint32Range(uint32(types.MinPeriod), uint32(types.MaxPeriod)).Draw(t, "period"))
		once, amount, outcome := record.Pay(period)
		twice, again, repeated := once.Pay(period)
		require.Equal(t, once, twice)
		if outcome == types.OutcomePaid || outcome.Held() {
			require.Zero(t, again)
			require.Equal(t, types.OutcomeRepeated, repeated)
		}
		if outcome == types.OutcomePaid {
			require.Equal(t, record.Balance+amount, once.Balance)
		} else {
			require.Equal(t, record.Balance, once.Balance)
		}
	})
}

func TestLeafLayout(t *testing.T) {
	leaf := types.Leaf{Run: 3, Grant: types.NewGrantID(1, 17), Amount: 80_000, Roll: 1, Slot: 17, Period: jan, Kind: types.LeafPaid}
	value, err := leaf.Encode()
	require.NoError(t, err)
	require.Equal(t, "0000000000000003"+"0000000100000011"+"0000000000013880"+"00000001"+"00000011"+"5ee0"+"01"+"01", hex.EncodeToString(value))
	back, err := types.DecodeLeaf(value)
	require.NoError(t, err)
	require.Equal(t, leaf, back)
}

func genLeaf(t *rapid.T, slot uint32) types.Leaf {
	return types.Leaf{
		Run:    rapid.Uint64Min(1).Draw(t, "run"),
		Grant:  types.NewGrantID(rapid.Uint32Min(1).Draw(t, "roll"), rapid.Uint32Min(1).Draw(t, "first slot")),
		Amount: rapid.Uint64Range(1, types.MaxAmount).Draw(t, "amount"), Roll: rapid.Uint32Min(1).Draw(t, "present roll"), Slot: slot,
		Period: types.Period(rapid.Uint32Range(uint32(types.MinPeriod), uint32(types.MaxPeriod)).Draw(t, "period")),
		Kind:   rapid.SampledFrom([]types.LeafKind{types.LeafPaid, types.LeafHeld}).Draw(t, "kind"),
	}
}

func FuzzDecodeLeaf(f *testing.F) {
	value, _ := types.Leaf{Run: 1, Grant: types.NewGrantID(1, 1), Amount: 1, Roll: 1, Slot: 1, Period: jan, Kind: types.LeafHeld}.Encode()
	f.Add(value)
	f.Fuzz(func(t *testing.T, value []byte) {
		leaf, err := types.DecodeLeaf(value)
		if err != nil {
			require.ErrorIs(t, err, types.ErrLeafInvalid)
			return
		}
		again, err := leaf.Encode()
		require.NoError(t, err)
		require.True(t, bytes.Equal(value, again))
	})
}

func TestTreeIsTheOneOfTheLightClient(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var leaves []byte
		var items [][]byte
		var slots []uint32
		slot := uint32(0)
		for range rapid.IntRange(0, 70).Draw(t, "leaves") {
			slot += rapid.Uint32Range(1, 3).Draw(t, "step")
			leaf := genLeaf(t, slot)
			value, err := leaf.Encode()
			require.NoError(t, err)
			leaves, items, slots = append(leaves, value...), append(items, value), append(slots, slot)
		}
		var tree types.Tree
		root := tree.Root(leaves)
		require.Equal(t, merkle.HashFromByteSlices(items), root[:])
		require.Equal(t, root, tree.Root(leaves), "memory is reused")
		if len(items) == 0 {
			return
		}
		i := rapid.IntRange(0, len(items)-1).Draw(t, "index")
		index, leaf, err := types.FindLeaf(leaves, slots[i])
		require.NoError(t, err)
		require.Equal(t, i, index)
		require.Equal(t, slots[i], leaf.Slot)
		path := types.LeafPath(leaves, i)
		require.NoError(t, types.VerifyPath(root[:], uint32(len(items)), uint32(i), items[i], path))
		items[i][0] ^= 1
		require.ErrorIs(t, types.VerifyPath(root[:], uint32(len(items)), uint32(i), items[i], path), types.ErrChunkProof)
		_, _, err = types.FindLeaf(leaves, slot+1)
		require.ErrorIs(t, err, types.ErrPaymentUnknown)
	})
}
