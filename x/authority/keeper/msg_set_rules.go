package keeper

import (
	"context"

	errorsmod "cosmossdk.io/errors"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/authority/types"
)

// SetRules changes rows of the policy table.
func (s msgServer) SetRules(ctx context.Context, msg *types.MsgSetRules) (*types.MsgSetRulesResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	if _, err := s.Authorize(ctx, msg.Signer, sdk.MsgTypeURL(msg), types.Nation); err != nil {
		return nil, err
	}
	for _, action := range msg.Remove {
		known, err := s.rules.Has(ctx, action)
		if err != nil {
			return nil, err
		}
		if !known {
			return nil, errorsmod.Wrap(types.ErrRuleUnknown, action)
		}
		if err := s.rules.Remove(ctx, action); err != nil {
			return nil, err
		}
	}
	for _, row := range msg.Set {
		if err := s.rules.Set(ctx, row.Action, row); err != nil {
			return nil, err
		}
	}
	if err := emit(ctx, types.NewEventRulesSet(msg)); err != nil {
		return nil, err
	}
	return &types.MsgSetRulesResponse{}, nil
}

// UpdateParams changes the bounds of the module.
func (s msgServer) UpdateParams(ctx context.Context, msg *types.MsgUpdateParams) (*types.MsgUpdateParamsResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	if _, err := s.Authorize(ctx, msg.Signer, sdk.MsgTypeURL(msg), types.Nation); err != nil {
		return nil, err
	}
	params, err := s.params.Get(ctx)
	if err != nil {
		return nil, err
	}
	if params, err = params.Replace(msg.Params); err != nil {
		return nil, err
	}
	if err := s.params.Set(ctx, params); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventParamsUpdated()); err != nil {
		return nil, err
	}
	return &types.MsgUpdateParamsResponse{}, nil
}
