// Package keeper keeps the acts that the provinces decided, their seat tokens, and emergency stops.
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

	"github.com/reliefchain/relief/x/council/types"
	validatortypes "github.com/reliefchain/relief/x/validator/types"
)

// Deps are what the keeper needs.
type Deps struct {
	Store store.KVStoreService
	Codec codec.Codec
	// Address reads accounts, Operator the operators of seats.
	Address, Operator address.Codec
	// Governance is the account of x/gov, Issuer the account of this module.
	Governance, Issuer sdk.AccAddress
	Provinces          types.Provinces
	Authority          types.Authority
	Bank               types.Bank
	Router             types.Router
}

type dueID = collections.Pair[uint64, uint64]

// Keeper keeps the state of the module.
type Keeper struct {
	Schema collections.Schema

	params collections.Item[types.Params]
	// lastItem: the number of the last act.
	lastItem collections.Item[uint64]
	// queue: (due time, id) → act; deleted when it was carried out or failed.
	queue collections.Map[dueID, types.Item]
	// issued: accounts that had their seat token; never deleted.
	issued collections.KeySet[[]byte]
	// requests: organisation → request; deleted when confirmed or over.
	requests collections.Map[uint32, types.StopRequest]
	// stops: message type URL → stop; deleted when lifted or over.
	stops collections.Map[string, types.Stop]

	deps Deps
}

// New builds the keeper; it refuses a missing dependency with ErrDependencyMissing.
func New(d Deps) (*Keeper, error) {
	if d.Store == nil || d.Codec == nil || d.Address == nil || d.Operator == nil || len(d.Governance) == 0 || len(d.Issuer) == 0 ||
		d.Provinces == nil || d.Authority == nil || d.Bank == nil || d.Router == nil {
		return nil, types.ErrDependencyMissing
	}
	sb := collections.NewSchemaBuilder(d.Store)
	k := &Keeper{
		params:   collections.NewItem(sb, types.ParamsKey, "params", codec.CollValue[types.Params](d.Codec)),
		lastItem: collections.NewItem(sb, types.LastItemKey, "last_item", collections.Uint64Value),
		queue: collections.NewMap(sb, types.QueuePrefix, "queue", collections.PairKeyCodec(collections.Uint64Key, collections.Uint64Key),
			codec.CollValue[types.Item](d.Codec)),
		issued:   collections.NewKeySet(sb, types.IssuedPrefix, "issued", collections.BytesKey),
		requests: collections.NewMap(sb, types.RequestsPrefix, "requests", collections.Uint32Key, codec.CollValue[types.StopRequest](d.Codec)),
		stops:    collections.NewMap(sb, types.StopsPrefix, "stops", collections.StringKey, codec.CollValue[types.Stop](d.Codec)),
		deps:     d,
	}
	var err error
	if k.Schema, err = sb.Build(); err != nil {
		return nil, err
	}
	return k, nil
}

// requireGovernance refuses any signer but the governance account.
func (k *Keeper) requireGovernance(signer string) error {
	account, err := k.deps.Address.StringToBytes(signer)
	if err != nil {
		return errorsmod.Wrap(types.ErrSignerInvalid, "not an address of this chain")
	}
	return types.CheckSigners([][]byte{account}, k.deps.Governance)
}

// requireProvince refuses an account that doesn't operate the seat of an enrolled province, and gives its bytes.
func (k *Keeper) requireProvince(ctx context.Context, text string) (sdk.AccAddress, error) {
	account, err := k.deps.Address.StringToBytes(text)
	if err != nil {
		return nil, errorsmod.Wrap(types.ErrProvinceUnknown, "not an address of this chain")
	}
	seat, err := k.deps.Provinces.Seat(ctx, account)
	if errors.Is(err, validatortypes.ErrSeatUnknown) {
		return nil, errorsmod.Wrap(types.ErrProvinceUnknown, text)
	}
	if err != nil {
		return nil, err
	}
	if !seat.IsEnrolled() {
		return nil, errorsmod.Wrap(types.ErrProvinceUnknown, text)
	}
	return account, nil
}

// issueToken gives a province its one seat token, unless it had it before.
func (k *Keeper) issueToken(ctx context.Context, account sdk.AccAddress) error {
	had, err := k.issued.Has(ctx, account)
	if err != nil || had {
		return err
	}
	token := sdk.NewCoins(types.SeatToken())
	if err := k.deps.Bank.MintCoins(ctx, types.ModuleName, token); err != nil {
		return err
	}
	if err := k.deps.Bank.SendCoinsFromModuleToAccount(ctx, types.ModuleName, account, token); err != nil {
		return err
	}
	if err := k.issued.Set(ctx, account); err != nil {
		return err
	}
	return emit(ctx, types.NewEventSeatTokenIssued(account))
}

// Restrict is the rule of x/bank that keeps seat tokens between the provinces and governance.
func (k *Keeper) Restrict(_ context.Context, from, to sdk.AccAddress, amount sdk.Coins) (sdk.AccAddress, error) {
	return to, types.CheckMove(k.deps.Governance, k.deps.Issuer, from, to, amount)
}

func now(ctx context.Context) int64 { return sdk.UnwrapSDKContext(ctx).BlockTime().Unix() }

func emit(ctx context.Context, event proto.Message) error {
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(event)
}

func values[K, V any](ctx context.Context, m collections.Map[K, V]) ([]V, error) {
	var all []V
	err := m.Walk(ctx, nil, func(_ K, value V) (bool, error) {
		all = append(all, value)
		return false, nil
	})
	return all, err
}
