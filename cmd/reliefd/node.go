package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"cosmossdk.io/log/v2"
	cmtcfg "github.com/cometbft/cometbft/config"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/server"
	serverconfig "github.com/cosmos/cosmos-sdk/server/config"
	servertypes "github.com/cosmos/cosmos-sdk/server/types"
	pruningtypes "github.com/cosmos/cosmos-sdk/store/v2/pruning/types"
	"github.com/spf13/cast"
	"github.com/spf13/cobra"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/app/nodeprofile"
	"github.com/reliefchain/relief/app/receiptlog"
	"github.com/reliefchain/relief/cmd/reliefd/node"
	"github.com/reliefchain/relief/cmd/reliefd/nodeconfig"
)

// Bounds a node serves queries within.
const (
	queryGasLimit  = 50_000_000
	maxConnections = 900
)

// newestChunks is how many chunks a node looks for in its receipt log when it starts: a national run has some 43,000.
const newestChunks = 1_000

// nodeExits are the exit codes of a node that ended by itself; docs/operations/README.md lists them.
var nodeExits = []exit{
	{err: node.ErrConsensusEnded, code: node.ExitConsensusEnded},
	{err: node.ErrDiskRefuses, code: node.ExitConsensusEnded},
	{err: app.ErrWrongProgram, code: node.ExitOtherVersion},
	{err: app.ErrUpgradeFailed, code: node.ExitOtherVersion},
	{err: node.ErrStartRefused, code: node.ExitStartRefused},
	{err: node.ErrSnapshot, code: node.ExitStartRefused},
	{err: node.ErrDamaged, code: node.ExitStartRefused},
}

// addNodeCommands adds what runs and inspects a node: start, comet, export, rollback, version.
func addNodeCommands(root *cobra.Command) {
	x := &extras{}
	server.AddCommandsWithStartCmdOptions(root, defaultHome(), x.newNode, exportNode, server.StartCmdOptions{
		DBOpener: openState, AddFlags: func(cmd *cobra.Command) { addTLSFlags(cmd); addPseudonymFlags(cmd) }, StartCommandHandler: node.Options{Services: []node.Service{x.run}}.Handler(),
	})
}

// openState opens the state of a node that runs.
func openState(home string, backend dbm.BackendType) (dbm.DB, error) {
	return nodeprofile.OpenDB(backend, "application", filepath.Join(home, "data"))
}

// newNode builds the state machine of a running node.
func newNode(logger log.Logger, db dbm.DB, options servertypes.AppOptions) *app.App {
	nodeprofile.TuneMemory()
	a, err := openNode(logger, db, options)
	if err != nil {
		if !errors.Is(err, syscall.EAGAIN) && !errors.Is(err, app.ErrWrongProgram) { // the first is a lock of another process
			err = fmt.Errorf("%w: %w", node.ErrDamaged, err)
		}
		fmt.Fprintln(os.Stderr, "Error:", errorText(err))
		os.Exit(exitCode(err))
	}
	checkReceipts(logger, a, cast.ToString(options.Get(flags.FlagHome)))
	return a
}

// checkReceipts tells the operator of a node that can't show receipts of its newest payments.
func checkReceipts(logger log.Logger, a *app.App, home string) {
	gaps, err := a.ReceiptGaps(newestChunks)
	if err != nil {
		logger.Error("compare the receipt log with the state", "error", err)
	}
	if gaps > 0 {
		logger.Warn("the receipt log lacks payments that are in state, so this node can't show their receipts; stop it and rebuild the log",
			"chunks", gaps, "command", "reliefd rebuild-receipts --home "+home)
	}
}

func openNode(logger log.Logger, db dbm.DB, options servertypes.AppOptions) (*app.App, error) {
	home := cast.ToString(options.Get(flags.FlagHome))
	lookups, err := nodeconfig.TagLookups(options.Get)
	if err != nil {
		return nil, err
	}
	receipts, err := receiptlog.Open(filepath.Join(home, "data"))
	if err != nil {
		return nil, err
	}
	return app.New(app.Config{
		Logger: logger, DB: db, Options: options, Receipts: receipts, MaxPage: maxPage(options), TagLookups: lookups,
		Base: server.DefaultBaseappOptions(options),
	})
}

// maxPage is how long a page of an answer may be; app.toml of an older version doesn't say.
func maxPage(options servertypes.AppOptions) uint64 {
	if most := cast.ToUint64(options.Get("limits.max-page")); most > 0 {
		return most
	}
	return nodeconfig.DefaultMaxPage
}

func exportNode(logger log.Logger, db dbm.DB, height int64, _ bool, _ []string, options servertypes.AppOptions, modules []string) (servertypes.ExportedApp, error) {
	a, err := openNode(logger, db, options)
	if err != nil {
		return servertypes.ExportedApp{}, err
	}
	defer closeQuietly(a)
	if height != -1 {
		if err := a.LoadHeight(height); err != nil {
			return servertypes.ExportedApp{}, fmt.Errorf("load height %d (pruned heights can't be exported): %w", height, err)
		}
	}
	return a.Export(modules)
}

func closeQuietly(c io.Closer) { _ = c.Close() }

// appConfig is what app.toml starts with.
func appConfig() *serverconfig.Config {
	c := serverconfig.DefaultConfig()
	c.MinGasPrices = "0ucny" // prices are flat and checked by the fee step
	c.QueryGasLimit = queryGasLimit
	c.API.Enable = true
	c.API.MaxOpenConnections = maxConnections
	c.Pruning = pruningtypes.PruningOptionCustom
	c.PruningKeepRecent, c.PruningInterval = "1000", "100"
	c.IAVLDisableFastNode = true // neighbouring keys are read in order: the index would only cost writes
	c.IAVLCacheSize, c.InterBlockCache = nodeprofile.CacheNodes, nodeprofile.InterBlockCache
	c.StateSync.SnapshotInterval = 1000
	c.IndexEvents = []string{"tx.height", "tx.hash", "message.action"}
	return c
}

// cometConfig is what config.toml starts with.
func cometConfig() *cmtcfg.Config {
	c := cmtcfg.DefaultConfig()
	c.Consensus.TimeoutCommit = time.Second
	c.Consensus.TimeoutPropose = 3 * time.Second
	c.Consensus.CreateEmptyBlocks = true // clocks need blocks
	c.RPC.PprofListenAddress = ""
	c.P2P.SendRate, c.P2P.RecvRate = 20_000_000, 20_000_000
	return c
}

// writeCometConfig writes config.toml into a home without one. The SDK would do it otherwise, with a longer pause between blocks
// and a profiling server of its own choice.
func writeCometConfig(home string) error {
	file := filepath.Join(home, "config", "config.toml")
	if _, err := os.Stat(file); !errors.Is(err, os.ErrNotExist) {
		return err
	}
	for _, dir := range []string{filepath.Dir(file), filepath.Join(home, "data")} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return fmt.Errorf("make the home directory: %w", err)
		}
	}
	cmtcfg.WriteConfigFile(file, cometConfig())
	return nil
}
