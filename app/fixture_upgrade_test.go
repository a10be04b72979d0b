package app_test

import (
	"archive/tar"
	"compress/gzip"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/cockroachdb/datadriven"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/cmd/reliefd/rehearse"
	"github.com/reliefchain/relief/testutil/chaintest"
)

// TestUpgradeFromTags goes on with the state that the program of each tag in testdata/upgrade left behind: every upgrade since, then
// payments, registrations, decisions and votes. Invariants hold after each block, and the state exports and imports. As long as
// no upgrade is needed, this program has to come to the same state as that of the tag; see testdata/upgrade/README.md.
func TestUpgradeFromTags(t *testing.T) {
	tags, err := filepath.Glob("testdata/upgrade/*/" + fixtureFile)
	require.NoError(t, err)
	require.NotEmpty(t, tags)
	for _, path := range tags {
		dir := filepath.Dir(path)
		t.Run(filepath.Base(dir), func(t *testing.T) {
			f, db := openFixture(t, dir)
			stored, err := app.ReadStored(db)
			require.NoError(t, err)
			require.Equal(t, f.Height, stored.Version)
			pending := stored.Pending(app.Upgrades)
			if len(pending) > 0 {
				_, err := rehearse.Plan(db, pending[len(pending)-1].Name)
				require.NoError(t, err)
			}
			c := chaintest.Resume(t, db, chaintest.Seats(), f.Time)
			if len(pending) > 0 {
				c.Block(c.Now)
			} else {
				require.Equal(t, f.AppHash, hex.EncodeToString(c.App().LastCommitID().Hash))
			}
			c.CheckInvariants()
			c.Export()

			s := chaintest.NewScenario(t)
			s.Chain = c
			datadriven.RunTest(t, filepath.Join(dir, afterFile), func(_ *testing.T, d *datadriven.TestData) string { return s.Run(d) })
			if len(pending) == 0 {
				require.Equal(t, f.After, hex.EncodeToString(c.App().LastCommitID().Hash),
					"this program makes another state of the same blocks than the one of the tag: networks need a row in Upgrades; see testdata/upgrade/README.md")
			}
		})
	}
}

// openFixture unpacks a fixture onto the disk and opens its database.
func openFixture(t *testing.T, dir string) (fixture, dbm.DB) {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(dir, fixtureFile))
	require.NoError(t, err)
	var f fixture
	require.NoError(t, json.Unmarshal(raw, &f))
	packed, err := os.Open(filepath.Join(dir, stateFile))
	require.NoError(t, err)
	defer packed.Close()
	unpacked, err := gzip.NewReader(packed)
	require.NoError(t, err)
	home := t.TempDir()
	to := filepath.Join(home, "application.db")
	require.NoError(t, os.Mkdir(to, 0o700))
	for files := tar.NewReader(unpacked); ; {
		header, err := files.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		raw, err := io.ReadAll(files)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(to, filepath.Base(header.Name)), raw, 0o600))
	}
	db, err := dbm.NewGoLevelDB("application", home, nil)
	require.NoError(t, err)
	t.Cleanup(func() { _ = db.Close() })
	return f, db
}
