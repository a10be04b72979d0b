package node

import (
	"errors"
	"testing"
	"time"

	dbm "github.com/cometbft/cometbft-db"
	"github.com/stretchr/testify/require"
	leveldberrors "github.com/syndtr/goleveldb/leveldb/errors"
)

// spoiled is a database that can't be read.
type spoiled struct {
	dbm.DB
	err error
}

func (s spoiled) Get([]byte) ([]byte, error) { return nil, s.err }

func (s spoiled) Has([]byte) (bool, error) { return false, s.err }

func TestDamageEndsANodeThatRuns(t *testing.T) {
	corrupted := &leveldberrors.ErrCorrupted{Err: errors.New("checksum mismatch")}
	d := &databases{}
	db := watched{spoiled{err: corrupted}, d}
	_, err := db.Get(nil)
	require.ErrorIs(t, err, corrupted, "before the node runs, whoever reads can say so")

	failed, returned := make(chan error, 1), make(chan struct{})
	d.damaged.Store(&failed)
	for range 2 { // the second one finds the failure reported
		go func() {
			_, _ = db.Has(nil)
			close(returned)
		}()
	}
	require.ErrorIs(t, <-failed, ErrDamaged)
	select {
	case <-returned:
		require.Fail(t, "whoever has asked goes on, and panics")
	case <-time.After(50 * time.Millisecond):
	}

	other := errors.New("closed")
	_, err = watched{spoiled{err: other}, d}.Get(nil)
	require.ErrorIs(t, err, other)
}
