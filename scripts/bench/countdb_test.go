package main

import (
	"testing"

	dbm "github.com/cosmos/cosmos-db"
	"github.com/stretchr/testify/require"
)

func TestCountingDBCountsEveryWayToWrite(t *testing.T) {
	key, value := []byte("key"), []byte("value")
	for _, c := range []struct {
		name  string
		write func(dbm.DB) error
		want  tally
	}{
		{name: "set", write: func(db dbm.DB) error { return db.Set(key, value) }, want: tally{Puts: 1, Bytes: 8}},
		{name: "set with sync", write: func(db dbm.DB) error { return db.SetSync(key, value) }, want: tally{Puts: 1, Bytes: 8}},
		{name: "delete", write: func(db dbm.DB) error { return db.Delete(key) }, want: tally{Deletes: 1, Bytes: 3}},
		{name: "delete with sync", write: func(db dbm.DB) error { return db.DeleteSync(key) }, want: tally{Deletes: 1, Bytes: 3}},
		{name: "batch", write: func(db dbm.DB) error { return fill(db.NewBatch(), key, value) }, want: tally{Puts: 1, Deletes: 1, Bytes: 11}},
		{name: "sized batch", write: func(db dbm.DB) error { return fill(db.NewBatchWithSize(64), key, value) }, want: tally{Puts: 1, Deletes: 1, Bytes: 11}},
		{name: "prefixed", write: func(db dbm.DB) error { return dbm.NewPrefixDB(db, []byte("s/")).Set(key, value) }, want: tally{Puts: 1, Bytes: 10}},
		{name: "read", write: func(db dbm.DB) error { _, err := db.Get(key); return err }, want: tally{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			db := newCountingDB(dbm.NewMemDB())
			require.NoError(t, c.write(db))
			require.Equal(t, c.want, db.writes.tally())
		})
	}
}

func TestCountingDBWritesWhatItCounts(t *testing.T) {
	db := newCountingDB(dbm.NewMemDB())
	before := db.writes.tally()
	require.NoError(t, fill(db.NewBatch(), []byte("key"), []byte("value")))
	require.NoError(t, db.Set([]byte("key"), []byte("value")))
	got, err := db.Get([]byte("key"))
	require.NoError(t, err)
	require.Equal(t, []byte("value"), got)
	require.Equal(t, tally{Puts: 2, Deletes: 1, Bytes: 19}, db.writes.tally().minus(before))
}

func fill(b dbm.Batch, key, value []byte) error {
	if err := b.Set(key, value); err != nil {
		return err
	}
	if err := b.Delete(key); err != nil {
		return err
	}
	return b.WriteSync()
}
