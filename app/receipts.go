//relief:node-local compares a node's receipt log with its state; no state depends on it

package app

import (
	"bytes"
	"encoding/binary"
	"fmt"

	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"

	granttypes "github.com/reliefchain/relief/x/grant/types"
)

// ReceiptGaps counts those of the newest chunks in state, at most as many as given, whose leaves the receipt log lacks or has
// wrong. Zero for a node without a log.
func (a *App) ReceiptGaps(newest int) (int, error) {
	if a.receipts == nil {
		return 0, nil
	}
	prefix := granttypes.ChunkPrefix.Bytes()
	iter := a.CommitMultiStore().GetKVStore(a.keys[granttypes.StoreKey]).ReverseIterator(prefix, storetypes.PrefixEndBytes(prefix))
	defer iter.Close()
	gaps := 0
	var tree granttypes.Tree
	for ; iter.Valid() && newest > 0; iter.Next() {
		newest--
		key := iter.Key()
		if len(key) != granttypes.ChunkKeySize {
			return gaps, fmt.Errorf("read a chunk: key of %d bytes", len(key))
		}
		var chunk granttypes.Chunk
		if err := chunk.Unmarshal(iter.Value()); err != nil {
			return gaps, fmt.Errorf("read a chunk: %w", err)
		}
		key = key[len(prefix):]
		leaves, kept, err := a.receipts.Leaves(binary.BigEndian.Uint64(key), binary.BigEndian.Uint32(key[8:]), binary.BigEndian.Uint32(key[12:]))
		if err != nil {
			return gaps, err
		}
		if root := tree.Root(leaves); !kept || len(leaves) != int(chunk.Leaves)*granttypes.LeafSize || !bytes.Equal(root[:], chunk.Root) {
			gaps++
		}
	}
	return gaps, iter.Error()
}
