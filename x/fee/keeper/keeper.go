// Package keeper keeps prices, rates, fee budgets and quotas.
package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	"cosmossdk.io/core/address"
	"cosmossdk.io/core/store"
	errorsmod "cosmossdk.io/errors"
	"cosmossdk.io/math"
	"github.com/cosmos/cosmos-sdk/codec"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/fee/types"
)

// Deps is everything the keeper needs.
type Deps struct {
	Store     store.KVStoreService
	Codec     codec.BinaryCodec
	Address   address.Codec
	Authority types.Authority
	Register  types.Register
	Coins     types.Coins
	Bank      types.Bank
	Seats     types.Seats
	Accounts  types.Accounts
	// Treasury derives the account of an organisation's public money.
	Treasury func(organisation uint32) sdk.AccAddress
}

type schedule = collections.Pair[string, uint64]

type officeShare = collections.Pair[uint32, uint32]

type credit = collections.Pair[[]byte, string]

// Keeper keeps the state of the module. No entry is deleted unless its line says so; a usage is overwritten in each window.
type Keeper struct {
	schema  collections.Schema
	params  collections.Item[types.Params]
	prices  collections.Map[schedule, types.Price]          // (message type URL, from height)
	rates   collections.Map[schedule, types.Rate]           // (denom, from height)
	budgets collections.Map[uint32, types.Budget]           // organisation
	usages  collections.Map[[]byte, types.Usage]            // person; what budgets paid
	saved   collections.Map[[]byte, types.Usage]            // person; what the protected lane let through
	offices collections.Map[officeShare, types.OfficeUsage] // (organisation, share); what it let through
	shares  collections.Map[officeShare, types.BudgetShare] // (organisation, share); deleted when the budget turns to another denom
	epoch   collections.Item[types.Epoch]
	payouts collections.Map[string, math.Int] // denom → base units ever divided
	credits collections.Map[credit, math.Int] // (operator, denom); deleted when the operator fetches it
	owed    collections.Map[string, math.Int] // denom → base units of all credits
	divided collections.Item[string]          // denom that was divided last, where there are more than one epoch divides
	refundState
	deps Deps
}

// New builds the keeper; ErrDepsMissing when a dependency is absent.
func New(d Deps) (*Keeper, error) {
	if d.Store == nil || d.Codec == nil || d.Address == nil || d.Authority == nil || d.Register == nil || d.Coins == nil || d.Bank == nil ||
		d.Seats == nil || d.Accounts == nil || d.Treasury == nil {
		return nil, types.ErrDepsMissing
	}
	sb := collections.NewSchemaBuilder(d.Store)
	byHeight := collections.PairKeyCodec(collections.StringKey, collections.Uint64Key)
	k := &Keeper{
		params:  collections.NewItem(sb, types.ParamsPrefix, "params", codec.CollValue[types.Params](d.Codec)),
		prices:  collections.NewMap(sb, types.PricePrefix, "prices", byHeight, codec.CollValue[types.Price](d.Codec)),
		rates:   collections.NewMap(sb, types.RatePrefix, "rates", byHeight, codec.CollValue[types.Rate](d.Codec)),
		budgets: collections.NewMap(sb, types.BudgetPrefix, "budgets", collections.Uint32Key, codec.CollValue[types.Budget](d.Codec)),
		usages:  collections.NewMap(sb, types.UsagePrefix, "usages", collections.BytesKey, codec.CollValue[types.Usage](d.Codec)),
		saved:   collections.NewMap(sb, types.ProtectedPrefix, "protected", collections.BytesKey, codec.CollValue[types.Usage](d.Codec)),
		offices: collections.NewMap(sb, types.OfficeUsagePrefix, "office_usages",
			collections.PairKeyCodec(collections.Uint32Key, collections.Uint32Key), codec.CollValue[types.OfficeUsage](d.Codec)),
		shares: collections.NewMap(sb, types.BudgetSharePrefix, "budget_shares",
			collections.PairKeyCodec(collections.Uint32Key, collections.Uint32Key), codec.CollValue[types.BudgetShare](d.Codec)),
		epoch:   collections.NewItem(sb, types.EpochPrefix, "epoch", codec.CollValue[types.Epoch](d.Codec)),
		payouts: collections.NewMap(sb, types.DistributedPrefix, "distributed", collections.StringKey, sdk.IntValue),
		credits: collections.NewMap(sb, types.CreditPrefix, "credits", collections.PairKeyCodec(collections.BytesKey, collections.StringKey), sdk.IntValue),
		owed:    collections.NewMap(sb, types.OwedPrefix, "owed", collections.StringKey, sdk.IntValue),
		divided: collections.NewItem(sb, types.SplitDenomPrefix, "split_denom", collections.StringValue),
		deps:    d,

		refundState: newRefundState(sb, d.Codec),
	}
	schema, err := sb.Build()
	if err != nil {
		return nil, err
	}
	k.schema = schema
	return k, nil
}

// price is the entry of the price list that holds at a height.
func (k *Keeper) price(ctx context.Context, message string, height int64) (types.Price, error) {
	price, found, err := latest(ctx, k.prices, message, height)
	if err == nil && !found {
		return types.Price{}, errorsmod.Wrapf(types.ErrPriceMissing, "%s at height %d", message, height)
	}
	return price, err
}

// rate is the rate of a coin that holds at a height.
func (k *Keeper) rate(ctx context.Context, denom string, height int64) (types.Rate, error) {
	rate, found, err := latest(ctx, k.rates, denom, height)
	if err == nil && !found {
		return types.Rate{}, errorsmod.Wrapf(types.ErrRateMissing, "%s at height %d", denom, height)
	}
	return rate, err
}

// latest reads the entry with the largest from height up to a height.
func latest[V any](ctx context.Context, m collections.Map[schedule, V], name string, height int64) (value V, found bool, err error) {
	it, err := m.Iterate(ctx, collections.NewPrefixedPairRange[string, uint64](name).EndInclusive(uint64(max(height, 0))).Descending())
	if err != nil {
		return value, false, err
	}
	defer it.Close()
	if !it.Valid() {
		return value, false, nil
	}
	value, err = it.Value()
	return value, err == nil, err
}

func (k *Keeper) budget(ctx context.Context, organisation uint32) (types.Budget, error) {
	budget, err := k.budgets.Get(ctx, organisation)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Budget{}, errorsmod.Wrapf(types.ErrBudgetUnknown, "organisation %d", organisation)
	}
	return budget, err
}

// usageOf is the count of a person, zero for one who wasn't counted yet.
func usageOf(ctx context.Context, m collections.Map[[]byte, types.Usage], person []byte) (types.Usage, error) {
	usage, err := m.Get(ctx, person)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Usage{Person: person}, nil
	}
	return usage, err
}
