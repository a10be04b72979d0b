package node

import (
	"errors"
	"fmt"
	"sync/atomic"

	dbm "github.com/cometbft/cometbft-db"
	cmtcfg "github.com/cometbft/cometbft/config"
	"github.com/cometbft/cometbft/store"
)

// databases are those of CometBFT that the node reads too. Each can be open only once, so CometBFT gets the same ones.
type databases struct {
	blocks, states dbm.DB

	// damaged takes what can't be read once the node runs; nil before, when whoever reads can say so.
	damaged atomic.Pointer[chan error]
}

func openDatabases(config *cmtcfg.Config) (*databases, error) {
	blocks, err := cmtcfg.DefaultDBProvider(&cmtcfg.DBContext{ID: "blockstore", Config: config})
	if err != nil {
		return nil, fmt.Errorf("open the blocks (is another node running in this home?): %w", err)
	}
	states, err := cmtcfg.DefaultDBProvider(&cmtcfg.DBContext{ID: "state", Config: config})
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open the consensus state (is another node running in this home?): %w", err), blocks.Close())
	}
	d := &databases{}
	d.blocks, d.states = watched{blocks, d}, watched{states, d}
	return d, nil
}

// watched is a database whose damage ends the node. CometBFT panics over it in goroutines of its own, which ends the process with
// nothing but what they were doing.
type watched struct {
	dbm.DB
	databases *databases
}

// Get implements dbm.DB.
func (w watched) Get(key []byte) ([]byte, error) {
	value, err := w.DB.Get(key)
	return value, w.databases.check(err)
}

// Has implements dbm.DB.
func (w watched) Has(key []byte) (bool, error) {
	has, err := w.DB.Has(key)
	return has, w.databases.check(err)
}

// check reports damage and never returns from it once the node runs: the process is about to end.
func (d *databases) check(err error) error {
	failed := d.damaged.Load()
	if err == nil || failed == nil || !isCorrupted(err) {
		return err
	}
	report(*failed, fmt.Errorf("%w: %w", ErrDamaged, err))
	select {}
}

// provide implements cmtcfg.DBProvider.
func (d *databases) provide(c *cmtcfg.DBContext) (dbm.DB, error) {
	switch c.ID {
	case "blockstore":
		return d.blocks, nil
	case "state":
		return d.states, nil
	}
	return cmtcfg.DefaultDBProvider(c)
}

// height of the newest block; 0 without any.
func (d *databases) height() int64 { return store.LoadBlockStoreState(d.blocks).Height }

func (d *databases) close() error { return errors.Join(d.blocks.Close(), d.states.Close()) }
