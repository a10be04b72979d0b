package keeper

import (
	"context"

	errorsmod "cosmossdk.io/errors"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/authority/types"
)

// SuspendOrganisation stops new acts of an organisation below the signer's own; payments already due go on.
func (s msgServer) SuspendOrganisation(ctx context.Context, msg *types.MsgSuspendOrganisation) (*types.MsgSuspendOrganisationResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	if err := s.changeStatus(ctx, msg.Signer, sdk.MsgTypeURL(msg), msg.Organisation, types.Organisation.Suspend); err != nil {
		return nil, err
	}
	return &types.MsgSuspendOrganisationResponse{}, nil
}

// changeStatus is the common course of Suspend and Resume: load, authorise in the target's area, decide, save, emit.
func (k *Keeper) changeStatus(
	ctx context.Context, signer, action string, id uint32, change func(types.Organisation) (types.Organisation, error),
) error {
	target, err := k.Organisation(ctx, id)
	if err != nil {
		return err
	}
	_, own, err := k.authorize(ctx, signer, action, target.Area)
	if err != nil {
		return err
	}
	if own.Id == target.Id {
		return errorsmod.Wrapf(types.ErrOrganisationOwn, "organisation %d", id)
	}
	if err := own.CheckManages(target); err != nil {
		return err
	}
	target, err = change(target)
	if err != nil {
		return err
	}
	if err := k.organisations.Set(ctx, target.Id, target); err != nil {
		return err
	}
	return emit(ctx, types.NewEventOrganisationStatusChanged(target))
}
