package node

import (
	"errors"
	"fmt"

	dbm "github.com/cometbft/cometbft-db"
	cmtcfg "github.com/cometbft/cometbft/config"
	"github.com/cometbft/cometbft/store"
)

// databases are those of CometBFT that the node reads too. Each can be open only once, so CometBFT gets the same ones.
type databases struct{ blocks, states dbm.DB }

func openDatabases(config *cmtcfg.Config) (*databases, error) {
	blocks, err := cmtcfg.DefaultDBProvider(&cmtcfg.DBContext{ID: "blockstore", Config: config})
	if err != nil {
		return nil, fmt.Errorf("open the blocks (is another node running in this home?): %w", err)
	}
	states, err := cmtcfg.DefaultDBProvider(&cmtcfg.DBContext{ID: "state", Config: config})
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open the consensus state (is another node running in this home?): %w", err), blocks.Close())
	}
	return &databases{blocks: blocks, states: states}, nil
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
