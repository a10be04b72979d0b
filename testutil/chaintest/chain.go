// Package chaintest runs the real app on several instances at once: one straight through, one restarted after every other block, one
// with the parallel executor. After every block their app hashes must agree and every invariant must hold.
package chaintest

import (
	"bytes"
	"time"

	"cosmossdk.io/log/v2"
	abci "github.com/cometbft/cometbft/abci/types"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	cmttypes "github.com/cometbft/cometbft/types"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/cosmos/cosmos-sdk/baseapp"
	"github.com/cosmos/cosmos-sdk/crypto/keys/ed25519"
	"github.com/cosmos/cosmos-sdk/server"
	serverconfig "github.com/cosmos/cosmos-sdk/server/config"
	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/app/receiptlog"
)

// ChainID is the chain id of every test chain.
const ChainID = "relief-test"

// MaxGas is the gas of one block: four times what reliefd init sets, so that the quarter for imports is as large as a block of a network.
const MaxGas = 2_400_000_000

// Genesis is the moment a test chain starts at.
var Genesis = time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)

// MaxPage is how long a page of an answer may be, as with a node's own settings.
const MaxPage = 1_000

// T is what the harness needs of a test; *testing.T and *rapid.T have it.
type T interface {
	require.TestingT
	Helper()
	Fatalf(format string, args ...any)
}

// Mode is how one instance runs.
type Mode string

// The modes of instances.
const (
	Straight  Mode = "straight"
	Restarted Mode = "restarted each block"
	// Alternating is restarted after each block of even height, at half the time.
	Alternating Mode = "restarted every other block"
	Parallel    Mode = "parallel executor"
	// Discreet is Straight but answers no lookups by tag.
	Discreet Mode = "no lookups by tag"
)

// AllModes are those that a chain runs unless told otherwise.
var AllModes = []Mode{Straight, Alternating, Parallel}

// options are the settings of one instance.
type options map[string]any

// Get implements servertypes.AppOptions.
func (o options) Get(key string) any { return o[key] }

type instance struct {
	mode         Mode
	db, receipts dbm.DB
	app          *app.App
}

func (i *instance) open(t T) {
	t.Helper()
	o := options{server.FlagBlockExecutor: serverconfig.BlockExecutorSequential}
	if i.mode == Parallel {
		o[server.FlagBlockExecutor], o[server.FlagBlockSTMWorkers] = serverconfig.BlockExecutorBlockSTM, 4
	}
	var err error
	i.app, err = app.New(app.Config{
		Logger: log.NewNopLogger(), DB: i.db, Options: o, Receipts: receiptlog.New(i.receipts), MaxPage: MaxPage, TagLookups: i.mode != Discreet,
		AllParallel: true,
		Base: []func(*baseapp.BaseApp){
			baseapp.SetChainID(ChainID), baseapp.SetIAVLDisableFastNode(true),
			baseapp.SetIAVLSyncPruning(true), // an app that a restart leaves behind must not go on pruning
		},
	})
	require.NoError(t, err)
}

// Chain feeds the same blocks to all instances.
type Chain struct {
	t         T
	instances []*instance
	seats     []*ed25519.PrivKey
	absent    map[int]bool
	sequences map[string]uint64
	signing   validatorSet

	// Height and Now are those of the last block.
	Height int64
	Now    time.Time
	// Events are those of the last block outside its transactions.
	Events []abci.Event
	// Seldom leaves the invariants to the test, which calls CheckInvariants: for states too large to read whole after each block.
	Seldom bool
}

// New starts a chain from a genesis with the given seats. No modes means all of them.
func New(t T, seats []*ed25519.PrivKey, genesis func(*app.App, *app.Genesis) error, modes ...Mode) *Chain {
	t.Helper()
	if len(modes) == 0 {
		modes = AllModes
	}
	c := &Chain{t: t, seats: seats, absent: map[int]bool{}, sequences: map[string]uint64{}, Now: Genesis}
	c.signing.start(seats)
	for _, m := range modes {
		i := &instance{mode: m, db: dbm.NewMemDB(), receipts: dbm.NewMemDB()}
		i.open(t)
		c.instances = append(c.instances, i)
	}
	g, err := c.App().NewGenesis()
	require.NoError(t, err)
	require.NoError(t, genesis(c.App(), g))
	require.NoError(t, c.App().ValidateGenesis(g))
	state, err := g.JSON()
	require.NoError(t, err)
	c.init(state)
	return c
}

func (c *Chain) init(state []byte) {
	c.t.Helper()
	params := cmttypes.DefaultConsensusParams().ToProto()
	params.Block.MaxGas = MaxGas
	for _, i := range c.instances {
		_, err := i.app.InitChain(&abci.RequestInitChain{ChainId: ChainID, InitialHeight: c.Height + 1, Time: c.Now, ConsensusParams: &params, AppStateBytes: state})
		require.NoError(c.t, err, i.mode)
	}
	c.Block(c.Now)
}

// App is the first instance's app.
func (c *Chain) App() *app.App { return c.instances[0].app }

// Instances lists every instance's app.
func (c *Chain) Instances() []*app.App {
	apps := make([]*app.App, len(c.instances))
	for n, i := range c.instances {
		apps[n] = i.app
	}
	return apps
}

// ReceiptDB is the database under the receipt log of the first instance, to damage it.
func (c *Chain) ReceiptDB() dbm.DB { return c.instances[0].receipts }

// Context reads the state after the last block.
func (c *Chain) Context() sdk.Context {
	return c.App().NewContextLegacy(true, cmtproto.Header{ChainID: ChainID, Height: c.Height, Time: c.Now})
}

// Result is what became of one transaction.
type Result struct {
	// Codespace and Code name the rule that refused it; zero means success.
	Codespace string
	Code      uint32
	Log       string
	GasUsed   int64
	Events    []abci.Event
	// InBlock is false when the transaction was refused before a block.
	InBlock bool
}

// OK tells whether the transaction did what it should.
func (r Result) OK() bool { return r.Code == 0 }

// Block makes one block at a moment with transactions as bytes. A transaction that CheckTx refuses stays out of the block.
func (c *Chain) Block(at time.Time, txs ...[]byte) []Result {
	results, _ := c.block(at, nil, txs)
	return results
}

// BlockWithMisbehaviour makes a block that carries evidence.
func (c *Chain) BlockWithMisbehaviour(at time.Time, evidence ...abci.Misbehavior) []abci.ValidatorUpdate {
	_, updates := c.block(at, evidence, nil)
	return updates
}

func (c *Chain) block(at time.Time, evidence []abci.Misbehavior, txs [][]byte) ([]Result, []abci.ValidatorUpdate) {
	c.t.Helper()
	results := make([]Result, len(txs))
	var included [][]byte
	var places []int
	for n, tx := range txs {
		check, err := c.App().CheckTx(&abci.RequestCheckTx{Tx: tx, Type: abci.CheckTxType_New})
		require.NoError(c.t, err)
		waits := check.Codespace == sdkerrors.RootCodespace && check.Code == sdkerrors.ErrMempoolIsFull.ABCICode()
		if check.Code != 0 && !waits { // what finds no room at this node may be in another one's proposal
			results[n] = Result{Codespace: check.Codespace, Code: check.Code, Log: check.Log}
			continue
		}
		included, places = append(included, tx), append(places, n)
	}
	c.Height++
	c.Now = at
	var first *abci.ResponseFinalizeBlock
	for _, i := range c.instances {
		if c.Height > 1 {
			p, err := i.app.ProcessProposal(&abci.RequestProcessProposal{Height: c.Height, Time: at, Txs: included})
			require.NoError(c.t, err)
			require.Equal(c.t, abci.ResponseProcessProposal_ACCEPT, p.Status, "%s refused the proposal of height %d", i.mode, c.Height)
		}
		res, err := i.app.FinalizeBlock(&abci.RequestFinalizeBlock{Height: c.Height, Time: at, Txs: included, Hash: BlockHash(c.Height), DecidedLastCommit: c.lastCommit(), Misbehavior: evidence})
		require.NoError(c.t, err, "%s, height %d", i.mode, c.Height)
		_, err = i.app.Commit()
		require.NoError(c.t, err)
		if first == nil {
			first = res
		}
		require.True(c.t, bytes.Equal(first.AppHash, res.AppHash), "%s has another app hash at height %d", i.mode, c.Height)
		for n := range res.TxResults {
			require.Equal(c.t, first.TxResults[n].Code, res.TxResults[n].Code, "%s: %s", i.mode, res.TxResults[n].Log)
			require.Equal(c.t, first.TxResults[n].GasUsed, res.TxResults[n].GasUsed, "%s: gas", i.mode)
			require.Equal(c.t, first.TxResults[n].Events, res.TxResults[n].Events, "%s: events", i.mode)
		}
	}
	c.Events = first.Events
	for n, r := range first.TxResults {
		results[places[n]] = Result{Codespace: r.Codespace, Code: r.Code, Log: r.Log, GasUsed: r.GasUsed, Events: r.Events, InBlock: true}
	}
	require.NoError(c.t, c.signing.update(first.ValidatorUpdates))
	for _, i := range c.instances {
		if i.mode == Restarted || i.mode == Alternating && c.Height%2 == 0 {
			i.open(c.t)
		}
	}
	clear(c.sequences) // from here on the accounts know
	if !c.Seldom {
		c.CheckInvariants()
	}
	return results, first.ValidatorUpdates
}

// CheckInvariants fails the test if any invariant is broken.
func (c *Chain) CheckInvariants() {
	c.t.Helper()
	ctx := c.Context()
	for _, i := range c.App().Invariants() {
		require.NoError(c.t, i.Check(ctx), "invariant %s at height %d", i.Name, c.Height)
	}
}

// Export writes the state and starts a second chain from it, whose export must be the same.
func (c *Chain) Export() []byte {
	c.t.Helper()
	out, err := c.App().Export(nil)
	require.NoError(c.t, err)
	i := &instance{mode: Straight, db: dbm.NewMemDB(), receipts: dbm.NewMemDB()}
	i.open(c.t)
	params := c.App().GetConsensusParams(c.Context())
	_, err = i.app.InitChain(&abci.RequestInitChain{ChainId: ChainID, InitialHeight: c.Height + 1, Time: c.Now, ConsensusParams: &params, AppStateBytes: out.AppState})
	require.NoError(c.t, err)
	again, err := i.app.ExportState(i.app.NewContextLegacy(false, cmtproto.Header{Height: c.Height}), nil)
	require.NoError(c.t, err)
	require.JSONEq(c.t, string(out.AppState), string(again))
	_, err = i.app.FinalizeBlock(&abci.RequestFinalizeBlock{Height: c.Height + 1, Time: c.Now})
	require.NoError(c.t, err)
	_, err = i.app.Commit()
	require.NoError(c.t, err)
	return out.AppState
}
