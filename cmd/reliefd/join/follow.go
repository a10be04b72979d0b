package join

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"syscall"
	"time"

	rpchttp "github.com/cometbft/cometbft/rpc/client/http"
)

const (
	lookEvery = 250 * time.Millisecond
	hintAfter = 60 * time.Second
	stopGrace = 30 * time.Second
)

// applied is what a node logs for each piece of a snapshot.
var applied = regexp.MustCompile(`Applied snapshot chunk.* chunk=(\d+) .*height=(\d+) .*total=(\d+)`)

// Fetch runs the node until it has the snapshot and every block since, tells how far it is, stops it and turns state sync off.
// The node's log goes to join.log in its home. A fetch that was interrupted can be made again from Clear on.
func (h Home) Fetch(ctx context.Context, binary string, out io.Writer) error {
	logFile := filepath.Join(h.Config.RootDir, "join.log")
	node, pieces, err := h.start(ctx, binary, logFile)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "Looking for a snapshot; the log is in %s\n", logFile)
	rpc, err := rpchttp.NewWithTimeout(h.Config.RPC.ListenAddress, "/websocket", 2)
	if err != nil {
		return err
	}
	began, hinted, blocks := time.Now(), false, false
	for tick := time.NewTicker(lookEvery); ; {
		select {
		case line := <-pieces:
			fmt.Fprintln(out, line)
		case <-node.ended:
			tick.Stop()
			if ctx.Err() != nil {
				return fmt.Errorf("%w: interrupted; run the same command again to go on", ErrNoSnapshot)
			}
			return fmt.Errorf("%w; %s says why", errors.Join(ErrNoSnapshot, node.err), logFile)
		case <-tick.C:
			s, err := rpc.Status(ctx)
			if err != nil {
				continue // it is starting
			}
			height := s.SyncInfo.LatestBlockHeight
			switch {
			case height > 0 && !s.SyncInfo.CatchingUp:
				tick.Stop()
				node.stop()
				fmt.Fprintf(out, "In step at height %d after %.0f s.\n", height, time.Since(began).Seconds())
				return h.Complete()
			case height > 0 && !blocks:
				blocks = true
				fmt.Fprintf(out, "The snapshot is in; fetching the blocks since, from %d on\n", height)
			case height == 0 && !hinted && time.Since(began) > hintAfter:
				hinted = true
				fmt.Fprintln(out, "No snapshot yet. Peers need state-sync.snapshot-interval above 0 in app.toml and a snapshot since; name more of them with --peers.")
			}
		}
	}
}

// child is the node's process.
type child struct {
	cmd *exec.Cmd
	// ended is closed when it has ended, and err says how.
	ended chan struct{}
	err   error
}

func (c *child) stop() {
	_ = c.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-c.ended:
	case <-time.After(stopGrace):
		_ = c.cmd.Process.Kill()
		<-c.ended
	}
}

// start starts the node; pieces takes a line for each piece of the snapshot.
func (h Home) start(ctx context.Context, binary, logFile string) (*child, <-chan string, error) {
	log, err := os.Create(logFile)
	if err != nil {
		return nil, nil, fmt.Errorf("open the log: %w", err)
	}
	c := &child{cmd: exec.CommandContext(ctx, binary, "start", "--home", h.Config.RootDir, "--log_no_color", "--log_format", "plain"), ended: make(chan struct{})}
	c.cmd.Cancel = func() error { return c.cmd.Process.Signal(syscall.SIGTERM) }
	c.cmd.WaitDelay = stopGrace
	reader, writer, err := os.Pipe()
	if err != nil {
		return nil, nil, err
	}
	c.cmd.Stdout, c.cmd.Stderr = writer, writer
	if err := c.cmd.Start(); err != nil {
		return nil, nil, fmt.Errorf("start the node: %w", err)
	}
	_ = writer.Close()
	pieces := make(chan string, 16)
	read := make(chan struct{})
	go func() {
		defer close(read)
		lines := bufio.NewReader(reader)
		for {
			line, err := lines.ReadString('\n')
			_, _ = log.WriteString(line)
			if m := applied.FindStringSubmatch(line); m != nil {
				n, _ := strconv.Atoi(m[1])
				select {
				case pieces <- fmt.Sprintf("Snapshot of height %s: piece %d of %s", m[2], n+1, m[3]):
				default: // nobody looks
				}
			}
			if err != nil {
				return
			}
		}
	}()
	go func() {
		c.err = c.cmd.Wait()
		<-read
		_, _ = reader.Close(), log.Close()
		close(c.ended)
	}()
	return c, pieces, nil
}
