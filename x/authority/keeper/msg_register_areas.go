package keeper

import (
	"context"
	"errors"

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

// addArea registers a code of a level below a live parent; a known one, retired ones included, is skipped.
func (k *Keeper) addArea(ctx context.Context, params types.Params, code string) (bool, error) {
	parent, err := params.ParentArea(code)
	if err != nil {
		return false, err
	}
	known, err := k.areas.Has(ctx, code)
	if err != nil || known {
		return false, err
	}
	above, err := k.Area(ctx, parent)
	if errors.Is(err, types.ErrAreaUnknown) {
		return false, types.ErrAreaParentUnknown
	}
	if err != nil {
		return false, err
	}
	if !above.Live() {
		return false, errorsmod.Wrap(types.ErrAreaRetired, above.Code)
	}
	return true, k.saveArea(ctx, types.Area{Code: code, Since: uint32(params.DayAt(now(ctx)))})
}
