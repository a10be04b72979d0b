package main

import (
	"context"
	"encoding/binary"
	"fmt"

	"github.com/cosmos/cosmos-sdk/codec"

	"github.com/reliefchain/relief/app/client/receipt"
	"github.com/reliefchain/relief/x/pseudonym/client/office"
	"github.com/reliefchain/relief/x/pseudonym/oprf"
	"github.com/reliefchain/relief/x/pseudonym/types"
)

// provenKeys gives the active key set of an epoch as the chain's state proves it, so that a node can't make an office take another key for
// the provinces'.
func provenKeys(source receipt.Source, cdc codec.Codec) func(ctx context.Context, epoch uint32) (oprf.KeySet, error) {
	return func(ctx context.Context, epoch uint32) (oprf.KeySet, error) {
		var set types.KeySet
		_, err := receipt.ReadState(ctx, source, func(state *receipt.State) error {
			raw, err := state.Get(ctx, types.StoreKey, types.ActiveSetKey(epoch))
			if err != nil {
				return err
			}
			if len(raw) != 8 {
				return office.ErrNoKey
			}
			if raw, err = state.Get(ctx, types.StoreKey, types.KeySetKey(epoch, uint32(binary.BigEndian.Uint64(raw)))); err != nil {
				return err
			}
			return cdc.Unmarshal(raw, &set)
		})
		if err != nil {
			return oprf.KeySet{}, fmt.Errorf("prove the tag key of epoch %d: %w", epoch, err)
		}
		parsed, err := set.Parse()
		if err != nil {
			return oprf.KeySet{}, err
		}
		return parsed, parsed.Validate()
	}
}
