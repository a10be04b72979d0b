package keeper

import (
	"context"

	"cosmossdk.io/collections"
	sdk "github.com/cosmos/cosmos-sdk/types"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/fee/types"
)

// addPrice adds an entry to the price list, if it fits between its neighbours.
func (k *Keeper) addPrice(ctx context.Context, params types.Params, price types.Price) error {
	before, after, err := neighbours(ctx, k.prices, price.Message, price.FromHeight)
	if err != nil {
		return err
	}
	if err := params.CheckPrice(before, after, price); err != nil {
		return err
	}
	return k.prices.Set(ctx, collections.Join(price.Message, uint64(price.FromHeight)), price)
}

// addRate adds an entry to the list of rates, if it fits between its neighbours.
func (k *Keeper) addRate(ctx context.Context, params types.Params, rate types.Rate) error {
	before, after, err := neighbours(ctx, k.rates, rate.Denom, rate.FromHeight)
	if err != nil {
		return err
	}
	if err := params.CheckRate(before, after, rate, sdk.UnwrapSDKContext(ctx).BlockHeight()); err != nil {
		return err
	}
	return k.rates.Set(ctx, collections.Join(rate.Denom, uint64(rate.FromHeight)), rate)
}

// neighbours are the entries of a name before and after a height; nil where there is none. The one at the height itself is replaced.
func neighbours[V any](ctx context.Context, m collections.Map[schedule, V], name string, height int64) (before, after *V, err error) {
	for _, side := range []struct {
		to     **V
		ranger collections.Ranger[schedule]
	}{
		{to: &before, ranger: collections.NewPrefixedPairRange[string, uint64](name).EndExclusive(uint64(height)).Descending()},
		{to: &after, ranger: collections.NewPrefixedPairRange[string, uint64](name).StartExclusive(uint64(height))},
	} {
		err := m.Walk(ctx, side.ranger, func(_ schedule, value V) (bool, error) {
			*side.to = &value
			return true, nil
		})
		if err != nil {
			return nil, nil, err
		}
	}
	return before, after, nil
}

// payingRate is the rate of a coin at a height, unless it is too old. What the provinces need to vote goes by an old one too: else nobody could
// vote for a new one.
func (k *Keeper) payingRate(ctx context.Context, msgs []sdk.Msg, denom string, height int64) (types.Rate, error) {
	rate, err := k.rate(ctx, denom, height)
	if err != nil || types.OfProvinces(msgs) {
		return rate, err
	}
	params, err := k.params.Get(ctx)
	if err != nil {
		return types.Rate{}, err
	}
	return rate, params.CheckAge(rate, height)
}

// UpdateParams changes the bounds of the module.
func (s msgServer) UpdateParams(ctx context.Context, msg *types.MsgUpdateParams) (*types.MsgUpdateParamsResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	if _, err := s.k.deps.Authority.Authorize(ctx, msg.Signer, sdk.MsgTypeURL(msg), authoritytypes.Nation); err != nil {
		return nil, err
	}
	params, err := s.k.params.Get(ctx)
	if err != nil {
		return nil, err
	}
	if err := params.CheckChange(msg.Params); err != nil {
		return nil, err
	}
	if err := s.k.params.Set(ctx, msg.Params); err != nil {
		return nil, err
	}
	return &types.MsgUpdateParamsResponse{}, emit(ctx, &types.EventFeeParamsUpdated{Params: msg.Params})
}

// StartSchedules bounds the lists of a network from before they had bounds, and renews every rate from the next height on, so that no coin stops to
// pay because of an age that nobody knew of.
func (k *Keeper) StartSchedules(ctx context.Context) error {
	params, err := k.params.Get(ctx)
	if err != nil {
		return err
	}
	begin := types.DefaultParams()
	params.PriceStepBp, params.RateStepBp, params.IntervalBlocks = begin.PriceStepBp, begin.RateStepBp, begin.IntervalBlocks
	params.RateAgeBlocks, params.GraceBlocks = begin.RateAgeBlocks, begin.GraceBlocks
	params.RefundMax, params.RefundShareBp, params.RefundBlocks = begin.RefundMax, begin.RefundShareBp, begin.RefundBlocks
	if err := k.params.Set(ctx, params); err != nil {
		return err
	}
	height := sdk.UnwrapSDKContext(ctx).BlockHeight() + 1
	var held []types.Rate // a later entry of a coin takes the place of the one before it
	err = k.rates.Walk(ctx, nil, func(_ schedule, r types.Rate) (bool, error) {
		switch last := len(held) - 1; {
		case r.FromHeight > height:
		case last >= 0 && held[last].Denom == r.Denom:
			held[last] = r
		default:
			held = append(held, r)
		}
		return false, nil
	})
	if err != nil {
		return err
	}
	for _, r := range held {
		r.FromHeight = height
		if err := k.rates.Set(ctx, collections.Join(r.Denom, uint64(height)), r); err != nil {
			return err
		}
	}
	return nil
}
