package keeper

import (
	"context"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/stablecoin/types"
)

// Countersign admits transfers of another organisation above the limit.
func (s msgServer) Countersign(ctx context.Context, msg *types.MsgCountersign) (*types.MsgCountersignResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	payee, err := s.k.deps.Authority.Organisation(ctx, msg.Payee)
	if err != nil {
		return nil, err
	}
	officer, err := s.k.deps.Authority.Authorize(ctx, msg.Signer, sdk.MsgTypeURL(msg), payee.Area)
	if err != nil {
		return nil, err
	}
	own, err := s.k.deps.Authority.Organisation(ctx, officer.Organisation)
	if err != nil {
		return nil, err
	}
	if !types.SignsFor(own, payee) {
		return nil, errorsmod.Wrapf(types.ErrOrganisationForeign, "organisation %d", officer.Organisation)
	}
	if _, err := s.k.deps.Authority.Organisation(ctx, msg.Payer); err != nil {
		return nil, err
	}
	if _, err := s.k.IssuerOfDenom(ctx, msg.Amount.Denom); err != nil {
		return nil, err
	}
	params, err := s.k.holdParams.Get(ctx)
	if err != nil {
		return nil, err
	}
	c, err := types.NewCountersignature(msg, now(ctx), params)
	if err != nil {
		return nil, err
	}
	if err := s.k.countersignatures.Set(ctx, collections.Join3(c.Payee, c.Payer, c.Denom), c); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventCountersigned(c)); err != nil {
		return nil, err
	}
	return &types.MsgCountersignResponse{}, nil
}

// SetHoldParams changes the bounds of holds, wallets and transfers. What began before goes on by the bounds it began with.
func (s msgServer) SetHoldParams(ctx context.Context, msg *types.MsgSetHoldParams) (*types.MsgSetHoldParamsResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	if _, err := s.k.deps.Authority.Authorize(ctx, msg.Signer, sdk.MsgTypeURL(msg), nation); err != nil {
		return nil, err
	}
	for _, row := range msg.Params.Limits {
		if _, err := s.k.currency(ctx, row.Currency); err != nil {
			return nil, err
		}
	}
	for _, list := range [][]types.CurrencyAmount{msg.Params.Protected, msg.Params.CountersignAbove} {
		for _, row := range list {
			if _, err := s.k.currency(ctx, row.Currency); err != nil {
				return nil, err
			}
		}
	}
	if err := s.k.holdParams.Set(ctx, msg.Params); err != nil {
		return nil, err
	}
	if err := emit(ctx, &types.EventHoldParamsSet{}); err != nil {
		return nil, err
	}
	return &types.MsgSetHoldParamsResponse{}, nil
}
