package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"syscall"

	"cosmossdk.io/log/v2"
	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/server"
	"golang.org/x/sync/errgroup"
)

// errConsensusEnded says that a node can't take part any more.
var errConsensusEnded = errors.New("consensus ended; see the log above, repair the cause and start the node again")

// What CometBFT logs when its consensus ends, and what the cause says when that was asked for by --halt-height or --halt-time.
const (
	consensusFailure = "CONSENSUS FAILURE!!!"
	haltAsked        = "halt per configuration"
)

// watch ends a node's process when its consensus ends. By itself the process would stay up and answer queries with old state.
type watch struct{ ended chan string }

func newWatch() *watch { return &watch{ended: make(chan string, 1)} }

// logger listens to what a logger is told.
func (w *watch) logger(l log.Logger) log.Logger { return watchedLogger{Logger: l, watch: w} }

// run is the hook of the start command.
func (w *watch) run(_ *server.Context, _ client.Context, ctx context.Context, g *errgroup.Group) error { //nolint:revive // the order is the SDK's
	g.Go(func() error {
		select {
		case <-ctx.Done():
			return nil
		case cause := <-w.ended:
			if err := syscall.Kill(syscall.Getpid(), syscall.SIGTERM); err != nil {
				return err
			}
			if strings.Contains(cause, haltAsked) {
				return nil
			}
			return errConsensusEnded
		}
	})
	return nil
}

// watchedLogger passes everything on and tells the watch of the end of consensus.
type watchedLogger struct {
	log.Logger
	watch *watch
}

// Error implements log.Logger.
func (l watchedLogger) Error(msg string, keyVals ...any) {
	l.Logger.Error(msg, keyVals...)
	if msg != consensusFailure {
		return
	}
	select {
	case l.watch.ended <- fmt.Sprint(keyVals...):
	default:
	}
}

// With implements log.Logger.
func (l watchedLogger) With(keyVals ...any) log.Logger {
	return watchedLogger{Logger: l.Logger.With(keyVals...), watch: l.watch}
}

// SetVerboseMode implements log.VerboseModeLogger.
func (l watchedLogger) SetVerboseMode(on bool) {
	if v, ok := l.Logger.(log.VerboseModeLogger); ok {
		v.SetVerboseMode(on)
	}
}
