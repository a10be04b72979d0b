package receiptlog_test

import (
	"path/filepath"
	"testing"

	dbm "github.com/cosmos/cosmos-db"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/app/receiptlog"
)

func requireLeaves(t *testing.T, l *receiptlog.Log, firstSlot uint32, want string) {
	t.Helper()
	leaves, kept, err := l.Leaves(1, 2, firstSlot)
	require.NoError(t, err)
	require.True(t, kept)
	require.Equal(t, want, string(leaves))
}

func requireNoLeaves(t *testing.T, l *receiptlog.Log, firstSlot uint32) {
	t.Helper()
	_, kept, err := l.Leaves(1, 2, firstSlot)
	require.NoError(t, err)
	require.False(t, kept)
}

func TestFlushMakesReadable(t *testing.T) {
	l := receiptlog.New(dbm.NewMemDB())
	l.Append(1, 2, 1, []byte("one"))
	l.Append(1, 2, 1001, []byte("two"))
	requireNoLeaves(t, l, 1)
	require.NoError(t, l.Flush())
	requireLeaves(t, l, 1, "one")
	requireLeaves(t, l, 1001, "two")
	requireNoLeaves(t, l, 2001)
	require.NoError(t, l.Flush(), "nothing left to write")
}

// TestEmptyChunk holds that a chunk in which nobody is paid any more is kept like any other.
func TestEmptyChunk(t *testing.T) {
	for _, leaves := range [][]byte{nil, {}} {
		l := receiptlog.New(dbm.NewMemDB())
		l.Append(1, 2, 1, leaves)
		require.NoError(t, l.Flush())
		requireLeaves(t, l, 1, "")
	}
}

func TestAppendCopies(t *testing.T) {
	l := receiptlog.New(dbm.NewMemDB())
	buffer := []byte("one")
	l.Append(1, 2, 1, buffer)
	copy(buffer, "two")
	require.NoError(t, l.Flush())
	requireLeaves(t, l, 1, "one")
}

func TestKeysDiffer(t *testing.T) {
	l := receiptlog.New(dbm.NewMemDB())
	l.Append(1, 2, 3, []byte("leaves"))
	require.NoError(t, l.Flush())
	for _, other := range [][3]uint32{{2, 2, 3}, {1, 3, 3}, {1, 2, 4}, {1, 3, 2}} {
		_, kept, err := l.Leaves(uint64(other[0]), other[1], other[2])
		require.NoError(t, err)
		require.False(t, kept, other)
	}
}

func TestResetForgetsWhatWasNotFlushed(t *testing.T) {
	l := receiptlog.New(dbm.NewMemDB())
	l.Append(1, 2, 1, []byte("one"))
	require.NoError(t, l.Flush())
	l.Append(1, 2, 1001, []byte("a proposal that lost"))
	l.Reset()
	l.Append(1, 2, 1001, []byte("two"))
	require.NoError(t, l.Flush())
	requireLeaves(t, l, 1, "one")
	requireLeaves(t, l, 1001, "two")
}

// TestReopen cuts the power after the flush and before the block is committed: the block is executed again and writes the same.
func TestReopen(t *testing.T) {
	dir := t.TempDir()
	l, err := receiptlog.Open(dir)
	require.NoError(t, err)
	l.Append(1, 2, 1, []byte("one"))
	require.NoError(t, l.Flush())
	l.Append(1, 2, 1001, []byte("two"))
	require.NoError(t, l.Close())

	l, err = receiptlog.Open(dir)
	require.NoError(t, err)
	defer func() { require.NoError(t, l.Close()) }()
	requireLeaves(t, l, 1, "one")
	requireNoLeaves(t, l, 1001)
	l.Append(1, 2, 1, []byte("one"))
	l.Append(1, 2, 1001, []byte("two"))
	require.NoError(t, l.Flush())
	requireLeaves(t, l, 1, "one")
	requireLeaves(t, l, 1001, "two")
}

func TestOpenRefuses(t *testing.T) {
	dir := t.TempDir()
	l, err := receiptlog.Open(dir)
	require.NoError(t, err)
	defer l.Close()
	_, err = receiptlog.Open(dir)
	require.Error(t, err, "another process holds it")
	_, err = receiptlog.Open(filepath.Join("/dev/null", "data"))
	require.Error(t, err)
}
