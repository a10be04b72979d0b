package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/authority/types"
)

// RegisterLocalArea gives a division without an official code the highest free one of its level.
func (s msgServer) RegisterLocalArea(ctx context.Context, msg *types.MsgRegisterLocalArea) (*types.MsgRegisterLocalAreaResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	officer, err := s.Authorize(ctx, msg.Signer, sdk.MsgTypeURL(msg), msg.Parent)
	if err != nil {
		return nil, err
	}
	if err := s.RequireArea(ctx, msg.Parent); err != nil {
		return nil, err
	}
	params, err := s.params.Get(ctx)
	if err != nil {
		return nil, err
	}
	for n := 0; ; n++ {
		code, err := params.LocalCode(msg.Parent, n)
		if err != nil {
			return nil, err
		}
		fresh, err := s.addArea(ctx, params, code)
		if err != nil {
			return nil, err
		}
		if !fresh {
			continue
		}
		if err := emit(ctx, types.NewEventLocalAreaRegistered(officer.Organisation, code)); err != nil {
			return nil, err
		}
		return &types.MsgRegisterLocalAreaResponse{Code: code}, nil
	}
}
