package node

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/cosmos/cosmos-sdk/client"
	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/testutil/chaintest"
)

// phases is an application whose calls take until they are let go.
type phases struct {
	abci.BaseApplication
	executed         func()
	executing, ended chan struct{}
	goOn             chan struct{}
}

func (p *phases) FinalizeBlock(context.Context, *abci.RequestFinalizeBlock) (*abci.ResponseFinalizeBlock, error) {
	p.executing <- struct{}{}
	<-p.goOn
	p.executed()
	p.ended <- struct{}{}
	<-p.goOn
	return &abci.ResponseFinalizeBlock{}, nil
}

func TestTransactionsComeUntilTheStoresChange(t *testing.T) {
	p := &phases{executing: make(chan struct{}), ended: make(chan struct{}), goOn: make(chan struct{})}
	c := &concurrent{Application: p}
	p.executed = c.change
	done := make(chan error, 1)
	go func() {
		_, err := c.FinalizeBlock(t.Context(), nil)
		done <- err
	}()
	<-p.executing
	_, err := c.CheckTx(t.Context(), &abci.RequestCheckTx{})
	require.NoError(t, err, "while the block is executed")
	_, err = c.Query(t.Context(), &abci.RequestQuery{})
	require.NoError(t, err)
	p.goOn <- struct{}{}
	<-p.ended

	var taken atomic.Int32
	var all sync.WaitGroup
	for _, call := range []func(){
		func() { _, _ = c.CheckTx(context.Background(), &abci.RequestCheckTx{}) },
		func() { _, _ = c.Query(context.Background(), &abci.RequestQuery{}) },
		func() { _, _ = c.Info(context.Background(), &abci.RequestInfo{}) },
	} {
		all.Go(func() {
			call()
			taken.Add(1)
		})
	}
	time.Sleep(50 * time.Millisecond)
	require.Zero(t, taken.Load(), "while the stores change")
	p.goOn <- struct{}{}
	require.NoError(t, <-done)
	all.Wait()

	_, err = c.CheckTx(t.Context(), &abci.RequestCheckTx{})
	require.NoError(t, err, "between a block's hash and its commit: CometBFT commits once those on the way are done")
	_, err = c.Commit(t.Context(), &abci.RequestCommit{})
	require.NoError(t, err)
	_, err = c.CheckTx(t.Context(), &abci.RequestCheckTx{})
	require.NoError(t, err)
}

// TestTheApplicationIsShared takes transactions and answers questions while blocks are executed; run with the race detector it shows that they
// share nothing.
func TestTheApplicationIsShared(t *testing.T) {
	chain := chaintest.New(t, chaintest.Seats(), chaintest.World, chaintest.Straight)
	chain.Block(chain.Now.Add(time.Second))
	const blocks = 20
	coins := func(n int64) sdk.Coins { return sdk.NewCoins(sdk.NewInt64Coin(chaintest.Denom, n)) }
	txs := make([][]byte, blocks)
	for n := range txs {
		donor := chaintest.Key("donor")
		from := sdk.AccAddress(donor.PubKey().Address())
		txs[n] = chain.TxWith(donor, func(b client.TxBuilder) { b.SetFeeAmount(coins(10_000)) }, banktypes.NewMsgSend(from, make([]byte, len(from)), coins(1)))
	}
	app, _ := share(chain.App())
	require.IsType(t, &concurrent{}, app)
	// What CometBFT keeps apart: it takes no transaction during a commit.
	var pool sync.RWMutex
	stop := make(chan struct{})
	var clients sync.WaitGroup
	var good atomic.Int64
	often := func(call func(n int) bool) {
		clients.Go(func() {
			for n := 0; ; n++ {
				select {
				case <-stop:
					return
				default:
				}
				if call(n) {
					good.Add(1)
				}
			}
		})
	}
	often(func(n int) bool {
		pool.RLock()
		defer pool.RUnlock()
		res, err := app.CheckTx(t.Context(), &abci.RequestCheckTx{Tx: txs[n%len(txs)], Type: abci.CheckTxType_New})
		return err == nil && res.Code == 0
	})
	often(func(int) bool {
		res, err := app.Query(t.Context(), &abci.RequestQuery{Path: "/relief.fee.v1.Query/Params"})
		return err == nil && res.Code == 0
	})
	for n := range blocks {
		height := chain.Height + 1 + int64(n)
		res, err := app.FinalizeBlock(t.Context(), &abci.RequestFinalizeBlock{
			Height: height, Time: chain.Now.Add(time.Duration(n+1) * time.Second), Txs: txs[n : n+1], Hash: chaintest.BlockHash(height),
		})
		require.NoError(t, err)
		require.Zero(t, res.TxResults[0].Code, res.TxResults[0].Log)
		pool.Lock()
		_, err = app.Commit(t.Context(), &abci.RequestCommit{})
		pool.Unlock()
		require.NoError(t, err)
	}
	close(stop)
	clients.Wait()
	require.Positive(t, good.Load(), "some were answered")
}
