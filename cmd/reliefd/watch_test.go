package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"testing"

	"cosmossdk.io/log/v2"
	"github.com/cosmos/cosmos-sdk/client"
	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"
)

func TestWatchEndsTheProcess(t *testing.T) {
	for _, tc := range []struct {
		name  string
		cause string
		want  error
	}{
		{name: "consensus broke", cause: "write wal: no space left on device", want: errConsensusEnded},
		{name: "halted as asked", cause: "failed to apply block; error halt per configuration height 3 time 0"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			signals := make(chan os.Signal, 1)
			signal.Notify(signals, syscall.SIGTERM)
			defer signal.Stop(signals)
			w := newWatch()
			g, ctx := errgroup.WithContext(t.Context())
			require.NoError(t, w.run(nil, client.Context{}, ctx, g))
			w.logger(log.NewNopLogger()).With("module", "consensus").Error(consensusFailure, "err", tc.cause)
			require.ErrorIs(t, g.Wait(), tc.want)
			<-signals
		})
	}
}

func TestWatchLetsOtherErrorsPass(t *testing.T) {
	w := newWatch()
	ctx, cancel := context.WithCancel(t.Context())
	g, ctx := errgroup.WithContext(ctx)
	require.NoError(t, w.run(nil, client.Context{}, ctx, g))
	w.logger(log.NewNopLogger()).Error("dial a peer", "err", "connection refused")
	require.Empty(t, w.ended)
	cancel()
	require.NoError(t, g.Wait())
}
