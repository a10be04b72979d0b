package keeper

import (
	"context"

	errorsmod "cosmossdk.io/errors"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/authority/types"
)

// RegisterAreas adds the codes that are not known yet; all lie inside the signer's area.
func (s msgServer) RegisterAreas(ctx context.Context, msg *types.MsgRegisterAreas) (*types.MsgRegisterAreasResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	officer, organisation, err := s.authorize(ctx, msg.Signer, sdk.MsgTypeURL(msg), msg.Codes[0])
	if err != nil {
		return nil, err
	}
	params, err := s.params.Get(ctx)
	if err != nil {
		return nil, err
	}
	var added uint32
	for i, code := range msg.Codes {
		if !types.Contains(organisation.Area, code) {
			return nil, errorsmod.Wrapf(types.ErrAreaOutside, "code %d", i)
		}
		fresh, err := s.addArea(ctx, params, code)
		if err != nil {
			return nil, errorsmod.Wrapf(err, "code %d", i)
		}
		if fresh {
			added++
		}
	}
	if added > 0 {
		if err := emit(ctx, types.NewEventAreasRegistered(officer.Organisation, added)); err != nil {
			return nil, err
		}
	}
	return &types.MsgRegisterAreasResponse{Added: added}, nil
}

func (k *Keeper) addArea(ctx context.Context, params types.Params, code string) (bool, error) {
	parent, err := params.ParentArea(code)
	if err != nil {
		return false, err
	}
	known, err := k.areas.Has(ctx, code)
	if err != nil || known {
		return false, err
	}
	if parent != types.Nation {
		registered, err := k.areas.Has(ctx, parent)
		if err != nil {
			return false, err
		}
		if !registered {
			return false, types.ErrAreaParentUnknown
		}
	}
	return true, k.areas.Set(ctx, code)
}
