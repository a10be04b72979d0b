package keeper

import (
	"context"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/grant/types"
)

// UpdateParams replaces the module's params.
func (s msgServer) UpdateParams(ctx context.Context, msg *types.MsgUpdateParams) (*types.MsgUpdateParamsResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	if _, err := s.authorize(ctx, msg.Signer, msg, authoritytypes.Nation); err != nil {
		return nil, err
	}
	if err := s.params.Set(ctx, msg.Params); err != nil {
		return nil, err
	}
	return answer(&types.MsgUpdateParamsResponse{}, emit(ctx, &types.EventGrantParamsUpdated{Params: msg.Params}))
}
