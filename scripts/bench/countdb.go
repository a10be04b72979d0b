package main

import (
	"sync/atomic"

	dbm "github.com/cosmos/cosmos-db"
)

// writes is what a database was given to write. Batches count when they are filled, so that what a store hands over is seen
// whenever the database takes it.
type writes struct {
	puts, deletes, bytes atomic.Int64
}

// tally is a snapshot of writes.
type tally struct {
	Puts, Deletes, Bytes int64
}

func (w *writes) tally() tally {
	return tally{Puts: w.puts.Load(), Deletes: w.deletes.Load(), Bytes: w.bytes.Load()}
}

func (w *writes) put(key, value []byte) {
	w.puts.Add(1)
	w.bytes.Add(int64(len(key) + len(value)))
}

func (w *writes) delete(key []byte) {
	w.deletes.Add(1)
	w.bytes.Add(int64(len(key)))
}

func (t tally) plus(u tally) tally {
	return tally{Puts: t.Puts + u.Puts, Deletes: t.Deletes + u.Deletes, Bytes: t.Bytes + u.Bytes}
}

func (t tally) minus(u tally) tally {
	return tally{Puts: t.Puts - u.Puts, Deletes: t.Deletes - u.Deletes, Bytes: t.Bytes - u.Bytes}
}

// countingDB counts every key and value written to a database.
type countingDB struct {
	dbm.DB
	writes *writes
}

func newCountingDB(db dbm.DB) countingDB { return countingDB{DB: db, writes: &writes{}} }

// Set implements dbm.DB.
func (d countingDB) Set(key, value []byte) error {
	d.writes.put(key, value)
	return d.DB.Set(key, value)
}

// SetSync implements dbm.DB.
func (d countingDB) SetSync(key, value []byte) error {
	d.writes.put(key, value)
	return d.DB.SetSync(key, value)
}

// Delete implements dbm.DB.
func (d countingDB) Delete(key []byte) error {
	d.writes.delete(key)
	return d.DB.Delete(key)
}

// DeleteSync implements dbm.DB.
func (d countingDB) DeleteSync(key []byte) error {
	d.writes.delete(key)
	return d.DB.DeleteSync(key)
}

// NewBatch implements dbm.DB.
func (d countingDB) NewBatch() dbm.Batch { return countingBatch{d.DB.NewBatch(), d.writes} }

// NewBatchWithSize implements dbm.DB.
func (d countingDB) NewBatchWithSize(size int) dbm.Batch {
	return countingBatch{d.DB.NewBatchWithSize(size), d.writes}
}

type countingBatch struct {
	dbm.Batch
	writes *writes
}

// Set implements dbm.Batch.
func (b countingBatch) Set(key, value []byte) error {
	b.writes.put(key, value)
	return b.Batch.Set(key, value)
}

// Delete implements dbm.Batch.
func (b countingBatch) Delete(key []byte) error {
	b.writes.delete(key)
	return b.Batch.Delete(key)
}
