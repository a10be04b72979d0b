package receipt

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/cometbft/cometbft/crypto/merkle"
	"github.com/cometbft/cometbft/light"
	cmtcrypto "github.com/cometbft/cometbft/proto/tendermint/crypto"
	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/cosmos/cosmos-sdk/store/v2/rootmulti"

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
	if p.Leaf.Kind != types.LeafPaid {
		return fmt.Errorf("%w; \"reliefd query grant held %s\" tells whether it was released since", ErrHeld, p.Leaf.Grant)
	}
	return nil
}

// Verify checks a receipt offline, outermost claim first: chain, trusted header, headers, state, chunk, leaf.
func (r *Receipt) Verify(trust Trust, period time.Duration, now time.Time, want Expect) (Proved, error) {
	if want.ChainID != "" && r.ChainID != want.ChainID {
		return Proved{}, fmt.Errorf("%w: it says %q, want %q", ErrWrongChain, r.ChainID, want.ChainID)
	}
	header, err := r.verifyBlocks(trust, period, now)
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

// verifyBlocks follows the headers from the trusted one to the last.
func (r *Receipt) verifyBlocks(trust Trust, period time.Duration, now time.Time) (*cmttypes.Header, error) {
	if err := r.whole(); err != nil {
		return nil, err
	}
	trusted := r.Blocks[0]
	if last := r.Blocks[len(r.Blocks)-1]; trust.Height > last.Height {
		return nil, fmt.Errorf("%w: it ends at height %d, before the trusted height %d: renew it (reliefd receipt renew)", ErrWrongHash, last.Height, trust.Height)
	}
	if trusted.Height != trust.Height || !bytes.Equal(trusted.Hash(), trust.Hash) {
		return nil, fmt.Errorf("%w: it starts from %d:%X, you trust %s", ErrWrongHash, trusted.Height, []byte(trusted.Hash()), trust)
	}
	for _, b := range r.Blocks {
		if b.ChainID != r.ChainID {
			return nil, fmt.Errorf("%w: a header is of %q", ErrWrongChain, b.ChainID)
		}
		if err := b.ValidateBasic(r.ChainID); err != nil {
			return nil, fmt.Errorf("%w: the block of height %d: %w", ErrTampered, b.Height, err)
		}
	}
	if err := trusted.ValidatorSet.VerifyCommitLight(r.ChainID, trusted.Commit.BlockID, trusted.Height, trusted.Commit); err != nil {
		return nil, commitError(trusted.Height, err)
	}
	for _, next := range r.Blocks[1:] {
		if next.Height <= trusted.Height {
			return nil, fmt.Errorf("%w: headers don't ascend", ErrTampered)
		}
		if err := light.Verify(trusted.SignedHeader, trusted.ValidatorSet, next.SignedHeader, next.ValidatorSet, period, now, maxClockDrift, light.DefaultTrustLevel); err != nil {
			return nil, commitError(next.Height, err)
		}
		trusted = next
	}
	return trusted.Header, nil
}

// commitError names what is wrong with a header's commit.
func commitError(height int64, err error) error {
	var (
		expired light.ErrOldHeaderExpired
		invalid light.ErrInvalidHeader
		set     light.ErrNewValSetCantBeTrusted
		power   cmttypes.ErrNotEnoughVotingPowerSigned
	)
	switch {
	case errors.As(err, &invalid): // doesn't unwrap by itself
		return commitError(height, invalid.Reason)
	case errors.As(err, &expired):
		return fmt.Errorf("%w: it expired at %s; renew the receipt from a fresh trusted header", ErrExpired, expired.At.UTC().Format(time.RFC3339))
	case errors.As(err, &set), errors.As(err, &power):
		return fmt.Errorf("%w of height %d: %w", ErrPower, height, err)
	}
	return fmt.Errorf("%w: the header of height %d: %w", ErrTampered, height, err)
}

// verifyPayment follows the leaf to the chunk root and the chunk to the app hash.
func (r *Receipt) verifyPayment(appHash []byte) (types.Leaf, error) {
	leaf, err := types.DecodeLeaf(r.Leaf)
	if err != nil {
		return types.Leaf{}, fmt.Errorf("%w: the leaf: %w", ErrTampered, err)
	}
	if err := VerifyChunk(r.Proof, appHash, r.ChunkKey, r.ChunkValue); err != nil {
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

// VerifyChunk checks the ICS-23 proof that the store "grant" holds a value under a key.
func VerifyChunk(ops cmtcrypto.ProofOps, appHash, key, value []byte) error {
	path := merkle.KeyPath{}.AppendKey([]byte(types.StoreKey), merkle.KeyEncodingURL).AppendKey(key, merkle.KeyEncodingHex)
	if err := rootmulti.DefaultProofRuntime().VerifyValue(&ops, appHash, path.String(), value); err != nil {
		return fmt.Errorf("%w: the proof doesn't lead from the chunk to the header", ErrTampered) // the reason names keys as raw bytes
	}
	return nil
}

// leafHash is the RFC 6962 hash of a leaf.
func leafHash(leaf []byte) []byte { return merkle.HashFromByteSlices([][]byte{leaf}) }
