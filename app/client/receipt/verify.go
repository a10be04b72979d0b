package receipt

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/cometbft/cometbft/crypto/merkle"

	"github.com/reliefchain/relief/x/grant/types"
)

// maxClockDrift is how far a header may be ahead of the reader's clock.
const maxClockDrift = 10 * time.Second

// DefaultTrustingPeriod is how long a trusted header may lead to later ones: less than it takes the validator set to turn over.
const DefaultTrustingPeriod = 14 * 24 * time.Hour

// Trust is the header a reader trusts, known from elsewhere: a gazette, a second office, one's own node.
type Trust struct {
	Height int64
	Hash   []byte
}

// ParseTrust reads HEIGHT:HASH.
func ParseTrust(text string) (Trust, error) {
	height, hash, found := strings.Cut(text, ":")
	h, err := strconv.ParseInt(height, 10, 64)
	if !found || err != nil || h < 1 {
		return Trust{}, fmt.Errorf("trusted header %q: want HEIGHT:HASH, such as 120:9F86 and 60 more digits", text)
	}
	raw, err := hex.DecodeString(hash)
	if err != nil || len(raw) != 32 {
		return Trust{}, fmt.Errorf("trusted header %q: the hash has 64 hexadecimal digits", text)
	}
	return Trust{Height: h, Hash: raw}, nil
}

// String writes HEIGHT:HASH.
func (t Trust) String() string { return fmt.Sprintf("%d:%X", t.Height, t.Hash) }

// Expect is what a reader wants to see proved. Zero values accept what the receipt says.
type Expect struct {
	ChainID string
	Grant   types.GrantID
	Period  types.Period
}

// Proved is what a receipt proves.
type Proved struct {
	ChainID string
	Leaf    types.Leaf
	// Height is the state's height; Time is that of the header that commits to it.
	Height int64
	Time   time.Time
}

// Paid refuses with ErrHeld an instalment that was held instead of paid. Whether it was released later isn't in the receipt.
func (p Proved) Paid() error {
	if !p.Leaf.Kind.IsPaid() {
		return fmt.Errorf("%w; \"reliefd query grant held %s\" tells whether it was released since", ErrHeld, p.Leaf.Grant)
	}
	return nil
}

// Of refuses with ErrTopUp a top-up where the month's instalment is meant, and the other way round: they are paid besides each other.
func (p Proved) Of(topUp bool) error {
	if p.Leaf.Kind.IsTopUp() != topUp {
		return ErrTopUp
	}
	return nil
}

// Verify checks a receipt offline, outermost claim first: chain, trusted header, headers, state, chunk, leaf.
func (r *Receipt) Verify(trust Trust, period time.Duration, now time.Time, want Expect) (Proved, error) {
	if err := r.of(want.ChainID); err != nil {
		return Proved{}, err
	}
	header, err := r.Headers.verify(trust, period, now)
	if err != nil {
		return Proved{}, err
	}
	leaf, err := r.verifyPayment(header.AppHash)
	if err != nil {
		return Proved{}, err
	}
	switch {
	case leaf.Grant != r.Grant || want.Grant != 0 && leaf.Grant != want.Grant:
		return Proved{}, fmt.Errorf("%w: it proves a payment of %s", ErrWrongGrant, leaf.Grant)
	case leaf.Period != r.Period || want.Period != 0 && leaf.Period != want.Period:
		return Proved{}, fmt.Errorf("%w: it proves a payment for %s", ErrWrongPeriod, leaf.Period)
	}
	return Proved{ChainID: r.ChainID, Leaf: leaf, Height: header.Height - 1, Time: header.Time}, nil
}

// verifyPayment follows the leaf to the chunk root and the chunk to the app hash.
func (r *Receipt) verifyPayment(appHash []byte) (types.Leaf, error) {
	leaf, err := types.DecodeLeaf(r.Leaf)
	if err != nil {
		return types.Leaf{}, fmt.Errorf("%w: the leaf: %w", ErrTampered, err)
	}
	if err := (Entry{Store: types.StoreKey, Key: r.ChunkKey, Value: r.ChunkValue, Proof: r.Proof}).verify(appHash); err != nil {
		return types.Leaf{}, err
	}
	var chunk types.Chunk
	if err := chunk.Unmarshal(r.ChunkValue); err != nil {
		return types.Leaf{}, fmt.Errorf("%w: the chunk: %w", ErrTampered, err)
	}
	proof := merkle.Proof{Total: int64(chunk.Leaves), Index: int64(r.Index), LeafHash: leafHash(r.Leaf), Aunts: r.Path}
	if err := proof.Verify(chunk.Root, r.Leaf); err != nil {
		return types.Leaf{}, fmt.Errorf("%w: the path from the leaf to the chunk: %w", ErrTampered, err)
	}
	if !bytes.HasPrefix(r.ChunkKey, types.ChunkKey(leaf.Run, leaf.Roll, 0)[:types.ChunkKeySize-4]) || leaf.Slot > chunk.LastSlot {
		return types.Leaf{}, fmt.Errorf("%w: the leaf isn't of the chunk's run and roll", ErrTampered)
	}
	return leaf, nil
}

// leafHash is the RFC 6962 hash of a leaf.
func leafHash(leaf []byte) []byte { return merkle.HashFromByteSlices([][]byte{leaf}) }
