package app_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"cosmossdk.io/log/v2"
	abci "github.com/cometbft/cometbft/abci/types"
	cmttypes "github.com/cometbft/cometbft/types"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/cosmos/cosmos-sdk/baseapp"
	"github.com/cosmos/cosmos-sdk/server"
	sdk "github.com/cosmos/cosmos-sdk/types"
	upgradetypes "github.com/cosmos/cosmos-sdk/x/upgrade/types"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/testutil/chaintest"
	counciltypes "github.com/reliefchain/relief/x/council/types"
)

type settings map[string]any

func (s settings) Get(key string) any { return s[key] }

// program is one version of reliefd.
type program struct {
	upgrades []app.Upgrade
	stores   []string
	options  settings
}

// due is the height of the upgrade "v2" in these tests.
const due = 5

func (p program) open(t *testing.T, db dbm.DB) *app.App {
	t.Helper()
	a, err := p.tryOpen(db)
	require.NoError(t, err)
	return a
}

func (p program) tryOpen(db dbm.DB) (*app.App, error) {
	if p.upgrades == nil {
		p.upgrades = []app.Upgrade{}
	}
	return app.New(app.Config{
		Logger: log.NewNopLogger(), DB: db, Options: p.options, Upgrades: p.upgrades, Stores: p.stores,
		Base: []func(*baseapp.BaseApp){baseapp.SetChainID(chaintest.ChainID)},
	})
}

// planned starts a chain on a database whose genesis plans the upgrade, and makes the blocks before it.
func (p program) planned(t *testing.T, db dbm.DB) *app.App {
	t.Helper()
	a := p.open(t, db)
	start(t, a)
	for h := int64(1); h < due; h++ {
		require.NoError(t, block(a, h))
	}
	return a
}

// start gives an empty app a genesis that plans the upgrade.
func start(t *testing.T, a *app.App) {
	t.Helper()
	g, err := a.NewGenesis()
	require.NoError(t, err)
	require.NoError(t, chaintest.World(a, g))
	require.NoError(t, g.SetPlan(upgradetypes.Plan{Name: "v2", Height: due}))
	state, err := g.JSON()
	require.NoError(t, err)
	params := cmttypes.DefaultConsensusParams().ToProto()
	_, err = a.InitChain(&abci.RequestInitChain{ChainId: chaintest.ChainID, InitialHeight: 1, Time: chaintest.Genesis, ConsensusParams: &params, AppStateBytes: state})
	require.NoError(t, err)
}

func block(a *app.App, height int64) error {
	_, err := appHash(a, height)
	return err
}

// appHash makes a block and returns the hash that the application tells consensus.
func appHash(a *app.App, height int64) ([]byte, error) {
	res, err := a.FinalizeBlock(&abci.RequestFinalizeBlock{Height: height, Time: chaintest.Genesis.Add(time.Duration(height) * time.Second)})
	if err != nil {
		return nil, err
	}
	_, err = a.Commit()
	return res.AppHash, err
}

// puts is a migration that writes one entry into a store.
func puts(store, value string) func(context.Context, *app.App) error {
	return func(ctx context.Context, a *app.App) error {
		sdk.UnwrapSDKContext(ctx).KVStore(a.Key(store)).Set([]byte("key"), []byte(value))
		return nil
	}
}

func holds(a *app.App, store string) string {
	return string(a.CommitMultiStore().GetKVStore(a.Key(store)).Get([]byte("key")))
}

// The program of the first version has a store "gone"; the next one adds "fresh" and deletes "gone".
var (
	first = program{stores: []string{"gone"}}
	next  = program{stores: []string{"fresh"}, upgrades: []app.Upgrade{
		{Name: "v2", Added: []string{"fresh"}, Deleted: []string{"gone"}, Migrate: puts("fresh", "new")},
	}}
)

func TestUpgradeStopsTheProgramThatDoesNotKnowIt(t *testing.T) {
	home := t.TempDir()
	a := program{options: settings{"home": home}}.planned(t, dbm.NewMemDB())
	require.ErrorIs(t, block(a, due), app.ErrWrongProgram)
	require.FileExists(t, filepath.Join(home, "data", upgradetypes.UpgradeInfoFilename), "a supervisor reads what to run next")
}

func TestUpgradeLeavesNoNoteWithoutAHome(t *testing.T) {
	t.Chdir(t.TempDir())
	require.ErrorIs(t, block(program{}.planned(t, dbm.NewMemDB()), due), app.ErrWrongProgram)
	files, err := os.ReadDir(".")
	require.NoError(t, err)
	require.Empty(t, files)
}

// On disk: the next version adds its store, deletes another one and goes on, also after a restart, and then only it may.
func TestUpgradeAddsAndDeletesStores(t *testing.T) {
	dir := t.TempDir()
	disk := func() dbm.DB {
		db, err := dbm.NewGoLevelDB("application", dir, nil)
		require.NoError(t, err)
		return db
	}
	db := disk()
	a := first.planned(t, db)
	require.ErrorIs(t, block(a, due), app.ErrWrongProgram)
	require.NoError(t, a.Close())

	db = disk()
	a = next.open(t, db)
	require.NoError(t, block(a, due))
	require.NoError(t, a.Close())

	db = disk()
	_, err := first.tryOpen(db)
	require.ErrorIs(t, err, app.ErrWrongProgram, "the version before would part from the others")
	a = next.open(t, db)
	require.Equal(t, "new", holds(a, "fresh"))
	require.Nil(t, a.Key("gone"))
	require.NoError(t, block(a, due+1))
	require.NoError(t, a.Close())

	db = disk()
	defer db.Close()
	require.Equal(t, int64(due+1), next.open(t, db).LastBlockHeight())
}

// A chain that starts with a version has all its upgrades; only a version that knows them goes on with it.
func TestUpgradesOfANewChainAreMade(t *testing.T) {
	db := dbm.NewMemDB()
	a := program{upgrades: []app.Upgrade{{Name: "v0"}, {Name: "v1"}}}.open(t, db)
	start(t, a)
	require.NoError(t, block(a, 1))
	stored, err := app.ReadStored(db)
	require.NoError(t, err)
	require.Equal(t, map[string]int64{"v0": 1, "v1": 1}, stored.Done)
	_, err = program{}.tryOpen(db)
	require.ErrorIs(t, err, app.ErrWrongProgram)
}

// A version that comes too early changes nothing, whether or not it has another set of stores.
func TestUpgradeWaitsForItsHeight(t *testing.T) {
	db := dbm.NewMemDB()
	a := first.open(t, db)
	start(t, a)
	require.NoError(t, block(a, 1))
	_, err := next.tryOpen(db)
	require.ErrorIs(t, err, app.ErrWrongProgram)
	for _, early := range []string{"v2", "not-planned"} {
		same := program{stores: first.stores, upgrades: []app.Upgrade{{Name: early}}}
		require.ErrorIs(t, block(same.open(t, db), 2), app.ErrWrongProgram, early)
	}
	require.NoError(t, block(first.open(t, db), 2))
}

// A version makes the plan only if that is its last upgrade: its modules would migrate beyond it. What the state lacks before it comes
// with it, and the stores of all are added and deleted together.
func TestUpgradeOverSeveralVersions(t *testing.T) {
	db := dbm.NewMemDB()
	first.planned(t, db)
	rows := []app.Upgrade{
		{Name: "v1", Added: []string{"fresh", "passing"}, Migrate: puts("fresh", "of v1")},
		{Name: "v2", Deleted: []string{"gone", "passing"}, Migrate: func(ctx context.Context, a *app.App) error {
			if got := sdk.UnwrapSDKContext(ctx).KVStore(a.Key("fresh")).Get([]byte("key")); string(got) != "of v1" {
				return errors.New("v1 comes before v2")
			}
			return puts("fresh", "of v2")(ctx, a)
		}},
	}
	beyond := program{stores: first.stores, upgrades: append(slices.Clone(rows), app.Upgrade{Name: "v3"})}
	require.ErrorIs(t, block(beyond.open(t, db), due), app.ErrWrongProgram)
	a := program{stores: []string{"fresh"}, upgrades: rows}.open(t, db)
	require.NoError(t, block(a, due))
	require.NoError(t, block(a, due+1))
	require.Equal(t, "of v2", holds(a, "fresh"))
	stored, err := app.ReadStored(db)
	require.NoError(t, err)
	require.Equal(t, map[string]int64{"v1": due, "v2": due}, stored.Done)
	require.Empty(t, stored.Pending(rows))
}

func TestPendingUpgrades(t *testing.T) {
	upgrades := []app.Upgrade{{Name: "v2"}, {Name: "v3"}, {Name: "v10"}}
	for _, tc := range []struct {
		name string
		done map[string]int64
		want []app.Upgrade
	}{
		{name: "none made", want: upgrades},
		{name: "those before the last are over", done: map[string]int64{"v3": 9}, want: upgrades[2:]},
		{name: "all made with the start", done: map[string]int64{"v2": 1, "v3": 1, "v10": 1}, want: upgrades[3:]},
	} {
		t.Run(tc.name, func(t *testing.T) { require.Equal(t, tc.want, app.Stored{Done: tc.done}.Pending(upgrades)) })
	}
}

// What a crash in the middle of the commit left of the added store doesn't change the hash of the state.
func TestUpgradeAfterACrashInItsCommit(t *testing.T) {
	whole, torn := dbm.NewMemDB(), dbm.NewMemDB()
	first.planned(t, whole)
	first.planned(t, torn)
	a := next.open(t, whole)
	want, err := appHash(a, due)
	require.NoError(t, err)
	left := dbm.NewPrefixDB(whole, []byte("s/k:fresh/"))
	iter, err := left.Iterator(nil, nil)
	require.NoError(t, err)
	to := dbm.NewPrefixDB(torn, []byte("s/k:fresh/"))
	for ; iter.Valid(); iter.Next() {
		require.NoError(t, to.Set(iter.Key(), iter.Value()))
	}
	require.NoError(t, iter.Close())
	b := next.open(t, torn)
	got, err := appHash(b, due)
	require.NoError(t, err)
	require.Equal(t, want, got)
	require.Equal(t, a.LastCommitID(), b.LastCommitID())
}

// An upgrade that can't be made writes nothing; the version before goes on where operators skip the height, with the same hash everywhere.
func TestUpgradeThatFails(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name    string
		migrate func(context.Context, *app.App) error
	}{
		{name: "error", migrate: func(ctx context.Context, a *app.App) error {
			return errors.Join(puts("fresh", "half")(ctx, a), errors.New("broken"))
		}},
		{name: "panic", migrate: func(ctx context.Context, a *app.App) error {
			_ = puts("fresh", "half")(ctx, a)
			panic("broken")
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			db, never := dbm.NewMemDB(), dbm.NewMemDB()
			before := first.planned(t, db).LastCommitID()
			first.planned(t, never)
			broken := next
			broken.upgrades = []app.Upgrade{{Name: "v2", Added: []string{"fresh"}, Deleted: []string{"gone"}, Migrate: tc.migrate}}
			require.ErrorIs(t, block(broken.open(t, db), due), app.ErrUpgradeFailed)
			require.Equal(t, before, broken.open(t, db).LastCommitID())

			for _, set := range []any{[]int{due}, "5", "[3,5]"} {
				back := first
				back.options = settings{server.FlagUnsafeSkipUpgrades: set}
				copied := dbm.NewMemDB()
				iter, err := db.Iterator(nil, nil)
				require.NoError(t, err)
				for ; iter.Valid(); iter.Next() {
					require.NoError(t, copied.Set(iter.Key(), iter.Value()))
				}
				require.NoError(t, iter.Close())
				a, b := back.open(t, copied), back.open(t, never)
				require.NoError(t, block(a, due), "%v", set)
				if b.LastBlockHeight() < due {
					require.NoError(t, block(b, due))
				}
				require.Equal(t, b.LastCommitID(), a.LastCommitID())
				require.NoError(t, block(first.open(t, copied), due+1), "the flag is needed for that height only")
			}
		})
	}
}

func TestUpgradeSkipIsAListOfHeights(t *testing.T) {
	p := first
	p.options = settings{server.FlagUnsafeSkipUpgrades: "v2"}
	_, err := p.tryOpen(dbm.NewMemDB())
	require.Error(t, err)
}

// A store that no upgrade adds or deletes is a mistake of the program.
func TestUpgradeMissingForAStore(t *testing.T) {
	db := dbm.NewMemDB()
	a := first.open(t, db)
	start(t, a)
	require.NoError(t, block(a, 1))
	for _, stores := range [][]string{nil, {"gone", "other"}} {
		_, err := program{stores: stores}.tryOpen(db)
		require.ErrorIs(t, err, app.ErrWrongProgram)
	}
}

// The provinces can vote for every upgrade, and each has a name of its own.
func TestUpgradesCanBeVotedFor(t *testing.T) {
	names := map[string]bool{}
	for _, u := range app.Upgrades {
		require.False(t, names[u.Name], u.Name)
		names[u.Name] = true
		require.NoError(t, counciltypes.CheckContent(&upgradetypes.MsgSoftwareUpgrade{Authority: app.Governance(), Plan: upgradetypes.Plan{Name: u.Name, Height: due}}), u.Name)
	}
}
