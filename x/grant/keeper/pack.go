package keeper

import (
	"context"
	"encoding/binary"

	"github.com/reliefchain/relief/x/grant/types"
)

// PackRecords brings the hot store of before pages, one entry roll ‖ slot for each record, into pages. It holds one roll in memory.
func (k *Keeper) PackRecords(ctx context.Context) error {
	var rolls []types.Roll
	if err := list(ctx, k.rolls, &rolls); err != nil {
		return err
	}
	for _, roll := range rolls {
		if err := k.packRoll(ctx, roll.Id); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) packRoll(ctx context.Context, roll uint32) error {
	hot := k.deps.Rolls.OpenKVStore(ctx)
	var keys [][]byte
	var pages []entry
	iter, err := hot.Iterator(types.PageKey(roll, 0), types.PagesEnd(roll))
	if err != nil {
		return err
	}
	defer iter.Close()
	for ; iter.Valid(); iter.Next() {
		key, value := iter.Key(), iter.Value()
		if len(key) != types.PageKeySize || len(value) != types.RecordSize {
			return types.ErrRecordInvalid
		}
		keys = append(keys, key)
		slot := binary.BigEndian.Uint32(key[4:])
		to := types.PageKey(roll, slot)
		if n := len(pages); n == 0 || string(pages[n-1].key) != string(to) {
			pages = append(pages, entry{key: to})
		}
		last := &pages[len(pages)-1].page
		grown := make(types.Page, (slot%types.PageSlots+1)*types.RecordSize)
		copy(grown, *last)
		copy(grown.At(slot), value)
		*last = grown
	}
	for _, key := range keys {
		if err := hot.Delete(key); err != nil {
			return err
		}
	}
	for _, e := range pages {
		if err := hot.Set(e.key, e.page); err != nil {
			return err
		}
	}
	return nil
}
