package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/fee/types"
)

// SetPrices adds entries to the price list.
func (s msgServer) SetPrices(ctx context.Context, msg *types.MsgSetPrices) (*types.MsgSetPricesResponse, error) {
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
	for _, price := range msg.Prices {
		if price.FromHeight, err = types.Start(price.FromHeight, sdk.UnwrapSDKContext(ctx).BlockHeight()); err != nil {
			return nil, err
		}
		if err := s.k.addPrice(ctx, params, price); err != nil {
			return nil, err
		}
	}
	if err := emit(ctx, types.NewEventPricesSet(msg.Prices)); err != nil {
		return nil, err
	}
	return &types.MsgSetPricesResponse{}, nil
}

// SetRates adds entries to the list of rates.
func (s msgServer) SetRates(ctx context.Context, msg *types.MsgSetRates) (*types.MsgSetRatesResponse, error) {
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
	for _, rate := range msg.Rates {
		if _, err := s.k.deps.Coins.IssuerOfDenom(ctx, rate.Denom); err != nil {
			return nil, err
		}
		if rate.FromHeight, err = types.Start(rate.FromHeight, sdk.UnwrapSDKContext(ctx).BlockHeight()); err != nil {
			return nil, err
		}
		if err := s.k.addRate(ctx, params, rate); err != nil {
			return nil, err
		}
	}
	if err := emit(ctx, types.NewEventRatesSet(msg.Rates)); err != nil {
		return nil, err
	}
	return &types.MsgSetRatesResponse{}, nil
}
