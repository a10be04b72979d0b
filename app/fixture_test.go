package app_test

import (
	"archive/tar"
	"compress/gzip"
	"encoding/hex"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/cockroachdb/datadriven"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/testutil/chaintest"
)

var fixtureDir = flag.String("fixture", "", "directory of testdata/upgrade to write the state of this program into; scripts/upgradefixture.sh sets it")

// fixture is the state of a chain made by the program of a tag, beside its database.
type fixture struct {
	Height int64     `json:"height"`
	Time   time.Time `json:"time"`
	// AppHash of the state, and After once the program of the tag has gone on as after.txt tells.
	AppHash string `json:"app_hash"`
	After   string `json:"after"`
}

// Files of a fixture.
const (
	beforeFile  = "before.txt"
	afterFile   = "after.txt"
	fixtureFile = "chain.json"
	stateFile   = "application.db.tar.gz"
)

// TestWriteFixture tells before.txt, keeps the database, and goes on with after.txt. It needs only what the first tag has too.
func TestWriteFixture(t *testing.T) {
	if *fixtureDir == "" {
		t.Skip("writes a fixture with -fixture")
	}
	s := chaintest.NewScenario(t, chaintest.Straight)
	tell := func(file string) {
		datadriven.RunTest(t, filepath.Join(*fixtureDir, file), func(_ *testing.T, d *datadriven.TestData) string { return s.Run(d) })
	}
	appHash := func() string { return hex.EncodeToString(s.Chain.App().LastCommitID().Hash) }
	tell(beforeFile)
	f := fixture{Height: s.Chain.Height, Time: s.Chain.Now, AppHash: appHash()}
	keepState(t, s.Chain.DB(), filepath.Join(*fixtureDir, stateFile))
	tell(afterFile)
	f.After = appHash()
	raw, err := json.MarshalIndent(f, "", "  ")
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(*fixtureDir, fixtureFile), append(raw, '\n'), 0o644))
}

// keepState writes a database as a node has it on its disk, packed.
func keepState(t *testing.T, from dbm.DB, file string) {
	t.Helper()
	dir := t.TempDir()
	to, err := dbm.NewGoLevelDB("application", dir, nil)
	require.NoError(t, err)
	iter, err := from.Iterator(nil, nil)
	require.NoError(t, err)
	for ; iter.Valid(); iter.Next() {
		require.NoError(t, to.Set(iter.Key(), iter.Value()))
	}
	require.NoError(t, iter.Close())
	require.NoError(t, to.ForceCompact(nil, nil))
	require.NoError(t, to.Close())

	out, err := os.Create(file)
	require.NoError(t, err)
	packed, err := gzip.NewWriterLevel(out, gzip.BestCompression)
	require.NoError(t, err)
	files := tar.NewWriter(packed)
	entries, err := os.ReadDir(filepath.Join(dir, "application.db"))
	require.NoError(t, err)
	for _, entry := range entries {
		if entry.Name() == "LOCK" || entry.Name() == "LOG" {
			continue
		}
		raw, err := os.ReadFile(filepath.Join(dir, "application.db", entry.Name()))
		require.NoError(t, err)
		require.NoError(t, files.WriteHeader(&tar.Header{Name: entry.Name(), Mode: 0o600, Size: int64(len(raw)), Format: tar.FormatPAX}))
		_, err = files.Write(raw)
		require.NoError(t, err)
	}
	require.NoError(t, files.Close())
	require.NoError(t, packed.Close())
	require.NoError(t, out.Close())
}
