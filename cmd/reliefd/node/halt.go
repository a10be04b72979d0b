package node

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/cosmos/cosmos-sdk/server"
	serverconfig "github.com/cosmos/cosmos-sdk/server/config"

	"github.com/reliefchain/relief/app"
)

// errHalt ends the replay of a block that the node is to halt before.
var errHalt = errors.New("halted as configured")

// halting is an application that stops before a block: the first one at a height or a time that the settings name, or one that
// another version of the program has to execute; an error would be a failure of consensus. It also ends where a snapshot can't be
// restored.
type halting struct {
	abci.Application
	height, unix uint64

	once      sync.Once
	reached   chan struct{}
	at        atomic.Int64
	cause     atomic.Pointer[error] // why it can't execute that block; nil when the settings say so
	replaying atomic.Bool           // the caller waits for an answer

	executing atomic.Bool
	slow      atomic.Int64 // when the last block that took long was done, nanoseconds
}

// slowBlock is how long a block may take without holding up what peers send.
const slowBlock = time.Second

func newHalting(a abci.Application, config serverconfig.BaseConfig) *halting {
	h := &halting{Application: a, height: config.HaltHeight, unix: config.HaltTime, reached: make(chan struct{})}
	h.replaying.Store(true)
	return h
}

// FinalizeBlock implements abci.Application. At the block to halt before it never returns, so that neither consensus nor block sync
// takes the halt for a failure; the process is about to end. Where the state needs another program, only the goroutine ends, with
// all locks released: peers may still need this node's votes for the block.
func (h *halting) FinalizeBlock(ctx context.Context, req *abci.RequestFinalizeBlock) (*abci.ResponseFinalizeBlock, error) {
	if !h.due(req) {
		h.executing.Store(true)
		defer func(start time.Time) {
			if time.Since(start) > slowBlock {
				h.slow.Store(time.Now().UnixNano())
			}
			h.executing.Store(false)
		}(time.Now())
		res, err := h.Application.FinalizeBlock(ctx, req)
		if !needsOther(err) {
			return res, err
		}
		if errors.Is(err, app.ErrUpgradeFailed) {
			err = fmt.Errorf("%w; ask the other provinces: if they met the same, all of you start the version before it with --%s %d",
				err, server.FlagUnsafeSkipUpgrades, req.Height)
		}
		h.stop(req.Height, &err)
		if h.replaying.Load() {
			return nil, err
		}
		runtime.Goexit()
	}
	h.stop(req.Height, nil)
	if h.replaying.Load() {
		return nil, errHalt
	}
	select {}
}

// ErrSnapshot says that a snapshot came in that this version can't restore.
var ErrSnapshot = errors.New("the snapshot can't be restored; the log above says why. Remove what it left below data/, but keep sign states, " +
	"and join again: with the version that the network ran at the height of the snapshot, or from one made since its last upgrade")

// ApplySnapshotChunk implements abci.Application. What a snapshot leaves that can't be restored is of no use, and CometBFT would wait
// for ever behind open ports.
func (h *halting) ApplySnapshotChunk(ctx context.Context, req *abci.RequestApplySnapshotChunk) (*abci.ResponseApplySnapshotChunk, error) {
	res, err := h.Application.ApplySnapshotChunk(ctx, req)
	if err == nil && res.Result == abci.ResponseApplySnapshotChunk_ABORT {
		cause := ErrSnapshot
		h.stop(0, &cause)
	}
	return res, err
}

// needsOther tells whether an error says that this program can't execute a block, and another version may.
func needsOther(err error) bool {
	return errors.Is(err, app.ErrWrongProgram) || errors.Is(err, app.ErrUpgradeFailed)
}

func (h *halting) stop(height int64, cause *error) {
	h.once.Do(func() {
		h.at.Store(height)
		h.cause.Store(cause)
		close(h.reached)
	})
}

// ended says why the application stopped; nil when the settings say so. Call it once the block has come.
func (h *halting) ended() error {
	if cause := h.cause.Load(); cause != nil {
		return *cause
	}
	return nil
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
