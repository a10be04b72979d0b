package keeper

import (
	"context"

	errorsmod "cosmossdk.io/errors"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/authority/types"
)

// SuspendOfficer stops the acts of an officer of the signer's own organisation or one below it.
func (s msgServer) SuspendOfficer(ctx context.Context, msg *types.MsgSuspendOfficer) (*types.MsgSuspendOfficerResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	officer, key, by, err := s.over(ctx, msg.Signer, sdk.MsgTypeURL(msg), msg.Address)
	if err != nil {
		return nil, err
	}
	if officer.SuspendedBy != 0 {
		return nil, errorsmod.Wrapf(types.ErrOfficerSuspended, "by organisation %d", officer.SuspendedBy)
	}
	officer.SuspendedBy = by.Organisation
	if err := s.saveOfficer(ctx, key, officer); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventOfficerSuspended(officer)); err != nil {
		return nil, err
	}
	return &types.MsgSuspendOfficerResponse{}, nil
}

// ResumeOfficer lets an officer act again whom the signer's organisation, or one that it manages, has suspended.
func (s msgServer) ResumeOfficer(ctx context.Context, msg *types.MsgResumeOfficer) (*types.MsgResumeOfficerResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	officer, key, by, err := s.over(ctx, msg.Signer, sdk.MsgTypeURL(msg), msg.Address)
	if err != nil {
		return nil, err
	}
	if officer.SuspendedBy == 0 {
		return nil, types.ErrOfficerActive
	}
	if err := s.overSuspension(ctx, msg.Signer, sdk.MsgTypeURL(msg), officer, by); err != nil {
		return nil, err
	}
	officer.SuspendedBy = 0
	if err := s.saveOfficer(ctx, key, officer); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventOfficerResumed(officer, by.Organisation)); err != nil {
		return nil, err
	}
	return &types.MsgResumeOfficerResponse{}, nil
}

// overSuspension refuses whoever stands below the organisation that has suspended an officer.
func (k *Keeper) overSuspension(ctx context.Context, signer, action string, officer, by types.Officer) error {
	if officer.SuspendedBy == 0 || officer.SuspendedBy == by.Organisation {
		return nil
	}
	_, err := k.authorizeOver(ctx, signer, action, officer.SuspendedBy)
	return err
}
