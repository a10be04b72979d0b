//go:build system

package network_test

import (
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// children lists the processes that a process started.
func children(t *testing.T, pid int) []int {
	t.Helper()
	var all []int
	threads, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	require.NoError(t, err)
	for _, thread := range threads {
		raw, err := os.ReadFile(thread)
		if err != nil {
			continue // the thread has ended
		}
		for _, field := range strings.Fields(string(raw)) {
			child, err := strconv.Atoi(field)
			require.NoError(t, err)
			all = append(all, child)
		}
	}
	slices.Sort(all)
	return all
}

// requireGone waits until processes have ended; their parent may be the machine's first process by now.
func requireGone(t *testing.T, pids []int) {
	t.Helper()
	for _, pid := range pids {
		eventually(t, fmt.Sprintf("process %d ends", pid), func() error {
			stat, _ := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid)) // nothing once it is gone
			if len(stat) > 0 && !strings.Contains(string(stat), ") Z ") {
				return errors.New(string(stat))
			}
			return nil
		})
	}
}

// requireClosed waits until nobody listens on the network's ports.
func (n *network) requireClosed(t *testing.T) {
	t.Helper()
	for _, p := range n.info.Provinces {
		for _, address := range []string{p.P2P, p.RPC, p.GRPC, p.REST} {
			eventually(t, p.Name+" no longer listens on "+address, func() error {
				conn, err := net.Dial("tcp", address)
				switch {
				case err == nil:
					return errors.Join(errors.New("somebody answers"), conn.Close())
				case !errors.Is(err, syscall.ECONNREFUSED):
					return err // the machine is still clearing up
				}
				return nil
			})
		}
	}
}

// develop starts a temporary network of two provinces in a directory of its own for temporary files.
func develop(t *testing.T) (n *network, temporary string) {
	t.Helper()
	temporary = t.TempDir()
	n, err := launch(reliefd(t), []string{"TMPDIR=" + temporary}, "--provinces", "2", "--block-time", blockTime)
	require.NoError(t, err)
	t.Cleanup(func() { _ = n.cmd.Process.Kill() })
	return n, temporary
}

// directory waits until the network has made its directory.
func directory(t *testing.T, temporary string) string {
	t.Helper()
	var found []string
	eventually(t, "the network's directory", func() (err error) {
		if found, err = filepath.Glob(filepath.Join(temporary, "*", "*")); err == nil && len(found) == 0 {
			err = os.ErrNotExist
		}
		return err
	})
	return filepath.Dir(found[0])
}

func requireEmpty(t *testing.T, dir string) {
	t.Helper()
	left, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Empty(t, left)
}

func TestDevLeavesNothing(t *testing.T) {
	t.Run("interrupted when ready", func(t *testing.T) {
		n, temporary := develop(t)
		require.NoError(t, n.ready(t.Context(), directory(t, temporary)))
		nodes := children(t, n.cmd.Process.Pid)
		require.Len(t, nodes, 2)
		require.NoError(t, n.interrupt(), "exit code 0: %s", n.out)
		requireGone(t, nodes)
		n.requireClosed(t)
		requireEmpty(t, temporary)
	})
	t.Run("interrupted while it starts", func(t *testing.T) {
		n, temporary := develop(t)
		directory(t, temporary)
		var nodes []int
		eventually(t, "a node", func() error {
			if nodes = children(t, n.cmd.Process.Pid); len(nodes) == 0 {
				return errors.New("no process yet")
			}
			return nil
		})
		require.NoError(t, n.interrupt(), "exit code 0: %s", n.out)
		requireGone(t, nodes)
		requireEmpty(t, temporary)
	})
	t.Run("killed", func(t *testing.T) {
		n, temporary := develop(t)
		require.NoError(t, n.ready(t.Context(), directory(t, temporary)))
		nodes := children(t, n.cmd.Process.Pid)
		require.Len(t, nodes, 2)
		require.NoError(t, n.cmd.Process.Kill())
		require.Error(t, <-n.exited)
		requireGone(t, nodes)
		n.requireClosed(t)
	})
}
