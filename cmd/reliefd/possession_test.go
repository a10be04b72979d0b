package main

import (
	"testing"

	"github.com/cometbft/cometbft/crypto/ed25519"
	"github.com/stretchr/testify/require"
)

func TestPossessionIsBoundToSeatBlockAndChain(t *testing.T) {
	hash, other := make([]byte, 32), make([]byte, 32)
	other[0] = 1
	key := ed25519.GenPrivKey()
	signature, err := key.Sign(possessionBytes("relief-1", "seat", 7, hash))
	require.NoError(t, err)
	for _, tc := range []struct {
		name  string
		bytes []byte
		holds bool
	}{
		{name: "same", bytes: possessionBytes("relief-1", "seat", 7, hash), holds: true},
		{name: "another chain", bytes: possessionBytes("relief-2", "seat", 7, hash)},
		{name: "another seat", bytes: possessionBytes("relief-1", "other", 7, hash)},
		{name: "another height", bytes: possessionBytes("relief-1", "seat", 8, hash)},
		{name: "another block", bytes: possessionBytes("relief-1", "seat", 7, other)},
	} {
		t.Run(tc.name, func(t *testing.T) {
			require.Equal(t, tc.holds, key.PubKey().VerifySignature(tc.bytes, signature))
		})
	}
}
