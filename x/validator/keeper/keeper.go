// Package keeper stores the seats of the provinces and tells CometBFT who signs.
package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	"cosmossdk.io/collections/indexes"
	"cosmossdk.io/core/address"
	"cosmossdk.io/core/store"
	errorsmod "cosmossdk.io/errors"
	"github.com/cosmos/cosmos-sdk/codec"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/validator/types"
)

// Deps is what the keeper is built from. All are needed.
type Deps struct {
	Store     store.KVStoreService
	Codec     codec.BinaryCodec
	Address   address.Codec // accounts, prefix relief
	Operator  address.Codec // operators, prefix reliefvaloper
	Consensus address.Codec // consensus addresses, prefix reliefvalcons
}

// Keeper holds the seats. It stands where x/slashing and x/evidence expect the staking keeper.
type Keeper struct {
	Schema collections.Schema

	// operator → seat; written at genesis and on each change of status, never deleted.
	seats *collections.IndexedMap[[]byte, types.Seat, seatIndexes]
	// consensus key → what CometBFT was last told; written and deleted by EndBlock.
	told collections.Map[[]byte, types.Told]

	deps  Deps
	hooks types.Signing
}

type seatIndexes struct {
	// consensus address → operator; follows seats.
	consensus *indexes.Unique[[]byte, []byte, types.Seat]
}

// IndexesList names the indexes for the collection.
func (i seatIndexes) IndexesList() []collections.Index[[]byte, types.Seat] {
	return []collections.Index[[]byte, types.Seat]{i.consensus}
}

// New builds the keeper; SetHooks must follow before genesis.
func New(d Deps) (*Keeper, error) {
	if d.Store == nil || d.Codec == nil || d.Address == nil || d.Operator == nil || d.Consensus == nil {
		return nil, types.ErrDepsInvalid
	}
	sb := collections.NewSchemaBuilder(d.Store)
	k := &Keeper{
		deps: d,
		seats: collections.NewIndexedMap(sb, types.SeatPrefix, "seats", collections.BytesKey, codec.CollValue[types.Seat](d.Codec),
			seatIndexes{consensus: indexes.NewUnique(sb, types.ConsensusPrefix, "seats_by_consensus", collections.BytesKey, collections.BytesKey,
				func(_ []byte, s types.Seat) ([]byte, error) { return s.ConsensusAddress() })}),
		told: collections.NewMap(sb, types.ToldPrefix, "told", collections.BytesKey, codec.CollValue[types.Told](d.Codec)),
	}
	var err error
	if k.Schema, err = sb.Build(); err != nil {
		return nil, err
	}
	return k, nil
}

// SetHooks gives the keeper the hooks of x/slashing, which itself is built from this keeper. It may be called once.
func (k *Keeper) SetHooks(h types.Signing) error {
	if h == nil {
		return types.ErrHooksUnset
	}
	if k.hooks != nil {
		return types.ErrHooksSet
	}
	k.hooks = h
	return nil
}

// Seat loads the seat of an operator, or ErrSeatUnknown.
func (k *Keeper) Seat(ctx context.Context, operator []byte) (types.Seat, error) {
	s, err := k.seats.Get(ctx, operator)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Seat{}, errorsmod.Wrapf(types.ErrSeatUnknown, "operator %X", operator)
	}
	return s, err
}

// SeatByConsensus loads the seat behind a consensus address together with its operator, or ErrSeatUnknown.
func (k *Keeper) SeatByConsensus(ctx context.Context, consensus []byte) ([]byte, types.Seat, error) {
	operator, err := k.seats.Indexes.consensus.MatchExact(ctx, consensus)
	if errors.Is(err, collections.ErrNotFound) {
		return nil, types.Seat{}, errorsmod.Wrapf(types.ErrSeatUnknown, "consensus address %X", consensus)
	}
	if err != nil {
		return nil, types.Seat{}, err
	}
	s, err := k.Seat(ctx, operator)
	return operator, s, err
}

// OperatorOf gives the operator whose seat has the consensus key, and false for a key that no seat has.
func (k *Keeper) OperatorOf(ctx context.Context, consensus []byte) ([]byte, bool, error) {
	operator, _, err := k.SeatByConsensus(ctx, consensus)
	if errors.Is(err, types.ErrSeatUnknown) {
		return nil, false, nil
	}
	return operator, err == nil, err
}

// Seats loads all seats by operator; there are at most MaxSeats.
func (k *Keeper) Seats(ctx context.Context) ([]types.Seat, error) {
	var seats []types.Seat
	err := k.seats.Walk(ctx, nil, func(_ []byte, s types.Seat) (bool, error) {
		seats = append(seats, s)
		return false, nil
	})
	return seats, err
}

// Told loads what CometBFT was last told, by consensus key.
func (k *Keeper) Told(ctx context.Context) ([]types.Told, error) {
	var told []types.Told
	err := k.told.Walk(ctx, nil, func(_ []byte, t types.Told) (bool, error) {
		told = append(told, t)
		return false, nil
	})
	return told, err
}

// changeStatus saves a seat whose status changed and tells it.
func (k *Keeper) changeStatus(ctx context.Context, operator []byte, s types.Seat) error {
	if err := k.seats.Set(ctx, operator, s); err != nil {
		return err
	}
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(types.NewEventSeatStatusChanged(s))
}
