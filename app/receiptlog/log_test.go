package receiptlog_test

import (
	"testing"

	dbm "github.com/cosmos/cosmos-db"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/app/receiptlog"
)

func TestAppendedLeavesAreReadAfterFlush(t *testing.T) {
	onDisk, err := dbm.NewGoLevelDB("receipts", t.TempDir(), nil)
	require.NoError(t, err)
	for name, db := range map[string]dbm.DB{"memory": dbm.NewMemDB(), "disk": onDisk} {
		t.Run(name, func(t *testing.T) {
			log := receiptlog.New(db)
			log.Append(1, 2, 3, []byte("leaves"))
			log.Append(1, 2, 1003, nil) // a chunk of grants that have all ended
			_, kept, err := log.Leaves(1, 2, 3)
			require.NoError(t, err)
			require.False(t, kept)

			require.NoError(t, log.Flush())
			leaves, kept, err := log.Leaves(1, 2, 3)
			require.NoError(t, err)
			require.True(t, kept)
			require.Equal(t, []byte("leaves"), leaves)
			leaves, kept, err = log.Leaves(1, 2, 1003)
			require.NoError(t, err)
			require.True(t, kept)
			require.Empty(t, leaves)
			require.NoError(t, log.Close())
		})
	}
}

func TestResetForgetsWhatWasNotFlushed(t *testing.T) {
	log := receiptlog.New(dbm.NewMemDB())
	log.Append(1, 1, 1, []byte("leaves"))
	log.Reset()
	require.NoError(t, log.Flush())
	_, kept, err := log.Leaves(1, 1, 1)
	require.NoError(t, err)
	require.False(t, kept)
}
