package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"cosmossdk.io/log/v2"
	abci "github.com/cometbft/cometbft/abci/types"
	cmtcfg "github.com/cometbft/cometbft/config"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/server"
	servercmd "github.com/cosmos/cosmos-sdk/server/cmd"
	servertypes "github.com/cosmos/cosmos-sdk/server/types"
	"github.com/spf13/cast"
	"github.com/spf13/cobra"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/app/nodeprofile"
	"github.com/reliefchain/relief/app/receiptlog"
	reliefnode "github.com/reliefchain/relief/cmd/reliefd/node"
)

// The nodes of a measured network are this command under the name of reliefd: the same application on the same node, which seeds its state
// after its first block instead of reading millions of grants from a genesis file. All nodes of a network seed the same.

// nodeName is the name that this command has as a node: settings in the environment start with it.
const nodeName = "reliefd"

// specVariable of the environment tells a node what it is.
const specVariable = "RELIEF_BENCH_SPEC"

// runNode runs a node of a network, as "reliefd start" and the SDK's own start command do.
func runNode(args []string) error {
	var s spec
	if err := json.Unmarshal([]byte(os.Getenv(specVariable)), &s); err != nil {
		return fmt.Errorf("read the spec in %s: %w", specVariable, err)
	}
	app.SetAddressPrefixes()
	var o server.StartCmdOptions
	if s.Relief != nil {
		o.DBOpener = func(home string, backend dbm.BackendType) (dbm.DB, error) {
			return nodeprofile.OpenDB(backend, "application", filepath.Join(home, "data"))
		}
		o.StartCommandHandler = reliefnode.Options{}.Handler()
	}
	root := &cobra.Command{
		Use: nodeName, SilenceUsage: true, SilenceErrors: true,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			c, err := server.InterceptConfigsAndCreateContext(cmd, "", nil, cmtcfg.DefaultConfig())
			if err != nil {
				return err
			}
			if c.Logger, err = server.CreateSDKLogger(c, os.Stdout); err != nil {
				return err
			}
			if s.Relief != nil { // gRPC needs the codecs
				e, err := app.NewChainEncoding()
				if err != nil {
					return err
				}
				if err := client.SetCmdClientContext(cmd, client.Context{}.WithCodec(e.Codec).WithInterfaceRegistry(e.Registry).WithTxConfig(e.Tx)); err != nil {
					return err
				}
			}
			return server.SetCmdServerContext(cmd, c)
		},
	}
	root.AddCommand(server.StartCmdWithOptions(s.create, "", o))
	root.SetArgs(args)
	return servercmd.Execute(root, "RELIEFD", "")
}

// create builds the application of a node; the SDK wants no error of it.
func (s spec) create(logger log.Logger, db dbm.DB, o servertypes.AppOptions) servertypes.Application {
	a, err := s.seeding(logger, db, o)
	if err != nil {
		fail(err)
	}
	return a
}

// fail ends a node that is of no use.
func fail(err error) {
	fmt.Fprintln(os.Stderr, "Error:", err)
	os.Exit(1)
}

// seeding is an application that seeds its state after the first block, and ends when a transaction fails: its rates would count work that
// wasn't done.
type seeding struct {
	servertypes.Application
	height   func() int64
	seed     func() error
	executed func(func()) // of Relief's
}

// SetExecuted lets Relief take transactions while it executes a block.
func (s seeding) SetExecuted(executed func()) { s.executed(executed) }

// FinalizeBlock implements servertypes.ABCI.
func (s seeding) FinalizeBlock(req *abci.RequestFinalizeBlock) (*abci.ResponseFinalizeBlock, error) {
	res, err := s.Application.FinalizeBlock(req)
	if err != nil {
		return nil, err
	}
	for i, r := range res.TxResults {
		if r.Code != 0 {
			fail(fmt.Errorf("transaction %d of block %d failed: %s %d %s", i, req.Height, r.Codespace, r.Code, r.Log))
		}
	}
	return res, nil
}

// Commit implements servertypes.ABCI.
func (s seeding) Commit() (*abci.ResponseCommit, error) {
	res, err := s.Application.Commit()
	if err == nil && s.height() == 1 {
		if err := s.seed(); err != nil {
			fail(err)
		}
	}
	return res, err
}

func (s spec) seeding(logger log.Logger, db dbm.DB, o servertypes.AppOptions) (servertypes.Application, error) {
	if s.Stock != nil {
		p := newStock(s.Stock.Accounts, s.Stock.Senders)
		if err := p.build(logger, db, o); err != nil {
			return nil, err
		}
		return seeding{stockApplication{p.base}, p.base.LastBlockHeight, func() error { return p.write(p.seedAccounts) }, nil}, nil
	}
	nodeprofile.TuneMemory()
	dir := filepath.Join(cast.ToString(o.Get(flags.FlagHome)), "data")
	receipts, err := receiptlog.Open(dir)
	if err != nil {
		return nil, err
	}
	n := &node{setup: *s.Relief}
	if n.app, err = app.New(app.Config{Logger: logger, DB: db, Options: o, Receipts: receipts, Base: server.DefaultBaseappOptions(o)}); err != nil {
		return nil, err
	}
	if n.seeded, err = n.setup.plan(); err != nil {
		return nil, err
	}
	n.state, n.height = n.app, 1
	return seeding{n.app, n.app.LastBlockHeight, func() error {
		return errors.Join(n.write(n.seedGrants), n.seedRecords(func() error { return nil }), n.write(n.seedAccounts))
	}, n.app.SetExecuted}, nil
}
