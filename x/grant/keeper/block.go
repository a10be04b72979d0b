package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	"cosmossdk.io/core/store"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/grant/types"
)

// EndBlock looks at the deadlines that have passed, pays, and counts what was kept from instalments for clawbacks.
func (k *Keeper) EndBlock(ctx context.Context) error {
	if err := k.ring(ctx); err != nil {
		return err
	}
	if err := k.payRuns(ctx); err != nil {
		return err
	}
	return k.settleOffsets(ctx)
}

// payRuns pays executing runs in the order of their numbers, at most as many slots as the pace allows. A run that can't go on is
// logged and left for the next block; it neither stops the block nor the other runs.
func (k *Keeper) payRuns(ctx context.Context) error {
	ids, err := k.executingRuns(ctx)
	if err != nil || len(ids) == 0 {
		return err
	}
	params, err := k.params.Get(ctx)
	if err != nil {
		return err
	}
	pace, err := k.lastPace(ctx)
	if err != nil {
		return err
	}
	block := sdk.UnwrapSDKContext(ctx)
	pace = pace.Next(params, block.BlockHeight(), block.BlockTime())
	work := &payout{keeper: k, ctx: ctx, pages: k.deps.Rolls.OpenKVStore(ctx), chunkSlots: params.ChunkSlots, budget: pace.Slots}
	paying := 0
	for _, id := range ids {
		if work.budget == 0 || paying == maxRunsPerBlock {
			break
		}
		if err := work.pay(id); err == nil {
			paying++
		} else {
			block.Logger().Error("pay run", "run", id, "error", err)
		}
	}
	pace.Spent = work.budget == 0
	if err := k.pace.Set(ctx, pace); err != nil {
		return err
	}
	return work.write()
}

// lastPace is that of the last block that paid, nothing when none has.
func (k *Keeper) lastPace(ctx context.Context) (types.Pace, error) {
	pace, err := k.pace.Get(ctx)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Pace{}, nil
	}
	return pace, err
}

// Bounds of one block. Changing these forks the chain.
const (
	maxRunsPerBlock = 16                  // runs that it goes on with
	maxRunTries     = 4 * maxRunsPerBlock // runs that it opens, those that can't go on included
)

// executingRuns lists the first runs of the queue.
func (k *Keeper) executingRuns(ctx context.Context) ([]uint64, error) {
	iter, err := k.executing.Iterate(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer iter.Close()
	var ids []uint64
	for ; iter.Valid() && len(ids) < maxRunTries; iter.Next() {
		id, err := iter.Key()
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// payout is the work of one block; its buffers serve every chunk.
type payout struct {
	keeper     *Keeper
	ctx        context.Context
	pages      store.KVStore
	chunkSlots uint32
	budget     uint32
	leaves     []byte
	tree       types.Tree
	written    []entry // pages to write once nothing is read any more
}

// entry is a key of the hot store and its new value.
type entry struct {
	key  []byte
	page types.Page
}

// pay goes on with one run until it is done or the block's budget is used up.
func (w *payout) pay(id uint64) error {
	run, err := w.keeper.run(w.ctx, id)
	if err != nil {
		return err
	}
	for int(run.CursorRoll) < len(run.Rolls) {
		roll, err := w.keeper.roll(w.ctx, run.Rolls[run.CursorRoll])
		if err != nil {
			return err
		}
		if run, err = w.payRoll(run, roll); err != nil {
			return errors.Join(err, w.keeper.runs.Set(w.ctx, run.Id, run))
		}
		if run.CursorSlot < roll.NextSlot {
			return w.keeper.runs.Set(w.ctx, run.Id, run)
		}
		run.CursorRoll, run.CursorSlot = run.CursorRoll+1, types.FirstSlot
	}
	return w.keeper.finish(w.ctx, run)
}

// payRoll goes on with one roll, chunk by chunk, and returns the run with its cursor behind the last whole chunk. Neighbouring
// pages are read in one walk along the tree, which costs far less than looking each of them up.
func (w *payout) payRoll(run types.Run, roll types.Roll) (types.Run, error) {
	end := run.CursorSlot + min(w.budget, roll.NextSlot-run.CursorSlot)
	if run.CursorSlot == end {
		return run, nil
	}
	pages, err := w.pages.Iterator(types.PageKey(roll.Id, run.CursorSlot), types.PagesEnd(roll.Id))
	if err != nil {
		return run, err
	}
	defer pages.Close()
	pays, done, err := w.dues(run, roll.Id, end)
	if err != nil {
		return run, err
	}
	defer func() { _ = done() }()
	for run.CursorSlot < end {
		last := run.CursorSlot + min(w.chunkSlots, end-run.CursorSlot) - 1
		before := len(w.written)
		chunk, err := w.payChunk(pages, pays, run, roll.Id, last)
		if err != nil {
			w.written = w.written[:before]
			return run, err
		}
		run.PaidCount += uint64(chunk.PaidCount)
		run.PaidAmount += chunk.PaidAmount
		run.HeldCount += uint64(chunk.HeldCount)
		run.HeldAmount += chunk.HeldAmount
		w.budget -= last - run.CursorSlot + 1
		run.CursorSlot = last + 1
	}
	return run, nil
}

// write hands the paid pages to the store. No slot is visited twice in a block, so nothing has to read them before.
func (w *payout) write() error {
	for _, e := range w.written {
		if err := w.pages.Set(e.key, e.page); err != nil {
			return err
		}
	}
	return nil
}

// report tells of a record that can't be paid. Its instalment stays missing from the run's paid and held sums, which the
// invariant on run totals shows.
func (w *payout) report(run uint64, roll, slot uint32, err error) {
	sdk.UnwrapSDKContext(w.ctx).Logger().Error("pay record", "run", run, "roll", roll, "slot", slot, "error", err)
}

// takeHead moves the first waiting change of a grant into its record.
func (k *Keeper) takeHead(ctx context.Context, record types.Record) (types.Record, error) {
	changes, err := k.waitingChanges(ctx, record.Grant)
	if err != nil {
		return types.Record{}, err
	}
	if len(changes) == 0 {
		return types.Record{}, types.ErrRecordInvalid
	}
	record = record.WithHead(changes[0], len(changes) > 1)
	if err := record.Validate(); err != nil {
		return types.Record{}, err
	}
	return record, k.setWaitingChanges(ctx, record.Grant, changes[1:])
}

// hold keeps what is funded but not paid.
func (k *Keeper) hold(ctx context.Context, leaf types.Leaf, outcome types.Outcome) error {
	return k.setHeld(ctx, types.HeldPayment{
		Grant: uint64(leaf.Grant), Period: uint32(leaf.Period), Amount: leaf.Amount, Reason: outcome.Reason(), Run: leaf.Run,
	}, leaf.Kind.IsTopUp())
}

// keepChunk stores the root of a chunk, hands its leaves to the receipt log and tells of it.
func (k *Keeper) keepChunk(ctx context.Context, run uint64, roll, first uint32, chunk types.Chunk, leaves []byte) error {
	if err := k.chunks.Set(ctx, collections.Join3(run, roll, first), chunk); err != nil {
		return err
	}
	if k.deps.Receipts != nil {
		k.deps.Receipts.Append(run, roll, first, leaves)
	}
	return emit(ctx, types.NewEventChunkPaid(run, roll, first, chunk))
}

// finish closes a run whose last roll is handled, frees its rolls and drops the aggregates it has used up.
func (k *Keeper) finish(ctx context.Context, run types.Run) error {
	run, err := run.Finish(sdk.UnwrapSDKContext(ctx).BlockHeight())
	if err != nil {
		return err
	}
	for _, id := range run.Rolls {
		roll, err := k.roll(ctx, id)
		if err != nil {
			return err
		}
		roll.OpenRun = 0
		if err := k.rolls.Set(ctx, id, roll); err != nil {
			return err
		}
		if run.IsTopUp() {
			continue
		}
		if err := k.deltas.Remove(ctx, collections.Join(id, run.Period)); err != nil {
			return err
		}
		if err := k.queueOffsets(ctx, id, run.Period); err != nil {
			return err
		}
	}
	if err := k.runs.Set(ctx, run.Id, run); err != nil {
		return err
	}
	if err := k.executing.Remove(ctx, run.Id); err != nil {
		return err
	}
	if !run.Balanced() {
		sdk.UnwrapSDKContext(ctx).Logger().Error("run differs from what was sealed", "run", run.Id)
	}
	return emit(ctx, types.NewEventRunDone(run))
}
