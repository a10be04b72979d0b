package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"runtime/debug"
	"strconv"

	"cosmossdk.io/log/v2"
	abci "github.com/cometbft/cometbft/abci/types"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	cmttypes "github.com/cometbft/cometbft/types"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/cosmos/cosmos-sdk/server"
	serverconfig "github.com/cosmos/cosmos-sdk/server/config"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/app/nodeprofile"
	"github.com/reliefchain/relief/app/receiptlog"
	"github.com/reliefchain/relief/testutil/chaintest"
	granttypes "github.com/reliefchain/relief/x/grant/types"
)

// maxGas is the gas of one block, as reliefd init sets it.
const maxGas = 600_000_000

// Pruning keeps so few versions that a run of the benchmark prunes as much as it writes, as a node does once it has been running
// for longer than it keeps.
const (
	pruningKeep     = 10
	pruningInterval = 10
)

// setup is how a Relief node of the benchmark differs from another.
type setup struct {
	Grants   int
	Rolls    int
	Runs     int    // of a period, which share the rolls; one unless given
	Month    string // file of a published month to pay instead; see month.go
	Bare     bool   // records without case files
	Ageing   bool   // rolls of two provinces that begin without grants; see ageing.go
	Network  bool   // parameters as a new network has them, with its pace
	Budget   uint32 // slots per block
	Chunk    uint32 // slots per chunk
	Holders  int    // grants whose payee has a key
	Persons  int    // payees in the register, the holders at least
	Accounts int    // accounts that only receive
	Senders  int    // accounts that sign transfers
	Workers  int    // of the parallel executor; 0 for the serial one
	Cache    int    // nodes of each tree kept in memory
	Shared   bool   // the cache between blocks
	PlainDB  bool   // goleveldb with its own defaults
	GC       int    // GOGC
}

// standard is a node as an operator gets it.
func standard(grants int) setup {
	p := granttypes.DefaultParams()
	return setup{
		Grants: grants, Rolls: 1, Budget: p.MaxPayoutsPerBlock, Chunk: p.ChunkSlots,
		Cache: nodeprofile.CacheNodes, Shared: nodeprofile.InterBlockCache, GC: nodeprofile.GCPercent,
	}
}

// bare is a standard node whose records have no case files.
func bare(grants int) setup {
	s := standard(grants)
	s.Bare = true
	return s
}

func openState(dir string, s setup) (dbm.DB, error) {
	if s.PlainDB {
		return dbm.NewDB("application", dbm.GoLevelDBBackend, filepath.Join(dir, "data"))
	}
	return nodeprofile.OpenDB(dbm.GoLevelDBBackend, "application", filepath.Join(dir, "data"))
}

// node is a Relief replica and what it has been seeded with.
type node struct {
	chain
	app    *app.App
	setup  setup
	seeded seeded
	runs   uint64 // opened so far
	// periods paid so far.
	periods int
	// households registered so far.
	households int
	dir        string
}

func (n *node) options() options {
	o := stockOptions(n.dir)
	o[server.FlagPruning], o[server.FlagPruningKeepRecent], o[server.FlagPruningInterval] = "custom", strconv.Itoa(pruningKeep), strconv.Itoa(pruningInterval)
	o[server.FlagDisableIAVLFastNode] = true
	o[server.FlagIAVLCacheSize], o[server.FlagInterBlockCache] = n.setup.Cache, n.setup.Shared
	o[server.FlagBlockExecutor] = serverconfig.BlockExecutorSequential
	if n.setup.Workers > 0 {
		o[server.FlagBlockExecutor], o[server.FlagBlockSTMWorkers] = serverconfig.BlockExecutorBlockSTM, n.setup.Workers
	}
	return o
}

// openNode starts a replica in an empty directory, with four provinces and the grants of its setup.
func openNode(dir string, s setup) (*node, error) {
	n := &node{setup: s, dir: dir}
	nodeprofile.TuneMemory()
	if s.GC != 0 {
		debug.SetGCPercent(s.GC)
	}
	state, err := openState(dir, s)
	if err != nil {
		return nil, err
	}
	db := newCountingDB(state)
	raw, err := dbm.NewDB("receipts", dbm.GoLevelDBBackend, filepath.Join(dir, "data"))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open the receipt log: %w", err), db.Close())
	}
	receipts := newCountingDB(raw)
	o := n.options()
	if n.app, err = app.New(app.Config{
		Logger: log.NewNopLogger(), DB: db, Options: o, Receipts: receiptlog.New(receipts), Base: server.DefaultBaseappOptions(o),
	}); err != nil {
		return nil, errors.Join(err, db.Close(), receipts.Close())
	}
	n.chain = chain{
		signer: newSigner(n.app.Encoding().Tx), state: n.app, now: genesisTime,
		meter: meter{dir: filepath.Join(dir, "data"), state: db.writes, receipts: receipts.writes},
	}
	n.live = n.registered
	for _, key := range chaintest.Seats() {
		n.votes.Votes = append(n.votes.Votes, abci.VoteInfo{
			Validator: abci.Validator{Address: key.PubKey().Address(), Power: 1}, BlockIdFlag: cmtproto.BlockIDFlagCommit,
		})
	}
	if err := n.begin(); err != nil {
		return nil, errors.Join(err, n.app.Close())
	}
	return n, nil
}

// begin makes the genesis and seeds the state.
func (n *node) begin() (err error) {
	if n.seeded, err = n.setup.plan(); err != nil {
		return err
	}
	g, err := n.app.NewGenesis()
	if err != nil {
		return err
	}
	if err := n.genesis(g); err != nil {
		return err
	}
	state, err := g.JSON()
	if err != nil {
		return err
	}
	params := cmttypes.DefaultConsensusParams().ToProto()
	params.Block.MaxGas = maxGas
	if _, err := n.app.InitChain(&abci.RequestInitChain{
		ChainId: chainID, InitialHeight: 1, Time: n.now, ConsensusParams: &params, AppStateBytes: state,
	}); err != nil {
		return fmt.Errorf("start the chain: %w", err)
	}
	if _, err := n.must(); err != nil {
		return err
	}
	grants := n.seedGrants
	if n.setup.Ageing {
		grants = n.seedRolls
	}
	if err := n.seed(grants); err != nil {
		return err
	}
	if n.setup.Bare {
		if err := n.seedRecords(n.commit); err != nil {
			return err
		}
	}
	if err := n.seed(n.seedAccounts); err != nil {
		return err
	}
	// The seeded versions are pruned now: a node in service has long done so.
	for n.height < 2*pruningKeep+pruningInterval {
		if _, err := n.must(); err != nil {
			return err
		}
	}
	settle()
	return n.learnAccounts()
}

// commit makes an empty block.
func (n *node) commit() error {
	_, err := n.must()
	return err
}

func (n *node) learnAccounts() error {
	ctx := n.context()
	for _, c := range counties {
		for _, name := range []string{c.approver, c.treasurer, c.intake} {
			if err := n.learn(name, chaintest.Key(name), n.app.Account.GetAccount(ctx, chaintest.Address(name))); err != nil {
				return err
			}
		}
	}
	for i := range n.setup.Senders {
		if err := n.learn(senderName(i), senderKey(i), n.app.Account.GetAccount(ctx, addressOf(senderKey(i)))); err != nil {
			return err
		}
	}
	for i := range n.setup.Holders {
		if err := n.learn(holderName(i), holderKey(i), n.app.Account.GetAccount(ctx, addressOf(holderKey(i)))); err != nil {
			return err
		}
	}
	return nil
}

// context reads the state after the last block.
func (n *node) context() sdk.Context {
	return n.app.NewContextLegacy(true, n.header())
}

func (n *node) close() error { return n.app.Close() }
