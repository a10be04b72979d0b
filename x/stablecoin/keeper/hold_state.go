package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"
	"github.com/cosmos/cosmos-sdk/codec"

	"github.com/reliefchain/relief/x/stablecoin/types"
)

// Kinds of numbers that accounts are derived from, as keys of upTo.
const (
	kindOrganisation uint32 = iota
	kindProgramme
)

// betweenTwo is two organisations and a coin or currency.
type betweenTwo = collections.Triple[uint32, uint32, string]

// holdState is what the keeper knows about holds, wallets and institutions.
type holdState struct {
	holdParams        collections.Item[types.HoldParams]
	holds             collections.Map[uint64, types.Hold]                            // number; never deleted
	held              collections.Map[[]byte, uint64]                                // account → its hold; deleted at the end of the hold
	holdsOf           collections.KeySet[collections.Pair[[]byte, uint64]]           // (account, hold); never deleted
	holdEnds          collections.KeySet[collections.Pair[int64, uint64]]            // (end, hold); deleted at the end of the hold
	usages            collections.Map[collections.Pair[[]byte, string], types.Usage] // (account, currency); never deleted
	countersignatures collections.Map[betweenTwo, types.Countersignature]            // (payee, payer, denom); deleted once used up
	flows             collections.Map[betweenTwo, types.Flow]                        // (payer, payee, currency); never deleted
	institutions      collections.Map[[]byte, types.Institution]                     // account without a key; never deleted
	upTo              collections.Map[uint32, uint32]                                // kind of number → last one whose accounts are known
	modules           map[string]bool                                                // module accounts; not state
	programmes        types.Programmes                                               // set once after the keeper is built; not state
}

func newHoldState(sb *collections.SchemaBuilder, d Deps) holdState {
	triple := collections.TripleKeyCodec(collections.Uint32Key, collections.Uint32Key, collections.StringKey)
	s := holdState{
		holdParams: collections.NewItem(sb, types.HoldParamsPrefix, "hold_params", codec.CollValue[types.HoldParams](d.Codec)),
		holds:      collections.NewMap(sb, types.HoldPrefix, "holds", collections.Uint64Key, codec.CollValue[types.Hold](d.Codec)),
		held:       collections.NewMap(sb, types.HeldPrefix, "held", collections.BytesKey, collections.Uint64Value),
		holdsOf: collections.NewKeySet(sb, types.HoldOfPrefix, "holds_of",
			collections.PairKeyCodec(collections.BytesKey, collections.Uint64Key)),
		holdEnds: collections.NewKeySet(sb, types.HoldEndPrefix, "hold_ends",
			collections.PairKeyCodec(collections.Int64Key, collections.Uint64Key)),
		usages: collections.NewMap(sb, types.UsagePrefix, "usages",
			collections.PairKeyCodec(collections.BytesKey, collections.StringKey), codec.CollValue[types.Usage](d.Codec)),
		countersignatures: collections.NewMap(sb, types.CountersignaturePrefix, "countersignatures", triple,
			codec.CollValue[types.Countersignature](d.Codec)),
		flows: collections.NewMap(sb, types.FlowPrefix, "flows", triple, codec.CollValue[types.Flow](d.Codec)),
		institutions: collections.NewMap(sb, types.InstitutionPrefix, "institutions", collections.BytesKey,
			codec.CollValue[types.Institution](d.Codec)),
		upTo:    collections.NewMap(sb, types.InstitutionUpToPrefix, "up_to", collections.Uint32Key, collections.Uint32Value),
		modules: make(map[string]bool, len(d.Public.Modules)),
	}
	for _, module := range d.Public.Modules {
		s.modules[string(module)] = true
	}
	return s
}

// SetProgrammes completes a ring: programmes ask for coins, and coins who owns the pools. It may be called once.
func (k *Keeper) SetProgrammes(p types.Programmes) error {
	if p == nil || k.programmes != nil {
		return types.ErrDepsMissing
	}
	k.programmes = p
	return nil
}

func (k *Keeper) hold(ctx context.Context, id uint64) (types.Hold, error) {
	h, err := k.holds.Get(ctx, id)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Hold{}, errorsmod.Wrapf(types.ErrHoldUnknown, "hold %d", id)
	}
	return h, err
}

// holdOn gives the hold that keeps coins of an account now, and whether there is one.
func (k *Keeper) holdOn(ctx context.Context, account []byte) (types.Hold, bool, error) {
	id, err := k.held.Get(ctx, account)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Hold{}, false, nil
	}
	if err != nil {
		return types.Hold{}, false, err
	}
	h, err := k.hold(ctx, id)
	return h, err == nil && h.Live(now(ctx)), err
}

// lastHold gives the last hold on an account, and whether there ever was one.
func (k *Keeper) lastHold(ctx context.Context, account []byte) (types.Hold, bool, error) {
	it, err := k.holdsOf.Iterate(ctx, collections.NewPrefixedPairRange[[]byte, uint64](account).Descending())
	if err != nil {
		return types.Hold{}, false, err
	}
	defer it.Close()
	if !it.Valid() {
		return types.Hold{}, false, nil
	}
	key, err := it.Key()
	if err != nil {
		return types.Hold{}, false, err
	}
	h, err := k.hold(ctx, key.K2())
	return h, err == nil, err
}

// nextHold is one more than the last number.
func (k *Keeper) nextHold(ctx context.Context) (uint64, error) {
	it, err := k.holds.Iterate(ctx, new(collections.Range[uint64]).Descending())
	if err != nil {
		return 0, err
	}
	defer it.Close()
	if !it.Valid() {
		return 1, nil
	}
	id, err := it.Key()
	return id + 1, err
}

// setHold stores a hold in place of what it was, and keeps the indexes. The zero hold stands for none before.
func (k *Keeper) setHold(ctx context.Context, old, h types.Hold) error {
	account, err := k.deps.Address.StringToBytes(h.Account)
	if err != nil {
		return errorsmod.Wrap(types.ErrHoldInvalid, err.Error())
	}
	if old.Pending() {
		if err := k.holdEnds.Remove(ctx, collections.Join(old.Until, old.Id)); err != nil {
			return err
		}
	}
	if h.Pending() {
		if err := errors.Join(k.holdEnds.Set(ctx, collections.Join(h.Until, h.Id)), k.held.Set(ctx, account, h.Id)); err != nil {
			return err
		}
	} else if err := k.held.Remove(ctx, account); err != nil {
		return err
	}
	return errors.Join(k.holdsOf.Set(ctx, collections.Join(account, h.Id)), k.holds.Set(ctx, h.Id, h))
}

// usage gives what an account sent, as it counts on a day.
func (k *Keeper) usage(ctx context.Context, account []byte, currency string) (types.Usage, error) {
	day, err := k.deps.Authority.Today(ctx)
	if err != nil {
		return types.Usage{}, err
	}
	u, err := k.usages.Get(ctx, collections.Join(account, currency))
	if errors.Is(err, collections.ErrNotFound) {
		text, err := k.deps.Address.BytesToString(account)
		if err != nil {
			return types.Usage{}, err
		}
		return types.NewUsage(text, currency).On(day), nil
	}
	return u.On(day), err
}
