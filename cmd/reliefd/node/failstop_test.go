package node

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestWatchDisk(t *testing.T) {
	t.Run("full", func(t *testing.T) {
		dir := t.TempDir()
		if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=1m"); err != nil {
			t.Skip("mounting needs privileges:", err)
		}
		t.Cleanup(func() { require.NoError(t, syscall.Unmount(dir, syscall.MNT_DETACH)) })
		failed := make(chan error, 1)
		go watchDisk(t.Context(), dir, 10*time.Millisecond, failed)
		time.Sleep(50 * time.Millisecond)
		require.Empty(t, failed)
		_ = os.WriteFile(filepath.Join(dir, "filler"), make([]byte, 2<<20), 0o600)
		err := <-failed
		require.ErrorIs(t, err, ErrDiskRefuses)
		require.ErrorIs(t, err, syscall.ENOSPC)
	})
	t.Run("gone", func(t *testing.T) {
		failed := make(chan error, 1)
		go watchDisk(t.Context(), filepath.Join(t.TempDir(), "none"), time.Millisecond, failed)
		require.ErrorIs(t, <-failed, ErrDiskRefuses)
	})
	t.Run("told to end", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		dir, failed := t.TempDir(), make(chan error, 1)
		watchDisk(ctx, dir, time.Hour, failed)
		require.Empty(t, failed)
		left, err := os.ReadDir(dir)
		require.NoError(t, err)
		require.Empty(t, left)
	})
}

// ended is a consensus that has ended.
type ended struct{}

func (ended) Wait() {}

func TestWatchConsensus(t *testing.T) {
	failed := make(chan error, 1)
	watchConsensus(ended{}, failed)
	require.ErrorIs(t, <-failed, ErrConsensusEnded)
}

func TestDump(t *testing.T) {
	var out bytes.Buffer
	dump(&out)
	require.Contains(t, out.String(), "TestDump")
}
