package receipt

import (
	"context"
	"fmt"

	"github.com/cometbft/cometbft/crypto/merkle"
	cmtcrypto "github.com/cometbft/cometbft/proto/tendermint/crypto"
	rpcclient "github.com/cometbft/cometbft/rpc/client"
	"github.com/cosmos/cosmos-sdk/store/v2/rootmulti"
)

// Entry is what a store holds under a key, with the ICS-23 proof of it. Without a value it is the proof that the store holds nothing there.
type Entry struct {
	// Store is the name of the store.
	Store string
	// Key and Value are raw.
	Key, Value []byte
	// Proof leads from the value, or from the gap where it would be, to the app hash.
	Proof cmtcrypto.ProofOps
}

// verify checks the proof against the app hash of a header.
func (e Entry) verify(appHash []byte) error {
	path := merkle.KeyPath{}.AppendKey([]byte(e.Store), merkle.KeyEncodingURL).AppendKey(e.Key, merkle.KeyEncodingHex).String()
	runtime := rootmulti.DefaultProofRuntime()
	var err error
	if len(e.Value) == 0 {
		err = runtime.VerifyAbsence(&e.Proof, appHash, path)
	} else {
		err = runtime.VerifyValue(&e.Proof, appHash, path, e.Value)
	}
	if err != nil {
		return fmt.Errorf("%w: a proof doesn't lead from the store %s to the header", ErrTampered, e.Store) // the reason names keys as raw bytes
	}
	return nil
}

// entry asks the node for what a store held in the state that the header of a height commits to.
func (c *connection) entry(ctx context.Context, store string, key []byte, height int64) (Entry, error) {
	res, err := c.rpc.ABCIQueryWithOptions(ctx, "/store/"+store+"/key", key, rpcclient.ABCIQueryOptions{Height: height - 1, Prove: true})
	switch {
	case err != nil:
		return Entry{}, fmt.Errorf("ask %s for an entry of %s: %w", c.source.Primary, store, err)
	case res.Response.Code != 0:
		return Entry{}, fmt.Errorf("%s proves nothing about %s at height %d: %s", c.source.Primary, store, height-1, res.Response.Log)
	case res.Response.ProofOps == nil:
		return Entry{}, fmt.Errorf("%w: %s tells of %s without a proof", ErrTampered, c.source.Primary, store)
	}
	return Entry{Store: store, Key: key, Value: res.Response.Value, Proof: *res.Response.ProofOps}, nil
}
