package signer_test

import (
	"testing"
	"time"

	dbm "github.com/cometbft/cometbft-db"
	cmtstore "github.com/cometbft/cometbft/proto/tendermint/store"
	"github.com/cometbft/cometbft/store"
	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/cmd/reliefd/node/signer"
)

func TestLastSigned(t *testing.T) {
	h := newHome(t)
	c := newChain()
	keyOf := func(height int64) *signer.Key { // the key is swapped at height 6 and swapped back at 9
		if height >= 6 && height < 9 {
			return h.new
		}
		return h.old
	}
	blocks := dbm.NewMemDB()
	store.SaveBlockStoreState(&cmtstore.BlockStoreState{Base: 2, Height: 10}, blocks) //nolint:staticcheck // nothing else sets the height without whole blocks
	commits := store.NewBlockStore(blocks)
	for height := int64(1); height <= 10; height++ {
		c.commit(t, height, keyOf)
		signature := cmttypes.CommitSig{
			BlockIDFlag: cmttypes.BlockIDFlagCommit, ValidatorAddress: keyOf(height).Address, Timestamp: time.Unix(height, 0), Signature: []byte{1},
		}
		if height >= 9 { // back in its seat, but absent
			signature = cmttypes.NewCommitSigAbsent()
		}
		hash := filled(1)
		require.NoError(t, commits.SaveSeenCommit(height, &cmttypes.Commit{
			Height: height, BlockID: cmttypes.BlockID{Hash: hash, PartSetHeader: cmttypes.PartSetHeader{Total: 1, Hash: hash}},
			Signatures: []cmttypes.CommitSig{signature},
		}))
	}
	stranger := newHome(t)
	history := signer.NewHistory(blocks, c.db)
	for _, tc := range []struct {
		name  string
		key   *signer.Key
		above int64
		want  int64
	}{
		{name: "first key, before it was swapped", key: h.old, want: 5},
		{name: "above what it signed", key: h.old, above: 5},
		{name: "second key", key: h.new, want: 8},
		{name: "second key, above a part of it", key: h.new, above: 7, want: 8},
		{name: "key without a seat", key: stranger.old},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, err := history.LastSigned(tc.key.Address, tc.above)
			require.NoError(t, err)
			require.Equal(t, tc.want, got)
		})
	}
	require.Equal(t, int64(10), history.Height())
}
