package node

import (
	"context"
	"testing"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	serverconfig "github.com/cosmos/cosmos-sdk/server/config"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/app"
)

// counter is an application that counts blocks.
type counter struct {
	abci.BaseApplication
	blocks int
}

func (c *counter) FinalizeBlock(context.Context, *abci.RequestFinalizeBlock) (*abci.ResponseFinalizeBlock, error) {
	c.blocks++
	return &abci.ResponseFinalizeBlock{}, nil
}

func TestHalt(t *testing.T) {
	for _, tc := range []struct {
		name   string
		config serverconfig.BaseConfig
		height int64
		at     int64
		halts  bool
	}{
		{name: "not configured", height: 1 << 40, at: 1 << 40},
		{name: "before the height", config: serverconfig.BaseConfig{HaltHeight: 7}, height: 6},
		{name: "at the height", config: serverconfig.BaseConfig{HaltHeight: 7}, height: 7, halts: true},
		{name: "after the height", config: serverconfig.BaseConfig{HaltHeight: 7}, height: 8, halts: true},
		{name: "before the time", config: serverconfig.BaseConfig{HaltTime: 100}, height: 1, at: 99},
		{name: "at the time", config: serverconfig.BaseConfig{HaltTime: 100}, height: 1, at: 100, halts: true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			counted := &counter{}
			h := newHalting(counted, tc.config)
			request := &abci.RequestFinalizeBlock{Height: tc.height, Time: time.Unix(tc.at, 0)}
			_, err := h.FinalizeBlock(t.Context(), request)
			require.Equal(t, tc.halts, h.halted())
			if tc.halts {
				require.ErrorIs(t, err, errHalt)
				require.Zero(t, counted.blocks)
				require.Equal(t, tc.height, h.at.Load())
				return
			}
			require.NoError(t, err)
			require.Equal(t, 1, counted.blocks)
		})
	}
}

// slowly is an application that calls back while it executes a block.
type slowly struct {
	abci.BaseApplication
	during func()
}

func (s slowly) FinalizeBlock(context.Context, *abci.RequestFinalizeBlock) (*abci.ResponseFinalizeBlock, error) {
	s.during()
	return &abci.ResponseFinalizeBlock{}, nil
}

func TestBusy(t *testing.T) {
	var h *halting
	h = newHalting(slowly{during: func() { require.True(t, h.busy(time.Hour)) }}, serverconfig.BaseConfig{})
	require.False(t, h.busy(time.Hour))
	_, err := h.FinalizeBlock(t.Context(), &abci.RequestFinalizeBlock{Height: 1})
	require.NoError(t, err)
	require.False(t, h.busy(time.Hour), "a quick block holds nothing up")
	h.slow.Store(time.Now().Add(-time.Minute).UnixNano())
	require.True(t, h.busy(time.Hour))
	require.False(t, h.busy(time.Second))
}

// TestHaltNeverAnswersARunningNode keeps consensus and block sync from taking the halt for a failure.
func TestHaltNeverAnswersARunningNode(t *testing.T) {
	h := newHalting(&counter{}, serverconfig.BaseConfig{HaltHeight: 7})
	h.replaying.Store(false)
	answered := make(chan struct{})
	go func() {
		defer close(answered)
		_, _ = h.FinalizeBlock(context.Background(), &abci.RequestFinalizeBlock{Height: 7})
	}()
	<-h.reached
	select {
	case <-answered:
		t.Fatal("answered")
	case <-time.After(20 * time.Millisecond):
	}
}

// TestStopForAnotherVersion ends only the goroutine that executes the block, and tells why; a replay gets the error.
func TestStopForAnotherVersion(t *testing.T) {
	for _, cause := range []error{app.ErrWrongProgram, app.ErrUpgradeFailed} {
		h := newHalting(refusing{why: cause}, serverconfig.BaseConfig{})
		_, err := h.FinalizeBlock(t.Context(), &abci.RequestFinalizeBlock{Height: 7})
		require.ErrorIs(t, err, cause)
		require.True(t, h.halted())

		h = newHalting(refusing{why: cause}, serverconfig.BaseConfig{})
		h.replaying.Store(false)
		returned, left := false, make(chan struct{})
		go func() {
			defer close(left)
			_, _ = h.FinalizeBlock(t.Context(), &abci.RequestFinalizeBlock{Height: 7})
			returned = true
		}()
		<-left
		require.False(t, returned)
		require.ErrorIs(t, h.ended(), cause)
		require.Equal(t, int64(7), h.at.Load())
	}
	h := newHalting(refusing{why: errHalt}, serverconfig.BaseConfig{})
	h.replaying.Store(false)
	_, err := h.FinalizeBlock(t.Context(), &abci.RequestFinalizeBlock{Height: 7})
	require.ErrorIs(t, err, errHalt, "any other error is a failure of consensus")
	require.False(t, h.halted())
}

// refusing is an application that can't execute a block.
type refusing struct {
	abci.BaseApplication
	why error
}

func (r refusing) FinalizeBlock(context.Context, *abci.RequestFinalizeBlock) (*abci.ResponseFinalizeBlock, error) {
	return nil, r.why
}

// restoring is an application that answers each piece of a snapshot alike.
type restoring struct {
	abci.BaseApplication
	result abci.ResponseApplySnapshotChunk_Result
}

func (r restoring) ApplySnapshotChunk(context.Context, *abci.RequestApplySnapshotChunk) (*abci.ResponseApplySnapshotChunk, error) {
	return &abci.ResponseApplySnapshotChunk{Result: r.result}, nil
}

func TestEndsWhereASnapshotCannotBeRestored(t *testing.T) {
	for result, ends := range map[abci.ResponseApplySnapshotChunk_Result]bool{
		abci.ResponseApplySnapshotChunk_ACCEPT: false, abci.ResponseApplySnapshotChunk_RETRY: false, abci.ResponseApplySnapshotChunk_ABORT: true,
	} {
		h := newHalting(restoring{result: result}, serverconfig.BaseConfig{})
		res, err := h.ApplySnapshotChunk(t.Context(), &abci.RequestApplySnapshotChunk{})
		require.NoError(t, err)
		require.Equal(t, result, res.Result)
		require.Equal(t, ends, h.halted(), result)
		if ends {
			require.ErrorIs(t, h.ended(), ErrSnapshot)
		}
	}
}
