//go:build system

package network_test

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"sync"
	"testing"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/app/client"
	feetypes "github.com/reliefchain/relief/x/fee/types"
)

// acknowledged is a transaction that a node has said to be in a block.
type acknowledged struct {
	hash   string
	height int64
}

// stream sends one transaction after the other through one province and remembers what was acknowledged.
type stream struct {
	province string
	mu       sync.Mutex
	acks     []acknowledged
	last     error
}

// run sends until the context ends. A send that fails proves nothing: its transaction may be in a block or not.
func (s *stream) run(ctx context.Context, c *client.Client, key string, organisation uint32, denom string) {
	signer, err := c.Address(key)
	for n := int64(1); err == nil && ctx.Err() == nil; n++ {
		res, failed := c.Send(ctx, key, &feetypes.MsgFundBudget{Signer: signer, Organisation: organisation, Amount: sdk.NewInt64Coin(denom, n)})
		s.mu.Lock()
		if s.last = failed; failed == nil {
			s.acks = append(s.acks, acknowledged{res.TxHash, res.Height})
		}
		s.mu.Unlock()
		var refused *client.Refused
		if errors.As(failed, &refused) {
			err = failed
		}
	}
}

func (s *stream) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.acks)
}

// waitFor waits until a stream has so many more acknowledgements than now.
func (s *stream) waitFor(t *testing.T, more int) {
	t.Helper()
	want := s.count() + more
	eventually(t, "acknowledgements through "+s.province, func() error {
		s.mu.Lock()
		defer s.mu.Unlock()
		if len(s.acks) < want {
			return fmt.Errorf("%d of %d, last error: %w", len(s.acks), want, s.last)
		}
		return nil
	})
}

// TestKillLosesNothing cuts the power of one province twice while offices send through all four: whatever any of them, the killed
// one included, acknowledged is in the same block of every province afterwards.
func TestKillLosesNothing(t *testing.T) {
	const victim = "tianjin"
	n := provinces(t)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var streams []*stream
	var wait sync.WaitGroup
	for _, p := range n.info.Provinces {
		s, c, key := &stream{province: p.Name}, n.dial(t, p), p.Name+"-treasurer"
		streams = append(streams, s)
		for _, a := range n.info.Accounts {
			if a.Name == key {
				wait.Go(func() { s.run(ctx, c, key, a.Organisation, n.info.Denom) })
			}
		}
	}
	all := func(more int, skip string) {
		for _, s := range streams {
			if s.province != skip {
				s.waitFor(t, more)
			}
		}
	}
	all(2, "")
	for range 2 {
		n.kill(t, victim)
		all(2, victim) // three of four go on
		n.restart(t, victim)
		all(2, "")
	}
	stop()
	wait.Wait()

	var acks []acknowledged
	var height int64
	for _, s := range streams {
		acks = append(acks, s.acks...)
		for _, a := range s.acks {
			height = max(height, a.height)
		}
	}
	t.Logf("%d acknowledged transactions up to height %d", len(acks), height)
	var appHash []byte
	for _, p := range n.info.Provinces {
		n.reach(t, p, height+1)
		node := rpc(t, p)
		for _, a := range acks {
			block, err := node.Block(t.Context(), &a.height)
			require.NoError(t, err)
			results, err := node.BlockResults(t.Context(), &a.height)
			require.NoError(t, err)
			hash, err := hex.DecodeString(a.hash)
			require.NoError(t, err)
			index := block.Block.Txs.IndexByHash(hash)
			require.GreaterOrEqual(t, index, 0, "%s lost %s of height %d", p.Name, a.hash, a.height)
			require.Zero(t, results.TxsResults[index].Code, p.Name)
		}
		results, err := node.BlockResults(t.Context(), &height)
		require.NoError(t, err)
		if appHash == nil {
			appHash = results.AppHash
		}
		require.Equal(t, appHash, results.AppHash, "%s computed another app hash of height %d", p.Name, height)
	}
	require.NotEmpty(t, appHash)
}
