package rehearse_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"cosmossdk.io/log/v2"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/cosmos/cosmos-sdk/baseapp"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/cmd/reliefd/rehearse"
	"github.com/reliefchain/relief/testutil/chaintest"
	stablecointypes "github.com/reliefchain/relief/x/stablecoin/types"
)

// stopped writes the state of a chain with something in it, as a stopped node has it, and returns the directory above its database.
func stopped(t *testing.T) string {
	t.Helper()
	c := chaintest.New(t, chaintest.Seats(), chaintest.World, chaintest.Straight)
	c.OpenOffice(chaintest.Office{Budget: 40_000, Coins: 100_000, Rolls: 1, First: 24288, Persons: []string{"A", "B"}})
	dir := t.TempDir()
	db := disk(t, dir)
	iter, err := c.DB().Iterator(nil, nil)
	require.NoError(t, err)
	for ; iter.Valid(); iter.Next() {
		require.NoError(t, db.Set(iter.Key(), iter.Value()))
	}
	require.NoError(t, iter.Close())
	require.NoError(t, db.Close())
	return dir
}

func disk(t *testing.T, dir string) dbm.DB {
	t.Helper()
	db, err := dbm.NewGoLevelDB("application", dir, nil)
	require.NoError(t, err)
	return db
}

type noOptions struct{}

func (noOptions) Get(string) any { return nil }

// version is a program with one upgrade more than this one.
func version(dir string, u app.Upgrade, stores ...string) rehearse.Program {
	return rehearse.Program{
		Blocks: 3,
		OpenDB: func() (dbm.DB, error) { return dbm.NewGoLevelDB("application", dir, nil) },
		New: func(db dbm.DB) (*app.App, error) {
			return app.New(app.Config{
				Logger: log.NewNopLogger(), DB: db, Options: noOptions{}, Upgrades: append(slices.Clone(app.Upgrades), u), Stores: stores,
				Base: []func(*baseapp.BaseApp){baseapp.SetChainID(chaintest.ChainID)},
			})
		},
	}
}

func TestUpgrade(t *testing.T) {
	dir := stopped(t)
	db := disk(t, dir)
	before, err := app.ReadStored(db)
	require.NoError(t, err)
	require.NoError(t, db.Close())

	first := version(dir, app.Upgrade{Name: "v2", Added: []string{"fresh"}, Migrate: func(ctx context.Context, a *app.App) error {
		sdk.UnwrapSDKContext(ctx).KVStore(a.Key("fresh")).Set([]byte("key"), []byte("value"))
		return nil
	}}, "fresh")
	r, err := first.Upgrade(t.Context(), "v2")
	require.NoError(t, err)
	require.Equal(t, before.Version+2, r.Height)
	require.Equal(t, r.Height+3, r.Last)
	require.Equal(t, []string{"fresh"}, r.Added)
	require.Empty(t, r.Deleted)
	require.Empty(t, r.Modules)
	require.NotEmpty(t, r.AppHash)
	require.Positive(t, r.Invariants)
	require.Positive(t, r.Exported)

	r, err = version(dir, app.Upgrade{Name: "v3", Deleted: []string{"fresh"}}).Upgrade(t.Context(), "v3")
	require.ErrorIs(t, err, app.ErrWrongProgram, "it forgot the row of the upgrade before")
	require.Empty(t, r.Deleted)
	second := version(dir, app.Upgrade{Name: "v3", Deleted: []string{"fresh"}})
	second.New = func(db dbm.DB) (*app.App, error) {
		return app.New(app.Config{
			Logger: log.NewNopLogger(), DB: db, Options: noOptions{},
			Upgrades: append(slices.Clone(app.Upgrades), app.Upgrade{Name: "v2"}, app.Upgrade{Name: "v3", Deleted: []string{"fresh"}}),
			Base:     []func(*baseapp.BaseApp){baseapp.SetChainID(chaintest.ChainID)},
		})
	}
	r, err = second.Upgrade(t.Context(), "v3")
	require.NoError(t, err)
	require.Equal(t, []string{"fresh"}, r.Deleted)
}

func TestUpgradeThatCannotBeMade(t *testing.T) {
	for _, tc := range []struct {
		name    string
		upgrade app.Upgrade
		err     error
	}{
		{
			name: "migration fails", err: app.ErrUpgradeFailed,
			upgrade: app.Upgrade{Name: "v2", Migrate: func(context.Context, *app.App) error { return errors.New("broken") }},
		},
		{name: "another name", upgrade: app.Upgrade{Name: "v3"}, err: app.ErrWrongProgram},
		{
			name: "coins without a reserve", err: rehearse.ErrInvariant,
			upgrade: app.Upgrade{Name: "v2", Migrate: func(ctx context.Context, a *app.App) error {
				return a.Bank.MintCoins(ctx, stablecointypes.ModuleName, sdk.NewCoins(sdk.NewInt64Coin(chaintest.Denom, 1)))
			}},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := version(stopped(t), tc.upgrade).Upgrade(t.Context(), "v2")
			require.ErrorIs(t, err, tc.err)
		})
	}
}

// A node that has stopped for the upgrade has it planned already.
func TestPlanThatIsDue(t *testing.T) {
	dir := stopped(t)
	db := disk(t, dir)
	defer db.Close()
	height, err := rehearse.Plan(db, "v2")
	require.NoError(t, err)
	again, err := rehearse.Plan(db, "v2")
	require.NoError(t, err)
	require.Equal(t, height, again)
	other, err := rehearse.Plan(db, "v3")
	require.NoError(t, err)
	require.Equal(t, height+1, other)
}

// The original is only read, and no node starts on it meanwhile.
func TestCopy(t *testing.T) {
	dir := stopped(t)
	from, to := filepath.Join(dir, "application.db"), filepath.Join(t.TempDir(), "application.db")
	before := contents(t, from)
	source, err := rehearse.Open(from)
	require.NoError(t, err)
	_, err = dbm.NewGoLevelDB("application", dir, nil)
	require.Error(t, err)
	var copied int64
	require.NoError(t, source.Copy(t.Context(), to, func(bytes int64) { copied += bytes }))
	require.NoError(t, source.Close())
	require.Equal(t, source.Bytes, copied)
	require.Equal(t, before, contents(t, from))
	delete(before, "LOCK")
	require.Equal(t, before, contents(t, to))

	db := disk(t, dir)
	_, err = rehearse.Open(from)
	require.ErrorIs(t, err, rehearse.ErrRunning)
	require.NoError(t, db.Close())
	_, err = rehearse.Open(t.TempDir())
	require.ErrorIs(t, err, os.ErrNotExist)
}

func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	files := map[string]string{}
	for _, entry := range entries {
		raw, err := os.ReadFile(filepath.Join(dir, entry.Name()))
		require.NoError(t, err)
		files[entry.Name()] = string(raw)
	}
	return files
}
