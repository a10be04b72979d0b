package types_test

import (
	"encoding/hex"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/reliefchain/relief/x/grant/types"
)

func TestPageLayout(t *testing.T) {
	require.Equal(t, "0000000100000001", hex.EncodeToString(types.PageKey(1, 17)))
	record := types.Record{Grant: types.NewGrantID(1, 17), Amount: 1}
	value, err := record.Encode()
	require.NoError(t, err)
	page := types.Page(nil).With(17, record)
	require.Equal(t, strings.Repeat("00", types.RecordSize)+hex.EncodeToString(value), hex.EncodeToString(page))

	for _, value := range [][]byte{nil, {}, make([]byte, types.RecordSize-1), make([]byte, types.PageSize+types.RecordSize)} {
		_, err := types.DecodePage(value)
		require.ErrorIs(t, err, types.ErrRecordInvalid)
	}
	for _, key := range []string{"", "00000001000000", "000000010000000100", "0000000110000000"} {
		raw, err := hex.DecodeString(key)
		require.NoError(t, err)
		_, _, err = types.ParsePageKey(raw)
		require.ErrorIs(t, err, types.ErrRecordInvalid, key)
	}
}

// Keys ascend as slots do, and a slot is in the page of its key and in no other.
func TestPageKeys(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		roll := rapid.Uint32Range(1, math.MaxUint32-1).Draw(t, "roll")
		slot := rapid.Uint32().Draw(t, "slot")
		key := types.PageKey(roll, slot)
		back, first, err := types.ParsePageKey(key)
		require.NoError(t, err)
		require.Equal(t, roll, back)
		require.LessOrEqual(t, first, slot)
		require.Less(t, slot-first, uint32(types.PageSlots))
		require.Less(t, string(key), string(types.PagesEnd(roll)))
		require.LessOrEqual(t, string(types.PagesEnd(roll)), string(types.PageKey(roll+1, 0)))
	})
}

// A page is a map from its slots to records: writing one leaves the others and the page before as they were.
func TestPageHoldsRecords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := map[uint32]types.Record{}
		var page types.Page
		for range rapid.IntRange(1, 40).Draw(t, "writes") {
			slot := 32 + rapid.Uint32Max(types.PageSlots-1).Draw(t, "slot")
			record, before := genRecord(t), string(page)
			next := page.With(slot, record)
			require.Equal(t, before, string(page))
			want[slot], page = record, next
			decoded, err := types.DecodePage(page)
			require.NoError(t, err)
			for slot := uint32(32); slot < 32+types.PageSlots; slot++ {
				got, found, err := decoded.Record(slot)
				require.NoError(t, err)
				require.Equal(t, want[slot], got)
				_, wanted := want[slot]
				require.Equal(t, wanted, found)
			}
		}
	})
}
