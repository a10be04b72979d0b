//relief:node-local settings of one node; no state depends on them

// Package nodeprofile is how a node runs unless its operator says otherwise. "go run ./scripts/bench -tune" measures the settings.
package nodeprofile

import (
	"fmt"
	"os"
	"runtime/debug"

	dbm "github.com/cosmos/cosmos-db"
	"github.com/syndtr/goleveldb/leveldb/filter"
	"github.com/syndtr/goleveldb/leveldb/opt"
)

const (
	// CacheNodes is how many nodes of each tree stay in memory. About eight for each grant of a roll is enough, four is much slower.
	CacheNodes = 781_250
	// InterBlockCache is off: a payroll walks through more records than that cache holds, so it would only cost.
	InterBlockCache = false
	// GCPercent lets the heap grow to three times what is in use before it is collected. Most of it are cached nodes, which
	// are costly to look through and seldom become garbage.
	GCPercent = 200
	// MemoryLimit is what the runtime collects earlier for, bytes. The cached nodes of two large trees are a third of it; without a limit the garbage
	// of a large import would take another 1.5 GiB.
	MemoryLimit = 7 << 29
)

const (
	writeBuffer = 16 << 20
	filterBits  = 10
	tableSize   = 8 << 20
	blockCache  = 256 << 20
	openTables  = 2_000
)

// OpenDB opens the database of the state. goleveldb gathers more before it writes a table than it does by default, and compacts
// by size alone: a walk through a roll misses in many tables, which it would take for a reason to compact them. A national register
// doesn't fit the cache of nodes; then every page is read, and the indexes of tables must not be read with each.
func OpenDB(backend dbm.BackendType, name, dir string) (dbm.DB, error) {
	var db dbm.DB
	var err error
	if backend == dbm.GoLevelDBBackend {
		db, err = dbm.NewGoLevelDBWithOpts(name, dir, &opt.Options{
			Filter: filter.NewBloomFilter(filterBits), WriteBuffer: writeBuffer, DisableSeeksCompaction: true,
			CompactionTableSize: tableSize, BlockCacheCapacity: blockCache, OpenFilesCacheCapacity: openTables,
		})
	} else {
		db, err = dbm.NewDB(name, backend, dir)
	}
	if err != nil {
		return nil, fmt.Errorf("open the database %s in %s: %w", name, dir, err)
	}
	return db, nil
}

// TuneMemory applies GCPercent and MemoryLimit unless the operator has set GOGC or GOMEMLIMIT.
func TuneMemory() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(GCPercent)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(MemoryLimit)
	}
}
