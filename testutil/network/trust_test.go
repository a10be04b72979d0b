//go:build system

package network_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/cmd/reliefd/devnet"
	"github.com/reliefchain/relief/cmd/reliefd/node"
)

// Bounds that operators are promised.
const (
	failStop  = 5 * time.Second
	reconnect = 15 * time.Second
)

// pid finds the process of a province.
func (n *network) pid(t *testing.T, p devnet.Province) int {
	t.Helper()
	threads, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", n.cmd.Process.Pid)) // any thread may have started it
	require.NoError(t, err)
	var children []string
	for _, thread := range threads {
		raw, _ := os.ReadFile(thread) // gone if the thread ended
		children = append(children, strings.Fields(string(raw))...)
	}
	for _, field := range children {
		id, err := strconv.Atoi(field)
		require.NoError(t, err)
		command, _ := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", id))
		if strings.Contains(string(command), p.Home) {
			return id
		}
	}
	t.Fatalf("no process of %s", p.Name)
	return 0
}

// TestFullDiskEndsTheNode fills the disk of one province: its process ends by itself, the others go on, and it comes back when there
// is room.
func TestFullDiskEndsTheNode(t *testing.T) {
	n := start(t, settings)
	p, other := n.info.Provinces[1], n.info.Provinces[0]
	n.kill(t, p.Name)
	data := filepath.Join(p.Home, "data")
	moved := data + ".moved"
	require.NoError(t, os.Rename(data, moved))
	require.NoError(t, os.Mkdir(data, 0o755))
	if err := syscall.Mount("tmpfs", data, "tmpfs", 0, "size=64m"); err != nil {
		t.Skip("mounting needs privileges:", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(data, syscall.MNT_DETACH) })
	require.NoError(t, os.CopyFS(data, os.DirFS(moved)))
	n.restart(t, p.Name)

	pid := n.pid(t, p)
	filler := filepath.Join(data, "filler")
	full := time.Now()
	f, err := os.Create(filler)
	require.NoError(t, err)
	for err == nil {
		_, err = f.Write(make([]byte, 1<<16))
	}
	require.ErrorIs(t, err, syscall.ENOSPC)
	require.NoError(t, f.Close())
	eventually(t, "the process ends", func() error {
		if err := syscall.Kill(pid, 0); errors.Is(err, syscall.ESRCH) {
			return nil
		}
		return errors.New("it runs")
	})
	t.Logf("ended %s after the disk was full", time.Since(full).Round(100*time.Millisecond))
	require.Less(t, time.Since(full), failStop)
	eventually(t, "the exit code is told", func() error {
		if want := fmt.Sprintf("%s stopped (exit status %d)", p.Name, node.ExitConsensusEnded); !strings.Contains(n.out.String(), want) {
			return errors.New(n.out.String())
		}
		return nil
	})
	log, err := os.ReadFile(filepath.Join(p.Home, "node.log"))
	require.NoError(t, err)
	require.Contains(t, string(log), "goroutine 1 [")

	require.NoError(t, os.Remove(filler))
	height, err := devnet.Height(t.Context(), other)
	require.NoError(t, err)
	n.reach(t, other, height+2)
	n.restart(t, p.Name)
}

// TestStoppedNodeIsConnectedAgain halts one process for longer than the others wait for it: they drop it, and have it back soon after
// it goes on.
func TestStoppedNodeIsConnectedAgain(t *testing.T) {
	n := provinces(t)
	p := n.info.Provinces[2]
	everybody := len(n.info.Provinces) - 1
	peers := func(of devnet.Province) (int, error) {
		info, err := rpc(t, of).NetInfo(t.Context())
		if err != nil {
			return 0, err
		}
		return info.NPeers, nil
	}
	await := func(of devnet.Province, want int) {
		t.Helper()
		eventually(t, fmt.Sprintf("%s has %d peers", of.Name, want), func() error {
			if got, err := peers(of); err != nil || got != want {
				return fmt.Errorf("%d peers: %w", got, err)
			}
			return nil
		})
	}
	for _, q := range n.info.Provinces {
		await(q, everybody)
	}
	pid := n.pid(t, p)
	require.NoError(t, syscall.Kill(pid, syscall.SIGSTOP))
	stopped := time.Now()
	defer func() { _ = syscall.Kill(pid, syscall.SIGCONT) }()
	await(n.info.Provinces[0], everybody-1)
	await(n.info.Provinces[1], everybody-1)
	t.Logf("dropped after %s", time.Since(stopped).Round(100*time.Millisecond))
	require.NoError(t, syscall.Kill(pid, syscall.SIGCONT))
	resumed := time.Now()
	for _, q := range n.info.Provinces {
		await(q, everybody)
	}
	t.Logf("connected again %s after going on", time.Since(resumed).Round(100*time.Millisecond))
	require.Less(t, time.Since(resumed), reconnect)
	height, err := devnet.Height(t.Context(), n.info.Provinces[0])
	require.NoError(t, err)
	n.reach(t, p, height+1)
}
