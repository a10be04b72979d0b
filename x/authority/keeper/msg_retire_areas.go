package keeper

import (
	"context"

	errorsmod "cosmossdk.io/errors"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/authority/types"
)

// RetireAreas ends areas in favour of others. From then on the cases of each are those of its successor.
func (s msgServer) RetireAreas(ctx context.Context, msg *types.MsgRetireAreas) (*types.MsgRetireAreasResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	officer, organisation, err := s.authorize(ctx, msg.Signer, sdk.MsgTypeURL(msg), msg.Areas[0].Area)
	if err != nil {
		return nil, err
	}
	today, err := s.Today(ctx)
	if err != nil {
		return nil, err
	}
	for i, succession := range msg.Areas {
		if err := s.retireArea(ctx, organisation, succession, today); err != nil {
			return nil, errorsmod.Wrapf(err, "area %d", i)
		}
	}
	if err := emit(ctx, types.NewEventAreasRetired(officer.Organisation, msg.Areas)); err != nil {
		return nil, err
	}
	return &types.MsgRetireAreasResponse{}, nil
}

func (k *Keeper) retireArea(ctx context.Context, by types.Organisation, s types.Succession, today types.Day) error {
	if !types.Contains(by.Area, s.Area) || !types.Contains(by.Area, s.Successor) {
		return types.ErrAreaOutside
	}
	area, err := k.Area(ctx, s.Area)
	if err != nil {
		return err
	}
	successor, err := k.Area(ctx, s.Successor)
	if err != nil {
		return err
	}
	if area, successor, err = area.Retire(successor, today); err != nil {
		return err
	}
	if err := k.requireEmpty(ctx, area.Code); err != nil {
		return err
	}
	if err := k.saveArea(ctx, area); err != nil {
		return err
	}
	return k.saveArea(ctx, successor)
}
