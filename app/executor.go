//relief:node-local how one node executes a block; both ways come to the same state

package app

import (
	"context"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/cosmos/cosmos-sdk/baseapp/blockexec"
	"github.com/cosmos/cosmos-sdk/baseapp/txnrunner"
	"github.com/cosmos/cosmos-sdk/server"
	serverconfig "github.com/cosmos/cosmos-sdk/server/config"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/tx"
	"github.com/spf13/cast"
)

// setExecutor installs the executor that the operator has chosen. Block-STM gets only those blocks that it is faster with.
func (a *App) setExecutor(c Config) {
	a.executorKeys = a.storeKeys()
	var options []blockexec.Option
	if cast.ToString(c.Options.Get(server.FlagBlockExecutor)) == serverconfig.BlockExecutorBlockSTM && !c.AllParallel {
		options = append(options, blockexec.WithRunnerWrap(func(parallel sdk.TxRunner) sdk.TxRunner {
			return choosing{parallel: parallel, serial: txnrunner.NewDefaultRunner(a.encoding.Tx.TxDecoder())}
		}))
	}
	blockexec.Apply(a.BaseApp, c.Options, a.executorKeys, a.encoding.Tx.TxDecoder(), func(storetypes.MultiStore) string { return "" }, options...)
}

// choosing executes a block in parallel where that pays.
type choosing struct{ parallel, serial sdk.TxRunner }

// Unwrap lets BaseApp see the parallel one.
func (c choosing) Unwrap() sdk.TxRunner { return c.parallel }

// Run implements sdk.TxRunner.
func (c choosing) Run(ctx context.Context, ms storetypes.MultiStore, txs [][]byte, deliver sdk.DeliverTxFunc) ([]*abci.ExecTxResult, error) {
	if apart(txs) {
		return c.parallel.Run(ctx, ms, txs, deliver)
	}
	return c.serial.Run(ctx, ms, txs, deliver)
}

// apart tells whether most transactions of a block have nothing in common: two thirds of them name a fee, and their signers pay it. Those that
// an office pays draw on its budget and its programmes, and wait for each other.
func apart(txs [][]byte) bool {
	var own int
	for _, raw := range txs {
		var t tx.TxRaw
		var info tx.AuthInfo
		if t.Unmarshal(raw) == nil && info.Unmarshal(t.AuthInfoBytes) == nil && info.Fee != nil && len(info.Fee.Amount) > 0 {
			own++
		}
	}
	return len(txs) > 1 && 3*own >= 2*len(txs)
}
