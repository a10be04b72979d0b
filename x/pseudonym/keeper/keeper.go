// Package keeper holds tag keys, ceremonies and requests for tags.
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

	"github.com/reliefchain/relief/x/pseudonym/types"
)

// Deps are what the keeper needs.
type Deps struct {
	Store      store.KVStoreService
	Codec      codec.BinaryCodec
	Operator   address.Codec // operators, prefix reliefvaloper
	Authority  types.Authority
	Seats      types.Seats
	Register   types.Register
	Governance string // account in whose name votes are carried out
}

type (
	keySetKey  = collections.Pair[uint32, uint32]
	quotaKey   = collections.Pair[uint32, uint32]
	requestKey = collections.Pair[uint32, uint64]
)

// Keeper keeps key sets, the ceremony, requests, quotas and samples.
type Keeper struct {
	Schema collections.Schema

	deps   Deps
	params collections.Item[types.Params]
	// keySets: (epoch, generation) → key set; never deleted.
	keySets collections.Map[keySetKey, types.KeySet]
	// prepared: (epoch, generation); deleted by EndBlock at the first height of the key set.
	prepared collections.KeySet[keySetKey]
	// active: epoch → generation of its active key set; deleted when the epoch ends.
	active collections.Map[uint32, uint64]
	// ceremony: the last one; replaced by the next.
	ceremony collections.Item[types.Ceremony]
	// offers and dealings: organisation → what it sent in the last ceremony; deleted when the next is opened.
	offers   collections.Map[uint32, types.Offer]
	dealings collections.Map[uint32, types.Dealing]
	// requests: id → request; never deleted.
	requests collections.Map[uint64, types.Request]
	// requestsByOrganisation: (organisation, id); follows requests.
	requestsByOrganisation collections.KeySet[requestKey]
	// undrawn: id of a request of an earlier block; deleted by EndBlock when it was drawn for or not.
	undrawn collections.KeySet[uint64]
	// quotas: (day, organisation) → elements; deleted by EndBlock when the day is past.
	quotas collections.Map[quotaKey, uint64]
	// samples: request → sample; never deleted.
	samples collections.Map[uint64, types.Sample]
	// samplesByAssigned: (organisation, request); follows samples.
	samplesByAssigned collections.KeySet[requestKey]
	// samplesDue: (day, request); deleted when the sample is reported or expires.
	samplesDue collections.KeySet[requestKey]
}

// New builds the keeper; it refuses a missing dependency with ErrDependencyMissing.
func New(d Deps) (*Keeper, error) {
	if d.Store == nil || d.Codec == nil || d.Operator == nil || d.Authority == nil || d.Seats == nil || d.Register == nil || d.Governance == "" {
		return nil, types.ErrDependencyMissing
	}
	sb := collections.NewSchemaBuilder(d.Store)
	pair := collections.PairKeyCodec(collections.Uint32Key, collections.Uint32Key)
	byOrganisation := collections.PairKeyCodec(collections.Uint32Key, collections.Uint64Key)
	k := &Keeper{
		deps:                   d,
		params:                 collections.NewItem(sb, types.ParamsKey, "params", codec.CollValue[types.Params](d.Codec)),
		keySets:                collections.NewMap(sb, types.KeySetsKey, "key_sets", pair, codec.CollValue[types.KeySet](d.Codec)),
		prepared:               collections.NewKeySet(sb, types.PreparedKey, "prepared", pair),
		active:                 collections.NewMap(sb, types.ActiveKey, "active", collections.Uint32Key, collections.Uint64Value),
		ceremony:               collections.NewItem(sb, types.CeremonyKey, "ceremony", codec.CollValue[types.Ceremony](d.Codec)),
		offers:                 collections.NewMap(sb, types.OffersKey, "offers", collections.Uint32Key, codec.CollValue[types.Offer](d.Codec)),
		dealings:               collections.NewMap(sb, types.DealingsKey, "dealings", collections.Uint32Key, codec.CollValue[types.Dealing](d.Codec)),
		requests:               collections.NewMap(sb, types.RequestsKey, "requests", collections.Uint64Key, codec.CollValue[types.Request](d.Codec)),
		requestsByOrganisation: collections.NewKeySet(sb, types.RequestsByOrganisationKey, "requests_by_organisation", byOrganisation),
		undrawn:                collections.NewKeySet(sb, types.UndrawnKey, "undrawn", collections.Uint64Key),
		quotas:                 collections.NewMap(sb, types.QuotasKey, "quotas", pair, collections.Uint64Value),
		samples:                collections.NewMap(sb, types.SamplesKey, "samples", collections.Uint64Key, codec.CollValue[types.Sample](d.Codec)),
		samplesByAssigned:      collections.NewKeySet(sb, types.SamplesByAssignedKey, "samples_by_assigned", byOrganisation),
		samplesDue:             collections.NewKeySet(sb, types.SamplesDueKey, "samples_due", byOrganisation),
	}
	var err error
	if k.Schema, err = sb.Build(); err != nil {
		return nil, err
	}
	return k, nil
}

// Params gives the params; a network that took the module over with an upgrade has the default ones until it sets others.
func (k *Keeper) Params(ctx context.Context) (types.Params, error) {
	params, err := k.params.Get(ctx)
	if errors.Is(err, collections.ErrNotFound) {
		return types.DefaultParams(), nil
	}
	return params, err
}

// KeySets gives all key sets by epoch and generation. There is one for each ceremony and each key of a dealer.
func (k *Keeper) KeySets(ctx context.Context) ([]types.KeySet, error) {
	var sets []types.KeySet
	err := k.keySets.Walk(ctx, nil, func(_ keySetKey, set types.KeySet) (bool, error) {
		sets = append(sets, set)
		return false, nil
	})
	return sets, err
}

// ActiveKeySet gives the key set of an epoch that requests are answered under, or ErrEpochInactive.
func (k *Keeper) ActiveKeySet(ctx context.Context, epoch uint32) (types.KeySet, error) {
	generation, err := k.active.Get(ctx, epoch)
	if errors.Is(err, collections.ErrNotFound) {
		return types.KeySet{}, errorsmod.Wrapf(types.ErrEpochInactive, "epoch %d", epoch)
	}
	if err != nil {
		return types.KeySet{}, err
	}
	return k.keySets.Get(ctx, collections.Join(epoch, uint32(generation)))
}

// ActiveKey gives the public key of the epoch's active key set, or ErrEpochInactive.
func (k *Keeper) ActiveKey(ctx context.Context, epoch uint32) ([]byte, error) {
	set, err := k.ActiveKeySet(ctx, epoch)
	return set.PublicKey, err
}

// putKeySet stores a key set and where its epoch's active one stands.
func (k *Keeper) putKeySet(ctx context.Context, set types.KeySet) error {
	if err := k.keySets.Set(ctx, collections.Join(set.Epoch, set.Generation), set); err != nil {
		return err
	}
	switch set.Status {
	case types.KEY_SET_STATUS_ACTIVE:
		return k.active.Set(ctx, set.Epoch, uint64(set.Generation))
	case types.KEY_SET_STATUS_RETIRED:
		generation, err := k.active.Get(ctx, set.Epoch)
		if errors.Is(err, collections.ErrNotFound) || err == nil && generation != uint64(set.Generation) {
			return nil
		}
		if err != nil {
			return err
		}
		return k.active.Remove(ctx, set.Epoch)
	default:
		return nil
	}
}

func (k *Keeper) saveKeySet(ctx context.Context, set types.KeySet) error {
	if err := k.putKeySet(ctx, set); err != nil {
		return err
	}
	return emit(ctx, types.NewEventKeySetChanged(set))
}

// LastCeremony gives the last ceremony, or ErrCeremonyUnknown.
func (k *Keeper) LastCeremony(ctx context.Context) (types.Ceremony, error) {
	c, err := k.ceremony.Get(ctx)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Ceremony{}, types.ErrCeremonyUnknown
	}
	return c, err
}

// Request gives one request, or ErrRequestUnknown.
func (k *Keeper) Request(ctx context.Context, id uint64) (types.Request, error) {
	r, err := k.requests.Get(ctx, id)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Request{}, errorsmod.Wrapf(types.ErrRequestUnknown, "request %d", id)
	}
	return r, err
}

// Sample gives one sample, or ErrSampleUnknown.
func (k *Keeper) Sample(ctx context.Context, request uint64) (types.Sample, error) {
	s, err := k.samples.Get(ctx, request)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Sample{}, errorsmod.Wrapf(types.ErrSampleUnknown, "request %d", request)
	}
	return s, err
}

func (k *Keeper) saveSample(ctx context.Context, s types.Sample) error {
	if err := k.samples.Set(ctx, s.Request, s); err != nil {
		return err
	}
	if s.Open() {
		if err := k.samplesDue.Set(ctx, collections.Join(s.Due, s.Request)); err != nil {
			return err
		}
	} else if err := k.samplesDue.Remove(ctx, collections.Join(s.Due, s.Request)); err != nil {
		return err
	}
	return k.samplesByAssigned.Set(ctx, collections.Join(s.Assigned, s.Request))
}

// quota gives what an organisation asked for on a day.
func (k *Keeper) quota(ctx context.Context, day, organisation uint32) (types.Quota, error) {
	used, err := k.quotas.Get(ctx, collections.Join(day, organisation))
	if err != nil && !errors.Is(err, collections.ErrNotFound) {
		return types.Quota{}, err
	}
	return types.Quota{Day: day, Organisation: organisation, Elements: uint32(used)}, nil
}

// today is the day that quotas count on.
func (k *Keeper) today(ctx context.Context) (uint32, error) {
	day, err := k.deps.Authority.Today(ctx)
	return uint32(max(day, 0)), err
}

// requireVote refuses a message that is not carried out in the name of governance.
func (k *Keeper) requireVote(authority string) error {
	if authority != k.deps.Governance {
		return errorsmod.Wrap(types.ErrUnauthorised, "submit a proposal")
	}
	return nil
}

// trustee gives the organisation behind an operator that has a seat which hasn't left.
func (k *Keeper) trustee(ctx context.Context, operator string) (uint32, error) {
	raw, err := k.deps.Operator.StringToBytes(operator)
	if err != nil {
		return 0, errorsmod.Wrap(types.ErrAddressMalformed, "give an operator address of this chain")
	}
	seat, err := k.deps.Seats.Seat(ctx, raw)
	if err != nil {
		return 0, errorsmod.Wrap(types.ErrOperatorUnknown, err.Error())
	}
	if !seat.IsEnrolled() {
		return 0, errorsmod.Wrap(types.ErrOperatorUnknown, "the seat is not enrolled")
	}
	return seat.Organisation, nil
}

// enrolled lists the organisations with an enrolled seat, ascending.
func (k *Keeper) enrolled(ctx context.Context) ([]uint32, error) {
	seats, err := k.deps.Seats.Seats(ctx)
	if err != nil {
		return nil, err
	}
	return types.Enrolled(seats), nil
}

func chainID(ctx context.Context) string { return sdk.UnwrapSDKContext(ctx).ChainID() }

func height(ctx context.Context) int64 { return sdk.UnwrapSDKContext(ctx).BlockHeight() }

func emit(ctx context.Context, event proto.Message) error {
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(event)
}
