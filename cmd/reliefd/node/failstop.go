package node

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/pprof"
	"time"

	"github.com/cometbft/cometbft/consensus"
	cmtnode "github.com/cometbft/cometbft/node"
)

// ErrConsensusEnded says that the node can't take part any more.
var ErrConsensusEnded = errors.New("consensus ended; see the log above, repair the cause and start the node again")

// ErrDiskRefuses says that the node's disk takes no more writes.
var ErrDiskRefuses = errors.New("the data directory takes no writes; free or repair the disk and start the node again")

// How often the disk is tried, and with how much: more than what the write-ahead log keeps in memory.
const (
	diskInterval = 2 * time.Second
	diskBytes    = 64 << 10
)

// syncPoll is how often the end of block sync and state sync is looked for.
const syncPoll = 100 * time.Millisecond

// consensusOf returns the state machine of consensus.
func consensusOf(n *cmtnode.Node) (*consensus.State, error) {
	environment, err := n.ConfigureRPC()
	if err != nil {
		return nil, fmt.Errorf("find the consensus of the node: %w", err)
	}
	state, ok := environment.ConsensusState.(*consensus.State)
	if !ok {
		return nil, fmt.Errorf("the consensus of the node is a %T", environment.ConsensusState)
	}
	return state, nil
}

// watchConsensus sends to failed when consensus ends. While the node still syncs, consensus hasn't begun, and Wait goes on.
func watchConsensus(state interface{ Wait() }, failed chan<- error) {
	state.Wait()
	report(failed, ErrConsensusEnded)
}

// watchDisk sends to failed when a directory takes no writes. Without it a validator whose write-ahead log can't be written neither
// votes nor fails: it waits for ever, behind ports that answer.
func watchDisk(ctx context.Context, dir string, interval time.Duration, failed chan<- error) {
	for {
		if err := tryDisk(dir); err != nil {
			report(failed, fmt.Errorf("%w: %w", ErrDiskRefuses, err))
			return
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(interval):
		}
	}
}

// tryDisk writes a file that needs new room, waits until it is on the disk and removes it.
func tryDisk(dir string) (err error) {
	f, err := os.CreateTemp(dir, ".try-*")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close(), os.Remove(f.Name())) }()
	if _, err := f.Write(make([]byte, diskBytes)); err != nil {
		return err
	}
	return f.Sync()
}

// report sends the first failure and drops the rest.
func report(failed chan<- error, err error) {
	select {
	case failed <- err:
	default:
	}
}

// dump writes what every goroutine is doing.
func dump(w io.Writer) {
	_ = pprof.Lookup("goroutine").WriteTo(w, 2)
}

// refreshKey lets consensus ask for its key once more when syncing ends: it asks after every block it makes, but not after those
// that it fetches, and the key may have been swapped among them.
func refreshKey(ctx context.Context, n *cmtnode.Node, state *consensus.State) {
	reactor := n.ConsensusReactor()
	if !reactor.WaitSync() {
		return
	}
	for reactor.WaitSync() {
		select {
		case <-ctx.Done():
			return
		case <-time.After(syncPoll):
		}
	}
	state.SetPrivValidator(n.PrivValidator())
}
