//go:build system

package faults_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/testutil/network"
)

// failStopBar is how soon a node must have ended: its next write, within a block, is where its consensus dies.
const failStopBar = 5 * time.Second

// failStopPatience is how long a node may take to notice that it has died: it notices when it has to write.
const failStopPatience = 25 * time.Second

func diskFaults() []fault {
	return []fault{
		{name: "disk full", done: "a province's disk has no byte left, then has again", bar: "no zombie; 0 lost", needs: []need{root}, run: diskFull},
		{name: "fsync error", done: "every fsync of a province fails with EIO", bar: "no zombie; 0 lost", needs: []need{root, strace}, run: fsyncError},
		{name: "slow fsync", done: "every fsync of a province takes 200 ms longer, for 20 s", bar: "no zombie; 0 lost; in step ≤ 15 s", needs: []need{root, strace}, run: fsyncSlow},
	}
}

func diskFull(t *trial) string {
	node := t.pick()
	require.NoError(t, node.Stop())
	disk, err := network.NewDisk(size(t, node.Home) + 64<<20)
	require.NoError(t, err)
	t.Cleanup(func() { _ = disk.Close() })
	home := node.Home
	small := filepath.Join(disk.Path(), "home")
	require.NoError(t, network.CopyTree(home, small))
	node.Home = small
	defer func() { // back to where it was, with what it has now
		node.Kill()
		node.Home = home
		require.NoError(t, network.CopyTree(small, home+".new"))
		require.NoError(t, os.RemoveAll(home))
		require.NoError(t, os.Rename(home+".new", home))
	}()
	t.start(node)
	require.NoError(t, disk.Fill())
	said := t.failStops(node)
	require.NoError(t, disk.Free())
	node.Kill()
	back := t.start(node)
	return fmt.Sprintf("%s: %s, back %.1f s after there is room", node.Name, said, back.Seconds())
}

// failStops asks that a node that can't go on ends by itself.
func (t *trial) failStops(node *network.Node) string {
	t.Helper()
	v := t.judge(node, failStopPatience)
	switch {
	case !v.ended && !v.follows:
		t.Errorf("%s", v)
	case v.ended && v.code == 0:
		t.Errorf("it ended with exit code 0")
	case v.ended:
		t.within("its end", v.took, failStopBar)
	}
	return v.String()
}

// size adds up the files below a directory.
func size(t *trial, dir string) int64 {
	t.Helper()
	var total int64
	require.NoError(t, filepath.Walk(dir, func(_ string, info os.FileInfo, err error) error {
		if err == nil {
			total += info.Size()
		}
		return nil
	}))
	return total
}

// inject changes what a system call of a node's process does, until the function it returns is called.
func (t *trial) inject(node *network.Node, calls, effect string) (end func()) {
	t.Helper()
	cmd := exec.Command("strace", "-f", "-p", fmt.Sprint(node.PID()), "-o", "/dev/null", "-e", "trace="+calls, "-e", "inject="+calls+":"+effect)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	require.NoError(t, cmd.Start())
	t.until("strace is attached", func() error {
		raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", node.PID()))
		if err == nil && strings.Contains(string(raw), "TracerPid:\t0\n") {
			err = fmt.Errorf("no tracer yet")
		}
		return err
	})
	return func() {
		_ = cmd.Process.Signal(syscall.SIGINT)
		_ = cmd.Wait()
	}
}

func fsyncError(t *trial) string {
	node := t.pick()
	end := t.inject(node, "fsync,fdatasync", "error=EIO")
	said := t.failStops(node)
	node.Kill()
	end()
	back := t.start(node)
	return fmt.Sprintf("%s: %s, back %.1f s", node.Name, said, back.Seconds())
}

func fsyncSlow(t *trial) string {
	node := t.pick()
	end := t.inject(node, "fsync,fdatasync", "delay_exit=200000")
	before := t.height(node)
	t.hold(20 * time.Second)
	made := t.height(node) - before
	end()
	back := t.together(t.net.Seated()...)
	t.within("coming back", back, recoverBar)
	return fmt.Sprintf("%s: %d blocks meanwhile, in step after %.1f s", node.Name, made, back.Seconds())
}
