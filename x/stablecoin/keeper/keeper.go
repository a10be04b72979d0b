// Package keeper keeps issuers, reserves and their limits.
package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	"cosmossdk.io/core/address"
	"cosmossdk.io/core/store"
	errorsmod "cosmossdk.io/errors"
	"github.com/cosmos/cosmos-sdk/codec"

	"github.com/reliefchain/relief/x/stablecoin/types"
)

// Deps is everything the keeper needs.
type Deps struct {
	Store     store.KVStoreService
	Codec     codec.BinaryCodec
	Address   address.Codec
	Authority types.Authority
	Bank      types.Bank
	Register  types.Register
	Public    types.PublicAccounts
}

// Keeper keeps the state of the module. Entries of the queues go when a redemption ends; no other entry is ever deleted.
type Keeper struct {
	schema        collections.Schema
	params        collections.Item[types.Params]
	currencies    collections.Map[string, types.Currency]                              // currency code
	issuers       collections.Map[string, types.Issuer]                                // issuer code
	attestations  collections.Map[collections.Pair[string, uint64], types.Attestation] // (issuer code, number)
	redemptions   collections.Map[uint64, types.Redemption]                            // number
	due           collections.KeySet[collections.Pair[int64, uint64]]                  // (due, number) while open
	redemptionsOf collections.KeySet[collections.Pair[[]byte, uint64]]                 // (holder, number)
	overdue       collections.KeySet[collections.Pair[string, uint64]]                 // (issuer code, number) of those returned
	waiting       collections.KeySet[collections.Pair[string, uint64]]                 // (issuer code, number) of treasuries, while open
	open          collections.Map[[]byte, uint32]                                      // holder → open redemptions; none at zero
	pools         types.Pools
	holdState
	deps Deps
}

// New builds the keeper; ErrDepsMissing when a dependency is absent.
func New(d Deps) (*Keeper, error) {
	if d.Store == nil || d.Codec == nil || d.Address == nil || d.Authority == nil || d.Bank == nil ||
		d.Register == nil || d.Public.Treasury == nil {
		return nil, types.ErrDepsMissing
	}
	sb := collections.NewSchemaBuilder(d.Store)
	k := &Keeper{
		params:     collections.NewItem(sb, types.ParamsPrefix, "params", codec.CollValue[types.Params](d.Codec)),
		currencies: collections.NewMap(sb, types.CurrencyPrefix, "currencies", collections.StringKey, codec.CollValue[types.Currency](d.Codec)),
		issuers:    collections.NewMap(sb, types.IssuerPrefix, "issuers", collections.StringKey, codec.CollValue[types.Issuer](d.Codec)),
		attestations: collections.NewMap(sb, types.AttestationPrefix, "attestations",
			collections.PairKeyCodec(collections.StringKey, collections.Uint64Key), codec.CollValue[types.Attestation](d.Codec)),
		redemptions:   collections.NewMap(sb, types.RedemptionPrefix, "redemptions", collections.Uint64Key, codec.CollValue[types.Redemption](d.Codec)),
		due:           collections.NewKeySet(sb, types.DuePrefix, "due", collections.PairKeyCodec(collections.Int64Key, collections.Uint64Key)),
		redemptionsOf: collections.NewKeySet(sb, types.HolderPrefix, "redemptions_of", collections.PairKeyCodec(collections.BytesKey, collections.Uint64Key)),
		overdue:       collections.NewKeySet(sb, types.OverduePrefix, "overdue", collections.PairKeyCodec(collections.StringKey, collections.Uint64Key)),
		waiting:       collections.NewKeySet(sb, types.WaitingPrefix, "waiting", collections.PairKeyCodec(collections.StringKey, collections.Uint64Key)),
		open:          collections.NewMap(sb, types.OpenPrefix, "open", collections.BytesKey, collections.Uint32Value),
		holdState:     newHoldState(sb, d),
		deps:          d,
	}
	schema, err := sb.Build()
	if err != nil {
		return nil, err
	}
	k.schema = schema
	return k, nil
}

// SetPools tells the keeper who keeps escrow pools: a ring, because pools hold licensed coins.
func (k *Keeper) SetPools(p types.Pools) error {
	if p == nil {
		return types.ErrDepsMissing
	}
	k.pools = p
	return nil
}

// Unit is one minor unit of a currency in millionths: 10,000 for the fen of the yuan.
func (k *Keeper) Unit(ctx context.Context, currency string) (uint64, error) {
	c, err := k.currency(ctx, currency)
	if err != nil {
		return 0, err
	}
	return c.Unit(), nil
}

// IssuerOfDenom returns the issuer of a licensed coin, also when the licence was revoked later (its status tells);
// ErrDenomUnknown when the denom was never licensed.
func (k *Keeper) IssuerOfDenom(ctx context.Context, denom string) (types.Issuer, error) {
	currency, id, err := types.ParseDenom(denom)
	if err != nil {
		return types.Issuer{}, err
	}
	issuer, err := k.issuer(ctx, id)
	if errors.Is(err, types.ErrIssuerUnknown) || err == nil && (issuer.Currency != currency || !issuer.Known()) {
		return types.Issuer{}, errorsmod.Wrap(types.ErrDenomUnknown, denom)
	}
	return issuer, err
}

func (k *Keeper) currency(ctx context.Context, code string) (types.Currency, error) {
	c, err := k.currencies.Get(ctx, code)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Currency{}, errorsmod.Wrap(types.ErrCurrencyUnknown, code)
	}
	return c, err
}

func (k *Keeper) issuer(ctx context.Context, id string) (types.Issuer, error) {
	issuer, err := k.issuers.Get(ctx, id)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Issuer{}, errorsmod.Wrap(types.ErrIssuerUnknown, id)
	}
	return issuer, err
}

func (k *Keeper) attestation(ctx context.Context, issuer string, id uint64) (types.Attestation, error) {
	a, err := k.attestations.Get(ctx, collections.Join(issuer, id))
	if errors.Is(err, collections.ErrNotFound) {
		return types.Attestation{}, errorsmod.Wrapf(types.ErrAttestationUnknown, "%s %d", issuer, id)
	}
	return a, err
}

// accepted returns the attestation that counts, or the zero one when there is none.
func (k *Keeper) accepted(ctx context.Context, issuer types.Issuer) (types.Attestation, error) {
	if issuer.Attestation == 0 {
		return types.NoAttestation(), nil
	}
	return k.attestation(ctx, issuer.Id, issuer.Attestation)
}

// bounds are what an issuer's minting is held against now.
func (k *Keeper) bounds(ctx context.Context, issuer types.Issuer, last types.Attestation) (types.Bounds, error) {
	params, err := k.params.Get(ctx)
	if err != nil {
		return types.Bounds{}, err
	}
	day, err := k.deps.Authority.DaySeconds(ctx)
	if err != nil {
		return types.Bounds{}, err
	}
	today, err := k.deps.Authority.Today(ctx)
	if err != nil {
		return types.Bounds{}, err
	}
	unit, err := k.Unit(ctx, issuer.Currency)
	return types.Bounds{
		Reserve: last.Reserve, Fresh: last.Fresh(now(ctx), int64(params.MaxAttestationAgeDays)*day),
		Margin: params.ReserveMarginBasisPoints, Period: params.PeriodOf(today), Unit: unit,
	}, err
}

// nextAttestation is one more than the last number of the issuer.
func (k *Keeper) nextAttestation(ctx context.Context, issuer string) (uint64, error) {
	it, err := k.attestations.Iterate(ctx, collections.NewPrefixedPairRange[string, uint64](issuer).Descending())
	if err != nil {
		return 0, err
	}
	defer it.Close()
	if !it.Valid() {
		return 1, nil
	}
	key, err := it.Key()
	if err != nil {
		return 0, err
	}
	return key.K2() + 1, nil
}
