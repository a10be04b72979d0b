package node

import (
	"context"
	"sync"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/cometbft/cometbft/proxy"
	"github.com/cosmos/cosmos-sdk/server"
	servertypes "github.com/cosmos/cosmos-sdk/server/types"
)

// executing is an application that tells when the last transaction of a block is executed and what it wrote is about to go to the stores.
type executing interface{ SetExecuted(executed func()) }

// concurrent is an application that takes transactions and answers questions while it executes a block. They wait only while the stores
// change: from the end of a block's last transaction until its app hash is known, and while it is committed.
//
// CometBFT takes no transactions during a commit either, and waits then for those on the way: whoever takes one must never wait for a commit.
// So the stores are free between the two.
type concurrent struct {
	abci.Application

	stores   sync.RWMutex
	changing bool // by the connection for consensus, which makes one call after the other
}

// share makes an application that several connections may use at once, and tells how they are made: those of an application that doesn't tell
// when its stores change wait for each other.
func share(app servertypes.Application) (abci.Application, func(abci.Application) proxy.ClientCreator) {
	plain := server.NewCometABCIWrapper(app)
	e, ok := app.(executing)
	if !ok {
		return plain, proxy.NewLocalClientCreator
	}
	c := &concurrent{Application: plain}
	e.SetExecuted(c.change)
	return c, proxy.NewConnSyncLocalClientCreator
}

func (c *concurrent) change() {
	if !c.changing {
		c.stores.Lock()
		c.changing = true
	}
}

func (c *concurrent) settle() {
	if c.changing {
		c.changing = false
		c.stores.Unlock()
	}
}

// InitChain implements abci.Application.
func (c *concurrent) InitChain(ctx context.Context, req *abci.RequestInitChain) (*abci.ResponseInitChain, error) {
	c.change()
	defer c.settle()
	return c.Application.InitChain(ctx, req)
}

// FinalizeBlock implements abci.Application.
func (c *concurrent) FinalizeBlock(ctx context.Context, req *abci.RequestFinalizeBlock) (*abci.ResponseFinalizeBlock, error) {
	defer c.settle()
	return c.Application.FinalizeBlock(ctx, req)
}

// Commit implements abci.Application.
func (c *concurrent) Commit(ctx context.Context, req *abci.RequestCommit) (*abci.ResponseCommit, error) {
	c.change()
	defer c.settle()
	return c.Application.Commit(ctx, req)
}

// CheckTx implements abci.Application.
func (c *concurrent) CheckTx(ctx context.Context, req *abci.RequestCheckTx) (*abci.ResponseCheckTx, error) {
	c.stores.RLock()
	defer c.stores.RUnlock()
	return c.Application.CheckTx(ctx, req)
}

// Query implements abci.Application.
func (c *concurrent) Query(ctx context.Context, req *abci.RequestQuery) (*abci.ResponseQuery, error) {
	c.stores.RLock()
	defer c.stores.RUnlock()
	return c.Application.Query(ctx, req)
}

// Info implements abci.Application.
func (c *concurrent) Info(ctx context.Context, req *abci.RequestInfo) (*abci.ResponseInfo, error) {
	c.stores.RLock()
	defer c.stores.RUnlock()
	return c.Application.Info(ctx, req)
}
