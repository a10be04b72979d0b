//relief:node-local the receipt log lies beside the chain; no state depends on it

// Package receiptlog keeps the leaves of paid instalments beside a node, so that it can show the path from an instalment to
// the chunk root in state. The log holds at least what the state holds: leaves are written, synced, before the block that
// commits to them; a block that is executed again writes the same bytes again.
package receiptlog

import (
	"encoding/binary"
	"fmt"
	"sync"

	dbm "github.com/cosmos/cosmos-db"
)

// Log is the receipt log of one node. It is safe for one writer and many readers.
type Log struct {
	db      dbm.DB
	mu      sync.Mutex
	pending []entry
}

type entry struct{ key, leaves []byte }

// Open opens or creates the log in a directory.
func Open(dir string) (*Log, error) {
	db, err := dbm.NewDB("receipts", dbm.GoLevelDBBackend, dir)
	if err != nil {
		return nil, fmt.Errorf("open the receipt log in %s: %w", dir, err)
	}
	return New(db), nil
}

// New returns a log over a database.
func New(db dbm.DB) *Log { return &Log{db: db} }

// Reset forgets leaves that were appended by an execution whose block wasn't committed.
func (l *Log) Reset() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.pending = l.pending[:0]
}

// Append takes the leaves of one chunk, keyed by run, roll and first slot. They become readable after Flush.
func (l *Log) Append(run uint64, roll, firstSlot uint32, leaves []byte) {
	l.mu.Lock()
	defer l.mu.Unlock()
	kept := append([]byte{}, leaves...) // never nil, which databases refuse: a chunk may hold no leaf
	l.pending = append(l.pending, entry{key(run, roll, firstSlot), kept})
}

// Flush writes what was appended and syncs it to disk.
func (l *Log) Flush() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.pending) == 0 {
		return nil
	}
	batch := l.db.NewBatch()
	defer batch.Close()
	for _, e := range l.pending {
		if err := batch.Set(e.key, e.leaves); err != nil {
			return fmt.Errorf("write the receipt log: %w", err)
		}
	}
	if err := batch.WriteSync(); err != nil {
		return fmt.Errorf("sync the receipt log: %w", err)
	}
	l.pending = l.pending[:0]
	return nil
}

// Leaves reads the leaves of one chunk; false when the log doesn't have them.
func (l *Log) Leaves(run uint64, roll, firstSlot uint32) ([]byte, bool, error) {
	leaves, err := l.db.Get(key(run, roll, firstSlot))
	if err != nil {
		return nil, false, fmt.Errorf("read the receipt log: %w", err)
	}
	return leaves, leaves != nil, nil
}

// Close closes the log.
func (l *Log) Close() error { return l.db.Close() }

func key(run uint64, roll, firstSlot uint32) []byte {
	k := make([]byte, 0, 16)
	k = binary.BigEndian.AppendUint64(k, run)
	k = binary.BigEndian.AppendUint32(k, roll)
	return binary.BigEndian.AppendUint32(k, firstSlot)
}
