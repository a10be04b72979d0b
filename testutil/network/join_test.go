//go:build system

package network_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/cmd/reliefd/devnet"
)

// joinBar is how long a fresh node may take from the command until it follows the chain.
const joinBar = 60 * time.Second

// newcomer is a node outside the network of provinces.
type newcomer struct {
	province devnet.Province
	env      []string
	running  *exec.Cmd
}

func newNewcomer(t *testing.T) *newcomer {
	t.Helper()
	n := &newcomer{province: devnet.Province{Name: "newcomer", Home: filepath.Join(t.TempDir(), "home")}}
	for _, address := range []*string{&n.province.P2P, &n.province.RPC, &n.province.GRPC, &n.province.REST} {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		require.NoError(t, err)
		defer l.Close()
		*address = l.Addr().String()
	}
	n.env = append(os.Environ(),
		"RELIEFD_HOME="+n.province.Home,
		"RELIEFD_P2P_LADDR=tcp://"+n.province.P2P, "RELIEFD_RPC_LADDR=tcp://"+n.province.RPC,
		"RELIEFD_GRPC_ADDRESS="+n.province.GRPC, "RELIEFD_API_ADDRESS=tcp://"+n.province.REST,
		"RELIEFD_P2P_ALLOW_DUPLICATE_IP=true", "RELIEFD_INSTRUMENTATION_PROMETHEUS=false",
	)
	return n
}

func (n *newcomer) command(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), reliefd(t), args...)
	cmd.Env = n.env
	return cmd
}

// run runs reliefd as the newcomer and returns what it said and whether it succeeded.
func (n *newcomer) run(t *testing.T, args ...string) (string, error) {
	t.Helper()
	out, err := n.command(t, args...).CombinedOutput()
	return string(out), err
}

// start runs reliefd in the background until the test ends.
func (n *newcomer) start(t *testing.T, args ...string) *output {
	t.Helper()
	cmd, out := n.command(t, args...), &output{}
	cmd.Stdout, cmd.Stderr = out, out
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	require.NoError(t, cmd.Start())
	n.running = cmd
	t.Cleanup(n.stop)
	return out
}

// stop ends what start runs.
func (n *newcomer) stop() {
	if n.running != nil {
		_ = n.running.Process.Signal(syscall.SIGTERM)
		_ = n.running.Wait()
		n.running = nil
	}
}

// trustedHeader is a header of a province, HEIGHT:HASH.
func trustedHeader(t *testing.T, p devnet.Province) string {
	t.Helper()
	c, err := rpc(t, p).Commit(t.Context(), nil)
	require.NoError(t, err)
	return fmt.Sprintf("%d:%s", c.Header.Height, c.Header.Hash())
}

// snapshots starts a network that makes snapshots, and waits for the first.
func snapshots(t *testing.T) *network {
	t.Helper()
	n := start(t, append(settings, "RELIEFD_STATE_SYNC_SNAPSHOT_INTERVAL=10", "RELIEFD_STATE_SYNC_SNAPSHOT_KEEP_RECENT=50")) // none goes while it is fetched
	n.reach(t, n.info.Provinces[0], 14)
	return n
}

func TestJoin(t *testing.T) {
	n := snapshots(t)
	a, b := n.info.Provinces[0], n.info.Provinces[1]
	servers := []string{"--server", "http://" + a.RPC, "--server", "http://" + b.RPC}
	args := func(more ...string) []string {
		return append(append([]string{"join", "newcomer"}, servers...), more...)
	}
	hash := strings.TrimSpace(mustRun(t, "genesis", "hash", "--home", a.Home))

	t.Run("follows from a snapshot", func(t *testing.T) {
		newcomer := newNewcomer(t)
		office := newcomer.serveTLS(t)
		began := time.Now()
		out := newcomer.start(t, args("--start", "--genesis-hash", hash, "--trust", trustedHeader(t, b))...)
		defer func() {
			if t.Failed() {
				raw, _ := os.ReadFile(filepath.Join(newcomer.province.Home, "join.log"))
				t.Logf("%s\n%s", out, raw)
			}
		}()
		eventually(t, "the newcomer is in step", func() error {
			if !strings.Contains(out.String(), "Starting the node.") {
				return errors.New(out.String())
			}
			return nil
		})
		height, err := devnet.Height(t.Context(), a)
		require.NoError(t, err)
		n.reach(t, newcomer.province, height+2)
		t.Logf("followed after %s", time.Since(began))
		require.Less(t, time.Since(began), joinBar)

		status, err := rpc(t, newcomer.province).Status(t.Context())
		require.NoError(t, err)
		require.Greater(t, status.SyncInfo.EarliestBlockHeight, int64(10), "the past stays away")
		height = status.SyncInfo.LatestBlockHeight
		for _, p := range n.info.Provinces {
			theirs, err := rpc(t, p).Commit(t.Context(), &height)
			require.NoError(t, err)
			require.Equal(t, theirs.Header.AppHash, headerOf(t, newcomer.province, height).AppHash)
		}
		require.Contains(t, out.String(), "receipts")
		office.check(t)
		office.command(t, n.info)

		eventually(t, "the doctor finds it in step", func() error {
			report, err := newcomer.run(t, "doctor", "--server", "http://"+a.RPC, "--server", "http://"+b.RPC)
			if err == nil && !strings.Contains(report, "in step with 2 others") {
				err = errors.New(report)
			}
			return err
		})

		again, err := newcomer.run(t, args("--genesis-hash", hash)...)
		require.Error(t, err)
		require.Contains(t, again, "holds a node's data")
	})

	t.Run("set up first, started by hand", func(t *testing.T) {
		newcomer := newNewcomer(t)
		out, err := newcomer.run(t, args("--trust", trustedHeader(t, a))...)
		require.NoError(t, err, out)
		require.Contains(t, out, "reliefd start")
		newcomer.start(t, "start")
		eventually(t, "the join is complete", func() error {
			if _, err := os.Stat(filepath.Join(newcomer.province.Home, "config", "joining.json")); !errors.Is(err, os.ErrNotExist) {
				return errors.New("it is still joining")
			}
			return nil
		})
		status, err := rpc(t, newcomer.province).Status(t.Context())
		require.NoError(t, err)
		require.Greater(t, status.SyncInfo.EarliestBlockHeight, int64(10), "from a snapshot")
	})

	t.Run("goes on after it was interrupted", func(t *testing.T) {
		newcomer := newNewcomer(t)
		ctx, stop := context.WithCancel(t.Context())
		cmd := exec.CommandContext(ctx, reliefd(t), args("--start", "--genesis-hash", hash)...)
		cmd.Env = newcomer.env
		cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
		require.NoError(t, cmd.Start())
		eventually(t, "the newcomer's database", func() error {
			_, err := os.Stat(filepath.Join(newcomer.province.Home, "data", "application.db"))
			return err
		})
		stop()
		require.Error(t, cmd.Wait())
		out := newcomer.start(t, args("--start", "--genesis-hash", hash)...)
		eventually(t, "the newcomer is in step", func() error {
			if !strings.Contains(out.String(), "Starting the node.") {
				return errors.New(out.String())
			}
			return nil
		})
	})

	t.Run("refuses", func(t *testing.T) {
		wrong := strings.Repeat("AB", 32)
		lying := liar{lies: map[string]func(map[string]any){"commit": func(result map[string]any) {
			in(result, "signed_header", "header")["app_hash"] = wrong
		}}}.serve(t, "http://"+b.RPC)
		for _, tc := range []struct {
			name string
			args []string
			says string
		}{
			{name: "nothing to trust", args: args(), says: "--genesis-hash"},
			{name: "one server", args: []string{"join", "newcomer", "--server", "http://" + a.RPC, "--genesis-hash", hash}, says: "two different servers"},
			{name: "the same node twice", args: []string{
				"join", "newcomer", "--server", "http://" + a.RPC, "--server", "http://localhost" + a.RPC[strings.LastIndex(a.RPC, ":"):], "--genesis-hash", hash,
			}, says: "the same node"},
			{name: "another genesis", args: args("--genesis-hash", wrong), says: "contradict"},
			{name: "another header", args: args("--trust", "5:"+wrong), says: "contradict"},
			{name: "a server that lies", args: []string{"join", "newcomer", "--server", "http://" + a.RPC, "--server", lying, "--genesis-hash", hash}, says: lying},
		} {
			t.Run(tc.name, func(t *testing.T) {
				newcomer := newNewcomer(t)
				out, err := newcomer.run(t, tc.args...)
				require.Error(t, err, out)
				require.Contains(t, out, tc.says)
				_, err = os.Stat(filepath.Join(newcomer.province.Home, "config", "genesis.json"))
				require.ErrorIs(t, err, os.ErrNotExist)
			})
		}
	})
}

func headerOf(t *testing.T, p devnet.Province, height int64) *cmttypes.Header {
	t.Helper()
	c, err := rpc(t, p).Commit(t.Context(), &height)
	require.NoError(t, err)
	return c.Header
}
