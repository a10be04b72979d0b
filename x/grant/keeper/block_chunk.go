package keeper

import (
	"bytes"

	"cosmossdk.io/core/store"

	"github.com/reliefchain/relief/x/grant/types"
)

// chunkWork pays the slots of one chunk.
type chunkWork struct {
	*payout
	run         types.Run
	roll        uint32
	first, last uint32 // slots
	pays        due
	chunk       types.Chunk
	memory      types.Page // for the pages of the chunk: the store keeps the values that it is given
}

// payChunk pays the slots from the run's cursor to the last one: one read and one write of each page, the root of the leaves, one
// event. The walk stays at a page that goes on after the chunk.
func (w *payout) payChunk(pages store.Iterator, pays due, run types.Run, roll, last uint32) (types.Chunk, error) {
	first := run.CursorSlot
	c := &chunkWork{
		payout: w, run: run, roll: roll, first: first, last: last, pays: pays, chunk: types.Chunk{LastSlot: last},
		memory: make(types.Page, (last/types.PageSlots-first/types.PageSlots+1)*types.PageSize),
	}
	w.leaves = w.leaves[:0]
	for ; pages.Valid(); pages.Next() {
		_, start, err := types.ParsePageKey(pages.Key())
		if err != nil {
			continue
		}
		if start > last {
			break
		}
		if err := c.payPage(start, pages); err != nil {
			return types.Chunk{}, err
		}
		if start+(types.PageSlots-1) > last {
			break
		}
	}
	root := w.tree.Root(w.leaves)
	c.chunk.Root = root[:]
	return c.chunk, w.keeper.keepChunk(w.ctx, run.Id, roll, first, c.chunk, w.leaves)
}

// payPage pays those slots of a page that belong to the chunk.
func (c *chunkWork) payPage(start uint32, pages store.Iterator) error {
	key := types.PageKey(c.roll, start)
	page, err := types.DecodePage(c.latest(key, pages))
	if err != nil {
		c.report(c.run.Id, c.roll, max(start, c.first), err)
		return nil
	}
	var next types.Page
	for slot := max(start, c.first); slot <= c.last && slot-start < page.Slots(); slot++ {
		record, found, err := page.Record(slot)
		if err != nil {
			c.report(c.run.Id, c.roll, slot, err)
		}
		if !found {
			continue
		}
		paid, err := c.paySlot(slot, record)
		if err != nil {
			return err
		}
		if paid == record {
			continue
		}
		if next == nil {
			next = cut(&c.memory, len(page))
			copy(next, page)
			c.written = append(c.written, entry{key, next})
		}
		paid.Put(next.At(slot))
	}
	return nil
}

// latest is the value of a page: the chunk before may have begun it.
func (c *chunkWork) latest(key []byte, pages store.Iterator) []byte {
	if n := len(c.written); n > 0 && bytes.Equal(c.written[n-1].key, key) {
		return c.written[n-1].page
	}
	return pages.Value()
}

// paySlot pays one record, adds it to the sums of the chunk and its leaf to the others. A record that can't be paid is reported and
// stays as it is.
func (c *chunkWork) paySlot(slot uint32, record types.Record) (types.Record, error) {
	next, amount, outcome, err := c.pays(slot, record)
	if err == nil && next.LacksHead() {
		next, err = c.keeper.takeHead(c.ctx, next)
	}
	if err != nil {
		c.report(c.run.Id, c.roll, slot, err)
		return record, nil
	}
	leaf := types.Leaf{
		Run: c.run.Id, Grant: next.Grant, Amount: amount, Roll: c.roll, Slot: slot, Period: types.Period(c.run.Period), Kind: leafKind(c.run, outcome),
	}
	switch {
	case outcome == types.OutcomePaid:
		c.chunk.PaidCount++
		c.chunk.PaidAmount += amount
	case outcome.Held():
		c.chunk.HeldCount++
		c.chunk.HeldAmount += amount
		if err := c.keeper.hold(c.ctx, leaf, outcome); err != nil {
			return types.Record{}, err
		}
	default:
		return next, nil
	}
	c.chunk.Leaves++
	c.leaves = leaf.AppendTo(c.leaves)
	return next, nil
}

// cut takes the first n bytes off a buffer.
func cut(buf *types.Page, n int) types.Page {
	head := (*buf)[:n:n]
	*buf = (*buf)[n:]
	return head
}
