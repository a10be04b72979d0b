// Package keeper stores the seats of the provinces and tells CometBFT who signs.
package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	"cosmossdk.io/core/address"
	"cosmossdk.io/core/store"
	errorsmod "cosmossdk.io/errors"
	"github.com/cosmos/cosmos-sdk/codec"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/gogoproto/proto"

	"github.com/reliefchain/relief/x/validator/types"
)

// Deps is what the keeper is built from. All are needed.
type Deps struct {
	Store      store.KVStoreService
	Codec      codec.BinaryCodec
	Address    address.Codec // accounts, prefix relief
	Operator   address.Codec // operators, prefix reliefvaloper
	Consensus  address.Codec // consensus addresses, prefix reliefvalcons
	Authority  types.Authority
	Governance string // account in whose name votes are carried out
}

// Keeper holds the seats. It stands where x/slashing and x/evidence expect the staking keeper.
type Keeper struct {
	Schema collections.Schema

	// operator → seat; deleted when an accepted seat expires, and when a province that left is accepted under another operator.
	seats collections.Map[[]byte, types.Seat]
	// consensus address → key of any time; never deleted once it proved itself.
	keys collections.Map[[]byte, types.Key]
	// (operator, first height, consensus address); follows keys.
	history collections.KeySet[collections.Triple[[]byte, uint64, []byte]]
	// consensus key → what CometBFT was last told; written and deleted by EndBlock.
	told collections.Map[[]byte, types.Told]
	// number → change; deleted by EndBlock once the trusting period is over.
	changes    collections.Map[uint64, types.Change]
	nextChange collections.Sequence
	// height modulo RecentBlocks → block hash; overwritten by BeginBlock.
	blocks collections.Map[uint64, types.RecentBlock]
	// operator → first approval of another key; deleted by the second.
	approvals collections.Map[[]byte, types.Approval]
	params    collections.Item[types.Params]

	deps  Deps
	hooks types.Signing
}

// New builds the keeper; SetHooks must follow before genesis.
func New(d Deps) (*Keeper, error) {
	if d.Store == nil || d.Codec == nil || d.Address == nil || d.Operator == nil || d.Consensus == nil || d.Authority == nil || d.Governance == "" {
		return nil, types.ErrDepsInvalid
	}
	sb := collections.NewSchemaBuilder(d.Store)
	k := &Keeper{
		deps:  d,
		seats: collections.NewMap(sb, types.SeatPrefix, "seats", collections.BytesKey, codec.CollValue[types.Seat](d.Codec)),
		keys:  collections.NewMap(sb, types.KeyPrefix, "keys", collections.BytesKey, codec.CollValue[types.Key](d.Codec)),
		told:  collections.NewMap(sb, types.ToldPrefix, "told", collections.BytesKey, codec.CollValue[types.Told](d.Codec)),
		history: collections.NewKeySet(sb, types.HistoryPrefix, "history",
			collections.TripleKeyCodec(collections.BytesKey, collections.Uint64Key, collections.BytesKey)),
		changes:    collections.NewMap(sb, types.ChangePrefix, "changes", collections.Uint64Key, codec.CollValue[types.Change](d.Codec)),
		nextChange: collections.NewSequence(sb, types.NextChangePrefix, "next_change"),
		blocks:     collections.NewMap(sb, types.BlockPrefix, "blocks", collections.Uint64Key, codec.CollValue[types.RecentBlock](d.Codec)),
		approvals:  collections.NewMap(sb, types.ApprovalPrefix, "approvals", collections.BytesKey, codec.CollValue[types.Approval](d.Codec)),
		params:     collections.NewItem(sb, types.ParamsPrefix, "params", codec.CollValue[types.Params](d.Codec)),
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

// SeatByConsensus loads the seat whose key x/slashing knows under a consensus address, together with its operator, or
// ErrSeatUnknown: also for a key that was replaced, that is to come, or that has not proven itself.
func (k *Keeper) SeatByConsensus(ctx context.Context, consensus []byte) ([]byte, types.Seat, error) {
	operator, s, _, err := k.seatOfKey(ctx, consensus)
	if err != nil {
		return nil, types.Seat{}, err
	}
	now, err := s.ConsensusAddress()
	if err != nil {
		return nil, types.Seat{}, err
	}
	if s.IsCandidate() || string(now) != string(consensus) {
		return nil, types.Seat{}, errorsmod.Wrapf(types.ErrSeatUnknown, "consensus address %X is not of now", consensus)
	}
	return operator, s, nil
}

// OperatorOf gives the operator whose seat has, or had, the consensus key, and false for a key that was never any seat's.
func (k *Keeper) OperatorOf(ctx context.Context, consensus []byte) ([]byte, bool, error) {
	key, err := k.keys.Get(ctx, consensus)
	if errors.Is(err, collections.ErrNotFound) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	operator, err := k.parseOperator(key.Operator)
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

// Params loads the parameters.
func (k *Keeper) Params(ctx context.Context) (types.Params, error) { return k.params.Get(ctx) }

// changeStatus saves a seat whose status changed and tells it.
func (k *Keeper) changeStatus(ctx context.Context, operator []byte, s types.Seat) error {
	header := sdk.UnwrapSDKContext(ctx)
	if err := k.seats.Set(ctx, operator, s.At(header.BlockHeight(), header.BlockTime().Unix())); err != nil {
		return err
	}
	return emit(ctx, types.NewEventSeatStatusChanged(s))
}

// parseOperator reads an operator address in its one accepted spelling.
func (k *Keeper) parseOperator(text string) ([]byte, error) {
	bz, err := k.deps.Operator.StringToBytes(text)
	if err != nil || len(bz) != types.AddressLength {
		return nil, errorsmod.Wrap(types.ErrAddressInvalid, "give an operator address of this chain")
	}
	if again, err := k.deps.Operator.BytesToString(bz); err != nil || again != text {
		return nil, errorsmod.Wrap(types.ErrAddressInvalid, "write the operator address in lower case")
	}
	return bz, nil
}

// load reads the seat of an operator address.
func (k *Keeper) load(ctx context.Context, text string) ([]byte, types.Seat, error) {
	operator, err := k.parseOperator(text)
	if err != nil {
		return nil, types.Seat{}, err
	}
	s, err := k.Seat(ctx, operator)
	return operator, s, err
}

func emit(ctx context.Context, event proto.Message) error {
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(event)
}
