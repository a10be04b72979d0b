package node

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	serverconfig "github.com/cosmos/cosmos-sdk/server/config"
)

// errHalt ends the replay of a block that the node is to halt before.
var errHalt = errors.New("halted as configured")

// halting is an application that stops before a block: the first one at a height or a time that the settings name. It asks before
// the application does, which could only answer with an error, and that is a failure of consensus.
type halting struct {
	abci.Application
	height, unix uint64

	once      sync.Once
	reached   chan struct{}
	at        atomic.Int64
	replaying atomic.Bool // the caller waits for an answer

	executing atomic.Bool
	slow      atomic.Int64 // when the last block that took long was done, nanoseconds
}

// slowBlock is how long a block may take without holding up what peers send.
const slowBlock = time.Second

func newHalting(app abci.Application, config serverconfig.BaseConfig) *halting {
	h := &halting{Application: app, height: config.HaltHeight, unix: config.HaltTime, reached: make(chan struct{})}
	h.replaying.Store(true)
	return h
}

// FinalizeBlock implements abci.Application. At the block to halt before it never returns, so that neither consensus nor block sync
// takes the halt for a failure; the process is about to end.
func (h *halting) FinalizeBlock(ctx context.Context, req *abci.RequestFinalizeBlock) (*abci.ResponseFinalizeBlock, error) {
	if !h.due(req) {
		h.executing.Store(true)
		defer func(start time.Time) {
			if time.Since(start) > slowBlock {
				h.slow.Store(time.Now().UnixNano())
			}
			h.executing.Store(false)
		}(time.Now())
		return h.Application.FinalizeBlock(ctx, req)
	}
	h.once.Do(func() {
		h.at.Store(req.Height)
		close(h.reached)
	})
	if h.replaying.Load() {
		return nil, errHalt
	}
	select {}
}

func (h *halting) due(req *abci.RequestFinalizeBlock) bool {
	if h.height > 0 && uint64(req.Height) >= h.height {
		return true
	}
	return h.unix > 0 && req.Time.Unix() >= int64(h.unix)
}

// busy says that a block is being executed, or one that took long was until a while ago: what peers sent meanwhile waits to be read.
func (h *halting) busy(within time.Duration) bool {
	return h.executing.Load() || time.Since(time.Unix(0, h.slow.Load())) < within
}

// halted tells whether the block to halt before has come.
func (h *halting) halted() bool {
	select {
	case <-h.reached:
		return true
	default:
		return false
	}
}
