package keeper

import (
	"bytes"
	"context"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/reliefchain/relief/x/grant/types"
)

// Import answers with one import, by number or by root.
func (q queryServer) Import(ctx context.Context, req *types.QueryImportRequest) (*types.QueryImportResponse, error) {
	id := req.Id
	if len(req.Root) > 0 {
		known, err := q.importRoots.Get(ctx, req.Root)
		if id, err = found(known, err, types.ErrImportUnknown, "root"); err != nil {
			return nil, err
		}
	}
	load, err := q.importOf(ctx, id)
	if err != nil {
		return nil, err
	}
	return &types.QueryImportResponse{Import: load}, nil
}

// Run answers with one run.
func (q queryServer) Run(ctx context.Context, req *types.QueryRunRequest) (*types.QueryRunResponse, error) {
	run, err := q.run(ctx, req.Id)
	if err != nil {
		return nil, err
	}
	return &types.QueryRunResponse{Run: run}, nil
}

// RunOfPeriod answers with the run of a roll and a period.
func (q queryServer) RunOfPeriod(ctx context.Context, req *types.QueryRunOfPeriodRequest) (*types.QueryRunOfPeriodResponse, error) {
	run, err := q.runOfPeriod(ctx, req.Roll, req.Period)
	if err != nil {
		return nil, err
	}
	return &types.QueryRunOfPeriodResponse{Run: run}, nil
}

func (k *Keeper) runOfPeriod(ctx context.Context, roll, period uint32) (types.Run, error) {
	id, err := k.runPeriods.Get(ctx, collections.Join(roll, period))
	if id, err = found(id, err, types.ErrRunUnknown, types.Period(period)); err != nil {
		return types.Run{}, err
	}
	return k.run(ctx, id)
}

// Chunks lists the chunks of one run by roll and first slot.
func (q queryServer) Chunks(ctx context.Context, req *types.QueryChunksRequest) (*types.QueryChunksResponse, error) {
	page, err := capPage(req.Pagination)
	if err != nil {
		return nil, err
	}
	chunks, next, err := query.CollectionPaginate(ctx, q.chunks, page,
		func(key collections.Triple[uint64, uint32, uint32], chunk types.Chunk) (types.ChunkEntry, error) {
			return chunkEntry(key, chunk), nil
		},
		func(o *query.CollectionsPaginateOptions[collections.Triple[uint64, uint32, uint32]]) {
			prefix := collections.TriplePrefix[uint64, uint32, uint32](req.Run)
			o.Prefix = &prefix
		})
	if err != nil {
		return nil, err
	}
	return &types.QueryChunksResponse{Chunks: chunks, Pagination: next}, nil
}

// Held lists the held payments of one grant.
func (q queryServer) Held(ctx context.Context, req *types.QueryHeldRequest) (*types.QueryHeldResponse, error) {
	page, err := capPage(req.Pagination)
	if err != nil {
		return nil, err
	}
	held, next, err := query.CollectionPaginate(ctx, q.held, page,
		func(_ collections.Pair[uint64, uint32], h types.HeldPayment) (types.HeldPayment, error) {
			return h, nil
		},
		query.WithCollectionPaginationPairPrefix[uint64, uint32](req.Grant))
	if err != nil {
		return nil, err
	}
	return &types.QueryHeldResponse{Held: held, Pagination: next}, nil
}

// Payment answers with the leaf of one instalment and its path to the chunk root, from this node's receipt log.
func (q queryServer) Payment(ctx context.Context, req *types.QueryPaymentRequest) (*types.QueryPaymentResponse, error) {
	grant, err := q.grant(ctx, types.GrantID(req.Grant))
	if err != nil {
		return nil, err
	}
	run, err := q.paymentRun(ctx, grant.Roll, req.Period, req.Run)
	if err != nil {
		return nil, err
	}
	entry, err := q.chunkOf(ctx, run.Id, grant.Roll, grant.Slot)
	if err != nil {
		return nil, err
	}
	leaves, err := q.leaves(entry)
	if err != nil {
		return nil, err
	}
	index, _, err := types.FindLeaf(leaves, grant.Slot)
	if err != nil {
		return nil, err
	}
	return &types.QueryPaymentResponse{
		Chunk: entry, Index: uint32(index), Leaf: leaves[index*types.LeafSize : (index+1)*types.LeafSize], Path: types.LeafPath(leaves, index),
	}, nil
}

// chunkOf finds the chunk of a slot: the last one of the roll that starts at or before it.
func (k *Keeper) chunkOf(ctx context.Context, run uint64, roll, slot uint32) (types.ChunkEntry, error) {
	span := new(collections.Range[collections.Triple[uint64, uint32, uint32]]).
		StartInclusive(collections.Join3(run, roll, uint32(0))).
		EndInclusive(collections.Join3(run, roll, slot)).
		Descending()
	iter, err := k.chunks.Iterate(ctx, span)
	if err != nil {
		return types.ChunkEntry{}, err
	}
	defer iter.Close()
	if !iter.Valid() {
		return types.ChunkEntry{}, errorsmod.Wrapf(types.ErrPaymentUnknown, "run %d has not reached roll %d, slot %d", run, roll, slot)
	}
	kv, err := iter.KeyValue()
	if err != nil {
		return types.ChunkEntry{}, err
	}
	if slot > kv.Value.LastSlot {
		return types.ChunkEntry{}, errorsmod.Wrapf(types.ErrPaymentUnknown, "run %d has not reached roll %d, slot %d", run, roll, slot)
	}
	return chunkEntry(kv.Key, kv.Value), nil
}

// leaves reads the leaves of a chunk from the receipt log and checks them against the root in state.
func (k *Keeper) leaves(entry types.ChunkEntry) ([]byte, error) {
	if k.deps.Receipts == nil {
		return nil, types.ErrReceiptUnavailable
	}
	leaves, kept, err := k.deps.Receipts.Leaves(entry.Run, entry.Roll, entry.FirstSlot)
	if err != nil {
		return nil, errorsmod.Wrap(types.ErrReceiptUnavailable, err.Error())
	}
	if !kept {
		return nil, errorsmod.Wrapf(types.ErrReceiptUnavailable, "run %d, roll %d, slot %d", entry.Run, entry.Roll, entry.FirstSlot)
	}
	var tree types.Tree
	if root := tree.Root(leaves); len(leaves) != int(entry.Chunk.Leaves)*types.LeafSize || !bytes.Equal(root[:], entry.Chunk.Root) {
		return nil, errorsmod.Wrapf(types.ErrReceiptLogBroken, "run %d, roll %d, slot %d", entry.Run, entry.Roll, entry.FirstSlot)
	}
	return leaves, nil
}
