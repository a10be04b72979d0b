package types_test

import (
	"crypto/sha256"
	"path/filepath"
	"testing"

	cmted25519 "github.com/cometbft/cometbft/crypto/ed25519"
	"github.com/cometbft/cometbft/privval"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/validator/types"
)

// A private validator of CometBFT proves possession as it signs any vote.
func TestPossessionByAPrivateValidator(t *testing.T) {
	const chainID = "relief-test"
	operator, other := newOperator(t, 1), newOperator(t, 2)
	hash := sha256.Sum256([]byte("block"))
	block := types.RecentBlock{Height: 7, Hash: hash[:]}
	key := cmted25519.GenPrivKeyFromSecret([]byte("possession"))
	validator := privval.NewFilePV(key, filepath.Join(t.TempDir(), "key"), filepath.Join(t.TempDir(), "state"))
	vote := types.PossessionVote(block.Height, block.Hash)
	require.NoError(t, validator.SignVote(types.PossessionChainID(chainID, operator), vote))
	pub := key.PubKey().Bytes()

	otherHash := sha256.Sum256([]byte("other block"))
	damaged := append([]byte{vote.Signature[0] ^ 1}, vote.Signature[1:]...)
	for _, tc := range []struct {
		name      string
		chainID   string
		operator  string
		key       []byte
		block     types.RecentBlock
		signature []byte
		want      error
	}{
		{name: "good", chainID: chainID, operator: operator, key: pub, block: block, signature: vote.Signature},
		{name: "another chain", chainID: "relief-test2", operator: operator, key: pub, block: block, signature: vote.Signature, want: types.ErrPossessionUnproven},
		{name: "another seat", chainID: chainID, operator: other, key: pub, block: block, signature: vote.Signature, want: types.ErrPossessionUnproven},
		{name: "another key", chainID: chainID, operator: operator, key: newKey(1).Key, block: block, signature: vote.Signature, want: types.ErrPossessionUnproven},
		{
			name: "another height", chainID: chainID, operator: operator, key: pub, block: types.RecentBlock{Height: 8, Hash: hash[:]},
			signature: vote.Signature, want: types.ErrPossessionUnproven,
		},
		{
			name: "another block", chainID: chainID, operator: operator, key: pub, block: types.RecentBlock{Height: 7, Hash: otherHash[:]},
			signature: vote.Signature, want: types.ErrPossessionUnproven,
		},
		{name: "no hash", chainID: chainID, operator: operator, key: pub, block: types.RecentBlock{Height: 7}, signature: vote.Signature, want: types.ErrBlockUnknown},
		{name: "damaged signature", chainID: chainID, operator: operator, key: pub, block: block, signature: damaged, want: types.ErrPossessionUnproven},
		{name: "no signature", chainID: chainID, operator: operator, key: pub, block: block, want: types.ErrPossessionUnproven},
		{name: "short key", chainID: chainID, operator: operator, key: pub[1:], block: block, signature: vote.Signature, want: types.ErrKeyInvalid},
	} {
		t.Run(tc.name, func(t *testing.T) {
			require.ErrorIs(t, types.VerifyPossession(tc.chainID, tc.operator, tc.key, tc.block, tc.signature), tc.want)
		})
	}
}

func TestIsRecent(t *testing.T) {
	for _, tc := range []struct {
		name   string
		block  int64
		height int64
		want   bool
	}{
		{name: "the block before", block: 9, height: 10, want: true},
		{name: "this block", block: 10, height: 10},
		{name: "a later block", block: 11, height: 10},
		{name: "the oldest", block: 1, height: 1 + types.RecentBlocks, want: true},
		{name: "too old", block: 1, height: 2 + types.RecentBlocks},
	} {
		t.Run(tc.name, func(t *testing.T) {
			require.Equal(t, tc.want, types.RecentBlock{Height: tc.block}.IsRecent(tc.height))
		})
	}
}
