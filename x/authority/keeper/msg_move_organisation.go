package keeper

import (
	"context"

	errorsmod "cosmossdk.io/errors"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/authority/types"
)

// MoveOrganisation gives an organisation below the signer's another area and another one above it.
func (s msgServer) MoveOrganisation(ctx context.Context, msg *types.MsgMoveOrganisation) (*types.MsgMoveOrganisationResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	target, own, err := s.below(ctx, msg.Signer, sdk.MsgTypeURL(msg), msg.Organisation)
	if err != nil {
		return nil, err
	}
	if !types.Contains(own.Area, msg.Area) {
		return nil, types.ErrAreaOutside
	}
	if err := s.RequireArea(ctx, msg.Area); err != nil {
		return nil, err
	}
	parent, err := s.Organisation(ctx, msg.Parent)
	if err != nil {
		return nil, err
	}
	if parent.Id != own.Id {
		if err := own.CheckManages(parent); err != nil {
			return nil, err
		}
	}
	moved, err := target.Move(msg.Area, parent)
	if err != nil {
		return nil, err
	}
	if err := s.organisationsByArea.Remove(ctx, types.OrganisationAreaKey(target.Area, target.Id)); err != nil {
		return nil, err
	}
	if err := s.addOrganisation(ctx, moved); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventOrganisationMoved(moved)); err != nil {
		return nil, err
	}
	return &types.MsgMoveOrganisationResponse{}, nil
}

// CloseOrganisation ends an organisation below the signer's; what it was responsible for follows to its successor.
func (s msgServer) CloseOrganisation(ctx context.Context, msg *types.MsgCloseOrganisation) (*types.MsgCloseOrganisationResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	target, own, err := s.below(ctx, msg.Signer, sdk.MsgTypeURL(msg), msg.Organisation)
	if err != nil {
		return nil, err
	}
	successor, err := s.Organisation(ctx, msg.Successor)
	if err != nil {
		return nil, err
	}
	if err := own.CheckManages(successor); err != nil {
		return nil, err
	}
	if target, successor, err = target.Close(successor); err != nil {
		return nil, err
	}
	for _, o := range []types.Organisation{target, successor} {
		if err := s.organisations.Set(ctx, o.Id, o); err != nil {
			return nil, err
		}
	}
	if err := emit(ctx, types.NewEventOrganisationClosed(target)); err != nil {
		return nil, err
	}
	return &types.MsgCloseOrganisationResponse{}, nil
}

// below loads an organisation that the signer's manages and that has no open one below it.
func (k *Keeper) below(ctx context.Context, signer, action string, id uint32) (target, own types.Organisation, err error) {
	if target, err = k.Organisation(ctx, id); err != nil {
		return target, own, err
	}
	if _, own, err = k.authorize(ctx, signer, action, target.Area); err != nil {
		return target, own, err
	}
	if err := own.CheckManages(target); err != nil {
		return target, own, err
	}
	child, err := k.anyOrganisation(ctx, target.Area, func(o types.Organisation) bool { return o.Parent == id })
	if err == nil && child {
		err = errorsmod.Wrapf(types.ErrOrganisationInUse, "organisation %d", id)
	}
	return target, own, err
}

// CurrentOrganisation is the open organisation that answers for what one was responsible for: itself, or the end of its successors.
func (k *Keeper) CurrentOrganisation(ctx context.Context, id uint32) (uint32, error) {
	for {
		organisation, err := k.Organisation(ctx, id)
		if err != nil || organisation.CheckOpen() == nil {
			return id, err
		}
		id = organisation.Successor
	}
}
