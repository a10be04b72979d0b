package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/validator/types"
)

// seatOfKey loads the seat that a key of any time belongs to, or ErrSeatUnknown.
func (k *Keeper) seatOfKey(ctx context.Context, consensus []byte) ([]byte, types.Seat, types.Key, error) {
	key, err := k.keys.Get(ctx, consensus)
	if errors.Is(err, collections.ErrNotFound) {
		return nil, types.Seat{}, types.Key{}, errorsmod.Wrapf(types.ErrSeatUnknown, "consensus address %X", consensus)
	}
	if err != nil {
		return nil, types.Seat{}, types.Key{}, err
	}
	operator, err := k.parseOperator(key.Operator)
	if err != nil {
		return nil, types.Seat{}, types.Key{}, err
	}
	s, err := k.Seat(ctx, operator)
	return operator, s, key, err
}

// requireUnused refuses a key that any seat has, had, or is about to have.
func (k *Keeper) requireUnused(ctx context.Context, key []byte) error {
	used, err := k.keys.Has(ctx, types.AddressOf(key))
	if err != nil {
		return err
	}
	if used {
		return errorsmod.Wrap(types.ErrKeyUsed, "make a new one")
	}
	return nil
}

// saveKey writes an entry of the history over the one before.
func (k *Keeper) saveKey(ctx context.Context, key types.Key) error {
	if err := k.dropKey(ctx, key.ConsensusKey); err != nil {
		return err
	}
	operator, err := k.parseOperator(key.Operator)
	if err != nil {
		return err
	}
	address := key.ConsensusAddress()
	if err := k.keys.Set(ctx, address, key); err != nil {
		return err
	}
	return k.history.Set(ctx, collections.Join3(operator, uint64(key.FromHeight), []byte(address)))
}

// dropKey forgets a key if it is known. Only keys that never proved themselves are forgotten for good.
func (k *Keeper) dropKey(ctx context.Context, key []byte) error {
	address := types.AddressOf(key)
	old, err := k.keys.Get(ctx, address)
	if errors.Is(err, collections.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	operator, err := k.parseOperator(old.Operator)
	if err != nil {
		return err
	}
	if err := k.history.Remove(ctx, collections.Join3(operator, uint64(old.FromHeight), []byte(address))); err != nil {
		return err
	}
	return k.keys.Remove(ctx, address)
}

// closeKey notes the last height that a key may sign.
func (k *Keeper) closeKey(ctx context.Context, key []byte, until int64) error {
	old, err := k.keys.Get(ctx, types.AddressOf(key))
	if err != nil {
		return err
	}
	old.UntilHeight = until
	return k.keys.Set(ctx, types.AddressOf(key), old)
}

// Keys lists the keys of a seat, the newest first, at most MaxKeys.
func (k *Keeper) Keys(ctx context.Context, operator []byte) ([]types.Key, error) {
	var out []types.Key
	newestFirst := collections.NewPrefixedTripleRangeReversed[[]byte, uint64, []byte](operator)
	err := k.history.Walk(ctx, newestFirst, func(place collections.Triple[[]byte, uint64, []byte]) (bool, error) {
		key, err := k.keys.Get(ctx, place.K3())
		out = append(out, key)
		return len(out) == types.MaxKeys, err
	})
	return out, err
}

// noteBlock remembers the hash of the block that begins, in the place of the one RecentBlocks before.
func (k *Keeper) noteBlock(ctx context.Context) error {
	header := sdk.UnwrapSDKContext(ctx)
	b := types.RecentBlock{Height: header.BlockHeight(), Hash: header.HeaderHash()}
	if len(b.Hash) != types.HashLength { // as in a simulation
		return nil
	}
	return k.blocks.Set(ctx, place(b.Height), b)
}

// RecentBlock loads one of the last RecentBlocks blocks, or ErrBlockUnknown.
func (k *Keeper) RecentBlock(ctx context.Context, height int64) (types.RecentBlock, error) {
	unknown := errorsmod.Wrapf(types.ErrBlockUnknown, "block %d: sign one of the last %d", height, types.RecentBlocks)
	if height <= 0 {
		return types.RecentBlock{}, unknown
	}
	b, err := k.blocks.Get(ctx, place(height))
	if errors.Is(err, collections.ErrNotFound) || (err == nil && b.Height != height) {
		return types.RecentBlock{}, unknown
	}
	return b, err
}

func place(height int64) uint64 { return uint64(height) % types.RecentBlocks }

// prove checks that a key signed a recent block for the seat of the operator.
func (k *Keeper) prove(ctx context.Context, operator string, key []byte, height int64, signature []byte) error {
	header := sdk.UnwrapSDKContext(ctx)
	b, err := k.RecentBlock(ctx, height)
	if err != nil {
		return err
	}
	if !b.IsRecent(header.BlockHeight()) {
		return errorsmod.Wrapf(types.ErrBlockUnknown, "block %d: sign one of the last %d", height, types.RecentBlocks)
	}
	return types.VerifyPossession(header.ChainID(), operator, key, b, signature)
}
