package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"cosmossdk.io/log/v2"
	cmtcfg "github.com/cometbft/cometbft/config"
	sm "github.com/cometbft/cometbft/state"
	"github.com/cometbft/cometbft/store"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/cosmos/cosmos-sdk/baseapp"
	"github.com/cosmos/cosmos-sdk/server"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"
	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/app/receiptlog"
)

// rebuildCommand writes a stopped node's receipt log again from its blocks.
func rebuildCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "rebuild-receipts",
		Short: "Write a stopped node's receipt log again by replaying its blocks",
		Long: `Executes every block in the home directory from genesis on, in a scratch directory, and writes the receipt log it yields in
place of the old one. Each app hash is checked against the next header. Stop the node first. Needs a node that keeps all blocks.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			home := server.GetServerContextFromCmd(cmd).Config
			genesis, err := genutiltypes.AppGenesisFromFile(home.GenesisFile())
			if err != nil {
				return fmt.Errorf("read the genesis: %w", err)
			}
			doc, err := genesis.ToGenesisDoc()
			if err != nil {
				return err
			}
			blockDB, err := cmtcfg.DefaultDBProvider(&cmtcfg.DBContext{ID: "blockstore", Config: home})
			if err != nil {
				return fmt.Errorf("open the blocks (is the node still running?): %w", err)
			}
			defer closeQuietly(blockDB)
			stateDB, err := cmtcfg.DefaultDBProvider(&cmtcfg.DBContext{ID: "state", Config: home})
			if err != nil {
				return fmt.Errorf("open the consensus state (is the node still running?): %w", err)
			}
			defer closeQuietly(stateDB)
			blocks, states := store.NewBlockStore(blockDB), sm.NewStore(stateDB, sm.StoreOptions{})

			data := filepath.Join(home.RootDir, "data")
			scratch, err := os.MkdirTemp(data, "rebuild-")
			if err != nil {
				return fmt.Errorf("make a scratch directory: %w", err)
			}
			defer func() { err = errors.Join(err, os.RemoveAll(scratch)) }()
			if err := replayInto(scratch, doc.ChainID, func(a *app.App) error {
				bar := progressbar.NewOptions64(blocks.Height(), progressbar.OptionSetWriter(cmd.ErrOrStderr()),
					progressbar.OptionSetDescription("blocks"), progressbar.OptionShowCount(), progressbar.OptionShowIts(), progressbar.OptionClearOnFinish())
				return a.Replay(cmd.Context(), doc, blocks, states, func(h int64) { _ = bar.Set64(h) })
			}); err != nil {
				return err
			}
			if err := os.RemoveAll(filepath.Join(data, receiptsDir)); err != nil {
				return fmt.Errorf("remove the old receipt log: %w", err)
			}
			if err := os.Rename(filepath.Join(scratch, receiptsDir), filepath.Join(data, receiptsDir)); err != nil {
				return fmt.Errorf("put the new receipt log in place: %w", err)
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "Rebuilt the receipt log from %d blocks.\n", blocks.Height())
			return err
		},
	}
}

// receiptsDir is where a database called receipts keeps its files.
const receiptsDir = "receipts.db"

// replayInto runs f on an app over empty databases in a directory, and closes them.
func replayInto(dir, chainID string, f func(*app.App) error) (err error) {
	db, err := dbm.NewDB("application", dbm.GoLevelDBBackend, dir)
	if err != nil {
		return fmt.Errorf("open a scratch database: %w", err)
	}
	receipts, err := receiptlog.Open(dir)
	if err != nil {
		return errors.Join(err, db.Close())
	}
	a, err := app.New(app.Config{
		Logger: log.NewNopLogger(), DB: db, Options: noOptions{}, Receipts: receipts,
		Base: []func(*baseapp.BaseApp){baseapp.SetChainID(chainID), baseapp.SetIAVLDisableFastNode(true)},
	})
	if err != nil {
		return errors.Join(err, db.Close(), receipts.Close())
	}
	return errors.Join(f(a), a.Close())
}
