package node

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync/atomic"

	"cosmossdk.io/log/v2"
	cmtcfg "github.com/cometbft/cometbft/config"
	"github.com/cometbft/cometbft/consensus"
	cmtnode "github.com/cometbft/cometbft/node"
	"github.com/cometbft/cometbft/p2p"
	"github.com/cometbft/cometbft/proxy"
	cmttypes "github.com/cometbft/cometbft/types"
	servercmtlog "github.com/cosmos/cosmos-sdk/server/log"
	servertypes "github.com/cosmos/cosmos-sdk/server/types"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"
	leveldberrors "github.com/syndtr/goleveldb/leveldb/errors"
	"github.com/syndtr/goleveldb/leveldb/storage"

	"github.com/reliefchain/relief/cmd/reliefd/node/signer"
)

// seat is what the start guard has let pass: the databases, and who signs; nil for a remote signer, whom CometBFT waits for.
type seat struct {
	databases *databases
	signer    cmttypes.PrivValidator
}

// ErrDamaged says that the data of the node can't be used.
var ErrDamaged = errors.New("the data of the node is damaged or doesn't fit together; see \"Damaged data\" in docs/operations/README.md")

// recovered turns a panic over damaged data into an error: CometBFT and the stores answer it so.
func recovered(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("%w: %v", ErrDamaged, r)
	}
}

// isCorrupted tells an unreadable database from one that is locked or can't be reached.
func isCorrupted(err error) bool {
	var database *leveldberrors.ErrCorrupted
	var file *storage.ErrCorrupted
	return errors.As(err, &database) || errors.As(err, &file)
}

// takeSeat opens the databases, asks the start guard and makes the signer.
func takeSeat(config *cmtcfg.Config, logger log.Logger) (_ *seat, err error) {
	dbs, err := openDatabases(config)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, dbs.close())
		}
	}()
	keys, err := signer.Load(config)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrStartRefused, err)
	}
	history := signer.NewHistory(dbs.blocks, dbs.states)
	facts, err := gather(config, keys, history)
	if err != nil {
		return nil, err
	}
	if err = Check(facts); err != nil {
		return nil, err
	}
	if config.PrivValidatorListenAddr != "" {
		return &seat{databases: dbs}, nil
	}
	load := func() ([]*signer.Key, error) { return signer.Load(config) }
	s, err := signer.New(load, history, history, logger.With(log.ModuleKey, "signer"))
	if err != nil {
		return nil, err
	}
	return &seat{databases: dbs, signer: s}, nil
}

// core is a node of CometBFT that runs, and what ends it.
type core struct {
	app       servertypes.Application
	node      *cmtnode.Node
	consensus *consensus.State
	halt      *halting
	pulse     *pulse
	peers     map[p2p.ID]string
	dataDir   string
	failed    chan error
	ended     atomic.Pointer[error]
}

// startCore builds and starts the node. It returns nil when the node was told to end, or to halt, before that was done.
func (r *runner) startCore(ctx context.Context, app servertypes.Application, seat *seat) (*core, error) {
	config := r.server.Config
	nodeKey, err := p2p.LoadOrGenNodeKey(config.NodeKeyFile())
	if err != nil {
		return nil, fmt.Errorf("read the node key: %w", err)
	}
	peers, err := persistentPeers(config.P2P.PersistentPeers)
	if err != nil {
		return nil, err
	}
	shared, connect := share(app)
	c := &core{
		app: app, halt: newHalting(shared, r.config.BaseConfig), peers: peers,
		dataDir: filepath.Join(config.RootDir, "data"), failed: make(chan error, 1),
	}
	var options []cmtnode.Option
	if !config.P2P.LibP2PEnabled() {
		c.pulse = newPulse(pulseInterval, pulseSilence, c.halt.busy)
		options = append(options, cmtnode.CustomReactors(map[string]p2p.Reactor{pulseName: c.pulse}))
	}
	if blocks, state := seat.databases.height(), app.CommitMultiStore().LatestVersion(); blocks > 0 && state > blocks {
		return nil, fmt.Errorf("%w: the state is of height %d, the last block of %d", ErrDamaged, state, blocks)
	}
	c.node, err = r.build(ctx, connect(c.halt), seat, nodeKey, options)
	switch {
	case c.halt.halted() && c.halt.ended() != nil:
		return nil, c.halt.ended()
	case c.halt.halted():
		r.logger().Info("halted as configured", "before_height", c.halt.at.Load())
		return nil, nil //nolint:nilnil // nothing runs
	case err != nil && ctx.Err() != nil:
		return nil, nil //nolint:nilnil,nilerr // told to end while it replayed
	case err != nil:
		return nil, fmt.Errorf("build the node: %w", err)
	}
	c.halt.replaying.Store(false)
	if c.consensus, err = consensusOf(c.node); err != nil {
		return nil, err
	}
	seat.databases.damaged.Store(&c.failed)
	return c.start(ctx)
}

// build builds the node, which replays the blocks that the application lacks.
func (r *runner) build(ctx context.Context, app proxy.ClientCreator, seat *seat, nodeKey *p2p.NodeKey, options []cmtnode.Option) (_ *cmtnode.Node, err error) {
	defer recovered(&err)
	config := r.server.Config
	return cmtnode.NewNodeWithContext(ctx, config, seat.signer, nodeKey, app, genesis(config),
		seat.databases.provide, cmtnode.DefaultMetricsProvider(config.Instrumentation), servercmtlog.CometLoggerWrapper{Logger: r.logger()}, options...)
}

// start starts the node. CometBFT sleeps until the time of genesis, whatever happens meanwhile.
func (c *core) start(ctx context.Context) (*core, error) {
	started := make(chan error, 1)
	go func() { started <- c.node.Start() }()
	select {
	case err := <-started:
		if err != nil {
			return nil, fmt.Errorf("start the node: %w", err)
		}
		return c, nil
	case err := <-c.failed:
		return nil, err
	case <-ctx.Done():
		return nil, nil //nolint:nilnil // nothing runs
	}
}

// watch starts what looks after the node. The context serving ends when the node is told to end, watching with the process.
func (c *core) watch(serving, watching context.Context, logger log.Logger) {
	go func() {
		failed := make(chan error, 1)
		watchConsensus(c.consensus, failed)
		if serving.Err() == nil && !c.halt.halted() { // nobody has asked for the end
			report(c.failed, <-failed)
		}
	}()
	go watchDisk(serving, c.dataDir, diskInterval, c.failed)
	go refreshKey(serving, c.node, c.consensus)
	if c.pulse == nil {
		return
	}
	sw := c.node.Switch()
	go c.pulse.run(watching, sw)
	go redial(serving, sw, c.node.NodeInfo().ID(), c.peers, redialSoon, redialLater, logger.With(log.ModuleKey, "redial"))
}

// genesis reads the genesis as the SDK writes it.
func genesis(config *cmtcfg.Config) cmtnode.GenesisDocProvider {
	return func() (*cmttypes.GenesisDoc, error) {
		g, err := genutiltypes.AppGenesisFromFile(config.GenesisFile())
		if err != nil {
			return nil, fmt.Errorf("read the genesis: %w", err)
		}
		return g.ToGenesisDoc()
	}
}
