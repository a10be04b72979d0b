package keeper_test

import (
	"encoding/binary"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/grant/types"
)

// A network from before pages has an entry for each record, and slots that were never taken.
func TestPackRecords(t *testing.T) {
	e, roll := world(t)
	other := e.openRoll("350526")
	hot := e.rolls.OpenKVStore(e.ctx)
	want := map[[2]uint32]types.Record{}
	for _, at := range [][2]uint32{{roll, 1}, {roll, 15}, {roll, 16}, {roll, 31}, {roll, 33}, {roll, 400}, {other, 1}, {other, 2}} {
		record := types.Record{Grant: types.NewGrantID(at[0], at[1]), Amount: uint64(at[1])}
		value, err := record.Encode()
		require.NoError(t, err)
		key := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, at[0]), at[1])
		require.NoError(t, hot.Set(key, value))
		want[at] = record
	}
	require.NoError(t, e.keeper.PackRecords(e.ctx))

	got := map[[2]uint32]types.Record{}
	gs, err := e.keeper.ExportGenesis(e.ctx)
	require.NoError(t, err)
	for _, r := range gs.Records {
		record, err := r.Record()
		require.NoError(t, err)
		got[[2]uint32{r.Roll, r.Slot}] = record
	}
	require.Equal(t, want, got)
}
