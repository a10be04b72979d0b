//relief:node-local reads what the database holds before the stores are loaded, and the settings of the node

package app

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"cosmossdk.io/log/v2"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/server"
	servertypes "github.com/cosmos/cosmos-sdk/server/types"
	"github.com/cosmos/cosmos-sdk/store/v2/rootmulti"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	upgradetypes "github.com/cosmos/cosmos-sdk/x/upgrade/types"
	"github.com/spf13/cast"
)

// home is the directory of the node's data; empty for an app in memory.
func home(options servertypes.AppOptions) string {
	dir, _ := options.Get(flags.FlagHome).(string)
	return dir
}

// skippedUpgrades are the heights whose upgrade the operator has said not to make: a list, or its text in an environment variable.
func skippedUpgrades(options servertypes.AppOptions) (map[int64]bool, error) {
	set := options.Get(server.FlagUnsafeSkipUpgrades)
	heights, err := cast.ToIntSliceE(set)
	if text, ok := set.(string); ok {
		heights, err = nil, nil
		for _, field := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("[], ", r) }) {
			height, err := strconv.Atoi(field)
			if err != nil {
				return nil, fmt.Errorf("%s is a list of heights, not %q", server.FlagUnsafeSkipUpgrades, text)
			}
			heights = append(heights, height)
		}
	}
	if set != nil && err != nil {
		return nil, fmt.Errorf("%s is a list of heights: %w", server.FlagUnsafeSkipUpgrades, err)
	}
	skip := map[int64]bool{}
	for _, height := range heights {
		skip[int64(height)] = true
	}
	return skip, nil
}

// Stored is what a database says about its stores and upgrades before any store is mounted.
type Stored struct {
	// Version is the latest height; 0 is an empty database.
	Version int64
	// Time of the block of that height.
	Time time.Time
	// Stores of that version.
	Stores []string
	// Plan is the upgrade that is planned; its name is empty if there is none.
	Plan upgradetypes.Plan
	// Done are the heights of the upgrades that were made, and Last the newest of these; empty if there was none.
	Done map[string]int64
	Last string
	// Modules are the versions of the modules' state.
	Modules map[string]uint64
}

// ReadStored looks at the latest version in a database. It writes nothing.
func ReadStored(db dbm.DB) (Stored, error) {
	s := Stored{Version: rootmulti.GetLatestVersion(db), Done: map[string]int64{}, Modules: map[string]uint64{}}
	if s.Version == 0 {
		return s, nil
	}
	key := storetypes.NewKVStoreKey(upgradetypes.StoreKey)
	ms := rootmulti.NewStore(db, log.NewNopLogger())
	ms.SetIAVLSyncPruning(true) // no goroutine that outlives the look
	ms.SetIAVLDisableFastNode(true)
	ms.MountStoreWithDB(key, storetypes.StoreTypeIAVL, nil)
	if err := ms.LoadLatestVersion(); err != nil {
		return s, fmt.Errorf("read version %d of the store %s: %w", s.Version, upgradetypes.StoreKey, err)
	}
	info, err := ms.GetCommitInfo(s.Version)
	if err != nil {
		return s, fmt.Errorf("list the stores of version %d: %w", s.Version, err)
	}
	s.Time = info.Timestamp
	for _, store := range info.StoreInfos {
		s.Stores = append(s.Stores, store.Name)
	}
	return s, s.readUpgrades(ms.GetKVStore(key))
}

// readUpgrades reads the store of x/upgrade.
func (s *Stored) readUpgrades(store storetypes.KVStore) error {
	if raw := store.Get(upgradetypes.PlanKey()); raw != nil {
		if err := s.Plan.Unmarshal(raw); err != nil {
			return fmt.Errorf("read the planned upgrade: %w", err)
		}
	}
	const number = 8 // bytes of a height or version
	each := func(first byte, least int, read func(key, value []byte)) error {
		iter := store.Iterator([]byte{first}, storetypes.PrefixEndBytes([]byte{first}))
		defer iter.Close()
		for ; iter.Valid(); iter.Next() {
			if key := iter.Key()[1:]; len(key) > least {
				read(key, iter.Value())
			}
		}
		return iter.Error()
	}
	if err := each(upgradetypes.DoneByte, number, func(key, _ []byte) { // by height
		s.Last = string(key[number:])
		s.Done[s.Last] = int64(binary.BigEndian.Uint64(key))
	}); err != nil {
		return err
	}
	return each(upgradetypes.VersionMapByte, 0, func(key, value []byte) {
		if len(value) == number {
			s.Modules[string(key)] = binary.BigEndian.Uint64(value)
		}
	})
}

// due tells whether the next block makes the planned upgrade.
func (s Stored) due(skip map[int64]bool) bool {
	return s.Plan.Name != "" && s.Plan.Height == s.Version+1 && !skip[s.Plan.Height]
}

// Pending lists the upgrades of a program that the state hasn't made, oldest first.
func (s Stored) Pending(upgrades []Upgrade) []Upgrade {
	return pending(upgrades, func(name string) bool { return s.Done[name] != 0 })
}

// change is what loading the stores of a program has to add and delete, or why this program can't go on with the state.
func (s Stored) change(mounted []string, upgrades []Upgrade, skip map[int64]bool) (added, deleted []string, err error) {
	if s.Version == 0 {
		return nil, nil, nil
	}
	if s.Last != "" && !slices.ContainsFunc(upgrades, func(u Upgrade) bool { return u.Name == s.Last }) {
		return nil, nil, fmt.Errorf("%w: the chain has made upgrade %s, which it doesn't know; install the version that makes it, or a later one", ErrWrongProgram, s.Last)
	}
	if s.due(skip) && s.Plan.Name == latest(upgrades) {
		added, deleted = storeChanges(s.Pending(upgrades))
	}
	for _, name := range mounted {
		if slices.Contains(s.Stores, name) || slices.Contains(added, name) {
			continue
		}
		for _, other := range upgrades {
			if slices.Contains(other.Added, name) {
				return nil, nil, fmt.Errorf("%w: it makes upgrade %s, which adds the store %s, and the state at height %d is from before it; run the version before it until that upgrade is due", ErrWrongProgram, other.Name, name, s.Version)
			}
		}
		return nil, nil, fmt.Errorf("%w: it needs a store %s, which the state at height %d lacks and no upgrade adds", ErrWrongProgram, name, s.Version)
	}
	for _, name := range s.Stores {
		if !slices.Contains(mounted, name) && !slices.Contains(deleted, name) {
			return nil, nil, fmt.Errorf("%w: the state at height %d has a store %s, which it doesn't know; install the version that runs on the other nodes", ErrWrongProgram, s.Version, name)
		}
	}
	for _, name := range added {
		if slices.Contains(s.Stores, name) {
			return nil, nil, fmt.Errorf("%w: upgrade %s adds a store %s, which is there already", ErrWrongProgram, s.Plan.Name, name)
		}
	}
	return added, deleted, nil
}

// setStoreLoader adds and deletes stores when the next block makes an upgrade that changes them. The plan in state decides, so that a
// node needs no note of the version before.
func (a *App) setStoreLoader(c Config) error {
	skip, err := skippedUpgrades(c.Options)
	if err != nil {
		return err
	}
	s, err := ReadStored(c.DB)
	if err != nil {
		return err
	}
	added, deleted, err := s.change(c.storeNames(), c.upgrades(), skip)
	if err != nil || len(added)+len(deleted) == 0 {
		return err
	}
	for _, name := range added {
		if err := clearStore(c.DB, name); err != nil {
			return fmt.Errorf("make room for the store %s: %w", name, err)
		}
	}
	a.MountKVStores(storetypes.NewKVStoreKeys(deleted...)) // mounted once more, so that their data goes
	a.SetStoreLoader(func(ms storetypes.CommitMultiStore) error {
		return ms.LoadLatestVersionAndUpgrade(&storetypes.StoreUpgrades{Added: added, Deleted: deleted})
	})
	return nil
}

// clearBatch is how many keys are removed at a time.
const clearBatch = 10_000

// clearStore removes what a crash in the block of the upgrade may have left of a store that isn't in any version yet. Loaded with
// its leftovers the store would have another hash than on the other nodes.
func clearStore(db dbm.DB, name string) error {
	under := dbm.NewPrefixDB(db, []byte("s/k:"+name+"/"))
	for {
		keys, err := firstKeys(under, clearBatch)
		if err != nil || len(keys) == 0 {
			return err
		}
		batch := under.NewBatch()
		for _, key := range keys {
			if err := batch.Delete(key); err != nil {
				return err
			}
		}
		if err := batch.WriteSync(); err != nil {
			return err
		}
		if err := batch.Close(); err != nil {
			return err
		}
	}
}

func firstKeys(db dbm.DB, most int) ([][]byte, error) {
	iter, err := db.Iterator(nil, nil)
	if err != nil {
		return nil, err
	}
	defer iter.Close()
	var keys [][]byte
	for ; iter.Valid() && len(keys) < most; iter.Next() {
		keys = append(keys, slices.Clone(iter.Key()))
	}
	return keys, iter.Error()
}
