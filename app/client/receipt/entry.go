package receipt

import (
	"context"
	"errors"
	"fmt"

	"github.com/cometbft/cometbft/crypto/merkle"
	cmtcrypto "github.com/cometbft/cometbft/proto/tendermint/crypto"
	rpcclient "github.com/cometbft/cometbft/rpc/client"
	"github.com/cosmos/cosmos-sdk/store/v2/rootmulti"
)

var errNoProof = errors.New("no proof")

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
	err := errNoProof // the runtime would panic over none
	switch {
	case len(e.Proof.Ops) == 0:
	case len(e.Value) == 0:
		err = runtime.VerifyAbsence(&e.Proof, appHash, path)
	default:
		err = runtime.VerifyValue(&e.Proof, appHash, path, e.Value)
	}
	if err != nil {
		return fmt.Errorf("%w: a proof doesn't lead from the store %s to the header", ErrTampered, e.Store) // the reason names keys as raw bytes
	}
	return nil
}

// State reads the entries that a chain's stores hold at one height, each proved.
type State struct {
	c       *connection
	height  int64
	appHash []byte
}

// Get gives what a store holds under a key; nothing where it holds nothing.
func (s *State) Get(ctx context.Context, store string, key []byte) ([]byte, error) {
	e, err := s.c.entry(ctx, store, key, s.height)
	if err != nil {
		return nil, err
	}
	return e.Value, e.verify(s.appHash)
}

// ReadState reads from the state that the newest header all nodes have commits to. Nothing the primary says is believed without proof.
func ReadState(ctx context.Context, s Source, read func(*State) error) (Trust, error) {
	c, err := connect(ctx, s)
	if err != nil {
		return Trust{}, err
	}
	height := max(c.agreed.Height, c.trust.Height)
	blocks, err := c.lead(ctx, height)
	if err != nil {
		return Trust{}, err
	}
	return c.trust, read(&State{c: c, height: height, appHash: blocks[len(blocks)-1].AppHash})
}

// entry asks the node for what a store held in the state that the header of a height commits to. That it holds nothing may come without a
// proof, which then fails when it is checked.
func (c *connection) entry(ctx context.Context, store string, key []byte, height int64) (Entry, error) {
	res, err := c.rpc.ABCIQueryWithOptions(ctx, "/store/"+store+"/key", key, rpcclient.ABCIQueryOptions{Height: height - 1, Prove: true})
	switch {
	case err != nil:
		return Entry{}, fmt.Errorf("ask %s for an entry of %s: %w", c.source.Primary, store, err)
	case res.Response.Code != 0:
		return Entry{}, fmt.Errorf("%s proves nothing about %s at height %d: %s", c.source.Primary, store, height-1, res.Response.Log)
	}
	e := Entry{Store: store, Key: key, Value: res.Response.Value}
	if res.Response.ProofOps != nil {
		e.Proof = *res.Response.ProofOps
	} else if len(e.Value) > 0 {
		return Entry{}, fmt.Errorf("%w: %s tells of %s without a proof", ErrTampered, c.source.Primary, store)
	}
	return e, nil
}
