package nodeprofile_test

import (
	"runtime/debug"
	"testing"

	dbm "github.com/cosmos/cosmos-db"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/app/nodeprofile"
)

func TestOpenDBReadsWhatOtherSettingsWrote(t *testing.T) {
	dir := t.TempDir()
	plain, err := dbm.NewDB("application", dbm.GoLevelDBBackend, dir)
	require.NoError(t, err)
	require.NoError(t, plain.SetSync([]byte("key"), []byte("value")))
	require.NoError(t, plain.Close())

	db, err := nodeprofile.OpenDB(dbm.GoLevelDBBackend, "application", dir)
	require.NoError(t, err)
	value, err := db.Get([]byte("key"))
	require.NoError(t, err)
	require.Equal(t, []byte("value"), value)
	require.NoError(t, db.Close())
}

func TestOpenDBTakesOtherBackends(t *testing.T) {
	db, err := nodeprofile.OpenDB(dbm.MemDBBackend, "application", t.TempDir())
	require.NoError(t, err)
	require.NoError(t, db.Close())
	_, err = nodeprofile.OpenDB("none", "application", t.TempDir())
	require.Error(t, err)
}

func TestTuneMemoryLeavesTheOperatorsSettings(t *testing.T) {
	limit, percent := debug.SetMemoryLimit(-1), debug.SetGCPercent(100)
	t.Cleanup(func() {
		debug.SetMemoryLimit(limit)
		debug.SetGCPercent(percent)
	})
	settings := func() (int64, int) {
		was := debug.SetGCPercent(100)
		return debug.SetMemoryLimit(limit), was
	}
	t.Setenv("GOGC", "")
	t.Setenv("GOMEMLIMIT", "")
	nodeprofile.TuneMemory()
	gotLimit, gotPercent := settings()
	require.EqualValues(t, nodeprofile.MemoryLimit, gotLimit)
	require.Equal(t, nodeprofile.GCPercent, gotPercent)

	t.Setenv("GOGC", "100")
	t.Setenv("GOMEMLIMIT", "8GiB")
	nodeprofile.TuneMemory()
	gotLimit, gotPercent = settings()
	require.Equal(t, limit, gotLimit)
	require.Equal(t, 100, gotPercent)
}
