package main

import (
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"cosmossdk.io/log/v2"
	abci "github.com/cometbft/cometbft/abci/types"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	"github.com/cosmos/cosmos-sdk/baseapp"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/server"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
)

const chainID = "relief-bench"

// genesisTime is the moment every measured chain starts at.
var genesisTime = time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)

// options are the settings of one node, as app.toml would have them.
type options map[string]any

// Get implements servertypes.AppOptions.
func (o options) Get(key string) any { return o[key] }

// stockOptions are those of the SDK's own default configuration.
func stockOptions(dir string) options {
	return options{
		flags.FlagHome:                 dir,
		flags.FlagChainID:              chainID,
		server.FlagPruning:             "default",
		server.FlagInterBlockCache:     true,
		server.FlagIAVLCacheSize:       781_250,
		server.FlagDisableIAVLFastNode: false,
		server.FlagMempoolMaxTxs:       -1,
	}
}

// machineState is what both the chain and its peer are to the harness.
type machineState interface {
	InitChain(*abci.RequestInitChain) (*abci.ResponseInitChain, error)
	FinalizeBlock(*abci.RequestFinalizeBlock) (*abci.ResponseFinalizeBlock, error)
	Commit() (*abci.ResponseCommit, error)
	CommitMultiStore() storetypes.CommitMultiStore
}

var _ machineState = (*baseapp.BaseApp)(nil)

// chain drives one replica through blocks without consensus.
type chain struct {
	signer
	state   machineState
	votes   abci.CommitInfo
	height  int64
	now     time.Time
	refused string   // the log of the first transaction that failed
	hashes  []string // app hashes since the last answer
	meter   meter
	// live counts the bytes of keys and values that the state holds.
	live func() (int64, error)
}

// work is one repetition of a workload.
type work func() (outcome, error)

// outcome says how many units a repetition did, how many it should have done and didn't, in how many blocks, and what payrolls paid,
// minor units.
type outcome struct {
	Units, Failed, Blocks int
	Amount                uint64
}

func (o outcome) plus(p outcome) outcome {
	return outcome{Units: o.Units + p.Units, Failed: o.Failed + p.Failed, Blocks: o.Blocks + p.Blocks, Amount: o.Amount + p.Amount}
}

// block executes and commits one block and counts its failed transactions.
func (c *chain) block(txs ...[]byte) (res *abci.ResponseFinalizeBlock, failed int, err error) {
	c.height++
	c.now = c.now.Add(time.Second)
	req := &abci.RequestFinalizeBlock{Height: c.height, Time: c.now, Txs: txs}
	if c.height > 1 {
		req.DecidedLastCommit = c.votes
	}
	if res, err = c.state.FinalizeBlock(req); err != nil {
		return nil, 0, fmt.Errorf("height %d: %w", c.height, err)
	}
	if _, err := c.state.Commit(); err != nil {
		return nil, 0, fmt.Errorf("commit height %d: %w", c.height, err)
	}
	c.hashes = append(c.hashes, hex.EncodeToString(res.AppHash))
	for _, r := range res.TxResults {
		if r.Code == 0 {
			continue
		}
		if failed++; c.refused == "" {
			c.refused = fmt.Sprintf("%s %d: %s", r.Codespace, r.Code, r.Log)
		}
	}
	return res, failed, nil
}

// header is that of the last block, as far as state is concerned.
func (c *chain) header() cmtproto.Header {
	return cmtproto.Header{ChainID: chainID, Height: c.height, Time: c.now}
}

// must is block for transactions of which none may fail.
func (c *chain) must(txs ...[]byte) (*abci.ResponseFinalizeBlock, error) {
	res, failed, err := c.block(txs...)
	if err == nil && failed > 0 {
		err = errors.New(c.refused)
	}
	return res, err
}

// seed writes to the state between two blocks; the next block commits it.
func (c *chain) seed(write func(sdk.Context) error) error {
	if err := c.write(write); err != nil {
		return err
	}
	_, err := c.must()
	return err
}

// write writes to the state between two blocks.
func (c *chain) write(do func(sdk.Context) error) error {
	if err := do(sdk.NewContext(c.state.CommitMultiStore(), c.header(), false, log.NewNopLogger())); err != nil {
		return fmt.Errorf("seed the state: %w", err)
	}
	return nil
}
