package types

import (
	"crypto/sha256"

	"github.com/cometbft/cometbft/crypto/merkle"
)

// MaxPath is the longest path from a chunk of an import to its root.
const MaxPath = 20

// Prefixes of the hashed bytes (RFC 6962).
const (
	leafPrefix  = 0
	innerPrefix = 1
)

// Tree hashes the leaves of chunks and reuses its memory.
type Tree struct {
	nodes [][sha256.Size]byte
}

// Root is the RFC 6962 root over the payment leaves of one chunk.
func (t *Tree) Root(leaves []byte) [sha256.Size]byte {
	t.nodes = t.nodes[:0]
	var leaf [1 + LeafSize]byte
	leaf[0] = leafPrefix
	for ; len(leaves) >= LeafSize; leaves = leaves[LeafSize:] {
		copy(leaf[1:], leaves[:LeafSize])
		t.nodes = append(t.nodes, sha256.Sum256(leaf[:]))
	}
	if len(t.nodes) == 0 {
		return sha256.Sum256(nil)
	}
	var inner [1 + 2*sha256.Size]byte
	inner[0] = innerPrefix
	// Joining neighbours and lifting an odd last one gives the same tree as splitting at the largest power of two.
	for n := len(t.nodes); n > 1; n = (n + 1) / 2 {
		for i := 0; i+1 < n; i += 2 {
			copy(inner[1:], t.nodes[i][:])
			copy(inner[1+sha256.Size:], t.nodes[i+1][:])
			t.nodes[i/2] = sha256.Sum256(inner[:])
		}
		if n%2 == 1 {
			t.nodes[n/2] = t.nodes[n-1]
		}
	}
	return t.nodes[0]
}

// LeafPath is the path from one of the payment leaves of a chunk to their root, bottom up.
func LeafPath(leaves []byte, index int) [][]byte {
	items := make([][]byte, 0, len(leaves)/LeafSize)
	for ; len(leaves) >= LeafSize; leaves = leaves[LeafSize:] {
		items = append(items, leaves[:LeafSize])
	}
	_, proofs := merkle.ProofsFromByteSlices(items)
	return proofs[index].Aunts
}

// VerifyPath checks that the item is at the index of a tree of total items with the root; the path goes bottom up.
func VerifyPath(root []byte, total, index uint32, item []byte, path [][]byte) error {
	hashed := sha256.Sum256(append([]byte{leafPrefix}, item...))
	proof := merkle.Proof{Total: int64(total), Index: int64(index), LeafHash: hashed[:], Aunts: path}
	if proof.ValidateBasic() != nil || proof.Verify(root, item) != nil {
		return ErrChunkProof
	}
	return nil
}
