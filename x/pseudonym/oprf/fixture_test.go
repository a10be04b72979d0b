package oprf

import (
	"encoding/binary"
	"io"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// seeded is a reader that gives the same bytes in every run.
func seeded(seed uint64) io.Reader {
	var key [32]byte
	binary.BigEndian.PutUint64(key[:], seed)
	return rand.NewChaCha8(key)
}

type zeroes struct{}

func (zeroes) Read(b []byte) (int, error) { clear(b); return len(b), nil }

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func count(n int) []uint32 {
	list := make([]uint32, n)
	for i := range list {
		list[i] = uint32(i + 1)
	}
	return list
}

// inputs gives distinct inputs of one class.
func inputs(tb testing.TB, class uint32, size int) [][]byte {
	tb.Helper()
	list := make([][]byte, size)
	for i := range list {
		input, err := Input(class, binary.BigEndian.AppendUint64([]byte("person"), uint64(i)))
		require.NoError(tb, err)
		list[i] = input
	}
	return list
}

// answers lets trustees evaluate a request.
func answers(tb testing.TB, random io.Reader, request Request, shares []Share) []Partial {
	tb.Helper()
	partials := make([]Partial, len(shares))
	for i, share := range shares {
		partial, err := Evaluate(random, share, request)
		require.NoError(tb, err)
		partials[i] = partial
	}
	return partials
}

// tagsOf runs the protocol with some shares.
func tagsOf(tb testing.TB, random io.Reader, set KeySet, shares []Share, of [][]byte) []Tag {
	tb.Helper()
	request, secrets, err := Blind(random, set.Epoch, of)
	require.NoError(tb, err)
	combined, err := Combine(set, request, answers(tb, random, request, shares))
	require.NoError(tb, err)
	require.Empty(tb, combined.Blamed)
	tags, err := secrets.Finalize(combined.Evaluated)
	require.NoError(tb, err)
	return tags
}
